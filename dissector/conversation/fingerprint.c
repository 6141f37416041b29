/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Fingerprints of the hellos: JA3 and JA3S (MD5 over lists of decimal numbers) and JA4 (its public
 * specification, "JA4: TLS Client Fingerprinting"). They are wanted because others look them up, so they
 * follow those rules to the letter.
 */
#include "conversation.h"

enum
{
  EXTENSION_SERVER_NAME = 0,
  EXTENSION_SUPPORTED_GROUPS = 10,
  EXTENSION_POINT_FORMATS = 11,
  EXTENSION_SIGNATURE_ALGORITHMS = 13,
  EXTENSION_ALPN = 16,
  EXTENSION_SUPPORTED_VERSIONS = 43
};

/* What a fingerprint takes from a hello: numbers in the order of the wire, without GREASE. */
typedef struct
{
  TlSink sink;
  GArray *cipher_suites; /* guint16, as all of them */
  GArray *extensions;
  GArray *groups;
  GArray *point_formats;
  GArray *signature_schemes;
  guint32 extension; /* whose content is being read */
  guint16 legacy_version;
  guint16 version; /* the highest of supported_versions, 0 without them */
  TlBytes alpn;    /* the first protocol, empty without one */
  bool has_alpn;
  bool dtls;
} Hello;

/* RFC 8701 section 2: 0x0a0a, 0x1a1a … 0xfafa. */
static bool
is_grease (guint64 value)
{
  return (value & 0x0f0f) == 0x0a0a && (value >> 8) == (value & 0xff);
}

static void
append (GArray *list, guint64 value)
{
  guint16 number = (guint16) value;

  if (!is_grease (value))
    g_array_append_val (list, number);
}

/* DTLS counts its versions downwards. */
static bool
is_higher (const Hello *self, guint16 version)
{
  return self->version == 0 || (self->dtls ? version < self->version : version > self->version);
}

static void
hello_leaf (TlSink *sink, const TlFound *found)
{
  Hello *self = (Hello *) sink;

  if (found->fault != TL_FAULT_NONE)
    return;
  switch (found->field->tag)
    {
    case TL_TAG_LEGACY_VERSION:
      self->legacy_version = (guint16) found->value;
      break;
    case TL_TAG_CIPHER_SUITE:
      append (self->cipher_suites, found->value);
      break;
    case TL_TAG_EXTENSION_TYPE:
      self->extension = (guint32) found->value;
      append (self->extensions, found->value);
      break;
    case TL_TAG_NAMED_GROUP:
      if (self->extension == EXTENSION_SUPPORTED_GROUPS)
        append (self->groups, found->value);
      break;
    case TL_TAG_POINT_FORMAT:
      if (self->extension == EXTENSION_POINT_FORMATS)
        append (self->point_formats, found->value);
      break;
    case TL_TAG_SIGNATURE_SCHEME:
      if (self->extension == EXTENSION_SIGNATURE_ALGORITHMS)
        append (self->signature_schemes, found->value);
      break;
    case TL_TAG_SUPPORTED_VERSION:
      if (self->extension == EXTENSION_SUPPORTED_VERSIONS && !is_grease (found->value)
          && is_higher (self, (guint16) found->value))
        self->version = (guint16) found->value;
      break;
    case TL_TAG_PROTOCOL_NAME:
      if (self->extension == EXTENSION_ALPN && !self->has_alpn)
        {
          self->alpn = found->content;
          self->has_alpn = true;
        }
      break;
    default:
      break;
    }
}

static void
hello_clear (Hello *self)
{
  g_array_unref (self->cipher_suites);
  g_array_unref (self->extensions);
  g_array_unref (self->groups);
  g_array_unref (self->point_formats);
  g_array_unref (self->signature_schemes);
}

static GArray *
numbers_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (guint16));
}

/* Reads the first @message of the conversation. False when there is none, or not all of it: then no
 * fingerprint is right. */
static bool
hello_read (Hello *self, const TlConversation *conversation, TlMessage message)
{
  for (guint i = 0; i < conversation->n_steps; i++)
    {
      const TlStep *step = conversation->steps[i];
      gsize length;
      gconstpointer data;

      if (step->type != TL_STEP_HANDSHAKE || step->sealed || step->context.message != message)
        continue;
      if (step->truncated || step->bytes == NULL)
        return false;
      *self = (Hello){ .sink.leaf = hello_leaf,
                       .cipher_suites = numbers_new (),
                       .extensions = numbers_new (),
                       .groups = numbers_new (),
                       .point_formats = numbers_new (),
                       .signature_schemes = numbers_new (),
                       .dtls = conversation->protocol == TL_PROTOCOL_DTLS };
      data = g_bytes_get_data (step->bytes, &length);
      tl_message_walk (tl_bytes (data, length), &step->context, &self->sink);
      return true;
    }
  return false;
}

static void
append_decimals (GString *text, const GArray *list)
{
  for (guint i = 0; i < list->len; i++)
    g_string_append_printf (text, i > 0 ? "-%u" : "%u", g_array_index (list, guint16, i));
}

static void
append_hex (GString *text, const GArray *list)
{
  for (guint i = 0; i < list->len; i++)
    g_string_append_printf (text, i > 0 ? ",%04x" : "%04x", g_array_index (list, guint16, i));
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  return (int) *(const guint16 *) a - (int) *(const guint16 *) b;
}

