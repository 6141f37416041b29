/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What follows from a pre-shared key, with the trace of RFC 8448 section 4.
 */
#include "secrets/psk.h"
#include "rfc8448.h"

#include <gtest/gtest.h>

namespace
{

enum
{
  RECORD_HEADER = 5,
  BINDERS = 2 + 1 + 32 /* of the trace: one of SHA-256 */
};

Data
data_of (const TlSecret &secret)
{
  return Data (secret.bytes, secret.bytes + secret.length);
}

TlBytes
view (const Data &data)
{
  return tl_bytes (data.data (), data.size ());
}

class Psk : public testing::Test
{
protected:
  rfc8448::Trace trace = rfc8448::traces ()[1];
  Data key = rfc8448::unhex (trace.find ("early").context);
  Data records = rfc8448::unhex (trace.said[0].records);
  Data hello = Data (records.begin () + RECORD_HEADER, records.end () - BINDERS);
  Data binder = Data (records.end () - 32, records.end ());
  TlSecret early = {};

  Data
  expected (const char *name)
  {
    return rfc8448::unhex (trace.find (name).value);
  }

  void
  SetUp () override
  {
    ASSERT_STREQ (trace.name, "Resumed");
    ASSERT_TRUE (tl_psk_early_secret (GNUTLS_DIG_SHA256, view (key), &early));
  }
};

TEST_F (Psk, EarlySecret)
{
  EXPECT_EQ (data_of (early), expected ("early"));
}

TEST_F (Psk, BinderOfResumption)
{
  TlSecret finished_key = {}, computed = {};

  ASSERT_TRUE (tl_psk_binder (GNUTLS_DIG_SHA256, false, &early, TL_PSK_RESUMPTION, view (hello), &finished_key, &computed));
  EXPECT_EQ (data_of (finished_key), expected ("binder finished"));
  EXPECT_EQ (data_of (computed), binder);
}

TEST_F (Psk, EachKindHasABinderOfItsOwn)
{
  TlSecret finished_key = {}, computed[TL_N_PSK_KINDS] = {};

  for (guint kind = 0; kind < TL_N_PSK_KINDS; kind++)
    {
      TlPskKind found = TL_N_PSK_KINDS;

      ASSERT_TRUE (tl_psk_binder (GNUTLS_DIG_SHA256, false, &early, (TlPskKind) kind, view (hello), &finished_key, &computed[kind]));
      for (guint other = 0; other < kind; other++)
        EXPECT_NE (data_of (computed[kind]), data_of (computed[other]));
      EXPECT_TRUE (tl_psk_verify (GNUTLS_DIG_SHA256, false, &early, view (hello), tl_secret_bytes (&computed[kind]), &found));
      EXPECT_EQ (found, kind);
      EXPECT_FALSE (tl_psk_verify (GNUTLS_DIG_SHA256, true, &early, view (hello), tl_secret_bytes (&computed[kind]), &found));
    }
}

TEST_F (Psk, VerifiesNoOther)
{
  TlPskKind kind;
  Data other = hello, longer = binder + Data (1, 0);

  EXPECT_TRUE (tl_psk_verify (GNUTLS_DIG_SHA256, false, &early, view (hello), view (binder), &kind));
  EXPECT_EQ (kind, TL_PSK_RESUMPTION);
  other[10] ^= 1;
  EXPECT_FALSE (tl_psk_verify (GNUTLS_DIG_SHA256, false, &early, view (other), view (binder), &kind));
  EXPECT_FALSE (tl_psk_verify (GNUTLS_DIG_SHA256, false, &early, view (hello), view (longer), &kind));
  EXPECT_FALSE (tl_psk_verify (GNUTLS_DIG_SHA256, false, &early, view (hello), tl_bytes (binder.data (), 31), &kind));
}

/* With (EC)DHE, then with nothing but zeros. */
TEST_F (Psk, NextSecrets)
{
  TlSecret handshake = {}, main_secret = {};
  Data shared = rfc8448::unhex (trace.find ("handshake").context);

  ASSERT_TRUE (tl_psk_next_secret (GNUTLS_DIG_SHA256, false, &early, view (shared), &handshake));
  EXPECT_EQ (data_of (handshake), expected ("handshake"));
  ASSERT_TRUE (tl_psk_next_secret (GNUTLS_DIG_SHA256, false, &handshake, tl_bytes (nullptr, 0), &main_secret));
  EXPECT_EQ (data_of (main_secret), expected ("master"));
}

/* RFC 8448 section 3: the key that section 4 begins with. */
TEST (PskTicket, StandsForAKey)
{
  rfc8448::Trace first = rfc8448::traces ()[0];
  Data expected = rfc8448::unhex (first.find ("resumption").value), secret_bytes = rfc8448::unhex (first.find ("res master").value);
  Data nonce = rfc8448::unhex (first.find ("resumption").context), ticket (178, 7), other (178, 8);
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();
  TlSecret secret = {};
  guint8 key[TL_PSK_SIZE];
  bool of_ticket = false;

  secret.length = secret_bytes.size ();
  memcpy (secret.bytes, secret_bytes.data (), secret.length);
  EXPECT_EQ (tl_psk_find (keyring, view (ticket), key), 0u);
  EXPECT_FALSE (tl_psk_is_own (keyring, view (ticket), &of_ticket));
  tl_psk_learn_ticket (keyring, GNUTLS_DIG_SHA256, false, &secret, view (nonce), view (ticket));
  ASSERT_EQ (tl_psk_find (keyring, view (ticket), key), 32u);
  EXPECT_EQ (Data (key, key + 32), expected);
  EXPECT_TRUE (tl_psk_is_own (keyring, view (ticket), &of_ticket));
  EXPECT_TRUE (of_ticket);
  tl_keyring_add_psk (keyring, tl_bytes (nullptr, 0), tl_bytes ("everybody's", 11));
  EXPECT_EQ (tl_psk_find (keyring, view (ticket), key), 32u) << "that of the ticket comes first";
  EXPECT_EQ (tl_psk_find (keyring, view (other), key), 11u);
  tl_keyring_add_psk (keyring, view (ticket), tl_bytes ("given", 5));
  EXPECT_EQ (tl_psk_find (keyring, view (ticket), key), 5u) << "what was given for it comes before";
  EXPECT_TRUE (tl_psk_is_own (keyring, view (ticket), &of_ticket));
  EXPECT_FALSE (of_ticket);
}

TEST (PskHash, IsAsLongAsTheBinder)
{
  EXPECT_EQ (tl_psk_hash (32), GNUTLS_DIG_SHA256);
  EXPECT_EQ (tl_psk_hash (48), GNUTLS_DIG_SHA384);
  for (gsize n : { 0, 31, 33, 64, 255 })
    EXPECT_EQ (tl_psk_hash (n), GNUTLS_DIG_UNKNOWN);
}

} // namespace
