/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * ServerKeyExchange and ClientKeyExchange of TLS 1.2 and older: what they look like is decided by the cipher suite.
 */
#include "tables.h"

#include "messages.h"

/* Who signs the parameters, and how: RFC 5246 section 7.4.3 puts the scheme before the signature, older versions do not. */
typedef enum
{
  UNSIGNED,
  SIGNED_OLD,
  SIGNED
} Signing;

#define SIGNATURE_OLD TL_BYTES_PREFIX ("signature", 2, .holds = TL_HOLDS_SIGNATURE)
#define SIGNATURE \
  TL_UINT ("algorithm", 2, .tag = TL_TAG_SIGNATURE_SCHEME, .registry = TL_REGISTRY_SIGNATURE_SCHEME), \
  TL_BYTES_PREFIX ("signature", 2, .holds = TL_HOLDS_SIGNATURE)

/* RFC 8422 section 5.4: ECPoint */
static const TlField ec_point[] = {
  TL_BYTES_PREFIX ("point", 1),
  { 0 },
};

/* RFC 4492 section 5.4: ECCurve */
static const TlField ec_curve[] = {
  TL_BYTES_PREFIX ("a", 1),
  TL_BYTES_PREFIX ("b", 1),
  { 0 },
};

/* RFC 4492 section 5.4: curves told in full; RFC 8422 forbids them */
static const TlField explicit_prime[] = {
  TL_BYTES_PREFIX ("prime_p", 1),
  TL_GROUP ("curve", ec_curve),
  TL_GROUP ("base", ec_point),
  TL_BYTES_PREFIX ("order", 1),
  TL_BYTES_PREFIX ("cofactor", 1),
  { 0 },
};

static const TlField ec_trinomial[] = {
  TL_BYTES_PREFIX ("k", 1),
  { 0 },
};

static const TlField ec_pentanomial[] = {
  TL_BYTES_PREFIX ("k1", 1),
  TL_BYTES_PREFIX ("k2", 1),
  TL_BYTES_PREFIX ("k3", 1),
  { 0 },
};

static const TlCase basis_cases[] = {
  { 1, 0, ec_trinomial },
  { 2, 0, ec_pentanomial },
};

static const TlChoice basis_choice = { TL_TAG_SELECTOR, basis_cases, G_N_ELEMENTS (basis_cases) };

static const TlField explicit_char2[] = {
  TL_UINT ("m", 2),
  TL_UINT ("basis", 1, .tag = TL_TAG_SELECTOR),
  TL_CHOICE ("polynomial", 0, &basis_choice),
  TL_GROUP ("curve", ec_curve),
  TL_GROUP ("base", ec_point),
  TL_BYTES_PREFIX ("order", 1),
  TL_BYTES_PREFIX ("cofactor", 1),
  { 0 },
};

static const TlField named_curve[] = {
  TL_UINT ("namedcurve", 2, .tag = TL_TAG_CURVE, .registry = TL_REGISTRY_GROUP),
  { 0 },
};

static const TlCase curve_cases[] = {
  { 1, 0, explicit_prime },
  { 2, 0, explicit_char2 },
  { 3, 0, named_curve },
};

static const TlChoice curve_choice = { TL_TAG_CURVE_TYPE, curve_cases, G_N_ELEMENTS (curve_cases) };

/* RFC 8422 section 5.4: ECParameters */
static const TlField ec_parameters[] = {
  TL_UINT ("curve_type", 1, .tag = TL_TAG_CURVE_TYPE, .registry = TL_REGISTRY_CURVE_TYPE),
  TL_CHOICE ("parameters", 0, &curve_choice),
  { 0 },
};

/* RFC 8422 section 5.4: ServerECDHParams */
static const TlField ecdh_params[] = {
  TL_GROUP ("curve_params", ec_parameters),
  TL_GROUP ("public", ec_point),
  { 0 },
};

/* RFC 5246 section 7.4.3: ServerDHParams */
static const TlField dh_params[] = {
  TL_BYTES_PREFIX ("dh_p", 2, .tag = TL_TAG_DH_PRIME),
  TL_BYTES_PREFIX ("dh_g", 2),
  TL_BYTES_PREFIX ("dh_ys", 2),
  { 0 },
};

/* RFC 2246 section 7.4.3: ServerRSAParams, the short-lived key of the export suites */
static const TlField rsa_params[] = {
  TL_BYTES_PREFIX ("rsa_modulus", 2),
  TL_BYTES_PREFIX ("rsa_exponent", 2),
  { 0 },
};

