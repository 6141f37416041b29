/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What the extensions of RFC 5280 say.
 */
#include "certificates.h"

#include "x509/extension-text.h"

static std::string
text_of (const char *id, const std::string &value)
{
  return taken (tl_extension_text (id, bytes_of (value)));
}

TEST (ExtensionText, IsThatOfTheCertificate)
{
  static const std::pair<const char *, const char *> expected[] = {
    { "basicConstraints", "cA TRUE, pathLenConstraint 0" },
    { "keyUsage", "digitalSignature, keyCertSign, cRLSign" },
    { "extKeyUsage", "serverAuth, clientAuth, 1.2.3.4.5" },
    { "subjectAltName",
      "DNS:ladder.example, DNS:*.ladder.example, IP:192.0.2.1, IP:2001:db8::1, email:root@ladder.example, "
      "URI:https://ladder.example/, dirName:CN=other, otherName:userPrincipalName:user@ladder.example, "
      "RID:1.2.3.4" },
    { "issuerAltName", "email:ca@ladder.example" },
    { "cRLDistributionPoints", "URI:http://crl.example/a.crl, URI:http://crl.example/b.crl" },
    { "authorityInfoAccess", "ocsp URI:http://ocsp.example/, caIssuers URI:http://ca.example/ca.der" },
    { "certificatePolicies", "domainValidated, 1.2.3.4 (https://cps.example/)" },
    { "nameConstraints", "permittedSubtrees DNS:example, excludedSubtrees IP:192.0.2.0/255.255.255.0" },
    { "policyConstraints", "requireExplicitPolicy 3, inhibitPolicyMapping 1" },
    { "policyMappings", "1.2.3.4 → 1.2.3.5" },
    { "inhibitAnyPolicy", "2" },
    { "tlsFeature", "status_request" },
    { "netscapeCertType", "SSL server, SSL CA" },
    { "netscapeComment", "a comment" },
    { "microsoftCertificateTemplateName", "WebServer" },
    { "microsoftCertificateTemplate", "1.3.6.1.4.1.311.21.8.1 100.2" },
    { "qcStatements", "qcs-QcCompliance" },
    { "1.2.3.4.5.6", "300e0201fb0101ff0c04746578740500" },
  };
  auto certificate = decode (read_certificate ("all.der"));

  for (const auto &[name, text] : expected)
    {
      std::string found;
      for (guint i = 0; i < certificate->extensions->len; i++)
        {
          auto value = (const TlNamedValue *) g_ptr_array_index (certificate->extensions, i);
          if (strcmp (value->name, name) == 0)
            found = value->value;
        }
      EXPECT_EQ (found, text) << name;
    }
}

TEST (ExtensionText, IsNullForWhatDoesNotFit)
{
  for (auto id : { "2.5.29.14",
                   "2.5.29.15",
                   "2.5.29.17",
                   "2.5.29.18",
                   "2.5.29.19",
                   "2.5.29.30",
                   "2.5.29.31",
                   "2.5.29.32",
                   "2.5.29.33",
                   "2.5.29.35",
                   "2.5.29.36",
                   "2.5.29.37",
                   "2.5.29.54",
                   "1.3.6.1.5.5.7.1.1",
                   "1.3.6.1.5.5.7.1.3",
                   "1.3.6.1.5.5.7.1.24",
                   "1.3.6.1.4.1.11129.2.4.2",
                   "1.3.6.1.4.1.11129.2.4.3",
                   "1.3.6.1.4.1.311.21.7",
                   "2.16.840.1.113730.1.1",
                   "2.16.840.1.113730.1.13" })
    {
      EXPECT_EQ (text_of (id, "zz"), "(null)") << id;
      EXPECT_EQ (text_of (id, ""), "(null)") << id;
      EXPECT_EQ (text_of (id, "\x1f"), "(null)") << id;
    }
}

TEST (ExtensionText, KnowsDefaults)
{
  EXPECT_EQ (text_of ("2.5.29.19", sequence ("")), "cA FALSE");
  EXPECT_EQ (text_of ("2.5.29.15", tlv (3, std::string ("\7\0\x80", 3))), "decipherOnly");
  EXPECT_EQ (text_of ("2.5.29.15", tlv (3, std::string ("\0\0\x40", 3))), "bit 9");
  EXPECT_EQ (text_of ("2.5.29.15", tlv (3, std::string ("\0", 1))), "");
  EXPECT_EQ (text_of ("1.2.3", "\1\2"), "0102");
}
