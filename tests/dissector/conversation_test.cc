/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A conversation's simple questions.
 */
#include "talk12.h"

#include <gtest/gtest.h>

TEST (Conversation, OriginsNameThePackets)
{
  Reading run (tls12_talk ().packets);
  const TlConversation *told = run.told.at (0);
  EXPECT_EQ (told->steps[0]->n_origins, 1u);
  EXPECT_EQ (told->steps[0]->origins[0].packet, 3u);
  EXPECT_EQ (told->steps[3]->origins[0].packet, 4u);
}

TEST (Conversation, OutcomeWords)
{
  for (int i = 0; i < TL_N_OUTCOMES; i++)
    EXPECT_NE (tl_outcome_id ((TlOutcome) i), nullptr) << i;
}

TEST (Conversation, FailedOrNot)
{
  TlConversation conversation = {};
  int failed = 0;
  for (int i = 0; i < TL_N_OUTCOMES; i++)
    {
      conversation.outcome = (TlOutcome) i;
      failed += tl_conversation_failed (&conversation);
    }
  EXPECT_EQ (failed, 7);
  conversation.outcome = TL_OUTCOME_ESTABLISHED;
  EXPECT_FALSE (tl_conversation_failed (&conversation));
}

TEST (Conversation, AnAlertIsFatalByItsLevelOrItsDescription)
{
  TlConversation conversation = {};
  TlStep step = {};

  EXPECT_FALSE (tl_step_is_fatal (&conversation, &step));
  step.type = TL_STEP_ALERT;
  step.alert_level = 1;
  step.alert_description = 100; /* no_renegotiation */
  conversation.version = 0x0303;
  EXPECT_FALSE (tl_step_is_fatal (&conversation, &step));
  step.alert_level = 2;
  EXPECT_TRUE (tl_step_is_fatal (&conversation, &step));
  conversation.version = 0x0304;
  step.alert_level = 1;
  step.alert_description = 40;
  EXPECT_TRUE (tl_step_is_fatal (&conversation, &step));
  step.alert_description = 0; /* close_notify */
  EXPECT_FALSE (tl_step_is_fatal (&conversation, &step));
  step.alert_description = 90; /* user_canceled */
  EXPECT_FALSE (tl_step_is_fatal (&conversation, &step));
  step.sealed = true;
  conversation.outcome = TL_OUTCOME_ALERT_LIKELY;
  conversation.stopped_by = TL_SIDE_CLIENT;
  EXPECT_TRUE (tl_step_is_fatal (&conversation, &step));
  step.from = TL_SIDE_SERVER;
  EXPECT_FALSE (tl_step_is_fatal (&conversation, &step));
}

TEST (Conversation, ItsSizeCountsItsBytes)
{
  Reading run (tls12_talk ().packets);
  gsize bytes = 0;
  for (guint i = 0; i < run.told.at (0)->n_steps; i++)
    bytes += g_bytes_get_size (run.told[0]->steps[i]->bytes);
  EXPECT_GT (tl_conversation_size (run.told[0]), bytes);
}

/* Both may be let go. */
TEST (Conversation, WithoutStepsIsACopy)
{
  Reading run (tls12_talk ().packets);
  TlConversation *whole = run.told.at (0);
  g_free (whole->inner_server_name);
  whole->inner_server_name = g_strdup ("inner.example.org");
  g_autoptr (TlConversation) row = tl_conversation_without_steps (whole);
  EXPECT_NE (row->inner_server_name, whole->inner_server_name);
  EXPECT_STREQ (row->inner_server_name, "inner.example.org");
  EXPECT_STREQ (row->server_name, whole->server_name);
  EXPECT_EQ (row->outcome, whole->outcome);
  EXPECT_EQ (row->n_steps, 0u);
  EXPECT_TRUE (row->evicted);
  g_autoptr (GByteArray) randoms = tl_conversation_dup_client_randoms (whole);
  g_autoptr (GByteArray) kept = tl_conversation_dup_client_randoms (row);
  ASSERT_EQ (randoms->len, (guint) TL_RANDOM_SIZE);
  ASSERT_EQ (kept->len, randoms->len);
  EXPECT_EQ (memcmp (kept->data, randoms->data, kept->len), 0);
  EXPECT_LT (tl_conversation_size (row), tl_conversation_size (whole));
}
