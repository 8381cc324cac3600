/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "summary/summary.h"

#include "summary/summary-private.h"
#include "summary/summary-rows.h"
#include "syntax/date.h"
#include "syntax/domain.h"
#include "base/limits.h"
#include "base/vocabulary.h"

/* ---- life -------------------------------------------------------------------------------------
 */

static void
free_fix (gpointer data) {
  SummaryFix *fix = data;
  g_free (fix->cause);
  g_free (fix->title);
  g_free (fix->fix);
  g_free (fix->fix_by);
  g_free (fix->records);
  g_free (fix);
}

Summary *
summary_new (void) {
  Summary *summary = g_new0 (Summary, 1);
  tally_init (&summary->causes);
  tally_init (&summary->reasons);
  tally_init (&summary->reason_messages);
  tally_init (&summary->addresses);
  tally_init (&summary->days);
  tally_init (&summary->not_understood);
  tally_init (&summary->receivers);
  summary->advice = summary_advice_new ();
  summary->examples = summary_examples_new ();
  tally_init (&summary->sources);
  tally_init (&summary->mechanisms);
  tally_init (&summary->policies);
  tally_init (&summary->streams);
  tally_init (&summary->stream_marks);
  tally_init (&summary->tls);
  tally_init (&summary->reporters);
  summary->fixes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_fix);
  return summary;
}

void
summary_free (Summary *summary) {
  if (summary == NULL)
    return;
  tally_clear (&summary->causes);
  tally_clear (&summary->reasons);
  tally_clear (&summary->reason_messages);
  tally_clear (&summary->addresses);
  tally_clear (&summary->days);
  tally_clear (&summary->not_understood);
  tally_clear (&summary->receivers);
  g_ptr_array_unref (summary->advice);
  g_ptr_array_unref (summary->examples);
  tally_clear (&summary->sources);
  tally_clear (&summary->mechanisms);
  tally_clear (&summary->policies);
  tally_clear (&summary->streams);
  tally_clear (&summary->stream_marks);
  tally_clear (&summary->tls);
  tally_clear (&summary->reporters);
  g_hash_table_unref (summary->fixes);
  g_clear_pointer (&summary->aggregates, g_hash_table_unref);
  arena_free (summary->scratch);
  g_free (summary);
}

bool
summary_by_parse (const char *word, SummaryBy *ret) {
  static const char *const words[] = {"all",     "cause", "domain", "receiver",
                                      "address", "day",   "source", "stream"};
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_strcmp0 (word, words[i]) == 0) {
      *ret = (SummaryBy)i;
      return true;
    }
  return false;
}

/* ---- one message ------------------------------------------------------------------------------
 */

/* What is counted is the message that was sent: of a bounce, the original. */
static const Evidence *
subject_of (const Case *kase) {
  return kase->original ? kase->original : &kase->evidence;
}

Span
summary_domain_of (const Case *kase) {
  const Vec *bounces = &kase->evidence.bounces;
  if (kase->original == NULL && bounces->n > 0 && evidence_is_notice (&kase->evidence))
    return vec_at (bounces, Bounce, 0)->domain;
  if (kase->evidence.tls)
    return kase->evidence.tls->policy_domain;
  return subject_of (kase)->from.domain;
}

Number
summary_date_of (const Case *kase) {
  const Evidence *evidence = &kase->evidence;
  if (evidence->path.date.set)
    return number_of (evidence->path.date.seconds);
  bool written = evidence_is_notice (evidence) || kind_is (evidence->source.kind, KIND_REPORT) ||
                 evidence->aggregate || evidence->tls;
  return written && evidence->source.date.set ? number_of (evidence->source.date.seconds)
                                              : NUMBER_NULL;
}

static bool
is_kind (const Case *kase, const char *kind) {
  return span_equal (kase->evidence.source.kind, span_from_string (kind));
}

