/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What keys show, as JSON: the parts of an opened record add up to it, and no secret is printed that was not asked for.
 */
#include "opened.h"

#include "export/export.h"

static std::string
json (const Opened &sample, int flags)
{
  g_autoptr (GString) out = g_string_new (NULL);
  tl_export_json (sample.conversations[0], (TlJsonFlags) flags, out);
  return out->str;
}

#define EXPECT_HAS(text, part)     EXPECT_NE ((text).find (part), std::string::npos) << (text)
#define EXPECT_HAS_NOT(text, part) EXPECT_EQ ((text).find (part), std::string::npos) << (text)

TEST (JsonSecrets, TheDoorOfAFinished)
{
  Opened sample ("tls12-ecdhe");

  EXPECT_HAS (json (sample, 0),
              "\"door\":{\"sequence\":0,\"header\":\"1603030028\",\"explicit\":\"e25de0a8888cd4fb\","
              "\"additional_data\":\"00000000000000001603030010\",\"ciphertext\":16,\"tag\":\"");
  EXPECT_HAS (json (sample, 0), "\"content_type\":22,\"content\":16,\"padding\":0}");
}

TEST (JsonSecrets, ProofsSayWhatTheyCover)
{
  Opened sample ("tls13");
  std::string text = json (sample, 0);

  EXPECT_HAS (text, "\"proof\":{\"kind\":\"certificate_verify\",\"holds\":true,\"covers\":\"ClientHello, ServerHello, "
                    "EncryptedExtensions, Certificate\",");
  EXPECT_HAS (text, "\"proof\":{\"kind\":\"finished\",\"holds\":true,");
}

TEST (JsonSecrets, NoValueUnlessAsked)
{
  Opened sample ("tls12-ecdhe");
  std::string value = "dc7a78f4681c6a14c2db9bf9c8d24ce7";

  EXPECT_HAS_NOT (json (sample, TL_JSON_FIELDS), value);
  EXPECT_HAS_NOT (json (sample, TL_JSON_FIELDS), "\"nonce\"");
  EXPECT_HAS (json (sample, TL_JSON_SECRETS), "\"name\":\"main_secret\"");
  EXPECT_HAS (json (sample, TL_JSON_SECRETS), "\"value\":\"" + value);
  EXPECT_HAS (json (sample, TL_JSON_SECRETS), "\"nonce\":\"daaed049e25de0a8888cd4fb\"");
  EXPECT_HAS (json (sample, 0), "{\"name\":\"premaster_secret\",\"handshake\":1,\"formula\":null,\"inputs\":[],\"seed\":null,\"seed_value\":null,\"after\":6,\"made_in\":\"premaster\",\"source\":\"not_told\"");
}

TEST (JsonSecrets, StepsThatAreNotOnTheWireSayWhatIsMadeInThem)
{
  Opened sample ("tls12-ecdhe");
  std::string text = json (sample, 0);

  EXPECT_HAS (text, "\"name\":\"main_secret\",\"handshake\":1,\"formula\":");
  EXPECT_HAS (text, "\"inputs\":[\"premaster_secret\"],\"seed\":\"session_hash\",\"seed_value\":null,\"after\":");
  EXPECT_HAS (text, "\"made_in\":\"session_keys\"");
  EXPECT_HAS (text, "\"off_wire\":[{\"side\":\"client\",\"kind\":\"random\",\"text\":\"makes the client random\","
                    "\"after\":null,\"about\":1,\"makes\":[]}");
  EXPECT_HAS (text, "\"makes\":[\"premaster_secret\"]");
  EXPECT_HAS (text, "\"makes\":[\"main_secret\",\"key_block\",\"client_write_key\"");
  EXPECT_HAS_NOT (text, "\"computed\":");
  EXPECT_HAS (json (sample, TL_JSON_SECRETS), "\"computed\":\"");
}

TEST (JsonSecrets, NothingWithoutKeys)
{
  Opened sample ("tls12-ecdhe", false);
  std::string text = json (sample, TL_JSON_SECRETS);

  EXPECT_HAS_NOT (text, "\"door\"");
  EXPECT_HAS_NOT (text, "\"proof\"");
  EXPECT_HAS_NOT (text, "\"secrets\"");
  EXPECT_HAS_NOT (text, "\"off_wire\"");
}

/* A signature can be checked by whoever reads the JSON; what takes a secret is there where it was asked for. */
TEST (JsonSecrets, ProofsHaveWhatChecksThem)
{
  Opened sample ("tls13");
  std::string open = json (sample, 0), all = json (sample, TL_JSON_SECRETS);
  guint n = 0;

  sample.for_each_proof ([&] (const TlConversation *, guint, const TlProof *proof) {
    bool signature = proof->kind != TL_PROOF_FINISHED;
    for (GBytes *bytes : { proof->found, proof->covered, proof->key, proof->computed })
      {
        std::string hex = "\"";
        for (gsize i = 0; bytes && i < g_bytes_get_size (bytes); i++)
          {
            char pair[3];
            g_snprintf (pair, sizeof pair, "%02x", static_cast<const guint8 *> (g_bytes_get_data (bytes, NULL))[i]);
            hex += pair;
          }
        if (bytes == NULL)
          continue;
        EXPECT_HAS (all, hex + "\"");
        EXPECT_EQ (open.find (hex + "\"") != std::string::npos,
                   signature || bytes == proof->found || g_bytes_equal (bytes, proof->found));
        n++;
      }
    std::string recipe = proof->recipe, line = recipe.substr (0, recipe.find ('\n'));
    EXPECT_HAS (all, "\"recipe\":\"" + line + "\\n");
    EXPECT_EQ (open.find ("\"recipe\":\"" + line) != std::string::npos, signature);
  });
  EXPECT_EQ (n, 3u + 4u + 4u);
  EXPECT_HAS (open, "\"formula\":\"HMAC (server_finished_key, Transcript-Hash (ClientHello, ");
}

/* The parts are as long as they are said to be; what was inside is only printed where it was asked for. */
TEST (JsonSecrets, TheBytesOfTheDoor)
{
  Opened sample ("tls12-ecdhe");
  std::string all = json (sample, TL_JSON_SECRETS), name = "\"ciphertext_bytes\":\"", plain = "\"plaintext\":\"1400000c";
  size_t at = all.find (name);

  EXPECT_HAS_NOT (json (sample, 0), "\"plaintext\"");
  EXPECT_HAS_NOT (json (sample, 0), "\"ciphertext_bytes\"");
  ASSERT_NE (at, std::string::npos);
  EXPECT_EQ (all.find ('"', at + name.size ()) - at - name.size (), 2u * 16);
  EXPECT_HAS (all, plain);
}

TEST (JsonSecrets, TheChosenLens)
{
  Opened opened ("tls13"), sealed ("tls13", false);

  EXPECT_HAS_NOT (json (opened, 0), "\"lens\"");
  EXPECT_HAS (json (opened, TL_JSON_LENS_KEY_LOG), "\"lens\":{\"id\":\"key-log\",\"text\":\"");
  EXPECT_HAS (json (opened, TL_JSON_LENS_SERVER), "\"lens\":{\"id\":\"server\",\"text\":\"");
  EXPECT_HAS (json (sealed, TL_JSON_LENS_OBSERVER), "\"lens\":{\"id\":\"observer\",\"text\":\"");
}
