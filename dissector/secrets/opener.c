/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Which keys open which record. In TLS 1.2 and older a ChangeCipherSpec puts the agreed keys in force; in TLS 1.3 the messages
 * do. Where a message that does was lost, the next keys are tried: only the right ones verify.
 */
#include "opener.h"

#include "../limits.h"

enum
{
  TLS12 = 0x0303,
  TLS13 = 0x0304,
  RSA_NAME = 8 /* bytes of an encrypted premaster secret by which a key log names it */
};

/* The keys of TLS 1.3, in the order in which a sender goes through them. */
typedef enum
{
  PHASE_CLEAR,
  PHASE_EARLY,
  PHASE_HANDSHAKE,
  PHASE_APPLICATION
} Phase;

/* One side, as a sender. */
typedef struct
{
  TlProtection *current;  /* NULL: nothing is sealed, or it cannot be opened */
  TlProtection *pending;  /* TLS 1.2 and older: from ChangeCipherSpec on */
  TlProtection *before;   /* DTLS: of the epoch before, whose records may still come */
  guint64 sequence;       /* of the next record */
  guint64 highest;        /* DTLS 1.3: the highest number opened, and one */
  guint16 epoch;          /* DTLS: of @current */
  Phase phase;
  TlSecret secret;        /* TLS 1.3: the traffic secret that @current was made of */
  TlOpenResult reason;    /* why @current is NULL */
  bool lost;              /* records are missing: the next number is not known */
  bool sealed;            /* a ChangeCipherSpec was seen, or TLS 1.3 has begun */
} Sender;

