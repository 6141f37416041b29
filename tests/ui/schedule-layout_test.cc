/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Tests of where the secrets stand in their diagram.
 */
#include "schedule-layout.h"
#include "window_fixture.h"

#include <gtest/gtest.h>

#include <memory>

struct Schedule
{
  explicit Schedule (const std::string &sample, int width = 900)
  {
    g_autoptr (TlConversation) conversation = read_opened_sample (sample);

    derivations = tl_conversation_derivations (conversation);
    layout = tl_schedule_layout_new (derivations, width, 110, 60);
  }

  ~Schedule ()
  {
    tl_schedule_layout_free (layout);
    g_ptr_array_unref (derivations);
  }

  const TlDerivation *get (guint i) const
  {
    return static_cast<const TlDerivation *> (g_ptr_array_index (derivations, i));
  }

  TlRect box (const std::string &name) const
  {
    for (guint i = 0; i < derivations->len; i++)
      if (name == get (i)->name)
        return layout->boxes[i];
    ADD_FAILURE () << name;
    return {};
  }

  GPtrArray *derivations;
  TlScheduleLayout *layout;
};

static const char *const samples[] = { "tls13.pcap", "tls13-early-data.pcap", "tls13-resumption.pcap", "tls12-ecdhe.pcap",
                                       "tls12-rsa.pcap", "tls10.pcap", "dtls12.pcap", "quic.pcap" };

TEST (ScheduleLayout, KeepsAllApartAndInside)
{
  for (const char *sample : samples)
    for (int width : { 360, 640, 900, 1400 })
      {
        Schedule schedule (sample, width);

        ASSERT_GT (schedule.layout->n_boxes, 0u) << sample;
        for (guint i = 0; i < schedule.layout->n_boxes; i++)
          {
            const TlRect &a = schedule.layout->boxes[i];

            EXPECT_GE (a.x, 0);
            EXPECT_GE (a.width, 110);
            EXPECT_LE (a.x + a.width, width);
            EXPECT_LE (a.y + a.height, schedule.layout->height);
            for (guint j = 0; j < i; j++)
              {
                const TlRect &b = schedule.layout->boxes[j];

                EXPECT_FALSE (a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height)
                    << sample << " " << width << ": " << schedule.get (i)->name << " on " << schedule.get (j)->name;
              }
          }
      }
}

TEST (ScheduleLayout, GoesFromTopToBottom)
{
  Schedule schedule ("tls13.pcap");

  EXPECT_FALSE (schedule.layout->narrow);
  EXPECT_LT (schedule.box ("PSK").y, schedule.box ("early_secret").y);
  EXPECT_LT (schedule.box ("early_secret").y, schedule.box ("handshake_secret").y);
  EXPECT_LT (schedule.box ("handshake_secret").y, schedule.box ("main_secret").y);
  EXPECT_EQ (schedule.box ("early_secret").x, schedule.box ("main_secret").x);
  for (guint i = 0; i < schedule.layout->n_boxes; i++)
    for (int from : schedule.get (i)->from)
      if (from >= 0)
        {
          EXPECT_LE (schedule.layout->boxes[from].y, schedule.layout->boxes[i].y) << schedule.get (i)->name;
        }
}

TEST (ScheduleLayout, PutsTheClientLeftAndTheServerRight)
{
  Schedule schedule ("tls13.pcap");
  TlRect client = schedule.box ("client_handshake_traffic_secret"), server = schedule.box ("server_handshake_traffic_secret");
  TlRect both = schedule.box ("handshake_secret");

  EXPECT_LT (client.x + client.width, both.x);
  EXPECT_GT (server.x, both.x + both.width);
  EXPECT_EQ (client.y, both.y);
  EXPECT_EQ (server.y, both.y);
  EXPECT_GT (schedule.box ("client_application_traffic_secret_0").y, client.y);
}

TEST (ScheduleLayout, StacksAllWhereItIsNarrow)
{
  Schedule schedule ("tls12-ecdhe.pcap", 360);

  EXPECT_TRUE (schedule.layout->narrow);
  for (guint i = 1; i < schedule.layout->n_boxes; i++)
    EXPECT_GT (schedule.layout->boxes[i].y, schedule.layout->boxes[i - 1].y);
}
