/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "paste/paste.h"

#include "base/limits.h"
#include "base/line-start.h"
#include "paste/captions.h"
#include "paste/paste-split.h"
#include "paste/repair.h"

/* The order. Bytes before lines, lines before fields, fields before words: each step may rely on
 * what the ones before it mended. The overview table comes before quoted-printable and blank lines
 * because its rows look like fields; links come before quoted-printable too, because what was made
 * a link hides that its "=3D" is encoded, and after it, where it hid them; folds come after joined
 * lines because a collapsed paste has none to lose. Lines cut at a width are put together again
 * wherever that width shows: as pasted, without the quote marks of a later program, and without the
 * indent. */
static bool (*const repairs[]) (PasteText *) = {
    repair_charset,
    repair_whole_base64,
    repair_whole_quoted_printable,
    repair_rtf,
    repair_hard_wraps,
    repair_export,
    repair_line_ends,
    repair_page_ends,
    repair_hard_wraps,
    repair_invisible,
    repair_eaten_address,
    repair_html,
    repair_long_lines,
    repair_chat,
    repair_number_lines,
    repair_joined_prefixes,
    repair_double_spacing,
    repair_spilled_quotes,
    repair_prefixes,
    repair_double_spacing,
    repair_indent,
    repair_emphasis,
    repair_prefixes,
    repair_double_spacing,
    repair_indent,
    repair_emphasis,
    repair_name_value_list,
    repair_names_above,
    repair_rows,
    repair_tables,
    repair_overview,
    repair_links,
    repair_quoted_printable,
    repair_double_spacing,
    repair_blank_lines,
    repair_escaped_signs,
    repair_links,
    repair_hard_wraps,
    repair_dashed_names,
    repair_captions,
    repair_nameless,
    repair_field_names,
    repair_joined_fields,
    repair_lost_folds,
    repair_typography,
    repair_redaction,
    repair_wrapped_words,
    repair_torn_words,
    repair_encoded_words,
};

/* One repair can uncover what an earlier one undoes: quotes inside quotes, HTML in
 * quoted-printable. */
#define MAX_ROUNDS 4

static void
repair_all (PasteText *text) {
  bool changed = true;
  for (guint round = 0; changed && round < MAX_ROUNDS; round++) {
    changed = false;
    for (guint i = 0; i < G_N_ELEMENTS (repairs); i++)
      changed |= repairs[i](text);
  }
  if (repair_uncertain_values (text))
    repair_blank_lines (text);
}

/* ---- the plain reading ------------------------------------------------------------------------
 */

typedef struct {
  const FieldName *field;
  char *value; /* unfolded, single spaces */
} PlainField;

typedef struct {
  GArray *fields; /* of PlainField, the evidence only */
  guint n_fields;
  gsize header_len; /* up to the blank line */
  bool whole;       /* all its lines are fields or folds */
  bool multipart;
  bool mail;   /* has what every mail program writes and excerpts leave out */
  bool author; /* has a field that whoever writes a message writes once, as Subject */
} Plain;

static void
plain_field_clear (gpointer field) {
  g_free (((PlainField *)field)->value);
}

