/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The interfaces of this computer with their traffic, and what is captured of it. The list is made again when the system has another one, on a thread: to
 * ask libpcap may take a while.
 */
#include "live-page.h"

#include "compat.h"
#include "interface-row.h"
#include "permission-page.h"
#include "recent.h"

#include <glib/gi18n-lib.h>

enum
{
  TICK = 500,      /* milliseconds between two looks at the traffic */
  TICKS_A_LIST = 4 /* and between two looks at the list */
};

struct _TlLivePage
{
  AdwBin parent_instance;

  char *chosen;  /* the name of an interface; NULL: none */
  char *keylog;  /* NULL: our own */
  guint ticking;
  guint n_ticks;
  gboolean listing; /* on its thread */
  gboolean given;   /* the list is not the system's */
  gboolean focus;   /* the list wants it, once it is there */

  GtkStack *stack;
  GtkListBox *list;
  TlLiveFilter *filter;
  GtkSwitch *once;
  GtkSwitch *promiscuous;
  AdwActionRow *keylog_row;
  GtkWidget *forget_keylog;
  GtkWidget *start_button;
  GtkWidget *start_bar;
  AdwStatusPage *none;
  TlPermissionPage *permission;
};

enum
{
  START,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TlLivePage, tl_live_page, ADW_TYPE_BIN)

static TlInterfaceRow *
row_at (TlLivePage *self, int index)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, index);

  return row == NULL ? NULL : TL_INTERFACE_ROW (row);
}

static TlInterfaceRow *
find_row (TlLivePage *self, const char *name)
{
  TlInterfaceRow *row;

  for (int i = 0; (row = row_at (self, i)) != NULL; i++)
    if (g_strcmp0 (tl_interface_row_get_name (row), name) == 0)
      return row;
  return NULL;
}

static void
update_start (TlLivePage *self)
{
  gtk_widget_set_sensitive (self->start_button, self->chosen != NULL && tl_live_filter_is_valid (self->filter));
}

static void
selected_cb (TlLivePage *self)
{
  /* Newer versions of GTK also tell when the list goes. */
  GtkListBoxRow *selected = self->list == NULL ? NULL : gtk_list_box_get_selected_row (self->list);
  TlInterfaceRow *row;

  if (selected == NULL)
    return;
  g_free (self->chosen);
  self->chosen = g_strdup (tl_interface_row_get_name (TL_INTERFACE_ROW (selected)));
  for (int i = 0; (row = row_at (self, i)) != NULL; i++)
    tl_interface_row_set_chosen (row, GTK_LIST_BOX_ROW (row) == selected);
  update_start (self);
}

static void
show (TlLivePage *self, const char *name)
{
  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_widget_set_visible (self->start_bar, g_str_equal (name, "interfaces"));
}

