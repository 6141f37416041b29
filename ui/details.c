/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What a step is, what it is for, its fields and its bytes: one selection goes through all of them.
 */
#include "details.h"

#include "certificates.h"
#include "compat.h"
#include "door-view.h"
#include "field-row.h"
#include "field-rows.h"
#include "finding-cards.h"
#include "finding-text.h"
#include "hex-view.h"
#include "off-wire-page.h"
#include "proof-card.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

struct _TlDetails
{
  AdwBin parent_instance;

  TlConversation *conversation;
  GPtrArray *findings;
  TlStep *shown; /* the step on show: shared by all snapshots of its conversation */
  guint step;
  TlFieldTree *fields;
  GtkTreeListModel *tree;
  int row;
  guint space; /* of the fields, whose bytes are on show */
  gboolean selecting; /* the selection is being set by us */

  GtkStack *stack;
  TlOffWirePage *off_wire;
  GtkLabel *title;
  GtkLabel *subtitle;
  GtkLabel *explanation_title;
  GtkLabel *explanation;
  GtkLabel *reference;
  GtkWidget *sealed_card;
  GtkLabel *sealed;
  TlProofCard *proof;
  TlFindingCards *finding_cards;
  GtkWidget *switcher;
  GtkStack *views;
  GtkStackPage *certificates_page;
  GtkStackPage *door_page;
  TlDoorView *door;
  TlCertificates *certificates;
  GtkWidget *fields_card;
  GtkWidget *bytes_card;
  GtkListView *list;
  GtkSingleSelection *selection;
  GtkLabel *holder;
  TlHexView *hex;
};

G_DEFINE_FINAL_TYPE (TlDetails, tl_details, ADW_TYPE_BIN)

/* "packet 4", "packets 4 to 9" */
static char *
packets_text (const TlStep *step)
{
  guint64 first = G_MAXUINT64;
  guint64 last = 0;

  for (guint i = 0; i < step->n_origins; i++)
    {
      first = MIN (first, step->origins[i].packet);
      last = MAX (last, step->origins[i].packet);
    }
  if (step->n_origins == 0)
    return NULL;
  if (first == last)
    return g_strdup_printf (_ ("packet %" PRIu64), first);
  return g_strdup_printf (_ ("packets %" PRIu64 " to %" PRIu64), first, last);
}

static char *
subtitle_text (const TlStep *step)
{
  GString *text = g_string_new (step->from == TL_SIDE_CLIENT ? _ ("client → server") : _ ("server → client"));
  g_autofree char *packets = packets_text (step);

  if (packets != NULL)
    g_string_append_printf (text, " · %s", packets);
  if (step->n_records > 1)
    {
      g_string_append (text, " · ");
      g_string_append_printf (text, ngettext ("%u record", "%u records", step->n_records), step->n_records);
    }
  g_string_append (text, " · ");
  g_string_append_printf (text, ngettext ("%" PRIu64 " byte", "%" PRIu64 " bytes", step->length),
                          step->length);
  if (step->decrypted)
    g_string_append_printf (text, " · %s", _ ("decrypted"));
  else if (step->sealed)
    g_string_append_printf (text, " · %s", _ ("encrypted"));
  if (step->truncated)
    g_string_append_printf (text, " · %s", _ ("cut short"));
  return g_string_free (text, FALSE);
}

static void
show_explanation (TlDetails *self)
{
  g_autoptr (TlExplanation) explanation
      = self->row < 0 ? tl_explain_step (self->conversation, self->step)
                      : tl_explain_row (self->conversation, self->step, self->fields, (guint) self->row);
  g_autofree char *markup = NULL;

  gtk_label_set_text (self->explanation_title, explanation->title);
  gtk_widget_set_visible (GTK_WIDGET (self->explanation_title), self->row >= 0 && explanation->title != NULL);
  gtk_label_set_text (self->explanation, explanation->text);
  gtk_widget_set_visible (GTK_WIDGET (self->reference), explanation->reference != NULL);
  if (explanation->reference == NULL)
    return;
  markup = tl_rfc_links_markup (explanation->reference);
  gtk_label_set_markup (self->reference, markup);
}

