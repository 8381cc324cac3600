/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "paste/captions.h"

#include "base/limits.h"
#include "paste/paste-text.h"

guint
captions_count (Span text, const Vec *captions) {
  guint n = 0;
  PasteLines lines = paste_lines (text);
  PasteLine line;
  while (paste_lines_next (&lines, &line)) {
    Span name = paste_caption (line.bytes);
    bool caption = false;
    for (guint i = 0; name.len && !caption && i < captions->n; i++)
      caption = span_equal (name, *vec_at (captions, Span, i));
    n += caption;
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
