/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "syntax/tag-list.h"

#include "base/bytes.h"
#include "base/limits.h"

#define USUAL_TAGS 16
#define MAX_NAME 8 /* bytes of the longest tag name looked for behind a fold */

static bool
is_fws (char c) {
  return is_wsp (c) || c == '\r' || c == '\n';
}

/* RFC 6376 §3.2: ALNUMPUNC. */
static bool
is_name_char (char c) {
  return g_ascii_isalnum (c) || c == '_';
}

/* Bytes of a value that are worth a look: signatures and keys, of which a header mostly consists,
 * have few. What is no VALCHAR nor FWS (RFC 6376 §3.2; RFC 8616 §3 adds UTF-8) is a control
 * character, since ';' ends the value. */
enum { LINE_END = 1, BLANK = 2, CONTROL = 4 };
#define SPACE (LINE_END | BLANK)
static const guint8 classes[256] = {
    [0 ... 0x08] = CONTROL, ['\t'] = BLANK,
    ['\n'] = LINE_END,      [0x0b ... 0x0c] = CONTROL,
    ['\r'] = LINE_END,      [0x0e ... 0x1f] = CONTROL,
    [' '] = BLANK,          [0x7f] = CONTROL,
};

static guint8
classes_of (Span value) {
  guint8 all = 0;
  gsize at = 0;
  for (; at + 8 <= value.len; at += 8) {
    guint64 eight = bytes_load (value.data + at);
    if (bytes_below (eight, ' ' + 1) | bytes_equal (eight, 0x7f))
      all |= bytes_classes (value.data + at, 8, classes);
  }
  return all | bytes_classes (value.data + at, value.len - at, classes);
}

/* Length of what stands before the first byte of the classes. */
static gsize
count_kept (Span value, guint8 dropped) {
  if (span_is_empty (value)) /* may be null */
    return 0;
  for (gsize n = 0;; n++) {
    n += bytes_visible (value.data + n, value.len - n);
    if (n == value.len || classes[(guchar)value.data[n]] & dropped)
      return n;
  }
}

/* Line by line, where lines end in LF alone. */
static gsize
count_line (Span value, guint8 dropped) {
  (void)dropped;
  gssize newline = span_index (value, '\n');
  return newline < 0 ? value.len : (gsize)newline;
}

static Span
without (Arena *arena, Span value, guint8 dropped, gsize (*count) (Span value, guint8 dropped)) {
  char *copy = arena_take (arena, value.len + 1);
  gsize n = 0;
  for (Span rest = value; rest.len > 0;) {
    gsize run = count (rest, dropped);
    memcpy (copy + n, rest.data, run);
    n += run;
    rest = span_skip (rest, run + 1);
  }
  copy[n] = '\0';
  return span_of (copy, n);
}

static Span
unfold (Arena *arena, Span value) {
  return without (arena, value, LINE_END, span_index (value, '\r') < 0 ? count_line : count_kept);
}

Span
tag_value_without_space (Arena *arena, Span value) {
  if (count_kept (value, SPACE) == value.len)
    return value;
  return without (arena, value, SPACE, count_kept);
}

/* RFC 6376 §3.2: tag-name = ALPHA *ALNUMPUNC. */
static bool
is_tag_name (Span name) {
  if (name.len == 0 || !g_ascii_isalpha (name.data[0]))
    return false;
  for (gsize i = 0; i < name.len; i++)
    if (!is_name_char (name.data[i]))
      return false;
  return true;
}

/* RFC 6376 §3.2: tag-spec = [FWS] tag-name [FWS] "=" [FWS] tag-value [FWS]. */
static bool
split_tag (Span piece, Span *ret_name, Span *ret_value) {
  gsize n = 0;
  while (n < piece.len && is_name_char (piece.data[n]))
    n++;
  gssize equals = n < piece.len && piece.data[n] == '=' ? (gssize)n : span_index (piece, '=');
  if (equals < 0)
    return false;
  *ret_name = span_trim (span_first (piece, (gsize)equals));
  *ret_value = span_trim (span_skip (piece, (gsize)equals + 1));
  return is_tag_name (*ret_name);
}

static bool
is_one_letter (Span name) {
  return name.len == 1 && g_ascii_islower (name.data[0]);
}

/* RFC 6376 §3.2: tags with duplicate names make the whole list invalid. */
static void
note_duplicate (TagList *list, Span name, Defects *defects) {
  if (span_is_null (tag_list_get (list, name)))
    return;
  list->duplicate = true;
  defect_add (defects, "tag-duplicate", name, "tag %.*s= occurs twice",
              SPAN_FORMAT (span_first (name, LIMIT_EXCERPT)));
}

