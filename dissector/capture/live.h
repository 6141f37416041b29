/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A capture that runs: the helper program that may open an interface, what it writes, and what it says. Nothing here asks for a privilege.
 */
#pragma once

#include "../errors.h"
#include "interfaces.h"
#include "permission.h"

#include <gio/gio.h>
#include <stdbool.h>

G_BEGIN_DECLS

typedef struct TlLive TlLive;

/**
 * TlLiveRequest:
 * @interface: its name for the system: "eth0"; "any" for all
 * @filter: as pcap-filter(7) has it; NULL: everything
 * @snaplen: bytes of a packet that are captured; 0: all
 * @promiscuous: also what is for others
 */
typedef struct
{
  const char *interface;
  const char *filter;
  guint snaplen;
  bool promiscuous;
} TlLiveRequest;

/**
 * TlLiveCounts:
 * @known: there are any: whoever captures in place of our helper says nothing before its end
 * @received: packets that came through the filter
 * @dropped: of these, by the kernel, because nobody took them in time
 * @interface_dropped: by the interface or its driver
 * @written: handed on to us
 * @link: of the interface
 */
typedef struct
{
  bool known;
  guint64 received;
  guint64 dropped;
  guint64 interface_dropped;
  guint64 written;
  TlLinkState link;
} TlLiveCounts;

/* Whether a program here may capture when we start it, ours or an installed dumpcap; if not, why ours may not. @helper, NULL: nobody asks: the path of
 * ours, or NULL. Free with g_free(). */
TlPermission tl_live_permission (char **helper);

/* Starts to capture. Fails with TL_ERROR_PERMISSION where no program may, see permission.h, or TL_ERROR_LIVE; what goes wrong later is told
 * by tl_live_failed(). */
TlLive *tl_live_start (const TlLiveRequest *request, GError **error);

/* Ends it at once, if it has not ended yet. */
void tl_live_free (TlLive *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlLive, tl_live_free)

/* Where the captured bytes can be read: once, and then no longer ours. */
int tl_live_steal_fd (TlLive *self);

/* The name of the interface. */
const char *tl_live_interface (const TlLive *self);

/* Asks it to end: what it has captured can be read until the end of its bytes. */
void tl_live_stop (TlLive *self);

/* Whether it was asked to. */
bool tl_live_is_stopped (const TlLive *self);

/* Takes what it has said since the last call; never waits. */
void tl_live_listen (TlLive *self);

/* The last that tl_live_listen() has heard. */
const TlLiveCounts *tl_live_counts (const TlLive *self);

/* Its bytes have ended: waits for its last words, a second at most. */
void tl_live_hear_out (TlLive *self);

/* Why it ended, as TL_ERROR_LIVE or TL_ERROR_PERMISSION; false where it was asked to. */
bool tl_live_failed (const TlLive *self, GError **error);

G_END_DECLS
