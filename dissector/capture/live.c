/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Runs the capture helper, or Wireshark's dumpcap in its place, and listens to it. A pcap stream comes from its standard output, and from
 * our helper lines on descriptor 3: "counts received=N dropped=N interface_dropped=N written=N", "link up", "error CODE sentence".
 */
#include "live.h"

#include "live-reason.h"

#include "../bytes.h"
#include "../display.h"
#include "../limits.h"
#include "permission.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum
{
  CONTROL_FD = 3,      /* in the helper */
  LAST_WORDS = 1000,   /* milliseconds that they are waited for */
  LOOK_EVERY = 250 * 1000, /* microseconds between two looks at the link */
  MAX_READS = 64,      /* of lines, in one go: whoever never stops talking must not keep us from the packets */
  LINE_SIZE = 1024
};

/* Lines that come in pieces. */
typedef struct
{
  int fd;
  gsize length;
  char text[LINE_SIZE];
} Lines;

/**
 * TlLive:
 * @interface: for messages
 * @index: of the interface, whose link we watch where dumpcap captures; 0: it is not watched
 * @looked: at the link, in microseconds of g_get_monotonic_time()
 * @control: from our helper
 * @lifeline: to dumpcap, which ends with it
 * @errors: its standard error, where dumpcap speaks
 * @code, @sentence: of what went wrong; NULL: nothing that we know of
 */
struct TlLive
{
  char *interface;
  guint index;
  gint64 looked;
  GPid pid;
  bool dumpcap;
  bool stopped;
  int fd;
  Lines control;
  int lifeline;
  Lines errors;
  TlLiveCounts counts;
  char *code;
  char *sentence;
};

typedef void (*LineFunc) (TlLive *self, const char *line);

/* The helpers that run: they end when we do, at the latest. Ours notices that we are gone; dumpcap is told, see end_with_us(). */
static GMutex running_lock;
static GArray *running; /* GPid */

static void
end_running (void)
{
  g_mutex_lock (&running_lock);
  for (guint i = 0; i < running->len; i++)
    kill (g_array_index (running, GPid, i), SIGTERM);
  g_mutex_unlock (&running_lock);
}

static void
note_running (GPid pid)
{
  g_mutex_lock (&running_lock);
  if (running == NULL)
    {
      running = g_array_new (FALSE, FALSE, sizeof (GPid));
      atexit (end_running);
    }
  g_array_append_val (running, pid);
  g_mutex_unlock (&running_lock);
}

/* Before its number can be another process's. */
static void
note_ended (GPid pid)
{
  g_mutex_lock (&running_lock);
  for (guint i = 0; i < running->len; i++)
    if (g_array_index (running, GPid, i) == pid)
      {
        g_array_remove_index_fast (running, i);
        break;
      }
  g_mutex_unlock (&running_lock);
}

static void
take_counts (TlLive *self, const char *words)
{
  TlLiveCounts counts = self->counts;

  /* sscanf() takes a sign for part of a number. */
  if (strchr (words, '-')
      || sscanf (words, "received=%" SCNu64 " dropped=%" SCNu64 " interface_dropped=%" SCNu64 " written=%" SCNu64,
                 &counts.received, &counts.dropped, &counts.interface_dropped, &counts.written)
             != 4)
    return;
  counts.known = true;
  self->counts = counts;
}

static void
take_link (TlLive *self, const char *word)
{
  static const char *const words[] = { [TL_LINK_UP] = "up", [TL_LINK_DOWN] = "down", [TL_LINK_GONE] = "gone" };

  for (guint i = TL_LINK_UP; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (word, words[i]))
      self->counts.link = (TlLinkState) i;
}

/* The first reason is the one that counts. */
static void
take_error (TlLive *self, const char *words)
{
  const char *space = strchr (words, ' ');

  if (self->code || space == NULL || space[1] == '\0')
    return;
  self->code = g_strndup (words, (gsize) (space - words));
  self->sentence = tl_display_string (space + 1, TL_LIMIT_TEXT_ROW);
}

static void
take_control_line (TlLive *self, const char *line)
{
  if (g_str_has_prefix (line, "counts "))
    take_counts (self, line + strlen ("counts "));
  else if (g_str_has_prefix (line, "link "))
    take_link (self, line + strlen ("link "));
  else if (g_str_has_prefix (line, "error "))
    take_error (self, line + strlen ("error "));
}

