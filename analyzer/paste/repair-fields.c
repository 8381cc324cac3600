/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "paste/repair.h"

static bool
is_structured (const FieldName *field) {
  return field && (field->kind == FIELD_KIND_RESULTS || field->kind == FIELD_KIND_TAGS ||
                   field->kind == FIELD_KIND_SPF || field->kind == FIELD_KIND_RECEIVED);
}

static bool
is_name_char (char c) {
  return g_ascii_isalnum (c) || c == '-';
}

/* What can stand in a domain, an address or a selector, unquoted. */
static bool
is_bare_char (char c) {
  return g_ascii_isalnum (c) || c == '.' || c == '-' || c == '_' || c == '@' || c == '+';
}

/* ---- reading a value as it grows --------------------------------------------------------------
 */

/* Where a value stands after the lines seen so far. */
typedef struct {
  const FieldName *field;
  guint parens;
  bool quote;
  bool escape;
  char last; /* last byte that is no white space; 0 for an empty value */
  bool at_sign;
  bool semicolon;
  bool angle;
  bool name_done; /* of the tag or property being read: behind its '=' */
  char tag[3];    /* first bytes of that name */
  guint tag_len;
  gsize line_len; /* of the last line fed */
} ValueState;

/* Lines are wrapped at 66 to 76 columns, so a line this long may have been. */
#define WRAPPED_LINE_MIN 60

static void
state_begin_item (ValueState *state) {
  state->tag_len = 0;
  state->name_done = false;
}

static void
state_feed_plain (ValueState *state, char c) {
  if (c == ';') {
    state->semicolon = true;
    state_begin_item (state);
  } else if (c == '=' && !state->name_done) {
    state->name_done = true;
  } else if (!state->name_done && !g_ascii_isspace (c)) {
    if (state->tag_len < G_N_ELEMENTS (state->tag))
      state->tag[state->tag_len] = c;
    state->tag_len++;
  }
}

static void
state_feed_char (ValueState *state, char c) {
  if (!g_ascii_isspace (c))
    state->last = c;
  if (state->escape) {
    state->escape = false;
  } else if (c == '\\' && (state->quote || state->parens)) {
    state->escape = true;
  } else if (c == '"' && state->parens == 0) {
    state->quote = !state->quote;
  } else if (!state->quote && c == '(') {
    state->parens++;
  } else if (!state->quote && c == ')') {
    state->parens -= state->parens > 0;
  } else if (!state->quote && state->parens == 0) {
    state->at_sign |= c == '@';
    state->angle = c == '<' || (state->angle && c != '>');
    state_feed_plain (state, c);
  }
}

static void
state_feed (ValueState *state, Span bytes) {
  state->line_len = bytes.len;
  for (gsize i = 0; i < bytes.len; i++)
    state_feed_char (state, bytes.data[i]);
}

static bool
state_in_tag (const ValueState *state, const char *name) {
  return state->field && state->field->kind == FIELD_KIND_TAGS && state->name_done &&
         state->tag_len == strlen (name) && memcmp (state->tag, name, state->tag_len) == 0;
}

static bool
state_in_base64 (const ValueState *state) {
  return state_in_tag (state, "b") || state_in_tag (state, "bh") || state_in_tag (state, "p");
}

/* "from:to:subject; bh=…": names and colons only up to ';'. One that is followed by a space, as in
 * "Subject: Hello", begins a field. */
static bool
is_name_list (Span line) {
  guint colons = 0;
  for (gsize i = 0; i < line.len && line.data[i] != ';'; i++) {
    char c = line.data[i];
    if (c == ':') {
      bool space_behind = i + 1 < line.len && is_wsp (line.data[i + 1]);
      bool space_before = i > 0 && is_wsp (line.data[i - 1]);
      if (space_behind && !space_before)
        return false;
      colons++;
    } else if (!is_name_char (c) && !is_wsp (c)) {
      return false;
    }
  }
  return colons > 0;
}

/* ---- field names ------------------------------------------------------------------------------
 */

