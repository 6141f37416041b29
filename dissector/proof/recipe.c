/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Shell commands that check a proof with OpenSSL's program, for whoever does not want to believe it.
 */
#include "proof-parts.h"

static void
append_hex (GString *text, GBytes *bytes)
{
  gsize n;
  const guint8 *data = g_bytes_get_data (bytes, &n);

  for (gsize i = 0; i < n; i++)
    g_string_append_printf (text, "%02x", data[i]);
}

/* A line `name=…` with the bytes in hexadecimal. */
static void
append_variable (GString *text, const char *name, GBytes *bytes)
{
  g_string_append_printf (text, "%s=", name);
  append_hex (text, bytes);
  g_string_append_c (text, '\n');
}

static const char *
hash_name (gnutls_digest_algorithm_t hash)
{
  switch (hash)
    {
    case GNUTLS_DIG_SHA256:
      return "sha256";
    case GNUTLS_DIG_SHA384:
      return "sha384";
    default:
      return NULL;
    }
}

/* RFC 9846 section 4.5.3: HMAC of the hash of the transcript; RFC 5246 section 7.4.9: the PRF over it. */
char *
tl_recipe_finished (const TlAgreement *agreement, const TlProof *proof, bool from_client)
{
  const char *hash = hash_name (agreement->suite.hash);
  GString *text;

  if (hash == NULL || agreement->version < 0x0303)
    return NULL;
  text = g_string_new (NULL);
  append_variable (text, "transcript", proof->covered);
  append_variable (text, agreement->version == 0x0304 ? "finished_key" : "main_secret", proof->key);
  append_variable (text, "verify_data", proof->found);
  g_string_append_printf (text, "hash=$(printf %%s \"$transcript\" | xxd -r -p | openssl dgst -%s -binary | xxd -p -c 99)\n",
                          hash);
  if (agreement->version == 0x0304)
    g_string_append_printf (text,
                            "computed=$(printf %%s \"$hash\" | xxd -r -p | openssl dgst -%s -mac HMAC -macopt "
                            "hexkey:\"$finished_key\" -binary | xxd -p -c 99)\n",
                            hash);
  else
    g_string_append_printf (text,
                            "computed=$(openssl kdf -keylen 12 -kdfopt digest:%s -kdfopt hexsecret:\"$main_secret\" -kdfopt "
                            "seed:'%s finished' -kdfopt hexseed:\"$hash\" TLS1-PRF | tr -d : | tr A-F a-f)\n",
                            hash, from_client ? "client" : "server");
  g_string_append (text, "[ \"$computed\" = \"$verify_data\" ] && echo the same\n");
  return g_string_free (text, FALSE);
}