/* dumpcap: "Packets received/dropped on interface 'lo': 12/0 (pcap:0/dumpcap:0/flushed:0/ps_ifdrop:0) (100.0%)". */
static bool
take_dumpcap_counts (TlLive *self, const char *line)
{
  const char *numbers;
  guint64 received, dropped;

  if (!g_str_has_prefix (line, "Packets received/dropped"))
    return false;
  numbers = strstr (line, "': ");
  if (numbers && sscanf (numbers + 3, "%" SCNu64 "/%" SCNu64, &received, &dropped) == 2)
    {
      self->counts.known = true;
      self->counts.written = received;
      self->counts.received = received + dropped;
      self->counts.dropped = dropped;
    }
  return true;
}

/* What dumpcap says in words, as our helper's code: "Device "eth0" is not up.". */
static const char *
code_of_dumpcap (const char *line)
{
  static const struct
  {
    const char *words;
    const char *code;
  } known[] = {
    { "is not up", "interface-down" },
    { "no device named", "no-such-interface" },
    { "Invalid capture filter", "bad-filter" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (strstr (line, known[i].words))
      return known[i].code;
  return "failed";
}

static void
take_error_line (TlLive *self, const char *line)
{
  static const char *const chatter[] = { "Capturing on", "File:", "Packets captured:", "Packets:" };

  if (!self->dumpcap || *line == '\0' || take_dumpcap_counts (self, line))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (chatter); i++)
    if (g_str_has_prefix (line, chatter[i]))
      return;
  if (g_str_has_prefix (line, "dumpcap: "))
    line += strlen ("dumpcap: ");
  if (self->code)
    return;
  self->code = g_strdup (code_of_dumpcap (line));
  self->sentence = tl_display_string (line, TL_LIMIT_TEXT_ROW);
}

/* Hands on what is a whole line. A line that is too long for us is none of ours. */
static void
take_lines (TlLive *self, Lines *lines, LineFunc func)
{
  char *end;

  while ((end = memchr (lines->text, '\n', lines->length)))
    {
      gsize length = (gsize) (end - lines->text) + 1;

      *end = '\0';
      func (self, lines->text);
      lines->length -= length;
      memmove (lines->text, end + 1, lines->length);
    }
  if (lines->length == sizeof lines->text)
    lines->length = 0;
}

/* Reads what is there, or much of it, without waiting: false at its end. */
static bool
listen_to (TlLive *self, Lines *lines, LineFunc func)
{
  for (int reads = 0; lines->fd >= 0; reads++)
    {
      ssize_t n;

      if (reads == MAX_READS)
        return true;
      n = read (lines->fd, lines->text + lines->length, sizeof lines->text - lines->length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0 && errno == EAGAIN)
        return true;
      if (n <= 0)
        {
          close (lines->fd);
          lines->fd = -1;
          return false;
        }
      lines->length += (gsize) n;
      take_lines (self, lines, func);
    }
  return false;
}

static GPtrArray *
arguments_of_helper (const char *path, const TlLiveRequest *request)
{
  GPtrArray *arguments = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (arguments, g_strdup (path));
  g_ptr_array_add (arguments, g_strdup_printf ("--control-fd=%d", CONTROL_FD));
  if (request->snaplen > 0)
    g_ptr_array_add (arguments, g_strdup_printf ("--snaplen=%u", request->snaplen));
  if (request->promiscuous)
    g_ptr_array_add (arguments, g_strdup ("--promiscuous"));
  if (request->filter && *request->filter)
    g_ptr_array_add (arguments, g_strconcat ("--filter=", request->filter, NULL));
  g_ptr_array_add (arguments, g_strdup ("--"));
  g_ptr_array_add (arguments, g_strdup (request->interface));
  g_ptr_array_add (arguments, NULL);
  return arguments;
}

static GPtrArray *
arguments_of_dumpcap (const char *path, const TlLiveRequest *request)
{
  GPtrArray *arguments = g_ptr_array_new_with_free_func (g_free);
  const char *fixed[] = { path, "-q", "-P", "-w", "-", "-i", request->interface };

  for (guint i = 0; i < G_N_ELEMENTS (fixed); i++)
    g_ptr_array_add (arguments, g_strdup (fixed[i]));
  if (!request->promiscuous)
    g_ptr_array_add (arguments, g_strdup ("-p"));
  if (request->snaplen > 0)
    g_ptr_array_add (arguments, g_strdup_printf ("-s%u", request->snaplen));
  if (request->filter && *request->filter)
    {
      g_ptr_array_add (arguments, g_strdup ("-f"));
      g_ptr_array_add (arguments, g_strdup (request->filter));
    }
  g_ptr_array_add (arguments, NULL);
  return arguments;
}

/* The names of options begin with a hyphen, those of interfaces never do; the kernel allows 15 bytes. */
static bool
is_interface_name (const char *name)
{
  gsize length = strlen (name);

  if (length == 0 || length > 64 || name[0] == '-')
    return false;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isgraph (name[i]) || name[i] == '/')
      return false;
  return true;
}