static void
plain_clear (Plain *plain) {
  g_array_free (plain->fields, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Plain, plain_clear)

/* Letters beyond ASCII are a name's, and a matter of charsets; signs are not. */
static gsize
letter_beyond_ascii (Span rest) {
  if ((guchar)rest.data[0] < 0x80)
    return 0;
  gunichar c = g_utf8_get_char_validated (rest.data, (gssize)MIN (rest.len, 6));
  if (c == (gunichar)-1 || c == (gunichar)-2)
    return 1;
  return g_unichar_isgraph (c) && !g_unichar_ispunct (c) ? (gsize)g_utf8_skip[(guchar)rest.data[0]]
                                                         : 0;
}

static char *
plain_value (Span value) {
  GString *out = g_string_sized_new (value.len + 1);
  bool space = false;
  for (gsize i = 0; i < value.len; i++) {
    if (g_ascii_isspace (value.data[i])) {
      space = out->len > 0;
    } else if (letter_beyond_ascii (span_skip (value, i))) {
      i += letter_beyond_ascii (span_skip (value, i)) - 1;
    } else {
      if (space)
        g_string_append_c (out, ' ');
      space = false;
      g_string_append_c (out, value.data[i]);
    }
  }
  return g_string_free (out, FALSE);
}

/* A name as RFC 5322 §2.2 allows it and as mail has it. */
static bool
is_plain_name (Span name) {
  for (gsize i = 0; i < name.len; i++)
    if (!g_ascii_isalnum (name.data[i]) && name.data[i] != '-' && name.data[i] != '_' &&
        name.data[i] != '.')
      return false;
  return name.len >= 2;
}

static void
plain_add (Plain *plain, Span name, Span value) {
  while (name.len && is_wsp (name.data[name.len - 1]))
    name.len--;
  const FieldName *field = field_name_find (name);
  plain->n_fields++;
  if (!is_plain_name (name))
    plain->whole = false;
  if (field && field->evidence) {
    PlainField item = {field, plain_value (span_first (value, LIMIT_FIELD))};
    g_array_append_val (plain->fields, item);
  }
  HeaderId id = field ? field->id : HEADER_OTHER;
  plain->author |= field && field->single && !field->trace;
  plain->mail |= id == HEADER_MESSAGE_ID || id == HEADER_MIME_VERSION || id == HEADER_CONTENT_TYPE;
  if (id == HEADER_CONTENT_TYPE) {
    Span type = span_trim (value);
    plain->multipart = span_starts_with_nocase (type, SPAN ("multipart/")) ||
                       span_starts_with_nocase (type, SPAN ("message/"));
  }
}

/* What any mail reader makes of the text: the first block of fields. */
static void
plain_read (Span text, Plain *ret) {
  *ret = (Plain){.fields = g_array_new (FALSE, FALSE, sizeof (PlainField)), .whole = true};
  g_array_set_clear_func (ret->fields, plain_field_clear);
  Span rest = text, line, name = SPAN_NULL;
  const char *value = NULL;
  gsize eol;
  while (span_next_line (&rest, &line, &eol) && line.len > 0) {
    bool fold = is_wsp (line.data[0]) && value;
    bool separator = line.data == text.data && span_starts_with (line, SPAN ("From "));
    if (value && !fold) {
      plain_add (ret, name, span_between (value, line.data));
      value = NULL;
    }
    gssize colon = fold || separator ? -1 : span_index (line, ':');
    if (colon > 0) {
      name = span_first (line, (gsize)colon);
      value = line.data + colon + 1;
    } else if (!fold && !separator) {
      ret->whole = false;
      /* what begins with words is no message */
      if (line.data == text.data)
        return;
    }
    ret->header_len = (gsize)(line.data - text.data) + line.len + eol;
  }
  if (value)
    plain_add (ret, name, span_of (value, (gsize)(text.data + ret->header_len - value)));
  ret->whole = ret->whole && ret->n_fields >= 2 && ret->fields->len > 0;
}

/* Right behind one header another begins that received mail has: two pastes, not a message and its
 * body. A notice that returns a header in plain text has words of its own first. */
static bool
another_follows (Span text, const Plain *plain) {
  if (plain->multipart || plain->header_len >= text.len)
    return false;
  Span rest = span_skip (text, plain->header_len);
  while (rest.len && g_ascii_isspace (rest.data[0]))
    rest = span_skip (rest, 1);
  gsize value_at;
  const FieldName *first = paste_line_field (span_first (rest, 80), false, &value_at);
  if (first == NULL || (!first->trace && !span_starts_with_nocase (rest, SPAN ("Delivered-To:"))))
    return false;
  g_auto (Plain) next;
  plain_read (span_first (rest, LIMIT_PASTE), &next);
  return next.whole && next.fields->len >= 2;
}

/* Fields, a line of dots, more fields: an excerpt, and not a message whose body begins with dots. A
 * message has a Received above its From, and an identifier. */
static bool
resumes_after_dots (Span text, const Plain *plain) {
  if (plain->mail || plain->fields->len == 0 || plain->header_len >= text.len)
    return false;
  for (guint i = 0; i < plain->fields->len; i++) {
    const FieldName *field = g_array_index (plain->fields, PlainField, i).field;
    if (field->kind == FIELD_KIND_RECEIVED)
      return false;
    if (field->id == HEADER_FROM)
      break;
  }
  PasteLines lines = paste_lines (text);
  PasteLine line;
  bool dots = false;
  lines.at = plain->header_len;
  while (paste_lines_next (&lines, &line)) {
    lines.field = NULL;
    if (paste_line_is_elision (line.bytes))
      dots = true;
    else if (!paste_line_is_blank (line.bytes))
      return dots && paste_line_field (line.bytes, false, NULL) != NULL;
  }
  return false;
}

/* A page ends where the header has no author yet: the blank lines are the printer's. */
static bool
resumes_on_next_page (Span text, const Plain *plain) {
  PasteLine line;
  for (guint i = 0; i < plain->fields->len; i++)
    if (g_array_index (plain->fields, PlainField, i).field->id == HEADER_FROM)
      return false;
  for (gsize at = plain->header_len; paste_line_at (text, &at, &line);)
    if (!paste_line_is_blank (line.bytes) || repair_is_page_end (line.bytes))
      return repair_is_page_end (line.bytes);
  return false;
}

/* ---- gain -------------------------------------------------------------------------------------
 */

static bool
is_machine_written (const FieldName *field) {
  return field->kind == FIELD_KIND_RESULTS || field->kind == FIELD_KIND_TAGS ||
         field->kind == FIELD_KIND_SPF || field->kind == FIELD_KIND_RECEIVED;
}

static void
count_plain (const Plain *plain, guint *counts, GHashTable *values, int sign) {
  for (guint i = 0; i < plain->fields->len; i++) {
    PlainField *item = &g_array_index (plain->fields, PlainField, i);
    counts[item->field - field_names_nth (0)] += (guint)sign;
    if (is_machine_written (item->field) || item->field->kind == FIELD_KIND_ADDRESS)
      g_hash_table_add (values, g_strconcat (item->field->name, ":", item->value, NULL));
  }
}

/* The repaired reading has a field the plain one lacks, or reads a machine-written one differently.
 */
static bool
is_gain (const Plain *plain, const Vec *blocks) {
  guint n = field_names_count ();
  g_autofree guint *had = g_new0 (guint, n), *has = g_new0 (guint, n);
  g_autoptr (GHashTable) old = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) new = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  count_plain (plain, had, old, 1);
  for (guint i = 0; i < blocks->n; i++) {
    const PasteBlock *block = vec_at (blocks, PasteBlock, i);
    if (block->trace_gap)
      return true;
    g_auto (Plain) read;
    plain_read (span_first (block->text, block->header_len), &read);
    count_plain (&read, has, new, 1);
  }
  for (guint i = 0; i < n; i++) {
    const FieldName *field = field_names_nth (i);
    if (field->single && blocks->n == 1 ? has[i] && !had[i] : has[i] > had[i])
      return true;
  }
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init (&iter, new);
  while (g_hash_table_iter_next (&iter, &value, NULL))
    if (!g_hash_table_contains (old, value))
      return true;
  return false;
}

