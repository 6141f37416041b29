/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What can be said of the lines of the key logs that a keyring has read, other than the secrets in them.
 */
#include "keyring-parts.h"

bool
tl_keyring_has_keylog (TlKeyring *self)
{
  bool has;

  g_rw_lock_reader_lock (&self->lock);
  has = self->logged;
  g_rw_lock_reader_unlock (&self->lock);
  return has || (self->base && tl_keyring_has_keylog (self->base));
}

bool
tl_keyring_has_line (TlKeyring *self, TlBytes random)
{
  guint8 value[TL_KEYLOG_VALUE_SIZE];
  bool has = false;

  for (TlKeylogLabel label = TL_KEYLOG_CLIENT_RANDOM; label < TL_N_KEYLOG_LABELS && !has; label++)
    has = tl_keyring_find (self, label, random, value, sizeof value) > 0 && !tl_keyring_has_learned (self, label, random);
  tl_forget (value, sizeof value);
  return has;
}
