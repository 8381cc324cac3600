/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "paste/paste-text.h"

#include "base/limits.h"

PasteText *
paste_text_new (Arena *arena, Span bytes, gsize source_offset, guint source_line) {
  PasteText *text = g_new0 (PasteText, 1);
  text->arena = arena;
  text->bytes = g_string_new_len (bytes.len ? bytes.data : "", (gssize)bytes.len);
  text->entries = g_array_new (FALSE, FALSE, sizeof (SourceMapEntry));
  text->notes = g_array_new (FALSE, FALSE, sizeof (PasteNote));
  text->source_len = source_offset + bytes.len;
  text->ended = bytes.len && bytes.data[bytes.len - 1] == '\n';
  /* where CR is all there is, it ends lines for people too */
  char line_end = span_index (bytes, '\n') < 0 ? '\r' : '\n';
  for (gsize at = 0; at < bytes.len;) {
    SourceMapEntry entry = {at, source_offset + at, source_line++};
    g_array_append_val (text->entries, entry);
    gssize newline = span_index (span_skip (bytes, at), line_end);
    at = newline < 0 ? bytes.len : at + (gsize)newline + 1;
  }
  return text;
}

void
paste_text_free (PasteText *text) {
  if (text == NULL)
    return;
  g_string_free (text->bytes, TRUE);
  g_array_free (text->entries, TRUE);
  g_array_free (text->notes, TRUE);
  g_free (text);
}

Span
paste_text_span (const PasteText *text) {
  return span_of (text->bytes->str, text->bytes->len);
}

static guint
entry_for (const GArray *entries, gsize at) {
  guint low = 0, high = entries->len;
  while (high - low > 1) {
    guint middle = low + (high - low) / 2;
    if (g_array_index (entries, SourceMapEntry, middle).at <= at)
      low = middle;
    else
      high = middle;
  }
  return low;
}

/* What entry `i` says of byte `at`, which it covers. */
static SourceMapEntry
source_by_entry (const PasteText *text, guint i, gsize at) {
  if (text->entries->len == 0)
    return (SourceMapEntry){at, 0, 1};
  SourceMapEntry entry = g_array_index (text->entries, SourceMapEntry, i);
  gsize offset = entry.source_offset + (at > entry.at ? at - entry.at : 0);
  if (i + 1 < text->entries->len) {
    gsize next = g_array_index (text->entries, SourceMapEntry, i + 1).source_offset;
    if (next >= entry.source_offset && offset > next)
      offset = next;
  }
  return (SourceMapEntry){at, MIN (offset, text->source_len), entry.source_line};
}

SourceMapEntry
paste_text_source (const PasteText *text, gsize at) {
  return source_by_entry (text, entry_for (text->entries, at), at);
}

void
paste_text_map (const PasteText *text, gsize from, gsize to, SourceMap *ret) {
  *ret = (SourceMap){.source_len = text->source_len};
  if (text->entries->len == 0)
    return;
  guint i = entry_for (text->entries, from);
  guint end = i + 1;
  while (end < text->entries->len && g_array_index (text->entries, SourceMapEntry, end).at < to)
    end++;
  /* of exactly the size: these maps can be as long as the text */
  ret->entries.items = arena_alloc (text->arena, (gsize)(end - i) * sizeof (SourceMapEntry));
  ret->entries.capacity = end - i;
  SourceMapEntry first = source_by_entry (text, i, from);
  source_map_add (ret, text->arena, 0, first.source_offset, first.source_line);
  for (guint j = i + 1; j < end; j++) {
    SourceMapEntry entry = g_array_index (text->entries, SourceMapEntry, j);
    source_map_add (ret, text->arena, entry.at - from, entry.source_offset, entry.source_line);
  }
}

static Span
excerpt (Arena *arena, Span bytes) {
  if (span_is_null (bytes))
    return SPAN_NULL;
  gsize len = MIN (bytes.len, LIMIT_PASTE_EXCERPT);
  while (len > 0 && len < bytes.len && ((guchar)bytes.data[len] & 0xC0) == 0x80)
    len--;
  return arena_dup (arena, span_of (bytes.data, len));
}

