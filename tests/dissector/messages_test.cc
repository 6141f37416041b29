/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The messages, each on bytes made by hand.
 */
#include "tls/messages.h"
#include "recorder.h"

#include <gtest/gtest.h>

static TlContext
in (guint16 version, guint16 cipher_suite = 0, guint8 certificate_type = 0)
{
  TlContext context = {};
  context.version = version;
  context.cipher_suite = cipher_suite;
  context.certificate_type = certificate_type;
  context.dtls = version >> 8 == 0xfe;
  return context;
}

static std::string
walk (const TlContext &context, const char *text)
{
  auto bytes = hex (text);
  Recorder recorder;
  tl_message_walk (view (bytes), &context, &recorder.sink);
  EXPECT_TRUE (recorder.gapless) << text;
  EXPECT_EQ (recorder.covered, bytes.size ()) << text;
  std::string start = "msg_type[0+1] length[1+3]";
  if (recorder.text.substr (0, start.size ()) != start)
    return recorder.text;
  return recorder.text.substr (MIN (start.size () + 1, recorder.text.size ()));
}

#define RANDOM "0000000000000000000000000000000000000000000000000000000000000000"
#define RETRY "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c"

TEST (Messages, TellsRetryFromServerHello)
{
  auto hello = hex ("02 000026 0303" RANDOM "00 1301 00");
  auto retry = hex ("02 000026 0303" RETRY "00 1301 00");
  EXPECT_EQ (tl_message_of (view (hello)), TL_MESSAGE_SERVER_HELLO);
  EXPECT_EQ (tl_message_of (view (retry)), TL_MESSAGE_HELLO_RETRY_REQUEST);
  EXPECT_EQ (tl_message_code (TL_MESSAGE_HELLO_RETRY_REQUEST), 2);
  EXPECT_STREQ (tl_message_name (TL_MESSAGE_HELLO_RETRY_REQUEST), "hello_retry_request");
  EXPECT_STREQ (tl_message_title (TL_MESSAGE_HELLO_RETRY_REQUEST), "HelloRetryRequest");
  EXPECT_EQ (tl_message_of (tl_bytes (nullptr, 0)), TL_MESSAGE_NONE);
}

TEST (Messages, NamesAreThoseOfTheRegistry)
{
  gsize n_entries = 0;
  const TlRegistryEntry *entries = tl_registry_entries (TL_REGISTRY_HANDSHAKE_TYPE, &n_entries);
  for (gsize i = 0; i < n_entries; i++)
    if (entries[i].code != 6 && entries[i].code != 67 && entries[i].code != 203) /* drafts, registered under other names */
      {
        EXPECT_STREQ (tl_message_name ((guint16) entries[i].code), entries[i].name);
      }
  EXPECT_EQ (tl_message_name (99), nullptr);
  EXPECT_EQ (tl_message_title (99), nullptr);
}

TEST (Messages, HaveBits)
{
  EXPECT_EQ (tl_message_bit (TL_MESSAGE_CLIENT_HELLO), (guint32) TL_IN_CLIENT_HELLO);
  EXPECT_EQ (tl_message_bit (TL_MESSAGE_NEW_SESSION_TICKET), (guint32) TL_IN_NEW_SESSION_TICKET);
  EXPECT_EQ (tl_message_bit (TL_MESSAGE_FINISHED), 0u);
}

TEST (Messages, ClientHello)
{
  EXPECT_EQ (walk (in (0), "01 000029 0303" RANDOM "00 0002 1301 01 00"),
             "legacy_version[4+2] random[6+32] legacy_session_id[38+1] cipher_suites{cipher_suite[41+2]} "
             "legacy_compression_methods{compression_method[44+1]}");
  /* DTLS has a cookie */
  TlContext dtls = in (0);
  dtls.dtls = true;
  EXPECT_EQ (walk (dtls, "01 000032 fefd" RANDOM "00 02 aabb 0002 c02b 01 00 0004 0017 0000"),
             "legacy_version[4+2] random[6+32] legacy_session_id[38+1] legacy_cookie[39+3] "
             "cipher_suites{cipher_suite[44+2]} legacy_compression_methods{compression_method[47+1]} "
             "extensions{extension{extension_type[50+2] extension_data{}}}");
}

