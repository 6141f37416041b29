/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Handshake messages: spanning records, several in one, longer than is kept.
 */
#include "display.h"
#include "limits.h"
#include "recorder.h"
#include "tls/handshake.h"

#include <gtest/gtest.h>

namespace
{

struct Log
{
  std::string text;
};

void
message (gpointer user_data, const TlChunk *chunk, guint64 length, guint32 n_records)
{
  std::string &text = static_cast<Log *> (user_data)->text;
  g_autofree char *shown = tl_display_hex (chunk->bytes, 8);
  guint n;
  g_autofree TlStepOrigin *origins = tl_chunk_dup_origins (chunk, 100, &n);

  text += std::string (shown) + "/" + std::to_string (length) + "/" + std::to_string (n_records) + "@";
  for (guint i = 0; i < n; i++)
    text += std::to_string (origins[i].offset) + ":" + std::to_string (origins[i].packet) + ",";
  text += " ";
}

/* Each of @payloads is a record, in a packet of its own, counted from 1. */
std::string
read (const std::vector<std::vector<guint8>> &payloads, bool flush = false)
{
  TlHandshakeReader reader = {};
  Log log;
  guint64 packet = 0;
  for (const auto &payload : payloads)
    {
      TlStepOrigin origin;
      TlChunk chunk = tl_chunk_from_packet (view (payload), ++packet, 0, &origin);
      tl_handshake_reader_add (&reader, &chunk, message, &log);
    }
  if (flush)
    tl_handshake_reader_flush (&reader, 0, message, &log);
  tl_handshake_reader_clear (&reader);
  return log.text;
}

}

TEST (Handshake, OneInARecord)
{
  EXPECT_EQ (read ({ hex ("0e000000") }), "0e000000/4/1@0:1, ");
}

TEST (Handshake, SeveralInARecord)
{
  EXPECT_EQ (read ({ hex ("0b000001aa 0e000000") }), "0b000001aa/5/1@0:1, 0e000000/4/1@0:1, ");
}

TEST (Handshake, OneInSeveralRecords)
{
  EXPECT_EQ (read ({ hex ("0b"), hex ("0000"), hex ("02aa"), hex ("bb 0e000000") }),
             "0b000002aabb/6/4@0:1,1:2,3:3,5:4, 0e000000/4/1@0:4, ");
}

TEST (Handshake, WhatDoesNotGoOnIsToldAsItIs)
{
  EXPECT_EQ (read ({ hex ("0b000005aabb") }), "");
  EXPECT_EQ (read ({ hex ("0b000005aabb") }, true), "0b000005aabb/9/1@0:1, ");
  EXPECT_EQ (read ({ hex ("0b00") }, true), "0b00/4/1@0:1, ");
}

TEST (Handshake, WhatCannotBeOneEndsWithItsRecord)
{
  /* what stands behind a Certificate that lies about its length */
  EXPECT_EQ (read ({ hex ("0b000001aa 84ffffff bbcc"), hex ("0e000000") }),
             "0b000001aa/5/1@0:1, 84ffffffbbcc/16777219/1@0:1, 0e000000/4/1@0:2, ");
  EXPECT_EQ (read ({ hex ("84ff"), hex ("ffff bbcc"), hex ("0e000000") }),
             "84ffffffbbcc/16777219/2@0:1,2:2, 0e000000/4/1@0:3, ");
  /* one that is known, or not too long, goes on */
  EXPECT_EQ (read ({ hex ("0bffffff bbcc"), hex ("0e000000") }), "");
  EXPECT_EQ (read ({ hex ("84000006 bbcc"), hex ("0e000000") }), "84000006bbcc0e00…/10/2@0:1,6:2, ");
}

TEST (Handshake, KeepsNoMoreThanTheCap)
{
  for (gsize body : { TL_LIMIT_MESSAGE - 5, TL_LIMIT_MESSAGE - 4, TL_LIMIT_MESSAGE - 3, TL_LIMIT_MESSAGE + 70000 })
    {
      std::vector<guint8> bytes = { 0x0b, (guint8) (body >> 16), (guint8) (body >> 8), (guint8) body };
      std::vector<std::vector<guint8>> payloads;
      gsize kept = 0;
      TlHandshakeReader reader = {};
      auto count = [] (gpointer user_data, const TlChunk *chunk, guint64 length, guint32) {
        *static_cast<gsize *> (user_data) = chunk->bytes.length;
        EXPECT_GE (length, chunk->bytes.length);
      };
      bytes.resize (4 + body);
      for (gsize i = 0; i < bytes.size (); i += 16000)
        {
          TlStepOrigin origin;
          TlChunk chunk = tl_chunk_from_packet (tl_bytes (&bytes[i], MIN (16000, bytes.size () - i)), i, 0, &origin);
          tl_handshake_reader_add (&reader, &chunk, count, &kept);
        }
      EXPECT_EQ (kept, MIN (4 + body, TL_LIMIT_MESSAGE));
      tl_handshake_reader_clear (&reader);
    }
}

/* Bytes that are missing within a message: it says itself where the next one begins. */
TEST (Handshake, BehindALossTheNextOneIsRead)
{
  for (guint64 lost = 0; lost < 12; lost++)
    {
      TlHandshakeReader reader = {};
      TlStepOrigin origin;
      Log log;
      auto add = [&] (const std::vector<guint8> &payload, guint64 packet) {
        TlChunk chunk = tl_chunk_from_packet (view (payload), packet, 0, &origin);
        tl_handshake_reader_add (&reader, &chunk, message, &log);
      };
      std::vector<guint8> rest = hex ("0102030405060708 0e000000");
      add (hex ("0b00000a aabb"), 1);
      EXPECT_EQ (tl_handshake_reader_lose (&reader, lost, 0, message, &log), lost <= 8) << lost;
      rest.erase (rest.begin (), rest.begin () + (long) lost);
      add (rest, 2);
      if (lost <= 8)
        EXPECT_EQ (log.text, std::string (lost == 8 ? "0b00000aaabb/14/1" : "0b00000aaabb/14/2") + "@0:1, 0e000000/4/1@0:2, ") << lost;
      else
        EXPECT_EQ (log.text, "0b00000aaabb/14/1@0:1, ") << lost;
      tl_handshake_reader_clear (&reader);
    }
}

/* Where nothing says that a message begins, there may be the middle of one, or something sealed. */
TEST (Handshake, BehindALossAMessageMustBeKnown)
{
  for (const char *other : { "0000000000000000", "aabbccdd", "0bffffff", "0e00" })
    {
      TlHandshakeReader reader = {};
      TlStepOrigin origin;
      Log log;
      for (const char *payload : { other, "0e000000" })
        {
          std::vector<guint8> bytes = hex (payload);
          TlChunk chunk = tl_chunk_from_packet (view (bytes), 1, 0, &origin);
          if (payload == other)
            EXPECT_FALSE (tl_handshake_reader_lose (&reader, 7, 0, message, &log));
          tl_handshake_reader_add (&reader, &chunk, message, &log);
        }
      EXPECT_EQ (log.text, "0e000000/4/1@0:1, ") << other;
      tl_handshake_reader_clear (&reader);
    }
}
