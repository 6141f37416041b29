/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The extensions, each on bytes made by hand, and what holds for every table there is.
 */
#include "tls/extensions.h"
#include "recorder.h"
#include "tables.h"

#include <algorithm>
#include <gtest/gtest.h>

static std::string
walk (guint16 message, const char *text)
{
  auto bytes = hex (text);
  TlContext context = {};
  Recorder recorder;
  context.message = message;
  context.message_bit = tl_message_bit (message);
  tl_fields_walk (tl_extension, view (bytes), 0, &context, &recorder.sink);
  EXPECT_TRUE (recorder.gapless) << text;
  EXPECT_EQ (recorder.covered, bytes.size ()) << text;
  /* every extension begins alike */
  std::string start = "extension{extension_type[0+2] extension_data{";
  EXPECT_EQ (recorder.text.substr (0, start.size ()), start) << text;
  std::string inside = recorder.text.substr (MIN (start.size (), recorder.text.size ()));
  return inside.size () >= 2 ? inside.substr (0, inside.size () - 2) : inside;
}

/* Whether an element read from no bytes at all moves on: it has a number, a prefix or a size of its own. */
static bool
reads_a_byte (const TlField *field)
{
  if (field->kind == TL_FIELD_END || field->flags & TL_FIELD_OPTIONAL)
    return false;
  if (field->prefix > 0 || field->size > 0)
    return true;
  if (field->kind != TL_FIELD_GROUP)
    return false;
  for (const TlField *inside = field->fields; inside->kind != TL_FIELD_END; inside++)
    if (reads_a_byte (inside))
      return true;
  return false;
}

TEST (Tables, ElementsOfListsReadAByte)
{
  EveryField ([] (const char *, const TlField *field) {
    if (field->kind == TL_FIELD_LIST)
      {
        EXPECT_TRUE (reads_a_byte (field->fields)) << field->name;
        EXPECT_EQ (field->fields[1].kind, TL_FIELD_END) << field->name << " has more than one element";
      }
  });
}

TEST (Tables, CasesAreSorted)
{
  EveryField ([] (const char *, const TlField *field) {
    for (gsize i = 1; field->choice && i < field->choice->n_cases; i++)
      {
        const TlCase *before = &field->choice->cases[i - 1], *here = &field->choice->cases[i];
        EXPECT_LE (before->value, here->value) << field->name;
        /* what stands for all messages must come last, or nothing behind it is ever chosen */
        EXPECT_TRUE (before->value != here->value || before->messages != 0) << field->name << " " << here->value;
      }
  });
}

TEST (Tables, NamesAreSnakeCase)
{
  EveryField ([] (const char *, const TlField *field) {
    std::string name = field->name;
    EXPECT_TRUE (g_ascii_islower (name[0])) << name;
    for (char c : name)
      EXPECT_TRUE (g_ascii_islower (c) || g_ascii_isdigit (c) || c == '_') << name;
  });
}

TEST (Tables, RegistriesExist)
{
  EveryField ([] (const char *, const TlField *field) {
    gsize n_entries = 0;
    EXPECT_LT (field->registry, TL_N_REGISTRIES) << field->name;
    EXPECT_LT (field->tag, TL_N_TAGS) << field->name;
    if (field->registry == TL_REGISTRY_NONE)
      return;
    EXPECT_NE (tl_registry_entries ((TlRegistry) field->registry, &n_entries), nullptr) << field->name;
    EXPECT_GT (n_entries, 0u) << field->name;
  });
}

TEST (Tables, FieldsAreWellFormed)
{
  EveryField ([] (const char *, const TlField *field) {
    if (field->kind == TL_FIELD_UINT)
      {
        EXPECT_GE (field->size, 1) << field->name;
        EXPECT_LE (field->size, 8) << field->name;
      }
    EXPECT_TRUE (field->prefix <= 3 || field->prefix == TL_PREFIX_VARINT) << field->name;
    EXPECT_FALSE (field->prefix > 0 && field->size > 0) << field->name;
    EXPECT_EQ (field->kind == TL_FIELD_CHOICE, field->choice != nullptr) << field->name;
    EXPECT_EQ (field->kind == TL_FIELD_GROUP || field->kind == TL_FIELD_LIST, field->fields != nullptr) << field->name;
  });
}

