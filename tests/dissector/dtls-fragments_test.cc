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
};

void
message (gpointer user_data, const TlChunk *chunk, guint64 length, guint32)
{
  Log *log = static_cast<Log *> (user_data);
  log->last = Data (chunk->bytes.data, chunk->bytes.data + chunk->bytes.length);
  log->text += std::to_string (chunk->bytes.data[0]) + ":" + std::to_string (chunk->bytes.length) + "/"
               + std::to_string (length) + " ";
}

Log
read (const std::vector<Data> &payloads, bool flush = false)
{
  TlDtlsReader reader = {};
  Log log;
  guint64 packet = 0;
  for (const auto &payload : payloads)
    {
      TlStepOrigin origin;
      TlChunk chunk = tl_chunk_from_packet (tl_bytes (payload.data (), payload.size ()), ++packet, 0, &origin);
      tl_dtls_reader_add (&reader, &chunk, message, &log);
    }
  if (flush)
    tl_dtls_reader_flush (&reader, 0, message, &log);
  tl_dtls_reader_clear (&reader);
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
  EXPECT_EQ (log.text, "1:10/10 ");
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
  EXPECT_EQ (read ({ fragment (2, 3, body, 0, 6) }, true).text, "2:10/10 ");
}

TEST (DtlsFragments, LiesAreNotRead)
{
  Data beyond = be (1, 1) + be (6, 3) + be (0, 2) + be (4, 3) + be (3, 3) + Data (3, 0);
  Data longer = be (1, 1) + be (6, 3) + be (0, 2) + be (0, 3) + be (6, 3) + Data (2, 0);
  EXPECT_EQ (read ({ beyond, longer }, true).text, "");
  EXPECT_EQ (read ({ fragment (1, 0, body, 0, 4), fragment (2, 0, body, 4, 2) }, true).text, "1:8/10 ");
}

TEST (DtlsFragments, CapsAreKept)
{
  for (guint n : { (guint) TL_LIMIT_DTLS_FRAGMENTS - 1, (guint) TL_LIMIT_DTLS_FRAGMENTS, (guint) TL_LIMIT_DTLS_FRAGMENTS + 1 })
    {
      std::vector<Data> payloads;
      Data long_body (n, 7);
      for (guint i = 0; i < n; i++)
        payloads.push_back (fragment (1, 0, long_body, i, 1));
      EXPECT_EQ (read (payloads).text.empty (), n > TL_LIMIT_DTLS_FRAGMENTS) << n;
    }
  for (guint16 ahead : { (guint16) (TL_LIMIT_DTLS_AHEAD - 1), (guint16) TL_LIMIT_DTLS_AHEAD })
    EXPECT_EQ (read ({ fragment (1, ahead, body, 0, 6) }, true).text.empty (), ahead >= TL_LIMIT_DTLS_AHEAD) << ahead;
}
