/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What can go wrong with an input, for people.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TL_ERROR (tl_error_quark ())
GQuark tl_error_quark (void);

/* The message of each is a whole, translated sentence that says what to do. */
typedef enum
{
  TL_ERROR_OPEN,        /* cannot be opened: missing, no permission, a directory */
  TL_ERROR_NOT_CAPTURE, /* opened, but neither pcap nor pcapng */
  TL_ERROR_EMPTY,       /* opened, but no byte in it */
  TL_ERROR_CUT_SHORT,   /* ends in the middle of a packet: what was read before it counts */
  TL_ERROR_DAMAGED,     /* cannot be read further: what was read before counts */
  TL_ERROR_LINK_TYPE,   /* a link type we do not know */
  TL_ERROR_KEYS,       /* a key log or a key that cannot be used */
  TL_ERROR_PASSWORD,   /* a key that is encrypted, and whose password is missing or wrong */
  TL_ERROR_PERMISSION, /* to capture: see capture/permission.h */
  TL_ERROR_LIVE,       /* a capture that runs cannot go on: what was captured counts */
  TL_ERROR_CANCELLED
} TlError;

G_END_DECLS
