/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Protocols of lines whose command STARTTLS (STLS, AUTH TLS) turns the connection into TLS. They open alike, so which of them it
 * is shows line by line.
 */
#include "reader.h"

#define IS(protocol) (1u << TL_PRELUDE_##protocol)
#define MAIL (IS (SMTP) | IS (LMTP))
#define TAGGED (IS (IMAP) | IS (ACAP))
#define ALL (MAIL | TAGGED | IS (POP3) | IS (FTP) | IS (IRC) | IS (NNTP) | IS (SIEVE))

typedef enum
{
  SAID_BY_ANYONE,
  SAID_BY_CLIENT,
  SAID_BY_SERVER
} By;

/* What the beginning of a line says of the protocol. The first that fits counts. */
static const struct
{
  const char *begins;
  guint candidates;
  By by;
  bool opens; /* a dialogue can begin so */
} signs[] = {
  { "220 ", MAIL | IS (FTP), SAID_BY_SERVER, true }, /* RFC 5321 section 4.2, RFC 959 section 5.4 */
  { "220-", MAIL | IS (FTP), SAID_BY_SERVER, true },
  { "EHLO ", IS (SMTP), SAID_BY_CLIENT, true },
  { "HELO ", IS (SMTP), SAID_BY_CLIENT, true },
  { "LHLO ", IS (LMTP), SAID_BY_CLIENT, true },   /* RFC 2033 section 4.1 */
  { "* ACAP", IS (ACAP), SAID_BY_SERVER, true },  /* RFC 2244 section 6.1.1 */
  { "* OK", IS (IMAP), SAID_BY_SERVER, true },    /* RFC 9051 section 7.1 */
  { "* PREAUTH", IS (IMAP), SAID_BY_SERVER, true },
  { "* ", TAGGED, SAID_BY_SERVER, false },
  { "+OK", IS (POP3), SAID_BY_SERVER, true },     /* RFC 1939 section 3 */
  { "-ERR", IS (POP3), SAID_BY_SERVER, false },
  { "CAPA\r", IS (POP3), SAID_BY_CLIENT, false }, /* RFC 2449 section 5 */
  { "200 ", IS (NNTP), SAID_BY_SERVER, true },    /* RFC 3977 section 5.1 */
  { "201 ", IS (NNTP), SAID_BY_SERVER, true },
  { "382 ", IS (NNTP), SAID_BY_SERVER, false },   /* RFC 4642 section 2.2 */
  { "CAPABILITIES", IS (NNTP), SAID_BY_CLIENT, false },
  { "\"IMPLEMENTATION\"", IS (SIEVE), SAID_BY_SERVER, true }, /* RFC 5804 section 1.7 */
  { "OK", IS (SIEVE), SAID_BY_SERVER, false },
  { "CAP ", IS (IRC), SAID_BY_CLIENT, true },     /* modern.ircdocs.horse, "Connection Registration" */
  { "NICK ", IS (IRC), SAID_BY_CLIENT, true },
  { "NOTICE ", IS (IRC), SAID_BY_SERVER, true },
  { ":", IS (IRC), SAID_BY_SERVER, false },
  { "STLS", IS (POP3), SAID_BY_ANYONE, true },
  { "AUTH TLS", IS (FTP), SAID_BY_ANYONE, true },
  { "AUTH SSL", IS (FTP), SAID_BY_ANYONE, true },
  { "STARTTLS", MAIL | IS (IRC) | IS (NNTP) | IS (SIEVE), SAID_BY_ANYONE, true },
};

static TlOpens
opens (TlBytes bytes)
{
  TlOpens found = TL_OPENS_NO;

  for (gsize i = 0; i < G_N_ELEMENTS (signs) && found != TL_OPENS_YES; i++)
    if (signs[i].opens)
      found = MAX (found, tl_opens_with (bytes, signs[i].begins));
  return found;
}

static gsize
scan (TlPreludeState *state G_GNUC_UNUSED, guint direction G_GNUC_UNUSED, TlBytes bytes)
{
  return tl_scan_line (bytes);
}

/* Takes the next word off @line; empty where there is none. */
static TlBytes
next_word (TlBytes *line)
{
  TlBytes word = { 0 };
  gsize n = 0;

  while (line->length > 0 && (line->data[0] == ' ' || line->data[0] == '\t'))
    tl_bytes_skip (line, 1);
  while (n < line->length && line->data[n] != ' ' && line->data[n] != '\t')
    n++;
  tl_bytes_take (line, n, &word);
  return word;
}

/* The word behind @skip others. */
static TlBytes
word_at (TlBytes line, guint skip)
{
  for (; skip > 0; skip--)
    next_word (&line);
  return next_word (&line);
}

static bool
is (TlBytes word, const char *text)
{
  return word.length == strlen (text) && g_ascii_strncasecmp ((const char *) word.data, text, word.length) == 0;
}

