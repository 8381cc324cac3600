/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Names of fields that were lost or put in other words: a value without its name, the names that a
 * mail program translates where it shows "all headers". */
#include "paste/repair.h"

static bool
begins_with_word (Span text, const char *const *words, guint n, gsize *ret_len) {
  for (guint i = 0; i < n; i++) {
    Span word = span_from_string (words[i]);
    if (span_starts_with_nocase (text, word) &&
        (text.len == word.len || !g_ascii_isalnum (text.data[word.len]))) {
      *ret_len = word.len;
      return true;
    }
  }
  return false;
}

static Span
skip_wsp (Span text) {
  gsize at = 0;
  while (at < text.len && is_wsp (text.data[at]))
    at++;
  return span_skip (text, at);
}

/* ---- a value without its name -----------------------------------------------------------------
 */

static const char *const result_words[] = {"pass",     "fail",         "softfail",  "neutral",
                                           "none",     "temperror",    "permerror", "policy",
                                           "hardfail", "bestguesspass"};

/* "dmarc=fail": the three that a verdict is made of (RFC 8601 §2.7). */
static bool
begins_with_result (Span text) {
  static const char *const methods[] = {"spf", "dkim", "dmarc", "arc", "compauth", "iprev", "bimi"};
  gsize len;
  text = skip_wsp (text);
  if (!begins_with_word (text, methods, G_N_ELEMENTS (methods), &len) || len >= text.len ||
      text.data[len] != '=')
    return false;
  return begins_with_word (span_skip (text, len + 1), result_words, G_N_ELEMENTS (result_words),
                           &len);
}

/* "`mx.example.net; spf=pass`": the sign a value is quoted with, 0 for none. */
static char
quote_of (Span text) {
  text = skip_wsp (text);
  return text.len && is_any_of (text.data[0], "`\"'") ? text.data[0] : 0;
}

static Span
skip_quote (Span text) {
  return skip_wsp (span_skip (skip_wsp (text), quote_of (text) ? 1 : 0));
}

/* "mx.example.net;" or "mx.example.net 1;": who says it. Length with the ';', 0 for none. */
static gsize
authserv_id (Span text) {
  gsize at = 0;
  bool dot = false;
  while (at < text.len && (g_ascii_isalnum (text.data[at]) || is_any_of (text.data[at], "-._")))
    dot |= text.data[at++] == '.';
  if (at == 0 || !dot)
    return 0;
  gsize end = at;
  while (end < text.len && (text.data[end] == ' ' || g_ascii_isdigit (text.data[end])))
    end++;
  return end < text.len && text.data[end] == ';' && end - at <= 3 ? end + 1 : 0;
}

/* "mx.example.net" where a value begins with it; null for none. */
static Span
reporter_of (Span line) {
  Span text = skip_quote (line);
  gsize id = authserv_id (text);
  return id ? span_first (text, id) : SPAN_NULL;
}

/* The line that follows is not known yet: an id may stand alone on its own. */
static bool
begins_results (Span in, const PasteLine *line) {
  Span text = skip_quote (line->bytes);
  gsize id = authserv_id (text);
  PasteLine next;
  gsize at = line->next;
  if (begins_with_result (text))
    return true;
  if (id == 0)
    return false;
  if (skip_wsp (span_skip (text, id)).len > 0)
    return begins_with_result (span_skip (text, id));
  return paste_line_at (in, &at, &next) && begins_with_result (next.bytes);
}

/* "i=1; mx.example; dkim=pass …" is the word of an earlier hop (RFC 8617 §4.1.1). */
static bool
begins_arc_results (const PasteLine *line) {
  Span text = skip_quote (line->bytes);
  gsize n = 2;
  if (!span_starts_with_nocase (text, SPAN ("i=")))
    return false;
  while (n < text.len && g_ascii_isdigit (text.data[n]))
    n++;
  if (n == 2 || n == text.len || text.data[n] != ';')
    return false;
  text = skip_wsp (span_skip (text, n + 1));
  return begins_with_result (span_skip (text, authserv_id (text)));
}

/* "Pass (x.example: domain of a@b.example designates …) client-ip=…" (RFC 7208 §9.1) */
static bool
begins_received_spf (const PasteLine *line) {
  gsize len;
  Span text = skip_quote (line->bytes);
  if (!begins_with_word (text, result_words, G_N_ELEMENTS (result_words), &len))
    return false;
  text = skip_wsp (span_skip (text, len));
  return text.len && text.data[0] == '(' && span_find (text, SPAN ("domain of ")) > 0;
}

/* What can follow on a line of its own: white space, another result, "header.from=…", a comment. */
static bool
goes_on (Span line) {
  gsize at = 0;
  if (paste_line_is_blank (line))
    return false;
  if (is_wsp (line.data[0]) || line.data[0] == '(' || begins_with_result (line))
    return true;
  while (at < line.len && (g_ascii_isalnum (line.data[at]) || is_any_of (line.data[at], "-._")))
    at++;
  return at > 0 && at < line.len && line.data[at] == '=';
}

