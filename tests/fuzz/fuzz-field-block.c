/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdint.h>

#include "syntax/field-block.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static guint
count_lines (Span raw) {
  Span line;
  guint n = 0;
  while (span_next_line (&raw, &line, NULL))
    n++;
  return n;
}

static void
check_field (const FieldBlockItem *item) {
  g_assert_true (span_inside (item->name, item->raw) && span_inside (item->value, item->raw));
  g_assert_true (item->name.len > 0 && item->name.data == item->raw.data);
  g_assert_true (item->value.data[-1] == ':');
  g_assert_cmpint (span_index (item->name, ':'), <, 0);
  const char *end = item->raw.data + item->raw.len, *value_end = item->value.data + item->value.len;
  g_assert_true (end - value_end <= 2);
}

static void
check_item (const FieldBlockItem *item) {
  if (item->kind == FIELD_BLOCK_FIELD) {
    check_field (item);
    return;
  }
  g_assert_true (span_is_null (item->name) && span_is_null (item->value));
  g_assert_cmpuint (count_lines (item->raw), ==, 1);
  if (item->kind == FIELD_BLOCK_BLANK)
    g_assert_true (span_trim (item->raw).len == 0 && item->raw.len <= 2);
}

/* The items, put one after the other, are the input; lines are counted without a gap. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  Span input = span_of ((const char *)data, size);
  FieldBlock reader;
  FieldBlockItem item;
  gsize at = 0;
  guint line = 1;
  bool continuable = false;
  field_block_init (&reader, input);
  while (field_block_next (&reader, &item)) {
    g_assert_cmpuint (item.offset, ==, at);
    g_assert_true (item.raw.data == input.data + at && item.raw.len > 0);
    g_assert_cmpuint (item.line, ==, line);
    g_assert_false (continuable && is_wsp (item.raw.data[0]));
    check_item (&item);
    continuable = item.kind == FIELD_BLOCK_FIELD;
    at += item.raw.len;
    line += count_lines (item.raw);
  }
  g_assert_cmpint (item.kind, ==, FIELD_BLOCK_END);
  g_assert_cmpuint (at, ==, size);
  g_assert_false (field_block_next (&reader, &item));
  return 0;
}
