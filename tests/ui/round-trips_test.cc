/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Tests of the brackets beside the ladder.
 */
#include "ladder/round-trips.h"

#include <gtest/gtest.h>

namespace
{

class RoundTripsTest : public testing::Test
{
protected:
  RoundTripsTest () : widget (GTK_WIDGET (g_object_ref_sink (gtk_label_new (nullptr))))
  {
    layout.round_trips = trips;
    layout.n_round_trips = 2;
  }

  ~RoundTripsTest () override
  {
    g_object_unref (widget);
  }

  std::string label (guint index)
  {
    g_autoptr (GPtrArray) labels = tl_round_trip_labels (widget, &layout);
    EXPECT_EQ (labels->len, layout.n_round_trips);
    return pango_layout_get_text (PANGO_LAYOUT (g_ptr_array_index (labels, index)));
  }

  GtkWidget *widget;
  TlRoundTrip trips[2] = { { 0, 1, 1400000, 10, 400 }, { 2, 3, 2500000, 400, 410 } };
  TlLadderLayout layout = {};
};

TEST_F (RoundTripsTest, SayHowLongEachTook)
{
  EXPECT_EQ (label (0), "Round trip 1 · 1.4 ms");
  EXPECT_EQ (label (1), "2.5 ms") << "there is no room for more";
  layout.n_round_trips = 1;
  EXPECT_EQ (label (0), "1 round trip · 1.4 ms");
}

TEST_F (RoundTripsTest, PaintWithinTheirColumnInBothDirections)
{
  g_autoptr (GPtrArray) labels = tl_round_trip_labels (widget, &layout);
  GdkRGBA color = { 0, 0, 0, 1 };

  for (bool rtl : { false, true })
    {
      GtkSnapshot *snapshot = gtk_snapshot_new ();
      graphene_rect_t bounds;

      tl_paint_round_trip (snapshot, &trips[0], PANGO_LAYOUT (g_ptr_array_index (labels, 0)), TlRect{ 100, 0, 40, 500 }, 8, rtl,
                           &color, &color);
      g_autoptr (GskRenderNode) node = gtk_snapshot_free_to_node (snapshot);
      ASSERT_NE (node, nullptr);
      gsk_render_node_get_bounds (node, &bounds);
      EXPECT_GE (bounds.origin.x, 100) << rtl;
      EXPECT_LE (bounds.origin.x + bounds.size.width, 140) << rtl;
      EXPECT_GE (bounds.origin.y, 10);
      EXPECT_LE (bounds.origin.y + bounds.size.height, 400);
    }
}

}
