/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The same answer, however it is cut: each sample sent again in other segments gives the same model, and less
 * of it a part of the model.
 */
#include "cuts.h"

namespace
{

/* A TCP segment that owns its bytes. */
struct Segment
{
  TlSegment header;
  std::string payload;
  gint64 time;

  bool same_way (const Segment &other) const
  {
    return tl_endpoint_equal (&header.source, &other.header.source)
           && tl_endpoint_equal (&header.destination, &other.header.destination);
  }

  Segment part (size_t offset, size_t length) const
  {
    Segment part = *this;

    part.header.sequence += static_cast<guint32> (offset);
    part.payload = payload.substr (offset, length);
    /* A FIN stands behind the last byte. */
    if (offset + length < payload.size ())
      part.header.flags = static_cast<guint8> (part.header.flags & ~TL_TCP_FIN);
    return part;
  }
};

using Segments = std::vector<Segment>;

/* What a sample says, without the segments that only acknowledge. */
Segments
read_sample (const std::string &path)
{
  Segments segments;
  TlPacket packet;
  TlSegment header;
  TlCapture *capture = tl_capture_open (path.c_str (), nullptr);

  EXPECT_NE (capture, nullptr) << path;
  while (capture != nullptr && tl_capture_next (capture, &packet, nullptr) == TL_CAPTURE_PACKET)
    if (tl_segment_from_packet (NULL, &packet, &header)
        && (header.payload.length > 0 || header.flags & (TL_TCP_SYN | TL_TCP_FIN | TL_TCP_RST)))
      segments.push_back (
          { header, std::string (reinterpret_cast<const char *> (header.payload.data), header.payload.length),
            packet.time });
  g_clear_pointer (&capture, tl_capture_close);
  return segments;
}

/* The segments in raw IP packets. */
std::vector<Packet>
packets_of (const Segments &segments)
{
  std::vector<Packet> packets;

  for (const Segment &segment : segments)
    {
      const TlSegment &header = segment.header;
      std::string out = ip_header (header, 20 + segment.payload.size ());

      put (out, header.source.port, 2);
      put (out, header.destination.port, 2);
      put (out, header.sequence, 4);
      put (out, header.acknowledgment, 4);
      put (out, 0x50, 1);
      put (out, header.flags, 1);
      put (out, 0xffff0000, 4);
      put (out, 0, 2);
      packets.push_back ({ out + segment.payload, segment.time });
    }
  return packets;
}

/* The segments with the times of @original, in order: time does not run backwards. */
Segments
in_time (Segments segments)
{
  std::vector<gint64> times;

  for (auto &segment : segments)
    times.push_back (segment.time);
  std::sort (times.begin (), times.end ());
  for (size_t i = 0; i < segments.size (); i++)
    segments[i].time = times[i];
  return segments;
}

Segments
one_byte_each (const Segments &segments)
{
  Segments bytes;

  for (auto &segment : segments)
    for (size_t i = 0; i < std::max<size_t> (1, segment.payload.size ()); i++)
      bytes.push_back (segment.part (i, 1));
  return bytes;
}

/* Each segment in two parts at @offset, where it is longer. */
Segments
cut_at (const Segments &segments, size_t offset)
{
  Segments parts;

  for (auto &segment : segments)
    if (segment.payload.size () > offset)
      {
        parts.push_back (segment.part (0, offset));
        parts.push_back (segment.part (offset, std::string::npos));
      }
    else
      parts.push_back (segment);
  return parts;
}

Segments
cut_anywhere (const Segments &segments, std::mt19937 &random)
{
  Segments parts;

  for (auto &segment : segments)
    {
      size_t at = 0;
      do
        {
          size_t length = 1 + random () % 200;
          parts.push_back (segment.part (at, length));
          at += length;
        }
      while (at < segment.payload.size ());
    }
  return parts;
}

/* What one side says in a row, the FIN after it too, in another order. */
template <typename Order>
Segments
reorder (Segments segments, Order order)
{
  for (size_t begin = 0, end; begin < segments.size (); begin = end)
    {
      end = begin + 1;
      if (segments[begin].header.flags & (TL_TCP_SYN | TL_TCP_RST))
        continue;
      while (end < segments.size () && segments[end].same_way (segments[begin])
             && !(segments[end].header.flags & (TL_TCP_SYN | TL_TCP_RST)))
        end++;
      order (segments.begin () + static_cast<long> (begin), segments.begin () + static_cast<long> (end));
    }
  return in_time (segments);
}

class Cuts : public testing::TestWithParam<std::string>
{
protected:
  Segments whole = read_sample (GetParam ());
  std::mt19937 random{ 1 };

