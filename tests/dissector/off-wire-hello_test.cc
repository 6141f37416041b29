/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Tests of what is read in a hello for the steps that are not on the wire.
 */
#include "conversation/off-wire-hello.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace
{

void
put (std::vector<guint8> &out, std::initializer_list<int> bytes)
{
  for (int byte : bytes)
    out.push_back (static_cast<guint8> (byte));
}

void
append (std::vector<guint8> &out, const std::vector<guint8> &in)
{
  out.insert (out.end (), in.begin (), in.end ());
}

/* RFC 9846 section 4.3: extension_type, a length, the data. */
std::vector<guint8>
extension (int type, const std::vector<guint8> &data)
{
  std::vector<guint8> out;

  put (out, { type >> 8, type & 255, (int) data.size () >> 8, (int) data.size () & 255 });
  append (out, data);
  return out;
}

/* A key share of one byte for each of @groups. */
std::vector<guint8>
key_share (const std::vector<int> &groups)
{
  std::vector<guint8> out;

  put (out, { (int) groups.size () * 5 >> 8, (int) groups.size () * 5 & 255 });
  for (int group : groups)
    put (out, { group >> 8, group & 255, 0, 1, 7 });
  return extension (51, out);
}

class OffWireHelloTest : public testing::Test
{
protected:
  ~OffWireHelloTest () override
  {
    tl_off_wire_hello_clear (&hello);
    tl_step_unref (step);
  }

  void read (guint8 message, const std::vector<guint8> &body)
  {
    std::vector<guint8> bytes;

    put (bytes, { message, 0, (int) body.size () >> 8, (int) body.size () & 255 });
    append (bytes, body);
    step->type = TL_STEP_HANDSHAKE;
    step->context.message = message;
    g_clear_pointer (&step->bytes, g_bytes_unref);
    step->bytes = g_bytes_new (bytes.data (), bytes.size ());
    tl_off_wire_hello_clear (&hello);
    tl_off_wire_hello_read (step, &hello);
  }

  void read_client (const std::vector<guint8> &extensions)
  {
    std::vector<guint8> body;

    put (body, { 3, 3 });
    body.insert (body.end (), 32, 0xaa);
    put (body, { 0, 0, 4, 0x13, 0x01, 0x13, 0x02, 1, 0 });
    put (body, { (int) extensions.size () >> 8, (int) extensions.size () & 255 });
    append (body, extensions);
    read (TL_MESSAGE_CLIENT_HELLO, body);
  }

  void read_server (const std::vector<guint8> &extensions)
  {
    std::vector<guint8> body;

    put (body, { 3, 3 });
    body.insert (body.end (), 32, 0xaa);
    put (body, { 0, 0x13, 0x02, 0 });
    put (body, { (int) extensions.size () >> 8, (int) extensions.size () & 255 });
    append (body, extensions);
    step->context.version = 0x0304;
    read (TL_MESSAGE_SERVER_HELLO, body);
  }

  std::string choice ()
  {
    g_autofree char *text = tl_off_wire_hello_choice (&hello);

    return text;
  }

  TlStep *step = static_cast<TlStep *> (g_atomic_rc_box_alloc0 (sizeof (TlStep)));
  TlOffWireHello hello = { {}, g_string_new (nullptr), 0, 0, -1, false, false };
};

TEST_F (OffWireHelloTest, NamesTheGroupsOfKeySharesWithoutGrease)
{
  read_client (key_share ({ 0x2a2a, 29, 23 }));
  EXPECT_STREQ (hello.groups->str, "x25519, secp256r1");
  EXPECT_EQ (hello.n_groups, 2u);
}

TEST_F (OffWireHelloTest, NumbersGroupsWithoutAName)
{
  read_client (key_share ({ 29, 0xeeee }));
  EXPECT_STREQ (hello.groups->str, "x25519, 0xeeee");
}

TEST_F (OffWireHelloTest, SumsUpManyGroups)
{
  read_client (key_share ({ 29, 23, 24, 25, 30, 256 }));
  EXPECT_STREQ (hello.groups->str, "x25519, secp256r1, secp384r1, secp521r1 …");
  EXPECT_EQ (hello.n_groups, 6u);
}

TEST_F (OffWireHelloTest, SeesACookie)
{
  read_client ({});
  EXPECT_FALSE (hello.cookie);
  read_client (extension (44, { 0, 2, 1, 2 }));
  EXPECT_TRUE (hello.cookie);
}

TEST_F (OffWireHelloTest, SaysWhatAServerHelloSettles)
{
  std::vector<guint8> extensions = extension (43, { 3, 4 });

  append (extensions, extension (51, { 0, 29, 0, 1, 7 }));
  read_server (extensions);
  EXPECT_EQ (choice (), "TLS 1.3, AES-256-GCM, x25519");
  EXPECT_FALSE (hello.pre_shared_key);
  append (extensions, extension (41, { 0, 0 }));
  read_server (extensions);
  EXPECT_TRUE (hello.pre_shared_key);
}

TEST_F (OffWireHelloTest, SettlesNothingWithoutBytes)
{
  tl_off_wire_hello_clear (&hello);
  tl_off_wire_hello_read (step, &hello);
  EXPECT_EQ (hello.n_groups, 0u);
  EXPECT_EQ (choice (), "");
}

}