/* Counted by what is known of it; strings are borrowed for the call. */
static void
count (Tally *tally, const Case *kase, char *a, char *b, char *c) {
  const Source *source = &kase->evidence.source;
  TallyItem item = {.parts = {a, b, c}, .count = 1};
  item.first = item.last = summary_date_of (kase);
  if (tally_add_known (tally, &item))
    return;
  g_autofree char *id = tally_text (source->message_id);
  g_autofree char *name = tally_text (source->name);
  item.sample_id = id;
  item.sample_source = name;
  item.sample_sequence = source->sequence.set ? (guint64)source->sequence.value : 0;
  item.sample_offset = source->offset.set ? (guint64)source->offset.value : 0;
  tally_add (tally, &item);
}

/* Who refused: by name, by the host that said it, by where the mail was going. */
static Span
refuser_of (const Bounce *bounce, Arena *arena) {
  Span host;
  if (!span_is_null (bounce->receiver_title))
    return bounce->receiver_title;
  if (!span_is_null (bounce->receiver))
    return bounce->receiver;
  if (domain_normalize (bounce->remote_mta, arena, &host))
    return domain_organizational (host, arena);
  return address_domain (bounce->recipient, arena);
}

Span
summary_receiver_of (const Case *kase, Arena *arena) {
  const Evidence *evidence = &kase->evidence;
  if (evidence->aggregate)
    return evidence->aggregate->organization;
  if (evidence->tls)
    return evidence->tls->organization;
  if (evidence->bounces.n)
    return refuser_of (vec_at (&evidence->bounces, Bounce, 0), arena);
  if (!span_is_null (evidence->receiver.title))
    return evidence->receiver.title;
  return evidence->receiver.organizational_domain;
}

/* RFC 3339 begins with it. NULL without a date. */
static char *
day_of (const Case *kase, Arena *arena) {
  Number when = summary_date_of (kase);
  const Date received = {.seconds = when.value, .set = when.set};
  Span date = date_format (&received, arena);
  return tally_text (span_first (date, strlen ("2026-11-09")));
}

static void
count_cause (Summary *summary, const Case *kase) {
  arena_reset (summary->scratch);
  g_autofree char *cause = tally_text (kase->verdict.cause);
  g_autofree char *domain = tally_text (summary_domain_of (kase));
  g_autofree char *receiver = tally_text (summary_receiver_of (kase, summary->scratch));
  count (&summary->causes, kase, cause, domain, receiver);
  g_autofree char *day = day_of (kase, summary->scratch);
  if (day)
    count (&summary->receivers, kase, receiver, day, NULL);
}

static char *
valid_text (Span text) {
  return g_utf8_make_valid (text.data ? text.data : "", (gssize)text.len);
}

static char *
record_lines (const Vec *records) {
  GString *lines = records->n ? g_string_new (NULL) : NULL;
  for (guint i = 0; i < records->n; i++) {
    const DnsRecord *record = vec_at (records, DnsRecord, i);
    g_string_append_printf (lines, "%s%.*s  %.*s  %.*s", i ? "\n" : "", SPAN_FORMAT (record->name),
                            SPAN_FORMAT (record->type), SPAN_FORMAT (record->value));
  }
  if (lines == NULL)
    return NULL;
  g_autofree char *text = g_string_free (lines, FALSE);
  return g_utf8_make_valid (text, -1);
}

void
summary_keep_fix (GHashTable *fixes, const Case *kase, const char *key) {
  if (g_hash_table_contains (fixes, key) || g_hash_table_size (fixes) >= 2 * LIMIT_TALLY)
    return;
  for (guint i = 0; i < kase->findings.n; i++) {
    const Finding *finding = vec_at (&kase->findings, Finding, i);
    if (!span_equal (finding->id, kase->verdict.cause) || !span_is_null (finding->superseded_by))
      continue;
    SummaryFix *fix = g_new0 (SummaryFix, 1);
    fix->cause = g_strdup (key);
    fix->title = valid_text (finding->title);
    /* a report is about one domain, messages are about many */
    fix->fix = valid_text (kase->evidence.aggregate ? finding->fix : finding->general_fix);
    fix->fix_by = tally_text (finding->fix_by);
    fix->records = record_lines (&finding->records);
    g_hash_table_insert (fixes, fix->cause, fix);
    return;
  }
}

