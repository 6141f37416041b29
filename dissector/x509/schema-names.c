/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * The tables of the kinds of name: RFC 5280 section 4.2.1.6, and what an otherName may be.
 */
#include "schema-parts.h"

/* clang-format off */

/* Section 4.2.1.6 */
SHARED (directory_name, TL_DER_TYPE_FIELDS, NAME ("Name"));
SHARED (other_name, TL_DER_TYPE_FIELDS,
  { .name = "type-id", .identifier = TL_DER_OID },
  { .name = "value", .identifier = BOX (0), .by = TL_DER_BY_NAME });
FIELDS (string_box, { .name = "DirectoryString", .identifier = 0 });
SHARED (edi_party_name, TL_DER_TYPE_FIELDS,
  { .name = "nameAssigner", .identifier = BOX (0), .type = &string_box },
  { .name = "partyName", .identifier = BOX (1), .type = &string_box });
SHARED (general_names, TL_DER_TYPE_CHOICE, GENERAL_NAMES);

/* Microsoft's user principal name; RFC 6120, RFC 4985, RFC 7585, RFC 9598, RFC 8994 */
FIELDS (utf8_box, { .name = "UTF8String", .identifier = TL_DER_UTF8_STRING });
FIELDS (ia5_box, { .name = "IA5String", .identifier = TL_DER_IA5_STRING });

/* Microsoft's security identifier, in text, and the identifier of a domain controller, in binary */
FIELDS (sid_box, { .name = "OCTET STRING", .identifier = TL_DER_OCTET_STRING, .text = TL_DER_TEXT_STRING });

/* RFC 4043 section 2 */
FIELDS (permanent_identifier,
  { .name = "identifierValue", .identifier = TL_DER_UTF8_STRING },
  { .name = "assigner", .identifier = TL_DER_OID });
FIELDS (permanent_identifier_box, { .name = "PermanentIdentifier", .identifier = SEQUENCE, .type = &permanent_identifier });

/* RFC 4108 section 5 */
FIELDS (hardware_module,
  { .name = "hwType", .identifier = TL_DER_OID },
  { .name = "hwSerialNum", .identifier = TL_DER_OCTET_STRING });
FIELDS (hardware_module_box, { .name = "HardwareModuleName", .identifier = SEQUENCE, .type = &hardware_module });

/* RFC 4556 section 3.2.2 */
FIELDS (realm_box, { .name = "Realm", .identifier = TL_DER_GENERAL_STRING });
FIELDS (int32_box, { .name = "Int32", .identifier = TL_DER_INTEGER });
OF (kerberos_strings, { .name = "KerberosString", .identifier = TL_DER_GENERAL_STRING });
FIELDS (kerberos_strings_box, { .name = "SEQUENCE", .identifier = SEQUENCE, .type = &kerberos_strings });
FIELDS (principal,
  { .name = "name-type", .identifier = BOX (0), .type = &int32_box },
  { .name = "name-string", .identifier = BOX (1), .type = &kerberos_strings_box });
FIELDS (principal_box, { .name = "PrincipalName", .identifier = SEQUENCE, .type = &principal });
FIELDS (krb5_principal,
  { .name = "realm", .identifier = BOX (0), .type = &realm_box },
  { .name = "principalName", .identifier = BOX (1), .type = &principal_box });
FIELDS (krb5_principal_box, { .name = "KRB5PrincipalName", .identifier = SEQUENCE, .type = &krb5_principal });

/* RFC 4120 section 5.3, and 5.2.9: what RFC 2712 sends */
FIELDS (octets_box, { .name = "OCTET STRING", .identifier = TL_DER_OCTET_STRING });
FIELDS (encrypted_data,
  { .name = "etype", .identifier = BOX (0), .type = &int32_box },
  { .name = "kvno", .identifier = BOX (1), .type = &int32_box },
  { .name = "cipher", .identifier = BOX (2), .type = &octets_box });
FIELDS (encrypted_data_box, { .name = "EncryptedData", .identifier = SEQUENCE, .type = &encrypted_data });
FIELDS (ticket,
  { .name = "tkt-vno", .identifier = BOX (0), .type = &int32_box },
  { .name = "realm", .identifier = BOX (1), .type = &realm_box },
  { .name = "sname", .identifier = BOX (2), .type = &principal_box },
  { .name = "enc-part", .identifier = BOX (3), .type = &encrypted_data_box });
FIELDS (ticket_box, { .name = "SEQUENCE", .identifier = SEQUENCE, .type = &ticket });

const TlDerField tl_der_kerberos_ticket = { .name = "Ticket", .identifier = TL_DER_APPLICATION_CONSTRUCTED | 1, .type = &ticket_box };
const TlDerField tl_der_kerberos_data = { .name = "EncryptedData", .identifier = SEQUENCE, .type = &encrypted_data };

static const TlDerLine other_names[] = {
  { "1.3.6.1.4.1.311.20.2.3", { .name = "value", .identifier = BOX (0), .type = &utf8_box } },
  { "1.3.6.1.4.1.311.25.1", { .name = "value", .identifier = BOX (0), .type = &octets_box } },
  { "1.3.6.1.4.1.311.25.2.1", { .name = "value", .identifier = BOX (0), .type = &sid_box } },
  { "1.3.6.1.5.2.2", { .name = "value", .identifier = BOX (0), .type = &krb5_principal_box } },
  { "1.3.6.1.5.5.7.8.3", { .name = "value", .identifier = BOX (0), .type = &permanent_identifier_box } },
  { "1.3.6.1.5.5.7.8.4", { .name = "value", .identifier = BOX (0), .type = &hardware_module_box } },
  { "1.3.6.1.5.5.7.8.5", { .name = "value", .identifier = BOX (0), .type = &utf8_box } },
  { "1.3.6.1.5.5.7.8.7", { .name = "value", .identifier = BOX (0), .type = &ia5_box } },
  { "1.3.6.1.5.5.7.8.8", { .name = "value", .identifier = BOX (0), .type = &utf8_box } },
  { "1.3.6.1.5.5.7.8.9", { .name = "value", .identifier = BOX (0), .type = &utf8_box } },
  { "1.3.6.1.5.5.7.8.10", { .name = "value", .identifier = BOX (0), .type = &ia5_box } },
};

/* clang-format on */

const TlDerTable tl_der_other_name_table = { other_names, G_N_ELEMENTS (other_names) };
