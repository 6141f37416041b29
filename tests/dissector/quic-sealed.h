/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * For tests: seals packets of QUIC with secrets, and keyrings that have these secrets.
 */
#pragma once

#include "quic-maker.h"
#include "secrets/kdf.h"
#include "secrets/keyring.h"

static inline std::string
hex_of (const Data &bytes)
{
  std::string text;
  char digits[3];
  for (guint8 byte : bytes)
    {
      g_snprintf (digits, sizeof digits, "%02x", byte);
      text += digits;
    }
  return text;
}

/* What @label makes of @secret, with SHA-256. */
static inline Data
expanded (const Data &secret, const std::string &label, gsize size)
{
  Data out (size);
  g_assert_true (tl_hkdf_expand_label (GNUTLS_DIG_SHA256, false, view_of (secret), label.c_str (), tl_bytes (nullptr, 0),
                                       out.data (), size));
  return out;
}

/* One side's secrets, and how it seals with them: TLS_AES_128_GCM_SHA256. */
struct QuicSealer
{
  guint32 version = TL_QUIC_VERSION_1;
  Data secret = Data (32, 0x11);
  Data header_secret = secret; /* of the first generation */

  std::string
  prefix () const
  {
    return tl_quic_version (version)->label;
  }

  void
  update () /* RFC 9001 section 6.1 */
  {
    secret = expanded (secret, prefix () + "ku", 32);
  }

  /* @head ends where the packet number begins. */
  Data
  seal (const Data &head, guint32 number, Data frames) const
  {
    TlQuicKeys keys;
    while (frames.size () < 4)
      frames.push_back (0);
    memcpy (keys.key, expanded (secret, prefix () + "key", TL_QUIC_KEY).data (), TL_QUIC_KEY);
    memcpy (keys.iv, expanded (secret, prefix () + "iv", TL_QUIC_IV).data (), TL_QUIC_IV);
    memcpy (keys.header_key, expanded (header_secret, prefix () + "hp", TL_QUIC_KEY).data (), TL_QUIC_KEY);
    return QuicMaker::protect (keys,
                               head + Data ({ (guint8) (number >> 24), (guint8) (number >> 16), (guint8) (number >> 8), (guint8) number }),
                               head.size (), number, frames);
  }

  Data
  long_packet (guint8 first, const Data &destination, const Data &source, guint32 number, Data frames) const
  {
    while (frames.size () < 4)
      frames.push_back (0);
    return seal (long_header ((guint8) (first | 3), version, destination, source) + varint (4 + frames.size () + TL_QUIC_TAG),
                 number, frames);
  }

  Data
  short_packet (const Data &destination, guint32 number, const Data &frames, bool phase = false) const
  {
    return seal (Data ({ (guint8) (0x43 | (phase ? 4 : 0)) }) + destination, number, frames);
  }
};

static inline void
add_secret (TlKeyring *keyring, const char *label, const Data &random, const Data &secret)
{
  std::string line = std::string (label) + " " + hex_of (random) + " " + hex_of (secret) + "\n";
  TlKeylogReport report = {};
  tl_keyring_add_keylog (keyring, tl_bytes (line.data (), line.size ()), &report);
  g_assert_cmpuint (report.secrets, ==, 1);
}
