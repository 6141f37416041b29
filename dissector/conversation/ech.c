/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Encrypted ClientHello (RFC 9849): what became of it, as far as it can be told from outside. Whether a server took it
 * stands in eight bytes that only those who know the hidden ClientHello can check (sections 7.2 and 7.2.1); but what it did
 * instead can be seen.
 */
#include "dialogue-parts.h"

#include <glib/gi18n-lib.h>

TlEch
tl_dialogue_judge_ech (const TlDialogue *self)
{
  if (!self->client_hello || (!self->ech_offered && !self->client_hello_whole))
    return TL_ECH_UNSEEN;
  if (!self->ech_offered)
    return TL_ECH_NOT_OFFERED;
  if (!self->ech_refused)
    return TL_ECH_UNKNOWN;
  return self->directions[self->client].sent_data ? TL_ECH_GREASE_LIKE : TL_ECH_REJECTED;
}

const char *
tl_ech_id (TlEch ech)
{
  switch (ech)
    {
    case TL_ECH_NOT_OFFERED:
      return "not_offered";
    case TL_ECH_UNKNOWN:
      return "unknown";
    case TL_ECH_GREASE_LIKE:
      return "grease_like";
    case TL_ECH_REJECTED:
      return "rejected";
    case TL_ECH_ACCEPTED:
      return "accepted";
    case TL_ECH_UNSEEN:
    default:
      return NULL;
    }
}

const char *
tl_conversation_ech_text (const TlConversation *self)
{
  switch (self->ech)
    {
    case TL_ECH_UNKNOWN:
      return _ ("The client sends an encrypted ClientHello, or random bytes of the same form: from outside the two cannot be "
                "told apart (RFC 9849, section 6.2), nor whether the server took it. If it did, the server name in clear is "
                "not the real one.");
    case TL_ECH_GREASE_LIKE:
      return _ ("The client sends what could be an encrypted ClientHello. The server did not take it, and the client sent "
                "data all the same, where one with something to hide must stop: so they were random bytes (GREASE; RFC "
                "9849, sections 6.1.6 and 6.2).");
    case TL_ECH_REJECTED:
      return _ ("The client sends an encrypted ClientHello, or random bytes of the same form. The server did not take it: "
                "the handshake is that of the ClientHello in clear (RFC 9849, section 6.1.6).");
    case TL_ECH_ACCEPTED:
      return _ ("The server took the encrypted ClientHello: the handshake is that of the hidden one, and the server name in "
                "clear is not the real one (RFC 9849, section 6.1.5).");
    case TL_ECH_UNSEEN:
    case TL_ECH_NOT_OFFERED:
    default:
      return NULL;
    }
}
