/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Groups of Diffie-Hellman that have a name, known by their primes.
 */
#include "dh-groups.h"

#include <gnutls/gnutls.h>

/* RFC 7919 appendix A; the numbers are those of its section 2. */
gint32
tl_dh_group_of_prime (TlBytes prime)
{
  const struct
  {
    gint32 group;
    const gnutls_datum_t *prime;
  } groups[] = {
    { 256, &gnutls_ffdhe_2048_group_prime }, { 257, &gnutls_ffdhe_3072_group_prime },
    { 258, &gnutls_ffdhe_4096_group_prime }, { 259, &gnutls_ffdhe_6144_group_prime },
    { 260, &gnutls_ffdhe_8192_group_prime },
  };

  while (prime.length > 0 && prime.data[0] == 0)
    tl_bytes_skip (&prime, 1);
  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      TlBytes known = tl_bytes (groups[i].prime->data, groups[i].prime->size);

      while (known.length > 0 && known.data[0] == 0)
        tl_bytes_skip (&known, 1);
      if (known.length == prime.length && memcmp (known.data, prime.data, known.length) == 0)
        return groups[i].group;
    }
  return -1;
}
