/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Tests of what the tree says of a field.
 */
#include "field-text.h"
#include "fields_fixture.h"
#include "window_fixture.h"

#include <gtest/gtest.h>

class FieldTextTest : public testing::Test
{
protected:
  void SetUp () override
  {
    conversation = read_sample ("tls13.pcap");
    ASSERT_NE (nullptr, conversation);
    fields = tl_step_fields (conversation, 0);
  }

  void TearDown () override
  {
    tl_field_tree_unref (fields);
    tl_conversation_unref (conversation);
  }

  /* The value of the first row that goes by @name. */
  std::string value (const std::string &name)
  {
    for (guint i = 0; i < fields->n_rows; i++)
      if (name == tl_field_name (fields, i))
        {
          g_autofree char *text = tl_field_value (fields, i);
          return text;
        }
    return "no such row";
  }

  TlConversation *conversation = nullptr;
  TlFieldTree *fields = nullptr;
};

TEST_F (FieldTextTest, NamesRegisteredNumbersWithTheirValue)
{
  EXPECT_EQ ("TLS 1.2 (0x0303)", value ("legacy_version"));
  EXPECT_EQ ("client_hello (1)", value ("msg_type"));
  EXPECT_EQ ("309", value ("length"));
}

TEST_F (FieldTextTest, ShowsBytesInHex)
{
  std::string random = value ("random");

  EXPECT_EQ (0u, random.find ("e3805d8b88"));
  EXPECT_LT (random.size (), 60u) << "not all 32 of them";
}

TEST_F (FieldTextTest, SaysWhatIsInAListThatIsClosed)
{
  EXPECT_EQ ("31: TLS_AES_256_GCM_SHA384, TLS_CHACHA20_POLY1305_SHA256, TLS_AES_128_GCM_SHA256, …",
             value ("cipher_suites"));
  EXPECT_EQ ("11 elements · 176 bytes", value ("extensions"));
  EXPECT_EQ ("null (0)", value ("legacy_compression_methods"));
}

TEST_F (FieldTextTest, NamesExtensionsByTheirType)
{
  EXPECT_EQ ("example.test", value ("server_name"));
  EXPECT_EQ ("x25519 (0x001d)", value ("supported_groups"));
  EXPECT_EQ ("h2, http/1.1", value ("application_layer_protocol_negotiation"));
  EXPECT_EQ ("empty", value ("encrypt_then_mac"));
}

TEST_F (FieldTextTest, HasWordsForEveryRow)
{
  for (guint step = 0; step < conversation->n_steps; step++)
    {
      TlFieldTree *tree = tl_step_fields (conversation, step);
      for (guint i = 0; i < tree->n_rows; i++)
        {
          g_autofree char *text = tl_field_value (tree, i);
          EXPECT_STRNE ("", text) << tree->rows[i].name;
          EXPECT_TRUE (g_utf8_validate (text, -1, nullptr));
        }
      tl_field_tree_unref (tree);
    }
}

TEST (FieldFault, IsSaidInWords)
{
  Fields fields = fixture_fields ();
  std::string said;

  EXPECT_EQ (nullptr, tl_field_fault (fields.get (), 0));
  for (int fault = TL_FAULT_NONE + 1; fault < TL_N_FAULTS; fault++)
    {
      fields->rows[0].fault = static_cast<guint8> (fault);
      EXPECT_NE (said, tl_field_fault (fields.get (), 0)) << fault;
      said = tl_field_fault (fields.get (), 0);
    }
}
