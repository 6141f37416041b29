/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The JSON of a conversation: single keys here; the whole of it is checked against every sample by
 * tests/cli_test.py.
 */
#include "conversation_fixture.h"
#include "export/export.h"

#include <gtest/gtest.h>

static std::string
json (const Conversation &conversation, bool with_fields = false)
{
  g_autoptr (GString) out = g_string_new (NULL);
  tl_export_json (conversation.self, with_fields ? TL_JSON_FIELDS : TlJsonFlags (0), out);
  EXPECT_TRUE (g_utf8_validate (out->str, -1, NULL));
  EXPECT_EQ (std::string (out->str).find ('\n'), out->len - 1);
  return out->str;
}

#define EXPECT_HAS(text, part)     EXPECT_NE ((text).find (part), std::string::npos) << (text)
#define EXPECT_HAS_NOT(text, part) EXPECT_EQ ((text).find (part), std::string::npos) << (text)

TEST (Json, NothingKnownIsNull)
{
  Conversation conversation;
  std::string text = json (conversation);
  EXPECT_EQ (
      text.find ("{\"conversation\":1,\"transport\":\"tcp\",\"protocol\":\"tls\",\"upgraded_from\":null,"
                 "\"client\":{\"address\":\"192.0.2.1\",\"port\":51234},"
                 "\"server\":{\"address\":\"2001:db8::1\",\"port\":443},"
                 "\"start\":\"2026-01-31T12:34:56.123456789Z\","
                 "\"version\":null,\"cipher_suite\":null,\"group\":null,\"server_name\":null,\"alpn\":null,"
                 "\"resumed\":null,\"ech\":null,\"outcome\":\"incomplete\","),
      0u)
      << text;
  EXPECT_HAS (
      text,
      "\"ja3\":null,\"ja3s\":null,\"ja4\":null,\"steps\":[],\"certificates\":{\"server\":[],\"client\":[]}");
}

TEST (Json, WhatWasNegotiated)
{
  Conversation conversation;
  conversation.self->version = 0x0304;
  conversation.self->cipher_suite = 0x1301;
  conversation.self->group = 29;
  conversation.self->resumed = TL_NO;
  conversation.self->ech = TL_ECH_REJECTED;
  conversation.self->alpn = g_strdup ("h2");
  conversation.self->server_name = g_strdup ("a\"b");
  conversation.self->upgraded_from = "smtp";
  std::string text = json (conversation);
  EXPECT_HAS (text, "\"version\":{\"code\":772,\"name\":\"TLS 1.3\"}");
  EXPECT_HAS (text, "\"cipher_suite\":{\"code\":4865,\"name\":\"TLS_AES_128_GCM_SHA256\"}");
  EXPECT_HAS (text, "\"group\":{\"code\":29,\"name\":\"x25519\"}");
  EXPECT_HAS (text, "\"server_name\":\"a\\\"b\",\"alpn\":\"h2\",\"resumed\":false,\"ech\":\"rejected\"");
  EXPECT_HAS (text, "\"upgraded_from\":\"smtp\"");
}

TEST (Json, CodesOutsideTheRegistryHaveNoName)
{
  Conversation conversation;
  conversation.self->cipher_suite = 0xeeee;
  conversation.self->group = 0x1a1a;
  std::string text = json (conversation);
  EXPECT_HAS (text, "\"cipher_suite\":{\"code\":61166,\"name\":null}");
  EXPECT_HAS (text, "\"group\":{\"code\":6682,\"name\":\"GREASE\"}");
}

TEST (Json, WhoStopped)
{
  Conversation conversation;
  conversation.self->outcome = TL_OUTCOME_RESET_BY_SERVER;
  EXPECT_HAS (json (conversation), "\"stopped_by\":\"server\"");
  conversation.self->outcome = TL_OUTCOME_ALERT;
  conversation.self->stopped_by = TL_SIDE_CLIENT;
  EXPECT_HAS (json (conversation), "\"stopped_by\":\"client\"");
  conversation.self->outcome = TL_OUTCOME_ESTABLISHED;
  EXPECT_HAS (json (conversation), "\"stopped_by\":null");
}

