/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What keys show, as JSON. A signature takes longer to check than all the rest to print: nothing of this is done
 * where no keys were given.
 */
#include "json-secrets.h"

#include "../proof/derivation.h"
#include "../proof/proof.h"
#include "../proof/working.h"

static void
put_bytes (TlJsonWriter *json, const char *key, GBytes *bytes)
{
  if (bytes)
    tl_json_put_hex (json, key, tl_bytes_of (bytes));
  else
    tl_json_put_null (json, key);
}

static void
put_door (TlJsonWriter *json, const TlDoor *door, TlJsonFlags flags)
{
  const TlOpenedRecord *opened = &door->opened;
  TlBytes payload = tl_bytes_of (door->payload), before, tag;
  gsize size = g_bytes_get_size (opened->plaintext);

  before = tl_bytes (payload.data, opened->before);
  tag = tl_bytes (payload.data + payload.length - opened->after, opened->after);
  tl_json_key (json, "door");
  tl_json_open_object (json);
  tl_json_put_uint (json, "sequence", door->sequence);
  put_bytes (json, "header", door->header);
  tl_json_put_hex (json, "explicit", before);
  tl_json_put_hex (json, "additional_data", tl_bytes (opened->additional, opened->n_additional));
  if (opened->n_nonce > 0 && flags & TL_JSON_SECRETS) /* it has the IV in it, which is derived like a key */
    tl_json_put_hex (json, "nonce", tl_bytes (opened->nonce, opened->n_nonce));
  tl_json_put_uint (json, "ciphertext", payload.length - opened->before - opened->after);
  tl_json_put_hex (json, "tag", tag);
  tl_json_put_uint (json, "content_type", opened->type);
  tl_json_put_uint (json, "content", opened->content);
  tl_json_put_uint (json, "padding", size - opened->content - opened->mac);
  if (flags & TL_JSON_SECRETS) /* with the key and the nonce: all that it takes to open it again */
    {
      tl_json_put_hex (json, "ciphertext_bytes",
                       tl_bytes (payload.data + opened->before, payload.length - opened->before - opened->after));
      put_bytes (json, "plaintext", opened->plaintext);
    }
  tl_json_close_object (json);
}

static const char *
kind_id (TlProofKind kind)
{
  switch (kind)
    {
    case TL_PROOF_FINISHED:
      return "finished";
    case TL_PROOF_CERTIFICATE_VERIFY:
      return "certificate_verify";
    case TL_PROOF_SERVER_KEY_EXCHANGE:
      return "server_key_exchange";
    case TL_PROOF_BINDER:
      return "binder";
    default:
      return NULL;
    }
}

/* What a signature is verified with is public: the key of the certificate. A Finished and a binder are computed with a secret. */
static bool
is_public (const TlProof *proof)
{
  return proof->kind == TL_PROOF_CERTIFICATE_VERIFY || proof->kind == TL_PROOF_SERVER_KEY_EXCHANGE;
}

/* All that it takes to check it again. */
static void
put_ingredients (TlJsonWriter *json, const TlProof *proof, const TlConversation *conversation, guint step)
{
  g_autoptr (GBytes) hash = tl_proof_hash (proof, conversation, step);

  put_bytes (json, "covered", proof->covered);
  put_bytes (json, "transcript_hash", hash);
  put_bytes (json, "key", proof->key);
  if (!is_public (proof))
    put_bytes (json, "computed", proof->computed);
  tl_json_put_string (json, "recipe", proof->recipe);
}

static void
put_proof (TlJsonWriter *json, const TlProof *proof, const TlConversation *conversation, guint step, TlJsonFlags flags)
{
  tl_json_key (json, "proof");
  tl_json_open_object (json);
  tl_json_put_string (json, "kind", kind_id (proof->kind));
  if (proof->holds == TL_UNKNOWN)
    tl_json_put_null (json, "holds");
  else
    tl_json_put_bool (json, "holds", proof->holds == TL_YES);
  tl_json_put_string (json, "covers", proof->covers);
  tl_json_put_string (json, "text", proof->text);
  tl_json_put_made (json, "formula", tl_proof_formula (proof, conversation, step));
  put_bytes (json, "found", proof->found);
  if (is_public (proof) || flags & TL_JSON_SECRETS)
    put_ingredients (json, proof, conversation, step);
  tl_json_close_object (json);
}

void
tl_json_step_secrets (TlJsonWriter *json, const TlConversation *conversation, guint index, TlJsonFlags flags)
{
  g_autoptr (TlProof) proof = tl_proof_of_step (conversation, index);

  if (conversation->steps[index]->door)
    put_door (json, conversation->steps[index]->door, flags);
  if (proof)
    put_proof (json, proof, conversation, index, flags);
}

