/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "headers/loose-bounce.h"

#include "base/limits.h"
#include "syntax/field-names.h"

typedef struct {
  Span raw;     /* as it stands */
  Span text;    /* trimmed */
  bool has_at;  /* without '@' it has no address */
  Span address; /* of a recipient line */
  gsize behind; /* where `text` goes on behind the address; 0: the whole line speaks of it */
  Span before;  /* words that introduce the address at the line's end; null without */
} Line;

typedef struct {
  Arena *arena;
  Vec lines;          /* of Line */
  GHashTable *wanted; /* X-Failed-Recipients, NULL without */
  GHashTable *seen;   /* address → index + 1 in ret->recipients */
  LooseBounce *ret;
} Reader;

static Line *
line_at (const Reader *reader, guint i) {
  return vec_at (&reader->lines, Line, i);
}

/* A rule of dashes, stars or the like divides as a blank line does, a heading inside it too: "---
 * Transcript of session follows ---". */
static bool
is_blank (const Line *line) {
  Span text = line->text;
  if (text.len > 3 && is_any_of (text.data[0], "-=*_") && text.data[1] == text.data[0] &&
      text.data[2] == text.data[0])
    return true;
  for (gsize i = 0; i < text.len; i++)
    if (!is_any_of (text.data[i], "-=*_~.|"))
      return false;
  return true;
}

/* ---- addresses --------------------------------------------------------------------------------
 */

static bool
is_atom (char c) {
  return !g_ascii_isspace (c) && !g_ascii_iscntrl (c) && !is_any_of (c, "<>()[],;:\"'@");
}

static bool
is_domain_char (char c) {
  return g_ascii_isalnum (c) || c == '.' || c == '-' || c == '_' || (guchar)c >= 0x80;
}

/* An addr-spec at `at`; its length, or 0. A quoted local part is taken too. */
static gsize
address_at (Span text, gsize at) {
  gsize i = at;
  if (i < text.len && text.data[i] == '"') {
    for (i++; i < text.len && text.data[i] != '"'; i++)
      ;
    i++;
  } else
    while (i < text.len && is_atom (text.data[i]))
      i++;
  if (i == at || i >= text.len || text.data[i] != '@')
    return 0;
  gsize domain = ++i;
  while (i < text.len && is_domain_char (text.data[i]))
    i++;
  while (i > domain && is_any_of (text.data[i - 1], ".-_"))
    i--;
  return i > domain ? i - at : 0;
}

static bool
take_address (Line *line, gsize at) {
  if (span_starts_with_nocase (span_skip (line->text, at), SPAN ("mailto:")))
    at += 7;
  gsize len = address_at (line->text, at);
  if (len == 0)
    return false;
  line->address = span_of (line->text.data + at, len);
  line->behind = at + len;
  return true;
}

/* "  a@b.example", "<a@b.example>:", "* a@b.example", ">>> a@b.example <a@b.example>". */
static bool
begins_with_address (Line *line) {
  gsize at = span_past (line->text, 0, "*-+>|<[(' \t");
  if (take_address (line, at))
    return true;
  return at < line->text.len && line->text.data[at] == '"' && take_address (line, at + 1);
}

static bool
is_header_name (Span name) {
  return field_name_find (name) != NULL || span_ends_with_nocase (name, SPAN ("from")) ||
         span_ends_with_nocase (name, SPAN ("sent"));
}

/* "Unable to deliver message to: <a@b.example>", "RCPT TO: a@b.example"; not "From: a@b.example".
 */
static bool
ends_with_address (Line *line) {
  gssize colon = span_index (line->text, ':');
  while (colon >= 0) {
    gsize at = span_past (line->text, (gsize)colon + 1, " \t<\"'");
    Span before = span_trim (span_first (line->text, (gsize)colon));
    if (before.len > 0 && !is_header_name (before) && take_address (line, at) &&
        span_past (line->text, line->behind, ">\"'.,;) \t") == line->text.len) {
      line->before = before;
      return true;
    }
    gssize next = span_index (span_skip (line->text, (gsize)colon + 1), ':');
    colon = next < 0 || next > 256 ? -1 : colon + 1 + next;
  }
  line->address = SPAN_NULL;
  return false;
}

