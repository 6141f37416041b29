/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Certificates as a whole: facts, damage, and shapes that are made to be expensive.
 */
#include "certificates.h"

#include "limits.h"

#include <map>

static std::map<std::string, std::string>
values_of (const GPtrArray *list)
{
  std::map<std::string, std::string> out;

  for (guint i = 0; i < list->len; i++)
    {
      auto value = (const TlNamedValue *) g_ptr_array_index (list, i);
      out[value->name] = value->value;
    }
  return out;
}

TEST (Certificate, TellsAllThatItSays)
{
  auto certificate = decode (read_certificate ("all.der"));

  EXPECT_EQ (certificate->fault, nullptr);
  EXPECT_STREQ (certificate->subject, "CN=ladder.example,OU=\\+1,O=Größe\\, Maß & Söhne,C=DE");
  EXPECT_STREQ (certificate->issuer, certificate->subject);
  EXPECT_STREQ (certificate->subject_common_name, "ladder.example");
  EXPECT_STREQ (certificate->issuer_common_name, "ladder.example");
  EXPECT_EQ (certificate->version, 3);
  EXPECT_STREQ (certificate->key_algorithm, "rsaEncryption");
  EXPECT_EQ (certificate->key_bits, 2048);
  EXPECT_EQ (certificate->key_curve, nullptr);
  EXPECT_STREQ (certificate->signature_algorithm, "sha256WithRSAEncryption");
  EXPECT_TRUE (certificate->ca);
  EXPECT_TRUE (certificate->self_issued);
  EXPECT_EQ (certificate->not_after_seconds - certificate->not_before_seconds,
             G_GINT64_CONSTANT (36500) * 86400);
  EXPECT_EQ (std::string (certificate->not_after).size (), strlen ("2126-01-31T00:00:00Z"));
  EXPECT_EQ (certificate->names->len, 9u);
  EXPECT_EQ (certificate->extensions->len, 22u);
}

TEST (Certificate, NamesEveryKindOfName)
{
  auto certificate = decode (read_certificate ("all.der"));
  auto names = values_of (certificate->names);

  EXPECT_EQ (names["DNS"], "*.ladder.example");
  EXPECT_EQ (names["IP"], "2001:db8::1");
  EXPECT_EQ (names["email"], "root@ladder.example");
  EXPECT_EQ (names["URI"], "https://ladder.example/");
  EXPECT_EQ (names["dirName"], "CN=other");
  EXPECT_EQ (names["otherName"], "userPrincipalName:user@ladder.example");
  EXPECT_EQ (names["RID"], "1.2.3.4");
}

TEST (Certificate, MarksCriticalExtensions)
{
  auto certificate = decode (read_certificate ("all.der"));

  for (guint i = 0; i < certificate->extensions->len; i++)
    {
      auto value = (const TlNamedValue *) g_ptr_array_index (certificate->extensions, i);
      std::string name = value->name;
      EXPECT_EQ (value->critical, name == "basicConstraints" || name == "keyUsage") << name;
    }
}

