/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The keys of a window: of every kind, in the order in which they come, and gone when they are forgotten.
 */
#include "keys.h"
#include "password-dialog.h"
#include "psk-dialog.h"
#include "window_fixture.h"

#include <glib/gstdio.h>
#include <gtest/gtest.h>

class KeysTest : public testing::Test
{
protected:
  void SetUp () override
  {
    g_autofree char *made = g_dir_make_tmp ("tl-keys-XXXXXX", nullptr);

    directory = made;
    g_signal_connect (keys, "changed", G_CALLBACK (+[] (TlKeys *, int *n) { ++*n; }), &changes);
    g_signal_connect (keys, "updated", G_CALLBACK (+[] (TlKeys *, int *n) { ++*n; }), &updates);
    g_signal_connect (keys, "password-needed", G_CALLBACK (+[] (TlKeys *, const char *, const char *why, std::string *said) { *said = why; }),
                      &wanted);
  }

  void TearDown () override
  {
    g_object_unref (keys);
    settle ();
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

  /* Waits for @n more answers. */
  void answered (int n = 1)
  {
    int until = updates + n;
    ASSERT_TRUE (wait_for ([&] { return updates >= until; }));
  }

  void load (const std::string &path)
  {
    tl_keys_load (keys, path.c_str ());
    answered ();
  }

  static std::string line (char digit)
  {
    return "CLIENT_RANDOM " + std::string (64, digit) + " " + std::string (96, '0') + "\n";
  }

  std::string text ()
  {
    g_autofree char *said = tl_keys_dup_text (keys);
    return said ? said : "";
  }

  std::string fault ()
  {
    const char *said = tl_keys_get_fault (keys);
    return said ? said : "";
  }

  const std::string key = sample_path ("tls12-no-forward-secrecy.key.pem");
  const std::string log = sample_path ("tls13.pcap.keylog.txt");
  std::string directory;
  std::vector<std::string> files;
  TlKeys *keys = tl_keys_new ();
  int changes = 0;
  int updates = 0;
  std::string wanted;
};

/* What says that it is encrypted. */
static const char *const SEALED = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIF\n-----END ENCRYPTED PRIVATE KEY-----\n";

TEST_F (KeysTest, ThereAreNoneAtFirst)
{
  EXPECT_EQ (nullptr, tl_keys_get_all (keys));
  EXPECT_EQ (nullptr, tl_keys_get_logs (keys));
  EXPECT_EQ ("", text ());
  EXPECT_EQ ("", fault ());
}

TEST_F (KeysTest, WhatAKeyLogSaysIsKeptApart)
{
  tl_keys_load (keys, key.c_str ());
  answered ();
  EXPECT_EQ ("“tls12-no-forward-secrecy.key.pem” gives a private key.", text ());
  EXPECT_EQ (nullptr, tl_keys_get_logs (keys)) << "that is no key log";
  EXPECT_EQ (1u, tl_keyring_n_keys (tl_keys_get_all (keys)));
  tl_keys_load (keys, log.c_str ());
  answered ();
  EXPECT_EQ ("“tls13.pcap.keylog.txt” gives 5 secrets. “tls12-no-forward-secrecy.key.pem” gives a private key.", text ());
  EXPECT_EQ (5u, tl_keyring_n_secrets (tl_keys_get_logs (keys)));
  EXPECT_EQ (0u, tl_keyring_n_keys (tl_keys_get_logs (keys)));
  EXPECT_EQ (5u, tl_keyring_n_secrets (tl_keys_get_all (keys)));
  EXPECT_EQ (2, changes);
}

TEST_F (KeysTest, AKeyForEncryptedClientHelloIsNamedSo)
{
  tl_keys_load (keys, sample_path ("tls13-ech.ech.pem").c_str ());
  answered ();
  EXPECT_EQ ("“tls13-ech.ech.pem” gives a key for Encrypted ClientHello.", text ());
}

TEST_F (KeysTest, KeyLogsAloneAreAllThereIs)
{
  tl_keys_load (keys, log.c_str ());
  answered ();
  EXPECT_NE (nullptr, tl_keys_get_all (keys));
  EXPECT_EQ (tl_keys_get_logs (keys), tl_keys_get_all (keys));
}

TEST_F (KeysTest, SeveralAreReadOneAfterTheOther)
{
  tl_keys_load (keys, log.c_str ());
  tl_keys_load (keys, write ("words", "no keys at all\n").c_str ());
  tl_keys_load (keys, write ("a.psk", "alice:4142\n").c_str ());
  answered (3);
  EXPECT_EQ ("“tls13.pcap.keylog.txt” gives 5 secrets. “a.psk” gives pre-shared keys.", text ());
  EXPECT_EQ (2, changes);
}

TEST_F (KeysTest, SaysWhatIsNoKey)
{
  tl_keys_load (keys, write ("cert.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n").c_str ());
  answered ();
  EXPECT_NE (std::string::npos, fault ().find ("only what everybody may see of one")) << fault ();
  EXPECT_EQ (0, changes);
  tl_keys_clear_fault (keys);
  EXPECT_EQ ("", fault ());
}

TEST_F (KeysTest, AsksForAPassword)
{
  std::string path = write ("sealed.pem", SEALED);

  tl_keys_load (keys, path.c_str ());
  answered ();
  EXPECT_EQ ("The private key “sealed.pem” is encrypted: it needs its password.", wanted);
  EXPECT_EQ ("", fault ()) << "that is no fault";
  tl_keys_load_sealed (keys, path.c_str (), "wrong");
  answered ();
  EXPECT_EQ ("The password does not open the private key “sealed.pem”.", wanted);
  EXPECT_EQ (0, changes);
}

TEST_F (KeysTest, OpensWhatIsEncryptedWithItsPassword)
{
  std::string path = write ("sealed.pem", "");
  std::string command = "certtool --to-p8 --load-privkey " + key + " --password opensesame --outfile " + path;
  int status = 1;

  ASSERT_TRUE (g_spawn_command_line_sync (command.c_str (), nullptr, nullptr, &status, nullptr));
  ASSERT_EQ (0, status);
  tl_keys_load (keys, path.c_str ());
  answered ();
  EXPECT_EQ (nullptr, tl_keys_get_all (keys));
  tl_keys_load_sealed (keys, path.c_str (), "opensesame");
  answered ();
  ASSERT_NE (nullptr, tl_keys_get_all (keys));
  EXPECT_EQ (1u, tl_keyring_n_keys (tl_keys_get_all (keys)));
  EXPECT_EQ (1, changes);
}

TEST_F (KeysTest, TakesWhatIsTyped)
{
  tl_keys_add_psk (keys, "alice", "4142");
  EXPECT_EQ ("1 pre-shared key is given.", text ());
  EXPECT_EQ (1, changes);
  tl_keys_add_psk (keys, "", "4");
  EXPECT_NE ("", fault ());
  EXPECT_EQ (1, changes);
  tl_keys_add_psk (keys, "", "43");
  EXPECT_EQ ("2 pre-shared keys are given.", text ());
  EXPECT_EQ (nullptr, tl_keys_get_logs (keys));
}

TEST_F (KeysTest, ForgetsAllOfThem)
{
  tl_keys_load (keys, log.c_str ());
  answered ();
  tl_keys_add_psk (keys, "", "43");
  tl_keys_load (keys, key.c_str ());
  tl_keys_forget (keys);
  EXPECT_EQ (nullptr, tl_keys_get_all (keys));
  EXPECT_EQ ("", text ());
  EXPECT_EQ (3, changes);
  settle ();
  EXPECT_EQ (nullptr, tl_keys_get_all (keys)) << "what was still being read is forgotten too";
}

/* The dialogs */

class KeyDialogTest : public KeysTest
{
protected:
  void SetUp () override
  {
    KeysTest::SetUp ();
    window = gtk_window_new ();
    gtk_window_present (GTK_WINDOW (window));
  }

