/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The list of secrets, whatever the version.
 */
#include "derivation-parts.h"

#include "../conversation/hello.h"
#include "../limits.h"

#include <glib/gi18n-lib.h>

static void
derivation_free (gpointer data)
{
  TlDerivation *self = data;

  g_clear_pointer (&self->value, g_bytes_unref);
  g_clear_pointer (&self->seed_value, g_bytes_unref);
  g_clear_pointer (&self->transcript_hash, g_bytes_unref);
  g_clear_pointer (&self->covered, g_array_unref);
  g_free (self->covers);
  g_free (self);
}

int
tl_derivations_add (TlDerivations *self, const TlDerivation *derivation, TlBytes value)
{
  TlDerivation *copy = g_new (TlDerivation, 1);

  *copy = *derivation;
  copy->made_in = self->stage;
  copy->handshake = self->handshake;
  copy->first = self->first;
  copy->end = self->end;
  if (value.length > 0)
    copy->value = tl_secret_keep (value);
  else
    copy->source = TL_DERIVATION_NOT_TOLD;
  g_ptr_array_add (self->list, copy);
  return (int) self->list->len - 1;
}

void
tl_derivations_know (TlDerivations *self, int index, TlDerivationSource source, TlBytes value)
{
  TlDerivation *derivation = g_ptr_array_index (self->list, (guint) index);

  if (value.length == 0)
    return;
  g_clear_pointer (&derivation->value, g_bytes_unref);
  derivation->value = tl_secret_keep (value);
  derivation->source = source;
}

void
tl_derivations_seed (TlDerivations *self, int index, bool server_first)
{
  TlDerivation *derivation = g_ptr_array_index (self->list, (guint) index);
  const TlRandoms *randoms = &self->agreement.randoms;
  guint8 both[2 * TL_RANDOM_SIZE];

  derivation->seed = server_first ? "ServerHello.random + ClientHello.random" : "ClientHello.random + ServerHello.random";
  if (!self->agreement.randoms_known)
    return;
  memcpy (both, server_first ? randoms->server : randoms->client, TL_RANDOM_SIZE);
  memcpy (both + TL_RANDOM_SIZE, server_first ? randoms->client : randoms->server, TL_RANDOM_SIZE);
  g_clear_pointer (&derivation->seed_value, g_bytes_unref);
  derivation->seed_value = g_bytes_new (both, sizeof both);
}

TlBytes
tl_derivations_value (const TlDerivations *self, int index)
{
  const TlDerivation *derivation = index < 0 ? NULL : g_ptr_array_index (self->list, (guint) index);

  return tl_bytes_of (derivation ? derivation->value : NULL);
}

void
tl_derivations_cover (TlDerivations *self, int index, int last)
{
  TlDerivation *derivation = g_ptr_array_index (self->list, (guint) index);
  g_auto (TlTranscript) transcript = { 0 };
  guint8 digest[TL_SECRET_SIZE];
  gsize n;

  if (last < 0)
    return;
  tl_transcript_read (&transcript, self->conversation, (guint) last, true, self->agreement.suite.hash);
  if (transcript.state != TL_TRANSCRIPT_WHOLE)
    return;
  derivation->covers = tl_transcript_text (&transcript, self->conversation);
  derivation->covered = g_array_ref (transcript.steps);
  n = tl_session_hash (&self->agreement.suite, self->agreement.version,
                       tl_bytes (transcript.bytes->data, transcript.bytes->len), digest);
  if (n > 0)
    derivation->transcript_hash = g_bytes_new (digest, n);
}

static bool
is_message (const TlStep *step, guint16 message, TlSide side)
{
  return step->type == TL_STEP_HANDSHAKE && !step->sealed && step->from == side && step->context.message == message;
}

int
tl_derivations_find (const TlDerivations *self, guint16 message, TlSide side)
{
  for (guint i = self->first; i < self->end; i++)
    if (is_message (self->conversation->steps[i], message, side))
      return (int) i;
  return -1;
}

/* The next ServerHello behind the step @after; the number of steps where there is none. */
static guint
next_server_hello (const TlConversation *conversation, int after)
{
  guint i = (guint) (after + 1);

  while (i < conversation->n_steps
         && (conversation->steps[i]->retransmission
             || !is_message (conversation->steps[i], TL_MESSAGE_SERVER_HELLO, TL_SIDE_SERVER)))
    i++;
  return i;
}

/* Where the handshake of the ServerHello @hello begins, which is not before the step @least: with the ClientHello that it answers. */
static guint
find_beginning (const TlConversation *conversation, guint least, guint hello)
{
  for (guint i = hello; i > least; i--)
    if (is_message (conversation->steps[i - 1], TL_MESSAGE_CLIENT_HELLO, TL_SIDE_CLIENT))
      return i - 1;
  return MIN (least, conversation->n_steps);
}

/* What the ServerHello @step chooses: of a conversation it is remembered for its first handshake. */
static void
read_choice (TlDerivations *self, guint step)
{
  const TlStep *hello = self->conversation->steps[step];
  TlHello said;

  self->version = self->conversation->version;
  self->cipher_suite = self->conversation->cipher_suite;
  if (self->handshake > 1 && hello->bytes)
    {
      tl_hello_read (tl_bytes_of (hello->bytes), &hello->context, &said);
      self->version = tl_hello_version (&said, !hello->truncated);
      self->cipher_suite = said.cipher_suite;
    }
  tl_agreement_read (&self->agreement, self->conversation, step);
  self->agreement.version = tl_version_for_keys (self->version);
  if (self->cipher_suite >= 0)
    tl_suite ((guint16) self->cipher_suite, &self->agreement.suite);
}

