/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * TLS whose handshake is not in the capture.
 */
#include "limits.h"
#include "talk.h"
#include "tls/records.h"

#include <gtest/gtest.h>

static TlSniff
alone (const Data &data)
{
  return tl_record_sniff_alone (tl_bytes (data.data (), data.size ()));
}

static TlSniff
pair (const Data &data)
{
  return tl_record_sniff_pair (tl_bytes (data.data (), data.size ()));
}

static Data
first (const Data &data, gsize n)
{
  return Data (data.begin (), data.begin () + (long) n);
}

TEST (Midstream, KnowsAChangeCipherSpecAlone)
{
  Data whole = record (20, be (1, 1));
  for (gsize n = 0; n < whole.size (); n++)
    EXPECT_EQ (alone (first (whole, n)), TL_SNIFF_MORE) << n;
  EXPECT_EQ (alone (whole), TL_SNIFF_YES);
  EXPECT_EQ (alone (record (20, be (2, 1))), TL_SNIFF_NO);
  EXPECT_EQ (alone (record (20, be (0x0101, 2))), TL_SNIFF_NO);
  EXPECT_EQ (alone (record (20, {})), TL_SNIFF_NO);
}

TEST (Midstream, KnowsAnAlertAlone)
{
  Data whole = record (21, be (0x0246, 2), 0x0300); /* fatal, protocol_version */
  for (gsize n = 0; n < whole.size (); n++)
    EXPECT_EQ (alone (first (whole, n)), TL_SNIFF_MORE) << n;
  EXPECT_EQ (alone (whole), TL_SNIFF_YES);
  EXPECT_EQ (alone (record (21, be (0x0100, 2))), TL_SNIFF_YES);
  EXPECT_EQ (alone (record (21, be (0x0346, 2))), TL_SNIFF_NO) << "no such level";
  EXPECT_EQ (alone (record (21, be (0x02ff, 2))), TL_SNIFF_NO) << "no such alert";
  EXPECT_EQ (alone (record (21, Data (26, 0))), TL_SNIFF_NO) << "sealed";
  EXPECT_EQ (alone (record (23, Data (40, 0))), TL_SNIFF_NO);
}

TEST (Midstream, KnowsTwoRecordsInARow)
{
  Data whole = record (23, Data (40, 7)) + first (record (23, Data (16, 7)), 5);
  for (gsize n = 0; n < whole.size (); n++)
    EXPECT_EQ (pair (first (whole, n)), TL_SNIFF_MORE) << n;
  EXPECT_EQ (pair (whole), TL_SNIFF_YES);
  EXPECT_EQ (pair (record (22, Data (40, 7)) + record (23, Data (30, 7))), TL_SNIFF_YES);
  EXPECT_EQ (pair (record (23, Data (40, 7)) + record (21, Data (26, 7))), TL_SNIFF_YES);
  EXPECT_EQ (pair (record (23, Data (TL_LIMIT_RECORD, 7)) + record (20, be (1, 1))), TL_SNIFF_YES);
}

TEST (Midstream, IsNotTakenInByOneRecord)
{
  EXPECT_EQ (pair (record (23, Data (40, 7)) + bytes_of ("GET /")), TL_SNIFF_NO);
  EXPECT_EQ (pair (record (23, Data (40, 7)) + record (23, Data (40, 7), 0x0301)), TL_SNIFF_NO) << "another version";
  EXPECT_EQ (pair (record (23, Data (15, 7))), TL_SNIFF_NO) << "too short to be sealed";
  EXPECT_EQ (pair (record (23, Data (40, 7)) + record (20, be (0x0101, 2))), TL_SNIFF_NO);
  EXPECT_EQ (pair (record (23, Data (TL_LIMIT_RECORD + 1, 7))), TL_SNIFF_NO);
  EXPECT_EQ (pair (record (19, Data (40, 7))), TL_SNIFF_NO);
}

