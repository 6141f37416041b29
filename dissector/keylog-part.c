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
  RANDOM_SIZE = 32,
  BEHIND_TLS = 4 + 2,   /* of a message: msg_type, length, client_version */
  FIRST_ROOM = 4096,
  BEHIND_DTLS = 12 + 2, /* and message_seq, fragment_offset, fragment_length (RFC 6347 section 4.2.2) */
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
  return memcmp (one, other, RANDOM_SIZE) == 0;
}

/* The random of a ClientHello, NULL: none, whose header has @behind bytes. */
static void
add_random (GBytes *message, gsize behind, GHashTable *randoms)
{
  gsize size = message ? g_bytes_get_size (message) : 0;

  if (size >= behind + RANDOM_SIZE)
    g_hash_table_add (randoms, g_memdup2 ((const guint8 *) g_bytes_get_data (message, NULL) + behind, RANDOM_SIZE));
}

/* The random of each ClientHello: behind a HelloRetryRequest comes another, with the same; with Encrypted ClientHello, one in the other. */
static void
add_randoms (const TlConversation *conversation, GHashTable *randoms)
{
  gsize behind = conversation->protocol == TL_PROTOCOL_DTLS ? BEHIND_DTLS : BEHIND_TLS;

  for (guint i = 0; i < conversation->n_steps; i++)
    {
      const TlStep *step = conversation->steps[i];

      if (step->type != TL_STEP_HANDSHAKE || step->sealed || step->context.message != TL_MESSAGE_CLIENT_HELLO)
        continue;
      add_random (step->bytes, behind, randoms);
      if (step->inner)
        add_random (step->inner->message, behind, randoms);
    }
}

/* NULL: any may belong to it. */
static GHashTable *
collect_randoms (GListModel *list)
{
  g_autoptr (GHashTable) randoms = g_hash_table_new_full (random_hash, random_equal, g_free, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (TlConversationItem) item = g_list_model_get_item (list, i);
      const TlConversation *conversation = tl_conversation_item_get_conversation (item);

      if (conversation->evicted)
        return NULL;
      add_randoms (conversation, randoms);
    }
  return g_steal_pointer (&randoms);
}

/* Secrets that go by something else than the random are taken: there are few programs that write those. */
static bool
is_wanted (const char *text, gsize length, GHashTable *randoms)
{
  TlKeylogLine line;
  bool wanted = false;

  if (tl_keylog_read_line (tl_bytes (text, length), &line) == TL_KEYLOG_SECRET)
    wanted = randoms == NULL || line.n_name != RANDOM_SIZE || g_hash_table_contains (randoms, line.name);
  tl_forget (&line, sizeof line);
  return wanted;
}

/* What is kept so far: no copy of it stays behind where it grows. */
typedef struct
{
  char *text;
  gsize length;
  gsize room;
} Part;

static void
part_add (Part *self, const char *line, gsize length)
{
  if (self->length + length > TL_LIMIT_SECRETS)
    return;
  if (self->length + length >= self->room)
    {
      gsize room = MAX (self->room * 2, FIRST_ROOM);
      char *text = g_malloc0 (room);

      if (self->text)
        memcpy (text, self->text, self->length);
      tl_keylog_part_free (self->text);
      self->text = text;
      self->room = room;
    }
  memcpy (self->text + self->length, line, length);
  self->length += length;
}

/* The wanted lines of @file. One that is longer than any that a key log has comes in pieces, none of which is a line. */
static void
add_lines (Part *self, FILE *file, GHashTable *randoms)
{
  char line[TL_LIMIT_KEYLOG_LINE + 1];
  bool whole = true;

  while (fgets (line, sizeof line, file))
    {
      gsize length = strlen (line);
      bool ends = length > 0 && line[length - 1] == '\n';

      if (whole && ends && is_wanted (line, length - 1, randoms))
        part_add (self, line, length);
      whole = ends;
    }
  tl_forget (line, sizeof line);
}

static void
add_file (Part *self, const char *path, GHashTable *randoms)
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

char *
tl_keylog_part (GListModel *list, const char *const *paths)
{
  g_autoptr (GHashTable) randoms = collect_randoms (list);
  Part part = { 0 };

  for (; *paths; paths++)
    add_file (&part, *paths, randoms);
  return part.text;
}

void
tl_keylog_part_free (char *text)
{
  if (text)
    tl_forget (text, strlen (text));
  g_free (text);
}
