/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "paste/paste-split.h"

#include "base/limits.h"
#include "paste/repair.h"

/* Lines of one header without a blank line in it. */
typedef struct {
  gsize start, end; /* `end` is behind the last field's last line */
  guint known;
  guint evidence; /* besides From and Return-Path */
  bool trace, author, from, mime, results;
  bool delivered; /* begins with the field the last of all receivers puts on top (RFC 5321 §4.4) */
} Run;

typedef struct {
  gsize body_start;
  Run all;  /* what the runs hold together */
  Vec runs; /* of Run */
  Span title;
  bool *seen; /* by dictionary index, fields that may stand once */
  bool lines_left_out;
  bool ends_with_from;
  Behind behind; /* of a whole message above */
  Span author;   /* domain in From, as written */
  bool torn;     /* who received the message, or its author, may stand in what was parted from it */
} Draft;

typedef struct {
  PasteText *text;
  Span in;
  Vec drafts; /* of Draft */
  bool cut;
  bool words_first; /* somebody's words stand before the first header */
} Split;

static gsize
field_index (const FieldName *field) {
  return (gsize)(field - field_names_nth (0));
}

static void
run_add (Run *run, const FieldName *field) {
  if (field->name[0] == '\0')
    return;
  run->delivered |= run->known == 0 && field->id == HEADER_RETURN_PATH;
  run->known++;
  run->evidence += field->evidence && field->kind != FIELD_KIND_ADDRESS;
  run->trace |= field->trace;
  run->from |= field->id == HEADER_FROM;
  run->results |= field->kind == FIELD_KIND_RESULTS;
  run->author |= field->single && !field->trace;
  run->mime |= field->id == HEADER_MIME_VERSION || field->id == HEADER_CONTENT_TYPE;
}

/* From and two more, or anything a receiver or signer wrote. */
static bool
is_header (const Run *run) {
  return run->evidence > 0 || (run->from && run->known >= 3);
}

/* More lines in a row that are no fields are chat between two headers. */
#define RUN_STRAY_LINES 1

/* The line with which the run began, and an author since: another copy of it begins. */
static bool
begins_again (const Run *run, const PasteLine *first, const PasteLine *line) {
  if (!run->from || line->kind != LINE_FIELD || first->kind != LINE_FIELD ||
      line->field != first->field)
    return false;
  gsize len = MIN (first->bytes.len, line->bytes.len);
  return len >= 12 && span_equal (span_first (first->bytes, len), span_first (line->bytes, len));
}

/* Behind a line of words, a whole message above it: what the last of all receivers, or any, puts on
 * top of a message. */
static bool
begins_next (const Run *run, guint strays, const PasteLine *line) {
  return strays > 0 && run->from && run->mime && run->trace && line->kind == LINE_FIELD &&
         (line->field->id == HEADER_RECEIVED ||
          span_starts_with_nocase (line->bytes, SPAN ("Delivered-To:")) ||
          span_starts_with_nocase (line->bytes, SPAN ("Return-Path:")));
}

/* Reads a run from its first line on; `lines` stands behind that line, and behind the run's last
 * line afterwards. */
static Run
read_run (PasteLines *lines, PasteLine line) {
  const PasteLine first = line;
  Run run = {.start = line.start, .end = line.next};
  guint strays = 0;
  do {
    if (line.kind == LINE_BLANK)
      break;
    if (begins_again (&run, &first, &line) || begins_next (&run, strays, &line))
      break;
    if (line.kind == LINE_FIELD) {
      run_add (&run, line.field);
      strays = 0;
    }
    strays += line.kind == LINE_OTHER;
    if (strays > RUN_STRAY_LINES)
      break;
    if ((line.kind == LINE_FIELD || line.kind == LINE_FOLD) && strays == 0)
      run.end = line.next;
  } while (paste_lines_next (lines, &line));
  lines->at = run.end;
  lines->field = NULL;
  return run;
}

/* What stands between two runs; words are chat with blank lines around it. */
typedef enum { GAP_BLANK, GAP_ELISION, GAP_CHAT, GAP_WORDS } Gap;

/* A field that stands once in a message stands in both. */
static bool
repeats_field (const Draft *draft, Span in, const Run *run) {
  PasteLines lines = paste_lines (span_first (in, run->end));
  PasteLine line;
  lines.at = run->start;
  while (paste_lines_next (&lines, &line))
    if (line.kind == LINE_FIELD && line.field->single && draft->seen[field_index (line.field)])
      return true;
  return false;
}

