/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Fragments wait here until their datagram is whole. Nothing is allocated for bytes that are only claimed.
 */
#include "reassembly.h"
#include "../limits.h"
#include "../mosaic.h"

/**
 * Waiting:
 *
 * A datagram that is not whole.
 *
 * @bytes: what came of it
 * @total: how many bytes it has; 0 while that is not known
 * @cut: offset of the first byte that was sent and not captured; G_MAXUINT32 where there is none
 * @furthest: where the last fragment so far ends
 * @dropped: whatever else comes is of no use (RFC 5722)
 * @started: time of its first fragment
 * @size: what it counts for
 * @place: among all that wait; its data is the datagram itself
 */
typedef struct
{
  TlAddress source;
  TlAddress destination;
  guint32 identification;
  guint8 protocol;       /* in IPv4, what tells it from others; in IPv6, 0 */
  guint8 first_protocol; /* of its first fragment */
  bool dropped;
  guint hash;
  TlMosaic bytes;
  guint32 total;
  guint32 cut;
  guint32 furthest;
  gint64 started;
  gsize size;
  GList place;
} Waiting;

/* One that is whole. */
typedef struct
{
  TlMosaic bytes;
  TlDatagram datagram;
} Whole;

/**
 * TlReassembly:
 * @waiting: Waiting, a set
 * @oldest: the same, in the order in which they began
 * @size: of what waits
 * @now: see tl_reassembly_set_time()
 * @whole: what became whole with @packet: one for each tunnel
 */
struct TlReassembly
{
  GHashTable *waiting;
  GQueue oldest;
  gsize size;
  gint64 now;
  guint32 seed; /* so that nobody can choose datagrams that collide */
  Whole whole[TL_LIMIT_ENCAPSULATION];
  guint n_whole;
  guint64 packet;
};

static guint
hash_cb (gconstpointer key)
{
  return ((const Waiting *) key)->hash;
}

static bool
addresses_equal (const TlAddress *a, const TlAddress *b)
{
  return a->length == b->length && memcmp (a->bytes, b->bytes, sizeof a->bytes) == 0;
}

static gboolean
equal_cb (gconstpointer a, gconstpointer b)
{
  const Waiting *one = a, *other = b;

  return one->identification == other->identification && one->protocol == other->protocol
         && addresses_equal (&one->source, &other->source)
         && addresses_equal (&one->destination, &other->destination);
}

/* FNV-1a, begun with a seed. */
static guint32
mix (guint32 hash, gconstpointer data, gsize length)
{
  for (gsize i = 0; i < length; i++)
    hash = (hash ^ ((const guint8 *) data)[i]) * 16777619u;
  return hash ^ hash >> 15;
}

/* What tells the datagram of @fragment from others. */
static Waiting
key_of (const TlReassembly *self, const TlFragment *fragment)
{
  Waiting key = { .source = fragment->source,
                  .destination = fragment->destination,
                  .identification = fragment->identification,
                  .protocol = fragment->source.length == 4 ? fragment->protocol : 0 };
  guint32 hash = mix (self->seed, key.source.bytes, sizeof key.source.bytes);

  hash = mix (hash, key.destination.bytes, sizeof key.destination.bytes);
  hash = mix (hash, &key.identification, sizeof key.identification);
  key.hash = mix (hash, &key.protocol, sizeof key.protocol);
  return key;
}

static void
waiting_free (TlReassembly *self, Waiting *waiting)
{
  g_hash_table_remove (self->waiting, waiting);
  g_queue_unlink (&self->oldest, &waiting->place);
  self->size -= waiting->size;
  tl_mosaic_clear (&waiting->bytes);
  g_free (waiting);
}

/* Counts anew what @waiting takes. */
static void
account (TlReassembly *self, Waiting *waiting)
{
  gsize size = sizeof *waiting + 4 * sizeof (gpointer) + tl_mosaic_size (&waiting->bytes);

  self->size += size - waiting->size;
  waiting->size = size;
}

static Waiting *
waiting_new (TlReassembly *self, const Waiting *key, gint64 now)
{
  Waiting *waiting = g_memdup2 (key, sizeof *key);

  waiting->cut = G_MAXUINT32;
  waiting->started = now;
  waiting->place.data = waiting;
  g_hash_table_add (self->waiting, waiting);
  g_queue_push_tail_link (&self->oldest, &waiting->place);
  if (self->oldest.length > TL_LIMIT_FRAGMENTED)
    waiting_free (self, g_queue_peek_head (&self->oldest));
  return waiting;
}

/* The datagram that @fragment belongs to. */
static Waiting *
find_waiting (TlReassembly *self, const TlFragment *fragment)
{
  Waiting key = key_of (self, fragment);
  Waiting *waiting = g_hash_table_lookup (self->waiting, &key);

  if (waiting && self->now - waiting->started <= TL_LIMIT_FRAGMENT_TIME)
    return waiting;
  if (waiting)
    waiting_free (self, waiting); /* the identification was used again */
  return waiting_new (self, &key, self->now);
}