static gsize
end_of_value (Span in, gsize at) {
  PasteLine line;
  gsize end = at, next = at;
  paste_line_at (in, &next, &line);
  for (end = line.end; paste_line_at (in, &next, &line) && goes_on (line.bytes);)
    end = line.end;
  return end;
}

/* Whose domain it is about; without one nothing follows from the value. */
static bool
names_somebody (Span value, bool spf) {
  static const char *const results[] = {"header.from=", "header.d=", "header.i=", "smtp.mailfrom="};
  static const char *const keys[] = {"client-ip=", "envelope-from=", "permitted sender"};
  guint n = spf ? G_N_ELEMENTS (keys) : G_N_ELEMENTS (results);
  for (guint i = 0; i < n; i++)
    if (span_find_nocase (value, span_from_string (spf ? keys[i] : results[i])) >= 0)
      return true;
  return false;
}

/* Where a line ends without the quote that its value began with. */
static gsize
end_without (const PasteLine *line, char quote) {
  gsize n = line->bytes.len;
  while (n > 0 && is_wsp (line->bytes.data[n - 1]))
    n--;
  return quote && n > 0 && line->bytes.data[n - 1] == quote ? line->start + n - 1 : line->end;
}

static void
put_name (Rewrite *rewrite, gsize start, gsize end, Span name) {
  PasteLine line;
  Span in = rewrite->in;
  gsize at = start;
  char quote = quote_of (span_skip (in, start));
  gsize text = start + (gsize)(skip_quote (span_skip (in, start)).data - (in.data + start));
  rewrite_keep (rewrite, start);
  rewrite_note_each (rewrite, REPAIR_NAMELESS, SPAN_NULL, name);
  rewrite_put (rewrite, name);
  rewrite_put (rewrite, SPAN (": "));
  rewrite_drop (rewrite, text);
  paste_line_at (in, &at, &line);
  while (at < end && paste_line_at (in, &at, &line)) {
    rewrite_keep (rewrite, line.start);
    if (!is_wsp (line.bytes.data[0]))
      rewrite_put (rewrite, SPAN (" "));
  }
  rewrite_keep (rewrite, end_without (&line, quote));
  rewrite_drop (rewrite, line.end);
}

/* ---- a value in a sentence -- */

#define SENTENCE_MAX 4096

static bool
ends_with_mark (Span before) {
  static const char *const marks[] = {"\"",           "`",       "'", ": ", "\xE2\x80\x9C",
                                      "\xE2\x80\x9E", "\xC2\xAB"};
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    if (span_ends_with_nocase (before, span_from_string (marks[i])))
      return true;
  return false;
}

/* `They see: "spf=fail …"`: where a value begins behind a quotation mark or a colon; 0 for nowhere.
 */
static gsize
value_in_sentence (Span line) {
  line = span_first (line, SENTENCE_MAX);
  for (gsize at = 1; at < line.len; at++) {
    Span rest = span_skip (line, at);
    if (g_ascii_isalnum (rest.data[0]) && ends_with_mark (span_first (line, at)) &&
        (begins_with_result (rest) || begins_with_result (span_skip (rest, authserv_id (rest)))))
      return at;
  }
  return 0;
}

/* Up to the last quotation mark, where one stands before it. */
static gsize
end_in_sentence (Span line, gsize start) {
  static const char *const marks[] = {"\"", "`", "\xE2\x80\x9D", "\xE2\x80\x9C", "\xC2\xBB"};
  gsize end = line.len;
  if (line.data[start - 1] == ' ')
    return end;
  while (end > start) {
    for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
      if (span_starts_with (span_skip (line, end - 1), span_from_string (marks[i])))
        return end - 1;
    end--;
  }
  return line.len;
}

static bool
has_letters (Span text) {
  for (gsize i = 0; i < text.len; i++)
    if (g_ascii_isalpha (text.data[i]))
      return true;
  return false;
}

static void
part_sentence (Rewrite *rewrite, const PasteLine *line) {
  gsize start = value_in_sentence (line->bytes);
  gsize end = start ? end_in_sentence (line->bytes, start) : 0;
  Span value = span_of (line->bytes.data + start, end - start);
  if (start == 0 || !names_somebody (value, false))
    return;
  rewrite->text->told = true;
  rewrite_keep (rewrite, line->start + start);
  rewrite_note_each (rewrite, REPAIR_NAMELESS, SPAN_NULL, SPAN ("Authentication-Results"));
  rewrite_put (rewrite, SPAN ("\n\nAuthentication-Results: "));
  rewrite_keep (rewrite, line->start + end);
  rewrite_put (rewrite, end < line->bytes.len ? SPAN ("\n\n") : SPAN ("\n"));
  if (!has_letters (span_skip (line->bytes, end)))
    rewrite_drop (rewrite, line->end);
}

/* "X-Gateway-Info: ok": what is folded below it is its own, whatever it says. A word and a colon
 * may be somebody's, so one that is no field known has a hyphen. */
