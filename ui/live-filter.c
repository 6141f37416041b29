/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A preset, who it is about, and the filter that it writes: each changes the others.
 */
#include "live-filter.h"

#include "dissector.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

struct _TlLiveFilter
{
  AdwBin parent_instance;

  char *fault;            /* NULL: it is a filter */
  GCancellable *asking;   /* for the addresses of a name; NULL: nobody is */
  gboolean writing;       /* we change the rows, and not somebody else */

  AdwComboRow *preset_row;
  GtkWidget *host_row;
  GtkWidget *text_row;
  GtkLabel *fault_label;
  GtkWidget *spinner;
};

enum
{
  PROP_VALID = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  READY,
  ACTIVATE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TlLiveFilter, tl_live_filter, ADW_TYPE_BIN)

static const char *
text_of (GtkWidget *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static void
set_fault (TlLiveFilter *self, const char *fault)
{
  if (g_strcmp0 (self->fault, fault) == 0)
    return;
  g_free (self->fault);
  self->fault = g_strdup (fault);
  gtk_label_set_text (self->fault_label, fault == NULL ? "" : fault);
  gtk_widget_set_visible (GTK_WIDGET (self->fault_label), fault != NULL);
  if (fault != NULL)
    gtk_widget_add_css_class (self->text_row, "error");
  else
    gtk_widget_remove_css_class (self->text_row, "error");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALID]);
}

static void
stop_asking (TlLiveFilter *self)
{
  if (self->asking != NULL)
    g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  gtk_widget_set_visible (self->spinner, FALSE);
}

/* The address that somebody has written, or NULL: it is a name. Free with g_free(). */
static char *
dup_address (TlLiveFilter *self)
{
  g_autofree char *host = g_strstrip (g_strdup (text_of (self->host_row)));
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return address == NULL ? NULL : g_inet_address_to_string (address);
}

static void
write_text (TlLiveFilter *self, const char *text)
{
  self->writing = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->text_row), text);
  self->writing = FALSE;
}

static void
check (TlLiveFilter *self)
{
  g_autoptr (GError) error = NULL;

  set_fault (self, tl_filter_check (text_of (self->text_row), &error) ? NULL : error->message);
}

/* What the preset and the host say; nothing yet, where the host goes by a name. */
static void
write_preset (TlLiveFilter *self)
{
  g_autofree char *address = dup_address (self);
  const char *addresses[] = { address, NULL };
  g_autofree char *text = tl_filter_preset_text (tl_live_filter_get_preset (self), addresses);

  write_text (self, text == NULL ? "" : text);
  check (self);
}

static void
preset_cb (TlLiveFilter *self)
{
  TlFilterPreset preset = tl_live_filter_get_preset (self);

  gtk_widget_set_visible (self->host_row, tl_filter_preset_has_host (preset));
  if (self->writing)
    return;
  stop_asking (self);
  if (preset == TL_FILTER_OWN)
    gtk_widget_grab_focus (self->text_row);
  else
    write_preset (self);
}

static void
host_cb (TlLiveFilter *self)
{
  stop_asking (self);
  if (!self->writing && tl_filter_preset_has_host (tl_live_filter_get_preset (self)))
    write_preset (self);
}

static void
text_cb (TlLiveFilter *self)
{
  if (self->writing)
    return;
  stop_asking (self);
  self->writing = TRUE;
  adw_combo_row_set_selected (self->preset_row, tl_filter_preset_of (text_of (self->text_row)));
  self->writing = FALSE;
  check (self);
}

static void
activate_cb (TlLiveFilter *self)
{
  g_signal_emit (self, signals[ACTIVATE], 0);
}

static void
write_addresses (TlLiveFilter *self, GList *list)
{
  g_autoptr (GPtrArray) addresses = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = NULL;

  for (GList *item = list; item != NULL; item = item->next)
    g_ptr_array_add (addresses, g_inet_address_to_string (item->data));
  g_ptr_array_add (addresses, NULL);
  text = tl_filter_preset_text (tl_live_filter_get_preset (self), (const char *const *) addresses->pdata);
  write_text (self, text == NULL ? "" : text);
  check (self);
}

