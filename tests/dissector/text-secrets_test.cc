/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What keys show, as text: proofs and derivations always, a value only where it was asked for.
 */
#include "opened.h"

#include "export/export.h"
#include "export/text-secrets.h"
#include "shell.h"

static std::string
text (const Opened &sample, int flags)
{
  g_autoptr (GString) out = g_string_new (NULL);
  tl_export_text (sample.conversations[0], (TlTextFlags) flags, 100, out);
  return out->str;
}

#define EXPECT_HAS(text, part)     EXPECT_NE ((text).find (part), std::string::npos) << (text)
#define EXPECT_HAS_NOT(text, part) EXPECT_EQ ((text).find (part), std::string::npos) << (text)

TEST (TextSecrets, ShowsProofsAndHowSecretsAreDerived)
{
  Opened sample ("tls13");
  std::string shown = text (sample, TL_TEXT_UNICODE);

  EXPECT_HAS (shown, "✓ The signature is right");
  EXPECT_HAS (shown, "✓ Computed again over");
  EXPECT_HAS (shown, "\nSecrets\n");
  EXPECT_HAS (shown, "Derive-Secret (handshake_secret, \"c hs traffic\", ClientHello, ServerHello)");
  EXPECT_HAS (text (sample, 0), "[verified] The signature is right");
  EXPECT_HAS (shown, "handshake_secret · not told\n      HKDF-Extract (derived_secret, ECDHE)");
}

TEST (TextSecrets, PrintsNoValueUnlessAsked)
{
  Opened sample ("tls12-ecdhe");
  std::string value = "dc7a78f4681c6a14c2db9bf9c8d24ce7"; /* the main secret begins so */
  std::string nonce = "daaed049e25de0a8888cd4fb";

  EXPECT_HAS_NOT (text (sample, TL_TEXT_UNICODE), value);
  EXPECT_HAS_NOT (text (sample, TL_TEXT_UNICODE), nonce);
  EXPECT_HAS (text (sample, TL_TEXT_SECRETS), value);
  EXPECT_HAS (text (sample, TL_TEXT_SECRETS), nonce);
}

TEST (TextSecrets, SaysNothingWithoutKeys)
{
  Opened sample ("tls12-ecdhe", false);
  std::string shown = text (sample, TL_TEXT_UNICODE | TL_TEXT_SECRETS);

  EXPECT_HAS_NOT (shown, "Secrets");
  EXPECT_HAS_NOT (shown, "✓ The signature");
  for (guint i = 0; i < sample.conversations[0]->n_steps; i++)
    EXPECT_EQ (tl_text_door (sample.conversations[0], i, TL_TEXT_SECRETS), nullptr);
}

TEST (TextSecrets, ADoorWithoutANonceHasNone)
{
  Opened sample ("tls10");
  std::string shown = text (sample, TL_TEXT_SECRETS);

  EXPECT_HAS (shown, "record 0: 52 bytes sealed, 16 opened");
  EXPECT_HAS (shown, "16 opened of type handshake, 16 bytes of padding");
  EXPECT_HAS_NOT (shown, "nonce");
}

TEST (TextSecrets, SaysWhyItStaysSealed)
{
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();
  std::string path = std::string (g_getenv ("TL_SAMPLES")) + "/tls13.pcap", shown;

  tl_read_capture (
      path.c_str (), keyring, TL_TRACKER_STEPS,
      [] (TlConversation *conversation, gpointer user_data) {
        g_autoptr (GString) out = g_string_new (NULL);
        tl_export_text (conversation, TL_TEXT_UNICODE, 100, out);
        *static_cast<std::string *> (user_data) = out->str;
      },
      &shown, nullptr);
  EXPECT_HAS (shown, "\n🔒 It stays sealed: the keys that were given have no secret for this connection, and no key log is");
}

