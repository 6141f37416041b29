/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The secrets of TLS 1.2, from the premaster secret on.
 */
#include "proof/derivation.h"
#include "recorded.h"

#include "secrets/kdf.h"
#include "talk.h"
#include "told.h"

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

std::string
formula (const GPtrArray *list, const std::string &name)
{
  for (guint i = 0; i < list->len; i++)
    if (name == static_cast<TlDerivation *> (g_ptr_array_index (list, i))->name)
      {
        g_autofree char *text = tl_derivation_formula (list, i);
        return text ? text : "";
      }
  return "not there";
}

/* The messages of a full handshake up to the ClientKeyExchange with @exchange. */
void
say_full (Told *told, guint16 suite, const Data &exchange)
{
  Hello hello;

  hello.tls13 = false;
  hello.suite = suite;
  told->say (TL_SIDE_CLIENT, client_hello (hello));
  told->say (TL_SIDE_SERVER, server_hello (hello));
  told->say (TL_SIDE_SERVER, message (14, {}));
  told->say (TL_SIDE_CLIENT, message (16, exchange));
}

Data
data_of (GBytes *bytes)
{
  TlBytes all = tl_bytes_of (bytes);

  return Data (all.data, all.data + all.length);
}

/* The conversations of a sample, with its key log. */
struct Logged
{
  explicit Logged (const std::string &sample) : keyring (tl_keyring_new ())
  {
    TlKeylogReport report;
    EXPECT_TRUE (tl_keyring_load_keylog (keyring, (sample_path (sample) + ".keylog.txt").c_str (), &report, nullptr));
    opened = std::make_unique<Opened> (sample_path (sample), keyring);
  }

  ~Logged ()
  {
    tl_keyring_unref (keyring);
  }

  Logged (const Logged &) = delete;

  TlKeyring *keyring;
  std::unique_ptr<Opened> opened;
};

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

