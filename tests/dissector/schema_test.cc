/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The tables that name the elements of DER, each with bytes of its own.
 */
#include "certificates.h"
#include "held.h"

#include "x509/extension-text.h"
#include "x509/oid.h"
#include "x509/rows.h"
#include "x509/schema.h"

#include <algorithm>
#include <set>

/* The rows of @der as @field, which must cover it without a fault, each "name: text" of a leaf. */
static std::vector<std::string>
leaves_of (const TlDerField *field, const std::string &der)
{
  auto tree = der_rows (field, der);
  std::vector<std::string> leaves;

  EXPECT_TRUE (all_covered (tree.get ()));
  for (guint i = 0; i < tree->n_rows; i++)
    {
      const TlRow &row = tree->rows[i];
      EXPECT_EQ (row.fault, TL_FAULT_NONE) << row.name;
      if (row.n_below == 0)
        leaves.push_back (std::string (row.name) + ": " + (row.text ? row.text : ""));
    }
  return leaves;
}

using List = std::vector<std::string>;

TEST (Schema, FindsWhatStandsInside)
{
  EXPECT_STREQ (tl_der_extension ("2.5.29.17")->name, "SubjectAltName");
  EXPECT_EQ (tl_der_extension ("1.2.3"), nullptr);
  EXPECT_EQ (tl_der_extension (""), nullptr);
  EXPECT_STREQ (tl_der_key ("1.2.840.113549.1.1.1")->name, "RSAPublicKey");
  EXPECT_EQ (tl_der_key ("1.2.840.10045.2.1"), nullptr); /* a point is no DER */
  EXPECT_STREQ (tl_der_signature ("1.2.840.10045.4.3.2")->name, "Ecdsa-Sig-Value");
  EXPECT_STREQ (tl_der_signature ("1.2.840.10040.4.3")->name, "Dss-Sig-Value");
  EXPECT_EQ (tl_der_signature ("1.2.840.113549.1.1.11"), nullptr);
  EXPECT_STREQ (tl_der_response ("1.3.6.1.5.5.7.48.1.1")->name, "BasicOCSPResponse");
  EXPECT_EQ (tl_der_response ("1.3.6.1.5.5.7.48.1.2"), nullptr);
  EXPECT_EQ (tl_der_chosen (TL_DER_BY_ALGORITHM, "1.2.840.10045.2.1", TL_DER_OID), nullptr); /* the name of a curve */
  EXPECT_NE (tl_der_chosen (TL_DER_BY_ALGORITHM, "1.2.840.10045.2.1", TL_DER_SEQUENCE), nullptr);
  EXPECT_EQ (tl_der_chosen (TL_DER_BY_NOTHING, "1.2.840.10045.2.1", TL_DER_SEQUENCE), nullptr);
}

TEST (Schema, KnowsWhatAFieldHolds)
{
  for (int holds = 0; holds < TL_N_HOLDS; holds++)
    {
      const TlDerField *field = tl_der_held ((TlHolds) holds, tl_bytes ("\x30\0", 2));
      bool none = holds == TL_HOLDS_NOTHING || holds == TL_HOLDS_COMPRESSED_CERTIFICATE
                  || holds == TL_HOLDS_ENCRYPTED_CLIENT_HELLO || holds == TL_HOLDS_OID || holds == TL_HOLDS_EXTENSION_VALUE;

      EXPECT_EQ (field == nullptr, none) << holds;
      EXPECT_EQ (tl_der_held ((TlHolds) holds, tl_bytes ("", 0)), nullptr) << holds;
    }
  EXPECT_EQ (tl_der_held (TL_HOLDS_RESPONDER_ID, tl_bytes ("\xa1\0", 2))->identifier, 0xa1);
  EXPECT_EQ (tl_der_held (TL_HOLDS_RESPONDER_ID, tl_bytes ("\xa2\0", 2))->identifier, 0xa2);
  EXPECT_STREQ (tl_der_held (TL_HOLDS_GOST_KEY_TRANSPORT, tl_bytes ("\x30\2\x30\0", 4))->name, "TLSGostKeyTransportBlob");
  EXPECT_STREQ (tl_der_held (TL_HOLDS_GOST_KEY_TRANSPORT, tl_bytes ("\x30\2\4\0", 4))->name, "GostKeyTransport");
  EXPECT_STREQ (tl_der_held (TL_HOLDS_GOST_KEY_TRANSPORT, tl_bytes ("\x30", 1))->name, "GostKeyTransport");
}

