/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Protocols of lines before TLS.
 */
#include "dialogue-before.h"

#include <gtest/gtest.h>

TEST (Lines, Smtp)
{
  EXPECT_EQ (read_before_cut ({ { 'S', "220 mail.example ESMTP\r\n" },
                                { 'C', "EHLO me\r\n" },
                                { 'S', "250-mail.example\r\n250-SIZE 100\r\n250 STARTTLS\r\n" },
                                { 'C', "STARTTLS\r\n" },
                                { 'S', "220 2.0.0 go\r\n" } }),
             "smtp: S 220 mail.example ESMTP|C EHLO me|S 250-mail.example|S 250-SIZE 100|S o 250 STARTTLS|"
             "C a STARTTLS|S g 220 2.0.0 go|");
}

TEST (Lines, SmtpOfWhichOneSideIsCaptured)
{
  EXPECT_EQ (read_before ({ { 'C', "EHLO me\r\nSTARTTLS\r\n" } }), "smtp: C EHLO me|C a STARTTLS|");
  EXPECT_EQ (read_before ({ { 'S', "220 mail\r\n250 STARTTLS\r\n220 go\r\n" } }), ": S 220 mail|S o 250 STARTTLS|S 220 go|");
}

TEST (Lines, Lmtp)
{
  EXPECT_EQ (read_before_cut ({ { 'S', "220 store LMTP\r\n" },
                                { 'C', "LHLO me\r\n" },
                                { 'S', "250 STARTTLS\r\n" },
                                { 'C', "STARTTLS\r\n" },
                                { 'S', "220 go\r\n" } }),
             "lmtp: S 220 store LMTP|C LHLO me|S o 250 STARTTLS|C a STARTTLS|S g 220 go|");
}

TEST (Lines, SmtpRefused)
{
  EXPECT_EQ (read_before_cut ({ { 'S', "220 mail\r\n" }, { 'C', "STARTTLS\r\n" }, { 'S', "454 4.7.0 not now\r\n" } }),
             ": S 220 mail|C a STARTTLS|S r 454 4.7.0 not now|");
  EXPECT_EQ (read_before ({ { 'S', "220 mail\r\n" },
                            { 'C', "STARTTLS\r\n" },
                            { 'S', "454 not now\r\n" },
                            { 'C', "STARTTLS\r\n" },
                            { 'S', "220 now\r\n" } }),
             "smtp: S 220 mail|C a STARTTLS|S r 454 not now|C a STARTTLS|S g 220 now|");
}

TEST (Lines, Imap)
{
  EXPECT_EQ (read_before_cut ({ { 'S', "* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\n" },
                                { 'C', "1 STARTTLS\r\n" },
                                { 'S', "* something\r\n1 OK begin\r\n" } }),
             "imap: S o * OK [CAPABILITY IMAP4rev1 STARTTLS] ready|C a 1 STARTTLS|S * something|S g 1 OK begin|");
  EXPECT_EQ (read_before ({ { 'S', "* OK\r\n" }, { 'C', "a1 starttls\r\n" }, { 'S', "a1 BAD\r\n" } }),
             ": S * OK|C a a1 starttls|S r a1 BAD|");
  EXPECT_EQ (read_before ({ { 'S', "* OK\r\n" }, { 'C', "a0 NOOP\r\na1 STARTTLS\r\n" }, { 'S', "a0 NO\r\n" } }),
             "imap: S * OK|C a0 NOOP|C a a1 STARTTLS|S a0 NO|");
}

TEST (Lines, Pop3)
{
  /* What the server lists is no command, though it reads like one. */
  EXPECT_EQ (read_before_cut ({ { 'S', "+OK ready\r\n" },
                                { 'C', "CAPA\r\n" },
                                { 'S', "+OK\r\nSTLS\r\n.\r\n" },
                                { 'C', "STLS\r\n" },
                                { 'S', "+OK begin\r\n" } }),
             "pop3: S +OK ready|C CAPA|S +OK|S o STLS|S .|C a STLS|S g +OK begin|");
  EXPECT_EQ (read_before ({ { 'S', "+OK ready\r\n" }, { 'S', "STLS\r\n" } }), ": S +OK ready|S o STLS|");
  EXPECT_EQ (read_before ({ { 'S', "+OK ready\r\n" }, { 'C', "STLS\r\n" }, { 'S', "-ERR no\r\n" } }),
             ": S +OK ready|C a STLS|S r -ERR no|");
}

TEST (Lines, Ftp)
{
  EXPECT_EQ (read_before_cut ({ { 'S', "220 (vsFTPd)\r\n" },
                                { 'C', "FEAT\r\n" },
                                { 'S', "211-Features:\r\n AUTH TLS\r\n211 End\r\n" },
                                { 'C', "AUTH TLS\r\n" },
                                { 'S', "234 go\r\n" } }),
             "ftp: S 220 (vsFTPd)|C FEAT|S 211-Features:|S o  AUTH TLS|S 211 End|C a AUTH TLS|S g 234 go|");
  EXPECT_EQ (read_before ({ { 'S', "220 ftp\r\n" }, { 'C', "AUTH SSL\r\n" }, { 'S', "502 no\r\n" } }),
             ": S 220 ftp|C a AUTH SSL|S r 502 no|");
}

