/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The other direction: bytes compressed as a peer does it.
 */
#pragma once

#include <brotli/encode.h>
#include <zlib.h>
#include <zstd.h>

#include <gtest/gtest.h>

#include <string>

/* CertificateCompressionAlgorithm, RFC 8879 section 7.3 */
enum Algorithm
{
  ZLIB = 1,
  BROTLI = 2,
  ZSTD = 3
};

static inline std::string
compress (Algorithm algorithm, const std::string &text)
{
  std::string out (text.size () + text.size () / 100 + 1024, '\0');
  auto input = reinterpret_cast<const unsigned char *> (text.data ());
  auto output = reinterpret_cast<unsigned char *> (&out[0]);
  uLongf zlib_size = static_cast<uLongf> (out.size ());
  size_t size = out.size ();

  switch (algorithm)
    {
    case ZLIB:
      EXPECT_EQ (compress2 (output, &zlib_size, input, static_cast<uLong> (text.size ()), 9), Z_OK);
      size = zlib_size;
      break;
    case BROTLI:
      EXPECT_TRUE (BrotliEncoderCompress (9, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_GENERIC, text.size (), input, &size, output));
      break;
    case ZSTD:
      size = ZSTD_compress (&out[0], out.size (), text.data (), text.size (), 3);
      EXPECT_FALSE (ZSTD_isError (size));
      break;
    }
  out.resize (size);
  return out;
}
