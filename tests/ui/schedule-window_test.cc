/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Tests of the diagram of the secrets, and of what it says of one.
 */
#include "schedule-window.h"
#include "schedule.h"
#include "window_fixture.h"

#include <gtest/gtest.h>

class ScheduleWindowTest : public testing::Test
{
protected:
  void SetUp () override
  {
    window = tl_schedule_window_new (nullptr);
    gtk_window_present (GTK_WINDOW (window));
    settle ();
  }

  void TearDown () override
  {
    gtk_window_destroy (GTK_WINDOW (window));
  }

  void show (TlConversation *conversation)
  {
    g_autoptr (TlWorkings) workings = tl_workings_new (conversation);

    tl_schedule_window_set_conversation (TL_SCHEDULE_WINDOW (window), conversation, workings);
  }

  void show (const char *sample, bool opened = true)
  {
    g_autoptr (TlConversation) conversation = opened ? read_opened_sample (sample) : read_sample (sample);

    show (conversation);
    settle ();
  }

  GtkWidget *box (const std::string &name)
  {
    GtkWidget *found = nullptr;

    walk (window, [&] (GtkWidget *widget) {
      const char *tooltip = gtk_widget_get_tooltip_text (widget);
      if (GTK_IS_TOGGLE_BUTTON (widget) && tooltip != nullptr && name == tooltip)
        found = widget;
    });
    return found;
  }

  void choose (const std::string &name)
  {
    ASSERT_NE (nullptr, box (name)) << name;
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (box (name)), TRUE);
    settle ();
  }

  GtkWidget *window = nullptr;
};

TEST_F (ScheduleWindowTest, ShowsTheScheduleOfTls13)
{
  show ("tls13.pcap");
  choose ("client_handshake_traffic_secret");
  EXPECT_TRUE (says (window, "Derive-Secret (handshake_secret, \"c hs traffic\""));
  EXPECT_TRUE (says (window, "The key log says it."));
  EXPECT_TRUE (says (window, "ClientHello, ServerHello"));
  EXPECT_TRUE (says (window, "Transcript hash"));
  choose ("client_write_key");
  EXPECT_TRUE (says (window, "Computed from what is known."));
  choose ("handshake_secret");
  EXPECT_TRUE (says (window, "The keys that were given do not tell it.")) << "a key log has only what comes from it";
}

TEST_F (ScheduleWindowTest, ShowsTheKeyBlockOfTls12)
{
  show ("tls12-ecdhe.pcap");
  choose ("premaster_secret");
  EXPECT_TRUE (says (window, "it is never sent"));
  choose ("main_secret");
  EXPECT_TRUE (says (window, "RFC 7627"));
  EXPECT_NE (nullptr, box ("client_write_key"));
  EXPECT_NE (nullptr, box ("server_write_key"));
}

TEST_F (ScheduleWindowTest, LeadsToTheStep)
{
  int secret = -1;

  show ("tls13.pcap");
  choose ("client_handshake_traffic_secret");
  g_signal_connect (window, "step-chosen", G_CALLBACK (+[] (GtkWidget *, int chosen, int *where) { *where = chosen; }), &secret);
  walk (window, [] (GtkWidget *widget) {
    if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), "_Show the Step") == 0)
      g_signal_emit_by_name (widget, "clicked");
  });
  g_autoptr (TlConversation) conversation = read_opened_sample ("tls13.pcap");
  g_autoptr (GPtrArray) derivations = tl_conversation_derivations (conversation);
  ASSERT_GE (secret, 0);
  EXPECT_STREQ (static_cast<TlDerivation *> (g_ptr_array_index (derivations, secret))->name, "client_handshake_traffic_secret");
}

TEST_F (ScheduleWindowTest, SaysWhichMessagesGoIntoTheHash)
{
  int times = 0;

  g_signal_connect (window, "chosen", G_CALLBACK (+[] (GtkWidget *, int *n) { ++*n; }), &times);
  show ("tls13.pcap");
  choose ("server_handshake_traffic_secret");
  const GArray *covered = tl_schedule_window_get_covered (TL_SCHEDULE_WINDOW (window));
  ASSERT_NE (nullptr, covered);
  EXPECT_EQ (2u, covered->len);
  choose ("handshake_secret");
  EXPECT_EQ (nullptr, tl_schedule_window_get_covered (TL_SCHEDULE_WINDOW (window)));
  EXPECT_GE (times, 3);
  tl_schedule_window_set_conversation (TL_SCHEDULE_WINDOW (window), nullptr, nullptr);
  EXPECT_EQ (nullptr, tl_schedule_window_get_covered (TL_SCHEDULE_WINDOW (window)));
}

TEST_F (ScheduleWindowTest, BringsTheChosenSecretIntoView)
{
  show ("tls13.pcap");
  g_autoptr (TlConversation) conversation = read_opened_sample ("tls13.pcap");
  g_autoptr (GPtrArray) derivations = tl_conversation_derivations (conversation);
  tl_schedule_window_choose (TL_SCHEDULE_WINDOW (window), derivations->len - 1);
  settle ();
  EXPECT_EQ (box ("resumption_secret"), gtk_window_get_focus (GTK_WINDOW (window)));
}

TEST_F (ScheduleWindowTest, NamesEachSecretForWhoSeesNone)
{
  show ("tls13.pcap");
  walk (window, [] (GtkWidget *widget) {
    if (gtk_widget_has_css_class (widget, "secret"))
      {
        EXPECT_TRUE (gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL));
      }
  });
}

