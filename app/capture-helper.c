/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * tls-ladder-capture: the only program here that needs a privilege, CAP_NET_RAW, to open the interface. It gives up every privilege, locks
 * itself in, and then hands packets on as a pcap stream. Whatever a packet does to it, it can read packets of this interface that pass this
 * filter, and write to its descriptors. main() shows the order; the filter is compiled without privilege, because it can be hostile, too.
 */
#include <cap-ng.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <grp.h>
#include <linux/filter.h>
#include <linux/if_packet.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <pcap.h>
#include <poll.h>
#include <seccomp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PROGRAM "tls-ladder-capture"

enum
{
  STATUS_ENDED, STATUS_FAILED, STATUS_USAGE, STATUS_NO_PERMISSION,
  LINK_UNKNOWN = 0, LINK_UP, LINK_DOWN, LINK_GONE,

  MIN_SNAPLEN = 64, MAX_SNAPLEN = 262144,
  MAX_FILTER = 4096, MAX_LINE = 512, FILE_HEADER = 24, RECORD_HEADER = 16,

  RING_SIZE = 16 * 1024 * 1024, PIPE_SIZE = 1024 * 1024,
  HOLD_MS = 10,         /* the kernel gathers packets for so long: cheaper than one at a time, and nobody sees it */
  BATCH = 4096,         /* packets between two looks at everything else */
  TICK_MS = 250,        /* a write that blocks is interrupted so often */
  TICKS_OF_A_REPORT = 4,
  TICKS_TO_END = 4,     /* for writing what was captured before it is to end */
  COMPILE_SECONDS = 3,  /* a filter can be made that keeps libpcap's optimizer busy for very long */
  MAX_ERRORS = 8,       /* of a socket, one after the other, while the interface is up */
  MAX_DESCRIPTOR = 1024,
  NOBODY = 65534
};

static const char usage[] =
  "Usage: " PROGRAM " [--snaplen=64..262144] [--filter=BPF] [--promiscuous] [--control-fd=N] [-i] INTERFACE\n"
  "Writes the packets of INTERFACE, or \"any\", to standard output as a pcap stream, until nobody reads it or SIGINT or SIGTERM comes.\n"
  "Descriptor N gets lines of text: \"counts received=N dropped=N interface_dropped=N written=N\" each second and at the end (without\n"
  "--control-fd, at the end and to standard error), \"link up|down|gone\", \"error CODE sentence\". See " PROGRAM "(8).\n";

/* One program, one capture: what its loop, its reports and its ways out share. */
static struct
{
  const char *interface, *expression;
  int snaplen;
  bool promiscuous;
  pcap_t *pcap;
  int packet_fd, control_fd;
  int link_fd; /* of rtnetlink(7); -1 for "any", which has no link */
  int link; /* LINK_UP … */
  unsigned index, loopback; /* of the interface, and of "lo" */
  bool started;
  int ticks;    /* since the start */
  int stopping; /* not 0: the tick at which it began to end; what the kernel counts from then on is no longer part of the capture */
  uint64_t received, dropped, written; /* dropped of received, which is what passed the filter */
  uint64_t lost, lost_before;          /* by the interface, in all its life */
  size_t used; /* of the buffer */
} self = { .expression = "", .snaplen = MAX_SNAPLEN, .packet_fd = -1, .link_fd = -1, .control_fd = -1 };

static unsigned char buffer[2 * MAX_SNAPLEN]; /* records of the pcap stream */
static volatile sig_atomic_t stop_asked, ticked;

/* A line, whose reader must not hold us up for longer than @patience milliseconds. Once locked in, dprintf() would ask for memory. */
__attribute__ ((format (printf, 3, 4))) static void
say (int fd, int patience, const char *format, ...)
{
  char line[2 * MAX_LINE];
  struct pollfd writable = { .fd = fd, .events = POLLOUT };
  va_list arguments;

  va_start (arguments, format);
  (void) vsnprintf (line, sizeof line, format, arguments);
  va_end (arguments);
  if (fd >= 0 && poll (&writable, 1, patience) == 1 && writable.revents == POLLOUT)
    (void) !write (fd, line, strlen (line));
}

