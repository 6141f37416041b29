/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Every rule: where it finds something, and where it keeps silent.
 */
#include "certificates.h"
#include "findings_fixture.h"

#include <algorithm>
#include <map>

TEST (Findings, AreNoneWhereAllIsWell)
{
  Findings f;
  f.chain = { make_certificate ("", extension ("2.5.29.17", sequence (tlv (0x82, "*.example.org")))) };
  f.self->server_name = g_strdup ("www.example.org");
  EXPECT_EQ (f.list (), List ());

  Findings empty;
  empty.client = empty.server = {};
  EXPECT_EQ (empty.list (), List ());
}

TEST (Findings, TellOfBytes)
{
  Findings f;
  f.self->lost_bytes = f.self->conflicting_bytes = true;
  EXPECT_EQ (f.list (), (List{ "warning bytes-lost -1", "warning bytes-conflicting -1" }));
}

TEST (Findings, TellOfAHelloInTheFormOfSslv2)
{
  Findings f;
  f.client = {};
  TlStep *step = f.add (TL_STEP_HANDSHAKE, TL_SIDE_CLIENT,
                        Octets{ 1, 3, 3, 0, 9, 0, 0, 0, 16, 1, 0, 0x80, 0, 0, 0xff, 0, 0xc0, 0x2f }
                            + Octets (16, 7));
  step->context.sslv2 = true;
  step->context.message = TL_MESSAGE_SSLV2_CLIENT_HELLO;
  EXPECT_EQ (f.list (), (List{ "warning sslv2-hello 0", "warning rc4 0" }));
  EXPECT_NE (f.text (1).find ("SSL_CK_RC4_128_WITH_MD5"), std::string::npos) << f.text (1);

  Findings sslv2; /* where all is of that version, that is said once */
  sslv2.client = sslv2.server = {};
  sslv2.self->version = 0x0002;
  sslv2.self->cipher_suite = 0x020080;
  step = sslv2.add (TL_STEP_HANDSHAKE, TL_SIDE_CLIENT, Octets{ 1, 0, 2, 0, 3, 0, 0, 0, 16, 7, 0, 0xc0 } + Octets (16, 7));
  step->context.sslv2 = true;
  step->context.message = TL_MESSAGE_SSLV2_CLIENT_HELLO;
  EXPECT_EQ (sslv2.list (), (List{ "error old-version -1", "error export-suite -1", "error rc4 -1",
                                   "warning no-forward-secrecy -1" }));
}

TEST (Findings, TellOfOldVersions)
{
  static const std::map<guint16, List> expected = {
    { 0x0300, { "error old-version 1" } },   { 0x0301, { "warning old-version 1" } },
    { 0x0302, { "warning old-version 1" } }, { 0x0303, {} },
    { 0xfeff, { "warning old-version 1" } }, { 0xfefd, {} },
  };
  for (const auto &[version, findings] : expected)
    {
      Findings f;
      f.self->version = f.self->offered_version = version;
      EXPECT_EQ (f.list (), findings) << version;
    }
}

/* RFC 9846 section 4.2.3. */
TEST (Findings, TellOfTheSentinel)
{
  for (guint16 offered : { 0x0303, 0x0304 })
    for (guint8 last : { 0, 1, 2 })
      {
        Findings f;
        Octets sentinel = { 'D', 'O', 'W', 'N', 'G', 'R', 'D', last };
        std::copy (sentinel.begin (), sentinel.end (), f.server.begin () + 4 + 2 + 24);
        f.self->offered_version = offered;
        bool changed = last == 0 || (last == 1 && offered == 0x0304);
        EXPECT_EQ (f.list (),
                   last == 2 ? List ()
                             : List{ changed ? "error downgrade-sentinel 1" : "note downgrade-sentinel 1" })
            << offered << " " << (int) last;
      }
}

TEST (Findings, TellOfFallback)
{
  Findings f;
  f.client = client_hello (0x0303, { 0xc02f, 0x5600 }, &secure);
  EXPECT_EQ (f.list (), List{ "note fallback 0" });
}

