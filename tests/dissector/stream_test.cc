/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A direction of TCP comes out the same, however it was cut, shuffled and repeated.
 */
#include "limits.h"
#include "network/stream.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <numeric>
#include <random>
#include <string>
#include <vector>

namespace
{

/* A stream with its sink: what came out, a lost byte as '?' (long gaps are only counted). */
struct Direction
{
  TlStream stream = {};
  std::string out;
  guint64 lost = 0;
  std::vector<TlOrigin> origins;
  guint64 packet = 0;
  gint64 time = 0;

  ~Direction ()
  {
    tl_stream_clear (&stream);
  }

  static void data_cb (gpointer user_data, TlBytes bytes, TlOrigin origin)
  {
    auto self = static_cast<Direction *> (user_data);

    EXPECT_GT (bytes.length, 0u);
    self->out.append (reinterpret_cast<const char *> (bytes.data), bytes.length);
    self->origins.push_back (origin);
  }

  static void gap_cb (gpointer user_data, guint64 length, TlOrigin)
  {
    auto self = static_cast<Direction *> (user_data);

    EXPECT_GT (length, 0u);
    self->lost += length;
    self->out.append (MIN (length, 100), '?');
  }

  static constexpr TlStreamSink sink = { data_cb, gap_cb };

  void begin (guint32 next)
  {
    tl_stream_begin (&stream, next);
  }

  void add (guint32 sequence, const std::string &bytes, bool fin = false, guint32 missing = 0)
  {
    /* A copy of just this size, so that a sanitizer sees what is read beyond it. */
    std::vector<char> exact (bytes.begin (), bytes.end ());

    tl_stream_add (&stream, sequence, tl_bytes (exact.data (), exact.size ()), missing, fin,
                   { ++packet, time, time }, &sink, this);
  }

  void pass_time (gint64 nanoseconds)
  {
    time += nanoseconds;
    tl_stream_pass_time (&stream, { packet, time, time }, &sink, this);
  }

