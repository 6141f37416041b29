/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Encrypted ClientHello (RFC 9849): what became of it, as far as it can be told. Whether a server took it stands in eight bytes
 * that only those who know the hidden ClientHello can check (sections 7.2 and 7.2.1); but what it did instead can be seen from
 * outside.
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
  if (self->ech_verdict == TL_ECH_TAKEN)
    return TL_ECH_ACCEPTED;
  if (self->inner && (self->ech_verdict == TL_ECH_NOT_TAKEN || self->ech_refused)) /* it was opened: there is something to hide */
    return TL_ECH_REJECTED;
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
tl_ech_opening_id (TlEchOpening opening)
{
  switch (opening)
    {
    case TL_ECH_OPENED:
      return "opened";
    case TL_ECH_OTHER_KEY:
      return "other_key";
    case TL_ECH_NO_CONFIG:
      return "no_config";
    case TL_ECH_UNSUPPORTED:
      return "unsupported";
    case TL_ECH_UNSOUND:
      return "unsound";
    case TL_ECH_NOT_TRIED:
    default:
      return NULL;
    }
}

/* What became of it. */
static const char *
verdict_text (const TlConversation *self)
{
  switch (self->ech)
    {
    case TL_ECH_UNKNOWN:
      if (self->ech_opening == TL_ECH_OPENED)
        return _ ("The client sends an encrypted ClientHello. Whether the server took it cannot be told: what it answered is not in the "
                  "capture.");
      return _ ("The client sends an encrypted ClientHello, or random bytes of the same form: from outside the two cannot be "
                "told apart (RFC 9849, section 6.2), nor whether the server took it. If it did, the server name in clear is "
                "not the real one.");
    case TL_ECH_GREASE_LIKE:
      return _ ("The client sends what could be an encrypted ClientHello. The server did not take it, and the client sent "
                "data all the same, where one with something to hide must stop: so they were random bytes (GREASE; RFC "
                "9849, sections 6.1.6 and 6.2).");
    case TL_ECH_REJECTED:
      if (self->ech_opening == TL_ECH_OPENED)
        return _ ("The client sends an encrypted ClientHello. The server did not take it: the handshake is that of the ClientHello in "
                  "clear (RFC 9849, section 6.1.6).");
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

static const TlInnerHello *
find_inner (const TlConversation *self)
{
  for (guint i = 0; i < self->n_steps; i++)
    if (self->steps[i]->inner)
      return self->steps[i]->inner;
  return NULL;
}

static const char *
unsound_text (TlEchFault fault)
{
  switch (fault)
    {
    case TL_ECH_PADDING:
      return _ ("The encrypted ClientHello was opened, but what it is padded with is not zeros: a server has to refuse it (RFC 9849, "
                "section 5.1).");
    case TL_ECH_REFERENCES:
      return _ ("The encrypted ClientHello was opened, but the extensions that it borrows from the one in clear are not there like "
                "that: a server has to refuse it (RFC 9849, section 5.1).");
    case TL_ECH_NOT_INNER:
      return _ ("The encrypted ClientHello was opened, but it does not say that it is the inner one: a server has to refuse it (RFC "
                "9849, section 7.1).");
    case TL_ECH_TOO_LONG:
      return _ ("The encrypted ClientHello was opened, but with the extensions that it borrows from the one in clear it is longer than "
                "a message may be.");
    case TL_ECH_SOUND:
    case TL_ECH_NO_HELLO:
    default:
      return _ ("The encrypted ClientHello was opened, but what was in it is no ClientHello.");
    }
}

/* How it went with the keys. */
static char *
opening_text (const TlConversation *self)
{
  const TlInnerHello *inner = find_inner (self);

  if (self->inner_random_known)
    return g_strdup (_ ("This is known by the key log: the secret that opens the server’s messages goes by another client random than the "
                        "one in clear, and that is the one of the hidden ClientHello. To open that as well takes the server’s key for it, "
                        "or its secret (ECH_SECRET; RFC 9850, section 2.3)."));
  switch (self->ech_opening)
    {
    case TL_ECH_OPENED:
      if (self->inner_server_name)
        return g_strdup_printf (inner && inner->from_keylog
                                    ? _ ("The encrypted ClientHello was opened with the secret of the key log: it asks for %s.")
                                    : _ ("The encrypted ClientHello was opened with the server’s private key: it asks for %s."),
                                self->inner_server_name);
      return g_strdup (inner && inner->from_keylog
                           ? _ ("The encrypted ClientHello was opened with the secret of the key log.")
                           : _ ("The encrypted ClientHello was opened with the server’s private key."));
    case TL_ECH_OTHER_KEY:
      return g_strdup (_ ("The keys that were given do not open the encrypted ClientHello: it was made for another key, or it is random "
                          "bytes of the same form (GREASE), which no key opens."));
    case TL_ECH_NO_CONFIG:
      return g_strdup (_ ("The key log has a secret for the encrypted ClientHello (ECH_SECRET), but not the configuration that goes with "
                          "it (ECH_CONFIG; RFC 9850, section 2.3)."));
    case TL_ECH_UNSUPPORTED:
      return g_strdup (_ ("The encrypted ClientHello is sealed with a cipher that cannot be opened here."));
    case TL_ECH_UNSOUND:
      return g_strdup (unsound_text (inner ? inner->fault : TL_ECH_NO_HELLO));
    case TL_ECH_NOT_TRIED:
    default:
      return NULL;
    }
}

char *
tl_conversation_ech_text (const TlConversation *self)
{
  const char *verdict = verdict_text (self);
  g_autofree char *opening = opening_text (self);

  return verdict && opening ? g_strdup_printf ("%s %s", verdict, opening) : g_strdup (verdict);
}
