/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What keys show, as text. A secret is only printed where that was asked for.
 */
#include "text-secrets.h"

#include "../display.h"
#include "../limits.h"
#include "../proof/derivation.h"
#include "../proof/proof.h"
#include "columns.h"
#include "text-details.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

enum
{
  INDENT = 2,
  VALUE_INDENT = 6
};

static const char *
sign_of (const TlProof *proof, TlTextFlags flags)
{
  bool unicode = flags & TL_TEXT_UNICODE;

  switch (proof->holds)
    {
    case TL_YES:
      return unicode ? "✓" : _ ("[verified]");
    case TL_NO:
      return unicode ? "✗" : _ ("[does not verify]");
    case TL_UNKNOWN:
    default:
      return unicode ? "?" : _ ("[not checked]");
    }
}

char *
tl_text_proof (const TlConversation *conversation, guint step, TlTextFlags flags)
{
  g_autoptr (TlProof) proof = conversation->keyring ? tl_proof_of_step (conversation, step) : NULL;

  return proof ? g_strdup_printf ("%s %s", sign_of (proof, flags), proof->text) : NULL;
}

static char *
hex (TlBytes bytes)
{
  return tl_display_hex (bytes, bytes.length);
}

/* "; tag 0a1b…", if there is one. */
static void
append_part (GString *text, const char *name, TlBytes bytes)
{
  g_autofree char *digits = bytes.length > 0 ? hex (bytes) : NULL;

  if (digits)
    g_string_append_printf (text, "%s%s %s", text->len > 0 ? "; " : "", name, digits);
}

/* How much was in the record, and of what kind. */
static char *
door_sizes (const TlDoor *door)
{
  const TlOpenedRecord *opened = &door->opened;
  gsize inside = g_bytes_get_size (opened->plaintext);
  const char *type = tl_registry_name (TL_REGISTRY_CONTENT_TYPE, opened->type);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, _ ("record %" PRIu64 ": %zu bytes sealed, %zu opened"), door->sequence,
                          g_bytes_get_size (door->payload), opened->content);
  if (type)
    g_string_append_printf (text, _ (" of type %s"), type);
  g_string_append_printf (text, _ (", %zu bytes of padding"), inside - opened->content - opened->mac);
  return g_string_free (text, FALSE);
}

/* What stands around the ciphertext. The nonce has the IV in it, which is derived like a key. */
static char *
door_bytes (const TlDoor *door, TlTextFlags flags)
{
  const TlOpenedRecord *opened = &door->opened;
  TlBytes payload = tl_bytes_of (door->payload);
  TlBytes header = tl_bytes_of (door->header), additional = tl_bytes (opened->additional, opened->n_additional);
  bool same = header.length > 0 && header.length == additional.length && memcmp (header.data, additional.data, header.length) == 0;
  GString *text = g_string_new (NULL);

  append_part (text, same ? _ ("header and additional data") : _ ("header"), header); /* RFC 9846 section 5.2: the same */
  append_part (text, _ ("in clear"), tl_bytes (payload.data, opened->before));
  append_part (text, _ ("tag"), tl_bytes (payload.data + payload.length - opened->after, opened->after));
  if (!same)
    append_part (text, _ ("additional data"), additional);
  if (flags & TL_TEXT_SECRETS)
    append_part (text, _ ("nonce"), tl_bytes (opened->nonce, opened->n_nonce));
  return g_string_free (text, FALSE);
}

char **
tl_text_door (const TlConversation *conversation, guint step, TlTextFlags flags)
{
  const TlDoor *door = conversation->steps[step]->door;
  const TlDoor *before = step > 0 ? conversation->steps[step - 1]->door : NULL;
  char **lines;

  if (door == NULL)
    return NULL;
  lines = g_new0 (char *, 3);
  if (door == before)
    lines[0] = g_strdup (_ ("in the same record"));
  else
    {
      lines[0] = door_sizes (door);
      lines[1] = door_bytes (door, flags);
    }
  return lines;
}

static const char *
source_word (const TlDerivation *derivation)
{
  switch (derivation->source)
    {
    case TL_DERIVATION_GIVEN:
    case TL_DERIVATION_PSK:
      return _ ("given");
    case TL_DERIVATION_COMPUTED:
      return _ ("computed");
    case TL_DERIVATION_OPENED:
      return _ ("opened with the server’s private key");
    case TL_DERIVATION_ROLLED_BACK:
      return _ ("opened with the server’s private key, and of another version than ClientHello offered");
    case TL_DERIVATION_FROM_PSK:
      return _ ("from the pre-shared key");
    case TL_DERIVATION_RESUMED:
      return _ ("that of the session which is resumed");
    case TL_DERIVATION_NOT_TOLD:
    default:
      return _ ("not told");
    }
}

