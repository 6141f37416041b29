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

/* What is left of the search for one conversation. */
typedef struct
{
  TlKeyring *asked; /* whose trials are counted */
  guint visited;
  guint8 *name;
} Search;

static TlSearch
try_secrets (TlKeyring *self, Search *search, TlKeylogLabel label, gsize length, TlSecretFunc opens, gpointer user_data)
{
  g_auto (TlSecret) secret = { .length = length };
  const GPtrArray *entries = self->by_label[label];
  TlSearch result = TL_SEARCH_NONE;

  for (guint i = 0; entries && i < entries->len && result == TL_SEARCH_NONE; i++)
    {
      const TlKeyringEntry *entry = g_ptr_array_index (entries, i);

      if (search->visited++ >= TL_LIMIT_HIDDEN_SECRETS)
        return TL_SEARCH_CUT;
      if (entry->n_value != length || entry->n_name != TL_KEYLOG_NAME_SIZE)
        continue;
      if (g_atomic_int_add (&search->asked->trials, 1) >= TL_LIMIT_HIDDEN_TRIALS)
        {
          g_atomic_int_set (&search->asked->trials, TL_LIMIT_HIDDEN_TRIALS);
          return TL_SEARCH_CUT;
        }
      memcpy (search->name, entry->bytes, TL_KEYLOG_NAME_SIZE);
      memcpy (secret.bytes, entry->bytes + TL_KEYLOG_NAME_SIZE, length);
      if (opens (&secret, user_data))
        result = TL_SEARCH_FOUND;
    }
  return result;
}

TlSearch
tl_keyring_try_secrets (TlKeyring *self,
                        TlKeylogLabel label,
                        gsize length,
                        TlSecretFunc opens,
                        gpointer user_data,
                        guint8 name[TL_KEYLOG_NAME_SIZE])
{
  Search search = { .asked = self, .name = name };
  TlSearch result = TL_SEARCH_NONE;

  for (TlKeyring *each = self; each && result == TL_SEARCH_NONE; each = each->base)
    {
      g_rw_lock_reader_lock (&each->lock);
      result = try_secrets (each, &search, label, length, opens, user_data);
      g_rw_lock_reader_unlock (&each->lock);
    }
  return result;
}
