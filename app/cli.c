/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * tls-ladder-cli: prints the conversations of a capture as ladders, as a summary, or as JSON. Keeps the
 * dissector honest: what it sees can be read here without a window.
 */
#include "config.h"

#include "cli-keys.h"
#include "cli-live.h"
#include "cli-printer.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum
{
  EXIT_READ_ALL = 0,
  EXIT_NOT_TO_THE_END = 1,
  EXIT_USAGE = 2
};

static bool
is_printable (const char *text)
{
  for (const char *next = text; *next; next = g_utf8_next_char (next))
    if (!g_unichar_isprint (g_utf8_get_char_validated (next, -1)))
      return false;
  return true;
}

/* What is said may repeat what was given: it must not move the cursor of a terminal. What comes from the dissector is safe already. */
static void
complain (const char *message)
{
  g_autofree char *shown = is_printable (message) ? NULL : tl_display_string (message, TL_LIMIT_TEXT_ROW);

  fprintf (stderr, "tls-ladder-cli: %s\n", shown ? shown : message);
}

static int
refuse_usage (const char *message)
{
  complain (message);
  fprintf (stderr, "%s\n", _ ("Try “tls-ladder-cli --help”."));
  return EXIT_USAGE;
}

/* Whether all was written. Who closed a pipe knows that it did: nothing is said then. */
static bool
tell_output (int error)
{
  g_autofree char *message = error == 0 ? NULL : g_strdup_printf (_ ("Cannot write the output: %s"), g_strerror (error));

  if (error != 0 && error != EPIPE)
    complain (message);
  return error == 0;
}

/* Not every conversation may stay in memory to its end: it is said how many did not. */
static void
tell_evicted (guint64 n)
{
  g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, n);
  g_autofree char *message = g_strdup_printf (
      ngettext ("%s conversation was printed before its end, to stay within the memory for them.",
                "%s conversations were printed before their end, to stay within the memory for them.",
                (gulong) n),
      number);

  if (n > 0)
    complain (message);
}

static void
tell_carried (const TlKeylogReport *carried)
{
  g_autofree char *text = tl_carried_keys_text (carried);

  if (text)
    complain (text);
}

/* Why it is not read as it should be, or not to its end. */
static bool
tell_unread (const TlReadingState *state, const GError *error)
{
  g_autofree char *unreadable = tl_unreadable_text (state->n_unreadable, state->unreadable_link_type);

  if (unreadable)
    complain (unreadable);
  if (error)
    complain (error->message);
  if (g_error_matches (error, TL_ERROR, TL_ERROR_PERMISSION))
    tl_cli_tell_permission ();
  return unreadable == NULL;
}

static int
run (const TlCliRequest *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TlReading) reading = NULL;
  TlCliPrinter printer;
  TlReadingRequest wanted = request->reading;
  TlReadingState state;
  bool read, printed;

  tl_cli_printer_init (&printer, request, complain);
  wanted.func = tl_cli_printer_take;
  wanted.turn = tl_cli_printer_turn;
  wanted.user_data = &printer;
  printer.reading = reading = tl_reading_new (&wanted);
  read = tl_reading_run (reading, &error);
  tl_reading_get_state (reading, &state);
  tl_cli_printer_finish (&printer);
  printed = tell_output (printer.error);

  tell_evicted (printer.n_evicted);
  if (!(request->reading.flags & TL_TRACKER_SEALED))
    tell_carried (&state.carried);
  if (request->growing_keylog)
    tl_tell_growing_keylog (request->growing_keylog, &state.growing, complain);
  /* A program that was killed has not said how many were lost in the end. */
  if (error && state.live.dropped + state.live.interface_dropped == 0)
    state.live.known = false;
  if (request->reading.live && tl_reading_has_begun (reading))
    tl_cli_tell_counts (&state, complain);
  read = tell_unread (&state, error) && read;
  tl_cli_printer_watch_written (&printer, &state);
  if (read && printed && printer.n_conversations == 0)
    complain (_ ("No TLS handshake was found in the capture."));
  tl_cli_printer_clear (&printer);
  return read && state.spool_error == 0 && printed ? EXIT_READ_ALL : EXIT_NOT_TO_THE_END;
}

