/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * One conversation in the list.
 */
#include "conversation-row.h"

#include "conversation-text.h"

#include <glib/gi18n-lib.h>

struct _TlConversationRow
{
  GtkWidget parent_instance;

  TlConversationItem *item;
  GtkWidget *title;
  GtkWidget *version;
  GtkWidget *failed;
  GtkWidget *endpoints;
  GtkWidget *facts;
};

enum
{
  PROP_0,
  PROP_ITEM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TlConversationRow, tl_conversation_row, GTK_TYPE_WIDGET)

/* The item of the list is made by GTK and has no name of its own: it is announced by what we give it. */
static void
update_accessible (TlConversationRow *self)
{
  GtkWidget *list_item = gtk_widget_get_parent (GTK_WIDGET (self));
  TlConversation *conversation
      = self->item == NULL ? NULL : tl_conversation_item_get_conversation (self->item);
  const char *version;
  g_autofree char *label = NULL;

  if (list_item == NULL || conversation == NULL)
    return;
  version = tl_conversation_protocol_name (conversation);
  label = g_strdup_printf ("%s, %s, %s, %s", gtk_label_get_text (GTK_LABEL (self->title)),
                           version == NULL ? _ ("version unknown") : version,
                           tl_conversation_outcome_word (conversation),
                           gtk_label_get_text (GTK_LABEL (self->endpoints)));
  gtk_accessible_update_property (GTK_ACCESSIBLE (list_item), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
set_class (GtkWidget *widget, const char *name, gboolean on)
{
  if (on)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static void
update (TlConversationRow *self)
{
  TlConversation *conversation;
  g_autofree char *title = NULL;
  g_autofree char *endpoints = NULL;
  g_autofree char *isolated = NULL;
  g_autofree char *facts = NULL;
  const char *version;

  if (self->item == NULL)
    return;
  conversation = tl_conversation_item_get_conversation (self->item);
  title = tl_conversation_title (conversation);
  endpoints = tl_conversation_endpoints_text (conversation);
  facts = tl_conversation_facts_text (conversation);
  isolated = g_strdup_printf ("\u2066%s\u2069", endpoints); /* runs from left to right in every language */
  version = tl_conversation_protocol_name (conversation);
  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_label_set_text (GTK_LABEL (self->endpoints), isolated);
  gtk_label_set_text (GTK_LABEL (self->facts), facts);
  gtk_label_set_text (GTK_LABEL (self->version), version == NULL ? "" : version);
  gtk_widget_set_visible (self->version, version != NULL && !tl_conversation_failed (conversation));
  gtk_widget_set_visible (self->failed, tl_conversation_failed (conversation));
  set_class (self->version, "success",
             conversation->outcome == TL_OUTCOME_ESTABLISHED && conversation->version >= 0x0304);
  update_accessible (self);
}

static void
set_item (TlConversationRow *self, TlConversationItem *item)
{
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, update, self);
  g_set_object (&self->item, item);
  if (item != NULL)
    g_signal_connect_swapped (item, "notify::conversation", G_CALLBACK (update), self);
  update (self);
}

/* Made when it is asked for: to set the text of a tooltip asks the display where the pointer is, which takes longer than all the rest. */
static gboolean
tl_conversation_row_query_tooltip (GtkWidget *widget, int x G_GNUC_UNUSED, int y G_GNUC_UNUSED, gboolean keyboard G_GNUC_UNUSED, GtkTooltip *tooltip)
{
  TlConversationRow *self = TL_CONVERSATION_ROW (widget);
  g_autofree char *endpoints = NULL;

  if (self->item == NULL)
    return FALSE;
  endpoints = tl_conversation_endpoints_text (tl_conversation_item_get_conversation (self->item));
  gtk_tooltip_set_text (tooltip, endpoints);
  return TRUE;
}

static void
tl_conversation_row_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tl_conversation_row_parent_class)->root (widget);
  update_accessible (TL_CONVERSATION_ROW (widget));
}

static void
tl_conversation_row_get_property (GObject *object, guint property, GValue *value, GParamSpec *pspec)
{
  if (property == PROP_ITEM)
    g_value_set_object (value, TL_CONVERSATION_ROW (object)->item);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
}

static void
tl_conversation_row_set_property (GObject *object, guint property, const GValue *value, GParamSpec *pspec)
{
  TlConversationRow *self = TL_CONVERSATION_ROW (object);

  if (property != PROP_ITEM)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
      return;
    }
  if (self->item == g_value_get_object (value))
    return;
  set_item (self, g_value_get_object (value));
  g_object_notify_by_pspec (object, pspec);
}

static void
tl_conversation_row_dispose (GObject *object)
{
  TlConversationRow *self = TL_CONVERSATION_ROW (object);
  GtkWidget *child;

  set_item (self, NULL);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tl_conversation_row_parent_class)->dispose (object);
}

static void
tl_conversation_row_class_init (TlConversationRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tl_conversation_row_get_property;
  object_class->set_property = tl_conversation_row_set_property;
  object_class->dispose = tl_conversation_row_dispose;
  widget_class->root = tl_conversation_row_root;
  widget_class->query_tooltip = tl_conversation_row_query_tooltip;
  properties[PROP_ITEM]
      = g_param_spec_object ("item", NULL, NULL, TL_TYPE_CONVERSATION_ITEM,
                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/tls_ladder/TlsLadder/conversation-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TlConversationRow, title);
  gtk_widget_class_bind_template_child (widget_class, TlConversationRow, version);
  gtk_widget_class_bind_template_child (widget_class, TlConversationRow, failed);
  gtk_widget_class_bind_template_child (widget_class, TlConversationRow, endpoints);
  gtk_widget_class_bind_template_child (widget_class, TlConversationRow, facts);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "conversationrow");
}

static void
tl_conversation_row_init (TlConversationRow *self)
{
  GtkLayoutManager *layout;

  gtk_widget_init_template (GTK_WIDGET (self));
  layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 2);
}