  void flush ()
  {
    tl_stream_flush (&stream, { packet, time, time }, &sink, this);
    EXPECT_EQ (stream.held, nullptr);
    EXPECT_EQ (stream.held_bytes, 0u);
  }
};

constexpr TlStreamSink Direction::sink;

TEST (Stream, InOrder)
{
  Direction direction;

  direction.begin (100);
  direction.add (100, "abc");
  direction.add (103, "");
  direction.add (103, "def");
  EXPECT_EQ (direction.out, "abcdef");
  EXPECT_EQ (direction.origins[1].packet, 3u);
  EXPECT_FALSE (direction.stream.ended);
  direction.add (106, "g", true);
  EXPECT_EQ (direction.out, "abcdefg");
  EXPECT_TRUE (direction.stream.ended);
  EXPECT_FALSE (direction.stream.lost);
}

TEST (Stream, BytesInOrderAreNotCopied)
{
  static const char text[] = "in place";
  TlStream stream = {};
  const guint8 *seen = nullptr;
  TlStreamSink sink = { [] (gpointer user_data, TlBytes bytes, TlOrigin) {
                         *static_cast<const guint8 **> (user_data) = bytes.data;
                       },
                        nullptr };

  tl_stream_add (&stream, 5, tl_bytes (text, sizeof text), 0, false, { 1, 1 }, &sink, &seen);
  EXPECT_EQ (seen, reinterpret_cast<const guint8 *> (text));
}

TEST (Stream, StartsInTheMiddle)
{
  Direction direction;

  direction.add (5000, "abc");
  direction.add (4990, "earlier");
  direction.add (4998, "xxabcdef");
  EXPECT_EQ (direction.out, "abcdef");
}

TEST (Stream, Retransmissions)
{
  Direction direction;

  direction.begin (0);
  direction.add (0, "abcdef");
  direction.add (0, "abcdef");
  direction.add (3, "def");
  direction.add (4, "efgh");
  direction.add (0, "abcdefghij");
  EXPECT_EQ (direction.out, "abcdefghij");
  EXPECT_FALSE (direction.stream.conflicting);
}

/* RFC 9293 section 3.8.4: one byte before the next, which is nothing, or no byte at all. */
TEST (Stream, KeepAlive)
{
  Direction direction;

  direction.begin (10);
  direction.add (10, "abc");
  direction.add (12, std::string (1, '\0'));
  direction.add (12, "");
  direction.add (13, "def");
  EXPECT_EQ (direction.out, "abcdef");
  EXPECT_EQ (direction.stream.held, nullptr);
}

/* RFC 9293 section 3.8.6.1: one byte of new data, which is sent again with the rest. */
TEST (Stream, ZeroWindowProbe)
{
  Direction direction;

  direction.begin (0);
  direction.add (0, "abc");
  direction.add (3, "d");
  direction.add (3, "d");
  direction.add (3, "def");
  EXPECT_EQ (direction.out, "abcdef");
}

TEST (Stream, OriginIsThePacketThatBroughtItWhenItCameIntoOrder)
{
  Direction direction;

  direction.begin (0);
  direction.time = 10;
  direction.add (3, "def");
  direction.time = 20;
  direction.add (6, "ghi");
  direction.time = 30;
  direction.add (0, "abc");
  ASSERT_EQ (direction.origins.size (), 3u);
  EXPECT_EQ (direction.origins[0].packet, 3u);
  EXPECT_EQ (direction.origins[1].packet, 1u);
  EXPECT_EQ (direction.origins[2].packet, 2u);
  for (auto &origin : direction.origins)
    EXPECT_EQ (origin.time, 30);
}

struct Segment
{
  guint32 offset;
  std::string bytes;
};

TEST (Stream, EveryPermutation)
{
  const std::string text = "0123456789abcdef";
  const std::vector<Segment> segments = { { 0, "012" },  { 3, "3" },    { 4, "45678" }, { 7, "789a" },
                                          { 0, "0123" }, { 11, "bcd" }, { 13, "def" } };

  /* Over the wrap, too. */
  for (guint32 start : { 0u, 0xfffffff8u, 0x7ffffff8u })
    {
      std::vector<size_t> order (segments.size ());
      std::iota (order.begin (), order.end (), 0);
      do
        {
          Direction direction;

          direction.begin (start);
          for (size_t i : order)
            direction.add (start + segments[i].offset, segments[i].bytes, i + 1 == segments.size ());
          ASSERT_EQ (direction.out, text);
          ASSERT_TRUE (direction.stream.ended);
          ASSERT_FALSE (direction.stream.conflicting);
          ASSERT_FALSE (direction.stream.lost);
          ASSERT_EQ (direction.stream.held, nullptr);
        }
      while (std::next_permutation (order.begin (), order.end ()));
    }
}

TEST (Stream, AnyCutsAndOrder)
{
  std::mt19937 random (1);

  for (int round = 0; round < 3000; round++)
    {
      std::string text;
      std::vector<Segment> segments;
      guint32 start = random () % 3 == 0 ? G_MAXUINT32 - random () % 300 : static_cast<guint32> (random ());
      size_t size = 1 + random () % 600;
      Direction direction;

      for (size_t i = 0; i < size; i++)
        text += static_cast<char> (random ());
      /* Pieces that cover all, then some more over them. */
      for (size_t at = 0; at < size;)
        {
          size_t length = std::min<size_t> (1 + random () % 40, size - at);
          segments.push_back ({ static_cast<guint32> (at), text.substr (at, length) });
          at += length;
        }
      for (unsigned i = random () % 30; i > 0; i--)
        {
          size_t at = random () % size;
          segments.push_back ({ static_cast<guint32> (at), text.substr (at, random () % 80) });
        }
      std::shuffle (segments.begin (), segments.end (), random);

      direction.begin (start);
      for (auto &segment : segments)
        direction.add (start + segment.offset, segment.bytes);
      ASSERT_EQ (direction.out, text) << round;
      ASSERT_FALSE (direction.stream.conflicting);
      ASSERT_EQ (direction.stream.held, nullptr);
    }
}

/* With bytes that disagree, the first copy of each counts: compared with a plain array of first copies. */
TEST (Stream, FirstCopyWins)
{
  std::mt19937 random (2);

  for (int round = 0; round < 3000; round++)
    {
      std::string expected (200, '?');
      bool conflict = false;
      size_t handed_on = 0;
      Direction direction;

      direction.begin (7);
      for (int i = 0; i < 30; i++)
        {
          size_t at = random () % 180, length = 1 + random () % 20;
          std::string bytes;

          for (size_t k = 0; k < length; k++)
            {
              char byte = static_cast<char> ('a' + random () % 2);
              bytes += byte;
              if (expected[at + k] == '?')
                expected[at + k] = byte;
              else if (expected[at + k] != byte && at + k >= handed_on)
                conflict = true;
            }
          direction.add (7 + static_cast<guint32> (at), bytes);
          handed_on = std::min (expected.find ('?'), expected.size ());
          ASSERT_EQ (direction.out, expected.substr (0, handed_on));
        }
      ASSERT_EQ (direction.stream.conflicting, conflict) << round;
      direction.flush ();
      expected.resize (direction.out.size ());
      ASSERT_EQ (direction.out, expected);
    }
}

TEST (Stream, Conflicting)
{
  Direction direction;

  direction.begin (0);
  direction.add (2, "cd");
  direction.add (2, "cX");
  EXPECT_TRUE (direction.stream.conflicting);
  direction.add (0, "ab");
  EXPECT_EQ (direction.out, "abcd");
}

TEST (Stream, MissingBytesAreAGap)
{
  Direction direction;

  direction.begin (0);
  direction.add (0, "abc", false, 3);
  direction.add (6, "gh");
  EXPECT_EQ (direction.out, "abc???gh");
  EXPECT_TRUE (direction.stream.lost);
  EXPECT_EQ (direction.lost, 3u);
}

TEST (Stream, MissingBytesOutOfOrder)
{
  Direction direction;

  direction.begin (0);
  direction.add (6, "gh", true, 2);
  direction.add (3, "d", false, 2);
  EXPECT_EQ (direction.out, "");
  direction.add (0, "abc");
  EXPECT_EQ (direction.out, "abcd??gh??");
  EXPECT_TRUE (direction.stream.ended);
}

TEST (Stream, HugeMissing)
{
  Direction direction;

  direction.begin (0);
  direction.add (0, "a", true, G_MAXUINT32);
  direction.add (50, "b", false, G_MAXUINT32);
  direction.flush ();
  EXPECT_LT (direction.lost, guint64 (1) << 31);
}

TEST (Stream, Flush)
{
  Direction direction;

  direction.begin (0);
  direction.add (2, "cd");
  direction.add (6, "gh");
  direction.add (10, "", true);
  EXPECT_EQ (direction.out, "");
  direction.flush ();
  EXPECT_EQ (direction.out, "??cd??gh??");
  EXPECT_TRUE (direction.stream.lost);
  EXPECT_TRUE (direction.stream.ended);
}

TEST (Stream, FlushOfNothing)
{
  Direction direction;

  direction.flush ();
  direction.begin (9);
  direction.add (9, "x");
  direction.flush ();
  EXPECT_EQ (direction.out, "x");
  EXPECT_FALSE (direction.stream.ended);
  EXPECT_FALSE (direction.stream.lost);
}

TEST (Stream, FinBeforeItsBytes)
{
  Direction direction;

  direction.begin (0);
  direction.add (3, "def", true);
  EXPECT_FALSE (direction.stream.ended);
  direction.add (0, "abc");
  EXPECT_TRUE (direction.stream.ended);
  EXPECT_EQ (direction.out, "abcdef");
}

TEST (Stream, NothingComesAfterTheFin)
{
  Direction direction;

  direction.begin (0);
  direction.add (4, "efgh");
  direction.add (3, "", true);
  direction.add (0, "abcdefgh");
  EXPECT_EQ (direction.out, "abc");
  EXPECT_TRUE (direction.stream.ended);
  EXPECT_EQ (direction.stream.held, nullptr);
  direction.add (3, "more");
  direction.add (4, "more", true);
  direction.flush ();
  EXPECT_EQ (direction.out, "abc");
}

TEST (Stream, FinRetransmitted)
{
  Direction direction;

  direction.begin (0);
  direction.add (0, "abc", true);
  direction.add (0, "abc", true);
  direction.add (3, "", true);
  EXPECT_EQ (direction.out, "abc");
}

TEST (Stream, FinOfAnotherTimeIsIgnored)
{
  Direction direction;

  direction.begin (100);
  direction.add (100, "abc");
  direction.add (50, "", true);
  direction.add (103, "def");
  EXPECT_EQ (direction.out, "abcdef");
  EXPECT_FALSE (direction.stream.ended);
}

TEST (Stream, HoleGivenUpByTime)
{
  for (gint64 wait : { TL_LIMIT_HOLE_TIME - 1, TL_LIMIT_HOLE_TIME, TL_LIMIT_HOLE_TIME + 1 })
    {
      Direction direction;

      direction.begin (0);
      direction.time = 5 * TL_SECOND;
      direction.add (2, "cd");
      direction.time += wait;
      direction.add (4, "ef");
      EXPECT_EQ (direction.out, wait > TL_LIMIT_HOLE_TIME ? "??cdef" : "") << wait;
    }
}

/* A late retransmission still counts when it is what shows that the time is over. */
TEST (Stream, HoleFilledLate)
{
  Direction direction;

  direction.begin (0);
  direction.add (2, "cd");
  direction.time = TL_LIMIT_HOLE_TIME * 2;
  direction.add (0, "ab");
  EXPECT_EQ (direction.out, "abcd");
}

/* Nothing more has to come for that. What the receiver has is not sent again. */
TEST (Stream, TimeAloneGivesUpAHole)
{
  for (bool acknowledged : { false, true })
    for (bool fin : { false, true })
      {
        gint64 limit = acknowledged ? TL_LIMIT_HOLE_ACKNOWLEDGED : TL_LIMIT_HOLE_TIME;
        Direction direction;
        direction.begin (100);
        direction.time = 5 * TL_SECOND;
        direction.add (102, fin ? "" : "cdef", fin);
        EXPECT_TRUE (tl_stream_waits (&direction.stream));
        if (acknowledged)
          tl_stream_acknowledge (&direction.stream, fin ? 102 : 106);
        direction.pass_time (limit);
        EXPECT_EQ (direction.out, "");
        direction.pass_time (1);
        EXPECT_EQ (direction.out, fin ? "??" : "??cdef");
        EXPECT_FALSE (tl_stream_waits (&direction.stream));
      }
}

/* Of two holes, the second is not given up before its time. */
TEST (Stream, EveryHoleHasItsTime)
{
  Direction direction;

  direction.begin (0);
  direction.add (2, "cd");
  direction.time = 6 * TL_SECOND;
  direction.add (6, "gh");
  direction.time = 11 * TL_SECOND;
  direction.add (8, "i");
  EXPECT_EQ (direction.out, "??cd");
  direction.time = 17 * TL_SECOND;
  direction.add (9, "j");
  EXPECT_EQ (direction.out, "??cd??ghij");
}

/* One segment far away, of another connection perhaps, does not cost those that are in order. */
TEST (Stream, StraySegment)
{
  Direction direction;
  guint32 next = 0;

  direction.begin (0);
  direction.add (1u << 30, "stray");
  for (int i = 0; i < 100; i++)
    {
      direction.time += TL_SECOND;
      direction.add (next, "abcd");
      next += 4;
    }
  EXPECT_EQ (direction.out.size (), 400u);
  EXPECT_FALSE (direction.stream.lost);
}

TEST (Stream, HoleGivenUpByDistance)
{
  for (gsize span : { TL_LIMIT_HOLE_BYTES - 1, TL_LIMIT_HOLE_BYTES, TL_LIMIT_HOLE_BYTES + 1 })
    {
      Direction direction;

      direction.begin (0);
      direction.add (10, "abc");
      direction.add (10 + static_cast<guint32> (span) - 3, "xyz");
      EXPECT_EQ (direction.out, span > TL_LIMIT_HOLE_BYTES ? "??????????abc" : "") << span;
    }
}

TEST (Stream, OutOfOrderBytes)
{
  for (gsize bytes : { TL_LIMIT_OUT_OF_ORDER - 1, TL_LIMIT_OUT_OF_ORDER, TL_LIMIT_OUT_OF_ORDER + 1 })
    {
      Direction direction;

      direction.begin (0);
      direction.add (1, std::string (1000, 'a'));
      direction.add (1001, std::string (bytes - 1000, 'b'));
      if (bytes > TL_LIMIT_OUT_OF_ORDER)
        {
          EXPECT_EQ (direction.out.size (), 1 + bytes);
          EXPECT_EQ (direction.stream.held_bytes, 0u);
        }
      else
        {
          EXPECT_EQ (direction.out, "");
          EXPECT_EQ (direction.stream.held_bytes, bytes);
        }
    }
}

TEST (Stream, OutOfOrderSegments)
{
  for (guint32 n : { TL_LIMIT_OUT_OF_ORDER_SEGMENTS - 1, TL_LIMIT_OUT_OF_ORDER_SEGMENTS,
                     TL_LIMIT_OUT_OF_ORDER_SEGMENTS + 1 })
    {
      Direction direction;

      direction.begin (0);
      for (guint32 i = 0; i < n; i++)
        direction.add (1 + 2 * i, "x");
      EXPECT_EQ (direction.out, n > TL_LIMIT_OUT_OF_ORDER_SEGMENTS ? "?x" : "") << n;
    }
}

/* One segment over many that wait, each with a hole before it. */
TEST (Stream, OneOverMany)
{
  Direction direction;
  guint32 n = TL_LIMIT_OUT_OF_ORDER_SEGMENTS;

  direction.begin (0);
  for (guint32 i = n; i-- > 0;)
    direction.add (2 + 2 * i, "x");
  direction.add (1, std::string (2 * n, 'x'));
  direction.add (0, "x");
  direction.flush ();
  /* It makes more pieces than may wait, so that the first hole is given up. */
  EXPECT_EQ (direction.out, "?" + std::string (2 * n, 'x'));
}

/* Whatever comes, no more waits than the caps allow. */
TEST (Stream, CapsHoldAgainstNoise)
{
  std::mt19937 random (3);
  Direction direction;

  direction.begin (0);
  for (int i = 0; i < 200000; i++)
    {
      guint32 range = 1u << (random () % 32);

      direction.time += random () % TL_SECOND;
      direction.add (direction.stream.next + random () % range, std::string (random () % 50, 'x'),
                     random () % 5000 == 0, random () % 20 == 0 ? random () % range : 0);
      ASSERT_LE (direction.stream.held_bytes, TL_LIMIT_OUT_OF_ORDER);
      direction.out.clear ();
      direction.origins.clear ();
      if (direction.stream.ended)
        {
          tl_stream_clear (&direction.stream);
          direction.stream = {};
        }
    }
}

} // namespace
