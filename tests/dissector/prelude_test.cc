/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Dialogues before TLS: what they have in common.
 */
#include "dialogue-before.h"
#include "limits.h"

#include <gtest/gtest.h>

#include <algorithm>

TEST (Prelude, IsRecognisedByItsOpening)
{
  EXPECT_TRUE (tl_prelude_sniff (tl_bytes ("220 mail", 8)));
  EXPECT_TRUE (tl_prelude_sniff (tl_bytes ("2", 1)));
  EXPECT_TRUE (tl_prelude_sniff (tl_bytes ("ConnecT ", 8)));
  EXPECT_FALSE (tl_prelude_sniff (tl_bytes ("SSH-2.0-", 8)));
  EXPECT_FALSE (tl_prelude_sniff (tl_bytes ("", 0)));
}

TEST (Prelude, SaysWhichPacketsAMessageCameIn)
{
  Before before;

  before.say (1, "220 a\r\n250 ", 1000);
  before.say (1, "b\r\n", 1000);
  before.say (1, "250 c\r\n", 3);
  EXPECT_EQ (before.packets (), "1|1,2|3,4,5|");
}

TEST (Prelude, TellsOnceOfEachMessage)
{
  Before before;

  before.say (1, "220 a\r\n");
  EXPECT_EQ (before.told (), "1 220 a|");
  before.say (0, "EHLO b\r\n");
  EXPECT_EQ (before.told (), "0 EHLO b|");
}

TEST (Prelude, LeavesOutTheMiddleOfTooMany)
{
  Before before;
  std::string told;

  for (guint i = 0; i < TL_LIMIT_PRELUDE_MESSAGES; i++)
    before.say (1, "220 " + std::to_string (i) + "\n");
  EXPECT_EQ (tl_prelude_left_out (before.prelude), 0u);
  before.say (0, "STARTTLS\n");
  EXPECT_EQ (tl_prelude_left_out (before.prelude), 1u);
  told = before.told ();
  EXPECT_EQ (std::count (told.begin (), told.end (), '|'), TL_LIMIT_PRELUDE_MESSAGES);
  EXPECT_EQ (told.substr (0, 9), "1 220 0|1");
  EXPECT_NE (told.find ("1 220 63|1 220 65|"), std::string::npos);
  EXPECT_NE (told.find ("1 220 127|0 STARTTLS|"), std::string::npos);
}

TEST (Prelude, CutsALongText)
{
  Before before;

  before.say (1, "220 " + std::string (TL_LIMIT_PRELUDE_TEXT, 'x') + "\n");
  EXPECT_EQ (before.told (), "1 220 " + std::string (TL_LIMIT_PRELUDE_TEXT - 4, 'x') + "…|");
}

TEST (Prelude, ShowsNoControls)
{
  Before before;

  before.say (1, "220 a\x1b[31mb\r\n");
  EXPECT_EQ (before.told (), "1 220 a\\x1b[31mb|");
}

TEST (Prelude, LetsTlsBeginBehindEachMessage)
{
  Before before;

  EXPECT_TRUE (tl_prelude_at_boundary (before.prelude, 1));
  before.say (1, "220 a");
  EXPECT_FALSE (tl_prelude_at_boundary (before.prelude, 1));
  EXPECT_TRUE (tl_prelude_at_boundary (before.prelude, 0));
  before.say (1, "\r\n");
  EXPECT_TRUE (tl_prelude_at_boundary (before.prelude, 1));
}

TEST (Prelude, GoesOnBehindAGapWithTheNextLine)
{
  Before before;

  before.say (1, "220 a\r\n250-b");
  EXPECT_FALSE (tl_prelude_lost (before.prelude));
  tl_prelude_gap (before.prelude, 1);
  EXPECT_TRUE (tl_prelude_lost (before.prelude));
  before.say (1, "c\r\n250 d\r\n");
  EXPECT_EQ (before.told (), "1 220 a|1 250 d|");
}

/* One protocol carries another: the words that count are those of the last that asked. */
TEST (Prelude, OpensAgainBehindARelay)
{
  Before before;

  before.say (0, "CONNECT mail:25 HTTP/1.1\r\n\r\n");
  before.say (1, "HTTP/1.1 200 OK\r\n\r\n220 mail ESMTP\r\n");
  EXPECT_STREQ (tl_prelude_upgraded_from (before.prelude), "http-connect");
  before.say (0, "STARTTLS\r\n");
  before.say (1, "220 go\r\n");
  EXPECT_STREQ (tl_prelude_upgraded_from (before.prelude), "smtp");
  EXPECT_EQ (before.protocols (), "http-connect http-connect http-connect http-connect smtp smtp smtp ");
}

TEST (Prelude, IsNotKeptForWhatNobodyKnows)
{
  Before before;

  before.say (0, "CAPABLE\r\n"); /* no "CAP " */
  EXPECT_FALSE (before.good);
  EXPECT_EQ (before.told (), "");
}

/* What a capture claims allocates nothing, and what is there counts. */
TEST (Prelude, KnowsWhatItHolds)
{
  Before before;
  gsize empty = tl_prelude_size (before.prelude);

  before.say (1, "220 " + std::string (5000, 'x'));
  EXPECT_GE (tl_prelude_size (before.prelude), empty + 5004);
  EXPECT_LE (tl_prelude_size (before.prelude), empty + 2 * 5100);
}
