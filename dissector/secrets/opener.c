/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Which keys open which record. In TLS 1.2 and older a ChangeCipherSpec puts the agreed keys in force; in TLS 1.3 the messages
 * do. Where a message that does was lost, the next keys are tried: only the right ones verify.
 */
#include "opener-parts.h"

#include "../limits.h"

enum
{
  TLS12 = 0x0303,
  TLS13 = 0x0304
};

bool
tl_opener_is_13 (const TlOpener *self)
{
  return self->hello_known && self->server.version >= TLS13;
}

TlOpener *
tl_opener_new (TlKeyring *keyring, bool dtls)
{
  TlOpener *self = g_new0 (TlOpener, 1);

  self->keyring = tl_keyring_ref (keyring);
  self->dtls = dtls;
  for (guint i = 0; i < 2; i++)
    self->senders[i].reason = TL_OPEN_NO_HELLOS;
  return self;
}

static void
sender_clear (TlSender *sender)
{
  g_clear_pointer (&sender->current, tl_protection_free);
  g_clear_pointer (&sender->pending, tl_protection_free);
  tl_opener_clear_epochs (sender);
}

void
tl_opener_free (TlOpener *self)
{
  for (guint i = 0; i < 2; i++)
    sender_clear (&self->senders[i]);
  tl_keyring_unref (self->keyring);
  tl_forget (self, sizeof *self);
  g_free (self);
}

static TlBytes
client_random (const TlOpener *self)
{
  return tl_bytes (self->randoms.client, TL_RANDOM_SIZE);
}

/* A name of at most 32 bytes for a ticket, which may be of any length. */
static gsize
name_ticket (TlBytes ticket, guint8 name[TL_KEYLOG_NAME_SIZE])
{
  return ticket.length > 0 && tl_hash (GNUTLS_DIG_SHA256, ticket, name) ? TL_KEYLOG_NAME_SIZE : 0;
}

void
tl_opener_client_hello (TlOpener *self, TlBytes random, TlBytes session_id, TlBytes ticket, bool early_data)
{
  if (random.length != TL_RANDOM_SIZE)
    return;
  memcpy (self->randoms.client, random.data, TL_RANDOM_SIZE);
  self->n_offered[0] = session_id.length <= TL_KEYLOG_NAME_SIZE ? session_id.length : 0;
  if (self->n_offered[0] > 0)
    memcpy (self->offered[0], session_id.data, self->n_offered[0]);
  self->n_offered[1] = name_ticket (ticket, self->offered[1]);
  self->client_known = true;
  self->early_data = early_data;
}

/* RFC 5246 section 7.4.1.3: a session id that comes back says that its session is resumed. */
static bool
is_session_offered (const TlOpener *self)
{
  return self->n_offered[0] == self->n_session_id && memcmp (self->offered[0], self->session_id, self->n_session_id) == 0;
}

/* The main secret that a key log gives, or that an earlier conversation had, where this one resumes it. What was only offered says
 * nothing: a server may refuse it, and a new secret is made (RFC 5077 section 3.4). */
static bool
find_main_secret (TlOpener *self)
{
  if (tl_keyring_find_secret (self->keyring, TL_KEYLOG_CLIENT_RANDOM, client_random (self), &self->main_secret))
    return true;
  if (self->n_session_id > 0 && !(self->full && is_session_offered (self))
      && tl_keyring_find_secret (self->keyring, TL_KEYLOG_RSA_SESSION_ID, tl_bytes (self->session_id, self->n_session_id),
                                 &self->main_secret))
    return true;
  return !self->full && self->n_offered[1] > 0
         && tl_keyring_find_secret (self->keyring, TL_KEYLOG_TICKET, tl_bytes (self->offered[1], self->n_offered[1]),
                                    &self->main_secret);
}

bool
tl_opener_find_traffic_secret (TlOpener *self, guint who, TlPhase phase, TlSecret *secret)
{
  return tl_keyring_find_secret (self->keyring, tl_keylog_traffic_label (phase, who == TL_SENDER_SERVER),
                                 client_random (self), secret)
         && secret->length == tl_hash_size (self->suite.hash);
}

TlProtection *
tl_opener_protect (const TlOpener *self, const TlSuite *suite, const TlSecret *secret)
{
  return tl_protection_new_13 (suite, self->dtls, "key", "iv", self->dtls ? "sn" : NULL, secret);
}

