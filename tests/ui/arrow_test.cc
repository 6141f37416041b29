/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * An arrow: what it says to a screen reader, and what it paints.
 */
#include "ladder/arrow.h"

#include "fixture.h"

#include <adwaita.h>
#include <gtest/gtest.h>

namespace
{

using S = FixtureStep;

class ArrowTest : public testing::Test
{
protected:
  ArrowTest ()
  {
    window = gtk_window_new ();
    arrow = tl_arrow_new ();
    gtk_window_set_child (GTK_WINDOW (window), arrow);
    memset (&place, 0, sizeof place);
    place.row.title_y = 4;
    place.row.line_y = 26;
    place.row.facts_y = 30;
    place.sender_x = 50;
    place.receiver_x = 450;
    place.gutter = { -60, 0, 50, 0 };
  }

  ~ArrowTest () override
  {
    gtk_window_destroy (GTK_WINDOW (window));
  }

  void show (const S &step, guint16 version = 0x0304, TlOutcome outcome = TL_OUTCOME_ESTABLISHED)
  {
    Conversation conversation (fixture_conversation ({ step }, version));
    conversation->outcome = outcome;
    tl_arrow_set_step (TL_ARROW (arrow), conversation.get (), 0);
    tl_arrow_set_place (TL_ARROW (arrow), &place);
  }

  /* How many nodes of @type it paints. */
  int count (GskRenderNodeType type)
  {
    GtkSnapshot *snapshot = gtk_snapshot_new ();
    GTK_WIDGET_GET_CLASS (arrow)->snapshot (arrow, snapshot);
    g_autoptr (GskRenderNode) node = gtk_snapshot_free_to_node (snapshot);
    return node ? count_below (node, type) : 0;
  }

  static int count_below (GskRenderNode *node, GskRenderNodeType type)
  {
    int n = gsk_render_node_get_node_type (node) == type;

    switch (gsk_render_node_get_node_type (node))
      {
      case GSK_CONTAINER_NODE:
        for (guint i = 0; i < gsk_container_node_get_n_children (node); i++)
          n += count_below (gsk_container_node_get_child (node, i), type);
        break;
      case GSK_TRANSFORM_NODE:
        n += count_below (gsk_transform_node_get_child (node), type);
        break;
      case GSK_CLIP_NODE:
        n += count_below (gsk_clip_node_get_child (node), type);
        break;
      case GSK_REPEAT_NODE:
        n += count_below (gsk_repeat_node_get_child (node), type);
        break;
      case GSK_OPACITY_NODE:
        n += count_below (gsk_opacity_node_get_child (node), type);
        break;
      default:
        break;
      }
    return n;
  }

  /* How many nodes of any kind it paints. */
  int count_nodes ()
  {
    int n = 0;

    /* Newer versions of GTK have other kinds for icons. */
    for (int type = GSK_CONTAINER_NODE; type <= GSK_GL_SHADER_NODE + 20; type++)
      n += count (static_cast<GskRenderNodeType> (type));
    return n;
  }

  void find_out (guint errors, guint warnings, guint notes)
  {
    TlArrowFindings findings = { { notes, warnings, errors } };

    tl_arrow_set_findings (TL_ARROW (arrow), &findings);
  }

