/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What the fields of ServerKeyExchange and ClientKeyExchange are for.
 */
#include "texts.h"

#include <glib/gi18n-lib.h>

const TlText tl_key_exchange_texts[] = {
  { NULL, "params", N_ ("The server's public share, and what the client needs to know to answer it."),
    "RFC 5246, section 7.4.3", NULL },
  { NULL, "curve_params", N_ ("The elliptic curve that the server chose for the key exchange."),
    "RFC 8422, section 5.4", NULL },
  { NULL, "curve_type", N_ ("3 says that the curve is named; the other ways were never safe, and are gone."),
    "RFC 8422, section 5.4", NULL },
  { NULL, "parameters", N_ ("The curve itself."), "RFC 8422, section 5.4", NULL },
  { NULL, "namedcurve", N_ ("The curve, one of those the client listed in supported_groups."),
    "RFC 8422, section 5.4", NULL },
  { NULL, "public",
    N_ ("The server's share: a point that it made for this conversation alone. The secret number behind it "
        "never leaves the server, and is thrown away, so that this conversation cannot be opened later "
        "(forward secrecy)."),
    "RFC 8422, section 5.4", NULL },
  { "base", "point", N_ ("The point from which all others are made."), "RFC 4492, section 5.4", NULL },
  { NULL, "point",
    N_ ("A point of the curve: a byte that says how it is written, then its coordinates; for X25519 and X448 "
        "only the u-coordinate."),
    "RFC 8422, section 5.4", NULL },
  { NULL, "prime_p", N_ ("The prime of the field, for a curve told in full."), "RFC 4492, section 5.4",
    NULL },
  { NULL, "curve", N_ ("The two coefficients of a curve told in full."), "RFC 4492, section 5.4", NULL },
  { NULL, "a", N_ ("The first coefficient of the curve."), "RFC 4492, section 5.4", NULL },
  { NULL, "b", N_ ("The second coefficient of the curve."), "RFC 4492, section 5.4", NULL },
  { NULL, "base", N_ ("The point from which all others are made."), "RFC 4492, section 5.4", NULL },
  { NULL, "order", N_ ("How many points are made from the base."), "RFC 4492, section 5.4", NULL },
  { NULL, "cofactor", N_ ("How many times more points the whole curve has."), "RFC 4492, section 5.4", NULL },
  { NULL, "m", N_ ("The degree of the binary field, for a curve told in full."), "RFC 4492, section 5.4",
    NULL },
  { NULL, "basis", N_ ("The form of the polynomial of the binary field."), "RFC 4492, section 5.4", NULL },
  { NULL, "polynomial", N_ ("The polynomial of the binary field."), "RFC 4492, section 5.4", NULL },
  { NULL, "k", N_ ("The exponent in the middle of the polynomial."), "RFC 4492, section 5.4", NULL },
  { NULL, "k1", N_ ("The first exponent in the middle of the polynomial."), "RFC 4492, section 5.4", NULL },
  { NULL, "k2", N_ ("The second exponent in the middle of the polynomial."), "RFC 4492, section 5.4", NULL },
  { NULL, "k3", N_ ("The third exponent in the middle of the polynomial."), "RFC 4492, section 5.4", NULL },
  { NULL, "dh_p",
    N_ ("The prime of the Diffie-Hellman group: the server chooses it freely, so the client has to judge "
        "whether it is large enough."),
    "RFC 5246, section 7.4.3", NULL },
  { NULL, "dh_g", N_ ("The generator of the Diffie-Hellman group."), "RFC 5246, section 7.4.3", NULL },
  { NULL, "dh_ys",
    N_ ("The server's share: the generator, raised to a secret number that the server made for this "
        "conversation."),
    "RFC 5246, section 7.4.3", NULL },
  { NULL, "dh_yc",
    N_ ("The client's share: the generator, raised to a secret number of its own. Each side now raises the "
        "other's share to its own number, and both have the same premaster secret."),
    "RFC 5246, section 7.4.7.2", NULL },
  { NULL, "ecdh_yc",
    N_ ("The client's share, a point of the same curve. Each side multiplies the other's point by its own "
        "secret number, and both have the same premaster secret, which was never sent."),
    "RFC 8422, section 5.7", NULL },
  { NULL, "encrypted_pre_master_secret",
    N_ ("The client made the premaster secret and encrypts it to the public key of the server's certificate. "
        "Who gets hold of the private key, even years later, can open this and read the whole conversation: "
        "there is no forward secrecy, and so TLS 1.3 gave it up."),
    "RFC 5246, section 7.4.7.1", NULL },
  { NULL, "rsa_modulus",
    N_ ("The modulus of a short-lived RSA key of 512 bits, as the export rules of the 1990s wanted it. It "
        "can be broken in hours."),
    "RFC 2246, section 7.4.3", NULL },
  { NULL, "rsa_exponent", N_ ("The exponent of the short-lived RSA key."), "RFC 2246, section 7.4.3", NULL },
  { NULL, "psk_identity_hint", N_ ("Helps the client to choose among the keys it shares with servers."),
    "RFC 4279, section 2", NULL },
  { "client_key_exchange", "psk_identity",
    N_ ("Names the key that both sides know already; the key itself is never sent."), "RFC 4279, section 2",
    NULL },
  { NULL, "srp_n", N_ ("The prime of the group in which SRP computes."), "RFC 5054, section 2.5.3", NULL },
  { NULL, "srp_g", N_ ("The generator of the group."), "RFC 5054, section 2.5.3", NULL },
  { NULL, "srp_s", N_ ("The salt that belongs to the user's password."), "RFC 5054, section 2.5.3", NULL },
  { NULL, "srp_b", N_ ("The server's share."), "RFC 5054, section 2.5.3", NULL },
  { NULL, "srp_a",
    N_ ("The client's share. The secret comes out the same on both sides only if the password is right."),
    "RFC 5054, section 2.5.4", NULL },
  { NULL, "srp_i", N_ ("The user name, in clear."), "RFC 5054, section 2.8.1", NULL },
  { NULL, "salt", N_ ("The salt that belongs to the user's password."), "RFC 8492, section 4.5.1.2", NULL },
  { NULL, "ec_selement", N_ ("The server's share of the password handshake: a point."),
    "RFC 8492, section 4.5.1.2", NULL },
  { NULL, "ec_sscalar", N_ ("The server's share of the password handshake: a number."),
    "RFC 8492, section 4.5.1.2", NULL },
  { NULL, "ec_celement", N_ ("The client's share of the password handshake: a point."),
    "RFC 8492, section 4.5.1.3", NULL },
  { NULL, "ec_cscalar", N_ ("The client's share of the password handshake: a number."),
    "RFC 8492, section 4.5.1.3", NULL },
  { NULL, "ecjpake_key_kp",
    N_ ("The sender's share of the password handshake EC-J-PAKE, with a proof that it knows the secret "
        "behind it."),
    "draft-cragie-tls-ecjpake", NULL },
  { "ecjpake_key_kp", "x", N_ ("The share: a point."), "draft-cragie-tls-ecjpake", NULL },
  { NULL, "zkp",
    N_ ("The proof (of Schnorr's kind) that the sender knows the secret number behind its share."),
    "RFC 8235", NULL },
  { NULL, "v", N_ ("The first half of the proof: a point."), "RFC 8235", NULL },
  { "zkp", "r", N_ ("The second half of the proof: a number."), "RFC 8235", NULL },
  { "client_key_exchange", "ticket", N_ ("The Kerberos ticket for the server."), "RFC 2712", NULL },
  { NULL, "authenticator", N_ ("The Kerberos authenticator; it may be left out."), "RFC 2712", NULL },
  { NULL, "exchange_keys",
    N_ ("The client's share, or the premaster secret under the server's key. Which it is depends on the "
        "cipher suite, and that is not known here."),
    "RFC 5246, section 7.4.7", NULL },
  { NULL, "gost_key_transport", N_ ("The premaster secret, wrapped for the server's GOST key (in DER)."),
    "RFC 9189, section 4.2.4", NULL },
  { NULL, NULL, NULL, NULL, NULL },
};
