/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A capture being read in the background, as a list. A thread of its own reads (session-worker.c); here is what the main loop makes of what it
 * hands over, in small portions, so that a window answers whatever comes.
 */
#include "session.h"

#include "conversation-item.h"
#include "limits.h"
#include "reader.h"
#include "session-worker.h"

enum
{
  TURN = 8 * 1000, /* microseconds for what has come, before others have a turn in the main loop */
  CHANGES_AT_ONCE = 16,
  FIRST_ROWS = 256, /* a list on the screen makes widgets for those, which costs it dear: … */
  ROWS_AT_ONCE = 8,  /* … so many in a turn */
  TOLD_AGAIN = 1024 /* rows at the end that are told of together with those behind them: see tell_appended() */
};

/* One row of the list. */
typedef struct
{
  TlConversation *conversation;
  TlConversationItem *item; /* weak: alive while somebody looks at it */
  gsize size;
} Entry;

struct _TlSession
{
  GObject parent_instance;

  TlWorker *worker;
  GPtrArray *changes;   /* TlConversation: what was taken from the worker; NULL: nothing */
  guint next_change;    /* those before it have their place in @entries */
  bool news;            /* there is more to take from it, when @changes are done */
  bool done;            /* nothing more will come from the worker */
  guint idle;           /* goes on with what is left; 0: nothing is */
  GArray *entries;      /* Entry, by number */
  guint n_told;         /* entries that the list's users know of; only those at its end can be unknown to them */
  guint told_together;  /* from here on, users know of entries as rows that were told of together */
  guint next_to_evict;  /* entries before it have had their turn: see catch_up() */
  guint n_opened;       /* entries of which a key has opened something */
  gsize size;           /* of all snapshots of complete conversations */
  guint64 n_evicted;    /* here, of complete ones */
  gsize model_limit;    /* of the request */
  guint listed_limit;
  guint n_light;        /* entries that are nothing but rows */
  guint64 n_unlisted;   /* that are no longer in the list */
  TlSessionState state;
  TlReadingState reading;
  GError *error;
};

enum
{
  PROP_STATE = 1,
  PROP_PROGRESS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TlSession,
                               tl_session,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

/* A key for Encrypted ClientHello opens no record. */
static bool
has_opened (const TlConversation *conversation)
{
  return conversation->n_opened > 0 || conversation->ech_opening == TL_ECH_OPENED;
}

static void
set_conversation (TlSession *self, Entry *entry, TlConversation *conversation)
{
  tl_conversation_ref (conversation);
  if (entry->conversation && has_opened (entry->conversation))
    self->n_opened--;
  if (has_opened (conversation))
    self->n_opened++;
  g_clear_pointer (&entry->conversation, tl_conversation_unref);
  entry->conversation = conversation;
  self->size -= entry->size;
  entry->size = conversation->complete ? sizeof *entry + tl_conversation_size (conversation) : 0;
  self->size += entry->size;
  if (entry->item)
    tl_conversation_item_set (entry->item, conversation);
}

/* Nothing but a row. */
static bool
is_light (const TlConversation *conversation)
{
  return conversation->complete && conversation->n_steps == 0;
}

/* Lets the steps of a complete conversation go, unless somebody looks at it. */
static void
let_go (TlSession *self, guint position)
{
  Entry *entry = &g_array_index (self->entries, Entry, position);
  g_autoptr (TlConversation) light = NULL;

  if (!entry->conversation->complete || entry->item || entry->conversation->n_steps == 0)
    return;
  if (!entry->conversation->evicted) /* the tracker has counted that one */
    self->n_evicted++;
  self->n_light++;
  light = tl_conversation_without_steps (entry->conversation);
  set_conversation (self, entry, light);
}

/* The oldest complete conversations go first. */
static void
keep_within_budget (TlSession *self)
{
  while (self->size > self->model_limit && self->next_to_evict < self->entries->len)
    let_go (self, self->next_to_evict++);
}

/* What could not be let go when its turn came goes as soon as it can, or it would be kept for ever. */
static void
catch_up (TlSession *self, guint position)
{
  if (position < self->next_to_evict && self->size > self->model_limit)
    let_go (self, position);
}

/* The place of the conversation with @number: where it is, or where it belongs. */
static guint
find_entry (const TlSession *self, guint64 number)
{
  guint low = 0, high = self->entries->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->entries, Entry, middle).conversation->number < number)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* How many rows at the end can be told of again: nobody looks at them. */
static guint
count_retold (const TlSession *self)
{
  guint n = 0;

  while (n < self->n_told - self->told_together && g_array_index (self->entries, Entry, self->n_told - 1 - n).item == NULL)
    n++;
  return n;
}

/* A list on the screen remembers what was told of together, and goes through all of that for each frame: a list that grows for hours must
 * not consist of ever more pieces. */
static void
tell_appended (TlSession *self, guint limit)
{
  guint added = MIN (self->entries->len - self->n_told, limit);
  guint again, position;

  if (added == 0)
    return;
  if (self->n_told - self->told_together >= TOLD_AGAIN)
    self->told_together = self->n_told;
  again = count_retold (self);
  position = self->n_told - again;
  self->told_together = MAX (self->told_together, position);
  self->n_told += added;
  g_list_model_items_changed (G_LIST_MODEL (self), position, again, again + added);
}

