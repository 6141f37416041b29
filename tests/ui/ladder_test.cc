/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The ladder: what it shows, selects and plays.
 */
#include "ladder_fixture.h"
#include "window_fixture.h"

namespace
{

bool
act (gpointer widget, const char *action)
{
  return gtk_widget_activate_action (GTK_WIDGET (widget), action, nullptr);
}

void
count_cb (int *n)
{
  ++*n;
}

void
remember_cb (TlLadder *, int step, int *where)
{
  *where = step;
}

TEST_F (LadderTest, IsEmptyWithoutAConversation)
{
  present ();
  EXPECT_EQ (n_arrows (), 0u);
  EXPECT_EQ (tl_ladder_get_selected_step (ladder), -1);
  tl_ladder_play (ladder);
  EXPECT_FALSE (tl_ladder_get_playing (ladder));
  tl_ladder_next (ladder);
  tl_ladder_previous (ladder);
  tl_ladder_first (ladder);
  tl_ladder_last (ladder);
  EXPECT_EQ (tl_ladder_get_selected_step (ladder), -1);
}

TEST_F (LadderTest, ShowsAnArrowForEachStep)
{
  Conversation conversation = fixture_tls13 ();

  tl_ladder_set_conversation (ladder, conversation.get ());
  present ();
  EXPECT_EQ (n_arrows (), 9u);
  EXPECT_EQ (tl_ladder_get_n_steps (ladder), 9u);
  for (size_t i = 0; i < 9; i++)
    {
      EXPECT_EQ (tl_arrow_get_index (arrow (i)), i);
      EXPECT_EQ (tl_arrow_get_progress (arrow (i)), 1) << i;
      EXPECT_GT (gtk_widget_get_width (GTK_WIDGET (arrow (i))), 100);
    }
}

TEST_F (LadderTest, BeginsAtTheFirstStep)
{
  Conversation conversation = fixture_tls13 ();

  tl_ladder_set_conversation (ladder, conversation.get ());
  EXPECT_EQ (tl_ladder_get_selected_step (ladder), 0);
  EXPECT_EQ (tl_ladder_get_position (ladder), 1);
  EXPECT_TRUE (tl_arrow_get_selected (arrow (0)));
}

TEST_F (LadderTest, ClearsAgain)
{
  Conversation conversation = fixture_tls13 ();

  tl_ladder_set_conversation (ladder, conversation.get ());
  present ();
  tl_ladder_set_conversation (ladder, nullptr);
  EXPECT_EQ (n_arrows (), 0u);
  EXPECT_EQ (tl_ladder_get_selected_step (ladder), -1);
  EXPECT_EQ (tl_ladder_get_position (ladder), 0);
  run_for (50);
}

TEST_F (LadderTest, SelectionIsToldOnlyWhenItChanges)
{
  Conversation conversation = fixture_tls13 ();
  int n = 0;

  tl_ladder_set_conversation (ladder, conversation.get ());
  g_signal_connect_swapped (ladder, "notify::selected-step", G_CALLBACK (count_cb), &n);
  tl_ladder_set_selected_step (ladder, 3);
  EXPECT_EQ (n, 1);
  tl_ladder_set_selected_step (ladder, 3);
  EXPECT_EQ (n, 1);
  EXPECT_EQ (tl_ladder_get_position (ladder), 4);
  EXPECT_TRUE (tl_arrow_get_selected (arrow (3)));
  EXPECT_FALSE (tl_arrow_get_selected (arrow (0)));
}

TEST_F (LadderTest, SelectionIsKeptWithinTheSteps)
{
  Conversation conversation = fixture_tls13 ();

  tl_ladder_set_conversation (ladder, conversation.get ());
  tl_ladder_set_selected_step (ladder, 1000);
  EXPECT_EQ (tl_ladder_get_selected_step (ladder), 8);
  tl_ladder_set_selected_step (ladder, -5);
  EXPECT_EQ (tl_ladder_get_selected_step (ladder), -1);
}

TEST_F (LadderTest, BrowsingHidesNothing)
{
  Conversation conversation = fixture_tls13 ();

  tl_ladder_set_conversation (ladder, conversation.get ());
  present ();
  tl_ladder_set_selected_step (ladder, 2);
  for (size_t i = 0; i < 9; i++)
    EXPECT_EQ (tl_arrow_get_progress (arrow (i)), 1) << i;
}

TEST_F (LadderTest, PositionShowsWhatHasHappened)
{
  Conversation conversation = fixture_tls13 ();

  tl_ladder_set_conversation (ladder, conversation.get ());
  present ();
  tl_ladder_set_position (ladder, 2.5);
  EXPECT_EQ (tl_arrow_get_progress (arrow (1)), 1);
  EXPECT_GT (tl_arrow_get_progress (arrow (2)), 0);
  EXPECT_LT (tl_arrow_get_progress (arrow (2)), 1);
  EXPECT_EQ (tl_arrow_get_progress (arrow (3)), 0);
  EXPECT_EQ (tl_ladder_get_selected_step (ladder), 2);
  tl_ladder_set_position (ladder, 9);
  EXPECT_EQ (tl_arrow_get_progress (arrow (8)), 1);
}

TEST_F (LadderTest, AllIsShownAgainWhenAsked)
{
  Conversation conversation = fixture_tls13 ();

  tl_ladder_set_conversation (ladder, conversation.get ());
  EXPECT_FALSE (tl_ladder_show_all (ladder));
  tl_ladder_set_position (ladder, 2);
  EXPECT_EQ (tl_arrow_get_progress (arrow (8)), 0);
  EXPECT_TRUE (tl_ladder_show_all (ladder));
  EXPECT_EQ (tl_arrow_get_progress (arrow (8)), 1);
  EXPECT_EQ (tl_ladder_get_selected_step (ladder), 1);
}

TEST_F (LadderTest, PlaysToTheEnd)
{
  Conversation conversation = fixture_tls13 ();
  bool hidden = false;

  tl_ladder_set_conversation (ladder, conversation.get ());
  tl_ladder_set_speed (ladder, 20);
  present ();
  tl_ladder_play (ladder);
  EXPECT_TRUE (tl_ladder_get_playing (ladder));
  EXPECT_EQ (tl_ladder_get_selected_step (ladder), 0);
  EXPECT_TRUE (run_until ([&] {
    hidden |= tl_arrow_get_progress (arrow (8)) == 0;
    return !tl_ladder_get_playing (ladder);
  }));
  EXPECT_TRUE (hidden);
  EXPECT_EQ (tl_ladder_get_position (ladder), 9);
  EXPECT_EQ (tl_ladder_get_selected_step (ladder), 8);
  EXPECT_EQ (tl_arrow_get_progress (arrow (8)), 1);
  EXPECT_FALSE (tl_ladder_show_all (ladder));
}

TEST_F (LadderTest, DetailsFollowStepByStep)
{
  Conversation conversation = fixture_tls13 ();
  std::vector<int> seen;

  tl_ladder_set_conversation (ladder, conversation.get ());
  tl_ladder_set_speed (ladder, 15);
  present ();
  tl_ladder_play (ladder);
  run_until ([&] {
    int step = tl_ladder_get_selected_step (ladder);
    if (seen.empty () || seen.back () != step)
      seen.push_back (step);
    return !tl_ladder_get_playing (ladder);
  });
  EXPECT_EQ (seen, (std::vector<int>{ 0, 1, 2, 3, 4, 5, 6, 7, 8 }));
}

TEST_F (LadderTest, PausesAndGoesOn)
{
  Conversation conversation = fixture_tls13 ();
  double position;

  tl_ladder_set_conversation (ladder, conversation.get ());
  tl_ladder_set_speed (ladder, 10);
  present ();
  tl_ladder_play (ladder);
  ASSERT_TRUE (run_until ([&] { return tl_ladder_get_position (ladder) > 1.2; }));
  tl_ladder_pause (ladder);
  position = tl_ladder_get_position (ladder);
  EXPECT_FALSE (tl_ladder_get_playing (ladder));
  run_for (60);
  EXPECT_EQ (tl_ladder_get_position (ladder), position);
  EXPECT_EQ (tl_arrow_get_progress (arrow (8)), 0);
  tl_ladder_play (ladder);
  EXPECT_GE (tl_ladder_get_position (ladder), position);
  EXPECT_TRUE (run_until ([&] { return !tl_ladder_get_playing (ladder); }));
}

TEST_F (LadderTest, PlaysFromTheSelectedStep)
{
  Conversation conversation = fixture_tls13 ();

  tl_ladder_set_conversation (ladder, conversation.get ());
  present ();
  tl_ladder_set_selected_step (ladder, 4);
  tl_ladder_play (ladder);
  EXPECT_EQ (tl_arrow_get_progress (arrow (3)), 1);
  EXPECT_EQ (tl_arrow_get_progress (arrow (4)), 0);
  tl_ladder_pause (ladder);
}

TEST_F (LadderTest, PlaysFromTheBeginningAtTheEnd)
{
  Conversation conversation = fixture_tls13 ();

  tl_ladder_set_conversation (ladder, conversation.get ());
  present ();
  tl_ladder_last (ladder);
  tl_ladder_play (ladder);
  EXPECT_LT (tl_ladder_get_position (ladder), 0.5);
  EXPECT_EQ (tl_ladder_get_selected_step (ladder), 0);
  tl_ladder_pause (ladder);
}

TEST_F (LadderTest, NextLetsTheArrowGrow)
{
  Conversation conversation = fixture_tls13 ();

  tl_ladder_set_conversation (ladder, conversation.get ());
  present ();
  tl_ladder_next (ladder);
  EXPECT_EQ (tl_ladder_get_selected_step (ladder), 1);
  EXPECT_LT (tl_arrow_get_progress (arrow (1)), 0.5);
  EXPECT_EQ (tl_arrow_get_progress (arrow (2)), 1);
  EXPECT_TRUE (run_until ([&] { return tl_arrow_get_progress (arrow (1)) == 1; }));
  EXPECT_EQ (tl_ladder_get_position (ladder), 2);
}

TEST_F (LadderTest, NextTwiceIsTwoSteps)
{
  Conversation conversation = fixture_tls13 ();

  tl_ladder_set_conversation (ladder, conversation.get ());
  present ();
  tl_ladder_next (ladder);
  tl_ladder_next (ladder);
  EXPECT_EQ (tl_ladder_get_selected_step (ladder), 2);
  EXPECT_EQ (tl_arrow_get_progress (arrow (1)), 1);
}

TEST_F (LadderTest, WithoutMovementStepsJump)
{
  Conversation conversation = fixture_tls13 ();

  set_animations (false);
  tl_ladder_set_conversation (ladder, conversation.get ());
  tl_ladder_set_speed (ladder, 20);
  present ();
  tl_ladder_next (ladder);
  EXPECT_EQ (tl_ladder_get_position (ladder), 2);
  EXPECT_EQ (tl_arrow_get_progress (arrow (1)), 1);
  tl_ladder_play (ladder);
  EXPECT_TRUE (run_until ([&] {
    double position = tl_ladder_get_position (ladder);
    EXPECT_EQ (position, (int) position);
    return !tl_ladder_get_playing (ladder);
  }));
  EXPECT_EQ (tl_ladder_get_position (ladder), 9);
}

TEST_F (LadderTest, ActionsAreTheKeys)
{
  Conversation conversation = fixture_tls13 ();

  set_animations (false);
  tl_ladder_set_conversation (ladder, conversation.get ());
  present ();
  EXPECT_TRUE (act (ladder, "ladder.next"));
  EXPECT_EQ (tl_ladder_get_selected_step (ladder), 1);
  EXPECT_TRUE (act (ladder, "ladder.previous"));
  EXPECT_EQ (tl_ladder_get_selected_step (ladder), 0);
  EXPECT_TRUE (act (ladder, "ladder.previous"));
  EXPECT_EQ (tl_ladder_get_selected_step (ladder), 0);
  EXPECT_TRUE (act (ladder, "ladder.last"));
  EXPECT_EQ (tl_ladder_get_selected_step (ladder), 8);
  EXPECT_TRUE (act (ladder, "ladder.next"));
  EXPECT_EQ (tl_ladder_get_selected_step (ladder), 8);
  EXPECT_TRUE (act (ladder, "ladder.first"));
  EXPECT_EQ (tl_ladder_get_selected_step (ladder), 0);
  EXPECT_TRUE (act (ladder, "ladder.play"));
  EXPECT_TRUE (tl_ladder_get_playing (ladder));
  EXPECT_TRUE (act (ladder, "ladder.play"));
  EXPECT_FALSE (tl_ladder_get_playing (ladder));
}

/* The class whose shortcut takes @keyval when the focus is on @widget. */
const char *
find_taker (GtkWidget *widget, guint keyval)
{
  for (; widget; widget = gtk_widget_get_parent (widget))
    {
      g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
      for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
        {
          g_autoptr (GObject) controller = G_OBJECT (g_list_model_get_item (controllers, i));
          if (!GTK_IS_SHORTCUT_CONTROLLER (controller))
            continue;
          for (guint j = 0; j < g_list_model_get_n_items (G_LIST_MODEL (controller)); j++)
            {
              g_autoptr (GtkShortcut) shortcut
                  = GTK_SHORTCUT (g_list_model_get_item (G_LIST_MODEL (controller), j));
              GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);
              if (GTK_IS_KEYVAL_TRIGGER (trigger)
                  && gtk_keyval_trigger_get_modifiers (GTK_KEYVAL_TRIGGER (trigger)) == 0
                  && gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) == keyval)
                return G_OBJECT_TYPE_NAME (widget);
            }
        }
    }
  return "nobody";
}

