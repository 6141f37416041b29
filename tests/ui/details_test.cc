/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Tests of the details: one selection goes through explanation, fields and bytes.
 */
#include "details.h"
#include "hex-view.h"
#include "window_fixture.h"

#include <gtest/gtest.h>

class DetailsTest : public testing::Test
{
protected:
  void SetUp () override
  {
    conversation = read_sample ("tls12-ecdhe.pcap");
    ASSERT_NE (nullptr, conversation);
    window = gtk_window_new ();
    details = TL_DETAILS (tl_details_new ());
    gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (details));
    gtk_window_set_default_size (GTK_WINDOW (window), 460, 800);
    gtk_window_present (GTK_WINDOW (window));
    settle ();
    hex = TL_HEX_VIEW (find (window, TL_TYPE_HEX_VIEW));
  }

  void TearDown () override
  {
    gtk_window_destroy (GTK_WINDOW (window));
    tl_conversation_unref (conversation);
  }

  void show (guint16 message)
  {
    tl_details_set_step (details, conversation, find_step (conversation, message));
    settle ();
  }

  int row_named (const std::string &name)
  {
    TlFieldTree *fields = tl_details_get_fields (details);
    for (guint i = 0; i < fields->n_rows; i++)
      if (name == fields->rows[i].name)
        return static_cast<int> (i);
    return -1;
  }

  TlConversation *conversation = nullptr;
  GtkWidget *window = nullptr;
  TlDetails *details = nullptr;
  TlHexView *hex = nullptr;
};

TEST_F (DetailsTest, AskForAStepAtFirst)
{
  EXPECT_TRUE (says (window, "No Step Chosen"));
  EXPECT_EQ (nullptr, tl_details_get_fields (details));
  EXPECT_EQ (-1, tl_details_get_row (details));
}

TEST_F (DetailsTest, ShowAStep)
{
  show (TL_MESSAGE_CLIENT_HELLO);
  EXPECT_TRUE (says (window, "ClientHello"));
  EXPECT_TRUE (says (window, "client → server"));
  EXPECT_TRUE (says (window, "cipher_suites"));
  EXPECT_TRUE (says (window, "RFC "));
}

TEST_F (DetailsTest, LightUpTheBytesOfAField)
{
  show (TL_MESSAGE_CLIENT_HELLO);
  int row = row_named ("random");
  ASSERT_GE (row, 0);
  tl_details_select_row (details, row);
  EXPECT_EQ (tl_details_get_fields (details)->rows[row].offset, tl_hex_view_get_offset (hex));
  EXPECT_EQ (32u, tl_hex_view_get_length (hex));
}

TEST_F (DetailsTest, OpenTheFieldOfAByte)
{
  show (TL_MESSAGE_CLIENT_HELLO);
  int host = row_named ("host_name");
  ASSERT_GE (host, 0);
  EXPECT_FALSE (says (window, "host_name")) << "it is deep inside, and closed";
  tl_hex_view_move_to (hex, tl_details_get_fields (details)->rows[host].offset + 3);
  settle ();
  EXPECT_EQ (host, tl_details_get_row (details));
  EXPECT_TRUE (says (window, "host_name"));
  EXPECT_EQ (tl_details_get_fields (details)->rows[host].offset + 3u, tl_hex_view_get_cursor (hex));
}

TEST_F (DetailsTest, EveryByteLeadsToAField)
{
  show (TL_MESSAGE_CLIENT_HELLO);
  TlFieldTree *fields = tl_details_get_fields (details);
  for (gsize i = 0; i < fields->n_bytes; i++)
    {
      tl_hex_view_move_to (hex, i);
      int row = tl_details_get_row (details);
      ASSERT_GE (row, 0) << "byte " << i;
      EXPECT_LE (fields->rows[row].offset, i);
      EXPECT_GT (fields->rows[row].offset + fields->rows[row].length, i);
    }
}

TEST_F (DetailsTest, KeepWhatIsChosenWhenTheConversationGrows)
{
  show (TL_MESSAGE_CLIENT_HELLO);
  tl_details_select_row (details, 2);
  show (TL_MESSAGE_CLIENT_HELLO);
  EXPECT_EQ (2, tl_details_get_row (details));
  show (TL_MESSAGE_SERVER_HELLO);
  EXPECT_EQ (-1, tl_details_get_row (details));
}

TEST_F (DetailsTest, ShowCertificatesFirstWhereThereAreSome)
{
  show (TL_MESSAGE_CERTIFICATE);
  EXPECT_TRUE (says (window, "SHA-256 fingerprint"));
  show (TL_MESSAGE_SERVER_HELLO);
  EXPECT_FALSE (says (window, "SHA-256 fingerprint"));
}

TEST_F (DetailsTest, EmptyAgain)
{
  show (TL_MESSAGE_CLIENT_HELLO);
  tl_details_set_step (details, nullptr, -1);
  settle ();
  EXPECT_TRUE (says (window, "No Step Chosen"));
  tl_details_set_step (details, conversation, 9999);
  EXPECT_EQ (nullptr, tl_details_get_fields (details));
}
