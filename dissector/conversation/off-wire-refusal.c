/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Why a side sends an alert: what its description says it has found (RFC 9846 section 6.2, RFC 5246 section
 * 7.2.2).
 */
#include "off-wire-refusal.h"

#include <glib/gi18n-lib.h>

static const struct
{
  guint8 description;
  const char *text;
  const char *value;
} refusals[] = {
  { 10, N_ ("did not expect this message"), N_ ("message") },
  { 20, N_ ("cannot open a record"), N_ ("record") },
  { 40, N_ ("finds nothing acceptable in common"), N_ ("nothing acceptable") },
  { 42, N_ ("does not accept the certificate"), N_ ("certificate") },
  { 43, N_ ("does not accept the certificate"), N_ ("certificate") },
  { 44, N_ ("does not accept the certificate"), N_ ("certificate") },
  { 45, N_ ("does not accept the certificate"), N_ ("certificate") },
  { 46, N_ ("does not accept the certificate"), N_ ("certificate") },
  { 47, N_ ("finds a value that must not be"), N_ ("value") },
  { 48, N_ ("does not accept the certificate"), N_ ("certificate") },
  { 49, N_ ("refuses access"), N_ ("access") },
  { 50, N_ ("cannot decode a message"), N_ ("decode") },
  { 51, N_ ("finds a signature or a Finished wrong"), N_ ("wrong") },
  { 70, N_ ("finds no version in common"), N_ ("version") },
  { 71, N_ ("finds the offer too weak"), N_ ("too weak") },
  { 86, N_ ("could speak a newer version"), N_ ("newer version") }, /* RFC 7507 */
  { 100, N_ ("does not want to renegotiate"), N_ ("renegotiate") },
  { 109, N_ ("misses an extension"), N_ ("extension") },
  { 110, N_ ("gets an extension that it did not offer"), N_ ("extension") },
  { 112, N_ ("does not serve this name"), N_ ("name") }, /* RFC 6066 section 3 */
  { 113, N_ ("does not accept the OCSP response"), N_ ("OCSP response") },
  { 115, N_ ("does not know the pre-shared key"), N_ ("pre-shared key") },
  { 116, N_ ("misses the client's certificate"), N_ ("certificate") },
  { 120, N_ ("finds no application protocol in common"), N_ ("application protocol") },
};

const char *
tl_off_wire_refusal (guint8 alert_description, const char **value)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    if (refusals[i].description == alert_description)
      {
        if (value != NULL)
          *value = _ (refusals[i].value);
        return _ (refusals[i].text);
      }
  return NULL;
}
