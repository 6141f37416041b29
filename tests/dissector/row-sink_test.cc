/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Rows down to what stands in the leaves of a message.
 */
#include "compressed.h"
#include "conversation_fixture.h"
#include "export/export.h"
#include "held.h"
#include "limits.h"

#include <gtest/gtest.h>

/* The message with @compressed by @algorithm, which declares @length. */
static Octets
compressed_certificate (guint16 algorithm, size_t length, const std::string &compressed)
{
  Octets body = u16 (algorithm) + Octets{ static_cast<guint8> (length >> 16) } + u16 (static_cast<guint16> (length))
                + prefixed (3, octets (compressed));
  return Octets{ TL_MESSAGE_COMPRESSED_CERTIFICATE } + prefixed (3, body);
}

/* The body of a Certificate message of TLS 1.3. */
static std::string
certificate_body (size_t n_certificates = 1)
{
  Octets entry = prefixed (3, octets (read_certificate ("ec.der"))) + prefixed (2, {}), list;

  for (size_t i = 0; i < n_certificates; i++)
    list = list + entry;
  Octets body = prefixed (1, {}) + prefixed (3, list);
  return std::string (body.begin (), body.end ());
}

static Tree
read_rows (const Octets &message, guint16 version = 0x0304)
{
  TlContext context = {};
  context.version = version;
  return held_rows (message, context);
}

TEST (CompressedCertificate, IsOpenedInASpaceOfItsOwn)
{
  std::string body = certificate_body (2);

  for (Algorithm algorithm : { ZLIB, BROTLI, ZSTD })
    {
      std::string compressed = compress (algorithm, body);
      auto tree = read_rows (compressed_certificate (algorithm, body.size (), compressed));
      guint row = row_named (tree.get (), "compressed_certificate_message");

      EXPECT_TRUE (all_covered (tree.get ())) << algorithm;
      ASSERT_EQ (tree->n_spaces, 2u) << algorithm;
      EXPECT_EQ (tl_field_tree_opened (tree.get (), row), 1u);
      EXPECT_EQ (tree->rows[row].fault, TL_FAULT_NONE);
      EXPECT_EQ (tree->rows[row].text, nullptr);
      EXPECT_EQ (tree->rows[row].length, compressed.size () + 3);
      EXPECT_EQ (std::string ((const char *) tree->spaces[1].bytes, tree->spaces[1].n_bytes), body);
      EXPECT_EQ (texts_of (tree.get (), "cert_data").size (), 2u);
      EXPECT_EQ (texts_of (tree.get (), "Certificate").size (), 2u);
      EXPECT_EQ (tree->rows[row_named (tree.get (), "certificate_request_context")].offset, 0u);
      EXPECT_EQ (tree->rows[row_named (tree.get (), "cert_data")].space, 1);
    }
}

TEST (CompressedCertificate, SaysWhatDoesNotFit)
{
  std::string body = certificate_body (), compressed = compress (ZLIB, body);
  struct
  {
    guint16 algorithm;
    size_t length;
    std::string compressed;
    TlFault fault;
    size_t opened;
  } cases[] = {
    { ZLIB, body.size () - 1, compressed, TL_FAULT_INVALID, body.size () - 1 },
    { ZLIB, body.size () + 1, compressed, TL_FAULT_INVALID, body.size () },
    { ZLIB, body.size (), compressed + "!", TL_FAULT_TRAILING, body.size () },
    { ZLIB, body.size (), compressed.substr (0, compressed.size () - 1), TL_FAULT_TRUNCATED, body.size () },
    { ZLIB, body.size (), "", TL_FAULT_NONE, 0 }, /* the table says that it may not be empty */
    { ZLIB, body.size (), "no zlib", TL_FAULT_INVALID, 0 },
    { ZLIB, 300000, compress (ZLIB, std::string (300000, '\0')), TL_FAULT_TOO_MANY, TL_LIMIT_DECOMPRESSED },
    { 7, body.size (), compressed, TL_FAULT_NONE, 0 },
  };

  for (const auto &each : cases)
    {
      auto tree = read_rows (compressed_certificate (each.algorithm, each.length, each.compressed));
      guint row = row_named (tree.get (), "compressed_certificate_message");

      EXPECT_TRUE (all_covered (tree.get ())) << each.length;
      EXPECT_EQ (tree->rows[row].fault, each.fault) << each.compressed;
      if (each.compressed.empty ())
        continue;
      EXPECT_NE (tree->rows[row].text, nullptr) << each.length;
      ASSERT_EQ (tree->n_spaces, each.opened > 0 ? 2u : 1u) << each.length;
      if (each.opened > 0)
        EXPECT_EQ (tree->spaces[1].n_bytes, each.opened);
    }
}

