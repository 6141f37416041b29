/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The rows of a certificate: what they are called, and that they cover every byte once, whatever the bytes
 * are.
 */
#include "certificates.h"
#include "held.h"

#include "limits.h"

#include <random>

static const char *const files[] = { "all.der", "ec.der",  "ec-explicit.der", "ed25519.der",
                                     "pss.der", "dsa.der", "v1.der",          "mldsa44.der" };

TEST (Rows, CoverEveryCertificate)
{
  for (auto file : files)
    for (gsize offset : { 0, 11 })
      {
        auto tree = rows_of (read_certificate (file), offset);

        EXPECT_EQ (find_uncovered (tree.get (), offset), -1) << file;
        for (guint i = 0; i < tree->n_rows; i++)
          EXPECT_EQ (tree->rows[i].fault, TL_FAULT_NONE) << file << " " << tree->rows[i].name;
      }
}

TEST (Rows, AreCalledAsInTheRfc)
{
  auto tree = rows_of (read_certificate ("all.der"));
  auto all = [&] (const char *name) { return texts_of (tree.get (), name); };
  using List = std::vector<std::string>;

  EXPECT_STREQ (tree->rows[0].name, "Certificate");
  EXPECT_STREQ (tree->rows[1].name, "tbsCertificate");
  EXPECT_EQ (all ("Version"), List{ "v3" });
  EXPECT_EQ (all ("signatureAlgorithm"), List{ "sha256WithRSAEncryption" });
  EXPECT_EQ (all ("subject"), List{ "CN=ladder.example,OU=\\+1,O=Größe\\, Maß & Söhne,C=DE" });
  EXPECT_EQ (all ("publicExponent"), List{ "65537" });
  EXPECT_EQ (all ("KeyUsage"), List{ "digitalSignature, keyCertSign, cRLSign" });
  EXPECT_EQ (all ("cA"), List{ "TRUE" });
  EXPECT_EQ (all ("pathLenConstraint"), List{ "0" });
  EXPECT_EQ (all ("KeyPurposeId"), (List{ "serverAuth", "clientAuth", "1.2.3.4.5" }));
  EXPECT_EQ (all ("iPAddress"), (List{ "192.0.2.1", "2001:db8::1", "192.0.2.0/255.255.255.0" }));
  EXPECT_EQ (all ("dNSName"), (List{ "ladder.example", "*.ladder.example", "example" }));
  EXPECT_EQ (all ("registeredID"), List{ "1.2.3.4" });
  EXPECT_EQ (all ("uniformResourceIdentifier").size (), 5u);
  EXPECT_EQ (all ("policyIdentifier"), (List{ "domainValidated", "1.2.3.4" }));
  EXPECT_EQ (all ("requireExplicitPolicy"), List{ "3" });
  EXPECT_EQ (all ("inhibitPolicyMapping"), List{ "1" });
  EXPECT_EQ (all ("accessMethod"), (List{ "ocsp", "caIssuers" }));
  EXPECT_EQ (all ("feature"), List{ "status_request" });
  EXPECT_EQ (all ("templateMajorVersion"), List{ "100" });
  EXPECT_EQ (all ("Extension").size (), 22u);
  EXPECT_EQ (all ("INTEGER"), List{ "-5" }); /* in the extension that nobody knows */
  EXPECT_EQ (all ("unknown"), List ());
}

TEST (Rows, OpenSignatures)
{
  EXPECT_EQ (texts_of (rows_of (read_certificate ("ec.der")).get (), "r").size (), 1u);
  EXPECT_EQ (texts_of (rows_of (read_certificate ("dsa.der")).get (), "Dss-Sig-Value").size (), 1u);
  EXPECT_EQ (texts_of (rows_of (read_certificate ("all.der")).get (), "r").size (), 0u);
  EXPECT_EQ (texts_of (rows_of (read_certificate ("pss.der")).get (), "signatureAlgorithm"),
             std::vector<std::string>{ "id-RSASSA-PSS (sha512)" });
}

TEST (Rows, CoverWhatIsCutAnywhere)
{
  auto der = read_certificate ("all.der");

  for (size_t n = 0; n < der.size (); n++)
    {
      auto tree = rows_of (der.substr (0, n));
      ASSERT_EQ (find_uncovered (tree.get ()), -1) << n;
      if (n > 0)
        {
          ASSERT_NE (tree->rows[0].fault, TL_FAULT_NONE) << n;
        }
    }
}