void
paste_text_note (PasteText *text, RepairKind kind, guint line, Span before, Span after) {
  PasteNote note = {.line = line, .kind = kind};
  if (text->notes->len < LIMIT_PASTE_REPAIRS) {
    note.before = excerpt (text->arena, before);
    note.after = excerpt (text->arena, after);
  }
  g_array_append_val (text->notes, note);
}

void
rewrite_begin (Rewrite *rewrite, PasteText *text) {
  *rewrite = (Rewrite){.text = text, .in = paste_text_span (text), .broken = true};
  rewrite->out = g_string_sized_new (text->bytes->len + 64);
  rewrite->entries = g_array_sized_new (FALSE, FALSE, sizeof (SourceMapEntry), text->entries->len);
  rewrite->first_note = text->notes->len;
}

static void
advance_cursor (Rewrite *rewrite, gsize at) {
  const GArray *old = rewrite->text->entries;
  while (rewrite->cursor + 1 < old->len &&
         g_array_index (old, SourceMapEntry, rewrite->cursor + 1).at <= at)
    rewrite->cursor++;
}

static SourceMapEntry
source_here (Rewrite *rewrite) {
  advance_cursor (rewrite, rewrite->at);
  return source_by_entry (rewrite->text, rewrite->cursor, rewrite->at);
}

static void
add_entry (Rewrite *rewrite, SourceMapEntry entry) {
  GArray *entries = rewrite->entries;
  if (entries->len && g_array_index (entries, SourceMapEntry, entries->len - 1).at == entry.at)
    g_array_index (entries, SourceMapEntry, entries->len - 1) = entry;
  else
    g_array_append_val (entries, entry);
}

static void
add_entry_here (Rewrite *rewrite) {
  SourceMapEntry entry = source_here (rewrite);
  entry.at = rewrite->out->len;
  add_entry (rewrite, entry);
}

void
rewrite_keep (Rewrite *rewrite, gsize until) {
  until = MIN (until, rewrite->in.len);
  if (until <= rewrite->at)
    return;
  gsize base = rewrite->out->len;
  const GArray *old = rewrite->text->entries;
  advance_cursor (rewrite, rewrite->at);
  bool on_entry =
      old->len > 0 && g_array_index (old, SourceMapEntry, rewrite->cursor).at == rewrite->at;
  if (rewrite->broken || on_entry)
    add_entry_here (rewrite);
  rewrite->broken = false;
  while (rewrite->cursor + 1 < old->len &&
         g_array_index (old, SourceMapEntry, rewrite->cursor + 1).at < until) {
    rewrite->cursor++;
    SourceMapEntry entry = g_array_index (old, SourceMapEntry, rewrite->cursor);
    entry.at = base + (entry.at - rewrite->at);
    add_entry (rewrite, entry);
  }
  g_string_append_len (rewrite->out, rewrite->in.data + rewrite->at, (gssize)(until - rewrite->at));
  rewrite->at = until;
}

void
rewrite_drop (Rewrite *rewrite, gsize until) {
  until = MIN (until, rewrite->in.len);
  if (until <= rewrite->at)
    return;
  rewrite->at = until;
  rewrite->broken = rewrite->changed = true;
}

void
rewrite_put (Rewrite *rewrite, Span bytes) {
  if (bytes.len == 0)
    return;
  add_entry_here (rewrite);
  g_string_append_len (rewrite->out, bytes.data, (gssize)bytes.len);
  rewrite->broken = rewrite->changed = true;
}

void
rewrite_replace (Rewrite *rewrite, gsize from, gsize until, Span with) {
  rewrite_keep (rewrite, from);
  rewrite_put (rewrite, with);
  rewrite_drop (rewrite, until);
}

void
rewrite_note_each (Rewrite *rewrite, RepairKind kind, Span before, Span after) {
  guint line = source_here (rewrite).source_line;
  rewrite->noted_line[kind] = line;
  paste_text_note (rewrite->text, kind, line, before, after);
}

void
rewrite_note (Rewrite *rewrite, RepairKind kind, Span before, Span after) {
  if (rewrite->noted_line[kind] != source_here (rewrite).source_line)
    rewrite_note_each (rewrite, kind, before, after);
}

