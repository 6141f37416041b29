/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Every cap on what a capture can make us do, in one place. Captured bytes are hostile: whatever they claim,
 * no more memory or time than this is spent on them, and when a cap is hit, it is said.
 */
#pragma once

#include <glib.h>

#define TL_KIB ((gsize) 1024)
#define TL_MIB (1024 * TL_KIB)
#define TL_SECOND G_GINT64_CONSTANT (1000000000) /* in nanoseconds, as all times are */

/* capture/ */
#define TL_LIMIT_PACKET (256 * TL_KIB)      /* bytes of one packet */
#define TL_LIMIT_READ_BUFFER (1 * TL_MIB)   /* stdio buffer under libpcap, which reads 4 KiB at a time by itself */
#define TL_LIMIT_WAIT 50                    /* milliseconds between two looks at an input that has nothing to read */
#define TL_LIMIT_UNASKED (32 * TL_MIB)      /* bytes that are read before whoever may stop that is asked */
#define TL_LIMIT_HELD_PACKETS (16 * TL_MIB) /* bytes of packets that wait for their secrets */
#define TL_LIMIT_SPOOL (2048 * TL_MIB)       /* bytes of packets kept of a capture that runs, until they are saved */
#define TL_LIMIT_FILTER 4096                /* bytes of a filter */
#define TL_LIMIT_INTERFACES 65536           /* of one section of a pcapng file */
#define TL_LIMIT_SECRETS (16 * TL_MIB)      /* bytes of key logs kept of one pcapng file */

/* network/ */
#define TL_LIMIT_ENCAPSULATION 8            /* headers within headers: VLAN tags, IPv6 extensions, tunnels */
#define TL_LIMIT_FRAGMENTED 4096            /* datagrams of IP that wait for fragments; */
#define TL_LIMIT_FRAGMENTED_LENGTH (64 * TL_KIB) /* bytes of one, */
#define TL_LIMIT_FRAGMENT_BYTES (16 * TL_MIB) /* what all of them take, */
#define TL_LIMIT_FRAGMENT_TIME (30 * TL_SECOND) /* and how long they wait */
#define TL_LIMIT_OUT_OF_ORDER (256 * TL_KIB) /* TCP bytes held ahead of a hole, each direction */
#define TL_LIMIT_OUT_OF_ORDER_SEGMENTS 1024 /* and the pieces they may come in */
#define TL_LIMIT_HOLE_BYTES (1 * TL_MIB)    /* a hole is given up when this much lies beyond it … */
#define TL_LIMIT_HOLE_TIME (10 * TL_SECOND) /* … or this much time has passed … */
#define TL_LIMIT_HOLE_ACKNOWLEDGED (TL_SECOND) /* … or this much, where the receiver has what we miss: nobody sends it again */

/* tls/ */
#define TL_LIMIT_RECORD (16384 + 2048)      /* TLSCiphertext.length, RFC 5246 section 6.2.3 */
#define TL_LIMIT_MESSAGE (256 * TL_KIB)     /* bytes of a handshake message that are kept */
#define TL_LIMIT_HANDSHAKE (1 * TL_MIB)     /* handshake bytes kept, each direction */
#define TL_LIMIT_DTLS_AHEAD 16              /* messages ahead of the one that comes next */
#define TL_LIMIT_DTLS_BEHIND 64             /* messages that were told, and are known when they come again */
#define TL_LIMIT_DTLS_REPLAY 4096           /* records in clear that are known when they come again */
#define TL_LIMIT_DTLS_HELD 64               /* records that wait for those before them */
#define TL_LIMIT_REPEATS 128                /* steps of one conversation that are retransmissions */
#define TL_LIMIT_DEPTH 24                   /* fields within fields */
#define TL_LIMIT_LIST 4096                  /* elements of one list */
#define TL_LIMIT_ROWS 65536                 /* fields of one message */
#define TL_LIMIT_SPACES 64                  /* fields of one message that are opened */
#define TL_LIMIT_SEALED_STEPS 64            /* sealed handshake records that get a step of their own, each direction */
#define TL_LIMIT_STEPS 1024                 /* steps of one conversation; of what comes later, only a run of data goes on */
#define TL_LIMIT_ORIGINS 4096               /* packets remembered for one step */

/* prelude/ */
#define TL_LIMIT_PRELUDE_TEXT 1024          /* code points shown of a message before TLS */
#define TL_LIMIT_PRELUDE_MESSAGES 128       /* kept, both directions together: the first half and the last */
#define TL_LIMIT_PRELUDE_BYTES (16 * TL_KIB) /* bytes read, each direction, before we stop looking for TLS */
#define TL_LIMIT_GUESSES 4                  /* times that a record is waited for whose handshake was not captured, each direction */

