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
    TlOffWire step = { TL_OFF_WIRE_CHOICE, 0, 1, side, const_cast<char *> (text), const_cast<char *> (value) };
    box = g_object_ref_sink (tl_off_wire_box_new (&step, 7));
    return box;
  }

  GtkLabel *label ()
  {
    return GTK_LABEL (gtk_widget_get_last_child (gtk_widget_get_first_child (box)));
  }

  void expect_spoken (const char *expected)
  {
    g_autofree char *found
        = gtk_test_accessible_check_property (GTK_ACCESSIBLE (box), GTK_ACCESSIBLE_PROPERTY_LABEL, expected);
    EXPECT_EQ (found, nullptr) << found;
  }

  const char *markup ()
  {
    return gtk_label_get_label (label ());
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
  EXPECT_STREQ (gtk_label_get_text (label ()), "says <b>&amp; this");
  g_clear_object (&box);
  make (TL_SIDE_CLIENT, "says <i> this", nullptr);
  EXPECT_STREQ (gtk_label_get_text (label ()), "says <i> this");
}

TEST_F (OffWireBoxTest, SaysWhatCameOut)
{
  make (TL_SIDE_CLIENT, "derives the session keys", "session keys");
  tl_off_wire_box_set_note (TL_OFF_WIRE_BOX (box), "main_secret", "1d9a…1f36");
  expect_spoken ("Client derives the session keys, main_secret: 1d9a…1f36");
  EXPECT_TRUE (gtk_widget_has_css_class (gtk_widget_get_last_child (box), "note"));
  tl_off_wire_box_set_note (TL_OFF_WIRE_BOX (box), "main_secret", nullptr);
  expect_spoken ("Client derives the session keys, main_secret: not told");
  tl_off_wire_box_set_note (TL_OFF_WIRE_BOX (box), nullptr, nullptr);
  expect_spoken ("Client derives the session keys");
  EXPECT_FALSE (gtk_widget_has_css_class (gtk_widget_get_last_child (box), "note"));
}

TEST_F (OffWireBoxTest, CanBeSelectedAndTakesTheFocus)
{
  make (TL_SIDE_SERVER, "signs the handshake so far", "signs");
  EXPECT_EQ (tl_off_wire_box_get_index (TL_OFF_WIRE_BOX (box)), 7u);
  EXPECT_TRUE (gtk_widget_get_focusable (box));
  tl_off_wire_box_set_selected (TL_OFF_WIRE_BOX (box), TRUE);
  EXPECT_TRUE (tl_off_wire_box_get_selected (TL_OFF_WIRE_BOX (box)));
  g_autofree char *found = gtk_test_accessible_check_state (GTK_ACCESSIBLE (box), GTK_ACCESSIBLE_STATE_SELECTED, TRUE);
  EXPECT_EQ (found, nullptr) << found;
}

TEST_F (OffWireBoxTest, IsWrappedWhereItIsNarrow)
{
  int width, height, narrow;

  make (TL_SIDE_SERVER, "chooses TLS 1.3, AES-256-GCM, x25519", "TLS 1.3, AES-256-GCM, x25519");
  gtk_widget_measure (box, GTK_ORIENTATION_HORIZONTAL, -1, nullptr, &width, nullptr, nullptr);
  gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, width, nullptr, &height, nullptr, nullptr);
  gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, width * 2 / 3, nullptr, &narrow, nullptr, nullptr);
  EXPECT_GT (narrow, height);
  EXPECT_LT (narrow, 2 * height + 4) << "into two lines";
}

}
