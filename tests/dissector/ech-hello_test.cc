/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The outer and the inner ClientHello.
 */
#include "ech-maker.h"
#include "limits.h"
#include "secrets/ech-hello.h"

#include <gtest/gtest.h>

using namespace ech;

namespace
{

const char *const faults[] = { "sound", "no hello", "padding", "references", "not inner", "too long" };

Data
data_of (GBytes *bytes)
{
  gsize n = 0;
  const guint8 *data = bytes ? (const guint8 *) g_bytes_get_data (bytes, &n) : nullptr;
  return data ? Data (data, data + n) : Data ();
}

/* Rebuilds @encoded beside @outer; or why not. */
std::string
rebuild (const Data &encoded, const Data &outer, const Data &expected = {}, bool dtls = false)
{
  TlEchFault fault;
  TlEchHello hello;
  if (!tl_ech_hello_read (view (outer), dtls, &hello))
    return "unread";
  g_autoptr (GBytes) message = tl_ech_hello_rebuild (&hello, view (encoded), dtls, &fault);
  EXPECT_EQ (message != nullptr, fault == TL_ECH_SOUND);
  if (message && !expected.empty ())
    EXPECT_EQ (data_of (message), expected);
  return faults[fault];
}

Data
an_outer (bool dtls = false)
{
  Sender sender;
  return outer_message (sender, encoded_hello (), 42, 7, dtls);
}

} // namespace

TEST (EchHello, IsReadWithItsExtension)
{
  Data outer = an_outer ();
  TlEchHello hello;
  ASSERT_TRUE (tl_ech_hello_read (view (outer), false, &hello));
  EXPECT_EQ (hello.kdf, 1);
  EXPECT_EQ (hello.aead, 1);
  EXPECT_EQ (hello.config_id, 42);
  EXPECT_EQ (hello.enc.length, 32u);
  EXPECT_EQ (hello.payload.length, encoded_hello ().size () + 16);
  EXPECT_EQ (hello.random.data[0], 0xc1);
}

TEST (EchHello, IsNotReadWhereItDoesNotFit)
{
  Data outer = an_outer ();
  TlEchHello hello;
  for (gsize n = 0; n < outer.size (); n++)
    {
      Data cut (outer.begin (), outer.begin () + (long) n);
      EXPECT_FALSE (tl_ech_hello_read (view (cut), false, &hello)) << n;
      if (n < 4)
        continue;
      cut[1] = 0;
      cut[2] = (guint8) ((n - 4) >> 8);
      cut[3] = (guint8) (n - 4);
      EXPECT_FALSE (tl_ech_hello_read (view (cut), false, &hello)) << n;
    }
  EXPECT_FALSE (tl_ech_hello_read (view (outer + Data{ 0 }), false, &hello));
  EXPECT_FALSE (tl_ech_hello_read (view (outer), true, &hello)); /* that of DTLS has a cookie */
  EXPECT_FALSE (tl_ech_hello_read (view (inner_message (session_id)), false, &hello));
  EXPECT_FALSE (tl_ech_hello_read (view (client_hello ()), false, &hello));
}

/* RFC 9849 section 5.2 */
TEST (EchHello, IsAuthenticatedWithZeros)
{
  Data outer = an_outer ();
  TlEchHello hello;
  ASSERT_TRUE (tl_ech_hello_read (view (outer), false, &hello));
  g_autoptr (GBytes) additional = tl_ech_hello_additional (&hello);
  Data expected (outer.begin () + 4, outer.end ());
  gsize offset = (gsize) (hello.payload.data - outer.data ()) - 4;
  for (gsize i = 0; i < hello.payload.length; i++)
    expected[offset + i] = 0;
  EXPECT_EQ (data_of (additional), expected);
}

