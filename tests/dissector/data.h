/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * For tests: bytes put together by hand.
 */
#pragma once

#include <glib.h>
#include <string>
#include <vector>

using Data = std::vector<guint8>;

static inline Data
operator+ (Data a, const Data &b)
{
  for (guint8 byte : b)
    a.push_back (byte);
  return a;
}

static inline Data
be (guint64 value, guint size)
{
  Data data;
  for (guint i = size; i > 0; i--)
    data.push_back ((guint8) (value >> 8 * (i - 1)));
  return data;
}

static inline Data
prefixed (guint size, const Data &data)
{
  return be (data.size (), size) + data;
}

static inline Data
bytes_of (const std::string &text)
{
  return Data (text.begin (), text.end ());
}
