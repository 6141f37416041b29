/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Bytes from pieces in any order, against a model that keeps each byte by itself.
 */
#include "mosaic.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <map>
#include <numeric>
#include <random>
#include <string>
#include <vector>

namespace
{

const gsize far = 1 << 20;

bool
add (TlMosaic &mosaic, guint64 offset, const std::string &text, guint64 packet, gsize limit = far)
{
  TlStepOrigin origin;
  TlChunk chunk = tl_chunk_from_packet (tl_bytes (text.data (), text.size ()), packet, 0, &origin);
  return tl_mosaic_add (&mosaic, offset, &chunk, limit);
}

std::string
text_of (const TlMosaic &mosaic)
{
  TlChunk chunk = tl_mosaic_chunk (&mosaic, 0);
  return std::string (reinterpret_cast<const char *> (chunk.bytes.data), chunk.bytes.length);
}

std::string
origins_of (const TlMosaic &mosaic)
{
  TlChunk chunk = tl_mosaic_chunk (&mosaic, 0);
  guint n = 0;
  g_autofree TlStepOrigin *origins = chunk.n_origins > 0 ? tl_chunk_dup_origins (&chunk, G_MAXUINT, &n) : NULL;
  std::string all;
  for (guint i = 0; i < n; i++)
    all += std::to_string (origins[i].offset) + ":" + std::to_string (origins[i].packet) + " ";
  return all;
}

/* What the mosaic should be: each byte with its packet. */
struct Model
{
  std::map<guint64, std::pair<char, guint64>> bytes;
  guint64 start = 0;
  bool conflicting = false;

  bool
  add (guint64 offset, const std::string &text, guint64 packet, gsize limit)
  {
    bool whole = true;
    for (char c : text)
      {
        guint64 at = offset++;
        if (at < start)
          continue;
        if (at - start >= limit)
          whole = false;
        else if (bytes.count (at) == 0)
          bytes[at] = { c, packet };
        else
          conflicting |= bytes[at].first != c;
      }
    return whole;
  }

  guint64
  end () const
  {
    guint64 at = start;
    while (bytes.count (at) > 0)
      at++;
    return at;
  }

  std::string
  text () const
  {
    std::string text;
    for (guint64 at = start, last = end (); at < last; at++)
      text += bytes.at (at).first;
    return text;
  }

  std::string
  origins () const
  {
    std::string all;
    guint64 last = 0;
    for (guint64 at = start, behind = end (); at < behind; at++)
      {
        guint64 packet = bytes.at (at).second;
        if (at == start || packet != last)
          all += std::to_string (at - start) + ":" + std::to_string (packet) + " ";
        last = packet;
      }
    return all;
  }

  void
  discard (gsize n)
  {
    start = std::min (start + n, end ());
    bytes.erase (bytes.begin (), bytes.lower_bound (start));
  }

  guint64
  pass_hole ()
  {
    guint64 from = end ();
    auto next = bytes.lower_bound (from);
    if (next == bytes.end ())
      return 0;
    start = next->first;
    bytes.erase (bytes.begin (), next);
    return start - from;
  }
};

void
expect_same (const TlMosaic &mosaic, const Model &model)
{
  ASSERT_EQ (mosaic.start, model.start);
  ASSERT_EQ (text_of (mosaic), model.text ());
  ASSERT_EQ (origins_of (mosaic), model.origins ());
  ASSERT_EQ (mosaic.ahead, model.bytes.size () - (model.end () - model.start));
  ASSERT_EQ (mosaic.conflicting, model.conflicting);
}

std::string
letters (gsize n)
{
  std::string text (n, 0);
  for (gsize i = 0; i < n; i++)
    text[i] = static_cast<char> ('a' + i * 7 % 26);
  return text;
}

}

TEST (Mosaic, EmptyHoldsNothing)
{
  TlMosaic mosaic = {};
  EXPECT_EQ (tl_mosaic_size (&mosaic), 0u);
  EXPECT_EQ (tl_mosaic_chunk (&mosaic, 7).bytes.length, 0u);
  EXPECT_EQ (tl_mosaic_chunk (&mosaic, 7).time, 7);
  EXPECT_EQ (tl_mosaic_pass_hole (&mosaic), 0u);
  tl_mosaic_discard (&mosaic, 3);
  EXPECT_TRUE (add (mosaic, 5, "", 1, 0));
  EXPECT_EQ (tl_mosaic_size (&mosaic), 0u);
  tl_mosaic_clear (&mosaic);
}

