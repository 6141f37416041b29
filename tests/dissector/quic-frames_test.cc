/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The frames of packets.
 */
#include "quic/frames.h"
#include "quic-maker.h"
#include "quic-vectors.h"

#include <algorithm>
#include <gtest/gtest.h>

/* "type+length …" of all frames, and what is left as "rest n". */
static std::string
frames (const Data &payload, TlQuicPacketType packet = TL_QUIC_INITIAL)
{
  TlBytes rest = view_of (payload);
  TlQuicFrame frame;
  std::string text;
  while (tl_quic_next_frame (&rest, packet, &frame))
    text += (text.empty () ? "" : " ") + std::to_string (frame.type) + "+" + std::to_string (frame.bytes.length);
  return text + (rest.length > 0 ? " rest " + std::to_string (rest.length) : "");
}

TEST (QuicFrames, OfTheRfcs)
{
  EXPECT_EQ (frames (QuicMaker::hexed (quic_client_frame) + Data (917, 0)), "6+245 0+917");
  EXPECT_EQ (frames (QuicMaker::hexed (quic_server_frames)), "2+5 6+94");
}

TEST (QuicFrames, Crypto)
{
  Data payload = crypto_frame (1000, { 1, 2, 3 });
  TlBytes rest = view_of (payload);
  TlQuicFrame frame;
  ASSERT_TRUE (tl_quic_next_frame (&rest, TL_QUIC_INITIAL, &frame));
  EXPECT_EQ (frame.offset, 1000u);
  EXPECT_EQ (frame.data.length, 3u);
  EXPECT_EQ (frame.data.data[0], 1);
}

TEST (QuicFrames, Acks)
{
  EXPECT_EQ (frames ({ 2, 5, 0, 1, 0, 1, 1, 1 }), "2+7 1+1");
  EXPECT_EQ (frames ({ 3, 5, 0, 0, 0, 1, 2, 3, 1 }), "3+8 1+1");
  EXPECT_EQ (frames ({ 2, 5, 0, 2, 0, 1, 1, 1 }), " rest 8");
  EXPECT_EQ (frames (Data ({ 2, 5, 0 }) + varint (G_GUINT64_CONSTANT (1) << 61) + Data (100, 0)), " rest 111");
}

TEST (QuicFrames, Closing)
{
  Data payload = close_frame (0x128, "no");
  TlBytes rest = view_of (payload);
  TlQuicFrame frame;
  ASSERT_TRUE (tl_quic_next_frame (&rest, TL_QUIC_INITIAL, &frame));
  EXPECT_EQ (frame.number, 0x128u);
  EXPECT_EQ (tl_quic_alert_of (frame.number), 40);
  EXPECT_EQ (tl_quic_alert_of (0), -1);
  EXPECT_EQ (tl_quic_alert_of (0xff), -1);
  EXPECT_EQ (tl_quic_alert_of (0x100), 0);
  EXPECT_EQ (tl_quic_alert_of (0x1ff), 255);
  EXPECT_EQ (tl_quic_alert_of (0x200), -1);
}

TEST (QuicFrames, WhatMayNotStandInAnInitialEndsThem) /* RFC 9000 section 12.4 */
{
  EXPECT_EQ (frames ({ 1, 0x1e, 1 }), "1+1 rest 2");
  EXPECT_EQ (frames ({ 0x08, 0, 0 }), " rest 3");
  EXPECT_EQ (frames ({ 0x1d, 0, 0 }), " rest 3");
  EXPECT_EQ (frames ({}), "");
}

/* One of each frame of RFC 9000 section 19, and of RFC 9221. */
static const Data each_frame[] = {
  { 0x00, 0x00 },
  { 0x01 },
  { 0x02, 5, 0, 0, 0 },
  { 0x03, 5, 0, 0, 0, 1, 2, 3 },
  { 0x04, 1, 2, 3 },
  { 0x05, 1, 2 },
  { 0x06, 0, 1, 0xaa },
  { 0x07, 2, 0xaa, 0xbb },
  { 0x0a, 4, 1, 0xaa },
  { 0x0b, 4, 1, 0xaa },
  { 0x0e, 4, 0x40, 0x64, 1, 0xaa },
  { 0x0f, 4, 0x40, 0x64, 1, 0xaa },
  { 0x10, 1 },
  { 0x11, 1, 2 },
  { 0x12, 1 },
  { 0x13, 1 },
  { 0x14, 1 },
  { 0x15, 1, 2 },
  { 0x16, 1 },
  { 0x17, 1 },
  { 0x18, 1, 0, 4, 1, 2, 3, 4, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 },
  { 0x19, 1 },
  { 0x1a, 1, 2, 3, 4, 5, 6, 7, 8 },
  { 0x1b, 1, 2, 3, 4, 5, 6, 7, 8 },
  { 0x1c, 0x0a, 0, 2, 0x6e, 0x6f },
  { 0x1d, 0x0a, 2, 0x6e, 0x6f },
  { 0x1e },
  { 0x31, 1, 0xaa },
};

