/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Finds the reader for what opens a connection, cuts the bytes into messages for it, and remembers what was said: as bytes,
 * since text is only needed when TLS begins, and mostly it does not.
 */
#include "reader.h"

#include "../display.h"
#include "../limits.h"

#include <glib/gi18n-lib.h>

/* What opens a connection belongs to the first of these that says so. */
static const TlPreludeReader *const readers[] = {
  &tl_prelude_lines,      &tl_prelude_http,  &tl_prelude_proxy, &tl_prelude_socks, &tl_prelude_xmpp, &tl_prelude_ldap,
  &tl_prelude_postgresql, &tl_prelude_rdp,   &tl_prelude_telnet, &tl_prelude_mysql,
};

enum
{
  OPENING = 64, /* bytes that a reader may look at to tell its own */
  MAX_STAGES = 8 /* protocols one after the other on a connection: PROXY, SOCKS, SMTP … */
};

/* A message that has ended. */
typedef struct
{
  gint64 time;
  guint32 offset; /* in the log of its direction */
  guint32 length;
  guint32 origin; /* the first of its origins, as an index */
  guint32 n_origins;
  guint8 direction;
  guint8 stage;
  guint8 broken; /* off in the middle, since TLS begins there */
  TlPreludeFacts facts;
} Message;

/* Bytes of a log from an offset on, up to the next origin's. */
typedef struct
{
  TlOrigin from;
  guint32 offset;
} Origin;

/* All that one direction said. Its size is bounded by the caller, who stops after TL_LIMIT_PRELUDE_BYTES. */
typedef struct
{
  GByteArray *bytes;
  GArray *origins; /* Origin */
  guint32 begin;   /* of the message at hand */
  guint32 origin;  /* of the byte before, as an index */
  guint32 scanned; /* bytes of it that a reader has scanned */
  guint8 deaf;     /* after a gap: what comes cannot be read */
  guint8 cut;      /* after a gap: the message at hand has no beginning */
} Log;

struct TlPrelude
{
  const TlPreludeReader *reader; /* NULL while it is not known */
  TlPreludeState state;
  Log logs[2];
  GArray *messages; /* Message: those not told of yet */
  guint n_left_out;
  const TlPreludeReader *readers[MAX_STAGES];
  guint8 protocols[MAX_STAGES]; /* TlPreludeProtocol */
  guint8 stage;
  guint8 upgrade; /* TlPreludeProtocol that TLS was asked for in, in this stage or before */
  guint8 strange; /* nothing is read any more */
  guint8 lost;
};

static const char *const ids[TL_N_PRELUDES] = {
  [TL_PRELUDE_SMTP] = "smtp",
  [TL_PRELUDE_LMTP] = "lmtp",
  [TL_PRELUDE_IMAP] = "imap",
  [TL_PRELUDE_POP3] = "pop3",
  [TL_PRELUDE_FTP] = "ftp",
  [TL_PRELUDE_IRC] = "irc",
  [TL_PRELUDE_NNTP] = "nntp",
  [TL_PRELUDE_SIEVE] = "sieve",
  [TL_PRELUDE_ACAP] = "acap",
  [TL_PRELUDE_HTTP_CONNECT] = "http-connect",
  [TL_PRELUDE_HTTP_UPGRADE] = "http-upgrade",
  [TL_PRELUDE_PROXY] = "proxy",
  [TL_PRELUDE_SOCKS] = "socks",
  [TL_PRELUDE_XMPP] = "xmpp",
  [TL_PRELUDE_LDAP] = "ldap",
  [TL_PRELUDE_POSTGRESQL] = "postgresql",
  [TL_PRELUDE_MYSQL] = "mysql",
  [TL_PRELUDE_RDP] = "rdp",
  [TL_PRELUDE_TELNET] = "telnet",
};

const char *
tl_prelude_protocol_id (TlPreludeProtocol protocol)
{
  return ids[protocol];
}

TlOpens
tl_opens_with_rest (TlBytes bytes, const char *prefix)
{
  gsize length = strlen (prefix);
  gsize n = MIN (bytes.length, length);

  if (g_ascii_strncasecmp ((const char *) bytes.data, prefix, n) != 0)
    return TL_OPENS_NO;
  return n == length ? TL_OPENS_YES : TL_OPENS_MAYBE;
}

