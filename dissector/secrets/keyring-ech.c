/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What a keyring has for encrypted ClientHellos: keys that open them, and secrets that are tried where the hello that they go by
 * stays closed.
 */
#include "keyring-parts.h"

#include "../limits.h"

void
tl_keyring_add_ech_key (TlKeyring *self, TlEchKey *key)
{
  g_rw_lock_writer_lock (&self->lock);
  g_ptr_array_add (self->ech_keys, key);
  self->generation++;
  g_rw_lock_writer_unlock (&self->lock);
}

guint
tl_keyring_n_ech_keys (TlKeyring *self)
{
  guint n;

  g_rw_lock_reader_lock (&self->lock);
  n = self->ech_keys->len;
  g_rw_lock_reader_unlock (&self->lock);
  return n;
}

bool
tl_keyring_find_ech_key (TlKeyring *self, TlEchKeyFunc opens, gpointer user_data)
{
  bool found = false;

  g_rw_lock_reader_lock (&self->lock);
  for (guint i = 0; i < self->ech_keys->len && !found; i++)
    found = opens (g_ptr_array_index (self->ech_keys, i), user_data);
  g_rw_lock_reader_unlock (&self->lock);
  return found;
}

bool
tl_keyring_try_secrets (TlKeyring *self,
                        TlKeylogLabel label,
                        gsize length,
                        TlSecretFunc opens,
                        gpointer user_data,
                        guint8 name[TL_KEYLOG_NAME_SIZE])
{
  g_auto (TlSecret) secret = { .length = length };
  bool found = false;
  GHashTableIter iter;
  gpointer key;

  g_rw_lock_reader_lock (&self->lock);
  g_hash_table_iter_init (&iter, self->entries);
  while (!found && g_hash_table_size (self->entries) <= TL_LIMIT_HIDDEN_SECRETS && g_hash_table_iter_next (&iter, &key, NULL))
    {
      const TlKeyringEntry *entry = key;

      if (entry->label != label || entry->n_value != length || entry->n_name != TL_KEYLOG_NAME_SIZE)
        continue;
      if (g_atomic_int_add (&self->trials, 1) >= TL_LIMIT_HIDDEN_TRIALS)
        break;
      memcpy (name, entry->bytes, TL_KEYLOG_NAME_SIZE);
      memcpy (secret.bytes, entry->bytes + TL_KEYLOG_NAME_SIZE, length);
      found = opens (&secret, user_data);
    }
  g_rw_lock_reader_unlock (&self->lock);
  return found || (self->base && tl_keyring_try_secrets (self->base, label, length, opens, user_data, name));
}