static char
last_sign (Span line) {
  line = span_trim (line);
  return line.len ? line.data[line.len - 1] : 0;
}

/* "message-id : mime-version :", a piece of the list of signed fields. */
static bool
is_signed_list (Span line, Span before) {
  gssize first = span_index (line, ':');
  bool another = first >= 0 && span_index (span_skip (line, (gsize)first + 1), ':') >= 0;
  return is_name_list (line) && (another || last_sign (before) == ':');
}

bool
repair_field_names (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  PasteLines lines = paste_lines (rewrite.in);
  PasteLine line;
  Span above = SPAN_NULL;
  while (paste_lines_next (&lines, &line)) {
    Span before = above;
    above = line.bytes;
    if (line.kind != LINE_FIELD || line.value_at < line.start + 2 ||
        is_signed_list (line.bytes, before))
      continue;
    gsize colon = line.value_at - 1, name_end = colon;
    while (name_end > line.start && is_wsp (rewrite.in.data[name_end - 1]))
      name_end--;
    if (name_end == colon)
      continue;
    rewrite_keep (&rewrite, name_end);
    rewrite_note (&rewrite, REPAIR_TYPOGRAPHY, span_of (line.bytes.data, colon + 1 - line.start),
                  span_of (line.bytes.data, name_end - line.start));
    rewrite_drop (&rewrite, colon);
  }
  return rewrite_end (&rewrite);
}

/* ---- typography -------------------------------------------------------------------------------
 */

typedef struct {
  const char *sign;
  const char *ascii;
} Sign;

static const Sign signs[] = {{"\xE2\x80\x9C", "\""}, {"\xE2\x80\x9D", "\""}, {"\xE2\x80\x9E", "\""},
                             {"\xC2\xAB", "\""},     {"\xC2\xBB", "\""},     {"\xE2\x80\x98", "'"},
                             {"\xE2\x80\x99", "'"},  {"\xE2\x80\x93", "-"},  {"\xE2\x80\x94", "-"},
                             {"\xE2\x88\x92", "-"},  {"\xE2\x80\x91", "-"},  {"\xE2\x80\x90", "-"},
                             {"\xE2\x80\x92", "-"},  {"\xEF\xB9\xA3", "-"},  {"\xEF\xBC\x8D", "-"},
                             {"\xE2\x80\xA6", "..."}};

static const Sign *
sign_at (Span rest) {
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (span_starts_with (rest, span_from_string (signs[i].sign)))
      return &signs[i];
  return NULL;
}

static bool
is_dash (const Sign *sign) {
  return sign && sign->ascii[0] == '-';
}

/* A dash between two letters of an address: "info@theatre−valbrume.example". */
static void
mend_address_dashes (Rewrite *rewrite, const PasteLine *line) {
  Span in = rewrite->in;
  for (gsize at = line->value_at; at < line->end;) {
    gsize start = at;
    while (at < line->end && !g_ascii_isspace (in.data[at]) && !is_any_of (in.data[at], "<>,;\""))
      at++;
    Span word = span_of (in.data + start, at - start);
    bool address = span_index (word, '@') >= 0 && !paste_is_ascii (word);
    for (gsize i = start; address && i < at; i++) {
      Span rest = span_of (in.data + i, at - i);
      const Sign *sign = (guchar)rest.data[0] >= 0xC2 ? sign_at (rest) : NULL;
      gsize len = sign ? strlen (sign->sign) : 0;
      if (!is_dash (sign) || i == start || i + len >= at)
        continue;
      rewrite_keep (rewrite, i);
      rewrite_note (rewrite, REPAIR_TYPOGRAPHY, span_first (rest, len), SPAN ("-"));
      rewrite_replace (rewrite, i, i + len, SPAN ("-"));
      i += len - 1;
    }
    at = MAX (at, start + 1);
  }
}

/* "Authentication‑Results:", "Authentication- Results:": a dash of a typesetter in a name that is
 * known with a plain one. Offset of the colon; 0 for none. */
