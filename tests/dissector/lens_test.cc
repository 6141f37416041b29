/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What is said of who can see what: the same conversation, as an observer, the holder of its key log and its server see it.
 */
#include "explain/lens.h"
#include "key_sample.h"

#include <gtest/gtest.h>

namespace
{

/* The sentence on the conversation @number of @sample, read with the keys that @lens has. */
std::string
text_of (const std::string &sample, TlLens lens, guint64 number = 1, bool private_key = false, const std::string &log = "")
{
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();
  TlKeylogReport report;
  int flags = TL_TRACKER_STEPS | (lens == TL_LENS_OBSERVER ? TL_TRACKER_SEALED : 0);

  if (!private_key)
    tl_keyring_load_keylog (keyring, sample_path ((log.empty () ? sample : log) + ".keylog.txt").c_str (), &report, nullptr);
  else
    EXPECT_TRUE (tl_key_file_load_private (keyring, sample_key ().c_str (), nullptr, nullptr));
  Opened opened (sample_path (sample), keyring, flags);
  for (TlConversation *conversation : opened.conversations)
    if (conversation->number == number)
      {
        g_autofree char *text = tl_conversation_lens_text (conversation, lens);
        return text ? text : "";
      }
  return "no such conversation";
}

}

TEST (Lens, HasAWordForEach)
{
  EXPECT_STREQ ("observer", tl_lens_id (TL_LENS_OBSERVER));
  EXPECT_STREQ ("key-log", tl_lens_id (TL_LENS_KEY_LOG));
  EXPECT_STREQ ("server", tl_lens_id (TL_LENS_SERVER));
}

TEST (Lens, AnObserverSeesOnlyTheHellosOfTls13)
{
  EXPECT_EQ (text_of ("tls13.pcap", TL_LENS_OBSERVER),
             "An observer sees the hellos with the name “example.test”, and of 11 sealed records only length and time. It sees no "
             "certificate: TLS 1.3 seals it.");
  EXPECT_EQ (text_of ("tls13-resumption.pcap", TL_LENS_OBSERVER, 2),
             "An observer sees the hellos with the name “example.test”, and of 7 sealed records only length and time.")
      << "a resumed session has no certificate to hide";
}

TEST (Lens, AnObserverSeesTheCertificatesOfTls12)
{
  EXPECT_EQ (text_of ("tls12-ecdhe.pcap", TL_LENS_OBSERVER),
             "An observer sees 7 handshake messages with the name “example.test” and the server’s certificate, and of 6 sealed "
             "records only length and time.");
  EXPECT_EQ (text_of ("tls12-client-certificate.pcap", TL_LENS_OBSERVER),
             "An observer sees 10 handshake messages with the name “example.test” and the certificates of both sides, and of 5 "
             "sealed records only length and time.");
}

TEST (Lens, EverybodyCanOpenTheHellosOfQuic)
{
  EXPECT_EQ (text_of ("quic.pcap", TL_LENS_OBSERVER),
             "An observer sees the hellos with the name “localhost”, and of 14 sealed packets only length and time. It sees no "
             "certificate: TLS 1.3 seals it.");
  EXPECT_EQ (text_of ("quic.pcap", TL_LENS_KEY_LOG),
             "Who holds the key log reads all 14 sealed packets: 6 handshake messages with the server’s certificate, and application "
             "data.");
}

TEST (Lens, TheHolderOfTheKeyLogReadsWhatItOpens)
{
  EXPECT_EQ (text_of ("tls13-client-certificate.pcap", TL_LENS_KEY_LOG),
             "Who holds the key log reads all 13 sealed records: 10 handshake messages with the certificates of both sides, and "
             "application data.");
  EXPECT_EQ (text_of ("tls12-ecdhe.pcap", TL_LENS_KEY_LOG),
             "Who holds the key log reads all 6 sealed records: 2 handshake messages, and application data.");
  EXPECT_EQ (text_of ("failure-untrusted-tls13.pcap", TL_LENS_KEY_LOG),
             "Who holds the key log reads all 5 sealed records: 4 handshake messages with the server’s certificate.");
}

