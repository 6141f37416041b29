/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What each alert means, and what to look at next.
 */
#include "texts.h"

#include <glib/gi18n-lib.h>

#define ERROR_ALERTS "RFC 9846, section 6.2", NULL, "RFC 5246, section 7.2.2"

const TlCodeText tl_alert_texts[] = {
  { 0,
    N_ ("The sender says that it will send no more. That is the proper way to end: without it the other side "
        "could not tell whether somebody cut the conversation short."),
    "RFC 9846, section 6.1", NULL, "RFC 5246, section 7.2.1" },
  { 10,
    N_ ("The sender received a message that cannot stand at this place of the handshake. One of the two "
        "sides is at fault, or the bytes come from something that does not speak TLS."),
    ERROR_ALERTS },
  { 20,
    N_ ("The sender could not open a record: the bytes were changed on the way, or the two sides do not have "
        "the same keys."),
    ERROR_ALERTS },
  { 21,
    N_ ("The sender could not decrypt a record. The alert is no longer sent, as it helped attackers: "
        "bad_record_mac is."),
    "RFC 5246, section 7.2.2", NULL, NULL },
  { 22,
    N_ ("The sender received a record that is longer than allowed, or that opened to more than 16,384 "
        "bytes."),
    ERROR_ALERTS },
  { 30, N_ ("The sender could not decompress a record."), "RFC 5246, section 7.2.2", NULL, NULL },
  { 40,
    N_ ("The sender found nothing in what the other side offers that it can accept: most often no cipher "
        "suite, group or signature algorithm in common, or a certificate was asked for and not sent."),
    ERROR_ALERTS },
  { 41,
    N_ ("The client has no certificate to show. Only SSL 3.0 says it so; later versions send an empty "
        "Certificate message."),
    "RFC 6101, section 5.4.2", NULL, NULL },
  { 42,
    N_ ("The sender finds the other side's certificate broken: it cannot be read, or a signature in it does "
        "not verify."),
    ERROR_ALERTS },
  { 43, N_ ("The other side's certificate is of a kind that the sender cannot use."), ERROR_ALERTS },
  { 44, N_ ("The other side's certificate was revoked by the authority that issued it."), ERROR_ALERTS },
  { 45,
    N_ ("The other side's certificate has expired, or is not valid yet. If its dates look right, look at the "
        "sender's clock."),
    ERROR_ALERTS },
  { 46, N_ ("The sender does not accept the other side's certificate, and says no more about the reason."),
    ERROR_ALERTS },
  { 47,
    N_ ("A value in the handshake is out of range, or does not go with what was said before. One of the two "
        "programs is at fault."),
    ERROR_ALERTS },
  { 48,
    N_ ("The sender does not know the authority behind the other side's certificate: the authority is not in "
        "its list of those it trusts, or a certificate between the two is missing from the chain."),
    ERROR_ALERTS },
  { 49, N_ ("The certificate, or the key both sides know, is valid, but its owner may not come in."),
    ERROR_ALERTS },
  { 50, N_ ("The sender could not read a message: a length does not fit, or a value is out of range."),
    ERROR_ALERTS },
  { 51,
    N_ ("A check of the handshake itself failed: a signature, a Finished message or a binder does not "
        "verify."),
    ERROR_ALERTS },
  { 52, N_ ("The sender was asked for more connection ids than it will give."), "RFC 9147, section 9", NULL,
    NULL },
  { 60, N_ ("Keys were longer than the export rules of the 1990s allowed."), "RFC 5246, section 7.2.2", NULL,
    NULL },
  { 70,
    N_ ("The sender recognises the version the other side offers, but does not accept it: the two have no "
        "version in common. Often one of them is old, or was told to refuse old versions."),
    ERROR_ALERTS },
  { 71, N_ ("The server asks for stronger protection than the client offers."), ERROR_ALERTS },
  { 80,
    N_ ("Something went wrong inside the sender that has nothing to do with the other side, such as a lack "
        "of memory."),
    ERROR_ALERTS },
  { 86,
    N_ ("The client tried again with an older version than it can speak, and the server speaks the newer "
        "one: somebody on the way may have made the first attempt fail in order to weaken the conversation."),
    "RFC 7507, section 3", NULL, NULL },
  { 90,
    N_ ("The sender gives up for a reason that has nothing to do with TLS, such as a user who pressed "
        "Cancel."),
    "RFC 9846, section 6.1", NULL, "RFC 5246, section 7.2.2" },
  { 100, N_ ("The sender does not want to negotiate anew. The conversation may go on as it was."),
    "RFC 5246, section 7.2.2", NULL, NULL },
  { 109, N_ ("An extension is missing that must be there with what else was offered."), ERROR_ALERTS },
  { 110,
    N_ ("The sender received an extension that it did not ask for, or that may not stand in that message."),
    ERROR_ALERTS },
  { 111, N_ ("The certificate could not be fetched from the address that was given for it."),
    "RFC 6066, section 9", NULL, NULL },
  { 112,
    N_ ("The server knows no host of the name in server_name. As a warning it goes on all the same, with a "
        "certificate of another name."),
    "RFC 9846, section 6.2", NULL, "RFC 6066, section 9" },
  { 113, N_ ("The OCSP response that came with the certificate is not valid, or does not belong to it."),
    "RFC 9846, section 6.2", NULL, "RFC 6066, section 8" },
  { 114, N_ ("A certificate fetched from its address does not have the hash that was given for it."),
    "RFC 6066, section 9", NULL, NULL },
  { 115, N_ ("The server does not know the name that belongs to the pre-shared key."),
    "RFC 9846, section 6.2", NULL, "RFC 4279, section 2" },
  { 116, N_ ("The server wants a certificate of the client, and the client sent none."), ERROR_ALERTS },
  { 117, N_ ("Something went wrong for which there is no other alert."), ERROR_ALERTS },
  { 120, N_ ("The server speaks none of the protocols that the client listed in ALPN."),
    "RFC 7301, section 3.2", NULL, NULL },
  { 121,
    N_ ("The client insists on Encrypted ClientHello and the server rejected it. With the server's new keys "
        "the client may try again."),
    "RFC 9849, section 5", NULL, NULL },
  { 0, NULL, NULL, NULL, NULL },
};
