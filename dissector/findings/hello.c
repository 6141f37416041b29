/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Rules about what the hellos say: version, compression, and extensions that ought to be there.
 */
#include "rules.h"

#include <glib/gi18n-lib.h>

#include "../conversation/hello.h"

enum
{
  SSLV2 = 0x0002,
  EXTENSION_EXTENDED_MAIN_SECRET = 23,
  EXTENSION_EARLY_DATA = 42,
  EXTENSION_RENEGOTIATION_INFO = 0xff01,
  SUITE_EMPTY_RENEGOTIATION_INFO = 0x00ff, /* RFC 5746 section 3.3 */
  SUITE_FALLBACK = 0x5600                  /* RFC 7507 */
};

void
tl_find_old_version (TlFindings *self, const char *id)
{
  const char *name = tl_conversation_version_name (self->conversation);

  switch (self->conversation->version)
    {
    case 0x0002:
      tl_findings_add (
          self, id, TL_SEVERITY_ERROR, self->server.step,
          g_strdup (
              _ ("SSL 2.0 is negotiated: it must not be, for it protects neither the handshake nor the data "
                 "well (RFC 6176).")));
      break;
    case 0x0300:
      tl_findings_add (
          self, id, TL_SEVERITY_ERROR, self->server.step,
          g_strdup (
              _ ("SSL 3.0 is negotiated: it must not be, for its padding gives plaintext away (POODLE; RFC "
                 "7568).")));
      break;
    case 0x0301:
    case 0x0302:
    case 0xfeff:
      tl_findings_add (
          self, id, TL_SEVERITY_WARNING, self->server.step,
          g_strdup_printf (
              _ ("%s is negotiated: it must not be any more, for it rests on MD5 and SHA-1 (RFC 8996)."),
              name ? name : "TLS 1.0"));
      break;
    default:
      break;
    }
}

/* RFC 6176 section 3 */
void
tl_find_sslv2_hello (TlFindings *self, const char *id)
{
  const TlConversation *conversation = self->conversation;

  if (conversation->version != SSLV2 && self->client.step >= 0
      && conversation->steps[self->client.step]->context.message == TL_MESSAGE_SSLV2_CLIENT_HELLO)
    tl_findings_add (self, id, TL_SEVERITY_WARNING, self->client.step,
                     g_strdup (_ ("The client opens in the form of SSL 2.0: it must not, and has no room there for "
                                  "extensions, such as the name of the server (RFC 6176).")));
}

/* RFC 9325 section 3.3; RFC 9846 section 4.2.2 */
void
tl_find_compression (TlFindings *self, const char *id)
{
  if (self->server.compression != 0)
    tl_findings_add (
        self, id, TL_SEVERITY_ERROR, self->server.step,
        g_strdup_printf (
            _ ("The records are compressed (%s): their lengths give secrets away (CRIME; RFC 7457, section "
               "2.6; RFC 9325, section 3.3)."),
            tl_registry_name (TL_REGISTRY_COMPRESSION_METHOD, self->server.compression) ?: "?"));
  if (self->client.compression != 0)
    tl_findings_add (
        self, id, TL_SEVERITY_WARNING, self->client.step,
        g_strdup_printf (
            _ ("The client offers to compress records (%s): their lengths would give secrets away (CRIME; "
               "RFC 7457, section 2.6; RFC 9325, section 3.3)."),
            tl_registry_name (TL_REGISTRY_COMPRESSION_METHOD, self->client.compression) ?: "?"));
}

/* SSL 3.0 has no such extension. */
static bool
is_tls_before_13 (const TlFindings *self)
{
  return tl_findings_is_before_13 (self) && self->conversation->version > 0x0300;
}

/* RFC 7627 section 5; RFC 9325 section 3.5 */
void
tl_find_no_extended_main_secret (TlFindings *self, const char *id)
{
  if (!is_tls_before_13 (self) || !self->server.whole
      || tl_hello_facts_has_extension (&self->server, EXTENSION_EXTENDED_MAIN_SECRET))
    return;
  if (self->client.whole && !tl_hello_facts_has_extension (&self->client, EXTENSION_EXTENDED_MAIN_SECRET))
    tl_findings_add (self, id, TL_SEVERITY_WARNING, self->client.step,
                     g_strdup (_ ("The client does not offer extended_main_secret: the main secret is not "
                                  "bound to this handshake, so "
                                  "that one in between can make two connections share it (RFC 7627).")));
  else
    tl_findings_add (self, id, TL_SEVERITY_WARNING, self->server.step,
                     g_strdup (_ ("The server does not agree to extended_main_secret: the main secret is not "
                                  "bound to this handshake, "
                                  "so that one in between can make two connections share it (RFC 7627).")));
}

