/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The part of a key log that belongs to a capture.
 */
#include "keylog-part.h"
#include "limits.h"

#include <glib/gstdio.h>
#include <gtest/gtest.h>

#include <string>

namespace
{

class KeylogPart : public testing::Test
{
protected:
  ~KeylogPart () override
  {
    g_unlink (path.c_str ());
    g_rmdir (folder);
    g_free (folder);
  }

  static std::string sample (const std::string &name)
  {
    const char *samples = g_getenv ("TL_SAMPLES");
    return std::string (samples ? samples : "samples") + "/" + name;
  }

  static std::string content (const std::string &file)
  {
    g_autofree char *text = nullptr;
    EXPECT_TRUE (g_file_get_contents (file.c_str (), &text, nullptr, nullptr)) << file;
    return text ? text : "";
  }

  /* The lines without comments, each with its end. */
  static std::string lines_of (const std::string &text)
  {
    std::string result;
    for (size_t at = 0; at < text.size ();)
      {
        size_t end = text.find ('\n', at);
        std::string line = text.substr (at, end - at);
        at = end == std::string::npos ? text.size () : end + 1;
        if (!line.empty () && line[0] != '#')
          result += line + "\n";
      }
    return result;
  }

  static std::string read (GListModel *list, const char *const *paths)
  {
    g_autoptr (TlKeylogPart) part = tl_keylog_part_new (list, paths);
    char *text = tl_keylog_part_read (part);
    std::string result = text ? text : "none";
    tl_keylog_text_free (text);
    return result;
  }

  std::string part (const std::string &name)
  {
    g_autoptr (TlSession) session = tl_session_new (sample (name).c_str (), nullptr);
    while (tl_session_get_state (session) == TL_SESSION_READING)
      g_main_context_iteration (nullptr, TRUE);
    const char *const paths[] = { path.c_str (), other.empty () ? nullptr : other.c_str (), nullptr };
    return read (G_LIST_MODEL (session), paths);
  }

  char *folder = g_dir_make_tmp ("tl-part-XXXXXX", nullptr);
  std::string path = std::string (folder) + "/keys.log";
  std::string other;
};

}

TEST_F (KeylogPart, HasTheLinesOfTheCaptureOnly)
{
  for (const char *name : { "tls13.pcap", "tls12-ecdhe.pcap", "tls13-resumption.pcap" })
    {
      std::string own = lines_of (content (sample (std::string (name) + ".keylog.txt")));
      std::string other = "CLIENT_RANDOM " + std::string (64, '7') + " " + std::string (96, '0') + "\n";
      g_file_set_contents (path.c_str (), (other + "# a comment\n" + own + other + "nonsense\n").c_str (), -1, nullptr);
      EXPECT_EQ (part (name), own) << name;
    }
}

TEST_F (KeylogPart, IsNoneWhereThereIsNothing)
{
  EXPECT_EQ (part ("tls13.pcap"), "none");
  g_file_set_contents (path.c_str (), ("CLIENT_RANDOM " + std::string (64, '7') + " " + std::string (96, '0') + "\n").c_str (), -1, nullptr);
  EXPECT_EQ (part ("tls13.pcap"), "none");
}

TEST_F (KeylogPart, LeavesALineWithoutItsEndToTheNextTime)
{
  std::string own = lines_of (content (sample ("tls13.pcap.keylog.txt")));
  g_file_set_contents (path.c_str (), own.substr (0, own.size () - 1).c_str (), -1, nullptr);
  std::string found = part ("tls13.pcap");
  EXPECT_LT (found.size (), own.size ());
  EXPECT_EQ (own.substr (0, found.size ()), found);
}

TEST_F (KeylogPart, IsOfAllKeyLogs)
{
  std::string own = lines_of (content (sample ("tls13.pcap.keylog.txt")));
  size_t middle = own.find ('\n') + 1;

  other = path + "2";
  g_file_set_contents (path.c_str (), own.substr (0, middle).c_str (), -1, nullptr);
  EXPECT_EQ (part ("tls13.pcap"), own.substr (0, middle)) << "the other is not there";
  g_file_set_contents (other.c_str (), own.substr (middle).c_str (), -1, nullptr);
  EXPECT_EQ (part ("tls13.pcap"), own);
  g_unlink (other.c_str ());
  other = path;
  g_file_set_contents (path.c_str (), own.c_str (), -1, nullptr);
  EXPECT_EQ (part ("tls13.pcap"), own) << "one that is named twice is read once";
}

TEST_F (KeylogPart, IsFoundBehindALineThatIsTooLongAndInALongLog)
{
  std::string own = lines_of (content (sample ("tls13.pcap.keylog.txt")));
  std::string other = "CLIENT_RANDOM " + std::string (64, '7') + " " + std::string (96, '0') + "\n";
  std::string long_log = std::string (TL_LIMIT_KEYLOG_LINE * 3, 'x') + own;

  while (long_log.size () < TL_LIMIT_SECRETS)
    long_log += other;
  g_file_set_contents (path.c_str (), (long_log + own).c_str (), -1, nullptr);
  EXPECT_EQ (part ("tls13.pcap"), own.substr (own.find ('\n') + 1) + own);
}

/* Others get the file: what else the key log has is nobody's business, whatever was let go. */
TEST_F (KeylogPart, HasTheLinesOfConversationsWhoseStepsWereLetGo)
{
  for (const char *name : { "tls13.pcap", "dtls12.pcap", "dtls12-fragmented.pcap", "tls13-resumption.pcap" })
    {
      g_autoptr (TlSession) session = tl_session_new (sample (name).c_str (), nullptr);
      while (tl_session_get_state (session) == TL_SESSION_READING)
        g_main_context_iteration (nullptr, TRUE);
      g_autoptr (GListStore) list = g_list_store_new (TL_TYPE_CONVERSATION_ITEM);
      for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (session)); i++)
        {
          g_autoptr (TlConversationItem) item = TL_CONVERSATION_ITEM (g_list_model_get_item (G_LIST_MODEL (session), i));
          g_autoptr (TlConversation) row = tl_conversation_without_steps (tl_conversation_item_get_conversation (item));
          g_autoptr (TlConversation) again = tl_conversation_without_steps (row);
          g_autoptr (TlConversationItem) light = tl_conversation_item_new (again);
          g_list_store_append (list, light);
        }
      std::string own = lines_of (content (sample (std::string (name) + ".keylog.txt")));
      std::string foreign = "CLIENT_RANDOM " + std::string (64, '7') + " " + std::string (96, '0') + "\n";
      g_file_set_contents (path.c_str (), (foreign + own + foreign).c_str (), -1, nullptr);
      const char *const paths[] = { path.c_str (), nullptr };
      EXPECT_EQ (read (G_LIST_MODEL (list), paths), own) << name;
    }
}