TEST (Extensions, ServerName)
{
  /* a list of one host_name: "a.b" */
  EXPECT_EQ (walk (TL_MESSAGE_CLIENT_HELLO, "0000 0008 0006 00 0003 612e62"),
             "server_name_list{server_name{name_type[6+1] name{host_name[7+5]}}}");
  EXPECT_EQ (walk (TL_MESSAGE_SERVER_HELLO, "0000 0000"), "");
  EXPECT_EQ (walk (TL_MESSAGE_ENCRYPTED_EXTENSIONS, "0000 0000"), "");
  /* a name of a type that nothing defines */
  EXPECT_EQ (walk (TL_MESSAGE_CLIENT_HELLO, "0000 0006 0004 07 aabbcc"),
             "server_name_list{server_name{name_type[6+1] name{unknown[7+3]}}}");
}

TEST (Extensions, StatusRequest)
{
  EXPECT_EQ (walk (TL_MESSAGE_CLIENT_HELLO, "0005 0005 01 0000 0000"),
             "status_type[4+1] request{responder_id_list{} request_extensions[7+2]}");
  EXPECT_EQ (walk (TL_MESSAGE_SERVER_HELLO, "0005 0000"), "");
  /* in a certificate entry of TLS 1.3 the OCSP response itself */
  EXPECT_EQ (walk (TL_MESSAGE_CERTIFICATE, "0005 0006 01 000002 3000"), "status_type[4+1] response{ocsp_response[5+5]}");
}

TEST (Extensions, RecordSizeLimit)
{
  EXPECT_EQ (walk (TL_MESSAGE_CLIENT_HELLO, "001c 0002 4001"), "record_size_limit[4+2]");
  EXPECT_EQ (walk (TL_MESSAGE_ENCRYPTED_EXTENSIONS, "001c 0002 4001"), "record_size_limit[4+2]");
}

TEST (Extensions, Lists)
{
  EXPECT_EQ (walk (TL_MESSAGE_CLIENT_HELLO, "000a 0006 0004 001d 0017"),
             "named_group_list{named_group[6+2] named_group[8+2]}");
  EXPECT_EQ (walk (TL_MESSAGE_CLIENT_HELLO, "000b 0002 01 00"), "ec_point_format_list{ec_point_format[5+1]}");
  EXPECT_EQ (walk (TL_MESSAGE_CLIENT_HELLO, "000d 0004 0002 0403"),
             "supported_signature_algorithms{signature_scheme[6+2]}");
  EXPECT_EQ (walk (TL_MESSAGE_CLIENT_HELLO, "0010 0005 0003 02 6832"), "protocol_name_list{protocol_name[6+3]}");
  EXPECT_EQ (walk (TL_MESSAGE_CLIENT_HELLO, "001b 0003 02 0002"),
             "algorithms{certificate_compression_algorithm[5+2]}");
  EXPECT_EQ (walk (TL_MESSAGE_CLIENT_HELLO, "000e 0005 0002 0001 00"),
             "srtp_protection_profiles{srtp_protection_profile[6+2]} srtp_mki[8+1]");
}

TEST (Extensions, KeyShare)
{
  EXPECT_EQ (walk (TL_MESSAGE_CLIENT_HELLO, "0033 0008 0006 001d 0002 aabb"),
             "client_shares{key_share_entry{group[6+2] key_exchange[8+4]}}");
  EXPECT_EQ (walk (TL_MESSAGE_SERVER_HELLO, "0033 0006 001d 0002 aabb"), "server_share{group[4+2] key_exchange[6+4]}");
  EXPECT_EQ (walk (TL_MESSAGE_HELLO_RETRY_REQUEST, "0033 0002 0017"), "selected_group[4+2]");
}

TEST (Extensions, SupportedVersions)
{
  EXPECT_EQ (walk (TL_MESSAGE_CLIENT_HELLO, "002b 0005 04 0304 0303"),
             "versions{protocol_version[5+2] protocol_version[7+2]}");
  EXPECT_EQ (walk (TL_MESSAGE_SERVER_HELLO, "002b 0002 0304"), "selected_version[4+2]");
  EXPECT_EQ (walk (TL_MESSAGE_HELLO_RETRY_REQUEST, "002b 0002 0304"), "selected_version[4+2]");
}

TEST (Extensions, PreSharedKey)
{
  EXPECT_EQ (walk (TL_MESSAGE_CLIENT_HELLO, "0029 000d 0007 0001 aa 00000001 0002 01 bb"),
             "identities{psk_identity{identity[6+3] obfuscated_ticket_age[9+4]}} binders{psk_binder_entry[15+2]}");
  EXPECT_EQ (walk (TL_MESSAGE_SERVER_HELLO, "0029 0002 0000"), "selected_identity[4+2]");
}

