/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Every template can be made: what the builder would complain about ends the test.
 */
#include "certificates.h"
#include "conversation-list.h"
#include "conversation-row.h"
#include "details.h"
#include "door-view.h"
#include "field-row.h"
#include "finding-card.h"
#include "finding-cards.h"
#include "finding-row.h"
#include "findings-button.h"
#include "help.h"
#include "interface-row.h"
#include "key-bar.h"
#include "lens-bar.h"
#include "off-wire-page.h"
#include "live-bar.h"
#include "live-filter.h"
#include "live-page.h"
#include "permission-page.h"
#include "program-window.h"
#include "proof-card.h"
#include "samples-page.h"
#include "schedule-window.h"
#include "window.h"

#include <gtest/gtest.h>

#include <regex>
#include <string>

TEST (Templates, CanAllBeMade)
{
  const GType types[]
      = { TL_TYPE_CERTIFICATES, TL_TYPE_CONVERSATION_LIST, TL_TYPE_CONVERSATION_ROW, TL_TYPE_DETAILS,
          TL_TYPE_FIELD_ROW,    TL_TYPE_FINDING_CARDS,     TL_TYPE_FINDINGS_BUTTON,  TL_TYPE_SAMPLES_PAGE, TL_TYPE_KEY_BAR,
          TL_TYPE_PROOF_CARD,   TL_TYPE_DOOR_VIEW,         TL_TYPE_OFF_WIRE_PAGE,    TL_TYPE_LENS_BAR,
          TL_TYPE_INTERFACE_ROW, TL_TYPE_LIVE_BAR,      TL_TYPE_LIVE_FILTER,     TL_TYPE_LIVE_PAGE, TL_TYPE_PERMISSION_PAGE };

  for (GType type : types)
    {
      GtkWidget *widget = GTK_WIDGET (g_object_ref_sink (g_object_new (type, nullptr)));
      EXPECT_TRUE (g_type_is_a (G_OBJECT_TYPE (widget), type));
      g_object_unref (widget);
    }
  for (GType type : { TL_TYPE_HELP, TL_TYPE_PROGRAM_WINDOW, TL_TYPE_SCHEDULE_WINDOW, TL_TYPE_WINDOW })
    {
      GtkWidget *window = GTK_WIDGET (g_object_new (type, nullptr));
      gtk_window_destroy (GTK_WINDOW (window));
    }
}

/* What stands in a window was made with it: its type is known by then. */
TEST (Templates, AreAllInUse)
{
  const char *base = "/io/github/tls_ladder/TlsLadder";
  g_auto (GStrv) files = g_resources_enumerate_children (base, G_RESOURCE_LOOKUP_FLAGS_NONE, nullptr);
  GtkWidget *window = GTK_WIDGET (g_object_new (TL_TYPE_WINDOW, nullptr));
  GtkWidget *help = GTK_WIDGET (g_object_new (TL_TYPE_HELP, nullptr));
  int templates = 0;

  g_type_ensure (TL_TYPE_FINDING_CARD); /* these are made when something was found */
  g_type_ensure (TL_TYPE_FINDING_ROW);
  for (int i = 0; files[i] != nullptr; i++)
    {
      if (!g_str_has_suffix (files[i], ".ui"))
        continue;
      g_autofree char *path = g_build_filename (base, files[i], nullptr);
      g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, nullptr);
      std::string text (static_cast<const char *> (g_bytes_get_data (bytes, nullptr)),
                        g_bytes_get_size (bytes));
      std::smatch match;
      ASSERT_TRUE (std::regex_search (text, match, std::regex ("<template class=\"(\\w+)\""))) << files[i];
      EXPECT_NE (G_TYPE_INVALID, g_type_from_name (match[1].str ().c_str ())) << files[i];
      templates++;
    }
  EXPECT_GE (templates, 8);
  gtk_window_destroy (GTK_WINDOW (help));
  gtk_window_destroy (GTK_WINDOW (window));
}
