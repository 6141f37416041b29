/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The key logs that a capture brings along, in its Decryption Secrets Blocks: who gave the file has given them with it.
 */
#pragma once

#include "capture/capture.h"
#include "conversation/tracker.h"

G_BEGIN_DECLS

/**
 * TlCarriedKeys:
 * @capture, @tracker: borrowed
 * @keyring: what is found goes there; NULL until there is some, if nobody gave one
 * @n_taken: blocks that were read
 * @report: what was found in them
 */
typedef struct
{
  const TlCapture *capture;
  TlTracker *tracker;
  TlKeyring *keyring;
  guint n_taken;
  TlKeylogReport report;
} TlCarriedKeys;

/* @keyring: the keys that were given, or NULL. */
void tl_carried_keys_init (TlCarriedKeys *self, const TlCapture *capture, TlTracker *tracker, TlKeyring *keyring);
void tl_carried_keys_clear (TlCarriedKeys *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TlCarriedKeys, tl_carried_keys_clear)

/* Takes the blocks that have come since the last time: before each packet, so that what is behind a block can be opened. */
void tl_carried_keys_take (TlCarriedKeys *self);

G_END_DECLS
