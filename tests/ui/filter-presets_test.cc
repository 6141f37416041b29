/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Filters that most people want: each is one that libpcap takes.
 */
#include "dissector.h"
#include "filter-presets.h"

#include <gtest/gtest.h>

#include <string>

static std::string
text_of (TlFilterPreset preset, const char *const *addresses = nullptr)
{
  g_autofree char *text = tl_filter_preset_text (preset, addresses);
  return text ? text : "none";
}

TEST (FilterPresets, AreFilters)
{
  const char *const addresses[] = { "192.0.2.1", "2001:db8::7", nullptr };

  for (int i = 0; i < TL_N_FILTERS; i++)
    {
      g_autoptr (GError) error = NULL;
      std::string text = text_of (static_cast<TlFilterPreset> (i), addresses);
      EXPECT_TRUE (tl_filter_check (text.c_str (), &error)) << text << ": " << (error ? error->message : "");
    }
}

TEST (FilterPresets, SayWhatTheyMean)
{
  const char *const one[] = { "192.0.2.1", nullptr };
  const char *const two[] = { "192.0.2.1", "2001:db8::7", nullptr };

  EXPECT_EQ (text_of (TL_FILTER_ALL), "");
  EXPECT_EQ (text_of (TL_FILTER_WEB), "tcp port 443 or udp port 443");
  EXPECT_EQ (text_of (TL_FILTER_HOST, one), "host 192.0.2.1");
  EXPECT_EQ (text_of (TL_FILTER_SITE, two), "port 443 and (host 192.0.2.1 or host 2001:db8::7)");
  for (const char *port : { "25", "465", "587", "110", "143", "993", "995" })
    EXPECT_NE ((text_of (TL_FILTER_MAIL) + " ").find (std::string ("port ") + port + " "), std::string::npos) << port;
}

TEST (FilterPresets, AboutNobodyAreNone)
{
  const char *const nobody[] = { nullptr };

  EXPECT_EQ (text_of (TL_FILTER_HOST), "none");
  EXPECT_EQ (text_of (TL_FILTER_SITE, nobody), "none");
}

TEST (FilterPresets, OfManyAddressesAreNotTooLong)
{
  std::string address = "2001:db8:1111:2222:3333:4444:5555:6666";
  const char *addresses[1001] = {};

  for (int i = 0; i < 1000; i++)
    addresses[i] = address.c_str ();
  EXPECT_TRUE (tl_filter_check (text_of (TL_FILTER_SITE, addresses).c_str (), nullptr));
}

TEST (FilterPresets, AreKnownAgain)
{
  for (TlFilterPreset preset : { TL_FILTER_ALL, TL_FILTER_WEB, TL_FILTER_MAIL })
    EXPECT_EQ (tl_filter_preset_of (text_of (preset).c_str ()), preset);
  EXPECT_EQ (tl_filter_preset_of ("arp"), TL_FILTER_OWN);
}
