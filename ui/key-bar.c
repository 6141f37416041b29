/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The keys that were given to a window, and what they open. A key log is read on a thread of its own: it may have a million
 * lines.
 */
#include "key-bar.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

/* A key log that was read. */
typedef struct
{
  char *path;
  TlKeylogReport report;
} Log;

struct _TlKeyBar
{
  GtkWidget parent_instance;

  TlKeyring *keyring; /* NULL: no keys */
  GPtrArray *logs;    /* Log: what is in it */
  char *offer;        /* a key log beside the capture, that nobody asked for yet */
  char *fault;        /* why the key log that was chosen last gave no keys */
  TlSession *session;
  GCancellable *loading;

  GtkWidget *icon;
  GtkWidget *label;
  GtkWidget *buttons;
  GtkWidget *use_button;
  GtkWidget *forget_button;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TlKeyBar, tl_key_bar, GTK_TYPE_WIDGET)

#define SPACING 12

static void
log_free (gpointer data)
{
  Log *log = data;

  g_free (log->path);
  g_free (log);
}

static Log *
find_log (TlKeyBar *self, const char *path)
{
  for (guint i = 0; i < self->logs->len; i++)
    {
      Log *log = g_ptr_array_index (self->logs, i);

      if (g_str_equal (log->path, path))
        return log;
    }
  return NULL;
}

/* What is said */

/* "“keys.txt” gives 12 secrets." */
static char *
secrets_text (TlKeyBar *self)
{
  const Log *last = g_ptr_array_index (self->logs, self->logs->len - 1);
  g_autofree char *name = g_filename_display_basename (last->path);
  guint64 n = 0;

  for (guint i = 0; i < self->logs->len; i++)
    n += ((const Log *) g_ptr_array_index (self->logs, i))->report.secrets;
  if (self->logs->len > 1)
    return g_strdup_printf (ngettext ("%u key log gives %" PRIu64 " secrets.", "%u key logs give %" PRIu64 " secrets.",
                                      self->logs->len),
                            self->logs->len, n);
  return g_strdup_printf (ngettext ("“%s” gives %" PRIu64 " secret.", "“%s” gives %" PRIu64 " secrets.", (gulong) n), name, n);
}

/* How many conversations they open. */
static char *
opened_text (TlKeyBar *self)
{
  guint n = self->session == NULL ? 0 : g_list_model_get_n_items (G_LIST_MODEL (self->session));
  guint opened = self->session == NULL ? 0 : tl_session_get_n_opened (self->session);
  bool reading = self->session != NULL && tl_session_get_state (self->session) == TL_SESSION_READING;

  if (self->session == NULL)
    return g_strdup (_ ("Open the capture that they belong to."));
  if (n == 0 || (opened == 0 && reading))
    return g_strdup ("");
  if (opened == 0)
    return g_strdup (_ ("None of them fits a conversation of this capture."));
  return g_strdup_printf (ngettext ("They open %u of %u conversation.", "They open %u of %u conversations.", n), opened, n);
}

/* What was amiss with the key log that was read last; "" where nothing was. */
static char *
amiss_text (TlKeyBar *self)
{
  const Log *last = g_ptr_array_index (self->logs, self->logs->len - 1);
  g_autofree char *name = g_filename_display_basename (last->path);
  char *text = tl_keylog_report_text (&last->report, name);

  return text == NULL ? g_strdup ("") : text;
}

static char *
keys_text (TlKeyBar *self)
{
  g_autofree char *secrets = secrets_text (self);
  g_autofree char *opened = opened_text (self);
  g_autofree char *amiss = amiss_text (self);

  return g_strconcat (secrets, *opened ? " " : "", opened, *amiss ? " " : "", amiss, NULL);
}

static void
update (TlKeyBar *self)
{
  g_autofree char *text = NULL;
  const char *icon;

  if (self->fault != NULL)
    {
      text = g_strdup (self->fault);
      icon = "dialog-warning-symbolic";
    }
  else if (self->keyring != NULL)
    {
      text = keys_text (self);
      icon = "tl-opened-symbolic";
    }
  else if (self->offer != NULL)
    {
      g_autofree char *name = g_filename_display_basename (self->offer);

      text = g_strdup_printf (_ ("A key log lies beside it: “%s”."), name);
      icon = "dialog-password-symbolic";
    }
  else
    return;
  gtk_label_set_text (GTK_LABEL (self->label), text);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), icon);
  gtk_widget_set_visible (self->use_button, self->fault == NULL && self->keyring == NULL);
  gtk_widget_set_visible (self->forget_button, self->fault == NULL && self->keyring != NULL);
}

