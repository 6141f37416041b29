/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What a step proves, checked again. A signature takes a while to check, and a transcript may be long: neither is done where
 * the window waits for it.
 */
#include "proof-card.h"

#include "compat.h"
#include "value-row.h"

#include <glib/gi18n-lib.h>

enum
{
  SPACES = 64,        /* before what is signed in TLS 1.3 */
  SHOWN_OF_LINE = 120 /* characters of a line of the commands: the rest of its digits is only copied */
};

struct _TlProofCard
{
  AdwBin parent_instance;

  TlProof *proof;
  GCancellable *checking;

  GtkWidget *box;
  GtkImage *sign;
  GtkLabel *verdict;
  GtkLabel *text;
  GtkWidget *values_expander;
  GtkBox *values;
  GtkWidget *recipe_expander;
  GtkLabel *recipe;
};

G_DEFINE_FINAL_TYPE (TlProofCard, tl_proof_card, ADW_TYPE_BIN)

typedef struct
{
  TlConversation *conversation;
  guint step;
} Check;

static void
check_free (gpointer data)
{
  Check *check = data;

  tl_conversation_unref (check->conversation);
  g_free (check);
}

static void
check_thread (GTask *task, gpointer source G_GNUC_UNUSED, gpointer data, GCancellable *cancellable G_GNUC_UNUSED)
{
  const Check *check = data;

  g_task_return_pointer (task, tl_proof_of_step (check->conversation, check->step), (GDestroyNotify) tl_proof_free);
}

/* What is seen at once: whether it is worth asking. */
static bool
may_prove (const TlConversation *conversation, const TlStep *step)
{
  return step->type == TL_STEP_HANDSHAKE && !step->sealed
         && (step->context.message == TL_MESSAGE_FINISHED || step->context.message == TL_MESSAGE_CERTIFICATE_VERIFY
             || step->context.message == TL_MESSAGE_SERVER_KEY_EXCHANGE
             || (step->context.message == TL_MESSAGE_CLIENT_HELLO && conversation->psk >= TL_PSK_WRONG));
}

static void
show_verdict (TlProofCard *self, const char *icon, const char *css_class, const char *verdict, const char *text)
{
  const char *classes[] = { "proof", css_class, NULL };

  gtk_image_set_from_icon_name (self->sign, icon);
  gtk_widget_set_css_classes (self->box, classes);
  gtk_label_set_text (self->verdict, verdict);
  gtk_label_set_text (self->text, text);
  gtk_widget_set_visible (GTK_WIDGET (self->text), *text != '\0');
}

static void
add_value (TlProofCard *self, const char *name, GBytes *value)
{
  if (value != NULL)
    gtk_box_append (self->values, tl_value_row_new (name, value, NULL));
}

/* What both sides compute, and not a signature. */
static bool
is_mac (const TlProof *proof)
{
  return proof->kind == TL_PROOF_FINISHED || proof->kind == TL_PROOF_BINDER;
}

/* RFC 9846 section 4.5.2: 64 spaces, a text, a zero byte, and the hash. Returns the length of the text; 0: it is something else. */
static gsize
context_length (const guint8 *data, gsize n)
{
  const guint8 *zero;

  if (n <= SPACES)
    return 0;
  for (gsize i = 0; i < SPACES; i++)
    if (data[i] != ' ')
      return 0;
  zero = memchr (data + SPACES, 0, n - SPACES);
  if (zero == NULL || !g_str_has_prefix ((const char *) data + SPACES, "TLS 1.3, "))
    return 0;
  return (gsize) (zero - data) - SPACES;
}

/* What is signed in TLS 1.3 begins with so many spaces that nothing else would be seen of it. */
static bool
add_signed_13 (TlProofCard *self)
{
  GBytes *covered = self->proof->covered;
  gsize n = 0;
  const guint8 *data = covered == NULL ? NULL : g_bytes_get_data (covered, &n);
  gsize context = self->proof->kind == TL_PROOF_CERTIFICATE_VERIFY ? context_length (data, n) : 0;
  g_autoptr (GBytes) hash = NULL;
  g_autofree char *text = NULL;

  if (context == 0)
    return false;
  hash = g_bytes_new_from_bytes (covered, SPACES + context + 1, n - SPACES - context - 1);
  /* Translators: the text is "TLS 1.3, server CertificateVerify", 20 and 00 are bytes in hexadecimal. */
  text = g_strdup_printf (_ ("64 spaces (20), “%.*s”, 00, and the transcript hash"), (int) context, (const char *) data + SPACES);
  gtk_box_append (self->values, tl_value_row_new_told (_ ("Bytes that were signed"), covered, text));
  add_value (self, _ ("Transcript hash"), hash);
  return true;
}

static void
add_covered (TlProofCard *self)
{
  const TlProof *proof = self->proof;

  if (proof->covers != NULL)
    gtk_box_append (self->values, tl_value_row_new (_ ("Messages that it covers"), NULL, proof->covers));
  if (!add_signed_13 (self))
    add_value (self, is_mac (proof) ? _ ("Their bytes") : _ ("Bytes that were signed"), proof->covered);
}

