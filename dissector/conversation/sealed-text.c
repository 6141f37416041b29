/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Why a conversation stays sealed, as a sentence, and what would open it.
 */
#include "sealed-text.h"

#include "../display.h"
#include "hello.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

enum
{
  SHOWN_OF_RANDOM = 4 /* bytes: enough to find it in a key log */
};

static bool
has_sealed_step (const TlConversation *self)
{
  for (guint i = 0; i < self->n_steps; i++)
    if (self->steps[i]->sealed)
      return true;
  return false;
}

/* The client random, by which a key log has the secrets; data is NULL where the ClientHello was not read. */
static TlBytes
find_random (const TlConversation *self)
{
  for (guint i = 0; i < self->n_steps; i++)
    {
      const TlStep *step = self->steps[i];
      TlHello hello;

      if (step->type != TL_STEP_HANDSHAKE || step->context.message != TL_MESSAGE_CLIENT_HELLO || step->bytes == NULL)
        continue;
      tl_hello_read (tl_step_said (self, i), &step->context, &hello);
      return hello.random.length < SHOWN_OF_RANDOM ? tl_bytes (NULL, 0) : hello.random;
    }
  return tl_bytes (NULL, 0);
}

/* What the key log says of the connection with the client random @random, which begins with @shown. */
static char *
keylog_text (const TlConversation *self, TlBytes random, const char *shown)
{
  if (!tl_keyring_has_keylog (self->keyring))
    return g_strdup_printf (_ ("It stays sealed: the keys that were given have no secret for this connection, and no key log is among "
                               "them. In one that opens it, the lines have a client random that begins with %s."),
                            shown);
  if (tl_keyring_has_line (self->keyring, random))
    return g_strdup_printf (_ ("It stays sealed: the key log has lines with the client random of this connection, which begins with %s, "
                               "but none of them gives a secret that its records are sealed with."),
                            shown);
  if (self->ech == TL_ECH_UNKNOWN && self->hidden_search_cut)
    return g_strdup_printf (_ ("It stays sealed: no line of the key log has its client random, which begins with %s. If the server took the "
                               "encrypted ClientHello, the secrets go by the random of that one (RFC 9850, section 2.1), so that each one "
                               "has to be tried; but the key log has more of them than are, and the search was given up."),
                            shown);
  if (self->ech == TL_ECH_UNKNOWN)
    return g_strdup_printf (_ ("It stays sealed: the keys that were given have no secret for this connection. Its client random begins with "
                               "%s, and no line of the key log has it. If the server took the encrypted ClientHello, the secrets go by the "
                               "random of that one (RFC 9850, section 2.1), and none was found that opens it."),
                            shown);
  return g_strdup_printf (_ ("It stays sealed: the keys that were given have no secret for this connection. Its client "
                             "random begins with %s, and no line of the key log has it."),
                          shown);
}

/* @text, which is taken over, with what the keys for Encrypted ClientHello did. */
static char *
with_ech_keys (const TlConversation *self, char *text)
{
  g_autofree char *before = text;

  if (self->ech_opening != TL_ECH_OTHER_KEY || tl_keyring_n_ech_keys (self->keyring) == 0)
    return g_steal_pointer (&before);
  return g_strdup_printf (_ ("%s The keys for Encrypted ClientHello that were given do not open that of the client."), before);
}

static char *
no_secret_text (const TlConversation *self)
{
  TlBytes random = find_random (self);
  g_autofree char *shown = random.data ? tl_display_hex (tl_bytes (random.data, SHOWN_OF_RANDOM), SHOWN_OF_RANDOM) : NULL;
  char *text = tl_sealed_keys_text (self);

  if (text)
    return text;
  if (self->n_opened > 0)
    return g_strdup (_ ("Some of it stays sealed: the keys that were given have some of the secrets of this connection, and "
                        "not all of them."));
  return shown ? with_ech_keys (self, keylog_text (self, random, shown))
               : g_strdup (_ ("It stays sealed: the keys that were given have no secret for this connection."));
}

static char *
unsupported_text (const TlConversation *self)
{
  const char *name = self->cipher_suite < 0 ? NULL
                                            : tl_registry_name (TL_REGISTRY_CIPHER_SUITE, (guint32) self->cipher_suite);
  const char *missing = name ? tl_suite_missing ((guint16) self->cipher_suite) : NULL;

  if (missing)
    return g_strdup_printf (_ ("It stays sealed: records of the cipher suite %s cannot be opened here, because no library that is used "
                               "has %s."),
                            name, missing);

  return name ? g_strdup_printf (_ ("It stays sealed: records of the cipher suite %s cannot be opened here."), name)
              : g_strdup (_ ("It stays sealed: records of its cipher suite cannot be opened here."));
}

