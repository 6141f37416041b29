/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The keys that a person has given, as they are looked up; and key logs that are not as they should be.
 */
#include "secrets/keyring.h"

#include "errors.h"
#include "limits.h"

#include <atomic>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <gtest/gtest.h>
#include <string>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace
{

std::string
hex (guint64 number, size_t bytes)
{
  g_autofree char *text = g_strdup_printf ("%0*" G_GINT64_MODIFIER "x", 16, number);

  return std::string (2 * bytes - 16, '0') + text;
}

/* The line that gives @secret to the connection @number. */
std::string
line_of (guint64 number, guint64 secret)
{
  return "CLIENT_RANDOM " + hex (number, 32) + " " + hex (secret, 48) + "\n";
}

/* The last bytes of what connection @number has; 0 for nothing. */
guint64
find (TlKeyring *keyring, guint64 number, TlKeylogLabel label = TL_KEYLOG_CLIENT_RANDOM)
{
  guint8 name[32] = { 0 };
  TlSecret secret;
  guint64 found = 0;

  for (guint i = 0; i < 8; i++)
    name[31 - i] = (guint8) (number >> 8 * i);
  if (!tl_keyring_find_secret (keyring, label, tl_bytes (name, sizeof name), &secret))
    return 0;
  EXPECT_EQ (secret.length, 48u);
  for (guint i = 0; i < 8; i++)
    found = found << 8 | secret.bytes[40 + i];
  return found;
}

TlKeylogReport
add (TlKeyring *keyring, const std::string &text)
{
  TlKeylogReport report = {};

  tl_keyring_add_keylog (keyring, tl_bytes (text.data (), text.size ()), &report);
  return report;
}

class Keyring : public testing::Test
{
protected:
  TlKeyring *keyring = tl_keyring_new ();
  char *folder = g_dir_make_tmp ("tl-keyring-XXXXXX", nullptr);
  std::string path = std::string (folder) + "/keys";
  GError *error = nullptr;
  TlKeylogReport report = {};

  ~Keyring () override
  {
    tl_keyring_unref (keyring);
    g_remove (path.c_str ());
    g_rmdir (folder);
    g_free (folder);
    g_clear_error (&error);
  }

  bool
  load (const std::string &text)
  {
    EXPECT_TRUE (g_file_set_contents (path.c_str (), text.data (), (gssize) text.size (), nullptr));
    g_clear_error (&error);
    return tl_keyring_load_keylog (keyring, path.c_str (), &report, &error);
  }

  /* What a person is told of what is amiss in the log; "" for nothing. */
  std::string
  amiss ()
  {
    g_autofree char *text = tl_keylog_report_text (&report, "keys");

    return text ? text : "";
  }
};

TEST_F (Keyring, EmptyHasNothing)
{
  EXPECT_EQ (tl_keyring_n_secrets (keyring), 0u);
  EXPECT_EQ (tl_keyring_generation (keyring), 0u);
  EXPECT_EQ (find (keyring, 1), 0u);
}

TEST_F (Keyring, FindsByLabelAndName)
{
  TlKeylogReport told = add (keyring, line_of (1, 11) + line_of (2, 22) + "# comment\n\nOTHER 1 2\nCLIENT_RANDOM 00\n");

  EXPECT_EQ (told.lines, 6u);
  EXPECT_EQ (told.secrets, 2u);
  EXPECT_EQ (told.unknown, 1u);
  EXPECT_EQ (told.damaged, 1u);
  EXPECT_EQ (told.first_damaged, 6u);
  EXPECT_FALSE (told.cut);
  EXPECT_EQ (find (keyring, 1), 11u);
  EXPECT_EQ (find (keyring, 2), 22u);
  EXPECT_EQ (find (keyring, 3), 0u);
  EXPECT_EQ (find (keyring, 1, TL_KEYLOG_RSA), 0u);
  EXPECT_EQ (tl_keyring_n_secrets (keyring), 2u);
}

TEST_F (Keyring, NamesOfOtherLengthsAreOthers)
{
  guint8 name[33] = { 0 };
  guint8 value[TL_KEYLOG_VALUE_SIZE];

  add (keyring, "RSA 0000000000000000 " + hex (5, 48) + "\n");
  EXPECT_EQ (tl_keyring_find (keyring, TL_KEYLOG_RSA, tl_bytes (name, 8), value, sizeof value), 48u);
  EXPECT_EQ (tl_keyring_find (keyring, TL_KEYLOG_RSA, tl_bytes (name, 7), value, sizeof value), 0u);
  EXPECT_EQ (tl_keyring_find (keyring, TL_KEYLOG_RSA, tl_bytes (name, 9), value, sizeof value), 0u);
  EXPECT_EQ (tl_keyring_find (keyring, TL_KEYLOG_RSA, tl_bytes (name, 0), value, sizeof value), 0u);
  EXPECT_EQ (tl_keyring_find (keyring, TL_KEYLOG_RSA, tl_bytes (name, 33), value, sizeof value), 0u);
}

TEST_F (Keyring, NothingIsCutToFit)
{
  guint8 name[32] = { 0 }, value[TL_KEYLOG_VALUE_SIZE];
  TlSecret secret;

  add (keyring, "ECH_CONFIG " + hex (0, 32) + " " + hex (7, 100) + "\n");
  EXPECT_EQ (tl_keyring_find (keyring, TL_KEYLOG_ECH_CONFIG, tl_bytes (name, 32), value, 99), 0u);
  EXPECT_EQ (tl_keyring_find (keyring, TL_KEYLOG_ECH_CONFIG, tl_bytes (name, 32), value, 100), 100u);
  EXPECT_FALSE (tl_keyring_find_secret (keyring, TL_KEYLOG_ECH_CONFIG, tl_bytes (name, 32), &secret));
  EXPECT_EQ (secret.length, 0u);
}

/* Who gives another value has seen that the first was wrong. */
TEST_F (Keyring, TheLastValueCounts)
{
  add (keyring, line_of (1, 11));
  guint64 generation = tl_keyring_generation (keyring);
  EXPECT_EQ (add (keyring, line_of (1, 11)).secrets, 1u);
  EXPECT_EQ (tl_keyring_generation (keyring), generation);
  add (keyring, line_of (1, 12));
  EXPECT_EQ (find (keyring, 1), 12u);
  EXPECT_NE (tl_keyring_generation (keyring), generation);
  generation = tl_keyring_generation (keyring);
  EXPECT_EQ (tl_keyring_n_secrets (keyring), 1u);
  EXPECT_EQ (tl_keyring_generation (keyring), generation);
  add (keyring, line_of (2, 22));
  EXPECT_NE (tl_keyring_generation (keyring), generation);
}

TEST_F (Keyring, ALogMayGrow)
{
  TlKeylogReport told = {};

  for (guint64 i = 1; i <= 3; i++)
    {
      std::string text = line_of (i, i) + "CLIENT_RANDOM x\n";
      tl_keyring_add_keylog (keyring, tl_bytes (text.data (), text.size ()), &told);
    }
  EXPECT_EQ (told.lines, 6u);
  EXPECT_EQ (told.secrets, 3u);
  EXPECT_EQ (told.damaged, 3u);
  EXPECT_EQ (told.first_damaged, 2u);
}

/* Some editors put it before the first line of UTF-8. */
TEST_F (Keyring, AByteOrderMark)
{
  EXPECT_EQ (add (keyring, "\xef\xbb\xbf" + line_of (1, 11)).secrets, 1u);
  EXPECT_EQ (find (keyring, 1), 11u);
}

TEST_F (Keyring, Learns)
{
  guint8 name[32] = { 0 };
  TlSecret secret = {};

  name[31] = 9;
  secret.length = 48;
  secret.bytes[47] = 99;
  tl_keyring_learn (keyring, TL_KEYLOG_TICKET, tl_bytes (name, 32), &secret);
  EXPECT_EQ (find (keyring, 9, TL_KEYLOG_TICKET), 99u);
  secret.bytes[47] = 98;
  tl_keyring_learn (keyring, TL_KEYLOG_TICKET, tl_bytes (name, 32), &secret);
  EXPECT_EQ (find (keyring, 9, TL_KEYLOG_TICKET), 99u);
}

/* What a key log says is told apart from what a conversation has shown; also where it says so afterwards, or before. */
TEST_F (Keyring, KnowsWhatItLearned)
{
  guint8 name[32] = { 0 };
  TlSecret secret = {};
  auto learned = [&] (guint8 n, TlKeyring *where) {
    name[31] = n;
    return tl_keyring_has_learned (where, TL_KEYLOG_CLIENT_RANDOM, tl_bytes (name, 32));
  };
  auto log = [&] (const std::string &random, const std::string &value) {
    std::string line = "CLIENT_RANDOM " + std::string (62, '0') + random + " " + std::string (94, '0') + value + "\n";
    TlKeylogReport report = {};
    tl_keyring_add_keylog (keyring, tl_bytes (line.data (), line.size ()), &report);
    EXPECT_EQ (report.secrets, 1u);
  };
  g_autoptr (TlKeyring) over = tl_keyring_new_over (keyring);
  secret.length = 48;
  secret.bytes[47] = 0x42;
  log ("01", "42");
  for (guint8 n : { 1, 2, 3 })
    {
      name[31] = n;
      tl_keyring_learn (keyring, TL_KEYLOG_CLIENT_RANDOM, tl_bytes (name, 32), &secret);
    }
  EXPECT_FALSE (learned (1, keyring));
  EXPECT_TRUE (learned (2, keyring));
  EXPECT_TRUE (learned (2, over));
  EXPECT_FALSE (learned (4, over)) << "of that nothing is known";
  log ("02", "42");
  log ("03", "43");
  EXPECT_FALSE (learned (2, keyring));
  EXPECT_TRUE (learned (3, keyring)) << "the log says another one, which opens nothing";
}

/* What a conversation has shown is no line of a key log. */
TEST_F (Keyring, KnowsWhichRandomsHaveLines)
{
  guint8 name[32] = { 0 };
  TlSecret secret = {};
  g_autoptr (TlKeyring) over = tl_keyring_new_over (keyring);
  auto has = [&] (guint8 n) {
    name[31] = n;
    return tl_keyring_has_line (over, tl_bytes (name, 32));
  };

  secret.length = 48;
  name[31] = 1;
  tl_keyring_learn (keyring, TL_KEYLOG_CLIENT_RANDOM, tl_bytes (name, 32), &secret);
  EXPECT_FALSE (has (1));
  EXPECT_FALSE (tl_keyring_has_keylog (over));
  add (keyring, "EXPORTER_SECRET " + hex (2, 32) + " " + hex (9, 48) + "\n");
  EXPECT_TRUE (has (2));
  EXPECT_FALSE (has (3));
  EXPECT_TRUE (tl_keyring_has_keylog (over));
}

/* More than a block of memory holds, and each is found again. */
TEST_F (Keyring, ManySecrets)
{
  enum
  {
    MANY = 20000
  };
  std::string text;

  for (guint64 i = 1; i <= MANY; i++)
    text += line_of (i, i ^ 0x5555);
  EXPECT_EQ (add (keyring, text).secrets, MANY);
  EXPECT_EQ (tl_keyring_n_secrets (keyring), MANY);
  for (guint64 i = 1; i <= MANY; i++)
    ASSERT_EQ (find (keyring, i), i ^ 0x5555);
  EXPECT_EQ (find (keyring, MANY + 1), 0u);
}

/* Some read while another adds: what is found is right, and what was found stays. */
TEST_F (Keyring, Threads)
{
  enum
  {
    MANY = 4000
  };
  std::atomic<guint64> added{ 0 };
  std::atomic<bool> wrong{ false };
  std::vector<std::thread> readers;

  for (int k = 0; k < 3; k++)
    readers.emplace_back ([&] {
      while (added < MANY && !wrong)
        {
          guint64 known = added;

          for (guint64 i = 1; i <= known; i += 97)
            if (find (keyring, i) != i + 1)
              wrong = true;
          if (tl_keyring_n_secrets (keyring) < known)
            wrong = true;
        }
    });
  for (guint64 i = 1; i <= MANY; i++)
    {
      add (keyring, line_of (i, i + 1));
      added = i;
    }
  for (auto &reader : readers)
    reader.join ();
  EXPECT_FALSE (wrong);
}

TEST_F (Keyring, ShortestAndLongestLines)
{
  std::string value = hex (1, TL_KEYLOG_VALUE_SIZE), line = "PMS_CLIENT_RANDOM " + hex (1, 32) + " " + value;

  EXPECT_LE (line.size (), (size_t) TL_LIMIT_KEYLOG_LINE);
  EXPECT_EQ (add (keyring, line).secrets, 1u);
  EXPECT_EQ (add (keyring, "\n").lines, 1u);
  EXPECT_EQ (add (keyring, "").lines, 0u);
}

TEST_F (Keyring, LineEnds)
{
  std::string one = line_of (1, 11), other = line_of (2, 22);

  one.pop_back ();
  other.pop_back ();
  for (const char *end : { "\n", "\r\n", "\r", "\n\n", "\r\r\n" })
    for (bool ended : { true, false })
      {
        g_autoptr (TlKeyring) fresh = tl_keyring_new ();
        EXPECT_EQ (add (fresh, one + end + other + (ended ? end : "")).secrets, 2u) << ended;
        EXPECT_EQ (find (fresh, 1), 11u);
        EXPECT_EQ (find (fresh, 2), 22u);
      }
}

/* RFC 9850 section 2 allows CRLF: it is one line end, for who counts lines. */
TEST_F (Keyring, CountsLinesAsAnEditorDoes)
{
  EXPECT_EQ (add (keyring, line_of (1, 1) + line_of (2, 2)).lines, 2u);
  EXPECT_EQ (add (keyring, "#\r\n#\r\nCLIENT_RANDOM 00\r\n").first_damaged, 3u);
  EXPECT_EQ (add (keyring, "#\n#\nCLIENT_RANDOM 00\n").first_damaged, 3u);
  EXPECT_EQ (add (keyring, "#\r#\rCLIENT_RANDOM 00\r").first_damaged, 3u);
}

TEST_F (Keyring, Loads)
{
  EXPECT_TRUE (load (line_of (1, 11) + line_of (2, 22)));
  EXPECT_EQ (error, nullptr);
  EXPECT_EQ (amiss (), "");
  EXPECT_EQ (report.secrets, 2u);
  EXPECT_EQ (find (keyring, 2), 22u);
}

/* A line lies across the pieces that a file is read in. */
TEST_F (Keyring, LoadsMoreThanAPiece)
{
  std::string text;

  for (guint64 i = 1; i <= 5000; i++)
    text += line_of (i, i) + (i % 7 == 0 ? "\r\n" : "");
  EXPECT_TRUE (load (text));
  EXPECT_EQ (report.secrets, 5000u);
  EXPECT_EQ (report.damaged, 0u);
  EXPECT_EQ (amiss (), "");
  for (guint64 i = 1; i <= 5000; i++)
    ASSERT_EQ (find (keyring, i), i);
}

TEST_F (Keyring, WithoutASecretIsSaid)
{
  for (const std::string &text : { std::string (), std::string ("\n\n"), std::string ("no key log at all\n"),
                                   std::string (100000, '\0'), std::string ("\xff\xfe C L I E N T"), line_of (1, 1).substr (0, 99) })
    {
      EXPECT_FALSE (load (text));
      ASSERT_NE (error, nullptr);
      EXPECT_TRUE (g_error_matches (error, TL_ERROR, TL_ERROR_KEYS));
      EXPECT_NE (strstr (error->message, "keys"), nullptr) << error->message;
    }
}

TEST_F (Keyring, TruncatedLosesItsLastLine)
{
  std::string text = line_of (1, 11) + line_of (2, 22);

  EXPECT_TRUE (load (text.substr (0, text.size () - 30)));
  EXPECT_EQ (find (keyring, 1), 11u);
  EXPECT_EQ (find (keyring, 2), 0u);
  EXPECT_EQ (amiss (), "1 line of the key log “keys” is damaged and was passed over: line 2.");
}

TEST_F (Keyring, SaysHowManyLinesAreDamaged)
{
  EXPECT_TRUE (load (line_of (1, 11) + "CLIENT_RANDOM x y\n" + line_of (2, 22) + "RSA\n"));
  EXPECT_EQ (amiss (), "2 lines of the key log “keys” are damaged and were passed over, the first is line 2.");
}

TEST_F (Keyring, AVeryLongLine)
{
  EXPECT_TRUE (load (line_of (1, 11) + std::string (10 * 1024 * 1024, 'a') + "\n" + line_of (2, 22)));
  EXPECT_EQ (find (keyring, 1), 11u);
  EXPECT_EQ (find (keyring, 2), 22u);
  EXPECT_EQ (report.lines, 3u);
  EXPECT_TRUE (load (line_of (3, 33) + "CLIENT_RANDOM " + std::string (10 * 1024 * 1024, 'a') + "\n" + line_of (4, 44)));
  EXPECT_EQ (report.lines, 3u);
  EXPECT_EQ (report.damaged, 1u);
  EXPECT_EQ (report.first_damaged, 2u);
  EXPECT_EQ (find (keyring, 4), 44u);
}

/* What a line has behind TL_LIMIT_KEYLOG_LINE is not looked at: then it is not taken for right either. */
TEST_F (Keyring, ALineOverTheCapHoldsNoSecret)
{
  std::string line = line_of (1, 11);

  line.pop_back ();
  for (size_t size : { (size_t) TL_LIMIT_KEYLOG_LINE - 1, (size_t) TL_LIMIT_KEYLOG_LINE, (size_t) TL_LIMIT_KEYLOG_LINE + 1 })
    {
      g_autoptr (TlKeyring) fresh = tl_keyring_new ();
      std::string text = line + std::string (size - line.size (), ' ');
      TlKeylogReport told = add (fresh, text + "\n" + line_of (2, 22));

      EXPECT_EQ (told.secrets, size <= TL_LIMIT_KEYLOG_LINE ? 2u : 1u) << size;
      EXPECT_EQ (told.damaged, size <= TL_LIMIT_KEYLOG_LINE ? 0u : 1u) << size;
      EXPECT_EQ (told.lines, 2u) << size;
    }
}

/* What a line over the cap goes on with is no line of its own. */
TEST_F (Keyring, TheRestOfALineOverTheCapHoldsNoSecret)
{
  std::string text = line_of (1, 11) + std::string (256 * 1024 - 2 * 180, 'x') + " ";

  for (guint64 i = 2; i < 2000; i++)
    text += line_of (i, i).substr (0, 175) + " ";
  EXPECT_TRUE (load (text));
  EXPECT_EQ (report.secrets, 1u);
  EXPECT_EQ (tl_keyring_n_secrets (keyring), 1u);
}

/* Each of a million lines is looked for from where the last one ended. */
TEST_F (Keyring, LinesThatEndWithoutAnLf)
{
  std::string text (900000, '\r');

  EXPECT_TRUE (load (text + line_of (1, 11)));
  EXPECT_EQ (report.lines, 900001u);
}

TEST_F (Keyring, MoreLinesThanAreReadIsSaid)
{
  std::string text (TL_LIMIT_KEYLOG_LINES - 2, '\n');

  EXPECT_TRUE (load (text + line_of (1, 11)));
  EXPECT_FALSE (report.cut);
  EXPECT_TRUE (load (text + line_of (2, 22) + line_of (3, 33)));
  EXPECT_EQ (report.lines, (guint64) TL_LIMIT_KEYLOG_LINES);
  EXPECT_FALSE (report.cut);
  EXPECT_EQ (amiss (), "");
  EXPECT_TRUE (load (text + line_of (4, 44) + line_of (5, 55) + line_of (6, 66)));
  EXPECT_TRUE (report.cut);
  EXPECT_EQ (find (keyring, 5), 55u);
  EXPECT_EQ (find (keyring, 6), 0u);
  EXPECT_EQ (amiss (), "The key log “keys” is longer than is read: its first 1000000 lines count.");
}

TEST_F (Keyring, WhatIsNoFile)
{
  EXPECT_FALSE (tl_keyring_load_keylog (keyring, folder, &report, &error));
  EXPECT_TRUE (g_error_matches (error, TL_ERROR, TL_ERROR_KEYS));
  EXPECT_NE (strstr (error->message, "directory"), nullptr) << error->message;
  g_clear_error (&error);
  EXPECT_FALSE (tl_keyring_load_keylog (keyring, path.c_str (), &report, &error));
  EXPECT_TRUE (g_error_matches (error, TL_ERROR, TL_ERROR_KEYS));
  EXPECT_NE (strstr (error->message, "No such file"), nullptr) << error->message;
}

/* A FIFO that nobody writes to is not waited for. */
TEST_F (Keyring, AFifoOfNobody)
{
  ASSERT_EQ (mkfifo (path.c_str (), 0600), 0);
  EXPECT_FALSE (tl_keyring_load_keylog (keyring, path.c_str (), &report, &error));
  EXPECT_TRUE (g_error_matches (error, TL_ERROR, TL_ERROR_KEYS));
}

/* One whose writer says nothing is not waited for either, not for long. */
TEST_F (Keyring, AFifoThatSaysNothing)
{
  ASSERT_EQ (mkfifo (path.c_str (), 0600), 0);
  int keep = open (path.c_str (), O_RDWR | O_CLOEXEC);
  EXPECT_FALSE (tl_keyring_load_keylog (keyring, path.c_str (), &report, &error));
  close (keep);
  EXPECT_TRUE (g_error_matches (error, TL_ERROR, TL_ERROR_KEYS));
  EXPECT_NE (strstr (error->message, "to its end"), nullptr) << error->message;
}

/* What a shell makes of <(…): it is read until its writer ends. */
TEST_F (Keyring, AFifoWithAWriter)
{
  ASSERT_EQ (mkfifo (path.c_str (), 0600), 0);
  int fd = open (path.c_str (), O_RDWR | O_CLOEXEC);
  std::thread writer ([fd] {
    for (const std::string &line : { line_of (1, 11), line_of (2, 22) })
      {
        int n = 0;

        EXPECT_EQ (write (fd, line.data (), line.size ()), (gssize) line.size ());
        do
          g_usleep (1000);
        while (ioctl (fd, FIONREAD, &n) == 0 && n > 0);
      }
    close (fd);
  });
  EXPECT_TRUE (tl_keyring_load_keylog (keyring, path.c_str (), &report, &error)) << (error ? error->message : "");
  writer.join ();
  EXPECT_EQ (find (keyring, 1), 11u);
  EXPECT_EQ (find (keyring, 2), 22u);
}

/* Who lets the last reference go leaves nothing behind: the blocks that held the secrets are overwritten. */
TEST_F (Keyring, ReferencesAreCounted)
{
  TlKeyring *other = tl_keyring_ref (keyring);

  add (keyring, line_of (1, 11));
  tl_keyring_unref (other);
  EXPECT_EQ (find (keyring, 1), 11u);
}

} // namespace

