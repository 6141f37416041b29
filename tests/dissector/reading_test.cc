/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The loop from packets to conversations, and what it keeps of them on the way.
 */
#include "capture/spool.h"
#include "limits.h"
#include "reading.h"
#include "talk-file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace
{

std::vector<Talk::Packet>
talks (int n)
{
  std::vector<Talk::Packet> packets;

  for (int i = 0; i < n; i++)
    {
      Talk talk;
      talk.client_port = (guint16) (40000 + i);
      talk.open ();
      talk.say (FROM_CLIENT, record (22, client_hello ()));
      talk.say (FROM_SERVER, record (22, server_hello ()));
      packets.insert (packets.end (), talk.packets.begin (), talk.packets.end ());
    }
  return packets;
}

void
count (TlConversation *, gpointer user_data)
{
  ++*static_cast<int *> (user_data);
}

/* Reads @path to its end: how many conversations. */
int
read (const char *path, int spool, guint64 limit, TlReadingState *state)
{
  int n = 0;
  TlReadingRequest request = {};

  request.path = path;
  request.func = count;
  request.user_data = &n;
  request.spool = spool;
  request.spool_limit = limit;
  g_autoptr (TlReading) reading = tl_reading_new (&request);
  EXPECT_TRUE (tl_reading_run (reading, nullptr));
  tl_reading_get_state (reading, state);
  return n;
}

/* Whoever writes into a pipe, the next part whenever what was written is read. */
struct Parts
{
  int fd;
  std::vector<Data> parts;
  size_t next = 0;
  std::vector<TlOutcome> outcomes = {}; /* by the number of the conversation */

  static bool turn (bool idle, gpointer user_data)
  {
    auto *self = static_cast<Parts *> (user_data);

    if (!idle)
      return true;
    if (self->next < self->parts.size ())
      EXPECT_GT (write (self->fd, self->parts[self->next].data (), self->parts[self->next].size ()), 0);
    else if (self->next == self->parts.size ())
      close (self->fd);
    self->next++;
    return true;
  }

  static void take (TlConversation *conversation, gpointer user_data)
  {
    auto *self = static_cast<Parts *> (user_data);

    self->outcomes.resize (MAX (self->outcomes.size (), conversation->number));
    self->outcomes[conversation->number - 1] = conversation->outcome;
  }
};

}

TEST (Reading, KeepsWhatItReads)
{
  TalkFile file (TalkFile::of (talks (3)));
  int spool = tl_spool_open (nullptr);
  g_autofree char *again = tl_spool_path (spool);
  TlReadingState state, second;

  EXPECT_EQ (read (file.path.c_str (), spool, 0, &state), 3);
  EXPECT_EQ (state.n_unkept, 0u);
  EXPECT_EQ (state.spooled, (guint64) lseek (spool, 0, SEEK_END));
  EXPECT_EQ (read (again, -1, 0, &second), 3);
  EXPECT_EQ (second.n_packets, state.n_packets);
  close (spool);
}

/* What is beyond is shown all the same. */
TEST (Reading, KeepsNoMoreThanItMay)
{
  TalkFile file (TalkFile::of (talks (3)));
  int spool = tl_spool_open (nullptr);
  g_autofree char *again = tl_spool_path (spool);
  TlReadingState state, second;

  EXPECT_EQ (read (file.path.c_str (), spool, 1000, &state), 3);
  EXPECT_GT (state.n_unkept, 0u);
  EXPECT_LE (state.spooled, 1100u);
  read (again, -1, 0, &second);
  EXPECT_EQ (second.n_packets + state.n_unkept, state.n_packets);
  close (spool);
}

TEST (Reading, SaysThatItCannotKeep)
{
  TalkFile file (TalkFile::of (talks (3)));
  int full = open ("/dev/full", O_WRONLY | O_CLOEXEC);
  TlReadingState state;

  EXPECT_EQ (read (file.path.c_str (), full, 0, &state), 3);
  EXPECT_EQ (state.spool_error, ENOSPC);
  EXPECT_EQ (state.spooled, 0u);
  close (full);
}

/* The secrets of a key log that is written meanwhile are those of key logs, whatever other keys there are. */
TEST (Reading, GivesWhatGrowsToAKeyringOfItsOwn)
{
  g_autoptr (TlKeyring) logs = tl_keyring_new ();
  g_autoptr (TlKeyring) all = tl_keyring_new_over (logs);
  std::string path = std::string (g_getenv ("TL_SAMPLES")) + "/tls13.pcap";
  std::string keylog = path + ".keylog.txt";
  TlReadingRequest request = {};
  TlReadingState state;
  int n = 0;

  request.path = path.c_str ();
  request.func = count;
  request.user_data = &n;
  request.keyring = all;
  g_autoptr (TlKeylogFollower) keylogs = tl_keylog_follower_new (logs);
  tl_keylog_follower_add (keylogs, keylog.c_str ());
  request.keylogs = keylogs;
  g_autoptr (TlReading) reading = tl_reading_new (&request);
  ASSERT_TRUE (tl_reading_run (reading, nullptr));
  tl_reading_get_state (reading, &state);
  EXPECT_GT (state.growing.secrets, 0u);
  EXPECT_EQ (tl_keyring_n_secrets (logs), state.growing.secrets);
}

/* In a pipe that brings an old capture, minutes of the capture pass in no time: who was silent for them is not let go because just then there was
 * nothing to read. */
TEST (Reading, OfAPipeIsThatOfTheFile)
{
  Talk first, other;
  first.open ();
  first.say (FROM_CLIENT, record (22, client_hello ()));
  size_t before = first.packets.size ();
  other.client_port = 40000;
  other.now = first.now;
  other.open ();
  other.say (FROM_CLIENT, record (22, client_hello ()));
  for (gint64 end = first.now + TL_LIMIT_IDLE_TCP + 20 * TL_SECOND; other.now < end; other.now += 9 * TL_SECOND)
    other.say (FROM_CLIENT, record (23, { 0 }));
  first.now = other.now + TL_SECOND;
  first.say (FROM_SERVER, record (22, server_hello ()));
  std::vector<Talk::Packet> early (first.packets.begin (), first.packets.begin () + (long) before);
  std::vector<Talk::Packet> late (first.packets.begin () + (long) before, first.packets.end ());
  early.insert (early.end (), other.packets.begin (), other.packets.end ());

  int ends[2];
  ASSERT_EQ (pipe (ends), 0);
  Data behind = TalkFile::of (late);
  Parts parts = { ends[1], { TalkFile::of (early), Data (behind.begin () + 24, behind.end ()) } };
  std::string path = "/dev/fd/" + std::to_string (ends[0]);
  TlReadingRequest request = {};
  request.path = path.c_str ();
  request.func = Parts::take;
  request.turn = Parts::turn;
  request.user_data = &parts;
  g_autoptr (TlReading) reading = tl_reading_new (&request);
  EXPECT_TRUE (tl_reading_run (reading, nullptr));
  EXPECT_EQ (parts.outcomes, (std::vector<TlOutcome>{ TL_OUTCOME_INCOMPLETE, TL_OUTCOME_NO_SERVER_HELLO }));
  close (ends[0]);
}
