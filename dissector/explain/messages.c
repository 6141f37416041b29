/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What each message of the handshake is for. Where TLS 1.2 and older mean something else by it, that is said
 * apart.
 */
#include "texts.h"

#include <glib/gi18n-lib.h>

const TlCodeText tl_message_texts[] = {
  { TL_MESSAGE_HELLO_REQUEST,
    N_ ("The server asks the client to begin a new handshake within the conversation (renegotiation)."),
    "RFC 5246, section 7.4.1.1", NULL, NULL },
  { TL_MESSAGE_CLIENT_HELLO,
    N_ ("The client opens the handshake. It says what it can do (versions, cipher suites, extensions) and "
        "lets the server choose."),
    "RFC 9846, section 4.2.2", NULL, "RFC 5246, section 7.4.1.2" },
  { TL_MESSAGE_SERVER_HELLO,
    N_ ("The server answers with its choices and its key share. From here on both sides can compute the same "
        "keys, and everything that follows is encrypted."),
    "RFC 9846, section 4.2.3",
    N_ ("The server answers with its choices: the version and the cipher suite, among those the client "
        "offered."),
    "RFC 5246, section 7.4.1.3" },
  { TL_MESSAGE_HELLO_VERIFY_REQUEST,
    N_ ("Before it does any work, the server makes sure that the client can be reached at its address: the "
        "client has to repeat the cookie. Otherwise anyone could make it send its certificates to a "
        "stranger, as UDP addresses are easily forged."),
    "RFC 6347, section 4.2.1", NULL, NULL },
  { TL_MESSAGE_NEW_SESSION_TICKET,
    N_ ("The server gives the client a ticket for the next visit: with it the two can resume, without "
        "certificates, and even send data at once."),
    "RFC 9846, section 4.7.1",
    N_ ("The server packs the session into a ticket that only it can open. When the client brings it back, "
        "the next handshake is shorter by a round trip, and the server had nothing to remember."),
    "RFC 5077, section 3.3" },
  { TL_MESSAGE_END_OF_EARLY_DATA,
    N_ ("The client has sent all of its 0-RTT data. What follows is under the keys of this handshake."),
    "RFC 9846, section 4.6", NULL, NULL },
  { TL_MESSAGE_ENCRYPTED_EXTENSIONS,
    N_ ("The first message that is encrypted: the server's answers to extensions that are not needed to make "
        "the keys, such as the protocol chosen by ALPN. In TLS 1.2 they stood in clear in the ServerHello."),
    "RFC 9846, section 4.4.1", NULL, NULL },
  { TL_MESSAGE_REQUEST_CONNECTION_ID, N_ ("Asks for more connection ids, for use after a change of address."),
    "RFC 9147, section 9", NULL, NULL },
  { TL_MESSAGE_NEW_CONNECTION_ID, N_ ("Gives the other side connection ids to use from now on."),
    "RFC 9147, section 9", NULL, NULL },
  { TL_MESSAGE_CERTIFICATE,
    N_ ("Says who the sender is: its certificate, with its public key, then the certificates of the "
        "authorities that vouch for it. It proves nothing yet, for anyone can copy a certificate: "
        "CertificateVerify gives the proof."),
    "RFC 9846, section 4.5.1",
    N_ ("Says who the sender is: its certificate, with its public key, then the certificates of the "
        "authorities that vouch for it. It proves nothing yet, for anyone can copy a certificate: the key "
        "exchange shows who has the private key."),
    "RFC 5246, section 7.4.2" },
  { TL_MESSAGE_SERVER_KEY_EXCHANGE,
    N_ ("The server's public share of the key exchange. Where it has a certificate it signs the share "
        "together with both random values, so that nobody can put his own in its place: that is also its "
        "proof that it owns the certificate."),
    "RFC 5246, section 7.4.3", NULL, "RFC 5246, section 7.4.3" },
  { TL_MESSAGE_CERTIFICATE_REQUEST,
    N_ ("The server wants the client to show a certificate too, and says which it would accept. A client "
        "without one answers with an empty Certificate."),
    "RFC 9846, section 4.4.2", NULL, "RFC 5246, section 7.4.4" },
  { TL_MESSAGE_SERVER_HELLO_DONE,
    N_ ("The server has said all it has to say for now: it is the client's turn. The message is empty."),
    "RFC 5246, section 7.4.5", NULL, NULL },
  { TL_MESSAGE_CERTIFICATE_VERIFY,
    N_ ("The proof that the sender owns its certificate: it signs the hash of the whole handshake so far "
        "with the private key. A copied certificate is of no use, and nor is a signature from another "
        "conversation."),
    "RFC 9846, section 4.5.2", NULL, "RFC 5246, section 7.4.8" },
  { TL_MESSAGE_CLIENT_KEY_EXCHANGE,
    N_ ("The client's part of the key exchange. With it both sides have the same premaster secret, and make "
        "the main secret and all keys from it and from the two random values."),
    "RFC 5246, section 7.4.7", NULL, NULL },
  { TL_MESSAGE_CLIENT_CERTIFICATE_REQUEST, N_ ("The client asks the server to show one more certificate."),
    "RFC 9261, section 4", NULL, NULL },
  { TL_MESSAGE_FINISHED,
    N_ ("The seal on the handshake: a code over everything both sides have said, which only who has the keys "
        "can make. If anybody changed a byte on the way, it does not match, and the conversation ends here. "
        "In TLS 1.3 the server sends its own first."),
    "RFC 9846, section 4.5.3",
    N_ ("The seal on the handshake: a code over everything both sides have said, which only who has the keys "
        "can make. If anybody changed a byte on the way, it does not match, and the conversation ends here. "
        "It is the first message under the new keys."),
    "RFC 5246, section 7.4.9" },
  { TL_MESSAGE_CERTIFICATE_URL,
    N_ ("The client says where its certificate can be fetched, instead of sending it."),
    "RFC 6066, section 5", NULL, NULL },
  { TL_MESSAGE_CERTIFICATE_STATUS,
    N_ ("The OCSP response the client asked for by status_request: fresh proof from the authority that the "
        "certificate has not been revoked."),
    "RFC 6066, section 8", NULL, NULL },
  { TL_MESSAGE_SUPPLEMENTAL_DATA,
    N_ ("Carries data for an application in the middle of the handshake, such as a user's name."), "RFC 4680",
    NULL, NULL },
  { TL_MESSAGE_KEY_UPDATE,
    N_ ("The sender takes new keys for all it sends from now on, derived from the old ones, so that no key "
        "is used for too long."),
    "RFC 9846, section 4.7.3", NULL, NULL },
  { TL_MESSAGE_COMPRESSED_CERTIFICATE,
    N_ ("A Certificate message, compressed: chains are long, and compress well."), "RFC 8879, section 4",
    NULL, NULL },
  { TL_MESSAGE_EKT_KEY, N_ ("Gives the client a key under which the keys of a conference call are sent."),
    "RFC 8870, section 5.2.2", NULL, NULL },
  { TL_MESSAGE_DRAFT_HELLO_RETRY_REQUEST,
    N_ ("The server asks the client to try again, with something else in its ClientHello. In the drafts of "
        "TLS 1.3 this was a message type of its own."),
    "draft-ietf-tls-tls13-21, section 4.1.4", NULL, NULL },
  { TL_MESSAGE_NEXT_PROTOCOL,
    N_ ("The client says which of the server's protocols it has chosen (NPN, the forerunner of ALPN)."),
    "draft-agl-tls-nextprotoneg", NULL, NULL },
  { TL_MESSAGE_CHANNEL_ID,
    N_ ("The client shows the key to which it would like its cookies bound, and signs with it."),
    "draft-balfanz-tls-channelid", NULL, NULL },
  { TL_MESSAGE_MESSAGE_HASH,
    N_ ("Never on the wire: it stands for the first ClientHello in the transcript of a handshake that was "
        "retried."),
    "RFC 9846, section 4.1", NULL, NULL },
  { TL_MESSAGE_HELLO_RETRY_REQUEST,
    N_ ("The server could go on, but the client has not sent what it needs, most often a key share in a "
        "group the server supports. It says which, and the client tries again. That costs a round trip."),
    "RFC 9846, section 4.2.4", NULL, NULL },
  { 0, NULL, NULL, NULL, NULL },
};

