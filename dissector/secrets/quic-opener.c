/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Which keys open which packet of QUIC. The kind of a packet says which secret they come from, and the version of QUIC the
 * labels they are derived with; in 1-RTT packets, which may come in any order, a bit says when they change.
 */
#include "quic-opener.h"

#include "kdf.h"

enum
{
  KEY_PHASE = 0x04 /* of the first byte of a short header (RFC 9000 section 17.3.1) */
};

typedef enum
{
  LEVEL_EARLY,
  LEVEL_HANDSHAKE,
  LEVEL_ONE_RTT,
  N_LEVELS
} Level;

/* Keys of one side for one kind of packet. */
typedef struct
{
  const TlQuicVersion *kind; /* whose labels they were derived with */
  TlSuite suite;
  TlSecret secret;
  TlProtection *keys;   /* NULL: there are none */
  TlOpenResult reason;  /* why */
  guint64 generation;   /* of the keyring in which their secret was looked for */
} LevelKeys;

/* One generation of the keys of 1-RTT packets (RFC 9001 section 6). */
typedef struct
{
  TlSecret secret;
  TlProtection *keys;
} Generation;

/* One side, as a sender. */
typedef struct
{
  LevelKeys levels[N_LEVELS]; /* the first generation, whose header protection stays (RFC 9001 section 6.1) */
  guint64 next_number[N_LEVELS]; /* after the largest that was opened; 0-RTT and 1-RTT packets share LEVEL_ONE_RTT */
  Generation latest;          /* after a key update; else empty */
  Generation before;          /* the one before @latest, where that is not the first */
  guint64 first_number;       /* of the packets of @latest, as far as they were opened */
  guint64 n_updates;
} Sender;

struct TlQuicOpener
{
  TlKeyring *keyring;
  guint8 client_random[TL_RANDOM_SIZE];
  bool client_known;
  bool server_known;
  bool supported;
  bool may_be_hidden; /* the random of the connection may be another one */
  bool found_hidden;
  bool hidden_is_cut; /* there were more secrets than are tried */
  TlSuite suite;
  Sender senders[2];
};

TlQuicOpener *
tl_quic_opener_new (TlKeyring *keyring)
{
  TlQuicOpener *self = g_new0 (TlQuicOpener, 1);

  self->keyring = tl_keyring_ref (keyring);
  return self;
}

static void
generation_clear (Generation *self)
{
  g_clear_pointer (&self->keys, tl_protection_free);
  tl_secret_clear (&self->secret);
}

static void
level_clear (LevelKeys *self)
{
  g_clear_pointer (&self->keys, tl_protection_free);
  tl_forget (self, sizeof *self);
}

static void
forget_keys (TlQuicOpener *self)
{
  for (guint i = 0; i < 2; i++)
    {
      Sender *sender = &self->senders[i];

      for (guint level = 0; level < N_LEVELS; level++)
        level_clear (&sender->levels[level]);
      generation_clear (&sender->latest);
      generation_clear (&sender->before);
      sender->n_updates = 0;
    }
}

void
tl_quic_opener_free (TlQuicOpener *self)
{
  forget_keys (self);
  tl_keyring_unref (self->keyring);
  tl_forget (self, sizeof *self);
  g_free (self);
}

void
tl_quic_opener_client_hello (TlQuicOpener *self, TlBytes random)
{
  if (random.length != TL_RANDOM_SIZE)
    return;
  if (self->client_known && memcmp (self->client_random, random.data, TL_RANDOM_SIZE) != 0)
    forget_keys (self);
  memcpy (self->client_random, random.data, TL_RANDOM_SIZE);
  self->client_known = true;
}

void
tl_quic_opener_server_hello (TlQuicOpener *self, guint16 cipher_suite)
{
  self->supported = tl_suite (cipher_suite, &self->suite) && self->suite.form == TL_SUITE_AEAD;
  self->server_known = true;
}

static Level
level_of (TlQuicPacketType packet)
{
  return packet == TL_QUIC_ZERO_RTT ? LEVEL_EARLY : packet == TL_QUIC_HANDSHAKE ? LEVEL_HANDSHAKE : LEVEL_ONE_RTT;
}

/* RFC 9000 section 12.3: 0-RTT and 1-RTT packets are numbered together. */
static guint64 *
next_number (Sender *sender, Level level)
{
  return &sender->next_number[level == LEVEL_HANDSHAKE ? LEVEL_HANDSHAKE : LEVEL_ONE_RTT];
}

static bool
find_secret (TlQuicOpener *self, TlQuicSender who, Level level, TlSecret *secret)
{
  TlPhase phase = TL_PHASE_EARLY + level; /* the levels are the phases that have keys */

  return tl_keyring_find_secret (self->keyring, tl_keylog_traffic_label (phase, who == TL_QUIC_FROM_SERVER),
                                 tl_bytes (self->client_random, TL_RANDOM_SIZE), secret);
}

