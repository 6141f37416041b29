/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Whatever the bytes are, the text is valid, short enough, and moves nothing around it.
 */
#include "display.h"
#include "limits.h"

#include <gtest/gtest.h>
#include <string>

static std::string
show (const std::string &bytes, gsize max = 1000)
{
  g_autofree char *text = tl_display_text (tl_bytes (bytes.data (), bytes.size ()), max);
  EXPECT_TRUE (g_utf8_validate (text, -1, NULL));
  return text;
}

TEST (Display, NothingIsEmptyText)
{
  g_autofree char *none = tl_display_text (tl_bytes (nullptr, 0), TL_LIMIT_TEXT_CELL);
  EXPECT_STREQ (none, "");
}

TEST (Display, KeepsPlainText)
{
  EXPECT_EQ (show ("example.org"), "example.org");
  EXPECT_EQ (show ("bücher.example"), "bücher.example");
  EXPECT_EQ (show ("例え"), "例え");
  EXPECT_EQ (show (""), "");
}

TEST (Display, EscapesWhatControls)
{
  EXPECT_EQ (show ("a\nb\r\t"), "a\\nb\\r\\t");
  EXPECT_EQ (show (std::string ("a\0b", 3)), "a\\x00b");
  EXPECT_EQ (show ("\x1b[31m"), "\\x1b[31m");
  EXPECT_EQ (show ("\\"), "\\\\");
}

TEST (Display, EscapesWhatHidesOrTurns)
{
  EXPECT_EQ (show ("a\u202eb"), "a\\u{202e}b");
  EXPECT_EQ (show ("a\u200bb"), "a\\u{200b}b");
  EXPECT_EQ (show ("\u2028"), "\\u{2028}");
  EXPECT_EQ (show ("\ufeff"), "\\u{feff}");
}

TEST (Display, EscapesWhatIsNoUtf8)
{
  EXPECT_EQ (show ("\xff\xfe"), "\\xff\\xfe");
  EXPECT_EQ (show ("\xc3"), "\\xc3");
  EXPECT_EQ (show ("\xed\xa0\x80"), "\\xed\\xa0\\x80");
  EXPECT_EQ (show ("a\xe2\x82"), "a\\xe2\\x82");
}

TEST (Display, CutsAtTheLimit)
{
  EXPECT_EQ (show ("abcd", 4), "abcd");
  EXPECT_EQ (show ("abcde", 4), "abcd…");
  EXPECT_EQ (show ("äöü", 2), "äö…");
}

TEST (Display, EveryByteAloneAndInPairsIsValid)
{
  for (int a = 0; a < 256; a++)
    for (int b = 0; b < 256; b++)
      show (std::string { (char) a, (char) b });
}

TEST (Display, Hex)
{
  g_autofree char *whole = tl_display_hex (tl_bytes ("\x01\xab", 2), 2);
  g_autofree char *cut = tl_display_hex (tl_bytes ("\x01\xab", 2), 1);
  EXPECT_STREQ (whole, "01ab");
  EXPECT_STREQ (cut, "01…");
}

TEST (Display, OfAStringIsOfItsBytes)
{
  g_autofree char *text = tl_display_string ("eth0\x1b[31m", 100);
  g_autofree char *cut = tl_display_string ("interface", 5);
  EXPECT_STREQ (text, "eth0\\x1b[31m");
  EXPECT_STREQ (cut, "inter…");
}