/* Whether @text stands somewhere in @line, and is not a part of another word. */
static bool
mentions (TlBytes line, const char *text)
{
  gsize length = strlen (text);
  bool within = false;

  for (; line.length >= length; tl_bytes_skip (&line, 1))
    {
      if (!within && g_ascii_strncasecmp ((const char *) line.data, text, length) == 0
          && (line.length == length || !g_ascii_isalnum (line.data[length])))
        return true;
      within = g_ascii_isalnum (line.data[0]);
    }
  return false;
}

static guint
candidates_of (const TlPreludeState *state)
{
  return state->lines.candidates != 0 ? state->lines.candidates : ALL;
}

/* What contradicts all that came before is no sign: a number that another protocol uses for something else. */
static void
narrow (TlPreludeState *state, guint candidates)
{
  if (candidates_of (state) & candidates)
    state->lines.candidates = candidates_of (state) & candidates;
}

static void
learn (TlPreludeState *state, guint direction, TlBytes line)
{
  for (gsize i = 0; i < G_N_ELEMENTS (signs); i++)
    {
      if (tl_opens_with (line, signs[i].begins) != TL_OPENS_YES)
        continue;
      narrow (state, signs[i].candidates);
      if (state->lines.client == 0 && signs[i].by != SAID_BY_ANYONE)
        state->lines.client = (guint8) (1 + (signs[i].by == SAID_BY_CLIENT ? direction : 1 - direction));
      return;
    }
}

/* The protocols of which this line is the command that asks for TLS. */
static guint
asks_for_tls (TlBytes line)
{
  TlBytes first = word_at (line, 0), second = word_at (line, 1);

  if (is (first, "STARTTLS")) /* RFC 3207 section 4, RFC 4642 section 2.2, RFC 5804 section 2.2 */
    return MAIL | IS (IRC) | IS (NNTP) | IS (SIEVE);
  if (is (first, "STLS")) /* RFC 2595 section 4 */
    return IS (POP3);
  if (is (first, "AUTH") /* RFC 4217 section 4 */
      && (is (second, "TLS") || is (second, "SSL") || is (second, "TLS-C") || is (second, "TLS-P")))
    return IS (FTP);
  if (is (second, "STARTTLS")) /* behind its tag: RFC 9051 section 6.2.1, RFC 2595 section 5 */
    return TAGGED;
  return 0;
}

static void
ask (TlPreludeState *state, guint direction, TlBytes line)
{
  TlBytes tag = word_at (line, 0);

  state->asked = true;
  state->asker = (guint8) direction;
  state->lines.client = (guint8) (1 + direction);
  state->lines.n_tag = (guint8) MIN (tag.length, sizeof state->lines.tag);
  memcpy (state->lines.tag, tag.data, state->lines.n_tag);
}

/* What a server says to the wish for TLS; the codes are those of the sections above, of IRC those of ircv3.net/specs/extensions/tls. */
static const struct
{
  guint candidates;
  guint place; /* of the word in the line */
  const char *word;
  TlPreludeMarks mark;
} answers[] = {
  { MAIL, 0, "220", TL_PRELUDE_GRANTS },      { IS (FTP), 0, "234", TL_PRELUDE_GRANTS },
  { IS (FTP), 0, "334", TL_PRELUDE_GRANTS },  { IS (NNTP), 0, "382", TL_PRELUDE_GRANTS },
  { IS (POP3), 0, "+OK", TL_PRELUDE_GRANTS }, { IS (POP3), 0, "-ERR", TL_PRELUDE_REFUSES },
  { IS (SIEVE), 0, "OK", TL_PRELUDE_GRANTS }, { IS (SIEVE), 0, "NO", TL_PRELUDE_REFUSES },
  { IS (IRC), 1, "670", TL_PRELUDE_GRANTS },  { IS (IRC), 1, "691", TL_PRELUDE_REFUSES },
  { TAGGED, 1, "OK", TL_PRELUDE_GRANTS },     { TAGGED, 1, "NO", TL_PRELUDE_REFUSES },
  { TAGGED, 1, "BAD", TL_PRELUDE_REFUSES },
};

static bool
has_tag (const TlPreludeState *state, TlBytes line)
{
  return tl_bytes_begin_with (word_at (line, 0), state->lines.tag, state->lines.n_tag);
}

/* 4yz and 5yz are replies of failure (RFC 5321 section 4.2.1). */
static bool
is_failure_code (TlBytes word)
{
  return word.length == 3 && (word.data[0] == '4' || word.data[0] == '5') && g_ascii_isdigit (word.data[1])
         && g_ascii_isdigit (word.data[2]);
}

static guint8
answer (const TlPreludeState *state, TlBytes line)
{
  guint candidates = candidates_of (state);

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    if (candidates & answers[i].candidates && is (word_at (line, answers[i].place), answers[i].word)
        && (!(answers[i].candidates & TAGGED) || has_tag (state, line)))
      return (guint8) answers[i].mark;
  if (candidates & (MAIL | IS (FTP) | IS (NNTP)) && is_failure_code (word_at (line, 0)))
    return TL_PRELUDE_REFUSES;
  return 0;
}

