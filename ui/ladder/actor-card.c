/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The card above a lifeline.
 */
#include "actor-card.h"

#include <glib/gi18n-lib.h>

struct _TlActorCard
{
  GtkWidget parent_instance;

  GtkImage *icon;
  GtkLabel *name;
  GtkLabel *endpoint;

  TlSide side;
};

G_DEFINE_FINAL_TYPE (TlActorCard, tl_actor_card, GTK_TYPE_WIDGET)

static void
tl_actor_card_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))))
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tl_actor_card_parent_class)->dispose (object);
}

static void
tl_actor_card_class_init (TlActorCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tl_actor_card_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tls_ladder/TlsLadder/actor-card.ui");
  gtk_widget_class_bind_template_child (widget_class, TlActorCard, icon);
  gtk_widget_class_bind_template_child (widget_class, TlActorCard, name);
  gtk_widget_class_bind_template_child (widget_class, TlActorCard, endpoint);
  gtk_widget_class_set_css_name (widget_class, "actor");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tl_actor_card_init (TlActorCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tl_actor_card_new (TlSide side)
{
  TlActorCard *self = g_object_new (TL_TYPE_ACTOR_CARD, NULL);
  bool client = side == TL_SIDE_CLIENT;

  self->side = side;
  gtk_image_set_from_icon_name (self->icon, client ? "tl-client-symbolic" : "tl-server-symbolic");
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), client ? "client" : "server");
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  return GTK_WIDGET (self);
}

void
tl_actor_card_set_conversation (TlActorCard *self, const TlConversation *conversation)
{
  const char *side = self->side == TL_SIDE_CLIENT ? _ ("Client") : _ ("Server");
  const char *name = NULL;
  g_autofree char *endpoint = NULL;
  g_autofree char *label = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), conversation != NULL);
  if (conversation == NULL)
    return;
  endpoint
      = tl_endpoint_to_string (self->side == TL_SIDE_CLIENT ? &conversation->client : &conversation->server);
  if (self->side == TL_SIDE_SERVER)
    name = tl_conversation_host (conversation);
  gtk_label_set_text (self->name, name ? name : side);
  gtk_label_set_text (self->endpoint, endpoint);
  label = name ? g_strdup_printf ("%s, %s, %s", side, name, endpoint)
               : g_strdup_printf ("%s, %s", side, endpoint);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}
