/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "summary/summary-rows.h"

#include "base/limits.h"
#include "base/vocabulary.h"
#include "evidence/alignment.h"
#include "syntax/date.h"
#include "syntax/domain.h"

/* ---- reports ----------------------------------------------------------------------------------
 */

void
summary_free_report (gpointer data) {
  SummaryReport *report = data;
  g_free (report->key);
  summary_free (report->counts);
  g_free (report);
}

static SummaryReport *
new_report (char *key, bool believed, Summary *counts) {
  SummaryReport *report = g_new0 (SummaryReport, 1);
  report->key = key;
  report->believed = believed;
  report->counts = counts;
  return report;
}

/* Beyond the bound a report is counted with the messages, and no longer known by its key. */
static bool
has_room (const Summary *summary) {
  return summary->aggregates == NULL || g_hash_table_size (summary->aggregates) < LIMIT_TALLY;
}

static void
add_report (Summary *summary, SummaryReport *report) {
  if (summary->aggregates == NULL)
    summary->aggregates =
        g_hash_table_new_full (g_str_hash, g_str_equal, NULL, summary_free_report);
  g_hash_table_insert (summary->aggregates, report->key, report);
}

static bool
has_report (const Summary *summary, const char *key) {
  return summary->aggregates && g_hash_table_contains (summary->aggregates, key);
}

/* What a stranger sends in a reporter's name never stands in for the reporter's own. */
static char *
report_key (Span key, bool believed) {
  g_autofree char *text = g_utf8_make_valid (key.data, (gssize)MIN (key.len, LIMIT_DIAGNOSTIC));
  return g_strconcat (believed ? "" : "?", text, NULL);
}

bool
summary_begin_report (Summary *summary, Span key, bool believed) {
  g_autofree char *text = report_key (key, believed);
  summary->open = NULL;
  if (has_report (summary, text)) {
    summary->duplicates++;
    return false;
  }
  if (!has_room (summary))
    return true;
  summary->open = new_report (g_steal_pointer (&text), believed, summary_new ());
  add_report (summary, summary->open);
  return true;
}

bool
summary_has_reports (const Summary *summary) {
  return summary->rows > 0 || (summary->aggregates && g_hash_table_size (summary->aggregates) > 0);
}

static int
by_key (gconstpointer a, gconstpointer b) {
  const SummaryReport *x = *(SummaryReport *const *)a, *y = *(SummaryReport *const *)b;
  return g_strcmp0 (x->key, y->key);
}

GPtrArray *
summary_sorted_reports (const Summary *summary) {
  GPtrArray *array = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer report;
  if (summary->aggregates == NULL)
    return array;
  g_hash_table_iter_init (&iter, summary->aggregates);
  while (g_hash_table_iter_next (&iter, NULL, &report))
    g_ptr_array_add (array, report);
  g_ptr_array_sort (array, by_key);
  return array;
}

void
summary_merge_reports (Summary *into, const Summary *from) {
  g_autoptr (GPtrArray) reports = summary_sorted_reports (from);
  for (guint i = 0; i < reports->len; i++) {
    const SummaryReport *report = g_ptr_array_index (reports, i);
    if (has_report (into, report->key)) {
      into->duplicates++;
      continue;
    }
    if (!has_room (into)) {
      if (report->believed)
        summary_merge (into, report->counts);
      continue;
    }
    Summary *counts = summary_new ();
    summary_merge (counts, report->counts);
    add_report (into, new_report (g_strdup (report->key), report->believed, counts));
  }
}

/* Its rows are messages in the totals. */
static bool
is_counted (const SummaryReport *report) {
  return report->believed && !g_str_has_prefix (report->key, "TLS\n");
}

Summary *
summary_whole (const Summary *summary) {
  Summary *whole = summary_new ();
  g_autoptr (GPtrArray) reports = summary_sorted_reports (summary);
  summary_merge (whole, summary);
  for (guint i = 0; i < reports->len; i++) {
    const SummaryReport *report = g_ptr_array_index (reports, i);
    if (!report->believed)
      continue;
    summary_merge (whole, report->counts);
    g_hash_table_remove (whole->aggregates, report->key);
  }
  whole->n_reports = 0;
  for (guint i = 0; i < reports->len; i++)
    whole->n_reports += is_counted (g_ptr_array_index (reports, i));
  return whole;
}

