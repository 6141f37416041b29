/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The key schedule of TLS 1.3: RFC 9846 section 7.1; for QUIC RFC 9001 section 5.1 and RFC 9369 section 3.3.2; for DTLS RFC
 * 9147 section 5.9.
 */
#include "derivation-parts.h"

#include "../conversation/hello.h"

#define SCHEDULE "RFC 9846, section 7.1"
#define TRAFFIC  "RFC 9846, section 7.3"

static const TlBytes nothing = { NULL, 0 };

/* HKDF-Extract of @salt and @secret; not known unless both are. */
static int
add_extract (TlDerivations *self, const char *name, int salt, int secret, int step)
{
  TlDerivation derivation = { .name = name,
                              .kind = TL_DERIVATION_SECRET,
                              .source = TL_DERIVATION_COMPUTED,
                              .operation = "HKDF-Extract",
                              .from = { salt, secret },
                              .step = step,
                              .reference = SCHEDULE };
  TlBytes salt_value = tl_derivations_value (self, salt), secret_value = tl_derivations_value (self, secret);
  g_auto (TlSecret) value = { 0 };

  if (secret_value.length > 0 && (salt < 0 || salt_value.length > 0)
      && !tl_hkdf_extract (self->agreement.suite.hash, salt_value, secret_value, &value))
    value.length = 0;
  return tl_derivations_add (self, &derivation, tl_secret_bytes (&value));
}

/* Derive-Secret (., "derived", ""): the salt of the next HKDF-Extract. */
static int
add_derived (TlDerivations *self, int from, int step)
{
  TlDerivation derivation = { .name = "derived_secret",
                              .kind = TL_DERIVATION_SECRET,
                              .source = TL_DERIVATION_COMPUTED,
                              .operation = "Derive-Secret",
                              .label = "derived",
                              .from = { from, -1 },
                              .step = step,
                              .reference = SCHEDULE };
  gnutls_digest_algorithm_t hash = self->agreement.suite.hash;
  TlBytes parent = tl_derivations_value (self, from);
  g_auto (TlSecret) value = { 0 };
  guint8 empty[TL_SECRET_SIZE];

  if (parent.length > 0 && tl_hash (hash, tl_bytes ("", 0), empty))
    {
      value.length = tl_hash_size (hash);
      if (!tl_hkdf_expand_label (hash, self->agreement.dtls, parent, "derived", tl_bytes (empty, tl_hash_size (hash)),
                                 value.bytes, value.length))
        value.length = 0;
    }
  return tl_derivations_add (self, &derivation, tl_secret_bytes (&value));
}

/* The value of the Derive-Secret @index, where all that goes into it is known; the key log's, if it has another one. */
static void
compute (TlDerivations *self, int index)
{
  const TlDerivation *derivation = g_ptr_array_index (self->list, (guint) index);
  TlBytes parent = tl_derivations_value (self, derivation->from[0]), logged = tl_derivations_value (self, index);
  TlBytes hash = tl_bytes_of (derivation->transcript_hash);
  g_auto (TlSecret) value = { .length = hash.length };

  if (parent.length > 0 && hash.length > 0
      && tl_hkdf_expand_label (self->agreement.suite.hash, self->agreement.dtls, parent, derivation->label, hash, value.bytes,
                               value.length)
      && (logged.length == 0 || (logged.length == value.length && memcmp (logged.data, value.bytes, value.length) == 0)))
    tl_derivations_know (self, index, TL_DERIVATION_COMPUTED, tl_secret_bytes (&value));
}

/* Derive-Secret with the messages up to step @last; the value is the key log's. */
static int
add_logged (TlDerivations *self, const char *name, const char *label, TlKeylogLabel logged, int from, int last)
{
  TlDerivation derivation = { .name = name,
                              .kind = TL_DERIVATION_SECRET,
                              .source = TL_DERIVATION_GIVEN,
                              .operation = "Derive-Secret",
                              .label = label,
                              .from = { from, -1 },
                              .step = last,
                              .reference = SCHEDULE };
  g_auto (TlSecret) value = { 0 };
  int index;

  if (logged != TL_KEYLOG_NONE)
    tl_agreement_secret (&self->agreement, logged, &value);
  index = tl_derivations_add (self, &derivation, tl_secret_bytes (&value));
  tl_derivations_cover (self, index, last);
  return index;
}

static int
add_traffic (TlDerivations *self, const char *name, const char *label, TlKeylogLabel logged, int from, int last)
{
  int index = add_logged (self, name, label, logged, from, last);

  compute (self, index);
  return index;
}

static void
add_key (TlDerivations *self, const char *name, const char *label, gsize size, int from, int step)
{
  TlDerivation derivation = { .name = name,
                              .kind = TL_DERIVATION_KEY,
                              .source = TL_DERIVATION_COMPUTED,
                              .operation = "HKDF-Expand-Label",
                              .label = label,
                              .from = { from, -1 },
                              .step = step,
                              .reference = strcmp (label, "finished") == 0 ? "RFC 9846, section 4.5.3" : TRAFFIC };
  TlBytes secret = tl_derivations_value (self, from);
  g_auto (TlSecret) value = { .length = secret.length > 0 ? size : 0 };

  if (value.length > 0
      && !tl_hkdf_expand_label (self->agreement.suite.hash, self->agreement.dtls, secret, label, nothing, value.bytes,
                                value.length))
    value.length = 0;
  tl_derivations_add (self, &derivation, tl_secret_bytes (&value));
}