/* Dumpcap would notice that nobody reads with the next packet, which may never come. The end of the pipe that it inherits tells it: when
 * ours is closed, however we ended, the kernel sends it a signal (fcntl(2)). It would do so when we read from it, too: nobody does. */
static void
end_with_us (TlLive *self, int inherited)
{
  self->lifeline = self->control.fd;
  self->control.fd = -1;
  if (fcntl (inherited, F_SETOWN, self->pid) < 0 || fcntl (inherited, F_SETSIG, SIGTERM) < 0
      || fcntl (inherited, F_SETFL, O_WRONLY | O_ASYNC) < 0)
    g_info ("dumpcap will not be told when this program ends: %s", g_strerror (errno));
}

static bool
spawn (TlLive *self, const char *path, const TlLiveRequest *request, GError **error)
{
  g_autoptr (GPtrArray) arguments
      = self->dumpcap ? arguments_of_dumpcap (path, request) : arguments_of_helper (path, request);
  g_autoptr (GError) reason = NULL;
  const int target = CONTROL_FD;
  int control[2];
  bool spawned;

  if (!g_unix_open_pipe (control, FD_CLOEXEC, error))
    return false;
  spawned = g_spawn_async_with_pipes_and_fds (NULL, (const char *const *) arguments->pdata, NULL,
                                              G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_CLOEXEC_PIPES, NULL, NULL, -1, -1, -1,
                                              &control[1], &target, 1, &self->pid, NULL, &self->fd, &self->errors.fd, &reason);
  self->control.fd = control[0];
  if (spawned && self->dumpcap)
    end_with_us (self, control[1]);
  close (control[1]);
  if (!spawned)
    {
      g_set_error (error, TL_ERROR, TL_ERROR_LIVE, _ ("The program that captures, “%s”, cannot be started: %s."), path,
                   reason->message);
      return false;
    }
  if (self->control.fd >= 0)
    g_unix_set_fd_nonblocking (self->control.fd, TRUE, NULL);
  g_unix_set_fd_nonblocking (self->errors.fd, TRUE, NULL);
  note_running (self->pid);
  return true;
}

/* An installed dumpcap that the user may run; NULL: none. */
static char *
find_dumpcap (void)
{
  g_autofree char *path = g_find_program_in_path ("dumpcap");

  return path && tl_permission_check (path) == TL_PERMISSION_GRANTED ? g_steal_pointer (&path) : NULL;
}

/* Who may not capture is told why by our helper's own permission, not by that of another program. */
static char *
find_helper (bool *dumpcap, GError **error)
{
  g_autofree char *helper = tl_permission_find_helper ();
  TlPermission permission = tl_permission_check (helper);
  g_autofree char *other = permission == TL_PERMISSION_GRANTED ? NULL : find_dumpcap ();
  g_autofree char *text = NULL;

  *dumpcap = other != NULL;
  if (other)
    return g_steal_pointer (&other);
  if (permission == TL_PERMISSION_GRANTED)
    return g_steal_pointer (&helper);
  text = tl_permission_text (permission, helper);
  g_set_error_literal (error, TL_ERROR, TL_ERROR_PERMISSION, text);
  return NULL;
}

static void
set_live_error (const TlLive *self, GError **error)
{
  bool permission = g_strcmp0 (self->code, "no-permission") == 0;
  g_autofree char *text = tl_live_reason_text (self->code, self->sentence, self->interface, self->counts.link == TL_LINK_GONE);

  g_set_error_literal (error, TL_ERROR, permission ? TL_ERROR_PERMISSION : TL_ERROR_LIVE, text);
}

