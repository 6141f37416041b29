/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Frames of IEEE 802.11 of every shape, whole and cut.
 */
#include "network/link.h"
#include "network/wlan.h"
#include "packets.h"

#include <gtest/gtest.h>
#include <vector>

namespace
{

const std::string addresses = "020000000001 020000000002 020000000003 ";
const std::string snap = "aaaa03 000000 0800";
/* To the access point; not QoS. */
const std::string data = "0801 0000 " + addresses + "1000 ";

struct Frame
{
  const char *what;
  int link_type;
  std::string header;
};

const std::vector<Frame> frames = {
  { "data", 105, data + snap },
  { "data between stations, IPv6", 105, "0800 0000 " + addresses + "1000 aaaa03 000000 86dd" },
  { "data from the access point", 105, "0802 0000 " + addresses + "1000 " + snap },
  { "data, sent again, more to come, power saved", 105, "0839 0000 " + addresses + "1000 " + snap },
  { "data and acknowledgement", 105, "1801 0000 " + addresses + "1000 " + snap },
  { "data, four addresses", 105, "0803 0000 " + addresses + "1000 020000000004 " + snap },
  { "data, 802.1H", 105, data + "aaaa03 0000f8 0800" },
  { "data, VLAN", 105, data + "aaaa03 000000 8100 0064 0800" },
  { "QoS data", 105, "8801 0000 " + addresses + "1000 0000 " + snap },
  { "QoS data, HT control", 105, "8881 0000 " + addresses + "1000 0000 00000000 " + snap },
  { "QoS data, four addresses", 105, "8803 0000 " + addresses + "1000 020000000004 0000 " + snap },
  { "QoS data, a queue size that looks like mesh control", 105, "8801 0000 " + addresses + "1000 0001 " + snap },
  { "QoS data, mesh control", 105, "8803 0000 " + addresses + "1000 020000000004 0001 001f01000000 " + snap },
  { "QoS data, mesh control, two addresses more", 105,
    "8803 0000 " + addresses + "1000 020000000004 0001 021f01000000 020000000005 020000000006 " + snap },
  { "radiotap, nothing present", 127, "00 00 0800 00000000 " + data + snap },
  { "radiotap, flags", 127, "00 00 0900 02000000 10 " + data + snap },
  { "radiotap, time and flags", 127, "00 00 1100 03000000 0000000000000000 00 " + data + snap },
  { "radiotap, two words of what is present, time, flags", 127,
    "00 00 1900 03000080 00000000 00000000 0000000000000000 00 " + data + snap },
  { "radiotap, padded 802.11 header", 127,
    "00 00 0900 02000000 20 8801 0000 " + addresses + "1000 0000 0000 " + snap },
  { "Prism", 119, "44000000 90000000" + std::string (136 * 2, '0') + data + snap },
  { "Prism, big endian", 119, "00000044 00000090" + std::string (136 * 2, '0') + data + snap },
  { "AVS as Prism", 119, "80211001 00000040" + std::string (56 * 2, '0') + data + snap },
  { "AVS", 163, "80211002 00000040" + std::string (56 * 2, '0') + data + snap },
  { "PPI", 192, "00 00 0800 69000000 " + data + snap },
  { "PPI with a field", 192, "00 01 1000 69000000 0200 0400 00000000 " + data + snap },
  /* Two frames travel together: the first is read. */
  { "aggregate", 105, "8801 0000 " + addresses + "1000 8000 020000000001 020000000002 0016 " + snap },
};

TEST (Wlan, EveryShape)
{
  for (const Frame &frame : frames)
    {
      std::string bytes = hex (frame.header) + "E, the packet!";
      TlBytes rest = tl_bytes (bytes.data (), bytes.size ());

      SCOPED_TRACE (frame.what);
      EXPECT_TRUE (tl_wlan_is (frame.link_type));
      EXPECT_TRUE (tl_link_type_known (frame.link_type));
      ASSERT_TRUE (tl_link_strip (frame.link_type, &rest));
      EXPECT_EQ (std::string (reinterpret_cast<const char *> (rest.data), rest.length), "E, the packet!");
    }
}

TEST (Wlan, CutAtEveryByte)
{
  for (const Frame &frame : frames)
    {
      std::string header = hex (frame.header);

      for (size_t length = 0; length < header.size (); length++)
        {
          /* A copy of just this size, so that a sanitizer sees what is read beyond it. */
          std::vector<guint8> bytes (header.begin (), header.begin () + static_cast<long> (length));
          TlBytes rest = tl_bytes (bytes.data (), bytes.size ());

          EXPECT_FALSE (tl_link_strip (frame.link_type, &rest)) << frame.what << ", " << length;
        }
    }
}

TEST (Wlan, NothingToRead)
{
  const std::vector<Frame> others = {
    { "a beacon", 105, "8000 0000 " + addresses + "1000 " + snap },
    { "an acknowledgement", 105, "d400 0000 020000000001" },
    { "no data", 105, "4801 0000 " + addresses + "1000 " + snap },
    { "no data, QoS", 105, "c801 0000 " + addresses + "1000 0000 " + snap },
    { "encrypted", 105, "0841 0000 " + addresses + "1000 " + snap },
    { "the first fragment", 105, "0805 0000 " + addresses + "1000 " + snap },
    { "the second fragment", 105, "0801 0000 " + addresses + "1100 " + snap },
    { "another version", 105, "0901 0000 " + addresses + "1000 " + snap },
    { "authentication", 105, data + "aaaa03 000000 888e" },
    { "radiotap of another version", 127, "01 00 0800 00000000 " + data + snap },
    { "radiotap, a frame that failed its checksum", 127, "00 00 0900 02000000 50 " + data + snap },
    { "radiotap that is too short for what is present", 127, "00 00 0800 02000000 " + data + snap },
    { "radiotap with words without end", 127, "00 00 1000 000000800000008000000080 " + data + snap },
    { "radiotap with words without end", 127, "00 00 0800 00000080 " + data + snap },
  };

  for (const Frame &frame : others)
    {
      std::string bytes = hex (frame.header) + std::string (100, 'E');
      TlBytes rest = tl_bytes (bytes.data (), bytes.size ());

      EXPECT_FALSE (tl_link_strip (frame.link_type, &rest)) << frame.what;
      EXPECT_FALSE (tl_wlan_open_aggregate (frame.link_type, &rest)) << frame.what;
    }
}

std::string
in_aggregate (const std::string &content)
{
  return hex ("020000000001 020000000002") + u16 (static_cast<unsigned> (content.size ())) + content;
}

TEST (Wlan, Aggregate)
{
  std::string bytes = hex ("00 00 0800 00000000 8801 0000 " + addresses + "1000 8000") + in_aggregate ("first") + zeros (1)
                      + in_aggregate ("the second") + in_aggregate ("cut");
  TlBytes rest = tl_bytes (bytes.data (), bytes.size () - 1), frame;
  guint32 missing = 77;

  ASSERT_TRUE (tl_wlan_open_aggregate (127, &rest));
  ASSERT_TRUE (tl_wlan_next_frame (&rest, &frame, &missing));
  EXPECT_EQ (std::string (reinterpret_cast<const char *> (frame.data), frame.length), in_aggregate ("first"));
  EXPECT_EQ (missing, 0u);
  ASSERT_TRUE (tl_wlan_next_frame (&rest, &frame, &missing));
  EXPECT_EQ (std::string (reinterpret_cast<const char *> (frame.data), frame.length), in_aggregate ("the second"));
  ASSERT_TRUE (tl_wlan_next_frame (&rest, &frame, &missing));
  EXPECT_EQ (frame.length, 16u);
  EXPECT_EQ (missing, 1u);
  EXPECT_FALSE (tl_wlan_next_frame (&rest, &frame, &missing));
}

/* A frame that says of itself that it is an aggregate, and holds nothing. */
TEST (Wlan, EmptyAggregate)
{
  std::string bytes = hex ("8801 0000 " + addresses + "1000 8000") + in_aggregate ("") + zeros (2) + in_aggregate ("");
  TlBytes rest = tl_bytes (bytes.data (), bytes.size ()), frame;
  guint32 missing;
  unsigned n = 0;

  ASSERT_TRUE (tl_wlan_open_aggregate (105, &rest));
  while (tl_wlan_next_frame (&rest, &frame, &missing))
    n++;
  EXPECT_EQ (n, 2u);
}

} // namespace
