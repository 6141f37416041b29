/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The table of flows, against one that is plainly right.
 */
#include "conversation/flow.h"

#include <gtest/gtest.h>
#include <map>
#include <random>

static TlEndpoint
endpoint (guint host, guint16 port)
{
  TlEndpoint self = {};
  self.address.length = 4;
  self.address.bytes[0] = 10;
  self.address.bytes[2] = (guint8) (host >> 8);
  self.address.bytes[3] = (guint8) host;
  self.port = port;
  return self;
}

static TlFlow *
add (TlFlowTable *table, const TlEndpoint &a, const TlEndpoint &b)
{
  TlFlow *flow = g_slice_new0 (TlFlow);
  flow->ends[0] = a;
  flow->ends[1] = b;
  flow->hash = tl_flow_table_hash (table, &a, &b);
  tl_flow_table_insert (table, flow);
  return flow;
}

static void
flow_free (gpointer flow)
{
  g_slice_free (TlFlow, static_cast<TlFlow *> (flow));
}

TEST (Flow, IsFoundInBothDirections)
{
  TlFlowTable *table = tl_flow_table_new (flow_free);
  TlEndpoint a = endpoint (1, 1000), b = endpoint (2, 443), c = endpoint (2, 444);
  TlFlow *flow = add (table, a, b);

  EXPECT_EQ (tl_flow_table_lookup (table, &a, &b, tl_flow_table_hash (table, &a, &b)), flow);
  EXPECT_EQ (tl_flow_table_lookup (table, &b, &a, tl_flow_table_hash (table, &b, &a)), flow);
  EXPECT_EQ (tl_flow_table_lookup (table, &a, &c, tl_flow_table_hash (table, &a, &c)), nullptr);
  tl_flow_table_free (table);
}

TEST (Flow, TheTableAgreesWithAPlainOne)
{
  TlFlowTable *table = tl_flow_table_new (flow_free);
  std::map<guint, TlFlow *> plain;
  std::mt19937 random (1);

  for (int i = 0; i < 50000; i++)
    {
      guint host = random () % 5000;
      TlEndpoint a = endpoint (host, 1000), b = endpoint (60000, 443);
      guint64 hash = tl_flow_table_hash (table, &a, &b);
      TlFlow *found = tl_flow_table_lookup (table, &a, &b, hash);
      auto known = plain.find (host);

      ASSERT_EQ (found, known == plain.end () ? nullptr : known->second);
      if (found == nullptr)
        plain[host] = add (table, a, b);
      else if (random () % 2)
        {
          tl_flow_table_steal (table, found);
          flow_free (found);
          plain.erase (host);
        }
      ASSERT_EQ (tl_flow_table_size (table), plain.size ());
    }
  guint n;
  g_autofree TlFlow **list = tl_flow_table_list (table, &n);
  EXPECT_EQ (n, plain.size ());
  tl_flow_table_free (table);
}
