/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * RDP over UDP, in both of its forms.
 */
#include "carried.h"

#include <gtest/gtest.h>

namespace
{

const guint32 CLIENT_NUMBER = 0xbbff5687, SERVER_NUMBER = 0xfffffffe;

Data
filled_up (Data data)
{
  data.resize (1232);
  return data;
}

Data
syn (guint16 flags, guint16 version)
{
  Data data = be (0xffffffff, 4) + be (64, 2) + be (0x1801 | flags, 2) + be (CLIENT_NUMBER, 4) + be (1232, 2) + be (1232, 2)
              + Data (32, 0xc0) + be (1, 2) + be (version, 2);
  return filled_up (data);
}

Data
syn_ack (guint16 version)
{
  return filled_up (be (CLIENT_NUMBER, 4) + be (64, 2) + be (0x1005, 2) + be (SERVER_NUMBER, 4) + be (1232, 2) + be (1232, 2)
                    + be (1, 2) + be (version, 2));
}

/* A source packet, with an acknowledgment of @acks elements before it. */
Data
source (guint32 number, const Data &payload, gsize acks = 0, bool of_acks = false)
{
  Data vector = be (acks, 2) + Data (acks, 0x41);
  vector.resize ((vector.size () + 3) / 4 * 4);
  return be (1, 4) + be (64, 2) + be (0x000c | (of_acks ? 0x0100 : 0), 2) + vector + (of_acks ? be (9, 4) : Data ())
         + be (number, 4) + be (number, 4) + payload;
}

Data
little (guint16 value)
{
  return { (guint8) value, (guint8) (value >> 8) };
}

/* A packet of the second form: its first byte and its eighth change places. */
Data
second (guint16 flags, const Data &before, guint16 number, const Data &vector, guint16 channel_number, const Data &payload,
        guint8 prefix = 0)
{
  Data data = Data{ prefix } + little (flags | 4) + before + little (number) + vector + little (channel_number) + payload;
  std::swap (data[0], data[7]);
  return data;
}

std::pair<Data, Data>
halves (const Data &data)
{
  return { Data (data.begin (), data.begin () + 60), Data (data.begin () + 60, data.end ()) };
}

Reading
run (const std::vector<std::pair<int, Data>> &datagrams)
{
  CarriedTalk talk;
  talk.port = 3389;
  for (const auto &[from, data] : datagrams)
    talk.send (from, data);
  return Reading (talk.packets);
}

} // namespace

TEST (RdpUdp, FirstForm)
{
  auto [one, two] = halves (record (22, client_hello ()));
  Reading reading = run ({ { FROM_CLIENT, syn (0, 1) },
                           { FROM_SERVER, syn_ack (1) },
                           { FROM_CLIENT, source (CLIENT_NUMBER + 2, two, 3) },
                           { FROM_CLIENT, source (CLIENT_NUMBER + 1, one, 2, true) },
                           { FROM_CLIENT, source (CLIENT_NUMBER + 1, one) },
                           { FROM_SERVER, source (SERVER_NUMBER + 1, record (22, server_hello ()), 1) } });
  EXPECT_EQ (reading.steps (), "C ClientHello, S ServerHello");
  EXPECT_STREQ (reading.told.at (0)->upgraded_from, "rdp-udp");
  EXPECT_EQ (reading.told[0]->protocol, TL_PROTOCOL_TLS);
  EXPECT_EQ (reading.told[0]->transport, TL_TRANSPORT_UDP);
}

TEST (RdpUdp, LossyCarriesDtls)
{
  Data body = be (0xfefd, 2) + Data (32, 0xc1) + be (0, 1) + be (0, 1) + prefixed (2, be (0xc02f, 2)) + prefixed (1, be (0, 1));
  Data hello = be (22, 1) + be (0xfefd, 2) + be (0, 8)
               + prefixed (2, be (1, 1) + be (body.size (), 3) + be (0, 2) + be (0, 3) + be (body.size (), 3) + body);
  Reading reading = run ({ { FROM_CLIENT, syn (0x0200, 1) }, { FROM_CLIENT, source (CLIENT_NUMBER + 1, hello) } });
  EXPECT_EQ (reading.steps (), "C ClientHello");
  EXPECT_EQ (reading.told.at (0)->protocol, TL_PROTOCOL_DTLS);
}

