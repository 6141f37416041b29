/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What comes, in a window: read, stopped, saved, closed. From a FIFO, for which nobody needs a privilege; and from a helper that is a script.
 */
#include "conversation-list.h"
#include "conversation-view.h"
#include "live_fixture.h"

TEST_F (WindowLive, OffersToCaptureAtFirst)
{
  EXPECT_TRUE (can ("capture"));
  for (const char *action : { "stop-capture", "restart-capture", "save-capture", "replay-capture", "start-program" })
    EXPECT_FALSE (can (action)) << action;
  act ("win.capture");
  EXPECT_EQ (page (), "live");
}

TEST_F (WindowLive, ShowsWhatComesAsItComes)
{
  std::string bytes = content (sample_path ("tls13.pcap"));

  tl_window_open (window, fifo.c_str ());
  EXPECT_EQ (page (), "reading");
  ASSERT_TRUE (wait_for ([this] { return said ("0\u00a0packets"); }));
  send (bytes.substr (0, bytes.size () / 2));
  ASSERT_TRUE (wait_for ([this] { return page () == "main"; }));
  EXPECT_TRUE (running ());
  EXPECT_TRUE (can ("stop-capture"));
  guint64 before = tl_session_get_n_packets (session ());
  send (bytes.substr (bytes.size () / 2));
  ASSERT_TRUE (wait_for ([&] { return tl_session_get_n_packets (session ()) > before; }));
  EXPECT_TRUE (running ());
  end ();
  ASSERT_TRUE (wait_for ([this] { return !running (); }));
  EXPECT_EQ (tl_session_get_state (session ()), TL_SESSION_DONE);
  EXPECT_FALSE (can ("stop-capture"));
  EXPECT_TRUE (said ("1 conversation"));
}

TEST_F (WindowLive, StopsInTheMiddleOfAPacketWithoutAnError)
{
  std::string bytes = content (sample_path ("tls13.pcap"));

  tl_window_open (window, fifo.c_str ());
  send (bytes.substr (0, bytes.size () - 3));
  ASSERT_TRUE (wait_for ([this] { return page () == "main"; }));
  act ("win.stop-capture");
  ASSERT_TRUE (wait_for ([this] { return !running (); }));
  EXPECT_EQ (tl_session_get_error (session ()), nullptr);
  EXPECT_TRUE (can ("save-capture"));
}

TEST_F (WindowLive, FollowsAFileThatGrows)
{
  std::string bytes = content (sample_path ("tls13.pcap"));
  std::string path = std::string (folder) + "/growing";

  g_file_set_contents (path.c_str (), bytes.data (), (gssize) bytes.size () / 2, nullptr);
  tl_window_follow (window, path.c_str ());
  ASSERT_TRUE (wait_for ([this] { return page () == "main"; }));
  guint64 before = tl_session_get_n_packets (session ());
  int file = open (path.c_str (), O_WRONLY | O_APPEND | O_CLOEXEC);
  ASSERT_GT (write (file, bytes.data () + bytes.size () / 2, bytes.size () - bytes.size () / 2), 0);
  close (file);
  ASSERT_TRUE (wait_for ([&] { return tl_session_get_n_packets (session ()) > before; }));
  EXPECT_TRUE (running ());
  EXPECT_FALSE (can ("save-capture")) << "it is a file already";
  gtk_window_close (GTK_WINDOW (window));
  settle ();
  EXPECT_EQ (window, nullptr) << "nothing is lost";
  g_unlink (path.c_str ());
}

TEST_F (WindowLive, AsksBeforeWhatIsNotSavedIsLost)
{
  capture_one ();
  gtk_window_close (GTK_WINDOW (window));
  settle ();
  ASSERT_NE (window, nullptr);
  ASSERT_NE (question (), nullptr);
  EXPECT_TRUE (says (GTK_WIDGET (question ()), "1 conversation was captured"));
  answer ("cancel");
  ASSERT_NE (window, nullptr);
  EXPECT_TRUE (running ());
  gtk_window_close (GTK_WINDOW (window));
  settle ();
  answer ("discard");
  EXPECT_EQ (window, nullptr);
}