/* Why the step stays sealed, where it does. */
static void
show_sealed (TlDetails *self)
{
  g_autofree char *text = self->shown->sealed ? tl_conversation_sealed_text (self->conversation) : NULL;

  gtk_label_set_text (self->sealed, text == NULL ? "" : text);
  gtk_widget_set_visible (self->sealed_card, text != NULL);
}

/* Bytes that stand in a field, and not as they are on the wire, say which one it is. */
static void
show_space (TlDetails *self, guint index)
{
  const TlSpace *space = &self->fields->spaces[index];
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *holder = NULL;

  self->space = index;
  if (index > 0)
    /* Translators: the name of a field. What it holds was decompressed or decrypted. */
    holder = g_strdup_printf (_ ("What stands in %s, once it is opened:"),
                              self->fields->rows[space->row].name);
  gtk_label_set_text (self->holder, holder == NULL ? "" : holder);
  gtk_widget_set_visible (GTK_WIDGET (self->holder), holder != NULL);
  if (space->n_bytes > 0)
    bytes
        = g_bytes_new_with_free_func (space->bytes, space->n_bytes, (GDestroyNotify) tl_field_tree_unref,
                                      tl_field_tree_ref (self->fields));
  tl_hex_view_set_bytes (self->hex, bytes);
  gtk_widget_set_visible (self->bytes_card, bytes != NULL);
}

static void
show_row (TlDetails *self, int row)
{
  const TlRow *shown = row < 0 ? NULL : &self->fields->rows[row];
  guint space = shown == NULL ? 0 : shown->space;

  self->row = row;
  if (space != self->space)
    show_space (self, space);
  if (shown == NULL)
    tl_hex_view_select (self->hex, 0, 0);
  else
    tl_hex_view_select (self->hex, shown->offset, shown->length);
  show_explanation (self);
}

static void
show_fields (TlDetails *self)
{
  g_clear_object (&self->tree);
  g_clear_pointer (&self->fields, tl_field_tree_unref);
  self->fields = tl_step_fields (self->conversation, self->step);
  self->tree = tl_field_rows_new_tree (self->fields);
  self->selecting = TRUE;
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->tree));
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  self->selecting = FALSE;
  gtk_widget_set_visible (self->fields_card, self->fields->n_rows > 0);
  show_space (self, 0);
  show_row (self, -1);
}

static void
show_certificates (TlDetails *self)
{
  g_autoptr (GPtrArray) certificates = tl_step_certificates (self->conversation, self->step);
  gboolean any = certificates->len > 0;

  gtk_widget_set_visible (self->switcher, any || self->shown->door != NULL);
  gtk_stack_page_set_visible (self->certificates_page, any);
  tl_certificates_set (self->certificates, certificates, self->fields, self->shown->time);
  gtk_stack_set_visible_child_name (self->views, any ? "certificates" : "fields");
}

static void
show_step (TlDetails *self)
{
  g_autofree char *title = tl_step_title (self->conversation, self->step);
  g_autofree char *subtitle = subtitle_text (self->shown);

  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->subtitle, subtitle);
  for (int i = 0; i < 2; i++)
    gtk_widget_remove_css_class (GTK_WIDGET (self->title), i == 0 ? "client" : "server");
  gtk_widget_add_css_class (GTK_WIDGET (self->title),
                            self->shown->from == TL_SIDE_CLIENT ? "client" : "server");
  tl_finding_cards_set (self->finding_cards, self->findings, (int) self->step);
  show_sealed (self);
  tl_proof_card_set_step (self->proof, self->conversation, self->step);
  gtk_stack_page_set_visible (self->door_page, self->shown->door != NULL);
  gtk_stack_page_set_title (self->door_page, self->shown->quic_packet == TL_QUIC_NO_PACKET ? _ ("Record") : _ ("Packet"));
  tl_door_view_set_step (self->door, self->shown);
  show_fields (self);
  show_certificates (self);
  gtk_stack_set_visible_child_name (self->stack, "step");
}

