/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Rules about what a server may choose: nothing that the client did not offer.
 */
#include "rules.h"

#include "../conversation/hello.h"

#include <glib/gi18n-lib.h>

enum
{
  EXTENSION_SUPPORTED_GROUPS = 10,
  EXTENSION_SIGNATURE_ALGORITHMS = 13,
  EXTENSION_ALPN = 16,
  EXTENSION_SUPPORTED_VERSIONS = 43,
  EXTENSION_KEY_SHARE = 51
};

/* Whether both hellos are there to be compared. With Encrypted ClientHello, the one that is answered may be another. */
static bool
is_comparable (const TlFindings *self)
{
  return self->asked.whole && self->server.whole
         && self->conversation->steps[self->server.step]->context.message == TL_MESSAGE_SERVER_HELLO
         && self->conversation->ech != TL_ECH_UNKNOWN && self->conversation->ech != TL_ECH_ACCEPTED;
}

/* RFC 9846 section 4.2.3; RFC 5246 section 7.4.1.3 */
void
tl_find_suite_not_offered (TlFindings *self, const char *id)
{
  g_autofree char *name = NULL;
  guint32 suite;

  if (!is_comparable (self) || self->server.cipher_suites->len == 0)
    return;
  suite = g_array_index (self->server.cipher_suites, guint32, 0);
  if (tl_numbers_have (self->asked.cipher_suites, suite) && !tl_registry_is_grease (TL_REGISTRY_CIPHER_SUITE, suite))
    return;
  name = tl_findings_name (TL_REGISTRY_CIPHER_SUITE, suite);
  tl_findings_add (self, id, TL_SEVERITY_ERROR, self->server.step,
                   g_strdup_printf (_ ("The server chose the cipher suite %s, which the client did not offer: the client ends "
                                       "the connection with illegal_parameter (RFC 9846, section 4.2.3)."),
                                    name));
}

/* A draft or an experiment, for which numbers stood elsewhere. */
static bool
is_draft (guint16 version)
{
  return tl_version_is_13 (version) && version != 0x0304 && version != 0xfefc;
}

static bool
was_version_offered (const TlHelloFacts *asked, guint16 version)
{
  if (tl_hello_facts_has_extension (asked, EXTENSION_SUPPORTED_VERSIONS))
    return tl_numbers_have (asked->versions, version);
  return asked->legacy_version == version
         || (asked->legacy_version >> 8 == version >> 8 && !tl_version_is_later (version, asked->legacy_version));
}

/* RFC 9846 section 4.3.1; RFC 5246 appendix E.1 */
void
tl_find_version_not_offered (TlFindings *self, const char *id)
{
  bool selected = self->server.versions->len > 0;
  guint16 version = selected ? (guint16) g_array_index (self->server.versions, guint32, 0) : self->server.legacy_version;
  g_autofree char *name = tl_findings_name (TL_REGISTRY_VERSION, version);

  if (!is_comparable (self) || is_draft (version))
    return;
  if (!was_version_offered (&self->asked, version) || tl_registry_is_grease (TL_REGISTRY_VERSION, version))
    tl_findings_add (self, id, TL_SEVERITY_ERROR, self->server.step,
                     g_strdup_printf (_ ("The server chose %s, which the client did not offer: the client ends the connection "
                                         "(RFC 9846, section 4.3.1)."),
                                      name));
  else if (selected && !tl_version_is_13 (version))
    tl_findings_add (self, id, TL_SEVERITY_ERROR, self->server.step,
                     g_strdup_printf (_ ("The server says in supported_versions that it chose %s: versions before TLS 1.3 "
                                         "must not stand there (RFC 9846, section 4.3.1)."),
                                      name));
}

static bool
has_share (const TlHelloFacts *hello, guint16 group)
{
  for (guint i = 0; i < hello->shares->len; i++)
    if (g_array_index (hello->shares, TlShareFacts, i).group == group)
      return true;
  return false;
}

