/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Handshake messages from DTLS fragments, in every order.
 */
#include "limits.h"
#include "talk.h"
#include "tls/dtls.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <numeric>
#include <random>

namespace
{

Data
fragment (guint8 type, guint16 sequence, const Data &body, gsize offset, gsize length)
{
  Data part (body.begin () + (long) offset, body.begin () + (long) (offset + length));
  return be (type, 1) + be (body.size (), 3) + be (sequence, 2) + be (offset, 3) + be (length, 3) + part;
}

struct Log
{
  std::string text;
  Data last;
  guint32 n_records = 0;
};

/* "1:10/10", with "+" for a message that was told before, and "?" where others are missing before it */
void
message (gpointer user_data, const TlDtlsMessage *told)
{
  Log *log = static_cast<Log *> (user_data);
  TlBytes bytes = told->chunk->bytes;
  log->last = Data (bytes.data, bytes.data + bytes.length);
  log->text += std::string (told->gap ? "?" : "") + (told->again ? "+" : "") + std::to_string (bytes.data[0]) + ":"
               + std::to_string (bytes.length) + "/" + std::to_string (told->length) + " ";
  log->n_records = told->n_records;
}

void
add (TlDtlsReader &reader, const Data &payload, guint64 packet, Log &log, guint16 epoch = 0, bool cut = false)
{
  TlStepOrigin origin;
  TlChunk chunk = tl_chunk_from_packet (tl_bytes (payload.data (), payload.size ()), packet, 0, &origin);
  tl_dtls_reader_add (&reader, &chunk, epoch, cut, TlDtlsSeal{}, message, &log);
}

Log
read (const std::vector<Data> &payloads, bool flush = false)
{
  TlDtlsReader reader = {};
  Log log;
  guint64 packet = 0;
  for (const auto &payload : payloads)
    add (reader, payload, ++packet, log);
  if (flush)
    tl_dtls_reader_flush (&reader, 0, message, &log);
  tl_dtls_reader_clear (&reader);
  EXPECT_EQ (reader.size, 0u);
  return log;
}

const Data body = { 1, 2, 3, 4, 5, 6 };

}

TEST (DtlsFragments, TheSameInEveryOrder)
{
  std::vector<Data> parts = { fragment (1, 0, body, 0, 2), fragment (1, 0, body, 2, 2), fragment (1, 0, body, 4, 2),
                              fragment (2, 1, body, 0, 6) };
  std::vector<int> order = { 0, 1, 2, 3 };
  do
    {
      std::vector<Data> payloads;
      for (int i : order)
        payloads.push_back (parts[(gsize) i]);
      EXPECT_EQ (read (payloads).text, "1:10/10 2:10/10 ");
    }
  while (std::next_permutation (order.begin (), order.end ()));
}

TEST (DtlsFragments, OfOneByteEach)
{
  std::vector<Data> payloads;
  for (gsize i = 0; i < body.size (); i++)
    payloads.push_back (fragment (1, 0, body, i, 1));
  Log log = read (payloads);
  EXPECT_EQ (log.last, (Data { 1, 0, 0, 6, 1, 2, 3, 4, 5, 6 }));
}

TEST (DtlsFragments, OverlappingAndRepeated)
{
  Log log = read ({ fragment (1, 0, body, 0, 4), fragment (1, 0, body, 0, 4), fragment (1, 0, body, 1, 2),
                    fragment (1, 0, body, 2, 4), fragment (1, 0, body, 0, 6) });
  EXPECT_EQ (log.text, "1:10/10 +1:10/10 "); /* the last one is the message once more */
  EXPECT_EQ (log.last, (Data { 1, 0, 0, 6, 1, 2, 3, 4, 5, 6 }));
}

TEST (DtlsFragments, EmptyMessages)
{
  EXPECT_EQ (read ({ fragment (14, 0, {}, 0, 0) }).text, "14:4/4 ");
}

TEST (DtlsFragments, WhatIsMissingIsSaid)
{
  EXPECT_EQ (read ({ fragment (1, 0, body, 0, 4) }).text, "");
  EXPECT_EQ (read ({ fragment (1, 0, body, 0, 4) }, true).text, "1:8/10 ");
  EXPECT_EQ (read ({ fragment (1, 0, body, 2, 4) }, true).text, "1:4/10 ");
  EXPECT_EQ (read ({ fragment (2, 3, body, 0, 6) }, true).text, "?2:10/10 ");
  EXPECT_EQ (read ({ fragment (2, 2, body, 0, 2), fragment (1, 0, body, 0, 6), fragment (11, 1, body, 0, 1) }, true).text,
             "1:10/10 11:5/10 2:6/10 ");
}