static bool
begins_other_field (Span line) {
  gssize colon = span_index (line, ':');
  Span name = span_first (line, (gsize)MAX (colon, 0));
  for (gsize i = 0; i < name.len; i++)
    if (!g_ascii_isalnum (name.data[i]) && name.data[i] != '-')
      return false;
  return paste_line_field (line, false, NULL) || span_index (name, '-') > 0;
}

/* A value alone is what people copy who were told to look for it. Beside other fields of interest
 * it would be a piece of one of them, and whose is not known. */
bool
repair_nameless (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  PasteLine line;
  if (paste_has_evidence_name (rewrite.in))
    return rewrite_end (&rewrite);
  bool in_field = false, open = false;
  Span reporter = SPAN_NULL; /* of the value that ends at `named` */
  gsize named = 0;
  gsize nobody[2] = {0}; /* up to where a value of this kind is about nobody, its rest as well */
  for (gsize at = 0; paste_line_at (rewrite.in, &at, &line);) {
    bool continues = line.bytes.len > 0 && (is_wsp (line.bytes.data[0]) || open);
    in_field = continues ? in_field : begins_other_field (line.bytes);
    open = in_field && span_ends_with_nocase (span_trim (line.bytes), SPAN (";"));
    if (in_field && continues)
      continue;
    bool spf = begins_received_spf (&line), arc = begins_arc_results (&line);
    if (!spf && !arc && !begins_results (rewrite.in, &line)) {
      part_sentence (&rewrite, &line);
      continue;
    }
    if (line.start < nobody[spf])
      continue;
    gsize end = end_of_value (rewrite.in, line.start);
    Span says = reporter_of (line.bytes);
    bool goes_with = named && line.start <= named + 1 && says.len && span_equal (says, reporter);
    if (!goes_with &&
        !names_somebody (span_of (rewrite.in.data + line.start, end - line.start), spf)) {
      nobody[spf] = end;
      continue;
    }
    named = end;
    reporter = says;
    put_name (&rewrite, line.start, end,
              spf   ? SPAN ("Received-SPF")
              : arc ? SPAN ("ARC-Authentication-Results")
                    : SPAN ("Authentication-Results"));
    at = MAX (at, end);
  }
  return rewrite_end (&rewrite);
}

/* ---- translated names -------------------------------------------------------------------------
 */

static bool
is_one_of (Span word, const Vec *words) {
  for (guint i = 0; word.len && i < words->n; i++)
    if (span_equal (word, *vec_at (words, Span, i)))
      return true;
  return false;
}

typedef struct {
  gsize start, end;
  guint authors; /* lines with an author's caption and an address */
  guint traces;  /* fields that those write who carry mail */
  bool from;
} Shown;

static void
read_shown (const PasteText *text, Span in, gsize *at, Shown *ret) {
  PasteLine line;
  *ret = (Shown){.start = *at, .end = *at};
  while (paste_line_at (in, at, &line) && !paste_line_is_blank (line.bytes)) {
    const FieldName *field = paste_line_field (line.bytes, false, NULL);
    Span caption = paste_caption (line.bytes);
    ret->end = line.next;
    ret->from |= field && field->id == HEADER_FROM;
    ret->traces += field && field->trace && field->evidence;
    ret->authors += field == NULL && is_one_of (caption, &text->words->authors) &&
                    span_index (line.bytes, '@') > 0;
  }
}

static void
put_author (Rewrite *rewrite, const Shown *shown) {
  const PasteWords *words = rewrite->text->words;
  PasteLine line;
  for (gsize at = shown->start; at < shown->end && paste_line_at (rewrite->in, &at, &line);) {
    Span caption = paste_caption (line.bytes);
    bool author = is_one_of (caption, &words->authors) && span_index (line.bytes, '@') > 0;
    gsize colon = line.start + (gsize)MAX (span_index (line.bytes, ':'), 0);
    if (paste_line_field (line.bytes, false, NULL) ||
        (!author && !is_one_of (caption, &words->captions)))
      continue;
    rewrite_keep (rewrite, line.start);
    rewrite_note_each (rewrite, REPAIR_CAPTION, line.bytes, author ? SPAN ("From") : SPAN_NULL);
    if (author)
      rewrite_replace (rewrite, line.start, colon, SPAN ("From"));
    else
      rewrite_drop (rewrite, line.next);
  }
}

/* "Da: …", "Oggetto: …" and then the fields as they are: Apple Mail and Thunderbird show "all
 * headers" so. Only in one paragraph with what receivers wrote: above a quoted mail such lines are
 * no header's. */
bool
repair_captions (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  for (gsize at = 0; text->words && at < rewrite.in.len;) {
    Shown shown;
    read_shown (text, rewrite.in, &at, &shown);
    if (shown.authors == 1 && shown.traces >= 2 && !shown.from)
      put_author (&rewrite, &shown);
  }
  return rewrite_end (&rewrite);
}
