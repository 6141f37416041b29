/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Key logs that a capture carries.
 */
#include "carried-keys.h"
#include "pcapng-file.h"
#include "reader.h"
#include "session.h"
#include "talk-file.h"

#include <gtest/gtest.h>

namespace
{

std::string
secrets (const std::string &text)
{
  return block (false, 10, Writer{ false, "" }.u32 (0x544c534b).u32 (text.size ()).text (text).bytes);
}

std::string
line (char digit)
{
  return "CLIENT_RANDOM " + std::string (64, digit) + " " + std::string (96, '0') + "\n";
}

/* A talk with one block before it, one in it and one behind it. */
Data
carrying (const std::string &before, const std::string &within = "", const std::string &behind = "")
{
  Talk talk;
  std::string file = section (false) + interface (false, 101) + before;

  talk.open ();
  talk.say (FROM_CLIENT, record (22, client_hello ()));
  for (const auto &packet : talk.packets)
    file += packet_block (false, 0, (uint64_t) packet.time / 1000, std::string (packet.data.begin (), packet.data.end ()));
  file += within;
  talk.packets.clear ();
  talk.say (FROM_SERVER, record (22, server_hello ()));
  for (const auto &packet : talk.packets)
    file += packet_block (false, 0, (uint64_t) packet.time / 1000, std::string (packet.data.begin (), packet.data.end ()));
  return bytes_of (file + behind);
}

struct Seen
{
  int n = 0;
  bool keys = false;
};

void
see (TlConversation *conversation, gpointer user_data)
{
  Seen *seen = static_cast<Seen *> (user_data);
  seen->n++;
  seen->keys = seen->keys || conversation->keyring != nullptr;
}

std::string
text_of (const TlKeylogReport &report)
{
  g_autofree char *text = tl_carried_keys_text (&report);
  return text ? text : "";
}

/* What was found in the key logs that the file carries. */
TlKeylogReport
read (const TalkFile &file, TlKeyring *keyring, Seen *seen)
{
  TlReadingRequest request = {};
  TlReadingState state;

  request.path = file.path.c_str ();
  request.keyring = keyring;
  request.flags = TL_TRACKER_STEPS;
  request.func = see;
  request.user_data = seen;
  EXPECT_TRUE (tl_read_capture_full (&request, &state, nullptr));
  return state.carried;
}

}

TEST (CarriedKeys, GoOnTheKeyringWithThoseThatWereGiven)
{
  TalkFile file (carrying (secrets (line ('1') + "nonsense\n" + line ('2')), secrets (line ('3')), secrets (line ('4'))));
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();
  Seen seen;
  TlKeylogReport carried = read (file, keyring, &seen);

  EXPECT_EQ (carried.lines, 5u);
  EXPECT_EQ (carried.secrets, 4u);
  EXPECT_EQ (tl_keyring_n_secrets (keyring), 4u);
  EXPECT_EQ (seen.n, 1);
  EXPECT_TRUE (seen.keys);
  EXPECT_EQ (text_of (carried), "The capture carries its own key log: 4 secrets.");
}

TEST (CarriedKeys, AreUsedWhereNobodyGaveAny)
{
  TalkFile file (carrying (secrets (line ('1'))));
  Seen seen;
  TlKeylogReport carried = read (file, nullptr, &seen);

  EXPECT_TRUE (seen.keys);
  EXPECT_EQ (text_of (carried), "The capture carries its own key log: 1 secret.");
}

TEST (CarriedKeys, NothingIsSaidOfNone)
{
  TalkFile file (carrying (""));
  Seen seen;
  TlKeylogReport carried = read (file, nullptr, &seen);

  EXPECT_FALSE (seen.keys);
  EXPECT_EQ (text_of (carried), "");
}

TEST (CarriedKeys, SaysThatThereAreMoreThanAreRead)
{
  EXPECT_EQ (text_of ({ .lines = 7, .secrets = 6, .cut = true }),
             "The capture carries a key log of its own that is longer than is read: its first 7 lines count.");
}

TEST (CarriedKeys, TheSessionHasThemToo)
{
  TalkFile file (carrying (secrets (line ('1'))));
  g_autoptr (TlSession) session = tl_session_new (file.path.c_str (), nullptr);

  while (tl_session_get_state (session) == TL_SESSION_READING)
    g_main_context_iteration (NULL, TRUE);
  g_autoptr (TlConversationItem) item = TL_CONVERSATION_ITEM (g_list_model_get_item (G_LIST_MODEL (session), 0));
  g_autofree char *text = tl_session_dup_carried_text (session);

  EXPECT_NE (tl_conversation_item_get_conversation (item)->keyring, nullptr);
  EXPECT_STREQ (text, "The capture carries its own key log: 1 secret.");
}

TEST (CarriedKeys, OpenNothingForWhoHasNoKeys)
{
  TalkFile file (carrying (secrets (line ('1'))));
  g_autoptr (TlSession) session = tl_session_new_sealed (file.path.c_str ());

  while (tl_session_get_state (session) == TL_SESSION_READING)
    g_main_context_iteration (NULL, TRUE);
  g_autoptr (TlConversationItem) item = TL_CONVERSATION_ITEM (g_list_model_get_item (G_LIST_MODEL (session), 0));
  g_autofree char *text = tl_session_dup_carried_text (session);

  EXPECT_EQ (tl_conversation_item_get_conversation (item)->keyring, nullptr);
  EXPECT_STREQ (text, "The capture carries its own key log: 1 secret.") << "it is there all the same";
}
