/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/text-findings.h"
#include "base/vocabulary.h"

#define MAX_FINDINGS 12 /* unless verbose */

static bool
is_shown (const TextCase *text, const Finding *finding) {
  return text->page.options->verbose || span_is_null (finding->superseded_by);
}

static Style
severity_style (Span severity) {
  if (severity_is (severity, SEVERITY_ERROR))
    return STYLE_BAD;
  return severity_is (severity, SEVERITY_WARNING) ? STYLE_WARN : STYLE_DIM;
}

/* "dkim-unsigned (likely)  line 14" */
static Span
tag_words (TextCase *text, const Finding *finding) {
  Span tag = text_shown (text, finding->id), proof = finding->proof;
  Span line = SPAN (""), by = text_shown (text, finding->superseded_by);
  Arena *scratch = text->page.scratch;
  for (guint i = 0; i < finding->evidence.n && line.len == 0; i++)
    line = text_line (text, vec_at (&finding->evidence, Pointer, i)->line);
  if (proof.len && !finding_proof_is (proof, PROOF_PROVED))
    tag = arena_printf (scratch, "%.*s (%.*s)", SPAN_FORMAT (tag),
                        SPAN_FORMAT (page_proof (&text->page, proof)));
  if (by.len)
    tag = text_say (text, FINDING_SEE, .finding = tag, .other = by);
  if (line.len)
    tag = arena_printf (scratch, "%.*s  %.*s", SPAN_FORMAT (tag), SPAN_FORMAT (line));
  return tag;
}

/* The title, and at the right edge, or below it where there is no room, what to call it and where.
 */
static void
write_title (Page *page, Span title, Span tag) {
  guint columns = text_columns (tag);
  guint at = columns < page->width ? page->width - columns : 0;
  if (TEXT_COLUMN + text_columns (title) + 2 > at) {
    page_wrap (page, STYLE_BOLD, TEXT_COLUMN, title);
    at = TEXT_COLUMN;
  } else {
    page_put (page, STYLE_BOLD, title);
  }
  page_go_to (page, at);
  page_put (page, STYLE_DIM, tag);
  page_end_line (page);
}

static Span
pointer_words (TextCase *text, const Pointer *pointer) {
  Span line = text_line (text, pointer->line), field = text_shown (text, pointer->field);
  Span seen = line.len ? text_say (text, SEEN_IN_LINE, .field = field, .line = line)
                       : text_say (text, SEEN_IN, .field = field);
  if (!pointer->offset.set)
    return seen;
  return text_say (text, SEEN_AT_OFFSET, .sentence = seen,
                   .offset = page_number (&text->page, pointer->offset.value));
}

static void
write_pointers (TextCase *text, const Finding *finding) {
  for (guint i = 0; i < finding->evidence.n; i++) {
    page_go_to (&text->page, TEXT_COLUMN);
    page_wrap (&text->page, STYLE_DIM, TEXT_COLUMN,
               pointer_words (text, vec_at (&finding->evidence, Pointer, i)));
  }
}

/* Notes change nothing about the answer: their title is enough, unless all is asked for. */
static bool
is_brief (const TextCase *text, const Finding *finding) {
  return severity_is (finding->severity, SEVERITY_NOTE) && !text->page.options->verbose;
}

static void
write_finding (TextCase *text, const Finding *finding) {
  Page *page = &text->page;
  page_go_to (page, TEXT_INDENT + 2);
  page_put (page, severity_style (finding->severity), page_severity (page, finding->severity));
  page_go_to (page, TEXT_COLUMN);
  write_title (page, text_shown (text, finding->title), tag_words (text, finding));
  if (finding->explanation.len && !is_brief (text, finding)) {
    page_go_to (page, TEXT_COLUMN);
    page_wrap (page, STYLE_PLAIN, TEXT_COLUMN, finding->explanation);
  }
  if (page->options->verbose)
    write_pointers (text, finding);
}

/* 0 the cause, 1 what else failed, 2 notes. */
static guint
rank_in_why (const TextCase *text, const Finding *finding) {
  if (span_is_null (finding->superseded_by) &&
      span_equal (finding->id, text->mail_case->verdict.cause))
    return 0;
  return severity_is (finding->severity, SEVERITY_NOTE) ? 2 : 1;
}

void
text_findings (TextCase *text) {
  const Vec *findings = &text->mail_case->findings;
  guint count = 0, limit = text->page.options->verbose ? findings->n : MAX_FINDINGS;
  for (guint rank = 0; rank <= 2; rank++)
    for (guint i = 0; i < findings->n; i++) {
      const Finding *finding = vec_at (findings, Finding, i);
      if (!is_shown (text, finding) || rank_in_why (text, finding) != rank)
        continue;
      if (count++ == 0)
        text_label (text, rank < 2 ? WORD_LABEL_WHY : WORD_LABEL_ALSO_NOTICED);
      if (count <= limit)
        write_finding (text, finding);
    }
  if (count > limit)
    text_more (text, TEXT_INDENT + 2, count - limit);
}
