/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Addresses and endpoints as text. No name is ever looked up.
 */
#include "address.h"

#include <arpa/inet.h>

char *
tl_address_to_string (const TlAddress *self)
{
  char text[INET6_ADDRSTRLEN] = "";

  /* glibc writes IPv6 as RFC 5952 section 4 asks. */
  inet_ntop (self->length == 4 ? AF_INET : AF_INET6, self->bytes, text, sizeof text);
  return g_strdup (text);
}

char *
tl_endpoint_to_string (const TlEndpoint *self)
{
  g_autofree char *address = tl_address_to_string (&self->address);

  /* RFC 5952 section 6: brackets, or the port could be part of the address. */
  return g_strdup_printf (self->address.length == 4 ? "%s:%u" : "[%s]:%u", address, self->port);
}

bool
tl_endpoint_equal (const TlEndpoint *a, const TlEndpoint *b)
{
  return a->port == b->port && a->address.length == b->address.length
         && memcmp (a->address.bytes, b->address.bytes, sizeof a->address.bytes) == 0;
}
