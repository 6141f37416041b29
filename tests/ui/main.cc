/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What every test with a display begins with. A warning of GTK or GLib ends the test.
 */
#include <adwaita.h>
#include <gtest/gtest.h>

static void
load_style (const char *name)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();
  g_autofree char *path = g_strconcat ("/io/github/tls_ladder/TlsLadder/", name, nullptr);

  gtk_css_provider_load_from_resource (provider, path);
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

int
main (int argc, char **argv)
{
  testing::InitGoogleTest (&argc, argv);
  if (testing::GTEST_FLAG (list_tests))
    return RUN_ALL_TESTS ();
  gtk_test_init (&argc, &argv, nullptr);
  adw_init ();
  load_style ("style.css");
  load_style ("ladder.css");
  return RUN_ALL_TESTS ();
}
