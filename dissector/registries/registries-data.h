/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The tables that generate.py makes, as registries.c reads them.
 */
#pragma once

#include "registries.h"

G_BEGIN_DECLS

/**
 * TlRegistryTable:
 * @entries: in the order of their codes
 * @page_numbers: for the high byte of a code up to 0xffff, which page; page 0 is empty
 * @pages: 256 numbers each: for the low byte, the entry's number counted from 1, or 0
 */
typedef struct
{
  const TlRegistryEntry *entries;
  gsize n_entries;
  const guint8 *page_numbers;
  const guint16 *pages;
} TlRegistryTable;

extern const TlRegistryTable tl_registry_tables[TL_N_REGISTRIES];

/* What the name of each cipher suite says, in the order of the entries. */
extern const TlCipherSuiteInfo tl_cipher_suite_infos[];

G_END_DECLS
