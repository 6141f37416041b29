/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Which keys open which record of DTLS: its epoch says it (RFC 6347 section 4.1, RFC 9147 section 6.1). Anybody can write an
 * epoch: keys come into force with the first record that they verify, and stay for those that come late.
 */
#include "opener-parts.h"

static void
keys_clear (TlEpochKeys *keys)
{
  g_clear_pointer (&keys->protection, tl_protection_free);
  tl_secret_clear (&keys->secret);
}

void
tl_opener_clear_epochs (TlSender *sender)
{
  for (guint i = 0; i < TL_EPOCHS; i++)
    keys_clear (&sender->epochs[i]);
}

/* The keys of @epoch are in force. */
static void
put_in_force (TlSender *sender, guint64 epoch, TlEpochKeys *keys)
{
  TlEpochKeys *place = &sender->epochs[epoch % TL_EPOCHS];

  keys_clear (place);
  *place = *keys;
  place->epoch = epoch;
  sender->epoch = MAX (sender->epoch, epoch);
  tl_forget (keys, sizeof *keys);
}

/* With the other secret that may be right. Anybody can send a datagram: where it does not verify either, all is as it was. */
static bool
open_with_other (TlOpener *self, TlSender *sender, const TlSealedRecord *record, TlOpenedRecord *opened)
{
  if (!tl_opener_swap_secrets (self))
    return false;
  if (sender->pending && tl_protection_open (sender->pending, record, opened))
    return true;
  tl_opener_swap_secrets (self);
  return false;
}

/* An epoch that follows the one in force begins with the keys that were agreed on last. */
static TlOpenResult
open_next_epoch (TlOpener *self, TlSender *sender, guint64 epoch, const TlSealedRecord *record, TlOpenedRecord *opened)
{
  TlEpochKeys keys = { 0 };

  if (!self->agreed || self->main_secret.length == 0)
    tl_opener_agree (self);
  if (sender->pending == NULL)
    return self->main_secret.length > 0 ? TL_OPEN_NO_HELLOS : tl_opener_reason (self);
  if (!tl_protection_open (sender->pending, record, opened) && !open_with_other (self, sender, record, opened))
    return TL_OPEN_WRONG;
  tl_opener_confirm (self);
  keys.protection = g_steal_pointer (&sender->pending);
  put_in_force (sender, epoch, &keys);
  return TL_OPEN_OPENED;
}

