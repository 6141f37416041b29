/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What the fields of the hellos, and of every message's header, are for.
 */
#include "texts.h"

#include <glib/gi18n-lib.h>

const TlText tl_hello_texts[] = {
  { NULL, "msg_type",
    N_ ("Tells the receiver which handshake message this is, and so how to read what follows."),
    "RFC 9846, section 4", "RFC 5246, section 7.4" },
  { NULL, "length",
    N_ ("Tells how many bytes of the message follow. It is needed because a message may be spread over "
        "several records, and one record may hold several messages."),
    "RFC 9846, section 4", "RFC 5246, section 7.4" },
  { "client_hello", "legacy_version",
    N_ ("Once the highest version the client speaks. Servers that refused a number they did not know made "
        "that useless, so it is frozen: a client of TLS 1.3 says TLS 1.2 here, and lists its versions in "
        "supported_versions."),
    "RFC 9846, section 4.2.2", "RFC 5246, section 7.4.1.2" },
  { NULL, "legacy_version",
    N_ ("The version the server chose, up to TLS 1.2. In TLS 1.3 it is frozen at TLS 1.2, so that devices on "
        "the way see what they know; the real version is in supported_versions."),
    "RFC 9846, section 4.2.3", "RFC 5246, section 7.4.1.3" },
  { "client_hello", "random",
    N_ ("32 bytes that the client makes anew for each conversation. They go into every key, so that no two "
        "conversations have the same keys, and an old one played back does not work. They are no secret."),
    "RFC 9846, section 4.2.2", "RFC 5246, section 7.4.1.2" },
  { "server_hello", "random",
    N_ ("32 bytes that the server makes anew, its own part in every key. The last eight are a warning to the "
        "client when the server speaks a newer version than the one it chose."),
    "RFC 9846, section 4.2.3", "RFC 5246, section 7.4.1.3" },
  { NULL, "random",
    N_ ("In a HelloRetryRequest this is no random number: it is the SHA-256 hash of the word "
        "“HelloRetryRequest”, and tells the message from a ServerHello, whose form it has."),
    "RFC 9846, section 4.2.3", NULL },
  { NULL, "legacy_session_id",
    N_ ("Up to TLS 1.2 a client names here the session it would like to resume. TLS 1.3 resumes with "
        "pre_shared_key instead, and may put a number without meaning here, so that the handshake looks "
        "like one of TLS 1.2 on the way."),
    "RFC 9846, section 4.2.2", "RFC 5246, section 7.4.1.2" },
  { NULL, "legacy_session_id_echo",
    N_ ("Up to TLS 1.2 the name of the session: the one the client asked for, if the server resumes it. A "
        "server of TLS 1.3 only repeats what the client sent."),
    "RFC 9846, section 4.2.3", "RFC 5246, section 7.4.1.3" },
  { NULL, "legacy_cookie",
    N_ ("Proves, in DTLS 1.2, that the client can be reached at its address: it repeats the cookie of the "
        "HelloVerifyRequest. It is empty in the first ClientHello, and always in DTLS 1.3."),
    "RFC 9147, section 5.3", "RFC 6347, section 4.2.1" },
  { NULL, "cookie",
    N_ ("What the server wants to see again in the next ClientHello, so that it need not remember anything "
        "of a client that may not exist."),
    "RFC 9846, section 4.3.2", "RFC 6347, section 4.2.1" },
  { "hello_verify_request", "server_version",
    N_ ("Of no weight: servers say DTLS 1.0 here whatever they go on to choose. What counts is the "
        "ServerHello."),
    "RFC 6347, section 4.2.1", NULL },
  { NULL, "cipher_suites",
    N_ ("The cipher suites the client can use, the one it likes best first: which ciphers protect the data "
        "and, up to TLS 1.2, how keys are agreed on and the server proves who it is. The server chooses one "
        "of them."),
    "RFC 9846, section 4.2.2", "RFC 5246, section 7.4.1.2" },
  { "cipher_suites", "cipher_suite", N_ ("One of the cipher suites the client offers."),
    "RFC 9846, appendix B.4", "RFC 5246, appendix A.5" },
  { NULL, "cipher_suite",
    N_ ("The cipher suite the server chose among those the client offered: from here on it is settled how "
        "the conversation is protected."),
    "RFC 9846, section 4.2.3", "RFC 5246, section 7.4.1.3" },
  { NULL, "legacy_compression_methods",
    N_ ("The ways to compress that the client offers. Compressing what is then encrypted gave secrets away "
        "(the CRIME attack), so TLS 1.3 allows only one value here: null, which is no compression."),
    "RFC 9846, section 4.2.2", "RFC 5246, section 7.4.1.2" },
  { NULL, "compression_method", N_ ("One way to compress. 0 is null: no compression."),
    "RFC 9846, section 4.2.2", "RFC 5246, section 7.4.1.2" },
  { NULL, "legacy_compression_method",
    N_ ("The way to compress that the server chose; 0 is null: no compression."), "RFC 9846, section 4.2.3",
    "RFC 5246, section 7.4.1.3" },
  { "certificate_entry", "extensions",
    N_ ("What goes with this one certificate: proof that it has not been revoked, or that it was logged in "
        "public."),
    "RFC 9846, section 4.5.1", NULL },
  { "new_session_ticket", "extensions",
    N_ ("What goes with this one ticket: whether data may be sent at once with it."),
    "RFC 9846, section 4.7.1", NULL },
  { "encrypted_extensions", "extensions",
    N_ ("The server's answers to extensions of the ClientHello, those that are not needed to make keys: so "
        "they can be sent encrypted."),
    "RFC 9846, section 4.4.1", NULL },
  { NULL, "extensions",
    N_ ("Everything that was added to TLS since its first version. A side skips what it does not know, and "
        "so TLS can grow without breaking what is old. A server answers only extensions that the client "
        "sent."),
    "RFC 9846, section 4.3", "RFC 5246, section 7.4.1.4" },
  { NULL, "extension", N_ ("One extension: its type, and data whose form depends on the type."),
    "RFC 9846, section 4.3", "RFC 5246, section 7.4.1.4" },
  { NULL, "extension_type",
    N_ ("Tells which extension this is. A number that is not known is skipped, with its data."),
    "RFC 9846, section 4.3", "RFC 5246, section 7.4.1.4" },
  { NULL, "extension_data",
    N_ ("What the extension says. Its form depends on the type, and on the message it stands in."),
    "RFC 9846, section 4.3", "RFC 5246, section 7.4.1.4" },
  { NULL, NULL, NULL, NULL, NULL },
};
