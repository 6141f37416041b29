/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Computes the binder of a pre-shared key that a ClientHello offers, and compares (RFC 9846 section 4.3.11.2).
 */
#include "proof-parts.h"

#include "../conversation/exchange.h"
#include "../display.h"

#include <glib/gi18n-lib.h>

enum
{
  SHOWN_OF_IDENTITY = 32
};

/* A key that was given for what is offered, and what its binder should be. */
typedef struct
{
  guint8 bytes[TL_PSK_SIZE];
  gsize length;
  gnutls_digest_algorithm_t hash;
  TlSecret early_secret;
  TlSecret finished_key;
  TlSecret binder;
  TlTristate holds;
  bool ticket; /* it is that of a ticket, which came in another conversation */
} TriedKey;

static void
tried_key_clear (TriedKey *self)
{
  tl_forget (self, sizeof *self);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TriedKey, tried_key_clear)

/* The ClientHello of step @index, read. */
typedef struct
{
  TlOfferedPsks offered;
  GByteArray *messages; /* that the binders cover; NULL: they are not all there */
  char *covers;
  bool dtls;
} Offer;

static void
offer_clear (Offer *self)
{
  g_clear_pointer (&self->messages, g_byte_array_unref);
  g_free (self->covers);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Offer, offer_clear)

/* Behind a HelloRetryRequest, whose suite tells the hash, the messages before are covered, too. */
static gnutls_digest_algorithm_t
hash_of_offer (const TlOfferedPsks *offered)
{
  for (guint i = 0; i < offered->n; i++)
    if (tl_psk_hash (offered->psks[i].binder.length) != GNUTLS_DIG_UNKNOWN)
      return tl_psk_hash (offered->psks[i].binder.length);
  return GNUTLS_DIG_UNKNOWN;
}

static bool
read_offer (Offer *self, const TlConversation *conversation, guint index)
{
  const TlStep *step = conversation->steps[index];
  TlBytes message = tl_bytes_of (step->bytes);
  g_auto (TlTranscript) before = { 0 };
  g_autofree char *names = NULL;

  *self = (Offer){ .dtls = step->context.dtls };
  tl_offered_psks_read (message, &step->context, &self->offered);
  if (self->offered.n == 0 || self->offered.truncated == 0)
    return false;
  tl_transcript_read (&before, conversation, index, false, hash_of_offer (&self->offered));
  if (before.state != TL_TRANSCRIPT_WHOLE)
    return true;
  self->messages = g_byte_array_ref (before.bytes);
  g_byte_array_append (self->messages, message.data, (guint) self->offered.truncated);
  names = tl_transcript_text (&before, conversation);
  self->covers = before.steps->len > 0 ? g_strdup_printf (_ ("%s, ClientHello up to the binders"), names)
                                       : g_strdup (_ ("ClientHello up to the binders"));
  return true;
}

/* A key that is everybody's need not be that of a ticket: then nothing is said. False where there is nothing to say. */
static bool
try_key (TriedKey *self, const Offer *offer, guint which, TlKeyring *keyring)
{
  const TlOfferedPsk *psk = &offer->offered.psks[which];
  TlBytes messages = tl_bytes (offer->messages->data, offer->messages->len);
  TlPskKind kind = TL_PSK_EXTERNAL;
  bool own;

  *self = (TriedKey){ .hash = tl_psk_hash (psk->binder.length), .holds = TL_NO };
  own = tl_psk_is_own (keyring, psk->identity, &self->ticket);
  self->length = tl_psk_find (keyring, psk->identity, self->bytes);
  if (self->length == 0 || self->hash == GNUTLS_DIG_UNKNOWN
      || !tl_psk_early_secret (self->hash, tl_bytes (self->bytes, self->length), &self->early_secret))
    return false;
  if (tl_psk_verify (self->hash, offer->dtls, &self->early_secret, messages, psk->binder, &kind))
    self->holds = TL_YES;
  else if (psk->age != 0 && !own)
    return false;
  else
    kind = psk->age != 0 ? TL_PSK_RESUMPTION : TL_PSK_EXTERNAL;
  return tl_psk_binder (self->hash, offer->dtls, &self->early_secret, kind, messages, &self->finished_key, &self->binder);
}

gsize
tl_binder_find_key (const TlConversation *conversation, guint step, guint which, guint8 key[TL_PSK_SIZE], bool *ticket)
{
  g_auto (Offer) offer = { 0 };
  g_auto (TriedKey) tried = { 0 };

  if (conversation->keyring == NULL || conversation->steps[step]->bytes == NULL
      || !read_offer (&offer, conversation, step) || offer.messages == NULL || which >= offer.offered.n
      || !try_key (&tried, &offer, which, conversation->keyring) || tried.holds != TL_YES)
    return 0;
  memcpy (key, tried.bytes, tried.length);
  *ticket = tried.ticket;
  return tried.length;
}

/* Free with g_free(). */
static char *
verdict_text (const TlOfferedPsk *psk, const TriedKey *tried)
{
  g_autofree char *identity = tl_display_text (psk->identity, SHOWN_OF_IDENTITY);

  if (tried->ticket && tried->holds == TL_YES)
    return g_strdup (_ ("The binder of the ticket, computed again, is the same: who sent it has the key that it stands for."));
  return g_strdup_printf (
      tried->holds == TL_YES ? _ ("The binder of “%s”, computed again, is the same: who sent it has the pre-shared key that was given.")
                             : _ ("The binder of “%s”, computed again, is not the same: the pre-shared key that was given for it is "
                                  "another one, or somebody changed the message."),
      identity);
}

static void
fill_in (TlProof *proof, const Offer *offer, const TlOfferedPsk *psk, const TriedKey *tried)
{
  proof->holds = tried->holds;
  proof->covered = g_bytes_new (offer->messages->data, offer->messages->len);
  proof->covers = g_strdup (offer->covers);
  proof->found = g_bytes_new (psk->binder.data, psk->binder.length);
  proof->computed = g_bytes_new (tried->binder.bytes, tried->binder.length);
  proof->key = tl_secret_keep (tl_secret_bytes (&tried->finished_key));
  proof->text = verdict_text (psk, tried);
  proof->recipe = tl_recipe_binder (proof, tried->hash);
}

void
tl_prove_binder (TlProof *proof, const TlConversation *conversation, guint index)
{
  g_auto (Offer) offer = { 0 };
  g_auto (TriedKey) best = { 0 };
  guint which = 0;

  proof->kind = TL_PROOF_BINDER;
  if (conversation->keyring == NULL || tl_keyring_n_psks (conversation->keyring) == 0
      || !read_offer (&offer, conversation, index))
    return;
  if (offer.messages == NULL)
    {
      proof->text = g_strdup (_ ("It cannot be checked: messages that the binders cover are missing from the capture."));
      return;
    }
  for (guint i = 0; i < offer.offered.n && best.holds != TL_YES; i++)
    {
      g_auto (TriedKey) tried = { 0 };

      if (!try_key (&tried, &offer, i, conversation->keyring) || (best.length > 0 && tried.holds != TL_YES))
        continue;
      best = tried;
      which = i;
    }
  if (best.length > 0)
    fill_in (proof, &offer, &offer.offered.psks[which], &best);
}
