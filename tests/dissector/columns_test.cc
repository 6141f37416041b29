/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Columns of a terminal: wide and combining characters, cuts, wraps, ASCII.
 */
#include "export/columns.h"

#include <gtest/gtest.h>
#include <vector>

static std::string
cut (const char *text, int width, TlTextFlags flags = TL_TEXT_UNICODE)
{
  g_autoptr (GString) out = g_string_new (NULL);
  int taken = tl_columns_append (out, text, width, flags);
  EXPECT_EQ (taken, tl_columns (out->str));
  EXPECT_LE (taken, width);
  return out->str;
}

static std::vector<std::string>
lines (const char *text, int width)
{
  std::vector<std::string> out;
  while (char *line = tl_columns_next_line (&text, width))
    {
      EXPECT_LE (tl_columns (line), width);
      out.push_back (line);
      g_free (line);
    }
  return out;
}

typedef std::vector<std::string> Lines;

TEST (Columns, WideTakesTwoAndCombiningNone)
{
  EXPECT_EQ (tl_columns (""), 0);
  EXPECT_EQ (tl_columns ("abc"), 3);
  EXPECT_EQ (tl_columns ("é"), 1);
  EXPECT_EQ (tl_columns ("e\xcc\x81"), 1);
  EXPECT_EQ (tl_columns ("例え"), 4);
  EXPECT_EQ (tl_columns ("🔒"), 2);
}

TEST (Columns, CutsWithAMark)
{
  EXPECT_EQ (cut ("handshake", 9), "handshake");
  EXPECT_EQ (cut ("handshake", 8), "handsha…");
  EXPECT_EQ (cut ("handshake", 1), "…");
  EXPECT_EQ (cut ("handshake", 0), "");
  EXPECT_EQ (cut ("handshake", 8, (TlTextFlags) 0), "hands...");
}

TEST (Columns, NeverCutsAWideCharacterInTwo)
{
  EXPECT_EQ (cut ("例例例例", 8), "例例例例");
  EXPECT_EQ (cut ("例例例例", 7), "例例例…");
  EXPECT_EQ (cut ("例例例例", 6), "例例…");
}

TEST (Columns, PadsToTheWidth)
{
  g_autoptr (GString) out = g_string_new (NULL);
  tl_columns_append_padded (out, "例", 5, TL_TEXT_UNICODE);
  EXPECT_STREQ (out->str, "例   ");
}

TEST (Columns, AsciiOnly)
{
  g_autofree char *text = tl_columns_to_ascii ("a · b → c … “é” it’s 3×");
  EXPECT_STREQ (text, "a, b -> c ... \"\\u{e9}\" it's 3x");
}

TEST (Columns, WrapsAfterSeparatorsFirst)
{
  EXPECT_EQ (lines ("one two · three four · five", 100), (Lines{ "one two · three four · five" }));
  EXPECT_EQ (lines ("one two · three four · five", 24), (Lines{ "one two · three four", "five" }));
  EXPECT_EQ (lines ("one two · three four · five", 12), (Lines{ "one two", "three four", "five" }));
}

TEST (Columns, WrapsAtSpacesThen)
{
  EXPECT_EQ (lines ("the client sent a fatal alert", 12), (Lines{ "the client", "sent a fatal", "alert" }));
}

TEST (Columns, BreaksWordsThatDoNotFit)
{
  EXPECT_EQ (lines ("abcdefghij", 4), (Lines{ "abcd", "efgh", "ij" }));
  EXPECT_EQ (lines ("例例例", 3), (Lines{ "例", "例", "例" }));
  EXPECT_EQ (lines ("", 4), (Lines{}));
}

TEST (Columns, GoesOnWhereNothingFits)
{
  const char *text = "例例";
  int n = 0;
  while (char *line = tl_columns_next_line (&text, 1))
    {
      g_free (line);
      ASSERT_LT (n++, 3);
    }
  EXPECT_EQ (n, 2);
}
