/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Tests of the window as a whole: what it shows for which file, and that everything in it has a name.
 */
#include "conversation-list.h"
#include "details.h"
#include "findings-button.h"
#include "fixture.h"
#include "ladder/ladder.h"
#include "lens-bar.h"
#include "schedule-window.h"
#include "window.h"
#include "window_fixture.h"

#include <glib/gstdio.h>
#include <gtest/gtest.h>

#include <set>

class WindowTest : public testing::Test
{
protected:
  static void SetUpTestSuite ()
  {
    application = GTK_APPLICATION (adw_application_new (nullptr, G_APPLICATION_NON_UNIQUE));
    g_application_register (G_APPLICATION (application), nullptr, nullptr);
  }

  static void TearDownTestSuite ()
  {
    g_clear_object (&application);
  }

  void SetUp () override
  {
    window = TL_WINDOW (tl_window_new (application));
    gtk_window_present (GTK_WINDOW (window));
    settle ();
  }

  void TearDown () override
  {
    gtk_window_destroy (GTK_WINDOW (window));
    settle ();
  }

  std::string page ()
  {
    return tl_window_get_page (window);
  }

  void open (const std::string &path)
  {
    tl_window_open (window, path.c_str ());
    ASSERT_TRUE (wait_for ([this] { return page () != "reading" && page () != "empty"; }));
    settle ();
  }

  void open_content (const std::string &content)
  {
    g_autofree char *directory = g_dir_make_tmp ("tls-ladder-XXXXXX", nullptr);
    std::string path = std::string (directory) + "/capture.pcap";
    ASSERT_TRUE (
        g_file_set_contents (path.c_str (), content.data (), static_cast<gssize> (content.size ()), nullptr));
    open (path);
    g_remove (path.c_str ());
    g_rmdir (directory);
  }

  static std::string sample (const std::string &name)
  {
    g_autofree char *content = nullptr;
    gsize length = 0;
    g_file_get_contents (sample_path (name).c_str (), &content, &length, nullptr);
    return std::string (content, length);
  }

  TlDetails *details ()
  {
    return TL_DETAILS (find (GTK_WIDGET (window), TL_TYPE_DETAILS));
  }

  static GtkApplication *application;
  TlWindow *window = nullptr;
};

GtkApplication *WindowTest::application = nullptr;

TEST_F (WindowTest, OffersToOpenSomethingAtFirst)
{
  EXPECT_EQ ("empty", page ());
  EXPECT_TRUE (tl_window_is_empty (window));
  EXPECT_TRUE (says (GTK_WIDGET (window), "See a Handshake"));
}

TEST_F (WindowTest, ShowsACapture)
{
  open (sample_path ("tls13.pcap"));
  EXPECT_EQ ("main", page ());
  EXPECT_FALSE (tl_window_is_empty (window));
  EXPECT_STREQ ("tls13.pcap", gtk_window_get_title (GTK_WINDOW (window)));
  EXPECT_TRUE (says (GTK_WIDGET (window), "ClientHello"));
  EXPECT_TRUE (says (GTK_WIDGET (window), "1 conversation"));
}

TEST_F (WindowTest, FollowsTheLadderWithTheDetails)
{
  GtkWidget *ladder = find (GTK_WIDGET (window), TL_TYPE_LADDER);

  open (sample_path ("tls13.pcap"));
  g_object_set (ladder, "selected-step", 1, nullptr);
  settle ();
  EXPECT_TRUE (says (GTK_WIDGET (details ()), "ServerHello"));
  EXPECT_TRUE (says (GTK_WIDGET (details ()), "server → client"));
}

TEST_F (WindowTest, LetsTheKeysDriveTheLadderAtOnce)
{
  open (sample_path ("tls13.pcap"));
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));
  ASSERT_NE (nullptr, focus);
  EXPECT_NE (nullptr, gtk_widget_get_ancestor (focus, TL_TYPE_LADDER)) << G_OBJECT_TYPE_NAME (focus);
}

