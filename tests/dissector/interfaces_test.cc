/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The interfaces of this computer: there is a loopback on every one.
 */
#include "capture/interfaces.h"

#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <set>
#include <string>
#include <sys/socket.h>
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

/* Sends a datagram to nobody, over the loopback. */
void
send_some ()
{
  int fd = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  struct sockaddr_in nobody = {};
  char data[1000] = {};

  nobody.sin_family = AF_INET;
  nobody.sin_port = htons (9);
  inet_pton (AF_INET, "127.0.0.1", &nobody.sin_addr);
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