/* Nothing more is read, but something less is known to be there. */
static bool
has_parts_left_out (const Vec *blocks) {
  for (guint i = 0; i < blocks->n; i++)
    if (vec_at (blocks, PasteBlock, i)->counts[REPAIR_ELISION])
      return true;
  return false;
}

/* What receivers and carriers wrote, and nothing of the author's: no message is like that. */
static bool
is_excerpt (const Plain *plain) {
  return plain->fields->len > 0 && !plain->author;
}

/* ---- notes and confidence ---------------------------------------------------------------------
 */

static const char *const kinds[] = {
#define X(id, kind) kind,
    PASTE_REPAIR_KINDS (X)
#undef X
};

static int
compare_notes (gconstpointer a, gconstpointer b) {
  const PasteNote *x = a, *y = b;
  return x->line != y->line ? (x->line < y->line ? -1 : 1) : (int)x->kind - (int)y->kind;
}

static void
add_note (PasteBlock *block, Arena *arena, const PasteNote *note) {
  block->counts[note->kind]++;
  block->n_repairs++;
  if (block->repairs.n >= LIMIT_PASTE_REPAIRS)
    return;
  PasteRepair *repair = vec_push (arena, &block->repairs, PasteRepair);
  *repair = (PasteRepair){note->line, kinds[note->kind], note->before, note->after};
}

static void name_cut_fields (PasteBlock *block, Arena *arena, const GArray *unsafe);

/* Repairs belong to the block on whose lines they were made; those above the first belong to it. */
static void
hand_out_notes (PasteText *text, Vec *blocks) {
  g_array_sort (text->notes, compare_notes);
  g_autoptr (GArray) unsafe = g_array_new (FALSE, FALSE, sizeof (guint));
  guint b = 0;
  for (guint i = 0; i < text->notes->len && blocks->n; i++) {
    const PasteNote *note = &g_array_index (text->notes, PasteNote, i);
    for (; b + 1 < blocks->n && vec_at (blocks, PasteBlock, b + 1)->line <= note->line; b++) {
      name_cut_fields (vec_at (blocks, PasteBlock, b), text->arena, unsafe);
      g_array_set_size (unsafe, 0);
    }
    /* an overview that stands above the header is no part of it */
    if (note->kind == REPAIR_TABLE && note->line < vec_at (blocks, PasteBlock, b)->line)
      continue;
    add_note (vec_at (blocks, PasteBlock, b), text->arena, note);
    if (note->kind == REPAIR_UNSAFE)
      g_array_append_val (unsafe, note->line);
  }
  if (b < blocks->n)
    name_cut_fields (vec_at (blocks, PasteBlock, b), text->arena, unsafe);
}

static bool
holds_one_of (Span line, const Vec *marks) {
  for (guint i = 0; i < marks->n; i++)
    if (span_find (line, *vec_at (marks, Span, i)) >= 0)
      return true;
  return false;
}

static void
note_redactions (PasteBlock *block, const Vec *marks, Arena *arena) {
  PasteLines lines = paste_lines (span_first (block->text, block->header_len));
  PasteLine line;
  while (paste_lines_next (&lines, &line)) {
    if (line.field == NULL || !line.field->evidence || !holds_one_of (line.bytes, marks))
      continue;
    gsize offset;
    PasteNote note = {.kind = REPAIR_REDACTED};
    source_map_find (&block->map, line.start, &offset, &note.line);
    note.before = arena_dup (arena, span_first (line.bytes, LIMIT_PASTE_EXCERPT));
    add_note (block, arena, &note);
  }
}

static bool
is_cut_field (const PasteBlock *block, gsize at) {
  for (guint i = 0; i < block->cut_fields.n; i++)
    if (vec_at (&block->cut_fields, PasteCut, i)->at == at)
      return true;
  return false;
}