/* Every field has a name, and what is constructed or not says so by its identifier. A type may hold itself. */
static void
check (const TlDerField *field, std::set<const TlDerField *> &seen)
{
  if (!seen.insert (field).second)
    return;
  ASSERT_NE (field->name, nullptr);
  if (field->as)
    {
      EXPECT_EQ (field->identifier & 0xe0, 0x80) << field->name << " is implicitly tagged, and primitive";
    }
  if (field->inside)
    {
      EXPECT_TRUE (field->identifier == TL_DER_OCTET_STRING || field->identifier == TL_DER_BIT_STRING) << field->name;
    }
  if (field->names)
    {
      EXPECT_FALSE (field->identifier & TL_DER_CONSTRUCTED) << field->name;
      EXPECT_GT (field->names->n_names, 0u);
    }
  if (field->type == nullptr)
    return;
  EXPECT_TRUE (field->identifier & TL_DER_CONSTRUCTED) << field->name;
  EXPECT_TRUE (field->type->kind != TL_DER_TYPE_OF || field->type->n_fields == 1) << field->name;
  for (gsize i = 0; i < field->type->n_fields; i++)
    check (&field->type->fields[i], seen);
}

TEST (Schema, IsSound)
{
  std::set<const TlDerField *> seen;

  for (const TlDerField *const *field = tl_der_all_fields (); *field; field++)
    check (*field, seen);
  EXPECT_GT (seen.size (), 300u);
}

/* A SEQUENCE of what is told, an element of a context tag. */
static std::string
box (int tag, const std::string &content)
{
  return tlv (0xa0 | tag, content);
}

static std::string
ia5 (const std::string &text)
{
  return tlv (0x16, text);
}

static std::string
utf8 (const std::string &text)
{
  return tlv (0x0c, text);
}

static std::string
printable (const std::string &text)
{
  return tlv (0x13, text);
}

static std::string
integer (int value)
{
  return tlv (2, std::string (1, (char) value));
}

static std::string
bits (const std::string &octets)
{
  return tlv (3, std::string (1, '\0') + octets);
}

static const std::string sha256 = sequence (oid ("2.16.840.1.101.3.4.2.1"));
static const std::string no_text = "";

TEST (Schema, ReadsParametersOfAlgorithms)
{
  auto mgf = sequence (oid ("1.2.840.113549.1.1.8") + sha256);
  auto pss = sequence (box (0, sha256) + box (1, mgf) + box (2, integer (32)) + box (3, integer (1)));
  auto point = bits (std::string ("\4") + std::string (64, 'p'));
  auto field = sequence (oid ("1.2.840.10045.1.1") + integer (23));
  auto curve = sequence (tlv (4, "a") + tlv (4, "b") + bits ("seed"));
  auto pentanomial = sequence (oid ("1.2.840.10045.1.2")
                               + sequence (integer (113) + oid ("1.2.840.10045.1.2.3.3")
                                           + sequence (integer (1) + integer (2) + integer (3))));
  auto key = [] (const std::string &algorithm, const std::string &parameters, const std::string &bits) {
    return leaves_of (tl_der_held (TL_HOLDS_PUBLIC_KEY, tl_bytes ("\x30", 1)), sequence (sequence (oid (algorithm) + parameters) + bits));
  };

  EXPECT_EQ (key ("1.2.840.113549.1.1.10", pss, bits (sequence (integer (77) + integer (3)))),
             (List{ "algorithm: id-RSASSA-PSS", "algorithm: sha256", "algorithm: id-mgf1", "algorithm: sha256", "INTEGER: 32",
                    "INTEGER: 1", "modulus: 77", "publicExponent: 3" }));
  EXPECT_EQ (key ("1.2.840.10045.2.1", oid ("1.2.840.10045.3.1.7"), point),
             (List{ "algorithm: id-ecPublicKey", "parameters: secp256r1", "subjectPublicKey: " }));
  EXPECT_EQ (key ("1.2.840.10045.2.1",
                  sequence (integer (1) + field + curve + tlv (4, "base") + integer (11) + integer (1)), point),
             (List{ "algorithm: id-ecPublicKey", "version: 1", "fieldType: prime-field", "parameters: 23", "a: ", "b: ", "seed: ",
                    "base: ", "order: 11", "cofactor: 1", "subjectPublicKey: " }));
  EXPECT_EQ (key ("1.2.840.10045.2.1", sequence (integer (1) + pentanomial), point),
             (List{ "algorithm: id-ecPublicKey", "version: 1", "fieldType: characteristic-two-field", "m: 113", "basis: ppBasis",
                    "k1: 1", "k2: 2", "k3: 3", "subjectPublicKey: " }));
  EXPECT_EQ (key ("1.2.840.10040.4.1", sequence (integer (1) + integer (2) + integer (3)), bits (integer (4))),
             (List{ "algorithm: id-dsa", "p: 1", "q: 2", "g: 3", "DSAPublicKey: 4" }));
  EXPECT_EQ (key ("1.2.840.10046.2.1",
                  sequence (integer (1) + integer (2) + integer (3) + integer (4) + sequence (bits ("s") + integer (5))),
                  bits (integer (6))),
             (List{ "algorithm: dhpublicnumber", "p: 1", "g: 2", "q: 3", "j: 4", "seed: ", "pgenCounter: 5", "DHPublicKey: 6" }));
  EXPECT_EQ (key ("1.2.840.113549.1.3.1", sequence (integer (1) + integer (2) + integer (3)), bits (integer (4))),
             (List{ "algorithm: dhKeyAgreement", "prime: 1", "base: 2", "privateValueLength: 3", "DHPublicKey: 4" }));
  EXPECT_EQ (key ("1.2.643.7.1.1.1.1", sequence (oid ("1.2.643.2.2.36.0") + oid ("1.2.643.7.1.1.2.2")), bits (tlv (4, "key"))),
             (List{ "algorithm: gostR3410-2012-256", "publicKeyParamSet: gostR3410-2001-CryptoPro-XchA",
                    "digestParamSet: gostR3411-2012-256", "GostR3410-2012-256-PublicKey: " }));
  EXPECT_EQ (key ("1.3.101.110", "", bits (std::string (32, 'x'))), (List{ "algorithm: id-X25519", "subjectPublicKey: " }));
}

