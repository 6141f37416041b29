/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Puts the keys that are named on the command line on a keyring, and asks for the passwords of those that are encrypted.
 */
#include "config.h"

#include "cli-keys.h"

#include "password.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>

enum
{
  TRIES = 3 /* to type a password */
};

/* False when it cannot be opened. What is amiss in it is said, and no reason to stop. */
static bool
load_keylog (const char *path, TlComplainFunc complain, TlKeyring *keyring)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *amiss = NULL;
  g_autofree char *name = NULL;
  TlKeylogReport report;

  if (!tl_keyring_load_keylog (keyring, path, &report, &error))
    complain (error->message);
  name = g_filename_display_basename (path);
  amiss = tl_keylog_report_text (&report, name);
  if (amiss)
    complain (amiss);
  return report.opened;
}

static bool
find_password (const TlGivenKeys *given, const char *path, char password[TL_PASSWORD_SIZE])
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *question = g_strdup_printf (_ ("Password of %s: "), name);

  return given->password_fd >= 0 ? tl_password_read (given->password_fd, password) : tl_password_ask (question, password);
}

/* Puts the key in a file on a keyring: tl_key_file_load_private() and its like. */
typedef bool (*LoadFunc) (TlKeyring *keyring, const char *path, const char *password, GError **error);

/* Whether the file descriptor that has the password can be read. */
static bool
check_password_fd (int fd, TlComplainFunc complain)
{
  int flags = fcntl (fd, F_GETFL);
  g_autofree char *text = NULL;

  if (flags >= 0 && (flags & O_ACCMODE) != O_WRONLY)
    return true;
  text = g_strdup_printf (_ ("The password cannot be read: file descriptor %d is not open for reading."), fd);
  complain (text);
  return false;
}

static bool
load_private_key (
    const TlGivenKeys *given, const char *path, LoadFunc load, TlComplainFunc complain, TlKeyring *keyring)
{
  g_autoptr (GError) error = NULL;
  char password[TL_PASSWORD_SIZE];
  bool done = load (keyring, path, NULL, &error);
  int tries = given->password_fd >= 0 ? 1 : TRIES;

  if (g_error_matches (error, TL_ERROR, TL_ERROR_PASSWORD) && given->password_fd >= 0
      && !check_password_fd (given->password_fd, complain))
    return false;
  while (!done && tries-- > 0 && g_error_matches (error, TL_ERROR, TL_ERROR_PASSWORD)
         && find_password (given, path, password))
    {
      g_clear_error (&error);
      done = load (keyring, path, password, &error);
      if (!done && tries > 0)
        complain (error->message);
    }
  explicit_bzero (password, sizeof password);
  if (!done)
    complain (error->message);
  return done;
}

static bool
load_psks (const TlGivenKeys *given, TlComplainFunc complain, TlKeyring *keyring)
{
  g_autoptr (GError) error = NULL;
  bool done = (given->psk == NULL || tl_key_file_add_psk (keyring, "", given->psk, &error))
              && (given->psk_file == NULL || tl_key_file_load_psks (keyring, given->psk_file, &error));

  if (!done)
    complain (error->message);
  return done;
}

bool
tl_load_keys (const TlGivenKeys *given, TlComplainFunc complain, TlKeyring **keyring)
{
  if (given->keylog == NULL && given->keys == NULL && given->ech_keys == NULL && given->psk == NULL && given->psk_file == NULL)
    return true;
  *keyring = tl_keyring_new ();
  if (given->keylog && !load_keylog (given->keylog, complain, *keyring))
    return false;
  for (char **path = given->keys; path && *path; path++)
    if (!load_private_key (given, *path, tl_key_file_load_private, complain, *keyring))
      return false;
  for (char **path = given->ech_keys; path && *path; path++)
    if (!load_private_key (given, *path, tl_key_file_load_ech, complain, *keyring))
      return false;
  return load_psks (given, complain, *keyring);
}

/* NULL: nothing is. Free with g_free(). */
static char *
growing_amiss (const TlKeylogReport *report, const char *name)
{
  if (!report->opened)
    return g_strdup_printf (_ ("There was no key log “%s”, or it cannot be read: nothing was opened with it."), name);
  if (report->secrets == 0)
    return tl_keylog_empty_text (name);
  return tl_keylog_report_text (report, name);
}

void
tl_tell_growing_keylog (const char *path, const TlKeylogReport *report, TlComplainFunc complain)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *amiss = growing_amiss (report, name);

  if (amiss)
    complain (amiss);
}
