/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* json-glib reads back what the writer wrote. */
#include "report/json-writer.h"

#include <json-glib/json-glib.h>

static JsonNode *
parse (Span text) {
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  g_assert_true (g_utf8_validate_len (text.data, text.len, NULL));
  bool ok = json_parser_load_from_data (parser, text.data, (gssize)text.len, &error);
  g_assert_no_error (error);
  g_assert_true (ok);
  return json_parser_steal_root (parser);
}

/* ["value"] as written. */
static Sink *
write_one (Span value) {
  Sink *sink = sink_new_memory ();
  JsonWriter writer;
  json_writer_init (&writer, sink, false);
  json_begin_array (&writer);
  json_span (&writer, value);
  json_end_array (&writer);
  return sink;
}

static char *
read_back (const Sink *sink) {
  g_autoptr (JsonNode) root = parse (sink_bytes (sink));
  return g_strdup (json_array_get_string_element (json_node_get_array (root), 0));
}

static void
assert_written (Span value, const char *expected) {
  g_autoptr (Sink) sink = write_one (value);
  g_autofree char *text = g_strndup (sink_bytes (sink).data, sink_bytes (sink).len);
  g_assert_cmpstr (text, ==, expected);
}

static void
write_document (JsonWriter *writer) {
  json_begin_object (writer);
  json_key (writer, "text");
  json_string (writer, "a");
  json_key (writer, "numbers");
  json_begin_array (writer);
  json_int (writer, 0);
  json_int (writer, G_MAXINT64);
  json_int (writer, G_MININT64);
  json_end_array (writer);
  json_key (writer, "empty");
  json_begin_array (writer);
  json_end_array (writer);
  json_key (writer, "nothing");
  json_begin_object (writer);
  json_end_object (writer);
  json_key (writer, "inner");
  json_begin_object (writer);
  json_key_span (writer, SPAN ("a \"b\"\n"));
  json_bool (writer, true);
  json_key (writer, "no");
  json_bool (writer, false);
  json_end_object (writer);
  json_key (writer, "null");
  json_string (writer, NULL);
  json_end_object (writer);
}

static void
test_shapes (void) {
  g_autoptr (Sink) compact = sink_new_memory ();
  g_autoptr (Sink) pretty = sink_new_memory ();
  JsonWriter writer;
  json_writer_init (&writer, compact, false);
  write_document (&writer);
  json_writer_init (&writer, pretty, true);
  write_document (&writer);
  sink_byte (compact, '\0');
  sink_byte (pretty, '\0');
  g_assert_cmpstr (compact->bytes, ==,
                   "{\"text\":\"a\",\"numbers\":[0,9223372036854775807,-9223372036854775808],"
                   "\"empty\":[],\"nothing\":{},\"inner\":{\"a \\\"b\\\"\\n\":true,\"no\":false},"
                   "\"null\":null}");
  g_assert_cmpstr (pretty->bytes, ==,
                   "{\n"
                   "  \"text\": \"a\",\n"
                   "  \"numbers\": [\n"
                   "    0,\n"
                   "    9223372036854775807,\n"
                   "    -9223372036854775808\n"
                   "  ],\n"
                   "  \"empty\": [],\n"
                   "  \"nothing\": {},\n"
                   "  \"inner\": {\n"
                   "    \"a \\\"b\\\"\\n\": true,\n"
                   "    \"no\": false\n"
                   "  },\n"
                   "  \"null\": null\n"
                   "}");
  g_autoptr (JsonNode) one = parse (span_from_string (compact->bytes));
  g_autoptr (JsonNode) other = parse (span_from_string (pretty->bytes));
  g_assert_true (json_node_equal (one, other));
}

