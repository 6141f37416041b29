/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * For tests: a conversation of messages made by hand, all in clear, as if they had been read.
 */
#pragma once

#include "conversation/conversation.h"
#include "data.h"

#include <memory>

struct Told
{
  std::vector<std::unique_ptr<TlStep>> steps;
  std::vector<TlStep *> pointers;
  TlConversation conversation = {};
  TlContext context = {};

  Told (guint16 version, guint16 suite)
  {
    context.version = conversation.version = version;
    context.cipher_suite = suite;
    conversation.cipher_suite = suite;
    conversation.group = -1;
  }
  Told (const Told &) = delete;
  Told &operator= (const Told &) = delete;
  ~Told ()
  {
    for (auto &step : steps)
      g_bytes_unref (step->bytes);
  }

  /* Returns the index of the step. */
  guint
  say (TlSide from, const Data &message)
  {
    auto step = std::make_unique<TlStep> ();

    *step = TlStep ();
    step->type = TL_STEP_HANDSHAKE;
    step->from = from;
    step->bytes = g_bytes_new (message.data (), message.size ());
    step->length = message.size ();
    step->context = context;
    step->context.message = tl_message_of (tl_bytes (message.data (), message.size ()));
    pointers.push_back (step.get ());
    steps.push_back (std::move (step));
    conversation.steps = pointers.data ();
    conversation.n_steps = (guint) pointers.size ();
    return conversation.n_steps - 1;
  }

  /* The messages so far, as they are hashed in TLS. */
  Data
  transcript () const
  {
    Data all;

    for (auto &step : steps)
      {
        gsize n;
        auto bytes = static_cast<const guint8 *> (g_bytes_get_data (step->bytes, &n));
        all.insert (all.end (), bytes, bytes + n);
      }
    return all;
  }
};
