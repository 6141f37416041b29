/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The samples: which there are, in the order in which they teach, and what each shows. The recordings
 * themselves lie in samples/, and samples/record makes them.
 */
#include "config.h"

#include "samples.h"

#include "errors.h"

#include <glib/gi18n-lib.h>

static const struct
{
  const char *file;
  const char *title;
  const char *description;
} samples[] = {
  { "tls12-rsa.pcap", N_ ("TLS 1.2 with RSA key exchange"),
    N_ ("The handshake as the older textbooks tell it. The client makes the premaster secret all by itself "
        "and sends it "
        "encrypted with the public key from the server’s certificate, in ClientKeyExchange. There is no "
        "ServerKeyExchange: "
        "the server has nothing to add. Whoever gets the server’s private key one day can open every session "
        "that was "
        "recorded, because this key exchange has no forward secrecy. That is why TLS 1.3 dropped it.") },
  { "tls12-no-forward-secrecy.pcap", N_ ("No forward secrecy: the server’s key opens the past"),
    N_ ("The same handshake once more, and beside it the private key of the server (tls12-no-forward-secrecy.key.pem). Give it with "
        "--key to the command line: it opens the premaster secret in ClientKeyExchange, from that follows the main secret, and from "
        "that every key of the connection, years after it was recorded. Nothing that client or server kept secret at the time is "
        "needed. Give it to any other sample, and nothing opens: there the server’s key only signs.") },
  { "tls12-ecdhe.pcap", N_ ("TLS 1.2 with ephemeral Diffie-Hellman"),
    N_ ("Both sides make a key share for this one session and throw it away afterwards (ECDHE). The server "
        "signs its share "
        "in ServerKeyExchange with the key of its certificate; the client answers with its own in "
        "ClientKeyExchange. Compare "
        "it with the RSA key exchange: the certificate’s key signs here, and encrypts nothing, so that it "
        "cannot open the "
        "past. Two round trips pass before the first byte of data.") },
  { "tls13.pcap", N_ ("TLS 1.3"),
    N_ ("One round trip instead of two: the client sends its key share along in ClientHello, before it knows "
        "what the server "
        "can do. From ServerHello on everything is sealed, even the certificate; the padlocks show what an "
        "observer cannot "
        "read. The ChangeCipherSpec messages do nothing at all: they are there to look like TLS 1.2 to "
        "devices that stand in "
        "the way.") },
  { "tls13-hello-retry.pcap", N_ ("HelloRetryRequest: the client guessed wrong"),
    N_ ("In TLS 1.3 the client has to guess which group the server will accept. Here it sent a share for "
        "X25519, and the "
        "server wants P-256. With HelloRetryRequest the server asks for another share, and the client says "
        "hello once more. "
        "It costs a round trip. The message is a ServerHello in disguise: only its random, a fixed value, "
        "tells them apart.") },
  { "tls13-post-quantum.pcap", N_ ("TLS 1.3 with a post-quantum key exchange"),
    N_ ("The group is X25519MLKEM768: an elliptic curve and ML-KEM, a lattice scheme that a quantum computer "
        "is not known to "
        "break, both at once. The secret stays safe as long as one of the two does. Look at the sizes: the "
        "client’s share has "
        "1216 bytes where X25519 alone needs 32, so that ClientHello no longer fits into a single packet on "
        "most networks.") },
  { "tls13-ech.pcap", N_ ("Encrypted ClientHello: what name was asked for"),
    N_ ("Two conversations. All else in TLS 1.3 is sealed, but the name of the server stands in clear in ClientHello. Here it is a "
        "harmless one that all who live behind this server share; the ClientHello that counts travels inside, encrypted to a key "
        "that the server publishes. In the first conversation the client has an old key: the server cannot open it, answers "
        "the one in clear, and hands out its new key under the seal; the client breaks off with ech_required. In the second the server takes "
        "the hidden one, and shows it by eight bytes in its random that only who knows the hidden one can tell from chance. The key log beside "
        "this recording opens it.") },
  { "tls12-client-certificate.pcap", N_ ("TLS 1.2 with a client certificate"),
    N_ ("The server asks the client for a certificate, too (CertificateRequest). The client sends its chain, "
        "and in "
        "CertificateVerify it signs all messages so far to prove that the private key is its own. In TLS 1.2 "
        "all of this goes "
        "over the wire in clear: an observer learns who the client is.") },
  { "tls13-client-certificate.pcap", N_ ("TLS 1.3 with a client certificate"),
    N_ ("The same as with TLS 1.2, but sealed: an observer sees only that the client’s last flight is "
        "unusually large. With "
        "the key log beside this recording one can see the CertificateRequest, and the certificate of the "
        "client.") },
  { "tls12-session-id.pcap", N_ ("Resumption by session ID, TLS 1.2"),
    N_ ("Two conversations. In the first the server gives the session a number, in ServerHello. In the "
        "second the client "
        "sends that number back; the server still has the secrets in its memory and answers with the same "
        "number. No "
        "certificate, no key exchange: both go straight to ChangeCipherSpec and Finished, and the server is "
        "first.") },
  { "tls12-ticket.pcap", N_ ("Resumption by ticket, TLS 1.2"),
    N_ ("Two conversations. At the end of the first handshake the server hands out a ticket: the state of "
        "the session, sealed "
        "with a key that only the server knows, so that it need not remember anything. The client brings the "
        "ticket along in "
        "its next ClientHello, and the handshake is short.") },
  { "tls13-resumption.pcap", N_ ("Resumption in TLS 1.3"),
    N_ ("Two conversations. After the first handshake the server sends tickets, sealed. In the second the "
        "client offers one as "
        "a pre-shared key, with a binder that proves that it knows the secret behind it. The server accepts "
        "and sends no "
        "certificate: its flight is much smaller. A new Diffie-Hellman exchange keeps forward secrecy.") },
  { "tls13-early-data.pcap", N_ ("0-RTT: data before the handshake is done"),
    N_ ("Two conversations. In the second the client has a pre-shared key, and seals its first data with it "
        "at once, behind "
        "ClientHello, without waiting for an answer. No round trip is lost, but there is a price: an "
        "attacker can send the "
        "same flight again, and the server may act on it twice.") },
  { "tls12-renegotiation.pcap", N_ ("Renegotiation, TLS 1.2"),
    N_ ("In the middle of a session the client starts over. The second handshake runs inside the first, so "
        "every message of "
        "it is sealed, and nothing but the record headers shows that it is one. TLS 1.3 has no renegotiation "
        "any more.") },
  { "starttls-smtp.pcap", N_ ("STARTTLS: mail that becomes encrypted on the way"),
    N_ ("An SMTP connection begins in clear. The server says that it can do STARTTLS, the client asks for "
        "it, and on the same "
        "connection the TLS handshake begins. Whoever stands in between and removes that one line from the "
        "server’s greeting "
        "keeps the client in clear, unless the client insists.") },
  { "dtls12.pcap", N_ ("DTLS 1.2: TLS over datagrams"),
    N_ ("UDP neither keeps packets in order nor says when one is lost, so DTLS numbers its records and messages "
        "itself. The server answers the first ClientHello with a cookie (HelloVerifyRequest) and forgets the "
        "client at once: only who brings the cookie back, in the same ClientHello once more, has shown that it "
        "can be reached at its address. Without that, anybody could make the server send its long answer to a "
        "stranger. All else is as in TLS 1.2.") },
  { "dtls12-fragmented.pcap", N_ ("DTLS in small packets"),
    N_ ("Here a packet may have no more than 400 bytes. A handshake message that is longer goes in fragments, "
        "each with its place in the message, so that they can be put together in whatever order they arrive. "
        "Look at the packets of the server’s Certificate.") },
  { "dtls12-lost.pcap", N_ ("DTLS: an answer gets lost"),
    N_ ("The first answer of the server never reaches the client. Nobody tells the client: it waits a second, and "
        "then sends its last message again, under the number that the message had, in a record with a new one. "
        "Whatever was sent is repeated like this, all messages of a turn together, until the answer comes.") },
  { "quic.pcap", N_ ("QUIC: the handshake of HTTP/3"),
    N_ ("QUIC brings its own packets over UDP, and inside them the same handshake as TLS 1.3, without records. ClientHello and "
        "ServerHello travel in Initial packets: encrypted, but with keys that anybody can make from the connection id, so "
        "they lie open here. The Handshake packets after them have real keys. See how several packets share a datagram, "
        "and what the transport parameters settle, in a hello that must carry them.") },
  { "quic-retry.pcap", N_ ("QUIC version 2, with a Retry"),
    N_ ("Addresses in UDP are easily forged. Before this server does any work, it sends a Retry with a token, and remembers "
        "nothing; only a client that receives it can come back with it. That costs a round trip. The version is 2, which "
        "does the same as version 1 with other numbers, so that nobody on the way gets used to the old ones.") },
  { "tls10.pcap", N_ ("TLS 1.0, as it was in 1999"),
    N_ ("A version that must not be used any more (RFC 8996). The messages are those of TLS 1.2, but the "
        "hashes are MD5 and "
        "SHA-1, and the client cannot say which signatures it accepts. Compare the ClientHello with one of "
        "today.") },
  { "failure-cipher-suite.pcap", N_ ("Failure: no cipher suite in common"),
    N_ ("The client offers one cipher suite (the other entry of its list is only a signal), and the server "
        "has another one. "
        "The server answers ClientHello with a fatal alert, handshake_failure, and closes. The alert does "
        "not say what was "
        "missing: look at the list in ClientHello.") },
  { "failure-untrusted.pcap", N_ ("Failure: a certificate that is not trusted"),
    N_ ("The server’s certificate comes from an authority that this client does not know. The client breaks "
        "off with the "
        "fatal alert unknown_ca, right after the server’s flight. In TLS 1.2 the alert is in clear, and says "
        "who stopped and "
        "why.") },
  { "failure-untrusted-tls13.pcap", N_ ("Failure: the same in TLS 1.3"),
    N_ ("The same failure, but already under the keys of the handshake. After ServerHello everything is "
        "sealed, so an "
        "observer has to guess from the sizes: where the client’s Finished should be there is one record as "
        "small as an alert, "
        "and then the end. The key log beside this recording opens it: bad_certificate.") },
};

