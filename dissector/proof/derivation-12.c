/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The secrets of TLS 1.2 and older: premaster secret and main secret.
 */
#include "derivation-parts.h"

#include "../conversation/exchange.h"
#include "../conversation/hello.h"
#include "../secrets/premaster.h"

static bool
is_ssl3 (const TlDerivations *self)
{
  return self->agreement.version == 0x0300;
}

/* What makes secrets from secrets, and where that stands. */
static const char *
operation (const TlDerivations *self)
{
  return is_ssl3 (self) ? TL_OPERATION_SSL3 : "PRF";
}

static const char *
main_secret_reference (const TlDerivations *self)
{
  return is_ssl3 (self) ? "RFC 6101, section 6.1" : "RFC 5246, section 8.1";
}

static bool
has_extended_main_secret (const TlDerivations *self, int server_hello)
{
  const TlStep *step = self->conversation->steps[server_hello];
  TlHello hello;

  if (step->bytes == NULL)
    return false;
  tl_hello_read (tl_bytes_of (step->bytes), &step->context, &hello);
  return hello.extended_main_secret;
}

static TlBytes
message_of (const TlDerivations *self, int step)
{
  return tl_bytes_of (step < 0 ? NULL : self->conversation->steps[step]->bytes);
}

/* The key of the server's certificate, where that was seen and a private key was given. */
static TlBytes
find_key_id (const TlDerivations *self, guint8 id[TL_KEY_ID_SIZE])
{
  int step = tl_derivations_find (self, TL_MESSAGE_CERTIFICATE, TL_SIDE_SERVER);
  TlBytes message = message_of (self, step);
  g_autoptr (GBytes) certificate = NULL;
  bool raw = false;

  if (message.data == NULL || tl_keyring_n_keys (self->agreement.keyring) == 0)
    return tl_bytes (NULL, 0);
  certificate = tl_certificate_first (message, &self->conversation->steps[step]->context, &raw);
  if (certificate == NULL || raw)
    return tl_bytes (NULL, 0);
  return tl_bytes (id, tl_certificate_key_id (tl_bytes_of (certificate), id) ? TL_KEY_ID_SIZE : 0);
}

/* The premaster secret of the ClientKeyExchange @step. */
static bool
find_premaster (const TlDerivations *self, int step, TlPremaster *premaster)
{
  int old_hello = tl_derivations_find (self, TL_MESSAGE_SSLV2_CLIENT_HELLO, TL_SIDE_CLIENT);
  int client_hello = old_hello >= 0 ? old_hello : tl_derivations_find (self, TL_MESSAGE_CLIENT_HELLO, TL_SIDE_CLIENT);
  TlBytes hello_message = message_of (self, client_hello), message = message_of (self, step);
  guint8 id[TL_KEY_ID_SIZE];
  TlClientKeyExchange said;
  TlHello hello;

  if (self->agreement.keyring == NULL || !self->agreement.randoms_known || hello_message.data == NULL || message.data == NULL)
    return false;
  tl_hello_read (hello_message, &self->conversation->steps[client_hello]->context, &hello);
  tl_client_key_exchange_read (message, &self->conversation->steps[step]->context, &said);
  return tl_premaster_find (premaster, self->agreement.keyring,
                            &(TlExchanged){ .client_random = tl_bytes (self->agreement.randoms.client, TL_RANDOM_SIZE),
                                            .cipher_suite = (guint16) self->cipher_suite,
                                            .offered = hello.legacy_version,
                                            .version = self->version,
                                            .key_id = find_key_id (self, id),
                                            .encrypted = said.encrypted,
                                            .psk_identity = said.psk_identity });
}

/* With a pre-shared key that is another one, nothing could be opened: what is made of it is no secret of this conversation. */
static bool
is_wrong (const TlDerivations *self, const TlPremaster *premaster)
{
  return (premaster->source == TL_PREMASTER_PSK || premaster->source == TL_PREMASTER_OPENED_PSK)
         && self->conversation->n_opened == 0 && self->conversation->n_not_opened > 0;
}

/* Whether the premaster secret itself is sent: RFC 5246 section 7.4.7.1, RFC 4279 section 4. */
static bool
is_encrypted (const TlDerivations *self)
{
  const TlCipherSuiteInfo *suite = tl_cipher_suite_info ((guint32) self->cipher_suite);

  return suite && (suite->key_exchange == TL_KEY_EXCHANGE_RSA || suite->key_exchange == TL_KEY_EXCHANGE_RSA_PSK);
}

static TlDerivationSource
source_of (const TlPremaster *premaster)
{
  switch (premaster->source)
    {
    case TL_PREMASTER_LOGGED:
      return TL_DERIVATION_GIVEN;
    case TL_PREMASTER_OPENED:
    case TL_PREMASTER_OPENED_PSK:
      return premaster->rolled_back ? TL_DERIVATION_ROLLED_BACK : TL_DERIVATION_OPENED;
    case TL_PREMASTER_PSK:
      return TL_DERIVATION_FROM_PSK;
    case TL_PREMASTER_NONE:
    default:
      return TL_DERIVATION_NOT_TOLD;
    }
}

