/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A conversation in the making: takes what each direction brings, in order, and knows what was said so far.
 */
#pragma once

#include "../prelude/prelude.h"
#include "../quic/connection.h"
#include "../secrets/opener.h"
#include "../tls/handshake.h"
#include "../tls/records.h"
#include "../tls/sslv2.h"
#include "conversation.h"

G_BEGIN_DECLS

/* What one direction has shown over UDP: see dialogue-parts.h. */
typedef struct TlDatagrams TlDatagrams;
typedef struct TlPskSchedule TlPskSchedule;
typedef struct TlUnderway TlUnderway;

/* What it takes to open packets of QUIC: see dialogue-quic-sealed.c. */
typedef struct TlQuicSealed TlQuicSealed;

/* What one direction has shown. */
typedef struct
{
  TlRecordReader records;
  TlHandshakeReader handshake;
  TlDoor *message_door;      /* of the record that the message in @handshake began in; NULL: none was opened */
  TlDatagrams *datagrams;      /* of DTLS, instead of records and handshake; NULL over TCP */
  TlSslv2Reader *sslv2;        /* instead of records, while it speaks SSL 2.0; NULL nearly always */
  gsize kept;                  /* bytes kept in steps: at most TL_LIMIT_HANDSHAKE */
  guint32 sealed_records;      /* TLS 1.3: after ServerHello */
  guint32 first_sealed_length; /* of the first of them */
  guint8 change_cipher_spec;   /* seen */
  guint8 sealed_handshake;     /* TLS 1.2 and older: a handshake record after ChangeCipherSpec; QUIC: a Handshake packet that
                                  was not opened */
  guint8 handshake_over;       /* TLS 1.3: as far as can be told, what follows is application data */
  guint8 begun;                /* the first byte of its records was seen */
  guint8 unsynced;             /* after a gap: the next record has not been found yet */
  guint8 heard;                /* some packet came from here, with data or without */
  guint8 spoke;                /* data came from here */
  guint8 midstream;            /* its first records are not in the capture: they may have said that what follows is sealed */
  guint8 cut;                  /* bytes of the record at hand are missing: what is there is its beginning */
  guint64 protected_records;   /* with keys: that were to be opened */
  guint8 opened;               /* some of them were */
  guint8 finished;             /* a Finished of the first handshake was opened */
  guint8 lost;                 /* bytes of its handshake are missing, or do not fit */
  guint8 not_tls;              /* what came is no record */
  guint8 alert_last;           /* the latest record is an alert, or has the size of one */
  guint8 sent_data;            /* application data, as far as can be told: in TLS 1.3 more than an alert may be */
} TlDirection;

/**
 * TlDialogue:
 *
 * Directions count 0 and 1; which of them is the client's is @client. @model is what a snapshot is made of; its steps
 * stay in @steps.
 */
