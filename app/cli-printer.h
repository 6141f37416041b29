/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Prints conversations as they end, or as their handshakes do, and knows when that is enough.
 */
#pragma once

#include "cli-live.h"
#include "cli-request.h"

/**
 * TlCliPrinter:
 * @request: borrowed
 * @reading: borrowed
 * @tell: told what a person wants to know meanwhile
 * @prompt: what is complete is printed at once: somebody waits for it
 * @begun: it was said that the capture has begun
 * @link: of the interface, as it was said last
 * @unwritten: it was said that the packets cannot be written any more
 * @settled: numbers of conversations that go on behind their handshake
 * @error: why the output could not be written on, a code of errno; 0: it could
 */
typedef struct
{
  const TlCliRequest *request;
  TlReading *reading;
  TlTellFunc tell;
  GString *buffer;
  bool prompt;
  bool begun;
  TlLinkState link;
  bool unwritten;
  GHashTable *settled;
  guint64 n_conversations;
  guint64 n_handshakes;
  guint64 n_evicted;
  int error;
} TlCliPrinter;

void tl_cli_printer_init (TlCliPrinter *self, const TlCliRequest *request, TlTellFunc tell);
void tl_cli_printer_clear (TlCliPrinter *self);

/* A TlTrackerFunc and a TlTurnFunc, whose data is the printer. The second ends the reading when there is enough, when nobody reads what is printed,
 * or when we were interrupted. */
void tl_cli_printer_take (TlConversation *conversation, gpointer self);
bool tl_cli_printer_turn (bool idle, gpointer self);

/* Says, once, that the file that packets are written to does not take them any more. */
void tl_cli_printer_watch_written (TlCliPrinter *self, const TlReadingState *state);

/* Prints what was not printed yet, and closes the output. */
void tl_cli_printer_finish (TlCliPrinter *self);