TEST_F (LadderTest, KeysAreTakenBeforeWhatScrolls)
{
  Conversation conversation = fixture_tls13 ();

  tl_ladder_set_conversation (ladder, conversation.get ());
  for (guint key : { GDK_KEY_Up, GDK_KEY_Down, GDK_KEY_Left, GDK_KEY_Right, GDK_KEY_Home, GDK_KEY_End,
                     GDK_KEY_space, GDK_KEY_Escape })
    EXPECT_STREQ (find_taker (GTK_WIDGET (arrow (0)), key), "TlCanvas") << gdk_keyval_name (key);
  EXPECT_STREQ (find_taker (GTK_WIDGET (arrow (0)), GDK_KEY_Return), "TlArrow");
}

TEST_F (LadderTest, FocusEntersAtTheSelectedStepAndMovesWithIt)
{
  Conversation conversation = fixture_tls13 ();

  set_animations (false);
  tl_ladder_set_conversation (ladder, conversation.get ());
  tl_ladder_set_selected_step (ladder, 2);
  present ();
  gtk_window_set_focus (GTK_WINDOW (window), nullptr);
  EXPECT_TRUE (gtk_widget_child_focus (GTK_WIDGET (ladder), GTK_DIR_TAB_FORWARD));
  EXPECT_EQ (gtk_window_get_focus (GTK_WINDOW (window)), GTK_WIDGET (arrow (2)));
  tl_ladder_next (ladder);
  EXPECT_EQ (gtk_window_get_focus (GTK_WINDOW (window)), GTK_WIDGET (arrow (3)));
  EXPECT_FALSE (gtk_widget_child_focus (GTK_WIDGET (ladder), GTK_DIR_TAB_FORWARD)); /* Tab leaves */
}

