/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Puts the key logs of a pcapng file on the keyring, as they come.
 */
#include "carried-keys.h"

void
tl_carried_keys_init (TlCarriedKeys *self, const TlCapture *capture, TlTracker *tracker, TlKeyring *keyring)
{
  *self = (TlCarriedKeys){ .capture = capture, .tracker = tracker };
  if (keyring == NULL)
    return;
  self->keyring = tl_keyring_ref (keyring);
  tl_tracker_set_keyring (tracker, keyring);
}

void
tl_carried_keys_clear (TlCarriedKeys *self)
{
  g_clear_pointer (&self->keyring, tl_keyring_unref);
}

void
tl_carried_keys_take (TlCarriedKeys *self)
{
  bool more;
  const GPtrArray *logs = tl_capture_secrets (self->capture, &more);

  if (G_LIKELY (logs->len == self->n_taken))
    return;
  if (self->keyring == NULL)
    {
      self->keyring = tl_keyring_new ();
      tl_tracker_set_keyring (self->tracker, self->keyring);
    }
  while (self->n_taken < logs->len)
    tl_keyring_add_keylog (self->keyring, tl_bytes_of (g_ptr_array_index (logs, self->n_taken++)), &self->report);
  self->report.cut = self->report.cut || more;
}
