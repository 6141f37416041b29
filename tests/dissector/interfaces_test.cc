/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The interfaces of this computer: there is a loopback on every one.
 */
#include "as-root.h"
#include "capture/interfaces.h"

#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <sched.h>
#include <set>
#include <stdlib.h>
#include <string.h>
#include <string>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace
{

const TlInterface *
find (GPtrArray *list, TlInterfaceKind kind)
{
  for (guint i = 0; i < list->len; i++)
    if (static_cast<const TlInterface *> (list->pdata[i])->kind == kind)
      return static_cast<const TlInterface *> (list->pdata[i]);
  return nullptr;
}

/* Whoever runs it: root may make a network of its own. */
__attribute__ ((constructor)) void
begin ()
{
  become_root ();
}

/* Sends a datagram to nobody, over the loopback. */
void
send_some (const char *address = "127.0.0.1")
{
  int fd = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  struct sockaddr_in nobody = {};
  char data[1000] = {};

  nobody.sin_family = AF_INET;
  nobody.sin_port = htons (9);
  inet_pton (AF_INET, address, &nobody.sin_addr);
  EXPECT_EQ (sendto (fd, data, sizeof data, 0, reinterpret_cast<struct sockaddr *> (&nobody), sizeof nobody), (ssize_t) sizeof data);
  close (fd);
}

}

TEST (Interfaces, HaveALoopbackWithItsAddress)
{
  g_autoptr (GPtrArray) list = tl_interfaces_list (nullptr);
  ASSERT_NE (list, nullptr);
  const TlInterface *loopback = find (list, TL_INTERFACE_LOOPBACK);

  ASSERT_NE (loopback, nullptr);
  EXPECT_STREQ (loopback->name, "lo");
  EXPECT_STREQ (loopback->title, "Loopback (this computer only)");
  EXPECT_TRUE (loopback->up);
  EXPECT_TRUE (g_strv_contains (loopback->addresses, "127.0.0.1"));
}

TEST (Interfaces, AreNamedOnceAndCarryIp)
{
  g_autoptr (GPtrArray) list = tl_interfaces_list (nullptr);
  std::set<std::string> names;

  ASSERT_NE (list, nullptr);
  for (guint i = 0; i < list->len; i++)
    {
      auto *interface = static_cast<const TlInterface *> (list->pdata[i]);
      EXPECT_TRUE (names.insert (interface->name).second) << interface->name;
      EXPECT_STRNE (interface->title, "");
      for (char **address = interface->addresses; *address; address++)
        EXPECT_EQ (std::string (*address).find ('%'), std::string::npos) << *address;
    }
  for (const char *other : { "nflog", "nfqueue", "dbus-system", "bluetooth0", "usbmon0" })
    EXPECT_EQ (names.count (other), 0u) << other;
}

TEST (Interfaces, ThatAreConnectedComeFirst)
{
  g_autoptr (GPtrArray) list = tl_interfaces_list (nullptr);
  bool connected = true;

  ASSERT_NE (list, nullptr);
  for (guint i = 0; i < list->len; i++)
    {
      auto *interface = static_cast<const TlInterface *> (list->pdata[i]);
      EXPECT_LE (interface->connected, connected) << interface->name;
      connected = interface->connected;
    }
}

TEST (Interfaces, CountTheirTraffic)
{
  guint64 before = tl_interface_traffic ("lo");

  send_some ();
  EXPECT_GE (tl_interface_traffic ("lo"), before + 1000);
  EXPECT_EQ (tl_interface_traffic ("no-such-interface"), 0u);
}

/* In a network of its own, with a cable that has two ends: what @look says of one of them, which the commands @before have been run for. Neither
 * is in /sys, which is the view of another network. */
static int
in_another_network (const char *before, int (*look) ())
{
  int status = -1;
  pid_t child = fork ();

  if (child == 0)
    {
      if (unshare (CLONE_NEWNET) != 0 || system ("ip link add here type veth peer name there") != 0 || system (before) != 0)
        _exit (100);
      _exit (look ());
    }
  waitpid (child, &status, 0);
  return WIFEXITED (status) ? WEXITSTATUS (status) : -1;
}

static guint remembered;

/* The kernel takes its time to notice a carrier. */
static int
link_after_a_while (TlLinkState expected)
{
  guint index = tl_interface_index ("here");

  for (int i = 0; i < 10000 && tl_interface_link (index) != expected; i++)
    g_usleep (1000);
  return (int) tl_interface_link (index);
}

TEST (Interfaces, SayHowTheirLinkStands)
{
  EXPECT_EQ (in_another_network ("true", [] { return link_after_a_while (TL_LINK_DOWN); }), TL_LINK_DOWN);
  EXPECT_EQ (in_another_network ("ip link set here up; ip link set there up", [] { return link_after_a_while (TL_LINK_UP); }), TL_LINK_UP);
  EXPECT_EQ (in_another_network ("ip link set here up; ip link set there up",
                                 [] {
                                   link_after_a_while (TL_LINK_UP);
                                   return system ("ip link set there down") ? 100 : link_after_a_while (TL_LINK_DOWN);
                                 }),
             TL_LINK_DOWN)
      << "no carrier";
  EXPECT_EQ (in_another_network ("true", [] {
               remembered = tl_interface_index ("here");
               return system ("ip link set here name elsewhere") ? 100 : (int) tl_interface_link (remembered);
             }),
             TL_LINK_DOWN)
      << "it is only called something else";
  EXPECT_EQ (in_another_network ("true", [] {
               remembered = tl_interface_index ("here");
               return system ("ip link delete here; ip link add here type veth peer name there") ? 100 : (int) tl_interface_link (remembered);
             }),
             TL_LINK_GONE)
      << "that is another one";
}

TEST (Interfaces, AreThoseOfOurNetwork)
{
  auto look = [] {
    g_autoptr (GPtrArray) list = tl_interfaces_list (nullptr);
    link_after_a_while (TL_LINK_UP);
    send_some ("192.0.2.2");
    for (guint i = 0; list && i < list->len; i++)
      if (strcmp (static_cast<TlInterface *> (list->pdata[i])->name, "here") == 0)
        return tl_interface_traffic ("here") > 0 ? 1 : 2;
    return 3;
  };

  EXPECT_EQ (in_another_network ("ip address add 192.0.2.1/24 dev here; ip link set here up; ip link set there up", look),
             1);
}
