/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * How many findings there are, by the sign of the gravest, and behind it a list of them.
 */
#include "findings-button.h"

#include "finding-row.h"
#include "finding-text.h"

#include <glib/gi18n-lib.h>

enum
{
  MAX_ROWS = 100 /* a hostile conversation can have thousands */
};

struct _TlFindingsButton
{
  AdwBin parent_instance;

  TlConversation *conversation;
  GPtrArray *findings;

  GtkMenuButton *button;
  GtkImage *sign;
  GtkLabel *count_text;
  GtkLabel *count;
  GtkPopover *popover;
  GtkListBox *list;
  GtkLabel *rest;
};

G_DEFINE_FINAL_TYPE (TlFindingsButton, tl_findings_button, ADW_TYPE_BIN)

enum
{
  STEP_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
clear_list (TlFindingsButton *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
}

static void
fill_list (TlFindingsButton *self)
{
  g_autoptr (GPtrArray) sorted = tl_findings_by_gravity (self->findings, G_MININT);
  guint rest = sorted->len > MAX_ROWS ? sorted->len - MAX_ROWS : 0;
  g_autofree char *text = g_strdup_printf (
      ngettext ("%u more is told at its step.", "%u more are told at their steps.", rest), rest);

  clear_list (self);
  for (guint i = 0; i < sorted->len - rest; i++)
    gtk_list_box_append (self->list, tl_finding_row_new (self->conversation, g_ptr_array_index (sorted, i)));
  gtk_label_set_text (self->rest, text);
  gtk_widget_set_visible (GTK_WIDGET (self->rest), rest > 0);
}

/* The row with the focus, or -1. */
static int
focused_row (TlFindingsButton *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self->list));
  GtkWidget *focus = root == NULL ? NULL : gtk_root_get_focus (root);
  GtkWidget *row = focus == NULL ? NULL : gtk_widget_get_ancestor (focus, TL_TYPE_FINDING_ROW);

  return row == NULL ? -1 : gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));
}

/* While the list is read, a conversation can grow. */
static void
refill_list (TlFindingsButton *self)
{
  int focused = focused_row (self);
  GtkListBoxRow *row;

  fill_list (self);
  row = focused < 0 ? NULL : gtk_list_box_get_row_at_index (self->list, focused);
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
show_count (TlFindingsButton *self)
{
  guint n = self->findings->len;
  guint counts[TL_N_SEVERITIES];
  g_autofree char *count = g_strdup_printf ("%u", n);
  g_autofree char *text = g_strdup_printf (ngettext ("%u finding", "%u findings", n), n);
  g_autofree char *kinds = NULL;
  g_autofree char *label = NULL;
  int gravest = TL_SEVERITY_ERROR;

  tl_findings_count (self->findings, counts);
  while (gravest > TL_SEVERITY_NOTE && counts[gravest] == 0)
    gravest--;
  kinds = tl_severity_counts_text (counts);
  label = g_strdup_printf ("%s: %s", text, kinds);
  gtk_image_set_from_icon_name (self->sign, tl_severity_icon_name (gravest));
  gtk_widget_set_css_classes (GTK_WIDGET (self->sign),
                              (const char *[]){ tl_severity_css_class (gravest), NULL });
  gtk_label_set_text (self->count_text, text);
  gtk_label_set_text (self->count, count);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), kinds);
  /* The menu button is announced by the button inside it. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_first_child (GTK_WIDGET (self->button))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

/* The rows are made when somebody wants to see them. */
static void
create_popup_cb (GtkMenuButton *button, gpointer user_data)
{
  fill_list (user_data);
}

static void
row_activated_cb (TlFindingsButton *self, GtkListBoxRow *row)
{
  int step = tl_finding_row_get_step (TL_FINDING_ROW (row));

  gtk_popover_popdown (self->popover);
  if (step >= 0)
    g_signal_emit (self, signals[STEP_CHOSEN], 0, step);
}

static void
tl_findings_button_dispose (GObject *object)
{
  TlFindingsButton *self = TL_FINDINGS_BUTTON (object);

  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_clear_pointer (&self->conversation, tl_conversation_unref);
  G_OBJECT_CLASS (tl_findings_button_parent_class)->dispose (object);
}

static void
tl_findings_button_class_init (TlFindingsButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tl_findings_button_dispose;
  signals[STEP_CHOSEN] = g_signal_new ("step-chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  g_type_ensure (ADW_TYPE_SQUEEZER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/tls_ladder/TlsLadder/findings-button.ui");
  gtk_widget_class_bind_template_child (widget_class, TlFindingsButton, button);
  gtk_widget_class_bind_template_child (widget_class, TlFindingsButton, sign);
  gtk_widget_class_bind_template_child (widget_class, TlFindingsButton, count_text);
  gtk_widget_class_bind_template_child (widget_class, TlFindingsButton, count);
  gtk_widget_class_bind_template_child (widget_class, TlFindingsButton, popover);
  gtk_widget_class_bind_template_child (widget_class, TlFindingsButton, list);
  gtk_widget_class_bind_template_child (widget_class, TlFindingsButton, rest);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
tl_findings_button_init (TlFindingsButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->button, create_popup_cb, self, NULL);
}

void
tl_findings_button_set (TlFindingsButton *self, TlConversation *conversation, GPtrArray *findings)
{
  g_autoptr (TlConversation) old_conversation = self->conversation;
  g_autoptr (GPtrArray) old = self->findings;
  gboolean any = findings != NULL && findings->len > 0;

  self->conversation = any ? tl_conversation_ref (conversation) : NULL;
  self->findings = any ? g_ptr_array_ref (findings) : NULL;
  if (!any)
    gtk_popover_popdown (self->popover);
  gtk_widget_set_visible (GTK_WIDGET (self), any);
  if (!any || tl_findings_equal (old, findings))
    return;
  show_count (self);
  if (gtk_widget_get_visible (GTK_WIDGET (self->popover)))
    refill_list (self);
}