/* carriers/ */
#define TL_LIMIT_CARRIED_AHEAD 32           /* messages of a carrier that wait for one before them, each direction */

/* quic/ */
#define TL_LIMIT_QUIC_AHEAD (64 * TL_KIB)   /* bytes of CRYPTO frames kept ahead of the one that comes next, each direction */
#define TL_LIMIT_QUIC_COALESCED 16          /* packets of one datagram */
#define TL_LIMIT_QUIC_IDS 16                /* connection ids of one side */
#define TL_LIMIT_QUIC_KEYS 4                /* connection ids and versions that Initial keys of one connection come from */
#define TL_LIMIT_QUIC_CONNECTIONS 16        /* between the same two endpoints, at the same time */
#define TL_LIMIT_QUIC_WAITING 8             /* datagrams that wait for the client's first, between two endpoints … */
#define TL_LIMIT_QUIC_WAITING_BYTES (16 * TL_KIB) /* … and their bytes */
#define TL_LIMIT_QUIC_HELD 16               /* sealed packets of one connection that wait for the hellos … */
#define TL_LIMIT_QUIC_HELD_BYTES (32 * TL_KIB) /* … and their bytes */

/* x509/ */
#define TL_LIMIT_DECOMPRESSED (256 * TL_KIB) /* bytes of a certificate message that was compressed */
#define TL_LIMIT_CERTIFICATES 32            /* certificates of one message */
#define TL_LIMIT_DER (128 * TL_KIB)         /* bytes of one certificate */
#define TL_LIMIT_DER_DEPTH 32
#define TL_LIMIT_DER_ELEMENTS 20000         /* TLVs in one certificate */
#define TL_LIMIT_DER_RDNS 512               /* RDNs of one name: libtasn1 is quadratic in them */
#define TL_LIMIT_DER_SIBLINGS 1024          /* elements of any other SET or SEQUENCE */

/* secrets/ */
#define TL_LIMIT_OFFERED_PSKS 16            /* pre-shared keys of a ClientHello that are looked up */
#define TL_LIMIT_KEYLOG_LINES 1000000       /* lines of a key log that are read */
#define TL_LIMIT_KEYLOG (256 * TL_MIB)      /* bytes of it */
#define TL_LIMIT_KEY_FILE (1 * TL_MIB)      /* bytes of a file with any other key */
#define TL_LIMIT_LOST_RECORDS 64            /* numbers that are tried for a record behind a loss */
#define TL_LIMIT_HIDDEN_SECRETS 65536       /* secrets that are tried for a conversation where it is not known what they go by … */
#define TL_LIMIT_HIDDEN_TRIALS 1000000      /* … and for all conversations together, until a key log has another line */
#define TL_LIMIT_KEYLOG_LINE 1024           /* bytes of one line that are looked at */
#define TL_LIMIT_KEYLOG_SILENCE 1000        /* milliseconds that a pipe with a key log may say nothing */

/* conversation/ */
#define TL_LIMIT_CHANGES 16384              /* snapshots that wait for the main loop, before who reads waits too */
#define TL_LIMIT_LISTED 500000              /* rows of a list whose conversations are not kept: of a file, … */
#define TL_LIMIT_LISTED_LIVE 50000          /* … and of what has no end */
#define TL_LIMIT_MODEL (512 * TL_MIB)       /* what all conversations together may hold */
#define TL_LIMIT_CLOCK_STEP (9 * TL_SECOND) /* of the clock from one packet to the next: by itself it is no reason to give up a hole */
#define TL_LIMIT_IDLE_HALF_OPEN (30 * TL_SECOND) /* a connection that never carried data */
#define TL_LIMIT_IDLE_RESET (2 * TL_SECOND) /* after a RST: what was on its way still comes */
#define TL_LIMIT_IDLE_TCP (300 * TL_SECOND)
#define TL_LIMIT_IDLE_UDP (60 * TL_SECOND)
#define TL_LIMIT_IDLE_QUIC (120 * TL_SECOND)

/* proof/ */
#define TL_LIMIT_DERIVED_HANDSHAKES 16      /* handshakes of one conversation whose secrets are listed … */
#define TL_LIMIT_DERIVED_UPDATES 16         /* … and KeyUpdates of one side */
#define TL_LIMIT_PROOFS 64                  /* of one conversation that are checked to be marked on its ladder */

/* display.c, in code points: Pango is quadratic in line breaks and tabs */
#define TL_LIMIT_TEXT_CELL 256
#define TL_LIMIT_TEXT_ROW 4096
