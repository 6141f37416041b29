/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The outcome as a sentence: how far it got, who stopped, why. Said from what the capture holds, never guessed.
 */
#include "conversation.h"

#include "../tls/messages.h"
#include "titles-quic.h"

#include <glib/gi18n-lib.h>

/* What the more common alerts mean for who has to mend something. */
static const struct
{
  guint8 code;
  const char *text;
} reasons[] = {
  { 10, N_ ("a message came that may not come there") },
  { 20, N_ ("a record did not decrypt or verify") },
  { 40, N_ ("no acceptable set of parameters, such as a cipher suite, was in common") },
  { 42, N_ ("the certificate was not acceptable") },
  { 43, N_ ("the kind of certificate is not supported") },
  { 44, N_ ("the certificate was revoked by its issuer") },
  { 45, N_ ("the certificate has expired or is not valid yet") },
  { 46, N_ ("the certificate was not acceptable") },
  { 47, N_ ("a field had a value that it may not have") },
  { 48, N_ ("the certificate does not lead to an authority that is trusted") },
  { 49, N_ ("the certificate is valid, but access was denied") },
  { 50, N_ ("a message could not be decoded") },
  { 51, N_ ("a signature, a Finished or a key exchange did not verify") },
  { 70, N_ ("no protocol version was in common") },
  { 71, N_ ("what was offered is not secure enough") },
  { 80, N_ ("something went wrong that has nothing to do with the peer") },
  { 86, N_ ("the client fell back to a version lower than it needed to") },
  { 109, N_ ("a required extension was missing") },
  { 110, N_ ("an extension came that was not offered") },
  { 112, N_ ("the server does not serve that name") },
  { 115, N_ ("the pre-shared key identity is not known") },
  { 116, N_ ("the server requires a client certificate") },
  { 120, N_ ("no application protocol was in common") },
  { 121, N_ ("the encrypted ClientHello was required, and was not accepted") },
};

static const char *
reason_of (guint8 alert)
{
  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (reasons[i].code == alert)
      return _ (reasons[i].text);
  return NULL;
}

/* The last handshake message in clear, by which one sees how far it got. */
static char *
how_far (const TlConversation *self)
{
  for (guint i = self->n_steps; i > 0; i--)
    {
      const TlStep *step = self->steps[i - 1];

      if (step->type == TL_STEP_HANDSHAKE && !step->sealed && !step->retransmission)
        {
          const char *title = tl_message_title (step->context.message);
          return g_strdup_printf (step->from == TL_SIDE_CLIENT ? _ ("after the client's %s") : _ ("after the server's %s"),
                                  title ? title : _ ("unknown message"));
        }
    }
  return NULL;
}

static char *
with_how_far (const TlConversation *self, const char *sentence)
{
  g_autofree char *far = how_far (self);

  /* Translators: the first part is a sentence without its full stop, the second says when: "after the client's ClientHello". */
  return far ? g_strdup_printf (_ ("%s, %s."), sentence, far) : g_strdup_printf (_ ("%s."), sentence);
}

static char *
established_text (const TlConversation *self)
{
  const char *quic = tl_conversation_quic_name (self);
  const char *name = tl_conversation_version_name (self);
  /* Translators: "TLS 1.3 over QUIC v1" */
  g_autofree char *version = name && quic ? g_strdup_printf (_ ("%s over %s"), name, quic) : g_strdup (name);
  const char *suite = self->cipher_suite >= 0
                          ? tl_registry_name (TL_REGISTRY_CIPHER_SUITE, (guint32) self->cipher_suite)
                          : NULL;
  const char *group = self->group >= 0 ? tl_registry_name (TL_REGISTRY_GROUP, (guint32) self->group) : NULL;
  g_autofree char *facts = NULL;

  facts = g_strjoin (group && suite ? ", " : "", group ? group : "", suite ? suite : "", NULL);
  if (version == NULL)
    return g_strdup (_ ("Established."));
  if (self->resumed == TL_YES)
    return g_strdup_printf (_ ("Established with %s: %s. An earlier session was resumed."), version, facts);
  return g_strdup_printf (_ ("Established with %s: %s."), version, facts);
}

/* draft-hickman-netscape-ssl-00 section 5.3 */
static char *
sslv2_error_text (const TlConversation *self)
{
  const char *name = tl_registry_name (TL_REGISTRY_SSLV2_ERROR, self->alert);
  g_autofree char *sentence = g_strdup_printf (self->stopped_by == TL_SIDE_CLIENT ? _ ("Failed: the client sent the error %s")
                                                                                  : _ ("Failed: the server sent the error %s"),
                                               name ? name : "");

  return with_how_far (self, sentence);
}

static char *
alert_text (const TlConversation *self)
{
  const char *name = tl_registry_name (TL_REGISTRY_ALERT, self->alert);
  const char *reason = reason_of (self->alert);
  g_autofree char *number = g_strdup_printf ("%u", self->alert);
  g_autofree char *sentence = NULL;

  if (name == NULL)
    name = number;
  if (reason)
    /* Translators: the name of an alert, and what it means: "handshake_failure" "no acceptable …" */
    sentence = g_strdup_printf (self->stopped_by == TL_SIDE_CLIENT ? _ ("Failed: the client sent the alert %s (%s)")
                                                                   : _ ("Failed: the server sent the alert %s (%s)"),
                                name, reason);
  else
    sentence = g_strdup_printf (self->stopped_by == TL_SIDE_CLIENT ? _ ("Failed: the client sent the alert %s")
                                                                   : _ ("Failed: the server sent the alert %s"),
                                name);
  return with_how_far (self, sentence);
}

