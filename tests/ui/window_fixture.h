/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What tests of whole windows have in common: waiting, finding, reading samples.
 */
#pragma once

#include "dissector.h"

#include <functional>
#include <gtest/gtest.h>
#include <gtk/gtk.h>
#include <string>

/* Lets the main loop run until @done, at most ten seconds. Returns whether it came to be. */
inline bool
wait_for (const std::function<bool ()> &done)
{
  gint64 until = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  while (!done () && g_get_monotonic_time () < until)
    if (!g_main_context_iteration (nullptr, FALSE))
      g_usleep (500);
  return done ();
}

/* Lets the main loop run until it has nothing to do. */
inline void
settle ()
{
  for (int i = 0; i < 50; i++)
    {
      while (g_main_context_iteration (nullptr, FALSE))
        ;
      g_usleep (1000);
    }
}

/* Calls @visit for @root and all that is in it. */
inline void
walk (GtkWidget *root, const std::function<void (GtkWidget *)> &visit)
{
  visit (root);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != nullptr;
       child = gtk_widget_get_next_sibling (child))
    walk (child, visit);
}

/* The first widget of @type in @root, or NULL. */
inline GtkWidget *
find (GtkWidget *root, GType type)
{
  GtkWidget *found = nullptr;

  walk (root, [&] (GtkWidget *widget) {
    if (found == nullptr && g_type_is_a (G_OBJECT_TYPE (widget), type))
      found = widget;
  });
  return found;
}

/* Whether a label in @root that can be seen says @text, or contains it. */
inline bool
says (GtkWidget *root, const std::string &text)
{
  bool said = false;

  walk (root, [&] (GtkWidget *widget) {
    if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget)
        && std::string (gtk_label_get_text (GTK_LABEL (widget))).find (text) != std::string::npos)
      said = true;
  });
  return said;
}

/* What assistive technology would announce as "button" or "list" only. */
inline bool
has_name (GtkWidget *widget)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (widget);
  bool text = false;

  if (gtk_test_accessible_has_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL)
      || gtk_test_accessible_has_relation (accessible, GTK_ACCESSIBLE_RELATION_LABELLED_BY))
    return true;
  walk (widget, [&] (GtkWidget *inside) {
    if (GTK_IS_LABEL (inside) && *gtk_label_get_text (GTK_LABEL (inside)) != '\0')
      text = true;
  });
  return text;
}

inline std::string
describe (GtkWidget *widget)
{
  std::string path;

  for (; widget != nullptr; widget = gtk_widget_get_parent (widget))
    path = std::string (G_OBJECT_TYPE_NAME (widget)) + (path.empty () ? "" : " > ") + path;
  return path;
}

/* Everything in @root that can take the focus has a name. */
inline void
expect_names (GtkWidget *root)
{
  walk (root, [] (GtkWidget *widget) {
    /* The text inside an entry is announced by the name of the entry. */
    if (gtk_widget_get_focusable (widget) && gtk_widget_get_mapped (widget) && !GTK_IS_TEXT (widget))
      {
        EXPECT_TRUE (has_name (widget)) << describe (widget);
      }
  });
}

inline std::string
sample_path (const std::string &name)
{
  return std::string (g_getenv ("TL_SAMPLES")) + "/" + name;
}

/* The first conversation of a sample, with the keys of @keyring. Free with tl_conversation_unref(). */
inline TlConversation *
read_sample (const std::string &name, TlKeyring *keyring = nullptr)
{
  TlConversation *first = nullptr;

  tl_read_capture (
      sample_path (name).c_str (), keyring, TL_TRACKER_STEPS,
      [] (TlConversation *conversation, gpointer user_data) {
        auto **where = static_cast<TlConversation **> (user_data);
        if (*where == nullptr)
          *where = tl_conversation_ref (conversation);
      },
      &first, nullptr);
  return first;
}

/* The same with the key log that lies beside it. */
inline TlConversation *
read_opened_sample (const std::string &name)
{
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();
  TlKeylogReport report;

  tl_keyring_load_keylog (keyring, (sample_path (name) + ".keylog.txt").c_str (), &report, nullptr);
  return read_sample (name, keyring);
}

/* The first step of @conversation that is a message @message in clear, or -1. */
inline int
find_step (const TlConversation *conversation, guint16 message)
{
  for (guint i = 0; i < conversation->n_steps; i++)
    if (conversation->steps[i]->type == TL_STEP_HANDSHAKE
        && conversation->steps[i]->context.message == message)
      return static_cast<int> (i);
  return -1;
}
