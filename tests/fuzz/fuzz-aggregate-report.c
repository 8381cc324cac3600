/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whatever the text: counts are within their limit, addresses normalised, words lower case, rows
 * are numbered; and what was mended reads without being mended again. */
#include <stdint.h>

#include "base/limits.h"
#include "headers/aggregate-report.h"
#include "syntax/ip-address.h"
#include "syntax/xml-repair.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

typedef struct {
  Arena *arena;
  guint reports;
  guint64 rows;
} Met;

static void
check_lower (Span word) {
  for (gsize i = 0; i < word.len; i++)
    g_assert_true (g_ascii_tolower (word.data[i]) == word.data[i]);
}

static bool
on_report (const AggregateReport *report, gpointer data) {
  Met *met = data;
  g_assert_cmpuint (met->reports++, ==, 0);
  g_assert_true (span_is_utf8 (report->org_name));
  g_assert_cmpuint (report->errors.n, <=, LIMIT_PROPERTIES);
  check_lower (report->policy.p);
  g_assert_true (report->begin.set || report->begin.seconds == 0);
  return true;
}

static bool
on_row (const AggregateRow *row, gpointer data) {
  Met *met = data;
  Span again;
  g_assert_cmpuint (row->number, ==, ++met->rows);
  g_assert_cmpuint (row->dkim_results.n, <=, LIMIT_RESULTS);
  g_assert_cmpuint (row->spf_results.n, <=, LIMIT_RESULTS);
  g_assert_cmpuint (row->reasons.n, <=, LIMIT_PROPERTIES);
  g_assert_true (row->count.value >= 0 && row->count.value <= LIMIT_REPORT_MESSAGES);
  check_lower (row->dkim);
  check_lower (row->disposition);
  g_assert_true (span_is_utf8 (row->header_from));
  if (!span_is_null (row->source_ip)) {
    g_assert_true (ip_address_normalize (row->source_ip, met->arena, &again));
    g_assert_true (span_equal (row->source_ip, again));
    g_assert_false (span_is_null (ip_address_network (row->source_ip, met->arena)));
  }
  return true;
}

static gint64
read_report (Span text, Defects *defects, Arena *arena) {
  Met met = {.arena = arena};
  const AggregateHandler handler = {on_report, on_row, &met, NULL};
  gint64 rows = aggregate_report_read (text, arena, &handler, defects);
  g_assert_cmpint (rows, ==, met.reports ? (gint64)met.rows : -1);
  return rows;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  static const char *const names[] = {"feedback", "record", "row", "count", NULL};
  g_autoptr (Arena) arena = arena_new ();
  Span input = span_of ((const char *)data, size);
  Defects defects;
  gsize len = 0;
  defects_init (&defects, arena);
  aggregate_report_begins (input);
  read_report (input, &defects, arena);
  g_autofree char *mended = xml_repair (input, names, "record", "row", &len);
  g_assert_true (mended == NULL || len <= 9 * size + 1024);
  return 0;
}
