/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Writes JSON (RFC 8259) as it is told, without building a tree. The one place that escapes.
 * Output is valid UTF-8 whatever comes in: each invalid byte becomes U+FFFD; characters of
 * report/unsafe-char.h are written as \uXXXX, so that nothing in them reaches a terminal.
 * The caller keeps the order right: a key before each value of an object, as many ends as begins.
 */
#pragma once
#include "base/span.h"
#include "report/sink.h"

typedef struct {
  Sink *sink;
  bool pretty; /* two blanks a level, one member a line; else no white space at all */
  bool first;  /* nothing written yet in the innermost object or array */
  bool keyed;  /* a key waits for its value */
  guint depth;
} JsonWriter;

void json_writer_init (JsonWriter *writer, Sink *sink, bool pretty);

void json_begin_object (JsonWriter *writer);
void json_end_object (JsonWriter *writer);
void json_begin_array (JsonWriter *writer);
void json_end_array (JsonWriter *writer);

/* A name of our own: printable ASCII without '"' and '\\'. */
void json_key (JsonWriter *writer, const char *key);
/* The key of what `key` was made from: "date_raw" for "date". */
void json_key_raw (JsonWriter *writer, const char *key);
/* The same key ready made: `null_member` is `,"key":null`. With `null` the value goes out too. */
void json_member (JsonWriter *writer, Span null_member, bool null);
/* A name from data: escaped as a string is. */
void json_key_span (JsonWriter *writer, Span key);

/* The null span gives null. */
void json_span (JsonWriter *writer, Span value);
/* NULL gives null. */
void json_string (JsonWriter *writer, const char *value);
void json_int (JsonWriter *writer, gint64 value);
void json_bool (JsonWriter *writer, bool value);
void json_null (JsonWriter *writer);