gsize
tl_scan_line (TlBytes bytes)
{
  const guint8 *end = memchr (bytes.data, '\n', bytes.length);

  return end ? (gsize) (end - bytes.data) + 1 : 0;
}

guint64
tl_measure_line (TlBytes head, gsize max)
{
  if (head.length > 0 && head.data[head.length - 1] == '\n')
    return head.length;
  return head.length < max ? head.length + 1 : 0;
}

TlBytes
tl_line (TlBytes message)
{
  while (message.length > 0
         && (message.data[message.length - 1] == '\n' || message.data[message.length - 1] == '\r'))
    message.length--;
  return message;
}

char *
tl_prelude_text (TlBytes bytes)
{
  return bytes.length > 0 ? tl_display_text (bytes, TL_LIMIT_PRELUDE_TEXT) : g_strdup ("");
}

char *
tl_prelude_bytes_text (gsize length)
{
  return g_strdup_printf (ngettext ("(%u byte)", "(%u bytes)", (gulong) length), (guint) length);
}

char *
tl_prelude_hidden_text (const char *shown, gsize length)
{
  return g_strdup_printf (ngettext ("%s(%u byte not shown)", "%s(%u bytes not shown)", (gulong) length), shown,
                          (guint) length);
}

/* The reader whose opening @bytes are. NULL where there is none; *@undecided where more bytes are needed to tell, so that the
 * answer does not depend on how the bytes were cut. */
static const TlPreludeReader *
find_reader (TlBytes bytes, bool *undecided)
{
  *undecided = false;
  for (gsize i = 0; i < G_N_ELEMENTS (readers) && bytes.length > 0; i++)
    switch (readers[i]->opens (bytes))
      {
      case TL_OPENS_YES:
        return readers[i];
      case TL_OPENS_MAYBE:
        *undecided = true;
        return NULL;
      case TL_OPENS_NO:
      default:
        break;
      }
  return NULL;
}

bool
tl_prelude_sniff (TlBytes bytes)
{
  bool undecided;

  return find_reader (bytes, &undecided) || undecided;
}

TlPrelude *
tl_prelude_new (void)
{
  TlPrelude *self = g_new0 (TlPrelude, 1);

  self->messages = g_array_new (FALSE, FALSE, sizeof (Message));
  return self;
}

void
tl_prelude_free (TlPrelude *self)
{
  for (guint i = 0; i < 2; i++)
    {
      g_clear_pointer (&self->logs[i].bytes, g_byte_array_unref);
      g_clear_pointer (&self->logs[i].origins, g_array_unref);
    }
  g_array_unref (self->messages);
  g_free (self);
}

/* What is there of the message at hand. */
static TlBytes
partial (const Log *log)
{
  return log->bytes ? tl_bytes (log->bytes->data + log->begin, log->bytes->len - log->begin)
                    : tl_bytes (NULL, 0);
}

static void
append (Log *log, TlBytes bytes, TlOrigin from)
{
  Origin origin = { .from = from };

  if (log->bytes == NULL)
    {
      log->bytes = g_byte_array_new ();
      log->origins = g_array_new (FALSE, FALSE, sizeof (Origin));
    }
  origin.offset = log->bytes->len;
  g_byte_array_append (log->bytes, bytes.data, (guint) bytes.length);
  if (log->origins->len == 0 || g_array_index (log->origins, Origin, log->origins->len - 1).from.packet != from.packet)
    g_array_append_val (log->origins, origin);
}

/* Takes @n bytes off @bytes into the log. */
static void
move (Log *log, TlBytes *bytes, gsize n, TlOrigin from)
{
  TlBytes part;

  if (tl_bytes_take (bytes, MIN (n, bytes->length), &part) && part.length > 0)
    append (log, part, from);
}

/* The index of the origin of the byte at @offset, which is not before that of the origin @first. */
static guint
origin_at (const Log *log, guint first, guint32 offset)
{
  while (first + 1 < log->origins->len && g_array_index (log->origins, Origin, first + 1).offset <= offset)
    first++;
  return first;
}

/* The next message begins behind what is there. */
static void
begin_message (Log *log)
{
  log->begin = log->bytes ? log->bytes->len : 0;
  log->scanned = 0;
  log->cut = false;
}