TEST (Lines, Nntp)
{
  EXPECT_EQ (read_before_cut ({ { 'S', "200 news\r\n" },
                                { 'C', "CAPABILITIES\r\n" },
                                { 'S', "101 list\r\nVERSION 2\r\nSTARTTLS\r\n.\r\n" },
                                { 'C', "STARTTLS\r\n" },
                                { 'S', "382 go\r\n" } }),
             "nntp: S 200 news|C CAPABILITIES|S 101 list|S VERSION 2|S o STARTTLS|S .|C a STARTTLS|S g 382 go|");
  EXPECT_EQ (read_before ({ { 'S', "200 news\r\n" }, { 'C', "STARTTLS\r\n" }, { 'S', "580 no\r\n" } }),
             ": S 200 news|C a STARTTLS|S r 580 no|");
}

TEST (Lines, Sieve)
{
  EXPECT_EQ (read_before_cut ({ { 'S', "\"IMPLEMENTATION\" \"x\"\r\n\"STARTTLS\"\r\nOK \"ready\"\r\n" },
                                { 'C', "STARTTLS\r\n" },
                                { 'S', "OK \"begin\"\r\n" } }),
             "sieve: S \"IMPLEMENTATION\" \"x\"|S o \"STARTTLS\"|S OK \"ready\"|C a STARTTLS|S g OK \"begin\"|");
}

TEST (Lines, Acap)
{
  EXPECT_EQ (read_before_cut ({ { 'S', "* ACAP (STARTTLS)\r\n" }, { 'C', "a STARTTLS\r\n" }, { 'S', "a OK \"begin\"\r\n" } }),
             "acap: S o * ACAP (STARTTLS)|C a a STARTTLS|S g a OK \"begin\"|");
}

TEST (Lines, Irc)
{
  EXPECT_EQ (read_before_cut ({ { 'C', "CAP LS 302\r\n" },
                                { 'S', ":irc.example CAP * LS :sasl tls\r\n" },
                                { 'C', "STARTTLS\r\n" },
                                { 'S', ":irc.example 670 me :go ahead\r\n" } }),
             "irc: C CAP LS 302|S o :irc.example CAP * LS :sasl tls|C a STARTTLS|S g :irc.example 670 me :go ahead|");
  /* Who says nothing before is known by the answer. */
  EXPECT_EQ (read_before_cut ({ { 'C', "STARTTLS\r\n" }, { 'S', ":irc.example 670 :go ahead\r\n" } }),
             "irc: C a STARTTLS|S g :irc.example 670 :go ahead|");
  EXPECT_EQ (read_before ({ { 'C', "STARTTLS\r\n" }, { 'S', ":irc.example 691 me :no\r\n" } }),
             ": C a STARTTLS|S r :irc.example 691 me :no|");
}

TEST (Lines, ThatDoNotAskForTls)
{
  EXPECT_EQ (read_before ({ { 'S', "220 mail ESMTP\r\n" }, { 'C', "EHLO x\r\n" }, { 'S', "250-STARTTLS\r\n" }, { 'C', "QUIT\r\n" } }),
             ": S 220 mail ESMTP|C EHLO x|S o 250-STARTTLS|C QUIT|");
}

TEST (Lines, DoNotShowPasswords)
{
  EXPECT_EQ (read_before_cut ({ { 'S', "+OK ready\r\n" },
                                { 'C', "USER me\r\n" },
                                { 'S', "+OK\r\n" },
                                { 'C', "PASS my secret\r\n" },
                                { 'S', "-ERR no\r\n" },
                                { 'C', "STLS\r\n" } }),
             "pop3: S +OK ready|C USER me|S +OK|C s PASS (9 bytes not shown)|S -ERR no|C a STLS|");
  EXPECT_EQ (read_before ({ { 'S', "220 mail\r\n" }, { 'C', "EHLO x\r\nAUTH PLAIN AG1lAHg=\r\n" } }),
             ": S 220 mail|C EHLO x|C s AUTH PLAIN (8 bytes not shown)|");
  EXPECT_EQ (read_before_cut ({ { 'S', "220 mail\r\n" },
                                { 'C', "EHLO x\r\nAUTH LOGIN\r\n" },
                                { 'S', "334 VXNlcg==\r\n" },
                                { 'C', "bWU=\r\n" },
                                { 'S', "334 UGFzcw==\r\n" },
                                { 'C', "c2VjcmV0\r\n" },
                                { 'S', "535 no\r\n" },
                                { 'C', "STARTTLS\r\n" } }),
             "smtp: S 220 mail|C EHLO x|C AUTH LOGIN|S 334 VXNlcg==|C s (4 bytes not shown)|S 334 UGFzcw==|"
             "C s (8 bytes not shown)|S 535 no|C a STARTTLS|");
  EXPECT_EQ (read_before ({ { 'S', "* OK\r\n" }, { 'C', "a LOGIN me secret\r\n" }, { 'S', "a NO\r\n" }, { 'C', "b NOOP\r\n" } }),
             ": S * OK|C s a LOGIN me (6 bytes not shown)|S a NO|C b NOOP|");
  EXPECT_EQ (read_before ({ { 'S', "* OK\r\n" },
                            { 'C', "a LOGIN {2}\r\n" },
                            { 'S', "+ go\r\n" },
                            { 'C', "me {6}\r\n" },
                            { 'S', "+ go\r\n" },
                            { 'C', "secret\r\n" },
                            { 'S', "a NO\r\n" } }),
             ": S * OK|C a LOGIN {2}|S + go|C s (6 bytes not shown)|S + go|C s (6 bytes not shown)|S a NO|");
  EXPECT_EQ (read_before ({ { 'S', "200 news\r\n" }, { 'C', "AUTHINFO USER me\r\nAUTHINFO PASS x\r\n" } }),
             ": S 200 news|C AUTHINFO USER me|C s AUTHINFO PASS (1 byte not shown)|");
}
