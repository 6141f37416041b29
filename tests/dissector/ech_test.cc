/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What can be told of Encrypted ClientHello without keys.
 */
#include "talk.h"

#include <gtest/gtest.h>

static const Data outer = extension (0xfe0d, be (0, 1) + be (0x00010001, 4) + be (42, 1) + prefixed (2, Data (32, 1))
                                                 + prefixed (2, Data (144, 2)));

static Hello
offering ()
{
  Hello hello;
  hello.more = outer;
  return hello;
}

static Data
retry (const Data &more)
{
  static const guint8 random[] = { 0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c,
                                   0x02, 0x1e, 0x65, 0xb8, 0x91, 0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb,
                                   0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c };
  return message (2, be (0x0303, 2) + Data (random, random + 32) + be (0, 1) + be (0x1301, 2) + be (0, 1)
                         + prefixed (2, extension (43, be (0x0304, 2)) + extension (51, be (23, 2)) + more));
}

static TlEch
ech_of (const Talk &talk)
{
  return Reading (talk.packets).told.at (0)->ech;
}

static std::string
text_of (const Talk &talk)
{
  Reading run (talk.packets);
  g_autofree char *text = tl_conversation_ech_text (run.told.at (0));
  return text ? text : "";
}

TEST (Ech, IsNotOffered)
{
  Talk talk;
  talk.open ();
  talk.say (FROM_CLIENT, record (22, client_hello ()));
  EXPECT_EQ (ech_of (talk), TL_ECH_NOT_OFFERED);
  EXPECT_EQ (text_of (talk), "");
}

TEST (Ech, IsNotSeenWhereTheHelloIsNot)
{
  Talk server;
  server.open ();
  server.say (FROM_SERVER, record (22, server_hello ()));
  EXPECT_EQ (ech_of (server), TL_ECH_UNSEEN);

  Talk cut;
  Data hello = record (22, client_hello (offering ()));
  cut.open ();
  cut.say (FROM_CLIENT, Data (hello.begin (), hello.begin () + 60));
  EXPECT_EQ (ech_of (cut), TL_ECH_UNSEEN);
}

TEST (Ech, CannotBeToldInTls13)
{
  Talk talk;
  talk.open ();
  talk.say (FROM_CLIENT, record (22, client_hello (offering ())));
  EXPECT_EQ (ech_of (talk), TL_ECH_UNKNOWN);
  talk.say (FROM_SERVER, record (22, server_hello ()) + record (23, Data (500, 3)));
  talk.say (FROM_CLIENT, record (23, Data (53, 4)) + record (23, Data (200, 5)));
  EXPECT_EQ (ech_of (talk), TL_ECH_UNKNOWN);
  EXPECT_NE (text_of (talk).find ("section 6.2"), std::string::npos);
}

/* RFC 9849 section 6.1.6 */
TEST (Ech, IsRejectedByAnOlderVersion)
{
  Hello old;
  Talk talk;
  old.tls13 = false;
  old.suite = 0xc02f;
  talk.open ();
  talk.say (FROM_CLIENT, record (22, client_hello (offering ())));
  talk.say (FROM_SERVER, record (22, server_hello (old)));
  EXPECT_EQ (ech_of (talk), TL_ECH_REJECTED);
  EXPECT_NE (text_of (talk).find ("did not take it"), std::string::npos);
  /* what goes on had nothing to hide */
  talk.say (FROM_CLIENT, record (20, { 1 }) + record (22, Data (40, 1)) + record (23, Data (100, 2)));
  EXPECT_EQ (ech_of (talk), TL_ECH_GREASE_LIKE);
  EXPECT_NE (text_of (talk).find ("GREASE"), std::string::npos);
}

/* RFC 9849 sections 6.1.4 and 7.1 */
TEST (Ech, IsRejectedByARetryWithoutIt)
{
  for (bool answered : { false, true })
    {
      Talk talk;
      talk.open ();
      talk.say (FROM_CLIENT, record (22, client_hello (offering ())));
      talk.say (FROM_SERVER, record (22, retry (answered ? extension (0xfe0d, Data (8, 9)) : Data ())));
      EXPECT_EQ (ech_of (talk), answered ? TL_ECH_UNKNOWN : TL_ECH_REJECTED);
      talk.say (FROM_CLIENT, record (22, client_hello (offering ())));
      talk.say (FROM_SERVER, record (22, server_hello ()) + record (23, Data (500, 3)));
      /* the Finished, and an alert */
      talk.say (FROM_CLIENT, record (23, Data (53, 4)) + record (23, Data (19, 5)));
      EXPECT_EQ (ech_of (talk), answered ? TL_ECH_UNKNOWN : TL_ECH_REJECTED);
      talk.say (FROM_CLIENT, record (23, Data (100, 5)));
      EXPECT_EQ (ech_of (talk), answered ? TL_ECH_UNKNOWN : TL_ECH_GREASE_LIKE);
    }
}

TEST (Ech, HasWords)
{
  EXPECT_EQ (tl_ech_id (TL_ECH_UNSEEN), nullptr);
  EXPECT_STREQ (tl_ech_id (TL_ECH_NOT_OFFERED), "not_offered");
  EXPECT_STREQ (tl_ech_id (TL_ECH_UNKNOWN), "unknown");
  EXPECT_STREQ (tl_ech_id (TL_ECH_GREASE_LIKE), "grease_like");
  EXPECT_STREQ (tl_ech_id (TL_ECH_REJECTED), "rejected");
  EXPECT_STREQ (tl_ech_id (TL_ECH_ACCEPTED), "accepted");
}
