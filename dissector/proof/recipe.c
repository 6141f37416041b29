/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Shell commands that check a proof with OpenSSL's program, for whoever does not want to believe it.
 */
#include "proof-parts.h"

#include <gnutls/gnutls.h>

enum
{
  COMMANDS = 1024 /* bytes of a recipe but for its values, at most */
};

/* A recipe in the making. It has a key in it: it is never moved, so that none is left behind. */
static GString *
recipe_new (const TlProof *proof)
{
  return g_string_sized_new (COMMANDS
                             + 2 * (g_bytes_get_size (proof->covered) + g_bytes_get_size (proof->key) + g_bytes_get_size (proof->found)));
}

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
    case GNUTLS_DIG_MD5:
      return "md5";
    case GNUTLS_DIG_SHA1:
      return "sha1";
    case GNUTLS_DIG_SHA224:
      return "sha224";
    case GNUTLS_DIG_SHA256:
      return "sha256";
    case GNUTLS_DIG_SHA384:
      return "sha384";
    case GNUTLS_DIG_SHA512:
      return "sha512";
    default:
      return NULL;
    }
}

/* The hash of what the variable @name holds, as a word of the shell. */
static void
append_hash_of (GString *text, const char *name, const char *hash)
{
  g_string_append_printf (text, "$(printf %%s \"$%s\" | xxd -r -p | openssl dgst -%s -binary | xxd -p -c 99)", name, hash);
}

/* HMAC of the variable hash with the variable finished_key. */
static void
append_mac (GString *text, const char *hash)
{
  g_string_append_printf (text,
                          "computed=$(printf %%s \"$hash\" | xxd -r -p | openssl dgst -%s -mac HMAC -macopt "
                          "hexkey:\"$finished_key\" -binary | xxd -p -c 99)\n",
                          hash);
}

/* RFC 9846 section 4.5.3: HMAC of the hash of the transcript; RFC 5246 section 7.4.9: the PRF over it, and over two hashes in
 * RFC 4346. */
char *
tl_recipe_finished (const TlAgreement *agreement, const TlProof *proof, bool from_client)
{
  bool old = agreement->version < 0x0303;
  const char *hash = old ? "MD5-SHA1" : hash_name (agreement->suite.hash);
  GString *text;

  if (hash == NULL || agreement->version < 0x0301)
    return NULL;
  text = recipe_new (proof);
  append_variable (text, "transcript", proof->covered);
  append_variable (text, agreement->version == 0x0304 ? "finished_key" : "main_secret", proof->key);
  append_variable (text, "verify_data", proof->found);
  g_string_append (text, "hash=");
  append_hash_of (text, "transcript", old ? "md5" : hash);
  if (old)
    append_hash_of (text, "transcript", "sha1");
  g_string_append_c (text, '\n');
  if (agreement->version == 0x0304)
    append_mac (text, hash);
  else
    g_string_append_printf (text,
                            "computed=$(openssl kdf -keylen 12 -kdfopt digest:%s -kdfopt hexsecret:\"$main_secret\" -kdfopt "
                            "seed:'%s finished' -kdfopt hexseed:\"$hash\" TLS1-PRF | tr -d : | tr A-F a-f)\n",
                            hash, from_client ? "client" : "server");
  g_string_append (text, "[ \"$computed\" = \"$verify_data\" ] && echo the same\n");
  return g_string_free (text, FALSE);
}

/* RFC 9846 section 4.3.11.2: like a Finished, over what stands before the binders. */
char *
tl_recipe_binder (const TlProof *proof, gnutls_digest_algorithm_t hash)
{
  GString *text = recipe_new (proof);

  append_variable (text, "transcript", proof->covered);
  append_variable (text, "finished_key", proof->key);
  append_variable (text, "binder", proof->found);
  g_string_append (text, "hash=");
  append_hash_of (text, "transcript", hash_name (hash));
  g_string_append_c (text, '\n');
  append_mac (text, hash_name (hash));
  g_string_append (text, "[ \"$computed\" = \"$binder\" ] && echo the same\n");
  return g_string_free (text, FALSE);
}

/* The bytes of the variable @name, as a file. */
static void
append_file (GString *text, const char *name)
{
  g_string_append_printf (text, "printf %%s \"$%s\" | xxd -r -p > \"$folder/%s\"\n", name, name);
}

/* How OpenSSL is asked to verify with @algorithm; with none, the two hashes that RSA signed before TLS 1.2. */
static bool
append_verification (GString *text, gnutls_sign_algorithm_t algorithm)
{
  gnutls_pk_algorithm_t kind = gnutls_sign_get_pk_algorithm (algorithm);
  const char *hash = hash_name (gnutls_sign_get_hash_algorithm (algorithm));

  if (algorithm == GNUTLS_SIGN_UNKNOWN)
    g_string_append (text, "{ openssl dgst -md5 -binary \"$folder/signed\"; openssl dgst -sha1 -binary \"$folder/signed\"; } "
                           "> \"$folder/hashes\"\n"
                           "openssl pkeyutl -verify -pubin -keyform DER -inkey \"$folder/key\" -in \"$folder/hashes\"");
  else if (kind == GNUTLS_PK_EDDSA_ED25519 || kind == GNUTLS_PK_EDDSA_ED448)
    g_string_append (text, "openssl pkeyutl -verify -pubin -keyform DER -inkey \"$folder/key\" -rawin -in \"$folder/signed\"");
  else if (hash)
    g_string_append_printf (text, "openssl dgst -%s -keyform DER -verify \"$folder/key\"%s", hash,
                            kind == GNUTLS_PK_RSA_PSS ? " -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest" : "");
  else
    return false;
  if (strstr (text->str, "pkeyutl"))
    g_string_append (text, " -sigfile \"$folder/signature\"");
  else
    g_string_append (text, " -signature \"$folder/signature\" \"$folder/signed\"");
  return true;
}

char *
tl_recipe_signature (const TlProof *proof, gnutls_sign_algorithm_t algorithm)
{
  GString *text = recipe_new (proof);

  append_variable (text, "key", proof->key);
  append_variable (text, "signature", proof->found);
  append_variable (text, "signed", proof->covered);
  g_string_append (text, "folder=$(mktemp -d)\n");
  append_file (text, "key");
  append_file (text, "signature");
  append_file (text, "signed");
  if (!append_verification (text, algorithm))
    return g_string_free (text, TRUE);
  g_string_append (text, " && echo right\nrm -r \"$folder\"\n");
  return g_string_free (text, FALSE);
}
