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

/* A capture with a key log of its own: the sample as pcapng, its packets behind a Decryption Secrets Block. */
static std::string
carrying (const std::string &sample)
{
  auto u32 = [] (guint32 value) { return std::string (reinterpret_cast<const char *> (&value), sizeof value); };
  auto block = [&] (guint32 type, std::string body) {
    body.resize ((body.size () + 3) / 4 * 4);
    guint32 length = (guint32) body.size () + 12;
    return u32 (type) + u32 (length) + body + u32 (length);
  };
  g_autofree char *capture = nullptr;
  g_autofree char *log = nullptr;
  gsize n_capture = 0, n_log = 0;

  g_file_get_contents (sample_path (sample).c_str (), &capture, &n_capture, nullptr);
  g_file_get_contents ((sample_path (sample) + ".keylog.txt").c_str (), &log, &n_log, nullptr);
  std::string file = block (0x0a0d0d0a, u32 (0x1a2b3c4d) + u32 (1) + u32 (~0u) + u32 (~0u));
  file += block (1, std::string (capture + 20, 4) + u32 (0));
  file += block (10, u32 (0x544c534b) + u32 ((guint32) n_log) + std::string (log, n_log));
  for (gsize at = 24; at + 16 <= n_capture;)
    {
      guint32 header[4];
      memcpy (header, capture + at, sizeof header);
      guint64 time = header[0] * G_GUINT64_CONSTANT (1000000) + header[1];
      file += block (6, u32 (0) + u32 ((guint32) (time >> 32)) + u32 ((guint32) time) + u32 (header[2]) + u32 (header[3])
                            + std::string (capture + at + 16, header[2]));
      at += 16 + header[2];
    }
  return file;
}

TEST_F (KeyBarTest, SaysWhatTheCaptureCarries)
{
  g_autoptr (TlSession) session = tl_session_new (write ("carrying.pcapng", carrying ("tls13.pcap")).c_str (), nullptr);
  g_autoptr (TlSession) other = tl_session_new (sample_path ("tls13.pcap").c_str (), nullptr);

  tl_key_bar_set_session (bar, session);
  EXPECT_TRUE (comes_to_say ("The capture carries its own key log: 5 secrets. They open 1 of 1 conversation."));
  EXPECT_EQ (nullptr, tl_key_bar_get_keyring (bar)) << "nobody gave them";
  tl_key_bar_load (bar, write ("b", line ('b')).c_str ());
  EXPECT_TRUE (comes_to_say ("“b” gives 1 secret. The capture carries its own key log"));
  tl_key_bar_forget (bar);
  EXPECT_TRUE (comes_to_say ("The capture carries its own key log")) << "they cannot be forgotten";
  tl_key_bar_set_session (bar, other);
  tl_key_bar_set_capture (bar, (directory + "/none.pcap").c_str ());
  EXPECT_FALSE (gtk_widget_get_visible (GTK_WIDGET (bar))) << "another capture has none";
}

TEST_F (KeyBarTest, SpeaksOfOneKeyAsOfOne)
{
  tl_key_bar_load (bar, sample_path ("tls12-no-forward-secrecy.key.pem").c_str ());
  EXPECT_TRUE (comes_to_say ("gives a private key. Open the capture that it belongs to."));
  g_autoptr (TlSession) session = tl_session_new (sample_path ("tls12-no-forward-secrecy.pcap").c_str (), tl_key_bar_get_keyring (bar));
  tl_key_bar_set_session (bar, session);
  EXPECT_TRUE (comes_to_say ("gives a private key. It opens 1 of 1 conversation."));
  g_autoptr (TlSession) other = tl_session_new (sample_path ("tls13.pcap").c_str (), tl_key_bar_get_keyring (bar));
  tl_key_bar_set_session (bar, other);
  EXPECT_TRUE (comes_to_say ("gives a private key. It fits no conversation of this capture."));
}

TEST_F (KeyBarTest, AsksForThePasswordOfAPrivateKey)
{
  const char *sealed = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIF\n-----END ENCRYPTED PRIVATE KEY-----\n";
  auto dialog = [this] {
    GListModel *all = gtk_window_get_toplevels ();
    GtkWidget *found = nullptr;
    for (guint i = 0; i < g_list_model_get_n_items (all); i++)
      {
        g_autoptr (GtkWidget) item = GTK_WIDGET (g_list_model_get_item (all, i));
        if (gtk_window_get_transient_for (GTK_WINDOW (item)) == GTK_WINDOW (window))
          found = item;
      }
    return found;
  };

  tl_key_bar_load (bar, write ("sealed.pem", sealed).c_str ());
  ASSERT_TRUE (wait_for ([&] { return dialog () != nullptr; }));
  settle ();
  EXPECT_TRUE (says (dialog (), "The private key “sealed.pem” is encrypted: it needs its password."));
  gtk_window_close (GTK_WINDOW (dialog ()));
  settle ();
  EXPECT_EQ (nullptr, dialog ());
  EXPECT_FALSE (gtk_widget_get_visible (GTK_WIDGET (bar))) << "nothing is said of what was not wanted";
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
