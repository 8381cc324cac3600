/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "syntax/cfws.h"

void
cfws_init (Cfws *lexer, Span text, Arena *arena, Defects *defects) {
  *lexer = (Cfws){.text = text, .arena = arena, .defects = defects};
}

bool
cfws_accept (Cfws *lexer, char byte) {
  if (cfws_peek (lexer) != (guchar)byte)
    return false;
  lexer->at++;
  return true;
}

CfwsMark
cfws_mark (const Cfws *lexer) {
  return (CfwsMark){lexer->at, lexer->comments.n};
}

void
cfws_rewind (Cfws *lexer, CfwsMark mark) {
  lexer->at = mark.at;
  lexer->comments.n = mark.n_comments;
}

Span
cfws_here (const Cfws *lexer) {
  return span_first (span_skip (lexer->text, lexer->at), 0);
}

Span
cfws_since (const Cfws *lexer, gsize from) {
  return span_first (span_skip (lexer->text, from), lexer->at - from);
}

static bool
is_space (char c) {
  return is_wsp (c) || c == '\r' || c == '\n';
}

static bool
is_keyword (char c) {
  return g_ascii_isalnum (c) || c == '-' || c == '_';
}

/* RFC 2045 §5.1 tspecials; bytes above 0x7f are UTF-8 (RFC 6532 §3.2). */
static bool
is_token (char c) {
  return (guchar)c > 0x20 && c != 0x7f && strchr ("()<>@,;:\\\"/[]?=", c) == NULL;
}

static bool
is_word (char c) {
  return !is_space (c) && c != ';' && c != '(';
}

static Span
run_of (Cfws *lexer, bool (*belongs) (char)) {
  gsize from = lexer->at;
  while (lexer->at < lexer->text.len && belongs (lexer->text.data[lexer->at]))
    lexer->at++;
  return cfws_since (lexer, from);
}

Span
cfws_keyword (Cfws *lexer) {
  return run_of (lexer, is_keyword);
}

Span
cfws_token (Cfws *lexer) {
  return run_of (lexer, is_token);
}

Span
cfws_word (Cfws *lexer) {
  return run_of (lexer, is_word);
}

bool
cfws_is_keyword (Span text) {
  for (gsize i = 0; i < text.len; i++)
    if (!is_keyword (text.data[i]))
      return false;
  return text.len > 0;
}

static bool
needs_copy (Span text, bool quoted_pairs) {
  return span_index (text, '\n') >= 0 || span_index (text, '\r') >= 0 ||
         (quoted_pairs && span_index (text, '\\') >= 0);
}

/* White space around a line end is the fold's, and becomes one space: phrases are looked for across
 * it. */
static gsize
copy_fold (Span text, gsize i, char *copy, gsize *len) {
  while (*len > 0 && is_wsp (copy[*len - 1]))
    (*len)--;
  while (i < text.len && is_space (text.data[i]))
    i++;
  copy[(*len)++] = ' ';
  return i;
}

static Span
clean (Span text, bool quoted_pairs, Arena *arena) {
  if (!needs_copy (text, quoted_pairs))
    return text;
  char *copy = arena_alloc (arena, text.len + 1);
  gsize len = 0;
  for (gsize i = 0; i < text.len;) {
    char c = text.data[i];
    if (c == '\r' || c == '\n') {
      i = copy_fold (text, i, copy, &len);
      continue;
    }
    if (quoted_pairs && c == '\\' && i + 1 < text.len)
      c = text.data[++i];
    copy[len++] = c;
    i++;
  }
  return span_of (copy, len);
}

Span
cfws_unfold (Span text, Arena *arena) {
  return clean (span_trim (text), false, arena);
}

/* RFC 5322 §3.2.2 comment. Quotes mean nothing inside one. */
static void
comment (Cfws *lexer) {
  gsize from = lexer->at + 1;
  gsize depth = 0;
  Span text = lexer->text;
  for (; lexer->at < text.len; lexer->at++) {
    char c = text.data[lexer->at];
    if (c == '\\' && lexer->at + 1 < text.len)
      lexer->at++;
    else if (c == '(')
      depth++;
    else if (c == ')' && --depth == 0)
      break;
  }
  Span content = cfws_since (lexer, from);
  if (depth == 0)
    lexer->at++;
  else if (!lexer->noted_comment) {
    lexer->noted_comment = true;
    defect_add (lexer->defects, "comment-unterminated", content, "A comment does not end");
  }
  *vec_push (lexer->arena, &lexer->comments, Span) =
      span_trim (clean (content, true, lexer->arena));
}

bool
cfws_skip (Cfws *lexer) {
  gsize from = lexer->at;
  for (;;) {
    run_of (lexer, is_space);
    if (cfws_peek (lexer) != '(')
      return lexer->at > from;
    comment (lexer);
  }
}

bool
cfws_quoted_string (Cfws *lexer, Span *ret) {
  if (!cfws_accept (lexer, '"'))
    return false;
  gsize from = lexer->at;
  Span text = lexer->text;
  while (lexer->at < text.len && text.data[lexer->at] != '"')
    lexer->at += text.data[lexer->at] == '\\' ? 2 : 1;
  lexer->at = MIN (lexer->at, text.len);
  Span content = cfws_since (lexer, from);
  if (!cfws_accept (lexer, '"') && !lexer->noted_quoted) {
    lexer->noted_quoted = true;
    defect_add (lexer->defects, "quoted-string-unterminated", content,
                "A quoted string does not end");
  }
  *ret = clean (content, true, lexer->arena);
  return true;
}

Span
cfws_value (Cfws *lexer) {
  gsize from = lexer->at;
  Span quoted;
  if (!cfws_quoted_string (lexer, &quoted))
    return cfws_word (lexer);
  if (span_is_empty (cfws_word (lexer)))
    return quoted;
  return cfws_unfold (cfws_since (lexer, from), lexer->arena);
}

static gsize
joined_length (const Vec *spans) {
  gsize len = 0;
  for (guint i = 0; i < spans->n; i++)
    if (vec_at (spans, Span, i)->len)
      len += vec_at (spans, Span, i)->len + 2;
  return len;
}

Span
cfws_join (const Vec *spans, Arena *arena) {
  gsize total = joined_length (spans);
  if (total == 0)
    return SPAN_NULL;
  if (spans->n == 1)
    return *vec_at (spans, Span, 0);
  char *copy = arena_alloc (arena, total);
  gsize len = 0;
  for (guint i = 0; i < spans->n; i++) {
    Span span = *vec_at (spans, Span, i);
    if (span.len == 0)
      continue;
    if (len) {
      copy[len++] = ';';
      copy[len++] = ' ';
    }
    memcpy (copy + len, span.data, span.len);
    len += span.len;
  }
  return span_of (copy, len);
}
