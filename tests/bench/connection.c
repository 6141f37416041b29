/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The phases of a connection: TCP handshake, the recorded flights with application data among them, the end.
 */
#include "connection.h"

#include <string.h>

enum
{
  RECORD = 16384
};

enum
{
  PHASE_SYN,
  PHASE_SYN_ACK,
  PHASE_ACK,
  PHASE_FLIGHTS,
  PHASE_BULK,
  PHASE_CLIENT_FIN,
  PHASE_SERVER_FIN,
  PHASE_LAST_ACK,
  PHASE_OVER
};

Behaviour behaviour;
uint64_t n_reordered, n_retransmitted;

static uint64_t n_connections;

void
connection_start (Connection *self, Recording *recording, uint16_t port, uint64_t bulk)
{
  uint64_t number = n_connections++;

  memset (self, 0, sizeof *self);
  self->live = true;
  self->recording = recording;
  self->ends.address[0] = 0x0A000000u + (uint32_t) (number % 40000) * 5 + 1;
  self->ends.port[0] = (uint16_t) (20000 + number / 40000);
  self->ends.address[1] = 0xC6120000u + random_below (2000);
  self->ends.port[1] = port;
  self->ends.sequence[0] = (uint32_t) random_u64 ();
  self->ends.sequence[1] = (uint32_t) random_u64 ();
  self->bulk[1] = bulk;
  self->bulk[0] = bulk > 0 ? 200 + random_below (600) : 0;
  for (int from = 0; from < 2; from++)
    for (int i = 0; i < 32; i += 8)
      {
        uint64_t bits = random_u64 ();
        memcpy (self->randoms[from] + i, &bits, 8);
      }
  self->server_name[0] = (uint8_t) ('a' + random_below (26));
  self->server_name[1] = (uint8_t) ('a' + random_below (26));
}

static void
hold (Connection *self, const uint8_t *frame, uint32_t length, int packets)
{
  memcpy (self->held, frame, length);
  self->held_length = length;
  self->held_packets = packets;
}

static void
send_segment (Connection *self, int from, const uint8_t *payload, uint32_t length)
{
  uint8_t frame[FRAME];
  uint32_t size = wire_segment (frame, &self->ends, from, PUSH | ACK, payload, length);

  self->unacknowledged++;
  if (self->held_length == 0 && behaviour.reordered > 0 && random_unit () < behaviour.reordered)
    {
      hold (self, frame, size, (int) (1 + random_below (3)));
      n_reordered++;
      return;
    }
  wire_write (frame, size);
  if (self->held_length == 0 && behaviour.retransmitted > 0 && random_unit () < behaviour.retransmitted)
    {
      hold (self, frame, size, (int) (3 + random_below (8)));
      n_retransmitted++;
    }
}

static void
send_control (Connection *self, int from, int flags)
{
  uint8_t frame[FRAME];
  wire_write (frame, wire_segment (frame, &self->ends, from, flags, NULL, 0));
}

static bool
control (Connection *self, int from, int flags, int next_phase)
{
  send_control (self, from, flags);
  self->phase = next_phase;
  return true;
}

static bool
acknowledge (Connection *self, int from)
{
  if (self->unacknowledged < 2)
    return false;
  send_control (self, from, ACK);
  self->unacknowledged = 0;
  return true;
}

/* Gives the hellos at the beginning of the first two flights randoms and a server name of their own. */
static void
make_unique (const Connection *self, int from, uint8_t *payload, uint32_t length)
{
  static const uint8_t name[] = ".example.";

  memcpy (payload + 11, self->randoms[from], 32);
  for (uint32_t i = 2; self->flight == 0 && i + 9 <= length; i++)
    if (memcmp (payload + i, name, 9) == 0)
      {
        payload[i - 1] = self->server_name[0];
        payload[i - 2] = self->server_name[1];
        return;
      }
}

