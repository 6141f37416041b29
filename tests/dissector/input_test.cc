/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Bytes that are still to come: of a FIFO, a pipe, a file that grows.
 */
#include "capture/capture.h"
#include "capture/input.h"
#include "talk-file.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <functional>
#include <string>

namespace
{

/* Whoever waits: does the next thing each time, and then stops. */
struct Waiter
{
  std::vector<std::function<void ()> > things;
  size_t n = 0;

  static bool wait (gpointer user_data)
  {
    auto *self = static_cast<Waiter *> (user_data);

    if (self->n >= self->things.size ())
      return false;
    self->things[self->n++]();
    return true;
  }
};

class InputTest : public testing::Test
{
protected:
  ~InputTest () override
  {
    if (writer >= 0)
      close (writer);
    g_unlink (path.c_str ());
    g_rmdir (folder);
    g_free (folder);
  }

  static Data capture ()
  {
    Talk talk;
    talk.open ();
    talk.say (FROM_CLIENT, record (22, client_hello ()));
    return TalkFile::of (talk.packets);
  }

  static size_t n_packets ()
  {
    Talk talk;
    talk.open ();
    talk.say (FROM_CLIENT, record (22, client_hello ()));
    return talk.packets.size ();
  }

  void write_some (const Data &data, size_t from, size_t to)
  {
    ASSERT_EQ (write (writer, data.data () + from, to - from), (ssize_t) (to - from));
  }

  TlSource source (bool follow = false)
  {
    TlSource result = {};
    result.path = path.c_str ();
    result.fd = -1;
    result.follow = follow;
    result.wait = Waiter::wait;
    result.wait_data = &waiter;
    return result;
  }

  /* How many packets there are until the end, which is a good one; -1 with @error: it is not. */
  int read_all (const TlSource &from, GError **error = nullptr)
  {
    TlPacket packet;
    TlCaptureResult result;
    int n = 0;
    g_autoptr (TlCapture) opened = tl_capture_open_source (&from, error);

    if (opened == nullptr)
      return -1;
    while ((result = tl_capture_next (opened, &packet, error)) == TL_CAPTURE_PACKET)
      n++;
    return result == TL_CAPTURE_END ? n : -1;
  }