  void TearDown () override
  {
    gtk_window_destroy (GTK_WINDOW (window));
    settle ();
    KeysTest::TearDown ();
  }

  GtkEditable *entry (GtkWidget *dialog, int index)
  {
    GtkEditable *found = nullptr;
    walk (dialog, [&] (GtkWidget *widget) {
      if (GTK_IS_EDITABLE (widget) && !GTK_IS_TEXT (widget) && index-- == 0)
        found = GTK_EDITABLE (widget);
    });
    return found;
  }

  bool offers (GtkWidget *dialog, const char *response)
  {
    return adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (dialog), response);
  }

  GtkWidget *window = nullptr;
};

TEST_F (KeyDialogTest, GivesThePassword)
{
  std::string path = write ("sealed.pem", SEALED);
  GtkWidget *dialog = tl_password_dialog_ask (GTK_WINDOW (window), keys, path.c_str (), "Why?");

  settle ();
  EXPECT_TRUE (says (dialog, "Why?"));
  EXPECT_FALSE (offers (dialog, "open")) << "nothing was typed";
  gtk_editable_set_text (entry (dialog, 0), "wrong");
  EXPECT_TRUE (offers (dialog, "open"));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "open");
  answered ();
  EXPECT_EQ ("The password does not open the private key “sealed.pem”.", wanted);
}

