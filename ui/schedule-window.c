/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The secrets of a conversation: the diagram, and what is to be said of the secret that is chosen in it.
 */
#include "schedule-window.h"

#include "finding-text.h"
#include "schedule.h"
#include "value-row.h"

#include <glib/gi18n-lib.h>

enum
{
  DIAGRAM_HEIGHT = 410 /* pixels at most, till somebody moves the divider */
};

struct _TlScheduleWindow
{
  AdwWindow parent_instance;

  TlConversation *conversation;
  GPtrArray *derivations;
  guint chosen;
  int wanted; /* that is to be chosen, and is not there yet; -1: none */

  int position; /* of the divider, where we put it */

  AdwWindowTitle *title;
  GtkStack *stack;
  GtkPaned *paned;
  TlSchedule *schedule;
  GtkLabel *name;
  GtkLabel *formula;
  GtkLabel *source;
  GtkBox *values;
  GtkLabel *reference;
  GtkWidget *step_button;
};

enum
{
  STEP_CHOSEN,
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TlScheduleWindow, tl_schedule_window, ADW_TYPE_WINDOW)

static const TlDerivation *
get_chosen (TlScheduleWindow *self)
{
  return g_ptr_array_index (self->derivations, self->chosen);
}

/* The first that keys tell, and that is not computed from others: of that there is most to tell. */
static guint
first_given (TlScheduleWindow *self)
{
  for (guint i = 0; i < self->derivations->len; i++)
    {
      const TlDerivation *derivation = g_ptr_array_index (self->derivations, i);

      if (derivation->source != TL_DERIVATION_NOT_TOLD && derivation->source != TL_DERIVATION_COMPUTED)
        return i;
    }
  return 0;
}

/* No more room for the diagram than it takes: what is said of a secret has the rest. Where somebody has put the divider, it stays. */
static void
place_divider (TlScheduleWindow *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self->schedule));
  int height;

  if (gtk_paned_get_position (self->paned) != self->position)
    return;
  if (width <= 0)
    gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  gtk_widget_measure (GTK_WIDGET (self->schedule), GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
  self->position = MIN (height, DIAGRAM_HEIGHT);
  gtk_paned_set_position (self->paned, self->position);
}

/* What was wanted before it was there; or the same as in @before, which the secrets of a conversation that grows were; NULL: none. */
static guint
first_choice (TlScheduleWindow *self, const GPtrArray *before)
{
  guint wanted = (guint) self->wanted;

  if (self->wanted >= 0)
    {
      self->wanted = -1;
      return wanted < self->derivations->len ? wanted : first_given (self);
    }
  if (before != NULL && self->chosen < before->len && self->chosen < self->derivations->len
      && g_str_equal (((const TlDerivation *) g_ptr_array_index (before, self->chosen))->name, get_chosen (self)->name))
    return self->chosen;
  return first_given (self);
}

static void
show_values (TlScheduleWindow *self, const TlDerivation *derivation)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->values))) != NULL)
    gtk_box_remove (self->values, child);
  gtk_box_append (self->values, tl_value_row_new (_ ("Value"), derivation->value, _ ("not told")));
  if (derivation->covers != NULL)
    gtk_box_append (self->values, tl_value_row_new (_ ("Messages that go into it"), NULL, derivation->covers));
  if (derivation->transcript_hash != NULL)
    gtk_box_append (self->values, tl_value_row_new (_ ("Transcript hash: the hash of these messages"),
                                                    derivation->transcript_hash, NULL));
}

static void
chosen_cb (TlScheduleWindow *self, int index)
{
  const TlDerivation *derivation;
  g_autofree char *formula = tl_derivation_formula (self->derivations, (guint) index);
  g_autofree char *source = NULL;
  g_autofree char *reference = NULL;

  self->chosen = (guint) index;
  derivation = get_chosen (self);
  source = tl_derivation_source_text (derivation);
  reference = tl_rfc_links_markup (derivation->reference);
  gtk_label_set_text (self->name, derivation->name);
  gtk_label_set_text (self->formula, formula == NULL ? "" : formula);
  gtk_widget_set_visible (GTK_WIDGET (self->formula), formula != NULL);
  gtk_label_set_text (self->source, source);
  gtk_label_set_markup (self->reference, reference);
  gtk_widget_set_visible (self->step_button, derivation->step >= 0);
  show_values (self, derivation);
  g_signal_emit (self, signals[CHOSEN], 0);
}

