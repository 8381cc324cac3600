/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Canonical forms by the RFC's own examples; hashes by GLib's checksum of text that is canonical
 * already; changes found again. */
#include "base/limits.h"
#include "verify/body-change.h"

static void
append (gpointer user, const char *bytes, gsize len) {
  g_string_append_len (user, bytes, (gssize)len);
}

/* In pieces of `step` bytes. */
static char *
canonical (const char *text, CanonicalForm form, gsize step) {
  GString *out = g_string_new (NULL);
  CanonicalBody body;
  canonical_body_start (&body, form);
  for (Span rest = span_from_string (text); rest.len; rest = span_skip (rest, step))
    canonical_body_push (&body, span_first (rest, step), append, out);
  canonical_body_finish (&body, append, out);
  return g_string_free (out, FALSE);
}

static void
assert_canonical (const char *text, CanonicalForm form, const char *expected) {
  for (gsize step = 1; step < 20; step++) {
    g_autofree char *out = canonical (text, form, step);
    g_assert_cmpstr (out, ==, expected);
  }
}

/* RFC 6376 §3.4.3 to §3.4.5. */
static void
test_body_forms (void) {
  const char *example = " C \r\nD \t E\r\n\r\n\r\n";
  assert_canonical (example, CANONICAL_RELAXED, " C\r\nD E\r\n");
  assert_canonical (example, CANONICAL_SIMPLE, " C \r\nD \t E\r\n");
  assert_canonical (" C \nD \t E\n\n\n", CANONICAL_RELAXED, " C\r\nD E\r\n");
  assert_canonical ("", CANONICAL_SIMPLE, "\r\n");
  assert_canonical ("", CANONICAL_RELAXED, "");
  assert_canonical ("\r\n\r\n", CANONICAL_SIMPLE, "\r\n");
  assert_canonical (" \t\r\n  \r\n", CANONICAL_RELAXED, "");
  assert_canonical ("a", CANONICAL_SIMPLE, "a\r\n");
  assert_canonical ("a\r\n \r\n", CANONICAL_SIMPLE, "a\r\n \r\n");
  assert_canonical ("a\rb\r\n\rc", CANONICAL_SIMPLE, "a\rb\r\n\rc\r\n");
  assert_canonical ("a\r", CANONICAL_SIMPLE, "a\r\r\n");
}

