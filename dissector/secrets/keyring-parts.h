/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What the files of a keyring have in common.
 */
#pragma once

#include "keyring.h"

G_BEGIN_DECLS

/* A secret, in a block. */
typedef struct
{
  guint32 hash;
  guint16 n_value;
  guint8 label;
  guint8 n_name;
  bool learned;   /* a conversation has shown it: no key log says it */
  guint8 bytes[]; /* the name, then the value */
} TlKeyringEntry;

struct TlKeyring
{
  TlKeyring *base;     /* whose secrets it has too; NULL: none */
  GRWLock lock;
  GHashTable *entries; /* TlKeyringEntry, as a set */
  GPtrArray *by_label[TL_N_KEYLOG_LABELS]; /* the same, in the order of the lines; NULL: none */
  GPtrArray *blocks;
  gsize used;          /* of the last block */
  guint32 seed;        /* so that nobody can choose names that collide */
  guint64 generation;
  GPtrArray *keys;     /* TlPrivateKey */
  GPtrArray *psks;     /* Psk */
  GPtrArray *ech_keys; /* TlEchKey */
  bool premasters;     /* a key log has some */
  bool logged;         /* a key log gave a secret */
  gint trials;         /* of tl_keyring_try_secrets() */
};

G_END_DECLS
