/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Tests of what follows from the messages and from the keys that were given.
 */
#include "workings.h"
#include "window_fixture.h"

#include <gtest/gtest.h>

#include <map>

/* The note of the first step of @kind of @side: "name: value"; "-" where there is none. */
static std::string
note (const TlWorkings *workings, TlOffWireKind kind, TlSide side)
{
  for (guint i = 0; i < workings->off_wire->len; i++)
    {
      auto *step = static_cast<TlOffWire *> (g_ptr_array_index (workings->off_wire, i));
      g_autofree char *name = nullptr;
      g_autofree char *value = nullptr;

      if (step->kind != kind || step->side != side)
        continue;
      if (!tl_workings_note (workings, i, &name, &value))
        return "-";
      return std::string (name) + ": " + (value == nullptr ? "?" : value);
    }
  return "no such step";
}

TEST (Workings, SayInShortWhatCameOut)
{
  g_autoptr (TlConversation) conversation = read_opened_sample ("tls13.pcap");
  g_autoptr (TlWorkings) workings = tl_workings_new (conversation);

  EXPECT_EQ (note (workings, TL_OFF_WIRE_HANDSHAKE_KEYS, TL_SIDE_CLIENT), "c hs traffic: c490…457a");
  EXPECT_EQ (note (workings, TL_OFF_WIRE_HANDSHAKE_KEYS, TL_SIDE_SERVER), "s hs traffic: ba08…a2d5");
  EXPECT_EQ (note (workings, TL_OFF_WIRE_SHARED_SECRET, TL_SIDE_CLIENT), "ECDHE: ?") << "no key log has it";
  EXPECT_EQ (note (workings, TL_OFF_WIRE_FINISHED, TL_SIDE_SERVER), "verify_data: 11a7…1f75");
  EXPECT_EQ (note (workings, TL_OFF_WIRE_SIGNATURE, TL_SIDE_SERVER), "-");
}

TEST (Workings, SayNothingWithoutKeys)
{
  for (const char *sample : { "tls13.pcap", "tls12-ecdhe.pcap", "quic.pcap" })
    {
      g_autoptr (TlConversation) conversation = read_sample (sample);
      g_autoptr (TlWorkings) workings = tl_workings_new (conversation);

      for (guint i = 0; i < workings->off_wire->len; i++)
        {
          g_autofree char *name = nullptr;
          g_autofree char *value = nullptr;
          EXPECT_FALSE (tl_workings_note (workings, i, &name, &value)) << sample << " " << i;
        }
    }
}

/* The lesson on forward secrecy: with the private key the premaster secret is told. */
TEST (Workings, ThePrivateKeyTellsThePremasterSecret)
{
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();

  ASSERT_TRUE (tl_key_file_load_private (keyring, sample_path ("tls12-no-forward-secrecy.key.pem").c_str (), nullptr, nullptr));
  g_autoptr (TlConversation) conversation = read_sample ("tls12-no-forward-secrecy.pcap", keyring);
  g_autoptr (TlWorkings) workings = tl_workings_new (conversation);
  EXPECT_EQ (note (workings, TL_OFF_WIRE_PREMASTER, TL_SIDE_CLIENT), "premaster_secret: 0303…cce6");
  EXPECT_EQ (note (workings, TL_OFF_WIRE_SESSION_KEYS, TL_SIDE_SERVER), "main_secret: 1d9a…1f36");
}

TEST (Workings, ProofsAreThoseOfTheSteps)
{
  g_autoptr (TlConversation) conversation = read_opened_sample ("tls12-ecdhe.pcap");
  g_autoptr (TlWorkings) workings = tl_workings_new (conversation);
  int finished = find_step (conversation, TL_MESSAGE_FINISHED);

  ASSERT_NE (nullptr, tl_workings_get_proof (workings, finished));
  EXPECT_EQ (TL_YES, tl_workings_get_proof (workings, finished)->holds);
  EXPECT_EQ (nullptr, tl_workings_get_proof (workings, 0));
  EXPECT_EQ (nullptr, tl_workings_get_proof (workings, -1));
  EXPECT_EQ (nullptr, tl_workings_get_proof (workings, static_cast<int> (conversation->n_steps)));
}

TEST (Workings, ShortValuesShowBothEnds)
{
  const std::map<std::string, const char *> values
      = { { std::string ("\x01\x02\x03\x04\x05\x06", 6), "010203040506" }, { std::string ("\x01\x02\x03\x04\x05\x06\x07", 7), "0102…0607" } };

  for (auto &[bytes, text] : values)
    {
      g_autoptr (GBytes) value = g_bytes_new (bytes.data (), bytes.size ());
      g_autofree char *found = tl_short_value_text (value);
      EXPECT_STREQ (text, found);
    }
}
