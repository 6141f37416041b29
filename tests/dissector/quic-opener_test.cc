/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Which keys open which packet: on the packets of RFC 9001 appendix A.5 and RFC 9369 appendix A.5, and on those that the tests
 * seal.
 */
#include "quic-sealed.h"
#include "secrets/quic-opener.h"

#include <gtest/gtest.h>

static const Data client_random (32, 0xc1);
static const Data rfc_secret
    = QuicMaker::hexed ("9ac312a7f877468ebe69422748ad00a15443f18203a07d6060f688f30f21632b");

class QuicOpener : public testing::Test
{
protected:
  TlKeyring *keyring = tl_keyring_new ();
  TlQuicOpener *opener = tl_quic_opener_new (keyring);
  TlOpenedPacket opened = {};
  gsize id_length = 0; /* of short headers */

  ~QuicOpener () override
  {
    tl_opened_packet_clear (&opened);
    tl_quic_opener_free (opener);
    tl_keyring_unref (keyring);
  }

  void hellos (guint16 suite = 0x1301)
  {
    tl_quic_opener_client_hello (opener, view_of (client_random));
    tl_quic_opener_server_hello (opener, suite);
  }

  TlOpenResult open (TlQuicSender sender, const Data &datagram, guint32 missing = 0)
  {
    TlBytes rest = view_of (datagram);
    TlQuicPacket packet;
    EXPECT_TRUE (tl_quic_next_packet (&rest, &packet));
    if (packet.type == TL_QUIC_ONE_RTT)
      {
        packet.protected_at = 1 + id_length;
        packet.kind = tl_quic_version (TL_QUIC_VERSION_1);
      }
    packet.missing = missing;
    tl_opened_packet_clear (&opened);
    return tl_quic_opener_open (opener, sender, &packet, &opened);
  }

  Data frames () const
  {
    gsize length;
    const guint8 *data = (const guint8 *) g_bytes_get_data (opened.opened.plaintext, &length);
    return Data (data, data + length);
  }

  Data handshake (const QuicSealer &sealer, guint32 number = 0) const
  {
    return sealer.long_packet (0xe0, { 1 }, { 2 }, number, { 6, 0, 1, 0xaa });
  }
};

TEST_F (QuicOpener, OpensTheShortHeadersOfTheRfcs)
{
  static const struct
  {
    guint32 version;
    const char *packet, *next;
  } examples[] = {
    { TL_QUIC_VERSION_1, "4cfe4189655e5cd55c41f69080575d7999c25a5bfb",
      "1223504755036d556342ee9361d253421a826c9ecdf3c7148684b36b714881f9" },
    { TL_QUIC_VERSION_2, "5558b1c60ae7b6b932bc27d786f4bc2bb20f2162ba",
      "c69374c49e3d2a9466fa689e49d476db5d0dfbc87d32ceeaa6343fd0ae4c7d88" },
  };

  TlSecret secret = {};
  TlSuite suite;

  secret.length = rfc_secret.size ();
  memcpy (secret.bytes, rfc_secret.data (), secret.length);
  ASSERT_TRUE (tl_suite (0x1303, &suite));
  for (const auto &example : examples)
    {
      const TlQuicVersion *kind = tl_quic_version (example.version);
      g_autoptr (TlProtection) keys = tl_protection_new_quic (&suite, kind->label, &secret);
      Data bytes = QuicMaker::hexed (example.packet);
      TlQuicPacket packet = {};
      TlBytes sample;
      guint8 mask[TL_QUIC_MASK];
      guint64 number;

      packet.type = TL_QUIC_ONE_RTT;
      packet.bytes = view_of (bytes);
      packet.protected_at = 1;
      ASSERT_TRUE (tl_quic_sample (&packet, &sample) && tl_protection_mask (keys, sample, mask));
      g_autoptr (GByteArray) header = tl_quic_open_header (&packet, mask, 654360000, &number);
      EXPECT_EQ (number, 654360564u);
      EXPECT_EQ (Data (header->data, header->data + header->len), QuicMaker::hexed ("4200bff4"));
      TlSealedRecord record = {};
      record.header = tl_bytes (header->data, header->len);
      record.payload = tl_bytes (bytes.data () + 4, bytes.size () - 4);
      record.sequence = number;
      ASSERT_TRUE (tl_protection_open (keys, &record, &opened.opened));
      EXPECT_EQ (frames (), Data ({ 1 })) << "PING";
      tl_opened_packet_clear (&opened);
      EXPECT_EQ (hex_of (expanded (rfc_secret, kind->label + std::string ("ku"), 32)), example.next);
    }
}

