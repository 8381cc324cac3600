/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "syntax/field-block.h"

static void
assert_span (Span span, const char *expected) {
  g_assert_cmpmem (span.data, span.len, expected, strlen (expected));
}

static FieldBlockItem
next (FieldBlock *reader, FieldBlockKind kind) {
  FieldBlockItem item;
  g_assert_true (field_block_next (reader, &item) == (kind != FIELD_BLOCK_END));
  g_assert_cmpint (item.kind, ==, kind);
  return item;
}

static FieldBlock
reader_of (const char *text) {
  FieldBlock reader;
  field_block_init (&reader, span_from_string (text));
  return reader;
}

static void
assert_field (FieldBlock *reader, const char *name, const char *value, guint line) {
  FieldBlockItem item = next (reader, FIELD_BLOCK_FIELD);
  assert_span (item.name, name);
  assert_span (item.value, value);
  g_assert_cmpuint (item.line, ==, line);
}

/* RFC 5322 §2.2.3, A.1.1 */
static void
test_fields (void) {
  FieldBlock reader =
      reader_of ("From: a@example.com\r\nSubject: one\r\n two\r\n\tthree\r\n\r\nBody: no\r\n");
  assert_field (&reader, "From", " a@example.com", 1);
  assert_field (&reader, "Subject", " one\r\n two\r\n\tthree", 2);
  FieldBlockItem blank = next (&reader, FIELD_BLOCK_BLANK);
  g_assert_cmpuint (blank.line, ==, 5);
  g_assert_cmpuint (blank.offset, ==, 49);
  assert_span (blank.raw, "\r\n");
  assert_field (&reader, "Body", " no", 6);
  next (&reader, FIELD_BLOCK_END);
  next (&reader, FIELD_BLOCK_END);
}

static void
test_line_ends_mixed (void) {
  FieldBlock reader = reader_of ("A: 1\nB: 2\r\nC: 3\n 4\r\nD: 5");
  assert_field (&reader, "A", " 1", 1);
  assert_field (&reader, "B", " 2", 2);
  assert_field (&reader, "C", " 3\n 4", 3);
  assert_field (&reader, "D", " 5", 5);
  next (&reader, FIELD_BLOCK_END);
}

static void
test_bare_cr_is_data (void) {
  FieldBlock reader = reader_of ("A: 1\rB: 2\n\r\n");
  assert_field (&reader, "A", " 1\rB: 2", 1);
  next (&reader, FIELD_BLOCK_BLANK);
  next (&reader, FIELD_BLOCK_END);
}

/* RFC 7103 §7.3 */
static void
test_white_line_continues (void) {
  FieldBlock reader = reader_of ("A: 1\r\n \t\r\nB: 2\r\n");
  assert_field (&reader, "A", " 1\r\n \t", 1);
  assert_field (&reader, "B", " 2", 3);
}

/* RFC 5322 §4.5.3 */
static void
test_space_before_colon (void) {
  FieldBlock reader = reader_of ("Subject \t: x\n");
  assert_field (&reader, "Subject", " x", 1);
}

static void
assert_junk (const char *line) {
  FieldBlock reader = reader_of (line);
  FieldBlockItem item = next (&reader, FIELD_BLOCK_JUNK);
  assert_span (item.raw, line);
  g_assert_true (span_is_null (item.name));
  next (&reader, FIELD_BLOCK_END);
}

static void
test_junk (void) {
  assert_junk ("no colon here\n");
  assert_junk (": no name\n");
  assert_junk ("From someone@example.com Wed Jun 26 15:49:40 2019\n");
  assert_junk (" folded after nothing: at all\n");
  assert_junk (" \r\n");
  assert_junk ("Pr\xc3\xa9nom: x\n");
  assert_junk ("\r\r\n");
}

static void
test_junk_between (void) {
  FieldBlock reader = reader_of ("A: 1\njunk\n more junk\nB: 2\n");
  assert_field (&reader, "A", " 1", 1);
  next (&reader, FIELD_BLOCK_JUNK);
  FieldBlockItem item = next (&reader, FIELD_BLOCK_JUNK);
  assert_span (item.raw, " more junk\n");
  g_assert_cmpuint (item.line, ==, 3);
  assert_field (&reader, "B", " 2", 4);
}

static void
test_empty_value_is_not_null (void) {
  FieldBlock reader = reader_of ("A:\nB:");
  assert_field (&reader, "A", "", 1);
  FieldBlockItem item = next (&reader, FIELD_BLOCK_FIELD);
  g_assert_false (span_is_null (item.value));
  assert_span (item.raw, "B:");
}

static void
test_nul_is_data (void) {
  FieldBlock reader;
  field_block_init (&reader, SPAN ("A: x\0y\nB: z\n"));
  FieldBlockItem item = next (&reader, FIELD_BLOCK_FIELD);
  g_assert_cmpmem (item.value.data, item.value.len, " x\0y", 4);
  assert_field (&reader, "B", " z", 2);
}

static void
test_nothing (void) {
  FieldBlock reader;
  field_block_init (&reader, SPAN_NULL);
  next (&reader, FIELD_BLOCK_END);
  field_block_init (&reader, SPAN (""));
  next (&reader, FIELD_BLOCK_END);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/field-block/fields", test_fields);
  g_test_add_func ("/field-block/line-ends-mixed", test_line_ends_mixed);
  g_test_add_func ("/field-block/bare-cr-is-data", test_bare_cr_is_data);
  g_test_add_func ("/field-block/white-line-continues", test_white_line_continues);
  g_test_add_func ("/field-block/space-before-colon", test_space_before_colon);
  g_test_add_func ("/field-block/junk", test_junk);
  g_test_add_func ("/field-block/junk-between", test_junk_between);
  g_test_add_func ("/field-block/empty-value", test_empty_value_is_not_null);
  g_test_add_func ("/field-block/nul", test_nul_is_data);
  g_test_add_func ("/field-block/nothing", test_nothing);
  return g_test_run ();
}