TEST_F (KeyDialogTest, IsQuietWhenItIsDismissed)
{
  GtkWidget *dialog = tl_password_dialog_ask (GTK_WINDOW (window), keys, key.c_str (), "Why?");

  gpointer buffer = gtk_entry_get_buffer (GTK_ENTRY (entry (dialog, 0)));
  gpointer text = entry (dialog, 0), shown = dialog;
  g_object_add_weak_pointer (G_OBJECT (buffer), &buffer);
  g_object_add_weak_pointer (G_OBJECT (text), &text);
  g_object_add_weak_pointer (G_OBJECT (shown), &shown);
  gtk_editable_set_text (entry (dialog, 0), "something");
  gtk_window_close (GTK_WINDOW (dialog));
  settle ();
  EXPECT_EQ (nullptr, shown);
  EXPECT_EQ (nullptr, text);
  EXPECT_EQ (nullptr, buffer) << "what was typed is overwritten";
  EXPECT_EQ (0, updates);
  EXPECT_EQ (nullptr, tl_keys_get_all (keys));
}

TEST_F (KeyDialogTest, SaysWhetherItIsAPreSharedKey)
{
  TlKeyBar *bar = TL_KEY_BAR (g_object_ref_sink (g_object_new (TL_TYPE_KEY_BAR, nullptr)));
  GtkWidget *dialog = tl_psk_dialog_ask (GTK_WINDOW (window), bar);
  GtkEditable *typed = entry (dialog, 1);

  settle ();
  EXPECT_FALSE (offers (dialog, "add"));
  gtk_editable_set_text (typed, "41x");
  EXPECT_TRUE (says (dialog, "Only hexadecimal digits"));
  EXPECT_FALSE (offers (dialog, "add"));
  gtk_editable_set_text (typed, "414");
  EXPECT_TRUE (says (dialog, "one is missing"));
  gtk_editable_set_text (typed, std::string (2 * TL_PSK_SIZE + 2, '1').c_str ());
  EXPECT_TRUE (says (dialog, "too long"));
  EXPECT_FALSE (offers (dialog, "add"));
  gtk_editable_set_text (typed, "4142");
  EXPECT_TRUE (says (dialog, "2 bytes"));
  EXPECT_TRUE (offers (dialog, "add"));
  gtk_editable_set_text (entry (dialog, 0), "alice");
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "add");
  settle ();
  guint8 found[TL_PSK_SIZE];
  ASSERT_NE (nullptr, tl_key_bar_get_keyring (bar));
  EXPECT_EQ (2u, tl_keyring_find_psk (tl_key_bar_get_keyring (bar), tl_bytes ("alice", 5), found));
  EXPECT_EQ (0u, tl_keyring_find_psk (tl_key_bar_get_keyring (bar), tl_bytes ("bob", 3), found));
  g_object_unref (bar);
}

