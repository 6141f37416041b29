/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A capture being read in the background: one worker thread owns the source and the tracker, and hands snapshots to the main context.
 */
#include "session.h"

#include "limits.h"
#include "reader.h"

#include <unistd.h>

enum
{
  PUBLISH_EVERY = G_USEC_PER_SEC / 10
};

struct _TlConversationItem
{
  GObject parent_instance;

  TlConversation *conversation;
  TlSession *session; /* weak: whose entry points here; NULL when there is none */
};

enum
{
  ITEM_PROP_CONVERSATION = 1
};

static GParamSpec *item_conversation;

G_DEFINE_FINAL_TYPE (TlConversationItem, tl_conversation_item, G_TYPE_OBJECT)

/**
 * Shared:
 * @changes: TlConversation
 * @reading: the worker's own
 * @next: when it publishes again, however fast packets come, in microseconds of g_get_monotonic_time()
 * @idle: pending in the main context; 0: none
 * @path, @interface, @filter: what @request points to
 *
 * What the worker hands over: the only thing both threads touch, behind the lock.
 */
typedef struct
{
  GMutex lock;
  GPtrArray *changes;
  TlReadingState state;
  GError *error;
  gboolean done;
  guint idle;
  GMainContext *context;
  GWeakRef session;
  GCancellable *cancellable;
  TlReading *reading;
  gint64 next;
  TlReadingRequest request;
  TlLiveRequest live;
  char *path;
  char *interface;
  char *filter;
} Shared;

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

  Shared *shared;
  GArray *entries;      /* Entry, by number - 1 */
  guint n_told;         /* entries that the list's users know of; only those at its end can be unknown to them */
  guint next_to_evict;  /* entries before it have had their turn: see catch_up() */
  guint n_opened;       /* entries of which a key has opened something */
  gsize size;           /* of all snapshots of complete conversations */
  guint64 n_evicted;    /* here, of complete ones */
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

static void
shared_clear (gpointer data)
{
  Shared *self = data;

  g_mutex_clear (&self->lock);
  g_ptr_array_unref (self->changes);
  g_clear_error (&self->error);
  g_main_context_unref (self->context);
  g_weak_ref_clear (&self->session);
  g_object_unref (self->cancellable);
  g_clear_pointer (&self->request.keyring, tl_keyring_unref);
  g_clear_pointer (&self->request.keylogs, tl_keylog_follower_unref);
  if (self->request.spool > 0)
    close (self->request.spool);
  g_free (self->path);
  g_free (self->interface);
  g_free (self->filter);
}

static void
shared_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, shared_clear);
}

/* Keeps a copy of all that @request points to. */
static void
copy_request (Shared *self, const TlReadingRequest *request)
{
  self->request = *request;
  self->request.path = self->path = g_strdup (request->path);
  self->request.keyring = request->keyring ? tl_keyring_ref (request->keyring) : NULL;
  self->request.keylogs = request->keylogs ? tl_keylog_follower_ref (request->keylogs) : NULL;
  if (request->live == NULL)
    return;
  self->live = *request->live;
  self->live.interface = self->interface = g_strdup (request->live->interface);
  self->live.filter = self->filter = g_strdup (request->live->filter);
  self->request.live = &self->live;
}

static Shared *
shared_new (TlSession *session, const TlReadingRequest *request)
{
  Shared *self = g_atomic_rc_box_new0 (Shared);

  g_mutex_init (&self->lock);
  self->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) tl_conversation_unref);
  self->context = g_main_context_ref_thread_default ();
  g_weak_ref_init (&self->session, session);
  self->cancellable = g_cancellable_new ();
  self->state.unreadable_link_type = -1;
  copy_request (self, request);
  return self;
}

/* The main thread's side. */

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
  entry->size = conversation->complete ? tl_conversation_size (conversation) : 0;
  self->size += entry->size;
  if (entry->item == NULL)
    return;
  tl_conversation_ref (conversation);
  g_clear_pointer (&entry->item->conversation, tl_conversation_unref);
  entry->item->conversation = conversation;
  g_object_notify_by_pspec (G_OBJECT (entry->item), item_conversation);
}