static gsize
dashed_name (Span line) {
  char name[80];
  gsize at = 0, n = 0;
  bool dashes = false;
  while (at < line.len && n + 1 < sizeof name && line.data[at] != ':') {
    Span rest = span_skip (line, at);
    const Sign *sign = (guchar)rest.data[0] >= 0xC2 ? sign_at (rest) : NULL;
    if (rest.data[0] == ' ' && n > 0 && name[n - 1] == '-') {
      dashes = true;
      at++;
      continue;
    }
    if (!is_dash (sign) && !is_name_char (rest.data[0]))
      return 0;
    dashes |= is_dash (sign);
    name[n++] = is_dash (sign) ? '-' : rest.data[0];
    at += is_dash (sign) ? strlen (sign->sign) : 1;
  }
  bool ended = at < line.len && line.data[at] == ':';
  Span plain = span_of (name, n);
  bool known = field_name_find (plain) || field_name_begins (plain, FIELD_NAME_FAMILY);
  return ended && dashes && known ? at : 0;
}

bool
repair_dashed_names (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  PasteLine line;
  for (gsize at = 0; paste_line_at (rewrite.in, &at, &line);) {
    gsize colon = dashed_name (line.bytes);
    for (gsize i = 0; i < colon; i++) {
      Span rest = span_skip (line.bytes, i);
      const Sign *sign = (guchar)rest.data[0] >= 0xC2 ? sign_at (rest) : NULL;
      gsize len = sign ? strlen (sign->sign) : 1;
      if (sign == NULL && rest.data[0] != ' ')
        continue;
      rewrite_keep (&rewrite, line.start + i);
      rewrite_note (&rewrite, REPAIR_TYPOGRAPHY, span_first (line.bytes, colon), SPAN_NULL);
      rewrite_replace (&rewrite, line.start + i, line.start + i + len,
                       sign ? SPAN ("-") : SPAN (""));
      i += len - 1;
    }
  }
  return rewrite_end (&rewrite);
}

/* Only where machines wrote ASCII; a display name may have them by right. */
bool
repair_typography (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  PasteLines lines = paste_lines (rewrite.in);
  PasteLine line;
  while (paste_lines_next (&lines, &line)) {
    if (paste_is_ascii (line.bytes))
      continue;
    if (line.field && line.field->kind == FIELD_KIND_ADDRESS)
      mend_address_dashes (&rewrite, &line);
    if (!is_structured (line.field))
      continue;
    for (gsize at = line.value_at; at < line.end; at++) {
      Span rest = span_of (rewrite.in.data + at, line.end - at);
      const Sign *sign = (guchar)rest.data[0] >= 0xC2 ? sign_at (rest) : NULL;
      if (sign == NULL)
        continue;
      gsize len = strlen (sign->sign);
      rewrite_keep (&rewrite, at);
      rewrite_note (&rewrite, REPAIR_TYPOGRAPHY, span_first (rest, len),
                    span_from_string (sign->ascii));
      rewrite_replace (&rewrite, at, at + len, span_from_string (sign->ascii));
      at += len - 1;
    }
  }
  return rewrite_end (&rewrite);
}

/* ---- redaction --------------------------------------------------------------------------------
 */

static const Sign spelled[] = {{"[at]", "@"},  {"(at)", "@"}, {"{at}", "@"}, {"[dot]", "."},
                               {"(dot)", "."}, {"[.]", "."},  {"[@]", "@"}};

/* From `at`, where a bracket may open: the whole with its spaces; false when it is none between two
 * words. */
static bool
spelled_sign (Span in, gsize at, gsize *ret_from, gsize *ret_until, Span *ret) {
  for (guint i = 0; i < G_N_ELEMENTS (spelled); i++) {
    Span sign = span_from_string (spelled[i].sign);
    if (!span_starts_with_nocase (span_skip (in, at), sign))
      continue;
    gsize from = at, until = at + sign.len;
    while (from > 0 && in.data[from - 1] == ' ')
      from--;
    while (until < in.len && in.data[until] == ' ')
      until++;
    if (from == 0 || until >= in.len || !g_ascii_isalnum (in.data[from - 1]) ||
        !g_ascii_isalnum (in.data[until]) || (sign.data[0] == '(' && from != at))
      return false;
    *ret_from = from;
    *ret_until = until;
    *ret = span_from_string (spelled[i].ascii);
    return true;
  }
  return false;
}

