/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The codes that tls-ladder-capture says, see fail() there, as sentences. What stands behind the first colon of its own sentence comes from libpcap
 * or the kernel, and is kept.
 */
#include "live-reason.h"

#include <glib/gi18n-lib.h>

#include <string.h>

/* What may be wrong. A code that is not among these is the helper's of another version. */
typedef enum
{
  REASON_UNKNOWN,
  REASON_NO_SUCH_INTERFACE,
  REASON_INTERFACE_DOWN,
  REASON_BAD_FILTER,
  REASON_NO_PERMISSION,
  REASON_NO_SECCOMP,
  REASON_NOT_SUPPORTED,
  REASON_BAD_ARGUMENTS,
  REASON_FAILED,
  N_REASONS
} Reason;

static const char *const codes[N_REASONS] = {
  [REASON_NO_SUCH_INTERFACE] = "no-such-interface",
  [REASON_INTERFACE_DOWN] = "interface-down",
  [REASON_BAD_FILTER] = "bad-filter",
  [REASON_NO_PERMISSION] = "no-permission",
  [REASON_NO_SECCOMP] = "no-seccomp",
  [REASON_NOT_SUPPORTED] = "not-supported",
  [REASON_BAD_ARGUMENTS] = "bad-arguments",
  [REASON_FAILED] = "failed",
};

static Reason
find (const char *code)
{
  for (int i = 0; code && i < N_REASONS; i++)
    if (codes[i] && g_str_equal (codes[i], code))
      return (Reason) i;
  return REASON_UNKNOWN;
}

static char *
without_full_stop (const char *text)
{
  gsize length = strlen (text);

  return g_strndup (text, length > 0 && text[length - 1] == '.' ? length - 1 : length);
}

/* What comes behind the first colon; NULL: nothing does. Free with g_free(). */
static char *
detail_of (const char *sentence)
{
  const char *colon = sentence ? strstr (sentence, ": ") : NULL;

  return colon && colon[2] ? without_full_stop (colon + 2) : NULL;
}

static char *
gone_text (const char *interface)
{
  return g_strdup_printf (_ ("The interface “%s” has disappeared. What was captured counts; start again when it is back."), interface);
}

static char *
filter_text (const char *sentence)
{
  g_autofree char *detail = detail_of (sentence);

  if (detail)
    return g_strdup_printf (_ ("The filter is not understood: %s."), detail);
  return g_strdup (_ ("This filter is too much: it is too long, takes too long to understand, or the kernel cannot use it here. Write a "
                      "simpler one."));
}

static char *
failed_text (const char *interface, const char *sentence)
{
  g_autofree char *detail = detail_of (sentence);

  if (detail == NULL)
    detail = without_full_stop (sentence);
  return g_strdup_printf (_ ("Capturing on “%s” has failed: %s. What was captured counts; start it again."), interface, detail);
}

char *
tl_live_reason_text (const char *code, const char *sentence, const char *interface, bool gone)
{
  if (gone)
    return gone_text (interface);
  if (sentence == NULL)
    return g_strdup_printf (_ ("The program that captures on “%s” ended unexpectedly. What was captured counts; start it again."),
                            interface);
  switch (find (code))
    {
    case REASON_NO_SUCH_INTERFACE:
      return g_strdup_printf (_ ("There is no interface “%s”."), interface);
    case REASON_INTERFACE_DOWN:
      return g_strdup_printf (_ ("The interface “%s” is down. Start again when it is up."), interface);
    case REASON_BAD_FILTER:
      return filter_text (sentence);
    case REASON_NO_PERMISSION:
      return g_strdup (_ ("The program that captures, tls-ladder-capture, does not have the right to (cap_net_raw)."));
    case REASON_NO_SECCOMP:
      return g_strdup (_ ("The kernel cannot filter system calls here (seccomp), and without that nothing is captured."));
    case REASON_NOT_SUPPORTED:
      return g_strdup_printf (_ ("Nothing can be captured from “%s”."), interface);
    case REASON_BAD_ARGUMENTS:
      return g_strdup (_ ("The program that captures, tls-ladder-capture, is of another version than this one. Install both anew."));
    case REASON_FAILED:
      return failed_text (interface, sentence);
    case REASON_UNKNOWN:
    case N_REASONS:
    default:
      return g_strdup (sentence);
    }
}

bool
tl_live_reason_is_known (const char *code)
{
  return find (code) != REASON_UNKNOWN;
}
