/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Looks into messages for what keys are made of.
 */
#include "exchange.h"

#include "../tls/compression.h"

typedef struct
{
  TlSink sink;
  TlClientKeyExchange *exchange;
} ExchangeSink;

typedef struct
{
  TlSink sink;
  TlBytes ticket;
  TlBytes nonce;
} TicketSink;

typedef struct
{
  TlSink sink;
  TlOfferedPsks *offered;
  guint n_binders;
  bool more; /* identities than are looked at */
} OfferSink;

typedef struct
{
  TlSink sink;
  const TlContext *context;
  TlCompressed compressed;
  GBytes *first;
  bool raw;
  GBytes *request_context;
  GBytes *delegated; /* the key of a delegated credential */
  gint32 scheme;     /* that it signs with; -1: none was seen */
  bool second;       /* behind the first certificate */
} CertificateSink;

static void
exchange_leaf (TlSink *sink, const TlFound *found)
{
  TlClientKeyExchange *exchange = ((ExchangeSink *) sink)->exchange;

  if (found->fault != TL_FAULT_NONE)
    return;
  if (found->field->tag == TL_TAG_PSK_IDENTITY)
    exchange->psk_identity = found->content;
  else if (strcmp (found->field->name, "encrypted_pre_master_secret") == 0)
    exchange->encrypted = found->content;
}

void
tl_client_key_exchange_read (TlBytes message, const TlContext *context, TlClientKeyExchange *exchange)
{
  ExchangeSink sink = { .sink = { .leaf = exchange_leaf }, .exchange = exchange };
  TlContext whole = *context;

  *exchange = (TlClientKeyExchange){ 0 };
  whole.message = TL_MESSAGE_CLIENT_KEY_EXCHANGE;
  tl_message_walk (message, &whole, &sink.sink);
}

static void
ticket_leaf (TlSink *sink, const TlFound *found)
{
  TicketSink *self = (TicketSink *) sink;

  if (found->fault == TL_FAULT_NONE && found->field->tag == TL_TAG_TICKET)
    self->ticket = found->content;
  else if (found->fault == TL_FAULT_NONE && strcmp (found->field->name, "ticket_nonce") == 0)
    self->nonce = found->content;
}

TlBytes
tl_new_session_ticket_read (TlBytes message, const TlContext *context, TlBytes *nonce)
{
  TicketSink sink = { .sink = { .leaf = ticket_leaf } };

  tl_message_walk (message, context, &sink.sink);
  if (nonce)
    *nonce = sink.nonce;
  return sink.ticket;
}

static void
offer_open (TlSink *sink, const TlFound *found)
{
  OfferSink *self = (OfferSink *) sink;

  if (strcmp (found->field->name, "binders") == 0)
    self->offered->truncated = found->offset;
}

static void
offer_leaf (TlSink *sink, const TlFound *found)
{
  OfferSink *self = (OfferSink *) sink;
  TlOfferedPsks *offered = self->offered;

  if (found->fault != TL_FAULT_NONE)
    return;
  if (found->field->tag == TL_TAG_PSK_IDENTITY && offered->n < TL_LIMIT_OFFERED_PSKS)
    offered->psks[offered->n++].identity = found->content;
  else if (found->field->tag == TL_TAG_PSK_IDENTITY)
    self->more = true;
  else if (found->field->tag == TL_TAG_TICKET_AGE && offered->n > 0 && !self->more)
    offered->psks[offered->n - 1].age = (guint32) found->value;
  else if (strcmp (found->field->name, "psk_binder_entry") == 0 && self->n_binders < offered->n)
    offered->psks[self->n_binders++].binder = found->content;
}

void
tl_offered_psks_read (TlBytes message, const TlContext *context, TlOfferedPsks *offered)
{
  OfferSink sink = { .sink = { .leaf = offer_leaf, .open = offer_open }, .offered = offered };

  *offered = (TlOfferedPsks){ 0 };
  tl_message_walk (message, context, &sink.sink);
}

/* RFC 8879 section 4: what comes out is the body of a Certificate. */
static void
look_inside (CertificateSink *self, TlBytes compressed)
{
  TlDecompression verdict;
  g_autoptr (GBytes) bytes = tl_compressed_open (&self->compressed, compressed, &verdict);
  TlBytes body = tl_bytes_of (bytes);
  TlContext context = tl_compressed_context (self->context);

  if (body.length > 0)
    tl_message_walk_body (body, &context, &self->sink);
}

/* RFC 9345 section 4: only the first certificate can delegate. */
static void
see_delegation (CertificateSink *self, const TlFound *found)
{
  if (found->field->holds == TL_HOLDS_CERTIFICATE)
    self->second = true;
  if (self->second || self->raw || self->delegated)
    return;
  if (strcmp (found->field->name, "dc_cert_verify_algorithm") == 0)
    self->scheme = (gint32) found->value;
  else if (self->scheme >= 0 && found->field->holds == TL_HOLDS_PUBLIC_KEY)
    self->delegated = g_bytes_new (found->content.data, found->content.length);
}

static void
certificate_leaf (TlSink *sink, const TlFound *found)
{
  CertificateSink *self = (CertificateSink *) sink;

  tl_compressed_see (&self->compressed, found);
  if (found->fault == TL_FAULT_NONE && self->request_context == NULL
      && strcmp (found->field->name, "certificate_request_context") == 0)
    self->request_context = g_bytes_new (found->content.data, found->content.length);
  if (found->fault == TL_FAULT_NONE && self->first)
    see_delegation (self, found);
  if (found->fault != TL_FAULT_NONE || self->first)
    return;
  if (found->field->holds == TL_HOLDS_COMPRESSED_CERTIFICATE)
    look_inside (self, found->content);
  else if (found->field->holds == TL_HOLDS_CERTIFICATE || found->field->holds == TL_HOLDS_PUBLIC_KEY)
    {
      self->first = g_bytes_new (found->content.data, found->content.length);
      self->raw = found->field->holds == TL_HOLDS_PUBLIC_KEY;
    }
}

/* What is in it is the caller's. */
static CertificateSink
read_certificate (TlBytes message, const TlContext *context)
{
  CertificateSink sink = { .sink = { .leaf = certificate_leaf }, .context = context, .scheme = -1 };

  tl_message_walk (message, context, &sink.sink);
  return sink;
}

static void
certificate_sink_clear (CertificateSink *self)
{
  g_clear_pointer (&self->first, g_bytes_unref);
  g_clear_pointer (&self->request_context, g_bytes_unref);
  g_clear_pointer (&self->delegated, g_bytes_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CertificateSink, certificate_sink_clear)

GBytes *
tl_certificate_first (TlBytes message, const TlContext *context, bool *raw)
{
  g_auto (CertificateSink) sink = read_certificate (message, context);

  *raw = sink.raw;
  return g_steal_pointer (&sink.first);
}

GBytes *
tl_certificate_delegated (TlBytes message, const TlContext *context, guint16 *scheme)
{
  g_auto (CertificateSink) sink = read_certificate (message, context);

  *scheme = (guint16) sink.scheme;
  return g_steal_pointer (&sink.delegated);
}

GBytes *
tl_certificate_request_context (TlBytes message, const TlContext *context)
{
  g_auto (CertificateSink) sink = read_certificate (message, context);

  return g_steal_pointer (&sink.request_context);
}