/* Two headers that may be one: the results of the second may be somebody's who only passed the
 * message on, and a second author speaks against the first. */
static void
mark_torn (Draft *last, Draft *next, const Run *run, Gap gap) {
  next->torn |= gap != GAP_WORDS && !last->all.from && last->all.evidence > 0 && !run->delivered;
  last->torn |= gap < GAP_CHAT && run->from && last->all.from && !run->trace && run->evidence == 0;
}

/* Two pieces of one header, or two headers? When in doubt two: what one message's receiver said
 * must not speak for another message. */
static bool
belongs_to (const Draft *draft, Span in, const Run *run, Gap gap) {
  if (gap >= GAP_CHAT || repeats_field (draft, in, run))
    return false;
  if (gap == GAP_ELISION)
    return true;
  if (draft->all.mime || (run->results && draft->all.results))
    return false;
  return !run->trace || !draft->all.author;
}

static Span
domain_in (Span from) {
  gssize at = span_last_index (from, '@');
  gsize end = 0;
  from = at < 0 ? SPAN_NULL : span_skip (from, (gsize)at + 1);
  while (end < from.len && (g_ascii_isalnum (from.data[end]) || is_any_of (from.data[end], ".-_")))
    end++;
  return span_first (from, end);
}

static void
draft_add (Draft *draft, PasteText *text, Span in, const Run *run) {
  *vec_push (text->arena, &draft->runs, Run) = *run;
  draft->all.known += run->known;
  draft->all.evidence += run->evidence;
  draft->all.trace |= run->trace;
  draft->all.author |= run->author;
  draft->all.from |= run->from;
  draft->all.mime |= run->mime;
  draft->all.results |= run->results;
  draft->body_start = run->end;
  PasteLines lines = paste_lines (span_first (in, run->end));
  PasteLine line;
  lines.at = run->start;
  /* each line is of a field, a fold too: that is where a long name's address stands */
  while (paste_lines_next (&lines, &line)) {
    draft->ends_with_from = line.field->id == HEADER_FROM;
    if (draft->ends_with_from && span_is_null (draft->author))
      draft->author = domain_in (line.bytes);
    if (line.field->single)
      draft->seen[field_index (line.field)] = true;
  }
}

/* The text begins with what a receiver wrote on top of a message, and ends there, or names nobody
 * in From: an empty line may be the first that its author sent, and what follows all his. */
static bool
is_top_alone (const Split *split, const Draft *first) {
  return !split->words_first && first->all.trace && span_is_empty (first->author);
}

/* A whole message stands above: what follows its header may be its text, where its author could put
 * a header of his own. Two headers of one author that somebody collected look the same, but for
 * words before the first. */
static Behind
behind_message (const Split *split, const Draft *draft) {
  Behind behind = BEHIND_NOTHING;
  bool bare_results = draft->all.results && !draft->all.from && !draft->all.author;
  for (guint i = 0; i < split->drafts.n; i++) {
    const Draft *above = vec_at (&split->drafts, Draft, i);
    if (above == draft)
      break;
    /* a few fields of a mail that is quoted, and results in what may be its text */
    if (bare_results && above->all.from && !above->all.trace)
      return BEHIND_OWN_TEXT;
    if (i == 0 && draft->all.trace && is_top_alone (split, above))
      return BEHIND_OWN_TEXT;
    if (!above->all.from || !above->all.trace || !above->all.author)
      continue;
    behind = MAX (behind, BEHIND_MESSAGE);
    if (span_equal_nocase (above->author, draft->author))
      behind = split->words_first ? BEHIND_SAME_AUTHOR : BEHIND_OWN_TEXT;
  }
  return behind;
}

static Draft *
last_draft (Split *split) {
  return split->drafts.n ? vec_at (&split->drafts, Draft, split->drafts.n - 1) : NULL;
}

/* A piece that is no header by itself makes room for the next. */
static Draft *
new_draft (Split *split, Span title) {
  Draft *last = last_draft (split);
  if (last && !is_header (&last->all)) {
    memset (last->seen, 0, field_names_count () * sizeof (bool));
    *last = (Draft){.seen = last->seen, .title = title};
    return last;
  }
  if (split->drafts.n >= LIMIT_PASTE_BLOCKS) {
    split->cut = true;
    return NULL;
  }
  Draft *draft = vec_push (split->text->arena, &split->drafts, Draft);
  draft->seen = arena_alloc (split->text->arena, field_names_count () * sizeof (bool));
  draft->title = title;
  return draft;
}

