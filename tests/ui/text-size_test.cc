/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Tests of the size of the text.
 */
#include "text-size.h"

#include <gtest/gtest.h>
#include <gtk/gtk.h>

static int
dpi ()
{
  int value = 0;
  g_object_get (gtk_settings_get_default (), "gtk-xft-dpi", &value, nullptr);
  return value;
}

TEST (TextSize, GrowsShrinksAndComesBack)
{
  tl_text_size_change (0);
  int normal = dpi ();

  EXPECT_EQ (1.0, tl_text_size_get ());
  tl_text_size_change (1);
  EXPECT_GT (tl_text_size_get (), 1.0);
  EXPECT_GT (dpi (), normal);
  tl_text_size_change (-1);
  tl_text_size_change (-1);
  EXPECT_LT (tl_text_size_get (), 1.0);
  EXPECT_LT (dpi (), normal);
  tl_text_size_change (0);
  EXPECT_EQ (normal, dpi ());
}

TEST (TextSize, EndsSomewhere)
{
  for (int i = 0; i < 50; i++)
    tl_text_size_change (1);
  EXPECT_EQ (2.5, tl_text_size_get ());
  for (int i = 0; i < 50; i++)
    tl_text_size_change (-1);
  EXPECT_EQ (0.8, tl_text_size_get ());
  tl_text_size_change (0);
}
