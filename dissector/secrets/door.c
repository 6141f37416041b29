/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A record with what was in it.
 */
#include "door.h"

static GBytes *
copy_bytes (TlBytes bytes)
{
  return g_bytes_new (bytes.data, bytes.length);
}

TlDoor *
tl_door_new (const TlSealedRecord *record, TlOpenedRecord *opened)
{
  TlDoor *self = g_atomic_rc_box_new0 (TlDoor);

  self->header = copy_bytes (record->header);
  self->payload = copy_bytes (record->payload);
  self->sequence = record->sequence;
  self->opened = *opened;
  opened->plaintext = NULL;
  return self;
}

TlDoor *
tl_door_ref (TlDoor *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
door_clear (gpointer data)
{
  TlDoor *self = data;

  g_bytes_unref (self->header);
  g_bytes_unref (self->payload);
  tl_opened_record_clear (&self->opened);
}

void
tl_door_unref (TlDoor *self)
{
  g_atomic_rc_box_release_full (self, door_clear);
}

gsize
tl_door_size (const TlDoor *self)
{
  return sizeof *self + g_bytes_get_size (self->header) + g_bytes_get_size (self->payload)
         + g_bytes_get_size (self->opened.plaintext) + 3 * 64;
}
