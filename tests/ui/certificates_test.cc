/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Tests of the certificates as people read them.
 */
#include "certificates.h"
#include "window_fixture.h"

#include <gtest/gtest.h>

class CertificatesTest : public testing::Test
{
protected:
  void SetUp () override
  {
    conversation = read_sample ("tls12-ecdhe.pcap");
    ASSERT_NE (nullptr, conversation);
    step = find_step (conversation, TL_MESSAGE_CERTIFICATE);
    ASSERT_GE (step, 0);
    certificates = tl_step_certificates (conversation, static_cast<guint> (step));
    fields = tl_step_fields (conversation, static_cast<guint> (step));
    window = gtk_window_new ();
    gtk_window_set_default_size (GTK_WINDOW (window), 500, 2000);
    view = TL_CERTIFICATES (g_object_new (TL_TYPE_CERTIFICATES, nullptr));
    gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (view));
    tl_certificates_set (view, certificates, fields, conversation->steps[step]->time);
    gtk_window_present (GTK_WINDOW (window));
    settle ();
  }

  void TearDown () override
  {
    gtk_window_destroy (GTK_WINDOW (window));
    tl_field_tree_unref (fields);
    g_ptr_array_unref (certificates);
    tl_conversation_unref (conversation);
  }

  TlConversation *conversation = nullptr;
  int step = -1;
  GPtrArray *certificates = nullptr;
  TlFieldTree *fields = nullptr;
  GtkWidget *window = nullptr;
  TlCertificates *view = nullptr;
};

TEST_F (CertificatesTest, ShowWhatTheCertificateSays)
{
  auto *certificate = static_cast<TlCertificate *> (certificates->pdata[0]);

  ASSERT_GT (certificates->len, 0u);
  EXPECT_TRUE (says (window, certificate->subject)) << certificate->subject;
  EXPECT_TRUE (says (window, certificate->issuer));
  EXPECT_TRUE (says (window, certificate->serial));
  EXPECT_TRUE (says (window, certificate->signature_algorithm));
  EXPECT_TRUE (says (window, std::string (certificate->sha256).substr (0, 8)));
}

TEST_F (CertificatesTest, SayWhenOneHadExpired)
{
  auto *certificate = static_cast<TlCertificate *> (certificates->pdata[0]);

  EXPECT_FALSE (says (window, "It had expired"));
  tl_certificates_set (view, certificates, fields, (certificate->not_after_seconds + 1) * TL_SECOND);
  settle ();
  EXPECT_TRUE (says (window, "It had expired"));
  tl_certificates_set (view, certificates, fields, (certificate->not_before_seconds - 1) * TL_SECOND);
  settle ();
  EXPECT_TRUE (says (window, "It was not yet valid"));
}

TEST_F (CertificatesTest, LeadToTheFields)
{
  int chosen = -1;
  GtkWidget *button = nullptr;

  g_signal_connect (view, "field-chosen", G_CALLBACK (+[] (TlCertificates *, guint row, int *where) {
                      *where = static_cast<int> (row);
                    }),
                    &chosen);
  walk (window, [&] (GtkWidget *widget) {
    if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), "Show _Fields") == 0
        && button == nullptr)
      button = widget;
  });
  ASSERT_NE (nullptr, button);
  g_signal_emit_by_name (button, "clicked");
  ASSERT_GE (chosen, 0);
  EXPECT_EQ (static_cast<TlCertificate *> (certificates->pdata[0])->size,
             fields->rows[chosen].length - fields->rows[chosen].prefix);
}

TEST_F (CertificatesTest, FitASmallScreen)
{
  int minimum;

  gtk_widget_measure (GTK_WIDGET (view), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, nullptr, nullptr, nullptr);
  EXPECT_LE (minimum, 324);
}

TEST_F (CertificatesTest, LetTabReachEachButton)
{
  std::string reached;

  for (GtkWidget *focus = nullptr; gtk_widget_child_focus (GTK_WIDGET (view), GTK_DIR_TAB_FORWARD);)
    {
      ASSERT_NE (focus, gtk_window_get_focus (GTK_WINDOW (window))) << "it stands still";
      focus = gtk_window_get_focus (GTK_WINDOW (window));
      ASSERT_FALSE (GTK_IS_FLOW_BOX_CHILD (focus));
      if (GTK_IS_BUTTON (focus) && gtk_button_get_label (GTK_BUTTON (focus)) != nullptr)
        reached += gtk_button_get_label (GTK_BUTTON (focus));
    }
  EXPECT_EQ (0u, reached.find ("Save as _PEM…Save as _DER…Show _Fields")) << reached;
}

TEST_F (CertificatesTest, GoWhenThereAreNone)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  tl_certificates_set (view, none, fields, 0);
  settle ();
  EXPECT_FALSE (says (window, "Subject"));
}

TEST (CertificatesPem, HasLinesOfSixtyFour)
{
  guint8 der[100] = { 0x30 };
  g_autofree char *pem = tl_certificates_to_pem (tl_bytes (der, sizeof der));
  g_auto (GStrv) lines = g_strsplit (pem, "\n", -1);

  EXPECT_STREQ ("-----BEGIN CERTIFICATE-----", lines[0]);
  EXPECT_EQ (64u, strlen (lines[1]));
  EXPECT_EQ (64u, strlen (lines[2]));
  EXPECT_EQ (8u, strlen (lines[3]));
  EXPECT_STREQ ("-----END CERTIFICATE-----", lines[4]);
  EXPECT_STREQ ("", lines[5]);
}