/* Whether @status is of the file that @path names; NULL: standard input. */
static bool
is_file (const struct stat *status, const char *path)
{
  struct stat other;

  if (path == NULL ? fstat (STDIN_FILENO, &other) != 0 : stat (path, &other) != 0)
    return false;
  return S_ISREG (status->st_mode) && other.st_dev == status->st_dev && other.st_ino == status->st_ino;
}

/* Whether what would be written over is what is to be read. */
static bool
is_read (const TlCliRequest *request, const struct stat *status)
{
  const char *path = request->reading.path;
  const char *keylog = request->growing_keylog ? request->growing_keylog : request->keys.keylog;

  return (path && is_file (status, g_str_equal (path, "-") ? NULL : path)) || (keylog && is_file (status, keylog));
}

/* Opens what packets are written to, and empties it only then. */
static int
open_write (TlCliRequest *request)
{
  g_autofree char *name = NULL;
  g_autofree char *message = NULL;
  struct stat status;
  int fd;

  if (request->write == NULL)
    return EXIT_READ_ALL;
  name = g_filename_display_name (request->write);
  request->reading.spool = fd = open (request->write, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
  request->reading.spool_limit = G_MAXUINT64;
  if (fd >= 0 && fstat (fd, &status) == 0 && is_read (request, &status))
    {
      message = g_strdup_printf (_ ("“%s” is to be read: give --write another file."), name);
      return refuse_usage (message);
    }
  if (fd >= 0 && (!S_ISREG (status.st_mode) || ftruncate (fd, 0) == 0))
    return EXIT_READ_ALL;
  message = g_strdup_printf (_ ("Cannot write “%s”: %s."), name, g_strerror (errno));
  complain (message);
  return EXIT_NOT_TO_THE_END;
}

static int
print_version (void)
{
  printf ("tls-ladder-cli %s\n", TL_VERSION);
  return tell_output (fflush (stdout) != 0 ? errno : 0) ? EXIT_READ_ALL : EXIT_NOT_TO_THE_END;
}

static int
list_interfaces (const TlCliRequest *request)
{
  int error = 0;
  bool listed = tl_cli_list_interfaces (request->format == TL_CLI_JSON, complain, &error);

  return tell_output (error) && listed ? EXIT_READ_ALL : EXIT_NOT_TO_THE_END;
}

/* Reads what was asked for, once everything for it is there. */
static int
read_capture (TlCliRequest *request)
{
  g_autoptr (TlKeyring) keyring = NULL;
  g_autoptr (TlKeylogFollower) keylogs = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  if (request->live.filter && !tl_filter_check_words (request->live.filter, &error))
    {
      complain (error->message);
      return EXIT_NOT_TO_THE_END;
    }
  if (!tl_load_keys (&request->keys, complain, &keyring))
    return EXIT_USAGE;
  if (request->growing_keylog && keyring == NULL)
    keyring = tl_keyring_new ();
  if (request->growing_keylog)
    {
      keylogs = tl_keylog_follower_new (keyring);
      tl_keylog_follower_add (keylogs, request->growing_keylog);
    }
  request->reading.keyring = keyring;
  request->reading.keylogs = keylogs;
  status = open_write (request);
  if (status != EXIT_READ_ALL)
    return status;
  if (request->waits || request->write)
    tl_cli_catch_interrupts ();
  return run (request);
}

/* A standard descriptor that is closed would become the next file that is opened, and what is printed would go there. What takes its place can be
 * opened, and no more. */
static void
keep_standard_descriptors (void)
{
  static const int modes[] = { [STDIN_FILENO] = O_WRONLY, [STDOUT_FILENO] = O_RDONLY, [STDERR_FILENO] = O_RDWR };

  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
    if (fcntl (fd, F_GETFD) < 0)
      open ("/dev/null", modes[fd]);
}

int
main (int argc, char **argv)
{
  g_autofree char *wrong = NULL;
  TlCliRequest request = { 0 };

  keep_standard_descriptors ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, TL_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  signal (SIGPIPE, SIG_IGN);
  signal (SIGXFSZ, SIG_IGN); /* a file that may not grow is told of, as a full disk is */

  if (!tl_cli_request_read (&request, &argc, &argv, &wrong))
    return refuse_usage (wrong);
  switch (request.task)
    {
    case TL_CLI_VERSION:
      return print_version ();
    case TL_CLI_LIST:
      return list_interfaces (&request);
    case TL_CLI_READ:
    default:
      return read_capture (&request);
    }
}
