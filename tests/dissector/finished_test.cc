/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Finished messages made here, with the secret of a key log: right, wrong, and what cannot be checked.
 */
#include "proof/proof.h"
#include "secrets/key-block.h"
#include "talk.h"
#include "told.h"

#include <gtest/gtest.h>

namespace
{

const Data traffic_secret (32, 0x42), main_secret (48, 0x77);

TlBytes
view (const Data &data)
{
  return tl_bytes (data.data (), data.size ());
}

std::string
hex (const Data &data)
{
  std::string text;

  for (guint8 byte : data)
    text += "0123456789abcdef"[byte >> 4], text += "0123456789abcdef"[byte & 15];
  return text;
}

/* A keyring with the secret of the hellos of talk.h. */
TlKeyring *
keyring_with (const std::string &label, const Data &secret)
{
  TlKeyring *keyring = tl_keyring_new ();
  std::string line = label + " " + hex (Data (32, 0xc1)) + " " + hex (secret) + "\n";
  TlKeylogReport report = {};

  tl_keyring_add_keylog (keyring, tl_bytes (line.data (), line.size ()), &report);
  EXPECT_EQ (report.secrets, 1u);
  return keyring;
}

/* RFC 9846 section 4.5.3 */
Data
verify_data_13 (const Data &transcript, const Data &secret = traffic_secret)
{
  Data key (32), digest (32), out (32);

  EXPECT_TRUE (tl_hkdf_expand_label (GNUTLS_DIG_SHA256, false, view (secret), "finished", tl_bytes (nullptr, 0), key.data (),
                                     key.size ()));
  EXPECT_EQ (gnutls_hash_fast (GNUTLS_DIG_SHA256, transcript.data (), transcript.size (), digest.data ()), 0);
  EXPECT_EQ (gnutls_hmac_fast (GNUTLS_MAC_SHA256, key.data (), key.size (), digest.data (), digest.size (), out.data ()), 0);
  return out;
}

/* The hellos of @told, and what a server says before its Finished. */
void
begin_13 (Told *told)
{
  told->say (TL_SIDE_CLIENT, client_hello ());
  told->say (TL_SIDE_SERVER, server_hello ());
  told->say (TL_SIDE_SERVER, message (8, prefixed (2, {})));
}

void
begin_old (Told *told, guint16 suite)
{
  Hello hello;

  hello.tls13 = false;
  hello.suite = suite;
  told->say (TL_SIDE_CLIENT, client_hello (hello));
  told->say (TL_SIDE_SERVER, server_hello (hello));
  told->say (TL_SIDE_SERVER, message (14, {}));
}

TlProof *
prove (Told *told, TlSide side, const Data &verify_data, TlKeyring *keyring)
{
  guint step = told->say (side, message (20, verify_data));

  told->conversation.keyring = keyring;
  return tl_proof_of_step (&told->conversation, step);
}

}

TEST (Finished, OfTls13)
{
  g_autoptr (TlKeyring) keyring = keyring_with ("SERVER_HANDSHAKE_TRAFFIC_SECRET", traffic_secret);
  Told told (0x0304, 0x1301);
  begin_13 (&told);
  g_autoptr (TlProof) proof = prove (&told, TL_SIDE_SERVER, verify_data_13 (told.transcript ()), keyring);

  EXPECT_EQ (proof->holds, TL_YES) << proof->text;
  EXPECT_NE (proof->recipe, nullptr);
  EXPECT_EQ (g_bytes_get_size (proof->key), 32u);
  EXPECT_NE (strstr (proof->text, "over 3 messages"), nullptr) << proof->text;
}

TEST (Finished, OfTheOtherSideHasAnotherKey)
{
  g_autoptr (TlKeyring) keyring = keyring_with ("SERVER_HANDSHAKE_TRAFFIC_SECRET", traffic_secret);
  Told told (0x0304, 0x1301);
  begin_13 (&told);
  g_autoptr (TlProof) proof = prove (&told, TL_SIDE_CLIENT, verify_data_13 (told.transcript ()), keyring);

  EXPECT_EQ (proof->holds, TL_UNKNOWN);
  EXPECT_STREQ (proof->text, "It cannot be checked: the secret that it is computed with was not given.");
  EXPECT_EQ (proof->computed, nullptr);
  EXPECT_NE (proof->covered, nullptr);
}

