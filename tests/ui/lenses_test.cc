/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The same capture through several lenses: what is read once is kept, and nothing is shown before it was read.
 */
#include "lenses.h"
#include "window_fixture.h"

#include <gtest/gtest.h>

class LensesTest : public testing::Test
{
protected:
  void SetUp () override
  {
    TlKeylogReport report;

    g_signal_connect (lenses, "switched", G_CALLBACK (+[] (TlLenses *, int *n) { ++*n; }), &switches);
    tl_keyring_load_keylog (logs, (path + ".keylog.txt").c_str (), &report, nullptr);
  }

  void TearDown () override
  {
    g_object_unref (lenses);
    tl_keyring_unref (logs);
    settle ();
  }

  guint opened ()
  {
    TlSession *session = tl_lenses_get_session (lenses);
    EXPECT_TRUE (wait_for ([&] { return tl_session_get_state (session) == TL_SESSION_DONE; }));
    return tl_session_get_n_opened (session);
  }

  /* Looks through @lens, and waits until that is shown. */
  TlSession *look (TlLens lens)
  {
    TlSession *before = tl_lenses_get_session (lenses);
    tl_lenses_look (lenses, lens);
    EXPECT_TRUE (wait_for ([&] { return tl_lenses_get_session (lenses) != before; }));
    return tl_lenses_get_session (lenses);
  }

  std::string path = sample_path ("tls12-no-forward-secrecy.pcap");
  TlLenses *lenses = tl_lenses_new ();
  TlKeyring *logs = tl_keyring_new ();
  int switches = 0;
};

TEST_F (LensesTest, ThereIsNothingToChooseWithoutKeys)
{
  EXPECT_EQ (nullptr, tl_lenses_get_session (lenses));
  tl_lenses_look (lenses, TL_LENS_OBSERVER);
  tl_lenses_set_keys (lenses, logs, logs);
  EXPECT_EQ (nullptr, tl_lenses_get_session (lenses));
  tl_lenses_open (lenses, path.c_str (), nullptr, nullptr);
  EXPECT_EQ (TL_N_LENSES, tl_lenses_get_lens (lenses));
  EXPECT_EQ (0u, opened ());
  EXPECT_EQ (1, switches);
}

TEST_F (LensesTest, EachHasWhatItsKeysOpen)
{
  g_autoptr (TlKeyring) all = tl_keyring_new ();

  ASSERT_TRUE (tl_key_file_load_private (all, sample_path ("tls12-no-forward-secrecy.key.pem").c_str (), nullptr, nullptr));
  tl_lenses_open (lenses, path.c_str (), nullptr, all);
  EXPECT_EQ (TL_LENS_SERVER, tl_lenses_get_lens (lenses)) << "it shows most";
  EXPECT_EQ (1u, opened ());
  TlSession *full = tl_lenses_get_session (lenses);
  EXPECT_EQ (full, tl_lenses_get_full_session (lenses));
  look (TL_LENS_KEY_LOG);
  EXPECT_EQ (0u, opened ()) << "no key log was given";
  EXPECT_EQ (full, tl_lenses_get_full_session (lenses)) << "it is still there";
  look (TL_LENS_OBSERVER);
  EXPECT_EQ (0u, opened ());
}

TEST_F (LensesTest, WhatWasReadIsKept)
{
  tl_lenses_open (lenses, path.c_str (), logs, logs);
  EXPECT_EQ (TL_LENS_KEY_LOG, tl_lenses_get_lens (lenses));
  TlSession *first = tl_lenses_get_session (lenses);
  EXPECT_EQ (1u, opened ());
  EXPECT_NE (first, look (TL_LENS_OBSERVER));
  tl_lenses_look (lenses, TL_LENS_KEY_LOG);
  EXPECT_EQ (first, tl_lenses_get_session (lenses)) << "at once";
  tl_lenses_look (lenses, TL_LENS_SERVER);
  EXPECT_EQ (first, tl_lenses_get_session (lenses)) << "the server has no other keys";
  EXPECT_EQ (TL_LENS_SERVER, tl_lenses_get_lens (lenses));
  EXPECT_EQ (3, switches);
}

