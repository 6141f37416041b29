/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Secrets by connection, and keys that open several. A key log may have a million lines, so that they lie one behind the other
 * in large blocks, which are overwritten when they are freed.
 */
#include "keyring-parts.h"

#include "../errors.h"
#include "../limits.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

enum
{
  BLOCK = 256 * 1024,
  READ_BUFFER = 256 * 1024
};

/* A pre-shared key. Never moved, so that it can be forgotten. */
typedef struct
{
  guint8 *identity;
  gsize n_identity; /* 0: it is everybody's */
  guint8 key[TL_PSK_SIZE];
  gsize n_key;
} Psk;

static guint32
hash_bytes (guint32 hash, const guint8 *bytes, gsize n)
{
  for (gsize i = 0; i < n; i++)
    hash = (hash ^ bytes[i]) * 0x01000193u;
  return hash ^ hash >> 15;
}

static guint
entry_hash (gconstpointer data)
{
  return ((const TlKeyringEntry *) data)->hash;
}

static gboolean
entry_equal (gconstpointer a, gconstpointer b)
{
  const TlKeyringEntry *one = a, *other = b;

  return one->hash == other->hash && one->label == other->label && one->n_name == other->n_name
         && memcmp (one->bytes, other->bytes, one->n_name) == 0;
}

static void
psk_free (gpointer data)
{
  Psk *self = data;

  g_free (self->identity);
  tl_forget (self, sizeof *self);
  g_free (self);
}

TlKeyring *
tl_keyring_new (void)
{
  TlKeyring *self = g_atomic_rc_box_new0 (TlKeyring);

  g_rw_lock_init (&self->lock);
  self->entries = g_hash_table_new (entry_hash, entry_equal);
  self->blocks = g_ptr_array_new ();
  self->keys = g_ptr_array_new_with_free_func ((GDestroyNotify) tl_private_key_free);
  self->psks = g_ptr_array_new_with_free_func (psk_free);
  self->ech_keys = g_ptr_array_new_with_free_func ((GDestroyNotify) tl_ech_key_free);
  self->used = BLOCK;
  self->seed = g_random_int ();
  return self;
}

TlKeyring *
tl_keyring_new_over (TlKeyring *base)
{
  TlKeyring *self = tl_keyring_new ();

  self->base = tl_keyring_ref (base);
  return self;
}

