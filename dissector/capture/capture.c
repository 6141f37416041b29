/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Capture files, pcap through libpcap, and what goes wrong with them in words.
 */
#include "capture.h"
#include "input.h"
#include "pcapng.h"

#include <glib/gi18n-lib.h>
#include <pcap/pcap.h>

#include <inttypes.h>
#include <string.h>

/**
 * TlCapture:
 * @pcapng: NULL for a pcap file
 * @pcap: NULL for a pcapng file
 * @link_type: of a pcap file
 */
struct TlCapture
{
  TlInput *input;
  TlPcapng *pcapng;
  pcap_t *pcap;
  int link_type;
  guint64 number;
};

/* DLT_ values are those of LINKTYPE_, but where the BSDs did not agree on them (pcap-common.c). */
static const struct
{
  int dlt;
  int link_type;
} differing[] = {
  { DLT_ATM_RFC1483, 100 },
  { DLT_RAW, 101 },
  { DLT_SLIP_BSDOS, 102 },
  { DLT_PPP_BSDOS, 103 },
};

static int
link_type_from_dlt (int dlt)
{
  for (gsize i = 0; i < G_N_ELEMENTS (differing); i++)
    if (differing[i].dlt == dlt)
      return differing[i].link_type;
  return dlt;
}

static int
dlt_from_link_type (int link_type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (differing); i++)
    if (differing[i].link_type == link_type)
      return differing[i].dlt;
  return link_type;
}

static const guint8 pcapng_magic[4] = { 0x0a, 0x0d, 0x0d, 0x0a }; /* Section Header Block */
static const guint8 pcap_magics[][4] = {
  { 0xa1, 0xb2, 0xc3, 0xd4 }, { 0xd4, 0xc3, 0xb2, 0xa1 }, /* microseconds */
  { 0xa1, 0xb2, 0x3c, 0x4d }, { 0x4d, 0x3c, 0xb2, 0xa1 }, /* nanoseconds */
  { 0xa1, 0xb2, 0xcd, 0x34 }, { 0x34, 0xcd, 0xb2, 0xa1 }, /* as some old Linux systems had it */
};

static bool
begins_like_pcapng (TlInput *input)
{
  guint8 begin[4];

  return tl_input_peek (input, begin, sizeof begin) == sizeof begin && memcmp (begin, pcapng_magic, sizeof begin) == 0;
}

/* So much of it as there is. */
static bool
begins_like_pcap (TlInput *input)
{
  guint8 begin[4];
  gsize n = tl_input_peek (input, begin, sizeof begin);

  for (gsize i = 0; i < G_N_ELEMENTS (pcap_magics); i++)
    if (memcmp (begin, pcap_magics[i], n) == 0)
      return true;
  return n < sizeof begin && memcmp (begin, pcapng_magic, n) == 0;
}

/* The name of a kind of compression that we do not unpack, or NULL. */
static const char *
other_compression (TlInput *input)
{
  static const struct
  {
    guint8 magic[4];
    const char *name;
  } kinds[] = {
    { { 0x28, 0xb5, 0x2f, 0xfd }, "zstd" }, { { 0x04, 0x22, 0x4d, 0x18 }, "lz4" },
    { { 0xfd, '7', 'z', 'X' }, "xz" },      { { 'B', 'Z', 'h', 0 }, "bzip2" },
    { { 'P', 'K', 3, 4 }, "zip" },
  };
  guint8 begin[4];

  if (tl_input_peek (input, begin, sizeof begin) < sizeof begin)
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (memcmp (begin, kinds[i].magic, kinds[i].magic[3] == 0 ? 3 : 4) == 0)
      return kinds[i].name;
  return NULL;
}