bool
rewrite_end (Rewrite *rewrite) {
  PasteText *text = rewrite->text;
  if (rewrite->changed) {
    rewrite_keep (rewrite, rewrite->in.len);
    g_string_free (text->bytes, TRUE);
    g_array_free (text->entries, TRUE);
    text->bytes = rewrite->out;
    text->entries = rewrite->entries;
    return true;
  }
  g_string_free (rewrite->out, TRUE);
  g_array_free (rewrite->entries, TRUE);
  g_array_set_size (text->notes, rewrite->first_note);
  return false;
}

bool
paste_line_is_base64 (Span line) {
  line = span_trim (line);
  for (gsize i = 0; i < line.len; i++)
    if (!g_ascii_isalnum (line.data[i]) && !is_any_of (line.data[i], "+/=; \t"))
      return false;
  return line.len > 0;
}

bool
paste_line_is_blank (Span line) {
  return span_trim (line).len == 0;
}

/* French puts a no-break space before its colons. */
Span
paste_caption (Span line) {
  gssize colon = span_index (span_first (line, 32), ':');
  if (colon <= 0)
    return SPAN_NULL;
  Span name = span_trim (span_first (line, (gsize)colon));
  if (span_ends_with_nocase (name, SPAN ("\xC2\xA0")))
    name.len -= 2;
  else if (span_ends_with_nocase (name, SPAN ("\xE2\x80\xAF")))
    name.len -= 3;
  return name;
}

bool
paste_line_is_elision (Span line) {
  line = span_trim (line);
  if (line.len > 2 && line.data[0] == '[' && line.data[line.len - 1] == ']')
    line = span_trim (span_of (line.data + 1, line.len - 2));
  if (span_equal (line, SPAN ("\xE2\x80\xA6")))
    return true;
  for (gsize i = 0; i < line.len; i++)
    if (line.data[i] != '.')
      return false;
  return line.len >= 3;
}

bool
paste_begins_link (Span text) {
  return span_starts_with_nocase (text, SPAN ("https://")) ||
         span_starts_with_nocase (text, SPAN ("http://"));
}

bool
paste_line_is_heading (Span line) {
  line = span_trim (line);
  return line.len > 8 && span_index (line, '=') < 0 && span_index (line, ';') < 0 &&
         line.data[line.len - 1] == ':' && span_index (line, ' ') > 0 &&
         span_index (line, ':') == (gssize)line.len - 1;
}

/* A name is at most this long; longer runs are values. */
#define NAME_MAX_LEN 76

static gsize
name_length (Span line) {
  gsize i = 0;
  while (i < line.len && i <= NAME_MAX_LEN &&
         (g_ascii_isalnum (line.data[i]) || line.data[i] == '-' || line.data[i] == '_'))
    i++;
  return i;
}

/* "Authentication-Results:.*dmarc=fail.*": what somebody searches for. */
static bool
is_pattern (Span value) {
  value = span_trim (value);
  return value.len > 2 && is_any_of (value.data[0], "[(.^*\\") &&
         span_find (value, SPAN ("*")) >= 0 &&
         (span_find (value, SPAN (".*")) >= 0 || span_find (value, SPAN ("]*")) >= 0 ||
          span_find (value, SPAN (")*")) >= 0);
}

const FieldName *
paste_line_field (Span line, bool inside_header, gsize *ret_value_at) {
  gsize len = name_length (line);
  gsize colon = len;
  while (colon < line.len && is_wsp (line.data[colon]))
    colon++;
  if (len == 0 || len > NAME_MAX_LEN || colon >= line.len || line.data[colon] != ':')
    return NULL;
  if (ret_value_at)
    *ret_value_at = colon + 1;
  Span name = span_first (line, len);
  const FieldName *field = inside_header ? field_name_guess (name) : field_name_find (name);
  return field && field->evidence && is_pattern (span_skip (line, colon + 1)) ? NULL : field;
}