static void
say_counts (bool last)
{
  union tpacket_stats_u news = { 0 };
  socklen_t length = sizeof news;

  if (!self.started)
    return;
  if (!self.stopping && getsockopt (self.packet_fd, SOL_PACKET, PACKET_STATISTICS, &news, &length) == 0)
    {
      self.received += news.stats1.tp_packets; /* which begin at zero again after each answer */
      self.dropped += news.stats1.tp_drops;
    }
  /* Of what came before the filter was set, and before it was counted, a little may have been written. */
  if (self.received < self.written + self.dropped)
    self.received = self.written + self.dropped;
  self.dropped = last ? self.received - self.written : self.dropped; /* what still waits goes nowhere */
  say (self.control_fd, 0, "counts received=%llu dropped=%llu interface_dropped=%llu written=%llu\n",
       (unsigned long long) self.received, (unsigned long long) self.dropped, (unsigned long long) (self.lost - self.lost_before),
       (unsigned long long) self.written);
}

/* Ends at once: what could be freed would need system calls that are no longer there. */
__attribute__ ((format (printf, 3, 4))) static _Noreturn void
fail (int status, const char *code, const char *format, ...)
{
  char sentence[MAX_LINE];
  va_list arguments;

  va_start (arguments, format);
  (void) vsnprintf (sentence, sizeof sentence, format, arguments);
  va_end (arguments);
  for (char *c = sentence; *c; c++) /* words of an argument may be in it */
    *c = *c >= ' ' && *c <= '~' ? *c : '?';
  say_counts (true);
  say (self.control_fd, TICK_MS, "error %s %s\n", code, sentence);
  say (STDERR_FILENO, TICK_MS, PROGRAM ": %s\n", sentence);
  _exit (status);
}

static _Noreturn void
finish (void)
{
  if (self.link == LINK_GONE)
    fail (STATUS_FAILED, "no-such-interface", "The interface %s is gone.", self.interface);
  self.control_fd = self.control_fd < 0 ? STDERR_FILENO : self.control_fd;
  say_counts (true);
  _exit (STATUS_ENDED);
}

/* Digits alone: so that neither a sign nor a space slips through. */
static bool
read_number (const char *text, int min, int max, int *number)
{
  *number = strlen (text) < 8 && text[strspn (text, "0123456789")] == '\0' ? atoi (text) : -1;
  return *number >= min && *number <= max;
}

/* Printable ASCII without any of @without. */
static bool
is_plain (const char *text, const char *without)
{
  while (*text >= ' ' && *text <= '~' && strchr (without, *text) == NULL)
    text++;
  return *text == '\0';
}

/* The kernel has few rules for names; these keep out what libpcap takes for a path or for another kind of device. */
static bool
is_interface_name (const char *name)
{
  return name[0] != '\0' && name[0] != '-' && name[0] != '.' && strlen (name) < IFNAMSIZ && is_plain (name, " /:\\\"'");
}

