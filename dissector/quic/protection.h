/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The protection of Initial packets, which keeps no secret: its keys come from the connection id that the client chose
 * (RFC 9001 section 5.2). What does not verify is not opened.
 */
#pragma once

#include "packet.h"

G_BEGIN_DECLS

/* The keys of one direction. */
typedef struct
{
  guint8 key[TL_QUIC_KEY];
  guint8 iv[TL_QUIC_IV];
  guint8 header_key[TL_QUIC_KEY];
} TlQuicKeys;

typedef enum
{
  TL_QUIC_FROM_CLIENT,
  TL_QUIC_FROM_SERVER
} TlQuicSender;

/* The Initial keys of @sender, for the Destination Connection ID of the client's first Initial packet, or of its first after
 * a Retry. */
void tl_quic_initial_keys (const TlQuicVersion *version, TlBytes destination, TlQuicSender sender, TlQuicKeys *keys);

/* Takes the protection of the header and of the payload off an Initial packet. @expected is the packet number after the
 * largest that has been opened. Returns the frames, and their packet number in @number; NULL where it does not verify. */
GByteArray *tl_quic_open (const TlQuicKeys *keys, const TlQuicPacket *packet, guint64 expected, guint64 *number);

enum
{
  TL_QUIC_MASK = 5 /* bytes of a header that header protection hides: the first, and a packet number of 4 */
};

/* What the mask of header protection is made of (RFC 9001 section 5.4.2): 16 bytes of @packet. False where it is too short, or
 * has no packet number. */
bool tl_quic_sample (const TlQuicPacket *packet, TlBytes *sample);

/* The header of @packet, which has a sample, in clear, up to the end of the packet number (RFC 9001 section 5.4.1). @expected is
 * the packet number after the largest that has been opened. Whether the mask was right, only the tag can tell. */
GByteArray *
tl_quic_open_header (const TlQuicPacket *packet, const guint8 mask[TL_QUIC_MASK], guint64 expected, guint64 *number);

/* Whether a Retry packet was made by somebody who has seen the Initial packet with @original as its Destination Connection ID
 * (RFC 9001 section 5.8). */
bool tl_quic_retry_is_genuine (const TlQuicPacket *retry, TlBytes original);

G_END_DECLS
