/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The samples: each is there with its key log, and each recording that is there is a sample.
 */
#include "samples.h"

#include <gtest/gtest.h>
#include <set>
#include <string>

class Samples : public testing::Test
{
protected:
  void SetUp () override
  {
    samples = tl_samples_load (NULL);
    ASSERT_NE (samples, nullptr);
  }

  void TearDown () override
  {
    g_clear_pointer (&samples, g_ptr_array_unref);
  }

  const TlSample *get (guint i)
  {
    return (const TlSample *) g_ptr_array_index (samples, i);
  }

  GPtrArray *samples = NULL;
};

TEST_F (Samples, EachHasARecordingAndItsKeys)
{
  EXPECT_GE (samples->len, 10u);
  for (guint i = 0; i < samples->len; i++)
    {
      std::string keys = std::string (get (i)->path) + ".keylog.txt";
      EXPECT_TRUE (g_file_test (get (i)->path, G_FILE_TEST_IS_REGULAR)) << get (i)->path;
      EXPECT_TRUE (g_file_test (keys.c_str (), G_FILE_TEST_IS_REGULAR)) << keys;
    }
}

TEST_F (Samples, EachSaysSomethingOfItsOwn)
{
  std::set<std::string> files, titles, descriptions;
  for (guint i = 0; i < samples->len; i++)
    {
      files.insert (get (i)->file);
      titles.insert (get (i)->title);
      descriptions.insert (get (i)->description);
      EXPECT_GT (strlen (get (i)->description), 100u) << get (i)->file;
      EXPECT_LT (strlen (get (i)->title), 60u) << get (i)->file;
    }
  EXPECT_EQ (files.size (), samples->len);
  EXPECT_EQ (titles.size (), samples->len);
  EXPECT_EQ (descriptions.size (), samples->len);
}

TEST_F (Samples, EachRecordingInTheFolderIsOne)
{
  g_autoptr (GDir) folder = g_dir_open (g_getenv ("TL_SAMPLES"), 0, NULL);
  guint n = 0;

  ASSERT_NE (folder, nullptr);
  while (const char *name = g_dir_read_name (folder))
    if (g_str_has_suffix (name, ".pcap"))
      {
        bool known = false;
        for (guint i = 0; i < samples->len; i++)
          known = known || g_str_equal (name, get (i)->file);
        EXPECT_TRUE (known) << name;
        n++;
      }
  EXPECT_EQ (n, samples->len);
}