/* A key log that is written while packets come: its secrets are those of key logs, as soon as there are any. */
TEST_F (KeysTest, TakesWhatIsWrittenMeanwhile)
{
  EXPECT_FALSE (tl_keys_set_growing (keys, 3)) << "nobody watches one";
  EXPECT_EQ (nullptr, tl_keys_get_all (keys));
  TlKeyring *all = tl_keys_need_all (keys);
  TlKeylogFollower *follower = tl_keys_follow (keys, "/nowhere");
  EXPECT_TRUE (tl_keylog_follower_look (follower));
  EXPECT_FALSE (tl_keys_is_awaiting (keys)) << "nobody has asked for that one";
  EXPECT_EQ (nullptr, tl_keys_get_all (keys)) << "there are none yet";
  EXPECT_FALSE (tl_keys_set_growing (keys, 0));
  EXPECT_TRUE (tl_keys_set_growing (keys, 1));
  EXPECT_FALSE (tl_keys_set_growing (keys, 5));
  EXPECT_FALSE (tl_keys_set_growing (keys, 0)) << "it is read again";
  EXPECT_NE (all, tl_keys_get_all (keys));
  EXPECT_EQ (tl_keys_get_logs (keys), tl_keys_get_all (keys));
  EXPECT_EQ ("The key log written during the capture gives 5 secrets.", text ());

  tl_keys_forget (keys);
  EXPECT_EQ (1, changes);
  EXPECT_FALSE (tl_keys_set_growing (keys, 6)) << "they are forgotten";
  EXPECT_EQ (nullptr, tl_keys_get_all (keys));
}

/* One that is given while packets come may be empty: a browser writes into it later. */
TEST_F (KeysTest, AwaitsTheSecretsOfAnEmptyFile)
{
  std::string path = write ("growing", "");
  TlKeylogReport report;
  TlKeylogFollower *follower = tl_keys_follow (keys, nullptr);

  load (path);
  EXPECT_EQ (nullptr, tl_keys_get_fault (keys));
  EXPECT_TRUE (tl_keys_is_awaiting (keys));
  EXPECT_EQ ("Secrets are awaited from “growing”.", text ());
  write ("growing", line ('a'));
  EXPECT_TRUE (tl_keylog_follower_look (follower));
  tl_keylog_follower_get_report (follower, &report);
  EXPECT_EQ (1u, report.secrets);
  EXPECT_TRUE (tl_keys_set_growing (keys, report.secrets));
  EXPECT_EQ ("“growing” gives 1 secret.", text ());
  g_auto (GStrv) paths = tl_keys_dup_log_paths (keys);
  ASSERT_EQ (1u, g_strv_length (paths));
  EXPECT_EQ (path, paths[0]);
  tl_keys_stop_following (keys);
  EXPECT_EQ (nullptr, tl_keys_get_fault (keys));
}

/* Or before them. */
TEST_F (KeysTest, AwaitsTheSecretsOfAFileThatWasEmptyBefore)
{
  load (directory + "/later");
  EXPECT_NE (nullptr, tl_keys_get_fault (keys));
  EXPECT_FALSE (tl_keys_is_awaiting (keys));
  TlKeylogFollower *follower = tl_keys_follow (keys, nullptr);
  EXPECT_EQ (nullptr, tl_keys_get_fault (keys));
  EXPECT_EQ ("Secrets are awaited from “later”.", text ());
  g_auto (GStrv) paths = tl_keylog_follower_dup_paths (follower);
  EXPECT_EQ (1u, g_strv_length (paths));
}

TEST_F (KeysTest, SaysWhereNothingCame)
{
  tl_keys_follow (keys, nullptr);
  load (directory + "/missing");
  EXPECT_EQ ("Secrets are awaited from “missing”.", text ());
  tl_keys_stop_following (keys);
  EXPECT_STREQ ("No secret was written to “missing”.", tl_keys_get_fault (keys));
  load (directory + "/missing");
  EXPECT_NE (nullptr, tl_keys_get_fault (keys)) << "nobody follows it";
}

/* What was read before the capture counts once, and goes on. */
TEST_F (KeysTest, FollowsWhatWasRead)
{
  std::string path = write ("read", line ('a'));
  TlKeylogReport report;

  load (path);
  EXPECT_EQ ("“read” gives 1 secret.", text ());
  TlKeylogFollower *follower = tl_keys_follow (keys, nullptr);
  EXPECT_EQ ("“read” gives 1 secret.", text ());
  EXPECT_EQ (1u, tl_keyring_n_secrets (tl_keys_get_logs (keys)));
  write ("read", line ('a') + line ('b'));
  tl_keylog_follower_look (follower);
  tl_keylog_follower_get_report (follower, &report);
  tl_keys_set_growing (keys, report.secrets);
  EXPECT_EQ ("“read” gives 2 secrets.", text ());
  EXPECT_EQ (2u, tl_keyring_n_secrets (tl_keys_get_logs (keys)));
}
