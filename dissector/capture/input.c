/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A file or a pipe, compressed with gzip (RFC 1952) or not, as plain bytes or one stdio stream.
 */
#include "input.h"
#include "display.h"

#include <glib/gi18n-lib.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio_ext.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#define PACKED_BUFFER (64 * TL_KIB)
#define PEEK          16

/**
 * TlInput:
 * @path: of a file that is followed; NULL where it has none, or is none
 * @grows: its end is not the end
 * @source: whom to ask while there is nothing to read
 * @unasked: unpacked bytes that were read since @source was last asked
 * @packed: bytes of the file that wait to be unpacked or handed on
 * @packed_next, @packed_end: where they begin and end in @packed
 * @writer_left: of a FIFO that is followed: what comes next is somebody else's
 * @magic: what the file begins with
 * @peeked: the first unpacked bytes, which are handed on again
 * @member_open: the gzip member being read has not reached its end
 */
struct TlInput
{
  char *name;
  char *path;
  TlSource source;
  int fd;
  bool grows;
  bool compressed;
  bool at_end;
  bool member_open;
  bool writer_left;
  guint8 magic[4];
  TlInputState state;
  int read_errno;
  gint64 size;
  gint64 offset;
  gsize unasked;
  z_stream inflater;
  guint8 *packed;
  gsize packed_next;
  gsize packed_end;
  guint8 peeked[PEEK];
  gsize peeked_next;
  gsize peeked_end;
  char *stream_buffer;
};

/* Asks whoever waits whether to go on; stops when not. */
static bool
may_wait (TlInput *self)
{
  self->unasked = 0;
  if (self->state == TL_INPUT_STOPPED || !self->source.wait (self->source.wait_data))
    self->state = TL_INPUT_STOPPED;
  return self->state != TL_INPUT_STOPPED;
}

static int
patience_of (const TlInput *self)
{
  return self->source.patience ? *self->source.patience : TL_LIMIT_WAIT;
}

/* Waits until there is something to read, or the end. Asked once before the first wait, so that what was read is shown at once. */
static bool
wait_for_bytes (TlInput *self)
{
  struct pollfd wanted = { .fd = self->fd, .events = POLLIN };

  if (self->source.wait == NULL)
    return true;
  for (int patience = 0; poll (&wanted, 1, patience) <= 0; patience = patience_of (self))
    if (!may_wait (self))
      return false;
  return true;
}

/* Whether the end that was reached is one of a file that is followed: then more of it may come. A file that is no longer the one of
 * its name does not grow. A FIFO that nobody writes to may find another writer. */
static bool
may_grow (TlInput *self)
{
  struct stat opened, named;

  if (!self->grows || self->source.wait == NULL || fstat (self->fd, &opened) != 0)
    return false;
  if (S_ISFIFO (opened.st_mode))
    {
      self->writer_left = true;
      return true;
    }
  if (opened.st_size < self->offset)
    {
      self->state = TL_INPUT_SHRUNK;
      return false;
    }
  if (opened.st_size > self->offset)
    return true;
  if (self->path == NULL)
    return opened.st_nlink > 0;
  return stat (self->path, &named) == 0 && named.st_ino == opened.st_ino && named.st_dev == opened.st_dev;
}

/* Whoever writes next to a FIFO goes on with the capture, or begins one of their own, which cannot be a part of the first: that of pcapng can. */
static bool
is_begun_anew (TlInput *self, const guint8 *bytes, ssize_t n)
{
  static const guint8 pcapng[] = { 0x0a, 0x0d, 0x0d, 0x0a };
  bool anew = self->writer_left && n >= (ssize_t) sizeof self->magic && memcmp (bytes, self->magic, sizeof self->magic) == 0
              && memcmp (bytes, pcapng, sizeof pcapng) != 0;

  self->writer_left = false;
  if (self->offset == 0 && n >= (ssize_t) sizeof self->magic)
    memcpy (self->magic, bytes, sizeof self->magic);
  if (anew)
    self->state = TL_INPUT_ANEW;
  return anew;
}

/* Like read(), but waits for what is still to come. -1 with errno, 0 at the end. */
static ssize_t
read_when_there (TlInput *self, guint8 *bytes, gsize size)
{
  ssize_t n;

  while (wait_for_bytes (self))
    {
      n = read (self->fd, bytes, size);
      if (n > 0 && is_begun_anew (self, bytes, n))
        return 0;
      if (n > 0 || (n < 0 && errno != EINTR && errno != EAGAIN))
        return n;
      if (n < 0)
        continue;
      if (!may_grow (self) || !may_wait (self))
        return 0;
      poll (NULL, 0, TL_LIMIT_WAIT);
    }
  return 0;
}

/* Like read(), and notes where we are and what went wrong. */
static gsize
read_file (TlInput *self, guint8 *bytes, gsize size)
{
  ssize_t n = read_when_there (self, bytes, size);

  if (n < 0)
    {
      self->state = TL_INPUT_FAILED;
      self->read_errno = errno;
      return 0;
    }
  self->offset += n;
  return (gsize) n;
}

