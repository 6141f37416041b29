/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * One captured packet: what capture/ hands on.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TlPacket:
 * @number: from 1, as in the file
 * @time: nanoseconds since 1970, UTC
 * @data: borrowed, until the next packet is read
 * @captured: bytes at @data
 * @length: bytes it had on the wire, when more than @captured the rest was not recorded
 * @link_type: LINKTYPE_ value (tcpdump.org/linktypes.html), as in the file
 */
typedef struct
{
  guint64 number;
  gint64 time;
  const guint8 *data;
  guint32 captured;
  guint32 length;
  gint32 link_type;
} TlPacket;

G_END_DECLS
