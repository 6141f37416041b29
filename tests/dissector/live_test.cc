/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * A capture that runs, with a helper that is a script: what it sends, what it says, how it ends.
 */
#include "as-root.h"
#include "capture/capture.h"
#include "capture/live.h"
#include "capture/spool.h"
#include "session.h"
#include "talk-file.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>

namespace
{

/* Whoever runs it: root's helper may capture, and a script has no capabilities. */
__attribute__ ((constructor)) void
begin ()
{
  become_root ();
}

class Live : public testing::Test
{
protected:
  Live ()
  {
    Talk talk;
    talk.open ();
    talk.say (FROM_CLIENT, record (22, client_hello ()));
    talk.say (FROM_SERVER, record (22, server_hello ()) + record (23, Data (900, 1)));
    talk.say (FROM_CLIENT, record (23, Data (53, 1)));
    Data data = TalkFile::of (talk.packets);
    n_packets = talk.packets.size ();
    g_file_set_contents (sample.c_str (), reinterpret_cast<const char *> (data.data ()), (gssize) data.size (), nullptr);
    g_setenv ("TLS_LADDER_CAPTURE", helper.c_str (), TRUE);
  }

  ~Live () override
  {
    g_clear_pointer (&live, tl_live_free);
    for (const std::string &file : { helper, sample, noted })
      g_unlink (file.c_str ());
    g_rmdir (folder);
    g_free (folder);
  }

  void script (const std::string &body)
  {
    std::string text = "#!/bin/sh\nsample='" + sample + "'\nnoted='" + noted + "'\n" + body + "\n";
    g_file_set_contents (helper.c_str (), text.c_str (), -1, nullptr);
    g_chmod (helper.c_str (), 0700);
  }

  void start (const std::string &body, const TlLiveRequest &request = { "lo", nullptr, 0, false })
  {
    g_autoptr (GError) error = NULL;

    script (body);
    live = tl_live_start (&request, &error);
    ASSERT_NE (live, nullptr) << error->message;
  }

  /* Its bytes until their end. */
  std::string read_all ()
  {
    int fd = tl_live_steal_fd (live);
    std::string all;
    char buffer[4096];
    ssize_t n;

    while ((n = read (fd, buffer, sizeof buffer)) > 0)
      all.append (buffer, (size_t) n);
    close (fd);
    return all;
  }

  /* Why it ended; "": it was asked to. */
  std::string why (int *code = nullptr)
  {
    g_autoptr (GError) error = NULL;

    read_all ();
    tl_live_hear_out (live);
    if (!tl_live_failed (live, &error))
      return "";
    EXPECT_EQ (error->domain, TL_ERROR);
    if (code)
      *code = error->code;
    return error->message;
  }

  std::string note ()
  {
    g_autofree char *text = nullptr;
    g_file_get_contents (noted.c_str (), &text, nullptr, nullptr);
    return text ? text : "";
  }

  char *folder = g_dir_make_tmp ("tl-live-XXXXXX", nullptr);
  std::string helper = std::string (folder) + "/helper";
  std::string sample = std::string (folder) + "/sample.pcap";
  std::string noted = std::string (folder) + "/noted";
  size_t n_packets;
  TlLive *live = nullptr;
};

}

TEST_F (Live, HandsOnWhatTheHelperWrites)
{
  g_autofree char *text = nullptr;
  gsize length = 0;

  start ("cat \"$sample\"");
  g_file_get_contents (sample.c_str (), &text, &length, nullptr);
  EXPECT_EQ (read_all (), std::string (text, length));
  EXPECT_STREQ (tl_live_interface (live), "lo");
}

TEST_F (Live, LeavesItsPipesToNobodyElse)
{
  start ("cat \"$sample\"; cat");
  for (int fd = 3; fd < 64; fd++)
    {
      g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
      g_autofree char *target = g_file_read_link (path, nullptr);
      if (target != nullptr && g_str_has_prefix (target, "pipe:"))
        EXPECT_TRUE (fcntl (fd, F_GETFD) & FD_CLOEXEC) << fd;
    }
}

