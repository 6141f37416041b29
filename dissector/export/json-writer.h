/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright The TLS Ladder authors
 *
 * Writes JSON (RFC 8259) as it comes, without keeping a tree of it.
 */
#pragma once

#include "../bytes.h"

G_BEGIN_DECLS

/**
 * TlJsonWriter:
 * @out: where the text is appended
 *
 * The caller opens and closes objects and arrays in pairs, and gives a key before each value of an object;
 * commas come by themselves. What it writes is valid UTF-8 on one line, whatever the strings hold.
 */
typedef struct
{
  GString *out;
  /*< private >*/
  bool comma;
} TlJsonWriter;

void tl_json_writer_init (TlJsonWriter *self, GString *out);

void tl_json_open_object (TlJsonWriter *self);
void tl_json_close_object (TlJsonWriter *self);
void tl_json_open_array (TlJsonWriter *self);
void tl_json_close_array (TlJsonWriter *self);

/* @key is ours, never captured: plain ASCII without anything to escape. */
void tl_json_key (TlJsonWriter *self, const char *key);

/* @text may be NULL: null. Bytes in it that are not UTF-8 become U+FFFD. */
void tl_json_string (TlJsonWriter *self, const char *text);
void tl_json_uint (TlJsonWriter *self, guint64 value);
void tl_json_bool (TlJsonWriter *self, bool value);
void tl_json_null (TlJsonWriter *self);

/* @bytes as a string of lower-case hex, all of them. */
void tl_json_hex (TlJsonWriter *self, TlBytes bytes);

/* @nanoseconds as a number of seconds, exact. */
void tl_json_seconds (TlJsonWriter *self, gint64 nanoseconds);

/* @nanoseconds since 1970 as a string: RFC 3339, UTC, nine digits after the point. */
void tl_json_time (TlJsonWriter *self, gint64 nanoseconds);

/* A value that @text already is in JSON. */
void tl_json_raw (TlJsonWriter *self, const char *text);

/* A key with its value. */
void tl_json_put_string (TlJsonWriter *self, const char *key, const char *text);
void tl_json_put_made (TlJsonWriter *self, const char *key, char *text); /* and frees it */
void tl_json_put_uint (TlJsonWriter *self, const char *key, guint64 value);
void tl_json_put_bool (TlJsonWriter *self, const char *key, bool value);
void tl_json_put_null (TlJsonWriter *self, const char *key);
void tl_json_put_hex (TlJsonWriter *self, const char *key, TlBytes bytes);

G_END_DECLS
