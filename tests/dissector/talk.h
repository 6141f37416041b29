/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * For tests: messages made by hand, and a talk between a client and a server as packets.
 */
#pragma once

#include "conversation/tracker.h"
#include "data.h"
#include "network/ip.h"

static inline Data
record (guint8 type, const Data &payload, guint16 version = 0x0303)
{
  return be (type, 1) + be (version, 2) + prefixed (2, payload);
}

static inline Data
message (guint8 type, const Data &body)
{
  return be (type, 1) + prefixed (3, body);
}

static inline Data
extension (guint16 type, const Data &data)
{
  return be (type, 2) + prefixed (2, data);
}

struct Hello
{
  std::string name = "example.org";
  bool tls13 = true;
  Data session_id = {};
  Data more = {}; /* further extensions */
  guint16 suite = 0x1301;
};

static inline Data
client_hello (const Hello &hello = {})
{
  Data extensions = extension (0, prefixed (2, be (0, 1) + prefixed (2, bytes_of (hello.name))));
  extensions = extensions + extension (10, prefixed (2, be (29, 2)));
  if (hello.tls13)
    extensions = extensions + extension (43, prefixed (1, be (0x0304, 2) + be (0x0303, 2)))
                 + extension (51, prefixed (2, be (29, 2) + prefixed (2, Data (32, 7))));
  extensions = extensions + hello.more;
  return message (1, be (0x0303, 2) + Data (32, 0xc1) + prefixed (1, hello.session_id)
                         + prefixed (2, be (0x1301, 2) + be (0xc02f, 2)) + prefixed (1, be (0, 1))
                         + prefixed (2, extensions));
}

static inline Data
server_hello (const Hello &hello = {})
{
  Data extensions = hello.more;
  if (hello.tls13)
    extensions = extensions + extension (43, be (0x0304, 2))
                 + extension (51, be (29, 2) + prefixed (2, Data (32, 9)));
  return message (2, be (0x0303, 2) + Data (32, 0x51) + prefixed (1, hello.session_id) + be (hello.suite, 2)
                         + be (0, 1) + prefixed (2, extensions));
}

enum
{
  FROM_CLIENT = 0,
  FROM_SERVER = 1
};

/* A TCP connection between 192.0.2.1:50000 and 192.0.2.2:443 as raw IPv4 packets. */
struct Talk
{
  struct Packet
  {
    Data data;
    gint64 time;
  };

  std::vector<Packet> packets;
  guint32 next[2] = { 1000, 2000 };
  gint64 now = 1000000000;
  guint16 client_port = 50000;

  void
  segment (int from, guint8 flags, const Data &payload, guint32 sequence)
  {
    Data tcp = be (from == FROM_CLIENT ? client_port : 443, 2) + be (from == FROM_CLIENT ? 443 : client_port, 2)
               + be (sequence, 4) + be (next[1 - from], 4) + be (0x50, 1) + be (flags, 1) + be (65535, 2) + be (0, 4)
               + payload;
    Data client = { 192, 0, 2, 1 }, server = { 192, 0, 2, 2 };
    Data ip = be (0x45, 1) + be (0, 1) + be (20 + tcp.size (), 2) + be (0, 4) + be (64, 1) + be (6, 1) + be (0, 2)
              + (from == FROM_CLIENT ? client + server : server + client) + tcp;
    packets.push_back ({ ip, now });
    now += 1000000;
  }

  void
  open ()
  {
    segment (FROM_CLIENT, TL_TCP_SYN, {}, next[0]++);
    segment (FROM_SERVER, TL_TCP_SYN | TL_TCP_ACK, {}, next[1]++);
  }

  void
  say (int from, const Data &data, gsize step = 100000)
  {
    for (gsize i = 0; i < data.size (); i += step)
      {
        Data part (data.begin () + (long) i, data.begin () + (long) MIN (i + step, data.size ()));
        segment (from, TL_TCP_ACK, part, next[from]);
        next[from] += (guint32) part.size ();
      }
  }

  void
  finish (int from)
  {
    segment (from, TL_TCP_FIN | TL_TCP_ACK, {}, next[from]++);
  }

  void
  reset (int from)
  {
    segment (from, TL_TCP_RST, {}, next[from]);
  }
};

/* @each as the tracker wants it, of LINKTYPE_RAW. */
template <class Packet>
static inline TlPacket
packet_of (const Packet &each, guint64 number = 1)
{
  TlPacket packet = {};

  packet.number = number;
  packet.time = each.time;
  packet.data = each.data.data ();
  packet.captured = packet.length = (guint32) each.data.size ();
  packet.link_type = 101;
  return packet;
}

static inline void
feed (TlTracker *tracker, const std::vector<Talk::Packet> &packets)
{
  for (const auto &each : packets)
    {
      TlPacket packet = packet_of (each);
      tl_tracker_add (tracker, &packet);
    }
}

