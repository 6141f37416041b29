/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * OpenVPN: TLS stands in the messages of its control channel, over UDP or TCP (the wire protocol is described in its
 * doc/doxygen/doc_protocol_overview.h and in draft-openvpn-protocol). A message may have an HMAC with a number and a time, by a
 * key that both sides know (tls-auth): how long the HMAC is, the first message shows by fitting. What is encrypted whole
 * (tls-crypt) cannot be read.
 */
#include "carrier-kind.h"

enum
{
  CONTROL_HARD_RESET_CLIENT_V1 = 1,
  CONTROL_HARD_RESET_SERVER_V1 = 2,
  CONTROL_SOFT_RESET_V1 = 3,
  CONTROL_V1 = 4,
  CONTROL_HARD_RESET_CLIENT_V2 = 7,
  CONTROL_HARD_RESET_SERVER_V2 = 8
};

enum
{
  SESSION_ID = 8,
  REPLAY = 4 + 4,     /* number and time, behind the HMAC */
  MAX_ACKS = 8,
  LENGTH_PREFIX = 2,  /* over TCP */
  MIN_MESSAGE = 1 + SESSION_ID + 1 + 4
};

/* None; MD5, SHA-1, SHA-224, SHA-256, SHA-384, SHA-512 */
static const guint8 hmac_lengths[] = { 0, 16, 20, 28, 32, 48, 64 };

typedef struct
{
  guint8 opcode;
  guint8 key_id;
  guint8 n_acks;
  guint32 number;
  TlBytes session_id;
  TlBytes payload;
} Message;

typedef struct
{
  TlNumbered numbered;
  gsize hmac;
  guint8 key_id; /* of the TLS session: each has a number of its own */
  guint8 session_known[2];
  guint8 session_id[2][SESSION_ID];
} Openvpn;

static bool
is_hard_reset (guint8 opcode)
{
  return opcode == CONTROL_HARD_RESET_CLIENT_V1 || opcode == CONTROL_HARD_RESET_SERVER_V1
         || opcode == CONTROL_HARD_RESET_CLIENT_V2 || opcode == CONTROL_HARD_RESET_SERVER_V2;
}

/* The messages with a number: those that are sent again until they arrive. */
static bool
is_reliable (guint8 opcode)
{
  return is_hard_reset (opcode) || opcode == CONTROL_SOFT_RESET_V1 || opcode == CONTROL_V1;
}

static bool
read_opcode (TlBytes *bytes, Message *out)
{
  guint8 first;

  if (!tl_bytes_u8 (bytes, &first))
    return false;
  out->opcode = first >> 3;
  out->key_id = first & 7;
  return is_reliable (out->opcode);
}

static bool
parse (TlBytes bytes, gsize hmac, Message *out)
{
  *out = (Message){ 0 };
  if (!read_opcode (&bytes, out) || !tl_bytes_take (&bytes, SESSION_ID, &out->session_id))
    return false;
  if (hmac > 0 && !tl_bytes_skip (&bytes, hmac + REPLAY))
    return false;
  if (!tl_bytes_u8 (&bytes, &out->n_acks) || out->n_acks > MAX_ACKS || !tl_bytes_skip (&bytes, 4 * (gsize) out->n_acks))
    return false;
  if (out->n_acks > 0 && !tl_bytes_skip (&bytes, SESSION_ID)) /* of the other side, whose messages they are */
    return false;
  if (!tl_bytes_u32 (&bytes, &out->number))
    return false;
  out->payload = bytes;
  return true;
}

/* Whether all of a first message fits: a reset has the number 0 and nothing in it; what comes after the client's has the number 1,
 * and TLS begins in it. */
static bool
is_first (const Message *message)
{
  if (message->opcode == CONTROL_V1)
    return message->number == 1 && tl_record_sniff_handshake (message->payload) == TL_SNIFF_YES;
  return message->number == 0 && message->payload.length == 0 && message->n_acks <= 1;
}

