/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What an observer, the holder of a key log and the server can see of a conversation, counted from its steps.
 */
#include "lens.h"

#include "../proof/derivation.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

/* What stands in a conversation, as it was read. */
typedef struct
{
  const TlConversation *conversation;
  guint hellos[2];          /* in clear, of each side */
  guint clear;              /* handshake messages in clear, hellos included */
  guint opened;             /* handshake messages that were opened */
  bool clear_certificate[2];
  bool opened_certificate[2];
  bool opened_data;
  guint64 sealed;           /* records that are sealed */
} Sight;

static bool
is_hello (const TlStep *step)
{
  switch (step->context.message)
    {
    case TL_MESSAGE_CLIENT_HELLO:
    case TL_MESSAGE_SERVER_HELLO:
    case TL_MESSAGE_HELLO_RETRY_REQUEST:
    case TL_MESSAGE_SSLV2_CLIENT_HELLO:
    case TL_MESSAGE_SSLV2_SERVER_HELLO:
      return true;
    default:
      return false;
    }
}

/* Initial packets are sealed with keys that everybody can derive: RFC 9001 section 5.2. */
static bool
is_clear (const TlConversation *conversation, const TlStep *step)
{
  return !step->decrypted || (conversation->protocol == TL_PROTOCOL_QUIC && step->quic_packet == TL_QUIC_INITIAL);
}

static void
see_message (Sight *self, guint index, const TlStep *step)
{
  bool clear = is_clear (self->conversation, step);
  bool *certificate = clear ? self->clear_certificate : self->opened_certificate;

  if (clear)
    self->clear++;
  else
    self->opened++;
  if (clear && is_hello (step))
    self->hellos[step->from]++;
  if (tl_step_has_certificates (step) && !certificate[step->from])
    {
      g_autoptr (GPtrArray) certificates = tl_step_certificates (self->conversation, index);

      certificate[step->from] = certificates->len > 0; /* who has none says so with an empty message */
    }
}

static void
see (Sight *self, const TlConversation *conversation)
{
  *self = (Sight){ .conversation = conversation };
  for (guint i = 0; i < conversation->n_steps; i++)
    {
      const TlStep *step = conversation->steps[i];

      if (step->sealed)
        self->sealed += MAX (step->n_records, 1);
      else if (step->type == TL_STEP_HANDSHAKE && !step->retransmission)
        see_message (self, i, step);
      else if (step->type == TL_STEP_APPLICATION_DATA && step->decrypted)
        self->opened_data = true;
    }
}

/* "the server’s certificate"; NULL where there is none. */
static const char *
certificates_text (const bool seen[2])
{
  if (seen[TL_SIDE_CLIENT] && seen[TL_SIDE_SERVER])
    return _ ("the certificates of both sides");
  if (seen[TL_SIDE_SERVER])
    return _ ("the server’s certificate");
  return seen[TL_SIDE_CLIENT] ? _ ("the client’s certificate") : NULL;
}

/* "7 handshake messages", "the hellos". */
static char *
messages_text (const Sight *self)
{
  guint hellos = self->hellos[TL_SIDE_CLIENT] + self->hellos[TL_SIDE_SERVER];

  if (self->clear == 0)
    return NULL;
  if (self->clear > hellos)
    return g_strdup_printf (ngettext ("%u handshake message", "%u handshake messages", self->clear), self->clear);
  if (self->hellos[TL_SIDE_SERVER] == 0)
    return g_strdup (_ ("the client’s hello"));
  return g_strdup (self->hellos[TL_SIDE_CLIENT] == 0 ? _ ("the server’s hello") : _ ("the hellos"));
}

/* "the hellos with the name “example.test”": what everybody on the way can read; NULL: no message. */
static char *
clear_text (const Sight *self)
{
  g_autofree char *messages = messages_text (self);
  const char *certificates = certificates_text (self->clear_certificate);
  const char *name = self->hellos[TL_SIDE_CLIENT] > 0 ? self->conversation->server_name : NULL;

  if (messages && name && certificates)
    /* Translators: "7 handshake messages with the name “example.org” and the server’s certificate" */
    return g_strdup_printf (_ ("%s with the name “%s” and %s"), messages, name, certificates);
  if (messages && name)
    return g_strdup_printf (_ ("%s with the name “%s”"), messages, name);
  if (messages && certificates)
    return g_strdup_printf (_ ("%s with %s"), messages, certificates);
  return g_steal_pointer (&messages);
}

/* "8 sealed records", over QUIC "8 sealed packets". */
static char *
sealed_text (const Sight *self, guint64 n)
{
  if (self->conversation->protocol == TL_PROTOCOL_QUIC)
    return g_strdup_printf (ngettext ("%" PRIu64 " sealed packet", "%" PRIu64 " sealed packets", (gulong) n), n);
  return g_strdup_printf (ngettext ("%" PRIu64 " sealed record", "%" PRIu64 " sealed records", (gulong) n), n);
}