const TlText tl_message_field_texts[] = {
  { "alert", "level",
    N_ ("1 is a warning, 2 is fatal: the conversation is over. In TLS 1.3 the level no longer matters, it "
        "follows from the description."),
    "RFC 9846, section 6", "RFC 5246, section 7.2" },
  { "alert", "description", N_ ("What happened, as far as the sender tells."), "RFC 9846, section 6",
    "RFC 5246, section 7.2" },
  { "change_cipher_spec", "type", N_ ("The only value there is: 1."), "RFC 9846, section 5",
    "RFC 5246, section 7.1" },
  { NULL, "ticket_lifetime_hint",
    N_ ("How long the server means to accept the ticket. 0 leaves it to the client."),
    "RFC 5077, section 3.3", NULL },
  { NULL, "ticket_lifetime",
    N_ ("How long the server will accept the ticket; at most seven days. 0 says that it is to be thrown away "
        "at once."),
    "RFC 9846, section 4.7.1", NULL },
  { NULL, "ticket_age_add",
    N_ ("A number the client adds to the ticket's age when it comes back, so that who watches cannot link "
        "the two visits by the time between them."),
    "RFC 9846, section 4.7.1", NULL },
  { NULL, "ticket_nonce",
    N_ ("Makes the key of this ticket differ from those of the other tickets of the same conversation."),
    "RFC 9846, section 4.7.1", NULL },
  { NULL, "ticket",
    N_ ("The ticket itself. Only the server can read it; to the client it is a name for a key that both now "
        "share."),
    "RFC 9846, section 4.7.1", "RFC 5077, section 4" },
  { NULL, "request_update", N_ ("Whether the other side shall change its keys as well."),
    "RFC 9846, section 4.7.3", NULL },
  { NULL, "num_cids", N_ ("How many connection ids the sender would like to have."), "RFC 9147, section 9",
    NULL },
  { NULL, "cids", N_ ("Connection ids by which the sender will recognise this conversation from now on."),
    "RFC 9147, section 9", NULL },
  { NULL, "connection_id", N_ ("One connection id."), "RFC 9147, section 9", NULL },
  { NULL, "usage", N_ ("Whether the ids shall be used at once (0) or kept for later (1)."),
    "RFC 9147, section 9", NULL },
  { NULL, "hash", N_ ("The hash of the first ClientHello."), "RFC 9846, section 4.1", NULL },
  { NULL, "certificate_request_context",
    N_ ("Tells which request a certificate answers. Within the handshake there is only one, and it is "
        "empty."),
    "RFC 9846, section 4.5.1", NULL },
  { NULL, "certificate_list",
    N_ ("The chain: first the sender's own certificate, then those that vouch for it, up to an authority "
        "that the other side trusts. An empty list says: I have none."),
    "RFC 9846, section 4.5.1", "RFC 5246, section 7.4.2" },
  { NULL, "certificate_entry", N_ ("One certificate of the chain, with what goes with it."),
    "RFC 9846, section 4.5.1", NULL },
  { NULL, "cert_data",
    N_ ("One certificate (X.509, in DER): it ties a public key to a name, and is signed by the one who "
        "vouches for that."),
    "RFC 9846, section 4.5.1", "RFC 5246, section 7.4.2" },
  { NULL, "asn1_subject_public_key_info",
    N_ ("A public key alone, without a certificate: who receives it must know it already, from the DNS or "
        "its own list."),
    "RFC 7250, section 3", NULL },
  { NULL, "descriptor_type", N_ ("Whether an OpenPGP certificate follows, or only its fingerprint."),
    "RFC 6091, section 3.3", NULL },
  { NULL, "descriptor", N_ ("The OpenPGP certificate, or its fingerprint."), "RFC 6091, section 3.3", NULL },
  { NULL, "openpgp_key_id", N_ ("Which key of the OpenPGP certificate is meant."), "RFC 6091, section 3.3",
    NULL },
  { NULL, "openpgp_certificate", N_ ("An OpenPGP certificate."), "RFC 6091, section 3.3", NULL },
  { NULL, "openpgp_fingerprint",
    N_ ("The fingerprint of an OpenPGP certificate that the other side can find by itself."),
    "RFC 6091, section 3.3", NULL },
  { "compressed_certificate", "algorithm",
    N_ ("How the message was compressed: one of the algorithms the other side offered."),
    "RFC 8879, section 4", NULL },
  { NULL, "uncompressed_length",
    N_ ("How long the Certificate message is once it is decompressed. The receiver stops there: a short "
        "message must not fill its memory."),
    "RFC 8879, section 4", NULL },
  { NULL, "compressed_certificate_message", N_ ("The Certificate message, compressed."),
    "RFC 8879, section 4", NULL },
  { "certificate_request", "certificate_types",
    N_ ("The kinds of key the client's certificate may have, for signing or for key agreement."),
    "RFC 5246, section 7.4.4", NULL },
  { "certificate_types", "client_certificate_type", N_ ("One kind of key the client's certificate may have."),
    "RFC 5246, section 7.4.4", NULL },
  { NULL, "supported_signature_algorithms",
    N_ ("The signature algorithms the sender can check, the one it likes best first."),
    "RFC 9846, section 4.3.3", "RFC 5246, section 7.4.1.4.1" },
  { NULL, "supported_signature_algorithm",
    N_ ("The signature algorithms the client accepts for a delegated credential."), "RFC 9345, section 4.1.1",
    NULL },
  { NULL, "signature_scheme", N_ ("One signature algorithm, the hash that goes with it included."),
    "RFC 9846, section 4.3.3", "RFC 5246, section 7.4.1.4.1" },
  { "certificate_request", "certificate_authorities",
    N_ ("Names of the authorities the server accepts, so that the client can choose a fitting certificate. "
        "Empty: any."),
    "RFC 5246, section 7.4.4", NULL },
  { NULL, "distinguished_name", N_ ("The name of an authority (a Name of X.501, in DER)."),
    "RFC 9846, section 4.3.4", "RFC 5246, section 7.4.4" },
  { "extension_data", "algorithm", N_ ("The algorithm by which the certificate's key signed the credential."),
    "RFC 9345, section 4", NULL },
  { "serialized_sct", "signature_scheme", N_ ("The algorithm by which the log signed its promise."),
    "RFC 6962, section 3.2", NULL },
  { NULL, "algorithm",
    N_ ("The algorithm of the signature that follows: one of those the other side offered in "
        "signature_algorithms."),
    "RFC 9846, section 4.5.2", "RFC 5246, section 4.7" },
  { "certificate_verify", "signature",
    N_ ("The signature over the hash of the handshake so far, made with the private key of the certificate."),
    "RFC 9846, section 4.5.2", "RFC 5246, section 7.4.8" },
  { "serialized_sct", "signature", N_ ("The log's signature: its promise to record this certificate."),
    "RFC 6962, section 3.2", NULL },
  { "extension_data", "signature", N_ ("The certificate's own key signs the short-lived one."),
    "RFC 9345, section 4", NULL },
  { NULL, "signature",
    N_ ("The server signs both random values and its share with the key of its certificate: so the share "
        "cannot be exchanged on the way, nor used again in another conversation."),
    "RFC 5246, section 7.4.3", NULL },
  { NULL, "status_type", N_ ("The kind of proof: 1 is OCSP."), "RFC 6066, section 8", NULL },
  { NULL, "response", N_ ("The proof that was asked for."), "RFC 6066, section 8", NULL },
  { NULL, "ocsp_response",
    N_ ("The authority's signed word on whether the certificate was revoked, and until when that word holds "
        "(OCSP, in DER)."),
    "RFC 6960, section 4.2", NULL },
  { NULL, "ocsp_response_list",
    N_ ("One OCSP response for each certificate of the chain; an empty one where there is none."),
    "RFC 6961, section 2.2", NULL },
  { "certificate_url", "type",
    N_ ("Whether the addresses are those of single certificates, or of a whole chain."),
    "RFC 6066, section 5", NULL },
  { NULL, "url_and_hash_list", N_ ("Where the certificates can be fetched."), "RFC 6066, section 5", NULL },
  { NULL, "url_and_hash", N_ ("One address, with the hash of what is found there."), "RFC 6066, section 5",
    NULL },
  { NULL, "url", N_ ("The address."), "RFC 6066, section 5", NULL },
  { "url_and_hash", "padding", N_ ("Always 1."), "RFC 6066, section 5", NULL },
  { NULL, "sha1_hash", N_ ("The SHA-1 hash of what is found at the address, so that it cannot be exchanged."),
    "RFC 6066, section 5", NULL },
  { NULL, "verify_data",
    N_ ("A code (an HMAC) over the hash of the whole handshake. The receiver computes it too: if the two "
        "differ, somebody meddled."),
    "RFC 9846, section 4.5.3", "RFC 5246, section 7.4.9" },
  { NULL, "md5_hash", N_ ("SSL 3.0 seals the handshake by two hashes: this is the one with MD5."),
    "RFC 6101, section 5.6.9", NULL },
  { NULL, "sha_hash", N_ ("SSL 3.0 seals the handshake by two hashes: this is the one with SHA-1."),
    "RFC 6101, section 5.6.9", NULL },
  { "record", "encrypted_record",
    N_ ("Encrypted for us. Who has the keys finds a handshake message, an alert or data here, and at its end "
        "what kind it is. Its length is all that an observer learns."),
    "RFC 9846, section 5.2", NULL },
  { "record", "fragment",
    N_ ("Encrypted for us: the header of the record tells only what kind of message it is, and how long."),
    "RFC 5246, section 6.2.3", NULL },
  { "heartbeat", "type", N_ ("Whether this is a request or the response to one."), "RFC 6520, section 3",
    NULL },
  { "heartbeat", "payload",
    N_ ("Whatever the sender wants to see again. The Heartbleed bug was to believe its length without a "
        "check."),
    "RFC 6520, section 4", NULL },
  { "heartbeat", "padding", N_ ("At least 16 random bytes, which are to be ignored."), "RFC 6520, section 4",
    NULL },
  { NULL, NULL, NULL, NULL, NULL },
};
