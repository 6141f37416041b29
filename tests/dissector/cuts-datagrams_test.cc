/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The same answer, however it is cut: the messages of each DTLS sample sent again in other fragments, records and
 * datagrams give the same model, and less of it a part of the model.
 */
#include "cuts.h"

#include "tls/dtls.h"

namespace
{

/* A record that owns its bytes, and which way it goes. */
struct Record
{
  TlSegment way;
  gint64 time;
  TlDtlsHeader header;
  std::string payload;

  bool same_way (const Record &other) const
  {
    return tl_endpoint_equal (&way.source, &other.way.source)
           && tl_endpoint_equal (&way.destination, &other.way.destination);
  }

  bool is_fragment () const { return header.type == TL_RECORD_HANDSHAKE && header.epoch == 0; }

  std::string body () const { return payload.substr (12); }

  /* Some of the bytes of a fragment, as another one. */
  Record part (size_t offset, size_t length) const
  {
    Record part = *this;
    std::string bytes = body ().substr (offset, length);
    TlBytes rest = tl_bytes (payload.data (), payload.size ());
    guint64 at = 0;

    tl_bytes_skip (&rest, 6);
    tl_bytes_uint (&rest, 3, &at);
    part.payload = payload.substr (0, 6);
    put (part.payload, at + offset, 3);
    put (part.payload, bytes.size (), 3);
    part.payload += bytes;
    return part;
  }

  std::string bytes () const
  {
    std::string out;

    put (out, header.type, 1);
    put (out, header.version, 2);
    put (out, header.epoch, 2);
    put (out, header.sequence, 6);
    put (out, payload.size (), 2);
    return out + payload;
  }
};

using Records = std::vector<Record>;

Packet
packet_of (const TlSegment &way, gint64 time, const std::string &payload)
{
  std::string out = ip_header (way, 8 + payload.size ());

  put (out, way.source.port, 2);
  put (out, way.destination.port, 2);
  put (out, 8 + payload.size (), 2);
  put (out, 0, 2);
  return { out + payload, time };
}

/* Each record in a datagram of its own. */
std::vector<Packet>
packets_of (const Records &records)
{
  std::vector<Packet> packets;

  for (auto &record : records)
    packets.push_back (packet_of (record.way, record.time, record.bytes ()));
  return packets;
}

/* The records of a sample, those with several fragments taken apart. */
Records
read_sample (const std::string &path)
{
  Records records;
  TlPacket packet;
  TlSegment way;
  TlCapture *capture = tl_capture_open (path.c_str (), nullptr);

  EXPECT_NE (capture, nullptr) << path;
  while (capture != nullptr && tl_capture_next (capture, &packet, nullptr) == TL_CAPTURE_PACKET)
    {
      TlBytes payload;
      TlDtlsHeader header;

      if (!tl_segment_from_packet (nullptr, &packet, &way) || way.protocol != TL_IP_UDP)
        continue;
      for (TlBytes rest = way.payload; tl_dtls_next_record (&rest, 0, false, &header, &payload);)
        records.push_back ({ way, packet.time, header,
                             std::string (reinterpret_cast<const char *> (payload.data), payload.length) });
    }
  g_clear_pointer (&capture, tl_capture_close);
  return records;
}

/* The numbers of the records in clear, as their sender would count them. */
Records
numbered (Records records)
{
  std::vector<std::pair<TlEndpoint, guint64>> next;

  for (auto &record : records)
    {
      auto found = std::find_if (next.begin (), next.end (), [&] (auto &each) {
        return tl_endpoint_equal (&each.first, &record.way.source);
      });

      if (record.header.epoch > 0)
        continue;
      if (found == next.end ())
        found = next.insert (next.end (), { record.way.source, 0 });
      record.header.sequence = found->second++;
    }
  return records;
}

Records
cut_anywhere (const Records &records, std::mt19937 &random, size_t longest)
{
  Records parts;

  for (auto &record : records)
    {
      size_t at = 0, size = record.is_fragment () ? record.body ().size () : 0;

      if (size == 0)
        parts.push_back (record);
      while (at < size)
        {
          size_t length = 1 + (longest > 1 ? random () % longest : 0);
          parts.push_back (record.part (at, length));
          at += length;
        }
    }
  return numbered (parts);
}

Records
cut_at (const Records &records, size_t offset)
{
  Records parts;

  for (auto &record : records)
    if (record.is_fragment () && record.body ().size () > offset)
      {
        parts.push_back (record.part (0, offset));
        parts.push_back (record.part (offset, std::string::npos));
      }
    else
      parts.push_back (record);
  return numbered (parts);
}

/* What one side says in a row, in another order. What it says again after a while is not in the same row. */
template <typename Order>
Records
reorder (Records records, Order order)
{
  std::vector<gint64> times;

  for (auto &record : records)
    times.push_back (record.time);
  for (size_t begin = 0, end; begin < records.size (); begin = end)
    {
      for (end = begin + 1; end < records.size () && records[end].same_way (records[begin])
                            && records[end].time - records[end - 1].time < 100000000;)
        end++;
      order (records.begin () + static_cast<long> (begin), records.begin () + static_cast<long> (end));
    }
  for (size_t i = 0; i < records.size (); i++)
    records[i].time = times[i];
  return records;
}

class DatagramCuts : public testing::TestWithParam<std::string>
{
protected:
  Records whole = read_sample (GetParam ());
  std::mt19937 random{ 1 };
  std::string expected;

  void SetUp () override
  {
    Reading all (packets_of (whole));

    ASSERT_FALSE (all.conversations.empty ());
    expected = all.json (true);
  }

