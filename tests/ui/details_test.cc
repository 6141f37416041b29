/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Tests of the details: one selection goes through explanation, fields and bytes.
 */
#include "details.h"
#include "findings_fixture.h"
#include "hex-view.h"
#include "window_fixture.h"

#include <gtest/gtest.h>

#include <vector>
#include <zlib.h>

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

/* The deeper a field stands, the less room there is beside its indentation. */
TEST_F (DetailsTest, LeaveEnoughOfANameDeepInside)
{
  int seen = 0;

  show (TL_MESSAGE_CLIENT_HELLO);
  gtk_window_set_default_size (GTK_WINDOW (window), 360, 800);
  tl_details_select_row (details, row_named ("host_name"));
  settle ();
  walk (window, [&] (GtkWidget *widget) {
    if (!GTK_IS_LABEL (widget) || !gtk_widget_has_css_class (widget, "name") || !gtk_widget_get_mapped (widget))
      return;
    int natural;
    gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, nullptr, &natural, nullptr, nullptr);
    EXPECT_GE (gtk_widget_get_width (widget), MIN (natural, 75)) << gtk_label_get_text (GTK_LABEL (widget));
    seen++;
  });
  EXPECT_GT (seen, 3);
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

/* A CompressedCertificate (RFC 8879 section 4) that holds @body. */
static TlConversation *
compressed_certificate (const std::vector<guint8> &body)
{
  std::vector<guint8> message (4 + 2 + 3 + 3 + compressBound (body.size ()));
  uLongf size = compressBound (body.size ());
  TlConversation *self = g_atomic_rc_box_new0 (TlConversation);
  TlStep *step = g_atomic_rc_box_new0 (TlStep);
  auto put = [&] (size_t at, int n, size_t value) {
    for (; n > 0; n--, value >>= 8)
      message[at + static_cast<size_t> (n) - 1] = static_cast<guint8> (value);
  };

  EXPECT_EQ (Z_OK, compress (&message[12], &size, body.data (), body.size ()));
  message.resize (12 + size);
  put (0, 1, TL_MESSAGE_COMPRESSED_CERTIFICATE);
  put (1, 3, 8 + size);
  put (4, 2, 1); /* zlib */
  put (6, 3, body.size ());
  put (9, 3, size);
  step->type = TL_STEP_HANDSHAKE;
  step->context.version = 0x0304;
  step->context.message = TL_MESSAGE_COMPRESSED_CERTIFICATE;
  step->length = message.size ();
  step->bytes = g_bytes_new (message.data (), message.size ());
  self->version = 0x0304;
  self->n_steps = 1;
  self->steps = g_new (TlStep *, 1);
  self->steps[0] = step;
  return self;
}

TEST_F (DetailsTest, ShowTheBytesOfWhatWasOpened)
{
  g_autoptr (TlConversation) opened = compressed_certificate ({ 2, 'c', 'c', 0, 0, 5, 0, 0, 0, 0, 0 });
  tl_details_set_step (details, opened, 0);
  settle ();
  int context = row_named ("certificate_request_context"), holder = row_named ("compressed_certificate_message");
  ASSERT_GE (context, 0);
  g_autofree char *message = tl_hex_view_dup_hex (hex);
  EXPECT_EQ (std::string ("19 00 00"), std::string (message).substr (0, 8));
  EXPECT_FALSE (says (window, "once it is opened"));

  tl_details_select_row (details, context);
  settle ();
  g_autofree char *part = tl_hex_view_dup_hex (hex);
  EXPECT_STREQ ("02 63 63", part);
  EXPECT_EQ (0u, tl_hex_view_get_offset (hex));
  EXPECT_TRUE (says (window, "What stands in compressed_certificate_message, once it is opened:"));

  tl_hex_view_move_to (hex, 10);
  settle ();
  EXPECT_EQ (row_named ("extensions"), tl_details_get_row (details)) << "a byte of what was opened leads to its field";

  tl_details_select_row (details, holder);
  settle ();
  EXPECT_EQ (9u, tl_hex_view_get_offset (hex));
  EXPECT_FALSE (says (window, "once it is opened"));
  tl_hex_view_move_to (hex, 5);
  EXPECT_EQ (row_named ("algorithm"), tl_details_get_row (details)) << "and one of the message to that of the message";

  tl_details_select_row (details, context);
  show (TL_MESSAGE_CLIENT_HELLO);
  EXPECT_FALSE (says (window, "once it is opened"));
}

TEST_F (DetailsTest, TellWhatWasFoundAboutTheStep)
{
  int hello = find_step (conversation, TL_MESSAGE_CLIENT_HELLO);
  int answer = find_step (conversation, TL_MESSAGE_SERVER_HELLO);
  Findings findings = fixture_findings ({ { TL_SEVERITY_WARNING, hello, "An old client." },
                                          { TL_SEVERITY_NOTE, answer, "A new server." },
                                          { TL_SEVERITY_ERROR, -1, "Bytes are missing." } });

  tl_details_set_findings (details, findings.get ());
  show (TL_MESSAGE_CLIENT_HELLO);
  EXPECT_TRUE (says (window, "An old client."));
  EXPECT_FALSE (says (window, "A new server."));
  EXPECT_FALSE (says (window, "Bytes are missing."));
  show (TL_MESSAGE_SERVER_HELLO);
  EXPECT_FALSE (says (window, "An old client."));
  EXPECT_TRUE (says (window, "A new server."));
  tl_details_set_findings (details, nullptr);
  settle ();
  EXPECT_FALSE (says (window, "A new server."));
}

TEST_F (DetailsTest, ToldMoreAboutTheStepOnShow)
{
  show (TL_MESSAGE_CLIENT_HELLO);
  tl_details_select_row (details, 2);
  tl_details_set_findings (
      details, fixture_findings ({ { TL_SEVERITY_NOTE, find_step (conversation, TL_MESSAGE_CLIENT_HELLO),
                                     "Found later." } })
                   .get ());
  settle ();
  EXPECT_TRUE (says (window, "Found later."));
  EXPECT_EQ (2, tl_details_get_row (details)) << "and what is chosen stays";
}

TEST_F (DetailsTest, FitASmallScreenWithEveryStep)
{
  for (guint i = 0; i < conversation->n_steps; i++)
    {
      int minimum;

      tl_details_set_step (details, conversation, static_cast<int> (i));
      gtk_widget_measure (GTK_WIDGET (details), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, nullptr, nullptr,
                          nullptr);
      EXPECT_LE (minimum, 360) << "step " << i;
    }
}

/* Of what is sealed there are no fields, and of data no bytes: an empty frame would look like a fault. */
TEST_F (DetailsTest, FrameNothingWhereThereIsNothing)
{
  show (TL_MESSAGE_CLIENT_HELLO);
  EXPECT_TRUE (gtk_widget_get_mapped (GTK_WIDGET (hex)));
  for (guint i = 0; i < conversation->n_steps; i++)
    if (conversation->steps[i]->type == TL_STEP_APPLICATION_DATA)
      tl_details_set_step (details, conversation, static_cast<int> (i));
  settle ();
  ASSERT_TRUE (says (window, "Application data"));
  EXPECT_FALSE (gtk_widget_get_mapped (GTK_WIDGET (hex)));
  EXPECT_FALSE (gtk_widget_get_mapped (find (window, GTK_TYPE_LIST_VIEW)));
  show (TL_MESSAGE_CLIENT_HELLO);
  EXPECT_TRUE (gtk_widget_get_mapped (GTK_WIDGET (hex)));
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
