/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "verify/body-change.h"

#include "base/limits.h"

/* Bounds of the search. A footer has few lines; a body has few parts worth trying. */
#define SEARCH_ENDS 65536    /* line ends tried as the original end */
#define SEARCH_ANCHORS 24    /* places near which lines are inserted */
#define SEARCH_LINES 48      /* lines such an insertion has at most */
#define SEARCH_PAIR_LINES 24 /* the same when two are tried together */
#define SEARCH_PAIR_ANCHORS 6
#define DIGEST_BYTES 256 /* what taking a digest costs, as bytes hashed: two blocks and a copy */

typedef struct {
  Span body;
  const BodyHashMethod *method;
  Span digest;
  Arena *arena;
  guint64 budget; /* bytes; counted, not timed: the answer is the same on every machine */
  BodyChange *change;
} Search;

static bool
digest_fits (const Search *search, const BodyHash *hash) {
  guint8 digest[BODY_DIGEST_MAX];
  gsize length = body_hash_digest (hash, digest, NULL);
  return span_equal (span_of ((const char *)digest, length), search->digest);
}

static Span
body_between (const Search *search, gsize start, gsize end) {
  return span_between (search->body.data + start, search->body.data + end);
}

/* False, and the search is marked as cut, when the trial would go beyond the bound. */
static bool
afford (Search *search, guint64 bytes) {
  if (bytes > search->budget) {
    search->change->cut = true;
    return false;
  }
  search->budget -= bytes;
  return true;
}

static bool
found (Search *search, BodyChangeKind kind) {
  search->change->kind = kind;
  return true;
}

/* ---- lines ---- */

static gsize
line_start_before (Span body, gsize at) {
  const char *newline = at > 1 ? memrchr (body.data, '\n', at - 1) : NULL;
  return newline ? (gsize)(newline + 1 - body.data) : 0;
}

static gsize
line_end_after (Span body, gsize at) {
  const char *newline = at < body.len ? memchr (body.data + at, '\n', body.len - at) : NULL;
  return newline ? (gsize)(newline + 1 - body.data) : body.len;
}

static bool
is_blank (Span line) {
  return span_is_empty (span_trim (line));
}

static guint64
count_lines (Span text) {
  guint64 n = 0;
  for (Span line; span_next_line (&text, &line, NULL);)
    n++;
  return n;
}

static void
add_lines (Search *search, gsize start, gsize end) {
  Span body = search->body;
  while (start < end && is_blank (body_between (search, start, line_end_after (body, start))))
    start = line_end_after (body, start);
  while (end > start && is_blank (body_between (search, line_start_before (body, end), end)))
    end = line_start_before (body, end);
  if (start >= end)
    return;
  AddedLines *added = vec_push (search->arena, &search->change->added, AddedLines);
  added->text = body_between (search, start, end);
  added->lines = count_lines (added->text);
}

/* ---- the body, line by line, each edited ---- */

typedef Span (*LineEdit) (Span line);

/* mboxo quotes "From " only, mboxrd every line of '>'s before it too. */
static Span
unquote_from (Span line) {
  return span_starts_with (line, SPAN (">From ")) ? span_skip (line, 1) : line;
}

static Span
unquote_from_all (Span line) {
  gsize quotes = 0;
  while (quotes < line.len && line.data[quotes] == '>')
    quotes++;
  bool quoted = quotes > 0 && span_starts_with (span_skip (line, quotes), SPAN ("From "));
  return quoted ? span_skip (line, 1) : line;
}

static Span
unstuff_dot (Span line) {
  return span_starts_with (line, SPAN ("..")) ? span_skip (line, 1) : line;
}

static Span
strip_trailing_space (Span line) {
  while (line.len && is_wsp (line.data[line.len - 1]))
    line.len--;
  return line;
}

static Span
restore_signature_space (Span line) {
  return span_equal (line, SPAN ("--")) ? SPAN ("-- ") : line;
}