TEST_F (LadderTest, WhoFocusesAnArrowSelectsItsStep)
{
  Conversation conversation = fixture_tls13 ();

  tl_ladder_set_conversation (ladder, conversation.get ());
  present ();
  EXPECT_TRUE (gtk_widget_grab_focus (GTK_WIDGET (arrow (5))));
  EXPECT_EQ (tl_ladder_get_selected_step (ladder), 5);
}

TEST_F (LadderTest, FocusElsewhereIsLeftAlone)
{
  Conversation conversation = fixture_tls13 ();

  tl_ladder_set_conversation (ladder, conversation.get ());
  present ();
  gtk_window_set_focus (GTK_WINDOW (window), nullptr);
  tl_ladder_set_selected_step (ladder, 5);
  EXPECT_EQ (gtk_window_get_focus (GTK_WINDOW (window)), nullptr);
}

TEST_F (LadderTest, ActivatingAnArrowTellsItsStep)
{
  Conversation conversation = fixture_tls13 ();
  int step = -1;

  tl_ladder_set_conversation (ladder, conversation.get ());
  present ();
  g_signal_connect (ladder, "step-activated", G_CALLBACK (remember_cb), &step);
  EXPECT_TRUE (act (arrow (6), "arrow.activate"));
  EXPECT_EQ (step, 6);
  EXPECT_EQ (tl_ladder_get_selected_step (ladder), 6);
}