TEST (Finished, OverOtherMessagesIsWrong)
{
  g_autoptr (TlKeyring) keyring = keyring_with ("SERVER_HANDSHAKE_TRAFFIC_SECRET", traffic_secret);
  Told told (0x0304, 0x1301);
  begin_13 (&told);
  Data before = told.transcript ();
  before[20] ^= 1;
  g_autoptr (TlProof) proof = prove (&told, TL_SIDE_SERVER, verify_data_13 (before), keyring);

  EXPECT_EQ (proof->holds, TL_NO);
  EXPECT_FALSE (g_bytes_equal (proof->computed, proof->found));
  EXPECT_TRUE (g_str_has_prefix (proof->text, "Computed again, it is not the same:")) << proof->text;
}

/* RFC 5246 section 7.4.9, RFC 4346 section 7.4.9, RFC 6101 section 5.6.9 */
TEST (Finished, OfOlderVersions)
{
  for (guint16 version : { 0x0303, 0x0302, 0x0301, 0x0300 })
    for (TlSide side : { TL_SIDE_CLIENT, TL_SIDE_SERVER })
      {
        g_autoptr (TlKeyring) keyring = keyring_with ("CLIENT_RANDOM", main_secret);
        Told told (version, 0x002f);
        TlSecret secret = { .length = 48 };
        guint8 out[36];
        TlSuite suite;
        begin_old (&told, 0x002f);
        Data before = told.transcript ();
        memcpy (secret.bytes, main_secret.data (), 48);
        ASSERT_TRUE (tl_suite (0x002f, &suite));
        gsize n = tl_finished_verify_data (&suite, version, &secret, side == TL_SIDE_CLIENT, view (before), out);
        EXPECT_EQ (n, version == 0x0300 ? 36u : 12u);
        g_autoptr (TlProof) proof = prove (&told, side, Data (out, out + n), keyring);

        EXPECT_EQ (proof->holds, TL_YES) << std::hex << version << " " << proof->text;
        EXPECT_EQ (proof->recipe != nullptr, version > 0x0300) << "no program has that of SSL 3.0";
        EXPECT_EQ (g_bytes_get_size (proof->key), 48u);
      }
}

TEST (Finished, WithoutAllMessagesSaysWhy)
{
  g_autoptr (TlKeyring) keyring = keyring_with ("SERVER_HANDSHAKE_TRAFFIC_SECRET", traffic_secret);
  Told told (0x0304, 0x1301), none (0x0304, 0x1301);
  begin_13 (&told);
  none.say (TL_SIDE_SERVER, server_hello ());
  guint step = told.say (TL_SIDE_SERVER, message (20, Data (32, 1)));
  told.conversation.keyring = keyring;

  told.steps[2]->sealed = true;
  g_autoptr (TlProof) behind_sealed = tl_proof_of_step (&told.conversation, step);
  EXPECT_STREQ (behind_sealed->text, "It cannot be checked: a message that it covers is sealed.");
  told.steps[2]->sealed = false;
  told.steps[2]->truncated = true;
  g_autoptr (TlProof) behind_cut = tl_proof_of_step (&told.conversation, step);
  EXPECT_STREQ (behind_cut->text, "It cannot be checked: bytes of a message that it covers are missing from the capture.");
  g_autoptr (TlProof) without_hello = prove (&none, TL_SIDE_SERVER, Data (32, 1), keyring);
  EXPECT_STREQ (without_hello->text, "It cannot be checked: the ClientHello that the handshake began with is not in the capture.");
  for (const TlProof *proof : { behind_sealed, behind_cut, without_hello })
    {
      EXPECT_EQ (proof->holds, TL_UNKNOWN);
      EXPECT_EQ (proof->covered, nullptr);
      EXPECT_EQ (proof->recipe, nullptr);
    }
}

