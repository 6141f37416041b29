/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Tests of what an arrow is painted of.
 */
#include "ladder/arrow-paint.h"

#include <gtest/gtest.h>

#include <functional>

static const GdkRGBA black = { 0, 0, 0, 1 };

/* What @paint paints; NULL: nothing. */
static GskRenderNode *
paint (const std::function<void (GtkSnapshot *)> &paint)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  paint (snapshot);
  return gtk_snapshot_free_to_node (snapshot);
}

TEST (ArrowPaint, GrowsWithTheText)
{
  TlStrokes small = tl_strokes_for_title (10);
  TlStrokes large = tl_strokes_for_title (60);

  EXPECT_GE (small.thickness, 2) << "and can be seen at any size";
  EXPECT_GT (large.thickness, small.thickness);
  EXPECT_GT (large.head_length, small.head_length);
  EXPECT_GT (large.icon, small.icon);
}

TEST (ArrowPaint, LineReachesFromEndToEndInBothDirections)
{
  TlStrokes strokes = tl_strokes_for_title (20);

  for (bool dashed : { false, true })
    for (auto [x1, x2] : { std::pair (10.0f, 90.0f), std::pair (90.0f, 10.0f) })
      {
        g_autoptr (GskRenderNode) node = paint ([&, x1 = x1, x2 = x2] (GtkSnapshot *snapshot) {
          tl_paint_line (snapshot, &black, x1, x2, 50, &strokes, dashed);
        });
        graphene_rect_t bounds;
        ASSERT_NE (node, nullptr);
        EXPECT_EQ (gsk_render_node_get_node_type (node), dashed ? GSK_REPEAT_NODE : GSK_COLOR_NODE);
        gsk_render_node_get_bounds (node, &bounds);
        EXPECT_FLOAT_EQ (bounds.origin.x, 10);
        EXPECT_FLOAT_EQ (bounds.size.width, 80);
        EXPECT_FLOAT_EQ (bounds.origin.y + bounds.size.height / 2, 50);
      }
}

TEST (ArrowPaint, LineWithoutALengthIsNothing)
{
  TlStrokes strokes = tl_strokes_for_title (20);
  g_autoptr (GskRenderNode) node = paint (
      [&] (GtkSnapshot *snapshot) { tl_paint_line (snapshot, &black, 10, 10, 50, &strokes, false); });

  EXPECT_EQ (node, nullptr);
}

TEST (ArrowPaint, HeadEndsAtItsTip)
{
  TlStrokes strokes = tl_strokes_for_title (20);

  for (bool to_the_right : { false, true })
    {
      g_autoptr (GskRenderNode) node = paint (
          [&] (GtkSnapshot *snapshot) { tl_paint_head (snapshot, &black, 100, 50, to_the_right, &strokes); });
      graphene_rect_t bounds;
      gsk_render_node_get_bounds (node, &bounds);
      EXPECT_FLOAT_EQ (bounds.origin.x, to_the_right ? 100 - strokes.head_length : 100);
      EXPECT_FLOAT_EQ (bounds.size.width, strokes.head_length);
      EXPECT_FLOAT_EQ (bounds.size.height, 2 * strokes.head_half);
    }
}

TEST (ArrowPaint, IconIsOfTheSizeThatIsAskedFor)
{
  GtkWidget *widget = GTK_WIDGET (g_object_ref_sink (gtk_label_new (nullptr)));
  g_autoptr (GskRenderNode) node = paint ([&] (GtkSnapshot *snapshot) {
    tl_paint_icon (snapshot, widget, "dialog-warning-symbolic", &black, 30, 40, 16);
  });
  graphene_rect_t bounds;

  ASSERT_NE (node, nullptr);
  gsk_render_node_get_bounds (node, &bounds);
  EXPECT_GE (bounds.origin.x, 30);
  EXPECT_LE (bounds.origin.x + bounds.size.width, 46);
  EXPECT_GE (bounds.origin.y, 40);
  g_object_unref (widget);
}