static void
show_values (TlProofCard *self)
{
  const TlProof *proof = self->proof;
  bool mac = is_mac (proof);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->values))) != NULL)
    gtk_box_remove (self->values, child);
  add_value (self, mac ? _ ("As sent") : _ ("Signature"), proof->found);
  add_value (self, _ ("As computed"), proof->computed);
  add_value (self, mac ? _ ("Key that it is computed with") : _ ("Public key of the signer"), proof->key);
  add_covered (self);
  gtk_widget_set_visible (self->values_expander, gtk_widget_get_first_child (GTK_WIDGET (self->values)) != NULL);
}

/* The commands, without most of the digits that stand in them. */
static char *
shorten (const char *recipe)
{
  g_auto (GStrv) lines = g_strsplit (recipe, "\n", -1);
  GString *text = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *digits = strchr (lines[i], '=');
      bool value = digits != NULL && strspn (digits + 1, "0123456789abcdef") == strlen (digits + 1);

      if (i > 0)
        g_string_append_c (text, '\n');
      if (value && strlen (lines[i]) > SHOWN_OF_LINE)
        g_string_append_printf (text, "%.*s…", SHOWN_OF_LINE, lines[i]);
      else
        g_string_append (text, lines[i]);
    }
  return g_strstrip (g_string_free (text, FALSE));
}

static void
show_recipe (TlProofCard *self)
{
  g_autofree char *text = self->proof->recipe == NULL ? NULL : shorten (self->proof->recipe);

  gtk_label_set_text (self->recipe, text == NULL ? "" : text);
  gtk_widget_set_visible (self->recipe_expander, text != NULL);
}

static void
show_proof (TlProofCard *self)
{
  const TlProof *proof = self->proof;

  if (proof->holds == TL_YES)
    show_verdict (self, "emblem-ok-symbolic", "holds", _ ("The Proof Holds"), proof->text);
  else if (proof->holds == TL_NO)
    show_verdict (self, "dialog-error-symbolic", "fails", _ ("The Proof Does Not Hold"), proof->text);
  else
    show_verdict (self, "dialog-question-symbolic", "open", _ ("Not Checked"), proof->text);
  show_values (self);
  show_recipe (self);
}

static void
checked_cb (GObject *object, GAsyncResult *result, gpointer user_data G_GNUC_UNUSED)
{
  TlProofCard *self = TL_PROOF_CARD (object);
  g_autoptr (TlProof) proof = g_task_propagate_pointer (G_TASK (result), NULL);

  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;
  g_clear_object (&self->checking);
  self->proof = g_steal_pointer (&proof);
  gtk_widget_set_visible (GTK_WIDGET (self), self->proof != NULL);
  if (self->proof != NULL)
    show_proof (self);
}

static void
stop (TlProofCard *self)
{
  if (self->checking != NULL)
    g_cancellable_cancel (self->checking);
  g_clear_object (&self->checking);
  g_clear_pointer (&self->proof, tl_proof_free);
}

static void
copy_recipe_cb (TlProofCard *self)
{
  if (self->proof != NULL && self->proof->recipe != NULL)
    tl_compat_copy_text (GTK_WIDGET (self), self->proof->recipe);
}

static void
tl_proof_card_dispose (GObject *object)
{
  stop (TL_PROOF_CARD (object));
  G_OBJECT_CLASS (tl_proof_card_parent_class)->dispose (object);
}

static void
tl_proof_card_class_init (TlProofCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tl_proof_card_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tls_ladder/TlsLadder/proof-card.ui");
  gtk_widget_class_bind_template_child (widget_class, TlProofCard, box);
  gtk_widget_class_bind_template_child (widget_class, TlProofCard, sign);
  gtk_widget_class_bind_template_child (widget_class, TlProofCard, verdict);
  gtk_widget_class_bind_template_child (widget_class, TlProofCard, text);
  gtk_widget_class_bind_template_child (widget_class, TlProofCard, values_expander);
  gtk_widget_class_bind_template_child (widget_class, TlProofCard, values);
  gtk_widget_class_bind_template_child (widget_class, TlProofCard, recipe_expander);
  gtk_widget_class_bind_template_child (widget_class, TlProofCard, recipe);
  gtk_widget_class_bind_template_callback (widget_class, copy_recipe_cb);
}

static void
tl_proof_card_init (TlProofCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tl_proof_card_set_step (TlProofCard *self, TlConversation *conversation, guint step)
{
  g_autoptr (GTask) task = NULL;
  Check *check;
  bool worth = conversation != NULL && may_prove (conversation, conversation->steps[step]);

  stop (self);
  gtk_widget_set_visible (GTK_WIDGET (self), worth);
  if (!worth)
    return;
  show_verdict (self, "content-loading-symbolic", "open", _ ("Checking…"), "");
  gtk_widget_set_visible (self->values_expander, FALSE);
  gtk_widget_set_visible (self->recipe_expander, FALSE);
  check = g_new (Check, 1);
  *check = (Check){ tl_conversation_ref (conversation), step };
  self->checking = g_cancellable_new ();
  task = g_task_new (self, self->checking, checked_cb, NULL);
  g_task_set_task_data (task, check, check_free);
  g_task_run_in_thread (task, check_thread);
}

const TlProof *
tl_proof_card_get_proof (TlProofCard *self)
{
  return self->proof;
}

void
tl_proof_card_set_unfolded (TlProofCard *self, gboolean unfolded)
{
  gtk_expander_set_expanded (GTK_EXPANDER (self->values_expander), unfolded);
}
