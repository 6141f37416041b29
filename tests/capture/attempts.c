/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The capture helper with one more step: when it has locked itself in, it tries to break out, and says how each attempt went, a line for
 * each on standard output. With WITHOUT_SECCOMP the last wall is left out, to see that the others stand by themselves.
 */
#define TL_CAPTURE_TEST

static void attempt_everything (void);

#include <netinet/in.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/uio.h>

#ifdef WITHOUT_SECCOMP
#define seccomp_load(filter) 0
#define setrlimit(resource, limit) ((limit)->rlim_cur > 4 ? -1 : 0)
#endif

#include "../../app/capture-helper.c"

static void
tell (const char *what, long result)
{
  int error = errno;

  if (result >= 0)
    say (STDOUT_FILENO, 1000, "ALLOWED %s\n", what);
  else
    say (STDOUT_FILENO, 1000, "refused %s: %s\n", what, strerrorname_np (error));
}

static void
try_files (void)
{
  tell ("open to read", open ("/etc/passwd", O_RDONLY));
  tell ("open to write", open ("/tmp/tls-ladder-attempt", O_WRONLY | O_CREAT, 0600));
  tell ("open a directory", open ("/", O_RDONLY | O_DIRECTORY));
  tell ("open of the kernel's", open ("/proc/self/maps", O_RDONLY));
  tell ("make a directory", mkdir ("/tmp/tls-ladder-attempt", 0700));
  tell ("remove", unlink ("/tmp/tls-ladder-attempt"));
}

static void
try_sockets (void)
{
  tell ("socket for packets", socket (AF_PACKET, SOCK_RAW, htons (3)));
  tell ("socket for cooked packets", socket (AF_PACKET, SOCK_DGRAM, htons (3)));
  tell ("socket for raw IP", socket (AF_INET, SOCK_RAW, IPPROTO_ICMP));
}

#ifndef WITHOUT_SECCOMP
/* A frame to nobody, of a protocol for experiments. */
static unsigned char frame[64] = { 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 0x88, 0xb5 };

static void
try_other_sockets (void)
{
  int pair[2];

  tell ("socket for TCP", socket (AF_INET, SOCK_STREAM, 0));
  tell ("socket of the system", socket (AF_UNIX, SOCK_STREAM, 0));
  tell ("socket of the kernel", socket (AF_NETLINK, SOCK_RAW, NETLINK_ROUTE));
  tell ("pair of sockets", socketpair (AF_UNIX, SOCK_STREAM, 0, pair));
  tell ("pipe", pipe (pair));
}
#endif

static void
try_filter (void)
{
  struct sock_filter all = BPF_STMT (BPF_RET | BPF_K, MAX_SNAPLEN);
  struct sock_fprog program = { .len = 1, .filter = &all };
  int no = 0;

  tell ("take the filter away", setsockopt (self.packet_fd, SOL_SOCKET, SO_DETACH_FILTER, &no, sizeof no));
  tell ("change the filter", setsockopt (self.packet_fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program));
  tell ("unlock the filter", setsockopt (self.packet_fd, SOL_SOCKET, SO_LOCK_FILTER, &no, sizeof no));
}

/* rtnetlink takes the message and then says no, or does as it was told. */
static void
try_link (void)
{
  struct
  {
    struct nlmsghdr header;
    struct ifinfomsg info;
  } order = { { .nlmsg_len = sizeof order, .nlmsg_type = RTM_NEWLINK, .nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK },
              { .ifi_family = AF_UNSPEC, .ifi_index = (int) self.loopback, .ifi_change = IFF_UP } };
  struct
  {
    struct nlmsghdr header;
    struct nlmsgerr error;
    char more[256];
  } answer = { 0 };

  (void) !write (self.link_fd, &order, sizeof order);
  (void) recv (self.link_fd, &answer, sizeof answer, MSG_DONTWAIT);
  errno = -answer.error.error;
  tell ("order a change of the link", answer.header.nlmsg_type == NLMSG_ERROR && answer.error.error != 0 ? -1 : 0);
}

