/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The blocks of a pcapng file (draft-ietf-opsawg-pcapng). libpcap reads only files whose interfaces are all of one link type
 * and one snapshot length, and passes over the secrets.
 */
#pragma once

#include "input.h"
#include "packet.h"

G_BEGIN_DECLS

typedef struct TlPcapng TlPcapng;

typedef enum
{
  TL_PCAPNG_PACKET,
  TL_PCAPNG_END,    /* of the bytes, between two blocks */
  TL_PCAPNG_CUT,    /* they end within a block */
  TL_PCAPNG_DAMAGED /* see tl_pcapng_reason() */
} TlPcapngResult;

/* Reads the blocks of @input, which stays the caller's and must live longer. */
TlPcapng *tl_pcapng_new (TlInput *input);
void tl_pcapng_free (TlPcapng *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlPcapng, tl_pcapng_free)

/* Reads the header of the first section, and nothing else: TL_PCAPNG_END when it is there. */
TlPcapngResult tl_pcapng_begin (TlPcapng *self);

/* The next packet, of which everything but the number is filled in. */
TlPcapngResult tl_pcapng_next (TlPcapng *self, TlPacket *packet);

/* Why the last block cannot be read, as part of a sentence. */
const char *tl_pcapng_reason (const TlPcapng *self);

/* The key logs of the blocks so far: GBytes. @more, if not NULL, is set when there were more than TL_LIMIT_SECRETS. */
const GPtrArray *tl_pcapng_key_logs (const TlPcapng *self, bool *more);

G_END_DECLS
