/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The samples that come with the program, each with what it shows.
 */
#include "samples-page.h"

#include "dissector.h"

struct _TlSamplesPage
{
  AdwBin parent_instance;

  GPtrArray *samples; /* TlSample */
  GtkStack *stack;
  AdwStatusPage *missing;
  GtkListBox *list;
};

enum
{
  SAMPLE_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TlSamplesPage, tl_samples_page, ADW_TYPE_BIN)

static void
activated_cb (TlSamplesPage *self, GtkListBoxRow *row)
{
  tl_samples_page_choose (self, (guint) gtk_list_box_row_get_index (row));
}

static GtkWidget *
create_row (const TlSample *sample)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), sample->title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), sample->description);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_widget_add_css_class (arrow, "dim-label");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
  return row;
}

static void
load (TlSamplesPage *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *escaped = NULL;

  self->samples = tl_samples_load (&error);
  if (self->samples == NULL)
    {
      escaped = g_markup_escape_text (error->message, -1);
      adw_status_page_set_description (self->missing, escaped);
    }
  for (guint i = 0; self->samples != NULL && i < self->samples->len; i++)
    gtk_list_box_append (self->list, create_row (self->samples->pdata[i]));
  gtk_stack_set_visible_child_name (self->stack,
                                    tl_samples_page_get_n_samples (self) > 0 ? "list" : "missing");
}

static void
tl_samples_page_dispose (GObject *object)
{
  g_clear_pointer (&TL_SAMPLES_PAGE (object)->samples, g_ptr_array_unref);
  G_OBJECT_CLASS (tl_samples_page_parent_class)->dispose (object);
}

static void
tl_samples_page_class_init (TlSamplesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tl_samples_page_dispose;
  signals[SAMPLE_CHOSEN] = g_signal_new ("sample-chosen", TL_TYPE_SAMPLES_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/tls_ladder/TlsLadder/samples-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TlSamplesPage, stack);
  gtk_widget_class_bind_template_child (widget_class, TlSamplesPage, missing);
  gtk_widget_class_bind_template_child (widget_class, TlSamplesPage, list);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
tl_samples_page_init (TlSamplesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  load (self);
}

GtkWidget *
tl_samples_page_new (void)
{
  return g_object_new (TL_TYPE_SAMPLES_PAGE, NULL);
}

guint
tl_samples_page_get_n_samples (TlSamplesPage *self)
{
  return self->samples == NULL ? 0 : self->samples->len;
}

void
tl_samples_page_choose (TlSamplesPage *self, guint index)
{
  const TlSample *sample;

  if (index >= tl_samples_page_get_n_samples (self))
    return;
  sample = self->samples->pdata[index];
  g_signal_emit (self, signals[SAMPLE_CHOSEN], 0, sample->path);
}
