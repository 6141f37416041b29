/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Tests of the view of one conversation: what is chosen in one part of it shows in the others.
 */
#include "conversation-view.h"

#include "details.h"
#include "door-view.h"
#include "findings-button.h"
#include "fixture.h"
#include "ladder/arrow.h"
#include "ladder/ladder.h"
#include "outcome-bar.h"
#include "schedule-window.h"
#include "window_fixture.h"

#include <gtest/gtest.h>

class ConversationViewTest : public testing::Test
{
protected:
  void SetUp () override
  {
    conversation = read_sample ("tls10.pcap");
    ASSERT_NE (nullptr, conversation);
    item = tl_conversation_item_new (conversation);
    window = gtk_window_new ();
    view = TL_CONVERSATION_VIEW (g_object_new (TL_TYPE_CONVERSATION_VIEW, nullptr));
    gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (view));
    gtk_window_set_default_size (GTK_WINDOW (window), 1000, 700);
    gtk_window_present (GTK_WINDOW (window));
    settle ();
    ladder = TL_LADDER (find (window, TL_TYPE_LADDER));
    details = find (window, TL_TYPE_DETAILS);
    button = find (window, TL_TYPE_FINDINGS_BUTTON);
  }

  void TearDown () override
  {
    gtk_window_destroy (GTK_WINDOW (window));
    g_clear_object (&item);
    tl_conversation_unref (conversation);
  }

  void show (TlConversationItem *shown)
  {
    tl_conversation_view_set_item (view, shown);
    settle ();
  }

  TlConversation *conversation = nullptr;
  TlConversationItem *item = nullptr;
  GtkWidget *window = nullptr;
  TlConversationView *view = nullptr;
  TlLadder *ladder = nullptr;
  GtkWidget *details = nullptr;
  GtkWidget *button = nullptr;
};

TEST_F (ConversationViewTest, ShowsNothingAtFirst)
{
  EXPECT_EQ (nullptr, tl_conversation_view_get_item (view));
  EXPECT_FALSE (gtk_widget_get_mapped (find (window, TL_TYPE_OUTCOME_BAR)));
  EXPECT_TRUE (says (details, "No Step Chosen"));
}

TEST_F (ConversationViewTest, ShowsHowItEndedItsStepsAndOneOfThem)
{
  show (item);
  EXPECT_EQ (item, tl_conversation_view_get_item (view));
  EXPECT_TRUE (says (find (window, TL_TYPE_OUTCOME_BAR), "Established with TLS 1.0"));
  EXPECT_EQ (conversation->n_steps, tl_ladder_get_n_steps (ladder));
  EXPECT_TRUE (says (details, "ClientHello"));
  tl_ladder_set_selected_step (ladder, 1);
  settle ();
  EXPECT_TRUE (says (details, "ServerHello"));
}

TEST_F (ConversationViewTest, TellsAFindingInThreePlaces)
{
  show (item);
  tl_ladder_set_selected_step (ladder, 1);
  settle ();
  EXPECT_TRUE (says (button, "3 findings"));
  EXPECT_TRUE (says (details, "TLS 1.0 is negotiated"));
  gtk_widget_grab_focus (GTK_WIDGET (ladder));
  g_autofree char *found
      = gtk_test_accessible_check_property (GTK_ACCESSIBLE (gtk_window_get_focus (GTK_WINDOW (window))),
                                            GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "1 warning, 1 note");
  EXPECT_EQ (nullptr, found) << found;
}

TEST_F (ConversationViewTest, LeadsFromAFindingToItsStep)
{
  show (item);
  g_signal_emit_by_name (button, "step-chosen", 1);
  settle ();
  EXPECT_EQ (1, tl_ladder_get_selected_step (ladder));
  EXPECT_TRUE (says (details, "ServerHello"));
  EXPECT_NE (nullptr, gtk_widget_get_ancestor (gtk_window_get_focus (GTK_WINDOW (window)), TL_TYPE_LADDER));
}

TEST_F (ConversationViewTest, FollowsAConversationThatGrows)
{
  GtkWidget *menu = find (button, GTK_TYPE_MENU_BUTTON);

  show (item);
  tl_ladder_set_selected_step (ladder, 1);
  std::string before = gtk_widget_get_tooltip_text (menu);
  conversation->lost_bytes = true;
  g_object_notify (G_OBJECT (item), "conversation");
  settle ();
  EXPECT_NE (before, gtk_widget_get_tooltip_text (menu)) << "what is found later is told";
  EXPECT_EQ (1, tl_ladder_get_selected_step (ladder)) << "and what is chosen stays";
}

