/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Which secrets are made in which step that is not on the wire.
 */
#include "opened.h"

#include "proof/working.h"

#include <map>

namespace
{

struct Story
{
  explicit Story (const TlConversation *conversation)
    : off_wire (tl_off_wire_steps (conversation)), derivations (tl_conversation_derivations (conversation))
  {
  }

  Story (const Story &) = delete;

  ~Story ()
  {
    g_ptr_array_unref (off_wire);
    g_ptr_array_unref (derivations);
  }

  const TlOffWire *step (guint index) const
  {
    return static_cast<const TlOffWire *> (g_ptr_array_index (off_wire, index));
  }

  const TlDerivation *derivation (guint index) const
  {
    return static_cast<const TlDerivation *> (g_ptr_array_index (derivations, index));
  }

  /* The names of what is made in the first step of @kind of @side; { "-" } where there is no such step. */
  std::vector<std::string> makes (TlOffWireKind kind, TlSide side) const
  {
    std::vector<std::string> names;
    for (guint i = 0; i < off_wire->len; i++)
      if (step (i)->kind == kind && step (i)->side == side)
        {
          g_autoptr (GArray) made = tl_off_wire_makes (off_wire, i, derivations);
          for (guint j = 0; j < made->len; j++)
            names.push_back (derivation (g_array_index (made, guint, j))->name);
          return names;
        }
    return { "-" };
  }

  std::string result (TlOffWireKind kind, TlSide side) const
  {
    for (guint i = 0; i < off_wire->len; i++)
      if (step (i)->kind == kind && step (i)->side == side)
        {
          int result = tl_off_wire_result (off_wire, i, derivations);
          return result < 0 ? "" : derivation ((guint) result)->name;
        }
    return "-";
  }

  GPtrArray *off_wire;
  GPtrArray *derivations;
};

bool
has (const std::vector<std::string> &names, const char *name)
{
  return std::find (names.begin (), names.end (), name) != names.end ();
}

}

TEST (Working, EachSideDerivesTheSecretsOfTls13InItsSteps)
{
  Opened sample ("tls13");
  Story story (sample.conversations[0]);

  for (TlSide side : { TL_SIDE_CLIENT, TL_SIDE_SERVER })
    {
      auto handshake = story.makes (TL_OFF_WIRE_HANDSHAKE_KEYS, side);
      auto application = story.makes (TL_OFF_WIRE_APPLICATION_KEYS, side);

      EXPECT_EQ (story.makes (TL_OFF_WIRE_SHARED_SECRET, side), std::vector<std::string> ({ "ECDHE" }));
      EXPECT_TRUE (has (handshake, "early_secret")) << "without early data it is made here";
      EXPECT_TRUE (has (handshake, "handshake_secret"));
      EXPECT_TRUE (has (handshake, "server_finished_key"));
      EXPECT_FALSE (has (handshake, "main_secret"));
      EXPECT_TRUE (has (application, "main_secret"));
      EXPECT_TRUE (has (application, "exporter_secret"));
    }
  EXPECT_EQ (story.result (TL_OFF_WIRE_SHARED_SECRET, TL_SIDE_CLIENT), "ECDHE");
  EXPECT_EQ (story.result (TL_OFF_WIRE_HANDSHAKE_KEYS, TL_SIDE_CLIENT), "client_handshake_traffic_secret");
  EXPECT_EQ (story.result (TL_OFF_WIRE_HANDSHAKE_KEYS, TL_SIDE_SERVER), "server_handshake_traffic_secret");
  EXPECT_EQ (story.result (TL_OFF_WIRE_APPLICATION_KEYS, TL_SIDE_SERVER), "server_application_traffic_secret_0");
  EXPECT_EQ (story.result (TL_OFF_WIRE_KEY_SHARE, TL_SIDE_CLIENT), "");
  EXPECT_EQ (story.makes (TL_OFF_WIRE_TICKET, TL_SIDE_SERVER), std::vector<std::string> ({ "resumption_secret" }));
}

