/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Reads a whole capture, for programs that wait for it.
 */
#include "reader.h"

#include "capture/capture.h"
#include "carried-keys.h"
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
  TlKeylogReport carried;

  return tl_read_capture_full (path, keyring, flags, func, user_data, &carried, error);
}

bool
tl_read_capture_full (const char *path,
                      TlKeyring *keyring,
                      TlTrackerFlags flags,
                      TlTrackerFunc func,
                      gpointer user_data,
                      TlKeylogReport *carried,
                      GError **error)
{
  g_autoptr (TlCapture) capture = tl_capture_open (path, error);
  g_autoptr (TlTracker) tracker = NULL;
  g_auto (TlCarriedKeys) keys = { 0 };
  TlCaptureResult result;
  guint64 n_unreadable;
  int link_type;
  TlPacket packet;

  *carried = (TlKeylogReport){ 0 };
  if (capture == NULL)
    return false;
  tracker = tl_tracker_new (flags, func, user_data);
  tl_carried_keys_init (&keys, capture, tracker, keyring);
  while ((result = tl_capture_next (capture, &packet, error)) == TL_CAPTURE_PACKET)
    {
      tl_carried_keys_take (&keys);
      tl_tracker_add (tracker, &packet);
    }
  tl_carried_keys_take (&keys);
  tl_tracker_finish (tracker);
  *carried = keys.report;
  if (result == TL_CAPTURE_FAILED)
    return false;
  n_unreadable = tl_tracker_unreadable (tracker, &link_type);
  if (n_unreadable > 0)
    {
      g_autofree char *text = tl_unreadable_text (n_unreadable, link_type);
      g_set_error_literal (error, TL_ERROR, TL_ERROR_LINK_TYPE, text);
      return false;
    }
  return true;
}
