/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Which records of DTLS came before.
 */
#include "limits.h"
#include "tls/dtls.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <numeric>
#include <random>
#include <string>
#include <vector>

namespace
{

struct Replay
{
  TlDtlsReplay self = {};

  ~Replay () { tl_dtls_replay_clear (&self); }

  bool
  check (guint16 epoch, guint64 sequence, const std::string &payload = "payload", bool unified = false)
  {
    TlDtlsHeader header = {};
    header.epoch = epoch;
    header.sequence = sequence;
    header.unified = unified;
    return tl_dtls_replay_check (&self, &header, tl_bytes (payload.data (), payload.size ()));
  }
};

}

TEST (DtlsReplay, ARecordIsNewOnce)
{
  Replay replay;
  std::vector<guint64> numbers (500);
  std::iota (numbers.begin (), numbers.end (), 3u);
  std::shuffle (numbers.begin (), numbers.begin () + 8, std::mt19937 (1));
  for (guint64 i : numbers)
    EXPECT_TRUE (replay.check (0, i)) << i;
  for (guint64 i : numbers)
    EXPECT_FALSE (replay.check (0, i)) << i;
  EXPECT_TRUE (replay.check (0, 2));
  EXPECT_FALSE (replay.check (0, 2));
}

/* A server that keeps no state counts anew after its HelloVerifyRequest: RFC 6347 section 4.2.1. */
TEST (DtlsReplay, OtherBytesAreNoReplay)
{
  Replay replay;
  EXPECT_TRUE (replay.check (0, 0, "HelloVerifyRequest"));
  EXPECT_TRUE (replay.check (0, 0, "ServerHello"));
  EXPECT_FALSE (replay.check (0, 0, "ServerHello"));
  EXPECT_FALSE (tl_dtls_replay_has_gap (&replay.self));
}

TEST (DtlsReplay, EachEpochCountsAnew)
{
  Replay replay;
  EXPECT_TRUE (replay.check (0, 1));
  EXPECT_TRUE (replay.check (1, 1));
  EXPECT_FALSE (replay.check (1, 1));
  EXPECT_FALSE (replay.check (0, 1));
  EXPECT_TRUE (replay.check (2, 1));
  EXPECT_FALSE (replay.check (2, 1));
}

/* RFC 6347 section 4.1.2.6: a window of 64. */
TEST (DtlsReplay, TheWindow)
{
  Replay replay;
  EXPECT_TRUE (replay.check (1, 100));
  for (guint64 i = 99; i > 100 - 64; i--)
    {
      EXPECT_TRUE (replay.check (1, i)) << i;
      EXPECT_FALSE (replay.check (1, i)) << i;
    }
  EXPECT_TRUE (replay.check (1, 36)); /* to the left of it: not known, so it is read */
  EXPECT_TRUE (replay.check (1, 36));
  EXPECT_FALSE (replay.check (1, 100));
  EXPECT_TRUE (replay.check (1, 163));
  EXPECT_FALSE (replay.check (1, 100));
  EXPECT_TRUE (replay.check (1, 164));
  EXPECT_TRUE (replay.check (1, 100)); /* out of it */
  EXPECT_TRUE (replay.check (1, G_GUINT64_CONSTANT (0xffffffffffff)));
  EXPECT_FALSE (replay.check (1, G_GUINT64_CONSTANT (0xffffffffffff)));
}

/* RFC 9147 section 4.2.3: the number is encrypted, and the same for different records as far as we see. */
TEST (DtlsReplay, CiphertextsAreKnownByTheirTags)
{
  Replay replay;
  EXPECT_TRUE (replay.check (2, 5, "first, and its tag of 16 bytes", true));
  EXPECT_TRUE (replay.check (2, 5, "first, and other tag of sixteen.", true));
  EXPECT_FALSE (replay.check (2, 5, "first, and its tag of 16 bytes", true));
  EXPECT_TRUE (replay.check (2, 5, "short", true));
  for (int i = 0; i < 64; i++)
    EXPECT_TRUE (replay.check (3, 5, "one of many records, number " + std::to_string (1000 + i), true));
  EXPECT_TRUE (replay.check (2, 5, "first, and its tag of 16 bytes", true)); /* too long ago */
}

TEST (DtlsReplay, Gaps)
{
  Replay replay;
  EXPECT_FALSE (tl_dtls_replay_has_gap (&replay.self));
  replay.check (0, 7); /* what came before the capture is no gap */
  EXPECT_FALSE (tl_dtls_replay_has_gap (&replay.self));
  replay.check (0, 10);
  EXPECT_TRUE (tl_dtls_replay_has_gap (&replay.self));
  replay.check (0, 8);
  replay.check (0, 8);
  EXPECT_TRUE (tl_dtls_replay_has_gap (&replay.self));
  replay.check (0, 9);
  EXPECT_FALSE (tl_dtls_replay_has_gap (&replay.self));
  replay.check (0, 5);
  EXPECT_TRUE (tl_dtls_replay_has_gap (&replay.self));
}

TEST (DtlsReplay, MemoryIsForWhatCame)
{
  Replay replay;
  replay.check (0, 0);
  replay.check (0, G_GUINT64_CONSTANT (0xffffffffffff));
  EXPECT_LE (tl_dtls_replay_size (&replay.self), 256u);
  for (guint64 i = 1; i < 100000; i++)
    EXPECT_TRUE (replay.check (0, i * 7));
  EXPECT_LE (tl_dtls_replay_size (&replay.self), 4u * TL_LIMIT_DTLS_REPLAY);
  EXPECT_TRUE (tl_dtls_replay_has_gap (&replay.self));
}
