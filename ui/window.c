/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A window: one capture, its conversations, the ladder of one of them and the details of one step.
 */
#include "window.h"

#include "capture-text.h"
#include "comeback.h"
#include "compat.h"
#include "conversation-list.h"
#include "conversation-view.h"
#include "key-bar.h"
#include "lenses.h"
#include "progress-strip.h"
#include "recent.h"
#include "samples-page.h"
#include "window-actions.h"
#include "window-files.h"
#include "window-live.h"
#include "window-size.h"

#include <glib/gi18n-lib.h>

struct _TlWindow
{
  AdwApplicationWindow parent_instance;

  TlSession *session;
  GListModel *model;
  guint header_due;
  TlLenses *lenses;
  TlComeback comeback;  /* to what was on show, when it is read again */
  const char *opening;  /* what another capture is called, while it is opened; NULL: none is */
  gboolean browsing;    /* the samples, while a capture may be open */
  gboolean list_wanted; /* before the screen was filled */
  TlWindowLive *live;

  AdwWindowTitle *title;
  AdwHeaderBar *header;
  GtkWidget *back_button;
  GtkWidget *list_button;
  GtkWidget *search_button;
  GtkWidget *secrets_button;
  GtkWidget *live_button;
  AdwSplitButton *open_button;
  TlProgressStrip *progress;
  GtkRevealer *notice_revealer;
  GtkLabel *notice;
  TlKeyBar *keys;
  GtkStack *stack;
  TlSamplesPage *samples;
  TlLiveBar *live_bar;
  TlLivePage *live_page;
  AdwStatusPage *none_page;
  AdwStatusPage *error_page;
  GtkWidget *again_box;
  AdwFlap *flap;
  TlConversationList *list;
  TlConversationView *view;
  GtkWidget *restore_button;
};

G_DEFINE_FINAL_TYPE (TlWindow, tl_window, ADW_TYPE_APPLICATION_WINDOW)

/* What is shown */

static void
set_action_enabled (TlWindow *self, const char *name, gboolean enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), name)), enabled);
}

/* Whether the list lies over the ladder. */
static bool
is_list_over (TlWindow *self)
{
  return adw_flap_get_folded (self->flap) && adw_flap_get_reveal_flap (self->flap);
}

/* What is searched is the list; and where that is folded away, there is no room for words, and none for files over it. */
static void
update_header (TlWindow *self)
{
  gboolean main = g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "main") == 0;

  gtk_widget_set_visible (GTK_WIDGET (self->open_button), !main || !is_list_over (self));
  gtk_widget_set_visible (self->search_button, main && adw_flap_get_reveal_flap (self->flap));
  gtk_widget_set_visible (self->secrets_button, main && !adw_flap_get_folded (self->flap));
  gtk_widget_set_visible (self->live_button, main && !adw_flap_get_folded (self->flap));
  if (main && adw_flap_get_folded (self->flap))
    adw_split_button_set_icon_name (self->open_button, "document-open-symbolic");
  else
    adw_split_button_set_label (self->open_button, _ ("_Open"));
}

static gboolean
header_due_cb (gpointer user_data)
{
  TlWindow *self = user_data;

  self->header_due = 0;
  update_header (self);
  return G_SOURCE_REMOVE;
}

/* It folds while sizes are given out: then the header must not ask for another. */
static void
folded_cb (TlWindow *self)
{
  if (self->header_due == 0)
    self->header_due = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, header_due_cb, self, NULL);
}

static void
show_page (TlWindow *self, const char *name)
{
  gboolean main = g_str_equal (name, "main");

  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_widget_set_visible (self->list_button, main);
  gtk_widget_set_visible (self->back_button, self->browsing && self->model != NULL);
  update_header (self);
  set_action_enabled (self, "back", self->browsing && self->model != NULL);
  set_action_enabled (self, "secrets", main);
  set_action_enabled (self, "search", main);
  set_action_enabled (self, "toggle-list", main);
}

static void
show_notice (TlWindow *self, const char *text)
{
  if (text != NULL)
    gtk_label_set_text (self->notice, text);
  gtk_revealer_set_reveal_child (self->notice_revealer, text != NULL);
}