TEST (RdpUdp, SecondForm)
{
  auto [one, two] = halves (record (22, client_hello ()));
  const Data ack = little (100) + Data{ 1, 2, 3, 1, 0x12, 9, 9 }, vector = little (100) + Data{ 0x82, 1, 2, 3, 4, 0xaa, 0xbb };
  Reading reading = run ({ { FROM_CLIENT, syn (0, 0x0101) },
                           { FROM_SERVER, syn_ack (0x0101) },
                           { FROM_CLIENT, syn (0, 0x0101) }, /* sent again */
                           /* all that can stand before the data; then nothing of it: the first byte of the data is moved too */
                           { FROM_CLIENT, second (0x159, ack + Data{ 10, 1, 0xf4, 0x01 } + little (100), 101, vector, 2, two) },
                           { FROM_CLIENT, second (0, {}, 100, {}, 1, one) },
                           { FROM_CLIENT, second (0, {}, 102, {}, 0x4242, Data (900, 0), 0x10) }, /* a probe of the path */
                           { FROM_SERVER, second (0x110, Data{ 1, 0xf4, 0x01 } + little (100), 100, {}, 1, record (22, server_hello ())) } });
  EXPECT_EQ (reading.steps (), "C ClientHello, S ServerHello");
  EXPECT_EQ (reading.told.at (0)->steps[0]->n_origins, 2u);
}

TEST (RdpUdp, NothingElseBegins)
{
  Data good = syn (0, 0x0101);
  EXPECT_TRUE (tl_carrier_is_possible (view_of (good)));
  for (gsize i : { 0, 3, 6, 12, 14, 1231 }) /* no acknowledgment, flags, both sizes, zeros at the end */
    {
      Data other = good;
      other[i] ^= 0x80;
      Carrying carrying (other);
      EXPECT_EQ (carrying.self, nullptr) << i;
    }
  Carrying shorter (Data (good.begin (), good.begin () + 1000)), begun (good);
  EXPECT_EQ (shorter.self, nullptr);
  EXPECT_NE (begun.self, nullptr);
}

TEST (RdpUdp, AnotherConnectionOfTheSamePortsIsAnother)
{
  Data other = syn (0, 1);
  other[9] ^= 1;
  Reading reading = run ({ { FROM_CLIENT, syn (0, 1) },
                           { FROM_CLIENT, source (CLIENT_NUMBER + 1, record (22, client_hello ())) },
                           { FROM_CLIENT, other },
                           { FROM_CLIENT, source ((CLIENT_NUMBER ^ 0x00010000u) + 1, record (22, client_hello ())) } });
  EXPECT_EQ (reading.told.size (), 2u);
}

TEST (RdpUdp, DatagramsThatAreCutAreLetPass)
{
  Data whole = second (0x159, Data (16, 0x0f), 101, Data (8, 0x8f), 1, Data (4, 1));
  for (gsize n = 1; n < whole.size (); n++)
    {
      Carrying carrying (syn (0, 0x0101));
      carrying.add (0, syn (0, 0x0101));
      carrying.add (1, syn_ack (0x0101));
      carrying.add (0, Data (whole.begin (), whole.begin () + (long) n));
      EXPECT_EQ (carrying.end ().find ("datagram"), std::string::npos);
    }
  Data first = source (CLIENT_NUMBER + 1, Data (4, 1), 0xffff);
  Carrying carrying (syn (0, 1));
  carrying.add (0, first.size () > 40 ? Data (first.begin (), first.begin () + 40) : first);
  EXPECT_EQ (carrying.end (), "");
}
