/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A conversation as an object of a list.
 */
#include "conversation-item.h"

struct _TlConversationItem
{
  GObject parent_instance;

  TlConversation *conversation;
  void (*gone) (TlConversationItem *item, gpointer user_data);
  gpointer user_data; /* for @gone */
};

enum
{
  PROP_CONVERSATION = 1
};

static GParamSpec *property_conversation;

G_DEFINE_FINAL_TYPE (TlConversationItem, tl_conversation_item, G_TYPE_OBJECT)

static void
tl_conversation_item_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  if (property_id == PROP_CONVERSATION)
    g_value_set_pointer (value, TL_CONVERSATION_ITEM (object)->conversation);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
tl_conversation_item_finalize (GObject *object)
{
  TlConversationItem *self = TL_CONVERSATION_ITEM (object);

  if (self->gone)
    self->gone (self, self->user_data);
  g_clear_pointer (&self->conversation, tl_conversation_unref);
  G_OBJECT_CLASS (tl_conversation_item_parent_class)->finalize (object);
}

static void
tl_conversation_item_class_init (TlConversationItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tl_conversation_item_get_property;
  object_class->finalize = tl_conversation_item_finalize;
  property_conversation = g_param_spec_pointer ("conversation", NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_property (object_class, PROP_CONVERSATION, property_conversation);
}

static void
tl_conversation_item_init (TlConversationItem *self G_GNUC_UNUSED)
{
}

TlConversationItem *
tl_conversation_item_new (TlConversation *conversation)
{
  TlConversationItem *self = g_object_new (TL_TYPE_CONVERSATION_ITEM, NULL);

  self->conversation = tl_conversation_ref (conversation);
  return self;
}

TlConversation *
tl_conversation_item_get_conversation (TlConversationItem *self)
{
  g_return_val_if_fail (TL_IS_CONVERSATION_ITEM (self), NULL);
  return self->conversation;
}

void
tl_conversation_item_set (TlConversationItem *self, TlConversation *conversation)
{
  tl_conversation_ref (conversation);
  tl_conversation_unref (self->conversation);
  self->conversation = conversation;
  g_object_notify_by_pspec (G_OBJECT (self), property_conversation);
}

void
tl_conversation_item_watch (TlConversationItem *self, void (*gone) (TlConversationItem *item, gpointer user_data), gpointer user_data)
{
  self->gone = gone;
  self->user_data = user_data;
}
