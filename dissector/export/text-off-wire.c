/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What is worked out in the steps that are not on the wire. The keys at the ends of a derivation stand with the other secrets,
 * below the ladder: here it is told how the handshake comes to its secrets and to its Finished.
 */
#include "text-off-wire.h"

#include "../display.h"
#include "../proof/proof.h"
#include "../proof/working.h"

#include <glib/gi18n-lib.h>

struct TlTextOffWire
{
  const TlConversation *conversation;
  GPtrArray *steps;
  GPtrArray *derivations;
  GHashTable *told; /* those of them that a line was made of: what the other side does the same is told once */
  guint next;
};

TlTextOffWire *
tl_text_off_wire_new (const TlConversation *conversation)
{
  TlTextOffWire *self;

  if (conversation->keyring == NULL)
    return NULL;
  self = g_new0 (TlTextOffWire, 1);
  self->conversation = conversation;
  self->steps = tl_off_wire_steps (conversation);
  self->derivations = tl_conversation_derivations (conversation);
  self->told = g_hash_table_new (NULL, NULL);
  return self;
}

void
tl_text_off_wire_free (TlTextOffWire *self)
{
  g_ptr_array_unref (self->steps);
  g_ptr_array_unref (self->derivations);
  g_hash_table_unref (self->told);
  g_free (self);
}

const TlOffWire *
tl_text_off_wire_next (TlTextOffWire *self, int after)
{
  const TlOffWire *step = self->next < self->steps->len ? g_ptr_array_index (self->steps, self->next) : NULL;

  if (step == NULL || step->after != after)
    return NULL;
  self->next++;
  return step;
}

static char *
hex (GBytes *bytes)
{
  TlBytes all = tl_bytes_of (bytes);

  return tl_display_hex (all, all.length);
}

static void
add_value (GPtrArray *lines, const char *name, GBytes *value)
{
  g_autofree char *digits = value ? hex (value) : NULL;

  if (digits)
    g_ptr_array_add (lines, g_strdup_printf ("%s: %s", name, digits));
}

/* What is worth a line in the ladder: the keys, the constants and the salts between stand with the other secrets. */
static bool
is_told (const TlDerivation *derivation)
{
  bool constant = derivation->kind == TL_DERIVATION_INPUT && derivation->source == TL_DERIVATION_COMPUTED;

  return derivation->kind != TL_DERIVATION_KEY && !constant && g_strcmp0 (derivation->label, "derived") != 0;
}

/* "main_secret = PRF (premaster_secret, …)", then the hash that goes in, unless it did into the one @before, and the value. */
static void
add_derivation (TlTextOffWire *self, GPtrArray *lines, guint index, const TlDerivation *before)
{
  const TlDerivation *derivation = g_ptr_array_index (self->derivations, index);
  g_autofree char *formula = tl_derivation_formula (self->derivations, index);
  GBytes *hash = derivation->transcript_hash, *hash_before = before ? before->transcript_hash : NULL;

  if (formula)
    g_ptr_array_add (lines, g_strdup_printf ("%s = %s", derivation->name, formula));
  if (hash && !(hash_before && g_bytes_equal (hash, hash_before)))
    add_value (lines, _ ("hash of these messages"), hash);
  add_value (lines, derivation->seed, derivation->seed_value);
  add_value (lines, derivation->name, derivation->value);
  if (derivation->value == NULL)
    {
      g_autofree char *why = tl_derivation_source_text (derivation);

      g_ptr_array_add (lines, g_strdup_printf ("%s: %s", derivation->name, why));
    }
}

static void
add_derivations (TlTextOffWire *self, GPtrArray *lines)
{
  g_autoptr (GArray) makes = tl_off_wire_makes (self->steps, self->next - 1, self->derivations);
  const TlDerivation *before = NULL;

  for (guint i = 0; i < makes->len; i++)
    {
      guint index = g_array_index (makes, guint, i);
      const TlDerivation *derivation = g_ptr_array_index (self->derivations, index);

      if (!is_told (derivation) || g_hash_table_contains (self->told, derivation))
        continue;
      add_derivation (self, lines, index, before);
      g_hash_table_add (self->told, (gpointer) derivation);
      before = derivation;
    }
}

/* RFC 9846 section 4.5.3, RFC 5246 section 7.4.9. */
static void
add_finished (TlTextOffWire *self, GPtrArray *lines, const TlOffWire *step)
{
  g_autoptr (TlProof) proof = tl_proof_of_step (self->conversation, (guint) step->about);
  const char *key = step->side == TL_SIDE_CLIENT ? "client_finished_key" : "server_finished_key";
  g_autoptr (GBytes) hash = NULL;
  g_autofree char *formula = NULL;

  if (proof == NULL)
    return;
  formula = tl_proof_formula (proof, self->conversation, (guint) step->about);
  hash = tl_proof_hash (proof, self->conversation, (guint) step->about);
  g_ptr_array_add (lines, g_strdup_printf ("verify_data = %s", formula));
  add_value (lines, _ ("hash of these messages"), hash);
  if (tl_conversation_is_tls13 (self->conversation))
    add_value (lines, key, proof->key);
  add_value (lines, "verify_data", proof->computed);
  if (proof->computed == NULL)
    g_ptr_array_add (lines, g_strdup (proof->text));
}

char **
tl_text_off_wire_lines (TlTextOffWire *self)
{
  const TlOffWire *step = g_ptr_array_index (self->steps, self->next - 1);
  GPtrArray *lines = g_ptr_array_new ();

  add_derivations (self, lines);
  if (step->kind == TL_OFF_WIRE_FINISHED)
    add_finished (self, lines, step);
  g_ptr_array_add (lines, NULL);
  return (char **) g_ptr_array_free (lines, FALSE);
}
