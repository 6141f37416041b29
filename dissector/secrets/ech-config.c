/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Reads an ECHConfigList (RFC 9849 section 4).
 */
#include "ech-config.h"

static bool
read_contents (TlBytes contents, TlEchConfig *config)
{
  guint8 maximum_name_length;
  TlBytes extensions;

  return tl_bytes_u8 (&contents, &config->config_id) && tl_bytes_u16 (&contents, &config->kem)
         && tl_bytes_prefixed (&contents, 2, &config->public_key) && tl_bytes_prefixed (&contents, 2, &config->suites)
         && tl_bytes_u8 (&contents, &maximum_name_length) && tl_bytes_prefixed (&contents, 1, &config->public_name)
         && tl_bytes_prefixed (&contents, 2, &extensions) && contents.length == 0;
}

bool
tl_ech_config_next (TlBytes *list, TlEchConfig *config)
{
  TlBytes contents;

  while (list->length > 0)
    {
      TlBytes before = *list;

      *config = (TlEchConfig){ 0 };
      if (!tl_bytes_u16 (list, &config->version) || !tl_bytes_prefixed (list, 2, &contents))
        break;
      if (config->version != TL_ECH_VERSION)
        continue;
      config->bytes = tl_bytes (before.data, before.length - list->length);
      return read_contents (contents, config);
    }
  return false;
}

bool
tl_ech_config_list (TlBytes list, TlBytes *content)
{
  TlEchConfig config;
  TlBytes rest;

  if (!tl_bytes_prefixed (&list, 2, content) || list.length > 0)
    return false;
  rest = *content;
  return tl_ech_config_next (&rest, &config);
}

bool
tl_ech_config_has_suite (const TlEchConfig *self, guint16 kdf, guint16 aead)
{
  TlBytes suites = self->suites;
  guint16 one, other;

  while (tl_bytes_u16 (&suites, &one) && tl_bytes_u16 (&suites, &other))
    if (one == kdf && other == aead)
      return true;
  return false;
}
