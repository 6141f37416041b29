/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A connection that sends a recorded handshake again, packet by packet.
 */
#pragma once

#include "recording.h"
#include "wire.h"

typedef struct
{
  bool live;
  Recording *recording;
  Ends ends;
  int phase;
  int flight;
  uint32_t offset;      /* in the flight */
  uint64_t bulk[2];     /* application data that each side has still to send */
  uint32_t record_left; /* of the record begun */
  int bulk_from;
  int unacknowledged; /* segments */
  uint8_t randoms[2][32];
  uint8_t server_name[2]; /* the letters that make it different from others */
  uint8_t held[FRAME];    /* a segment that comes late, or comes again */
  uint32_t held_length;
  int held_packets; /* that overtake it */
} Connection;

/* How connections are to behave. */
typedef struct
{
  double reordered;     /* the share of segments that come late */
  double retransmitted; /* … that come twice */
  bool unique;          /* each has randoms and a server name of its own */
} Behaviour;

extern Behaviour behaviour;
extern uint64_t n_reordered, n_retransmitted;

void connection_start (Connection *self, Recording *recording, uint16_t port, uint64_t bulk);

/* Writes the next packet; false when there is none. */
bool connection_step (Connection *self);

/* Writes the SYN and the first segment of the ClientHello, and nothing more ever. */
void connection_open_only (Connection *self);