TEST_F (WindowLive, ClosesWithoutAQuestionWhereThereIsNothing)
{
  tl_window_open (window, fifo.c_str ());
  send (content (sample_path ("tls13.pcap")).substr (0, 30));
  settle ();
  gtk_window_close (GTK_WINDOW (window));
  settle ();
  EXPECT_EQ (window, nullptr);
}

TEST_F (WindowLive, KeepsWhatIsNotSavedWhereSomethingElseIsOpened)
{
  capture_one ();
  tl_window_open (window, sample_path ("tls12-ecdhe.pcap").c_str ());
  settle ();
  EXPECT_STREQ (gtk_window_get_title (GTK_WINDOW (window)), "fifo");
  EXPECT_EQ (g_list_length (gtk_application_get_windows (application)), 2u);
}

/* A key log that is chosen later opens what came before it: what was kept is read again, and followed. */
TEST_F (WindowLive, IsOpenedByKeysThatComeLater)
{
  std::string bytes = content (sample_path ("tls13.pcap"));

  tl_window_open (window, fifo.c_str ());
  send (bytes.substr (0, bytes.size () / 2));
  ASSERT_TRUE (wait_for ([this] { return page () == "main"; }));
  TlSession *before = session ();
  EXPECT_EQ (tl_session_get_n_opened (before), 0u);
  tl_window_load_keys (window, sample_path ("tls13.pcap.keylog.txt").c_str ());
  ASSERT_TRUE (wait_for ([this] { return tl_session_get_n_opened (session ()) == 1; })) << "it goes on meanwhile";
  EXPECT_NE (session (), before);
  EXPECT_TRUE (running ());
  send (bytes.substr (bytes.size () / 2));
  guint64 half = tl_session_get_n_packets (session ());
  ASSERT_TRUE (wait_for ([&] { return tl_session_get_n_packets (session ()) > half; })) << "and is followed";
  EXPECT_TRUE (tl_window_live_is_running (live ()));
  act ("win.stop-capture");
  ASSERT_TRUE (wait_for ([this] { return !tl_window_live_is_running (live ()) && !running (); }));
  ASSERT_TRUE (wait_for ([this] { return tl_session_get_n_opened (session ()) == 1; }));
  EXPECT_EQ (tl_session_get_error (session ()), nullptr);
  EXPECT_STREQ (gtk_window_get_title (GTK_WINDOW (window)), "fifo");
  EXPECT_TRUE (can ("save-capture"));
  gtk_window_close (GTK_WINDOW (window));
  settle ();
  EXPECT_NE (question (), nullptr) << "it is still not saved";
}

TEST_F (WindowLive, ForgetsKeysAtOnce)
{
  tl_window_load_keys (window, sample_path ("tls13.pcap.keylog.txt").c_str ());
  ASSERT_TRUE (wait_for ([this] { return said ("gives"); }));
  capture_one ();
  ASSERT_TRUE (wait_for ([this] { return tl_session_get_n_opened (session ()) == 1; }));
  ASSERT_TRUE (can ("forget-keys"));
  act ("win.forget-keys");
  ASSERT_TRUE (wait_for ([this] { return tl_session_get_n_opened (session ()) == 0; }));
  EXPECT_TRUE (tl_window_live_is_running (live ()));
  EXPECT_FALSE (can ("lens"));
  EXPECT_FALSE (can ("forget-keys"));
  EXPECT_TRUE (wait_for ([this] { return n () == 1; }));
  act ("win.stop-capture");
  ASSERT_TRUE (wait_for ([this] { return !running (); }));
  EXPECT_EQ (tl_session_get_n_opened (session ()), 0u);
  EXPECT_EQ (n (), 1u);
}

