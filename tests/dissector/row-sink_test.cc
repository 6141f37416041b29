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
  tl_export_json (conversation.self, true, json);
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
