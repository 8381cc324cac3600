/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "syntax/cfws.h"

#include "base/bytes.h"

void
cfws_init (Cfws *lexer, Span text, Arena *arena, Defects *defects) {
  *lexer = (Cfws){.text = text, .arena = arena, .defects = defects};
}

/* Classes of bytes, each a bit. */
enum {
  SPACE = 1,
  KEYWORD = 2,
  WORD = 4,
  COMMENT = 8, /* means something in one */
};

#define BOTH (KEYWORD | WORD)

static const guint8 classes[256] = {
    ['\0' ... 0x08] = WORD,
    ['\t'] = SPACE,
    ['\n'] = SPACE,
    [0x0b ... 0x0c] = WORD,
    ['\r'] = SPACE,
    [0x0e ... 0x1f] = WORD,
    [' '] = SPACE,
    ['!' ... '\''] = WORD,
    ['('] = COMMENT,
    [')'] = WORD | COMMENT,
    ['*' ... ','] = WORD,
    ['-'] = BOTH,
    ['.' ... '/'] = WORD,
    ['0' ... '9'] = BOTH,
    [':'] = WORD,
    ['<' ... '@'] = WORD,
    ['A' ... 'Z'] = BOTH,
    ['['] = WORD,
    ['\\'] = WORD | COMMENT,
    [']' ... '^'] = WORD,
    ['_'] = BOTH,
    ['`'] = WORD,
    ['a' ... 'z'] = BOTH,
    ['{' ... 0xff] = WORD,
};

static bool
is (char c, guint8 class) {
  return (classes[(guchar)c] & class) != 0;
}

static inline Span
run_of (Cfws *lexer, guint8 class) {
  gsize from = lexer->at;
  while (lexer->at < lexer->text.len && is (lexer->text.data[lexer->at], class))
    lexer->at++;
  return cfws_since (lexer, from);
}

Span
cfws_keyword (Cfws *lexer) {
  return run_of (lexer, KEYWORD);
}

Span
cfws_word (Cfws *lexer) {
  return run_of (lexer, WORD);
}

bool
cfws_is_keyword (Span text) {
  for (gsize i = 0; i < text.len; i++)
    if (!is (text.data[i], KEYWORD))
      return false;
  return text.len > 0;
}

static bool
is_space (char c) {
  return is (c, SPACE);
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
  char *copy = arena_take (arena, text.len + 1);
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

/* Where the next byte is that means something in a comment: a parenthesis, which differ in one bit,
 * or
 * '\\'; or the end. */
static gsize
next_in_comment (Span text, gsize at) {
  for (; at + 8 <= text.len; at += 8) {
    guint64 eight = bytes_load (text.data + at);
    guint64 marks = bytes_equal (eight & ~BYTES_EACH (1), '(') | bytes_equal (eight, '\\');
    if (marks)
      return at + bytes_first (marks);
  }
  while (at < text.len && !is (text.data[at], COMMENT))
    at++;
  return at;
}

/* RFC 5322 §3.2.2 comment. Quotes mean nothing inside one. */
static void
comment (Cfws *lexer) {
  gsize from = lexer->at + 1;
  gsize depth = 0;
  Span text = lexer->text;
  bool escapes = false;
  for (; (lexer->at = next_in_comment (text, lexer->at)) < text.len; lexer->at++) {
    char c = text.data[lexer->at];
    escapes |= c == '\\';
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
      span_trim (clean (content, escapes, lexer->arena));
}

bool
cfws_skip_blanks (Cfws *lexer) {
  gsize from = lexer->at;
  for (;;) {
    run_of (lexer, SPACE);
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
  char *copy = arena_take (arena, total);
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
