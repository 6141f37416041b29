/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The rules for a ClientHello and for key shares.
 */
#include "findings_fixture.h"

static const Octets psk = extension (41, prefixed (2, prefixed (2, { 1 }) + Octets (4, 1)) + prefixed (2, prefixed (1, Octets (32, 2))));
static const Octets modes = extension (45, { 1, 1 });

TEST (Offer, IsSilentWhereAllIsThere)
{
  EXPECT_EQ (Findings13 ().judge (), List ());

  Findings13 resumed;
  resumed.more = modes + psk;
  resumed.without = { 13 };
  EXPECT_EQ (resumed.judge (), List ());

  Findings13 grease;
  grease.versions = { 0x1a1a, 0x0304 };
  grease.groups = { 0x2a2a, 29 };
  grease.shares = { share (0x2a2a, 1), share (29, 32) };
  grease.more = extension (0x3a3a);
  EXPECT_EQ (grease.judge (), List ());

  Findings13 draft; /* had other rules */
  draft.versions = { 0x7f1c };
  draft.chosen = 0x7f1c;
  draft.self->version = draft.self->offered_version = 0x7f1c;
  draft.without = { 10, 13 };
  EXPECT_EQ (draft.judge (), List ());
}

/* RFC 9846 section 9.2 */
TEST (Offer, OfTls13HasSomeExtensions)
{
  static const std::vector<std::pair<guint16, const char *> > cases
      = { { 13, "signature_algorithms" }, { 10, "supported_groups" }, { 51, "key_share" } };
  for (const auto &[type, name] : cases)
    {
      Findings13 f;
      f.without = { type };
      f.server_share = {};
      List found = f.judge ();
      ASSERT_GE (found.size (), 1u) << type;
      EXPECT_EQ (found[0], "error missing-extension 0") << type;
      EXPECT_NE (f.text (0).find (name), std::string::npos) << f.text (0);
    }
  Findings13 modeless;
  modeless.more = psk;
  EXPECT_EQ (modeless.judge (), List{ "error missing-extension 0" });
  EXPECT_NE (modeless.text (0).find ("psk_key_exchange_modes"), std::string::npos);

  Findings13 early;
  early.more = extension (42);
  EXPECT_EQ (early.judge (), (List{ "note early-data 0", "error missing-extension 0" }));
  EXPECT_NE (early.text (1).find ("pre_shared_key"), std::string::npos);

  {
    Findings f; /* a client of TLS 1.2 need not */
    EXPECT_EQ (f.list (), List ());
  }
}

/* RFC 9846 section 4.3.11 */
TEST (Offer, HasItsPreSharedKeyLast)
{
  Findings13 f;
  f.more = psk + modes;
  EXPECT_EQ (f.judge (), List{ "error psk-not-last 0" });
}

/* RFC 9846 sections 4.2.2 and 4.2.3 */
TEST (Offer, OfTls13FreezesItsVersion)
{
  Findings13 client;
  client.client = client.offer ();
  client.client[5] = 4;
  client.server = client.answer ();
  EXPECT_EQ (client.list (), List{ "error legacy-version 0" });

  Findings13 server;
  server.client = server.offer ();
  server.server = server.answer ();
  server.server[5] = 4;
  EXPECT_EQ (server.list (), List{ "error legacy-version 1" });
}

/* RFC 9846 section 4.3.8 */
TEST (Offer, ListsTheGroupsOfItsShares)
{
  Findings13 unlisted;
  unlisted.shares.push_back (share (24, 97));
  EXPECT_EQ (unlisted.judge (), List{ "error key-share-unlisted 0" });
  EXPECT_NE (unlisted.text (0).find ("secp384r1"), std::string::npos);

  Findings13 twice;
  twice.shares.push_back (share (29, 32));
  EXPECT_EQ (twice.judge (), List{ "error key-share-unlisted 0" });
}

TEST (Offer, HasSharesOfTheirSize)
{
  static const std::vector<std::pair<guint16, gsize> > sizes = {
    { 23, 65 }, { 24, 97 }, { 25, 133 }, { 29, 32 }, { 30, 56 }, { 33, 129 }, { 41, 65 }, { 256, 256 }, { 260, 1024 },
  };
  for (const auto &[group, size] : sizes)
    for (gsize wrong : { (gsize) 0, size - 1, size + 1 })
      {
        Findings13 f;
        f.groups = { group };
        f.shares = { share (group, wrong) };
        f.server_share = share (group, size);
        EXPECT_EQ (f.judge (), List{ "error key-share-size 0" }) << group << " " << wrong;
        Findings13 server;
        server.groups = { group };
        server.shares = { share (group, size) };
        server.server_share = share (group, wrong);
        EXPECT_EQ (server.judge (), List{ "error key-share-size 1" }) << group << " " << wrong;
        Findings13 right;
        right.groups = { group };
        right.shares = { share (group, size) };
        right.server_share = share (group, size);
        EXPECT_EQ (right.judge (), List ()) << group;
      }
  Findings13 unknown;
  unknown.groups.push_back (0xfe00);
  unknown.shares.push_back (share (0xfe00, 3));
  EXPECT_EQ (unknown.judge (), List ());

  Findings13 password; /* RFC 8492 section 4.5.2.1: a number stands behind the point */
  password.groups = { 23 };
  password.shares = { share (23, 97) };
  password.server_share = share (23, 97);
  password.more = extension (30, prefixed (1, octets ("user")));
  EXPECT_EQ (password.judge (), List ());
}

/* A hello after HelloRetryRequest is judged as well. */
TEST (Offer, MayBeTheSecondOne)
{
  static const guint8 random[] = { 0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c,
                                   0x02, 0x1e, 0x65, 0xb8, 0x91, 0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb,
                                   0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c };
  Findings13 f;
  Octets retry = server_hello (0x0303, 0x1301, extension (43, u16 (0x0304)) + extension (51, u16 (23)));
  std::copy (random, random + 32, retry.begin () + 6);
  f.add (TL_STEP_HANDSHAKE, TL_SIDE_CLIENT, f.offer ());
  f.add (TL_STEP_HANDSHAKE, TL_SIDE_SERVER, retry);
  f.shares = { share (23, 64) };
  f.server_share = share (23, 65);
  EXPECT_EQ (f.judge (), List{ "error key-share-size 2" });
}

/* RFC 6066 section 3 */
TEST (Offer, NamesNoAddress)
{
  static const std::vector<std::pair<const char *, bool> > names
      = { { "192.0.2.1", true }, { "2001:db8::1", true }, { "example.org", false }, { "1.2.3.4.example", false } };
  for (const auto &[name, address] : names)
    {
      Findings13 f;
      f.more = extension (0, prefixed (2, Octets{ 0 } + prefixed (2, octets (name))));
      EXPECT_EQ (f.judge (), address ? List{ "warning server-name-address 0" } : List ()) << name;
    }
}
