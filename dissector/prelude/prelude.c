/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Protocols of lines that can turn into TLS, told apart by how the dialogue opens and which command asks for TLS.
 */
#include "prelude.h"

#include "../display.h"
#include "../limits.h"

struct TlPrelude
{
  GPtrArray *lines;        /* TlPreludeLine */
  GByteArray *partial[2];  /* a line that has begun, in each direction */
  guint32 partial_length[2]; /* as on the wire: more than is kept when the line is too long */
  gsize size;              /* of the lines, in memory */
  guint hints;             /* bit set of Hint: what the dialogue has shown so far */
  const char *protocol;
};

/* What a line tells of the protocol. */
typedef enum
{
  HINT_GREETING_220 = 1 << 0, /* SMTP and FTP greet alike */
  HINT_SMTP = 1 << 1,
  HINT_IMAP = 1 << 2 /* an untagged response */
} Hint;

/* How a dialogue can open, in either direction. */
static const char *const openings[] = {
  "220 ", "220-",                 /* SMTP (RFC 5321 section 4.2), FTP (RFC 959 section 5.4) */
  "EHLO ", "HELO ", "LHLO ",      /* SMTP, LMTP: the client's side when the greeting was not captured */
  "* OK", "* PREAUTH",            /* IMAP, RFC 9051 section 7.1 */
  "+OK",                          /* POP3, RFC 1939 section 4 */
  "200 ", "201 ",                 /* NNTP, RFC 3977 section 5.1 */
  "\"IMPLEMENTATION\"",           /* ManageSieve, RFC 5804 section 1.7 */
  "CAP ", "NICK ", "STARTTLS", "AUTH TLS", "AUTH SSL", "STLS",
  "CONNECT ",                     /* HTTP, RFC 9110 section 9.3.6 */
};

bool
tl_prelude_sniff (TlBytes bytes)
{
  for (gsize i = 0; i < G_N_ELEMENTS (openings); i++)
    {
      gsize length = strlen (openings[i]);
      gsize n = MIN (bytes.length, length);

      if (n > 0 && g_ascii_strncasecmp ((const char *) bytes.data, openings[i], n) == 0)
        return true;
    }
  return false;
}

static void
line_free (gpointer data)
{
  TlPreludeLine *line = data;
  g_free (line->text);
  g_free (line);
}

TlPrelude *
tl_prelude_new (void)
{
  TlPrelude *self = g_new0 (TlPrelude, 1);
  self->lines = g_ptr_array_new_with_free_func (line_free);
  return self;
}

void
tl_prelude_free (TlPrelude *self)
{
  g_ptr_array_unref (self->lines);
  for (guint i = 0; i < 2; i++)
    g_clear_pointer (&self->partial[i], g_byte_array_unref);
  g_free (self);
}

/* The word of a line that stands after @skip other words, compared without case. */
static bool
word_is (const char *line, guint skip, const char *word)
{
  static const char blanks[] = " \t";
  gsize n;

  for (; skip > 0; skip--)
    {
      line = strpbrk (line, blanks);
      if (line == NULL)
        return false;
      line++;
    }
  n = strcspn (line, blanks);
  return n == strlen (word) && g_ascii_strncasecmp (line, word, n) == 0;
}

