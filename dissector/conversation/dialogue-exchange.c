/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A conversation in the making, how its keys are exchanged: what a premaster secret is opened with, and the messages that go into the
 * secrets made of it. Only kept where somebody has given a key for which that is needed.
 */
#include "dialogue-parts.h"

#include "../limits.h"
#include "exchange.h"
#include "hello.h"

/* The handshake that is going on. */
struct TlUnderway
{
  GByteArray *messages; /* so far */
  GArray *sequences;    /* guint16: message_seq of each, for DTLS */
  bool broken;          /* they are not all there */
  bool retried;         /* the last one was a HelloRetryRequest: what was before goes on */
  TlPskSchedule *psk;   /* TLS 1.3: NULL unless a pre-shared key was given for what is offered */
  guint16 sent[2];      /* messages of each direction, in the whole conversation */
  guint16 offered;      /* legacy_version of the ClientHello */
  guint8 key_id[TL_KEY_ID_SIZE];
  bool key_id_known;    /* of the server's certificate */
};

static TlUnderway *
underway_new (void)
{
  TlUnderway *self = g_new0 (TlUnderway, 1);

  self->messages = g_byte_array_new ();
  self->sequences = g_array_new (FALSE, FALSE, sizeof (guint16));
  self->broken = true; /* until a ClientHello begins one */
  return self;
}

void
tl_underway_free (TlUnderway *self)
{
  g_byte_array_unref (self->messages);
  g_array_unref (self->sequences);
  g_clear_pointer (&self->psk, tl_psk_schedule_free);
  g_free (self);
}

static gsize
underway_size (const TlUnderway *self)
{
  return sizeof *self + self->messages->len + self->sequences->len * sizeof (guint16)
         + (self->psk ? tl_psk_schedule_size () : 0);
}

static void
drop_messages (TlUnderway *self)
{
  g_byte_array_set_size (self->messages, 0);
  g_array_set_size (self->sequences, 0);
  self->broken = true;
}

static void
forget_messages (TlUnderway *self)
{
  drop_messages (self);
  g_clear_pointer (&self->psk, tl_psk_schedule_free);
}

static void
begin_handshake (TlUnderway *self, TlBytes message, const TlContext *context)
{
  TlHello hello;

  tl_hello_read (message, context, &hello);
  if (!self->retried)
    {
      forget_messages (self);
      self->broken = false;
    }
  self->retried = false;
  self->key_id_known = false;
  self->offered = hello.legacy_version;
}

/* A ClientHello in the form of SSL 2.0 has no such header, and is hashed all the same (RFC 5246 appendix E.2). */
static bool
is_whole (TlBytes message, guint16 kind)
{
  if (kind == TL_MESSAGE_SSLV2_CLIENT_HELLO)
    return true;
  return message.length >= TL_HANDSHAKE_HEADER
         && message.length == TL_HANDSHAKE_HEADER + (gsize) (message.data[1] << 16 | message.data[2] << 8 | message.data[3]);
}

static void
append_message (TlUnderway *self, TlBytes message, guint16 kind, guint16 sequence)
{
  if (self->broken || !is_whole (message, kind) || self->messages->len + message.length > 2 * TL_LIMIT_HANDSHAKE)
    {
      forget_messages (self);
      return;
    }
  g_byte_array_append (self->messages, message.data, (guint) message.length);
  g_array_append_val (self->sequences, sequence);
}

/* RFC 6347 section 4.2.6: hashed as if each had come in one fragment, with the header of DTLS. */
static GByteArray *
messages_of_datagrams (const TlUnderway *self)
{
  GByteArray *out = g_byte_array_new ();
  TlBytes rest = tl_bytes (self->messages->data, self->messages->len);

  for (guint i = 0; i < self->sequences->len; i++)
    {
      const guint8 *m = rest.data;
      TlBytes message = { 0 };

      tl_bytes_take (&rest, TL_HANDSHAKE_HEADER + (gsize) (m[1] << 16 | m[2] << 8 | m[3]), &message);
      tl_dtls_append_unfragmented (out, message, g_array_index (self->sequences, guint16, i));
    }
  return out;
}

static TlBytes
messages_of (const TlUnderway *self)
{
  return tl_bytes (self->messages->data, self->messages->len);
}

/* RFC 9846 section 4.1: a hash stands for the ClientHello that was answered so. */
static void
see_retry (TlDialogue *self, TlUnderway *underway)
{
  guint8 text[TL_MESSAGE_HASH_SIZE];
  guint16 sequence = 0;
  TlSuite suite;
  gsize size;

  tl_suite (self->context.cipher_suite, &suite);
  size = underway->broken ? 0 : tl_message_hash (suite.hash, messages_of (underway), text);
  underway->retried = true;
  forget_messages (underway);
  if (size == 0)
    return;
  underway->broken = false;
  append_message (underway, tl_bytes (text, size), TL_MESSAGE_MESSAGE_HASH, sequence);
}