TEST (Findings, TellOfWeakSuitesNegotiated)
{
  static const std::map<guint16, List> expected = {
    { 0x0002, { "error null-encryption 1", "warning no-forward-secrecy 1" } }, /* RSA_WITH_NULL_SHA */
    { 0x0003,
      { "error export-suite 1", "error rc4 1",
        "warning no-forward-secrecy 1" } },                        /* RSA_EXPORT_WITH_RC4_40_MD5 */
    { 0xc011, { "error rc4 1" } },                                 /* ECDHE_RSA_WITH_RC4_128_SHA */
    { 0x0009, { "error des 1", "warning no-forward-secrecy 1" } }, /* RSA_WITH_DES_CBC_SHA */
    { 0xc012, { "warning 3des 1" } },                              /* ECDHE_RSA_WITH_3DES_EDE_CBC_SHA */
    { 0xc018, { "error anonymous-suite 1" } },                     /* ECDH_anon_WITH_AES_128_CBC_SHA */
    { 0x009c, { "warning no-forward-secrecy 1" } },                /* RSA_WITH_AES_128_GCM_SHA256 */
    { 0xc02d, { "warning no-forward-secrecy 1" } },                /* ECDH_ECDSA_WITH_AES_128_GCM */
    { 0x00a8, { "warning no-forward-secrecy 1" } },                /* PSK_WITH_AES_128_GCM_SHA256 */
    { 0xcca8, {} },                                                /* ECDHE_RSA_WITH_CHACHA20 */
  };
  for (const auto &[suite, findings] : expected)
    {
      Findings f;
      f.self->cipher_suite = suite;
      EXPECT_EQ (f.list (), findings) << suite;
    }
}

TEST (Findings, TellOfWeakSuitesOffered)
{
  Findings f;
  f.client = client_hello (0x0303, { 0xc02f, 0x0002, 0x0003, 0x0009, 0xc012, 0xc018, 0x0a0a }, &secure);
  EXPECT_EQ (f.list (), (List{ "warning null-encryption 0", "warning export-suite 0", "warning rc4 0",
                               "note des 0", "note 3des 0", "warning anonymous-suite 0" }));
  EXPECT_NE (f.text (2).find ("TLS_RSA_EXPORT_WITH_RC4_40_MD5"), std::string::npos);
}

/* TLS 1.3 with psk_ke. */
TEST (Findings, TellOfPreSharedKeysAlone)
{
  Octets offer = extension (43, prefixed (1, u16 (0x0304))) + extension (45, { 1, 0 })
                 + extension (41, prefixed (2, prefixed (2, { 1 }) + Octets (4, 0))
                                      + prefixed (2, prefixed (1, Octets (32, 0))));
  Findings f;
  f.self->version = f.self->offered_version = 0x0304;
  f.self->cipher_suite = 0x1301;
  f.client = client_hello (0x0303, { 0x1301 }, &offer);
  f.server = server_hello (0x0303, 0x1301, extension (43, u16 (0x0304)) + extension (41, u16 (0)));
  EXPECT_EQ (f.list (), List{ "warning no-forward-secrecy 1" });
}

TEST (Findings, TellOfFiniteFields)
{
  static const std::map<size_t, List> expected
      = { { 128, { "warning finite-field-dh 2" } }, { 256, { "note finite-field-dh 2" } } };

  for (const auto &[bytes, findings] : expected)
    {
      Findings f;
      f.self->cipher_suite = 0x009e; /* DHE_RSA_WITH_AES_128_GCM_SHA256 */
      f.client = client_hello (0x0303, { 0x009e }, &secure);
      f.server = server_hello (0x0303, 0x009e, secure);
      f.add (TL_STEP_HANDSHAKE, TL_SIDE_CLIENT, f.client);
      f.add (TL_STEP_HANDSHAKE, TL_SIDE_SERVER, f.server);
      f.add (TL_STEP_HANDSHAKE, TL_SIDE_SERVER,
             Octets{ TL_MESSAGE_SERVER_KEY_EXCHANGE }
                 + prefixed (3, prefixed (2, Octets (bytes, 0xff)) + prefixed (2, { 2 })
                                    + prefixed (2, Octets (bytes, 1)) + u16 (0x0401)
                                    + prefixed (2, Octets (256, 3))));
      f.client = f.server = {};
      EXPECT_EQ (f.list (), findings) << bytes;
    }
}

TEST (Findings, TellOfPostQuantumGroups)
{
  Findings f;
  f.self->group = 4588;
  EXPECT_EQ (f.list (), List{ "note post-quantum-key-exchange 1" });
  EXPECT_NE (f.text (0).find ("X25519MLKEM768"), std::string::npos);

  Findings classic;
  classic.self->group = 29;
  EXPECT_EQ (classic.list (), List ());
}

TEST (Findings, TellOfCompression)
{
  Findings f;
  f.server[4 + 2 + 32 + 1 + 2] = 1;
  f.client[4 + 2 + 32 + 1 + 2 + 4 + 1] = 1;
  EXPECT_EQ (f.list (), (List{ "warning compression 0", "error compression 1" }));
}

