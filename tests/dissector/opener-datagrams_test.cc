/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Which keys open which record of DTLS.
 */
#include "opening.h"

namespace
{

const Data other_secret (48, 0x78);

struct Opening : OpeningBase
{
  Data header; /* of the ciphertext that was opened last */

  explicit Opening (TlKeyring *keys) : OpeningBase (keys, true)
  {
  }

  /* "22 text" of a record of DTLS 1.2 and older; or why not. */
  std::string
  open (guint who, guint8 type, guint16 wire, guint64 sequence, const Data &payload, const Data &id = {})
  {
    TlSealedRecord record = {};
    g_auto (TlOpenedRecord) opened = {};
    record.type = id.empty () ? type : 25;
    record.version = wire;
    record.sequence = sequence;
    record.payload = view (payload);
    if (!id.empty ())
      record.connection_id = view (id);
    TlOpenResult result = tl_opener_open (opener, who, &record, &opened);
    return told (result, opened);
  }

  /* The same of a ciphertext of DTLS 1.3, whose connection id has @id bytes. */
  std::string
  open13 (guint who, const Data &ciphertext, gsize id = 0)
  {
    gsize size = 1 + id + (ciphertext[0] & 8 ? 2 : 1) + (ciphertext[0] & 4 ? 2 : 0);
    TlUnifiedHeader unified = {};
    TlSealedRecord record = {};
    g_auto (TlOpenedRecord) opened = {};
    unified.bytes = tl_bytes (ciphertext.data (), size);
    unified.epoch = ciphertext[0] & 3;
    unified.number = 1 + id;
    unified.number_size = ciphertext[0] & 8 ? 2 : 1;
    record.type = 23;
    record.version = 0xfefd;
    record.payload = tl_bytes (ciphertext.data () + size, ciphertext.size () - size);
    TlOpenResult result = tl_opener_open_unified (opener, who, &unified, &record, &opened);
    if (result == TL_OPEN_OPENED)
      {
        number = record.sequence;
        header = Data (record.header.data, record.header.data + record.header.length);
      }
    return told (result, opened);
  }
};

constexpr guint64
in_epoch (guint64 epoch, guint64 sequence)
{
  return epoch << 48 | sequence;
}

}

/* The number of a record is that of its header, epoch and all: AEAD, CBC both ways, without encryption; DTLS 1.0 and 1.2; and
 * with a connection id, whose type stands inside (RFC 9146 section 5). */
TEST (OpenerDatagrams, EveryKindOfSuite)
{
  static const struct
  {
    guint16 suite, version, wire;
    bool encrypt_then_mac;
  } kinds[] = {
    { 0xc02f, 0x0303, 0xfefd, false }, { 0xcca8, 0x0303, 0xfefd, false }, { 0xc0a8, 0x0303, 0xfefd, false },
    { 0xc027, 0x0303, 0xfefd, false }, { 0xc027, 0x0303, 0xfefd, true },  { 0x002f, 0x0302, 0xfeff, false },
    { 0x000a, 0x0302, 0xfeff, true },  { 0x003b, 0x0303, 0xfefd, false },
  };
  for (const auto &kind : kinds)
    for (const Data &id : { Data {}, Data { 9, 8, 7 }, Data (255, 6) })
      {
        Sealer12 sealer (kind.suite, kind.version, main_secret, client_random, server_random);
        Opening opening (keys12 ());
        opening.client_hello ();
        opening.server_hello (kind.version, kind.suite, server_random, {}, kind.encrypt_then_mac);
        sealer.encrypt_then_mac = kind.encrypt_then_mac;
        for (guint who : { C, S })
          for (guint64 number : { 0, 5, 3 })
            EXPECT_EQ (opening.open (who, 22, kind.wire, in_epoch (1, number),
                                     sealer.seal (who, 22, kind.wire, in_epoch (1, number), bytes_of ("said"), id), id),
                       "22 said")
                << std::hex << kind.suite << " " << id.size ();
        Data payload = sealer.seal (C, 22, kind.wire, in_epoch (1, 7), bytes_of ("said"), id);
        EXPECT_EQ (opening.open (C, 22, kind.wire, in_epoch (1, 8), payload, id), "wrong") << "another number";
        EXPECT_EQ (opening.open (S, 22, kind.wire, in_epoch (1, 7), payload, id), "wrong") << "another sender";
        payload[payload.size () / 2] ^= 1;
        EXPECT_EQ (opening.open (C, 22, kind.wire, in_epoch (1, 7), payload, id), "wrong") << "damaged";
        EXPECT_EQ (opening.open (C, 22, kind.wire, in_epoch (1, 7), {}, id), "wrong") << "empty";
        if (!id.empty ())
          {
            Data other = id;
            other[0] ^= 1;
            EXPECT_EQ (opening.open (C, 22, kind.wire, in_epoch (1, 7),
                                     sealer.seal (C, 22, kind.wire, in_epoch (1, 7), bytes_of ("said"), id), other),
                       "wrong");
          }
      }
}

