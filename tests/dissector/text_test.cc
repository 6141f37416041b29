/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The ladder as text: what stands in it, and that no line of it is ever out of its columns.
 */
#include "conversation_fixture.h"
#include "export/columns.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <sstream>

static std::string
ladder (const Conversation &conversation, int flags = TL_TEXT_UNICODE, int width = 80)
{
  g_autoptr (GString) out = g_string_new (NULL);
  tl_export_text (conversation.self, (TlTextFlags) flags, width, out);
  EXPECT_TRUE (g_utf8_validate (out->str, -1, NULL));
  return out->str;
}

static std::vector<std::string>
lines_of (const std::string &text)
{
  std::vector<std::string> lines;
  std::istringstream stream (text);
  for (std::string line; std::getline (stream, line);)
    lines.push_back (line);
  return lines;
}

static bool
contains (const std::string &text, const std::string &part)
{
  return text.find (part) != std::string::npos;
}

static std::string
line_with (const std::string &text, const std::string &part)
{
  for (const std::string &line : lines_of (text))
    if (contains (line, part))
      return line;
  return "";
}

/* A handshake with all kinds of steps and a name that is wide. */
static void
fill (Conversation &conversation, const char *name)
{
  Octets client_extensions = extension (0x0000, prefixed (2, Octets{ 0 } + prefixed (2, octets (name))))
                             + extension (0x002b, prefixed (1, u16_list ({ 0x0304, 0x0303 })));
  conversation.self->server_name = g_strdup (name);
  conversation.self->version = 0x0304;
  conversation.self->cipher_suite = 0x1301;
  conversation.self->outcome = TL_OUTCOME_ALERT;
  conversation.self->stopped_by = TL_SIDE_CLIENT;
  conversation.self->alert = 48;
  conversation.add (TL_STEP_PRELUDE, TL_SIDE_CLIENT, octets ("STARTTLS"), 100)->text = g_strdup ("STARTTLS");
  conversation.add (TL_STEP_HANDSHAKE, TL_SIDE_CLIENT,
                    client_hello (0x0303, { 0x1301, 0x1302 }, &client_extensions), 1234);
  conversation.add (TL_STEP_HANDSHAKE, TL_SIDE_SERVER,
                    server_hello (0x0303, 0x1301, extension (0x002b, u16 (0x0304))), 2000);
  conversation.add_sealed (TL_STEP_APPLICATION_DATA, TL_SIDE_SERVER, 1500, 2000);
  conversation.add (TL_STEP_ALERT, TL_SIDE_CLIENT, { 2, 48 }, 3000);
}

TEST (Text, StepsStandOnTheirSides)
{
  Conversation conversation;
  fill (conversation, "example.org");
  std::string text = ladder (conversation);
  EXPECT_TRUE (contains (line_with (text, "ClientHello"), "│── ClientHello ──")) << text;
  EXPECT_TRUE (contains (line_with (text, "ClientHello"), "─►│")) << text;
  EXPECT_TRUE (contains (line_with (text, "─ ServerHello"), "│◄─ ServerHello ──")) << text;
  EXPECT_TRUE (contains (line_with (text, "─ ServerHello"), "──│")) << text;
}

TEST (Text, TimeAndSizeStandAtTheArrow)
{
  Conversation conversation;
  fill (conversation, "example.org");
  std::string text = ladder (conversation);
  EXPECT_EQ (line_with (text, "ClientHello").substr (0, 12), "  1.234 ms  ");
  EXPECT_TRUE (contains (line_with (text, "Alert"), " 2 B "));
}

TEST (Text, TimesOfAllSizes)
{
  Conversation conversation;
  conversation.add (TL_STEP_CHANGE_CIPHER_SPEC, TL_SIDE_CLIENT, { 1 }, -1500);
  conversation.add (TL_STEP_CHANGE_CIPHER_SPEC, TL_SIDE_CLIENT, { 1 }, 999999);
  conversation.add (TL_STEP_CHANGE_CIPHER_SPEC, TL_SIDE_CLIENT, { 1 }, 1000000);
  for (gint64 seconds : { 9999, 10000, 999999, 1000000, -78360744 })
    conversation.add (TL_STEP_CHANGE_CIPHER_SPEC, TL_SIDE_CLIENT, { 1 }, seconds * 1000000);
  std::string text = ladder (conversation);
  for (const char *time : { " -1.500 ms  │", "999.999 ms  │", "   1.000 s  │", "9999.000 s  │",
                            "   10000 s  │", "  999999 s  │", "      11 d  │", "    -906 d  │" })
    EXPECT_TRUE (contains (text, time)) << text;
}

