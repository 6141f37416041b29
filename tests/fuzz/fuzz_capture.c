/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Fuzzes the way from a capture to what is shown: the input is a capture file.
 *
 * A plain pcap file in the byte order of this machine is read here and goes straight to the tracker, which is
 * many times faster than through a file. Everything else (pcapng, the other byte order, gzip, rubbish) goes
 * through capture/.
 */
#include "check.h"

#include <sys/mman.h>
#include <unistd.h>

enum
{
  PACKETS_BETWEEN_PUBLISH = 16
};

typedef struct
{
  guint32 magic;
  guint16 major, minor;
  guint32 zone, precision, snap_length, link_type;
} FileHeader;

typedef struct
{
  guint32 seconds, microseconds, captured, length;
} RecordHeader;

static void
conversation_cb (TlConversation *conversation, gpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (GString) summary = NULL;

  if (conversation->complete)
    {
      look_at (conversation);
      return;
    }
  summary = g_string_new (NULL);
  tl_export_summary (conversation, TL_TEXT_UNICODE, summary);
}

static bool
take (TlBytes *bytes, gpointer out, gsize size)
{
  TlBytes part;

  if (!tl_bytes_take (bytes, size, &part))
    return false;
  memcpy (out, part.data, size);
  return true;
}

static void
read_records (TlBytes bytes, int link_type, TlTracker *tracker)
{
  RecordHeader header;
  TlBytes data;
  guint64 number = 0;

  while (take (&bytes, &header, sizeof header))
    {
      if (!tl_bytes_take (&bytes, MIN (header.captured, bytes.length), &data))
        return;
      TlPacket packet = { .number = ++number,
                          .time = (gint64) header.seconds * TL_SECOND + (gint64) header.microseconds * 1000,
                          .data = data.data,
                          .captured = (guint32) data.length,
                          .length = MAX (header.length, (guint32) data.length),
                          .link_type = link_type };
      tl_tracker_add (tracker, &packet);
      if (number % PACKETS_BETWEEN_PUBLISH == 0)
        tl_tracker_publish (tracker);
    }
}

static bool
is_plain_pcap (TlBytes bytes, FileHeader *header)
{
  return take (&bytes, header, sizeof *header) && header->magic == 0xa1b2c3d4;
}

static void
read_file (TlBytes bytes)
{
  int descriptor = memfd_create ("fuzz", 0);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", descriptor);
  g_autoptr (GError) error = NULL;

  check (descriptor >= 0 && write (descriptor, bytes.data, bytes.length) == (gssize) bytes.length,
         "the input can be written");
  lseek (descriptor, 0, SEEK_SET);
  if (!tl_read_capture (path, NULL, TL_TRACKER_STEPS, conversation_cb, NULL, &error))
    check (error != NULL && g_utf8_validate (error->message, -1, NULL), "there is a message, valid UTF-8");
  close (descriptor);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  TlBytes bytes = tl_bytes (data, size);
  FileHeader header;

  if (is_plain_pcap (bytes, &header))
    {
      g_autoptr (TlTracker) tracker
          = tl_tracker_new (TL_TRACKER_STEPS | TL_TRACKER_GROWTH, conversation_cb, NULL);
      tl_bytes_skip (&bytes, sizeof header);
      read_records (bytes, (int) (header.link_type & 0xffff), tracker);
      tl_tracker_publish (tracker);
      tl_tracker_finish (tracker);
    }
  else
    read_file (bytes);
  return 0;
}
