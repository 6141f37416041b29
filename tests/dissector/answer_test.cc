/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A server may choose nothing that the client did not offer.
 */
#include "findings_fixture.h"

#include <algorithm>

static const guint8 retry_random[] = { 0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c,
                                       0x02, 0x1e, 0x65, 0xb8, 0x91, 0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb,
                                       0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c };

static Octets
message (guint8 type, const Octets &body)
{
  return Octets{ type } + prefixed (3, body);
}

TEST (Answer, OfASuite)
{
  Findings13 f;
  f.suite = 0x1302;
  EXPECT_EQ (f.judge (), List{ "error suite-not-offered 1" });
  EXPECT_NE (f.text (0).find ("TLS_AES_256_GCM_SHA384"), std::string::npos);

  Findings old;
  old.server = server_hello (0x0303, 0xc030, secure);
  EXPECT_EQ (old.list (), List{ "error suite-not-offered 1" });
  /* what is hidden may have offered it */
  Findings hidden;
  hidden.self->ech = TL_ECH_UNKNOWN;
  hidden.server = server_hello (0x0303, 0xc030, secure);
  EXPECT_EQ (hidden.list (), List{ "note encrypted-client-hello 0" });
}

/* RFC 8701 section 3.1 */
TEST (Answer, IsNoGrease)
{
  Findings f;
  f.client = client_hello (0x0303, { 0x0a0a, 0xc02f }, &secure);
  f.server = server_hello (0x0303, 0x0a0a, secure);
  EXPECT_EQ (f.list (), List{ "error suite-not-offered 1" });
}

/* RFC 9846 section 4.3.1 */
TEST (Answer, OfAVersion)
{
  Findings13 f;
  f.versions = { 0x0304, 0x0302 };
  f.client = f.offer ();
  f.server = server_hello (0x0303, 0xc02f, secure);
  f.self->version = 0x0303;
  f.more = secure;
  f.client = f.offer ();
  EXPECT_EQ (f.list (), List{ "error version-not-offered 1" });

  Findings13 within;
  within.versions = { 0x0304, 0x0303 };
  within.more = secure;
  within.client = within.offer ();
  within.server = server_hello (0x0303, 0xc02f, secure);
  within.self->version = 0x0303;
  EXPECT_EQ (within.list (), List ());

  Findings13 selected; /* of which supported_versions says nothing */
  selected.versions = { 0x0304, 0x0303 };
  selected.more = secure;
  selected.client = selected.offer ();
  selected.server = server_hello (0x0303, 0xc02f, secure + extension (43, u16 (0x0303)));
  selected.self->version = 0x0303;
  EXPECT_EQ (selected.list (), List{ "error version-not-offered 1" });
}

TEST (Answer, OfAnOldVersion)
{
  struct { guint16 offered, chosen; bool wrong; } cases[] = {
    { 0x0303, 0x0303, false }, { 0x0303, 0x0301, false }, { 0x0301, 0x0303, true },
    { 0xfefd, 0xfeff, false }, { 0xfeff, 0xfefd, true },
  };
  for (const auto &c : cases)
    {
      Findings f;
      f.client = client_hello (c.offered, suites, &secure);
      f.server = server_hello (c.chosen, 0xc02f, secure);
      if (c.offered >> 8 == 0xfe) /* with a cookie */
        f.client.insert (f.client.begin () + 4 + 2 + 32 + 1, 0), f.client[3]++;
      for (const auto &[bytes, side] : { std::pair (f.client, TL_SIDE_CLIENT), std::pair (f.server, TL_SIDE_SERVER) })
        f.add (TL_STEP_HANDSHAKE, side, bytes)->context.dtls = c.offered >> 8 == 0xfe;
      f.client = f.server = {};
      EXPECT_EQ (f.list (), c.wrong ? List{ "error version-not-offered 1" } : List ()) << c.offered << " " << c.chosen;
    }
}

/* RFC 9846 section 4.3.8 */
TEST (Answer, OfAGroup)
{
  Findings13 unlisted;
  unlisted.server_share = share (24, 97);
  EXPECT_EQ (unlisted.judge (), List{ "error group-not-offered 1" });
  EXPECT_NE (unlisted.text (0).find ("secp384r1"), std::string::npos);

  Findings13 unshared;
  unshared.server_share = share (23, 65);
  EXPECT_EQ (unshared.judge (), List{ "error group-not-offered 1" });
  EXPECT_NE (unshared.text (0).find ("no share"), std::string::npos);
}