/* A record of so many bytes that nobody can read. */
static inline Data
sealed (gsize length)
{
  return record (23, Data (length, 0xee));
}

/* TLS 1.3 from the first packet to the last, in segments of @step bytes at most. */
static inline Talk
tls13_talk (gsize step = 100000)
{
  Talk talk;
  talk.open ();
  talk.say (FROM_CLIENT, record (22, client_hello (), 0x0301), step);
  talk.say (FROM_SERVER, record (22, server_hello ()) + record (20, be (1, 1)) + sealed (40) + sealed (900), step);
  talk.say (FROM_CLIENT, record (20, be (1, 1)) + sealed (4 + 32 + 1 + 16), step);
  talk.say (FROM_CLIENT, sealed (100), step);
  talk.say (FROM_SERVER, sealed (200) + sealed (300), step);
  talk.finish (FROM_CLIENT);
  talk.finish (FROM_SERVER);
  return talk;
}

/* A hello, and, where @answered, the answer to it. */
static inline Talk
begun (bool answered)
{
  Talk talk;
  talk.open ();
  talk.say (FROM_CLIENT, record (22, client_hello ()));
  if (answered)
    talk.say (FROM_SERVER, record (22, server_hello ()) + sealed (900));
  return talk;
}

/* The same packets of IPv4, those of more than @size bytes behind their header in fragments of that size, which is a multiple of eight. */
static inline std::vector<Talk::Packet>
in_fragments (const std::vector<Talk::Packet> &packets, gsize size)
{
  std::vector<Talk::Packet> all;
  guint16 identification = 0;
  for (const auto &packet : packets)
    {
      Data head (packet.data.begin (), packet.data.begin () + 20), rest (packet.data.begin () + 20, packet.data.end ());
      identification++;
      for (gsize at = 0; at < rest.size () && rest.size () > size; at += size)
        {
          Data part (rest.begin () + (long) at, rest.begin () + (long) MIN (at + size, rest.size ()));
          gsize offset = at / 8 | (at + size < rest.size () ? 0x2000 : 0);
          all.push_back ({ Data (head.begin (), head.begin () + 2) + be (20 + part.size (), 2) + be (identification, 2)
                               + be (offset, 2) + Data (head.begin () + 8, head.end ()) + part,
                           packet.time });
        }
      if (rest.size () <= size)
        all.push_back (packet);
    }
  return all;
}

/* Runs packets through a tracker, and keeps what it tells. */
struct Reading
{
  std::vector<TlConversation *> told;

  explicit Reading (const std::vector<Talk::Packet> &packets,
                    guint flags = TL_TRACKER_STEPS,
                    guint publish_every = 0,
                    gsize snap_length = G_MAXUINT32,
                    gint32 link_type = 101, /* LINKTYPE_RAW */
                    TlKeyring *keyring = nullptr)
  {
    TlTracker *tracker = tl_tracker_new ((TlTrackerFlags) flags, tell, this);
    guint64 number = 0;
    if (keyring)
      tl_tracker_set_keyring (tracker, keyring);
    for (const auto &each : packets)
      {
        TlPacket packet = packet_of (each, ++number);
        packet.captured = (guint32) MIN (each.data.size (), snap_length);
        packet.link_type = link_type;
        tl_tracker_add (tracker, &packet);
        if (publish_every && number % publish_every == 0)
          tl_tracker_publish (tracker);
      }
    tl_tracker_finish (tracker);
    tl_tracker_free (tracker);
  }

  ~Reading ()
  {
    for (auto conversation : told)
      tl_conversation_unref (conversation);
  }

  static void
  tell (TlConversation *conversation, gpointer user_data)
  {
    static_cast<Reading *> (user_data)->told.push_back (tl_conversation_ref (conversation));
  }

  /* "client ClientHello, server ServerHello …" of the last told. */
  std::string
  steps () const
  {
    std::string all;
    if (told.empty ())
      return "none";
    const TlConversation *last = told.back ();
    for (guint i = 0; i < last->n_steps; i++)
      {
        g_autofree char *title = tl_step_title (last, i);
        all += (i > 0 ? ", " : "") + std::string (last->steps[i]->from == TL_SIDE_CLIENT ? "C " : "S ") + title;
      }
    return all;
  }

  /* The numbers of the packets that carried step @i of the last told. */
  std::vector<guint64>
  packets_of (guint i) const
  {
    std::vector<guint64> numbers;
    const TlStep *step = told.back ()->steps[i];
    for (guint k = 0; k < step->n_origins; k++)
      numbers.push_back (step->origins[k].packet);
    return numbers;
  }

  TlOutcome
  outcome () const
  {
    return told.empty () ? TL_N_OUTCOMES : told.back ()->outcome;
  }
};