TEST (Rows, CoverWhatIsDamagedAnywhere)
{
  auto der = read_certificate ("all.der");

  for (size_t i = 0; i < der.size (); i++)
    {
      int bit = (int) (i % 8);
      auto damaged = der;
      damaged[i] = (char) (damaged[i] ^ 1 << bit);
      ASSERT_EQ (find_uncovered (rows_of (damaged).get ()), -1) << i << " " << bit;
    }
}

TEST (Rows, CoverWhatIsDamagedInMorePlaces)
{
  std::mt19937 random (7);

  for (auto file : files)
    {
      auto der = read_certificate (file);
      for (int round = 0; round < 500; round++)
        {
          auto damaged = der.substr (0, 1 + random () % der.size ());
          for (unsigned n = random () % 8; n > 0; n--)
            damaged[random () % damaged.size ()] = (char) random ();
          ASSERT_EQ (find_uncovered (rows_of (damaged).get ()), -1) << file << " " << round;
        }
    }
}

TEST (Rows, SayWhatIsNoDer)
{
  auto tree = rows_of ("abc");

  ASSERT_EQ (tree->n_rows, 1u);
  EXPECT_STREQ (tree->rows[0].name, "unknown");
  EXPECT_EQ (tree->rows[0].fault, TL_FAULT_INVALID);
  EXPECT_EQ (rows_of ("")->n_rows, 0u);

  tree = rows_of (read_certificate ("ec.der") + "xyz");
  EXPECT_STREQ (tree->rows[tree->n_rows - 1].name, "unknown");
  EXPECT_EQ (tree->rows[tree->n_rows - 1].fault, TL_FAULT_TRAILING);
  EXPECT_EQ (tree->rows[tree->n_rows - 1].length, 3u);
}

TEST (Rows, StopAtTheDepth)
{
  std::string der = tlv (5, "");
  for (int i = 0; i < 2000; i++)
    der = sequence (der);
  auto tree = rows_of (der);

  EXPECT_EQ (find_uncovered (tree.get ()), -1);
  EXPECT_EQ (tree->rows[tree->n_rows - 1].fault, TL_FAULT_TOO_DEEP);
  EXPECT_LE (tree->n_rows, TL_LIMIT_DER_DEPTH + 1u);
}

/* OCTET STRINGs within OCTET STRINGs count too. */
TEST (Rows, StopAtTheDepthOfStrings)
{
  std::string inner = tlv (5, "");
  for (int i = 0; i < 200; i++)
    inner = extension ("1.2.3", inner);

  EXPECT_EQ (find_uncovered (rows_of (make_certificate ("", inner)).get ()), -1);
}

TEST (Rows, StopAtTheirNumber)
{
  for (size_t n : { TL_LIMIT_ROWS - 2, TL_LIMIT_ROWS - 1, TL_LIMIT_ROWS + 0, TL_LIMIT_ROWS + 5 })
    {
      auto tree = rows_of (sequence (repeat (tlv (5, ""), n)));

      EXPECT_EQ (find_uncovered (tree.get ()), -1) << n;
      EXPECT_EQ (tree->n_rows, MIN (n + 1, (size_t) TL_LIMIT_ROWS));
      EXPECT_EQ (tree->rows[tree->n_rows - 1].fault,
                 n + 1 > TL_LIMIT_ROWS ? TL_FAULT_TOO_MANY : TL_FAULT_NONE)
          << n;
    }
}

