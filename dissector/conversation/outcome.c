/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * How a conversation ended: the rules of the JSON contract's table, in the order in which they are asked.
 */
#include "dialogue-parts.h"

#include "hello.h"

enum
{
  ALERT_SIZE_CCM_8 = 2 + 1 + 8 /* where the tag is short (RFC 6655) */
};

static bool
is_alert_size (const TlDialogue *self, guint32 length)
{
  return length == (self->context.cipher_suite == 0x1305 ? ALERT_SIZE_CCM_8 : TL_ALERT_SIZE);
}

/* TLS 1.3: all that the client sent after ServerHello is one record of an alert's size. */
static bool
client_sent_only_an_alert (const TlDialogue *self)
{
  const TlDirection *client = &self->directions[self->client];

  return client->sealed_records == 1 && is_alert_size (self, client->first_sealed_length);
}

/* With keys, the messages show it. Without, a client sends Handshake packets when it has read the ServerHello, and with them its
 * Finished; 1-RTT packets after them, or that nothing was said against them, show that it was accepted. */
static bool
is_established_over_quic (const TlDialogue *self, bool complete)
{
  bool stopped = self->alert_by >= 0 || self->closed_by >= 0;
  const TlDirection *client = &self->directions[self->client];
  const TlDirection *server = &self->directions[1 - self->client];

  if (self->quic_done || (client->finished && server->finished))
    return true;
  if (client->opened && server->opened && !client->sealed_handshake && !server->sealed_handshake)
    return false;
  return self->directions[self->client].sealed_records > 0 && (self->quic_data || (complete && !stopped));
}

static bool
is_established (const TlDialogue *self, bool complete)
{
  const TlDirection *client = &self->directions[self->client];
  const TlDirection *server = &self->directions[1 - self->client];

  if (self->quic)
    return is_established_over_quic (self, complete);
  if (client->opened && server->opened)
    return client->finished && server->finished;
  if (tl_version_is_13 (self->model.version))
    return client->sealed_records > 0 && server->sealed_records > 0 && !client_sent_only_an_alert (self);
  return client->change_cipher_spec && client->sealed_handshake && server->change_cipher_spec
         && server->sealed_handshake;
}

/* The capture begins after the hellos. */
static bool
is_midstream (const TlDialogue *self)
{
  return !self->client_hello && !self->server_hello;
}

/* A sealed alert before both were done. Where bytes are missing it cannot be told what was before it. */
static int
likely_alert_by (const TlDialogue *self)
{
  if (is_midstream (self) || self->directions[0].lost || self->directions[1].lost)
    return -1;
  if (self->sealed_alert_by >= 0)
    return self->sealed_alert_by;
  if (tl_version_is_13 (self->model.version) && client_sent_only_an_alert (self)
      && self->directions[1 - self->client].sealed_records > 0)
    return (int) self->client;
  return -1;
}

/* Over UDP, nothing but an answer shows that there is one. */
static bool
waits_for_server_hello (const TlDialogue *self)
{
  const TlDirection *client = &self->directions[self->client];

  if (self->quic)
    return !tl_quic_connection_was_answered (self->quic);
  return client->datagrams && self->client_hello && client->datagrams->fragments.next <= 1
         && client->datagrams->begun_epoch == 0 && !client->change_cipher_spec && client->sealed_records == 0;
}

/* One direction is not in the capture at all, though the other one shows that it was there: by having gone
 * on. */
static bool
is_one_sided (const TlDialogue *self)
{
  const TlDirection *client = &self->directions[self->client];
  const TlDirection *server = &self->directions[1 - self->client];

  if (!client->heard && !client->spoke)
    return true;
  return !server->heard && !server->spoke && !waits_for_server_hello (self);
}

static TlOutcome
judge_ended (const TlDialogue *self)
{
  const TlDirection *client = &self->directions[self->client];
  const TlDirection *server = &self->directions[1 - self->client];

  if (is_one_sided (self))
    return TL_OUTCOME_ONE_SIDED;
  if (client->lost || server->lost || is_midstream (self))
    return TL_OUTCOME_UNREADABLE;
  if (self->reset_by >= 0 && (self->closed_by < 0 || !server->spoke))
    return tl_dialogue_side (self, (guint) self->reset_by) == TL_SIDE_CLIENT ? TL_OUTCOME_RESET_BY_CLIENT
                                                                             : TL_OUTCOME_RESET_BY_SERVER;
  if (self->closed_by >= 0)
    return tl_dialogue_side (self, (guint) self->closed_by) == TL_SIDE_CLIENT ? TL_OUTCOME_CLOSED_BY_CLIENT
                                                                              : TL_OUTCOME_CLOSED_BY_SERVER;
  if (self->client_hello && !self->server_hello && !server->spoke)
    return server->not_tls ? TL_OUTCOME_UNREADABLE : TL_OUTCOME_NO_SERVER_HELLO;
  return TL_OUTCOME_INCOMPLETE;
}

void
tl_dialogue_judge (TlDialogue *self, bool complete)
{
  TlConversation *model = &self->model;
  int likely = likely_alert_by (self);

  model->ech = tl_dialogue_judge_ech (self);
  if (is_established (self, complete))
    model->outcome = TL_OUTCOME_ESTABLISHED;
  else if (self->alert_by >= 0)
    {
      model->outcome = TL_OUTCOME_ALERT;
      model->stopped_by = tl_dialogue_side (self, (guint) self->alert_by);
      model->alert = self->alert;
    }
  else if (complete && likely >= 0)
    {
      model->outcome = TL_OUTCOME_ALERT_LIKELY;
      model->stopped_by = tl_dialogue_side (self, (guint) likely);
    }
  else if (complete)
    model->outcome = judge_ended (self);
  else
    model->outcome = TL_OUTCOME_INCOMPLETE;
}
