/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A capture read in the background, as a list.
 */
#include "limits.h"
#include "secrets/key-file.h"
#include "session.h"
#include "talk-file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

namespace
{

Talk
talk_at (guint16 port)
{
  Talk talk;
  talk.client_port = port;
  talk.open ();
  talk.say (FROM_CLIENT, record (22, client_hello ()));
  talk.say (FROM_SERVER, record (22, server_hello ()) + record (23, Data (900, 1)));
  talk.say (FROM_CLIENT, record (23, Data (53, 1)));
  return talk;
}

void
wait_for_end (TlSession *session)
{
  while (tl_session_get_state (session) == TL_SESSION_READING)
    g_main_context_iteration (NULL, TRUE);
}

void
count_items (GListModel *, guint, guint removed, guint added, gpointer user_data)
{
  *static_cast<int *> (user_data) += (int) added - (int) removed;
}

}

TEST (Session, ListsConversations)
{
  std::vector<Talk::Packet> packets;
  for (guint16 i = 0; i < 30; i++)
    for (const auto &packet : talk_at ((guint16) (40000 + i)).packets)
      packets.push_back (packet);
  TalkFile file (TalkFile::of (packets));
  g_autoptr (TlSession) session = tl_session_new (file.path.c_str (), nullptr);
  int n = 0;

  g_signal_connect (session, "items-changed", G_CALLBACK (count_items), &n);
  wait_for_end (session);
  EXPECT_EQ (tl_session_get_state (session), TL_SESSION_DONE);
  EXPECT_EQ (n, 30);
  ASSERT_EQ (g_list_model_get_n_items (G_LIST_MODEL (session)), 30u);
  for (guint i = 0; i < 30; i++)
    {
      g_autoptr (TlConversationItem) item = TL_CONVERSATION_ITEM (g_list_model_get_item (G_LIST_MODEL (session), i));
      g_autoptr (TlConversationItem) same = TL_CONVERSATION_ITEM (g_list_model_get_item (G_LIST_MODEL (session), i));
      TlConversation *conversation = tl_conversation_item_get_conversation (item);
      EXPECT_EQ (item, same);
      EXPECT_EQ (conversation->number, i + 1);
      EXPECT_EQ (conversation->outcome, TL_OUTCOME_ESTABLISHED);
    }
  EXPECT_EQ (tl_session_get_progress (session), 1);
  EXPECT_EQ (tl_session_get_n_packets (session), packets.size ());
}

TEST (Session, ItemsOutliveTheSession)
{
  TalkFile file (TalkFile::of (talk_at (40000).packets));
  TlSession *session = tl_session_new (file.path.c_str (), nullptr);
  wait_for_end (session);
  g_autoptr (TlConversationItem) item = TL_CONVERSATION_ITEM (g_list_model_get_item (G_LIST_MODEL (session), 0));
  g_object_unref (session);
  EXPECT_STREQ (tl_conversation_item_get_conversation (item)->server_name, "example.org");
}