  char *folder = g_dir_make_tmp ("tl-input-XXXXXX", nullptr);
  std::string path = std::string (folder) + "/input";
  int writer = -1;
  Waiter waiter;
};

class Fifo : public InputTest
{
protected:
  Fifo ()
  {
    EXPECT_EQ (mkfifo (path.c_str (), 0600), 0);
    writer = open (path.c_str (), O_RDWR | O_CLOEXEC);
  }
};

class Growing : public InputTest
{
protected:
  Growing ()
  {
    writer = open (path.c_str (), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  }
};

}

/* Every byte by itself: no part of a packet is an error. */
TEST_F (Fifo, IsWaitedForInTheMiddleOfAPacket)
{
  Data data = capture ();

  for (size_t i = 0; i < data.size (); i++)
    waiter.things.push_back ([this, data, i] { write_some (data, i, i + 1); });
  waiter.things.push_back ([this] { close (writer); writer = -1; });
  EXPECT_EQ (read_all (source ()), (int) n_packets ());
}

TEST_F (Fifo, EndsWellWhereItIsStopped)
{
  Data data = capture ();

  waiter.things.push_back ([this, data] { write_some (data, 0, data.size () - 5); });
  EXPECT_EQ (read_all (source ()), (int) n_packets () - 1);
}

TEST_F (Fifo, SaysThatNothingHasComeWhereItIsStopped)
{
  g_autoptr (GError) error = NULL;

  EXPECT_EQ (read_all (source (), &error), -1);
  EXPECT_TRUE (g_error_matches (error, TL_ERROR, TL_ERROR_CANCELLED));
}

TEST_F (Fifo, IsCutShortWhereTheWriterGoesAway)
{
  Data data = capture ();
  g_autoptr (GError) error = NULL;

  waiter.things.push_back ([this, data] { write_some (data, 0, data.size () - 5); });
  waiter.things.push_back ([this] { close (writer); writer = -1; });
  EXPECT_EQ (read_all (source (), &error), -1);
  EXPECT_TRUE (g_error_matches (error, TL_ERROR, TL_ERROR_CUT_SHORT));
}

TEST_F (Fifo, GoesOnWithTheNextWriterWhereItIsFollowed)
{
  Data data = capture ();

  waiter.things.push_back ([this, data] { write_some (data, 0, data.size () - 5); });
  waiter.things.push_back ([this] { close (writer); });
  waiter.things.push_back ([] {});
  waiter.things.push_back ([this, data] {
    writer = open (path.c_str (), O_WRONLY | O_CLOEXEC);
    write_some (data, data.size () - 5, data.size ());
  });
  EXPECT_EQ (read_all (source (true)), (int) n_packets ());
  EXPECT_EQ (waiter.n, waiter.things.size ()) << "it has ended by itself";
}

/* The other end of a pipe never comes back. */
TEST_F (Fifo, ThatHasNoNameOfItsOwnEnds)
{
  Data data = capture ();
  std::string name = "/dev/fd/" + std::to_string (open (path.c_str (), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  TlSource from = source (true);

  from.path = name.c_str ();
  waiter.things.push_back ([this, data] { write_some (data, 0, data.size ()); });
  waiter.things.push_back ([this] { close (writer); writer = -1; });
  for (int i = 0; i < 9; i++)
    waiter.things.push_back ([] {});
  EXPECT_EQ (read_all (from), (int) n_packets ());
  EXPECT_LT (waiter.n, 9u) << "it ends by itself";
  close (atoi (name.c_str () + strlen ("/dev/fd/")));
}

TEST_F (Growing, IsReadAsItGrows)
{
  Data data = capture ();
  const size_t steps[] = { 0, 10, 24, 30, 41, 60, data.size () - 1, data.size () };

  for (size_t i = 0; i + 1 < G_N_ELEMENTS (steps); i++)
    waiter.things.push_back ([this, data, from = steps[i], to = steps[i + 1]] { write_some (data, from, to); });
  EXPECT_EQ (read_all (source (true)), (int) n_packets ());
}

TEST_F (Growing, IsCutShortWhereNobodyFollowsIt)
{
  Data data = capture ();
  g_autoptr (GError) error = NULL;
  TlSource once = source ();

  write_some (data, 0, data.size () - 5);
  once.wait = nullptr;
  EXPECT_EQ (read_all (once, &error), -1);
  EXPECT_TRUE (g_error_matches (error, TL_ERROR, TL_ERROR_CUT_SHORT));
}

TEST_F (Growing, ThatShrinksSaysSo)
{
  Data data = capture ();
  g_autoptr (GError) error = NULL;

  waiter.things.push_back ([this, data] { write_some (data, 0, data.size ()); });
  waiter.things.push_back ([this] { EXPECT_EQ (ftruncate (writer, 10), 0); });
  EXPECT_EQ (read_all (source (true), &error), -1);
  ASSERT_NE (error, nullptr);
  EXPECT_EQ (error->domain, TL_ERROR);
  EXPECT_STRNE (error->message, "");
}

TEST_F (Growing, ThatIsReplacedEnds)
{
  Data data = capture ();

  waiter.things.push_back ([this, data] { write_some (data, 0, data.size ()); });
  waiter.things.push_back ([this] {
    std::string other = path + ".new";
    g_file_set_contents (other.c_str (), "another", -1, nullptr);
    EXPECT_EQ (g_rename (other.c_str (), path.c_str ()), 0);
  });
  for (int i = 0; i < 10; i++)
    waiter.things.push_back ([] {});
  EXPECT_EQ (read_all (source (true)), (int) n_packets ());
  EXPECT_LT (waiter.n, 12u) << "it ends by itself";
}

/* Where there always is something to read, nothing is waited for; and where there is no packet in it, nobody else asks. */
TEST_F (Growing, CanBeLeftInTheMiddleOfABlockWithoutEnd)
{
  static const guint8 section[] = { 0x0a, 0x0d, 0x0d, 0x0a, 28, 0, 0, 0, 0x4d, 0x3c, 0x2b, 0x1a, 1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                    0xff, 28, 0, 0, 0 };
  static const guint8 block[] = { 0x99, 9, 0, 0, 0xf0, 0xff, 0xff, 0xff };

  write_some (Data (section, section + sizeof section) + Data (block, block + sizeof block), 0, sizeof section + sizeof block);
  ASSERT_EQ (ftruncate (writer, (off_t) 3 << 30), 0);
  EXPECT_EQ (read_all (source ()), 0) << "it was read to where it is cut short";
}