static Span
without_colon (Span text) {
  text = span_trim (text);
  return span_ends_with_nocase (text, SPAN (":")) ? span_first (text, text.len - 1) : text;
}

/* "… your mail to <a@b.example>."; not "MAIL FROM:<a@b.example>". */
static bool
has_address_in_brackets (Line *line) {
  for (gsize i = 0; i < line->text.len; i++)
    if ((line->text.data[i] == '<' || line->text.data[i] == '(') &&
        !is_header_name (span_trim (without_colon (span_first (line->text, i)))) &&
        take_address (line, i + 1))
      return true;
  return false;
}

/* "550 5.1.1 <a@b.example>... User unknown": the line is the diagnostic. */
static bool
begins_with_reply (Line *line) {
  SmtpReply reply = smtp_reply_find (line->text);
  if (reply.code.data != line->text.data || !has_address_in_brackets (line))
    return false;
  line->behind = 0;
  return true;
}

/* "undeliverable to a@b.example": the last resort. */
static bool
has_address (Line *line) {
  for (gsize i = 0; i < line->text.len; i++)
    if ((i == 0 || is_any_of (line->text.data[i - 1], " \t<(\"")) && take_address (line, i)) {
      line->behind = 0;
      return true;
    }
  return false;
}

static bool
has_reply (Line *line) {
  SmtpReply reply = smtp_reply_find (line->text);
  if ((span_is_null (reply.code) && span_is_null (reply.status)) || !has_address_in_brackets (line))
    return false;
  line->behind = 0;
  return true;
}

/* ---- the returned message ---------------------------------------------------------------------
 */

typedef struct {
  guint start, end; /* lines */
  gsize indent;     /* bytes to take off each line */
  bool quoted;      /* with '>' or '|' */
} Block;

static gsize
indent_of (Span raw) {
  return span_past (raw, 0, " \t>|");
}

/* ">\tfor …" below "> Received: …": the tab folds. */
static gsize
prefix_of (Span raw, const Block *block) {
  gsize indent = MIN (indent_of (raw), block->indent);
  return indent > 0 && block->quoted && raw.data[indent - 1] == '\t' ? indent - 1 : indent;
}

static Span
name_of (Span text) {
  gsize end = 0;
  while (end < text.len &&
         (g_ascii_isalnum (text.data[end]) || text.data[end] == '-' || text.data[end] == '_'))
    end++;
  return end > 0 && end < text.len && text.data[end] == ':' ? span_first (text, end) : SPAN_NULL;
}

static bool
is_trace (Span name) {
  return span_equal_nocase (name, SPAN ("Received")) ||
         span_equal_nocase (name, SPAN ("Return-Path")) ||
         span_equal_nocase (name, SPAN ("Message-ID")) ||
         span_equal_nocase (name, SPAN ("DKIM-Signature"));
}

/* The header block at line `start`: up to the first line that neither is a field nor continues one.
 * True when it is one that a message could have: three known fields, one of them a trace field, or
 * four. */
static bool
block_at (const Reader *reader, guint start, Block *ret) {
  Span first = line_at (reader, start)->raw;
  guint known = 0, trace = 0, i = start;
  *ret = (Block){.start = start, .indent = indent_of (first)};
  ret->quoted = ret->indent > 0 && is_any_of (first.data[0], ">|");
  for (; i < reader->lines.n; i++) {
    const Line *line = line_at (reader, i);
    gsize indent = indent_of (line->raw);
    if (line->text.len == 0 || indent == line->raw.len)
      break;
    Span name = name_of (span_skip (line->raw, ret->indent));
    bool folded = i > start && indent > prefix_of (line->raw, ret);
    if (folded)
      continue;
    if (indent < ret->indent || span_is_null (name))
      break;
    known += field_name_find (name) != NULL;
    trace += is_trace (name);
  }
  ret->end = i;
  return (known >= 3 && trace > 0) || known >= 4;
}