/* The button of the outcome, the list behind it, the sign on the arrow, the card in the details. */
TEST_F (WindowTest, LeadsFromAFindingToItsStep)
{
  open (sample_path ("tls10.pcap"));
  GtkWidget *ladder = find (GTK_WIDGET (window), TL_TYPE_LADDER);
  GtkWidget *button = find (GTK_WIDGET (window), TL_TYPE_FINDINGS_BUTTON);
  ASSERT_TRUE (gtk_widget_get_visible (button));
  g_signal_emit_by_name (button, "step-chosen", 1);
  settle ();
  EXPECT_EQ (1, tl_ladder_get_selected_step (TL_LADDER (ladder)));
  EXPECT_TRUE (says (GTK_WIDGET (details ()), "TLS 1.0 is negotiated"));
  EXPECT_NE (nullptr, gtk_widget_get_ancestor (gtk_window_get_focus (GTK_WINDOW (window)), TL_TYPE_LADDER));

  GtkWidget *arrow = gtk_window_get_focus (GTK_WINDOW (window));
  g_autofree char *found = gtk_test_accessible_check_property (
      GTK_ACCESSIBLE (arrow), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "1 warning, 1 note");
  EXPECT_EQ (nullptr, found) << found;
}

TEST_F (WindowTest, SaysNothingOfFindingsWhereThereAreNone)
{
  open (sample_path ("tls13.pcap"));
  EXPECT_FALSE (gtk_widget_get_visible (find (GTK_WIDGET (window), TL_TYPE_FINDINGS_BUTTON)));
}

TEST_F (WindowTest, SaysSoWhenThereIsNoHandshake)
{
  open_content (sample ("tls13.pcap").substr (0, 24));
  EXPECT_EQ ("none", page ());
  EXPECT_TRUE (says (GTK_WIDGET (window), "No Handshake Here"));
}

TEST_F (WindowTest, SaysWhatIsNoCapture)
{
  open_content ("");
  EXPECT_EQ ("error", page ());
  EXPECT_TRUE (says (GTK_WIDGET (window), "The File Is Empty"));
  open_content ("no capture at all, only words, and a few more of them");
  EXPECT_EQ ("error", page ());
  EXPECT_TRUE (says (GTK_WIDGET (window), "This Is Not a Capture"));
}

TEST_F (WindowTest, KeepsWhatWasReadOfACaptureThatIsCutShort)
{
  std::string whole = sample ("tls13.pcap");

  open_content (whole.substr (0, whole.size () - 20));
  ASSERT_EQ ("main", page ());
  EXPECT_TRUE (wait_for ([this] { return says (GTK_WIDGET (window), "cut"); })) << "and says that it is";
}

TEST_F (WindowTest, ShowsTheSamples)
{
  tl_window_show_samples (window);
  settle ();
  EXPECT_EQ ("samples", page ());
  EXPECT_TRUE (says (GTK_WIDGET (window), "HelloRetryRequest"));
}

TEST_F (WindowTest, GoesBackFromTheSamplesToTheCapture)
{
  open (sample_path ("tls13.pcap"));
  tl_window_show_samples (window);
  EXPECT_EQ ("samples", page ());
  gtk_widget_activate_action (GTK_WIDGET (window), "win.back", nullptr);
  EXPECT_EQ ("main", page ());
}

TEST_F (WindowTest, FollowsAConversationThatGrows)
{
  g_autoptr (GListStore) model = g_list_store_new (TL_TYPE_CONVERSATION_ITEM);
  Conversation conversation = fixture_tls12 ();
  g_autoptr (TlConversationItem) item = tl_conversation_item_new (conversation.get ());

  tl_window_show_model (window, G_LIST_MODEL (model), "live");
  EXPECT_NE ("main", page ());
  g_list_store_append (model, item);
  settle ();
  EXPECT_EQ ("main", page ());
  EXPECT_TRUE (says (GTK_WIDGET (window), "example.test"));

  GtkWidget *menu = find (find (GTK_WIDGET (window), TL_TYPE_FINDINGS_BUTTON), GTK_TYPE_MENU_BUTTON);
  std::string before = gtk_widget_get_tooltip_text (menu);
  conversation->lost_bytes = true;
  g_object_notify (G_OBJECT (item), "conversation");
  settle ();
  EXPECT_NE (before, gtk_widget_get_tooltip_text (menu)) << "what is found later is told";
}

