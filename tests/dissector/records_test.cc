/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Records, cut in every way.
 */
#include "display.h"
#include "limits.h"
#include "recorder.h"
#include "tls/records.h"

#include <gtest/gtest.h>

namespace
{

struct Log
{
  std::string text;
  bool want_data = false;
};

bool
begin (gpointer user_data, const TlRecordHeader *header)
{
  return header->type != TL_RECORD_APPLICATION_DATA || static_cast<Log *> (user_data)->want_data;
}

void
record (gpointer user_data, const TlRecordHeader *header, const TlChunk *payload, guint64, gint64)
{
  std::string &text = static_cast<Log *> (user_data)->text;
  text += std::to_string (header->type) + ":" + std::to_string (header->length);
  if (payload)
    {
      g_autofree char *shown = tl_display_hex (payload->bytes, 1000);
      text += std::string ("=") + shown;
    }
  text += " ";
}

void
broken (gpointer user_data, gint64)
{
  static_cast<Log *> (user_data)->text += "broken";
}

const TlRecordSink sink = { begin, record, broken };

std::string
read_in_steps_of (const std::vector<guint8> &bytes, gsize step, bool want_data = false)
{
  TlRecordReader reader = {};
  Log log;
  log.want_data = want_data;
  for (gsize i = 0; i < bytes.size (); i += step)
    tl_record_reader_add (&reader, tl_bytes (bytes.data () + i, MIN (step, bytes.size () - i)), i, 0, &sink, &log);
  tl_record_reader_clear (&reader);
  return log.text;
}

const char *const two_records = "16 0301 0002 aabb  14 0303 0001 01  17 0303 0003 010203  16 0303 0000";

}

TEST (Records, AreReadHoweverTheyAreCut)
{
  auto bytes = hex (two_records);
  for (gsize step = 1; step <= bytes.size (); step++)
    {
      EXPECT_EQ (read_in_steps_of (bytes, step), "22:2=aabb 20:1=01 23:3 22:0= ") << step;
      EXPECT_EQ (read_in_steps_of (bytes, step, true), "22:2=aabb 20:1=01 23:3=010203 22:0= ") << step;
    }
}

TEST (Records, StopAtWhatIsNone)
{
  EXPECT_EQ (read_in_steps_of (hex ("16 0301 0001 aa 47 45 54 20 2f"), 100), "22:1=aa broken");
  EXPECT_EQ (read_in_steps_of (hex ("16 0301 ffff aa"), 100), "broken");
  EXPECT_EQ (read_in_steps_of (hex ("16 0201 0001 aa"), 1), "broken");
}

TEST (Records, MayBeAsLongAsTheCap)
{
  for (guint length : { (guint) TL_LIMIT_RECORD - 1, (guint) TL_LIMIT_RECORD, (guint) TL_LIMIT_RECORD + 1 })
    {
      std::vector<guint8> bytes = { 0x17, 3, 3, (guint8) (length >> 8), (guint8) length };
      bytes.resize (bytes.size () + length);
      EXPECT_EQ (read_in_steps_of (bytes, 1000) == "broken", length > TL_LIMIT_RECORD) << length;
    }
}

TEST (Records, AreRecognisedByTheirFirstBytes)
{
  auto hello = hex ("16 0301 0040 01 00003c 0303");
  for (gsize n = 0; n < 9; n++)
    EXPECT_EQ (tl_record_sniff_handshake (tl_bytes (hello.data (), n)), TL_SNIFF_MORE) << n;
  EXPECT_EQ (tl_record_sniff_handshake (view (hello)), TL_SNIFF_YES);
  EXPECT_EQ (tl_record_sniff_handshake (view (hex ("474554202f"))), TL_SNIFF_NO);
  EXPECT_EQ (tl_record_sniff_handshake (view (hex ("160301004063"))), TL_SNIFF_NO);
  EXPECT_EQ (tl_record_sniff_handshake (view (hex ("1503010002022801"))), TL_SNIFF_NO);
  EXPECT_EQ (tl_record_sniff (view (hex ("1503010002"))), TL_SNIFF_YES);
  EXPECT_EQ (tl_record_sniff (view (hex ("1603"))), TL_SNIFF_MORE);
}

TEST (Records, OfOneByteAreRecognisedByTheNext)
{
  auto hello = hex ("16 0301 0001 01 16 0301 0001 00");
  EXPECT_EQ (tl_record_sniff_handshake (tl_bytes (hello.data (), 6)), TL_SNIFF_MORE);
  EXPECT_EQ (tl_record_sniff_handshake (tl_bytes (hello.data (), 7)), TL_SNIFF_YES);
  EXPECT_EQ (tl_record_sniff_handshake (view (hex ("16 0301 0001 63 16 0301"))), TL_SNIFF_NO);
  EXPECT_EQ (tl_record_sniff_handshake (view (hex ("16 0301 0001 01 17 0301"))), TL_SNIFF_NO);
  EXPECT_EQ (tl_record_sniff_handshake (view (hex ("16 0301 0000 16 0301"))), TL_SNIFF_NO);
}

TEST (Records, AreInClearOnlyWhereTheMessageFits)
{
  static const struct
  {
    const char *bytes;
    TlSniff sniff;
  } cases[] = {
    { "16 0303 0028 02 000000", TL_SNIFF_NO }, /* a sealed Finished, which begins with the number of its record */
    { "16 0303 0028 00 000000", TL_SNIFF_NO },
    { "16 0303 0004 00 000000", TL_SNIFF_YES },
    { "16 0303 0004 0e 000000", TL_SNIFF_YES },
    { "16 0303 0005 0e 000001", TL_SNIFF_NO },
    { "16 0303 0040 01 000025", TL_SNIFF_NO },
    { "16 0303 0040 01 000026", TL_SNIFF_YES },
    { "16 0303 0040 02 000023", TL_SNIFF_NO },
    { "16 0303 0040 02 000024", TL_SNIFF_YES },
    { "16 0303 0040 04 000005", TL_SNIFF_NO },
    { "16 0303 0040 0b 000002", TL_SNIFF_NO },
    { "16 0303 0040 0b 040001", TL_SNIFF_NO }, /* more than is kept */
    { "16 0303 0040 10 000000", TL_SNIFF_YES },
  };
  for (const auto &each : cases)
    EXPECT_EQ (tl_record_sniff_handshake (view (hex (each.bytes))), each.sniff) << each.bytes;
}
