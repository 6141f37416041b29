/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Fuzzes the readers of what stands before TLS. The input is pieces, each behind a byte: its highest bit is the direction, the others
 * are the length; none: bytes are missing here. What is told must not depend on the pieces.
 */
#include "check.h"

enum
{
  MOST = 16384 /* bytes of a direction: the tracker gives no more */
};

static void
append_cb (gpointer user_data, const TlPreludeStep *step)
{
  GString *told = user_data;

  check (g_utf8_validate (step->text, -1, NULL), "what stands before TLS is valid UTF-8");
  check (step->chunk.bytes.length > 0 && step->chunk.n_origins > 0, "a message has bytes, and they came from somewhere");
  g_string_append_printf (told, "%u %u %u %" G_GSIZE_FORMAT " %s\n", step->direction, step->protocol, step->marks,
                          step->chunk.bytes.length, step->text);
}

static bool
feed (TlPrelude *prelude, guint direction, TlBytes bytes, guint64 packet)
{
  while (bytes.length > 0)
    if (!tl_prelude_add (prelude, direction, &bytes, (TlOrigin){ packet, (gint64) packet, (gint64) packet }))
      return false;
  return true;
}

/* What is told of the pieces in @input, cut into parts of @step bytes at most. */
static char *
read_pieces (TlBytes input, gsize step)
{
  TlPrelude *prelude = tl_prelude_new ();
  GString *told = g_string_new (NULL);
  gsize passed[2] = { 0, 0 };
  bool goes_on = true;
  guint64 packet = 0;
  guint8 head;

  while (goes_on && tl_bytes_u8 (&input, &head))
    {
      guint direction = head >> 7;
      gsize length = MIN (head & 127u, input.length);
      TlBytes piece, part;

      if ((head & 127) == 0)
        tl_prelude_gap (prelude, direction);
      tl_bytes_take (&input, length, &piece);
      passed[direction] += length;
      if (passed[direction] > MOST)
        break;
      while (goes_on && tl_bytes_take (&piece, MIN (step, piece.length), &part) && part.length > 0)
        goes_on = feed (prelude, direction, part, ++packet);
    }
  tl_prelude_take (prelude, append_cb, told);
  check (tl_prelude_size (prelude) < 64 * MOST, "it holds what is there");
  g_string_append_printf (told, "%s, %s", goes_on ? "goes on" : "let go",
                          tl_prelude_upgraded_from (prelude) ? tl_prelude_upgraded_from (prelude) : "no TLS");
  tl_prelude_free (prelude);
  return g_string_free (told, FALSE);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autofree char *whole = read_pieces (tl_bytes (data, size), size + 1);
  g_autofree char *cut = read_pieces (tl_bytes (data, size), 1);

  check (strcmp (whole, cut) == 0, "what stands before TLS does not depend on how it is cut");
  return 0;
}