TEST_F (WindowTest, ForgetsAWindowThatIsClosedWhileReading)
{
  GtkWidget *other = tl_window_new (application);

  gtk_window_present (GTK_WINDOW (other));
  tl_window_open (TL_WINDOW (other), sample_path ("tls13.pcap").c_str ());
  gtk_window_destroy (GTK_WINDOW (other));
  settle ();
}

TEST_F (WindowTest, OpensWhatIsSealedWithAKeyLog)
{
  GtkWidget *ladder = find (GTK_WIDGET (window), TL_TYPE_LADDER);
  GAction *forget = g_action_map_lookup_action (G_ACTION_MAP (window), "forget-keys");

  open (sample_path ("tls13.pcap"));
  EXPECT_FALSE (g_action_get_enabled (forget));
  EXPECT_TRUE (says (GTK_WIDGET (window), "A key log lies beside it")) << "offered, and not used";
  guint sealed_steps = tl_ladder_get_n_steps (TL_LADDER (ladder));
  tl_window_open (window, sample_path ("tls13.pcap.keylog.txt").c_str ());
  ASSERT_TRUE (wait_for ([&] { return says (GTK_WIDGET (window), "They open 1 of 1 conversation."); }));
  settle ();
  EXPECT_STREQ ("tls13.pcap", gtk_window_get_title (GTK_WINDOW (window))) << "it is no capture";
  EXPECT_TRUE (g_action_get_enabled (forget));
  EXPECT_GT (tl_ladder_get_n_steps (TL_LADDER (ladder)), sealed_steps);

  gtk_widget_activate_action (GTK_WIDGET (window), "win.forget-keys", nullptr);
  ASSERT_TRUE (wait_for ([&] { return tl_ladder_get_n_steps (TL_LADDER (ladder)) == sealed_steps; }));
  EXPECT_FALSE (g_action_get_enabled (forget));
}

TEST_F (WindowTest, StaysWhereItWasWhenKeysCome)
{
  GtkWidget *ladder = find (GTK_WIDGET (window), TL_TYPE_LADDER);
  TlConversationList *list = TL_CONVERSATION_LIST (find (GTK_WIDGET (window), TL_TYPE_CONVERSATION_LIST));

  open (sample_path ("tls13-resumption.pcap"));
  tl_conversation_list_select (list, 1);
  g_object_set (ladder, "selected-step", 1, nullptr);
  settle ();
  tl_window_load_keys (window, sample_path ("tls13-resumption.pcap.keylog.txt").c_str ());
  ASSERT_TRUE (wait_for ([&] { return says (GTK_WIDGET (window), "They open 2 of 2 conversations."); }));
  settle ();
  EXPECT_EQ (2u, tl_conversation_item_get_conversation (tl_conversation_list_get_selected (list))->number);
  EXPECT_EQ (1, tl_ladder_get_selected_step (TL_LADDER (ladder)));
  EXPECT_TRUE (says (GTK_WIDGET (details ()), "ServerHello"));
}

TEST_F (WindowTest, KeepsKeysThatComeBeforeTheCapture)
{
  tl_window_open (window, sample_path ("tls13.pcap.keylog.txt").c_str ());
  ASSERT_TRUE (wait_for ([&] { return says (GTK_WIDGET (window), "Open the capture that they belong to."); }));
  EXPECT_TRUE (tl_window_is_empty (window));
  open (sample_path ("tls13.pcap"));
  EXPECT_TRUE (wait_for ([&] { return says (GTK_WIDGET (window), "They open 1 of 1 conversation."); }));
}

