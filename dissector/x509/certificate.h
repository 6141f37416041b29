/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Certificates (RFC 5280), decoded with libtasn1 behind a scan that keeps hostile DER away from it.
 */
#pragma once

#include "../field-tree.h"

G_BEGIN_DECLS

/* A name and its value, both safe to show: a subject alternative name ("DNS", "example.org"), an extension ("keyUsage",
 * "digitalSignature, keyEncipherment"). */
typedef struct
{
  char *name;
  char *value;
  bool critical; /* of an extension */
} TlNamedValue;

/**
 * TlCertificate:
 *
 * What a certificate says. Immutable, reference-counted. Everything is text that is safe to show, NULL where it could
 * not be decoded; then @fault says why, and only @size and @sha256 are sure.
 */
typedef struct
{
  char *subject;             /* RFC 4514, "" for an empty name */
  char *issuer;
  char *subject_common_name; /* NULL when there is none */
  char *issuer_common_name;
  char *serial;              /* lower-case hex, of the octets of the INTEGER */
  char *not_before;          /* RFC 3339, UTC: "2026-01-31T00:00:00Z" */
  char *not_after;
  gint64 not_before_seconds; /* since 1970; G_MININT64 where unknown */
  gint64 not_after_seconds;
  int version;               /* 1, 2, 3; 0 where unknown */
  GPtrArray *names;          /* TlNamedValue: subject alternative names; DNS, IP, email, URI, dirName, otherName, RID */
  GPtrArray *extensions;     /* TlNamedValue: all extensions, by the name of their OID, or the OID itself */
  char *key_algorithm;       /* by the name of its OID: "rsaEncryption", "id-ecPublicKey", "id-Ed25519" … */
  int key_bits;              /* 0 where it does not apply */
  char *key_curve;           /* "secp256r1" …, NULL for other keys */
  char *signature_algorithm; /* by the name of its OID: "sha256WithRSAEncryption" … */
  bool ca;                   /* basicConstraints says so */
  bool self_issued;          /* subject and issuer are the same name */
  char *sha256;              /* fingerprint over the DER, 64 lower-case hex digits */
  char *sha1;
  gsize size;                /* bytes of the DER */
  char *fault;               /* a translated sentence, or NULL */
} TlCertificate;

/* Decodes @der. Never fails: see @fault. */
TlCertificate *tl_certificate_new (TlBytes der);
TlCertificate *tl_certificate_ref (TlCertificate *self);
void tl_certificate_unref (TlCertificate *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlCertificate, tl_certificate_unref)

/* Appends the structure of @der, which stands at @offset in the message, below the row last opened: a row for each TLV, by the
 * names of RFC 5280 where its module names them (tbsCertificate, serialNumber …) and of its ASN.1 type elsewhere; every byte
 * is covered once. Whatever is not DER is a leaf `unknown`, with a fault. */
void tl_certificate_append_rows (TlBytes der, gsize offset, TlFieldTreeBuilder *builder);

/* Whether @self is for the host @name: RFC 9525 section 6.3, against its DNS names (wildcards in the leftmost label) and IPs. */
bool tl_certificate_matches_host (const TlCertificate *self, const char *name);

G_END_DECLS