/* One value for each extension that the tables have, and its leaves. */
struct Extension
{
  const char *oid;
  std::string value;
  List leaves;
};

static std::vector<Extension>
extensions ()
{
  auto name = sequence (rdn ("2.5.4.3", utf8 ("a")));
  auto names = sequence (tlv (0x82, "a.example"));
  List name_leaves = { "type: commonName", "value: a" }, names_leaves = { "dNSName: a.example" };
  auto with = [] (List list, const List &more) { list.insert (list.end (), more.begin (), more.end ()); return list; };
  auto distribution = sequence (sequence (box (0, box (0, tlv (0x86, "http://a/"))) + tlv (0x81, "\1\x60") + tlv (0xa2, tlv (0x82, "b"))));
  auto resources = sequence (sequence (tlv (4, std::string ("\0\1", 2)) + sequence (tlv (3, std::string ("\0\x0a", 2))
                                                                                    + sequence (tlv (3, std::string ("\0\x0b", 2)) + tlv (3, std::string ("\4\x0b\x10", 3)))))
                             + sequence (tlv (4, std::string ("\0\2", 2)) + tlv (5, "")));
  List resource_leaves = { "addressFamily: IPv4", "addressPrefix: 10.0.0.0/8", "min: 11.0.0.0/8", "max: 11.31.255.255", "addressFamily: IPv6", "inherit: " };
  auto as_ids = sequence (box (0, sequence (integer (7) + sequence (integer (8) + integer (9)))) + box (1, tlv (5, "")));
  List as_leaves = { "id: 7", "min: 8", "max: 9", "inherit: " };
  auto access = sequence (sequence (oid ("1.3.6.1.5.5.7.48.1") + tlv (0x86, "http://a/")));
  List access_leaves = { "accessMethod: ocsp", "uniformResourceIdentifier: http://a/" };
  auto mappings = sequence (sequence (oid ("1.2.3") + oid ("1.2.4")));
  List mapping_leaves = { "issuerDomainPolicy: 1.2.3", "subjectDomainPolicy: 1.2.4" };
  auto notice = sequence (sequence (utf8 ("o") + sequence (integer (1) + integer (2))) + utf8 ("text"));
  auto policies = sequence (sequence (oid ("2.23.140.1.2.1")
                                      + sequence (sequence (oid ("1.3.6.1.5.5.7.2.1") + ia5 ("http://a/")) + sequence (oid ("1.3.6.1.5.5.7.2.2") + notice))));
  List policy_leaves = { "policyIdentifier: domainValidated", "policyQualifierId: cps", "qualifier: http://a/", "policyQualifierId: unotice",
                         "organization: o", "INTEGER: 1", "INTEGER: 2", "explicitText: text" };
  auto aki = sequence (tlv (0x80, "k") + tlv (0xa1, tlv (0x82, "a.example")) + tlv (0x82, "\5"));
  std::string sct = std::string ("\0", 1) + std::string (32, '\x11') + std::string ("\0\0\x01\x9b\xd5\xb6\xa4\0", 8) + std::string ("\0\0\4\3\0\x08", 6)
                    + sequence (integer (1) + integer (2));
  std::string list = std::string (1, '\0') + (char) sct.size () + sct;
  auto scts = tlv (4, std::string (1, '\0') + (char) list.size () + list);
  List sct_leaves = { "sct_version: ", "id: ", "timestamp: 2026-01-19T10:04:35.200Z", "ct_extensions: ", "signature_scheme: ecdsa_secp256r1_sha256", "r: 1", "s: 2" };
  auto hash = sequence (sequence (sha256 + tlv (4, "h")));
  auto details = sequence (ia5 ("image/png") + hash + sequence (ia5 ("http://a/")));
  List details_leaves = { "mediaType: image/png", "algorithm: sha256", "hashValue: ", "IA5String: http://a/" };
  auto image = sequence (sequence (details + sequence (tlv (0x80, std::string ("\0", 1)) + integer (1) + integer (2) + integer (3) + tlv (0x81, "\4") + tlv (0x84, "en"))));
  auto audio = tlv (0xa1, sequence (details + sequence (integer (1) + integer (2) + integer (3) + tlv (0x83, "\4") + tlv (0x84, "en"))));
  auto logotype = sequence (box (0, sequence (tlv (0xa0, image) + tlv (0xa1, hash + sequence (ia5 ("http://b/"))))) + box (1, tlv (0xa0, audio))
                            + box (3, sequence (sequence (oid ("1.3.6.1.5.5.7.20.1") + tlv (0xa1, hash + sequence (ia5 ("http://c/")))))));
  List logotype_leaves = with (with (with (details_leaves, { "type: grayScale", "fileSize: 1", "xSize: 2", "ySize: 3", "numBits: 4", "language: en", "algorithm: sha256", "hashValue: ", "IA5String: http://b/" }),
                                     details_leaves), { "fileSize: 1", "playTime: 2", "channels: 3", "sampleRate: 4", "language: en",
                                                        "logotypeType: logo-loyalty", "algorithm: sha256", "hashValue: ", "IA5String: http://c/" });
  auto qc = sequence (sequence (oid ("0.4.0.1862.1.1")) + sequence (oid ("0.4.0.1862.1.2") + sequence (printable ("EUR") + integer (5) + integer (3)))
                      + sequence (oid ("0.4.0.1862.1.2") + sequence (integer (120) + integer (5) + integer (3)))
                      + sequence (oid ("0.4.0.1862.1.3") + integer (10)) + sequence (oid ("0.4.0.1862.1.5") + sequence (sequence (ia5 ("http://a/") + printable ("en"))))
                      + sequence (oid ("0.4.0.1862.1.6") + sequence (oid ("0.4.0.1862.1.6.3"))) + sequence (oid ("0.4.0.1862.1.7") + sequence (printable ("GB")))
                      + sequence (oid ("0.4.0.19495.2") + sequence (sequence (sequence (oid ("0.4.0.19495.1.3") + utf8 ("PSP_AI"))) + utf8 ("Authority") + utf8 ("XX-A")))
                      + sequence (oid ("1.3.6.1.5.5.7.11.2") + sequence (oid ("0.4.0.194121.1.2") + sequence (tlv (0x86, "http://r/")))));
  List qc_leaves = { "statementId: qcs-QcCompliance", "statementId: qcs-QcLimitValue", "currency: EUR", "amount: 5", "exponent: 3",
                     "statementId: qcs-QcLimitValue", "currency: 120", "amount: 5", "exponent: 3", "statementId: qcs-QcRetentionPeriod", "statementInfo: 10",
                     "statementId: qcs-QcPDS", "url: http://a/", "language: en", "statementId: qcs-QcType", "QcType: qct-web", "statementId: qcs-QcCClegislation", "CountryCode: GB",
                     "statementId: psd2QcStatement", "roleOfPspOid: PSP_AI", "roleOfPspName: PSP_AI", "nCAName: Authority", "nCAId: XX-A",
                     "statementId: qcs-pkixQCSyntax-v2", "semanticsIdentifier: semanticsId-Legal", "uniformResourceIdentifier: http://r/" };
  auto key = sequence (sequence (oid ("1.3.101.112")) + bits (std::string (32, 'k')));
  auto sid = sequence (box (0, oid ("1.3.6.1.4.1.311.25.2.1") + box (0, tlv (4, "S-1-5-21-1"))));

  return {
    { "2.5.29.1", sequence (tlv (0x80, "k") + box (1, name) + tlv (0x82, "\5")), with (with ({ "keyIdentifier: " }, name_leaves), { "authorityCertSerialNumber: 5" }) },
    { "2.5.29.9", sequence (sequence (oid ("1.3.6.1.5.5.7.9.4") + tlv (0x31, printable ("DE")))), { "type: countryOfCitizenship", "AttributeValue: DE" } },
    { "2.5.29.14", tlv (4, "k"), { "SubjectKeyIdentifier: " } },
    { "2.5.29.15", tlv (3, std::string ("\7\xff\x80", 3)),
      { "KeyUsage: digitalSignature, nonRepudiation, keyEncipherment, dataEncipherment, keyAgreement, keyCertSign, cRLSign, encipherOnly, decipherOnly" } },
    { "2.5.29.16", sequence (tlv (0x80, "20260101000000Z") + tlv (0x81, "20270101000000Z")), { "notBefore: 2026-01-01T00:00:00Z", "notAfter: 2027-01-01T00:00:00Z" } },
    { "2.5.29.17", names, names_leaves },
    { "2.5.29.18", names, names_leaves },
    { "2.5.29.19", sequence (tlv (1, "\xff") + integer (1)), { "cA: TRUE", "pathLenConstraint: 1" } },
    { "2.5.29.21", tlv (10, "\1"), { "CRLReason: keyCompromise" } },
    { "2.5.29.23", oid ("1.2.840.10040.2.1"), { "HoldInstructionCode: 1.2.840.10040.2.1" } },
    { "2.5.29.24", tlv (0x18, "20260101000000Z"), { "InvalidityDate: 2026-01-01T00:00:00Z" } },
    { "2.5.29.29", names, names_leaves },
    { "2.5.29.30", sequence (tlv (0xa0, sequence (tlv (0x82, "a") + tlv (0x80, std::string ("\0", 1)) + tlv (0x81, "\1"))) + tlv (0xa1, sequence (tlv (0x87, std::string ("\x0a\0\0\0\xff\0\0\0", 8))))),
      { "dNSName: a", "minimum: 0", "maximum: 1", "iPAddress: 10.0.0.0/255.0.0.0" } },
    { "2.5.29.31", distribution, { "uniformResourceIdentifier: http://a/", "reasons: keyCompromise, cACompromise", "dNSName: b" } },
    { "2.5.29.32", policies, policy_leaves },
    { "2.5.29.33", mappings, mapping_leaves },
    { "2.5.29.35", aki, { "keyIdentifier: ", "dNSName: a.example", "authorityCertSerialNumber: 5" } },
    { "2.5.29.36", sequence (tlv (0x80, "\1") + tlv (0x81, "\2")), { "requireExplicitPolicy: 1", "inhibitPolicyMapping: 2" } },
    { "2.5.29.37", sequence (oid ("1.3.6.1.5.5.7.3.1")), { "KeyPurposeId: serverAuth" } },
    { "2.5.29.46", distribution, { "uniformResourceIdentifier: http://a/", "reasons: keyCompromise, cACompromise", "dNSName: b" } },
    { "2.5.29.54", integer (1), { "InhibitAnyPolicy: 1" } },
    { "2.5.29.56", tlv (5, ""), { "NoRevAvail: " } },
    { "2.5.29.72", key, { "algorithm: id-Ed25519", "subjectPublicKey: " } },
    { "2.5.29.73", sha256, { "algorithm: sha256" } },
    { "2.5.29.74", bits ("s"), { "AltSignatureValue: " } },
    { "1.3.6.1.5.5.7.1.1", access, access_leaves },
    { "1.3.6.1.5.5.7.1.2", sequence (sequence (integer (1) + sha256 + tlv (4, "h") + ia5 ("http://a/")) + sequence (oid ("1.2.3") + sha256 + tlv (4, "h"))),
      { "typeOfBiometricData: handwritten-signature", "algorithm: sha256", "biometricDataHash: ", "sourceDataUri: http://a/", "typeOfBiometricData: 1.2.3", "algorithm: sha256", "biometricDataHash: " } },
    { "1.3.6.1.5.5.7.1.3", qc, qc_leaves },
    { "1.3.6.1.5.5.7.1.7", resources, resource_leaves },
    { "1.3.6.1.5.5.7.1.8", as_ids, as_leaves },
    { "1.3.6.1.5.5.7.1.11", access, access_leaves },
    { "1.3.6.1.5.5.7.1.12", logotype, logotype_leaves },
    { "1.3.6.1.5.5.7.1.14", sequence (integer (1) + sequence (oid ("1.3.6.1.5.5.7.21.1") + tlv (4, "p"))), { "pCPathLenConstraint: 1", "policyLanguage: ppl-inheritAll", "policy: " } },
    { "1.3.6.1.5.5.7.1.24", sequence (integer (5)), { "feature: status_request" } },
    { "1.3.6.1.5.5.7.1.26", sequence (box (0, ia5 ("X")) + box (1, sequence (ia5 ("123") + integer (2))) + box (2, ia5 ("456"))), { "IA5String: X", "start: 123", "count: 2", "IA5String: 456" } },
    { "1.3.6.1.5.5.7.1.28", resources, resource_leaves },
    { "1.3.6.1.5.5.7.1.29", as_ids, as_leaves },
    { "1.3.6.1.5.5.7.1.31", tlv (4, "a"), { "Authorization: " } },
    { "1.3.6.1.5.5.7.1.36", sequence (sha256 + tlv (4, "h")), { "algorithm: sha256", "hashValue: " } },
    { "1.3.6.1.5.5.7.48.1.2", tlv (4, "n"), { "Nonce: " } },
    { "1.3.6.1.5.5.7.48.1.3", sequence (box (0, ia5 ("http://a/")) + box (1, integer (1)) + box (2, tlv (0x18, "20260101000000Z"))), { "IA5String: http://a/", "INTEGER: 1", "GeneralizedTime: 2026-01-01T00:00:00Z" } },
    { "1.3.6.1.5.5.7.48.1.4", sequence (oid ("1.3.6.1.5.5.7.48.1.1")), { "OBJECT IDENTIFIER: ocspBasic" } },
    { "1.3.6.1.5.5.7.48.1.5", tlv (5, ""), { "NoCheck: " } },
    { "1.3.6.1.5.5.7.48.1.6", tlv (0x18, "20260101000000Z"), { "ArchiveCutoff: 2026-01-01T00:00:00Z" } },
    { "1.3.6.1.5.5.7.48.1.7", sequence (name + access), with (name_leaves, access_leaves) },
    { "1.3.6.1.5.5.7.48.1.8", sequence (sequence (sha256 + sha256)), { "algorithm: sha256", "algorithm: sha256" } },
    { "1.3.6.1.5.5.7.48.1.9", tlv (5, ""), { "ExtendedRevoke: " } },
    { "1.3.6.1.4.1.11129.2.4.2", scts, sct_leaves },
    { "1.3.6.1.4.1.11129.2.4.3", tlv (5, ""), { "PrecertificatePoison: " } },
    { "1.3.6.1.4.1.11129.2.4.5", scts, sct_leaves },
    { "1.3.6.1.4.1.44363.44", tlv (5, ""), { "DelegationUsage: " } },
    { "1.3.6.1.4.1.311.20.2", tlv (0x1e, std::string ("\0W\0S", 4)), { "CertificateTemplateName: WS" } },
    { "1.3.6.1.4.1.311.21.1", tlv (2, std::string ("\1\0\1", 3)), { "CAVersion: 65537" } },
    { "1.3.6.1.4.1.311.21.2", tlv (4, "h"), { "PreviousCertHash: " } },
    { "1.3.6.1.4.1.311.21.7", sequence (oid ("1.2.3") + integer (1) + integer (2)), { "templateID: 1.2.3", "templateMajorVersion: 1", "templateMinorVersion: 2" } },
    { "1.3.6.1.4.1.311.21.10", policies, policy_leaves },
    { "1.3.6.1.4.1.311.21.11", mappings, mapping_leaves },
    { "1.3.6.1.4.1.311.25.2", sid, { "type-id: microsoftNtdsObjectSid", "OCTET STRING: S-1-5-21-1" } },
    { "1.2.840.113533.7.65.0", sequence (tlv (0x1b, "V7.1") + tlv (3, "\3\xa8")), { "entrustVers: V7.1", "entrustInfoFlags: keyUpdateAllowed, pKIXCertificate, bit 4" } },
    { "1.2.840.113549.1.9.15", sequence (sequence (oid ("1.2.840.113549.3.2") + integer (64))), { "capabilityID: rc2CBC", "parameters: 64" } },
    { "2.16.840.1.113730.1.1", tlv (3, "\6\x40"), { "NetscapeCertType: SSL server" } },
    { "2.16.840.1.113730.1.2", ia5 ("http://a/"), { "NetscapeBaseUrl: http://a/" } },
    { "2.16.840.1.113730.1.3", ia5 ("r"), { "NetscapeRevocationUrl: r" } },
    { "2.16.840.1.113730.1.4", ia5 ("c"), { "NetscapeCaRevocationUrl: c" } },
    { "2.16.840.1.113730.1.7", ia5 ("n"), { "NetscapeRenewalUrl: n" } },
    { "2.16.840.1.113730.1.8", ia5 ("p"), { "NetscapeCaPolicyUrl: p" } },
    { "2.16.840.1.113730.1.12", ia5 ("s"), { "NetscapeSslServerName: s" } },
    { "2.16.840.1.113730.1.13", ia5 ("a comment"), { "NetscapeComment: a comment" } },
    { "2.23.140.3.1", sequence (printable ("NTR") + printable ("DE") + tlv (0x80, "BY") + utf8 ("HRB 1")),
      { "registrationSchemeIdentifier: NTR", "registrationCountry: DE", "registrationStateOrProvince: BY", "registrationReference: HRB 1" } },
  };
}

