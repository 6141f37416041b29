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

static void
append (GListStore *model, std::initializer_list<const char *> names)
{
  g_autoptr (GListStore) more = store (names);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < names.size (); i++)
    g_ptr_array_add (items, g_list_model_get_item (G_LIST_MODEL (more), i));
  g_list_store_splice (model, g_list_model_get_n_items (G_LIST_MODEL (model)), 0, items->pdata, items->len);
}

/* What comes is followed, until somebody chooses another one. */
TEST_F (ConversationListTest, FollowsTheNewest)
{
  g_autoptr (GListStore) model = store ({});

  tl_conversation_list_set_model (list, G_LIST_MODEL (model));
  append (model, { "one.test", "two.test" });
  tl_conversation_list_follow (list, 0, 0, 2);
  EXPECT_STREQ (selected (), "two.test");
  append (model, { "three.test" });
  tl_conversation_list_follow (list, 2, 0, 1);
  EXPECT_STREQ (selected (), "three.test");
  tl_conversation_list_select (list, 0);
  append (model, { "four.test" });
  tl_conversation_list_follow (list, 3, 0, 1);
  EXPECT_STREQ (selected (), "one.test") << "somebody has chosen it";
  tl_conversation_list_select (list, 3);
  append (model, { "five.test" });
  tl_conversation_list_follow (list, 4, 0, 1);
  EXPECT_STREQ (selected (), "five.test") << "the newest was chosen";
}

/* Some rows are told of again with those that are new. */
TEST_F (ConversationListTest, FollowsWhatIsToldOfTogether)
{
  g_autoptr (GListStore) model = store ({ "one.test", "two.test", "three.test" });

  tl_conversation_list_set_model (list, G_LIST_MODEL (model));
  tl_conversation_list_select (list, 1);
  tl_conversation_list_follow (list, 0, 2, 3);
  EXPECT_STREQ (selected (), "three.test");
  append (model, { "four.test" });
  tl_conversation_list_follow (list, 1, 2, 3);
  EXPECT_STREQ (selected (), "four.test");
  tl_conversation_list_select (list, 0);
  append (model, { "five.test" });
  tl_conversation_list_follow (list, 0, 4, 5);
  EXPECT_STREQ (selected (), "one.test") << "somebody has chosen it";
}

TEST_F (ConversationListTest, FollowsNoFloodAndNobodyWhoSearches)
{
  g_autoptr (GListStore) model = store ({ "one.test" });

  tl_conversation_list_set_model (list, G_LIST_MODEL (model));
  search ("one");
  append (model, { "one.more.test" });
  tl_conversation_list_follow (list, 1, 0, 1);
  EXPECT_STREQ (selected (), "one.test");
  search ("");
  tl_conversation_list_select (list, 1);
  append (model, { "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q" });
  tl_conversation_list_follow (list, 2, 0, 17);
  EXPECT_STREQ (selected (), "one.more.test");
  tl_conversation_list_follow (list, 1, 0, 1);
  EXPECT_STREQ (selected (), "one.more.test") << "they came between others";
}
