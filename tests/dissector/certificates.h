/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Certificates for the tests of dissector/x509/: those of tests/data/certificates, and ones put together
 * here.
 */
#pragma once

#include "config.h"

#include "x509/certificate.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

static inline TlBytes
bytes_of (const std::string &s)
{
  return tl_bytes (s.data (), s.size ());
}

/* Takes a string of ours over. */
static inline std::string
taken (char *s)
{
  std::string copy = s ? s : "(null)";
  g_free (s);
  return copy;
}

static inline std::string
read_certificate (const char *name)
{
  auto path = std::filesystem::path (TL_SOURCE_SAMPLESDIR).parent_path () / "tests/data/certificates" / name;
  std::ifstream file (path, std::ios::binary);

  EXPECT_TRUE (file.good ()) << path;
  return std::string (std::istreambuf_iterator<char> (file), {});
}

/* An element of DER. */
static inline std::string
tlv (int identifier, const std::string &content)
{
  std::string out (1, (char) identifier);
  size_t n = content.size ();

  if (n < 0x80)
    out += (char) n;
  else if (n < 0x10000)
    out += { '\x82', (char) (n >> 8), (char) n };
  else
    out += { '\x83', (char) (n >> 16), (char) (n >> 8), (char) n };
  return out + content;
}

static inline std::string
sequence (const std::string &content)
{
  return tlv (0x30, content);
}

static inline std::string
oid (const std::string &dotted)
{
  std::istringstream parts (dotted);
  std::vector<unsigned long> arcs;
  std::string content;

  for (std::string part; std::getline (parts, part, '.');)
    arcs.push_back (std::stoul (part));
  arcs[1] += arcs[0] * 40;
  for (size_t i = 1; i < arcs.size (); i++)
    {
      std::string digits (1, (char) (arcs[i] & 0x7f));
      for (unsigned long rest = arcs[i] >> 7; rest > 0; rest >>= 7)
        digits.insert (digits.begin (), (char) (0x80 | (rest & 0x7f)));
      content += digits;
    }
  return tlv (6, content);
}

/* A RelativeDistinguishedName with one attribute. */
static inline std::string
rdn (const std::string &type, const std::string &value)
{
  return tlv (0x31, sequence (oid (type) + value));
}

static inline std::string
extension (const std::string &id, const std::string &value)
{
  return sequence (oid (id) + tlv (4, value));
}

static inline std::string
repeat (const std::string &s, size_t n)
{
  std::string out;

  out.reserve (s.size () * n);
  for (size_t i = 0; i < n; i++)
    out += s;
  return out;
}

/* A Certificate with the RDNs and the extensions given; the rest is the least there can be. */
static inline std::string
make_certificate (const std::string &subject,
                  const std::string &extensions = "",
                  int version = 2,
                  const std::string &algorithm = sequence (oid ("1.2.840.10045.4.3.2")),
                  const std::string &serial = std::string ("\0\xab", 2))
{
  auto key = sequence (sequence (oid ("1.2.840.10045.2.1") + oid ("1.2.840.10045.3.1.7"))
                       + tlv (3, std::string ("\0\4", 2) + std::string (64, 'k')));
  auto validity = sequence (tlv (0x17, "260101000000Z") + tlv (0x18, "20510101000000Z"));
  auto tbs = sequence (tlv (0xa0, tlv (2, std::string (1, (char) version)))
                       + tlv (2, serial) + algorithm
                       + sequence (rdn ("2.5.4.3", tlv (0x0c, "issuer"))) + validity + sequence (subject)
                       + key + (extensions.empty () ? "" : tlv (0xa3, sequence (extensions))));
  auto signature = sequence (tlv (2, "\1") + tlv (2, "\2"));

  return sequence (tbs + algorithm + tlv (3, std::string (1, '\0') + signature));
}

using Certificate = std::unique_ptr<TlCertificate, decltype (&tl_certificate_unref)>;
using Tree = std::unique_ptr<TlFieldTree, decltype (&tl_field_tree_unref)>;

static inline Certificate
decode (const std::string &der)
{
  return Certificate (tl_certificate_new (bytes_of (der)), tl_certificate_unref);
}

/* The rows of @der, which stands behind @offset other bytes. */
static inline Tree
rows_of (const std::string &der, gsize offset = 0)
{
  std::string message = std::string (offset, '.') + der;
  GBytes *bytes = g_bytes_new (message.data (), message.size ());
  TlFieldTreeBuilder *builder = tl_field_tree_builder_new (bytes);
  gsize size;
  auto data = (const guint8 *) g_bytes_get_data (bytes, &size);

  tl_certificate_append_rows (tl_bytes (data + offset, size - offset), offset, builder);
  g_bytes_unref (bytes);
  return Tree (tl_field_tree_builder_end (builder), tl_field_tree_unref);
}

/* The first byte of the message, from @offset on, that is not covered exactly once; -1 where all are. */
static inline gssize
find_uncovered (const TlFieldTree *tree, gsize offset = 0)
{
  std::vector<int> seen (tree->n_bytes);

  for (guint i = 0; i < tree->n_rows; i++)
    {
      const TlRow &row = tree->rows[i];
      gsize n = row.n_below > 0 ? row.prefix : row.length;

      for (gsize b = row.offset; b < row.offset + n; b++)
        if (b >= tree->n_bytes)
          return (gssize) b;
        else
          seen[b]++;
    }
  for (gsize b = 0; b < tree->n_bytes; b++)
    if (seen[b] != (b >= offset))
      return (gssize) b;
  return -1;
}

/* Rows by name, "name: text". */
static inline std::vector<std::string>
texts_of (const TlFieldTree *tree, const std::string &name)
{
  std::vector<std::string> out;

  for (guint i = 0; i < tree->n_rows; i++)
    if (name == tree->rows[i].name)
      out.push_back (tree->rows[i].text ? tree->rows[i].text : "");
  return out;
}
