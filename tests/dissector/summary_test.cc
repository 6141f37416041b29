/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A conversation as one line.
 */
#include "conversation_fixture.h"
#include "export/columns.h"

#include <gtest/gtest.h>

static std::string
summary (const Conversation &conversation, int flags)
{
  g_autoptr (GString) out = g_string_new (NULL);
  tl_export_summary (conversation.self, (TlTextFlags) flags, out);
  return out->str;
}

TEST (Summary, Whole)
{
  Conversation conversation;
  conversation.self->number = 42;
  conversation.self->server = { { { 198, 51, 100, 255 }, 4 }, 443 };
  conversation.self->server_name = g_strdup ("example.org");
  conversation.self->version = 0x0304;
  conversation.self->cipher_suite = 0x1301;
  conversation.self->outcome = TL_OUTCOME_ESTABLISHED;
  EXPECT_EQ (summary (conversation, TL_TEXT_UNICODE),
             "    42  2026-01-31T12:34:56.123456Z  192.0.2.1:51234       → 198.51.100.255:443     "
             "example.org                   TLS 1.3   TLS_AES_128_GCM_SHA256                  established\n");
}

TEST (Summary, NothingKnown)
{
  Conversation conversation;
  conversation.self->outcome = TL_OUTCOME_NO_SERVER_HELLO;
  EXPECT_EQ (
      summary (conversation, 0),
      "     1  2026-01-31T12:34:56.123456Z  192.0.2.1:51234       -> [2001:db8::1]:443      "
      "-                             -         -                                       no_server_hello\n");
}

TEST (Summary, AlertsSayWhoAndWhich)
{
  Conversation conversation;
  conversation.self->outcome = TL_OUTCOME_ALERT;
  conversation.self->stopped_by = TL_SIDE_SERVER;
  conversation.self->alert = 40;
  EXPECT_NE (summary (conversation, 0).find ("alert by server: handshake_failure\n"), std::string::npos);
  conversation.self->alert = 250;
  EXPECT_NE (summary (conversation, 0).find ("alert by server: 250\n"), std::string::npos);
  conversation.self->outcome = TL_OUTCOME_ALERT_LIKELY;
  conversation.self->stopped_by = TL_SIDE_CLIENT;
  EXPECT_NE (summary (conversation, 0).find ("alert_likely by client\n"), std::string::npos);
}

TEST (Summary, CodesWithoutAName)
{
  Conversation conversation;
  conversation.self->version = 0x7a7b;
  conversation.self->cipher_suite = 0xeeee;
  EXPECT_NE (summary (conversation, 0).find ("0x7a7b    0xeeee  "), std::string::npos);
}

TEST (Summary, ColumnsHoldForWideNames)
{
  Conversation plain;
  std::string::size_type column = summary (plain, TL_TEXT_UNICODE).find ("incomplete");
  ASSERT_NE (column, std::string::npos);
  int expected = tl_columns (summary (plain, TL_TEXT_UNICODE).substr (0, column).c_str ());
  for (const char *name : { "x", "例え.テスト", "twenty-eight-columns.example", "bücher.example" })
    {
      Conversation conversation;
      conversation.self->server_name = g_strdup (name);
      std::string line = summary (conversation, TL_TEXT_UNICODE);
      column = line.find ("incomplete");
      ASSERT_NE (column, std::string::npos) << line;
      EXPECT_EQ (tl_columns (line.substr (0, column).c_str ()), expected) << line;
    }
}

TEST (Summary, NamesAreNeverCut)
{
  for (std::string name :
       { std::string (250, 'x') + ".example", std::string ("例え例え例え例え例え例え例え例え例え例え例え") })
    {
      Conversation conversation;
      conversation.self->server_name = g_strdup (name.c_str ());
      EXPECT_NE (summary (conversation, TL_TEXT_UNICODE).find (name + "  -  "), std::string::npos);
    }
}

TEST (Summary, AsciiHasNothingElse)
{
  Conversation conversation;
  conversation.self->server_name = g_strdup ("bücher.例え");
  for (char c : summary (conversation, 0))
    EXPECT_LT ((guint8) c, 0x80);
}

TEST (Summary, ColourOnlyWhenAsked)
{
  Conversation conversation;
  conversation.self->outcome = TL_OUTCOME_RESET_BY_SERVER;
  EXPECT_EQ (summary (conversation, TL_TEXT_UNICODE).find ('\033'), std::string::npos);
  EXPECT_NE (summary (conversation, TL_TEXT_COLOR).find ("\033[31mreset_by_server\033[0m"),
             std::string::npos);
}