/* The digests are those of sha256sum and sha1sum. */
TEST (Certificate, HasFingerprintsWhateverItIs)
{
  auto certificate = decode ("abc");

  EXPECT_STREQ (certificate->sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_STREQ (certificate->sha1, "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ (certificate->size, 3u);
  EXPECT_EQ (certificate->subject, nullptr);
  EXPECT_NE (certificate->fault, nullptr);
  EXPECT_NE (decode ("")->fault, nullptr);
}

TEST (Certificate, ReadsOneThatIsPutTogether)
{
  auto certificate
      = decode (make_certificate (rdn ("2.5.4.10", tlv (0x13, "Org")) + rdn ("2.5.4.3", tlv (0x0c, "a"))));

  ASSERT_EQ (certificate->fault, nullptr) << certificate->fault;
  EXPECT_STREQ (certificate->subject, "CN=a,O=Org");
  EXPECT_STREQ (certificate->serial, "00ab");
  EXPECT_STREQ (certificate->not_before, "2026-01-01T00:00:00Z");
  EXPECT_STREQ (certificate->not_after, "2051-01-01T00:00:00Z");
  EXPECT_STREQ (certificate->key_curve, "secp256r1");
  EXPECT_EQ (certificate->key_bits, 256);
  EXPECT_FALSE (certificate->self_issued);
  EXPECT_FALSE (certificate->ca);
}

TEST (Certificate, KnowsItsVersion)
{
  EXPECT_EQ (decode (read_certificate ("v1.der"))->version, 1);
  EXPECT_EQ (decode (make_certificate ("", "", 1))->version, 2);
  EXPECT_EQ (decode (make_certificate ("", "", 2))->version, 3);
  EXPECT_EQ (decode (make_certificate ("", "", 7))->version, 0);
  EXPECT_STREQ (decode (make_certificate (""))->subject, "");
}

TEST (Certificate, SaysWhichExtensionIsDamaged)
{
  auto certificate = decode (make_certificate ("", extension ("2.5.29.17", "\x30\x05zzz")));

  ASSERT_NE (certificate->fault, nullptr);
  EXPECT_NE (std::string (certificate->fault).find ("subjectAltName"), std::string::npos);
  EXPECT_EQ (certificate->extensions->len, 1u);
  EXPECT_STREQ (certificate->subject, "");
}

TEST (Certificate, SaysWhichTimeIsNone)
{
  auto der = make_certificate ("");
  der.replace (der.find ("260101000000Z"), 13, "269901000000Z");
  auto certificate = decode (der);

  EXPECT_STREQ (certificate->fault, "The times of its validity could not be decoded.");
  EXPECT_EQ (certificate->not_before, nullptr);
  EXPECT_EQ (certificate->not_before_seconds, G_MININT64);
  EXPECT_STREQ (certificate->not_after, "2051-01-01T00:00:00Z");
}

TEST (Certificate, ReadsWhatStandsBeforeOtherBytes)
{
  auto certificate = decode (read_certificate ("ec.der") + "xx");

  EXPECT_STREQ (certificate->fault, "2 bytes follow the end of the certificate.");
  EXPECT_STREQ (certificate->subject, "CN=ec.example");
}

/* Captured text reaches no terminal as it is. */
TEST (Certificate, ShowsNothingThatMovesText)
{
  auto names = sequence (tlv (0x82, std::string ("x\ny\xe2\x80\xae\0z", 8)) + tlv (0x86, "u\tv"));
  auto certificate = decode (make_certificate (rdn ("2.5.4.3", tlv (0x0c, std::string ("a\n\x1b\xe2\x80\xae"
                                                                                       "b\0c",
                                                                                       9))),
                                               extension ("2.5.29.17", names)));

  EXPECT_STREQ (certificate->subject, "CN=a\\0A\\1B\\E2\\80\\AEb\\00c");
  EXPECT_STREQ (certificate->subject_common_name, "a\\n\\x1b\\u{202e}b\\x00c");
  EXPECT_EQ (values_of (certificate->names)["DNS"], "x\\ny\\u{202e}\\x00z");
  EXPECT_EQ (values_of (certificate->names)["URI"], "u\\tv");
}

static std::string
with_rdns (size_t n)
{
  return make_certificate (repeat (rdn ("2.5.4.11", tlv (0x13, "u")), n));
}

TEST (Certificate, RefusesFloodsOfNameParts)
{
  EXPECT_EQ (decode (with_rdns (TL_LIMIT_DER_RDNS - 1))->fault, nullptr);
  EXPECT_EQ (decode (with_rdns (TL_LIMIT_DER_RDNS))->fault, nullptr);
  EXPECT_STREQ (decode (with_rdns (TL_LIMIT_DER_RDNS + 1))->fault,
                "Not decoded: 513 name parts are more than this program reads (512).");
  auto flood = decode (with_rdns (8000));
  EXPECT_STREQ (flood->fault, "Not decoded: 8000 name parts are more than this program reads (512).");
  EXPECT_EQ (strlen (flood->sha256), 64u);
  EXPECT_EQ (flood->subject, nullptr);
}

/* Names also stand within extensions. */
TEST (Certificate, RefusesFloodsWithinExtensions)
{
  auto name = sequence (repeat (rdn ("2.5.4.11", tlv (0x13, "u")), TL_LIMIT_DER_RDNS + 1));
  auto in_san = decode (make_certificate ("", extension ("2.5.29.17", sequence (tlv (0xa4, name)))));
  auto names
      = decode (make_certificate ("", extension ("2.5.29.17", sequence (repeat (tlv (0x82, "a"), 1025)))));

  EXPECT_STREQ (in_san->fault, "The extension subjectAltName could not be decoded.");
  EXPECT_EQ (in_san->names->len, 0u);
  EXPECT_STREQ (names->fault, "The extension subjectAltName could not be decoded.");
  EXPECT_EQ (
      decode (make_certificate ("", extension ("2.5.29.17", sequence (repeat (tlv (0x82, "a"), 1024)))))
          ->names->len,
      1024u);
}

TEST (Certificate, CutsLongNames)
{
  auto subject = repeat (rdn ("2.5.4.11", tlv (0x0c, std::string (200, 'u'))), 300);
  auto certificate = decode (make_certificate (subject));

  ASSERT_EQ (certificate->fault, nullptr);
  EXPECT_LT (strlen (certificate->subject), TL_LIMIT_TEXT_ROW + 32);
}

TEST (Certificate, EndsCleanWhereverItIsCut)
{
  auto der = read_certificate ("all.der");

  for (size_t n = 0; n < der.size (); n++)
    {
      auto certificate = decode (der.substr (0, n));
      ASSERT_NE (certificate->fault, nullptr) << n;
      ASSERT_EQ (certificate->subject, nullptr) << n;
    }
}

/* Whatever bit is turned, the bytes are read to their end and what is shown is UTF-8. */
TEST (Certificate, SurvivesEveryTurnedBit)
{
  auto der = read_certificate ("all.der");

  for (size_t i = 0; i < der.size (); i++)
    {
      int bit = (int) (i % 8);
      auto damaged = der;
      damaged[i] = (char) (damaged[i] ^ 1 << bit);
      auto certificate = decode (damaged);
      ASSERT_EQ (strlen (certificate->sha256), 64u);
      if (certificate->subject)
        {
          ASSERT_TRUE (g_utf8_validate (certificate->subject, -1, nullptr)) << i;
        }
      for (guint j = 0; j < certificate->extensions->len; j++)
        {
          auto value = (const TlNamedValue *) g_ptr_array_index (certificate->extensions, j);
          ASSERT_TRUE (g_utf8_validate (value->value, -1, nullptr)) << i;
        }
    }
}

TEST (Certificate, IsCounted)
{
  auto certificate = tl_certificate_new (bytes_of ("x"));

  EXPECT_EQ (tl_certificate_ref (certificate), certificate);
  tl_certificate_unref (certificate);
  EXPECT_EQ (certificate->size, 1u);
  tl_certificate_unref (certificate);
}

/* RFC 5280 section 4.1.2.2 allows none of these, and all have been seen. */
TEST (Certificate, ShowsSerialNumbersOfEveryKind)
{
  const std::pair<std::string, std::pair<const char *, const char *>> expected[] = {
    { std::string ("\0", 1), { "00", "0" } },
    { "\xff", { "ff", "-1" } },
    { std::string ("\x80\0", 2), { "8000", "-32768" } },
    { std::string (21, '\x11'), { "111111111111111111111111111111111111111111", "111111111111111111111111111111111111111111" } },
  };

  for (const auto &[octets, texts] : expected)
    {
      auto der = make_certificate (rdn ("2.5.4.3", tlv (0x0c, "a")), "", 2, sequence (oid ("1.2.840.10045.4.3.2")), octets);
      EXPECT_EQ (decode (der)->fault, nullptr);
      EXPECT_STREQ (decode (der)->serial, texts.first);
      EXPECT_EQ (texts_of (rows_of (der).get (), "serialNumber"), std::vector<std::string>{ texts.second });
    }
}

/* What is damaged in an extension of somebody's own does not hide the names; what is in one of RFC 5280 is said. */
TEST (Certificate, LivesWithDamagedExtensions)
{
  auto san = extension ("2.5.29.17", sequence (tlv (0x82, "a.example")));
  auto make = [&] (const std::string &id, bool critical) {
    auto damaged = sequence (oid (id) + (critical ? tlv (1, "\xff") : "") + tlv (4, "\x05\x05"));
    return decode (make_certificate (rdn ("2.5.4.3", tlv (0x0c, "a")), san + damaged));
  };

  for (auto id : { "1.3.6.1.4.1.11129.2.4.2", "1.3.6.1.5.5.7.1.3", "2.16.840.1.113730.1.1", "1.3.6.1.5.5.7.1.12" })
    {
      auto harmless = make (id, false), critical = make (id, true);
      EXPECT_EQ (harmless->fault, nullptr) << id;
      EXPECT_EQ (harmless->names->len, 1u) << id;
      EXPECT_STREQ (((TlNamedValue *) g_ptr_array_index (harmless->extensions, 1))->value, "0505") << id;
      EXPECT_NE (critical->fault, nullptr) << id;
    }
  EXPECT_NE (make ("2.5.29.15", false)->fault, nullptr);
  EXPECT_EQ (make ("1.2.3.4", true)->fault, nullptr) << "nothing is known of it";
}

/* Where it stopped. */
TEST (Certificate, SaysWhereWhatIsNoDerStands)
{
  auto certificate = decode ("\x30\x80" + read_certificate ("ec.der") + std::string ("\0\0", 2));

  EXPECT_STREQ (certificate->fault, "Not decoded: what stands at byte 0 is not DER.");
  EXPECT_EQ (strlen (certificate->sha256), 64u);
  EXPECT_EQ (certificate->size, read_certificate ("ec.der").size () + 4);
}
