/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Where a capture begins.
 */
#include "interface-row.h"
#include "live-page.h"
#include "sparkline.h"
#include "window_fixture.h"

#include <gtest/gtest.h>

#include <vector>

namespace
{

TlInterface *
interface (const char *name, TlInterfaceKind kind, bool connected, std::vector<const char *> addresses = {})
{
  auto *self = g_new0 (TlInterface, 1);

  addresses.push_back (nullptr);
  self->name = g_strdup (name);
  self->title = g_strdup_printf ("Title of %s", name);
  self->kind = kind;
  self->addresses = g_strdupv (const_cast<char **> (addresses.data ()));
  self->up = self->connected = connected;
  return self;
}

void
interface_free (gpointer data)
{
  auto *self = static_cast<TlInterface *> (data);

  g_free (self->name);
  g_free (self->title);
  g_strfreev (self->addresses);
  g_free (self);
}

class LivePage : public testing::Test
{
protected:
  LivePage ()
  {
    window = gtk_window_new ();
    page = TL_LIVE_PAGE (tl_live_page_new ());
    gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (page));
    g_signal_connect (page, "start", G_CALLBACK (+[] (TlLivePage *, gpointer n) { ++*static_cast<int *> (n); }), &started);
  }

  ~LivePage () override
  {
    gtk_window_destroy (GTK_WINDOW (window));
    settle ();
  }

  void show (std::vector<TlInterface *> interfaces)
  {
    g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (interface_free);
    for (TlInterface *each : interfaces)
      g_ptr_array_add (list, each);
    tl_live_page_set_interfaces (page, list);
    gtk_window_present (GTK_WINDOW (window));
    settle ();
    tl_live_page_set_interfaces (page, list);
  }

  std::string chosen ()
  {
    TlLiveRequest request;
    return tl_live_page_get_request (page, &request) ? request.interface : "none";
  }

  GtkWidget *window;
  TlLivePage *page;
  int started = 0;
};

}

TEST_F (LivePage, ListsInterfacesAndChoosesTheFirst)
{
  show ({ interface ("eth0", TL_INTERFACE_ETHERNET, true, { "192.0.2.7", "2001:db8::7" }), interface ("lo", TL_INTERFACE_LOOPBACK, true),
          interface ("wlan0", TL_INTERFACE_WIFI, false) });
  EXPECT_STREQ (tl_live_page_get_shown (page), "interfaces");
  EXPECT_EQ (tl_live_page_get_n_interfaces (page), 3u);
  EXPECT_TRUE (says (window, "Title of eth0"));
  EXPECT_TRUE (says (window, "eth0 · 192.0.2.7, 2001:db8::7"));
  EXPECT_TRUE (says (window, "wlan0 · switched off"));
  EXPECT_EQ (chosen (), "eth0");
}

TEST_F (LivePage, KeepsWhatIsChosenWhileInterfacesComeAndGo)
{
  show ({ interface ("eth0", TL_INTERFACE_ETHERNET, true), interface ("lo", TL_INTERFACE_LOOPBACK, true) });
  EXPECT_TRUE (tl_live_page_choose (page, "lo"));
  EXPECT_FALSE (tl_live_page_choose (page, "eth7"));
  GtkWidget *row = gtk_widget_get_ancestor (find (GTK_WIDGET (page), TL_TYPE_SPARKLINE), TL_TYPE_INTERFACE_ROW);
  g_object_ref (row);
  show ({ interface ("wlan0", TL_INTERFACE_WIFI, true), interface ("lo", TL_INTERFACE_LOOPBACK, true), interface ("eth0", TL_INTERFACE_ETHERNET, false) });
  EXPECT_EQ (chosen (), "lo");
  EXPECT_EQ (tl_live_page_get_n_interfaces (page), 3u);
  EXPECT_NE (gtk_widget_get_parent (row), nullptr) << "its traffic goes on";
  g_object_unref (row);
  show ({ interface ("wlan0", TL_INTERFACE_WIFI, true) });
  EXPECT_EQ (chosen (), "wlan0");
  EXPECT_EQ (tl_live_page_get_n_interfaces (page), 1u);
}

