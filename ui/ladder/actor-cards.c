/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The cards of client and server beside each other, each on its lifeline. They ask for no width: the ladder
 * below them says where they stand.
 */
#include "actor-cards.h"

#include "actor-card.h"

struct _TlActorCards
{
  GtkWidget parent_instance;

  GtkWidget *cards[2]; /* by side */
  TlRect places[2];    /* from left to right, in a language that runs so */
};

G_DEFINE_FINAL_TYPE (TlActorCards, tl_actor_cards, GTK_TYPE_WIDGET)

static int
natural_size (GtkWidget *card, GtkOrientation orientation)
{
  int natural = 0;

  if (gtk_widget_should_layout (card))
    gtk_widget_measure (card, orientation, -1, NULL, &natural, NULL, NULL);
  return natural;
}

static void
tl_actor_cards_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  TlActorCards *self = TL_ACTOR_CARDS (widget);

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = *natural = MAX (natural_size (self->cards[TL_SIDE_CLIENT], orientation),
                               natural_size (self->cards[TL_SIDE_SERVER], orientation));
}

static void
tl_actor_cards_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TlActorCards *self = TL_ACTOR_CARDS (widget);
  bool rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  for (int side = TL_SIDE_CLIENT; side <= TL_SIDE_SERVER; side++)
    {
      TlRect place = rtl ? tl_rect_mirror (self->places[side], width) : self->places[side];

      if (gtk_widget_should_layout (self->cards[side]))
        gtk_widget_size_allocate (self->cards[side], &(GtkAllocation){ place.x, 0, place.width, height }, -1);
    }
}

static void
tl_actor_cards_dispose (GObject *object)
{
  TlActorCards *self = TL_ACTOR_CARDS (object);

  g_clear_pointer (&self->cards[TL_SIDE_CLIENT], gtk_widget_unparent);
  g_clear_pointer (&self->cards[TL_SIDE_SERVER], gtk_widget_unparent);
  G_OBJECT_CLASS (tl_actor_cards_parent_class)->dispose (object);
}

static void
tl_actor_cards_class_init (TlActorCardsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tl_actor_cards_dispose;
  widget_class->measure = tl_actor_cards_measure;
  widget_class->size_allocate = tl_actor_cards_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "actors");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tl_actor_cards_init (TlActorCards *self)
{
  for (int side = TL_SIDE_CLIENT; side <= TL_SIDE_SERVER; side++)
    {
      self->cards[side] = tl_actor_card_new ((TlSide) side);
      gtk_widget_set_parent (self->cards[side], GTK_WIDGET (self));
    }
}

GtkWidget *
tl_actor_cards_new (void)
{
  return g_object_new (TL_TYPE_ACTOR_CARDS, NULL);
}

void
tl_actor_cards_set_conversation (TlActorCards *self, const TlConversation *conversation)
{
  for (int side = TL_SIDE_CLIENT; side <= TL_SIDE_SERVER; side++)
    tl_actor_card_set_conversation (TL_ACTOR_CARD (self->cards[side]), conversation);
}

void
tl_actor_cards_follow (TlActorCards *self, const TlLadderLayout *layout)
{
  const int widths[2] = { natural_size (self->cards[TL_SIDE_CLIENT], GTK_ORIENTATION_HORIZONTAL),
                          natural_size (self->cards[TL_SIDE_SERVER], GTK_ORIENTATION_HORIZONTAL) };
  TlRect places[2] = { 0 };

  tl_ladder_layout_place_cards (layout, widths, places);
  if (memcmp (places, self->places, sizeof places) == 0) /* asked for while sizes are given out: once */
    return;
  memcpy (self->places, places, sizeof places);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}