/* The first rows in portions. */
static void
tell_some (TlSession *self)
{
  tell_appended (self, self->n_told < FIRST_ROWS ? ROWS_AT_ONCE : G_MAXUINT);
}

static bool
may_leave_list (const TlSession *self, guint position)
{
  const Entry *entry = &g_array_index (self->entries, Entry, position);

  return position < self->n_told && entry->item == NULL && is_light (entry->conversation);
}

/* Takes the @n rows from @position on out of the list. */
static void
unlist (TlSession *self, guint position, guint n)
{
  for (guint i = position; i < position + n; i++)
    {
      Entry *entry = &g_array_index (self->entries, Entry, i);

      self->size -= entry->size;
      if (has_opened (entry->conversation))
        self->n_opened--;
      tl_conversation_unref (entry->conversation);
    }
  g_array_remove_range (self->entries, position, n);
  self->n_told -= n;
  self->n_light -= n;
  self->n_unlisted += n;
  self->next_to_evict -= MIN (self->next_to_evict - MIN (position, self->next_to_evict), n);
  self->told_together -= MIN (self->told_together - MIN (position, self->told_together), n);
  g_list_model_items_changed (G_LIST_MODEL (self), position, n, 0);
}

/* Rows alone would fill all memory some day: the oldest go, many at a time, but those that somebody looks at. */
static void
keep_list_short (TlSession *self)
{
  guint position = 0;

  if (self->n_light <= self->listed_limit)
    return;
  while (self->n_light > self->listed_limit / 16 * 15 && position < self->n_told)
    {
      guint n = 0;

      while (n < self->listed_limit / 16 && position + n < self->n_told && may_leave_list (self, position + n))
        n++;
      if (n > 0)
        unlist (self, position, n);
      else
        position++;
    }
}

/* A conversation that is complete is told of at once, so it can come before an earlier one that only grows. */
static void
take_change (TlSession *self, TlConversation *conversation)
{
  guint position = find_entry (self, conversation->number);
  Entry entry = { 0 };

  if (position < self->entries->len
      && g_array_index (self->entries, Entry, position).conversation->number == conversation->number)
    {
      self->n_light -= is_light (g_array_index (self->entries, Entry, position).conversation);
      self->n_light += is_light (conversation);
      set_conversation (self, &g_array_index (self->entries, Entry, position), conversation);
      catch_up (self, position);
      return;
    }
  set_conversation (self, &entry, conversation);
  self->n_light += is_light (conversation);
  g_array_insert_val (self->entries, position, entry);
  if (position < self->n_told)
    {
      self->n_told++;
      self->told_together += position < self->told_together;
      g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);
    }
  catch_up (self, position);
}

static void
set_state (TlSession *self, TlSessionState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/* A capture that runs ends when it is stopped: that is its end. */
static TlSessionState
state_of_end (const TlSession *self)
{
  if (self->error)
    return TL_SESSION_FAILED;
  if (tl_worker_is_cancelled (self->worker) && !tl_worker_get_request (self->worker)->live)
    return TL_SESSION_CANCELLED;
  return TL_SESSION_DONE;
}

/* Gives the next changes their places, for a turn. False when all of them have one. */
static bool
take_changes (TlSession *self, gint64 until)
{
  while (self->changes && self->next_change < self->changes->len)
    {
      guint end = MIN (self->next_change + CHANGES_AT_ONCE, self->changes->len);

      for (; self->next_change < end; self->next_change++)
        take_change (self, g_ptr_array_index (self->changes, self->next_change));
      keep_within_budget (self);
      if (g_get_monotonic_time () >= until)
        break;
    }
  if (self->changes && self->next_change < self->changes->len)
    return true;
  g_clear_pointer (&self->changes, g_ptr_array_unref);
  return false;
}

static void
take_news (TlSession *self)
{
  bool done;

  self->changes = tl_worker_take (self->worker, &self->reading, &done, &self->error);
  self->next_change = 0;
  self->done = done;
}

static gboolean go_on_cb (gpointer user_data);

/* What is left after that waits until others had a turn: who draws comes first. */
static void
take_turn (TlSession *self)
{
  bool was_idle = self->changes == NULL;
  bool more;

  if (was_idle)
    take_news (self);
  more = take_changes (self, g_get_monotonic_time () + TURN);
  tell_some (self);
  keep_list_short (self);
  if (was_idle || !more)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROGRESS]);
  if (more || self->n_told < self->entries->len)
    self->idle = self->idle == 0 ? g_idle_add (go_on_cb, self) : self->idle;
  else if (self->news)
    {
      self->news = false;
      self->idle = g_idle_add (go_on_cb, self);
    }
  else if (self->done)
    set_state (self, state_of_end (self));
}

static gboolean
go_on_cb (gpointer user_data)
{
  g_autoptr (TlSession) self = g_object_ref (user_data);

  self->idle = 0;
  take_turn (self);
  return G_SOURCE_REMOVE;
}