/* The fields that lost a value; `unsafe` are the lines where, sorted. */
static void
name_cut_fields (PasteBlock *block, Arena *arena, const GArray *unsafe) {
  PasteLines lines = paste_lines (span_first (block->text, block->header_len));
  PasteLine line;
  Span name = SPAN_NULL;
  gsize field = 0, offset;
  guint i = 0, source_line;
  bool more = paste_lines_next (&lines, &line);
  while (more) {
    if (line.kind == LINE_FIELD) {
      name = span_from_string (line.field->name);
      field = line.start;
    }
    more = paste_lines_next (&lines, &line);
    if (more)
      source_map_find (&block->map, line.start, &offset, &source_line);
    bool lost = false;
    for (; i < unsafe->len && (!more || g_array_index (unsafe, guint, i) < source_line); i++)
      lost = true;
    if (lost && name.len && !is_cut_field (block, field) &&
        block->cut_fields.n < LIMIT_PASTE_REPAIRS)
      *vec_push (arena, &block->cut_fields, PasteCut) = (PasteCut){name, field};
  }
}

/* UTF-8 taken for windows-1252 and converted once more: "Ã©". */
static bool
is_garbled (Span line) {
  for (gsize i = 0; i + 3 < line.len; i++)
    if (line.data[i] == '\xC3' && (line.data[i + 1] == '\x83' || line.data[i + 1] == '\x82') &&
        line.data[i + 2] == '\xC2')
      return true;
  return false;
}

static void
note_garbled (PasteBlock *block, Arena *arena) {
  PasteLines lines = paste_lines (span_first (block->text, block->header_len));
  PasteLine line;
  while (paste_lines_next (&lines, &line)) {
    if (!is_garbled (line.bytes))
      continue;
    gsize offset;
    PasteNote note = {.kind = REPAIR_GARBLED};
    source_map_find (&block->map, line.start, &offset, &note.line);
    note.before = arena_dup (arena, span_first (line.bytes, LIMIT_PASTE_EXCERPT / 2));
    add_note (block, arena, &note);
  }
}

static PasteConfidence
confidence_of (const PasteBlock *block) {
  static const RepairKind doubtful[] = {REPAIR_LINE_LIMIT,   REPAIR_REDACTED, REPAIR_WRAPPED,
                                        REPAIR_ELISION,      REPAIR_DROPPED,  REPAIR_UNSAFE,
                                        REPAIR_ADDRESS_EATEN};
  static const RepairKind guessed[] = {
      REPAIR_FOLD,         REPAIR_JOINED,           REPAIR_LINK,        REPAIR_HTML,
      REPAIR_REDACTED_AT,  REPAIR_QUOTED_PRINTABLE, REPAIR_BLANK_LINES, REPAIR_TYPOGRAPHY,
      REPAIR_ENCODED_WORD, REPAIR_NAMELESS,         REPAIR_CAPTION,     REPAIR_RTF};
  if (block->unstable || block->cut_fields.n)
    return PASTE_LOW;
  for (guint i = 0; i < G_N_ELEMENTS (doubtful); i++)
    if (block->counts[doubtful[i]])
      return PASTE_LOW;
  for (guint i = 0; i < G_N_ELEMENTS (guessed); i++)
    if (block->counts[guessed[i]])
      return PASTE_MEDIUM;
  return PASTE_HIGH;
}

/* ---- the whole --------------------------------------------------------------------------------
 */

/* The header alone is read again; the body stays as it is, byte for byte. */
static void
append_body (PasteBlock *block, Arena *arena, Span text, gsize body, guint line) {
  Span rest = span_skip (text, body);
  gsize header = block->header_len;
  char *bytes = arena_alloc (arena, header + rest.len + 1);
  memcpy (bytes, block->text.data, header);
  if (rest.len)
    memcpy (bytes + header, rest.data, rest.len);
  block->text = span_of (bytes, header + rest.len);
  /* stray lines behind the header are part of `rest`, or gone */
  Vec *entries = &block->map.entries;
  while (entries->n && vec_at (entries, SourceMapEntry, entries->n - 1)->at >= header)
    entries->n--;
  source_map_add_lines (&block->map, arena, header, rest, body, line);
}

static Span
skip_signs (Span text) {
  while (text.len && is_any_of (text.data[0], "*_ \t"))
    text = span_skip (text, 1);
  return text;
}

/* "Received: from", inside of another field: a line end is lost that could not be found again. */
static bool
hides_received (const PasteLine *line) {
  Span value = span_skip (line->bytes, line->value_at - line->start), rest = value;
  for (gssize hit; (hit = span_find (rest, SPAN ("Received"))) >= 0;) {
    bool begins = rest.data + hit > value.data && is_any_of (rest.data[hit - 1], " \t*");
    rest = span_skip (rest, (gsize)hit + 8);
    Span behind = skip_signs (rest);
    bool named = begins && behind.len && (behind.data[0] == ':' || behind.data > rest.data);
    behind = behind.len && behind.data[0] == ':' ? skip_signs (span_skip (behind, 1)) : behind;
    if (named &&
        (span_starts_with (behind, SPAN ("from ")) || span_starts_with (behind, SPAN ("by "))))
      return true;
  }
  return false;
}