TEST (Schema, ReadsEveryExtension)
{
  std::set<const TlDerField *> seen;

  for (const auto &each : extensions ())
    {
      const TlDerField *field = tl_der_extension (each.oid);
      ASSERT_NE (field, nullptr) << each.oid;
      seen.insert (field);
      EXPECT_EQ (leaves_of (field, each.value), each.leaves) << each.oid;
      EXPECT_NE (taken (tl_extension_text (each.oid, bytes_of (each.value))), "(null)") << each.oid;
    }
  /* Those of the table stand in a row. */
  const TlDerField *const *all = tl_der_all_fields (), *const *first = std::find (all, all + 512, tl_der_extension ("2.5.29.1"));
  for (; *first != tl_der_extension ("2.23.140.3.1"); first++)
    EXPECT_EQ (seen.count (*first), 1u) << (*first)->name;
}

/* In a certificate, each is found by its OID; and cut or damaged anywhere, all is covered. */
TEST (Schema, ReadsEveryExtensionInItsCertificate)
{
  for (const auto &each : extensions ())
    {
      auto der = make_certificate (rdn ("2.5.4.3", utf8 ("a")), extension (each.oid, each.value));
      auto tree = rows_of (der);

      EXPECT_EQ (texts_of (tree.get (), tl_der_extension (each.oid)->name).size (), 1u) << each.oid;
      EXPECT_TRUE (all_covered (tree.get ())) << each.oid;
      for (guint i = 0; i < tree->n_rows; i++)
        EXPECT_EQ (tree->rows[i].fault, TL_FAULT_NONE) << each.oid << " " << tree->rows[i].name;
      size_t begin = der.find (each.value);
      for (size_t i = 0; i < each.value.size (); i++)
        for (int bit : { 0, 5, 7 })
          {
            auto damaged = der;
            damaged[begin + i] = (char) (damaged[begin + i] ^ 1 << bit);
            ASSERT_TRUE (all_covered (rows_of (damaged).get ())) << each.oid << " " << i;
          }
    }
}