TEST_F (Live, AsksTheHelperForWhatIsWanted)
{
  start ("echo \"$@\" > \"$noted\"", { "eth0", "tcp port 443", 96, true });
  read_all ();
  EXPECT_EQ (note (), "--control-fd=3 --snaplen=96 --promiscuous --filter=tcp port 443 -- eth0\n");
}

TEST_F (Live, RefusesWhatIsNoNameOfAnInterface)
{
  script ("touch \"$noted\"");
  for (const char *name : { "", "-w", "--help", "a b", "../x", "eth0\n", "wlan/0" })
    {
      g_autoptr (GError) error = NULL;
      TlLiveRequest request = { name, nullptr, 0, false };
      EXPECT_EQ (tl_live_start (&request, &error), nullptr) << name;
      EXPECT_TRUE (g_error_matches (error, TL_ERROR, TL_ERROR_LIVE)) << name;
    }
  EXPECT_FALSE (g_file_test (noted.c_str (), G_FILE_TEST_EXISTS));
}

TEST_F (Live, HearsCountsAndTheLink)
{
  start ("echo 'counts received=10 dropped=2 interface_dropped=1 written=8' >&3; echo 'link down' >&3\n"
         "echo 'counts received=30 dropped=4 interface_dropped=2 written=26' >&3");
  EXPECT_FALSE (tl_live_counts (live)->known);
  why ();
  const TlLiveCounts *counts = tl_live_counts (live);
  EXPECT_TRUE (counts->known);
  EXPECT_EQ (counts->received, 30u);
  EXPECT_EQ (counts->dropped, 4u);
  EXPECT_EQ (counts->interface_dropped, 2u);
  EXPECT_EQ (counts->written, 26u);
  EXPECT_EQ (counts->link, TL_LINK_DOWN);
}

TEST_F (Live, TakesTheLinkAsItComes)
{
  start ("echo 'link up' >&3; echo 'link gone' >&3; echo 'link sideways' >&3");
  why ();
  EXPECT_EQ (tl_live_counts (live)->link, TL_LINK_GONE);
}

TEST_F (Live, SaysWhatTheHelperSaysByACode)
{
  int code = 0;

  start ("echo 'error interface-down In English.' >&3; exit 1");
  EXPECT_NE (why (&code).find ("“lo” is down"), std::string::npos);
  EXPECT_EQ (code, TL_ERROR_LIVE);
  g_clear_pointer (&live, tl_live_free);
  start ("echo 'error anything The sentence.' >&3; exit 1");
  EXPECT_EQ (why (&code), "The sentence.") << "of a newer helper";
  EXPECT_EQ (code, TL_ERROR_LIVE);
  g_clear_pointer (&live, tl_live_free);
  start ("echo 'error no-permission In English.' >&3; exit 1");
  EXPECT_NE (why (&code).find ("does not have the right"), std::string::npos);
  EXPECT_EQ (code, TL_ERROR_PERMISSION);
  g_clear_pointer (&live, tl_live_free);
  start ("echo 'link gone' >&3; echo 'error no-such-interface In English.' >&3; exit 1");
  EXPECT_NE (why (&code).find ("has disappeared"), std::string::npos);
}

TEST_F (Live, TakesTheFirstReason)
{
  start ("echo 'error failed First.' >&3; echo 'error failed Second.' >&3; exit 1");
  EXPECT_NE (why ().find ("First"), std::string::npos);
}

TEST_F (Live, SaysThatAHelperHasEndedWhichSaidNothing)
{
  int code = 0;

  for (const char *body : { "exit 0", "exit 3", "kill -9 $$", "head -c 30 \"$sample\"" })
    {
      start (body);
      EXPECT_NE (why (&code).find ("ended unexpectedly"), std::string::npos) << body;
      EXPECT_EQ (code, TL_ERROR_LIVE);
      g_clear_pointer (&live, tl_live_free);
    }
}

