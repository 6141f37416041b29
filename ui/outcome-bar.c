/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * One sentence on how a conversation ended, above its ladder, and at its end what was found in it. Where the
 * sentence would be squeezed, it is the findings that make themselves small.
 */
#include "outcome-bar.h"

#include "findings-button.h"

#include <glib/gi18n-lib.h>

enum
{
  SPACING = 10,
  COMFORTABLE_CHARS = 30 /* of a line of the sentence */
};

struct _TlOutcomeBar
{
  GtkWidget parent_instance;

  GtkWidget *icon;
  GtkWidget *label;
  GtkWidget *findings;
};

G_DEFINE_FINAL_TYPE (TlOutcomeBar, tl_outcome_bar, GTK_TYPE_WIDGET)

enum
{
  STEP_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

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

static int
width_of (GtkWidget *child, bool minimum)
{
  int least = 0;
  int natural = 0;

  if (gtk_widget_should_layout (child))
    gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, &natural, NULL, NULL);
  return minimum ? least : natural;
}

/* What the sign of the outcome takes, and what the findings and their distance do. */
static int
sign_width (TlOutcomeBar *self)
{
  return width_of (self->icon, false) + SPACING;
}

static int
findings_width (TlOutcomeBar *self, bool minimum)
{
  int width = width_of (self->findings, minimum);

  return width > 0 ? width + SPACING : 0;
}

static int
comfortable_width (TlOutcomeBar *self)
{
  PangoFontMetrics *metrics
      = pango_context_get_metrics (gtk_widget_get_pango_context (self->label), NULL, NULL);
  int width = pango_font_metrics_get_approximate_char_width (metrics);

  pango_font_metrics_unref (metrics);
  return PANGO_PIXELS_CEIL (COMFORTABLE_CHARS * width);
}

/* How much of @width the sentence gets. */
static int
label_width (TlOutcomeBar *self, int width)
{
  int room = width - sign_width (self);
  int natural = room - findings_width (self, false);

  return natural >= comfortable_width (self) ? natural : MAX (room - findings_width (self, true), 0);
}

static GtkSizeRequestMode
tl_outcome_bar_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
tl_outcome_bar_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  TlOutcomeBar *self = TL_OUTCOME_BAR (widget);
  GtkWidget *others[] = { self->icon, self->findings };

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = sign_width (self) + width_of (self->label, true) + findings_width (self, true);
      *natural = sign_width (self) + width_of (self->label, false) + findings_width (self, false);
      return;
    }
  gtk_widget_measure (self->label, orientation, for_size < 0 ? -1 : label_width (self, for_size), minimum,
                      natural, NULL, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      int height = 0;

      if (gtk_widget_should_layout (others[i]))
        gtk_widget_measure (others[i], orientation, -1, NULL, &height, NULL, NULL);
      *minimum = MAX (*minimum, height);
      *natural = MAX (*natural, height);
    }
}

static void
place (TlOutcomeBar *self, GtkWidget *child, int x, int width)
{
  GtkWidget *widget = GTK_WIDGET (self);

  if (!gtk_widget_should_layout (child))
    return;
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    x = gtk_widget_get_width (widget) - x - width;
  gtk_widget_size_allocate (child, &(GtkAllocation){ x, 0, width, gtk_widget_get_height (widget) }, -1);
}

static void
tl_outcome_bar_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TlOutcomeBar *self = TL_OUTCOME_BAR (widget);
  int sign = sign_width (self);
  int label = label_width (self, width);

  place (self, self->icon, 0, sign - SPACING);
  place (self, self->label, sign, label);
  place (self, self->findings, sign + label + SPACING, width - sign - label - SPACING);
}

static void
step_chosen_cb (TlOutcomeBar *self, int step)
{
  g_signal_emit (self, signals[STEP_CHOSEN], 0, step);
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
  widget_class->get_request_mode = tl_outcome_bar_get_request_mode;
  widget_class->measure = tl_outcome_bar_measure;
  widget_class->size_allocate = tl_outcome_bar_size_allocate;
  signals[STEP_CHOSEN] = g_signal_new ("step-chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  g_type_ensure (TL_TYPE_FINDINGS_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/tls_ladder/TlsLadder/outcome-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, TlOutcomeBar, icon);
  gtk_widget_class_bind_template_child (widget_class, TlOutcomeBar, label);
  gtk_widget_class_bind_template_child (widget_class, TlOutcomeBar, findings);
  gtk_widget_class_bind_template_callback (widget_class, step_chosen_cb);
  gtk_widget_class_set_css_name (widget_class, "outcomebar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_STATUS);
}

static void
tl_outcome_bar_init (TlOutcomeBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tl_outcome_bar_set_conversation (TlOutcomeBar *self, TlConversation *conversation, GPtrArray *findings)
{
  Look look = look_of (conversation);
  const char *classes[] = { look.css_class, NULL };
  g_autofree char *text = text_of (conversation);

  gtk_widget_set_css_classes (GTK_WIDGET (self), classes);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), look.icon);
  gtk_label_set_text (GTK_LABEL (self->label), text);
  tl_findings_button_set (TL_FINDINGS_BUTTON (self->findings), conversation, findings);
}
