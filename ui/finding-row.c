/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * One finding in the list of all: its sign, what was seen, and at which step.
 */
#include "finding-row.h"

#include "finding-text.h"

#include <glib/gi18n-lib.h>

struct _TlFindingRow
{
  GtkListBoxRow parent_instance;

  int step;

  GtkImage *sign;
  GtkLabel *text;
  GtkLabel *place;
  GtkWidget *arrow;
};

G_DEFINE_FINAL_TYPE (TlFindingRow, tl_finding_row, GTK_TYPE_LIST_BOX_ROW)

static bool
is_about_a_step (const TlConversation *conversation, const TlFinding *finding)
{
  return finding->step >= 0 && (guint) finding->step < conversation->n_steps;
}

static char *
place_text (const TlConversation *conversation, const TlFinding *finding)
{
  g_autofree char *title = NULL;

  if (!is_about_a_step (conversation, finding))
    return g_strdup (_ ("The whole conversation"));
  title = tl_step_title (conversation, (guint) finding->step);
  /* Translators: where something was found: the name of a message, and which step of the ladder it is. */
  return g_strdup_printf (_ ("%s · step %d"), title, finding->step + 1);
}

static void
tl_finding_row_class_init (TlFindingRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/tls_ladder/TlsLadder/finding-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TlFindingRow, sign);
  gtk_widget_class_bind_template_child (widget_class, TlFindingRow, text);
  gtk_widget_class_bind_template_child (widget_class, TlFindingRow, place);
  gtk_widget_class_bind_template_child (widget_class, TlFindingRow, arrow);
}

static void
tl_finding_row_init (TlFindingRow *self)
{
  self->step = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tl_finding_row_new (const TlConversation *conversation, const TlFinding *finding)
{
  TlFindingRow *self = g_object_new (TL_TYPE_FINDING_ROW, NULL);
  gboolean leads = is_about_a_step (conversation, finding);
  g_autofree char *place = place_text (conversation, finding);
  g_autofree char *label
      = g_strdup_printf ("%s: %s %s", tl_severity_word (finding->severity), finding->text, place);

  if (leads)
    self->step = finding->step;
  gtk_image_set_from_icon_name (self->sign, tl_severity_icon_name (finding->severity));
  gtk_widget_add_css_class (GTK_WIDGET (self->sign), tl_severity_css_class (finding->severity));
  gtk_label_set_text (self->text, finding->text);
  gtk_label_set_text (self->place, place);
  gtk_widget_set_visible (self->arrow, leads);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), leads);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return GTK_WIDGET (self);
}

int
tl_finding_row_get_step (TlFindingRow *self)
{
  return self->step;
}