TEST (Extensions, EarlyData)
{
  EXPECT_EQ (walk (TL_MESSAGE_CLIENT_HELLO, "002a 0000"), "");
  EXPECT_EQ (walk (TL_MESSAGE_NEW_SESSION_TICKET, "002a 0004 00004000"), "max_early_data_size[4+4]");
}

TEST (Extensions, SignedCertificateTimestamps)
{
  EXPECT_EQ (walk (TL_MESSAGE_CLIENT_HELLO, "0012 0000"), "");
  EXPECT_EQ (walk (TL_MESSAGE_SERVER_HELLO,
                   "0012 0034 0032 0030 00" /* list, one SCT of 48 bytes, v1 */
                   "0000000000000000000000000000000000000000000000000000000000000000"
                   "0000018bcfe56800 0000 0403 0001 ff"),
             "sct_list{serialized_sct{sct_version[8+1] id[9+32] timestamp[41+8] ct_extensions[49+2] signature_scheme[51+2] "
             "signature[53+3]}}");
}

TEST (Extensions, EncryptedClientHello)
{
  EXPECT_EQ (walk (TL_MESSAGE_CLIENT_HELLO, "fe0d 000c 00 0001 0001 2a 0001 aa 0001 bb"),
             "ech_client_hello_type[4+1] ech_client_hello{hpke_symmetric_cipher_suite{kdf_id[5+2] aead_id[7+2]} "
             "config_id[9+1] enc[10+3] payload[13+3]}");
  EXPECT_EQ (walk (TL_MESSAGE_CLIENT_HELLO, "fe0d 0001 01"), "ech_client_hello_type[4+1] ech_client_hello{}");
  EXPECT_EQ (walk (TL_MESSAGE_HELLO_RETRY_REQUEST, "fe0d 0008 0102030405060708"), "confirmation[4+8]");
  /* retry_configs: one of a version that is read, one that is not */
  EXPECT_EQ (walk (TL_MESSAGE_ENCRYPTED_EXTENSIONS,
                   "fe0d 001d 001b fe0d 0011 07 0020 0001 cc 0004 00010001 20 01 61 0000 ffff 0002 aabb"),
             "retry_configs{ech_config{ech_config_version[6+2] contents{key_config{config_id[10+1] kem_id[11+2] "
             "public_key[13+3] hpke_cipher_suites{hpke_symmetric_cipher_suite{kdf_id[18+2] aead_id[20+2]}}} "
             "maximum_name_length[22+1] public_name[23+2] ech_config_extensions{}}} "
             "ech_config{ech_config_version[27+2] contents{unknown[31+2]}}}");
}

TEST (Extensions, CertificateTypes)
{
  EXPECT_EQ (walk (TL_MESSAGE_CLIENT_HELLO, "0014 0003 02 02 00"),
             "server_certificate_types{certificate_type[5+1] certificate_type[6+1]}");
  EXPECT_EQ (walk (TL_MESSAGE_ENCRYPTED_EXTENSIONS, "0014 0001 02"), "server_certificate_type[4+1]");
  EXPECT_EQ (walk (TL_MESSAGE_SERVER_HELLO, "0013 0001 02"), "client_certificate_type[4+1]");
}

TEST (Extensions, DelegatedCredential)
{
  EXPECT_EQ (walk (TL_MESSAGE_CLIENT_HELLO, "0022 0004 0002 0403"), "supported_signature_algorithm{signature_scheme[6+2]}");
  EXPECT_EQ (walk (TL_MESSAGE_CERTIFICATE, "0022 000f 00000e10 0403 000001 30 0403 0001 aa"),
             "cred{valid_time[4+4] dc_cert_verify_algorithm[8+2] asn1_subject_public_key_info[10+4]} algorithm[14+2] "
             "signature[16+3]");
}