bool
repair_redaction (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  PasteLines lines = paste_lines (rewrite.in);
  PasteLine line;
  while (paste_lines_next (&lines, &line)) {
    if (!is_structured (line.field) &&
        (line.field == NULL || line.field->kind != FIELD_KIND_ADDRESS))
      continue;
    Span in = span_first (rewrite.in, line.end);
    for (gsize at = line.value_at; at < line.end; at++) {
      gsize from, until;
      Span sign;
      if (in.data[at] != '[' && in.data[at] != '(' && in.data[at] != '{')
        continue;
      if (!spelled_sign (in, at, &from, &until, &sign) || from < rewrite.at)
        continue;
      rewrite_keep (&rewrite, from);
      rewrite_note_each (&rewrite, REPAIR_REDACTED_AT, span_of (in.data + from, until - from),
                         sign);
      rewrite_replace (&rewrite, from, until, sign);
      at = until - 1;
    }
  }
  return rewrite_end (&rewrite);
}

/* ---- several fields on one line ---------------------------------------------------------------
 */

/* Sender's words: what looks like a field in them is no field that a receiver wrote. */
static bool
is_senders_word (const FieldName *field) {
  if (field->kind == FIELD_KIND_TEXT)
    return true;
  return field->kind == FIELD_KIND_ADDRESS && !field->trace && field->id != HEADER_DELIVERED_TO;
}

/* A name that ends right before the colon at `colon`, begun after white space or a value's closing
 * sign, or, where a line end was eaten, after a small letter ("VertDate:"). */
static const FieldName *
joined_name (Span line, gsize from, gsize colon, gsize *ret_start) {
  gsize end = colon > from && line.data[colon - 1] == ' ' ? colon - 1 : colon, start = end;
  while (start > from && end - start < 76 && is_name_char (line.data[start - 1]))
    start--;
  if (start == end || colon + 1 >= line.len ||
      (!is_wsp (line.data[colon + 1]) && line.data[colon + 1] != '*'))
    return NULL;
  Span word = span_of (line.data + start, end - start);
  while (start > from && line.data[start - 1] == '*')
    start--;
  char before = start > 0 ? line.data[start - 1] : ' ';
  *ret_start = start;
  if (g_ascii_isupper (word.data[0]) &&
      (is_wsp (before) || before == '>' || before == ')' || before == ';')) {
    const FieldName *known = field_name_find (word);
    if (known)
      return known;
    if (is_wsp (before) && span_starts_with (word, SPAN ("X-")))
      return field_name_guess (word);
  }
  for (gsize i = 1; i < word.len && span_index (word, '-') < 0; i++) {
    Span tail = span_skip (word, i);
    const FieldName *field = NULL;
    if (g_ascii_islower (word.data[i - 1]) && g_ascii_isupper (tail.data[0]))
      field = field_name_find (tail);
    if (field && (field->single || field->evidence)) {
      *ret_start = start + i;
      return field;
    }
  }
  return NULL;
}

typedef struct {
  ValueState state;
  const FieldName *field; /* of the piece being read, NULL for chat before the first */
  bool tainted;           /* sender's words stand before on this line */
  bool *seen;             /* by dictionary index: fields that may stand once */
  guint found;
  guint evidence;
} JoinScan;

static bool *
seen_slot (bool *seen, const FieldName *field) {
  const FieldName *first = field_names_nth (0);
  if (!field->single || field < first || field >= first + field_names_count ())
    return NULL;
  return &seen[field - first];
}