/* Takes the header protection of @keys off. False where @packet is too short for that. */
static bool
open_header (TlProtection *keys, const TlQuicPacket *packet, guint64 expected, TlOpenedPacket *opened)
{
  TlBytes sample, payload = packet->bytes;
  guint8 mask[TL_QUIC_MASK];
  guint64 number;

  if (!tl_quic_sample (packet, &sample) || !tl_protection_mask (keys, sample, mask))
    return false;
  g_clear_pointer (&opened->header, g_byte_array_unref);
  opened->header = tl_quic_open_header (packet, mask, expected, &number);
  if (!tl_bytes_skip (&payload, opened->header->len))
    return false;
  opened->record = (TlSealedRecord){ .header = tl_bytes (opened->header->data, opened->header->len),
                                     .payload = payload,
                                     .sequence = number };
  return true;
}

/* The same keys for header and payload. */
static bool
try_keys (TlProtection *keys, const TlQuicPacket *packet, guint64 expected, TlOpenedPacket *opened)
{
  return open_header (keys, packet, expected, opened) && tl_protection_open (keys, &opened->record, &opened->opened);
}

/* Which suite the client took is nowhere said: only the right one verifies, and is kept. TLS_AES_128_CCM_8_SHA256, whose tag is
 * short, is not for QUIC (RFC 9001 section 5.3). */
static TlOpenResult
open_early (TlQuicOpener *self, TlQuicSender who, const TlQuicPacket *packet, TlOpenedPacket *opened)
{
  LevelKeys *level = &self->senders[who].levels[LEVEL_EARLY];
  guint64 expected = *next_number (&self->senders[who], LEVEL_EARLY);
  guint index = 0;

  if (level->keys && level->kind == packet->kind)
    return try_keys (level->keys, packet, expected, opened) ? TL_OPEN_OPENED : TL_OPEN_WRONG;
  level_clear (level);
  if (!find_secret (self, who, LEVEL_EARLY, &level->secret))
    return TL_OPEN_NO_SECRET;
  while (tl_suite_of_early_data (&index, level->secret.length, &level->suite))
    {
      g_autoptr (TlProtection) keys = NULL;

      if (level->suite.tag_size < TL_QUIC_TAG)
        continue;
      keys = tl_protection_new_quic (&level->suite, packet->kind->label, &level->secret);
      if (keys && try_keys (keys, packet, expected, opened))
        {
          level->keys = g_steal_pointer (&keys);
          level->kind = packet->kind;
          return TL_OPEN_OPENED;
        }
    }
  return TL_OPEN_WRONG;
}

/* Derives the keys of a level, unless that was done; anew when the keyring has got more secrets since. */
static LevelKeys *
keys_of (TlQuicOpener *self, TlQuicSender who, Level level, const TlQuicVersion *kind)
{
  LevelKeys *keys = &self->senders[who].levels[level];
  guint64 generation = tl_keyring_generation (self->keyring);

  if (keys->kind == kind && (keys->keys || keys->generation == generation))
    return keys;
  level_clear (keys);
  keys->kind = kind;
  keys->generation = generation;
  keys->suite = self->suite;
  if (!self->supported)
    keys->reason = TL_OPEN_UNSUPPORTED;
  else if (!find_secret (self, who, level, &keys->secret) || keys->secret.length != tl_hash_size (self->suite.hash))
    keys->reason = TL_OPEN_NO_SECRET;
  else
    {
      keys->keys = tl_protection_new_quic (&keys->suite, kind->label, &keys->secret);
      keys->reason = TL_OPEN_UNSUPPORTED;
    }
  return keys;
}

/* RFC 9001 section 6.1 */
static bool
derive_next (const LevelKeys *level, const TlSecret *secret, Generation *next)
{
  g_autofree char *label = g_strconcat (level->kind->label, "ku", NULL);

  if (!tl_derive_secret (level->suite.hash, false, secret, label, tl_bytes (NULL, 0), &next->secret))
    return false;
  next->keys = tl_protection_new_quic (&level->suite, level->kind->label, &next->secret);
  return next->keys != NULL;
}

/* The next keys, which are in force once they have opened something (RFC 9001 section 6.3). */
static bool
open_with_next (Sender *sender, const LevelKeys *level, TlOpenedPacket *opened)
{
  Generation next = { 0 };

  if (!derive_next (level, sender->latest.keys ? &sender->latest.secret : &level->secret, &next)
      || !tl_protection_open (next.keys, &opened->record, &opened->opened))
    {
      generation_clear (&next);
      return false;
    }
  generation_clear (&sender->before);
  sender->before = sender->latest;
  sender->latest = next;
  sender->first_number = opened->record.sequence;
  sender->n_updates++;
  tl_secret_clear (&next.secret);
  return true;
}

/* The keys before, for a packet that comes late (RFC 9001 section 6.5). */
static bool
open_with_before (const Sender *sender, const LevelKeys *level, TlOpenedPacket *opened)
{
  TlProtection *before = sender->n_updates > 1 ? sender->before.keys : level->keys;

  return tl_protection_open (before, &opened->record, &opened->opened);
}

