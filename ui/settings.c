/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What the program remembers between two runs; does without where the schema is not installed.
 */
#include "settings.h"

#include "config.h"

GSettings *
tl_settings_get (void)
{
  static GSettings *settings = NULL;
  static gboolean looked = FALSE;

  if (!looked)
    {
      GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
      g_autoptr (GSettingsSchema) schema = NULL;

      looked = TRUE;
      if (source != NULL)
        schema = g_settings_schema_source_lookup (source, TL_APP_ID, TRUE);
      if (schema != NULL)
        settings = g_settings_new_full (schema, NULL, NULL);
    }
  return settings;
}

/* An older schema may be installed than the program was built with: then a key is missing, which GSettings
 * would abort on. */
static gboolean
has_key (const char *key)
{
  g_autoptr (GSettingsSchema) schema = NULL;

  if (tl_settings_get () == NULL)
    return FALSE;
  g_object_get (tl_settings_get (), "settings-schema", &schema, NULL);
  return g_settings_schema_has_key (schema, key);
}

int
tl_settings_get_int (const char *key, int fallback)
{
  return has_key (key) ? g_settings_get_int (tl_settings_get (), key) : fallback;
}

gboolean
tl_settings_get_boolean (const char *key, gboolean fallback)
{
  return has_key (key) ? g_settings_get_boolean (tl_settings_get (), key) : fallback;
}

void
tl_settings_set_int (const char *key, int value)
{
  if (has_key (key))
    g_settings_set_int (tl_settings_get (), key, value);
}

void
tl_settings_set_boolean (const char *key, gboolean value)
{
  if (has_key (key))
    g_settings_set_boolean (tl_settings_get (), key, value);
}
