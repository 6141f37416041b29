/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * One direction of a TCP connection, put back in order.
 */
#pragma once

#include "../bytes.h"

G_BEGIN_DECLS

/* Where bytes came from. */
typedef struct
{
  guint64 packet; /* number in the capture */
  gint64 time;    /* nanoseconds since 1970 */
  gint64 came;    /* the same by a clock that nobody sets: what waits for too long is known by it */
} TlOrigin;

typedef struct TlStream TlStream;

/**
 * TlStreamSink:
 * @data: the next bytes in order; borrowed for the call. The packet is the one that brought them, the time that when they
 *   came into order: that of the packet that closed the hole before them, if there was one
 * @gap: @length bytes of the stream are lost; what comes next follows after them
 *
 * Who takes the ordered bytes. @user_data is what tl_stream_add() was given.
 */
typedef struct
{
  void (*data) (gpointer user_data, TlBytes bytes, TlOrigin origin);
  void (*gap) (gpointer user_data, guint64 length, TlOrigin origin);
} TlStreamSink;

/* Embedded in the flow, so that a connection is one allocation. All zero is a stream that has not begun. */
struct TlStream
{
  guint32 next;         /* sequence number of the byte that comes next */
  guint32 held_bytes;   /* out-of-order bytes waiting */
  gint64 hole_since;    /* when the hole before them was seen, or last became smaller: TlOrigin.came */
  guint8 begun;         /* next is valid */
  guint8 conflicting;   /* a retransmission brought other bytes than those that wait: the first ones count */
  guint8 ended;         /* FIN was passed in order */
  guint8 lost;          /* bytes are missing somewhere */
  guint32 end;          /* sequence number of the FIN, valid when end_known */
  guint32 first;        /* sequence number of the first byte */
  guint8 end_known;
  guint8 acknowledged_known;
  guint32 acknowledged; /* the receiver has all before this sequence number */
  struct TlHeld *held; /* in the order of sequence; NULL nearly always */
};

/* Tells the stream where it begins: the sequence number after the SYN. */
void tl_stream_begin (TlStream *self, guint32 next);

/* Adds the segment at @sequence, and hands on what has come into order. A stream that has not begun begins here. @missing bytes after
 * @bytes were not captured: they become a gap. @fin says that the segment ends the stream. Works over the wrap of sequence numbers. */
void tl_stream_add (TlStream *self,
                    guint32 sequence,
                    TlBytes bytes,
                    guint32 missing,
                    bool fin,
                    TlOrigin origin,
                    const TlStreamSink *sink,
                    gpointer user_data);

/* The receiver has all bytes before the sequence number @next. */
void tl_stream_acknowledge (TlStream *self, guint32 next);

/* Whether bytes wait behind a hole, or the end of the stream does. */
bool tl_stream_waits (const TlStream *self);

/* Time has passed, until @origin.came: gives up the holes that nothing is to be hoped for, as tl_stream_add() does. */
void tl_stream_pass_time (TlStream *self, TlOrigin origin, const TlStreamSink *sink, gpointer user_data);

/* Nothing more will come: gives up the holes, hands on what waits behind them, in order. */
void tl_stream_flush (TlStream *self, TlOrigin origin, const TlStreamSink *sink, gpointer user_data);

/* Bytes of memory that what is held takes, about. */
gsize tl_stream_size (const TlStream *self);

/* Frees what is held. The stream itself belongs to the caller. */
void tl_stream_clear (TlStream *self);

G_END_DECLS
