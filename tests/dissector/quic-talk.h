/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * For tests: a talk over QUIC between a client and a server as packets.
 */
#pragma once

#include "quic-maker.h"
#include "talk.h"

/* UDP datagrams between 192.0.2.1:50000 and 192.0.2.2:443 as raw IPv4 packets. */
struct QuicTalk
{
  std::vector<Talk::Packet> packets;
  gint64 now = 1000000000;
  guint16 client_port = 50000;
  QuicMaker maker;
  guint32 number[2] = { 0, 0 };

  void
  send (int from, const Data &payload)
  {
    Data udp = be (from == FROM_CLIENT ? client_port : 443, 2) + be (from == FROM_CLIENT ? 443 : client_port, 2)
               + be (8 + payload.size (), 2) + be (0, 2) + payload;
    Data client = { 192, 0, 2, 1 }, server = { 192, 0, 2, 2 };
    packets.push_back ({ be (0x45, 1) + be (0, 1) + be (20 + udp.size (), 2) + be (0, 4) + be (64, 1) + be (17, 1) + be (0, 2)
                             + (from == FROM_CLIENT ? client + server : server + client) + udp,
                         now });
    now += 1000000;
  }

  void
  client_initial (const Data &frames)
  {
    send (FROM_CLIENT, maker.client_initial (number[0]++, frames));
  }

  void
  server_initial (const Data &frames)
  {
    send (FROM_SERVER, maker.server_initial (number[1]++, frames));
  }

  void
  sealed (int from, TlQuicPacketType type, gsize size, guint8 filler = 0xee)
  {
    send (from, maker.sealed (type, from == FROM_CLIENT, size, filler));
  }

  void
  hellos (const Hello &hello = {})
  {
    client_initial (crypto_frame (0, client_hello (hello)));
    server_initial (crypto_frame (0, server_hello ()));
  }

  /* What follows the hellos. */
  void
  rest ()
  {
    sealed (FROM_SERVER, TL_QUIC_HANDSHAKE, 1000);
    sealed (FROM_CLIENT, TL_QUIC_HANDSHAKE, 60);
    sealed (FROM_CLIENT, TL_QUIC_ONE_RTT, 200);
    sealed (FROM_SERVER, TL_QUIC_ONE_RTT, 300);
    sealed (FROM_SERVER, TL_QUIC_ONE_RTT, 400);
  }

  void
  handshake (const Hello &hello = {})
  {
    hellos (hello);
    rest ();
  }

  static QuicTalk
  whole (const Hello &hello = {})
  {
    QuicTalk talk;
    talk.handshake (hello);
    return talk;
  }
};
