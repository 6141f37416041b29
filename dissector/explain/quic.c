/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What the packets of QUIC that stand on the ladder are made of, and what its transport parameters settle.
 */
#include "texts.h"

#include <glib/gi18n-lib.h>

const TlText tl_quic_texts[] = {
  { NULL, "first_byte",
    N_ ("Bits: that the header is a long one, that this is QUIC, and what kind of packet it is. The lowest four are "
        "protected, or have no meaning."),
    "RFC 9000, section 17.2", NULL },
  { "retry", "version", N_ ("The version of QUIC that this packet belongs to."), "RFC 9000, section 17.2", NULL },
  { "quic_handshake", "version", N_ ("The version of QUIC that this packet belongs to."), "RFC 9000, section 17.2", NULL },
  { "version_negotiation", "version",
    N_ ("0: not a version, but the mark of a packet that names the versions its sender can use."),
    "RFC 9000, section 17.2.1", NULL },
  { NULL, "destination_connection_id",
    N_ ("The name that the receiver has chosen for this connection, or, in the first packets of a client, one that the "
        "client made up. By it the connection is known even when an address changes."),
    "RFC 9000, section 5.1", NULL },
  { NULL, "source_connection_id", N_ ("The name by which the sender wants to be addressed from now on."),
    "RFC 9000, section 5.1", NULL },
  { NULL, "supported_versions", N_ ("The versions of QUIC that the server can use. The client may begin anew with one of them."),
    "RFC 9000, section 17.2.1", NULL },
  { NULL, "supported_version",
    N_ ("One version of QUIC. One that ends each half-byte with \"a\" is none: it is there so that nobody gets used to a "
        "fixed list."),
    "RFC 9000, section 15", NULL },
  { NULL, "retry_token",
    N_ ("What the client has to send back with its next Initial packet: so it proves that it receives what is sent to its "
        "address."),
    "RFC 9000, section 8.1.2", NULL },
  { NULL, "retry_integrity_tag",
    N_ ("A check over the packet and the connection id that the client chose first: whoever makes it has seen the client's "
        "packet. Its key is public."),
    "RFC 9001, section 5.8", NULL },
  { NULL, "protected_payload",
    N_ ("The packet number and the frames, encrypted. The keys come from the handshake itself, so nobody else can read them. "
        "How many of these bytes are the packet number is hidden too."),
    "RFC 9001, section 5.3", NULL },
  { "connection_close", "type", N_ ("The kind of frame: CONNECTION_CLOSE."), "RFC 9000, section 19.19", NULL },
  { "connection_close", "error_code",
    N_ ("Why the connection ends. The codes from 0x100 on stand for alerts of TLS: the last byte is the alert."),
    "RFC 9000, section 20.1", NULL },
  { "connection_close", "application_error_code",
    N_ ("Why the connection ends: a number that only the protocol above QUIC knows the meaning of. It is no alert."),
    "RFC 9000, section 20.2", NULL },
  { NULL, "frame_type", N_ ("The kind of frame that was at fault, 0 where that is not known."), "RFC 9000, section 19.19",
    NULL },
  { NULL, "reason_phrase", N_ ("More about it, for people. It may be empty."), "RFC 9000, section 19.19", NULL },

  { NULL, "transport_parameters",
    N_ ("What QUIC has to settle: pairs of a number and a value, such as how much data may be under way, and after how long "
        "a silence the connection ends."),
    "RFC 9000, section 18", NULL },
  { NULL, "transport_parameter", N_ ("One thing that the sender settles for what it receives."), "RFC 9000, section 18",
    NULL },
  { NULL, "transport_parameter_id",
    N_ ("Which one it is. Numbers of the form 31 × N + 27 mean nothing: they are there so that unknown ones stay harmless."),
    "RFC 9000, section 18.1", NULL },
  { NULL, "transport_parameter_value", N_ ("Its value, behind its length."), "RFC 9000, section 18", NULL },
  { NULL, "original_destination_connection_id",
    N_ ("The connection id that the client chose for its very first packet: the server says that it has seen it, so that "
        "nobody on the way can have changed it."),
    "RFC 9000, section 7.3", NULL },
  { NULL, "max_idle_timeout", N_ ("After how long a silence the connection is given up."), "RFC 9000, section 18.2", NULL },
  { NULL, "stateless_reset_token",
    N_ ("By these bytes the client will know that a server, which may have forgotten everything, means to end the connection."),
    "RFC 9000, section 10.3", NULL },
  { NULL, "max_udp_payload_size", N_ ("The largest datagram that the sender is willing to receive, in bytes."),
    "RFC 9000, section 18.2", NULL },
  { NULL, "initial_max_data", N_ ("How many bytes may be sent in the whole connection, until more are allowed."),
    "RFC 9000, section 18.2", NULL },
  { NULL, "initial_max_stream_data_bidi_local",
    N_ ("How many bytes may be sent on a stream in both directions that the sender of this opens."), "RFC 9000, section 18.2",
    NULL },
  { NULL, "initial_max_stream_data_bidi_remote",
    N_ ("How many bytes may be sent on a stream in both directions that the receiver of this opens."),
    "RFC 9000, section 18.2", NULL },
  { NULL, "initial_max_stream_data_uni", N_ ("How many bytes may be sent on a stream in one direction."),
    "RFC 9000, section 18.2", NULL },
  { NULL, "initial_max_streams_bidi", N_ ("How many streams in both directions may be opened."), "RFC 9000, section 18.2",
    NULL },
  { NULL, "initial_max_streams_uni", N_ ("How many streams in one direction may be opened."), "RFC 9000, section 18.2",
    NULL },
  { NULL, "ack_delay_exponent", N_ ("The unit in which the sender tells delays: this power of two, in microseconds."),
    "RFC 9000, section 18.2", NULL },
  { NULL, "max_ack_delay", N_ ("How long the sender may wait before it acknowledges what it received."),
    "RFC 9000, section 18.2", NULL },
  { NULL, "ipv4_address", N_ ("Where the server would rather be reached, by IPv4; zeros for nowhere."),
    "RFC 9000, section 18.2", NULL },
  { NULL, "ipv4_port", N_ ("The port of that address."), "RFC 9000, section 18.2", NULL },
  { NULL, "ipv6_address", N_ ("Where the server would rather be reached, by IPv6; zeros for nowhere."),
    "RFC 9000, section 18.2", NULL },
  { NULL, "ipv6_port", N_ ("The port of that address."), "RFC 9000, section 18.2", NULL },
  { NULL, "active_connection_id_limit", N_ ("How many connection ids of the other side the sender is willing to remember."),
    "RFC 9000, section 18.2", NULL },
  { NULL, "initial_source_connection_id",
    N_ ("The Source Connection ID of the sender's first Initial packet, said again where nobody on the way can change it."),
    "RFC 9000, section 7.3", NULL },
  { NULL, "retry_source_connection_id",
    N_ ("The Source Connection ID of the server's Retry packet, said again where nobody on the way can change it."),
    "RFC 9000, section 7.3", NULL },
  { NULL, "chosen_version", N_ ("The version of QUIC that the sender uses for this packet."), "RFC 9368, section 3", NULL },
  { NULL, "available_versions", N_ ("The versions of QUIC that the sender can use, the one it likes best first."),
    "RFC 9368, section 3", NULL },
  { NULL, "quic_version", N_ ("One version of QUIC."), "RFC 9368, section 3", NULL },
  { NULL, "max_datagram_frame_size",
    N_ ("The sender takes DATAGRAM frames, which are not sent again when they are lost, up to this many bytes."),
    "RFC 9221, section 3", NULL },
  { NULL, "initial_max_path_id", N_ ("How many paths may be in use at the same time: one more than this number."),
    "draft-ietf-quic-multipath, section 2.1", NULL },
  { NULL, "loss_bits", N_ ("The sender marks its packets so that whoever is on the way can see losses."),
    "draft-ferrieuxhamchaoui-quic-lossbits", NULL },
  { NULL, "enable_time_stamp", N_ ("The sender can send, receive, or do both with the times at which packets leave."),
    "draft-huitema-quic-ts", NULL },
  { NULL, "address_discovery", N_ ("The sender can tell, or would like to be told, which address the other side sees."),
    "draft-ietf-quic-address-discovery", NULL },
  { NULL, "discard", N_ ("Bytes without a meaning, sent to see whether a long hello arrives."), "RFC 9000, section 18",
    NULL },
  { NULL, "partial_reliability", N_ ("The sender can do without some of the data. Only Facebook's mvfst has it."), "RFC 9000, section 18", NULL },
  { NULL, "initial_rtt", N_ ("How long a round trip takes, in microseconds, as the client remembers it from before."),
    "RFC 9000, section 18", NULL },
  { NULL, "google_connection_options", N_ ("Experiments of Google's that the sender takes part in."), "RFC 9000, section 18", NULL },
  { NULL, "google_connection_option", N_ ("One experiment: four letters."), "RFC 9000, section 18", NULL },
  { NULL, "user_agent", N_ ("The name and version of the browser. It is sent no longer."), "RFC 9000, section 18", NULL },
  { NULL, "google_handshake_message", N_ ("A message of Google's own."), "RFC 9000, section 18", NULL },
  { NULL, "google_quic_params", N_ ("What Google's QUIC settled before it had parameters of this kind, in its own form."),
    "RFC 9000, section 18", NULL },
  { NULL, "google_version", N_ ("The version of QUIC that the sender uses for this packet."), "RFC 9000, section 18", NULL },
  { NULL, "google_supported_versions", N_ ("The versions of QUIC that the server can use."), "RFC 9000, section 18", NULL },
  { NULL, "min_ack_delay", N_ ("The sender can be told to acknowledge less often; not under this many microseconds."),
    "draft-ietf-quic-ack-frequency", NULL },
  { 0 },
};

