/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The key shares of hybrids, taken apart; and those of which there is nothing to take apart.
 */
#include "recorder.h"
#include "tls/extensions.h"
#include "tls/messages.h"

#include <gtest/gtest.h>

/* What key_exchange of @size bytes is read as, behind its length. */
static std::string
share (guint16 message, guint16 group, gsize size)
{
  std::vector<guint8> bytes;
  auto u16 = [&] (gsize value) {
    bytes.push_back ((guint8) (value >> 8));
    bytes.push_back ((guint8) value);
  };
  TlContext context = {};
  Recorder recorder;

  u16 (51);
  if (message == TL_MESSAGE_CLIENT_HELLO)
    {
      u16 (size + 6);
      u16 (size + 4);
    }
  else
    u16 (size + 4);
  u16 (group);
  u16 (size);
  bytes.insert (bytes.end (), size, 7);
  context.message = message;
  context.message_bit = tl_message_bit (message);
  tl_fields_walk (tl_extension, view (bytes), 0, &context, &recorder.sink);
  EXPECT_TRUE (recorder.gapless) << group;
  EXPECT_EQ (recorder.covered, bytes.size ()) << group;
  std::string text = recorder.text.substr (recorder.text.find ("key_exchange"));
  return text.substr (0, text.find_last_not_of ("}") + 1 + (text.find ('{') != std::string::npos));
}

static const guint16 CH = TL_MESSAGE_CLIENT_HELLO, SH = TL_MESSAGE_SERVER_HELLO;

TEST (KeyShares, AreOneValueInMostGroups)
{
  EXPECT_EQ (share (CH, 29, 32), "key_exchange[8+34]");
  EXPECT_EQ (share (SH, 23, 65), "key_exchange[6+67]");
  EXPECT_EQ (share (CH, 0x4a4a, 1), "key_exchange[8+3]");
  EXPECT_EQ (share (CH, 29, 0), "key_exchange[8+2]");
}

/* RFC 10024 sections 4.1 and 4.2 */
TEST (KeyShares, OfHybridsAreTwo)
{
  EXPECT_EQ (share (CH, 4588, 1216), "key_exchange{encapsulation_key[10+1184] x25519_share[1194+32]}");
  EXPECT_EQ (share (SH, 4588, 1120), "key_exchange{ciphertext[8+1088] x25519_share[1096+32]}");
  EXPECT_EQ (share (CH, 4587, 1249),
             "key_exchange{ecdhe_share{legacy_form[10+1] x[11+32] y[43+32]} encapsulation_key[75+1184]}");
  EXPECT_EQ (share (SH, 4587, 1153),
             "key_exchange{ecdhe_share{legacy_form[8+1] x[9+32] y[41+32]} ciphertext[73+1088]}");
  EXPECT_EQ (share (CH, 4589, 1665),
             "key_exchange{ecdhe_share{legacy_form[10+1] x[11+48] y[59+48]} encapsulation_key[107+1568]}");
  EXPECT_EQ (share (SH, 4589, 1665),
             "key_exchange{ecdhe_share{legacy_form[8+1] x[9+48] y[57+48]} ciphertext[105+1568]}");
}

/* draft-ietf-tls-mlkem section 4.2, draft-tls-westerbaan-xyber768d00-03 section 3, and others */
TEST (KeyShares, OfDraftsToo)
{
  EXPECT_EQ (share (CH, 512, 800), "key_exchange{encapsulation_key[10+800]}");
  EXPECT_EQ (share (SH, 512, 768), "key_exchange{ciphertext[8+768]}");
  EXPECT_EQ (share (CH, 513, 1184), "key_exchange{encapsulation_key[10+1184]}");
  EXPECT_EQ (share (SH, 513, 1088), "key_exchange{ciphertext[8+1088]}");
  EXPECT_EQ (share (CH, 514, 1568), "key_exchange{encapsulation_key[10+1568]}");
  EXPECT_EQ (share (SH, 514, 1568), "key_exchange{ciphertext[8+1568]}");
  EXPECT_EQ (share (CH, 25497, 1216), "key_exchange{x25519_share[10+32] encapsulation_key[42+1184]}");
  EXPECT_EQ (share (SH, 25497, 1120), "key_exchange{x25519_share[8+32] ciphertext[40+1088]}");
  EXPECT_EQ (share (SH, 25498, 1153),
             "key_exchange{ecdhe_share{legacy_form[8+1] x[9+32] y[41+32]} ciphertext[73+1088]}");
  EXPECT_EQ (share (CH, 4590, 1249),
             "key_exchange{ecdhe_share{legacy_form[10+1] x[11+32] y[43+32]} encapsulation_key[75+1184]}");
  EXPECT_EQ (share (CH, 16696, 1170), "key_exchange{x25519_share[10+32] hrss_public_key[42+1138]}");
}

TEST (KeyShares, OfAWrongSizeSayIt)
{
  EXPECT_EQ (share (CH, 4588, 1215), "key_exchange{encapsulation_key[10+1184] x25519_share[1194+31]!truncated}");
  EXPECT_EQ (share (SH, 4588, 1121),
             "key_exchange{ciphertext[8+1088] x25519_share[1096+32] unknown[1128+1]!trailing}");
  /* the client's size in the answer of the server */
  EXPECT_EQ (share (SH, 513, 1184), "key_exchange{ciphertext[8+1088] unknown[1096+96]!trailing}");
  EXPECT_EQ (share (CH, 4588, 0), "key_exchange{encapsulation_key[10+0]!truncated}");
}
