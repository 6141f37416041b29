/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Steps found again in another reading of the same capture.
 */
#include "step-place.h"
#include "window_fixture.h"

#include <gtest/gtest.h>

class StepPlaceTest : public testing::Test
{
protected:
  void TearDown () override
  {
    tl_conversation_unref (sealed);
    tl_conversation_unref (opened);
  }

  int there (const TlConversation *from, int step, const TlConversation *to)
  {
    TlStepPlace place;
    return tl_step_place_of (from, step, &place) ? tl_step_place_find (&place, to) : -2;
  }

  std::string title (const TlConversation *conversation, int step)
  {
    g_autofree char *text = tl_step_title (conversation, (guint) step);
    return text;
  }

  TlConversation *sealed = read_sample ("tls13.pcap");
  TlConversation *opened = read_opened_sample ("tls13.pcap");
};

TEST_F (StepPlaceTest, TheSameReadingHasTheSameSteps)
{
  for (int i = 0; i < (int) opened->n_steps; i++)
    EXPECT_EQ (there (opened, i, opened), i);
}

TEST_F (StepPlaceTest, ASealedRecordIsTheMessageInIt)
{
  EXPECT_EQ (title (opened, there (sealed, 4, opened)), "Certificate");
  EXPECT_EQ (there (opened, find_step (opened, TL_MESSAGE_CERTIFICATE), sealed), 4);
  EXPECT_EQ (there (opened, find_step (opened, TL_MESSAGE_CLIENT_HELLO), sealed), 0);
}

/* Records that were folded into one: the step that covers the packet. */
TEST_F (StepPlaceTest, WhatWasFoldedIsFound)
{
  int data = -1;

  for (int i = 0; i < (int) opened->n_steps; i++)
    if (opened->steps[i]->type == TL_STEP_APPLICATION_DATA && opened->steps[i]->from == TL_SIDE_SERVER)
      data = i;
  ASSERT_GE (data, 0);
  int found = there (opened, data, sealed);
  ASSERT_GE (found, 0);
  EXPECT_EQ (sealed->steps[found]->from, TL_SIDE_SERVER);
  EXPECT_EQ (sealed->steps[found]->type, TL_STEP_APPLICATION_DATA);
  EXPECT_GT (sealed->steps[found]->n_records, 1u);
}

TEST_F (StepPlaceTest, ElsewhereItIsTheNearestOfTheSameSide)
{
  TlStepPlace place = { 1, TL_SIDE_CLIENT, 100000, 0, sealed->last };

  EXPECT_EQ (sealed->steps[tl_step_place_find (&place, sealed)]->from, TL_SIDE_CLIENT);
  EXPECT_EQ (tl_step_place_find (&place, sealed), (int) sealed->n_steps - 1);
  place.time = sealed->start;
  EXPECT_EQ (tl_step_place_find (&place, sealed), 0);
}

TEST_F (StepPlaceTest, NothingIsNowhere)
{
  TlStepPlace place = {};
  TlConversation none = {};

  EXPECT_FALSE (tl_step_place_of (sealed, -1, &place));
  EXPECT_FALSE (tl_step_place_of (sealed, 1000, &place));
  EXPECT_EQ (tl_step_place_find (&place, &none), -1);
}