/* Brings the rows into the order of @list. Rows that stay keep their traffic, and the focus. */
static void
show_list (TlLivePage *self, GPtrArray *list)
{
  TlInterfaceRow *row;
  guint n = 0;

  for (; n < list->len; n++)
    {
      const TlInterface *interface = g_ptr_array_index (list, n);

      row = find_row (self, interface->name);
      if (row == NULL)
        {
          row = TL_INTERFACE_ROW (tl_interface_row_new ());
          tl_interface_row_set_interface (row, interface);
          gtk_list_box_insert (self->list, GTK_WIDGET (row), (int) n);
        }
      else if (gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)) != (int) n)
        {
          g_object_ref (row);
          gtk_list_box_remove (self->list, GTK_WIDGET (row));
          gtk_list_box_insert (self->list, GTK_WIDGET (row), (int) n);
          g_object_unref (row);
        }
      tl_interface_row_set_interface (row, interface);
    }
  while ((row = row_at (self, (int) n)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  row = find_row (self, self->chosen);
  if (row == NULL)
    {
      g_clear_pointer (&self->chosen, g_free);
      row = row_at (self, 0);
    }
  if (row != NULL)
    gtk_list_box_select_row (self->list, GTK_LIST_BOX_ROW (row));
  update_start (self);
  show (self, n > 0 ? "interfaces" : "none");
  if (self->focus && n > 0)
    self->focus = !gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
list_thread (GTask *task, gpointer source G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED, GCancellable *cancellable G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *list = tl_interfaces_list (&error);

  if (list == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, list, (GDestroyNotify) g_ptr_array_unref);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data G_GNUC_UNUSED)
{
  TlLivePage *self = TL_LIVE_PAGE (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = g_task_propagate_pointer (G_TASK (result), &error);

  self->listing = FALSE;
  if (self->stack == NULL || self->given || g_strcmp0 (tl_live_page_get_shown (self), "permission") == 0)
    return;
  if (list != NULL)
    show_list (self, list);
  else
    {
      g_autofree char *escaped = g_markup_escape_text (error->message, -1);

      adw_status_page_set_description (self->none, escaped);
      show (self, "none");
    }
}

static void
look_at_list (TlLivePage *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->listing || self->given)
    return;
  self->listing = TRUE;
  task = g_task_new (self, NULL, listed_cb, NULL);
  g_task_run_in_thread (task, list_thread);
}

static gboolean
tick_cb (gpointer user_data)
{
  TlLivePage *self = user_data;
  TlInterfaceRow *row;

  if (g_strcmp0 (tl_live_page_get_shown (self), "permission") == 0)
    return G_SOURCE_CONTINUE;
  if (++self->n_ticks % TICKS_A_LIST == 0)
    look_at_list (self);
  for (int i = 0; (row = row_at (self, i)) != NULL; i++)
    tl_interface_row_tick (row);
  return G_SOURCE_CONTINUE;
}

static void
ready_cb (TlLivePage *self)
{
  if (self->chosen != NULL)
    g_signal_emit (self, signals[START], 0);
}

static void
keylog_chosen_cb (GFile *file, gpointer user_data)
{
  g_autofree char *path = g_file_get_path (file);

  if (path == NULL)
    return;
  tl_recent_keep_out (path);
  tl_live_page_set_keylog (user_data, path);
}

static void
choose_keylog_cb (TlLivePage *self)
{
  tl_compat_choose_keylog (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), keylog_chosen_cb, self);
}

static void
forget_keylog_cb (TlLivePage *self)
{
  tl_live_page_set_keylog (self, NULL);
}

static void
tl_live_page_map (GtkWidget *widget)
{
  TlLivePage *self = TL_LIVE_PAGE (widget);

  GTK_WIDGET_CLASS (tl_live_page_parent_class)->map (widget);
  tl_live_page_refresh (self);
  if (self->ticking == 0)
    self->ticking = g_timeout_add (TICK, tick_cb, self);
}

static void
tl_live_page_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&TL_LIVE_PAGE (widget)->ticking, g_source_remove);
  GTK_WIDGET_CLASS (tl_live_page_parent_class)->unmap (widget);
}

/* To the interfaces: then Enter starts. */
static gboolean
tl_live_page_grab_focus (GtkWidget *widget)
{
  TlLivePage *self = TL_LIVE_PAGE (widget);
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  if (g_strcmp0 (tl_live_page_get_shown (self), "permission") == 0)
    return gtk_widget_child_focus (GTK_WIDGET (self->permission), GTK_DIR_TAB_FORWARD);
  self->focus = row == NULL;
  return row != NULL && gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
tl_live_page_dispose (GObject *object)
{
  TlLivePage *self = TL_LIVE_PAGE (object);

  g_clear_handle_id (&self->ticking, g_source_remove);
  self->stack = NULL; /* a list may still come */
  G_OBJECT_CLASS (tl_live_page_parent_class)->dispose (object);
}

static void
tl_live_page_finalize (GObject *object)
{
  TlLivePage *self = TL_LIVE_PAGE (object);

  g_free (self->chosen);
  g_free (self->keylog);
  G_OBJECT_CLASS (tl_live_page_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, TlLivePage, stack);
  gtk_widget_class_bind_template_child (widget_class, TlLivePage, list);
  gtk_widget_class_bind_template_child (widget_class, TlLivePage, filter);
  gtk_widget_class_bind_template_child (widget_class, TlLivePage, once);
  gtk_widget_class_bind_template_child (widget_class, TlLivePage, promiscuous);
  gtk_widget_class_bind_template_child (widget_class, TlLivePage, keylog_row);
  gtk_widget_class_bind_template_child (widget_class, TlLivePage, forget_keylog);
  gtk_widget_class_bind_template_child (widget_class, TlLivePage, start_button);
  gtk_widget_class_bind_template_child (widget_class, TlLivePage, start_bar);
  gtk_widget_class_bind_template_child (widget_class, TlLivePage, none);
  gtk_widget_class_bind_template_child (widget_class, TlLivePage, permission);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_start);
  gtk_widget_class_bind_template_callback (widget_class, ready_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_keylog_cb);
  gtk_widget_class_bind_template_callback (widget_class, forget_keylog_cb);
  gtk_widget_class_bind_template_callback (widget_class, tl_live_page_start);
  gtk_widget_class_bind_template_callback (widget_class, tl_live_page_refresh);
}