TEST (Messages, ServerHello)
{
  EXPECT_EQ (walk (in (0), "02 00002c 0303" RANDOM "00 1301 00 0004 0017 0000"),
             "legacy_version[4+2] random[6+32] legacy_session_id_echo[38+1] cipher_suite[39+2] "
             "legacy_compression_method[41+1] extensions{extension{extension_type[44+2] extension_data{}}}");
  /* draft 18 says its version in the hello, and has no session id */
  EXPECT_EQ (walk (in (0), "02 000026 7f12" RANDOM "1301 0000"),
             "legacy_version[4+2] random[6+32] cipher_suite[38+2] extensions{}");
  /* and draft 14 of NSS said 0x0304 there */
  EXPECT_EQ (walk (in (0), "02 000026 0304" RANDOM "132b 0000"),
             "legacy_version[4+2] random[6+32] cipher_suite[38+2] extensions{}");
}

TEST (Messages, HelloRetryRequestHasItsOwnExtensions)
{
  EXPECT_EQ (walk (in (0), "02 00002e 0303" RETRY "00 1301 00 0006 0033 0002 0017"),
             "legacy_version[4+2] random[6+32] legacy_session_id_echo[38+1] cipher_suite[39+2] "
             "legacy_compression_method[41+1] extensions{extension{extension_type[44+2] "
             "extension_data{selected_group[48+2]}}}");
  EXPECT_EQ (walk (in (0), "06 00000c 7f15 1301 0006 0028 0002 0017"),
             "legacy_version[4+2] cipher_suite[6+2] extensions{extension{extension_type[10+2] "
             "extension_data{selected_group[14+2]}}}");
}

TEST (Messages, CertificateByVersion)
{
  EXPECT_EQ (walk (in (0x0303), "0b 000008 000005 000002 3000"), "certificate_list{cert_data[7+5]}");
  EXPECT_EQ (walk (in (0), "0b 000008 000005 000002 3000"), "certificate_list{cert_data[7+5]}");
  EXPECT_EQ (walk (in (0x0304), "0b 00000b 00 000007 000002 3000 0000"),
             "certificate_request_context[4+1] certificate_list{certificate_entry{cert_data[8+5] extensions{}}}");
  EXPECT_EQ (walk (in (0x7f1c), "0b 000004 00 000000"), "certificate_request_context[4+1] certificate_list{}");
  EXPECT_EQ (walk (in (0xfefc), "0b 000004 00 000000"), "certificate_request_context[4+1] certificate_list{}");
  /* raw public keys */
  EXPECT_EQ (walk (in (0x0303, 0, 2), "0b 000005 000002 3000"), "asn1_subject_public_key_info[4+5]");
  EXPECT_EQ (walk (in (0x0304, 0, 2), "0b 00000b 00 000007 000002 3000 0000"),
             "certificate_request_context[4+1] certificate_list{certificate_entry{asn1_subject_public_key_info[8+5] "
             "extensions{}}}");
}

/* RFC 7924: what the client has kept is only named. */
TEST (Messages, WhatIsCached)
{
  EXPECT_EQ (walk (in (0x0303), "0b 000005 04 aabbccdd"), "hash_value[4+5]");
  EXPECT_EQ (walk (in (0x0303), "0d 000005 04 aabbccdd"), "hash_value[4+5]");
  /* lists of nothing are no hashes */
  EXPECT_EQ (walk (in (0x0303), "0b 000003 000000"), "certificate_list{}");
  EXPECT_EQ (walk (in (0x0302), "0d 000003 00 0000"), "certificate_types{} certificate_authorities{}");
  /* 3 bytes of a request of TLS 1.1 that could be both */
  EXPECT_EQ (walk (in (0x0302), "0d 000004 01 40 0000"),
             "certificate_types{client_certificate_type[5+1]} certificate_authorities{}");
}