static void
selected_cb (TlWindow *self)
{
  TlConversationItem *item = tl_conversation_list_get_selected (self->list);
  bool first = tl_conversation_view_get_item (self->view) == NULL;

  tl_conversation_view_set_item (self->view, item);
  if (item == NULL)
    return;
  if (first)
    gtk_widget_grab_focus (GTK_WIDGET (self->view)); /* space and arrows work at once */
  if (adw_flap_get_folded (self->flap) && gtk_stack_get_visible_child_name (self->stack) != NULL
      && gtk_widget_get_mapped (GTK_WIDGET (self->flap)))
    adw_flap_set_reveal_flap (self->flap, FALSE);
}

/* What the session tells */

static guint
n_conversations (TlWindow *self)
{
  guint unlisted = self->session == NULL ? 0 : (guint) tl_session_get_n_unlisted (self->session);

  return self->model == NULL ? 0 : g_list_model_get_n_items (self->model) + unlisted;
}

static TlSessionState
get_state (TlWindow *self)
{
  return self->session == NULL ? TL_SESSION_DONE : tl_session_get_state (self->session);
}

static void
update_subtitle (TlWindow *self)
{
  g_autofree char *text = self->model == NULL
                              ? NULL
                              : tl_capture_count_text (n_conversations (self), get_state (self) == TL_SESSION_READING);

  adw_window_title_set_subtitle (self->title, text == NULL ? "" : text);
}

static void
show_error_page (TlWindow *self, const GError *error)
{
  g_autofree char *escaped = g_markup_escape_text (error->message, -1);

  adw_status_page_set_title (self->error_page, tl_capture_error_title (error));
  adw_status_page_set_description (self->error_page, escaped);
  gtk_widget_set_visible (self->again_box, g_error_matches (error, TL_ERROR, TL_ERROR_LIVE));
  show_page (self, "error");
}

static void
show_none_page (TlWindow *self, const char *notice)
{
  g_autofree char *text = tl_capture_none_text (self->session, notice);
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_status_page_set_description (self->none_page, escaped);
  show_page (self, "none");
}

/* The capture was read with other keys: what was on show is looked for again. */
static void
come_back (TlWindow *self)
{
  tl_comeback_try (&self->comeback, self->model, get_state (self) == TL_SESSION_READING, self->list, self->view);
}

static void
update_page (TlWindow *self)
{
  TlSessionState state = get_state (self);
  g_autofree char *notice
      = self->session == NULL || state == TL_SESSION_READING ? NULL : tl_capture_notice_text (self->session);

  update_subtitle (self);
  tl_conversation_view_set_following (self->view, tl_window_live_is_running (self->live));
  if (self->browsing)
    return;
  if (n_conversations (self) > 0)
    {
      if (!g_str_equal (tl_window_get_page (self), "main"))
        {
          show_page (self, "main");
          gtk_widget_grab_focus (GTK_WIDGET (self->view));
        }
      show_notice (self, tl_window_live_is_told (self->live) ? NULL : notice);
      return;
    }
  show_notice (self, NULL);
  if (state == TL_SESSION_READING && self->comeback.number > 0)
    return; /* it will be back soon */
  if (state == TL_SESSION_READING)
    show_page (self, tl_window_live_is_capturing (self->live) ? "waiting" : "reading");
  else if (self->session != NULL && tl_capture_is_unopened (tl_session_get_error (self->session)))
    show_error_page (self, tl_session_get_error (self->session));
  else if (self->session != NULL)
    show_none_page (self, notice);
}

static void
drop_session (TlWindow *self)
{
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  else if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_object (&self->session);
  g_clear_object (&self->model);
}

/* The newest, while it comes, unless somebody looks at another one, or works with what is shown. */
static void
follow_cb (TlWindow *self, guint position, guint removed, guint added)
{
  if (self->comeback.number == 0 && !is_list_over (self) && tl_window_live_is_running (self->live)
      && tl_conversation_view_is_untouched (self->view))
    tl_conversation_list_follow (self->list, position, removed, added);
}