TlOpenResult
tl_opener_open_datagram (TlOpener *self, guint who, TlSealedRecord *record, TlOpenedRecord *opened)
{
  TlSender *sender = &self->senders[who];
  guint64 epoch = record->sequence >> 48;
  TlEpochKeys *keys = &sender->epochs[epoch % TL_EPOCHS];

  if (keys->protection && keys->epoch == epoch)
    return tl_protection_open (keys->protection, record, opened) ? TL_OPEN_OPENED : TL_OPEN_WRONG;
  if (epoch != sender->epoch + 1)
    return sender->epoch > 0 ? TL_OPEN_NO_HELLOS : tl_opener_reason (self);
  return open_next_epoch (self, sender, epoch, record, opened);
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

/* RFC 9147 section 4.2.3: the number in the header is hidden by a mask that follows from the ciphertext. */
static bool
open_with (TlEpochKeys *keys, TlUnifiedHeader *header, TlSealedRecord *record, TlOpenedRecord *opened)
{
  guint64 bits = 0;
  guint8 mask[5];

  if (keys->protection == NULL || !tl_protection_mask (keys->protection, record->payload, mask))
    return false;
  memcpy (header->plain, header->bytes.data, header->bytes.length);
  for (gsize i = 0; i < header->number_size; i++)
    {
      header->plain[header->number + i] ^= mask[i];
      bits = bits << 8 | header->plain[header->number + i];
    }
  record->header = tl_bytes (header->plain, header->bytes.length);
  record->sequence = full_number (keys->next, bits, header->number_size);
  if (!tl_protection_open (keys->protection, record, opened))
    return false;
  keys->next = MAX (keys->next, record->sequence + 1);
  return true;
}

/* The keys of a handshake and its first application data are those of the key log. */
static void
make_keys (TlOpener *self, guint who, guint epoch)
{
  TlEpochKeys keys = { .epoch = epoch };

  if (epoch == TL_PHASE_CLEAR || !tl_opener_find_traffic_secret (self, who, (TlPhase) epoch, &keys.secret))
    return;
  keys.protection = tl_opener_protect (self, &self->suite, &keys.secret);
  self->senders[who].epochs[epoch] = keys;
  tl_forget (&keys, sizeof keys);
}

/* RFC 9147 section 8: after a KeyUpdate and the ACK for it, the sender uses the next keys. */
static bool
open_with_next (TlOpener *self, TlSender *sender, TlUnifiedHeader *header, TlSealedRecord *record, TlOpenedRecord *opened)
{
  const TlEpochKeys *latest = &sender->epochs[sender->epoch % TL_EPOCHS];
  TlEpochKeys keys = { 0 };
  TlBytes none = { 0 };

  if (sender->epoch < TL_PHASE_APPLICATION || header->epoch != (sender->epoch + 1) % TL_EPOCHS
      || !tl_derive_secret (self->suite.hash, true, &latest->secret, "traffic upd", none, &keys.secret))
    return false;
  keys.protection = tl_opener_protect (self, &self->suite, &keys.secret);
  if (open_with (&keys, header, record, opened))
    {
      put_in_force (sender, sender->epoch + 1, &keys);
      return true;
    }
  keys_clear (&keys);
  return false;
}

/* Early data may come before the ServerHello: only the right suite verifies. */
static bool
open_early (TlOpener *self, TlSender *sender, TlUnifiedHeader *header, TlSealedRecord *record, TlOpenedRecord *opened)
{
  TlEpochKeys keys = { 0 };
  TlSuite suite;
  guint index = 0;

  if (!self->early_data || header->epoch != TL_PHASE_EARLY
      || !tl_keyring_find_secret (self->keyring, TL_KEYLOG_CLIENT_EARLY_TRAFFIC_SECRET,
                                  tl_bytes (self->randoms.client, TL_RANDOM_SIZE), &keys.secret))
    return false;
  while (tl_suite_of_early_data (&index, keys.secret.length, &suite))
    {
      keys.protection = tl_opener_protect (self, &suite, &keys.secret);
      if (open_with (&keys, header, record, opened))
        {
          put_in_force (sender, TL_PHASE_EARLY, &keys);
          return true;
        }
      g_clear_pointer (&keys.protection, tl_protection_free);
    }
  keys_clear (&keys);
  return false;
}

static TlOpenResult
open_unified (TlOpener *self, guint who, TlUnifiedHeader *header, TlSealedRecord *record, TlOpenedRecord *opened)
{
  TlSender *sender = &self->senders[who];
  TlEpochKeys *keys = &sender->epochs[header->epoch];

  if (keys->protection == NULL && tl_opener_is_13 (self) && self->supported)
    make_keys (self, who, header->epoch);
  if (open_with (keys, header, record, opened))
    {
      sender->epoch = MAX (sender->epoch, keys->epoch);
      return TL_OPEN_OPENED;
    }
  if (!self->hello_known && who == TL_SENDER_CLIENT && open_early (self, sender, header, record, opened))
    return TL_OPEN_OPENED;
  if (!tl_opener_is_13 (self) || !self->supported)
    return tl_opener_reason (self);
  if (open_with_next (self, sender, header, record, opened))
    return TL_OPEN_OPENED;
  return keys->protection || sender->epoch >= TL_PHASE_APPLICATION ? TL_OPEN_WRONG : TL_OPEN_NO_SECRET;
}

TlOpenResult
tl_opener_open_unified (
    TlOpener *self, guint who, TlUnifiedHeader *header, TlSealedRecord *record, TlOpenedRecord *opened)
{
  TlOpenResult result;

  *opened = (TlOpenedRecord) { 0 };
  result = open_unified (self, who, header, record, opened);
  return result == TL_OPEN_OPENED && opened->untyped ? TL_OPEN_UNTYPED : result;
}
