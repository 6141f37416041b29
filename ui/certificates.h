/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The certificates of a Certificate message, decoded for people.
 */
#pragma once

#include "dissector.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TlCertificates:
 *
 * Signals: field-chosen (guint row), when somebody asks for the raw fields of a certificate.
 */
#define TL_TYPE_CERTIFICATES (tl_certificates_get_type ())
G_DECLARE_FINAL_TYPE (TlCertificates, tl_certificates, TL, CERTIFICATES, AdwBin)

/* Shows @certificates (TlCertificate), in the order sent. @fields is the message they stand in; @time is when
 * it was sent. */
void tl_certificates_set (TlCertificates *self, GPtrArray *certificates, TlFieldTree *fields, gint64 time);

/* @der as PEM (RFC 7468 section 5). Free with g_free(). */
char *tl_certificates_to_pem (TlBytes der);

G_END_DECLS