/* Others see it while it comes: it is followed where it is kept. */
TEST_F (WindowLive, ShowsWhatOthersSeeWhileItComes)
{
  std::string bytes = content (sample_path ("tls13.pcap"));

  tl_window_load_keys (window, sample_path ("tls13.pcap.keylog.txt").c_str ());
  ASSERT_TRUE (wait_for ([this] { return said ("gives"); }));
  tl_window_open (window, fifo.c_str ());
  send (bytes.substr (0, bytes.size () / 2));
  ASSERT_TRUE (wait_for ([this] { return page () == "main"; }));
  ASSERT_TRUE (can ("lens"));
  EXPECT_TRUE (said ("Who holds the key log reads"));
  TlSession *before = session ();
  gtk_widget_activate_action (GTK_WIDGET (window), "win.lens", "s", "observer");
  ASSERT_TRUE (wait_for ([this] { return said ("An observer sees the hellos"); }));
  EXPECT_NE (session (), before);
  EXPECT_TRUE (running ());
  EXPECT_TRUE (tl_window_live_is_running (live ()));
  EXPECT_EQ (tl_session_get_n_opened (session ()), 0u);
  guint64 half = tl_session_get_n_packets (session ());
  send (bytes.substr (bytes.size () / 2));
  ASSERT_TRUE (wait_for ([&] { return tl_session_get_n_packets (session ()) > half; })) << "it grows for them, too";
  gtk_widget_activate_action (GTK_WIDGET (window), "win.lens", "s", "key-log");
  EXPECT_EQ (session (), before) << "it was read all the time";
  EXPECT_TRUE (wait_for ([this] { return tl_session_get_n_opened (session ()) == 1; }));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.lens", "s", "observer");
  act ("win.stop-capture");
  ASSERT_TRUE (wait_for ([this] { return !tl_window_live_is_running (live ()) && !running (); }));
  EXPECT_TRUE (said ("An observer sees the hellos")) << "who looked still does";
  EXPECT_STREQ (gtk_window_get_title (GTK_WINDOW (window)), "fifo");
  EXPECT_TRUE (said ("1 conversation"));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.lens", "s", "key-log");
  EXPECT_EQ (session (), before) << "it was read already";
}

TEST_F (WindowLive, ShowsNothingWhereNothingCameWhoeverLooked)
{
  tl_window_load_keys (window, sample_path ("tls13.pcap.keylog.txt").c_str ());
  ASSERT_TRUE (wait_for ([this] { return said ("gives"); }));
  tl_window_open (window, fifo.c_str ());
  send (content (sample_path ("tls13.pcap")).substr (0, 24));
  ASSERT_TRUE (can ("lens"));
  TlSession *before = session ();
  gtk_widget_activate_action (GTK_WIDGET (window), "win.lens", "s", "observer");
  ASSERT_TRUE (wait_for ([&] { return session () != before; }));
  act ("win.stop-capture");
  ASSERT_TRUE (wait_for ([this] { return page () == "none"; }));
  EXPECT_FALSE (running ());
}

