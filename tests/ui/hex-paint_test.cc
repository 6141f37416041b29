/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Tests of what is painted behind and around bytes.
 */
#include "hex-paint.h"

#include <gtest/gtest.h>

static const TlHexMetrics metrics = { { 40, 16 }, 10, 20 };
static const GdkRGBA blue = { 0, 0, 1, 1 };

/* How far what is painted for @line reaches; false where nothing is. */
static bool
paint (gsize offset, gsize length, gsize line, graphene_rect_t *bounds)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  tl_hex_paint_range (snapshot, &metrics, &blue, offset, length, line, static_cast<double> (line) * 20);
  GskRenderNode *node = gtk_snapshot_free_to_node (snapshot);
  if (node == nullptr)
    return false;
  gsk_render_node_get_bounds (node, bounds);
  gsk_render_node_unref (node);
  return true;
}

TEST (HexPaint, LightsUpOnlyTheLinesOfTheRange)
{
  graphene_rect_t bounds;

  EXPECT_FALSE (paint (16, 8, 0, &bounds));
  EXPECT_TRUE (paint (16, 8, 1, &bounds));
  EXPECT_FALSE (paint (16, 8, 2, &bounds));
  EXPECT_FALSE (paint (16, 0, 1, &bounds)) << "an empty range";
}

TEST (HexPaint, ReachesFromTheFirstHexDigitToTheLastCharacter)
{
  graphene_rect_t bounds;

  ASSERT_TRUE (paint (14, 10, 0, &bounds));
  EXPECT_FLOAT_EQ (static_cast<float> (tl_hex_layout_hex (&metrics.layout, 14) * 10 - 2), bounds.origin.x);
  EXPECT_FLOAT_EQ (static_cast<float> (tl_hex_layout_width (&metrics.layout) * 10 + 2),
                   bounds.origin.x + bounds.size.width);
  ASSERT_TRUE (paint (14, 10, 1, &bounds));
  EXPECT_FLOAT_EQ (static_cast<float> (tl_hex_layout_hex (&metrics.layout, 0) * 10 - 2), bounds.origin.x);
  EXPECT_FLOAT_EQ (20, bounds.origin.y);
}

TEST (HexPaint, FramesTheByteOfTheCursor)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  graphene_rect_t bounds;

  tl_hex_paint_cursor (snapshot, &metrics, &blue, 19, 40);
  GskRenderNode *node = gtk_snapshot_free_to_node (snapshot);
  ASSERT_NE (nullptr, node);
  gsk_render_node_get_bounds (node, &bounds);
  EXPECT_FLOAT_EQ (static_cast<float> (tl_hex_layout_hex (&metrics.layout, 3) * 10 - 2), bounds.origin.x);
  EXPECT_FLOAT_EQ (40, bounds.origin.y);
  gsk_render_node_unref (node);
}