static void
selected_cb (TlDetails *self)
{
  g_autoptr (TlFieldItem) item = NULL;
  GtkTreeListRow *row = gtk_single_selection_get_selected_item (self->selection);

  if (self->selecting || self->fields == NULL)
    return;
  if (row != NULL)
    item = TL_FIELD_ITEM (gtk_tree_list_row_get_item (row));
  show_row (self, item == NULL ? -1 : (int) tl_field_item_get_index (item));
}

static void
byte_chosen_cb (TlDetails *self, guint offset)
{
  tl_details_select_row (self, tl_field_tree_row_at (self->fields, self->space, offset));
}

static void
certificate_field_cb (TlDetails *self, guint row)
{
  gtk_stack_set_visible_child_name (self->views, "fields");
  tl_details_select_row (self, (int) row);
}

static void
toggle_row (GtkTreeListRow *row)
{
  gtk_tree_list_row_set_expanded (row, !gtk_tree_list_row_get_expanded (row));
}

static void
activate_cb (TlDetails *self, guint position)
{
  g_autoptr (GtkTreeListRow) row = gtk_tree_list_model_get_row (self->tree, position);

  if (row != NULL)
    toggle_row (row);
}

/* The arrow that points away from the beginning of the line opens a row, the other closes it or goes to the
 * row above. */
static gboolean
expand_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  TlDetails *self = user_data;
  GtkTreeListRow *row = gtk_single_selection_get_selected_item (self->selection);
  gboolean open = g_variant_get_boolean (arguments);
  int parent;

  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    open = !open;
  if (row == NULL)
    return FALSE;
  if (gtk_tree_list_row_is_expandable (row) && gtk_tree_list_row_get_expanded (row) != open)
    {
      toggle_row (row);
      return TRUE;
    }
  parent = self->row < 0 ? -1 : tl_field_tree_parent (self->fields, (guint) self->row);
  if (!open && parent >= 0)
    tl_details_select_row (self, parent);
  return TRUE;
}

static void
add_expand_keys (TlDetails *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();
  const guint keys[] = { GDK_KEY_Left, GDK_KEY_Right, GDK_KEY_KP_Left, GDK_KEY_KP_Right };

  gtk_event_controller_set_propagation_phase (controller,
                                              GTK_PHASE_CAPTURE); /* the list would move by them */
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      GtkShortcut *shortcut = gtk_shortcut_new (gtk_keyval_trigger_new (keys[i], 0),
                                                gtk_callback_action_new (expand_cb, self, NULL));

      gtk_shortcut_set_arguments (shortcut, g_variant_new_boolean (i % 2 == 1));
      gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), shortcut);
    }
  gtk_widget_add_controller (GTK_WIDGET (self->list), controller);
}

static void
tl_details_dispose (GObject *object)
{
  TlDetails *self = TL_DETAILS (object);

  g_clear_object (&self->tree);
  g_clear_pointer (&self->fields, tl_field_tree_unref);
  g_clear_pointer (&self->shown, tl_step_unref);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_clear_pointer (&self->conversation, tl_conversation_unref);
  G_OBJECT_CLASS (tl_details_parent_class)->dispose (object);
}