/* Too many: the first ones tell what it is, the last ones how TLS began. */
static void
leave_out (TlPrelude *self)
{
  if (self->messages->len <= TL_LIMIT_PRELUDE_MESSAGES)
    return;
  g_array_remove_index (self->messages, TL_LIMIT_PRELUDE_MESSAGES / 2);
  self->n_left_out++;
}

/* Keeps the next @length bytes of what is there as a message. @facts is NULL where it is not whole. */
static void
keep_message (TlPrelude *self, guint direction, guint32 length, const TlPreludeFacts *facts)
{
  Log *log = &self->logs[direction];
  guint origin = origin_at (log, log->origin, log->begin);
  guint last = origin_at (log, origin, log->begin + length - 1);
  Message message = { .time = g_array_index (log->origins, Origin, last).from.time,
                      .offset = log->begin,
                      .length = length,
                      .origin = origin,
                      .n_origins = last - origin + 1,
                      .direction = (guint8) direction,
                      .stage = self->stage,
                      .broken = facts == NULL };

  if (facts)
    message.facts = *facts;
  g_array_append_val (self->messages, message);
  leave_out (self);
  log->begin += length;
  log->origin = last;
}

/* Another protocol may open now. */
static void
next_stage (TlPrelude *self)
{
  self->reader = NULL;
  self->state = (TlPreludeState) { 0 };
  if (self->stage + 1 == MAX_STAGES)
    self->strange = true;
  else
    self->stage++;
}

void
tl_prelude_break (TlPrelude *self, guint direction)
{
  guint32 length = (guint32) partial (&self->logs[direction]).length;

  if (self->reader && length > 0)
    keep_message (self, direction, length, NULL);
  begin_message (&self->logs[direction]);
}

/* Reads what has ended, which may hold several messages. */
static TlPreludeVerdict
read_messages (TlPrelude *self, guint direction)
{
  TlPreludeVerdict verdict = TL_PRELUDE_ON;

  for (TlBytes rest = partial (&self->logs[direction]); rest.length > 0 && verdict == TL_PRELUDE_ON;
       rest = partial (&self->logs[direction]))
    {
      TlPreludeFacts facts = { 0 };

      verdict = self->reader->read (&self->state, direction, rest, &facts);
      self->protocols[self->stage] = (guint8) self->state.protocol;
      if (self->state.asked)
        self->upgrade = (guint8) self->state.protocol;
      else if (facts.marks & TL_PRELUDE_REFUSES)
        self->upgrade = TL_PRELUDE_NONE;
      if (verdict != TL_PRELUDE_STRANGE)
        keep_message (self, direction, (guint32) (facts.length > 0 ? MIN (facts.length, rest.length) : rest.length), &facts);
    }
  return verdict;
}

/* The message at hand has ended. False where it leads to no TLS. */
static bool
end_message (TlPrelude *self, guint direction)
{
  Log *log = &self->logs[direction];
  TlPreludeVerdict verdict = log->cut ? TL_PRELUDE_ON : read_messages (self, direction);

  begin_message (log);
  if (verdict == TL_PRELUDE_THROUGH)
    next_stage (self);
  self->strange |= verdict == TL_PRELUDE_STRANGE;
  return verdict != TL_PRELUDE_OVER;
}

/* Goes on with the message at hand as far as @bytes reach, and takes off what belongs to it. True when it has ended. */
static bool
go_on (TlPrelude *self, guint direction, TlBytes *bytes, TlOrigin origin)
{
  Log *log = &self->logs[direction];
  gsize n;

  while (self->reader->measure)
    {
      TlBytes head = partial (log);
      guint64 length = self->reader->measure (&self->state, direction, head);

      if (length < head.length || length == 0 || length > TL_LIMIT_PRELUDE_BYTES)
        {
          self->strange = true;
          return false;
        }
      if (length == head.length)
        return true;
      if (bytes->length == 0)
        return false;
      move (log, bytes, (gsize) length - head.length, origin);
    }
  if (log->scanned < partial (log).length) /* of an opening that was too short to tell whose it is */
    {
      TlBytes unscanned = partial (log);

      tl_bytes_skip (&unscanned, log->scanned);
      log->scanned = (guint32) partial (log).length;
      if (self->reader->scan (&self->state, direction, unscanned) > 0)
        return true;
    }
  n = self->reader->scan (&self->state, direction, *bytes);
  log->scanned += (guint32) (n > 0 ? n : bytes->length);
  move (log, bytes, n > 0 ? n : bytes->length, origin);
  return n > 0;
}

