/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Heartbeats: what they say of themselves, and those that bleed.
 */
#include "findings_fixture.h"

static Octets
heartbeat (guint8 type, guint16 claimed, gsize payload)
{
  return Octets{ type } + u16 (claimed) + Octets (payload, 0x41);
}

TEST (Heartbeat, IsSilentWhereAllFits)
{
  for (guint16 claimed : { 0, 1, 16, 100 })
    {
      Findings f;
      f.add (TL_STEP_HEARTBEAT, TL_SIDE_CLIENT, heartbeat (1, claimed, claimed + 16u));
      f.add (TL_STEP_HEARTBEAT, TL_SIDE_SERVER, heartbeat (2, claimed, claimed + 20u));
      EXPECT_EQ (f.list (), List ()) << claimed;
    }
}

/* RFC 6520 section 4 */
TEST (Heartbeat, ThatAsksForMoreThanItBringsIsAnAttack)
{
  Findings f;
  f.add (TL_STEP_HEARTBEAT, TL_SIDE_CLIENT, heartbeat (1, 0x4000, 0));
  f.add (TL_STEP_HEARTBEAT, TL_SIDE_SERVER, heartbeat (2, 0x4000, 1000));
  EXPECT_EQ (f.list (), List{ "error heartbleed 0" });
  EXPECT_NE (f.text (0).find ("CVE-2014-0160"), std::string::npos);
  EXPECT_NE (f.text (0).find ("16384"), std::string::npos);
}

TEST (Heartbeat, WithoutRoomForPaddingLooksLikeATest)
{
  for (gsize payload : { 100, 115, 116 })
    {
      Findings f;
      f.add (TL_STEP_HEARTBEAT, TL_SIDE_CLIENT, heartbeat (1, 100, payload));
      EXPECT_EQ (f.list (), payload < 116 ? List{ "warning heartbleed 0" } : List ()) << payload;
    }
}

TEST (Heartbeat, ThatIsCutOrOfNoTypeTellsNothing)
{
  for (const Octets &bytes : { Octets{}, Octets{ 1 }, Octets{ 1, 0x40 }, heartbeat (3, 0x4000, 0), heartbeat (0x41, 0x4141, 7) })
    {
      Findings f;
      f.add (TL_STEP_HEARTBEAT, TL_SIDE_CLIENT, bytes);
      EXPECT_EQ (f.list (), List ());
    }
}

TEST (Heartbeat, ThatIsSealedTellsByItsSize)
{
  for (gsize answer : { 48, 304, 305, 16416 })
    {
      Findings f;
      f.add_sealed (TL_STEP_HEARTBEAT, TL_SIDE_CLIENT, 48);
      f.add_sealed (TL_STEP_HEARTBEAT, TL_SIDE_SERVER, 48);
      f.add_sealed (TL_STEP_HEARTBEAT, TL_SIDE_CLIENT, 48);
      f.add_sealed (TL_STEP_HEARTBEAT, TL_SIDE_SERVER, answer);
      EXPECT_EQ (f.list (), answer > 304 ? List{ "warning heartbleed 2" } : List ()) << answer;
    }
  Findings none;
  none.add_sealed (TL_STEP_HEARTBEAT, TL_SIDE_SERVER, 5000);
  EXPECT_EQ (none.list (), List ());
}

/* The rows of heartbeats in clear. */
static std::string
rows (const Octets &bytes)
{
  Conversation conversation;
  conversation.add (TL_STEP_HEARTBEAT, TL_SIDE_CLIENT, bytes);
  g_autoptr (TlFieldTree) tree = tl_step_fields (conversation.self, 0);
  std::string text;
  for (guint i = 0; i < tree->n_rows; i++)
    text += std::string (i ? " " : "") + tree->rows[i].name + "+" + std::to_string (tree->rows[i].length)
            + (tree->rows[i].fault ? std::string ("!") + tl_fault_id ((TlFault) tree->rows[i].fault) : "");
  return text;
}

TEST (Heartbeat, HasRows)
{
  EXPECT_EQ (rows (heartbeat (1, 2, 18)), "type+1 payload+4 padding+16");
  EXPECT_EQ (rows (heartbeat (1, 0x4000, 0)), "type+1 payload+2!truncated");
  EXPECT_EQ (rows ({ 1, 0x40 }), "type+1 payload+1!truncated");
  /* the rest of an answer that did not fit its record */
  EXPECT_EQ (rows (Octets (50, 0x41)), "fragment+50");
}