TEST_F (LadderTest, GrownConversationKeepsSelectionPositionAndArrows)
{
  Conversation whole = fixture_tls13 ();
  Conversation begun = fixture_tls13 ();
  TlArrow *second;

  for (guint i = 4; i < begun->n_steps; i++)
    tl_step_unref (begun->steps[i]);
  begun->n_steps = 4;
  tl_ladder_set_conversation (ladder, begun.get ());
  present ();
  tl_ladder_set_selected_step (ladder, 2);
  second = arrow (2);
  tl_ladder_set_conversation (ladder, whole.get ());
  EXPECT_EQ (n_arrows (), 9u);
  EXPECT_EQ (arrow (2), second);
  EXPECT_EQ (tl_ladder_get_selected_step (ladder), 2);
  EXPECT_EQ (tl_ladder_get_position (ladder), 3);
  EXPECT_EQ (tl_arrow_get_progress (arrow (8)), 1);
}

/* A conversation of @n steps that goes on. */
static Conversation
going_on (int n)
{
  std::vector<FixtureStep> steps;

  for (int i = 0; i < n; i++)
    steps.push_back ({ i % 2 ? TL_SIDE_SERVER : TL_SIDE_CLIENT, (double) i, TL_STEP_APPLICATION_DATA, TL_MESSAGE_NONE, true });
  Conversation conversation (fixture_conversation (steps));
  conversation->complete = false;
  return conversation;
}