TEST (Json, StepOfAMessage)
{
  Conversation conversation;
  TlStep *step = conversation.add (TL_STEP_HANDSHAKE, TL_SIDE_SERVER, { 14, 0, 0, 0 }, 1500);
  step->origins = g_renew (TlStepOrigin, step->origins, 3);
  step->origins[1] = { 4, 1 };
  step->origins[2] = { 9, 2 };
  step->n_origins = 3;
  std::string text = json (conversation);
  EXPECT_HAS (text,
              "\"steps\":[{\"step\":1,\"from\":\"server\",\"type\":\"handshake\","
              "\"message\":{\"code\":14,\"name\":\"server_hello_done\"},\"sealed\":false,\"decrypted\":false,"
              "\"time\":0.001500000,\"packets\":[4,9],\"length\":4,");
  EXPECT_HAS_NOT (text, "\"fields\"");
}

TEST (Json, HelloRetryRequestIsAServerHelloByItsCode)
{
  Conversation conversation;
  conversation.add (TL_STEP_HANDSHAKE, TL_SIDE_SERVER, server_hello (0x0303, 0x1301, {}))->context.message
      = TL_MESSAGE_HELLO_RETRY_REQUEST;
  EXPECT_HAS (json (conversation), "\"message\":{\"code\":2,\"name\":\"hello_retry_request\"}");
}

TEST (Json, SealedSaysNothingButItsRecord)
{
  Conversation conversation;
  conversation.add_sealed (TL_STEP_HANDSHAKE, TL_SIDE_CLIENT, 40);
  conversation.add_sealed (TL_STEP_ALERT, TL_SIDE_CLIENT, 26);
  std::string text = json (conversation);
  EXPECT_HAS (text, "\"type\":\"handshake\",\"message\":null,\"sealed\":true");
  EXPECT_HAS (text, "\"type\":\"alert\",\"message\":null,\"sealed\":true");
  EXPECT_HAS_NOT (text, "\"level\"");
}

TEST (Json, AlertInClear)
{
  Conversation conversation;
  conversation.add (TL_STEP_ALERT, TL_SIDE_SERVER, { 2, 40 });
  EXPECT_HAS (json (conversation), "\"alert\":{\"level\":{\"code\":2,\"name\":\"fatal\"},"
                                   "\"description\":{\"code\":40,\"name\":\"handshake_failure\"}}");
}

TEST (Json, PreludeInItsWords)
{
  Conversation conversation;
  conversation.add (TL_STEP_PRELUDE, TL_SIDE_CLIENT, octets ("STARTTLS\r\n"))->text = g_strdup ("STARTTLS");
  EXPECT_HAS (json (conversation), "\"type\":\"prelude\",");
  EXPECT_HAS (json (conversation), "\"text\":\"STARTTLS\"");
}

TEST (Json, FieldsAreNested)
{
  Conversation conversation;
  conversation.add (TL_STEP_HANDSHAKE, TL_SIDE_CLIENT, client_hello (0x0303, { 0x1301, 0x0a0a }, NULL));
  std::string text = json (conversation, true);
  EXPECT_HAS (
      text,
      "\"fields\":[{\"name\":\"msg_type\",\"offset\":0,\"length\":1,\"value\":1,\"text\":\"client_hello\"},"
      "{\"name\":\"length\",\"offset\":1,\"length\":3,\"value\":43,");
  EXPECT_HAS (text,
              "{\"name\":\"random\",\"offset\":6,\"length\":32,\"value\":\"" + std::string (64, '1') + "\"");
  EXPECT_HAS (text,
              "{\"name\":\"legacy_session_id\",\"offset\":38,\"length\":1,\"prefix\":1,\"value\":\"\",");
  EXPECT_HAS (text,
              "{\"name\":\"cipher_suites\",\"offset\":39,\"length\":6,\"prefix\":2,\"text\":null,\"fields\":["
              "{\"name\":\"cipher_suite\",\"offset\":41,\"length\":2,\"value\":4865,\"text\":\"TLS_AES_128_"
              "GCM_SHA256\"},"
              "{\"name\":\"cipher_suite\",\"offset\":43,\"length\":2,\"value\":2570,\"text\":\"GREASE\"}]}");
}

TEST (Json, FaultsAreNamed)
{
  Conversation conversation;
  Octets hello = client_hello (0x0303, { 0x1301 }, NULL);
  hello.resize (20);
  conversation.add (TL_STEP_HANDSHAKE, TL_SIDE_CLIENT, hello);
  EXPECT_HAS (json (conversation, true), "\"fault\":\"truncated\"");
}