static bool
fill_packed (TlInput *self)
{
  if (self->packed_next < self->packed_end)
    return true;
  self->packed_next = 0;
  self->packed_end = self->at_end ? 0 : read_file (self, self->packed, PACKED_BUFFER);
  self->at_end = self->packed_end == 0;
  return !self->at_end;
}

static gsize
read_plain (TlInput *self, guint8 *bytes, gsize size)
{
  gsize waiting = self->packed_end - self->packed_next;

  if (waiting == 0)
    return read_file (self, bytes, size);
  waiting = MIN (waiting, size);
  memcpy (bytes, self->packed + self->packed_next, waiting);
  self->packed_next += waiting;
  return waiting;
}

/* Members may follow each other; anything else after a member is padding, as gzip itself has it (RFC 1952
 * section 2.2). */
static bool
begin_member (TlInput *self)
{
  if (!fill_packed (self) || self->packed[self->packed_next] != 0x1f)
    return false;
  if (inflateReset (&self->inflater) != Z_OK)
    return false;
  self->member_open = true;
  return true;
}

/* One step of unpacking. False when no more bytes will come. */
static bool
inflate_some (TlInput *self)
{
  int result;

  if (!self->member_open && !begin_member (self))
    return false;
  if (!fill_packed (self))
    {
      if (self->state == TL_INPUT_WELL)
        self->state = TL_INPUT_CUT;
      return false;
    }

  self->inflater.next_in = self->packed + self->packed_next;
  self->inflater.avail_in = (uInt) (self->packed_end - self->packed_next);
  result = inflate (&self->inflater, Z_NO_FLUSH);
  self->packed_next = self->packed_end - self->inflater.avail_in;

  if (result == Z_STREAM_END)
    self->member_open = false;
  else if (result != Z_OK && result != Z_BUF_ERROR)
    self->state = TL_INPUT_DAMAGED;
  return self->state == TL_INPUT_WELL;
}

static gsize
read_inflated (TlInput *self, guint8 *bytes, gsize size)
{
  gsize room = MIN (size, TL_MIB);

  self->inflater.next_out = bytes;
  self->inflater.avail_out = (uInt) room;
  /* Returns as soon as there is something, so that a pipe is shown while it flows. */
  while (self->state == TL_INPUT_WELL && self->inflater.avail_out == room)
    if (!inflate_some (self))
      break;
  return room - self->inflater.avail_out;
}

/* Whoever may stop is asked now and then, also where nothing is waited for: a small file may hold gigabytes, and none of them a packet. */
static gsize
read_unpacked (TlInput *self, guint8 *bytes, gsize size)
{
  gsize n;

  if (self->unasked > TL_LIMIT_UNASKED && self->source.wait && !may_wait (self))
    return 0;
  n = self->compressed ? read_inflated (self, bytes, size) : read_plain (self, bytes, size);
  self->unasked += n;
  return n;
}

static ssize_t
stream_read_cb (void *cookie, char *bytes, size_t size)
{
  return (ssize_t) tl_input_read (cookie, (guint8 *) bytes, size);
}

static void
set_open_error (const TlInput *self, int code, GError **error)
{
  switch (code)
    {
    case ENOENT:
    case ENOTDIR:
      g_set_error (error, TL_ERROR, TL_ERROR_OPEN,
                   _ ("There is no file “%s”. Check its name and its folder."), self->name);
      break;
    case EACCES:
    case EPERM:
      g_set_error (
          error, TL_ERROR, TL_ERROR_OPEN,
          _ ("You have no permission to read “%s”. Ask its owner for it, or read a copy that is yours."),
          self->name);
      break;
    case EISDIR:
      g_set_error (error, TL_ERROR, TL_ERROR_OPEN, _ ("“%s” is a folder. Choose a capture file in it."),
                   self->name);
      break;
    default:
      g_set_error (error, TL_ERROR, TL_ERROR_OPEN,
                   _ ("“%s” cannot be opened: %s. Try it again, or read a copy of it."), self->name,
                   g_strerror (code));
      break;
    }
}