/* "from A by B with …": who received the message, and a word behind it. */
static bool
names_receiver (Span received) {
  gssize by = span_find (received, SPAN ("by "));
  if (by < 0 || (by > 0 && !g_ascii_isspace (received.data[by - 1])))
    return false;
  Span rest = span_trim (span_skip (received, (gsize)by + 3));
  gsize host = 0;
  while (host < rest.len &&
         (g_ascii_isalnum (rest.data[host]) || is_any_of (rest.data[host], ".-:")))
    host++;
  Span behind = span_trim (span_skip (rest, host));
  return host > 0 && host < rest.len && g_ascii_isspace (rest.data[host]) && behind.len > 0;
}

typedef struct {
  GString *value;  /* of Received, up to a gap */
  bool gap, other; /* `other`: of a kind of field that may have swallowed a Received */
  bool received;
} TraceScan;

static void
scan_trace_line (TraceScan *scan, const PasteLine *line) {
  Span value = span_skip (line->bytes, line->value_at - line->start);
  gssize dots = span_find (value, SPAN ("..."));
  if (line->kind == LINE_FIELD) {
    scan->received = line->field->kind == FIELD_KIND_RECEIVED;
    scan->other = line->field->kind == FIELD_KIND_ADDRESS;
    g_string_truncate (scan->value, 0);
  }
  scan->gap |= hides_received (line) || (scan->other && dots >= 0);
  if (!scan->received)
    return;
  g_string_append_len (scan->value, value.data, dots < 0 ? (gssize)value.len : dots);
  g_string_append_c (scan->value, ' ');
  /* what stands before the gap is what the last receiver wrote, whatever follows */
  scan->gap |= dots >= 0 && !names_receiver (span_of (scan->value->str, scan->value->len));
  scan->received = dots < 0;
}

/* A gap in Received, or one that may have swallowed a Received, with results below it. */
static bool
has_trace_gap (const PasteBlock *block) {
  PasteLines lines = paste_lines (span_first (block->text, block->header_len));
  PasteLine line;
  g_autoptr (GString) value = g_string_new (NULL);
  TraceScan scan = {.value = value};
  while (paste_lines_next (&lines, &line)) {
    if (line.field == NULL || line.field->kind == FIELD_KIND_TEXT)
      continue;
    if (scan.gap && (line.field->kind == FIELD_KIND_RESULTS || line.field->kind == FIELD_KIND_SPF))
      return true;
    scan_trace_line (&scan, &line);
  }
  return false;
}

static bool
has_machine_words (const Plain *plain) {
  for (guint i = 0; i < plain->fields->len; i++)
    if (is_machine_written (g_array_index (plain->fields, PlainField, i).field))
      return true;
  return false;
}

/* Captions stand near the top. */
#define MENDED_BEGINNING (16 * 1024)

static void
repair_part (Span part, const PasteWords *words, Arena *arena, bool whole, Paste *ret) {
  *ret = (Paste){0};
  g_autoptr (PasteText) work = paste_text_new (arena, part, 0, 1);
  work->whole = whole;
  work->words = words;
  repair_all (work);
  Span mended = arena_dup (arena, span_first (paste_text_span (work), MENDED_BEGINNING));
  paste_split (work, &ret->blocks, &ret->blocks_cut);
  hand_out_notes (work, &ret->blocks);
  for (guint i = 0; i < ret->blocks.n; i++) {
    PasteBlock *block = vec_at (&ret->blocks, PasteBlock, i);
    /* what is told of a result may be what somebody expected, or another mail's */
    block->trace_gap |= has_trace_gap (block) || work->told;
    block->senders = vec_at (&ret->blocks, PasteBlock, 0)->counts[REPAIR_BASE64] > 0;
  }
  if (overview_tells (&work->overview))
    ret->overview = work->overview;
  ret->page_ends = work->page_ends;
  if (ret->blocks.n == 0)
    ret->mended = mended;
}

/* What of the text is read: so many bytes, so many lines. */
static Span
within_limits (Span text) {
  text = span_first (text, LIMIT_PASTE);
  char line_end = span_index (text, '\n') < 0 ? '\r' : '\n';
  gsize at = 0;
  for (guint line = 0; line < LIMIT_PASTE_LINES && at < text.len; line++) {
    gssize end = span_index (span_skip (text, at), line_end);
    at = end < 0 ? text.len : at + (gsize)end + 1;
  }
  return span_first (text, at);
}

/* The text ends inside the header, and inside a line. */
static bool
is_cut_short (Span text, const Plain *plain) {
  return plain->header_len >= text.len && text.len && text.data[text.len - 1] != '\n';
}

/* More of them above a header, and what looks like one without a Received can be the body of the
 * mail that was quoted. */
#define CAPTIONS_OF_QUOTE 2

/* The fields that mail programs show under their own names or under these. */
static bool
is_shown_field (const FieldName *field) {
  return field->id == HEADER_FROM || field->id == HEADER_TO || field->id == HEADER_SUBJECT ||
         field->id == HEADER_DATE;
}

