/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What the workload generator writes: a pcap file of Ethernet frames, and the random numbers it draws.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum
{
  SEGMENT = 1448, /* payload of a full TCP segment */
  FRAME = 2000,   /* room for a frame */
  POOL = 4 << 20  /* random bytes, for payload that nobody reads */
};

enum
{
  FIN = 0x01,
  SYN = 0x02,
  PUSH = 0x08,
  ACK = 0x10
};

/* Two ends of a connection: 0 is the client. */
typedef struct
{
  uint32_t address[2];
  uint16_t port[2];
  uint32_t sequence[2];
} Ends;

/* Bytes and packets written so far, and the clock in microseconds since 1970. */
extern uint64_t written_bytes, written_packets, now;
extern uint8_t *pool;

void random_seed (uint64_t seed);
uint64_t random_u64 (void);
uint32_t random_below (uint32_t limit);
double random_unit (void);
const uint8_t *random_payload (void);

bool wire_open (const char *path);

/* Hands frames to @sink from now on, instead of a file. */
void wire_open_sink (void (*sink) (const uint8_t *frame, uint32_t length));

void wire_close (void);

/* Writes a frame, a little later than the one before. */
void wire_write (const uint8_t *frame, uint32_t length);

/* Makes a segment from end @from in @frame, moves its sequence number on, and returns the length of the
 * frame. */
uint32_t
wire_segment (uint8_t *frame, Ends *ends, int from, int flags, const uint8_t *payload, uint32_t length);

/* Makes a datagram in @frame, with the payload already at @frame + 42. */
uint32_t wire_datagram (uint8_t *frame, const Ends *ends, uint32_t length);

void put_u16 (uint8_t *at, uint32_t value);
void put_u32 (uint8_t *at, uint32_t value);