TEST (Mosaic, TheSameInEveryOrder)
{
  std::vector<int> order = { 0, 1, 2, 3, 4 };
  do
    {
      TlMosaic mosaic = {};
      for (int i : order)
        EXPECT_TRUE (add (mosaic, (guint64) i * 2, letters (10).substr ((gsize) i * 2, 2), (guint64) i + 1));
      EXPECT_EQ (text_of (mosaic), letters (10));
      EXPECT_EQ (origins_of (mosaic), "0:1 2:2 4:3 6:4 8:5 ");
      EXPECT_EQ (mosaic.ahead, 0u);
      EXPECT_FALSE (mosaic.conflicting);
      tl_mosaic_clear (&mosaic);
    }
  while (std::next_permutation (order.begin (), order.end ()));
}

TEST (Mosaic, TheFirstCopyCountsAndAConflictIsNoted)
{
  TlMosaic mosaic = {};
  add (mosaic, 0, "abc", 1);
  add (mosaic, 0, "abcd", 2);
  EXPECT_FALSE (mosaic.conflicting);
  add (mosaic, 2, "Xde", 3);
  EXPECT_TRUE (mosaic.conflicting);
  EXPECT_EQ (text_of (mosaic), "abcde");
  EXPECT_EQ (origins_of (mosaic), "0:1 3:2 4:3 ");
  tl_mosaic_clear (&mosaic);
  EXPECT_FALSE (mosaic.conflicting);

  add (mosaic, 4, "efg", 1);
  add (mosaic, 3, "dEf", 2);
  EXPECT_TRUE (mosaic.conflicting); /* ahead of a hole too */
  add (mosaic, 0, "abcdefgh", 3);
  EXPECT_EQ (text_of (mosaic), "abcdefgh");
  EXPECT_EQ (origins_of (mosaic), "0:3 3:2 4:1 7:3 ");
  tl_mosaic_clear (&mosaic);
}

TEST (Mosaic, TheLimitIsKept)
{
  TlMosaic mosaic = {};
  EXPECT_TRUE (add (mosaic, 8, "ij", 1, 10));
  EXPECT_FALSE (add (mosaic, 8, "ijk", 2, 10));
  EXPECT_FALSE (add (mosaic, 10, "k", 2, 10));
  EXPECT_FALSE (add (mosaic, G_MAXUINT64, "k", 2, 10));
  EXPECT_EQ (mosaic.ahead, 2u);
  EXPECT_TRUE (add (mosaic, 0, "abcdefgh", 3, 10));
  EXPECT_EQ (text_of (mosaic), "abcdefghij");
  tl_mosaic_discard (&mosaic, 4); /* it moves on with the start */
  EXPECT_TRUE (add (mosaic, 10, "klmn", 4, 10));
  EXPECT_FALSE (add (mosaic, 14, "o", 4, 10));
  EXPECT_EQ (text_of (mosaic), "efghijklmn");
  EXPECT_EQ (origins_of (mosaic), "0:3 4:1 6:4 ");
  tl_mosaic_clear (&mosaic);
}

TEST (Mosaic, WhatWasDiscardedDoesNotComeBack)
{
  TlMosaic mosaic = {};
  add (mosaic, 0, "abcdef", 1);
  tl_mosaic_discard (&mosaic, 6);
  EXPECT_EQ (tl_mosaic_size (&mosaic), 0u);
  EXPECT_TRUE (add (mosaic, 0, "ABC", 2));
  EXPECT_TRUE (add (mosaic, 4, "EFgh", 2));
  EXPECT_FALSE (mosaic.conflicting); /* it cannot be compared any more */
  EXPECT_EQ (text_of (mosaic), "gh");
  EXPECT_EQ (origins_of (mosaic), "0:2 ");
  tl_mosaic_clear (&mosaic);
}

TEST (Mosaic, AHoleIsGivenUp)
{
  TlMosaic mosaic = {};
  add (mosaic, 0, "ab", 1);
  add (mosaic, 100, "xy", 2);
  add (mosaic, 300, "z", 3);
  EXPECT_EQ (tl_mosaic_pass_hole (&mosaic), 98u);
  EXPECT_EQ (mosaic.start, 100u);
  EXPECT_EQ (text_of (mosaic), "xy");
  EXPECT_EQ (tl_mosaic_pass_hole (&mosaic), 198u);
  EXPECT_EQ (text_of (mosaic), "z");
  EXPECT_EQ (tl_mosaic_pass_hole (&mosaic), 0u);
  EXPECT_EQ (text_of (mosaic), "z");
  tl_mosaic_clear (&mosaic);
}

