/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What the value of a row means in this conversation: sentences made from what was parsed.
 */
#include "texts.h"

#include <glib/gi18n-lib.h>

#include "../conversation/hello.h"
#include "../idn.h"
#include "../limits.h"
#include "../tls/dh-groups.h"

/* All that a sentence may need to know. */
typedef struct
{
  const TlConversation *conversation;
  const TlStep *step;
  const TlFieldTree *tree;
  const TlRow *row;
  guint index; /* of @row */
} Place;

static const char grease_text[] = N_ ("This value means nothing: the client makes it up to see that servers skip what they do "
                                      "not know (GREASE, RFC 8701).");

enum
{
  PLAUSIBLE_CLOCK = 30 * 24 * 60 * 60 /* seconds that it may go wrong */
};

/* RFC 9846 section 4.2.3: how the random ends when a server of TLS 1.3 chose TLS 1.2, or TLS 1.1 and older */
static const guint8 downgrade_to_12[8] = { 'D', 'O', 'W', 'N', 'G', 'R', 'D', 1 };
static const guint8 downgrade_to_11[8] = { 'D', 'O', 'W', 'N', 'G', 'R', 'D', 0 };

/* The first row of the name before @place, in the same message; NULL where there is none. */
static const TlRow *
row_before (const Place *place, const char *name)
{
  for (guint i = place->index; i-- > 0;)
    if (strcmp (place->tree->rows[i].name, name) == 0)
      return &place->tree->rows[i];
  return NULL;
}

static bool
is_in (const Place *place, guint16 message)
{
  return place->step->type == TL_STEP_HANDSHAKE && place->step->context.message == message;
}

/* What the client's first ClientHello said. */
static bool
first_client_hello (const TlConversation *conversation, TlHello *hello)
{
  for (guint i = 0; i < conversation->n_steps; i++)
    {
      const TlStep *step = conversation->steps[i];
      gsize length;
      const void *data;

      if (step->type != TL_STEP_HANDSHAKE || step->sealed || step->context.message != TL_MESSAGE_CLIENT_HELLO
          || !step->bytes)
        continue;
      data = g_bytes_get_data (step->bytes, &length);
      tl_hello_read (tl_bytes (data, length), &step->context, hello);
      return true;
    }
  return false;
}

static char *
joined (const char *first, const char *second)
{
  if (first && second)
    return g_strdup_printf ("%s %s", first, second);
  return g_strdup (first ? first : second);
}

/* Whether the version the server chose is the highest that the client offered. */
static bool
offered_what_was_chosen (const TlConversation *conversation)
{
  return !tl_version_is_later (conversation->offered_version, conversation->version);
}

static const char *
chosen (bool yes)
{
  return yes ? _ ("The server chose this one.") : NULL;
}

static char *
cipher_suite (const Place *place)
{
  g_autofree char *apart = tl_explain_cipher_suite ((guint32) place->row->value);
  bool offered = is_in (place, TL_MESSAGE_CLIENT_HELLO);

  return joined (apart, chosen (offered && place->conversation->cipher_suite == (gint64) place->row->value));
}

/* Why three version fields disagree. */
static char *
legacy_version (const Place *place)
{
  const char *said = tl_registry_name (TL_REGISTRY_VERSION, (guint32) place->row->value);
  const TlConversation *conversation = place->conversation;
  const char *meant;

  if (said == NULL)
    return NULL;
  if (is_in (place, TL_MESSAGE_CLIENT_HELLO) && conversation->offered_version != 0
      && conversation->offered_version != place->row->value)
    {
      meant = tl_registry_name (TL_REGISTRY_VERSION, conversation->offered_version);
      return meant ? g_strdup_printf (
                 _ ("It says %s, but what counts is supported_versions: there the client goes up to %s."),
                 said, meant)
                   : NULL;
    }
  if (is_in (place, TL_MESSAGE_SERVER_HELLO) && conversation->version != 0
      && conversation->version != place->row->value)
    {
      meant = tl_conversation_version_name (conversation);
      return meant ? g_strdup_printf (
                 _ ("It says %s, but what counts is supported_versions: the server chose %s."), said, meant)
                   : NULL;
    }
  return NULL;
}

