/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "paste/captions.h"

#include "base/limits.h"
#include "paste/paste-text.h"

static bool
is_one_of (Span name, const Vec *words) {
  for (guint i = 0; name.len && i < words->n; i++)
    if (span_equal (name, *vec_at (words, Span, i)))
      return true;
  return false;
}

/* Quote marks of who answered before it was pasted. */
static Span
behind_quotes (Span line) {
  while (line.len && is_any_of (line.data[0], "> "))
    line = span_skip (line, 1);
  return line;
}

/* Gmail translates one caption, and leaves Date, Subject and To as they are. */
static bool
is_author_above_field (Span text, const PasteLine *line, Span bytes, const PasteWords *words) {
  gsize at = line->next;
  PasteLine below;
  return span_index (bytes, '@') > 0 && is_one_of (paste_caption (bytes), &words->authors) &&
         paste_line_at (text, &at, &below) &&
         paste_line_field (behind_quotes (below.bytes), false, NULL) != NULL;
}

guint
captions_count (Span text, const PasteWords *words) {
  guint n = 0;
  PasteLine line;
  for (gsize at = 0; paste_line_at (text, &at, &line);) {
    Span bytes = behind_quotes (line.bytes);
    n += is_one_of (paste_caption (bytes), &words->captions);
    n += is_author_above_field (text, &line, bytes, words);
  }
  return n;
}

/* As signs are written: no quote marks and blanks before it, and no blank before a colon. */
static Span
plain_line (Span line, char *buffer, gsize size) {
  gsize n = 0;
  while (line.len && is_any_of (line.data[0], "> \t*|"))
    line = span_skip (line, 1);
  for (gsize i = 0; i < line.len && n + 1 < size; i++) {
    bool narrow = span_starts_with (span_skip (line, i), SPAN ("\xE2\x80\xAF"));
    bool wide = span_starts_with (span_skip (line, i), SPAN ("\xC2\xA0"));
    char c = narrow || wide || line.data[i] == '\t' ? ' ' : line.data[i];
    i += narrow ? 2 : wide ? 1 : 0;
    if (c == '*' || (c == ' ' && n > 0 && buffer[n - 1] == ' '))
      continue;
    if (c == ':' && n > 0 && buffer[n - 1] == ' ')
      n--;
    buffer[n++] = c;
  }
  return span_of (buffer, n);
}

/* "A / B": a line that begins with A, and below it one that begins with B. */
static bool
is_sign (Span sign, Span line, Span below) {
  gssize slash = span_find (sign, SPAN (" / "));
  if (slash < 0)
    return sign.len > 0 && span_starts_with (line, sign);
  return span_starts_with (line, span_first (sign, (gsize)slash)) &&
         span_starts_with (below, span_skip (sign, (gsize)slash + 3));
}

static Span
program_of (Span line, Span below, const Vec *programs) {
  for (guint i = 0; i < programs->n; i++) {
    const PasteProgram *program = vec_at (programs, PasteProgram, i);
    for (guint k = 0; k < program->signs->n; k++)
      if (is_sign (*vec_at (program->signs, Span, k), line, below))
        return program->name;
  }
  return SPAN_NULL;
}

/* Signs are short, and stand near the top. */
#define SIGN_LINE 120
#define SIGN_TEXT (16 * 1024)

Span
captions_program (Span text, const Vec *programs) {
  char buffers[2][SIGN_LINE];
  Span rest = span_first (text, SIGN_TEXT), line, above = SPAN_NULL;
  for (guint i = 0; span_next_line (&rest, &line, NULL);) {
    Span plain = plain_line (line, buffers[i % 2], SIGN_LINE);
    if (plain.len == 0)
      continue;
    i++;
    Span found = program_of (above, plain, programs);
    if (!span_is_null (found))
      return found;
    above = plain;
  }
  return program_of (above, SPAN_NULL, programs);
}

/* White space as single blanks; `*ret_places` has for each byte where it stands in the text. */
static Span
on_one_line (Span text, Arena *arena, guint32 **ret_places) {
  char *out = arena_take (arena, text.len + 1);
  guint32 *places = arena_alloc (arena, (text.len + 1) * sizeof *places);
  gsize n = 0;
  for (gsize i = 0; i < text.len; i++) {
    bool blank = g_ascii_isspace (text.data[i]);
    if (blank && (n == 0 || out[n - 1] == ' '))
      continue;
    out[n] = blank ? ' ' : text.data[i];
    places[n++] = (guint32)i;
  }
  *ret_places = places;
  return span_of (out, n);
}

gssize
captions_notice (Span text, const Vec *sentences, Arena *arena) {
  guint32 *places;
  text = span_first (text, LIMIT_BOUNCE_TEXT);
  Span line = on_one_line (text, arena, &places);
  gssize first = -1;
  for (guint i = 0; i < sentences->n; i++) {
    Span rest = first < 0 ? line : span_first (line, (gsize)first);
    gssize at = span_find_nocase (rest, *vec_at (sentences, Span, i));
    first = at < 0 ? first : at;
  }
  if (first < 0)
    return -1;
  gsize start = places[first];
  while (start > 0 && text.data[start - 1] != '\n')
    start--;
  return (gssize)start;
}
