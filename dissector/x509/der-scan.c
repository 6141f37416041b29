/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * What stands between the wire and libtasn1, which is quadratic in the number of elements of a SEQUENCE or
 * SET.
 */
#include <glib/gi18n-lib.h>

#include "../limits.h"
#include "der.h"

/* A constructed element whose content is being read. */
typedef struct
{
  TlBytes rest;
  gsize n_children;
  gsize n_sets; /* of a SEQUENCE, those that are a SET: an RDNSequence has nothing else (RFC 5280
                   section 4.1.2.4) */
} Level;

typedef struct
{
  Level levels[TL_LIMIT_DER_DEPTH + 1];
  guint depth;
  gsize n_elements;
  gsize max_rdns;
  gsize max_siblings;
  bool too_deep;
} Scanner;

static void
leave (Scanner *self)
{
  const Level *level = &self->levels[self->depth--];

  self->max_rdns = MAX (self->max_rdns, level->n_sets);
  self->max_siblings = MAX (self->max_siblings, level->n_children);
}

static void
enter (Scanner *self, TlBytes content)
{
  if (self->depth == TL_LIMIT_DER_DEPTH)
    self->too_deep = true;
  else
    self->levels[++self->depth] = (Level){ .rest = content };
}

/* Reads elements until the outermost one ends; the byte at which there is no element, or -1. */
static gssize
scan_elements (Scanner *self, TlBytes der)
{
  const guint8 *start = der.data;

  while (self->depth > 0)
    {
      Level *level = &self->levels[self->depth];
      TlTlv tlv;

      if (level->rest.length == 0)
        {
          leave (self);
          continue;
        }
      if (!tl_der_read (&level->rest, &tlv))
        return level->rest.data - start;
      self->n_elements++;
      level->n_children++;
      level->n_sets += tlv.identifier == TL_DER_SET;
      if (tlv.identifier & TL_DER_CONSTRUCTED)
        enter (self, tlv.content);
    }
  return -1;
}

static TlDerScan
judge (const Scanner *self, gssize damaged, gsize length, gsize trailing)
{
  if (self->max_rdns > TL_LIMIT_DER_RDNS)
    return (TlDerScan){ TL_DER_TOO_MANY_RDNS, self->max_rdns, 0 };
  if (self->max_siblings > TL_LIMIT_DER_SIBLINGS)
    return (TlDerScan){ TL_DER_TOO_MANY_SIBLINGS, self->max_siblings, 0 };
  if (self->n_elements > TL_LIMIT_DER_ELEMENTS)
    return (TlDerScan){ TL_DER_TOO_MANY_ELEMENTS, self->n_elements, 0 };
  if (self->too_deep)
    return (TlDerScan){ TL_DER_TOO_DEEP, 0, 0 };
  if (damaged >= 0)
    return (TlDerScan){ TL_DER_DAMAGED, (gsize) damaged, 0 };
  return (TlDerScan){ trailing > 0 ? TL_DER_TRAILING : TL_DER_SOUND, trailing, length };
}

TlDerScan
tl_der_scan (TlBytes der)
{
  Scanner scanner = { .n_elements = 1 };
  TlBytes rest = der;
  TlTlv tlv;
  gssize damaged;

  if (der.length == 0)
    return (TlDerScan){ TL_DER_EMPTY, 0, 0 };
  if (der.length > TL_LIMIT_DER)
    return (TlDerScan){ TL_DER_TOO_LARGE, der.length, 0 };
  if (!tl_der_read_partial (&rest, &tlv))
    return (TlDerScan){ TL_DER_DAMAGED, 0, 0 };
  if (tlv.content.length < tlv.claimed)
    return (TlDerScan){ TL_DER_TRUNCATED, tlv.header + tlv.claimed, 0 };
  if (tlv.identifier & TL_DER_CONSTRUCTED)
    enter (&scanner, tlv.content);
  damaged = scan_elements (&scanner, der);
  while (scanner.depth > 0) /* what stood open where it was damaged */
    leave (&scanner);
  return judge (&scanner, damaged, tlv.whole.length, rest.length);
}

bool
tl_der_is_element (TlBytes bytes)
{
  TlTlv tlv;

  if (!tl_der_only (bytes, 0, &tlv))
    return false;
  switch (tl_der_scan (bytes).verdict)
    {
    case TL_DER_SOUND:
    case TL_DER_TOO_LARGE:
    case TL_DER_TOO_DEEP:
    case TL_DER_TOO_MANY_ELEMENTS:
    case TL_DER_TOO_MANY_RDNS:
    case TL_DER_TOO_MANY_SIBLINGS:
      return true;
    case TL_DER_EMPTY:
    case TL_DER_TRUNCATED:
    case TL_DER_TRAILING:
    case TL_DER_DAMAGED:
    default:
      return false;
    }
}

static char *
too_many_fault (const TlDerScan *self)
{
  switch ((int) self->verdict)
    {
    case TL_DER_TOO_MANY_RDNS:
      return g_strdup_printf (_ ("Not decoded: %'zu name parts are more than this program reads (%'d)."),
                              self->count, TL_LIMIT_DER_RDNS);
    case TL_DER_TOO_MANY_SIBLINGS:
      return g_strdup_printf (
          _ ("Not decoded: %'zu elements of one list are more than this program reads (%'d)."), self->count,
          TL_LIMIT_DER_SIBLINGS);
    case TL_DER_TOO_MANY_ELEMENTS:
      return g_strdup_printf (_ ("Not decoded: %'zu elements are more than this program reads (%'d)."),
                              self->count, TL_LIMIT_DER_ELEMENTS);
    default:
      return g_strdup_printf (
          _ ("Not decoded: elements are nested more deeply than this program reads (%d)."),
          TL_LIMIT_DER_DEPTH);
    }
}

char *
tl_der_scan_fault (const TlDerScan *self, gsize size)
{
  switch (self->verdict)
    {
    case TL_DER_SOUND:
      return NULL;
    case TL_DER_EMPTY:
      return g_strdup (_ ("Not decoded: it is empty."));
    case TL_DER_TRUNCATED:
      return g_strdup_printf (_ ("Not decoded: it says that it has %'zu bytes, and %'zu are there."),
                              self->count, size);
    case TL_DER_TRAILING:
      return g_strdup_printf (ngettext ("%'zu byte follows the end of the certificate.",
                                        "%'zu bytes follow the end of the certificate.", self->count),
                              self->count);
    case TL_DER_DAMAGED:
      return g_strdup_printf (_ ("Not decoded: what stands at byte %'zu is not DER."), self->count);
    case TL_DER_TOO_LARGE:
      return g_strdup_printf (_ ("Not decoded: %'zu bytes are more than this program reads (%'zu)."),
                              self->count, TL_LIMIT_DER);
    default:
      return too_many_fault (self);
    }
}
