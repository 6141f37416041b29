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
#include "schedule-window.h"
#include "workings.h"

struct _TlConversationView
{
  AdwBin parent_instance;

  TlConversationItem *item;
  TlLens lens;
  TlWorkings *workings;      /* of what is shown; NULL: not computed yet */
  GCancellable *checking;    /* that they are being computed; NULL: they are not */
  gboolean grown;            /* meanwhile: they have to be computed again */
  TlScheduleWindow *secrets; /* weak: the window of the secrets; NULL: it is closed */

  GtkBox *ladder_pane;
  TlLensBar *lens_bar;
  TlOutcomeBar *outcome;
  TlLadder *ladder;
  TlDetails *details;
};

G_DEFINE_FINAL_TYPE (TlConversationView, tl_conversation_view, ADW_TYPE_BIN)

static TlConversation *
get_conversation (TlConversationView *self)
{
  return self->item == NULL ? NULL : tl_conversation_item_get_conversation (self->item);
}

static void
show_details (TlConversationView *self)
{
  TlConversation *conversation = get_conversation (self);
  int box = tl_ladder_get_selected_box (self->ladder);

  if (conversation == NULL)
    return;
  if (box >= 0)
    tl_details_set_off_wire (self->details, conversation, tl_ladder_get_off_wire (self->ladder), (guint) box, self->workings);
  else
    tl_details_set_step (self->details, conversation, tl_ladder_get_selected_step (self->ladder));
}

static void
show_lens (TlConversationView *self)
{
  tl_lens_bar_show (self->lens_bar, self->lens, get_conversation (self), self->workings);
}

static void
show_covered (TlConversationView *self)
{
  tl_ladder_set_covered (self->ladder, self->secrets == NULL ? NULL : tl_schedule_window_get_covered (self->secrets));
}

static void
update_secrets (TlConversationView *self)
{
  if (self->secrets == NULL)
    return;
  tl_schedule_window_set_conversation (self->secrets, get_conversation (self), self->workings);
  show_covered (self);
}

/* What follows from the messages */

static void checked_cb (GObject *object, GAsyncResult *result, gpointer user_data);

static void
stop_checking (TlConversationView *self)
{
  if (self->checking != NULL)
    g_cancellable_cancel (self->checking);
  g_clear_object (&self->checking);
  g_clear_pointer (&self->workings, tl_workings_unref);
  self->grown = FALSE;
}

/* A conversation may grow faster than it can be computed: then one is left out. */
static void
check (TlConversationView *self)
{
  self->grown = self->checking != NULL;
  if (self->grown)
    return;
  self->checking = g_cancellable_new ();
  tl_workings_check (self, get_conversation (self), self->checking, checked_cb);
}

static void
show_workings (TlConversationView *self)
{
  show_lens (self);
  update_secrets (self);
  tl_ladder_set_workings (self->ladder, self->workings);
  if (tl_ladder_get_selected_box (self->ladder) >= 0)
    show_details (self);
}

static void
checked_cb (GObject *object, GAsyncResult *result, gpointer user_data G_GNUC_UNUSED)
{
  TlConversationView *self = TL_CONVERSATION_VIEW (object);
  g_autoptr (TlWorkings) workings = tl_workings_check_finish (result);

  if (workings == NULL) /* it was cancelled */
    return;
  g_clear_object (&self->checking);
  g_clear_pointer (&self->workings, tl_workings_unref);
  self->workings = g_steal_pointer (&workings);
  show_workings (self);
  if (self->grown)
    check (self);
}

/* Secrets */

static void
secrets_closed_cb (TlConversationView *self)
{
  g_clear_weak_pointer (&self->secrets);
  show_covered (self);
}

/* To the step in which the secret is made: that of the client, where both make it. */
static void
secret_step_cb (TlConversationView *self, int secret)
{
  const GPtrArray *derivations = self->workings == NULL ? NULL : self->workings->derivations;
  const GPtrArray *off_wire = tl_ladder_get_off_wire (self->ladder);
  int box;

  if (derivations == NULL || (guint) secret >= derivations->len)
    return;
  box = tl_derivation_made_at (derivations, (guint) secret, off_wire, TL_SIDE_CLIENT);
  if (box < 0)
    box = tl_derivation_made_at (derivations, (guint) secret, off_wire, TL_SIDE_SERVER);
  if (box >= 0)
    tl_ladder_set_selected_box (self->ladder, box);
  else
    tl_ladder_set_selected_step (self->ladder, ((const TlDerivation *) g_ptr_array_index (derivations, (guint) secret))->step);
  gtk_widget_grab_focus (GTK_WIDGET (self->ladder));
}

static void
secret_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *parameter)
{
  tl_conversation_view_show_secrets (TL_CONVERSATION_VIEW (widget), g_variant_get_int32 (parameter));
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
  check (self);
  update_secrets (self);
  show_details (self);
}

static void
show_nothing (TlConversationView *self)
{
  show_lens (self);
  update_secrets (self);
  tl_ladder_set_conversation (self->ladder, NULL);
  tl_details_set_step (self->details, NULL, -1);
  tl_details_set_findings (self->details, NULL);
}

/* There is little room where the panes are stacked. */
static void
stacked_cb (TlConversationView *self, GParamSpec *pspec G_GNUC_UNUSED, TlPanes *panes)
{
  gboolean stacked = tl_panes_get_stacked (panes);

  if (stacked)
    gtk_widget_add_css_class (GTK_WIDGET (self->ladder_pane), "compact");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->ladder_pane), "compact");
  tl_lens_bar_set_narrow (self->lens_bar, stacked);
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
  stop_checking (self);
  if (self->secrets != NULL)
    g_signal_handlers_disconnect_by_data (self->secrets, self);
  g_clear_weak_pointer (&self->secrets);
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
  gtk_widget_class_bind_template_callback (widget_class, stacked_cb);
  gtk_widget_class_install_action (widget_class, "conversation.secret", "i", secret_action);
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
  stop_checking (self);
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

void
tl_conversation_view_set_following (TlConversationView *self, gboolean following)
{
  tl_ladder_set_following (self->ladder, following);
}

bool
tl_conversation_view_is_untouched (TlConversationView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root == NULL ? NULL : gtk_root_get_focus (root);

  return self->secrets == NULL && tl_ladder_is_untouched (self->ladder)
         && (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->details)));
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

/* Beside the ladder, so that both can be seen. */
void
tl_conversation_view_show_secrets (TlConversationView *self, int secret)
{
  if (self->secrets == NULL)
    {
      GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));

      g_set_weak_pointer (&self->secrets, TL_SCHEDULE_WINDOW (tl_schedule_window_new (window)));
      gtk_window_set_destroy_with_parent (GTK_WINDOW (self->secrets), TRUE);
      g_signal_connect_swapped (self->secrets, "step-chosen", G_CALLBACK (secret_step_cb), self);
      g_signal_connect_swapped (self->secrets, "chosen", G_CALLBACK (show_covered), self);
      g_signal_connect_swapped (self->secrets, "destroy", G_CALLBACK (secrets_closed_cb), self);
      update_secrets (self);
    }
  gtk_window_present (GTK_WINDOW (self->secrets));
  if (secret >= 0)
    tl_schedule_window_choose (self->secrets, (guint) secret);
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