/* What of TLS 1.3 would have stood in clear before: RFC 9846 section 4.5. A resumed session shows none in any version. */
static bool
hides_certificate (const Sight *self)
{
  return tl_version_is_13 (self->conversation->version) && self->conversation->resumed == TL_NO
         && self->hellos[TL_SIDE_SERVER] > 0 && !self->clear_certificate[TL_SIDE_SERVER];
}

static char *
observer_text (const Sight *self)
{
  g_autofree char *clear = clear_text (self);
  g_autofree char *sealed = sealed_text (self, self->sealed);
  g_autofree char *seen = NULL;

  if (clear == NULL) /* Translators: "8 sealed records" */
    return g_strdup_printf (_ ("An observer sees of %s only length and time, and no message of the handshake."), sealed);
  /* Translators: "the hellos with the name “example.org”", "8 sealed records" */
  seen = g_strdup_printf (_ ("An observer sees %s, and of %s only length and time."), clear, sealed);
  if (hides_certificate (self))
    return g_strconcat (seen, " ", _ ("It sees no certificate: TLS 1.3 seals it."), NULL);
  return g_steal_pointer (&seen);
}

/* "all 8 sealed records", "3 of 8 sealed records": those that were opened. */
static char *
extent_text (const Sight *self)
{
  guint64 opened = self->conversation->n_opened;
  guint64 all = opened + self->sealed;
  bool quic = self->conversation->protocol == TL_PROTOCOL_QUIC;

  if (opened < all && quic)
    return g_strdup_printf (ngettext ("%" PRIu64 " of %" PRIu64 " sealed packet", "%" PRIu64 " of %" PRIu64 " sealed packets",
                                      (gulong) all),
                            opened, all);
  if (opened < all)
    return g_strdup_printf (ngettext ("%" PRIu64 " of %" PRIu64 " sealed record", "%" PRIu64 " of %" PRIu64 " sealed records",
                                      (gulong) all),
                            opened, all);
  if (quic)
    return g_strdup_printf (ngettext ("the sealed packet", "all %" PRIu64 " sealed packets", (gulong) all), all);
  return g_strdup_printf (ngettext ("the sealed record", "all %" PRIu64 " sealed records", (gulong) all), all);
}

/* "7 handshake messages with the server’s certificate, and the data": what was in them; NULL where it was neither. */
static char *
opened_text (const Sight *self)
{
  const char *certificates = certificates_text (self->opened_certificate);
  g_autofree char *messages
      = g_strdup_printf (ngettext ("%u handshake message", "%u handshake messages", self->opened), self->opened);
  g_autofree char *what = NULL;

  if (self->opened == 0)
    return self->opened_data ? g_strdup (_ ("application data")) : NULL;
  what = certificates ? g_strdup_printf (_ ("%s with %s"), messages, certificates) : g_steal_pointer (&messages);
  /* Translators: "5 handshake messages with the server’s certificate, and application data" */
  return self->opened_data ? g_strdup_printf (_ ("%s, and application data"), what) : g_steal_pointer (&what);
}

static char *
key_log_text (const Sight *self)
{
  g_autofree char *extent = extent_text (self);
  g_autofree char *what = opened_text (self);

  if (self->conversation->keyring == NULL)
    return g_strdup (_ ("No key log was given. Whoever has none sees what an observer sees."));
  if (self->conversation->n_opened == 0)
    return g_strdup (_ ("The key log opens nothing here: who holds it sees what an observer sees."));
  if (what == NULL) /* Translators: "all 8 sealed records" */
    return g_strdup_printf (_ ("Who holds the key log reads %s."), extent);
  /* Translators: "all 8 sealed records", "5 handshake messages with the server’s certificate, and application data" */
  return g_strdup_printf (_ ("Who holds the key log reads %s: %s."), extent, what);
}

/* What the keys of a conversation begin with. */
typedef struct
{
  bool told;      /* all of it is known, and some was given */
  bool opened;    /* all of it is known, and some was opened with the server's private key */
  bool shared;    /* is not told: the shared secret of TLS 1.3, */
  bool premaster; /* the premaster secret */
  bool psk;       /* the pre-shared key */
} Beginning;

static void
find_beginning (const GPtrArray *derivations, Beginning *self)
{
  *self = (Beginning){ 0 };
  for (guint i = 0; i < derivations->len; i++)
    {
      const TlDerivation *derivation = g_ptr_array_index (derivations, i);

      if (derivation->kind != TL_DERIVATION_INPUT)
        continue;
      if (derivation->value != NULL)
        {
          self->told = self->told || derivation->source == TL_DERIVATION_GIVEN || derivation->source == TL_DERIVATION_FROM_PSK;
          self->opened = self->opened || derivation->source == TL_DERIVATION_OPENED;
          continue;
        }
      self->shared = self->shared || g_str_equal (derivation->name, "ECDHE");
      self->premaster = self->premaster || g_str_equal (derivation->name, "premaster_secret");
      self->psk = self->psk || g_str_equal (derivation->name, "PSK");
    }
  if (self->shared || self->premaster || self->psk)
    self->told = self->opened = false;
}

