/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What the command line does while packets still come.
 */
#include "config.h"

#include "cli-live.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Whoever asks twice, this much later, does not want to wait for the end: milliseconds. */
enum
{
  PATIENCE = 300
};

static volatile sig_atomic_t interrupted;
static struct timespec interrupted_at;

/* timeout(1) sends its signal to the program and then to its group: the two are one wish to end, not a second one. */
static void
interrupt_cb (int number)
{
  int saved = errno;
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  if (!interrupted)
    interrupted_at = now;
  else if ((now.tv_sec - interrupted_at.tv_sec) * 1000 + (now.tv_nsec - interrupted_at.tv_nsec) / 1000000 > PATIENCE)
    {
      signal (number, SIG_DFL);
      raise (number);
    }
  interrupted = 1;
  errno = saved;
}

bool
tl_cli_is_pipe (const char *path)
{
  struct stat status;
  bool known = path == NULL || g_str_equal (path, "-") ? fstat (STDIN_FILENO, &status) == 0 : stat (path, &status) == 0;

  return known && !S_ISREG (status.st_mode) && !S_ISDIR (status.st_mode);
}

static void
print_interface_json (const TlInterface *interface)
{
  g_autoptr (GString) line = g_string_new (NULL);
  TlJsonWriter writer;

  tl_json_writer_init (&writer, line);
  tl_json_open_object (&writer);
  tl_json_put_string (&writer, "interface", interface->name);
  tl_json_put_string (&writer, "title", interface->title);
  tl_json_key (&writer, "addresses");
  tl_json_open_array (&writer);
  for (char **address = interface->addresses; *address; address++)
    tl_json_string (&writer, *address);
  tl_json_close_array (&writer);
  tl_json_put_bool (&writer, "connected", interface->connected);
  tl_json_close_object (&writer);
  printf ("%s\n", line->str);
}

static void
print_interface (const TlInterface *interface)
{
  g_autofree char *addresses = g_strjoinv (", ", interface->addresses);

  printf ("%-15s  %s%s%s%s\n", interface->name, interface->title, *addresses ? ": " : "", addresses,
          interface->connected ? "" : _ (" (not connected)"));
}

bool
tl_cli_list_interfaces (bool json, TlTellFunc tell, int *error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (GPtrArray) list = tl_interfaces_list (&reason);

  if (list == NULL)
    {
      tell (reason->message);
      return false;
    }
  for (guint i = 0; i < list->len; i++)
    {
      const TlInterface *interface = g_ptr_array_index (list, i);

      if (json)
        print_interface_json (interface);
      else
        print_interface (interface);
    }
  *error = fflush (stdout) != 0 ? errno : 0;
  return true;
}

void
tl_cli_catch_interrupts (void)
{
  struct sigaction action = { .sa_handler = interrupt_cb };
  struct sigaction before;

  sigaction (SIGINT, &action, NULL);
  sigaction (SIGTERM, &action, NULL);
  /* nohup(1) has said that it does not matter. */
  if (sigaction (SIGHUP, NULL, &before) == 0 && before.sa_handler != SIG_IGN)
    sigaction (SIGHUP, &action, NULL);
}

bool
tl_cli_interrupted (void)
{
  return interrupted;
}

static char *
shown_name (const char *interface)
{
  return tl_display_string (interface, TL_LIMIT_TEXT_CELL);
}

void
tl_cli_tell_begin (const char *interface, TlTellFunc tell)
{
  g_autofree char *shown = shown_name (interface);
  g_autofree char *text = g_strdup_printf (_ ("Capturing on “%s”. Ctrl+C ends it."), shown);

  tell (text);
}

void
tl_cli_tell_link (const char *interface, TlLinkState before, TlLinkState now, TlTellFunc tell)
{
  g_autofree char *shown = shown_name (interface);
  g_autofree char *text = NULL;

  if (now == TL_LINK_DOWN)
    text = g_strdup_printf (_ ("The interface “%s” is down: nothing is captured until it is up again."), shown);
  else if (now == TL_LINK_UP && before == TL_LINK_DOWN)
    text = g_strdup_printf (_ ("The interface “%s” is up again."), shown);
  if (text)
    tell (text);
}

void
tl_cli_tell_unwritten (const char *path, int error, TlTellFunc tell)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *text = g_strdup_printf (
      _ ("“%s” could not be written to its end: %s. What was written before is whole."), name, g_strerror (error));

  tell (text);
}

void
tl_cli_tell_counts (const TlReadingState *state, TlTellFunc tell)
{
  g_autofree char *text = NULL;
  guint64 lost = state->live.dropped + state->live.interface_dropped;

  if (!state->live.known)
    text = g_strdup_printf (ngettext ("%" PRIu64 " packet captured.", "%" PRIu64 " packets captured.", (gulong) state->n_packets),
                            state->n_packets);
  else if (lost == 0)
    text = g_strdup_printf (
        ngettext ("%" PRIu64 " packet captured, none lost.", "%" PRIu64 " packets captured, none lost.", (gulong) state->n_packets),
        state->n_packets);
  else
    text = g_strdup_printf (ngettext ("%" PRIu64 " packet captured, %" PRIu64 " lost: more came than could be read.",
                                      "%" PRIu64 " packets captured, %" PRIu64 " lost: more came than could be read.",
                                      (gulong) state->n_packets),
                            state->n_packets, lost);
  tell (text);
}

void
tl_cli_tell_permission (void)
{
  g_autofree char *helper = tl_permission_find_helper ();
  g_autofree char *command = tl_permission_command (tl_permission_check (helper), helper);

  if (command)
    fprintf (stderr, "  %s\n", command);
}