static void
keep_fix (Summary *summary, const Case *kase) {
  g_autofree char *cause = tally_text (kase->verdict.cause);
  if (cause)
    summary_keep_fix (summary->fixes, kase, cause);
}

static void
count_day (Summary *summary, const Case *kase, const char *status) {
  arena_reset (summary->scratch);
  g_autofree char *day = day_of (kase, summary->scratch);
  if (day)
    count (&summary->days, kase, day, (char *)status, NULL);
}

#define MAX_REASONS 64 /* of one message: categories are words of the rules, which have fewer */

/* A message counts once for each. */
static bool
is_new_reason (Span *seen, guint *n, Span reason) {
  for (guint i = 0; i < *n; i++)
    if (span_equal (seen[i], reason))
      return false;
  if (*n == MAX_REASONS)
    return false;
  seen[(*n)++] = reason;
  return true;
}

static void
count_bounces (Summary *summary, const Case *kase) {
  const Vec *bounces = &kase->evidence.bounces;
  Span seen[MAX_REASONS];
  guint n_seen = 0;
  summary->recipients += bounces->n;
  for (guint i = 0; i < bounces->n; i++) {
    const Bounce *bounce = vec_at (bounces, Bounce, i);
    g_autofree char *reason = tally_text (bounce->reason);
    g_autofree char *address = tally_text (bounce->recipient);
    count (&summary->reasons, kase, reason, NULL, NULL);
    if (is_new_reason (seen, &n_seen, bounce->reason))
      count (&summary->reason_messages, kase, reason, NULL, NULL);
    if (address)
      count (&summary->addresses, kase, address, NULL, NULL);
  }
}

/* ---- streams ---- */

static void
count_mark (Summary *summary, const Case *kase, char *domain, char *stream, const char *kind,
            Span mark) {
  g_autofree char *text = tally_text (mark);
  TallyItem item = {.parts = {domain, stream, (char *)kind, text}, .count = 1};
  if (text == NULL)
    return;
  item.first = item.last = summary_date_of (kase);
  tally_add (&summary->stream_marks, &item);
}

/* Whether they passed, and by what their servers can be told apart. */
static void
count_stream (Summary *summary, const Case *kase) {
  const Evidence *subject = subject_of (kase);
  if (span_is_null (subject->stream))
    return;
  g_autofree char *domain = tally_text (summary_domain_of (kase));
  g_autofree char *stream = tally_text (subject->stream);
  g_autofree char *status = tally_text (kase->verdict.status);
  count (&summary->streams, kase, domain, stream, status);
  count_mark (summary, kase, domain, stream, "address", subject->path.client_address);
  count_mark (summary, kase, domain, stream, "return-path",
              span_or (kase->verdict.spf_domain, subject->return_path.domain));
  count_mark (summary, kase, domain, stream, "selector", kase->verdict.dkim_selector);
}

/* Nothing was concluded, and nothing says why. */
static void
count_not_understood (Summary *summary, const Case *kase) {
  const Vec *defects = &kase->evidence.defects;
  if (!status_is (kase->verdict.status, STATUS_UNKNOWN) || !span_is_null (kase->verdict.cause))
    return;
  g_autofree char *why = NULL;
  if (defects->n)
    why = tally_text (vec_at (defects, Defect, 0)->text);
  count (&summary->not_understood, kase, why, NULL, NULL);
}

static void
widen (Summary *summary, Number first, Number last) {
  if (first.set && (!summary->first.set || first.value < summary->first.value))
    summary->first = first;
  if (last.set && (!summary->last.set || last.value > summary->last.value))
    summary->last = last;
}