TEST (Findings, TellOfMissingExtensions)
{
  Octets none;
  Findings neither;
  neither.client = client_hello (0x0303, suites, &none);
  neither.server = server_hello (0x0303, 0xc02f, none);
  EXPECT_EQ (neither.list (),
             (List{ "warning no-extended-main-secret 0", "warning no-secure-renegotiation 0" }));

  Findings server;
  server.server = server_hello (0x0303, 0xc02f, none);
  EXPECT_EQ (server.list (),
             (List{ "warning no-extended-main-secret 1", "warning no-secure-renegotiation 1" }));

  Findings by_suite; /* RFC 5746 section 3.3: the suite says what the extension would */
  Octets main_secret = extension (23);
  by_suite.client = client_hello (0x0303, { 0xc02f, 0x00ff }, &main_secret);
  EXPECT_EQ (by_suite.list (), List ());
}

TEST (Findings, TellOfEarlyData)
{
  Findings f;
  Octets early = secure + extension (42);
  f.client = client_hello (0x0303, suites, &early);
  EXPECT_EQ (f.list (), List{ "note early-data 0" });
}

TEST (Findings, TellOfForm)
{
  Findings f;
  f.server.insert (f.server.end (), { 1, 2 });
  f.server[3] = (guint8) (f.server[3] + 2);
  EXPECT_EQ (f.list (), List{ "error malformed-message 1" });
  EXPECT_EQ (f.text (0), "ServerHello is malformed: it goes on for 2 bytes behind its last field. The receiver cannot read such a "
                         "message, and has to end the connection with the alert decode_error (RFC 5246, section 7.2.2).");
}

TEST (Findings, TellWhatIsWrongWithTheForm)
{
  const struct
  {
    Octets extensions;
    const char *reason;
  } cases[] = {
    { secure + Octets{ 0 }, "its field extension_type needs more bytes than are left for it." },
    { secure + extension (10, { 0, 4, 0, 29 }),
      "in its extension supported_groups, the field named_group_list needs more bytes than are left for it." },
    { secure + extension (23, { 1 }), "its extension extended_main_secret goes on for 1 byte behind its last field." },
    { secure + extension (10, { 0, 2, 0, 29 }) + Octets{ 0, 11, 0, 9 }, "in its extension ec_point_formats, the field extension_data needs more bytes than are left for it." },
  };
  for (const auto &each : cases)
    {
      Findings f;
      Octets more = each.extensions;
      f.self->version = 0;
      f.client = client_hello (0x0303, suites, &more);
      f.server = {};
      gsize n = f.list ().size ();
      bool told = false;
      for (guint i = 0; i < n; i++)
        told |= f.text (i).find (std::string ("ClientHello is malformed: ") + each.reason) == 0
                && f.text (i).find ("RFC 9846, section 6.2") != std::string::npos;
      EXPECT_TRUE (told) << each.reason << "\n" << f.text (0);
    }
}

TEST (Findings, TellOfDuplicateExtensions)
{
  Findings f;
  Octets twice = secure + extension (0x1234) + extension (0x1234);
  f.client = client_hello (0x0303, suites, &twice);
  EXPECT_EQ (f.list (), List{ "error duplicate-extension 0" });
  EXPECT_NE (f.text (0).find ("4660"), std::string::npos);
}

TEST (Findings, TellOfMisplacedExtensions)
{
  Octets offer = extension (43, prefixed (1, u16 (0x0304))) + extension (23) + extension (45, { 1, 0 })
                 + extension (41, prefixed (2, prefixed (2, { 1 }) + Octets (4, 0))
                                      + prefixed (2, prefixed (1, Octets (32, 0))));
  Findings f;
  f.self->version = f.self->offered_version = 0x0304;
  f.self->cipher_suite = 0x1301;
  f.client = client_hello (0x0303, { 0x1301 }, &offer);
  f.server = server_hello (0x0303, 0x1301, extension (43, u16 (0x0304)) + extension (23) + extension (41, u16 (0)));
  EXPECT_EQ (f.list (), (List{ "warning no-forward-secrecy 1", "error misplaced-extension 1" }));

  Findings client; /* oid_filters is for CertificateRequest alone */
  Octets filters = secure + extension (48, u16 (0));
  client.client = client_hello (0x0303, suites, &filters);
  EXPECT_EQ (client.list ().back (), "error misplaced-extension 0");
}

