/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What was found about one step, a card for each. The hello of an old client can have many: the first of
 * them leave the fields in sight, a button shows the rest.
 */
#include "finding-cards.h"

#include "finding-card.h"
#include "finding-text.h"

#include <glib/gi18n-lib.h>

enum
{
  FIRST_CARDS = 3,
  MAX_CARDS = 100 /* a hostile message can have thousands */
};

struct _TlFindingCards
{
  AdwBin parent_instance;

  GPtrArray *findings; /* of the conversation: keeps what is shown alive */
  GPtrArray *shown;    /* TlFinding of the step, in order */

  GtkBox *cards;
  GtkBox *more_cards;
  GtkButton *more;
};

G_DEFINE_FINAL_TYPE (TlFindingCards, tl_finding_cards, ADW_TYPE_BIN)

static void
clear (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}

static void
fill (TlFindingCards *self)
{
  guint n = self->shown->len;
  guint hidden = n > FIRST_CARDS + 1 ? n - FIRST_CARDS : 0; /* a button for one card would save nothing */
  g_autofree char *more = g_strdup_printf (ngettext ("Show %u _More", "Show %u _More", hidden), hidden);

  clear (self->cards);
  clear (self->more_cards);
  for (guint i = 0; i < MIN (n, MAX_CARDS); i++)
    gtk_box_append (i < n - hidden ? self->cards : self->more_cards,
                    tl_finding_card_new (g_ptr_array_index (self->shown, i)));
  gtk_button_set_label (self->more, more);
  gtk_widget_set_visible (GTK_WIDGET (self->more), hidden > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->more_cards), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
}

/* The button goes; what it has shown gets its focus. */
static void
more_cb (TlFindingCards *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->more_cards), TRUE);
  gtk_widget_child_focus (GTK_WIDGET (self->more_cards), GTK_DIR_TAB_FORWARD);
  gtk_widget_set_visible (GTK_WIDGET (self->more), FALSE);
}

static void
tl_finding_cards_dispose (GObject *object)
{
  TlFindingCards *self = TL_FINDING_CARDS (object);

  g_clear_pointer (&self->shown, g_ptr_array_unref);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  G_OBJECT_CLASS (tl_finding_cards_parent_class)->dispose (object);
}

static void
tl_finding_cards_class_init (TlFindingCardsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tl_finding_cards_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/tls_ladder/TlsLadder/finding-cards.ui");
  gtk_widget_class_bind_template_child (widget_class, TlFindingCards, cards);
  gtk_widget_class_bind_template_child (widget_class, TlFindingCards, more_cards);
  gtk_widget_class_bind_template_child (widget_class, TlFindingCards, more);
  gtk_widget_class_bind_template_callback (widget_class, more_cb);
  gtk_widget_class_set_css_name (widget_class, "findingcards");
}

static void
tl_finding_cards_init (TlFindingCards *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tl_finding_cards_set (TlFindingCards *self, GPtrArray *findings, int step)
{
  g_autoptr (GPtrArray) shown = tl_findings_by_gravity (findings, step);
  g_autoptr (GPtrArray) old = g_steal_pointer (&self->findings);
  gboolean same = tl_findings_equal (shown, self->shown);

  self->findings = findings == NULL ? NULL : g_ptr_array_ref (findings);
  g_clear_pointer (&self->shown, g_ptr_array_unref);
  self->shown = g_steal_pointer (&shown);
  if (!same)
    fill (self);
}