namespace
{

struct Trials
{
  guint n = 0;
  guint8 wanted = 0; /* the last byte of the secret that opens something; 0: none does */
};

bool
try_secret (const TlSecret *secret, gpointer user_data)
{
  Trials *trials = static_cast<Trials *> (user_data);
  trials->n++;
  return trials->wanted != 0 && secret->bytes[secret->length - 1] == trials->wanted;
}

} // namespace

TEST (SecretsTried, AreThoseOfAllConnections)
{
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();
  guint8 name[TL_KEYLOG_NAME_SIZE];
  Trials none, one, other;

  for (guint64 i = 1; i <= 20; i++)
    add (keyring, line_of (i, 100 + i));
  EXPECT_EQ (tl_keyring_try_secrets (keyring, TL_KEYLOG_CLIENT_RANDOM, 48, try_secret, &none, name), TL_SEARCH_NONE);
  EXPECT_EQ (none.n, 20u);
  one.wanted = 107;
  EXPECT_EQ (tl_keyring_try_secrets (keyring, TL_KEYLOG_CLIENT_RANDOM, 48, try_secret, &one, name), TL_SEARCH_FOUND);
  EXPECT_EQ (name[31], 7);
  EXPECT_EQ (tl_keyring_try_secrets (keyring, TL_KEYLOG_CLIENT_RANDOM, 32, try_secret, &other, name), TL_SEARCH_NONE);
  EXPECT_EQ (tl_keyring_try_secrets (keyring, TL_KEYLOG_EXPORTER_SECRET, 48, try_secret, &other, name), TL_SEARCH_NONE);
  EXPECT_EQ (other.n, 0u);
}