static char *
supported_version (const Place *place)
{
  return g_strdup (
      chosen (is_in (place, TL_MESSAGE_CLIENT_HELLO) && place->conversation->version == place->row->value));
}

/* Up to TLS 1.2 the random began with the sender's time (RFC 5246 section 7.4.1.2), until it was found to give clients away.
 * What is far from the time of the capture is chance, or a clock that nobody set. */
static char *
random_time (const Place *place, TlBytes random)
{
  gint64 captured = place->conversation->start / TL_SECOND;
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *text = NULL;
  guint32 seconds;

  if (tl_version_is_13 (place->conversation->version) || !tl_bytes_u32 (&random, &seconds)
      || ABS ((gint64) seconds - captured) > PLAUSIBLE_CLOCK)
    return NULL;
  time = g_date_time_new_from_unix_utc (seconds);
  text = time ? g_date_time_format (time, "%Y-%m-%d %H:%M:%S UTC") : NULL;
  return text ? g_strdup_printf (_ ("Its first four bytes are the time on the sender's clock (gmt_unix_time): %s."), text)
              : NULL;
}

/* The last eight bytes may also be the server's answer to an encrypted ClientHello: RFC 9849 section 7.2. */
static const char *
random_confirmation (const Place *place)
{
  if (!tl_version_is_13 (place->conversation->version))
    return NULL;
  switch (place->conversation->ech)
    {
    case TL_ECH_UNKNOWN:
      return _ ("The client offered Encrypted ClientHello: if the server took it, the last eight bytes are the sign of that. "
                "Only who knows the hidden ClientHello can check (RFC 9849, section 7.2).");
    case TL_ECH_ACCEPTED:
      return _ ("The last eight bytes are the sign that the server took the encrypted ClientHello (RFC 9849, section 7.2).");
    case TL_ECH_UNSEEN:
    case TL_ECH_NOT_OFFERED:
    case TL_ECH_GREASE_LIKE:
    case TL_ECH_REJECTED:
    default:
      return NULL;
    }
}

static char *
random_value (const Place *place)
{
  TlBytes bytes = tl_field_tree_content (place->tree, place->index);
  guint16 offered = place->conversation->offered_version;
  const char *sentinel = NULL, *meaning = NULL;
  g_autofree char *clock = NULL, *last = NULL;

  if (is_in (place, TL_MESSAGE_HELLO_RETRY_REQUEST) || bytes.length != 32)
    return NULL;
  clock = random_time (place, bytes);
  if (!is_in (place, TL_MESSAGE_SERVER_HELLO))
    return g_steal_pointer (&clock);
  bytes = tl_bytes (bytes.data + 24, 8);
  if (tl_bytes_begin_with (bytes, downgrade_to_12, 8))
    sentinel = _ ("Here they are “DOWNGRD” and a 1: this server speaks TLS 1.3 and chose TLS 1.2.");
  else if (tl_bytes_begin_with (bytes, downgrade_to_11, 8))
    sentinel = _ (
        "Here they are “DOWNGRD” and a 0: this server speaks TLS 1.2 or newer, and chose TLS 1.1 or older.");
  if (sentinel && offered != 0)
    meaning = offered_what_was_chosen (place->conversation)
                  ? _ ("The client offered nothing newer, so all is well.")
                  : _ ("The client offered something newer, so it must stop here: somebody has tampered with "
                       "its hello.");
  last = joined (sentinel ? sentinel : random_confirmation (place), meaning);
  return joined (clock, last);
}

static const char *
client_session_id (const Place *place, TlBytes id)
{
  if (id.length == 0)
    return _ ("It is empty here: the client does not name a session.");
  if (tl_version_is_13 (place->conversation->version))
    return _ ("This conversation is TLS 1.3, so it has no effect here.");
  return NULL;
}

static const char *
server_session_id (const Place *place, TlBytes id)
{
  TlHello hello;

  if (id.length == 0)
    return _ ("It is empty here: the session cannot be resumed by its name.");
  if (tl_version_is_13 (place->conversation->version))
    return _ ("This conversation is TLS 1.3, so it has no effect here.");
  if (!first_client_hello (place->conversation, &hello) || hello.session_id.data == NULL)
    return NULL;
  if (hello.session_id.length == id.length && memcmp (hello.session_id.data, id.data, id.length) == 0)
    return _ ("It is the one the client asked for: the session is resumed.");
  return _ ("It is a new one: a full handshake follows, and the client may come back to this session by it.");
}

