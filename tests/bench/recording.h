/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Real handshakes, read from recordings, that the generator sends again.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Bytes that one side sent before the other answered. */
typedef struct
{
  int from;
  uint8_t *bytes;
  uint32_t length;
} Flight;

/**
 * Recording:
 * @application: index of the flight before which application data goes
 * @hellos: ClientHello and ServerHello messages in clear; a HelloRetryRequest counts as a ServerHello
 * @used: how often it was sent
 *
 * One connection. The second one in a file is a resumption, and named with "#2".
 */
typedef struct
{
  char name[64];
  Flight flights[64];
  int n_flights;
  int application;
  bool resumed;
  unsigned hellos[2];
  uint64_t bytes;
  uint64_t used;
} Recording;

extern Recording recordings[64];
extern int n_recordings;

/* Reads every capture in @directory; ends the program when that fails. */
void recordings_load (const char *directory);

/* The recording with this name; ends the program when there is none. */
Recording *recording_named (const char *name);

/* One of them: full handshakes dominate, as on real networks. */
Recording *recording_pick (void);