TEST (Findings, TellOfUnaskedExtensions)
{
  Findings f;
  f.server = server_hello (0x0303, 0xc02f, secure + extension (0x1234));
  EXPECT_EQ (f.list (), List{ "error unasked-extension 1" });

  Findings hidden; /* the hello that is answered may be the encrypted one */
  Octets ech = secure + extension (0xfe0d, { 0 } /* outer */);
  hidden.client = client_hello (0x0303, suites, &ech);
  hidden.server = server_hello (0x0303, 0xc02f, secure + extension (0x1234));
  for (const auto &finding : hidden.list ())
    EXPECT_EQ (finding.find ("unasked"), std::string::npos);
}

static const gint64 SECOND = G_GINT64_CONSTANT (1000000000);

/* make_certificate() is valid from 2026 to 2051. */
TEST (Findings, TellOfTimes)
{
  auto certificate = make_certificate ("");

  for (auto [time, findings] : std::map<gint64, List>{
           { G_GINT64_CONSTANT (1767225599),
             { "error certificate-not-yet-valid 2", "warning certificate-not-yet-valid 2" } },
           { G_GINT64_CONSTANT (1767225600), {} },
           { G_GINT64_CONSTANT (2556144000), {} },
           { G_GINT64_CONSTANT (2556144001),
             { "error certificate-expired 2", "warning certificate-expired 2" } },
           { 1, {} }, /* no clock */
       })
    {
      Findings f;
      f.chain = { certificate, certificate };
      f.self->start = time * SECOND;
      EXPECT_EQ (f.list (), findings) << time;
    }
}

TEST (Findings, TellOfNames)
{
  Findings f;
  f.chain
      = { make_certificate ("", extension ("2.5.29.17", sequence (repeat (tlv (0x82, "a.example"), 5)))) };
  f.self->server_name = g_strdup ("b.example");
  EXPECT_EQ (f.list (), List{ "error certificate-name-mismatch 2" });
  EXPECT_NE (f.text (0).find ("a.example, a.example, a.example, …"), std::string::npos);

  Findings none;
  none.chain = { make_certificate (rdn ("2.5.4.3", tlv (0x0c, "b.example"))) };
  none.self->server_name = g_strdup ("b.example");
  EXPECT_EQ (none.list (), List{ "error certificate-name-mismatch 2" });
}

TEST (Findings, TellOfIssuerAndKey)
{
  Findings f;
  auto v1 = decode (read_certificate ("v1.der"));
  f.chain = { read_certificate ("v1.der") }; /* RSA with 1024 bits, signed with SHA-1 by itself */
  f.self->start = (v1->not_before_seconds + 1) * SECOND;
  EXPECT_EQ (f.list (), (List{ "warning certificate-self-signed 2", "warning weak-key 2" }));

  Findings dsa;
  auto certificate = decode (read_certificate ("dsa.der"));
  dsa.chain = { read_certificate ("dsa.der") };
  dsa.self->start = (certificate->not_before_seconds + 1) * SECOND;
  EXPECT_EQ (dsa.list (), (List{ "warning certificate-self-signed 2", "warning weak-key 2" }));
}

/* RFC 9155: of the messages; of a certificate it takes an issuer that is somebody else. */
TEST (Findings, TellOfOldHashes)
{
  Findings f;
  f.add (TL_STEP_HANDSHAKE, TL_SIDE_CLIENT, f.client);
  f.add (TL_STEP_HANDSHAKE, TL_SIDE_SERVER, f.server);
  f.add (TL_STEP_HANDSHAKE, TL_SIDE_SERVER,
         Octets{ TL_MESSAGE_SERVER_KEY_EXCHANGE }
             + prefixed (3, Octets{ 3 } + u16 (23) + prefixed (1, Octets (65, 4)) + u16 (0x0201)
                                + prefixed (2, Octets (256, 3))));
  f.client = f.server = {};
  EXPECT_EQ (f.list (), List{ "warning sha1-signature 2" });
  EXPECT_NE (f.text (0).find ("SHA-1"), std::string::npos);

  Findings certificate;
  certificate.chain = { make_certificate ("", "", 2, sequence (oid ("1.2.840.113549.1.1.5") + tlv (5, ""))) };
  EXPECT_EQ (certificate.list (), List{ "warning sha1-signature 2" });
}

TEST (Findings, TellOfDamagedCertificates)
{
  Findings f;
  f.chain = { "zz" };
  EXPECT_EQ (f.list (), List{ "warning certificate-damaged 2" });
}