/* The class sees what happens now, unless somebody looks at something else. */
TEST_F (WindowLive, FollowsTheNewestConversation)
{
  std::string first = content (sample_path ("tls13.pcap"));
  std::string others[] = { content (sample_path ("tls12-ecdhe.pcap")).substr (24), content (sample_path ("tls12-rsa.pcap")).substr (24),
                           content (sample_path ("tls10.pcap")).substr (24) };
  auto *view = TL_CONVERSATION_VIEW (find (GTK_WIDGET (window), TL_TYPE_CONVERSATION_VIEW));
  auto *list = TL_CONVERSATION_LIST (find (GTK_WIDGET (window), TL_TYPE_CONVERSATION_LIST));
  auto shown = [&] { return tl_conversation_item_get_conversation (tl_conversation_view_get_item (view))->number; };

  tl_window_open (window, fifo.c_str ());
  send (first);
  ASSERT_TRUE (wait_for ([this] { return page () == "main"; }));
  EXPECT_EQ (shown (), 1u);
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (window));
  send (others[0]);
  ASSERT_TRUE (wait_for ([this] { return n () == 2; }));
  EXPECT_EQ (shown (), 2u);
  EXPECT_EQ (gtk_root_get_focus (GTK_ROOT (window)), focus) << "the focus stays";
  tl_conversation_view_select_step (view, 2);
  send (others[1]);
  ASSERT_TRUE (wait_for ([this] { return n () == 3; }));
  EXPECT_EQ (shown (), 2u) << "somebody looks at a step";
  tl_conversation_list_select (list, 0);
  send (others[2]);
  ASSERT_TRUE (wait_for ([this] { return n () == 4; }));
  EXPECT_EQ (shown (), 1u) << "somebody has chosen another one";
}

TEST_F (WindowLive, FitsIntoTheSmallestScreen)
{
  auto expect_fit = [this] (const char *what) {
    int width, height;
    gtk_widget_measure (GTK_WIDGET (window), GTK_ORIENTATION_HORIZONTAL, -1, &width, nullptr, nullptr, nullptr);
    gtk_widget_measure (GTK_WIDGET (window), GTK_ORIENTATION_VERTICAL, 360, &height, nullptr, nullptr, nullptr);
    EXPECT_LE (width, 360) << what;
    EXPECT_LE (height, 294) << what;
  };

  gtk_window_set_default_size (GTK_WINDOW (window), 360, 640);
  act ("win.capture");
  settle ();
  expect_fit ("where a capture begins");
  capture_one ();
  ASSERT_TRUE (wait_for ([this] { return adw_flap_get_folded (ADW_FLAP (find (GTK_WIDGET (window), ADW_TYPE_FLAP))); }));
  settle ();
  expect_fit ("while it runs");
  act ("win.toggle-list");
  settle ();
  expect_fit ("with the list");
}

TEST_F (WindowLive, IsCalledAsItIsSaved)
{
  capture_one ();
  tl_window_live_save (live (), saved.c_str (), FALSE);
  ASSERT_TRUE (wait_for ([this] { return can ("replay-capture"); }));
  EXPECT_STREQ (gtk_window_get_title (GTK_WINDOW (window)), "saved.pcapng");
  EXPECT_TRUE (running ()) << "it goes on";
  TlConversation *conversation = nullptr;
  EXPECT_TRUE (tl_read_capture (
      saved.c_str (), nullptr, TL_TRACKER_STEPS,
      [] (TlConversation *found, gpointer user_data) { *static_cast<TlConversation **> (user_data) = tl_conversation_ref (found); },
      &conversation, nullptr));
  ASSERT_NE (conversation, nullptr);
  EXPECT_EQ (conversation->outcome, TL_OUTCOME_ESTABLISHED);
  tl_conversation_unref (conversation);

  act ("win.replay-capture");
  settle ();
  EXPECT_EQ (g_list_length (gtk_application_get_windows (application)), 2u);
  gtk_window_close (GTK_WINDOW (window));
  settle ();
  EXPECT_EQ (window, nullptr) << "nothing is lost";
}

TEST_F (WindowLive, LosesNothingWhereItCannotBeSaved)
{
  capture_one ();
  tl_window_live_save (live (), (std::string (folder) + "/no/such/folder").c_str (), FALSE);
  ASSERT_TRUE (wait_for ([this] { return question () != nullptr; }));
  EXPECT_TRUE (says (GTK_WIDGET (question ()), "Nothing is lost"));
  answer ("close");
  EXPECT_FALSE (can ("replay-capture"));
  EXPECT_TRUE (tl_window_live_is_unsaved (live ()));
  EXPECT_TRUE (running ());
}