bool
paste_lines_next (PasteLines *lines, PasteLine *ret) {
  if (lines->at >= lines->text.len)
    return false;
  if (lines->text.data[lines->at] == '\n') {
    *ret = (PasteLine){.kind = LINE_BLANK, .start = lines->at, .end = lines->at};
    ret->next = ret->value_at = lines->at;
    ret->next++;
    ret->bytes = span_of (lines->text.data + lines->at, 0);
    lines->at = ret->next;
    lines->field = NULL;
    return true;
  }
  Span rest = span_skip (lines->text, lines->at);
  gssize newline = span_index (rest, '\n');
  gsize len = newline < 0 ? rest.len : (gsize)newline;
  *ret = (PasteLine){.kind = LINE_BLANK,
                     .start = lines->at,
                     .end = lines->at + len,
                     .next = lines->at + len + (newline < 0 ? 0 : 1),
                     .bytes = span_first (rest, len),
                     .value_at = lines->at};
  lines->at = ret->next;
  gsize value_at = 0;
  const FieldName *field = paste_line_field (ret->bytes, lines->field != NULL, &value_at);
  if (lines->field == NULL && paste_line_is_blank (ret->bytes)) {
    ret->kind = LINE_BLANK;
    lines->field = NULL;
  } else if (paste_line_is_elision (ret->bytes)) {
    ret->kind = LINE_ELISION;
  } else if (field) {
    ret->kind = LINE_FIELD;
    ret->value_at = ret->start + value_at;
    lines->field = field;
  } else {
    ret->kind = is_wsp (ret->bytes.data[0]) && lines->field ? LINE_FOLD : LINE_OTHER;
  }
  ret->field = lines->field;
  return true;
}

bool
paste_line_at (Span text, gsize *at, PasteLine *ret) {
  PasteLines lines = {text, *at, NULL};
  if (!paste_lines_next (&lines, ret))
    return false;
  *at = lines.at;
  return true;
}

/* "the `From:` header": talk of a field, not one. */
static bool
is_mentioned (Span bytes, gsize start, gsize colon) {
  static const char marks[] = "`'\"";
  return start > 0 && colon + 1 < bytes.len && bytes.data[start - 1] == bytes.data[colon + 1] &&
         memchr (marks, bytes.data[colon + 1], sizeof marks - 1) != NULL;
}

bool
paste_has_evidence_name (Span bytes) {
  gsize from = 0;
  for (;;) {
    gssize hit = span_index (span_skip (bytes, from), ':');
    if (hit < 0)
      return false;
    gsize colon = from + (gsize)hit, end = colon;
    while (end > from && is_wsp (bytes.data[end - 1]))
      end--;
    gsize start = end;
    while (start > from && end - start < NAME_MAX_LEN &&
           (g_ascii_isalnum (bytes.data[start - 1]) || bytes.data[start - 1] == '-'))
      start--;
    const FieldName *field = field_name_find (span_of (bytes.data + start, end - start));
    if (field && field->evidence && !is_mentioned (bytes, start, colon))
      return true;
    from = colon + 1;
  }
}

bool
paste_is_ascii (Span bytes) {
  for (gsize i = 0; i < bytes.len; i++)
    if ((guchar)bytes.data[i] >= 0x80)
      return false;
  return true;
}

/* Quotation marks and the like before a field are repaired later. */
static bool
begins_field (Span line) {
  gsize value_at;
  while (line.len > 0 && is_any_of (line.data[0], "> |*"))
    line = span_skip (line, 1);
  return paste_line_field (line, false, &value_at) != NULL;
}

static bool
ends_with_other_sign (Span line) {
  static const Span signs[] = {SPAN (">"), SPAN ("\xC2\x85"), SPAN ("\xE2\x80\xA8"),
                               SPAN ("\xE2\x80\xA9")};
  line = span_trim (line);
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (line.len > signs[i].len && span_equal (span_skip (line, line.len - signs[i].len), signs[i]))
      return true;
  return false;
}

bool
paste_fields_end_with_lf (Span bytes) {
  bool field = false; /* the line above is of one, and ends plainly */
  while (bytes.len > 0) {
    gssize end = span_index (bytes, '\n');
    Span line = end < 0 ? bytes : span_first (bytes, (gsize)end);
    bool begins = begins_field (line);
    if (field && begins)
      return true;
    bool fold = field && line.len > 0 && is_wsp (line.data[0]);
    field = (begins || fold) && !ends_with_other_sign (line);
    bytes = end < 0 ? SPAN_NULL : span_skip (bytes, (gsize)end + 1);
  }
  return false;
}
