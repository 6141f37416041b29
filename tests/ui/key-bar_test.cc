/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Tests of the strip that says what the keys are good for.
 */
#include "key-bar.h"
#include "window_fixture.h"

#include <glib/gstdio.h>
#include <gtest/gtest.h>

class KeyBarTest : public testing::Test
{
protected:
  void SetUp () override
  {
    g_autofree char *made = g_dir_make_tmp ("tl-keys-XXXXXX", nullptr);

    directory = made;
    window = gtk_window_new ();
    bar = TL_KEY_BAR (g_object_new (TL_TYPE_KEY_BAR, nullptr));
    gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (bar));
    gtk_window_present (GTK_WINDOW (window));
    g_signal_connect (bar, "changed", G_CALLBACK (+[] (TlKeyBar *, int *n) { ++*n; }), &changes);
    settle ();
  }

  void TearDown () override
  {
    gtk_window_destroy (GTK_WINDOW (window));
    for (const auto &path : files)
      g_unlink (path.c_str ());
    g_rmdir (directory.c_str ());
  }

  std::string write (const std::string &name, const std::string &text)
  {
    files.push_back (directory + "/" + name);
    g_file_set_contents (files.back ().c_str (), text.data (), (gssize) text.size (), nullptr);
    return files.back ();
  }

  static std::string line (char random)
  {
    return "CLIENT_RANDOM " + std::string (64, random) + " " + std::string (96, 'b') + "\n";
  }

  bool comes_to_say (const std::string &text)
  {
    return wait_for ([&] { return says (window, text); });
  }

  std::string directory;
  std::vector<std::string> files;
  GtkWidget *window = nullptr;
  TlKeyBar *bar = nullptr;
  int changes = 0;
};

TEST_F (KeyBarTest, IsNotThereWithoutKeys)
{
  EXPECT_FALSE (gtk_widget_get_visible (GTK_WIDGET (bar)));
  EXPECT_EQ (nullptr, tl_key_bar_get_keyring (bar));
}

TEST_F (KeyBarTest, OffersWhatLiesBesideACapture)
{
  write ("one.pcap.keylog.txt", line ('a'));
  tl_key_bar_set_capture (bar, (directory + "/one.pcap").c_str ());
  EXPECT_TRUE (comes_to_say ("A key log lies beside it: “one.pcap.keylog.txt”."));
  EXPECT_EQ (nullptr, tl_key_bar_get_keyring (bar)) << "it is not used before somebody says so";
  EXPECT_EQ (0, changes);

  walk (window, [] (GtkWidget *widget) {
    if (GTK_IS_BUTTON (widget) && gtk_widget_get_mapped (widget)
        && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), "_Use It") == 0)
      g_signal_emit_by_name (widget, "clicked");
  });
  EXPECT_TRUE (comes_to_say ("“one.pcap.keylog.txt” gives 1 secret."));
  EXPECT_NE (nullptr, tl_key_bar_get_keyring (bar));
  EXPECT_EQ (1, changes);
}

TEST_F (KeyBarTest, OffersNothingWhereNothingLies)
{
  write ("one.keylog", line ('a'));
  tl_key_bar_set_capture (bar, (directory + "/one.pcap").c_str ());
  tl_key_bar_set_capture (bar, (directory + "/two.pcap").c_str ());
  EXPECT_FALSE (gtk_widget_get_visible (GTK_WIDGET (bar)));
}

TEST_F (KeyBarTest, SaysWhatIsAmiss)
{
  tl_key_bar_load (bar, write ("bad", "no keys at all\n").c_str ());
  EXPECT_TRUE (comes_to_say ("“bad” holds no secret"));
  EXPECT_EQ (nullptr, tl_key_bar_get_keyring (bar));
  EXPECT_EQ (0, changes);
  tl_key_bar_load (bar, write ("half", line ('a') + "CLIENT_RANDOM 00 11\n").c_str ());
  EXPECT_TRUE (comes_to_say ("1 line of the key log “half” is damaged and was passed over: line 2."));
  EXPECT_NE (nullptr, tl_key_bar_get_keyring (bar));
}

TEST_F (KeyBarTest, AddsOneKeyLogToTheOther)
{
  std::string growing = write ("a", line ('a'));

  tl_key_bar_load (bar, growing.c_str ());
  EXPECT_TRUE (comes_to_say ("“a” gives 1 secret."));
  tl_key_bar_load (bar, write ("b", line ('b')).c_str ());
  EXPECT_TRUE (comes_to_say ("2 key logs give 2 secrets."));
  write ("a", line ('a') + line ('c'));
  tl_key_bar_load (bar, growing.c_str ());
  EXPECT_TRUE (comes_to_say ("2 key logs give 3 secrets."));
  EXPECT_EQ (3u, tl_keyring_n_secrets (tl_key_bar_get_keyring (bar)));
}

TEST_F (KeyBarTest, ForgetsThem)
{
  tl_key_bar_forget (bar);
  EXPECT_EQ (0, changes);
  tl_key_bar_load (bar, write ("a", line ('a')).c_str ());
  EXPECT_TRUE (comes_to_say ("“a” gives 1 secret."));
  tl_key_bar_forget (bar);
  EXPECT_EQ (nullptr, tl_key_bar_get_keyring (bar));
  EXPECT_EQ (2, changes);
  tl_key_bar_load (bar, files.back ().c_str ());
  tl_key_bar_forget (bar);
  settle ();
  EXPECT_EQ (nullptr, tl_key_bar_get_keyring (bar)) << "what is still being read is forgotten too";
  EXPECT_EQ (2, changes);
}