TEST (CompressedCertificate, HoldsTheKindThatWasNegotiated)
{
  Octets key = octets (std::string ("\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00", 12) + std::string (32, 'k'));
  Octets body = prefixed (1, {}) + prefixed (3, prefixed (3, key) + prefixed (2, {}));
  std::string text (body.begin (), body.end ());
  TlContext context = {};
  context.version = 0x0304;
  context.certificate_type = 2;
  auto tree = held_rows (compressed_certificate (ZSTD, text.size (), compress (ZSTD, text)), context);

  EXPECT_TRUE (all_covered (tree.get ()));
  EXPECT_EQ (texts_of (tree.get (), "asn1_subject_public_key_info").size (), 1u);
}

/* No message ends inside: whatever is cut, both spaces are covered. */
TEST (CompressedCertificate, IsCoveredWhereverItIsCut)
{
  std::string body = certificate_body ();

  for (Algorithm algorithm : { ZLIB, BROTLI, ZSTD })
    {
      Octets message = compressed_certificate (algorithm, body.size (), compress (algorithm, body));
      for (size_t n = 0; n < message.size (); n++)
        ASSERT_TRUE (all_covered (read_rows (Octets (message.begin (), message.begin () + n)).get ())) << algorithm << n;
    }
}

/* The certificates of a step are those of its rows. */
TEST (CompressedCertificate, GivesItsCertificates)
{
  Conversation conversation;
  std::string body = certificate_body (3);
  conversation.self->version = 0x0304;
  conversation.add (TL_STEP_HANDSHAKE, TL_SIDE_SERVER,
                    compressed_certificate (BROTLI, body.size (), compress (BROTLI, body)));
  g_autoptr (GPtrArray) of_step = tl_step_certificates (conversation.self, 0);
  g_autoptr (GPtrArray) of_side = tl_conversation_certificates (conversation.self, TL_SIDE_SERVER);
  g_autoptr (GString) json = g_string_new (NULL);
  g_autofree char *facts = tl_step_facts (conversation.self, 0);

  ASSERT_EQ (of_step->len, 3u);
  EXPECT_EQ (of_side->len, 3u);
  auto first = static_cast<TlCertificate *> (g_ptr_array_index (of_step, 0));
  EXPECT_EQ (std::string (first->sha256), decode (read_certificate ("ec.der"))->sha256);
  EXPECT_NE (std::string (facts).find ("chain of 3"), std::string::npos) << facts;
  tl_export_json (conversation.self, TL_JSON_FIELDS, json);
  std::string opened = "\"opened\":{\"length\":" + std::to_string (body.size ())
                       + ",\"fields\":[{\"name\":\"certificate_request_context\",\"offset\":0,\"length\":1,";
  EXPECT_NE (std::string (json->str).find (opened), std::string::npos) << json->str;
  EXPECT_NE (std::string (json->str).find (first->sha256), std::string::npos);
}

TEST (CompressedCertificate, GivesNoneWhereNothingCameOut)
{
  Conversation conversation;
  conversation.self->version = 0x0304;
  conversation.add (TL_STEP_HANDSHAKE, TL_SIDE_SERVER, compressed_certificate (ZLIB, 100, "no zlib"));
  conversation.add (TL_STEP_HANDSHAKE, TL_SIDE_SERVER, compressed_certificate (9, 100, compress (ZLIB, certificate_body ())));
  for (guint step : { 0u, 1u })
    {
      g_autoptr (GPtrArray) certificates = tl_step_certificates (conversation.self, step);
      g_autofree char *facts = tl_step_facts (conversation.self, step);
      EXPECT_EQ (certificates->len, 0u);
      EXPECT_STREQ (facts, "") << "there may be some in it";
    }
}

