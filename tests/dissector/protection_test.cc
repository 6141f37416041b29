/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Each form of record protection: what was sealed is opened, and what was changed is not.
 */
#include "sealer.h"

#include <gtest/gtest.h>
#include <memory>

namespace
{

struct Form
{
  const char *name;
  guint16 suite, version;
  bool encrypt_then_mac;
};

Data
data_of (GBytes *bytes)
{
  gsize n;
  auto data = static_cast<const guint8 *> (g_bytes_get_data (bytes, &n));

  return Data (data, data + n);
}

/* A record as it is on the wire, of which @record is a view. */
struct Wire
{
  Data header, payload, connection_id;
  TlSealedRecord record = {};

  Wire (guint8 type, guint16 version, guint64 sequence, const Data &a_payload, bool tls13, const Data &id = {})
      : payload (a_payload), connection_id (id)
  {
    header = be (tls13 ? 23 : type, 1) + be (tls13 ? 0x0303 : version, 2) + be (payload.size (), 2);
    record.type = type;
    record.version = id.empty () ? version : 0xfefd;
    record.sequence = sequence;
  }

  const TlSealedRecord *
  view ()
  {
    record.header = tl_bytes (header.data (), header.size ());
    record.payload = tl_bytes (payload.data (), payload.size ());
    record.connection_id = tl_bytes (connection_id.empty () ? nullptr : connection_id.data (), connection_id.size ());
    return &record;
  }
};

class Protection : public testing::TestWithParam<Form>
{
protected:
  const Form &form = GetParam ();

  std::unique_ptr<Sealer>
  sealer ()
  {
    return std::make_unique<Sealer> (form.suite, form.version, form.encrypt_then_mac);
  }

  static TlProtection *
  opener (const Sealer &sealer)
  {
    TlProtection *self;

    if (!sealer.tls13)
      return tl_protection_new (&sealer.suite, sealer.version, sealer.encrypt_then_mac, &sealer.keys);
    /* A traffic secret cannot be made for given keys: the keys are taken from it. */
    TlSecret secret = {};
    secret.length = tl_hash_size (sealer.suite.hash);
    secret.bytes[0] = 1;
    self = tl_protection_new_13 (&sealer.suite, false, "key", "iv", nullptr, &secret);
    const_cast<Sealer &> (sealer).keys.key = *tl_protection_key (self);
    const_cast<Sealer &> (sealer).keys.iv = *tl_protection_iv (self);
    return self;
  }

  Wire
  wire (Sealer &sealer, const Data &content, guint8 type = 22)
  {
    guint64 sequence = sealer.sequence;
    return Wire (type, form.version, sequence, sealer.seal (type, content), sealer.tls13);
  }