/* What the server makes the premaster secret from, which nothing that was given tells. */
static const char *
premaster_text (const TlConversation *conversation)
{
  const TlCipherSuiteInfo *suite
      = conversation->cipher_suite < 0 ? NULL : tl_cipher_suite_info ((guint32) conversation->cipher_suite);

  switch (suite ? suite->key_exchange : TL_KEY_EXCHANGE_UNKNOWN)
    {
    case TL_KEY_EXCHANGE_RSA: /* RFC 5246 section 7.4.7.1 */
      return _ ("The server also knows what is in no capture: the private key of its certificate, and the premaster secret that it "
                "opens with it.");
    case TL_KEY_EXCHANGE_DHE:
    case TL_KEY_EXCHANGE_DH_ANON:
    case TL_KEY_EXCHANGE_ECDHE:
    case TL_KEY_EXCHANGE_ECDH_ANON: /* RFC 5246 section 8.1.2 */
      return _ ("The server also knows what is in no capture: its ephemeral private key, and the premaster secret made with it.");
    case TL_KEY_EXCHANGE_PSK: /* RFC 4279 section 2 */
      return _ ("The server also knows what is in no capture: the pre-shared key, and the premaster secret made of it.");
    default:
      return _ ("The server also knows what is in no capture: the premaster secret, and what it is made from.");
    }
}

/* What the server knows, and nothing that was given tells; NULL where there is no such thing. */
static const char *
beyond_text (const TlConversation *conversation, const Beginning *beginning)
{
  if (beginning->shared && beginning->psk)
    return _ ("The server also knows what is in no capture: its ephemeral private key, the shared secret made with it, and the "
              "pre-shared key.");
  if (beginning->shared)
    return _ ("The server also knows what is in no capture and no key log: its ephemeral private key, and the shared secret made "
              "with it.");
  if (beginning->premaster)
    return premaster_text (conversation);
  return beginning->psk ? _ ("The server also knows what is in no capture: the pre-shared key.") : NULL;
}

/* Where only the encrypted ClientHello was opened: its key opens nothing else. */
static char *
hello_text (const TlConversation *conversation)
{
  if (conversation->inner_server_name == NULL)
    return g_strdup (_ ("The server opens the encrypted ClientHello. The records stay sealed: no key was given that opens them."));
  return g_strdup_printf (_ ("The server opens the encrypted ClientHello, which asks for “%s”. The records stay sealed: no key was "
                             "given that opens them."),
                          conversation->inner_server_name);
}

/* What was shown opened, with whatever keys. */
static char *
shown_text (const Sight *self, const Beginning *beginning)
{
  g_autofree char *extent = extent_text (self);

  if (self->conversation->n_opened == 0 && self->conversation->ech_opening == TL_ECH_OPENED)
    return hello_text (self->conversation);
  if (self->conversation->n_opened == 0)
    return g_strdup (_ ("No key was given that opens this: what is shown is what an observer sees."));
  if (beginning->opened)
    return g_strdup_printf (_ ("With its private key the server opens the premaster secret, and from it follows the key to %s."), extent);
  if (beginning->told) /* Translators: "all 8 sealed records" */
    return g_strdup_printf (_ ("The secret that the server begins with is known, and from it follows the key to %s."), extent);
  return g_strdup_printf (_ ("The keys that were given open %s."), extent);
}

static char *
server_text (const Sight *self, const GPtrArray *derivations)
{
  Beginning beginning;
  g_autofree char *shown = NULL;
  const char *beyond;

  find_beginning (derivations, &beginning);
  shown = shown_text (self, &beginning);
  beyond = beyond_text (self->conversation, &beginning);
  return beyond ? g_strconcat (shown, " ", beyond, NULL) : g_steal_pointer (&shown);
}

const char *
tl_lens_id (TlLens lens)
{
  static const char *const ids[TL_N_LENSES] = { "observer", "key-log", "server" };

  return ids[lens];
}

char *
tl_conversation_lens_text_with (const TlConversation *self, TlLens lens, const GPtrArray *derivations)
{
  g_autoptr (GPtrArray) computed = NULL;
  Sight sight;

  if (self->n_steps == 0)
    return NULL;
  see (&sight, self);
  if (sight.sealed == 0 && self->n_opened == 0)
    return g_strdup (_ ("Nothing in this conversation is sealed: everybody sees the same."));
  switch (lens)
    {
    case TL_LENS_OBSERVER:
      return observer_text (&sight);
    case TL_LENS_KEY_LOG:
      return key_log_text (&sight);
    case TL_LENS_SERVER:
    case TL_N_LENSES:
    default:
      computed = derivations == NULL ? tl_conversation_derivations (self) : NULL;
      return server_text (&sight, derivations == NULL ? computed : derivations);
    }
}

char *
tl_conversation_lens_text (const TlConversation *self, TlLens lens)
{
  return tl_conversation_lens_text_with (self, lens, NULL);
}