static bool
offers_tls (const TlPreludeState *state, TlBytes line)
{
  guint candidates = candidates_of (state);

  if (candidates & IS (IRC) && mentions (line, "tls")) /* in the list of CAP */
    return true;
  return mentions (line, "STARTTLS") || (candidates & IS (POP3) && is (word_at (line, 0), "STLS"))
         || (candidates & IS (FTP) && mentions (line, "AUTH TLS"));
}

/* Commands with a password, or what proves one: how many words may be shown, and whether more such lines follow. */
static const struct
{
  guint candidates;
  guint place; /* of the command */
  const char *command, *argument;
  guint shown;
  bool goes_on;
} secrets[] = {
  { IS (POP3) | IS (FTP) | IS (IRC), 0, "PASS", NULL, 1, false },
  { IS (NNTP), 0, "AUTHINFO", "PASS", 2, false },        /* RFC 4643 section 2.3 */
  { IS (NNTP), 0, "AUTHINFO", "SASL", 3, true },
  { MAIL | IS (POP3), 0, "AUTH", NULL, 2, true },         /* RFC 4954 section 4, RFC 5034 section 4 */
  { IS (SIEVE) | IS (IRC), 0, "AUTHENTICATE", NULL, 2, true },
  { TAGGED, 1, "AUTHENTICATE", NULL, 3, true },
  { TAGGED, 1, "LOGIN", NULL, 3, true },                  /* its arguments may follow as literals */
};

/* Words of a line that may be shown; G_MAXUINT: all. */
static guint
words_shown (TlPreludeState *state, TlBytes line)
{
  if (state->lines.login)
    return 0;
  for (gsize i = 0; i < G_N_ELEMENTS (secrets); i++)
    if (candidates_of (state) & secrets[i].candidates && is (word_at (line, secrets[i].place), secrets[i].command)
        && (secrets[i].argument == NULL || is (word_at (line, secrets[i].place + 1), secrets[i].argument)))
      {
        state->lines.login = secrets[i].goes_on;
        return secrets[i].shown;
      }
  return G_MAXUINT;
}

/* Whether the server's line asks for more of what logs in, instead of ending that. */
static bool
is_challenge (TlBytes line)
{
  TlBytes first = word_at (line, 0);

  return is (first, "334") || is (first, "383") || is (first, "+") || is (first, "*") || is (first, "AUTHENTICATE")
         || (first.length > 0 && (first.data[0] == '"' || first.data[0] == '{'));
}

static TlBytes
behind (TlBytes line, guint words)
{
  for (; words > 0; words--)
    next_word (&line);
  while (line.length > 0 && line.data[0] == ' ')
    tl_bytes_skip (&line, 1);
  return line;
}

static void
read_client (TlPreludeState *state, guint direction, TlBytes line, TlPreludeFacts *out)
{
  guint asking = asks_for_tls (line) & candidates_of (state);
  guint shown = words_shown (state, line);

  if (asking)
    {
      narrow (state, asking);
      ask (state, direction, line);
      state->lines.login = false;
      out->marks |= TL_PRELUDE_ASKS;
    }
  else if (shown != G_MAXUINT && behind (line, shown).length > 0)
    {
      out->kind = (guint8) (1 + shown);
      out->marks |= TL_PRELUDE_SECRET;
    }
}

static void
read_server (TlPreludeState *state, TlBytes line, TlPreludeFacts *out)
{
  if (state->lines.login && !is_challenge (line))
    state->lines.login = false;
  if (state->asked)
    out->marks |= answer (state, line);
  else if (offers_tls (state, line))
    out->marks |= TL_PRELUDE_OFFERS;
  if (out->marks & TL_PRELUDE_REFUSES)
    state->asked = false;
}

/* Which it is, when that is known, or the first that it can be when TLS was asked for. */
static TlPreludeProtocol
protocol_of (const TlPreludeState *state)
{
  guint candidates = candidates_of (state);
  bool known = (candidates & (candidates - 1)) == 0 || (candidates & ~MAIL) == 0;

  return known || state->asked ? (TlPreludeProtocol) g_bit_nth_lsf (candidates, -1) : TL_PRELUDE_NONE;
}

static TlPreludeVerdict
read_line (TlPreludeState *state, guint direction, TlBytes message, TlPreludeFacts *out)
{
  learn (state, direction, message);
  if (state->lines.client == 2 - direction)
    read_server (state, tl_line (message), out);
  else
    read_client (state, direction, tl_line (message), out);
  state->protocol = protocol_of (state);
  return TL_PRELUDE_ON;
}

static char *
describe (TlBytes message, const TlPreludeFacts *facts)
{
  TlBytes line = tl_line (message), shown = line, hidden;
  g_autofree char *text = NULL;

  if (facts->kind == 0)
    return tl_prelude_text (line);
  hidden = behind (line, facts->kind - 1u);
  tl_bytes_take (&line, line.length - hidden.length, &shown);
  text = tl_prelude_text (shown);
  return tl_prelude_hidden_text (text, hidden.length);
}

const TlPreludeReader tl_prelude_lines = {
  .opens = opens,
  .scan = scan,
  .read = read_line,
  .describe = describe,
  .resumes = true,
};
