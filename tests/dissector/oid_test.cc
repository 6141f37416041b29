/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The table of object identifiers, read from its source.
 */
#include "certificates.h"

#include "x509/oid.h"

#include <cstdio>

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
  auto path = std::filesystem::path (TL_SOURCE_SAMPLESDIR).parent_path () / "dissector/x509/oid.c";
  std::ifstream file (path);
  std::string before;
  size_t n = 0;

  for (std::string line; std::getline (file, line);)
    {
      char id_buffer[64], name[64];
      if (sscanf (line.c_str (), "  { \"%63[0-9.]\", \"%63[^\"]\" },", id_buffer, name) != 2)
        continue;
      std::string id = id_buffer;
      EXPECT_LT (before, id);
      EXPECT_EQ (std::string (tl_oid_name (id.c_str ()) ? tl_oid_name (id.c_str ()) : ""), name) << id;
      before = id;
      n++;
    }
  EXPECT_GT (n, 400u);
}