/* Anybody can write an epoch into a header: only what verifies puts keys in force. */
TEST (OpenerDatagrams, AForgedEpochChangesNothing)
{
  Sealer12 sealer (0xc02f, 0x0303, main_secret, client_random, server_random);
  Opening opening (keys12 ());
  Data garbage (60, 0xee);
  opening.client_hello ();
  EXPECT_EQ (opening.open (C, 22, 0xfefd, in_epoch (1, 0), garbage), "no hellos");
  opening.server_hello (0x0303, 0xc02f);
  EXPECT_EQ (opening.open (C, 22, 0xfefd, in_epoch (1, 0), garbage), "wrong");
  for (guint64 epoch : { 2, 5, 65535 })
    EXPECT_NE (opening.open (C, 22, 0xfefd, in_epoch (epoch, 0), garbage), "wrong");
  EXPECT_EQ (opening.open (C, 22, 0xfefd, in_epoch (1, 0), sealer.seal (C, 22, 0xfefd, in_epoch (1, 0), bytes_of ("said"))),
             "22 said");
  EXPECT_EQ (opening.open (C, 22, 0xfefd, in_epoch (2, 0), garbage), "no hellos") << "of a renegotiation that was not seen";
  EXPECT_EQ (opening.open (C, 23, 0xfefd, in_epoch (1, 9), sealer.seal (C, 23, 0xfefd, in_epoch (1, 9), bytes_of ("more"))),
             "23 more");
}

/* ChangeCipherSpec may be lost or come late: the epoch says all. */
TEST (OpenerDatagrams, ChangeCipherSpecIsNotAsked)
{
  Sealer12 sealer (0xc02f, 0x0303, main_secret, client_random, server_random);
  Opening opening (keys12 ());
  opening.client_hello ();
  opening.server_hello (0x0303, 0xc02f);
  for (guint i = 0; i < 3; i++)
    {
      EXPECT_EQ (opening.open (S, 22, 0xfefd, in_epoch (1, i), sealer.seal (S, 22, 0xfefd, in_epoch (1, i), bytes_of ("said"))),
                 "22 said");
      tl_opener_change_cipher_spec (opening.opener, S);
    }
}