TEST_F (ConversationViewTest, FollowsOnlyWhatIsShown)
{
  show (item);
  show (nullptr);
  EXPECT_FALSE (gtk_widget_get_mapped (find (window, TL_TYPE_OUTCOME_BAR)));
  EXPECT_EQ (0u, tl_ladder_get_n_steps (ladder));
  EXPECT_TRUE (says (details, "No Step Chosen"));
  g_object_notify (G_OBJECT (item), "conversation");
  settle ();
  EXPECT_EQ (0u, tl_ladder_get_n_steps (ladder));
}

TEST_F (ConversationViewTest, FocusMeansTheLadder)
{
  show (item);
  EXPECT_TRUE (gtk_widget_grab_focus (GTK_WIDGET (view)));
  EXPECT_TRUE (TL_IS_ARROW (gtk_window_get_focus (GTK_WINDOW (window))));
}

/* With keys: what follows from them, in all parts. */
class OpenedViewTest : public ConversationViewTest
{
protected:
  void open (const char *sample)
  {
    tl_conversation_unref (conversation);
    g_clear_object (&item);
    conversation = read_opened_sample (sample);
    item = tl_conversation_item_new (conversation);
    show (item);
    ASSERT_TRUE (wait_for ([this] { return says (GTK_WIDGET (ladder), "verify_data"); })) << sample;
    settle ();
  }

  int box (TlOffWireKind kind, TlSide side)
  {
    const GPtrArray *off_wire = tl_ladder_get_off_wire (ladder);
    for (guint i = 0; i < off_wire->len; i++)
      {
        auto *step = static_cast<TlOffWire *> (g_ptr_array_index (off_wire, i));
        if (step->kind == kind && step->side == side)
          return static_cast<int> (i);
      }
    return -1;
  }

  GtkWidget *arrow (int step)
  {
    GtkWidget *found = nullptr;
    walk (GTK_WIDGET (ladder), [&] (GtkWidget *widget) {
      if (TL_IS_ARROW (widget) && (int) tl_arrow_get_index (TL_ARROW (widget)) == step)
        found = widget;
    });
    return found;
  }

  std::vector<int> covered ()
  {
    std::vector<int> steps;
    for (guint i = 0; i < conversation->n_steps; i++)
      if (gtk_widget_has_css_class (arrow (static_cast<int> (i)), "covered"))
        steps.push_back (static_cast<int> (i));
    return steps;
  }

  GtkWidget *secrets ()
  {
    GListModel *all = gtk_window_get_toplevels ();
    GtkWidget *found = nullptr;
    for (guint i = 0; i < g_list_model_get_n_items (all); i++)
      {
        g_autoptr (GtkWidget) other = GTK_WIDGET (g_list_model_get_item (all, i));
        if (TL_IS_SCHEDULE_WINDOW (other))
          found = other;
      }
    return found;
  }

  void choose_box (TlOffWireKind kind, TlSide side)
  {
    int index = box (kind, side);
    ASSERT_GE (index, 0);
    tl_ladder_set_selected_box (ladder, index);
    settle ();
  }

  void unfold (GtkWidget *root)
  {
    walk (root, [] (GtkWidget *widget) {
      if (GTK_IS_EXPANDER (widget))
        gtk_expander_set_expanded (GTK_EXPANDER (widget), TRUE);
    });
    settle ();
  }
};

TEST_F (OpenedViewTest, MarksTheStepsWhoseProofHolds)
{
  for (const char *sample : { "tls13.pcap", "tls12-ecdhe.pcap", "quic.pcap", "dtls12.pcap" })
    {
      open (sample);
      for (guint i = 0; i < conversation->n_steps; i++)
        {
          g_autoptr (TlProof) proof = tl_proof_of_step (conversation, i);
          g_autofree char *found = proof == nullptr ? nullptr
                                                    : gtk_test_accessible_check_property (GTK_ACCESSIBLE (arrow ((int) i)),
                                                                                          GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "verified");
          EXPECT_EQ (nullptr, found) << sample << " step " << i << ": " << found;
        }
    }
}