static void
news_cb (gpointer owner)
{
  TlSession *self = owner;

  if (self->idle == 0)
    take_turn (self);
  else
    self->news = true;
}

/* A list has let @item go. */
static void
item_gone (TlConversationItem *item, gpointer session)
{
  TlSession *self = session;
  guint position = find_entry (self, tl_conversation_item_get_conversation (item)->number);

  g_array_index (self->entries, Entry, position).item = NULL;
  catch_up (self, position);
}

/* The list. */

static GType
tl_session_get_item_type (GListModel *list G_GNUC_UNUSED)
{
  return TL_TYPE_CONVERSATION_ITEM;
}

static guint
tl_session_get_n_items (GListModel *list)
{
  return TL_SESSION (list)->n_told;
}

static gpointer
tl_session_get_item (GListModel *list, guint position)
{
  TlSession *self = TL_SESSION (list);
  Entry *entry;

  if (position >= self->n_told)
    return NULL;
  entry = &g_array_index (self->entries, Entry, position);
  if (entry->item)
    return g_object_ref (entry->item);
  entry->item = tl_conversation_item_new (entry->conversation);
  tl_conversation_item_watch (entry->item, item_gone, self);
  return entry->item;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = tl_session_get_item_type;
  iface->get_n_items = tl_session_get_n_items;
  iface->get_item = tl_session_get_item;
}

static void
tl_session_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  TlSession *self = TL_SESSION (object);

  switch (property_id)
    {
    case PROP_STATE:
      g_value_set_int (value, (int) self->state);
      break;
    case PROP_PROGRESS:
      g_value_set_double (value, self->reading.progress);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
tl_session_finalize (GObject *object)
{
  TlSession *self = TL_SESSION (object);

  g_clear_handle_id (&self->idle, g_source_remove);
  g_clear_pointer (&self->worker, tl_worker_leave);
  g_clear_pointer (&self->changes, g_ptr_array_unref);
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = &g_array_index (self->entries, Entry, i);

      if (entry->item)
        tl_conversation_item_watch (entry->item, NULL, NULL);
      tl_conversation_unref (entry->conversation);
    }
  g_array_unref (self->entries);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (tl_session_parent_class)->finalize (object);
}

static void
tl_session_class_init (TlSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tl_session_get_property;
  object_class->finalize = tl_session_finalize;
  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, TL_SESSION_READING, TL_SESSION_FAILED, TL_SESSION_READING,
                                             G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, -1, 1, 0,
                                                   G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tl_session_init (TlSession *self)
{
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  self->reading.unreadable_link_type = -1;
}

TlSession *
tl_session_new (const char *path, TlKeyring *keyring)
{
  return tl_session_new_for (&(TlReadingRequest){ .path = path, .keyring = keyring });
}

TlSession *
tl_session_new_sealed (const char *path)
{
  return tl_session_new_for (&(TlReadingRequest){ .path = path, .flags = TL_TRACKER_SEALED });
}

TlSession *
tl_session_new_for (const TlReadingRequest *request)
{
  TlSession *self = g_object_new (TL_TYPE_SESSION, NULL);
  bool endless = request->live || request->follow || request->spool > 0; /* a spool is for what cannot be read again */

  self->model_limit = request->model_limit > 0 ? request->model_limit : TL_LIMIT_MODEL;
  self->listed_limit = request->listed_limit > 0 ? request->listed_limit : endless ? TL_LIMIT_LISTED_LIVE : TL_LIMIT_LISTED;
  self->worker = tl_worker_start (request, G_OBJECT (self), news_cb);
  return self;
}

void
tl_session_cancel (TlSession *self)
{
  g_return_if_fail (TL_IS_SESSION (self));
  tl_worker_cancel (self->worker);
}

const char *
tl_session_get_path (TlSession *self)
{
  return tl_worker_get_request (self->worker)->path;
}

TlSessionState
tl_session_get_state (TlSession *self)
{
  return self->state;
}

double
tl_session_get_progress (TlSession *self)
{
  return self->reading.progress;
}

const GError *
tl_session_get_error (TlSession *self)
{
  return self->state == TL_SESSION_FAILED ? self->error : NULL;
}

guint64
tl_session_get_n_packets (TlSession *self)
{
  return self->reading.n_packets;
}

guint64
tl_session_get_n_evicted (TlSession *self)
{
  return self->n_evicted + self->reading.n_evicted;
}

guint64
tl_session_get_n_unlisted (TlSession *self)
{
  return self->n_unlisted;
}

guint
tl_session_get_n_opened (TlSession *self)
{
  return self->n_opened;
}

char *
tl_session_dup_unreadable_text (TlSession *self)
{
  return tl_unreadable_text (self->reading.n_unreadable, self->reading.unreadable_link_type);
}

char *
tl_session_dup_carried_text (TlSession *self)
{
  return tl_carried_keys_text (&self->reading.carried);
}

const TlReadingState *
tl_session_get_reading (TlSession *self)
{
  return &self->reading;
}

const char *
tl_session_get_interface (TlSession *self)
{
  const TlReadingRequest *request = tl_worker_get_request (self->worker);

  return request->live ? request->live->interface : NULL;
}