TEST (Schema, ReadsEveryKindOfName)
{
  auto principal = sequence (box (0, integer (1)) + box (1, sequence (tlv (0x1b, "u") + tlv (0x1b, "admin"))));
  auto other = [] (const char *type, const std::string &value) { return box (0, oid (type) + box (0, value)); };
  auto names = sequence (
      other ("1.3.6.1.4.1.311.20.2.3", utf8 ("u@a")) + other ("1.3.6.1.5.5.7.8.5", utf8 ("x@a")) + other ("1.3.6.1.5.5.7.8.7", ia5 ("_xmpp.a"))
      + other ("1.3.6.1.5.5.7.8.3", sequence (utf8 ("id") + oid ("1.2.3"))) + other ("1.3.6.1.5.5.7.8.4", sequence (oid ("1.2.3") + tlv (4, "n")))
      + other ("1.3.6.1.5.2.2", sequence (box (0, tlv (0x1b, "R")) + box (1, principal))) + other ("1.3.6.1.5.5.7.8.9", utf8 ("ü@a")) + other ("1.2.3", integer (5))
      + tlv (0x81, "m@a") + tlv (0x82, "a") + tlv (0xa3, sequence (printable ("x400"))) + box (4, sequence (rdn ("2.5.4.3", tlv (0x14, "T\xfc"))))
      + tlv (0xa5, box (0, utf8 ("assigner")) + box (1, printable ("party"))) + tlv (0x86, "http://a/") + tlv (0x87, std::string ("\xc0\0\2\1", 4)) + tlv (0x88, "\x2a\3"));
  EXPECT_EQ (leaves_of (tl_der_extension ("2.5.29.17"), names),
             (List{ "type-id: userPrincipalName", "UTF8String: u@a", "type-id: xmppAddr", "UTF8String: x@a", "type-id: dnsSRV", "IA5String: _xmpp.a",
                    "type-id: permanentIdentifier", "identifierValue: id", "assigner: 1.2.3", "type-id: hardwareModuleName", "hwType: 1.2.3", "hwSerialNum: ",
                    "type-id: pkinit-san", "Realm: R", "Int32: 1", "KerberosString: u", "KerberosString: admin", "type-id: smtpUTF8Mailbox", "UTF8String: ü@a",
                    "type-id: 1.2.3", "INTEGER: 5", "rfc822Name: m@a", "dNSName: a", "PrintableString: x400", "type: commonName", "value: Tü",
                    "DirectoryString: assigner", "DirectoryString: party", "uniformResourceIdentifier: http://a/", "iPAddress: 192.0.2.1", "registeredID: 1.2.3" }));
  EXPECT_EQ (taken (tl_extension_text ("2.5.29.17", bytes_of (sequence (tlv (0xa5, box (1, printable ("party"))))))), "EDI:party");
}