/* A cap is said when it is hit. */
TEST (SecretsTried, AreNotTriedForEver)
{
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();
  guint8 name[TL_KEYLOG_NAME_SIZE];
  std::string text;
  auto search = [&] (Trials &trials) {
    return tl_keyring_try_secrets (keyring, TL_KEYLOG_CLIENT_RANDOM, 48, try_secret, &trials, name);
  };

  for (guint64 i = 1; i <= TL_LIMIT_HIDDEN_SECRETS; i++)
    text += line_of (i, i << 8);
  add (keyring, text);
  guint n = 0;
  for (guint i = 0; i < TL_LIMIT_HIDDEN_TRIALS / TL_LIMIT_HIDDEN_SECRETS; i++, n += TL_LIMIT_HIDDEN_SECRETS)
    {
      Trials trials;
      EXPECT_EQ (search (trials), TL_SEARCH_NONE);
      EXPECT_EQ (trials.n, (guint) TL_LIMIT_HIDDEN_SECRETS) << "each conversation has its own";
    }
  Trials last, none, found, cut;
  EXPECT_EQ (search (last), TL_SEARCH_CUT);
  EXPECT_EQ (last.n, TL_LIMIT_HIDDEN_TRIALS - n);
  EXPECT_EQ (search (none), TL_SEARCH_CUT);
  EXPECT_EQ (none.n, 0u);
  add (keyring, line_of (TL_LIMIT_HIDDEN_SECRETS + 1, 7));
  found.wanted = 7;
  EXPECT_EQ (search (found), TL_SEARCH_CUT) << "one too many";
  EXPECT_EQ (found.n, (guint) TL_LIMIT_HIDDEN_SECRETS);
}