/* Nothing is said of what is not there. */
TEST (Findings, AreSilentOfWhatIsCut)
{
  Findings f;
  Octets none;
  f.client = client_hello (0x0303, suites, &none);
  f.server = server_hello (0x0303, 0xc02f, none);
  f.add (TL_STEP_HANDSHAKE, TL_SIDE_CLIENT, f.client)->truncated = true;
  f.add (TL_STEP_HANDSHAKE, TL_SIDE_SERVER, f.server)->truncated = true;
  f.client = f.server = {};
  EXPECT_EQ (f.list (), List ());
}

TEST (Findings, StandInTheOrderOfTheSteps)
{
  Findings f;
  f.self->cipher_suite = 0x0003;
  f.self->lost_bytes = true;
  f.client = client_hello (0x0303, { 0x0003 }, &secure);
  f.server = server_hello (0x0303, 0x0003, secure);
  f.chain = { "zz" };
  EXPECT_EQ (f.list (), (List{ "warning bytes-lost -1", "warning export-suite 0", "warning rc4 0",
                               "error export-suite 1", "error rc4 1", "warning no-forward-secrecy 1",
                               "warning certificate-damaged 2" }));
}

static TlStep *
add_prelude (Findings &findings, TlSide side, guint8 marks, TlPreludeProtocol protocol = TL_PRELUDE_SMTP)
{
  TlStep *step = findings.add (TL_STEP_PRELUDE, side, {});
  step->prelude = (guint8) protocol;
  step->marks = marks;
  return step;
}

TEST (Findings, PasswordBeforeTls)
{
  Findings findings;
  add_prelude (findings, TL_SIDE_SERVER, TL_PRELUDE_OFFERS);
  add_prelude (findings, TL_SIDE_CLIENT, TL_PRELUDE_SECRET);
  add_prelude (findings, TL_SIDE_CLIENT, TL_PRELUDE_SECRET);
  EXPECT_EQ (findings.list (), (List{ "warning password-in-clear 1" }));
}

TEST (Findings, MessagesBeforeTlsThatAreLeftOut)
{
  Findings findings;
  findings.self->prelude_left_out = 3;
  EXPECT_EQ (findings.list (), (List{ "note prelude-left-out -1" }));
  EXPECT_EQ (findings.text (0).substr (0, 10), "3 messages");
}

TEST (Findings, BytesBehindStartTls)
{
  Findings client;
  add_prelude (client, TL_SIDE_SERVER, TL_PRELUDE_OFFERS);
  add_prelude (client, TL_SIDE_CLIENT, 0);
  add_prelude (client, TL_SIDE_CLIENT, TL_PRELUDE_ASKS);
  add_prelude (client, TL_SIDE_CLIENT, 0);
  add_prelude (client, TL_SIDE_SERVER, TL_PRELUDE_GRANTS);
  EXPECT_EQ (client.list (), (List{ "warning bytes-behind-starttls 3" }));

  Findings server;
  add_prelude (server, TL_SIDE_CLIENT, TL_PRELUDE_ASKS, TL_PRELUDE_IMAP);
  add_prelude (server, TL_SIDE_SERVER, 0, TL_PRELUDE_IMAP);
  add_prelude (server, TL_SIDE_SERVER, TL_PRELUDE_GRANTS, TL_PRELUDE_IMAP);
  add_prelude (server, TL_SIDE_SERVER, 0, TL_PRELUDE_IMAP);
  EXPECT_EQ (server.list (), (List{ "warning bytes-behind-starttls 3" }));
}

TEST (Findings, NothingBehindStartTls)
{
  Findings good;
  add_prelude (good, TL_SIDE_CLIENT, TL_PRELUDE_ASKS);
  add_prelude (good, TL_SIDE_SERVER, TL_PRELUDE_REFUSES);
  add_prelude (good, TL_SIDE_CLIENT, 0);
  add_prelude (good, TL_SIDE_CLIENT, TL_PRELUDE_ASKS);
  add_prelude (good, TL_SIDE_SERVER, TL_PRELUDE_GRANTS);
  EXPECT_EQ (good.list (), List{});

  /* The lines of one request are no words behind it. */
  Findings proxy;
  add_prelude (proxy, TL_SIDE_CLIENT, TL_PRELUDE_ASKS, TL_PRELUDE_HTTP_CONNECT);
  add_prelude (proxy, TL_SIDE_CLIENT, 0, TL_PRELUDE_HTTP_CONNECT);
  EXPECT_EQ (proxy.list (), List{});
}
