/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The conversations of a capture, and the search over them.
 */
#include "conversation-list.h"

#include "conversation-row.h"
#include "conversation-text.h"

struct _TlConversationList
{
  AdwBin parent_instance;

  GListModel *model;
  TlConversationItem *selected;
  char **words; /* of the search, NULL without one */

  GtkSearchBar *search_bar;
  GtkSearchEntry *search_entry;
  GtkStack *stack;
  GtkListView *list;
  GtkFilterListModel *filtered;
  GtkSingleSelection *selection;
  int frames; /* to wait before it scrolls to the selected one again; 0: it does not */
};

enum
{
  PROP_0,
  PROP_SELECTED,
  PROP_SEARCH_MODE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  FRAMES_TO_PLACE = 2, /* until a row that has come has its place */
  MOST_FOLLOWED = 16 /* at once: more than that is no lesson, and would only flicker */
};

G_DEFINE_FINAL_TYPE (TlConversationList, tl_conversation_list, ADW_TYPE_BIN)

static gboolean
match_cb (gpointer item, gpointer user_data)
{
  TlConversationList *self = user_data;

  return self->words == NULL
         || tl_conversation_matches (tl_conversation_item_get_conversation (item), self->words);
}

static void
update_stack (TlConversationList *self)
{
  gboolean none = self->words != NULL && tl_conversation_list_get_n_shown (self) == 0
                  && gtk_filter_list_model_get_pending (self->filtered) == 0;

  gtk_stack_set_visible_child_name (self->stack, none ? "no-results" : "list");
}

/* A row that has just come has no place yet that the list could be scrolled to. */
static gboolean
scroll_again_cb (GtkWidget *widget, GdkFrameClock *clock G_GNUC_UNUSED, gpointer user_data G_GNUC_UNUSED)
{
  TlConversationList *self = TL_CONVERSATION_LIST (widget);

  if (--self->frames > 0)
    return G_SOURCE_CONTINUE;
  gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u",
                              gtk_single_selection_get_selected (self->selection));
  return G_SOURCE_REMOVE;
}

/* Without words there is no filter at all: a list of 160,000 is not looked through for nothing. */
static void
search_changed_cb (TlConversationList *self)
{
  char **words = tl_search_words (gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
  GtkFilter *filter = gtk_filter_list_model_get_filter (self->filtered);

  g_strfreev (self->words);
  self->words = words;
  if (words == NULL)
    gtk_filter_list_model_set_filter (self->filtered, NULL);
  else if (filter != NULL)
    gtk_filter_changed (filter, GTK_FILTER_CHANGE_DIFFERENT);
  else
    {
      g_autoptr (GtkFilter) created = GTK_FILTER (gtk_custom_filter_new (match_cb, self, NULL));

      gtk_filter_list_model_set_filter (self->filtered, created);
    }
  update_stack (self);
}

static void
selected_cb (TlConversationList *self)
{
  TlConversationItem *item = gtk_single_selection_get_selected_item (self->selection);

  /* While a search goes on, or when it leaves nothing, what was chosen stays. */
  if (item == NULL && self->words != NULL)
    return;
  if (g_set_object (&self->selected, item))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

static void
search_mode_cb (TlConversationList *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEARCH_MODE]);
}