TEST (Extensions, NotRegistered)
{
  EXPECT_EQ (walk (TL_MESSAGE_CLIENT_HELLO, "3374 0000"), "");
  EXPECT_EQ (walk (TL_MESSAGE_SERVER_HELLO, "3374 0006 02 6832 02 6833"),
             "next_protocol_names{next_protocol_name[4+3] next_protocol_name[7+3]}");
  EXPECT_EQ (walk (TL_MESSAGE_CLIENT_HELLO, "44cd 0005 0003 02 6832"), "supported_protocols{supported_protocol[6+3]}");
  EXPECT_EQ (walk (TL_MESSAGE_ENCRYPTED_EXTENSIONS, "4469 0002 aabb"), "settings[4+2]");
  EXPECT_EQ (walk (TL_MESSAGE_CLIENT_HELLO, "ca34 0004 0002 01 aa"), "trust_anchor_identifier_list{trust_anchor_identifier[6+2]}");
}

TEST (Extensions, Drafts)
{
  EXPECT_EQ (walk (TL_MESSAGE_SERVER_HELLO, "000d 0000"), "");
  EXPECT_EQ (walk (TL_MESSAGE_CLIENT_HELLO, "ff02 0002 000e"), "draft_version[4+2]");
  EXPECT_EQ (walk (TL_MESSAGE_HELLO_RETRY_REQUEST, "0028 0002 0017"), "selected_group[4+2]");
}

TEST (Extensions, GreaseMeansNothing)
{
  for (guint nibble = 0; nibble < 16; nibble++)
    {
      char text[32];
      g_snprintf (text, sizeof text, "%xa%xa 0001 00", nibble, nibble);
      EXPECT_EQ (walk (TL_MESSAGE_CLIENT_HELLO, text), "grease[4+1]") << text;
    }
}

static std::string
parameters (const char *text, guint16 message = TL_MESSAGE_CLIENT_HELLO)
{
  std::string whole = text, result;
  whole.erase (std::remove (whole.begin (), whole.end (), ' '), whole.end ());
  char head[16];
  g_snprintf (head, sizeof head, "0039 %04x ", (guint) whole.size () / 2);
  result = walk (message, (head + whole).c_str ());
  return result;
}

TEST (Extensions, QuicTransportParameters)
{
  /* of RFC 9001 appendix A.2 */
  EXPECT_EQ (parameters ("0408ffffffffffffffff 05048000ffff"),
             "transport_parameters{transport_parameter{transport_parameter_id[4+1] "
             "transport_parameter_value{initial_max_data[6+8]}} "
             "transport_parameter{transport_parameter_id[14+1] "
             "transport_parameter_value{initial_max_stream_data_bidi_local[16+4]}}}");
  EXPECT_EQ (parameters ("0f088394c8f03e515708"),
             "transport_parameters{transport_parameter{transport_parameter_id[4+1] "
             "transport_parameter_value{initial_source_connection_id[6+8]}}}");
  EXPECT_EQ (parameters ("11 08 00000001 6b3343cf"),
             "transport_parameters{transport_parameter{transport_parameter_id[4+1] "
             "transport_parameter_value{chosen_version[6+4] available_versions{quic_version[10+4]}}}}");
  EXPECT_EQ (parameters ("6ab2 00"), "transport_parameters{transport_parameter{transport_parameter_id[4+2] "
                                     "transport_parameter_value{}}}");
  EXPECT_EQ (parameters ("0d 29 01020304 01bb 20010db8000000000000000000000001 01bb 00 "
                         "000102030405060708090a0b0c0d0e0f"),
             "transport_parameters{transport_parameter{transport_parameter_id[4+1] "
             "transport_parameter_value{ipv4_address[6+4] ipv4_port[10+2] ipv6_address[12+16] ipv6_port[28+2] "
             "connection_id[30+1] stateless_reset_token[31+16]}}}");
}

TEST (Extensions, QuicParametersThatMeanNothingAreGrease)
{
  EXPECT_EQ (parameters ("1b 02 abcd"), "transport_parameters{transport_parameter{transport_parameter_id[4+1] "
                                        "transport_parameter_value{grease[6+2]}}}");
  /* numbers of more than 32 bits, of which the second has the lowest bits of another */
  EXPECT_EQ (parameters ("d00000000000001a 01 ff"),
             "transport_parameters{transport_parameter{transport_parameter_id[4+8] "
             "transport_parameter_value{grease[13+1]}}}");
  EXPECT_EQ (parameters ("c000000100000001 01 ff"),
             "transport_parameters{transport_parameter{transport_parameter_id[4+8] "
             "transport_parameter_value{unknown[13+1]}}}");
}

