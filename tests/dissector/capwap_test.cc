/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The preamble of CAPWAP.
 */
#include "carried.h"

#include <gtest/gtest.h>

static Data
hello_datagram ()
{
  Data body = be (0xfeff, 2) + Data (32, 0xc1) + be (0, 1) + be (0, 1) + prefixed (2, be (0x002f, 2)) + prefixed (1, be (0, 1));
  Data fragment = be (1, 1) + be (body.size (), 3) + be (0, 2) + be (0, 3) + be (body.size (), 3) + body;
  return be (22, 1) + be (0xfeff, 2) + be (0, 8) + prefixed (2, fragment);
}

TEST (Capwap, IsPeeledOff)
{
  Data datagram = Data{ 1, 0, 0, 0 } + hello_datagram ();
  TlBytes bytes = view_of (datagram);
  EXPECT_TRUE (tl_carrier_is_possible (bytes));
  EXPECT_STREQ (tl_carrier_peel (&bytes), "capwap");
  EXPECT_EQ (bytes.data, datagram.data () + 4);
  EXPECT_EQ (bytes.length, datagram.size () - 4);
}

TEST (Capwap, OtherPreamblesStay)
{
  for (const Data &preamble : { Data{ 0, 0, 0, 0 }, Data{ 1, 0, 0, 1 }, Data{ 2, 0, 0, 0 }, Data{ 0x11, 0, 0, 0 } })
    {
      Data datagram = preamble + hello_datagram ();
      TlBytes bytes = view_of (datagram);
      EXPECT_EQ (tl_carrier_peel (&bytes), nullptr);
      EXPECT_EQ (bytes.length, datagram.size ());
    }
  Data clear = Data{ 1, 0, 0, 0 } + bytes_of ("no DTLS");
  TlBytes bytes = view_of (clear);
  EXPECT_EQ (tl_carrier_peel (&bytes), nullptr);
}

TEST (Capwap, IsReadAsDtls)
{
  CarriedTalk talk;
  talk.port = 5246;
  talk.send (FROM_CLIENT, Data{ 1, 0, 0, 0 } + hello_datagram ());
  Reading run (talk.packets);
  EXPECT_EQ (run.steps (), "C ClientHello");
  EXPECT_EQ (run.told.at (0)->protocol, TL_PROTOCOL_DTLS);
  EXPECT_STREQ (run.told[0]->upgraded_from, "capwap");
  EXPECT_EQ (run.told[0]->steps[0]->origins[0].packet, 1u);
}