static bool
find_original (const Reader *reader, Block *ret) {
  for (guint i = 0; i < reader->lines.n; i = ret->end) {
    Span raw = line_at (reader, i)->raw;
    ret->end = i + 1;
    Span name = name_of (span_skip (raw, indent_of (raw)));
    if (!span_is_null (name) && field_name_find (name) && block_at (reader, i, ret))
      return true;
  }
  return false;
}

static Span
unindented (const Reader *reader, const Block *block, Span text) {
  Span rest = span_skip (text, (gsize)(line_at (reader, block->start)->raw.data - text.data)), line;
  if (block->indent == 0)
    return rest;
  char *out = arena_take (reader->arena, rest.len);
  gsize n = 0;
  while (span_next_line (&rest, &line, NULL)) {
    line = span_skip (line, prefix_of (line, block));
    if (line.len)
      memcpy (out + n, line.data, line.len);
    n += line.len;
    if (rest.len)
      out[n++] = '\n';
  }
  return span_of (out, n);
}

/* ---- diagnostics ------------------------------------------------------------------------------
 */

typedef struct {
  guint start, end; /* lines */
} Range;

static bool
is_recipient_line (const Line *line) {
  return !span_is_null (line->address) && line->behind > 0;
}

/* From `from` on to the next blank line, recipient or the range's end; a paragraph that ends with a
 * colon goes on in the next. */
static Span
paragraph (const Reader *reader, Range range, guint *at, bool over_recipients) {
  g_autoptr (GString) text = g_string_new (NULL);
  guint i = *at;
  for (; i < range.end && text->len < LIMIT_DIAGNOSTIC; i++) {
    const Line *line = line_at (reader, i);
    if (!over_recipients && i > *at && is_recipient_line (line))
      break;
    if (is_blank (line)) {
      if (text->len > 0 && text->str[text->len - 1] != ':')
        break;
      continue;
    }
    /* "<<< 550-5.7.1 …": what the other side said in a transcript. */
    Span said = line->text;
    if (span_starts_with (said, SPAN ("<<< ")))
      said = span_skip (said, 4);
    if (text->len)
      g_string_append_c (text, ' ');
    g_string_append_len (text, said.data, (gssize)said.len);
  }
  *at = MAX (i, *at + 1);
  return text->len
             ? arena_dup (reader->arena, span_of (text->str, MIN (text->len, LIMIT_DIAGNOSTIC)))
             : SPAN_NULL;
}

/* Behind the recipient, up to the next one: the first paragraph with a reply, else the first. */
static Span
text_behind (const Reader *reader, Range range, guint recipient) {
  Span first = SPAN_NULL;
  guint at = recipient + 1;
  for (guint n = 0; at < range.end && n < 16; n++) {
    if (is_recipient_line (line_at (reader, at)))
      break;
    Span text = paragraph (reader, range, &at, false);
    if (span_is_null (first))
      first = text;
    if (!span_is_null (smtp_reply_find (text).code))
      return text;
  }
  return first;
}

/* Before the recipient: the paragraph directly above it. */
static Span
text_before (const Reader *reader, Range range, guint recipient) {
  guint start = recipient;
  while (start > range.start && is_blank (line_at (reader, start - 1)))
    start--;
  while (start > range.start && recipient - start < 16 && !is_blank (line_at (reader, start - 1)))
    start--;
  return start < recipient ? paragraph (reader, (Range){start, recipient}, &start, true)
                           : SPAN_NULL;
}

static bool
has_letters (Span text) {
  for (gsize i = 0; i < text.len; i++)
    if (g_ascii_isalnum (text.data[i]) || (guchar)text.data[i] >= 0x80)
      return true;
  return false;
}

