/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * For tests of carriers: datagrams as packets, and a sink that writes down what was carried.
 */
#pragma once

#include "carriers/carrier.h"
#include "display.h"
#include "talk.h"

/* UDP datagrams between 192.0.2.1:50000 and 192.0.2.2:@port as raw IPv4 packets. */
struct CarriedTalk
{
  std::vector<Talk::Packet> packets;
  gint64 now = 1000000000;
  guint16 port = 4433;

  void
  send (int from, const Data &payload)
  {
    Data udp = be (from == FROM_CLIENT ? 50000 : port, 2) + be (from == FROM_CLIENT ? port : 50000, 2)
               + be (8 + payload.size (), 2) + be (0, 2) + payload;
    Data client = { 192, 0, 2, 1 }, server = { 192, 0, 2, 2 };
    packets.push_back ({ be (0x45, 1) + be (0, 1) + be (20 + udp.size (), 2) + be (0, 4) + be (64, 1) + be (17, 1) + be (0, 2)
                             + (from == FROM_CLIENT ? client + server : server + client) + udp,
                         now });
    now += 1000000;
  }
};

/* What a carrier hands on: "0 bytes 1603…@7" of direction 0, in packet 7. */
struct CarriedLog
{
  std::string text;

  static void
  say (gpointer user_data, guint direction, const char *what, const TlChunk *chunk)
  {
    std::string &text = static_cast<CarriedLog *> (user_data)->text;
    g_autofree char *shown = tl_display_hex (chunk->bytes, 8);
    guint n;
    g_autofree TlStepOrigin *origins = tl_chunk_dup_origins (chunk, 100, &n);

    text += std::to_string (direction) + " " + what + " " + shown + "@";
    for (guint i = 0; i < n; i++)
      text += (i > 0 ? "," : "") + std::to_string (origins[i].packet);
    text += "\n";
  }

  static void
  bytes (gpointer user_data, guint direction, const TlChunk *chunk)
  {
    say (user_data, direction, "bytes", chunk);
  }

  static void
  datagram (gpointer user_data, guint direction, const TlChunk *chunk)
  {
    say (user_data, direction, "datagram", chunk);
  }

  static void
  gap (gpointer user_data, guint direction, gint64)
  {
    static_cast<CarriedLog *> (user_data)->text += std::to_string (direction) + " gap\n";
  }
};

static const TlCarrierSink carried_log = { CarriedLog::bytes, CarriedLog::gap, CarriedLog::datagram };

/* A carrier that is fed datagrams, in packets counted from 1. */
struct Carrying
{
  TlCarrier *self;
  CarriedLog log;
  guint64 packet = 0;

  explicit Carrying (const Data &first) : self (tl_carrier_new_for_datagram (tl_bytes (first.data (), first.size ())))
  {
  }

  ~Carrying ()
  {
    g_clear_pointer (&self, tl_carrier_free);
  }

  void
  add (guint direction, const Data &datagram)
  {
    TlStepOrigin origin;
    TlChunk chunk = tl_chunk_from_packet (tl_bytes (datagram.data (), datagram.size ()), ++packet, 0, &origin);
    tl_carrier_add_datagram (self, direction, &chunk, &carried_log, &log);
  }

  std::string
  end ()
  {
    tl_carrier_flush (self, &carried_log, &log);
    return log.text;
  }
};

static inline TlBytes
view_of (const Data &data)
{
  return tl_bytes (data.data (), data.size ());
}
