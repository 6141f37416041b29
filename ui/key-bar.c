/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What is said of the keys that were given to a window, and of what they open.
 */
#include "key-bar.h"

#include "password-dialog.h"

#include <glib/gi18n-lib.h>

struct _TlKeyBar
{
  GtkWidget parent_instance;

  TlKeys *keys;
  char *offer;      /* a key log beside the capture, that nobody asked for yet */
  char *carried;    /* what is said of the keys that the capture carries; NULL: it has none, as far as it was read */
  TlSession *session;

  GtkWidget *icon;
  GtkWidget *label;
  GtkWidget *buttons;
  GtkWidget *use_button;
  GtkWidget *menu_button;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TlKeyBar, tl_key_bar, GTK_TYPE_WIDGET)

#define SPACING 12

/* What is said */

/* Whether it is a single key that is told about. What a private key has opened stands with the others, and was not given. */
static bool
is_one (TlKeyBar *self)
{
  TlKeyring *all = tl_keys_get_all (self->keys);
  TlKeyring *logs = tl_keys_get_logs (self->keys);
  gsize n = logs == NULL ? 0 : tl_keyring_n_secrets (logs);

  if (all != NULL)
    n += tl_keyring_n_keys (all) + tl_keyring_n_ech_keys (all) + tl_keyring_n_psks (all);
  return n == 1 && self->carried == NULL;
}

/* How many conversations they open. */
static char *
opened_text (TlKeyBar *self)
{
  guint n = self->session == NULL ? 0 : g_list_model_get_n_items (G_LIST_MODEL (self->session));
  guint opened = self->session == NULL ? 0 : tl_session_get_n_opened (self->session);
  bool reading = self->session != NULL && tl_session_get_state (self->session) == TL_SESSION_READING;

  if (self->session == NULL)
    return g_strdup (is_one (self) ? _ ("Open the capture that it belongs to.") : _ ("Open the capture that they belong to."));
  if (n == 0 || (opened == 0 && reading))
    return NULL;
  if (opened == 0)
    return g_strdup (is_one (self) ? _ ("It fits no conversation of this capture.")
                                   : _ ("None of them fits a conversation of this capture."));
  if (is_one (self))
    return g_strdup_printf (ngettext ("It opens %u of %u conversation.", "It opens %u of %u conversations.", n), opened, n);
  return g_strdup_printf (ngettext ("They open %u of %u conversation.", "They open %u of %u conversations.", n), opened, n);
}

static void
append (GString *text, char *sentence)
{
  if (sentence != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", sentence);
  g_free (sentence);
}

static char *
keys_text (TlKeyBar *self)
{
  GString *text = g_string_new (NULL);

  append (text, tl_keys_dup_text (self->keys));
  append (text, g_strdup (self->carried));
  append (text, opened_text (self));
  append (text, tl_keys_dup_amiss_text (self->keys));
  return g_string_free (text, FALSE);
}

static bool
has_keys (TlKeyBar *self)
{
  return tl_keys_get_all (self->keys) != NULL || self->carried != NULL || tl_keys_is_awaiting (self->keys);
}

static void
show_text (TlKeyBar *self, const char *text, const char *icon)
{
  gtk_label_set_text (GTK_LABEL (self->label), text);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), icon);
}

static void
update (TlKeyBar *self)
{
  const char *fault = tl_keys_get_fault (self->keys);
  bool offers = fault == NULL && !has_keys (self);

  if (fault != NULL)
    show_text (self, fault, "dialog-warning-symbolic");
  else if (has_keys (self))
    {
      g_autofree char *text = keys_text (self);

      show_text (self, text, "tl-opened-symbolic");
    }
  else if (self->offer != NULL)
    {
      g_autofree char *name = g_filename_display_basename (self->offer);
      g_autofree char *text = g_strdup_printf (_ ("A key log lies beside it: “%s”."), name);

      show_text (self, text, "dialog-password-symbolic");
    }
  gtk_widget_set_visible (self->use_button, offers);
  gtk_widget_set_visible (self->menu_button, !offers);
}

