/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Comes between the capture helper and its libraries, as LD_PRELOAD: what it has to be ready for and no test can wait for. TL_DETOUR is
 * the name of the interface that is opened in place of the one that was asked for; or "stop": the helper stops itself after its socket
 * is open and before the filter is set, and a second time behind that; or "lose": the interface has lost 1000 packets before, then 3
 * more, and then counts from zero again, and loses 2; or "break": its packets cannot be read.
 */
#include <dlfcn.h>
#include <linux/rtnetlink.h>
#include <pcap.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const char *const faults[] = { "stop", "lose", "break" };

static char detour[64];

__attribute__ ((constructor)) static void
remember_the_way (void)
{
  const char *way = getenv ("TL_DETOUR"); /* the helper forgets its environment */

  if (way)
    strncpy (detour, way, sizeof detour - 1);
}

static void
stop (void)
{
  if (strcmp (detour, "stop") == 0)
    raise (SIGSTOP);
}

pcap_t *
pcap_create (const char *device, char *why)
{
  pcap_t *(*create) (const char *, char *) = (pcap_t * (*) (const char *, char *)) dlsym (RTLD_NEXT, "pcap_create");

  for (unsigned i = 0; i < sizeof faults / sizeof faults[0]; i++)
    if (*detour == '\0' || strcmp (detour, faults[i]) == 0)
      return create (device, why);
  return create (detour, why);
}

int
pcap_dispatch (pcap_t *pcap, int count, pcap_handler callback, u_char *user)
{
  int (*dispatch) (pcap_t *, int, pcap_handler, u_char *)
    = (int (*) (pcap_t *, int, pcap_handler, u_char *)) dlsym (RTLD_NEXT, "pcap_dispatch");

  return strcmp (detour, "break") == 0 ? PCAP_ERROR : dispatch (pcap, count, callback, user);
}

/* What the kernel says of a link. */
ssize_t
recvfrom (int fd, void *bytes, size_t size, int flags, struct sockaddr *address, socklen_t *address_length)
{
  static const unsigned long long lost[] = { 1000, 1003, 1003, 1003, 1003, 0, 2 };
  static unsigned n_answers;
  ssize_t (*receive) (int, void *, size_t, int, struct sockaddr *, socklen_t *)
    = (ssize_t (*) (int, void *, size_t, int, struct sockaddr *, socklen_t *)) dlsym (RTLD_NEXT, "recvfrom");
  ssize_t n = receive (fd, bytes, size, flags, address, address_length);
  struct nlmsghdr *answer = bytes;

  if (strcmp (detour, "lose") != 0 || n < (ssize_t) sizeof *answer || answer->nlmsg_type != RTM_NEWLINK)
    return n;
  size_t length = IFLA_PAYLOAD (answer);
  for (struct rtattr *part = IFLA_RTA (NLMSG_DATA (answer)); RTA_OK (part, length); part = RTA_NEXT (part, length))
    if (part->rta_type == IFLA_STATS64)
      {
        struct rtnl_link_stats64 stats;

        memcpy (&stats, RTA_DATA (part), sizeof stats);
        stats.rx_missed_errors = lost[n_answers < 6 ? n_answers : 6];
        memcpy (RTA_DATA (part), &stats, sizeof stats);
      }
  n_answers++;
  return n;
}

int
pcap_setfilter (pcap_t *pcap, struct bpf_program *program)
{
  int (*set_filter) (pcap_t *, struct bpf_program *) = (int (*) (pcap_t *, struct bpf_program *)) dlsym (RTLD_NEXT, "pcap_setfilter");
  int result;

  (void) alarm (0); /* this is not compiling */
  stop ();
  result = set_filter (pcap, program);
  stop ();
  return result;
}
