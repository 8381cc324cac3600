/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stddef.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/defect.h"
#include "base/limits.h"
#include "base/line-start.h"
#include "base/span.h"
#include "base/value.h"
#include "base/vec.h"
#include "guarded.h"

static void
assert_span (Span span, const char *expected) {
  g_assert_cmpmem (span.data, span.len, expected, strlen (expected));
}

/* --- span ---------------------------------------------------------------------------------- */

static void
test_span_null_is_not_empty (void) {
  g_assert_true (span_is_null (SPAN_NULL));
  g_assert_true (span_is_empty (SPAN_NULL));
  g_assert_false (span_is_null (SPAN ("")));
  g_assert_true (span_is_empty (SPAN ("")));
  g_assert_true (span_is_null (span_from_string (NULL)));
  g_assert_false (span_is_null (span_from_string ("")));
  g_assert_true (span_is_null (span_trim (SPAN_NULL)));
  g_assert_true (span_is_null (span_skip (SPAN_NULL, 3)));
  g_assert_true (span_is_null (span_first (SPAN_NULL, 3)));
}

static void
test_span_equal (void) {
  g_assert_true (span_equal (SPAN ("dkim"), SPAN ("dkim")));
  g_assert_false (span_equal (SPAN ("dkim"), SPAN ("DKIM")));
  g_assert_true (span_equal_nocase (SPAN ("dkim"), SPAN ("DkIM")));
  g_assert_false (span_equal_nocase (SPAN ("dkim"), SPAN ("dkim2")));
  g_assert_true (span_equal_nocase (SPAN ("a\0B"), SPAN ("A\0b")));
  g_assert_false (span_equal_nocase (SPAN ("a\0b"), SPAN ("a\0c")));
  /* '@' and '`' differ by the bit that folds letters, as do '[' and '{' */
  g_assert_false (span_equal_nocase (SPAN ("@["), SPAN ("`{")));
  /* only ASCII folds: U+00C9 and U+00E9 in UTF-8 */
  g_assert_false (span_equal_nocase (SPAN ("\xc3\x89"), SPAN ("\xc3\xa9")));
}

static void
test_span_compare (void) {
  g_assert_cmpint (span_compare (SPAN ("a"), SPAN ("b")), ==, -1);
  g_assert_cmpint (span_compare (SPAN ("b"), SPAN ("a")), ==, 1);
  g_assert_cmpint (span_compare (SPAN ("a"), SPAN ("a")), ==, 0);
  g_assert_cmpint (span_compare (SPAN ("a"), SPAN ("aa")), ==, -1);
  g_assert_cmpint (span_compare (SPAN ("\x80"), SPAN ("a")), ==, 1);
  g_assert_cmpint (span_compare (SPAN ("B"), SPAN ("a")), ==, -1);
  g_assert_cmpint (span_compare_nocase (SPAN ("B"), SPAN ("a")), ==, 1);
  g_assert_cmpint (span_compare_nocase (SPAN ("\x80"), SPAN ("a")), ==, 1);
  g_assert_cmpint (span_compare (SPAN_NULL, SPAN ("")), ==, 0);
}

static void
test_span_affixes (void) {
  g_assert_true (span_starts_with (SPAN ("p=reject"), SPAN ("p=")));
  g_assert_false (span_starts_with (SPAN ("p"), SPAN ("p=")));
  g_assert_false (span_starts_with (SPAN ("P=reject"), SPAN ("p=")));
  g_assert_true (span_starts_with_nocase (SPAN ("P=reject"), SPAN ("p=")));
  g_assert_true (span_ends_with_nocase (SPAN ("mail.EXAMPLE.org"), SPAN (".example.ORG")));
  g_assert_false (span_ends_with_nocase (SPAN ("org"), SPAN (".org")));
  g_assert_true (span_starts_with (SPAN ("x"), SPAN ("")));
}

static void
test_span_trim (void) {
  assert_span (span_trim (SPAN (" \t\r\n x y \r\n\t ")), "x y");
  assert_span (span_trim (SPAN ("x")), "x");
  assert_span (span_trim (SPAN (" \r\n ")), "");
  /* vertical tab and no-break space are not white space in RFC 5322 */
  assert_span (span_trim (SPAN ("\vx\xa0")), "\vx\xa0");
}

