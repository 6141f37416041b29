/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The proofs of the samples hold, and what they cover is what the RFCs say.
 */
#include "opened.h"

#include "proof/transcript.h"

namespace
{

std::string
text_of (GBytes *bytes)
{
  gsize n = 0;
  const void *data = bytes ? g_bytes_get_data (bytes, &n) : NULL;

  return std::string (static_cast<const char *> (data), n);
}

class Proof : public testing::TestWithParam<std::string>
{
};

TEST_P (Proof, Holds)
{
  Opened opened (GetParam ());

  opened.for_each_proof ([] (const TlConversation *, guint step, const TlProof *proof) {
    EXPECT_EQ (proof->holds, TL_YES) << step << ": " << proof->text;
    EXPECT_NE (proof->covered, nullptr);
    EXPECT_NE (proof->key, nullptr);
    EXPECT_NE (proof->found, nullptr);
    EXPECT_EQ (proof->computed != nullptr, proof->kind == TL_PROOF_FINISHED);
    if (proof->computed)
      EXPECT_TRUE (g_bytes_equal (proof->computed, proof->found));
  });
}

/* What was opened is told as if it had been in clear: in a renegotiation the ChangeCipherSpec too. */
TEST_P (Proof, WhatIsOpenedIsNotSealed)
{
  Opened opened (GetParam ());

  for (auto conversation : opened.conversations)
    for (guint i = 0; i < conversation->n_steps; i++)
      {
        const TlStep *step = conversation->steps[i];
        g_autofree char *title = tl_step_title (conversation, i);

        EXPECT_FALSE (step->sealed && step->decrypted) << i << ": " << title;
        if (step->decrypted)
          EXPECT_EQ (strstr (title, "Encrypted "), nullptr) << i << ": " << title;
      }
}

/* Without keys a Finished is sealed, and what is signed in clear is checked all the same. */
TEST_P (Proof, NeedsNoKeysForWhatIsInClear)
{
  std::string path = std::string (g_getenv ("TL_SAMPLES")) + "/" + GetParam () + ".pcap";
  auto look = [] (TlConversation *conversation, gpointer) {
    for (guint i = 0; i < conversation->n_steps; i++)
      {
        g_autoptr (TlProof) proof = tl_proof_of_step (conversation, i);

        if (proof)
          {
            EXPECT_NE (proof->kind, TL_PROOF_FINISHED);
            EXPECT_NE (proof->holds, TL_NO) << proof->text;
          }
      }
  };

  EXPECT_TRUE (tl_read_capture (path.c_str (), NULL, TL_TRACKER_STEPS, look, NULL, NULL));
}

INSTANTIATE_TEST_SUITE_P (Samples, Proof, testing::ValuesIn (sample_names ()), test_name);

/* RFC 9846 section 4.5.2: spaces, what it is for, a zero, and the hash. */
TEST (ProofCovers, CertificateVerifyOfTls13)
{
  Opened opened ("tls13-client-certificate");
  std::string covers[2], covered[2];

  opened.for_each_proof ([&] (const TlConversation *conversation, guint step, const TlProof *proof) {
    TlSide from = conversation->steps[step]->from;

    if (proof->kind == TL_PROOF_CERTIFICATE_VERIFY)
      {
        covers[from] = proof->covers;
        covered[from] = text_of (proof->covered);
      }
  });
  EXPECT_EQ (covers[TL_SIDE_SERVER], "ClientHello, ServerHello, EncryptedExtensions, CertificateRequest, Certificate");
  EXPECT_EQ (covers[TL_SIDE_CLIENT], "ClientHello, ServerHello, EncryptedExtensions, CertificateRequest, Certificate, "
                                     "CertificateVerify, Finished, Certificate");
  EXPECT_EQ (covered[TL_SIDE_SERVER].substr (0, 98),
             std::string (64, ' ') + "TLS 1.3, server CertificateVerify" + std::string (1, '\0'));
  EXPECT_EQ (covered[TL_SIDE_CLIENT].substr (0, 98),
             std::string (64, ' ') + "TLS 1.3, client CertificateVerify" + std::string (1, '\0'));
}

/* RFC 5246 section 7.4.3: both randoms and the parameters; section 7.4.8: all messages before. */
TEST (ProofCovers, SignaturesOfTls12)
{
  Opened opened ("tls12-client-certificate");
  guint n = 0;

  opened.for_each_proof ([&] (const TlConversation *conversation, guint step, const TlProof *proof) {
    std::string covered = text_of (proof->covered);

    if (proof->kind == TL_PROOF_SERVER_KEY_EXCHANGE)
      {
        std::string hello = text_of (conversation->steps[0]->bytes), message = text_of (conversation->steps[step]->bytes);

        EXPECT_EQ (covered.substr (0, 32), hello.substr (6, 32));
        EXPECT_EQ (covered.substr (64), message.substr (4, covered.size () - 64));
        EXPECT_EQ ((unsigned char) covered[64], 3); /* named_curve */
        EXPECT_EQ (proof->covers, nullptr);
        n++;
      }
    if (proof->kind == TL_PROOF_CERTIFICATE_VERIFY)
      {
        EXPECT_STREQ (proof->covers, "ClientHello, ServerHello, Certificate, ServerKeyExchange, CertificateRequest, "
                                     "ServerHelloDone, Certificate, ClientKeyExchange");
        EXPECT_EQ (covered.substr (0, 100), text_of (conversation->steps[0]->bytes).substr (0, 100));
        n++;
      }
  });
  EXPECT_EQ (n, 2u);
}

/* RFC 9846 section 4.1: behind a HelloRetryRequest a hash stands for the first ClientHello. */
TEST (ProofCovers, MessageHash)
{
  Opened opened ("tls13-hello-retry");
  guint n = 0;

  opened.for_each_proof ([&] (const TlConversation *, guint, const TlProof *proof) {
    if (proof->kind != TL_PROOF_FINISHED)
      return;
    std::string covered = text_of (proof->covered);
    n++;
    EXPECT_EQ (covered.substr (0, 3), std::string ("\xfe\0\0", 3));
    EXPECT_TRUE (g_str_has_prefix (proof->covers, "ClientHello, HelloRetryRequest, ClientHello, ServerHello, ")) << proof->covers;
  });
  EXPECT_EQ (n, 2u);
}

/* RFC 6347 section 4.2.1: the first ClientHello and the HelloVerifyRequest are left out; section 4.2.6: each message is covered as
 * if it had come in one fragment. */
TEST (ProofCovers, Dtls12)
{
  Opened opened ("dtls12-fragmented");
  const TlConversation *conversation = opened.conversations.at (0);
  guint last = 0;

  while (conversation->steps[last]->context.message != TL_MESSAGE_SERVER_HELLO_DONE)
    ASSERT_LT (++last, conversation->n_steps);
  g_auto (TlTranscript) transcript = {};
  tl_transcript_read (&transcript, conversation, last, true, GNUTLS_DIG_SHA256);
  ASSERT_EQ (transcript.state, TL_TRANSCRIPT_WHOLE);
  g_autofree char *covers = tl_transcript_text (&transcript, conversation);
  EXPECT_TRUE (g_str_has_prefix (covers, "ClientHello, ServerHello, ")) << covers;
  EXPECT_TRUE (g_str_has_suffix (covers, ", ServerHelloDone")) << covers;
  std::string covered (reinterpret_cast<const char *> (transcript.bytes->data), transcript.bytes->len);
  EXPECT_EQ (covered[0], 1);
  EXPECT_EQ (covered.substr (4, 2), std::string ("\0\1", 2)); /* message_seq */
  EXPECT_EQ (covered.substr (6, 3), std::string (3, '\0'));   /* fragment_offset */
  EXPECT_EQ (covered.substr (1, 3), covered.substr (9, 3));   /* fragment_length */
  /* ServerHelloDone is all header, and stands at the end. */
  EXPECT_EQ (covered.substr (covered.size () - 12, 4), std::string ("\x0e\0\0\0", 4));
  EXPECT_EQ (covered.substr (covered.size () - 6), std::string (6, '\0'));
}

/* A renegotiation is a handshake of its own. */
TEST (ProofCovers, OneHandshake)
{
  Opened opened ("tls12-renegotiation");
  guint n = 0;

  opened.for_each_proof ([&] (const TlConversation *, guint, const TlProof *proof) {
    if (proof->kind != TL_PROOF_FINISHED)
      return;
    n++;
    EXPECT_EQ (strstr (strstr (proof->covers, "ServerHello"), "ClientHello"), nullptr) << proof->covers;
  });
  EXPECT_EQ (n, 4u);
}

} // namespace