/* Rest of the recipient's line, and the lines directly below it. */
static Span
text_beside (const Reader *reader, Range range, guint recipient) {
  const Line *line = line_at (reader, recipient);
  Span rest = span_skip (line->text, span_past (line->text, line->behind, ">\"')]:,;. \t"));
  guint at = recipient + 1;
  Span below = SPAN_NULL;
  if (at < range.end && !is_blank (line_at (reader, at)) &&
      !is_recipient_line (line_at (reader, at)))
    below = paragraph (reader, range, &at, false);
  Line again = {.text = rest};
  bool repeated = begins_with_address (&again) &&
                  span_equal_nocase (again.address, line->address) &&
                  !has_letters (span_skip (rest, again.behind));
  if (!has_letters (rest) && has_letters (line->before))
    return arena_printf (reader->arena, "%.*s %.*s", SPAN_FORMAT (line->text), SPAN_FORMAT (below));
  if (!has_letters (rest) || repeated)
    return below;
  return arena_printf (reader->arena, "%.*s %.*s", SPAN_FORMAT (rest), SPAN_FORMAT (below));
}

static Span
text_of (const Reader *reader, Range range, guint recipient) {
  const Line *line = line_at (reader, recipient);
  if (line->behind == 0)
    return line->text;
  Span beside = text_beside (reader, range, recipient);
  if (!span_is_null (smtp_reply_find (beside).code))
    return beside;
  Span behind = text_behind (reader, range, recipient);
  if (!span_is_null (smtp_reply_find (behind).code))
    return behind;
  return has_letters (beside) ? beside : behind;
}

/* "host NAME [192.0.2.1]: 550 …", "NAME said: 550 …": the last word with a dot in it before the
 * reply. */
static Span
remote_host (Span before) {
  gssize host = -1;
  for (gssize at = 0, next;
       (next = span_find_nocase (span_skip (before, (gsize)at), SPAN ("host"))) >= 0;
       at += next + 4)
    host = at + next + 4;
  if (host < 0)
    return SPAN_NULL;
  gsize start = span_past (before, (gsize)host, ": <(");
  gsize end = start;
  while (end < before.len && is_domain_char (before.data[end]))
    end++;
  Span name = span_of (before.data + start, end - start);
  while (name.len > 0 && name.data[name.len - 1] == '.')
    name.len--;
  return span_index (name, '.') > 0 ? name : SPAN_NULL;
}

static void
set_diagnostic (const Reader *reader, LooseRecipient *recipient, Span text) {
  text = smtp_reply_join (text, reader->arena);
  recipient->reply = smtp_reply_find (text);
  recipient->diagnostic = text;
  if (span_is_null (recipient->reply.code)) {
    Span status = recipient->reply.status;
    recipient->remote_mta =
        span_is_null (status) ? SPAN_NULL : remote_host (span_between (text.data, status.data));
    return;
  }
  Span before = span_between (text.data, recipient->reply.code.data);
  recipient->remote_mta = remote_host (before);
  if (span_ends_with_nocase (span_trim (before), SPAN (":")))
    recipient->diagnostic = span_skip (text, before.len);
}

/* ---- recipients -------------------------------------------------------------------------------
 */

static char *
key_of (Span address) {
  return g_ascii_strdown (address.data, (gssize)address.len);
}

/* `whole`: the text is the notice's, not this recipient's. */
static void
add_recipient (Reader *reader, Span address, Span text, bool whole) {
  LooseBounce *ret = reader->ret;
  g_autofree char *key = key_of (address);
  guint at = GPOINTER_TO_UINT (g_hash_table_lookup (reader->seen, key));
  if (at > ret->recipients.n) /* beyond the limit, and counted */
    return;
  if (at > 0) {
    LooseRecipient *known = vec_at (&ret->recipients, LooseRecipient, at - 1);
    bool better = !span_is_null (smtp_reply_find (text).code) && !whole;
    if (span_is_null (known->reply.code) && (better || known->diagnostic.len == 0))
      set_diagnostic (reader, known, text);
    return;
  }
  g_hash_table_insert (reader->seen, g_steal_pointer (&key), GUINT_TO_POINTER (++ret->total));
  if (ret->total > LIMIT_BOUNCES)
    return;
  LooseRecipient *added = vec_push (reader->arena, &ret->recipients, LooseRecipient);
  added->recipient = address;
  set_diagnostic (reader, added, text);
}

static bool
is_wanted (const Reader *reader, Span address) {
  if (reader->wanted == NULL)
    return true;
  g_autofree char *key = key_of (address);
  return g_hash_table_contains (reader->wanted, key);
}

