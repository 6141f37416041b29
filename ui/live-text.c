/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What there is to say about a capture that runs: in one line, and what should be known.
 */
#include "live-text.h"

#include "capture-text.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

enum
{
  NEWS = 10 * G_USEC_PER_SEC /* that the link is up again is said for so long */
};

/* A number stays on one line with what it counts. Takes @text over. */
static char *
keep_together (char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  g_free (text);
  return g_strjoinv ("\u00a0", words);
}

static char *
packets_text (const TlLiveStatus *status)
{
  guint64 n = status->reading.n_packets;

  return keep_together (g_strdup_printf (ngettext ("%'" PRIu64 " packet", "%'" PRIu64 " packets", (gulong) n), n));
}

static guint64
n_lost (const TlLiveStatus *status)
{
  return status->reading.live.dropped + status->reading.live.interface_dropped;
}

/* NULL where nobody has told. */
static char *
lost_text (const TlLiveStatus *status)
{
  guint64 lost = n_lost (status);

  if (!status->live)
    return NULL;
  if (!status->reading.live.known)
    return status->running ? g_strdup (_ ("losses are told at the end")) : NULL;
  if (lost == 0)
    return keep_together (g_strdup (_ ("none lost")));
  return keep_together (g_strdup_printf (ngettext ("%'" PRIu64 " lost", "%'" PRIu64 " lost", (gulong) lost), lost));
}

static char *
conversations_text (const TlLiveStatus *status)
{
  if (status->n_conversations == 0)
    return keep_together (g_strdup (_ ("no conversations")));
  return keep_together (g_strdup_printf (ngettext ("%'u conversation", "%'u conversations", status->n_conversations), status->n_conversations));
}

/* How many are lost with a full disk is not known: some were waiting to be written. */
static char *
unkept_text (const TlLiveStatus *status)
{
  guint64 n = status->reading.n_unkept;
  g_autofree char *rest = NULL;

  if (status->reading.spool_error != 0)
    return g_strdup_printf (_ ("The packets cannot be kept any more: %s. What comes is shown, but cannot be saved, or read again with other keys "
                               "or as others see it."),
                            g_strerror (status->reading.spool_error));
  if (n == 0)
    return NULL;
  rest = g_strdup_printf (ngettext ("%'" PRIu64 " packet that came later is shown, but cannot be saved, or read again with other keys or as others see it.",
                                    "%'" PRIu64 " packets that came later are shown, but cannot be saved, or read again with other keys or as others see it.",
                                    (gulong) n),
                          n);
  return g_strjoin (" ", _ ("The place for packets to be saved is full."), rest, NULL);
}

static bool
is_up_again (const TlLiveStatus *status)
{
  return status->running && status->reading.live.link == TL_LINK_UP && status->up_again > 0
         && status->elapsed < status->up_again + NEWS;
}

static bool
is_seen (const TlLiveStatus *status)
{
  return !status->running && status->seen && status->fault == NULL;
}

static char *
link_text (const TlLiveStatus *status)
{
  if (is_seen (status))
    return g_strdup (_ ("One handshake was seen, and the capture has stopped. Restart it to watch the next one."));
  if (!status->running)
    return g_strdup (status->fault);
  if (status->reading.live.link == TL_LINK_GONE)
    return g_strdup (_ ("The interface has disappeared."));
  if (status->reading.live.link == TL_LINK_DOWN)
    return g_strdup (_ ("The interface is down: nothing comes until it is up again."));
  if (is_up_again (status))
    return g_strdup (_ ("The interface is up again, and the capture goes on."));
  return NULL;
}

static char *
losses_text (const TlLiveStatus *status)
{
  return status->live && status->reading.live.known && n_lost (status) > 0
             ? g_strdup (_ ("More came than could be taken. Conversations that miss bytes say so; a filter helps."))
             : NULL;
}

static char *
evicted_text (const TlLiveStatus *status)
{
  return tl_capture_evicted_text (status->n_evicted, status->n_unlisted);
}

void
tl_live_status_take (TlLiveStatus *status, TlSession *session)
{
  const TlReadingState *reading = tl_session_get_reading (session);

  if (status->reading.live.link == TL_LINK_DOWN && reading->live.link == TL_LINK_UP)
    status->up_again = status->elapsed;
  status->running = tl_session_get_state (session) == TL_SESSION_READING;
  status->n_unlisted = tl_session_get_n_unlisted (session);
  status->n_conversations = g_list_model_get_n_items (G_LIST_MODEL (session)) + (guint) status->n_unlisted;
  status->n_evicted = tl_session_get_n_evicted (session);
  status->reading = *reading;
}

char *
tl_live_elapsed_text (gint64 microseconds)
{
  int seconds = (int) (MAX (microseconds, 0) / G_USEC_PER_SEC);

  if (seconds >= 3600)
    return g_strdup_printf ("%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  return g_strdup_printf ("%d:%02d", seconds / 60, seconds % 60);
}

char *
tl_live_status_text (const TlLiveStatus *status)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  char *lost = lost_text (status);

  g_ptr_array_add (parts, tl_live_elapsed_text (status->elapsed));
  g_ptr_array_add (parts, packets_text (status));
  if (lost != NULL)
    g_ptr_array_add (parts, lost);
  g_ptr_array_add (parts, conversations_text (status));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **) parts->pdata);
}

bool
tl_live_is_good_news (const TlLiveStatus *status)
{
  char *(*const texts[]) (const TlLiveStatus *) = { losses_text, unkept_text, evicted_text };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *text = texts[i] (status);

      if (text != NULL)
        return false;
    }
  return is_up_again (status) || is_seen (status);
}

char *
tl_live_warning_text (const TlLiveStatus *status)
{
  char *(*const texts[]) (const TlLiveStatus *) = { link_text, losses_text, unkept_text, evicted_text };
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      char *text = texts[i] (status);

      if (text != NULL)
        g_ptr_array_add (parts, text);
    }
  if (parts->len == 0)
    return NULL;
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" ", (char **) parts->pdata);
}

char *
tl_live_lacks_text (const TlLiveStatus *status)
{
  guint64 all = status->reading.n_packets, kept = status->reading.n_kept;

  if (status->reading.n_unkept == 0 && status->reading.spool_error == 0)
    return NULL;
  return g_strdup_printf (ngettext ("Of %'" PRIu64 " packet, the file will have the first %'" PRIu64 " only: the others could not be kept.",
                                    "Of %'" PRIu64 " packets, the file will have the first %'" PRIu64 " only: the others could not be kept.",
                                    (gulong) all),
                          all, kept);
}

bool
tl_live_is_settled (const TlConversation *conversation)
{
  return conversation->complete || conversation->outcome == TL_OUTCOME_ESTABLISHED;
}

bool
tl_live_any_is_settled (GListModel *conversations)
{
  guint n = g_list_model_get_n_items (conversations);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TlConversationItem) item = g_list_model_get_item (conversations, i);

      if (tl_live_is_settled (tl_conversation_item_get_conversation (item)))
        return true;
    }
  return false;
}
