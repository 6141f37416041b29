/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * JSON as RFC 8259 wants it: commas, escapes, UTF-8 whatever comes.
 */
#include "export/json-writer.h"

#include <gtest/gtest.h>

class JsonWriter : public testing::Test
{
protected:
  void SetUp () override
  {
    out = g_string_new (NULL);
    tl_json_writer_init (&json, out);
  }

  void TearDown () override
  {
    g_string_free (out, TRUE);
  }

  GString *out;
  TlJsonWriter json;
};

TEST_F (JsonWriter, CommasStandBetween)
{
  tl_json_open_object (&json);
  tl_json_key (&json, "empty");
  tl_json_open_array (&json);
  tl_json_close_array (&json);
  tl_json_key (&json, "list");
  tl_json_open_array (&json);
  tl_json_uint (&json, 1);
  tl_json_open_object (&json);
  tl_json_close_object (&json);
  tl_json_null (&json);
  tl_json_bool (&json, true);
  tl_json_bool (&json, false);
  tl_json_close_array (&json);
  tl_json_key (&json, "last");
  tl_json_string (&json, "x");
  tl_json_close_object (&json);
  EXPECT_STREQ (out->str, "{\"empty\":[],\"list\":[1,{},null,true,false],\"last\":\"x\"}");
}

TEST_F (JsonWriter, StringsAreEscaped)
{
  tl_json_string (&json, "a\"b\\c\nd\re\tf\001g\177h/i");
  EXPECT_STREQ (out->str, "\"a\\\"b\\\\c\\nd\\re\\tf\\u0001g\\u007fh/i\"");
}

TEST_F (JsonWriter, Utf8StaysAsItIs)
{
  tl_json_string (&json, "bücher · 例え · 🔒");
  EXPECT_STREQ (out->str, "\"bücher · 例え · 🔒\"");
}

TEST_F (JsonWriter, WhatIsNotUtf8IsReplaced)
{
  tl_json_string (&json, "a\xff"
                         "b\xc3"
                         "c\xed\xa0\x80"
                         "d\xf0\x9f\x94");
  EXPECT_TRUE (g_utf8_validate (out->str, -1, NULL));
  EXPECT_STREQ (out->str, "\"a\xef\xbf\xbd"
                          "b\xef\xbf\xbd"
                          "c\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"
                          "d\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");
}

TEST_F (JsonWriter, NoStringIsNull)
{
  tl_json_string (&json, NULL);
  EXPECT_STREQ (out->str, "null");
}

TEST_F (JsonWriter, HexOfAllBytes)
{
  const guint8 bytes[] = { 0x00, 0x0f, 0xf0, 0xff };
  tl_json_open_array (&json);
  tl_json_hex (&json, tl_bytes (bytes, sizeof bytes));
  tl_json_hex (&json, tl_bytes (NULL, 0));
  tl_json_close_array (&json);
  EXPECT_STREQ (out->str, "[\"000ff0ff\",\"\"]");
}

TEST_F (JsonWriter, NumbersAreExact)
{
  tl_json_open_array (&json);
  tl_json_uint (&json, G_MAXUINT64);
  tl_json_seconds (&json, 1);
  tl_json_seconds (&json, -1500000000);
  tl_json_seconds (&json, G_GINT64_CONSTANT (12345678901234));
  tl_json_seconds (&json, G_MININT64);
  tl_json_close_array (&json);
  EXPECT_STREQ (out->str,
                "[18446744073709551615,0.000000001,-1.500000000,12345.678901234,-9223372036.854775808]");
}

TEST_F (JsonWriter, Time)
{
  tl_json_time (&json, G_GINT64_CONSTANT (1769862896123456789));
  EXPECT_STREQ (out->str, "\"2026-01-31T12:34:56.123456789Z\"");
}
