/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Reads a whole capture, for programs that wait for it.
 */
#include "reader.h"

#include "capture/capture.h"
#include "network/link.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

char *
tl_unreadable_text (guint64 n_packets, int link_type)
{
  g_autofree char *name = NULL;

  if (n_packets == 0)
    return NULL;
  if (link_type < 0)
    return g_strdup_printf (_ ("%" PRIu64 " packets could not be read: their link types are not known to this program."),
                            n_packets);
  name = tl_capture_link_type_name (link_type);
  return g_strdup_printf (
      ngettext ("%" PRIu64 " packet could not be read: its link type, %s, is not known to "
                "this program.",
                "%" PRIu64 " packets could not be read: their link type, %s, is not known "
                "to this program.",
                (gulong) n_packets),
      n_packets, name);
}

char *
tl_carried_keys_text (const TlKeylogReport *report)
{
  if (report->lines == 0)
    return NULL;
  if (report->cut)
    return g_strdup_printf (_ ("The capture carries a key log of its own that is longer than is read: its first %" PRIu64
                               " lines count."),
                            report->lines);
  return g_strdup_printf (ngettext ("The capture carries its own key log: %" PRIu64 " secret.",
                                    "The capture carries its own key log: %" PRIu64 " secrets.", (gulong) report->secrets),
                          report->secrets);
}

bool
tl_read_capture (const char *path,
                 TlKeyring *keyring,
                 TlTrackerFlags flags,
                 TlTrackerFunc func,
                 gpointer user_data,
                 GError **error)
{
  TlReadingRequest request = { .path = path, .keyring = keyring, .flags = flags, .func = func, .user_data = user_data };
  TlReadingState state;

  return tl_read_capture_full (&request, &state, error);
}

bool
tl_read_capture_full (const TlReadingRequest *request, TlReadingState *state, GError **error)
{
  g_autoptr (TlReading) reading = tl_reading_new (request);
  g_autofree char *text = NULL;
  bool read = tl_reading_run (reading, error);

  tl_reading_get_state (reading, state);
  if (!read)
    return false;
  text = tl_unreadable_text (state->n_unreadable, state->unreadable_link_type);
  if (text == NULL)
    return true;
  g_set_error_literal (error, TL_ERROR, TL_ERROR_LINK_TYPE, text);
  return false;
}