/* To its end, so that what is wrong is said on the control descriptor wherever that stands. */
static void
read_arguments (int argc, char **argv)
{
  static const struct option options[] = {
    { "interface", required_argument, NULL, 'i' }, { "snaplen", required_argument, NULL, 's' },
    { "filter", required_argument, NULL, 'f' },    { "promiscuous", no_argument, NULL, 'p' },
    { "control-fd", required_argument, NULL, 'c' }, { "help", no_argument, NULL, 'h' }, { 0 }
  };
  const char *wrong = NULL;
  int option, fd;

  opterr = 0;
  while ((option = getopt_long (argc, argv, "i:h", options, NULL)) != -1)
    if (option == 'h')
      _exit (write (STDOUT_FILENO, usage, strlen (usage)) < 0 ? STATUS_FAILED : STATUS_ENDED);
    else if (option == 'p')
      self.promiscuous = true;
    else if (option == 'i')
      self.interface = optarg;
    else if (option == 'f')
      self.expression = optarg;
    else if (option == 'c' && read_number (optarg, STDERR_FILENO + 1, MAX_DESCRIPTOR - 1, &fd)
             && fcntl (fd, F_GETFL) >= 0 && (fcntl (fd, F_GETFL) & O_ACCMODE) != O_RDONLY)
      self.control_fd = fd;
    else if (option != 's' || !read_number (optarg, MIN_SNAPLEN, MAX_SNAPLEN, &self.snaplen))
      wrong = argv[optind - 1];
  if (self.interface == NULL && optind < argc)
    self.interface = argv[optind++];
  if (wrong == NULL && (optind < argc || self.interface == NULL || !is_interface_name (self.interface)))
    wrong = optind < argc ? argv[optind] : self.interface ? self.interface : "there is no interface";
  if (wrong)
    fail (STATUS_USAGE, "bad-arguments", "Not understood, or out of range: %.64s. See --help.", wrong);
  if (strlen (self.expression) > MAX_FILTER || !is_plain (self.expression, ""))
    fail (STATUS_USAGE, "bad-filter", "The filter is longer than %d bytes, or has characters that are not ASCII.", MAX_FILTER);
  if (isatty (STDOUT_FILENO) || fcntl (STDOUT_FILENO, F_GETFL) < 0)
    fail (STATUS_USAGE, "bad-arguments", "Packets are written to standard output, and that is a terminal, or closed.");
}

static void
on_signal (int number)
{
  if (number == SIGALRM && !self.started)
    fail (STATUS_FAILED, "bad-filter", "The filter takes too long to compile.");
  *(number == SIGALRM ? &ticked : &stop_asked) = 1;
}

/* Leaves nothing of who started this but the descriptors to write to. Descriptors 0 to 2 are open whatever happens, so that the packet
 * socket never becomes one of them. */
static void
forget_the_caller (void)
{
  const struct sigaction interrupt = { .sa_handler = on_signal }; /* no SA_RESTART: a write that blocks is to be interrupted */

  (void) signal (SIGPIPE, SIG_IGN);
  (void) signal (SIGXFSZ, SIG_IGN); /* EFBIG says it, too */
  (void) sigaction (SIGTERM, &interrupt, NULL);
  (void) sigaction (SIGINT, &interrupt, NULL);
  (void) sigaction (SIGALRM, &interrupt, NULL);
  (void) sigprocmask (SIG_SETMASK, &interrupt.sa_mask, NULL); /* none */
  (void) clearenv ();
  (void) close (STDIN_FILENO);
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
    if (fcntl (fd, F_GETFD) < 0 && open ("/dev/null", O_RDWR) != fd)
      fail (STATUS_FAILED, "failed", "/dev/null cannot be opened: %m.");
  for (int fd = STDERR_FILENO + 1; fd < MAX_DESCRIPTOR; fd++)
    if (fd != self.control_fd)
      (void) close (fd);
  (void) syscall (SYS_close_range, (unsigned) MAX_DESCRIPTOR, ~0U, 0U);
}

static void
open_interface (void)
{
  char why[PCAP_ERRBUF_SIZE] = "";
  struct sockaddr_ll address = { 0 };
  socklen_t length = sizeof address;
  int status;

  self.loopback = if_nametoindex ("lo");
  if (strcmp (self.interface, "any") != 0)
    {
      if ((self.index = if_nametoindex (self.interface)) == 0)
        fail (STATUS_FAILED, "no-such-interface", "There is no interface %s.", self.interface);
      if ((self.link_fd = socket (AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE)) < 0)
        fail (STATUS_FAILED, "failed", "The link cannot be watched: %m.");
    }
  self.pcap = pcap_create (self.interface, why);
  if (self.pcap == NULL)
    fail (STATUS_FAILED, "failed", "%s cannot be opened: %s.", self.interface, why);
  (void) pcap_set_snaplen (self.pcap, self.snaplen);
  (void) pcap_set_promisc (self.pcap, self.promiscuous);
  (void) pcap_set_timeout (self.pcap, HOLD_MS);
  (void) pcap_set_buffer_size (self.pcap, RING_SIZE);
  (void) pcap_set_tstamp_precision (self.pcap, PCAP_TSTAMP_PRECISION_NANO);
  status = pcap_activate (self.pcap);
  if (status == PCAP_ERROR_PERM_DENIED || status == PCAP_ERROR_PROMISC_PERM_DENIED)
    fail (STATUS_NO_PERMISSION, "no-permission", "Not permitted: " PROGRAM " does not have the capability cap_net_raw.");
  if (status == PCAP_ERROR_IFACE_NOT_UP)
    fail (STATUS_FAILED, "interface-down", "The interface %s is down.", self.interface);
  if (status < 0)
    fail (STATUS_FAILED, "failed", "%s cannot be opened: %s.", self.interface, pcap_geterr (self.pcap));
  (void) pcap_setnonblock (self.pcap, 1, why);
  self.packet_fd = pcap_get_selectable_fd (self.pcap);
  /* libpcap goes by the name when it chooses what it opens: it has to be a packet socket, and of this interface. */
  if (getsockname (self.packet_fd, (struct sockaddr *) &address, &length) < 0 || address.sll_family != AF_PACKET
      || address.sll_ifindex != (int) self.index)
    fail (STATUS_FAILED, "not-supported", "Nothing can be captured from %s.", self.interface);
}

