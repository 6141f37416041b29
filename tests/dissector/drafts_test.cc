/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The messages of the drafts of TLS 1.3, each in the form of its draft.
 */
#include "tls/messages.h"
#include "recorder.h"

#include <gtest/gtest.h>

/* Behind the header, the fields in draft @draft; 0: while no version is known. */
static std::string
walk (guint draft, const char *text)
{
  auto bytes = hex (text);
  TlContext context = {};
  Recorder recorder;
  context.version = (guint16) (draft ? 0x7f00 | draft : 0);
  tl_message_walk (view (bytes), &context, &recorder.sink);
  EXPECT_TRUE (recorder.gapless) << text;
  EXPECT_EQ (recorder.covered, bytes.size ()) << text;
  std::string start = "msg_type[0+1] length[1+3]";
  return recorder.text.substr (MIN (start.size () + 1, recorder.text.size ()));
}

#define RANDOM "0000000000000000000000000000000000000000000000000000000000000000"

TEST (Drafts, ServerHelloHasASessionIdSinceDraft22)
{
  const char *old = "legacy_version[4+2] random[6+32] cipher_suite[38+2] extensions{extension{extension_type[42+2] "
                    "extension_data{server_share{group[46+2] key_exchange[48+3]}}}}";
  EXPECT_EQ (walk (0, "02 00002f 7f12" RANDOM "1301 0009 0028 0005 001d 0001 aa"), old);
  EXPECT_EQ (walk (0, "02 00002f 7f15" RANDOM "1301 0009 0028 0005 001d 0001 aa"), old);
  EXPECT_EQ (walk (0, "02 00002f 0304" RANDOM "c02b 0009 0028 0005 001d 0001 aa"), old); /* NSS, draft 14 */
  EXPECT_EQ (walk (0, "02 000028 0304" RANDOM "00 1301 00 0000"),
             "legacy_version[4+2] random[6+32] legacy_session_id_echo[38+1] cipher_suite[39+2] "
             "legacy_compression_method[41+1] extensions{}");
}

TEST (Drafts, HelloRetryRequest)
{
  EXPECT_EQ (walk (0, "06 000008 7f0e 1301 0017 0000"),
             "legacy_version[4+2] cipher_suite[6+2] selected_group[8+2] extensions{}");
  EXPECT_EQ (walk (0, "06 000008 0304 1301 0017 0000"),
             "legacy_version[4+2] cipher_suite[6+2] selected_group[8+2] extensions{}");
  EXPECT_EQ (walk (0, "06 00000a 7f12 0006 0028 0002 0017"),
             "legacy_version[4+2] extensions{extension{extension_type[8+2] extension_data{selected_group[12+2]}}}");
  EXPECT_EQ (walk (0, "06 00000c 7f13 1301 0006 0028 0002 0017"),
             "legacy_version[4+2] cipher_suite[6+2] extensions{extension{extension_type[10+2] "
             "extension_data{selected_group[14+2]}}}");
}

TEST (Drafts, CertificateHasExtensionsSinceDraft17)
{
  EXPECT_EQ (walk (16, "0b 000009 00 000005 000002 3000"), "certificate_request_context[4+1] certificate_list{cert_data[8+5]}");
  EXPECT_EQ (walk (17, "0b 00000b 00 000007 000002 3000 0000"),
             "certificate_request_context[4+1] certificate_list{certificate_entry{cert_data[8+5] extensions{}}}");
}

TEST (Drafts, CertificateRequestHasExtensionsSinceDraft19)
{
  EXPECT_EQ (walk (18, "0d 00000e 00 0002 0403 0000 0005 01 55 0001 aa"),
             "certificate_request_context[4+1] supported_signature_algorithms{signature_scheme[7+2]} "
             "certificate_authorities{} certificate_extensions{certificate_extension{certificate_extension_oid[13+2] "
             "certificate_extension_values[15+3]}}");
  EXPECT_EQ (walk (19, "0d 000003 00 0000"), "certificate_request_context[4+1] extensions{}");
}

TEST (Drafts, NewSessionTicketHasANonceSinceDraft21)
{
  EXPECT_EQ (walk (14, "04 000011 00000001 00000004 00000003 0000 0001 aa"),
             "ticket_lifetime[4+4] flags[8+4] ticket_age_add[12+4] extensions{} ticket[18+3]");
  EXPECT_EQ (walk (20, "04 00000d 00000001 00000003 0001 aa 0000"),
             "ticket_lifetime[4+4] ticket_age_add[8+4] ticket[12+3] extensions{}");
  EXPECT_EQ (walk (21, "04 00000f 00000001 00000003 01 bb 0001 aa 0000"),
             "ticket_lifetime[4+4] ticket_age_add[8+4] ticket_nonce[12+2] ticket[14+3] extensions{}");
}

TEST (Drafts, KeyUpdateAsksSinceDraft16)
{
  EXPECT_EQ (walk (15, "18 000000"), "");
  EXPECT_EQ (walk (16, "18 000001 00"), "request_update[4+1]");
}

TEST (Drafts, AreAllTls13)
{
  for (guint16 version : { 0x7f0e, 0x7f1c, 0xfb17, 0xfb1a, 0x7e01 })
    EXPECT_TRUE (tl_version_is_13 (version)) << version;
  EXPECT_STREQ (tl_registry_name (TL_REGISTRY_VERSION, 0x7e01), "TLS 1.3 experiment (BoringSSL)");
}