#ifndef WITHOUT_SECCOMP
static void
try_packet_socket (void)
{
  struct sockaddr_ll address = { .sll_family = AF_PACKET, .sll_protocol = htons (3), .sll_ifindex = (int) self.loopback };
  struct packet_mreq promiscuous = { .mr_ifindex = (int) self.loopback, .mr_type = PACKET_MR_PROMISC };
  struct iovec part = { .iov_base = frame, .iov_len = sizeof frame };
  struct msghdr message = { .msg_name = &address, .msg_namelen = sizeof address, .msg_iov = &part, .msg_iovlen = 1 };
  struct ifreq request = { .ifr_name = "lo" };
  socklen_t length = sizeof frame;
  int fd = self.packet_fd;

  tell ("bind to another interface", bind (fd, (struct sockaddr *) &address, sizeof address));
  tell ("become promiscuous", setsockopt (fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &promiscuous, sizeof promiscuous));
  tell ("send a frame", send (fd, frame, sizeof frame, 0));
  tell ("send a frame elsewhere", sendto (fd, frame, sizeof frame, 0, (struct sockaddr *) &address, sizeof address));
  tell ("send a message", sendmsg (fd, &message, 0));
  tell ("write a frame", write (fd, frame, sizeof frame));
  tell ("write frames", writev (fd, &part, 1));
  tell ("read around the ring", recv (fd, frame, sizeof frame, MSG_DONTWAIT));
  tell ("ask for its kind", getsockopt (fd, SOL_SOCKET, SO_TYPE, frame, &length));
  tell ("ask for its filter", getsockopt (fd, SOL_SOCKET, SO_GET_FILTER, frame, &length));
  tell ("ask for its ring", getsockopt (fd, SOL_PACKET, PACKET_VERSION, frame, &length));
  tell ("ask another", getsockopt (self.link_fd, SOL_SOCKET, SO_ERROR, frame, &length));
  tell ("ask for an address", ioctl (fd, SIOCGIFHWADDR, &request));
  tell ("change an interface", ioctl (fd, SIOCSIFFLAGS, &request));
  tell ("make it standard output", dup2 (fd, STDOUT_FILENO));
  tell ("duplicate it", fcntl (fd, F_DUPFD, 0));
}

static void
try_processes (void)
{
  char *const arguments[] = { (char *) "true", NULL };
  char byte;
  struct iovec here = { .iov_base = &byte, .iov_len = 1 };
  long child = syscall (SYS_clone, SIGCHLD, 0, 0, 0, 0);
  struct iovec there = { .iov_base = &child, .iov_len = 1 };

  if (child == 0)
    _exit (0);
  tell ("fork", child);
  tell ("exec", execve ("/bin/true", arguments, NULL));
  tell ("be traced", ptrace (PTRACE_TRACEME, 0, NULL, NULL));
  tell ("trace another", ptrace (PTRACE_SEIZE, getppid (), NULL, NULL));
  tell ("read another's memory", process_vm_readv (getppid (), &here, 1, &there, 1, 0));
  tell ("signal another", kill (getppid (), 0));
}

static void
try_kernel (void)
{
  void *code;

  tell ("become root", setuid (0));
  tell ("another namespace", unshare (CLONE_NEWUSER));
  tell ("mount", syscall (SYS_mount, "none", "/tmp", "tmpfs", 0, NULL));
  code = mmap (NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  tell ("memory to execute", code == MAP_FAILED ? -1 : 0);
  tell ("make code of data", mprotect (buffer + (4096 - (uintptr_t) buffer % 4096), 4096, PROT_READ | PROT_EXEC));
  tell ("be dumpable", prctl (PR_SET_DUMPABLE, 1, 0, 0, 0));
  tell ("file of memory", memfd_create ("attempt", 0));
  tell ("ring of the kernel's", syscall (SYS_io_uring_setup, 1, buffer));
  tell ("program for the kernel", syscall (SYS_bpf, 0, buffer, 16));
}

/* The same kernel by another door, with other numbers, which a list of numbers does not mean: this ends the process. */
static void
try_other_doors (void)
{
#ifdef __x86_64__
  long pid = 20; /* getpid() of 32 bits */

  if (self.snaplen == MIN_SNAPLEN)
    pid = syscall (0x40000000 | SYS_getpid); /* of x32 */
  else if (self.snaplen == MIN_SNAPLEN + 1)
    __asm__ volatile ("int $0x80" : "+a" (pid) : : "memory");
  else
    return;
  say (STDOUT_FILENO, 1000, "ALLOWED another door: %ld\n", pid);
#endif
}
#endif

static void
attempt_everything (void)
{
  try_files ();
  try_sockets ();
  try_filter ();
  try_link ();
#ifndef WITHOUT_SECCOMP
  try_other_sockets ();
  try_packet_socket ();
  try_processes ();
  try_kernel ();
  try_other_doors ();
#else
  errno = EPERM;
  tell ("be traced or dumped", prctl (PR_GET_DUMPABLE, 0, 0, 0, 0) == 0 ? -1 : 0);
  tell ("know the environment", environ == NULL || *environ == NULL ? -1 : 0);
  tell ("exec", execve ("/bin/true", (char *const[]) { (char *) "true", NULL }, NULL));
#endif
  _exit (STATUS_ENDED);
}
