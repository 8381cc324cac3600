/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The answer for people: one line to say it, a table to see it, then why and what to do. */
#include "base/vocabulary.h"
#include "report/text-evidence.h"
#include "report/text-findings.h"
#include "report/text-fixes.h"
#include "report/text-requirements.h"
#include "report/text-table.h"
#include "report/text-unbelieved.h"

#define SENTENCE 6 /* column of the answer */

static Span
defects_words (Page *page, guint n) {
  Span count = page_number (page, n);
  if (page->options->verbose)
    return n == 1 ? page_say (page, MALFORMED_ONE_SHOWN, .count = count)
                  : page_say (page, MALFORMED_SEVERAL_SHOWN, .count = count);
  return n == 1 ? page_say (page, MALFORMED_ONE, .count = count)
                : page_say (page, MALFORMED_SEVERAL, .count = count);
}

static void
write_defects (TextCase *text) {
  Page *page = &text->page;
  const Vec *defects = &text->mail_case->evidence.defects;
  if (defects->n == 0)
    return;
  page_end_line (page);
  page_go_to (page, TEXT_INDENT);
  page_wrap (page, STYLE_PLAIN, TEXT_INDENT, defects_words (page, defects->n));
  for (guint i = 0; page->options->verbose && i < defects->n; i++) {
    const Defect *defect = vec_at (defects, Defect, i);
    page_go_to (page, TEXT_INDENT + 2);
    page_put (page, STYLE_PLAIN, text_line (text, defect->line));
    page_go_to (page, TEXT_INDENT + 13);
    page_wrap (page, STYLE_PLAIN, TEXT_INDENT + 13,
               arena_printf (page->scratch, "%.*s  %.*s",
                             SPAN_FORMAT (text_shown (text, defect->code)),
                             SPAN_FORMAT (text_shown (text, defect->text))));
  }
}

static void
write_source (TextCase *text) {
  Page *page = &text->page;
  bool quiet = page->options->quiet;
  const Source *source = &text->mail_case->evidence.source;
  page_put (page, STYLE_BOLD, text_shown (text, span_or (source->name, SPAN ("-"))));
  Span number = page_number (page, source->sequence.value);
  if (source->sequence.set)
    page_put (page, STYLE_BOLD,
              quiet ? arena_printf (page->scratch, ":%.*s", SPAN_FORMAT (number))
                    : page_say (page, MESSAGE_NUMBER, .count = number));
  page_put (page, STYLE_BOLD, quiet ? SPAN (": ") : SPAN (""));
}

/* What happened and who acts; below it the same for those who know the terms. */
static void
write_verdict_line (TextCase *text) {
  Page *page = &text->page;
  const Verdict *verdict = &text->mail_case->verdict;
  if (refusal_class_is (verdict->class, CLASS_REFUSED))
    page_put (page, STYLE_WARN, page_word (page, WORD_STATUS_REFUSED));
  else
    page_put_status (page, verdict->status);
  page_put_string (page, STYLE_PLAIN, page->options->quiet ? "  " : " ");
  if (page->options->quiet) {
    page_put (page, STYLE_PLAIN,
              text_escaped (page->scratch, span_or (verdict->headline, verdict->sentence),
                            page->options->utf8, 1024));
    page_end_line (page);
    return;
  }
  if (verdict->headline.len) {
    page_go_to (page, SENTENCE);
    page_wrap (page, STYLE_BOLD, SENTENCE, span_first (verdict->headline, 1024));
  }
  page_go_to (page, SENTENCE);
  page_wrap (page, STYLE_PLAIN, SENTENCE, span_first (verdict->sentence, 1024));
}

static void
write_case (Sink *sink, const ReportOptions *options, const Case *mail_case) {
  g_autoptr (Arena) scratch = arena_new ();
  Page page;
  page_init (&page, sink, options, scratch);
  TextCase text = text_of (page, mail_case);
  if (options->several) {
    write_source (&text);
    if (!options->quiet)
      page_end_line (&text.page);
  }
  write_verdict_line (&text);
  if (options->quiet)
    return;
  page_end_line (&text.page);
  text_table (&text);
  text_unbelieved (&text);
  text_findings (&text);
  text_fixes (&text);
  text_requirements (&text);
  write_defects (&text);
  if (options->verbose) {
    text_label (&text, WORD_LABEL_EVIDENCE);
    text_evidence (&text.page, TEXT_INDENT + 2, mail_case);
  }
  if (options->several)
    page_end_line (&text.page);
}

const Reporter reporter_text = {
    .name = "text",
    .begin = reporter_nothing,
    .write_case = write_case,
    .end = reporter_nothing,
};
