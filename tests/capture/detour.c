/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Comes between the capture helper and libpcap, as LD_PRELOAD: what the helper has to be ready for and no test can wait for. TL_DETOUR is
 * the name of the interface that is opened in place of the one that was asked for; or "stop": the helper stops itself after its socket
 * is open and before the filter is set, and a second time behind that.
 */
#include <dlfcn.h>
#include <pcap.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

  return create (*detour && strcmp (detour, "stop") != 0 ? detour : device, why);
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
