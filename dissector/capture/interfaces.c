/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Asks libpcap which interfaces there are, and the system (/sys/class/net) what they are.
 */
#include "interfaces.h"

#include "../display.h"

#include <glib/gi18n-lib.h>
#include <pcap/pcap.h>

#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define SYSTEM "/sys/class/net"

/* The file @leaf that the system has on the interface @name, without the end of its line; NULL: there is none. */
static char *
read_system (const char *name, const char *leaf)
{
  g_autofree char *path = g_build_filename (SYSTEM, name, leaf, NULL);
  char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) ? g_strchomp (text) : NULL;
}

static bool
has_system (const char *name, const char *leaf)
{
  g_autofree char *path = g_build_filename (SYSTEM, name, leaf, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static guint64
read_number (const char *name, const char *leaf)
{
  g_autofree char *text = read_system (name, leaf);

  return text ? g_ascii_strtoull (text, NULL, 10) : 0;
}

/* The kinds of device that the kernel names in "uevent" (DEVTYPE=…). */
static TlInterfaceKind
kind_of_device (const char *name)
{
  static const struct
  {
    const char *type;
    TlInterfaceKind kind;
  } kinds[] = {
    { "wlan", TL_INTERFACE_WIFI },        { "bridge", TL_INTERFACE_BRIDGE }, { "wwan", TL_INTERFACE_MOBILE },
    { "wireguard", TL_INTERFACE_TUNNEL }, { "vxlan", TL_INTERFACE_TUNNEL },  { "geneve", TL_INTERFACE_TUNNEL },
  };
  g_autofree char *event = read_system (name, "uevent");
  const char *type = event ? strstr (event, "DEVTYPE=") : NULL;

  for (guint i = 0; type && i < G_N_ELEMENTS (kinds); i++)
    if (g_str_has_prefix (type + strlen ("DEVTYPE="), kinds[i].type))
      return kinds[i].kind;
  return TL_INTERFACE_OTHER;
}

static TlInterfaceKind
kind_of (const char *name, bpf_u_int32 flags)
{
  TlInterfaceKind kind;

  if (g_str_equal (name, "any"))
    return TL_INTERFACE_ALL;
  if (flags & PCAP_IF_LOOPBACK)
    return TL_INTERFACE_LOOPBACK;
  kind = kind_of_device (name);
  if (kind != TL_INTERFACE_OTHER)
    return kind;
  if (flags & PCAP_IF_WIRELESS || has_system (name, "wireless") || has_system (name, "phy80211"))
    return TL_INTERFACE_WIFI;
  if (has_system (name, "tun_flags"))
    return TL_INTERFACE_TUNNEL;
  if (!has_system (name, "device"))
    return TL_INTERFACE_VIRTUAL;
  return read_number (name, "type") == ARPHRD_ETHER ? TL_INTERFACE_ETHERNET : TL_INTERFACE_OTHER;
}

static const char *
title_of (TlInterfaceKind kind)
{
  switch (kind)
    {
    case TL_INTERFACE_ETHERNET:
      return _ ("Ethernet");
    case TL_INTERFACE_WIFI:
      return _ ("Wi-Fi");
    case TL_INTERFACE_LOOPBACK:
      return _ ("Loopback (this computer only)");
    case TL_INTERFACE_BRIDGE:
      return _ ("Bridge");
    case TL_INTERFACE_TUNNEL:
      return _ ("Tunnel (VPN)");
    case TL_INTERFACE_VIRTUAL:
      return _ ("Virtual network");
    case TL_INTERFACE_MOBILE:
      return _ ("Mobile broadband");
    case TL_INTERFACE_ALL:
      return _ ("All interfaces");
    case TL_INTERFACE_OTHER:
    default:
      return _ ("Other interface");
    }
}

/* The address as text, without the name of the interface that getnameinfo() adds to those of a link. */
static char *
address_text (const struct sockaddr *address)
{
  char text[NI_MAXHOST];
  socklen_t length = address->sa_family == AF_INET6 ? sizeof (struct sockaddr_in6) : sizeof (struct sockaddr_in);

  if (getnameinfo (address, length, text, sizeof text, NULL, 0, NI_NUMERICHOST) != 0)
    return NULL;
  text[strcspn (text, "%")] = '\0';
  return g_strdup (text);
}

static char **
addresses_of (const pcap_if_t *interface)
{
  g_autoptr (GPtrArray) addresses = g_ptr_array_new ();

  for (const pcap_addr_t *entry = interface->addresses; entry; entry = entry->next)
    {
      char *text = NULL;

      if (entry->addr && (entry->addr->sa_family == AF_INET || entry->addr->sa_family == AF_INET6))
        text = address_text (entry->addr);
      if (text)
        g_ptr_array_add (addresses, text);
    }
  g_ptr_array_add (addresses, NULL);
  return (char **) g_ptr_array_steal (addresses, NULL);
}

/* Bluetooth, USB, nflog, D-Bus and the like are no network interfaces, and only those have packets of IP. */
static bool
carries_ip (const pcap_if_t *interface)
{
  return g_str_equal (interface->name, "any")
         || (interface->addresses && strchr (interface->name, '/') == NULL && tl_interface_index (interface->name) > 0);
}

static void
interface_free (gpointer data)
{
  TlInterface *self = data;

  g_free (self->name);
  g_free (self->title);
  g_strfreev (self->addresses);
  g_free (self);
}

static TlInterface *
interface_new (const pcap_if_t *interface)
{
  TlInterface *self = g_new0 (TlInterface, 1);
  bpf_u_int32 connection = interface->flags & PCAP_IF_CONNECTION_STATUS;

  self->name = g_strdup (interface->name);
  self->kind = kind_of (interface->name, interface->flags);
  self->title = g_strdup (title_of (self->kind));
  self->addresses = addresses_of (interface);
  self->up = interface->flags & PCAP_IF_UP;
  self->connected = self->up && interface->flags & PCAP_IF_RUNNING && connection != PCAP_IF_CONNECTION_STATUS_DISCONNECTED;
  return self;
}

/* What is connected to other computers stands first, the interface that is all of them last. */
static int
rank_of (const TlInterface *self)
{
  static const guint8 ranks[] = {
    [TL_INTERFACE_ETHERNET] = 0, [TL_INTERFACE_WIFI] = 0,    [TL_INTERFACE_MOBILE] = 0,  [TL_INTERFACE_OTHER] = 1,
    [TL_INTERFACE_TUNNEL] = 2,   [TL_INTERFACE_VIRTUAL] = 3, [TL_INTERFACE_BRIDGE] = 3, [TL_INTERFACE_LOOPBACK] = 4,
    [TL_INTERFACE_ALL] = 5,
  };

  return ranks[self->kind] + (self->connected ? 0 : 8);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const TlInterface *one = *(TlInterface *const *) a, *other = *(TlInterface *const *) b;
  int order = rank_of (one) - rank_of (other);

  return order != 0 ? order : strcmp (one->name, other->name);
}

GPtrArray *
tl_interfaces_list (GError **error)
{
  char reason[PCAP_ERRBUF_SIZE] = "";
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (interface_free);
  pcap_if_t *all = NULL;

  if (pcap_findalldevs (&all, reason) != 0)
    {
      g_set_error (error, TL_ERROR, TL_ERROR_LIVE, _ ("The interfaces of this computer cannot be listed: %s."), reason);
      return NULL;
    }
  for (const pcap_if_t *interface = all; interface; interface = interface->next)
    if (carries_ip (interface))
      g_ptr_array_add (list, interface_new (interface));
  pcap_freealldevs (all);
  g_ptr_array_sort (list, compare);
  return g_steal_pointer (&list);
}

/* A line of proc_net_dev(5) is "  name: " and 8 numbers of what was received, bytes first, and then those of what was sent. */
static guint64
traffic_of_line (const char *numbers)
{
  guint64 received, sent;

  return sscanf (numbers, "%" SCNu64 " %*u %*u %*u %*u %*u %*u %*u %" SCNu64, &received, &sent) == 2 ? received + sent : 0;
}

guint64
tl_interface_traffic (const char *name)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gsize length = strlen (name);

  if (!g_file_get_contents ("/proc/thread-self/net/dev", &text, NULL, NULL))
    return 0;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    {
      const char *line = g_strchug (lines[i]);

      if (strncmp (line, name, length) == 0 && line[length] == ':')
        return traffic_of_line (line + length + 1);
    }
  return 0;
}

guint
tl_interface_index (const char *name)
{
  return if_nametoindex (name);
}

/* Asked of the kernel, and not read from /sys, which is that of another network where a namespace was made without a view of its own. */
TlLinkState
tl_interface_link (guint index)
{
  struct ifreq request = { 0 };
  TlLinkState state = TL_LINK_UNKNOWN;
  int fd = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

  if (if_indextoname (index, request.ifr_name) == NULL)
    state = errno == ENXIO || errno == ENODEV ? TL_LINK_GONE : TL_LINK_UNKNOWN;
  else if (fd >= 0 && ioctl (fd, SIOCGIFFLAGS, &request) == 0)
    state = (request.ifr_flags & (IFF_UP | IFF_RUNNING)) == (IFF_UP | IFF_RUNNING) ? TL_LINK_UP : TL_LINK_DOWN;
  if (fd >= 0)
    close (fd);
  return state;
}
