/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The box of a step that is not on the wire.
 */
#include "ladder/off-wire-box.h"

#include <gtest/gtest.h>

namespace
{

class OffWireBoxTest : public testing::Test
{
protected:
  GtkWidget *make (TlSide side, const char *text, const char *value)
  {
    TlOffWire step = { 0, side, const_cast<char *> (text), const_cast<char *> (value) };
    box = g_object_ref_sink (tl_off_wire_box_new (&step));
    return box;
  }

  const char *markup ()
  {
    return gtk_label_get_label (GTK_LABEL (gtk_widget_get_last_child (box)));
  }

  ~OffWireBoxTest () override
  {
    g_clear_object (&box);
  }

  GtkWidget *box = nullptr;
};

TEST_F (OffWireBoxTest, SaysWhoDoesWhat)
{
  g_autofree char *found = nullptr;

  make (TL_SIDE_SERVER, "chooses TLS 1.3", "TLS 1.3");
  gtk_test_accessible_assert_role (box, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  found = gtk_test_accessible_check_property (GTK_ACCESSIBLE (box), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                              "Server chooses TLS 1.3");
  EXPECT_EQ (found, nullptr) << found;
}

TEST_F (OffWireBoxTest, ValueIsBold)
{
  make (TL_SIDE_CLIENT, "makes a key share: x25519", "x25519");
  EXPECT_NE (strstr (markup (), "<b>x25519</b>"), nullptr) << markup ();
}

TEST_F (OffWireBoxTest, CapturedTextIsNoMarkup)
{
  make (TL_SIDE_CLIENT, "says <b>&amp; this", "<b>&amp;");
  EXPECT_STREQ (gtk_label_get_text (GTK_LABEL (gtk_widget_get_last_child (box))), "says <b>&amp; this");
  g_clear_object (&box);
  make (TL_SIDE_CLIENT, "says <i> this", nullptr);
  EXPECT_STREQ (gtk_label_get_text (GTK_LABEL (gtk_widget_get_last_child (box))), "says <i> this");
}

}