static void
drop_privileges (void)
{
  /* The bounding set can be emptied only by who has CAP_SETPCAP: a superuser. For others no_new_privs has the same effect. */
  capng_clear (CAPNG_SELECT_BOTH);
  (void) capng_apply (CAPNG_SELECT_BOUNDS);
  /* A superuser without capabilities still owns the system's files, and so becomes nobody. In a user namespace there may be no nobody:
   * the superuser there is an ordinary user outside. */
  if (geteuid () == 0 && (setgroups (0, NULL) == 0 || errno == EPERM) && setresgid (NOBODY, NOBODY, NOBODY) == 0)
    (void) !setresuid (NOBODY, NOBODY, NOBODY);
  capng_clear (CAPNG_SELECT_ALL);
  (void) capng_apply (CAPNG_SELECT_CAPS);
  if (capng_get_caps_process () < 0 || capng_have_capabilities (CAPNG_SELECT_CAPS) != CAPNG_NONE
      || capng_have_permitted_capabilities () != CAPNG_NONE)
    fail (STATUS_FAILED, "failed", "The privileges cannot be given up.");
  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) < 0)
    fail (STATUS_FAILED, "failed", "The process cannot be shut off: %m.");
}

static void
load_system_call_filter (scmp_filter_ctx filter, int status)
{
  if (filter == NULL || status < 0 || seccomp_load (filter) < 0)
    fail (STATUS_FAILED, "no-seccomp", "System calls cannot be filtered (seccomp) here.");
}

/* A name in an expression must not become a question to a name server: from here on no socket can be made. */
static void
shut_off_network (void)
{
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ALLOW);

  load_system_call_filter (filter, seccomp_rule_add (filter, SCMP_ACT_ERRNO (EACCES), SCMP_SYS (socket), 0));
}

/* On "lo" each packet passes twice, on its way out and in. libpcap throws one away after the kernel has counted it; when the kernel's
 * filter does so, for "lo" and for its part in "any", the counts are right. Changes the filter that libpcap has set. */
static void
pass_once (void)
{
  struct sock_filter filter[5 + BPF_MAXINSNS] = {
    BPF_STMT (BPF_LD | BPF_W | BPF_ABS, (unsigned) SKF_AD_OFF + SKF_AD_PKTTYPE),
    BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, PACKET_OUTGOING, 0, 3),
    BPF_STMT (BPF_LD | BPF_W | BPF_ABS, (unsigned) SKF_AD_OFF + SKF_AD_IFINDEX),
    BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, self.loopback, 0, 1),
    BPF_STMT (BPF_RET | BPF_K, 0),
  };
  struct sock_fprog program = { .filter = filter };
  socklen_t n = BPF_MAXINSNS; /* instructions, here and only here */

  /* There is none when libpcap cannot tell the kernel what to filter, and would take up everything. */
  if (getsockopt (self.packet_fd, SOL_SOCKET, SO_GET_FILTER, filter + 5, &n) < 0)
    n = 0;
  program.len = (unsigned short) (5 + n);
  if (n == 0 || ((self.index == 0 || self.index == self.loopback)
                 && setsockopt (self.packet_fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) < 0))
    fail (STATUS_FAILED, "bad-filter", "The kernel cannot use this filter on %s.", self.interface);
}

