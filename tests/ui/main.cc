/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What every test with a display begins with. A warning of GTK or GLib ends the test.
 */
#include <adwaita.h>
#include <gtest/gtest.h>

int
main (int argc, char **argv)
{
  g_autoptr (GtkCssProvider) provider = nullptr;

  testing::InitGoogleTest (&argc, argv);
  if (testing::GTEST_FLAG (list_tests))
    return RUN_ALL_TESTS ();
  gtk_test_init (&argc, &argv, nullptr);
  adw_init ();
  provider = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (provider, "/io/github/tls_ladder/TlsLadder/ladder.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  return RUN_ALL_TESTS ();
}
