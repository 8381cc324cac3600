/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "case/report-find.h"

#include "base/limits.h"
#include "base/line-start.h"
#include "headers/aggregate-report.h"
#include "headers/tls-report.h"
#include "input/report-file.h"
#include "input/unpack.h"
#include "paste/paste-text.h"

#define MESSAGES_INSIDE 3 /* messages in messages that are looked into */

static void
add (Span part, Span bytes, Arena *arena, Vec *ret) {
  Vec files = {0};
  if (!report_file_begins (bytes))
    return;
  unpack (bytes, arena, &files);
  for (guint i = 0; i < files.n && ret->n < LIMIT_ATTACHED_REPORTS; i++) {
    const Unpacked *file = vec_at (&files, Unpacked, i);
    bool is_tls = tls_report_begins (file->bytes);
    if (!is_tls && !aggregate_report_begins (file->bytes))
      continue;
    FoundReport *found = vec_push (arena, ret, FoundReport);
    *found = (FoundReport){.part = part,
                           .bytes = file->bytes,
                           .is_tls = is_tls,
                           .exact = file->bytes.data == bytes.data,
                           .problem = file->problem};
  }
}

void
reports_find_in_file (Span bytes, Arena *arena, Vec *ret) {
  add (SPAN_NULL, bytes, arena, ret);
}

static bool
begins_with_base64 (Span text) {
  /* gzip, zip, "<?xml", "<feedback", a byte order mark and '<', "{" and what follows it */
  static const char *const heads[] = {"H4sI",  "UEsDB", "PD94b", "PGZlZ", "PEZlZ",
                                      "77u/P", "eyJvc", "ewog",  "eyAi",  "eyJ"};
  for (guint i = 0; i < G_N_ELEMENTS (heads) && text.len > 0; i++)
    if (heads[i][0] == text.data[0] && span_starts_with (text, span_from_string (heads[i])))
      return true;
  return false;
}

/* ---- in a text ---- */

#define WORDS_ABOVE 40 /* lines of them, and bytes */
#define WORDS_ABOVE_LEN 4096

/* What a browser puts before an element that can be folded up: "-", U+25BC, U+25BE. */
static Span
behind_fold_mark (Span line) {
  static const char *const marks[] = {"-", "\xE2\x96\xBC", "\xE2\x96\xBE"};
  line = span_trim (line);
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    if (span_starts_with (line, span_from_string (marks[i])))
      return span_trim (span_skip (line, strlen (marks[i])));
  return line;
}

/* Without the marks of who quoted it. */
static Span
unquoted (Span text, Arena *arena) {
  g_autoptr (GString) out = g_string_sized_new (text.len);
  Span rest = text, line;
  while (span_next_line (&rest, &line, NULL)) {
    while (line.len && is_any_of (line.data[0], "> "))
      line = span_skip (line, 1);
    g_string_append_len (out, line.data, (gssize)line.len);
    g_string_append_c (out, '\n');
  }
  return arena_dup (arena, span_of (out->str, out->len));
}