static void
reveal (TlKeyBar *self)
{
  update (self);
  gtk_widget_set_visible (GTK_WIDGET (self), tl_keys_get_fault (self->keys) != NULL || has_keys (self) || self->offer != NULL);
}

/* Callbacks */

/* The keys that the capture carries become known while it is read, and those that are written meanwhile. */
static void
read_cb (TlKeyBar *self)
{
  bool before = self->carried != NULL;
  bool first = tl_keys_set_growing (self->keys, tl_session_get_reading (self->session)->growing.secrets);

  g_free (self->carried);
  self->carried = tl_session_dup_carried_text (self->session);
  if ((self->carried != NULL && !before) || first)
    reveal (self);
  else
    update (self);
}

static void
changed_cb (TlKeyBar *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
password_needed_cb (TlKeyBar *self, const char *path, const char *why)
{
  tl_password_dialog_ask (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->keys, path, why);
}

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
  tl_keys_clear_fault (self->keys);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
drop_session (TlKeyBar *self)
{
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_func (self->session, read_cb, self);
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

  drop_session (self);
  if (self->keys != NULL)
    g_signal_handlers_disconnect_by_data (self->keys, self);
  g_clear_object (&self->keys);
  g_clear_pointer (&self->offer, g_free);
  g_clear_pointer (&self->carried, g_free);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tl_key_bar_parent_class)->dispose (object);
}

static void
tl_key_bar_class_init (TlKeyBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tl_key_bar_dispose;
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
  gtk_widget_class_bind_template_child (widget_class, TlKeyBar, menu_button);
  gtk_widget_class_bind_template_callback (widget_class, use_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
  gtk_widget_class_set_css_name (widget_class, "keybar");
}

static void
tl_key_bar_init (TlKeyBar *self)
{
  self->keys = tl_keys_new ();
  g_signal_connect_swapped (self->keys, "updated", G_CALLBACK (reveal), self);
  g_signal_connect_swapped (self->keys, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->keys, "password-needed", G_CALLBACK (password_needed_cb), self);
  gtk_widget_init_template (GTK_WIDGET (self));
}

TlKeyring *
tl_key_bar_get_keyring (TlKeyBar *self)
{
  return tl_keys_get_all (self->keys);
}

TlKeyring *
tl_key_bar_get_logs (TlKeyBar *self)
{
  return tl_keys_get_logs (self->keys);
}

TlKeys *
tl_key_bar_get_keys (TlKeyBar *self)
{
  return self->keys;
}

void
tl_key_bar_load (TlKeyBar *self, const char *path)
{
  tl_keys_load (self->keys, path);
}

void
tl_key_bar_add_psk (TlKeyBar *self, const char *identity, const char *hex)
{
  tl_keys_add_psk (self->keys, identity, hex);
}

void
tl_key_bar_forget (TlKeyBar *self)
{
  g_clear_pointer (&self->offer, g_free);
  tl_keys_forget (self->keys);
}

void
tl_key_bar_set_capture (TlKeyBar *self, const char *path)
{
  g_autofree char *beside = path == NULL ? NULL : tl_keylog_beside (path);

  g_clear_pointer (&self->offer, g_free);
  if (beside != NULL)
    self->offer = g_canonicalize_filename (beside, NULL);
  reveal (self);
}

void
tl_key_bar_set_session (TlKeyBar *self, TlSession *session)
{
  drop_session (self);
  g_clear_pointer (&self->carried, g_free);
  if (session == NULL)
    return;
  self->session = g_object_ref (session);
  g_signal_connect_swapped (session, "notify::state", G_CALLBACK (read_cb), self);
  g_signal_connect_swapped (session, "notify::progress", G_CALLBACK (read_cb), self);
  read_cb (self);
}
