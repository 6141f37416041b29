/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Fuzzes the tables and their walker with one handshake message. The first four bytes of the input choose the
 * context: version, cipher suite (two bytes), and bits for DTLS, the kind of certificate, the sender and SSL 2.0.
 * The rest is the message.
 */
#include "check.h"

typedef struct
{
  TlSink sink;
  Claims claims;
} ClaimSink;

static void
claim_leaf_cb (TlSink *sink, const TlFound *found)
{
  ClaimSink *self = (ClaimSink *) sink;

  check (found->prefix <= found->length, "a prefix is inside its field");
  claims_add (&self->claims, found->offset, found->length);
}

static void
claim_prefix_cb (TlSink *sink, const TlFound *found)
{
  claims_add (&((ClaimSink *) sink)->claims, found->offset, found->prefix);
}

static void
check_walk (TlBytes message, const TlContext *context)
{
  ClaimSink sink = { .sink = { .leaf = claim_leaf_cb, .open = claim_prefix_cb } };

  claims_init (&sink.claims, message.length);
  tl_message_walk (message, context, &sink.sink);
  claims_check_all_and_clear (&sink.claims);
}

/* A conversation of this one message, to look at it as a person does. */
static void
look_at_message (TlBytes message, const TlContext *context, TlSide from)
{
  g_autoptr (GBytes) bytes = g_bytes_new (message.data, message.length);
  TlStep step = { .type = TL_STEP_HANDSHAKE,
                  .from = from,
                  .context = *context,
                  .length = message.length,
                  .n_records = 1,
                  .bytes = bytes };
  TlStep *steps[] = { &step };
  TlConversation conversation = { .number = 1,
                                  .version = context->version,
                                  .cipher_suite = context->version != 0 ? context->cipher_suite : -1,
                                  .group = -1,
                                  .resumed = TL_UNKNOWN,
                                  .complete = true,
                                  .n_steps = 1,
                                  .steps = steps };

  look_at (&conversation);
}

static bool
read_context (TlBytes *bytes, TlContext *context, TlSide *from)
{
  static const guint16 versions[]
      = { 0, 0x0300, 0x0301, 0x0302, 0x0303, 0x0304, 0x7f12, 0x7f1c, 0xfeff, 0xfefd, 0xfefc };
  guint8 version, bits;

  if (!tl_bytes_u8 (bytes, &version) || !tl_bytes_u16 (bytes, &context->cipher_suite)
      || !tl_bytes_u8 (bytes, &bits))
    return false;
  context->version = versions[version % G_N_ELEMENTS (versions)];
  context->dtls = bits & 1;
  context->certificate_type = (bits >> 1) & 3;
  context->sslv2 = bits & 16;
  *from = bits & 8 ? TL_SIDE_SERVER : TL_SIDE_CLIENT;
  return true;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  TlBytes bytes = tl_bytes (data, size);
  TlContext context = { 0 };
  TlSide from = TL_SIDE_CLIENT;

  if (!read_context (&bytes, &context, &from))
    return 0;
  context.message = context.sslv2 && size > 4 ? (guint16) (0x200 | data[4]) : tl_message_of (bytes);
  check_walk (bytes, &context);
  look_at_message (bytes, &context, from);
  return 0;
}