static char *
wrong_text (const TlConversation *self)
{
  char *text = self->n_opened == 0 ? tl_sealed_wrong_psk_text (self) : NULL;

  if (text)
    return text;
  if (self->n_opened == 0)
    return g_strdup (_ ("It stays sealed: with the secret that was given, not even the first record verifies. The secret is "
                        "another connection's, or the record was damaged."));
  return g_strdup_printf (self->not_opened_of == TL_SIDE_CLIENT
                              ? _ ("Some of it stays sealed: sealed record %" PRIu64 " of the client does not verify, so "
                                   "that it was damaged, or sealed with other keys.")
                              : _ ("Some of it stays sealed: sealed record %" PRIu64 " of the server does not verify, so "
                                   "that it was damaged, or sealed with other keys."),
                          self->first_not_opened);
}

static char *
lost_text (const TlConversation *self)
{
  return g_strdup_printf (self->not_opened_of == TL_SIDE_CLIENT
                              ? _ ("Some of it stays sealed: bytes are missing from the capture before sealed record %" PRIu64
                                   " of the client, and records can only be opened with their number.")
                              : _ ("Some of it stays sealed: bytes are missing from the capture before sealed record %" PRIu64
                                   " of the server, and records can only be opened with their number."),
                          self->first_not_opened);
}

static char *
untyped_text (const TlConversation *self)
{
  const char *standard = tl_version_is_13 (self->version) ? "RFC 9846, section 5.4" : "RFC 9146, section 4";

  return g_strdup_printf (self->not_opened_of == TL_SIDE_CLIENT
                              ? _ ("Sealed record %" PRIu64 " of the client does verify, but only zeros are in it, and nothing says what "
                                   "it holds: the client broke %s.")
                              : _ ("Sealed record %" PRIu64 " of the server does verify, but only zeros are in it, and nothing says what "
                                   "it holds: the server broke %s."),
                          self->first_not_opened, standard);
}

static char *
too_early_text (const TlConversation *self)
{
  return g_strdup (self->not_opened_of == TL_SIDE_CLIENT
                       ? _ ("It stays sealed: the client sent ChangeCipherSpec before the hellos had agreed on any keys, which no "
                            "handshake does (RFC 5246, section 7.1).")
                       : _ ("It stays sealed: the server sent ChangeCipherSpec before the hellos had agreed on any keys, which no "
                            "handshake does (RFC 5246, section 7.1)."));
}

static bool
has_hello (const TlConversation *self, guint16 message)
{
  for (guint i = 0; i < self->n_steps; i++)
    if (self->steps[i]->type == TL_STEP_HANDSHAKE && !self->steps[i]->sealed && self->steps[i]->context.message == message)
      return true;
  return false;
}

static char *
no_hellos_text (const TlConversation *self)
{
  if (self->protocol == TL_PROTOCOL_TLS && has_hello (self, TL_MESSAGE_CLIENT_HELLO) && has_hello (self, TL_MESSAGE_SERVER_HELLO))
    return too_early_text (self);
  return g_strdup (_ ("It stays sealed: the handshake began before the capture, or its hellos were lost. They tell which "
                      "secret is that of this connection."));
}

char *
tl_conversation_sealed_text (const TlConversation *self)
{
  if (!has_sealed_step (self))
    return NULL;
  if (self->keyring == NULL)
    return g_strdup (_ ("Keys would open it. A client that is started with SSLKEYLOGFILE=FILE in its environment, as "
                        "browsers and curl can be, writes the secrets of its connections to FILE: a key log."));
  if (self->n_not_opened == 0)
    return self->version == 0x0002 ? g_strdup (_ ("It stays sealed: records of SSL 2.0 cannot be opened here.")) : NULL;
  switch (self->not_opened)
    {
    case TL_OPEN_NO_SECRET:
      return no_secret_text (self);
    case TL_OPEN_NO_HELLOS:
      return no_hellos_text (self);
    case TL_OPEN_UNSUPPORTED:
      return unsupported_text (self);
    case TL_OPEN_WRONG:
      return wrong_text (self);
    case TL_OPEN_LOST:
      return lost_text (self);
    case TL_OPEN_TOO_EARLY:
      return too_early_text (self);
    case TL_OPEN_UNTYPED:
      return untyped_text (self);
    case TL_OPEN_OPENED:
    default:
      return NULL;
    }
}