TEST (Session, CanBeDroppedWhileItReads)
{
  TalkFile file (TalkFile::of (talk_at (40000).packets));
  for (int i = 0; i < 50; i++)
    g_object_unref (tl_session_new (file.path.c_str (), nullptr));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

namespace
{

/* What a list on the screen knows of a session, as GTK keeps it: the rows, and the pieces in which they were told of. */
struct Mirror
{
  std::vector<gpointer> rows; /* only their number counts */
  std::vector<guint> pieces;
  guint largest = 0; /* that came at once */

  void
  remove (guint position, guint n)
  {
    for (size_t i = 0; i < pieces.size () && n > 0;)
      {
        guint part = position < pieces[i] ? MIN (n, pieces[i] - position) : 0;
        pieces[i] -= part;
        n -= part;
        position -= MIN (position, pieces[i]);
        if (pieces[i] == 0)
          pieces.erase (pieces.begin () + (long) i);
        else
          i++;
      }
  }

  void
  add (guint position, guint n)
  {
    for (guint &piece : pieces)
      {
        if (position < piece)
          {
            piece += n;
            return;
          }
        position -= piece;
      }
    pieces.push_back (n);
  }

  static void
  changed (GListModel *list, guint position, guint removed, guint added, gpointer user_data)
  {
    Mirror *self = static_cast<Mirror *> (user_data);
    ASSERT_LE (position + removed, self->rows.size ());
    self->rows.erase (self->rows.begin () + position, self->rows.begin () + position + removed);
    self->rows.insert (self->rows.begin () + position, added, nullptr);
    self->remove (position, removed);
    if (added > 0)
      self->add (position, added);
    self->largest = MAX (self->largest, added - MIN (added, removed));
    EXPECT_EQ (self->rows.size (), g_list_model_get_n_items (list));
  }
};

std::vector<Talk::Packet>
whole_talks (guint16 first, guint16 n)
{
  std::vector<Talk::Packet> packets;
  for (guint16 i = 0; i < n; i++)
    {
      Talk talk = talk_at ((guint16) (first + i));
      talk.finish (FROM_CLIENT);
      talk.finish (FROM_SERVER);
      packets.insert (packets.end (), talk.packets.begin (), talk.packets.end ());
    }
  return packets;
}

}

/* A list makes widgets for the first ones: the window must answer meanwhile. */
TEST (Session, TellsOfTheFirstInPortions)
{
  TalkFile file (TalkFile::of (whole_talks (1000, 200)));
  g_autoptr (TlSession) session = tl_session_new (file.path.c_str (), nullptr);
  Mirror mirror;

  g_signal_connect (session, "items-changed", G_CALLBACK (Mirror::changed), &mirror);
  wait_for_end (session);
  EXPECT_EQ (mirror.rows.size (), 200u);
  EXPECT_LE (mirror.largest, 32u);
}

/* GTK goes through all pieces for each frame. */
TEST (Session, AListThatGrowsForLongIsOfFewPieces)
{
  TalkFile file (TalkFile::of ({}));
  std::string path = std::string (file.directory) + "/fifo";
  ASSERT_EQ (mkfifo (path.c_str (), 0600), 0);
  g_autoptr (TlSession) session = tl_session_new (path.c_str (), nullptr);
  Mirror mirror;
  FILE *pipe = fopen (path.c_str (), "wb");

  g_signal_connect (session, "items-changed", G_CALLBACK (Mirror::changed), &mirror);
  for (guint i = 0; i < 150; i++)
    {
      Data data = TalkFile::of (whole_talks ((guint16) (1000 + 3 * i), 3));
      size_t header = i == 0 ? 0 : 24;
      fwrite (data.data () + header, 1, data.size () - header, pipe);
      fflush (pipe);
      while (g_list_model_get_n_items (G_LIST_MODEL (session)) < 3 * (i + 1))
        g_main_context_iteration (NULL, TRUE);
    }
  fclose (pipe);
  wait_for_end (session);
  g_unlink (path.c_str ());
  EXPECT_EQ (mirror.rows.size (), 450u);
  EXPECT_LE (mirror.pieces.size (), 3u);
}

/* Neither what it holds of conversations nor its rows grow without end, and what somebody looks at stays. */
TEST (Session, KeepsWithinItsLimits)
{
  TalkFile file (TalkFile::of (whole_talks (1000, 600)));
  TlReadingRequest request = {};
  Mirror mirror;

  request.path = file.path.c_str ();
  request.model_limit = 300000;
  request.listed_limit = 160;
  g_autoptr (TlSession) session = tl_session_new_for (&request);
  g_autoptr (TlConversationItem) seen = nullptr;
  g_signal_connect (session, "items-changed", G_CALLBACK (Mirror::changed), &mirror);
  while (tl_session_get_state (session) == TL_SESSION_READING)
    {
      g_main_context_iteration (NULL, TRUE);
      if (seen == nullptr && g_list_model_get_n_items (G_LIST_MODEL (session)) > 2)
        seen = TL_CONVERSATION_ITEM (g_list_model_get_item (G_LIST_MODEL (session), 2));
    }
  guint n = g_list_model_get_n_items (G_LIST_MODEL (session)), n_kept = 0;
  guint64 last = 0;
  bool found = false;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TlConversationItem) item = TL_CONVERSATION_ITEM (g_list_model_get_item (G_LIST_MODEL (session), i));
      TlConversation *conversation = tl_conversation_item_get_conversation (item);
      EXPECT_GT (conversation->number, last);
      last = conversation->number;
      found |= item == seen;
      n_kept += conversation->n_steps > 0;
    }
  EXPECT_EQ (last, 600u);
  EXPECT_EQ (tl_session_get_n_evicted (session), 600 - n_kept);
  EXPECT_EQ (tl_session_get_n_unlisted (session), 600 - n);
  EXPECT_GT (n_kept, 10u);
  EXPECT_LT (n_kept, 500u);
  EXPECT_GE (n - n_kept, 140u);
  EXPECT_LE (n - n_kept, 160u);
  EXPECT_TRUE (found) << "somebody looks at it";
}