/* An OCSPResponse of one answer. */
static std::string
ocsp (const std::string &responder, const std::string &status, const std::string &algorithm, const std::string &signature, const std::string &certificates = "")
{
  auto cert_id = sequence (sequence (oid ("1.3.14.3.2.26") + tlv (5, "")) + tlv (4, "n") + tlv (4, "k") + integer (5));
  auto single = sequence (cert_id + status + tlv (0x18, "20260101000000Z") + box (0, tlv (0x18, "20260108000000Z"))
                          + box (1, sequence (sequence (oid ("1.3.6.1.5.5.7.48.1.6") + tlv (4, tlv (0x18, "20250101000000Z"))))));
  auto data = sequence (box (0, integer (0)) + responder + tlv (0x18, "20260102000000Z") + sequence (single)
                        + box (1, sequence (sequence (oid ("1.3.6.1.5.5.7.48.1.2") + tlv (4, tlv (4, "nonce"))))));
  auto basic = sequence (data + sequence (oid (algorithm)) + bits (signature) + certificates);
  return sequence (tlv (10, std::string ("\0", 1)) + box (0, sequence (oid ("1.3.6.1.5.5.7.48.1.1") + tlv (4, basic))));
}

TEST (Schema, ReadsOcspResponses)
{
  const TlDerField *field = tl_der_held (TL_HOLDS_OCSP_RESPONSE, tl_bytes ("\x30", 1));
  auto by_key = box (2, tlv (4, "hash")), by_name = box (1, sequence (rdn ("2.5.4.3", utf8 ("ocsp"))));
  auto revoked = tlv (0xa1, tlv (0x18, "20251231000000Z") + box (0, tlv (10, "\4")));
  List before = { "responseStatus: successful", "responseType: ocspBasic", "Version: v1" };
  List id = { "producedAt: 2026-01-02T00:00:00Z", "algorithm: sha1", "parameters: ", "issuerNameHash: ", "issuerKeyHash: ", "serialNumber: 5" };
  List after = { "thisUpdate: 2026-01-01T00:00:00Z", "GeneralizedTime: 2026-01-08T00:00:00Z", "extnID: ocspArchiveCutoff", "ArchiveCutoff: 2025-01-01T00:00:00Z",
                 "extnID: ocspNonce", "Nonce: " };
  auto all = [&] (std::initializer_list<List> lists) {
    List out;
    for (const List &list : lists)
      out.insert (out.end (), list.begin (), list.end ());
    return out;
  };

  EXPECT_EQ (leaves_of (field, ocsp (by_key, tlv (0x80, ""), "1.2.840.10045.4.3.2", sequence (integer (1) + integer (2)))),
             all ({ before, { "KeyHash: " }, id, { "certStatus: good" }, after, { "algorithm: ecdsa-with-SHA256", "r: 1", "s: 2" } }));
  EXPECT_EQ (leaves_of (field, ocsp (by_name, revoked, "1.2.840.113549.1.1.11", "rsa")),
             all ({ before, { "type: commonName", "value: ocsp" }, id, { "revocationTime: 2025-12-31T00:00:00Z", "CRLReason: superseded" }, after,
                    { "algorithm: sha256WithRSAEncryption", "signature: " } }));
  EXPECT_EQ (leaves_of (field, ocsp (by_key, tlv (0x82, ""), "1.2.840.113549.1.1.11", "rsa")),
             all ({ before, { "KeyHash: " }, id, { "certStatus: unknown" }, after, { "algorithm: sha256WithRSAEncryption", "signature: " } }));
  EXPECT_EQ (leaves_of (field, sequence (tlv (10, "\6"))), List{ "responseStatus: unauthorized" });
  EXPECT_EQ (leaves_of (field, sequence (tlv (10, "\4"))), List{ "responseStatus: 4" }) << "a number without a name";

  auto with = der_rows (field, ocsp (by_key, tlv (0x80, ""), "1.2.840.113549.1.1.11", "rsa", box (0, sequence (read_certificate ("ec.der") + read_certificate ("ed25519.der")))));
  EXPECT_TRUE (all_covered (with.get ()));
  EXPECT_EQ (texts_of (with.get (), "Certificate").size (), 2u);
  EXPECT_EQ (texts_of (with.get (), "dNSName"), List{ "ec.example" });
  EXPECT_EQ (texts_of (with.get (), "certStatus"), List{ "good" });
}

