/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which header field was changed: what lists, gateways and clients do to signed fields is undone,
 * one field at a time and then two together, until the signature fits. */
#include "verify/dkim-edits.h"

#include "base/limits.h"

#define TRIALS_MAX 1024                             /* signatures compared */
#define TRIAL_BYTES (G_GUINT64_CONSTANT (16) << 20) /* hashed in all of them */
#define CANDIDATES_MAX 96                           /* ways one field may have been */
#define CANDIDATE_BYTES (4 << 20)                   /* of all candidates together */
#define PREFIX_WORDS 12

typedef struct {
  guint index; /* into the verifier's fields */
  Span text;   /* canonical; null: the field was not there */
  const char *edit;
  Span before;
} Candidate;

typedef struct {
  Verifier *verifier;
  Vec *found;     /* of HeaderEdit */
  Vec candidates; /* of Candidate */
  guint n_first;  /* of the field under way */
  gsize candidate_bytes;
  guint trials;
  guint64 bytes;
  guint64 header_size;
} Edits;

static const SignedField *
field_at (const Edits *edits, guint index) {
  return vec_at (&edits->verifier->fields, SignedField, index);
}

static void
add_candidate (Edits *edits, guint index, Span value, const char *edit) {
  const SignedField *field = field_at (edits, index);
  Arena *arena = edits->verifier->arena;
  if (edits->candidates.n - edits->n_first >= CANDIDATES_MAX)
    return;
  Span text = SPAN_NULL;
  if (!span_is_null (value)) {
    Span raw = arena_printf (arena, "%.*s:%.*s\r\n", SPAN_FORMAT (field->field->name),
                             SPAN_FORMAT (value));
    text = canonical_field (raw, edits->verifier->form, arena);
    edits->candidate_bytes += text.len;
    if (span_equal (text, field->text))
      return;
  }
  Candidate *candidate = vec_push (arena, &edits->candidates, Candidate);
  *candidate = (Candidate){index, text, edit, span_is_null (value) ? SPAN_NULL : span_trim (value)};
}

/* ---- candidates ---- */

/* A reply mark or nothing, then words that are not the author's: "[list] ", "[EXTERNAL] ",
 * "***SPAM*** ". */
static gsize
reply_length (Span value) {
  static const Span marks[] = {SPAN ("Re: "), SPAN ("Fwd: "), SPAN ("Fw: "), SPAN ("AW: "),
                               SPAN ("TR: ")};
  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    if (span_starts_with_nocase (value, marks[i]))
      return marks[i].len;
  return 0;
}

static void
add_without_prefix (Edits *edits, guint index, Span value) {
  Arena *arena = edits->verifier->arena;
  gsize start = reply_length (value), at = start;
  for (guint word = 0; word < PREFIX_WORDS; word++) {
    gssize space = span_index (span_skip (value, at), ' ');
    if (space < 0)
      return;
    at += (gsize)space + 1;
    Span rest = span_skip (value, at);
    add_candidate (edits, index, arena_printf (arena, " %.*s", SPAN_FORMAT (rest)), "prefix");
    if (start)
      add_candidate (edits, index,
                     arena_printf (arena, " %.*s%.*s", (int)start, value.data, SPAN_FORMAT (rest)),
                     "prefix");
  }
}

/* "(a)" or "[a]" of a list put somewhere else in the subject. */
static void
add_without_group (Edits *edits, guint index, Span value) {
  gssize open = span_index (value, '[');
  gssize length = open < 0 ? -1 : span_index (span_skip (value, (gsize)open), ']');
  if (length < 0)
    return;
  Span before = span_first (value, (gsize)open);
  Span after = span_skip (value, (gsize)(open + length + 1));
  Arena *arena = edits->verifier->arena;
  add_candidate (
      edits, index,
      arena_printf (arena, " %.*s%.*s", SPAN_FORMAT (before), SPAN_FORMAT (span_trim (after))),
      "prefix");
  add_candidate (edits, index, arena_printf (arena, " %.*s", SPAN_FORMAT (span_trim (before))),
                 "prefix");
}

static Span
replaced_bytes (Edits *edits, Span value, char byte, const char *by) {
  g_autoptr (GString) text = g_string_new (NULL);
  for (gsize i = 0; i < value.len; i++) {
    if (value.data[i] != byte)
      g_string_append_c (text, value.data[i]);
    else
      g_string_append (text, by);
  }
  return arena_dup (edits->verifier->arena, span_of (text->str, text->len));
}

/* One space, or none, behind each comma: lists are folded there, and relaxed canonicalization keeps
 * that one space. */