TEST (Working, AClientWithEarlyDataDerivesItsEarlyKeysFirst)
{
  Opened sample ("tls13-early-data");
  Story story (sample.conversations[1]);

  EXPECT_TRUE (has (story.makes (TL_OFF_WIRE_EARLY_KEYS, TL_SIDE_CLIENT), "client_early_traffic_secret"));
  EXPECT_FALSE (has (story.makes (TL_OFF_WIRE_HANDSHAKE_KEYS, TL_SIDE_CLIENT), "client_early_traffic_secret"));
  EXPECT_TRUE (has (story.makes (TL_OFF_WIRE_HANDSHAKE_KEYS, TL_SIDE_SERVER), "client_early_traffic_secret"));
  EXPECT_EQ (story.result (TL_OFF_WIRE_EARLY_KEYS, TL_SIDE_CLIENT), "client_early_traffic_secret");
}

TEST (Working, Tls12HasThePremasterSecretAndTheKeyBlock)
{
  Opened sample ("tls12-rsa");
  Story story (sample.conversations[0]);

  for (TlSide side : { TL_SIDE_CLIENT, TL_SIDE_SERVER })
    {
      EXPECT_EQ (story.makes (TL_OFF_WIRE_PREMASTER, side), std::vector<std::string> ({ "premaster_secret" }));
      EXPECT_EQ (story.result (TL_OFF_WIRE_SESSION_KEYS, side), "main_secret");
      EXPECT_TRUE (has (story.makes (TL_OFF_WIRE_SESSION_KEYS, side), "server_write_key"));
    }
}

/* Renegotiation: the secrets of each handshake are made in its own steps. */
TEST (Working, ARenegotiatedHandshakeMakesItsOwn)
{
  Opened sample ("tls12-renegotiation");
  Story story (sample.conversations[0]);
  std::vector<int> made;

  for (guint i = 0; i < story.derivations->len; i++)
    if (g_str_equal (story.derivation (i)->name, "main_secret"))
      {
        EXPECT_EQ (story.derivation (i)->handshake, made.size () + 1);
        EXPECT_NE (story.derivation (i)->value, nullptr);
        made.push_back (tl_derivation_made_at (story.derivations, i, story.off_wire, TL_SIDE_CLIENT));
      }
  ASSERT_EQ (made.size (), 2u);
  ASSERT_GE (made[0], 0);
  ASSERT_GT (made[1], made[0]);
  EXPECT_GE (story.step ((guint) made[1])->after, (int) story.derivation (story.derivations->len - 1)->first);
  EXPECT_EQ (story.step ((guint) made[1])->kind, TL_OFF_WIRE_SESSION_KEYS);
}

TEST (Working, EverythingIsMadeOnceOnEachSide)
{
  for (const std::string &name : sample_names ())
    {
      Opened sample (name);
      for (auto conversation : sample.conversations)
        {
          Story story (conversation);
          std::map<std::pair<guint, TlSide>, int> times;

          for (guint i = 0; i < story.off_wire->len; i++)
            {
              g_autoptr (GArray) made = tl_off_wire_makes (story.off_wire, i, story.derivations);
              for (guint j = 0; j < made->len; j++)
                {
                  guint derivation = g_array_index (made, guint, j);
                  EXPECT_EQ (++times[std::make_pair (derivation, story.step (i)->side)], 1) << name;
                  EXPECT_EQ (tl_derivation_made_at (story.derivations, derivation, story.off_wire, story.step (i)->side), (int) i);
                }
            }
        }
    }
}

TEST (Working, WhatIsCoveredIsInTheConversation)
{
  Opened sample ("tls13");
  Story story (sample.conversations[0]);
  bool any = false;

  for (guint i = 0; i < story.derivations->len; i++)
    {
      const TlDerivation *derivation = story.derivation (i);

      EXPECT_EQ (derivation->covers == nullptr, derivation->covered == nullptr);
      if (g_str_equal (derivation->name, "client_handshake_traffic_secret"))
        {
          any = true;
          ASSERT_EQ (derivation->covered->len, 2u);
          EXPECT_EQ (g_array_index (derivation->covered, guint, 0), 0u);
          EXPECT_EQ (g_array_index (derivation->covered, guint, 1), 1u);
        }
    }
  EXPECT_TRUE (any);
}

TEST (Working, TellsWhetherKeysTellAnything)
{
  Opened opened ("tls12-ecdhe"), sealed ("tls12-ecdhe", false), sealed13 ("tls13", false);

  EXPECT_TRUE (tl_derivations_told (Story (opened.conversations[0]).derivations));
  EXPECT_FALSE (tl_derivations_told (Story (sealed.conversations[0]).derivations));
  EXPECT_FALSE (tl_derivations_told (Story (sealed13.conversations[0]).derivations)) << "that there is no PSK is no secret";
}