  gsize
  block (const Sealer &sealer)
  {
    return sealer.suite.form == TL_SUITE_BLOCK ? sealer.suite.iv_size : 0;
  }
};

TEST_P (Protection, OpensRecordsInTheirOrder)
{
  auto sealing = sealer ();
  g_autoptr (TlProtection) protection = opener (*sealing);

  ASSERT_NE (protection, nullptr);
  for (gsize size : { 4, 0, 1, 100, 15, 16, 17, 16384 })
    {
      Data content (size, (guint8) (size + 1));
      Wire sent = wire (*sealing, content, size == 1 ? 21 : 22);
      g_auto (TlOpenedRecord) opened = {};

      ASSERT_TRUE (tl_protection_open (protection, sent.view (), &opened)) << size;
      Data plaintext = data_of (opened.plaintext);
      EXPECT_EQ (opened.type, size == 1 ? 21 : 22);
      ASSERT_EQ (opened.content, size);
      EXPECT_EQ (Data (plaintext.begin (), plaintext.begin () + (long) size), content);
      /* The parts of the door are all of the record. */
      EXPECT_EQ (opened.before + plaintext.size () + opened.after, sent.payload.size ());
      EXPECT_LE (opened.content + opened.mac, plaintext.size ());
      EXPECT_EQ (opened.n_nonce, sealing->suite.form == TL_SUITE_AEAD ? 12u : 0u);
      EXPECT_GT (opened.n_additional, 0u);
    }
}

TEST_P (Protection, EveryByteThatIsFlippedIsRefused)
{
  auto sealing = sealer ();
  Data content (40, 9);
  g_autoptr (TlProtection) first = opener (*sealing);
  Wire sent = wire (*sealing, content);
  gsize refused = 0;

  if (sealing->suite.mac_size == 0 && sealing->suite.form == TL_SUITE_STREAM)
    return; /* TLS_NULL_WITH_NULL_NULL is not among them */
  for (gsize at = 0; at < sent.payload.size (); at++)
    for (guint8 bit : { 0x01, 0x80 })
      {
        g_autoptr (TlProtection) protection = opener (*sealing);
        g_auto (TlOpenedRecord) opened = {};
        Wire changed = sent;

        changed.payload[at] ^= bit;
        EXPECT_FALSE (tl_protection_open (protection, changed.view (), &opened)) << at;
        EXPECT_EQ (opened.plaintext, nullptr);
        refused++;
      }
  EXPECT_EQ (refused, 2 * sent.payload.size ());
  g_auto (TlOpenedRecord) opened = {};
  EXPECT_TRUE (tl_protection_open (first, sent.view (), &opened));
}

TEST_P (Protection, EveryLengthThatIsShorterIsRefused)
{
  auto sealing = sealer ();
  g_autoptr (TlProtection) first = opener (*sealing);
  Wire sent = wire (*sealing, Data (40, 9));

  for (gsize n = 0; n < sent.payload.size (); n++)
    {
      g_autoptr (TlProtection) protection = opener (*sealing);
      g_auto (TlOpenedRecord) opened = {};
      Wire changed = sent;

      changed.payload.resize (n);
      EXPECT_FALSE (tl_protection_open (protection, changed.view (), &opened)) << n;
    }
  sent.payload.push_back (0);
  g_auto (TlOpenedRecord) opened = {};
  EXPECT_FALSE (tl_protection_open (first, sent.view (), &opened));
}

TEST_P (Protection, WhatIsAuthenticatedBesideItCounts)
{
  auto sealing = sealer ();
  g_autoptr (TlProtection) first = opener (*sealing);
  Wire sent = wire (*sealing, Data (40, 9));

  for (int what = 0; what < 3; what++)
    {
      g_autoptr (TlProtection) protection = opener (*sealing);
      g_auto (TlOpenedRecord) opened = {};
      Wire changed = sent;

      if (what == 0)
        changed.record.sequence++;
      else if (sealing->tls13)
        changed.header[what] ^= 1;
      else if (what == 1)
        changed.record.type ^= 1;
      else if (form.version == 0x0300)
        continue; /* its MAC does not cover the version */
      else
        changed.record.version ^= 1;
      EXPECT_FALSE (tl_protection_open (protection, changed.view (), &opened)) << what;
    }
}

TEST_P (Protection, OtherKeysOpenNothing)
{
  auto sealing = sealer ();
  g_autoptr (TlProtection) right = opener (*sealing);
  Wire sent = wire (*sealing, Data (40, 9));

  for (int which = 0; which < 2; which++)
    {
      TlWriteKeys keys = sealing->keys;

      if (sealing->tls13 || (which == 0 && sealing->suite.cipher == GNUTLS_CIPHER_NULL))
        continue;
      if (which == 0)
        keys.key.bytes[0] ^= 2; /* DES does not look at the lowest bit */
      else if (sealing->suite.form == TL_SUITE_AEAD)
        keys.iv.bytes[0] ^= 1;
      else
        keys.mac_key.bytes[0] ^= 1;
      g_autoptr (TlProtection) wrong = tl_protection_new (&sealing->suite, form.version, form.encrypt_then_mac, &keys);
      g_auto (TlOpenedRecord) opened = {};
      EXPECT_FALSE (tl_protection_open (wrong, sent.view (), &opened)) << which;
    }
}

/* RFC 5246 section 6.2.3.2: up to 255 bytes of padding, each of which says how many there are. */
TEST_P (Protection, PaddingOfBlocks)
{
  auto sealing = sealer ();

  if (block (*sealing) == 0)
    return;
  g_autoptr (TlProtection) protection = opener (*sealing);
  sealing->padding = 240 / block (*sealing);
  Wire sent = wire (*sealing, Data (40, 9));
  g_auto (TlOpenedRecord) opened = {};
  ASSERT_TRUE (tl_protection_open (protection, sent.view (), &opened));
  EXPECT_EQ (opened.content, 40u);
  EXPECT_GT (g_bytes_get_size (opened.plaintext), 40u + opened.mac + 230);

  for (int at = 0; at < 240; at += 7)
    {
      auto again = sealer ();
      g_autoptr (TlProtection) fresh = opener (*again);
      g_auto (TlOpenedRecord) wrong = {};
      again->padding = sealing->padding;
      again->wrong_padding = at;
      Wire changed = wire (*again, Data (40, 9));
      /* SSL 3.0 does not say what they hold, but for the last: RFC 6101 section 5.2.3.2 */
      EXPECT_EQ (tl_protection_open (fresh, changed.view (), &wrong), form.version == 0x0300 && at > 0) << at;
    }
}

/* RFC 9846 section 5.4 */
TEST_P (Protection, PaddingOfTls13)
{
  auto sealing = sealer ();

  if (!sealing->tls13)
    return;
  g_autoptr (TlProtection) protection = opener (*sealing);
  for (gsize padding : { 0, 1, 255, 5000 })
    {
      sealing->padding = padding;
      Wire sent = wire (*sealing, Data (40, 0), 21);
      g_auto (TlOpenedRecord) opened = {};
      ASSERT_TRUE (tl_protection_open (protection, sent.view (), &opened)) << padding;
      EXPECT_EQ (opened.type, 21);
      EXPECT_EQ (opened.content, 40u);
      EXPECT_EQ (opened.mac, 1u);
      EXPECT_EQ (g_bytes_get_size (opened.plaintext), 41 + padding);
    }
  /* Nothing but padding: it verifies, and there is no type. */
  Wire sent = wire (*sealing, Data (40, 0), 0);
  g_auto (TlOpenedRecord) opened = {};
  EXPECT_TRUE (tl_protection_open (protection, sent.view (), &opened));
  EXPECT_TRUE (opened.untyped);
  EXPECT_EQ (opened.plaintext, nullptr);
}

/* RFC 9146 section 5: with a connection id the content has its type inside. */
TEST_P (Protection, ConnectionId)
{
  auto sealing = sealer ();

  if (form.version != 0x0303)
    return;
  g_autoptr (TlProtection) protection = opener (*sealing);
  if (sealing->suite.form == TL_SUITE_STREAM)
    return; /* DTLS has no stream ciphers: RFC 6347 section 4.1.2.2 */
  Data id = { 1, 2, 3 };
  sealing->padding = 3;
  guint64 sequence = sealing->sequence;
  Wire sent (25, 0xfefd, sequence, sealing->seal (22, Data (40, 9), id), false, id);
  g_auto (TlOpenedRecord) opened = {};
  ASSERT_TRUE (tl_protection_open (protection, sent.view (), &opened));
  EXPECT_EQ (opened.type, 22);
  EXPECT_EQ (opened.content, 40u);
  for (gsize at = 0; at < id.size (); at++)
    {
      Wire changed = sent;
      g_auto (TlOpenedRecord) wrong = {};
      changed.connection_id[at] ^= 1;
      EXPECT_FALSE (tl_protection_open (protection, changed.view (), &wrong)) << at;
    }
}

INSTANTIATE_TEST_SUITE_P (
    Forms, Protection,
    testing::Values (Form{ "null_md5", 0x0001, 0x0301, false }, Form{ "null_sha256", 0x003b, 0x0303, false },
                     Form{ "rc4_ssl3", 0x0004, 0x0300, false }, Form{ "rc4_tls10", 0x0004, 0x0301, false },
                     Form{ "rc4_sha_tls12", 0x0005, 0x0303, false }, Form{ "rc4_56", 0x0064, 0x0301, false },
                     Form{ "aes_cbc_tls10", 0x002f, 0x0301, false },
                     Form{ "aes_cbc_tls11", 0x002f, 0x0302, false }, Form{ "aes_cbc_tls12", 0x003c, 0x0303, false },
                     Form{ "aes_cbc_sha384", 0xc028, 0x0303, false }, Form{ "des_cbc", 0x0009, 0x0301, false },
                     Form{ "triple_des_tls10", 0x000a, 0x0301, false }, Form{ "triple_des_tls12", 0x000a, 0x0303, false },
                     Form{ "rc2_tls10", 0x0006, 0x0301, false }, Form{ "idea_tls11", 0x0007, 0x0302, false },
                     Form{ "seed_tls10", 0x0096, 0x0301, false }, Form{ "seed_tls12", 0x0096, 0x0303, false },
                     Form{ "camellia_cbc", 0x0041, 0x0303, false }, Form{ "etm_tls10", 0x002f, 0x0301, true },
                     Form{ "etm_tls12", 0x003d, 0x0303, true }, Form{ "etm_ignored_by_gcm", 0xc02f, 0x0303, true },
                     Form{ "aes_128_gcm", 0xc02f, 0x0303, false }, Form{ "aes_256_gcm", 0xc030, 0x0303, false },
                     Form{ "camellia_gcm", 0xc07a, 0x0303, false }, Form{ "aes_128_ccm", 0xc0ac, 0x0303, false },
                     Form{ "aes_256_ccm_8", 0xc0af, 0x0303, false }, Form{ "aes_128_ccm_8", 0xc0ae, 0x0303, false },
                     Form{ "chacha20", 0xcca8, 0x0303, false }, Form{ "tls13_aes_128_gcm", 0x1301, 0x0304, false },
                     Form{ "tls13_aes_256_gcm", 0x1302, 0x0304, false }, Form{ "tls13_chacha20", 0x1303, 0x0304, false },
                     Form{ "tls13_ccm", 0x1304, 0x0304, false }, Form{ "tls13_ccm_8", 0x1305, 0x0304, false }),
    [] (const auto &info) { return std::string (info.param.name); });

/* In SSL 3.0 padding is not protected, which is what POODLE is made of: all else is. */
TEST (ProtectionSsl3, Opens)
{
  Sealer sealer (0x002f, 0x0300);
  g_autoptr (TlProtection) protection = tl_protection_new (&sealer.suite, 0x0300, false, &sealer.keys);

  for (gsize size : { 40, 0, 7, 1000 })
    {
      guint64 sequence = sealer.sequence;
      Wire sent (22, 0x0300, sequence, sealer.seal (22, Data (size, 5)), false);
      g_auto (TlOpenedRecord) opened = {};
      ASSERT_TRUE (tl_protection_open (protection, sent.view (), &opened)) << size;
      EXPECT_EQ (opened.content, size);
      EXPECT_EQ (opened.mac, 20u);
    }
  Wire sent (22, 0x0300, 9, sealer.seal (22, Data (40, 5)), false);
  g_auto (TlOpenedRecord) opened = {};
  EXPECT_FALSE (tl_protection_open (protection, sent.view (), &opened));
}

/* Only an AEAD is a cipher of TLS 1.3. */
TEST (ProtectionTls13, RefusesOtherSuites)
{
  TlSuite suite;
  TlSecret secret = {};

  secret.length = 32;
  ASSERT_TRUE (tl_suite (0x002f, &suite));
  EXPECT_EQ (tl_protection_new_13 (&suite, false, "key", "iv", nullptr, &secret), nullptr);
}

TEST (ProtectionMask, NeedsItsSample)
{
  TlSuite suite;
  TlSecret secret = {};
  Data sample (16, 3);
  guint8 mask[5];

  secret.length = 32;
  for (guint16 code : { 0x1301, 0x1303 })
    {
      ASSERT_TRUE (tl_suite (code, &suite));
      g_autoptr (TlProtection) with = tl_protection_new_13 (&suite, true, "key", "iv", "sn", &secret);
      g_autoptr (TlProtection) without = tl_protection_new_13 (&suite, true, "key", "iv", nullptr, &secret);
      EXPECT_TRUE (tl_protection_mask (with, tl_bytes (sample.data (), 16), mask));
      EXPECT_FALSE (tl_protection_mask (with, tl_bytes (sample.data (), 15), mask));
      EXPECT_FALSE (tl_protection_mask (without, tl_bytes (sample.data (), 16), mask));
      EXPECT_EQ (tl_protection_number_key (with)->length, suite.key_size);
    }
}

} // namespace
