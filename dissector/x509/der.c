/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * One element of DER: X.690 sections 8.1 and 10.1.
 */
#include "der.h"

/* X.690 section 8.1.2.4: a tag number above 30 takes further octets. Four are more than any standard uses. */
static bool
skip_long_tag (TlBytes *bytes)
{
  guint8 octet;

  for (guint i = 0; i < 4; i++)
    {
      if (!tl_bytes_u8 (bytes, &octet))
        return false;
      if ((octet & 0x80) == 0)
        return true;
    }
  return false;
}

static bool
read_length (TlBytes *bytes, gsize *out)
{
  guint8 first;
  guint64 length;

  if (!tl_bytes_u8 (bytes, &first))
    return false;
  length = first;
  if (first >= 0x80)
    {
      guint size = first & 0x7f;

      if (size == 0 || size > 4 || !tl_bytes_uint (bytes, size, &length)) /* 0: indefinite, which is no DER */
        return false;
    }
  *out = (gsize) length;
  return true;
}

bool
tl_der_read_partial (TlBytes *bytes, TlTlv *out)
{
  TlBytes rest = *bytes;

  if (!tl_bytes_u8 (&rest, &out->identifier) || ((out->identifier & 0x1f) == 0x1f && !skip_long_tag (&rest))
      || !read_length (&rest, &out->claimed))
    return false;
  out->header = (guint8) (bytes->length - rest.length);
  if (!tl_bytes_take (&rest, MIN (out->claimed, rest.length), &out->content))
    return false;
  return tl_bytes_take (bytes, out->header + out->content.length, &out->whole);
}

bool
tl_der_read (TlBytes *bytes, TlTlv *out)
{
  TlBytes rest = *bytes;

  if (!tl_der_read_partial (&rest, out) || out->content.length != out->claimed)
    return false;
  *bytes = rest;
  return true;
}

bool
tl_der_read_indefinite (TlBytes *bytes, TlTlv *out)
{
  TlBytes rest = *bytes;
  guint8 length;

  if (!tl_bytes_u8 (&rest, &out->identifier) || (out->identifier & TL_DER_CONSTRUCTED) == 0
      || ((out->identifier & 0x1f) == 0x1f && !skip_long_tag (&rest)) || !tl_bytes_u8 (&rest, &length) || length != 0x80)
    return false;
  out->header = (guint8) (bytes->length - rest.length);
  out->claimed = 0;
  return tl_bytes_take (&rest, 0, &out->content) && tl_bytes_take (bytes, out->header, &out->whole);
}

bool
tl_der_only (TlBytes bytes, guint8 identifier, TlTlv *out)
{
  return tl_der_read (&bytes, out) && bytes.length == 0 && (identifier == 0 || out->identifier == identifier);
}