TEST_F (LadderTest, FollowsAConversationThatGrowsWhereItIsAskedTo)
{
  auto bottom_is_seen = [&] (guint step) {
    graphene_rect_t bounds;
    return gtk_widget_get_mapped (GTK_WIDGET (arrow (step))) && gtk_widget_compute_bounds (GTK_WIDGET (arrow (step)), GTK_WIDGET (ladder), &bounds)
           && bounds.origin.y + bounds.size.height <= gtk_widget_get_height (GTK_WIDGET (ladder));
  };
  Conversation few = going_on (4), more = going_on (30), most = going_on (60);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (find (GTK_WIDGET (ladder), GTK_TYPE_SCROLLED_WINDOW)));

  set_animations (false);
  tl_ladder_set_conversation (ladder, few.get ());
  present ();
  tl_ladder_set_conversation (ladder, more.get ());
  run_for (50);
  EXPECT_FALSE (bottom_is_seen (29)) << "a file that is read stays where it is";

  tl_ladder_set_conversation (ladder, nullptr);
  tl_ladder_set_following (ladder, TRUE);
  tl_ladder_set_conversation (ladder, few.get ());
  run_for (50);
  tl_ladder_set_conversation (ladder, more.get ());
  EXPECT_TRUE (run_until ([&] { return bottom_is_seen (29); }));
  EXPECT_EQ (tl_ladder_get_selected_step (ladder), 0);
  run_for (400); /* it has come to rest */
  gtk_adjustment_set_value (adjustment, 100);
  run_for (50);
  tl_ladder_set_conversation (ladder, most.get ());
  run_for (400);
  EXPECT_EQ (gtk_adjustment_get_value (adjustment), 100) << "somebody looks at something else";
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
  run_for (50);
  Conversation end = going_on (80);
  tl_ladder_set_conversation (ladder, end.get ());
  EXPECT_TRUE (run_until ([&] { return bottom_is_seen (79); }));
}

TEST_F (LadderTest, AnotherConversationBeginsAnew)
{
  Conversation first = fixture_tls13 ();
  Conversation second = fixture_tls12 ();

  second->number = 2;
  tl_ladder_set_conversation (ladder, first.get ());
  present ();
  tl_ladder_play (ladder);
  tl_ladder_set_conversation (ladder, second.get ());
  EXPECT_FALSE (tl_ladder_get_playing (ladder));
  EXPECT_EQ (tl_ladder_get_selected_step (ladder), 0);
  EXPECT_EQ (n_arrows (), 10u);
  for (size_t i = 0; i < 10; i++)
    EXPECT_EQ (tl_arrow_get_progress (arrow (i)), 1) << i;
}

TEST_F (LadderTest, ShorterConversationTakesTheSelectionBack)
{
  Conversation long_one = fixture_tls12 ();
  Conversation short_one = fixture_tls13 ();

  short_one->number = 2;
  tl_ladder_set_conversation (ladder, long_one.get ());
  present ();
  tl_ladder_last (ladder);
  tl_ladder_set_conversation (ladder, short_one.get ());
  EXPECT_EQ (tl_ladder_get_selected_step (ladder), 0);
  run_for (50);
}