/* "JA4 algorithm", TLS and DTLS Version. */
static const char *
ja4_version (guint16 version)
{
  switch (version)
    {
    case 0x0304:
      return "13";
    case 0x0303:
      return "12";
    case 0x0302:
      return "11";
    case 0x0301:
      return "10";
    case 0x0300:
      return "s3";
    case 0x0002:
      return "s2";
    case 0xfeff:
      return "d1";
    case 0xfefd:
      return "d2";
    case 0xfefc:
      return "d3";
    default:
      return "00";
    }
}

static char
ja4_protocol (const TlConversation *conversation)
{
  switch (conversation->protocol)
    {
    case TL_PROTOCOL_QUIC:
      return 'q';
    case TL_PROTOCOL_DTLS:
      return 'd';
    case TL_PROTOCOL_TLS:
    default:
      return 't';
    }
}

/* "ALPN Extension Value": first and last character of the first protocol, or of its hex when one of them is
 * neither letter nor digit. */
static void
append_ja4_alpn (GString *text, TlBytes alpn)
{
  static const char digits[] = "0123456789abcdef";
  guint8 first, last;

  if (alpn.length == 0)
    {
      g_string_append (text, "00");
      return;
    }
  first = alpn.data[0];
  last = alpn.data[alpn.length - 1];
  if (g_ascii_isalnum ((char) first) && g_ascii_isalnum ((char) last))
    {
      g_string_append_c (text, (char) first);
      g_string_append_c (text, (char) last);
      return;
    }
  g_string_append_c (text, digits[first >> 4]);
  g_string_append_c (text, digits[last & 15]);
}

/* The first twelve digits of the hash, zeros where nothing is there to be hashed. */
static void
append_ja4_hash (GString *text, const char *hashed)
{
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, hashed, -1);

  g_string_append_c (text, '_');
  g_string_append_len (text, *hashed ? hash : "000000000000", 12);
}

static bool
contains (const GArray *list, guint16 value)
{
  for (guint i = 0; i < list->len; i++)
    if (g_array_index (list, guint16, i) == value)
      return true;
  return false;
}

/* "Cipher hash": the suites in the order of their numbers. */
static void
append_ja4_suites (GString *text, Hello *hello)
{
  g_autoptr (GString) list = g_string_new (NULL);

  g_array_sort (hello->cipher_suites, compare_numbers);
  append_hex (list, hello->cipher_suites);
  append_ja4_hash (text, list->str);
}

/* "Extension hash": the extensions in the order of their numbers, without server_name and ALPN, then the
 * signature schemes as they stand. */
static void
append_ja4_extensions (GString *text, const Hello *hello)
{
  g_autoptr (GString) list = g_string_new (NULL);
  g_autoptr (GArray) extensions = numbers_new ();

  for (guint i = 0; i < hello->extensions->len; i++)
    {
      guint16 extension = g_array_index (hello->extensions, guint16, i);

      if (extension != EXTENSION_SERVER_NAME && extension != EXTENSION_ALPN)
        g_array_append_val (extensions, extension);
    }
  g_array_sort (extensions, compare_numbers);
  append_hex (list, extensions);
  if (extensions->len > 0 && hello->signature_schemes->len > 0)
    {
      g_string_append_c (list, '_');
      append_hex (list, hello->signature_schemes);
    }
  append_ja4_hash (text, list->str);
}

char *
tl_conversation_ja3 (const TlConversation *self)
{
  g_autoptr (GString) text = NULL;
  Hello hello;

  if (!hello_read (&hello, self, TL_MESSAGE_CLIENT_HELLO))
    return NULL;
  text = g_string_new (NULL);
  g_string_append_printf (text, "%u,", hello.legacy_version);
  append_decimals (text, hello.cipher_suites);
  g_string_append_c (text, ',');
  append_decimals (text, hello.extensions);
  g_string_append_c (text, ',');
  append_decimals (text, hello.groups);
  g_string_append_c (text, ',');
  append_decimals (text, hello.point_formats);
  hello_clear (&hello);
  return g_compute_checksum_for_string (G_CHECKSUM_MD5, text->str, -1);
}

char *
tl_conversation_ja3s (const TlConversation *self)
{
  g_autoptr (GString) text = NULL;
  Hello hello;

  if (!hello_read (&hello, self, TL_MESSAGE_SERVER_HELLO))
    return NULL;
  text = g_string_new (NULL);
  g_string_append_printf (text, "%u,", hello.legacy_version);
  append_decimals (text, hello.cipher_suites);
  g_string_append_c (text, ',');
  append_decimals (text, hello.extensions);
  hello_clear (&hello);
  return g_compute_checksum_for_string (G_CHECKSUM_MD5, text->str, -1);
}

char *
tl_conversation_ja4 (const TlConversation *self)
{
  GString *text;
  Hello hello;

  if (!hello_read (&hello, self, TL_MESSAGE_CLIENT_HELLO))
    return NULL;
  text = g_string_new (NULL);
  g_string_append_c (text, ja4_protocol (self));
  g_string_append (text, ja4_version (hello.version ? hello.version : hello.legacy_version));
  g_string_append_c (text, contains (hello.extensions, EXTENSION_SERVER_NAME) ? 'd' : 'i');
  g_string_append_printf (text, "%02u%02u", MIN (hello.cipher_suites->len, 99),
                          MIN (hello.extensions->len, 99));
  append_ja4_alpn (text, hello.alpn);
  append_ja4_suites (text, &hello);
  append_ja4_extensions (text, &hello);
  hello_clear (&hello);
  return g_string_free (text, FALSE);
}
