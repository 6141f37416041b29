/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Packets of both sides become streams of TLS messages, one for each kind of packet (RFC 9000 section 7). Those of Initial
 * packets are read here; what was in the others is told by somebody who has their keys. The Initial keys stay those of the Destination Connection ID
 * that the client chose first (RFC 9001 section 5.2), but for a Retry (the same section), another version (RFC 9369
 * section 4.1), and a client that begins anew.
 */
#include "connection.h"
#include "connection-ids.h"

#include "../limits.h"
#include "../mosaic.h"

/* Packets whose CRYPTO frames are one stream: 0-RTT packets have none (RFC 9001 section 4). */
typedef enum
{
  LEVEL_INITIAL,
  LEVEL_HANDSHAKE,
  LEVEL_ONE_RTT,
  N_LEVELS
} Level;

/* What Initial packets of one version are opened with. */
typedef struct
{
  const TlQuicVersion *kind;
  guint32 version; /* that stands in the packets */
  TlQuicId id;           /* that the keys come from */
  TlQuicKeys keys[2]; /* by sender */
  bool begins;     /* the client begins anew with the first packet that these open */
} KeySet;

struct TlQuicConnection
{
  KeySet sets[TL_LIMIT_QUIC_KEYS]; /* the latest is the last */
  guint n_sets;
  TlQuicNames names[2];            /* by whose they are */
  TlMosaic streams[N_LEVELS][2]; /* by sender, as all that follow */
  guint64 next_number[2];    /* of Initial packets */
  bool lost[2];              /* bytes that were too far ahead were not kept */
  bool closed[2];            /* CONNECTION_CLOSE was seen */
  bool done[2];              /* HANDSHAKE_DONE was seen */
  bool conflicts;
  bool negotiated;           /* a Version Negotiation packet was seen */
  bool server_spoke;
  bool was_answered;
  guint32 version;
};

static TlQuicSender
peer_of (TlQuicSender sender)
{
  return sender == TL_QUIC_FROM_CLIENT ? TL_QUIC_FROM_SERVER : TL_QUIC_FROM_CLIENT;
}

static void
init_set (KeySet *set, const TlQuicVersion *kind, guint32 version, TlBytes id)
{
  *set = (KeySet){ .kind = kind, .version = version, .id = tl_quic_id_of (id) };
  tl_quic_initial_keys (kind, id, TL_QUIC_FROM_CLIENT, &set->keys[TL_QUIC_FROM_CLIENT]);
  tl_quic_initial_keys (kind, id, TL_QUIC_FROM_SERVER, &set->keys[TL_QUIC_FROM_SERVER]);
}

/* The first set stays: the client's first packets may come late. */
static void
push_set (TlQuicConnection *self, const KeySet *set)
{
  if (self->n_sets == TL_LIMIT_QUIC_KEYS)
    memmove (&self->sets[1], &self->sets[2], (--self->n_sets - 1) * sizeof (KeySet));
  self->sets[self->n_sets++] = *set;
}

/* What stands in an Initial packet. */
typedef struct
{
  GByteArray *frames;
  guint64 number;
} Opened;

