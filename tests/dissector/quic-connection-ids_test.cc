/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 */
#include "quic/connection-ids.h"

#include <gtest/gtest.h>

#include <string>

namespace
{

TlBytes
bytes (const std::string &text)
{
  return tl_bytes (reinterpret_cast<const guint8 *> (text.data ()), text.size ());
}

}

TEST (QuicConnectionIds, AreAsLongAsTheyFit)
{
  const std::string longest (TL_QUIC_CONNECTION_ID, 'a');
  TlQuicId id = tl_quic_id_of (bytes (longest));

  EXPECT_TRUE (tl_quic_id_is (&id, bytes (longest)));
  EXPECT_FALSE (tl_quic_id_is (&id, bytes (longest.substr (1))));
  EXPECT_FALSE (tl_quic_id_is (&id, bytes (longest + "a")));
  id = tl_quic_id_of (bytes (longest + "b"));
  EXPECT_EQ (id.length, TL_QUIC_CONNECTION_ID);
  id = tl_quic_id_of (bytes (""));
  EXPECT_TRUE (tl_quic_id_is (&id, bytes ("")));
}

TEST (QuicConnectionIds, AreLearntOnceAndUpToTheCap)
{
  TlQuicNames names = {};

  for (guint i = 0; i < TL_LIMIT_QUIC_IDS + 3; i++)
    for (int twice = 0; twice < 2; twice++)
      tl_quic_names_learn (&names, bytes ("id" + std::to_string (i)));
  EXPECT_EQ (names.n, static_cast<guint> (TL_LIMIT_QUIC_IDS));
  EXPECT_TRUE (tl_quic_names_have (&names, bytes ("id" + std::to_string (TL_LIMIT_QUIC_IDS - 1))));
  EXPECT_FALSE (tl_quic_names_have (&names, bytes ("id" + std::to_string (TL_LIMIT_QUIC_IDS))));
}

TEST (QuicConnectionIds, TooLongOnesAreNotLearnt)
{
  TlQuicNames names = {};

  tl_quic_names_learn (&names, bytes (std::string (TL_QUIC_CONNECTION_ID + 1, 'a')));
  EXPECT_EQ (names.n, 0u);
}

TEST (QuicConnectionIds, AShortHeaderBeginsWithTheLongestOfThem)
{
  TlQuicNames names = {};
  const TlQuicId *found;

  EXPECT_EQ (tl_quic_names_in_short_header (&names, bytes ("\x40"
                                                            "abcdef")),
             nullptr);
  tl_quic_names_learn (&names, bytes ("ab"));
  tl_quic_names_learn (&names, bytes ("abcd"));
  tl_quic_names_learn (&names, bytes ("abcdx"));
  found = tl_quic_names_in_short_header (&names, bytes ("\x40"
                                                        "abcdef"));
  ASSERT_NE (found, nullptr);
  EXPECT_TRUE (tl_quic_id_is (found, bytes ("abcd")));
  EXPECT_EQ (tl_quic_names_in_short_header (&names, bytes ("\x40x")), nullptr);
  EXPECT_EQ (tl_quic_names_in_short_header (&names, bytes ("")), nullptr);
}
