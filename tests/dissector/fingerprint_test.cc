/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Fingerprints, against the examples of their specifications.
 */
#include "conversation_fixture.h"

#include <gtest/gtest.h>

static const guint16 TLS12 = 0x0303;

static std::string
text_of (char *owned)
{
  std::string text = owned ? owned : "(null)";
  g_free (owned);
  return text;
}

static std::string
ja3 (const Octets &hello)
{
  Conversation conversation;
  conversation.add (TL_STEP_HANDSHAKE, TL_SIDE_CLIENT, hello);
  return text_of (tl_conversation_ja3 (conversation.self));
}

static std::string
ja4 (const Octets &hello, TlProtocol protocol = TL_PROTOCOL_TLS)
{
  Conversation conversation;
  conversation.self->protocol = protocol;
  conversation.add (TL_STEP_HANDSHAKE, TL_SIDE_CLIENT, hello);
  return text_of (tl_conversation_ja4 (conversation.self));
}

static std::string
md5 (const char *text)
{
  return text_of (g_compute_checksum_for_string (G_CHECKSUM_MD5, text, -1));
}

static Octets
alpn (const Octets &protocol)
{
  return extension (0x0010, prefixed (2, prefixed (1, protocol)));
}

static Octets
server_name (const char *name)
{
  return extension (0x0000, prefixed (2, Octets{ 0 } + prefixed (2, octets (name))));
}

static const std::vector<guint16> browser_suites
    = { 0x2a2a, 0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030,
        0xcca9, 0xcca8, 0xc013, 0xc014, 0x009c, 0x009d, 0x002f, 0x0035 };

static Octets
signature_algorithms ()
{
  return extension (0x000d, prefixed (2, u16_list ({ 0x0a0a, 0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501,
                                                     0x0806, 0x0601 })));
}

/* The ClientHello of the example in the specification of JA4, with GREASE wherever it may stand. */
static Octets
browser_extensions ()
{
  return extension (0x3a3a) + extension (0x001b, { 2, 0, 2 }) + server_name ("example.org")
         + extension (0x0033, prefixed (2, u16 (0x0a0a) + prefixed (2, { 0 }))) + alpn (octets ("h2"))
         + extension (0x4469, { 0, 3, 2, 'h', '2' }) + extension (0x0017) + extension (0x002d, { 1, 1 })
         + signature_algorithms () + extension (0x0005, { 1, 0, 0, 0, 0 }) + extension (0x0023)
         + extension (0x0012) + extension (0x002b, prefixed (1, u16_list ({ 0xfafa, 0x0304, 0x0303 })))
         + extension (0xff01, { 0 }) + extension (0x000a, prefixed (2, u16_list ({ 0x1a1a, 29, 23, 24 })))
         + extension (0x000b, { 1, 0 }) + extension (0xdada, { 0 }) + extension (0x0015, Octets (10, 0));
}

TEST (Fingerprint, Ja4OfTheSpecification)
{
  Octets extensions = browser_extensions ();
  EXPECT_EQ (ja4 (client_hello (TLS12, browser_suites, &extensions)), "t13d1516h2_8daaf6152771_e5627efa2ab1");
}

TEST (Fingerprint, Ja4SaysTheTransport)
{
  Octets extensions = browser_extensions ();
  Octets hello = client_hello (TLS12, browser_suites, &extensions);
  EXPECT_EQ (ja4 (hello, TL_PROTOCOL_QUIC), "q13d1516h2_8daaf6152771_e5627efa2ab1");
  EXPECT_EQ (ja4 (hello, TL_PROTOCOL_DTLS).substr (0, 1), "d");
}

TEST (Fingerprint, Ja4WithoutSignatureAlgorithms)
{
  Octets extensions;
  for (guint16 type : { 0xff01, 0x0005, 0x000a, 0x000b, 0x0012, 0x0015, 0x0017, 0x001b, 0x0023, 0x002b,
                        0x002d, 0x0033, 0x4469, 0x000d })
    extensions = extensions + extension (type);
  /* The hash of the specification for a list without signature algorithms. */
  EXPECT_EQ (ja4 (client_hello (TLS12, { 0x002f }, &extensions)).substr (24), "6d807ffa2a79");
}

TEST (Fingerprint, Ja4WhereNothingIsThere)
{
  Octets none;
  EXPECT_EQ (ja4 (client_hello (0x0301, {}, NULL)), "t10i000000_000000000000_000000000000");
  EXPECT_EQ (ja4 (client_hello (0x0300, {}, &none)), "ts3i000000_000000000000_000000000000");
  EXPECT_EQ (ja4 (client_hello (0x7f12, {}, &none)), "t00i000000_000000000000_000000000000");
}

