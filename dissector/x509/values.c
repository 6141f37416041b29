/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Strings, times, addresses and numbers (X.680, RFC 5280).
 */
#include "values.h"

#include <gio/gio.h>

#include "../display.h"
#include "../limits.h"

static void
append_code_point (GString *out, guint64 c)
{
  if (c > 0x10ffff || !g_unichar_validate ((gunichar) c))
    c = 0xfffd;
  g_string_append_unichar (out, (gunichar) c);
}

/* T61String is read as Latin-1, as everybody does: its own tables were never used in certificates. So are the strings that name
 * their tables themselves. */
static void
append_latin1 (GString *out, TlBytes bytes)
{
  guint8 c;

  while (tl_bytes_u8 (&bytes, &c))
    append_code_point (out, c);
}

/* BMPString has the Basic Multilingual Plane alone, but surrogate pairs are found. */
static void
append_utf16 (GString *out, TlBytes bytes)
{
  guint16 unit, low;

  while (tl_bytes_u16 (&bytes, &unit))
    {
      TlBytes ahead = bytes;

      if ((unit & 0xfc00) == 0xd800 && tl_bytes_u16 (&ahead, &low) && (low & 0xfc00) == 0xdc00)
        {
          append_code_point (out, 0x10000u + ((guint64) (unit & 0x3ff) << 10) + (low & 0x3ff));
          bytes = ahead;
        }
      else
        append_code_point (out, unit);
    }
  append_latin1 (out, bytes);
}

static void
append_utf32 (GString *out, TlBytes bytes)
{
  guint32 unit;

  while (tl_bytes_u32 (&bytes, &unit))
    append_code_point (out, unit);
  append_latin1 (out, bytes);
}

GString *
tl_der_characters (const TlTlv *tlv)
{
  GString *out;

  switch (tlv->identifier)
    {
    case TL_DER_UTF8_STRING:
    case TL_DER_NUMERIC_STRING:
    case TL_DER_PRINTABLE_STRING:
    case TL_DER_IA5_STRING:
    case TL_DER_VISIBLE_STRING:
      return g_string_new_len ((const char *) tlv->content.data, (gssize) tlv->content.length);
    case TL_DER_TELETEX_STRING:
    case TL_DER_VIDEOTEX_STRING:
    case TL_DER_GRAPHIC_STRING:
    case TL_DER_GENERAL_STRING:
      out = g_string_new (NULL);
      append_latin1 (out, tlv->content);
      return out;
    case TL_DER_BMP_STRING:
      out = g_string_new (NULL);
      append_utf16 (out, tlv->content);
      return out;
    case TL_DER_UNIVERSAL_STRING:
      out = g_string_new (NULL);
      append_utf32 (out, tlv->content);
      return out;
    default:
      return NULL;
    }
}

char *
tl_string_text (const TlTlv *tlv, gsize max_characters)
{
  GString *characters = tl_der_characters (tlv);
  char *text;

  if (characters == NULL)
    return NULL;
  text = tl_display_text (tl_bytes (characters->str, characters->len), max_characters);
  g_string_free (characters, TRUE);
  return text;
}

/* Two decimal digits. */
static bool
read_pair (TlBytes *bytes, int *out)
{
  TlBytes rest = *bytes;
  guint8 tens, ones;

  if (!tl_bytes_u8 (&rest, &tens) || !tl_bytes_u8 (&rest, &ones) || !g_ascii_isdigit (tens)
      || !g_ascii_isdigit (ones))
    return false;
  *bytes = rest;
  *out = (tens - '0') * 10 + (ones - '0');
  return true;
}

/* "Z", or what no DER has, "+0100": then @offset is set, in seconds. */
static bool
read_zone (TlBytes *bytes, int *offset)
{
  int hours, minutes;
  guint8 sign;

  *offset = 0;
  if (!tl_bytes_u8 (bytes, &sign))
    return false;
  if (sign == 'Z')
    return true;
  if ((sign != '+' && sign != '-') || !read_pair (bytes, &hours) || !read_pair (bytes, &minutes))
    return false;
  *offset = (hours * 60 + minutes) * (sign == '-' ? -60 : 60);
  return true;
}

static void
skip_fraction (TlBytes *bytes)
{
  if (bytes->length == 0 || (bytes->data[0] != '.' && bytes->data[0] != ','))
    return;
  do
    tl_bytes_skip (bytes, 1);
  while (bytes->length > 0 && g_ascii_isdigit (bytes->data[0]));
}

/* RFC 5280 section 4.1.2.5.1: a year of two digits from 50 on is in the 20th century. */
static bool
read_year (TlBytes *bytes, guint8 identifier, int *out)
{
  int high, low;

  if (!read_pair (bytes, &high))
    return false;
  if (identifier == TL_DER_UTC_TIME)
    {
      *out = high + (high < 50 ? 2000 : 1900);
      return true;
    }
  if (!read_pair (bytes, &low))
    return false;
  *out = high * 100 + low;
  return true;
}

