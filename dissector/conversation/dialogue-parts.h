/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What the files of a dialogue have in common: its records, its messages, its datagrams.
 */
#pragma once

#include "../tls/dtls.h"
#include "dialogue.h"

G_BEGIN_DECLS

enum
{
  TL_ALERT_SIZE = 2 + 1 + 16 /* a sealed alert of TLS 1.3: the alert, its content type, the tag (RFC 9846 section 5.2) */
};

/* What one direction has shown over UDP. */
struct TlDatagrams
{
  TlDtlsReplay replay;
  TlDtlsReader fragments;
  GPtrArray *held;           /* records that wait for those before them; NULL nearly always */
  gsize held_size;
  TlDtlsHeader header;       /* of the record at hand */
  guint16 epoch;             /* of it; 0 in DTLS 1.3, which only has one handshake */
  guint16 begun_epoch;       /* the latest in which a record was read */
  guint16 cipher_spec_epoch; /* in which ChangeCipherSpec stood, when there was one */
  guint32 finished_length;   /* of the first sealed handshake record */
  guint8 connection_id;      /* bytes of the connection ids in the records it sends (RFC 9146) */
  bool cut;                  /* the end of the record at hand was not captured */
  bool repeating;            /* the record at hand was sent before: what the reader of fragments cannot know */
  bool repeats_flight;       /* a ChangeCipherSpec was sent again: the Finished after it will be */
};

/* Whether the payload of a record of @type from @direction is wanted: application data is only counted,
 * except what can be the sealed part of a handshake. */
bool tl_dialogue_wants (const TlDialogue *self, guint direction, guint8 type);

/* A whole record; @payload is NULL where it was not wanted. */
void tl_dialogue_add_record (TlDialogue *self,
                             guint direction,
                             const TlRecordHeader *header,
                             const TlChunk *payload,
                             guint64 packet,
                             gint64 time);

/* What was in a record, in clear or opened (then @self->door is that record). */
void tl_dialogue_add_content (TlDialogue *self, guint direction, guint8 type, const TlChunk *content);

/* Opens the record at hand, and adds what was in it. False where it is not protected, or cannot be opened. */
bool tl_dialogue_open_record (TlDialogue *self, guint direction, const TlChunk *payload);

/* What comes from @direction now is sealed: after ChangeCipherSpec. */
void tl_dialogue_open_after (TlDialogue *self, guint direction);

/* Records of @direction are missing. */
void tl_dialogue_lose_records (TlDialogue *self, guint direction);

/* A message of @kind tells which keys come next. */
void tl_dialogue_tell_opener (TlDialogue *self, guint direction, guint16 kind, TlBytes message);

/* A record or packet of @direction was opened, or not: counts it, and remembers why. */
void tl_dialogue_note_opening (TlDialogue *self, guint direction, TlOpenResult result);

/* A handshake message in clear or opened, with its header; @length is what that says. */
void tl_dialogue_add_message (
    TlDialogue *self, guint direction, const TlChunk *message, guint64 length, guint32 n_records);

/* The same, sent again: only a step of its own. */
void tl_dialogue_repeat_message (
    TlDialogue *self, guint direction, const TlChunk *message, guint64 length, guint32 n_records);

/* dialogue-exchange.c */

void tl_underway_free (TlUnderway *self);

/* A message of @kind says how keys are exchanged: where they can be computed, the opener is told of what is needed for it. */
void tl_dialogue_see_exchange (TlDialogue *self, guint direction, guint16 kind, TlBytes message);

/* dialogue-psk.c */

/* A ClientHello: the pre-shared keys that it offers, as far as they were given; NULL where there is nothing to know. @before: the
 * messages before it, as they are hashed. */
TlPskSchedule *tl_dialogue_begin_psk (TlDialogue *self, TlBytes message, TlBytes before);
void tl_psk_schedule_free (TlPskSchedule *self);
gsize tl_psk_schedule_size (void);

/* The ServerHello @message may take one of them. @messages: those so far, and this one. */
void tl_dialogue_take_psk (TlDialogue *self, TlPskSchedule *schedule, TlBytes message, TlBytes messages);

/* The server's Finished ends @messages. Whether more follows from the key behind it. */
bool tl_dialogue_end_psk (TlDialogue *self, TlPskSchedule *schedule, TlBytes messages);

/* The client's Finished ends @messages. */
void tl_dialogue_close_psk (TlDialogue *self, TlPskSchedule *schedule, TlBytes messages);

/* A NewSessionTicket: the key that it stands for follows from that of this conversation. */
void tl_dialogue_see_psk_ticket (TlDialogue *self, TlPskSchedule *schedule, TlBytes message);