TEST (Session, SaysWhatIsNoCapture)
{
  TalkFile file (bytes_of ("this is no capture, but a text that is long enough to be looked at"));
  g_autoptr (TlSession) session = tl_session_new (file.path.c_str (), nullptr);
  wait_for_end (session);
  EXPECT_EQ (tl_session_get_state (session), TL_SESSION_FAILED);
  EXPECT_TRUE (g_error_matches (tl_session_get_error (session), TL_ERROR, TL_ERROR_NOT_CAPTURE));
}

TEST (Session, KeepsWhatWasReadBeforeTheCut)
{
  Data data = TalkFile::of (talk_at (40000).packets);
  data.resize (data.size () - 10);
  TalkFile file (data);
  g_autoptr (TlSession) session = tl_session_new (file.path.c_str (), nullptr);
  wait_for_end (session);
  EXPECT_EQ (tl_session_get_state (session), TL_SESSION_FAILED);
  EXPECT_TRUE (g_error_matches (tl_session_get_error (session), TL_ERROR, TL_ERROR_CUT_SHORT));
  EXPECT_EQ (g_list_model_get_n_items (G_LIST_MODEL (session)), 1u);
}

TEST (Session, CanBeCancelled)
{
  std::vector<Talk::Packet> packets;
  for (guint16 i = 0; i < 2000; i++)
    for (const auto &packet : talk_at ((guint16) (1000 + i)).packets)
      packets.push_back (packet);
  TalkFile file (TalkFile::of (packets));
  g_autoptr (TlSession) session = tl_session_new (file.path.c_str (), nullptr);
  tl_session_cancel (session);
  wait_for_end (session);
  EXPECT_EQ (tl_session_get_state (session), TL_SESSION_CANCELLED);
  EXPECT_EQ (tl_session_get_error (session), nullptr);
}

TEST (Session, CountsAnEncryptedClientHelloAsOpened)
{
  const char *folder = g_getenv ("TL_SAMPLES");
  std::string samples = folder ? folder : "samples";
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();

  ASSERT_TRUE (tl_key_file_load_ech (keyring, (samples + "/tls13-ech.ech.pem").c_str (), nullptr, nullptr));
  g_autoptr (TlSession) session = tl_session_new ((samples + "/tls13-ech.pcap").c_str (), keyring);
  wait_for_end (session);
  EXPECT_EQ (tl_session_get_n_opened (session), 1u);
}

TEST (Session, OpensWithTheKeysItIsGiven)
{
  const char *folder = g_getenv ("TL_SAMPLES");
  std::string path = std::string (folder ? folder : "samples") + "/tls13-resumption.pcap";
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();
  TlKeylogReport report;

  ASSERT_TRUE (tl_keyring_load_keylog (keyring, (path + ".keylog.txt").c_str (), &report, nullptr));
  g_autoptr (TlSession) without = tl_session_new (path.c_str (), nullptr);
  g_autoptr (TlSession) with = tl_session_new (path.c_str (), keyring);
  wait_for_end (without);
  wait_for_end (with);
  EXPECT_EQ (tl_session_get_n_opened (without), 0u);
  EXPECT_EQ (tl_session_get_n_opened (with), g_list_model_get_n_items (G_LIST_MODEL (with)));
  EXPECT_GT (tl_session_get_n_opened (with), 0u);
}

/* Nobody is woken where nothing has changed. */
TEST (Session, TellsNothingWhileNothingComes)
{
  TalkFile file (TalkFile::of (talk_at (40000).packets));
  std::string path = std::string (file.directory) + "/fifo";
  int n = 0;

  ASSERT_EQ (mkfifo (path.c_str (), 0600), 0);
  g_autoptr (TlSession) session = tl_session_new (path.c_str (), nullptr);
  FILE *pipe = fopen (path.c_str (), "wb");
  Data data = TalkFile::of (talk_at (40000).packets);
  fwrite (data.data (), 1, data.size (), pipe);
  fflush (pipe);
  while (g_list_model_get_n_items (G_LIST_MODEL (session)) == 0 || tl_session_get_n_packets (session) < talk_at (40000).packets.size ())
    g_main_context_iteration (NULL, TRUE);
  g_signal_connect_swapped (session, "notify::progress", G_CALLBACK (+[] (int *count) { ++*count; }), &n);
  for (int turn = 0; turn < 20; turn++)
    {
      g_usleep (TL_LIMIT_WAIT * 1000);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
  EXPECT_LE (n, 1) << "what was on its way";
  fclose (pipe);
  wait_for_end (session);
  EXPECT_GE (n, 1) << "its end is told of";
  g_unlink (path.c_str ());
}