TEST (DtlsFragments, LiesAreNotRead)
{
  Data beyond = be (1, 1) + be (6, 3) + be (0, 2) + be (4, 3) + be (3, 3) + Data (3, 0);
  Data longer = be (1, 1) + be (6, 3) + be (0, 2) + be (0, 3) + be (6, 3) + Data (2, 0);
  EXPECT_EQ (read ({ beyond, longer }, true).text, "");
  EXPECT_EQ (read ({ fragment (1, 0, body, 0, 4), fragment (2, 0, body, 4, 2) }, true).text, "1:8/10 ");
}

TEST (DtlsFragments, WhatWasToldIsKnownWhenItComesAgain)
{
  EXPECT_EQ (read ({ fragment (1, 0, body, 0, 6), fragment (1, 0, body, 0, 6), fragment (2, 1, body, 0, 6),
                     fragment (14, 2, {}, 0, 0), fragment (2, 1, body, 0, 6), fragment (14, 2, {}, 0, 0) })
                 .text,
             "1:10/10 +1:10/10 2:10/10 14:4/4 +2:10/10 +14:4/4 ");
}

/* RFC 6347 section 4.1.1.1: a sender that gets no answer makes its fragments smaller. */
TEST (DtlsFragments, WhatComesAgainMayBeCutElsewhere)
{
  Log log = read ({ fragment (1, 0, body, 0, 6), fragment (1, 0, body, 4, 2), fragment (1, 0, body, 0, 3),
                    fragment (1, 0, body, 3, 2) });
  EXPECT_EQ (log.text, "1:10/10 +1:10/10 ");
  EXPECT_EQ (log.n_records, 3u);
  EXPECT_EQ (log.last, (Data { 1, 0, 0, 6, 1, 2, 3, 4, 5, 6 }));
  /* of what comes again, a part is not told */
  EXPECT_EQ (read ({ fragment (1, 0, body, 0, 6), fragment (1, 0, body, 4, 2) }, true).text, "1:10/10 ");
}

TEST (DtlsFragments, WhatWasLostIsTakenFromTheRepetition)
{
  EXPECT_EQ (read ({ fragment (1, 0, body, 0, 2), fragment (1, 0, body, 4, 2), fragment (1, 0, body, 0, 2),
                     fragment (1, 0, body, 2, 2), fragment (1, 0, body, 4, 2) })
                 .text,
             "1:10/10 ");
}

TEST (DtlsFragments, AnotherMessageUnderTheSameNumber)
{
  const Data longer = { 1, 2, 3, 4, 5, 6, 7 };
  EXPECT_EQ (read ({ fragment (3, 0, body, 0, 6), fragment (2, 0, body, 0, 6), fragment (2, 0, body, 0, 6),
                     fragment (2, 0, longer, 0, 7), fragment (11, 1, body, 0, 6) })
                 .text,
             "3:10/10 2:10/10 +2:10/10 2:11/11 11:10/10 ");
}

/* RFC 6347 section 4.2.2: each handshake counts its messages from 0; a renegotiation stands in a later epoch. */
TEST (DtlsFragments, ANewHandshakeCountsAnew)
{
  TlDtlsReader reader = {};
  Log log;
  add (reader, fragment (1, 0, body, 0, 6), 1, log);
  add (reader, fragment (16, 1, body, 0, 6), 2, log);
  add (reader, fragment (20, 2, body, 0, 6), 3, log, 1); /* Finished, in the epoch that it begins */
  add (reader, fragment (1, 0, body, 0, 6), 4, log, 1);
  add (reader, fragment (16, 1, body, 0, 6), 5, log);    /* late, of the first one */
  add (reader, fragment (16, 1, body, 0, 6), 6, log, 1);
  EXPECT_EQ (log.text, "1:10/10 16:10/10 20:10/10 1:10/10 16:10/10 ");
  tl_dtls_reader_clear (&reader);
}

TEST (DtlsFragments, CutBySnapLength)
{
  Data whole = fragment (1, 0, body, 0, 6);
  for (gsize n = 0; n < whole.size (); n++)
    {
      TlDtlsReader reader = {};
      Log log;
      add (reader, Data (whole.begin (), whole.begin () + (long) n), 1, log, 0, true);
      EXPECT_EQ (log.text, "");
      tl_dtls_reader_flush (&reader, 0, message, &log);
      EXPECT_EQ (log.text, n < 12 ? "" : "1:" + std::to_string (n - 8) + "/10 ") << n;
      tl_dtls_reader_clear (&reader);
    }
}

