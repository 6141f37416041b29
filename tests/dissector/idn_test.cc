/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Internationalized names, and those that would deceive.
 */
#include "idn.h"

#include <gtest/gtest.h>

#include <string>

static std::string
unicode (const char *name)
{
  char *text = tl_idn_to_unicode (name);
  std::string copy = text ? text : "(null)";

  g_free (text);
  return copy;
}

TEST (Idn, AreTold)
{
  EXPECT_TRUE (tl_idn_is ("xn--mnchen-3ya.example"));
  EXPECT_TRUE (tl_idn_is ("www.XN--mnchen-3ya.example"));
  EXPECT_FALSE (tl_idn_is ("www.example"));
  EXPECT_FALSE (tl_idn_is ("axn--b.example"));
  EXPECT_FALSE (tl_idn_is (""));
}

TEST (Idn, AreShownInUnicode)
{
  EXPECT_EQ (unicode ("xn--mnchen-3ya.example"), "münchen.example");
  EXPECT_EQ (unicode ("*.xn--mnchen-3ya.example"), "*.münchen.example");
  EXPECT_EQ (unicode ("xn--fiqs8s"), "中国");
  EXPECT_EQ (unicode ("server1.xn--j1ahhq.xn--p1ai"), "server1.окрф.рф");
  EXPECT_EQ (unicode ("xn--80adxhks"), "москва");
}

TEST (Idn, AreNotShownWhereTheyDeceive)
{
  EXPECT_EQ (unicode ("xn--80ak6aa92e.com"), "(null)") << "apple in Cyrillic letters";
  EXPECT_EQ (unicode ("xn--pple-43d.com"), "(null)") << "a Cyrillic a in Latin letters";
  EXPECT_EQ (unicode ("xn--googl-3we.com"), "(null)") << "a Cyrillic e";
  EXPECT_EQ (unicode ("xn--linkedn-wfb.com"), "(null)") << "an i without its dot";
  EXPECT_EQ (unicode ("www.example"), "(null)");
}

TEST (Idn, RefusesWhatIsNone)
{
  EXPECT_EQ (unicode ("xn--.example"), "(null)");
  EXPECT_EQ (unicode ("xn--a\x01.example"), "(null)");
  EXPECT_EQ (unicode ("xn--99999999999.example"), "(null)");
  EXPECT_EQ (unicode ("xn--abc-.example"), "(null)") << "ASCII that needs no encoding";
}
