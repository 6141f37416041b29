/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Finds the carrier, and cuts a stream of TCP into its messages.
 */
#include "carrier-kind.h"

#include "../limits.h"

struct TlCarrier
{
  const TlCarrierKind *kind;
  gpointer state;
  TlPieces partial[2]; /* over TCP: a message that is not whole yet */
};

static const TlCarrierKind *const kinds[] = { &tl_openvpn, &tl_rdp_udp, &tl_turn_stream };

static const struct
{
  const char *name;
  bool (*peel) (TlBytes *datagram);
} skins[] = { { "capwap", tl_capwap_peel }, { "turn", tl_turn_peel } };

bool
tl_carrier_is_possible (TlBytes datagram)
{
  if (datagram.length < 4)
    return false;
  switch (datagram.data[0])
    {
    case 0x00: /* Send and Data indications of TURN: 0x0016, 0x0017 */
      return datagram.data[1] == 0x16 || datagram.data[1] == 0x17;
    case 0x01: /* the preamble of CAPWAP */
      return datagram.data[1] == 0 && datagram.data[2] == 0 && datagram.data[3] == 0;
    default: /* ChannelData of TURN says how long it is; most of QUIC, which also begins so, is not */
      if (datagram.data[0] >> 6 == 1 && tl_turn_peel (&datagram))
        return true;
      for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
        if (kinds[i]->is_possible && kinds[i]->is_possible (datagram))
          return true;
      return false;
    }
}

const char *
tl_carrier_peel (TlBytes *datagram)
{
  for (guint i = 0; i < G_N_ELEMENTS (skins); i++)
    if (skins[i].peel (datagram))
      return skins[i].name;
  return NULL;
}

static TlCarrier *
carrier_new (const TlCarrierKind *kind, TlBytes message)
{
  TlCarrier *self = g_new0 (TlCarrier, 1);

  self->kind = kind;
  self->state = kind->new_state (message);
  return self;
}

TlCarrier *
tl_carrier_new_for_datagram (TlBytes datagram)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i]->is_possible && kinds[i]->is_possible (datagram) && kinds[i]->begins (datagram))
      return carrier_new (kinds[i], datagram);
  return NULL;
}

/* The kind that a direction of TCP begins with; NULL for none. */
static const TlCarrierKind *
kind_of_stream (TlBytes bytes, TlSniff *sniff)
{
  *sniff = TL_SNIFF_NO;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      TlSniff found = kinds[i]->sniff_stream ? kinds[i]->sniff_stream (bytes) : TL_SNIFF_NO;

      *sniff = MAX (*sniff, found);
      if (found == TL_SNIFF_YES)
        return kinds[i];
    }
  return NULL;
}

TlSniff
tl_carrier_sniff_stream (TlBytes bytes)
{
  TlSniff sniff;

  kind_of_stream (bytes, &sniff);
  return sniff;
}

TlCarrier *
tl_carrier_new_for_stream (TlBytes bytes)
{
  TlSniff sniff;
  const TlCarrierKind *kind = kind_of_stream (bytes, &sniff);
  TlBytes message;

  if (kind == NULL || !tl_bytes_take (&bytes, MIN (kind->frame (bytes), bytes.length), &message)
      || !tl_bytes_skip (&message, kind->frame_header))
    return NULL;
  return carrier_new (kind, message);
}

const char *
tl_carrier_name (const TlCarrier *self)
{
  return self->kind->name;
}

bool
tl_carrier_takes_all (const TlCarrier *self)
{
  return self->kind->takes_all;
}

bool
tl_carrier_begins_anew (const TlCarrier *self, guint direction, TlBytes datagram)
{
  return self->kind->begins_anew && self->kind->begins_anew (self->state, direction, datagram);
}

void
tl_carrier_add_datagram (
    TlCarrier *self, guint direction, const TlChunk *datagram, const TlCarrierSink *sink, gpointer user_data)
{
  TlCarried carried = { direction, sink, user_data };

  self->kind->add (self->state, datagram, &carried);
}

/* Takes from @rest what the message that has begun still needs. True when it is whole. */
static bool
go_on (TlCarrier *self, guint direction, TlChunk *rest)
{
  TlPieces *partial = &self->partial[direction];
  gsize have = tl_pieces_length (partial);
  gsize length = partial->bytes ? self->kind->frame (tl_pieces_chunk (partial, 0).bytes) : 0;
  gsize wanted = length > 0 ? length - have : 1; /* byte by byte until it says how long it is */
  TlChunk part = tl_chunk_slice (rest, 0, MIN (wanted, rest->bytes.length));

  tl_pieces_append (partial, &part);
  *rest = tl_chunk_slice (rest, part.bytes.length, rest->bytes.length - part.bytes.length);
  return length > 0 && part.bytes.length == wanted;
}

void
tl_carrier_add_bytes (
    TlCarrier *self, guint direction, const TlChunk *bytes, const TlCarrierSink *sink, gpointer user_data)
{
  TlCarried carried = { direction, sink, user_data };
  TlChunk rest = *bytes;

  while (rest.bytes.length > 0)
    {
      TlPieces whole;
      TlChunk message;

      if (!go_on (self, direction, &rest))
        continue;
      whole = self->partial[direction];
      self->partial[direction] = (TlPieces){ 0 };
      message = tl_pieces_chunk (&whole, bytes->time);
      message = tl_chunk_slice (&message, self->kind->frame_header, message.bytes.length - self->kind->frame_header);
      self->kind->add (self->state, &message, &carried);
      tl_pieces_clear (&whole);
    }
}

void
tl_carrier_flush (TlCarrier *self, const TlCarrierSink *sink, gpointer user_data)
{
  for (guint i = 0; i < 2 && self->kind->flush; i++)
    {
      TlCarried carried = { i, sink, user_data };

      self->kind->flush (self->state, &carried);
    }
}

gsize
tl_carrier_size (const TlCarrier *self)
{
  gsize hanging = self->kind->size ? self->kind->size (self->state) : 0;

  return sizeof *self + self->kind->state_size + hanging + tl_pieces_size (&self->partial[0])
         + tl_pieces_size (&self->partial[1]);
}

void
tl_carrier_free (TlCarrier *self)
{
  self->kind->free (self->state);
  for (guint i = 0; i < 2; i++)
    tl_pieces_clear (&self->partial[i]);
  g_free (self);
}
