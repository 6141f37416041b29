/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Tests of the card that says how a secret is made.
 */
#include "derivation-card.h"
#include "window_fixture.h"

#include <gtest/gtest.h>

class DerivationCardTest : public testing::Test
{
protected:
  void SetUp () override
  {
    window = gtk_window_new ();
    gtk_window_set_default_size (GTK_WINDOW (window), 360, 600);
  }

  void TearDown () override
  {
    gtk_window_destroy (GTK_WINDOW (window));
    g_clear_pointer (&derivations, g_ptr_array_unref);
  }

  void show (const char *sample, const char *name, bool open = true)
  {
    g_autoptr (TlConversation) conversation = read_opened_sample (sample);

    g_clear_pointer (&derivations, g_ptr_array_unref);
    derivations = tl_conversation_derivations (conversation);
    for (guint i = 0; i < derivations->len; i++)
      if (g_str_equal (static_cast<TlDerivation *> (g_ptr_array_index (derivations, i))->name, name))
        {
          card = tl_derivation_card_new (derivations, i, open);
          gtk_window_set_child (GTK_WINDOW (window), card);
          gtk_window_present (GTK_WINDOW (window));
          settle ();
          return;
        }
    FAIL () << name;
  }

  GtkWidget *window = nullptr;
  GtkWidget *card = nullptr;
  GPtrArray *derivations = nullptr;
};

TEST_F (DerivationCardTest, SaysWhatGoesInAndWhatComesOut)
{
  show ("tls12-ecdhe.pcap", "main_secret");
  EXPECT_TRUE (says (window, "PRF (premaster_secret, \"extended master secret\", Hash (ClientHello"));
  EXPECT_TRUE (says (window, "no key log has it")) << "of the premaster secret";
  EXPECT_TRUE (says (window, "extended master secret"));
  EXPECT_TRUE (says (window, "Transcript hash"));
  EXPECT_TRUE (says (window, "dc7a78f4681c6a14c2db9bf9c8d24ce7")) << "the value";
  EXPECT_TRUE (says (window, "The key log says it."));
  EXPECT_TRUE (says (window, "RFC 7627"));
}

TEST_F (DerivationCardTest, SaysWhereAnInputIsFrom)
{
  show ("tls13.pcap", "client_write_key");
  EXPECT_TRUE (says (window, "client_handshake_traffic_secret"));
  EXPECT_TRUE (says (window, "The key log says it."));
  EXPECT_TRUE (says (window, "Computed from what is known."));
}

TEST_F (DerivationCardTest, ShowsTheRandomsThatGoIn)
{
  show ("tls12-ecdhe.pcap", "key_block");
  EXPECT_TRUE (says (window, "ServerHello.random + ClientHello.random"));
  show ("tls12-ecdhe.pcap", "client_write_key");
  EXPECT_TRUE (says (window, "key_block[0..15]"));
}

TEST_F (DerivationCardTest, IsShortWhileItIsFolded)
{
  show ("tls12-ecdhe.pcap", "main_secret", false);
  EXPECT_TRUE (says (window, "dc7a…0f48"));
  EXPECT_FALSE (says (window, "PRF ("));
}

/* Where RSA encrypts it, "never sent" would be wrong. */
TEST_F (DerivationCardTest, KnowsHowAPremasterSecretTravels)
{
  show ("tls12-rsa.pcap", "premaster_secret");
  EXPECT_TRUE (says (window, "encrypted in ClientKeyExchange"));
  show ("tls12-ecdhe.pcap", "premaster_secret");
  EXPECT_TRUE (says (window, "it is never sent"));
}

/* Zeros stand for a pre-shared key where there is none: RFC 9846 section 7.1. */
TEST_F (DerivationCardTest, SaysThatNoKeyWasAgreedOn)
{
  show ("tls13.pcap", "PSK", false);
  EXPECT_TRUE (says (window, "none was agreed on: zeros"));
  EXPECT_FALSE (says (window, "0000…0000"));
}

TEST_F (DerivationCardTest, FitsASmallScreen)
{
  for (const char *sample : { "tls13.pcap", "quic.pcap", "dtls12.pcap", "tls10.pcap" })
    {
      g_autoptr (TlConversation) conversation = read_opened_sample (sample);
      g_autoptr (GPtrArray) all = tl_conversation_derivations (conversation);
      int minimum;

      for (guint i = 0; i < all->len; i++)
        {
          GtkWidget *one = GTK_WIDGET (g_object_ref_sink (tl_derivation_card_new (all, i, TRUE)));
          gtk_widget_measure (one, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, nullptr, nullptr, nullptr);
          EXPECT_LE (minimum, 324) << sample << " " << i;
          g_object_unref (one);
        }
    }
}