static Span
strip_trailing_cr (Span line) {
  while (line.len && line.data[line.len - 1] == '\r')
    line.len--;
  return line;
}

static bool
edit_changes (Span body, LineEdit edit) {
  for (Span line; span_next_line (&body, &line, NULL);)
    if (!span_equal (edit (line), line))
      return true;
  return false;
}

static bool
try_edit (Search *search, LineEdit edit, BodyChangeKind kind) {
  if (!afford (search, search->body.len) || !edit_changes (search->body, edit) ||
      !afford (search, search->body.len))
    return false;
  g_auto (BodyHash) hash = {0};
  body_hash_start (&hash, search->method);
  Span rest = search->body;
  gsize eol;
  for (Span line; span_next_line (&rest, &line, &eol);) {
    body_hash_push (&hash, edit (line));
    if (eol)
      body_hash_push (&hash, SPAN ("\r\n"));
  }
  return digest_fits (search, &hash) && found (search, kind);
}

static Span
edited_copy (Search *search, LineEdit edit) {
  g_autoptr (GString) copy = g_string_sized_new (search->body.len);
  Span rest = search->body;
  gsize eol;
  for (Span line; span_next_line (&rest, &line, &eol);) {
    line = edit (line);
    g_string_append_len (copy, line.data, (gssize)line.len);
    if (eol)
      g_string_append_c (copy, '\n');
  }
  return arena_dup (search->arena, span_of (copy->str, copy->len));
}

/* ---- the canonical form, written otherwise ---- */

typedef struct {
  GChecksum *checksum;
  bool bare_lf;
} LooseSink;

static void
write_loosely (gpointer user, const char *bytes, gsize len) {
  LooseSink *sink = user;
  bool line_end = len == 2 && bytes[0] == '\r' && bytes[1] == '\n';
  if (line_end && sink->bare_lf)
    g_checksum_update (sink->checksum, (const guchar *)"\n", 1);
  else
    g_checksum_update (sink->checksum, (const guchar *)bytes, (gssize)len);
}

typedef enum { END_AS_DEFINED, END_NONE, END_ALL } LooseEnd;

static void
end_loosely (const CanonicalBody *body, LooseEnd end, LooseSink *sink) {
  if (end == END_AS_DEFINED)
    canonical_body_finish (body, write_loosely, sink);
  for (guint64 i = 0; end == END_ALL && i < body->owed_ends; i++)
    write_loosely (sink, "\r\n", 2);
}

/* Signers that hashed what they had: LF line ends, no final line end, or all of them. */
static bool
try_loosely (Search *search, CanonicalForm form, bool bare_lf, LooseEnd end, BodyChangeKind kind) {
  if (search->method->limit != G_MAXUINT64 || !afford (search, search->body.len))
    return false;
  LooseSink sink = {g_checksum_new (search->method->type), bare_lf};
  CanonicalBody body;
  canonical_body_start (&body, form);
  canonical_body_push (&body, search->body, write_loosely, &sink);
  end_loosely (&body, end, &sink);
  guint8 digest[BODY_DIGEST_MAX];
  gsize length = sizeof digest;
  g_checksum_get_digest (sink.checksum, digest, &length);
  g_checksum_free (sink.checksum);
  return span_equal (span_of ((const char *)digest, length), search->digest) &&
         found (search, kind);
}

static bool
try_other_form (Search *search) {
  if (!afford (search, search->body.len))
    return false;
  BodyHashMethod other = *search->method;
  other.form = other.form == CANONICAL_SIMPLE ? CANONICAL_RELAXED : CANONICAL_SIMPLE;
  guint8 digest[BODY_DIGEST_MAX];
  gsize length = body_hash_of (search->body, &other, digest, NULL);
  return span_equal (span_of ((const char *)digest, length), search->digest) &&
         found (search, BODY_CHANGE_OTHER_FORM);
}

/* ---- bare CRs as line ends ---- */