TEST_F (LadderTest, SelectedStepComesIntoSight)
{
  std::vector<FixtureStep> steps;

  for (int i = 0; i < 400; i++)
    steps.push_back ({ i % 2 ? TL_SIDE_SERVER : TL_SIDE_CLIENT, (double) i, TL_STEP_APPLICATION_DATA,
                       TL_MESSAGE_NONE, true });
  Conversation conversation (fixture_conversation (steps));
  set_animations (false);
  tl_ladder_set_conversation (ladder, conversation.get ());
  present ();
  EXPECT_FALSE (gtk_widget_get_child_visible (GTK_WIDGET (arrow (300))));
  tl_ladder_set_selected_step (ladder, 300);
  EXPECT_TRUE (run_until ([&] {
    graphene_rect_t bounds;
    return gtk_widget_get_mapped (GTK_WIDGET (arrow (300)))
           && gtk_widget_compute_bounds (GTK_WIDGET (arrow (300)), GTK_WIDGET (ladder), &bounds)
           && bounds.origin.y > 0
           && bounds.origin.y + bounds.size.height < gtk_widget_get_height (GTK_WIDGET (ladder));
  }));
  EXPECT_FALSE (gtk_widget_get_child_visible (GTK_WIDGET (arrow (0))));
}

TEST_F (LadderTest, FocusFollowsToAStepFarAway)
{
  std::vector<FixtureStep> steps;

  for (int i = 0; i < 400; i++)
    steps.push_back ({ TL_SIDE_CLIENT, (double) i, TL_STEP_APPLICATION_DATA, TL_MESSAGE_NONE, true });
  Conversation conversation (fixture_conversation (steps));
  set_animations (false);
  tl_ladder_set_conversation (ladder, conversation.get ());
  present ();
  gtk_widget_grab_focus (GTK_WIDGET (ladder));
  tl_ladder_last (ladder);
  EXPECT_EQ (tl_ladder_get_selected_step (ladder), 399);
  EXPECT_EQ (gtk_window_get_focus (GTK_WINDOW (window)), GTK_WIDGET (arrow (399)));
  run_for (50);
  EXPECT_EQ (tl_ladder_get_selected_step (ladder), 399);
}

TEST_F (LadderTest, CardsNameBothEnds)
{
  Conversation conversation = fixture_tls13 ();
  int named = 0;

  tl_ladder_set_conversation (ladder, conversation.get ());
  for (GtkWidget *child = gtk_widget_get_first_child (cards ()); child;
       child = gtk_widget_get_next_sibling (child))
    {
      const char *tooltip = gtk_widget_get_tooltip_text (child);
      named += g_strcmp0 (tooltip, "Client, 127.0.0.1:51750") == 0;
      named += g_strcmp0 (tooltip, "Server, example.test, 127.0.0.1:443") == 0;
    }
  EXPECT_EQ (named, 2);
}

TEST_F (LadderTest, ReadsFromRightToLeftToo)
{
  Conversation conversation = fixture_tls13 ();
  graphene_rect_t first, last;

  gtk_widget_set_direction (GTK_WIDGET (ladder), GTK_TEXT_DIR_RTL);
  gtk_widget_set_direction (cards (), GTK_TEXT_DIR_RTL);
  set_animations (false);
  tl_ladder_set_conversation (ladder, conversation.get ());
  present ();
  ASSERT_TRUE (
      gtk_widget_compute_bounds (gtk_widget_get_first_child (cards ()), GTK_WIDGET (ladder), &first));
  ASSERT_TRUE (gtk_widget_compute_bounds (gtk_widget_get_last_child (cards ()), GTK_WIDGET (ladder), &last));
  EXPECT_GT (first.origin.x, last.origin.x); /* the client's card is at the right */
}

TEST_F (LadderTest, IsNarrowWithoutAWarning)
{
  Conversation conversation = fixture_tls12 ();

  gtk_window_set_default_size (GTK_WINDOW (window), 360, 294);
  tl_ladder_set_conversation (ladder, conversation.get ());
  present ();
  EXPECT_LE (gtk_widget_get_width (GTK_WIDGET (ladder)), 360);
  run_for (50);
}

/* Goes on with @action until nothing changes; returns what was told about on the way: a step, or a box with -1. */
std::vector<std::pair<int, int> >
walk_ladder (TlLadder *ladder, const char *action)
{
  auto here = [&] {
    int box = tl_ladder_get_selected_box (ladder);
    return std::make_pair (box < 0 ? tl_ladder_get_selected_step (ladder) : -1, box);
  };
  std::vector<std::pair<int, int> > found;

  do
    {
      found.push_back (here ());
      act (ladder, action);
    }
  while (here () != found.back ());
  return found;
}