/* Which protocol's command this line is, when it asks for TLS. */
static const char *
asks_for_tls (const TlPrelude *self, const char *line)
{
  if (word_is (line, 0, "STLS")) /* RFC 2595 section 4 */
    return "pop3";
  if (word_is (line, 0, "AUTH") && (word_is (line, 1, "TLS") || word_is (line, 1, "SSL") || word_is (line, 1, "TLS-C")))
    return "ftp"; /* RFC 4217 section 4 */
  if (word_is (line, 0, "CONNECT"))
    return "http-connect";
  if (word_is (line, 1, "STARTTLS") && !(self->hints & HINT_SMTP)
      && (self->hints & HINT_IMAP || !g_ascii_isdigit (line[0])))
    return "imap"; /* behind its tag, which may be a number as that of a reply of SMTP is: RFC 9051 section 6.2.1 */
  if (!word_is (line, 0, "STARTTLS"))
    return NULL;
  if (self->hints & (HINT_SMTP | HINT_GREETING_220))
    return "smtp"; /* RFC 3207 section 4 */
  for (guint i = 0; i < self->lines->len; i++)
    {
      const TlPreludeLine *first = g_ptr_array_index (self->lines, i);
      if (g_str_has_prefix (first->text, "\"IMPLEMENTATION\""))
        return "sieve"; /* RFC 5804 section 2.2 */
      if (g_str_has_prefix (first->text, "200 ") || g_str_has_prefix (first->text, "201 "))
        return "nntp"; /* RFC 4642 section 2.2 */
      if (g_str_has_prefix (first->text, "CAP ") || first->text[0] == ':')
        return "irc";
    }
  return "smtp";
}

static void
learn (TlPrelude *self, const char *line)
{
  const char *asked = self->protocol ? NULL : asks_for_tls (self, line);

  if (g_str_has_prefix (line, "220 ") || g_str_has_prefix (line, "220-"))
    self->hints |= HINT_GREETING_220;
  if (word_is (line, 0, "EHLO") || word_is (line, 0, "HELO") || word_is (line, 0, "LHLO"))
    self->hints |= HINT_SMTP;
  if (g_str_has_prefix (line, "* "))
    self->hints |= HINT_IMAP;
  if (asked)
    self->protocol = asked;
}

static void
end_line (TlPrelude *self, guint direction, guint64 packet, gint64 time)
{
  GByteArray *bytes = self->partial[direction];
  gsize length = bytes->len;
  g_autofree char *text = NULL;

  while (length > 0 && (bytes->data[length - 1] == '\n' || bytes->data[length - 1] == '\r'))
    length--;
  text = tl_display_text (tl_bytes (bytes->data, length), TL_LIMIT_PRELUDE_LINE);
  learn (self, text);
  if (self->lines->len < TL_LIMIT_PRELUDE_LINES)
    {
      TlPreludeLine *line = g_new0 (TlPreludeLine, 1);
      line->direction = (guint8) direction;
      line->length = self->partial_length[direction];
      line->text = g_steal_pointer (&text);
      line->packet = packet;
      line->time = time;
      g_ptr_array_add (self->lines, line);
      self->size += sizeof *line + strlen (line->text);
    }
  g_byte_array_set_size (bytes, 0);
  self->partial_length[direction] = 0;
}

bool
tl_prelude_add (TlPrelude *self, guint direction, TlBytes *bytes, guint64 packet, gint64 time)
{
  const guint8 *newline = memchr (bytes->data, '\n', bytes->length);
  gsize n = newline ? (gsize) (newline - bytes->data) + 1 : bytes->length;
  TlBytes part = { 0 };

  if (self->partial[direction] == NULL)
    self->partial[direction] = g_byte_array_new ();
  tl_bytes_take (bytes, n, &part);
  self->partial_length[direction] += (guint32) n;
  if (self->partial[direction]->len < TL_LIMIT_PRELUDE_LINE)
    g_byte_array_append (self->partial[direction], part.data,
                         (guint) MIN (n, TL_LIMIT_PRELUDE_LINE - self->partial[direction]->len));
  if (newline)
    end_line (self, direction, packet, time);
  return newline != NULL;
}

bool
tl_prelude_at_line_start (const TlPrelude *self, guint direction)
{
  return self->partial_length[direction] == 0;
}

const char *
tl_prelude_protocol (const TlPrelude *self)
{
  return self->protocol;
}

gsize
tl_prelude_size (const TlPrelude *self)
{
  gsize size = sizeof *self + self->size;

  for (guint i = 0; i < 2; i++)
    size += self->partial[i] ? self->partial[i]->len : 0;
  return size;
}

const GPtrArray *
tl_prelude_lines (const TlPrelude *self)
{
  return self->lines;
}
