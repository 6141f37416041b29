/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The same answer, however it is cut: the messages of each QUIC sample sent again in other CRYPTO frames, packets and
 * datagrams give the same model, and less of it a part of the model.
 */
#include "cuts.h"

#include "quic-maker.h"

namespace
{

/* Some bytes of a CRYPTO stream, or a packet as it is. */
struct Part
{
  TlSegment way;
  gint64 time;
  TlQuicPacket header; /* its bytes are borrowed from @sample */
  TlQuicKeys keys;
  guint64 offset = 0;
  Data data; /* of the stream, or of the packet */
  bool is_crypto = false;

  bool same_way (const Part &other) const { return tl_endpoint_equal (&way.source, &other.way.source); }

  Part piece (size_t begin, size_t length) const
  {
    Part piece = *this;
    piece.offset += begin;
    piece.data = Data (data.begin () + (long) begin, data.begin () + (long) (begin + length));
    return piece;
  }
};

using Parts = std::vector<Part>;

Data
data_of (TlBytes bytes)
{
  return Data (bytes.data, bytes.data + bytes.length);
}

std::string
text_of (const Data &data)
{
  return std::string (data.begin (), data.end ());
}

Packet
datagram (const Part &part, const Data &payload)
{
  std::string out = ip_header (part.way, 8 + payload.size ());

  put (out, part.way.source.port, 2);
  put (out, part.way.destination.port, 2);
  put (out, 8 + payload.size (), 2);
  put (out, 0, 2);
  return { out + text_of (payload), part.time };
}

/* An Initial packet like the one that @part comes from, with other frames. */
Data
initial (const Part &part, guint32 number, const Data &frames)
{
  guint8 first = (guint8) ((part.header.bytes.data[0] & 0xf0) | 3);
  Data token = data_of (part.header.token), padded = frames;
  if (padded.size () < 4)
    padded.resize (4, 0);
  Data head = long_header (first, part.header.version, data_of (part.header.destination), data_of (part.header.source))
              + varint (token.size ()) + token + varint (4 + padded.size () + TL_QUIC_TAG);
  size_t at = head.size ();
  return QuicMaker::protect (part.keys, head + be (number, 4), at, number, padded);
}

/* Each part in a datagram of its own; @together: as many CRYPTO frames as follow each other in one packet. */
std::vector<Packet>
packets_of (const Parts &parts, size_t together = 1)
{
  std::vector<Packet> packets;
  guint32 number = 0;

  for (size_t i = 0; i < parts.size ();)
    {
      Data frames;
      size_t k = i;
      if (!parts[i].is_crypto)
        {
          packets.push_back (datagram (parts[i], parts[i].data));
          i++;
          continue;
        }
      for (; k < parts.size () && k < i + together && parts[k].is_crypto && parts[k].same_way (parts[i])
             && parts[k].header.bytes.data == parts[i].header.bytes.data;
           k++)
        frames = frames + crypto_frame (parts[k].offset, parts[k].data);
      packets.push_back (datagram (parts[i], initial (parts[i], number++, frames)));
      i = k;
    }
  return packets;
}

class QuicCuts : public testing::TestWithParam<std::string>
{
protected:
  std::vector<Data> sample; /* datagrams */
  std::vector<Packet> originals;
  Parts whole;
  std::string expected;
  std::mt19937 random{ 9001 };
  guint64 next[2] = { 0, 0 }; /* packet numbers */

  /* What is in an Initial packet: its CRYPTO frames, one part each. */
  void open (Part part, bool from_client)
  {
    guint64 number;
    GByteArray *frames = tl_quic_open (&part.keys, &part.header, next[from_client], &number);
    TlQuicFrame frame;

    ASSERT_NE (frames, nullptr);
    next[from_client] = number + 1;
    TlBytes rest = tl_bytes (frames->data, frames->len);
    while (tl_quic_next_frame (&rest, TL_QUIC_INITIAL, &frame))
      if (frame.type == TL_QUIC_CRYPTO)
        {
          part.is_crypto = true;
          part.offset = frame.offset;
          part.data = data_of (frame.data);
          whole.push_back (part);
        }
    g_byte_array_unref (frames);
  }

  void read (const TlSegment &way, gint64 time, Data &id, const TlEndpoint &client)
  {
    TlQuicPacket header;
    for (TlBytes rest = tl_bytes (sample.back ().data (), sample.back ().size ());
         rest.length > 0 && tl_quic_next_packet (&rest, &header);)
      {
        Part part = { way, time, header, {}, 0, data_of (header.bytes) };
        bool from_client = tl_endpoint_equal (&way.source, &client);
        if (header.type == TL_QUIC_RETRY)
          id = data_of (header.source);
        if (header.type != TL_QUIC_INITIAL)
          {
            whole.push_back (part);
            continue;
          }
        if (id.empty ())
          id = data_of (header.destination);
        tl_quic_initial_keys (header.kind, tl_bytes (id.data (), id.size ()),
                              from_client ? TL_QUIC_FROM_CLIENT : TL_QUIC_FROM_SERVER, &part.keys);
        ASSERT_NO_FATAL_FAILURE (open (part, from_client));
      }
  }

