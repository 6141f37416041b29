/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Tests of what is said about a capture as a whole.
 */
#include "capture-text.h"
#include "window_fixture.h"

#include <glib/gstdio.h>
#include <gtest/gtest.h>

#include <set>

class CaptureTextTest : public testing::Test
{
protected:
  void SetUp () override
  {
    directory = g_dir_make_tmp ("tls-ladder-XXXXXX", nullptr);
  }

  void TearDown () override
  {
    g_remove (path.c_str ());
    g_rmdir (directory);
    g_free (directory);
  }

  TlSession *read (const std::string &content)
  {
    path = std::string (directory) + "/capture.pcap";
    EXPECT_TRUE (
        g_file_set_contents (path.c_str (), content.data (), static_cast<gssize> (content.size ()), nullptr));
    return read_file (path);
  }

  TlSession *read_file (const std::string &file)
  {
    TlSession *session = tl_session_new (file.c_str (), nullptr);
    EXPECT_TRUE (wait_for ([&] { return tl_session_get_state (session) != TL_SESSION_READING; }));
    return session;
  }

  static std::string sample (const std::string &name)
  {
    g_autofree char *content = nullptr;
    gsize length = 0;
    g_file_get_contents (sample_path (name).c_str (), &content, &length, nullptr);
    return std::string (content, length);
  }

  char *directory = nullptr;
  std::string path;
};

TEST_F (CaptureTextTest, SaysNothingOfAWholeCapture)
{
  g_autoptr (TlSession) session = read (sample ("tls13.pcap"));

  EXPECT_EQ (nullptr, tl_capture_notice_text (session));
  EXPECT_FALSE (tl_capture_is_unopened (tl_session_get_error (session)));
}

TEST_F (CaptureTextTest, SaysWhatCannotBeOpened)
{
  g_autoptr (TlSession) empty = read ("");
  g_autoptr (TlSession) noise = read ("this is no capture, and it was never meant to be one");
  g_autoptr (TlSession) folder = read_file (directory);
  std::set<std::string> titles;

  for (TlSession *session : { empty, noise, folder })
    {
      EXPECT_TRUE (tl_capture_is_unopened (tl_session_get_error (session)));
      titles.insert (tl_capture_error_title (tl_session_get_error (session)));
    }
  EXPECT_EQ (3u, titles.size ()) << "each says what is the matter";
}

TEST_F (CaptureTextTest, SaysWhereACaptureIsCutShort)
{
  std::string whole = sample ("tls13.pcap");
  g_autoptr (TlSession) session = read (whole.substr (0, whole.size () - 20));
  g_autofree char *text = tl_capture_notice_text (session);

  EXPECT_FALSE (tl_capture_is_unopened (tl_session_get_error (session)));
  ASSERT_NE (nullptr, text);
  EXPECT_STREQ (tl_session_get_error (session)->message, text);
  EXPECT_GT (g_list_model_get_n_items (G_LIST_MODEL (session)), 0u) << "what was read stays";
}

TEST_F (CaptureTextTest, SaysWhyThereIsNothingToSee)
{
  g_autoptr (TlSession) session = read (sample ("tls13.pcap").substr (0, 24));
  g_autofree char *none = tl_capture_none_text (session, nullptr);
  g_autofree char *noticed = tl_capture_none_text (session, "It is raining.");

  EXPECT_STREQ ("There is no packet in this capture.", none);
  EXPECT_STREQ ("There is no packet in this capture.\n\nIt is raining.", noticed);
}

TEST_F (CaptureTextTest, CountsConversations)
{
  for (auto &[n, reading, words] : { std::tuple{ 0u, true, "reading…" }, std::tuple{ 0u, false, "no conversations" },
                                     std::tuple{ 1u, true, "1 conversation" }, std::tuple{ 2u, false, "2 conversations" } })
    {
      g_autofree char *text = tl_capture_count_text (n, reading);

      EXPECT_STREQ (words, text);
    }
}