/* RFC 8902 section 3 */
TEST (Messages, CertificatesOfIeee1609)
{
  EXPECT_EQ (walk (in (0x0304, 0, 3), "0b 00000b 00 000007 000002 8003 0000"),
             "certificate_request_context[4+1] certificate_list{certificate_entry{ieee1609_cert_data[8+5] extensions{}}}");
}

/* RFC 5878 section 3.3, RFC 4681 section 6 */
TEST (Messages, SupplementalData)
{
  EXPECT_EQ (walk (in (0x0303), "17 00000e 00000b 4002 0007 0005 01 0002 3c61"),
             "supp_data_list{supplemental_data_entry{supp_data_type[7+2] supp_data{authz_data_list{"
             "authorization_data_entry{authz_format[13+1] authz_entry{saml_assertion[14+4]}}}}}}");
  EXPECT_EQ (walk (in (0x0303), "17 000022 00001f 4002 001b 0019 02 0001 61 02 0000000000000000000000000000000000000000"),
             "supp_data_list{supplemental_data_entry{supp_data_type[7+2] supp_data{authz_data_list{"
             "authorization_data_entry{authz_format[13+1] authz_entry{url[14+3] hash_alg[17+1] hash{hash[18+20]}}}}}}}");
  EXPECT_EQ (walk (in (0x0303), "17 000014 000011 0000 000d 000b 40 0008 0004 61406263 0000"),
             "supp_data_list{supplemental_data_entry{supp_data_type[7+2] supp_data{user_mapping_data_list{"
             "user_mapping_data{user_mapping_version[13+1] mapping_data{user_principal_name[16+6] domain_name[22+2]}}}}}}");
}

TEST (Messages, ServerKeyExchange)
{
  const char *ecdhe_signed = "0c 00000c 03 001d 02 aabb 0403 0002 ccdd";
  const char *ecdhe_old = "0c 00000a 03 0017 02 aabb 0002 ccdd";
  /* TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 */
  std::string params = "params{curve_params{curve_type[4+1] parameters{namedcurve[5+2]}} public{point[7+3]}} ";
  EXPECT_EQ (walk (in (0x0303, 0xc02f), ecdhe_signed), params + "algorithm[10+2] signature[12+4]");
  EXPECT_EQ (walk (in (0xfefd, 0xc02f), ecdhe_signed), params + "algorithm[10+2] signature[12+4]");
  EXPECT_EQ (walk (in (0x0301, 0xc013), ecdhe_old), params + "signature[10+4]");
  EXPECT_EQ (walk (in (0xfeff, 0xc013), ecdhe_old), params + "signature[10+4]");
  /* TLS_DHE_RSA_WITH_AES_128_CBC_SHA */
  EXPECT_EQ (walk (in (0x0303, 0x0033), "0c 00000e 0001 17 0001 05 0001 08 0401 0001 aa"),
             "params{dh_p[4+3] dh_g[7+3] dh_ys[10+3]} algorithm[13+2] signature[15+3]");
  /* TLS_DH_anon_WITH_AES_128_CBC_SHA: nobody signs */
  EXPECT_EQ (walk (in (0x0303, 0x0034), "0c 000009 0001 17 0001 05 0001 08"), "params{dh_p[4+3] dh_g[7+3] dh_ys[10+3]}");
  /* TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA256 */
  EXPECT_EQ (walk (in (0x0303, 0xc037), "0c 000009 0001 68 03 001d 02 aabb"),
             "psk_identity_hint[4+3] params{curve_params{curve_type[7+1] parameters{namedcurve[8+2]}} "
             "public{point[10+3]}}");
  /* TLS_SRP_SHA_WITH_AES_128_CBC_SHA */
  EXPECT_EQ (walk (in (0x0303, 0xc01d), "0c 00000b 0001 17 0001 02 01 aa 0001 bb"),
             "params{srp_n[4+3] srp_g[7+3] srp_s[10+2] srp_b[12+3]}");
  /* TLS_RSA_EXPORT_WITH_RC4_40_MD5 */
  EXPECT_EQ (walk (in (0x0300, 0x0003), "0c 000009 0001 17 0001 03 0001 aa"),
             "params{rsa_modulus[4+3] rsa_exponent[7+3]} signature[10+3]");
  /* ECCPWD, RFC 8492 section 4.5.1.2 */
  EXPECT_EQ (walk (in (0x0303, 0xc0b0), "0c 00000d 01 aa 03 0017 03 040102 03 010203"),
             "params{salt[4+2] curve_params{curve_type[6+1] parameters{namedcurve[7+2]}} ec_selement{point[9+4]} "
             "ec_sscalar[13+4]}");
  /* TLCP: ECC_SM4_CBC_SM3 has nothing but the signature, ECDHE_SM4_CBC_SM3 a share as well */
  EXPECT_EQ (walk (in (0x0101, 0xe013), "0c 000004 0002 ccdd"), "signature[4+4]");
  EXPECT_EQ (walk (in (0x0101, 0xe011), "0c 00000a 03 0029 02 aabb 0002 ccdd"), params + "signature[10+4]");
}

