/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * tls-ladder-cli: prints the conversations of a capture as ladders, as a summary, or as JSON. Keeps the
 * dissector honest: what it sees can be read here without a window.
 */
#include "config.h"

#include "cli-keys.h"
#include "cli-live.h"
#include "dissector.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum
{
  EXIT_READ_ALL = 0,
  EXIT_NOT_TO_THE_END = 1,
  EXIT_USAGE = 2,

  OUTPUT_BUFFER = 256 * 1024,
  MIN_WIDTH = 60,
  MAX_WIDTH = 500,
  DEFAULT_WIDTH = 80,
  COMFORTABLE_WIDTH = 100 /* longer arrows tell no more */
};

typedef enum
{
  FORMAT_TEXT,
  FORMAT_SUMMARY,
  FORMAT_JSON
} Format;

/* What was asked for. */
typedef struct
{
  TlReadingRequest reading;
  TlLiveRequest live;
  TlGivenKeys keys;
  const char *write;
  guint64 handshakes; /* after which to stop; 0: never */
  bool each_handshake;
  bool waits;         /* for what is still to come */
  const char *growing_keylog; /* NULL: none, or one that is read before the capture */
  Format format;
  TlTextFlags flags;
  int width;
  TlJsonFlags json_flags;
  int lens; /* TlLens; -1: none was chosen */
} Request;

/**
 * Printer:
 * @reading: borrowed
 * @prompt: what is complete is printed at once: somebody waits for it
 * @settled: numbers of conversations that go on behind their handshake
 */
typedef struct
{
  const Request *request;
  TlReading *reading;
  GString *buffer;
  bool prompt;
  GHashTable *settled;
  guint64 n_conversations;
  guint64 n_handshakes;
  guint64 n_evicted;
} Printer;

/* The options as they were given. */
static char *given_format;
static char *given_color;
static int given_width;
static gboolean given_fields;
static gboolean given_show_secrets;
static gboolean given_ascii;
static gboolean given_version;
static char *given_interface;
static char *given_filter;
static int given_snaplen;
static gboolean given_promiscuous;
static gboolean given_list;
static gboolean given_follow;
static gboolean given_each_handshake;
static gint64 given_handshakes;
static char *given_write;
static char *given_keylog;
static char **given_keys;
static char **given_ech_keys;
static char *given_psk;
static char *given_psk_file;
static int given_password_fd = -1;
static char *given_lens;
static char **given_files;

static void
complain (const char *message)
{
  fprintf (stderr, "tls-ladder-cli: %s\n", message);
}

static int
refuse_usage (const char *message)
{
  complain (message);
  fprintf (stderr, "%s\n", _ ("Try “tls-ladder-cli --help”."));
  return EXIT_USAGE;
}

/* Ends the program when nothing more can be written. Who closed a pipe knows that it did: nothing is said
 * then. */
static void
give_up_writing (int error)
{
  if (error != EPIPE)
    {
      g_autofree char *message = g_strdup_printf (_ ("Cannot write the output: %s"), g_strerror (error));
      complain (message);
    }
  exit (EXIT_NOT_TO_THE_END);
}

static void
flush (Printer *self)
{
  gsize written = 0;

  while (written < self->buffer->len)
    {
      gssize n = write (STDOUT_FILENO, self->buffer->str + written, self->buffer->len - written);

      if (n < 0 && errno != EINTR)
        give_up_writing (errno);
      if (n > 0)
        written += (gsize) n;
    }
  g_string_truncate (self->buffer, 0);
}

static void
print_conversation (Printer *self, TlConversation *conversation)
{
  const Request *request = self->request;

  switch (request->format)
    {
    case FORMAT_JSON:
      tl_export_json (conversation, request->json_flags, self->buffer);
      break;
    case FORMAT_SUMMARY:
      tl_export_summary (conversation, request->flags, self->buffer);
      break;
    case FORMAT_TEXT:
    default:
      if (self->n_conversations > 0)
        g_string_append_c (self->buffer, '\n');
      tl_export_text (conversation, request->flags, request->width, self->buffer);
    }
  self->n_conversations++;
  self->n_evicted += conversation->evicted ? 1 : 0;
  if (self->prompt || self->buffer->len >= OUTPUT_BUFFER)
    flush (self);
}