static void
tl_live_page_class_init (TlLivePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tl_live_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = tl_live_page_finalize;
  widget_class->map = tl_live_page_map;
  widget_class->unmap = tl_live_page_unmap;
  widget_class->grab_focus = tl_live_page_grab_focus;
  signals[START] = g_signal_new ("start", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (TL_TYPE_LIVE_FILTER);
  g_type_ensure (TL_TYPE_PERMISSION_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tls_ladder/TlsLadder/live-page.ui");
  bind_children (widget_class);
}

static void
tl_live_page_init (TlLivePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update_start (self);
}

GtkWidget *
tl_live_page_new (void)
{
  return g_object_new (TL_TYPE_LIVE_PAGE, NULL);
}

gboolean
tl_live_page_get_request (TlLivePage *self, TlLiveRequest *request)
{
  *request = (TlLiveRequest){
    .interface = self->chosen,
    .filter = tl_live_filter_get_text (self->filter),
    .promiscuous = gtk_switch_get_active (self->promiscuous),
  };
  return self->chosen != NULL;
}

gboolean
tl_live_page_get_once (TlLivePage *self)
{
  return gtk_switch_get_active (self->once);
}

const char *
tl_live_page_get_keylog (TlLivePage *self)
{
  return self->keylog;
}

void
tl_live_page_set_keylog (TlLivePage *self, const char *path)
{
  g_autofree char *name = path == NULL ? NULL : g_filename_display_basename (path);

  g_free (self->keylog);
  self->keylog = g_strdup (path);
  adw_action_row_set_subtitle (self->keylog_row,
                               name == NULL ? _ ("Programs that you start from here write one by themselves") : name);
  gtk_widget_set_visible (self->forget_keylog, path != NULL);
}

gboolean
tl_live_page_choose (TlLivePage *self, const char *name)
{
  TlInterfaceRow *row = find_row (self, name);

  if (row != NULL)
    gtk_list_box_select_row (self->list, GTK_LIST_BOX_ROW (row));
  return row != NULL;
}

void
tl_live_page_start (TlLivePage *self)
{
  if (self->chosen != NULL)
    tl_live_filter_prepare (self->filter);
}

void
tl_live_page_refresh (TlLivePage *self)
{
  g_autofree char *helper = NULL;
  TlPermission permission = tl_live_permission (&helper);

  if (permission != TL_PERMISSION_GRANTED)
    {
      tl_live_page_show_permission (self, permission, helper, NULL);
      return;
    }
  if (g_strcmp0 (tl_live_page_get_shown (self), "permission") == 0)
    show (self, "interfaces");
  look_at_list (self);
}

void
tl_live_page_show_permission (TlLivePage *self, TlPermission permission, const char *path, const char *sentence)
{
  if (sentence != NULL)
    tl_permission_page_set_sentence (self->permission, sentence);
  else
    tl_permission_page_set (self->permission, permission, path);
  show (self, "permission");
}

void
tl_live_page_set_interfaces (TlLivePage *self, GPtrArray *list)
{
  self->given = TRUE;
  show_list (self, list);
}

const char *
tl_live_page_get_shown (TlLivePage *self)
{
  return gtk_stack_get_visible_child_name (self->stack);
}

guint
tl_live_page_get_n_interfaces (TlLivePage *self)
{
  guint n = 0;

  while (row_at (self, (int) n) != NULL)
    n++;
  return n;
}

TlLiveFilter *
tl_live_page_get_filter (TlLivePage *self)
{
  return self->filter;
}
