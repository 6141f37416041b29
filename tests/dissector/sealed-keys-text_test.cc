/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Why a private key or a pre-shared key does not open a conversation, as a sentence: of TLS 1.2 and older, and of private keys. What
 * pre-shared keys of TLS 1.3 do is tested with dialogue-psk.c.
 */
#include "recorded.h"
#include "told.h"
#include "talk.h"

#include <gtest/gtest.h>

namespace
{

std::string
text_of (const TlConversation *conversation)
{
  g_autofree char *text = tl_conversation_sealed_text (conversation);

  return text ? text : "";
}

/* The sentence on the first conversation of @path, with the private key @key. */
std::string
text_with_key (const std::string &path, const std::string &key)
{
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();

  EXPECT_TRUE (tl_key_file_load_private (keyring, key.c_str (), nullptr, nullptr));
  Opened opened (path, keyring);
  return text_of (opened.conversations.at (0));
}

/* A handshake with a pre-shared key in TLS 1.2, from the ClientKeyExchange on sealed. */
struct WithPsk
{
  Told told;
  TlKeyring *keyring = tl_keyring_new ();

  WithPsk (guint16 suite, TlOpenResult result) : told (0x0303, suite)
  {
    Hello hello;

    hello.tls13 = false;
    hello.suite = suite;
    told.say (TL_SIDE_CLIENT, client_hello (hello));
    told.say (TL_SIDE_SERVER, server_hello (hello));
    Data share = suite == 0xc035 ? prefixed (1, Data (32, 4)) : Data ();
    told.say (TL_SIDE_CLIENT, message (16, prefixed (2, bytes_of ("alice")) + share));
    told.steps[told.say (TL_SIDE_CLIENT, message (20, Data (12, 1)))]->sealed = true;
    told.conversation.keyring = keyring;
    told.conversation.n_not_opened = told.conversation.first_not_opened = 1;
    told.conversation.not_opened = result;
  }
  ~WithPsk ()
  {
    tl_keyring_unref (keyring);
  }
  WithPsk (const WithPsk &) = delete;
  WithPsk &operator= (const WithPsk &) = delete;
};

}

TEST (SealedKeysText, TheKeyIsNotThatOfTheServer)
{
  const char *expected = "It stays sealed: the private key that was given does not belong to the certificate of this server.";

  EXPECT_EQ (text_with_key (sample_path ("tls12-rsa.pcap"), recorded_path ("server.key.pem")), expected);
  EXPECT_EQ (text_with_key (recorded_path ("dtls12-rsa.pcap"), sample_key ()), expected);
  EXPECT_EQ (text_with_key (recorded_path ("dtls12-rsa.pcap"), recorded_path ("server.key.pem")), "");
}

TEST (SealedKeysText, SinceTls13NoPrivateKeyHelps)
{
  EXPECT_EQ (text_with_key (sample_path ("tls13.pcap"), sample_key ()),
             "It stays sealed: since TLS 1.3 no private key of a server opens what was recorded. Only a key log does.");
}

TEST (SealedKeysText, ForwardSecrecy)
{
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();
  ASSERT_TRUE (tl_key_file_load_private (keyring, sample_key ().c_str (), nullptr, nullptr));
  Opened opened (sample_path (KEY_SAMPLE), keyring);
  TlConversation conversation = *opened.conversations[0];
  TlStep sealed = *conversation.steps[conversation.n_steps - 1];
  std::vector<TlStep *> steps (conversation.steps, conversation.steps + conversation.n_steps);

  sealed.sealed = true;
  steps.back () = &sealed;
  conversation.steps = steps.data ();
  conversation.n_opened = 0;
  conversation.n_not_opened = 1;
  conversation.not_opened = TL_OPEN_NO_SECRET;
  EXPECT_EQ (text_of (&conversation), "It stays sealed: the private key that was given belongs to this server, but what else the secrets "
                                      "are made of is missing from the capture, or was damaged.");
  conversation.cipher_suite = 0xc02f;
  EXPECT_EQ (text_of (&conversation), "It stays sealed: the private key that was given belongs to this server, but it only signed the "
                                      "key exchange. That is forward secrecy: only a key log opens it.");
}

TEST (SealedKeysText, NoKeyOfThisIdentity)
{
  WithPsk with (0x00a8, TL_OPEN_NO_SECRET);

  add_psk (with.keyring, "bob");
  EXPECT_EQ (text_of (&with.told.conversation),
             "It stays sealed: no pre-shared key was given for “alice”, which is what the client has.");
}

TEST (SealedKeysText, WithDiffieHellmanTheKeyIsNotEnough)
{
  WithPsk with (0xc035, TL_OPEN_NO_SECRET); /* TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA */

  add_psk (with.keyring, "alice");
  EXPECT_NE (text_of (&with.told.conversation).find ("together with Diffie-Hellman"), std::string::npos)
      << text_of (&with.told.conversation);
}

TEST (SealedKeysText, AWrongPreSharedKey)
{
  WithPsk with (0x00a8, TL_OPEN_WRONG);

  add_psk (with.keyring, "alice");
  EXPECT_EQ (text_of (&with.told.conversation),
             "It stays sealed: with the pre-shared key that was given for “alice”, not even the first record verifies. It is not the "
             "one that the client has, or the record was damaged.");
}
