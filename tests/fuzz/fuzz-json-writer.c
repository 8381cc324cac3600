/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Any bytes, as keys, strings and structure: what comes out is UTF-8 without controls, and
 * json-glib reads it. */
#include <json-glib/json-glib.h>
#include <stdint.h>

#include "report/json-writer.h"
#include "report/unsafe-char.h"

#define MAX_DEPTH 64

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

typedef struct {
  JsonWriter writer;
  bool object[MAX_DEPTH + 1]; /* per level: an object, where values want keys */
} Builder;

static void
put_key (Builder *builder, Span key) {
  if (builder->object[builder->writer.depth])
    json_key_span (&builder->writer, key);
}

static void
open_level (Builder *builder, bool object) {
  if (builder->writer.depth >= MAX_DEPTH)
    return;
  put_key (builder, SPAN ("level"));
  if (object)
    json_begin_object (&builder->writer);
  else
    json_begin_array (&builder->writer);
  builder->object[builder->writer.depth] = object;
}

static void
close_level (Builder *builder) {
  if (builder->object[builder->writer.depth])
    json_end_object (&builder->writer);
  else
    json_end_array (&builder->writer);
}

/* The line's first byte says what it is, the rest is its text. */
static void
add_line (Builder *builder, Span line) {
  Span text = span_skip (line, 1);
  switch (line.len ? line.data[0] : 's') {
  case '{':
  case '[':
    open_level (builder, line.data[0] == '{');
    return;
  case '}':
    if (builder->writer.depth > 1)
      close_level (builder);
    return;
  }
  put_key (builder, text);
  switch (line.len ? line.data[0] : 's') {
  case 'n':
    json_int (&builder->writer, (gint64)text.len * G_MININT32);
    return;
  case 'b':
    json_bool (&builder->writer, text.len % 2);
    return;
  case '0':
    json_span (&builder->writer, SPAN_NULL);
    return;
  default:
    json_span (&builder->writer, line);
  }
}

static void
check_text (Span text, bool pretty) {
  g_assert_true (g_utf8_validate_len (text.data, text.len, NULL));
  for (const char *at = text.data; at < text.data + text.len; at = g_utf8_next_char (at))
    g_assert_true (!char_is_unsafe (g_utf8_get_char (at)) || (pretty && *at == '\n'));
}

static void
check_document (Span input, bool pretty) {
  g_autoptr (Sink) sink = sink_new_memory ();
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  Builder builder = {0};
  Span line;
  json_writer_init (&builder.writer, sink, pretty);
  open_level (&builder, false);
  while (span_next_line (&input, &line, NULL))
    add_line (&builder, line);
  while (builder.writer.depth > 0)
    close_level (&builder);
  Span text = sink_bytes (sink);
  check_text (text, pretty);
  json_parser_load_from_data (parser, text.data, (gssize)text.len, &error);
  g_assert_no_error (error);
  g_assert_true (JSON_NODE_HOLDS_ARRAY (json_parser_get_root (parser)));
}

/* Text that is valid comes back as it was. */
static void
check_round_trip (Span input) {
  if (!g_utf8_validate_len (input.data, input.len, NULL))
    return;
  g_autoptr (Sink) sink = sink_new_memory ();
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonWriter writer;
  json_writer_init (&writer, sink, false);
  json_begin_array (&writer);
  json_span (&writer, input);
  json_end_array (&writer);
  g_assert_true (json_parser_load_from_data (parser, sink->bytes, (gssize)sink->used, NULL));
  JsonArray *array = json_node_get_array (json_parser_get_root (parser));
  const char *back = json_array_get_string_element (array, 0);
  g_assert_cmpmem (back, strlen (back), input.data, input.len);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  Span input = span_of ((const char *)data, size);
  check_document (input, false);
  check_document (input, true);
  check_round_trip (input);
  return 0;
}
