/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Which messages a transcript has, and what keeps it from being whole.
 */
#include "proof/transcript.h"
#include "secrets/kdf.h"
#include "secrets/secret.h"
#include "talk.h"
#include "told.h"

#include <gtest/gtest.h>

namespace
{

const guint8 retry_random[] = { 0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
                                0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c };

/* RFC 9846 section 4.2.4 */
Data
hello_retry_request ()
{
  return message (2, be (0x0303, 2) + Data (retry_random, retry_random + 32) + be (0, 1) + be (0x1301, 2) + be (0, 1)
                         + prefixed (2, extension (43, be (0x0304, 2)) + extension (51, be (23, 2))));
}

std::string
names_of (const Told &told, guint step, bool through)
{
  g_auto (TlTranscript) transcript = {};

  tl_transcript_read (&transcript, &told.conversation, step, through, GNUTLS_DIG_SHA256);
  g_autofree char *text = tl_transcript_text (&transcript, &told.conversation);
  return text;
}

TlTranscriptState
state_of (const Told &told, guint step)
{
  g_auto (TlTranscript) transcript = {};

  tl_transcript_read (&transcript, &told.conversation, step, false, GNUTLS_DIG_SHA256);
  return transcript.state;
}

Data
bytes_of_transcript (const Told &told, guint step)
{
  g_auto (TlTranscript) transcript = {};

  tl_transcript_read (&transcript, &told.conversation, step, false, GNUTLS_DIG_SHA256);
  return Data (transcript.bytes->data, transcript.bytes->data + transcript.bytes->len);
}

/* ClientHello, ServerHello and EncryptedExtensions. */
void
begin (Told *told)
{
  told->say (TL_SIDE_CLIENT, client_hello ());
  told->say (TL_SIDE_SERVER, server_hello ());
  told->say (TL_SIDE_SERVER, message (8, prefixed (2, {})));
}

}

TEST (Transcript, AllBeforeAStepOrThroughIt)
{
  Told told (0x0304, 0x1301);
  begin (&told);
  Data all = told.transcript ();
  guint finished = told.say (TL_SIDE_SERVER, message (20, Data (32, 1)));

  EXPECT_EQ (names_of (told, finished, false), "ClientHello, ServerHello, EncryptedExtensions");
  EXPECT_EQ (names_of (told, finished, true), "ClientHello, ServerHello, EncryptedExtensions, Finished");
  EXPECT_EQ (names_of (told, 0, false), "");
  EXPECT_EQ (names_of (told, 0, true), "ClientHello");
  EXPECT_EQ (bytes_of_transcript (told, finished), all);
}

/* RFC 9846 section 4.7: what comes after the handshake is in no transcript; RFC 5246 section 7.4.1.1: HelloRequest neither. */
TEST (Transcript, LeavesOut)
{
  Told told (0x0304, 0x1301), old (0x0303, 0xc02f);
  begin (&told);
  guint update = told.say (TL_SIDE_SERVER, message (24, be (0, 1)));
  guint ticket = told.say (TL_SIDE_SERVER, message (4, Data (20, 0)));
  guint repeated = told.say (TL_SIDE_SERVER, message (8, prefixed (2, {})));
  guint old_request = old.say (TL_SIDE_SERVER, message (0, {}));
  guint old_ticket = old.say (TL_SIDE_SERVER, message (4, be (0, 4) + prefixed (2, {})));

  told.steps[repeated]->retransmission = true;
  EXPECT_FALSE (tl_transcript_has (&told.conversation, update));
  EXPECT_FALSE (tl_transcript_has (&told.conversation, ticket));
  EXPECT_FALSE (tl_transcript_has (&told.conversation, repeated));
  EXPECT_TRUE (tl_transcript_has (&told.conversation, 2));
  EXPECT_FALSE (tl_transcript_has (&old.conversation, old_request));
  EXPECT_TRUE (tl_transcript_has (&old.conversation, old_ticket)) << "of TLS 1.2 it is a message of the handshake";
  EXPECT_EQ (names_of (told, repeated, true), "ClientHello, ServerHello, EncryptedExtensions");
  told.steps[1]->type = TL_STEP_ALERT;
  EXPECT_FALSE (tl_transcript_has (&told.conversation, 1));
}

TEST (Transcript, SaysWhatKeepsItFromBeingWhole)
{
  Told told (0x0304, 0x1301), none (0x0304, 0x1301);
  begin (&told);
  guint finished = told.say (TL_SIDE_SERVER, message (20, Data (32, 1)));
  guint alone = none.say (TL_SIDE_SERVER, server_hello ());

  EXPECT_EQ (state_of (told, finished), TL_TRANSCRIPT_WHOLE);
  told.steps[2]->truncated = true;
  EXPECT_EQ (state_of (told, finished), TL_TRANSCRIPT_CUT);
  told.steps[2]->truncated = false;
  told.steps[1]->sealed = true;
  EXPECT_EQ (state_of (told, finished), TL_TRANSCRIPT_SEALED);
  EXPECT_EQ (state_of (told, 1), TL_TRANSCRIPT_WHOLE) << "it ends before";
  EXPECT_EQ (state_of (none, alone), TL_TRANSCRIPT_NO_HELLO);
}