  void SetUp () override
  {
    ASSERT_FALSE (whole.empty ());
    ASSERT_FALSE (Reading (packets_of (whole)).conversations.empty ());
  }

  void expect_same (const Segments &segments, bool with_fields = false)
  {
    ASSERT_EQ (Reading (packets_of (segments)).json (with_fields), Reading (packets_of (whole)).json (with_fields));
  }

  /* Holds what is read of each beginning of the sample against the whole, conversation by conversation. */
  template <typename Expect>
  void truncate_at_every_byte (Expect expect)
  {
    Reading all (packets_of (whole));
    Segments some;

    for (auto &segment : whole)
      {
        some.push_back (segment);
        for (size_t length = 0; length <= segment.payload.size (); length++)
          {
            SCOPED_TRACE (testing::Message () << "segment " << some.size () << ", byte " << length);
            some.back () = segment.part (0, length);
            Reading part (packets_of (some));

            ASSERT_LE (part.conversations.size (), all.conversations.size ());
            for (size_t i = 0; i < part.conversations.size (); i++)
              ASSERT_NO_FATAL_FAILURE (expect (part.conversations[i], all.conversations[i]));
          }
      }
  }
};

TEST_P (Cuts, OneByteEach)
{
  expect_same (one_byte_each (whole), true);
}

/* With one byte in each packet, a step's origins must name just the packet of each of its bytes. */
TEST_P (Cuts, OriginsOfOneByteEach)
{
  Segments bytes = one_byte_each (whole);
  Reading reading (packets_of (bytes));

  for (auto conversation : reading.conversations)
    for (guint i = 0; i < conversation->n_steps; i++)
      {
        const TlStep *step = conversation->steps[i];
        gsize n_bytes = 0;
        auto data
            = step->bytes ? static_cast<const char *> (g_bytes_get_data (step->bytes, &n_bytes)) : nullptr;

        ASSERT_GT (step->n_origins, 0u);
        for (guint k = 0; k < step->n_origins && data != nullptr; k++)
          {
            const TlStepOrigin &origin = step->origins[k];

            ASSERT_LE (origin.packet, bytes.size ());
            ASSERT_LT (origin.offset, n_bytes);
            ASSERT_EQ (bytes[origin.packet - 1].payload, std::string (1, data[origin.offset]))
                << "step " << i << " type " << step->type << " origin " << k << "/" << step->n_origins
                << " offset " << origin.offset << "/" << n_bytes << " packet " << origin.packet;
          }
        if (step->type == TL_STEP_HANDSHAKE && !step->sealed)
          {
            ASSERT_EQ (step->n_origins, n_bytes);
          }
      }
}

TEST_P (Cuts, InTwoAtEveryByte)
{
  Reading all (packets_of (whole));
  std::string expected = all.json ();
  size_t longest = 0;

  for (auto &segment : whole)
    longest = std::max (longest, segment.payload.size ());
  for (size_t offset = 1; offset < longest; offset++)
    {
      SCOPED_TRACE (offset);
      Reading cut (packets_of (cut_at (whole, offset)));

      ASSERT_EQ (cut.conversations.size (), all.conversations.size ());
      for (size_t i = 0; i < all.conversations.size (); i++)
        {
          ASSERT_NO_FATAL_FAILURE (expect_part (cut.conversations[i], all.conversations[i]));
          ASSERT_NO_FATAL_FAILURE (expect_part (all.conversations[i], cut.conversations[i]));
        }
      /* All of the model takes longer to compare. */
      if (offset % 32 == 0 || offset < 32)
        {
          ASSERT_EQ (cut.json (), expected);
        }
    }
}

TEST_P (Cuts, Shuffled)
{
  for (int round = 0; round < 30; round++)
    expect_same (reorder (cut_anywhere (whole, random),
                          [this] (auto begin, auto end) { std::shuffle (begin, end, random); }));
}

TEST_P (Cuts, Reversed)
{
  expect_same (
      reorder (cut_anywhere (whole, random), [] (auto begin, auto end) { std::reverse (begin, end); }));
  expect_same (reorder (whole, [] (auto begin, auto end) { std::reverse (begin, end); }));
}

TEST_P (Cuts, Duplicated)
{
  Segments twice, again;

  for (auto &segment : whole)
    twice.insert (twice.end (), 2, segment);
  expect_same (twice);

  /* Once more after what the other side said to it. */
  for (size_t i = 0; i < whole.size (); i++)
    {
      again.push_back (whole[i]);
      if (i >= 3 && whole[i - 3].same_way (whole[i]) && !(whole[i].header.flags & TL_TCP_SYN))
        again.push_back (whole[i - 3]);
    }
  expect_same (in_time (again));
}

/* Each part brings some of what came before it once more, and some of what follows. */
TEST_P (Cuts, Overlapping)
{
  for (int round = 0; round < 10; round++)
    {
      Segments parts;

      for (auto &segment : whole)
        {
          size_t at = 0, size = segment.payload.size ();
          do
            {
              size_t begin = at - std::min<size_t> (at, random () % 50);
              at = std::min<size_t> (size, at + 1 + random () % 100);
              parts.push_back (
                  segment.part (begin, at - begin + std::min<size_t> (size - at, random () % 50)));
            }
          while (at < size);
        }
      expect_same (reorder (parts, [this] (auto begin, auto end) { std::shuffle (begin, end, random); }));
    }
}

TEST_P (Cuts, TruncatedAtEveryByte)
{
  truncate_at_every_byte (expect_part);
}

/* Bytes that are lost do not bring anything that was not said. */
TEST_P (Cuts, AnySegmentLost)
{
  for (size_t i = 0; i < whole.size (); i++)
    {
      Segments rest = whole;

      rest.erase (rest.begin () + static_cast<long> (i));
      Reading some (packets_of (rest));
      for (auto conversation : some.conversations)
        for (guint k = 0; k < conversation->n_steps; k++)
          {
            g_autoptr (TlFieldTree) fields = tl_step_fields (conversation, k);
            EXPECT_NE (fields, nullptr);
          }
    }
}

INSTANTIATE_TEST_SUITE_P (Samples, Cuts, testing::ValuesIn (samples (TL_IP_TCP)), name_of);

/* The same with the key log of the sample: what is opened does not depend on the cut either. */
class OpenedCuts : public Cuts
{
protected:
  void SetUp () override
  {
    g_autofree char *text = nullptr;

    ASSERT_TRUE (g_file_get_contents ((GetParam () + ".keylog.txt").c_str (), &text, nullptr, nullptr));
    Reading::keylog = text;
    Cuts::SetUp ();
    guint n_opened = 0;
    Reading all (packets_of (whole));
    for (auto conversation : all.conversations)
      for (guint i = 0; i < conversation->n_steps; i++)
        n_opened += conversation->steps[i]->decrypted;
    ASSERT_GT (n_opened, 0u);
  }

