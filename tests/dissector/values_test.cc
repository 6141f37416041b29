/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Times, addresses and numbers.
 */
#include "certificates.h"

#include "limits.h"
#include "x509/values.h"

static std::string
time_text (int identifier, const std::string &content, gint64 *seconds = nullptr)
{
  std::string der = tlv (identifier, content);
  TlTlv element;

  EXPECT_TRUE (tl_der_only (bytes_of (der), 0, &element));
  return taken (tl_time_text (&element, seconds));
}

/* RFC 5280 section 4.1.2.5. */
TEST (Values, ReadTimes)
{
  gint64 seconds = 0;

  EXPECT_EQ (time_text (0x17, "700101000001Z", &seconds), "1970-01-01T00:00:01Z");
  EXPECT_EQ (seconds, 1);
  EXPECT_EQ (time_text (0x17, "491231235959Z"), "2049-12-31T23:59:59Z");
  EXPECT_EQ (time_text (0x17, "500101000000Z"), "1950-01-01T00:00:00Z");
  EXPECT_EQ (time_text (0x18, "99991231235959Z", &seconds), "9999-12-31T23:59:59Z");
  EXPECT_EQ (seconds, G_GINT64_CONSTANT (253402300799));
  EXPECT_EQ (time_text (0x18, "20260131120000.5Z"), "2026-01-31T12:00:00Z");
  EXPECT_EQ (time_text (0x17, "2601311200Z"), "2026-01-31T12:00:00Z");
  EXPECT_EQ (time_text (0x17, "260131120000+0130"), "2026-01-31T10:30:00Z");
  EXPECT_EQ (time_text (0x17, "260131120000-0130"), "2026-01-31T13:30:00Z");
}

TEST (Values, RefuseWhatIsNoTime)
{
  for (auto content : { "", "Z", "260131", "260231000000Z", "261301000000Z", "260131250000Z", "260131120000",
                        "260131120000Zx", "26013112000xZ", "260131120000+01" })
    EXPECT_EQ (time_text (0x17, content), "(null)") << content;
  EXPECT_EQ (time_text (0x18, "00000101000000Z"), "(null)");
  EXPECT_EQ (time_text (0x16, "260131120000Z"), "(null)");
}

TEST (Values, ReadAddresses)
{
  EXPECT_EQ (taken (tl_ip_text (tl_bytes ("\xc0\0\2\1", 4))), "192.0.2.1");
  EXPECT_EQ (taken (tl_ip_text (tl_bytes ("\xc0\0\2\0\xff\xff\xff\0", 8))), "192.0.2.0/255.255.255.0");
  EXPECT_EQ (taken (tl_ip_text (tl_bytes ("\x20\1\xd\xb8\0\0\0\0\0\0\0\0\0\0\0\1", 16))), "2001:db8::1");
  EXPECT_EQ (taken (tl_ip_text (tl_bytes ("abcde", 5))), "6162636465");
  EXPECT_EQ (taken (tl_ip_text (tl_bytes ("", 0))), "");
}

TEST (Values, ReadNumbers)
{
  guint64 value = 0;

  EXPECT_EQ (taken (tl_integer_text (tl_bytes ("\1\0", 2))), "256");
  EXPECT_EQ (taken (tl_integer_text (tl_bytes ("\x7f\xff\xff\xff\xff\xff\xff\xff", 8))),
             "9223372036854775807");
  EXPECT_EQ (taken (tl_integer_text (tl_bytes ("\0\xff\xff\xff\xff\xff\xff\xff\xff", 9))),
             "00ffffffffffffffff");
  EXPECT_EQ (taken (tl_integer_text (tl_bytes ("\xff", 1))), "-1");
  EXPECT_EQ (taken (tl_integer_text (tl_bytes ("\x80", 1))), "-128");
  EXPECT_EQ (taken (tl_integer_text (tl_bytes ("\xff\x00", 2))), "-256");
  EXPECT_EQ (taken (tl_integer_text (tl_bytes ("\x80\0\0\0\0\0\0\0", 8))), "-9223372036854775808");
  EXPECT_EQ (taken (tl_integer_text (tl_bytes ("\xff\0\0\0\0\0\0\0\0", 9))), "-010000000000000000");
  EXPECT_EQ (taken (tl_integer_text (tl_bytes ("", 0))), "");
  EXPECT_FALSE (tl_integer_value (tl_bytes ("", 0), &value));
  EXPECT_FALSE (tl_integer_value (tl_bytes ("\xff", 1), &value));
  EXPECT_TRUE (tl_integer_value (tl_bytes ("\5", 1), &value));
  EXPECT_EQ (value, 5u);
}

