/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The shortcuts window says what the keys do, and nothing else.
 */
#include "accelerators.h"

#include <gtest/gtest.h>
#include <gtk/gtk.h>

#include <map>
#include <set>
#include <string>

using Keys = std::set<std::string>;

/* A shortcut of the window: what stands between two tags of the file. */
struct Overlay
{
  std::map<std::string, Keys> by_action;
  Keys without_action;
  std::string action;
  std::string keys;
  std::string property;
};

static void
start_cb (GMarkupParseContext *,
          const char *element,
          const char **names,
          const char **values,
          gpointer user_data,
          GError **)
{
  auto *overlay = static_cast<Overlay *> (user_data);

  overlay->property.clear ();
  for (int i = 0; names[i] != nullptr; i++)
    if (g_str_equal (element, "property") && g_str_equal (names[i], "name"))
      overlay->property = values[i];
  if (g_str_equal (element, "object"))
    overlay->action = overlay->keys = "";
}

static void
text_cb (GMarkupParseContext *, const char *text, gsize length, gpointer user_data, GError **)
{
  auto *overlay = static_cast<Overlay *> (user_data);

  if (overlay->property == "accelerator")
    overlay->keys.append (text, length);
  if (overlay->property == "action-name")
    overlay->action.append (text, length);
}

static void
end_cb (GMarkupParseContext *, const char *element, gpointer user_data, GError **)
{
  auto *overlay = static_cast<Overlay *> (user_data);

  overlay->property.clear ();
  if (!g_str_equal (element, "object") || overlay->keys.empty ())
    return;
  g_auto (GStrv) keys = g_strsplit (overlay->keys.c_str (), " ", -1);
  for (int i = 0; keys[i] != nullptr; i++)
    (overlay->action.empty () ? overlay->without_action : overlay->by_action[overlay->action])
        .insert (keys[i]);
  overlay->action = overlay->keys = "";
}

static Overlay
read_overlay ()
{
  static const GMarkupParser parser = { start_cb, end_cb, text_cb, nullptr, nullptr };
  Overlay overlay;
  g_autoptr (GBytes) bytes = g_resources_lookup_data ("/io/github/tls_ladder/TlsLadder/gtk/help-overlay.ui",
                                                      G_RESOURCE_LOOKUP_FLAGS_NONE, nullptr);
  g_autoptr (GMarkupParseContext) context
      = g_markup_parse_context_new (&parser, static_cast<GMarkupParseFlags> (0), &overlay, nullptr);

  EXPECT_TRUE (g_markup_parse_context_parse (context,
                                             static_cast<const char *> (g_bytes_get_data (bytes, nullptr)),
                                             static_cast<gssize> (g_bytes_get_size (bytes)), nullptr));
  return overlay;
}

TEST (Shortcuts, AreAllInTheWindow)
{
  Overlay overlay = read_overlay ();

  for (gsize i = 0; i < tl_n_accelerators; i++)
    {
      const TlAccelerator &accelerator = tl_accelerators[i];
      ASSERT_TRUE (overlay.by_action.count (accelerator.action)) << accelerator.action;
      EXPECT_TRUE (overlay.by_action[accelerator.action].count (accelerator.keys[0])) << accelerator.action;
    }
}

TEST (Shortcuts, OfTheWindowAreAllThere)
{
  Overlay overlay = read_overlay ();

  for (const auto &[action, keys] : overlay.by_action)
    for (const std::string &key : keys)
      {
        bool there = false;
        for (gsize i = 0; i < tl_n_accelerators; i++)
          for (int k = 0; tl_accelerators[i].keys[k] != nullptr; k++)
            there |= action == tl_accelerators[i].action && key == tl_accelerators[i].keys[k];
        EXPECT_TRUE (there) << action << " by " << key;
      }
}

TEST (Shortcuts, CanBePressedAndMeanOneThing)
{
  Keys seen;

  for (gsize i = 0; i < tl_n_accelerators; i++)
    for (int k = 0; tl_accelerators[i].keys[k] != nullptr; k++)
      {
        guint key = 0;
        GdkModifierType modifiers;
        EXPECT_TRUE (gtk_accelerator_parse (tl_accelerators[i].keys[k], &key, &modifiers))
            << tl_accelerators[i].keys[k];
        EXPECT_NE (0u, key) << tl_accelerators[i].keys[k];
        EXPECT_TRUE (seen.insert (tl_accelerators[i].keys[k]).second)
            << tl_accelerators[i].keys[k] << " twice";
      }
}

TEST (Shortcuts, OpenAsAWindow)
{
  g_autoptr (GtkBuilder) builder
      = gtk_builder_new_from_resource ("/io/github/tls_ladder/TlsLadder/gtk/help-overlay.ui");
  GObject *overlay = gtk_builder_get_object (builder, "help_overlay");

  ASSERT_TRUE (GTK_IS_SHORTCUTS_WINDOW (overlay));
  gtk_window_destroy (GTK_WINDOW (overlay));
}
