/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The table of object identifiers, read from its source.
 */
#include "certificates.h"

#include "x509/oid.h"

#include <regex>

TEST (Oid, KnowsNames)
{
  EXPECT_STREQ (tl_oid_name ("1.2.840.113549.1.1.11"), "sha256WithRSAEncryption");
  EXPECT_STREQ (tl_oid_name ("2.5.29.17"), "subjectAltName");
  EXPECT_STREQ (tl_oid_name ("1.3.101.112"), "id-Ed25519");
  EXPECT_STREQ (tl_oid_name ("2.16.840.1.101.3.4.3.17"), "id-ml-dsa-44");
  EXPECT_STREQ (tl_oid_name ("2.16.840.1.101.3.4.3.20"), "id-slh-dsa-sha2-128s");
  EXPECT_EQ (tl_oid_name (""), nullptr);
  EXPECT_EQ (tl_oid_name ("1"), nullptr);
  EXPECT_EQ (tl_oid_name ("9.9.9"), nullptr);
}

/* It is searched by halves: one line out of order would hide others. */
TEST (Oid, FindsEveryLine)
{
  auto path = std::filesystem::path (TL_SOURCE_SAMPLESDIR).parent_path () / "dissector/x509/oids.csv";
  std::ifstream file (path);
  size_t n = 0;

  for (std::string line; std::getline (file, line);)
    {
      auto comma = line.find (',');
      if (line == "oid,name")
        continue;
      ASSERT_NE (comma, std::string::npos) << line;
      EXPECT_STREQ (tl_oid_name (line.substr (0, comma).c_str ()), line.substr (comma + 1).c_str ());
      n++;
    }
  EXPECT_GT (n, 600u);
}

/* What the tables know has a name. */
TEST (Oid, NamesWhatTheTablesHave)
{
  auto folder = std::filesystem::path (TL_SOURCE_SAMPLESDIR).parent_path () / "dissector/x509";
  const std::regex quoted ("\"([0-2](\\.[0-9]+){3,})\"");
  size_t n = 0;

  for (auto name : { "schema-extensions.c", "schema-keys.c", "schema-names.c", "schema-ocsp.c", "schema-statements.c", "extension-text.c" })
    {
      std::ifstream file (folder / name);
      std::stringstream text;
      text << file.rdbuf ();
      std::string all = text.str ();
      for (std::sregex_iterator match (all.begin (), all.end (), quoted), end; match != end; ++match, n++)
        EXPECT_NE (tl_oid_name (match->str (1).c_str ()), nullptr) << match->str (1);
    }
  EXPECT_GT (n, 100u);
}