/* --- bytes, eight at a time ------------------------------------------------------------------ */

/* Each byte at each place of texts long enough to have whole eights and a rest. */
static void
test_bytes_run_to_odd_byte (void) {
  char text[21];
  for (gsize len = 0; len <= sizeof text; len++)
    for (gsize at = 0; at < len; at++)
      for (guint byte = 0; byte < 256; byte++) {
        memset (text, 0xff, sizeof text);
        text[at] = (char)byte;
        g_assert_cmpuint (bytes_visible (text, len), ==, byte <= ' ' ? at : len);
        g_assert_cmpuint (bytes_not_below (text, len, 0x80), ==, byte < 0x80 ? at : len);
      }
  memset (text, ' ', sizeof text);
  g_assert_cmpuint (bytes_visible (text, sizeof text), ==, 0);
}

static void
test_bytes_marks (void) {
  char text[8];
  for (guint byte = 0; byte < 256; byte++)
    for (gsize at = 0; at < sizeof text; at++) {
      memset (text, (int)byte ^ 0x80, sizeof text);
      text[at] = (char)byte;
      g_assert_cmpuint (bytes_first (bytes_equal (bytes_load (text), (guint8)byte)), ==, at);
      g_assert_true (bytes_equal (bytes_load (text), (guint8)(byte ^ 0x40)) == 0);
      g_assert_true (bytes_are_ascii (text, sizeof text) == false);
    }
  g_assert_true (bytes_are_ascii ("0123456789", 10));
  g_assert_false (bytes_are_ascii ("0123456789\x80", 11));
}

static void
test_bytes_lower (void) {
  char text[8];
  for (guint byte = 0; byte < 256; byte++) {
    for (gsize at = 0; at < sizeof text; at++)
      text[at] = (char)(byte + at);
    guint64 lowered = bytes_lower (bytes_load (text));
    for (gsize at = 0; at < sizeof text; at++)
      text[at] = g_ascii_tolower (text[at]);
    g_assert_cmpuint (lowered, ==, bytes_load (text));
  }
}

static void
test_bytes_twice (void) {
  char text[20];
  for (gsize len = 2; len <= sizeof text; len++)
    for (gsize a = 0; a < len; a++)
      for (gsize b = a + 1; b < len; b++) {
        memset (text, '/', sizeof text);
        text[a] = text[b] = '.';
        g_assert_true (bytes_twice (text, len, '.') == (b == a + 1));
      }
}

static void
test_span_is_one_line (void) {
  static const char *const plain[] = {"",           "a",          "a b",
                                      "0123456 89", "01234567 9", "\xc3\xa9 0123456789 x"};
  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    g_assert_true (span_is_one_line (span_from_string (plain[i])));
  /* one thing wrong, at each place of a text with a rest and without */
  for (gsize len = 1; len <= 17; len++)
    for (gsize at = 0; at < len; at++)
      for (guint wrong = 0; wrong < 3; wrong++) {
        char text[] = "0123456789abcdefg";
        text[at] = "\n\x7f "[wrong];
        bool inner_blank = wrong == 2 && at > 0 && at + 1 < len;
        g_assert_true (span_is_one_line (span_of (text, len)) == inner_blank);
        if (inner_blank)
          text[at - 1] = ' ';
        g_assert_false (span_is_one_line (span_of (text, len)));
      }
}

/* --- parts of spans --------------------------------------------------------------------------- */

static void
test_span_parts (void) {
  assert_span (span_skip (SPAN ("abc"), 1), "bc");
  assert_span (span_skip (SPAN ("abc"), 3), "");
  assert_span (span_skip (SPAN ("abc"), G_MAXSIZE), "");
  g_assert_false (span_is_null (span_skip (SPAN ("abc"), 4)));
  assert_span (span_first (SPAN ("abc"), 2), "ab");
  assert_span (span_first (SPAN ("abc"), G_MAXSIZE), "abc");
}

