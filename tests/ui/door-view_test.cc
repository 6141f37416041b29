/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Tests of a record that was opened.
 */
#include "door-view.h"
#include "hex-view.h"
#include "window_fixture.h"

#include <gtest/gtest.h>

class DoorViewTest : public testing::Test
{
protected:
  void SetUp () override
  {
    window = gtk_window_new ();
    view = TL_DOOR_VIEW (g_object_new (TL_TYPE_DOOR_VIEW, nullptr));
    gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (view));
    gtk_window_set_default_size (GTK_WINDOW (window), 380, 700);
    gtk_window_present (GTK_WINDOW (window));
    settle ();
    hex = TL_HEX_VIEW (find (window, TL_TYPE_HEX_VIEW));
  }

  void TearDown () override
  {
    gtk_window_destroy (GTK_WINDOW (window));
  }

  const TlStep *show (TlConversation *conversation, guint16 message)
  {
    const TlStep *step = conversation->steps[find_step (conversation, message)];

    tl_door_view_set_step (view, step);
    settle ();
    return step;
  }

  /* The part with @name, on whichever side. */
  GtkWidget *part (const std::string &name)
  {
    GtkWidget *found = nullptr;

    walk (window, [&] (GtkWidget *widget) {
      if (GTK_IS_TOGGLE_BUTTON (widget) && found == nullptr && gtk_widget_has_css_class (widget, "part") && says (widget, name))
        found = widget;
    });
    return found;
  }

  void click (const std::string &name)
  {
    ASSERT_NE (nullptr, part (name)) << name;
    g_signal_emit_by_name (part (name), "clicked");
    settle ();
  }

  std::string bytes ()
  {
    g_autofree char *text = tl_hex_view_dup_hex (hex);
    return text;
  }

  GtkWidget *window = nullptr;
  TlDoorView *view = nullptr;
  TlHexView *hex = nullptr;
};

TEST_F (DoorViewTest, ShowsBothSidesOfARecordOfTls13)
{
  g_autoptr (TlConversation) conversation = read_opened_sample ("tls13.pcap");
  const TlStep *step = show (conversation, TL_MESSAGE_FINISHED);

  ASSERT_NE (nullptr, step->door);
  click ("Header");
  EXPECT_EQ (0u, bytes ().find ("17 03 03 00 ")) << "application data, says the header";
  EXPECT_EQ (5u, tl_hex_view_get_length (hex));
  click ("Authentication tag");
  EXPECT_EQ (16u, tl_hex_view_get_length (hex));
  EXPECT_EQ (5 + g_bytes_get_size (step->door->payload), tl_hex_view_get_offset (hex) + 16);
  click ("Content type: handshake");
  EXPECT_EQ ("16", bytes ()) << "and handshake, says what is inside";
  click ("Content");
  EXPECT_EQ (0u, bytes ().find ("14 00 00 30 "));
  EXPECT_TRUE (says (window, "Nonce"));
  EXPECT_TRUE (says (window, "Additional data"));
  EXPECT_EQ (nullptr, part ("Padding"));
  EXPECT_FALSE (gtk_widget_has_css_class (part ("Content type: handshake"), "tag")) << "it is no tag, and must not look like one";
}

/* Below the bytes nobody would look for it. */
TEST_F (DoorViewTest, TellsTheNonceAboveTheBytes)
{
  g_autoptr (TlConversation) conversation = read_opened_sample ("tls13.pcap");
  GtkWidget *nonce = nullptr;
  graphene_rect_t above, below;

  show (conversation, TL_MESSAGE_FINISHED);
  walk (window, [&] (GtkWidget *widget) {
    if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), "Nonce"))
      nonce = widget;
  });
  ASSERT_NE (nullptr, nonce);
  ASSERT_TRUE (gtk_widget_compute_bounds (nonce, window, &above));
  ASSERT_TRUE (gtk_widget_compute_bounds (GTK_WIDGET (hex), window, &below));
  EXPECT_LT (above.origin.y, below.origin.y);
}

TEST_F (DoorViewTest, ShowsTheMacAndThePaddingOfABlockCipher)
{
  g_autoptr (TlConversation) conversation = read_opened_sample ("tls10.pcap");
  const TlStep *step = show (conversation, TL_MESSAGE_FINISHED);

  ASSERT_NE (nullptr, step->door);
  ASSERT_EQ (0u, step->door->opened.n_nonce);
  EXPECT_NE (nullptr, part ("MAC"));
  EXPECT_FALSE (says (window, "Nonce"));
  EXPECT_TRUE (says (window, "The MAC was verified"));
}

TEST_F (DoorViewTest, LeadsFromAByteToItsPart)
{
  g_autoptr (TlConversation) conversation = read_opened_sample ("tls13.pcap");
  show (conversation, TL_MESSAGE_FINISHED);
  tl_door_view_set_opened (view, FALSE);
  tl_hex_view_move_to (hex, 2);
  EXPECT_TRUE (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (part ("Header"))));
  EXPECT_EQ (5u, tl_hex_view_get_length (hex));
  tl_hex_view_move_to (hex, 9);
  EXPECT_FALSE (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (part ("Header"))));
  EXPECT_TRUE (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (part ("Ciphertext"))));
}

TEST_F (DoorViewTest, ShowsNothingOfWhatWasInTheClear)
{
  g_autoptr (TlConversation) conversation = read_opened_sample ("tls13.pcap");
  show (conversation, TL_MESSAGE_FINISHED);
  show (conversation, TL_MESSAGE_CLIENT_HELLO);
  EXPECT_EQ (nullptr, part ("Header"));
  tl_door_view_set_step (view, nullptr);
}

TEST_F (DoorViewTest, FitsASmallScreen)
{
  for (const char *sample : { "tls13.pcap", "tls12-ecdhe.pcap", "tls10.pcap", "dtls12.pcap" })
    {
      g_autoptr (TlConversation) conversation = read_opened_sample (sample);
      int minimum;

      for (guint i = 0; i < conversation->n_steps; i++)
        {
          tl_door_view_set_step (view, conversation->steps[i]);
          gtk_widget_measure (GTK_WIDGET (view), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, nullptr, nullptr, nullptr);
          EXPECT_LE (minimum, 324) << sample << " step " << i;
        }
    }
}
