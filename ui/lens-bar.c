/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The switch between observer, key log and server, and the sentence on what each can see.
 */
#include "lens-bar.h"

#include <glib/gi18n-lib.h>

struct _TlLensBar
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *line; /* with the sentence, and what unfolds it */
  GtkLabel *sentence;
  GtkWidget *more;
  gboolean narrow;
};

G_DEFINE_FINAL_TYPE (TlLensBar, tl_lens_bar, GTK_TYPE_WIDGET)

/* Where there is little room, the sentence has one line, until somebody wants to read it. */
static void
fold (TlLensBar *self)
{
  bool folded = self->narrow && !gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->more));

  gtk_label_set_wrap (self->sentence, !folded);
  gtk_label_set_ellipsize (self->sentence, folded ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
}

static void
tl_lens_bar_dispose (GObject *object)
{
  g_clear_pointer (&TL_LENS_BAR (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tl_lens_bar_parent_class)->dispose (object);
}

static void
tl_lens_bar_class_init (TlLensBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tl_lens_bar_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tls_ladder/TlsLadder/lens-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, TlLensBar, box);
  gtk_widget_class_bind_template_child (widget_class, TlLensBar, line);
  gtk_widget_class_bind_template_child (widget_class, TlLensBar, sentence);
  gtk_widget_class_bind_template_child (widget_class, TlLensBar, more);
  gtk_widget_class_bind_template_callback (widget_class, fold);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "lensbar");
}

static void
tl_lens_bar_init (TlLensBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* What the server knows beside its keys is told when it is computed; till then, its place is kept. */
static char *
text_of (TlLens lens, const TlConversation *conversation, const TlWorkings *workings)
{
  if (lens == TL_N_LENSES || conversation == NULL)
    return NULL;
  if (lens == TL_LENS_SERVER && workings == NULL)
    return g_strdup ("…");
  return tl_conversation_lens_text_with (conversation, lens, workings == NULL ? NULL : workings->derivations);
}

void
tl_lens_bar_show (TlLensBar *self, TlLens lens, const TlConversation *conversation, const TlWorkings *workings)
{
  g_autofree char *text = text_of (lens, conversation, workings);

  gtk_label_set_text (self->sentence, text == NULL ? "" : text);
  if (g_strcmp0 (gtk_widget_get_tooltip_text (GTK_WIDGET (self->sentence)), text) != 0) /* GTK asks the display where the pointer is */
    gtk_widget_set_tooltip_text (GTK_WIDGET (self->sentence), text);
  gtk_widget_set_visible (self->line, text != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), lens != TL_N_LENSES);
}

void
tl_lens_bar_set_narrow (TlLensBar *self, gboolean narrow)
{
  self->narrow = narrow;
  gtk_widget_set_visible (self->more, narrow);
  fold (self);
}