static void
enter_piece (JoinScan *scan, const FieldName *field) {
  scan->field = field;
  scan->state = (ValueState){.field = field};
  if (field == NULL)
    return;
  scan->tainted |= is_senders_word (field);
  bool *slot = seen_slot (scan->seen, field);
  if (slot)
    *slot = true;
}

/* A second author is no detail: DMARC cannot be applied then (RFC 9989 §5.3.1). */
static bool
is_author (const FieldName *field, Span value) {
  return field->evidence && field->single && span_index (span_first (value, 256), '@') >= 0;
}

static bool
may_split (const JoinScan *scan, const FieldName *field, Span value) {
  const bool *slot = seen_slot (scan->seen, field);
  if (slot && *slot && !is_author (field, value))
    return false;
  if (scan->tainted && field->trace)
    return false;
  bool text = scan->field && scan->field->kind == FIELD_KIND_TEXT;
  if (!text && (scan->state.quote || scan->state.parens || state_in_tag (&scan->state, "h")))
    return false;
  return true;
}

/* One physical line. With a rewrite the pieces are parted, without they are counted. */
static void
scan_joined_line (JoinScan *scan, Span in, const PasteLine *line, Rewrite *rewrite) {
  Span bytes = span_first (in, line->end);
  gsize from = line->value_at, fed = line->value_at;
  bool fold = line->kind != LINE_FIELD && scan->field &&
              (is_wsp (line->bytes.data[0]) || state_in_tag (&scan->state, "h"));
  if (!fold) {
    scan->tainted = false;
    enter_piece (scan, line->field);
  }
  for (;;) {
    gssize hit = span_index (span_skip (bytes, from), ':');
    if (hit < 0) {
      state_feed (&scan->state, span_skip (bytes, fed));
      return;
    }
    gsize colon = from + (gsize)hit, start = colon;
    const FieldName *field = joined_name (bytes, fed, colon, &start);
    if (start > fed)
      state_feed (&scan->state, span_of (in.data + fed, start - fed));
    fed = MAX (fed, start);
    if (field && start > line->start && may_split (scan, field, span_skip (bytes, colon))) {
      scan->found++;
      scan->evidence += field->evidence;
      if (rewrite) {
        gsize cut = start;
        while (cut > line->start && is_wsp (in.data[cut - 1]))
          cut--;
        rewrite_keep (rewrite, cut);
        rewrite_note_each (rewrite, REPAIR_JOINED, SPAN_NULL,
                           span_of (in.data + start, line->end - start));
        rewrite_replace (rewrite, cut, start, cut > line->start ? SPAN ("\n") : SPAN (""));
      }
      enter_piece (scan, field);
      fed = colon + 1;
    }
    from = colon + 1;
  }
}

typedef struct {
  gsize start, end;
  guint own;    /* fields at line starts */
  guint joined; /* fields behind others */
  guint evidence;
} JoinedParagraph;

static void
begin_seen (bool *seen, Span in, const JoinedParagraph *paragraph) {
  memset (seen, 0, field_names_count () * sizeof *seen);
  gsize at = paragraph->start;
  PasteLine line;
  while (at < paragraph->end && paste_line_at (in, &at, &line)) {
    bool *slot = line.kind == LINE_FIELD ? seen_slot (seen, line.field) : NULL;
    if (slot)
      *slot = true;
  }
}

static void
scan_paragraph (Span in, JoinedParagraph *paragraph, bool *seen, Rewrite *rewrite) {
  gsize at = paragraph->start;
  PasteLine line;
  begin_seen (seen, in, paragraph);
  paragraph->own = paragraph->joined = paragraph->evidence = 0;
  JoinScan scan = {.seen = seen};
  while (at < paragraph->end && paste_line_at (in, &at, &line)) {
    scan.found = scan.evidence = 0;
    paragraph->own += line.kind == LINE_FIELD;
    scan_joined_line (&scan, in, &line, rewrite);
    paragraph->joined += scan.found;
    paragraph->evidence += scan.evidence;
  }
}

/* Ticket systems collapse line ends to spaces, everywhere. One odd line among many good ones is a
 * Subject that quotes a header. */
