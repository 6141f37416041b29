/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The binder of a ClientHello as a proof: what it covers, and that the commands say the same.
 */
#include "proof/proof.h"
#include "recorded.h"
#include "shell.h"

#include <gtest/gtest.h>

namespace
{

struct Proofs
{
  TlKeyring *keyring = tl_keyring_new ();
  std::vector<TlProof *> proofs;

  Proofs (const char *name, const char *key)
  {
    add_psk (keyring, "alice", key);
    Opened opened (recorded_path (name), keyring);

    for (const TlConversation *conversation : opened.conversations)
      for (guint i = 0; i < conversation->n_steps; i++)
        if (TlProof *proof = tl_proof_of_step (conversation, i))
          {
            if (proof->kind == TL_PROOF_BINDER)
              proofs.push_back (proof);
            else
              tl_proof_free (proof);
          }
  }
  ~Proofs ()
  {
    for (TlProof *proof : proofs)
      tl_proof_free (proof);
    tl_keyring_unref (keyring);
  }
  Proofs (const Proofs &) = delete;
  Proofs &operator= (const Proofs &) = delete;
};

}

TEST (Binder, Holds)
{
  Proofs of ("psk-dhe.pcap", PSK);
  gsize n;

  ASSERT_EQ (of.proofs.size (), 1u);
  const TlProof *proof = of.proofs[0];
  EXPECT_EQ (proof->holds, TL_YES);
  EXPECT_STREQ (proof->text, "The binder of “alice”, computed again, is the same: who sent it has the pre-shared key that was given.");
  EXPECT_STREQ (proof->covers, "ClientHello up to the binders");
  EXPECT_TRUE (g_bytes_equal (proof->computed, proof->found));
  auto covered = static_cast<const guint8 *> (g_bytes_get_data (proof->covered, &n));
  EXPECT_EQ (covered[0], 1);
  /* All but the binders: their length, and one of 32 bytes. */
  EXPECT_EQ (n + 2 + 1 + 32, 4u + (covered[1] << 16 | covered[2] << 8 | covered[3]));
}

/* RFC 9846 section 4.3.11.2: the second hello covers what was before. */
TEST (Binder, BehindAHelloRetryRequest)
{
  Proofs of ("psk-hrr.pcap", PSK);

  ASSERT_EQ (of.proofs.size (), 2u);
  EXPECT_EQ (of.proofs[0]->holds, TL_YES);
  EXPECT_EQ (of.proofs[1]->holds, TL_YES);
  EXPECT_STREQ (of.proofs[1]->covers, "ClientHello, HelloRetryRequest, ClientHello up to the binders");
  EXPECT_EQ (static_cast<const guint8 *> (g_bytes_get_data (of.proofs[1]->covered, nullptr))[0], 0xfe); /* message_hash */
}

TEST (Binder, DoesNotHold)
{
  Proofs of ("psk-dhe.pcap", "0011");

  ASSERT_EQ (of.proofs.size (), 1u);
  EXPECT_EQ (of.proofs[0]->holds, TL_NO);
  EXPECT_FALSE (g_bytes_equal (of.proofs[0]->computed, of.proofs[0]->found));
  EXPECT_TRUE (g_str_has_prefix (of.proofs[0]->text, "The binder of “alice”, computed again, is not the same:"));
}

TEST (Binder, TheCommandsSayTheSame)
{
  for (const char *name : { "psk-dhe.pcap", "psk-hrr.pcap" })
    for (const char *key : { PSK, "0011" })
      {
        Proofs of (name, key);

        for (const TlProof *proof : of.proofs)
          EXPECT_EQ (run (proof->recipe), key == PSK ? "the same\n" : "") << name;
      }
}

/* Without one that was given there is nothing to check. */
TEST (Binder, IsNoProofWithoutAKey)
{
  Opened opened (recorded_path ("psk-dhe.pcap"), nullptr);
  g_autoptr (TlProof) proof = tl_proof_of_step (opened.conversations[0], 0);

  EXPECT_EQ (proof, nullptr);
}