  bool has_description ()
  {
    return gtk_test_accessible_has_property (GTK_ACCESSIBLE (arrow), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
  }

  void expect_description (const char *description)
  {
    g_autofree char *found = gtk_test_accessible_check_property (
        GTK_ACCESSIBLE (arrow), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description);
    EXPECT_EQ (found, nullptr) << found;
  }

  bool has_tooltip (int x, int y)
  {
    g_autoptr (GtkTooltip) tooltip = static_cast<GtkTooltip *> (g_object_new (GTK_TYPE_TOOLTIP, nullptr));

    return GTK_WIDGET_GET_CLASS (arrow)->query_tooltip (arrow, x, y, FALSE, tooltip);
  }

  void expect_label (const char *label)
  {
    g_autofree char *found
        = gtk_test_accessible_check_property (GTK_ACCESSIBLE (arrow), GTK_ACCESSIBLE_PROPERTY_LABEL, label);
    EXPECT_EQ (found, nullptr) << found;
  }

  GtkWidget *window;
  GtkWidget *arrow;
  TlArrowPlace place;
};

TEST_F (ArrowTest, IsAnItemOfAList)
{
  gtk_test_accessible_assert_role (arrow, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  EXPECT_TRUE (gtk_widget_get_focusable (arrow));
}

TEST_F (ArrowTest, SaysWhatItIs)
{
  show (S{ TL_SIDE_SERVER, 1.5, TL_STEP_HANDSHAKE, TL_MESSAGE_SERVER_HELLO_DONE });
  expect_label ("ServerHelloDone, server to client, 1.5 ms, 100 bytes");
  show (S{ TL_SIDE_CLIENT, 0.2, TL_STEP_ALERT, TL_MESSAGE_NONE, false, false, 48 }, 0x0303);
  expect_label ("Alert: unknown_ca, client to server, 0.2 ms, 100 bytes, fatal");
}

TEST_F (ArrowTest, SaysThatItWasOpened)
{
  Conversation conversation (
      fixture_conversation ({ S{ TL_SIDE_SERVER, 1.5, TL_STEP_HANDSHAKE, TL_MESSAGE_FINISHED } }));

  conversation->steps[0]->decrypted = true;
  tl_arrow_set_step (TL_ARROW (arrow), conversation.get (), 0);
  expect_label ("Finished, server to client, 1.5 ms, 100 bytes, opened with a key");
}

TEST_F (ArrowTest, SaysWhetherItIsSelected)
{
  gtk_test_accessible_assert_state (arrow, GTK_ACCESSIBLE_STATE_SELECTED, FALSE);
  tl_arrow_set_selected (TL_ARROW (arrow), TRUE);
  gtk_test_accessible_assert_state (arrow, GTK_ACCESSIBLE_STATE_SELECTED, TRUE);
  EXPECT_TRUE (gtk_widget_get_state_flags (arrow) & GTK_STATE_FLAG_SELECTED);
}

TEST_F (ArrowTest, PaintsClearSolidAndSealedDashed)
{
  show (S{ TL_SIDE_CLIENT, 0, TL_STEP_HANDSHAKE, TL_MESSAGE_CLIENT_HELLO });
  EXPECT_EQ (count (GSK_REPEAT_NODE), 0);
  show (S{ TL_SIDE_CLIENT, 0, TL_STEP_APPLICATION_DATA, TL_MESSAGE_NONE, true });
  EXPECT_EQ (count (GSK_REPEAT_NODE), 1);
}

TEST_F (ArrowTest, OpenedWithAKeyStaysDashed)
{
  Conversation conversation (
      fixture_conversation ({ S{ TL_SIDE_SERVER, 0, TL_STEP_HANDSHAKE, TL_MESSAGE_FINISHED } }));

  conversation->steps[0]->decrypted = true;
  tl_arrow_set_step (TL_ARROW (arrow), conversation.get (), 0);
  tl_arrow_set_place (TL_ARROW (arrow), &place);
  EXPECT_EQ (count (GSK_REPEAT_NODE), 1);
}

TEST_F (ArrowTest, ColourTellsTheSide)
{
  show (S{ TL_SIDE_CLIENT, 0, TL_STEP_HANDSHAKE, TL_MESSAGE_CLIENT_HELLO });
  EXPECT_TRUE (gtk_widget_has_css_class (arrow, "client"));
  show (S{ TL_SIDE_SERVER, 0, TL_STEP_HANDSHAKE, TL_MESSAGE_SERVER_HELLO });
  EXPECT_TRUE (gtk_widget_has_css_class (arrow, "server"));
  EXPECT_FALSE (gtk_widget_has_css_class (arrow, "client"));
}

TEST_F (ArrowTest, OnlyAnAlertThatEndsTheConversationIsRed)
{
  show (S{ TL_SIDE_SERVER, 0, TL_STEP_ALERT, TL_MESSAGE_NONE, false, false, 40 }, 0x0303);
  EXPECT_TRUE (gtk_widget_has_css_class (arrow, "alert"));
  show (S{ TL_SIDE_SERVER, 0, TL_STEP_ALERT, TL_MESSAGE_NONE, false, false, 0 }, 0x0304);
  EXPECT_FALSE (gtk_widget_has_css_class (arrow, "alert"));
  show (S{ TL_SIDE_CLIENT, 0, TL_STEP_ALERT, TL_MESSAGE_NONE, true }, 0x0303);
  EXPECT_FALSE (gtk_widget_has_css_class (arrow, "alert"));
  show (S{ TL_SIDE_CLIENT, 0, TL_STEP_ALERT, TL_MESSAGE_NONE, true }, 0x0303, TL_OUTCOME_ALERT_LIKELY);
  EXPECT_TRUE (gtk_widget_has_css_class (arrow, "alert"));
}

TEST_F (ArrowTest, PaintsNothingBeforeItIsSent)
{
  show (S{ TL_SIDE_CLIENT, 0, TL_STEP_HANDSHAKE, TL_MESSAGE_CLIENT_HELLO });
  EXPECT_GT (count (GSK_TEXT_NODE), 0);
  tl_arrow_set_progress (TL_ARROW (arrow), 0);
  EXPECT_EQ (count (GSK_TEXT_NODE) + count (GSK_COLOR_NODE), 0);
  EXPECT_FALSE (gtk_widget_get_can_target (arrow));
  tl_arrow_set_progress (TL_ARROW (arrow), 0.1);
  EXPECT_TRUE (gtk_widget_get_can_target (arrow));
}

TEST_F (ArrowTest, GrowsFromSenderToReceiver)
{
  float ends[3];
  int i = 0;

  show (S{ TL_SIDE_CLIENT, 0, TL_STEP_HANDSHAKE, TL_MESSAGE_CLIENT_HELLO });
  for (double progress : { 0.2, 0.5, 1.0 })
    {
      tl_arrow_set_progress (TL_ARROW (arrow), progress);
      GtkSnapshot *snapshot = gtk_snapshot_new ();
      GTK_WIDGET_GET_CLASS (arrow)->snapshot (arrow, snapshot);
      g_autoptr (GskRenderNode) node = gtk_snapshot_free_to_node (snapshot);
      g_autoptr (GskRenderNode) line = gsk_render_node_ref (gsk_container_node_get_child (node, 0));
      graphene_rect_t bounds;
      gsk_render_node_get_bounds (line, &bounds);
      EXPECT_FLOAT_EQ (bounds.origin.x, 50);
      ends[i++] = bounds.origin.x + bounds.size.width;
    }
  EXPECT_LT (ends[0], ends[1]);
  EXPECT_LT (ends[1], ends[2]);
  EXPECT_NEAR (ends[2], 440, 15);
}

TEST_F (ArrowTest, MarksAWarningOrAnError)
{
  int without;

  show (S{ TL_SIDE_CLIENT, 0, TL_STEP_HANDSHAKE, TL_MESSAGE_CLIENT_HELLO });
  without = count_nodes ();
  find_out (0, 0, 3);
  EXPECT_EQ (count_nodes (), without) << "nothing is wrong";
  EXPECT_FALSE (has_description ());
  find_out (0, 2, 1);
  EXPECT_GT (count_nodes (), without);
  expect_description ("2 warnings, 1 note");
  find_out (1, 2, 0);
  expect_description ("1 error, 2 warnings");
  find_out (0, 0, 0);
  EXPECT_EQ (count_nodes (), without);
  EXPECT_FALSE (has_description ());
}

TEST_F (ArrowTest, FindingsBelongToTheirStep)
{
  show (S{ TL_SIDE_CLIENT, 0, TL_STEP_HANDSHAKE, TL_MESSAGE_CLIENT_HELLO });
  find_out (1, 0, 0);
  show (S{ TL_SIDE_SERVER, 0, TL_STEP_HANDSHAKE, TL_MESSAGE_SERVER_HELLO });
  EXPECT_FALSE (has_description ());
}

/* Where the sign was painted last. */
TEST_F (ArrowTest, SaysWhatItsSignMeans)
{
  for (GtkTextDirection direction : { GTK_TEXT_DIR_LTR, GTK_TEXT_DIR_RTL })
    {
      int seen = 0, first = -1;

      gtk_widget_set_direction (arrow, direction);
      show (S{ TL_SIDE_CLIENT, 0, TL_STEP_HANDSHAKE, TL_MESSAGE_CLIENT_HELLO });
      find_out (0, 1, 0);
      count_nodes ();
      for (int x = 0; x < 500; x++)
        if (has_tooltip (x, place.row.title_y + 6))
          {
            first = first < 0 ? x : first;
            seen++;
          }
      EXPECT_GT (seen, 8);
      EXPECT_LT (seen, 40);
      if (direction == GTK_TEXT_DIR_LTR)
        EXPECT_GT (first, 250) << "behind the name";
      else
        EXPECT_LT (first, 250);
      EXPECT_FALSE (has_tooltip (first + 2, place.row.facts_y + 30));
      find_out (0, 0, 1);
      count_nodes ();
      EXPECT_FALSE (has_tooltip (first + 2, place.row.title_y + 6));
    }
}

TEST_F (ArrowTest, TimeIsPaintedOnlyWhereItIsGiven)
{
  int without;

  show (S{ TL_SIDE_CLIENT, 0, TL_STEP_HANDSHAKE, TL_MESSAGE_CLIENT_HELLO });
  without = count (GSK_TEXT_NODE);
  tl_arrow_set_time (TL_ARROW (arrow), "0.2 ms");
  EXPECT_GT (count (GSK_TEXT_NODE), without);
  tl_arrow_set_time (TL_ARROW (arrow), nullptr);
  EXPECT_EQ (count (GSK_TEXT_NODE), without);
}

TEST_F (ArrowTest, SaysWhetherItsProofHolds)
{
  show ({ TL_SIDE_SERVER, 0, TL_STEP_HANDSHAKE, TL_MESSAGE_FINISHED });
  int before = count_nodes ();
  EXPECT_FALSE (has_description ());
  tl_arrow_set_proof (TL_ARROW (arrow), TL_YES);
  expect_description ("verified");
  EXPECT_GT (count_nodes (), before) << "a sign";
  find_out (0, 1, 0);
  expect_description ("verified, 1 warning");
  find_out (0, 0, 0);
  tl_arrow_set_proof (TL_ARROW (arrow), TL_NO);
  expect_description ("does not verify");
  tl_arrow_set_proof (TL_ARROW (arrow), TL_UNKNOWN);
  EXPECT_FALSE (has_description ());
}

TEST_F (ArrowTest, ANewStepHasNoProof)
{
  show ({ TL_SIDE_SERVER, 0, TL_STEP_HANDSHAKE, TL_MESSAGE_FINISHED });
  tl_arrow_set_proof (TL_ARROW (arrow), TL_YES);
  tl_arrow_set_covered (TL_ARROW (arrow), TRUE);
  show ({ TL_SIDE_SERVER, 0, TL_STEP_HANDSHAKE, TL_MESSAGE_CERTIFICATE });
  EXPECT_FALSE (has_description ());
  EXPECT_FALSE (gtk_widget_has_css_class (arrow, "covered"));
}

TEST_F (ArrowTest, SaysThatItGoesIntoAHash)
{
  show ({ TL_SIDE_CLIENT, 0, TL_STEP_HANDSHAKE, TL_MESSAGE_CLIENT_HELLO });
  tl_arrow_set_covered (TL_ARROW (arrow), TRUE);
  expect_description ("goes into the hash of the chosen secret");
  EXPECT_TRUE (gtk_widget_has_css_class (arrow, "covered"));
  tl_arrow_set_covered (TL_ARROW (arrow), FALSE);
  EXPECT_FALSE (has_description ());
  EXPECT_FALSE (gtk_widget_has_css_class (arrow, "covered"));
}

}