/* Our helper says how the link stands; where dumpcap captures, we look ourselves. */
static void
look_at_link (TlLive *self, bool now)
{
  gint64 time = g_get_monotonic_time ();

  if (self->index == 0 || self->counts.link == TL_LINK_GONE || (!now && time < self->looked + LOOK_EVERY))
    return;
  self->looked = time;
  self->counts.link = tl_interface_link (self->index);
}

/* Ends the helper, which ends by itself when nobody reads what it writes. */
static void
reap (TlLive *self)
{
  int status;

  if (self->pid == 0)
    return;
  note_ended (self->pid);
  for (int waited = 0; waitpid (self->pid, &status, WNOHANG) == 0; waited++)
    {
      if (waited == 0)
        kill (self->pid, SIGTERM);
      else if (waited == LAST_WORDS / 10)
        kill (self->pid, SIGKILL);
      g_usleep (10 * 1000);
    }
  g_spawn_close_pid (self->pid);
  self->pid = 0;
}

TlPermission
tl_live_permission (char **helper)
{
  g_autofree char *path = tl_permission_find_helper ();
  TlPermission permission = tl_permission_check (path);
  g_autofree char *other = permission == TL_PERMISSION_GRANTED ? NULL : find_dumpcap ();

  if (helper)
    *helper = g_steal_pointer (&path);
  return other ? TL_PERMISSION_GRANTED : permission;
}

TlLive *
tl_live_start (const TlLiveRequest *request, GError **error)
{
  g_autoptr (TlLive) self = g_new0 (TlLive, 1);
  g_autofree char *path = NULL;

  self->fd = self->control.fd = self->lifeline = self->errors.fd = -1;
  if (!is_interface_name (request->interface))
    {
      g_autofree char *shown = tl_display_string (request->interface, TL_LIMIT_TEXT_CELL);

      g_set_error (error, TL_ERROR, TL_ERROR_LIVE, _ ("There is no interface “%s”."), shown);
      return NULL;
    }
  self->interface = g_strdup (request->interface);
  path = find_helper (&self->dumpcap, error);
  if (path == NULL)
    return NULL;
  if (self->dumpcap)
    self->index = tl_interface_index (request->interface);
  if (!spawn (self, path, request, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
tl_live_free (TlLive *self)
{
  int *const fds[] = { &self->fd, &self->control.fd, &self->lifeline, &self->errors.fd };

  for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
    if (*fds[i] >= 0)
      close (*fds[i]);
  reap (self);
  g_free (self->interface);
  g_free (self->code);
  g_free (self->sentence);
  g_free (self);
}

int
tl_live_steal_fd (TlLive *self)
{
  int fd = self->fd;

  self->fd = -1;
  return fd;
}

const char *
tl_live_interface (const TlLive *self)
{
  return self->interface;
}

void
tl_live_stop (TlLive *self)
{
  if (!self->stopped && self->pid != 0)
    kill (self->pid, SIGTERM);
  self->stopped = true;
}

bool
tl_live_is_stopped (const TlLive *self)
{
  return self->stopped;
}

void
tl_live_listen (TlLive *self)
{
  listen_to (self, &self->control, take_control_line);
  listen_to (self, &self->errors, take_error_line);
  look_at_link (self, false);
}

const TlLiveCounts *
tl_live_counts (const TlLive *self)
{
  return &self->counts;
}

void
tl_live_hear_out (TlLive *self)
{
  gint64 end = g_get_monotonic_time () + LAST_WORDS * 1000;

  for (tl_live_listen (self); self->control.fd >= 0 || self->errors.fd >= 0; tl_live_listen (self))
    {
      struct pollfd fds[] = { { .fd = self->control.fd, .events = POLLIN }, { .fd = self->errors.fd, .events = POLLIN } };
      gint64 left = (end - g_get_monotonic_time ()) / 1000;

      if (left <= 0 || poll (fds, G_N_ELEMENTS (fds), (int) left) == 0)
        break;
    }
  look_at_link (self, true);
}

bool
tl_live_failed (const TlLive *self, GError **error)
{
  if (self->stopped)
    return false;
  set_live_error (self, error);
  return true;
}