TEST (CompressedCertificate, IsExplainedAsWhatItHolds)
{
  Conversation conversation;
  std::string body = certificate_body ();
  conversation.self->version = 0x0304;
  conversation.add (TL_STEP_HANDSHAKE, TL_SIDE_SERVER,
                    compressed_certificate (ZLIB, body.size () + 1, compress (ZLIB, body)));
  g_autoptr (TlFieldTree) tree = tl_step_fields (conversation.self, 0);
  for (guint i = 0; i < tree->n_rows; i++)
    {
      g_autoptr (TlExplanation) explanation = tl_explain_row (conversation.self, 0, tree, i);
      EXPECT_STRNE (explanation->text, "") << tree->rows[i].name;
      if (std::string (tree->rows[i].name) == "compressed_certificate_message")
        EXPECT_NE (strstr (explanation->text, "the message declares"), nullptr) << explanation->text;
    }
}

TEST (Certificates, StopAtTheirNumber)
{
  for (size_t n : { TL_LIMIT_CERTIFICATES - 1, TL_LIMIT_CERTIFICATES, TL_LIMIT_CERTIFICATES + 1 })
    {
      std::string body = certificate_body (n);
      Octets message = Octets{ TL_MESSAGE_CERTIFICATE } + prefixed (3, octets (body));
      auto tree = read_rows (message);

      EXPECT_TRUE (all_covered (tree.get ())) << n;
      EXPECT_EQ (texts_of (tree.get (), "cert_data").size (), n);
      EXPECT_EQ (texts_of (tree.get (), "Certificate").size (), MIN (n, (size_t) TL_LIMIT_CERTIFICATES));
    }
}

/* What stands in DER, message by message. */

static Octets
message (guint8 type, const Octets &body)
{
  return Octets{ type } + prefixed (3, body);
}

static Octets
bytes (const std::string &text)
{
  return octets (text);
}

static Tree
rows_in (const Octets &message, guint16 version, guint16 suite = 0)
{
  TlContext context = {};
  context.version = version;
  context.cipher_suite = suite;
  return held_rows (message, context);
}

static std::vector<std::string>
texts_in (const Tree &tree, const char *name)
{
  EXPECT_TRUE (all_covered (tree.get ()));
  return texts_of (tree.get (), name);
}

using List = std::vector<std::string>;

static const std::string two_numbers = sequence (tlv (2, "\1") + tlv (2, "\2"));
static const std::string a_name = sequence (rdn ("2.5.4.10", tlv (0x13, "Org")) + rdn ("2.5.4.3", tlv (0x0c, "ca")));
static const std::string a_key = sequence (sequence (oid ("1.3.101.112")) + tlv (3, std::string (1, '\0') + std::string (32, 'k')));
static const std::string a_response = sequence (tlv (10, "\3")); /* tryLater */

TEST (Held, NamesOfAuthorities)
{
  Octets list = prefixed (2, prefixed (2, bytes (a_name)) + prefixed (2, {}) + prefixed (2, bytes ("no DER")));
  Octets body12 = prefixed (1, { 1 }) + prefixed (2, u16 (0x0403)) + list, body10 = prefixed (1, { 1 }) + list;
  Octets body13 = prefixed (1, {}) + prefixed (2, extension (47, list));
  Octets trusted = prefixed (2, Octets{ 2 } + prefixed (2, bytes (a_name)));
  Octets extensions = extension (3, trusted);

  for (const Tree &tree : { rows_in (message (13, body12), 0x0303), rows_in (message (13, body10), 0x0301), rows_in (message (13, body13), 0x0304) })
    {
      EXPECT_EQ (texts_in (tree, "Name"), List{ "CN=ca,O=Org" });
      EXPECT_EQ (texts_in (tree, "distinguished_name").size (), 3u);
      EXPECT_EQ (texts_in (tree, "unknown").size (), 1u);
    }
  EXPECT_EQ (texts_in (rows_in (client_hello (0x0303, { 0x1301 }, &extensions), 0x0303), "Name"), List{ "CN=ca,O=Org" });
}

