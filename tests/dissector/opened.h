/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * For tests: the samples, opened with the key logs beside them.
 */
#pragma once

#include "conversation/tracker.h"
#include "proof/proof.h"
#include "reader.h"

#include <algorithm>
#include <functional>
#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <vector>

static inline std::vector<std::string>
sample_names ()
{
  std::vector<std::string> names;
  g_autoptr (GDir) folder = g_dir_open (g_getenv ("TL_SAMPLES"), 0, NULL);

  while (const char *name = folder ? g_dir_read_name (folder) : NULL)
    if (g_str_has_suffix (name, ".pcap"))
      names.push_back (std::string (name, strlen (name) - strlen (".pcap")));
  std::sort (names.begin (), names.end ());
  return names;
}

static inline std::string
test_name (const testing::TestParamInfo<std::string> &info)
{
  std::string name = info.param;
  std::replace (name.begin (), name.end (), '-', '_');
  return name;
}

/* What is in a sample, with its keys or without. */
struct Opened
{
  std::vector<TlConversation *> conversations;

  explicit Opened (const std::string &sample, bool with_keys = true)
  {
    std::string path = std::string (g_getenv ("TL_SAMPLES")) + "/" + sample + ".pcap";
    g_autoptr (TlKeyring) keyring = with_keys ? tl_keyring_new () : nullptr;
    g_autoptr (GError) error = NULL;
    TlKeylogReport report;

    /* Where the handshake failed early, nothing was logged. */
    if (with_keys && !tl_keyring_load_keylog (keyring, (path + ".keylog.txt").c_str (), &report, &error))
      EXPECT_TRUE (g_str_has_prefix (sample.c_str (), "failure")) << error->message;
    g_clear_error (&error);
    EXPECT_TRUE (tl_read_capture (path.c_str (), keyring, TL_TRACKER_STEPS, tell, this, &error));
  }

  Opened (const Opened &) = delete;

  ~Opened ()
  {
    for (auto conversation : conversations)
      tl_conversation_unref (conversation);
  }

  static void
  tell (TlConversation *conversation, gpointer user_data)
  {
    static_cast<Opened *> (user_data)->conversations.push_back (tl_conversation_ref (conversation));
  }

  void
  for_each_proof (const std::function<void (const TlConversation *, guint, const TlProof *)> &look) const
  {
    for (auto conversation : conversations)
      for (guint i = 0; i < conversation->n_steps; i++)
        {
          g_autoptr (TlProof) proof = tl_proof_of_step (conversation, i);

          if (proof)
            look (conversation, i, proof);
        }
  }
};
