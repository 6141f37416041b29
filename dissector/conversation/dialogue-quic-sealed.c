/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A conversation in the making, over QUIC: its sealed packets, opened where keys were given for them. A packet may come before the
 * hellos that say which keys those are: then it waits.
 */
#include "dialogue-parts.h"

#include "../limits.h"
#include "../secrets/quic-opener.h"
#include "hello.h"

/* A packet that waits for a hello. */
typedef struct
{
  TlQuicPacket packet; /* in @bytes */
  GBytes *bytes;
  guint64 number;      /* in the capture */
  gint64 time;
  guint direction;
} Held;

enum
{
  READER_HANDSHAKE,
  READER_ONE_RTT,
  N_READERS
};

struct TlQuicSealed
{
  TlQuicOpener *opener;
  TlHandshakeReader readers[N_READERS][2]; /* by direction */
  GPtrArray *held;       /* NULL nearly always */
  gsize held_size;
  bool hello_came;       /* since packets wait */
  bool gave_up;          /* too many have waited */
  TlOpenedPacket opened; /* the packet at hand */
};

static TlQuicSealed *
sealed_of (TlDialogue *self)
{
  if (self->quic_sealed == NULL)
    {
      self->quic_sealed = g_new0 (TlQuicSealed, 1);
      self->quic_sealed->opener = tl_quic_opener_new (self->keyring);
    }
  return self->quic_sealed;
}

static void
held_free (gpointer data)
{
  Held *held = data;

  g_bytes_unref (held->bytes);
  g_free (held);
}

void
tl_quic_sealed_free (TlQuicSealed *self)
{
  for (guint i = 0; i < N_READERS; i++)
    for (guint direction = 0; direction < 2; direction++)
      tl_handshake_reader_clear (&self->readers[i][direction]);
  g_clear_pointer (&self->held, g_ptr_array_unref);
  tl_opened_packet_clear (&self->opened);
  tl_quic_opener_free (self->opener);
  g_free (self);
}

gsize
tl_quic_sealed_size (const TlQuicSealed *self)
{
  gsize size = sizeof *self + tl_quic_opener_size (self->opener) + self->held_size;

  for (guint i = 0; i < N_READERS; i++)
    for (guint direction = 0; direction < 2; direction++)
      size += tl_pieces_size (&self->readers[i][direction].message);
  return size;
}

void
tl_dialogue_tell_quic_opener (TlDialogue *self, guint16 kind, TlBytes message)
{
  TlQuicSealed *sealed = sealed_of (self);
  TlContext context = self->context;
  TlHello hello;

  if (kind != TL_MESSAGE_CLIENT_HELLO && kind != TL_MESSAGE_SERVER_HELLO)
    return;
  context.message = TL_MESSAGE_CLIENT_HELLO;
  if (kind == TL_MESSAGE_CLIENT_HELLO || self->ech_verdict == TL_ECH_TAKEN)
    {
      tl_hello_read (tl_dialogue_hello_for_keys (self, message), &context, &hello);
      tl_quic_opener_client_hello (sealed->opener, hello.random);
    }
  if (kind == TL_MESSAGE_SERVER_HELLO)
    {
      tl_quic_opener_server_hello (sealed->opener, self->context.cipher_suite);
      if (tl_dialogue_may_be_hidden (self))
        tl_quic_opener_expect_hidden (sealed->opener);
    }
  sealed->hello_came = sealed->held != NULL;
}

const guint8 *
tl_dialogue_quic_hidden_random (const TlDialogue *self)
{
  return self->quic_sealed ? tl_quic_opener_hidden_random (self->quic_sealed->opener) : NULL;
}

bool
tl_dialogue_quic_hidden_is_cut (const TlDialogue *self)
{
  return self->quic_sealed && tl_quic_opener_hidden_is_cut (self->quic_sealed->opener);
}

TlHandshakeReader *
tl_dialogue_quic_reader (TlDialogue *self, guint direction, TlQuicPacketType packet)
{
  if (packet == TL_QUIC_INITIAL)
    return &self->directions[direction].handshake;
  return &self->quic_sealed->readers[packet == TL_QUIC_HANDSHAKE ? READER_HANDSHAKE : READER_ONE_RTT][direction];
}

void
tl_dialogue_show_packet (TlDialogue *self)
{
  TlQuicSealed *sealed = self->quic_sealed;

  if (self->door == NULL && sealed && sealed->opened.opened.plaintext)
    self->door = tl_door_new (&sealed->opened.record, &sealed->opened.opened);
}

