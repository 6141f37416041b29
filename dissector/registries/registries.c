/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Looks numbers up in the tables that generate.py makes of the CSV files.
 */
#include "registries.h"

#include "registries-data.h"

/* The number of the entry for @code, counted from 1; 0 where there is none. */
static gsize
find_indexed (const TlRegistryTable *table, guint32 code)
{
  gsize page = table->page_numbers[code >> 8];
  return table->pages[page * 256 + (code & 0xff)];
}

/* The same for the few codes beyond the index (of QUIC, and cipher suites of SSLv2). */
static gsize
find_by_halving (const TlRegistryTable *table, guint64 code)
{
  gsize from = 0;
  gsize to = table->n_entries;

  while (from < to)
    {
      gsize middle = from + (to - from) / 2;
      if (table->entries[middle].code == code)
        return middle + 1;
      if (table->entries[middle].code < code)
        from = middle + 1;
      else
        to = middle;
    }
  return 0;
}

static gsize
find (TlRegistry registry, guint64 code)
{
  const TlRegistryTable *table;

  if ((guint) registry >= TL_N_REGISTRIES || registry == TL_REGISTRY_NONE)
    return 0;
  table = &tl_registry_tables[registry];
  return code <= 0xffff ? find_indexed (table, (guint32) code) : find_by_halving (table, code);
}

const TlRegistryEntry *
tl_registry_lookup (TlRegistry registry, guint64 code)
{
  gsize number = find (registry, code);
  return number > 0 ? &tl_registry_tables[registry].entries[number - 1] : NULL;
}

const char *
tl_registry_name (TlRegistry registry, guint64 code)
{
  const TlRegistryEntry *entry = tl_registry_lookup (registry, code);

  if (entry != NULL)
    return entry->name;
  return tl_registry_is_grease (registry, code) ? "GREASE" : NULL;
}

bool
tl_registry_is_grease (TlRegistry registry, guint64 code)
{
  switch (registry)
    {
    case TL_REGISTRY_CIPHER_SUITE: /* RFC 8701 section 2: 0x0A0A, 0x1A1A … 0xFAFA */
    case TL_REGISTRY_EXTENSION:
    case TL_REGISTRY_GROUP:
    case TL_REGISTRY_SIGNATURE_SCHEME:
    case TL_REGISTRY_VERSION:
      return code <= 0xffff && (code & 0x0f0f) == 0x0a0a && code >> 8 == (code & 0xff);
    case TL_REGISTRY_PSK_KEY_EXCHANGE_MODE: /* the same section: 0x0B, 0x2A, 0x49 … 0xE4 */
      return code <= 0xff && code % 0x1f == 0x0b;
    case TL_REGISTRY_QUIC_VERSION: /* RFC 9000 section 15: 0x?a?a?a?a */
      return code <= G_MAXUINT32 && (code & 0x0f0f0f0f) == 0x0a0a0a0a;
    case TL_REGISTRY_QUIC_TRANSPORT_PARAMETER: /* section 18.1: 27, 58, 89 … */
      return code % 31 == 27;
    default:
      return false;
    }
}

bool
tl_registry_is_grease_name (TlBytes name)
{
  guint16 number;

  return name.length == sizeof number && tl_bytes_u16 (&name, &number)
         && tl_registry_is_grease (TL_REGISTRY_EXTENSION, number);
}

const TlRegistryEntry *
tl_registry_entries (TlRegistry registry, gsize *n_entries)
{
  *n_entries = 0;
  if ((guint) registry >= TL_N_REGISTRIES || registry == TL_REGISTRY_NONE)
    return NULL;
  *n_entries = tl_registry_tables[registry].n_entries;
  return tl_registry_tables[registry].entries;
}

const TlCipherSuiteInfo *
tl_cipher_suite_info (guint32 code)
{
  gsize number = find (TL_REGISTRY_CIPHER_SUITE, code);

  if (number == 0 || tl_cipher_suite_infos[number - 1].cipher == NULL)
    return NULL;
  return &tl_cipher_suite_infos[number - 1];
}
