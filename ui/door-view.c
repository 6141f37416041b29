/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A record that was opened: sealed on one side, opened on the other. What goes into the cipher beside the key stands below.
 */
#include "door-view.h"

#include "hex-view.h"
#include "value-row.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

enum
{
  MAX_PARTS = 4,
  CONTENT_TYPE_CID = 25 /* RFC 9146 section 4: its type stands inside */
};

/* Some bytes of the record, sealed or opened. */
typedef struct
{
  gsize offset;
  gsize length;
  GtkWidget *button;
} Part;

struct _TlDoorView
{
  AdwBin parent_instance;

  TlDoor *door;
  bool quic; /* it is a packet, not a record */
  GBytes *sealed; /* header and payload */
  Part parts[2][MAX_PARTS]; /* sealed, opened */
  guint n_parts[2];
  bool choosing; /* the buttons are being set by us */

  GtkLabel *summary;
  GtkRevealer *revealer;
  GtkBox *sealed_parts;
  GtkBox *opened_parts;
  GtkToggleButton *sealed_button;
  GtkToggleButton *opened_button;
  TlHexView *hex;
  GtkBox *values;
};

G_DEFINE_FINAL_TYPE (TlDoorView, tl_door_view, ADW_TYPE_BIN)

static GBytes *
join (GBytes *first, GBytes *second)
{
  GByteArray *bytes = g_byte_array_new ();
  gsize n;
  const guint8 *data = g_bytes_get_data (first, &n);

  g_byte_array_append (bytes, data, (guint) n);
  data = g_bytes_get_data (second, &n);
  g_byte_array_append (bytes, data, (guint) n);
  return g_byte_array_free_to_bytes (bytes);
}

static void
clear_box (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}

static void
mark_part (TlDoorView *self, const Part *chosen)
{
  self->choosing = true;
  for (guint side = 0; side < 2; side++)
    for (guint i = 0; i < self->n_parts[side]; i++)
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->parts[side][i].button), &self->parts[side][i] == chosen);
  self->choosing = false;
}

static void
part_cb (TlDoorView *self, GtkToggleButton *button)
{
  if (self->choosing)
    return;
  for (guint side = 0; side < 2; side++)
    for (guint i = 0; i < self->n_parts[side]; i++)
      {
        const Part *part = &self->parts[side][i];

        if (part->button != GTK_WIDGET (button))
          continue;
        tl_door_view_set_opened (self, side == 1);
        mark_part (self, part);
        tl_hex_view_select (self->hex, part->offset, part->length);
      }
}

static void
byte_chosen_cb (TlDoorView *self, guint offset)
{
  guint side = gtk_toggle_button_get_active (self->opened_button) ? 1 : 0;

  for (guint i = 0; i < self->n_parts[side]; i++)
    {
      const Part *part = &self->parts[side][i];

      if (offset < part->offset || offset >= part->offset + part->length)
        continue;
      mark_part (self, part);
      tl_hex_view_select (self->hex, part->offset, part->length);
    }
}

static void
switch_cb (TlDoorView *self)
{
  bool opened = gtk_toggle_button_get_active (self->opened_button);

  if (self->door == NULL)
    return;
  mark_part (self, NULL);
  tl_hex_view_set_bytes (self->hex, opened ? self->door->opened.plaintext : self->sealed);
}

/* The parts */

static GtkWidget *
heading (const char *icon, const char *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *image = gtk_image_new_from_icon_name (icon);
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, "heading");
  gtk_box_append (GTK_BOX (box), image);
  gtk_box_append (GTK_BOX (box), label);
  return box;
}

static void
add_label (GtkWidget *box, const char *text, const char *css_class)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", text, "xalign", 0.0, "wrap", TRUE, "wrap-mode",
                                   PANGO_WRAP_WORD_CHAR, NULL);

  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
}