/* RFC 5054 section 2.8.2: ServerSRPParams */
static const TlField srp_params[] = {
  TL_BYTES_PREFIX ("srp_n", 2),
  TL_BYTES_PREFIX ("srp_g", 2),
  TL_BYTES_PREFIX ("srp_s", 1),
  TL_BYTES_PREFIX ("srp_b", 2),
  { 0 },
};

static const TlField server_dh_anon[] = { TL_GROUP ("params", dh_params), { 0 } };
static const TlField server_dhe_old[] = { TL_GROUP ("params", dh_params), SIGNATURE_OLD, { 0 } };
static const TlField server_dhe[] = { TL_GROUP ("params", dh_params), SIGNATURE, { 0 } };

static const TlField server_ecdh_anon[] = { TL_GROUP ("params", ecdh_params), { 0 } };
static const TlField server_ecdhe_old[] = { TL_GROUP ("params", ecdh_params), SIGNATURE_OLD, { 0 } };
static const TlField server_ecdhe[] = { TL_GROUP ("params", ecdh_params), SIGNATURE, { 0 } };

static const TlField server_rsa_old[] = { TL_GROUP ("params", rsa_params), SIGNATURE_OLD, { 0 } };
static const TlField server_rsa[] = { TL_GROUP ("params", rsa_params), SIGNATURE, { 0 } };

static const TlField server_srp[] = { TL_GROUP ("params", srp_params), { 0 } };
static const TlField server_srp_old[] = { TL_GROUP ("params", srp_params), SIGNATURE_OLD, { 0 } };
static const TlField server_srp_signed[] = { TL_GROUP ("params", srp_params), SIGNATURE, { 0 } };

/* RFC 4279 section 2: PSK, and section 4: RSA_PSK */
static const TlField server_psk[] = {
  TL_BYTES_PREFIX ("psk_identity_hint", 2, .show = TL_SHOW_TEXT),
  { 0 },
};

/* RFC 4279 section 3 */
static const TlField server_dhe_psk[] = {
  TL_BYTES_PREFIX ("psk_identity_hint", 2, .show = TL_SHOW_TEXT),
  TL_GROUP ("params", dh_params),
  { 0 },
};

/* RFC 5489 section 2 */
static const TlField server_ecdhe_psk[] = {
  TL_BYTES_PREFIX ("psk_identity_hint", 2, .show = TL_SHOW_TEXT),
  TL_GROUP ("params", ecdh_params),
  { 0 },
};

/* RFC 8492 section 4.5.1.2: ServerECPWDParams */
static const TlField ecpwd_params[] = {
  TL_BYTES_PREFIX ("salt", 1),
  TL_GROUP ("curve_params", ec_parameters),
  TL_GROUP ("ec_selement", ec_point),
  TL_BYTES_PREFIX ("ec_sscalar", 1),
  { 0 },
};

static const TlField server_eccpwd[] = {
  TL_GROUP ("params", ecpwd_params),
  { 0 },
};

/* draft-cragie-tls-ecjpake-01 section 7: a key and the proof that its sender knows the private part */
static const TlField schnorr_proof[] = {
  TL_GROUP ("v", ec_point),
  TL_BYTES_PREFIX ("r", 1),
  { 0 },
};

static const TlField ecjpake_key[] = {
  TL_GROUP ("x", ec_point),
  TL_GROUP ("zkp", schnorr_proof),
  { 0 },
};

/* The same: ECJPAKEKeyKPPairList, two of them in an extension of the hellos */
const TlField tl_ecjpake_key_kp_pair_fields[] = {
  TL_GROUP ("ecjpake_key_kp", ecjpake_key),
  TL_GROUP ("ecjpake_key_kp", ecjpake_key),
  { 0 },
};

static const TlField server_ecjpake[] = {
  TL_GROUP ("curve_params", ec_parameters),
  TL_GROUP ("ecjpake_key_kp", ecjpake_key),
  { 0 },
};

static const TlField client_ecjpake[] = {
  TL_GROUP ("ecjpake_key_kp", ecjpake_key),
  { 0 },
};

/* RFC 5246 section 7.4.7.1 */
static const TlField client_rsa[] = {
  TL_BYTES_PREFIX ("encrypted_pre_master_secret", 2),
  { 0 },
};

/* RFC 6101 section 5.6.7: SSL 3.0 has no length before it */
static const TlField client_rsa_ssl3[] = {
  TL_BYTES_REST ("encrypted_pre_master_secret"),
  { 0 },
};

/* RFC 5246 section 7.4.7.2: nothing when the client's share is in its certificate */
static const TlField client_dh[] = {
  TL_BYTES_PREFIX ("dh_yc", 2, .flags = TL_FIELD_OPTIONAL),
  { 0 },
};