TEST (Held, OcspResponses)
{
  Octets one = Octets{ 1 } + prefixed (3, bytes (a_response));
  Octets multi = Octets{ 2 } + prefixed (3, prefixed (3, bytes (a_response)) + prefixed (3, {}) + prefixed (3, bytes (a_response)));
  Octets entry = prefixed (3, bytes (read_certificate ("ec.der"))) + prefixed (2, extension (5, one));

  EXPECT_EQ (texts_in (rows_in (message (22, one), 0x0303), "responseStatus"), List{ "tryLater" });
  EXPECT_EQ (texts_in (rows_in (message (22, multi), 0x0303), "responseStatus"), (List{ "tryLater", "tryLater" }));
  EXPECT_EQ (texts_in (rows_in (message (11, prefixed (1, {}) + prefixed (3, entry)), 0x0304), "responseStatus"), List{ "tryLater" });
}

TEST (Held, RequestsForOcspResponses)
{
  std::string by_name = tlv (0xa1, a_name), by_key = tlv (0xa2, tlv (4, "hash"));
  std::string nonce = sequence (sequence (oid ("1.3.6.1.5.5.7.48.1.2") + tlv (4, tlv (4, "n"))));
  Octets request = prefixed (2, prefixed (2, bytes (by_name)) + prefixed (2, bytes (by_key))) + prefixed (2, bytes (nonce));
  Octets extensions = extension (5, Octets{ 1 } + request) + extension (17, prefixed (2, Octets{ 2 } + prefixed (2, request)));
  auto tree = rows_in (client_hello (0x0303, { 0x1301 }, &extensions), 0x0303);

  EXPECT_EQ (texts_in (tree, "responderID").size (), 4u);
  EXPECT_EQ (texts_in (tree, "Name"), (List{ "CN=ca,O=Org", "CN=ca,O=Org" }));
  EXPECT_EQ (texts_in (tree, "KeyHash").size (), 2u);
  EXPECT_EQ (texts_in (tree, "extnID"), (List{ "ocspNonce", "ocspNonce" }));
}

TEST (Held, PublicKeys)
{
  TlContext context = {};
  context.certificate_type = 2;
  context.version = 0x0303;
  EXPECT_EQ (texts_in (held_rows (message (11, prefixed (3, bytes (a_key))), context), "SubjectPublicKeyInfo"), List{ "id-Ed25519" });
  context.version = 0x0304;
  Octets entry = prefixed (3, bytes (a_key)) + prefixed (2, {});
  EXPECT_EQ (texts_in (held_rows (message (11, prefixed (1, {}) + prefixed (3, entry)), context), "SubjectPublicKeyInfo"), List{ "id-Ed25519" });

  Octets credential = Octets{ 0, 0, 1, 0 } + u16 (0x0807) + prefixed (3, bytes (a_key)) + u16 (0x0403) + prefixed (2, bytes (two_numbers));
  Octets certificate = prefixed (3, bytes (read_certificate ("ec.der"))) + prefixed (2, extension (34, credential));
  auto tree = rows_in (message (11, prefixed (1, {}) + prefixed (3, certificate)), 0x0304);
  EXPECT_EQ (texts_in (tree, "SubjectPublicKeyInfo"), List{ "id-Ed25519" });
  EXPECT_EQ (texts_in (tree, "r").size (), 2u) << "that of the credential, and that of the certificate";
}