/* Before the ServerHello was captured, what the message is made of tells the key exchange. */
TEST (Messages, ServerKeyExchangeOfAnUnknownSuite)
{
  std::string params = "params{curve_params{curve_type[4+1] parameters{namedcurve[5+2]}} public{point[7+3]}}";
  for (TlContext context : { in (0), in (0x0303, 0xfefa) })
    {
      EXPECT_EQ (walk (context, "0c 00000c 03 001d 02 aabb 0403 0002 ccdd"), params + " algorithm[10+2] signature[12+4]");
      EXPECT_EQ (walk (context, "0c 00000a 03 0017 02 aabb 0002 ccdd"), params + " signature[10+4]");
      EXPECT_EQ (walk (context, "0c 000006 03 0017 02 aabb"), params);
      EXPECT_EQ (walk (context, "0c 00000e 0001 17 0001 05 0001 08 0401 0001 aa"),
                 "params{dh_p[4+3] dh_g[7+3] dh_ys[10+3]} algorithm[13+2] signature[15+3]");
      /* these three could be p, g and Ys without a signature, or a modulus and an exponent with one */
      EXPECT_EQ (walk (context, "0c 000009 0001 17 0001 05 0001 08"), "params[4+9]");
      EXPECT_EQ (walk (context, "0c 000002 aabb"), "params[4+2]");
      EXPECT_EQ (walk (context, "0c 000007 03 0017 02 aabb 00"), "params[4+7]");
      EXPECT_EQ (walk (context, "0c 000000"), "params[4+0]");
    }
}

TEST (Messages, ClientKeyExchangeOfAnUnknownSuite)
{
  for (TlContext context : { in (0), in (0x0303, 0xfefa) })
    {
      EXPECT_EQ (walk (context, "10 000003 02 aabb"), "ecdh_yc{point[4+3]}");
      EXPECT_EQ (walk (context, "10 000004 0002 aabb"), "exchange_keys[4+4]");
      EXPECT_EQ (walk (context, "10 000002 aabb"), "exchange_keys[4+2]");
      EXPECT_EQ (walk (context, "10 000000"), "exchange_keys[4+0]");
    }
}

TEST (Messages, ServerKeyExchangeWithACurveToldInFull)
{
  EXPECT_EQ (walk (in (0x0301, 0xc013), "0c 000013 01 01 0b 01 01 01 06 01 04 01 07 01 01 01 09 0002 ccdd"),
             "params{curve_params{curve_type[4+1] parameters{prime_p[5+2] curve{a[7+2] b[9+2]} base{point[11+2]} "
             "order[13+2] cofactor[15+2]}} public{point[17+2]}} signature[19+4]");
}