/* There is no room for what comes: it is shown all the same, and that it will not be saved is said. */
TEST_F (WindowLive, GoesOnWhereThereIsNoRoom)
{
  std::string more = content (sample_path ("tls12-ecdhe.pcap")).substr (24);
  struct rlimit before, little = { 2000, RLIM_INFINITY };

  getrlimit (RLIMIT_FSIZE, &before);
  little.rlim_max = before.rlim_max;
  signal (SIGXFSZ, SIG_IGN);
  setrlimit (RLIMIT_FSIZE, &little);
  capture_one ();
  EXPECT_TRUE (wait_for ([this] { return said ("cannot be kept any more"); }));
  send (more);
  EXPECT_TRUE (wait_for ([this] { return n () == 2; }));
  setrlimit (RLIMIT_FSIZE, &before);
  EXPECT_TRUE (running ());
  tl_window_live_save (live (), saved.c_str (), FALSE);
  EXPECT_TRUE (wait_for ([this] { return can ("replay-capture"); })) << "what was kept can be saved";
}

TEST_F (WindowLive, SavesTheKeysOnlyWhereItIsAskedTo)
{
  TlLiveRequest request = { "lo", nullptr, 0, false };
  std::string lines = content (sample_path ("tls13.pcap.keylog.txt"));
  std::string marker = std::string (folder) + "/go";

  use_helper ("while ! [ -e '" + marker + "' ]; do sleep 0.02; done; " + cat ("tls13.pcap"));
  tl_window_capture (window, &request, FALSE);
  std::string keylog = tl_window_live_give_keylog (live ());
  struct stat status;
  ASSERT_EQ (stat (keylog.c_str (), &status), 0);
  EXPECT_EQ (status.st_mode & 0777, 0600u);
  g_file_set_contents_full (keylog.c_str (), lines.data (), (gssize) lines.size (), G_FILE_SET_CONTENTS_NONE, 0600, nullptr);
  g_file_set_contents (marker.c_str (), "", 0, nullptr);
  ASSERT_TRUE (wait_for ([this] { return tl_session_get_n_opened (session ()) == 1; }));
  EXPECT_TRUE (said ("The key log written during the capture gives"));

  act ("win.save-capture");
  settle ();
  ASSERT_NE (question (), nullptr);
  EXPECT_TRUE (says (GTK_WIDGET (question ()), "can read these conversations"));
  EXPECT_FALSE (gtk_check_button_get_active (GTK_CHECK_BUTTON (find (GTK_WIDGET (question ()), GTK_TYPE_CHECK_BUTTON))));
  answer ("cancel");

  std::string secret = lines.substr (lines.find ("CLIENT_TRAFFIC_SECRET_0"), 150);
  tl_window_live_save (live (), saved.c_str (), FALSE);
  ASSERT_TRUE (wait_for ([this] { return can ("replay-capture"); }));
  EXPECT_EQ (content (saved).find (secret), std::string::npos);
  tl_window_live_save (live (), saved.c_str (), TRUE);
  EXPECT_TRUE (wait_for ([&] { return content (saved).find (secret) != std::string::npos; }));

  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
  EXPECT_FALSE (g_file_test (keylog.c_str (), G_FILE_TEST_EXISTS)) << "the secrets go with the window";
  g_unlink (marker.c_str ());
}