static void
send_of_flight (Connection *self, const Flight *flight)
{
  uint8_t payload[SEGMENT];
  uint32_t length = flight->length - self->offset;

  if (length > SEGMENT)
    length = SEGMENT;
  memcpy (payload, flight->bytes + self->offset, length);
  if (behaviour.unique && self->offset == 0 && length >= 100
      && (self->flight == 0 || (self->flight == 1 && flight->from == 1)))
    make_unique (self, flight->from, payload, length);
  send_segment (self, flight->from, payload, length);
  self->offset += length;
  if (self->offset < flight->length)
    return;
  self->flight++;
  self->offset = 0;
  if (self->flight < self->recording->n_flights && flight[1].from != flight->from)
    self->unacknowledged = 0;
}

static bool
step_flights (Connection *self)
{
  const Flight *flight = &self->recording->flights[self->flight];

  if (self->flight == self->recording->application && (self->bulk[0] > 0 || self->bulk[1] > 0))
    {
      self->phase = PHASE_BULK;
      self->bulk_from = 0;
      self->unacknowledged = 0;
      return connection_step (self);
    }
  if (self->flight >= self->recording->n_flights)
    {
      if (self->held_length > 0)
        self->held_packets = 0;
      else
        self->phase = PHASE_CLIENT_FIN;
      return connection_step (self);
    }
  if (!acknowledge (self, !flight->from))
    send_of_flight (self, flight);
  return true;
}

/* Fills a segment with records of application data; the last record goes on in the next segment. */
static uint32_t
fill_with_records (Connection *self, int from, uint8_t *payload)
{
  uint32_t length = 0;

  while (length < SEGMENT)
    {
      if (self->record_left == 0)
        {
          uint32_t size = self->bulk[from] > RECORD ? RECORD : (uint32_t) self->bulk[from];
          if (size == 0 || length + 5 > SEGMENT)
            break;
          self->bulk[from] -= size;
          self->record_left = size + 24; /* explicit nonce and tag */
          memcpy (payload + length, "\x17\3\3", 3);
          put_u16 (payload + length + 3, self->record_left);
          length += 5;
        }
      uint32_t part = SEGMENT - length < self->record_left ? SEGMENT - length : self->record_left;
      memcpy (payload + length, random_payload (), part);
      length += part;
      self->record_left -= part;
    }
  return length;
}

static bool
step_bulk (Connection *self)
{
  int from = self->bulk_from;
  uint8_t payload[SEGMENT];
  uint32_t length;

  if (self->bulk[from] == 0 && self->record_left == 0)
    {
      if (from == 0)
        self->bulk_from = 1;
      else
        {
          self->phase = PHASE_FLIGHTS;
          self->unacknowledged = 0;
        }
      return connection_step (self);
    }
  if (acknowledge (self, !from))
    return true;
  length = fill_with_records (self, from, payload);
  if (length > 0)
    send_segment (self, from, payload, length);
  return true;
}

bool
connection_step (Connection *self)
{
  if (self->held_length > 0 && self->held_packets-- <= 0)
    {
      wire_write (self->held, self->held_length);
      self->held_length = 0;
      return true;
    }
  switch (self->phase)
    {
    case PHASE_SYN:
      return control (self, 0, SYN, PHASE_SYN_ACK);
    case PHASE_SYN_ACK:
      return control (self, 1, SYN | ACK, PHASE_ACK);
    case PHASE_ACK:
      return control (self, 0, ACK, PHASE_FLIGHTS);
    case PHASE_FLIGHTS:
      return step_flights (self);
    case PHASE_BULK:
      return step_bulk (self);
    case PHASE_CLIENT_FIN:
      return control (self, 0, FIN | ACK, PHASE_SERVER_FIN);
    case PHASE_SERVER_FIN:
      return control (self, 1, FIN | ACK, PHASE_LAST_ACK);
    case PHASE_LAST_ACK:
      return control (self, 0, ACK, PHASE_OVER);
    default:
      return false;
    }
}

void
connection_open_only (Connection *self)
{
  send_control (self, 0, SYN);
  self->ends.sequence[1]++;
  self->phase = PHASE_FLIGHTS;
  connection_step (self);
}
