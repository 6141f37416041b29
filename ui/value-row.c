/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Bytes with a name.
 */
#include "value-row.h"

#include "compat.h"
#include "dissector.h"

#include <glib/gi18n-lib.h>

enum
{
  SHOWN = 64 /* bytes: a secret is shown whole, a signature by its beginning */
};

char *
tl_value_dup_hex (GBytes *value)
{
  gsize n;
  const guint8 *data = g_bytes_get_data (value, &n);
  GString *text = g_string_sized_new (2 * n);

  for (gsize i = 0; i < n; i++)
    g_string_append_printf (text, "%02x", data[i]);
  return g_string_free (text, FALSE);
}

char *
tl_value_text (GBytes *value, gsize max)
{
  gsize n = g_bytes_get_size (value);
  g_autoptr (GBytes) shown = g_bytes_new_from_bytes (value, 0, MIN (n, max));
  g_autofree char *hex = tl_value_dup_hex (shown);

  if (n == 0)
    return g_strdup (_ ("empty"));
  if (n <= max)
    return g_steal_pointer (&hex);
  return g_strdup_printf (ngettext ("%s… (%zu byte)", "%s… (%zu bytes)", n), hex, n);
}

static void
copy_cb (GtkWidget *button, GBytes *value)
{
  char *hex = tl_value_dup_hex (value);

  tl_compat_copy_text (button, hex);
  tl_forget_text (hex);
}

static void
unref_value (gpointer value, GClosure *closure G_GNUC_UNUSED)
{
  g_bytes_unref (value);
}

static GtkWidget *
copy_button (const char *name, GBytes *value)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  /* Translators: the name of a value. */
  g_autofree char *label = g_strdup_printf (_ ("Copy %s"), name);

  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_data (button, "clicked", G_CALLBACK (copy_cb), g_bytes_ref (value), unref_value, 0);
  return button;
}

/* Where digits are broken there must be no hyphen: it would look like one of them. */
static GtkWidget *
text_label (const char *text, const char *css_class)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  GtkWidget *label;

  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  label = g_object_new (GTK_TYPE_LABEL, "label", text, "xalign", 0.0, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR,
                        "attributes", attributes, "hexpand", TRUE, NULL);

  gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
make_row (const char *name, GBytes *value, const char *text, const char *css_class)
{
  GtkWidget *row = g_object_new (GTK_TYPE_BOX, "css-name", "valuerow", "spacing", 6, NULL);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (texts), text_label (name, "value-name"));
  gtk_box_append (GTK_BOX (texts), text_label (text, css_class));
  gtk_box_append (GTK_BOX (row), texts);
  if (value != NULL)
    gtk_box_append (GTK_BOX (row), copy_button (name, value));
  return row;
}

GtkWidget *
tl_value_row_new (const char *name, GBytes *value, const char *missing)
{
  g_autofree char *text = value == NULL ? g_strdup (missing) : tl_value_text (value, SHOWN);

  return make_row (name, value, text, value == NULL ? "dim-label" : "monospace");
}

GtkWidget *
tl_value_row_new_told (const char *name, GBytes *value, const char *text)
{
  return make_row (name, value, text, "told");
}
