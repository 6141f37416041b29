/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * For tests: a sink that writes down what it is told, and a check that every byte is covered once.
 */
#pragma once

#include "field-tree.h"

#include <string>
#include <vector>

struct Recorder
{
  TlSink sink = { leaf, open, close };
  std::string text;      /* "name[offset+length]" of leaves, "name{ … }" of what has fields, "!fault" behind */
  gsize covered = 0;     /* how far the leaves and prefixes have come */
  bool gapless = true;
  std::vector<const char *> names;

  void
  cover (gsize begin, gsize end)
  {
    gapless = gapless && begin == covered;
    covered = end;
  }

  void
  say (const TlFound *found)
  {
    if (!text.empty () && text.back () != '{')
      text += ' ';
    text += found->field->name;
    names.push_back (found->field->name);
  }

  static std::string
  fault_of (const TlFound *found)
  {
    return found->fault ? std::string ("!") + tl_fault_id (found->fault) : "";
  }

  static void
  leaf (TlSink *sink, const TlFound *found)
  {
    auto self = reinterpret_cast<Recorder *> (sink);
    self->say (found);
    self->text += "[" + std::to_string (found->offset) + "+" + std::to_string (found->length) + "]" + fault_of (found);
    self->cover (found->offset, found->offset + found->length);
  }

  static void
  open (TlSink *sink, const TlFound *found)
  {
    auto self = reinterpret_cast<Recorder *> (sink);
    self->say (found);
    self->text += fault_of (found) + "{";
    self->cover (found->offset, found->offset + found->prefix);
  }

  static void
  close (TlSink *sink, const TlFound *)
  {
    reinterpret_cast<Recorder *> (sink)->text += "}";
  }
};

/* The bytes of a hex string; spaces between them do not count. */
static inline std::vector<guint8>
hex (const char *text)
{
  std::vector<guint8> bytes;
  for (const char *c = text; *c; c++)
    if (*c != ' ' && *c != '\n')
      {
        bytes.push_back ((guint8) (g_ascii_xdigit_value (c[0]) << 4 | g_ascii_xdigit_value (c[1])));
        c++;
      }
  return bytes;
}

static inline TlBytes
view (const std::vector<guint8> &bytes)
{
  return tl_bytes (bytes.data (), bytes.size ());
}