TEST (Mosaic, APieceOfSeveralPackets)
{
  TlPieces pieces = {};
  TlMosaic mosaic = {};
  for (guint i = 0; i < 3; i++)
    {
      TlStepOrigin origin;
      TlChunk chunk = tl_chunk_from_packet (tl_bytes ("abcdef" + 2 * i, 2), i + 1, 0, &origin);
      tl_pieces_append (&pieces, &chunk);
    }
  TlChunk whole = tl_pieces_chunk (&pieces, 0);
  TlChunk part = tl_chunk_slice (&whole, 1, 4);
  tl_mosaic_add (&mosaic, 1, &part, far);
  add (mosaic, 0, "a", 9);
  EXPECT_EQ (text_of (mosaic), "abcde");
  EXPECT_EQ (origins_of (mosaic), "0:9 1:1 2:2 4:3 ");
  tl_mosaic_clear (&mosaic);
  tl_pieces_clear (&pieces);
}

TEST (Mosaic, LikeTheModel)
{
  std::mt19937 random{ 1 };

  for (int round = 0; round < 100; round++)
    {
      TlMosaic mosaic = {};
      Model model;
      gsize limit = 50 + random () % 500, longest = 1 + random () % 150;

      for (guint64 packet = 1; packet < 120; packet++)
        {
          guint64 offset = (model.start > 20 ? model.start - 20 : 0) + random () % (limit + 40);
          std::string text;
          for (gsize i = random () % longest; i > 0; i--)
            text += random () % 500 == 0 ? '!' : static_cast<char> ('a' + (offset + text.size ()) % 26);
          /* Packets come again: their bytes may meet. */
          guint64 number = 1 + packet % 7;
          ASSERT_EQ (add (mosaic, offset, text, number, limit), model.add (offset, text, number, limit));
          ASSERT_NO_FATAL_FAILURE (expect_same (mosaic, model));
          if (random () % 8 == 0)
            {
              gsize n = random () % 100;
              tl_mosaic_discard (&mosaic, n);
              model.discard (n);
            }
          if (random () % 30 == 0)
            ASSERT_EQ (tl_mosaic_pass_hole (&mosaic), model.pass_hole ());
          ASSERT_NO_FATAL_FAILURE (expect_same (mosaic, model));
        }
      tl_mosaic_clear (&mosaic);
      ASSERT_EQ (tl_mosaic_size (&mosaic), 0u);
    }
}

/* A byte for each piece, in every kind of order. In quadratic time, this would not end. */
TEST (Mosaic, ManyPieces)
{
  const guint n = 500000;
  std::vector<guint> order (n);
  std::string text = letters (n);
  std::mt19937 random{ 1 };

  std::iota (order.begin (), order.end (), 0u);
  for (int round = 0; round < 3; round++)
    {
      TlMosaic mosaic = {};
      gsize most = 0;
      for (guint i : order)
        {
          add (mosaic, i, text.substr (i, 1), i + 1);
          most = std::max (most, tl_mosaic_size (&mosaic));
        }
      EXPECT_TRUE (text_of (mosaic) == text);
      EXPECT_EQ (tl_mosaic_chunk (&mosaic, 0).n_origins, n);
      EXPECT_LT (most, n * 40); /* a byte, and an origin of 16 bytes */
      while (tl_mosaic_contiguous (&mosaic) > 0)
        {
          TlChunk chunk = tl_mosaic_chunk (&mosaic, 0);
          ASSERT_EQ (chunk.origins[0].packet, mosaic.start + 1);
          tl_mosaic_discard (&mosaic, 1);
        }
      tl_mosaic_clear (&mosaic);
      if (round == 0)
        std::reverse (order.begin (), order.end ());
      else
        std::shuffle (order.begin (), order.end (), random);
    }
}

TEST (Mosaic, MemoryIsForWhatIsThere)
{
  TlMosaic mosaic = {};
  const gsize widest = G_GUINT64_CONSTANT (1) << 30;
  for (guint i = 0; i < 1000; i++)
    add (mosaic, 1000000 * (guint64) i + 5, "x", i + 1, widest);
  EXPECT_EQ (mosaic.ahead, 1000u);
  EXPECT_LT (tl_mosaic_size (&mosaic), 1000u * 256);
  tl_mosaic_clear (&mosaic);
}