TEST_F (WindowTest, ShowsTheSecretsBesideTheLadder)
{
  GtkWidget *ladder = find (GTK_WIDGET (window), TL_TYPE_LADDER);
  auto secrets = [this] {
    g_autoptr (GListModel) all = gtk_window_get_toplevels () ? G_LIST_MODEL (g_object_ref (gtk_window_get_toplevels ())) : nullptr;
    GtkWidget *found = nullptr;
    for (guint i = 0; i < g_list_model_get_n_items (all); i++)
      {
        g_autoptr (GtkWidget) item = GTK_WIDGET (g_list_model_get_item (all, i));
        if (TL_IS_SCHEDULE_WINDOW (item) && gtk_window_get_transient_for (GTK_WINDOW (item)) == GTK_WINDOW (window))
          found = item;
      }
    return found;
  };

  open (sample_path ("tls13.pcap"));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.secrets", nullptr);
  settle ();
  ASSERT_NE (nullptr, secrets ());
  EXPECT_TRUE (says (secrets (), "main_secret"));
  g_signal_emit_by_name (secrets (), "step-chosen", 0); /* the first that is made, in an earlier session or here */
  EXPECT_GE (tl_ladder_get_selected_box (TL_LADDER (ladder)), 0);
  gtk_window_destroy (GTK_WINDOW (secrets ()));
  EXPECT_EQ (nullptr, secrets ());
  gtk_widget_activate_action (GTK_WIDGET (window), "win.secrets", nullptr);
  EXPECT_NE (nullptr, secrets ());
}

TEST_F (WindowTest, LooksAsAnObserverTheHolderOfTheKeyLogAndTheServer)
{
  GtkWidget *ladder = find (GTK_WIDGET (window), TL_TYPE_LADDER);
  auto look = [&] (const char *lens) {
    gtk_widget_activate_action (GTK_WIDGET (window), "win.lens", "s", lens);
  };

  open (sample_path ("tls13.pcap"));
  guint sealed_steps = tl_ladder_get_n_steps (TL_LADDER (ladder));
  EXPECT_FALSE (gtk_widget_get_visible (find (GTK_WIDGET (window), TL_TYPE_LENS_BAR))) << "without keys all see the same";
  tl_window_load_keys (window, sample_path ("tls13.pcap.keylog.txt").c_str ());
  ASSERT_TRUE (wait_for ([&] { return says (GTK_WIDGET (window), "Who holds the key log reads all 11 sealed records"); }));
  guint opened_steps = tl_ladder_get_n_steps (TL_LADDER (ladder));

  tl_ladder_set_selected_step (TL_LADDER (ladder), 4);
  settle ();
  ASSERT_TRUE (says (GTK_WIDGET (details ()), "Certificate"));
  look ("observer");
  ASSERT_TRUE (wait_for ([&] { return says (GTK_WIDGET (window), "An observer sees the hellos"); }));
  EXPECT_EQ (sealed_steps, tl_ladder_get_n_steps (TL_LADDER (ladder)));
  EXPECT_EQ (4, tl_ladder_get_selected_step (TL_LADDER (ladder))) << "the record that it is in";
  EXPECT_TRUE (says (GTK_WIDGET (window), "They open 1 of 1 conversation.")) << "with other eyes";
  look ("server");
  ASSERT_TRUE (wait_for ([&] { return says (GTK_WIDGET (window), "its ephemeral private key"); }));
  EXPECT_EQ (opened_steps, tl_ladder_get_n_steps (TL_LADDER (ladder)));
  EXPECT_EQ (4, tl_ladder_get_selected_step (TL_LADDER (ladder)));
  look ("observer");
  EXPECT_TRUE (says (GTK_WIDGET (window), "An observer sees the hellos")) << "at once: it was read";

  gtk_widget_activate_action (GTK_WIDGET (window), "win.forget-keys", nullptr);
  EXPECT_TRUE (wait_for ([&] { return !gtk_widget_get_visible (find (GTK_WIDGET (window), TL_TYPE_LENS_BAR)); }));
}

