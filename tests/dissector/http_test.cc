/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * HTTP before TLS.
 */
#include "dialogue-before.h"

#include <gtest/gtest.h>

TEST (Http, Connect)
{
  EXPECT_EQ (read_before_cut ({ { 'C', "CONNECT example.org:443 HTTP/1.1\r\nHost: example.org\r\n\r\n" },
                                { 'S', "HTTP/1.1 200 Connection established\r\nVia: x\r\n\r\n" } }),
             "http-connect: C a CONNECT example.org:443 HTTP/1.1|C Host: example.org|C |"
             "S g HTTP/1.1 200 Connection established|S Via: x|S |");
}

TEST (Http, ConnectThatNeedsAPassword)
{
  EXPECT_EQ (read_before_cut ({ { 'C', "CONNECT a:443 HTTP/1.1\r\n\r\n" },
                                { 'S', "HTTP/1.1 407 Who are you?\r\nContent-Length: 4\r\n\r\nno!\n" },
                                { 'C', "CONNECT a:443 HTTP/1.1\r\nProxy-Authorization: Basic bWU6c2VjcmV0\r\nCookie: a=b\r\n\r\n" },
                                { 'S', "HTTP/1.0 200 OK\r\n\r\n" } }),
             "http-connect: C a CONNECT a:443 HTTP/1.1|C |S r HTTP/1.1 407 Who are you?|S Content-Length: 4|S |S (4 bytes)|"
             "C a CONNECT a:443 HTTP/1.1|C s Proxy-Authorization: Basic (12 bytes not shown)|C s Cookie: (3 bytes not shown)|C |"
             "S g HTTP/1.0 200 OK|S |");
}

TEST (Http, ConnectRefused)
{
  EXPECT_EQ (read_before ({ { 'C', "CONNECT a:25 HTTP/1.1\r\n\r\n" }, { 'S', "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n" } }),
             ": C a CONNECT a:25 HTTP/1.1|C |S r HTTP/1.1 403 No|S Content-Length: 0|S |");
}

TEST (Http, ProxyOfWhichOneSideIsCaptured)
{
  EXPECT_EQ (read_before_cut ({ { 'S', "HTTP/1.1 200 Connection established\r\n\r\n" } }),
             ": S HTTP/1.1 200 Connection established|S |");
}

TEST (Http, UpgradeToTls)
{
  EXPECT_EQ (read_before_cut ({ { 'C', "OPTIONS * HTTP/1.1\r\nHost: printer\r\nConnection: Upgrade\r\nUpgrade: TLS/1.2, TLS/1.0\r\n\r\n" },
                                { 'S', "HTTP/1.1 101 Switching Protocols\r\nUpgrade: TLS/1.2, HTTP/1.1\r\n\r\n" } }),
             "http-upgrade: C OPTIONS * HTTP/1.1|C Host: printer|C Connection: Upgrade|C a Upgrade: TLS/1.2, TLS/1.0|C |"
             "S g HTTP/1.1 101 Switching Protocols|S Upgrade: TLS/1.2, HTTP/1.1|S |");
}

TEST (Http, UpgradeThatIsRequired)
{
  EXPECT_EQ (read_before ({ { 'C', "OPTIONS * HTTP/1.1\r\nUpgrade: TLS/1.0\r\n\r\n" },
                            { 'S', "HTTP/1.1 426 Upgrade Required\r\nUpgrade: TLS/1.2\r\nContent-Length: 0\r\n\r\n" },
                            { 'C', "OPTIONS * HTTP/1.1\r\nUpgrade: TLS/1.2\r\n\r\n" },
                            { 'S', "HTTP/1.1 101 Yes\r\n\r\n" } }),
             "http-upgrade: C OPTIONS * HTTP/1.1|C a Upgrade: TLS/1.0|C |S r HTTP/1.1 426 Upgrade Required|"
             "S o Upgrade: TLS/1.2|S Content-Length: 0|S |C OPTIONS * HTTP/1.1|C a Upgrade: TLS/1.2|C |S g HTTP/1.1 101 Yes|S |");
}

/* Most of HTTP never asks for TLS. */
TEST (Http, IsLetGoWhereItStaysInClear)
{
  EXPECT_EQ (read_before_cut ({ { 'C', "GET / HTTP/1.1\r\nHost: a\r\n\r\n" } }).substr (0, 8), "let go: ");
  EXPECT_EQ (read_before_cut ({ { 'C', "GET /chat HTTP/1.1\r\nUpgrade: websocket\r\n\r\n" } }).substr (0, 8), "let go: ");
  EXPECT_EQ (read_before ({ { 'C', "GET / HTTP/1.1\r\nUpgrade: TLS/1.2\r\n\r\n" }, { 'S', "HTTP/1.1 200 OK\r\n\r\n" } }).substr (0, 8),
             "let go: ");
}