/* An empty expression makes a filter, too: what lies behind the snap length stays in the kernel. */
static void
set_filter (void)
{
  struct bpf_program program;
  union tpacket_stats_u before;
  socklen_t length = sizeof before;
  int yes = 1;

  (void) alarm (COMPILE_SECONDS);
  if (pcap_compile (self.pcap, &program, self.expression, 1, PCAP_NETMASK_UNKNOWN) < 0
      || pcap_setfilter (self.pcap, &program) < 0)
    fail (STATUS_FAILED, "bad-filter", "The filter is not understood: %s.", pcap_geterr (self.pcap));
  (void) alarm (0);
  pass_once ();
  if (setsockopt (self.packet_fd, SOL_SOCKET, SO_LOCK_FILTER, &yes, sizeof yes) < 0)
    fail (STATUS_FAILED, "failed", "The filter cannot be locked: %m.");
  /* What came before is not counted. */
  (void) getsockopt (self.packet_fd, SOL_PACKET, PACKET_STATISTICS, &before, &length);
}

/* Landlock without a rule: no file, no connection, no signal to others, as far as the kernel has it. The numbers are written out, because
 * headers may be older than the kernel. */
static void
shut_off_files (void)
{
  const long abi = syscall (SYS_landlock_create_ruleset, NULL, 0, 1);
  const struct { uint64_t files, network, scopes; } handled = {
    .files = (UINT64_C (1) << (abi >= 5 ? 16 : abi >= 3 ? 15 : abi == 2 ? 14 : 13)) - 1,
    .network = abi >= 4 ? 3 : 0,
    .scopes = abi >= 6 ? 3 : 0,
  };
  int fd;

  if (abi < 1)
    return;
  fd = (int) syscall (SYS_landlock_create_ruleset, &handled, abi >= 6 ? 24 : abi >= 4 ? 16 : 8, 0);
  if (fd < 0 || syscall (SYS_landlock_restrict_self, fd, 0) < 0)
    fail (STATUS_FAILED, "failed", "The files cannot be shut off: %m.");
  (void) close (fd);
}

/* Of an int only the lower half of the register counts. */
#define IS(argument, value) SCMP_CMP ((argument), SCMP_CMP_MASKED_EQ, 0xffffffffU, (scmp_datum_t) (value))

/* All that is left. What is not here fails, and does not kill: a library that looks for something it can do without goes on, in the
 * middle of a lesson. To write to the link's socket is to ask; to change a link takes CAP_NET_ADMIN. */
static void
shut_off_system_calls (void)
{
  const int calls[] = {
#ifdef __SANITIZE_ADDRESS__
    SCMP_SYS (sigaltstack), /* before it ends */
#endif
    SCMP_SYS (poll), SCMP_SYS (ppoll), SCMP_SYS (ppoll_time64), SCMP_SYS (rt_sigreturn), SCMP_SYS (restart_syscall), SCMP_SYS (exit_group)
  };
  const int packets = self.packet_fd;
  const int writable[] = { STDOUT_FILENO, STDERR_FILENO, self.control_fd, self.link_fd };
  const scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ERRNO (EPERM));
  const uint32_t allowed = SCMP_ACT_ALLOW;
  int bad = seccomp_attr_set (filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
  const struct rlimit none = { 0, 0 };
  const struct rlimit few = { 4, 4 }; /* as many as poll() is given: these are open, and no other can ever be */

  if (setrlimit (RLIMIT_CORE, &none) < 0 || setrlimit (RLIMIT_NPROC, &none) < 0 || setrlimit (RLIMIT_NOFILE, &few) < 0)
    fail (STATUS_FAILED, "failed", "The limits cannot be set: %m.");
  for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++)
    bad |= seccomp_rule_add (filter, allowed, calls[i], 0);
  for (size_t i = 0; i < sizeof writable / sizeof writable[0]; i++)
    if (writable[i] >= 0)
      bad |= seccomp_rule_add (filter, allowed, SCMP_SYS (write), 1, IS (0, writable[i]));
  if (self.link_fd >= 0)
    bad |= seccomp_rule_add (filter, allowed, SCMP_SYS (recvfrom), 1, IS (0, self.link_fd));
  bad |= seccomp_rule_add (filter, allowed, SCMP_SYS (getsockname), 1, IS (0, packets));
  bad |= seccomp_rule_add (filter, allowed, SCMP_SYS (ioctl), 2, IS (0, packets), IS (1, SIOCGIFFLAGS));
  bad |= seccomp_rule_add (filter, allowed, SCMP_SYS (getsockopt), 3, IS (0, packets), IS (1, SOL_PACKET), IS (2, PACKET_STATISTICS));
  bad |= seccomp_rule_add (filter, allowed, SCMP_SYS (getsockopt), 3, IS (0, packets), IS (1, SOL_SOCKET), IS (2, SO_ERROR));
  load_system_call_filter (filter, bad);
}

