/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A conversation in the making, over QUIC: messages in CRYPTO frames, and the packets that stand on the ladder as they are
 * (RFC 9001, RFC 9000).
 */
#include "dialogue-parts.h"

#include "../limits.h"
#include "steps.h"

typedef struct
{
  TlDialogue *dialogue;
  guint direction;
} Where;

static guint
direction_of (const TlDialogue *self, TlQuicSender sender)
{
  return sender == TL_QUIC_FROM_CLIENT ? self->client : 1 - self->client;
}

void
tl_dialogue_begin_quic (TlDialogue *self, guint direction, const TlQuicPacket *first, const TlQuicVersion *kind)
{
  self->client = direction;
  self->client_known = true;
  self->model.transport = TL_TRANSPORT_UDP;
  self->model.protocol = TL_PROTOCOL_QUIC;
  self->model.quic_version = first->version;
  self->context.old_quic = kind->old_parameters;
  self->quic = tl_quic_connection_new (first, kind);
}

/* The step of @direction with the same bytes, which were kept before; false where there is none. */
static bool
has_step (const TlDialogue *self, guint direction, TlStepType type, bool sealed, TlBytes bytes)
{
  TlSide side = tl_dialogue_side (self, direction);

  for (guint i = 0; self->steps && i < self->steps->len; i++)
    {
      const TlStep *step = g_ptr_array_index (self->steps, i);
      gsize length = 0;
      const void *data = step->bytes ? g_bytes_get_data (step->bytes, &length) : NULL;

      if (step->type == type && step->sealed == sealed && step->from == side && length == bytes.length
          && tl_bytes_begin_with (bytes, data, length))
        return true;
    }
  return false;
}

/* How many packets of the capture a message stands in: parts of it may come in any order. */
static guint32
count_packets (const TlChunk *message)
{
  g_autoptr (GHashTable) packets = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < message->n_origins; i++)
    g_hash_table_add (packets, (gpointer) &message->origins[i].packet);
  return g_hash_table_size (packets);
}

/* After a Retry the client has to say the same once more (RFC 9000 section 17.2.5.3): that is told once. */
static void
message_cb (gpointer user_data, const TlChunk *message, guint64 length, guint32 n_records G_GNUC_UNUSED)
{
  const Where *where = user_data;
  TlDialogue *self = where->dialogue;

  if (self->quic_began_anew && where->direction == self->client
      && has_step (self, where->direction, TL_STEP_HANDSHAKE, false, message->bytes))
    return;
  tl_dialogue_add_message (self, where->direction, message, length, count_packets (message));
}

static void
begin_cb (gpointer user_data, TlQuicSender sender)
{
  TlDialogue *self = user_data;
  TlHandshakeReader *reader = &self->directions[direction_of (self, sender)].handshake;

  tl_handshake_reader_clear (reader);
  *reader = (TlHandshakeReader){ 0 };
  self->quic_began_anew = true;
}

static void
crypto_cb (gpointer user_data, TlQuicSender sender, TlQuicPacketType packet, const TlChunk *bytes)
{
  TlDialogue *self = user_data;
  Where where = { self, direction_of (self, sender) };

  self->quic_packet = (guint8) packet;
  self->context.old_quic = tl_quic_connection_is_old (self->quic);
  tl_dialogue_show_packet (self);
  tl_handshake_reader_add (tl_dialogue_quic_reader (self, where.direction, packet), bytes, message_cb, &where);
}

/* RFC 9001 section 4.8: an alert ends the connection, its level is always fatal. Errors of the application are none. */
static void
close_frame (TlDialogue *self, guint direction, const TlQuicFrame *frame, const TlChunk *bytes)
{
  int alert = frame->type == TL_QUIC_CONNECTION_CLOSE ? tl_quic_alert_of (frame->number) : -1;
  TlStepData data = { .type = TL_STEP_CONNECTION_CLOSE,
                      .direction = direction,
                      .message = TL_MESSAGE_NONE,
                      .length = bytes->bytes.length,
                      .n_records = 1,
                      .chunk = bytes,
                      .time = bytes->time };
  TlStep *step = tl_dialogue_append_step (self, &data);

  if (step && alert >= 0)
    {
      step->alert_level = 2;
      step->alert_description = (guint8) alert;
    }
  if (alert >= 0 && self->alert_by < 0)
    {
      self->alert_by = (gint8) direction;
      self->alert = (guint8) alert;
    }
  else if (alert < 0 && self->closed_by < 0)
    self->closed_by = (gint8) direction;
}

static void
frame_cb (gpointer user_data,
          TlQuicSender sender,
          TlQuicPacketType packet,
          const TlQuicFrame *frame,
          const TlChunk *bytes)
{
  TlDialogue *self = user_data;

  self->quic_packet = (guint8) packet;
  if (frame->type == TL_QUIC_HANDSHAKE_DONE)
    {
      self->quic_done |= sender == TL_QUIC_FROM_SERVER;
      return;
    }
  tl_dialogue_show_packet (self);
  close_frame (self, direction_of (self, sender), frame, bytes);
}

