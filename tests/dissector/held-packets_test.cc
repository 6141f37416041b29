/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Packets that wait for their secrets.
 */
#include "held-packets.h"
#include "limits.h"

#include <gtest/gtest.h>

#include <string>

static void
push (TlHeldPackets *held, guint64 number, const std::string &data, gint64 now)
{
  TlPacket packet = { number, 0, reinterpret_cast<const guint8 *> (data.data ()), (guint32) data.size (), (guint32) data.size (), 1 };

  tl_held_packets_push (held, &packet, now);
}

TEST (HeldPackets, ComeWhenTheyAreDueAndInOrder)
{
  g_autoptr (TlHeldPackets) held = tl_held_packets_new ();

  push (held, 1, "one", 100);
  push (held, 2, "two", 200);
  EXPECT_EQ (tl_held_packets_pop (held, 99), nullptr);
  const TlPacket *packet = tl_held_packets_pop (held, 100);
  ASSERT_NE (packet, nullptr);
  EXPECT_EQ (packet->number, 1u);
  EXPECT_EQ (std::string (reinterpret_cast<const char *> (packet->data), packet->captured), "one");
  EXPECT_EQ (tl_held_packets_pop (held, 199), nullptr);
  packet = tl_held_packets_pop (held, G_MAXINT64);
  ASSERT_NE (packet, nullptr);
  EXPECT_EQ (packet->number, 2u);
  EXPECT_EQ (tl_held_packets_pop (held, G_MAXINT64), nullptr);
}

TEST (HeldPackets, AreCopied)
{
  g_autoptr (TlHeldPackets) held = tl_held_packets_new ();
  std::string data = "before";

  EXPECT_TRUE (tl_held_packets_is_empty (held));
  push (held, 1, data, 0);
  EXPECT_FALSE (tl_held_packets_is_empty (held));
  data.assign ("after!");
  const TlPacket *packet = tl_held_packets_pop (held, 0);
  ASSERT_NE (packet, nullptr);
  EXPECT_EQ (std::string (reinterpret_cast<const char *> (packet->data), packet->captured), "before");
}

TEST (HeldPackets, AreNotHeldBeyondTheirBytes)
{
  g_autoptr (TlHeldPackets) held = tl_held_packets_new ();
  std::string big (TL_LIMIT_PACKET, 'x');
  guint64 n = TL_LIMIT_HELD_PACKETS / TL_LIMIT_PACKET, out = 0;

  for (guint64 i = 0; i < n; i++)
    push (held, i, big, 1000);
  EXPECT_EQ (tl_held_packets_pop (held, 0), nullptr);
  for (guint64 i = 0; i < 3; i++)
    push (held, n + i, big, 1000);
  while (tl_held_packets_pop (held, 0))
    out++;
  EXPECT_EQ (out, 3u);
}
