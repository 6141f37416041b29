/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Puts the messages of a handshake together as both sides hash them.
 */
#include "transcript.h"

#include "../secrets/kdf.h"
#include "../tls/dtls.h"
#include "../tls/handshake.h"

static bool
is_datagram_12 (const TlConversation *conversation)
{
  return conversation->protocol == TL_PROTOCOL_DTLS && !tl_version_is_13 (conversation->version);
}

bool
tl_transcript_has (const TlConversation *conversation, guint index)
{
  const TlStep *step = conversation->steps[index];

  if (step->type != TL_STEP_HANDSHAKE || step->retransmission)
    return false;
  switch (step->context.message)
    {
    case TL_MESSAGE_HELLO_REQUEST: /* RFC 5246 section 7.4.1.1 */
    case TL_MESSAGE_KEY_UPDATE:
    case TL_MESSAGE_HELLO_VERIFY_REQUEST: /* RFC 6347 section 4.2.1 */
    case TL_MESSAGE_REQUEST_CONNECTION_ID:
    case TL_MESSAGE_NEW_CONNECTION_ID:
      return false;
    case TL_MESSAGE_NEW_SESSION_TICKET:
      return !tl_version_is_13 (step->context.version);
    default:
      return true;
    }
}

/* Whether the ClientHello @index begins a handshake: not the second one, behind a HelloRetryRequest. */
static bool
begins_handshake (const TlConversation *conversation, guint index)
{
  if (conversation->steps[index]->context.message == TL_MESSAGE_SSLV2_CLIENT_HELLO)
    return true;
  if (conversation->steps[index]->context.message != TL_MESSAGE_CLIENT_HELLO)
    return false;
  for (guint i = index; i > 0; i--)
    {
      const TlStep *step = conversation->steps[i - 1];
      guint16 message = step->context.message;

      if (step->type != TL_STEP_HANDSHAKE || step->sealed || step->retransmission)
        continue;
      return message != TL_MESSAGE_HELLO_RETRY_REQUEST && message != TL_MESSAGE_DRAFT_HELLO_RETRY_REQUEST;
    }
  return true;
}

/* The first step of the handshake that @index belongs to: in DTLS 1.2 the ClientHello with the cookie. -1: there is none. */
static int
find_beginning (const TlConversation *conversation, guint index)
{
  for (guint i = index + 1; i > 0; i--)
    if (tl_transcript_has (conversation, i - 1) && !conversation->steps[i - 1]->sealed
        && begins_handshake (conversation, i - 1))
      return (int) i - 1;
  return -1;
}

/* RFC 9846 section 4.1: behind a HelloRetryRequest a hash stands for the first ClientHello. */
static void
replace_by_hash (TlTranscript *self, gnutls_digest_algorithm_t hash)
{
  guint8 digest[TL_SECRET_SIZE];
  gsize size = tl_hash_size (hash);
  guint8 header[TL_HANDSHAKE_HEADER] = { TL_MESSAGE_MESSAGE_HASH, 0, 0, (guint8) size };

  if (size == 0 || !tl_hash (hash, tl_bytes (self->bytes->data, self->bytes->len), digest))
    return;
  g_byte_array_set_size (self->bytes, 0);
  g_byte_array_append (self->bytes, header, sizeof header);
  g_byte_array_append (self->bytes, digest, (guint) size);
  self->n_replaced = self->steps->len;
}

static void
append (TlTranscript *self, const TlConversation *conversation, guint index, gnutls_digest_algorithm_t hash)
{
  const TlStep *step = conversation->steps[index];
  TlBytes said = tl_step_said (conversation, index);

  if (step->sealed)
    self->state = TL_TRANSCRIPT_SEALED;
  else if (said.data == NULL && step->bytes)
    self->state = TL_TRANSCRIPT_HIDDEN;
  else if (step->truncated || said.length < TL_HANDSHAKE_HEADER)
    self->state = TL_TRANSCRIPT_CUT;
  else
    {
      if (step->context.message == TL_MESSAGE_HELLO_RETRY_REQUEST)
        replace_by_hash (self, hash);
      if (is_datagram_12 (conversation))
        tl_dtls_append_unfragmented (self->bytes, said, step->message_seq);
      else
        g_byte_array_append (self->bytes, said.data, (guint) said.length);
      g_array_append_val (self->steps, index);
    }
}

void
tl_transcript_read (
    TlTranscript *self, const TlConversation *conversation, guint step, bool through, gnutls_digest_algorithm_t hash)
{
  int beginning = find_beginning (conversation, step);

  *self = (TlTranscript){ .bytes = g_byte_array_new (), .steps = g_array_new (FALSE, FALSE, sizeof (guint)) };
  if (beginning < 0)
    {
      self->state = TL_TRANSCRIPT_NO_HELLO;
      return;
    }
  for (guint i = (guint) beginning; i < step + (through ? 1 : 0) && self->state == TL_TRANSCRIPT_WHOLE; i++)
    if (tl_transcript_has (conversation, i))
      append (self, conversation, i, hash);
}

void
tl_transcript_clear (TlTranscript *self)
{
  g_clear_pointer (&self->bytes, g_byte_array_unref);
  g_clear_pointer (&self->steps, g_array_unref);
}

char *
tl_transcript_text (const TlTranscript *self, const TlConversation *conversation)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->steps->len; i++)
    {
      guint index = g_array_index (self->steps, guint, i);
      const TlStep *step = conversation->steps[index];
      bool inner = step->inner && tl_step_said (conversation, index).data != tl_bytes_of (step->bytes).data;
      const char *title = inner ? "ClientHelloInner" : tl_message_title (step->context.message);

      if (i > 0)
        g_string_append (text, ", ");
      g_string_append (text, title ? title : "?");
    }
  return g_string_free (text, FALSE);
}