static void
activate_search_cb (TlConversationList *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static void
tl_conversation_list_get_property (GObject *object, guint property, GValue *value, GParamSpec *pspec)
{
  TlConversationList *self = TL_CONVERSATION_LIST (object);

  if (property == PROP_SELECTED)
    g_value_set_object (value, self->selected);
  else if (property == PROP_SEARCH_MODE)
    g_value_set_boolean (value, gtk_search_bar_get_search_mode (self->search_bar));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
}

static void
tl_conversation_list_set_property (GObject *object, guint property, const GValue *value, GParamSpec *pspec)
{
  TlConversationList *self = TL_CONVERSATION_LIST (object);

  if (property == PROP_SEARCH_MODE)
    {
      gtk_search_bar_set_search_mode (self->search_bar, g_value_get_boolean (value));
      if (g_value_get_boolean (value))
        gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
    }
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
}

static void
tl_conversation_list_dispose (GObject *object)
{
  TlConversationList *self = TL_CONVERSATION_LIST (object);

  if (self->filtered != NULL)
    gtk_filter_list_model_set_filter (self->filtered, NULL); /* it may outlive us, and its filter asks us */
  g_clear_object (&self->selected);
  g_clear_object (&self->model);
  g_clear_pointer (&self->words, g_strfreev);
  G_OBJECT_CLASS (tl_conversation_list_parent_class)->dispose (object);
}

static void
tl_conversation_list_class_init (TlConversationListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tl_conversation_list_get_property;
  object_class->set_property = tl_conversation_list_set_property;
  object_class->dispose = tl_conversation_list_dispose;
  properties[PROP_SELECTED]
      = g_param_spec_object ("selected", NULL, NULL, TL_TYPE_CONVERSATION_ITEM,
                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_SEARCH_MODE] = g_param_spec_boolean (
      "search-mode", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (TL_TYPE_CONVERSATION_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/tls_ladder/TlsLadder/conversation-list.ui");
  gtk_widget_class_bind_template_child (widget_class, TlConversationList, search_bar);
  gtk_widget_class_bind_template_child (widget_class, TlConversationList, search_entry);
  gtk_widget_class_bind_template_child (widget_class, TlConversationList, stack);
  gtk_widget_class_bind_template_child (widget_class, TlConversationList, list);
  gtk_widget_class_bind_template_child (widget_class, TlConversationList, filtered);
  gtk_widget_class_bind_template_child (widget_class, TlConversationList, selection);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_mode_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_stack);
}

static void
tl_conversation_list_init (TlConversationList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
  gtk_search_bar_set_key_capture_widget (self->search_bar, GTK_WIDGET (self->list));
}

GtkWidget *
tl_conversation_list_new (void)
{
  return g_object_new (TL_TYPE_CONVERSATION_LIST, NULL);
}

void
tl_conversation_list_set_model (TlConversationList *self, GListModel *model)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  search_changed_cb (self);
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  g_set_object (&self->model, model);
  gtk_filter_list_model_set_model (self->filtered, model);
}

void
tl_conversation_list_exchange_model (TlConversationList *self, GListModel *model)
{
  bool searching = self->words != NULL; /* without a filter, GTK does not bear the change */

  g_set_object (&self->model, model);
  if (searching)
    gtk_filter_list_model_set_incremental (self->filtered, FALSE); /* what was chosen is looked for at once */
  gtk_filter_list_model_set_model (self->filtered, model);
  if (searching)
    gtk_filter_list_model_set_incremental (self->filtered, TRUE);
  if (g_set_object (&self->selected, gtk_single_selection_get_selected_item (self->selection))) /* nothing stays of the other reading */
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

/* Where @item is among those that are shown, at @position or before it; -1: nowhere. */
static int
find_shown (TlConversationList *self, gconstpointer item, guint position)
{
  for (int i = (int) MIN (position + 1, tl_conversation_list_get_n_shown (self)) - 1; i >= 0; i--)
    {
      g_autoptr (TlConversationItem) shown = g_list_model_get_item (G_LIST_MODEL (self->filtered), (guint) i);

      if (shown == item)
        return i;
    }
  return -1;
}

void
tl_conversation_list_reveal (TlConversationList *self, guint position)
{
  g_autoptr (TlConversationItem) item = g_list_model_get_item (self->model, position);
  int shown = item == NULL ? -1 : find_shown (self, item, position);

  if (shown < 0)
    return;
  gtk_single_selection_set_selected (self->selection, (guint) shown);
  gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", (guint) shown);
}

TlConversationItem *
tl_conversation_list_get_selected (TlConversationList *self)
{
  return self->selected;
}

void
tl_conversation_list_select (TlConversationList *self, guint position)
{
  gtk_single_selection_set_selected (self->selection, position);
}

void
tl_conversation_list_follow (TlConversationList *self, guint position, guint removed, guint added)
{
  guint n = g_list_model_get_n_items (self->model);
  guint selected = gtk_single_selection_get_selected (self->selection);
  guint fresh = added > removed ? added - removed : 0; /* rows may be told of again, together with those behind them */

  if (self->words != NULL || fresh == 0 || fresh > MOST_FOLLOWED || position + added != n || (n > fresh && selected != n - fresh - 1))
    return;
  tl_conversation_list_reveal (self, n - 1);
  if (self->frames == 0)
    gtk_widget_add_tick_callback (GTK_WIDGET (self), scroll_again_cb, NULL, NULL);
  self->frames = FRAMES_TO_PLACE;
}

guint
tl_conversation_list_get_n_shown (TlConversationList *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->filtered));
}

void
tl_conversation_list_search (TlConversationList *self, const char *text)
{
  gtk_search_bar_set_search_mode (self->search_bar, *text != '\0');
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), text);
  search_changed_cb (self);
}