static void
test_header_forms (void) {
  g_autoptr (Arena) arena = arena_new ();
  const struct {
    Span raw;
    CanonicalForm form;
    Span expected;
  } cases[] = {
      {SPAN ("A: X\r\n"), CANONICAL_RELAXED, SPAN ("a:X\r\n")},
      {SPAN ("B : Y\t\r\n\tZ  \r\n"), CANONICAL_RELAXED, SPAN ("b:Y Z\r\n")},
      {SPAN ("B : Y\t\n\tZ  \n"), CANONICAL_RELAXED, SPAN ("b:Y Z\r\n")},
      {SPAN ("B : Y\t\r\n\tZ  \r\n"), CANONICAL_SIMPLE, SPAN ("B : Y\t\r\n\tZ  \r\n")},
      {SPAN ("B : Y\t\n\tZ  \n"), CANONICAL_SIMPLE, SPAN ("B : Y\t\r\n\tZ  \r\n")},
      {SPAN ("Subject:\r\n"), CANONICAL_RELAXED, SPAN ("subject:\r\n")},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_true (
        span_equal (canonical_field (cases[i].raw, cases[i].form, arena), cases[i].expected));
  Span own = SPAN ("DKIM-Signature: v=1; bh=abc; b=de\r\n fg; d=x.example\r\n");
  g_assert_true (span_equal (canonical_signature_field (own, CANONICAL_RELAXED, arena),
                             SPAN ("dkim-signature:v=1; bh=abc; b=; d=x.example")));
}

/* ---- changes ---- */

#define LINES "Dear visitor,\r\n\r\nyour tickets are attached.\r\n\r\nThe box office\r\n"

static gsize
digest_of (const char *canonical_text, guint8 digest[BODY_DIGEST_MAX]) {
  gsize size = BODY_DIGEST_MAX;
  GChecksum *checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_checksum_update (checksum, (const guchar *)canonical_text, -1);
  g_checksum_get_digest (checksum, digest, &size);
  g_checksum_free (checksum);
  return size;
}

/* The change found in `body` when `original` was signed; `added` are the lines, "" for none. */
static void
assert_change (const char *original, const char *body, CanonicalForm form, BodyChangeKind kind,
               const char *added) {
  g_autoptr (Arena) arena = arena_new ();
  guint8 digest[BODY_DIGEST_MAX];
  gsize size = digest_of (original, digest);
  BodyHashMethod method = {G_CHECKSUM_SHA256, form, G_MAXUINT64};
  BodyChange change;
  BodySearch search;
  body_search_start (&search, 1);
  body_change_find (&search, span_from_string (body), &method, span_of ((const char *)digest, size),
                    arena, &change);
  if (change.kind != kind)
    g_test_message ("%s", body);
  g_assert_cmpstr (body_change_word (change.kind), ==, body_change_word (kind));
  g_autoptr (GString) found = g_string_new (NULL);
  for (guint i = 0; i < change.added.n; i++) {
    Span text = vec_at (&change.added, AddedLines, i)->text;
    g_string_append_len (found, text.data, (gssize)text.len);
  }
  g_assert_cmpstr (found->str, ==, added);
}

static void
test_simple_changes (void) {
  assert_change (LINES, LINES, CANONICAL_SIMPLE, BODY_CHANGE_NONE, "");
  assert_change (LINES, LINES "\r\n\r\n", CANONICAL_SIMPLE, BODY_CHANGE_NONE, "");
  assert_change (LINES, "Dear visitor,\n\nyour tickets are attached.\n\nThe box office",
                 CANONICAL_RELAXED, BODY_CHANGE_NONE, "");
  assert_change (LINES, LINES "\r\n-- \r\nThis mail was scanned.\r\n", CANONICAL_RELAXED,
                 BODY_CHANGE_APPENDED, "-- \r\nThis mail was scanned.\r\n");
  assert_change (LINES, "CAUTION: external sender\r\n\r\n" LINES, CANONICAL_SIMPLE,
                 BODY_CHANGE_PREPENDED, "CAUTION: external sender\r\n");
  assert_change ("a\r\nFrom here on\r\n", "a\r\n>From here on\r\n", CANONICAL_SIMPLE,
                 BODY_CHANGE_FROM_QUOTED, "");
  assert_change ("a\r\n>From here on\r\n", "a\r\n>>From here on\r\n", CANONICAL_SIMPLE,
                 BODY_CHANGE_FROM_QUOTED, "");
  assert_change ("a\r\n.b\r\n", "a\r\n..b\r\n", CANONICAL_SIMPLE, BODY_CHANGE_DOT_STUFFED, "");
  assert_change ("a\r\nb\r\n", "a \r\nb\t\r\n", CANONICAL_SIMPLE, BODY_CHANGE_TRAILING_SPACE, "");
  assert_change ("a\r\n-- \r\nb\r\n", "a\r\n--\r\nb\r\n", CANONICAL_SIMPLE,
                 BODY_CHANGE_TRAILING_SPACE, "");
  assert_change ("a\r\n\r\nb\r\n", "a  \r\n\r\nb\r\n", CANONICAL_SIMPLE, BODY_CHANGE_TRAILING_SPACE,
                 "");
  assert_change ("a b\r\n", "a  b\r\n", CANONICAL_SIMPLE, BODY_CHANGE_OTHER_FORM, "");
  assert_change ("a\r\nb", "a\r\nb\r\n", CANONICAL_SIMPLE, BODY_CHANGE_FINAL_LINE, "");
  assert_change ("a\r\nb\r\n\r\n", "a\r\nb\r\n\r\n", CANONICAL_RELAXED, BODY_CHANGE_FINAL_LINE, "");
  assert_change ("\r\na\r\n", "a\r\n", CANONICAL_SIMPLE, BODY_CHANGE_FIRST_LINE, "");
  assert_change ("a\r\n", "\r\na\r\n", CANONICAL_SIMPLE, BODY_CHANGE_FIRST_LINE, "");
  assert_change ("a\nb\n", "a\r\nb\r\n", CANONICAL_SIMPLE, BODY_CHANGE_LINE_ENDS, "");
  assert_change ("a\r\nb\r\n", "a\r\r\nb\r\r\n", CANONICAL_SIMPLE, BODY_CHANGE_LINE_ENDS, "");
  assert_change ("a\r\nb\r\n", "a\rb\r", CANONICAL_SIMPLE, BODY_CHANGE_LINE_ENDS, "");
  assert_change (LINES, "Dear visitor,\r\nsomething else\r\n", CANONICAL_SIMPLE,
                 BODY_CHANGE_UNKNOWN, "");
  assert_change ("From a\r\nb\r\n", ">From a\r\nb\r\nfooter\r\n", CANONICAL_SIMPLE,
                 BODY_CHANGE_APPENDED, "footer\n");
}

#define HEAD "--b\r\nContent-Type: text/plain\r\n\r\n"
#define HEAD_HTML "--b\r\nContent-Type: text/html\r\n\r\n"

static void
test_inserted (void) {
  assert_change (HEAD "text\r\n" HEAD_HTML "<p>text</p>\r\n--b--\r\n",
                 HEAD "text\r\n____\r\nList\r\n" HEAD_HTML "<p>text</p>\r\n--b--\r\n",
                 CANONICAL_SIMPLE, BODY_CHANGE_INSERTED, "____\r\nList\r\n");
  assert_change (HEAD "text\r\n--b--\r\n", HEAD "text\r\n" HEAD "footer\r\n--b--\r\n",
                 CANONICAL_RELAXED, BODY_CHANGE_INSERTED, HEAD "footer\r\n");
  assert_change (HEAD "text\r\n--b--\r\n", HEAD "[EXTERNAL]\r\ntext\r\n--b--\r\n",
                 CANONICAL_RELAXED, BODY_CHANGE_INSERTED, "[EXTERNAL]\r\n");
  assert_change (HEAD "text\r\n" HEAD_HTML "<html><body>\r\ntext\r\n</body></html>\r\n--b--\r\n",
                 HEAD "text\r\nfoot\r\n" HEAD_HTML
                      "<html><body>\r\ntext\r\n<hr>\r\nfoot\r\n</body></html>\r\n--b--\r\n",
                 CANONICAL_RELAXED, BODY_CHANGE_INSERTED, "foot\r\n<hr>\r\nfoot\r\n");
  assert_change (LINES,
                 "--m\r\nContent-Type: text/plain\r\n\r\n" LINES "--m\r\n\r\nfooter\r\n--m--\r\n",
                 CANONICAL_RELAXED, BODY_CHANGE_INSERTED,
                 "--m\r\nContent-Type: text/plain\r\n--m\r\n\r\nfooter\r\n--m--\r\n");
}

static void
test_length (void) {
  g_autoptr (Arena) arena = arena_new ();
  guint8 digest[BODY_DIGEST_MAX];
  gsize size = digest_of ("a\r\nb\r\n", digest);
  Span signed_digest = span_of ((const char *)digest, size);
  BodyHashMethod method = {G_CHECKSUM_SHA256, CANONICAL_SIMPLE, 6};
  BodyChange change;
  BodySearch search;
  body_search_start (&search, 2);
  body_change_find (&search, SPAN ("a\r\nb\r\nfooter\r\n"), &method, signed_digest, arena, &change);
  g_assert_cmpint (change.kind, ==, BODY_CHANGE_NONE);
  method.limit = 60;
  body_change_find (&search, SPAN ("a\r\nb\r\n"), &method, signed_digest, arena, &change);
  g_assert_cmpint (change.kind, ==, BODY_CHANGE_SHORTER);
}

/* A footer found behind 8 MiB, and a hopeless search in it: both within seconds. */
static void
test_large (void) {
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (GString) body = g_string_new (NULL);
  gsize target = g_getenv ("MAILWHY_LONG") ? LIMIT_MESSAGE - 4096 : 4 << 20;
  while (body->len < target)
    g_string_append (body, "--boundary\r\nA line like any other, sixty bytes or so in length.\r\n");
  guint8 digest[BODY_DIGEST_MAX];
  Span signed_digest = span_of ((const char *)digest, digest_of (body->str, digest));
  g_string_append (body, "footer\r\n");
  BodyHashMethod method = {G_CHECKSUM_SHA256, CANONICAL_RELAXED, G_MAXUINT64};
  BodyChange change;
  BodySearch search;
  body_search_start (&search, 2);
  gint64 start = g_get_monotonic_time ();
  body_change_find (&search, span_of (body->str, body->len), &method, signed_digest, arena,
                    &change);
  g_assert_cmpint (change.kind, ==, BODY_CHANGE_APPENDED);
  g_test_message ("found in %.2f s", (double)(g_get_monotonic_time () - start) / G_USEC_PER_SEC);
  digest[0] ^= 1;
  start = g_get_monotonic_time ();
  body_change_find (&search, span_of (body->str, body->len), &method, signed_digest, arena,
                    &change);
  g_assert_cmpint (change.kind, ==, BODY_CHANGE_NOT_SEARCHED_FURTHER);
  g_assert_true (change.cut);
  g_test_message ("given up in %.2f s", (double)(g_get_monotonic_time () - start) / G_USEC_PER_SEC);
}

/* Nothing here fits, and every kind of trial is worth it. */
static GString *
hostile_body (gsize size) {
  GString *body = g_string_new (NULL);
  while (body->len < size)
    g_string_append (body, "--b\r\n\r\n>From here on\r\n..a line \r\n--\r\nb\rc\r\n</html>\r\n");
  return body;
}

static guint64
bytes_of_search (Span body, guint signatures, Arena *arena) {
  BodySearch search;
  body_search_start (&search, signatures);
  for (guint i = 0; i < signatures; i++) {
    guint8 digest[BODY_DIGEST_MAX] = {(guint8)i};
    BodyHashMethod method = {G_CHECKSUM_SHA256, i % 2 ? CANONICAL_RELAXED : CANONICAL_SIMPLE,
                             G_MAXUINT64};
    BodyChange change;
    body_change_find (&search, body, &method, span_of ((const char *)digest, 32), arena, &change);
    g_assert_cmpint (change.kind, ==, BODY_CHANGE_NOT_SEARCHED_FURTHER);
  }
  return LIMIT_BODY_SEARCH - search.bytes;
}

/* Counted in bytes, so that neither the machine nor its load is tested: twice the body costs twice
 * as much, and nothing costs more than the budget, however many signatures there are. */
static void
test_budget (void) {
  g_autoptr (Arena) arena = arena_new ();
  guint64 before = 0;
  for (gsize size = 8 << 10; size <= 2 << 20; size *= 2) {
    g_autoptr (GString) body = hostile_body (size);
    guint64 bytes = bytes_of_search (span_of (body->str, body->len), 1, arena);
    g_assert_cmpuint (bytes, <=, LIMIT_BODY_SEARCH);
    if (bytes > LIMIT_BODY_SEARCH / 2)
      break;
    if (before)
      g_assert_cmpfloat ((double)bytes / (double)before, <, 2.2);
    before = bytes;
  }
  g_autoptr (GString) body = hostile_body (2 << 20);
  gint64 start = g_get_monotonic_time ();
  guint64 bytes = bytes_of_search (span_of (body->str, body->len), 8, arena);
  g_test_message ("8 signatures over 2 MB: %" G_GUINT64_FORMAT " MB hashed in %.2f s", bytes >> 20,
                  (double)(g_get_monotonic_time () - start) / G_USEC_PER_SEC);
  g_assert_cmpuint (bytes, <=, LIMIT_BODY_SEARCH);
}

/* Each signature has its part: one that cannot be helped leaves enough for the next. */
static void
test_shares (void) {
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (GString) body = hostile_body (1 << 20);
  guint8 digest[BODY_DIGEST_MAX] = {0};
  guint8 footless[BODY_DIGEST_MAX];
  Span bytes = span_of (body->str, body->len);
  BodyHashMethod method = {G_CHECKSUM_SHA256, CANONICAL_RELAXED, G_MAXUINT64};
  gsize size = body_hash_of (bytes, &method, footless, NULL);
  g_string_append (body, "footer\r\n");
  bytes = span_of (body->str, body->len);
  BodySearch search;
  BodyChange change, again;
  body_search_start (&search, 3);
  body_change_find (&search, bytes, &method, span_of ((const char *)digest, 32), arena, &change);
  g_assert_cmpint (change.kind, ==, BODY_CHANGE_NOT_SEARCHED_FURTHER);
  body_change_find (&search, bytes, &method, span_of ((const char *)footless, size), arena,
                    &change);
  g_assert_cmpint (change.kind, ==, BODY_CHANGE_APPENDED);
  guint64 left = search.bytes;
  body_change_find (&search, bytes, &method, span_of ((const char *)footless, size), arena, &again);
  g_assert_cmpint (again.kind, ==, BODY_CHANGE_APPENDED);
  g_assert_cmpuint (search.bytes, ==, left); /* the same question costs nothing */
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/body-hash/body-forms", test_body_forms);
  g_test_add_func ("/body-hash/header-forms", test_header_forms);
  g_test_add_func ("/body-hash/changes", test_simple_changes);
  g_test_add_func ("/body-hash/inserted", test_inserted);
  g_test_add_func ("/body-hash/length", test_length);
  g_test_add_func ("/body-hash/large", test_large);
  g_test_add_func ("/body-hash/budget", test_budget);
  g_test_add_func ("/body-hash/shares", test_shares);
  return g_test_run ();
}