  void SetUp () override
  {
    TlPacket packet;
    TlSegment way;
    TlEndpoint client = {};
    Data id;
    TlCapture *capture = tl_capture_open (GetParam ().c_str (), nullptr);

    ASSERT_NE (capture, nullptr);
    sample.reserve (1000); /* parts point into it */
    while (tl_capture_next (capture, &packet, nullptr) == TL_CAPTURE_PACKET)
      {
        if (!tl_segment_from_packet (nullptr, &packet, &way) || way.protocol != TL_IP_UDP)
          continue;
        if (sample.empty ())
          client = way.source;
        sample.push_back (data_of (way.payload));
        originals.push_back (datagram ({ way, packet.time, {}, {}, 0, {} }, sample.back ()));
        ASSERT_NO_FATAL_FAILURE (read (way, packet.time, id, client));
      }
    tl_capture_close (capture);
    Reading all (originals);
    ASSERT_EQ (all.conversations.size (), 1u);
    EXPECT_EQ (all.conversations[0]->outcome, TL_OUTCOME_ESTABLISHED);
    expected = all.json (true);
  }

  /* All CRYPTO frames cut into pieces of @longest bytes at most. */
  Parts cut (size_t longest)
  {
    Parts parts;
    for (auto &part : whole)
      if (!part.is_crypto)
        parts.push_back (part);
      else
        for (size_t at = 0, n; at < part.data.size (); at += n)
          {
            n = std::min (1 + random () % longest, part.data.size () - at);
            parts.push_back (part.piece (at, n));
          }
    return parts;
  }

  /* The frames that follow each other from one side in another order. */
  template<typename Order> Parts reorder (Parts parts, Order order)
  {
    for (size_t begin = 0, end; begin < parts.size (); begin = end)
      {
        for (end = begin + 1; end < parts.size () && parts[end].is_crypto == parts[begin].is_crypto
                              && parts[end].same_way (parts[begin]) && parts[begin].is_crypto;
             end++)
          ;
        order (parts.begin () + (long) begin, parts.begin () + (long) end);
      }
    return parts;
  }

  void expect_same (const Parts &parts, size_t together = 1)
  {
    ASSERT_EQ (Reading (packets_of (parts, together)).json (true), expected);
  }
};

TEST_P (QuicCuts, EachPacketByItself)
{
  expect_same (whole);
}

TEST_P (QuicCuts, OneByteEach)
{
  for (size_t together : { 1, 3, 100 })
    ASSERT_NO_FATAL_FAILURE (expect_same (cut (1), together));
}

TEST_P (QuicCuts, InTwoAtEveryByte)
{
  size_t longest = 0;

  for (auto &part : whole)
    longest = std::max (longest, part.is_crypto ? part.data.size () : 0);
  for (size_t offset = 1; offset < longest; offset++)
    {
      Parts parts;
      for (auto &part : whole)
        if (part.is_crypto && offset < part.data.size ())
          {
            parts.push_back (part.piece (0, offset));
            parts.push_back (part.piece (offset, part.data.size () - offset));
          }
        else
          parts.push_back (part);
      SCOPED_TRACE (offset);
      ASSERT_NO_FATAL_FAILURE (expect_same (parts, 1 + offset % 2));
    }
}

TEST_P (QuicCuts, Shuffled)
{
  for (size_t longest : { 1, 20, 200 })
    for (size_t together : { 1, 5 })
      ASSERT_NO_FATAL_FAILURE (expect_same (
          reorder (cut (longest), [this] (auto begin, auto end) { std::shuffle (begin, end, random); }), together));
}

TEST_P (QuicCuts, Duplicated)
{
  for (size_t longest : { 1, 20, 2000 })
    {
      Parts parts = cut (longest), twice;
      for (auto &part : parts)
        twice.insert (twice.end (), part.is_crypto || part.header.type == TL_QUIC_HANDSHAKE ? 2 : 1, part);
      ASSERT_NO_FATAL_FAILURE (expect_same (twice));
    }
}

TEST_P (QuicCuts, TruncatedAtEveryByte)
{
  std::vector<Packet> some;
  Reading all (originals);

  for (auto &packet : originals)
    {
      some.push_back (packet);
      for (size_t length = 0; length <= packet.bytes.size (); length += length < 100 ? 1 : 7)
        {
          SCOPED_TRACE (testing::Message () << "datagram " << some.size () << ", byte " << length);
          some.back ().bytes = packet.bytes.substr (0, length);
          some.back ().missing = static_cast<guint32> (packet.bytes.size () - length);
          Reading part (some);

          ASSERT_LE (part.conversations.size (), all.conversations.size ());
          for (size_t i = 0; i < part.conversations.size (); i++)
            ASSERT_NO_FATAL_FAILURE (expect_part (part.conversations[i], all.conversations[i]));
        }
      some.back () = packet;
    }
}

/* Datagrams that are lost do not bring anything that was not said. */
TEST_P (QuicCuts, AnyDatagramLost)
{
  for (size_t i = 0; i < originals.size (); i++)
    {
      std::vector<Packet> rest = originals;

      rest.erase (rest.begin () + static_cast<long> (i));
      Reading some (rest);
      ASSERT_LE (some.conversations.size (), 1u);
      for (auto conversation : some.conversations)
        for (guint k = 0; k < conversation->n_steps; k++)
          {
            g_autoptr (TlFieldTree) fields = tl_step_fields (conversation, k);
            EXPECT_NE (fields, nullptr);
          }
    }
}

INSTANTIATE_TEST_SUITE_P (Samples, QuicCuts, testing::ValuesIn (samples (TL_IP_UDP, "quic")), name_of);

} // namespace
