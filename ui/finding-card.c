/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * One finding, among the details of the step it is about: its sign, what was seen and which standard says
 * so.
 */
#include "finding-card.h"

#include "finding-text.h"

struct _TlFindingCard
{
  GtkWidget parent_instance;

  GtkWidget *sign;
  GtkWidget *text;
};

G_DEFINE_FINAL_TYPE (TlFindingCard, tl_finding_card, GTK_TYPE_WIDGET)

#define SPACING 10

static GtkSizeRequestMode
tl_finding_card_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* A box would align the baselines of sign and text where it knows the width, and ask for less height than it
 * needs where it does not. */
static void
tl_finding_card_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  TlFindingCard *self = TL_FINDING_CARD (widget);
  int sign = 0;
  int height = 0;

  gtk_widget_measure (self->sign, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &sign, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      gtk_widget_measure (self->text, orientation, -1, minimum, natural, NULL, NULL);
      *minimum += sign + SPACING;
      *natural += sign + SPACING;
      return;
    }
  gtk_widget_measure (self->sign, orientation, -1, NULL, &height, NULL, NULL);
  gtk_widget_measure (self->text, orientation, for_size < 0 ? -1 : MAX (for_size - sign - SPACING, 0),
                      minimum, natural, NULL, NULL);
  *minimum = MAX (*minimum, height);
  *natural = MAX (*natural, height);
}

static void
tl_finding_card_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TlFindingCard *self = TL_FINDING_CARD (widget);
  bool rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int sign = 0;
  int text;

  gtk_widget_measure (self->sign, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &sign, NULL, NULL);
  text = MAX (width - sign - SPACING, 0);
  gtk_widget_size_allocate (self->sign, &(GtkAllocation){ rtl ? width - sign : 0, 0, sign, height }, -1);
  gtk_widget_size_allocate (self->text, &(GtkAllocation){ rtl ? 0 : width - text, 0, text, height }, -1);
}

static void
tl_finding_card_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tl_finding_card_parent_class)->dispose (object);
}

static void
tl_finding_card_class_init (TlFindingCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tl_finding_card_dispose;
  widget_class->get_request_mode = tl_finding_card_get_request_mode;
  widget_class->measure = tl_finding_card_measure;
  widget_class->size_allocate = tl_finding_card_size_allocate;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/tls_ladder/TlsLadder/finding-card.ui");
  gtk_widget_class_bind_template_child (widget_class, TlFindingCard, sign);
  gtk_widget_class_bind_template_child (widget_class, TlFindingCard, text);
  gtk_widget_class_set_css_name (widget_class, "findingcard");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_NOTE);
}

static void
tl_finding_card_init (TlFindingCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tl_finding_card_new (const TlFinding *finding)
{
  TlFindingCard *self = g_object_new (TL_TYPE_FINDING_CARD, NULL);
  g_autofree char *markup = tl_rfc_links_markup (finding->text);

  gtk_image_set_from_icon_name (GTK_IMAGE (self->sign), tl_severity_icon_name (finding->severity));
  gtk_widget_set_tooltip_text (self->sign, tl_severity_word (finding->severity));
  gtk_label_set_markup (GTK_LABEL (self->text), markup);
  gtk_widget_add_css_class (GTK_WIDGET (self), tl_severity_css_class (finding->severity));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  tl_severity_word (finding->severity), -1);
  return GTK_WIDGET (self);
}
