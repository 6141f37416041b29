/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What is remembered of a hello.
 */
#include "conversation/hello.h"
#include "talk.h"

#include <gtest/gtest.h>

static TlHello
read (const Data &data)
{
  TlContext context = {};
  TlHello hello;
  context.message = tl_message_of (tl_bytes (data.data (), data.size ()));
  tl_hello_read (tl_bytes (data.data (), data.size ()), &context, &hello);
  return hello;
}

TEST (Hello, OfAClient)
{
  Hello from;
  from.session_id = Data (32, 1);
  from.more = extension (16, prefixed (2, prefixed (1, bytes_of ("h2")) + prefixed (1, bytes_of ("http/1.1"))));
  Data data = client_hello (from);
  TlHello hello = read (data);

  EXPECT_EQ (hello.legacy_version, 0x0303);
  EXPECT_EQ (hello.supported_version, 0x0304);
  EXPECT_EQ (hello.group, 29);
  EXPECT_EQ (hello.session_id.length, 32u);
  EXPECT_EQ (std::string ((const char *) hello.host_name.data, hello.host_name.length), "example.org");
  EXPECT_EQ (std::string ((const char *) hello.protocol.data, hello.protocol.length), "h2");
  EXPECT_FALSE (hello.pre_shared_key);
}

TEST (Hello, PreSharedKeysAndTheirAge)
{
  for (guint32 age : { 0u, 77u })
    {
      Hello from;
      from.more = extension (41, prefixed (2, prefixed (2, Data (16, 1)) + be (age, 4)) + prefixed (2, prefixed (1, Data (32, 2))));
      Data data = client_hello (from);
      TlHello hello = read (data);
      EXPECT_TRUE (hello.pre_shared_key);
      EXPECT_EQ (hello.ticket_age, age != 0);
    }
}

TEST (Hello, OfAServer)
{
  Data data = server_hello ();
  TlHello hello = read (data);
  EXPECT_EQ (hello.supported_version, 0x0304);
  EXPECT_EQ (hello.cipher_suite, 0x1301);
  EXPECT_EQ (hello.group, 29);
}

TEST (Hello, CutAnywhereIsRead)
{
  Data data = client_hello ();
  for (gsize n = 0; n <= data.size (); n++)
    read (Data (data.begin (), data.begin () + (long) n));
}

TEST (Hello, Versions)
{
  EXPECT_TRUE (tl_version_is_13 (0x0304));
  EXPECT_TRUE (tl_version_is_13 (0x7f1c));
  EXPECT_TRUE (tl_version_is_13 (0xfefc));
  EXPECT_FALSE (tl_version_is_13 (0x0303));
  EXPECT_TRUE (tl_version_is_later (0x0304, 0x0303));
  EXPECT_TRUE (tl_version_is_later (0xfefd, 0xfeff));
  EXPECT_FALSE (tl_version_is_later (0x0303, 0x0303));
  EXPECT_TRUE (tl_version_is_later (0x0301, 0));
}
