/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What messages say of how keys are exchanged.
 */
#include "conversation/exchange.h"
#include "talk.h"

#include <gtest/gtest.h>
#include <zlib.h>

namespace
{

TlBytes
bytes (const Data &data)
{
  return tl_bytes (data.data (), data.size ());
}

std::string
text (TlBytes part)
{
  return part.data ? std::string ((const char *) part.data, part.length) : "-";
}

std::string
read (guint16 version, guint16 suite, const Data &body)
{
  TlContext context = {};
  TlClientKeyExchange said;
  Data whole = message (16, body);
  context.version = version;
  context.cipher_suite = suite;
  tl_client_key_exchange_read (bytes (whole), &context, &said);
  return text (said.encrypted) + " " + text (said.psk_identity);
}

std::string
first (guint16 kind, const Data &body, guint8 certificate_type, bool *raw)
{
  TlContext context = {};
  Data whole = message ((guint8) kind, body);
  context.message = kind;
  context.version = 0x0304;
  context.certificate_type = certificate_type;
  g_autoptr (GBytes) found = tl_certificate_first (bytes (whole), &context, raw);
  gsize length = 0;
  const void *data = found ? g_bytes_get_data (found, &length) : nullptr;
  return found ? std::string ((const char *) data, length) : "-";
}

Data
certificate (const std::string &data)
{
  return prefixed (1, {}) + prefixed (3, prefixed (3, bytes_of (data)) + prefixed (2, {}) + prefixed (3, bytes_of ("second")) + prefixed (2, {}));
}

}

TEST (Exchange, ClientKeyExchange)
{
  EXPECT_EQ (read (0x0303, 0x009c, prefixed (2, bytes_of ("sealed"))), "sealed -");
  EXPECT_EQ (read (0x0300, 0x0005, bytes_of ("sealed")), "sealed -"); /* SSL 3.0 has no length there */
  EXPECT_EQ (read (0x0303, 0x00a8, prefixed (2, bytes_of ("alice"))), "- alice");
  EXPECT_EQ (read (0x0303, 0x00ac, prefixed (2, bytes_of ("alice")) + prefixed (2, bytes_of ("sealed"))), "sealed alice");
  EXPECT_EQ (read (0x0303, 0xc02f, prefixed (1, bytes_of ("share"))), "- -");
  EXPECT_EQ (read (0x0303, 0x009c, be (60, 2) + bytes_of ("cut")), "- -");
}

TEST (Exchange, TheFirstCertificate)
{
  bool raw;
  EXPECT_EQ (first (TL_MESSAGE_CERTIFICATE, certificate ("leaf"), 0, &raw), "leaf");
  EXPECT_FALSE (raw);
  EXPECT_EQ (first (TL_MESSAGE_CERTIFICATE, prefixed (1, {}) + prefixed (3, {}), 0, &raw), "-");
}

/* RFC 7250 */
TEST (Exchange, ARawPublicKey)
{
  bool raw;
  EXPECT_EQ (first (TL_MESSAGE_CERTIFICATE, certificate ("key"), 2, &raw), "key");
  EXPECT_TRUE (raw);
}

/* RFC 8879 */
TEST (Exchange, InACompressedCertificate)
{
  Data body = certificate ("leaf"), out (200);
  uLongf n = out.size ();
  bool raw;

  ASSERT_EQ (compress (out.data (), &n, body.data (), body.size ()), Z_OK);
  out.resize (n);
  EXPECT_EQ (first (TL_MESSAGE_COMPRESSED_CERTIFICATE, be (1, 2) + be (body.size (), 3) + prefixed (3, out), 0, &raw), "leaf");
  EXPECT_FALSE (raw);
}
