/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Which datagrams carriers take, and that ordinary ones pass by.
 */
#include "carried.h"

#include <gtest/gtest.h>

TEST (Carrier, OrdinaryDatagramsPassBy)
{
  for (guint first = 0; first < 256; first++)
    {
      Data datagram (1200, 0x5a);
      datagram[0] = (guint8) first;
      TlBytes bytes = view_of (datagram);
      EXPECT_EQ (tl_carrier_peel (&bytes), nullptr) << first;
      EXPECT_EQ (tl_carrier_new_for_datagram (bytes), nullptr) << first;
      /* without more than a look, but where OpenVPN could be: its operations 1 to 4, 7 and 8 */
      guint operation = first >> 3;
      EXPECT_EQ (tl_carrier_is_possible (bytes),
                 (operation >= 1 && operation <= 4) || operation == 7 || operation == 8)
          << first;
    }
  EXPECT_FALSE (tl_carrier_is_possible (tl_bytes (nullptr, 0)));
  EXPECT_EQ (tl_carrier_sniff_stream (tl_bytes (nullptr, 0)), TL_SNIFF_MORE);
}

TEST (Carrier, ANamelessFlowCostsNothing)
{
  CarriedTalk talk;
  for (guint i = 0; i < 256; i++)
    talk.send (i % 2 ? FROM_CLIENT : FROM_SERVER, Data (100, (guint8) i));
  EXPECT_EQ (Reading (talk.packets).told.size (), 0u);
}
