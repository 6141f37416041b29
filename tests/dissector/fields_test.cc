/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The walker, on tables and bytes made by hand.
 */
#include "fields.h"
#include "limits.h"
#include "recorder.h"

#include <gtest/gtest.h>

static const TlField number[] = { { .name = "number", .kind = TL_FIELD_UINT, .size = 2 }, {} };
static const TlField pair[] = { { .name = "kind", .kind = TL_FIELD_UINT, .size = 1, .tag = TL_TAG_SELECTOR },
                                { .name = "data", .kind = TL_FIELD_BYTES, .prefix = 1 },
                                {} };
static const TlField pair_group[] = { { .name = "pair", .kind = TL_FIELD_GROUP, .fields = pair }, {} };
static const TlField empty[] = { {} };
static const TlCase cases[] = { { 1, 0, number }, { 2, 1 << 0, number }, { 2, 1 << 1, empty }, { 9, 0, empty } };
static const TlChoice choice = { TL_TAG_SELECTOR, cases, G_N_ELEMENTS (cases) };
static const TlField chosen[] = { { .name = "type", .kind = TL_FIELD_UINT, .size = 1, .tag = TL_TAG_SELECTOR },
                                  { .name = "body", .kind = TL_FIELD_CHOICE, .prefix = 1, .choice = &choice },
                                  {} };
static const TlField numbers[] = { { .name = "numbers", .kind = TL_FIELD_LIST, .prefix = 1, .fields = number }, {} };
static const TlField pairs[] = { { .name = "pairs", .kind = TL_FIELD_LIST, .prefix = 2, .fields = pair_group },
                                 { .name = "more", .kind = TL_FIELD_UINT, .size = 1, .flags = TL_FIELD_OPTIONAL },
                                 {} };

static std::string
walk (const TlField *fields, const char *text, guint32 message_bit = 0)
{
  auto bytes = hex (text);
  TlContext context = {};
  Recorder recorder;
  context.message_bit = message_bit;
  tl_fields_walk (fields, view (bytes), 0, &context, &recorder.sink);
  EXPECT_TRUE (recorder.gapless) << text;
  EXPECT_EQ (recorder.covered, bytes.size ()) << text;
  return recorder.text;
}

TEST (Fields, ReadsNumbers)
{
  EXPECT_EQ (walk (number, "0102"), "number[0+2]");
}

TEST (Fields, ReadsNumbersThatSayTheirSize)
{
  static const TlField varints[] = { TL_VARINT ("n"), TL_BYTES_PREFIX ("data", TL_PREFIX_VARINT), {} };

  EXPECT_EQ (walk (varints, "25 01 aa"), "n[0+1] data[1+2]");
  EXPECT_EQ (walk (varints, "7bbd 4002 aabb"), "n[0+2] data[2+4]");
  EXPECT_EQ (walk (varints, "9d7f3e7d 00"), "n[0+4] data[4+1]");
  EXPECT_EQ (walk (varints, "c2197c5eff14e88c c000000000000001 aa"), "n[0+8] data[8+9]");
  EXPECT_EQ (walk (varints, "c2197c5eff14e8"), "n[0+7]!truncated");
  EXPECT_EQ (walk (varints, "25 ffffffffffffffff aa"), "n[0+1] data[1+9]!truncated");
  EXPECT_EQ (walk (varints, "25 40"), "n[0+1] data[1+1]!truncated");
}

TEST (Fields, LeavesTheLastBytes)
{
  static const TlField split[] = { TL_BYTES_BUT_LAST ("most", 2), TL_BYTES_FIXED ("last", 2), {} };

  EXPECT_EQ (walk (split, "010203 aabb"), "most[0+3] last[3+2]");
  EXPECT_EQ (walk (split, "aabb"), "most[0+0] last[0+2]");
  EXPECT_EQ (walk (split, "aa"), "most[0+0] last[0+1]!truncated");
}

TEST (Fields, ChoosesForGrease)
{
  static const TlField rest[] = { TL_BYTES_REST ("ignored"), {} };
  static const TlCase lines[] = { { 1, 0, number }, { TL_CASE_GREASE, 0, rest } };
  static const TlChoice by_version = { TL_TAG_SELECTOR, lines, G_N_ELEMENTS (lines) };
  static const TlField fields[]
      = { TL_UINT ("v", 4, .tag = TL_TAG_SELECTOR, .registry = TL_REGISTRY_QUIC_VERSION),
          TL_CHOICE ("body", 1, &by_version), {} };

  EXPECT_EQ (walk (fields, "00000001 02 0102"), "v[0+4] body{number[5+2]}");
  EXPECT_EQ (walk (fields, "1a2a3a4a 02 0102"), "v[0+4] body{ignored[5+2]}");
  EXPECT_EQ (walk (fields, "ffffffff 02 0102"), "v[0+4] body{unknown[5+2]}");
  EXPECT_EQ (walk (fields, "00000002 02 0102"), "v[0+4] body{unknown[5+2]}");
}

