/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The traces of RFC 8448 as conversations: with a key log of their traffic secrets every message is opened, every proof
 * holds, and the secrets that are shown are those of the RFC.
 */
#include "rfc8448.h"

#include "proof/derivation.h"
#include "proof/proof.h"
#include "secrets/kdf.h"
#include "talk.h"

#include <gtest/gtest.h>
#include <map>

namespace
{

std::string
hex_of (GBytes *bytes)
{
  std::string text;
  gsize n = 0;
  const guint8 *data = bytes ? (const guint8 *) g_bytes_get_data (bytes, &n) : nullptr;

  for (gsize i = 0; i < n; i++)
    text += "0123456789abcdef"[data[i] >> 4], text += "0123456789abcdef"[data[i] & 15];
  return text;
}

/* What a server would have logged: RFC 9850. */
std::string
keylog_of (const rfc8448::Trace &trace)
{
  static const struct
  {
    const char *step, *label;
  } lines[] = {
    { "c e traffic", "CLIENT_EARLY_TRAFFIC_SECRET" },
    { "e exp master", "EARLY_EXPORTER_SECRET" },
    { "c hs traffic", "CLIENT_HANDSHAKE_TRAFFIC_SECRET" },
    { "s hs traffic", "SERVER_HANDSHAKE_TRAFFIC_SECRET" },
    { "c ap traffic", "CLIENT_TRAFFIC_SECRET_0" },
    { "s ap traffic", "SERVER_TRAFFIC_SECRET_0" },
    { "exp master", "EXPORTER_SECRET" },
  };
  std::string random = trace.said[0].records.substr (2 * (5 + 4 + 2), 64), text;

  for (const auto &line : lines)
    for (const auto &derived : trace.schedule)
      if (derived.name == line.step)
        text += std::string (line.label) + " " + random + " " + derived.value + "\n";
  return text;
}

std::vector<Talk::Packet>
packets_of (const rfc8448::Trace &trace)
{
  Talk talk;

  talk.open ();
  for (const auto &said : trace.said)
    talk.say (said.by_client ? FROM_CLIENT : FROM_SERVER, rfc8448::unhex (said.records));
  talk.finish (FROM_CLIENT);
  talk.finish (FROM_SERVER);
  return talk.packets;
}

class Rfc8448 : public testing::TestWithParam<rfc8448::Trace>
{
protected:
  TlKeyring *keyring = tl_keyring_new ();

  ~Rfc8448 () override
  {
    tl_keyring_unref (keyring);
  }

