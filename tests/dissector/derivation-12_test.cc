/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The secrets of TLS 1.2, from the premaster secret on.
 */
#include "recorded.h"
#include "proof/derivation.h"

#include <gtest/gtest.h>

namespace
{

const TlDerivation *
find (const GPtrArray *list, const std::string &name)
{
  for (guint i = 0; i < list->len; i++)
    if (name == static_cast<TlDerivation *> (g_ptr_array_index (list, i))->name)
      return static_cast<TlDerivation *> (g_ptr_array_index (list, i));
  return nullptr;
}

}

TEST (Derivation12, FromTheServersKey)
{
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();
  g_autoptr (TlKeyring) logged = tl_keyring_new ();
  TlKeylogReport report;
  ASSERT_TRUE (tl_key_file_load_private (keyring, sample_key ().c_str (), nullptr, nullptr));
  ASSERT_TRUE (tl_keyring_load_keylog (logged, (sample_path (KEY_SAMPLE) + ".keylog.txt").c_str (), &report, nullptr));
  Opened opened (sample_path (KEY_SAMPLE), keyring), with_log (sample_path (KEY_SAMPLE), logged);
  g_autoptr (GPtrArray) list = tl_conversation_derivations (opened.conversations[0]);
  g_autoptr (GPtrArray) from_log = tl_conversation_derivations (with_log.conversations[0]);
  const TlDerivation *premaster = find (list, "premaster_secret"), *main_secret = find (list, "main_secret");
  const guint8 *bytes;
  gsize length;

  ASSERT_NE (premaster, nullptr);
  ASSERT_NE (premaster->value, nullptr);
  EXPECT_EQ (premaster->source, TL_DERIVATION_OPENED);
  bytes = static_cast<const guint8 *> (g_bytes_get_data (premaster->value, &length));
  EXPECT_EQ (length, 48u);
  EXPECT_EQ (bytes[0], 3); /* what the ClientHello offered: RFC 5246 section 7.4.7.1 */
  EXPECT_EQ (bytes[1], 3);
  EXPECT_EQ (main_secret->source, TL_DERIVATION_COMPUTED);
  EXPECT_STREQ (main_secret->covers, "ClientHello, ServerHello, Certificate, ServerHelloDone, ClientKeyExchange");
  EXPECT_TRUE (g_bytes_equal (main_secret->value, find (from_log, "main_secret")->value));
  g_autofree char *text = tl_derivation_source_text (premaster);
  EXPECT_NE (strstr (text, "no forward secrecy"), nullptr) << text;

  EXPECT_EQ (find (from_log, "premaster_secret")->value, nullptr); /* no key log has it */
  EXPECT_EQ (find (from_log, "main_secret")->source, TL_DERIVATION_GIVEN);
}

/* What a wrong pre-shared key makes is no secret of the conversation. */
TEST (Derivation12, FromAPreSharedKey)
{
  for (const char *key : { PSK, "0011" })
    {
      g_autoptr (TlKeyring) keyring = tl_keyring_new ();
      add_psk (keyring, "alice", key);
      Opened opened (recorded_path ("psk12.pcap"), keyring);
      g_autoptr (GPtrArray) list = tl_conversation_derivations (opened.conversations.at (0));

      EXPECT_EQ (find (list, "premaster_secret")->source, key == PSK ? TL_DERIVATION_FROM_PSK : TL_DERIVATION_NOT_TOLD);
      EXPECT_EQ (find (list, "main_secret")->source, key == PSK ? TL_DERIVATION_COMPUTED : TL_DERIVATION_NOT_TOLD);
      EXPECT_EQ (find (list, "client_write_key")->value != nullptr, key == PSK);
    }
}