TEST_F (LensesTest, OtherKeysAreReadWithAnew)
{
  tl_lenses_open (lenses, path.c_str (), nullptr, nullptr);
  TlSession *first = tl_lenses_get_session (lenses);
  ASSERT_EQ (0u, opened ());
  tl_lenses_set_keys (lenses, logs, logs);
  EXPECT_EQ (first, tl_lenses_get_session (lenses)) << "it stays until the other is read";
  ASSERT_TRUE (wait_for ([&] { return switches == 2; }));
  EXPECT_EQ (1u, opened ());
  EXPECT_EQ (TL_LENS_KEY_LOG, tl_lenses_get_lens (lenses));
}

/* What comes is read once: nobody can look through another lens, or with other keys, before it is kept somewhere. */
TEST_F (LensesTest, WhatComesIsReadAgainOnceItHasAPath)
{
  g_autoptr (TlSession) session = tl_session_new (path.c_str (), logs);

  tl_lenses_show (lenses, session, nullptr, nullptr);
  EXPECT_EQ (session, tl_lenses_get_session (lenses));
  EXPECT_EQ (session, tl_lenses_get_full_session (lenses));
  tl_lenses_look (lenses, TL_LENS_OBSERVER);
  EXPECT_EQ (1u, opened ());
  EXPECT_EQ (session, tl_lenses_get_session (lenses));
  EXPECT_EQ (TL_N_LENSES, tl_lenses_get_lens (lenses));

  tl_lenses_set_path (lenses, path.c_str (), logs, logs);
  EXPECT_EQ (session, tl_lenses_get_session (lenses)) << "there is no reason to read it again";
  EXPECT_EQ (TL_LENS_KEY_LOG, tl_lenses_get_lens (lenses));
  look (TL_LENS_OBSERVER);
  EXPECT_EQ (0u, opened ());
  tl_lenses_look (lenses, TL_LENS_KEY_LOG);
  EXPECT_EQ (session, tl_lenses_get_session (lenses)) << "it is kept";
}

TEST_F (LensesTest, OtherKeysWaitUntilWhatComesHasAPath)
{
  g_autoptr (TlSession) session = tl_session_new (path.c_str (), nullptr);

  tl_lenses_show (lenses, session, nullptr, nullptr);
  EXPECT_EQ (0u, opened ());
  tl_lenses_set_keys (lenses, logs, logs);
  settle ();
  EXPECT_EQ (session, tl_lenses_get_session (lenses));
  tl_lenses_set_path (lenses, path.c_str (), logs, logs);
  ASSERT_TRUE (wait_for ([&] { return tl_lenses_get_session (lenses) != session; }));
  EXPECT_EQ (1u, opened ());
}

/* A file that grows, as what comes is kept: each lens follows it, and so do other keys, and none of them for longer than it grows. */
TEST_F (LensesTest, WhatComesIsFollowedWhereItIsKept)
{
  TlReadingRequest request = {};
  request.path = path.c_str ();
  request.follow = true;
  g_autoptr (TlSession) session = tl_session_new_for (&request);

  tl_lenses_show (lenses, session, nullptr, nullptr);
  tl_lenses_follow (lenses, path.c_str (), nullptr);
  EXPECT_EQ (TL_N_LENSES, tl_lenses_get_lens (lenses)) << "no keys";
  tl_lenses_set_keys (lenses, logs, logs);
  EXPECT_EQ (TL_LENS_KEY_LOG, tl_lenses_get_lens (lenses));
  ASSERT_TRUE (wait_for ([&] { return tl_session_get_n_opened (tl_lenses_get_session (lenses)) == 1; }));
  g_autoptr (TlSession) follower = TL_SESSION (g_object_ref (tl_lenses_get_session (lenses)));
  EXPECT_NE (follower, session);
  EXPECT_EQ (TL_SESSION_READING, tl_session_get_state (follower));
  EXPECT_EQ (TL_SESSION_READING, tl_session_get_state (session)) << "it is still what comes";
  look (TL_LENS_OBSERVER);
  g_autoptr (TlSession) sealed = TL_SESSION (g_object_ref (tl_lenses_get_session (lenses)));
  EXPECT_EQ (TL_SESSION_READING, tl_session_get_state (sealed));

  tl_lenses_set_path (lenses, path.c_str (), logs, logs);
  ASSERT_TRUE (wait_for ([&] { return tl_lenses_get_session (lenses) != sealed; }));
  EXPECT_EQ (0u, opened ());
  EXPECT_EQ (TL_LENS_OBSERVER, tl_lenses_get_lens (lenses));
  EXPECT_TRUE (wait_for ([&] { return tl_session_get_state (sealed) == TL_SESSION_CANCELLED; }));
  EXPECT_TRUE (wait_for ([&] { return tl_session_get_state (follower) == TL_SESSION_CANCELLED; }));
  EXPECT_EQ (TL_SESSION_READING, tl_session_get_state (session)) << "whoever has begun it ends it";
  tl_session_cancel (session);
}

