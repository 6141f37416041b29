/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What looks like IP, and what only nearly does.
 */
#include "network/ip-header.h"
#include "packets.h"

#include <gtest/gtest.h>
#include <random>
#include <vector>

static bool
fits (const std::string &bytes)
{
  /* A copy of just this size, so that a sanitizer sees what is read beyond it. */
  std::vector<guint8> exact (bytes.begin (), bytes.end ());

  return tl_ip_header_fits (tl_bytes (exact.data (), exact.size ()));
}

/* The example of Wikipedia's article on the checksum, which is 0xb861. */
static const std::string summed = hex ("45000073 00004000 4011 b861 c0a80001 c0a800c7") + zeros (95);

TEST (IpHeader, Version4)
{
  EXPECT_TRUE (fits (summed));
  EXPECT_TRUE (fits (ipv4 (6, tcp ("hello")))) << "a checksum of 0 was left to the network card";
  EXPECT_TRUE (fits (ipv4 (6, tcp ("hello"), "\1\1\1\1")));
  EXPECT_TRUE (fits (ipv4 (6, tcp ("hello"), "", 0))) << "so was a length of 0";
  EXPECT_TRUE (fits (ipv4 (6, tcp ("hello"), "", 1500))) << "the rest was not captured";
  EXPECT_TRUE (fits (ipv4 (6, tcp ("hello")) + zeros (18))) << "padding";
  for (size_t i = 0; i < 20; i++)
    for (int bit = 0; bit < 8; bit++)
      {
        std::string damaged = summed;
        damaged[i] = static_cast<char> (damaged[i] ^ 1 << bit);
        EXPECT_FALSE (fits (damaged)) << i;
      }
  for (size_t length = 0; length < 20; length++)
    EXPECT_FALSE (fits (summed.substr (0, length)));
  EXPECT_FALSE (fits (ipv4 (6, tcp ("hello"), "", 19)));
  EXPECT_FALSE (fits (ipv4 (6, tcp ("hello")) + zeros (500)));
  std::string options = ipv4 (6, "", "\1\1\1\1");
  EXPECT_FALSE (fits (options.substr (0, 23)));
  options[0] = '\x44';
  EXPECT_FALSE (fits (options));
}

TEST (IpHeader, Version6)
{
  std::string whole = ipv6 (6, tcp ("hello"));

  EXPECT_TRUE (fits (whole));
  EXPECT_TRUE (fits (ipv6 (17, udp ("hello"), 0)));
  EXPECT_TRUE (fits (ipv6 (17, udp ("hello"), 1200)));
  EXPECT_TRUE (fits (whole + zeros (4)));
  EXPECT_FALSE (fits (whole + zeros (500)));
  EXPECT_FALSE (fits (ipv6 (200, tcp ("hello"))));
  for (size_t length = 0; length < 40; length++)
    EXPECT_FALSE (fits (whole.substr (0, length)));
  for (const auto &[at, value] : std::vector<std::pair<size_t, char>>{ { 7, 0 }, { 8, 0x40 }, { 24, '\x80' } })
    {
      std::string other = whole;
      other[at] = value; /* no hop left, and addresses that nobody was given */
      EXPECT_FALSE (fits (other)) << at;
    }
}

/* What it is for: other bytes are hardly ever taken for a packet. */
TEST (IpHeader, Noise)
{
  std::mt19937 random (1);
  unsigned taken = 0;

  for (int i = 0; i < 100000; i++)
    {
      std::string noise;
      for (int k = 0; k < 200; k++)
        noise += static_cast<char> (random ());
      taken += fits (noise);
    }
  EXPECT_LT (taken, 50u);
}