static void
reveal (TlKeyBar *self)
{
  bool any = self->fault != NULL || self->keyring != NULL || self->offer != NULL;

  if (any)
    update (self);
  gtk_widget_set_visible (GTK_WIDGET (self), any);
}

/* Reading */

/* What goes to the thread and comes back. */
typedef struct
{
  TlKeyring *keyring;
  Log *log;
  GError *error;
} Load;

static void
load_free (gpointer data)
{
  Load *load = data;

  tl_keyring_unref (load->keyring);
  g_clear_pointer (&load->log, log_free);
  g_clear_error (&load->error);
  g_free (load);
}

static void
load_thread (GTask *task, gpointer source G_GNUC_UNUSED, gpointer data, GCancellable *cancellable G_GNUC_UNUSED)
{
  Load *load = data;

  tl_keyring_load_keylog (load->keyring, load->log->path, &load->log->report, &load->error);
  g_task_return_boolean (task, TRUE);
}

static void
take_log (TlKeyBar *self, Load *load)
{
  Log *known = find_log (self, load->log->path);

  if (self->keyring == NULL)
    self->keyring = tl_keyring_ref (load->keyring);
  if (known != NULL)
    g_ptr_array_remove (self->logs, known); /* it may have grown: it counts once, as it is now */
  g_ptr_array_add (self->logs, g_steal_pointer (&load->log));
}

