/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The certificates of a Certificate message, decoded for people.
 */
#include "certificates.h"

#include "compat.h"

#include <glib/gi18n-lib.h>

#define PEM_LINE 64

struct _TlCertificates
{
  AdwBin parent_instance;

  GtkWidget *list;
};

enum
{
  FIELD_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TlCertificates, tl_certificates, ADW_TYPE_BIN)

/* What the button of a row works on: it lives as long as the button. */
typedef struct
{
  TlFieldTree *fields;
  guint row;
  gboolean pem;
} Raw;

static void
raw_free (Raw *raw)
{
  tl_field_tree_unref (raw->fields);
  g_free (raw);
}

static TlBytes
raw_der (const Raw *raw)
{
  return tl_field_tree_content (raw->fields, raw->row);
}

/* The rows of @fields that hold a whole certificate, in the order sent. */
static GArray *
certificate_rows (const TlFieldTree *fields)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < fields->n_rows; i++)
    if (fields->rows[i].field != NULL && fields->rows[i].field->tag == TL_TAG_CERTIFICATE
        && fields->rows[i].length > fields->rows[i].prefix)
      g_array_append_val (rows, i);
  return rows;
}

/* Saving */

static void
write_cb (GFile *file, gpointer user_data)
{
  GtkWidget *button = GTK_WIDGET (user_data);
  Raw *raw = g_object_get_data (G_OBJECT (button), "raw");
  TlBytes der = raw_der (raw);
  g_autofree char *pem = raw->pem ? tl_certificates_to_pem (der) : NULL;
  g_autoptr (GError) error = NULL;

  if (g_file_replace_contents (file, pem != NULL ? pem : (const char *) der.data,
                               pem != NULL ? strlen (pem) : der.length, NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                               NULL, &error))
    return;
  tl_compat_show_message (GTK_WINDOW (gtk_widget_get_root (button)), _ ("The Certificate Was Not Saved"),
                          error->message);
}

static void
save_cb (GtkWidget *button)
{
  Raw *raw = g_object_get_data (G_OBJECT (button), "raw");

  tl_compat_choose_target (GTK_WINDOW (gtk_widget_get_root (button)), _ ("Save the Certificate"),
                           raw->pem ? "certificate.pem" : "certificate.der", write_cb, button);
}

static void
show_fields_cb (GtkWidget *button)
{
  Raw *raw = g_object_get_data (G_OBJECT (button), "raw");
  GtkWidget *self = gtk_widget_get_ancestor (button, TL_TYPE_CERTIFICATES);

  g_signal_emit (self, signals[FIELD_CHOSEN], 0, raw->row);
}

static void
append_button (
    GtkWidget *box, const char *label, GCallback callback, TlFieldTree *fields, guint row, gboolean pem)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);
  Raw *raw = g_new (Raw, 1);

  *raw = (Raw){ tl_field_tree_ref (fields), row, pem };
  g_object_set_data_full (G_OBJECT (button), "raw", raw, (GDestroyNotify) raw_free);
  g_signal_connect (button, "clicked", callback, NULL);
  gtk_flow_box_append (GTK_FLOW_BOX (box), button);
  gtk_widget_set_focusable (gtk_widget_get_parent (button), FALSE); /* the button is */
}

/* Below each other where they do not fit: they would make a narrow window wider than its screen. */
static GtkWidget *
create_buttons (TlFieldTree *fields, guint row)
{
  GtkWidget *box = g_object_new (GTK_TYPE_FLOW_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP,
                                 "selection-mode", GTK_SELECTION_NONE, "max-children-per-line", 3,
                                 "column-spacing", 6, "row-spacing", 6, NULL);
  GtkWidget *list_row = gtk_list_box_row_new ();

  append_button (box, _ ("Save as _PEM…"), G_CALLBACK (save_cb), fields, row, TRUE);
  append_button (box, _ ("Save as _DER…"), G_CALLBACK (save_cb), fields, row, FALSE);
  append_button (box, _ ("Show _Fields"), G_CALLBACK (show_fields_cb), fields, row, FALSE);
  gtk_widget_add_css_class (box, "certificate-buttons");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (list_row), FALSE);
  gtk_widget_set_focusable (list_row, FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (list_row), box);
  return list_row;
}

/* What it says */

static void
copy_cb (GtkWidget *button, const char *text)
{
  tl_compat_copy_text (button, text);
}

