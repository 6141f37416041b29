/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Records of SSL 2.0, cut in every way, and told from what is none.
 */
#include "display.h"
#include "recorder.h"
#include "tls/sslv2.h"

#include <gtest/gtest.h>

#define CHALLENGE "7a16c3dc4a8bcc5b161d1d10883e225e"

namespace
{

const char *const hello = "80 22 01 0002 0009 0000 0010 050080 030080 0700c0" CHALLENGE;
const char *const tls_hello = "80 1c 01 0301 0003 0000 0010 000004" CHALLENGE;
const char *const server_hello = "80 20 04 00 01 0002 0002 0003 0010 3000 050080" CHALLENGE;

bool
begin (gpointer, const TlSslv2Header *header)
{
  return header->length != 4; /* "not wanted" in these tests */
}

void
record (gpointer user_data, const TlSslv2Header *header, const TlChunk *payload, guint64, gint64)
{
  std::string &text = *static_cast<std::string *> (user_data);
  text += std::to_string (header->length) + "-" + std::to_string (header->padding);
  if (payload)
    {
      g_autofree char *shown = tl_display_hex (payload->bytes, 4);
      text += std::string ("=") + shown;
    }
  text += " ";
}

const TlSslv2Sink sink = { begin, record };

/* What the reader tells, and "rest N" where it leaves bytes to later versions. */
std::string
read_in_steps_of (const std::vector<guint8> &bytes, gsize step)
{
  TlSslv2Reader *reader = g_new0 (TlSslv2Reader, 1);
  std::string text;
  for (gsize i = 0; i < bytes.size (); i += step)
    {
      TlBytes part = tl_bytes (bytes.data () + i, MIN (step, bytes.size () - i));
      if (!tl_sslv2_reader_add (reader, &part, i, 0, &sink, &text))
        {
          text += "rest " + std::to_string (bytes.data () + bytes.size () - part.data);
          break;
        }
      EXPECT_EQ (part.length, 0u);
    }
  tl_sslv2_reader_free (reader);
  return text;
}

} // namespace

TEST (Sslv2Records, AreReadHoweverTheyAreCut)
{
  /* two bytes of header, none wanted, empty, three bytes of header with padding */
  auto bytes = hex ("80 03 000001 80 04 aabbccdd 80 00 00 08 07 1122334455667788");
  for (gsize step = 1; step <= bytes.size (); step++)
    EXPECT_EQ (read_in_steps_of (bytes, step), "3-0=000001 4-0 0-0= 8-7=11223344… ") << step;
}

TEST (Sslv2Records, TheEscapeBitIsNoLength)
{
  EXPECT_EQ (read_in_steps_of (hex ("40 03 00 aabbcc"), 100), "3-0=aabbcc ");
}

TEST (Sslv2Records, GiveWayToALaterVersion)
{
  auto bytes = hex (tls_hello);
  auto more = hex ("16 0301 0004 0e000000");
  bytes.insert (bytes.end (), more.begin (), more.end ());
  for (gsize step = 1; step <= bytes.size (); step++)
    EXPECT_EQ (read_in_steps_of (bytes, step), "28-0=01030100… rest 9") << step;
  /* but not after a second record */
  EXPECT_EQ (read_in_steps_of (hex ("80 01 00 80 01 00 16 03 01 00"), 100), "1-0=00 1-0=00 ");
}

TEST (Sslv2Records, AreRecognised)
{
  for (const char *text : { hello, tls_hello, server_hello })
    {
      auto bytes = hex (text);
      gsize enough = bytes[2] == 1 ? 11 : 13;
      EXPECT_LE (enough, (gsize) TL_SNIFF_BYTES);
      for (gsize n = 1; n < enough; n++)
        EXPECT_EQ (tl_sslv2_sniff_hello (tl_bytes (bytes.data (), n)), TL_SNIFF_MORE) << n;
      EXPECT_EQ (tl_sslv2_sniff_hello (tl_bytes (bytes.data (), enough)), TL_SNIFF_YES);
      EXPECT_EQ (tl_sslv2_sniff (view (bytes)), TL_SNIFF_YES);
    }
  EXPECT_EQ (tl_sslv2_sniff (view (hex ("80 03 00 0001"))), TL_SNIFF_YES);
  EXPECT_EQ (tl_sslv2_sniff_hello (view (hex ("80 03 00 0001"))), TL_SNIFF_NO); /* too little to begin with */
}

TEST (Sslv2Records, EveryLengthMustFit)
{
  const char *const none[] = {
    "80 23 01 0002 0009 0000 0010", /* the record is longer than its parts */
    "80 22 01 0002 0008 0000 0011", /* specs have three bytes */
    "80 19 01 0002 0000 0000 0010", /* and there is one */
    "80 23 01 0002 0009 0001 0010", /* a session id has 16 bytes */
    "80 21 01 0002 0009 0000 000f", /* a challenge has 16 to 32 */
    "80 43 01 0002 0009 0000 0031",
    "80 22 01 0003 0009 0000 0010", /* no version */
    "80 22 01 0305 0009 0000 0010",
    "80 22 03 0002 0009 0000 0010", /* never in clear */
    "00 22 00 01 0002 0009 0000 0010", /* nothing to pad in clear */
    "80 00 01 0002",
    "80 20 04 02 01 0002 0002 0003 0010",
    "80 20 04 00 02 0002 0002 0003 0010",
    "80 20 04 00 01 0301 0002 0003 0010",
    "80 20 04 00 01 0002 0003 0003 0010",
    "80 1f 04 00 01 0002 0001 0003 000f",
    "80 03 00 0003",
    "80 04 00 0001 00",
    "16 03 01 00 40",
  };
  for (const char *text : none)
    EXPECT_EQ (tl_sslv2_sniff (view (hex (text))), TL_SNIFF_NO) << text;
}

TEST (Sslv2Records, MessagesAreThoseThatFit)
{
  EXPECT_EQ (tl_sslv2_message_of (view (hex ("02 050080 0000 0004 0008 bbbbbbbb cccccccccccccccc"))),
             TL_MESSAGE_SSLV2_CLIENT_MASTER_KEY);
  EXPECT_EQ (tl_sslv2_message_of (view (hex ("02 050080 0000 0004 0008 bbbbbbbb cccccccccccccccc dd"))), TL_MESSAGE_NONE);
  EXPECT_EQ (tl_sslv2_message_of (view (hex ("00 0006"))), TL_MESSAGE_SSLV2_ERROR);
  EXPECT_EQ (tl_sslv2_message_of (view (hex ("03 " CHALLENGE))), TL_MESSAGE_NONE);
  EXPECT_EQ (tl_sslv2_message_of (tl_bytes (nullptr, 0)), TL_MESSAGE_NONE);
}