static void
loaded_cb (GObject *object, GAsyncResult *result, gpointer user_data G_GNUC_UNUSED)
{
  TlKeyBar *self = TL_KEY_BAR (object);
  Load *load = g_task_get_task_data (G_TASK (result));
  bool any = load->log->report.secrets > 0;

  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;
  g_clear_object (&self->loading);
  g_clear_pointer (&self->fault, g_free);
  if (load->error != NULL)
    self->fault = g_strdup (load->error->message);
  if (any)
    take_log (self, load);
  reveal (self);
  if (any)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
stop_loading (TlKeyBar *self)
{
  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
}

/* Callbacks */

static void
use_cb (TlKeyBar *self)
{
  g_autofree char *path = g_strdup (self->offer);

  tl_key_bar_load (self, path);
}

/* What is known of a fault is read by then: the keys that there are come next. */
static void
close_cb (TlKeyBar *self)
{
  g_clear_pointer (&self->fault, g_free);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
drop_session (TlKeyBar *self)
{
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_func (self->session, update, self);
  g_clear_object (&self->session);
}

static int
width_of (GtkWidget *widget)
{
  int natural;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

static GtkSizeRequestMode
tl_key_bar_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* A box would align the baselines where it knows the width, and ask for less height than it needs where it does not. */
static void
tl_key_bar_measure (GtkWidget *widget,
                    GtkOrientation orientation,
                    int for_size,
                    int *minimum,
                    int *natural,
                    int *minimum_baseline,
                    int *natural_baseline)
{
  TlKeyBar *self = TL_KEY_BAR (widget);
  int aside = width_of (self->icon) + width_of (self->buttons) + 2 * SPACING;
  int height;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      gtk_widget_measure (self->label, orientation, -1, minimum, natural, NULL, NULL);
      *minimum += aside;
      *natural += aside;
      return;
    }
  gtk_widget_measure (self->buttons, orientation, -1, NULL, &height, NULL, NULL);
  gtk_widget_measure (self->label, orientation, for_size < 0 ? -1 : MAX (for_size - aside, 0), minimum, natural, NULL, NULL);
  *minimum = MAX (*minimum, height);
  *natural = MAX (*natural, height);
}

static void
place (TlKeyBar *self, GtkWidget *child, int x, int width)
{
  GtkWidget *widget = GTK_WIDGET (self);

  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    x = gtk_widget_get_width (widget) - x - width;
  gtk_widget_size_allocate (child, &(GtkAllocation){ x, 0, width, gtk_widget_get_height (widget) }, -1);
}

static void
tl_key_bar_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TlKeyBar *self = TL_KEY_BAR (widget);
  int icon = width_of (self->icon);
  int buttons = width_of (self->buttons);

  place (self, self->icon, 0, icon);
  place (self, self->label, icon + SPACING, MAX (width - icon - buttons - 2 * SPACING, 0));
  place (self, self->buttons, width - buttons, buttons);
}

static void
tl_key_bar_dispose (GObject *object)
{
  TlKeyBar *self = TL_KEY_BAR (object);
  GtkWidget *child;

  stop_loading (self);
  drop_session (self);
  g_clear_pointer (&self->keyring, tl_keyring_unref);
  g_clear_pointer (&self->offer, g_free);
  g_clear_pointer (&self->fault, g_free);
  g_ptr_array_set_size (self->logs, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tl_key_bar_parent_class)->dispose (object);
}

static void
tl_key_bar_finalize (GObject *object)
{
  g_ptr_array_unref (TL_KEY_BAR (object)->logs);
  G_OBJECT_CLASS (tl_key_bar_parent_class)->finalize (object);
}

static void
tl_key_bar_class_init (TlKeyBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tl_key_bar_dispose;
  G_OBJECT_CLASS (klass)->finalize = tl_key_bar_finalize;
  widget_class->get_request_mode = tl_key_bar_get_request_mode;
  widget_class->measure = tl_key_bar_measure;
  widget_class->size_allocate = tl_key_bar_size_allocate;
  signals[CHANGED]
      = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tls_ladder/TlsLadder/key-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, TlKeyBar, icon);
  gtk_widget_class_bind_template_child (widget_class, TlKeyBar, label);
  gtk_widget_class_bind_template_child (widget_class, TlKeyBar, buttons);
  gtk_widget_class_bind_template_child (widget_class, TlKeyBar, use_button);
  gtk_widget_class_bind_template_child (widget_class, TlKeyBar, forget_button);
  gtk_widget_class_bind_template_callback (widget_class, use_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
  gtk_widget_class_bind_template_callback (widget_class, tl_key_bar_forget);
  gtk_widget_class_set_css_name (widget_class, "keybar");
}

static void
tl_key_bar_init (TlKeyBar *self)
{
  self->logs = g_ptr_array_new_with_free_func (log_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

TlKeyring *
tl_key_bar_get_keyring (TlKeyBar *self)
{
  return self->keyring;
}

void
tl_key_bar_load (TlKeyBar *self, const char *path)
{
  g_autoptr (GTask) task = NULL;
  Load *load = g_new0 (Load, 1);

  stop_loading (self);
  self->loading = g_cancellable_new ();
  load->keyring = self->keyring == NULL ? tl_keyring_new () : tl_keyring_ref (self->keyring);
  load->log = g_new0 (Log, 1);
  load->log->path = g_canonicalize_filename (path, NULL);
  task = g_task_new (self, self->loading, loaded_cb, NULL);
  g_task_set_task_data (task, load, load_free);
  g_task_run_in_thread (task, load_thread);
}

void
tl_key_bar_forget (TlKeyBar *self)
{
  bool any = self->keyring != NULL;

  stop_loading (self);
  g_clear_pointer (&self->keyring, tl_keyring_unref);
  g_clear_pointer (&self->fault, g_free);
  g_ptr_array_set_size (self->logs, 0);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  if (any)
    g_signal_emit (self, signals[CHANGED], 0);
}

void
tl_key_bar_set_capture (TlKeyBar *self, const char *path)
{
  g_autofree char *beside = tl_keylog_beside (path);

  g_clear_pointer (&self->offer, g_free);
  if (beside != NULL)
    self->offer = g_canonicalize_filename (beside, NULL);
  reveal (self);
}

void
tl_key_bar_set_session (TlKeyBar *self, TlSession *session)
{
  drop_session (self);
  if (session == NULL)
    return;
  self->session = g_object_ref (session);
  g_signal_connect_swapped (session, "notify::state", G_CALLBACK (update), self);
  g_signal_connect_swapped (session, "notify::progress", G_CALLBACK (update), self);
  update (self);
}
