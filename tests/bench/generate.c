/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Makes the captures that tools/bench measures with: real recorded handshakes, sent again by the thousand.
 * The same recordings, seed and options make the same file. OUT.pcap.truth.json says what is in it.
 */
#include "connection.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

typedef struct
{
  int workload;
  uint64_t seed;
  uint64_t bytes;
  uint64_t connections;
  const char *recordings;
} Options;

static uint64_t n_done;

/* How many bytes a server sends in W2: many send little, a few send much. @average leaves room for headers.
 */
static uint64_t
draw_bulk (double average)
{
  double x = random_unit ();
  double share = x < .7 ? 0.3 : x < .95 ? 1.2 : 9.8;
  return (uint64_t) (average * share * (.5 + random_unit ())) + 100;
}

/* W1: nothing but handshakes, 64 at a time. W2: handshakes among bulk data, 200 at a time, 1 % of the
 * segments late, 1 % twice. */
static void
storm (const Options *options)
{
  bool mixed = options->workload == 2;
  uint32_t at_a_time = mixed ? 200 : 64;
  Connection *connections = calloc (at_a_time, sizeof *connections);
  double average = ((double) options->bytes / (double) options->connections - 8500) * 0.917;
  uint64_t started = 0, live = 0;

  if (mixed)
    behaviour.reordered = behaviour.retransmitted = 0.01;
  for (;;)
    {
      Connection *connection = &connections[random_below (at_a_time)];
      if (!connection->live && (mixed ? started < options->connections : written_bytes < options->bytes))
        {
          uint64_t bulk = mixed ? draw_bulk (average) : 0;
          connection_start (connection, recording_pick (), 443, bulk);
          started++;
          live++;
        }
      else if (!connection->live && live == 0)
        break;
      else if (!connection->live)
        for (connection = connections; !connection->live; connection++)
          ;
      if (!connection_step (connection))
        {
          connection->live = false;
          live--;
          n_done++;
        }
    }
  free (connections);
}

/* A connection of W3 that is not TLS. */
typedef struct
{
  Ends ends;
  uint64_t left;
  int kind; /* 0, 1: HTTP; 2: unknown binary; 3: SSH */
  int step;
  int unacknowledged;
} Other;

static uint8_t *text;

static void
make_text (void)
{
  text = malloc (POOL);
  for (uint32_t i = 0; i < POOL; i++)
    text[i] = (uint8_t) ((pool[i] & 7) == 0 ? ' ' : "etaoinshrdlucmfwypvbgkjqxz<>/\"=\n"[pool[i] >> 3]);
}

static void
start_other (Other *self)
{
  static const uint16_t ports[4] = { 80, 8080, 9000, 22 };
  static uint64_t n;

  self->ends.address[0] = 0x0A800000 + random_below (5000);
  self->ends.address[1] = 0xC6640000 + random_below (500);
  self->ends.port[0] = (uint16_t) (1024 + n % 60000);
  self->kind = (int) (n % 4);
  self->ends.port[1] = ports[self->kind];
  n++;
  self->ends.sequence[0] = (uint32_t) random_u64 ();
  self->ends.sequence[1] = (uint32_t) random_u64 ();
  self->left = 2000 + (uint64_t) (1000000 * random_unit () * random_unit () * random_unit () * 4);
  self->unacknowledged = 0;
}

static void
send_other (Other *self, int from, int flags, const void *payload, uint32_t length)
{
  uint8_t frame[FRAME];
  wire_write (frame, wire_segment (frame, &self->ends, from, flags, payload, length));
}

static void
greet (Other *self, int from)
{
  static const char request[] = "GET /index.html HTTP/1.1\r\nHost: www.example.net\r\nUser-Agent: gen/1.0\r\n"
                                "Accept: */*\r\n\r\n";
  static const char banner[] = "SSH-2.0-OpenSSH_9.2\r\n";
  char answer[200];
  int length;

  if (self->kind == 3)
    send_other (self, from, PUSH | ACK, banner, sizeof banner - 1);
  else if (self->kind == 2)
    send_other (self, from, PUSH | ACK, random_payload (), from == 0 ? 120 : 60);
  else if (from == 0)
    send_other (self, from, PUSH | ACK, request, sizeof request - 1);
  else
    {
      length = snprintf (answer, sizeof answer,
                         "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %" PRIu64 "\r\n\r\n",
                         self->left);
      send_other (self, from, PUSH | ACK, answer, (uint32_t) length);
    }
}