static void
test_span_search (void) {
  g_assert_cmpint (span_index (SPAN ("a=b=c"), '='), ==, 1);
  g_assert_cmpint (span_last_index (SPAN ("a=b=c"), '='), ==, 3);
  g_assert_cmpint (span_index (SPAN ("a"), '='), ==, -1);
  g_assert_cmpint (span_last_index (SPAN (""), '='), ==, -1);
  g_assert_cmpint (span_index (SPAN_NULL, '='), ==, -1);
  g_assert_cmpint (span_index (SPAN ("a\0b"), '\0'), ==, 1);
  g_assert_cmpint (span_find (SPAN ("does not pass not"), SPAN ("not")), ==, 5);
  g_assert_cmpint (span_find (SPAN ("does NOT pass"), SPAN ("not")), ==, -1);
  g_assert_cmpint (span_find_nocase (SPAN ("does NOT pass"), SPAN ("not")), ==, 5);
  g_assert_cmpint (span_find_nocase (SPAN ("no"), SPAN ("not")), ==, -1);
  Span before = SPAN ("x"), behind = SPAN ("y");
  g_assert_false (span_part (SPAN ("a-b"), SPAN ("--"), &before, &behind));
  g_assert_true (span_is (before, "x") && span_is (behind, "y"));
  g_assert_true (span_part (SPAN ("a--b--c"), SPAN ("--"), &before, &behind));
  g_assert_true (span_is (before, "a") && span_is (behind, "b--c"));
  g_assert_true (span_part (SPAN ("--"), SPAN ("--"), &before, &behind));
  g_assert_true (before.len == 0 && behind.len == 0);
  g_assert_true (span_part (SPAN ("a--"), SPAN ("--"), NULL, NULL));
  g_assert_cmpint (span_find (SPAN ("a\0bc"), SPAN ("\0b")), ==, 1);
  g_assert_cmpint (span_find (SPAN_NULL, SPAN ("x")), ==, -1);
}

/* Wherever it stands in a text of several blocks, beside what is nearly it; the text ends where
 * nothing can be read. */
static void
test_span_find_nocase (void) {
  static const char *const needles[] = {"m", "mo", "X-Mo:", "Message/Feedback-Report", "[x]@{y}"};
  for (guint i = 0; i < G_N_ELEMENTS (needles); i++) {
    Span needle = span_from_string (needles[i]);
    g_autofree char *folded = g_ascii_strdown (needles[i], -1);
    for (gsize at = 0; at < 70; at++)
      for (gsize behind = 0; behind < 40; behind += 13) {
        g_autoptr (GString) text = g_string_new (NULL);
        /* 'M' and '-' are one apart from '\r' and 'm' in the bit of case only */
        while (text->len < at)
          g_string_append_c (text, "\r-.+{;"[text->len % 6]);
        g_string_append (text, at % 2 ? folded : needles[i]);
        for (gsize k = 0; k < behind; k++)
          g_string_append_c (text, '.');
        Span whole = span_guarded (text->str);
        g_assert_cmpint (span_find_nocase (whole, needle), ==, at);
        g_assert_cmpint (span_find_nocase (span_first (whole, at + needle.len - 1), needle), ==,
                         -1);
      }
  }
  g_assert_cmpint (span_find_nocase (SPAN ("................{X}@[Y]........"), SPAN ("[x]@{y}")),
                   ==, -1);
}

/* Also more in one place of sixteen than a byte counts to. */
static void
test_lines_count (void) {
  g_autofree char *feeds = g_strnfill (10000, '\n');
  for (gsize len = 0; len < 10000; len += len < 40 ? 1 : 997)
    g_assert_cmpuint (lines_count (feeds, len), ==, len);
  feeds[4095] = '\r';
  feeds[9999] = 'x';
  g_assert_cmpuint (lines_count (feeds, 10000), ==, 9998);
}

static void
assert_next_line (Span *rest, const char *expected, gsize eol) {
  Span line;
  gsize len = 0;
  g_assert_true (span_next_line (rest, &line, &len));
  assert_span (line, expected);
  g_assert_cmpuint (len, ==, eol);
}

