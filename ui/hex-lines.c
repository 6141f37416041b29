/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The lines of bytes as they are drawn: laid out once, drawn often.
 */
#include "hex-lines.h"

enum
{
  MAX_LINES = 256 /* that are kept: more than a screen shows */
};

struct _TlHexLines
{
  GHashTable *layouts; /* line number -> PangoLayout */
};

TlHexLines *
tl_hex_lines_new (void)
{
  TlHexLines *self = g_new (TlHexLines, 1);

  self->layouts = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  return self;
}

void
tl_hex_lines_free (TlHexLines *self)
{
  g_hash_table_unref (self->layouts);
  g_free (self);
}

void
tl_hex_lines_forget (TlHexLines *self)
{
  g_hash_table_remove_all (self->layouts);
}

static PangoLayout *
create_line (GtkWidget *widget, GBytes *bytes, const TlHexLayout *hex, gsize line)
{
  g_autofree char *text = tl_hex_layout_dup_line (hex, g_bytes_get_data (bytes, NULL), line);
  PangoLayout *layout = gtk_widget_create_pango_layout (widget, text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  PangoAttribute *dim = pango_attr_foreground_alpha_new (G_MAXUINT16 * 6 / 10);

  dim->end_index = tl_hex_layout_digits (hex);
  pango_attr_list_insert (attributes, dim);
  pango_layout_set_attributes (layout, attributes);
  return layout;
}

PangoLayout *
tl_hex_lines_get (TlHexLines *self, GtkWidget *widget, GBytes *bytes, const TlHexLayout *hex, gsize line)
{
  PangoLayout *layout = g_hash_table_lookup (self->layouts, GSIZE_TO_POINTER (line));

  if (layout != NULL)
    return layout;
  if (g_hash_table_size (self->layouts) >= MAX_LINES)
    tl_hex_lines_forget (self);
  layout = create_line (widget, bytes, hex, line);
  g_hash_table_insert (self->layouts, GSIZE_TO_POINTER (line), layout);
  return layout;
}
