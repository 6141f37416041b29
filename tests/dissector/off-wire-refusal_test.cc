/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Tests of what stands before an alert.
 */
#include "conversation/off-wire-refusal.h"

#include <gtest/gtest.h>

TEST (OffWireRefusal, SaysWhatTheAlertMeans)
{
  const char *value = nullptr;

  EXPECT_STREQ (tl_off_wire_refusal (70, &value), "finds no version in common");
  EXPECT_STREQ (value, "version");
  EXPECT_STREQ (tl_off_wire_refusal (48, nullptr), "does not accept the certificate");
}

TEST (OffWireRefusal, SaysNothingWhereNothingIsRefused)
{
  const char *value = "untouched";

  for (guint8 alert : { 0, 80, 90, 255 }) /* close_notify, internal_error, user_canceled; none */
    EXPECT_EQ (tl_off_wire_refusal (alert, &value), nullptr) << (int) alert;
  EXPECT_STREQ (value, "untouched");
}

/* What is bold stands in the text; and every alert that is told of has a name. */
TEST (OffWireRefusal, IsAboutAlertsThatAreThere)
{
  int n = 0;

  for (guint alert = 0; alert < 256; alert++)
    {
      const char *value = nullptr;
      const char *text = tl_off_wire_refusal (static_cast<guint8> (alert), &value);

      if (text == nullptr)
        continue;
      EXPECT_NE (strstr (text, value), nullptr) << text << " without " << value;
      EXPECT_NE (tl_registry_name (TL_REGISTRY_ALERT, alert), nullptr) << alert;
      n++;
    }
  EXPECT_GT (n, 20);
}