typedef struct
{
  TlConversation model;
  TlDirection directions[2];
  TlContext context;
  TlQuicConnection *quic; /* NULL where it is not over QUIC */
  GPtrArray *steps;       /* TlStep; NULL where steps are not kept */
  TlStep *own_run[2];        /* by side: the run of application data that no snapshot shares */
  guint8 client_random[32];     /* of the ClientHello */
  guint8 client_session_id[32]; /* the same; RFC 9846 section 4.2.2 allows no more */
  guint8 n_client_session_id;
  gsize size;             /* of itself and the steps, in memory: see tl_dialogue_size() */
  guint client;           /* 0 or 1 */
  guint n_runs;           /* of application data */
  guint n_repeats;        /* steps that are retransmissions */
  TlKeyring *keyring;     /* NULL: nobody has given keys */
  TlOpener *opener;       /* NULL without a keyring, and before the first hello */
  TlQuicSealed *quic_sealed; /* the same over QUIC */
  TlEchOpener *ech;       /* NULL unless an encrypted ClientHello came, and there are keys */
  TlInnerHello *inner;    /* the latest that was opened; NULL: none */
  TlUnderway *underway;   /* NULL unless secrets are to be computed from what is exchanged */
  TlDoor *door;           /* the record that was opened, while what is in it is being added */
  TlRecordHeader header;  /* of the record that is being read */
  gint8 closed_by;        /* direction of the first FIN; -1 */
  gint8 reset_by;         /* direction of the first RST; -1 */
  gint8 alert_by;         /* direction of the first fatal alert in clear; -1 */
  gint8 sealed_alert_by;  /* direction of the first sealed alert before the end of the handshake; -1 */
  guint8 alert;
  guint16 message_seq;    /* DTLS: of the message that is being told */
  guint8 quic_packet;     /* TlQuicPacketType of the packet that is being read */
  guint8 quic_began_anew; /* the client's hello may come once more */
  guint8 quic_data;       /* 1-RTT packets came after Handshake packets of the client's */
  guint8 quic_done;       /* a 1-RTT packet of the client's, or the server's HANDSHAKE_DONE was opened */
  guint8 client_known;    /* a hello has said which direction is the client's */
  guint8 client_hello;    /* seen */
  guint8 client_hello_whole;
  guint8 client_certificate_type; /* RFC 7250; that of the server is in the context */
  guint8 ech_offered;     /* in it */
  guint8 ech_refused;     /* the server has shown that it did not take it */
  guint8 ech_verdict;     /* TlEchVerdict: what the server has proven to who has opened it */
  guint8 server_hello;
  guint8 offered_psk_age; /* the ClientHello offered a ticket */
  guint8 server_answered; /* a message after ServerHello has told whether the session is resumed */
  guint8 grown;           /* since the last snapshot */
} TlDialogue;

/* @ends are the endpoints of direction 0 and 1; @client the direction that is the client's unless a hello says otherwise. */
TlDialogue *tl_dialogue_new (guint64 number, const TlEndpoint ends[2], guint client, gint64 start, bool keep_steps);
void tl_dialogue_free (TlDialogue *self);

/* Whose @direction is. */
static inline TlSide
tl_dialogue_side (const TlDialogue *self, guint direction)
{
  return direction == self->client ? TL_SIDE_CLIENT : TL_SIDE_SERVER;
}

/* From now on, sealed records are opened with the keys of @keyring, as far as it has them. */
void tl_dialogue_set_keyring (TlDialogue *self, TlKeyring *keyring);

/* What the dialogue before TLS has brought since the last time. */
void tl_dialogue_add_prelude (TlDialogue *self, TlPrelude *prelude);

/* The next bytes of @direction, in order. */
void tl_dialogue_add (TlDialogue *self, guint direction, TlBytes bytes, guint64 packet, gint64 time);

/* Before anything was added: it is DTLS, over UDP. */
void tl_dialogue_begin_datagrams (TlDialogue *self);

/* The next datagram of @direction: of a dialogue that is DTLS. @cut: the end of it was not captured. */
void tl_dialogue_add_datagram (TlDialogue *self, guint direction, const TlChunk *datagram, bool cut);

/* Before anything was added: it is QUIC, and @direction is the client's, whose first Initial packet is @first and is made as
 * @kind says. */
void tl_dialogue_begin_quic (TlDialogue *self, guint direction, const TlQuicPacket *first, const TlQuicVersion *kind);

/* The next datagram of @direction: of a dialogue that is QUIC. The capture does not have the last @missing bytes of it. */
void tl_dialogue_add_quic (TlDialogue *self, guint direction, const TlChunk *datagram, guint32 missing);

/* @length bytes of @direction are missing here. */
void tl_dialogue_gap (TlDialogue *self, guint direction, guint64 length, gint64 time);

/* Nothing more will come: tells of messages that have begun and are not whole. */
void tl_dialogue_end (TlDialogue *self, gint64 time);

/* Bytes of memory that it takes, about. */
gsize tl_dialogue_size (const TlDialogue *self);

/* How it stands: from outcome.c. */
void tl_dialogue_judge (TlDialogue *self, bool complete);

/* A snapshot that shares the steps. */
TlConversation *tl_dialogue_snapshot (TlDialogue *self, bool complete);

G_END_DECLS