/* RFC 8259 section 7, and the characters that must not reach a terminal. */
static void
test_escapes (void) {
  assert_written (SPAN (""), "[\"\"]");
  assert_written (SPAN_NULL, "[null]");
  assert_written (SPAN ("a\"b\\c/d"), "[\"a\\\"b\\\\c/d\"]");
  assert_written (SPAN ("\n\r\t"), "[\"\\n\\r\\t\"]");
  assert_written (SPAN ("\0\x01\x1b[31m\x7f"), "[\"\\u0000\\u0001\\u001b[31m\\u007f\"]");
  assert_written (SPAN ("\xc2\x9b"), "[\"\\u009b\"]");
  assert_written (SPAN ("\xe2\x80\xa8\xe2\x80\xa9"), "[\"\\u2028\\u2029\"]");
  assert_written (SPAN ("\xe2\x80\xaa\xe2\x80\xae\xe2\x81\xa6\xe2\x81\xa9\xe2\x80\x8e\xe2\x80\x8f"),
                  "[\"\\u202a\\u202e\\u2066\\u2069\\u200e\\u200f\"]");
  assert_written (SPAN ("\xf3\xa0\x81\x81"), "[\"\\udb40\\udc41\"]");
  assert_written (SPAN ("M\xc3\xbcnchen \xe2\x82\xac \xf0\x9f\x8e\xab"),
                  "[\"M\xc3\xbcnchen \xe2\x82\xac \xf0\x9f\x8e\xab\"]");
}

#define BAD "\xef\xbf\xbd"

static void
test_invalid_utf8 (void) {
  assert_written (SPAN ("\x80"), "[\"" BAD "\"]");
  assert_written (SPAN ("a\xff"
                        "b"),
                  "[\"a" BAD "b\"]");
  assert_written (SPAN ("\xc0\xaf"), "[\"" BAD BAD "\"]");                 /* overlong */
  assert_written (SPAN ("\xed\xa0\x80"), "[\"" BAD BAD BAD "\"]");         /* a surrogate */
  assert_written (SPAN ("\xf4\x90\x80\x80"), "[\"" BAD BAD BAD BAD "\"]"); /* above U+10FFFF */
  assert_written (SPAN ("\xe2\x82"), "[\"" BAD BAD "\"]");                 /* cut off */
  assert_written (SPAN ("\xe2\x82\""), "[\"" BAD BAD "\\\"\"]");
}

static void
test_all_characters (void) {
  g_autoptr (GString) block = g_string_new (NULL);
  for (gunichar c = 1; c < 0x110000; c++) {
    if (c < 0xd800 || c > 0xdfff)
      g_string_append_unichar (block, c);
    if (c % 4096 != 4095)
      continue;
    g_autoptr (Sink) sink = write_one (span_of (block->str, block->len));
    g_autofree char *back = read_back (sink);
    g_assert_cmpstr (back, ==, block->str);
    g_string_truncate (block, 0);
  }
}

static void
test_random_bytes (void) {
  for (guint round = 0; round < 500; round++) {
    char bytes[256];
    for (guint i = 0; i < sizeof bytes; i++)
      bytes[i] = (char)g_test_rand_int_range (1, 256);
    g_autoptr (Sink) sink = write_one (span_of (bytes, sizeof bytes));
    g_autofree char *back = read_back (sink);
    const char *end;
    /* equal as far as it was valid */
    g_utf8_validate_len (bytes, sizeof bytes, &end);
    g_assert_cmpmem (back, MIN (strlen (back), (gsize)(end - bytes)), bytes, (end - bytes));
    for (gsize i = 0; i < sink_bytes (sink).len; i++)
      g_assert_false (g_ascii_iscntrl (sink_bytes (sink).data[i]));
  }
}

static void
test_deep (void) {
  g_autoptr (Sink) sink = sink_new_memory ();
  JsonWriter writer;
  const guint depth = 300;
  json_writer_init (&writer, sink, true);
  for (guint i = 0; i < depth; i++) {
    json_begin_object (&writer);
    json_key (&writer, "a");
    json_begin_array (&writer);
  }
  for (guint i = 0; i < depth; i++) {
    json_end_array (&writer);
    json_end_object (&writer);
  }
  g_autoptr (JsonNode) root = parse (sink_bytes (sink));
  JsonNode *node = root;
  for (guint i = 1; i < depth; i++)
    node =
        json_array_get_element (json_object_get_array_member (json_node_get_object (node), "a"), 0);
  g_assert_cmpuint (
      json_array_get_length (json_object_get_array_member (json_node_get_object (node), "a")), ==,
      0);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-writer/shapes", test_shapes);
  g_test_add_func ("/json-writer/escapes", test_escapes);
  g_test_add_func ("/json-writer/invalid-utf8", test_invalid_utf8);
  g_test_add_func ("/json-writer/all-characters", test_all_characters);
  g_test_add_func ("/json-writer/random-bytes", test_random_bytes);
  g_test_add_func ("/json-writer/deep", test_deep);
  return g_test_run ();
}
