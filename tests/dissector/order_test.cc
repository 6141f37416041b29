/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Numbered messages: late, twice, missing, and over the wrap of their numbers.
 */
#include "carriers/order.h"

#include "limits.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

static void
tell (gpointer user_data, const TlChunk *message, bool lost)
{
  std::string &text = *static_cast<std::string *> (user_data);
  text += lost ? "|" : "";
  text += std::string ((const char *) message->bytes.data, message->bytes.length);
}

/* Each message is its own name: 'a' has the number @first. */
static std::string
order (const std::string &arrivals, guint32 first = 5, guint bits = 32, bool begin = true, bool flush = false)
{
  TlOrder self = {};
  std::string text;
  if (begin)
    tl_order_begin (&self, first);
  for (char c : arrivals)
    {
      TlStepOrigin origin;
      guint8 byte = (guint8) c;
      TlChunk chunk = tl_chunk_from_packet (tl_bytes (&byte, 1), 1, 0, &origin);
      tl_order_add (&self, (first + (guint32) (c - 'a')) & (bits == 16 ? 0xffff : 0xffffffff), bits, &chunk, tell, &text);
    }
  if (flush)
    tl_order_flush (&self, tell, &text);
  tl_order_clear (&self);
  return text;
}

TEST (Order, ComesBack)
{
  EXPECT_EQ (order ("abcd"), "abcd");
  EXPECT_EQ (order ("dcba"), "abcd");
  EXPECT_EQ (order ("aacbbddc"), "abcd");
  EXPECT_EQ (order ("cb"), "");
}

TEST (Order, GoesOverTheWrap)
{
  EXPECT_EQ (order ("adcb", G_MAXUINT32 - 1), "abcd");
  EXPECT_EQ (order ("adcb", 0xfffe, 16), "abcd");
}

TEST (Order, BeginsWithTheFirstWhereNobodySaysWhere)
{
  EXPECT_EQ (order ("bca", 5, 32, false), "bc");
}

TEST (Order, HolesAreGivenUpAtTheEnd)
{
  EXPECT_EQ (order ("ace", 5, 32, true, true), "a|c|e");
  EXPECT_EQ (order ("adc", 5, 32, true, true), "a|cd");
}

TEST (Order, NoMoreWaitThanTheCap)
{
  for (guint n : { (guint) TL_LIMIT_CARRIED_AHEAD - 1, (guint) TL_LIMIT_CARRIED_AHEAD, (guint) TL_LIMIT_CARRIED_AHEAD + 1 })
    {
      TlOrder self = {};
      std::string text;
      guint8 byte = 'x';
      tl_order_begin (&self, 0);
      for (guint32 i = 1; i <= n; i++)
        {
          TlStepOrigin origin;
          TlChunk chunk = tl_chunk_from_packet (tl_bytes (&byte, 1), 1, 0, &origin);
          tl_order_add (&self, i, 32, &chunk, tell, &text);
        }
      EXPECT_EQ (text.empty (), n <= TL_LIMIT_CARRIED_AHEAD) << n;
      EXPECT_EQ (tl_order_size (&self) > 0, n <= TL_LIMIT_CARRIED_AHEAD) << n;
      tl_order_clear (&self);
    }
}
