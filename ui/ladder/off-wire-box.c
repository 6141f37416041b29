/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A step that is not on the wire, as a small box on a lifeline: what one side does, and with keys what came out of it.
 */
#include "off-wire-box.h"

#include <glib/gi18n-lib.h>

enum
{
  LINES = 2 /* at most, where there is little width */
};

struct _TlOffWireBox
{
  GtkWidget parent_instance;

  guint index;
  char *spoken;
  gboolean selected;
  GtkWidget *line;
  GtkWidget *note; /* NULL: none */
};

G_DEFINE_FINAL_TYPE (TlOffWireBox, tl_off_wire_box, GTK_TYPE_WIDGET)

/* The text with its value in bold. What was captured is in it: it is escaped. */
static char *
make_markup (const TlOffWire *step)
{
  const char *value = step->value && *step->value ? strstr (step->text, step->value) : NULL;
  g_autofree char *before = NULL;
  g_autofree char *bold = NULL;
  g_autofree char *after = NULL;

  if (value == NULL)
    return g_markup_escape_text (step->text, -1);
  before = g_markup_escape_text (step->text, value - step->text);
  bold = g_markup_escape_text (step->value, -1);
  after = g_markup_escape_text (value + strlen (step->value), -1);
  return g_strconcat ("<span alpha=\"75%\">", before, "</span><b>", bold, "</b><span alpha=\"75%\">", after,
                      "</span>", NULL);
}

static GtkWidget *
make_line (const TlOffWire *step)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 5);
  GtkWidget *label = gtk_label_new (NULL);
  g_autofree char *markup = make_markup (step);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_markup (GTK_LABEL (label), markup);
  g_object_set (label, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, "natural-wrap-mode", GTK_NATURAL_WRAP_NONE, "lines", LINES,
                "ellipsize", PANGO_ELLIPSIZE_END, "xalign", 0.0, "attributes", attributes, NULL);
  gtk_box_append (GTK_BOX (line), gtk_image_new_from_icon_name ("tl-does-symbolic"));
  gtk_box_append (GTK_BOX (line), label);
  return line;
}

/* The name gives way before the value does. */
static GtkWidget *
make_note (const char *name, const char *value, gboolean told)
{
  GtkWidget *note = g_object_new (GTK_TYPE_BOX, "spacing", 6, NULL);
  GtkWidget *name_label = g_object_new (GTK_TYPE_LABEL, "label", name, "ellipsize", PANGO_ELLIPSIZE_END, "single-line-mode", TRUE, NULL);
  GtkWidget *value_label = g_object_new (GTK_TYPE_LABEL, "label", value, "ellipsize", PANGO_ELLIPSIZE_END, "single-line-mode", TRUE,
                                         "width-chars", MIN ((int) g_utf8_strlen (value, -1), 9), NULL);

  gtk_widget_add_css_class (note, "note");
  gtk_widget_add_css_class (name_label, "note-name");
  gtk_widget_add_css_class (value_label, told ? "monospace" : "untold");
  gtk_box_append (GTK_BOX (note), name_label);
  gtk_box_append (GTK_BOX (note), value_label);
  return note;
}

static void
speak (TlOffWireBox *self, const char *name, const char *value)
{
  g_autofree char *label = name == NULL ? g_strdup (self->spoken) : g_strdup_printf ("%s, %s: %s", self->spoken, name, value);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
activate_cb (GtkWidget *widget, const char *action G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED)
{
  gtk_widget_activate_action (widget, "ladder.activate-box", "i", (int) TL_OFF_WIRE_BOX (widget)->index);
}

static void
pressed_cb (TlOffWireBox *self)
{
  if (gtk_widget_get_opacity (GTK_WIDGET (self)) > 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "box.activate", NULL);
}

static void
tl_off_wire_box_dispose (GObject *object)
{
  TlOffWireBox *self = TL_OFF_WIRE_BOX (object);

  g_clear_pointer (&self->line, gtk_widget_unparent);
  g_clear_pointer (&self->note, gtk_widget_unparent);
  G_OBJECT_CLASS (tl_off_wire_box_parent_class)->dispose (object);
}

static void
tl_off_wire_box_finalize (GObject *object)
{
  g_free (TL_OFF_WIRE_BOX (object)->spoken);
  G_OBJECT_CLASS (tl_off_wire_box_parent_class)->finalize (object);
}

static void
tl_off_wire_box_class_init (TlOffWireBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tl_off_wire_box_dispose;
  G_OBJECT_CLASS (klass)->finalize = tl_off_wire_box_finalize;
  gtk_widget_class_set_css_name (widget_class, "offwire");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  gtk_widget_class_install_action (widget_class, "box.activate", NULL, activate_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, 0, "box.activate", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, 0, "box.activate", NULL);
}

static void
tl_off_wire_box_init (TlOffWireBox *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))), GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_SELECTED, FALSE, -1);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

GtkWidget *
tl_off_wire_box_new (const TlOffWire *step, guint index)
{
  TlOffWireBox *self = g_object_new (TL_TYPE_OFF_WIRE_BOX, "tooltip-text", step->text, NULL);

  self->index = index;
  self->spoken = tl_off_wire_title (step);
  self->line = make_line (step);
  gtk_widget_set_parent (self->line, GTK_WIDGET (self));
  speak (self, NULL, NULL);
  return GTK_WIDGET (self);
}

guint
tl_off_wire_box_get_index (TlOffWireBox *self)
{
  return self->index;
}

void
tl_off_wire_box_set_note (TlOffWireBox *self, const char *name, const char *value)
{
  const char *shown = value == NULL ? _ ("not told") : value;

  g_clear_pointer (&self->note, gtk_widget_unparent);
  speak (self, name, shown);
  if (name == NULL)
    return;
  self->note = make_note (name, shown, value != NULL);
  gtk_widget_set_parent (self->note, GTK_WIDGET (self));
}

gboolean
tl_off_wire_box_get_selected (TlOffWireBox *self)
{
  return self->selected;
}

void
tl_off_wire_box_set_selected (TlOffWireBox *self, gboolean selected)
{
  if (self->selected == selected)
    return;
  self->selected = selected;
  if (selected)
    gtk_widget_set_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_SELECTED, FALSE);
  else
    gtk_widget_unset_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_SELECTED);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_SELECTED, selected, -1);
}
