/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * DTLS records.
 */
#include "recorder.h"
#include "tls/dtls.h"

#include <gtest/gtest.h>

static std::string
records_of (const std::vector<guint8> &bytes, gsize connection_id = 0)
{
  TlBytes datagram = view (bytes), payload;
  TlDtlsHeader header;
  std::string text;
  while (datagram.length > 0 && tl_dtls_next_record (&datagram, connection_id, false, &header, &payload))
    text += std::to_string (header.type) + (header.unified ? "u" : "") + "/" + std::to_string (header.epoch) + ":"
            + std::to_string (header.sequence) + "+" + std::to_string (payload.length) + " ";
  return text + (datagram.length > 0 ? "rest" : "");
}

TEST (Dtls, SeveralRecordsInADatagram)
{
  EXPECT_EQ (records_of (hex ("16 fefd 0000 000000000001 0002 aabb  14 fefd 0000 000000000002 0001 01")),
             "22/0:1+2 20/0:2+1 ");
}

TEST (Dtls, WhatIsCutIsNotRead)
{
  auto bytes = hex ("16 fefd 0000 000000000001 0002 aabb");
  for (gsize n = 0; n < bytes.size (); n++)
    EXPECT_EQ (records_of ({ bytes.begin (), bytes.begin () + (long) n }), n > 0 ? "rest" : "") << n;
}

TEST (Dtls, OtherVersionsAndTypesAreNone)
{
  EXPECT_EQ (records_of (hex ("16 0303 0000 000000000001 0002 aabb")), "rest");
  EXPECT_EQ (records_of (hex ("80 fefd 0000 000000000001 0002 aabb")), "rest");
}

TEST (Dtls, ConnectionIdsStandBeforeTheLength)
{
  EXPECT_EQ (records_of (hex ("19 fefd 0001 000000000005 c1d2 0003 010203"), 2), "25/1:5+3 ");
}

TEST (Dtls, UnifiedHeaders)
{
  /* RFC 9147 section 4, figure 4: a sequence number of 16 bits and a length; and the shortest form */
  EXPECT_EQ (records_of (hex ("2e 0007 0010 000102030405060708090a0b0c0d0e0f")), "23u/2:7+16 ");
  EXPECT_EQ (records_of (hex ("23 07 000102030405060708090a0b0c0d0e0f10")), "23u/3:7+17 ");
  EXPECT_EQ (records_of (hex ("3e aabb 0007 0010 000102030405060708090a0b0c0d0e0f"), 2), "23u/2:7+16 ");
  EXPECT_EQ (records_of (hex ("23 07 0001")).substr (0, 1), "");
}

static const char *const hello = "16 fefd 0000 000000000000 0036 01 000064 0000 000000 00002a fefd"
                                 "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f 0000000000000000";

TEST (Dtls, AHandshakeIsRecognised)
{
  EXPECT_TRUE (tl_dtls_sniff_handshake (view (hex (hello)), false));
  EXPECT_FALSE (tl_dtls_sniff_handshake (view (hex ("16 fefd 0001 000000000000 0002 aabb")), false));
  EXPECT_FALSE (tl_dtls_sniff_handshake (view (hex ("00 01")), false));
  EXPECT_FALSE (tl_dtls_sniff_handshake (tl_bytes (NULL, 0), false));
}

TEST (Dtls, AHelloIsKnownByItsRandom)
{
  auto bytes = hex (hello);
  TlBytes random = tl_dtls_client_random (view (bytes));
  ASSERT_EQ (random.length, 32u);
  EXPECT_EQ (random.data[31], 0x1f);
  auto shorter = bytes; /* a fragment that ends in the middle of the random, with another one behind it */
  shorter[13 + 11] = 0x21;
  EXPECT_EQ (tl_dtls_client_random (view (shorter)).data, nullptr);
  bytes[13 + 8] = 1; /* a later fragment: it has no random */
  EXPECT_EQ (tl_dtls_client_random (view (bytes)).data, nullptr);
  bytes = hex (hello);
  bytes[13 + 5] = 1; /* the second message: it goes on with a handshake, whatever its random (RFC 6347 section 4.2.2) */
  EXPECT_EQ (tl_dtls_client_random (view (bytes)).data, nullptr);
}

TEST (Dtls, WhatCannotBeIsKnownByItsFirstByte)
{
  for (guint first = 0; first < 256; first++)
    {
      guint8 byte = (guint8) first;
      bool possible = (first >= 20 && first <= 27) || (first >= 32 && first <= 63); /* RFC 9147 section 4.1, figure 5; RFC 9853 section 4 */
      EXPECT_EQ (tl_dtls_is_possible (tl_bytes (&byte, 1)), possible) << first;
    }
  EXPECT_FALSE (tl_dtls_is_possible (tl_bytes (NULL, 0)));
}
