/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Two libraries behind one door.
 */
#include "cipher.h"

#include <gcrypt.h>

struct TlCipher
{
  gnutls_cipher_hd_t modern; /* one of the two */
  gcry_cipher_hd_t old;
};

/* Keys lie in the memory of this program as others do: the pool that libgcrypt would lock for them is not asked for. */
static bool
prepare_gcrypt (void)
{
  static gsize ready;

  if (g_once_init_enter (&ready))
    {
      bool found = gcry_check_version (GCRYPT_VERSION) != NULL;

      if (found && !gcry_control (GCRYCTL_INITIALIZATION_FINISHED_P))
        {
          gcry_control (GCRYCTL_DISABLE_SECMEM, 0);
          gcry_control (GCRYCTL_INITIALIZATION_FINISHED, 0);
        }
      g_once_init_leave (&ready, found ? 1 : 2);
    }
  return ready == 1;
}

static gcry_cipher_hd_t
begin_old (TlOldCipher cipher, TlBytes key, TlBytes iv)
{
  static const int algorithms[] = { [TL_OLD_CIPHER_RC2] = GCRY_CIPHER_RFC2268_128,
                                    [TL_OLD_CIPHER_IDEA] = GCRY_CIPHER_IDEA,
                                    [TL_OLD_CIPHER_SEED] = GCRY_CIPHER_SEED };
  gcry_cipher_hd_t handle = NULL;

  if (!prepare_gcrypt () || gcry_cipher_open (&handle, algorithms[cipher], GCRY_CIPHER_MODE_CBC, 0) != 0)
    return NULL;
  if (gcry_cipher_setkey (handle, key.data, key.length) == 0 && gcry_cipher_setiv (handle, iv.data, iv.length) == 0)
    return handle;
  gcry_cipher_close (handle);
  return NULL;
}

static gnutls_cipher_hd_t
begin_modern (gnutls_cipher_algorithm_t cipher, TlBytes key, TlBytes iv)
{
  gnutls_datum_t key_datum = { (unsigned char *) (gsize) key.data, (unsigned) key.length };
  gnutls_datum_t iv_datum = { (unsigned char *) (gsize) iv.data, (unsigned) iv.length };
  gnutls_cipher_hd_t handle = NULL;

  return gnutls_cipher_init (&handle, cipher, &key_datum, iv.length > 0 ? &iv_datum : NULL) == 0 ? handle : NULL;
}

TlCipher *
tl_cipher_new (TlOldCipher old, gnutls_cipher_algorithm_t modern, TlBytes key, TlBytes iv)
{
  TlCipher *self = g_new0 (TlCipher, 1);

  if (old != TL_OLD_CIPHER_NONE)
    self->old = begin_old (old, key, iv);
  else
    self->modern = begin_modern (modern, key, iv);
  if (self->old == NULL && self->modern == NULL)
    g_clear_pointer (&self, g_free);
  return self;
}

void
tl_cipher_free (TlCipher *self)
{
  if (self->old)
    gcry_cipher_close (self->old);
  if (self->modern)
    gnutls_cipher_deinit (self->modern);
  g_free (self);
}

bool
tl_cipher_set_iv (TlCipher *self, TlBytes iv)
{
  if (self->old)
    return gcry_cipher_setiv (self->old, iv.data, iv.length) == 0;
  gnutls_cipher_set_iv (self->modern, (void *) (gsize) iv.data, iv.length);
  return true;
}

bool
tl_cipher_decrypt (TlCipher *self, TlBytes sealed, guint8 *plain)
{
  if (self->old)
    return gcry_cipher_decrypt (self->old, plain, sealed.length, sealed.data, sealed.length) == 0;
  return gnutls_cipher_decrypt2 (self->modern, sealed.data, sealed.length, plain, sealed.length) == 0;
}