static bool
try_bare_cr (Search *search) {
  if (!afford (search, search->body.len))
    return false;
  Span rest = search->body;
  g_auto (BodyHash) hash = {0};
  body_hash_start (&hash, search->method);
  bool any = false;
  for (gssize cr; (cr = span_index (rest, '\r')) >= 0;) {
    Span after = span_skip (rest, (gsize)cr + 1);
    bool bare = !span_starts_with (after, SPAN ("\n"));
    body_hash_push (&hash, span_first (rest, (gsize)cr));
    body_hash_push (&hash, bare ? SPAN ("\n") : SPAN ("\r"));
    any = any || bare;
    rest = after;
  }
  body_hash_push (&hash, rest);
  return any && digest_fits (search, &hash) && found (search, BODY_CHANGE_LINE_ENDS);
}

/* ---- empty lines at the start ---- */

static bool
try_first_line (Search *search, bool add) {
  if (!afford (search, search->body.len))
    return false;
  Span rest = search->body, next = rest, line;
  while (!add && span_next_line (&next, &line, NULL) && is_blank (line))
    rest = next;
  g_auto (BodyHash) hash = {0};
  body_hash_start (&hash, search->method);
  if (add)
    body_hash_push (&hash, SPAN ("\r\n"));
  body_hash_push (&hash, add ? search->body : rest);
  return digest_fits (search, &hash) && found (search, BODY_CHANGE_FIRST_LINE);
}

/* ---- lines at the end: one pass, the digest taken at each line end ---- */

static bool
try_ends_from (Search *search, gsize start, gsize end, gsize *ret_end) {
  g_auto (BodyHash) hash = {0};
  body_hash_start (&hash, search->method);
  Span rest = body_between (search, start, end), line;
  guint64 lines = count_lines (rest), number = 0;
  if (!afford (search, rest.len + MIN (lines, SEARCH_ENDS) * DIGEST_BYTES))
    return false;
  if (lines > SEARCH_ENDS)
    search->change->cut = true;
  while (span_next_line (&rest, &line, NULL)) {
    bool tried = number++ + SEARCH_ENDS >= lines;
    if (tried && !is_blank (line) && digest_fits (search, &hash)) {
      *ret_end = (gsize)(line.data - search->body.data);
      return true;
    }
    body_hash_push (&hash, line);
    body_hash_push (&hash, SPAN ("\r\n"));
  }
  *ret_end = end;
  return start > 0 && digest_fits (search, &hash);
}

static bool
try_appended (Search *search) {
  gsize end;
  if (!try_ends_from (search, 0, search->body.len, &end) || end == 0)
    return false;
  add_lines (search, end, search->body.len);
  return found (search, BODY_CHANGE_APPENDED);
}

static bool
try_prepended (Search *search) {
  gsize start = 0;
  for (guint i = 0; i < SEARCH_LINES && start < search->body.len; i++) {
    start = line_end_after (search->body, start);
    if (!afford (search, search->body.len - start))
      return false;
    g_auto (BodyHash) hash = {0};
    body_hash_start (&hash, search->method);
    body_hash_push (&hash, body_between (search, start, search->body.len));
    if (digest_fits (search, &hash)) {
      add_lines (search, 0, start);
      return found (search, BODY_CHANGE_PREPENDED);
    }
  }
  return false;
}

/* ---- lines near a MIME boundary or the end of an HTML text ---- */

typedef struct {
  gsize at;      /* start of the boundary's line */
  gsize content; /* behind the empty line that ends the part's header; 0 when there is none */
} Anchor;

static bool
is_anchor (Span line) {
  return (line.len > 2 && span_starts_with (line, SPAN ("--")) && line.data[2] != ' ') ||
         span_starts_with_nocase (line, SPAN ("</body")) ||
         span_starts_with_nocase (line, SPAN ("</html"));
}

/* Where the part's content begins, when a blank line follows within a header's length. */
static gsize
part_content (Span body, gsize at) {
  gsize next = line_end_after (body, at);
  for (guint i = 0; i < SEARCH_LINES && next < body.len; i++) {
    gsize end = line_end_after (body, next);
    if (is_blank (span_between (body.data + next, body.data + end)))
      return end;
    next = end;
  }
  return 0;
}