static void
sample_free (gpointer data)
{
  TlSample *self = data;

  g_free (self->file);
  g_free (self->path);
  g_free (self->title);
  g_free (self->description);
  g_free (self);
}

/* Where the samples are installed; where they lie in the source tree, when the program runs from its build
 * tree. */
static const char *
find_directory (void)
{
  static const char *const directories[] = { TL_SAMPLESDIR, TL_SOURCE_SAMPLESDIR };

  for (guint i = 0; i < G_N_ELEMENTS (directories); i++)
    {
      g_autofree char *first = g_build_filename (directories[i], samples[0].file, NULL);

      if (g_file_test (first, G_FILE_TEST_IS_REGULAR))
        return directories[i];
    }
  return NULL;
}

GPtrArray *
tl_samples_load (GError **error)
{
  const char *directory = find_directory ();
  GPtrArray *list;

  if (directory == NULL)
    {
      g_set_error (error, TL_ERROR, TL_ERROR_OPEN, _ ("The samples are not installed: they should be in %s."),
                   TL_SAMPLESDIR);
      return NULL;
    }
  list = g_ptr_array_new_with_free_func (sample_free);
  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      TlSample *sample = g_new0 (TlSample, 1);

      sample->file = g_strdup (samples[i].file);
      sample->path = g_build_filename (directory, samples[i].file, NULL);
      sample->title = g_strdup (_ (samples[i].title));
      sample->description = g_strdup (_ (samples[i].description));
      g_ptr_array_add (list, sample);
    }
  return list;
}