/* A mail program's captions and, with no empty line between, results: the mail's text begins with
 * them. No server writes results below its user's captions, and one that took a mail writes
 * Received. */
static bool
begins_with_captions (Span header, const PasteWords *words) {
  PasteLines lines = paste_lines (header);
  PasteLine line;
  gssize results = -1;
  guint shown = 0;
  while (paste_lines_next (&lines, &line)) {
    if (line.kind != LINE_FIELD)
      continue;
    if (line.field->kind == FIELD_KIND_RECEIVED)
      return false;
    bool result = line.field->kind == FIELD_KIND_RESULTS || line.field->kind == FIELD_KIND_SPF;
    if (result && results < 0)
      results = (gssize)line.start;
    shown += results < 0 && is_shown_field (line.field);
  }
  guint captions =
      results > 0 && words ? captions_count (span_first (header, (gsize)results), words) : 0;
  return captions > 0 && captions + shown >= CAPTIONS_OF_QUOTE;
}

/* A whole header: only in it there may be something to mend. */
static bool
repair_header (Span text, const PasteWords *words, Arena *arena, const Plain *plain, bool quoted,
               Paste *ret) {
  Span header = span_first (text, plain->header_len);
  Span part = within_limits (header);
  repair_part (part, words, arena, !is_cut_short (text, plain), ret);
  ret->cut = part.len < header.len;
  /* the rows of an overview have the form of fields; in a server's header they are fields */
  if (has_machine_words (plain))
    ret->overview = (PasteOverview){0};
  bool gain = quoted || is_excerpt (plain) || is_gain (plain, &ret->blocks);
  if (ret->overview.line && ret->blocks.n == 0)
    return true;
  if (ret->cut || ret->blocks.n != 1 || !gain) {
    ret->blocks.n = 0;
    return false;
  }
  append_body (vec_at (&ret->blocks, PasteBlock, 0), arena, text, header.len,
               1 + lines_count (header.data, header.len));
  return true;
}

/* The damage was in the header alone if mending it alone gives the same header: then the body stays
 * as it was. */
static void
spare_body (Span text, const PasteWords *words, Arena *arena, const Plain *plain, Paste *ret) {
  Span header = span_first (text, plain->header_len);
  if (ret->blocks.n != 1 || header.len >= text.len || ret->cut)
    return;
  const PasteBlock *block = vec_at (&ret->blocks, PasteBlock, 0);
  Paste alone;
  repair_part (header, words, arena, false, &alone);
  if (alone.blocks.n != 1)
    return;
  PasteBlock *other = vec_at (&alone.blocks, PasteBlock, 0);
  if (!span_equal (span_first (block->text, block->header_len),
                   span_first (other->text, other->header_len)))
    return;
  append_body (other, arena, text, header.len, 1 + lines_count (header.data, header.len));
  ret->blocks = alone.blocks;
}

/* No program shows a message's Message-ID above it: the block is the rest of a header that was
 * torn. */
static bool
has_own_number (const PasteBlock *block) {
  PasteLines lines = paste_lines (span_first (block->text, block->header_len));
  PasteLine line;
  while (paste_lines_next (&lines, &line))
    if (line.kind == LINE_FIELD && line.field->id == HEADER_MESSAGE_ID)
      return true;
  return false;
}

static bool
has_words_of_machines (const PasteBlock *block) {
  g_auto (Plain) plain;
  plain_read (span_first (block->text, block->header_len), &plain);
  return has_machine_words (&plain) || has_own_number (block);
}

/* What somebody says of results counts where nothing else tells of one. */
static bool
tells_of_results (const Paste *paste) {
  bool evidence = paste->overview.line > 0;
  for (guint i = 0; !evidence && i < paste->blocks.n; i++)
    evidence = has_words_of_machines (vec_at (&paste->blocks, PasteBlock, i));
  return evidence;
}

static bool
has_received (const PasteBlock *block) {
  PasteLines lines = paste_lines (span_first (block->text, block->header_len));
  PasteLine line;
  while (paste_lines_next (&lines, &line))
    if (line.field && line.field->id == HEADER_RECEIVED)
      return true;
  return false;
}

/* Captions that were made fields again are of a translated header. */
static bool
may_be_quoted (const PasteBlock *block) {
  return !has_received (block) && block->counts[REPAIR_CAPTION] == 0;
}

static void
note_quoted (Paste *paste, bool quoted) {
  PasteBlock *first = paste->blocks.n ? vec_at (&paste->blocks, PasteBlock, 0) : NULL;
  if (first && may_be_quoted (first))
    first->senders |= quoted;
}

