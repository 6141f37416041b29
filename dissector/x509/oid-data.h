/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The table that oids.py makes of oids.csv at build time, for oid.c.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  const char *oid;
  const char *name;
} TlOidName;

/* In the order of strcmp(). */
extern const TlOidName tl_oid_names[];
extern const gsize tl_n_oid_names;

G_END_DECLS