TEST (Fingerprint, Ja4CountsUpToNinetyNine)
{
  std::vector<guint16> suites;
  for (guint16 i = 1; i < 120; i++)
    suites.push_back (i);
  EXPECT_EQ (ja4 (client_hello (TLS12, suites, NULL)).substr (0, 10), "t12i990000");
}

/* The examples of "ALPN Extension Value". */
TEST (Fingerprint, Ja4Alpn)
{
  auto of = [] (const Octets &protocol) {
    Octets extensions = alpn (protocol);
    return ja4 (client_hello (TLS12, {}, &extensions)).substr (8, 2);
  };
  EXPECT_EQ (of (octets ("h2")), "h2");
  EXPECT_EQ (of (octets ("http/1.1")), "h1");
  EXPECT_EQ (of (octets ("x")), "xx");
  EXPECT_EQ (of ({ 0xab }), "ab");
  EXPECT_EQ (of ({ 0xab, 0xcd }), "ad");
  EXPECT_EQ (of ({ 0x30, 0xab }), "3b");
  EXPECT_EQ (of ({ 0x30, 0x31, 0xab, 0xcd }), "3d");
  EXPECT_EQ (of ({ 0x30, 0xab, 0xcd, 0x31 }), "01");
}

TEST (Fingerprint, Ja3)
{
  Octets extensions = server_name ("example.org")
                      + extension (0x000a, prefixed (2, u16_list ({ 0x1a1a, 23, 24, 25 })))
                      + extension (0x000b, { 2, 0, 1 }) + extension (0x9a9a);
  EXPECT_EQ (ja3 (client_hello (0x0301, { 0x0a0a, 47, 53, 49161 }, &extensions)),
             md5 ("769,47-53-49161,0-10-11,23-24-25,0-1"));
}

/* The two examples of its authors. */
TEST (Fingerprint, Ja3OfItsAuthors)
{
  Octets extensions = server_name ("x") + extension (0x000a, prefixed (2, u16_list ({ 23, 24, 25 })))
                      + extension (0x000b, { 1, 0 });
  EXPECT_EQ (
      ja3 (client_hello (769, { 47, 53, 5, 10, 49161, 49162, 49171, 49172, 50, 56, 19, 4 }, &extensions)),
      "ada70206e40642a3e4461f35503241d5");
  EXPECT_EQ (ja3 (client_hello (769, { 4, 5, 10, 9, 100, 98, 3, 6, 19, 18, 99 }, NULL)),
             "de350869b8c85de67a350c8d186f11e6");
}

TEST (Fingerprint, Ja3sOfTheServerHello)
{
  Conversation conversation;
  Octets extensions = extension (0xff01, { 0 }) + extension (0x0000);
  conversation.add (TL_STEP_HANDSHAKE, TL_SIDE_SERVER, server_hello (769, 47, extensions));
  EXPECT_EQ (text_of (tl_conversation_ja3s (conversation.self)), md5 ("769,47,65281-0"));
  EXPECT_EQ (text_of (tl_conversation_ja3 (conversation.self)), "(null)");
}

TEST (Fingerprint, NoneOfAHelloThatIsNotWhole)
{
  Conversation conversation;
  Octets hello = client_hello (TLS12, browser_suites, NULL);
  conversation.add (TL_STEP_HANDSHAKE, TL_SIDE_CLIENT, hello)->truncated = true;
  EXPECT_EQ (tl_conversation_ja3 (conversation.self), nullptr);
  EXPECT_EQ (tl_conversation_ja4 (conversation.self), nullptr);
  EXPECT_EQ (tl_conversation_ja3s (conversation.self), nullptr);
}

TEST (Fingerprint, NoneOfASealedOne)
{
  Conversation conversation;
  conversation.add_sealed (TL_STEP_HANDSHAKE, TL_SIDE_CLIENT, 40);
  EXPECT_EQ (tl_conversation_ja4 (conversation.self), nullptr);
}

TEST (Fingerprint, TheFirstHelloCounts)
{
  Conversation conversation;
  Octets extensions = browser_extensions ();
  conversation.add (TL_STEP_HANDSHAKE, TL_SIDE_CLIENT, client_hello (TLS12, browser_suites, &extensions));
  conversation.add (TL_STEP_HANDSHAKE, TL_SIDE_CLIENT, client_hello (TLS12, { 47 }, NULL));
  EXPECT_EQ (text_of (tl_conversation_ja4 (conversation.self)), "t13d1516h2_8daaf6152771_e5627efa2ab1");
}