/* A packet that stands on the ladder as it is. */
static void
append_packet (TlDialogue *self,
               guint direction,
               TlStepType type,
               bool sealed,
               const TlQuicPacket *packet,
               const TlChunk *bytes)
{
  TlStepData data = { .type = type,
                      .direction = direction,
                      .message = TL_MESSAGE_NONE,
                      .length = (guint64) packet->bytes.length + packet->missing,
                      .n_records = 1,
                      .sealed = sealed,
                      .in_handshake = sealed,
                      .chunk = bytes,
                      .time = bytes->time };

  tl_dialogue_append_step (self, &data);
}

/* The same datagram captured twice is one. */
static void
handshake_packet (TlDialogue *self, guint direction, const TlQuicPacket *packet, const TlChunk *bytes)
{
  TlDirection *from = &self->directions[direction];

  from->sealed_handshake = true;
  if (from->sealed_records >= TL_LIMIT_SEALED_STEPS
      || has_step (self, direction, TL_STEP_HANDSHAKE, true, packet->bytes))
    return;
  from->sealed_records++;
  append_packet (self, direction, TL_STEP_HANDSHAKE, true, packet, bytes);
}

void
tl_dialogue_add_quic_data (
    TlDialogue *self, guint direction, const TlQuicPacket *packet, const TlChunk *bytes, TlQuicData kind)
{
  TlStepData data = { .type = TL_STEP_APPLICATION_DATA,
                      .direction = direction,
                      .message = TL_MESSAGE_NONE,
                      .length = (guint64) packet->bytes.length + packet->missing,
                      .n_records = 1,
                      .sealed = kind == TL_QUIC_DATA_SEALED,
                      .packet = bytes->origins[0].packet,
                      .time = bytes->time };

  if (packet->type == TL_QUIC_ONE_RTT && self->directions[self->client].sealed_records > 0)
    self->quic_data = true;
  if (kind != TL_QUIC_DATA_NONE)
    tl_dialogue_append_application_data (self, &data);
}

void
tl_dialogue_add_sealed_packet (TlDialogue *self, guint direction, const TlQuicPacket *packet, const TlChunk *bytes)
{
  if (packet->type == TL_QUIC_HANDSHAKE)
    handshake_packet (self, direction, packet, bytes);
  else
    tl_dialogue_add_quic_data (self, direction, packet, bytes, TL_QUIC_DATA_SEALED);
}

static const TlQuicSink quic_sink;

static void
packet_cb (gpointer user_data, TlQuicSender sender, const TlQuicPacket *packet, const TlChunk *bytes)
{
  TlDialogue *self = user_data;
  guint direction = direction_of (self, sender);

  self->quic_packet = (guint8) packet->type;
  switch (packet->type)
    {
    case TL_QUIC_RETRY:
      append_packet (self, direction, TL_STEP_RETRY, false, packet, bytes);
      break;
    case TL_QUIC_VERSION_NEGOTIATION_PACKET:
      append_packet (self, direction, TL_STEP_VERSION_NEGOTIATION, false, packet, bytes);
      break;
    case TL_QUIC_HANDSHAKE:
    case TL_QUIC_ZERO_RTT:
    case TL_QUIC_ONE_RTT:
      if (self->keyring)
        tl_dialogue_open_packet (self, direction, packet, bytes, &quic_sink);
      else
        tl_dialogue_add_sealed_packet (self, direction, packet, bytes);
      break;
    case TL_QUIC_NO_PACKET:
    case TL_QUIC_INITIAL:
    case TL_QUIC_OTHER_VERSION:
    default:
      break;
    }
}

static const TlQuicSink quic_sink = { begin_cb, crypto_cb, frame_cb, packet_cb };

void
tl_dialogue_add_quic (TlDialogue *self, guint direction, const TlChunk *datagram, guint32 missing)
{
  TlQuicSender sender = direction == self->client ? TL_QUIC_FROM_CLIENT : TL_QUIC_FROM_SERVER;

  self->directions[direction].spoke = true;
  tl_quic_connection_add (self->quic, sender, datagram, missing, &quic_sink, self);
  if (self->quic_sealed)
    tl_dialogue_open_held_packets (self, false, &quic_sink);
  self->model.quic_version = tl_quic_connection_version (self->quic);
  self->model.conflicting_bytes |= tl_quic_connection_conflicts (self->quic);
}

/* Tells of a message that has begun in packets of one kind and will not go on. */
static void
flush_messages (TlDialogue *self, guint direction, TlQuicPacketType packet, gint64 time)
{
  Where where = { self, direction };

  self->quic_packet = (guint8) packet;
  tl_handshake_reader_flush (tl_dialogue_quic_reader (self, direction, packet), time, message_cb, &where);
}

void
tl_dialogue_flush_quic (TlDialogue *self, gint64 time)
{
  tl_dialogue_open_held_packets (self, true, &quic_sink);
  for (guint i = 0; i < 2; i++)
    {
      TlQuicSender sender = i == self->client ? TL_QUIC_FROM_CLIENT : TL_QUIC_FROM_SERVER;

      flush_messages (self, i, TL_QUIC_INITIAL, time);
      if (self->quic_sealed)
        {
          flush_messages (self, i, TL_QUIC_HANDSHAKE, time);
          flush_messages (self, i, TL_QUIC_ONE_RTT, time);
        }
      if (!tl_quic_connection_lost (self->quic, sender))
        continue;
      self->directions[i].lost = true;
      self->model.lost_bytes = true;
    }
}