static void
text_closure_free (gpointer text, GClosure *closure G_GNUC_UNUSED)
{
  g_free (text);
}

static GtkWidget *
create_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
create_copy_button (const char *name, const char *value)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  g_autofree char *tooltip = g_strdup_printf (_ ("Copy %s"), name);

  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip, -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  g_signal_connect_data (button, "clicked", G_CALLBACK (copy_cb), g_strdup (value), text_closure_free, 0);
  return button;
}

static void
add_fact (AdwExpanderRow *row, const char *name, const char *value, const char *css_class)
{
  GtkWidget *list_row, *line, *column;

  if (value == NULL)
    return;
  list_row = gtk_list_box_row_new ();
  line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_box_append (GTK_BOX (column), create_label (name, "fact-name"));
  gtk_box_append (GTK_BOX (column), create_label (*value == '\0' ? _ ("(empty)") : value, css_class));
  gtk_widget_set_hexpand (column, TRUE);
  gtk_box_append (GTK_BOX (line), column);
  gtk_box_append (GTK_BOX (line), create_copy_button (name, value));
  gtk_widget_add_css_class (line, "fact");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (list_row), FALSE);
  gtk_widget_set_focusable (list_row, FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (list_row), line);
  adw_expander_row_add_row (row, list_row);
}

/* "2026-01-31T00:00:00Z" for people */
static char *
date_text (const char *rfc3339)
{
  g_autoptr (GDateTime) date = rfc3339 == NULL ? NULL : g_date_time_new_from_iso8601 (rfc3339, NULL);

  if (date == NULL)
    return g_strdup (rfc3339 == NULL ? _ ("unknown") : rfc3339);
  /* Translators: a moment in universal time, for strftime. */
  return g_date_time_format (date, _ ("%-d %B %Y, %H:%M:%S UTC"));
}

static char *
validity_text (const TlCertificate *certificate, gint64 time)
{
  g_autofree char *from = date_text (certificate->not_before);
  g_autofree char *until = date_text (certificate->not_after);
  gint64 seconds = time / TL_SECOND;
  const char *verdict = "";

  if (certificate->not_before == NULL && certificate->not_after == NULL)
    return NULL;
  if (certificate->not_after_seconds != G_MININT64 && seconds > certificate->not_after_seconds)
    verdict = _ ("\nIt had expired when it was sent.");
  else if (certificate->not_before_seconds != G_MININT64 && seconds < certificate->not_before_seconds)
    verdict = _ ("\nIt was not yet valid when it was sent.");
  return g_strdup_printf (_ ("from %s\nuntil %s%s"), from, until, verdict);
}

static gboolean
in_time (const TlCertificate *certificate, gint64 time)
{
  gint64 seconds = time / TL_SECOND;

  return (certificate->not_after_seconds == G_MININT64 || seconds <= certificate->not_after_seconds)
         && (certificate->not_before_seconds == G_MININT64 || seconds >= certificate->not_before_seconds);
}

static char *
key_text (const TlCertificate *certificate)
{
  if (certificate->key_algorithm == NULL)
    return NULL;
  if (certificate->key_curve != NULL)
    return g_strdup_printf ("%s, %s", certificate->key_algorithm, certificate->key_curve);
  if (certificate->key_bits > 0)
    return g_strdup_printf (ngettext ("%s, %d bit", "%s, %d bits", (gulong) certificate->key_bits),
                            certificate->key_algorithm, certificate->key_bits);
  return g_strdup (certificate->key_algorithm);
}

/* "DNS example.org" and the like, one a line. */
static char *
names_text (const GPtrArray *names)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      const TlNamedValue *name = names->pdata[i];

      g_string_append_printf (text, i == 0 ? "%s %s" : "\n%s %s", name->name, name->value);
    }
  return g_string_free (text, text->len == 0);
}

static char *
in_groups (const char *hex)
{
  GString *text = g_string_new (NULL);

  if (hex == NULL)
    return g_string_free (text, TRUE);
  for (gsize i = 0; hex[i] != '\0'; i++)
    {
      if (i > 0 && i % 8 == 0)
        g_string_append_c (text, ' ');
      g_string_append_c (text, hex[i]);
    }
  return g_string_free (text, FALSE);
}

static void
add_extensions (AdwExpanderRow *row, const GPtrArray *extensions)
{
  for (guint i = 0; extensions != NULL && i < extensions->len; i++)
    {
      const TlNamedValue *extension = extensions->pdata[i];
      g_autofree char *name = extension->critical ? g_strdup_printf (_ ("%s (critical)"), extension->name)
                                                  : g_strdup (extension->name);

      add_fact (row, name, extension->value, NULL);
    }
}