TEST (Messages, ClientKeyExchange)
{
  EXPECT_EQ (walk (in (0x0303, 0x002f), "10 000004 0002 aabb"), "encrypted_pre_master_secret[4+4]");
  EXPECT_EQ (walk (in (0x0300, 0x002f), "10 000002 aabb"), "encrypted_pre_master_secret[4+2]");
  EXPECT_EQ (walk (in (0x0303, 0xc02f), "10 000003 02 aabb"), "ecdh_yc{point[4+3]}");
  EXPECT_EQ (walk (in (0x0303, 0x0033), "10 000004 0002 aabb"), "dh_yc[4+4]");
  EXPECT_EQ (walk (in (0x0303, 0x00a8), "10 000003 0001 61"), "psk_identity[4+3]");
  EXPECT_EQ (walk (in (0x0303, 0xc037), "10 000006 0001 61 02 aabb"), "psk_identity[4+3] ecdh_yc{point[7+3]}");
  /* ECCPWD, RFC 8492 section 4.5.1.3 */
  EXPECT_EQ (walk (in (0x0303, 0xc0b0), "10 000006 02 0401 02 aabb"), "ec_celement{point[4+3]} ec_cscalar[7+3]");
  /* TLCP */
  EXPECT_EQ (walk (in (0x0101, 0xe013), "10 000004 0002 ccdd"), "encrypted_pre_master_secret[4+4]");
  EXPECT_EQ (walk (in (0x0101, 0xe011), "10 000006 03 0029 02 aabb"),
             "curve_params{curve_type[4+1] parameters{namedcurve[5+2]}} public{point[7+3]}");
  /* the share is in the client's certificate: TLS_ECDH_ECDSA_WITH_AES_128_CBC_SHA */
  EXPECT_EQ (walk (in (0x0303, 0xc004), "10 000000"), "");
}

TEST (Messages, CertificateRequest)
{
  EXPECT_EQ (walk (in (0x0303), "0d 00000e 01 40 0002 0403 0006 0004 30020500"),
             "certificate_types{client_certificate_type[5+1]} supported_signature_algorithms{signature_scheme[8+2]} "
             "certificate_authorities{distinguished_name[12+6]}");
  EXPECT_EQ (walk (in (0x0301), "0d 000004 01 40 0000"),
             "certificate_types{client_certificate_type[5+1]} certificate_authorities{}");
  EXPECT_EQ (walk (in (0x0304), "0d 00000b 00 0008 000d 0004 0002 0403"),
             "certificate_request_context[4+1] extensions{extension{extension_type[7+2] "
             "extension_data{supported_signature_algorithms{signature_scheme[13+2]}}}}");
}

/* Where the version is not known, the one of the two forms that fits. */
TEST (Messages, FormsOfAnUnknownVersion)
{
  EXPECT_EQ (walk (in (0), "0f 000006 0804 0002 aabb"), "algorithm[4+2] signature[6+4]");
  EXPECT_EQ (walk (in (0), "0f 000004 0002 aabb"), "signature[4+4]");
  EXPECT_EQ (walk (in (0), "0f 000003 0002 aa"), "algorithm[4+2] signature[6+1]!truncated");
  EXPECT_EQ (walk (in (0), "0d 000004 01 40 0000"),
             "certificate_types{client_certificate_type[5+1]} certificate_authorities{}");
  EXPECT_EQ (walk (in (0), "0d 000008 01 40 0002 0403 0000"),
             "certificate_types{client_certificate_type[5+1]} supported_signature_algorithms{signature_scheme[8+2]} "
             "certificate_authorities{}");
}

