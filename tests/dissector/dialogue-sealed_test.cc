/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Conversations over TCP whose sealed records are opened, and that do what no handshake does.
 */
#include "datagram-sealer.h"
#include "talk.h"

#include <gtest/gtest.h>

namespace
{

const Data client_random (32, 0xc1);

/* What @secret seals, in its order. */
struct Sending
{
  Sealer13 sealer;
  guint64 sequence = 0;

  explicit Sending (guint8 byte) : sealer (0x1301, false, Data (32, byte))
  {
  }

  Data
  operator() (guint8 type, const Data &content)
  {
    return record (23, sealer.seal_tls (type, sequence++, content));
  }
};

TlKeyring *
keys ()
{
  return keyring_of (client_random, { { "CLIENT_HANDSHAKE_TRAFFIC_SECRET", Data (32, 2) },
                                      { "SERVER_HANDSHAKE_TRAFFIC_SECRET", Data (32, 3) },
                                      { "CLIENT_TRAFFIC_SECRET_0", Data (32, 4) },
                                      { "SERVER_TRAFFIC_SECRET_0", Data (32, 5) } });
}

/* Up to both Finished. */
Talk
handshake ()
{
  Talk talk;
  Hello hello;
  Sending server (3), client (2);

  talk.open ();
  talk.say (FROM_CLIENT, record (22, client_hello (hello)));
  talk.say (FROM_SERVER, record (22, server_hello (hello)));
  talk.say (FROM_SERVER, server (22, message (8, be (0, 2)) + message (20, Data (32, 1))));
  talk.say (FROM_CLIENT, client (22, message (20, Data (32, 1))));
  return talk;
}

}

/* TLS 1.3 has no renegotiation: a hello under the keys of the connection begins nothing. */
TEST (DialogueSealed, AHelloBehindTheHandshake)
{
  g_autoptr (TlKeyring) keyring = keys ();
  Talk talk = handshake ();
  Sending client (4), server (5);
  Hello other;

  other.suite = 0x1302;
  talk.say (FROM_CLIENT, client (22, client_hello (other)));
  talk.say (FROM_SERVER, server (22, server_hello (other)));
  talk.say (FROM_CLIENT, client (23, Data (20, 1)));
  talk.say (FROM_SERVER, server (23, Data (20, 1)));
  Reading reading (talk.packets, TL_TRACKER_STEPS, 0, G_MAXUINT32, 101, keyring);
  const TlConversation *conversation = reading.told.at (0);
  EXPECT_EQ (conversation->n_opened, 6u);
  EXPECT_EQ (conversation->n_not_opened, 0u);
  EXPECT_EQ (conversation->cipher_suite, 0x1301);
}

/* The mark of a message that never ends is that of the record which it began in. */
TEST (DialogueSealed, AMessageThatIsCutWasOpenedAllTheSame)
{
  for (bool more : { false, true })
    {
      g_autoptr (TlKeyring) keyring = keys ();
      Talk talk = handshake ();
      Sending server (5);
      Data ticket = message (4, Data (200, 0));

      talk.say (FROM_SERVER, server (22, Data (ticket.begin (), ticket.begin () + 50)));
      if (more)
        talk.say (FROM_SERVER, server (23, Data (20, 1)));
      Reading reading (talk.packets, TL_TRACKER_STEPS, 0, G_MAXUINT32, 101, keyring);
      const TlConversation *conversation = reading.told.at (0);
      const TlStep *cut = nullptr;
      for (guint i = 0; i < conversation->n_steps; i++)
        if (conversation->steps[i]->context.message == TL_MESSAGE_NEW_SESSION_TICKET)
          cut = conversation->steps[i];
      ASSERT_NE (cut, nullptr);
      EXPECT_TRUE (cut->decrypted);
      ASSERT_NE (cut->door, nullptr);
      EXPECT_EQ (cut->door->opened.type, 22) << more;
    }
}

/* RFC 5246 section 7.1: there is nothing to change to yet. */
TEST (DialogueSealed, AChangeCipherSpecBeforeTheServerHello)
{
  g_autoptr (TlKeyring) keyring = keyring_of (client_random, { { "CLIENT_RANDOM", Data (48, 2) } });
  Talk talk;
  Hello hello;

  hello.tls13 = false;
  hello.suite = 0xc02f;
  talk.open ();
  talk.say (FROM_CLIENT, record (22, client_hello (hello)) + record (20, be (1, 1)) + record (22, Data (40, 0xee)));
  talk.say (FROM_SERVER, record (22, server_hello (hello)));
  Reading reading (talk.packets, TL_TRACKER_STEPS, 0, G_MAXUINT32, 101, keyring);
  g_autofree char *text = tl_conversation_sealed_text (reading.told.at (0));
  ASSERT_NE (text, nullptr);
  EXPECT_NE (strstr (text, "the client sent ChangeCipherSpec before the hellos had agreed on any keys"), nullptr) << text;
}