static void
see_psk_finished (TlDialogue *self, guint direction)
{
  TlUnderway *underway = self->underway;

  if (direction != self->client)
    {
      if (!tl_dialogue_end_psk (self, underway->psk, messages_of (underway)))
        forget_messages (underway);
      return;
    }
  tl_dialogue_close_psk (self, underway->psk, messages_of (underway));
  drop_messages (underway); /* tickets follow */
}

/* What a message changes where a pre-shared key of TLS 1.3 was given, once it is among the others. */
static void
see_psk (TlDialogue *self, guint direction, guint16 kind, TlBytes message)
{
  TlUnderway *underway = self->underway;

  if (!tl_version_is_13 (self->context.version))
    return;
  if (underway->psk == NULL || (underway->broken && kind != TL_MESSAGE_NEW_SESSION_TICKET))
    {
      if (kind == TL_MESSAGE_FINISHED) /* of TLS 1.3 they are of no other use */
        forget_messages (underway);
      return;
    }
  if (kind == TL_MESSAGE_SERVER_HELLO)
    tl_dialogue_take_psk (self, underway->psk, message, messages_of (underway));
  else if (kind == TL_MESSAGE_NEW_SESSION_TICKET)
    tl_dialogue_see_psk_ticket (self, underway->psk, message);
  else if (kind == TL_MESSAGE_FINISHED)
    see_psk_finished (self, direction);
}

static void
see_certificate (TlDialogue *self, guint direction, TlBytes message)
{
  TlUnderway *underway = self->underway;
  TlContext context = self->context;
  g_autoptr (GBytes) certificate = NULL;
  bool raw;

  if (direction == self->client || tl_keyring_n_keys (self->keyring) == 0)
    return;
  context.message = TL_MESSAGE_CERTIFICATE;
  certificate = tl_certificate_first (message, &context, &raw);
  if (certificate == NULL || raw)
    return;
  underway->key_id_known = tl_certificate_key_id (tl_bytes_of (certificate), underway->key_id);
}

static void
see_client_key_exchange (TlDialogue *self, TlBytes message)
{
  TlUnderway *underway = self->underway;
  g_autoptr (GByteArray) messages = NULL;
  TlClientKeyExchange said;

  tl_client_key_exchange_read (message, &self->context, &said);
  if (self->opener == NULL) /* nothing of QUIC has such a message */
    return;
  if (!underway->broken)
    messages = self->context.dtls ? messages_of_datagrams (underway) : g_byte_array_ref (underway->messages);
  tl_opener_client_key_exchange (
      self->opener,
      &(TlExchanged){ .offered = underway->offered,
                        .version = self->context.version,
                        .key_id = tl_bytes (underway->key_id, underway->key_id_known ? TL_KEY_ID_SIZE : 0),
                        .encrypted = said.encrypted,
                        .psk_identity = said.psk_identity },
      messages ? tl_bytes (messages->data, messages->len) : tl_bytes (NULL, 0));
  forget_messages (underway);
}

void
tl_dialogue_see_exchange (TlDialogue *self, guint direction, guint16 kind, TlBytes message)
{
  TlUnderway *underway = self->underway;
  TlContext context = self->context;

  if (underway == NULL)
    {
      if (!tl_keyring_needs_messages (self->keyring))
        return;
      underway = self->underway = underway_new ();
      self->size += underway_size (underway);
    }
  self->size -= underway_size (underway);
  context.message = kind;
  if (kind == TL_MESSAGE_CLIENT_HELLO || kind == TL_MESSAGE_SSLV2_CLIENT_HELLO)
    begin_handshake (underway, message, &context);
  if (kind == TL_MESSAGE_HELLO_RETRY_REQUEST)
    see_retry (self, underway);
  if (kind == TL_MESSAGE_CLIENT_HELLO && !underway->broken)
    {
      g_clear_pointer (&underway->psk, tl_psk_schedule_free);
      underway->psk = tl_dialogue_begin_psk (self, message, messages_of (underway));
    }
  if (kind != TL_MESSAGE_HELLO_REQUEST && !underway->broken)
    append_message (underway, message, kind, underway->sent[direction]);
  underway->sent[direction]++;
  if (kind == TL_MESSAGE_CERTIFICATE)
    see_certificate (self, direction, message);
  else if (kind == TL_MESSAGE_CLIENT_KEY_EXCHANGE)
    see_client_key_exchange (self, message);
  see_psk (self, direction, kind, message);
  self->size += underway_size (underway);
}
