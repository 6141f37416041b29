/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The programs that were found, and a command line for any other.
 */
#include "program-window.h"

#include "programs.h"

#include <glib/gi18n-lib.h>

struct _TlProgramWindow
{
  AdwWindow parent_instance;

  GPtrArray *programs; /* TlProgram */
  char *folder;
  char *keylog;

  GtkListBox *list;
  GtkWidget *command;
  GtkLabel *fault;
};

G_DEFINE_FINAL_TYPE (TlProgramWindow, tl_program_window, ADW_TYPE_WINDOW)

static void
finish (TlProgramWindow *self, const GError *error)
{
  if (error == NULL)
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  gtk_label_set_text (self->fault, error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->fault), TRUE);
}

static void
activated_cb (TlProgramWindow *self, GtkListBoxRow *row)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) command
      = tl_program_command (self->programs->pdata[gtk_list_box_row_get_index (row)], self->folder, &error);

  if (command != NULL)
    tl_program_start ((const char *const *) command, self->keylog, &error);
  finish (self, error);
}

static void
run_cb (TlProgramWindow *self)
{
  tl_program_window_run (self, gtk_editable_get_text (GTK_EDITABLE (self->command)));
}

static void
add_row (TlProgramWindow *self, const TlProgram *program)
{
  GtkWidget *row = adw_action_row_new ();
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (GTK_WIDGET (self)));
  GtkWidget *icon = gtk_image_new_from_icon_name (
      gtk_icon_theme_has_icon (theme, program->icon) ? program->icon : "application-x-executable-symbolic");
  GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

  gtk_image_set_icon_size (GTK_IMAGE (icon), GTK_ICON_SIZE_LARGE);
  gtk_widget_add_css_class (arrow, "dim-label");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), program->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ ("Starts with a fresh profile, which is removed with the window of the capture"));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
  gtk_list_box_append (self->list, row);
}

static void
tl_program_window_finalize (GObject *object)
{
  TlProgramWindow *self = TL_PROGRAM_WINDOW (object);

  g_clear_pointer (&self->programs, g_ptr_array_unref);
  g_free (self->folder);
  g_free (self->keylog);
  G_OBJECT_CLASS (tl_program_window_parent_class)->finalize (object);
}

static void
tl_program_window_class_init (TlProgramWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tl_program_window_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tls_ladder/TlsLadder/program-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TlProgramWindow, list);
  gtk_widget_class_bind_template_child (widget_class, TlProgramWindow, command);
  gtk_widget_class_bind_template_child (widget_class, TlProgramWindow, fault);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, run_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
tl_program_window_init (TlProgramWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->programs = tl_programs_find ();
  for (guint i = 0; i < self->programs->len; i++)
    add_row (self, self->programs->pdata[i]);
  gtk_widget_set_visible (GTK_WIDGET (self->list), self->programs->len > 0);
}

GtkWidget *
tl_program_window_new (GtkWindow *parent, const char *folder, const char *keylog)
{
  TlProgramWindow *self = g_object_new (TL_TYPE_PROGRAM_WINDOW, "transient-for", parent, NULL);

  self->folder = g_strdup (folder);
  self->keylog = g_strdup (keylog);
  return GTK_WIDGET (self);
}

void
tl_program_window_run (TlProgramWindow *self, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) command = NULL;

  if (g_shell_parse_argv (text, NULL, &command, &error))
    tl_program_start ((const char *const *) command, self->keylog, &error);
  finish (self, error);
}

const char *
tl_program_window_get_fault (TlProgramWindow *self)
{
  return gtk_label_get_text (self->fault);
}
