/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Blocks of a pcapng file, written by hand.
 */
#pragma once

#include <cstdint>
#include <string>

/* Numbers in the byte order of the file. */
struct Writer
{
  bool big;
  std::string bytes;

  Writer &number (uint64_t value, unsigned size)
  {
    for (unsigned i = 0; i < size; i++)
      bytes += static_cast<char> (value >> 8 * (big ? size - 1 - i : i));
    return *this;
  }
  Writer &u16 (uint64_t value)
  {
    return number (value, 2);
  }
  Writer &u32 (uint64_t value)
  {
    return number (value, 4);
  }
  Writer &text (const std::string &value)
  {
    bytes += value;
    return *this;
  }
};

static inline std::string
block (bool big, uint32_t type, std::string body)
{
  Writer file{ big, "" };

  while (body.size () % 4 != 0)
    body += '\0';
  file.u32 (type).u32 (12 + body.size ()).text (body).u32 (12 + body.size ());
  return file.bytes;
}

static inline std::string
section (bool big)
{
  return block (big, 0x0a0d0d0a,
                Writer{ big, "" }.u32 (0x1a2b3c4d).u16 (1).u16 (0).number (UINT64_MAX, 8).bytes);
}

/* @options: already in the order of the file. */
static inline std::string
interface (bool big, uint16_t link_type, uint32_t snap_length = 65535, const std::string &options = "")
{
  return block (big, 1, Writer{ big, "" }.u16 (link_type).u16 (0).u32 (snap_length).text (options).bytes);
}

/* An Enhanced Packet Block. */
static inline std::string
packet_block (bool big, uint32_t interface_id, uint64_t microseconds, const std::string &data)
{
  return block (big, 6,
                Writer{ big, "" }
                    .u32 (interface_id)
                    .u32 (microseconds >> 32)
                    .u32 (microseconds & 0xffffffff)
                    .u32 (data.size ())
                    .u32 (data.size () + 7)
                    .text (data)
                    .bytes);
}