struct TlOpener
{
  TlKeyring *keyring;
  bool dtls;
  bool hello_known;       /* both hellos were seen */
  bool client_known;
  bool early_data;
  bool agreed;            /* TLS 1.2 and older: the pending keys are those of the last hellos */
  TlOpenerServerHello server;
  TlSuite suite;
  bool supported;
  TlRandoms randoms;
  TlSecret main_secret;   /* TLS 1.2 and older */
  guint8 session_id[TL_KEYLOG_NAME_SIZE]; /* of the ServerHello */
  gsize n_session_id;
  guint8 offered[2][TL_KEYLOG_NAME_SIZE]; /* of the ClientHello: the session id, and the hash of the ticket */
  gsize n_offered[2];
  Sender senders[2];
};

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
sender_clear (Sender *sender)
{
  g_clear_pointer (&sender->current, tl_protection_free);
  g_clear_pointer (&sender->pending, tl_protection_free);
  g_clear_pointer (&sender->before, tl_protection_free);
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

/* The suites that early data can be sealed with: which one is only known when the server answers, but it has the hash that
 * the secret is as long as (RFC 9846 section 4.3.10). */
static const guint16 early_suites[] = { 0x1301, 0x1302, 0x1303, 0x1304, 0x1305 };

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

/* The main secret that a key log gives, or that an earlier conversation had, which this one resumes. */
static bool
find_main_secret (TlOpener *self)
{
  if (tl_keyring_find_secret (self->keyring, TL_KEYLOG_CLIENT_RANDOM, client_random (self), &self->main_secret))
    return true;
  for (guint i = 0; i < 2; i++)
    if (self->n_offered[i] > 0
        && tl_keyring_find_secret (self->keyring, i == 0 ? TL_KEYLOG_RSA_SESSION_ID : TL_KEYLOG_TICKET,
                                   tl_bytes (self->offered[i], self->n_offered[i]), &self->main_secret))
      return true;
  return self->n_session_id > 0
         && tl_keyring_find_secret (self->keyring, TL_KEYLOG_RSA_SESSION_ID, tl_bytes (self->session_id, self->n_session_id),
                                    &self->main_secret);
}

/* TLS 1.3: puts the keys of @phase in force for @who, when the key log has their secret. */
static void
enter_phase (TlOpener *self, guint who, Phase phase)
{
  static const TlKeylogLabel labels[][2] = {
    [PHASE_EARLY] = { TL_KEYLOG_CLIENT_EARLY_TRAFFIC_SECRET, TL_KEYLOG_NONE },
    [PHASE_HANDSHAKE] = { TL_KEYLOG_CLIENT_HANDSHAKE_TRAFFIC_SECRET, TL_KEYLOG_SERVER_HANDSHAKE_TRAFFIC_SECRET },
    [PHASE_APPLICATION] = { TL_KEYLOG_CLIENT_TRAFFIC_SECRET_0, TL_KEYLOG_SERVER_TRAFFIC_SECRET_0 },
  };
  Sender *sender = &self->senders[who];

  g_clear_pointer (&sender->before, tl_protection_free);
  sender->before = g_steal_pointer (&sender->current);
  sender->phase = phase;
  sender->sequence = sender->highest = 0;
  sender->epoch = (guint16) phase;
  sender->sealed = true;
  if (!self->supported)
    sender->reason = TL_OPEN_UNSUPPORTED;
  else if (!tl_keyring_find_secret (self->keyring, labels[phase][who], client_random (self), &sender->secret)
           || sender->secret.length != tl_hash_size (self->suite.hash))
    sender->reason = TL_OPEN_NO_SECRET;
  else
    {
      sender->current
          = tl_protection_new_13 (&self->suite, self->dtls, "key", "iv", self->dtls ? "sn" : NULL, &sender->secret);
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
  self->hello_known = self->client_known && hello->random.length == TL_RANDOM_SIZE;
  if (!self->hello_known || hello->version < TLS13)
    return;
  enter_phase (self, TL_SENDER_SERVER, PHASE_HANDSHAKE);
  if (self->senders[TL_SENDER_CLIENT].phase == PHASE_CLEAR) /* else early data has been read already */
    enter_phase (self, TL_SENDER_CLIENT, self->early_data ? PHASE_EARLY : PHASE_HANDSHAKE);
}

/* Makes the keys of both sides from the main secret. */
static void
agree (TlOpener *self)
{
  TlWriteKeys keys[2];

  self->agreed = true;
  if (!self->supported || !self->hello_known || (self->main_secret.length == 0 && !find_main_secret (self)))
    return;
  tl_keyring_learn (self->keyring, TL_KEYLOG_CLIENT_RANDOM, client_random (self), &self->main_secret);
  if (self->n_session_id > 0)
    tl_keyring_learn (self->keyring, TL_KEYLOG_RSA_SESSION_ID, tl_bytes (self->session_id, self->n_session_id),
                      &self->main_secret);
  if (tl_key_block (&self->suite, self->server.version, &self->main_secret, &self->randoms, keys))
    for (guint i = 0; i < 2; i++)
      {
        g_clear_pointer (&self->senders[i].pending, tl_protection_free);
        self->senders[i].pending
            = tl_protection_new (&self->suite, self->server.version, self->server.encrypt_then_mac, &keys[i]);
      }
  tl_forget (keys, sizeof keys);
}

static TlOpenResult
reason_for_none (const TlOpener *self)
{
  return !self->hello_known ? TL_OPEN_NO_HELLOS : !self->supported ? TL_OPEN_UNSUPPORTED : TL_OPEN_NO_SECRET;
}

void
tl_opener_change_cipher_spec (TlOpener *self, guint who)
{
  Sender *sender = &self->senders[who];

  if (self->hello_known && self->server.version >= TLS13)
    return; /* means nothing there: RFC 9846 appendix E.4 */
  if (!self->agreed)
    agree (self);
  g_clear_pointer (&sender->before, tl_protection_free);
  sender->before = g_steal_pointer (&sender->current);
  sender->current = g_steal_pointer (&sender->pending);
  sender->reason = reason_for_none (self);
  sender->sequence = 0;
  sender->epoch++;
  sender->sealed = true;
}

/* The premaster secret, from wherever it is known. */
static gsize
find_premaster (TlOpener *self, TlBytes encrypted, guint8 *premaster, gsize size)
{
  TlBytes name = encrypted;

  if (encrypted.length >= RSA_NAME)
    {
      gsize n;

      name.length = RSA_NAME;
      n = tl_keyring_find (self->keyring, TL_KEYLOG_RSA, name, premaster, size);
      if (n > 0)
        return n;
    }
  return tl_keyring_find (self->keyring, TL_KEYLOG_PMS_CLIENT_RANDOM, client_random (self), premaster, size);
}

void
tl_opener_client_key_exchange (TlOpener *self, TlBytes encrypted, TlBytes session_hash)
{
  guint8 premaster[TL_KEYLOG_VALUE_SIZE];
  TlBytes none = { 0 };
  gsize n;

  if (!self->hello_known || !self->supported || find_main_secret (self))
    return;
  n = find_premaster (self, encrypted, premaster, sizeof premaster);
  if (n == 0
      || !tl_main_secret (&self->suite, self->server.version, tl_bytes (premaster, n), &self->randoms,
                          self->server.extended_main_secret ? session_hash : none, &self->main_secret))
    tl_secret_clear (&self->main_secret);
  tl_forget (premaster, sizeof premaster);
}

void
tl_opener_new_session_ticket (TlOpener *self, TlBytes ticket)
{
  guint8 name[TL_KEYLOG_NAME_SIZE];

  if (self->main_secret.length > 0 && name_ticket (ticket, name) > 0)
    tl_keyring_learn (self->keyring, TL_KEYLOG_TICKET, tl_bytes (name, sizeof name), &self->main_secret);
}

static bool
is_13 (const TlOpener *self)
{
  return self->hello_known && self->server.version >= TLS13;
}

void
tl_opener_finished (TlOpener *self, guint who)
{
  if (is_13 (self) && self->senders[who].phase < PHASE_APPLICATION)
    enter_phase (self, who, PHASE_APPLICATION);
}

void
tl_opener_end_of_early_data (TlOpener *self)
{
  if (is_13 (self) && self->senders[TL_SENDER_CLIENT].phase == PHASE_EARLY)
    enter_phase (self, TL_SENDER_CLIENT, PHASE_HANDSHAKE);
}

/* RFC 9846 section 7.2 */
static TlProtection *
next_generation (const TlOpener *self, const Sender *sender, TlSecret *secret)
{
  TlBytes none = { 0 };

  if (sender->phase != PHASE_APPLICATION || sender->secret.length == 0
      || !tl_derive_secret (self->suite.hash, self->dtls, &sender->secret, "traffic upd", none, secret))
    return NULL;
  return tl_protection_new_13 (&self->suite, self->dtls, "key", "iv", self->dtls ? "sn" : NULL, secret);
}

static void
use_next_generation (Sender *sender, TlProtection *next, const TlSecret *secret)
{
  g_clear_pointer (&sender->before, tl_protection_free);
  sender->before = sender->current;
  sender->current = next;
  sender->secret = *secret;
  sender->sequence = sender->highest = 0;
  sender->epoch++;
}

void
tl_opener_key_update (TlOpener *self, guint who)
{
  Sender *sender = &self->senders[who];
  TlSecret secret = { 0 };
  TlProtection *next = is_13 (self) ? next_generation (self, sender, &secret) : NULL;

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
try_numbers (Sender *sender, TlProtection *protection, guint64 first, TlSealedRecord *record, TlOpenedRecord *opened)
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

/* TLS 1.3: the message that puts the next keys in force may have been lost, or never been sent: EndOfEarlyData is not where
 * the server does not take early data (RFC 9846 section 4.3.10). */
static bool
try_next_phase (TlOpener *self, guint who, TlSealedRecord *record, TlOpenedRecord *opened)
{
  Sender *sender = &self->senders[who];
  Sender saved = *sender;
  TlSecret secret = { 0 };
  TlProtection *next;

  if (sender->phase == PHASE_APPLICATION)
    {
      next = sender->lost ? next_generation (self, sender, &secret) : NULL;
      if (next && try_numbers (sender, next, 0, record, opened))
        {
          guint64 sequence = sender->sequence;

          use_next_generation (sender, next, &secret);
          sender->sequence = sequence;
          return true;
        }
      g_clear_pointer (&next, tl_protection_free);
      return false;
    }
  sender->current = sender->before = NULL;
  enter_phase (self, who, saved.phase + 1);
  if (sender->current && try_numbers (sender, sender->current, 0, record, opened))
    {
      g_clear_pointer (&saved.before, tl_protection_free);
      sender->before = saved.current;
      return true;
    }
  g_clear_pointer (&sender->current, tl_protection_free);
  *sender = saved;
  return false;
}

/* Early data may come before the ServerHello: only the right suite verifies. */
static bool
try_early_suites (TlOpener *self, Sender *sender, TlSealedRecord *record, TlOpenedRecord *opened)
{
  if (!self->early_data || self->hello_known
      || !tl_keyring_find_secret (self->keyring, TL_KEYLOG_CLIENT_EARLY_TRAFFIC_SECRET, client_random (self), &sender->secret))
    return false;
  for (gsize i = 0; i < G_N_ELEMENTS (early_suites); i++)
    {
      g_autoptr (TlProtection) protection = NULL;
      TlSuite suite;

      if (!tl_suite (early_suites[i], &suite) || tl_hash_size (suite.hash) != sender->secret.length)
        continue;
      protection = tl_protection_new_13 (&suite, self->dtls, "key", "iv", self->dtls ? "sn" : NULL, &sender->secret);
      if (protection && try_numbers (sender, protection, 0, record, opened))
        {
          sender->current = g_steal_pointer (&protection);
          sender->phase = PHASE_EARLY;
          sender->sealed = true;
          return true;
        }
    }
  return false;
}

static TlOpenResult
open_stream (TlOpener *self, guint who, TlSealedRecord *record, TlOpenedRecord *opened)
{
  Sender *sender = &self->senders[who];

  if (sender->current && try_numbers (sender, sender->current, sender->sequence, record, opened))
    return TL_OPEN_OPENED;
  if (is_13 (self) && try_next_phase (self, who, record, opened))
    return TL_OPEN_OPENED;
  if (who == TL_SENDER_CLIENT && sender->current == NULL && try_early_suites (self, sender, record, opened))
    return TL_OPEN_OPENED;
  if (sender->current == NULL)
    return sender->sealed ? sender->reason : reason_for_none (self);
  sender->sequence++; /* a record that was damaged counts too */
  return sender->lost ? TL_OPEN_LOST : TL_OPEN_WRONG;
}

/* DTLS 1.2 and older: the epoch stands in the record, which may overtake the ChangeCipherSpec. */
static TlOpenResult
open_datagram (TlOpener *self, guint who, TlSealedRecord *record, TlOpenedRecord *opened)
{
  Sender *sender = &self->senders[who];
  guint16 epoch = (guint16) (record->sequence >> 48);
  TlProtection *protection;

  if (epoch == sender->epoch + 1)
    tl_opener_change_cipher_spec (self, who);
  protection = epoch == sender->epoch ? sender->current : epoch + 1 == sender->epoch ? sender->before : NULL;
  if (protection == NULL)
    return epoch == sender->epoch ? sender->reason : reason_for_none (self);
  return tl_protection_open (protection, record, opened) ? TL_OPEN_OPENED : TL_OPEN_WRONG;
}

TlOpenResult
tl_opener_open (TlOpener *self, guint who, TlSealedRecord *record, TlOpenedRecord *opened)
{
  TlOpenResult result;

  *opened = (TlOpenedRecord){ 0 };
  result = self->dtls ? open_datagram (self, who, record, opened) : open_stream (self, who, record, opened);
  return result;
}

/* The keys for the epoch whose two lowest bits are @epoch: those in force, those before, or the next (RFC 9147 section
 * 6.1). */
static TlProtection *
protection_of_epoch (TlOpener *self, guint who, guint epoch)
{
  Sender *sender = &self->senders[who];

  if (sender->phase < PHASE_APPLICATION && (guint) sender->phase < epoch && epoch <= PHASE_APPLICATION)
    enter_phase (self, who, (Phase) epoch);
  if (epoch == (sender->epoch & 3u))
    return sender->current;
  if (epoch == ((sender->epoch - 1u) & 3u))
    return sender->before;
  return NULL;
}

/* RFC 9147 section 4.2.2: the full number nearest to the one that is expected. */
static guint64
full_number (guint64 expected, guint64 bits, gsize size)
{
  guint64 window = (guint64) 1 << 8 * size;
  guint64 number = (expected & ~(window - 1)) | bits;

  if (number + window / 2 < expected)
    number += window;
  else if (number > expected + window / 2 && number >= window)
    number -= window;
  return number;
}

TlOpenResult
tl_opener_open_unified (TlOpener *self,
                        guint who,
                        guint epoch,
                        TlBytes header,
                        gsize number_offset,
                        gsize number_size,
                        TlSealedRecord *record,
                        guint8 *plain_header,
                        TlOpenedRecord *opened)
{
  Sender *sender = &self->senders[who];
  TlProtection *protection;
  guint64 bits = 0;
  guint8 mask[5];

  *opened = (TlOpenedRecord){ 0 };
  if (!is_13 (self))
    return reason_for_none (self);
  protection = protection_of_epoch (self, who, epoch);
  if (protection == NULL)
    return sender->reason;
  if (!tl_protection_mask (protection, record->payload, mask))
    return TL_OPEN_WRONG;
  memcpy (plain_header, header.data, header.length);
  for (gsize i = 0; i < number_size; i++)
    {
      plain_header[number_offset + i] ^= mask[i];
      bits = bits << 8 | plain_header[number_offset + i];
    }
  record->header = tl_bytes (plain_header, header.length);
  record->sequence = full_number (protection == sender->current ? sender->highest : 0, bits, number_size);
  if (!tl_protection_open (protection, record, opened))
    return TL_OPEN_WRONG;
  if (protection == sender->current)
    sender->highest = MAX (sender->highest, record->sequence + 1);
  return TL_OPEN_OPENED;
}

gsize
tl_opener_size (const TlOpener *self)
{
  return sizeof *self + 2 * 3 * 1024; /* ciphers of GnuTLS, about */
}