TEST_F (WindowTest, TheServersKeyOpensThePast)
{
  GVariant *state = nullptr;

  open (sample_path ("tls12-no-forward-secrecy.pcap"));
  tl_window_open (window, sample_path ("tls12-no-forward-secrecy.key.pem").c_str ());
  ASSERT_TRUE (wait_for ([&] { return says (GTK_WIDGET (window), "With its private key the server opens the premaster secret"); }));
  EXPECT_TRUE (says (GTK_WIDGET (window), "“tls12-no-forward-secrecy.key.pem” gives a private key. It opens 1 of 1 conversation."));
  state = g_action_group_get_action_state (G_ACTION_GROUP (window), "lens");
  EXPECT_STREQ ("server", g_variant_get_string (state, nullptr));
  g_variant_unref (state);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.lens", "s", "key-log");
  EXPECT_TRUE (wait_for ([&] { return says (GTK_WIDGET (window), "No key log was given."); }));
}

TEST_F (WindowTest, SaysWhyAStepStaysSealed)
{
  GtkWidget *ladder = find (GTK_WIDGET (window), TL_TYPE_LADDER);

  open (sample_path ("tls13.pcap"));
  g_object_set (ladder, "selected-step", (int) tl_ladder_get_n_steps (TL_LADDER (ladder)) - 1, nullptr);
  settle ();
  EXPECT_TRUE (says (GTK_WIDGET (details ()), "SSLKEYLOGFILE"));
  tl_window_load_keys (window, sample_path ("tls12-ecdhe.pcap.keylog.txt").c_str ());
  EXPECT_TRUE (wait_for ([&] { return says (GTK_WIDGET (window), "It fits no conversation of this capture."); }));
  settle ();
  EXPECT_TRUE (says (GTK_WIDGET (details ()), "no secret for this connection"));
}

TEST_F (WindowTest, HasANameForEverythingThatTakesTheFocus)
{
  expect_names (GTK_WIDGET (window));
  tl_window_show_samples (window);
  settle ();
  expect_names (GTK_WIDGET (window));
  tl_window_show_live (window);
  settle ();
  walk (GTK_WIDGET (window), [] (GtkWidget *widget) {
    if (ADW_IS_EXPANDER_ROW (widget))
      adw_expander_row_set_expanded (ADW_EXPANDER_ROW (widget), TRUE);
  });
  settle ();
  expect_names (GTK_WIDGET (window));
  open (sample_path ("tls12-ecdhe.pcap"));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.search", nullptr);
  GtkWidget *ladder = find (GTK_WIDGET (window), TL_TYPE_LADDER);
  for (int step = 0; step < 4; step++)
    {
      g_object_set (ladder, "selected-step", step, nullptr);
      settle ();
      expect_names (GTK_WIDGET (window));
    }
}

TEST_F (WindowTest, FitsIntoTheSmallestScreen)
{
  int minimum;

  open (sample_path ("tls12-ecdhe.pcap"));
  gtk_window_set_default_size (GTK_WINDOW (window), 360, 640);
  ASSERT_TRUE (wait_for (
      [this] { return adw_flap_get_folded (ADW_FLAP (find (GTK_WIDGET (window), ADW_TYPE_FLAP))); }));
  settle ();
  gtk_widget_measure (GTK_WIDGET (window), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, nullptr, nullptr,
                      nullptr);
  EXPECT_LE (minimum, 360);
  gtk_widget_measure (GTK_WIDGET (window), GTK_ORIENTATION_VERTICAL, 360, &minimum, nullptr, nullptr,
                      nullptr);
  EXPECT_LE (minimum, 294);
}

TEST_F (WindowTest, HasEveryActionOfItsMenusAndKeys)
{
  for (const char *name :
       { "open", "open-recent", "samples", "back", "about", "cancel", "search", "toggle-list", "fullscreen",
         "open-keylog", "open-private-key", "enter-psk", "lens", "forget-keys", "secrets" })
    EXPECT_NE (nullptr, g_action_map_lookup_action (G_ACTION_MAP (window), name)) << name;
}
