/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Which key does what, everywhere in the program: the shortcuts window is compared with it.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  const char *action;
  const char *keys[4]; /* ends with NULL */
} TlAccelerator;

extern const TlAccelerator tl_accelerators[];
extern const gsize tl_n_accelerators;

G_END_DECLS
