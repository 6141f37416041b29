/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Cuts the connections in recorded captures (pcap, Ethernet, IPv4, nothing lost or out of order) into
 * flights.
 */
#include "recording.h"

#include "wire.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum
{
  CONNECTIONS = 8, /* in one file */
  PACKET = 300000
};

/* A pause of this many seconds is where the handshake ends and application data would go. */
static const double pause_after_handshake = 0.15;

Recording recordings[64];
int n_recordings;

/* What is known of a connection while its file is read. */
typedef struct
{
  uint16_t client_port;
  uint32_t next[2];
  double last;
  Recording *recording;
} Reading;

typedef struct
{
  double time;
  uint16_t port[2];
  uint32_t sequence;
  int flags;
  const uint8_t *payload;
  uint32_t length;
} Segment;

static void
append (Recording *self, int from, const Segment *segment, bool begin)
{
  Flight *flight = self->n_flights > 0 ? &self->flights[self->n_flights - 1] : NULL;

  if (flight == NULL || flight->from != from || begin)
    {
      flight = &self->flights[self->n_flights++];
      flight->from = from;
    }
  flight->bytes = realloc (flight->bytes, flight->length + segment->length);
  memcpy (flight->bytes + flight->length, segment->payload, segment->length);
  flight->length += segment->length;
  self->bytes += segment->length;
}

static void
read_payload (Reading *self, int from, const Segment *segment)
{
  Recording *recording = self->recording;
  bool begin = false;

  if (self->last == 0)
    self->next[0] = segment->sequence;
  if (from == 1 && self->next[1] == 0)
    self->next[1] = segment->sequence;
  if (segment->sequence != self->next[from])
    {
      fprintf (stderr, "%s: gap in the recording\n", recording->name);
      exit (1);
    }
  self->next[from] += segment->length;
  if (self->last != 0 && segment->time - self->last > pause_after_handshake && recording->application < 0)
    {
      begin = true;
      recording->application = recording->n_flights;
    }
  append (recording, from, segment, begin);
  self->last = segment->time;
}

static void
start_reading (Reading *self, const char *file_name, bool resumed, uint16_t client_port)
{
  Recording *recording = &recordings[n_recordings++];
  size_t stem = strlen (file_name) - strlen (".pcap");

  snprintf (recording->name, sizeof recording->name, "%.*s%s", (int) stem, file_name, resumed ? "#2" : "");
  recording->application = -1;
  recording->resumed = resumed;
  self->client_port = client_port;
  self->recording = recording;
}

static bool
read_segment (FILE *file, Segment *out)
{
  static uint8_t packet[PACKET];
  uint32_t header[4];
  const uint8_t *ip = packet + 14, *tcp;
  uint32_t ip_header, tcp_header;

  if (fread (header, 1, sizeof header, file) != sizeof header || header[2] > sizeof packet
      || fread (packet, 1, header[2], file) != header[2])
    return false;
  ip_header = (ip[0] & 15u) * 4;
  tcp = ip + ip_header;
  tcp_header = (tcp[12] >> 4) * 4u;
  out->time = header[0] + header[1] * 1e-6;
  out->port[0] = (uint16_t) (tcp[0] << 8 | tcp[1]);
  out->port[1] = (uint16_t) (tcp[2] << 8 | tcp[3]);
  out->sequence = (uint32_t) tcp[4] << 24 | (uint32_t) tcp[5] << 16 | (uint32_t) tcp[6] << 8 | tcp[7];
  out->flags = tcp[13];
  out->payload = tcp + tcp_header;
  out->length = (uint32_t) (ip[2] << 8 | ip[3]) - ip_header - tcp_header;
  return true;
}

static void
count_hellos_of_record (Recording *self, const uint8_t *record, uint32_t length)
{
  for (uint32_t at = 0; at + 4 <= length;)
    {
      if (record[at] == 1 || record[at] == 2)
        self->hellos[record[at] - 1]++;
      at += 4 + (uint32_t) (record[at + 1] << 16 | record[at + 2] << 8 | record[at + 3]);
    }
}

/* Goes over the records of one side until the first sealed one. TLS 1.3 has hellos after a ChangeCipherSpec
 * too (HelloRetryRequest), TLS 1.2 has not. */
