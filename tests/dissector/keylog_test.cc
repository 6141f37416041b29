/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Lines of key logs (RFC 9850).
 */
#include "secrets/keylog.h"

#include <gtest/gtest.h>
#include <string>

namespace
{

std::string
digits (size_t bytes, const char *byte = "ab")
{
  std::string text;

  while (bytes-- > 0)
    text += byte;
  return text;
}

TlKeylogKind
read (const std::string &text, TlKeylogLine *line)
{
  return tl_keylog_read_line (tl_bytes (text.data (), text.size ()), line);
}

TlKeylogKind
kind_of (const std::string &text)
{
  TlKeylogLine line;

  return read (text, &line);
}

struct Form
{
  const char *text;
  TlKeylogLabel label;
  size_t name, shortest, longest;
};

class Keylog : public testing::TestWithParam<Form>
{
protected:
  std::string line (size_t name, size_t value)
  {
    return std::string (GetParam ().text) + " " + digits (name, "0f") + " " + digits (value, "A5");
  }
};

TEST_P (Keylog, IsRead)
{
  const Form &form = GetParam ();

  for (size_t size : { form.shortest, form.longest })
    {
      TlKeylogLine read_line;

      ASSERT_EQ (read (line (form.name, size), &read_line), TL_KEYLOG_SECRET);
      EXPECT_EQ (read_line.label, form.label);
      EXPECT_EQ (read_line.n_name, form.name);
      EXPECT_EQ (read_line.n_value, size);
      for (size_t i = 0; i < form.name; i++)
        ASSERT_EQ (read_line.name[i], 0x0f);
      for (size_t i = 0; i < size; i++)
        ASSERT_EQ (read_line.value[i], 0xa5);
    }
}

TEST_P (Keylog, WrongLengthsAreDamage)
{
  const Form &form = GetParam ();

  EXPECT_EQ (kind_of (line (form.name - 1, form.shortest)), TL_KEYLOG_DAMAGED);
  EXPECT_EQ (kind_of (line (form.name + 1, form.shortest)), TL_KEYLOG_DAMAGED);
  EXPECT_EQ (kind_of (line (form.name, form.shortest - 1)), TL_KEYLOG_DAMAGED);
  EXPECT_EQ (kind_of (line (form.name, form.longest + 1)), TL_KEYLOG_DAMAGED);
  EXPECT_EQ (kind_of (line (form.name, 0)), TL_KEYLOG_DAMAGED);
  EXPECT_EQ (kind_of (form.text), TL_KEYLOG_DAMAGED);
}

TEST_P (Keylog, CutAnywhereIsNoSecret)
{
  std::string whole = line (GetParam ().name, GetParam ().shortest);

  for (size_t n = 0; n < whole.size (); n++)
    EXPECT_NE (kind_of (whole.substr (0, n)), TL_KEYLOG_SECRET) << n;
}

TEST_P (Keylog, WhatIsNoDigitIsDamage)
{
  std::string whole = line (GetParam ().name, GetParam ().shortest);

  for (size_t at = strlen (GetParam ().text) + 1; at < whole.size (); at++)
    for (char c : { 'g', '-', '\0', '\x80' })
      {
        std::string text = whole;

        if (text[at] == ' ')
          continue;
        text[at] = c;
        ASSERT_EQ (kind_of (text), TL_KEYLOG_DAMAGED) << at;
      }
}

INSTANTIATE_TEST_SUITE_P (
    Labels, Keylog,
    testing::Values (Form{ "CLIENT_RANDOM", TL_KEYLOG_CLIENT_RANDOM, 32, 48, 48 },
                     Form{ "CLIENT_EARLY_TRAFFIC_SECRET", TL_KEYLOG_CLIENT_EARLY_TRAFFIC_SECRET, 32, 32, 64 },
                     Form{ "EARLY_EXPORTER_SECRET", TL_KEYLOG_EARLY_EXPORTER_SECRET, 32, 32, 64 },
                     Form{ "EARLY_EXPORTER_MASTER_SECRET", TL_KEYLOG_EARLY_EXPORTER_SECRET, 32, 32, 64 },
                     Form{ "CLIENT_HANDSHAKE_TRAFFIC_SECRET", TL_KEYLOG_CLIENT_HANDSHAKE_TRAFFIC_SECRET, 32, 32, 64 },
                     Form{ "SERVER_HANDSHAKE_TRAFFIC_SECRET", TL_KEYLOG_SERVER_HANDSHAKE_TRAFFIC_SECRET, 32, 32, 64 },
                     Form{ "CLIENT_TRAFFIC_SECRET_0", TL_KEYLOG_CLIENT_TRAFFIC_SECRET_0, 32, 32, 64 },
                     Form{ "SERVER_TRAFFIC_SECRET_0", TL_KEYLOG_SERVER_TRAFFIC_SECRET_0, 32, 32, 64 },
                     Form{ "EXPORTER_SECRET", TL_KEYLOG_EXPORTER_SECRET, 32, 32, 64 },
                     Form{ "ECH_SECRET", TL_KEYLOG_ECH_SECRET, 32, 16, 64 },
                     Form{ "ECH_CONFIG", TL_KEYLOG_ECH_CONFIG, 32, 1, TL_KEYLOG_VALUE_SIZE },
                     Form{ "RSA", TL_KEYLOG_RSA, 8, 48, 48 },
                     Form{ "PMS_CLIENT_RANDOM", TL_KEYLOG_PMS_CLIENT_RANDOM, 32, 1, TL_KEYLOG_VALUE_SIZE },
                     Form{ "CLIENT_TRAFFIC_SECRET", TL_KEYLOG_CLIENT_TRAFFIC_SECRET_0, 32, 32, 64 },
                     Form{ "SERVER_TRAFFIC_SECRET", TL_KEYLOG_SERVER_TRAFFIC_SECRET_0, 32, 32, 64 },
                     Form{ "QUIC_CLIENT_EARLY_TRAFFIC_SECRET", TL_KEYLOG_CLIENT_EARLY_TRAFFIC_SECRET, 32, 32, 64 },
                     Form{ "QUIC_CLIENT_HANDSHAKE_TRAFFIC_SECRET", TL_KEYLOG_CLIENT_HANDSHAKE_TRAFFIC_SECRET, 32, 32, 64 },
                     Form{ "QUIC_SERVER_HANDSHAKE_TRAFFIC_SECRET", TL_KEYLOG_SERVER_HANDSHAKE_TRAFFIC_SECRET, 32, 32, 64 },
                     Form{ "QUIC_CLIENT_TRAFFIC_SECRET_0", TL_KEYLOG_CLIENT_TRAFFIC_SECRET_0, 32, 32, 64 },
                     Form{ "QUIC_SERVER_TRAFFIC_SECRET_0", TL_KEYLOG_SERVER_TRAFFIC_SECRET_0, 32, 32, 64 }),
    [] (const auto &info) { return std::string (info.param.text); });

/* RFC 9850 section 2: lines that are empty or comments are passed over, and so is a label that is not known. */
TEST (KeylogLine, WhatIsNoSecret)
{
  for (const char *text : { "", " ", "\t \t", "\r", "# CLIENT_RANDOM 00 00", "#", " # comment" })
    EXPECT_EQ (kind_of (text), TL_KEYLOG_IGNORED) << text;
  for (const char *text : { "CLIENT_TRAFFIC_SECRET_1 00 00", "client_random 00 00", "CLIENT_RANDOMS 00 00", "x", "CLIENT_RANDO" })
    EXPECT_EQ (kind_of (text), TL_KEYLOG_UNKNOWN) << text;
  EXPECT_EQ (kind_of (std::string ("CLIENT_RANDOM\0", 14)), TL_KEYLOG_UNKNOWN);
}

/* Editors and mail have been at them. */
TEST (KeylogLine, BlanksAreForgiven)
{
  std::string name = digits (32), value = digits (48);

  EXPECT_EQ (kind_of ("CLIENT_RANDOM " + name + " " + value + "\r"), TL_KEYLOG_SECRET);
  EXPECT_EQ (kind_of ("  CLIENT_RANDOM\t" + name + "  " + value + " \t "), TL_KEYLOG_SECRET);
  EXPECT_EQ (kind_of ("CLIENT_RANDOM " + name + " " + value + " more"), TL_KEYLOG_DAMAGED);
  EXPECT_EQ (kind_of ("CLIENT_RANDOM " + name + value), TL_KEYLOG_DAMAGED);
}

/* As OpenSSL's s_client printed it. */
TEST (KeylogLine, SessionId)
{
  std::string value = digits (48, "01");
  TlKeylogLine line;

  ASSERT_EQ (read ("RSA Session-ID:" + digits (32, "02") + " Master-Key:" + value, &line), TL_KEYLOG_SECRET);
  EXPECT_EQ (line.label, TL_KEYLOG_RSA_SESSION_ID);
  EXPECT_EQ (line.n_name, 32u);
  EXPECT_EQ (line.name[31], 2);
  EXPECT_EQ (line.value[47], 1);
  EXPECT_EQ (kind_of ("RSA Session-ID:02 Master-Key:" + value), TL_KEYLOG_SECRET);
  EXPECT_EQ (kind_of ("RSA Session-ID: Master-Key:" + value), TL_KEYLOG_DAMAGED);
  EXPECT_EQ (kind_of ("RSA Session-ID:" + digits (33) + " Master-Key:" + value), TL_KEYLOG_DAMAGED);
  EXPECT_EQ (kind_of ("RSA Session-ID:02 Master-Key:" + digits (47)), TL_KEYLOG_DAMAGED);
  EXPECT_EQ (kind_of ("RSA Session-ID:02 " + value), TL_KEYLOG_DAMAGED);
  EXPECT_EQ (kind_of ("RSA Session-ID:02"), TL_KEYLOG_DAMAGED);
  EXPECT_EQ (kind_of ("RSA Session-ID:02 Master-Key:" + value + " more"), TL_KEYLOG_DAMAGED);
}

TEST (KeylogLine, EveryLabelHasItsName)
{
  EXPECT_EQ (tl_keylog_label_name (TL_KEYLOG_NONE), nullptr);
  EXPECT_EQ (tl_keylog_label_name (TL_KEYLOG_TICKET), nullptr);
  EXPECT_EQ (tl_keylog_label_name (TL_KEYLOG_TICKET_PSK), nullptr);
  EXPECT_STREQ (tl_keylog_label_name (TL_KEYLOG_CLIENT_RANDOM), "CLIENT_RANDOM");
  EXPECT_STREQ (tl_keylog_label_name (TL_KEYLOG_EARLY_EXPORTER_SECRET), "EARLY_EXPORTER_SECRET");
  EXPECT_STREQ (tl_keylog_label_name (TL_KEYLOG_CLIENT_TRAFFIC_SECRET_0), "CLIENT_TRAFFIC_SECRET_0");
  for (int label = TL_KEYLOG_CLIENT_RANDOM; label < TL_KEYLOG_TICKET; label++)
    EXPECT_NE (tl_keylog_label_name (static_cast<TlKeylogLabel> (label)), nullptr) << label;
}

TEST (KeylogLine, TrafficSecretsByPhase)
{
  EXPECT_EQ (tl_keylog_traffic_label (TL_PHASE_EARLY, false), TL_KEYLOG_CLIENT_EARLY_TRAFFIC_SECRET);
  EXPECT_EQ (tl_keylog_traffic_label (TL_PHASE_EARLY, true), TL_KEYLOG_NONE);
  EXPECT_EQ (tl_keylog_traffic_label (TL_PHASE_HANDSHAKE, true), TL_KEYLOG_SERVER_HANDSHAKE_TRAFFIC_SECRET);
  EXPECT_EQ (tl_keylog_traffic_label (TL_PHASE_APPLICATION, false), TL_KEYLOG_CLIENT_TRAFFIC_SECRET_0);
  EXPECT_EQ (tl_keylog_traffic_label (TL_PHASE_CLEAR, false), TL_KEYLOG_NONE);
}

} // namespace