/* The keys of the phase that the header shows, which protects it as the first ones do. */
static bool
open_one_rtt (Sender *sender, const LevelKeys *level, const TlQuicPacket *packet, TlOpenedPacket *opened)
{
  TlProtection *latest = sender->latest.keys ? sender->latest.keys : level->keys;

  if (!open_header (level->keys, packet, *next_number (sender, LEVEL_ONE_RTT), opened))
    return false;
  if (!(opened->header->data[0] & KEY_PHASE) == !(sender->n_updates & 1))
    {
      if (!tl_protection_open (latest, &opened->record, &opened->opened))
        return false;
      sender->first_number = MIN (sender->first_number, opened->record.sequence);
      return true;
    }
  if (sender->n_updates > 0 && opened->record.sequence < sender->first_number)
    return open_with_before (sender, level, opened);
  return open_with_next (sender, level, opened);
}

void
tl_quic_opener_expect_hidden (TlQuicOpener *self)
{
  self->may_be_hidden = true;
}

const guint8 *
tl_quic_opener_hidden_random (const TlQuicOpener *self)
{
  return self->found_hidden ? self->client_random : NULL;
}

bool
tl_quic_opener_hidden_is_cut (const TlQuicOpener *self)
{
  return self->hidden_is_cut;
}

/* A Handshake packet of the server, which is tried. */
typedef struct
{
  const TlQuicOpener *opener;
  const TlQuicPacket *packet;
} Trial;

static bool
try_hidden_secret (const TlSecret *secret, gpointer user_data)
{
  const Trial *trial = user_data;
  const Sender *server = &trial->opener->senders[TL_QUIC_FROM_SERVER];
  g_autoptr (TlProtection) keys = tl_protection_new_quic (&trial->opener->suite, trial->packet->kind->label, secret);
  TlOpenedPacket opened = { 0 };
  bool done = keys && try_keys (keys, trial->packet, server->next_number[LEVEL_HANDSHAKE], &opened);

  tl_opened_packet_clear (&opened);
  return done;
}

/* Looks for the one secret that opens @packet: whose random it is, is that of the connection. */
static void
find_hidden (TlQuicOpener *self, const TlQuicPacket *packet)
{
  Trial trial = { self, packet };
  guint8 random[TL_KEYLOG_NAME_SIZE];
  TlSearch result;

  self->may_be_hidden = false;
  result = tl_keyring_try_secrets (self->keyring, TL_KEYLOG_SERVER_HANDSHAKE_TRAFFIC_SECRET, tl_hash_size (self->suite.hash),
                                   try_hidden_secret, &trial, random);
  self->found_hidden = result == TL_SEARCH_FOUND;
  self->hidden_is_cut = result == TL_SEARCH_CUT;
  if (!self->found_hidden)
    return;
  memcpy (self->client_random, random, TL_RANDOM_SIZE);
  forget_keys (self);
}

static TlOpenResult
open_with_level (TlQuicOpener *self, TlQuicSender who, Level level, const TlQuicPacket *packet, TlOpenedPacket *opened)
{
  Sender *sender = &self->senders[who];
  const LevelKeys *keys = keys_of (self, who, level, packet->kind);

  if (keys->keys == NULL && keys->reason == TL_OPEN_NO_SECRET && self->may_be_hidden && who == TL_QUIC_FROM_SERVER
      && level == LEVEL_HANDSHAKE)
    {
      find_hidden (self, packet);
      keys = keys_of (self, who, level, packet->kind);
    }
  if (keys->keys == NULL)
    return keys->reason;
  if (level == LEVEL_ONE_RTT)
    return open_one_rtt (sender, keys, packet, opened) ? TL_OPEN_OPENED : TL_OPEN_WRONG;
  return try_keys (keys->keys, packet, *next_number (sender, level), opened) ? TL_OPEN_OPENED : TL_OPEN_WRONG;
}

TlOpenResult
tl_quic_opener_open (TlQuicOpener *self, TlQuicSender sender, const TlQuicPacket *packet, TlOpenedPacket *opened)
{
  Level level = level_of (packet->type);
  TlOpenResult result;

  *opened = (TlOpenedPacket){ 0 };
  if (!self->client_known || (level != LEVEL_EARLY && !self->server_known))
    return TL_OPEN_NO_HELLOS;
  if (packet->missing > 0)
    return TL_OPEN_LOST;
  if (packet->kind == NULL)
    return TL_OPEN_UNSUPPORTED;
  result = level == LEVEL_EARLY ? open_early (self, sender, packet, opened)
                                : open_with_level (self, sender, level, packet, opened);
  if (result == TL_OPEN_OPENED)
    {
      guint64 *next = next_number (&self->senders[sender], level);

      *next = MAX (*next, opened->record.sequence + 1);
    }
  else
    tl_opened_packet_clear (opened);
  return result;
}

void
tl_opened_packet_clear (TlOpenedPacket *self)
{
  g_clear_pointer (&self->header, g_byte_array_unref);
  tl_opened_record_clear (&self->opened);
  self->record = (TlSealedRecord){ 0 };
}

gsize
tl_quic_opener_size (const TlQuicOpener *self)
{
  return sizeof *self + 2 * (N_LEVELS + 2) * 1024; /* ciphers of GnuTLS, about */
}
