/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What tls-ladder-cli was asked for: its options, made into a request.
 */
#pragma once

#include "cli-keys.h"
#include "dissector.h"

typedef enum
{
  TL_CLI_TEXT,
  TL_CLI_SUMMARY,
  TL_CLI_JSON
} TlCliFormat;

typedef enum
{
  TL_CLI_READ, /* a capture, or an interface */
  TL_CLI_LIST, /* the interfaces */
  TL_CLI_VERSION
} TlCliTask;

/**
 * TlCliRequest:
 * @write: also write the packets to this file; NULL: no
 * @handshakes: after which to stop; 0: never
 * @waits: for what is still to come
 * @growing_keylog: that is written meanwhile; NULL: none
 * @lens: TlLens; -1: none was chosen
 */
typedef struct
{
  TlCliTask task;
  TlReadingRequest reading;
  TlLiveRequest live;
  TlGivenKeys keys;
  const char *write;
  guint64 handshakes;
  bool each_handshake;
  bool waits;
  const char *growing_keylog;
  TlCliFormat format;
  TlTextFlags flags;
  int width;
  TlJsonFlags json_flags;
  int lens;
} TlCliRequest;

/* Turns the command line into @request, which points into what the options keep until the end of the program. False when it makes no sense: why is
 * in @wrong, to be freed with g_free(). */
bool tl_cli_request_read (TlCliRequest *request, int *argc, char ***argv, char **wrong);
