/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * One interface: what it is, what the system calls it, its addresses, its traffic.
 */
#include "interface-row.h"

#include "sparkline.h"

#include <glib/gi18n-lib.h>

struct _TlInterfaceRow
{
  AdwActionRow parent_instance;

  char *name;
  GtkImage *icon;
  GtkWidget *traffic;
  GtkWidget *chosen;
};

G_DEFINE_FINAL_TYPE (TlInterfaceRow, tl_interface_row, ADW_TYPE_ACTION_ROW)

static const char *
icon_of (TlInterfaceKind kind)
{
  switch (kind)
    {
    case TL_INTERFACE_WIFI:
      return "network-wireless-symbolic";
    case TL_INTERFACE_LOOPBACK:
      return "computer-symbolic";
    case TL_INTERFACE_TUNNEL:
      return "network-vpn-symbolic";
    case TL_INTERFACE_MOBILE:
      return "network-cellular-connected-symbolic";
    case TL_INTERFACE_BRIDGE:
    case TL_INTERFACE_VIRTUAL:
      return "network-server-symbolic";
    case TL_INTERFACE_ALL:
      return "network-workgroup-symbolic";
    case TL_INTERFACE_ETHERNET:
    case TL_INTERFACE_OTHER:
    default:
      return "network-wired-symbolic";
    }
}

enum
{
  MOST_ADDRESSES = 4 /* that are shown */
};

/* The first addresses: an interface may have many. Free with g_free(). */
static char *
addresses_of (const TlInterface *interface)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; interface->addresses[i] != NULL && i <= MOST_ADDRESSES; i++)
    g_string_append_printf (text, "%s%s", i == 0 ? "" : ", ", i < MOST_ADDRESSES ? interface->addresses[i] : "…");
  return g_string_free (text, FALSE);
}

/* "eth0 · 192.0.2.7, 2001:db8::7 · not connected" */
static char *
subtitle_of (const TlInterface *interface)
{
  g_autofree char *addresses = addresses_of (interface);
  const char *state = !interface->up ? _ ("switched off") : interface->connected ? "" : _ ("not connected");

  return g_strconcat (interface->name, *addresses ? " · " : "", addresses, *state ? " · " : "", state, NULL);
}

static void
tl_interface_row_finalize (GObject *object)
{
  g_free (TL_INTERFACE_ROW (object)->name);
  G_OBJECT_CLASS (tl_interface_row_parent_class)->finalize (object);
}

static void
tl_interface_row_class_init (TlInterfaceRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tl_interface_row_finalize;
}

static void
tl_interface_row_init (TlInterfaceRow *self)
{
  AdwActionRow *row = ADW_ACTION_ROW (self);

  self->icon = GTK_IMAGE (gtk_image_new ());
  self->traffic = tl_sparkline_new ();
  self->chosen = gtk_image_new_from_icon_name ("object-select-symbolic");
  gtk_widget_set_valign (self->traffic, GTK_ALIGN_CENTER);
  gtk_widget_set_opacity (self->chosen, 0);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_set_subtitle_lines (row, 0);
  adw_action_row_set_title_lines (row, 0);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), TRUE);
  adw_action_row_add_prefix (row, GTK_WIDGET (self->icon));
  adw_action_row_add_suffix (row, self->traffic);
  adw_action_row_add_suffix (row, self->chosen);
}

GtkWidget *
tl_interface_row_new (void)
{
  return g_object_new (TL_TYPE_INTERFACE_ROW, NULL);
}

void
tl_interface_row_set_interface (TlInterfaceRow *self, const TlInterface *interface)
{
  g_autofree char *subtitle = subtitle_of (interface);

  g_free (self->name);
  self->name = g_strdup (interface->name);
  gtk_image_set_from_icon_name (self->icon, icon_of (interface->kind));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), interface->title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  /* Of all of them, the system does not count. */
  gtk_widget_set_visible (self->traffic, interface->kind != TL_INTERFACE_ALL);
  if (interface->connected)
    gtk_widget_remove_css_class (GTK_WIDGET (self->icon), "dim-label");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->icon), "dim-label");
}

const char *
tl_interface_row_get_name (TlInterfaceRow *self)
{
  return self->name;
}

void
tl_interface_row_tick (TlInterfaceRow *self)
{
  tl_sparkline_add (TL_SPARKLINE (self->traffic), tl_interface_traffic (self->name));
}

void
tl_interface_row_set_chosen (TlInterfaceRow *self, gboolean chosen)
{
  gtk_widget_set_opacity (self->chosen, chosen ? 1 : 0);
}