TEST_F (QuicOpener, OpensEachKindOfPacket)
{
  QuicSealer early, client, server, client_data, server_data;
  early.secret = early.header_secret = Data (32, 1);
  client.secret = client.header_secret = Data (32, 2);
  server.secret = server.header_secret = Data (32, 3);
  client_data.secret = client_data.header_secret = Data (32, 4);
  server_data.secret = server_data.header_secret = Data (32, 5);
  add_secret (keyring, "CLIENT_EARLY_TRAFFIC_SECRET", client_random, early.secret);
  add_secret (keyring, "CLIENT_HANDSHAKE_TRAFFIC_SECRET", client_random, client.secret);
  add_secret (keyring, "SERVER_HANDSHAKE_TRAFFIC_SECRET", client_random, server.secret);
  add_secret (keyring, "CLIENT_TRAFFIC_SECRET_0", client_random, client_data.secret);
  add_secret (keyring, "SERVER_TRAFFIC_SECRET_0", client_random, server_data.secret);
  hellos ();
  EXPECT_EQ (open (TL_QUIC_FROM_CLIENT, early.long_packet (0xd0, { 1 }, { 2 }, 0, { 8, 0, 7, 7 })), TL_OPEN_OPENED);
  EXPECT_EQ (frames (), Data ({ 8, 0, 7, 7 }));
  EXPECT_EQ (open (TL_QUIC_FROM_CLIENT, handshake (client)), TL_OPEN_OPENED);
  EXPECT_EQ (open (TL_QUIC_FROM_SERVER, handshake (server)), TL_OPEN_OPENED);
  EXPECT_EQ (frames (), Data ({ 6, 0, 1, 0xaa }));
  EXPECT_EQ (opened.opened.content, 4u);
  EXPECT_EQ (opened.opened.after, 16u);
  id_length = 3;
  EXPECT_EQ (open (TL_QUIC_FROM_CLIENT, client_data.short_packet ({ 1, 2, 3 }, 1, { 1, 1, 1, 1 })), TL_OPEN_OPENED);
  EXPECT_EQ (open (TL_QUIC_FROM_SERVER, server_data.short_packet ({ 4, 5, 6 }, 0, { 1, 1, 1, 2 })), TL_OPEN_OPENED);
  EXPECT_EQ (open (TL_QUIC_FROM_SERVER, client_data.short_packet ({ 4, 5, 6 }, 0, { 1, 1, 1, 2 })), TL_OPEN_WRONG);
}

TEST_F (QuicOpener, UsesTheLabelsOfTheVersion) /* RFC 9369 section 3.3.2 */
{
  QuicSealer server;
  server.version = TL_QUIC_VERSION_2;
  add_secret (keyring, "SERVER_HANDSHAKE_TRAFFIC_SECRET", client_random, server.secret);
  hellos ();
  EXPECT_EQ (open (TL_QUIC_FROM_SERVER, server.long_packet (0xf0, { 1 }, { 2 }, 0, { 1 })), TL_OPEN_OPENED);
  server.version = 0xff00001d;
  EXPECT_EQ (open (TL_QUIC_FROM_SERVER, server.long_packet (0xe0, { 1 }, { 2 }, 1, { 1 })), TL_OPEN_OPENED);
}