/* The record that a step was opened from, the proof, and the values between the messages. */
TEST_F (OpenedViewTest, ShowsWhatKeysOpenOfQuicAndOfDatagrams)
{
  for (const char *sample : { "quic.pcap", "dtls12.pcap" })
    {
      open (sample);
      tl_ladder_set_selected_step (ladder, find_step (conversation, TL_MESSAGE_FINISHED));
      ASSERT_TRUE (wait_for ([this] { return says (details, "The Proof Holds"); })) << sample;
      GtkWidget *door = find (details, TL_TYPE_DOOR_VIEW);
      ASSERT_NE (nullptr, door);
      gtk_stack_set_visible_child_name (GTK_STACK (gtk_widget_get_ancestor (door, GTK_TYPE_STACK)), "door");
      settle ();
      EXPECT_TRUE (says (door, "Nonce")) << sample;
      EXPECT_TRUE (says (door, "Additional data")) << sample;
      EXPECT_TRUE (says (door, "Content")) << sample;
      bool quic = g_str_equal (sample, "quic.pcap");
      EXPECT_TRUE (says (door, quic ? "Packet number" : "Record number")) << sample;
      EXPECT_TRUE (says (details, quic ? "Packet" : "Record")) << sample;
      choose_box (quic ? TL_OFF_WIRE_HANDSHAKE_KEYS : TL_OFF_WIRE_SESSION_KEYS, TL_SIDE_CLIENT);
      EXPECT_TRUE (says (details, quic ? "Client derives the handshake keys" : "Client derives the session keys")) << sample;
      EXPECT_TRUE (says (details, "Transcript hash")) << sample;
      EXPECT_TRUE (says (details, "The key log says it.")) << sample;
      EXPECT_TRUE (says (GTK_WIDGET (ladder), quic ? "c hs traffic" : "main_secret")) << sample;
    }
}

TEST_F (OpenedViewTest, SaysWhatTheKeysDoNotTell)
{
  open ("tls12-ecdhe.pcap");
  choose_box (TL_OFF_WIRE_PREMASTER, TL_SIDE_CLIENT);
  EXPECT_TRUE (says (GTK_WIDGET (ladder), "not told"));
  EXPECT_TRUE (says (details, "no key log has it"));
}

TEST_F (OpenedViewTest, TellsOfTheFinishedWhereItIsComputed)
{
  open ("tls13.pcap");
  choose_box (TL_OFF_WIRE_FINISHED, TL_SIDE_SERVER);
  ASSERT_TRUE (wait_for ([this] { return says (details, "The Proof Holds"); }));
  EXPECT_TRUE (says (details, "Server computes its Finished"));
  EXPECT_TRUE (says (details, "As computed"));
  tl_ladder_set_selected_step (ladder, 0);
  settle ();
  EXPECT_TRUE (says (details, "ClientHello"));
  EXPECT_FALSE (says (details, "computes its Finished"));
}

TEST_F (OpenedViewTest, MarksWhatGoesIntoTheHashOfTheChosenSecret)
{
  open ("tls13.pcap");
  EXPECT_EQ (nullptr, secrets ());
  choose_box (TL_OFF_WIRE_HANDSHAKE_KEYS, TL_SIDE_SERVER);
  unfold (details);
  GtkWidget *button = nullptr;
  walk (details, [&] (GtkWidget *widget) {
    if (GTK_IS_BUTTON (widget) && gtk_widget_get_mapped (widget)
        && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), "Show in the _Diagram") == 0)
      button = widget; /* the last: of a key */
  });
  ASSERT_NE (nullptr, button);
  g_signal_emit_by_name (button, "clicked");
  settle ();
  ASSERT_NE (nullptr, secrets ());
  EXPECT_TRUE (covered ().empty ()) << "no messages go into a key";
  gtk_widget_activate_action (GTK_WIDGET (view), "conversation.secret", "i", 5);
  settle ();
  EXPECT_EQ (covered (), std::vector<int> ({ 0, 1 })) << "ClientHello, ServerHello";
  gtk_window_destroy (GTK_WINDOW (secrets ()));
  settle ();
  EXPECT_TRUE (covered ().empty ()) << "it lets go when the window is closed";
}

