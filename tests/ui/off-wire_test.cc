/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The steps that are not on the wire: from the samples, and from messages that are not there.
 */
#include "ladder/off-wire.h"

#include "fixture.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace
{

using S = FixtureStep;

/* "client after 0: …" */
std::vector<std::string>
tell (const TlConversation *conversation)
{
  std::vector<std::string> told;
  g_autoptr (GPtrArray) steps = tl_off_wire_steps (conversation);

  for (guint i = 0; i < steps->len; i++)
    {
      auto *step = static_cast<TlOffWire *> (g_ptr_array_index (steps, i));
      told.push_back (std::string (step->side == TL_SIDE_CLIENT ? "client" : "server") + " after "
                      + std::to_string (step->after) + ": " + step->text);
      const char *value = step->value ? step->value : "";
      EXPECT_NE (strstr (step->text, value), nullptr) << step->text << " without " << value;
    }
  return told;
}

void
collect_cb (TlConversation *conversation, gpointer user_data)
{
  static_cast<std::vector<Conversation> *> (user_data)->emplace_back (tl_conversation_ref (conversation));
}

std::vector<Conversation>
read_sample (const char *name)
{
  std::vector<Conversation> conversations;
  g_autofree char *path = g_build_filename (g_getenv ("TL_SAMPLES"), name, nullptr);
  g_autoptr (GError) error = nullptr;

  EXPECT_TRUE (tl_read_capture (path, TL_TRACKER_STEPS, collect_cb, &conversations, &error))
      << error->message;
  return conversations;
}

bool
tells (const std::vector<std::string> &told, const char *part)
{
  return std::any_of (told.begin (), told.end (),
                      [part] (const std::string &line) { return line.find (part) != std::string::npos; });
}

TEST (OffWireTest, Tls13)
{
  auto conversations = read_sample ("tls13.pcap");

  ASSERT_FALSE (conversations.empty ());
  auto told = tell (conversations[0].get ());
  ASSERT_GE (told.size (), 6u);
  EXPECT_EQ (told[0], "client after -1: makes a key share: x25519");
  EXPECT_EQ (told[1], "server after 0: chooses TLS 1.3, AES-256-GCM, x25519");
  EXPECT_EQ (told[2], "client after 1: derives the handshake keys");
  EXPECT_EQ (told[3], "server after 1: derives the same keys");
  EXPECT_TRUE (tells (told, "client after 7: derives the application keys")
               || tells (told, "derives the application keys"));
  /* The certificate is sealed: nobody sees that it is checked. */
  EXPECT_FALSE (tells (told, "certificate"));
}

TEST (OffWireTest, HelloRetryRequest)
{
  auto conversations = read_sample ("tls13-hello-retry.pcap");

  ASSERT_FALSE (conversations.empty ());
  auto told = tell (conversations[0].get ());
  EXPECT_TRUE (tells (told, "server after 0: wants a key share of another group: "));
  EXPECT_TRUE (tells (told, "makes a new key share: "));
  EXPECT_EQ (std::count_if (
                 told.begin (), told.end (),
                 [] (const std::string &line) { return line.find ("handshake keys") != std::string::npos; }),
             1);
}

TEST (OffWireTest, ResumptionInTls13)
{
  auto conversations = read_sample ("tls13-resumption.pcap");
  bool proved = false, accepted = false;

  for (auto &conversation : conversations)
    {
      auto told = tell (conversation.get ());
      proved |= tells (told, "client after -1: proves its pre-shared key with a binder");
      accepted |= tells (told, "accepts the pre-shared key");
    }
  EXPECT_TRUE (proved);
  EXPECT_TRUE (accepted);
}

TEST (OffWireTest, RsaKeyExchange)
{
  auto conversations = read_sample ("tls12-rsa.pcap");

  ASSERT_FALSE (conversations.empty ());
  auto told = tell (conversations[0].get ());
  EXPECT_EQ (told[0], "client after -1: makes the client random");
  EXPECT_TRUE (tells (told, "client after 3: checks the certificate"));
  EXPECT_FALSE (tells (told, "and the signature"));
  EXPECT_TRUE (tells (told, "client after 3: makes the premaster secret, locks it with the server's key"));
  EXPECT_TRUE (tells (told, "server after 4: opens the premaster secret with its private key"));
  EXPECT_TRUE (tells (told, "client after 4: derives the session keys"));
  EXPECT_TRUE (tells (told, "server after 4: derives the same keys"));
  EXPECT_TRUE (tells (told, "server after 6: checks the Finished"));
}

TEST (OffWireTest, EllipticCurveKeyExchange)
{
  auto conversations = read_sample ("tls12-ecdhe.pcap");

  ASSERT_FALSE (conversations.empty ());
  auto told = tell (conversations[0].get ());
  EXPECT_TRUE (tells (told, "makes a key share and signs it: "));
  EXPECT_TRUE (tells (told, "checks the certificate and the signature"));
  EXPECT_TRUE (tells (told, "client after 4: makes a key share, computes the premaster secret"));
  EXPECT_TRUE (tells (told, "server after 5: computes the same premaster secret"));
}

TEST (OffWireTest, ClientCertificate)
{
  auto conversations = read_sample ("tls12-client-certificate.pcap");

  ASSERT_FALSE (conversations.empty ());
  auto told = tell (conversations[0].get ());
  EXPECT_TRUE (tells (told, "signs the handshake so far"));
  EXPECT_TRUE (tells (told, "checks the client's certificate"));
}

TEST (OffWireTest, RefusedCertificate)
{
  auto conversations = read_sample ("failure-untrusted.pcap");

  ASSERT_FALSE (conversations.empty ());
  auto told = tell (conversations[0].get ());
  EXPECT_TRUE (tells (told, "does not accept the certificate"));
  EXPECT_FALSE (tells (told, "session keys"));
}

TEST (OffWireTest, RefusedSuite)
{
  auto conversations = read_sample ("failure-cipher-suite.pcap");

  ASSERT_FALSE (conversations.empty ());
  auto told = tell (conversations[0].get ());
  EXPECT_FALSE (tells (told, "chooses"));
  EXPECT_FALSE (tells (told, "keys"));
}

TEST (OffWireTest, Resumption)
{
  auto conversations = read_sample ("tls12-ticket.pcap");
  bool resumed = false;

  for (auto &conversation : conversations)
    resumed |= tells (tell (conversation.get ()), "derives new keys from the earlier session");
  EXPECT_TRUE (resumed);
}

TEST (OffWireTest, EverySampleIsInOrder)
{
  g_autoptr (GDir) folder = g_dir_open (g_getenv ("TL_SAMPLES"), 0, nullptr);
  const char *name;
  int n = 0;

  ASSERT_NE (folder, nullptr);
  while ((name = g_dir_read_name (folder)))
    if (g_str_has_suffix (name, ".pcap"))
      for (auto &conversation : read_sample (name))
        {
          g_autoptr (GPtrArray) steps = tl_off_wire_steps (conversation.get ());
          int after = -1;
          for (guint i = 0; i < steps->len; i++, n++)
            {
              auto *step = static_cast<TlOffWire *> (g_ptr_array_index (steps, i));
              EXPECT_GE (step->after, after) << name;
              EXPECT_LT (step->after, (int) conversation->n_steps) << name;
              after = step->after;
            }
        }
  EXPECT_GT (n, 50);
}

TEST (OffWireTest, NothingIsToldOfWhatIsNotThere)
{
  /* A certificate, and the capture ends: nobody knows whether it was checked. */
  Conversation cut (
      fixture_conversation ({ S{ TL_SIDE_SERVER, 0, TL_STEP_HANDSHAKE, TL_MESSAGE_CERTIFICATE } }, 0x0303));
  Conversation none (fixture_conversation ({}));

  EXPECT_TRUE (tell (cut.get ()).empty ());
  EXPECT_TRUE (tell (none.get ()).empty ());
}

TEST (OffWireTest, EndsAsTheConversationDoes)
{
  const struct
  {
    TlOutcome outcome;
    const char *text;
  } ends[] = { { TL_OUTCOME_RESET_BY_CLIENT, "client after 0: resets the connection" },
               { TL_OUTCOME_RESET_BY_SERVER, "server after 0: resets the connection" },
               { TL_OUTCOME_CLOSED_BY_CLIENT, "client after 0: closes the connection" },
               { TL_OUTCOME_CLOSED_BY_SERVER, "server after 0: closes the connection" },
               { TL_OUTCOME_ALERT_LIKELY, "client after 0: gives up, as it seems" },
               { TL_OUTCOME_NO_SERVER_HELLO, "server after 0: sends no answer" } };

  for (auto &end : ends)
    {
      Conversation conversation (
          fixture_conversation ({ S{ TL_SIDE_CLIENT, 0, TL_STEP_CHANGE_CIPHER_SPEC } }));
      conversation->outcome = end.outcome;
      EXPECT_EQ (tell (conversation.get ()), std::vector<std::string>{ end.text });
      conversation->complete = false; /* it may go on */
      EXPECT_TRUE (tell (conversation.get ()).empty ());
    }
}

TEST (OffWireTest, EmptyCertificateNeedsNoCheck)
{
  Conversation conversation (fixture_conversation ({ S{ TL_SIDE_CLIENT,
                                                        0,
                                                        TL_STEP_HANDSHAKE,
                                                        TL_MESSAGE_CERTIFICATE,
                                                        false,
                                                        false,
                                                        0,
                                                        { 11, 0, 0, 3, 0, 0, 0 } },
                                                     S{ TL_SIDE_SERVER, 1, TL_STEP_CHANGE_CIPHER_SPEC } },
                                                   0x0303));

  EXPECT_TRUE (tell (conversation.get ()).empty ());
}

TEST (OffWireTest, RepeatedMessagesFillNoMemory)
{
  std::vector<S> steps (1000, S{ TL_SIDE_CLIENT, 0, TL_STEP_HANDSHAKE, TL_MESSAGE_CLIENT_HELLO });
  Conversation conversation (fixture_conversation (steps));

  EXPECT_EQ (tell (conversation.get ()).size (), 48u);
}

TEST (StepTest, WhatFollowsTheHandshakeIsNoPartOfIt)
{
  Conversation conversation (fixture_conversation ({
      S{ TL_SIDE_SERVER, 0, TL_STEP_HANDSHAKE, TL_MESSAGE_SERVER_HELLO },
      S{ TL_SIDE_SERVER, 0, TL_STEP_HANDSHAKE, TL_MESSAGE_NEW_SESSION_TICKET },
      S{ TL_SIDE_SERVER, 0, TL_STEP_APPLICATION_DATA, TL_MESSAGE_NONE, true, true },
      S{ TL_SIDE_SERVER, 0, TL_STEP_APPLICATION_DATA, TL_MESSAGE_NONE, true, false },
      S{ TL_SIDE_SERVER, 0, TL_STEP_ALERT, TL_MESSAGE_NONE, false, false, 40 },
      S{ TL_SIDE_SERVER, 0, TL_STEP_PRELUDE },
  }));
  const bool expected[] = { true, false, true, false, true, false };

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    EXPECT_EQ (tl_step_in_handshake (conversation->steps[i]), expected[i]) << i;
}

TEST (StepTest, TicketOfTls12BelongsToTheHandshake)
{
  Conversation conversation (fixture_conversation (
      { S{ TL_SIDE_SERVER, 0, TL_STEP_HANDSHAKE, TL_MESSAGE_NEW_SESSION_TICKET } }, 0x0303));

  EXPECT_TRUE (tl_step_in_handshake (conversation->steps[0]));
}

}