TEST (Messages, Signatures)
{
  EXPECT_EQ (walk (in (0x0304), "0f 000006 0804 0002 aabb"), "algorithm[4+2] signature[6+4]");
  EXPECT_EQ (walk (in (0x0302), "0f 000004 0002 aabb"), "signature[4+4]");
}

TEST (Messages, Tickets)
{
  EXPECT_EQ (walk (in (0x0303), "04 000008 00000e10 0002 aabb"), "ticket_lifetime_hint[4+4] ticket[8+4]");
  EXPECT_EQ (walk (in (0x0304), "04 000014 00000e10 01020304 01 00 0002 aabb 0004 002a 0000"),
             "ticket_lifetime[4+4] ticket_age_add[8+4] ticket_nonce[12+2] ticket[14+4] "
             "extensions{extension{extension_type[20+2] extension_data{max_early_data_size[24+0]!truncated}}}");
}

TEST (Messages, Small)
{
  EXPECT_EQ (walk (in (0x0303), "00 000000"), "");
  EXPECT_EQ (walk (in (0x0303), "0e 000000"), "");
  EXPECT_EQ (walk (in (0x0303), "14 000004 aabbccdd"), "verify_data[4+4]");
  EXPECT_EQ (walk (in (0x0304), "18 000001 01"), "request_update[4+1]");
  EXPECT_EQ (walk (in (0x0304), "08 000002 0000"), "extensions{}");
  EXPECT_EQ (walk (in (0x0304), "19 000009 0002 000100 000001 aa"),
             "algorithm[4+2] uncompressed_length[6+3] compressed_certificate_message[9+4]");
  EXPECT_EQ (walk (in (0x0303), "16 000006 01 000002 3000"), "status_type[4+1] response{ocsp_response[5+5]}");
  EXPECT_EQ (walk (in (0xfefd), "03 000004 feff 01 aa"), "server_version[4+2] cookie[6+2]");
  EXPECT_EQ (walk (in (0xfefc), "0a 000006 0003 02 aabb 01"), "cids{connection_id[6+3]} usage[9+1]");
  EXPECT_EQ (walk (in (0x0303), "63 000002 aabb"), "unknown[4+2]");
}

TEST (Messages, LengthsThatDoNotFit)
{
  /* the message ends before its length does */
  EXPECT_EQ (walk (in (0), "01 0000ff 0303 0102"), "legacy_version[4+2] random[6+2]!truncated");
  /* bytes behind it */
  EXPECT_EQ (walk (in (0), "0e 000000 aabb"), "unknown[4+2]!trailing");
  EXPECT_EQ (walk (in (0), "01 00"), "msg_type[0+1] length[1+1]!truncated");
  EXPECT_EQ (walk (in (0), "01"), "msg_type[0+1]");
  EXPECT_EQ (walk (in (0), ""), "");
}

/* Whatever the bytes are, each is told of once: cut a message at every byte, and turn over every bit of its lengths. */
TEST (Messages, EveryByteIsCoveredWhateverItIs)
{
  auto whole = hex ("01 000047 0303" RANDOM "00 0002 1301 01 00 001a 0000 0008 0006 00 0003 612e62 0033 0008 0006 001d 0002 aabb");
  TlContext context = in (0);

  for (gsize length = 0; length <= whole.size (); length++)
    {
      Recorder recorder;
      tl_message_walk (tl_bytes (whole.data (), length), &context, &recorder.sink);
      EXPECT_TRUE (recorder.gapless) << length;
      EXPECT_EQ (recorder.covered, length);
    }
  for (gsize at = 0; at < whole.size (); at++)
    for (guint bit = 0; bit < 8; bit++)
      {
        auto bent = whole;
        Recorder recorder;
        bent[at] = (guint8) (bent[at] ^ 1u << bit);
        tl_message_walk (view (bent), &context, &recorder.sink);
        EXPECT_TRUE (recorder.gapless) << at << ":" << bit;
        EXPECT_EQ (recorder.covered, bent.size ()) << at << ":" << bit;
      }
}