TlKeyring *
tl_keyring_ref (TlKeyring *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
keyring_clear (gpointer data)
{
  TlKeyring *self = data;

  g_hash_table_unref (self->entries);
  for (guint i = 0; i < self->blocks->len; i++)
    {
      tl_forget (g_ptr_array_index (self->blocks, i), BLOCK);
      g_free (g_ptr_array_index (self->blocks, i));
    }
  g_ptr_array_unref (self->blocks);
  for (guint i = 0; i < TL_N_KEYLOG_LABELS; i++)
    g_clear_pointer (&self->by_label[i], g_ptr_array_unref);
  g_ptr_array_unref (self->keys);
  g_ptr_array_unref (self->psks);
  g_ptr_array_unref (self->ech_keys);
  g_rw_lock_clear (&self->lock);
  g_clear_pointer (&self->base, tl_keyring_unref);
}

void
tl_keyring_unref (TlKeyring *self)
{
  g_atomic_rc_box_release_full (self, keyring_clear);
}

static TlKeyringEntry *
take_entry (TlKeyring *self, gsize size)
{
  TlKeyringEntry *entry;

  size = (size + 7) & ~(gsize) 7;
  if (self->used + size > BLOCK)
    {
      g_ptr_array_add (self->blocks, g_malloc (BLOCK));
      self->used = 0;
    }
  entry = (TlKeyringEntry *) (gpointer) ((guint8 *) g_ptr_array_index (self->blocks, self->blocks->len - 1) + self->used);
  self->used += size;
  return entry;
}

static bool
has_value (const TlKeyringEntry *entry, const TlKeyringEntry *other)
{
  return entry->n_value == other->n_value
         && memcmp (entry->bytes + entry->n_name, other->bytes + other->n_name, entry->n_value) == 0;
}

/* A log may repeat its lines. Where a later one says something else, that counts: who gives another value has seen that the first was
 * wrong. But what a conversation has shown is known to be right, whatever a log says. */
static void
correct (TlKeyring *self, TlKeyringEntry *known, const TlKeyringEntry *entry)
{
  if (known->learned || known->n_value != entry->n_value || has_value (known, entry))
    {
      known->learned = known->learned && (entry->learned || !has_value (known, entry));
      return;
    }
  memcpy (known->bytes + known->n_name, entry->bytes + entry->n_name, entry->n_value);
  known->learned = entry->learned;
  g_atomic_int_set (&self->trials, 0);
  self->generation++;
}

static void
add_line (TlKeyring *self, const TlKeylogLine *line, bool learned)
{
  TlKeyringEntry *known, *entry = take_entry (self, sizeof (TlKeyringEntry) + line->n_name + line->n_value);

  entry->label = (guint8) line->label;
  entry->n_name = (guint8) line->n_name;
  entry->n_value = (guint16) line->n_value;
  entry->learned = learned;
  memcpy (entry->bytes, line->name, line->n_name);
  memcpy (entry->bytes + line->n_name, line->value, line->n_value);
  entry->hash = hash_bytes (self->seed + entry->label, entry->bytes, entry->n_name);
  self->logged = self->logged || !learned;
  known = g_hash_table_lookup (self->entries, entry);
  if (known)
    {
      correct (self, known, entry);
      tl_forget (entry, sizeof (TlKeyringEntry) + line->n_name + line->n_value);
      self->used -= (sizeof (TlKeyringEntry) + line->n_name + line->n_value + 7) & ~(gsize) 7;
      return;
    }
  g_hash_table_add (self->entries, entry);
  if (self->by_label[entry->label] == NULL)
    self->by_label[entry->label] = g_ptr_array_new ();
  g_ptr_array_add (self->by_label[entry->label], entry);
  if (!learned)
    g_atomic_int_set (&self->trials, 0);
  self->premasters = self->premasters || line->label == TL_KEYLOG_RSA || line->label == TL_KEYLOG_PMS_CLIENT_RANDOM;
  self->generation++;
}

/* A key log while it is read. */
typedef struct
{
  TlKeylogReport *report;
  bool overlong;       /* in a line that is longer than is looked at: the rest of it is passed over */
  bool carriage;       /* behind a CR: an LF belongs to it */
} Lines;

/* Takes the line @text, or what is looked at of one that is @overlong: then it holds no secret. */
static void
take_line (TlKeyring *self, TlBytes text, bool overlong, TlKeylogReport *report)
{
  TlKeylogLine line;
  TlKeylogKind kind = tl_keylog_read_line (text, &line);

  report->lines++;
  switch (kind == TL_KEYLOG_SECRET && overlong ? TL_KEYLOG_DAMAGED : kind)
    {
    case TL_KEYLOG_SECRET:
      add_line (self, &line, false);
      report->secrets++;
      break;
    case TL_KEYLOG_UNKNOWN:
      report->unknown++;
      break;
    case TL_KEYLOG_DAMAGED:
      if (report->damaged++ == 0)
        report->first_damaged = report->lines;
      break;
    case TL_KEYLOG_IGNORED:
    default:
      break;
    }
  tl_forget (&line, sizeof line);
}

/* Where the line that @text begins with ends: CR, LF or both (RFC 9850 section 2). */
static gsize
line_length (TlBytes text)
{
  gsize n = 0;

  while (n < text.length && text.data[n] != '\n' && text.data[n] != '\r')
    n++;
  return n;
}

/* Takes the line of @n bytes that @text begins with; false where no more lines are read. */
static bool
take_next (TlKeyring *self, Lines *lines, TlBytes *text, gsize n)
{
  bool overlong = n > TL_LIMIT_KEYLOG_LINE;
  TlBytes line;

  if (!lines->overlong)
    {
      lines->report->cut = lines->report->lines >= TL_LIMIT_KEYLOG_LINES;
      if (lines->report->cut)
        return false;
      take_line (self, tl_bytes (text->data, overlong ? TL_LIMIT_KEYLOG_LINE : n), overlong, lines->report);
    }
  tl_bytes_take (text, n, &line);
  return true;
}

/* Takes the lines of @text, all of it where it is the @last piece, else up to the last line end. How much of it is left. */
static gsize
take_lines (TlKeyring *self, Lines *lines, TlBytes text, bool last)
{
  g_rw_lock_writer_lock (&self->lock);
  while (text.length > 0)
    {
      gsize n = line_length (text);
      bool ended = n < text.length;

      if (lines->carriage && text.data[0] == '\n')
        {
          lines->carriage = false;
          tl_bytes_skip (&text, 1);
          continue;
        }
      lines->carriage = false;
      if ((!ended && !last && n <= TL_LIMIT_KEYLOG_LINE && !lines->overlong) || !take_next (self, lines, &text, n))
        break;
      lines->overlong = !ended;
      lines->carriage = ended && text.data[0] == '\r';
      if (ended)
        tl_bytes_skip (&text, 1);
    }
  g_rw_lock_writer_unlock (&self->lock);
  return text.length;
}

void
tl_keyring_add_keylog (TlKeyring *self, TlBytes text, TlKeylogReport *report)
{
  Lines lines = { .report = report };

  take_lines (self, &lines, text, true);
}

static bool
open_keylog (const char *path, int *fd, GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  struct stat status;
  int reason;

  *fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  reason = errno;
  if (*fd >= 0 && fstat (*fd, &status) == 0 && !S_ISDIR (status.st_mode))
    return true;
  if (*fd >= 0)
    {
      close (*fd);
      reason = EISDIR;
    }
  g_set_error (error, TL_ERROR, TL_ERROR_KEYS, _ ("The key log “%s” cannot be opened: %s."), name, g_strerror (reason));
  return false;
}

/* Waits for what writes into a pipe, for a while. */
static int
wait_for (int fd)
{
  struct pollfd poll_fd = { .fd = fd, .events = POLLIN };
  int n = poll (&poll_fd, 1, TL_LIMIT_KEYLOG_SILENCE);

  return n > 0 || (n < 0 && errno == EINTR) ? 0 : n == 0 ? ETIMEDOUT : errno;
}

/* Reads to the end of @fd. A line may go on in the next piece. What kept it from that, or 0. */
static int
read_keylog (TlKeyring *self, int fd, TlKeylogReport *report)
{
  guint8 *buffer = g_malloc (READ_BUFFER);
  gsize waiting = 0, total = 0;
  Lines lines = { .report = report };
  int reason = 0;

  while (!report->cut && reason == 0)
    {
      gssize n = read (fd, buffer + waiting, READ_BUFFER - waiting);
      gsize left;

      if (n < 0 && errno == EINTR)
        continue;
      if (n == 0)
        break;
      if (n < 0)
        {
          reason = errno == EAGAIN ? wait_for (fd) : errno;
          continue;
        }
      total += (gsize) n;
      waiting += (gsize) n;
      left = take_lines (self, &lines, tl_bytes (buffer, waiting), false);
      memmove (buffer, buffer + waiting - left, left);
      waiting = left;
      report->cut = report->cut || total > TL_LIMIT_KEYLOG;
    }
  if (!report->cut)
    take_lines (self, &lines, tl_bytes (buffer, waiting), true);
  tl_forget (buffer, READ_BUFFER);
  g_free (buffer);
  return reason;
}

bool
tl_keyring_load_keylog (TlKeyring *self, const char *path, TlKeylogReport *report, GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  int fd, reason;

  *report = (TlKeylogReport){ 0 };
  if (!open_keylog (path, &fd, error))
    return false;
  report->opened = true;
  reason = read_keylog (self, fd, report);
  close (fd);
  if (reason != 0)
    g_set_error (error, TL_ERROR, TL_ERROR_KEYS, _ ("The key log “%s” cannot be read to its end: %s."), name,
                 g_strerror (reason));
  else if (report->secrets == 0)
    {
      g_autofree char *empty = tl_keylog_empty_text (name);

      g_set_error_literal (error, TL_ERROR, TL_ERROR_KEYS, empty);
    }
  return reason == 0 && report->secrets > 0;
}

char *
tl_keylog_empty_text (const char *name)
{
  return g_strdup_printf (_ ("“%s” holds no secret: it is not a key log as SSLKEYLOGFILE writes it (RFC 9850), or nothing was "
                             "logged yet."),
                          name);
}

char *
tl_keylog_report_text (const TlKeylogReport *report, const char *name)
{
  if (report->cut)
    return g_strdup_printf (_ ("The key log “%s” is longer than is read: its first %" PRIu64 " lines count."), name,
                            report->lines);
  if (report->damaged == 0)
    return NULL;
  return g_strdup_printf (
      ngettext ("%" PRIu64 " line of the key log “%s” is damaged and was passed over: line %" PRIu64 ".",
                "%" PRIu64 " lines of the key log “%s” are damaged and were passed over, the first is line %" PRIu64 ".",
                (gulong) report->damaged),
      report->damaged, name, report->first_damaged);
}

/* The entry of @label and @name; NULL where there is none. To be called with the lock held. */
static const TlKeyringEntry *
look_up (TlKeyring *self, TlKeylogLabel label, TlBytes name)
{
  guint8 wanted_bytes[sizeof (TlKeyringEntry) + TL_KEYLOG_NAME_SIZE] __attribute__ ((aligned (8)));
  TlKeyringEntry *wanted = (TlKeyringEntry *) (gpointer) wanted_bytes;

  wanted->label = (guint8) label;
  wanted->n_name = (guint8) name.length;
  memcpy (wanted->bytes, name.data, name.length);
  wanted->hash = hash_bytes (self->seed + wanted->label, wanted->bytes, wanted->n_name);
  return g_hash_table_lookup (self->entries, wanted);
}

gsize
tl_keyring_find (TlKeyring *self, TlKeylogLabel label, TlBytes name, guint8 *value, gsize size)
{
  const TlKeyringEntry *entry;
  gsize n = 0;

  if (name.length > TL_KEYLOG_NAME_SIZE)
    return 0;
  g_rw_lock_reader_lock (&self->lock);
  entry = look_up (self, label, name);
  if (entry != NULL && entry->n_value <= size)
    {
      n = entry->n_value;
      memcpy (value, entry->bytes + entry->n_name, n);
    }
  g_rw_lock_reader_unlock (&self->lock);
  return entry == NULL && self->base ? tl_keyring_find (self->base, label, name, value, size) : n;
}

bool
tl_keyring_has_learned (TlKeyring *self, TlKeylogLabel label, TlBytes name)
{
  const TlKeyringEntry *entry;
  bool learned;

  if (name.length > TL_KEYLOG_NAME_SIZE)
    return false;
  g_rw_lock_reader_lock (&self->lock);
  entry = look_up (self, label, name);
  learned = entry != NULL && entry->learned;
  g_rw_lock_reader_unlock (&self->lock);
  return entry == NULL && self->base ? tl_keyring_has_learned (self->base, label, name) : learned;
}

bool
tl_keyring_find_secret (TlKeyring *self, TlKeylogLabel label, TlBytes name, TlSecret *secret)
{
  secret->length = tl_keyring_find (self, label, name, secret->bytes, sizeof secret->bytes);
  return secret->length > 0;
}

void
tl_keyring_learn (TlKeyring *self, TlKeylogLabel label, TlBytes name, const TlSecret *secret)
{
  TlKeylogLine line = { .label = label, .n_name = MIN (name.length, sizeof line.name), .n_value = secret->length };

  memcpy (line.name, name.data, line.n_name);
  memcpy (line.value, secret->bytes, line.n_value);
  g_rw_lock_writer_lock (&self->lock);
  if (g_hash_table_size (self->entries) < TL_LIMIT_KEYLOG_LINES)
    add_line (self, &line, true);
  g_rw_lock_writer_unlock (&self->lock);
  tl_forget (&line, sizeof line);
}

void
tl_keyring_add_key (TlKeyring *self, TlPrivateKey *key)
{
  g_rw_lock_writer_lock (&self->lock);
  g_ptr_array_add (self->keys, key);
  self->generation++;
  g_rw_lock_writer_unlock (&self->lock);
}

guint
tl_keyring_n_keys (TlKeyring *self)
{
  guint n;

  g_rw_lock_reader_lock (&self->lock);
  n = self->keys->len;
  g_rw_lock_reader_unlock (&self->lock);
  return n;
}

bool
tl_keyring_has_key (TlKeyring *self, const guint8 id[TL_KEY_ID_SIZE])
{
  bool found = false;

  g_rw_lock_reader_lock (&self->lock);
  for (guint i = 0; i < self->keys->len && !found; i++)
    found = memcmp (tl_private_key_id (g_ptr_array_index (self->keys, i)), id, TL_KEY_ID_SIZE) == 0;
  g_rw_lock_reader_unlock (&self->lock);
  return found;
}

bool
tl_keyring_open (TlKeyring *self, TlBytes id, TlBytes encrypted, guint8 premaster[TL_RSA_PREMASTER_SIZE])
{
  bool done = false;

  g_rw_lock_reader_lock (&self->lock);
  for (guint i = 0; i < self->keys->len && !done; i++)
    {
      const TlPrivateKey *key = g_ptr_array_index (self->keys, i);

      if (id.length != TL_KEY_ID_SIZE || memcmp (id.data, tl_private_key_id (key), TL_KEY_ID_SIZE) == 0)
        done = tl_private_key_open (key, encrypted, premaster);
    }
  g_rw_lock_reader_unlock (&self->lock);
  return done;
}

void
tl_keyring_add_psk (TlKeyring *self, TlBytes identity, TlBytes key)
{
  Psk *psk = g_new0 (Psk, 1);

  psk->identity = g_memdup2 (identity.data, identity.length);
  psk->n_identity = identity.length;
  psk->n_key = MIN (key.length, sizeof psk->key);
  memcpy (psk->key, key.data, psk->n_key);
  g_rw_lock_writer_lock (&self->lock);
  g_ptr_array_add (self->psks, psk);
  self->generation++;
  g_rw_lock_writer_unlock (&self->lock);
}

static bool
is_psk_of (const Psk *self, TlBytes identity)
{
  return self->n_identity == identity.length
         && (identity.length == 0 || memcmp (self->identity, identity.data, identity.length) == 0);
}

gsize
tl_keyring_find_psk (TlKeyring *self, TlBytes identity, guint8 key[TL_PSK_SIZE])
{
  const Psk *found = NULL;
  gsize n = 0;

  g_rw_lock_reader_lock (&self->lock);
  for (guint i = self->psks->len; i > 0; i--) /* who gives another one has seen that the first was wrong */
    {
      const Psk *psk = g_ptr_array_index (self->psks, i - 1);

      if (is_psk_of (psk, identity))
        {
          found = psk;
          break;
        }
      if (psk->n_identity == 0 && found == NULL)
        found = psk;
    }
  if (found)
    {
      n = found->n_key;
      memcpy (key, found->key, n);
    }
  g_rw_lock_reader_unlock (&self->lock);
  return n;
}

bool
tl_keyring_has_psk (TlKeyring *self, TlBytes identity)
{
  bool found = false;

  g_rw_lock_reader_lock (&self->lock);
  for (guint i = 0; i < self->psks->len && !found; i++)
    found = identity.length > 0 && is_psk_of (g_ptr_array_index (self->psks, i), identity);
  g_rw_lock_reader_unlock (&self->lock);
  return found;
}

guint
tl_keyring_n_psks (TlKeyring *self)
{
  guint n;

  g_rw_lock_reader_lock (&self->lock);
  n = self->psks->len;
  g_rw_lock_reader_unlock (&self->lock);
  return n;
}

bool
tl_keyring_needs_messages (TlKeyring *self)
{
  bool needs;

  g_rw_lock_reader_lock (&self->lock);
  needs = self->keys->len > 0 || self->psks->len > 0 || self->premasters;
  g_rw_lock_reader_unlock (&self->lock);
  return needs || (self->base && tl_keyring_needs_messages (self->base));
}

gsize
tl_keyring_n_secrets (TlKeyring *self)
{
  gsize n;

  g_rw_lock_reader_lock (&self->lock);
  n = g_hash_table_size (self->entries);
  g_rw_lock_reader_unlock (&self->lock);
  return n + (self->base ? tl_keyring_n_secrets (self->base) : 0);
}

guint64
tl_keyring_generation (TlKeyring *self)
{
  guint64 generation;

  g_rw_lock_reader_lock (&self->lock);
  generation = self->generation;
  g_rw_lock_reader_unlock (&self->lock);
  return generation + (self->base ? tl_keyring_generation (self->base) : 0);
}
