/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Lines of a key log go by the random of the ClientHello (RFC 9850 section 2), which stands in clear in the first message of a conversation.
 */
#include "keylog-part.h"

#include "limits.h"
#include "secrets/secret.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum
{
  FIRST_ROOM = 4096
};

/**
 * TlKeylogPart:
 * @randoms: of ClientHellos, TL_RANDOM_SIZE bytes each
 */
struct TlKeylogPart
{
  GHashTable *randoms;
  char **paths;
};

static guint
random_hash (gconstpointer random)
{
  guint value;

  memcpy (&value, random, sizeof value);
  return value;
}

static gboolean
random_equal (gconstpointer one, gconstpointer other)
{
  return memcmp (one, other, TL_RANDOM_SIZE) == 0;
}

static void
add_randoms (const TlConversation *conversation, GHashTable *randoms)
{
  g_autoptr (GByteArray) own = tl_conversation_dup_client_randoms (conversation);

  for (guint i = 0; i < own->len; i += TL_RANDOM_SIZE)
    g_hash_table_add (randoms, g_memdup2 (own->data + i, TL_RANDOM_SIZE));
}

/* Secrets that go by something else than the random are taken: there are few programs that write those. */
static bool
is_wanted (const char *text, gsize length, GHashTable *randoms)
{
  TlKeylogLine line;
  bool wanted = false;

  if (tl_keylog_read_line (tl_bytes (text, length), &line) == TL_KEYLOG_SECRET)
    wanted = line.n_name != TL_RANDOM_SIZE || g_hash_table_contains (randoms, line.name);
  tl_forget (&line, sizeof line);
  return wanted;
}

/* The text so far: no copy of it stays behind where it grows. */
typedef struct
{
  char *text;
  gsize length;
  gsize room;
} Text;

static void
text_add (Text *self, const char *line, gsize length)
{
  if (self->length + length > TL_LIMIT_SECRETS)
    return;
  if (self->length + length >= self->room)
    {
      gsize room = MAX (self->room * 2, FIRST_ROOM);
      char *text = g_malloc0 (room);

      if (self->text)
        memcpy (text, self->text, self->length);
      tl_keylog_text_free (self->text);
      self->text = text;
      self->room = room;
    }
  memcpy (self->text + self->length, line, length);
  self->length += length;
}

/* The wanted lines of @file. One that is longer than any that a key log has comes in pieces, none of which is a line. */
static void
add_lines (Text *self, FILE *file, GHashTable *randoms)
{
  char line[TL_LIMIT_KEYLOG_LINE + 1];
  bool whole = true;

  while (fgets (line, sizeof line, file))
    {
      gsize length = strlen (line);
      bool ends = length > 0 && line[length - 1] == '\n';

      if (whole && ends && is_wanted (line, length - 1, randoms))
        text_add (self, line, length);
      whole = ends;
    }
  tl_forget (line, sizeof line);
}

static void
add_file (Text *self, const char *path, GHashTable *randoms)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  FILE *file = fd < 0 ? NULL : fdopen (fd, "r");
  struct stat status;
  char buffer[BUFSIZ];

  if (file == NULL)
    {
      if (fd >= 0)
        close (fd);
      return;
    }
  setvbuf (file, buffer, _IOFBF, sizeof buffer);
  if (fstat (fd, &status) == 0 && S_ISREG (status.st_mode))
    add_lines (self, file, randoms);
  fclose (file);
  tl_forget (buffer, sizeof buffer);
}

static bool
is_named_before (const TlKeylogPart *self, gsize path)
{
  for (gsize i = 0; i < path; i++)
    if (g_str_equal (self->paths[i], self->paths[path]))
      return true;
  return false;
}

TlKeylogPart *
tl_keylog_part_new (GListModel *list, const char *const *paths)
{
  TlKeylogPart *self = g_new0 (TlKeylogPart, 1);

  self->randoms = g_hash_table_new_full (random_hash, random_equal, g_free, NULL);
  self->paths = g_strdupv ((char **) paths);
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (TlConversationItem) item = g_list_model_get_item (list, i);

      add_randoms (tl_conversation_item_get_conversation (item), self->randoms);
    }
  return self;
}

void
tl_keylog_part_free (TlKeylogPart *self)
{
  g_hash_table_unref (self->randoms);
  g_strfreev (self->paths);
  g_free (self);
}

char *
tl_keylog_part_read (const TlKeylogPart *self)
{
  Text text = { 0 };

  for (gsize i = 0; self->paths[i]; i++)
    if (!is_named_before (self, i))
      add_file (&text, self->paths[i], self->randoms);
  return text.text;
}

void
tl_keylog_text_free (char *text)
{
  if (text)
    tl_forget (text, strlen (text));
  g_free (text);
}
