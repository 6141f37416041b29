/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Reads files with keys, into memory that is overwritten.
 */
#include "key-file.h"

#include "../errors.h"
#include "../limits.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/stat.h>
#include <unistd.h>

/* A whole file, in one block that is never moved. */
typedef struct
{
  guint8 *data;
  gsize length;
} KeyFile;

static void
key_file_clear (KeyFile *self)
{
  if (self->data == NULL)
    return;
  tl_forget (self->data, TL_LIMIT_KEY_FILE + 1);
  g_free (self->data);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KeyFile, key_file_clear)

static TlBytes
key_file_bytes (const KeyFile *self)
{
  return tl_bytes (self->data, self->length);
}

/* 0, or the errno of what went wrong. */
static int
read_all (int fd, KeyFile *file)
{
  while (file->length <= TL_LIMIT_KEY_FILE)
    {
      gssize n = read (fd, file->data + file->length, TL_LIMIT_KEY_FILE + 1 - file->length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return errno;
      if (n == 0)
        return 0;
      file->length += (gsize) n;
    }
  return EFBIG;
}

static bool
read_file (const char *path, const char *name, KeyFile *file, GError **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  int reason = fd < 0 ? errno : 0;

  if (reason == 0)
    {
      file->data = g_malloc (TL_LIMIT_KEY_FILE + 1);
      reason = read_all (fd, file);
      close (fd);
    }
  if (reason != 0)
    g_set_error (error, TL_ERROR, TL_ERROR_KEYS, _ ("The key file “%s” cannot be read: %s."), name, g_strerror (reason));
  return reason == 0;
}

static bool
add_ech_key (TlKeyring *keyring, TlBytes text, const char *password, const char *name, GError **error)
{
  TlEchKey *key = tl_ech_key_read (text, password, name, error);

  if (key)
    tl_keyring_add_ech_key (keyring, key);
  return key != NULL;
}

bool
tl_key_file_load_private (TlKeyring *keyring, const char *path, const char *password, GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_auto (KeyFile) file = { 0 };
  TlPrivateKey *key;

  if (!read_file (path, name, &file, error))
    return false;
  if (tl_ech_key_is_in (key_file_bytes (&file)))
    return add_ech_key (keyring, key_file_bytes (&file), password, name, error);
  key = tl_private_key_read (key_file_bytes (&file), password, name, error);
  if (key)
    tl_keyring_add_key (keyring, key);
  return key != NULL;
}

bool
tl_key_file_load_ech (TlKeyring *keyring, const char *path, const char *password, GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_auto (KeyFile) file = { 0 };

  return read_file (path, name, &file, error) && add_ech_key (keyring, key_file_bytes (&file), password, name, error);
}

/* Reads @digits, at most TL_PSK_SIZE bytes of hexadecimal; 0 where they are none. */
static gsize
read_hex (TlBytes digits, guint8 key[TL_PSK_SIZE])
{
  gsize n = digits.length / 2;

  if (digits.length % 2 != 0 || n > TL_PSK_SIZE)
    return 0;
  for (gsize i = 0; i < n; i++)
    {
      int high = g_ascii_xdigit_value ((char) digits.data[2 * i]);
      int low = g_ascii_xdigit_value ((char) digits.data[2 * i + 1]);

      if (high < 0 || low < 0)
        return 0;
      key[i] = (guint8) (high << 4 | low);
    }
  return n;
}

bool
tl_key_file_add_psk (TlKeyring *keyring, const char *hex, GError **error)
{
  guint8 key[TL_PSK_SIZE];
  gsize n = read_hex (tl_bytes (hex, strlen (hex)), key);

  if (n > 0)
    tl_keyring_add_psk (keyring, tl_bytes (NULL, 0), tl_bytes (key, n));
  else
    g_set_error (error, TL_ERROR, TL_ERROR_KEYS,
                 _ ("The pre-shared key is not written in hexadecimal, two digits for each of up to %d bytes."), TL_PSK_SIZE);
  tl_forget (key, sizeof key);
  return n > 0;
}

/* What stands behind the last colon is the key: an identity may have some. */
static bool
add_line (TlKeyring *keyring, TlBytes line)
{
  const guint8 *colon = line.length > 0 ? memrchr (line.data, ':', line.length) : NULL;
  gsize n_identity = colon ? (gsize) (colon - line.data) : 0;
  guint8 key[TL_PSK_SIZE];
  gsize n = 0;

  if (colon)
    n = read_hex (tl_bytes (colon + 1, line.length - n_identity - 1), key);
  if (n > 0)
    tl_keyring_add_psk (keyring, tl_bytes (line.data, n_identity), tl_bytes (key, n));
  tl_forget (key, sizeof key);
  return n > 0;
}

bool
tl_key_file_load_psks (TlKeyring *keyring, const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_auto (KeyFile) file = { 0 };
  TlBytes rest;
  guint n_keys = 0, number = 0, damaged = 0;

  if (!read_file (path, name, &file, error))
    return false;
  rest = key_file_bytes (&file);
  while (rest.length > 0)
    {
      const guint8 *end = memchr (rest.data, '\n', rest.length);
      TlBytes line = { 0 };

      tl_bytes_take (&rest, end ? (gsize) (end - rest.data) : rest.length, &line);
      tl_bytes_skip (&rest, 1);
      number++;
      if (line.length > 0 && line.data[line.length - 1] == '\r')
        line.length--;
      if (line.length == 0 || line.data[0] == '#')
        continue;
      if (add_line (keyring, line))
        n_keys++;
      else if (damaged == 0)
        damaged = number;
    }
  if (damaged > 0)
    g_set_error (error, TL_ERROR, TL_ERROR_KEYS,
                 _ ("Line %u of “%s” is no pre-shared key: it takes an identity, a colon, and the key in hexadecimal."), damaged,
                 name);
  else if (n_keys == 0)
    g_set_error (error, TL_ERROR, TL_ERROR_KEYS, _ ("“%s” holds no pre-shared key."), name);
  return damaged == 0 && n_keys > 0;
}