/* Also those that are being written: the file goes, and none of it can be saved any more. */
TEST_F (WindowLive, ForgetsTheKeyLogThatIsBeingWritten)
{
  TlLiveRequest request = { "lo", nullptr, 0, false };
  std::string lines = content (sample_path ("tls13.pcap.keylog.txt"));
  std::string marker = std::string (folder) + "/go";

  use_helper ("while ! [ -e '" + marker + "' ]; do sleep 0.02; done; " + cat ("tls13.pcap"));
  tl_window_capture (window, &request, FALSE);
  std::string keylog = tl_window_live_give_keylog (live ());
  g_file_set_contents_full (keylog.c_str (), lines.data (), (gssize) lines.size (), G_FILE_SET_CONTENTS_NONE, 0600, nullptr);
  g_file_set_contents (marker.c_str (), "", 0, nullptr);
  ASSERT_TRUE (wait_for ([this] { return tl_session_get_n_opened (session ()) == 1 && can ("forget-keys"); }));
  EXPECT_TRUE (can ("lens")) << "they came with what they open";
  act ("win.forget-keys");
  ASSERT_TRUE (wait_for ([this] { return tl_session_get_n_opened (session ()) == 0 && n () == 1; }));
  EXPECT_TRUE (tl_window_live_is_running (live ()));
  EXPECT_FALSE (g_file_test (keylog.c_str (), G_FILE_TEST_EXISTS));
  EXPECT_FALSE (can ("start-program"));
  tl_window_live_save (live (), saved.c_str (), TRUE);
  ASSERT_TRUE (wait_for ([this] { return can ("replay-capture"); }));
  EXPECT_EQ (content (saved).find ("CLIENT_TRAFFIC_SECRET_0"), std::string::npos);
  act ("win.restart-capture");
  ASSERT_TRUE (wait_for ([this] { return tl_window_live_is_capturing (live ()) && can ("start-program"); })) << "the next one has a new one";
  EXPECT_TRUE (g_file_test (tl_window_live_give_keylog (live ()), G_FILE_TEST_EXISTS));
  g_unlink (marker.c_str ());
}

/* Some keys are for a ClientHello that only other keys open: an observer does not see whose they are. */
TEST_F (WindowLive, SavesTheSameKeysWhoeverLooks)
{
  TlLiveRequest request = { "lo", nullptr, 0, false };
  std::string lines = content (sample_path ("tls13-ech.pcap.keylog.txt"));
  std::string marker = std::string (folder) + "/go";

  use_helper ("while ! [ -e '" + marker + "' ]; do sleep 0.02; done; " + cat ("tls13-ech.pcap"));
  tl_window_capture (window, &request, FALSE);
  g_file_set_contents_full (tl_window_live_give_keylog (live ()), lines.data (), (gssize) lines.size (), G_FILE_SET_CONTENTS_NONE, 0600,
                            nullptr);
  g_file_set_contents (marker.c_str (), "", 0, nullptr);
  ASSERT_TRUE (wait_for ([this] { return tl_session_get_n_opened (session ()) == 2; }));
  act ("win.stop-capture");
  ASSERT_TRUE (wait_for ([this] { return can ("lens"); }));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.lens", "s", "observer");
  ASSERT_TRUE (wait_for ([this] { return said ("An observer sees the hello"); }));
  tl_window_live_save (live (), saved.c_str (), TRUE);
  ASSERT_TRUE (wait_for ([this] { return can ("replay-capture"); }));
  std::string bytes = content (saved);
  for (size_t at = 0; (at = lines.find ("CLIENT_TRAFFIC_SECRET_0", at)) != std::string::npos; at++)
    EXPECT_NE (bytes.find (lines.substr (at, 150)), std::string::npos) << lines.substr (at, 60);
  g_unlink (marker.c_str ());
}

TEST_F (WindowLive, EndsTheHelperWithTheWindow)
{
  TlLiveRequest request = { "lo", nullptr, 0, false };
  std::string note = std::string (folder) + "/pid";

  use_helper ("echo $$ > '" + note + ".new'; mv '" + note + ".new' '" + note + "'");
  tl_window_capture (window, &request, FALSE);
  ASSERT_TRUE (wait_for ([&] { return g_file_test (note.c_str (), G_FILE_TEST_EXISTS); }));
  pid_t pid = (pid_t) g_ascii_strtoll (content (note).c_str (), nullptr, 10);
  ASSERT_EQ (kill (pid, 0), 0);
  EXPECT_EQ (page (), "waiting");
  gtk_window_close (GTK_WINDOW (window));
  EXPECT_TRUE (wait_for ([&] { return kill (pid, 0) != 0; }));
  g_unlink (note.c_str ());
}