/* TLS 1.3: puts the keys of @phase in force for @who, when the key log has their secret. */
static void
enter_phase (TlOpener *self, guint who, TlPhase phase)
{
  TlSender *sender = &self->senders[who];

  g_clear_pointer (&sender->current, tl_protection_free);
  sender->phase = phase;
  sender->sequence = 0;
  sender->sealed = true;
  if (!self->supported)
    sender->reason = TL_OPEN_UNSUPPORTED;
  else if (!tl_opener_find_traffic_secret (self, who, phase, &sender->secret))
    sender->reason = TL_OPEN_NO_SECRET;
  else
    {
      sender->current = tl_opener_protect (self, &self->suite, &sender->secret);
      sender->reason = TL_OPEN_UNSUPPORTED;
    }
}

void
tl_opener_server_hello (TlOpener *self, const TlOpenerServerHello *hello)
{
  self->server = *hello;
  self->supported = tl_suite (hello->cipher_suite, &self->suite);
  self->agreed = false;
  if (hello->random.length == TL_RANDOM_SIZE)
    memcpy (self->randoms.server, hello->random.data, TL_RANDOM_SIZE);
  self->n_session_id = hello->session_id.length <= TL_KEYLOG_NAME_SIZE ? hello->session_id.length : 0;
  if (self->n_session_id > 0)
    memcpy (self->session_id, hello->session_id.data, self->n_session_id);
  self->server.random = self->server.session_id = tl_bytes (NULL, 0);
  tl_secret_clear (&self->main_secret);
  tl_secret_clear (&self->other_secret);
  self->confirmed = self->full = false;
  self->n_ticket = 0;
  for (guint i = 0; i < 2; i++)
    self->senders[i].renewed = false;
  self->hello_known = self->client_known && hello->random.length == TL_RANDOM_SIZE;
  if (self->dtls || !tl_opener_is_13 (self))
    return;
  enter_phase (self, TL_SENDER_SERVER, TL_PHASE_HANDSHAKE);
  if (self->senders[TL_SENDER_CLIENT].phase == TL_PHASE_CLEAR) /* else early data has been read already */
    enter_phase (self, TL_SENDER_CLIENT, self->early_data ? TL_PHASE_EARLY : TL_PHASE_HANDSHAKE);
}

/* By what a later conversation resumes this one with. */
static void
learn_ticket (TlOpener *self)
{
  if (self->n_ticket > 0)
    tl_keyring_learn (self->keyring, TL_KEYLOG_TICKET, tl_bytes (self->ticket, self->n_ticket), &self->main_secret);
}

void
tl_opener_confirm (TlOpener *self)
{
  if (self->confirmed || self->main_secret.length == 0)
    return;
  self->confirmed = true;
  tl_keyring_learn (self->keyring, TL_KEYLOG_CLIENT_RANDOM, client_random (self), &self->main_secret);
  if (self->n_session_id > 0)
    tl_keyring_learn (self->keyring, TL_KEYLOG_RSA_SESSION_ID, tl_bytes (self->session_id, self->n_session_id),
                      &self->main_secret);
  learn_ticket (self);
}

void
tl_opener_expect_hidden (TlOpener *self)
{
  if (self->senders[TL_SENDER_SERVER].reason == TL_OPEN_NO_SECRET && self->senders[TL_SENDER_SERVER].phase == TL_PHASE_HANDSHAKE)
    self->hidden = TL_HIDDEN_MAYBE;
}

const guint8 *
tl_opener_hidden_random (const TlOpener *self)
{
  return self->hidden == TL_HIDDEN_FOUND ? self->randoms.client : NULL;
}

bool
tl_opener_hidden_is_cut (const TlOpener *self)
{
  return self->hidden == TL_HIDDEN_CUT;
}

/* The first record of the server, which is tried. */
typedef struct
{
  const TlOpener *opener;
  TlSealedRecord record;
} Trial;

static bool
try_hidden_secret (const TlSecret *secret, gpointer user_data)
{
  Trial *trial = user_data;
  g_autoptr (TlProtection) protection = tl_opener_protect (trial->opener, &trial->opener->suite, secret);
  g_auto (TlOpenedRecord) opened = { 0 };

  return protection && tl_protection_open (protection, &trial->record, &opened);
}

