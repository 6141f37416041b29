/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Why something is done between two messages.
 */
#include "opened.h"

#include "explain/explain.h"

namespace
{

TlOffWire
make (TlOffWireKind kind)
{
  static char text[] = "does something";
  return TlOffWire{ kind, 0, 0, TL_SIDE_CLIENT, text, nullptr };
}

std::string
reference (const TlConversation *conversation, TlOffWireKind kind)
{
  TlOffWire step = make (kind);
  g_autoptr (TlExplanation) explanation = tl_explain_off_wire (conversation, &step);
  return explanation->reference ? explanation->reference : "";
}

}

TEST (ExplainOffWire, EveryKindHasAText)
{
  Opened sample ("tls13");

  for (int kind = 0; kind < TL_N_OFF_WIRE_KINDS; kind++)
    {
      TlOffWire step = make (static_cast<TlOffWireKind> (kind));
      g_autoptr (TlExplanation) explanation = tl_explain_off_wire (sample.conversations[0], &step);

      EXPECT_STREQ (explanation->title, "Client does something");
      ASSERT_NE (explanation->text, nullptr) << kind;
      EXPECT_GT (strlen (explanation->text), 40u) << kind;
      EXPECT_EQ (explanation->reference == nullptr, kind == TL_OFF_WIRE_END) << kind;
    }
}

TEST (ExplainOffWire, NamesTheStandardOfTheVersion)
{
  Opened tls13 ("tls13"), tls12 ("tls12-ecdhe"), quic ("quic-retry"), dtls ("dtls12");

  EXPECT_EQ (reference (tls13.conversations[0], TL_OFF_WIRE_FINISHED), "RFC 9846, section 4.5.3");
  EXPECT_EQ (reference (tls12.conversations[0], TL_OFF_WIRE_FINISHED), "RFC 5246, section 7.4.9");
  EXPECT_EQ (reference (quic.conversations[0], TL_OFF_WIRE_COOKIE), "RFC 9000, section 8.1.2");
  EXPECT_EQ (reference (dtls.conversations[0], TL_OFF_WIRE_COOKIE), "RFC 6347, section 4.2.1");
}