/* What stays of a conversation that is let go: its row in the list. */
static TlConversation *
without_steps (const TlConversation *conversation)
{
  TlConversation *copy = g_atomic_rc_box_new0 (TlConversation);

  *copy = *conversation;
  copy->server_name = g_strdup (conversation->server_name);
  copy->alpn = g_strdup (conversation->alpn);
  copy->keyring = conversation->keyring ? tl_keyring_ref (conversation->keyring) : NULL;
  copy->steps = NULL;
  copy->n_steps = 0;
  copy->evicted = true;
  return copy;
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
  light = without_steps (entry->conversation);
  set_conversation (self, entry, light);
}

/* The oldest complete conversations go first. */
static void
keep_within_budget (TlSession *self)
{
  while (self->size > TL_LIMIT_MODEL && self->next_to_evict < self->entries->len)
    let_go (self, self->next_to_evict++);
}

/* What could not be let go when its turn came goes as soon as it can, or it would be kept for ever. */
static void
catch_up (TlSession *self, guint position)
{
  if (position < self->next_to_evict && self->size > TL_LIMIT_MODEL)
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

static void
tell_appended (TlSession *self)
{
  guint position = self->n_told;
  guint added = self->entries->len - position;

  self->n_told = self->entries->len;
  if (added > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), position, 0, added);
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
      set_conversation (self, &g_array_index (self->entries, Entry, position), conversation);
      catch_up (self, position);
      return;
    }
  if (position < self->entries->len)
    tell_appended (self);
  set_conversation (self, &entry, conversation);
  g_array_insert_val (self->entries, position, entry);
  if (position + 1 < self->entries->len)
    {
      self->n_told++;
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
  if (g_cancellable_is_cancelled (self->shared->cancellable) && !self->shared->request.live)
    return TL_SESSION_CANCELLED;
  return TL_SESSION_DONE;
}

/* Takes what the worker has left under the lock. True when it is done. */
static bool
take_shared (TlSession *self, GPtrArray **changes)
{
  Shared *shared = self->shared;
  bool done;

  g_mutex_lock (&shared->lock);
  shared->idle = 0;
  *changes = shared->changes;
  shared->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) tl_conversation_unref);
  self->reading = shared->state;
  if (shared->error)
    self->error = g_steal_pointer (&shared->error);
  done = shared->done;
  g_mutex_unlock (&shared->lock);
  return done;
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  guint64 first = (*(TlConversation *const *) a)->number;
  guint64 second = (*(TlConversation *const *) b)->number;

  return (first > second) - (first < second);
}

static gboolean
changes_cb (gpointer user_data)
{
  Shared *shared = user_data;
  g_autoptr (TlSession) self = g_weak_ref_get (&shared->session);
  g_autoptr (GPtrArray) changes = NULL;
  bool done;

  if (self == NULL)
    return G_SOURCE_REMOVE;
  done = take_shared (self, &changes);
  /* Each row between others is told of by itself, which costs a list on the screen dear. (The sort is stable: of several snapshots
   * of a conversation, the last stays the last.) */
  g_ptr_array_sort (changes, compare_numbers);
  for (guint i = 0; i < changes->len; i++)
    take_change (self, g_ptr_array_index (changes, i));
  tell_appended (self);
  keep_within_budget (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROGRESS]);
  if (done)
    set_state (self, state_of_end (self));
  return G_SOURCE_REMOVE;
}

/* The worker's side. */

/* Asks the main context to take what is there; one such request is pending at a time. Called under the lock. */
static void
wake (Shared *self)
{
  g_autoptr (GSource) source = NULL;

  if (self->idle != 0)
    return;
  source = g_idle_source_new ();
  g_source_set_callback (source, changes_cb, g_atomic_rc_box_acquire (self), shared_unref);
  self->idle = g_source_attach (source, self->context);
}