static void
add_facts (AdwExpanderRow *row, const TlCertificate *certificate, gint64 time)
{
  g_autofree char *validity = validity_text (certificate, time);
  g_autofree char *names = names_text (certificate->names);
  g_autofree char *key = key_text (certificate);
  g_autofree char *sha256 = in_groups (certificate->sha256);
  g_autofree char *sha1 = in_groups (certificate->sha1);
  g_autofree char *version = certificate->version > 0 ? g_strdup_printf ("%d", certificate->version) : NULL;

  add_fact (row, _ ("Fault"), certificate->fault, "error");
  add_fact (row, _ ("Subject"), certificate->subject, NULL);
  add_fact (row, _ ("Issuer"), certificate->issuer, NULL);
  add_fact (row, _ ("Validity"), validity, in_time (certificate, time) ? NULL : "warning");
  add_fact (row, _ ("Names"), names, NULL);
  add_fact (row, _ ("Public key"), key, NULL);
  add_fact (row, _ ("Signature algorithm"), certificate->signature_algorithm, NULL);
  add_fact (row, _ ("Serial number"), certificate->serial, "monospace");
  add_fact (row, _ ("Version"), version, NULL);
  add_extensions (row, certificate->extensions);
  add_fact (row, _ ("SHA-256 fingerprint"), sha256, "monospace");
  add_fact (row, _ ("SHA-1 fingerprint"), sha1, "monospace");
}

static const char *
display_name (const char *common_name, const char *whole)
{
  if (common_name != NULL && *common_name != '\0')
    return common_name;
  return whole != NULL && *whole != '\0' ? whole : _ ("(no name)");
}

static GtkWidget *
create_certificate (const TlCertificate *certificate, gint64 time)
{
  GtkWidget *row = adw_expander_row_new ();
  const char *issuer = display_name (certificate->issuer_common_name, certificate->issuer);
  g_autofree char *subtitle = NULL;

  if (certificate->fault != NULL && certificate->subject == NULL)
    subtitle = g_strdup (certificate->fault);
  else if (certificate->self_issued)
    subtitle = g_strdup (certificate->ca ? _ ("a root: issued by itself") : _ ("issued by itself"));
  else
    subtitle
        = g_strdup_printf (certificate->ca ? _ ("an authority, issued by %s") : _ ("issued by %s"), issuer);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE); /* names come from the capture */
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 display_name (certificate->subject_common_name, certificate->subject));
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), subtitle);
  add_facts (ADW_EXPANDER_ROW (row), certificate, time);
  return row;
}

static void
clear (TlCertificates *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), child);
}

static void
tl_certificates_class_init (TlCertificatesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[FIELD_CHOSEN] = g_signal_new ("field-chosen", TL_TYPE_CERTIFICATES, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/tls_ladder/TlsLadder/certificates.ui");
  gtk_widget_class_bind_template_child (widget_class, TlCertificates, list);
}

static void
tl_certificates_init (TlCertificates *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tl_certificates_set (TlCertificates *self, GPtrArray *certificates, TlFieldTree *fields, gint64 time)
{
  g_autoptr (GArray) rows = certificate_rows (fields);

  clear (self);
  for (guint i = 0; i < certificates->len; i++)
    {
      GtkWidget *row = create_certificate (certificates->pdata[i], time);

      if (i < rows->len)
        adw_expander_row_add_row (ADW_EXPANDER_ROW (row),
                                  create_buttons (fields, g_array_index (rows, guint, i)));
      adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row),
                                     i == 0); /* the one the peer proves to own: RFC 9846 section 4.4.2 */
      gtk_list_box_append (GTK_LIST_BOX (self->list), row);
    }
}

char *
tl_certificates_to_pem (TlBytes der)
{
  g_autofree char *base64 = g_base64_encode (der.data, der.length);
  GString *text = g_string_new ("-----BEGIN CERTIFICATE-----\n");
  gsize length = strlen (base64);

  for (gsize i = 0; i < length; i += PEM_LINE)
    {
      g_string_append_len (text, base64 + i, (gssize) MIN (PEM_LINE, length - i));
      g_string_append_c (text, '\n');
    }
  g_string_append (text, "-----END CERTIFICATE-----\n");
  return g_string_free (text, FALSE);
}