/* Lets go what was not whole after its time, and the oldest while there is too much. */
static void
keep_within_limits (TlReassembly *self)
{
  Waiting *first;

  while ((first = g_queue_peek_head (&self->oldest))
         && (self->now - first->started > TL_LIMIT_FRAGMENT_TIME || self->size > TL_LIMIT_FRAGMENT_BYTES))
    waiting_free (self, first);
}

/* Notes what the fragment says of its datagram, where it ends at @end. False where that does not fit to what others said. */
static bool
note_header (Waiting *waiting, const TlFragment *fragment, guint32 end)
{
  if (fragment->offset == 0)
    waiting->first_protocol = fragment->protocol;
  if (fragment->missing > 0)
    waiting->cut = MIN (waiting->cut, end - fragment->missing);
  waiting->furthest = MAX (waiting->furthest, end);
  if (!fragment->more && waiting->total == 0)
    waiting->total = end;
  return waiting->total == 0 || (waiting->furthest <= waiting->total && (fragment->more || waiting->total == end));
}

/* Adds the bytes. False where that ends the datagram: RFC 5722 section 4, a part of them had come before. All of them again is what a capture
 * at two places sees, and harmless. */
static bool
add_bytes (Waiting *waiting, const TlFragment *fragment)
{
  gsize before = tl_mosaic_contiguous (&waiting->bytes) + waiting->bytes.ahead, added;

  tl_mosaic_add (&waiting->bytes, fragment->offset, &fragment->bytes, TL_LIMIT_FRAGMENTED_LENGTH);
  added = tl_mosaic_contiguous (&waiting->bytes) + waiting->bytes.ahead - before;
  return fragment->source.length == 4 || added == fragment->bytes.bytes.length
         || (added == 0 && !waiting->bytes.conflicting);
}

static bool
is_whole (const Waiting *waiting)
{
  gsize contiguous = tl_mosaic_contiguous (&waiting->bytes);

  return contiguous > 0 && (contiguous == waiting->total || contiguous >= waiting->cut);
}

static const TlDatagram *
finish (TlReassembly *self, Waiting *waiting, gint64 time)
{
  Whole *whole = &self->whole[self->n_whole++];

  whole->bytes = waiting->bytes;
  waiting->bytes = (TlMosaic){ 0 };
  whole->datagram.chunk = tl_mosaic_chunk (&whole->bytes, time);
  whole->datagram.missing = MAX (waiting->total, waiting->furthest) - (guint32) whole->datagram.chunk.bytes.length;
  whole->datagram.protocol = waiting->first_protocol;
  whole->datagram.conflicting = whole->bytes.conflicting;
  waiting_free (self, waiting);
  return &whole->datagram;
}

static void
clear_whole (TlReassembly *self)
{
  for (guint i = 0; i < self->n_whole; i++)
    tl_mosaic_clear (&self->whole[i].bytes);
  self->n_whole = 0;
}

TlReassembly *
tl_reassembly_new (void)
{
  TlReassembly *self = g_new0 (TlReassembly, 1);

  self->waiting = g_hash_table_new (hash_cb, equal_cb);
  self->seed = g_random_int ();
  return self;
}

void
tl_reassembly_free (TlReassembly *self)
{
  Waiting *first;

  while ((first = g_queue_peek_head (&self->oldest)))
    waiting_free (self, first);
  clear_whole (self);
  g_hash_table_unref (self->waiting);
  g_free (self);
}

void
tl_reassembly_set_time (TlReassembly *self, gint64 now)
{
  self->now = now;
}

const TlDatagram *
tl_reassembly_add (TlReassembly *self, const TlFragment *fragment, guint64 packet)
{
  gsize length = fragment->bytes.bytes.length + fragment->missing;
  gsize end = fragment->offset + length;
  Waiting *waiting;

  if (packet != self->packet)
    clear_whole (self);
  self->packet = packet;
  keep_within_limits (self);
  /* RFC 791 section 3.2, RFC 8200 section 4.5: all but the last are of eights. */
  if (length == 0 || end > TL_LIMIT_FRAGMENTED_LENGTH || (fragment->more && length % 8 != 0)
      || self->n_whole == G_N_ELEMENTS (self->whole))
    return NULL;

  waiting = find_waiting (self, fragment);
  if (waiting->dropped)
    return NULL;
  if (!note_header (waiting, fragment, (guint32) end) || !add_bytes (waiting, fragment))
    {
      waiting->dropped = true;
      tl_mosaic_clear (&waiting->bytes);
    }
  account (self, waiting);
  return is_whole (waiting) ? finish (self, waiting, fragment->bytes.time) : NULL;
}

gsize
tl_reassembly_size (const TlReassembly *self)
{
  gsize size = sizeof *self + self->size;

  for (guint i = 0; i < self->n_whole; i++)
    size += tl_mosaic_size (&self->whole[i].bytes);
  return size;
}
