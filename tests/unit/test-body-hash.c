/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Canonical forms by the RFC's own examples; hashes by GLib's checksum of text that is canonical
 * already; changes found again. */
#include "base/limits.h"
#include "guarded.h"
#include "verify/body-change.h"

static void
append (gpointer user, const char *bytes, gsize len) {
  g_string_append_len (user, bytes, (gssize)len);
}

/* In pieces of `step` bytes, the last of which ends at its page's end. */
static char *
canonical (const char *text, CanonicalForm form, gsize step) {
  GString *out = g_string_new (NULL);
  CanonicalBody body;
  canonical_body_start (&body, form);
  for (Span rest = span_guarded (text); rest.len; rest = span_skip (rest, step))
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
    const AddedLines *lines = vec_at (&change.added, AddedLines, i);
    Span text = lines->text;
    g_string_append_len (found, text.data, (gssize)text.len);
    guint64 ends = 0;
    for (gsize k = 0; k < text.len; k++)
      ends += text.data[k] == '\n';
    g_assert_cmpuint (lines->lines, ==, ends + (text.data[text.len - 1] != '\n'));
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

/* What is nearly one of these changes is none of them. */
static void
test_near_changes (void) {
  assert_change ("a\r\nFrom:here\r\n", "a\r\n>From:here\r\n", CANONICAL_SIMPLE, BODY_CHANGE_UNKNOWN,
                 "");
  assert_change ("a\r\nFrom here on\r\n", "a\r\n>>From here on\r\n", CANONICAL_SIMPLE,
                 BODY_CHANGE_UNKNOWN, "");
  /* mboxo quotes the one, mboxrd both */
  assert_change ("From a\r\n>From b\r\n", ">From a\r\n>>From b\r\n", CANONICAL_SIMPLE,
                 BODY_CHANGE_FROM_QUOTED, "");
  assert_change ("From a\r\n>>From b\r\n", ">From a\r\n>>From b\r\n", CANONICAL_SIMPLE,
                 BODY_CHANGE_FROM_QUOTED, "");
  assert_change ("a\r\nb\r\n", "a\r\n.b\r\n", CANONICAL_SIMPLE, BODY_CHANGE_UNKNOWN, "");
  assert_change ("a  b\r\n", "a  b\r\n", CANONICAL_RELAXED, BODY_CHANGE_OTHER_FORM, "");
  assert_change ("a\r\nb\r\n", "a\rb\r\n", CANONICAL_SIMPLE, BODY_CHANGE_LINE_ENDS, "");
  assert_change ("a\r\nb\r\n\r\n", "a\r\nb\r\n\r\n", CANONICAL_SIMPLE, BODY_CHANGE_FINAL_LINE, "");
  assert_change ("a\nb\n\n", "a\r\nb\r\n\r\n", CANONICAL_SIMPLE, BODY_CHANGE_LINE_ENDS, "");
  assert_change ("a\r\n", "\r\n \r\n\r\na\r\n", CANONICAL_SIMPLE, BODY_CHANGE_FIRST_LINE, "");
  assert_change ("a\r\n--\r\n", "a\r\n-- \r\n", CANONICAL_SIMPLE, BODY_CHANGE_TRAILING_SPACE, "");
  /* relaxed canonicalization knows no white space at the end of lines */
  assert_change ("a\r\n--\r\n", "a\r\n-- \r\n", CANONICAL_RELAXED, BODY_CHANGE_NONE, "");
  assert_change (LINES, "", CANONICAL_SIMPLE, BODY_CHANGE_UNKNOWN, "");
  assert_change (LINES, LINES "one", CANONICAL_SIMPLE, BODY_CHANGE_APPENDED, "one");
  assert_change (LINES, "\r\none\r\n\r\n" LINES, CANONICAL_SIMPLE, BODY_CHANGE_PREPENDED,
                 "one\r\n");
}

static char *
lines_of (const char *line, guint n) {
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < n; i++)
    g_string_append (text, line);
  return g_string_free (text, FALSE);
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

/* An insertion has 48 lines at most, one of two that belong together 24. */
static void
test_inserted_bounds (void) {
  static const struct {
    const char *before, *behind, *other; /* other: what is inserted too; NULL for nothing */
    guint bound;
    BodyChangeKind kind;
  } rows[] = {
      {"", LINES, NULL, 48, BODY_CHANGE_PREPENDED},
      {HEAD "text\r\n", HEAD_HTML "x\r\n--b--\r\n", NULL, 48, BODY_CHANGE_INSERTED},
      {HEAD, "text\r\n" HEAD_HTML "x\r\n--b--\r\n", NULL, 48, BODY_CHANGE_INSERTED},
      {HEAD "text\r\n", HEAD_HTML "x\r\n", "foot\r\n", 24, BODY_CHANGE_INSERTED},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint n = rows[i].bound; n <= rows[i].bound + 1; n++) {
      const char *other = rows[i].other ? rows[i].other : "",
                 *end = rows[i].other ? "--b--\r\n" : "";
      g_autofree char *added = lines_of ("added\r\n", n);
      g_autofree char *all = g_strconcat (added, other, NULL);
      g_autofree char *original = g_strconcat (rows[i].before, rows[i].behind, end, NULL);
      g_autofree char *body = g_strconcat (rows[i].before, added, rows[i].behind, other, end, NULL);
      bool found = n == rows[i].bound;
      g_test_message ("%s, %u lines", rows[i].before, n);
      assert_change (original, body, CANONICAL_SIMPLE, found ? rows[i].kind : BODY_CHANGE_UNKNOWN,
                     found ? all : "");
    }
}

/* Lines are looked for near MIME boundaries and the ends of an HTML text, and nowhere else. */
static void
test_anchors (void) {
  static const struct {
    const char *line;
    bool anchor;
  } rows[] = {
      {"--b", true},   {"--b--", true},  {"</body>", true}, {"</HTML>", true},
      {"-- ", false},  {"--", false},    {"-b", false},     {"</div>", false},
      {"x--b", false}, {"</bod", false}, {"---", true},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *original = g_strdup_printf ("one\r\ntwo\r\n%s\r\nthree\r\n", rows[i].line);
    g_autofree char *body =
        g_strdup_printf ("one\r\ntwo\r\nadded\r\n%s\r\nthree\r\n", rows[i].line);
    g_test_message ("%s", rows[i].line);
    assert_change (original, body, CANONICAL_SIMPLE,
                   rows[i].anchor ? BODY_CHANGE_INSERTED : BODY_CHANGE_UNKNOWN,
                   rows[i].anchor ? "added\r\n" : "");
  }
}

/* The last 24 such lines; for two insertions the last 6; for a body put into a part the first 4. */
static void
test_anchor_bounds (void) {
  for (guint n = 24; n <= 25; n++) {
    g_autofree char *anchors = lines_of ("--b\r\n", n);
    g_autofree char *original = g_strconcat ("one\r\n", anchors, "two\r\n", NULL);
    g_autofree char *body = g_strconcat ("one\r\nadded\r\n", anchors, "two\r\n", NULL);
    assert_change (original, body, CANONICAL_SIMPLE,
                   n == 24 ? BODY_CHANGE_INSERTED : BODY_CHANGE_NOT_SEARCHED_FURTHER,
                   n == 24 ? "added\r\n" : "");
  }
  for (guint n = 6; n <= 7; n++) {
    g_autofree char *anchors = lines_of ("--b\r\n", n - 1);
    g_autofree char *original = g_strconcat ("one\r\n", anchors, "two\r\n--b\r\nend\r\n", NULL);
    g_autofree char *body =
        g_strconcat ("one\r\nadded\r\n", anchors, "two\r\nmore\r\n--b\r\nend\r\n", NULL);
    assert_change (original, body, CANONICAL_SIMPLE,
                   n == 6 ? BODY_CHANGE_INSERTED : BODY_CHANGE_UNKNOWN,
                   n == 6 ? "added\r\nmore\r\n" : "");
  }
  for (guint n = 4; n <= 5; n++) {
    g_autofree char *parts = lines_of ("--m\r\n\r\nother\r\n", n - 1);
    g_autofree char *body = g_strconcat (parts, "--m\r\n\r\n", LINES, "--m--\r\n", NULL);
    g_autofree char *added = g_strconcat (parts, "--m\r\n--m--\r\n", NULL);
    assert_change (LINES, body, CANONICAL_SIMPLE,
                   n == 4 ? BODY_CHANGE_INSERTED : BODY_CHANGE_UNKNOWN, n == 4 ? added : "");
  }
}

/* A header of a part has 48 lines at most, the empty one included. */
static void
test_part_headers (void) {
  for (guint n = 47; n <= 48; n++) {
    g_autofree char *header = lines_of ("X: y\r\n", n);
    g_autofree char *before = g_strconcat ("--m\r\n", header, "\r\n", NULL);
    g_autofree char *original = g_strconcat (before, "one\r\ntwo\r\n", NULL);
    g_autofree char *body = g_strconcat (before, "added\r\none\r\ntwo\r\n", NULL);
    assert_change (original, body, CANONICAL_SIMPLE,
                   n == 47 ? BODY_CHANGE_INSERTED : BODY_CHANGE_UNKNOWN,
                   n == 47 ? "added\r\n" : "");
  }
}

/* 65536 line ends are tried, from the last. */
static void
test_end_bound (void) {
  for (guint n = 65536; n <= 65537; n++) {
    g_autofree char *footer = lines_of ("x\r\n", n);
    g_autofree char *body = g_strconcat ("one\r\n", footer, NULL);
    assert_change ("one\r\n", body, CANONICAL_SIMPLE,
                   n == 65536 ? BODY_CHANGE_APPENDED : BODY_CHANGE_NOT_SEARCHED_FURTHER,
                   n == 65536 ? footer : "");
  }
}

/* Answers are kept of so many questions, and only of digests that can be. */
static void
test_known_bound (void) {
  g_autoptr (Arena) arena = arena_new ();
  BodySearch search;
  BodyChange change;
  body_search_start (&search, BODY_SEARCH_KNOWN + 3);
  for (guint i = 0; i < BODY_SEARCH_KNOWN + 2; i++) {
    guint8 digest[BODY_DIGEST_MAX + 1] = {(guint8)i, (guint8)(i >> 8)};
    BodyHashMethod method = {G_CHECKSUM_SHA256, CANONICAL_SIMPLE, G_MAXUINT64};
    Span wanted = span_of ((const char *)digest, i ? BODY_DIGEST_MAX : BODY_DIGEST_MAX + 1);
    body_change_find (&search, SPAN ("a\r\n"), &method, wanted, arena, &change);
    g_assert_cmpuint (search.known.n, ==, MIN (i, BODY_SEARCH_KNOWN));
  }
}

/* The words stand in JSON and in rules; they keep their meaning (docs/contract.md). */
static void
test_words (void) {
  static const struct {
    BodyChangeKind kind;
    const char *word;
  } rows[] = {
      {BODY_CHANGE_UNKNOWN, NULL},
      {BODY_CHANGE_NONE, "unchanged"},
      {BODY_CHANGE_SHORTER, "shorter-than-signed"},
      {BODY_CHANGE_APPENDED, "lines-appended"},
      {BODY_CHANGE_PREPENDED, "lines-prepended"},
      {BODY_CHANGE_INSERTED, "lines-inserted"},
      {BODY_CHANGE_FROM_QUOTED, "from-quoted"},
      {BODY_CHANGE_DOT_STUFFED, "dot-stuffed"},
      {BODY_CHANGE_TRAILING_SPACE, "trailing-space"},
      {BODY_CHANGE_FINAL_LINE, "final-line"},
      {BODY_CHANGE_FIRST_LINE, "first-line"},
      {BODY_CHANGE_LINE_ENDS, "line-ends"},
      {BODY_CHANGE_OTHER_FORM, "other-canonicalization"},
      {BODY_CHANGE_NOT_SEARCHED_FURTHER, "not-searched-further"},
      {BODY_CHANGE_NOT_COMPUTED, "not-computed"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpstr (body_change_word (rows[i].kind), ==, rows[i].word);
}

/* The answer to one question is not that to another, even of the same hash. */
static void
test_known (void) {
  g_autoptr (Arena) arena = arena_new ();
  guint8 digest[BODY_DIGEST_MAX];
  Span wanted = span_of ((const char *)digest, digest_of ("a  b\r\n", digest));
  Span body = SPAN ("a  b\r\n");
  const struct {
    BodyHashMethod method;
    gsize size;
    BodyChangeKind kind;
  } rows[] = {
      {{G_CHECKSUM_SHA256, CANONICAL_SIMPLE, G_MAXUINT64}, 32, BODY_CHANGE_NONE},
      {{G_CHECKSUM_SHA256, CANONICAL_RELAXED, G_MAXUINT64}, 32, BODY_CHANGE_OTHER_FORM},
      {{G_CHECKSUM_SHA256, CANONICAL_SIMPLE, 7}, 32, BODY_CHANGE_SHORTER},
      {{G_CHECKSUM_SHA256, CANONICAL_SIMPLE, 6}, 32, BODY_CHANGE_NONE},
      {{G_CHECKSUM_SHA1, CANONICAL_SIMPLE, G_MAXUINT64}, 32, BODY_CHANGE_UNKNOWN},
      {{G_CHECKSUM_SHA256, CANONICAL_SIMPLE, G_MAXUINT64}, 31, BODY_CHANGE_UNKNOWN},
  };
  BodySearch search;
  body_search_start (&search, 2 * G_N_ELEMENTS (rows));
  for (gsize i = 0; i < 2 * G_N_ELEMENTS (rows); i++) {
    BodyChange change;
    gsize n = i % G_N_ELEMENTS (rows);
    body_change_find (&search, body, &rows[n].method, span_first (wanted, rows[n].size), arena,
                      &change);
    g_assert_cmpint (change.kind, ==, rows[n].kind);
  }
  g_assert_cmpuint (search.known.n, ==, G_N_ELEMENTS (rows));
  digest[0] ^= 1;
  BodyChange change;
  body_change_find (&search, body, &rows[0].method, wanted, arena, &change);
  g_assert_cmpint (change.kind, ==, BODY_CHANGE_UNKNOWN);
}

/* RFC 6376 §3.4.1, §3.5 c=. */
static void
test_form_names (void) {
  static const struct {
    const char *text;
    bool good;
    CanonicalForm header, body;
  } rows[] = {
      {"simple/simple", true, CANONICAL_SIMPLE, CANONICAL_SIMPLE},
      {"relaxed/simple", true, CANONICAL_RELAXED, CANONICAL_SIMPLE},
      {"Simple/RELAXED", true, CANONICAL_SIMPLE, CANONICAL_RELAXED},
      {"relaxed/nowsp", false, 0, 0},
      {"nowsp/relaxed", false, 0, 0},
      {"relaxed", false, 0, 0},
      {"/relaxed", false, 0, 0},
      {"relaxed/", false, 0, 0},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    CanonicalForm header, body;
    bool good = canonical_forms_parse (span_guarded (rows[i].text), &header, &body);
    g_assert_true (good == rows[i].good);
    if (good) {
      g_assert_cmpint (header, ==, rows[i].header);
      g_assert_cmpint (body, ==, rows[i].body);
    }
  }
}

/* RFC 6376 §3.7: the signature's own b= is empty in what is signed, and nothing else of it. */
static void
test_own_field (void) {
  static const struct {
    const char *raw, *relaxed;
  } rows[] = {
      {"DKIM-Signature: b=AA\r\n", "dkim-signature:b="},
      {"DKIM-Signature: b=AA", "dkim-signature:b="},
      {"DKIM-Signature: a=1; b = AA ; d=x\r\n", "dkim-signature:a=1; b =; d=x"},
      {"DKIM-Signature: bh=AA; b=BB\r\n", "dkim-signature:bh=AA; b="},
      {"DKIM-Signature: a=b=c; b=BB\r\n", "dkim-signature:a=b=c; b="},
      {"DKIM-Signature: bb=1; b; b=BB\r\n", "dkim-signature:bb=1; b; b="},
      {"DKIM-Signature: a=1\r\n", "dkim-signature:a=1"},
      {"DKIM-Signature:\r\n", "dkim-signature:"},
      {"no colon; b=1\r\n", "no colon; b=1"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Span own = canonical_signature_field (span_guarded (rows[i].raw), CANONICAL_RELAXED, arena);
    g_test_message ("%s", rows[i].raw);
    g_assert_true (span_equal (own, span_from_string (rows[i].relaxed)));
  }
}

/* RFC 4648 §4. */
static void
test_base64 (void) {
  static const struct {
    const char *text;
    gsize size;
  } rows[] = {
      {"AAAA", 3}, {"AAA=", 2},    {"AA==", 1}, {"+/+/", 3}, {"AAAAAAA=", 5}, {"zzZZ0099", 6},
      {"", 0},     {"AAA", 0},     {"AA=A", 0}, {"A===", 0}, {"=AAA", 0},     {"AA==AAAA", 0},
      {"A AA", 0}, {"AAA\xc3", 0}, {"AAA*", 0}, {"AA-_", 0},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    guint8 out[6];
    g_test_message ("%s", rows[i].text);
    g_assert_cmpuint (body_hash_base64_decode (span_guarded (rows[i].text), out, sizeof out), ==,
                      rows[i].size);
  }
  guint8 out[4] = {0};
  g_assert_cmpuint (body_hash_base64_decode (SPAN ("AQIDBA=="), out, 4), ==, 4);
  g_assert_cmpint (out[3], ==, 4);
  g_assert_cmpuint (body_hash_base64_decode (SPAN ("AQIDBAU="), out, 4), ==, 0);
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

/* Each trial goes through the body once, one that edits lines twice when there are such: with one
 * byte less than that it is left out, and others that cost less are tried. */
static void
test_trials (void) {
  static const struct {
    const char *original, *body;
    CanonicalForm form;
    BodyChangeKind kind;
    guint times;
  } rows[] = {
      {"a\r\nFrom x\r\n", "a\r\n>From x\r\n", CANONICAL_SIMPLE, BODY_CHANGE_FROM_QUOTED, 2},
      {"a\r\n>From x\r\n", "a\r\n>>From x\r\n", CANONICAL_SIMPLE, BODY_CHANGE_FROM_QUOTED, 3},
      {"a\r\n.b\r\n", "a\r\n..b\r\n", CANONICAL_SIMPLE, BODY_CHANGE_DOT_STUFFED, 4},
      {"a\r\nb\r\n", "a\r\r\nb\r\r\n", CANONICAL_SIMPLE, BODY_CHANGE_LINE_ENDS, 5},
      {"a\r\nb\r\n", "a \r\nb\t\r\n", CANONICAL_SIMPLE, BODY_CHANGE_TRAILING_SPACE, 6},
      {"a\r\n-- \r\n", "a\r\n--\r\n", CANONICAL_SIMPLE, BODY_CHANGE_TRAILING_SPACE, 7},
      {"a b\r\n", "a  b\r\n", CANONICAL_SIMPLE, BODY_CHANGE_OTHER_FORM, 7},
      {"a\r\n", "\r\na\r\n", CANONICAL_SIMPLE, BODY_CHANGE_FIRST_LINE, 8},
      {"\r\na\r\n", "a\r\n", CANONICAL_SIMPLE, BODY_CHANGE_FIRST_LINE, 9},
      {"a\r\nb", "a\r\nb\r\n", CANONICAL_SIMPLE, BODY_CHANGE_FINAL_LINE, 10},
      {"a\r\nb\r\n\r\n", "a\r\nb\r\n\r\n", CANONICAL_SIMPLE, BODY_CHANGE_FINAL_LINE, 11},
      {"a\nb\n", "a\r\nb\r\n", CANONICAL_SIMPLE, BODY_CHANGE_LINE_ENDS, 12},
      {"a\nb\n\n", "a\r\nb\r\n\r\n", CANONICAL_SIMPLE, BODY_CHANGE_LINE_ENDS, 13},
      {"a\r\nb\r\n", "a\rb\r\n", CANONICAL_SIMPLE, BODY_CHANGE_LINE_ENDS, 14},
      /* relaxed canonicalization has no space at the ends of lines: two trials less */
      {"a  b\r\n", "a  b\r\n", CANONICAL_RELAXED, BODY_CHANGE_OTHER_FORM, 5},
      {"a\r\nb\r\n\r\n", "a\r\nb\r\n\r\n", CANONICAL_RELAXED, BODY_CHANGE_FINAL_LINE, 9},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint less = 0; less < 2; less++) {
      g_autoptr (Arena) arena = arena_new ();
      guint8 digest[BODY_DIGEST_MAX];
      gsize size = digest_of (rows[i].original, digest);
      BodyHashMethod method = {G_CHECKSUM_SHA256, rows[i].form, G_MAXUINT64};
      BodyChange change;
      BodySearch search;
      body_search_start (&search, 1);
      search.bytes = strlen (rows[i].body) * rows[i].times - less;
      body_change_find (&search, span_from_string (rows[i].body), &method,
                        span_of ((const char *)digest, size), arena, &change);
      g_test_message ("%s: %u", rows[i].body, less);
      g_assert_true ((change.kind == rows[i].kind) == (less == 0));
      if (!less)
        g_assert_cmpuint (search.bytes, ==, 0);
    }
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
  g_test_add_func ("/body-hash/near-changes", test_near_changes);
  g_test_add_func ("/body-hash/inserted-bounds", test_inserted_bounds);
  g_test_add_func ("/body-hash/anchors", test_anchors);
  g_test_add_func ("/body-hash/anchor-bounds", test_anchor_bounds);
  g_test_add_func ("/body-hash/part-headers", test_part_headers);
  g_test_add_func ("/body-hash/end-bound", test_end_bound);
  g_test_add_func ("/body-hash/known-bound", test_known_bound);
  g_test_add_func ("/body-hash/words", test_words);
  g_test_add_func ("/body-hash/known", test_known);
  g_test_add_func ("/body-hash/form-names", test_form_names);
  g_test_add_func ("/body-hash/own-field", test_own_field);
  g_test_add_func ("/body-hash/base64", test_base64);
  g_test_add_func ("/body-hash/length", test_length);
  g_test_add_func ("/body-hash/large", test_large);
  g_test_add_func ("/body-hash/budget", test_budget);
  g_test_add_func ("/body-hash/trials", test_trials);
  g_test_add_func ("/body-hash/shares", test_shares);
  return g_test_run ();
}
