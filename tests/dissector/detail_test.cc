/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A step taken apart.
 */
#include "talk12.h"

#include <gtest/gtest.h>

TEST (Detail, FieldsOfEveryStepCoverItsBytes)
{
  Reading run (tls12_talk ().packets);
  const TlConversation *told = run.told.at (0);
  for (guint i = 0; i < told->n_steps; i++)
    {
      g_autoptr (TlFieldTree) tree = tl_step_fields (told, i);
      gsize covered = 0;
      for (guint row = 0; row < tree->n_rows; row++)
        {
          const TlRow *each = &tree->rows[row];
          ASSERT_EQ (each->offset, covered) << i << " " << each->name;
          covered += each->n_below > 0 ? each->prefix : each->length;
        }
      EXPECT_EQ (covered, tree->n_bytes) << i;
      EXPECT_EQ (tree->n_bytes, told->steps[i]->length) << i;
    }
}

TEST (Detail, CertificatesThatAreNoneAreSaid)
{
  Reading run (tls12_talk ().packets);
  g_autoptr (GPtrArray) certificates = tl_conversation_certificates (run.told.at (0), TL_SIDE_SERVER);
  g_autoptr (GPtrArray) none = tl_conversation_certificates (run.told.at (0), TL_SIDE_CLIENT);
  ASSERT_EQ (certificates->len, 1u);
  auto certificate = static_cast<TlCertificate *> (g_ptr_array_index (certificates, 0));
  EXPECT_NE (certificate->fault, nullptr);
  EXPECT_EQ (certificate->size, 6u);
  EXPECT_EQ (none->len, 0u);
}

TEST (Detail, WhatIsMissingIsARow)
{
  Talk talk;
  talk.open ();
  Data hello = record (22, client_hello ());
  hello.resize (hello.size () - 20);
  talk.say (FROM_CLIENT, hello);
  Reading run (talk.packets);
  ASSERT_EQ (run.told.at (0)->n_steps, 1u);
  EXPECT_TRUE (run.told[0]->steps[0]->truncated);
  g_autoptr (TlFieldTree) tree = tl_step_fields (run.told[0], 0);
  const TlRow *last = &tree->rows[tree->n_rows - 1];
  EXPECT_STREQ (last->name, "missing");
  EXPECT_EQ (last->length, 20u);
  EXPECT_EQ (last->offset + last->length, run.told[0]->steps[0]->length);
}