/* Sends the next packet of the body, or the client's FIN after it; false while there is more. */
static bool
send_body (Other *self)
{
  if (self->unacknowledged >= 2)
    {
      send_other (self, 0, ACK, NULL, 0);
      self->unacknowledged = 0;
      return false;
    }
  if (self->left > 0)
    {
      uint32_t length = self->left > SEGMENT ? SEGMENT : (uint32_t) self->left;
      const uint8_t *bytes = self->kind < 2 ? text : pool;
      send_other (self, 1, PUSH | ACK, bytes + random_below (POOL - FRAME), length);
      self->left -= length;
      self->unacknowledged++;
      return false;
    }
  send_other (self, 0, FIN | ACK, NULL, 0);
  return true;
}

static void
step_other (Other *self)
{
  if (self->step == 0)
    start_other (self);
  switch (self->step++)
    {
    case 0:
      send_other (self, 0, SYN, NULL, 0);
      break;
    case 1:
      send_other (self, 1, SYN | ACK, NULL, 0);
      break;
    case 2:
      send_other (self, 0, ACK, NULL, 0);
      break;
    case 3:
    case 4:
      greet (self, self->step - 4);
      break;
    case 5:
      if (!send_body (self))
        self->step = 5;
      break;
    case 6:
      send_other (self, 1, FIN | ACK, NULL, 0);
      break;
    default:
      send_other (self, 0, ACK, NULL, 0);
      self->step = 0;
    }
}

/* DNS answers, video and audio over RTP. */
static void
send_datagram (void)
{
  uint32_t kind = random_below (10);
  bool dns = kind < 2, video = kind < 8;
  uint32_t length = dns ? 40 + random_below (200) : video ? 1200 : 172;
  uint8_t frame[FRAME], *payload = frame + 42;
  Ends ends = { 0 };

  ends.address[0] = 0x0A640000 + random_below (500);
  ends.address[1] = 0xC6330000 + random_below (500);
  ends.port[0] = (uint16_t) (dns ? 53 : 16384 + random_below (64) * 2);
  ends.port[1] = (uint16_t) (dns ? 30000 + random_below (20000) : 16384 + random_below (64) * 2);
  memcpy (payload, random_payload (), length);
  if (dns)
    memcpy (payload + 2, "\x81\x80\0\1\0\1\0\0\0\0", 10);
  else
    {
      payload[0] = 0x80;
      payload[1] = video ? 96 : 0;
    }
  wire_write (frame, wire_datagram (frame, &ends, length));
}

/* W3: a few handshakes, evenly spread, one in five on port 8443, in much that is not TLS. */
static void
needle (const Options *options)
{
  enum
  {
    AT_A_TIME = 60
  };
  Other others[AT_A_TIME] = { 0 };
  Connection connection = { 0 };

  make_text ();
  while (written_bytes < options->bytes || connection.live)
    {
      double due = ((double) n_done + 0.5) * (double) options->bytes / (double) options->connections;
      if (!connection.live && n_done < options->connections && (double) written_bytes >= due)
        connection_start (&connection, recording_pick (), n_done % 5 == 4 ? 8443 : 443, 0);
      if (connection.live && random_below (4) == 0)
        {
          connection.live = connection_step (&connection);
          n_done += !connection.live;
        }
      else if (random_below (5) == 0)
        send_datagram ();
      else
        step_other (&others[random_below (AT_A_TIME)]);
    }
  free (text);
}

/* W4: connections that are opened and never go on. */
static void
half_open (const Options *options)
{
  for (; n_done < options->connections; n_done++)
    {
      Connection connection;
      connection_start (&connection, recording_pick (), 443, 0);
      connection_open_only (&connection);
    }
}

