/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The secrets of TLS 1.2 and older: premaster secret, main secret, key block.
 */
#include "derivation-parts.h"

#include "../conversation/hello.h"

#define MAIN_SECRET "RFC 5246, section 8.1"
#define KEY_BLOCK   "RFC 5246, section 6.3"

static bool
has_extended_main_secret (const TlDerivations *self, int server_hello)
{
  const TlStep *step = self->conversation->steps[server_hello];
  gsize length;
  const void *data = step->bytes ? g_bytes_get_data (step->bytes, &length) : NULL;
  TlHello hello;

  if (data == NULL)
    return false;
  tl_hello_read (tl_bytes (data, length), &step->context, &hello);
  return hello.extended_main_secret;
}

static void
add_part (TlDerivations *self, const char *name, const TlSecret *value, bool known, int from, int step)
{
  TlDerivation derivation = { .name = name,
                              .kind = TL_DERIVATION_KEY,
                              .source = TL_DERIVATION_COMPUTED,
                              .operation = "PRF",
                              .label = "key expansion",
                              .from = { from, -1 },
                              .step = step,
                              .reference = KEY_BLOCK };
  TlBytes none = { 0 };

  if (value->length > 0)
    tl_derivations_add (self, &derivation, known ? tl_secret_bytes (value) : none);
}

/* The key block is cut into these, in this order; what a suite does not use is not there. */
static void
add_key_block (TlDerivations *self, int main_secret, int step)
{
  TlBytes value = tl_derivations_value (self, main_secret);
  g_auto (TlSecret) secret = { 0 };
  TlWriteKeys keys[2];
  bool known;

  secret.length = TL_MAIN_SECRET_SIZE; /* without the value, the sizes are right all the same */
  if (value.length == TL_MAIN_SECRET_SIZE)
    memcpy (secret.bytes, value.data, value.length);
  known = value.length > 0 && self->agreement.randoms_known;
  if (!tl_key_block (&self->agreement.suite, self->agreement.version, &secret, &self->agreement.randoms, keys))
    return;
  add_part (self, "client_write_MAC_key", &keys[0].mac_key, known, main_secret, step);
  add_part (self, "server_write_MAC_key", &keys[1].mac_key, known, main_secret, step);
  add_part (self, "client_write_key", &keys[0].key, known, main_secret, step);
  add_part (self, "server_write_key", &keys[1].key, known, main_secret, step);
  add_part (self, "client_write_IV", &keys[0].iv, known, main_secret, step);
  add_part (self, "server_write_IV", &keys[1].iv, known, main_secret, step);
  tl_forget (keys, sizeof keys);
}

void
tl_derivations_add_12 (TlDerivations *self)
{
  int server_hello = tl_derivations_find (self, TL_MESSAGE_SERVER_HELLO, TL_SIDE_SERVER);
  int exchange = tl_derivations_find (self, TL_MESSAGE_CLIENT_KEY_EXCHANGE, TL_SIDE_CLIENT);
  int step = exchange < 0 ? server_hello : exchange;
  bool extended = has_extended_main_secret (self, server_hello);
  g_auto (TlSecret) value = { 0 };
  TlBytes none = { 0 };
  TlDerivation premaster = { .name = "premaster_secret",
                             .kind = TL_DERIVATION_INPUT,
                             .from = { -1, -1 },
                             .step = step,
                             .reference = MAIN_SECRET };
  TlDerivation derivation = { .name = "main_secret",
                              .kind = TL_DERIVATION_SECRET,
                              .source = TL_DERIVATION_GIVEN,
                              .operation = "PRF",
                              .label = extended ? "extended master secret" : "master secret",
                              .from = { -1, -1 },
                              .step = step,
                              .reference = extended ? "RFC 7627, section 4" : MAIN_SECRET };
  int main_secret;

  if (exchange >= 0) /* else it was made in an earlier conversation, which this one resumes */
    derivation.from[0] = tl_derivations_add (self, &premaster, none);
  tl_agreement_secret (&self->agreement, TL_KEYLOG_CLIENT_RANDOM, &value);
  main_secret = tl_derivations_add (self, &derivation, tl_secret_bytes (&value));
  if (extended && exchange >= 0)
    tl_derivations_cover (self, main_secret, exchange);
  add_key_block (self, main_secret, step);
}
