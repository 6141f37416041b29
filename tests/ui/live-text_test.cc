/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What there is to say about a capture that runs.
 */
#include "fixture.h"
#include "live-text.h"

#include <errno.h>
#include <gtest/gtest.h>

#include <string>

static TlLiveStatus
status ()
{
  TlLiveStatus result = {};
  result.running = result.live = true;
  result.elapsed = 12 * G_USEC_PER_SEC + 900000;
  result.n_conversations = 3;
  result.reading.n_packets = 40;
  result.reading.live.known = true;
  return result;
}

static std::string
text (const TlLiveStatus &of)
{
  g_autofree char *result = tl_live_status_text (&of);
  return result;
}

static std::string
warning (const TlLiveStatus &of)
{
  g_autofree char *result = tl_live_warning_text (&of);
  return result ? result : "";
}

TEST (LiveText, SaysHowItStands)
{
  TlLiveStatus of = status ();

  EXPECT_EQ (text (of), "0:12 · 40\u00a0packets · none\u00a0lost · 3\u00a0conversations");
  of.reading.live.dropped = 5;
  of.reading.live.interface_dropped = 2;
  EXPECT_EQ (text (of), "0:12 · 40\u00a0packets · 7\u00a0lost · 3\u00a0conversations");
  of.reading.live.known = false;
  EXPECT_EQ (text (of), "0:12 · 40\u00a0packets · losses are told at the end · 3\u00a0conversations");
  of.running = false;
  of.n_conversations = 0;
  of.reading.n_packets = 1;
  EXPECT_EQ (text (of), "0:12 · 1\u00a0packet · no\u00a0conversations");
}

TEST (LiveText, TellsOfNoLossesWhereNobodyCaptures)
{
  TlLiveStatus of = status ();

  of.live = false;
  of.reading.live.known = false;
  EXPECT_EQ (text (of), "0:12 · 40\u00a0packets · 3\u00a0conversations");
}

TEST (LiveText, WarnsOfWhatShouldBeKnown)
{
  TlLiveStatus of = status ();

  EXPECT_EQ (warning (of), "");
  of.reading.live.link = TL_LINK_UP;
  EXPECT_EQ (warning (of), "");
  of.reading.live.link = TL_LINK_DOWN;
  EXPECT_NE (warning (of).find ("is down"), std::string::npos);
  of.reading.live.link = TL_LINK_GONE;
  EXPECT_NE (warning (of).find ("disappeared"), std::string::npos);
  of.running = false;
  EXPECT_EQ (warning (of), "");
  of.reading.live.dropped = 1;
  EXPECT_NE (warning (of).find ("More came"), std::string::npos);
  of.n_evicted = 4;
  EXPECT_NE (warning (of).find ("4 conversations are not kept"), std::string::npos);
  of.n_unlisted = 3;
  EXPECT_NE (warning (of).find ("3 of the oldest are no longer listed"), std::string::npos);
}

TEST (LiveText, SaysForAWhileThatTheLinkIsUpAgain)
{
  TlLiveStatus of = status ();

  of.reading.live.link = TL_LINK_UP;
  of.up_again = of.elapsed - G_USEC_PER_SEC;
  EXPECT_NE (warning (of).find ("up again"), std::string::npos);
  EXPECT_TRUE (tl_live_is_good_news (&of));
  of.n_evicted = 1;
  EXPECT_FALSE (tl_live_is_good_news (&of));
  of.n_evicted = 0;
  of.elapsed += G_USEC_PER_SEC * 60;
  EXPECT_EQ (warning (of), "");
  EXPECT_FALSE (tl_live_is_good_news (&of));
}

TEST (LiveText, SaysWhyItHasEnded)
{
  TlLiveStatus of = status ();

  of.running = false;
  of.fault = "The reason.";
  of.reading.live.link = TL_LINK_GONE;
  EXPECT_EQ (warning (of), "The reason.");
}

TEST (LiveText, SaysThatTheOneHandshakeWasSeen)
{
  TlLiveStatus of = status ();

  of.seen = true;
  EXPECT_EQ (warning (of), "") << "it is about to stop";
  of.running = false;
  EXPECT_NE (warning (of).find ("One handshake was seen"), std::string::npos);
  EXPECT_TRUE (tl_live_is_good_news (&of));
  of.fault = "The reason.";
  EXPECT_EQ (warning (of), "The reason.");
  EXPECT_FALSE (tl_live_is_good_news (&of));
}

TEST (LiveText, WarnsOfWhatWillNotBeSaved)
{
  TlLiveStatus of = status ();

  of.reading.n_unkept = 9;
  EXPECT_NE (warning (of).find ("is full. 9 packets"), std::string::npos) << warning (of);
  of.reading.spool_error = ENOSPC;
  EXPECT_NE (warning (of).find (g_strerror (ENOSPC)), std::string::npos) << warning (of);
}

TEST (LiveText, CountsTime)
{
  const std::pair<gint64, const char *> times[] = { { -5, "0:00" }, { 0, "0:00" }, { 59, "0:59" }, { 60, "1:00" }, { 3599, "59:59" }, { 3600, "1:00:00" }, { 90061, "25:01:01" } };

  for (const auto &[seconds, expected] : times)
    {
      g_autofree char *elapsed = tl_live_elapsed_text (seconds * G_USEC_PER_SEC);
      EXPECT_STREQ (elapsed, expected);
    }
}

TEST (LiveText, KnowsWhenAHandshakeIsOver)
{
  Conversation conversation = fixture_tls13 ();

  conversation->complete = false;
  EXPECT_TRUE (tl_live_is_settled (conversation.get ()));
  conversation->outcome = TL_OUTCOME_INCOMPLETE;
  EXPECT_FALSE (tl_live_is_settled (conversation.get ()));
  conversation->complete = true;
  EXPECT_TRUE (tl_live_is_settled (conversation.get ()));
}

TEST (LiveText, SaysWhatAFileWillLack)
{
  TlLiveStatus of = status ();

  of.reading.n_kept = 40;
  EXPECT_EQ (tl_live_lacks_text (&of), nullptr);
  of.reading.n_kept = 12;
  EXPECT_EQ (tl_live_lacks_text (&of), nullptr) << "the others are only on their way";
  of.reading.n_unkept = 28;
  g_autofree char *full = tl_live_lacks_text (&of);
  EXPECT_STREQ (full, "Of 40 packets, the file will have the first 12 only: the others could not be kept.");
  of.reading.n_unkept = 0;
  of.reading.spool_error = ENOSPC;
  g_autofree char *failed = tl_live_lacks_text (&of);
  EXPECT_STREQ (failed, full);
}
