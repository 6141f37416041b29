/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Tests of the strip that says how far reading has come.
 */
#include "progress-strip.h"
#include "window_fixture.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

class ProgressStripTest : public testing::Test
{
protected:
  void SetUp () override
  {
    window = gtk_window_new ();
    strip = TL_PROGRESS_STRIP (g_object_new (TL_TYPE_PROGRESS_STRIP, nullptr));
    gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (strip));
    gtk_window_present (GTK_WINDOW (window));
    settle ();
  }

  void TearDown () override
  {
    gtk_window_destroy (GTK_WINDOW (window));
  }

  GtkWidget *window = nullptr;
  TlProgressStrip *strip = nullptr;
};

TEST_F (ProgressStripTest, IsNotSeenForWhatIsReadAtOnce)
{
  g_autoptr (TlSession) session = tl_session_new (sample_path ("tls13.pcap").c_str (), nullptr);

  tl_progress_strip_set_session (strip, session);
  EXPECT_FALSE (tl_progress_strip_get_shown (strip));
  EXPECT_TRUE (wait_for ([&] { return tl_session_get_state (session) == TL_SESSION_DONE; }));
  g_usleep (400 * 1000);
  settle ();
  EXPECT_FALSE (tl_progress_strip_get_shown (strip));
}

/* A pipe that nobody writes to is read for as long as we like. */
TEST_F (ProgressStripTest, IsSeenWhileReadingTakesLong)
{
  g_autofree char *directory = g_dir_make_tmp ("tls-ladder-XXXXXX", nullptr);
  std::string path = std::string (directory) + "/pipe";
  ASSERT_EQ (0, mkfifo (path.c_str (), 0600));
  int pipe = open (path.c_str (), O_RDWR);
  ASSERT_GE (pipe, 0);
  g_autoptr (TlSession) session = tl_session_new (path.c_str (), nullptr);

  tl_progress_strip_set_session (strip, session);
  EXPECT_TRUE (wait_for ([&] { return tl_progress_strip_get_shown (strip); }));
  EXPECT_TRUE (wait_for ([&] { return says (window, "Reading"); }));
  tl_progress_strip_set_session (strip, nullptr);
  EXPECT_FALSE (tl_progress_strip_get_shown (strip));

  tl_session_cancel (session);
  close (pipe); /* nobody can write now: the reader sees the end */
  EXPECT_TRUE (wait_for ([&] { return tl_session_get_state (session) != TL_SESSION_READING; }));
  g_remove (path.c_str ());
  g_rmdir (directory);
}
