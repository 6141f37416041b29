/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The steps that are not on the wire: from the samples, and from messages that are not there.
 */
#include "conversation/off-wire.h"

#include "../ui/fixture.h"

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

  EXPECT_TRUE (tl_read_capture (path, nullptr, TL_TRACKER_STEPS, collect_cb, &conversations, &error))
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
  ASSERT_GE (told.size (), 8u);
  EXPECT_EQ (told[0], "client after -1: makes a key share: x25519");
  EXPECT_EQ (told[1], "server after 0: chooses TLS 1.3, AES-256-GCM, x25519");
  EXPECT_EQ (told[2], "server after 0: makes its key share, computes the shared secret");
  EXPECT_EQ (told[3], "client after 1: computes the same shared secret");
  EXPECT_EQ (told[4], "client after 1: derives the handshake keys");
  EXPECT_EQ (told[5], "server after 1: derives the same keys");
  EXPECT_TRUE (tells (told, "client after 7: derives the application keys")
               || tells (told, "derives the application keys"));
  /* The certificate is sealed: nobody sees that it is checked. */
  EXPECT_FALSE (tells (told, "certificate"));
}

/* Of a Finished that is sealed, its place tells. */
TEST (OffWireTest, BothSidesComputeAndCheckTheirFinished)
{
  auto conversations = read_sample ("tls12-ecdhe.pcap");

  ASSERT_FALSE (conversations.empty ());
  g_autoptr (GPtrArray) steps = tl_off_wire_steps (conversations[0].get ());
  int computed[2] = { -1, -1 }, checked = 0;
  for (guint i = 0; i < steps->len; i++)
    {
      auto *step = static_cast<TlOffWire *> (g_ptr_array_index (steps, i));
      if (step->kind == TL_OFF_WIRE_FINISHED)
        {
          EXPECT_EQ (step->about, step->after + 1);
          EXPECT_EQ (conversations[0]->steps[step->about]->from, step->side);
          computed[step->side] = step->about;
        }
      if (step->kind == TL_OFF_WIRE_CHECKS_FINISHED)
        {
          EXPECT_EQ (step->about, computed[!step->side]);
          checked++;
        }
    }
  EXPECT_GE (computed[TL_SIDE_CLIENT], 0);
  EXPECT_GE (computed[TL_SIDE_SERVER], 0);
  EXPECT_EQ (checked, 2);
}

TEST (OffWireTest, StepsAreEqualWhereTheySayTheSame)
{
  auto conversations = read_sample ("tls12-ecdhe.pcap");
  g_autoptr (GPtrArray) steps = tl_off_wire_steps (conversations[0].get ());
  g_autoptr (GPtrArray) again = tl_off_wire_steps (conversations[0].get ());

  for (guint i = 0; i < steps->len; i++)
    for (guint j = 0; j < again->len; j++)
      EXPECT_EQ (tl_off_wire_equal (static_cast<TlOffWire *> (steps->pdata[i]), static_cast<TlOffWire *> (again->pdata[j])), i == j)
          << i << " " << j;
  g_autofree char *title = tl_off_wire_title (static_cast<TlOffWire *> (steps->pdata[0]));
  EXPECT_STREQ (title, "Client makes the client random");
}