TEST (Extensions, QuicParametersOfOldDrafts)
{
  auto bytes = hex ("ffa5 000a 0008 0003 0004 800005ac");
  TlContext context = {};
  Recorder recorder;
  context.message = TL_MESSAGE_CLIENT_HELLO;
  context.message_bit = TL_IN_CLIENT_HELLO | TL_IN_OLD_QUIC;
  tl_fields_walk (tl_extension, view (bytes), 0, &context, &recorder.sink);
  EXPECT_EQ (recorder.text, "extension{extension_type[0+2] extension_data{transport_parameters{transport_parameter{"
                            "transport_parameter_id[6+2] transport_parameter_value{max_udp_payload_size[10+4]}}}}}");
}

TEST (Extensions, WhatIsNotKnownIsSaidSo)
{
  EXPECT_EQ (walk (TL_MESSAGE_CLIENT_HELLO, "eeee 0003 010203"), "unknown[4+3]");
  EXPECT_EQ (walk (TL_MESSAGE_CLIENT_HELLO, "0017 0001 00"), "unknown[4+1]!trailing");
}

/* RFC 9162 section 4.5: kinds of proof, and one that is left as it is */
TEST (Extensions, TransparencyInfo)
{
  EXPECT_EQ (walk (TL_MESSAGE_CERTIFICATE, "0034 0016 0014 0012 0102 02 2a03 0000000000000001 0000 0001 ff"),
             "trans_item_list{serialized_trans_item{versioned_type[8+2] data{log_id[10+3] timestamp[13+8] "
             "sct_extensions[21+2] signature[23+3]}}}");
  EXPECT_EQ (walk (TL_MESSAGE_CERTIFICATE, "0034 001d 001b 0019 0106 02 2a03 0000000000000009 0000000000000001 0002 01 cc"),
             "trans_item_list{serialized_trans_item{versioned_type[8+2] data{log_id[10+3] tree_size[13+8] "
             "leaf_index[21+8] inclusion_path{node_hash[31+2]}}}}");
  EXPECT_EQ (walk (TL_MESSAGE_CERTIFICATE, "0034 0021 001f 001d 0104 02 2a03 0000000000000001 0000000000000009 01 dd 0000 "
                                           "0002 ffff"),
             "trans_item_list{serialized_trans_item{versioned_type[8+2] data{log_id[10+3] tree_head{timestamp[13+8] "
             "tree_size[21+8] root_hash[29+2] sth_extensions[31+2]} signature[33+4]}}}");
  EXPECT_EQ (walk (TL_MESSAGE_CERTIFICATE, "0034 0008 0006 0004 0105 aabb"),
             "trans_item_list{serialized_trans_item{versioned_type[8+2] data[10+2]}}");
  EXPECT_EQ (walk (TL_MESSAGE_CLIENT_HELLO, "0034 0000"), "");
}

/* draft-cragie-tls-ecjpake section 7: two shares, each with its proof */
TEST (Extensions, EcJpake)
{
  EXPECT_EQ (walk (TL_MESSAGE_CLIENT_HELLO, "0100 000c 01 aa 01 bb 01 cc 01 dd 01 ee 01 ff"),
             "ecjpake_key_kp{x{point[4+2]} zkp{v{point[6+2]} r[8+2]}} ecjpake_key_kp{x{point[10+2]} "
             "zkp{v{point[12+2]} r[14+2]}}");
}

/* Every extension in the registry has a table in every message that may carry it, but for those whose layout is not public or
 * not settled. */

TEST (Extensions, TheRegistryIsCovered)
{
  static const std::set<guint32> without = { 36, 37, 38, /* TLMSP, ETSI TS 103 523-2 */
                                             46,         /* reserved */
                                             60,         /* an expired draft */
                                             4832 };     /* no public text */
  gsize n_entries = 0;
  const TlRegistryEntry *entries = tl_registry_entries (TL_REGISTRY_EXTENSION, &n_entries);

  ASSERT_GT (n_entries, 60u);
  for (gsize i = 0; i < n_entries; i++)
    {
      guint32 may = entries[i].messages ? entries[i].messages : (guint32) TL_IN_CLIENT_HELLO, can = 0;

      for (gsize k = 0; k < tl_extension_choice.n_cases; k++)
        if (tl_extension_choice.cases[k].value == entries[i].code)
          can |= tl_extension_choice.cases[k].messages ? tl_extension_choice.cases[k].messages : G_MAXUINT32;
      EXPECT_EQ (may & ~can, without.count (entries[i].code) ? may : 0u) << entries[i].name;
    }
}