static Span
respaced (Edits *edits, Span value, const char *gap) {
  g_autoptr (GString) text = g_string_new (NULL);
  bool quoted = false;
  for (gsize i = 0; i < value.len; i++) {
    char c = value.data[i];
    quoted = quoted != (c == '"');
    g_string_append_c (text, c);
    if (c != ',' || quoted)
      continue;
    g_string_append (text, gap);
    while (i + 1 < value.len && is_wsp (value.data[i + 1]))
      i++;
  }
  return arena_dup (edits->verifier->arena, span_of (text->str, text->len));
}

static void
add_spacings (Edits *edits, guint index, Span value) {
  Arena *arena = edits->verifier->arena;
  static const char *const gaps[] = {" ", "", "\r\n ", "\r\n\t", "\r\n        "};
  for (gsize i = 0; i < G_N_ELEMENTS (gaps); i++)
    add_candidate (edits, index,
                   arena_printf (arena, " %.*s", SPAN_FORMAT (respaced (edits, value, gaps[i]))),
                   "spacing");
  add_candidate (edits, index, arena_printf (arena, "%.*s", SPAN_FORMAT (value)), "spacing");
  if (span_index (value, '"') >= 0)
    add_candidate (
        edits, index,
        arena_printf (arena, " %.*s", SPAN_FORMAT (replaced_bytes (edits, value, '"', ""))),
        "spacing");
  gssize open = span_last_index (value, '<');
  if (open > 0 && value.data[0] != '"') {
    Span name = span_trim (span_first (value, (gsize)open));
    add_candidate (edits, index,
                   arena_printf (arena, " \"%.*s\" %.*s", SPAN_FORMAT (name),
                                 SPAN_FORMAT (span_skip (value, (gsize)open))),
                   "spacing");
  }
  if (open == 0 && value.data[value.len - 1] == '>')
    add_candidate (edits, index,
                   arena_printf (arena, " %.*s",
                                 SPAN_FORMAT (span_first (span_skip (value, 1), value.len - 2))),
                   "spacing");
  else if (open < 0)
    add_candidate (edits, index, arena_printf (arena, " <%.*s>", SPAN_FORMAT (value)), "spacing");
}

/* Fields in which those who rewrite From keep the old one. */
static void
add_replacements (Edits *edits, guint index) {
  static const Span names[] = {SPAN ("X-Original-From"),   SPAN ("Original-From"), SPAN ("X-From"),
                               SPAN ("X-Original-Sender"), SPAN ("Reply-To"),      SPAN ("Cc")};
  const Message *message = edits->verifier->message;
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    const Field *field = message_field (message, names[i], 0);
    if (field && field->value.len <= DKIM_EDIT_FIELD_MAX)
      add_candidate (
          edits, index,
          arena_printf (edits->verifier->arena, " %.*s", SPAN_FORMAT (span_trim (field->value))),
          "replaced");
  }
}

static void
add_encodings (Edits *edits, guint index) {
  static const Span words[] = {SPAN (" 7bit"),   SPAN (" 8bit"), SPAN (" quoted-printable"),
                               SPAN (" base64"), SPAN (" 7Bit"), SPAN (" 8Bit"),
                               SPAN (" binary")};
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    add_candidate (edits, index, words[i], "encoding");
}

/* RFC 6376 §2.11: "=3D" stands for a byte. */
static Span
decode_quoted (Arena *arena, Span text) {
  g_autoptr (GString) out = g_string_sized_new (text.len);
  for (gsize i = 0; i < text.len; i++) {
    char c = text.data[i];
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n')
      continue;
    if (c == '=' && i + 2 < text.len && g_ascii_isxdigit (text.data[i + 1]) &&
        g_ascii_isxdigit (text.data[i + 2])) {
      c = (char)(g_ascii_xdigit_value (text.data[i + 1]) * 16 +
                 g_ascii_xdigit_value (text.data[i + 2]));
      i += 2;
    }
    g_string_append_c (out, c);
  }
  return arena_dup (arena, span_of (out->str, out->len));
}

