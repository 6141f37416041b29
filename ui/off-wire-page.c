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

  TlOffWire *shown;     /* NULL: nothing */
  TlStep *about;        /* that it belongs to */
  TlWorkings *computed; /* that are shown of it; NULL: none */

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
show_head (TlOffWirePage *self, TlConversation *conversation, const TlOffWire *step)
{
  bool client = step->side == TL_SIDE_CLIENT;
  g_autofree char *subtitle = subtitle_text (conversation, step);

  gtk_label_set_text (self->subtitle, subtitle);
  gtk_widget_remove_css_class (GTK_WIDGET (self->title), client ? "server" : "client");
  gtk_widget_add_css_class (GTK_WIDGET (self->title), client ? "client" : "server");
  show_explanation (self, conversation, step);
  show_proof (self, conversation, step);
}

/* Whether two entries look the same. */
static bool
is_same_derivation (const TlDerivation *a, const TlDerivation *b)
{
  bool same_value = a->value == NULL || b->value == NULL ? a->value == b->value : g_bytes_equal (a->value, b->value);

  return same_value && a->source == b->source && g_str_equal (a->name, b->name) && g_strcmp0 (a->covers, b->covers) == 0;
}

/* While a capture goes on, all is computed again and again: what is unfolded stays where nothing new came out. */
static bool
is_same_working (const TlWorkings *a, const TlWorkings *b, guint index)
{
  g_autoptr (GArray) before = NULL;
  g_autoptr (GArray) now = NULL;

  if (a == NULL || b == NULL || index >= a->off_wire->len || index >= b->off_wire->len)
    return a == b;
  before = tl_off_wire_makes (a->off_wire, index, a->derivations);
  now = tl_off_wire_makes (b->off_wire, index, b->derivations);
  if (before->len != now->len)
    return false;
  for (guint i = 0; i < now->len; i++)
    if (!is_same_derivation (g_ptr_array_index (a->derivations, g_array_index (before, guint, i)),
                             g_ptr_array_index (b->derivations, g_array_index (now, guint, i))))
      return false;
  return true;
}

static void
clear_workings (TlOffWirePage *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->workings))) != NULL)
    gtk_box_remove (self->workings, child);
}

/* Whether @index is @from, or is made from it. */
static bool
follows (const GPtrArray *derivations, guint index, int from)
{
  const TlDerivation *derivation = g_ptr_array_index (derivations, index);

  if ((int) index == from)
    return true;
  for (guint i = 0; i < G_N_ELEMENTS (derivation->from); i++)
    if (derivation->from[i] >= 0 && follows (derivations, (guint) derivation->from[i], from))
      return true;
  return false;
}

/* What comes first, when @result is what it is all about. */
typedef enum
{
  PART_RESULT,  /* and what is made from it */
  PART_BESIDE,  /* of the other side, say */
  PART_BEFORE   /* that it is made from */
} Part;

static Part
part_of (const GPtrArray *derivations, guint index, int result)
{
  if (result < 0 || follows (derivations, index, result))
    return PART_RESULT;
  return follows (derivations, (guint) result, (int) index) ? PART_BEFORE : PART_BESIDE;
}

/* Where cards that say what the result is made from stand, folded. */
static GtkWidget *
make_fold (void)
{
  GtkWidget *fold = gtk_expander_new (_ ("What it is made from"));

  gtk_expander_set_child (GTK_EXPANDER (fold), gtk_box_new (GTK_ORIENTATION_VERTICAL, 10));
  gtk_widget_add_css_class (fold, "before");
  return fold;
}

static void
append_part (GtkWidget *box, const GArray *makes, GPtrArray *derivations, int result, Part part)
{
  for (guint i = 0; i < makes->len; i++)
    {
      guint made = g_array_index (makes, guint, i);

      if (part_of (derivations, made, result) == part)
        gtk_box_append (GTK_BOX (box), tl_derivation_card_new (derivations, made, (int) made == result));
    }
}

static void
show_workings (TlOffWirePage *self, const GPtrArray *off_wire, guint index, const TlWorkings *workings)
{
  g_autoptr (GArray) makes = NULL;
  GtkWidget *fold;
  int result;

  clear_workings (self);
  if (workings == NULL || workings->off_wire->len != off_wire->len)
    return;
  makes = tl_off_wire_makes (workings->off_wire, index, workings->derivations);
  result = tl_off_wire_result (workings->off_wire, index, workings->derivations);
  append_part (GTK_WIDGET (self->workings), makes, workings->derivations, result, PART_RESULT);
  append_part (GTK_WIDGET (self->workings), makes, workings->derivations, result, PART_BESIDE);
  fold = g_object_ref_sink (make_fold ());
  append_part (gtk_expander_get_child (GTK_EXPANDER (fold)), makes, workings->derivations, result, PART_BEFORE);
  if (gtk_widget_get_first_child (gtk_expander_get_child (GTK_EXPANDER (fold))) != NULL)
    gtk_box_append (self->workings, fold);
  g_object_unref (fold);
}

/* Remembers what is shown. Returns whether it was shown before. */
static bool
remember (TlOffWirePage *self, TlConversation *conversation, const TlOffWire *step)
{
  TlStep *about = step == NULL || (guint) step->about >= conversation->n_steps ? NULL : conversation->steps[step->about];

  if (self->shown != NULL && step != NULL && tl_off_wire_equal (self->shown, step) && self->about == about)
    return true;
  g_clear_pointer (&self->shown, tl_off_wire_free);
  g_clear_pointer (&self->about, tl_step_unref);
  g_clear_pointer (&self->computed, tl_workings_unref);
  if (step == NULL)
    return false;
  self->shown = g_new (TlOffWire, 1);
  *self->shown = *step;
  self->shown->text = g_strdup (step->text);
  self->shown->value = NULL;
  self->about = about == NULL ? NULL : tl_step_ref (about);
  return false;
}

static void
tl_off_wire_page_dispose (GObject *object)
{
  remember (TL_OFF_WIRE_PAGE (object), NULL, NULL);
  G_OBJECT_CLASS (tl_off_wire_page_parent_class)->dispose (object);
}

static void
tl_off_wire_page_class_init (TlOffWirePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tl_off_wire_page_dispose;
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
                      TlWorkings *workings)
{
  const TlOffWire *step = conversation == NULL ? NULL : g_ptr_array_index (off_wire, index);
  bool same = remember (self, conversation, step);

  if (step == NULL)
    {
      tl_proof_card_set_step (self->proof, NULL, 0);
      clear_workings (self);
      return;
    }
  if (!same)
    show_head (self, conversation, step);
  if (!same || !is_same_working (self->computed, workings, index))
    show_workings (self, off_wire, index, workings);
  g_clear_pointer (&self->computed, tl_workings_unref);
  self->computed = workings == NULL ? NULL : tl_workings_ref (workings);
}
