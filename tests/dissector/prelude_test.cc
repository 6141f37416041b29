/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Dialogues of lines before TLS.
 */
#include "limits.h"
#include "prelude/prelude.h"

#include <gtest/gtest.h>
#include <string>

namespace
{

struct Talk
{
  TlPrelude *prelude = tl_prelude_new ();
  ~Talk () { tl_prelude_free (prelude); }

  void
  say (guint direction, const std::string &text, gsize step = 1000)
  {
    for (gsize i = 0; i < text.size (); i += step)
      {
        TlBytes bytes = tl_bytes (text.data () + i, MIN (step, text.size () - i));
        while (bytes.length > 0)
          tl_prelude_add (prelude, direction, &bytes, 1, 0);
      }
  }

  std::string
  lines ()
  {
    std::string all;
    const GPtrArray *lines = tl_prelude_lines (prelude);
    for (guint i = 0; i < lines->len; i++)
      {
        auto line = static_cast<TlPreludeLine *> (g_ptr_array_index (lines, i));
        all += std::to_string (line->direction) + line->text + "|";
      }
    return all;
  }
};

std::string
protocol_of (std::initializer_list<const char *> lines)
{
  Talk talk;
  for (const char *line : lines)
    talk.say (line[0] == 'C' ? 0 : 1, std::string (line + 2) + "\r\n");
  const char *protocol = tl_prelude_protocol (talk.prelude);
  return protocol ? protocol : "";
}

}

TEST (Prelude, TellsProtocolsApart)
{
  EXPECT_EQ (protocol_of ({ "S 220 mail.example ESMTP", "C EHLO x", "S 250-STARTTLS", "C STARTTLS", "S 220 go" }), "smtp");
  EXPECT_EQ (protocol_of ({ "S * OK ready", "C a1 STARTTLS", "S a1 OK" }), "imap");
  EXPECT_EQ (protocol_of ({ "S * OK ready", "C 1 STARTTLS", "S 1 OK" }), "imap");
  EXPECT_EQ (protocol_of ({ "S 220 mail.example ESMTP", "S 250 STARTTLS" }), "");
  EXPECT_EQ (protocol_of ({ "S +OK ready", "C STLS", "S +OK" }), "pop3");
  EXPECT_EQ (protocol_of ({ "S 220 ftp", "C AUTH TLS", "S 234 go" }), "ftp");
  EXPECT_EQ (protocol_of ({ "S 200 news", "C STARTTLS", "S 382 go" }), "nntp");
  EXPECT_EQ (protocol_of ({ "S \"IMPLEMENTATION\" \"x\"", "C STARTTLS", "S OK" }), "sieve");
  EXPECT_EQ (protocol_of ({ "C CONNECT example.org:443 HTTP/1.1", "C ", "S HTTP/1.1 200 OK" }), "http-connect");
  EXPECT_EQ (protocol_of ({ "S 220 mail.example ESMTP", "C EHLO x", "S 250-STARTTLS", "C QUIT" }), "");
}

TEST (Prelude, GivesTheSameLinesHoweverTheyAreCut)
{
  for (gsize step : { 1, 2, 3, 1000 })
    {
      Talk talk;
      talk.say (1, "220 a\r\n250 b\n", step);
      EXPECT_EQ (talk.lines (), "1220 a|1250 b|") << step;
      EXPECT_TRUE (tl_prelude_at_line_start (talk.prelude, 1));
    }
}

TEST (Prelude, CapsLinesAndTheirLength)
{
  Talk talk;
  talk.say (0, std::string (TL_LIMIT_PRELUDE_LINE + 100, 'x') + "\n");
  for (guint i = 0; i < TL_LIMIT_PRELUDE_LINES + 5; i++)
    talk.say (0, "y\n");
  const GPtrArray *lines = tl_prelude_lines (talk.prelude);
  auto first = static_cast<TlPreludeLine *> (g_ptr_array_index (lines, 0));
  EXPECT_EQ (lines->len, (guint) TL_LIMIT_PRELUDE_LINES);
  EXPECT_LE (strlen (first->text), TL_LIMIT_PRELUDE_LINE);
  EXPECT_EQ (first->length, TL_LIMIT_PRELUDE_LINE + 101);
}

TEST (Prelude, ShowsNoControls)
{
  Talk talk;
  talk.say (0, "a\x1b[31mb\r\n");
  EXPECT_EQ (talk.lines (), "0a\\x1b[31mb|");
}

TEST (Prelude, IsRecognisedByItsOpening)
{
  EXPECT_TRUE (tl_prelude_sniff (tl_bytes ("220 mail", 8)));
  EXPECT_TRUE (tl_prelude_sniff (tl_bytes ("2", 1)));
  EXPECT_FALSE (tl_prelude_sniff (tl_bytes ("GET / HTTP/1.1", 14)));
  EXPECT_FALSE (tl_prelude_sniff (tl_bytes ("", 0)));
}
