/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * XMPP before TLS.
 */
#include "dialogue-before.h"
#include "limits.h"

#include <gtest/gtest.h>

static const std::string head = "<?xml version='1.0'?><stream:stream to='a' xmlns='jabber:client'>";
static const std::string features = "<stream:features><starttls xmlns='x'><required/></starttls></stream:features>";

TEST (Xmpp, AsksForTls)
{
  EXPECT_EQ (read_before_cut ({ { 'C', head },
                                { 'S', head + "\n" + features },
                                { 'C', "<starttls xmlns='x'/>" },
                                { 'S', "<proceed xmlns='x'/>" } }),
             "xmpp: C " + head + "|S " + head + "|S o " + features + "|C a <starttls xmlns='x'/>|S g <proceed xmlns='x'/>|");
}

TEST (Xmpp, Refused)
{
  EXPECT_EQ (read_before_cut ({ { 'C', head },
                                { 'S', head },
                                { 'C', "<starttls xmlns='x'></starttls>" },
                                { 'S', "<failure xmlns='x'/></stream:stream>" } }),
             ": C " + head + "|S " + head + "|C a <starttls xmlns='x'></starttls>|S r <failure xmlns='x'/>|S </stream:stream>|");
}

TEST (Xmpp, ElementsEndWhereTheyDo)
{
  EXPECT_EQ (read_before_cut ({ { 'C', head + " <a b='>' c=\"'/>\"><d/><e>f</e></a><g/>" } }),
             ": C " + head + "|C <a b='>' c=\"'/>\"><d/><e>f</e></a>|C <g/>|");
}

TEST (Xmpp, ShowsNoPasswords)
{
  EXPECT_EQ (read_before_cut ({ { 'C', head + "<auth mechanism='PLAIN'>AG1lAHg=</auth>" } }),
             ": C " + head + "|C s <auth mechanism='PLAIN'>(15 bytes not shown)|");
  EXPECT_EQ (read_before ({ { 'C', head + "<iq><query><username>me</username><password>x</password></query></iq>" } }),
             ": C " + head + "|C s <iq><query><username>me</username><password>(25 bytes not shown)|");
}

TEST (Xmpp, IsNoOtherXml)
{
  EXPECT_EQ (read_before ({ { 'C', "<?xml version='1.0'?><soap:Envelope></soap:Envelope>" } }), "let go: : ");
  EXPECT_FALSE (tl_prelude_sniff (tl_bytes ("<html>", 6)));
}

/* A stream without end is read as far as the caller goes, and costs what is there. */
TEST (Xmpp, WithoutEnd)
{
  Before before;
  before.say (0, head + std::string (10000, '<'));
  EXPECT_EQ (before.told (), "0 " + head + "|");
  EXPECT_LE (tl_prelude_size (before.prelude), 50000u);
}
