/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Asks libpcap, after its words were looked at: libpcap takes a word that it does not know for the name of a host, and asks the network for it.
 */
#include "filter.h"

#include "../display.h"
#include "../limits.h"

#include <glib/gi18n-lib.h>
#include <pcap/pcap.h>

#include <string.h>

#define WORD "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-:"

enum
{
  SNAPLEN = 262144
};

/* The words of pcap-filter(7) that stand by themselves. */
static const char *const keywords[] = {
  "aarp",     "address1", "address2",  "address3", "address4",  "addr1",     "addr2",   "addr3",   "addr4",   "ah",        "and",       "arp",
  "atalk",    "broadcast", "byte",     "carp",     "clnp",      "csnp",      "decnet",  "dst",     "es-is",   "esis",      "esp",       "ether",
  "fddi",     "gateway",  "geneve",    "greater",  "host",      "icmp",      "icmp6",   "ifindex", "igmp",    "igrp",      "iih",       "inbound",
  "ip",       "ip6",      "ipx",       "is-is",    "isis",      "iso",       "l1",      "l2",      "lat",     "len",       "length",    "less",
  "link",     "llc",      "lsp",       "mask",     "mopdl",     "moprc",     "mpls",    "multicast", "net",   "netbeui",   "not",       "or",
  "outbound", "pim",      "port",      "portrange", "pppoed",   "pppoes",    "proto",   "protochain", "psnp", "ra",        "rarp",      "radio",
  "sca",      "sctp",     "snp",       "src",      "stp",       "ta",        "tcp",     "tr",      "udp",     "vlan",      "vrrp",      "vxlan",
  "wlan",     "icmptype", "icmpcode",  "icmp6type", "icmp6code", "tcpflags",
};
/* And those that a word of their own follows. */
static const char *const leaders[]
    = { "port", "portrange", "proto", "protochain", "type", "subtype", "dir", "direction", "ifname", "on", "action", "reason", "rset", "ruleset" };
/* And those that constants of header fields begin with. */
static const char *const constants[] = { "tcp-", "icmp-", "icmp6-" };

static bool
is_among (const char *const *words, gsize n, const char *word)
{
  for (gsize i = 0; i < n; i++)
    if (g_ascii_strcasecmp (words[i], word) == 0)
      return true;
  return false;
}

/* A number, or an address of any kind: of IPv6 and of hardware, too. */
static bool
is_number (const char *word)
{
  if (strspn (word, "0123456789.-") == strlen (word))
    return true;
  if (g_ascii_strncasecmp (word, "0x", 2) == 0)
    return strspn (word + 2, "0123456789abcdefABCDEF") == strlen (word + 2);
  return strpbrk (word, ":-") != NULL && strspn (word, "0123456789abcdefABCDEF:-.") == strlen (word);
}

static bool
is_constant (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (constants); i++)
    if (g_ascii_strncasecmp (word, constants[i], strlen (constants[i])) == 0)
      return true;
  return false;
}

/* The first word that libpcap would have to ask the network about, or NULL. Free with g_free(). */
static char *
find_name (const char *text)
{
  bool led = false;

  for (const char *next = text + strcspn (text, WORD); *next; next += strcspn (next, WORD))
    {
      g_autofree char *word = g_strndup (next, strspn (next, WORD));

      if (!led && !is_number (word) && !is_among (keywords, G_N_ELEMENTS (keywords), word)
          && !is_among (leaders, G_N_ELEMENTS (leaders), word) && !is_constant (word))
        return g_steal_pointer (&word);
      /* "port http or port imap": what connects leads to nothing. */
      led = is_among (leaders, G_N_ELEMENTS (leaders), word);
      next += strlen (word);
    }
  return NULL;
}

static bool
compiles (const char *text, GError **error)
{
  pcap_t *pcap = pcap_open_dead (DLT_EN10MB, SNAPLEN);
  struct bpf_program program;
  bool well = pcap_compile (pcap, &program, text, 0, PCAP_NETMASK_UNKNOWN) == 0;

  if (well)
    pcap_freecode (&program);
  else
    {
      const char *reason = pcap_geterr (pcap);
      g_autofree char *shown = tl_display_string (reason, TL_LIMIT_TEXT_CELL);

      g_set_error (error, TL_ERROR, TL_ERROR_LIVE, _ ("This is no filter: %s."), shown);
    }
  pcap_close (pcap);
  return well;
}

bool
tl_filter_check_words (const char *text, GError **error)
{
  g_autofree char *name = NULL;

  if (strlen (text) > TL_LIMIT_FILTER)
    {
      g_set_error_literal (error, TL_ERROR, TL_ERROR_LIVE, _ ("This filter is too long."));
      return false;
    }
  name = find_name (text);
  if (name)
    {
      g_autofree char *shown = tl_display_string (name, TL_LIMIT_TEXT_CELL);

      g_set_error (error, TL_ERROR, TL_ERROR_LIVE,
                   _ ("“%s” is no word of a filter. Of a host, write the address, not the name."), shown);
      return false;
    }
  return true;
}

bool
tl_filter_check (const char *text, GError **error)
{
  return tl_filter_check_words (text, error) && compiles (text, error);
}