/* RFC 8422 section 5.7: nothing when the client's share is in its certificate */
static const TlField client_ecdh[] = {
  TL_GROUP ("ecdh_yc", ec_point, .flags = TL_FIELD_OPTIONAL),
  { 0 },
};

static const TlField client_ecdh_sent[] = {
  TL_GROUP ("ecdh_yc", ec_point),
  { 0 },
};

/* RFC 4279 section 2 */
static const TlField client_psk[] = {
  TL_BYTES_PREFIX ("psk_identity", 2, .tag = TL_TAG_PSK_IDENTITY, .show = TL_SHOW_TEXT),
  { 0 },
};

/* RFC 4279 section 4 */
static const TlField client_rsa_psk[] = {
  TL_BYTES_PREFIX ("psk_identity", 2, .tag = TL_TAG_PSK_IDENTITY, .show = TL_SHOW_TEXT),
  TL_BYTES_PREFIX ("encrypted_pre_master_secret", 2),
  { 0 },
};

/* RFC 4279 section 3 */
static const TlField client_dhe_psk[] = {
  TL_BYTES_PREFIX ("psk_identity", 2, .tag = TL_TAG_PSK_IDENTITY, .show = TL_SHOW_TEXT),
  TL_BYTES_PREFIX ("dh_yc", 2),
  { 0 },
};

/* RFC 5489 section 2 */
static const TlField client_ecdhe_psk[] = {
  TL_BYTES_PREFIX ("psk_identity", 2, .tag = TL_TAG_PSK_IDENTITY, .show = TL_SHOW_TEXT),
  TL_GROUP ("ecdh_yc", ec_point),
  { 0 },
};

/* RFC 5054 section 2.8.3 */
static const TlField client_srp[] = {
  TL_BYTES_PREFIX ("srp_a", 2),
  { 0 },
};

/* RFC 2712: KerberosWrapper; the authenticator may be empty */
static const TlField client_krb5[] = {
  TL_BYTES_PREFIX ("ticket", 2, .holds = TL_HOLDS_KERBEROS_TICKET),
  TL_BYTES_PREFIX ("authenticator", 2, .holds = TL_HOLDS_KERBEROS_DATA),
  TL_BYTES_PREFIX ("encrypted_pre_master_secret", 2),
  { 0 },
};

/* RFC 8492 section 4.5.1.3: ClientECPWDParams */
static const TlField client_eccpwd[] = {
  TL_GROUP ("ec_celement", ec_point),
  TL_BYTES_PREFIX ("ec_cscalar", 1),
  { 0 },
};

/* GB/T 38636-2020: the server signs the randoms and its encryption certificate, which it does not repeat */
static const TlField server_sm2[] = {
  SIGNATURE_OLD,
  { 0 },
};

/* GB/T 38636-2020: ClientECDHEParams */
static const TlField client_sm2dhe[] = {
  TL_GROUP ("curve_params", ec_parameters),
  TL_GROUP ("public", ec_point),
  { 0 },
};

/* RFC 9189 section 4.2.4: a GostKeyTransport or PSKeyTransport structure in DER */
static const TlField client_gost[] = {
  TL_BYTES_REST ("gost_key_transport", .holds = TL_HOLDS_GOST_KEY_TRANSPORT),
  { 0 },
};

/* RFC 5246 sections 7.4.3 and 7.4.7: which key exchange it is cannot be told, as the cipher suite is not known */
static const TlField server_any[] = {
  TL_BYTES_REST ("params"),
  { 0 },
};

static const TlField client_any[] = {
  TL_BYTES_REST ("exchange_keys"),
  { 0 },
};

/* An encrypted secret, a share of Diffie-Hellman and the name of a key all stand behind a length of two bytes. */
static const TlField client_any_sized[] = {
  TL_BYTES_PREFIX ("exchange_keys", 2),
  { 0 },
};

/* What is read where the suite is not known, when it fits to the last byte. No two of them fit the same bytes: the first of an
 * elliptic curve is its type, and otherwise the number of lengths differs. */
static const TlField *const server_guesses[] = { server_ecdhe, server_ecdhe_old, server_ecdh_anon, server_dhe };
static const TlField *const client_guesses[] = { client_ecdh_sent, client_any_sized };

static const TlField *
first_that_fits (const TlField *const *guesses, gsize n, const TlField *otherwise, TlBytes body, const TlContext *context)
{
  for (gsize i = 0; i < n; i++)
    if (tl_fields_fit (guesses[i], body, context))
      return guesses[i];
  return otherwise;
}

static Signing
signing_of (const TlContext *context)
{
  bool old = context->dtls ? context->version > 0xfefd : context->version != 0 && context->version < 0x0303;

  return old ? SIGNED_OLD : SIGNED;
}