TEST_F (QuicOpener, EarlyDataNeedsNoServer) /* RFC 9846 section 4.3.10 */
{
  QuicSealer early;
  add_secret (keyring, "CLIENT_EARLY_TRAFFIC_SECRET", client_random, early.secret);
  Data packet = early.long_packet (0xd0, { 1 }, { 2 }, 0, { 8, 0, 7, 7 });
  EXPECT_EQ (open (TL_QUIC_FROM_CLIENT, packet), TL_OPEN_NO_HELLOS);
  tl_quic_opener_client_hello (opener, view_of (client_random));
  EXPECT_EQ (open (TL_QUIC_FROM_CLIENT, packet), TL_OPEN_OPENED);
  tl_quic_opener_server_hello (opener, 0x1302); /* it took another suite: that of the early data stays */
  EXPECT_EQ (open (TL_QUIC_FROM_CLIENT, early.long_packet (0xd0, { 1 }, { 2 }, 1, { 1 })), TL_OPEN_OPENED);
}

TEST_F (QuicOpener, SaysWhyNot)
{
  QuicSealer server, wrong;
  wrong.secret = wrong.header_secret = Data (32, 0x99);
  EXPECT_EQ (open (TL_QUIC_FROM_SERVER, handshake (server)), TL_OPEN_NO_HELLOS);
  tl_quic_opener_client_hello (opener, view_of (client_random));
  EXPECT_EQ (open (TL_QUIC_FROM_SERVER, handshake (server)), TL_OPEN_NO_HELLOS);
  tl_quic_opener_server_hello (opener, 0x1301);
  EXPECT_EQ (open (TL_QUIC_FROM_SERVER, handshake (server)), TL_OPEN_NO_SECRET);
  add_secret (keyring, "SERVER_HANDSHAKE_TRAFFIC_SECRET", client_random, server.secret);
  EXPECT_EQ (open (TL_QUIC_FROM_SERVER, handshake (server)), TL_OPEN_OPENED) << "a key log may grow";
  EXPECT_EQ (open (TL_QUIC_FROM_SERVER, handshake (wrong)), TL_OPEN_WRONG);
  EXPECT_EQ (opened.opened.plaintext, nullptr);
  EXPECT_EQ (open (TL_QUIC_FROM_SERVER, handshake (server), 10), TL_OPEN_LOST);
  EXPECT_EQ (open (TL_QUIC_FROM_SERVER, Data ({ 0x43 }) + Data (20, 1)), TL_OPEN_NO_SECRET);
  add_secret (keyring, "SERVER_TRAFFIC_SECRET_0", client_random, server.secret);
  EXPECT_EQ (open (TL_QUIC_FROM_SERVER, Data ({ 0x43 }) + Data (19, 1)), TL_OPEN_WRONG) << "too short for a sample";
  Data damaged = server.short_packet ({}, 0, { 1, 1, 1, 1 });
  damaged.back () ^= 1;
  EXPECT_EQ (open (TL_QUIC_FROM_SERVER, damaged), TL_OPEN_WRONG);
}

TEST_F (QuicOpener, ASuiteThatCannotBeOpened)
{
  add_secret (keyring, "SERVER_HANDSHAKE_TRAFFIC_SECRET", client_random, Data (32, 1));
  hellos (0x00c6); /* TLS_SM4_GCM_SM3 */
  EXPECT_EQ (open (TL_QUIC_FROM_SERVER, handshake (QuicSealer ())), TL_OPEN_UNSUPPORTED);
  hellos (0x1302); /* its secrets are longer */
  tl_quic_opener_client_hello (opener, view_of (Data (32, 2)));
  EXPECT_EQ (open (TL_QUIC_FROM_SERVER, handshake (QuicSealer ())), TL_OPEN_NO_SECRET);
}

