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

/* The questions of libadwaita 1.7 measure their own buttons for less than they need, and GTK has come to warn of that: nothing of ours. */
static GLogWriterOutput
write_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  for (gsize i = 0; i < n_fields && gtk_get_minor_version () > 8; i++)
    if (g_str_equal (fields[i].key, "MESSAGE")
        && g_str_has_prefix (static_cast<const char *> (fields[i].value), "Trying to measure GtkLabel"))
      return G_LOG_WRITER_HANDLED;
  return g_log_writer_default (level, fields, n_fields, user_data);
}

int
main (int argc, char **argv)
{
  testing::InitGoogleTest (&argc, argv);
  if (testing::GTEST_FLAG (list_tests))
    return RUN_ALL_TESTS ();
  gtk_test_init (&argc, &argv, nullptr);
  g_log_set_writer_func (write_log, nullptr, nullptr);
  adw_init ();
  load_style ("style.css");
  load_style ("ladder.css");
  return RUN_ALL_TESTS ();
}
