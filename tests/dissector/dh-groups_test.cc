/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The groups of RFC 7919 are known by their primes.
 */
#include "tls/dh-groups.h"
#include "recorder.h"

#include <gtest/gtest.h>

/* RFC 7919 appendix A.1: ffdhe2048 */
static const char ffdhe2048[] = "FFFFFFFFFFFFFFFFADF85458A2BB4A9AAFDC5620273D3CF1D8B9C583CE2D3695"
                                "A9E13641146433FBCC939DCE249B3EF97D2FE363630C75D8F681B202AEC4617A"
                                "D3DF1ED5D5FD65612433F51F5F066ED0856365553DED1AF3B557135E7F57C935"
                                "984F0C70E0E68B77E2A689DAF3EFE8721DF158A136ADE73530ACCA4F483A797A"
                                "BC0AB182B324FB61D108A94BB2C8E3FBB96ADAB760D7F4681D4F42A3DE394DF4"
                                "AE56EDE76372BB190B07A7C8EE0A6D709E02FCE1CDF7E2ECC03404CD28342F61"
                                "9172FE9CE98583FF8E4F1232EEF28183C3FE3B1B4C6FAD733BB5FCBC2EC22005"
                                "C58EF1837D1683B2C6F34A26C1B2EFFA886B423861285C97FFFFFFFFFFFFFFFF";

TEST (DhGroups, AreKnownByTheirPrimes)
{
  auto prime = hex (ffdhe2048);
  ASSERT_EQ (prime.size (), 256u);
  EXPECT_EQ (tl_dh_group_of_prime (view (prime)), 256);
  prime.insert (prime.begin (), 2, 0); /* zeros before it are no part of it */
  EXPECT_EQ (tl_dh_group_of_prime (view (prime)), 256);
}

TEST (DhGroups, AreNoOthers)
{
  auto prime = hex (ffdhe2048);
  prime[200] ^= 1;
  EXPECT_EQ (tl_dh_group_of_prime (view (prime)), -1);
  prime[200] ^= 1;
  prime.pop_back ();
  EXPECT_EQ (tl_dh_group_of_prime (view (prime)), -1);
  EXPECT_EQ (tl_dh_group_of_prime (tl_bytes (nullptr, 0)), -1);
  std::vector<guint8> zeros (300, 0);
  EXPECT_EQ (tl_dh_group_of_prime (view (zeros)), -1);
}
