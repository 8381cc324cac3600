/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/limits.h"
#include "syntax/tag-list.h"

static void
assert_span (Span span, const char *expected) {
  if (expected == NULL)
    g_assert_true (span_is_null (span));
  else
    g_assert_cmpmem (span.data, span.len, expected, strlen (expected));
}

static void
assert_tag (const TagList *list, guint i, const char *name, const char *value) {
  g_assert_cmpuint (list->tags.n, >, i);
  assert_span (vec_at (&list->tags, Tag, i)->name, name);
  assert_span (vec_at (&list->tags, Tag, i)->value, value);
}

static guint
count_defects (const Defects *defects, const char *code) {
  guint n = 0;
  for (guint i = 0; i < defects->list.n; i++)
    n += span_equal (vec_at (&defects->list, Defect, i)->code, span_from_string (code));
  return n;
}

typedef struct {
  Arena *arena;
  Defects defects;
  TagList list;
  bool ok;
} Parsed;

static Parsed
parse_span (Span text) {
  Parsed parsed = {.arena = arena_new ()};
  defects_init (&parsed.defects, parsed.arena);
  parsed.ok = tag_list_parse (text, parsed.arena, &parsed.list, &parsed.defects);
  return parsed;
}

static Parsed
parse (const char *text) {
  return parse_span (span_from_string (text));
}

static void
test_plain (void) {
  Parsed parsed = parse ("v=1; a=rsa-sha256;c = relaxed/simple ;\td=example.com;");
  g_assert_true (parsed.ok);
  g_assert_cmpuint (parsed.list.tags.n, ==, 4);
  assert_tag (&parsed.list, 0, "v", "1");
  assert_tag (&parsed.list, 1, "a", "rsa-sha256");
  assert_tag (&parsed.list, 2, "c", "relaxed/simple");
  assert_tag (&parsed.list, 3, "d", "example.com");
  g_assert_cmpuint (parsed.defects.total, ==, 0);
  arena_free (parsed.arena);
}

/* RFC 6376 §3.2: names are case-sensitive, an empty value is not an absent tag. */
static void
test_case_and_empty (void) {
  Parsed parsed = parse ("P=;p=x");
  assert_span (tag_list_get (&parsed.list, SPAN ("P")), "");
  assert_span (tag_list_get (&parsed.list, SPAN ("p")), "x");
  assert_span (tag_list_get (&parsed.list, SPAN ("n")), NULL);
  g_assert_false (parsed.list.duplicate);
  arena_free (parsed.arena);
}

