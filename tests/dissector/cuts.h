/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * For tests that send a sample again, cut in other ways: packets, what they tell, and whether that is the same.
 */
#pragma once

#include "capture/capture.h"
#include "conversation/tracker.h"
#include "export/export.h"
#include "network/ip.h"

#include <algorithm>
#include <filesystem>
#include <gtest/gtest.h>
#include <random>
#include <string>
#include <vector>

/* The transport of the first packet of a sample. */
static inline TlIpProtocol
transport_of (const std::string &path)
{
  TlCapture *capture = tl_capture_open (path.c_str (), nullptr);
  TlPacket packet;
  TlSegment header = {};

  while (capture != nullptr && tl_capture_next (capture, &packet, nullptr) == TL_CAPTURE_PACKET)
    if (tl_segment_from_packet (nullptr, &packet, &header))
      break;
  g_clear_pointer (&capture, tl_capture_close);
  return header.protocol;
}

/* The samples that go over @transport, and whose names begin with @name. */
static inline std::vector<std::string>
samples (TlIpProtocol transport, const char *name = "")
{
  std::vector<std::string> paths;

  for (auto &entry : std::filesystem::directory_iterator (g_getenv ("TL_SAMPLES")))
    if (entry.path ().extension () == ".pcap" && g_str_has_prefix (entry.path ().filename ().c_str (), name) && transport_of (entry.path ()) == transport)
      paths.push_back (entry.path ());
  std::sort (paths.begin (), paths.end ());
  return paths;
}

static inline void
put (std::string &out, guint64 value, unsigned size)
{
  for (unsigned i = size; i > 0; i--)
    out += static_cast<char> (value >> 8 * (i - 1));
}

static inline void
put (std::string &out, const TlAddress &address)
{
  out.append (reinterpret_cast<const char *> (address.bytes), address.length);
}

/* An IP header of a packet with @length bytes behind it. */
static inline std::string
ip_header (const TlSegment &header, size_t length)
{
  std::string out;

  if (header.source.address.length == 4)
    {
      put (out, 0x45, 1);
      put (out, 0, 1);
      put (out, 20 + length, 2);
      put (out, 0, 4); /* identification, fragment */
      put (out, 0x40, 1);
      put (out, header.protocol, 1);
      put (out, 0, 2);
    }
  else
    {
      put (out, 0x60000000, 4);
      put (out, length, 2);
      put (out, header.protocol, 1);
      put (out, 0x40, 1);
    }
  put (out, header.source.address);
  put (out, header.destination.address);
  return out;
}

/* A raw IP packet, of which @missing bytes were not captured. */
struct Packet
{
  std::string bytes;
  gint64 time;
  guint32 missing = 0;
};

/* The conversations in some packets; with @keylog, opened. */
struct Reading
{
  static inline std::string keylog;
  std::vector<TlConversation *> conversations;

  explicit Reading (const std::vector<Packet> &packets)
  {
    TlTracker *tracker = tl_tracker_new (TL_TRACKER_STEPS, tell_cb, this);
    g_autoptr (TlKeyring) keyring = keylog.empty () ? nullptr : tl_keyring_new ();
    TlKeylogReport report = {};
    guint64 number = 0;

    if (keyring != nullptr)
      {
        tl_keyring_add_keylog (keyring, tl_bytes (keylog.data (), keylog.size ()), &report);
        tl_tracker_set_keyring (tracker, keyring);
      }

    for (const Packet &each : packets)
      {
        guint32 length = static_cast<guint32> (each.bytes.size ());
        TlPacket packet = {};

        packet.number = ++number;
        packet.time = each.time;
        packet.data = reinterpret_cast<const guint8 *> (each.bytes.data ());
        packet.captured = length;
        packet.length = length + each.missing;
        packet.link_type = 101; /* LINKTYPE_RAW */
        tl_tracker_add (tracker, &packet);
      }
    tl_tracker_finish (tracker);
    tl_tracker_free (tracker);
    std::sort (conversations.begin (), conversations.end (),
               [] (auto a, auto b) { return a->number < b->number; });
  }

  Reading (const Reading &) = delete;

  ~Reading ()
  {
    for (auto conversation : conversations)
      tl_conversation_unref (conversation);
  }

  static void tell_cb (TlConversation *conversation, gpointer user_data)
  {
    static_cast<Reading *> (user_data)->conversations.push_back (tl_conversation_ref (conversation));
  }

  /* As JSON, without what depends on the cut: the time, the packets and the records of a step. */
  std::string json (bool with_fields = false) const
  {
    g_autoptr (GString) out = g_string_new (nullptr);

    for (auto conversation : conversations)
      tl_export_json (conversation, with_fields ? TL_JSON_FIELDS : TlJsonFlags (0), out);
    return without (without (without (out->str, ",\"packets\":[", "0123456789,"), ",\"time\":", "0123456789."),
                    ",\"records\":", "0123456789");
  }

  /* Every @begin is taken out, with the @more that follow it. */
  static std::string without (const std::string &text, const std::string &begin, const char *more)
  {
    std::string rest;
    size_t at = 0, found;

    while ((found = text.find (begin, at)) != std::string::npos)
      {
        rest.append (text, at, found - at);
        at = std::min (text.find_first_not_of (more, found + begin.size ()), text.size ());
      }
    return rest.append (text, at);
  }
};

/* What is known of less is true of more. */
static inline void
expect_part (const TlConversation *part, const TlConversation *whole)
{
  ASSERT_LE (part->n_steps, whole->n_steps);
  for (guint i = 0; i < part->n_steps; i++)
    {
      const TlStep *one = part->steps[i], *other = whole->steps[i];
      gsize n_one = one->bytes ? g_bytes_get_size (one->bytes) : 0;
      gsize n_other = other->bytes ? g_bytes_get_size (other->bytes) : 0;

      ASSERT_EQ (one->type, other->type);
      ASSERT_EQ (one->from, other->from);
      ASSERT_EQ (one->sealed, other->sealed);
      ASSERT_LE (n_one, n_other);
      if (n_one > 0)
        {
          ASSERT_EQ (memcmp (g_bytes_get_data (one->bytes, nullptr), g_bytes_get_data (other->bytes, nullptr),
                             n_one),
                     0);
        }
      if (one->type == TL_STEP_APPLICATION_DATA && !one->in_handshake)
        {
          ASSERT_LE (one->length, other->length);
          continue;
        }
      if (!one->truncated)
        {
          ASSERT_EQ (n_one, n_other);
        }
      if (!one->truncated || n_one >= 4)
        {
          /* Of a HelloRetryRequest cut short, only the type is known. */
          ASSERT_EQ (one->context.message & 0xff, other->context.message & 0xff);
        }
    }
}

static inline std::string
name_of (const testing::TestParamInfo<std::string> &info)
{
  std::string name = std::filesystem::path (info.param).stem ();

  std::replace_if (
      name.begin (), name.end (), [] (char c) { return !g_ascii_isalnum (c); }, '_');
  return name;
}
