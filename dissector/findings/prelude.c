/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What is worth telling about the dialogue before TLS.
 */
#include "rules.h"

#include <glib/gi18n-lib.h>

void
tl_find_left_out (TlFindings *self, const char *id)
{
  guint n = self->conversation->prelude_left_out;

  if (n > 0)
    tl_findings_add (self, id, TL_SEVERITY_NOTE, -1,
                     g_strdup_printf (ngettext ("%u message before TLS is not shown: there are too many, so one in the middle is left out.",
                                                "%u messages before TLS are not shown: there are too many, so some in the middle are "
                                                "left out.",
                                                n),
                                      n));
}

void
tl_find_password_in_clear (TlFindings *self, const char *id)
{
  for (guint i = 0; i < self->conversation->n_steps; i++)
    {
      const TlStep *step = self->conversation->steps[i];

      if (step->type != TL_STEP_PRELUDE || !(step->marks & TL_PRELUDE_SECRET))
        continue;
      tl_findings_add (self, id, TL_SEVERITY_WARNING, (int) i,
                       g_strdup (_ ("A password, or what proves that somebody knows one, was sent before TLS, in clear: whoever is on "
                                    "the way could read it. It is not shown here.")));
      return;
    }
}

/* Where the wish for TLS is a command, behind which nothing may come in clear. */
static bool
has_command (const TlStep *step)
{
  switch ((TlPreludeProtocol) step->prelude)
    {
    case TL_PRELUDE_SMTP:
    case TL_PRELUDE_LMTP:
    case TL_PRELUDE_IMAP:
    case TL_PRELUDE_POP3:
    case TL_PRELUDE_FTP:
    case TL_PRELUDE_IRC:
    case TL_PRELUDE_NNTP:
    case TL_PRELUDE_SIEVE:
    case TL_PRELUDE_ACAP:
    case TL_PRELUDE_XMPP:
    case TL_PRELUDE_LDAP:
      return true;
    case TL_PRELUDE_NONE:
    case TL_PRELUDE_HTTP_CONNECT:
    case TL_PRELUDE_HTTP_UPGRADE:
    case TL_PRELUDE_PROXY:
    case TL_PRELUDE_SOCKS:
    case TL_PRELUDE_POSTGRESQL:
    case TL_PRELUDE_MYSQL:
    case TL_PRELUDE_RDP:
    case TL_PRELUDE_TELNET:
    case TL_N_PRELUDES:
    default:
      return false;
    }
}

/* The step in clear that comes behind what its sender must say last: -1 where there is none. */
static int
step_behind_the_last (const TlConversation *conversation)
{
  bool silent[2] = { false, false }; /* by side: has said the last that may be in clear */

  for (guint i = 0; i < conversation->n_steps; i++)
    {
      const TlStep *step = conversation->steps[i];

      if (step->type != TL_STEP_PRELUDE || !has_command (step))
        continue;
      if (silent[step->from] && !(step->marks & TL_PRELUDE_ASKS))
        return (int) i;
      if (step->marks & (TL_PRELUDE_ASKS | TL_PRELUDE_GRANTS))
        silent[step->from] = true;
      if (step->marks & TL_PRELUDE_REFUSES)
        silent[1 - step->from] = false;
    }
  return -1;
}

void
tl_find_bytes_behind_starttls (TlFindings *self, const char *id)
{
  int step = step_behind_the_last (self->conversation);

  if (step >= 0)
    tl_findings_add (self, id, TL_SEVERITY_WARNING, step,
                     g_strdup (_ ("More came in clear behind the word that should have been the last before TLS (for SMTP: RFC 3207, section "
                                  "4). A program that takes it for a part of what TLS protects lets whoever is on the way put in words of "
                                  "his own (CVE-2011-0411).")));
}
