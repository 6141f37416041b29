/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Tests of the lines that are kept for drawing.
 */
#include "hex-lines.h"

#include <gtest/gtest.h>

#include <vector>

class HexLinesTest : public testing::Test
{
protected:
  HexLinesTest ()
  {
    std::vector<guint8> data (16 * 1000, 0x41);

    bytes = g_bytes_new (data.data (), data.size ());
    g_object_ref_sink (widget);
  }

  ~HexLinesTest () override
  {
    tl_hex_lines_free (lines);
    g_bytes_unref (bytes);
    g_object_unref (widget);
  }

  PangoLayout *get (gsize line)
  {
    return tl_hex_lines_get (lines, widget, bytes, &hex, line);
  }

  TlHexLines *lines = tl_hex_lines_new ();
  GtkWidget *widget = gtk_label_new (nullptr);
  GBytes *bytes = nullptr;
  TlHexLayout hex = { 16 * 1000, 16 };
};

TEST_F (HexLinesTest, SayWhatTheLayoutSays)
{
  g_autofree char *text
      = tl_hex_layout_dup_line (&hex, static_cast<const guint8 *> (g_bytes_get_data (bytes, nullptr)), 2);

  EXPECT_STREQ (pango_layout_get_text (get (2)), text);
}

TEST_F (HexLinesTest, AreLaidOutOnce)
{
  PangoLayout *line = get (3);

  get (4);
  EXPECT_EQ (get (3), line);
}

TEST_F (HexLinesTest, AreForgotten)
{
  GObject *line = G_OBJECT (get (3));

  g_object_add_weak_pointer (line, reinterpret_cast<gpointer *> (&line));
  tl_hex_lines_forget (lines);
  EXPECT_EQ (line, nullptr);
}

TEST_F (HexLinesTest, FillNoMemory)
{
  GObject *line = G_OBJECT (get (0));

  g_object_add_weak_pointer (line, reinterpret_cast<gpointer *> (&line));
  for (gsize i = 1; i < 1000; i++)
    get (i);
  EXPECT_EQ (line, nullptr);
}