static void
addresses_cb (GObject *resolver, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TlLiveFilter) self = user_data;
  g_autoptr (GError) error = NULL;
  GList *list = g_resolver_lookup_by_name_finish (G_RESOLVER (resolver), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  stop_asking (self);
  if (error != NULL)
    {
      g_autofree char *text = g_strdup_printf (_ ("The addresses of “%s” cannot be found."), text_of (self->host_row));

      set_fault (self, text);
      return;
    }
  write_addresses (self, list);
  g_resolver_free_addresses (list);
  if (self->fault == NULL)
    g_signal_emit (self, signals[READY], 0);
}

static void
ask_for_addresses (TlLiveFilter *self)
{
  g_autofree char *host = g_strstrip (g_strdup (text_of (self->host_row)));
  g_autoptr (GResolver) resolver = g_resolver_get_default ();

  if (*host == '\0')
    {
      set_fault (self, _ ("Write the name or the address of the host first."));
      gtk_widget_grab_focus (self->host_row);
      return;
    }
  self->asking = g_cancellable_new ();
  gtk_widget_set_visible (self->spinner, TRUE);
  g_resolver_lookup_by_name_async (resolver, host, self->asking, addresses_cb, g_object_ref (self));
}

static void
tl_live_filter_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  if (property_id == PROP_VALID)
    g_value_set_boolean (value, tl_live_filter_is_valid (TL_LIVE_FILTER (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
tl_live_filter_dispose (GObject *object)
{
  TlLiveFilter *self = TL_LIVE_FILTER (object);

  if (self->asking != NULL)
    g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  G_OBJECT_CLASS (tl_live_filter_parent_class)->dispose (object);
}

static void
tl_live_filter_finalize (GObject *object)
{
  g_free (TL_LIVE_FILTER (object)->fault);
  G_OBJECT_CLASS (tl_live_filter_parent_class)->finalize (object);
}

static void
tl_live_filter_class_init (TlLiveFilterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tl_live_filter_get_property;
  object_class->dispose = tl_live_filter_dispose;
  object_class->finalize = tl_live_filter_finalize;
  properties[PROP_VALID] = g_param_spec_boolean ("valid", NULL, NULL, TRUE,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[READY] = g_signal_new ("ready", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ACTIVATE]
      = g_signal_new ("activate", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tls_ladder/TlsLadder/live-filter.ui");
  gtk_widget_class_bind_template_child (widget_class, TlLiveFilter, preset_row);
  gtk_widget_class_bind_template_child (widget_class, TlLiveFilter, host_row);
  gtk_widget_class_bind_template_child (widget_class, TlLiveFilter, text_row);
  gtk_widget_class_bind_template_child (widget_class, TlLiveFilter, fault_label);
  gtk_widget_class_bind_template_child (widget_class, TlLiveFilter, spinner);
  gtk_widget_class_bind_template_callback (widget_class, preset_cb);
  gtk_widget_class_bind_template_callback (widget_class, host_cb);
  gtk_widget_class_bind_template_callback (widget_class, text_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
}

static void
tl_live_filter_init (TlLiveFilter *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tl_live_filter_new (void)
{
  return g_object_new (TL_TYPE_LIVE_FILTER, NULL);
}

void
tl_live_filter_prepare (TlLiveFilter *self)
{
  g_autofree char *address = NULL;

  if (self->asking != NULL)
    return;
  if (tl_filter_preset_has_host (tl_live_filter_get_preset (self)))
    {
      address = dup_address (self);
      if (address == NULL)
        {
          ask_for_addresses (self);
          return;
        }
    }
  check (self);
  if (self->fault == NULL)
    g_signal_emit (self, signals[READY], 0);
}

const char *
tl_live_filter_get_text (TlLiveFilter *self)
{
  return text_of (self->text_row);
}

gboolean
tl_live_filter_is_valid (TlLiveFilter *self)
{
  return self->fault == NULL;
}

TlFilterPreset
tl_live_filter_get_preset (TlLiveFilter *self)
{
  guint selected = adw_combo_row_get_selected (self->preset_row);

  return selected < TL_N_FILTERS ? (TlFilterPreset) selected : TL_FILTER_ALL;
}

void
tl_live_filter_set_preset (TlLiveFilter *self, TlFilterPreset preset)
{
  adw_combo_row_set_selected (self->preset_row, preset);
}

void
tl_live_filter_set_host (TlLiveFilter *self, const char *host)
{
  gtk_editable_set_text (GTK_EDITABLE (self->host_row), host);
}

void
tl_live_filter_set_text (TlLiveFilter *self, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (self->text_row), text);
}

const char *
tl_live_filter_get_fault (TlLiveFilter *self)
{
  return self->fault;
}
