/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What was captured is saved, and nothing of it is lost on the way.
 */
#include "live_fixture.h"

namespace
{

/* Files longer than that cannot be written, as on a disk that is full. */
class FullDisk
{
public:
  explicit FullDisk (rlim_t length)
  {
    getrlimit (RLIMIT_FSIZE, &before);
    struct rlimit little = { length, before.rlim_max };
    signal (SIGXFSZ, SIG_IGN);
    setrlimit (RLIMIT_FSIZE, &little);
  }

  ~FullDisk ()
  {
    setrlimit (RLIMIT_FSIZE, &before);
  }

private:
  struct rlimit before;
};

}

/* Descriptors of files that have no name any more: spools. */
static int
n_spools ()
{
  int found = 0;
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, nullptr);
  const char *name;

  while ((name = g_dir_read_name (dir)) != nullptr)
    {
      g_autofree char *path = g_build_filename ("/proc/self/fd", name, nullptr);
      g_autofree char *target = g_file_read_link (path, nullptr);
      struct stat status;
      if (target != nullptr && g_str_has_suffix (target, "(deleted)") && stat (path, &status) == 0 && S_ISREG (status.st_mode)
          && strstr (target, "/#") != nullptr)
        found++;
    }
  return found;
}

TEST_F (WindowLive, SaveThatEndsLateIsNoneOfTheNextCapture)
{
  std::string next = std::string (folder) + "/next";

  ASSERT_EQ (mkfifo (next.c_str (), 0600), 0);
  capture_one ();
  tl_window_live_save (live (), saved.c_str (), FALSE);
  tl_window_live_read (live (), next.c_str (), FALSE);
  end ();
  writer = open (next.c_str (), O_RDWR | O_CLOEXEC);
  send (content (sample_path ("tls13.pcap")));
  ASSERT_TRUE (wait_for ([this] { return page () == "main"; }));
  ASSERT_TRUE (wait_for ([this] { return g_file_test (saved.c_str (), G_FILE_TEST_EXISTS); })) << "it is saved all the same";
  settle ();
  EXPECT_STREQ (gtk_window_get_title (GTK_WINDOW (window)), "next");
  EXPECT_FALSE (can ("replay-capture"));
  EXPECT_TRUE (tl_window_live_is_unsaved (live ()));
  g_unlink (next.c_str ());
}

/* Nobody is asked what is to become of what is being saved. */
TEST_F (WindowLive, ClosesWhenItIsSaved)
{
  capture_one ();
  act ("win.stop-capture");
  ASSERT_TRUE (wait_for ([this] { return !running (); }));
  tl_window_live_save (live (), saved.c_str (), FALSE);
  gtk_window_close (GTK_WINDOW (window));
  ASSERT_NE (window, nullptr) << "not yet";
  EXPECT_EQ (question (), nullptr);
  EXPECT_TRUE (wait_for ([this] { return window == nullptr; }));
  EXPECT_TRUE (g_file_test (saved.c_str (), G_FILE_TEST_EXISTS));
}

TEST_F (WindowLive, StaysWhereItCannotBeSaved)
{
  capture_one ();
  tl_window_live_save (live (), (std::string (folder) + "/no/such/folder").c_str (), FALSE);
  gtk_window_close (GTK_WINDOW (window));
  ASSERT_TRUE (wait_for ([this] { return question () != nullptr; }));
  EXPECT_TRUE (says (GTK_WIDGET (question ()), "Nothing is lost"));
  answer ("close");
  EXPECT_NE (window, nullptr);
}

/* What comes while somebody looks for a place is not lost: nothing does. */
TEST_F (WindowLive, EndsBeforeItIsSavedForGood)
{
  capture_one ();
  gtk_window_close (GTK_WINDOW (window));
  settle ();
  ASSERT_TRUE (running ());
  answer ("save");
  EXPECT_TRUE (wait_for ([this] { return !running (); }));
  settle ();
  ASSERT_NE (window, nullptr);
  tl_window_live_save (live (), saved.c_str (), FALSE); /* as if that place had been chosen */
  EXPECT_TRUE (wait_for ([this] { return window == nullptr; })) << "nobody is asked again";
}