/* Whether its handshake has come to its end, although the conversation goes on. */
static bool
is_settled (const TlConversation *conversation)
{
  return conversation->outcome == TL_OUTCOME_ESTABLISHED || conversation->outcome == TL_OUTCOME_ALERT;
}

/* A conversation that grows is told of to know when its handshake is settled; it is printed then or at its end, but once. */
static void
conversation_cb (TlConversation *conversation, gpointer user_data)
{
  Printer *self = user_data;
  bool each = self->request->each_handshake;
  gpointer number = (gpointer) (guintptr) conversation->number;

  if (conversation->complete)
    {
      bool settled = g_hash_table_remove (self->settled, number);

      self->n_handshakes += !settled;
      if (!settled || !each)
        print_conversation (self, conversation);
    }
  else if (is_settled (conversation) && g_hash_table_add (self->settled, number))
    {
      self->n_handshakes++;
      if (each)
        print_conversation (self, conversation);
    }
}

static bool
turn_cb (bool idle G_GNUC_UNUSED, gpointer user_data)
{
  Printer *self = user_data;

  tl_reading_publish (self->reading);
  if (self->request->handshakes > 0 && self->n_handshakes >= self->request->handshakes)
    return false;
  return !tl_cli_interrupted ();
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

/* What became of the file that packets are written to. */
static bool
tell_written (const Request *request, const TlReadingState *state)
{
  g_autofree char *name = NULL;
  g_autofree char *message = NULL;

  if (request->write == NULL || state->spool_error == 0)
    return true;
  name = g_filename_display_basename (request->write);
  message = g_strdup_printf (_ ("“%s” could not be written to its end: %s. What was written before is whole."), name,
                             g_strerror (state->spool_error));
  complain (message);
  return false;
}

/* Reads to the end, and says what kept from that. */
static bool
read_all (Printer *printer, TlReadingState *state)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *unreadable = NULL;
  bool read = tl_reading_run (printer->reading, &error);

  tl_reading_get_state (printer->reading, state);
  flush (printer);
  if (close (STDOUT_FILENO) != 0)
    give_up_writing (errno);
  tell_evicted (printer->n_evicted);
  if (!(printer->request->reading.flags & TL_TRACKER_SEALED))
    tell_carried (&state->carried);
  if (printer->request->reading.live)
    tl_cli_tell_counts (state, complain);
  unreadable = tl_unreadable_text (state->n_unreadable, state->unreadable_link_type);
  if (unreadable)
    complain (unreadable);
  if (error)
    complain (error->message);
  if (g_error_matches (error, TL_ERROR, TL_ERROR_PERMISSION))
    tl_cli_tell_permission ();
  return read && unreadable == NULL;
}

static int
run (const Request *request)
{
  g_autoptr (GString) buffer = g_string_sized_new (OUTPUT_BUFFER + OUTPUT_BUFFER / 4);
  g_autoptr (GHashTable) settled = g_hash_table_new (NULL, NULL);
  g_autoptr (TlReading) reading = NULL;
  Printer printer = { .request = request, .buffer = buffer, .settled = settled };
  TlReadingRequest wanted = request->reading;
  TlReadingState state;
  bool read, written;

  printer.prompt = request->waits || isatty (STDOUT_FILENO);
  wanted.func = conversation_cb;
  wanted.user_data = &printer;
  wanted.turn = request->waits ? turn_cb : NULL;
  printer.reading = reading = tl_reading_new (&wanted);
  read = read_all (&printer, &state);
  written = tell_written (request, &state);
  if (read && printer.n_conversations == 0)
    complain (_ ("No TLS handshake was found in the capture."));
  return read && written ? EXIT_READ_ALL : EXIT_NOT_TO_THE_END;
}

