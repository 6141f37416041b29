/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * For tests: a talk as a capture file in a directory of its own.
 */
#pragma once

#include "talk.h"

#include <glib/gstdio.h>

struct TalkFile
{
  char *directory = g_dir_make_tmp ("tl-talk-XXXXXX", NULL);
  std::string path = std::string (directory) + "/test.pcap";

  explicit TalkFile (const Data &data)
  {
    g_file_set_contents (path.c_str (), (const char *) data.data (), (gssize) data.size (), NULL);
  }

  ~TalkFile ()
  {
    g_unlink (path.c_str ());
    g_rmdir (directory);
    g_free (directory);
  }

  /* A pcap file of nanoseconds, big-endian, of @link_type (LINKTYPE_RAW). */
  static Data
  of (const std::vector<Talk::Packet> &packets, guint32 link_type = 101)
  {
    Data data = be (0xa1b23c4d, 4) + be (2, 2) + be (4, 2) + be (0, 8) + be (262144, 4) + be (link_type, 4);
    for (const auto &packet : packets)
      data = data + be ((guint64) packet.time / 1000000000, 4) + be ((guint64) packet.time % 1000000000, 4)
             + be (packet.data.size (), 4) + be (packet.data.size (), 4) + packet.data;
    return data;
  }
};
