/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Lists of configurations.
 */
#include "ech-maker.h"
#include "secrets/ech-config.h"

#include <gtest/gtest.h>

using namespace ech;

namespace
{

/* "42 public.example, 43 …" */
std::string
read (const Data &list)
{
  TlBytes rest = view (list);
  TlEchConfig config;
  std::string text;
  while (tl_ech_config_next (&rest, &config))
    text += (text.empty () ? "" : ", ") + std::to_string (config.config_id) + " "
            + std::string ((const char *) config.public_name.data, config.public_name.length);
  return text;
}

} // namespace

TEST (EchConfig, IsReadOneAfterTheOther)
{
  EXPECT_EQ (read (config (42) + config (7)), "42 public.example, 7 public.example");
  EXPECT_EQ (read ({}), "");
}

TEST (EchConfig, OfAnotherVersionIsPassedOver)
{
  Data draft = be (0xfe0a, 2) + prefixed (2, Data (20, 1));
  EXPECT_EQ (read (draft + config (42) + draft), "42 public.example");
  EXPECT_EQ (read (draft), "");
}

TEST (EchConfig, KnowsItsOwnBytes)
{
  Data other = config (1), own = config (42), all = other + own;
  TlBytes rest = view (all);
  TlEchConfig config;
  ASSERT_TRUE (tl_ech_config_next (&rest, &config));
  ASSERT_TRUE (tl_ech_config_next (&rest, &config));
  EXPECT_EQ (Data (config.bytes.data, config.bytes.data + config.bytes.length), own);
  EXPECT_EQ (config.kem, 0x0020);
}

TEST (EchConfig, EndsWhereItDoesNotFit)
{
  Data whole = config ();
  for (gsize n = 0; n < whole.size (); n++)
    EXPECT_EQ (read (Data (whole.begin (), whole.begin () + (long) n)), "") << n;
  /* a length that lies */
  whole[3]--;
  EXPECT_EQ (read (whole), "");
}

TEST (EchConfig, AListHasALengthBeforeIt)
{
  Data good = list (config ()), longer = good + Data{ 0 }, empty = list ({});
  TlBytes content;
  EXPECT_TRUE (tl_ech_config_list (view (good), &content));
  EXPECT_EQ (content.length, good.size () - 2);
  EXPECT_FALSE (tl_ech_config_list (view (longer), &content));
  EXPECT_FALSE (tl_ech_config_list (view (empty), &content));
  EXPECT_FALSE (tl_ech_config_list (view (config ()), &content));
}

TEST (EchConfig, AllowsItsSuites)
{
  Data bytes = config ();
  TlBytes rest = view (bytes);
  TlEchConfig config;
  ASSERT_TRUE (tl_ech_config_next (&rest, &config));
  EXPECT_TRUE (tl_ech_config_has_suite (&config, 1, 1));
  EXPECT_TRUE (tl_ech_config_has_suite (&config, 1, 3));
  EXPECT_FALSE (tl_ech_config_has_suite (&config, 1, 2));
  EXPECT_FALSE (tl_ech_config_has_suite (&config, 3, 1));
}