static void
opened_clear (Opened *opened)
{
  g_clear_pointer (&opened->frames, g_byte_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Opened, opened_clear)

static bool
opens (const KeySet *set, TlQuicSender sender, const TlQuicPacket *packet, guint64 expected, Opened *opened)
{
  opened->frames = tl_quic_open (&set->keys[sender], packet, expected, &opened->number);
  return opened->frames != NULL;
}

const TlQuicVersion *
tl_quic_opening (TlBytes datagram, TlQuicPacket *packet)
{
  const TlQuicVersion *candidates[TL_QUIC_CANDIDATES];
  g_auto (Opened) opened = { 0 };
  TlBytes rest = datagram;
  guint n;

  if (!tl_quic_next_packet (&rest, packet))
    return NULL;
  n = tl_quic_version_candidates (packet->version, candidates);
  for (guint i = 0; i < n; i++)
    {
      KeySet set;

      rest = datagram;
      if (!tl_quic_next_packet_as (&rest, candidates[i], packet) || packet->type != TL_QUIC_INITIAL)
        continue;
      init_set (&set, candidates[i], packet->version, packet->destination);
      if (opens (&set, TL_QUIC_FROM_CLIENT, packet, 0, &opened))
        return candidates[i];
    }
  return NULL;
}

/* Whether a Version Negotiation packet refuses @version: one that lists it is to be passed over (RFC 9000 section 6.2). */
static bool
refuses (const TlQuicPacket *packet, guint32 version)
{
  TlBytes list = packet->bytes;
  guint32 each;

  if (!tl_bytes_skip (&list, 1 + 4 + 1 + packet->destination.length + 1 + packet->source.length))
    return false;
  while (tl_bytes_u32 (&list, &each))
    if (each == version)
      return false;
  return true;
}

bool
tl_quic_answers (const TlQuicPacket *packet, const TlQuicPacket *first, const TlQuicVersion *kind)
{
  g_auto (Opened) opened = { 0 };
  KeySet set;

  if (packet->type == TL_QUIC_VERSION_NEGOTIATION_PACKET)
    return tl_quic_same_bytes (packet->destination, first->source) && tl_quic_same_bytes (packet->source, first->destination)
           && refuses (packet, first->version);
  if (packet->type == TL_QUIC_RETRY)
    return packet->version == first->version && tl_quic_retry_is_genuine (packet, first->destination);
  init_set (&set, packet->kind ? packet->kind : kind, packet->version, first->destination);
  return packet->type == TL_QUIC_INITIAL && opens (&set, TL_QUIC_FROM_SERVER, packet, 0, &opened);
}

TlQuicConnection *
tl_quic_connection_new (const TlQuicPacket *first, const TlQuicVersion *kind)
{
  TlQuicConnection *self = g_new0 (TlQuicConnection, 1);
  KeySet set;

  init_set (&set, kind, first->version, first->destination);
  push_set (self, &set);
  tl_quic_names_learn (&self->names[TL_QUIC_FROM_SERVER], first->destination);
  tl_quic_names_learn (&self->names[TL_QUIC_FROM_CLIENT], first->source);
  self->version = first->version;
  return self;
}

void
tl_quic_connection_free (TlQuicConnection *self)
{
  for (guint level = 0; level < N_LEVELS; level++)
    for (guint i = 0; i < 2; i++)
      tl_mosaic_clear (&self->streams[level][i]);
  g_free (self);
}

static TlQuicMatch
match_short (const TlQuicConnection *self, TlQuicSender sender, const TlQuicPacket *packet)
{
  const TlQuicId *name = tl_quic_names_in_short_header (&self->names[peer_of (sender)], packet->bytes);

  if (name == NULL)
    return TL_QUIC_NO_MATCH;
  return name->length > 0 ? TL_QUIC_MATCHES : TL_QUIC_MAY_MATCH;
}

/* A client that begins anew, after a Version Negotiation or a Retry that was not captured, may keep its own id alone. */
static bool
may_begin_anew (const TlQuicConnection *self, TlQuicSender sender, const TlQuicPacket *packet)
{
  return sender == TL_QUIC_FROM_CLIENT && !self->server_spoke && packet->type != TL_QUIC_ONE_RTT;
}

TlQuicMatch
tl_quic_connection_match (const TlQuicConnection *self, TlQuicSender sender, const TlQuicPacket *packet)
{
  bool to, from;

  if (packet->type == TL_QUIC_ONE_RTT)
    return match_short (self, sender, packet);
  to = tl_quic_names_have (&self->names[peer_of (sender)], packet->destination);
  from = tl_quic_names_have (&self->names[sender], packet->source);
  if (to && from)
    return TL_QUIC_MATCHES_BOTH;
  if (to && packet->destination.length > 0)
    return TL_QUIC_MATCHES;
  if (from && packet->source.length > 0 && may_begin_anew (self, sender, packet))
    return TL_QUIC_MATCHES;
  return to ? TL_QUIC_MAY_MATCH : TL_QUIC_NO_MATCH;
}

static const KeySet *
find_set (const TlQuicConnection *self, TlQuicSender sender, const TlQuicPacket *packet, Opened *opened)
{
  for (guint i = self->n_sets; i > 0; i--)
    if (self->sets[i - 1].version == packet->version
        && opens (&self->sets[i - 1], sender, packet, self->sets[i - 1].begins ? 0 : self->next_number[sender], opened))
      return &self->sets[i - 1];
  return NULL;
}

/* The keys for the same connection id in the version of @packet (RFC 9369 section 4.1). */
static bool
derive_set (const TlQuicConnection *self, TlQuicSender sender, const TlQuicPacket *packet, KeySet *set, Opened *opened)
{
  const KeySet *latest = &self->sets[self->n_sets - 1];

  if (packet->kind == NULL || packet->version == latest->version)
    return false;
  init_set (set, packet->kind, packet->version, tl_quic_id_bytes (&latest->id));
  return opens (set, sender, packet, self->next_number[sender], opened);
}

bool
tl_quic_connection_opens (const TlQuicConnection *self, TlQuicSender sender, const TlQuicPacket *packet)
{
  g_auto (Opened) opened = { 0 };
  KeySet set;

  return packet->type == TL_QUIC_INITIAL
         && (find_set (self, sender, packet, &opened) || derive_set (self, sender, packet, &set, &opened));
}

/* The keys that open @packet, which are remembered; NULL where none do. */
static KeySet *
set_for (TlQuicConnection *self, TlQuicSender sender, const TlQuicPacket *packet, Opened *opened)
{
  const KeySet *known = find_set (self, sender, packet, opened);
  KeySet set;

  if (known)
    return &self->sets[known - self->sets];
  if (derive_set (self, sender, packet, &set, opened))
    set.begins = sender == TL_QUIC_FROM_CLIENT && tl_quic_connection_begins_anew (self);
  else
    {
      if (packet->kind == NULL || !may_begin_anew (self, sender, packet))
        return NULL;
      init_set (&set, packet->kind, packet->version, packet->destination);
      if (!opens (&set, sender, packet, 0, opened))
        return NULL;
      set.begins = true;
      tl_quic_names_learn (&self->names[TL_QUIC_FROM_SERVER], packet->destination);
    }
  push_set (self, &set);
  return &self->sets[self->n_sets - 1];
}

static void
begin_anew (TlQuicConnection *self, const TlQuicSink *sink, gpointer user_data)
{
  tl_mosaic_clear (&self->streams[LEVEL_INITIAL][TL_QUIC_FROM_CLIENT]);
  self->lost[TL_QUIC_FROM_CLIENT] = false;
  sink->begin (user_data, TL_QUIC_FROM_CLIENT);
}

static Level
level_of (TlQuicPacketType packet)
{
  return packet == TL_QUIC_INITIAL ? LEVEL_INITIAL : packet == TL_QUIC_HANDSHAKE ? LEVEL_HANDSHAKE : LEVEL_ONE_RTT;
}

static void
add_crypto (TlQuicConnection *self,
            TlQuicSender sender,
            TlQuicPacketType packet,
            const TlQuicFrame *frame,
            const TlChunk *bytes,
            const TlQuicSink *sink,
            gpointer user_data)
{
  TlMosaic *stream = &self->streams[level_of (packet)][sender];
  gsize length;

  if (!tl_mosaic_add (stream, frame->offset, bytes, TL_LIMIT_QUIC_AHEAD))
    self->lost[sender] = true;
  self->conflicts |= stream->conflicting;
  length = tl_mosaic_contiguous (stream);
  if (length > 0)
    {
      TlChunk chunk = tl_mosaic_chunk (stream, bytes->time);
      sink->crypto (user_data, sender, packet, &chunk);
      tl_mosaic_discard (stream, length);
    }
}

/* Whether a frame stands on the ladder: the first of its kind from @sender. */
static bool
shows_frame (TlQuicConnection *self, TlQuicSender sender, guint64 type)
{
  bool *shown = type == TL_QUIC_HANDSHAKE_DONE ? self->done : self->closed;

  if ((type != TL_QUIC_CONNECTION_CLOSE && type != TL_QUIC_APPLICATION_CLOSE && type != TL_QUIC_HANDSHAKE_DONE)
      || shown[sender])
    return false;
  shown[sender] = true;
  return true;
}

static void
add_frame (TlQuicConnection *self,
           TlQuicSender sender,
           TlQuicPacketType type,
           const TlQuicFrame *frame,
           const TlChunk *packet,
           const TlQuicSink *sink,
           gpointer user_data)
{
  TlStepOrigin origin;
  TlChunk bytes = tl_chunk_from_packet (frame->type == TL_QUIC_CRYPTO ? frame->data : frame->bytes,
                                        packet->origins[0].packet, packet->time, &origin);

  if (frame->type == TL_QUIC_CRYPTO)
    add_crypto (self, sender, type, frame, &bytes, sink, user_data);
  else if (frame->type == TL_QUIC_NEW_CONNECTION_ID && frame->data.length > 0) /* RFC 9000 section 19.15 */
    tl_quic_names_learn (&self->names[sender], frame->data);
  else if (shows_frame (self, sender, frame->type))
    sink->frame (user_data, sender, type, frame, &bytes);
}

bool
tl_quic_connection_add_frames (TlQuicConnection *self,
                               TlQuicSender sender,
                               const TlQuicPacket *packet,
                               TlBytes frames,
                               const TlChunk *bytes,
                               const TlQuicSink *sink,
                               gpointer user_data)
{
  bool google = packet->kind && packet->kind->google_frames;
  bool has_data = false;
  TlQuicFrame frame;

  while (google ? tl_quic_next_google_frame (&frames, &frame) : tl_quic_next_frame (&frames, packet->type, &frame))
    {
      has_data |= tl_quic_is_stream (frame.type);
      add_frame (self, sender, packet->type, &frame, bytes, sink, user_data);
    }
  return has_data;
}

static void
add_initial (TlQuicConnection *self,
             TlQuicSender sender,
             const TlQuicPacket *packet,
             const TlChunk *bytes,
             const TlQuicSink *sink,
             gpointer user_data)
{
  g_auto (Opened) opened = { 0 };
  KeySet *set = set_for (self, sender, packet, &opened);
  TlQuicPacket as_set = *packet;

  if (set == NULL)
    return;
  if (set->begins && sender == TL_QUIC_FROM_CLIENT)
    {
      begin_anew (self, sink, user_data);
      set->begins = false;
      self->next_number[sender] = 0;
    }
  self->next_number[sender] = MAX (self->next_number[sender], opened.number + 1);
  tl_quic_names_learn (&self->names[sender], packet->source);
  if (sender == TL_QUIC_FROM_SERVER)
    self->server_spoke = true;
  else if (!tl_quic_id_is (&set->id, packet->destination))
    self->was_answered = true;
  if (sender == TL_QUIC_FROM_SERVER || !self->server_spoke)
    self->version = set->version;
  as_set.kind = set->kind;
  tl_quic_connection_add_frames (self, sender, &as_set, tl_bytes (opened.frames->data, opened.frames->len), bytes, sink,
                                 user_data);
}

/* One of a flight that the client has sent twice may be answered twice: each new one may be the one it goes on with. */
static bool
take_retry (TlQuicConnection *self, const TlQuicPacket *packet)
{
  KeySet set;
  bool genuine = false;

  if (self->server_spoke || tl_quic_names_have (&self->names[TL_QUIC_FROM_SERVER], packet->source))
    return false;
  for (guint i = 0; i < self->n_sets && !genuine; i++)
    genuine = self->sets[i].version == packet->version
              && tl_quic_retry_is_genuine (packet, tl_quic_id_bytes (&self->sets[i].id));
  if (!genuine)
    return false;
  init_set (&set, packet->kind, packet->version, packet->source);
  set.begins = true;
  push_set (self, &set);
  tl_quic_names_learn (&self->names[TL_QUIC_FROM_SERVER], packet->source);
  return true;
}

/* RFC 9000 section 17.2.1: it has the ids of the packet that it answers, turned round. */
static bool
take_negotiation (TlQuicConnection *self, const TlQuicPacket *packet)
{
  bool refused = false;

  if (self->server_spoke || self->negotiated
      || !tl_quic_names_have (&self->names[TL_QUIC_FROM_CLIENT], packet->destination))
    return false;
  for (guint i = 0; i < self->n_sets; i++)
    refused |= tl_quic_id_is (&self->sets[i].id, packet->source) && refuses (packet, self->sets[i].version);
  self->negotiated = refused;
  return refused;
}

static void
add_packet (TlQuicConnection *self,
            TlQuicSender sender,
            const TlQuicPacket *packet,
            const TlChunk *bytes,
            const TlQuicSink *sink,
            gpointer user_data)
{
  switch (packet->type)
    {
    case TL_QUIC_INITIAL:
      self->lost[sender] |= packet->missing > 0;
      add_initial (self, sender, packet, bytes, sink, user_data);
      break;
    case TL_QUIC_RETRY:
      if (sender == TL_QUIC_FROM_SERVER && take_retry (self, packet))
        sink->packet (user_data, sender, packet, bytes);
      break;
    case TL_QUIC_VERSION_NEGOTIATION_PACKET:
      if (sender == TL_QUIC_FROM_SERVER && take_negotiation (self, packet))
        sink->packet (user_data, sender, packet, bytes);
      break;
    case TL_QUIC_ZERO_RTT:
    case TL_QUIC_HANDSHAKE:
    case TL_QUIC_ONE_RTT:
      if (sender == TL_QUIC_FROM_CLIENT && packet->type != TL_QUIC_ZERO_RTT)
        self->was_answered = true;
      sink->packet (user_data, sender, packet, bytes);
      break;
    case TL_QUIC_NO_PACKET:
    case TL_QUIC_OTHER_VERSION:
    default:
      break;
    }
}

/* A packet of a version that does not say how it is made is made like the ones before it. */
static bool
next_packet (const TlQuicConnection *self, TlBytes *rest, TlQuicPacket *packet)
{
  TlBytes again = *rest;

  if (!tl_quic_next_packet (rest, packet))
    return false;
  for (guint i = 0; packet->type == TL_QUIC_OTHER_VERSION && i < self->n_sets; i++)
    if (self->sets[i].version == packet->version)
      {
        *rest = again;
        return tl_quic_next_packet_as (rest, self->sets[i].kind, packet);
      }
  return true;
}

/* RFC 9000 section 12.2: all packets of a datagram have the same Destination Connection ID; what has not is padding, or of
 * somebody else. Where that is empty, the fixed bit must show it, which may be missing (RFC 9287). */
static bool
goes_with (const TlQuicPacket *packet, const TlQuicPacket *first)
{
  TlBytes bytes = packet->bytes;
  guint8 byte;

  if (packet->type != TL_QUIC_ONE_RTT)
    return tl_quic_same_bytes (packet->destination, first->destination);
  return tl_bytes_u8 (&bytes, &byte) && (byte & 0x40 || first->destination.length > 0)
         && tl_bytes_begin_with (bytes, first->destination.data, first->destination.length);
}

void
tl_quic_connection_add (TlQuicConnection *self,
                        TlQuicSender sender,
                        const TlChunk *datagram,
                        guint32 missing,
                        const TlQuicSink *sink,
                        gpointer user_data)
{
  TlBytes rest = datagram->bytes;
  TlQuicPacket first = { 0 }, packet;

  for (guint i = 0; rest.length > 0 && i < TL_LIMIT_QUIC_COALESCED && next_packet (self, &rest, &packet); i++)
    {
      TlChunk bytes = tl_chunk_slice (datagram, (gsize) (packet.bytes.data - datagram->bytes.data), packet.bytes.length);

      if (i == 0)
        first = packet;
      /* A length beyond the end of the datagram is a lie. */
      packet.missing = packet.type == TL_QUIC_ONE_RTT ? missing : MIN (packet.missing, missing);
      if (i == 0 || goes_with (&packet, &first))
        add_packet (self, sender, &packet, &bytes, sink, user_data);
    }
}

void
tl_quic_connection_complete (const TlQuicConnection *self, TlQuicSender sender, TlQuicPacket *packet)
{
  const TlQuicNames *names = &self->names[peer_of (sender)];
  const TlQuicId *name = tl_quic_names_in_short_header (names, packet->bytes);
  TlBytes bytes = packet->bytes;

  if (packet->type != TL_QUIC_ONE_RTT)
    return;
  if (name == NULL && names->n > 0)
    name = &names->ids[names->n - 1];
  if (name && tl_bytes_skip (&bytes, 1) && tl_bytes_take (&bytes, name->length, &packet->destination))
    packet->protected_at = 1 + name->length;
  for (guint i = 0; i < self->n_sets; i++)
    if (self->sets[i].version == self->version)
      packet->kind = self->sets[i].kind;
}

guint32
tl_quic_connection_version (const TlQuicConnection *self)
{
  return self->version;
}

bool
tl_quic_connection_is_old (const TlQuicConnection *self)
{
  return self->sets[self->n_sets - 1].kind->old_parameters;
}

bool
tl_quic_connection_was_answered (const TlQuicConnection *self)
{
  return self->was_answered;
}

bool
tl_quic_connection_begins_anew (const TlQuicConnection *self)
{
  return self->negotiated && !self->server_spoke;
}

bool
tl_quic_connection_lost (const TlQuicConnection *self, TlQuicSender sender)
{
  bool waits = false;

  for (guint level = 0; level < N_LEVELS; level++)
    waits |= self->streams[level][sender].ahead > 0;
  return self->lost[sender] || waits;
}

bool
tl_quic_connection_conflicts (const TlQuicConnection *self)
{
  return self->conflicts;
}

gsize
tl_quic_connection_size (const TlQuicConnection *self)
{
  gsize size = sizeof *self;

  for (guint level = 0; level < N_LEVELS; level++)
    for (guint i = 0; i < 2; i++)
      size += tl_mosaic_size (&self->streams[level][i]);
  return size;
}
