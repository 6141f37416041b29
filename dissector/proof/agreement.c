/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What a handshake has agreed on, read from its hellos.
 */
#include "proof-parts.h"

#include "../conversation/hello.h"

/* The last step before @before with one of the messages, in clear or opened; -1 where there is none. */
static int
find_before (const TlConversation *conversation, guint before, guint16 message)
{
  for (guint i = before; i > 0; i--)
    {
      const TlStep *step = conversation->steps[i - 1];

      if (step->type == TL_STEP_HANDSHAKE && !step->sealed && step->context.message == message)
        return (int) i - 1;
    }
  return -1;
}

static bool
read_random (const TlConversation *conversation, guint before, guint16 message, guint8 out[TL_RANDOM_SIZE])
{
  int index = find_before (conversation, before, message);
  TlHello hello;

  if (message == TL_MESSAGE_CLIENT_HELLO && conversation->inner_random_known)
    {
      memcpy (out, conversation->inner_random, TL_RANDOM_SIZE);
      return true;
    }
  if (index < 0 && message == TL_MESSAGE_CLIENT_HELLO)
    index = find_before (conversation, before, TL_MESSAGE_SSLV2_CLIENT_HELLO);
  if (index < 0)
    return false;
  tl_hello_read (tl_step_said (conversation, (guint) index), &conversation->steps[index]->context, &hello);
  return tl_hello_random (&hello, out);
}

void
tl_agreement_read (TlAgreement *self, const TlConversation *conversation, guint step)
{
  const TlContext *context = &conversation->steps[step]->context;

  *self = (TlAgreement){ .version = tl_version_for_keys (context->version),
                         .dtls = context->dtls,
                         .keyring = conversation->keyring,
                         .conversation = conversation };
  tl_suite (context->cipher_suite, &self->suite);
  self->randoms_known = read_random (conversation, step + 1, TL_MESSAGE_CLIENT_HELLO, self->randoms.client)
                        && read_random (conversation, step + 1, TL_MESSAGE_SERVER_HELLO, self->randoms.server);
}

bool
tl_agreement_secret (const TlAgreement *self, TlKeylogLabel label, TlSecret *secret)
{
  return self->keyring && self->randoms_known
         && tl_keyring_find_secret (self->keyring, label, tl_bytes (self->randoms.client, TL_RANDOM_SIZE), secret);
}