TEST_F (ScheduleWindowTest, TellsWhatIsNotKnownWithoutKeys)
{
  show ("tls13.pcap", false);
  choose ("client_handshake_traffic_secret");
  EXPECT_TRUE (says (window, "not told"));
}

TEST_F (ScheduleWindowTest, SaysSoWhenThereAreNone)
{
  show ("failure-cipher-suite.pcap");
  EXPECT_TRUE (says (window, "No Secrets Here"));
  tl_schedule_window_set_conversation (TL_SCHEDULE_WINDOW (window), nullptr, nullptr);
  settle ();
  EXPECT_TRUE (says (window, "No Secrets Here"));
}

TEST_F (ScheduleWindowTest, FitsASmallScreen)
{
  int minimum;

  show ("tls13.pcap");
  gtk_widget_measure (window, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, nullptr, nullptr, nullptr);
  EXPECT_LE (minimum, 360);
}

/* The lesson of a key exchange without forward secrecy is that this secret is open. */
TEST_F (ScheduleWindowTest, BeginsWithWhatThePrivateKeyOpens)
{
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();
  const char *icon = nullptr;

  ASSERT_TRUE (tl_key_file_load (keyring, TL_KEY_FILE_PRIVATE, sample_path ("tls12-no-forward-secrecy.key.pem").c_str (), nullptr,
                                 nullptr));
  g_autoptr (TlConversation) conversation = read_sample ("tls12-no-forward-secrecy.pcap", keyring);
  show (conversation);
  settle ();
  ASSERT_NE (nullptr, box ("premaster_secret"));
  EXPECT_TRUE (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (box ("premaster_secret"))));
  icon = gtk_image_get_icon_name (GTK_IMAGE (find (box ("premaster_secret"), GTK_TYPE_IMAGE)));
  EXPECT_STREQ (icon, "tl-opened-symbolic");
}

/* They are computed on another thread: nobody is told meanwhile that there are none. */
TEST_F (ScheduleWindowTest, WaitsForWhatIsComputed)
{
  g_autoptr (TlConversation) conversation = read_opened_sample ("tls12-ecdhe.pcap");

  tl_schedule_window_set_conversation (TL_SCHEDULE_WINDOW (window), conversation, nullptr);
  tl_schedule_window_choose (TL_SCHEDULE_WINDOW (window), 1);
  settle ();
  EXPECT_FALSE (says (window, "No Secrets Here"));
  show (conversation);
  settle ();
  ASSERT_NE (nullptr, box ("main_secret"));
  EXPECT_TRUE (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (box ("main_secret")))) << "as soon as it is there";
}

TEST_F (ScheduleWindowTest, KeepsWhatIsChosenWhenTheConversationGrows)
{
  g_autoptr (TlConversation) conversation = read_opened_sample ("tls13.pcap");

  show (conversation);
  choose ("resumption_secret");
  show (conversation);
  settle ();
  EXPECT_TRUE (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (box ("resumption_secret"))));
}

/* Else half of the window stood empty. */
TEST_F (ScheduleWindowTest, GivesTheDiagramNoMoreThanItTakes)
{
  GtkPaned *paned = GTK_PANED (find (window, GTK_TYPE_PANED));
  auto height = [&] {
    GtkWidget *schedule = find (window, TL_TYPE_SCHEDULE);
    int minimum;
    gtk_widget_measure (schedule, GTK_ORIENTATION_VERTICAL, gtk_widget_get_width (schedule), &minimum, nullptr, nullptr, nullptr);
    return minimum;
  };

  show ("tls12-rsa.pcap");
  EXPECT_EQ (gtk_paned_get_position (paned), MIN (height (), 410));
  EXPECT_LT (gtk_paned_get_position (paned), 410);
  show ("tls13.pcap");
  EXPECT_EQ (gtk_paned_get_position (paned), 410);
  gtk_paned_set_position (paned, 300);
  show ("tls12-rsa.pcap");
  EXPECT_EQ (gtk_paned_get_position (paned), 300) << "somebody has put it there";
}

/* A value in short says by itself that it goes on: it is not cut once more. */
TEST_F (ScheduleWindowTest, CutsNoValueTwice)
{
  show ("tls13.pcap");
  walk (window, [] (GtkWidget *widget) {
    if (GTK_IS_LABEL (widget) && gtk_widget_has_css_class (widget, "monospace") && gtk_widget_get_mapped (widget))
      {
        EXPECT_FALSE (pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget))))
            << gtk_label_get_text (GTK_LABEL (widget));
      }
  });
}

/* It is filled before it is seen for the first time. */
TEST_F (ScheduleWindowTest, GivesTheDiagramNoMoreBeforeItIsShown)
{
  GtkWidget *other = tl_schedule_window_new (nullptr);
  g_autoptr (TlConversation) conversation = read_opened_sample ("tls12-rsa.pcap");
  g_autoptr (TlWorkings) workings = tl_workings_new (conversation);

  tl_schedule_window_set_conversation (TL_SCHEDULE_WINDOW (other), conversation, workings);
  EXPECT_LT (gtk_paned_get_position (GTK_PANED (find (other, GTK_TYPE_PANED))), 410);
  gtk_window_destroy (GTK_WINDOW (other));
}
