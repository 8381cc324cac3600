/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/text-unbelieved.h"

#include "base/vocabulary.h"

static Span
results_words (TextCase *text, const AuthenticationResultsRecord *record) {
  Vec words = {0};
  for (guint i = 0; i < record->results.n; i++) {
    const AuthResult *result = vec_at (&record->results, AuthResult, i);
    *vec_push (text->page.scratch, &words, Span) = arena_printf (
        text->page.scratch, "%.*s=%.*s", SPAN_FORMAT (text_shown (text, result->method)),
        SPAN_FORMAT (text_shown (text, span_or (result->result, result->raw_result))));
  }
  return span_or (text_joined (text, &words, " "), text_say (text, UNBELIEVED_NO_RESULTS));
}

static void
write_unbelieved (TextCase *text, guint *count, Span line, Span what, Span reporter, Span reason) {
  Page *page = &text->page;
  if ((*count)++ == 0)
    text_label (text, WORD_LABEL_NOT_BELIEVED);
  if (*count > text_limit (text, *count))
    return;
  page_go_to (page, TEXT_INDENT + 2);
  Span who = span_or (text_shown (text, reporter), text_say (text, UNBELIEVED_NOBODY));
  Span why = text_shown (text, reason);
  Span said = text_say (text, UNBELIEVED_SAYS, .result = what, .who = who);
  if (line.len)
    said = text_say (text, UNBELIEVED_AT, .line = line, .sentence = said);
  if (why.len)
    said = text_say (text, UNBELIEVED_BECAUSE, .sentence = said, .reason = why);
  page_wrap (page, STYLE_PLAIN, TEXT_COLUMN, said);
}

#define ADD_RESULTS_OF(list, Type, method)                                                      \
  for (guint i = 0; i < (list)->n; i++) {                                                       \
    const Type *record = vec_at ((list), Type, i);                                              \
    if (record->spam_report == number && !(symbols && record->outranked == FLAG_TRUE))          \
      *vec_push (text->page.scratch, &words, Span) = arena_printf (                             \
          text->page.scratch, method "=%.*s", SPAN_FORMAT (text_shown (text, record->result))); \
  }

/* What was read in a spam filter's tests; empty when none is about authentication. Symbols stand
 * beside rspamd's own results mostly, and say the same. */
static Span
report_words (TextCase *text, guint number) {
  const Evidence *evidence = text->evidence;
  bool symbols = vec_at (&evidence->spam_reports, SpamReport, number - 1)->symbols;
  Vec words = {0};
  ADD_RESULTS_OF (&evidence->spf, SpfRecord, "spf")
  ADD_RESULTS_OF (&evidence->dkim, DkimRecord, "dkim")
  ADD_RESULTS_OF (&evidence->dmarc, DmarcRecord, "dmarc")
  return text_joined (text, &words, " ");
}

bool
text_is_of_own_field (Span source) {
  return result_source_is (source, SOURCE_RECEIVED_SPF) ||
         result_source_is (source, SOURCE_GATEWAY);
}

#define WRITE_OWN(list, Type, method)                                                          \
  for (guint i = 0; i < (list)->n; i++) {                                                      \
    const Type *record = vec_at ((list), Type, i);                                             \
    if (record->trusted != FLAG_FALSE || !text_is_of_own_field (record->source))               \
      continue;                                                                                \
    Span result = text_shown (text, span_or (record->result, record->raw_result));             \
    write_unbelieved (text, &count, text_line (text, record->line),                            \
                      arena_printf (text->page.scratch, method "=%.*s", SPAN_FORMAT (result)), \
                      record->reporter, record->trust_reason);                                 \
  }

void
text_unbelieved (TextCase *text) {
  const Evidence *evidence = text->evidence;
  guint count = 0;
  for (guint i = 0; i < evidence->authentication_results.n; i++) {
    const AuthenticationResultsRecord *record =
        vec_at (&evidence->authentication_results, AuthenticationResultsRecord, i);
    if (record->trusted == FLAG_FALSE)
      write_unbelieved (text, &count, text_line (text, record->line), results_words (text, record),
                        span_or (record->reporter, record->authserv_id), record->trust_reason);
  }
  WRITE_OWN (&evidence->spf, SpfRecord, "spf")
  WRITE_OWN (&evidence->dkim, DkimRecord, "dkim")
  WRITE_OWN (&evidence->dmarc, DmarcRecord, "dmarc")
  for (guint i = 0; i < evidence->spam_reports.n; i++) {
    const SpamReport *report = vec_at (&evidence->spam_reports, SpamReport, i);
    Span words = report->trusted == FLAG_FALSE ? report_words (text, i + 1) : SPAN_NULL;
    if (words.len)
      write_unbelieved (text, &count, text_line (text, report->line), words,
                        span_or (report->reporter, report->field), report->trust_reason);
  }
  if (count > text_limit (text, count))
    text_more (text, TEXT_INDENT + 2, count - text_limit (text, count));
}