/* The boundary the run's Content-Type names; null without one (RFC 2046 §5.1.1). */
static Span
boundary_of (Span in, const Run *run) {
  PasteLines lines = paste_lines (span_first (in, run->end));
  PasteLine line;
  lines.at = run->start;
  while (paste_lines_next (&lines, &line)) {
    if (line.field == NULL || line.field->id != HEADER_CONTENT_TYPE)
      continue;
    gssize hit = span_find_nocase (line.bytes, SPAN ("boundary="));
    if (hit < 0)
      continue;
    Span value = span_skip (line.bytes, (gsize)hit + 9);
    char quote = value.len && value.data[0] == '"' ? '"' : ';';
    if (quote == '"')
      value = span_skip (value, 1);
    gssize end = span_index (value, quote);
    value = span_trim (end < 0 ? value : span_first (value, (gsize)end));
    return value.len >= 1 && value.len <= 200 ? value : SPAN_NULL;
  }
  return SPAN_NULL;
}

static bool
is_boundary (Span line, Span boundary) {
  return span_starts_with (line, SPAN ("--")) && span_starts_with (span_skip (line, 2), boundary);
}

/* What stands between a multipart's boundaries is its own: headers in there are of its parts. */
static void
skip_parts (PasteLines *lines, Span boundary) {
  PasteLine line;
  while (paste_lines_next (lines, &line)) {
    if (!is_boundary (line.bytes, boundary))
      continue;
    Span tail = span_skip (line.bytes, 2 + boundary.len);
    if (span_starts_with (tail, SPAN ("--")))
      return;
  }
}

/* Chat, and not a line that a header lost. */
static bool
has_words_only (Span line) {
  line = span_trim (line);
  for (gsize i = 0; i < line.len; i++)
    if (is_any_of (line.data[i], "=;@<>"))
      return false;
  return span_find (line, SPAN (": ")) < 0;
}

static void
find_drafts (Split *split) {
  PasteLines lines = paste_lines (split->in);
  PasteLine line;
  Gap gap = GAP_CHAT;
  bool parted = true; /* a blank line stands above what is between */
  bool words = true;  /* and it is no piece of a value */
  Span title = SPAN_NULL, boundary = SPAN_NULL;
  while (paste_lines_next (&lines, &line)) {
    if (line.kind == LINE_BLANK) {
      gap = gap == GAP_CHAT && parted && words ? GAP_WORDS : gap;
      parted = parted || gap < GAP_CHAT;
      continue;
    }
    parted = parted && line.kind != LINE_FIELD;
    if (line.kind == LINE_ELISION) {
      gap = MAX (gap, GAP_ELISION);
      continue;
    }
    if (line.kind != LINE_FIELD) {
      split->words_first |= split->drafts.n == 0;
      words = has_words_only (line.bytes) && (words || gap < GAP_CHAT);
      gap =
          words && (gap == GAP_WORDS || paste_line_is_heading (line.bytes)) ? GAP_WORDS : GAP_CHAT;
      title = line.bytes;
      if (boundary.len && is_boundary (line.bytes, boundary)) {
        skip_parts (&lines, boundary);
        lines.field = NULL;
        boundary = SPAN_NULL;
      }
      continue;
    }
    Run run = read_run (&lines, line);
    Draft *draft = last_draft (split);
    if (draft == NULL || !belongs_to (draft, split->in, &run, gap)) {
      /* words of one line are no header, so no new block either */
      bool piece = run.evidence > 0 || run.from || run.known >= 2;
      draft = piece ? new_draft (split, title) : NULL;
      if (draft && split->drafts.n > 1)
        mark_torn (draft - 1, draft, &run, gap);
    }
    if (draft) {
      draft_add (draft, split->text, split->in, &run);
      boundary = boundary_of (split->in, &run);
    }
    gap = draft ? GAP_BLANK : GAP_CHAT;
    title = SPAN_NULL;
  }
  if (split->drafts.n && !is_header (&last_draft (split)->all))
    split->drafts.n--;
}

static bool
is_fold_next (PasteLines lines) {
  PasteLine next;
  return paste_lines_next (&lines, &next) && next.kind == LINE_FOLD;
}

/* Keeps fields and folds; a line that is neither goes, and with it the folds that may be its own.
 * True when there was one. An unreadable one may have been the line that says who received the
 * message, when results stand below: `*torn`. */
