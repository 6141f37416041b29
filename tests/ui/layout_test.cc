/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The layout of the ladder: a pure function, tested without anything drawn.
 */
#include "ladder/layout.h"

#include "fixture.h"

#include <gtest/gtest.h>

namespace
{

using Layout = std::unique_ptr<TlLadderLayout, decltype (&tl_ladder_layout_free)>;

class LayoutTest : public testing::Test
{
protected:
  LayoutTest () : off_wire (g_ptr_array_new_with_free_func ((GDestroyNotify) tl_off_wire_free))
  {
  }
  ~LayoutTest () override
  {
    g_ptr_array_unref (off_wire);
  }

  void box (int after, TlSide side, int width, int height = 22)
  {
    auto *step = g_new0 (TlOffWire, 1);
    step->after = after;
    step->side = side;
    step->text = g_strdup ("does something");
    g_ptr_array_add (off_wire, step);
    widths.push_back (width);
    heights.push_back (height);
  }

  Layout lay_out (const TlConversation *conversation, int width)
  {
    metrics.box_widths = widths.data ();
    metrics.box_heights = heights.data ();
    return Layout (tl_ladder_layout_new (conversation, off_wire, width, &metrics), tl_ladder_layout_free);
  }

  GPtrArray *off_wire;
  std::vector<int> widths, heights;
  TlLadderMetrics metrics = { 18, 15, 8, 50, nullptr, nullptr, nullptr, nullptr };
};

void
expect_in_order (const TlLadderLayout *layout)
{
  EXPECT_LT (layout->gutter.x + layout->gutter.width, layout->rows[0].area.x);
  EXPECT_LT (layout->rows[0].area.x, layout->client_x);
  EXPECT_LT (layout->client_x, layout->server_x);
  EXPECT_LT (layout->server_x, layout->rows[0].area.x + layout->rows[0].area.width);
  EXPECT_LE (layout->rows[0].area.x + layout->rows[0].area.width, layout->brackets.x);
  EXPECT_LE (layout->brackets.x + layout->brackets.width, layout->width);
  EXPECT_GE (layout->gutter.x, 0);
}

TEST_F (LayoutTest, EveryWidthKeepsTheColumnsInOrder)
{
  Conversation conversation = fixture_tls13 ();

  for (int width = tl_ladder_layout_min_width (&metrics); width < 2000; width += 7)
    expect_in_order (lay_out (conversation.get (), width).get ());
}

/* What follows stands below it. */
TEST_F (LayoutTest, BoxesThatDoNotFitAreHigher)
{
  Conversation conversation = fixture_tls13 ();

  box (0, TL_SIDE_SERVER, 400);
  box (0, TL_SIDE_SERVER, 50);
  metrics.box_height = [] (guint, int width, gpointer) { return width < 400 ? 40 : 22; };
  Layout narrow = lay_out (conversation.get (), 360);
  Layout wide = lay_out (conversation.get (), 1000);
  EXPECT_EQ (narrow->boxes[0].height, 40);
  EXPECT_GE (narrow->boxes[1].y, narrow->boxes[0].y + 40);
  EXPECT_EQ (narrow->boxes[1].height, 22) << "that fits";
  EXPECT_EQ (wide->boxes[0].height, 22);
}

TEST_F (LayoutTest, FitsInto360Pixels)
{
  EXPECT_LE (tl_ladder_layout_min_width (&metrics), 360);
}

TEST_F (LayoutTest, TimesGoBeforeAnythingIsCut)
{
  Conversation conversation = fixture_tls13 ();

  EXPECT_EQ (lay_out (conversation.get (), 360)->gutter.width, metrics.time_width);
  EXPECT_EQ (lay_out (conversation.get (), tl_ladder_layout_min_width (&metrics))->gutter.width, 0);
}

TEST_F (LayoutTest, LineStaysReadableOnAWideScreen)
{
  Conversation conversation = fixture_tls13 ();
  Layout layout = lay_out (conversation.get (), 3000);

  EXPECT_LT (layout->server_x - layout->client_x, 1000);
  EXPECT_GT (layout->gutter.x, 500);
}

TEST_F (LayoutTest, RowsFollowEachOtherWithoutOverlap)
{
  Conversation conversation = fixture_tls13 ();
  Layout layout = lay_out (conversation.get (), 700);

  ASSERT_EQ (layout->n_rows, 9u);
  for (guint i = 1; i < layout->n_rows; i++)
    EXPECT_GE (layout->rows[i].area.y, layout->rows[i - 1].area.y + layout->rows[i - 1].area.height);
  EXPECT_GT (layout->height, layout->rows[8].area.y + layout->rows[8].area.height);
}

TEST_F (LayoutTest, TurnOfTheConversationGetsAGap)
{
  Conversation conversation = fixture_tls13 ();
  Layout layout = lay_out (conversation.get (), 700);
  auto gap = [&] (guint i) {
    return layout->rows[i].area.y - layout->rows[i - 1].area.y - layout->rows[i - 1].area.height;
  };

  EXPECT_GT (gap (1), 0);
  EXPECT_EQ (gap (2), 0);
}

TEST_F (LayoutTest, TextDoesNotTouchTheLine)
{
  Conversation conversation = fixture_tls13 ();
  Layout layout = lay_out (conversation.get (), 700);
  const TlLadderRow &row = layout->rows[0];

  EXPECT_LT (row.title_y + metrics.title_height, row.line_y);
  EXPECT_GT (row.facts_y, row.line_y);
  EXPECT_LE (row.facts_y + metrics.facts_height, row.area.height);
}

TEST_F (LayoutTest, BoxesStandBetweenTheRowsOnTheirSide)
{
  Conversation conversation = fixture_tls13 ();

  box (-1, TL_SIDE_CLIENT, 180);
  box (0, TL_SIDE_SERVER, 200);
  Layout layout = lay_out (conversation.get (), 800);
  EXPECT_LT (layout->boxes[0].y + layout->boxes[0].height, layout->rows[0].area.y);
  EXPECT_GT (layout->boxes[1].y, layout->rows[0].area.y + layout->rows[0].area.height);
  EXPECT_LT (layout->boxes[1].y + layout->boxes[1].height, layout->rows[1].area.y);
  EXPECT_LT (layout->boxes[0].x, layout->client_x);
  EXPECT_GT (layout->boxes[0].x + layout->boxes[0].width, layout->client_x);
  EXPECT_LT (layout->boxes[1].x, layout->server_x);
  EXPECT_GT (layout->boxes[1].x + layout->boxes[1].width, layout->server_x);
}

TEST_F (LayoutTest, TwoSidesShareALineWhereTheyFit)
{
  Conversation conversation = fixture_tls13 ();

  box (0, TL_SIDE_CLIENT, 180);
  box (0, TL_SIDE_SERVER, 160);
  EXPECT_EQ (lay_out (conversation.get (), 800)->boxes[0].y, lay_out (conversation.get (), 800)->boxes[1].y);
  Layout narrow = lay_out (conversation.get (), 360);
  EXPECT_GT (narrow->boxes[1].y, narrow->boxes[0].y);
}

TEST_F (LayoutTest, OneSideNeverSharesALine)
{
  Conversation conversation = fixture_tls13 ();

  box (0, TL_SIDE_CLIENT, 60);
  box (0, TL_SIDE_CLIENT, 60);
  box (0, TL_SIDE_SERVER, 60);
  box (0, TL_SIDE_CLIENT, 60);
  Layout layout = lay_out (conversation.get (), 800);
  EXPECT_GT (layout->boxes[1].y, layout->boxes[0].y);
  EXPECT_EQ (layout->boxes[2].y, layout->boxes[1].y);
  EXPECT_GT (layout->boxes[3].y, layout->boxes[2].y);
}

TEST_F (LayoutTest, BoxesAreNeverWiderThanTheRow)
{
  Conversation conversation = fixture_tls13 ();

  box (0, TL_SIDE_CLIENT, 5000);
  Layout layout = lay_out (conversation.get (), 400);
  EXPECT_GE (layout->boxes[0].x, layout->rows[0].area.x);
  EXPECT_LE (layout->boxes[0].width, layout->rows[0].area.width);
}

TEST_F (LayoutTest, Tls13IsOneRoundTrip)
{
  Conversation conversation = fixture_tls13 ();
  Layout layout = lay_out (conversation.get (), 700);

  ASSERT_EQ (layout->n_round_trips, 1u);
  EXPECT_EQ (layout->round_trips[0].first, 0u);
  EXPECT_EQ (layout->round_trips[0].last, 4u);
  EXPECT_EQ (layout->round_trips[0].duration, 1300000);
  EXPECT_LT (layout->round_trips[0].top, layout->round_trips[0].bottom);
}

TEST_F (LayoutTest, Tls12IsTwoRoundTrips)
{
  Conversation conversation = fixture_tls12 ();
  Layout layout = lay_out (conversation.get (), 700);

  ASSERT_EQ (layout->n_round_trips, 2u);
  EXPECT_EQ (layout->round_trips[0].first, 0u);
  EXPECT_EQ (layout->round_trips[0].last, 3u);
  EXPECT_EQ (layout->round_trips[1].first, 4u);
  EXPECT_EQ (layout->round_trips[1].last, 8u);
  EXPECT_EQ (layout->round_trips[1].duration, 2000000);
}

TEST_F (LayoutTest, AnswerBeforeItsQuestionIsNoRoundTrip)
{
  using S = FixtureStep;
  Conversation conversation (fixture_conversation ({
      S{ TL_SIDE_CLIENT, 2.0, TL_STEP_HANDSHAKE, TL_MESSAGE_CLIENT_HELLO },
      S{ TL_SIDE_SERVER, 1.0, TL_STEP_HANDSHAKE, TL_MESSAGE_SERVER_HELLO },
  }));

  EXPECT_EQ (lay_out (conversation.get (), 700)->n_round_trips, 0u);
}

/* Of a question that was asked twice, nobody can say which was answered. The one after it is measured again. */
TEST_F (LayoutTest, WhatWasSentAgainIsNoRoundTrip)
{
  using S = FixtureStep;
  Conversation conversation (fixture_conversation ({
      S{ TL_SIDE_CLIENT, 1.0, TL_STEP_HANDSHAKE, TL_MESSAGE_CLIENT_HELLO },
      S{ TL_SIDE_CLIENT, 1001.0, TL_STEP_HANDSHAKE, TL_MESSAGE_CLIENT_HELLO },
      S{ TL_SIDE_SERVER, 1002.0, TL_STEP_HANDSHAKE, TL_MESSAGE_HELLO_RETRY_REQUEST },
      S{ TL_SIDE_CLIENT, 1003.0, TL_STEP_HANDSHAKE, TL_MESSAGE_CLIENT_HELLO },
      S{ TL_SIDE_SERVER, 1005.0, TL_STEP_HANDSHAKE, TL_MESSAGE_SERVER_HELLO },
  }));
  conversation.get ()->steps[1]->retransmission = true;
  Layout layout = lay_out (conversation.get (), 700);

  ASSERT_EQ (layout->n_round_trips, 1u);
  EXPECT_EQ (layout->round_trips[0].first, 3u);
  EXPECT_EQ (layout->round_trips[0].duration, 2000000);
}

TEST_F (LayoutTest, FindsTheRowAtAPoint)
{
  Conversation conversation = fixture_tls13 ();
  Layout layout = lay_out (conversation.get (), 700);

  EXPECT_EQ (tl_ladder_layout_row_at (layout.get (), -100), 0);
  EXPECT_EQ (tl_ladder_layout_row_at (layout.get (), 100000), 8);
  for (guint i = 0; i < layout->n_rows; i++)
    {
      const TlRect &area = layout->rows[i].area;
      EXPECT_EQ (tl_ladder_layout_row_at (layout.get (), area.y), (int) i);
      EXPECT_EQ (tl_ladder_layout_row_at (layout.get (), area.y + area.height - 1), (int) i);
    }
  EXPECT_EQ (tl_ladder_layout_row_at (layout.get (), layout->rows[1].area.y - 1), 1);
}

TEST_F (LayoutTest, ScrollsOnlyAsFarAsNeeded)
{
  Conversation conversation = fixture_tls13 ();
  Layout layout = lay_out (conversation.get (), 700);
  const TlRect &fifth = layout->rows[5].area;
  const double page = 200;
  double down = tl_ladder_layout_scroll_to (layout.get (), 5, 0, page);

  EXPECT_GT (down, 0);
  EXPECT_LE (fifth.y + fifth.height, down + page);
  EXPECT_GE (fifth.y, down);
  EXPECT_EQ (tl_ladder_layout_scroll_to (layout.get (), 5, down, page), down); /* it is in sight */
  EXPECT_EQ (tl_ladder_layout_scroll_to (layout.get (), 0, down, page), 0);
  EXPECT_EQ (tl_ladder_layout_scroll_to (layout.get (), 8, 0, page), layout->height - page);
}

TEST_F (LayoutTest, CardsStandOnTheirLifelines)
{
  Conversation conversation = fixture_tls13 ();
  Layout layout = lay_out (conversation.get (), 900);
  const int widths[2] = { 120, 160 };
  TlRect places[2];

  tl_ladder_layout_place_cards (layout.get (), widths, places);
  EXPECT_EQ (places[0].x + places[0].width / 2, layout->client_x);
  EXPECT_EQ (places[1].x + places[1].width / 2, layout->server_x);
}

TEST_F (LayoutTest, CardsNeverOverlapAndNeverLeave)
{
  Conversation conversation = fixture_tls13 ();

  for (int width : { 240, 360, 500, 1500 })
    for (int client : { 60, 200, 900 })
      for (int server : { 60, 200, 900 })
        {
          Layout layout = lay_out (conversation.get (), width);
          const int widths[2] = { client, server };
          TlRect places[2];

          tl_ladder_layout_place_cards (layout.get (), widths, places);
          EXPECT_GE (places[0].x, 0);
          EXPECT_GE (places[0].width, 1);
          EXPECT_GE (places[1].width, 1);
          EXPECT_LT (places[0].x + places[0].width, places[1].x);
          EXPECT_LE (places[1].x + places[1].width, width);
        }
}

TEST_F (LayoutTest, NothingIsLaidOutWithoutAConversation)
{
  Layout layout = lay_out (nullptr, 700);

  EXPECT_EQ (layout->n_rows, 0u);
  EXPECT_EQ (layout->n_round_trips, 0u);
  EXPECT_EQ (tl_ladder_layout_row_at (layout.get (), 10), -1);
}

TEST_F (LayoutTest, LargeTextMakesLargeRows)
{
  Conversation conversation = fixture_tls13 ();
  Layout small = lay_out (conversation.get (), 900);

  metrics = { 36, 30, 16, 100, nullptr, nullptr, nullptr, nullptr };
  EXPECT_GT (lay_out (conversation.get (), 900)->height, small->height * 3 / 2);
}

TEST (RectTest, MirrorsTwiceToItself)
{
  TlRect rect = { 10, 5, 30, 7 };
  TlRect mirrored = tl_rect_mirror (rect, 100);

  EXPECT_EQ (mirrored.x, 60);
  EXPECT_EQ (tl_rect_mirror (mirrored, 100).x, 10);
}

/* With what came out of it, a box is higher than the one beside it. */
TEST_F (LayoutTest, AHigherBoxMakesRoomForItself)
{
  Conversation conversation = fixture_tls13 ();

  box (0, TL_SIDE_CLIENT, 100, 22);
  box (0, TL_SIDE_SERVER, 100, 40);
  box (0, TL_SIDE_SERVER, 100, 22);
  Layout layout = lay_out (conversation.get (), 700);
  EXPECT_EQ (layout->boxes[0].y, layout->boxes[1].y);
  EXPECT_EQ (layout->boxes[0].height, 22);
  EXPECT_EQ (layout->boxes[1].height, 40);
  EXPECT_GE (layout->boxes[2].y, layout->boxes[1].y + 40);
  EXPECT_GE (layout->rows[1].area.y, layout->boxes[2].y + 22);
}

TEST_F (LayoutTest, ScrollsToABox)
{
  Conversation conversation = fixture_tls13 ();

  box (7, TL_SIDE_CLIENT, 100);
  Layout layout = lay_out (conversation.get (), 700);
  double value = tl_ladder_layout_scroll_to_box (layout.get (), 0, 0, 100);
  EXPECT_LE (value, layout->boxes[0].y);
  EXPECT_GE (value + 100, layout->boxes[0].y + layout->boxes[0].height);
  EXPECT_EQ (tl_ladder_layout_scroll_to_box (layout.get (), 0, value, 100), value) << "it is in sight already";
  EXPECT_LT (tl_ladder_layout_scroll_to_box (layout.get (), 0, layout->height, 100), layout->boxes[0].y);
}

}
