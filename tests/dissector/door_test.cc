/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A sealed record beside what was in it.
 */
#include "secrets/door.h"
#include "data.h"

#include <gtest/gtest.h>

namespace
{

struct Made
{
  Data header = { 23, 3, 3, 0, 6 }, payload = bytes_of ("sealed"), plain = bytes_of ("open\x16");
  TlSealedRecord record = {};
  TlOpenedRecord opened = {};

  Made ()
  {
    record.sequence = 7;
    record.header = tl_bytes (header.data (), header.size ());
    record.payload = tl_bytes (payload.data (), payload.size ());
    opened.type = 22;
    opened.content = 4;
    opened.mac = 1;
    opened.plaintext = g_bytes_new (plain.data (), plain.size ());
  }
};

std::string
text (GBytes *bytes)
{
  gsize n;
  auto data = static_cast<const char *> (g_bytes_get_data (bytes, &n));

  return std::string (data, n);
}

}

/* What is borrowed is copied, what was opened is taken over. */
TEST (Door, KeepsBothSides)
{
  Made made;
  GBytes *plaintext = made.opened.plaintext;
  g_autoptr (TlDoor) door = tl_door_new (&made.record, &made.opened);

  EXPECT_EQ (made.opened.plaintext, nullptr);
  made.header[0] = made.payload[0] = 0;
  EXPECT_EQ (text (door->header), std::string ("\x17\x03\x03\x00\x06", 5));
  EXPECT_EQ (text (door->payload), "sealed");
  EXPECT_EQ (door->opened.plaintext, plaintext);
  EXPECT_EQ (door->opened.type, 22);
  EXPECT_EQ (door->opened.content, 4u);
  EXPECT_EQ (door->sequence, 7u);
}

/* The messages of one record share it: what it holds lives as long as the last of them. */
TEST (Door, IsShared)
{
  Made made;
  TlDoor *door = tl_door_new (&made.record, &made.opened);
  GBytes *header = g_bytes_ref (door->header);
  TlDoor *other = tl_door_ref (door);

  EXPECT_EQ (other, door);
  tl_door_unref (door);
  EXPECT_EQ (text (other->opened.plaintext), "open\x16");
  tl_door_unref (other);
  EXPECT_EQ (g_bytes_get_size (header), 5u); /* ours is still there */
  g_bytes_unref (header);
}

TEST (Door, KnowsItsSize)
{
  Made small, large;

  large.payload = Data (1000, 1);
  large.record.payload = tl_bytes (large.payload.data (), large.payload.size ());
  g_autoptr (TlDoor) a = tl_door_new (&small.record, &small.opened);
  g_autoptr (TlDoor) b = tl_door_new (&large.record, &large.opened);
  EXPECT_GE (tl_door_size (a), sizeof (TlDoor) + 5 + 6 + 5);
  EXPECT_EQ (tl_door_size (b) - tl_door_size (a), 1000u - 6);
}
