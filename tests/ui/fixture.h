/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Conversations made by hand, for tests of what shows them.
 */
#pragma once

#include "dissector.h"

#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

/* Milliseconds after the start. */
struct FixtureStep
{
  TlSide from;
  double time;
  TlStepType type = TL_STEP_HANDSHAKE;
  guint16 message = TL_MESSAGE_NONE;
  bool sealed = false;
  bool in_handshake = false;
  guint8 alert = 0;
  std::vector<guint8> bytes = {};
};

/* A conversation that owns its steps. Reference-counted, as tl_conversation_unref() expects it. */
inline TlConversation *
fixture_conversation (const std::vector<FixtureStep> &steps, guint16 version = 0x0304)
{
  auto *self = static_cast<TlConversation *> (g_atomic_rc_box_alloc0 (sizeof (TlConversation)));
  const gint64 start = G_GINT64_CONSTANT (1700000000) * TL_SECOND;

  self->number = 1;
  self->client.address.length = self->server.address.length = 4;
  self->client.address.bytes[0] = self->server.address.bytes[0] = 127;
  self->client.address.bytes[3] = self->server.address.bytes[3] = 1;
  self->client.port = 51750;
  self->server.port = 443;
  self->start = self->last = start;
  self->version = version;
  self->cipher_suite = -1;
  self->group = -1;
  self->server_name = g_strdup ("example.test");
  self->outcome = TL_OUTCOME_ESTABLISHED;
  self->complete = true;
  self->n_steps = static_cast<guint> (steps.size ());
  self->steps = g_new0 (TlStep *, MAX (steps.size (), (size_t) 1));
  for (size_t i = 0; i < steps.size (); i++)
    {
      auto *step = static_cast<TlStep *> (g_atomic_rc_box_alloc0 (sizeof (TlStep)));
      step->type = steps[i].type;
      step->from = steps[i].from;
      step->sealed = steps[i].sealed;
      step->in_handshake = steps[i].in_handshake;
      step->context.message = steps[i].sealed ? (guint16) TL_MESSAGE_NONE : steps[i].message;
      step->context.version = version;
      step->time = start + static_cast<gint64> (steps[i].time * 1e6);
      step->length = steps[i].bytes.empty () ? 100 : steps[i].bytes.size ();
      step->n_records = 1;
      step->alert_level = steps[i].alert ? 2 : 0;
      step->alert_description = steps[i].alert;
      step->bytes = g_bytes_new (steps[i].bytes.data (), steps[i].bytes.size ());
      self->steps[i] = step;
    }
  return self;
}

struct ConversationUnref
{
  void operator() (TlConversation *conversation) const
  {
    tl_conversation_unref (conversation);
  }
};
using Conversation = std::unique_ptr<TlConversation, ConversationUnref>;

/* A TLS 1.3 handshake as it looks without keys. */
inline Conversation
fixture_tls13 ()
{
  using S = FixtureStep;
  return Conversation (fixture_conversation ({
      S{ TL_SIDE_CLIENT, 0.2, TL_STEP_HANDSHAKE, TL_MESSAGE_CLIENT_HELLO },
      S{ TL_SIDE_SERVER, 1.5, TL_STEP_HANDSHAKE, TL_MESSAGE_SERVER_HELLO },
      S{ TL_SIDE_SERVER, 1.5, TL_STEP_CHANGE_CIPHER_SPEC },
      S{ TL_SIDE_SERVER, 1.5, TL_STEP_APPLICATION_DATA, TL_MESSAGE_NONE, true, true },
      S{ TL_SIDE_SERVER, 1.5, TL_STEP_APPLICATION_DATA, TL_MESSAGE_NONE, true, true },
      S{ TL_SIDE_CLIENT, 7.0, TL_STEP_CHANGE_CIPHER_SPEC },
      S{ TL_SIDE_CLIENT, 7.0, TL_STEP_APPLICATION_DATA, TL_MESSAGE_NONE, true, true },
      S{ TL_SIDE_CLIENT, 7.1, TL_STEP_APPLICATION_DATA, TL_MESSAGE_NONE, true },
      S{ TL_SIDE_SERVER, 14.6, TL_STEP_APPLICATION_DATA, TL_MESSAGE_NONE, true },
  }));
}

/* A TLS 1.2 handshake with its two round trips. */
inline Conversation
fixture_tls12 ()
{
  using S = FixtureStep;
  return Conversation (fixture_conversation (
      {
          S{ TL_SIDE_CLIENT, 0.2, TL_STEP_HANDSHAKE, TL_MESSAGE_CLIENT_HELLO },
          S{ TL_SIDE_SERVER, 1.5, TL_STEP_HANDSHAKE, TL_MESSAGE_SERVER_HELLO },
          S{ TL_SIDE_SERVER, 1.5, TL_STEP_HANDSHAKE, TL_MESSAGE_CERTIFICATE },
          S{ TL_SIDE_SERVER, 1.5, TL_STEP_HANDSHAKE, TL_MESSAGE_SERVER_HELLO_DONE },
          S{ TL_SIDE_CLIENT, 3.0, TL_STEP_HANDSHAKE, TL_MESSAGE_CLIENT_KEY_EXCHANGE },
          S{ TL_SIDE_CLIENT, 3.0, TL_STEP_CHANGE_CIPHER_SPEC },
          S{ TL_SIDE_CLIENT, 3.0, TL_STEP_HANDSHAKE, TL_MESSAGE_NONE, true },
          S{ TL_SIDE_SERVER, 5.0, TL_STEP_CHANGE_CIPHER_SPEC },
          S{ TL_SIDE_SERVER, 5.0, TL_STEP_HANDSHAKE, TL_MESSAGE_NONE, true },
          S{ TL_SIDE_CLIENT, 6.0, TL_STEP_APPLICATION_DATA, TL_MESSAGE_NONE, true },
      },
      0x0303));
}
