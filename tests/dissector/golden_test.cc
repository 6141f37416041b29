/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Each sample as text and as JSON, beside what was read and found true: tests/golden/NAME.txt and NAME.jsonl; with its key log,
 * NAME.keys.txt and NAME.keys.jsonl.
 * UPDATE_GOLDEN=1 writes them anew; then read the difference before it is committed.
 */
#include "opened.h"

#include "export/export.h"

struct Printed
{
  GString *text = g_string_new (NULL);
  GString *json = g_string_new (NULL);

  ~Printed ()
  {
    g_string_free (text, TRUE);
    g_string_free (json, TRUE);
  }
};

static void
print (TlConversation *conversation, gpointer user_data)
{
  Printed *printed = static_cast<Printed *> (user_data);

  if (printed->text->len > 0)
    g_string_append_c (printed->text, '\n');
  tl_export_text (conversation, TL_TEXT_UNICODE, 100, printed->text);
  tl_export_json (conversation, TL_JSON_FIELDS, printed->json);
}

class Golden : public testing::TestWithParam<std::string>
{
protected:
  std::string sample_path (const char *suffix)
  {
    return std::string (g_getenv ("TL_SAMPLES")) + "/" + GetParam () + suffix;
  }

  std::string golden_path (const char *suffix)
  {
    return std::string (g_getenv ("TL_SAMPLES")) + "/../tests/golden/" + GetParam () + suffix;
  }

  /* Compares with the golden file, or writes it. Shows the first line that differs. */
  void compare (const char *suffix, const GString *printed)
  {
    std::string path = golden_path (suffix);
    g_autofree char *golden = NULL;

    if (g_getenv ("UPDATE_GOLDEN"))
      {
        ASSERT_TRUE (g_file_set_contents (path.c_str (), printed->str, (gssize) printed->len, NULL)) << path;
        return;
      }
    ASSERT_TRUE (g_file_get_contents (path.c_str (), &golden, NULL, NULL))
        << path << " is missing: see UPDATE_GOLDEN";
    g_auto (GStrv) expected = g_strsplit (golden, "\n", -1);
    g_auto (GStrv) got = g_strsplit (printed->str, "\n", -1);
    for (guint i = 0; expected[i] && got[i]; i++)
      ASSERT_STREQ (got[i], expected[i]) << path << " line " << i + 1;
    EXPECT_EQ (g_strv_length (got), g_strv_length (expected)) << path;
  }
};

TEST_P (Golden, PrintsAsBefore)
{
  g_autoptr (GError) error = NULL;
  Printed printed;

  ASSERT_TRUE (tl_read_capture (sample_path (".pcap").c_str (), nullptr, TL_TRACKER_STEPS, print, &printed, &error))
      << error->message;
  compare (".txt", printed.text);
  compare (".jsonl", printed.json);
}

TEST_P (Golden, PrintsAsBeforeWithItsKeys)
{
  g_autoptr (TlKeyring) keyring = tl_keyring_new ();
  g_autoptr (GError) error = NULL;
  TlKeylogReport report;
  Printed printed;

  if (!tl_keyring_load_keylog (keyring, sample_path (".pcap.keylog.txt").c_str (), &report, &error))
    {
      ASSERT_EQ (report.secrets, 0u) << error->message; /* a handshake that failed before there were any */
      g_clear_error (&error);
    }
  ASSERT_TRUE (tl_read_capture (sample_path (".pcap").c_str (), keyring, TL_TRACKER_STEPS, print, &printed, &error))
      << error->message;
  compare (".keys.txt", printed.text);
  compare (".keys.jsonl", printed.json);
}

INSTANTIATE_TEST_SUITE_P (Samples, Golden, testing::ValuesIn (sample_names ()), test_name);