/* A FIFO is opened before anybody writes to it: reading waits for that, and can be stopped. */
static int
open_path (const TlSource *source)
{
  if (source->path == NULL)
    return source->fd;
  if (strcmp (source->path, "-") == 0)
    return fcntl (STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
  return open (source->path, O_RDONLY | O_CLOEXEC | O_NOCTTY | (source->wait ? O_NONBLOCK : 0));
}

/* What has a name can be followed: a file, or a FIFO, and not the pipe of a shell that /dev/fd names. Standard input can where it is a file. */
static void
follow (TlInput *self, const struct stat *status)
{
  const char *path = self->source.path;
  struct stat named;

  if (!self->source.follow || path == NULL)
    return;
  if (S_ISFIFO (status->st_mode))
    self->grows = lstat (path, &named) == 0 && S_ISFIFO (named.st_mode);
  else if (S_ISREG (status->st_mode))
    {
      self->grows = true;
      self->path = strcmp (path, "-") == 0 ? NULL : g_strdup (path);
    }
}

static bool
open_file (TlInput *self, GError **error)
{
  struct stat status;

  self->fd = open_path (&self->source);
  if (self->fd < 0 || fstat (self->fd, &status) < 0)
    {
      set_open_error (self, errno, error);
      return false;
    }
  if (S_ISDIR (status.st_mode))
    {
      set_open_error (self, EISDIR, error);
      return false;
    }
  if (S_ISREG (status.st_mode))
    {
      /* Standard input may be a file that somebody has begun to read. */
      self->offset = MAX (lseek (self->fd, 0, SEEK_CUR), 0);
      self->size = self->source.follow ? -1 : status.st_size;
    }
  follow (self, &status);
  return true;
}

/* RFC 1952 section 2.3.1: ID1, ID2, and CM, which is always 8. */
static bool
is_gzip (TlInput *self)
{
  static const guint8 magic[] = { 0x1f, 0x8b, 8 };
  gsize n;

  /* A pipe may bring the three bytes in three parts. */
  while (self->packed_end < sizeof magic)
    {
      n = read_file (self, self->packed + self->packed_end, PACKED_BUFFER - self->packed_end);
      if (n == 0)
        return false;
      self->packed_end += n;
    }
  return memcmp (self->packed, magic, sizeof magic) == 0;
}

/* The name of a file is chosen by whoever sent it: it must not move the cursor of a terminal either. */
static char *
shown_name (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);

  return tl_display_string (name, TL_LIMIT_TEXT_CELL);
}

static char *
name_of (const TlSource *source)
{
  if (source->path == NULL)
    return shown_name (source->name);
  return strcmp (source->path, "-") == 0 ? g_strdup (_ ("standard input")) : shown_name (source->path);
}

/* Why nothing can be read, where nothing came. */
static bool
is_begun (const TlInput *self, GError **error)
{
  if (self->state == TL_INPUT_STOPPED)
    tl_input_set_stopped_error (error);
  else if (self->peeked_end == 0 && self->state == TL_INPUT_FAILED)
    set_open_error (self, self->read_errno, error);
  else if (self->peeked_end == 0 && self->state == TL_INPUT_WELL)
    g_set_error (error, TL_ERROR, TL_ERROR_EMPTY,
                 _ ("“%s” is empty. Perhaps the capture was stopped before it began; record it again."), self->name);
  else
    return true;
  return false;
}

TlInput *
tl_input_open (const TlSource *source, GError **error)
{
  g_autoptr (TlInput) self = g_new0 (TlInput, 1);

  self->source = *source;
  self->fd = -1;
  self->size = -1;
  self->packed = g_malloc (PACKED_BUFFER);
  self->name = name_of (source);
  if (!open_file (self, error))
    return NULL;

  /* 15 is the largest window, 16 asks for gzip with its checksum. */
  if (is_gzip (self))
    self->compressed = self->member_open = inflateInit2 (&self->inflater, 15 + 16) == Z_OK;
  while (self->peeked_end < PEEK)
    {
      gsize n = read_unpacked (self, self->peeked + self->peeked_end, PEEK - self->peeked_end);
      if (n == 0)
        break;
      self->peeked_end += n;
    }

  if (!is_begun (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
tl_input_free (TlInput *self)
{
  if (self->compressed)
    inflateEnd (&self->inflater);
  if (self->fd >= 0)
    close (self->fd);
  g_free (self->stream_buffer);
  g_free (self->packed);
  g_free (self->path);
  g_free (self->name);
  g_free (self);
}

gsize
tl_input_read (TlInput *self, guint8 *bytes, gsize size)
{
  gsize n = MIN (self->peeked_end - self->peeked_next, size);

  if (n == 0)
    return read_unpacked (self, bytes, size);
  memcpy (bytes, self->peeked + self->peeked_next, n);
  self->peeked_next += n;
  return n;
}

FILE *
tl_input_stream (TlInput *self)
{
  static const cookie_io_functions_t functions = { .read = stream_read_cb };
  FILE *stream = fopencookie (self, "r", functions);

  if (stream == NULL)
    return NULL;
  /* glibc takes the size only together with a buffer. Only one thread reads: no lock for each call. */
  self->stream_buffer = g_malloc (TL_LIMIT_READ_BUFFER);
  setvbuf (stream, self->stream_buffer, _IOFBF, TL_LIMIT_READ_BUFFER);
  __fsetlocking (stream, FSETLOCKING_BYCALLER);
  return stream;
}

gsize
tl_input_peek (TlInput *self, guint8 *bytes, gsize size)
{
  gsize n = MIN (self->peeked_end, size);

  memcpy (bytes, self->peeked, n);
  return n;
}

TlInputState
tl_input_state (const TlInput *self)
{
  return self->state;
}

int
tl_input_errno (const TlInput *self)
{
  return self->read_errno;
}

void
tl_input_set_stopped_error (GError **error)
{
  g_set_error_literal (error, TL_ERROR, TL_ERROR_CANCELLED, _ ("Nothing was captured before it was stopped."));
}

const char *
tl_input_name (const TlInput *self)
{
  return self->name;
}

double
tl_input_progress (const TlInput *self)
{
  if (self->size <= 0)
    return -1;
  return CLAMP ((double) self->offset / (double) self->size, 0, 1);
}
