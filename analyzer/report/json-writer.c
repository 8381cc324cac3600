/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/json-writer.h"

#include "base/bytes.h"
#include "report/unsafe-char.h"

void
json_writer_init (JsonWriter *writer, Sink *sink, bool pretty) {
  *writer = (JsonWriter){.sink = sink, .pretty = pretty, .first = true};
}

static void
new_line (JsonWriter *writer) {
  sink_byte (writer->sink, '\n');
  sink_repeat (writer->sink, ' ', (gsize)writer->depth * 2);
}

/* What stands between two values; behind a key nothing does. */
static void
separate (JsonWriter *writer) {
  if (writer->keyed) {
    writer->keyed = false;
    return;
  }
  if (!writer->first)
    sink_byte (writer->sink, writer->depth ? ',' : '\n');
  if (writer->pretty && writer->depth)
    new_line (writer);
  writer->first = false;
}

static void
begin (JsonWriter *writer, char bracket) {
  separate (writer);
  sink_byte (writer->sink, bracket);
  writer->depth++;
  writer->first = true;
}

static void
end (JsonWriter *writer, char bracket) {
  g_assert (writer->depth > 0 && !writer->keyed);
  writer->depth--;
  if (writer->pretty && !writer->first)
    new_line (writer);
  sink_byte (writer->sink, bracket);
  writer->first = false;
}

void
json_begin_object (JsonWriter *writer) {
  begin (writer, '{');
}

void
json_end_object (JsonWriter *writer) {
  end (writer, '}');
}

void
json_begin_array (JsonWriter *writer) {
  begin (writer, '[');
}

void
json_end_array (JsonWriter *writer) {
  end (writer, ']');
}

static void
write_unit (Sink *sink, guint unit) {
  static const char digits[] = "0123456789abcdef";
  char text[] = {'\\',
                 'u',
                 digits[unit >> 12 & 15],
                 digits[unit >> 8 & 15],
                 digits[unit >> 4 & 15],
                 digits[unit & 15]};
  sink_write (sink, text, sizeof text);
}

static void
write_escaped (Sink *sink, gunichar c) {
  switch (c) {
  case '"':
    sink_write (sink, "\\\"", 2);
    return;
  case '\\':
    sink_write (sink, "\\\\", 2);
    return;
  case '\n':
    sink_write (sink, "\\n", 2);
    return;
  case '\r':
    sink_write (sink, "\\r", 2);
    return;
  case '\t':
    sink_write (sink, "\\t", 2);
    return;
  }
  if (c >= 0x10000) {
    write_unit (sink, 0xd800 + ((c - 0x10000) >> 10));
    c = 0xdc00 + (c & 0x3ff);
  }
  write_unit (sink, c);
}

/* Marks what does not go out as it is: controls, '"', '\\', DEL and what is not ASCII. The tests of
 * bytes_below () in one: none of the bytes compared with has the highest bit. */
static inline guint64
not_plain (guint64 bytes) {
  guint64 controls = bytes - BYTES_EACH (0x20);
  guint64 quotes = (bytes ^ BYTES_EACH ('"')) - BYTES_EACH (1);
  guint64 escapes = (bytes ^ BYTES_EACH ('\\')) - BYTES_EACH (1);
  guint64 deletes = (bytes ^ BYTES_EACH (0x7f)) - BYTES_EACH (1);
  return (controls | quotes | escapes | deletes | bytes) & BYTES_HIGH;
}

/* How many bytes from the beginning go out as they are. */
static gsize
plain_run (const char *at, gsize left) {
  gsize n = 0;
  for (; n + 8 <= left; n += 8) {
    guint64 marks = not_plain (bytes_load (at + n));
    if (marks)
      return n + bytes_first (marks);
  }
  if (n == left)
    return n;
  char last[8] = "        ";
  for (gsize i = 0; n + i < left; i++)
    last[i] = at[n + i];
  guint64 marks = not_plain (bytes_load (last));
  return marks ? n + bytes_first (marks) : left;
}

