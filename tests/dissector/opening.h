/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * For tests: an opener that was given keys, and what it says.
 */
#pragma once

#include "datagram-sealer.h"
#include "secrets/opener.h"

#include <gtest/gtest.h>

namespace
{

const Data client_random (32, 0xc1), server_random (32, 0x51), main_secret (48, 0x77);
const Data early (32, 1), client_handshake (32, 2), server_handshake (32, 3), client_data (32, 4), server_data (32, 5);

enum
{
  C = TL_SENDER_CLIENT,
  S = TL_SENDER_SERVER
};

const char *const results[] = { "opened", "no secret", "no hellos", "unsupported", "wrong", "lost", "untyped", "too early" };

/* Owns what it is given. */
struct OpeningBase
{
  TlKeyring *keyring;
  TlOpener *opener;
  guint64 number = 0; /* of the record that was opened last */

  OpeningBase (TlKeyring *keys, bool dtls) : keyring (keys), opener (tl_opener_new (keys, dtls))
  {
  }

  OpeningBase (const OpeningBase &) = delete;

  ~OpeningBase ()
  {
    tl_opener_free (opener);
    tl_keyring_unref (keyring);
  }

  void
  client_hello (bool early_data = false, const Data &random = client_random, const Data &session_id = {}, const Data &ticket = {})
  {
    tl_opener_client_hello (opener, view (random), view (session_id), view (ticket), early_data);
  }

  void
  server_hello (guint16 version,
                guint16 suite,
                const Data &random = server_random,
                const Data &session_id = {},
                bool encrypt_then_mac = false)
  {
    TlOpenerServerHello hello = {};
    hello.version = version;
    hello.cipher_suite = suite;
    hello.random = view (random);
    hello.session_id = view (session_id);
    hello.encrypt_then_mac = encrypt_then_mac;
    tl_opener_server_hello (opener, &hello);
  }

  /* "22 text" of a record; or why not. */
  static std::string
  told (TlOpenResult result, const TlOpenedRecord &opened)
  {
    if (result != TL_OPEN_OPENED)
      {
        EXPECT_EQ (opened.plaintext, nullptr);
        return results[result];
      }
    return std::to_string (opened.type) + " "
           + std::string ((const char *) g_bytes_get_data (opened.plaintext, nullptr), opened.content);
  }
};

[[maybe_unused]] TlKeyring *
keys12 ()
{
  return keyring_of (client_random, { { "CLIENT_RANDOM", main_secret } });
}

[[maybe_unused]] TlKeyring *
keys13 ()
{
  return keyring_of (client_random, { { "CLIENT_EARLY_TRAFFIC_SECRET", early },
                                      { "CLIENT_HANDSHAKE_TRAFFIC_SECRET", client_handshake },
                                      { "SERVER_HANDSHAKE_TRAFFIC_SECRET", server_handshake },
                                      { "CLIENT_TRAFFIC_SECRET_0", client_data },
                                      { "SERVER_TRAFFIC_SECRET_0", server_data } });
}

} // namespace
