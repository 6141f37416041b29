/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The ladder as text: two lifelines, an arrow for each step. What is clear, sealed and an alert differ by the
 * line they are drawn with and by a word or sign, so that nothing rests on colour.
 */
#include "export.h"

#include "../limits.h"
#include "columns.h"
#include "digits.h"
#include "text-details.h"
#include "text-off-wire.h"
#include "text-secrets.h"

#include <glib/gi18n-lib.h>

enum
{
  TIME_WIDTH = 10,
  CLIENT_COLUMN = TIME_WIDTH + 2, /* of the client's lifeline */
  LABEL_COLUMN = CLIENT_COLUMN - 3,
  ARROW_FIXED = 9, /* columns of an arrow that are neither title nor size, its shortest line included */
  MAX_FACT_LINES = 6
};

/* How one kind of step is drawn. */
typedef struct
{
  const char *line;
  const char *sign; /* before the title */
  const char *color;
} Style;

typedef struct
{
  const TlConversation *conversation;
  GString *out;
  TlTextFlags flags;
  int width;
  int inner; /* columns between the lifelines */
} Ladder;

static const char *
choose (const Ladder *self, const char *unicode, const char *ascii)
{
  return (self->flags & TL_TEXT_UNICODE) ? unicode : ascii;
}

static void
color (const Ladder *self, const char *code)
{
  if (self->flags & TL_TEXT_COLOR)
    g_string_append_printf (self->out, "\033[%sm", code);
}

static void
put (const Ladder *self, const char *text)
{
  g_string_append (self->out, text);
}

static void
spaces (const Ladder *self, int n)
{
  tl_columns_append_repeated (self->out, " ", n);
}

static void
lifeline (const Ladder *self)
{
  put (self, choose (self, "│", "|"));
}

static Style
style_of (const Ladder *self, const TlStep *step)
{
  if (!step->sealed && tl_step_is_fatal (self->conversation, step))
    return (Style){ choose (self, "━", "="), choose (self, "✗ ", "!! "), "1;31" };
  if (step->type == TL_STEP_ALERT && step->sealed)
    return (Style){ choose (self, "┅", "."), choose (self, "🔒 ", "[sealed] "), "31" };
  if (step->sealed)
    return (Style){ choose (self, "┄", "."), choose (self, "🔒 ", "[sealed] "), "2" };
  if (step->decrypted)
    return (Style){ choose (self, "─", "-"), choose (self, "🔓 ", "[opened] "), "36" };
  if (step->type == TL_STEP_PRELUDE)
    return (Style){ choose (self, "╌", "-"), "", "0" };
  return (Style){ choose (self, "─", "-"), "", step->from == TL_SIDE_CLIENT ? "34" : "32" };
}

/* "1.234 ms", "12.345 s", "12345 s", "106751 d": never wider than the column. Before the start it is
 * negative. */
static char *
time_text (gint64 nanoseconds)
{
  const guint64 second = (guint64) TL_SECOND, day = 86400 * second;
  guint64 magnitude = nanoseconds < 0 ? -(guint64) nanoseconds : (guint64) nanoseconds;
  guint64 unit = magnitude < second ? second / 1000 : magnitude < 1000000 * second ? second : day;
  GString *text = g_string_new (nanoseconds < 0 ? "-" : NULL);

  tl_append_uint (text, magnitude / unit, 1);
  if (magnitude < 10000 * second)
    {
      g_string_append_c (text, '.');
      tl_append_uint (text, magnitude % unit / (unit / 1000), 3);
    }
  g_string_append (text, unit == day ? " d" : unit == second ? " s" : " ms");
  return g_string_free (text, FALSE);
}

static void
put_time (const Ladder *self, gint64 nanoseconds)
{
  g_autofree char *text = time_text (nanoseconds);

  color (self, "2");
  spaces (self, TIME_WIDTH - (int) strlen (text));
  put (self, text);
  color (self, "0");
  spaces (self, CLIENT_COLUMN - MAX (TIME_WIDTH, (int) strlen (text)));
}

/* A line with nothing but the lifelines. */
static void
put_rest (const Ladder *self)
{
  spaces (self, CLIENT_COLUMN);
  lifeline (self);
  spaces (self, self->inner);
  lifeline (self);
  put (self, "\n");
}