/* What is kept has an end: whoever followed it comes back to what goes on. */
TEST_F (LensesTest, WhatComesIsShownWhereItIsKeptNoMore)
{
  TlReadingRequest request = {};
  request.path = path.c_str ();
  request.follow = true;
  g_autoptr (TlSession) session = tl_session_new_for (&request);

  tl_lenses_show (lenses, session, logs, logs);
  tl_lenses_follow (lenses, path.c_str (), nullptr);
  look (TL_LENS_OBSERVER);
  g_autoptr (TlSession) sealed = TL_SESSION (g_object_ref (tl_lenses_get_session (lenses)));
  EXPECT_NE (sealed, session);
  tl_lenses_follow (lenses, nullptr, nullptr);
  EXPECT_EQ (session, tl_lenses_get_session (lenses));
  EXPECT_EQ (session, tl_lenses_get_full_session (lenses));
  EXPECT_EQ (TL_N_LENSES, tl_lenses_get_lens (lenses));
  EXPECT_TRUE (wait_for ([&] { return tl_session_get_state (sealed) == TL_SESSION_CANCELLED; }));
  tl_lenses_set_keys (lenses, nullptr, nullptr);
  EXPECT_EQ (session, tl_lenses_get_session (lenses)) << "there is nothing that could be read again";
  EXPECT_EQ (TL_SESSION_READING, tl_session_get_state (session));
  tl_lenses_set_path (lenses, nullptr, nullptr, nullptr);
  EXPECT_EQ (session, tl_lenses_get_session (lenses));
  tl_session_cancel (session);
}

TEST_F (LensesTest, KeysThatComeWithItMakeThereSomethingToChoose)
{
  g_autoptr (TlSession) session = tl_session_new (path.c_str (), logs);

  tl_lenses_show (lenses, session, nullptr, nullptr);
  tl_lenses_follow (lenses, path.c_str (), nullptr);
  EXPECT_EQ (TL_N_LENSES, tl_lenses_get_lens (lenses));
  tl_lenses_add_logs (lenses, logs, logs);
  EXPECT_EQ (TL_LENS_KEY_LOG, tl_lenses_get_lens (lenses));
  EXPECT_EQ (session, tl_lenses_get_session (lenses));
  EXPECT_EQ (session, tl_lenses_get_full_session (lenses));
  EXPECT_EQ (1, switches);
}

TEST_F (LensesTest, AnotherCaptureEndsOneThatComes)
{
  g_autoptr (TlSession) session = tl_session_new (path.c_str (), nullptr);

  tl_lenses_open (lenses, path.c_str (), logs, logs);
  tl_lenses_show (lenses, session, nullptr, nullptr);
  EXPECT_EQ (session, tl_lenses_get_session (lenses));
  tl_lenses_open (lenses, path.c_str (), logs, logs);
  EXPECT_NE (session, tl_lenses_get_session (lenses));
  EXPECT_EQ (1u, opened ());
}