TEST_F (Live, PassesOverWhatIsNoLineOfAHelper)
{
  start ("head -c 30000 /dev/zero | tr '\\0' 'x' >&3; echo >&3; echo 'counts received=x' >&3; echo 'error' >&3; echo 'counts' >&3; printf '\\377\\n' >&3\n"
         "echo 'counts received=1 dropped=0 interface_dropped=0 written=1' >&3\n"
         "echo 'counts received=-2 dropped=-3 interface_dropped=0 written=4' >&3; echo 'counts received=5 dropped=x' >&3\n"
         "echo 'error failed ' >&3; echo 'error  ' >&3; printf 'link up' >&3");
  EXPECT_NE (why ().find ("ended unexpectedly"), std::string::npos);
  EXPECT_EQ (tl_live_counts (live)->received, 1u);
  EXPECT_EQ (tl_live_counts (live)->link, TL_LINK_UNKNOWN) << "half a line is none";
}

TEST_F (Live, ShowsNoControlCharacters)
{
  start ("printf 'error failed a\\033[31mb\\n' >&3; exit 1");
  EXPECT_EQ (why ().find ('\x1b'), std::string::npos);
}

TEST_F (Live, EndsWellWhereItIsStopped)
{
  start ("trap 'echo \"counts received=7 dropped=0 interface_dropped=0 written=7\" >&3; exit 0' TERM\n"
         "echo ready >&2; touch \"$noted\"; while :; do sleep 0.02; done");
  while (!g_file_test (noted.c_str (), G_FILE_TEST_EXISTS))
    g_usleep (1000);
  EXPECT_FALSE (tl_live_is_stopped (live));
  tl_live_stop (live);
  EXPECT_TRUE (tl_live_is_stopped (live));
  EXPECT_EQ (why (), "");
  EXPECT_EQ (tl_live_counts (live)->received, 7u);
}

TEST_F (Live, EndsTheHelperWithItself)
{
  start ("echo $$ > \"$noted.new\"; mv \"$noted.new\" \"$noted\"; exec sleep 1000");
  while (!g_file_test (noted.c_str (), G_FILE_TEST_EXISTS))
    g_usleep (1000);
  pid_t pid = (pid_t) g_ascii_strtoll (note ().c_str (), nullptr, 10);
  ASSERT_GT (pid, 0);
  EXPECT_EQ (kill (pid, 0), 0);
  g_clear_pointer (&live, tl_live_free);
  EXPECT_EQ (kill (pid, 0), -1);
}

TEST_F (Live, EndsAHelperThatDoesNotWantTo)
{
  start ("trap '' TERM; echo $$ > \"$noted.new\"; mv \"$noted.new\" \"$noted\"; while :; do sleep 0.1; done");
  while (!g_file_test (noted.c_str (), G_FILE_TEST_EXISTS))
    g_usleep (1000);
  pid_t pid = (pid_t) g_ascii_strtoll (note ().c_str (), nullptr, 10);
  g_clear_pointer (&live, tl_live_free);
  EXPECT_EQ (kill (pid, 0), -1);
}

/* The whole way, as the window goes it. */
TEST_F (Live, BecomesASession)
{
  script ("trap 'echo counts received=5 dropped=1 interface_dropped=0 written=4 >&3; exit 0' TERM; cat \"$sample\"\n"
          "while :; do sleep 0.02; done");
  TlLiveRequest request = { "lo", nullptr, 0, false };
  TlReadingRequest reading = {};
  reading.live = &request;
  g_autoptr (TlSession) session = tl_session_new_for (&reading);
  while (g_list_model_get_n_items (G_LIST_MODEL (session)) == 0 && tl_session_get_state (session) == TL_SESSION_READING)
    g_main_context_iteration (nullptr, TRUE);
  ASSERT_EQ (tl_session_get_state (session), TL_SESSION_READING);
  EXPECT_STREQ (tl_session_get_interface (session), "lo");
  tl_session_cancel (session);
  while (tl_session_get_state (session) == TL_SESSION_READING)
    g_main_context_iteration (nullptr, TRUE);
  EXPECT_EQ (tl_session_get_state (session), TL_SESSION_DONE);
  EXPECT_EQ (tl_session_get_reading (session)->n_packets, n_packets);
  EXPECT_EQ (tl_session_get_reading (session)->live.dropped, 1u);
}