static void
append_value (const char *label, GBytes *value, TlTextFlags flags, int width, GString *out)
{
  g_autofree char *digits = value ? hex (tl_bytes_of (value)) : NULL;
  g_autofree char *line = digits ? g_strdup_printf ("%s%s", label, digits) : NULL;

  if (line)
    tl_text_append_wrapped (out, line, VALUE_INDENT, 0, width, flags);
}

static void
append_derivation (const GPtrArray *derivations, guint index, TlTextFlags flags, int width, GString *out)
{
  const TlDerivation *derivation = g_ptr_array_index (derivations, index);
  g_autofree char *formula = tl_derivation_formula (derivations, index);
  g_autofree char *handshake = derivation->handshake > 1 ? g_strdup_printf (_ (" of handshake %u"), derivation->handshake) : NULL;
  g_autofree char *name = g_strdup_printf ("%s%s · %s", derivation->name, handshake ? handshake : "", source_word (derivation));

  tl_text_append_wrapped (out, name, INDENT, 0, width, flags);
  if (formula)
    tl_text_append_wrapped (out, formula, VALUE_INDENT, 0, width, flags);
  if (derivation->covers)
    append_value (_ ("hash of the messages "), derivation->transcript_hash, flags, width, out);
  if (flags & TL_TEXT_SECRETS)
    append_value ("", derivation->value, flags, width, out);
}

/* The commands as they are, to be copied: they are not wrapped. */
static void
append_recipe (const char *recipe, GString *out)
{
  g_auto (GStrv) lines = g_strsplit (recipe, "\n", -1);

  for (guint i = 0; lines[i]; i++)
    if (*lines[i])
      g_string_append_printf (out, "%*s%s\n", VALUE_INDENT, "", lines[i]);
}

/* What it takes to check @proof again. A signature is verified with a public key; all else takes a secret. */
static void
append_proof (const TlConversation *conversation, guint step, const TlProof *proof, TlTextFlags flags, int width, GString *out)
{
  bool signature = proof->kind == TL_PROOF_CERTIFICATE_VERIFY || proof->kind == TL_PROOF_SERVER_KEY_EXCHANGE;
  bool recipe = proof->recipe && (signature || flags & TL_TEXT_SECRETS);
  g_autofree char *title = tl_step_title (conversation, step);
  /* Translators: whether a proof holds, the message that it is, and its number. */
  g_autofree char *head = g_strdup_printf (_ ("%s %s, step %u"), sign_of (proof, flags), title, step + 1);
  g_autofree char *formula = tl_proof_formula (proof, conversation, step);
  g_autoptr (GBytes) hash = tl_proof_hash (proof, conversation, step);

  tl_text_append_wrapped (out, head, INDENT, 0, width, flags);
  if (formula)
    tl_text_append_wrapped (out, formula, VALUE_INDENT, 0, width, flags);
  append_value (_ ("hash of the messages "), hash, flags, width, out);
  if (!recipe) /* which has it, too */
    append_value (_ ("found "), proof->found, flags, width, out);
  if (!signature && flags & TL_TEXT_SECRETS)
    append_value (_ ("computed "), proof->computed, flags, width, out);
  if (recipe)
    append_recipe (proof->recipe, out);
}

void
tl_text_append_proofs (const TlConversation *conversation, TlTextFlags flags, int width, GString *out)
{
  guint n = 0;

  for (guint i = 0; conversation->keyring && i < conversation->n_steps && n < TL_LIMIT_PROOFS; i++)
    {
      g_autoptr (TlProof) proof = tl_proof_of_step (conversation, i);

      if (proof == NULL || proof->holds == TL_UNKNOWN)
        continue;
      if (n++ == 0)
        tl_text_append_heading (out, _ ("Proofs"), flags, width);
      append_proof (conversation, i, proof, flags, width, out);
    }
}

void
tl_text_append_secrets (const TlConversation *conversation, TlTextFlags flags, int width, GString *out)
{
  g_autoptr (GPtrArray) derivations = conversation->keyring ? tl_conversation_derivations (conversation) : NULL;

  if (derivations == NULL || derivations->len == 0)
    return;
  tl_text_append_heading (out, _ ("Secrets"), flags, width);
  for (guint i = 0; i < derivations->len; i++)
    append_derivation (derivations, i, flags, width, out);
}
