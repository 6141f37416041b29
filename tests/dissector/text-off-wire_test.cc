/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What is worked out in the steps that are not on the wire, as text: only where secrets are asked for.
 */
#include "opened.h"

#include "export/export.h"
#include "proof/derivation.h"
#include "secrets/key-file.h"

namespace
{

std::string
text (const TlConversation *conversation, int flags, int width = 120)
{
  g_autoptr (GString) out = g_string_new (NULL);
  tl_export_text (conversation, (TlTextFlags) flags, width, out);
  return out->str;
}

/* The ladder without what stands below it. */
std::string
ladder (const TlConversation *conversation, int flags, int width = 120)
{
  std::string all = text (conversation, flags, width);
  return all.substr (0, all.find ("\nCertificates of"));
}

bool
has (const std::string &all, const std::string &part)
{
  return all.find (part) != std::string::npos;
}

}

TEST (TextOffWire, StandsOnTheLifelineOfWhoDoesIt)
{
  Opened sample ("tls12-ecdhe");
  std::string shown = ladder (sample.conversations[0], TL_TEXT_UNICODE | TL_TEXT_SECRETS);

  EXPECT_TRUE (has (shown, "            ├─ makes the client random ")) << shown;
  EXPECT_TRUE (has (shown, " derives the same keys ─┤\n")) << shown;
  EXPECT_TRUE (has (ladder (sample.conversations[0], TL_TEXT_SECRETS), "            |- makes the client random "));
}

TEST (TextOffWire, SaysHowSecretsAreMadeAndWhatTheKeysDoNotTell)
{
  Opened sample ("tls12-ecdhe");
  std::string shown = ladder (sample.conversations[0], TL_TEXT_SECRETS);
  size_t session = shown.find ("derives the session keys"), value = shown.find (" dc7a78f4681c6a14");

  ASSERT_NE (session, std::string::npos) << shown;
  ASSERT_NE (value, std::string::npos) << shown;
  EXPECT_LT (session, value);
  EXPECT_LT (value, shown.find ("-- ChangeCipherSpec"));
  EXPECT_TRUE (has (shown, "premaster_secret: Both sides know it; it is never sent, and no key log has it."));
  EXPECT_TRUE (has (shown, "verify_data = PRF (main_secret, \"client finished\", Hash (ClientHello, ServerHello, "));
}

TEST (TextOffWire, WhatBothSidesDeriveIsPrintedOnce)
{
  Opened sample ("tls13");
  std::string shown = ladder (sample.conversations[0], TL_TEXT_SECRETS);
  const std::string formula = "client_handshake_traffic_secret = Derive-Secret (handshake_secret, \"c hs traffic\",";
  size_t first = shown.find (formula);

  ASSERT_NE (first, std::string::npos) << shown;
  EXPECT_EQ (shown.find (formula, first + 1), std::string::npos);
  EXPECT_TRUE (has (shown, "verify_data = HMAC (server_finished_key, Transcript-Hash (ClientHello, ServerHello,"));
}

TEST (TextOffWire, IsNotThereUnlessAskedForAndWithKeys)
{
  Opened opened ("tls12-ecdhe"), sealed ("tls12-ecdhe", false);

  EXPECT_FALSE (has (text (opened.conversations[0], TL_TEXT_UNICODE), "derives the session keys"));
  EXPECT_FALSE (has (text (sealed.conversations[0], TL_TEXT_UNICODE | TL_TEXT_SECRETS), "derives the session keys"));
}

/* With the server's private key the premaster secret is told: there is no forward secrecy. */
TEST (TextOffWire, ThePremasterSecretThatAPrivateKeyOpens)
{
  std::string samples = g_getenv ("TL_SAMPLES"), shown;
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();
  g_autoptr (GError) error = NULL;

  ASSERT_TRUE (tl_key_file_load_private (keyring, (samples + "/tls12-no-forward-secrecy.key.pem").c_str (), NULL, &error))
      << error->message;
  tl_read_capture (
      (samples + "/tls12-no-forward-secrecy.pcap").c_str (), keyring, TL_TRACKER_STEPS,
      [] (TlConversation *conversation, gpointer user_data) {
        *static_cast<std::string *> (user_data) = ladder (conversation, TL_TEXT_SECRETS, 140);
      },
      &shown, nullptr);
  EXPECT_TRUE (has (shown, " 03034437809843ec6357")) << shown;
  EXPECT_TRUE (has (shown, " 1d9a10ccec35ac3d99"));
}

/* Every line is as wide as the ladder, whatever it says. */
TEST (TextOffWire, KeepsToTheWidth)
{
  for (const std::string &name : sample_names ())
    {
      Opened sample (name);
      for (auto conversation : sample.conversations)
        {
          std::string shown = ladder (conversation, TL_TEXT_SECRETS, 60);
          g_auto (GStrv) lines = g_strsplit (shown.c_str (), "\n", -1);
          const size_t width = 59; /* as of the lines with nothing but lifelines */
          for (guint i = 0; lines[i]; i++)
            if (g_str_has_prefix (lines[i], "            |"))
              EXPECT_EQ (strlen (lines[i]), width) << name << ": " << lines[i];
        }
    }
}