TEST_F (Live, ThatFailsIsASessionThatKeepsWhatCame)
{
  script ("cat \"$sample\"; echo 'error interface-has-gone The interface has gone.' >&3; exit 1");
  TlLiveRequest request = { "lo", nullptr, 0, false };
  TlReadingRequest reading = {};
  reading.live = &request;
  g_autoptr (TlSession) session = tl_session_new_for (&reading);
  while (tl_session_get_state (session) == TL_SESSION_READING)
    g_main_context_iteration (nullptr, TRUE);
  EXPECT_EQ (tl_session_get_state (session), TL_SESSION_FAILED);
  EXPECT_STREQ (tl_session_get_error (session)->message, "The interface has gone.");
  EXPECT_EQ (g_list_model_get_n_items (G_LIST_MODEL (session)), 1u);
}

static size_t
count_in (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, nullptr);
  size_t n = 0;

  while (dir && g_dir_read_name (dir))
    n++;
  return n;
}

/* Of all threads: a helper is the child of the one that has started it. */
static std::string
children ()
{
  g_autoptr (GDir) tasks = g_dir_open ("/proc/self/task", 0, nullptr);
  std::string all;

  for (const char *name; (name = g_dir_read_name (tasks));)
    {
      g_autofree char *path = g_strdup_printf ("/proc/self/task/%s/children", name);
      g_autofree char *text = nullptr;
      if (g_file_get_contents (path, &text, nullptr, nullptr))
        all += text;
    }
  return all;
}

/* Started and stopped again and again, whichever side ends it: no descriptor stays, no process, no file of those that are kept until they are saved. */
TEST_F (Live, LeavesNothingBehind)
{
  std::string cache = std::string (folder) + "/cache";
  size_t before;

  g_main_context_iteration (nullptr, FALSE);
  before = count_in ("/proc/self/fd");
  g_setenv ("XDG_CACHE_HOME", cache.c_str (), TRUE);
  script ("trap 'exit 0' TERM; cat \"$sample\"; [ -e \"$noted\" ] && kill -9 $$\nwhile :; do sleep 0.02; done");
  for (int round = 0; round < 20; round++)
    {
      TlLiveRequest request = { "lo", nullptr, 0, false };
      TlReadingRequest reading = {};
      bool killed = round % 2 == 1;
      reading.live = &request;
      reading.spool = tl_spool_open (nullptr);
      ASSERT_GT (reading.spool, 0);
      killed ? (void) g_file_set_contents (noted.c_str (), "", 0, nullptr) : (void) g_unlink (noted.c_str ());
      TlSession *session = tl_session_new_for (&reading);
      while (tl_session_get_n_packets (session) < n_packets && tl_session_get_state (session) == TL_SESSION_READING)
        g_main_context_iteration (nullptr, TRUE);
      if (!killed)
        tl_session_cancel (session);
      while (tl_session_get_state (session) == TL_SESSION_READING)
        g_main_context_iteration (nullptr, TRUE);
      EXPECT_EQ (tl_session_get_state (session), killed ? TL_SESSION_FAILED : TL_SESSION_DONE);
      EXPECT_EQ (tl_session_get_reading (session)->n_packets, n_packets) << "all that was read stays";
      EXPECT_EQ (g_list_model_get_n_items (G_LIST_MODEL (session)), 1u);
      EXPECT_EQ (children (), "");
      g_object_unref (session);
    }
  for (int i = 0; i < 10000 && count_in ("/proc/self/fd") > before; i++) /* a thread lets go of what it has by itself */
    g_usleep (1000);
  EXPECT_EQ (count_in ("/proc/self/fd"), before);
  EXPECT_EQ (count_in (cache.c_str ()), 0u);
  g_rmdir (cache.c_str ());
  g_unsetenv ("XDG_CACHE_HOME");
}