static const char *
source_id (TlDerivationSource source)
{
  switch (source)
    {
    case TL_DERIVATION_GIVEN:
      return "given";
    case TL_DERIVATION_COMPUTED:
      return "computed";
    case TL_DERIVATION_OPENED:
      return "opened";
    case TL_DERIVATION_ROLLED_BACK:
      return "rolled_back";
    case TL_DERIVATION_FROM_PSK:
      return "from_psk";
    case TL_DERIVATION_PSK:
      return "psk";
    case TL_DERIVATION_RESUMED:
      return "resumed";
    case TL_DERIVATION_NOT_TOLD:
    default:
      return "not_told";
    }
}

/* The number that "step" has in its step; null before the first. */
static void
put_step (TlJsonWriter *json, const char *key, int step)
{
  if (step < 0)
    tl_json_put_null (json, key);
  else
    tl_json_put_uint (json, key, (guint64) step + 1);
}

static void
put_inputs (TlJsonWriter *json, const GPtrArray *derivations, const TlDerivation *derivation)
{
  tl_json_key (json, "inputs");
  tl_json_open_array (json);
  for (guint i = 0; i < G_N_ELEMENTS (derivation->from); i++)
    if (derivation->from[i] >= 0)
      tl_json_string (json, ((const TlDerivation *) g_ptr_array_index (derivations, (guint) derivation->from[i]))->name);
  tl_json_close_array (json);
}

static void
put_derivation (TlJsonWriter *json, const GPtrArray *derivations, guint index, TlJsonFlags flags)
{
  const TlDerivation *derivation = g_ptr_array_index (derivations, index);

  tl_json_open_object (json);
  tl_json_put_string (json, "name", derivation->name);
  tl_json_put_uint (json, "handshake", derivation->handshake);
  tl_json_put_made (json, "formula", tl_derivation_formula (derivations, index));
  put_inputs (json, derivations, derivation);
  tl_json_put_string (json, "seed", derivation->seed);
  put_bytes (json, "seed_value", derivation->seed_value);
  if (derivation->length > 0)
    {
      tl_json_put_uint (json, "offset", derivation->offset);
      tl_json_put_uint (json, "length", derivation->length);
    }
  put_step (json, "after", derivation->step);
  tl_json_put_string (json, "made_in",
                      derivation->made_in < TL_N_OFF_WIRE_KINDS ? tl_off_wire_kind_id (derivation->made_in) : NULL);
  tl_json_put_string (json, "source", source_id (derivation->source));
  tl_json_put_string (json, "covers", derivation->covers);
  put_bytes (json, "transcript_hash", derivation->transcript_hash);
  tl_json_put_string (json, "reference", derivation->reference);
  if (flags & TL_JSON_SECRETS)
    put_bytes (json, "value", derivation->value);
  tl_json_close_object (json);
}

static void
put_off_wire (TlJsonWriter *json, const GPtrArray *off_wire, guint index, const GPtrArray *derivations)
{
  const TlOffWire *step = g_ptr_array_index (off_wire, index);
  g_autoptr (GArray) makes = tl_off_wire_makes (off_wire, index, derivations);

  tl_json_open_object (json);
  tl_json_put_string (json, "side", step->side == TL_SIDE_CLIENT ? "client" : "server");
  tl_json_put_string (json, "kind", tl_off_wire_kind_id (step->kind));
  tl_json_put_string (json, "text", step->text);
  put_step (json, "after", step->after);
  put_step (json, "about", step->about);
  tl_json_key (json, "makes");
  tl_json_open_array (json);
  for (guint i = 0; i < makes->len; i++)
    tl_json_string (json, ((const TlDerivation *) g_ptr_array_index (derivations, g_array_index (makes, guint, i)))->name);
  tl_json_close_array (json);
  tl_json_close_object (json);
}

void
tl_json_secrets (TlJsonWriter *json, const TlConversation *conversation, TlJsonFlags flags)
{
  g_autoptr (GPtrArray) derivations = tl_conversation_derivations (conversation);
  g_autoptr (GPtrArray) off_wire = tl_off_wire_steps (conversation);

  tl_json_key (json, "secrets");
  tl_json_open_array (json);
  for (guint i = 0; i < derivations->len; i++)
    put_derivation (json, derivations, i, flags);
  tl_json_close_array (json);
  tl_json_key (json, "off_wire");
  tl_json_open_array (json);
  for (guint i = 0; i < off_wire->len; i++)
    put_off_wire (json, off_wire, i, derivations);
  tl_json_close_array (json);
}
