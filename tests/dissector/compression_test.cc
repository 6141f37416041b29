/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Compressed certificates, opened: each algorithm, and each way in which the bytes may not fit.
 */
#include "tls/compression.h"
#include "compressed.h"
#include "limits.h"
#include "tls/messages.h"

#include <gtest/gtest.h>

#include <random>

namespace
{

struct Opened
{
  std::string bytes;
  TlDecompression verdict;
  std::string fault;
};

Opened
open (Algorithm algorithm, const std::string &compressed, size_t declared)
{
  TlCompressed self = { static_cast<guint16> (algorithm), declared };
  Opened opened = {};
  GBytes *bytes = tl_compressed_open (&self, tl_bytes (compressed.data (), compressed.size ()), &opened.verdict);
  gsize length;
  auto data = static_cast<const char *> (g_bytes_get_data (bytes, &length));
  char *fault = tl_compressed_fault (&self, opened.verdict, length);

  opened.bytes = std::string (data ? data : "", length);
  opened.fault = fault ? fault : "";
  g_free (fault);
  g_bytes_unref (bytes);
  return opened;
}

/* Bytes of which some repeat and some do not. */
std::string
mixed (size_t n)
{
  std::mt19937 random (11);
  std::string out;

  while (out.size () < n)
    out += out.size () > 1000 && random () % 2 ? out.substr (random () % 900, 1 + random () % 90)
                                               : std::string (1, static_cast<char> (random ()));
  out.resize (n);
  return out;
}

const std::string hello = "Hello, hello, hello, hello!";

} /* namespace */

/* As python's zlib, brotli 1.0.9 and zstd 1.5.4 make them. */
TEST (Compression, OpensBytesThatOthersMade)
{
  const std::string zlib ("\x78\xda\xf3\x48\xcd\xc9\xc9\xd7\x51\xc8\xc0\xa4\x14\x01\x82\x0c\x09\x36", 18);
  const std::string brotli ("\x1b\x1a\x00\xf8\x8d\xd4\x4e\xf9\xc3\x8c\xaa\x91\xd0\xd8\xde\x34\x48\x08\x4b\x99\x52\x64"
                            "\x9f\x48\x20\xb8\x0e\x09", 28);
  const std::string zstd ("\x28\xb5\x2f\xfd\x24\x1b\x7d\x00\x00\x48\x48\x65\x6c\x6c\x6f\x2c\x20\x68\x21\x01\x00\xf2"
                          "\x0a\x17\x17\x61\x5b\x80", 28);

  EXPECT_EQ (open (ZLIB, zlib, hello.size ()).bytes, hello);
  EXPECT_EQ (open (BROTLI, brotli, hello.size ()).bytes, hello);
  EXPECT_EQ (open (ZSTD, zstd, hello.size ()).bytes, hello);
}

TEST (Compression, OpensAllAlgorithmsInAllSizes)
{
  for (Algorithm algorithm : { ZLIB, BROTLI, ZSTD })
    for (size_t n : { 1, 2, 100, 16383, 16384, 16385, 32768, 100000, 262143, 262144 })
      {
        std::string text = mixed (n);
        Opened opened = open (algorithm, compress (algorithm, text), n);

        EXPECT_EQ (opened.verdict, TL_DECOMPRESSED) << algorithm << " " << n;
        EXPECT_TRUE (opened.bytes == text) << algorithm << " " << n;
        EXPECT_EQ (opened.fault, "");
      }
}

TEST (Compression, GoesByTheLengthThatIsDeclared)
{
  for (Algorithm algorithm : { ZLIB, BROTLI, ZSTD })
    {
      std::string compressed = compress (algorithm, hello);
      Opened less = open (algorithm, compressed, hello.size () - 1);
      Opened more = open (algorithm, compressed, hello.size () + 1);
      Opened none = open (algorithm, compressed, 0);

      EXPECT_EQ (less.verdict, TL_DECOMPRESSION_TOO_LONG) << algorithm;
      EXPECT_EQ (less.bytes, hello.substr (0, hello.size () - 1));
      EXPECT_NE (less.fault, "");
      EXPECT_EQ (more.verdict, TL_DECOMPRESSION_TOO_SHORT) << algorithm;
      EXPECT_EQ (more.bytes, hello);
      EXPECT_NE (more.fault, "");
      EXPECT_EQ (none.verdict, TL_DECOMPRESSION_TOO_LONG) << algorithm;
      EXPECT_EQ (none.bytes, "");
    }
}

/* What is short becomes large: no more comes out than the cap, whatever is declared. */
TEST (Compression, StopsAtTheCap)
{
  for (Algorithm algorithm : { ZLIB, BROTLI, ZSTD })
    for (size_t n : { TL_LIMIT_DECOMPRESSED - 1, TL_LIMIT_DECOMPRESSED, TL_LIMIT_DECOMPRESSED + 1, size_t{ 2000000 } })
      {
        Opened opened = open (algorithm, compress (algorithm, std::string (n, 'x')), n);
        bool fits = n <= TL_LIMIT_DECOMPRESSED;

        EXPECT_EQ (opened.verdict, fits ? TL_DECOMPRESSED : TL_DECOMPRESSION_TOO_LARGE) << algorithm << " " << n;
        EXPECT_EQ (opened.bytes.size (), fits ? n : TL_LIMIT_DECOMPRESSED);
        EXPECT_EQ (opened.fault.empty (), fits);
      }
}