/* z= holds copies of the fields as they were (§3.5). */
static void
add_copied (Edits *edits, guint index) {
  Verifier *verifier = edits->verifier;
  Span rest = tag_list_get (&verifier->signature->tags, SPAN ("z"));
  for (guint n = 0; rest.len && n < LIMIT_SIGNED_FIELDS; n++) {
    gssize bar = span_index (rest, '|');
    Span copy = span_first (rest, bar < 0 ? rest.len : (gsize)bar);
    rest = bar < 0 ? SPAN ("") : span_skip (rest, (gsize)bar + 1);
    gssize colon = span_index (copy, ':');
    Span value = span_skip (copy, (gsize)(colon + 1));
    if (colon > 0 && value.len <= DKIM_EDIT_FIELD_MAX &&
        span_equal_nocase (span_trim (span_first (copy, (gsize)colon)),
                           field_at (edits, index)->name))
      add_candidate (edits, index, decode_quoted (verifier->arena, value), "copied");
  }
}

static void
add_candidates (Edits *edits, guint index) {
  const SignedField *field = field_at (edits, index);
  edits->n_first = edits->candidates.n;
  add_candidate (edits, index, SPAN_NULL, "added");
  if (field->field->value.len > DKIM_EDIT_FIELD_MAX)
    return;
  Span value = span_trim (message_unfold (field->field->value, edits->verifier->arena));
  add_copied (edits, index);
  if (span_equal (field->name, SPAN ("subject"))) {
    add_without_prefix (edits, index, value);
    add_without_group (edits, index, value);
  }
  if (span_equal (field->name, SPAN ("from")) || span_equal (field->name, SPAN ("reply-to")) ||
      span_equal (field->name, SPAN ("to")))
    add_replacements (edits, index);
  if (span_equal (field->name, SPAN ("content-transfer-encoding")))
    add_encodings (edits, index);
  if (value.len)
    add_spacings (edits, index, value);
}

/* ---- trials ---- */

static bool
fits (Edits *edits, const Candidate *first, const Candidate *second) {
  if (edits->trials >= TRIALS_MAX || edits->bytes > TRIAL_BYTES)
    return false;
  edits->trials++;
  edits->bytes += edits->header_size;
  Substitute a = {first->index, first->text};
  Substitute b = second ? (Substitute){second->index, second->text} : a;
  return verifier_fits (edits->verifier, &a, second ? &b : NULL);
}

static void
add_edit (Edits *edits, const Candidate *candidate) {
  HeaderEdit *edit = vec_push (edits->verifier->arena, edits->found, HeaderEdit);
  *edit =
      (HeaderEdit){field_at (edits, candidate->index)->name, candidate->edit, candidate->before};
}

static bool
try_one (Edits *edits) {
  for (guint i = 0; i < edits->candidates.n; i++) {
    const Candidate *candidate = vec_at (&edits->candidates, Candidate, i);
    if (!fits (edits, candidate, NULL))
      continue;
    add_edit (edits, candidate);
    return true;
  }
  return false;
}

/* A list changes the subject and one field more. */
static bool
try_two (Edits *edits) {
  for (guint i = 0; i < edits->candidates.n; i++) {
    const Candidate *first = vec_at (&edits->candidates, Candidate, i);
    if (!span_equal (field_at (edits, first->index)->name, SPAN ("subject")))
      continue;
    for (guint j = 0; j < edits->candidates.n; j++) {
      const Candidate *second = vec_at (&edits->candidates, Candidate, j);
      if (second->index == first->index || !fits (edits, first, second))
        continue;
      add_edit (edits, first);
      add_edit (edits, second);
      return true;
    }
  }
  return false;
}

static bool
try_other_form (Edits *edits, const Field *own) {
  Verifier *verifier = edits->verifier, other = *verifier;
  other.form = verifier->form == CANONICAL_SIMPLE ? CANONICAL_RELAXED : CANONICAL_SIMPLE;
  other.fields = (Vec){0};
  for (guint i = 0; i < verifier->fields.n; i++) {
    SignedField *field = vec_push (verifier->arena, &other.fields, SignedField);
    *field = *field_at (edits, i);
    field->text = canonical_field (field->field->raw, other.form, verifier->arena);
  }
  other.own = canonical_signature_field (own->raw, other.form, verifier->arena);
  return verifier_fits (&other, NULL, NULL);
}

void
dkim_find_edits (Verifier *verifier, const Field *own, Vec *ret_edits, bool *ret_other_form) {
  Edits edits = {.verifier = verifier, .found = ret_edits, .header_size = verifier->own.len};
  for (guint i = 0; i < verifier->fields.n; i++)
    edits.header_size += field_at (&edits, i)->text.len;
  *ret_other_form = try_other_form (&edits, own);
  if (*ret_other_form)
    return;
  for (guint i = 0; i < verifier->fields.n && edits.candidate_bytes < CANDIDATE_BYTES; i++)
    add_candidates (&edits, i);
  if (!try_one (&edits))
    try_two (&edits);
}