  Reading
  read ()
  {
    std::string text = keylog_of (GetParam ());
    TlKeylogReport report = {};

    tl_keyring_add_keylog (keyring, tl_bytes (text.data (), text.size ()), &report);
    EXPECT_EQ (report.secrets, report.lines);
    return Reading (packets_of (GetParam ()), TL_TRACKER_STEPS, 0, G_MAXUINT32, 101, keyring);
  }
};

TEST_P (Rfc8448, IsOpened)
{
  static const std::map<std::string, std::string> steps = {
    { "Simple",
      "C ClientHello, S ServerHello, S EncryptedExtensions, S Certificate, S CertificateVerify, S Finished, C Finished, "
      "S NewSessionTicket, C Application data, S Application data, C Alert: close_notify, S Alert: close_notify" },
    { "Resumed",
      "C ClientHello, C Application data, S ServerHello, S EncryptedExtensions, S Finished, C EndOfEarlyData, C Finished, "
      "C Application data, S Application data, C Alert: close_notify, S Alert: close_notify" },
    { "HelloRetry",
      "C ClientHello, S HelloRetryRequest, C ClientHello, S ServerHello, S EncryptedExtensions, S Certificate, "
      "S CertificateVerify, S Finished, C Finished, C Alert: close_notify, S Alert: close_notify" },
    { "ClientAuthentication",
      "C ClientHello, S ServerHello, S EncryptedExtensions, S CertificateRequest, S Certificate, S CertificateVerify, "
      "S Finished, C Certificate, C CertificateVerify, C Finished, C Alert: close_notify, S Alert: close_notify" },
    { "Compatibility",
      "C ClientHello, S ServerHello, S ChangeCipherSpec, S EncryptedExtensions, S Certificate, S CertificateVerify, "
      "S Finished, C ChangeCipherSpec, C Finished, C Alert: close_notify, S Alert: close_notify" },
  };
  Reading reading = read ();

  EXPECT_EQ (reading.steps (), steps.at (GetParam ().name));
  EXPECT_EQ (reading.outcome (), TL_OUTCOME_ESTABLISHED);
}

TEST_P (Rfc8448, ProvesItself)
{
  Reading reading = read ();
  const TlConversation *conversation = reading.told.back ();
  guint n_finished = 0, n_signatures = 0;

  for (guint i = 0; i < conversation->n_steps; i++)
    {
      g_autoptr (TlProof) proof = tl_proof_of_step (conversation, i);

      if (proof == nullptr)
        continue;
      EXPECT_EQ (proof->holds, TL_YES) << i << ": " << proof->text;
      (proof->kind == TL_PROOF_FINISHED ? n_finished : n_signatures)++;
    }
  EXPECT_EQ (n_finished, 2u);
  EXPECT_EQ (n_signatures, g_str_equal (GetParam ().name, "Resumed") ? 0u
                           : g_str_equal (GetParam ().name, "ClientAuthentication") ? 2u : 1u);
}

/* Each secret that is told is the RFC's, with the same hash of the same messages. */
TEST_P (Rfc8448, DerivesItsSecrets)
{
  static const std::map<std::string, std::string> names = {
    { "client_early_traffic_secret", "c e traffic" },
    { "early_exporter_secret", "e exp master" },
    { "client_handshake_traffic_secret", "c hs traffic" },
    { "server_handshake_traffic_secret", "s hs traffic" },
    { "client_application_traffic_secret_0", "c ap traffic" },
    { "server_application_traffic_secret_0", "s ap traffic" },
    { "exporter_secret", "exp master" },
    { "resumption_secret", "res master" },
  };
  Reading reading = read ();
  g_autoptr (GPtrArray) list = tl_conversation_derivations (reading.told.back ());
  guint n_compared = 0;

  for (guint i = 0; i < list->len; i++)
    {
      auto derivation = static_cast<const TlDerivation *> (g_ptr_array_index (list, i));
      auto name = names.find (derivation->name);

      if (name == names.end ())
        continue;
      const rfc8448::Derived &expected = GetParam ().find (name->second);
      n_compared++;
      EXPECT_STREQ (derivation->label, expected.label);
      EXPECT_EQ (hex_of (derivation->transcript_hash), expected.context) << name->first;
      if (name->second == "res master") /* no key log has it */
        EXPECT_EQ (derivation->source, TL_DERIVATION_NOT_TOLD);
      else
        EXPECT_EQ (hex_of (derivation->value), expected.value) << name->first;
    }
  EXPECT_EQ (n_compared, g_str_equal (GetParam ().name, "Resumed") ? 8u : 6u);
}

/* The keys are told behind the secret that they are made of. */
TEST_P (Rfc8448, DerivesItsKeys)
{
  static const std::map<std::string, std::string> prefixes = {
    { "client_early_traffic_secret", "c e" },
    { "client_handshake_traffic_secret", "c hs" },
    { "server_handshake_traffic_secret", "s hs" },
    { "client_application_traffic_secret_0", "c ap" },
    { "server_application_traffic_secret_0", "s ap" },
  };
  Reading reading = read ();
  g_autoptr (GPtrArray) list = tl_conversation_derivations (reading.told.back ());
  guint n_compared = 0;

  for (guint i = 0; i < list->len; i++)
    {
      auto key = static_cast<const TlDerivation *> (g_ptr_array_index (list, i));

      if (key->kind != TL_DERIVATION_KEY)
        continue;
      ASSERT_GE (key->from[0], 0);
      auto secret = static_cast<const TlDerivation *> (g_ptr_array_index (list, (guint) key->from[0]));
      std::string prefix = prefixes.at (secret->name);
      std::string name = g_str_equal (key->label, "finished") ? prefix.substr (0, 1) + " finished" : prefix + " " + key->label;
      EXPECT_EQ (hex_of (key->value), GetParam ().find (name).value) << name;
      n_compared++;
    }
  EXPECT_EQ (n_compared, g_str_equal (GetParam ().name, "Resumed") ? 12u : 10u);
}

/* Without a pre-shared key the schedule begins with what everybody knows. */
TEST_P (Rfc8448, BeginsWithWhatEverybodyKnows)
{
  Reading reading = read ();
  g_autoptr (GPtrArray) list = tl_conversation_derivations (reading.told.back ());
  bool resumed = g_str_equal (GetParam ().name, "Resumed");
  guint n = 0;

  for (guint i = 0; i < list->len; i++)
    {
      auto derivation = static_cast<const TlDerivation *> (g_ptr_array_index (list, i));

      if (g_str_equal (derivation->name, "early_secret"))
        {
          EXPECT_EQ (hex_of (derivation->value), resumed ? "" : GetParam ().find ("early").value);
          n++;
        }
      if (g_str_equal (derivation->name, "handshake_secret") || g_str_equal (derivation->name, "main_secret"))
        {
          EXPECT_EQ (derivation->value, nullptr) << derivation->name;
          n++;
        }
    }
  EXPECT_EQ (n, 3u);
}

/* Of the records, one byte after the other: the same, or less, and never something else. */
TEST_P (Rfc8448, OpensNothingThatIsDamaged)
{
  std::vector<Talk::Packet> packets = packets_of (GetParam ());
  std::string text = keylog_of (GetParam ());
  TlKeylogReport report = {};

  tl_keyring_add_keylog (keyring, tl_bytes (text.data (), text.size ()), &report);
  Reading whole (packets, TL_TRACKER_STEPS, 0, G_MAXUINT32, 101, keyring);
  const TlConversation *expected = whole.told.back ();
  /* The server's flight behind its hello: the longest sealed record. */
  size_t flight = 0;
  for (size_t i = 0; i < packets.size (); i++)
    if (packets[i].data.size () > packets[flight].data.size () && packets[i].data[40] != 0x16)
      flight = i;
  for (size_t at = packets[flight].data.size () - 20; at < packets[flight].data.size (); at++)
    {
      std::vector<Talk::Packet> damaged = packets;

      damaged[flight].data[at] ^= 0x10;
      Reading reading (damaged, TL_TRACKER_STEPS, 0, G_MAXUINT32, 101, keyring);
      guint n_opened = 0, n_expected = 0;
      for (guint i = 0; i < reading.told.back ()->n_steps; i++)
        n_opened += reading.told.back ()->steps[i]->decrypted;
      for (guint i = 0; i < expected->n_steps; i++)
        n_expected += expected->steps[i]->decrypted;
      EXPECT_LT (n_opened, n_expected) << at;
    }
}

INSTANTIATE_TEST_SUITE_P (Traces, Rfc8448, testing::ValuesIn (rfc8448::traces ()),
                          [] (const auto &info) { return std::string (info.param.name); });

} // namespace
