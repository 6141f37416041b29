/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The options of tls-ladder-cli, and whether they make sense together.
 */
#include "config.h"

#include "cli-request.h"

#include "cli-live.h"

#include <glib/gi18n-lib.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum
{
  MIN_WIDTH = 60,
  MAX_WIDTH = 500,
  DEFAULT_WIDTH = 80,
  COMFORTABLE_WIDTH = 100 /* longer arrows tell no more */
};

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
request_lens (TlCliRequest *request)
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

/* What only a capture of ours can be told. NULL, or what is wrong with it. */
static const char *
request_live (TlCliRequest *request)
{
  if (given_interface == NULL)
    return given_filter || given_snaplen || given_promiscuous ? _ ("--filter, --snaplen and --promiscuous need --interface.") : NULL;
  if (given_files)
    return _ ("Either a capture, or --interface.");
  if (given_follow)
    return _ ("--follow needs a file: what --interface captures is followed anyway.");
  if (*given_interface == '\0')
    return _ ("--interface needs the name of an interface: --list-interfaces lists them.");
  if (given_snaplen != 0 && (given_snaplen < 64 || given_snaplen > (int) TL_LIMIT_PACKET))
    return _ ("--snaplen is a number of bytes from 64 to 262144.");
  request->live = (TlLiveRequest){ given_interface, given_filter, (guint) given_snaplen, given_promiscuous };
  request->reading.live = &request->live;
  return NULL;
}

/* Where packets come from. NULL when that makes sense, else what is wrong with it. */
static const char *
request_source (TlCliRequest *request)
{
  const char *wrong = request_live (request);

  if (wrong)
    return wrong;
  if (given_files && given_files[1])
    return _ ("One capture at a time.");
  if (given_interface == NULL && given_files == NULL)
    return _ ("Which capture? Give a file, - for standard input, or --interface=NAME.");
  if (given_handshakes < 0)
    return _ ("--handshakes is a number.");
  if (given_write && g_str_equal (given_write, "-"))
    return _ ("--write needs the name of a file: standard output is for what is printed.");
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
request_output (TlCliRequest *request)
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
  if (given_fields && format != TL_CLI_JSON)
    return _ ("--fields needs --format=json.");
  request->format = (TlCliFormat) format;
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
make_request (TlCliRequest *request)
{
  const char *wrong = request_source (request);

  if (wrong == NULL)
    wrong = request_lens (request);
  if (wrong == NULL)
    wrong = request_output (request);
  if (wrong)
    return wrong;
  if (request->waits)
    request->growing_keylog = g_steal_pointer (&request->keys.keylog);
  request->reading.flags |= request->format == TL_CLI_SUMMARY ? 0 : TL_TRACKER_STEPS;
  if (request->each_handshake || request->handshakes > 0)
    {
      request->reading.flags |= TL_TRACKER_GROWTH;
      request->waits = true;
    }
  return NULL;
}

static const char *
make_list_request (TlCliRequest *request)
{
  if (given_files || given_interface || given_follow || given_write)
    return _ ("--list-interfaces reads no capture.");
  return request_output (request);
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
          { "follow", 'F', 0, G_OPTION_ARG_NONE, &given_follow, N_ ("Read on as FILE grows, or the next writes to a FIFO, until Ctrl+C"), NULL },
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
                   "Exit status: 0 when the whole capture was read or it was stopped, 1 when it could\n"
                   "not be read to its end or the output not be written, 2 for wrong usage."));
  return context;
}

bool
tl_cli_request_read (TlCliRequest *request, int *argc, char ***argv, char **wrong)
{
  g_autoptr (GOptionContext) context = make_context ();
  g_autoptr (GError) error = NULL;
  const char *reason;

  if (!g_option_context_parse (context, argc, argv, &error))
    {
      *wrong = g_strdup (error->message);
      return false;
    }
  request->task = given_version ? TL_CLI_VERSION : given_list ? TL_CLI_LIST : TL_CLI_READ;
  if (request->task == TL_CLI_READ)
    reason = make_request (request);
  else
    reason = request->task == TL_CLI_LIST ? make_list_request (request) : NULL;
  *wrong = g_strdup (reason);
  return reason == NULL;
}