static void
tl_details_class_init (TlDetailsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tl_details_dispose;
  g_type_ensure (TL_TYPE_CERTIFICATES);
  g_type_ensure (TL_TYPE_DOOR_VIEW);
  g_type_ensure (TL_TYPE_FIELD_ROW);
  g_type_ensure (TL_TYPE_FINDING_CARDS);
  g_type_ensure (TL_TYPE_HEX_VIEW);
  g_type_ensure (TL_TYPE_OFF_WIRE_PAGE);
  g_type_ensure (TL_TYPE_PROOF_CARD);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tls_ladder/TlsLadder/details.ui");
  gtk_widget_class_bind_template_child (widget_class, TlDetails, stack);
  gtk_widget_class_bind_template_child (widget_class, TlDetails, off_wire);
  gtk_widget_class_bind_template_child (widget_class, TlDetails, title);
  gtk_widget_class_bind_template_child (widget_class, TlDetails, subtitle);
  gtk_widget_class_bind_template_child (widget_class, TlDetails, explanation_title);
  gtk_widget_class_bind_template_child (widget_class, TlDetails, explanation);
  gtk_widget_class_bind_template_child (widget_class, TlDetails, reference);
  gtk_widget_class_bind_template_child (widget_class, TlDetails, sealed_card);
  gtk_widget_class_bind_template_child (widget_class, TlDetails, sealed);
  gtk_widget_class_bind_template_child (widget_class, TlDetails, proof);
  gtk_widget_class_bind_template_child (widget_class, TlDetails, certificates_page);
  gtk_widget_class_bind_template_child (widget_class, TlDetails, door_page);
  gtk_widget_class_bind_template_child (widget_class, TlDetails, door);
  gtk_widget_class_bind_template_child (widget_class, TlDetails, finding_cards);
  gtk_widget_class_bind_template_child (widget_class, TlDetails, switcher);
  gtk_widget_class_bind_template_child (widget_class, TlDetails, views);
  gtk_widget_class_bind_template_child (widget_class, TlDetails, certificates);
  gtk_widget_class_bind_template_child (widget_class, TlDetails, fields_card);
  gtk_widget_class_bind_template_child (widget_class, TlDetails, bytes_card);
  gtk_widget_class_bind_template_child (widget_class, TlDetails, list);
  gtk_widget_class_bind_template_child (widget_class, TlDetails, selection);
  gtk_widget_class_bind_template_child (widget_class, TlDetails, holder);
  gtk_widget_class_bind_template_child (widget_class, TlDetails, hex);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, byte_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, certificate_field_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
}

static void
tl_details_init (TlDetails *self)
{
  self->row = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  add_expand_keys (self);
}

GtkWidget *
tl_details_new (void)
{
  return g_object_new (TL_TYPE_DETAILS, NULL);
}

void
tl_details_set_step (TlDetails *self, TlConversation *conversation, int step)
{
  TlStep *shown = conversation == NULL || step < 0 || (guint) step >= conversation->n_steps
                      ? NULL
                      : conversation->steps[step];
  gboolean same = shown != NULL && shown == self->shown;

  if (conversation != NULL)
    tl_conversation_ref (conversation);
  g_clear_pointer (&self->conversation, tl_conversation_unref);
  self->conversation = conversation;
  self->step = shown == NULL ? 0 : (guint) step;
  tl_off_wire_page_set (self->off_wire, NULL, NULL, 0, NULL);
  if (same)
    {
      gtk_stack_set_visible_child_name (self->stack, "step");
      return;
    }
  g_clear_pointer (&self->shown, tl_step_unref);
  if (shown == NULL)
    {
      gtk_stack_set_visible_child_name (self->stack, "empty");
      tl_proof_card_set_step (self->proof, NULL, 0);
      tl_door_view_set_step (self->door, NULL);
      return;
    }
  self->shown = tl_step_ref (shown);
  show_step (self);
}

void
tl_details_set_off_wire (
    TlDetails *self, TlConversation *conversation, const GPtrArray *off_wire, guint index, TlWorkings *workings)
{
  tl_off_wire_page_set (self->off_wire, conversation, off_wire, index, workings);
  gtk_stack_set_visible_child_name (self->stack, "off-wire");
}

void
tl_details_set_findings (TlDetails *self, GPtrArray *findings)
{
  if (findings != NULL)
    g_ptr_array_ref (findings);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  self->findings = findings;
  if (self->shown != NULL)
    tl_finding_cards_set (self->finding_cards, findings, (int) self->step);
}

TlFieldTree *
tl_details_get_fields (TlDetails *self)
{
  return self->shown == NULL ? NULL : self->fields;
}

int
tl_details_get_row (TlDetails *self)
{
  return self->shown == NULL ? -1 : self->row;
}

void
tl_details_select_row (TlDetails *self, int row)
{
  guint position;

  if (self->shown == NULL || row >= (int) self->fields->n_rows)
    return;
  position
      = row < 0 ? GTK_INVALID_LIST_POSITION : tl_field_rows_reveal (self->tree, self->fields, (guint) row);
  self->selecting = TRUE;
  gtk_single_selection_set_selected (self->selection, position);
  self->selecting = FALSE;
  if (position != GTK_INVALID_LIST_POSITION)
    gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", position);
  show_row (self, row);
}
