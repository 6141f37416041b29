/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What each extension is for.
 */
#include "texts.h"

#include <glib/gi18n-lib.h>

const TlCodeText tl_extension_texts[] = {
  { 0,
    N_ ("Names the host the client wants to reach. Many hosts share one address, and the server needs the "
        "name to show the right certificate. It is in clear: whoever watches the network can read it, unless "
        "Encrypted ClientHello hides it. A server that used it answers with an empty one."),
    "RFC 6066, section 3", NULL, NULL },
  { 1,
    N_ ("Asks for records smaller than the usual 16,384 bytes, for devices with little memory. "
        "record_size_limit has taken its place."),
    "RFC 6066, section 4", NULL, NULL },
  { 2,
    N_ ("Lets the client send an address where its certificate can be fetched, in place of the certificate."),
    "RFC 6066, section 5", NULL, NULL },
  { 3,
    N_ ("Names the authorities the client trusts, so that the server can choose a certificate from one of "
        "them."),
    "RFC 6066, section 6", NULL, NULL },
  { 4,
    N_ ("Shortens the code that authenticates each record to 10 bytes, to save space. That was found to be "
        "unsafe: it should not be used."),
    "RFC 6066, section 7", NULL, NULL },
  { 5,
    N_ ("Asks the server to staple an OCSP response to its certificate: fresh proof, signed by the "
        "authority, that the certificate has not been revoked. So the client need not ask the authority "
        "itself, which would tell it what the client visits."),
    "RFC 6066, section 8", NULL, NULL },
  { 6, N_ ("Says which kinds of user name the two sides can map a certificate to."), "RFC 4681, section 2",
    NULL, NULL },
  { 7,
    N_ ("Says which forms of authorization (SAML assertions, attribute certificates) the client can send."),
    "RFC 5878, section 2", NULL, NULL },
  { 8,
    N_ ("Says which forms of authorization (SAML assertions, attribute certificates) the server may send."),
    "RFC 5878, section 2", NULL, NULL },
  { 9,
    N_ ("Chooses between X.509 and OpenPGP certificates. It is hardly used; client_certificate_type and "
        "server_certificate_type took its place."),
    "RFC 6091, section 3", NULL, NULL },
  { 10,
    N_ ("Lists the groups (elliptic curves, finite fields, key encapsulation) in which the sender can agree "
        "on a secret, the one it likes best first."),
    "RFC 9846, section 4.3.7", NULL, "RFC 8422, section 5.1.1" },
  { 11,
    N_ ("Lists the forms in which points of an elliptic curve may be written. Only the uncompressed form is "
        "still allowed, and TLS 1.3 does not use the extension."),
    "RFC 8422, section 5.1.2", NULL, NULL },
  { 12, N_ ("Gives the user name for SRP, where both sides prove that they know the same password."),
    "RFC 5054, section 2.5.1", NULL, NULL },
  { 13,
    N_ ("Lists the signature algorithms the sender can check, the one it likes best first. The other side "
        "has to prove who it is with one of these."),
    "RFC 9846, section 4.3.3", NULL, "RFC 5246, section 7.4.1.4.1" },
  { 14,
    N_ ("Agrees on a profile for SRTP: the handshake then makes the keys for a voice or video call, as in "
        "WebRTC."),
    "RFC 5764, section 4.1.1", NULL, NULL },
  { 15,
    N_ ("Says whether the sender may be sent heartbeat requests. A fault in their handling was the "
        "Heartbleed bug of 2014."),
    "RFC 6520, section 2", NULL, NULL },
  { 16,
    N_ ("Application-Layer Protocol Negotiation, ALPN: the client lists the protocols it would speak inside "
        "TLS (HTTP/2, HTTP/1.1 …), and the server chooses one. It saves the round trip that asking later "
        "would cost."),
    "RFC 7301, section 3", NULL, NULL },
  { 17,
    N_ ("Like status_request, for every certificate of the chain. TLS 1.3 does without it: there each "
        "certificate carries its own proof."),
    "RFC 6961, section 2", NULL, NULL },
  { 18,
    N_ ("Certificate Transparency: the server shows signed promises of public logs that its certificate is "
        "recorded there. A certificate that was issued in secret cannot have them. The client asks with an "
        "empty extension."),
    "RFC 6962, section 3.3.1", NULL, NULL },
  { 19, N_ ("Agrees on the kind of certificate the client will show: X.509, or a bare public key."),
    "RFC 7250, section 3", NULL, NULL },
  { 20, N_ ("Agrees on the kind of certificate the server will show: X.509, or a bare public key."),
    "RFC 7250, section 3", NULL, NULL },
  { 21,
    N_ ("Fills the ClientHello up with zeros. Some servers fail on a ClientHello of 256 to 511 bytes, and "
        "this takes it out of that range."),
    "RFC 7685", NULL, NULL },
  { 22,
    N_ ("Agrees to authenticate what was encrypted instead of what is to be encrypted, which closes attacks "
        "on the old CBC cipher suites. It has no effect on AEAD suites, nor on TLS 1.3."),
    "RFC 7366", NULL, NULL },
  { 23,
    N_ ("Binds the main secret to everything said in the handshake, and not only to the two random values. "
        "Without it an attacker between two connections could give both the same keys (the triple handshake "
        "attack). TLS 1.3 always does so, and does not use the extension."),
    "RFC 7627, section 5.1", NULL, NULL },
  { 24,
    N_ ("Agrees on keys by which web cookies can be bound to this client, so that a stolen cookie is of no "
        "use."),
    "RFC 8472, section 2", NULL, NULL },
  { 25,
    N_ ("Tells the server what the client remembers of it, by a hash, so that it need not be sent again."),
    "RFC 7924", NULL, NULL },
  { 26, N_ ("A proposal for a TLS 1.2 to be kept for a long time; it never became a standard."),
    "draft-gutmann-tls-lts", NULL, NULL },
  { 27,
    N_ ("Lists the algorithms by which the other side may compress its certificates. They are the largest "
        "part of the handshake."),
    "RFC 8879, section 3", NULL, NULL },
  { 28, N_ ("Says how large a record the sender is willing to receive, in bytes before encryption."),
    "RFC 8449, section 4", NULL, NULL },
  { 29, N_ ("Gives the user name for TLS-PWD, a handshake with a password, encrypted."), "RFC 8492", NULL,
    NULL },
  { 30, N_ ("Gives the user name for TLS-PWD, a handshake with a password, in clear."), "RFC 8492", NULL,
    NULL },
  { 31, N_ ("Gives the salt that belongs to the password of TLS-PWD."), "RFC 8492", NULL, NULL },
  { 32, N_ ("Lets a client recognise a server by a ticket it was given before, besides its certificate."),
    "RFC 8672", NULL, NULL },
  { 33, N_ ("Agrees to use a certificate and, on top of it, a key that both sides know already."), "RFC 8773",
    NULL, NULL },
  { 34,
    N_ ("Lets a server sign with a short-lived key that its certificate vouches for, so that the "
        "certificate's own key can stay in a safe place."),
    "RFC 9345", NULL, NULL },
  { 35,
    N_ ("Session tickets: the server packs all that it would have to remember into a ticket only it can "
        "open, and the client brings the ticket back to resume. An empty one in a ClientHello says: I would "
        "like a ticket."),
    "RFC 5077, section 3.2", NULL, NULL },
  { 39, N_ ("Agrees on a cipher for keys of conference calls."), "RFC 8870", NULL, NULL },
  { 40, N_ ("Drafts of TLS 1.3 sent key shares under this number; the standard uses 51."),
    "draft-ietf-tls-tls13-18, section 4.2.5", NULL, NULL },
  { 41,
    N_ ("Offers keys that both sides know already, most often from the ticket of an earlier conversation: "
        "that is how TLS 1.3 resumes. Each offer comes with a binder, which proves that the client has the "
        "key. It must be the last extension, as the binders are made over all that stands before them."),
    "RFC 9846, section 4.3.11", NULL, NULL },
  { 42,
    N_ ("0-RTT: the client sends data at once, under a key of an earlier conversation, and does not wait for "
        "the server. Such data can be played back by an attacker, so it should only ask for things that do "
        "no harm twice."),
    "RFC 9846, section 4.3.10", NULL, NULL },
  { 43,
    N_ ("Settles the version. The client lists the versions it speaks, and the server answers with the one "
        "it chose. It took the place of the version field of the hello, as too many servers failed on new "
        "numbers there."),
    "RFC 9846, section 4.3.1", NULL, NULL },
  { 44,
    N_ ("What the server put into its HelloRetryRequest comes back in the second ClientHello: so the server "
        "knows that the client can be reached at its address, and need not remember anything meanwhile."),
    "RFC 9846, section 4.3.2", NULL, NULL },
  { 45,
    N_ ("Says how a pre-shared key may be used: alone, or together with a fresh key exchange, which keeps "
        "forward secrecy."),
    "RFC 9846, section 4.3.9", NULL, NULL },
  { 47,
    N_ ("Names authorities whose certificates the sender accepts, so that the other side can choose a "
        "fitting one."),
    "RFC 9846, section 4.3.4", NULL, NULL },
  { 48, N_ ("Says which extensions, with which values, a client certificate must have."),
    "RFC 9846, section 4.3.5", NULL, NULL },
  { 49, N_ ("Says that the client is willing to show a certificate later, after the handshake."),
    "RFC 9846, section 4.3.6", NULL, NULL },
  { 50,
    N_ ("Lists the signature algorithms the sender accepts inside certificates, where they differ from those "
        "it accepts in the handshake itself."),
    "RFC 9846, section 4.3.3", NULL, NULL },
  { 51,
    N_ ("Carries the public halves of the key exchange. The client guesses which group the server will take "
        "and sends its share at once: that saves the round trip that TLS 1.2 needed. The server answers with "
        "its own share, and both sides can compute the same secret, which never crosses the network."),
    "RFC 9846, section 4.3.8", NULL, NULL },
  { 52, N_ ("Certificate Transparency, version 2: proof that the certificate is in public logs."),
    "RFC 9162, section 6.5", NULL, NULL },
  { 53, N_ ("An early form of connection_id, with another layout of what is authenticated: no longer used."),
    "RFC 9146", NULL, NULL },
  { 54,
    N_ ("Gives the connection a number of its own, so that DTLS goes on when the client's address or port "
        "changes."),
    "RFC 9146, section 3", NULL, NULL },
  { 55, N_ ("Binds the handshake to the identity that a call's signalling has announced."),
    "RFC 8844, section 3", NULL, NULL },
  { 56, N_ ("Binds the handshake to one call, so that two cannot be mixed up."), "RFC 8844, section 4", NULL,
    NULL },
  { 57,
    N_ ("Carries what QUIC has to settle (limits for data and streams, time-outs, connection ids). QUIC has "
        "TLS carry it, so that it is authenticated with the handshake."),
    "RFC 9001, section 8.2", NULL, NULL },
  { 58, N_ ("Says how many tickets the client would like to have."), "RFC 9149", NULL, NULL },
  { 59,
    N_ ("Asks for, or carries, the DNSSEC records that prove the server's certificate by way of the DNS."),
    "RFC 9102", NULL, NULL },
  { 61, N_ ("Says that the sender can check whether a new address of its peer is really reachable."),
    "RFC 9853", NULL, NULL },
  { 62, N_ ("One bit for each feature that needs no more than yes or no."), "draft-ietf-tls-tlsflags", NULL,
    NULL },
  { 13172,
    N_ ("Next Protocol Negotiation, by which HTTP/2's forerunner SPDY was chosen. ALPN took its place in "
        "2014: there the server chooses, here it was the client."),
    "draft-agl-tls-nextprotoneg", NULL, NULL },
  { 13175,
    N_ ("An early proposal to give a client a certificate for each site it visits; Channel ID followed it."),
    "draft-balfanz-tls-obc", NULL, NULL },
  { 13180, N_ ("An early proposal to hide client certificates from the network; TLS 1.3 encrypts them all."),
    "draft-agl-tls-encryptedclientcerts", NULL, NULL },
  { 17513,
    N_ ("Application settings, ALPS: the settings of HTTP/2 are sent within the handshake, to save a round "
        "trip. Chrome used this number first."),
    "draft-vvv-tls-alps", NULL, NULL },
  { 17613,
    N_ ("Application settings, ALPS: the settings of HTTP/2 are sent within the handshake, to save a round "
        "trip."),
    "draft-vvv-tls-alps", NULL, NULL },
  { 30031, N_ ("Channel ID, under its first number: a key by which cookies could be bound to a browser."),
    "draft-balfanz-tls-channelid", NULL, NULL },
  { 30032,
    N_ ("Channel ID: a key by which cookies could be bound to a browser. Chrome used it for some years."),
    "draft-balfanz-tls-channelid", NULL, NULL },
  { 35387, N_ ("Proves knowledge of a password to both sides, without giving it away."),
    "draft-ietf-tls-pake", NULL, NULL },
  { 256,
    N_ ("Carries the first half of the password handshake EC-J-PAKE, by which devices of Thread networks are let in: two "
        "shares, each with a proof."),
    "draft-cragie-tls-ecjpake, section 7", NULL, NULL },
  { 35655, N_ ("Fills the ClientHello up with zeros. This number was in use before padding got number 21."),
    "RFC 7685", NULL, NULL },
  { 51764,
    N_ ("Names the trust anchors of the client by short numbers, so that the server can choose a certificate "
        "the client will accept."),
    "draft-ietf-tls-trust-anchor-ids", NULL, NULL },
  { 64768,
    N_ ("Stands in the hidden ClientHello for extensions that are the same as in the outer one, so that they "
        "need not be sent twice."),
    "RFC 9849, section 5.1", NULL, NULL },
  { 65037,
    N_ ("Encrypted ClientHello: the real ClientHello, with the real server name, is encrypted within this "
        "one. A browser that has no key for the server sends random bytes of the same form, so that nobody "
        "can tell who hides something and who does not."),
    "RFC 9849, section 5", NULL, NULL },
  { 65281,
    N_ ("Binds a renegotiation to the handshake before it. Without it an attacker could put words of his own "
        "before those of the client. In a first handshake it is empty, and only says that the sender is safe "
        "from that."),
    "RFC 5746, section 3.2", NULL, NULL },
  { 65282,
    N_ ("Says which draft of TLS 1.3 the sender speaks: two programs had to speak the same one to understand "
        "each other."),
    "draft-ietf-tls-tls13-14", NULL, NULL },
  { 65445, N_ ("The transport parameters of QUIC, under the number that its drafts used."),
    "draft-ietf-quic-tls-32, section 8.2", NULL, NULL },
  { 65486,
    N_ ("Encrypted server name, ESNI: a forerunner of Encrypted ClientHello, which hid only the name."),
    "draft-ietf-tls-esni-06", NULL, NULL },
  { 0, NULL, NULL, NULL, NULL },
};