static bool
is_collapsed (const JoinedParagraph *paragraph) {
  if (paragraph->evidence == 0)
    return false;
  if (paragraph->own == 0)
    return paragraph->joined >= 2;
  return paragraph->joined * 2 >= paragraph->own;
}

bool
repair_joined_fields (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  g_autofree bool *seen = g_new0 (bool, field_names_count ());
  gsize at = 0;
  while (at < rewrite.in.len) {
    JoinedParagraph paragraph = {.start = at, .end = at};
    PasteLine line;
    bool evidence = false;
    guint strays = 0;
    while (strays < 2 && paste_line_at (rewrite.in, &at, &line) &&
           !paste_line_is_blank (line.bytes)) {
      bool named = paste_has_evidence_name (line.bytes);
      bool stray = line.kind == LINE_OTHER && !named && !is_wsp (line.bytes.data[0]);
      paragraph.end = line.next;
      evidence = evidence || named;
      strays = stray ? strays + 1 : 0;
    }
    if (!evidence)
      continue;
    scan_paragraph (rewrite.in, &paragraph, seen, NULL);
    if (is_collapsed (&paragraph))
      scan_paragraph (rewrite.in, &paragraph, seen, &rewrite);
  }
  return rewrite_end (&rewrite);
}

/* ---- lost folds -------------------------------------------------------------------------------
 */

static Span
first_word (Span line) {
  gsize at = 0;
  while (at < line.len && !is_wsp (line.data[at]) && line.data[at] != ';')
    at++;
  return span_first (line, at);
}

/* "spf=pass", "header.i=@x", "bh=": an item of a list and no prose. */
static bool
is_item_start (Span line) {
  Span word = first_word (line);
  gssize equals = span_index (word, '=');
  if (equals <= 0 || equals > 40)
    return false;
  for (gssize i = 0; i < equals; i++)
    if (!g_ascii_isalnum (word.data[i]) && word.data[i] != '-' && word.data[i] != '.' &&
        word.data[i] != '_' && word.data[i] != '/')
      return false;
  return true;
}

static bool
is_bare_word (Span word) {
  for (gsize i = 0; i < word.len; i++)
    if (!is_bare_char (word.data[i]))
      return false;
  return word.len > 0;
}

static bool
is_list_piece (const ValueState *state, Span line) {
  char first = line.data[0];
  if (is_item_start (line) || first == ';' || first == '(' || first == ')' || first == ':')
    return true;
  if (state->last == 0)
    return true;
  /* a wrap before the '=' of "client-ip=192.0.2.1": CFWS may stand there (RFC 7208 §9.1) */
  if (first == '=' && !state->name_done && is_name_char (state->last))
    return line.len > 1 && is_bare_char (line.data[1]);
  Span word = first_word (line);
  /* a word cut in two, or the value of a name that ends the line above */
  bool open = state->last == '=' || state->last == '@' || state->last == '.' || state->last == '-';
  if (open && is_bare_word (word))
    return true;
  bool ends = word.len == line.len || line.data[word.len] == ';';
  bool whole = ends || is_item_start (span_trim (span_skip (line, word.len)));
  bool name = span_index (word, '.') > 0 || span_index (word, '@') >= 0;
  bool other_half =
      (word.len < line.len && line.data[word.len] == ';') || state->line_len >= WRAPPED_LINE_MIN;
  return state->name_done && state->last != ';' && is_bare_word (word) && whole &&
         (name || other_half);
}

/* "… Mon, 1" above "Jun 2026 10:00:00 +0000" */
static bool
is_month (Span word) {
  static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  gssize at = word.len == 3 ? span_find (span_from_string (months), word) : -1;
  return at >= 0 && at % 3 == 0;
}