TEST (DtlsFragments, ACaptureThatBeginsLate)
{
  EXPECT_EQ (read ({ fragment (16, 40, body, 0, 6), fragment (15, 41, body, 0, 6) }).text, "16:10/10 15:10/10 ");
}

TEST (DtlsFragments, ConflictsAreNoted)
{
  TlDtlsReader reader = {};
  Log log;
  Data other = body;
  other[1] = 99;
  add (reader, fragment (1, 0, body, 0, 4), 1, log);
  EXPECT_FALSE (reader.conflicting);
  add (reader, fragment (1, 0, other, 0, 6), 2, log);
  EXPECT_EQ (log.last[5], 2);
  EXPECT_TRUE (reader.conflicting);
  tl_dtls_reader_clear (&reader);
}

/* A message as long as may be, in fragments of one byte, in no order. */
TEST (DtlsFragments, ManyFragments)
{
  const guint n = TL_LIMIT_MESSAGE;
  std::vector<guint> order (n);
  TlDtlsReader reader = {};
  Log log;
  gsize most = 0;

  std::iota (order.begin (), order.end (), 0u);
  std::shuffle (order.begin (), order.end (), std::mt19937 (1));
  for (guint i : order)
    {
      Data payload = be (11, 1) + be (n, 3) + be (0, 2) + be (i, 3) + be (1, 3) + be (i % 251, 1);
      add (reader, payload, i + 1, log);
      most = std::max (most, reader.size);
    }
  EXPECT_EQ (log.text, "11:" + std::to_string (n + 4) + "/" + std::to_string (n + 4) + " ");
  EXPECT_EQ (log.n_records, n);
  for (guint i = 0; i < n; i++)
    ASSERT_EQ (log.last[4 + i], i % 251);
  EXPECT_LT (most, n * 40); /* a byte, and an origin of 16 bytes */
  EXPECT_LT (reader.size, 1024u);
  tl_dtls_reader_clear (&reader);
}

TEST (DtlsFragments, CapsAreKept)
{
  for (guint16 ahead : { (guint16) (TL_LIMIT_DTLS_AHEAD - 1), (guint16) TL_LIMIT_DTLS_AHEAD })
    EXPECT_EQ (read ({ fragment (1, 0, body, 0, 1), fragment (2, ahead, body, 0, 6) }, true).text,
               ahead < TL_LIMIT_DTLS_AHEAD ? "1:5/10 ?2:10/10 " : "1:5/10 ")
        << ahead;

  TlDtlsReader reader = {};
  Log log;
  for (guint16 i = 0; i < 1000; i++)
    add (reader, fragment (11, i, body, 0, 6), i + 1u, log);
  EXPECT_LE (reader.messages->len, (guint) (TL_LIMIT_DTLS_AHEAD + TL_LIMIT_DTLS_BEHIND));
  for (guint behind : { TL_LIMIT_DTLS_BEHIND, TL_LIMIT_DTLS_AHEAD + TL_LIMIT_DTLS_BEHIND + 1 })
    {
      log.text = "";
      add (reader, fragment (11, (guint16) (1000 - behind), body, 0, 6), 2000, log);
      EXPECT_EQ (log.text, behind == TL_LIMIT_DTLS_BEHIND ? "+11:10/10 " : "") << behind;
    }
  tl_dtls_reader_clear (&reader);
}

/* What is sent again gets no more memory than a direction's messages may have. */
TEST (DtlsFragments, RepetitionsAreBounded)
{
  TlDtlsReader reader = {};
  Log log;
  const Data large (200000, 7);
  for (guint16 i = 0; i < 40; i++)
    add (reader, fragment (11, i, large, 0, large.size ()), i + 1u, log);
  for (guint16 i = 0; i < 40; i++)
    for (gsize at = 0; at < large.size () - 1; at += 10000)
      add (reader, fragment (11, i, large, at, 9999), 100u + i, log);
  EXPECT_LT (reader.size, 2 * TL_LIMIT_HANDSHAKE);
  tl_dtls_reader_clear (&reader);
}

TEST (DtlsFragments, UnfragmentedForTheHash)
{
  const Data message = { 14, 0, 0, 2, 0xaa, 0xbb };
  g_autoptr (GByteArray) out = g_byte_array_new ();

  tl_dtls_append_unfragmented (out, tl_bytes (message.data (), message.size ()), 0x0203);
  EXPECT_EQ (Data (out->data, out->data + out->len), (Data { 14, 0, 0, 2, 2, 3, 0, 0, 0, 0, 0, 2, 0xaa, 0xbb }));
}
