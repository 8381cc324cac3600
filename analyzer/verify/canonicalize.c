/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "verify/canonicalize.h"

void
canonical_body_start (CanonicalBody *body, CanonicalForm form) {
  *body = (CanonicalBody){.form = form};
}

static void
write_owed (CanonicalBody *body, CanonicalSink sink, gpointer user) {
  for (; body->owed_ends; body->owed_ends--)
    sink (user, "\r\n", 2);
  if (body->owed_space)
    sink (user, " ", 1);
  body->owed_space = false;
  body->started = true;
}

static void
write_text (CanonicalBody *body, const char *bytes, gsize len, CanonicalSink sink, gpointer user) {
  if (len == 0)
    return;
  write_owed (body, sink, user);
  sink (user, bytes, len);
}

/* Part of a line, no line end in it. */
static void
push_text (CanonicalBody *body, Span text, CanonicalSink sink, gpointer user) {
  if (body->form == CANONICAL_SIMPLE) {
    write_text (body, text.data, text.len, sink, user);
    return;
  }
  const char *at = text.data, *end = text.data + text.len;
  while (at < end) {
    const char *word = at;
    while (at < end && !is_wsp (*at))
      at++;
    write_text (body, word, (gsize)(at - word), sink, user);
    while (at < end && is_wsp (*at)) {
      body->owed_space = true;
      at++;
    }
  }
}

static void
push_line_end (CanonicalBody *body) {
  body->owed_space = false;
  body->owed_ends++;
}

static void
push_owed_cr (CanonicalBody *body, CanonicalSink sink, gpointer user) {
  if (body->owed_cr)
    write_text (body, "\r", 1, sink, user);
  body->owed_cr = false;
}

void
canonical_body_push (CanonicalBody *body, Span piece, CanonicalSink sink, gpointer user) {
  const char *at = piece.data, *end = piece.data + piece.len;
  while (at < end) {
    if (body->owed_cr && *at != '\n')
      push_owed_cr (body, sink, user);
    const char *newline = memchr (at, '\n', (gsize)(end - at));
    const char *text_end = newline ? newline : end;
    bool cr = text_end > at && text_end[-1] == '\r';
    push_text (body, span_between (at, text_end - cr), sink, user);
    body->owed_cr = cr || (body->owed_cr && text_end == at);
    if (newline == NULL)
      return;
    body->owed_cr = false;
    push_line_end (body);
    at = newline + 1;
  }
}

void
canonical_body_finish (const CanonicalBody *body, CanonicalSink sink, gpointer user) {
  CanonicalBody last = *body;
  push_owed_cr (&last, sink, user);
  if (last.started || last.form == CANONICAL_SIMPLE)
    sink (user, "\r\n", 2);
}

/* ---- header fields ---- */

static void
append_line_ends (GString *out, Span raw) {
  Span line;
  while (span_next_line (&raw, &line, NULL)) {
    g_string_append_len (out, line.data, (gssize)line.len);
    g_string_append (out, "\r\n");
  }
}

/* §3.4.2: unfolded, white space runs made one space, none at the end. */
static void
append_relaxed_value (GString *out, Span value) {
  bool space = false, started = false;
  for (gsize i = 0; i < value.len; i++) {
    char c = value.data[i];
    if (c == '\n' || (c == '\r' && i + 1 < value.len && value.data[i + 1] == '\n'))
      continue;
    if (is_wsp (c)) {
      space = started;
      continue;
    }
    if (space)
      g_string_append_c (out, ' ');
    g_string_append_c (out, c);
    space = false;
    started = true;
  }
}

static Span
without_line_end (Span raw) {
  if (raw.len && raw.data[raw.len - 1] == '\n')
    raw.len--;
  if (raw.len && raw.data[raw.len - 1] == '\r')
    raw.len--;
  return raw;
}

static void
append_relaxed (GString *out, Span raw) {
  gssize colon = span_index (raw, ':');
  if (colon < 0) {
    append_line_ends (out, raw);
    return;
  }
  Span name = span_trim (span_first (raw, (gsize)colon));
  for (gsize i = 0; i < name.len; i++)
    g_string_append_c (out, g_ascii_tolower (name.data[i]));
  g_string_append_c (out, ':');
  append_relaxed_value (out, without_line_end (span_skip (raw, (gsize)colon + 1)));
  g_string_append (out, "\r\n");
}

static Span
take (GString *text, Arena *arena) {
  Span span = arena_dup (arena, span_of (text->str, text->len));
  g_string_free (text, TRUE);
  return span;
}

Span
canonical_field (Span raw, CanonicalForm form, Arena *arena) {
  GString *out = g_string_sized_new (raw.len + 8);
  if (form == CANONICAL_RELAXED)
    append_relaxed (out, raw);
  else
    append_line_ends (out, raw);
  return take (out, arena);
}

/* Start and end of b='s value: from behind its "=" up to the next ";" or the end. A tag begins the
 * list or follows ";". */
static bool
find_signature_value (Span raw, gsize *ret_start, gsize *ret_end) {
  gssize colon = span_index (raw, ':');
  for (gsize at = (gsize)(colon + 1); colon >= 0 && at < raw.len;) {
    gssize length = span_index (span_skip (raw, at), ';');
    gsize end = length < 0 ? raw.len : at + (gsize)length;
    Span tag = span_between (raw.data + at, raw.data + end);
    gssize equals = span_index (tag, '=');
    if (equals > 0 && span_equal (span_trim (span_first (tag, (gsize)equals)), SPAN ("b"))) {
      *ret_start = at + (gsize)equals + 1;
      *ret_end = end;
      return true;
    }
    at = end + 1;
  }
  return false;
}

Span
canonical_signature_field (Span raw, CanonicalForm form, Arena *arena) {
  gsize start, end;
  raw = without_line_end (raw);
  GString *emptied = g_string_sized_new (raw.len);
  if (find_signature_value (raw, &start, &end)) {
    g_string_append_len (emptied, raw.data, (gssize)start);
    g_string_append_len (emptied, raw.data + end, (gssize)(raw.len - end));
  } else if (raw.len) {
    g_string_append_len (emptied, raw.data, (gssize)raw.len);
  }
  Span field = canonical_field (span_of (emptied->str, emptied->len), form, arena);
  g_string_free (emptied, TRUE);
  return without_line_end (field);
}

static bool
form_parse (Span word, CanonicalForm *ret) {
  *ret = span_equal_nocase (word, SPAN ("relaxed")) ? CANONICAL_RELAXED : CANONICAL_SIMPLE;
  return *ret == CANONICAL_RELAXED || span_equal_nocase (word, SPAN ("simple"));
}

bool
canonical_forms_parse (Span text, CanonicalForm *ret_header, CanonicalForm *ret_body) {
  gssize slash = span_index (text, '/');
  return slash >= 0 && form_parse (span_first (text, (gsize)slash), ret_header) &&
         form_parse (span_skip (text, (gsize)slash + 1), ret_body);
}