char *
tl_time_text (const TlTlv *tlv, gint64 *seconds)
{
  int year, month, day, hour, minute, second = 0, offset;
  TlBytes bytes = tlv->content;
  g_autoptr (GDateTime) local = NULL;
  g_autoptr (GDateTime) utc = NULL;

  if ((tlv->identifier != TL_DER_UTC_TIME && tlv->identifier != TL_DER_GENERALIZED_TIME)
      || !read_year (&bytes, tlv->identifier, &year) || !read_pair (&bytes, &month)
      || !read_pair (&bytes, &day) || !read_pair (&bytes, &hour) || !read_pair (&bytes, &minute))
    return NULL;
  read_pair (&bytes, &second); /* BER may leave it out */
  skip_fraction (&bytes);
  if (!read_zone (&bytes, &offset) || bytes.length > 0)
    return NULL;
  local = g_date_time_new_utc (year, month, day, hour, minute, second);
  if (local == NULL || (utc = g_date_time_add_seconds (local, -offset)) == NULL)
    return NULL;
  if (seconds)
    *seconds = g_date_time_to_unix (utc);
  return g_strdup_printf ("%04d-%02d-%02dT%02d:%02d:%02dZ", g_date_time_get_year (utc),
                          g_date_time_get_month (utc), g_date_time_get_day_of_month (utc),
                          g_date_time_get_hour (utc), g_date_time_get_minute (utc),
                          g_date_time_get_second (utc));
}

static char *
address_text (TlBytes octets)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_bytes (
      octets.data, octets.length == 4 ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6);
  return g_inet_address_to_string (address);
}

char *
tl_ip_text (TlBytes octets)
{
  g_autofree char *address = NULL;
  g_autofree char *mask = NULL;
  TlBytes half;

  if (octets.length == 4 || octets.length == 16)
    return address_text (octets);
  if ((octets.length != 8 && octets.length != 32) || !tl_bytes_take (&octets, octets.length / 2, &half))
    return tl_display_hex (octets, TL_LIMIT_TEXT_CELL);
  address = address_text (half);
  mask = address_text (octets);
  return g_strdup_printf ("%s/%s", address, mask);
}

bool
tl_integer_value (TlBytes octets, guint64 *out)
{
  return octets.length > 0 && octets.length <= 8 && (octets.data[0] & 0x80) == 0
         && tl_bytes_uint (&octets, (guint) octets.length, out);
}

char *
tl_ip_bits_text (TlBytes bits, guint family, bool last)
{
  guint8 octets[16];
  gsize size = family == 1 ? 4 : 16, n;
  g_autofree char *address = NULL;
  guint8 unused;

  if ((family != 1 && family != 2) || !tl_bytes_u8 (&bits, &unused) || unused > 7 || bits.length > size
      || (bits.length == 0 && unused > 0))
    return NULL;
  n = bits.length;
  memset (octets, last ? 0xff : 0, sizeof octets);
  memcpy (octets, bits.data, n);
  if (n > 0 && last)
    octets[n - 1] = (guint8) (octets[n - 1] | ((1u << unused) - 1));
  address = address_text (tl_bytes (octets, size));
  return last ? g_steal_pointer (&address)
              : g_strdup_printf ("%s/%" G_GSIZE_FORMAT, address, n * 8 - unused);
}

char *
tl_bits_text (TlBytes bits, const char *const *names, gsize n_names)
{
  GString *list;
  guint8 octet;

  if (!tl_bytes_skip (&bits, 1)) /* the number of unused bits, which are zeros */
    return NULL;
  list = g_string_new (NULL);
  for (gsize base = 0; tl_bytes_u8 (&bits, &octet) && base < 64; base += 8)
    for (gsize i = 0; i < 8; i++)
      if (octet & (0x80 >> i))
        tl_text_append (list, base + i < n_names && names[base + i]
                                  ? g_strdup (names[base + i])
                                  : g_strdup_printf ("bit %" G_GSIZE_FORMAT, base + i));
  return g_string_free (list, FALSE);
}

/* The number that is as far above zero as @octets, a negative one, is below. */
static char *
negated_text (TlBytes octets)
{
  g_autofree guint8 *magnitude = g_malloc (octets.length);
  TlBytes bytes = tl_bytes (magnitude, octets.length);
  guint carry = 1;
  guint64 value;

  for (gsize i = octets.length; i > 0; i--)
    {
      carry += (guint8) ~octets.data[i - 1];
      magnitude[i - 1] = (guint8) carry;
      carry >>= 8;
    }
  if (bytes.length > 8 || !tl_bytes_uint (&bytes, (guint) bytes.length, &value))
    return tl_display_hex (bytes, TL_LIMIT_TEXT_ROW / 2);
  return g_strdup_printf ("%" G_GUINT64_FORMAT, value);
}

char *
tl_integer_text (TlBytes octets)
{
  g_autofree char *text = NULL;
  guint64 value;

  if (tl_integer_value (octets, &value))
    return g_strdup_printf ("%" G_GUINT64_FORMAT, value);
  if (octets.length == 0 || (octets.data[0] & 0x80) == 0)
    return tl_display_hex (octets, TL_LIMIT_TEXT_ROW / 2);
  text = negated_text (octets);
  return g_strdup_printf ("-%s", text);
}

char *
tl_text_cut (GString *text)
{
  if (g_utf8_strlen (text->str, (gssize) text->len) > (glong) TL_LIMIT_TEXT_ROW)
    {
      const char *end = g_utf8_offset_to_pointer (text->str, TL_LIMIT_TEXT_ROW);
      g_string_truncate (text, (gsize) (end - text->str));
      g_string_append (text, "…");
    }
  return g_string_free (text, FALSE);
}

void
tl_text_append (GString *list, char *item)
{
  if (item == NULL)
    return;
  if (list->len > 0)
    g_string_append (list, ", ");
  g_string_append (list, item);
  g_free (item);
}