/* Lines of other labels are no trials. */
TEST (SecretsTried, OnlyLinesOfTheLabelCount)
{
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();
  guint8 name[TL_KEYLOG_NAME_SIZE];
  std::string text;
  Trials trials;

  for (guint64 i = 1; i <= TL_LIMIT_HIDDEN_SECRETS + 1; i++)
    text += line_of (i, i);
  text += "EXPORTER_SECRET " + hex (5, 32) + " " + hex (9, 48) + "\n";
  add (keyring, text);
  trials.wanted = 9;
  EXPECT_EQ (tl_keyring_try_secrets (keyring, TL_KEYLOG_EXPORTER_SECRET, 48, try_secret, &trials, name), TL_SEARCH_FOUND);
  EXPECT_EQ (trials.n, 1u);
}

/* What a key log gives is everybody's who has the keys over it, and not the other way round. */
TEST_F (Keyring, OneOverTheOther)
{
  g_autoptr (TlKeyring) over = tl_keyring_new_over (keyring);
  guint64 generation = tl_keyring_generation (over);

  add (keyring, line_of (1, 11));
  EXPECT_NE (tl_keyring_generation (over), generation) << "it grows with what is below";
  add (over, line_of (2, 22));
  EXPECT_EQ (find (over, 1), 11u);
  EXPECT_EQ (find (over, 2), 22u);
  EXPECT_EQ (find (keyring, 2), 0u);
  EXPECT_EQ (tl_keyring_n_secrets (over), 2u);
  EXPECT_EQ (tl_keyring_n_secrets (keyring), 1u);
  EXPECT_FALSE (tl_keyring_needs_messages (over));
  add (keyring, "PMS_CLIENT_RANDOM " + hex (3, 32) + " " + hex (33, 48) + "\n");
  EXPECT_TRUE (tl_keyring_needs_messages (over));
}