static void
set_model (TlWindow *self, GListModel *model, const char *title)
{
  self->model = g_object_ref (model);
  self->browsing = FALSE;
  tl_window_set_heading (self, title);
  g_signal_connect_swapped (model, "items-changed", G_CALLBACK (update_page), self);
  g_signal_connect_data (model, "items-changed", G_CALLBACK (come_back), self, NULL, G_CONNECT_AFTER | G_CONNECT_SWAPPED);
  g_signal_connect_data (model, "items-changed", G_CALLBACK (follow_cb), self, NULL, G_CONNECT_AFTER | G_CONNECT_SWAPPED);
  if (self->comeback.number > 0)
    tl_conversation_list_exchange_model (self->list, model);
  else
    tl_conversation_list_set_model (self->list, model);
  update_page (self);
}

/* Another session is shown: of another capture, or of the same with other keys. */
static void
switched_cb (TlWindow *self)
{
  TlSession *session = tl_lenses_get_session (self->lenses);
  g_autofree char *title = g_strdup (self->opening != NULL ? self->opening : adw_window_title_get_title (self->title));

  if (self->opening == NULL)
    tl_comeback_take (&self->comeback, self->view);
  drop_session (self);
  self->session = g_object_ref (session);
  g_signal_connect_swapped (self->session, "notify::state", G_CALLBACK (come_back), self);
  g_signal_connect_swapped (self->session, "notify::state", G_CALLBACK (update_page), self);
  tl_progress_strip_set_session (self->progress, tl_window_live_is_running (self->live) ? NULL : session);
  if (tl_lenses_get_full_session (self->lenses) == session) /* with fewer keys, they would seem to open nothing */
    tl_key_bar_set_session (self->keys, self->session);
  set_model (self, G_LIST_MODEL (self->session), title);
  come_back (self);
}

static void
looked_cb (TlWindow *self)
{
  TlLens lens = tl_lenses_get_lens (self->lenses);
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "lens");

  if (lens != TL_N_LENSES)
    g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (tl_lens_id (lens)));
  set_action_enabled (self, "lens", lens != TL_N_LENSES);
  set_action_enabled (self, "forget-keys", tl_key_bar_get_keyring (self->keys) != NULL);
  tl_conversation_view_set_lens (self->view, lens);
}

static void
lens_change_state_cb (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  if (TL_WINDOW (user_data)->browsing)
    return;
  for (int lens = 0; lens < TL_N_LENSES; lens++)
    if (g_str_equal (tl_lens_id ((TlLens) lens), g_variant_get_string (state, NULL)))
      {
        g_simple_action_set_state (action, state);
        tl_lenses_look (TL_WINDOW (user_data)->lenses, (TlLens) lens);
      }
}

/* What other keys open is found by reading again. */
static void
keys_changed_cb (TlWindow *self)
{
  set_action_enabled (self, "forget-keys", tl_key_bar_get_keyring (self->keys) != NULL);
  if (tl_key_bar_get_keyring (self->keys) == NULL)
    tl_window_live_forget_keys (self->live);
  if (tl_window_live_waits_with (self->live, tl_key_bar_get_keys (self->keys)))
    tl_lenses_add_logs (self->lenses, tl_key_bar_get_logs (self->keys), tl_key_bar_get_keyring (self->keys));
  else
    tl_lenses_set_keys (self->lenses, tl_key_bar_get_logs (self->keys), tl_key_bar_get_keyring (self->keys));
}

/* Actions */

static void
back_action_cb (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED, gpointer user_data)
{
  TlWindow *self = user_data;

  self->browsing = FALSE;
  update_page (self);
}

static void
secrets_action_cb (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED, gpointer user_data)
{
  tl_conversation_view_show_secrets (TL_WINDOW (user_data)->view, -1);
}

static void
search_action_cb (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED, gpointer user_data)
{
  TlWindow *self = user_data;

  adw_flap_set_reveal_flap (self->flap, TRUE);
  g_object_set (self->list, "search-mode", TRUE, NULL);
}

static void
toggle_list_action_cb (GSimpleAction *action G_GNUC_UNUSED, GVariant *parameter G_GNUC_UNUSED, gpointer user_data)
{
  TlWindow *self = user_data;

  adw_flap_set_reveal_flap (self->flap, !adw_flap_get_reveal_flap (self->flap));
}