static void
conversation_cb (TlConversation *conversation, gpointer user_data)
{
  Shared *self = user_data;

  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->changes, tl_conversation_ref (conversation));
  g_mutex_unlock (&self->lock);
}

static void
publish (Shared *self)
{
  TlReadingState state;

  tl_reading_publish (self->reading);
  tl_reading_get_state (self->reading, &state);
  g_mutex_lock (&self->lock);
  self->state = state;
  wake (self);
  g_mutex_unlock (&self->lock);
}

/* The first rows appear at once, and so does what comes before a pause. */
static bool
turn_cb (bool idle, gpointer user_data)
{
  Shared *self = user_data;
  gint64 now = g_get_monotonic_time ();

  if (idle || now >= self->next)
    {
      publish (self);
      self->next = g_get_monotonic_time () + PUBLISH_EVERY;
    }
  return !g_cancellable_is_cancelled (self->cancellable);
}

static gpointer
worker (gpointer data)
{
  Shared *self = data;
  GError *error = NULL;
  TlReadingState state;

  self->request.func = conversation_cb;
  self->request.turn = turn_cb;
  self->request.flags |= TL_TRACKER_STEPS | TL_TRACKER_GROWTH;
  self->request.user_data = self;
  self->reading = tl_reading_new (&self->request);
  tl_reading_run (self->reading, &error);
  tl_reading_get_state (self->reading, &state);
  g_clear_pointer (&self->reading, tl_reading_free);
  g_mutex_lock (&self->lock);
  self->state = state;
  self->error = error;
  self->done = TRUE;
  if (error == NULL)
    self->state.progress = 1;
  wake (self);
  g_mutex_unlock (&self->lock);
  shared_unref (self);
  return NULL;
}

/* The item. */

static void
tl_conversation_item_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  TlConversationItem *self = TL_CONVERSATION_ITEM (object);

  if (property_id == ITEM_PROP_CONVERSATION)
    g_value_set_pointer (value, self->conversation);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
tl_conversation_item_finalize (GObject *object)
{
  TlConversationItem *self = TL_CONVERSATION_ITEM (object);

  if (self->session)
    {
      guint position = find_entry (self->session, self->conversation->number);
      g_array_index (self->session->entries, Entry, position).item = NULL;
      catch_up (self->session, position);
    }
  g_clear_pointer (&self->conversation, tl_conversation_unref);
  G_OBJECT_CLASS (tl_conversation_item_parent_class)->finalize (object);
}

static void
tl_conversation_item_class_init (TlConversationItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tl_conversation_item_get_property;
  object_class->finalize = tl_conversation_item_finalize;
  item_conversation = g_param_spec_pointer ("conversation", NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_property (object_class, ITEM_PROP_CONVERSATION, item_conversation);
}

static void
tl_conversation_item_init (TlConversationItem *self G_GNUC_UNUSED)
{
}

TlConversationItem *
tl_conversation_item_new (TlConversation *conversation)
{
  TlConversationItem *self = g_object_new (TL_TYPE_CONVERSATION_ITEM, NULL);

  self->conversation = tl_conversation_ref (conversation);
  return self;
}

TlConversation *
tl_conversation_item_get_conversation (TlConversationItem *self)
{
  g_return_val_if_fail (TL_IS_CONVERSATION_ITEM (self), NULL);
  return self->conversation;
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
  entry->item->session = self;
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

  g_cancellable_cancel (self->shared->cancellable);
  g_clear_pointer (&self->shared, shared_unref);
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = &g_array_index (self->entries, Entry, i);

      if (entry->item)
        entry->item->session = NULL;
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

  self->shared = shared_new (self, request);
  g_thread_unref (g_thread_new ("tl-session", worker, g_atomic_rc_box_acquire (self->shared)));
  return self;
}

void
tl_session_cancel (TlSession *self)
{
  g_return_if_fail (TL_IS_SESSION (self));
  g_cancellable_cancel (self->shared->cancellable);
}

const char *
tl_session_get_path (TlSession *self)
{
  return self->shared->path;
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
  return self->shared->interface;
}