/* RFC 9846 section 4.1 */
TEST (Transcript, BehindAHelloRetryRequestAHashStandsForTheFirstHello)
{
  Told told (0x0304, 0x1301);
  Data first = client_hello (), hash (32);
  told.say (TL_SIDE_CLIENT, first);
  told.say (TL_SIDE_SERVER, hello_retry_request ());
  told.say (TL_SIDE_CLIENT, client_hello ());
  guint hello = told.say (TL_SIDE_SERVER, server_hello ());

  ASSERT_EQ (told.steps[1]->context.message, TL_MESSAGE_HELLO_RETRY_REQUEST);
  ASSERT_TRUE (tl_hash (GNUTLS_DIG_SHA256, tl_bytes (first.data (), first.size ()), hash.data ()));
  EXPECT_EQ (bytes_of_transcript (told, hello), be (0xfe000020, 4) + hash + hello_retry_request () + client_hello ());
  EXPECT_EQ (names_of (told, hello, false), "ClientHello, HelloRetryRequest, ClientHello");
  g_auto (TlTranscript) transcript = {};
  tl_transcript_read (&transcript, &told.conversation, hello, false, GNUTLS_DIG_SHA256);
  EXPECT_EQ (transcript.n_replaced, 1u);
}

/* RFC 5246 section 7.4.9: a renegotiation has a transcript of its own. */
TEST (Transcript, BeginsWithTheLastHello)
{
  Told told (0x0303, 0xc02f);
  Hello hello;
  hello.tls13 = false;
  told.say (TL_SIDE_CLIENT, client_hello (hello));
  told.say (TL_SIDE_SERVER, server_hello (hello));
  told.say (TL_SIDE_SERVER, message (14, {}));
  hello.name = "other.example";
  told.say (TL_SIDE_CLIENT, client_hello (hello));
  guint step = told.say (TL_SIDE_SERVER, server_hello (hello));

  EXPECT_EQ (names_of (told, step, false), "ClientHello");
  EXPECT_EQ (bytes_of_transcript (told, step), client_hello (hello));
}

/* RFC 6347 sections 4.2.1 and 4.2.6 */
TEST (Transcript, OfDatagramsHasTheirHeaders)
{
  Told told (0xfefd, 0xc02f);
  Data done = message (14, {});
  told.conversation.protocol = TL_PROTOCOL_DTLS;
  told.context.dtls = true;
  Data body = be (0xfefd, 2) + Data (32, 0xc1) + prefixed (1, {}) + prefixed (1, {}) + prefixed (2, be (0xc02f, 2)) + prefixed (1, be (0, 1));
  told.say (TL_SIDE_CLIENT, message (1, body));
  told.say (TL_SIDE_SERVER, message (3, be (0xfeff, 2) + prefixed (1, Data (8, 5))));
  told.steps[told.say (TL_SIDE_CLIENT, message (1, body))]->message_seq = 1;
  told.steps[told.say (TL_SIDE_SERVER, done)]->message_seq = 2;
  guint last = told.say (TL_SIDE_CLIENT, message (20, Data (12, 1)));

  EXPECT_EQ (names_of (told, last, false), "ClientHello, ServerHelloDone");
  EXPECT_EQ (bytes_of_transcript (told, last), be (1, 1) + be (body.size (), 3) + be (1, 2) + be (0, 3) + prefixed (3, body)
                                                   + be (14, 1) + be (0, 3) + be (2, 2) + be (0, 3) + be (0, 3));
}

namespace
{

/* RFC 9846 section 4.4.2 */
Data
certificate_request (const char *context)
{
  return message (13, prefixed (1, bytes_of (context)) + prefixed (2, extension (13, prefixed (2, be (0x0403, 2)))));
}

Data
certificate (const char *context)
{
  return message (11, prefixed (1, bytes_of (context)) + prefixed (3, {}));
}

}

/* RFC 9846 section 4.5, table 2: the handshake, the request that is answered, the answer; no other request, and no other answer. */
TEST (Transcript, BehindTheHandshakeIsOfOneRequest)
{
  Told told (0x0304, 0x1301);
  begin (&told);
  told.say (TL_SIDE_SERVER, message (20, Data (32, 1)));
  guint end = told.say (TL_SIDE_CLIENT, message (20, Data (32, 2)));
  Data handshake = told.transcript ();
  told.say (TL_SIDE_SERVER, message (4, Data (20, 0)));
  told.say (TL_SIDE_SERVER, certificate_request ("one"));
  told.say (TL_SIDE_SERVER, certificate_request ("two"));
  guint second_certificate = told.say (TL_SIDE_CLIENT, certificate ("two"));
  told.say (TL_SIDE_SERVER, certificate_request ("three"));
  guint second = told.say (TL_SIDE_CLIENT, message (20, Data (32, 3)));
  told.say (TL_SIDE_CLIENT, certificate ("one"));
  guint first = told.say (TL_SIDE_CLIENT, message (20, Data (32, 4)));
  told.say (TL_SIDE_CLIENT, certificate ("of nobody"));
  guint stray = told.say (TL_SIDE_CLIENT, message (20, Data (32, 5)));

  EXPECT_EQ (tl_transcript_end_before (&told.conversation, end), -1);
  EXPECT_EQ (tl_transcript_end_before (&told.conversation, second), (int) end);
  EXPECT_EQ (bytes_of_transcript (told, second), handshake + certificate_request ("two") + certificate ("two"));
  EXPECT_EQ (bytes_of_transcript (told, first), handshake + certificate_request ("one") + certificate ("one"));
  EXPECT_EQ (names_of (told, second_certificate, true),
             "ClientHello, ServerHello, EncryptedExtensions, Finished, Finished, CertificateRequest, Certificate");
  EXPECT_EQ (state_of (told, stray), TL_TRANSCRIPT_NO_REQUEST);
}
