/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The messages of SSL 2.0, each on its bytes.
 */
#include "tls/sslv2.h"
#include "recorder.h"

#include <gtest/gtest.h>

static std::string
walk (const char *text)
{
  auto bytes = hex (text);
  TlContext context = {};
  Recorder recorder;
  context.sslv2 = true;
  tl_message_walk (view (bytes), &context, &recorder.sink);
  EXPECT_TRUE (recorder.gapless) << text;
  EXPECT_EQ (recorder.covered, bytes.size ()) << text;
  return recorder.text;
}

#define CHALLENGE "7a16c3dc4a8bcc5b161d1d10883e225e"

TEST (Sslv2, ClientHello)
{
  EXPECT_EQ (walk ("01 0002 0009 0000 0010 050080 030080 0700c0" CHALLENGE),
             "msg_type[0+1] version[1+2] cipher_spec_length[3+2] session_id_length[5+2] challenge_length[7+2] "
             "cipher_specs{v2_cipher_spec[9+3] v2_cipher_spec[12+3] v2_cipher_spec[15+3]} session_id[18+0] challenge[18+16]");
  EXPECT_EQ (walk ("01 0301 0003 0010 0010 000004" CHALLENGE CHALLENGE),
             "msg_type[0+1] version[1+2] cipher_spec_length[3+2] session_id_length[5+2] challenge_length[7+2] "
             "cipher_specs{v2_cipher_spec[9+3]} session_id[12+16] challenge[28+16]");
}

TEST (Sslv2, ServerHello)
{
  EXPECT_EQ (walk ("04 00 01 0002 0002 0003 0010 3000 050080" CHALLENGE),
             "msg_type[0+1] session_id_hit[1+1] certificate_type[2+1] server_version[3+2] certificate_length[5+2] "
             "cipher_specs_length[7+2] connection_id_length[9+2] certificate_data[11+2] "
             "cipher_specs_data{v2_cipher_spec[13+3]} connection_id_data[16+16]");
  /* a session that is resumed */
  EXPECT_EQ (walk ("04 01 00 0002 0000 0000 0010" CHALLENGE),
             "msg_type[0+1] session_id_hit[1+1] certificate_type[2+1] server_version[3+2] certificate_length[5+2] "
             "cipher_specs_length[7+2] connection_id_length[9+2] certificate_data[11+0] cipher_specs_data{} "
             "connection_id_data[11+16]");
}

TEST (Sslv2, ClientMasterKey)
{
  EXPECT_EQ (walk ("02 050080 0001 0004 0008 aa bbbbbbbb cccccccccccccccc"),
             "msg_type[0+1] cipher_kind[1+3] clear_key_length[4+2] encrypted_key_length[6+2] key_arg_length[8+2] "
             "clear_key_data[10+1] encrypted_key_data[11+4] key_arg_data[15+8]");
}

TEST (Sslv2, TheOthers)
{
  EXPECT_EQ (walk ("00 0001"), "msg_type[0+1] error_code[1+2]");
  EXPECT_EQ (walk ("03" CHALLENGE), "msg_type[0+1] connection_id[1+16]");
  EXPECT_EQ (walk ("05" CHALLENGE), "msg_type[0+1] challenge_data[1+16]");
  EXPECT_EQ (walk ("06" CHALLENGE), "msg_type[0+1] session_id_data[1+16]");
  EXPECT_EQ (walk ("07 01" CHALLENGE), "msg_type[0+1] authentication_type[1+1] certificate_challenge_data[2+16]");
  EXPECT_EQ (walk ("08 01 0002 0003 3000 abcdef"),
             "msg_type[0+1] certificate_type[1+1] certificate_length[2+2] response_length[4+2] certificate_data[6+2] "
             "response_data[8+3]");
  EXPECT_EQ (walk ("09 aabb"), "msg_type[0+1] unknown[1+2]");
}

TEST (Sslv2, LengthsThatLieAreFaults)
{
  EXPECT_EQ (walk ("02 050080 0000 ffff 0000 bbbb"),
             "msg_type[0+1] cipher_kind[1+3] clear_key_length[4+2] encrypted_key_length[6+2] key_arg_length[8+2] "
             "clear_key_data[10+0] encrypted_key_data[10+2]!truncated");
  EXPECT_EQ (walk ("02 050080 0000 0001 0000 bbbb"),
             "msg_type[0+1] cipher_kind[1+3] clear_key_length[4+2] encrypted_key_length[6+2] key_arg_length[8+2] "
             "clear_key_data[10+0] encrypted_key_data[10+1] key_arg_data[11+0] unknown[11+1]!trailing");
  EXPECT_EQ (walk ("01 0002 0004 0000 0000 01008055"),
             "msg_type[0+1] version[1+2] cipher_spec_length[3+2] session_id_length[5+2] challenge_length[7+2] "
             "cipher_specs{v2_cipher_spec[9+3] v2_cipher_spec[12+1]!truncated} session_id[13+0] challenge[13+0]");
}

TEST (Sslv2, HasNames)
{
  gsize n_entries = 0;
  const TlRegistryEntry *entries = tl_registry_entries (TL_REGISTRY_SSLV2_MESSAGE_TYPE, &n_entries);
  ASSERT_EQ (n_entries, 9u);
  for (gsize i = 0; i < n_entries; i++)
    {
      guint16 message = (guint16) (0x200 | entries[i].code);
      EXPECT_STREQ (tl_message_name (message), entries[i].name);
      EXPECT_EQ (tl_message_code (message), entries[i].code);
      EXPECT_NE (tl_sslv2_message_fields (message), nullptr);
    }
}
