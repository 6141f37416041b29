/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Reads files with keys, into memory that is overwritten.
 */
#include "key-file.h"

#include "../errors.h"
#include "../limits.h"
#include "keylog-find.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/stat.h>
#include <unistd.h>

enum
{
  LOOK = 16384 /* bytes: a key log may begin with comments */
};

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
  gsize n;

  return tl_hex_read (digits, key, 1, TL_PSK_SIZE, &n) ? n : 0;
}

gsize
tl_key_file_psk_size (const char *hex)
{
  guint8 key[TL_PSK_SIZE];
  gsize n = read_hex (tl_bytes (hex, strlen (hex)), key);

  tl_forget (key, sizeof key);
  return n;
}

bool
tl_key_file_add_psk (TlKeyring *keyring, const char *identity, const char *hex, GError **error)
{
  guint8 key[TL_PSK_SIZE];
  gsize n = read_hex (tl_bytes (hex, strlen (hex)), key);

  if (n > 0)
    tl_keyring_add_psk (keyring, tl_bytes (identity, strlen (identity)), tl_bytes (key, n));
  else
    g_set_error (error, TL_ERROR, TL_ERROR_KEYS,
                 _ ("The pre-shared key is not written in hexadecimal, two digits for each of up to %d bytes."), TL_PSK_SIZE);
  tl_forget (key, sizeof key);
  return n > 0;
}

/* What stands behind the last colon is the key: an identity may have some. Without a @keyring, it is only looked at. */
static bool
add_line (TlKeyring *keyring, TlBytes line)
{
  const guint8 *colon = line.length > 0 ? memrchr (line.data, ':', line.length) : NULL;
  gsize n_identity = colon ? (gsize) (colon - line.data) : 0;
  guint8 key[TL_PSK_SIZE];
  gsize n = 0;

  if (colon)
    n = read_hex (tl_bytes (colon + 1, line.length - n_identity - 1), key);
  if (n > 0 && keyring)
    tl_keyring_add_psk (keyring, tl_bytes (line.data, n_identity), tl_bytes (key, n));
  tl_forget (key, sizeof key);
  return n > 0;
}

/* The next line of @rest, without what ends it. */
static TlBytes
next_line (TlBytes *rest)
{
  const guint8 *end = memchr (rest->data, '\n', rest->length);
  TlBytes line = { 0 };

  tl_bytes_take (rest, end ? (gsize) (end - rest->data) : rest->length, &line);
  tl_bytes_skip (rest, 1);
  if (line.length > 0 && line.data[line.length - 1] == '\r')
    line.length--;
  return line;
}

static bool
is_remark (TlBytes line)
{
  return line.length == 0 || line.data[0] == '#';
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
      TlBytes line = next_line (&rest);

      number++;
      if (is_remark (line))
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

/* Kinds of files */

/* A file as far as its kind is told from it. */
typedef struct
{
  TlBytes text;  /* what it begins with */
  goffset size;
} Look;

static bool
is_keylog (const Look *look)
{
  return tl_keylog_holds_secret (look->text);
}

/* PEM of any kind, or one DER element that is as long as the file. */
static bool
is_private (const Look *look)
{
  const guint8 *data = look->text.data;
  gsize n = look->text.length;

  if (n > 4 && data[0] == 0x30 && data[1] == 0x82)
    return look->size == 4 + (data[2] << 8 | data[3]);
  if (n > 3 && data[0] == 0x30 && data[1] == 0x81)
    return look->size == 3 + data[2];
  return memmem (data, n, "-----BEGIN ", strlen ("-----BEGIN ")) != NULL && memchr (data, '\0', n) == NULL;
}

/* Every line is one, as far as it can be seen. */
static bool
is_psks (const Look *look)
{
  TlBytes rest = look->text;
  guint n_keys = 0;

  while (rest.length > 0)
    {
      bool whole = look->size <= LOOK || memchr (rest.data, '\n', rest.length) != NULL;
      TlBytes line = next_line (&rest);

      if (is_remark (line) || !whole)
        continue;
      if (!add_line (NULL, line))
        return false;
      n_keys++;
    }
  return n_keys > 0;
}

static bool
load_psks (TlKeyring *keyring, const char *path, const char *password G_GNUC_UNUSED, GError **error)
{
  return tl_key_file_load_psks (keyring, path, error);
}

static bool
load_keylog (TlKeyring *keyring, const char *path, const char *password G_GNUC_UNUSED, GError **error)
{
  TlKeylogReport report;

  return tl_keyring_load_keylog (keyring, path, &report, error);
}

/* The first that knows a file has it. */
static const struct
{
  TlKeyFileKind kind;
  bool (*is) (const Look *look);
  bool (*load) (TlKeyring *keyring, const char *path, const char *password, GError **error);
} kinds[] = {
  { TL_KEY_FILE_KEYLOG, is_keylog, load_keylog },
  { TL_KEY_FILE_PRIVATE, is_private, tl_key_file_load_private },
  { TL_KEY_FILE_PSKS, is_psks, load_psks },
};

static TlKeyFileKind
kind_of (const Look *look)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].is (look))
      return kinds[i].kind;
  return TL_KEY_FILE_NONE;
}

TlKeyFileKind
tl_key_file_kind_at (const char *path)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  TlKeyFileKind kind = TL_KEY_FILE_NONE;
  struct stat status;
  guint8 *buffer;
  gssize n = 0;

  if (fd < 0)
    return TL_KEY_FILE_NONE;
  buffer = g_malloc (LOOK);
  if (fstat (fd, &status) == 0 && S_ISREG (status.st_mode)) /* what a pipe is read for is gone from it */
    n = read (fd, buffer, LOOK);
  close (fd);
  if (n > 0)
    kind = kind_of (&(Look){ tl_bytes (buffer, (gsize) n), status.st_size });
  tl_forget (buffer, LOOK);
  g_free (buffer);
  return kind;
}

bool
tl_key_file_load (TlKeyring *keyring, TlKeyFileKind kind, const char *path, const char *password, GError **error)
{
  g_autofree char *name = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].kind == kind)
      return kinds[i].load (keyring, path, password, error);
  name = g_filename_display_basename (path);
  g_set_error (error, TL_ERROR, TL_ERROR_KEYS, _ ("“%s” holds no keys that are known here."), name);
  return false;
}
