/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A whole capture read at once.
 */
#include "reader.h"
#include "pcapng-file.h"
#include "talk-file.h"

#include <gtest/gtest.h>

static Talk
small_talk ()
{
  Talk talk;
  talk.open ();
  talk.say (FROM_CLIENT, record (22, client_hello ()));
  talk.say (FROM_SERVER, record (22, server_hello ()));
  return talk;
}

static int
read (const std::string &path, GError **error)
{
  int told = 0;
  tl_read_capture (
      path.c_str (), nullptr, TL_TRACKER_STEPS, [] (TlConversation *, gpointer user_data) { ++*static_cast<int *> (user_data); },
      &told, error);
  return told;
}

TEST (Reader, TellsOfEveryConversation)
{
  TalkFile file (TalkFile::of (small_talk ().packets));
  g_autoptr (GError) error = NULL;
  EXPECT_EQ (read (file.path, &error), 1);
  EXPECT_EQ (error, nullptr);
}

TEST (Reader, CutAtEveryByteNothingReadIsLost)
{
  Talk talk = small_talk ();
  Data whole = TalkFile::of (talk.packets);
  gsize after_hello = TalkFile::of ({ talk.packets.begin (), talk.packets.begin () + 3 }).size ();
  for (gsize n = 0; n < whole.size (); n++)
    {
      TalkFile file (Data (whole.begin (), whole.begin () + (long) n));
      g_autoptr (GError) error = NULL;
      EXPECT_EQ (read (file.path, &error), n >= after_hello ? 1 : 0) << n;
    }
}

TEST (Reader, SaysWhichLinkTypeItDoesNotKnow)
{
  TalkFile file (TalkFile::of (small_talk ().packets, 147)); /* LINKTYPE_USER0 */
  g_autoptr (GError) error = NULL;
  EXPECT_EQ (read (file.path, &error), 0);
  EXPECT_TRUE (g_error_matches (error, TL_ERROR, TL_ERROR_LINK_TYPE));
  EXPECT_NE (strstr (error->message, "4 packets"), nullptr) << error->message;
}

TEST (Reader, SaysWhatIsNotThere)
{
  g_autoptr (GError) error = NULL;
  EXPECT_EQ (read ("/nonexistent/capture.pcap", &error), 0);
  EXPECT_TRUE (g_error_matches (error, TL_ERROR, TL_ERROR_OPEN));
}

TEST (Reader, SaysThatSeveralLinkTypesAreNotKnown)
{
  for (int other : { 147, 148 })
    {
      std::string bytes = section (false) + interface (false, 147) + interface (false, 1)
                          + interface (false, static_cast<uint16_t> (other)) + packet_block (false, 0, 1, "one")
                          + packet_block (false, 1, 1, "two") + packet_block (false, 2, 1, "three");
      TalkFile file (Data (bytes.begin (), bytes.end ()));
      g_autoptr (GError) error = NULL;

      EXPECT_EQ (read (file.path, &error), 0);
      ASSERT_TRUE (g_error_matches (error, TL_ERROR, TL_ERROR_LINK_TYPE));
      EXPECT_EQ (strstr (error->message, other == 147 ? "their link type, " : "their link types are") != nullptr, true)
          << error->message;
      EXPECT_NE (strstr (error->message, "2 packets"), nullptr) << error->message;
    }
}

TEST (Reader, NothingUnreadableIsNoSentence)
{
  EXPECT_EQ (tl_unreadable_text (0, 147), nullptr);
}
