/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What cipher suites, groups and signature schemes are, in a sentence.
 */
#include "texts.h"

#include <glib/gi18n-lib.h>

static const char *
key_exchange_text (TlKeyExchange key_exchange)
{
  switch (key_exchange)
    {
    case TL_KEY_EXCHANGE_RSA:
      return N_ (
          "The client encrypts the premaster secret to the server's RSA key: there is no forward secrecy.");
    case TL_KEY_EXCHANGE_DH:
    case TL_KEY_EXCHANGE_ECDH:
      return N_ ("The server's share stands in its certificate and is always the same: there is no forward "
                 "secrecy.");
    case TL_KEY_EXCHANGE_DHE:
      return N_ ("Both sides make Diffie-Hellman shares for this conversation alone (forward secrecy).");
    case TL_KEY_EXCHANGE_ECDHE:
      return N_ (
          "Both sides make shares on an elliptic curve for this conversation alone (forward secrecy).");
    case TL_KEY_EXCHANGE_DH_ANON:
    case TL_KEY_EXCHANGE_ECDH_ANON:
      return N_ ("Nobody proves who he is, so anybody on the way can pose as the other side.");
    case TL_KEY_EXCHANGE_PSK:
      return N_ ("Both sides know a key already. Who learns it later can read what was recorded before.");
    case TL_KEY_EXCHANGE_RSA_PSK:
      return N_ ("A key that both sides know, and a secret encrypted to the server's RSA key.");
    case TL_KEY_EXCHANGE_DHE_PSK:
    case TL_KEY_EXCHANGE_ECDHE_PSK:
      return N_ (
          "A key that both sides know, and shares made for this conversation alone (forward secrecy).");
    case TL_KEY_EXCHANGE_SRP:
    case TL_KEY_EXCHANGE_SRP_SIGNED:
      return N_ ("Both sides prove that they know the same password (SRP).");
    case TL_KEY_EXCHANGE_KRB5:
      return N_ ("The keys come from Kerberos.");
    case TL_KEY_EXCHANGE_ECCPWD:
    case TL_KEY_EXCHANGE_ECJPAKE:
      return N_ ("Both sides prove that they know the same password.");
    case TL_KEY_EXCHANGE_GOST:
      return N_ ("Keys are agreed on by the Russian GOST standards.");
    case TL_KEY_EXCHANGE_SM2:
      return N_ ("The client encrypts the secret to the server's SM2 key, as the Chinese standard GB/T 38636 says: who "
                 "gets that key can read everything, even what was recorded before.");
    case TL_KEY_EXCHANGE_SM2DHE:
      return N_ ("Both sides make SM2 shares for this conversation alone, as the Chinese standard GB/T 38636 says "
                 "(forward secrecy).");
    case TL_KEY_EXCHANGE_TLS13:
      return N_ (
          "In TLS 1.3 the suite does not say how keys are agreed on: key_share and pre_shared_key do.");
    case TL_KEY_EXCHANGE_NULL:
      return N_ ("No keys are agreed on.");
    case TL_KEY_EXCHANGE_UNKNOWN:
    default:
      return NULL;
    }
}