const TlField *
tl_server_key_exchange_fields (const TlContext *context, TlBytes body)
{
  const TlCipherSuiteInfo *info = tl_cipher_suite_info (context->cipher_suite);
  bool old = signing_of (context) == SIGNED_OLD;

  switch (info ? info->key_exchange : TL_KEY_EXCHANGE_UNKNOWN)
    {
    case TL_KEY_EXCHANGE_RSA: return old ? server_rsa_old : server_rsa;
    case TL_KEY_EXCHANGE_DHE: return old ? server_dhe_old : server_dhe;
    case TL_KEY_EXCHANGE_DH_ANON: return server_dh_anon;
    case TL_KEY_EXCHANGE_ECDHE: return old ? server_ecdhe_old : server_ecdhe;
    case TL_KEY_EXCHANGE_ECDH_ANON: return server_ecdh_anon;
    case TL_KEY_EXCHANGE_PSK:
    case TL_KEY_EXCHANGE_RSA_PSK: return server_psk;
    case TL_KEY_EXCHANGE_DHE_PSK: return server_dhe_psk;
    case TL_KEY_EXCHANGE_ECDHE_PSK: return server_ecdhe_psk;
    case TL_KEY_EXCHANGE_SRP: return server_srp;
    case TL_KEY_EXCHANGE_SRP_SIGNED: return old ? server_srp_old : server_srp_signed;
    case TL_KEY_EXCHANGE_ECCPWD: return server_eccpwd;
    case TL_KEY_EXCHANGE_ECJPAKE: return server_ecjpake;
    case TL_KEY_EXCHANGE_SM2: return server_sm2;
    case TL_KEY_EXCHANGE_SM2DHE: return server_ecdhe_old;
    default: return first_that_fits (server_guesses, G_N_ELEMENTS (server_guesses), server_any, body, context);
    }
}

const TlField *
tl_client_key_exchange_fields (const TlContext *context, TlBytes body)
{
  const TlCipherSuiteInfo *info = tl_cipher_suite_info (context->cipher_suite);

  switch (info ? info->key_exchange : TL_KEY_EXCHANGE_UNKNOWN)
    {
    case TL_KEY_EXCHANGE_RSA: return context->version == 0x0300 ? client_rsa_ssl3 : client_rsa;
    case TL_KEY_EXCHANGE_DH:
    case TL_KEY_EXCHANGE_DHE:
    case TL_KEY_EXCHANGE_DH_ANON: return client_dh;
    case TL_KEY_EXCHANGE_ECDH:
    case TL_KEY_EXCHANGE_ECDHE:
    case TL_KEY_EXCHANGE_ECDH_ANON: return client_ecdh;
    case TL_KEY_EXCHANGE_PSK: return client_psk;
    case TL_KEY_EXCHANGE_RSA_PSK: return client_rsa_psk;
    case TL_KEY_EXCHANGE_DHE_PSK: return client_dhe_psk;
    case TL_KEY_EXCHANGE_ECDHE_PSK: return client_ecdhe_psk;
    case TL_KEY_EXCHANGE_SRP:
    case TL_KEY_EXCHANGE_SRP_SIGNED: return client_srp;
    case TL_KEY_EXCHANGE_KRB5: return client_krb5;
    case TL_KEY_EXCHANGE_ECCPWD: return client_eccpwd;
    case TL_KEY_EXCHANGE_ECJPAKE: return client_ecjpake;
    case TL_KEY_EXCHANGE_GOST: return client_gost;
    case TL_KEY_EXCHANGE_SM2: return client_rsa;
    case TL_KEY_EXCHANGE_SM2DHE: return client_sm2dhe;
    default: return first_that_fits (client_guesses, G_N_ELEMENTS (client_guesses), client_any, body, context);
    }
}

const TlField *const *
tl_key_exchange_tables (void)
{
  static const TlField *const tables[] = {
    server_rsa, server_rsa_old, server_dhe, server_dhe_old, server_dh_anon, server_ecdhe, server_ecdhe_old,
    server_ecdh_anon, server_psk, server_dhe_psk, server_ecdhe_psk, server_srp, server_srp_old, server_srp_signed,
    server_eccpwd, server_ecjpake, client_rsa, client_rsa_ssl3, client_dh, client_ecdh, client_psk, client_rsa_psk,
    client_dhe_psk, client_ecdhe_psk, client_srp, client_krb5, client_eccpwd, client_ecjpake, client_gost, server_sm2, client_sm2dhe, server_any, client_any, client_any_sized,
    client_ecdh_sent, NULL,
  };

  return tables;
}
