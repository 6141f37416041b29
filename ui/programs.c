/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * NSS, BoringSSL and curl all write the secrets of their connections into the file that SSLKEYLOGFILE names (RFC 9850).
 */
#include "programs.h"

#include "private-folder.h"

typedef enum
{
  FAMILY_FIREFOX,
  FAMILY_CHROMIUM
} Family;

static const struct
{
  const char *name;
  const char *program;
  const char *icon;
  Family family;
} known[] = {
  { "Firefox", "firefox", "firefox", FAMILY_FIREFOX },
  { "Firefox ESR", "firefox-esr", "firefox-esr", FAMILY_FIREFOX },
  { "Chromium", "chromium", "chromium", FAMILY_CHROMIUM },
  { "Chromium", "chromium-browser", "chromium-browser", FAMILY_CHROMIUM },
  { "Google Chrome", "google-chrome", "google-chrome", FAMILY_CHROMIUM },
  { "Google Chrome", "google-chrome-stable", "google-chrome", FAMILY_CHROMIUM },
};

static void
program_free (gpointer data)
{
  TlProgram *self = data;

  g_free (self->path);
  g_free (self);
}

/* Several names may be one program: the first counts. */
static bool
is_listed (GPtrArray *list, const char *name)
{
  for (guint i = 0; i < list->len; i++)
    if (g_str_equal (((const TlProgram *) list->pdata[i])->name, name))
      return true;
  return false;
}

static Family
family_of (const TlProgram *program)
{
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_str_equal (known[i].name, program->name))
      return known[i].family;
  return FAMILY_CHROMIUM;
}

GPtrArray *
tl_programs_find (void)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (program_free);

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      g_autofree char *path = is_listed (list, known[i].name) ? NULL : g_find_program_in_path (known[i].program);
      TlProgram *program;

      if (path == NULL)
        continue;
      program = g_new0 (TlProgram, 1);
      *program = (TlProgram){ known[i].name, g_steal_pointer (&path), known[i].icon };
      g_ptr_array_add (list, program);
    }
  return list;
}

/* The profile lies in memory: what a browser has loaded once, it may load again. */
static bool
leave_cache_out (const char *profile, GError **error)
{
  g_autofree char *path = g_build_filename (profile, "user.js", NULL);

  return g_file_set_contents (path, "user_pref(\"browser.cache.disk.enable\", false);\n", -1, error);
}

char **
tl_program_command (const TlProgram *program, const char *folder, GError **error)
{
  g_autofree char *name = g_path_get_basename (program->path);
  g_autofree char *profile = tl_private_folder_add_folder (folder, name, error);
  g_autoptr (GStrvBuilder) command = g_strv_builder_new ();

  if (profile == NULL)
    return NULL;
  g_strv_builder_add (command, program->path);
  if (family_of (program) == FAMILY_FIREFOX)
    {
      if (!leave_cache_out (profile, error))
        return NULL;
      g_strv_builder_add_many (command, "--no-remote", "--profile", profile, NULL);
    }
  else
    {
      g_autofree char *option = g_strconcat ("--user-data-dir=", profile, NULL);

      g_strv_builder_add_many (command, option, "--no-first-run", "--no-default-browser-check", "--disk-cache-size=1",
                               "--media-cache-size=1", NULL);
    }
  return g_strv_builder_end (command);
}

bool
tl_program_start (const char *const *command, const char *keylog, GError **error)
{
  g_auto (GStrv) environment = g_environ_setenv (g_get_environ (), "SSLKEYLOGFILE", keylog, TRUE);

  return g_spawn_async (NULL, (char **) command, environment,
                        G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL, error);
}