/* The bytes that open a stage may come one by one. */
static void
open_stage (TlPrelude *self, guint direction, TlBytes *bytes, TlOrigin origin)
{
  Log *log = &self->logs[direction];
  TlBytes before = partial (log);
  guint8 head[OPENING];
  gsize n = MIN (before.length, sizeof head);
  gsize more = MIN (bytes->length, sizeof head - n);
  bool undecided;

  if (n > 0)
    memcpy (head, before.data, n);
  memcpy (head + n, bytes->data, more);
  self->reader = find_reader (tl_bytes (head, n + more), &undecided);
  self->readers[self->stage] = self->reader;
  self->strange |= self->reader == NULL && !undecided;
  if (undecided)
    move (log, bytes, bytes->length, origin);
}

bool
tl_prelude_add (TlPrelude *self, guint direction, TlBytes *bytes, TlOrigin origin)
{
  const Log *log = &self->logs[direction];
  bool good = true;

  if (self->reader == NULL && !self->strange && !log->deaf)
    open_stage (self, direction, bytes, origin);
  if (self->reader && !self->strange && !log->deaf && go_on (self, direction, bytes, origin))
    good = end_message (self, direction);
  if (self->strange || log->deaf)
    tl_bytes_skip (bytes, bytes->length);
  return good && !(self->strange && self->messages->len == 0);
}

void
tl_prelude_gap (TlPrelude *self, guint direction)
{
  Log *log = &self->logs[direction];

  self->lost = true;
  begin_message (log);
  if (self->reader && self->reader->resumes)
    log->cut = true;
  else
    log->deaf = true;
}

bool
tl_prelude_at_boundary (const TlPrelude *self, guint direction)
{
  const Log *log = &self->logs[direction];

  return self->reader == NULL || self->strange || log->deaf || partial (log).length == 0;
}

const char *
tl_prelude_upgraded_from (const TlPrelude *self)
{
  return ids[self->upgrade];
}

static char *
describe (const TlPrelude *self, const Message *message, TlBytes bytes)
{
  if (message->broken)
    return tl_prelude_bytes_text (bytes.length);
  return self->readers[message->stage]->describe (bytes, &message->facts);
}

static void
tell (const TlPrelude *self, const Message *message, TlPreludeFunc func, gpointer user_data)
{
  const Log *log = &self->logs[message->direction];
  TlBytes all = tl_bytes (log->bytes->data, log->bytes->len), bytes = { 0 };
  g_autofree TlStepOrigin *origins = g_new (TlStepOrigin, message->n_origins);
  g_autofree char *text = NULL;

  for (guint i = 0; i < message->n_origins; i++)
    {
      const Origin *origin = &g_array_index (log->origins, Origin, message->origin + i);

      origins[i] = (TlStepOrigin){ .packet = origin->from.packet, .offset = origin->offset };
    }
  tl_bytes_skip (&all, message->offset);
  tl_bytes_take (&all, message->length, &bytes);
  text = describe (self, message, bytes);
  func (user_data, &(TlPreludeStep){ .direction = message->direction,
                                     .protocol = (TlPreludeProtocol) self->protocols[message->stage],
                                     .marks = message->facts.marks,
                                     .text = text,
                                     .chunk = { .bytes = bytes,
                                                .origins = origins,
                                                .n_origins = message->n_origins,
                                                .skip = message->offset,
                                                .time = message->time } });
}

void
tl_prelude_take (TlPrelude *self, TlPreludeFunc func, gpointer user_data)
{
  for (guint i = 0; i < self->messages->len; i++)
    tell (self, &g_array_index (self->messages, Message, i), func, user_data);
  g_array_set_size (self->messages, 0);
}

guint
tl_prelude_left_out (const TlPrelude *self)
{
  return self->n_left_out;
}

bool
tl_prelude_lost (const TlPrelude *self)
{
  return self->lost;
}

/* Arrays grow by doubling. */
gsize
tl_prelude_size (const TlPrelude *self)
{
  gsize size = sizeof *self + 2 * self->messages->len * sizeof (Message);

  for (guint i = 0; i < 2; i++)
    if (self->logs[i].bytes)
      size += 2 * (self->logs[i].bytes->len + self->logs[i].origins->len * sizeof (Origin));
  return size;
}