/* Looks for the one secret that opens @record: whose random it is, is that of the connection. */
static void
find_hidden (TlOpener *self, const TlSealedRecord *record)
{
  TlSender *client = &self->senders[TL_SENDER_CLIENT];
  Trial trial = { self, *record };
  guint8 random[TL_KEYLOG_NAME_SIZE];

  TlSearch result;

  trial.record.sequence = 0;
  result = tl_keyring_try_secrets (self->keyring, TL_KEYLOG_SERVER_HANDSHAKE_TRAFFIC_SECRET, tl_hash_size (self->suite.hash),
                                   try_hidden_secret, &trial, random);
  self->hidden = result == TL_SEARCH_CUT ? TL_HIDDEN_CUT : TL_HIDDEN_NOT;
  if (result != TL_SEARCH_FOUND)
    return;
  self->hidden = TL_HIDDEN_FOUND;
  memcpy (self->randoms.client, random, TL_RANDOM_SIZE);
  enter_phase (self, TL_SENDER_SERVER, TL_PHASE_HANDSHAKE);
  if (client->current == NULL)
    enter_phase (self, TL_SENDER_CLIENT, client->phase);
}

void
tl_opener_agree (TlOpener *self)
{
  TlWriteKeys keys[2];

  self->agreed = true;
  if (!self->supported || !self->hello_known || (self->main_secret.length == 0 && !find_main_secret (self)))
    return;
  if (tl_key_block (&self->suite, self->server.version, &self->main_secret, &self->randoms, keys))
    for (guint i = 0; i < 2; i++)
      {
        g_clear_pointer (&self->senders[i].pending, tl_protection_free);
        self->senders[i].pending
            = tl_protection_new (&self->suite, self->server.version, self->server.encrypt_then_mac, &keys[i]);
      }
  tl_forget (keys, sizeof keys);
}

TlOpenResult
tl_opener_reason (const TlOpener *self)
{
  return !self->hello_known ? TL_OPEN_NO_HELLOS : !self->supported ? TL_OPEN_UNSUPPORTED : TL_OPEN_NO_SECRET;
}

void
tl_opener_change_cipher_spec (TlOpener *self, guint who)
{
  TlSender *sender = &self->senders[who];

  if (self->dtls || tl_opener_is_13 (self))
    return; /* in DTLS the epoch tells; in TLS 1.3 it means nothing: RFC 9846 appendix E.4 */
  if (!self->agreed)
    tl_opener_agree (self);
  g_clear_pointer (&sender->current, tl_protection_free);
  sender->current = g_steal_pointer (&sender->pending);
  sender->renewed = true;
  sender->reason = tl_opener_reason (self);
  sender->sequence = 0;
  sender->sealed = true;
}

void
tl_opener_expect_new_secret (TlOpener *self)
{
  self->full = true;
}

/* The main secret that follows from @exchange. */
static void
compute_main_secret (TlOpener *self, const TlExchanged *exchange, TlBytes messages, TlSecret *secret)
{
  TlExchanged whole = *exchange;
  g_auto (TlPremaster) premaster = { 0 };
  guint8 hash[TL_SECRET_SIZE];
  TlBytes session_hash = { 0 };

  whole.client_random = client_random (self);
  whole.cipher_suite = self->server.cipher_suite;
  if (self->server.extended_main_secret && messages.data)
    session_hash = tl_bytes (hash, tl_session_hash (&self->suite, self->server.version, messages, hash));
  if ((self->server.extended_main_secret && session_hash.length == 0)
      || !tl_premaster_find (&premaster, self->keyring, &whole)
      || !tl_main_secret (&self->suite, self->server.version, tl_bytes (premaster.bytes, premaster.length), &self->randoms,
                          session_hash, secret))
    tl_secret_clear (secret);
}

void
tl_opener_client_key_exchange (TlOpener *self, const TlExchanged *exchange, TlBytes messages)
{
  self->full = true;
  if (!self->hello_known || !self->supported)
    return;
  compute_main_secret (self, exchange, messages, find_main_secret (self) ? &self->other_secret : &self->main_secret);
}

bool
tl_opener_swap_secrets (TlOpener *self)
{
  g_auto (TlSecret) secret = self->main_secret;

  if (self->other_secret.length == 0 || self->confirmed)
    return false;
  self->main_secret = self->other_secret;
  self->other_secret = secret;
  tl_opener_agree (self);
  return true;
}