/* Length of the character at `at`, 1 for a byte that begins none; `*ret` is U+FFFD then. */
static gsize
next_char (const char *at, gsize left, gunichar *ret) {
  *ret = (guchar)*at;
  if (*ret < 0x80)
    return 1;
  *ret = g_utf8_get_char_validated (at, (gssize)left);
  if (*ret < 0x110000)
    return (gsize)g_unichar_to_utf8 (*ret, NULL);
  *ret = 0xfffd;
  return 1;
}

/* A quoted string without anything to escape; false, with nothing written, for any other. */
static bool
write_plain_string (Sink *sink, Span value) {
  char *room = sink_reserve (sink, value.len + 2);
  if (room == NULL || plain_run (value.data, value.len) < value.len)
    return false;
  room[0] = '"';
  memcpy (room + 1, value.data, value.len);
  room[value.len + 1] = '"';
  sink->used += value.len + 2;
  return true;
}

static void
write_string (Sink *sink, Span value) {
  if (write_plain_string (sink, value))
    return;
  const char *at = value.data, *end = value.data + value.len;
  sink_byte (sink, '"');
  while (at < end) {
    gsize run = plain_run (at, (gsize)(end - at));
    sink_write (sink, at, run);
    at += run;
    if (at == end)
      break;
    gunichar c;
    gsize len = next_char (at, (gsize)(end - at), &c);
    if (c < 0x80 || char_is_unsafe (c))
      write_escaped (sink, c);
    else if (c == 0xfffd)
      sink_write (sink, "\xef\xbf\xbd", 3);
    else
      sink_write (sink, at, len);
    at += len;
  }
  sink_byte (sink, '"');
}

static void
write_key (JsonWriter *writer, const char *key, const char *suffix) {
  g_assert (writer->depth > 0 && !writer->keyed);
  separate (writer);
  sink_byte (writer->sink, '"');
  sink_string (writer->sink, key);
  sink_string (writer->sink, suffix);
  sink_write (writer->sink, "\": ", writer->pretty ? 3 : 2);
  writer->keyed = true;
}

void
json_key (JsonWriter *writer, const char *key) {
  write_key (writer, key, "");
}

void
json_key_raw (JsonWriter *writer, const char *key) {
  write_key (writer, key, "_raw");
}

#define NULL_LENGTH 4

/* A case has a thousand members, most of them null: one copy each. */
void
json_member (JsonWriter *writer, Span null_member, bool null) {
  g_assert (writer->depth > 0 && !writer->keyed);
  null_member.len -= null && !writer->pretty ? 0 : NULL_LENGTH;
  if (writer->pretty) {
    separate (writer);
    sink_span (writer->sink, span_skip (null_member, 1));
    sink_write (writer->sink, " null", null ? 5 : 1);
  } else
    sink_span (writer->sink, span_skip (null_member, writer->first));
  writer->first = false;
  writer->keyed = !null;
}

void
json_key_span (JsonWriter *writer, Span key) {
  separate (writer);
  write_string (writer->sink, key.data ? key : SPAN (""));
  sink_write (writer->sink, ": ", writer->pretty ? 2 : 1);
  writer->keyed = true;
}

static void
write_literal (JsonWriter *writer, Span literal) {
  separate (writer);
  sink_span (writer->sink, literal);
}

void
json_span (JsonWriter *writer, Span value) {
  if (span_is_null (value)) {
    json_null (writer);
    return;
  }
  separate (writer);
  write_string (writer->sink, value);
}

void
json_string (JsonWriter *writer, const char *value) {
  json_span (writer, span_from_string (value));
}

void
json_int (JsonWriter *writer, gint64 value) {
  char text[24];
  char *at = text + sizeof text;
  guint64 left = value < 0 ? 0 - (guint64)value : (guint64)value;
  do
    *--at = (char)('0' + left % 10);
  while ((left /= 10) > 0);
  if (value < 0)
    *--at = '-';
  write_literal (writer, span_between (at, text + sizeof text));
}

void
json_bool (JsonWriter *writer, bool value) {
  write_literal (writer, value ? SPAN ("true") : SPAN ("false"));
}

void
json_null (JsonWriter *writer) {
  write_literal (writer, SPAN ("null"));
}
