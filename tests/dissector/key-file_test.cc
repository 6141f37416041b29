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

TlKeyFileKind
kind_of (const std::string &text)
{
  TalkFile file (bytes_of (text));
  return tl_key_file_kind_at (file.path.c_str ());
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
  EXPECT_TRUE (tl_key_file_add_psk (keyring, "", "5A", nullptr));
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
      EXPECT_FALSE (tl_key_file_add_psk (keyring, "", hex, &error)) << hex;
      EXPECT_TRUE (g_error_matches (error, TL_ERROR, TL_ERROR_KEYS));
    }
  EXPECT_TRUE (tl_key_file_add_psk (keyring, "", std::string (2 * TL_PSK_SIZE, '1').c_str (), nullptr));
  EXPECT_FALSE (tl_key_file_add_psk (keyring, "", std::string (2 * TL_PSK_SIZE + 2, '1').c_str (), nullptr));
}

TEST (KeyFile, ItsKindIsToldFromWhatIsInIt)
{
  EXPECT_EQ (tl_key_file_kind_at (sample_key ().c_str ()), TL_KEY_FILE_PRIVATE);
  EXPECT_EQ (tl_key_file_kind_at (sample_path ("tls13.pcap.keylog.txt").c_str ()), TL_KEY_FILE_KEYLOG);
  EXPECT_EQ (tl_key_file_kind_at (sample_path ("tls13.pcap").c_str ()), TL_KEY_FILE_NONE);
  EXPECT_EQ (tl_key_file_kind_at ("/nonexistent"), TL_KEY_FILE_NONE);
  EXPECT_EQ (tl_key_file_kind_at ("/"), TL_KEY_FILE_NONE);
  EXPECT_EQ (kind_of ("# of the lab\r\nalice:4142\r\n\r\nbob:with:colons:43"), TL_KEY_FILE_PSKS);
  EXPECT_EQ (kind_of ("alice:4142\nbob\n"), TL_KEY_FILE_NONE);
  EXPECT_EQ (kind_of ("# only words\n"), TL_KEY_FILE_NONE);
  EXPECT_EQ (kind_of (""), TL_KEY_FILE_NONE);
  EXPECT_EQ (kind_of ("Bag Attributes\n-----BEGIN ENCRYPTED PRIVATE KEY-----\n"), TL_KEY_FILE_PRIVATE);
  EXPECT_EQ (kind_of (std::string ("-----BEGIN \0", 12)), TL_KEY_FILE_NONE) << "not in a text";
}

TEST (KeyFile, DerIsAsLongAsItsFile)
{
  EXPECT_EQ (kind_of (std::string ("\x30\x82\x00\x03\x02\x01\x00", 7)), TL_KEY_FILE_PRIVATE);
  EXPECT_EQ (kind_of (std::string ("\x30\x81\x03\x02\x01\x00", 6)), TL_KEY_FILE_PRIVATE);
  EXPECT_EQ (kind_of (std::string ("\x30\x82\x00\x04\x02\x01\x00", 7)), TL_KEY_FILE_NONE);
  EXPECT_EQ (kind_of (std::string ("\x30\x81\x02\x02\x01\x00", 6)), TL_KEY_FILE_NONE);
}

/* The list that goes on behind what is looked at: its last line there is not whole. */
TEST (KeyFile, OnlyWholeLinesTellTheKind)
{
  std::string list;

  while (list.size () <= 20000)
    list += "somebody-with-a-long-name:00112233445566778899aabbccddeeff\n";
  EXPECT_EQ (kind_of (list), TL_KEY_FILE_PSKS);
}

TEST (KeyFile, EachKindIsLoaded)
{
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();
  g_autoptr (GError) error = nullptr;
  TalkFile psks (bytes_of ("alice:4142\n"));

  EXPECT_TRUE (tl_key_file_load (keyring, TL_KEY_FILE_PRIVATE, sample_key ().c_str (), nullptr, nullptr));
  EXPECT_TRUE (tl_key_file_load (keyring, TL_KEY_FILE_PSKS, psks.path.c_str (), nullptr, nullptr));
  EXPECT_TRUE (tl_key_file_load (keyring, TL_KEY_FILE_KEYLOG, sample_path ("tls13.pcap.keylog.txt").c_str (), nullptr, nullptr));
  EXPECT_EQ (tl_keyring_n_keys (keyring), 1u);
  EXPECT_EQ (psk_of (keyring, "alice"), "AB");
  EXPECT_GT (tl_keyring_n_secrets (keyring), 0u);
  EXPECT_FALSE (tl_key_file_load (keyring, TL_KEY_FILE_NONE, "/tmp/words", nullptr, &error));
  EXPECT_STREQ (error->message, "“words” holds no keys that are known here.");
}

TEST (KeyFile, APskThatIsTyped)
{
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();

  EXPECT_EQ (tl_key_file_psk_size ("00ff"), 2u);
  EXPECT_EQ (tl_key_file_psk_size ("00f"), 0u);
  EXPECT_EQ (tl_key_file_psk_size (""), 0u);
  EXPECT_TRUE (tl_key_file_add_psk (keyring, "alice", "41", nullptr));
  EXPECT_EQ (psk_of (keyring, "alice"), "A");
  EXPECT_EQ (psk_of (keyring, "bob"), "");
}
