/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The secrets of TLS 1.3 that come after its handshake.
 */
#include "limits.h"
#include "proof/derivation.h"
#include "secrets/kdf.h"
#include "secrets/keyring.h"
#include "talk.h"
#include "told.h"

#include <gtest/gtest.h>

namespace
{

/* A keyring with one secret of each side, for the hellos of talk.h. */
TlKeyring *
application_secrets ()
{
  TlKeyring *keyring = tl_keyring_new ();
  TlKeylogReport report = {};
  std::string random, lines;

  for (guint i = 0; i < 32; i++)
    random += "c1";
  for (const char *side : { "CLIENT", "SERVER" })
    {
      lines += std::string (side) + "_TRAFFIC_SECRET_0 " + random + " ";
      for (guint i = 0; i < 32; i++)
        lines += *side == 'C' ? "11" : "22";
      lines += "\n";
    }
  tl_keyring_add_keylog (keyring, tl_bytes (lines.data (), lines.size ()), &report);
  return keyring;
}

const TlDerivation *
find (const GPtrArray *list, const std::string &name, guint after = 0)
{
  for (guint i = after; i < list->len; i++)
    if (name == static_cast<TlDerivation *> (g_ptr_array_index (list, i))->name)
      return static_cast<TlDerivation *> (g_ptr_array_index (list, i));
  return nullptr;
}

}

/* RFC 9846 section 7.2: each side's secret goes on by itself, and its keys with it. */
TEST (Derivation13, EachKeyUpdateMakesTheNextSecret)
{
  g_autoptr (TlKeyring) keyring = application_secrets ();
  Told told (0x0304, 0x1301);
  told.say (TL_SIDE_CLIENT, client_hello ());
  told.say (TL_SIDE_SERVER, server_hello ());
  guint first = told.say (TL_SIDE_SERVER, message (24, be (0, 1)));
  told.say (TL_SIDE_CLIENT, message (24, be (0, 1)));
  guint second = told.say (TL_SIDE_SERVER, message (24, be (0, 1)));
  told.conversation.keyring = keyring;
  g_autoptr (GPtrArray) list = tl_conversation_derivations (&told.conversation);
  const TlDerivation *one = find (list, "server_application_traffic_secret_1"), *two = find (list, "server_application_traffic_secret_2");
  guint8 secret[32], next[32], key[16];

  ASSERT_NE (one, nullptr);
  ASSERT_NE (two, nullptr);
  EXPECT_NE (find (list, "client_application_traffic_secret_1"), nullptr);
  EXPECT_EQ (find (list, "client_application_traffic_secret_2"), nullptr);
  EXPECT_EQ (one->step, (int) first);
  EXPECT_EQ (two->step, (int) second);
  memset (secret, 0x22, sizeof secret);
  for (const TlDerivation *made : { one, two })
    {
      ASSERT_TRUE (tl_hkdf_expand_label (GNUTLS_DIG_SHA256, false, tl_bytes (secret, 32), "traffic upd", tl_bytes (nullptr, 0), next, 32));
      ASSERT_NE (made->value, nullptr);
      ASSERT_EQ (g_bytes_get_size (made->value), 32u);
      EXPECT_EQ (memcmp (g_bytes_get_data (made->value, NULL), next, 32), 0);
      memcpy (secret, next, 32);
    }
  ASSERT_TRUE (tl_hkdf_expand_label (GNUTLS_DIG_SHA256, false, tl_bytes (secret, 32), "key", tl_bytes (nullptr, 0), key, 16));
  auto last = static_cast<TlDerivation *> (g_ptr_array_index (list, list->len - 2));
  EXPECT_STREQ (last->name, "server_write_key");
  EXPECT_EQ (memcmp (g_bytes_get_data (last->value, NULL), key, 16), 0);
}

TEST (Derivation13, NotAllOfManyKeyUpdatesAreListed)
{
  Told told (0x0304, 0x1301);
  told.say (TL_SIDE_CLIENT, client_hello ());
  told.say (TL_SIDE_SERVER, server_hello ());
  for (guint i = 0; i < TL_LIMIT_DERIVED_UPDATES + 3; i++)
    told.say (TL_SIDE_CLIENT, message (24, be (0, 1)));
  g_autoptr (GPtrArray) list = tl_conversation_derivations (&told.conversation);

  EXPECT_NE (find (list, "client_application_traffic_secret_" + std::to_string (TL_LIMIT_DERIVED_UPDATES)), nullptr);
  EXPECT_EQ (find (list, "client_application_traffic_secret_" + std::to_string (TL_LIMIT_DERIVED_UPDATES + 1)), nullptr);
}