static bool
is_received_piece (const ValueState *state, Span line) {
  static const char *const words[] = {"from", "by", "with", "id", "for", "via", "using"};
  Span word = first_word (line);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (span_equal_nocase (word, span_from_string (words[i])) && word.len < line.len)
      return true;
  char first = line.data[0];
  if (first == '(' || first == '[' || first == ';' || first == '<' || state->last == 0)
    return true;
  if (!state->semicolon)
    return is_bare_word (word) || g_ascii_isdigit (first);
  bool day = line.len > 4 && g_ascii_isalpha (first) && line.data[3] == ',';
  return state->last == ';' ? day || g_ascii_isdigit (first)
                            : g_ascii_isdigit (first) || first == '+' || first == '-' ||
                                  first == ':' || is_month (word);
}

/* "=== message 2 ===", "-----": what somebody parts two things with. Base64 ends with two signs at
 * most. */
static bool
parts_text (Span line) {
  return line.len >= 3 && is_any_of (line.data[0], "=-_*#~") && line.data[1] == line.data[0] &&
         line.data[2] == line.data[0];
}

/* "2", "2)", "#2": what somebody counts with. */
static bool
counts (Span line) {
  guint digits = 0;
  line = span_trim (line);
  for (gsize i = 0; i < line.len; i++) {
    digits += g_ascii_isdigit (line.data[i]);
    if (!g_ascii_isdigit (line.data[i]) && !is_any_of (line.data[i], "#.)(:"))
      return false;
  }
  return digits > 0 && line.len <= 4;
}

/* Does a line without its indent belong to the value above? `ahead`: a field follows before any
 * blank line. */
static bool
continues_value (const ValueState *state, Span line, bool ahead) {
  if (parts_text (line) && !state_in_base64 (state))
    return false;
  if (state->parens || state->quote)
    return true;
  switch (state->field->kind) {
  case FIELD_KIND_RESULTS:
  case FIELD_KIND_SPF:
    return is_list_piece (state, line);
  case FIELD_KIND_TAGS:
    if (state_in_base64 (state) && paste_line_is_base64 (line))
      return true;
    return is_list_piece (state, line) || (state_in_tag (state, "h") && is_name_list (line));
  case FIELD_KIND_RECEIVED:
    return is_received_piece (state, line);
  case FIELD_KIND_ADDRESS:
    return state->last == 0 || state->last == ',' || state->angle ||
           (!state->at_sign && span_index (line, '@') >= 0);
  case FIELD_KIND_ID:
    return state->last == 0 || line.data[0] == '<' || state->angle;
  case FIELD_KIND_DATE:
    return state->last == 0;
  case FIELD_KIND_TEXT:
  case FIELD_KIND_OTHER:
    return (ahead && !counts (line)) || state->last == 0 || state->last == ';';
  }
  return false;
}

/* Whether a field begins at or behind `at` before the next blank line; asked front to back, each
 * line is looked at once. */
typedef struct {
  gsize known_until;
  bool ahead;
} Lookahead;

static bool
field_ahead (Lookahead *look, Span in, gsize at) {
  if (at < look->known_until)
    return look->ahead;
  PasteLine line;
  look->ahead = false;
  look->known_until = at;
  while (paste_line_at (in, &look->known_until, &line)) {
    if (paste_line_is_blank (line.bytes))
      return false;
    gsize value_at;
    if (paste_line_field (line.bytes, false, &value_at)) {
      /* the answer holds up to this line, not on it */
      look->known_until = line.start;
      return look->ahead = true;
    }
  }
  return false;
}

/* Inside the list of signed fields, names with colons are no fields. */
static bool
is_signed_names (const ValueState *state, Span line) {
  if (!state_in_tag (state, "h"))
    return false;
  if (state->last != ':' && state->last != '=')
    return is_name_list (line);
  for (gsize i = 0; i < line.len && line.data[i] != ';'; i++)
    if (!is_name_char (line.data[i]) && line.data[i] != ':' && !is_wsp (line.data[i]))
      return false;
  return true;
}

