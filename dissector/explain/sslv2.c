/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What the fields of SSL 2.0 are for, and of the ClientHello in its form.
 */
#include "texts.h"

#include <glib/gi18n-lib.h>

#define DRAFT "draft-hickman-netscape-ssl-00"

const TlText tl_sslv2_texts[] = {
  { NULL, "version",
    N_ ("The highest version the client speaks. A server of SSL 2.0 answers in SSL 2.0; a newer one reads from "
        "this number that it may answer in SSL 3.0 or TLS."),
    "RFC 5246, appendix E.2", NULL },
  { NULL, "cipher_spec_length",
    N_ ("How many bytes the list of cipher specs has: three for each. In SSL 2.0 all lengths stand in front, "
        "before what they are the lengths of."),
    "RFC 5246, appendix E.2", NULL },
  { NULL, "session_id_length", N_ ("How many bytes the session id has: 16, or 0 where there is no session to resume."),
    "RFC 5246, appendix E.2", NULL },
  { NULL, "challenge_length", N_ ("How many bytes the challenge has: 16 to 32."), "RFC 5246, appendix E.2", NULL },
  { NULL, "cipher_specs",
    N_ ("The ciphers the client can use, of SSL 2.0 and, with a zero in front, the cipher suites of later "
        "versions."),
    "RFC 5246, appendix E.2", NULL },
  { NULL, "v2_cipher_spec",
    N_ ("One of them, in three bytes. If the first is zero, the other two are a cipher suite of SSL 3.0 or TLS."),
    "RFC 5246, appendix E.2", NULL },
  { NULL, "session_id", N_ ("The session the client would like to resume."), "RFC 5246, appendix E.2", NULL },
  { NULL, "challenge",
    N_ ("Bytes that the client makes anew for each conversation. In SSL 2.0 the server has to send them back "
        "encrypted, which shows that it has the key; in later versions they are the client's random, with "
        "zeros in front."),
    "RFC 5246, appendix E.2", NULL },
  { NULL, "session_id_hit", N_ ("Whether the server knows the session that the client would like to resume: 1, or 0."),
    DRAFT ", section 5.6.1", NULL },
  { "server_hello", "certificate_type",
    N_ ("The kind of certificate that follows: 1 is X.509. 0, with none, if a session is resumed."),
    DRAFT ", section 5.6.1", NULL },
  { NULL, "server_version", N_ ("The version of the server: 2."), DRAFT ", section 5.6.1", NULL },
  { NULL, "certificate_length", N_ ("How many bytes the certificate has."), DRAFT ", section 5.6.1", NULL },
  { NULL, "cipher_specs_length", N_ ("How many bytes the list of cipher specs has: three for each."), DRAFT ", section 5.6.1",
    NULL },
  { NULL, "connection_id_length", N_ ("How many bytes the connection id has: 16 to 32."), DRAFT ", section 5.6.1", NULL },
  { NULL, "certificate_data",
    N_ ("The certificate: who the sender is, and its public key. There is only this one, no chain of authorities "
        "behind it."),
    DRAFT ", section 5.6.1", NULL },
  { NULL, "cipher_specs_data",
    N_ ("What the server can use of the client's ciphers. It is the client that chooses, in CLIENT-MASTER-KEY. "
        "Nothing protects this list: who is on the way can take the strong ones out of it."),
    DRAFT ", section 5.6.1", NULL },
  { NULL, "connection_id_data",
    N_ ("Bytes that the server makes anew for each conversation, its part in the keys. The client has to send "
        "them back encrypted."),
    DRAFT ", section 5.6.1", NULL },
  { NULL, "cipher_kind", N_ ("The cipher that the client chose among those the server has left."), DRAFT ", section 5.5.2",
    NULL },
  { NULL, "clear_key_length", N_ ("How many bytes of the key are sent in clear: none, but for export ciphers."),
    DRAFT ", section 5.5.2", NULL },
  { NULL, "encrypted_key_length", N_ ("How many bytes the encrypted part of the key has."), DRAFT ", section 5.5.2", NULL },
  { NULL, "key_arg_length", N_ ("How many bytes the cipher needs beside its key: 8, or none for RC4."),
    DRAFT ", section 5.5.2", NULL },
  { NULL, "clear_key_data",
    N_ ("The part of the key that everybody may read. Export ciphers leave only 40 bits of it secret, which can "
        "be tried out."),
    DRAFT ", section 5.5.2", NULL },
  { NULL, "encrypted_key_data",
    N_ ("The secret part of the key, encrypted with the server's RSA key. A server that tells by its answer "
        "whether the padding in it was right gives the key away, and those of other conversations under the "
        "same RSA key too (DROWN)."),
    DRAFT ", section 5.5.2", NULL },
  { NULL, "key_arg_data", N_ ("What the cipher needs beside its key: the first block that it chains to."),
    DRAFT ", section 5.5.2", NULL },
  { "client_certificate", "certificate_type", N_ ("The kind of certificate that follows: 1 is X.509."), DRAFT ", section 5.5.3",
    NULL },
  { NULL, "response_length", N_ ("How many bytes the response has."), DRAFT ", section 5.5.3", NULL },
  { NULL, "response_data",
    N_ ("The client's signature over the keys, the server's challenge and the server's certificate: the proof "
        "that it owns its own."),
    DRAFT ", section 5.5.3", NULL },
  { "client_finished", "connection_id", N_ ("The connection id of SERVER-HELLO, sent back to show that the client has the keys."),
    DRAFT ", section 5.5.4", NULL },
  { NULL, "challenge_data", N_ ("The challenge of CLIENT-HELLO, sent back to show that the server has the keys."),
    DRAFT ", section 5.6.2", NULL },
  { NULL, "session_id_data", N_ ("The name of the session, by which the client can resume it."), DRAFT ", section 5.6.3", NULL },
  { NULL, "authentication_type", N_ ("How the client shall prove who it is: 1 is a signature with RSA over an MD5 hash."),
    DRAFT ", section 5.6.4", NULL },
  { NULL, "certificate_challenge_data", N_ ("Bytes that the client has to sign, so that nobody can use an old signature."),
    DRAFT ", section 5.6.4", NULL },
  { NULL, "error_code", N_ ("What happened. Nothing protects the message as long as there are no keys: anybody on the way can send it."),
    DRAFT ", section 5.7.1", NULL },
  { NULL, NULL, NULL, NULL, NULL },
};
