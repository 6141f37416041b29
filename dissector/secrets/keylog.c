/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Lines of a key log: a label, what the connection goes by, and the secret, in hexadecimal (RFC 9850 section 2).
 */
#include "keylog.h"

/* What a line with the label looks like. */
static const struct
{
  const char *text;
  TlKeylogLabel label;
  guint8 n_name;            /* bytes that the connection goes by; 0: from 1 to 32 */
  guint16 min_value, max_value;
} labels[] = {
  { "CLIENT_RANDOM", TL_KEYLOG_CLIENT_RANDOM, 32, 48, 48 },
  { "CLIENT_EARLY_TRAFFIC_SECRET", TL_KEYLOG_CLIENT_EARLY_TRAFFIC_SECRET, 32, 32, 64 },
  { "EARLY_EXPORTER_SECRET", TL_KEYLOG_EARLY_EXPORTER_SECRET, 32, 32, 64 },
  { "EARLY_EXPORTER_MASTER_SECRET", TL_KEYLOG_EARLY_EXPORTER_SECRET, 32, 32, 64 },
  { "CLIENT_HANDSHAKE_TRAFFIC_SECRET", TL_KEYLOG_CLIENT_HANDSHAKE_TRAFFIC_SECRET, 32, 32, 64 },
  { "SERVER_HANDSHAKE_TRAFFIC_SECRET", TL_KEYLOG_SERVER_HANDSHAKE_TRAFFIC_SECRET, 32, 32, 64 },
  { "CLIENT_TRAFFIC_SECRET_0", TL_KEYLOG_CLIENT_TRAFFIC_SECRET_0, 32, 32, 64 },
  { "SERVER_TRAFFIC_SECRET_0", TL_KEYLOG_SERVER_TRAFFIC_SECRET_0, 32, 32, 64 },
  { "EXPORTER_SECRET", TL_KEYLOG_EXPORTER_SECRET, 32, 32, 64 },
  { "ECH_SECRET", TL_KEYLOG_ECH_SECRET, 32, 16, 64 },
  { "ECH_CONFIG", TL_KEYLOG_ECH_CONFIG, 32, 1, TL_KEYLOG_VALUE_SIZE },
  { "RSA", TL_KEYLOG_RSA, 8, 48, 48 },
  { "PMS_CLIENT_RANDOM", TL_KEYLOG_PMS_CLIENT_RANDOM, 32, 1, TL_KEYLOG_VALUE_SIZE },
  /* without the number of the generation, as some write them for DTLS 1.3 */
  { "CLIENT_TRAFFIC_SECRET", TL_KEYLOG_CLIENT_TRAFFIC_SECRET_0, 32, 32, 64 },
  { "SERVER_TRAFFIC_SECRET", TL_KEYLOG_SERVER_TRAFFIC_SECRET_0, 32, 32, 64 },
  /* what QUIC's libraries wrote before they took the labels of TLS over */
  { "QUIC_CLIENT_EARLY_TRAFFIC_SECRET", TL_KEYLOG_CLIENT_EARLY_TRAFFIC_SECRET, 32, 32, 64 },
  { "QUIC_CLIENT_HANDSHAKE_TRAFFIC_SECRET", TL_KEYLOG_CLIENT_HANDSHAKE_TRAFFIC_SECRET, 32, 32, 64 },
  { "QUIC_SERVER_HANDSHAKE_TRAFFIC_SECRET", TL_KEYLOG_SERVER_HANDSHAKE_TRAFFIC_SECRET, 32, 32, 64 },
  { "QUIC_CLIENT_TRAFFIC_SECRET_0", TL_KEYLOG_CLIENT_TRAFFIC_SECRET_0, 32, 32, 64 },
  { "QUIC_SERVER_TRAFFIC_SECRET_0", TL_KEYLOG_SERVER_TRAFFIC_SECRET_0, 32, 32, 64 },
};

static const char session_id[] = "Session-ID:"; /* as OpenSSL's s_client printed it: "RSA Session-ID:… Master-Key:…" */
static const char master_key[] = "Master-Key:";

