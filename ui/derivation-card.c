/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * How one secret is made.
 */
#include "derivation-card.h"

#include "finding-text.h"
#include "value-row.h"
#include "workings.h"

#include <glib/gi18n-lib.h>

#define ZERO_WIDTH_SPACE "\xe2\x80\x8b"

static GtkWidget *
label (const char *text, const char *css_class)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  GtkWidget *label;

  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  label = g_object_new (GTK_TYPE_LABEL, "label", text, "xalign", 0.0, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR,
                        "natural-wrap-mode", GTK_NATURAL_WRAP_NONE, "attributes", attributes, NULL);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
append (GtkWidget *box, GtkWidget *child)
{
  gtk_box_append (GTK_BOX (box), child);
}

/* An input by its name, with its value and where that is from. */
static void
append_input (GtkWidget *box, const TlDerivation *input)
{
  g_autofree char *origin = tl_derivation_source_text (input);

  append (box, tl_value_row_new (input->name, input->value, origin));
  if (input->value != NULL)
    append (box, label (origin, "origin"));
}

static void
append_inputs (GtkWidget *box, GPtrArray *derivations, const TlDerivation *derivation)
{
  if (derivation->operation == NULL)
    return;
  append (box, label (_ ("What goes in"), "working-part"));
  for (guint i = 0; i < G_N_ELEMENTS (derivation->from); i++)
    if (derivation->from[i] >= 0)
      append_input (box, g_ptr_array_index (derivations, (guint) derivation->from[i]));
  if (derivation->label != NULL)
    append (box, tl_value_row_new (_ ("Label"), NULL, derivation->label));
  if (derivation->seed_value != NULL)
    append (box, tl_value_row_new (derivation->seed, derivation->seed_value, NULL));
  if (derivation->transcript_hash != NULL)
    {
      append (box, tl_value_row_new (_ ("Transcript hash"), derivation->transcript_hash, NULL));
      append (box, label (derivation->covers, "origin"));
    }
}

static void
append_result (GtkWidget *box, const TlDerivation *derivation)
{
  g_autofree char *source = tl_derivation_source_text (derivation);

  append (box, label (_ ("What comes out"), "working-part"));
  append (box, tl_value_row_new (derivation->name, derivation->value, source));
  if (derivation->value != NULL)
    append (box, label (source, "origin"));
}

static GtkWidget *
make_foot (const TlDerivation *derivation, guint index)
{
  GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *reference = label ("", "caption");
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("Show in the _Diagram"));
  g_autofree char *markup = tl_rfc_links_markup (derivation->reference);

  gtk_label_set_markup (GTK_LABEL (reference), markup);
  gtk_widget_set_hexpand (reference, TRUE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "conversation.secret");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "i", (int) index);
  append (foot, reference);
  append (foot, button);
  return foot;
}

/* The name, which may be broken between its words. */
static GtkWidget *
make_name (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, "_", -1);
  g_autofree char *broken = g_strjoinv ("_" ZERO_WIDTH_SPACE, words);

  return label (broken, "working-name");
}

/* RFC 9846 section 7.1: zeros stand for a pre-shared key where there is none. */
static bool
is_none (const TlDerivation *derivation)
{
  gsize n = 0;
  const guint8 *data = derivation->value == NULL ? NULL : g_bytes_get_data (derivation->value, &n);

  if (n == 0 || !g_str_equal (derivation->name, "PSK"))
    return false;
  for (gsize i = 0; i < n; i++)
    if (data[i] != 0)
      return false;
  return true;
}

/* The name, and what it is, if that is known, in short. */
static GtkWidget *
make_head (const TlDerivation *derivation)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *name = make_name (derivation->name);
  bool digits = derivation->value != NULL && !is_none (derivation);
  g_autofree char *value = derivation->value == NULL ? g_strdup (_ ("not told"))
                           : digits                  ? tl_short_value_text (derivation->value)
                                                     : g_strdup (_ ("none was agreed on: zeros"));
  GtkWidget *value_label = label (value, digits ? "monospace" : "dim-label");

  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_set_valign (value_label, GTK_ALIGN_START);
  g_object_set (value_label, "wrap", !digits, NULL);
  append (head, name);
  append (head, value_label);
  return head;
}

GtkWidget *
tl_derivation_card_new (GPtrArray *derivations, guint index, gboolean open)
{
  const TlDerivation *derivation = g_ptr_array_index (derivations, index);
  GtkWidget *expander = g_object_new (GTK_TYPE_EXPANDER, "hexpand", TRUE, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *formula = tl_derivation_formula (derivations, index);

  if (formula != NULL)
    {
      GtkWidget *line = label (formula, "monospace");

      gtk_widget_add_css_class (line, "working-formula");
      append (box, line);
    }
  append_inputs (box, derivations, derivation);
  append_result (box, derivation);
  append (box, make_foot (derivation, index));
  gtk_expander_set_label_widget (GTK_EXPANDER (expander), make_head (derivation));
  gtk_expander_set_child (GTK_EXPANDER (expander), box);
  gtk_expander_set_expanded (GTK_EXPANDER (expander), open);
  gtk_widget_add_css_class (expander, "card");
  gtk_widget_add_css_class (expander, "working");
  gtk_accessible_update_property (GTK_ACCESSIBLE (expander), GTK_ACCESSIBLE_PROPERTY_LABEL, derivation->name, -1);
  return expander;
}