TEST_F (WindowLive, LetsTheSpoolGoWithAQuestionThatNobodyAnswers)
{
  std::string lines = content (sample_path ("tls13.pcap.keylog.txt"));
  int before = n_spools ();

  g_file_set_contents (keys.c_str (), lines.data (), (gssize) lines.size (), nullptr);
  tl_window_load_keys (window, keys.c_str ());
  ASSERT_TRUE (wait_for ([this] { return said ("gives"); }));
  capture_one ();
  EXPECT_GT (n_spools (), before);
  act ("win.save-capture");
  ASSERT_TRUE (wait_for ([this] { return question () != nullptr; }));
  gtk_window_destroy (GTK_WINDOW (window));
  EXPECT_TRUE (wait_for ([&] { return n_spools () == before; }));
}

/* There is no room for anything: what is shown is all there is, and stays. */
TEST_F (WindowLive, IsNotReadAgainWhereNothingWasKept)
{
  tl_window_load_keys (window, sample_path ("tls13.pcap.keylog.txt").c_str ());
  ASSERT_TRUE (wait_for ([this] { return said ("gives"); }));
  {
    FullDisk disk (100);
    capture_one ();
    ASSERT_TRUE (wait_for ([this] { return said ("cannot be kept any more"); }));
  }
  EXPECT_FALSE (can ("lens"));
  EXPECT_FALSE (can ("save-capture")) << "there is nothing to save";
  tl_window_load_keys (window, sample_path ("tls12-ecdhe.pcap.keylog.txt").c_str ());
  ASSERT_TRUE (wait_for ([this] { return said ("tls12-ecdhe.pcap.keylog.txt"); }));
  TlSession *before = session ();
  act ("win.stop-capture");
  ASSERT_TRUE (wait_for ([this] { return !tl_window_live_is_running (live ()); }));
  settle ();
  EXPECT_EQ (session (), before);
  EXPECT_EQ (n (), 1u);
  EXPECT_EQ (page (), "main");
  EXPECT_FALSE (can ("lens"));
  EXPECT_TRUE (said ("cannot be kept any more")) << "that is why";
  gtk_window_close (GTK_WINDOW (window));
  settle ();
  EXPECT_EQ (window, nullptr) << "what cannot be saved is not asked about";
}

/* Who looks through another lens when the disk is full comes back to what goes on. */
TEST_F (WindowLive, ShowsWhatComesWhereTheRestIsNotKept)
{
  std::string bytes = content (sample_path ("tls13.pcap"));

  tl_window_load_keys (window, sample_path ("tls13.pcap.keylog.txt").c_str ());
  ASSERT_TRUE (wait_for ([this] { return said ("gives"); }));
  tl_window_open (window, fifo.c_str ());
  send (bytes.substr (0, bytes.size () / 2));
  ASSERT_TRUE (wait_for ([this] { return page () == "main"; }));
  TlSession *all = session ();
  gtk_widget_activate_action (GTK_WIDGET (window), "win.lens", "s", "observer");
  ASSERT_TRUE (wait_for ([&] { return session () != all; }));
  {
    FullDisk disk (100);
    send (bytes.substr (bytes.size () / 2));
    ASSERT_TRUE (wait_for ([this] { return said ("cannot be kept any more"); }));
  }
  EXPECT_EQ (session (), all);
  EXPECT_FALSE (can ("lens"));
  EXPECT_TRUE (wait_for ([this] { return tl_session_get_n_opened (session ()) == 1; }));
  ASSERT_TRUE (can ("save-capture")) << "what came before was kept";
  act ("win.save-capture");
  ASSERT_TRUE (wait_for ([this] { return question () != nullptr; }));
  EXPECT_TRUE (says (GTK_WIDGET (question ()), "the others could not be kept"));
  EXPECT_TRUE (says (GTK_WIDGET (question ()), "There are keys"));
  answer ("cancel");
  act ("win.stop-capture");
  ASSERT_TRUE (wait_for ([this] { return !tl_window_live_is_running (live ()); }));
  settle ();
  EXPECT_EQ (session (), all);
  EXPECT_EQ (tl_session_get_n_opened (session ()), 1u);
}
