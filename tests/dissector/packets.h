/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Packets, written by hand.
 */
#pragma once

#include <glib.h>
#include <string>

/* The bytes of hexadecimal digits, between which spaces may stand. */
static inline std::string
hex (const std::string &digits)
{
  std::string bytes, nibbles;

  for (char digit : digits)
    if (digit != ' ')
      nibbles += digit;
  for (size_t i = 0; i + 1 < nibbles.size (); i += 2)
    bytes += static_cast<char> (std::stoi (nibbles.substr (i, 2), nullptr, 16));
  return bytes;
}

static inline std::string
u16 (unsigned value)
{
  return { static_cast<char> (value >> 8), static_cast<char> (value) };
}

static inline std::string
u32 (guint32 value)
{
  return u16 (value >> 16) + u16 (value & 0xffff);
}

static inline std::string
zeros (size_t n)
{
  return std::string (n, '\0');
}

static inline std::string
tcp (const std::string &payload, const std::string &options = "", char flags = 0x18)
{
  return u16 (50000) + u16 (443) + u32 (0x11223344) + u32 (0x55667788)
         + static_cast<char> ((5 + options.size () / 4) << 4) + flags + zeros (6) + options + payload;
}

static inline std::string
udp (const std::string &payload, int length = -1)
{
  return u16 (50000) + u16 (443)
         + u16 (length < 0 ? 8 + static_cast<unsigned> (payload.size ()) : static_cast<unsigned> (length))
         + u16 (0) + payload;
}

/* @total: what the header says, or the truth when it is negative; @fragment: flags and offset. */
static inline std::string
ipv4 (guint8 protocol,
      const std::string &rest,
      const std::string &options = "",
      int total = -1,
      unsigned fragment = 0)
{
  size_t truth = 20 + options.size () + rest.size ();

  return std::string (1, static_cast<char> (0x40 + 5 + options.size () / 4)) + '\0'
         + u16 (total < 0 ? static_cast<unsigned> (truth) : static_cast<unsigned> (total)) + u16 (7)
         + u16 (fragment) + '\x40' + static_cast<char> (protocol) + u16 (0)
         + std::string ("\xc0\x00\x02\x01", 4) + std::string ("\xc6\x33\x64\x02", 4) + options + rest;
}

static inline std::string
ipv6 (guint8 next, const std::string &rest, int length = -1)
{
  return '\x60' + zeros (3)
         + u16 (length < 0 ? static_cast<unsigned> (rest.size ()) : static_cast<unsigned> (length))
         + static_cast<char> (next) + '\x40' + "\x20\x01\x0d\xb8" + zeros (11) + '\x01' + "\x20\x01\x0d\xb8"
         + zeros (11) + '\x02' + rest;
}

/* A datagram to a port, and not from 443. */
static inline std::string
udp_to (unsigned port, const std::string &payload)
{
  return u16 (50001) + u16 (port) + u16 (8 + static_cast<unsigned> (payload.size ())) + u16 (0) + payload;
}

/* A frame of Ethernet. */
static inline std::string
ethernet (unsigned type, const std::string &rest)
{
  return hex ("020000000001 020000000002") + u16 (type) + rest;
}

/* The same with the packet's own type. */
static inline std::string
ethernet (const std::string &packet)
{
  return ethernet ((packet[0] & 0xf0) == 0x40 ? 0x0800 : 0x86dd, packet);
}