/* W5: one handshake. */
static void
single (void)
{
  Connection connection;
  Recording *recording = recording_named ("t12_ecdhe_rsa");

  recording->used++;
  connection_start (&connection, recording, 443, 0);
  while (connection_step (&connection))
    ;
  n_done = 1;
}

static void
write_truth (const Options *options, const char *capture)
{
  char path[4096];
  uint64_t client_hellos = 0, server_hellos = 0, resumed = 0;
  FILE *file;

  for (int i = 0; i < n_recordings; i++)
    {
      client_hellos += recordings[i].used * recordings[i].hellos[0];
      server_hellos += recordings[i].used * recordings[i].hellos[1];
      resumed += recordings[i].resumed ? recordings[i].used : 0;
    }
  if (options->workload == 4)
    {
      client_hellos = n_done;
      server_hellos = 0;
    }
  snprintf (path, sizeof path, "%s.truth.json", capture);
  file = fopen (path, "w");
  if (file == NULL)
    {
      perror (path);
      exit (1);
    }
  fprintf (file,
           "{\n  \"workload\": \"W%d\",\n  \"seed\": %" PRIu64 ",\n  \"bytes\": %" PRIu64
           ",\n  \"packets\": %" PRIu64 ",\n  \"connections\": %" PRIu64
           ",\n  \"client_hello_messages\": %" PRIu64 ",\n  \"server_hello_messages\": %" PRIu64
           ",\n  \"completed_handshakes\": %" PRIu64 ",\n  \"resumed\": %" PRIu64
           ",\n  \"retransmitted_segments\": %" PRIu64 ",\n  \"reordered_segments\": %" PRIu64 "\n}\n",
           options->workload, options->seed, written_bytes, written_packets, n_done, client_hellos,
           server_hellos, options->workload == 4 ? 0 : n_done, resumed, n_retransmitted, n_reordered);
  fclose (file);
}

static int
usage (void)
{
  fprintf (stderr, "usage: generate W1|W2|W3|W4|W5 OUT.pcap [-s SEED] [-m MEGABYTES] [-n CONNECTIONS] "
                   "[-r RECORDINGS] [-u]\n");
  return 2;
}

static bool
parse (Options *self, int argc, char **argv)
{
  static const uint64_t megabytes[] = { 0, 1000, 2000, 2000, 0, 0 };
  static const uint64_t connections[] = { 0, 1, 20000, 50, 500000, 1 };

  if (argc < 3 || argv[1][0] != 'W' || argv[1][1] < '1' || argv[1][1] > '5' || argv[1][2] != '\0')
    return false;
  self->workload = argv[1][1] - '0';
  self->seed = 42;
  self->bytes = megabytes[self->workload] * 1000000;
  self->connections = connections[self->workload];
  self->recordings = "recordings";
  behaviour.unique = self->workload == 1 || self->workload == 4;
  for (int i = 3; i < argc; i++)
    {
      if (strcmp (argv[i], "-u") == 0)
        behaviour.unique = true;
      else if (i + 1 == argc)
        return false;
      else if (strcmp (argv[i], "-s") == 0)
        self->seed = strtoull (argv[++i], NULL, 10);
      else if (strcmp (argv[i], "-m") == 0)
        self->bytes = strtoull (argv[++i], NULL, 10) * 1000000;
      else if (strcmp (argv[i], "-n") == 0)
        self->connections = strtoull (argv[++i], NULL, 10);
      else if (strcmp (argv[i], "-r") == 0)
        self->recordings = argv[++i];
      else
        return false;
    }
  return self->connections > 0;
}

int
main (int argc, char **argv)
{
  Options options = { 0 };

  if (!parse (&options, argc, argv))
    return usage ();
  recordings_load (options.recordings);
  if (!wire_open (argv[2]))
    {
      perror (argv[2]);
      return 1;
    }
  random_seed (options.seed);
  switch (options.workload)
    {
    case 1:
    case 2:
      storm (&options);
      break;
    case 3:
      needle (&options);
      break;
    case 4:
      half_open (&options);
      break;
    default:
      single ();
    }
  wire_close ();
  write_truth (&options, argv[2]);
  free (pool);
  return 0;
}