const char *
tl_keylog_label_name (TlKeylogLabel label)
{
  if (label == TL_KEYLOG_RSA_SESSION_ID)
    return "RSA";
  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    if (labels[i].label == label)
      return labels[i].text;
  return NULL;
}

TlKeylogLabel
tl_keylog_traffic_label (TlPhase phase, bool server)
{
  static const TlKeylogLabel traffic[][2] = {
    [TL_PHASE_CLEAR] = { TL_KEYLOG_NONE, TL_KEYLOG_NONE },
    [TL_PHASE_EARLY] = { TL_KEYLOG_CLIENT_EARLY_TRAFFIC_SECRET, TL_KEYLOG_NONE },
    [TL_PHASE_HANDSHAKE] = { TL_KEYLOG_CLIENT_HANDSHAKE_TRAFFIC_SECRET, TL_KEYLOG_SERVER_HANDSHAKE_TRAFFIC_SECRET },
    [TL_PHASE_APPLICATION] = { TL_KEYLOG_CLIENT_TRAFFIC_SECRET_0, TL_KEYLOG_SERVER_TRAFFIC_SECRET_0 },
  };

  return traffic[phase][server];
}

static bool
is_blank (guint8 c)
{
  return c == ' ' || c == '\t' || c == '\r';
}

/* The next word of @text, without the blanks around it. */
static TlBytes
next_word (TlBytes *text)
{
  TlBytes word;
  gsize n = 0;

  while (text->length > 0 && is_blank (text->data[0]))
    tl_bytes_skip (text, 1);
  while (n < text->length && !is_blank (text->data[n]))
    n++;
  tl_bytes_take (text, n, &word);
  return word;
}

static bool
is_word (TlBytes word, const char *text)
{
  return word.length == strlen (text) && memcmp (word.data, text, word.length) == 0;
}

static TlKeylogKind
read_session_id_line (TlBytes name, TlBytes value, TlBytes rest, TlKeylogLine *line)
{
  tl_bytes_skip (&name, strlen (session_id));
  if (!tl_bytes_begin_with (value, master_key, strlen (master_key)))
    return TL_KEYLOG_DAMAGED;
  tl_bytes_skip (&value, strlen (master_key));
  line->label = TL_KEYLOG_RSA_SESSION_ID;
  return tl_hex_read (name, line->name, 1, TL_KEYLOG_NAME_SIZE, &line->n_name)
                 && tl_hex_read (value, line->value, 48, 48, &line->n_value) && next_word (&rest).length == 0
             ? TL_KEYLOG_SECRET
             : TL_KEYLOG_DAMAGED;
}

TlKeylogKind
tl_keylog_read_line (TlBytes text, TlKeylogLine *line)
{
  static const guint8 mark[] = { 0xef, 0xbb, 0xbf }; /* some editors put it before the first line of UTF-8 */
  TlBytes label, name, value;

  if (tl_bytes_begin_with (text, mark, sizeof mark))
    tl_bytes_skip (&text, sizeof mark);
  label = next_word (&text);
  name = next_word (&text);
  value = next_word (&text);
  line->label = TL_KEYLOG_NONE;
  if (label.length == 0 || label.data[0] == '#')
    return TL_KEYLOG_IGNORED;
  if (is_word (label, "RSA") && tl_bytes_begin_with (name, session_id, strlen (session_id)))
    return read_session_id_line (name, value, text, line);
  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    if (is_word (label, labels[i].text))
      {
        line->label = labels[i].label;
        return tl_hex_read (name, line->name, labels[i].n_name, labels[i].n_name, &line->n_name)
                       && tl_hex_read (value, line->value, labels[i].min_value, labels[i].max_value, &line->n_value)
                       && next_word (&text).length == 0
                   ? TL_KEYLOG_SECRET
                   : TL_KEYLOG_DAMAGED;
      }
  return TL_KEYLOG_UNKNOWN;
}
