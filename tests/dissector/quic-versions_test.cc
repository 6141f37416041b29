/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The versions of QUIC that can be read.
 */
#include "quic/versions.h"
#include "registries/registries.h"

#include <gtest/gtest.h>

TEST (QuicVersions, AreFoundByTheirNumbers)
{
  static const guint32 readable[] = { 0x709a50c4, 0xff020000, 1, 0x54303530, 0x54303531, 0x6b3343cf, 0xfaceb001, 0xfaceb002, 0xfaceb00e,
                                      0xff000016, 0xff00001b, 0xff00001d, 0xff000020, 0xff000022 };
  for (guint32 number : readable)
    {
      ASSERT_NE (tl_quic_version (number), nullptr) << std::hex << number;
      EXPECT_EQ (tl_quic_version (number)->number, number);
      EXPECT_NE (tl_registry_name (TL_REGISTRY_QUIC_VERSION, number), nullptr) << std::hex << number;
    }
}

TEST (QuicVersions, WithAHandshakeOfTheirOwnAreNotRead)
{
  for (guint32 number : { 0x51303433u, 0x51303436u, 0x51303530u, 0u, 2u, 0xff000015u, 0xff000023u, G_MAXUINT32 })
    EXPECT_EQ (tl_quic_version (number), nullptr) << std::hex << number;
}

TEST (QuicVersions, ReservedOnesMayBeMadeLikeAny)
{
  const TlQuicVersion *candidates[TL_QUIC_CANDIDATES];
  EXPECT_EQ (tl_quic_version_candidates (1, candidates), 1u);
  EXPECT_EQ (candidates[0]->number, 1u);
  EXPECT_EQ (tl_quic_version_candidates (0xbabababa, candidates), (guint) TL_QUIC_CANDIDATES);
  for (const TlQuicVersion *candidate : candidates)
    EXPECT_NE (candidate, nullptr);
  EXPECT_EQ (tl_quic_version_candidates (0x51303530, candidates), 0u);
  EXPECT_TRUE (tl_quic_version_is_reserved (0x0a0a0a0a));
  EXPECT_FALSE (tl_quic_version_is_reserved (0x0a0a0a0b));
}
