/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Datagrams in fragments: in every order, repeated, overlapping, cut, too many.
 */
#include "limits.h"
#include "network/reassembly.h"
#include "packets.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <numeric>
#include <random>
#include <vector>

namespace
{

struct Piece
{
  guint32 offset;
  std::string bytes;
  bool more;
  guint32 missing = 0;
};

struct Reassembly
{
  TlReassembly *self = tl_reassembly_new ();
  guint64 packet = 0;
  gint64 now = 1000;
  bool version_6 = false;
  guint32 identification = 7;
  guint8 protocol = 17;
  std::string last; /* the datagram that the last fragment completed */
  std::vector<std::pair<guint64, guint32>> origins;
  guint32 missing = 0;
  guint8 found_protocol = 0;
  bool conflicting = false;

  ~Reassembly ()
  {
    tl_reassembly_free (self);
  }

  /* Whether the datagram is whole now. */
  bool add (const Piece &piece)
  {
    /* A copy of just this size, that is gone afterwards, so that a sanitizer sees what is read of it. */
    std::vector<guint8> exact (piece.bytes.begin (), piece.bytes.end ());
    TlFragment fragment = {};
    TlStepOrigin origin;

    fragment.source.length = fragment.destination.length = version_6 ? 16 : 4;
    fragment.source.bytes[0] = 1;
    fragment.destination.bytes[0] = 2;
    fragment.identification = identification;
    fragment.protocol = protocol;
    fragment.offset = piece.offset;
    fragment.more = piece.more;
    fragment.missing = piece.missing;
    fragment.bytes = tl_chunk_from_packet (tl_bytes (exact.data (), exact.size ()), ++packet, now, &origin);
    tl_reassembly_set_time (self, now);
    const TlDatagram *whole = tl_reassembly_add (self, &fragment, packet);
    exact.assign (exact.size (), 0xee);
    if (whole == nullptr)
      return false;
    last.assign (reinterpret_cast<const char *> (whole->chunk.bytes.data), whole->chunk.bytes.length);
    origins.clear ();
    for (guint i = 0; i < whole->chunk.n_origins; i++)
      origins.emplace_back (whole->chunk.origins[i].packet, whole->chunk.origins[i].offset);
    missing = whole->missing;
    found_protocol = whole->protocol;
    conflicting = whole->conflicting;
    EXPECT_EQ (whole->chunk.time, now);
    return true;
  }
};

const std::string letters = "abcdefghijklmnopqrstuvwxyz0123456789";
const std::vector<Piece> four
    = { { 0, letters.substr (0, 8), true }, { 8, letters.substr (8, 16), true }, { 24, letters.substr (24, 8), true },
        { 32, letters.substr (32), false } };

TEST (Reassembly, InEveryOrder)
{
  for (bool version_6 : { false, true })
    {
      std::vector<size_t> order (four.size ());
      std::iota (order.begin (), order.end (), 0);
      do
        {
          Reassembly run;
          run.version_6 = version_6;
          for (size_t i = 0; i < order.size (); i++)
            EXPECT_EQ (run.add (four[order[i]]), i + 1 == order.size ());
          EXPECT_EQ (run.last, letters);
          EXPECT_EQ (run.missing, 0u);
          EXPECT_EQ (run.found_protocol, 17);
          EXPECT_FALSE (run.conflicting);
          ASSERT_EQ (run.origins.size (), four.size ());
          for (size_t i = 0; i < order.size (); i++)
            EXPECT_EQ (run.origins[order[i]], std::make_pair (guint64 (i + 1), four[order[i]].offset));
        }
      while (std::next_permutation (order.begin (), order.end ()));
    }
}

/* What a capture at two places sees. */
TEST (Reassembly, Repeated)
{
  for (bool version_6 : { false, true })
    {
      Reassembly run;
      run.version_6 = version_6;
      for (size_t i : { 0, 0, 2, 2, 1, 0, 1 })
        EXPECT_FALSE (run.add (four[i]));
      EXPECT_TRUE (run.add (four[3]));
      EXPECT_EQ (run.last, letters);
      EXPECT_FALSE (run.add (four[3])) << "of the next one with this identification";
    }
}

TEST (Reassembly, DatagramsAreToldApart)
{
  Reassembly run;

  for (size_t i = 0; i < four.size (); i++)
    for (guint32 identification : { 1u, 2u, 0xffffffffu })
      {
        run.identification = identification;
        EXPECT_EQ (run.add (four[i]), i == 3) << identification;
      }
  /* In IPv4, the protocol tells them apart too; in IPv6, it is that of the first fragment. */
  run.protocol = 6;
  EXPECT_FALSE (run.add ({ 0, "12345678", true }));
  run.protocol = 17;
  EXPECT_FALSE (run.add ({ 8, "90", false }));
  run.version_6 = true;
  EXPECT_FALSE (run.add ({ 8, "90", false }));
  run.protocol = 6;
  EXPECT_TRUE (run.add ({ 0, "12345678", true }));
  EXPECT_EQ (run.last, "1234567890");
  EXPECT_EQ (run.found_protocol, 6);
}

TEST (Reassembly, TheFirstBytesCountInVersion4)
{
  Reassembly run;

  EXPECT_FALSE (run.add ({ 8, "BBBBBBBB", true }));
  EXPECT_FALSE (run.add ({ 0, "aaaaaaaaaaaaaaaaaaaaaaaa", true }));
  EXPECT_TRUE (run.add ({ 16, "cccccccccc", false }));
  EXPECT_EQ (run.last, "aaaaaaaaBBBBBBBBaaaaaaaacc");
  EXPECT_TRUE (run.conflicting);
  EXPECT_EQ (run.origins, (std::vector<std::pair<guint64, guint32>>{ { 2, 0 }, { 1, 8 }, { 2, 16 }, { 3, 24 } }));
}

/* RFC 5722: and what comes later is dropped too. */
TEST (Reassembly, OverlapsDropTheDatagramInVersion6)
{
  for (const Piece &overlap : std::vector<Piece>{ { 16, letters.substr (16, 16), true }, /* across an end */
                                                  { 0, letters.substr (0, 32), true },   /* around all */
                                                  { 8, "XXXXXXXX", true } } )            /* other bytes */
    {
      Reassembly run;
      run.version_6 = true;
      EXPECT_FALSE (run.add (four[0]));
      EXPECT_FALSE (run.add (four[1]));
      EXPECT_FALSE (run.add (overlap));
      EXPECT_FALSE (run.add (four[2]));
      EXPECT_FALSE (run.add (four[3]));
    }
}

/* A snapshot length cuts each fragment: what stands before the first cut is there. */
TEST (Reassembly, CutBySnapLength)
{
  Reassembly run;

  EXPECT_FALSE (run.add (four[0]));
  EXPECT_TRUE (run.add ({ 8, letters.substr (8, 10), true, 6 }));
  EXPECT_EQ (run.last, letters.substr (0, 18));
  EXPECT_EQ (run.missing, 6u);

  Reassembly late;
  EXPECT_FALSE (late.add (four[3]));
  EXPECT_FALSE (late.add ({ 8, letters.substr (8, 10), true, 6 }));
  EXPECT_FALSE (late.add (four[2]));
  EXPECT_TRUE (late.add (four[0]));
  EXPECT_EQ (late.last, letters.substr (0, 18));
  EXPECT_EQ (late.missing, 18u);

  Reassembly nothing;
  EXPECT_FALSE (nothing.add ({ 0, "", true, 1480 }));
  EXPECT_FALSE (nothing.add ({ 1480, "", false, 100 }));
}

TEST (Reassembly, FragmentsThatLie)
{
  for (const std::vector<Piece> &lies : std::vector<std::vector<Piece>>{
           { { 0, "1234567", true } },                               /* not of eights, and not the last */
           { { 0, "", true } },                                      /* nothing */
           { { 8, "", false } },                                     /* nothing */
           { { 65528, "123456789", false } },                        /* more than there can be */
           { { 0, "12345678", true }, { 8, "90", false }, { 8, "1234", false } } } )
    {
      Reassembly run;
      EXPECT_FALSE (run.add (lies[0]));
      for (size_t i = 1; i < lies.size (); i++)
        run.add (lies[i]);
    }

  /* Two ends, or bytes behind the end: nobody can say what it was. */
  Reassembly two_ends;
  EXPECT_FALSE (two_ends.add ({ 8, "90", false }));
  EXPECT_FALSE (two_ends.add ({ 8, "9012", false }));
  EXPECT_FALSE (two_ends.add ({ 0, "12345678", true }));
  Reassembly behind;
  EXPECT_FALSE (behind.add ({ 16, "12345678", true }));
  EXPECT_FALSE (behind.add ({ 8, "90", false }));
  EXPECT_FALSE (behind.add ({ 0, "12345678", true }));
}

TEST (Reassembly, LongestDatagram)
{
  for (guint32 last : { 7u, 8u, 9u })
    {
      Reassembly run;
      for (guint32 offset = 0; offset < 65528; offset += 8)
        ASSERT_FALSE (run.add ({ offset, "12345678", true }));
      EXPECT_EQ (run.add ({ 65528, std::string (last, 'x'), false }), last <= 8) << last;
      if (last <= 8)
        EXPECT_EQ (run.last.size (), 65528 + last);
    }
}

TEST (Reassembly, TheyWaitForAWhile)
{
  for (gint64 late : { TL_LIMIT_FRAGMENT_TIME, TL_LIMIT_FRAGMENT_TIME + 1 })
    {
      Reassembly run;
      for (size_t i = 0; i < 3; i++)
        run.add (four[i]);
      run.now += late;
      EXPECT_EQ (run.add (four[3]), late <= TL_LIMIT_FRAGMENT_TIME);
    }
  /* What another datagram still waits for does not keep an old one. */
  Reassembly run;
  run.now = G_MAXINT64 / 4;
  run.add (four[0]);
  run.now = 1000;
  run.identification = 8;
  for (size_t i = 0; i < 3; i++)
    run.add (four[i]);
  run.now += TL_LIMIT_FRAGMENT_TIME + 1;
  EXPECT_FALSE (run.add (four[3]));
}

TEST (Reassembly, DatagramsAreCapped)
{
  for (guint32 n : { TL_LIMIT_FRAGMENTED - 1, TL_LIMIT_FRAGMENTED, TL_LIMIT_FRAGMENTED + 1 })
    {
      Reassembly run;
      for (run.identification = 0; run.identification < n; run.identification++)
        run.add ({ 0, "12345678", true });
      run.identification = 0;
      EXPECT_EQ (run.add ({ 8, "90", false }), n <= TL_LIMIT_FRAGMENTED) << n;
      run.identification = n - 1;
      EXPECT_TRUE (run.add ({ 8, "90", false })) << n;
    }
}

TEST (Reassembly, MemoryIsCapped)
{
  Reassembly run;
  gsize empty = tl_reassembly_size (run.self);

  for (run.identification = 0; run.identification < 2000; run.identification++)
    {
      run.add ({ 0, std::string (32768, 'x'), true });
      run.add ({ 32800, std::string (16384, 'x'), true });
      EXPECT_LE (tl_reassembly_size (run.self), TL_LIMIT_FRAGMENT_BYTES + 2 * TL_LIMIT_FRAGMENTED_LENGTH + empty);
    }
  EXPECT_GT (tl_reassembly_size (run.self), TL_LIMIT_FRAGMENT_BYTES / 4);
  /* What a fragment claims takes no memory. */
  Reassembly claims;
  for (claims.identification = 0; claims.identification < 1000; claims.identification++)
    claims.add ({ 65000, "1", false });
  EXPECT_LT (tl_reassembly_size (claims.self), 1000 * 2048 + empty);
}

TEST (Reassembly, NothingIsLeftWhenAllAreWhole)
{
  Reassembly run;
  gsize before = tl_reassembly_size (run.self);

  for (run.identification = 0; run.identification < 100; run.identification++)
    for (const Piece &piece : four)
      run.add (piece);
  run.add ({ 0, "", true }); /* the last one may go */
  EXPECT_EQ (tl_reassembly_size (run.self), before);
}

} // namespace