TEST (Finished, ThatIsSealedOrCutIsNoProof)
{
  Told told (0x0304, 0x1301);
  begin_13 (&told);
  guint step = told.say (TL_SIDE_SERVER, message (20, Data (32, 1)));

  told.steps[step]->sealed = true;
  EXPECT_EQ (tl_proof_of_step (&told.conversation, step), nullptr);
  told.steps[step]->sealed = false;
  told.steps[step]->truncated = true;
  EXPECT_EQ (tl_proof_of_step (&told.conversation, step), nullptr);
  EXPECT_EQ (tl_proof_of_step (&told.conversation, 2), nullptr) << "EncryptedExtensions proves nothing";
}

/* RFC 9846 section 4.5, table 2: behind the handshake the key is made of the secret of application data, the one in force. */
TEST (Finished, BehindTheHandshake)
{
  g_autoptr (TlKeyring) keyring = keyring_with ("CLIENT_TRAFFIC_SECRET_0", traffic_secret);
  Told told (0x0304, 0x1301);
  TlSecret secret = { .length = 32 }, next = {};
  std::fill (secret.bytes, secret.bytes + 32, 0x42);
  begin_13 (&told);
  told.say (TL_SIDE_SERVER, message (20, Data (32, 1)));
  told.say (TL_SIDE_CLIENT, message (20, Data (32, 2)));
  Data handshake = told.transcript ();
  for (const char *context : { "one", "two", "three" })
    {
      Data request = message (13, prefixed (1, bytes_of (context)) + prefixed (2, {}));
      Data answer = message (11, prefixed (1, bytes_of (context)) + prefixed (3, {}));
      told.say (TL_SIDE_SERVER, request);
      told.say (TL_SIDE_CLIENT, answer);
      Data right = verify_data_13 (handshake + request + answer, Data (secret.bytes, secret.bytes + 32));
      g_autoptr (TlProof) proof = prove (&told, TL_SIDE_CLIENT, right, keyring);

      EXPECT_EQ (proof->holds, TL_YES) << context << ": " << proof->text;
      told.say (TL_SIDE_SERVER, message (24, be (0, 1)));
      told.say (TL_SIDE_CLIENT, message (24, be (0, 1)));
      ASSERT_TRUE (tl_derive_secret (GNUTLS_DIG_SHA256, false, &secret, "traffic upd", tl_bytes (nullptr, 0), &next));
      secret = next;
    }
}

TEST (Finished, BehindTheHandshakeWithoutItsRequestSaysSo)
{
  g_autoptr (TlKeyring) keyring = keyring_with ("CLIENT_TRAFFIC_SECRET_0", traffic_secret);
  Told told (0x0304, 0x1301);
  begin_13 (&told);
  told.say (TL_SIDE_CLIENT, message (20, Data (32, 2)));
  told.say (TL_SIDE_CLIENT, message (11, prefixed (1, bytes_of ("one")) + prefixed (3, {})));
  g_autoptr (TlProof) proof = prove (&told, TL_SIDE_CLIENT, Data (32, 1), keyring);

  EXPECT_EQ (proof->holds, TL_UNKNOWN);
  EXPECT_STREQ (proof->text, "It cannot be checked: the CertificateRequest that it answers is not in the capture.");
}

/* With the secret of the client alone, what the server sends behind its hello stays sealed, and nobody sees what it is. */
TEST (Finished, AmongRecordsThatAreSealedIsNoProofOfAnything)
{
  g_autoptr (TlKeyring) keyring = keyring_with ("CLIENT_HANDSHAKE_TRAFFIC_SECRET", traffic_secret);
  for (bool changed : { false, true })
    {
      Told told (0x0304, 0x1301);
      begin_13 (&told);
      Data before = told.transcript ();
      told.steps[told.say (TL_SIDE_SERVER, Data (60, 0xee))]->type = TL_STEP_APPLICATION_DATA;
      told.steps[3]->sealed = true;
      before[20] ^= changed;
      g_autoptr (TlProof) proof = prove (&told, TL_SIDE_CLIENT, verify_data_13 (before), keyring);

      EXPECT_EQ (proof->holds, changed ? TL_UNKNOWN : TL_YES) << proof->text;
      if (changed)
        EXPECT_STREQ (proof->text, "It cannot be checked: a message that it covers is sealed.");
    }
}
