/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A conversation in which nothing is to be found, for tests of the rules.
 */
#pragma once

#include "conversation_fixture.h"
#include "findings/findings.h"

#include <gtest/gtest.h>

#include <set>

static const Octets secure = extension (23) + extension (0xff01, { 0 });
static const std::vector<guint16> suites = { 0xc02f, 0x1301 };

/* RFC 5246 section 7.4.2: certificate_list behind a length of three octets, each certificate behind one too.
 */
static inline Octets
certificate_message (const std::vector<std::string> &chain)
{
  Octets list;
  for (const auto &der : chain)
    list = list + prefixed (3, octets (der));
  return Octets{ TL_MESSAGE_CERTIFICATE } + prefixed (3, prefixed (3, list));
}

/* A conversation of TLS 1.2 in which nothing is to be found, to be changed. */
class Findings : public Conversation
{
public:
  Octets client = client_hello (0x0303, suites, &secure);
  Octets server = server_hello (0x0303, 0xc02f, secure);
  std::vector<std::string> chain;

  Findings ()
  {
    self->version = self->offered_version = 0x0303;
    self->cipher_suite = 0xc02f;
  }

  /* "warning weak-key 2", in the order in which they are told. */
  std::vector<std::string> list ()
  {
    static const char *const severities[] = { "note", "warning", "error" };
    std::vector<std::string> out;

    if (!client.empty ())
      add (TL_STEP_HANDSHAKE, TL_SIDE_CLIENT, client);
    if (!server.empty ())
      add (TL_STEP_HANDSHAKE, TL_SIDE_SERVER, server);
    if (!chain.empty ())
      add (TL_STEP_HANDSHAKE, TL_SIDE_SERVER, certificate_message (chain));
    found = tl_conversation_findings (self);
    for (guint i = 0; i < found->len; i++)
      {
        auto finding = (const TlFinding *) g_ptr_array_index (found, i);
        EXPECT_GE (strlen (finding->text), 40u);
        EXPECT_EQ (finding->text[strlen (finding->text) - 1], '.') << finding->text;
        out.push_back (std::string (severities[finding->severity]) + " " + finding->id + " "
                       + std::to_string (finding->step));
      }
    return out;
  }

  std::string text (guint i)
  {
    return i < found->len ? ((const TlFinding *) g_ptr_array_index (found, i))->text : "";
  }

  ~Findings ()
  {
    if (found)
      g_ptr_array_unref (found);
  }

private:
  GPtrArray *found = nullptr;
};

using List = std::vector<std::string>;

inline Octets
share (guint16 group, gsize length)
{
  return u16 (group) + prefixed (2, Octets (length, 7));
}

/* The same for TLS 1.3: a ClientHello with all it must have, and a ServerHello that keeps to it. */
class Findings13 : public Findings
{
public:
  std::vector<guint16> versions = { 0x0304 }, groups = { 29, 23 }, signatures = { 0x0403, 0x0804 };
  std::vector<Octets> shares = { share (29, 32) };
  Octets more = {}; /* further extensions of the client */
  std::set<guint16> without = {};
  Octets server_share = share (29, 32), server_more = {};
  guint16 chosen = 0x0304, suite = 0x1301;

  Findings13 ()
  {
    self->version = self->offered_version = 0x0304;
    self->cipher_suite = 0x1301;
    self->group = 29;
  }

  Octets offer ()
  {
    Octets all, list;
    auto add_one = [&] (guint16 type, const Octets &data) {
      if (without.count (type) == 0)
        all = all + extension (type, data);
    };
    for (const Octets &each : shares)
      list = list + each;
    add_one (43, prefixed (1, u16_list (versions)));
    add_one (10, prefixed (2, u16_list (groups)));
    add_one (13, prefixed (2, u16_list (signatures)));
    add_one (51, prefixed (2, list));
    all = all + more;
    return client_hello (0x0303, suites, &all);
  }

  Octets answer ()
  {
    Octets all = extension (43, u16 (chosen));
    if (!server_share.empty ())
      all = all + extension (51, server_share);
    return server_hello (0x0303, suite, all + server_more);
  }

  List judge ()
  {
    client = offer ();
    server = answer ();
    return list ();
  }
};