/* From the back row, only the ladder and its details are worth the room. */
static void
fullscreened_cb (TlWindow *self)
{
  gboolean full = gtk_window_is_fullscreen (GTK_WINDOW (self));

  gtk_widget_set_visible (GTK_WIDGET (self->header), !full);
  gtk_widget_set_visible (self->restore_button, full);
  if (full)
    self->list_wanted = adw_flap_get_reveal_flap (self->flap);
  adw_flap_set_reveal_flap (self->flap, !full && self->list_wanted);
}

static void
close_notice_cb (TlWindow *self)
{
  show_notice (self, NULL);
}

static const GActionEntry actions[] = {
  { .name = "lens", .parameter_type = "s", .state = "'key-log'", .change_state = lens_change_state_cb },
  { .name = "back", .activate = back_action_cb },
  { .name = "secrets", .activate = secrets_action_cb },
  { .name = "search", .activate = search_action_cb },
  { .name = "toggle-list", .activate = toggle_list_action_cb },
};

/* Overrides */

static gboolean
tl_window_close_request (GtkWindow *window)
{
  TlWindow *self = TL_WINDOW (window);

  if (!tl_window_live_may_close (self->live))
    return TRUE;
  tl_window_size_remember (window, self->flap);
  return GTK_WINDOW_CLASS (tl_window_parent_class)->close_request (window);
}

static void
tl_window_dispose (GObject *object)
{
  TlWindow *self = TL_WINDOW (object);

  g_clear_handle_id (&self->header_due, g_source_remove);
  g_clear_object (&self->live);
  drop_session (self);
  if (self->lenses != NULL)
    g_signal_handlers_disconnect_by_data (self->lenses, self);
  g_clear_object (&self->lenses);
  G_OBJECT_CLASS (tl_window_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, TlWindow, title);
  gtk_widget_class_bind_template_child (widget_class, TlWindow, header);
  gtk_widget_class_bind_template_child (widget_class, TlWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, TlWindow, list_button);
  gtk_widget_class_bind_template_child (widget_class, TlWindow, search_button);
  gtk_widget_class_bind_template_child (widget_class, TlWindow, secrets_button);
  gtk_widget_class_bind_template_child (widget_class, TlWindow, live_button);
  gtk_widget_class_bind_template_child (widget_class, TlWindow, open_button);
  gtk_widget_class_bind_template_child (widget_class, TlWindow, progress);
  gtk_widget_class_bind_template_child (widget_class, TlWindow, notice_revealer);
  gtk_widget_class_bind_template_child (widget_class, TlWindow, notice);
  gtk_widget_class_bind_template_child (widget_class, TlWindow, keys);
  gtk_widget_class_bind_template_child (widget_class, TlWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, TlWindow, samples);
  gtk_widget_class_bind_template_child (widget_class, TlWindow, live_bar);
  gtk_widget_class_bind_template_child (widget_class, TlWindow, live_page);
  gtk_widget_class_bind_template_child (widget_class, TlWindow, none_page);
  gtk_widget_class_bind_template_child (widget_class, TlWindow, error_page);
  gtk_widget_class_bind_template_child (widget_class, TlWindow, again_box);
  gtk_widget_class_bind_template_child (widget_class, TlWindow, flap);
  gtk_widget_class_bind_template_child (widget_class, TlWindow, list);
  gtk_widget_class_bind_template_child (widget_class, TlWindow, view);
  gtk_widget_class_bind_template_child (widget_class, TlWindow, restore_button);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback_full (widget_class, "sample_chosen_cb", G_CALLBACK (tl_window_open));
  gtk_widget_class_bind_template_callback (widget_class, close_notice_cb);
  gtk_widget_class_bind_template_callback (widget_class, keys_changed_cb);
}