/* Tells what was in @packet. A door is made only where a step shows it: what it is made of must live as long. */
static void
add_opened (TlDialogue *self, guint direction, const TlQuicPacket *packet, const TlChunk *bytes, const TlQuicSink *sink)
{
  TlQuicSealed *sealed = self->quic_sealed;
  g_autoptr (GBytes) plaintext = g_bytes_ref (sealed->opened.opened.plaintext);
  TlQuicSender sender = direction == self->client ? TL_QUIC_FROM_CLIENT : TL_QUIC_FROM_SERVER;
  bool has_data;

  if (packet->type == TL_QUIC_HANDSHAKE)
    self->directions[direction].sealed_records++;
  self->quic_done |= packet->type == TL_QUIC_ONE_RTT && direction == self->client;
  has_data = tl_quic_connection_add_frames (self->quic, sender, packet, tl_bytes_of (plaintext), bytes, sink, self);
  self->quic_packet = (guint8) packet->type;
  if (packet->type != TL_QUIC_HANDSHAKE)
    tl_dialogue_add_quic_data (self, direction, packet, bytes, has_data ? TL_QUIC_DATA_OPENED : TL_QUIC_DATA_NONE);
  g_clear_pointer (&self->door, tl_door_unref);
  tl_opened_packet_clear (&sealed->opened);
}

static void
hold (TlQuicSealed *sealed, guint direction, const TlQuicPacket *packet, const TlChunk *bytes)
{
  Held *held = g_new0 (Held, 1);

  held->bytes = g_bytes_new (bytes->bytes.data, bytes->bytes.length);
  held->packet = *packet;
  held->packet.bytes = tl_bytes_of (held->bytes);
  held->packet.destination = held->packet.source = held->packet.token = tl_bytes (NULL, 0);
  held->number = bytes->origins[0].packet;
  held->time = bytes->time;
  held->direction = direction;
  if (sealed->held == NULL)
    sealed->held = g_ptr_array_new_with_free_func (held_free);
  g_ptr_array_add (sealed->held, held);
  sealed->held_size += 2 * sizeof (Held) + held->packet.bytes.length;
}

static bool
has_room (const TlQuicSealed *sealed, gsize length)
{
  return (sealed->held == NULL || sealed->held->len < TL_LIMIT_QUIC_HELD)
         && sealed->held_size + length <= TL_LIMIT_QUIC_HELD_BYTES;
}

static void
open_packet (
    TlDialogue *self, guint direction, TlQuicPacket *packet, const TlChunk *bytes, bool may_wait, const TlQuicSink *sink)
{
  TlQuicSealed *sealed = self->quic_sealed;
  TlQuicSender sender = direction == self->client ? TL_QUIC_FROM_CLIENT : TL_QUIC_FROM_SERVER;
  TlOpenResult result;

  tl_quic_connection_complete (self->quic, sender, packet);
  result = tl_quic_opener_open (sealed->opener, sender, packet, &sealed->opened);
  if (result == TL_OPEN_NO_HELLOS && may_wait)
    {
      hold (sealed, direction, packet, bytes);
      return;
    }
  self->quic_packet = (guint8) packet->type;
  tl_dialogue_note_opening (self, direction, result);
  if (result == TL_OPEN_OPENED)
    add_opened (self, direction, packet, bytes, sink);
  else
    tl_dialogue_add_sealed_packet (self, direction, packet, bytes);
}

void
tl_dialogue_open_held_packets (TlDialogue *self, bool all, const TlQuicSink *sink)
{
  TlQuicSealed *sealed = self->quic_sealed;
  g_autoptr (GPtrArray) held = NULL;

  if (sealed == NULL || sealed->held == NULL || !(all || sealed->hello_came))
    return;
  held = g_steal_pointer (&sealed->held);
  sealed->held_size = 0;
  sealed->hello_came = false;
  for (guint i = 0; i < held->len; i++)
    {
      Held *each = g_ptr_array_index (held, i);
      TlStepOrigin origin;
      TlChunk bytes = tl_chunk_from_packet (each->packet.bytes, each->number, each->time, &origin);

      open_packet (self, each->direction, &each->packet, &bytes, !all, sink);
    }
}

void
tl_dialogue_open_packet (
    TlDialogue *self, guint direction, const TlQuicPacket *packet, const TlChunk *bytes, const TlQuicSink *sink)
{
  TlQuicSealed *sealed = sealed_of (self);
  TlQuicPacket completed = *packet;

  tl_dialogue_open_held_packets (self, false, sink);
  if (!has_room (sealed, packet->bytes.length))
    {
      sealed->gave_up = true;
      tl_dialogue_open_held_packets (self, true, sink);
    }
  open_packet (self, direction, &completed, bytes, !sealed->gave_up, sink);
}
