/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdint.h>

#include "verify/body-change.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

typedef struct {
  guint8 digest[BODY_DIGEST_MAX];
  gsize size;
  guint64 length;
} Result;

static void
hash_in_pieces (Span body, const BodyHashMethod *method, gsize step, Result *ret) {
  g_auto (BodyHash) hash = {0};
  body_hash_start (&hash, method);
  for (Span rest = body; rest.len; rest = span_skip (rest, step))
    body_hash_push (&hash, span_first (rest, step));
  ret->size = body_hash_digest (&hash, ret->digest, &ret->length);
}

static bool
same (const Result *a, const Result *b) {
  return a->size == b->size && a->length == b->length &&
         memcmp (a->digest, b->digest, a->size) == 0;
}

static void
append (gpointer user, const char *bytes, gsize len) {
  g_string_append_len (user, bytes, (gssize)len);
}

/* Every line end made CRLF. */
static GString *
with_crlf (Span body) {
  GString *text = g_string_sized_new (body.len + 16);
  Span line;
  gsize eol;
  while (span_next_line (&body, &line, &eol)) {
    g_string_append_len (text, line.data, (gssize)line.len);
    if (eol)
      g_string_append (text, "\r\n");
  }
  return text;
}

static void
check_form (Span body, CanonicalForm form, gsize step) {
  BodyHashMethod method = {G_CHECKSUM_SHA256, form, G_MAXUINT64};
  Result whole, pieces, crlf, again;
  hash_in_pieces (body, &method, MAX (body.len, 1), &whole);
  hash_in_pieces (body, &method, step, &pieces);
  g_assert_true (same (&whole, &pieces));
  g_autoptr (GString) text = with_crlf (body);
  hash_in_pieces (span_of (text->str, text->len), &method, step, &crlf);
  g_assert_true (same (&whole, &crlf));
  g_autoptr (GString) canonical = g_string_new (NULL);
  CanonicalBody state;
  canonical_body_start (&state, form);
  canonical_body_push (&state, body, append, canonical);
  canonical_body_finish (&state, append, canonical);
  g_assert_cmpuint (canonical->len, ==, whole.length);
  hash_in_pieces (span_of (canonical->str, canonical->len), &method, step, &again);
  g_assert_true (same (&whole, &again)); /* canonical text is its own canonical form */
}

/* What was appended is found, whatever the body; lines found are inside it. */
static void
check_change (Span body, CanonicalForm form, Arena *arena) {
  BodyHashMethod method = {G_CHECKSUM_SHA256, form, G_MAXUINT64};
  Result signed_body;
  BodyChange change;
  BodySearch search;
  body_search_start (&search, 2);
  hash_in_pieces (body, &method, MAX (body.len, 1), &signed_body);
  Span digest = span_of ((const char *)signed_body.digest, signed_body.size);
  body_change_find (&search, body, &method, digest, arena, &change);
  g_assert_cmpint (change.kind, ==, BODY_CHANGE_NONE);
  Span longer = arena_printf (arena, "%.*s\r\nfooter\r\n", SPAN_FORMAT (body));
  if (longer.len != body.len + 10)
    return; /* a NUL inside */
  body_search_start (&search, 1);
  body_change_find (&search, longer, &method, digest, arena, &change);
  g_assert_cmpint (change.kind, !=, BODY_CHANGE_NONE);
  for (guint i = 0; i < change.added.n; i++) {
    const AddedLines *added = vec_at (&change.added, AddedLines, i);
    g_assert_true (change.from_quoted || span_inside (added->text, longer));
    g_assert_cmpuint (added->lines, >, 0);
  }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  Span body = span_of ((const char *)data, size);
  gsize step = size ? 1 + data[0] % 32 : 1;
  g_autoptr (Arena) arena = arena_new ();
  check_form (body, CANONICAL_SIMPLE, step);
  check_form (body, CANONICAL_RELAXED, step);
  if (size <= 2048) {
    check_change (body, CANONICAL_SIMPLE, arena);
    check_change (body, CANONICAL_RELAXED, arena);
  }
  return 0;
}