/* Appends the next @length bytes of a side as a part; nothing where there are none. */
static void
add_part (TlDoorView *self, guint side, const char *name, gsize length, const char *css_class)
{
  gsize offset = 0;
  Part *part;
  GtkWidget *box;
  g_autofree char *size = g_strdup_printf (ngettext ("%zu byte", "%zu bytes", length), length);

  if (length == 0 || self->n_parts[side] == MAX_PARTS)
    return;
  if (self->n_parts[side] > 0)
    offset = self->parts[side][self->n_parts[side] - 1].offset + self->parts[side][self->n_parts[side] - 1].length;
  part = &self->parts[side][self->n_parts[side]++];
  *part = (Part){ offset, length, gtk_toggle_button_new () };
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  add_label (box, name, NULL);
  add_label (box, size, "part-size");
  gtk_button_set_child (GTK_BUTTON (part->button), box);
  gtk_widget_add_css_class (part->button, "part");
  gtk_widget_add_css_class (part->button, css_class);
  gtk_widget_set_vexpand (part->button, g_str_equal (css_class, "ciphertext") || g_str_equal (css_class, "content"));
  g_signal_connect_swapped (part->button, "clicked", G_CALLBACK (part_cb), self);
  gtk_box_append (side == 0 ? self->sealed_parts : self->opened_parts, part->button);
}

/* RFC 5246 section 6.2.3.3 has a nonce in the record, RFC 4346 section 6.2.3.2 an IV. */
static void
add_sealed_parts (TlDoorView *self)
{
  const TlOpenedRecord *opened = &self->door->opened;
  gsize payload = g_bytes_get_size (self->door->payload);
  bool aead = opened->n_nonce > 0;

  gtk_box_append (self->sealed_parts, heading ("tl-sealed-symbolic", _ ("Sealed")));
  add_part (self, 0, _ ("Header"), g_bytes_get_size (self->door->header), "header");
  add_part (self, 0, aead ? _ ("Explicit nonce") : _ ("Initialization vector"), opened->before, "nonce");
  add_part (self, 0, _ ("Ciphertext"), payload - MIN (payload, opened->before + opened->after), "ciphertext");
  add_part (self, 0, aead ? _ ("Authentication tag") : _ ("MAC"), opened->after, "tag");
}

static void
add_opened_parts (TlDoorView *self, const TlStep *step)
{
  const TlOpenedRecord *opened = &self->door->opened;
  gsize plaintext = g_bytes_get_size (opened->plaintext);
  const guint8 *header = g_bytes_get_data (self->door->header, NULL);
  bool typed = opened->mac == 1
               && (tl_version_is_13 (step->context.version)
                   || (g_bytes_get_size (self->door->header) > 0 && header[0] == CONTENT_TYPE_CID));
  const char *type = tl_registry_name (TL_REGISTRY_CONTENT_TYPE, opened->type);
  g_autofree char *inner = g_strdup_printf (_ ("Content type: %s"), type == NULL ? "?" : type);

  gtk_box_append (self->opened_parts, heading ("tl-opened-symbolic", _ ("Opened")));
  add_part (self, 1, _ ("Content"), opened->content, "content");
  add_part (self, 1, typed ? inner : _ ("MAC"), opened->mac, typed ? "type" : "tag");
  add_part (self, 1, _ ("Padding"), plaintext - MIN (plaintext, opened->content + opened->mac), "header");
}

static void
add_values (TlDoorView *self)
{
  const TlOpenedRecord *opened = &self->door->opened;
  g_autoptr (GBytes) nonce = g_bytes_new (opened->nonce, opened->n_nonce);
  g_autoptr (GBytes) additional = g_bytes_new (opened->additional, opened->n_additional);

  if (opened->n_nonce > 0)
    gtk_box_append (self->values, tl_value_row_new (_ ("Nonce"), nonce, NULL));
  if (opened->n_additional > 0)
    gtk_box_append (self->values, tl_value_row_new (_ ("Additional data: authenticated, and not encrypted"), additional, NULL));
}

