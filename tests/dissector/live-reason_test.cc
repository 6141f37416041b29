/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What the helper says by a code is said in the language of the person.
 */
#include "capture/live-reason.h"
#include "config.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

static std::string
text (const char *code, const char *sentence, bool gone = false)
{
  g_autofree char *result = tl_live_reason_text (code, sentence, "eth0", gone);
  return result;
}

/* Each code in the source of the helper: whoever adds one adds a sentence here. */
TEST (LiveReason, KnowsEachCodeOfTheHelper)
{
  std::ifstream file (TL_SOURCE_SAMPLESDIR "/../app/capture-helper.c");
  std::string source ((std::istreambuf_iterator<char> (file)), std::istreambuf_iterator<char> ());
  std::regex call ("fail \\([A-Z_]+, \"([a-z-]+)\"");
  std::set<std::string> codes;

  for (std::sregex_iterator match (source.begin (), source.end (), call), end; match != end; ++match)
    codes.insert ((*match)[1]);
  EXPECT_GE (codes.size (), 7u) << "they are found";
  for (const std::string &code : codes)
    EXPECT_TRUE (tl_live_reason_is_known (code.c_str ())) << code;
  EXPECT_FALSE (tl_live_reason_is_known ("sideways"));
  EXPECT_FALSE (tl_live_reason_is_known (nullptr));
}

TEST (LiveReason, HasASentenceOfItsOwn)
{
  EXPECT_EQ (text ("no-such-interface", "x"), "There is no interface “eth0”.");
  EXPECT_NE (text ("interface-down", "x").find ("“eth0” is down"), std::string::npos);
  for (const char *code : { "no-such-interface", "interface-down", "bad-filter", "no-permission", "no-seccomp", "not-supported", "bad-arguments" })
    EXPECT_EQ (text (code, "In English alone.").find ("English"), std::string::npos) << code;
}

TEST (LiveReason, KeepsWhatLibpcapOrTheKernelSay)
{
  EXPECT_EQ (text ("bad-filter", "The filter is not understood: syntax error."), "The filter is not understood: syntax error.");
  EXPECT_EQ (text ("bad-filter", "The filter takes too long to compile.").find ("not understood"), std::string::npos);
  EXPECT_NE (text ("failed", "eth0 cannot be read: Bad address.").find ("“eth0” has failed: Bad address. What"), std::string::npos);
  EXPECT_NE (text ("failed", "It cannot go on.").find ("failed: It cannot go on. What"), std::string::npos);
  EXPECT_NE (text ("failed", "").find ("failed"), std::string::npos);
}

TEST (LiveReason, IsTheHelpersOwnWhereTheCodeIsNew)
{
  EXPECT_EQ (text ("sideways", "It went sideways."), "It went sideways.");
}

TEST (LiveReason, IsUnknownWhereNothingWasSaid)
{
  EXPECT_NE (text (nullptr, nullptr).find ("ended unexpectedly"), std::string::npos);
}

TEST (LiveReason, IsTheInterfaceWhereThatHasGone)
{
  for (const char *code : { "no-such-interface", "failed", (const char *) nullptr })
    EXPECT_NE (text (code, code ? "x" : nullptr, true).find ("“eth0” has disappeared"), std::string::npos);
}
