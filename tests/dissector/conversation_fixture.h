/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Conversations made by hand, for tests of what stands above the tracker.
 */
#pragma once

#include "conversation/conversation.h"

#include <string>
#include <vector>

typedef std::vector<guint8> Octets;

/* @octets behind a length of @prefix bytes. */
inline Octets
prefixed (guint prefix, const Octets &octets)
{
  Octets out;
  for (guint i = prefix; i > 0; i--)
    out.push_back ((guint8) (octets.size () >> (8 * (i - 1))));
  out.insert (out.end (), octets.begin (), octets.end ());
  return out;
}

inline Octets
operator+ (Octets a, const Octets &b)
{
  a.insert (a.end (), b.begin (), b.end ());
  return a;
}

inline Octets
u16 (guint16 value)
{
  return { (guint8) (value >> 8), (guint8) value };
}

inline Octets
u16_list (const std::vector<guint16> &values)
{
  Octets out;
  for (guint16 value : values)
    out = out + u16 (value);
  return out;
}

inline Octets
octets (const std::string &text)
{
  return Octets (text.begin (), text.end ());
}

inline Octets
extension (guint16 type, const Octets &data = {})
{
  return u16 (type) + prefixed (2, data);
}

/* A ClientHello with its header; without the extensions field when @extensions is NULL. */
inline Octets
client_hello (guint16 version, const std::vector<guint16> &suites, const Octets *extensions)
{
  Octets body
      = u16 (version) + Octets (32, 0x11) + Octets{ 0 } + prefixed (2, u16_list (suites)) + Octets{ 1, 0 };
  if (extensions)
    body = body + prefixed (2, *extensions);
  return Octets{ TL_MESSAGE_CLIENT_HELLO } + prefixed (3, body);
}

inline Octets
server_hello (guint16 version, guint16 suite, const Octets &extensions)
{
  Octets body = u16 (version) + Octets (32, 0x22) + Octets{ 0 } + u16 (suite) + Octets{ 0 }
                + prefixed (2, extensions);
  return Octets{ TL_MESSAGE_SERVER_HELLO } + prefixed (3, body);
}

/* A conversation of 192.0.2.1:51234 with [2001:db8::1]:443 that began at 2026-01-31T12:34:56.123456789Z. */
class Conversation
{
public:
  TlConversation *self = g_atomic_rc_box_new0 (TlConversation);

  Conversation ()
  {
    self->number = 1;
    self->client = { { { 192, 0, 2, 1 }, 4 }, 51234 };
    self->server = { { { 0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 }, 16 }, 443 };
    self->start = self->last = G_GINT64_CONSTANT (1769862896123456789);
    self->cipher_suite = self->group = -1;
    self->resumed = TL_UNKNOWN;
    self->complete = true;
  }

  ~Conversation ()
  {
    tl_conversation_unref (self);
  }

  Conversation (const Conversation &) = delete;
  Conversation &operator= (const Conversation &) = delete;

  /* A step that arrived @microseconds after the start, in one packet. */
  TlStep *add (TlStepType type, TlSide from, const Octets &bytes, gint64 microseconds = 0)
  {
    TlStep *step = g_atomic_rc_box_new0 (TlStep);
    step->type = type;
    step->from = from;
    step->context.message = TL_MESSAGE_NONE;
    step->context.version = self->version;
    step->context.cipher_suite = self->cipher_suite < 0 ? 0 : (guint16) self->cipher_suite;
    step->time = self->start + microseconds * 1000;
    step->length = bytes.size ();
    step->n_records = 1;
    step->bytes = g_bytes_new (bytes.data (), bytes.size ());
    step->origins = g_new0 (TlStepOrigin, 1);
    step->origins[0].packet = self->n_steps + 4;
    step->n_origins = 1;
    if (type == TL_STEP_HANDSHAKE)
      step->context.message = tl_message_of (tl_bytes (bytes.data (), bytes.size ()));
    if (type == TL_STEP_ALERT && bytes.size () == 2)
      {
        step->alert_level = bytes[0];
        step->alert_description = bytes[1];
      }
    self->steps = g_renew (TlStep *, self->steps, self->n_steps + 1);
    self->steps[self->n_steps++] = step;
    return step;
  }

  TlStep *add_sealed (TlStepType type, TlSide from, gsize length, gint64 microseconds = 0)
  {
    TlStep *step = add (type, from, Octets (length, 0xee), microseconds);
    step->sealed = true;
    step->context.message = TL_MESSAGE_NONE;
    return step;
  }
};
