/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What is done between two messages, and why.
 */
#include "explain.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  const char *text;      /* N_ */
  const char *reference; /* in TLS 1.3 */
  const char *older;     /* in TLS 1.2 and older; NULL: the same */
} Text;

static const Text texts[TL_N_OFF_WIRE_KINDS] = {
  [TL_OFF_WIRE_RANDOM]
  = { N_ ("The client takes 32 bytes from its random number generator. They go into the main secret, so that the keys of this "
          "connection are new even where everything else is as before."),
      "RFC 9846, section 4.2.2", "RFC 5246, section 7.4.1.2" },
  [TL_OFF_WIRE_KEY_SHARE]
  = { N_ ("A private key is made for this one handshake, and the public half of it is sent. The private half never leaves this "
          "side, and is thrown away: who records the connection cannot open it later (forward secrecy)."),
      "RFC 9846, section 4.3.8", "RFC 8422, section 5.4" },
  [TL_OFF_WIRE_REPEATED]
  = { N_ ("The server wants to know that the client is where it says that it is, before it spends memory on it. The client proves "
          "it by sending back what the server sent to that address."),
      "RFC 9846, section 4.3.2", "RFC 6347, section 4.2.1" },
  [TL_OFF_WIRE_BINDER]
  = { N_ ("A binder is a MAC over this ClientHello with a key that is derived from the pre-shared key: only who has that key can "
          "make it, and it fits no other ClientHello."),
      "RFC 9846, section 4.3.11.2", NULL },
  [TL_OFF_WIRE_CHOICE]
  = { N_ ("The server compares what the client offers with what it can do and wants itself, and settles on one of each. The client "
          "offers, the server decides."),
      "RFC 9846, section 4.2.3", "RFC 5246, section 7.4.1.3" },
  [TL_OFF_WIRE_COOKIE]
  = { N_ ("The server does not keep anything about the client yet: all that it has to know when the client comes back is in what it "
          "sends, protected so that nobody can change it."),
      "RFC 9846, section 4.3.2", "RFC 6347, section 4.2.1" },
  [TL_OFF_WIRE_SHARED_SECRET]
  = { N_ ("From its own private key and the public key of the other side, each computes the same number. It is never sent, and who "
          "sees both public keys cannot compute it. A key log does not have it either: it has what is derived from it."),
      "RFC 9846, section 7.4", NULL },
  [TL_OFF_WIRE_EARLY_KEYS]
  = { N_ ("The pre-shared key is the beginning of the key schedule. What is derived from it and from this ClientHello protects data "
          "that is sent before the server has answered."),
      "RFC 9846, section 7.1", NULL },
  [TL_OFF_WIRE_HANDSHAKE_KEYS]
  = { N_ ("The shared secret goes into the key schedule, and with it the hash of all messages so far. Out of it comes a secret for "
          "each direction, and of each a key and an IV: from here on the handshake is sealed."),
      "RFC 9846, section 7.1", NULL },
  [TL_OFF_WIRE_APPLICATION_KEYS]
  = { N_ ("The key schedule goes one step on, with the hash of the handshake up to the server’s Finished. The keys of the handshake "
          "are let go: what follows is sealed with these."),
      "RFC 9846, section 7.1", NULL },
  [TL_OFF_WIRE_PREMASTER]
  = { N_ ("The premaster secret is what both sides have and nobody else: everything that protects this connection is derived from it. "
          "With RSA the client makes it up and encrypts it for the server’s certificate, so that who has the private key can open "
          "recordings, too; with Diffie-Hellman it is computed from the key shares, and never sent."),
      "RFC 5246, section 8.1", NULL },
  [TL_OFF_WIRE_SESSION_KEYS]
  = { N_ ("The main secret is made of the premaster secret and of what both hellos say, and is stretched into a block that is cut "
          "into the keys: for each direction those that encrypt, and those that authenticate where the cipher does not."),
      "RFC 5246, section 6.3", NULL },
  [TL_OFF_WIRE_SIGNATURE]
  = { N_ ("The messages so far are signed with the private key that belongs to the certificate. So whoever sends it shows that the "
          "certificate is not just copied, and that it means this handshake."),
      "RFC 9846, section 4.5.2", "RFC 5246, section 7.4.8" },
  [TL_OFF_WIRE_CHECKS_CERTIFICATE]
  = { N_ ("Does it lead to an authority that is trusted, is it for this name, is it valid today, and was the signature made with its "
          "key? How far this side went with its questions is not on the wire; that it went on is."),
      "RFC 5280, section 6", NULL },
  [TL_OFF_WIRE_FINISHED]
  = { N_ ("A MAC over the hash of all messages so far, with a key that only both sides can have: had somebody changed one byte of the "
          "handshake, the other side would compute another one."),
      "RFC 9846, section 4.5.3", "RFC 5246, section 7.4.9" },
  [TL_OFF_WIRE_CHECKS_FINISHED]
  = { N_ ("The same computation over the messages that this side has seen. Is it equal, both have seen the same handshake and have the "
          "same secrets; is it not, the handshake ends here."),
      "RFC 9846, section 4.5.3", "RFC 5246, section 7.4.9" },
  [TL_OFF_WIRE_TICKET]
  = { N_ ("The server wraps up what it needs to go on with this session another time, sealed with a key that it alone has, and lets "
          "the client keep it."),
      "RFC 9846, section 4.7.1", "RFC 5077, section 3.3" },
  [TL_OFF_WIRE_END]
  = { N_ ("What one side decides by itself is not on the wire; what follows from it is."), NULL, NULL },
};

TlExplanation *
tl_explain_off_wire (const TlConversation *conversation, const TlOffWire *step)
{
  TlExplanation *self = g_new0 (TlExplanation, 1);
  const Text *text = &texts[step->kind];
  bool token = conversation->protocol == TL_PROTOCOL_QUIC && (step->kind == TL_OFF_WIRE_COOKIE || step->kind == TL_OFF_WIRE_REPEATED);
  bool older = !tl_conversation_is_tls13 (conversation) && text->older != NULL;

  self->title = tl_off_wire_title (step);
  self->text = g_strdup (_ (text->text));
  self->reference = g_strdup (token ? "RFC 9000, section 8.1.2" : older ? text->older : text->reference);
  return self;
}
