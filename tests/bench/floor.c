/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The floor that tools/bench measures against: libpcap reads every packet of a capture, one byte of each is
 * touched.
 */
#include <pcap.h>
#include <stdio.h>

int
main (int argc, char **argv)
{
  char error[PCAP_ERRBUF_SIZE];
  struct pcap_pkthdr *header;
  const u_char *data;
  unsigned long packets = 0, bytes = 0, sum = 0;
  pcap_t *capture;

  if (argc != 2)
    {
      fputs ("usage: floor CAPTURE\n", stderr);
      return 2;
    }
  capture = pcap_open_offline (argv[1], error);
  if (capture == NULL)
    {
      fprintf (stderr, "%s\n", error);
      return 1;
    }
  while (pcap_next_ex (capture, &header, &data) == 1)
    {
      packets++;
      bytes += header->caplen;
      sum += data[0];
    }
  printf ("%lu packets, %lu bytes, sum %lu\n", packets, bytes, sum);
  pcap_close (capture);
  return 0;
}