static void
step_cb (TlScheduleWindow *self)
{
  g_signal_emit (self, signals[STEP_CHOSEN], 0, (int) self->chosen);
}

static void
tl_schedule_window_dispose (GObject *object)
{
  TlScheduleWindow *self = TL_SCHEDULE_WINDOW (object);

  g_clear_pointer (&self->derivations, g_ptr_array_unref);
  g_clear_pointer (&self->conversation, tl_conversation_unref);
  G_OBJECT_CLASS (tl_schedule_window_parent_class)->dispose (object);
}

static void
tl_schedule_window_class_init (TlScheduleWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tl_schedule_window_dispose;
  signals[STEP_CHOSEN] = g_signal_new ("step-chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_INT);
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (TL_TYPE_SCHEDULE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tls_ladder/TlsLadder/schedule-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TlScheduleWindow, title);
  gtk_widget_class_bind_template_child (widget_class, TlScheduleWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, TlScheduleWindow, paned);
  gtk_widget_class_bind_template_child (widget_class, TlScheduleWindow, schedule);
  gtk_widget_class_bind_template_child (widget_class, TlScheduleWindow, name);
  gtk_widget_class_bind_template_child (widget_class, TlScheduleWindow, formula);
  gtk_widget_class_bind_template_child (widget_class, TlScheduleWindow, source);
  gtk_widget_class_bind_template_child (widget_class, TlScheduleWindow, values);
  gtk_widget_class_bind_template_child (widget_class, TlScheduleWindow, reference);
  gtk_widget_class_bind_template_child (widget_class, TlScheduleWindow, step_button);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, step_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
tl_schedule_window_init (TlScheduleWindow *self)
{
  self->wanted = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->position = gtk_paned_get_position (self->paned);
}

GtkWidget *
tl_schedule_window_new (GtkWindow *parent)
{
  return g_object_new (TL_TYPE_SCHEDULE_WINDOW, "transient-for", parent, NULL);
}

void
tl_schedule_window_set_conversation (TlScheduleWindow *self, TlConversation *conversation, const TlWorkings *workings)
{
  bool same = conversation != NULL && self->conversation != NULL && conversation->number == self->conversation->number;
  bool waiting = conversation != NULL && workings == NULL;
  g_autoptr (GPtrArray) before = self->derivations;

  if (conversation != NULL)
    tl_conversation_ref (conversation);
  g_clear_pointer (&self->conversation, tl_conversation_unref);
  self->conversation = conversation;
  self->derivations = conversation == NULL || waiting ? g_ptr_array_new () : g_ptr_array_ref (workings->derivations);
  adw_window_title_set_subtitle (self->title, conversation == NULL || tl_conversation_host (conversation) == NULL
                                                  ? ""
                                                  : tl_conversation_host (conversation));
  tl_schedule_set (self->schedule, self->derivations);
  if (self->derivations->len > 0)
    place_divider (self);
  gtk_stack_set_visible_child_name (self->stack, waiting ? "waiting" : self->derivations->len > 0 ? "schedule" : "none");
  if (self->derivations->len == 0)
    g_signal_emit (self, signals[CHOSEN], 0);
  else
    tl_schedule_select (self->schedule, first_choice (self, same ? before : NULL));
}

void
tl_schedule_window_choose (TlScheduleWindow *self, guint index)
{
  self->wanted = self->derivations == NULL || index >= self->derivations->len ? (int) index : -1;
  tl_schedule_select (self->schedule, index);
}

const GArray *
tl_schedule_window_get_covered (TlScheduleWindow *self)
{
  return self->derivations == NULL || self->derivations->len == 0 ? NULL : get_chosen (self)->covered;
}