/* ---- where a row's messages came from ---------------------------------------------------------
 */

static Span
organization (Span domain, Arena *arena) {
  return domain_organizational (domain, arena);
}

static bool
is_foreign (Span domain, Span alignment) {
  return !span_is_null (domain) && alignment_is (alignment, ALIGNMENT_NONE);
}

/* The first that passed for another domain, else the first of another domain at all. */
static Span
foreign_domain (const Evidence *evidence, bool passed) {
  for (guint i = 0; i < evidence->spf.n; i++) {
    const SpfRecord *spf = vec_at (&evidence->spf, SpfRecord, i);
    if (is_foreign (spf->domain, spf->alignment) && !identity_is (spf->identity, IDENTITY_HELO) &&
        (!passed || result_is (spf->result, RESULT_PASS)))
      return spf->domain;
  }
  for (guint i = 0; i < evidence->dkim.n; i++) {
    const DkimRecord *dkim = vec_at (&evidence->dkim, DkimRecord, i);
    if (is_foreign (dkim->domain, dkim->alignment) &&
        (!passed || result_is (dkim->result, RESULT_PASS)))
      return dkim->domain;
  }
  return SPAN_NULL;
}

/* A platform's name in an envelope sender, without a pass, anybody can write. */
static bool
is_platforms (const Case *kase) {
  const SenderRecord *sender = &kase->evidence.sender_profile;
  Span fix_by = kase->verdict.fix_by;
  if (sender->proved == FLAG_TRUE)
    return true;
  return sender->seen == FLAG_TRUE && !span_is_null (fix_by) && !actor_is (fix_by, ACTOR_NOBODY) &&
         !actor_is (fix_by, ACTOR_FORWARDER);
}

/* A platform by its profile; else the organisation whose SPF or signature passed; else the network:
 * what did not pass anybody can write. */
static Span
source_of (const Case *kase, Arena *arena) {
  const Evidence *evidence = &kase->evidence;
  const AggregateRecord *row = evidence->aggregate;
  if (is_platforms (kase))
    return evidence->sender_profile.title;
  Span domain = foreign_domain (evidence, true);
  if (!span_is_null (domain))
    return organization (domain, arena);
  return span_or (row->source_network, SPAN_NULL);
}

/* ---- counting ---- */

static void
count (Tally *tally, const Case *kase, guint64 weight, char *a, char *b, char *c, char *d) {
  const AggregateRecord *row = kase->evidence.aggregate;
  const Source *source = &kase->evidence.source;
  TallyItem item = {.parts = {a, b, c, d}, .count = weight};
  if (source->date.set)
    item.first = item.last = number_of (source->date.seconds);
  if (weight == 0 || tally_add_known (tally, &item))
    return;
  g_autofree char *id = tally_text (source->message_id);
  g_autofree char *name = tally_text (source->name);
  g_autofree char *address = tally_text (row ? row->source_ip : SPAN_NULL);
  item.sample_address = address;
  item.sample_id = id;
  item.sample_source = name;
  item.sample_offset = source->offset.set ? (guint64)source->offset.value : 0;
  tally_add (tally, &item);
}

static const char *
mechanism_of (const AggregateRecord *row) {
  bool dkim = result_is (row->evaluated_dkim, RESULT_PASS);
  bool spf = result_is (row->evaluated_spf, RESULT_PASS);
  return dkim && spf ? "dkim spf" : dkim ? "dkim" : spf ? "spf" : NULL;
}

static Span
policy_of (const Evidence *evidence) {
  return evidence->dmarc.n ? vec_at (&evidence->dmarc, DmarcRecord, 0)->policy : SPAN_NULL;
}

char *
summary_source_key (const char *domain, const char *source, const char *cause) {
  return g_strdup_printf ("%s\n%s\n%s", domain ? domain : "", source ? source : "",
                          cause ? cause : "");
}

