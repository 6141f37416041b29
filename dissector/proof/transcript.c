/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Puts the messages of a handshake together as both sides hash them.
 */
#include "transcript.h"

#include "../conversation/exchange.h"
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
  guint8 text[TL_MESSAGE_HASH_SIZE];
  gsize size = tl_message_hash (hash, tl_bytes (self->bytes->data, self->bytes->len), text);

  if (size == 0)
    return;
  g_byte_array_set_size (self->bytes, 0);
  g_byte_array_append (self->bytes, text, (guint) size);
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

int
tl_transcript_end_before (const TlConversation *conversation, guint step)
{
  int beginning = find_beginning (conversation, step);

  if (beginning < 0 || !tl_version_is_13 (conversation->steps[step]->context.version)
      || conversation->steps[step]->from != TL_SIDE_CLIENT)
    return -1;
  for (guint i = (guint) beginning; i < step; i++)
    if (tl_transcript_has (conversation, i) && !conversation->steps[i]->sealed
        && conversation->steps[i]->from == TL_SIDE_CLIENT
        && conversation->steps[i]->context.message == TL_MESSAGE_FINISHED)
      return (int) i;
  return -1;
}

static bool
is_message (const TlStep *step, guint16 message)
{
  return step->context.message == message
         || (message == TL_MESSAGE_CERTIFICATE && step->context.message == TL_MESSAGE_COMPRESSED_CERTIFICATE);
}

/* The last step behind @end, up to @last, that is a @message from @from, in clear or opened; with the context @wanted, unless that is
 * NULL. -1: there is none. */
static int
find_behind (const TlConversation *conversation, guint end, guint last, TlSide from, guint16 message, GBytes *wanted)
{
  for (guint i = last; i > end; i--)
    {
      const TlStep *step = conversation->steps[i];
      g_autoptr (GBytes) context = NULL;

      if (!tl_transcript_has (conversation, i) || step->sealed || step->bytes == NULL || step->from != from
          || !is_message (step, message))
        continue;
      context = wanted ? tl_certificate_request_context (tl_bytes_of (step->bytes), &step->context) : NULL;
      if (wanted == NULL || (context && g_bytes_equal (context, wanted)))
        return (int) i;
    }
  return -1;
}

/* RFC 9846 section 4.7.2: the messages of an answer follow one another; which request they answer, the context says. */
static void
append_answer (TlTranscript *self, const TlConversation *conversation, guint end, guint step, bool through, gnutls_digest_algorithm_t hash)
{
  int certificate = find_behind (conversation, end, step, TL_SIDE_CLIENT, TL_MESSAGE_CERTIFICATE, NULL), request = -1;
  g_autoptr (GBytes) context = NULL;

  if (certificate >= 0)
    context = tl_certificate_request_context (tl_bytes_of (conversation->steps[certificate]->bytes),
                                              &conversation->steps[certificate]->context);
  if (context)
    request = find_behind (conversation, end, (guint) certificate, TL_SIDE_SERVER, TL_MESSAGE_CERTIFICATE_REQUEST, context);
  if (request < 0)
    {
      self->state = TL_TRANSCRIPT_NO_REQUEST;
      return;
    }
  append (self, conversation, (guint) request, hash);
  for (guint i = (guint) certificate; i < step + (through ? 1 : 0) && self->state == TL_TRANSCRIPT_WHOLE; i++)
    if (tl_transcript_has (conversation, i) && conversation->steps[i]->from == TL_SIDE_CLIENT)
      append (self, conversation, i, hash);
}

void
tl_transcript_read (
    TlTranscript *self, const TlConversation *conversation, guint step, bool through, gnutls_digest_algorithm_t hash)
{
  int beginning = find_beginning (conversation, step), end = tl_transcript_end_before (conversation, step);
  guint behind = end >= 0 ? (guint) end + 1 : step + (through ? 1 : 0);

  *self = (TlTranscript){ .bytes = g_byte_array_new (), .steps = g_array_new (FALSE, FALSE, sizeof (guint)) };
  if (beginning < 0)
    {
      self->state = TL_TRANSCRIPT_NO_HELLO;
      return;
    }
  for (guint i = (guint) beginning; i < behind && self->state == TL_TRANSCRIPT_WHOLE; i++)
    if (tl_transcript_has (conversation, i))
      append (self, conversation, i, hash);
    else if (conversation->steps[i]->sealed && conversation->steps[i]->type != TL_STEP_HANDSHAKE)
      self->doubtful = true;
  if (end >= 0 && self->state == TL_TRANSCRIPT_WHOLE)
    append_answer (self, conversation, (guint) end, step, through, hash);
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
