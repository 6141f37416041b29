/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Tests of the captures that were opened before.
 */
#include "recent.h"
#include "window_fixture.h"

#include <gtest/gtest.h>

TEST (Recent, OffersWhatWasOpenedAndIsStillThere)
{
  g_autoptr (GMenu) before = g_menu_new ();

  tl_recent_append (before);
  int count = g_menu_model_get_n_items (G_MENU_MODEL (before));
  tl_recent_add (sample_path ("tls13.pcap").c_str ());
  tl_recent_add ("/nowhere/to/be/found.pcap");
  settle ();

  g_autoptr (GMenu) after = g_menu_new ();
  tl_recent_append (after);
  ASSERT_EQ (count + 1, g_menu_model_get_n_items (G_MENU_MODEL (after)));
  g_autofree char *label = nullptr;
  g_autofree char *action = nullptr;
  ASSERT_TRUE (g_menu_model_get_item_attribute (G_MENU_MODEL (after), 0, "label", "s", &label));
  ASSERT_TRUE (g_menu_model_get_item_attribute (G_MENU_MODEL (after), 0, "action", "s", &action));
  EXPECT_STREQ ("tls13.pcap", label);
  EXPECT_STREQ ("win.open-recent", action);
}

/* As the dialog of GTK does it. */
TEST (Recent, KeepsOutWhatHoldsKeys)
{
  GtkRecentManager *manager = gtk_recent_manager_get_default ();
  std::string path = sample_path ("tls13.pcap.keylog.txt");
  g_autofree char *uri = g_filename_to_uri (path.c_str (), nullptr, nullptr);

  tl_recent_keep_out (path.c_str ());
  gtk_recent_manager_add_item (manager, uri);
  EXPECT_TRUE (wait_for ([&] { return gtk_recent_manager_has_item (manager, uri); })) << "it is remembered";
  EXPECT_TRUE (wait_for ([&] { return !gtk_recent_manager_has_item (manager, uri); })) << "and forgotten";
}