static void
take_lost (const struct rtattr *attribute, size_t length)
{
  struct rtnl_link_stats64 stats = { 0 };

  for (; RTA_OK (attribute, length); attribute = RTA_NEXT (attribute, length))
    if (attribute->rta_type == IFLA_STATS64)
      memcpy (&stats, RTA_DATA (attribute), RTA_PAYLOAD (attribute) < sizeof stats ? RTA_PAYLOAD (attribute) : sizeof stats);
  self.lost = stats.rx_missed_errors + stats.rx_fifo_errors;
  if (self.link == LINK_UNKNOWN || self.lost < self.lost_before) /* some drivers count from zero again */
    self.lost_before = self.lost;
}

/* Asks the kernel, which answers at once: libpcap says nothing when an interface goes down. */
static void
look_at_link (void)
{
  static const char *const words[] = { "unknown", "up", "down", "gone" };
  static union { struct nlmsghdr header; char bytes[32768]; } answer;
  const struct { struct nlmsghdr header; struct ifinfomsg info; } question = {
    { .nlmsg_len = sizeof question, .nlmsg_type = RTM_GETLINK, .nlmsg_flags = NLM_F_REQUEST },
    { .ifi_family = AF_UNSPEC, .ifi_index = (int) self.index },
  };
  const struct ifinfomsg *info = NLMSG_DATA (&answer.header);
  const struct nlmsgerr *error = NLMSG_DATA (&answer.header);
  int link = LINK_GONE;
  ssize_t n;

  if (self.link_fd < 0 || self.link == LINK_GONE || write (self.link_fd, &question, sizeof question) < 0)
    return;
  n = recvfrom (self.link_fd, &answer, sizeof answer, MSG_DONTWAIT, NULL, NULL);
  if (n < (ssize_t) NLMSG_LENGTH (sizeof *info) || !NLMSG_OK (&answer.header, (size_t) n))
    return;
  if (answer.header.nlmsg_type == RTM_NEWLINK)
    {
      link = info->ifi_flags & IFF_UP && info->ifi_flags & IFF_RUNNING ? LINK_UP : LINK_DOWN;
      take_lost (IFLA_RTA (info), IFLA_PAYLOAD (&answer.header));
    }
  else if (answer.header.nlmsg_type != NLMSG_ERROR || error->error != -ENODEV)
    return;
  if (self.link != link)
    say (self.control_fd, TICK_MS, "link %s\n", words[link]);
  self.link = link;
}

/* What has to be looked at again and again, also while a write blocks. */
static void
look_around (void)
{
  struct pollfd readers[] = { { .fd = STDOUT_FILENO }, { .fd = self.control_fd } };

  if (poll (readers, 2, 0) > 0) /* nothing was asked for: somebody hung up */
    finish ();
  if (ticked)
    {
      ticked = 0;
      look_at_link ();
      if (++self.ticks % TICKS_OF_A_REPORT == 0)
        say_counts (false);
    }
  if (!self.stopping && (stop_asked || self.link == LINK_GONE))
    {
      say_counts (false);
      self.stopping = ++self.ticks;
    }
  if (self.stopping && self.ticks - self.stopping >= TICKS_TO_END)
    finish ();
}

