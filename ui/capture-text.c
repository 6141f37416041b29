/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What there is to say about a capture as a whole.
 */
#include "capture-text.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

bool
tl_capture_is_unopened (const GError *error)
{
  return g_error_matches (error, TL_ERROR, TL_ERROR_OPEN)
         || g_error_matches (error, TL_ERROR, TL_ERROR_NOT_CAPTURE)
         || g_error_matches (error, TL_ERROR, TL_ERROR_EMPTY)
         || g_error_matches (error, TL_ERROR, TL_ERROR_PERMISSION)
         || g_error_matches (error, TL_ERROR, TL_ERROR_LIVE);
}

const char *
tl_capture_error_title (const GError *error)
{
  if (g_error_matches (error, TL_ERROR, TL_ERROR_OPEN))
    return _ ("The File Cannot Be Opened");
  if (g_error_matches (error, TL_ERROR, TL_ERROR_NOT_CAPTURE))
    return _ ("This Is Not a Capture");
  if (g_error_matches (error, TL_ERROR, TL_ERROR_EMPTY))
    return _ ("The File Is Empty");
  if (g_error_matches (error, TL_ERROR, TL_ERROR_PERMISSION))
    return _ ("No Permission to Capture");
  if (g_error_matches (error, TL_ERROR, TL_ERROR_LIVE))
    return _ ("The Capture Has Ended");
  return _ ("The File Cannot Be Read");
}

char *
tl_capture_count_text (guint n, bool reading)
{
  if (n == 0 && reading)
    return g_strdup (_ ("reading…"));
  if (n == 0)
    return g_strdup (_ ("no conversations"));
  return g_strdup_printf (ngettext ("%'u conversation", "%'u conversations", n), n);
}

char *
tl_capture_evicted_text (guint64 evicted, guint64 unlisted)
{
  g_autofree char *kept = NULL;
  g_autofree char *listed = NULL;

  if (evicted == 0)
    return NULL;
  kept = g_strdup_printf (ngettext ("To save memory, the messages of %'" PRIu64 " conversation are not kept.",
                                    "To save memory, the messages of %'" PRIu64 " conversations are not kept.", (gulong) evicted),
                          evicted);
  if (unlisted == 0)
    return g_steal_pointer (&kept);
  listed = g_strdup_printf (ngettext ("%'" PRIu64 " of the oldest is no longer listed.",
                                      "%'" PRIu64 " of the oldest are no longer listed.", (gulong) unlisted),
                            unlisted);
  return g_strjoin (" ", kept, listed, NULL);
}

char *
tl_capture_notice_text (TlSession *session)
{
  const GError *error = tl_session_get_error (session);
  g_autofree char *evicted
      = tl_capture_evicted_text (tl_session_get_n_evicted (session), tl_session_get_n_unlisted (session));

  if (error != NULL)
    return g_strdup (error->message);
  if (tl_session_get_state (session) == TL_SESSION_CANCELLED)
    return g_strdup (_ ("Reading was stopped. What was read before is shown."));
  if (evicted != NULL)
    return g_steal_pointer (&evicted);
  return tl_session_dup_unreadable_text (session);
}

char *
tl_capture_none_text (TlSession *session, const char *notice)
{
  guint64 packets = tl_session_get_n_packets (session);
  g_autofree char *read = NULL;

  if (packets == 0)
    read = g_strdup (_ ("There is no packet in this capture."));
  else
    read = g_strdup_printf (ngettext ("%'" PRIu64 " packet was read, and it begins no TLS handshake.",
                                      "%'" PRIu64
                                      " packets were read, and none of them begins a TLS handshake.",
                                      (gulong) packets),
                            packets);
  if (notice != NULL)
    return g_strdup_printf ("%s\n\n%s", read, notice);
  if (packets == 0)
    return g_steal_pointer (&read);
  return g_strdup_printf ("%s %s", read, _ ("Was the capture started after the connections were set up?"));
}
