/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * For tests: the sample that has the private key of its server beside it, read with a keyring.
 */
#pragma once

#include "reader.h"
#include "secrets/key-file.h"

#include <string>
#include <vector>

static inline std::string
sample_path (const std::string &name)
{
  return std::string (g_getenv ("TL_SAMPLES")) + "/" + name;
}

static const char *const KEY_SAMPLE = "tls12-no-forward-secrecy.pcap";

static inline std::string
sample_key ()
{
  return sample_path ("tls12-no-forward-secrecy.key.pem");
}

/* The conversations of a capture, opened with @keyring. */
struct Opened
{
  std::vector<TlConversation *> conversations;

  Opened (const std::string &path, TlKeyring *keyring, int flags = TL_TRACKER_STEPS)
  {
    tl_read_capture (
        path.c_str (), keyring, (TlTrackerFlags) flags,
        [] (TlConversation *conversation, gpointer user_data) {
          static_cast<Opened *> (user_data)->conversations.push_back (tl_conversation_ref (conversation));
        },
        this, nullptr);
  }
  ~Opened ()
  {
    for (TlConversation *conversation : conversations)
      tl_conversation_unref (conversation);
  }
  Opened (const Opened &) = delete;
  Opened &operator= (const Opened &) = delete;
};
