/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Tests of what a step proves.
 */
#include "proof-card.h"
#include "window_fixture.h"

#include <gtest/gtest.h>

class ProofCardTest : public testing::Test
{
protected:
  void SetUp () override
  {
    window = gtk_window_new ();
    card = TL_PROOF_CARD (g_object_new (TL_TYPE_PROOF_CARD, nullptr));
    gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (card));
    gtk_window_set_default_size (GTK_WINDOW (window), 400, 600);
    gtk_window_present (GTK_WINDOW (window));
    settle ();
  }

  void TearDown () override
  {
    gtk_window_destroy (GTK_WINDOW (window));
  }

  void show (TlConversation *conversation, guint16 message)
  {
    int step = find_step (conversation, message);

    ASSERT_GE (step, 0);
    tl_proof_card_set_step (card, conversation, static_cast<guint> (step));
    ASSERT_TRUE (wait_for ([this] { return tl_proof_card_get_proof (card) != nullptr; }));
    settle ();
  }

  /* Opens what is folded away. */
  void unfold ()
  {
    walk (window, [] (GtkWidget *widget) {
      if (GTK_IS_EXPANDER (widget))
        gtk_expander_set_expanded (GTK_EXPANDER (widget), TRUE);
    });
    settle ();
  }

  GtkWidget *window = nullptr;
  TlProofCard *card = nullptr;
};

TEST_F (ProofCardTest, SaysThatAFinishedHolds)
{
  for (const char *sample : { "tls13.pcap", "tls12-ecdhe.pcap" })
    {
      g_autoptr (TlConversation) conversation = read_opened_sample (sample);

      show (conversation, TL_MESSAGE_FINISHED);
      EXPECT_TRUE (says (window, "The Proof Holds")) << sample;
      unfold ();
      EXPECT_TRUE (says (window, "As computed"));
      EXPECT_TRUE (says (window, "ClientHello, ServerHello"));
      EXPECT_TRUE (says (window, "openssl"));
    }
}

TEST_F (ProofCardTest, ChecksASignatureWithoutKeys)
{
  g_autoptr (TlConversation) conversation = read_sample ("tls12-ecdhe.pcap");

  show (conversation, TL_MESSAGE_SERVER_KEY_EXCHANGE);
  EXPECT_TRUE (says (window, "The Proof Holds"));
  unfold ();
  EXPECT_TRUE (says (window, "Bytes that were signed"));
}

/* Otherwise only the spaces at its beginning were seen. */
TEST_F (ProofCardTest, TellsWhatIsSignedInTls13)
{
  g_autoptr (TlConversation) conversation = read_opened_sample ("tls13.pcap");

  show (conversation, TL_MESSAGE_CERTIFICATE_VERIFY);
  unfold ();
  EXPECT_TRUE (says (window, "64 spaces (20), “TLS 1.3, server CertificateVerify”, 00, and the transcript hash"));
  gsize n;
  const guint8 *data = static_cast<const guint8 *> (g_bytes_get_data (tl_proof_card_get_proof (card)->covered, &n));
  ASSERT_EQ (98u + 48, n) << "SHA-384";
  std::string hash;
  for (gsize i = 98; i < n; i++)
    {
      char digits[3];
      g_snprintf (digits, sizeof digits, "%02x", data[i]);
      hash += digits;
    }
  EXPECT_TRUE (says (window, hash));
}

TEST_F (ProofCardTest, ChecksTheBinderOfAPreSharedKey)
{
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();
  guint8 key[32];

  for (guint i = 0; i < sizeof key; i++)
    key[i] = (guint8) i;
  tl_keyring_add_psk (keyring, tl_bytes ("alice", 5), tl_bytes (key, sizeof key));
  g_autoptr (TlConversation) conversation = read_sample ("../tests/data/handshakes/psk-dhe.pcap", keyring);
  show (conversation, TL_MESSAGE_CLIENT_HELLO);
  EXPECT_TRUE (says (window, "The Proof Holds"));
  unfold ();
  EXPECT_TRUE (says (window, "As computed"));
  EXPECT_TRUE (says (window, "ClientHello up to the binders"));
  EXPECT_TRUE (says (window, "Key that it is computed with"));
}

TEST_F (ProofCardTest, SaysWhyItCannotCheck)
{
  g_autoptr (TlConversation) conversation = read_opened_sample ("tls13.pcap");

  g_clear_pointer (&conversation->keyring, tl_keyring_unref);
  show (conversation, TL_MESSAGE_FINISHED);
  EXPECT_TRUE (says (window, "Not Checked"));
  EXPECT_TRUE (says (window, "was not given"));
}

TEST_F (ProofCardTest, SaysThatOneDoesNotHold)
{
  g_autoptr (TlConversation) conversation = read_opened_sample ("tls13.pcap");
  TlStep *step = conversation->steps[find_step (conversation, TL_MESSAGE_FINISHED)];
  gsize n;
  const guint8 *data = static_cast<const guint8 *> (g_bytes_get_data (step->bytes, &n));
  std::vector<guint8> other (data, data + n);

  other.back () ^= 1;
  g_bytes_unref (step->bytes);
  step->bytes = g_bytes_new (other.data (), other.size ());
  show (conversation, TL_MESSAGE_FINISHED);
  EXPECT_TRUE (says (window, "The Proof Does Not Hold"));
}

TEST_F (ProofCardTest, IsNotThereForWhatProvesNothing)
{
  g_autoptr (TlConversation) conversation = read_opened_sample ("tls13.pcap");

  show (conversation, TL_MESSAGE_FINISHED);
  EXPECT_TRUE (gtk_widget_get_visible (GTK_WIDGET (card)));
  tl_proof_card_set_step (card, conversation, 0);
  EXPECT_FALSE (gtk_widget_get_visible (GTK_WIDGET (card)));
  EXPECT_EQ (nullptr, tl_proof_card_get_proof (card));
  tl_proof_card_set_step (card, nullptr, 0);
  EXPECT_FALSE (gtk_widget_get_visible (GTK_WIDGET (card)));
}

TEST_F (ProofCardTest, CanBeDroppedWhileItChecks)
{
  g_autoptr (TlConversation) conversation = read_opened_sample ("tls13.pcap");

  for (int i = 0; i < 20; i++)
    tl_proof_card_set_step (card, conversation, (guint) find_step (conversation, TL_MESSAGE_FINISHED));
  tl_proof_card_set_step (card, nullptr, 0);
  settle ();
  EXPECT_FALSE (gtk_widget_get_visible (GTK_WIDGET (card)));
}
