/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * One conversation: how it ended, its ladder and the details of one step.
 */
#include "conversation-view.h"

#include "details.h"
#include "ladder/ladder.h"
#include "ladder/transport-bar.h"
#include "lens-bar.h"
#include "outcome-bar.h"
#include "panes.h"

struct _TlConversationView
{
  AdwBin parent_instance;

  TlConversationItem *item;
  TlLens lens;

  GtkBox *ladder_pane;
  TlLensBar *lens_bar;
  TlOutcomeBar *outcome;
  TlLadder *ladder;
  TlDetails *details;
};

G_DEFINE_FINAL_TYPE (TlConversationView, tl_conversation_view, ADW_TYPE_BIN)

static void
show_details (TlConversationView *self)
{
  if (self->item != NULL)
    tl_details_set_step (self->details, tl_conversation_item_get_conversation (self->item),
                         tl_ladder_get_selected_step (self->ladder));
}

static void
show_lens (TlConversationView *self)
{
  tl_lens_bar_show (self->lens_bar, self->lens, self->item == NULL ? NULL : tl_conversation_item_get_conversation (self->item));
}

/* Also for another snapshot of the same conversation: its steps so far are the same. */
static void
show_conversation (TlConversationView *self)
{
  TlConversation *conversation = tl_conversation_item_get_conversation (self->item);
  g_autoptr (GPtrArray) findings = tl_conversation_findings (conversation); /* once: it walks all messages */

  show_lens (self);
  tl_outcome_bar_set_conversation (self->outcome, conversation, findings);
  tl_details_set_findings (self->details, findings);
  tl_ladder_set_conversation (self->ladder, conversation);
  tl_ladder_set_findings (self->ladder, findings);
  show_details (self);
}

static void
show_nothing (TlConversationView *self)
{
  show_lens (self);
  tl_ladder_set_conversation (self->ladder, NULL);
  tl_details_set_step (self->details, NULL, -1);
  tl_details_set_findings (self->details, NULL);
}

static gboolean
tl_conversation_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (TL_CONVERSATION_VIEW (widget)->ladder));
}

static void
tl_conversation_view_dispose (GObject *object)
{
  TlConversationView *self = TL_CONVERSATION_VIEW (object);

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, show_conversation, self);
  g_clear_object (&self->item);
  G_OBJECT_CLASS (tl_conversation_view_parent_class)->dispose (object);
}

static void
tl_conversation_view_class_init (TlConversationViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tl_conversation_view_dispose;
  widget_class->grab_focus = tl_conversation_view_grab_focus;
  g_type_ensure (TL_TYPE_DETAILS);
  g_type_ensure (TL_TYPE_LADDER);
  g_type_ensure (TL_TYPE_LENS_BAR);
  g_type_ensure (TL_TYPE_OUTCOME_BAR);
  g_type_ensure (TL_TYPE_PANES);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/tls_ladder/TlsLadder/conversation-view.ui");
  gtk_widget_class_bind_template_child (widget_class, TlConversationView, ladder_pane);
  gtk_widget_class_bind_template_child (widget_class, TlConversationView, lens_bar);
  gtk_widget_class_bind_template_child (widget_class, TlConversationView, outcome);
  gtk_widget_class_bind_template_child (widget_class, TlConversationView, ladder);
  gtk_widget_class_bind_template_child (widget_class, TlConversationView, details);
  gtk_widget_class_bind_template_callback (widget_class, show_details);
  gtk_widget_class_bind_template_callback (widget_class, tl_conversation_view_select_step);
}

static void
tl_conversation_view_init (TlConversationView *self)
{
  self->lens = TL_N_LENSES;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_box_append (self->ladder_pane, tl_transport_bar_new (self->ladder));
}

void
tl_conversation_view_set_item (TlConversationView *self, TlConversationItem *item)
{
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, show_conversation, self);
  g_set_object (&self->item, item);
  gtk_widget_set_visible (GTK_WIDGET (self->outcome), item != NULL);
  if (item == NULL)
    {
      show_nothing (self);
      return;
    }
  g_signal_connect_swapped (item, "notify::conversation", G_CALLBACK (show_conversation), self);
  show_conversation (self);
}

TlConversationItem *
tl_conversation_view_get_item (TlConversationView *self)
{
  return self->item;
}

void
tl_conversation_view_select_step (TlConversationView *self, int step)
{
  tl_ladder_set_selected_step (self->ladder, step);
  gtk_widget_grab_focus (GTK_WIDGET (self->ladder));
}

bool
tl_conversation_view_get_place (TlConversationView *self, TlStepPlace *place, double *y)
{
  *y = tl_ladder_get_selected_y (self->ladder);
  return self->item != NULL
         && tl_step_place_of (tl_conversation_item_get_conversation (self->item), tl_ladder_get_selected_step (self->ladder), place);
}

void
tl_conversation_view_go_to (TlConversationView *self, const TlStepPlace *place, double y)
{
  int step = self->item == NULL ? -1 : tl_step_place_find (place, tl_conversation_item_get_conversation (self->item));

  if (step >= 0)
    tl_ladder_select_at (self->ladder, step, y);
}

void
tl_conversation_view_set_lens (TlConversationView *self, TlLens lens)
{
  self->lens = lens;
  tl_ladder_set_lens (self->ladder, lens);
  show_lens (self);
}
