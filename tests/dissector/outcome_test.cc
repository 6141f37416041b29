/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The rules by which an outcome is told, each at its edge.
 */
#include "talk.h"

#include <gtest/gtest.h>

/* A TLS 1.3 handshake whose client answers with records of these sizes, and then closes. */
static TlOutcome
with_client_records (std::initializer_list<gsize> sizes, guint16 suite = 0x1301)
{
  Hello hello;
  hello.suite = suite;
  Talk talk;
  talk.open ();
  talk.say (FROM_CLIENT, record (22, client_hello (hello)));
  talk.say (FROM_SERVER, record (22, server_hello (hello)) + sealed (900));
  for (gsize size : sizes)
    talk.say (FROM_CLIENT, sealed (size));
  talk.finish (FROM_CLIENT);
  talk.finish (FROM_SERVER);
  return Reading (talk.packets).outcome ();
}

TEST (Outcome, OneSealedRecordOfAnAlertsSizeIsLikelyAnAlert)
{
  EXPECT_EQ (with_client_records ({ 18 }), TL_OUTCOME_ESTABLISHED);
  EXPECT_EQ (with_client_records ({ 19 }), TL_OUTCOME_ALERT_LIKELY);
  EXPECT_EQ (with_client_records ({ 20 }), TL_OUTCOME_ESTABLISHED);
  EXPECT_EQ (with_client_records ({ 19, 53 }), TL_OUTCOME_ESTABLISHED);
  EXPECT_EQ (with_client_records ({}), TL_OUTCOME_CLOSED_BY_CLIENT);
}

/* A snap length cuts packets off: the Finished of both may have been in what is missing. */
TEST (Outcome, WhereBytesAreMissingNothingIsLikely)
{
  Hello hello;
  hello.tls13 = false;
  hello.suite = 0xc02f;
  Talk talk;
  talk.open ();
  talk.say (FROM_CLIENT, record (22, client_hello (hello)));
  talk.say (FROM_SERVER, record (22, server_hello (hello)) + record (22, message (14, {})));
  talk.next[FROM_CLIENT] += 126;
  talk.next[FROM_SERVER] += 51;
  talk.say (FROM_CLIENT, record (21, Data (26, 0xee)));
  talk.finish (FROM_CLIENT);
  talk.finish (FROM_SERVER);
  EXPECT_EQ (Reading (talk.packets).outcome (), TL_OUTCOME_UNREADABLE);
}

TEST (Outcome, TheTagOfCcm8IsShort)
{
  EXPECT_EQ (with_client_records ({ 11 }, 0x1305), TL_OUTCOME_ALERT_LIKELY);
  EXPECT_EQ (with_client_records ({ 19 }, 0x1305), TL_OUTCOME_ESTABLISHED);
}

static TlOutcome
with_alert (guint8 level, guint8 description)
{
  Talk talk;
  talk.open ();
  talk.say (FROM_CLIENT, record (22, client_hello ()));
  talk.say (FROM_SERVER, record (21, { level, description }));
  return Reading (talk.packets).outcome ();
}

TEST (Outcome, OnlyAFatalAlertEnds)
{
  EXPECT_EQ (with_alert (2, 40), TL_OUTCOME_ALERT);
  EXPECT_EQ (with_alert (1, 112), TL_OUTCOME_INCOMPLETE);
  EXPECT_EQ (with_alert (1, 0), TL_OUTCOME_INCOMPLETE);
}

TEST (Outcome, AnAnswerThatIsNoTlsCannotBeJudged)
{
  Talk talk;
  talk.open ();
  talk.say (FROM_CLIENT, record (22, client_hello ()));
  talk.say (FROM_SERVER, record (22, server_hello ()) + bytes_of ("HTTP/1.1 400 Bad Request"));
  EXPECT_EQ (Reading (talk.packets).outcome (), TL_OUTCOME_UNREADABLE);
}

/* The capture began after the SYN: only acknowledgements tell that the server's side was captured. */
TEST (Outcome, ABareAcknowledgementShowsThatBothSidesWereCaptured)
{
  Talk talk;
  talk.say (FROM_CLIENT, record (22, client_hello ()));
  EXPECT_EQ (Reading (talk.packets).outcome (), TL_OUTCOME_ONE_SIDED);
  talk.segment (FROM_CLIENT, TL_TCP_ACK, {}, talk.next[FROM_CLIENT]);
  EXPECT_EQ (Reading (talk.packets).outcome (), TL_OUTCOME_ONE_SIDED);
  talk.segment (FROM_SERVER, TL_TCP_ACK, {}, talk.next[FROM_SERVER]);
  EXPECT_EQ (Reading (talk.packets).outcome (), TL_OUTCOME_NO_SERVER_HELLO);
}

TEST (Outcome, AServerThatSpeaksNoTlsHasAnswered)
{
  Talk talk;
  talk.open ();
  talk.say (FROM_CLIENT, record (22, client_hello ()));
  EXPECT_EQ (Reading (talk.packets).outcome (), TL_OUTCOME_NO_SERVER_HELLO);
  talk.say (FROM_SERVER, bytes_of ("HTTP/1.1 400 Bad Request\r\n\r\n"));
  EXPECT_EQ (Reading (talk.packets).outcome (), TL_OUTCOME_UNREADABLE);
  talk.finish (FROM_SERVER);
  EXPECT_EQ (Reading (talk.packets).outcome (), TL_OUTCOME_CLOSED_BY_SERVER);
}

TEST (Outcome, Tls12NeedsBothFinished)
{
  Hello hello;
  hello.tls13 = false;
  hello.suite = 0xc02f;
  for (int sides = 0; sides < 4; sides++)
    {
      Talk talk;
      talk.open ();
      talk.say (FROM_CLIENT, record (22, client_hello (hello)));
      talk.say (FROM_SERVER, record (22, server_hello (hello) + message (14, {})));
      if (sides & 1)
        talk.say (FROM_CLIENT, record (20, be (1, 1)) + record (22, Data (40, 1)));
      if (sides & 2)
        talk.say (FROM_SERVER, record (20, be (1, 1)) + record (22, Data (40, 1)));
      EXPECT_EQ (Reading (talk.packets).outcome (), sides == 3 ? TL_OUTCOME_ESTABLISHED : TL_OUTCOME_INCOMPLETE) << sides;
    }
}