static void
test_span_lines (void) {
  Span rest = SPAN ("crlf\r\nlf\n\r\n\nbare\rcr\r\r\nlast\r"), line;
  assert_next_line (&rest, "crlf", 2);
  assert_next_line (&rest, "lf", 1);
  assert_next_line (&rest, "", 2);
  assert_next_line (&rest, "", 1);
  assert_next_line (&rest, "bare\rcr\r", 2);
  assert_next_line (&rest, "last\r", 0);
  g_assert_false (span_next_line (&rest, &line, NULL));
  g_assert_false (span_next_line (&rest, &line, NULL));
}

static void
test_span_lines_stay_inside (void) {
  /* the newline after the span is not part of it */
  const char *bytes = "ab\r\n";
  Span rest = span_of (bytes, 3);
  assert_next_line (&rest, "ab\r", 0);
  Span none = SPAN_NULL, line;
  g_assert_false (span_next_line (&none, &line, NULL));
}

static void
assert_number (const char *text, guint64 expected) {
  guint64 value = 0;
  g_assert_true (span_to_uint64 (span_from_string (text), &value));
  g_assert_cmpuint (value, ==, expected);
}

static void
test_span_to_uint64 (void) {
  const char *const bad[] = {"",
                             " 1",
                             "1 ",
                             "+1",
                             "-1",
                             "0x1",
                             "1e3",
                             "18446744073709551616",
                             "99999999999999999999",
                             "000000000000000000001"};
  assert_number ("0", 0);
  assert_number ("007", 7);
  assert_number ("18446744073709551615", G_MAXUINT64);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    guint64 value = 4711;
    g_assert_false (span_to_uint64 (span_from_string (bad[i]), &value));
    g_assert_cmpuint (value, ==, 4711);
  }
}

static void
test_span_inside (void) {
  Span whole = SPAN ("abcdef");
  g_assert_true (span_inside (whole, whole));
  g_assert_true (span_inside (span_skip (whole, 6), whole));
  g_assert_false (span_inside (whole, span_first (whole, 5)));
  g_assert_false (span_inside (span_first (whole, 1), span_skip (whole, 1)));
  g_assert_false (span_inside (SPAN_NULL, whole));
  g_assert_false (span_inside (whole, SPAN_NULL));
}

static void
test_span_format (void) {
  g_autofree char *text = g_strdup_printf ("<%.*s><%.*s>", SPAN_FORMAT (SPAN_NULL),
                                           SPAN_FORMAT (span_first (SPAN ("abc"), 2)));
  g_assert_cmpstr (text, ==, "<><ab>");
}

/* --- arena --------------------------------------------------------------------------------- */

static bool
is_zeroed (const char *bytes, gsize size) {
  for (gsize i = 0; i < size; i++)
    if (bytes[i] != 0)
      return false;
  return true;
}

static void
test_arena_alloc (void) {
  g_autoptr (Arena) arena = arena_new ();
  const gsize sizes[] = {1, 15, 16, 17, 1000, 65536, 65537, 1 << 20, 3};
  for (guint round = 0; round < 2; round++) {
    char *blocks[G_N_ELEMENTS (sizes)];
    for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
      blocks[i] = arena_alloc (arena, sizes[i]);
      g_assert_cmpuint ((guintptr)blocks[i] % _Alignof(max_align_t), ==, 0);
      g_assert_true (is_zeroed (blocks[i], sizes[i]));
      memset (blocks[i], (int)i + 1, sizes[i]);
    }
    for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
      for (gsize j = 0; j < sizes[i]; j++)
        g_assert_cmpint (blocks[i][j], ==, (int)i + 1);
    arena_reset (arena);
  }
}

static void
test_arena_used (void) {
  g_autoptr (Arena) arena = arena_new ();
  g_assert_cmpuint (arena_used (arena), ==, 0);
  arena_alloc (arena, 100);
  arena_alloc (arena, 1 << 20);
  g_assert_cmpuint (arena_used (arena), >=, 100 + (1 << 20));
  g_assert_cmpuint (arena_used (arena), <, 200 + (1 << 20));
  arena_reset (arena);
  g_assert_cmpuint (arena_used (arena), ==, 0);
}