/* A notice or a log's line of which nothing was refused. */
/* What a service only took over for sending is under way. */
static bool
is_under_way (const Vec *bounces) {
  for (guint i = 0; i < bounces->n; i++)
    if (!delivery_is (vec_at (bounces, Bounce, i)->action, DELIVERY_PROCESSED))
      return false;
  return true;
}

static bool
was_delivered (const Case *kase) {
  return evidence_is_notice (&kase->evidence) && kase->evidence.bounces.n > 0 &&
         !is_under_way (&kase->evidence.bounces) && span_is_null (kase->verdict.class) &&
         status_is (kase->verdict.status, STATUS_UNKNOWN);
}

void
summary_add (Summary *summary, const Case *kase) {
  const Source *source = &kase->evidence.source;
  bool pass = status_is (kase->verdict.status, STATUS_PASS);
  if (kase->evidence.aggregate) {
    summary_add_row (summary, kase);
    return;
  }
  if (kase->evidence.tls) {
    summary_add_sessions (summary, kase);
    return;
  }
  if (summary->scratch == NULL)
    summary->scratch = arena_new ();
  bool delivered = was_delivered (kase);
  bool refused = status_is (kase->verdict.status, STATUS_UNKNOWN) &&
                 refusal_class_is (kase->verdict.class, CLASS_REFUSED);
  summary->messages++;
  summary->bytes += source->length.set ? (guint64)source->length.value : 0;
  summary->pass += pass;
  summary->fail += status_is (kase->verdict.status, STATUS_FAIL);
  summary->refused += refused;
  summary->delivered += delivered;
  summary->unknown += status_is (kase->verdict.status, STATUS_UNKNOWN) && !refused && !delivered;
  summary->bounces += evidence_is_notice (&kase->evidence);
  summary->reports += is_kind (kase, "report");
  widen (summary, summary_date_of (kase), summary_date_of (kase));
  if (!pass && !delivered) {
    count_cause (summary, kase);
    keep_fix (summary, kase);
    summary_advice_add_case (summary->advice, kase, subject_of (kase)->from.domain);
    summary_examples_add_case (summary->examples, kase);
  }
  g_autofree char *status = tally_text (kase->verdict.status);
  count_day (summary, kase, refused ? "refused" : delivered ? "delivered" : status);
  if (delivered)
    return;
  count_stream (summary, kase);
  count_bounces (summary, kase);
  count_not_understood (summary, kase);
}

/* ---- several summaries ------------------------------------------------------------------------
 */

static void
merge_fixes (GHashTable *into, GHashTable *from) {
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const SummaryFix *fix = value;
    if (g_hash_table_contains (into, fix->cause))
      continue;
    SummaryFix *copy = g_new0 (SummaryFix, 1);
    copy->cause = g_strdup (fix->cause);
    copy->title = g_strdup (fix->title);
    copy->fix = g_strdup (fix->fix);
    copy->fix_by = g_strdup (fix->fix_by);
    copy->records = g_strdup (fix->records);
    g_hash_table_insert (into, copy->cause, copy);
  }
}

void
summary_merge (Summary *into, const Summary *from) {
  for (guint i = 0; summary_counters[i].name; i++) {
    guint64 *to = &G_STRUCT_MEMBER (guint64, into, summary_counters[i].offset);
    *to = tally_sum (*to, G_STRUCT_MEMBER (guint64, from, summary_counters[i].offset));
  }
  widen (into, from->first, from->last);
  for (guint i = 0; summary_tables[i].name; i++)
    tally_merge (G_STRUCT_MEMBER_P (into, summary_tables[i].offset),
                 G_STRUCT_MEMBER_P (from, summary_tables[i].offset));
  summary_advice_merge (into->advice, from->advice);
  summary_examples_merge (into->examples, from->examples);
  merge_fixes (into->fixes, from->fixes);
  summary_merge_reports (into, from);
}