typedef bool LineTest (Line *line);

static bool
mark_recipients (Reader *reader, Range range, LineTest *test) {
  bool any = false;
  for (guint i = range.start; i < range.end; i++) {
    Line *line = line_at (reader, i);
    line->address = line->before = SPAN_NULL;
    if (line->has_at && test (line) && is_wanted (reader, line->address))
      any = true;
    else
      line->address = SPAN_NULL;
  }
  return any;
}

static bool
find_recipients (Reader *reader, Range range) {
  static LineTest *const tests[] = {begins_with_address, begins_with_reply,       ends_with_address,
                                    has_reply,           has_address_in_brackets, has_address};
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++) {
    if (!mark_recipients (reader, range, tests[i]))
      continue;
    for (guint k = range.start; k < range.end; k++)
      if (!span_is_null (line_at (reader, k)->address))
        add_recipient (reader, line_at (reader, k)->address, text_of (reader, range, k), false);
    reader->ret->vague = tests[i] == has_address;
    /* Only when nothing stands behind any mention of it: what stands above. */
    for (guint k = range.start; k < range.end; k++)
      if (is_recipient_line (line_at (reader, k)))
        add_recipient (reader, line_at (reader, k)->address, text_before (reader, range, k), true);
    return true;
  }
  return false;
}

static Span
whole_diagnostic (const Reader *reader, Range range) {
  Span first = SPAN_NULL;
  guint at = range.start;
  for (guint n = 0; at < range.end && n < 64; n++) {
    Span text = paragraph (reader, range, &at, true);
    if (!span_is_null (smtp_reply_find (text).code))
      return text;
    if (span_is_null (first))
      first = text;
    else if (first.len < LIMIT_DIAGNOSTIC / 8 && has_letters (text))
      first = arena_printf (reader->arena, "%.*s %.*s", SPAN_FORMAT (first), SPAN_FORMAT (text));
  }
  return first;
}

/* ---- the way through --------------------------------------------------------------------------
 */

static void
split_lines (Reader *reader, Span text, Defects *defects) {
  Span rest = span_first (text, LIMIT_BOUNCE_TEXT), line;
  bool cut = text.len > LIMIT_BOUNCE_TEXT;
  while (span_next_line (&rest, &line, NULL)) {
    if (reader->lines.n >= LIMIT_BOUNCE_LINES) {
      cut = true;
      break;
    }
    Line *added = vec_push (reader->arena, &reader->lines, Line);
    added->raw = line;
    added->text = span_trim (line);
    added->has_at = span_index (line, '@') >= 0;
  }
  if (cut)
    defect_add (
        defects, "bounce-text-too-long", SPAN_NULL,
        "The bounce's text is longer than %d lines or %d bytes; the rest was not looked through.",
        LIMIT_BOUNCE_LINES, LIMIT_BOUNCE_TEXT);
}

static void
read_failed_recipients (Reader *reader, Span value) {
  gsize at = 0;
  value = span_first (value, LIMIT_ADDRESS_FIELD);
  while (at < value.len) {
    at = span_past (value, at, " \t\r\n,;<>");
    gsize len = address_at (value, at);
    if (len == 0) {
      at++;
      continue;
    }
    if (reader->wanted == NULL)
      reader->wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    g_hash_table_add (reader->wanted, key_of (span_of (value.data + at, len)));
    at += len;
  }
}

/* Those the text does not speak of get what it says as a whole. */
static void
add_failed_recipients (Reader *reader, Span value) {
  value = span_first (value, LIMIT_ADDRESS_FIELD);
  for (gsize at = 0; at < value.len;) {
    at = span_past (value, at, " \t\r\n,;<>");
    gsize len = address_at (value, at);
    if (len > 0)
      add_recipient (reader, span_of (value.data + at, len), reader->ret->diagnostic, true);
    at += MAX (len, 1);
  }
}

static void
free_tables (Reader *reader) {
  g_hash_table_unref (reader->seen);
  if (reader->wanted)
    g_hash_table_unref (reader->wanted);
}