/* A renegotiation has other randoms and so other keys; records of the epochs before may still come. */
TEST (OpenerDatagrams, ARenegotiation)
{
  Data again_client (32, 0xc2), again_server (32, 0x52);
  Sealer12 first (0xc02f, 0x0303, main_secret, client_random, server_random);
  Sealer12 second (0xc027, 0x0303, other_secret, again_client, again_server);
  TlKeyring *keyring = keys12 ();
  TlKeylogReport report = {};
  std::string more = "CLIENT_RANDOM " + hex_of (again_client) + " " + hex_of (other_secret);
  tl_keyring_add_keylog (keyring, tl_bytes (more.data (), more.size ()), &report);
  Opening opening (keyring);
  auto say = [&] (const Sealer12 &sealer, guint who, guint64 epoch, guint64 number) {
    return opening.open (who, 23, 0xfefd, in_epoch (epoch, number),
                         sealer.seal (who, 23, 0xfefd, in_epoch (epoch, number), bytes_of ("said")));
  };
  opening.client_hello ();
  opening.server_hello (0x0303, 0xc02f);
  EXPECT_EQ (say (first, C, 1, 0), "23 said");
  EXPECT_EQ (say (first, S, 1, 0), "23 said");
  opening.client_hello (false, again_client);
  opening.server_hello (0x0303, 0xc027, again_server);
  EXPECT_EQ (say (first, C, 1, 1), "23 said");
  EXPECT_EQ (say (second, C, 2, 0), "23 said");
  EXPECT_EQ (say (first, C, 1, 2), "23 said") << "late";
  EXPECT_EQ (say (first, S, 1, 1), "23 said");
  EXPECT_EQ (say (second, S, 2, 0), "23 said");
  EXPECT_EQ (say (first, S, 2, 1), "wrong");
}

TEST (OpenerDatagrams, TheReasonThatItIsNotOpened)
{
  Data payload = Sealer12 (0xc02f, 0x0303, main_secret, client_random, server_random)
                     .seal (C, 22, 0xfefd, in_epoch (1, 0), bytes_of ("said"));
  auto why = [&] (const Data &random, const Data &secret, guint16 suite, bool with_hellos) {
    Opening opening (keyring_of (random, { { "CLIENT_RANDOM", secret } }));
    if (with_hellos)
      {
        opening.client_hello ();
        opening.server_hello (0x0303, suite);
      }
    return opening.open (C, 22, 0xfefd, in_epoch (1, 0), payload);
  };
  EXPECT_EQ (why (client_random, main_secret, 0xc02f, true), "22 said");
  EXPECT_EQ (why (client_random, main_secret, 0xc02f, false), "no hellos");
  EXPECT_EQ (why (server_random, main_secret, 0xc02f, true), "no secret");
  EXPECT_EQ (why (client_random, other_secret, 0xc02f, true), "wrong");
  EXPECT_EQ (why (client_random, main_secret, 0xc03c, true), "unsupported") << "ARIA";
}

/* A key log that grows: the secret comes after the record. */
TEST (OpenerDatagrams, ASecretThatComesLate)
{
  Sealer12 sealer (0xc02f, 0x0303, main_secret, client_random, server_random);
  TlKeyring *keyring = tl_keyring_new ();
  TlKeylogReport report = {};
  std::string line = "CLIENT_RANDOM " + hex_of (client_random) + " " + hex_of (main_secret);
  Data payload = sealer.seal (C, 22, 0xfefd, in_epoch (1, 0), bytes_of ("said"));
  Opening opening (keyring);
  opening.client_hello ();
  opening.server_hello (0x0303, 0xc02f);
  EXPECT_EQ (opening.open (C, 22, 0xfefd, in_epoch (1, 0), payload), "no secret");
  tl_keyring_add_keylog (keyring, tl_bytes (line.data (), line.size ()), &report);
  EXPECT_EQ (opening.open (C, 22, 0xfefd, in_epoch (1, 0), payload), "22 said");
}