static bool
keep_run (Rewrite *rewrite, const Run *run, bool *lost, bool *torn) {
  PasteLines lines = paste_lines (span_first (rewrite->in, run->end));
  PasteLine line;
  bool dropping = false, dropped = false;
  lines.at = run->start;
  rewrite_drop (rewrite, run->start);
  while (paste_lines_next (&lines, &line)) {
    dropping = line.kind == LINE_OTHER || (dropping && line.kind != LINE_FIELD);
    bool dots = line.kind == LINE_ELISION && !is_wsp (line.bytes.data[0]);
    dropped |= dropping || dots;
    *lost |= dropping;
    *torn |= *lost && line.kind == LINE_FIELD &&
             (line.field->kind == FIELD_KIND_RESULTS || line.field->kind == FIELD_KIND_SPF);
    if (dots && !dropping && is_fold_next (lines)) {
      /* a gap inside a value stays one: what stands around it must not grow together */
      rewrite_note_each (rewrite, REPAIR_ELISION, line.bytes, SPAN_NULL);
      rewrite_put (rewrite, SPAN (" "));
      rewrite_keep (rewrite, line.next);
    } else if (dropping || dots) {
      rewrite_note_each (rewrite, line.kind == LINE_ELISION ? REPAIR_ELISION : REPAIR_DROPPED,
                         line.bytes, SPAN_NULL);
      rewrite_drop (rewrite, line.next);
    } else {
      rewrite_keep (rewrite, line.end);
      if (line.next == line.end)
        rewrite_put (rewrite, SPAN ("\n"));
      rewrite_keep (rewrite, line.next);
    }
  }
  return dropped;
}

static gsize
skip_blank_lines (Span in, gsize at, gsize end) {
  PasteLines lines = paste_lines (span_first (in, end));
  PasteLine line;
  lines.at = at;
  while (paste_lines_next (&lines, &line))
    if (!paste_line_is_blank (line.bytes))
      return line.start;
  return end;
}

/* Dots on a line of their own between fields, before the first or behind the last. */
static bool
note_lines_left_out (Rewrite *rewrite, gsize from, gsize until, bool behind) {
  PasteLines lines = paste_lines (span_first (rewrite->in, until));
  PasteLine line;
  guint n = 0;
  guint source_line = 0;
  lines.at = from;
  while (paste_lines_next (&lines, &line)) {
    lines.field = NULL;
    bool dots = paste_line_is_elision (line.bytes);
    if (!dots && !paste_line_is_blank (line.bytes)) {
      if (behind)
        break;
      n = 0;
    }
    if (dots && n++ == 0)
      source_line = paste_text_source (rewrite->text, line.start).source_line;
  }
  if (n == 0)
    return false;
  paste_text_note (rewrite->text, REPAIR_ELISION, source_line, SPAN ("..."), SPAN_NULL);
  return rewrite->changed = true;
}

static void
keep_draft (Rewrite *rewrite, Draft *draft, gsize end, gsize *ret_header_end) {
  bool lost = false;
  for (guint i = 0; i < draft->runs.n; i++) {
    const Run *run = vec_at (&draft->runs, Run, i);
    draft->lines_left_out |= note_lines_left_out (rewrite, rewrite->at, run->start, false);
    draft->lines_left_out |= keep_run (rewrite, run, &lost, &draft->torn);
  }
  *ret_header_end = rewrite->out->len;
  draft->lines_left_out |= note_lines_left_out (rewrite, draft->body_start, end, true);
  gsize body = skip_blank_lines (rewrite->in, draft->body_start, end);
  draft->ends_with_from &= body >= end || body == draft->body_start;
  if (body >= end)
    return;
  /* the blank line itself, where there is one */
  if (body > draft->body_start) {
    rewrite_drop (rewrite, body - 1);
  } else {
    rewrite_put (rewrite, SPAN ("\n"));
  }
  rewrite_keep (rewrite, end);
  if (rewrite->in.data[end - 1] != '\n')
    rewrite_put (rewrite, SPAN ("\n"));
}

static void
add_cut (PasteBlock *block, Arena *arena, const FieldName *field, gsize at) {
  if (field->name[0] == '\0' || block->cut_fields.n >= LIMIT_PASTE_REPAIRS)
    return;
  *vec_push (arena, &block->cut_fields, PasteCut) = (PasteCut){span_from_string (field->name), at};
}