/* With the signs that XML escapes (XML 1.0 section 4.6), once. */
static Span
unescaped (Span text, Arena *arena) {
  static const struct {
    const char *entity;
    char sign;
  } signs[] = {{"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}, {"&amp;", '&'}};
  g_autoptr (GString) out = g_string_sized_new (text.len);
  for (gsize at = 0; at < text.len;) {
    gsize len = 1;
    char c = text.data[at];
    for (guint i = 0; c == '&' && i < G_N_ELEMENTS (signs); i++)
      if (span_starts_with (span_skip (text, at), span_from_string (signs[i].entity))) {
        c = signs[i].sign;
        len = strlen (signs[i].entity);
        break;
      }
    g_string_append_c (out, c);
    at += len;
  }
  return arena_dup (arena, span_of (out->str, out->len));
}

/* As it was before it was quoted, or put into a page. */
static Span
as_written (Span text, Arena *arena) {
  text = behind_fold_mark (text);
  if (span_starts_with (text, SPAN (">")))
    text = span_trim (unquoted (text, arena));
  return span_starts_with (text, SPAN ("&lt;")) ? unescaped (text, arena) : text;
}

/* What has to stand before a piece of an aggregate report; NULL for what is none. Other XML has
 * rows and records too. */
static const char *
before_piece (Span head) {
  if (span_find (head, SPAN ("<policy_evaluated>")) < 0)
    return NULL;
  if (span_starts_with (head, SPAN ("<record>")))
    return "<feedback>";
  return span_starts_with (head, SPAN ("<row>")) ? "<feedback><record>" : NULL;
}

/* A report that begins on this line, or a piece of one. Null for none: then little was copied. */
static Span
report_at (Span text, const PasteLine *line, Arena *arena) {
  Span rest = span_skip (text, line->start);
  Span head = as_written (span_first (rest, WORDS_ABOVE_LEN), arena);
  if (aggregate_report_begins (head) || tls_report_begins (head))
    return as_written (rest, arena);
  const char *before = before_piece (span_trim (head));
  if (before == NULL)
    return SPAN_NULL;
  return arena_printf (arena, "%s%.*s", before, SPAN_FORMAT (as_written (rest, arena)));
}

/* What begins a report, or the marks and signs before it. */
static bool
may_begin_report (Span line) {
  while (line.len && is_any_of (line.data[0], "> \t"))
    line = span_skip (line, 1);
  line = behind_fold_mark (line);
  return span_starts_with (line, SPAN ("<")) || span_starts_with (line, SPAN ("{")) ||
         span_starts_with (line, SPAN ("&lt;"));
}

static void
add_inexact (Span bytes, Arena *arena, Vec *ret) {
  add (SPAN_NULL, bytes, arena, ret);
  for (guint i = 0; i < ret->n; i++)
    vec_at (ret, FoundReport, i)->exact = false;
}

/* Nothing but base64, as it stands in the source of a mail that brings a report. */
static Span
decoded (Span text, Arena *arena) {
  Span rest = text = span_trim (text), line;
  if (text.len > LIMIT_PASTE || !begins_with_base64 (text))
    return SPAN_NULL;
  while (span_next_line (&rest, &line, NULL))
    if (!paste_line_is_base64 (span_trim (line)))
      return SPAN_NULL;
  g_autofree char *copy = g_strndup (text.data, text.len);
  gsize len = 0;
  g_autofree guchar *bytes = g_base64_decode (copy, &len);
  return arena_dup (arena, span_of ((const char *)bytes, len));
}

void
reports_find_in_text (Span text, Arena *arena, Vec *ret) {
  PasteLine line;
  gsize at = 0;
  Span report = decoded (text, arena);
  for (guint n = 0; span_is_null (report) && n < WORDS_ABOVE && at < WORDS_ABOVE_LEN &&
                    paste_line_at (text, &at, &line);
       n++) {
    if (paste_line_field (line.bytes, false, NULL))
      return;
    if (may_begin_report (line.bytes))
      report = report_at (text, &line, arena);
  }
  if (!span_is_null (report))
    add_inexact (report, arena, ret);
}

/* ---- in a message ---- */

/* Most parts that begin with '<' are pages. A report's first element is another one, whatever
 * stands before it. */
static bool
begins_page (Span content) {
  static const char *const tags[] = {"<html", "<head",  "<body", "<meta", "<style",
                                     "<div",  "<table", "<span", "<p"};
  if (span_starts_with_nocase (content, SPAN ("<!doctype html")))
    return true;
  for (guint i = 0; i < G_N_ELEMENTS (tags); i++) {
    Span tag = span_from_string (tags[i]);
    if (content.len > tag.len && span_starts_with_nocase (content, tag))
      return content.data[tag.len] == '>' || g_ascii_isspace (content.data[tag.len]);
  }
  return false;
}

static bool
may_begin (Span content) {
  content = span_trim (span_first (content, 64));
  if (span_starts_with (content, SPAN ("<")))
    return !begins_page (content);
  return begins_with_base64 (content) || report_file_begins (content);
}

/* Behind a header: LF or CRLF, whichever ends its lines. Looks no further than its end. */
static Span
behind_header (Span text) {
  const LineStarts empty = {'\n' | 0x20, '\r' | 0x20, '\n' | 0x20};
  for (gsize at; (at = line_start_next (text.data, text.len, 0, empty)) < text.len;) {
    text = span_skip (text, at);
    if (span_starts_with (text, SPAN ("\n")))
      return span_skip (text, 1);
    if (span_starts_with (text, SPAN ("\r\n")))
      return span_skip (text, 2);
  }
  return SPAN_NULL;
}

/* The next line that begins with "--", and what follows; null when there is none. */
static Span
next_delimiter (Span text) {
  for (gsize at;
       (at = line_start_next (text.data, text.len, 0, (LineStarts){'-', '-', '-'})) < text.len;) {
    text = span_skip (text, at);
    if (text.len > 1 && text.data[0] == '-' && text.data[1] == '-')
      return text;
  }
  return SPAN_NULL;
}

static bool
begins_field (Span text) {
  Span line = span_first (text, 80);
  gssize colon = span_index (line, ':');
  return colon > 0 && span_index (span_first (line, (gsize)colon), ' ') < 0;
}

/* What a part begins with; one that is a message, what that holds. How a message is encoded is not
 * looked into. Adds to `looked` how many bytes its headers take. */
static bool
part_may_begin (Span part, gsize *looked) {
  Span content = behind_header (part);
  for (guint depth = 0; depth <= MESSAGES_INSIDE; depth++) {
    *looked += part.len - (span_is_null (content) ? 0 : content.len);
    if (span_is_null (content))
      return false;
    if (may_begin (content))
      return true;
    if (span_find_nocase (span_between (part.data, content.data), SPAN ("message/")) < 0)
      return false;
    if (!begins_field (content))
      return true;
    part = content;
    content = behind_header (part);
  }
  return false;
}

#define PASSES 4 /* over the bytes of a message, before its parts are read without more ado */

/* One pass over the lines that divide parts: what each part begins with. Parts are read by
 * parts_read () only where that may be a report. Lines that divide nothing would have the same
 * bytes looked at again and again. */
static bool
a_part_may_begin (Span body) {
  guint lines = 0;
  gsize looked = 0;
  body = span_first (body, LIMIT_MIME_BYTES);
  gsize most = PASSES * (body.len + LIMIT_CONTENT_FIELD);
  if (!span_starts_with (body, SPAN ("--")))
    body = next_delimiter (body);
  for (; lines < LIMIT_MIME_DELIMITERS && body.data; lines++, body = next_delimiter (body))
    if (part_may_begin (span_first (body, LIMIT_CONTENT_FIELD), &looked) || looked > most)
      return true;
  return false;
}

static bool
may_carry (const Message *message) {
  Span type = message->content_type, body = message->body;
  if (span_is_empty (body))
    return false;
  if (span_starts_with (type, SPAN ("multipart/")))
    return !span_is (type, "multipart/alternative") && a_part_may_begin (body);
  return !span_is (type, "text/html") && may_begin (body);
}

static void
find_in (const Message *message, MessageReader *reader, Arena *arena, guint depth, Span path,
         Vec *ret) {
  Vec parts = {0};
  guint total = 0;
  if (!may_carry (message))
    return;
  parts_read (reader, message, arena, &parts, &total, NULL);
  for (guint i = 0; i < parts.n; i++) {
    const Part *part = vec_at (&parts, Part, i);
    Span name = span_is_null (path) ? part->path
                                    : arena_printf (arena, "%.*s.%.*s", SPAN_FORMAT (path),
                                                    SPAN_FORMAT (part->path));
    if (!span_starts_with (part->type, SPAN ("message/rfc822"))) {
      add (name, part->content, arena, ret);
      continue;
    }
    Message inner;
    Defects defects;
    defects_init (&defects, arena);
    if (depth == MESSAGES_INSIDE)
      continue;
    message_read (reader, part->content, arena, &inner, &defects);
    find_in (&inner, reader, arena, depth + 1, name, ret);
  }
}

void
reports_find (const Message *message, MessageReader *reader, Arena *arena, Vec *ret) {
  find_in (message, reader, arena, 0, SPAN_NULL, ret);
}
