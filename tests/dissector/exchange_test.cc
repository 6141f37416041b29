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

/* RFC 9846 section 4.3.11: what a ClientHello offers, and how much of it the binders cover. */
TEST (Exchange, OfferedPreSharedKeys)
{
  Data identities = prefixed (2, bytes_of ("alice")) + be (0, 4) + prefixed (2, bytes_of ("ticket")) + be (7, 4);
  Data binders = prefixed (1, Data (32, 1)) + prefixed (1, Data (48, 2));
  Hello hello;
  TlContext context = {};
  TlOfferedPsks offered;

  hello.more = extension (41, prefixed (2, identities) + prefixed (2, binders));
  Data whole = client_hello (hello);
  context.message = TL_MESSAGE_CLIENT_HELLO;
  tl_offered_psks_read (bytes (whole), &context, &offered);
  ASSERT_EQ (offered.n, 2u);
  EXPECT_EQ (text (offered.psks[0].identity), "alice");
  EXPECT_EQ (offered.psks[0].age, 0u);
  EXPECT_EQ (offered.psks[0].binder.length, 32u);
  EXPECT_EQ (text (offered.psks[1].identity), "ticket");
  EXPECT_EQ (offered.psks[1].age, 7u);
  EXPECT_EQ (offered.psks[1].binder.length, 48u);
  EXPECT_EQ (offered.truncated, whole.size () - 2 - binders.size ());
}

TEST (Exchange, NoMorePreSharedKeysThanAreLookedAt)
{
  Data identities, binders;
  Hello hello;
  TlContext context = {};
  TlOfferedPsks offered;

  for (guint i = 0; i < TL_LIMIT_OFFERED_PSKS + 3; i++)
    {
      identities = identities + prefixed (2, bytes_of ("x")) + be (i, 4);
      binders = binders + prefixed (1, Data (32, (guint8) i));
    }
  hello.more = extension (41, prefixed (2, identities) + prefixed (2, binders));
  Data whole = client_hello (hello);
  context.message = TL_MESSAGE_CLIENT_HELLO;
  tl_offered_psks_read (bytes (whole), &context, &offered);
  EXPECT_EQ (offered.n, (guint) TL_LIMIT_OFFERED_PSKS);
  EXPECT_EQ (offered.psks[TL_LIMIT_OFFERED_PSKS - 1].age, TL_LIMIT_OFFERED_PSKS - 1u);
  EXPECT_EQ (offered.psks[TL_LIMIT_OFFERED_PSKS - 1].binder.data[0], TL_LIMIT_OFFERED_PSKS - 1);
  Data without = client_hello ();
  tl_offered_psks_read (bytes (without), &context, &offered);
  EXPECT_EQ (offered.n, 0u);
  EXPECT_EQ (offered.truncated, 0u);
}

/* RFC 5077 section 3.3 */
TEST (Exchange, NewSessionTicket)
{
  TlContext context = {};
  Data whole = message (4, be (300, 4) + prefixed (2, bytes_of ("sealed state")));

  context.version = 0x0303;
  EXPECT_EQ (text (tl_new_session_ticket_read (bytes (whole), &context, nullptr)), "sealed state");
  whole = message (4, be (300, 4) + be (9, 2));
  EXPECT_EQ (text (tl_new_session_ticket_read (bytes (whole), &context, nullptr)), "-");
  whole = message (4, be (300, 4) + be (1, 4) + prefixed (1, bytes_of ("nonce")) + prefixed (2, bytes_of ("ticket")) + prefixed (2, {}));
  context.version = 0x0304;
  TlBytes nonce = {};
  EXPECT_EQ (text (tl_new_session_ticket_read (bytes (whole), &context, &nonce)), "ticket");
  EXPECT_EQ (text (nonce), "nonce");
}
