/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * How the ladder scrolls to a step: as little as is needed, or to where the step stood before.
 */
#include "ladder-scroll.h"

enum
{
  SCROLL_TIME = 250 /* milliseconds */
};

static bool
has_row (const TlLadderLayout *layout, int row)
{
  return row >= 0 && layout != NULL && (guint) row < layout->n_rows;
}

static void
stop (TlLadderScroll *self)
{
  if (self->animation)
    adw_animation_pause (self->animation);
  g_clear_object (&self->animation);
}

void
tl_ladder_scroll_init (TlLadderScroll *self, GtkWidget *ladder, GtkScrolledWindow *scroller)
{
  *self = (TlLadderScroll){ ladder, scroller, NULL, NAN };
}

void
tl_ladder_scroll_clear (TlLadderScroll *self)
{
  stop (self);
}

static void
move_to (TlLadderScroll *self, double target)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);

  stop (self);
  self->animation = adw_timed_animation_new (self->ladder, gtk_adjustment_get_value (adjustment), target, SCROLL_TIME,
                                             adw_property_animation_target_new (G_OBJECT (adjustment), "value"));
  adw_animation_play (self->animation);
}

void
tl_ladder_scroll_to (TlLadderScroll *self, const TlLadderLayout *layout, int row, int box)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  double value = gtk_adjustment_get_value (adjustment), page = gtk_adjustment_get_page_size (adjustment);
  double target = value;

  if (box >= 0 && layout != NULL && (guint) box < layout->n_boxes)
    target = tl_ladder_layout_scroll_to_box (layout, (guint) box, value, page);
  else if (has_row (layout, row))
    target = tl_ladder_layout_scroll_to (layout, (guint) row, value, page);
  if (target != value)
    move_to (self, target);
}

void
tl_ladder_scroll_to_end (TlLadderScroll *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  double target = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);

  if (target > gtk_adjustment_get_value (adjustment))
    move_to (self, target);
}

bool
tl_ladder_scroll_is_at_end (const TlLadderScroll *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  double value = gtk_adjustment_get_value (adjustment);

  if (self->animation && adw_animation_get_state (self->animation) == ADW_ANIMATION_PLAYING)
    value = adw_timed_animation_get_value_to (ADW_TIMED_ANIMATION (self->animation));
  return value + gtk_adjustment_get_page_size (adjustment) >= gtk_adjustment_get_upper (adjustment) - 1;
}

bool
tl_ladder_scroll_is_untouched (const TlLadderScroll *self)
{
  double value = gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (self->scroller));

  if (value <= 0 || tl_ladder_scroll_is_at_end (self))
    return true;
  /* It may have grown since it was moved to its end. */
  return self->animation != NULL
         && (adw_animation_get_state (self->animation) == ADW_ANIMATION_PLAYING
             || fabs (value - adw_timed_animation_get_value_to (ADW_TIMED_ANIMATION (self->animation))) < 1);
}

void
tl_ladder_scroll_put (TlLadderScroll *self, const TlLadderLayout *layout, int row)
{
  double y = self->wanted_y;
  GtkAllocation place;

  self->wanted_y = NAN;
  if (isnan (y) || !has_row (layout, row))
    return;
  stop (self);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), layout->rows[row].area.y - y);
  gtk_widget_get_allocation (GTK_WIDGET (self->scroller), &place);
  gtk_widget_size_allocate (GTK_WIDGET (self->scroller), &place, -1);
}

double
tl_ladder_scroll_get_y (const TlLadderScroll *self, const TlLadderLayout *layout, int row)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  double y;

  if (!has_row (layout, row))
    return NAN;
  y = layout->rows[row].area.y - gtk_adjustment_get_value (adjustment);
  return y >= 0 && y < gtk_adjustment_get_page_size (adjustment) ? y : NAN;
}
