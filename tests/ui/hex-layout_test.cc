/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Tests of how bytes stand in lines.
 */
#include "hex-layout.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

static std::string
line (const TlHexLayout &layout, const std::vector<guint8> &bytes, gsize number)
{
  g_autofree char *text = tl_hex_layout_dup_line (&layout, bytes.data (), number);
  return text;
}

TEST (HexLayout, WritesOffsetHexAndAscii)
{
  std::vector<guint8> bytes;
  for (guint i = 0; i < 18; i++)
    bytes.push_back (static_cast<guint8> ('A' + i));
  bytes.push_back (0x00);

  TlHexLayout layout = { bytes.size (), 16 };
  EXPECT_EQ (2u, tl_hex_layout_n_lines (&layout));
  EXPECT_EQ ("0000  41 42 43 44 45 46 47 48  49 4a 4b 4c 4d 4e 4f 50  ABCDEFGHIJKLMNOP",
             line (layout, bytes, 0));
  EXPECT_EQ ("0010  51 52 00                                          QR.", line (layout, bytes, 1));
  EXPECT_EQ (tl_hex_layout_width (&layout), line (layout, bytes, 0).size ());
}

TEST (HexLayout, HasSixDigitsOnlyWhereFourDoNotReach)
{
  TlHexLayout small = { 0xffff, 8 };
  TlHexLayout large = { 0x10000, 8 };

  EXPECT_EQ (4u, tl_hex_layout_digits (&small));
  EXPECT_EQ (6u, tl_hex_layout_digits (&large));
}

TEST (HexLayout, TakesAsManyColumnsAsFit)
{
  TlHexLayout sixteen = { 100, 16 };
  guint width = tl_hex_layout_width (&sixteen);

  EXPECT_EQ (16u, tl_hex_layout_fit (100, width));
  EXPECT_EQ (8u, tl_hex_layout_fit (100, width - 1));
  EXPECT_EQ (32u, tl_hex_layout_fit (100, 1000));
  EXPECT_EQ (4u, tl_hex_layout_fit (100, 1));
}

TEST (HexLayout, FindsTheByteUnderAnyOfItsCharacters)
{
  TlHexLayout layout = { 20, 16 };
  gsize offset = 99;

  for (guint i = 0; i < 16; i++)
    {
      ASSERT_TRUE (tl_hex_layout_byte_at (&layout, tl_hex_layout_hex (&layout, i) + 1, 0, &offset));
      EXPECT_EQ (i, offset);
      ASSERT_TRUE (tl_hex_layout_byte_at (&layout, tl_hex_layout_ascii (&layout, i) + 0.5, 0, &offset));
      EXPECT_EQ (i, offset);
    }
  EXPECT_TRUE (tl_hex_layout_byte_at (&layout, tl_hex_layout_hex (&layout, 3), 1, &offset));
  EXPECT_EQ (19u, offset);
}

TEST (HexLayout, FindsNoByteWhereThereIsNone)
{
  TlHexLayout layout = { 20, 16 };
  gsize offset;

  EXPECT_FALSE (tl_hex_layout_byte_at (&layout, 1, 0, &offset)) << "on the offset";
  EXPECT_FALSE (tl_hex_layout_byte_at (&layout, tl_hex_layout_hex (&layout, 4), 1, &offset))
      << "after the last byte";
  EXPECT_FALSE (tl_hex_layout_byte_at (&layout, tl_hex_layout_hex (&layout, 0), 2, &offset))
      << "below the last line";
  EXPECT_FALSE (tl_hex_layout_byte_at (&layout, tl_hex_layout_width (&layout) + 1, 0, &offset))
      << "beside the line";
}

/* Where the cursor goes from @cursor; -1: it stays. */
static int
move (const TlHexLayout &layout, gsize cursor, TlHexMove how, int direction)
{
  gsize to = 9999;

  if (!tl_hex_layout_move (&layout, cursor, how, direction, 2, &to))
    return -1;
  return static_cast<int> (to);
}

TEST (HexLayout, MovesACursor)
{
  TlHexLayout layout = { 20, 8 };

  EXPECT_EQ (move (layout, 5, TL_HEX_MOVE_BYTE, 1), 6);
  EXPECT_EQ (move (layout, 5, TL_HEX_MOVE_LINE, 1), 13);
  EXPECT_EQ (move (layout, 13, TL_HEX_MOVE_LINE, -1), 5);
  EXPECT_EQ (move (layout, 1, TL_HEX_MOVE_PAGE, 1), 17);
  EXPECT_EQ (move (layout, 13, TL_HEX_MOVE_LINE_END, -1), 8);
  EXPECT_EQ (move (layout, 13, TL_HEX_MOVE_LINE_END, 1), 15);
  EXPECT_EQ (move (layout, 13, TL_HEX_MOVE_END, -1), 0);
  EXPECT_EQ (move (layout, 13, TL_HEX_MOVE_END, 1), 19);
}

TEST (HexLayout, KeepsACursorOnTheBytes)
{
  TlHexLayout layout = { 20, 8 };
  TlHexLayout none = { 0, 8 };

  EXPECT_EQ (move (layout, 0, TL_HEX_MOVE_BYTE, -1), -1);
  EXPECT_EQ (move (layout, 19, TL_HEX_MOVE_BYTE, 1), -1);
  EXPECT_EQ (move (layout, 13, TL_HEX_MOVE_LINE, 1), -1) << "no byte there";
  EXPECT_EQ (move (layout, 13, TL_HEX_MOVE_PAGE, 1), 19) << "to the last, at least";
  EXPECT_EQ (move (layout, 3, TL_HEX_MOVE_PAGE, -1), 0);
  EXPECT_EQ (move (layout, 17, TL_HEX_MOVE_LINE_END, 1), 19);
  for (int how = TL_HEX_MOVE_BYTE; how <= TL_HEX_MOVE_END; how++)
    for (int direction : { -1, 1 })
      EXPECT_EQ (move (none, 0, static_cast<TlHexMove> (how), direction), -1) << how;
}

TEST (HexLayout, CopiesBytes)
{
  const guint8 bytes[] = { 0x16, 0x03, 0x01 };
  g_autofree char *hex = tl_hex_dup (tl_bytes (bytes, sizeof bytes));
  g_autofree char *none = tl_hex_dup (tl_bytes (nullptr, 0));

  EXPECT_STREQ ("16 03 01", hex);
  EXPECT_STREQ ("", none);
}