static char *
session_id (const Place *place)
{
  TlBytes id = tl_field_tree_content (place->tree, place->index);

  return g_strdup (is_in (place, TL_MESSAGE_CLIENT_HELLO) ? client_session_id (place, id)
                                                          : server_session_id (place, id));
}

static char *
group (const Place *place)
{
  bool offered = is_in (place, TL_MESSAGE_CLIENT_HELLO);

  return joined (tl_explain_group ((guint16) place->row->value),
                 chosen (offered && place->conversation->group == (gint64) place->row->value));
}

/* What a share is made of, and how the hybrids put two into one: RFC 10024. */
static char *
key_exchange (const Place *place)
{
  const TlRow *of = row_before (place, "group");
  gsize length = tl_field_tree_content (place->tree, place->index).length;
  bool client = is_in (place, TL_MESSAGE_CLIENT_HELLO);

  if (of == NULL || !of->has_value)
    return NULL;
  if (of->value == 4588 && length == (client ? 1216u : 1120u))
    return g_strdup (
        client
            ? _ ("These 1,216 bytes are two shares: 1,184 of ML-KEM-768 (an encapsulation key), then 32 of "
                 "X25519.")
            : _ ("These 1,120 bytes are two shares: 1,088 of ML-KEM-768 (a ciphertext), then 32 of X25519."));
  if (of->value == 4587 && length == (client ? 1249u : 1153u))
    return g_strdup (
        client
            ? _ ("These 1,249 bytes are two shares: 65 of P-256, then 1,184 of ML-KEM-768 (an encapsulation "
                 "key).")
            : _ ("These 1,153 bytes are two shares: 65 of P-256, then 1,088 of ML-KEM-768 (a ciphertext)."));
  if (of->value == 4589 && length == 1665u)
    return g_strdup (
        client
            ? _ ("These 1,665 bytes are two shares: 97 of P-384, then 1,568 of ML-KEM-1024 (an encapsulation "
                 "key).")
            : _ ("These 1,665 bytes are two shares: 97 of P-384, then 1,568 of ML-KEM-1024 (a ciphertext)."));
  return g_strdup (tl_explain_group ((guint16) of->value));
}

/* That a name is an internationalized one, and in Unicode if nobody is deceived by that. */
static char *
idn (const Place *place)
{
  const char *name = place->row->text;
  g_autofree char *unicode = name && tl_idn_is (name) ? tl_idn_to_unicode (name) : NULL;

  if (unicode)
    return g_strdup_printf (_ ("It is an internationalized name (RFC 5890), in Unicode: %s."), unicode);
  return name && tl_idn_is (name) ? g_strdup (_ ("It is an internationalized name, in the form that DNS has for "
                                                 "it (RFC 5890)."))
                                  : NULL;
}

static char *
host_name (const Place *place)
{
  g_autofree char *international = idn (place);
  g_autofree char *asked = place->row->text && *place->row->text
                               ? g_strdup_printf (_ ("This client asks for %s."), place->row->text)
                               : NULL;

  return joined (asked, international);
}

static char *
protocol_name (const Place *place)
{
  static const struct
  {
    const char *id, *text;
  } known[] = {
    { "h2", N_ ("This is HTTP/2.") },
    { "h3", N_ ("This is HTTP/3, over QUIC.") },
    { "http/1.1", N_ ("This is HTTP/1.1.") },
    { "http/1.0", N_ ("This is HTTP/1.0.") },
    { "dot", N_ ("This is DNS over TLS.") },
    { "doq", N_ ("This is DNS over QUIC.") },
    { "imap", N_ ("This is IMAP, for reading mail.") },
    { "pop3", N_ ("This is POP3, for fetching mail.") },
    { "ftp", N_ ("This is FTP, for files.") },
    { "mqtt", N_ ("This is MQTT, for messages of devices.") },
    { "webrtc", N_ ("This is WebRTC, for calls.") },
    { "acme-tls/1",
      N_ ("This is an authority that checks who owns the name before it issues a certificate.") },
  };
  const char *text = NULL;

  if (tl_registry_is_grease_name (tl_field_tree_content (place->tree, place->index)))
    return g_strdup (_ (grease_text));
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_strcmp0 (place->row->text, known[i].id) == 0)
      text = _ (known[i].text);
  return joined (text, chosen (is_in (place, TL_MESSAGE_CLIENT_HELLO) && place->row->text
                               && g_strcmp0 (place->row->text, place->conversation->alpn) == 0));
}