/* RFC 5246 section 7.3: who resumes a session has its main secret. No key log said it. */
TEST (Derivation12, OfASessionThatIsResumed)
{
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();
  ASSERT_TRUE (tl_key_file_load_private (keyring, recorded_path ("server.key.pem").c_str (), nullptr, nullptr));
  Opened opened (recorded_path ("tls12-rsa-ticket.pcap"), keyring);
  ASSERT_EQ (opened.conversations.size (), 2u);
  g_autoptr (GPtrArray) first = tl_conversation_derivations (opened.conversations[0]);
  g_autoptr (GPtrArray) second = tl_conversation_derivations (opened.conversations[1]);
  const TlDerivation *resumed = find (second, "main_secret");

  EXPECT_EQ (find (first, "main_secret")->source, TL_DERIVATION_COMPUTED);
  ASSERT_EQ (resumed->source, TL_DERIVATION_RESUMED);
  EXPECT_TRUE (g_bytes_equal (resumed->value, find (first, "main_secret")->value));
  g_autofree char *text = tl_derivation_source_text (resumed);
  EXPECT_STREQ (text, "It is that of the session which is resumed.");
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

/* RFC 5246 section 8.1: the randoms are the seed; computed with what the entry says, its value comes out. */
TEST (Derivation12, NamesTheRandomsThatGoIn)
{
  for (guint16 version : { 0x0301, 0x0303 })
    {
      g_autoptr (TlKeyring) keyring = tl_keyring_new ();
      add_psk (keyring, "alice");
      Told told (version, 0x008c);
      say_full (&told, 0x008c, prefixed (2, bytes_of ("alice")));
      told.conversation.keyring = keyring;
      g_autoptr (GPtrArray) list = tl_conversation_derivations (&told.conversation);
      const TlDerivation *premaster = find (list, "premaster_secret"), *main_secret = find (list, "main_secret");
      guint8 computed[48];

      EXPECT_EQ (formula (list, "main_secret"), "PRF (premaster_secret, \"master secret\", ClientHello.random + ServerHello.random)");
      ASSERT_NE (premaster->value, nullptr);
      ASSERT_NE (main_secret->value, nullptr);
      EXPECT_EQ (data_of (main_secret->seed_value), Data (32, 0xc1) + Data (32, 0x51));
      ASSERT_TRUE (tl_prf (version, GNUTLS_DIG_SHA256, tl_bytes_of (premaster->value), "master secret",
                           tl_bytes_of (main_secret->seed_value), computed, sizeof computed));
      EXPECT_EQ (data_of (main_secret->value), Data (computed, computed + 48));
    }
}

/* RFC 6101 sections 6.1 and 6.2.2: SSL 3.0 has no PRF. */
TEST (Derivation12, OfSsl3)
{
  Told told (0x0300, 0x000a);
  say_full (&told, 0x000a, Data (128, 1));
  g_autoptr (GPtrArray) list = tl_conversation_derivations (&told.conversation);

  EXPECT_EQ (formula (list, "main_secret"),
             "MD5 (premaster_secret + SHA (\"A\" + premaster_secret + ClientHello.random + ServerHello.random)) + "
             "MD5 (premaster_secret + SHA (\"BB\" + premaster_secret + ClientHello.random + ServerHello.random)) + …");
  EXPECT_EQ (find (list, "main_secret")->label, nullptr);
  EXPECT_STREQ (find (list, "main_secret")->reference, "RFC 6101, section 6.1");
}

/* RFC 7627 section 4: the hash of the messages, not the messages. */
TEST (Derivation12, AnExtendedMainSecretTakesTheHash)
{
  Logged sample ("tls12-ecdhe.pcap");
  g_autoptr (GPtrArray) list = tl_conversation_derivations (sample.opened->conversations.at (0));
  const TlDerivation *main_secret = find (list, "main_secret");

  EXPECT_EQ (formula (list, "main_secret"),
             std::string ("PRF (premaster_secret, \"extended master secret\", Hash (") + main_secret->covers + "))");
  EXPECT_EQ (main_secret->seed_value, nullptr);
}

/* RFC 5246 section 7.3: an abbreviated handshake derives no main secret, but has one; its keys are new. */
TEST (Derivation12, AResumedSessionDerivesNoMainSecret)
{
  Logged sample ("tls12-ticket.pcap");
  g_autoptr (GPtrArray) list = tl_conversation_derivations (sample.opened->conversations.at (1));
  const TlDerivation *main_secret = find (list, "main_secret");

  EXPECT_EQ (find (list, "premaster_secret"), nullptr);
  EXPECT_EQ (main_secret->operation, nullptr);
  EXPECT_EQ (main_secret->label, nullptr);
  EXPECT_EQ (formula (list, "main_secret"), "");
  EXPECT_NE (main_secret->value, nullptr);
}

/* RFC 5246 section 6.3: the key block with both randoms, the server's first, and its parts one behind the other. */
TEST (Derivation12, TheKeyBlockIsCut)
{
  for (const char *sample : { "tls12-ecdhe.pcap", "tls12-rsa.pcap", "tls10.pcap" })
    {
      Logged logged (sample);
      g_autoptr (GPtrArray) list = tl_conversation_derivations (logged.opened->conversations.at (0));
      const TlDerivation *block = find (list, "key_block"), *main_secret = find (list, "main_secret");
      guint16 version = g_str_has_prefix (sample, "tls10") ? 0x0301 : 0x0303;
      gsize offset = 0;

      ASSERT_NE (block, nullptr) << sample;
      EXPECT_EQ (formula (list, "key_block"), "PRF (main_secret, \"key expansion\", ServerHello.random + ClientHello.random)");
      Data bytes = data_of (block->value), computed (bytes.size ());
      for (gnutls_digest_algorithm_t hash : { GNUTLS_DIG_SHA256, GNUTLS_DIG_SHA384 })
        if (!std::equal (bytes.begin (), bytes.end (), computed.begin ()))
          ASSERT_TRUE (tl_prf (version, hash, tl_bytes_of (main_secret->value), "key expansion", tl_bytes_of (block->seed_value),
                               computed.data (), computed.size ()));
      EXPECT_EQ (computed, bytes) << sample;
      for (guint i = 0; i < list->len; i++)
        {
          auto part = static_cast<const TlDerivation *> (g_ptr_array_index (list, i));
          if (part->kind != TL_DERIVATION_KEY)
            continue;
          EXPECT_STREQ (part->operation, "cut");
          EXPECT_EQ (g_ptr_array_index (list, (guint) part->from[0]), block);
          EXPECT_EQ (part->offset, offset) << sample << part->name;
          EXPECT_EQ (data_of (part->value), Data (bytes.begin () + (long) offset, bytes.begin () + (long) (offset + part->length)));
          offset += part->length;
        }
      EXPECT_EQ (offset, bytes.size ()) << sample;
    }
  Logged logged ("tls12-ecdhe.pcap");
  g_autoptr (GPtrArray) list = tl_conversation_derivations (logged.opened->conversations.at (0));
  EXPECT_EQ (formula (list, "server_write_key"), "key_block[16..31]");
}

/* RFC 2246 section 6.3.1, RFC 6101 section 6.2.2: of the keys of an export suite few bytes are secret. */
TEST (Derivation12, AnExportSuiteStretchesWhatIsCut)
{
  for (guint16 version : { 0x0300, 0x0301 })
    {
      g_autoptr (TlKeyring) keyring = tl_keyring_new ();
      Told told (version, 0x0008); /* RSA_EXPORT_WITH_DES40_CBC_SHA */
      std::string line = "CLIENT_RANDOM ";
      TlKeylogReport report = {};
      for (guint i = 0; i < 32; i++)
        line += "c1";
      line += " ";
      for (guint i = 0; i < 48; i++)
        line += "77";
      line += "\n";
      tl_keyring_add_keylog (keyring, tl_bytes (line.data (), line.size ()), &report);
      say_full (&told, 0x0008, Data (64, 1));
      told.conversation.keyring = keyring;
      g_autoptr (GPtrArray) list = tl_conversation_derivations (&told.conversation);
      bool ssl3 = version == 0x0300;
      Data randoms = Data (32, 0xc1) + Data (32, 0x51), ivs;

      EXPECT_EQ (g_bytes_get_size (find (list, "key_block")->value), 2u * (20 + 5));
      EXPECT_EQ (formula (list, "client_write_key"), "key_block[40..44]");
      EXPECT_EQ (formula (list, "final_server_write_key"),
                 ssl3 ? "MD5 (server_write_key + ServerHello.random + ClientHello.random)"
                      : "PRF (server_write_key, \"server write key\", ClientHello.random + ServerHello.random)");
      EXPECT_EQ (formula (list, "client_write_IV"), ssl3 ? "MD5 (ClientHello.random + ServerHello.random)" : "iv_block[0..7]");
      EXPECT_EQ (formula (list, "iv_block"),
                 ssl3 ? "not there" : "PRF (\"\", \"IV block\", ClientHello.random + ServerHello.random)");
      EXPECT_EQ (g_bytes_get_size (find (list, "final_client_write_key")->value), 8u);
      ivs = Data (16);
      if (ssl3)
        ASSERT_TRUE (tl_hash (GNUTLS_DIG_MD5, tl_bytes (randoms.data (), randoms.size ()), ivs.data ()));
      else
        ASSERT_TRUE (tl_prf (version, GNUTLS_DIG_SHA256, tl_bytes ("", 0), "IV block", tl_bytes (randoms.data (), randoms.size ()),
                             ivs.data (), ivs.size ()));
      EXPECT_EQ (data_of (find (list, "client_write_IV")->value), Data (ivs.begin (), ivs.begin () + 8));
    }
}