static void
test_arena_free_null (void) {
  arena_free (NULL);
}

static void
test_arena_dup (void) {
  g_autoptr (Arena) arena = arena_new ();
  char bytes[] = "Ab\0C\xc9";
  Span copy = arena_dup (arena, span_of (bytes, 5));
  Span lower = arena_dup_lower (arena, span_of (bytes, 5));
  memset (bytes, 'x', 5);
  g_assert_cmpmem (copy.data, copy.len, "Ab\0C\xc9", 5);
  g_assert_cmpint (copy.data[5], ==, 0);
  g_assert_cmpmem (lower.data, lower.len, "ab\0c\xc9", 5);
  g_assert_cmpint (lower.data[5], ==, 0);
  g_assert_true (span_is_null (arena_dup (arena, SPAN_NULL)));
  g_assert_true (span_is_null (arena_dup_lower (arena, SPAN_NULL)));
  g_assert_false (span_is_null (arena_dup (arena, SPAN (""))));
}

static void
test_arena_strings (void) {
  g_autoptr (Arena) arena = arena_new ();
  assert_span (arena_printf (arena, "%s=%d", "n", 42), "n=42");
  assert_span (arena_printf (arena, "%s", ""), "");
  g_assert_cmpuint (arena_printf (arena, "%70000d", 1).len, ==, 70000);
  g_assert_cmpstr (arena_string (arena, span_first (SPAN ("abc"), 2)), ==, "ab");
  g_assert_null (arena_string (arena, SPAN_NULL));
}

/* --- vec ----------------------------------------------------------------------------------- */

typedef struct {
  guint number;
  Span text;
} Item;

static void
test_vec_push (void) {
  g_autoptr (Arena) arena = arena_new ();
  Vec vec = {0};
  for (guint i = 0; i < 10000; i++) {
    Item *item = vec_push (arena, &vec, Item);
    g_assert_cmpuint (item->number, ==, 0);
    g_assert_true (span_is_null (item->text));
    item->number = i;
    item->text = SPAN ("x");
  }
  g_assert_cmpuint (vec.n, ==, 10000);
  for (guint i = 0; i < vec.n; i++)
    g_assert_cmpuint (vec_at (&vec, Item, i)->number, ==, i);
  /* growing doubles: what is left behind is at most what is kept, twice over */
  g_assert_cmpuint (arena_used (arena), <, 5 * 10000 * sizeof (Item));
}

/* --- value --------------------------------------------------------------------------------- */

static void
test_value_zeroed_is_unknown (void) {
  g_autoptr (Arena) arena = arena_new ();
  struct {
    Number number;
    Flag flag;
    Date date;
    Span span;
  } *record = arena_alloc (arena, sizeof *record);
  g_assert_false (record->number.set);
  g_assert_cmpint (record->flag, ==, FLAG_UNKNOWN);
  g_assert_false (record->date.set);
  g_assert_true (span_is_null (record->span));
  g_assert_true (number_of (0).set);
  g_assert_cmpint (flag_of (false), ==, FLAG_FALSE);
  g_assert_cmpint (flag_of (true), ==, FLAG_TRUE);
}

/* --- defect -------------------------------------------------------------------------------- */

static const Defect *
last_defect (const Defects *defects) {
  g_assert_cmpuint (defects->list.n, >, 0);
  return vec_at (&defects->list, Defect, defects->list.n - 1);
}

static void
test_defect_position (void) {
  g_autoptr (Arena) arena = arena_new ();
  Defects defects;
  Span field = SPAN ("Subject: a\r\n b\r\n c");
  defects_init (&defects, arena);
  defects_enter (&defects, field, number_of (3), number_of (7), number_of (120));
  defect_add (&defects, "odd", span_skip (field, 16), "an odd %s", "thing");
  const Defect *defect = last_defect (&defects);
  assert_span (defect->code, "odd");
  assert_span (defect->text, "an odd thing");
  g_assert_cmpint (defect->header_index.value, ==, 3);
  g_assert_cmpint (defect->line.value, ==, 9);
  g_assert_cmpint (defect->offset.value, ==, 136);
}