/* "..." on a line of its own stands for lines left out of a pasted field. */
static Span
without_ellipsis (Span value) {
  if (!span_ends_with_nocase (value, SPAN ("...")))
    return value;
  Span before = span_first (value, value.len - strlen ("..."));
  gssize newline = span_last_index (before, '\n');
  if (newline < 0 || span_trim (span_skip (before, (gsize)newline)).len > 0)
    return value;
  return span_trim (before);
}

static void
read_tag (TagList *list, Span piece, Arena *arena, Defects *defects) {
  Span name, value;
  if (!split_tag (piece, &name, &value)) {
    defect_add (defects, "tag-syntax", piece, "a piece of the tag list is not name=value");
    return;
  }
  guint8 met = classes_of (value);
  if (met & CONTROL)
    defect_add (defects, "tag-syntax", value, "tag %.*s= holds a control character",
                SPAN_FORMAT (span_first (name, LIMIT_EXCERPT)));
  note_duplicate (list, name, defects);
  Tag *tag = vec_push (arena, &list->tags, Tag);
  if (is_one_letter (name) && list->place[name.data[0] - 'a'] == 0)
    list->place[name.data[0] - 'a'] = (guint8)list->tags.n;
  tag->name = name;
  tag->value = met & LINE_END ? unfold (arena, without_ellipsis (value)) : value;
}

/* RFC 6376 §3.5 z=, §3.6.1 n=: text in which "name=" can be just text. */
static bool
is_free_text (Span piece) {
  Span name, value;
  return split_tag (piece, &name, &value) &&
         (span_equal (name, SPAN ("z")) || span_equal (name, SPAN ("n")));
}

/* "bh=WTjr": no base64, whose '=' stands at its end, and nothing another value may hold. */
static bool
begins_tag (Span line) {
  gsize len = 0;
  while (len < MAX_NAME && len < line.len && g_ascii_islower (line.data[len]))
    len++;
  return len > 0 && len + 1 < line.len && line.data[len] == '=' && line.data[len + 1] != '=' &&
         !is_fws (line.data[len + 1]);
}

/* Where lines were left out of a pasted field, the ';' at the end of the line before can be
 * missing: length of the piece up to a folded line that begins a tag. */
static gsize
length_to_fold (Span piece) {
  gsize at = 0;
  while (at < piece.len && is_fws (piece.data[at]))
    at++;
  for (gssize newline; (newline = span_index (span_skip (piece, at), '\n')) >= 0;) {
    at += (gsize)newline + 1;
    gsize line = at;
    while (line < piece.len && is_fws (piece.data[line]))
      line++;
    if (begins_tag (span_skip (piece, line)))
      return at;
    at = line;
  }
  return piece.len;
}

/* Cuts the text up to the next ';' off `*rest`; a tag-value cannot hold one, quoted or not. */
static Span
next_piece (Span *rest, Defects *defects) {
  gssize semicolon = span_index (*rest, ';');
  gsize len = semicolon < 0 ? rest->len : (gsize)semicolon;
  Span piece = span_first (*rest, len);
  gsize to_fold = length_to_fold (piece);
  if (to_fold < len && is_free_text (piece))
    to_fold = len;
  if (to_fold < len)
    defect_add (defects, "tag-syntax", span_skip (piece, to_fold), "a ';' is missing before a tag");
  *rest = span_skip (*rest, to_fold < len ? to_fold : len + 1);
  return span_first (piece, to_fold);
}

/* RFC 6376 §3.2: tag-list = tag-spec *( ";" tag-spec ) [ ";" ]. */
bool
tag_list_parse (Span value, Arena *arena, TagList *ret, Defects *defects) {
  *ret = (TagList){0};
  vec_reserve (arena, &ret->tags, USUAL_TAGS, Tag);
  for (Span rest = span_trim (value); rest.len > 0;) {
    Span piece = span_trim (next_piece (&rest, defects));
    if (ret->tags.n >= LIMIT_TAGS) {
      defect_add (defects, "tag-limit", piece, "more than %d tags; the rest is not read",
                  LIMIT_TAGS);
      break;
    }
    read_tag (ret, piece, arena, defects);
  }
  return ret->tags.n > 0;
}

Span
tag_list_get (const TagList *list, Span name) {
  if (is_one_letter (name)) {
    guint place = list->place[name.data[0] - 'a'];
    return place ? vec_at (&list->tags, Tag, place - 1)->value : SPAN_NULL;
  }
  for (guint i = 0; i < list->tags.n; i++) {
    const Tag *tag = vec_at (&list->tags, Tag, i);
    if (span_equal (tag->name, name))
      return tag->value;
  }
  return SPAN_NULL;
}