TEST (Held, SignaturesInDer)
{
  auto verify = [] (guint16 version, int scheme, const std::string &signature) {
    Octets body = (scheme < 0 ? Octets () : u16 ((guint16) scheme)) + prefixed (2, bytes (signature));
    return texts_in (rows_in (message (15, body), version), "r");
  };
  List none, one = { "1" };

  for (int scheme : { 0x0403, 0x0503, 0x0603, 0x0203, 0x0303, 0x0202, 0x0402, 0x081a, 0x081b, 0x081c, 0x0708 })
    EXPECT_EQ (verify (0x0303, scheme, two_numbers), one) << scheme;
  for (int scheme : { 0x0401, 0x0201, 0x0804, 0x0806, 0x0807, 0x0808, 0x0904, 0x0905, 0x0709 }) /* RSA, EdDSA, ML-DSA, GOST */
    EXPECT_EQ (verify (0x0303, scheme, two_numbers), none) << scheme;
  EXPECT_EQ (verify (0x0301, -1, two_numbers), one) << "no scheme: the bytes are asked";
  EXPECT_EQ (verify (0x0301, -1, two_numbers + "x"), none);
  EXPECT_EQ (verify (0x0301, -1, std::string (256, '0')), none);
  EXPECT_EQ (verify (0x0301, -1, sequence (tlv (2, "\1") + tlv (2, "\2") + tlv (2, "\3"))), none);
  EXPECT_EQ (verify (0x0301, -1, sequence (tlv (2, "\1") + tlv (4, "\2"))), none);
  EXPECT_EQ (verify (0x0301, -1, ""), none);

  /* What says that it is ECDSA and is no DER is a fault. */
  auto tree = rows_in (message (15, u16 (0x0403) + prefixed (2, bytes ("no DER"))), 0x0304);
  EXPECT_EQ (tree->rows[row_named (tree.get (), "unknown")].fault, TL_FAULT_INVALID);

  Octets params = Octets{ 3, 0, 23 } + prefixed (1, Octets (65, 4));
  EXPECT_EQ (texts_in (rows_in (message (12, params + u16 (0x0403) + prefixed (2, bytes (two_numbers))), 0x0303, 0xc02b), "r"), one);
  EXPECT_EQ (texts_in (rows_in (message (12, params + u16 (0x0401) + prefixed (2, Octets (256, 7))), 0x0303, 0xc02f), "r"), none);
  EXPECT_EQ (texts_in (rows_in (message (12, params + prefixed (2, bytes (two_numbers))), 0x0301, 0xc009), "r"), one);
}

TEST (Held, TimestampsOfLogs)
{
  std::string sct = std::string (1, '\0') + std::string (32, 'l') + std::string ("\0\0\x01\x9b\xd5\xb6\xa4\0", 8) + std::string ("\0\0\4\3\0\x08", 6) + two_numbers;
  Octets list = prefixed (2, prefixed (2, bytes (sct)) + prefixed (2, bytes (sct)));
  Octets entry = prefixed (3, bytes (read_certificate ("ec.der"))) + prefixed (2, extension (18, list));

  for (const Tree &tree : { rows_in (message (11, prefixed (1, {}) + prefixed (3, entry)), 0x0304), rows_in (server_hello (0x0303, 0xc02f, extension (18, list)), 0x0303) })
    {
      EXPECT_EQ (texts_in (tree, "timestamp"), (List{ "2026-01-19T10:04:35.200Z", "2026-01-19T10:04:35.200Z" }));
      EXPECT_EQ (texts_in (tree, "Ecdsa-Sig-Value").size (), tree->rows[0].value == 11 ? 3u : 2u);
    }
}

TEST (Held, FiltersOfExtensions)
{
  auto filter = [] (const std::string &id, const std::string &value) { return prefixed (1, bytes (id)) + prefixed (2, bytes (value)); };
  Octets filters = filter (oid ("2.5.29.15"), tlv (3, "\7\x80")) + filter (oid ("2.5.29.37"), sequence (oid ("1.3.6.1.5.5.7.3.2"))) + filter (oid ("1.2.3"), tlv (2, "\5"))
                   + filter (oid ("1.2.3"), "no DER") + filter ("no OID", tlv (2, "\6")) + filter (oid ("2.5.29.37"), "");
  auto tree = rows_in (message (13, prefixed (1, {}) + prefixed (2, extension (48, prefixed (2, filters)))), 0x0304);

  EXPECT_EQ (texts_in (tree, "OBJECT IDENTIFIER"), (List{ "keyUsage", "extKeyUsage", "1.2.3", "1.2.3", "extKeyUsage" }));
  EXPECT_EQ (texts_in (tree, "KeyUsage"), List{ "digitalSignature" });
  EXPECT_EQ (texts_in (tree, "KeyPurposeId"), List{ "clientAuth" });
  EXPECT_EQ (texts_in (tree, "INTEGER"), (List{ "5", "6" }));
  EXPECT_EQ (texts_in (tree, "unknown"), List ()) << "what is no DER stays as it is";
}

