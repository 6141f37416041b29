/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Bytes and the packets they came in, cut and joined.
 */
#include "recorder.h"
#include "pieces.h"

#include <gtest/gtest.h>

static std::string
origins_of (const TlChunk &chunk)
{
  guint n;
  g_autofree TlStepOrigin *origins = tl_chunk_dup_origins (&chunk, 100, &n);
  std::string all;
  for (guint i = 0; i < n; i++)
    all += std::to_string (origins[i].offset) + ":" + std::to_string (origins[i].packet) + " ";
  return all;
}

/* "abc" of packet 1, "de" of packet 2, "f" of packet 3 */
static void
fill (TlPieces *pieces)
{
  const char *texts[] = { "abc", "de", "f" };
  for (guint i = 0; i < 3; i++)
    {
      TlStepOrigin origin;
      TlChunk chunk = tl_chunk_from_packet (tl_bytes (texts[i], strlen (texts[i])), i + 1, 0, &origin);
      tl_pieces_append (pieces, &chunk);
    }
}

TEST (Pieces, AreJoined)
{
  TlPieces pieces = {};
  fill (&pieces);
  TlChunk chunk = tl_pieces_chunk (&pieces, 7);
  EXPECT_EQ (std::string ((const char *) chunk.bytes.data, chunk.bytes.length), "abcdef");
  EXPECT_EQ (origins_of (chunk), "0:1 3:2 5:3 ");
  EXPECT_EQ (chunk.time, 7);
  tl_pieces_clear (&pieces);
  EXPECT_EQ (tl_pieces_length (&pieces), 0u);
}

TEST (Pieces, EverySliceKnowsItsPackets)
{
  TlPieces pieces = {};
  const int packet_of[] = { 1, 1, 1, 2, 2, 3 };
  fill (&pieces);
  TlChunk whole = tl_pieces_chunk (&pieces, 0);
  for (guint from = 0; from < 6; from++)
    for (guint to = from + 1; to <= 6; to++)
      {
        TlChunk slice = tl_chunk_slice (&whole, from, to - from);
        std::string expected;
        for (guint i = from; i < to; i++)
          if (i == from || packet_of[i] != packet_of[i - 1])
            expected += std::to_string (i - from) + ":" + std::to_string (packet_of[i]) + " ";
        EXPECT_EQ (origins_of (slice), expected) << from << "-" << to;
        EXPECT_EQ (slice.bytes.length, to - from);
      }
  tl_pieces_clear (&pieces);
}

TEST (Pieces, ASliceOfASlice)
{
  TlPieces pieces = {};
  fill (&pieces);
  TlChunk whole = tl_pieces_chunk (&pieces, 0);
  TlChunk slice = tl_chunk_slice (&whole, 2, 4);
  slice = tl_chunk_slice (&slice, 1, 3);
  EXPECT_EQ (std::string ((const char *) slice.bytes.data, slice.bytes.length), "def");
  EXPECT_EQ (origins_of (slice), "0:2 2:3 ");
  TlPieces copy = {};
  tl_pieces_append (&copy, &slice);
  TlChunk copied = tl_pieces_chunk (&copy, 0);
  EXPECT_EQ (origins_of (copied), "0:2 2:3 ");
  tl_pieces_clear (&copy);
  tl_pieces_clear (&pieces);
}

TEST (Pieces, WhatComesWholeIsNotCopied)
{
  TlPieces pieces = {};
  TlStepOrigin origin;
  TlChunk whole = tl_chunk_from_packet (tl_bytes ("abc", 3), 7, 70, &origin);
  TlChunk joined = tl_pieces_join (&pieces, &whole, true);
  EXPECT_EQ (joined.bytes.data, whole.bytes.data);
  EXPECT_EQ (pieces.bytes, nullptr);

  tl_pieces_join (&pieces, &whole, false);
  TlChunk rest = tl_chunk_from_packet (tl_bytes ("de", 2), 8, 80, &origin);
  joined = tl_pieces_join (&pieces, &rest, true);
  EXPECT_EQ (std::string ((const char *) joined.bytes.data, joined.bytes.length), "abcde");
  EXPECT_EQ (origins_of (joined), "0:7 3:8 ");
  EXPECT_EQ (joined.time, 80);
  tl_pieces_clear (&pieces);
}