  void TearDown () override
  {
    Reading::keylog.clear ();
  }
};

TEST_P (OpenedCuts, OneByteEach)
{
  expect_same (one_byte_each (whole), true);
}

TEST_P (OpenedCuts, InTwo)
{
  for (size_t offset = 1; offset < 1500; offset += offset < 32 ? 1 : 31)
    expect_same (cut_at (whole, offset));
}

TEST_P (OpenedCuts, Shuffled)
{
  for (int round = 0; round < 10; round++)
    expect_same (reorder (cut_anywhere (whole, random),
                          [this] (auto begin, auto end) { std::shuffle (begin, end, random); }));
}

TEST_P (OpenedCuts, Duplicated)
{
  Segments twice;

  for (auto &segment : whole)
    twice.insert (twice.end (), 2, segment);
  expect_same (twice);
}

static void
expect_opened_part (const TlConversation *part, const TlConversation *whole)
{
  for (guint k = 0; k < part->n_steps; k++)
    {
      const TlStep *one = part->steps[k];

      if (one->truncated)
        continue;
      ASSERT_LT (k, whole->n_steps);
      const TlStep *other = whole->steps[k];
      ASSERT_EQ (one->type, other->type);
      ASSERT_EQ (one->from, other->from);
      ASSERT_EQ (one->sealed, other->sealed);
      ASSERT_EQ (one->decrypted, other->decrypted);
      if (one->bytes != nullptr && other->bytes != nullptr)
        {
          ASSERT_TRUE (g_bytes_equal (one->bytes, other->bytes));
        }
    }
}

/* A record that is cut short stays sealed; all before it is opened as it is in the whole. */
TEST_P (OpenedCuts, TruncatedAtEveryByte)
{
  truncate_at_every_byte (expect_opened_part);
}

INSTANTIATE_TEST_SUITE_P (Samples, OpenedCuts, testing::ValuesIn (samples (TL_IP_TCP, "tls1")), name_of);

} // namespace
