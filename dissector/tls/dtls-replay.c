/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Which records of DTLS were seen before (RFC 6347 section 4.1.2.6, RFC 9147 section 4.5.1), and whether some of
 * the first epoch are missing.
 */
#include "dtls.h"

#include "../limits.h"

enum
{
  FIRST_RING = 16,
  N_TAGS = 64, /* ciphertexts of DTLS 1.3 that are remembered */
  TAG = 8      /* bytes of each, from its end: those of the AEAD's tag are as good as random */
};

/* Something that differs, as good as always, where @payload does; never 0. */
static guint32
digest_of (TlBytes payload)
{
  guint32 digest = 0x811c9dc5; /* FNV-1a */

  for (gsize i = 0; i < payload.length; i++)
    digest = (digest ^ payload.data[i]) * 0x01000193;
  return digest | 1;
}

static guint32 *
place_of (const TlDtlsReplay *self, guint64 sequence)
{
  return &self->digests[sequence & (self->n_digests - 1)];
}

/* A wider ring where the numbers span more, in proportion to the records that came. */
static void
widen (TlDtlsReplay *self, guint64 span)
{
  TlDtlsReplay old = *self;

  self->n_digests = MAX (self->n_digests, FIRST_RING);
  while (self->n_digests < MIN (span, FIRST_RING * self->count) && self->n_digests < TL_LIMIT_DTLS_REPLAY)
    self->n_digests *= 2;
  if (self->n_digests == old.n_digests)
    return;
  self->digests = g_new0 (guint32, self->n_digests);
  for (guint64 i = 0; i < old.n_digests && i <= old.highest; i++)
    *place_of (self, old.highest - i) = *place_of (&old, old.highest - i);
  g_free (old.digests);
}

/* The ring goes on to @sequence. */
static void
go_on (TlDtlsReplay *self, guint64 sequence)
{
  guint64 steps = MIN (sequence - self->highest, self->n_digests);

  for (guint64 i = 0; i < steps; i++)
    *place_of (self, sequence - i) = 0;
  self->highest = sequence;
}

/* A record of the first epoch. One with the number of another and other bytes is no replay: a server may count anew
 * when it has remembered nothing but a cookie (RFC 6347 section 4.2.1). */
static bool
is_new_in_clear (TlDtlsReplay *self, guint64 sequence, TlBytes payload)
{
  guint32 digest = digest_of (payload), *place;

  if (self->count == 0)
    self->lowest = self->highest = sequence;
  widen (self, MAX (self->highest, sequence) - MIN (self->lowest, sequence) + 1);
  if (sequence > self->highest)
    go_on (self, sequence);
  if (self->highest - sequence >= self->n_digests)
    return true; /* too long ago to be remembered */
  place = place_of (self, sequence);
  if (*place == digest)
    return false;
  self->count += *place == 0;
  self->lowest = MIN (self->lowest, sequence);
  *place = digest;
  return true;
}

/* A record of a later epoch: a window of 64 records, as in RFC 6347 section 4.1.2.6. */
static bool
is_new_in_window (TlDtlsReplay *self, guint16 epoch, guint64 sequence)
{
  guint64 behind;

  if (epoch < self->epoch)
    return true;
  if (epoch > self->epoch)
    {
      self->epoch = epoch;
      self->top = sequence;
      self->window = 0;
    }
  if (sequence > self->top)
    {
      self->window = sequence - self->top < 64 ? self->window << (sequence - self->top) : 0;
      self->top = sequence;
    }
  behind = self->top - sequence;
  if (behind >= 64)
    return true;
  if (self->window >> behind & 1)
    return false;
  self->window |= G_GUINT64_CONSTANT (1) << behind;
  return true;
}

/* A ciphertext of DTLS 1.3, whose number is encrypted. */
static bool
is_new_ciphertext (TlDtlsReplay *self, TlBytes payload)
{
  guint64 tag;

  if (!tl_bytes_skip (&payload, payload.length - MIN (payload.length, TAG)) || !tl_bytes_uint (&payload, TAG, &tag))
    return true;
  if (self->tags == NULL)
    self->tags = g_new0 (guint64, N_TAGS);
  for (guint i = 0; i < N_TAGS; i++)
    if (tag != 0 && self->tags[i] == tag)
      return false;
  self->tags[self->next_tag] = tag;
  self->next_tag = (self->next_tag + 1) % N_TAGS;
  return true;
}

bool
tl_dtls_replay_check (TlDtlsReplay *self, const TlDtlsHeader *header, TlBytes payload)
{
  if (header->unified)
    return is_new_ciphertext (self, payload);
  return header->epoch == 0 ? is_new_in_clear (self, header->sequence, payload)
                            : is_new_in_window (self, header->epoch, header->sequence);
}

bool
tl_dtls_replay_has_gap (const TlDtlsReplay *self)
{
  return self->count > 0 && self->count < self->highest - self->lowest + 1;
}

gsize
tl_dtls_replay_size (const TlDtlsReplay *self)
{
  return self->n_digests * sizeof (guint32) + (self->tags ? N_TAGS * sizeof (guint64) : 0);
}

void
tl_dtls_replay_clear (TlDtlsReplay *self)
{
  g_free (self->digests);
  g_free (self->tags);
  *self = (TlDtlsReplay) { 0 };
}