TEST_F (OpenedViewTest, LeadsFromASecretToWhereItIsMade)
{
  open ("tls13.pcap");
  tl_conversation_view_show_secrets (view, -1);
  settle ();
  g_signal_emit_by_name (secrets (), "step-chosen", 5);
  EXPECT_EQ (tl_ladder_get_selected_box (ladder), box (TL_OFF_WIRE_HANDSHAKE_KEYS, TL_SIDE_CLIENT));
  gtk_window_destroy (GTK_WINDOW (secrets ()));
}

TEST_F (OpenedViewTest, LetsGoOfItAllWithTheConversation)
{
  open ("tls13.pcap");
  choose_box (TL_OFF_WIRE_HANDSHAKE_KEYS, TL_SIDE_CLIENT);
  show (nullptr);
  EXPECT_EQ (tl_ladder_get_selected_box (ladder), -1);
  EXPECT_TRUE (says (details, "No Step Chosen"));
}

TEST_F (OpenedViewTest, SaysWhereAProofDoesNotHold)
{
  open ("tls13.pcap");
  int index = find_step (conversation, TL_MESSAGE_FINISHED);
  TlStep *step = conversation->steps[index];
  gsize n;
  const guint8 *data = static_cast<const guint8 *> (g_bytes_get_data (step->bytes, &n));
  std::vector<guint8> other (data, data + n);

  other.back () ^= 1;
  g_bytes_unref (step->bytes);
  step->bytes = g_bytes_new (other.data (), other.size ());
  g_object_notify (G_OBJECT (item), "conversation");
  auto fails = [&] (int at) {
    g_autofree char *found = gtk_test_accessible_check_property (GTK_ACCESSIBLE (arrow (at)), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                                                 "does not verify");
    return found == nullptr;
  };
  EXPECT_TRUE (wait_for ([&] { return fails (index); }));
  EXPECT_FALSE (fails (index - 1)) << "the signature before it is as it was";
}

/* What a side derives is what its page is about: its own secret first, then the keys of that, and what it is made from folded. */
TEST_F (OpenedViewTest, TellsFirstWhatComesOut)
{
  for (TlSide side : { TL_SIDE_SERVER, TL_SIDE_CLIENT })
    {
      std::vector<std::string> names;

      open ("tls13.pcap");
      choose_box (TL_OFF_WIRE_HANDSHAKE_KEYS, side);
      walk (details, [&] (GtkWidget *widget) {
        if (!gtk_widget_has_css_class (widget, "working-name") || !gtk_widget_get_mapped (widget))
          return;
        std::string name = gtk_label_get_text (GTK_LABEL (widget));
        for (size_t at; (at = name.find ("\xe2\x80\x8b")) != std::string::npos;)
          name.erase (at, 3);
        names.push_back (name);
      });
      ASSERT_GE (names.size (), 4u);
      std::string own = side == TL_SIDE_SERVER ? "server_" : "client_";
      EXPECT_EQ (names[0], own + "handshake_traffic_secret");
      EXPECT_EQ (names[1], own + "write_key");
      for (const std::string &name : names)
        EXPECT_NE (name, "handshake_secret") << "it is folded";
      EXPECT_TRUE (says (details, "What it is made from"));
    }
}

/* While a capture goes on, what somebody reads is not folded away. */
TEST_F (OpenedViewTest, KeepsWhatIsUnfoldedWhenTheConversationGrows)
{
  open ("tls13.pcap");
  choose_box (TL_OFF_WIRE_HANDSHAKE_KEYS, TL_SIDE_CLIENT);
  unfold (details);
  EXPECT_TRUE (says (details, "HKDF-Expand-Label (client_handshake_traffic_secret, \"key\")"));
  g_object_notify (G_OBJECT (item), "conversation");
  settle ();
  EXPECT_GE (tl_ladder_get_selected_box (ladder), 0);
  EXPECT_TRUE (says (details, "HKDF-Expand-Label (client_handshake_traffic_secret, \"key\")"));
  choose_box (TL_OFF_WIRE_HANDSHAKE_KEYS, TL_SIDE_SERVER);
  EXPECT_FALSE (says (details, "HKDF-Expand-Label (client_handshake_traffic_secret, \"key\")")) << "another step, another page";
}