/* RFC 9147 section 6.1: 2 are the handshake's keys, 3 those of application data; each with numbers of their own, in any order. */
TEST (OpenerDatagrams, EpochsOfDtls13)
{
  for (guint16 suite : { 0x1301, 0x1303, 0x1304 })
    {
      Sealer13 handshake (suite, true, server_handshake), data (suite, true, server_data);
      Opening opening (keys13 ());
      opening.client_hello ();
      EXPECT_EQ (opening.open13 (S, handshake.seal_dtls (22, 2, 0, bytes_of ("EncryptedExtensions"))), "no hellos");
      opening.server_hello (0x0304, suite);
      EXPECT_EQ (opening.open13 (S, handshake.seal_dtls (22, 2, 1, bytes_of ("Certificate"))), "22 Certificate");
      EXPECT_EQ (opening.number, 1u);
      EXPECT_EQ (opening.open13 (S, data.seal_dtls (23, 3, 0, bytes_of ("half a round trip"))), "23 half a round trip");
      EXPECT_EQ (opening.open13 (S, handshake.seal_dtls (22, 2, 0, bytes_of ("EncryptedExtensions"))), "22 EncryptedExtensions");
      EXPECT_EQ (opening.open13 (S, handshake.seal_dtls (22, 3, 2, bytes_of ("of another epoch"))), "wrong");
      EXPECT_EQ (opening.open13 (C, handshake.seal_dtls (22, 2, 2, bytes_of ("of another sender"))), "wrong");
      EXPECT_EQ (opening.open13 (S, data.seal_dtls (26, 3, 1, bytes_of (""))), "26 ");
    }
}

/* RFC 9147 section 4: the number in one byte or two, a connection id, no length; all of it is authenticated, with the number in
 * clear. */
TEST (OpenerDatagrams, FormsOfTheHeader)
{
  Sealer13 sealer (0x1301, true, server_handshake);
  Opening opening (keys13 ());
  opening.client_hello ();
  opening.server_hello (0x0304, 0x1301);
  for (gsize size : { 1, 2 })
    for (const Data &id : { Data {}, Data { 1, 2, 3 }, Data (255, 4) })
      for (bool with_length : { false, true })
        {
          Data ciphertext = sealer.seal_dtls (22, 2, 7, bytes_of ("said"), size, id, with_length);
          EXPECT_EQ (opening.open13 (S, ciphertext, id.size ()), "22 said") << size << " " << id.size () << " " << with_length;
          EXPECT_EQ (opening.number, 7u);
          EXPECT_EQ (opening.header[id.size () + size], 7);
          EXPECT_EQ (opening.header[0], ciphertext[0]);
          if (!id.empty ())
            ciphertext[1] ^= 1;
          else
            ciphertext[size] ^= 1;
          EXPECT_EQ (opening.open13 (S, ciphertext, id.size ()), "wrong");
        }
}

/* RFC 9147 section 4.2.2: the number nearest to the one after the highest. */
TEST (OpenerDatagrams, NumbersAreMadeWhole)
{
  Sealer13 sealer (0x1301, true, server_handshake);
  Opening opening (keys13 ());
  opening.client_hello ();
  opening.server_hello (0x0304, 0x1301);
  for (guint64 number : { 0, 100, 220, 256, 255, 130, 300, 400, 511, 512, 386, 640 })
    {
      EXPECT_EQ (opening.open13 (S, sealer.seal_dtls (23, 2, number, bytes_of ("said"), 1)), "23 said") << number;
      EXPECT_EQ (opening.number, number);
    }
  EXPECT_EQ (opening.open13 (S, sealer.seal_dtls (23, 2, 1000, bytes_of ("said"), 1)), "wrong") << "too far ahead for one byte";
  for (guint64 number : { 1000, 30000, 62000, 65536, 65530, 98000, 0x17fff, 0x18001 })
    {
      EXPECT_EQ (opening.open13 (S, sealer.seal_dtls (23, 2, number, bytes_of ("said"), 2)), "23 said") << number;
      EXPECT_EQ (opening.number, number);
    }
}

