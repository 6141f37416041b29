/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The names of object identifiers, in a table made of oids.csv. They are those of the RFCs and of X.520; extensions, key purposes
 * and attributes stand there without the prefixes "id-ce-", "id-pe-", "id-kp-" and "id-at-".
 */
#include "oid.h"

#include <stdlib.h>
#include <string.h>

#include "oid-data.h"

static int
compare (const void *oid, const void *name)
{
  return strcmp (oid, ((const TlOidName *) name)->oid);
}

const char *
tl_oid_name (const char *oid)
{
  const TlOidName *found = bsearch (oid, tl_oid_names, tl_n_oid_names, sizeof *tl_oid_names, compare);
  return found ? found->name : NULL;
}