/* Section 5.1 */
TEST (EchHello, IsPutTogether)
{
  EXPECT_EQ (rebuild (encoded_hello (), an_outer (), inner_message (session_id)), "sound");
  EXPECT_EQ (rebuild (encoded_hello (inner_own, {}), an_outer (), inner_message (session_id)), "sound");
  EXPECT_EQ (rebuild (encoded_hello (inner_own, {}, true), an_outer (true), inner_message ({}, 7, {}, true), true), "sound");
  /* nothing from the outer one */
  EXPECT_EQ (rebuild (encoded_hello (server_name ("secret.example") + versions () + key_share () + inner_type), an_outer (),
                      inner_message (session_id)),
             "sound");
}

TEST (EchHello, TakesOnlyZerosForPadding)
{
  EXPECT_EQ (rebuild (encoded_hello (inner_own, { 0, 0, 1 }), an_outer ()), "padding");
  EXPECT_EQ (rebuild (encoded_hello (inner_own, { 1 }), an_outer ()), "padding");
}

TEST (EchHello, BorrowsExtensionsOnceAndInOrder)
{
  auto with = [] (const Data &borrowed) { return rebuild (encoded_hello (borrowed + inner_type), an_outer ()); };
  EXPECT_EQ (with (outer_extensions ({ 0, 43, 10, 51 })), "sound");
  EXPECT_EQ (with (outer_extensions ({ 10 })), "sound");
  EXPECT_EQ (with (outer_extensions ({ 51, 43 })), "references");
  EXPECT_EQ (with (outer_extensions ({ 43, 43 })), "references");
  EXPECT_EQ (with (outer_extensions ({ 99 })), "references");
  EXPECT_EQ (with (outer_extensions ({ 0xfe0d })), "references");
  EXPECT_EQ (with (outer_extensions ({ 0xfd00 })), "references");
  EXPECT_EQ (with (outer_extensions ({})), "references");
  EXPECT_EQ (with (outer_extensions ({ 43 }) + outer_extensions ({ 51 })), "references");
  EXPECT_EQ (with (extension (0xfd00, prefixed (1, { 0, 43, 0 }))), "references");
  EXPECT_EQ (with (extension (0xfd00, { 0, 0, 43 })), "references");
  EXPECT_EQ (with (extension (0xfd00, {})), "references");
}

/* Section 7.1 */
TEST (EchHello, HasToSayThatItIsTheInnerOne)
{
  EXPECT_EQ (rebuild (encoded_hello (versions ()), an_outer ()), "not inner");
  EXPECT_EQ (rebuild (encoded_hello (versions () + extension (0xfe0d, {})), an_outer ()), "not inner");
  EXPECT_EQ (rebuild (encoded_hello (versions () + extension (0xfe0d, { 0 })), an_outer ()), "not inner");
  EXPECT_EQ (rebuild (encoded_hello (versions () + extension (0xfe0d, { 1, 1 })), an_outer ()), "not inner");
}

TEST (EchHello, IsNotPutTogetherOfPieces)
{
  Data whole = encoded_hello (inner_own, {});
  for (gsize n = 0; n < whole.size (); n++)
    EXPECT_EQ (rebuild (Data (whole.begin (), whole.begin () + (long) n), an_outer ()), "no hello") << n;
  /* an extension that goes on behind the last */
  EXPECT_EQ (rebuild (encoded_hello (inner_type + Data{ 0, 10, 0, 9, 1 }), an_outer ()), "no hello");
  /* the session id is that of the outer one */
  EXPECT_EQ (rebuild (body (0x1a, session_id, inner_own), an_outer ()), "no hello");
}

TEST (EchHello, IsNoLongerThanAMessage)
{
  Sender sender;
  auto with = [&] (gsize size) {
    Data empty = extension (0xfe0d, Data{ 0 } + Data (5, 1) + be (0, 2) + prefixed (2, { 1 }));
    return message (1, body (1, {}, empty + extension (99, Data (size, 1))));
  };
  Data borrowing = encoded_hello (extension (98, Data (40000, 2)) + outer_extensions ({ 99 }) + inner_type);
  EXPECT_EQ (rebuild (borrowing, with (20000)), "sound");
  EXPECT_EQ (rebuild (borrowing, with (40000)), "too long");
}