TEST (Fields, LeavesPlainWhatHasNoCase)
{
  static const TlField boxed[] = { TL_UINT ("type", 1, .tag = TL_TAG_SELECTOR),
                                   { .name = "body", .kind = TL_FIELD_CHOICE, .prefix = 1, .flags = TL_FIELD_OR_BYTES, .choice = &choice }, {} };
  static const TlField open[] = { TL_UINT ("type", 1, .tag = TL_TAG_SELECTOR),
                                  { .name = "body", .kind = TL_FIELD_CHOICE, .flags = TL_FIELD_OR_BYTES, .choice = &choice }, {} };

  EXPECT_EQ (walk (boxed, "01 02 0102"), "type[0+1] body{number[2+2]}");
  EXPECT_EQ (walk (boxed, "07 02 0102"), "type[0+1] body[1+3]");
  EXPECT_EQ (walk (boxed, "07 00"), "type[0+1] body[1+1]");
  EXPECT_EQ (walk (boxed, "07 05 0102"), "type[0+1] body[1+3]!truncated");
  EXPECT_EQ (walk (boxed, "07"), "type[0+1] body[1+0]!truncated");
  EXPECT_EQ (walk (open, "01 0102"), "type[0+1] body{number[1+2]}");
  EXPECT_EQ (walk (open, "07 010203"), "type[0+1] body[1+3]");
  EXPECT_EQ (walk (open, "07"), "type[0+1] body[1+0]");
}

TEST (Fields, FitWhatTheyReadToTheLastByte)
{
  TlContext context = {};
  auto fit = [&] (const TlField *fields, const char *text) {
    auto bytes = hex (text);
    return tl_fields_fit (fields, view (bytes), &context);
  };
  EXPECT_TRUE (fit (pair, "01 02 aabb"));
  EXPECT_FALSE (fit (pair, "01 03 aabb"));
  EXPECT_FALSE (fit (pair, "01 01 aabb"));
  EXPECT_FALSE (fit (pair, ""));
  EXPECT_TRUE (fit (chosen, "01 02 0102"));
  EXPECT_FALSE (fit (chosen, "07 02 0102")); /* unknown is no fit */
}

TEST (Fields, SaysWhatIsCutShort)
{
  EXPECT_EQ (walk (number, "01"), "number[0+1]!truncated");
  EXPECT_EQ (walk (pair, "01 05 aabb"), "kind[0+1] data[1+3]!truncated");
  EXPECT_EQ (walk (pair, "01"), "kind[0+1] data[1+0]!truncated");
}

TEST (Fields, SaysWhatIsLeft)
{
  EXPECT_EQ (walk (number, "0102 03"), "number[0+2] unknown[2+1]!trailing");
}

TEST (Fields, ReadsLists)
{
  EXPECT_EQ (walk (numbers, "04 0001 0002"), "numbers{number[1+2] number[3+2]}");
  EXPECT_EQ (walk (numbers, "00"), "numbers{}");
  EXPECT_EQ (walk (numbers, "03 0001 00"), "numbers{number[1+2] number[3+1]!truncated}");
}

TEST (Fields, GoesOnAfterAFaultInside)
{
  /* the second pair claims more than its list has: the number behind the list is read all the same */
  EXPECT_EQ (walk (pairs, "0006 01 01 aa 02 09 bb 07"),
             "pairs{pair{kind[2+1] data[3+2]} pair{kind[5+1] data[6+2]!truncated}} more[8+1]");
}

TEST (Fields, LeavesOptionalFieldsOut)
{
  EXPECT_EQ (walk (pairs, "0000"), "pairs{}");
}

TEST (Fields, ClaimedLengthsAreCut)
{
  EXPECT_EQ (walk (pairs, "ffff 01 00"), "pairs!truncated{pair{kind[2+1] data[3+1]}}");
}

TEST (Fields, ChoosesByNumberAndMessage)
{
  EXPECT_EQ (walk (chosen, "01 02 0001"), "type[0+1] body{number[2+2]}");
  EXPECT_EQ (walk (chosen, "02 02 0001", 1 << 0), "type[0+1] body{number[2+2]}");
  EXPECT_EQ (walk (chosen, "02 02 0001", 1 << 1), "type[0+1] body{unknown[2+2]!trailing}");
  EXPECT_EQ (walk (chosen, "02 02 0001", 1 << 4), "type[0+1] body{unknown[2+2]}");
  EXPECT_EQ (walk (chosen, "07 01 aa"), "type[0+1] body{unknown[2+1]}");
  EXPECT_EQ (walk (chosen, "09 00"), "type[0+1] body{}");
}

TEST (Fields, CapsListsAndSaysIt)
{
  for (gsize n : { TL_LIMIT_LIST - 1, TL_LIMIT_LIST, TL_LIMIT_LIST + 1 })
    {
      static const TlField one[] = { { .name = "n", .kind = TL_FIELD_UINT, .size = 1 }, {} };
      static const TlField list[] = { { .name = "list", .kind = TL_FIELD_LIST, .prefix = 2, .fields = one }, {} };
      std::vector<guint8> bytes (n + 2);
      bytes[0] = (guint8) (n >> 8);
      bytes[1] = (guint8) n;
      TlContext context = {};
      Recorder recorder;
      tl_fields_walk (list, view (bytes), 0, &context, &recorder.sink);
      EXPECT_TRUE (recorder.gapless);
      EXPECT_EQ (recorder.covered, n + 2);
      EXPECT_EQ (recorder.text.find ("too_many") != std::string::npos, n > TL_LIMIT_LIST) << n;
    }
}

TEST (Fields, CoversEveryByteOfEveryPrefix)
{
  std::vector<guint8> whole = hex ("0009 01 02 aabb 02 00 03 01 cc 07 99");
  for (gsize n = 0; n <= whole.size (); n++)
    {
      TlContext context = {};
      Recorder recorder;
      tl_fields_walk (pairs, tl_bytes (whole.data (), n), 0, &context, &recorder.sink);
      EXPECT_TRUE (recorder.gapless) << n;
      EXPECT_EQ (recorder.covered, n);
    }
}