/* The last SEARCH_ANCHORS of them, in the order of the body. */
static guint
find_anchors (Search *search, Anchor anchors[SEARCH_ANCHORS]) {
  Span rest = search->body, line;
  guint n = 0;
  while (span_next_line (&rest, &line, NULL)) {
    if (!is_anchor (line))
      continue;
    if (n == SEARCH_ANCHORS) {
      memmove (anchors, anchors + 1, (SEARCH_ANCHORS - 1) * sizeof *anchors);
      search->change->cut = true;
      n--;
    }
    anchors[n++].at = (gsize)(line.data - search->body.data);
  }
  for (guint i = 0; i < n; i++)
    anchors[i].content = part_content (search->body, anchors[i].at);
  return n;
}

static void
hash_prefix (Search *search, gsize end, BodyHash *ret) {
  body_hash_start (ret, search->method);
  body_hash_push (ret, body_between (search, 0, end));
}

static bool
try_rest (Search *search, const BodyHash *before, gsize from) {
  g_auto (BodyHash) hash = {0};
  body_hash_copy (before, &hash);
  body_hash_push (&hash, body_between (search, from, search->body.len));
  return digest_fits (search, &hash);
}

static bool
found_inserted (Search *search, gsize start, gsize end) {
  add_lines (search, start, end);
  return found (search, BODY_CHANGE_INSERTED);
}

/* The first of `lines` lines before `at`. */
static gsize
lines_before (Span body, gsize at, guint lines) {
  for (guint i = 0; i < lines && at > 0; i++)
    at = line_start_before (body, at);
  return at;
}

/* Some of the lines directly before the boundary. */
static bool
try_before (Search *search, const Anchor *anchor) {
  gsize start = lines_before (search->body, anchor->at, SEARCH_LINES);
  if (!afford (search, anchor->at))
    return false;
  g_auto (BodyHash) hash = {0};
  hash_prefix (search, start, &hash);
  while (start < anchor->at) {
    if (!afford (search, search->body.len - anchor->at))
      return false;
    if (try_rest (search, &hash, anchor->at))
      return found_inserted (search, start, anchor->at);
    gsize next = line_end_after (search->body, start);
    body_hash_push (&hash, body_between (search, start, next));
    start = next;
  }
  return false;
}

/* Some of the lines directly at the start of the part. */
static bool
try_content (Search *search, const Anchor *anchor) {
  if (anchor->content == 0 || !afford (search, anchor->content))
    return false;
  g_auto (BodyHash) hash = {0};
  hash_prefix (search, anchor->content, &hash);
  gsize end = anchor->content;
  for (guint i = 0; i < SEARCH_LINES && end < search->body.len; i++) {
    end = line_end_after (search->body, end);
    if (!afford (search, search->body.len - end))
      return false;
    if (try_rest (search, &hash, end))
      return found_inserted (search, anchor->content, end);
  }
  return false;
}

/* The whole body was put into a part, others around it. */
static bool
try_wrapped (Search *search, const Anchor *anchor) {
  gsize end;
  if (anchor->content == 0 || !try_ends_from (search, anchor->content, search->body.len, &end))
    return false;
  add_lines (search, 0, anchor->content);
  add_lines (search, end, search->body.len);
  return found (search, BODY_CHANGE_INSERTED);
}

/* With the lines [start, end) left out: the second block, before the other boundary. */
static bool
try_second (Search *search, const BodyHash *before, gsize start, gsize end, gsize second) {
  gsize from = MAX (end, lines_before (search->body, second, SEARCH_PAIR_LINES));
  if (!afford (search, second - end))
    return false;
  g_auto (BodyHash) hash = {0};
  body_hash_copy (before, &hash);
  body_hash_push (&hash, body_between (search, end, from));
  while (from < second) {
    if (!afford (search, search->body.len - second))
      return false;
    if (try_rest (search, &hash, second)) {
      add_lines (search, start, end);
      add_lines (search, from, second);
      return found (search, BODY_CHANGE_INSERTED);
    }
    gsize next = line_end_after (search->body, from);
    body_hash_push (&hash, body_between (search, from, next));
    from = next;
  }
  return false;
}