static const TlCodeText step_texts[] = {
  { TL_STEP_VERSION_NEGOTIATION,
    N_ ("The server does not know the version of QUIC that the client began with, and names those that it knows. Nothing "
        "protects this packet: the client begins anew, and what is settled later shows whether somebody lied."),
    "RFC 9000, section 17.2.1", NULL, NULL },
  { TL_STEP_RETRY,
    N_ ("Before it does any work, the server wants to see that the client receives what is sent to its address. It remembers "
        "nothing: the client has to say the same once more, together with the token. The keys of its Initial packets then "
        "come from the connection id that the server has chosen here."),
    "RFC 9000, section 8.1.2", NULL, NULL },
  { TL_STEP_CONNECTION_CLOSE,
    N_ ("One side ends the connection, and says why. An alert of TLS travels like this too: QUIC has no records for it."),
    "RFC 9000, section 10.2", NULL, NULL },
  { 0 },
};

static const TlCodeText packet_texts[] = {
  { TL_QUIC_ZERO_RTT,
    N_ ("Data that the client sends at once, encrypted with a key from an earlier conversation, before the server has said "
        "anything."),
    "RFC 9001, section 4.6", NULL, NULL },
  { TL_QUIC_HANDSHAKE,
    N_ ("Here the handshake goes on, encrypted with keys that only the two sides have. A packet may hold a part of a message "
        "or several of them; sometimes it only says what has arrived."),
    "RFC 9000, section 17.2.4", NULL, NULL },
  { TL_QUIC_ONE_RTT,
    N_ ("The data for which all this was done, encrypted. An observer sees how much it is, and when, but nothing of what it "
        "says: not even the numbers of the packets."),
    "RFC 9000, section 17.3.1", NULL, NULL },
  { 0 },
};

const TlCodeText *
tl_quic_step_text (const TlStep *step)
{
  return step->sealed ? tl_code_text (packet_texts, step->quic_packet) : tl_code_text (step_texts, step->type);
}