static char *
alert_likely_text (const TlConversation *self)
{
  if (self->stopped_by == TL_SIDE_CLIENT)
    return g_strdup (_ ("Probably failed: the client's last record is sealed, but its place and size say that it is an "
                        "alert. It may not have trusted the server's certificate."));
  return g_strdup (_ ("Probably failed: the server's last record is sealed, but its place and kind say that it is an "
                      "alert."));
}

static char *
no_server_hello_text (const TlConversation *self)
{
  return g_strdup (self->complete ? _ ("Failed: the server never answered the ClientHello.")
                                  : _ ("The server has not answered the ClientHello."));
}

/* QUIC: the side that closed the connection said why, if only by a number. */
static char *
closed_text (const TlConversation *self, TlSide side, const char *sentence)
{
  for (guint i = 0; i < self->n_steps; i++)
    {
      const TlStep *step = self->steps[i];

      if (step->type == TL_STEP_CONNECTION_CLOSE && step->from == side && step->alert_level == 0)
        {
          g_autofree char *reason = tl_quic_close_reason (step);
          g_autofree char *why
              = g_strdup_printf (side == TL_SIDE_CLIENT ? _ ("Failed: the client closed the connection with %s")
                                                        : _ ("Failed: the server closed the connection with %s"),
                                 reason);

          return with_how_far (self, why);
        }
    }
  return with_how_far (self, sentence);
}

static bool
has_type (const TlConversation *self, TlStepType type)
{
  for (guint i = 0; i < self->n_steps; i++)
    if (self->steps[i]->type == type)
      return true;
  return false;
}

/* Where it stopped, when it did in the middle. */
static const char *
incomplete_sentence (const TlConversation *self)
{
  if (!self->complete)
    return _ ("The handshake is under way");
  if (self->version == 0 && has_type (self, TL_STEP_RETRY))
    return _ ("The server sent a Retry, and the capture ends before it has answered the client");
  if (self->version == 0 && has_type (self, TL_STEP_VERSION_NEGOTIATION))
    return _ ("The server wanted another version of QUIC, and the client did not go on with one");
  return _ ("The capture ends in the middle of the handshake");
}

static bool
has_message (const TlConversation *self, TlSide side)
{
  for (guint i = 0; i < self->n_steps; i++)
    if (self->steps[i]->from == side && self->steps[i]->type != TL_STEP_PRELUDE)
      return true;
  return false;
}

static char *
one_sided_text (const TlConversation *self)
{
  if (has_message (self, TL_SIDE_CLIENT))
    return g_strdup (_ ("Only what the client sent was captured, so it cannot be told how it ended."));
  if (has_message (self, TL_SIDE_SERVER))
    return g_strdup (_ ("Only what the server sent was captured, so it cannot be told how it ended."));
  return g_strdup (_ ("Only one direction was captured, so it cannot be told how it ended."));
}

/* Whether some of a hello is there, which may have been cut short. */
static bool
has_hello (const TlConversation *self)
{
  for (guint i = 0; i < self->n_steps; i++)
    {
      const TlStep *step = self->steps[i];

      if (step->type == TL_STEP_HANDSHAKE && !step->sealed
          && (step->context.message == TL_MESSAGE_CLIENT_HELLO || step->context.message == TL_MESSAGE_SERVER_HELLO))
        return true;
    }
  return false;
}

/* Neither hello was read: the capture begins behind them, or lost them. */
static bool
is_midstream (const TlConversation *self)
{
  return self->version == 0 && self->offered_version == 0 && !has_hello (self);
}

static char *
unreadable_text (const TlConversation *self)
{
  return g_strdup (is_midstream (self)
                       ? _ ("It cannot be told how the handshake ended: the messages that begin it are not in the "
                             "capture.")
                       : _ ("It cannot be told how it ended: bytes are missing from the capture, or are no TLS."));
}

char *
tl_conversation_outcome_text (const TlConversation *self)
{
  switch (self->outcome)
    {
    case TL_OUTCOME_ESTABLISHED:
      return established_text (self);
    case TL_OUTCOME_ALERT:
      return self->sslv2_error ? sslv2_error_text (self) : alert_text (self);
    case TL_OUTCOME_ALERT_LIKELY:
      return alert_likely_text (self);
    case TL_OUTCOME_RESET_BY_CLIENT:
      return with_how_far (self, _ ("Failed: the client reset the connection"));
    case TL_OUTCOME_RESET_BY_SERVER:
      return with_how_far (self, _ ("Failed: the server reset the connection"));
    case TL_OUTCOME_CLOSED_BY_CLIENT:
      return closed_text (self, TL_SIDE_CLIENT, _ ("Failed: the client closed the connection without an alert"));
    case TL_OUTCOME_CLOSED_BY_SERVER:
      return closed_text (self, TL_SIDE_SERVER, _ ("Failed: the server closed the connection without an alert"));
    case TL_OUTCOME_NO_SERVER_HELLO:
      return no_server_hello_text (self);
    case TL_OUTCOME_ONE_SIDED:
      return one_sided_text (self);
    case TL_OUTCOME_UNREADABLE:
      return unreadable_text (self);
    case TL_OUTCOME_INCOMPLETE:
    case TL_N_OUTCOMES:
    default:
      if (!self->complete && is_midstream (self))
        return unreadable_text (self);
      return with_how_far (self, incomplete_sentence (self));
    }
}
