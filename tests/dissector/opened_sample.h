/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * For tests: the conversations of a sample, read with the key log that lies beside it.
 */
#pragma once

#include "reader.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

class OpenedSample
{
public:
  std::vector<TlConversation *> conversations;

  explicit OpenedSample (const std::string &name, bool with_keys = true)
  {
    std::string path = std::string (g_getenv ("TL_SAMPLES")) + "/" + name + ".pcap";
    g_autoptr (TlKeyring) keyring = with_keys ? tl_keyring_new () : nullptr;
    g_autoptr (GError) error = nullptr;
    TlKeylogReport report;

    if (with_keys)
      EXPECT_TRUE (tl_keyring_load_keylog (keyring, (path + ".keylog.txt").c_str (), &report, &error));
    EXPECT_TRUE (tl_read_capture (path.c_str (), keyring, TL_TRACKER_STEPS, add_cb, this, &error));
  }
  ~OpenedSample ()
  {
    for (TlConversation *conversation : conversations)
      tl_conversation_unref (conversation);
  }
  OpenedSample (const OpenedSample &) = delete;
  OpenedSample &operator= (const OpenedSample &) = delete;

private:
  static void add_cb (TlConversation *conversation, gpointer user_data)
  {
    static_cast<OpenedSample *> (user_data)->conversations.push_back (tl_conversation_ref (conversation));
  }
};
