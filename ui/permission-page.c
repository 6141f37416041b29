/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Why nobody here may capture, with the command that mends it, to be copied.
 */
#include "permission-page.h"

#include "compat.h"

struct _TlPermissionPage
{
  AdwBin parent_instance;

  char *command; /* NULL: none */

  AdwStatusPage *status;
  GtkWidget *command_box;
  GtkWidget *command_hint;
  GtkLabel *command_label;
};

enum
{
  TRY_AGAIN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TlPermissionPage, tl_permission_page, ADW_TYPE_BIN)

static void
show_text (TlPermissionPage *self, const char *sentence, const char *command)
{
  g_autofree char *escaped = g_markup_escape_text (sentence, -1);

  g_free (self->command);
  self->command = g_strdup (command);
  adw_status_page_set_description (self->status, escaped);
  gtk_label_set_text (self->command_label, command == NULL ? "" : command);
  gtk_widget_set_visible (self->command_box, command != NULL);
  gtk_widget_set_visible (self->command_hint, command != NULL);
}

static void
copy_cb (TlPermissionPage *self)
{
  tl_compat_copy_text (GTK_WIDGET (self), self->command);
}

static void
try_again_cb (TlPermissionPage *self)
{
  g_signal_emit (self, signals[TRY_AGAIN], 0);
}

static void
tl_permission_page_finalize (GObject *object)
{
  g_free (TL_PERMISSION_PAGE (object)->command);
  G_OBJECT_CLASS (tl_permission_page_parent_class)->finalize (object);
}

static void
tl_permission_page_class_init (TlPermissionPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tl_permission_page_finalize;
  signals[TRY_AGAIN]
      = g_signal_new ("try-again", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tls_ladder/TlsLadder/permission-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TlPermissionPage, status);
  gtk_widget_class_bind_template_child (widget_class, TlPermissionPage, command_box);
  gtk_widget_class_bind_template_child (widget_class, TlPermissionPage, command_hint);
  gtk_widget_class_bind_template_child (widget_class, TlPermissionPage, command_label);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, try_again_cb);
}

static void
tl_permission_page_init (TlPermissionPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tl_permission_page_new (void)
{
  return g_object_new (TL_TYPE_PERMISSION_PAGE, NULL);
}

void
tl_permission_page_set (TlPermissionPage *self, TlPermission permission, const char *path)
{
  g_autofree char *sentence = tl_permission_text (permission, path);
  g_autofree char *command = tl_permission_command (permission, path);

  show_text (self, sentence == NULL ? "" : sentence, command);
}

void
tl_permission_page_set_sentence (TlPermissionPage *self, const char *sentence)
{
  show_text (self, sentence, NULL);
}

const char *
tl_permission_page_get_command (TlPermissionPage *self)
{
  return self->command;
}