/* Where the main secret is from that the keyring has: where nothing was exchanged, no key log need have said it. */
static TlDerivationSource
known_from (const TlDerivations *self)
{
  bool resumed = tl_derivations_find (self, TL_MESSAGE_CLIENT_KEY_EXCHANGE, TL_SIDE_CLIENT) < 0;

  return resumed
                 && tl_keyring_has_learned (self->agreement.keyring, TL_KEYLOG_CLIENT_RANDOM,
                                            tl_bytes (self->agreement.randoms.client, TL_RANDOM_SIZE))
             ? TL_DERIVATION_RESUMED
             : TL_DERIVATION_GIVEN;
}

/* The main secret: computed from the premaster secret; where that is not known, the key log's, or that of the session before. */
static void
find_main_secret (TlDerivations *self, int index, const TlPremaster *premaster, bool extended)
{
  const TlDerivation *derivation = g_ptr_array_index (self->list, (guint) index);
  TlBytes session_hash = tl_bytes_of (derivation->transcript_hash);
  g_auto (TlSecret) logged = { 0 };
  g_auto (TlSecret) computed = { 0 };

  if (tl_agreement_secret (&self->agreement, TL_KEYLOG_CLIENT_RANDOM, &logged))
    tl_derivations_know (self, index, known_from (self), tl_secret_bytes (&logged));
  if (premaster->length == 0 || premaster->rolled_back || (extended && session_hash.data == NULL)
      || !tl_main_secret (&self->agreement.suite, self->agreement.version, tl_bytes (premaster->bytes, premaster->length),
                          &self->agreement.randoms, session_hash, &computed))
    return;
  if (logged.length == 0 || memcmp (logged.bytes, computed.bytes, TL_MAIN_SECRET_SIZE) == 0)
    tl_derivations_know (self, index, TL_DERIVATION_COMPUTED, tl_secret_bytes (&computed));
}

/* The main secret, made of the entry @premaster after the ClientKeyExchange @exchange; without one nothing is derived: it is that of the
 * session which is resumed (RFC 5246 section 7.3). */
static int
add_main_secret (TlDerivations *self, int premaster, int exchange, int step, bool extended)
{
  TlDerivation derivation = { .name = "main_secret",
                              .kind = TL_DERIVATION_SECRET,
                              .from = { premaster, -1 },
                              .step = step,
                              .reference = extended ? "RFC 7627, section 4" : main_secret_reference (self) };
  TlBytes none = { 0 };
  int index;

  if (exchange < 0)
    {
      derivation.reference = "RFC 5246, section 7.3";
      return tl_derivations_add (self, &derivation, none);
    }
  derivation.operation = operation (self);
  if (!is_ssl3 (self))
    derivation.label = extended ? "extended master secret" : "master secret";
  derivation.seed = "session_hash";
  index = tl_derivations_add (self, &derivation, none);
  if (extended)
    tl_derivations_cover (self, index, exchange);
  else
    tl_derivations_seed (self, index, false);
  return index;
}

void
tl_derivations_add_12 (TlDerivations *self)
{
  int server_hello = tl_derivations_find (self, TL_MESSAGE_SERVER_HELLO, TL_SIDE_SERVER);
  int exchange = tl_derivations_find (self, TL_MESSAGE_CLIENT_KEY_EXCHANGE, TL_SIDE_CLIENT);
  int step = exchange < 0 ? server_hello : exchange;
  bool extended = has_extended_main_secret (self, server_hello);
  g_auto (TlPremaster) secret = { 0 };
  TlDerivation premaster = { .name = "premaster_secret",
                             .kind = TL_DERIVATION_INPUT,
                             .from = { -1, -1 },
                             .step = step,
                             .reference = main_secret_reference (self) };
  int main_secret = -1;

  if (exchange >= 0) /* else it was made in an earlier conversation, which this one resumes */
    {
      self->stage = TL_OFF_WIRE_PREMASTER;
      if (find_premaster (self, exchange, &secret) && is_wrong (self, &secret))
        tl_premaster_clear (&secret);
      premaster.source = source_of (&secret);
      premaster.encrypted = is_encrypted (self);
      main_secret = tl_derivations_add (self, &premaster, tl_bytes (secret.bytes, secret.length));
    }
  self->stage = TL_OFF_WIRE_SESSION_KEYS;
  main_secret = add_main_secret (self, main_secret, exchange, step, extended);
  find_main_secret (self, main_secret, &secret, extended);
  tl_derivations_add_key_block (self, main_secret, step);
}