/* Why the bytes themselves ended early, when they did. */
static bool
set_input_error (const TlInput *input, guint64 packets, GError **error)
{
  const char *name = tl_input_name (input);

  switch (tl_input_state (input))
    {
    case TL_INPUT_CUT:
      g_set_error (error, TL_ERROR, TL_ERROR_CUT_SHORT,
                   _ ("“%s” is cut short: its gzip compression ends in the middle, after packet %" PRIu64
                      ". What stands before counts; copy the file again to have the rest."),
                   name, packets);
      return true;
    case TL_INPUT_DAMAGED:
      g_set_error (error, TL_ERROR, TL_ERROR_DAMAGED,
                   _ ("“%s” is damaged: its gzip compression cannot be unpacked after packet %" PRIu64
                      ". What stands before counts; copy the file again to have the rest."),
                   name, packets);
      return true;
    case TL_INPUT_FAILED:
      g_set_error (error, TL_ERROR, TL_ERROR_DAMAGED,
                   _ ("“%s” cannot be read after packet %" PRIu64
                      ": %s. What stands before counts; try it again, or read a copy."),
                   name, packets, g_strerror (tl_input_errno (input)));
      return true;
    case TL_INPUT_SHRUNK:
      g_set_error (error, TL_ERROR, TL_ERROR_DAMAGED,
                   _ ("“%s” has become shorter after packet %" PRIu64
                      ": another capture was begun in it. What was read counts; open it again to see the other."),
                   name, packets);
      return true;
    case TL_INPUT_ANEW:
      g_set_error (error, TL_ERROR, TL_ERROR_DAMAGED,
                   _ ("Another capture was begun in “%s” after packet %" PRIu64 ". What was read counts; open it again for the next."),
                   name, packets);
      return true;
    case TL_INPUT_STOPPED:
      tl_input_set_stopped_error (error);
      return true;
    case TL_INPUT_WELL:
    default:
      return false;
    }
}

/* The file begins like a capture, and ends before its header does. */
static void
set_no_header_error (TlInput *input, GError **error)
{
  g_set_error (error, TL_ERROR, TL_ERROR_CUT_SHORT,
               _ ("“%s” is cut short: it ends before its first packet. Copy or record it again."),
               tl_input_name (input));
}

static void
set_header_error (TlInput *input, const char *reason, GError **error)
{
  g_set_error (
      error, TL_ERROR, TL_ERROR_DAMAGED,
      _ ("“%s” is damaged: it begins like a capture, but its header cannot be read (%s). Copy or record it "
         "again."),
      tl_input_name (input), reason);
}

static void
set_open_error (TlInput *input, const char *reason, GError **error)
{
  const char *name = tl_input_name (input);
  const char *compression = other_compression (input);

  if (set_input_error (input, 0, error))
    return;
  if (compression != NULL)
    g_set_error (error, TL_ERROR, TL_ERROR_NOT_CAPTURE,
                 _ ("“%s” is compressed with %s. Unpack it first: only gzip is unpacked here."), name,
                 compression);
  else if (!begins_like_pcap (input))
    g_set_error (
        error, TL_ERROR, TL_ERROR_NOT_CAPTURE,
        _ ("“%s” is not a capture: it is neither pcap nor pcapng. Other kinds of capture can be converted "
           "with editcap, which comes with Wireshark."),
        name);
  else if (strstr (reason, "truncated") != NULL)
    set_no_header_error (input, error);
  else
    set_header_error (input, reason, error);
}

static void
set_cut_error (const TlCapture *self, GError **error)
{
  g_set_error (error, TL_ERROR, TL_ERROR_CUT_SHORT,
               _ ("“%s” is cut short: it ends in the middle of what follows packet %" PRIu64
                  ". What stands before counts."),
               tl_input_name (self->input), self->number);
}

static void
set_damaged_error (const TlCapture *self, const char *reason, GError **error)
{
  g_set_error (error, TL_ERROR, TL_ERROR_DAMAGED,
               _ ("“%s” is damaged after packet %" PRIu64
                  " (%s). What stands before counts; copy the file again to have the rest."),
               tl_input_name (self->input), self->number, reason);
}

/* Half of what our times can be is left free, so that the difference of two can always be told. */
static gint64
time_from_timeval (const struct timeval *ts)
{
  gint64 seconds = CLAMP ((gint64) ts->tv_sec, G_MININT64 / 2 / TL_SECOND + 1, G_MAXINT64 / 2 / TL_SECOND - 1);

  return seconds * TL_SECOND + CLAMP ((gint64) ts->tv_usec, 0, TL_SECOND - 1);
}

static TlPcapng *
open_pcapng (TlInput *input, GError **error)
{
  g_autoptr (TlPcapng) pcapng = tl_pcapng_new (input);
  TlPcapngResult result = tl_pcapng_begin (pcapng);

  if (result == TL_PCAPNG_END)
    return g_steal_pointer (&pcapng);
  if (set_input_error (input, 0, error))
    return NULL;
  if (result == TL_PCAPNG_CUT)
    set_no_header_error (input, error);
  else
    set_header_error (input, tl_pcapng_reason (pcapng), error);
  return NULL;
}

static pcap_t *
open_pcap (TlInput *input, GError **error)
{
  char reason[PCAP_ERRBUF_SIZE] = "";
  FILE *stream = tl_input_stream (input);
  pcap_t *pcap = NULL;

  if (stream != NULL)
    pcap = pcap_fopen_offline_with_tstamp_precision (stream, PCAP_TSTAMP_PRECISION_NANO, reason);
  if (pcap != NULL)
    return pcap;
  if (stream != NULL)
    fclose (stream);
  set_open_error (input, reason, error);
  return NULL;
}

