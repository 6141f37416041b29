/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * DTLS through a TURN relay: channels and indications, over UDP and TCP.
 */
#include "carried.h"

#include <gtest/gtest.h>

namespace
{

Data
hello_datagram (guint8 type = 1)
{
  Data body = be (0xfefd, 2) + Data (32, 0xc1) + be (0, 1);
  body = type == 1 ? body + be (0, 1) + prefixed (2, be (0xc02f, 2)) + prefixed (1, be (0, 1)) : body + be (0xc02f, 2) + be (0, 1);
  Data fragment = be (type, 1) + be (body.size (), 3) + be (0, 2) + be (0, 3) + be (body.size (), 3) + body;
  return be (22, 1) + be (0xfefd, 2) + be (0, 8) + prefixed (2, fragment);
}

Data
filled_up (Data data)
{
  data.resize ((data.size () + 3) / 4 * 4);
  return data;
}

Data
attribute (guint16 type, const Data &value)
{
  return filled_up (be (type, 2) + prefixed (2, value));
}

Data
stun (guint16 type, const Data &attributes)
{
  return be (type, 2) + be (attributes.size (), 2) + be (0x2112a442, 4) + Data (12, 0x77) + attributes;
}

Data
indication (guint16 type, const Data &data)
{
  return stun (type, attribute (0x0012, Data (8, 1)) + attribute (0x8022, bytes_of ("abc")) + attribute (0x0013, data));
}

Data
channel (const Data &data)
{
  return be (0x4001, 2) + prefixed (2, data);
}

} // namespace

TEST (Turn, IsPeeledOff)
{
  Data hello = hello_datagram ();
  for (const Data &datagram : { channel (hello), channel (hello) + Data (3, 0), indication (0x16, hello), indication (0x17, hello) })
    {
      TlBytes bytes = view_of (datagram);
      EXPECT_TRUE (tl_carrier_is_possible (bytes));
      ASSERT_STREQ (tl_carrier_peel (&bytes), "turn");
      EXPECT_EQ (Data (bytes.data, bytes.data + bytes.length), hello);
    }
}

TEST (Turn, WhatDoesNotFitStays)
{
  Data hello = hello_datagram ();
  Data other_cookie = indication (0x16, hello), short_channel = channel (hello);
  other_cookie[4] = 0x20;
  short_channel.pop_back ();
  for (const Data &datagram :
       { other_cookie, short_channel, channel (hello) + Data (4, 0), channel (bytes_of ("no DTLS")), stun (0x16, attribute (0x12, Data (8, 1))),
         stun (0x16, be (0x12, 2) + be (0xffff, 2)), indication (0x0001, hello), be (0x8001, 2) + prefixed (2, hello) })
    {
      TlBytes bytes = view_of (datagram);
      EXPECT_EQ (tl_carrier_peel (&bytes), nullptr);
      EXPECT_EQ (bytes.length, datagram.size ());
    }
}

TEST (Turn, IsReadAsDtls)
{
  CarriedTalk talk;
  talk.send (FROM_CLIENT, indication (0x16, hello_datagram ()));
  talk.send (FROM_SERVER, channel (hello_datagram (2)));
  Reading run (talk.packets);
  EXPECT_EQ (run.steps (), "C ClientHello, S ServerHello");
  EXPECT_STREQ (run.told.at (0)->upgraded_from, "turn");
}

TEST (Turn, GoesOverTcpHoweverItIsCut)
{
  for (gsize step : { 1, 5, 100000 })
    {
      Talk talk;
      talk.open ();
      talk.say (FROM_CLIENT, stun (0x0003, attribute (0x0019, Data{ 17, 0, 0, 0 })) + indication (0x16, hello_datagram ()), step);
      talk.say (FROM_SERVER, stun (0x0103, {}) + filled_up (channel (hello_datagram (2))), step);
      Reading run (talk.packets);
      EXPECT_EQ (run.steps (), "C ClientHello, S ServerHello") << step;
      ASSERT_EQ (run.told.size (), 1u);
      EXPECT_EQ (run.told[0]->transport, TL_TRANSPORT_TCP);
      EXPECT_EQ (run.told[0]->protocol, TL_PROTOCOL_DTLS);
      EXPECT_STREQ (run.told[0]->upgraded_from, "turn");
    }
}

TEST (Turn, TheFirstBytesOfTcpMustFit)
{
  Data message = stun (0x0003, {});
  for (gsize n = 0; n < 8; n++)
    EXPECT_EQ (tl_carrier_sniff_stream (tl_bytes (message.data (), n)), TL_SNIFF_MORE) << n;
  EXPECT_EQ (tl_carrier_sniff_stream (tl_bytes (message.data (), 8)), TL_SNIFF_YES);
  message[7] ^= 1;
  EXPECT_EQ (tl_carrier_sniff_stream (view_of (message)), TL_SNIFF_NO);
  EXPECT_EQ (tl_carrier_sniff_stream (view_of (Data{ 0, 1, 0, 3 })), TL_SNIFF_NO); /* lengths go in steps of four */
}