/* BER, X.690 section 8.1.3.6: an element may go on to a mark. */
TEST (Rows, ReadWhatHasNoLength)
{
  std::string mark ("\0\0", 2);
  std::string name = "\x30\x80" "\x31\x80" + sequence (oid ("2.5.4.3") + tlv (0x0c, "a")) + mark + mark;
  auto tree = der_rows (tl_der_held (TL_HOLDS_NAME, bytes_of (name)), name);

  EXPECT_TRUE (all_covered (tree.get ()));
  EXPECT_STREQ (tree->rows[0].name, "Name");
  EXPECT_EQ (tree->rows[0].length, name.size ());
  EXPECT_EQ (tree->rows[0].prefix, 2);
  EXPECT_EQ (tree->rows[0].fault, TL_FAULT_INVALID);
  EXPECT_NE (tree->rows[0].text, nullptr);
  EXPECT_EQ (texts_of (tree.get (), "RelativeDistinguishedName").size (), 1u);
  EXPECT_EQ (texts_of (tree.get (), "value"), std::vector<std::string>{ "a" });
  EXPECT_EQ (texts_of (tree.get (), "end-of-contents").size (), 2u);

  /* Behind it the rest is read. */
  tree = der_rows (nullptr, sequence (name + tlv (2, "\5")));
  EXPECT_TRUE (all_covered (tree.get ()));
  EXPECT_EQ (texts_of (tree.get (), "INTEGER"), std::vector<std::string>{ "5" });
  tree = der_rows (tl_der_held (TL_HOLDS_NAME, bytes_of (name)), name + "xyz");
  EXPECT_EQ (tree->rows[tree->n_rows - 1].fault, TL_FAULT_TRAILING);
  EXPECT_EQ (tree->rows[tree->n_rows - 1].length, 3u);
}

TEST (Rows, CoverWhatHasNoLengthCutOrDamagedAnywhere)
{
  std::string mark ("\0\0", 2);
  auto der = "\x30\x80" + read_certificate ("ed25519.der") + "\xa0\x80" + sequence ("\x31\x80" + mark) + mark + mark;

  for (size_t i = 0; i < der.size (); i++)
    {
      ASSERT_TRUE (all_covered (der_rows (nullptr, der.substr (0, i)).get ())) << i;
      for (char value : { '\0', '\x30', '\x80', '\xff' })
        {
          auto damaged = der;
          damaged[i] = value;
          ASSERT_TRUE (all_covered (der_rows (nullptr, damaged).get ())) << i;
        }
    }
}

TEST (Rows, StopAtTheDepthOfWhatHasNoLength)
{
  for (int depth : { TL_LIMIT_DER_DEPTH - 1, TL_LIMIT_DER_DEPTH, TL_LIMIT_DER_DEPTH + 1, 4000 })
    {
      auto der = repeat ("\x30\x80", (size_t) depth);
      auto tree = der_rows (nullptr, der);

      EXPECT_TRUE (all_covered (tree.get ())) << depth;
      EXPECT_EQ (tree->rows[tree->n_rows - 1].fault == TL_FAULT_TOO_DEEP, depth > TL_LIMIT_DER_DEPTH) << depth;
    }
}

TEST (Rows, SayWhatIsMisplacedOrMisshapen)
{
  auto field = tl_der_extension ("2.5.29.15");
  auto tree = der_rows (field, tlv (2, "\5"));
  EXPECT_STREQ (tree->rows[0].name, "unknown") << "nothing of it is known where it stands alone";
  EXPECT_EQ (tree->rows[0].fault, TL_FAULT_INVALID);

  auto inside = rows_of (make_certificate (rdn ("2.5.4.3", tlv (0x0c, "a")), extension ("2.5.29.15", tlv (2, "\5"))));
  for (guint i = 0; i < inside->n_rows; i++)
    EXPECT_EQ (inside->rows[i].fault == TL_FAULT_INVALID, std::string (inside->rows[i].name) == "KeyUsage") << inside->rows[i].name;
  EXPECT_EQ (texts_of (inside.get (), "KeyUsage"), std::vector<std::string>{ "5" });

  for (auto &bad : { tlv (1, ""), tlv (1, "ab"), tlv (5, "a"), tlv (2, ""), tlv (3, ""), tlv (10, ""), tlv (6, ""), tlv (0x17, "260230000000Z"),
                     tlv (0x18, "20260101") })
    EXPECT_EQ (der_rows (nullptr, bad)->rows[0].fault, TL_FAULT_INVALID) << (int) bad[0];
  for (auto &good : { tlv (1, "a"), tlv (5, ""), tlv (4, ""), tlv (12, ""), tlv (3, std::string (1, '\0')), tlv (0x17, "260228000000Z") })
    EXPECT_EQ (der_rows (nullptr, good)->rows[0].fault, TL_FAULT_NONE) << (int) good[0];
}
