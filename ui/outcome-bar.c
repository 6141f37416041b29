/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * One sentence on how a conversation ended, above its ladder.
 */
#include "outcome-bar.h"

#include <glib/gi18n-lib.h>

struct _TlOutcomeBar
{
  GtkWidget parent_instance;

  GtkImage *icon;
  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (TlOutcomeBar, tl_outcome_bar, GTK_TYPE_WIDGET)

typedef struct
{
  const char *css_class;
  const char *icon;
} Look;

/* Never by colour alone: the sign says it too. */
static Look
look_of (const TlConversation *conversation)
{
  if (tl_conversation_failed (conversation))
    return (Look){ "failed", "dialog-error-symbolic" };
  if (conversation->outcome == TL_OUTCOME_ESTABLISHED)
    return (Look){ "established", "emblem-ok-symbolic" };
  return (Look){ "open", "dialog-information-symbolic" };
}

static char *
text_of (const TlConversation *conversation)
{
  g_autofree char *outcome = tl_conversation_outcome_text (conversation);

  if (!conversation->evicted)
    return g_steal_pointer (&outcome);
  return g_strdup_printf (
      "%s %s", outcome,
      _ ("Its messages were not kept, to save memory: to see them, cut this conversation out into a "
         "capture of its own."));
}

static void
tl_outcome_bar_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tl_outcome_bar_parent_class)->dispose (object);
}

static void
tl_outcome_bar_class_init (TlOutcomeBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tl_outcome_bar_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/tls_ladder/TlsLadder/outcome-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, TlOutcomeBar, icon);
  gtk_widget_class_bind_template_child (widget_class, TlOutcomeBar, label);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "outcomebar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_STATUS);
}

static void
tl_outcome_bar_init (TlOutcomeBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))), 10);
}

void
tl_outcome_bar_set_conversation (TlOutcomeBar *self, const TlConversation *conversation)
{
  Look look = look_of (conversation);
  const char *classes[] = { look.css_class, NULL };
  g_autofree char *text = text_of (conversation);

  gtk_widget_set_css_classes (GTK_WIDGET (self), classes);
  gtk_image_set_from_icon_name (self->icon, look.icon);
  gtk_label_set_text (self->label, text);
}
