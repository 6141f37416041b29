/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What is done between messages, seen by others.
 */
#include "ladder/off-wire-lens.h"

#include "ladder/off-wire-box.h"

#include <gtest/gtest.h>

static std::string
unseen (TlSide side, TlLens lens, TlLens before = TL_N_LENSES)
{
  TlOffWire step = { TL_OFF_WIRE_SESSION_KEYS, 0, -1, side, g_strdup ("derives the keys"), nullptr };
  GtkWidget *box = GTK_WIDGET (g_object_ref_sink (tl_off_wire_box_new (&step, 0)));

  tl_off_wire_box_set_lens (box, &step, before);
  tl_off_wire_box_set_lens (box, &step, lens);
  std::string tooltip = gtk_widget_get_tooltip_text (box);
  EXPECT_EQ (tooltip != "derives the keys", gtk_widget_has_css_class (box, "unseen"));
  g_free (step.text);
  g_object_unref (box);
  return tooltip;
}

TEST (OffWireLens, AnObserverSeesNoneOfIt)
{
  for (TlSide side : { TL_SIDE_CLIENT, TL_SIDE_SERVER })
    EXPECT_EQ (unseen (side, TL_LENS_OBSERVER), "derives the keys\nAn observer does not see this: it follows from what is sent.");
}

TEST (OffWireLens, TheServerSeesItsOwn)
{
  EXPECT_EQ (unseen (TL_SIDE_CLIENT, TL_LENS_SERVER),
             "derives the keys\nThe server does not see this: the client does it by itself.");
  EXPECT_EQ (unseen (TL_SIDE_SERVER, TL_LENS_SERVER), "derives the keys");
}

TEST (OffWireLens, IsClearAgainForOthers)
{
  EXPECT_EQ (unseen (TL_SIDE_CLIENT, TL_LENS_KEY_LOG, TL_LENS_OBSERVER), "derives the keys");
  EXPECT_EQ (unseen (TL_SIDE_CLIENT, TL_N_LENSES, TL_LENS_SERVER), "derives the keys");
}