TEST (QuicFrames, EachKindEndsWhereTheNextBegins) /* RFC 9000 section 19 */
{
  std::string expected;
  Data all;
  for (const Data &frame : each_frame)
    {
      all = all + frame;
      expected += (expected.empty () ? "" : " ") + std::to_string (frame[0]) + "+" + std::to_string (frame.size ());
      for (gsize n = 1; n < frame.size () && frame[0] != 0; n++)
        EXPECT_EQ (frames (Data (frame.begin (), frame.begin () + (long) n), TL_QUIC_ONE_RTT), " rest " + std::to_string (n));
    }
  EXPECT_EQ (frames (all, TL_QUIC_ONE_RTT), expected);
  for (guint8 type : { 0x08, 0x09, 0x30 })
    EXPECT_EQ (frames ({ type, 4, 1, 1, 1 }, TL_QUIC_ONE_RTT), std::to_string (type) + "+5");
  EXPECT_EQ (frames ({ 0x0c, 4, 1, 1, 1 }, TL_QUIC_ONE_RTT), "12+5");
  EXPECT_EQ (frames ({ 0x1f, 1 }, TL_QUIC_ONE_RTT), " rest 2") << "none that is known";
}

TEST (QuicFrames, StandOnlyWhereTheyMay) /* RFC 9000 table 3 */
{
  static const struct
  {
    TlQuicPacketType packet;
    Data types;
  } may[] = {
    { TL_QUIC_INITIAL, { 0x00, 0x01, 0x02, 0x03, 0x06, 0x1c } },
    { TL_QUIC_HANDSHAKE, { 0x00, 0x01, 0x02, 0x03, 0x06, 0x1c } },
    { TL_QUIC_ZERO_RTT, { 0x00, 0x01, 0x04, 0x05, 0x0a, 0x0b, 0x0e, 0x0f, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18,
                          0x19, 0x1a, 0x1c, 0x1d, 0x31 } },
    { TL_QUIC_RETRY, {} },
  };
  for (const auto &each : may)
    for (const Data &frame : each_frame)
      EXPECT_EQ (frames (frame, each.packet).compare (0, 5, " rest") != 0,
                 std::find (each.types.begin (), each.types.end (), frame[0]) != each.types.end ())
          << each.packet << " " << (int) frame[0];
}

TEST (QuicFrames, SayWhatOfThemCounts)
{
  Data id = each_frame[20], close = each_frame[25];
  TlBytes rest = view_of (id);
  TlQuicFrame frame;
  ASSERT_TRUE (tl_quic_next_frame (&rest, TL_QUIC_ONE_RTT, &frame));
  EXPECT_EQ (Data (frame.data.data, frame.data.data + frame.data.length), Data ({ 1, 2, 3, 4 }));
  rest = view_of (close);
  ASSERT_TRUE (tl_quic_next_frame (&rest, TL_QUIC_ONE_RTT, &frame));
  EXPECT_EQ (frame.number, 10u);
  EXPECT_EQ (frame.data.length, 2u);
  EXPECT_TRUE (tl_quic_is_stream (0x08) && tl_quic_is_stream (0x0f) && tl_quic_is_stream (0x31));
  EXPECT_FALSE (tl_quic_is_stream (0x07) || tl_quic_is_stream (0x10) || tl_quic_is_stream (0x32));
}

static std::string
google_frames (const Data &payload)
{
  TlBytes rest = view_of (payload);
  TlQuicFrame frame;
  std::string text;
  while (tl_quic_next_google_frame (&rest, &frame))
    text += (text.empty () ? "" : " ") + std::to_string (frame.type) + "+" + std::to_string (frame.bytes.length);
  return text + (rest.length > 0 ? " rest " + std::to_string (rest.length) : "");
}

TEST (QuicFrames, OfGooglesQuic)
{
  /* an ACK of packet 1, CRYPTO at 0, padding; as a server of T051 sends them */
  EXPECT_EQ (google_frames ({ 0x40, 1, 0, 0, 1, 0, 8, 0, 4, 2, 0, 0, 0, 0, 0 }), "2+6 6+7 0+2");
  EXPECT_EQ (google_frames ({ 0x40, 1, 8, 0xc5, 1, 1, 0, 1, 2, 3, 4, 7 }), "2+11 1+1");
  EXPECT_EQ (google_frames ({ 0x75, 0, 9, 0, 0, 1, 0, 2, 1, 0, 3, 0 }), "2+12");
  EXPECT_EQ (google_frames ({ 0x7f, 1, 2, 3 }), " rest 4");
  EXPECT_EQ (google_frames ({ 2, 0, 0, 0, 1 }), " rest 5");
}

TEST (QuicFrames, LengthsThatLie)
{
  EXPECT_EQ (frames ({ 6, 0, 5, 1, 2, 3, 4 }), " rest 7");
  EXPECT_EQ (frames (Data ({ 6, 0 }) + Data (8, 0xff) + Data ({ 1 })), " rest 11");
  EXPECT_EQ (frames (Data ({ 0x1c, 0, 0 }) + Data (8, 0xff)), " rest 11");
  EXPECT_EQ (frames ({ 6, 0x40 }), " rest 2");
}
