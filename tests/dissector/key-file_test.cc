/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Files with private keys and with pre-shared keys.
 */
#include "errors.h"
#include "key_sample.h"
#include "limits.h"
#include "talk-file.h"

#include <gtest/gtest.h>

namespace
{

std::string
load (TlKeyring *keyring, const std::string &text)
{
  TalkFile file (bytes_of (text));
  g_autoptr (GError) error = nullptr;
  bool done = tl_key_file_load_psks (keyring, file.path.c_str (), &error);
  EXPECT_EQ (done, error == nullptr);
  return error ? error->message : "";
}

std::string
psk_of (TlKeyring *keyring, const std::string &identity)
{
  guint8 key[TL_PSK_SIZE];
  gsize n = tl_keyring_find_psk (keyring, tl_bytes (identity.data (), identity.size ()), key);
  return std::string ((char *) key, n);
}

}

TEST (KeyFile, APrivateKeyGoesOnTheKeyring)
{
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();
  guint8 other[TL_KEY_ID_SIZE] = {};

  EXPECT_FALSE (tl_keyring_needs_messages (keyring));
  EXPECT_TRUE (tl_key_file_load_private (keyring, sample_key ().c_str (), nullptr, nullptr));
  EXPECT_EQ (tl_keyring_n_keys (keyring), 1u);
  EXPECT_FALSE (tl_keyring_has_key (keyring, other));
  EXPECT_TRUE (tl_keyring_needs_messages (keyring));
}

TEST (KeyFile, SaysWhyAFileCannotBeRead)
{
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();
  g_autoptr (GError) missing = nullptr, folder = nullptr, large = nullptr;
  TalkFile file (Data (TL_LIMIT_KEY_FILE + 1, 'x'));

  EXPECT_FALSE (tl_key_file_load_private (keyring, "/nonexistent/key.pem", nullptr, &missing));
  EXPECT_STREQ (missing->message, "The key file “key.pem” cannot be read: No such file or directory.");
  EXPECT_FALSE (tl_key_file_load_private (keyring, "/", nullptr, &folder));
  EXPECT_TRUE (g_error_matches (folder, TL_ERROR, TL_ERROR_KEYS));
  EXPECT_FALSE (tl_key_file_load_private (keyring, file.path.c_str (), nullptr, &large));
  EXPECT_STREQ (large->message, "The key file “test.pcap” cannot be read: File too large.");
  EXPECT_EQ (tl_keyring_n_keys (keyring), 0u);
}

TEST (KeyFile, PskByIdentity)
{
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();

  EXPECT_EQ (load (keyring, "# of the lab\nalice:4142\r\n\nbob:with:colons:43\n"), "");
  EXPECT_EQ (psk_of (keyring, "alice"), "AB");
  EXPECT_EQ (psk_of (keyring, "bob:with:colons"), "C");
  EXPECT_EQ (psk_of (keyring, "carol"), "");
  EXPECT_EQ (tl_keyring_n_psks (keyring), 2u);
  EXPECT_TRUE (tl_key_file_add_psk (keyring, "5A", nullptr));
  EXPECT_EQ (psk_of (keyring, "carol"), "Z");
  EXPECT_EQ (psk_of (keyring, "alice"), "AB");
  EXPECT_EQ (tl_keyring_n_psks (keyring), 3u);
  EXPECT_TRUE (tl_keyring_has_psk (keyring, tl_bytes ("alice", 5)));
  EXPECT_FALSE (tl_keyring_has_psk (keyring, tl_bytes ("carol", 5))); /* everybody's is not its own */
}

TEST (KeyFile, SaysWhatIsNoPsk)
{
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();

  EXPECT_EQ (load (keyring, ""), "“test.pcap” holds no pre-shared key.");
  EXPECT_EQ (load (keyring, "alice:41\nbob\n"),
             "Line 2 of “test.pcap” is no pre-shared key: it takes an identity, a colon, and the key in hexadecimal.");
  for (const char *hex : { "", "4", "zz", "414" })
    {
      g_autoptr (GError) error = nullptr;
      EXPECT_FALSE (tl_key_file_add_psk (keyring, hex, &error)) << hex;
      EXPECT_TRUE (g_error_matches (error, TL_ERROR, TL_ERROR_KEYS));
    }
  EXPECT_TRUE (tl_key_file_add_psk (keyring, std::string (2 * TL_PSK_SIZE, '1').c_str (), nullptr));
  EXPECT_FALSE (tl_key_file_add_psk (keyring, std::string (2 * TL_PSK_SIZE + 2, '1').c_str (), nullptr));
}