/* Counts the packets that are written to their end, the first of which is @record. Ends the program when the reader is gone, and when it
 * is time. */
static void
flush (size_t record)
{
  size_t sent = 0;
  uint32_t captured;

  while (sent < self.used)
    {
      ssize_t n = write (STDOUT_FILENO, buffer + sent, self.used - sent);

      if (n < 0 && errno == EPIPE)
        finish ();
      if (n < 0 && errno != EINTR && errno != EAGAIN)
        fail (STATUS_FAILED, "failed", "The packets cannot be written: %m.");
      if (n < 0 && errno == EAGAIN)
        (void) poll (&(struct pollfd){ .fd = STDOUT_FILENO, .events = POLLOUT }, 1, TICK_MS);
      sent += n > 0 ? (size_t) n : 0;
      for (; record + RECORD_HEADER <= sent; record += RECORD_HEADER + captured, self.written++)
        {
          memcpy (&captured, buffer + record + 8, sizeof captured);
          if (record + RECORD_HEADER + captured > sent)
            break;
        }
      if (sent < self.used)
        look_around ();
    }
  self.used = 0;
}

/* With nanoseconds, tv_usec counts them. */
static void
take_packet (unsigned char *user, const struct pcap_pkthdr *header, const unsigned char *bytes)
{
  const uint32_t captured = header->caplen < MAX_SNAPLEN ? header->caplen : MAX_SNAPLEN;
  const uint32_t record[] = { (uint32_t) header->ts.tv_sec, (uint32_t) header->ts.tv_usec, captured, header->len };

  (void) user;
  if (self.used + sizeof record + captured > sizeof buffer)
    flush (0);
  memcpy (buffer + self.used, record, sizeof record);
  memcpy (buffer + self.used + sizeof record, bytes, captured);
  self.used += sizeof record + captured;
}

/* An interface that goes down is an error of its socket, which survives it. */
static void
read_packets (void)
{
  static int n_errors;

  n_errors = pcap_dispatch (self.pcap, BATCH, take_packet, NULL) < 0 ? n_errors + 1 : 0;
  flush (0);
  if (n_errors > 0)
    look_at_link ();
  if (n_errors > MAX_ERRORS && self.link != LINK_DOWN && self.link != LINK_GONE)
    fail (STATUS_FAILED, "failed", "%s cannot be read: %s.", self.interface, pcap_geterr (self.pcap));
}

static _Noreturn void
read_until_the_end (void)
{
  for (;;)
    {
      struct pollfd events[] = { { .fd = self.packet_fd, .events = POLLIN }, { .fd = STDOUT_FILENO }, { .fd = self.control_fd } };

      (void) poll (events, 3, self.stopping ? HOLD_MS : -1);
      look_around ();
      if (events[0].revents || self.stopping)
        read_packets ();
      if (self.stopping && self.written + self.dropped >= self.received)
        finish ();
    }
}

/* libpcap knows how the link type is written in a file. */
static void
make_file_header (void)
{
  FILE *file = fmemopen (buffer, FILE_HEADER + 1, "w");

  if (file == NULL || pcap_dump_fopen (self.pcap, file) == NULL || fflush (file) != 0)
    fail (STATUS_FAILED, "not-supported", "Packets of %s cannot be written: %s.", self.interface, pcap_geterr (self.pcap));
  self.used = FILE_HEADER;
}

int
main (int argc, char **argv)
{
  read_arguments (argc, argv);
  forget_the_caller ();
  open_interface ();
  drop_privileges ();
  shut_off_network ();
  set_filter ();
  (void) fcntl (STDOUT_FILENO, F_SETPIPE_SZ, PIPE_SIZE); /* where it is a pipe */
  make_file_header ();
  self.started = true;
  (void) ualarm (TICK_MS * 1000, TICK_MS * 1000);
  shut_off_files ();
  shut_off_system_calls ();
#ifdef TL_CAPTURE_TEST
  attempt_everything ();
#endif
  flush (FILE_HEADER);
  look_at_link ();
  say_counts (false);
  read_until_the_end ();
}