bool
repair_lost_folds (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  ValueState state = {0};
  Lookahead look = {0};
  PasteLine line;
  for (gsize at = 0; paste_line_at (rewrite.in, &at, &line);) {
    gsize value_at = 0;
    bool lost = false;
    if (paste_line_is_blank (line.bytes)) {
      state = (ValueState){0};
      continue;
    }
    const FieldName *field = paste_line_field (line.bytes, state.field != NULL, &value_at);
    if (field && state.field && is_signed_names (&state, line.bytes)) {
      lost = true;
    } else if (field) {
      state = (ValueState){.field = field};
      state_feed (&state, span_skip (line.bytes, value_at));
      continue;
    } else if (state.field && !is_wsp (line.bytes.data[0]) && !paste_line_is_elision (line.bytes)) {
      lost = continues_value (&state, line.bytes, field_ahead (&look, rewrite.in, line.start));
      if (!lost && !field_ahead (&look, rewrite.in, line.start))
        state = (ValueState){0};
    }
    if (lost) {
      rewrite_keep (&rewrite, line.start);
      rewrite_note_each (&rewrite, REPAIR_FOLD, line.bytes, SPAN_NULL);
      rewrite_put (&rewrite, SPAN (" "));
    }
    if (state.field && (lost || is_wsp (line.bytes.data[0])))
      state_feed (&state, line.bytes);
  }
  return rewrite_end (&rewrite);
}

/* ---- words broken at a line end ---------------------------------------------------------------
 */

static Span
last_word (Span line) {
  gsize at = line.len;
  while (at > 0 && !is_wsp (line.data[at - 1]) && line.data[at - 1] != ';')
    at--;
  return span_skip (line, at);
}

static bool
is_broken_word (const ValueState *state, Span before, Span line) {
  Span trimmed = span_trim (line), word = first_word (trimmed), left = last_word (before);
  if (state->parens || state->quote || !is_bare_word (word) || left.len == 0)
    return false;
  if (paste_line_is_elision (word))
    return false;
  bool glued =
      state->last == '.' || state->last == '-' || state->last == '@' || word.data[0] == '.';
  return glued && state->field->kind != FIELD_KIND_TAGS && is_bare_char (state->last);
}

bool
repair_wrapped_words (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  PasteLines lines = paste_lines (rewrite.in);
  PasteLine line;
  ValueState state = {0};
  Span before = SPAN_NULL;
  while (paste_lines_next (&lines, &line)) {
    bool fold = line.kind == LINE_FOLD && is_structured (line.field) && state.field == line.field;
    if (fold && before.len && !is_wsp (before.data[before.len - 1]) &&
        is_broken_word (&state, before, line.bytes)) {
      gsize end = (gsize)(before.data - rewrite.in.data) + before.len;
      gsize word = line.start;
      while (is_wsp (rewrite.in.data[word]))
        word++;
      rewrite_keep (&rewrite, end);
      rewrite_note_each (&rewrite, REPAIR_WRAPPED, last_word (before), span_trim (line.bytes));
      rewrite_drop (&rewrite, word);
    }
    if (line.kind == LINE_FIELD)
      state = (ValueState){.field = line.field};
    else if (!fold)
      state = (ValueState){0};
    if (state.field)
      state_feed (&state, span_of (rewrite.in.data + line.value_at, line.end - line.value_at));
    before = span_of (rewrite.in.data + line.value_at, line.end - line.value_at);
  }
  return rewrite_end (&rewrite);
}

bool
repair_is_truncated (const FieldName *field, Span value) {
  ValueState state = {.field = field};
  state_feed (&state, value);
  if (!is_structured (field))
    return field && field->kind == FIELD_KIND_ADDRESS && state.angle;
  bool padding = state.last == '=' && state_in_base64 (&state);
  if (state.parens || state.quote || state.last == 0 || state.last == '@' ||
      (state.last == '=' && !padding))
    return true;
  Span tail = span_trim (value);
  if (tail.len >= 3 && span_equal (span_skip (tail, tail.len - 3), SPAN ("...")))
    return true;
  if (field->kind == FIELD_KIND_RECEIVED)
    return !state.semicolon;
  return field->kind == FIELD_KIND_TAGS && span_find (value, SPAN ("b=")) < 0;
}