/* Who stopped waiting has all that came: nothing is missing for him, wherever it ends. */
static bool
was_stopped (const TlCapture *self)
{
  return tl_input_state (self->input) == TL_INPUT_STOPPED;
}

static TlCaptureResult
next_of_pcapng (TlCapture *self, TlPacket *packet, GError **error)
{
  TlPcapngResult result = tl_pcapng_next (self->pcapng, packet);

  if (G_LIKELY (result == TL_PCAPNG_PACKET))
    {
      packet->number = ++self->number;
      return TL_CAPTURE_PACKET;
    }
  if (was_stopped (self))
    return TL_CAPTURE_END;
  if (set_input_error (self->input, self->number, error))
    return TL_CAPTURE_FAILED;
  if (result == TL_PCAPNG_END)
    return TL_CAPTURE_END;
  if (result == TL_PCAPNG_CUT)
    set_cut_error (self, error);
  else
    set_damaged_error (self, tl_pcapng_reason (self->pcapng), error);
  return TL_CAPTURE_FAILED;
}

/* libpcap tells its reasons in English sentences only. */
static TlCaptureResult
end_of_pcap (TlCapture *self, int result, GError **error)
{
  const char *reason = pcap_geterr (self->pcap);

  if (was_stopped (self))
    return TL_CAPTURE_END;
  if (set_input_error (self->input, self->number, error))
    return TL_CAPTURE_FAILED;
  if (result == PCAP_ERROR_BREAK)
    return TL_CAPTURE_END;
  if (strstr (reason, "truncated") != NULL)
    set_cut_error (self, error);
  else
    set_damaged_error (self, reason, error);
  return TL_CAPTURE_FAILED;
}

TlCapture *
tl_capture_open (const char *path, GError **error)
{
  return tl_capture_open_source (&(TlSource){ .path = path }, error);
}

TlCapture *
tl_capture_open_source (const TlSource *source, GError **error)
{
  g_autoptr (TlInput) input = tl_input_open (source, error);
  TlPcapng *pcapng = NULL;
  pcap_t *pcap = NULL;
  TlCapture *self;

  if (input == NULL)
    return NULL;
  if (begins_like_pcapng (input))
    pcapng = open_pcapng (input, error);
  else
    pcap = open_pcap (input, error);
  if (pcapng == NULL && pcap == NULL)
    return NULL;

  self = g_new0 (TlCapture, 1);
  self->input = g_steal_pointer (&input);
  self->pcapng = pcapng;
  self->pcap = pcap;
  if (pcap != NULL)
    self->link_type = link_type_from_dlt (pcap_datalink (pcap));
  return self;
}

void
tl_capture_close (TlCapture *self)
{
  g_clear_pointer (&self->pcapng, tl_pcapng_free);
  g_clear_pointer (&self->pcap, pcap_close);
  tl_input_free (self->input);
  g_free (self);
}

TlCaptureResult
tl_capture_next (TlCapture *self, TlPacket *packet, GError **error)
{
  struct pcap_pkthdr *header;
  const u_char *data;
  int result;

  if (self->pcapng)
    return next_of_pcapng (self, packet, error);
  result = pcap_next_ex (self->pcap, &header, &data);
  if (G_UNLIKELY (result != 1))
    return end_of_pcap (self, result, error);
  packet->number = ++self->number;
  packet->time = time_from_timeval (&header->ts);
  packet->data = data;
  packet->captured = MIN (header->caplen, (guint32) TL_LIMIT_PACKET);
  packet->length = MAX (header->len, packet->captured);
  packet->link_type = self->link_type;
  return TL_CAPTURE_PACKET;
}

const GPtrArray *
tl_capture_secrets (const TlCapture *self, bool *more)
{
  static GPtrArray none;

  if (more)
    *more = false;
  return self->pcapng ? tl_pcapng_key_logs (self->pcapng, more) : &none;
}

double
tl_capture_progress (const TlCapture *self)
{
  return tl_input_progress (self->input);
}

char *
tl_capture_link_type_name (int link_type)
{
  const char *name = pcap_datalink_val_to_description (dlt_from_link_type (link_type));

  if (name == NULL)
    return g_strdup_printf (_ ("link type %d"), link_type);
  if (g_str_has_prefix (name, "802."))
    return g_strconcat ("IEEE ", name, NULL);
  return g_strdup (name);
}