/* RFC 9189 section 4.2.4.1 and 4.2.4.2 */
TEST (Held, KeysOfGost)
{
  std::string key = sequence (sequence (oid ("1.2.643.7.1.1.1.1") + sequence (oid ("1.2.643.7.1.2.1.1.1"))) + tlv (3, std::string (1, '\0') + tlv (4, std::string (64, 'p'))));
  std::string transport = sequence (tlv (4, "exp") + key + tlv (4, "ukm"));
  std::string implicit = std::string ("\xa0") + key.substr (1); /* [0] IMPLICIT SubjectPublicKeyInfo */
  std::string blob = sequence (sequence (sequence (tlv (4, "key") + tlv (0x80, "mask") + tlv (4, "mac"))
                                         + tlv (0xa0, oid ("1.2.643.7.1.2.5.1.1") + implicit + tlv (4, "ukm"))));

  auto tree = rows_in (message (16, bytes (transport)), 0x0303, 0xc100);
  EXPECT_EQ (texts_in (tree, "GostKeyTransport").size (), 1u);
  EXPECT_EQ (texts_in (tree, "ephemeralPublicKey"), List{ "gostR3410-2012-256" });
  EXPECT_EQ (texts_in (tree, "GostR3410-2012-256-PublicKey").size (), 1u);
  EXPECT_EQ (texts_in (tree, "ukm").size (), 1u);

  tree = rows_in (message (16, bytes (blob)), 0x0303, 0xc102);
  EXPECT_EQ (texts_in (tree, "TLSGostKeyTransportBlob").size (), 1u);
  EXPECT_EQ (texts_in (tree, "macKey").size (), 1u);
  EXPECT_EQ (texts_in (tree, "transportParameters"), List{ "gost28147-param-Z" });
  EXPECT_EQ (texts_in (tree, "ephemeralPublicKey"), List{ "gostR3410-2012-256" });

  tree = rows_in (message (16, bytes ("no DER")), 0x0303, 0xc100);
  EXPECT_EQ (texts_in (tree, "gost_key_transport").size (), 1u);
  EXPECT_EQ (tree->rows[row_named (tree.get (), "gost_key_transport")].n_below, 0u);
}

/* RFC 2712, RFC 4120 section 5.3 */
TEST (Held, TicketsOfKerberos)
{
  auto box = [] (int tag, const std::string &content) { return tlv (0xa0 | tag, content); };
  std::string encrypted = sequence (box (0, tlv (2, "\x12")) + box (1, tlv (2, "\1")) + box (2, tlv (4, "cipher")));
  std::string name = sequence (box (0, tlv (2, "\2")) + box (1, sequence (tlv (0x1b, "host") + tlv (0x1b, "a.example"))));
  std::string ticket = tlv (0x61, sequence (box (0, tlv (2, "\5")) + box (1, tlv (0x1b, "REALM")) + box (2, name) + box (3, encrypted)));
  Octets body = prefixed (2, bytes (ticket)) + prefixed (2, bytes (encrypted)) + prefixed (2, Octets (48, 9));
  auto tree = rows_in (message (16, body), 0x0301, 0x001f);

  EXPECT_EQ (texts_in (tree, "Ticket").size (), 1u);
  EXPECT_EQ (texts_in (tree, "Realm"), List{ "REALM" });
  EXPECT_EQ (texts_in (tree, "KerberosString"), (List{ "host", "a.example" }));
  EXPECT_EQ (texts_in (tree, "EncryptedData").size (), 2u);
  EXPECT_EQ (texts_in (tree, "cipher").size (), 2u);
  EXPECT_EQ (texts_in (rows_in (message (16, prefixed (2, bytes ("x")) + prefixed (2, {}) + prefixed (2, bytes ("y"))), 0x0301, 0x001f), "unknown"), List ());
}
