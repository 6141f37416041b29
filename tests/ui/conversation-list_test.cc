/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Tests of the list of conversations and its search.
 */
#include "conversation-list.h"
#include "fixture.h"

#include <gtest/gtest.h>

static GListStore *
store (std::initializer_list<const char *> names)
{
  GListStore *list = g_list_store_new (TL_TYPE_CONVERSATION_ITEM);

  for (const char *name : names)
    {
      Conversation conversation = fixture_tls13 ();
      g_free (conversation->server_name);
      conversation->server_name = g_strdup (name);
      g_autoptr (TlConversationItem) item = tl_conversation_item_new (conversation.get ());
      g_list_store_append (list, item);
    }
  return list;
}

class ConversationListTest : public testing::Test
{
protected:
  void SetUp () override
  {
    list = TL_CONVERSATION_LIST (g_object_ref_sink (tl_conversation_list_new ()));
  }

  void TearDown () override
  {
    g_object_unref (list);
  }

  const char *selected ()
  {
    TlConversationItem *item = tl_conversation_list_get_selected (list);
    return item == nullptr ? nullptr : tl_conversation_item_get_conversation (item)->server_name;
  }

  /* A search goes through the list bit by bit. */
  void search (const char *text)
  {
    tl_conversation_list_search (list, text);
    while (g_main_context_iteration (nullptr, FALSE))
      ;
  }

  TlConversationList *list = nullptr;
};

TEST_F (ConversationListTest, SelectsTheFirst)
{
  g_autoptr (GListStore) model = store ({ "one.test", "two.test" });

  EXPECT_EQ (nullptr, selected ());
  tl_conversation_list_set_model (list, G_LIST_MODEL (model));
  EXPECT_STREQ ("one.test", selected ());
  tl_conversation_list_select (list, 1);
  EXPECT_STREQ ("two.test", selected ());
}

TEST_F (ConversationListTest, TellsOfTheSelection)
{
  g_autoptr (GListStore) model = store ({ "one.test", "two.test" });
  int told = 0;

  g_signal_connect_swapped (list, "notify::selected", G_CALLBACK (+[] (int *count) { (*count)++; }), &told);
  tl_conversation_list_set_model (list, G_LIST_MODEL (model));
  EXPECT_EQ (1, told);
  tl_conversation_list_select (list, 1);
  EXPECT_EQ (2, told);
  tl_conversation_list_set_model (list, nullptr);
  EXPECT_EQ (3, told);
  EXPECT_EQ (nullptr, selected ());
}

TEST_F (ConversationListTest, LeavesWhatTheSearchFinds)
{
  g_autoptr (GListStore) model = store ({ "one.test", "two.test", "twenty.test" });

  tl_conversation_list_set_model (list, G_LIST_MODEL (model));
  search ("tw test");
  EXPECT_EQ (2u, tl_conversation_list_get_n_shown (list));
  search ("twe");
  EXPECT_EQ (1u, tl_conversation_list_get_n_shown (list));
  EXPECT_STREQ ("twenty.test", selected ());
  search ("");
  EXPECT_EQ (3u, tl_conversation_list_get_n_shown (list));
}

TEST_F (ConversationListTest, KeepsWhatIsShownWhenNothingIsFound)
{
  g_autoptr (GListStore) model = store ({ "one.test", "two.test" });

  tl_conversation_list_set_model (list, G_LIST_MODEL (model));
  search ("nothing of the kind");
  EXPECT_EQ (0u, tl_conversation_list_get_n_shown (list));
  EXPECT_STREQ ("one.test", selected ());
}

TEST_F (ConversationListTest, KeepsTheSearchForAnotherReading)
{
  g_autoptr (GListStore) model = store ({ "one.test", "two.test", "twenty.test" });
  g_autoptr (GListStore) other = store ({ "one.test", "two.test", "twenty.test" });
  g_autoptr (GListStore) none = store ({ "one.test" });

  tl_conversation_list_set_model (list, G_LIST_MODEL (model));
  search ("tw");
  tl_conversation_list_exchange_model (list, G_LIST_MODEL (other));
  EXPECT_EQ (2u, tl_conversation_list_get_n_shown (list)) << "at once";
  tl_conversation_list_reveal (list, 2);
  EXPECT_STREQ ("twenty.test", selected ());
  tl_conversation_list_reveal (list, 0);
  EXPECT_STREQ ("twenty.test", selected ()) << "the search hides it";
  tl_conversation_list_reveal (list, 1000);
  EXPECT_STREQ ("twenty.test", selected ());
  tl_conversation_list_exchange_model (list, G_LIST_MODEL (none));
  EXPECT_EQ (nullptr, selected ()) << "what was read with other keys does not stay";
}

TEST_F (ConversationListTest, ForgetsTheSearchWithTheCapture)
{
  g_autoptr (GListStore) model = store ({ "one.test", "two.test" });
  gboolean searching = TRUE;

  tl_conversation_list_set_model (list, G_LIST_MODEL (model));
  search ("one");
  tl_conversation_list_set_model (list, G_LIST_MODEL (model));
  EXPECT_EQ (2u, tl_conversation_list_get_n_shown (list));
  g_object_get (list, "search-mode", &searching, nullptr);
  EXPECT_FALSE (searching);
}
