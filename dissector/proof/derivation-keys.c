/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The key block of TLS 1.2 and older, and the keys that it is cut into (RFC 5246 section 6.3).
 */
#include "derivation-parts.h"

/* The key block on its way to pieces. */
typedef struct
{
  TlDerivations *list;
  int block;    /* its index in @list */
  TlBytes rest; /* what was not cut off yet; data is NULL where it is not known */
  gsize offset;
  int step;
} Cutter;

static const char *
reference (const TlDerivations *self)
{
  return self->agreement.version == 0x0300 ? "RFC 6101, section 6.2.2" : "RFC 5246, section 6.3";
}

static const char *
export_reference (const TlDerivations *self)
{
  return self->agreement.version == 0x0300 ? "RFC 6101, section 6.2.2" : "RFC 2246, section 6.3.1";
}

/* What an export suite makes of @from and the randoms; of the randoms alone where that is -1. */
static int
add_stretched (TlDerivations *self, const char *name, const char *label, int from, bool server_first, TlBytes value, int step)
{
  bool ssl3 = self->agreement.version == 0x0300;
  TlDerivation derivation = { .name = name,
                              .kind = TL_DERIVATION_KEY,
                              .source = TL_DERIVATION_COMPUTED,
                              .operation = ssl3 ? "MD5" : "PRF",
                              .label = ssl3 ? NULL : label,
                              .from = { from, -1 },
                              .step = step,
                              .reference = export_reference (self) };
  int index = tl_derivations_add (self, &derivation, value);

  tl_derivations_seed (self, index, ssl3 && server_first);
  return index;
}

/* Cuts off the next @size bytes; -1 where a suite does not use them. */
static int
cut (Cutter *self, const char *name, gsize size)
{
  TlDerivation derivation = { .name = name,
                              .kind = TL_DERIVATION_KEY,
                              .source = TL_DERIVATION_COMPUTED,
                              .operation = TL_OPERATION_CUT,
                              .offset = self->offset,
                              .length = size,
                              .from = { self->block, -1 },
                              .step = self->step,
                              .reference = ((TlDerivation *) g_ptr_array_index (self->list->list, (guint) self->block))->reference };
  TlBytes part = { 0 };

  if (size == 0)
    return -1;
  if (self->rest.data)
    tl_bytes_take (&self->rest, size, &part);
  self->offset += size;
  return tl_derivations_add (self->list, &derivation, part);
}

/* RFC 2246 section 6.3.1: the IVs of export suites are made of the randoms, and no secret. */
static void
add_export_ivs (TlDerivations *self, const TlWriteKeys keys[2], int step)
{
  bool ssl3 = self->agreement.version == 0x0300;
  gsize size = keys[0].iv.length;
  guint8 both[2 * TL_SECRET_SIZE];
  Cutter cutter = { .list = self, .step = step };

  if (size == 0)
    return;
  memcpy (both, keys[0].iv.bytes, size);
  memcpy (both + size, keys[1].iv.bytes, size);
  if (ssl3)
    for (guint side = 0; side < 2; side++)
      add_stretched (self, side == 0 ? "client_write_IV" : "server_write_IV", NULL, -1, side == 1,
                     tl_bytes (both + side * size, self->agreement.randoms_known ? size : 0), step);
  else
    {
      cutter.rest = tl_bytes (self->agreement.randoms_known ? both : NULL, 2 * size);
      cutter.block = add_stretched (self, "iv_block", "IV block", -1, false,
                                    tl_bytes (both, self->agreement.randoms_known ? 2 * size : 0), step);
      cut (&cutter, "client_write_IV", size);
      cut (&cutter, "server_write_IV", size);
    }
}

/* RFC 5246 section 6.3: in this order; what a suite does not use is not there. */
static void
add_parts (Cutter *self, const TlWriteKeys keys[2])
{
  const TlSuite *suite = &self->list->agreement.suite;
  bool known = self->rest.data != NULL;
  gsize iv_size = tl_key_block_iv_size (suite, self->list->agreement.version);
  int client, server;

  cut (self, "client_write_MAC_key", suite->mac_size);
  cut (self, "server_write_MAC_key", suite->mac_size);
  client = cut (self, "client_write_key", suite->secret_key_size);
  server = cut (self, "server_write_key", suite->secret_key_size);
  cut (self, "client_write_IV", iv_size);
  cut (self, "server_write_IV", iv_size);
  if (!suite->is_export)
    return;
  add_stretched (self->list, "final_client_write_key", "client write key", client, false,
                 tl_bytes (keys[0].key.bytes, known ? keys[0].key.length : 0), self->step);
  add_stretched (self->list, "final_server_write_key", "server write key", server, true,
                 tl_bytes (keys[1].key.bytes, known ? keys[1].key.length : 0), self->step);
  add_export_ivs (self->list, keys, self->step);
}

void
tl_derivations_add_key_block (TlDerivations *self, int main_secret, int step)
{
  TlBytes value = tl_derivations_value (self, main_secret), none = { 0 };
  bool known = value.length == TL_MAIN_SECRET_SIZE && self->agreement.randoms_known, ssl3 = self->agreement.version == 0x0300;
  TlDerivation derivation = { .name = "key_block",
                              .kind = TL_DERIVATION_SECRET,
                              .source = TL_DERIVATION_COMPUTED,
                              .operation = ssl3 ? TL_OPERATION_SSL3 : "PRF",
                              .label = ssl3 ? NULL : "key expansion",
                              .from = { main_secret, -1 },
                              .step = step,
                              .reference = reference (self) };
  g_auto (TlSecret) secret = { .length = TL_MAIN_SECRET_SIZE }; /* without the value, the sizes are right all the same */
  guint8 block[TL_KEY_BLOCK_SIZE];
  TlWriteKeys keys[2];
  Cutter cutter = { .list = self, .step = step };
  gsize n;

  if (known)
    memcpy (secret.bytes, value.data, value.length);
  n = tl_key_block_read (&self->agreement.suite, self->agreement.version, &secret, &self->agreement.randoms, block);
  if (n > 0 && tl_key_block (&self->agreement.suite, self->agreement.version, &secret, &self->agreement.randoms, keys))
    {
      cutter.rest = known ? tl_bytes (block, n) : none;
      cutter.block = tl_derivations_add (self, &derivation, cutter.rest);
      tl_derivations_seed (self, cutter.block, true);
      add_parts (&cutter, keys);
      tl_forget (keys, sizeof keys);
    }
  tl_forget (block, sizeof block);
}
