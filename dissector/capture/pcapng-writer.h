/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Writes packets as a pcapng file (draft-ietf-opsawg-pcapng): what a capture that runs is kept in, and saved as.
 */
#pragma once

#include "../errors.h"
#include "packet.h"

#include <gio/gio.h>
#include <stdbool.h>

G_BEGIN_DECLS

typedef struct TlPcapngWriter TlPcapngWriter;

/* Begins a file at @fd, which stays the caller's. @application: who writes. */
TlPcapngWriter *tl_pcapng_writer_new (int fd, const char *application);

/* Writes nothing more. */
void tl_pcapng_writer_free (TlPcapngWriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlPcapngWriter, tl_pcapng_writer_free)

/* What follows can be opened with the key log @text. */
void tl_pcapng_writer_add_secrets (TlPcapngWriter *self, const char *text, gsize length);

void tl_pcapng_writer_add (TlPcapngWriter *self, const TlPacket *packet);

/* Hands what was added to the system. False when it could not be written, now or before: then the file ends with the last block that could, and
 * nothing more is written to it. */
bool tl_pcapng_writer_flush (TlPcapngWriter *self);

/* Why it could not be written, a code of errno; 0: it could, so far. */
int tl_pcapng_writer_error (const TlPcapngWriter *self);

/* Bytes of the file, those that are not flushed included. */
guint64 tl_pcapng_writer_size (const TlPcapngWriter *self);

/* Bytes that can be read of it by now: whole blocks. And how many packets are in them. */
guint64 tl_pcapng_writer_written (const TlPcapngWriter *self);
guint64 tl_pcapng_writer_packets (const TlPcapngWriter *self);

G_END_DECLS