TEST (Text, SealedAndAlertsDifferByShape)
{
  Conversation conversation;
  fill (conversation, "example.org");
  std::string text = ladder (conversation);
  EXPECT_TRUE (contains (line_with (text, "🔒"), "┄┄┄")) << text;
  EXPECT_TRUE (contains (line_with (text, "Alert: unknown_ca"), "━━ ✗ Alert")) << text;
  text = ladder (conversation, 0);
  EXPECT_TRUE (contains (line_with (text, "[sealed]"), "...")) << text;
  EXPECT_TRUE (contains (line_with (text, "!! Alert"), "===")) << text;
}

TEST (Text, PreludeStandsInItsWords)
{
  Conversation conversation;
  fill (conversation, "example.org");
  EXPECT_TRUE (contains (line_with (ladder (conversation), "STARTTLS"), "╌"));
}

TEST (Text, HeadSaysWhoWhenAndHowItEnded)
{
  Conversation conversation;
  fill (conversation, "example.org");
  std::vector<std::string> lines = lines_of (ladder (conversation));
  ASSERT_GT (lines.size (), 5u);
  EXPECT_EQ (lines[0], "Conversation 1 · TLS 1.3 · example.org                   2026-01-31 12:34:56 UTC");
  EXPECT_EQ (lines[1].find ("✗ "), 0u);
  auto ends = std::find (lines.begin (), lines.end (), "") + 1;
  ASSERT_LT (ends + 1, lines.end ());
  EXPECT_EQ (ends[0], "         Client                                                           Server");
  EXPECT_EQ (ends[1], "         192.0.2.1:51234                                       [2001:db8::1]:443");
}

/* Wide, combining and endless names, at every width: each line fits, and the lifelines stand where they
 * stand. */
TEST (Text, ColumnsHold)
{
  std::string endless (250, 'x');
  for (const char *name : { "example.org", "例え例え例え例え例え例え例え例え例え例え.テスト",
                            "e\xcc\x81xample", endless.c_str () })
    for (int flags : { 0, (int) TL_TEXT_UNICODE })
      for (int width : { 60, 61, 72, 80, 100, 200 })
        {
          Conversation conversation;
          fill (conversation, name);
          std::string text = ladder (conversation, flags, width);
          const char *line_of_life = flags ? "│" : "|";
          for (const std::string &line : lines_of (text))
            {
              ASSERT_LE (tl_columns (line.c_str ()), width) << text;
              std::string::size_type last = line.rfind (line_of_life);
              int column
                  = last == std::string::npos ? width - 2 : tl_columns (line.substr (0, last).c_str ());
              ASSERT_EQ (column, width - 2) << text;
            }
        }
}

TEST (Text, NarrowerThanSixtyIsSixty)
{
  Conversation conversation;
  fill (conversation, "example.org");
  EXPECT_EQ (ladder (conversation, TL_TEXT_UNICODE, 1), ladder (conversation, TL_TEXT_UNICODE, 60));
}

TEST (Text, AsciiHasNothingElse)
{
  Conversation conversation;
  fill (conversation, "bücher.例え");
  for (char c : ladder (conversation, 0))
    ASSERT_LT ((guint8) c, 0x80);
}

TEST (Text, ColourOnlyWhenAskedAndNothingButColour)
{
  Conversation conversation;
  fill (conversation, "example.org");
  std::string plain = ladder (conversation),
              coloured = ladder (conversation, TL_TEXT_UNICODE | TL_TEXT_COLOR), stripped;
  EXPECT_FALSE (contains (plain, "\033"));
  EXPECT_TRUE (contains (coloured, "\033[1;31m"));
  for (gsize i = 0; i < coloured.size (); i++)
    if (coloured[i] == '\033')
      i = coloured.find ('m', i);
    else
      stripped += coloured[i];
  EXPECT_EQ (stripped, plain);
}

TEST (Text, WhatIsCutShortSaysSo)
{
  Conversation conversation;
  Octets hello = client_hello (0x0303, { 0x1301 }, NULL);
  TlStep *step = conversation.add (TL_STEP_HANDSHAKE, TL_SIDE_CLIENT, hello);
  step->truncated = true;
  step->length = 500;
  EXPECT_TRUE (
      contains (ladder (conversation), "cut short: " + std::to_string (hello.size ()) + " of 500 bytes"));
}

TEST (Text, WithoutStepsThereIsNoLadder)
{
  Conversation conversation;
  EXPECT_FALSE (contains (ladder (conversation), "│"));
}
