/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What a formula names is what a proof is computed from: the hash of the messages, never the messages.
 */
#include "opened.h"
#include "secrets/kdf.h"
#include "secrets/key-block.h"

#include "config.h"
#include "export/export.h"

#include <filesystem>

namespace
{

std::string
formula_of (const TlProof *proof, const TlConversation *conversation, guint step)
{
  g_autofree char *formula = tl_proof_formula (proof, conversation, step);
  return formula ? formula : "";
}

}

TEST (Formula, OfTls13IsTheHmacOfTheTranscriptHash)
{
  Opened sample ("tls13");
  guint n = 0;

  sample.for_each_proof ([&] (const TlConversation *conversation, guint step, const TlProof *proof) {
    g_autoptr (GBytes) hash = tl_proof_hash (proof, conversation, step);
    std::string side = conversation->steps[step]->from == TL_SIDE_CLIENT ? "client" : "server";
    guint8 mac[64];

    if (proof->kind != TL_PROOF_FINISHED)
      {
        EXPECT_EQ (hash, nullptr);
        EXPECT_EQ (formula_of (proof, conversation, step), "");
        return;
      }
    ASSERT_NE (hash, nullptr);
    EXPECT_EQ (formula_of (proof, conversation, step),
               "HMAC (" + side + "_finished_key, Transcript-Hash (" + proof->covers + "))");
    ASSERT_EQ (g_bytes_get_size (proof->found), g_bytes_get_size (hash));
    ASSERT_TRUE (tl_hmac (g_bytes_get_size (hash) == 48 ? GNUTLS_DIG_SHA384 : GNUTLS_DIG_SHA256, tl_bytes_of (proof->key),
                          tl_bytes_of (hash), mac));
    EXPECT_EQ (memcmp (mac, g_bytes_get_data (proof->found, NULL), g_bytes_get_size (hash)), 0);
    n++;
  });
  EXPECT_EQ (n, 2u);
}

TEST (Formula, OfTls12IsThePrfOfTheHash)
{
  Opened sample ("tls12-ecdhe");
  guint n = 0;

  sample.for_each_proof ([&] (const TlConversation *conversation, guint step, const TlProof *proof) {
    g_autoptr (GBytes) hash = tl_proof_hash (proof, conversation, step);
    std::string side = conversation->steps[step]->from == TL_SIDE_CLIENT ? "client" : "server";
    gnutls_digest_algorithm_t digest = hash && g_bytes_get_size (hash) == 48 ? GNUTLS_DIG_SHA384 : GNUTLS_DIG_SHA256;
    guint8 data[12];

    if (proof->kind != TL_PROOF_FINISHED)
      return;
    ASSERT_NE (hash, nullptr);
    EXPECT_EQ (formula_of (proof, conversation, step), "PRF (main_secret, \"" + side + " finished\", Hash (" + proof->covers + "))");
    ASSERT_TRUE (tl_prf (0x0303, digest, tl_bytes_of (proof->key), (side + " finished").c_str (), tl_bytes_of (hash), data, 12));
    EXPECT_EQ (memcmp (data, g_bytes_get_data (proof->found, NULL), 12), 0);
    n++;
  });
  EXPECT_EQ (n, 2u);
}

/* RFC 4346 section 7.4.9: two hashes. */
TEST (Formula, OfTls10HasBothHashes)
{
  Opened sample ("tls10");
  guint n = 0;

  sample.for_each_proof ([&] (const TlConversation *conversation, guint step, const TlProof *proof) {
    g_autoptr (GBytes) hash = tl_proof_hash (proof, conversation, step);

    if (proof->kind != TL_PROOF_FINISHED)
      return;
    ASSERT_NE (hash, nullptr);
    EXPECT_EQ (g_bytes_get_size (hash), 36u);
    EXPECT_NE (formula_of (proof, conversation, step).find (" finished\", MD5 (messages) + SHA-1 (messages)); messages = ClientHello, "),
               std::string::npos);
    n++;
  });
  EXPECT_EQ (n, 2u);
}

TEST (Formula, OfABinderIsTheHmacOfATruncatedTranscript)
{
  std::filesystem::path path = std::filesystem::path (TL_SOURCE_SAMPLESDIR).parent_path () / "tests/data/handshakes/psk-ke.pcap";
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();
  g_autoptr (TlConversation) conversation = NULL;
  guint8 key[32];
  for (guint8 i = 0; i < sizeof key; i++)
    key[i] = i;
  tl_keyring_add_psk (keyring, tl_bytes ("alice", 5), tl_bytes (key, sizeof key));
  tl_read_capture (
      path.c_str (), keyring, TL_TRACKER_STEPS,
      [] (TlConversation *told, gpointer user_data) {
        if (*static_cast<TlConversation **> (user_data) == NULL)
          *static_cast<TlConversation **> (user_data) = tl_conversation_ref (told);
      },
      &conversation, nullptr);
  ASSERT_NE (conversation, nullptr);
  g_autoptr (TlProof) proof = tl_proof_of_step (conversation, 0);
  ASSERT_NE (proof, nullptr);
  ASSERT_EQ (proof->kind, TL_PROOF_BINDER);
  g_autoptr (GBytes) hash = tl_proof_hash (proof, conversation, 0);
  guint8 mac[64];

  ASSERT_NE (hash, nullptr);
  EXPECT_EQ (formula_of (proof, conversation, 0), "HMAC (finished_key, Transcript-Hash (ClientHello up to the binders))");
  ASSERT_TRUE (tl_hmac (g_bytes_get_size (hash) == 48 ? GNUTLS_DIG_SHA384 : GNUTLS_DIG_SHA256, tl_bytes_of (proof->key),
                        tl_bytes_of (hash), mac));
  EXPECT_EQ (memcmp (mac, g_bytes_get_data (proof->found, NULL), g_bytes_get_size (hash)), 0);
}

/* The hash that goes into a Finished is printed where it is computed. */
TEST (Formula, IsPrintedWithItsHash)
{
  Opened sample ("tls13");
  g_autoptr (GString) out = g_string_new (NULL);

  tl_export_text (sample.conversations[0], TL_TEXT_SECRETS, 500, out);
  sample.for_each_proof ([&] (const TlConversation *conversation, guint step, const TlProof *proof) {
    g_autoptr (GBytes) hash = tl_proof_hash (proof, conversation, step);
    std::string digits = "hash of these messages: ";

    if (hash == nullptr)
      return;
    for (gsize i = 0; i < g_bytes_get_size (hash); i++)
      {
        char pair[3];
        g_snprintf (pair, sizeof pair, "%02x", static_cast<const guint8 *> (g_bytes_get_data (hash, NULL))[i]);
        digits += pair;
      }
    EXPECT_NE (std::string (out->str).find ("verify_data = " + formula_of (proof, conversation, step)), std::string::npos);
    EXPECT_NE (std::string (out->str).find (digits), std::string::npos) << out->str;
  });
}