/* Dumpcap in place of the helper: a script of that name, which is found in the path. */
class Dumpcap : public Live
{
protected:
  Dumpcap ()
  {
    path = g_strconcat (folder, ":", g_getenv ("PATH"), nullptr);
    g_setenv ("PATH", path, TRUE);
    g_setenv ("TLS_LADDER_CAPTURE", "/does/not/exist", TRUE);
    helper = std::string (folder) + "/dumpcap";
  }

  ~Dumpcap () override
  {
    g_setenv ("PATH", path + strlen (folder) + 1, TRUE);
    g_free (path);
  }

  pid_t noted_pid ()
  {
    while (!g_file_test (noted.c_str (), G_FILE_TEST_EXISTS))
      g_usleep (1000);
    return (pid_t) g_ascii_strtoll (note ().c_str (), nullptr, 10);
  }

  char *path;
};

TEST_F (Dumpcap, IsAskedForTheSame)
{
  start ("echo \"$@\" > \"$noted\"", { "lo", "tcp port 443", 96, false });
  read_all ();
  EXPECT_EQ (note (), "-q -P -w - -i lo -p -s96 -f tcp port 443\n");
}

/* It does not look whether somebody reads while nothing comes, and never says a word by itself. */
TEST_F (Dumpcap, EndsWhenWeAreKilledWithoutTraffic)
{
  int status, listened[2];
  char byte;

  ASSERT_EQ (pipe (listened), 0);
  ASSERT_EQ (prctl (PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), 0) << "its end is told to us";
  pid_t reader = fork ();
  ASSERT_GE (reader, 0);
  if (reader == 0)
    {
      script ("echo $$ > \"$noted.new\"; mv \"$noted.new\" \"$noted\"; exec sleep 1000");
      TlLiveRequest request = { "lo", nullptr, 0, false };
      live = tl_live_start (&request, nullptr);
      for (int i = 0; live && i < 3; i++)
        tl_live_listen (live); /* as somebody does who reads packets */
      if (live && write (listened[1], "x", 1) == 1)
        pause ();
      _exit (1);
    }
  pid_t pid = noted_pid ();
  ASSERT_GT (pid, 0);
  ASSERT_EQ (read (listened[0], &byte, 1), 1);
  EXPECT_EQ (kill (pid, 0), 0);
  EXPECT_EQ (waitpid (reader, &status, WNOHANG), 0);
  kill (reader, SIGKILL);
  ASSERT_EQ (waitpid (reader, &status, 0), reader);
  alarm (20); /* in vain: it is still there */
  EXPECT_EQ (waitpid (pid, &status, 0), pid);
  alarm (0);
  EXPECT_TRUE (WIFSIGNALED (status) && WTERMSIG (status) == SIGTERM);
  close (listened[0]);
  close (listened[1]);
}

TEST_F (Dumpcap, SaysInOurWordsWhatIsWrong)
{
  start ("echo \"Capturing on 'lo'\" >&2; echo 'dumpcap: Device \"lo\" is not up.' >&2; echo '(That device is not up)' >&2; exit 1");
  EXPECT_NE (why ().find ("“lo” is down"), std::string::npos);
  g_clear_pointer (&live, tl_live_free);
  start ("echo 'dumpcap: There is no device named \"lo\".' >&2; exit 1");
  EXPECT_EQ (why (), "There is no interface “lo”.");
  g_clear_pointer (&live, tl_live_free);
  start ("echo 'dumpcap: Something else.' >&2; exit 1");
  EXPECT_NE (why ().find ("failed: Something else. What"), std::string::npos);
}

TEST_F (Dumpcap, HasItsLinkWatched)
{
  start ("exec sleep 1000");
  tl_live_listen (live);
  EXPECT_EQ (tl_live_counts (live)->link, tl_interface_link (tl_interface_index ("lo")));
  EXPECT_NE (tl_live_counts (live)->link, TL_LINK_UNKNOWN);
}
