/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Runs a harness over files, and over all files of folders, without libFuzzer: so the corpus is an ordinary
 * test.
 */
#include "check.h"

#include <locale.h>

static guint n_run;

static bool
run_file (const char *path)
{
  g_autofree char *data = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  if (!g_file_get_contents (path, &data, &size, &error))
    {
      g_printerr ("%s\n", error->message);
      return false;
    }
  g_print ("%s\n", path);
  LLVMFuzzerTestOneInput ((const guint8 *) data, size);
  n_run++;
  return true;
}

static bool
run (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;
  bool ok = true;

  if (folder == NULL)
    return run_file (path);
  while (ok && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *inside = g_build_filename (path, name, NULL);
      ok = run_file (inside);
    }
  return ok;
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  for (int i = 1; i < argc; i++)
    if (!run (argv[i]))
      return 1;
  g_print ("%u inputs\n", n_run);
  return n_run > 0 ? 0 : 1;
}