TEST_F (WindowLive, SaysWhatMendsItWhereNobodyMay)
{
  TlLiveRequest request = { "lo", nullptr, 0, false };

  std::string path = g_getenv ("PATH");

  use_helper ("exit 1");
  g_chmod (helper.c_str (), 0600);
  g_setenv ("PATH", folder, TRUE); /* where no other program is that captures */
  tl_window_capture (window, &request, FALSE);
  EXPECT_TRUE (wait_for ([this] { return page () == "live"; }));
  g_setenv ("PATH", path.c_str (), TRUE);
  EXPECT_TRUE (said ("No Permission to Capture"));
}

TEST_F (WindowLive, BeginsWithARequestOfTheCommandLine)
{
  TlLiveRequest request = { "lo", nullptr, 0, false };

  use_helper (cat ("tls13.pcap") + "\necho 'counts received=30 dropped=2 interface_dropped=1 written=28' >&3; echo 'link down' >&3");
  tl_window_capture (window, &request, FALSE);
  ASSERT_TRUE (wait_for ([this] { return page () == "main"; }));
  ASSERT_TRUE (wait_for ([this] { return said ("3\u00a0lost"); }));
  EXPECT_TRUE (said ("The interface is down"));
  EXPECT_TRUE (said ("Capture on lo"));
  EXPECT_TRUE (can ("restart-capture"));
  EXPECT_TRUE (can ("start-program"));
  act ("win.stop-capture");
  ASSERT_TRUE (wait_for ([this] { return !running (); }));
  EXPECT_EQ (tl_session_get_state (session ()), TL_SESSION_DONE);
  EXPECT_FALSE (can ("start-program"));

  act ("win.restart-capture");
  settle ();
  answer ("discard");
  ASSERT_TRUE (wait_for ([this] { return running () && n () == 1; }));
}

TEST_F (WindowLive, SaysWhyACaptureHasEndedAndTriesAgain)
{
  TlLiveRequest request = { "lo", nullptr, 0, false };

  use_helper ("echo 'error interface-down The interface is down.' >&3; exit 1");
  tl_window_capture (window, &request, FALSE);
  ASSERT_TRUE (wait_for ([this] { return page () == "error"; }));
  EXPECT_TRUE (said ("The interface “lo” is down."));
  EXPECT_TRUE (said ("Try Again"));
  EXPECT_TRUE (said ("Choose an Interface…"));
  EXPECT_FALSE (said ("Open Another…"));
  use_helper (cat ("tls13.pcap"));
  act ("win.restart-capture");
  EXPECT_TRUE (wait_for ([this] { return page () == "main"; }));
}

/* Whoever looks is told, and nothing that came is lost. */
TEST_F (WindowLive, SaysThatTheHelperWasKilled)
{
  TlLiveRequest request = { "lo", nullptr, 0, false };
  std::string marker = std::string (folder) + "/go";

  tl_window_load_keys (window, sample_path ("tls13.pcap.keylog.txt").c_str ());
  ASSERT_TRUE (wait_for ([this] { return said ("gives"); }));
  use_helper (cat ("tls13.pcap") + "\nwhile ! [ -e '" + marker + "' ]; do sleep 0.02; done; kill -9 $$");
  tl_window_capture (window, &request, FALSE);
  ASSERT_TRUE (wait_for ([this] { return page () == "main" && can ("lens"); }));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.lens", "s", "observer");
  ASSERT_TRUE (wait_for ([this] { return said ("An observer sees the hellos"); }));
  g_file_set_contents (marker.c_str (), "", 0, nullptr);
  ASSERT_TRUE (wait_for ([this] { return !tl_window_live_is_running (live ()) && !running (); }));
  EXPECT_TRUE (said ("ended unexpectedly"));
  EXPECT_EQ (page (), "main");
  EXPECT_EQ (n (), 1u);
  EXPECT_TRUE (can ("save-capture"));
  g_unlink (marker.c_str ());
  use_helper (cat ("tls13.pcap"));
  act ("win.restart-capture");
  settle ();
  answer ("discard");
  ASSERT_TRUE (wait_for ([this] { return running () && n () == 1; }));
  EXPECT_FALSE (said ("ended unexpectedly"));
}