/* The keys that a traffic secret becomes. */
static void
add_keys (TlDerivations *self, int secret, bool client, bool finished, int step)
{
  static const char *const labels[][3] = {
    { "key", "iv", NULL }, { "quic key", "quic iv", "quic hp" }, { "quicv2 key", "quicv2 iv", "quicv2 hp" }
  };
  const TlSuite *suite = &self->agreement.suite;
  bool quic = self->conversation->protocol == TL_PROTOCOL_QUIC;
  const TlQuicVersion *version = tl_quic_version (self->conversation->quic_version);
  const char *const *label = labels[!quic ? 0 : version && g_str_equal (version->label, "quicv2 ") ? 2 : 1];

  if (suite->form != TL_SUITE_AEAD)
    return;
  add_key (self, client ? "client_write_key" : "server_write_key", label[0], suite->key_size, secret, step);
  add_key (self, client ? "client_write_iv" : "server_write_iv", label[1], suite->iv_size, secret, step);
  if (quic)
    add_key (self, client ? "client_hp_key" : "server_hp_key", label[2], suite->key_size, secret, step);
  if (self->agreement.dtls)
    add_key (self, client ? "client_sn_key" : "server_sn_key", "sn", suite->key_size, secret, step);
  if (finished)
    add_key (self, client ? "client_finished_key" : "server_finished_key", "finished", tl_hash_size (suite->hash), secret, step);
}

static int
add_input (TlDerivations *self, const char *name, TlBytes value, int step, const char *reference)
{
  TlDerivation derivation = { .name = name,
                              .kind = TL_DERIVATION_INPUT,
                              .source = TL_DERIVATION_COMPUTED,
                              .from = { -1, -1 },
                              .step = step,
                              .reference = reference };

  return tl_derivations_add (self, &derivation, value);
}

/* What the hellos say that decides what the schedule has. */
static void
read_hellos (
    const TlDerivations *self, int client, int server, gint32 *selected_identity, bool *early_data, bool *key_share)
{
  const int steps[] = { client, server };

  *selected_identity = -1;
  *early_data = *key_share = false;
  for (guint i = 0; i < 2; i++)
    {
      const TlStep *step = steps[i] < 0 ? NULL : self->conversation->steps[steps[i]];
      TlHello hello;

      if (step == NULL || step->bytes == NULL)
        continue;
      tl_hello_read (tl_step_said (self->conversation, (guint) steps[i]), &step->context, &hello);
      if (i == 0)
        *early_data = hello.early_data;
      else
        {
          *selected_identity = hello.selected_identity;
          *key_share = hello.group >= 0;
        }
    }
}

/* The ClientHello that the ServerHello @server answers: the second one, behind a HelloRetryRequest. */
static int
find_answered (const TlDerivations *self, int server)
{
  for (int i = server - 1; i >= 0; i--)
    {
      const TlStep *step = self->conversation->steps[i];

      if (step->type == TL_STEP_HANDSHAKE && !step->sealed && !step->retransmission
          && step->context.message == TL_MESSAGE_CLIENT_HELLO)
        return i;
    }
  return -1;
}

/* The pre-shared key that the server took; @none where it took none. */
static int
add_psk (TlDerivations *self, int server_hello, gint32 selected, TlBytes none)
{
  guint8 key[TL_PSK_SIZE];
  bool ticket = false;
  int client_hello = find_answered (self, server_hello), index;
  gsize n = selected < 0 || client_hello < 0
                ? 0
                : tl_binder_find_key (self->conversation, (guint) client_hello, (guint) selected, key, &ticket);

  index = add_input (self, "PSK", selected < 0 ? none : nothing, -1, "RFC 9846, section 4.3.11");
  tl_derivations_know (self, index, ticket ? TL_DERIVATION_COMPUTED : TL_DERIVATION_PSK, tl_bytes (key, n));
  tl_forget (key, sizeof key);
  return index;
}

/* RFC 9846 section 7.2: the secret that the one at @from becomes with the KeyUpdate @step, the @number-th of its sender. */
static int
add_updated (TlDerivations *self, bool client, guint number, int from, int step)
{
  g_autofree char *name = g_strdup_printf ("%s_application_traffic_secret_%u", client ? "client" : "server", number);
  TlDerivation derivation = { .name = g_intern_string (name), /* TL_LIMIT_DERIVED_UPDATES: they are few */
                              .kind = TL_DERIVATION_SECRET,
                              .source = TL_DERIVATION_COMPUTED,
                              .operation = "HKDF-Expand-Label",
                              .label = "traffic upd",
                              .from = { from, -1 },
                              .step = step,
                              .reference = "RFC 9846, section 7.2" };
  gnutls_digest_algorithm_t hash = self->agreement.suite.hash;
  TlBytes secret = tl_derivations_value (self, from);
  g_auto (TlSecret) value = { .length = secret.length > 0 ? tl_hash_size (hash) : 0 };

  if (value.length > 0
      && !tl_hkdf_expand_label (hash, self->agreement.dtls, secret, "traffic upd", nothing, value.bytes, value.length))
    value.length = 0;
  return tl_derivations_add (self, &derivation, tl_secret_bytes (&value));
}