/* dialogue-datagrams.c */

void tl_datagrams_free (TlDatagrams *self);
gsize tl_datagrams_size (const TlDatagrams *self);

/* The payload of a handshake record in clear. */
void tl_dialogue_add_fragments (TlDialogue *self, guint direction, const TlChunk *payload);

/* What a record of @direction was opened to have in it may answer what the other side has sent. */
void tl_dialogue_see_opened (TlDialogue *self, guint direction, guint8 type, gint64 time);

/* Nothing more will come: reads what waits, as far as it is there. */
void tl_dialogue_flush_datagrams (TlDialogue *self, guint direction, gint64 time);

/* A hello says which direction is the client's. */
void tl_dialogue_know_client (TlDialogue *self, guint client);

/* The session that the ClientHello would like to resume. */
void tl_dialogue_remember_session_id (TlDialogue *self, TlBytes session_id);

/* The next bytes of a direction in SSL 2.0: takes off @bytes what is. When that is over, the direction has no reader for it any more. */
void tl_dialogue_add_sslv2 (TlDialogue *self, guint direction, TlBytes *bytes, guint64 packet, gint64 time);

/* Nothing more will come: a message of SSL 2.0 that has begun ends here. */
void tl_dialogue_flush_sslv2 (TlDialogue *self, guint direction, gint64 time);

/* ech.c: how it stands with Encrypted ClientHello. */
TlEch tl_dialogue_judge_ech (const TlDialogue *self);

/* dialogue-ech.c: a whole message of @kind, of a dialogue with a keyring. What was in the encrypted ClientHello that it carries, if it does
 * and that was opened: owned by the caller. */
TlInnerHello *tl_dialogue_see_ech (TlDialogue *self, guint16 kind, TlBytes message);

/* Whether the secrets of the conversation may go by a random that stands in an encrypted ClientHello, which was not opened. */
bool tl_dialogue_may_be_hidden (const TlDialogue *self);

/* Something was opened: with secrets that go by the outer random, the server did not take the encrypted ClientHello. */
void tl_dialogue_see_ech_secrets (TlDialogue *self);

/* The ClientHello whose random the secrets go by: the inner one where the server took that, else @outer. */
TlBytes tl_dialogue_hello_for_keys (const TlDialogue *self, TlBytes outer);

/* Nothing more will come: messages in CRYPTO frames that have begun end here. */
void tl_dialogue_flush_quic (TlDialogue *self, gint64 time);

/* dialogue-quic-sealed.c */

void tl_quic_sealed_free (TlQuicSealed *self);
gsize tl_quic_sealed_size (const TlQuicSealed *self);

/* A message of @kind tells which keys come next. */
void tl_dialogue_tell_quic_opener (TlDialogue *self, guint16 kind, TlBytes message);

/* With a keyring: opens a sealed @packet and tells @sink what was in it, or adds it as it is; or keeps it until a hello has come. */
void tl_dialogue_open_packet (
    TlDialogue *self, guint direction, const TlQuicPacket *packet, const TlChunk *bytes, const TlQuicSink *sink);

/* The same for those that are kept, where a hello has come since; for @all of them, none of which waits longer. */
void tl_dialogue_open_held_packets (TlDialogue *self, bool all, const TlQuicSink *sink);

/* The reader of the messages of @direction in packets of one kind: where these were opened. */
TlHandshakeReader *tl_dialogue_quic_reader (TlDialogue *self, guint direction, TlQuicPacketType packet);

/* tl_quic_opener_hidden_random() and tl_quic_opener_hidden_is_cut() of its opener. */
const guint8 *tl_dialogue_quic_hidden_random (const TlDialogue *self);
bool tl_dialogue_quic_hidden_is_cut (const TlDialogue *self);

/* The packet at hand, if it was sealed, will be the door of steps. */
void tl_dialogue_show_packet (TlDialogue *self);

/* dialogue-quic.c: a packet that cannot be opened. */
void
tl_dialogue_add_sealed_packet (TlDialogue *self, guint direction, const TlQuicPacket *packet, const TlChunk *bytes);

/* A 0-RTT or 1-RTT packet, and what is known of application data in it. */
typedef enum
{
  TL_QUIC_DATA_SEALED,
  TL_QUIC_DATA_OPENED,
  TL_QUIC_DATA_NONE
} TlQuicData;

void tl_dialogue_add_quic_data (
    TlDialogue *self, guint direction, const TlQuicPacket *packet, const TlChunk *bytes, TlQuicData data);

/* The server's first answer after ServerHello tells whether the session is @resumed: TLS 1.2 and older. */
void tl_dialogue_see_server_answer (TlDialogue *self, bool resumed);

G_END_DECLS