static char *
summary_text (TlDoorView *self)
{
  /* In DTLS 1.2 and older, the epoch stands above the number. */
  guint64 number = self->door->sequence & ((G_GUINT64_CONSTANT (1) << 48) - 1);

  if (self->quic) /* RFC 9001 section 5.3 */
    return g_strdup_printf (_ ("Packet number %" PRIu64 " of its sender under these keys. The tag was verified before anything "
                               "was shown: nobody has changed it on the way."),
                            self->door->sequence);
  return g_strdup_printf (self->door->opened.n_nonce > 0
                              ? _ ("Record number %" PRIu64 " of its sender under these keys. The tag was verified before "
                                   "anything was shown: nobody has changed it on the way.")
                              : _ ("Record number %" PRIu64 " of its sender under these keys. The MAC was verified before "
                                   "anything was shown: nobody has changed it on the way."),
                          number);
}

static void
drop (TlDoorView *self)
{
  memset (self->n_parts, 0, sizeof self->n_parts);
  g_clear_pointer (&self->sealed, g_bytes_unref);
  g_clear_pointer (&self->door, tl_door_unref);
}

/* It opens before the eyes of who looks at it; the desktop may have said that nothing moves. */
static void
tl_door_view_map (GtkWidget *widget)
{
  TlDoorView *self = TL_DOOR_VIEW (widget);

  GTK_WIDGET_CLASS (tl_door_view_parent_class)->map (widget);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
}

static void
tl_door_view_unmap (GtkWidget *widget)
{
  gtk_revealer_set_reveal_child (TL_DOOR_VIEW (widget)->revealer, FALSE);
  GTK_WIDGET_CLASS (tl_door_view_parent_class)->unmap (widget);
}

static void
tl_door_view_dispose (GObject *object)
{
  drop (TL_DOOR_VIEW (object));
  G_OBJECT_CLASS (tl_door_view_parent_class)->dispose (object);
}

static void
tl_door_view_class_init (TlDoorViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tl_door_view_dispose;
  widget_class->map = tl_door_view_map;
  widget_class->unmap = tl_door_view_unmap;
  g_type_ensure (TL_TYPE_HEX_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tls_ladder/TlsLadder/door-view.ui");
  gtk_widget_class_bind_template_child (widget_class, TlDoorView, summary);
  gtk_widget_class_bind_template_child (widget_class, TlDoorView, revealer);
  gtk_widget_class_bind_template_child (widget_class, TlDoorView, sealed_parts);
  gtk_widget_class_bind_template_child (widget_class, TlDoorView, opened_parts);
  gtk_widget_class_bind_template_child (widget_class, TlDoorView, sealed_button);
  gtk_widget_class_bind_template_child (widget_class, TlDoorView, opened_button);
  gtk_widget_class_bind_template_child (widget_class, TlDoorView, hex);
  gtk_widget_class_bind_template_child (widget_class, TlDoorView, values);
  gtk_widget_class_bind_template_callback (widget_class, switch_cb);
  gtk_widget_class_bind_template_callback (widget_class, byte_chosen_cb);
}

static void
tl_door_view_init (TlDoorView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tl_door_view_set_step (TlDoorView *self, const TlStep *step)
{
  g_autofree char *summary = NULL;

  drop (self);
  clear_box (self->sealed_parts);
  clear_box (self->opened_parts);
  clear_box (self->values);
  tl_hex_view_set_bytes (self->hex, NULL);
  if (step == NULL || step->door == NULL)
    return;
  self->door = tl_door_ref (step->door);
  self->quic = step->quic_packet != TL_QUIC_NO_PACKET;
  self->sealed = join (self->door->header, self->door->payload);
  add_sealed_parts (self);
  add_opened_parts (self, step);
  add_values (self);
  summary = summary_text (self);
  gtk_label_set_text (self->summary, summary);
  gtk_toggle_button_set_active (self->opened_button, TRUE);
  switch_cb (self);
}

void
tl_door_view_set_opened (TlDoorView *self, gboolean opened)
{
  gtk_toggle_button_set_active (opened ? self->opened_button : self->sealed_button, TRUE);
}