/* What each KeyUpdate makes of the secrets @client and @server. */
static void
add_updates (TlDerivations *self, int client, int server)
{
  int secrets[] = { [TL_SIDE_CLIENT] = client, [TL_SIDE_SERVER] = server };
  guint n[2] = { 0 };

  self->stage = TL_N_OFF_WIRE_KINDS;
  for (guint i = self->first; i < self->end; i++)
    {
      const TlStep *step = self->conversation->steps[i];
      bool from_client = step->from == TL_SIDE_CLIENT;

      if (step->type != TL_STEP_HANDSHAKE || step->sealed || step->retransmission
          || step->context.message != TL_MESSAGE_KEY_UPDATE || n[step->from] == TL_LIMIT_DERIVED_UPDATES)
        continue;
      secrets[step->from] = add_updated (self, from_client, ++n[step->from], secrets[step->from], (int) i);
      add_keys (self, secrets[step->from], from_client, false, (int) i);
    }
}

void
tl_derivations_add_13 (TlDerivations *self)
{
  static const guint8 zeros[TL_SECRET_SIZE];
  TlBytes none = tl_bytes (zeros, tl_hash_size (self->agreement.suite.hash));
  int client_hello = tl_derivations_find (self, TL_MESSAGE_CLIENT_HELLO, TL_SIDE_CLIENT);
  int server_hello = tl_derivations_find (self, TL_MESSAGE_SERVER_HELLO, TL_SIDE_SERVER);
  int server_finished = tl_derivations_find (self, TL_MESSAGE_FINISHED, TL_SIDE_SERVER);
  int client_finished = tl_derivations_find (self, TL_MESSAGE_FINISHED, TL_SIDE_CLIENT);
  gint32 selected;
  bool early_data, key_share;
  int psk, early, shared, handshake, main_secret, secret, salt, client, server;

  read_hellos (self, client_hello, server_hello, &selected, &early_data, &key_share);
  self->stage = TL_OFF_WIRE_EARLY_KEYS;
  psk = add_psk (self, server_hello, selected, none);
  early = add_extract (self, "early_secret", -1, psk, -1);
  if (early_data)
    {
      secret = add_logged (self, "client_early_traffic_secret", "c e traffic", TL_KEYLOG_CLIENT_EARLY_TRAFFIC_SECRET, early,
                           client_hello);
      if (selected == 0) /* early data is that of the first key: RFC 9846 section 4.3.10 */
        compute (self, secret);
      add_keys (self, secret, true, false, client_hello);
      secret = add_logged (self, "early_exporter_secret", "e exp master", TL_KEYLOG_EARLY_EXPORTER_SECRET, early, client_hello);
      if (selected == 0)
        compute (self, secret);
    }
  salt = add_derived (self, early, -1);
  self->stage = TL_OFF_WIRE_SHARED_SECRET;
  shared = add_input (self, "ECDHE", key_share ? nothing : none, server_hello, "RFC 9846, section 7.4");
  self->stage = TL_OFF_WIRE_HANDSHAKE_KEYS;
  handshake = add_extract (self, "handshake_secret", salt, shared, server_hello);
  secret = add_traffic (self, "client_handshake_traffic_secret", "c hs traffic", TL_KEYLOG_CLIENT_HANDSHAKE_TRAFFIC_SECRET,
                       handshake, server_hello);
  add_keys (self, secret, true, true, server_hello);
  secret = add_traffic (self, "server_handshake_traffic_secret", "s hs traffic", TL_KEYLOG_SERVER_HANDSHAKE_TRAFFIC_SECRET,
                       handshake, server_hello);
  add_keys (self, secret, false, true, server_hello);
  self->stage = TL_OFF_WIRE_APPLICATION_KEYS;
  salt = add_derived (self, handshake, server_hello);
  main_secret = add_extract (self, "main_secret", salt, add_input (self, "0", none, -1, SCHEDULE), server_hello);
  client = add_traffic (self, "client_application_traffic_secret_0", "c ap traffic", TL_KEYLOG_CLIENT_TRAFFIC_SECRET_0,
                       main_secret, server_finished);
  add_keys (self, client, true, false, server_finished);
  server = add_traffic (self, "server_application_traffic_secret_0", "s ap traffic", TL_KEYLOG_SERVER_TRAFFIC_SECRET_0,
                       main_secret, server_finished);
  add_keys (self, server, false, false, server_finished);
  add_traffic (self, "exporter_secret", "exp master", TL_KEYLOG_EXPORTER_SECRET, main_secret, server_finished);
  self->stage = TL_OFF_WIRE_TICKET;
  add_traffic (self, "resumption_secret", "res master", TL_KEYLOG_NONE, main_secret, client_finished);
  add_updates (self, client, server);
}
