/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Every template can be made: what the builder would complain about ends the test.
 */
#include "certificates.h"
#include "conversation-list.h"
#include "conversation-row.h"
#include "details.h"
#include "field-row.h"
#include "help.h"
#include "samples-page.h"
#include "window.h"

#include <gtest/gtest.h>

TEST (Templates, CanAllBeMade)
{
  const GType types[] = { TL_TYPE_CERTIFICATES, TL_TYPE_CONVERSATION_LIST, TL_TYPE_CONVERSATION_ROW,
                          TL_TYPE_DETAILS,      TL_TYPE_FIELD_ROW,         TL_TYPE_SAMPLES_PAGE };

  for (GType type : types)
    {
      GtkWidget *widget = GTK_WIDGET (g_object_ref_sink (g_object_new (type, nullptr)));
      EXPECT_TRUE (g_type_is_a (G_OBJECT_TYPE (widget), type));
      g_object_unref (widget);
    }
  for (GType type : { TL_TYPE_HELP, TL_TYPE_WINDOW })
    {
      GtkWidget *window = GTK_WIDGET (g_object_new (type, nullptr));
      gtk_window_destroy (GTK_WINDOW (window));
    }
}

TEST (Templates, AreAllKnownToTheTest)
{
  g_auto (GStrv) files = g_resources_enumerate_children ("/io/github/tls_ladder/TlsLadder",
                                                         G_RESOURCE_LOOKUP_FLAGS_NONE, nullptr);
  int templates = 0;

  for (int i = 0; files[i] != nullptr; i++)
    templates += g_str_has_suffix (files[i], ".ui");
  EXPECT_EQ (8, templates) << "a template was added or removed: make it in the test above";
}