static void
test_equals_in_value (void) {
  Parsed parsed = parse ("bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; s=x");
  assert_span (tag_list_get (&parsed.list, SPAN ("bh")),
               "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
  assert_span (tag_list_get (&parsed.list, SPAN ("s")), "x");
  arena_free (parsed.arena);
}

/* RFC 6376 §3.2 FWS */
static void
test_folded (void) {
  Parsed parsed = parse (" v=1;\r\n\tb=AAAA\r\n\t BBBB\r\n CC==\r\n");
  assert_span (tag_list_get (&parsed.list, SPAN ("b")), "AAAA\t BBBB CC==");
  assert_span (tag_value_without_space (parsed.arena, tag_list_get (&parsed.list, SPAN ("b"))),
               "AAAABBBBCC==");
  g_assert_cmpuint (parsed.defects.total, ==, 0);
  arena_free (parsed.arena);
}

static void
test_unfolded_is_not_copied (void) {
  Span text = SPAN ("d=example.com; b=AAAA");
  Parsed parsed = parse_span (text);
  g_assert_true (span_inside (tag_list_get (&parsed.list, SPAN ("d")), text));
  g_assert_true (tag_value_without_space (parsed.arena, text).data != text.data);
  Span tight = SPAN ("AAAA");
  g_assert_true (tag_value_without_space (parsed.arena, tight).data == tight.data);
  arena_free (parsed.arena);
}

static void
test_duplicate (void) {
  Parsed parsed = parse ("d=a.example; s=x; d=b.example");
  g_assert_true (parsed.list.duplicate);
  g_assert_cmpuint (parsed.list.tags.n, ==, 3);
  assert_span (tag_list_get (&parsed.list, SPAN ("d")), "a.example");
  g_assert_cmpuint (count_defects (&parsed.defects, "tag-duplicate"), ==, 1);
  arena_free (parsed.arena);
}

static void
test_bad_pieces (void) {
  Parsed parsed = parse ("junk; 1a=x; =y; ; b-c=z; v=1; _u=2");
  g_assert_true (parsed.ok);
  g_assert_cmpuint (parsed.list.tags.n, ==, 1);
  assert_tag (&parsed.list, 0, "v", "1");
  g_assert_cmpuint (count_defects (&parsed.defects, "tag-syntax"), ==, 6);
  arena_free (parsed.arena);
}

static void
test_control_bytes (void) {
  Parsed parsed = parse_span (SPAN ("d=exa\0mple.com; s=\x7f"));
  g_assert_cmpuint (parsed.list.tags.n, ==, 2);
  g_assert_cmpuint (count_defects (&parsed.defects, "tag-syntax"), ==, 2);
  arena_free (parsed.arena);
}

/* RFC 8616 §3 */
static void
test_utf8 (void) {
  Parsed parsed = parse ("d=\xc3\xa9.example");
  assert_span (tag_list_get (&parsed.list, SPAN ("d")), "\xc3\xa9.example");
  g_assert_cmpuint (parsed.defects.total, ==, 0);
  arena_free (parsed.arena);
}

/* Documentation and people shorten fields: lines left out, the ';' with them. */
static void
test_shortened (void) {
  Parsed parsed = parse ("d=example.com; s=sel1\n    ...\n    bh=AAAA;\n    b=BBBB\n CC==\n ...\n");
  g_assert_cmpuint (parsed.list.tags.n, ==, 4);
  assert_tag (&parsed.list, 1, "s", "sel1");
  assert_tag (&parsed.list, 2, "bh", "AAAA");
  assert_tag (&parsed.list, 3, "b", "BBBB CC==");
  g_assert_cmpuint (count_defects (&parsed.defects, "tag-syntax"), ==, 1);
  arena_free (parsed.arena);
}

/* RFC 6376 §2.10, §3.5: the end of base64 and the escapes of z= are no tags. */
static void
test_folds_that_begin_no_tag (void) {
  Parsed parsed =
      parse ("b=AAAA\r\n ab==; bh=AAA\r\n a=\r\n; z=Subject:a\r\n b=20c|To:d\r\n e=3Df");
  g_assert_cmpuint (parsed.list.tags.n, ==, 3);
  assert_tag (&parsed.list, 0, "b", "AAAA ab==");
  assert_tag (&parsed.list, 1, "bh", "AAA a=");
  assert_tag (&parsed.list, 2, "z", "Subject:a b=20c|To:d e=3Df");
  g_assert_cmpuint (parsed.defects.total, ==, 0);
  arena_free (parsed.arena);
}

static void
test_limit (void) {
  g_autoptr (GString) text = g_string_new (NULL);
  for (int i = 0; i < LIMIT_TAGS + 10; i++)
    g_string_append_printf (text, "t%d=%d;", i, i);
  Parsed parsed = parse (text->str);
  g_assert_cmpuint (parsed.list.tags.n, ==, LIMIT_TAGS);
  g_assert_cmpuint (count_defects (&parsed.defects, "tag-limit"), ==, 1);
  arena_free (parsed.arena);
}

static void
test_nothing (void) {
  static const char *const nothings[] = {"", " \r\n\t", ";", "nothing here"};
  for (guint i = 0; i < G_N_ELEMENTS (nothings); i++) {
    Parsed parsed = parse (nothings[i]);
    g_assert_false (parsed.ok);
    arena_free (parsed.arena);
  }
  Parsed parsed = parse_span (SPAN_NULL);
  g_assert_false (parsed.ok);
  arena_free (parsed.arena);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tag-list/plain", test_plain);
  g_test_add_func ("/tag-list/case-and-empty", test_case_and_empty);
  g_test_add_func ("/tag-list/equals-in-value", test_equals_in_value);
  g_test_add_func ("/tag-list/folded", test_folded);
  g_test_add_func ("/tag-list/unfolded-is-not-copied", test_unfolded_is_not_copied);
  g_test_add_func ("/tag-list/duplicate", test_duplicate);
  g_test_add_func ("/tag-list/bad-pieces", test_bad_pieces);
  g_test_add_func ("/tag-list/control-bytes", test_control_bytes);
  g_test_add_func ("/tag-list/utf8", test_utf8);
  g_test_add_func ("/tag-list/shortened", test_shortened);
  g_test_add_func ("/tag-list/folds-that-begin-no-tag", test_folds_that_begin_no_tag);
  g_test_add_func ("/tag-list/limit", test_limit);
  g_test_add_func ("/tag-list/nothing", test_nothing);
  return g_test_run ();
}
