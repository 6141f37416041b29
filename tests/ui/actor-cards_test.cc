/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The cards of both sides: where they stand.
 */
#include "ladder/actor-cards.h"

#include "fixture.h"
#include "ladder/actor-card.h"

#include <gtest/gtest.h>

namespace
{

class ActorCardsTest : public testing::Test
{
protected:
  ActorCardsTest ()
  {
    gtk_window_set_child (GTK_WINDOW (window), cards);
  }

  ~ActorCardsTest () override
  {
    gtk_window_destroy (GTK_WINDOW (window));
  }

  /* Where the card of @side stands when the lifelines are at @client_x and @server_x in a ladder of 600. */
  graphene_rect_t place (int client_x, int server_x, TlSide side)
  {
    TlLadderLayout layout = {};
    graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, 0, 0);
    GtkWidget *card
        = side == TL_SIDE_CLIENT ? gtk_widget_get_first_child (cards) : gtk_widget_get_last_child (cards);

    layout.width = 600;
    layout.client_x = client_x;
    layout.server_x = server_x;
    tl_actor_cards_follow (TL_ACTOR_CARDS (cards), &layout);
    gtk_widget_measure (cards, GTK_ORIENTATION_HORIZONTAL, -1, nullptr, nullptr, nullptr, nullptr);
    gtk_widget_allocate (cards, 600, 60, -1, nullptr);
    EXPECT_TRUE (gtk_widget_compute_bounds (card, cards, &bounds));
    return bounds;
  }

  static float middle (graphene_rect_t bounds)
  {
    return bounds.origin.x + bounds.size.width / 2;
  }

  GtkWidget *window = gtk_window_new ();
  GtkWidget *cards = tl_actor_cards_new ();
  Conversation conversation = fixture_tls13 ();
};

TEST_F (ActorCardsTest, StandOnTheirLifelines)
{
  tl_actor_cards_set_conversation (TL_ACTOR_CARDS (cards), conversation.get ());
  EXPECT_NEAR (middle (place (150, 450, TL_SIDE_CLIENT)), 150, 2);
  EXPECT_NEAR (middle (place (150, 450, TL_SIDE_SERVER)), 450, 2);
  EXPECT_NEAR (middle (place (200, 400, TL_SIDE_CLIENT)), 200, 2) << "and follow them";
}

TEST_F (ActorCardsTest, RunTheOtherWay)
{
  gtk_widget_set_direction (cards, GTK_TEXT_DIR_RTL);
  tl_actor_cards_set_conversation (TL_ACTOR_CARDS (cards), conversation.get ());
  EXPECT_NEAR (middle (place (150, 400, TL_SIDE_CLIENT)), 450, 2);
  EXPECT_NEAR (middle (place (150, 400, TL_SIDE_SERVER)), 200, 2);
}

TEST_F (ActorCardsTest, TakeNoRoomWithoutAConversation)
{
  int without, with;

  tl_actor_cards_set_conversation (TL_ACTOR_CARDS (cards), nullptr);
  gtk_widget_measure (cards, GTK_ORIENTATION_VERTICAL, -1, &without, nullptr, nullptr, nullptr);
  tl_actor_cards_set_conversation (TL_ACTOR_CARDS (cards), conversation.get ());
  gtk_widget_measure (cards, GTK_ORIENTATION_VERTICAL, -1, &with, nullptr, nullptr, nullptr);
  EXPECT_EQ (without, 0);
  EXPECT_GT (with, 20);
}

}