/* A text and an HTML part, each with a footer. */
static bool
try_pair (Search *search, gsize first, gsize second) {
  gsize start = lines_before (search->body, first, SEARCH_PAIR_LINES);
  if (!afford (search, first))
    return false;
  g_auto (BodyHash) hash = {0};
  hash_prefix (search, start, &hash);
  while (start < first) {
    if (try_second (search, &hash, start, first, second))
      return true;
    gsize next = line_end_after (search->body, start);
    body_hash_push (&hash, body_between (search, start, next));
    start = next;
  }
  return false;
}

static bool
try_anchors (Search *search) {
  Anchor anchors[SEARCH_ANCHORS];
  guint n = find_anchors (search, anchors);
  for (guint i = n; i-- > 0;)
    if (try_before (search, &anchors[i]))
      return true;
  for (guint i = n; i-- > 0;)
    if (try_content (search, &anchors[i]))
      return true;
  for (guint i = 0; i < MIN (n, 4); i++)
    if (try_wrapped (search, &anchors[i]))
      return true;
  guint first = n - MIN (n, SEARCH_PAIR_ANCHORS);
  for (guint i = first; i < n; i++)
    for (guint j = i + 1; j < n; j++)
      if (try_pair (search, anchors[i].at, anchors[j].at))
        return true;
  return false;
}

/* ---- all of them ---- */

static bool
try_edits (Search *search) {
  bool simple = search->method->form == CANONICAL_SIMPLE;
  return try_edit (search, unquote_from, BODY_CHANGE_FROM_QUOTED) ||
         try_edit (search, unquote_from_all, BODY_CHANGE_FROM_QUOTED) ||
         try_edit (search, unstuff_dot, BODY_CHANGE_DOT_STUFFED) ||
         try_edit (search, strip_trailing_cr, BODY_CHANGE_LINE_ENDS) ||
         (simple && (try_edit (search, strip_trailing_space, BODY_CHANGE_TRAILING_SPACE) ||
                     try_edit (search, restore_signature_space, BODY_CHANGE_TRAILING_SPACE)));
}

static bool
try_forms (Search *search) {
  CanonicalForm form = search->method->form;
  return try_other_form (search) || try_first_line (search, false) ||
         try_first_line (search, true) ||
         try_loosely (search, form, false, END_NONE, BODY_CHANGE_FINAL_LINE) ||
         try_loosely (search, form, false, END_ALL, BODY_CHANGE_FINAL_LINE) ||
         try_loosely (search, form, true, END_AS_DEFINED, BODY_CHANGE_LINE_ENDS) ||
         try_loosely (search, form, true, END_ALL, BODY_CHANGE_LINE_ENDS) || try_bare_cr (search);
}

/* Lines in some place; l= already leaves out what stands behind the signed bytes. */
static bool
try_places (Search *search) {
  return (search->method->limit == G_MAXUINT64 && try_appended (search)) ||
         try_prepended (search) || try_anchors (search);
}

static bool
try_unquoted_places (Search *search) {
  if (!afford (search, search->body.len) || !edit_changes (search->body, unquote_from_all) ||
      !afford (search, search->body.len))
    return false;
  search->body = edited_copy (search, unquote_from_all);
  search->change->from_quoted = try_places (search);
  return search->change->from_quoted;
}

/* True when the answer is known without a search. */
static bool
settled (Search *search) {
  guint8 digest[BODY_DIGEST_MAX];
  guint64 length;
  gsize size = body_hash_of (search->body, search->method, digest, &length);
  if (span_equal (span_of ((const char *)digest, size), search->digest) &&
      (search->method->limit == G_MAXUINT64 || length >= search->method->limit))
    return found (search, BODY_CHANGE_NONE);
  if (search->method->limit != G_MAXUINT64 && length < search->method->limit)
    return found (search, BODY_CHANGE_SHORTER);
  return false;
}