static void
put_arrow_line (const Ladder *self, const TlStep *step, const char *title)
{
  Style style = style_of (self, step);
  bool to_server = step->from == TL_SIDE_CLIENT;
  g_autofree char *length = g_strdup_printf ("%" G_GUINT64_FORMAT, step->length);
  /* Translators: a number of bytes, as short as can be. */
  g_autofree char *size = g_strdup_printf (_ ("%s B"), length);
  g_autofree char *label = g_strconcat (style.sign, title, NULL);
  int size_columns = tl_columns (size);
  int taken;

  color (self, style.color);
  if (to_server)
    tl_columns_append_repeated (self->out, style.line, 2);
  else
    {
      put (self, choose (self, "◄", "<"));
      put (self, style.line);
    }
  put (self, " ");
  taken = tl_columns_append (self->out, label, self->inner - size_columns - ARROW_FIXED, self->flags);
  put (self, " ");
  tl_columns_append_repeated (self->out, style.line, self->inner - taken - size_columns - ARROW_FIXED + 1);
  put (self, " ");
  put (self, size);
  put (self, " ");
  put (self, style.line);
  put (self, !to_server ? style.line : choose (self, "►", ">"));
  color (self, "0");
}

/* What stands below an arrow, in as many lines as it takes. */
static void
put_note (const Ladder *self, const char *text)
{
  int room = self->inner - 4;
  const char *at = text;

  for (int n = 0; n < MAX_FACT_LINES; n++)
    {
      g_autofree char *line = NULL;

      if (n == MAX_FACT_LINES - 1 && *at)
        {
          line = g_strdup (at); /* the last line is cut, and shows it */
          at += strlen (at);
        }
      else
        line = tl_columns_next_line (&at, room);
      if (line == NULL)
        return;
      spaces (self, CLIENT_COLUMN);
      lifeline (self);
      spaces (self, 3);
      color (self, "2");
      tl_columns_append_padded (self->out, g_strstrip (line), room, self->flags);
      color (self, "0");
      spaces (self, 1);
      lifeline (self);
      put (self, "\n");
    }
}

static void
put_cut_note (const Ladder *self, const TlStep *step)
{
  g_autofree char *there
      = g_strdup_printf ("%" G_GSIZE_FORMAT, step->bytes ? g_bytes_get_size (step->bytes) : 0);
  g_autofree char *length = g_strdup_printf ("%" G_GUINT64_FORMAT, step->length);
  g_autofree char *text = g_strdup_printf (_ ("cut short: %s of %s bytes are in the capture"), there, length);

  put_note (self, text);
}

static void
put_step (const Ladder *self, guint index)
{
  const TlStep *step = self->conversation->steps[index];
  g_autofree char *title = tl_step_title (self->conversation, index);
  g_autofree char *facts = tl_step_facts (self->conversation, index);
  g_autofree char *proof = tl_text_proof (self->conversation, index, self->flags);
  g_auto (GStrv) door = tl_text_door (self->conversation, index, self->flags);

  put_time (self, step->time - self->conversation->start);
  lifeline (self);
  put_arrow_line (self, step, title);
  lifeline (self);
  put (self, "\n");
  put_note (self, facts);
  if (proof)
    put_note (self, proof);
  for (guint i = 0; door && door[i]; i++)
    put_note (self, door[i]);
  if (step->truncated)
    put_cut_note (self, step);
}

/* "├─ derives the handshake keys": on the lifeline of the side that does it, and below it what it works out. */
static void
put_off_wire_step (const Ladder *self, TlTextOffWire *off_wire, const TlOffWire *step)
{
  g_auto (GStrv) lines = tl_text_off_wire_lines (off_wire);
  bool client = step->side == TL_SIDE_CLIENT;
  int room = self->inner - 4;
  int columns = MIN (tl_columns (step->text), room);

  spaces (self, CLIENT_COLUMN);
  put (self, client ? choose (self, "├─ ", "|- ") : choose (self, "│", "|"));
  if (!client)
    spaces (self, self->inner - columns - 2);
  tl_columns_append (self->out, step->text, room, self->flags);
  if (client)
    spaces (self, self->inner - columns - 2);
  put (self, client ? choose (self, "│", "|") : choose (self, " ─┤", " -|"));
  put (self, "\n");
  for (guint i = 0; lines[i]; i++)
    put_note (self, lines[i]);
}

static void
put_off_wire (const Ladder *self, TlTextOffWire *off_wire, int after)
{
  const TlOffWire *step;

  while (off_wire && (step = tl_text_off_wire_next (off_wire, after)) != NULL)
    put_off_wire_step (self, off_wire, step);
}

/* @left over the client's lifeline and @right over the server's, on one line where they fit. */
static void
put_ends (const Ladder *self, const char *left, const char *right)
{
  int right_columns = MIN (tl_columns (right), self->width - LABEL_COLUMN);
  int room = self->width - LABEL_COLUMN - right_columns;

  spaces (self, LABEL_COLUMN);
  if (tl_columns (left) + 2 <= room)
    tl_columns_append_padded (self->out, left, room, self->flags);
  else
    {
      tl_columns_append (self->out, left, self->width - LABEL_COLUMN, self->flags);
      put (self, "\n");
      spaces (self, self->width - right_columns);
    }
  tl_columns_append (self->out, right, right_columns, self->flags);
  put (self, "\n");
}

