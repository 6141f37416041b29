/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Frames with Ethernet, IPv4 and TCP or UDP headers, written as a pcap file.
 */
#include "wire.h"

#include <stdlib.h>
#include <string.h>

enum
{
  ETHERNET = 14,
  IPV4 = 20,
  SECOND = 1000000,
  GAP = 16 /* microseconds between packets, at most */
};

uint64_t written_bytes, written_packets, now = UINT64_C (1700000000) * SECOND;
uint8_t *pool;

static FILE *file;
static void (*sink) (const uint8_t *frame, uint32_t length);
static uint64_t state;
static uint16_t identification;

/* SplitMix64: short, fast, and the same everywhere. */
uint64_t
random_u64 (void)
{
  uint64_t z = (state += 0x9E3779B97F4A7C15u);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

uint32_t
random_below (uint32_t limit)
{
  return (uint32_t) ((random_u64 () >> 32) * (uint64_t) limit >> 32);
}

double
random_unit (void)
{
  return (double) (random_u64 () >> 11) * 0x1p-53;
}

const uint8_t *
random_payload (void)
{
  return pool + random_below (POOL - FRAME);
}

void
random_seed (uint64_t seed)
{
  state = seed;
  pool = malloc (POOL);
  for (uint32_t i = 0; i < POOL; i += 8)
    {
      uint64_t bits = random_u64 ();
      memcpy (pool + i, &bits, 8);
    }
}

void
put_u16 (uint8_t *at, uint32_t value)
{
  at[0] = (uint8_t) (value >> 8);
  at[1] = (uint8_t) value;
}

void
put_u32 (uint8_t *at, uint32_t value)
{
  put_u16 (at, value >> 16);
  put_u16 (at + 2, value);
}

/* RFC 1071 */
static uint32_t
checksum (uint64_t sum, const uint8_t *bytes, uint32_t length)
{
  for (; length >= 2; bytes += 2, length -= 2)
    sum += (uint32_t) (bytes[0] << 8 | bytes[1]);
  if (length > 0)
    sum += (uint32_t) bytes[0] << 8;
  while (sum >> 16)
    sum = (sum & 0xffff) + (sum >> 16);
  return (uint32_t) sum;
}

static void
put_link_and_ip (uint8_t *frame, uint32_t source, uint32_t destination, uint8_t protocol, uint32_t length)
{
  static const uint8_t ethernet[ETHERNET] = { 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0 };
  uint8_t *ip = frame + ETHERNET;

  memcpy (frame, ethernet, ETHERNET);
  memset (ip, 0, IPV4);
  ip[0] = 0x45;
  put_u16 (ip + 2, IPV4 + length);
  put_u16 (ip + 4, identification++);
  ip[6] = 0x40;
  ip[8] = 64;
  ip[9] = protocol;
  put_u32 (ip + 12, source);
  put_u32 (ip + 16, destination);
  put_u16 (ip + 10, ~checksum (0, ip, IPV4) & 0xffff);
}

static void
put_transport_checksum (uint8_t *frame, uint8_t protocol, uint32_t length, uint32_t offset)
{
  uint8_t *ip = frame + ETHERNET;
  uint32_t pseudo = checksum (0, ip + 12, 8) + protocol + length;
  put_u16 (ip + IPV4 + offset, ~checksum (pseudo, ip + IPV4, length) & 0xffff);
}

static void
put_tcp_options (uint8_t *at, bool syn, bool echo)
{
  static const uint8_t of_syn[] = { 2, 4, 5, 0xb4, 4, 2 };
  uint32_t milliseconds = (uint32_t) (now / 1000);

  if (syn)
    {
      memcpy (at, of_syn, sizeof of_syn);
      at += sizeof of_syn;
    }
  else
    {
      *at++ = 1;
      *at++ = 1;
    }
  *at++ = 8;
  *at++ = 10;
  put_u32 (at, milliseconds);
  put_u32 (at + 4, echo ? milliseconds - 7 : 0);
  if (syn)
    memcpy (at + 8, "\1\3\3\7", 4);
}

uint32_t
wire_segment (uint8_t *frame, Ends *ends, int from, int flags, const uint8_t *payload, uint32_t length)
{
  uint32_t header = flags & SYN ? 40 : 32;
  uint32_t acknowledged = flags & ACK ? ends->sequence[!from] : 0;
  uint8_t *tcp = frame + ETHERNET + IPV4;

  put_link_and_ip (frame, ends->address[from], ends->address[!from], 6, header + length);
  memset (tcp, 0, header);
  put_u16 (tcp, ends->port[from]);
  put_u16 (tcp + 2, ends->port[!from]);
  put_u32 (tcp + 4, ends->sequence[from]);
  put_u32 (tcp + 8, acknowledged);
  tcp[12] = (uint8_t) (header / 4 << 4);
  tcp[13] = (uint8_t) flags;
  put_u16 (tcp + 14, 0xfaf0);
  put_tcp_options (tcp + 20, flags & SYN, acknowledged != 0);
  if (length > 0)
    memcpy (tcp + header, payload, length);
  put_transport_checksum (frame, 6, header + length, 16);
  ends->sequence[from] += length + (flags & (FIN | SYN) ? 1 : 0);
  return ETHERNET + IPV4 + header + length;
}

uint32_t
wire_datagram (uint8_t *frame, const Ends *ends, uint32_t length)
{
  uint8_t *udp = frame + ETHERNET + IPV4;

  put_link_and_ip (frame, ends->address[0], ends->address[1], 17, 8 + length);
  put_u16 (udp, ends->port[0]);
  put_u16 (udp + 2, ends->port[1]);
  put_u16 (udp + 4, 8 + length);
  put_u16 (udp + 6, 0);
  put_transport_checksum (frame, 17, 8 + length, 6);
  return ETHERNET + IPV4 + 8 + length;
}

void
wire_write (const uint8_t *frame, uint32_t length)
{
  uint32_t header[4];

  now += 1 + random_below (GAP);
  written_bytes += sizeof header + length;
  written_packets++;
  if (sink)
    {
      sink (frame, length);
      return;
    }
  header[0] = (uint32_t) (now / SECOND);
  header[1] = (uint32_t) (now % SECOND);
  header[2] = header[3] = length;
  fwrite (header, 1, sizeof header, file);
  fwrite (frame, 1, length, file);
}

bool
wire_open (const char *path)
{
  const uint32_t header[6] = { 0xa1b2c3d4, 2 | 4 << 16, 0, 0, 262144, 1 };

  file = fopen (path, "wb");
  if (file == NULL)
    return false;
  setvbuf (file, NULL, _IOFBF, 4 << 20);
  fwrite (header, 1, sizeof header, file);
  written_bytes = sizeof header;
  return true;
}

void
wire_open_sink (void (*to) (const uint8_t *frame, uint32_t length))
{
  sink = to;
}

void
wire_close (void)
{
  if (fclose (file) != 0)
    {
      perror ("cannot write the capture");
      exit (1);
    }
}
