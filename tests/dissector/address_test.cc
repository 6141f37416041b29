/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Addresses as text.
 */
#include "network/address.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <string>

namespace
{

TlEndpoint
endpoint (const std::string &address, guint16 port)
{
  TlEndpoint self = {};

  self.address.length = address.find (':') == std::string::npos ? 4 : 16;
  EXPECT_EQ (inet_pton (self.address.length == 4 ? AF_INET : AF_INET6, address.c_str (), self.address.bytes),
             1);
  self.port = port;
  return self;
}

std::string
text (const std::string &address)
{
  TlEndpoint self = endpoint (address, 0);
  g_autofree char *text = tl_address_to_string (&self.address);
  return text;
}

std::string
text (const std::string &address, guint16 port)
{
  TlEndpoint self = endpoint (address, port);
  g_autofree char *text = tl_endpoint_to_string (&self);
  return text;
}

TEST (Address, Text)
{
  EXPECT_EQ (text ("192.0.2.1"), "192.0.2.1");
  EXPECT_EQ (text ("255.255.255.255"), "255.255.255.255");
}

/* RFC 5952 section 4. */
TEST (Address, TextOfVersion6)
{
  EXPECT_EQ (text ("2001:0DB8::0001"), "2001:db8::1");
  EXPECT_EQ (text ("2001:db8:0:1:1:1:1:1"), "2001:db8:0:1:1:1:1:1");
  EXPECT_EQ (text ("2001:0:0:1:0:0:0:1"), "2001:0:0:1::1");
  EXPECT_EQ (text ("2001:db8:0:0:1:0:0:1"), "2001:db8::1:0:0:1");
  EXPECT_EQ (text ("::"), "::");
}

TEST (Address, TextOfEndpoint)
{
  EXPECT_EQ (text ("192.0.2.1", 443), "192.0.2.1:443");
  EXPECT_EQ (text ("2001:db8::1", 65535), "[2001:db8::1]:65535");
}

TEST (Address, Equality)
{
  TlEndpoint one = endpoint ("192.0.2.1", 443);
  TlEndpoint same = endpoint ("192.0.2.1", 443);
  TlEndpoint port = endpoint ("192.0.2.1", 444);
  TlEndpoint address = endpoint ("192.0.2.2", 443);
  TlEndpoint six = endpoint ("c000:0201::", 443);

  EXPECT_TRUE (tl_endpoint_equal (&one, &same));
  EXPECT_FALSE (tl_endpoint_equal (&one, &port));
  EXPECT_FALSE (tl_endpoint_equal (&one, &address));
  /* The same first bytes, in another family. */
  EXPECT_FALSE (tl_endpoint_equal (&one, &six));
}

} // namespace
