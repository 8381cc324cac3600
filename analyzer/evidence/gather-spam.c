/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What spam filters leave behind. What their tests mean of SPF, DKIM and DMARC is said by readings.
 */
#include "evidence/gather-private.h"

#include "headers/spam-status.h"

static bool
is_of_one_field (const SpamReport *report) {
  return report->earlier_hop || report->symbols;
}

/* The report of which the field before was a part: SpamAssassin writes its fields one below the
 * other, in an order of the site's choice. */
static SpamReport *
report_before (Gather *gather) {
  const Vec *list = &gather->evidence->spam_reports;
  guint n = list->n;
  while (n > 0 && is_of_one_field (vec_at (list, SpamReport, n - 1)))
    n--;
  if (n == 0)
    return NULL;
  SpamReport *report = vec_at (list, SpamReport, n - 1);
  for (guint i = report->last_index + 1; i < gather->field->index; i++)
    if (!span_starts_with_nocase (vec_at (&gather->message->fields, Field, i)->name,
                                  SPAN ("X-Spam")))
      return NULL;
  return report;
}

static void
read_tests (Gather *gather, SpamReport *report) {
  Vec tests = {0};
  Span value = gather_parseable_value (gather);
  if (gather->header == HEADER_X_SPAM_REPORT)
    spam_report_parse (value, gather->arena, &tests);
  else
    spam_status_parse (value, gather->arena, &tests, gather->defects);
  if (tests.n == 0)
    return;
  report->tests = tests;
  report->field = gather->field->name;
  report->place = place_of_field (gather->field);
}

void
gather_spam_report (Gather *gather) {
  Vec *list = &gather->evidence->spam_reports;
  SpamReport *report = report_before (gather);
  if (report == NULL) {
    if (!gather_may_add (gather, list, "spam_reports"))
      return;
    report = vec_push (gather->arena, list, SpamReport);
  }
  report->last_index = gather->field->index;
  if (gather->header != HEADER_X_SPAM_CHECKER_VERSION) {
    if (report->tests.n == 0)
      read_tests (gather, report);
  } else if (span_is_null (report->host)) {
    report->host = plain_text (gather, spam_checker_host (gather->field->value));
    report->reporter = report->host;
  }
}

static SpamReport *
add_report (Gather *gather, Vec tests) {
  Vec *list = &gather->evidence->spam_reports;
  if (tests.n == 0 || !gather_may_add (gather, list, "spam_reports"))
    return NULL;
  SpamReport *report = vec_push (gather->arena, list, SpamReport);
  report->tests = tests;
  report->field = gather->field->name;
  report->place = place_of_field (gather->field);
  report->last_index = gather->field->index;
  return report;
}

void
gather_gateway_tests (Gather *gather) {
  Vec tests = {0};
  spam_tests_parse (gather_parseable_value (gather), gather->arena, &tests, gather->defects);
  SpamReport *report = add_report (gather, tests);
  if (report)
    report->earlier_hop = true;
}

void
gather_filter_symbols (Gather *gather) {
  Vec tests = {0};
  spam_symbols_parse (gather_parseable_value (gather), gather->arena, &tests);
  SpamReport *report = add_report (gather, tests);
  if (report)
    report->symbols = true;
}

void
gather_drop_empty_spam_reports (Evidence *evidence) {
  Vec *list = &evidence->spam_reports;
  guint kept = 0;
  for (guint i = 0; i < list->n; i++) {
    SpamReport *report = vec_at (list, SpamReport, i);
    if (report->tests.n)
      *vec_at (list, SpamReport, kept++) = *report;
  }
  list->n = kept;
}