/* The handshake of the ServerHello @hello. */
static void
add_handshake (TlDerivations *self, guint hello)
{
  read_choice (self, hello);
  if (self->version == 0 || self->agreement.suite.hash == GNUTLS_DIG_UNKNOWN)
    return;
  if (self->agreement.version >= 0x0304)
    tl_derivations_add_13 (self);
  else
    tl_derivations_add_12 (self);
}

GPtrArray *
tl_conversation_derivations (const TlConversation *conversation)
{
  TlDerivations self = { .conversation = conversation,
                         .list = g_ptr_array_new_with_free_func (derivation_free) };
  guint hello = next_server_hello (conversation, -1);

  while (hello < conversation->n_steps && conversation->version != 0 && self.handshake < TL_LIMIT_DERIVED_HANDSHAKES)
    {
      guint next = next_server_hello (conversation, (int) hello);

      self.handshake++;
      self.end = next < conversation->n_steps ? find_beginning (conversation, hello + 1, next) : next;
      add_handshake (&self, hello);
      self.first = self.end;
      hello = next;
    }
  return self.list;
}

/* RFC 6101 section 6.1: as many of these as it takes. */
static char *
ssl3_formula (const char *secret, const char *seed)
{
  return g_strdup_printf ("MD5 (%s + SHA (\"A\" + %s + %s)) + MD5 (%s + SHA (\"BB\" + %s + %s)) + …", secret, secret, seed, secret,
                          secret, seed);
}

/* What is hashed before it goes in is told so: Derive-Secret hashes itself. */
static void
append_context (GString *text, const TlDerivation *self)
{
  if (self->covers && g_str_equal (self->operation, "Derive-Secret"))
    g_string_append_printf (text, ", %s", self->covers);
  else if (self->covers)
    g_string_append_printf (text, ", Hash (%s)", self->covers);
  else if (self->seed)
    g_string_append_printf (text, ", %s", self->seed);
}

char *
tl_derivation_formula (const GPtrArray *derivations, guint index)
{
  const TlDerivation *self = g_ptr_array_index (derivations, index);
  const char *first, *between = "";
  GString *text;

  if (self->operation == NULL)
    return NULL;
  first = self->from[0] < 0 ? NULL : ((const TlDerivation *) g_ptr_array_index (derivations, (guint) self->from[0]))->name;
  if (first && g_str_equal (self->operation, TL_OPERATION_SSL3))
    return ssl3_formula (first, self->seed);
  if (first && g_str_equal (self->operation, TL_OPERATION_CUT))
    return g_strdup_printf ("%s[%zu..%zu]", first, self->offset, self->offset + self->length - 1);
  if (g_str_equal (self->operation, "MD5")) /* of an export suite of SSL 3.0: RFC 6101 section 6.2.2 */
    return g_strdup_printf ("MD5 (%s%s%s)", first ? first : "", first ? " + " : "", self->seed);
  if (first == NULL && g_str_equal (self->operation, "PRF"))
    return g_strdup_printf ("PRF (\"\", \"%s\", %s)", self->label, self->seed);
  text = g_string_new (self->operation);
  g_string_append (text, " (");
  for (guint i = 0; i < G_N_ELEMENTS (self->from); i++)
    if (self->from[i] >= 0 || (i == 0 && self->label == NULL)) /* HKDF-Extract without a salt has 0 there */
      {
        const TlDerivation *from = self->from[i] < 0 ? NULL : g_ptr_array_index (derivations, (guint) self->from[i]);

        g_string_append_printf (text, "%s%s", between, from ? from->name : "0");
        between = ", ";
      }
  if (self->label)
    g_string_append_printf (text, "%s\"%s\"", between, self->label);
  append_context (text, self);
  g_string_append_c (text, ')');
  return g_string_free (text, FALSE);
}

char *
tl_derivation_source_text (const TlDerivation *self)
{
  switch (self->source)
    {
    case TL_DERIVATION_GIVEN:
      return g_strdup (_ ("The key log says it."));
    case TL_DERIVATION_COMPUTED:
      return g_strdup (_ ("Computed from what is known."));
    case TL_DERIVATION_OPENED:
      return g_strdup (_ ("Opened with the server’s private key, from what the client encrypted for it in ClientKeyExchange. There is "
                          "no forward secrecy: who has that key can do this with every recording."));
    case TL_DERIVATION_ROLLED_BACK:
      return g_strdup (_ ("Opened with the server’s private key. It begins with another version than ClientHello offered, as if "
                          "somebody had changed the hello: a server goes on with a secret that it makes up, so that the "
                          "handshake fails."));
    case TL_DERIVATION_FROM_PSK:
      return g_strdup (_ ("Put together from the pre-shared key that was given."));
    case TL_DERIVATION_PSK:
      return g_strdup (_ ("It was given, and the binder that the client made with it is right."));
    case TL_DERIVATION_RESUMED:
      return g_strdup (_ ("It is that of the session which is resumed."));
    case TL_DERIVATION_NOT_TOLD:
    default:
      if (self->encrypted)
        return g_strdup (_ ("No key log has it. The client sends it encrypted in ClientKeyExchange: the server’s private key would "
                            "open it."));
      return g_strdup (self->kind == TL_DERIVATION_INPUT
                           ? _ ("Both sides know it; it is never sent, and no key log has it.")
                           : _ ("The keys that were given do not tell it."));
    }
}
