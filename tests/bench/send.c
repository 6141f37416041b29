/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Puts real recorded handshakes, sent again by the thousand, on an interface: for tests/bench/soak.py. At its end, by time, number or
 * SIGTERM, it prints how many packets the kernel has taken.
 */
#include "connection.h"

#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

enum
{
  BATCH = 64,
  AT_A_TIME = 200,
  NANOSECONDS = 1000000000
};

typedef struct
{
  const char *interface, *recordings;
  uint64_t rate;      /* packets per second; 0: as many as there can be */
  double seconds;     /* 0: until somebody ends it */
  uint64_t packets;   /* 0: any number */
  uint64_t bulk;      /* bytes that the server sends in each connection, on average */
  double abandoned;   /* the share of connections that just stop */
} Options;

static Options options = { .recordings = "recordings", .rate = 20000, .bulk = 60000, .abandoned = 0.02 };
static int fd;
static volatile sig_atomic_t stop_asked;
static uint64_t n_sent, n_begun;
static uint8_t frames[BATCH][FRAME];
static uint32_t lengths[BATCH], n_waiting, batch = BATCH;
static double begun;

static double
clock_now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return (double) time.tv_sec + (double) time.tv_nsec / NANOSECONDS;
}

static void
on_signal (int number)
{
  (void) number;
  stop_asked = 1;
}

/* Not earlier than the rate allows. */
static void
wait_until_due (void)
{
  double due = options.rate == 0 ? 0 : begun + (double) n_sent / (double) options.rate;
  double left = due - clock_now ();
  struct timespec time;

  if (left <= 0)
    return;
  time.tv_sec = (time_t) left;
  time.tv_nsec = (long) ((left - (double) time.tv_sec) * NANOSECONDS);
  nanosleep (&time, NULL);
}

/* What the kernel has no room for now is sent again: each packet is sent once. */
static void
send_waiting (void)
{
  struct mmsghdr messages[BATCH];
  struct iovec parts[BATCH];
  uint32_t done = 0;

  memset (messages, 0, sizeof messages);
  for (uint32_t i = 0; i < n_waiting; i++)
    {
      parts[i] = (struct iovec){ frames[i], lengths[i] };
      messages[i].msg_hdr.msg_iov = &parts[i];
      messages[i].msg_hdr.msg_iovlen = 1;
    }
  while (done < n_waiting)
    {
      int n = sendmmsg (fd, messages + done, n_waiting - done, 0);

      if (n < 0 && errno != EINTR && errno != ENOBUFS && errno != EAGAIN)
        {
          perror ("cannot send");
          exit (1);
        }
      done += n > 0 ? (uint32_t) n : 0;
    }
  n_sent += n_waiting;
  n_waiting = 0;
  wait_until_due ();
}

static void
sink (const uint8_t *frame, uint32_t length)
{
  memcpy (frames[n_waiting], frame, length);
  lengths[n_waiting++] = length;
  if (n_waiting == batch)
    send_waiting ();
}

static bool
goes_on (void)
{
  return !stop_asked && (options.seconds <= 0 || clock_now () < begun + options.seconds)
         && (options.packets == 0 || written_packets < options.packets);
}

/* Many send little, a few much. */
static uint64_t
draw_bulk (void)
{
  double x = random_unit ();
  double share = x < .7 ? 0.3 : x < .95 ? 1.2 : 9.8;

  return options.bulk == 0 ? 0 : (uint64_t) ((double) options.bulk * share * (.5 + random_unit ())) + 100;
}

static void
send_connections (void)
{
  static Connection connections[AT_A_TIME];

  while (goes_on ())
    {
      Connection *connection = &connections[random_below (AT_A_TIME)];

      if (!connection->live)
        {
          connection_start (connection, recording_pick (), 443, draw_bulk ());
          n_begun++;
        }
      else if (!connection_step (connection) || random_unit () < options.abandoned / 60)
        connection->live = false;
    }
  send_waiting ();
}

static bool
open_interface (void)
{
  struct sockaddr_ll address = { .sll_family = AF_PACKET, .sll_ifindex = (int) if_nametoindex (options.interface) };

  fd = socket (AF_PACKET, SOCK_RAW, 0);
  return address.sll_ifindex != 0 && fd >= 0 && bind (fd, (struct sockaddr *) &address, sizeof address) == 0;
}

static int
usage (void)
{
  fprintf (stderr, "usage: send INTERFACE [-p PACKETS-PER-SECOND (20000; 0: as fast as can be)] [-t SECONDS] [-n PACKETS] "
                   "[-b BYTES-PER-CONNECTION (60000)] [-r RECORDINGS]\n");
  return 2;
}

static bool
parse (int argc, char **argv)
{
  if (argc < 2)
    return false;
  options.interface = argv[1];
  for (int i = 2; i + 1 < argc; i += 2)
    if (strcmp (argv[i], "-p") == 0)
      options.rate = strtoull (argv[i + 1], NULL, 10);
    else if (strcmp (argv[i], "-t") == 0)
      options.seconds = strtod (argv[i + 1], NULL);
    else if (strcmp (argv[i], "-n") == 0)
      options.packets = strtoull (argv[i + 1], NULL, 10);
    else if (strcmp (argv[i], "-b") == 0)
      options.bulk = strtoull (argv[i + 1], NULL, 10);
    else if (strcmp (argv[i], "-r") == 0)
      options.recordings = argv[i + 1];
    else
      return false;
  return argc % 2 == 0;
}

int
main (int argc, char **argv)
{
  if (!parse (argc, argv))
    return usage ();
  recordings_load (options.recordings);
  if (!open_interface ())
    {
      perror (options.interface);
      return 1;
    }
  signal (SIGTERM, on_signal);
  signal (SIGINT, on_signal);
  random_seed (42);
  behaviour.unique = true;
  wire_open_sink (sink);
  if (options.rate > 0 && options.rate < BATCH * 1000)
    batch = (uint32_t) (options.rate / 1000) + 1;
  begun = clock_now ();
  send_connections ();
  printf ("{\"packets\": %" PRIu64 ", \"connections\": %" PRIu64 ", \"seconds\": %.3f}\n", n_sent, n_begun, clock_now () - begun);
  free (pool);
  return 0;
}
