/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The interfaces of this computer, as a person knows them. Listing them needs no privilege.
 */
#pragma once

#include "../errors.h"

#include <stdbool.h>

G_BEGIN_DECLS

typedef enum
{
  TL_INTERFACE_OTHER,
  TL_INTERFACE_ETHERNET,
  TL_INTERFACE_WIFI,
  TL_INTERFACE_LOOPBACK,
  TL_INTERFACE_BRIDGE,
  TL_INTERFACE_TUNNEL,  /* VPN: tun, WireGuard */
  TL_INTERFACE_VIRTUAL, /* veth, tap: of containers and virtual machines */
  TL_INTERFACE_MOBILE,
  TL_INTERFACE_ALL      /* "any" */
} TlInterfaceKind;

/**
 * TlInterface:
 * @name: the system's: "wlp3s0"
 * @title: translated, for people: "Wi-Fi", "Loopback (this computer only)"
 * @addresses: NULL-terminated, as text, without scope
 * @up: it is switched on
 * @connected: and there is a carrier
 */
typedef struct
{
  char *name;
  char *title;
  TlInterfaceKind kind;
  char **addresses;
  bool up;
  bool connected;
} TlInterface;

typedef enum
{
  TL_LINK_UNKNOWN,
  TL_LINK_UP,
  TL_LINK_DOWN,
  TL_LINK_GONE
} TlLinkState;

/* Of TlInterface, those that carry IP, in the order in which a person looks for them: connected ones first. Fails with TL_ERROR_LIVE. Free
 * with g_ptr_array_unref(). */
GPtrArray *tl_interfaces_list (GError **error);

/* Bytes that went through the interface @name so far, in both directions: 0 where that cannot be told. */
guint64 tl_interface_traffic (const char *name);

/* The number of the interface @name, which stays its own when it is renamed, and is never another's; 0: there is none. */
guint tl_interface_index (const char *name);

/* How the interface with the number @index stands. */
TlLinkState tl_interface_link (guint index);

G_END_DECLS