/* The length of the HMAC with which @bytes are a first message; -1 for none. */
static int
find_hmac (TlBytes bytes)
{
  Message message;

  for (guint i = 0; i < G_N_ELEMENTS (hmac_lengths); i++)
    if (parse (bytes, hmac_lengths[i], &message) && is_first (&message))
      return hmac_lengths[i];
  return -1;
}

static bool
openvpn_is_possible (TlBytes datagram)
{
  Message message;

  return datagram.length >= MIN_MESSAGE && read_opcode (&datagram, &message);
}

static bool
openvpn_begins (TlBytes message)
{
  return find_hmac (message) >= 0;
}

static gsize
openvpn_frame (TlBytes bytes)
{
  guint16 length;

  return tl_bytes_u16 (&bytes, &length) ? LENGTH_PREFIX + (gsize) length : 0;
}

/* The first message over TCP has to be there as a whole: it is short. */
static TlSniff
openvpn_sniff_stream (TlBytes bytes)
{
  Message message;
  TlBytes inside = bytes;
  guint16 length;

  if (bytes.length > 0 && bytes.data[0] != 0)
    return TL_SNIFF_NO;
  if (!tl_bytes_u16 (&inside, &length) || inside.length == 0)
    return TL_SNIFF_MORE;
  if (length < MIN_MESSAGE || !read_opcode (&inside, &message) || message.opcode == CONTROL_V1)
    return TL_SNIFF_NO;
  tl_bytes_skip (&bytes, LENGTH_PREFIX);
  if (!tl_bytes_take (&bytes, length, &inside))
    return TL_SNIFF_MORE;
  return openvpn_begins (inside) ? TL_SNIFF_YES : TL_SNIFF_NO;
}

static gpointer
openvpn_new (TlBytes message)
{
  Openvpn *self = g_new0 (Openvpn, 1);
  Message first;

  self->hmac = (gsize) find_hmac (message);
  if (parse (message, self->hmac, &first))
    self->key_id = first.key_id;
  return self;
}

/* A client that begins again has another session id. New keys for the same client are negotiated by a TLS session of their own,
 * after a soft reset. */
static bool
openvpn_begins_anew (gconstpointer state, guint direction, TlBytes bytes)
{
  const Openvpn *self = state;
  Message message;

  if (!parse (bytes, self->hmac, &message) || !is_first (&message))
    return false;
  if (message.opcode == CONTROL_SOFT_RESET_V1)
    return message.key_id != self->key_id;
  return is_hard_reset (message.opcode) && self->session_known[direction]
         && memcmp (self->session_id[direction], message.session_id.data, SESSION_ID) != 0;
}

static void
openvpn_add (gpointer state, const TlChunk *bytes, const TlCarried *carried)
{
  Openvpn *self = state;
  guint direction = carried->direction;
  Message message;
  TlChunk payload;

  if (!parse (bytes->bytes, self->hmac, &message) || message.key_id != self->key_id)
    return;
  if (!self->session_known[direction])
    memcpy (self->session_id[direction], message.session_id.data, SESSION_ID);
  self->session_known[direction] = true;
  payload = tl_chunk_slice (bytes, bytes->bytes.length - message.payload.length, message.payload.length);
  if (message.opcode != CONTROL_V1)
    payload = tl_chunk_slice (&payload, 0, 0); /* what a reset brings is no TLS */
  tl_numbered_add (self, message.number, 32, &payload, carried);
}

const TlCarrierKind tl_openvpn = {
  .name = "openvpn",
  .is_possible = openvpn_is_possible,
  .begins = openvpn_begins,
  .sniff_stream = openvpn_sniff_stream,
  .frame = openvpn_frame,
  .frame_header = LENGTH_PREFIX,
  .state_size = sizeof (Openvpn),
  .new_state = openvpn_new,
  .begins_anew = openvpn_begins_anew,
  .add = openvpn_add,
  .flush = tl_numbered_flush,
  .size = tl_numbered_size,
  .free = tl_numbered_free,
};
