/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What the steps that are not on the wire follow from in a hello.
 */
#include "off-wire-hello.h"

enum
{
  EXTENSION_COOKIE = 44, /* RFC 9846 section 4.3.2 */
  MAX_GROUPS = 4         /* that are named: the others are summed up */
};

static void
see_group (TlOffWireHello *self, guint32 group)
{
  const char *name = tl_registry_name (TL_REGISTRY_GROUP, group);
  const char *comma = self->n_groups > 0 ? ", " : "";

  if (tl_registry_is_grease (TL_REGISTRY_GROUP, group))
    return;
  if (self->n_groups == MAX_GROUPS)
    g_string_append (self->groups, " …");
  else if (self->n_groups < MAX_GROUPS && name != NULL)
    g_string_append_printf (self->groups, "%s%s", comma, name);
  else if (self->n_groups < MAX_GROUPS)
    g_string_append_printf (self->groups, "%s0x%04x", comma, group);
  self->n_groups++;
}

static void
hello_leaf (TlSink *sink, const TlFound *found)
{
  TlOffWireHello *self = (TlOffWireHello *) sink;

  switch (found->field->tag)
    {
    case TL_TAG_KEY_SHARE_GROUP:
      see_group (self, (guint32) found->value);
      break;
    case TL_TAG_LEGACY_VERSION:
      if (self->version == 0)
        self->version = (guint16) found->value;
      break;
    case TL_TAG_SUPPORTED_VERSION:
      self->version = (guint16) found->value;
      break;
    case TL_TAG_CIPHER_SUITE:
      self->cipher_suite = (gint32) found->value;
      break;
    case TL_TAG_PSK_IDENTITY:
    case TL_TAG_SELECTED_IDENTITY:
      self->pre_shared_key = true;
      break;
    case TL_TAG_EXTENSION_TYPE:
      self->cookie |= found->value == EXTENSION_COOKIE;
      break;
    default:
      break;
    }
}

void
tl_off_wire_hello_read (const TlStep *step, TlOffWireHello *out)
{
  gsize length = 0;
  const void *data = step->bytes ? g_bytes_get_data (step->bytes, &length) : NULL;

  *out
      = (TlOffWireHello){ .sink = { .leaf = hello_leaf }, .groups = g_string_new (NULL), .cipher_suite = -1 };
  if (length > 0)
    tl_message_walk (tl_bytes (data, length), &step->context, &out->sink);
}

void
tl_off_wire_hello_clear (TlOffWireHello *self)
{
  g_string_free (self->groups, TRUE);
}

static const char *
cipher_name (gint32 cipher_suite)
{
  const TlCipherSuiteInfo *suite;

  if (cipher_suite < 0)
    return NULL;
  suite = tl_cipher_suite_info ((guint32) cipher_suite);
  return suite != NULL && suite->cipher != NULL
             ? suite->cipher
             : tl_registry_name (TL_REGISTRY_CIPHER_SUITE, (guint32) cipher_suite);
}

char *
tl_off_wire_hello_choice (const TlOffWireHello *self)
{
  const char *cipher = cipher_name (self->cipher_suite);
  GString *out = g_string_new (tl_registry_name (TL_REGISTRY_VERSION, self->version));

  if (cipher != NULL)
    g_string_append_printf (out, "%s%s", out->len > 0 ? ", " : "", cipher);
  if (self->n_groups > 0)
    g_string_append_printf (out, "%s%s", out->len > 0 ? ", " : "", self->groups->str);
  return g_string_free (out, FALSE);
}