TEST_F (QuicOpener, FollowsKeyUpdates) /* RFC 9001 section 6 */
{
  QuicSealer first, second, third;
  second.update ();
  third.update ();
  third.update ();
  add_secret (keyring, "CLIENT_TRAFFIC_SECRET_0", client_random, first.secret);
  hellos ();
  auto open_short = [this] (const QuicSealer &sealer, guint32 number, bool phase) {
    return open (TL_QUIC_FROM_CLIENT, sealer.short_packet ({}, number, { 1, 1, 1, 1 }, phase));
  };
  EXPECT_EQ (open_short (first, 0, false), TL_OPEN_OPENED);
  EXPECT_EQ (open_short (first, 9, true), TL_OPEN_WRONG) << "not the keys of that phase";
  EXPECT_EQ (open_short (second, 10, true), TL_OPEN_OPENED);
  EXPECT_EQ (opened.record.sequence, 10u);
  EXPECT_EQ (open_short (first, 5, false), TL_OPEN_OPENED) << "late";
  EXPECT_EQ (open_short (second, 8, true), TL_OPEN_OPENED) << "late, but not so late";
  EXPECT_EQ (open_short (third, 20, false), TL_OPEN_OPENED);
  EXPECT_EQ (open_short (second, 11, true), TL_OPEN_OPENED);
  EXPECT_EQ (open_short (first, 6, false), TL_OPEN_WRONG) << "too late";
  EXPECT_EQ (open_short (third, 21, false), TL_OPEN_OPENED);
}

TEST_F (QuicOpener, AnotherClientHelloHasOtherSecrets) /* after a Retry */
{
  QuicSealer server, anew;
  Data other (32, 0xc2);
  anew.secret = anew.header_secret = Data (32, 0x22);
  add_secret (keyring, "SERVER_HANDSHAKE_TRAFFIC_SECRET", client_random, server.secret);
  add_secret (keyring, "SERVER_HANDSHAKE_TRAFFIC_SECRET", other, anew.secret);
  hellos ();
  EXPECT_EQ (open (TL_QUIC_FROM_SERVER, handshake (server)), TL_OPEN_OPENED);
  tl_quic_opener_client_hello (opener, view_of (other));
  EXPECT_EQ (open (TL_QUIC_FROM_SERVER, handshake (anew)), TL_OPEN_OPENED);
  EXPECT_GT (tl_quic_opener_size (opener), 1000u);
}

/* RFC 9850 section 2.1: with an encrypted ClientHello, secrets go by a random that is not in clear. */
TEST_F (QuicOpener, FindsSecretsOfAHiddenRandom)
{
  const Data hidden (32, 0x1a), other (32, 0x2b);
  QuicSealer server, client;

  server.secret = server.header_secret = Data (32, 0x33);
  add_secret (keyring, "SERVER_HANDSHAKE_TRAFFIC_SECRET", other, Data (32, 0x44));
  add_secret (keyring, "SERVER_HANDSHAKE_TRAFFIC_SECRET", hidden, server.secret);
  add_secret (keyring, "CLIENT_HANDSHAKE_TRAFFIC_SECRET", hidden, client.secret);
  hellos ();
  EXPECT_EQ (open (TL_QUIC_FROM_SERVER, handshake (server)), TL_OPEN_NO_SECRET); /* nobody has said that it may be */
  EXPECT_EQ (tl_quic_opener_hidden_random (opener), nullptr);
  tl_quic_opener_expect_hidden (opener);
  EXPECT_EQ (open (TL_QUIC_FROM_CLIENT, handshake (client)), TL_OPEN_NO_SECRET);
  EXPECT_EQ (open (TL_QUIC_FROM_SERVER, handshake (server)), TL_OPEN_OPENED);
  ASSERT_NE (tl_quic_opener_hidden_random (opener), nullptr);
  EXPECT_EQ (Data (tl_quic_opener_hidden_random (opener), tl_quic_opener_hidden_random (opener) + 32), hidden);
  EXPECT_EQ (open (TL_QUIC_FROM_CLIENT, handshake (client)), TL_OPEN_OPENED);
}

TEST_F (QuicOpener, FindsNoSecretThatIsNotThere)
{
  QuicSealer server;

  add_secret (keyring, "SERVER_HANDSHAKE_TRAFFIC_SECRET", Data (32, 0x2b), Data (32, 0x44));
  hellos ();
  tl_quic_opener_expect_hidden (opener);
  EXPECT_EQ (open (TL_QUIC_FROM_SERVER, handshake (server)), TL_OPEN_NO_SECRET);
  EXPECT_EQ (tl_quic_opener_hidden_random (opener), nullptr);
}