void
tl_opener_new_session_ticket (TlOpener *self, TlBytes ticket)
{
  self->n_ticket = name_ticket (ticket, self->ticket);
  if (self->confirmed)
    learn_ticket (self);
}

/* In DTLS 1.3 the epoch of each record tells which keys it is sealed with. */
static bool
is_stream_13 (const TlOpener *self)
{
  return !self->dtls && tl_opener_is_13 (self);
}

void
tl_opener_finished (TlOpener *self, guint who)
{
  if (is_stream_13 (self) && self->senders[who].phase < TL_PHASE_APPLICATION)
    enter_phase (self, who, TL_PHASE_APPLICATION);
}

void
tl_opener_end_of_early_data (TlOpener *self)
{
  if (is_stream_13 (self) && self->senders[TL_SENDER_CLIENT].phase == TL_PHASE_EARLY)
    enter_phase (self, TL_SENDER_CLIENT, TL_PHASE_HANDSHAKE);
}

/* RFC 9846 section 7.2 */
static TlProtection *
next_generation (const TlOpener *self, const TlSender *sender, TlSecret *secret)
{
  TlBytes none = { 0 };

  if (sender->phase != TL_PHASE_APPLICATION || sender->secret.length == 0
      || !tl_derive_secret (self->suite.hash, self->dtls, &sender->secret, "traffic upd", none, secret))
    return NULL;
  return tl_opener_protect (self, &self->suite, secret);
}

static void
use_next_generation (TlSender *sender, TlProtection *next, const TlSecret *secret)
{
  g_clear_pointer (&sender->current, tl_protection_free);
  sender->current = next;
  sender->secret = *secret;
  sender->sequence = 0;
}

void
tl_opener_key_update (TlOpener *self, guint who)
{
  TlSender *sender = &self->senders[who];
  TlSecret secret = { 0 };
  TlProtection *next = is_stream_13 (self) ? next_generation (self, sender, &secret) : NULL;

  if (next)
    use_next_generation (sender, next, &secret);
  tl_secret_clear (&secret);
}

void
tl_opener_lost (TlOpener *self, guint who)
{
  self->senders[who].lost = true;
}

/* Tries the number that comes next; behind a loss, a few more. */
static bool
try_numbers (TlSender *sender, TlProtection *protection, guint64 first, TlSealedRecord *record, TlOpenedRecord *opened)
{
  guint64 tries = sender->lost ? TL_LIMIT_LOST_RECORDS : 1;

  for (guint64 i = 0; i < tries; i++)
    {
      record->sequence = first + i;
      if (tl_protection_open (protection, record, opened))
        {
          sender->sequence = record->sequence + 1;
          sender->lost = false;
          return true;
        }
    }
  return false;
}

/* TLS 1.3: a KeyUpdate may have been lost. */
static bool
try_next_generation (TlOpener *self, TlSender *sender, TlSealedRecord *record, TlOpenedRecord *opened)
{
  g_auto (TlSecret) secret = { 0 };
  g_autoptr (TlProtection) next = sender->lost ? next_generation (self, sender, &secret) : NULL;
  guint64 sequence;

  if (next == NULL || !try_numbers (sender, next, 0, record, opened))
    return false;
  sequence = sender->sequence;
  use_next_generation (sender, g_steal_pointer (&next), &secret);
  sender->sequence = sequence;
  return true;
}

/* TLS 1.3: the message that puts the next keys in force may have been lost, or never been sent: EndOfEarlyData is not where
 * the server does not take early data (RFC 9846 section 4.3.10). */
static bool
try_next_phase (TlOpener *self, guint who, TlSealedRecord *record, TlOpenedRecord *opened)
{
  TlSender *sender = &self->senders[who];
  TlSender saved;
  bool done;

  if (sender->phase == TL_PHASE_APPLICATION)
    return try_next_generation (self, sender, record, opened);
  saved = *sender;
  sender->current = NULL;
  enter_phase (self, who, saved.phase + 1);
  done = sender->current && try_numbers (sender, sender->current, 0, record, opened);
  if (done)
    g_clear_pointer (&saved.current, tl_protection_free);
  else
    {
      g_clear_pointer (&sender->current, tl_protection_free);
      *sender = saved;
    }
  tl_forget (&saved, sizeof saved);
  return done;
}