/* RFC 3779 section 2.1.1 and 2.1.2 have these. */
TEST (Values, ReadTheFirstBitsOfAddresses)
{
  EXPECT_EQ (taken (tl_ip_bits_text (tl_bytes ("\4\x0a\5\0", 4), 1, false)), "10.5.0.0/20");
  EXPECT_EQ (taken (tl_ip_bits_text (tl_bytes ("\0\x0a\5\0\4", 5), 1, false)), "10.5.0.4/32");
  EXPECT_EQ (taken (tl_ip_bits_text (tl_bytes ("\0", 1), 1, false)), "0.0.0.0/0");
  EXPECT_EQ (taken (tl_ip_bits_text (tl_bytes ("\0", 1), 1, true)), "255.255.255.255");
  EXPECT_EQ (taken (tl_ip_bits_text (tl_bytes ("\1\x0a\5\0", 4), 1, true)), "10.5.1.255");
  EXPECT_EQ (taken (tl_ip_bits_text (tl_bytes ("\2\x20\1\0\0\0", 6), 2, false)), "2001::/38");
  EXPECT_EQ (taken (tl_ip_bits_text (tl_bytes ("\0\x0a\5\0\4\1", 6), 1, false)), "(null)") << "too long";
  EXPECT_EQ (taken (tl_ip_bits_text (tl_bytes ("\x8\x0a", 2), 1, false)), "(null)") << "unused bits";
  EXPECT_EQ (taken (tl_ip_bits_text (tl_bytes ("\1", 1), 1, false)), "(null)");
  EXPECT_EQ (taken (tl_ip_bits_text (tl_bytes ("", 0), 1, false)), "(null)");
  EXPECT_EQ (taken (tl_ip_bits_text (tl_bytes ("\0\x0a", 2), 3, false)), "(null)") << "another family";
}

TEST (Values, NameBits)
{
  static const char *const names[] = { "zero", nullptr, "two" };

  EXPECT_EQ (taken (tl_bits_text (tl_bytes ("\5\xa0", 2), names, 3)), "zero, two");
  EXPECT_EQ (taken (tl_bits_text (tl_bytes ("\0\x51\x80", 3), names, 3)), "bit 1, bit 3, bit 7, bit 8");
  EXPECT_EQ (taken (tl_bits_text (tl_bytes ("\0", 1), names, 3)), "");
  EXPECT_EQ (taken (tl_bits_text (tl_bytes ("", 0), names, 3)), "(null)");
}

TEST (Values, CutAndList)
{
  GString *list = g_string_new (nullptr);

  tl_text_append (list, g_strdup ("a"));
  tl_text_append (list, nullptr);
  tl_text_append (list, g_strdup ("b"));
  EXPECT_EQ (taken (tl_text_cut (list)), "a, b");
  EXPECT_EQ (taken (tl_text_cut (g_string_new (repeat ("é", TL_LIMIT_TEXT_ROW).c_str ()))),
             repeat ("é", TL_LIMIT_TEXT_ROW));
  EXPECT_EQ (taken (tl_text_cut (g_string_new (repeat ("é", TL_LIMIT_TEXT_ROW + 1).c_str ()))),
             repeat ("é", TL_LIMIT_TEXT_ROW) + "…");
}