/* Everything but the look whether a second reading finds more. */
static bool
repair_once (Span text, const PasteWords *words, Arena *arena, Paste *ret) {
  g_auto (Plain) plain;
  plain_read (span_first (text, LIMIT_HEADER_BLOCK), &plain);
  Span header = span_first (text, plain.header_len);
  bool quoted = begins_with_captions (header, words);
  if (plain.whole && !another_follows (text, &plain) && !resumes_after_dots (text, &plain) &&
      !resumes_on_next_page (text, &plain)) {
    bool gain = repair_header (text, words, arena, &plain, quoted, ret);
    if (!has_machine_words (&plain) || quoted)
      ret->captioned = header;
    note_quoted (ret, quoted);
    return gain;
  }
  Span part = within_limits (text);
  repair_part (part, words, arena, false, ret);
  if (!tells_of_results (ret)) {
    ret->overview = overview_in_filter_log (part, arena);
    if (ret->overview.line == 0)
      ret->overview = overview_in_words (part, arena);
  }
  ret->cut = part.len < text.len;
  ret->captioned = part;
  if (ret->overview.line == 0 && !has_parts_left_out (&ret->blocks) &&
      !(ret->page_ends && ret->blocks.n) && !((is_excerpt (&plain) || quoted) && ret->blocks.n) &&
      !is_gain (&plain, &ret->blocks)) {
    ret->blocks.n = 0;
    return false;
  }
  spare_body (text, words, arena, &plain, ret);
  note_quoted (ret, quoted);
  return true;
}

/* Reading the block again must give the block. */
static bool
is_stable (const PasteBlock *block, const PasteWords *words) {
  g_autoptr (Arena) arena = arena_new ();
  Paste again;
  if (!repair_once (block->text, words, arena, &again))
    return true;
  return again.blocks.n == 1 &&
         span_equal (vec_at (&again.blocks, PasteBlock, 0)->text, block->text);
}

/* ---- the same header again --------------------------------------------------------------------
 */

/* "<1@a.example>" of the block's Message-ID; null without one. */
static Span
message_id_of (const PasteBlock *block) {
  PasteLines lines = paste_lines (span_first (block->text, block->header_len));
  PasteLine line;
  while (paste_lines_next (&lines, &line)) {
    gssize open =
        line.field && line.field->id == HEADER_MESSAGE_ID ? span_index (line.bytes, '<') : -1;
    gssize close = open < 0 ? -1 : span_index (span_skip (line.bytes, (gsize)open), '>');
    if (close > 1)
      return span_of (line.bytes.data + open, (gsize)close + 1);
  }
  return SPAN_NULL;
}

/* Who reports, in the topmost Authentication-Results; empty when it is not said. */
static Span
reporter_of (const Plain *plain) {
  for (guint i = 0; i < plain->fields->len; i++) {
    const PlainField *item = &g_array_index (plain->fields, PlainField, i);
    if (item->field->id != HEADER_AUTHENTICATION_RESULTS)
      continue;
    Span value = span_from_string (item->value);
    gssize end = span_index (value, ';');
    value = span_trim (end < 0 ? value : span_first (value, (gsize)end));
    return span_index (value, '=') < 0 ? value : SPAN_NULL;
  }
  return SPAN_NULL;
}

static Span
author_of (const Plain *plain) {
  for (guint i = 0; i < plain->fields->len; i++) {
    const PlainField *item = &g_array_index (plain->fields, PlainField, i);
    if (item->field->id == HEADER_FROM)
      return span_from_string (item->value);
  }
  return SPAN_NULL;
}

static bool
has_results (const Plain *plain) {
  for (guint i = 0; i < plain->fields->len; i++)
    if (g_array_index (plain->fields, PlainField, i).field->kind == FIELD_KIND_RESULTS)
      return true;
  return false;
}

/* Each field of interest that `some` has stands in `all` too. */
static bool
is_part_of (const Plain *some, const Plain *all) {
  guint counts[1024] = {0};
  if (field_names_count () > G_N_ELEMENTS (counts) || some->fields->len > all->fields->len)
    return false;
  g_autoptr (GHashTable) had = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) has = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  count_plain (all, counts, had, 1);
  count_plain (some, counts, has, 1);
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init (&iter, has);
  while (g_hash_table_iter_next (&iter, &value, NULL))
    if (!g_hash_table_contains (had, value))
      return false;
  return g_hash_table_size (has) > 0;
}

/* One message at one receiver. Two receivers of the same message are two cases. */
static bool
is_same_message (const PasteBlock *a, const Plain *plain_a, const PasteBlock *b,
                 const Plain *plain_b) {
  if (is_part_of (plain_a, plain_b) || is_part_of (plain_b, plain_a))
    return true;
  Span id = message_id_of (a), first = reporter_of (plain_a), second = reporter_of (plain_b);
  if (id.len == 0 || !span_equal (id, message_id_of (b)) ||
      !span_equal_nocase (author_of (plain_a), author_of (plain_b)))
    return false;
  return first.len == 0 || second.len == 0 || span_equal_nocase (first, second);
}

/* The first stays: what follows it can be the body of the mail, and that is its sender's. Unless it
 * says less. */
static bool
gives_way (const Plain *first, const Plain *second) {
  return (is_part_of (first, second) && !is_part_of (second, first)) ||
         (!has_results (first) && has_results (second));
}