  void expect_same (const std::vector<Packet> &packets) { ASSERT_EQ (Reading (packets).json (true), expected); }
  void expect_same (const Records &records) { expect_same (packets_of (records)); }
};

TEST_P (DatagramCuts, OneByteEach)
{
  expect_same (cut_anywhere (whole, random, 1));
}

/* With one byte in each packet, a step's origins must name just the packet of each of its bytes. */
TEST_P (DatagramCuts, OriginsOfOneByteEach)
{
  Records bytes = cut_anywhere (whole, random, 1);
  Reading reading (packets_of (bytes));

  for (auto conversation : reading.conversations)
    for (guint i = 0; i < conversation->n_steps; i++)
      {
        const TlStep *step = conversation->steps[i];
        gsize n_bytes = 0;
        auto data
            = step->bytes ? static_cast<const char *> (g_bytes_get_data (step->bytes, &n_bytes)) : nullptr;

        ASSERT_GT (step->n_origins, 0u);
        if (step->type != TL_STEP_HANDSHAKE || step->sealed)
          continue;
        /* The header of four bytes stands in each fragment: it is taken from the first one. */
        ASSERT_EQ (step->n_origins, n_bytes > 4 ? n_bytes - 4 : 1);
        for (guint k = 0; k < step->n_origins && n_bytes > 4; k++)
          {
            const TlStepOrigin &origin = step->origins[k];
            ASSERT_EQ (origin.offset, k == 0 ? 0 : k + 4);
            ASSERT_EQ (bytes[origin.packet - 1].body (), std::string (1, data[k + 4]));
          }
      }
}

TEST_P (DatagramCuts, InTwoAtEveryByte)
{
  size_t longest = 0;

  for (auto &record : whole)
    longest = std::max (longest, record.payload.size ());
  for (size_t offset = 0; offset < longest; offset++)
    {
      SCOPED_TRACE (offset);
      ASSERT_NO_FATAL_FAILURE (expect_same (cut_at (whole, offset)));
    }
}

TEST_P (DatagramCuts, Shuffled)
{
  for (size_t longest : { 1, 20, 200, 2000 })
    for (int round = 0; round < 8; round++)
      {
        Records records = reorder (cut_anywhere (whole, random, longest), [this] (auto begin, auto end) {
          std::shuffle (begin, end, random);
        });
        ASSERT_NO_FATAL_FAILURE (expect_same (records));
      }
}

TEST_P (DatagramCuts, Reversed)
{
  for (size_t longest : { 1, 200, 2000 })
    ASSERT_NO_FATAL_FAILURE (expect_same (reorder (cut_anywhere (whole, random, longest), [] (auto begin, auto end) {
      std::reverse (begin, end);
    })));
}

TEST_P (DatagramCuts, Duplicated)
{
  for (size_t longest : { 1, 200, 2000 })
    {
      Records parts = cut_anywhere (whole, random, longest), twice, again;

      for (size_t i = 0; i < parts.size (); i++)
        {
          twice.insert (twice.end (), 2, parts[i]);
          again.push_back (parts[i]);
          again.push_back (parts[random () % (i + 1)]);
        }
      ASSERT_NO_FATAL_FAILURE (expect_same (twice));
      ASSERT_NO_FATAL_FAILURE (expect_same (again));
    }
}

/* As many records as fit into each datagram, and as many fragments as there are in each record. */
TEST_P (DatagramCuts, Together)
{
  for (bool one_record : { false, true })
    {
      Records parts = cut_anywhere (whole, random, 50);
      std::vector<Packet> packets;

      for (size_t begin = 0, end; begin < parts.size (); begin = end)
        {
          Record record = parts[begin];
          std::string datagram;

          for (end = begin + 1; end < parts.size () && parts[end].same_way (record) && parts[end].time == record.time;
               end++)
            if (one_record && record.is_fragment () && parts[end].is_fragment ())
              record.payload += parts[end].payload;
            else
              {
                datagram += record.bytes ();
                record = parts[end];
              }
          packets.push_back (packet_of (record.way, record.time, datagram + record.bytes ()));
        }
      ASSERT_NO_FATAL_FAILURE (expect_same (packets));
    }
}

TEST_P (DatagramCuts, TruncatedAtEveryByte)
{
  std::vector<Packet> packets = packets_of (whole), some;
  Reading all (packets);

  for (auto &packet : packets)
    {
      some.push_back (packet);
      for (size_t length = 0; length <= packet.bytes.size (); length++)
        {
          SCOPED_TRACE (testing::Message () << "datagram " << some.size () << ", byte " << length);
          some.back ().bytes = packet.bytes.substr (0, length);
          some.back ().missing = static_cast<guint32> (packet.bytes.size () - length);
          Reading part (some);

          ASSERT_LE (part.conversations.size (), all.conversations.size ());
          for (size_t i = 0; i < part.conversations.size (); i++)
            ASSERT_NO_FATAL_FAILURE (expect_part (part.conversations[i], all.conversations[i]));
        }
    }
}

/* Datagrams that are lost do not bring anything that was not said. */
TEST_P (DatagramCuts, AnyDatagramLost)
{
  std::vector<Packet> packets = packets_of (whole);

  for (size_t i = 0; i < packets.size (); i++)
    {
      std::vector<Packet> rest = packets;

      rest.erase (rest.begin () + static_cast<long> (i));
      Reading some (rest);
      for (auto conversation : some.conversations)
        for (guint k = 0; k < conversation->n_steps; k++)
          {
            g_autoptr (TlFieldTree) fields = tl_step_fields (conversation, k);
            EXPECT_NE (fields, nullptr);
          }
    }
}

INSTANTIATE_TEST_SUITE_P (Samples, DatagramCuts, testing::ValuesIn (samples (TL_IP_UDP, "dtls")), name_of);

} // namespace
