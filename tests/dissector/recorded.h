/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * For tests: the handshakes of tests/data/handshakes, and what opens them.
 */
#pragma once

#include "config.h"

#include "key_sample.h"

#include <filesystem>

static const char *const PSK = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

static inline std::string
recorded_path (const std::string &name)
{
  return std::filesystem::path (TL_SOURCE_SAMPLESDIR).parent_path () / "tests/data/handshakes" / name;
}

/* The pre-shared key @hex of @identity; of everybody where that is empty. */
static inline void
add_psk (TlKeyring *keyring, const std::string &identity, const std::string &hex = PSK)
{
  std::string key;

  for (size_t i = 0; i + 1 < hex.size (); i += 2)
    key += (char) std::stoi (hex.substr (i, 2), nullptr, 16);
  tl_keyring_add_psk (keyring, tl_bytes (identity.data (), identity.size ()), tl_bytes (key.data (), key.size ()));
}
