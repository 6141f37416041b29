/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Where packets come from: a capture file, or a stream of one. The only room that knows libpcap.
 */
#pragma once

#include "../errors.h"
#include "packet.h"
#include "source.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct TlCapture TlCapture;

/* Opens the capture at @path, pcap or pcapng, compressed with gzip or not; "-" is standard input. Fails with
 * TL_ERROR_OPEN, TL_ERROR_EMPTY or TL_ERROR_NOT_CAPTURE, never reads more than the file header. */
TlCapture *tl_capture_open (const char *path, GError **error);

/* The same for any @source, which is waited for as it says: TL_ERROR_CANCELLED where it was stopped before the header of the file was there. */
TlCapture *tl_capture_open_source (const TlSource *source, GError **error);
void tl_capture_close (TlCapture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlCapture, tl_capture_close)

typedef enum
{
  TL_CAPTURE_PACKET, /* there is one */
  TL_CAPTURE_END,    /* there are no more */
  TL_CAPTURE_FAILED  /* the rest cannot be read: TL_ERROR_CUT_SHORT, TL_ERROR_DAMAGED */
} TlCaptureResult;

TlCaptureResult tl_capture_next (TlCapture *self, TlPacket *packet, GError **error);

/* The key logs (RFC 9850) that a pcapng file carries in its Decryption Secrets Blocks, as far as it was read: GBytes, in the order of the
 * file, unchecked. @more, if not NULL, is set when there were more of them than TL_LIMIT_SECRETS. */
const GPtrArray *tl_capture_secrets (const TlCapture *self, bool *more);

/* How much of the file was read, 0 to 1, in bytes of the file itself; -1 where the size is not known (a pipe). */
double tl_capture_progress (const TlCapture *self);

/* A name for @link_type, for messages: "Ethernet", "IEEE 802.11"; "link type 147" where there is none. Free with g_free(). */
char *tl_capture_link_type_name (int link_type);

G_END_DECLS