/* RFC 5746 section 3.4 and 3.6 */
void
tl_find_no_secure_renegotiation (TlFindings *self, const char *id)
{
  if (!tl_findings_is_before_13 (self) || self->conversation->version == SSLV2) /* that cannot renegotiate */
    return;
  if (self->client.whole && !tl_hello_facts_has_extension (&self->client, EXTENSION_RENEGOTIATION_INFO)
      && !tl_hello_facts_has_suite (&self->client, SUITE_EMPTY_RENEGOTIATION_INFO))
    tl_findings_add (self, id, TL_SEVERITY_WARNING, self->client.step,
                     g_strdup (_ ("The client does not say that it can renegotiate safely: one in between "
                                  "could put a request of its "
                                  "own before the client's (RFC 5746).")));
  else if (self->server.whole && !tl_hello_facts_has_extension (&self->server, EXTENSION_RENEGOTIATION_INFO))
    tl_findings_add (self, id, TL_SEVERITY_WARNING, self->server.step,
                     g_strdup (_ ("The server does not answer renegotiation_info: one in between could put a "
                                  "request of its own before "
                                  "the client's (RFC 5746).")));
}

void
tl_find_early_data (TlFindings *self, const char *id)
{
  if (tl_hello_facts_has_extension (&self->client, EXTENSION_EARLY_DATA))
    tl_findings_add (
        self, id, TL_SEVERITY_NOTE, self->client.step,
        g_strdup (_ ("The client sends data before the handshake is done: whoever records it can send it to "
                     "the server "
                     "again, so it must only ask for what may happen twice (RFC 9846, section 8).")));
}

void
tl_find_encrypted_client_hello (TlFindings *self, const char *id)
{
  char *text = tl_conversation_ech_text (self->conversation);

  if (text)
    tl_findings_add (self, id, TL_SEVERITY_NOTE, self->client.step, text);
}

/* Whether the client offered what the sentinel stands for: 1 is TLS 1.3, 0 is TLS 1.2. A draft of TLS 1.3 is
 * none: a server may know the version and not the draft. */
static bool
was_offered (guint16 offered, guint8 sentinel)
{
  if (sentinel == 1)
    return offered == 0x0304 || offered == 0xfefc;
  return offered == 0x0303 || offered == 0x0304 || offered == 0xfefd || offered == 0xfefc;
}

/* RFC 9846 section 4.2.3: the last eight octets of the random of a server that could have done better. */
void
tl_find_downgrade_sentinel (TlFindings *self, const char *id)
{
  static const guint8 sentinel[7] = { 'D', 'O', 'W', 'N', 'G', 'R', 'D' };
  TlBytes random = self->server.random;
  guint8 last;

  if (!tl_findings_is_before_13 (self) || !tl_bytes_skip (&random, 24)
      || !tl_bytes_begin_with (random, sentinel, sizeof sentinel) || !tl_bytes_skip (&random, sizeof sentinel)
      || !tl_bytes_u8 (&random, &last) || last > 1)
    return;
  if (was_offered (self->conversation->offered_version, last))
    tl_findings_add (
        self, id, TL_SEVERITY_ERROR, self->server.step,
        g_strdup (
            _ ("The server's random ends in the sentinel by which it says that it would have spoken a newer "
               "version, which the client offered: the offer was changed on the way, and the client must "
               "stop (RFC 9846, section 4.2.3).")));
  else
    tl_findings_add (
        self, id, TL_SEVERITY_NOTE, self->server.step,
        g_strdup (_ ("The server's random ends in the sentinel by which it says that it could speak a newer "
                     "version. The client did not offer one (RFC 9846, section 4.2.3).")));
}

void
tl_find_fallback (TlFindings *self, const char *id)
{
  if (tl_hello_facts_has_suite (&self->client, SUITE_FALLBACK))
    tl_findings_add (self, id, TL_SEVERITY_NOTE, self->client.step,
                     g_strdup (_ ("The client says by TLS_FALLBACK_SCSV that it has tried a newer version "
                                  "before, and failed: a server "
                                  "that knows the newer one must refuse this (RFC 7507).")));
}