/* Ciphers that nobody should use any more, and why. */
static const char *
weakness_of (const char *cipher)
{
  static const struct
  {
    const char *part, *text;
  } weak[] = {
    { "NULL", N_ ("The data is not encrypted at all.") },
    { "-56", N_ ("Its keys of 56 bits, from the export rules of the 1990s, can be found in no time.") },
    { "-40", N_ ("Its keys of 40 bits, from the export rules of the 1990s, can be found in no time.") },
    { "RC4", N_ ("RC4 is broken, and forbidden since 2015 (RFC 7465).") },
    { "3DES", N_ ("3DES has blocks of 64 bits, which leak after some gigabytes (Sweet32).") },
    { "DES", N_ ("DES has keys of 56 bits, which can be found in a day.") },
    { "RC2", N_ ("RC2 is long out of date.") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (weak); i++)
    if (strstr (cipher, weak[i].part))
      return weak[i].text;
  return NULL;
}

static void
append (GString *text, const char *sentence)
{
  if (sentence)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", sentence);
}

char *
tl_explain_cipher_suite (guint32 code)
{
  const TlCipherSuiteInfo *info = tl_cipher_suite_info (code);
  g_autofree char *protection = NULL;
  const char *keys, *weakness;
  GString *text;

  if (code == 0x00ff)
    return g_strdup (
        _ ("No cipher suite, but a signal: the client is safe from the renegotiation attack (RFC 5746)."));
  if (code == 0x5600)
    return g_strdup (_ ("No cipher suite, but a signal: the client tries again with an older version than it "
                        "can speak (RFC 7507)."));
  if (info == NULL)
    return NULL;

  text = g_string_new (NULL);
  keys = key_exchange_text (info->key_exchange);
  append (text, keys ? _ (keys) : NULL);
  weakness = info->cipher ? weakness_of (info->cipher) : NULL;
  if (info->cipher && info->hash && !g_str_has_prefix (info->cipher, "NULL"))
    protection
        = info->aead
              ? g_strdup_printf (
                  _ ("The data is encrypted and authenticated by %s; keys are derived with %s."),
                  info->cipher, info->hash)
              : g_strdup_printf (
                  _ ("The data is encrypted by %s, and each record is authenticated by a code made with %s."),
                  info->cipher, info->hash);
  append (text, protection);
  append (text, weakness ? _ (weakness) : NULL);
  return g_string_free (text, text->len == 0);
}

static bool
within (guint16 code, guint16 first, guint16 last)
{
  return code >= first && code <= last;
}

const char *
tl_explain_group (guint16 code)
{
  if (within (code, 4585, 4590) || code == 16696 || code == 25497 || code == 25498)
    return _ ("It is a hybrid: an elliptic curve and a lattice, each with a share of its own. An attacker "
              "would have to break both, and the second is made to withstand quantum computers.");
  if (within (code, 512, 514))
    return _ ("It is ML-KEM, a key encapsulation on a lattice that is made to withstand quantum computers.");
  if (code == 29 || code == 30)
    return _ ("It is a fast elliptic curve that is easy to get right. A quantum computer would break it.");
  if (within (code, 256, 260))
    return _ ("It is Diffie-Hellman in a finite field that everybody knows to be sound. A quantum computer "
              "would break it.");
  if (within (code, 23, 25))
    return _ ("It is an elliptic curve of the American NIST. A quantum computer would break it.");
  if (within (code, 26, 28) || within (code, 31, 33))
    return _ ("It is one of the Brainpool curves, made in Germany as a choice besides those of NIST. A "
              "quantum computer would break it.");
  if (within (code, 34, 40))
    return _ ("It is an elliptic curve of the Russian GOST standards. A quantum computer would break it.");
  if (code == 41)
    return _ ("It is the elliptic curve of the Chinese SM2 standard. A quantum computer would break it.");
  if (within (code, 1, 22))
    return _ ("It is an old elliptic curve that hardly anyone uses any more.");
  return NULL;
}

const char *
tl_explain_signature_scheme (guint16 code)
{
  guint8 hash = (guint8) (code >> 8), signature = (guint8) (code & 0xff);

  if (within (code, 0x0804, 0x0806))
    return _ ("RSA with PSS padding, for an ordinary RSA key: the way to sign with RSA in TLS 1.3.");
  if (within (code, 0x0809, 0x080b))
    return _ ("RSA with PSS padding, for a key that may be used for PSS alone.");
  if (code == 0x0807 || code == 0x0808)
    return _ ("EdDSA: no random value is needed to sign, so a bad one cannot give the key away.");
  if (within (code, 0x081a, 0x081c))
    return _ ("ECDSA on a Brainpool curve.");
  if (within (code, 0x0904, 0x0906))
    return _ ("ML-DSA: a signature on a lattice that is made to withstand quantum computers.");
  if (within (code, 0x0911, 0x091c))
    return _ ("SLH-DSA: a signature from hashes alone that is made to withstand quantum computers.");
  if (code == 0x0708)
    return _ ("SM2, the Chinese signature standard.");
  if (within (code, 0x0709, 0x070f))
    return _ ("A Russian GOST signature.");
  if (hash == 1)
    return _ ("MD5 is broken: such signatures can be forged.");
  if (hash == 2)
    return _ ("SHA-1 is broken for signatures: it is there for old programs and old certificates.");
  if (signature == 1 && within (hash, 3, 6))
    return _ ("RSA with the padding of PKCS #1 v1.5. TLS 1.3 accepts it in certificates only.");
  if (signature == 0x20 && within (hash, 4, 6))
    return _ ("RSA with the padding of PKCS #1 v1.5, for clients whose keys, in smart cards for instance, "
              "can do no "
              "better (RFC 9963).");
  if (signature == 2 && within (hash, 3, 6))
    return _ ("DSA, which is no longer in use.");
  if (signature == 3 && within (hash, 3, 6))
    return _ ("ECDSA: a signature on an elliptic curve, shorter than one of RSA.");
  return NULL;
}
