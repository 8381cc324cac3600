/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdint.h>

#include "message/message-fast.h"
#include "message/parts-fast.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static MessageReader *
reference (void) {
  static MessageReader *reader;
  if (reader == NULL)
    reader = message_reader_new ();
  return reader;
}

static MessageReader *
quick (void) {
  static MessageReader *reader;
  if (reader == NULL) {
    reader = message_reader_new ();
    message_reader_set_fast (reader, true);
  }
  return reader;
}

static void
check_same (Span a, Span b) {
  g_assert_cmpint (span_is_null (a), ==, span_is_null (b));
  g_assert_cmpmem (a.data, a.len, b.data, b.len);
}

static void
check_place (Span a, Span b) {
  g_assert_true (a.data == b.data && a.len == b.len);
}

static void
check_fields (const Message *fast, const Message *slow) {
  g_assert_cmpuint (fast->fields.n, ==, slow->fields.n);
  g_assert_cmpuint (fast->n_fields, ==, slow->n_fields);
  g_assert_cmpint (fast->header_cut, ==, slow->header_cut);
  check_place (fast->header, slow->header);
  check_place (fast->body, slow->body);
  check_same (fast->content_type, slow->content_type);
  for (guint i = 0; i < fast->fields.n; i++) {
    const Field *a = vec_at (&fast->fields, Field, i), *b = vec_at (&slow->fields, Field, i);
    check_place (a->name, b->name);
    check_place (a->value, b->value);
    check_place (a->raw, b->raw);
    g_assert_true (a->index == b->index && a->line == b->line && a->offset == b->offset);
  }
}

static void
check_addresses (Span value, Arena *arena) {
  Vec fast = {0}, slow = {0};
  guint fast_total, slow_total;
  Defects defects;
  defects_init (&defects, arena);
  if (!message_fast_addresses (value, arena, &fast, &fast_total))
    return;
  message_addresses (reference (), value, arena, &slow, &slow_total, &defects);
  g_assert_cmpuint (defects.total, ==, 0);
  g_assert_cmpuint (fast_total, ==, slow_total);
  g_assert_cmpuint (fast.n, ==, slow.n);
  for (guint i = 0; i < fast.n; i++) {
    const Address *a = vec_at (&fast, Address, i), *b = vec_at (&slow, Address, i);
    check_same (a->display_name, b->display_name);
    check_same (a->address, b->address);
  }
}

static void
check_text (Span value, Arena *arena) {
  Span fast;
  if (message_fast_text (value, arena, &fast))
    check_same (fast, message_decode_text (reference (), value, arena));
}

static void
check_parts (const Message *message, Arena *arena) {
  Vec fast = {0}, slow = {0};
  guint fast_total, slow_total;
  Defects defects, fast_defects;
  defects_init (&defects, arena);
  defects_init (&fast_defects, arena);
  if (!parts_read_fast (message, arena, &fast, &fast_total))
    return;
  /* where there is no part, the whole body is one, with a defect */
  parts_read (quick (), message, arena, &fast, &fast_total, &fast_defects);
  parts_read (reference (), message, arena, &slow, &slow_total, &defects);
  g_assert_cmpuint (defects.total, <=, 1);
  g_assert_cmpuint (defects.total, ==, fast_defects.total);
  g_assert_cmpuint (fast_total, ==, slow_total);
  g_assert_cmpuint (fast.n, ==, slow.n);
  for (guint i = 0; i < fast.n; i++) {
    const Part *a = vec_at (&fast, Part, i), *b = vec_at (&slow, Part, i);
    check_same (a->type, b->type);
    check_same (a->charset, b->charset);
    check_same (a->path, b->path);
    check_same (a->content, b->content);
    g_assert_true (a->decoded == b->decoded && a->cut == b->cut);
    if (!a->decoded)
      g_assert_cmpuint (a->offset, ==, b->offset);
  }
}

/* Where the fast reader does not decline, it says what the reference says. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  Span bytes = span_of ((const char *)data, size);
  g_autoptr (Arena) arena = arena_new ();
  Message fast, slow;
  Defects defects, fast_defects;
  defects_init (&defects, arena);
  defects_init (&fast_defects, arena);
  message_read_gmime (reference (), bytes, arena, &slow, &defects);
  if (message_read_fast (bytes, arena, &fast, &fast_defects)) {
    g_assert_cmpuint (defects.total, ==, fast_defects.total);
    g_assert_cmpuint (defects.total, <=, 1);
    check_fields (&fast, &slow);
  }
  for (guint i = 0; i < slow.fields.n; i++) {
    check_addresses (vec_at (&slow.fields, Field, i)->value, arena);
    check_text (vec_at (&slow.fields, Field, i)->value, arena);
  }
  check_parts (&slow, arena);
  return 0;
}
