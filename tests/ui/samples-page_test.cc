/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Tests of the page of samples.
 */
#include "samples-page.h"
#include "window_fixture.h"

#include <gtest/gtest.h>

TEST (SamplesPage, ListsWhatComesWithTheProgram)
{
  GtkWidget *window = gtk_window_new ();
  TlSamplesPage *page = TL_SAMPLES_PAGE (tl_samples_page_new ());
  std::string chosen;

  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (page));
  gtk_window_present (GTK_WINDOW (window));
  settle ();
  g_signal_connect (
      page, "sample-chosen",
      G_CALLBACK (+[] (TlSamplesPage *, const char *path, std::string *where) { *where = path; }), &chosen);
  EXPECT_GE (tl_samples_page_get_n_samples (page), 10u);
  EXPECT_TRUE (says (window, "HelloRetryRequest"));
  tl_samples_page_choose (page, 0);
  EXPECT_TRUE (g_file_test (chosen.c_str (), G_FILE_TEST_IS_REGULAR)) << chosen;
  chosen.clear ();
  tl_samples_page_choose (page, 1000);
  EXPECT_EQ ("", chosen);
  gtk_window_destroy (GTK_WINDOW (window));
}
