/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Filters, checked before somebody captures with them.
 */
#include "capture/filter.h"
#include "limits.h"

#include <gtest/gtest.h>

#include <string>

static std::string
fault (const std::string &text)
{
  g_autoptr (GError) error = NULL;

  if (tl_filter_check (text.c_str (), &error))
    return "";
  EXPECT_TRUE (g_error_matches (error, TL_ERROR, TL_ERROR_LIVE));
  return error->message;
}

TEST (Filter, LetsThroughWhatIsOne)
{
  for (const char *text : { "", "tcp", "tcp port 443", "port https", "host 192.0.2.1 or host 2001:db8::7", "net 10.0.0.0/8", "tcp port 443 or udp port 443",
                            "tcp[tcpflags] & (tcp-syn|tcp-fin) != 0", "ether host 02:00:00:00:00:01", "ip[2:2] > 0x100", "portrange 20-25",
                            "not (arp or icmp6)", "vlan and tcp", "len > 100", "ip proto \\tcp", "src host 192.0.2.1 and dst port imaps" })
    EXPECT_EQ (fault (text), "") << text;
}

TEST (Filter, RefusesWhatIsNone)
{
  for (const char *text : { "tcp port", "tcp and and udp", "(tcp", "port 70000", "host", "host 192.0.2.999", ")" })
    EXPECT_NE (fault (text), "") << text;
}

/* libpcap would ask the network for each of them. */
TEST (Filter, RefusesNamesOfHosts)
{
  for (const char *text : { "host example.org", "example.org", "localhost", "net loopback", "tcp and src host a", "ab.cd", "host beef", "1and1.de",
                            "gateway router", "port http or example", "dst host cafe.example" })
    EXPECT_NE (fault (text).find ("is no word of a filter"), std::string::npos) << text << ": " << fault (text);
}

/* What makes no sense is left to who knows the link; names never are. */
TEST (Filter, CanBeAskedForItsWordsAlone)
{
  g_autoptr (GError) error = NULL;

  EXPECT_TRUE (tl_filter_check_words ("tcp port port", nullptr));
  EXPECT_FALSE (tl_filter_check_words ("host example.org", &error));
  EXPECT_TRUE (g_error_matches (error, TL_ERROR, TL_ERROR_LIVE));
}

TEST (Filter, IsNotHeldUpByMuch)
{
  std::string deep = std::string (2000, '(') + "tcp" + std::string (2000, ')');
  std::string many;

  while (many.size () + 20 < TL_LIMIT_FILTER)
    many += many.empty () ? "port 1" : " or port 1";
  EXPECT_EQ (fault (many), "");
  fault (deep); /* whatever it says, it comes back */
  EXPECT_NE (fault (std::string (TL_LIMIT_FILTER + 1, ' ')).find ("too long"), std::string::npos);
}

TEST (Filter, ShowsNoControlCharacters)
{
  EXPECT_EQ (fault ("tcp \x1b[31m").find ('\x1b'), std::string::npos);
  EXPECT_NE (fault ("tcp \x1b[31m"), "");
}
