/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Addresses and endpoints.
 */
#pragma once

#include "../bytes.h"

G_BEGIN_DECLS

/* An IPv4 or IPv6 address: @length is 4 or 16 bytes, in network order; the others are zero. */
typedef struct
{
  guint8 bytes[16];
  guint8 length;
} TlAddress;

typedef struct
{
  TlAddress address;
  guint16 port;
} TlEndpoint;

/* The address as text (RFC 5952 for IPv6). Free with g_free(). */
char *tl_address_to_string (const TlAddress *self);

/* "192.0.2.1:443", "[2001:db8::1]:443". Free with g_free(). */
char *tl_endpoint_to_string (const TlEndpoint *self);

bool tl_endpoint_equal (const TlEndpoint *a, const TlEndpoint *b);

G_END_DECLS
