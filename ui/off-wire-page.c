/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What one side does between two messages: why, with what goes in and what comes out; and where it makes or checks a proof, that
 * proof.
 */
#include "off-wire-page.h"

#include "derivation-card.h"
#include "finding-text.h"
#include "proof-card.h"

#include <glib/gi18n-lib.h>

struct _TlOffWirePage
{
  AdwBin parent_instance;

  GtkLabel *title;
  GtkLabel *subtitle;
  GtkLabel *explanation;
  GtkLabel *reference;
  TlProofCard *proof;
  GtkBox *workings;
};

G_DEFINE_FINAL_TYPE (TlOffWirePage, tl_off_wire_page, ADW_TYPE_BIN)

/* "not on the wire · after ServerHello" */
static char *
subtitle_text (const TlConversation *conversation, const TlOffWire *step)
{
  g_autofree char *after = step->after < 0 ? NULL : tl_step_title (conversation, (guint) step->after);

  if (after == NULL)
    return g_strdup (_ ("not on the wire · before the first message"));
  return g_strdup_printf (_ ("not on the wire · after %s"), after);
}

static void
show_explanation (TlOffWirePage *self, const TlConversation *conversation, const TlOffWire *step)
{
  g_autoptr (TlExplanation) explanation = tl_explain_off_wire (conversation, step);
  g_autofree char *markup = explanation->reference == NULL ? NULL : tl_rfc_links_markup (explanation->reference);

  gtk_label_set_text (self->title, explanation->title);
  gtk_label_set_text (self->explanation, explanation->text);
  gtk_label_set_markup (self->reference, markup == NULL ? "" : markup);
  gtk_widget_set_visible (GTK_WIDGET (self->reference), markup != NULL);
}

/* Where it is about a proof, that is told in full. */
static void
show_proof (TlOffWirePage *self, TlConversation *conversation, const TlOffWire *step)
{
  bool proves = step->kind == TL_OFF_WIRE_FINISHED || step->kind == TL_OFF_WIRE_CHECKS_FINISHED
                || step->kind == TL_OFF_WIRE_SIGNATURE || step->kind == TL_OFF_WIRE_CHECKS_CERTIFICATE
                || step->kind == TL_OFF_WIRE_KEY_SHARE; /* that is signed */

  tl_proof_card_set_step (self->proof, proves ? conversation : NULL, proves ? (guint) step->about : 0);
  tl_proof_card_set_unfolded (self->proof, step->kind == TL_OFF_WIRE_FINISHED || step->kind == TL_OFF_WIRE_CHECKS_FINISHED);
}

static void
clear_workings (TlOffWirePage *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->workings))) != NULL)
    gtk_box_remove (self->workings, child);
}

static void
show_workings (TlOffWirePage *self, const GPtrArray *off_wire, guint index, const TlWorkings *workings)
{
  g_autoptr (GArray) makes = NULL;
  int result;

  clear_workings (self);
  if (workings == NULL || workings->off_wire->len != off_wire->len)
    return;
  makes = tl_off_wire_makes (workings->off_wire, index, workings->derivations);
  result = tl_off_wire_result (workings->off_wire, index, workings->derivations);
  for (guint i = 0; i < makes->len; i++)
    {
      guint made = g_array_index (makes, guint, i);

      gtk_box_append (self->workings, tl_derivation_card_new (workings->derivations, made, (int) made == result));
    }
}

static void
tl_off_wire_page_class_init (TlOffWirePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (TL_TYPE_PROOF_CARD);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tls_ladder/TlsLadder/off-wire-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TlOffWirePage, title);
  gtk_widget_class_bind_template_child (widget_class, TlOffWirePage, subtitle);
  gtk_widget_class_bind_template_child (widget_class, TlOffWirePage, explanation);
  gtk_widget_class_bind_template_child (widget_class, TlOffWirePage, reference);
  gtk_widget_class_bind_template_child (widget_class, TlOffWirePage, proof);
  gtk_widget_class_bind_template_child (widget_class, TlOffWirePage, workings);
}

static void
tl_off_wire_page_init (TlOffWirePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tl_off_wire_page_set (TlOffWirePage *self,
                      TlConversation *conversation,
                      const GPtrArray *off_wire,
                      guint index,
                      const TlWorkings *workings)
{
  const TlOffWire *step = conversation == NULL ? NULL : g_ptr_array_index (off_wire, index);
  bool client = step != NULL && step->side == TL_SIDE_CLIENT;
  g_autofree char *subtitle = NULL;

  if (step == NULL)
    {
      tl_proof_card_set_step (self->proof, NULL, 0);
      clear_workings (self);
      return;
    }
  subtitle = subtitle_text (conversation, step);
  gtk_label_set_text (self->subtitle, subtitle);
  gtk_widget_remove_css_class (GTK_WIDGET (self->title), client ? "server" : "client");
  gtk_widget_add_css_class (GTK_WIDGET (self->title), client ? "client" : "server");
  show_explanation (self, conversation, step);
  show_proof (self, conversation, step);
  show_workings (self, off_wire, index, workings);
}