/* Its last tag is b=, and no key makes a signature of that length (RFC 8301 §3.2, RFC 8463 §3). */
static bool
is_cut_signature (const FieldName *field, Span value) {
  gssize last = field->kind == FIELD_KIND_TAGS ? span_last_index (value, ';') : -1;
  Span tag = last < 0 ? SPAN_NULL : span_trim (span_skip (value, (gsize)last + 1));
  if (!span_starts_with (tag, SPAN ("b=")))
    return false;
  gsize letters = 0, padding = 0;
  for (gsize i = 2; i < tag.len; i++) {
    padding += tag.data[i] == '=';
    letters += !g_ascii_isspace (tag.data[i]);
  }
  gsize bytes = letters / 4 * 3 - padding;
  return letters % 4 != 0 || padding > 2 || bytes < 64 || bytes % 32 != 0;
}

/* A paste is cut at its end, and a field in the middle may be. */
static void
find_cut_fields (PasteBlock *block, Arena *arena) {
  Span header = span_first (block->text, block->header_len);
  PasteLines lines = paste_lines (header);
  PasteLine line;
  const FieldName *field = NULL;
  gsize start = 0, value = 0;
  while (paste_lines_next (&lines, &line)) {
    if (line.kind != LINE_FIELD)
      continue;
    if (field && repair_is_truncated (field, span_of (header.data + value, line.start - value)))
      add_cut (block, arena, field, start);
    field = line.field;
    start = line.start;
    value = line.value_at;
  }
  Span last = span_skip (header, value);
  if (field && (repair_is_truncated (field, last) || is_cut_signature (field, last))) {
    add_cut (block, arena, field, start);
    block->fields_gap = true;
  }
}

/* A line of words; a table's frame is none, nor are the names of its columns. */
static Span
title_text (Arena *arena, Span line) {
  Span whole = span_trim (line);
  if (span_starts_with (whole, SPAN ("|")))
    return SPAN_NULL;
  line = span_first (whole, LIMIT_PASTE_EXCERPT);
  while (line.len && line.len < whole.len && ((guchar)whole.data[line.len] & 0xC0) == 0x80)
    line.len--;
  Span copy = arena_dup (arena, line);
  guint letters = 0;
  for (gsize i = 0; i < copy.len; i++) {
    letters += g_ascii_isalpha (copy.data[i]) != 0;
    if (copy.data[i] == '\t')
      ((char *)copy.data)[i] = ' ';
  }
  return letters >= 3 ? copy : SPAN_NULL;
}

typedef struct {
  gsize start, header_end, end;
} Place;

void
paste_split (PasteText *text, Vec *ret_blocks, bool *ret_cut) {
  Split split = {.text = text, .in = paste_text_span (text)};
  find_drafts (&split);
  guint n = split.drafts.n;
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  Place *places = arena_alloc (text->arena, (n + 1) * sizeof (Place));
  for (guint i = 0; i < n; i++) {
    Draft *draft = vec_at (&split.drafts, Draft, i);
    gsize end = split.in.len;
    if (i + 1 < n)
      end = vec_at (&vec_at (&split.drafts, Draft, i + 1)->runs, Run, 0)->start;
    draft->title = title_text (text->arena, draft->title);
    draft->behind = behind_message (&split, draft);
    places[i].start = rewrite.out->len;
    keep_draft (&rewrite, draft, end, &places[i].header_end);
    places[i].end = rewrite.out->len;
  }
  rewrite_drop (&rewrite, split.in.len);
  rewrite_end (&rewrite);
  for (guint i = 0; i < n; i++) {
    PasteBlock *block = vec_push (text->arena, ret_blocks, PasteBlock);
    Span all = span_of (text->bytes->str + places[i].start, places[i].end - places[i].start);
    block->text = arena_dup (text->arena, all);
    block->header_len = places[i].header_end - places[i].start;
    block->title = vec_at (&split.drafts, Draft, i)->title;
    block->behind = vec_at (&split.drafts, Draft, i)->behind;
    block->fields_gap = vec_at (&split.drafts, Draft, i)->lines_left_out ||
                        !vec_at (&split.drafts, Draft, i)->all.from;
    block->trace_gap = vec_at (&split.drafts, Draft, i)->torn;
    block->author_open = vec_at (&split.drafts, Draft, i)->ends_with_from;
    block->line = paste_text_source (text, places[i].start).source_line;
    find_cut_fields (block, text->arena);
    paste_text_map (text, places[i].start, places[i].end, &block->map);
  }
  *ret_cut = split.cut;
}