/* Every step, on the wire or not, by keys alone. */
TEST_F (LadderTest, DownAndUpGoThroughWhatIsNotOnTheWire)
{
  Conversation conversation = fixture_tls12 ();

  tl_ladder_set_conversation (ladder, conversation.get ());
  present ();
  gtk_widget_grab_focus (GTK_WIDGET (ladder));
  guint n_boxes = tl_ladder_get_off_wire (ladder)->len;
  ASSERT_GT (n_boxes, 3u);
  walk_ladder (ladder, "ladder.up");
  EXPECT_EQ (tl_ladder_get_selected_box (ladder), 0) << "it stands above the first arrow";
  EXPECT_FALSE (TL_IS_ARROW (gtk_window_get_focus (GTK_WINDOW (window)))) << "the focus goes with it";
  auto down = walk_ladder (ladder, "ladder.down"), up = walk_ladder (ladder, "ladder.up");
  EXPECT_EQ (down.size (), conversation->n_steps + n_boxes);
  std::reverse (up.begin (), up.end ());
  EXPECT_EQ (down, up);
  for (size_t i = 1; i < down.size (); i++)
    {
      EXPECT_LE (down[i - 1].first, down[i].first < 0 ? 1000 : down[i].first);
      EXPECT_LE (down[i - 1].second, down[i].second < 0 ? 1000 : down[i].second);
    }
}

TEST_F (LadderTest, AnOffWireStepIsToldAboutUntilAStepIs)
{
  Conversation conversation = fixture_tls12 ();

  tl_ladder_set_conversation (ladder, conversation.get ());
  present ();
  tl_ladder_set_selected_step (ladder, 2);
  tl_ladder_set_selected_box (ladder, 1);
  EXPECT_EQ (tl_ladder_get_selected_box (ladder), 1);
  EXPECT_EQ (tl_ladder_get_selected_step (ladder), 2);
  EXPECT_FALSE (tl_arrow_get_selected (arrow (2)));
  tl_ladder_set_selected_step (ladder, 2);
  EXPECT_EQ (tl_ladder_get_selected_box (ladder), -1);
  EXPECT_TRUE (tl_arrow_get_selected (arrow (2)));
  tl_ladder_set_selected_box (ladder, 1);
  tl_ladder_set_conversation (ladder, nullptr);
  EXPECT_EQ (tl_ladder_get_selected_box (ladder), -1);
}

}

/* The same steps from another reading stand where they stood. */
TEST_F (LadderTest, AStepIsPutWhereItStood)
{
  Conversation conversation = fixture_tls13 ();
  Conversation other = fixture_tls12 ();
  double y;

  gtk_window_set_default_size (GTK_WINDOW (window), 500, 300);
  tl_ladder_set_conversation (ladder, conversation.get ());
  present ();
  EXPECT_FALSE (std::isnan (tl_ladder_get_selected_y (ladder)));
  tl_ladder_set_selected_step (ladder, 7);
  run_until ([&] { return !std::isnan (tl_ladder_get_selected_y (ladder)); });
  y = tl_ladder_get_selected_y (ladder);
  tl_ladder_set_conversation (ladder, nullptr);
  EXPECT_TRUE (std::isnan (tl_ladder_get_selected_y (ladder)));
  tl_ladder_set_conversation (ladder, other.get ());
  tl_ladder_select_at (ladder, 6, y);
  run_until ([&] { return !std::isnan (tl_ladder_get_selected_y (ladder)); });
  EXPECT_EQ (tl_ladder_get_selected_step (ladder), 6);
  EXPECT_NEAR (tl_ladder_get_selected_y (ladder), y, 1);
}

/* Above the first step, there is nothing to scroll to. */
TEST_F (LadderTest, AStepIsPutWhereItCanBeSeen)
{
  Conversation conversation = fixture_tls13 ();

  tl_ladder_set_conversation (ladder, conversation.get ());
  present ();
  tl_ladder_select_at (ladder, 0, 5000);
  run_until ([&] { return !std::isnan (tl_ladder_get_selected_y (ladder)); });
  EXPECT_LT (tl_ladder_get_selected_y (ladder), 200);
}