/* Early data may come before the ServerHello: only the right suite verifies. */
static bool
try_early_suites (TlOpener *self, TlSender *sender, TlSealedRecord *record, TlOpenedRecord *opened)
{
  TlSuite suite;
  guint index = 0;

  if (!self->early_data || self->hello_known
      || !tl_keyring_find_secret (self->keyring, TL_KEYLOG_CLIENT_EARLY_TRAFFIC_SECRET, client_random (self), &sender->secret))
    return false;
  while (tl_suite_of_early_data (&index, sender->secret.length, &suite))
    {
      g_autoptr (TlProtection) protection = tl_opener_protect (self, &suite, &sender->secret);

      if (protection && try_numbers (sender, protection, 0, record, opened))
        {
          sender->current = g_steal_pointer (&protection);
          sender->phase = TL_PHASE_EARLY;
          sender->sealed = true;
          return true;
        }
    }
  return false;
}

/* Puts the pending keys in force for whoever has changed to those of the other secret; without @new they are not needed. */
static void
settle_secrets (TlOpener *self, bool new)
{
  for (guint i = 0; i < 2; i++)
    {
      TlSender *sender = &self->senders[i];

      if (!sender->renewed)
        continue;
      if (new && sender->pending)
        {
          g_clear_pointer (&sender->current, tl_protection_free);
          sender->current = g_steal_pointer (&sender->pending);
          sender->sequence = 0;
        }
      g_clear_pointer (&sender->pending, tl_protection_free);
    }
}

/* TLS 1.2 and older: the first record does not verify with what a key log says, but it may with what was exchanged. */
static bool
try_other_secret (TlOpener *self, TlSender *sender, TlSealedRecord *record, TlOpenedRecord *opened)
{
  bool done;

  if (!sender->renewed || sender->current == NULL || sender->sequence > 0 || !tl_opener_swap_secrets (self))
    return false;
  done = sender->pending && try_numbers (sender, sender->pending, 0, record, opened);
  if (done)
    {
      guint64 next = sender->sequence;

      settle_secrets (self, true);
      sender->sequence = next;
      tl_opener_confirm (self);
      return true;
    }
  tl_opener_swap_secrets (self);
  settle_secrets (self, false);
  return false;
}

static TlOpenResult
open_stream (TlOpener *self, guint who, TlSealedRecord *record, TlOpenedRecord *opened)
{
  TlSender *sender = &self->senders[who];

  if (self->hidden == TL_HIDDEN_MAYBE && who == TL_SENDER_SERVER)
    find_hidden (self, record);
  if (sender->current && try_numbers (sender, sender->current, sender->sequence, record, opened))
    {
      if (sender->renewed)
        tl_opener_confirm (self);
      return TL_OPEN_OPENED;
    }
  if (try_other_secret (self, sender, record, opened))
    return TL_OPEN_OPENED;
  if (tl_opener_is_13 (self) && try_next_phase (self, who, record, opened))
    return TL_OPEN_OPENED;
  if (who == TL_SENDER_CLIENT && sender->current == NULL && try_early_suites (self, sender, record, opened))
    return TL_OPEN_OPENED;
  if (sender->current == NULL && sender->sealed && sender->reason == TL_OPEN_NO_HELLOS && self->hello_known)
    return TL_OPEN_TOO_EARLY;
  if (sender->current == NULL)
    return sender->sealed ? sender->reason : tl_opener_reason (self);
  sender->sequence++; /* a record that was damaged counts too */
  return sender->lost ? TL_OPEN_LOST : TL_OPEN_WRONG;
}

TlOpenResult
tl_opener_open (TlOpener *self, guint who, TlSealedRecord *record, TlOpenedRecord *opened)
{
  TlOpenResult result;

  *opened = (TlOpenedRecord){ 0 };
  result = self->dtls ? tl_opener_open_datagram (self, who, record, opened) : open_stream (self, who, record, opened);
  return result == TL_OPEN_OPENED && opened->untyped ? TL_OPEN_UNTYPED : result;
}

gsize
tl_opener_size (const TlOpener *self)
{
  return sizeof *self + 2 * (self->dtls ? TL_EPOCHS + 1u : 2u) * 1024; /* ciphers of GnuTLS, about */
}