static void
count_source (Summary *root, Summary *counts, const Case *kase, guint64 weight, char *domain) {
  g_autofree char *source = tally_text (source_of (kase, root->scratch));
  g_autofree char *cause = tally_text (kase->verdict.cause);
  g_autofree char *fix_by = tally_text (kase->verdict.fix_by);
  bool pass = status_is (kase->verdict.status, STATUS_PASS);
  char *open = pass ? (char *)"pass" : fix_by;
  count (&counts->sources, kase, weight, domain, source, cause, open);
  if (cause == NULL || weight == 0)
    return;
  g_autofree char *key = summary_source_key (domain, source, cause);
  summary_keep_fix (root->fixes, kase, key);
  summary_keep_fix (root->fixes, kase, cause);
  summary_advice_add_case (root->advice, kase, kase->evidence.from.domain);
}

static void
count_day (Summary *root, Summary *counts, const Case *kase, guint64 weight) {
  Span date = date_format (&kase->evidence.source.date, root->scratch);
  g_autofree char *day = tally_text (span_first (date, strlen ("2026-11-09")));
  g_autofree char *status = tally_text (kase->verdict.status);
  if (day)
    count (&counts->days, kase, weight, day, status, NULL, NULL);
}

static void
add_to (Summary *root, Summary *counts, const Case *kase, guint64 weight) {
  const Evidence *evidence = &kase->evidence;
  const AggregateRecord *row = evidence->aggregate;
  const Verdict *verdict = &kase->verdict;
  g_autofree char *domain = tally_text (evidence->from.domain);
  g_autofree char *receiver = tally_text (row->organization);
  g_autofree char *policy = tally_text (policy_of (evidence));
  g_autofree char *cause = tally_text (verdict->cause);
  char *mechanism = (char *)mechanism_of (row);
  count_source (root, counts, kase, weight, domain);
  count_day (root, counts, kase, weight);
  if (mechanism)
    count (&counts->mechanisms, kase, weight, domain, mechanism, NULL, NULL);
  if (policy)
    count (&counts->policies, kase, weight, domain, policy, NULL, NULL);
  if (receiver)
    count (&counts->reporters, kase, weight, receiver, NULL, NULL, NULL);
  if (!status_is (verdict->status, STATUS_PASS))
    count (&counts->causes, kase, weight, cause, domain, receiver, NULL);
}

static void
widen (Summary *counts, const Date *date) {
  if (!date->set)
    return;
  if (!counts->first.set || date->seconds < counts->first.value)
    counts->first = number_of (date->seconds);
  if (!counts->last.set || date->seconds > counts->last.value)
    counts->last = number_of (date->seconds);
}

void
summary_add_row (Summary *summary, const Case *kase) {
  Summary *counts = summary->open ? summary->open->counts : summary;
  guint64 weight = kase->evidence.weight.set ? (guint64)kase->evidence.weight.value : 0;
  Span status = kase->verdict.status;
  if (summary->scratch == NULL)
    summary->scratch = arena_new ();
  arena_reset (summary->scratch);
  counts->rows += kase->evidence.aggregate->rows;
  counts->messages = tally_sum (counts->messages, weight);
  counts->counted = tally_sum (counts->counted, weight);
  if (status_is (status, STATUS_PASS))
    counts->pass = tally_sum (counts->pass, weight);
  else if (status_is (status, STATUS_FAIL))
    counts->fail = tally_sum (counts->fail, weight);
  else
    counts->unknown = tally_sum (counts->unknown, weight);
  widen (counts, &kase->evidence.aggregate->begin);
  widen (counts, &kase->evidence.aggregate->end);
  add_to (summary, counts, kase, weight);
}

void
summary_add_sessions (Summary *summary, const Case *kase) {
  Summary *counts = summary->open ? summary->open->counts : summary;
  const TlsRecord *tls = kase->evidence.tls;
  guint64 weight = kase->evidence.weight.set ? (guint64)kase->evidence.weight.value : 0;
  g_autofree char *domain = tally_text (tls->policy_domain);
  g_autofree char *result = tally_text (tls->result_type);
  g_autofree char *server = tally_text (result ? tls->receiving_host : SPAN_NULL);
  g_autofree char *cause = tally_text (kase->verdict.cause);
  widen (counts, &tls->begin);
  widen (counts, &tls->end);
  count (&counts->tls, kase, weight, domain, result, server, cause);
  if (cause)
    summary_keep_fix (summary->fixes, kase, cause);
}
