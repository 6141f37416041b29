/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The frames of Initial packets.
 */
#include "quic/frames.h"
#include "quic-maker.h"
#include "quic-vectors.h"

#include <gtest/gtest.h>

/* "type+length …" of all frames, and what is left as "rest n". */
static std::string
frames (const Data &payload)
{
  TlBytes rest = view_of (payload);
  TlQuicFrame frame;
  std::string text;
  while (tl_quic_next_frame (&rest, &frame))
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
  ASSERT_TRUE (tl_quic_next_frame (&rest, &frame));
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
  ASSERT_TRUE (tl_quic_next_frame (&rest, &frame));
  EXPECT_EQ (frame.error, 0x128u);
  EXPECT_EQ (tl_quic_alert_of (frame.error), 40);
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