static char *
duration (const Place *place)
{
  gulong seconds = (gulong) place->row->value;
  gulong hours = seconds / 3600, days = seconds / 86400;

  if (seconds >= 2 * 86400)
    return g_strdup_printf (ngettext ("That is about %lu day.", "That is about %lu days.", days), days);
  if (seconds >= 3600)
    return g_strdup_printf (ngettext ("That is about %lu hour.", "That is about %lu hours.", hours), hours);
  return NULL;
}

/* An empty session_ticket is a wish, or a promise: RFC 5077 section 3.2. */
static char *
ticket (const Place *place)
{
  if (place->row->length > place->row->prefix)
    return NULL;
  if (is_in (place, TL_MESSAGE_CLIENT_HELLO))
    return g_strdup (_ ("It is empty here: the client has none, and would like one."));
  if (is_in (place, TL_MESSAGE_SERVER_HELLO))
    return g_strdup (_ ("It is empty here: the server is going to send one."));
  return NULL;
}

/* What the hash and the signature of TLS 1.2 are called, where the two together have no name of their own. */
static char *
signature_scheme (const Place *place)
{
  guint32 code = (guint32) place->row->value;
  const char *hash = tl_registry_name (TL_REGISTRY_HASH_ALGORITHM, code >> 8);
  const char *signature = tl_registry_name (TL_REGISTRY_SIGNATURE_ALGORITHM, code & 0xff);
  g_autofree char *parts = NULL;

  if (tl_registry_name (TL_REGISTRY_SIGNATURE_SCHEME, code) == NULL && hash && signature)
    parts = g_strdup_printf (_ ("It is made of two numbers of TLS 1.2: the hash %s and the signature %s."),
                             hash, signature);
  return joined (parts, tl_explain_signature_scheme ((guint16) code));
}

/* Whether the certificate was valid as the conversation took place: its dates are RFC 3339. */
static char *
validity (const Place *place)
{
  bool after = strcmp (place->row->name, "notAfter") == 0;
  g_autoptr (GDateTime) date = NULL;
  gint64 left;

  if (!after && strcmp (place->row->name, "notBefore") != 0)
    return NULL;
  date = place->row->text ? g_date_time_new_from_iso8601 (place->row->text, NULL) : NULL;
  if (date == NULL)
    return NULL;
  left = g_date_time_to_unix (date) - place->conversation->start / TL_SECOND;
  if (!after)
    return left > 0 ? g_strdup (_ ("As this conversation took place it was not valid yet.")) : NULL;
  if (left < 0)
    return g_strdup (_ ("As this conversation took place it had expired."));
  left /= 24 * 60 * 60;
  return g_strdup_printf (ngettext ("As this conversation took place it was valid for one day more.",
                                    "As this conversation took place it was valid for %u days more.",
                                    (gulong) left),
                          (guint) left);
}

static char *
certificate (const Place *place)
{
  guint before = 0;

  for (guint i = 0; i < place->index; i++)
    before += strcmp (place->tree->rows[i].name, "cert_data") == 0;
  return g_strdup (before == 0 ? _ ("This is the first one: that of the sender itself.")
                               : _ ("This one vouches for one that stands before it."));
}

static char *
dh_prime (const Place *place)
{
  TlBytes prime = tl_field_tree_content (place->tree, place->index);
  guint bits;

  while (prime.length > 0 && prime.data[0] == 0)
    tl_bytes_skip (&prime, 1);
  if (prime.length == 0)
    return NULL;
  bits = (guint) (prime.length - 1) * 8 + g_bit_storage (prime.data[0]);
  if (tl_dh_group_of_prime (prime) >= 0)
    return g_strdup_printf (_ ("This one has %u bits: it is that of the group %s, which was made for TLS and can be trusted "
                               "(RFC 7919, appendix A)."),
                            bits, tl_registry_name (TL_REGISTRY_GROUP, (guint32) tl_dh_group_of_prime (prime)));
  return g_strdup_printf (
      bits < 2048 ? _ ("This one has %u bits, which is too small: with enough effort it can be broken.")
                  : _ ("This one has %u bits."),
      bits);
}