static Talk
goes_on (gsize step = 100000)
{
  Talk talk;
  talk.say (FROM_CLIENT, record (23, Data (40, 7)) + record (23, Data (400, 7)), step);
  talk.say (FROM_SERVER, record (23, Data (1000, 7)) + record (23, Data (400, 7)), step);
  talk.say (FROM_CLIENT, record (21, Data (26, 0)), step);
  talk.finish (FROM_CLIENT);
  talk.finish (FROM_SERVER);
  return talk;
}

TEST (Midstream, ShowsWhatGoesOn)
{
  for (gsize step : { 1, 2, 3, 7, 46, 100000 })
    {
      Reading run (goes_on (step).packets);
      EXPECT_EQ (run.steps (), "C Application data, S Application data, C Encrypted alert") << step;
      EXPECT_EQ (run.outcome (), TL_OUTCOME_UNREADABLE) << "nothing failed: the handshake was not captured";
      EXPECT_EQ (run.told[0]->steps[0]->n_records, 2u);
    }
}

TEST (Midstream, SaysThatTheBeginningIsMissing)
{
  Reading run (goes_on ().packets);
  g_autofree char *text = tl_conversation_outcome_text (run.told.at (0));
  EXPECT_NE (std::string (text).find ("messages that begin it are not in the capture"), std::string::npos) << text;
}

TEST (Midstream, BeginsWithTheSealedEndOfAHandshake)
{
  Talk talk;
  talk.say (FROM_SERVER, record (20, be (1, 1)) + record (22, Data (40, 0xaa)) + record (23, Data (64, 0xaa)));
  Reading run (talk.packets);
  EXPECT_EQ (run.steps (), "S ChangeCipherSpec, S Encrypted handshake message, S Application data");
}

TEST (Midstream, BeginsWithASealedHandshakeMessage)
{
  Talk talk;
  talk.say (FROM_SERVER, record (22, Data (40, 0xaa)) + record (23, Data (64, 0xaa)));
  Reading run (talk.packets);
  EXPECT_EQ (run.steps (), "S Encrypted handshake message, S Application data");
}

/* Where the beginning was captured, TLS begins with a hello: what looks like records then is another protocol in disguise. */
TEST (Midstream, IsNotLookedForWhereTheBeginningIsThere)
{
  Talk talk;
  talk.open ();
  talk.say (FROM_CLIENT, record (23, Data (40, 7)) + record (23, Data (400, 7)));
  EXPECT_EQ (Reading (talk.packets).steps (), "none");
}

TEST (Midstream, IsFoundBehindAGap)
{
  Talk talk;
  talk.open ();
  talk.next[FROM_CLIENT] += 300; /* lost */
  talk.now += 1;
  talk.say (FROM_CLIENT, record (23, Data (40, 7)) + record (23, Data (400, 7)));
  EXPECT_EQ (Reading (talk.packets).steps (), "C Application data");
}

/* An answer to what is no TLS. */
TEST (Midstream, ShowsAnAlertThatAnswersSomethingElse)
{
  Talk talk;
  talk.open ();
  talk.say (FROM_CLIENT, bytes_of ("hello\r\n"));
  talk.say (FROM_SERVER, record (21, be (0x0246, 2)));
  Reading run (talk.packets);
  EXPECT_EQ (run.steps (), "S Alert: protocol_version");
  EXPECT_EQ (run.outcome (), TL_OUTCOME_ALERT);
}

/* What is held back for a record that does not come is no more than a record, and only a few times. */
TEST (Midstream, HoldsBackLittle)
{
  TlTracker *tracker = tl_tracker_new (TL_TRACKER_STEPS, Reading::tell, nullptr);
  Talk talk;
  Data head = be (23, 1) + be (0x0303, 2) + be (16384, 2);
  guint64 number = 0;
  gsize most = 0;

  for (guint i = 0; i < 20000; i++)
    talk.say (FROM_CLIENT, head);
  for (auto &each : talk.packets)
    {
      TlPacket packet = packet_of (each, ++number);
      tl_tracker_add (tracker, &packet);
      most = MAX (most, tl_tracker_size (tracker));
    }
  EXPECT_GT (most, 16000u);
  EXPECT_LT (most, 4 * 16384u + 8 * 16384u); /* each of these packets has five bytes, and where they came from */
  tl_tracker_free (tracker);
}