static void
search_all (Search *search) {
  if (!try_edits (search) && !try_forms (search) && !try_places (search) &&
      !try_unquoted_places (search) && search->change->cut)
    search->change->kind = BODY_CHANGE_NOT_SEARCHED_FURTHER;
}

/* ---- the signatures of one message ---- */

struct KnownChange {
  BodyHashMethod method;
  guint8 digest[BODY_DIGEST_MAX];
  gsize size;
  BodyChange change;
};

void
body_search_start (BodySearch *all, guint signatures) {
  *all = (BodySearch){.bytes = LIMIT_BODY_SEARCH, .signatures = signatures};
}

static bool
is_known (const KnownChange *known, const BodyHashMethod *method, Span digest) {
  return known->method.type == method->type && known->method.form == method->form &&
         known->method.limit == method->limit && known->size == digest.len &&
         memcmp (known->digest, digest.data, digest.len) == 0;
}

static const KnownChange *
find_known (const BodySearch *all, const BodyHashMethod *method, Span digest) {
  for (guint i = 0; i < all->known.n; i++) {
    const KnownChange *known = vec_at (&all->known, KnownChange, i);
    if (is_known (known, method, digest))
      return known;
  }
  return NULL;
}

static void
keep_known (BodySearch *all, const Search *search) {
  if (all->known.n >= BODY_SEARCH_KNOWN || search->digest.len > BODY_DIGEST_MAX)
    return;
  KnownChange *known = vec_push (search->arena, &all->known, KnownChange);
  known->method = *search->method;
  known->size = search->digest.len;
  memcpy (known->digest, search->digest.data, search->digest.len);
  known->change = *search->change;
}

/* Platforms sign twice over the same body: the second signature costs nothing. */
void
body_change_find (BodySearch *all, Span body, const BodyHashMethod *method, Span digest,
                  Arena *arena, BodyChange *ret) {
  const KnownChange *known = find_known (all, method, digest);
  guint64 share = all->bytes / MAX (all->signatures, 1);
  all->signatures -= all->signatures > 0;
  if (known) {
    *ret = known->change;
    return;
  }
  *ret = (BodyChange){.kind = BODY_CHANGE_UNKNOWN};
  Span bytes = span_is_null (body) ? SPAN ("") : body;
  Search search = {bytes, method, digest, arena, share, ret};
  if (bytes.len > LIMIT_MESSAGE)
    ret->kind = BODY_CHANGE_NOT_COMPUTED;
  else if (!settled (&search))
    search_all (&search);
  all->bytes -= share - search.budget;
  keep_known (all, &search);
}

const char *
body_change_word (BodyChangeKind kind) {
  static const char *const words[] = {
      [BODY_CHANGE_NONE] = "unchanged",
      [BODY_CHANGE_SHORTER] = "shorter-than-signed",
      [BODY_CHANGE_APPENDED] = "lines-appended",
      [BODY_CHANGE_PREPENDED] = "lines-prepended",
      [BODY_CHANGE_INSERTED] = "lines-inserted",
      [BODY_CHANGE_FROM_QUOTED] = "from-quoted",
      [BODY_CHANGE_DOT_STUFFED] = "dot-stuffed",
      [BODY_CHANGE_TRAILING_SPACE] = "trailing-space",
      [BODY_CHANGE_FINAL_LINE] = "final-line",
      [BODY_CHANGE_FIRST_LINE] = "first-line",
      [BODY_CHANGE_LINE_ENDS] = "line-ends",
      [BODY_CHANGE_OTHER_FORM] = "other-canonicalization",
      [BODY_CHANGE_NOT_COMPUTED] = "not-computed",
      [BODY_CHANGE_NOT_SEARCHED_FURTHER] = "not-searched-further",
  };
  return words[kind];
}