/* More answers than libtasn1 would be given are rows all the same. */
TEST (Schema, ReadsOcspResponsesWithManyAnswers)
{
  const TlDerField *field = tl_der_held (TL_HOLDS_OCSP_RESPONSE, tl_bytes ("\x30", 1));

  for (size_t n : { TL_LIMIT_DER_SIBLINGS - 1, TL_LIMIT_DER_SIBLINGS + 0, TL_LIMIT_DER_SIBLINGS + 1 })
    {
      auto single = sequence (sequence (sha256 + tlv (4, "n") + tlv (4, "k") + integer (5)) + tlv (0x80, "") + tlv (0x18, "20260101000000Z"));
      auto basic = sequence (sequence (box (2, tlv (4, "hash")) + tlv (0x18, "20260102000000Z") + sequence (repeat (single, n))) + sha256 + bits ("s"));
      auto tree = der_rows (field, sequence (tlv (10, std::string ("\0", 1)) + box (0, sequence (oid ("1.3.6.1.5.5.7.48.1.1") + tlv (4, basic)))));

      EXPECT_TRUE (all_covered (tree.get ()));
      EXPECT_EQ (texts_of (tree.get (), "certStatus").size (), n);
    }
}

TEST (Schema, CoversOcspResponsesCutOrDamagedAnywhere)
{
  const TlDerField *field = tl_der_held (TL_HOLDS_OCSP_RESPONSE, tl_bytes ("\x30", 1));
  auto response = ocsp (box (2, tlv (4, "hash")), tlv (0xa1, tlv (0x18, "20251231000000Z")), "1.2.840.10045.4.3.2", sequence (integer (1) + integer (2)));

  for (size_t i = 0; i < response.size (); i++)
    {
      ASSERT_TRUE (all_covered (der_rows (field, response.substr (0, i)).get ())) << i;
      for (int bit = 0; bit < 8; bit++)
        {
          auto damaged = response;
          damaged[i] = (char) (damaged[i] ^ 1 << bit);
          ASSERT_TRUE (all_covered (der_rows (field, damaged).get ())) << i << " " << bit;
        }
    }
}
