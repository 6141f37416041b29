/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Whether a certificate is for a host: RFC 9525 section 6.3 (DNS names), and 6.4 (IP addresses). The common
 * name is not asked.
 */
#include <gio/gio.h>

#include "certificate.h"

/* Two names of a host, each perhaps with the dot of the root at its end. */
static bool
same_host (const char *a, const char *b)
{
  gsize length_a = strlen (a);
  gsize length_b = strlen (b);

  length_a -= length_a > 0 && a[length_a - 1] == '.';
  length_b -= length_b > 0 && b[length_b - 1] == '.';
  return length_a > 0 && length_a == length_b && g_ascii_strncasecmp (a, b, length_a) == 0;
}

/* A wildcard is the whole leftmost label, and stands for one label. */
static bool
matches_dns (const char *presented, const char *host)
{
  const char *rest;

  if (!g_str_has_prefix (presented, "*."))
    return same_host (presented, host);
  rest = strchr (host, '.');
  return rest != NULL && rest != host && strchr (presented + 1, '*') == NULL
         && same_host (presented + 2, rest + 1);
}

bool
tl_certificate_matches_host (const TlCertificate *self, const char *name)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (name);
  g_autofree char *ip = address ? g_inet_address_to_string (address) : NULL;

  for (guint i = 0; i < self->names->len; i++)
    {
      const TlNamedValue *presented = g_ptr_array_index (self->names, i);

      if (ip ? strcmp (presented->name, "IP") == 0 && strcmp (presented->value, ip) == 0
             : strcmp (presented->name, "DNS") == 0 && matches_dns (presented->value, name))
        return true;
    }
  return false;
}