TEST_F (LivePage, StartsWithWhatWasChosen)
{
  TlLiveRequest request;

  show ({ interface ("eth0", TL_INTERFACE_ETHERNET, true) });
  tl_live_filter_set_preset (tl_live_page_get_filter (page), TL_FILTER_WEB);
  tl_live_page_start (page);
  EXPECT_EQ (started, 1);
  ASSERT_TRUE (tl_live_page_get_request (page, &request));
  EXPECT_STREQ (request.interface, "eth0");
  EXPECT_STREQ (request.filter, "tcp port 443 or udp port 443");
  EXPECT_FALSE (request.promiscuous);
  EXPECT_EQ (request.snaplen, 0u);
  EXPECT_FALSE (tl_live_page_get_once (page));
}

TEST_F (LivePage, StartsByARow)
{
  show ({ interface ("eth0", TL_INTERFACE_ETHERNET, true), interface ("lo", TL_INTERFACE_LOOPBACK, true) });
  EXPECT_TRUE (tl_live_page_choose (page, "lo"));
  GtkWidget *row = gtk_widget_get_ancestor (find (GTK_WIDGET (page), TL_TYPE_SPARKLINE), TL_TYPE_INTERFACE_ROW);
  gtk_widget_activate (row);
  EXPECT_TRUE (wait_for ([this] { return started == 1; }));
}

TEST_F (LivePage, DoesNotStartWithAFilterThatIsNone)
{
  show ({ interface ("eth0", TL_INTERFACE_ETHERNET, true) });
  tl_live_filter_set_text (tl_live_page_get_filter (page), "no filter");
  tl_live_page_start (page);
  EXPECT_EQ (started, 0);
}

TEST_F (LivePage, SaysThatThereIsNoInterface)
{
  show ({});
  EXPECT_STREQ (tl_live_page_get_shown (page), "none");
  EXPECT_EQ (chosen (), "none");
  tl_live_page_start (page);
  EXPECT_EQ (started, 0);
}

TEST_F (LivePage, SaysWhyNobodyMayCapture)
{
  show ({ interface ("eth0", TL_INTERFACE_ETHERNET, true) });
  for (int cause = TL_PERMISSION_NO_HELPER; cause <= TL_PERMISSION_KERNEL; cause++)
    {
      g_autofree char *sentence = tl_permission_text (static_cast<TlPermission> (cause), "/opt/helper");
      tl_live_page_show_permission (page, static_cast<TlPermission> (cause), "/opt/helper", nullptr);
      settle ();
      EXPECT_STREQ (tl_live_page_get_shown (page), "permission");
      EXPECT_TRUE (says (window, sentence)) << sentence;
    }
}

TEST_F (LivePage, WatchesAKeyLogThatIsChosen)
{
  show ({ interface ("eth0", TL_INTERFACE_ETHERNET, true) });
  EXPECT_EQ (tl_live_page_get_keylog (page), nullptr);
  tl_live_page_set_keylog (page, "/home/somebody/keys & more.log");
  EXPECT_STREQ (tl_live_page_get_keylog (page), "/home/somebody/keys & more.log");
  tl_live_page_set_keylog (page, nullptr);
  EXPECT_EQ (tl_live_page_get_keylog (page), nullptr);
}

TEST (Sparkline, CountsWhatHasPassed)
{
  GtkWidget *widget = GTK_WIDGET (g_object_ref_sink (tl_sparkline_new ()));
  TlSparkline *line = TL_SPARKLINE (widget);

  tl_sparkline_add (line, 5000);
  EXPECT_EQ (tl_sparkline_get_last (line), 0u) << "it began before we looked";
  tl_sparkline_add (line, 5300);
  EXPECT_EQ (tl_sparkline_get_last (line), 300u);
  tl_sparkline_add (line, 10);
  EXPECT_EQ (tl_sparkline_get_last (line), 0u) << "the interface began anew";
  tl_sparkline_add (line, 30);
  EXPECT_EQ (tl_sparkline_get_last (line), 20u);
  g_object_unref (widget);
}