TEST (Lens, AKeyLogOfOthersOpensNothing)
{
  EXPECT_EQ (text_of ("tls13.pcap", TL_LENS_KEY_LOG, 1, false, "quic.pcap"),
             "The key log opens nothing here: who holds it sees what an observer sees.");
  EXPECT_EQ (text_of ("tls13.pcap", TL_LENS_SERVER, 1, false, "quic.pcap"),
             "No key was given that opens this: what is shown is what an observer sees. The server also knows what is in no capture "
             "and no key log: its ephemeral private key, and the shared secret made with it.");
}

TEST (Lens, SaysWhatOnlyTheServerKnows)
{
  EXPECT_EQ (text_of ("tls13.pcap", TL_LENS_SERVER),
             "The keys that were given open all 11 sealed records. The server also knows what is in no capture and no key log: its "
             "ephemeral private key, and the shared secret made with it.");
  EXPECT_EQ (text_of ("tls13-resumption.pcap", TL_LENS_SERVER, 2),
             "The keys that were given open all 7 sealed records. The server also knows what is in no capture: its ephemeral private "
             "key, the shared secret made with it, and the pre-shared key.");
  EXPECT_EQ (text_of ("tls12-ecdhe.pcap", TL_LENS_SERVER),
             "The keys that were given open all 6 sealed records. The server also knows what is in no capture: its ephemeral private "
             "key, and the premaster secret made with it.");
  EXPECT_EQ (text_of ("tls12-rsa.pcap", TL_LENS_SERVER),
             "The keys that were given open all 5 sealed records. The server also knows what is in no capture: the private key of its "
             "certificate, and the premaster secret that it opens with it.");
}

TEST (Lens, WithItsPrivateKeyAllOfItIsKnown)
{
  EXPECT_EQ (text_of (KEY_SAMPLE, TL_LENS_SERVER, 1, true),
             "With its private key the server opens the premaster secret, and from it follows the key to all 5 sealed records.");
}

/* Its key opens no record, and yet it opens what the client hid. */
TEST (Lens, TheServerOpensAnEncryptedClientHello)
{
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();

  ASSERT_TRUE (tl_key_file_load_ech (keyring, sample_path ("tls13-ech.ech.pem").c_str (), nullptr, nullptr));
  Opened opened (sample_path ("tls13-ech.pcap"), keyring);
  ASSERT_EQ (opened.conversations.size (), 2u) << "and the first, where there are only random bytes";
  ASSERT_EQ (opened.conversations[1]->ech_opening, TL_ECH_OPENED);
  g_autofree char *text = tl_conversation_lens_text (opened.conversations[1], TL_LENS_SERVER);
  EXPECT_EQ (std::string (text).find ("The server opens the encrypted ClientHello, which asks for “"), 0u) << text;
  EXPECT_NE (std::string (text).find ("The records stay sealed"), std::string::npos) << text;
}

TEST (Lens, WhereNothingIsSealedEverybodySeesTheSame)
{
  for (TlLens lens : { TL_LENS_OBSERVER, TL_LENS_KEY_LOG, TL_LENS_SERVER })
    EXPECT_EQ (text_of ("failure-cipher-suite.pcap", lens), "Nothing in this conversation is sealed: everybody sees the same.");
}

TEST (Lens, SaysNothingOfWhatIsNotKept)
{
  TlConversation conversation = {};

  EXPECT_EQ (tl_conversation_lens_text (&conversation, TL_LENS_OBSERVER), nullptr);
}

TEST (Lens, NoKeyLogIsNoKeyLog)
{
  Opened opened (sample_path ("tls13.pcap"), nullptr);
  g_autofree char *text = tl_conversation_lens_text (opened.conversations.at (0), TL_LENS_KEY_LOG);

  EXPECT_STREQ (text, "No key log was given. Whoever has none sees what an observer sees.");
}
