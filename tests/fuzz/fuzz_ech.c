/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Fuzzes what is done with an encrypted ClientHello once it is opened: the input is a byte that says whether it is DTLS, an
 * ECHConfigList, a ClientHello, and what was encrypted in it, each but the last behind its length of two bytes. Changed bytes would
 * never get behind the encryption.
 */
#include "check.h"

#include "secrets/ech-config.h"
#include "secrets/ech-hello.h"
#include "tls/handshake.h"
#include "x509/row-sink.h"

static void
look_at_configs (TlBytes list)
{
  TlEchConfig config;
  TlBytes content;
  gsize left = list.length;

  if (tl_ech_config_list (list, &content))
    list = content;
  while (tl_ech_config_next (&list, &config))
    {
      check (list.length < left, "a configuration has bytes");
      left = list.length;
      check (config.public_key.length < config.bytes.length && config.public_name.length < config.bytes.length,
             "what stands in a configuration is shorter than it");
      tl_ech_config_has_suite (&config, 1, 1);
    }
}

/* RFC 9849 section 5.1: nothing is copied twice, so that it cannot grow without end. */
static void
look_at_inner (TlBytes outer, TlBytes encoded, bool dtls)
{
  g_autoptr (GBytes) additional = NULL, message = NULL;
  TlEchFault fault;
  TlEchHello hello, again;

  if (!tl_ech_hello_read (outer, dtls, &hello))
    return;
  additional = tl_ech_hello_additional (&hello);
  check (g_bytes_get_size (additional) == outer.length - TL_HANDSHAKE_HEADER, "what is authenticated is the body");
  message = tl_ech_hello_rebuild (&hello, encoded, dtls, &fault);
  check ((message == NULL) == (fault != TL_ECH_SOUND), "a hello that is not there has a reason");
  if (message == NULL)
    return;
  check (tl_message_of (tl_bytes_of (message)) == TL_MESSAGE_CLIENT_HELLO, "it is a ClientHello");
  check (g_bytes_get_size (message) <= outer.length + encoded.length + 8, "it is no longer than both together");
  check (!tl_ech_hello_read (tl_bytes_of (message), dtls, &again), "nothing is encrypted in the inner one");
}

/* Its fields, as they are shown. */
static void
look_at_fields (TlBytes outer, TlBytes encoded, bool dtls)
{
  TlContext context = { .message = TL_MESSAGE_CLIENT_HELLO, .dtls = dtls };
  g_autoptr (GBytes) message = g_bytes_new (outer.data, outer.length), inner = g_bytes_new (encoded.data, encoded.length);
  TlFieldTreeBuilder *builder = tl_field_tree_builder_new (message);
  g_autoptr (TlFieldTree) tree = NULL;
  TlRowSink sink;

  tl_row_sink_init (&sink, builder, &context);
  if (encoded.length > 0)
    tl_row_sink_set_inner_hello (&sink, inner);
  tl_message_walk (tl_bytes_of (message), &context, &sink.sink);
  tree = tl_field_tree_builder_end (builder);
  check_tree (tree, outer.length);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  TlBytes rest = tl_bytes (data, size), list, outer;
  guint8 dtls;

  if (!tl_bytes_u8 (&rest, &dtls) || !tl_bytes_prefixed (&rest, 2, &list) || !tl_bytes_prefixed (&rest, 2, &outer))
    return 0;
  look_at_configs (list);
  look_at_inner (outer, rest, dtls & 1);
  look_at_fields (outer, rest, dtls & 1);
  return 0;
}
