/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Tests of what the program remembers: without a schema, it does without.
 */
#include "settings.h"

#include <gtest/gtest.h>

TEST (Settings, FallBackWhereAKeyIsMissing)
{
  EXPECT_EQ (42, tl_settings_get_int ("no-such-key", 42));
  EXPECT_TRUE (tl_settings_get_boolean ("no-such-key", TRUE));
  tl_settings_set_int ("no-such-key", 1);
  tl_settings_set_boolean ("no-such-key", FALSE);
  EXPECT_EQ (42, tl_settings_get_int ("no-such-key", 42));
}

TEST (Settings, RememberWhereTheSchemaIsInstalled)
{
  if (tl_settings_get () == nullptr)
    {
      EXPECT_EQ (1280, tl_settings_get_int ("window-width", 1280));
      return;
    }
  tl_settings_set_int ("window-width", 900);
  EXPECT_EQ (900, tl_settings_get_int ("window-width", 1280));
}