/* RFC 9147 section 8: each KeyUpdate leads to the next epoch, of which only the two lowest bits are told. */
TEST (OpenerDatagrams, KeyUpdates)
{
  Opening opening (keys13 ());
  std::vector<Sealer13> sealers { Sealer13 (0x1301, true, client_data) };
  opening.client_hello ();
  opening.server_hello (0x0304, 0x1301);
  EXPECT_EQ (opening.open13 (C, Sealer13 (0x1301, true, client_handshake).seal_dtls (22, 2, 0, bytes_of ("Finished"))), "22 Finished");
  for (guint epoch = 3; epoch < 12; epoch++)
    {
      EXPECT_EQ (opening.open13 (C, sealers.back ().seal_dtls (23, epoch, 0, bytes_of ("said"))), "23 said") << epoch;
      EXPECT_EQ (opening.open13 (C, sealers.back ().seal_dtls (22, epoch, 1, bytes_of ("KeyUpdate"))), "22 KeyUpdate");
      tl_opener_key_update (opening.opener, C);
      if (epoch > 3)
        EXPECT_EQ (opening.open13 (C, sealers[epoch - 4].seal_dtls (23, epoch - 1, 2, bytes_of ("late"))), "23 late");
      sealers.push_back (sealers.back ().next (0x1301));
    }
  EXPECT_EQ (opening.open13 (C, sealers[0].seal_dtls (23, 3, 3, bytes_of ("much too late"))), "wrong");
  EXPECT_EQ (opening.open13 (C, Data { 0x2c, 0, 0, 0, 20 } + Data (20, 0xee)), "wrong");
}

/* RFC 9147 section 6.1: epoch 1. Before the ServerHello, the suite is not known. */
TEST (OpenerDatagrams, EarlyData)
{
  for (guint16 suite : { 0x1301, 0x1303 })
    for (bool refused : { false, true })
      {
        Sealer13 sealer (suite, true, early);
        Opening opening (keys13 ());
        opening.client_hello (true);
        EXPECT_EQ (opening.open13 (C, sealer.seal_dtls (23, 1, 0, bytes_of ("early"))), "23 early");
        EXPECT_EQ (opening.open13 (S, sealer.seal_dtls (23, 1, 1, bytes_of ("early"))), "no hellos");
        opening.server_hello (0x0304, refused && suite == 0x1301 ? 0x1303 : suite);
        EXPECT_EQ (opening.open13 (C, sealer.seal_dtls (23, 1, 1, bytes_of ("early"))), "23 early");
        EXPECT_EQ (opening.open13 (C, Sealer13 (refused && suite == 0x1301 ? 0x1303 : suite, true, client_handshake)
                                          .seal_dtls (22, 2, 0, bytes_of ("Finished"))),
                   "22 Finished");
        EXPECT_EQ (opening.open13 (C, sealer.seal_dtls (23, 1, 2, bytes_of ("late"))), "23 late");
      }
  Opening none (keyring_of (server_random, { { "CLIENT_EARLY_TRAFFIC_SECRET", early } }));
  none.client_hello (true);
  EXPECT_EQ (none.open13 (C, Sealer13 (0x1301, true, early).seal_dtls (23, 1, 0, bytes_of ("early"))), "no hellos");
}

/* What is too short for a mask is no ciphertext (RFC 9147 section 4.2.3); in TLS 1.2 there is none. */
TEST (OpenerDatagrams, WhatIsNoCiphertext)
{
  Opening opening (keys13 ());
  opening.client_hello ();
  opening.server_hello (0x0304, 0x1301);
  EXPECT_EQ (opening.open13 (S, Data { 0x2e, 0, 0, 0, 15 } + Data (15, 0xee)), "wrong");
  EXPECT_EQ (opening.open13 (S, Data { 0x2c, 0, 0, 0, 20 } + Data (20, 0xee)), "no secret") << "no epoch 4 before 3";
  opening.server_hello (0x0303, 0xc02f);
  EXPECT_EQ (opening.open13 (S, Data { 0x2e, 0, 0, 0, 20 } + Data (20, 0xee)), "no secret");
  opening.server_hello (0x0304, 0xc03c);
  EXPECT_EQ (opening.open13 (S, Data { 0x2d, 0, 0, 0, 20 } + Data (20, 0xee)), "unsupported");
}