static void
add_group (TlFindings *self, const char *id, int step, guint16 group, const char *format)
{
  g_autofree char *name = tl_findings_name (TL_REGISTRY_GROUP, group);

  tl_findings_add (self, id, TL_SEVERITY_ERROR, step, g_strdup_printf (format, name));
}

static bool
lists_group (const TlHelloFacts *hello, guint16 group)
{
  return tl_numbers_have (hello->groups, group) && !tl_registry_is_grease (TL_REGISTRY_GROUP, group);
}

static void
check_server_share (TlFindings *self, const char *id, guint16 group)
{
  if (tl_hello_facts_has_extension (&self->asked, EXTENSION_SUPPORTED_GROUPS) && !lists_group (&self->asked, group))
    add_group (self, id, self->server.step, group,
               _ ("The server chose the group %s, which the client did not offer: the client ends the connection with "
                  "illegal_parameter (RFC 9846, section 4.3.8)."));
  else if (self->asked.shares->len > 0 && !has_share (&self->asked, group))
    add_group (self, id, self->server.step, group,
               _ ("The server chose the group %s, for which the client sent no share: the client ends the connection with "
                  "illegal_parameter (RFC 9846, section 4.3.8)."));
}

static void
check_retry (TlFindings *self, const char *id, guint16 group)
{
  if (!lists_group (&self->client, group))
    add_group (self, id, self->retry.step, group,
               _ ("The server asks for a share in the group %s, which the client did not offer: the client ends the "
                  "connection with illegal_parameter (RFC 9846, section 4.3.8)."));
  else if (has_share (&self->client, group))
    add_group (self, id, self->retry.step, group,
               _ ("The server asks for a share in the group %s, for which the client has sent one already: the client ends "
                  "the connection with illegal_parameter (RFC 9846, section 4.3.8)."));
}

/* The curve of TLS 1.2 and older. A group of the Diffie-Hellman kind is no choice among those listed, unless the client lists
 * some of that kind (RFC 7919 section 4). */
static void
check_curve (TlFindings *self, const char *id, guint16 group)
{
  const TlConversation *conversation = self->conversation;

  if (group >= 256 || !tl_hello_facts_has_extension (&self->asked, EXTENSION_SUPPORTED_GROUPS)
      || lists_group (&self->asked, group))
    return;
  for (guint i = (guint) self->server.step; i < conversation->n_steps; i++)
    if (tl_findings_is_message (conversation, i)
        && conversation->steps[i]->context.message == TL_MESSAGE_SERVER_KEY_EXCHANGE)
      {
        add_group (self, id, (int) i, group,
                   _ ("The server chose the curve %s, which the client did not offer: the client ends the connection (RFC "
                      "8422, section 5.1)."));
        return;
      }
}

void
tl_find_group_not_offered (TlFindings *self, const char *id)
{
  if (self->client.whole && self->retry.whole && self->retry.shares->len > 0
      && self->conversation->ech != TL_ECH_UNKNOWN && self->conversation->ech != TL_ECH_ACCEPTED)
    check_retry (self, id, g_array_index (self->retry.shares, TlShareFacts, 0).group);
  if (!is_comparable (self) || is_draft (self->conversation->version))
    return;
  if (self->server.shares->len > 0)
    check_server_share (self, id, g_array_index (self->server.shares, TlShareFacts, 0).group);
  else if (tl_findings_is_before_13 (self) && self->conversation->group >= 0)
    check_curve (self, id, (guint16) self->conversation->group);
}

static bool
offers_protocol (const TlHelloFacts *hello, TlBytes protocol)
{
  for (guint i = 0; i < hello->protocols->len; i++)
    {
      const TlBytes *offered = &g_array_index (hello->protocols, TlBytes, i);

      if (offered->length == protocol.length && memcmp (offered->data, protocol.data, protocol.length) == 0)
        return true;
    }
  return false;
}