TEST (Answer, ThatAsksForAGroup)
{
  for (guint16 group : { 23, 24, 29 })
    {
      Findings13 f;
      Octets retry = server_hello (0x0303, 0x1301, extension (43, u16 (0x0304)) + extension (51, u16 (group)));
      std::copy (retry_random, retry_random + 32, retry.begin () + 6);
      f.add (TL_STEP_HANDSHAKE, TL_SIDE_CLIENT, f.offer ());
      f.add (TL_STEP_HANDSHAKE, TL_SIDE_SERVER, retry);
      f.client = f.server = {};
      EXPECT_EQ (f.list (), group == 23 ? List () : List{ "error group-not-offered 1" }) << group;
    }
}

/* RFC 8422 section 5.1 */
TEST (Answer, OfACurve)
{
  for (guint16 curve : { 23, 24 })
    {
      Findings f;
      Octets offer = secure + extension (10, prefixed (2, u16_list ({ 29, 23 })));
      f.self->group = curve;
      f.add (TL_STEP_HANDSHAKE, TL_SIDE_CLIENT, client_hello (0x0303, suites, &offer));
      f.add (TL_STEP_HANDSHAKE, TL_SIDE_SERVER, f.server);
      f.add (TL_STEP_HANDSHAKE, TL_SIDE_SERVER,
             message (12, Octets{ 3 } + u16 (curve) + prefixed (1, Octets (65, 4)) + u16 (0x0401)
                              + prefixed (2, Octets (4, 1))));
      f.client = f.server = {};
      EXPECT_EQ (f.list (), curve == 23 ? List () : List{ "error group-not-offered 2" });
    }
  Findings silent; /* who does not list curves takes any */
  silent.self->group = 24;
  EXPECT_EQ (silent.list (), List ());
}

/* RFC 7301 */
TEST (Answer, OfAProtocol)
{
  auto names = [] (const std::vector<std::string> &list) {
    Octets out;
    for (const auto &name : list)
      out = out + prefixed (1, octets (name));
    return extension (16, prefixed (2, out));
  };
  struct { std::vector<std::string> answer; bool wrong; } cases[]
      = { { { "h2" }, false }, { { "h3" }, true }, { { "h" }, true }, { { "h2", "http/1.1" }, true } };
  for (const auto &c : cases)
    {
      Findings f;
      Octets offer = secure + names ({ "h2", "http/1.1" });
      f.client = client_hello (0x0303, suites, &offer);
      f.server = server_hello (0x0303, 0xc02f, secure + names (c.answer));
      EXPECT_EQ (f.list (), c.wrong ? List{ "error protocol-not-offered 1" } : List ()) << c.answer[0];

      Findings13 later;
      later.more = names ({ "h2", "http/1.1" });
      later.add (TL_STEP_HANDSHAKE, TL_SIDE_CLIENT, later.offer ());
      later.add (TL_STEP_HANDSHAKE, TL_SIDE_SERVER, later.answer ());
      later.add (TL_STEP_HANDSHAKE, TL_SIDE_SERVER, message (8, prefixed (2, names (c.answer))));
      later.client = later.server = {};
      EXPECT_EQ (later.list (), c.wrong ? List{ "error protocol-not-offered 2" } : List ()) << c.answer[0];
    }
}

/* RFC 5246 section 7.4.3 */
TEST (Answer, WithASignature)
{
  for (guint16 scheme : { 0x0401, 0x0601 })
    {
      Findings f;
      Octets offer = secure + extension (13, prefixed (2, u16_list ({ 0x0401, 0x0403 })));
      f.add (TL_STEP_HANDSHAKE, TL_SIDE_CLIENT, client_hello (0x0303, suites, &offer));
      f.add (TL_STEP_HANDSHAKE, TL_SIDE_SERVER, f.server);
      f.add (TL_STEP_HANDSHAKE, TL_SIDE_SERVER,
             message (12, Octets{ 3 } + u16 (23) + prefixed (1, Octets (65, 4)) + u16 (scheme)
                              + prefixed (2, Octets (4, 1))));
      f.client = f.server = {};
      EXPECT_EQ (f.list (), scheme == 0x0401 ? List () : List{ "error signature-not-offered 2" });
    }
}

/* RFC 9846 section 4.2.3, RFC 9147 section 5.4 */
TEST (Answer, RepeatsTheSessionId)
{
  for (gsize length : { 0, 31, 32 })
    for (guint16 version : { 0x0304, 0x0303 })
      {
        Findings13 f;
        f.versions.push_back (0x0303);
        f.more = secure;
        f.client = f.offer ();
        f.client[38] = (guint8) length;
        f.client.insert (f.client.begin () + 39, length, 9);
        f.client[3] = (guint8) (f.client[3] + length);
        f.server = version == 0x0304 ? f.answer () : server_hello (0x0303, 0xc02f, secure);
        f.self->version = version;
        EXPECT_EQ (f.list (), length == 0 || version == 0x0303 ? List () : List{ "error session-id-not-echoed 1" });
      }
}