static void
put_ladder (const Ladder *self)
{
  const TlConversation *conversation = self->conversation;
  g_autofree char *client = tl_endpoint_to_string (&conversation->client);
  g_autofree char *server = tl_endpoint_to_string (&conversation->server);
  g_autoptr (TlTextOffWire) off_wire = self->flags & TL_TEXT_SECRETS ? tl_text_off_wire_new (conversation) : NULL;

  color (self, "1");
  put_ends (self, _ ("Client"), _ ("Server"));
  color (self, "0");
  put_ends (self, client, server);
  for (guint i = 0; i < conversation->n_steps; i++)
    {
      /* a line between flights: they are what a round trip is made of */
      if (i == 0 || conversation->steps[i]->from != conversation->steps[i - 1]->from)
        put_rest (self);
      put_off_wire (self, off_wire, (int) i - 1);
      put_step (self, i);
    }
  put_off_wire (self, off_wire, (int) conversation->n_steps - 1);
  put_rest (self);
}

/* "2026-01-31 12:34:56 UTC" */
static char *
start_text (gint64 nanoseconds)
{
  GString *text = g_string_new (NULL);

  tl_append_time (text, nanoseconds, 0);
  text->str[strlen ("2026-01-31")] = ' ';
  g_string_truncate (text, text->len - 1);
  g_string_append (text, " UTC");
  return g_string_free (text, FALSE);
}

static void
put_heading (const Ladder *self)
{
  const TlConversation *conversation = self->conversation;
  const char *version = tl_conversation_version_name (conversation);
  const char *quic = tl_conversation_quic_name (conversation);
  g_autofree char *start = start_text (conversation->start);
  g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, conversation->number);
  g_autoptr (GString) text = g_string_new (NULL);
  int room = self->width - tl_columns (start) - 2;

  g_string_append_printf (text, _ ("Conversation %s"), number);
  if (quic)
    g_string_append_printf (text, " · %s", quic);
  if (version)
    g_string_append_printf (text, " · %s", version);
  if (tl_conversation_host (conversation))
    g_string_append_printf (text, " · %s", tl_conversation_host (conversation));
  else if (conversation->server_name)
    g_string_append_printf (text, " · %s", conversation->server_name);
  color (self, "1");
  tl_columns_append_padded (self->out, text->str, room, self->flags);
  color (self, "0");
  spaces (self, 2);
  put (self, start);
  put (self, "\n");
}

static void
put_outcome (const Ladder *self)
{
  g_autofree char *sentence = tl_conversation_outcome_text (self->conversation);
  bool failed = tl_conversation_failed (self->conversation);
  bool done = self->conversation->outcome == TL_OUTCOME_ESTABLISHED;
  const char *sign = failed ? choose (self, "✗", "x")
                     : done ? choose (self, "✓", "+")
                            : choose (self, "?", "?");

  color (self, failed ? "1;31" : done ? "1;32" : "1;33");
  put (self, sign);
  color (self, "0");
  tl_text_append_wrapped (self->out, sentence, 2, 1, self->width, self->flags);
  put (self, "\n");
}

/* With keys: why some of it did not open. */
static void
put_sealed (const Ladder *self)
{
  g_autofree char *sentence = self->conversation->keyring ? tl_conversation_sealed_text (self->conversation) : NULL;

  if (sentence == NULL)
    return;
  put (self, choose (self, "🔒", "*"));
  tl_text_append_wrapped (self->out, sentence, 3, self->flags & TL_TEXT_UNICODE ? 2 : 1, self->width, self->flags);
  put (self, "\n");
}

/* What can be seen of it, by whoever it is shown to. */
static void
put_lens (const Ladder *self)
{
  for (guint lens = 0; lens < TL_N_LENSES; lens++)
    {
      g_autofree char *sentence = (guint) self->flags & ((guint) TL_TEXT_LENS_OBSERVER << lens)
                                      ? tl_conversation_lens_text (self->conversation, (TlLens) lens)
                                      : NULL;

      if (sentence == NULL)
        continue;
      put (self, choose (self, "◎", "@"));
      tl_text_append_wrapped (self->out, sentence, 2, 1, self->width, self->flags);
      put (self, "\n");
    }
}

void
tl_export_text (const TlConversation *conversation, TlTextFlags flags, int width, GString *out)
{
  Ladder self = { conversation, out, flags, MAX (width, 60), 0 };

  self.inner = self.width - CLIENT_COLUMN - 3;
  put_heading (&self);
  put_outcome (&self);
  put_sealed (&self);
  put_lens (&self);
  if (conversation->n_steps > 0)
    put_ladder (&self);
  tl_text_append_certificates (conversation, flags, self.width, out);
  tl_text_append_secrets (conversation, flags, self.width, out);
  tl_text_append_proofs (conversation, flags, self.width, out);
  tl_text_append_findings (conversation, flags, self.width, out);
}
