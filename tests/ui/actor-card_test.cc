/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The card above a lifeline.
 */
#include "ladder/actor-card.h"

#include "fixture.h"

#include <gtest/gtest.h>

namespace
{

class ActorCardTest : public testing::TestWithParam<TlSide>
{
protected:
  ActorCardTest () : card (g_object_ref_sink (tl_actor_card_new (GetParam ())))
  {
  }
  ~ActorCardTest () override
  {
    g_object_unref (card);
  }

  GtkWidget *card;
};

TEST_P (ActorCardTest, SaysWhoAndWhere)
{
  Conversation conversation = fixture_tls13 ();
  const char *label
      = GetParam () == TL_SIDE_CLIENT ? "Client, 127.0.0.1:51750" : "Server, example.test, 127.0.0.1:443";
  g_autofree char *found = nullptr;

  tl_actor_card_set_conversation (TL_ACTOR_CARD (card), conversation.get ());
  EXPECT_TRUE (gtk_widget_get_visible (card));
  found = gtk_test_accessible_check_property (GTK_ACCESSIBLE (card), GTK_ACCESSIBLE_PROPERTY_LABEL, label);
  EXPECT_EQ (found, nullptr) << found;
}

TEST_P (ActorCardTest, ServerWithoutANameIsTheServer)
{
  Conversation conversation = fixture_tls13 ();

  g_clear_pointer (&conversation->server_name, g_free);
  tl_actor_card_set_conversation (TL_ACTOR_CARD (card), conversation.get ());
  EXPECT_STREQ (gtk_widget_get_tooltip_text (card),
                GetParam () == TL_SIDE_CLIENT ? "Client, 127.0.0.1:51750" : "Server, 127.0.0.1:443");
}

TEST_P (ActorCardTest, HidesWithoutAConversation)
{
  EXPECT_FALSE (gtk_widget_get_visible (card));
  tl_actor_card_set_conversation (TL_ACTOR_CARD (card), nullptr);
  EXPECT_FALSE (gtk_widget_get_visible (card));
}

INSTANTIATE_TEST_SUITE_P (Sides, ActorCardTest, testing::Values (TL_SIDE_CLIENT, TL_SIDE_SERVER));

}
