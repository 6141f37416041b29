/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What scrolls in the ladder: its children, their order and their places.
 */
#include "ladder/canvas.h"

#include "findings_fixture.h"
#include "ladder_fixture.h"

namespace
{

class CanvasTest : public testing::Test
{
protected:
  CanvasTest ()
  {
    window = gtk_window_new ();
    canvas = tl_canvas_new ();
    gtk_window_set_default_size (GTK_WINDOW (window), 800, 600);
    /* Scrolled, as in the ladder: newer versions of GTK warn of a window that is too small for its child. */
    GtkWidget *scrolled = gtk_scrolled_window_new ();
    gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), canvas);
    gtk_window_set_child (GTK_WINDOW (window), scrolled);
  }

  ~CanvasTest () override
  {
    gtk_window_destroy (GTK_WINDOW (window));
  }

  void show (TlConversation *conversation)
  {
    tl_canvas_set_conversation (TL_CANVAS (canvas), conversation, FALSE);
    tl_canvas_set_extent (TL_CANVAS (canvas), conversation->n_steps);
    gtk_window_present (GTK_WINDOW (window));
    run_until ([&] { return tl_canvas_get_layout (TL_CANVAS (canvas)) != nullptr; });
  }

  std::vector<GtkWidget *> boxes ()
  {
    std::vector<GtkWidget *> found;
    for (GtkWidget *child = gtk_widget_get_first_child (canvas); child;
         child = gtk_widget_get_next_sibling (child))
      if (!TL_IS_ARROW (child))
        found.push_back (child);
    return found;
  }

  GtkWidget *window;
  GtkWidget *canvas;
};

TEST_F (CanvasTest, IsAList)
{
  gtk_test_accessible_assert_role (canvas, GTK_ACCESSIBLE_ROLE_LIST);
}

TEST_F (CanvasTest, ChildrenStandInTheOrderOfTheStory)
{
  Conversation conversation = fixture_tls12 ();
  float y = -1;

  show (conversation.get ());
  EXPECT_GT (boxes ().size (), 3u);
  for (GtkWidget *child = gtk_widget_get_first_child (canvas); child;
       child = gtk_widget_get_next_sibling (child))
    {
      graphene_rect_t bounds;
      ASSERT_TRUE (gtk_widget_compute_bounds (child, canvas, &bounds));
      EXPECT_GE (bounds.origin.y, y);
      y = bounds.origin.y;
    }
}

TEST_F (CanvasTest, IsAsHighAsItsLayout)
{
  Conversation conversation = fixture_tls12 ();
  int minimum;

  show (conversation.get ());
  gtk_widget_measure (canvas, GTK_ORIENTATION_VERTICAL, gtk_widget_get_width (canvas), &minimum, nullptr,
                      nullptr, nullptr);
  EXPECT_EQ (minimum, tl_canvas_get_layout (TL_CANVAS (canvas))->height);
  gtk_widget_measure (canvas, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, nullptr, nullptr, nullptr);
  EXPECT_LE (minimum, 360);
}

TEST_F (CanvasTest, BoxesAppearBeforeTheirArrow)
{
  Conversation conversation = fixture_tls12 ();

  show (conversation.get ());
  tl_canvas_set_extent (TL_CANVAS (canvas), 0);
  EXPECT_EQ (gtk_widget_get_opacity (boxes ()[0]), 0);
  tl_canvas_set_extent (TL_CANVAS (canvas), 0.25);
  EXPECT_EQ (gtk_widget_get_opacity (boxes ()[0]), 1);
  EXPECT_EQ (tl_arrow_get_progress (tl_canvas_get_arrow (TL_CANVAS (canvas), 0)), 0);
  tl_canvas_set_extent (TL_CANVAS (canvas), 1);
  EXPECT_EQ (tl_arrow_get_progress (tl_canvas_get_arrow (TL_CANVAS (canvas), 0)), 1);
}

TEST_F (CanvasTest, EverythingIsThereAtTheEnd)
{
  Conversation conversation = fixture_tls12 ();

  show (conversation.get ());
  for (GtkWidget *box : boxes ())
    EXPECT_EQ (gtk_widget_get_opacity (box), 1);
}

TEST_F (CanvasTest, FarRowsAreNotMapped)
{
  std::vector<FixtureStep> steps (
      300, FixtureStep{ TL_SIDE_CLIENT, 0, TL_STEP_APPLICATION_DATA, TL_MESSAGE_NONE, true });
  Conversation conversation (fixture_conversation (steps, 0x0303));

  show (conversation.get ());
  tl_canvas_set_visible_range (TL_CANVAS (canvas), 0, 400);
  EXPECT_TRUE (gtk_widget_get_child_visible (GTK_WIDGET (tl_canvas_get_arrow (TL_CANVAS (canvas), 10))));
  EXPECT_FALSE (gtk_widget_get_child_visible (GTK_WIDGET (tl_canvas_get_arrow (TL_CANVAS (canvas), 200))));
  tl_canvas_set_visible_range (TL_CANVAS (canvas), 8000, 8400);
  EXPECT_TRUE (gtk_widget_get_child_visible (GTK_WIDGET (tl_canvas_get_arrow (TL_CANVAS (canvas), 200))));
}

