/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Certificates and findings as text.
 */
#include "text-details.h"

#include "../findings/findings.h"
#include "columns.h"

#include <glib/gi18n-lib.h>

enum
{
  INDENT = 2,
  CERTIFICATE_INDENT = 5
};

static void
color (GString *out, TlTextFlags flags, const char *code)
{
  if (flags & TL_TEXT_COLOR)
    g_string_append_printf (out, "\033[%sm", code);
}

void
tl_text_append_wrapped (GString *out, const char *text, int indent, int begun, int width, TlTextFlags flags)
{
  g_autofree char *ascii = (flags & TL_TEXT_UNICODE) ? NULL : tl_columns_to_ascii (text);
  const char *at = ascii ? ascii : text;
  int room = MAX (width - indent, 1);
  int n = 0;

  for (char *line; (line = tl_columns_next_line (&at, room)); n++)
    {
      tl_columns_append_repeated (out, " ", n == 0 ? indent - begun : indent);
      g_string_append (out, line);
      g_string_append_c (out, '\n');
      g_free (line);
    }
  if (n == 0)
    g_string_append_c (out, '\n');
}

void
tl_text_append_heading (GString *out, const char *text, TlTextFlags flags, int width)
{
  g_string_append_c (out, '\n');
  color (out, flags, "1");
  tl_columns_append (out, text, width, flags);
  color (out, flags, "0");
  g_string_append_c (out, '\n');
}

/* The labels of a certificate stand in a column of their own. */
typedef struct
{
  GString *out;
  TlTextFlags flags;
  int width;
  int label_width;
} Sheet;

static void
append_line (const Sheet *self, const char *label, const char *value)
{
  int begun = CERTIFICATE_INDENT + self->label_width;

  if (value == NULL)
    return;
  tl_columns_append_repeated (self->out, " ", CERTIFICATE_INDENT);
  color (self->out, self->flags, "2");
  tl_columns_append_padded (self->out, label, self->label_width, self->flags);
  color (self->out, self->flags, "0");
  tl_text_append_wrapped (self->out, value, begun + 2, begun, self->width, self->flags);
}

static char *
join_names (const TlCertificate *certificate)
{
  GString *text;

  if (certificate->names == NULL || certificate->names->len == 0)
    return NULL;
  text = g_string_new (NULL);
  for (guint i = 0; i < certificate->names->len; i++)
    {
      const TlNamedValue *name = g_ptr_array_index (certificate->names, i);

      g_string_append_printf (text, "%s%s:%s", i > 0 ? " · " : "", name->name, name->value);
    }
  return g_string_free (text, FALSE);
}

static char *
key_text (const TlCertificate *certificate)
{
  if (certificate->key_algorithm == NULL)
    return NULL;
  if (certificate->key_curve)
    return g_strdup_printf ("%s, %s", certificate->key_algorithm, certificate->key_curve);
  if (certificate->key_bits > 0)
    /* Translators: the name of an algorithm, and how long its key is. */
    return g_strdup_printf (_ ("%s, %d bits"), certificate->key_algorithm, certificate->key_bits);
  return g_strdup (certificate->key_algorithm);
}

static char *
validity_text (const TlCertificate *certificate)
{
  if (certificate->not_before == NULL || certificate->not_after == NULL)
    return NULL;
  /* Translators: two dates. */
  return g_strdup_printf (_ ("%s to %s"), certificate->not_before, certificate->not_after);
}

static void
append_certificate (Sheet *self, const TlCertificate *certificate, guint number)
{
  const char *labels[] = { _ ("Issuer"), _ ("Valid"),  _ ("Key"),     _ ("Signature"),
                           _ ("Names"),  _ ("Serial"), _ ("SHA-256"), _ ("Fault") };
  g_autofree char *validity = validity_text (certificate);
  g_autofree char *key = key_text (certificate);
  g_autofree char *names = join_names (certificate);
  g_autofree char *heading = g_strdup_printf ("%2u", number);
  g_autoptr (GString) subject = g_string_new (
      certificate->subject && *certificate->subject ? certificate->subject : _ ("(no subject)"));

  self->label_width = 0;
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    self->label_width = MAX (self->label_width, tl_columns (labels[i]));
  if (certificate->ca)
    g_string_append_printf (subject, " · %s", _ ("certificate authority"));
  tl_columns_append_repeated (self->out, " ", INDENT - 1);
  g_string_append (self->out, heading);
  tl_text_append_wrapped (self->out, subject->str, CERTIFICATE_INDENT, INDENT + 1, self->width, self->flags);
  append_line (self, labels[0], certificate->self_issued ? _ ("itself") : certificate->issuer);
  append_line (self, labels[1], validity);
  append_line (self, labels[2], key);
  append_line (self, labels[3], certificate->signature_algorithm);
  append_line (self, labels[4], names);
  append_line (self, labels[5], certificate->serial);
  append_line (self, labels[6], certificate->sha256);
  append_line (self, labels[7], certificate->fault);
}

static void
append_chain (Sheet *self, const TlConversation *conversation, TlSide side)
{
  g_autoptr (GPtrArray) chain = tl_conversation_certificates (conversation, side);

  if (chain->len == 0)
    return;
  tl_text_append_heading (
      self->out, side == TL_SIDE_SERVER ? _ ("Certificates of the server") : _ ("Certificates of the client"),
      self->flags, self->width);
  for (guint i = 0; i < chain->len; i++)
    append_certificate (self, g_ptr_array_index (chain, i), i + 1);
}

void
tl_text_append_certificates (const TlConversation *conversation, TlTextFlags flags, int width, GString *out)
{
  Sheet sheet = { out, flags, width, 0 };

  append_chain (&sheet, conversation, TL_SIDE_SERVER);
  append_chain (&sheet, conversation, TL_SIDE_CLIENT);
}

static const char *
severity_text (TlSeverity severity)
{
  switch (severity)
    {
    case TL_SEVERITY_ERROR:
      return _ ("Error:");
    case TL_SEVERITY_WARNING:
      return _ ("Warning:");
    case TL_SEVERITY_NOTE:
    default:
      return _ ("Note:");
    }
}

static const char *
severity_color (TlSeverity severity)
{
  switch (severity)
    {
    case TL_SEVERITY_ERROR:
      return "1;31";
    case TL_SEVERITY_WARNING:
      return "1;33";
    case TL_SEVERITY_NOTE:
    default:
      return "1";
    }
}

void
tl_text_append_findings (const TlConversation *conversation, TlTextFlags flags, int width, GString *out)
{
  g_autoptr (GPtrArray) findings = tl_conversation_findings (conversation);

  if (findings->len == 0)
    return;
  tl_text_append_heading (out, _ ("Findings"), flags, width);
  for (guint i = 0; i < findings->len; i++)
    {
      const TlFinding *finding = g_ptr_array_index (findings, i);
      const char *severity = severity_text (finding->severity);
      int begun = INDENT + tl_columns (severity);

      tl_columns_append_repeated (out, " ", INDENT);
      color (out, flags, severity_color (finding->severity));
      g_string_append (out, severity);
      color (out, flags, "0");
      tl_text_append_wrapped (out, finding->text, begun + 1, begun, width, flags);
    }
}