static void
test_defect_in_decoded_text (void) {
  g_autoptr (Arena) arena = arena_new ();
  Defects defects;
  defects_init (&defects, arena);
  defects_enter (&defects, SPAN ("From: x"), number_of (0), number_of (1), number_of (0));
  defect_add (&defects, "odd", SPAN ("decoded elsewhere"), "odd");
  g_assert_true (last_defect (&defects)->line.set);
  g_assert_cmpint (last_defect (&defects)->line.value, ==, 1);
  g_assert_false (last_defect (&defects)->offset.set);
}

static void
test_defect_outside_fields (void) {
  g_autoptr (Arena) arena = arena_new ();
  Defects defects;
  defects_init (&defects, arena);
  defects_enter (&defects, SPAN ("From: x"), number_of (0), number_of (1), number_of (0));
  defects_leave (&defects);
  defect_add (&defects, "odd", SPAN_NULL, "odd");
  g_assert_false (last_defect (&defects)->header_index.set);
  g_assert_false (last_defect (&defects)->line.set);
  g_assert_false (last_defect (&defects)->offset.set);
}

static void
test_defect_bounds (void) {
  g_autoptr (Arena) arena = arena_new ();
  Defects defects;
  g_autofree char *long_text = g_strnfill (LIMIT_DEFECT_TEXT * 2, 'x');
  defects_init (&defects, arena);
  for (guint i = 0; i < LIMIT_DEFECTS + 10; i++)
    defect_add (&defects, "odd", SPAN_NULL, "%s", long_text);
  g_assert_cmpuint (defects.list.n, ==, LIMIT_DEFECTS);
  g_assert_cmpuint (defects.total, ==, LIMIT_DEFECTS + 10);
  g_assert_cmpuint (last_defect (&defects)->text.len, ==, LIMIT_DEFECT_TEXT);
  defect_add (NULL, "odd", SPAN_NULL, "nobody listens");
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/span/null-is-not-empty", test_span_null_is_not_empty);
  g_test_add_func ("/span/equal", test_span_equal);
  g_test_add_func ("/span/compare", test_span_compare);
  g_test_add_func ("/span/affixes", test_span_affixes);
  g_test_add_func ("/span/trim", test_span_trim);
  g_test_add_func ("/span/parts", test_span_parts);
  g_test_add_func ("/bytes/run-to-odd-byte", test_bytes_run_to_odd_byte);
  g_test_add_func ("/bytes/marks", test_bytes_marks);
  g_test_add_func ("/bytes/lower", test_bytes_lower);
  g_test_add_func ("/bytes/twice", test_bytes_twice);
  g_test_add_func ("/span/is-one-line", test_span_is_one_line);
  g_test_add_func ("/span/search", test_span_search);
  g_test_add_func ("/span/find-nocase", test_span_find_nocase);
  g_test_add_func ("/span/lines-count", test_lines_count);
  g_test_add_func ("/span/lines", test_span_lines);
  g_test_add_func ("/span/lines-stay-inside", test_span_lines_stay_inside);
  g_test_add_func ("/span/to-uint64", test_span_to_uint64);
  g_test_add_func ("/span/inside", test_span_inside);
  g_test_add_func ("/span/format", test_span_format);
  g_test_add_func ("/arena/alloc", test_arena_alloc);
  g_test_add_func ("/arena/used", test_arena_used);
  g_test_add_func ("/arena/free-null", test_arena_free_null);
  g_test_add_func ("/arena/dup", test_arena_dup);
  g_test_add_func ("/arena/strings", test_arena_strings);
  g_test_add_func ("/vec/push", test_vec_push);
  g_test_add_func ("/value/zeroed-is-unknown", test_value_zeroed_is_unknown);
  g_test_add_func ("/defect/position", test_defect_position);
  g_test_add_func ("/defect/in-decoded-text", test_defect_in_decoded_text);
  g_test_add_func ("/defect/outside-fields", test_defect_outside_fields);
  g_test_add_func ("/defect/bounds", test_defect_bounds);
  return g_test_run ();
}