static void
tl_window_class_init (TlWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tl_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = tl_window_close_request;
  g_type_ensure (TL_TYPE_CONVERSATION_LIST);
  g_type_ensure (TL_TYPE_CONVERSATION_VIEW);
  g_type_ensure (TL_TYPE_KEY_BAR);
  g_type_ensure (TL_TYPE_LIVE_BAR);
  g_type_ensure (TL_TYPE_LIVE_PAGE);
  g_type_ensure (TL_TYPE_PROGRESS_STRIP);
  g_type_ensure (TL_TYPE_SAMPLES_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tls_ladder/TlsLadder/window.ui");
  bind_children (widget_class);
  tl_window_class_add_keys (widget_class);
}

static void
tl_window_init (TlWindow *self)
{
  self->lenses = tl_lenses_new ();
  g_signal_connect_swapped (self->lenses, "switched", G_CALLBACK (switched_cb), self);
  g_signal_connect_swapped (self->lenses, "looked", G_CALLBACK (looked_cb), self);
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  tl_window_add_actions (self);
  gtk_widget_init_template (GTK_WIDGET (self));
  tl_compat_name_menu_buttons (GTK_WIDGET (self));
  self->list_wanted = tl_window_size_restore (GTK_WINDOW (self), self->flap);
  g_object_bind_property (self->flap, "reveal-flap", self->list_button, "active",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->list, "search-mode", self->search_button, "active",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  tl_window_add_files (self, self->open_button, self->keys);
  self->live = tl_window_live_new (self, self->keys, self->live_bar, self->live_page);
  g_signal_connect_swapped (self->flap, "notify::folded", G_CALLBACK (folded_cb), self);
  g_signal_connect_swapped (self->flap, "notify::reveal-flap", G_CALLBACK (folded_cb), self);
  g_signal_connect_swapped (self, "notify::fullscreened", G_CALLBACK (fullscreened_cb), self);
  set_action_enabled (self, "forget-keys", FALSE);
  set_action_enabled (self, "lens", FALSE);
  show_page (self, "empty");
}

GtkWidget *
tl_window_new (GtkApplication *application)
{
  return g_object_new (TL_TYPE_WINDOW, "application", application, NULL);
}

void
tl_window_open (TlWindow *self, const char *path)
{
  g_autofree char *title = g_filename_display_basename (path);

  if (tl_key_file_kind_at (path) != TL_KEY_FILE_NONE)
    {
      tl_window_load_keys (self, path);
      return;
    }
  self = tl_window_for_another (self);
  if (tl_window_live_takes (self->live, path))
    return;
  tl_window_live_forget (self->live);
  self->comeback.number = 0;
  self->opening = title;
  tl_lenses_open (self->lenses, path, tl_key_bar_get_logs (self->keys), tl_key_bar_get_keyring (self->keys));
  self->opening = NULL;
  tl_key_bar_set_capture (self->keys, path);
  tl_recent_add (path);
}

void
tl_window_load_keys (TlWindow *self, const char *path)
{
  tl_recent_keep_out (path);
  tl_key_bar_load (self->keys, path);
}

gboolean
tl_window_is_empty (TlWindow *self)
{
  return self->model == NULL;
}

void
tl_window_show_samples (TlWindow *self)
{
  self->browsing = TRUE;
  show_notice (self, NULL);
  show_page (self, "samples");
}

TlWindowLive *
tl_window_get_live (TlWindow *self)
{
  return self->live;
}

TlLenses *
tl_window_get_lenses (TlWindow *self)
{
  return self->lenses;
}

void
tl_window_show_live (TlWindow *self)
{
  self->browsing = TRUE;
  show_notice (self, NULL);
  show_page (self, "live");
  gtk_widget_grab_focus (GTK_WIDGET (self->live_page));
}

void
tl_window_show_session (TlWindow *self, TlSession *session, const char *title)
{
  self->comeback.number = 0;
  self->opening = title;
  tl_key_bar_set_capture (self->keys, NULL);
  tl_lenses_show (self->lenses, session, tl_key_bar_get_logs (self->keys), tl_key_bar_get_keyring (self->keys));
  self->opening = NULL;
}

TlSession *
tl_window_get_session (TlWindow *self)
{
  return self->session;
}

void
tl_window_set_heading (TlWindow *self, const char *title)
{
  adw_window_title_set_title (self->title, title);
  gtk_window_set_title (GTK_WINDOW (self), title);
}

void
tl_window_show_model (TlWindow *self, GListModel *model, const char *title)
{
  drop_session (self);
  tl_lenses_open (self->lenses, NULL, NULL, NULL);
  tl_key_bar_set_session (self->keys, NULL);
  tl_progress_strip_set_session (self->progress, NULL);
  set_model (self, model, title);
}

const char *
tl_window_get_page (TlWindow *self)
{
  return gtk_stack_get_visible_child_name (self->stack);
}