static bool
is_repeated (const PasteBlock *block, Vec *kept, Arena *arena) {
  g_auto (Plain) plain;
  plain_read (span_first (block->text, block->header_len), &plain);
  for (guint i = 0; i < kept->n; i++) {
    PasteBlock *before = vec_at (kept, PasteBlock, i);
    g_auto (Plain) other;
    plain_read (span_first (before->text, before->header_len), &other);
    if (!is_same_message (before, &other, block, &plain))
      continue;
    if (gives_way (&other, &plain))
      *before = *block;
    add_note (before, arena, &(PasteNote){.line = before->line, .kind = REPAIR_REPEATED});
    return true;
  }
  return false;
}

static void
drop_repeated (Paste *paste, Arena *arena) {
  Vec kept = {0};
  for (guint i = 0; i < paste->blocks.n; i++) {
    const PasteBlock *block = vec_at (&paste->blocks, PasteBlock, i);
    if (!is_repeated (block, &kept, arena))
      *vec_push (arena, &kept, PasteBlock) = *block;
  }
  paste->blocks = kept;
}

/* Beside a header, what names a sender and a subject and has not a line of a server's is what a
 * program shows above it, or above another mail. */
static void
drop_captions (Paste *paste, Arena *arena) {
  Vec kept = {0};
  for (guint i = 0; i < paste->blocks.n; i++) {
    const PasteBlock *block = vec_at (&paste->blocks, PasteBlock, i);
    if (has_words_of_machines (block))
      *vec_push (arena, &kept, PasteBlock) = *block;
  }
  if (kept.n > 0)
    paste->blocks = kept;
}

bool
paste_repair (Span text, Arena *arena, Paste *ret) {
  return paste_repair_with (text, NULL, arena, ret);
}

bool
paste_repair_with (Span text, const PasteWords *words, Arena *arena, Paste *ret) {
  if (!repair_once (text, words, arena, ret))
    return false;
  if (ret->blocks.n > 1)
    drop_repeated (ret, arena);
  for (guint i = 0; i < ret->blocks.n; i++) {
    PasteBlock *block = vec_at (&ret->blocks, PasteBlock, i);
    note_garbled (block, arena);
    block->unstable = !is_stable (block, words);
    block->confidence = confidence_of (block);
  }
  return true;
}

static Span
lines_above (Span text, guint line) {
  Span rest = text, one;
  while (line-- > 1 && span_next_line (&rest, &one, NULL))
    continue;
  return span_first (text, text.len - rest.len);
}

void
paste_apply_words (Paste *paste, const PasteWords *words, Arena *arena) {
  guint repaired = captions_count (paste->mended, words);
  paste->pseudo_fields = MAX (captions_count (paste->captioned, words), repaired);
  paste->program = captions_program (paste->captioned, &words->programs);
  if (span_is_null (paste->program))
    paste->program = captions_program (paste->mended, &words->programs);
  for (guint i = 0; i < paste->blocks.n; i++) {
    PasteBlock *block = vec_at (&paste->blocks, PasteBlock, i);
    note_redactions (block, &words->redactions, arena);
    if (may_be_quoted (block))
      block->senders |=
          captions_count (lines_above (paste->captioned, block->line), words) >= CAPTIONS_OF_QUOTE;
    block->confidence = confidence_of (block);
  }
  if (paste->blocks.n > 1)
    drop_captions (paste, arena);
}

const char *
paste_confidence_word (PasteConfidence confidence) {
  static const char *const words[] = {"high", "medium", "low"};
  return words[confidence];
}

bool
paste_is_incomplete (const PasteBlock *block) {
  return block->trace_gap || block->cut_fields.n || block->counts[REPAIR_UNSAFE] ||
         block->counts[REPAIR_ELISION] || block->counts[REPAIR_DROPPED] ||
         block->counts[REPAIR_LINE_LIMIT];
}

/* Of these people want to know which. */
#define RECEIPT_VALUES 3
#define RECEIPT_VALUE_LEN 60

Span
paste_dropped_values (const PasteBlock *block, Arena *arena) {
  g_autoptr (GString) out = g_string_new (NULL);
  guint n = 0;
  for (guint i = 0; i < block->repairs.n; i++) {
    const PasteRepair *repair = vec_at (&block->repairs, PasteRepair, i);
    if (!g_str_equal (repair->kind, kinds[REPAIR_UNSAFE]) || repair->before.len == 0)
      continue;
    if (n++ == RECEIPT_VALUES)
      break;
    g_string_append (out, n == 1 ? "\"" : ", \"");
    gsize len = MIN (repair->before.len, RECEIPT_VALUE_LEN);
    while (len < repair->before.len && len > 0 && ((guchar)repair->before.data[len] & 0xC0) == 0x80)
      len--;
    bool space = false;
    for (gsize at = 0; at < len; at++) {
      bool white = g_ascii_isspace (repair->before.data[at]);
      if (!white || !space)
        g_string_append_c (out, white ? ' ' : repair->before.data[at]);
      space = white;
    }
    g_string_append (out, len < repair->before.len ? "…\"" : "\"");
  }
  if (n > RECEIPT_VALUES)
    g_string_append (out, ", …");
  return out->len ? arena_dup (arena, span_of (out->str, out->len)) : SPAN_NULL;
}