void
loose_bounce_parse (Span text, Span failed_recipients, Arena *arena, LooseBounce *ret,
                    Defects *defects) {
  Reader reader = {.arena = arena, .ret = ret};
  Block block;
  *ret = (LooseBounce){0};
  reader.seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  split_lines (&reader, text, defects);
  read_failed_recipients (&reader, failed_recipients);
  Range head = {0, reader.lines.n}, tail = {reader.lines.n, reader.lines.n};
  if (find_original (&reader, &block)) {
    ret->original = unindented (&reader, &block, text);
    head.end = block.start;
    tail.start = block.end;
  }
  if (!find_recipients (&reader, head))
    find_recipients (&reader, tail);
  ret->diagnostic = smtp_reply_join (whole_diagnostic (&reader, head), arena);
  if (reader.wanted)
    add_failed_recipients (&reader, failed_recipients);
  free_tables (&reader);
}

bool
loose_bounce_is_header (Span text) {
  Span rest = span_first (text, LIMIT_FIELD >> 4), line;
  guint known = 0, trace = 0;
  while (span_next_line (&rest, &line, NULL) && line.len > 0) {
    Span name = name_of (line);
    if (span_is_null (name) && (known == 0 || !is_wsp (line.data[0])))
      return false;
    known += !span_is_null (name) && field_name_find (name) != NULL;
    trace += is_trace (name);
  }
  return known >= 3 && trace > 0;
}

/* ---- HTML -------------------------------------------------------------------------------------
 */

static gsize
undo_entity (Span html, gsize at, char *out) {
  static const struct {
    const char *name;
    char c;
  } entities[] = {{"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}, {"&nbsp;", ' '}};
  for (guint i = 0; i < G_N_ELEMENTS (entities); i++)
    if (span_starts_with_nocase (span_skip (html, at), span_from_string (entities[i].name))) {
      *out = entities[i].c;
      return strlen (entities[i].name);
    }
  *out = '&';
  return 1;
}

static bool
ends_line (Span tag) {
  static const char *const names[] = {"br",  "p",  "/p", "div", "/div", "tr",
                                      "/tr", "li", "h1", "h2",  "h3",   "pre"};
  gsize len = 0;
  while (len < tag.len && (g_ascii_isalnum (tag.data[len]) || (len == 0 && tag.data[len] == '/')))
    len++;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (span_equal_nocase (span_first (tag, len), span_from_string (names[i])))
      return true;
  return false;
}

/* What a browser shows nowhere: the length of "<style …>…</style>" from `at` on, 0 when nothing
 * like that begins there. Where the end is missing, all the rest. */
static gsize
unseen_element (Span html, gsize at) {
  static const struct {
    const char *begin, *end;
  } elements[] = {
      {"<style", "</style>"}, {"<script", "</script>"}, {"<title", "</title>"}, {"<!--", "-->"}};
  Span rest = span_skip (html, at);
  for (guint i = 0; i < G_N_ELEMENTS (elements); i++) {
    Span begin = span_from_string (elements[i].begin), end = span_from_string (elements[i].end);
    if (!span_starts_with_nocase (rest, begin))
      continue;
    gssize found = span_find_nocase (rest, end);
    return found < 0 ? rest.len : (gsize)found + end.len;
  }
  return 0;
}

Span
loose_bounce_html_text (Span html, Arena *arena) {
  html = span_first (html, LIMIT_BOUNCE_TEXT);
  char *out = arena_take (arena, html.len + 1);
  gsize n = 0;
  for (gsize at = 0; at < html.len;) {
    if (html.data[at] == '&') {
      at += undo_entity (html, at, out + n);
      n++;
      continue;
    }
    gsize unseen = html.data[at] == '<' ? unseen_element (html, at) : 0;
    if (unseen > 0) {
      at += unseen;
      continue;
    }
    gssize close =
        html.data[at] == '<' ? span_index (span_first (span_skip (html, at), 4096), '>') : -1;
    if (close < 0) {
      out[n++] = html.data[at++];
      continue;
    }
    if (ends_line (span_of (html.data + at + 1, (gsize)close - 1)))
      out[n++] = '\n';
    at += (gsize)close + 1;
  }
  return span_of (out, n);
}