TEST_F (CanvasTest, LargeTextMakesItHigher)
{
  Conversation conversation = fixture_tls12 ();
  int dpi, height;

  show (conversation.get ());
  height = tl_canvas_get_layout (TL_CANVAS (canvas))->height;
  g_object_get (gtk_settings_get_default (), "gtk-xft-dpi", &dpi, nullptr);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 192 * 1024, nullptr);
  EXPECT_TRUE (run_until ([&] {
    const TlLadderLayout *layout = tl_canvas_get_layout (TL_CANVAS (canvas));
    return layout && layout->height > height * 3 / 2;
  }));
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", dpi, nullptr);
}

TEST_F (CanvasTest, MarksTheStepsThatSomethingIsWrongWith)
{
  Conversation conversation = fixture_tls12 ();
  Findings findings = fixture_findings ({ { TL_SEVERITY_WARNING, 1, "a" },
                                          { TL_SEVERITY_NOTE, 1, "b" },
                                          { TL_SEVERITY_NOTE, 2, "c" },
                                          { TL_SEVERITY_ERROR, -1, "d" },
                                          { TL_SEVERITY_ERROR, 10, "e" } });

  show (conversation.get ());
  tl_canvas_set_findings (TL_CANVAS (canvas), findings.get ());
  for (guint i = 0; i < conversation->n_steps; i++)
    {
      GtkAccessible *arrow = GTK_ACCESSIBLE (tl_canvas_get_arrow (TL_CANVAS (canvas), i));
      EXPECT_EQ (gtk_test_accessible_has_property (arrow, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION), i == 1) << i;
    }
  tl_canvas_set_findings (TL_CANVAS (canvas), nullptr);
  EXPECT_FALSE (gtk_test_accessible_has_property (
      GTK_ACCESSIBLE (tl_canvas_get_arrow (TL_CANVAS (canvas), 1)), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION));
}

static bool
paints_something (GdkPaintable *paintable)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  gdk_paintable_snapshot (paintable, snapshot, 800, 600);
  g_autoptr (GskRenderNode) node = gtk_snapshot_free_to_node (snapshot);
  return node != nullptr;
}

TEST_F (CanvasTest, PaintsInLightAndDarkAndInBothDirections)
{
  Conversation conversation = fixture_tls13 ();

  show (conversation.get ());
  for (AdwColorScheme scheme : { ADW_COLOR_SCHEME_FORCE_LIGHT, ADW_COLOR_SCHEME_FORCE_DARK })
    for (GtkTextDirection direction : { GTK_TEXT_DIR_LTR, GTK_TEXT_DIR_RTL })
      {
        adw_style_manager_set_color_scheme (adw_style_manager_get_default (), scheme);
        gtk_widget_set_direction (canvas, direction);
        g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (canvas);
        EXPECT_TRUE (run_until ([&] { return paints_something (paintable); })); /* not before it is laid out anew */
      }
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
}

/* So does the focus, while a capture goes on. */
TEST_F (CanvasTest, BoxesStayWhenTheConversationGrows)
{
  using S = FixtureStep;
  std::vector<S> steps = { S{ TL_SIDE_CLIENT, 0.2, TL_STEP_HANDSHAKE, TL_MESSAGE_CLIENT_HELLO },
                           S{ TL_SIDE_SERVER, 1.5, TL_STEP_HANDSHAKE, TL_MESSAGE_SERVER_HELLO } };
  Conversation before (fixture_conversation (steps, 0x0303));
  steps.push_back (S{ TL_SIDE_SERVER, 1.5, TL_STEP_HANDSHAKE, TL_MESSAGE_CERTIFICATE });
  steps.push_back (S{ TL_SIDE_CLIENT, 3.0, TL_STEP_HANDSHAKE, TL_MESSAGE_CLIENT_KEY_EXCHANGE });
  Conversation after (fixture_conversation (steps, 0x0303));

  show (before.get ());
  ASSERT_GE (boxes ().size (), 1u);
  GtkWidget *first = boxes ()[0];
  gtk_widget_grab_focus (first);
  guint kept = tl_canvas_set_conversation (TL_CANVAS (canvas), after.get (), TRUE);
  EXPECT_GE (kept, 1u);
  EXPECT_EQ (boxes ()[0], first);
  EXPECT_EQ (gtk_window_get_focus (GTK_WINDOW (window)), first);
  EXPECT_GT (boxes ().size (), kept);
  EXPECT_EQ (tl_canvas_set_conversation (TL_CANVAS (canvas), before.get (), FALSE), 0u) << "another one has its own";
}

TEST_F (CanvasTest, MarksWhatIsCoveredUntilItIsLetGo)
{
  Conversation conversation = fixture_tls12 ();
  g_autoptr (GArray) steps = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint step : { 0u, 2u, 1000u })
    g_array_append_val (steps, step);
  show (conversation.get ());
  tl_canvas_set_covered (TL_CANVAS (canvas), steps);
  for (guint i = 0; i < conversation->n_steps; i++)
    EXPECT_EQ (gtk_widget_has_css_class (GTK_WIDGET (tl_canvas_get_arrow (TL_CANVAS (canvas), i)), "covered"), i == 0 || i == 2) << i;
  tl_canvas_set_covered (TL_CANVAS (canvas), nullptr);
  for (guint i = 0; i < conversation->n_steps; i++)
    EXPECT_FALSE (gtk_widget_has_css_class (GTK_WIDGET (tl_canvas_get_arrow (TL_CANVAS (canvas), i)), "covered")) << i;
}

}