/* As wide as the terminal, or as COLUMNS says, or 80. */
static int
default_width (void)
{
  struct winsize size;
  const char *columns = g_getenv ("COLUMNS");
  int width = DEFAULT_WIDTH;

  if (ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    width = size.ws_col;
  else if (columns && g_ascii_isdigit (*columns))
    width = (int) MIN (g_ascii_strtoull (columns, NULL, 10), MAX_WIDTH);
  return CLAMP (width, MIN_WIDTH, COMFORTABLE_WIDTH);
}

/* A terminal that does not say what it understands is taken to understand UTF-8, as nearly all do: the plain
 * C locale of a bare system says ASCII. */
static bool
understands_unicode (void)
{
  const char *charset;

  return g_get_charset (&charset) || g_str_equal (charset, "ANSI_X3.4-1968")
         || g_str_equal (charset, "US-ASCII");
}

static bool
understands_color (void)
{
  return isatty (STDOUT_FILENO) && g_getenv ("NO_COLOR") == NULL
         && g_strcmp0 (g_getenv ("TERM"), "dumb") != 0;
}

/* @given as its place in @words; -1 when it is none of them. */
static int
word_index (const char *given, const char *const words[])
{
  for (int i = 0; words[i]; i++)
    if (g_str_equal (given, words[i]))
      return i;
  return -1;
}

/* Of the keys that were given, those that the chosen lens has. NULL, or what is wrong with it. */
static const char *
request_lens (Request *request)
{
  const char *lenses[TL_N_LENSES + 1] = { NULL };
  TlGivenKeys none = { .password_fd = -1 };
  int lens;

  for (int i = 0; i < TL_N_LENSES; i++)
    lenses[i] = tl_lens_id ((TlLens) i);
  lens = given_lens ? word_index (given_lens, lenses) : TL_LENS_SERVER;
  if (lens < 0)
    return _ ("--lens is observer, key-log or server.");
  request->lens = given_lens ? lens : -1;
  request->keys = (TlGivenKeys){ .keylog = given_keylog,
                                .keys = given_keys,
                                .ech_keys = given_ech_keys,
                                .password_fd = given_password_fd,
                                .psk = given_psk,
                                .psk_file = given_psk_file };
  if (lens == TL_LENS_OBSERVER)
    request->keys = none;
  if (lens == TL_LENS_KEY_LOG)
    request->keys = (TlGivenKeys){ .keylog = given_keylog, .password_fd = -1 };
  request->reading.flags = lens == TL_LENS_OBSERVER ? TL_TRACKER_SEALED : 0;
  return NULL;
}

/* Where packets come from. NULL when that makes sense, else what is wrong with it. */
static const char *
request_source (Request *request)
{
  if (given_files && given_files[1])
    return _ ("One capture at a time.");
  if (given_interface && given_files)
    return _ ("Either a capture, or --interface.");
  if (given_interface == NULL && given_files == NULL)
    return _ ("Which capture? Give a file, - for standard input, or --interface=NAME.");
  if (given_interface == NULL && (given_filter || given_snaplen || given_promiscuous))
    return _ ("--filter, --snaplen and --promiscuous need --interface.");
  if (given_snaplen != 0 && (given_snaplen < 64 || given_snaplen > (int) TL_LIMIT_PACKET))
    return _ ("--snaplen is a number of bytes from 64 to 262144.");
  if (given_handshakes < 0)
    return _ ("--handshakes is a number.");
  request->live = (TlLiveRequest){ given_interface, given_filter, (guint) given_snaplen, given_promiscuous };
  request->reading.live = given_interface ? &request->live : NULL;
  request->reading.path = given_files ? given_files[0] : NULL;
  request->reading.follow = given_follow;
  request->write = given_write;
  request->each_handshake = given_each_handshake;
  request->handshakes = (guint64) given_handshakes;
  request->waits = given_interface || given_follow || tl_cli_is_pipe (request->reading.path);
  if (request->reading.path && g_str_equal (request->reading.path, "-") && isatty (STDIN_FILENO))
    return _ ("Standard input is a terminal. Give a file, or a capture in a pipe.");
  return NULL;
}

/* How conversations are printed. */
static const char *
request_output (Request *request)
{
  static const char *const formats[] = { "text", "summary", "json", NULL };
  static const char *const colors[] = { "auto", "always", "never", NULL };
  int format = word_index (given_format ? given_format : "text", formats);
  int color = word_index (given_color ? given_color : "auto", colors);

  if (format < 0)
    return _ ("--format is text, summary or json.");
  if (color < 0)
    return _ ("--color is auto, always or never.");
  if (given_width != 0 && (given_width < MIN_WIDTH || given_width > MAX_WIDTH))
    return _ ("--width is a number of columns from 60 to 500.");
  if (given_fields && format != FORMAT_JSON)
    return _ ("--fields needs --format=json.");
  request->format = (Format) format;
  request->json_flags = (given_fields ? TL_JSON_FIELDS : 0) | (given_show_secrets ? TL_JSON_SECRETS : 0);
  request->width = given_width ? given_width : default_width ();
  request->flags = given_show_secrets ? TL_TEXT_SECRETS : 0;
  if (request->lens >= 0)
    {
      request->json_flags |= TL_JSON_LENS_OBSERVER << request->lens;
      request->flags |= TL_TEXT_LENS_OBSERVER << request->lens;
    }
  if (!given_ascii && understands_unicode ())
    request->flags |= TL_TEXT_UNICODE;
  if (color == 1 || (color == 0 && understands_color ()))
    request->flags |= TL_TEXT_COLOR;
  return NULL;
}

/* Turns the options into a request. NULL when they make sense, else what is wrong with them. A key log is read while it is
 * written where packets are waited for. */
static const char *
make_request (Request *request)
{
  const char *wrong = request_source (request);

  if (wrong == NULL)
    wrong = request_lens (request);
  if (wrong == NULL)
    wrong = request_output (request);
  if (wrong)
    return wrong;
  if (request->waits && request->keys.keylog && !tl_cli_is_pipe (request->keys.keylog))
    request->growing_keylog = g_steal_pointer (&request->keys.keylog);
  request->reading.flags |= request->format == FORMAT_SUMMARY ? 0 : TL_TRACKER_STEPS;
  if (request->each_handshake || request->handshakes > 0)
    {
      request->reading.flags |= TL_TRACKER_GROWTH;
      request->waits = true;
    }
  return NULL;
}

/* Opens what packets are written to. */
static bool
open_write (Request *request)
{
  g_autofree char *name = NULL;
  g_autofree char *message = NULL;

  if (request->write == NULL)
    return true;
  request->reading.spool = open (request->write, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (request->reading.spool >= 0)
    return true;
  name = g_filename_display_name (request->write);
  message = g_strdup_printf (_ ("Cannot write “%s”: %s."), name, g_strerror (errno));
  complain (message);
  return false;
}

static GOptionContext *
make_context (void)
{
  static const GOptionEntry entries[]
      = { { "format", 'f', 0, G_OPTION_ARG_STRING, &given_format,
            N_ ("Print text (ladders), summary (a line each) or json"), N_ ("FORMAT") },
          { "fields", 0, 0, G_OPTION_ARG_NONE, &given_fields, N_ ("With json: every field of every message"),
            NULL },
          { "keylog", 'k', 0, G_OPTION_ARG_FILENAME, &given_keylog,
            N_ ("Open what is sealed with the secrets in FILE, as SSLKEYLOGFILE names it"), N_ ("FILE") },
          { "key", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &given_keys,
            N_ ("Open RSA key exchanges with the server’s private key in FILE"), N_ ("FILE") },
          { "ech-key", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &given_ech_keys,
            N_ ("Open encrypted ClientHellos with the private key and the ECHConfigList in FILE"), N_ ("FILE") },
          { "password-fd", 0, 0, G_OPTION_ARG_INT, &given_password_fd,
            N_ ("Read its password from file descriptor N, instead of asking"), N_ ("N") },
          { "psk", 0, 0, G_OPTION_ARG_STRING, &given_psk, N_ ("A pre-shared key, in hexadecimal"), N_ ("HEX") },
          { "psk-file", 0, 0, G_OPTION_ARG_FILENAME, &given_psk_file,
            N_ ("Pre-shared keys: lines of identity:key"), N_ ("FILE") },
          { "lens", 0, 0, G_OPTION_ARG_STRING, &given_lens,
            N_ ("See it as: observer (without keys), key-log (with key logs only), server (with all keys)"), N_ ("WHO") },
          { "show-secrets", 0, 0, G_OPTION_ARG_NONE, &given_show_secrets,
            N_ ("With keys: print the values of the secrets, too"), NULL },
          { "interface", 'i', 0, G_OPTION_ARG_STRING, &given_interface, N_ ("Capture on the interface NAME until Ctrl+C"),
            N_ ("NAME") },
          { "list-interfaces", 'D', 0, G_OPTION_ARG_NONE, &given_list, N_ ("List the interfaces that can be captured on"), NULL },
          { "filter", 0, 0, G_OPTION_ARG_STRING, &given_filter, N_ ("With --interface: what to capture, see pcap-filter(7)"),
            N_ ("FILTER") },
          { "snaplen", 0, 0, G_OPTION_ARG_INT, &given_snaplen, N_ ("With --interface: bytes of a packet (default: all)"),
            N_ ("N") },
          { "promiscuous", 0, 0, G_OPTION_ARG_NONE, &given_promiscuous,
            N_ ("With --interface: capture what is for others, too"), NULL },
          { "follow", 'F', 0, G_OPTION_ARG_NONE, &given_follow, N_ ("Read on as FILE grows, until Ctrl+C"), NULL },
          { "each-handshake", 0, 0, G_OPTION_ARG_NONE, &given_each_handshake,
            N_ ("Print a conversation when its handshake is over, not when it ends"), NULL },
          { "handshakes", 'c', 0, G_OPTION_ARG_INT64, &given_handshakes, N_ ("Stop after N handshakes"), N_ ("N") },
          { "write", 0, 0, G_OPTION_ARG_FILENAME, &given_write, N_ ("Also write the packets to FILE, as pcapng"), N_ ("FILE") },
          { "width", 'w', 0, G_OPTION_ARG_INT, &given_width,
            N_ ("Columns of a ladder, from 60 (default: the terminal)"), N_ ("N") },
          { "ascii", 'a', 0, G_OPTION_ARG_NONE, &given_ascii, N_ ("Draw with ASCII characters only"), NULL },
          { "color", 0, 0, G_OPTION_ARG_STRING, &given_color,
            N_ ("Use colors: auto (on a terminal), always or never"), N_ ("WHEN") },
          { "version", 'V', 0, G_OPTION_ARG_NONE, &given_version, N_ ("Show the version and exit"), NULL },
          { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &given_files, NULL, N_ ("FILE") },
          { 0 } };
  GOptionContext *context = g_option_context_new (NULL);

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, N_ ("Show the TLS handshakes in a packet capture, step by step."));
  g_option_context_set_description (
      context, N_ ("FILE is a pcap or pcapng capture, compressed with gzip or not; - is standard input.\n"
                   "\n"
                   "Exit status: 0 when the whole capture was read, 1 when it could not be read to\n"
                   "its end or the output not be written, 2 for wrong usage."));
  return context;
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TlKeyring) keyring = NULL;
  g_autoptr (TlKeylogFollower) keylogs = NULL;
  const char *wrong;
  Request request = { 0 };

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, TL_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  signal (SIGPIPE, SIG_IGN);

  context = make_context ();
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return refuse_usage (error->message);
  if (given_version)
    {
      printf ("tls-ladder-cli %s\n", TL_VERSION);
      if (fflush (stdout) != 0)
        give_up_writing (errno);
      return EXIT_READ_ALL;
    }
  if (given_list)
    return tl_cli_list_interfaces (complain) ? EXIT_READ_ALL : EXIT_NOT_TO_THE_END;
  wrong = make_request (&request);
  if (wrong)
    return refuse_usage (wrong);
  if (!tl_load_keys (&request.keys, complain, &keyring))
    return EXIT_USAGE;
  if (request.growing_keylog && keyring == NULL)
    keyring = tl_keyring_new ();
  if (request.growing_keylog)
    {
      keylogs = tl_keylog_follower_new (keyring);
      tl_keylog_follower_add (keylogs, request.growing_keylog);
    }
  request.reading.keyring = keyring;
  request.reading.keylogs = keylogs;
  if (!open_write (&request))
    return EXIT_NOT_TO_THE_END;
  if (request.waits)
    tl_cli_catch_interrupts ();
  return run (&request);
}
