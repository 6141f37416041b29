/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Lines of a key log go by the random of the ClientHello (RFC 9850 section 2), which stands in clear in the first message of a conversation.
 */
#include "keylog-part.h"

#include "limits.h"
#include "secrets/secret.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum
{
  RANDOM_SIZE = 32,
  BEHIND_TLS = 4 + 2,   /* of a message: msg_type, length, client_version */
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

/* Keeps the wanted lines at the begin of @text: how many bytes. */
static gsize
keep_wanted (char *text, gsize length, GHashTable *randoms)
{
  gsize kept = 0;

  for (gsize at = 0; at < length;)
    {
      const char *end = memchr (text + at, '\n', length - at);
      gsize line = end ? (gsize) (end - text) - at : length - at;

      if (end && is_wanted (text + at, line, randoms))
        {
          memmove (text + kept, text + at, line + 1);
          kept += line + 1;
        }
      at += line + (end ? 1 : 0);
    }
  tl_forget (text + kept, length - kept);
  return kept;
}

/* At most TL_LIMIT_SECRETS bytes of the file, with a NUL behind them. */
static char *
read_file (const char *path, gsize *length)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  struct stat status;
  char *text = NULL;
  gsize room;

  *length = 0;
  if (fd < 0)
    return NULL;
  if (fstat (fd, &status) == 0 && S_ISREG (status.st_mode))
    {
      room = (gsize) MIN (status.st_size, (off_t) TL_LIMIT_SECRETS);
      text = g_malloc0 (room + 1);
      for (ssize_t n; *length < room && (n = read (fd, text + *length, room - *length)) > 0;)
        *length += (gsize) n;
    }
  close (fd);
  return text;
}

char *
tl_keylog_part (GListModel *list, const char *path)
{
  g_autoptr (GHashTable) randoms = collect_randoms (list);
  gsize length;
  char *text = read_file (path, &length);
  gsize kept = text ? keep_wanted (text, length, randoms) : 0;

  if (kept > 0)
    return text;
  g_free (text);
  return NULL;
}

void
tl_keylog_part_free (char *text)
{
  if (text)
    tl_forget (text, strlen (text));
  g_free (text);
}