static char *
list_length (const Place *place)
{
  guint n = 0, end = place->index + place->row->n_below;

  for (guint i = place->index + 1; i <= end && i < place->tree->n_rows; i++)
    n += place->tree->rows[i].depth == place->row->depth + 1;
  return n == 0 ? g_strdup (_ ("There is none here."))
                : g_strdup_printf (ngettext ("There is one here.", "There are %u here.", n), n);
}

static char *
by_name (const Place *place)
{
  const char *name = place->row->name;

  if (strcmp (name, "key_exchange") == 0)
    return key_exchange (place);
  if (strcmp (name, "description") == 0 && place->step->type == TL_STEP_ALERT && place->row->has_value)
    {
      const TlCodeText *text = tl_code_text (tl_alert_texts, (guint32) place->row->value);
      return text ? g_strdup (_ (text->text)) : NULL;
    }
  return NULL;
}

static char *
by_tag (const Place *place)
{
  switch ((TlTag) place->row->field->tag)
    {
    case TL_TAG_RANDOM:
      return random_value (place);
    case TL_TAG_SESSION_ID:
      return session_id (place);
    case TL_TAG_TICKET:
      return ticket (place);
    case TL_TAG_HOST_NAME:
      return host_name (place);
    case TL_TAG_PROTOCOL_NAME:
      return protocol_name (place);
    case TL_TAG_CERTIFICATE:
      return certificate (place);
    case TL_TAG_DH_PRIME:
      return dh_prime (place);
    case TL_TAG_LEGACY_VERSION:
      return place->row->has_value ? legacy_version (place) : NULL;
    case TL_TAG_SUPPORTED_VERSION:
      return place->row->has_value ? supported_version (place) : NULL;
    case TL_TAG_TICKET_LIFETIME:
      return place->row->has_value ? duration (place) : NULL;
    default:
      return NULL;
    }
}

static char *
by_registry (const Place *place)
{
  if (!place->row->has_value)
    return NULL;
  if (tl_registry_is_grease ((TlRegistry) place->row->field->registry, (guint32) place->row->value))
    return g_strdup (_ (grease_text));
  switch ((TlRegistry) place->row->field->registry)
    {
    case TL_REGISTRY_CIPHER_SUITE:
      return cipher_suite (place);
    case TL_REGISTRY_GROUP:
      return group (place);
    case TL_REGISTRY_SIGNATURE_SCHEME:
      return signature_scheme (place);
    default:
      return NULL;
    }
}

/* RFC 6960 section 2.4: whether an OCSP response was still fresh. */
static char *
freshness (const Place *place)
{
  int parent = tl_field_tree_parent (place->tree, place->index);
  g_autoptr (GDateTime) date = NULL;

  if (parent < 0 || strcmp (place->tree->rows[parent].name, "nextUpdate") != 0 || place->row->text == NULL)
    return NULL;
  date = g_date_time_new_from_iso8601 (place->row->text, NULL);
  return date && g_date_time_to_unix (date) < place->conversation->start / TL_SECOND
             ? g_strdup (_ ("As this conversation took place it was too old."))
             : NULL;
}

/* A row of DER has no field: it is known by its name. */
static char *
der_value (const Place *place)
{
  if (strcmp (place->row->name, "dNSName") == 0)
    return idn (place);
  if (strcmp (place->row->name, "GeneralizedTime") == 0)
    return freshness (place);
  return validity (place);
}

char *
tl_explain_value (const TlConversation *conversation, guint step, const TlFieldTree *tree, guint row)
{
  Place place = { conversation, conversation->steps[step], tree, &tree->rows[row], row };
  char *text;

  if (place.row->field == NULL)
    return der_value (&place);
  if (place.row->field->holds == TL_HOLDS_COMPRESSED_CERTIFICATE)
    return g_strdup (place.row->text); /* why it is not all that was declared */
  text = by_registry (&place);
  if (text == NULL)
    text = by_tag (&place);
  if (text == NULL)
    text = by_name (&place);
  if (text == NULL && place.row->field->kind == TL_FIELD_LIST)
    text = list_length (&place);
  return text;
}