/* The commands that are printed are those of the proof, and say that it holds when they are run as they stand there. */
TEST (TextSecrets, PrintsRecipesThatRun)
{
  for (const char *name : { "tls13", "tls12-ecdhe", "tls10" })
    {
      Opened sample (name);
      std::string all = text (sample, TL_TEXT_SECRETS), open = text (sample, 0);
      guint n = 0;

      all = all.substr (all.find ("\nProofs\n"));
      open = open.substr (open.find ("\nProofs\n"));
      sample.for_each_proof ([&] (const TlConversation *, guint, const TlProof *proof) {
        g_auto (GStrv) lines = g_strsplit (proof->recipe, "\n", -1);
        std::string indented;
        for (guint i = 0; lines[i]; i++)
          if (*lines[i])
            indented += std::string ("      ") + lines[i] + "\n";
        size_t at = all.find (indented);
        ASSERT_NE (at, std::string::npos) << indented << all;
        std::string said = run (all.substr (at, indented.size ()));
        EXPECT_TRUE (g_str_has_suffix (said.c_str (), proof->kind == TL_PROOF_FINISHED ? "the same\n" : "right\n")) << said;
        EXPECT_EQ (open.find (indented) != std::string::npos, proof->kind != TL_PROOF_FINISHED) << "it has a secret in it";
        n++;
      });
      EXPECT_EQ (n, 3u) << name;
    }
}

/* What is on the wire is no secret; the nonce is made with the IV. */
TEST (TextSecrets, ShowsTheRecordThatWasOpened)
{
  Opened sample ("tls12-ecdhe"), tls13 ("tls13");
  g_auto (GStrv) open = nullptr, all = nullptr;
  guint step = 0;

  while (sample.conversations[0]->steps[step]->door == NULL)
    step++;
  open = tl_text_door (sample.conversations[0], step, (TlTextFlags) 0);
  all = tl_text_door (sample.conversations[0], step, TL_TEXT_SECRETS);
  EXPECT_STREQ (open[0], "record 0: 40 bytes sealed, 16 opened of type handshake, 0 bytes of padding");
  EXPECT_TRUE (g_str_has_prefix (open[1], "header 1603030028; in clear e25de0a8888cd4fb; tag ")) << open[1];
  EXPECT_TRUE (g_str_has_suffix (open[1], "; additional data 00000000000000001603030010")) << open[1];
  EXPECT_EQ (std::string (all[1]), std::string (open[1]) + "; nonce daaed049e25de0a8888cd4fb");
  EXPECT_HAS (text (sample, 0), "header 1603030028");
  EXPECT_HAS (text (tls13, 0), " opened of type handshake, 0 bytes of padding");
  EXPECT_HAS (text (tls13, 0), "header and additional data 1703030020; tag ");
}

/* The sentence of the window, where a lens was chosen. */
TEST (TextSecrets, SaysWhatTheChosenLensShows)
{
  Opened opened ("tls13"), sealed ("tls13", false);
  g_autofree char *key_log = tl_conversation_lens_text (opened.conversations[0], TL_LENS_KEY_LOG);
  g_autofree char *observer = tl_conversation_lens_text (sealed.conversations[0], TL_LENS_OBSERVER);
  g_autoptr (GString) out = g_string_new (NULL);

  ASSERT_NE (key_log, nullptr);
  ASSERT_NE (observer, nullptr);
  tl_export_text (opened.conversations[0], (TlTextFlags) (TL_TEXT_UNICODE | TL_TEXT_LENS_KEY_LOG), 500, out);
  EXPECT_HAS (std::string (out->str), std::string ("\n◎ ") + key_log);
  g_string_truncate (out, 0);
  tl_export_text (sealed.conversations[0], (TlTextFlags) (TL_TEXT_UNICODE | TL_TEXT_LENS_OBSERVER), 500, out);
  EXPECT_HAS (std::string (out->str), std::string ("\n◎ ") + observer);
  g_string_truncate (out, 0);
  tl_export_text (sealed.conversations[0], TL_TEXT_UNICODE, 500, out);
  EXPECT_HAS_NOT (std::string (out->str), observer);
}