TEST (OffWireTest, EveryKindHasAWordOfItsOwn)
{
  std::vector<std::string> words;

  for (int kind = 0; kind < TL_N_OFF_WIRE_KINDS; kind++)
    {
      ASSERT_NE (tl_off_wire_kind_id (static_cast<TlOffWireKind> (kind)), nullptr) << kind;
      words.push_back (tl_off_wire_kind_id (static_cast<TlOffWireKind> (kind)));
    }
  std::sort (words.begin (), words.end ());
  EXPECT_EQ (std::adjacent_find (words.begin (), words.end ()), words.end ());
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

/* Data before the ServerHello is sealed with keys of the earlier session: those of this one are not made. */
TEST (OffWireTest, EarlyData)
{
  auto conversations = read_sample ("tls13-early-data.pcap");

  ASSERT_EQ (conversations.size (), 2u);
  auto told = tell (conversations[1].get ());
  auto early = std::find (told.begin (), told.end (),
                          "client after 1: derives the early keys from its pre-shared key");
  auto handshake = std::find (told.begin (), told.end (), "client after 3: derives the handshake keys");
  auto application = std::find (told.begin (), told.end (), "client after 8: derives the application keys");
  ASSERT_NE (early, told.end ());
  ASSERT_NE (handshake, told.end ());
  ASSERT_NE (application, told.end ());
  EXPECT_LT (early, handshake);
  EXPECT_LT (handshake, application);
  EXPECT_TRUE (tells (told, "server after 2: checks the binder, accepts the pre-shared key"));
}

/* A ClientHello that offers a pre-shared key, and a ServerHello that does not take it. */
TEST (OffWireTest, PreSharedKeyThatIsNotUsed)
{
  auto conversations = read_sample ("tls13-resumption.pcap");

  ASSERT_EQ (conversations.size (), 2u);
  TlConversation *first = conversations[0].get ();
  TlConversation *second = conversations[1].get ();
  ASSERT_EQ (first->steps[1]->context.message, TL_MESSAGE_SERVER_HELLO);
  std::swap (first->steps[1], second->steps[1]);
  EXPECT_TRUE (tells (tell (second), "server after 0: does not use the pre-shared key"));
  EXPECT_FALSE (tells (tell (first), "does not use")) << "none was offered";
  std::swap (first->steps[1], second->steps[1]);
}

/* Of who sends nothing more, nothing more is known. */
TEST (OffWireTest, KeysOnlyOfWhoGoesOnWithThem)
{
  auto tls12 = read_sample ("tls12-ecdhe.pcap");
  auto tls13 = read_sample ("tls13.pcap");
  struct
  {
    TlConversation *conversation;
    guint n_steps;
    bool client;
    bool server;
  } cuts[] = {
    { tls12[0].get (), 6, false, false }, /* … ClientKeyExchange */
    { tls12[0].get (), 7, true, false },  /* ChangeCipherSpec of the client */
    { tls12[0].get (), tls12[0]->n_steps, true, true },
    { tls13[0].get (), 3, false, false }, /* ServerHello, ChangeCipherSpec: without a meaning */
    { tls13[0].get (), 7, false, true },  /* the flight of the server */
    { tls13[0].get (), 9, true, true },
  };

  for (auto &cut : cuts)
    {
      guint whole = cut.conversation->n_steps;
      cut.conversation->n_steps = cut.n_steps;
      auto told = tell (cut.conversation);
      cut.conversation->n_steps = whole;
      auto derives = [&] (const char *side) {
        return std::any_of (told.begin (), told.end (), [&] (const std::string &line) {
          return line.rfind (side, 0) == 0 && line.find ("derives the") != std::string::npos;
        });
      };
      EXPECT_EQ (derives ("client"), cut.client) << cut.n_steps;
      EXPECT_EQ (derives ("server"), cut.server) << cut.n_steps;
      if (cut.server && !cut.client)
        {
          EXPECT_FALSE (tells (told, "same"));
        }
    }
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

/* The second ClientHello is the first one with a cookie; what is sent again was made when it was sent first. */
TEST (OffWireTest, Dtls)
{
  auto conversations = read_sample ("dtls12-lost.pcap");

  ASSERT_EQ (conversations.size (), 1u);
  ASSERT_TRUE (conversations[0].get ()->steps[3]->retransmission);
  auto told = tell (conversations[0].get ());
  ASSERT_GE (told.size (), 4u);
  EXPECT_EQ (told[0], "client after -1: makes the client random");
  EXPECT_EQ (told[1], "server after 0: makes a cookie, forgets the client");
  EXPECT_EQ (told[2], "client after 1: repeats its ClientHello with the cookie");
  EXPECT_EQ (told[3].substr (0, 24), "server after 3: chooses ");
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

/* How the premaster secret is made: ClientKeyExchange after a suite of each kind, in a conversation that goes
 * on. */
TEST (OffWireTest, PremasterSecret)
{
  const struct
  {
    guint32 cipher_suite;
    const char *client;
    const char *server;
  } suites[] = {
    { 0x002f, "makes the premaster secret, locks it with the server's key",
      "opens the premaster secret with its private key" },
    { 0xc02f, "makes a key share, computes the premaster secret", "computes the same premaster secret" },
    { 0xc004, "makes a key share, computes the premaster secret", "computes the same premaster secret" },
    { 0x008c, "makes the premaster secret from the pre-shared key", "computes the same premaster secret" },
    { 0xc01d, "computes the premaster secret from the password", "computes the same premaster secret" },
    { 0xc0ff, "computes the premaster secret from the password", "computes the same premaster secret" },
  };

  for (auto &suite : suites)
    {
      Conversation conversation (
          fixture_conversation ({ S{ TL_SIDE_CLIENT, 0, TL_STEP_HANDSHAKE, TL_MESSAGE_CLIENT_KEY_EXCHANGE },
                                  S{ TL_SIDE_CLIENT, 0, TL_STEP_CHANGE_CIPHER_SPEC },
                                  S{ TL_SIDE_SERVER, 1, TL_STEP_CHANGE_CIPHER_SPEC } },
                                0x0303));
      conversation->steps[0]->context.cipher_suite = suite.cipher_suite;
      EXPECT_EQ (tell (conversation.get ()),
                 (std::vector<std::string>{ std::string ("client after -1: ") + suite.client,
                                            std::string ("server after 0: ") + suite.server,
                                            "client after 0: derives the session keys",
                                            "server after 0: derives the same keys" }))
          << std::hex << suite.cipher_suite;
    }
}

TEST (OffWireTest, ClientCertificate)
{
  auto conversations = read_sample ("tls12-client-certificate.pcap");

  ASSERT_FALSE (conversations.empty ());
  auto told = tell (conversations[0].get ());
  EXPECT_TRUE (tells (told, "signs the handshake so far"));
  EXPECT_TRUE (tells (told, "checks the client's certificate and the signature"));
  EXPECT_TRUE (tells (told, "makes a ticket to resume the session with"));
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
  EXPECT_EQ (told.back (), "server after 0: finds nothing acceptable in common");
}

TEST (OffWireTest, RefusalThatCanBeRead)
{
  struct
  {
    guint8 alert;
    std::vector<std::string> told;
  } alerts[] = { { 48, { "client after 0: does not accept the certificate" } },
                 { 80, {} }, /* internal_error: whether it checked the certificate, nobody knows */
                 { 0, {} } };

  for (auto &alert : alerts)
    {
      Conversation conversation (fixture_conversation (
          { S{ TL_SIDE_SERVER, 0, TL_STEP_HANDSHAKE, TL_MESSAGE_CERTIFICATE },
            S{ TL_SIDE_CLIENT, 1, TL_STEP_ALERT, TL_MESSAGE_NONE, false, false, alert.alert } },
          0x0303));
      EXPECT_EQ (tell (conversation.get ()), alert.told) << (int) alert.alert;
    }
}

TEST (OffWireTest, Resumption)
{
  auto conversations = read_sample ("tls12-ticket.pcap");

  ASSERT_EQ (conversations.size (), 2u);
  auto first = tell (conversations[0].get ());
  auto second = tell (conversations[1].get ());
  EXPECT_TRUE (tells (first, "server after 0: chooses TLS 1.2, AES-256-GCM"));
  EXPECT_FALSE (tells (first, "earlier session"));
  EXPECT_TRUE (tells (second, "server after 0: takes up the earlier session: TLS 1.2, AES-256-GCM"));
  EXPECT_FALSE (tells (second, "chooses")) << "all was chosen before";
  EXPECT_TRUE (tells (second, "derives new keys from the earlier session"));
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

/* What probably is an alert is sealed: only its place and size speak. */
TEST (OffWireTest, GivesUpBeforeTheLastSealedStep)
{
  Conversation conversation (fixture_conversation (
      { S{ TL_SIDE_SERVER, 0, TL_STEP_APPLICATION_DATA, TL_MESSAGE_NONE, true, true },
        S{ TL_SIDE_CLIENT, 1, TL_STEP_APPLICATION_DATA, TL_MESSAGE_NONE, true, true },
        S{ TL_SIDE_SERVER, 2, TL_STEP_APPLICATION_DATA, TL_MESSAGE_NONE, true, true } }));

  conversation->outcome = TL_OUTCOME_ALERT_LIKELY;
  conversation->stopped_by = TL_SIDE_CLIENT;
  EXPECT_EQ (tell (conversation.get ()), std::vector<std::string>{ "client after 0: gives up, as it seems" });
  conversation->complete = false; /* it may go on */
  EXPECT_TRUE (tell (conversation.get ()).empty ());
}

/* A Retry asks for the same ClientHello again: nothing is made anew. */
TEST (OffWireTest, RetryOfQuic)
{
  Conversation conversation (
      fixture_conversation ({ S{ TL_SIDE_CLIENT, 0, TL_STEP_HANDSHAKE, TL_MESSAGE_CLIENT_HELLO },
                              S{ TL_SIDE_SERVER, 1, TL_STEP_VERSION_NEGOTIATION },
                              S{ TL_SIDE_CLIENT, 2, TL_STEP_HANDSHAKE, TL_MESSAGE_CLIENT_HELLO },
                              S{ TL_SIDE_SERVER, 3, TL_STEP_RETRY },
                              S{ TL_SIDE_CLIENT, 4, TL_STEP_HANDSHAKE, TL_MESSAGE_CLIENT_HELLO } }));

  EXPECT_EQ (tell (conversation.get ()),
             (std::vector<std::string>{ "client after -1: makes the client random",
                                        "server after 0: does not speak this version of QUIC",
                                        "client after 1: makes the client random",
                                        "server after 2: makes a token for the client's address",
                                        "client after 3: repeats its ClientHello with the token" }));
}

/* Early data can still arrive when the ServerHello is there: it tells of no keys but the early ones. */
TEST (OffWireTest, EarlyDataOfQuic)
{
  auto conversations = read_sample ("tls13-early-data.pcap");

  ASSERT_EQ (conversations.size (), 2u);
  TlConversation *conversation = conversations[1].get ();
  TlStep *early = conversation->steps[2];
  ASSERT_EQ (early->type, TL_STEP_APPLICATION_DATA);
  early->quic_packet = TL_QUIC_ZERO_RTT;
  std::swap (conversation->steps[2], conversation->steps[3]);
  auto told = tell (conversation);
  std::swap (conversation->steps[2], conversation->steps[3]);
  EXPECT_TRUE (tells (told, "client after 2: derives the early keys from its pre-shared key"));
  EXPECT_FALSE (tells (told, "after 2: derives the application keys"));
  EXPECT_TRUE (tells (told, "client after 8: derives the application keys"));
}

TEST (OffWireTest, CloseOfQuicThatStandsForAnAlert)
{
  Conversation conversation (fixture_conversation (
      { S{ TL_SIDE_CLIENT, 0, TL_STEP_HANDSHAKE, TL_MESSAGE_CLIENT_HELLO },
        S{ TL_SIDE_SERVER, 1, TL_STEP_CONNECTION_CLOSE, TL_MESSAGE_NONE, false, false, 120 } }));

  EXPECT_EQ (tell (conversation.get ()).back (), "server after 0: finds no application protocol in common");
  conversation->steps[1]->alert_level = 0; /* an error of QUIC itself */
  EXPECT_EQ (tell (conversation.get ()).size (), 1u);
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