static void
check_protocols (TlFindings *self, const char *id, const TlHelloFacts *answer)
{
  if (answer->protocols->len > 1)
    tl_findings_add (self, id, TL_SEVERITY_ERROR, answer->step,
                     g_strdup (_ ("The server names more than one protocol in its answer, where exactly one must stand (RFC "
                                  "7301, section 3.1).")));
  else if (answer->protocols->len == 1
           && !offers_protocol (&self->asked, g_array_index (answer->protocols, TlBytes, 0)))
    tl_findings_add (self, id, TL_SEVERITY_ERROR, answer->step,
                     g_strdup (_ ("The server chose a protocol that the client did not offer (RFC 7301, section 3.2).")));
}

/* RFC 7301: in TLS 1.3 the answer stands in EncryptedExtensions. */
void
tl_find_protocol_not_offered (TlFindings *self, const char *id)
{
  const TlConversation *conversation = self->conversation;

  if (!is_comparable (self) || !tl_hello_facts_has_extension (&self->asked, EXTENSION_ALPN))
    return;
  check_protocols (self, id, &self->server);
  for (guint i = (guint) self->server.step + 1; i < conversation->n_steps; i++)
    {
      const TlStep *step = conversation->steps[i];

      if (step->from == TL_SIDE_SERVER && tl_findings_is_message (conversation, i)
          && step->context.message == TL_MESSAGE_ENCRYPTED_EXTENSIONS)
        {
          TlHelloFacts answer;

          tl_hello_facts_init (&answer);
          tl_hello_facts_read (&answer, conversation, i);
          check_protocols (self, id, &answer);
          tl_hello_facts_clear (&answer);
          return;
        }
    }
}

static bool
signs_for_server (const TlStep *step)
{
  return step->from == TL_SIDE_SERVER
         && (step->context.message == TL_MESSAGE_SERVER_KEY_EXCHANGE
             || step->context.message == TL_MESSAGE_CERTIFICATE_VERIFY);
}

/* RFC 9846 section 4.5.2; RFC 5246 section 7.4.3 */
void
tl_find_signature_not_offered (TlFindings *self, const char *id)
{
  const TlConversation *conversation = self->conversation;

  if (!is_comparable (self) || !tl_hello_facts_has_extension (&self->asked, EXTENSION_SIGNATURE_ALGORITHMS))
    return;
  for (guint i = (guint) self->server.step + 1; i < conversation->n_steps; i++)
    {
      TlHelloFacts signed_by;
      guint32 scheme = 0;

      if (!tl_findings_is_message (conversation, i))
        continue;
      if (conversation->steps[i]->context.message == TL_MESSAGE_CLIENT_HELLO) /* another handshake */
        return;
      if (!signs_for_server (conversation->steps[i]))
        continue;
      tl_hello_facts_init (&signed_by);
      tl_hello_facts_read (&signed_by, conversation, i);
      if (signed_by.whole && signed_by.signatures->len > 0)
        scheme = g_array_index (signed_by.signatures, guint32, 0);
      tl_hello_facts_clear (&signed_by);
      if (scheme != 0 && !tl_numbers_have (self->asked.signatures, scheme))
        {
          g_autofree char *name = tl_findings_name (TL_REGISTRY_SIGNATURE_SCHEME, scheme);
          tl_findings_add (self, id, TL_SEVERITY_ERROR, (int) i,
                           g_strdup_printf (_ ("The server signs with %s, which the client did not offer in "
                                               "signature_algorithms (RFC 9846, section 4.5.2; RFC 5246, section 7.4.3)."),
                                            name));
          return;
        }
    }
}

/* RFC 9846 section 4.2.3: only of TLS. DTLS 1.3 has no such echo (RFC 9147 section 5.4). */
void
tl_find_session_id_not_echoed (TlFindings *self, const char *id)
{
  const TlBytes *sent = &self->asked.session_id, *echo = &self->server.session_id;

  if (!self->asked.whole || !self->server.whole || self->conversation->version != 0x0304)
    return;
  if (sent->length != echo->length || (sent->length > 0 && memcmp (sent->data, echo->data, sent->length) != 0))
    tl_findings_add (self, id, TL_SEVERITY_ERROR, self->server.step,
                     g_strdup (_ ("The server does not repeat the client's legacy_session_id, as it must in TLS 1.3: the client "
                                  "ends the connection with illegal_parameter (RFC 9846, section 4.2.3).")));
}