TEST_F (WindowLive, SaysThatTheLinkIsUpAgain)
{
  TlLiveRequest request = { "lo", nullptr, 0, false };
  std::string marker = std::string (folder) + "/go";

  use_helper (cat ("tls13.pcap") + "\necho 'link down' >&3; while ! [ -e '" + marker + "' ]; do sleep 0.02; done; echo 'link up' >&3");
  tl_window_capture (window, &request, FALSE);
  ASSERT_TRUE (wait_for ([this] { return said ("The interface is down"); }));
  g_file_set_contents (marker.c_str (), "", 0, nullptr);
  ASSERT_TRUE (wait_for ([this] { return said ("The interface is up again"); }));
  EXPECT_FALSE (said ("The interface is down"));
  g_unlink (marker.c_str ());
}

/* To start again would give up what there is, for nothing. */
TEST_F (WindowLive, KeepsWhatItHasWhereTheInterfaceIsNotThere)
{
  TlLiveRequest request = { "tl-none0", nullptr, 0, false };

  use_helper (cat ("tls13.pcap") + "\necho 'link gone' >&3; echo 'error no-such-interface Gone.' >&3; exit 1");
  tl_window_capture (window, &request, FALSE);
  ASSERT_TRUE (wait_for ([this] { return page () == "main" && !running (); }));
  EXPECT_TRUE (said ("“tl-none0” has disappeared"));
  act ("win.restart-capture");
  settle ();
  ASSERT_NE (question (), nullptr);
  EXPECT_TRUE (says (GTK_WIDGET (question ()), "There is no interface “tl-none0” now"));
  answer ("close");
  EXPECT_EQ (page (), "main");
  EXPECT_EQ (n (), 1u);
}

TEST_F (WindowLive, SaysThatTheInterfaceIsBack)
{
  TlLiveRequest request = { "lo", nullptr, 0, false };

  use_helper (cat ("tls13.pcap") + "\necho 'link gone' >&3; echo 'error no-such-interface Gone.' >&3; exit 1");
  tl_window_capture (window, &request, FALSE);
  ASSERT_TRUE (wait_for ([this] { return said ("“lo” has disappeared"); }));
  ASSERT_TRUE (wait_for ([this] { return said ("“lo” is back"); })) << "it has never gone";
  EXPECT_EQ (n (), 1u);
}

TEST_F (WindowLive, HasANameForEverythingThatTakesTheFocus)
{
  tl_window_load_keys (window, sample_path ("tls13.pcap.keylog.txt").c_str ());
  ASSERT_TRUE (wait_for ([this] { return said ("gives"); }));
  capture_one ();
  expect_names (GTK_WIDGET (window));
  act ("win.stop-capture");
  ASSERT_TRUE (wait_for ([this] { return !running (); }));
  expect_names (GTK_WIDGET (window));
}

TEST_F (WindowLive, StopsAfterOneHandshakeWhereItIsAskedTo)
{
  TlLiveRequest request = { "lo", nullptr, 0, false };

  use_helper (cat ("tls13.pcap"));
  tl_window_capture (window, &request, TRUE);
  ASSERT_TRUE (wait_for ([this] { return !running (); })) << "it ends by itself";
  EXPECT_EQ (n (), 1u);
  EXPECT_TRUE (said ("One handshake was seen"));
}