static void
count_hellos (Recording *self, int from)
{
  bool tls13 = strstr (self->name, "13") != NULL || strstr (self->name, "oc") != NULL;
  bool changed = false;
  uint8_t *bytes = NULL;
  uint32_t length = 0;

  for (int i = 0; i < self->n_flights; i++)
    if (self->flights[i].from == from)
      {
        bytes = realloc (bytes, length + self->flights[i].length);
        memcpy (bytes + length, self->flights[i].bytes, self->flights[i].length);
        length += self->flights[i].length;
      }
  for (uint32_t at = 0; at + 5 <= length && bytes[at] != 23;)
    {
      uint32_t size = (uint32_t) (bytes[at + 3] << 8 | bytes[at + 4]);
      changed |= bytes[at] == 20;
      if (bytes[at] == 22 && (!changed || tls13))
        count_hellos_of_record (self, bytes + at + 5, size);
      at += 5 + size;
    }
  free (bytes);
}

static void
load_file (const char *directory, const char *file_name)
{
  Reading readings[CONNECTIONS] = { 0 };
  int n = 0;
  char path[4096];
  Segment segment;
  FILE *file;

  snprintf (path, sizeof path, "%s/%s", directory, file_name);
  file = fopen (path, "rb");
  if (file == NULL || fseek (file, 24, SEEK_SET) != 0)
    {
      perror (path);
      exit (1);
    }
  while (read_segment (file, &segment))
    {
      if ((segment.flags & (SYN | ACK)) == SYN && n < CONNECTIONS)
        {
          start_reading (&readings[n], file_name, n > 0, segment.port[0]);
          n++;
          continue;
        }
      for (int i = 0; i < n && segment.length > 0; i++)
        for (int from = 0; from < 2; from++)
          if (segment.port[from] == readings[i].client_port)
            read_payload (&readings[i], from, &segment);
    }
  fclose (file);
  for (int i = 0; i < n; i++)
    {
      if (readings[i].recording->application < 0)
        readings[i].recording->application = readings[i].recording->n_flights;
      count_hellos (readings[i].recording, 0);
      count_hellos (readings[i].recording, 1);
    }
}

static int
is_capture (const struct dirent *entry)
{
  size_t length = strlen (entry->d_name);
  return length > 5 && length < 45 && strcmp (entry->d_name + length - 5, ".pcap") == 0;
}

static int
compare (const struct dirent **a, const struct dirent **b)
{
  return strcmp ((*a)->d_name, (*b)->d_name);
}

void
recordings_load (const char *directory)
{
  struct dirent **entries;
  int n = scandir (directory, &entries, is_capture, compare);

  if (n < 0)
    {
      perror (directory);
      exit (1);
    }
  for (int i = 0; i < n; i++)
    {
      load_file (directory, entries[i]->d_name);
      free (entries[i]);
    }
  free (entries);
}

Recording *
recording_named (const char *name)
{
  for (int i = 0; i < n_recordings; i++)
    if (strcmp (recordings[i].name, name) == 0)
      return &recordings[i];
  fprintf (stderr, "there is no recording %s\n", name);
  exit (1);
}

Recording *
recording_pick (void)
{
  static const struct
  {
    const char *name;
    int percent;
  } weights[] = {
    { "t13_rsa", 22 },      { "t13_ec", 16 },         { "t12_ecdhe_rsa", 18 },   { "t12_ecdhe_ecdsa", 8 },
    { "t13_resume#2", 10 }, { "t12_resume_id#2", 3 }, { "t12_resume_tkt#2", 4 }, { "t12_rsa", 3 },
    { "t13_hrr", 3 },       { "t12_mtls", 2 },        { "t13_mtls", 2 },         { "g_t12", 4 },
    { "g_t13", 3 },         { "g_mix_oc", 2 },
  };
  static Recording *drawn[100];
  Recording *recording;

  if (drawn[0] == NULL)
    for (size_t i = 0, n = 0; i < sizeof weights / sizeof weights[0]; i++)
      for (int k = 0; k < weights[i].percent; k++)
        drawn[n++] = recording_named (weights[i].name);
  recording = drawn[random_below (100)];
  recording->used++;
  return recording;
}
