/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What kind of key a certificate is for, and how large it is: RFC 3279, RFC 5480, RFC 8017, RFC 8410, RFC
 * 9881.
 */
#include "keys.h"

#include "oid.h"

/* Bits of the keys whose size their name tells. Curves: of the prime or field. */
static const struct
{
  const char *name;
  int bits;
} sizes[] = {
  { "id-Ed25519", 256 },         { "id-Ed448", 456 },
  { "id-X25519", 256 },          { "id-X448", 448 },
  { "gostR3410-2001", 256 },     { "gostR3410-94", 1024 },
  { "gostR3410-2012-256", 256 }, { "gostR3410-2012-512", 512 },
};

/* The bits of a number, without leading zeros. */
static int
count_bits (TlBytes octets)
{
  guint8 first = 0;

  while (octets.length > 0 && octets.data[0] == 0)
    tl_bytes_skip (&octets, 1);
  if (!tl_bytes_u8 (&octets, &first))
    return 0;
  return (int) (g_bit_storage (first) + 8 * octets.length);
}

/* "secp256r1", "brainpoolP384r1", "sect571k1", "c2pnb163v1", "sm2p256v1", "gostR3410-2001-CryptoPro-A": the first number of
 * three digits in the name of a curve is its size, if it has one. */
static int
curve_bits (const char *name)
{
  while (*name)
    {
      char *end = (char *) name;
      guint64 number = g_ascii_isdigit (*name) ? g_ascii_strtoull (name, &end, 10) : 0;

      if (number >= 100 && number <= 999)
        return (int) number;
      name = end > name ? end : name + 1;
    }
  return 0;
}

/* What a BIT STRING holds, behind the octet that counts its unused bits. */
static bool
key_bytes (const TlAsn1 *asn1, const char *path, TlBytes *out)
{
  TlTlv tlv;

  if (!tl_asn1_find (asn1, &tlv, "%s.subjectPublicKey", path) || !tl_bytes_skip (&tlv.content, 1))
    return false;
  *out = tlv.content;
  return true;
}

static int
rsa_bits (TlBytes key)
{
  g_auto (TlAsn1) asn1 = { 0 };
  TlTlv modulus;

  if (!tl_asn1_decode (&asn1, "PKIX.RSAPublicKey", key, NULL) || !tl_asn1_find (&asn1, &modulus, "modulus"))
    return 0;
  return count_bits (modulus.content);
}

static int
prime_bits (const char *type, TlBytes parameters)
{
  g_auto (TlAsn1) asn1 = { 0 };
  TlTlv p;

  if (!tl_asn1_decode (&asn1, type, parameters, NULL) || !tl_asn1_find (&asn1, &p, "p"))
    return 0;
  return count_bits (p.content);
}

/* PKCS #3 section 9: the prime comes first. */
static int
first_number_bits (TlBytes parameters)
{
  TlTlv sequence, p;

  if (!tl_der_only (parameters, TL_DER_SEQUENCE, &sequence) || !tl_der_read (&sequence.content, &p)
      || p.identifier != TL_DER_INTEGER)
    return 0;
  return count_bits (p.content);
}

static bool
is_rsa (const char *algorithm)
{
  static const char *const names[] = { "rsaEncryption", "id-RSASSA-PSS", "id-RSAES-OAEP", "rsa" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i], algorithm) == 0)
      return true;
  return false;
}

/* RFC 5480 section 2.1.1: a named curve; X9.62 lets the curve be spelled out, then the point tells its size.
 */
static void
read_curve (const TlAsn1 *asn1, const char *path, const TlTlv *parameters, TlKey *out)
{
  TlBytes point;

  if (parameters->identifier == TL_DER_OID)
    {
      out->curve = tl_asn1_oid_text (parameters);
      if (!g_ascii_isdigit (*out->curve))
        out->bits = curve_bits (out->curve);
    }
  else if (key_bytes (asn1, path, &point) && point.length > 0)
    out->bits = (int) (point.data[0] == 4 ? (point.length - 1) / 2 * 8 : (point.length - 1) * 8);
}

void
tl_key_read (const TlAsn1 *asn1, const char *path, TlKey *out)
{
  TlTlv algorithm, parameters;
  TlBytes key;

  *out = (TlKey){ 0 };
  if (!tl_asn1_find (asn1, &algorithm, "%s.algorithm.algorithm", path))
    return;
  out->algorithm = tl_asn1_oid_text (&algorithm);
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    if (strcmp (sizes[i].name, out->algorithm) == 0)
      out->bits = sizes[i].bits;
  if (is_rsa (out->algorithm) && key_bytes (asn1, path, &key))
    out->bits = rsa_bits (key);
  if (!tl_asn1_find (asn1, &parameters, "%s.algorithm.parameters", path))
    return;
  if (strcmp (out->algorithm, "id-ecPublicKey") == 0 || strcmp (out->algorithm, "id-ecDH") == 0
      || strcmp (out->algorithm, "id-ecMQV") == 0)
    read_curve (asn1, path, &parameters, out);
  else if (strcmp (out->algorithm, "id-dsa") == 0)
    out->bits = prime_bits ("PKIX.Dss-Parms", parameters.whole);
  else if (strcmp (out->algorithm, "dhpublicnumber") == 0)
    out->bits = prime_bits ("PKIX.DomainParameters", parameters.whole);
  else if (strcmp (out->algorithm, "dhKeyAgreement") == 0)
    out->bits = first_number_bits (parameters.whole);
}

/* RFC 8017 appendix A.2.3: where it is left out, the hash is SHA-1. */
static char *
pss_hash (TlBytes parameters)
{
  g_auto (TlAsn1) asn1 = { 0 };
  TlTlv hash;

  if (!tl_asn1_decode (&asn1, "PKIX.RSASSA-PSS-params", parameters, NULL))
    return NULL;
  if (!tl_asn1_find (&asn1, &hash, "hashAlgorithm.algorithm"))
    return g_strdup ("sha1");
  return tl_asn1_oid_text (&hash);
}

char *
tl_algorithm_text (TlBytes algorithm)
{
  g_auto (TlAsn1) asn1 = { 0 };
  g_autofree char *name = NULL;
  g_autofree char *detail = NULL;
  TlTlv oid, parameters;

  if (!tl_asn1_decode (&asn1, "PKIX.AlgorithmIdentifier", algorithm, NULL)
      || !tl_asn1_find (&asn1, &oid, "algorithm"))
    return NULL;
  name = tl_asn1_oid_text (&oid);
  if (tl_asn1_find (&asn1, &parameters, "parameters"))
    {
      if (parameters.identifier == TL_DER_OID)
        detail = tl_asn1_oid_text (&parameters);
      else if (strcmp (name, "id-RSASSA-PSS") == 0)
        detail = pss_hash (parameters.whole);
    }
  if (detail == NULL)
    return g_steal_pointer (&name);
  return g_strdup_printf ("%s (%s)", name, detail);
}
