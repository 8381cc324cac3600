/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdint.h>

#include "base/limits.h"
#include "syntax/tag-list.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check_value (Span value, Arena *arena) {
  g_assert_false (span_is_null (value));
  g_assert_cmpint (span_index (value, '\r'), <, 0);
  g_assert_cmpint (span_index (value, '\n'), <, 0);
  g_assert_cmpint (span_index (value, ';'), <, 0);
  Span tight = tag_value_without_space (arena, value);
  g_assert_cmpuint (tight.len, <=, value.len);
  g_assert_true (span_equal (tag_value_without_space (arena, tight), tight));
}

static void
write_list (const TagList *list, GString *text) {
  for (guint i = 0; i < list->tags.n; i++) {
    const Tag *tag = vec_at (&list->tags, Tag, i);
    g_string_append_len (text, tag->name.data, (gssize)tag->name.len);
    g_string_append_c (text, '=');
    g_string_append_len (text, tag->value.data, (gssize)tag->value.len);
    g_string_append_c (text, ';');
  }
}

/* Written out and read again, a list is the same. */
static void
check_again (const TagList *list, Arena *arena) {
  g_autoptr (GString) text = g_string_new (NULL);
  TagList again;
  write_list (list, text);
  tag_list_parse (span_of (text->str, text->len), arena, &again, NULL);
  g_assert_cmpuint (again.tags.n, ==, list->tags.n);
  g_assert_true (again.duplicate == list->duplicate);
  for (guint i = 0; i < list->tags.n; i++) {
    const Tag *a = vec_at (&list->tags, Tag, i), *b = vec_at (&again.tags, Tag, i);
    g_assert_true (span_equal (a->name, b->name) && span_equal (span_trim (a->value), b->value));
  }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  Span input = span_of ((const char *)data, size);
  g_autoptr (Arena) arena = arena_new ();
  Defects defects;
  TagList list;
  defects_init (&defects, arena);
  g_assert_true (tag_list_parse (input, arena, &list, &defects) == (list.tags.n > 0));
  g_assert_cmpuint (list.tags.n, <=, LIMIT_TAGS);
  for (guint i = 0; i < list.tags.n; i++) {
    const Tag *tag = vec_at (&list.tags, Tag, i);
    g_assert_true (span_inside (tag->name, input) && tag->name.len > 0);
    g_assert_false (span_is_null (tag_list_get (&list, tag->name)));
    check_value (tag->value, arena);
  }
  check_again (&list, arena);
  return 0;
}