TEST (Compression, SaysWhereItIsCut)
{
  std::string text = mixed (40000);

  for (Algorithm algorithm : { ZLIB, BROTLI, ZSTD })
    {
      std::string compressed = compress (algorithm, text);
      for (size_t n = 0; n < compressed.size (); n += n < 200 ? 1 : 97)
        {
          Opened opened = open (algorithm, compressed.substr (0, n), text.size ());
          ASSERT_EQ (opened.verdict, TL_DECOMPRESSION_TRUNCATED) << algorithm << " " << n;
          ASSERT_TRUE (text.compare (0, opened.bytes.size (), opened.bytes) == 0) << algorithm << " " << n;
        }
    }
}

TEST (Compression, SaysWhatIsDamagedOrFollows)
{
  for (Algorithm algorithm : { ZLIB, BROTLI, ZSTD })
    {
      std::string compressed = compress (algorithm, mixed (3000));
      Opened damaged = open (algorithm, std::string (100, '\xff'), 3000);
      Opened trailing = open (algorithm, compressed + "and more", 3000);

      EXPECT_EQ (damaged.verdict, TL_DECOMPRESSION_DAMAGED) << algorithm;
      EXPECT_NE (damaged.fault, "");
      EXPECT_NE (trailing.fault, "");
      EXPECT_EQ (trailing.bytes, mixed (3000)) << algorithm;
      /* For zstd, what follows a frame is another one. */
      EXPECT_EQ (trailing.verdict, algorithm == ZSTD ? TL_DECOMPRESSION_DAMAGED : TL_DECOMPRESSION_TRAILING);
    }
}

TEST (Compression, ReadsFramesInARow)
{
  std::string one = compress (ZSTD, "one"), empty = compress (ZSTD, ""), two = compress (ZSTD, mixed (20000));
  Opened opened = open (ZSTD, one + empty + empty + two + empty, 20003);

  EXPECT_EQ (opened.verdict, TL_DECOMPRESSED);
  EXPECT_EQ (opened.bytes, "one" + mixed (20000));
}

TEST (Compression, KnowsNoOtherAlgorithm)
{
  for (int algorithm : { 0, 4, 16384, 65535 })
    {
      Opened opened = open (static_cast<Algorithm> (algorithm), compress (ZLIB, hello), hello.size ());
      EXPECT_EQ (opened.verdict, TL_DECOMPRESSION_UNKNOWN);
      EXPECT_EQ (opened.bytes, "");
    }
}

TEST (Compression, SurvivesAnyBytes)
{
  std::mt19937 random (3);

  for (Algorithm algorithm : { ZLIB, BROTLI, ZSTD })
    for (int round = 0; round < 3000; round++)
      {
        static const std::string sound[] = { "", compress (ZLIB, mixed (2500)), compress (BROTLI, mixed (2500)),
                                             compress (ZSTD, mixed (2500)) };
        std::string compressed = sound[algorithm];
        for (unsigned n = 1 + random () % 6; n > 0; n--)
          compressed[random () % compressed.size ()] = static_cast<char> (random ());
        EXPECT_LE (open (algorithm, compressed, 3000).bytes.size (), 3000u);
      }
}

TEST (Compression, RemembersWhatTheMessageSays)
{
  static const TlField algorithm = TL_UINT ("algorithm", 2, .registry = TL_REGISTRY_CERTIFICATE_COMPRESSION);
  static const TlField length = TL_UINT ("uncompressed_length", 3, .tag = TL_TAG_UNCOMPRESSED_LENGTH);
  TlFound found = {};
  TlCompressed self = {};

  found.field = &algorithm;
  found.value = 2;
  tl_compressed_see (&self, &found);
  found.field = &length;
  found.value = 77;
  tl_compressed_see (&self, &found);
  EXPECT_EQ (self.algorithm, 2);
  EXPECT_EQ (self.length, 77u);
}

TEST (Compression, HoldsACertificateMessageOfTls13)
{
  TlContext context = {};
  context.message = TL_MESSAGE_COMPRESSED_CERTIFICATE;
  context.certificate_type = 2;
  EXPECT_EQ (tl_compressed_context (&context).message, TL_MESSAGE_CERTIFICATE);
  EXPECT_EQ (tl_compressed_context (&context).version, 0x0304);
  EXPECT_EQ (tl_compressed_context (&context).certificate_type, 2);
  context.version = 0xfefc;
  EXPECT_EQ (tl_compressed_context (&context).version, 0xfefc);
}
