/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Prints each conversation once: when it ends, or when its handshake does.
 */
#include "config.h"

#include "cli-printer.h"

#include "cli-live.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

enum
{
  OUTPUT_BUFFER = 256 * 1024
};

/* Whether what reads our output has gone. What is written to it would tell us, but nothing may be written for hours. */
static bool
reader_is_gone (void)
{
  struct pollfd output = { .fd = STDOUT_FILENO };

  return poll (&output, 1, 0) > 0 && output.revents & (POLLERR | POLLHUP);
}

/* Whoever shares our output may have said that writing to it never waits. */
static void
wait_for_room (void)
{
  struct pollfd output = { .fd = STDOUT_FILENO, .events = POLLOUT };

  poll (&output, 1, -1);
}

static void
flush (TlCliPrinter *self)
{
  gsize written = 0;

  while (written < self->buffer->len && self->error == 0)
    {
      gssize n = write (STDOUT_FILENO, self->buffer->str + written, self->buffer->len - written);

      if (n > 0)
        written += (gsize) n;
      else if (n < 0 && errno == EAGAIN)
        wait_for_room ();
      else if (n < 0 && errno != EINTR)
        self->error = errno;
    }
  g_string_truncate (self->buffer, 0);
}

static void
print_conversation (TlCliPrinter *self, TlConversation *conversation)
{
  const TlCliRequest *request = self->request;

  switch (request->format)
    {
    case TL_CLI_JSON:
      tl_export_json (conversation, request->json_flags, self->buffer);
      break;
    case TL_CLI_SUMMARY:
      tl_export_summary (conversation, request->flags, self->buffer);
      break;
    case TL_CLI_TEXT:
    default:
      if (self->n_conversations > 0)
        g_string_append_c (self->buffer, '\n');
      tl_export_text (conversation, request->flags, request->width, self->buffer);
    }
  self->n_conversations++;
  self->n_evicted += conversation->evicted ? 1 : 0;
  if (self->prompt || self->buffer->len >= OUTPUT_BUFFER)
    flush (self);
}

/* Whether its handshake has come to its end, although the conversation goes on. */
static bool
is_settled (const TlConversation *conversation)
{
  return conversation->outcome == TL_OUTCOME_ESTABLISHED || conversation->outcome == TL_OUTCOME_ALERT;
}

static bool
has_enough (const TlCliPrinter *self)
{
  guint64 wanted = self->request->handshakes;

  return self->error != 0 || (wanted > 0 && self->n_handshakes >= wanted);
}

void
tl_cli_printer_init (TlCliPrinter *self, const TlCliRequest *request, TlTellFunc tell)
{
  *self = (TlCliPrinter){ .request = request, .tell = tell };
  self->buffer = g_string_sized_new (OUTPUT_BUFFER + OUTPUT_BUFFER / 4);
  self->settled = g_hash_table_new (NULL, NULL);
  self->prompt = request->waits || isatty (STDOUT_FILENO);
}

void
tl_cli_printer_clear (TlCliPrinter *self)
{
  g_string_free (self->buffer, TRUE);
  g_hash_table_unref (self->settled);
}

/* A conversation that grows is told of to know when its handshake is settled; it is printed then or at its end, but once. Of those that begin or end
 * behind the last handshake that was asked for, none is. */
void
tl_cli_printer_take (TlConversation *conversation, gpointer data)
{
  TlCliPrinter *self = data;
  bool each = self->request->each_handshake;
  gpointer number = (gpointer) (guintptr) conversation->number;
  bool settled = g_hash_table_contains (self->settled, number);

  if (!settled && has_enough (self))
    return;
  if (conversation->complete)
    {
      g_hash_table_remove (self->settled, number);
      self->n_handshakes += !settled;
      if (!settled || !each)
        print_conversation (self, conversation);
    }
  else if (!settled && is_settled (conversation))
    {
      g_hash_table_add (self->settled, number);
      self->n_handshakes++;
      if (each)
        print_conversation (self, conversation);
    }
}

/* Of a capture that runs: that it has begun, and whether its interface is up. */
static void
watch_live (TlCliPrinter *self, const TlReadingState *state)
{
  const char *interface = self->request->live.interface;

  if (!self->begun && tl_reading_has_begun (self->reading))
    {
      tl_cli_tell_begin (interface, self->tell);
      self->begun = true;
    }
  if (state->live.link != self->link)
    tl_cli_tell_link (interface, self->link, state->live.link, self->tell);
  self->link = state->live.link;
}

void
tl_cli_printer_watch_written (TlCliPrinter *self, const TlReadingState *state)
{
  if (self->request->write == NULL || state->spool_error == 0 || self->unwritten)
    return;
  self->unwritten = true;
  tl_cli_tell_unwritten (self->request->write, state->spool_error, self->tell);
}

bool
tl_cli_printer_turn (bool idle, gpointer data)
{
  TlCliPrinter *self = data;

  if (self->request->reading.live || self->request->write)
    {
      TlReadingState state;

      tl_reading_get_state (self->reading, &state);
      if (self->request->reading.live)
        watch_live (self, &state);
      tl_cli_printer_watch_written (self, &state);
    }
  tl_reading_publish (self->reading);
  if (idle && self->error == 0 && reader_is_gone ())
    self->error = EPIPE;
  return !has_enough (self) && !tl_cli_interrupted ();
}

void
tl_cli_printer_finish (TlCliPrinter *self)
{
  flush (self);
  if (close (STDOUT_FILENO) != 0 && self->error == 0)
    self->error = errno;
}
