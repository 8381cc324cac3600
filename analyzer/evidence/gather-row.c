/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "evidence/gather-row.h"

#include "base/vocabulary.h"
#include "evidence/gather.h"
#include "headers/smtp-reply.h"
#include "syntax/domain.h"
#include "syntax/ip-address.h"

typedef struct {
  const AggregateReport *report;
  const AggregateRow *row;
  Arena *arena;
  Evidence *evidence;
  Defects *defects;
} RowGather;

static Span
domain_of (const RowGather *gather, Span text) {
  Span domain;
  if (span_index (text, '@') >= 0)
    return address_domain (text, gather->arena);
  return domain_normalize (text, gather->arena, &domain) ? domain : SPAN_NULL;
}

/* ---- about the report ---- */

static void
set_report (const RowGather *gather, AggregateRecord *record) {
  const AggregateReport *report = gather->report;
  const AggregatePolicy *policy = &report->policy;
  record->organization = report->org_name;
  record->email = report->email;
  record->contact = report->contact;
  record->report_id = report->report_id;
  record->begin = report->begin;
  record->end = report->end;
  record->generator = report->generator;
  record->version = report->version;
  record->errors = report->errors;
  record->policy_domain = domain_of (gather, policy->domain);
  record->policy = policy->p;
  record->subdomain_policy = policy->sp;
  record->nonexistent_policy = policy->np;
  record->dkim_mode = policy->adkim;
  record->spf_mode = policy->aspf;
  record->percent = policy->pct;
  record->failure_options = policy->fo;
  record->testing = policy->testing;
  record->discovery_method = policy->discovery_method;
}

/* Mail of a subdomain falls under sp=, where there is one (RFC 9989 section 4.7). */
static Span
policy_for (const AggregateRecord *record, Span from) {
  bool below = !span_is_null (from) && !span_equal (from, record->policy_domain);
  return below && record->subdomain_policy.len ? record->subdomain_policy : record->policy;
}

/* ---- about the row ---- */

static void
set_row (const RowGather *gather, AggregateRecord *record) {
  const AggregateRow *row = gather->row;
  record->row = number_of ((gint64)row->number);
  record->source_ip = row->source_ip;
  record->source_network = ip_address_network (row->source_ip, gather->arena);
  record->envelope_to = domain_of (gather, row->envelope_to);
  record->envelope_from = domain_of (gather, row->envelope_from);
  record->disposition = row->disposition;
  record->evaluated_dkim = row->dkim;
  record->evaluated_spf = row->spf;
  for (guint i = 0; i < row->reasons.n; i++) {
    const ReportReason *reason = vec_at (&row->reasons, ReportReason, i);
    if (!span_is_null (reason->type) || !span_is_null (reason->comment))
      *vec_push (gather->arena, &record->reasons, ReportReason) = *reason;
    if (!span_is_null (reason->type))
      *vec_push (gather->arena, &record->overrides, Span) = reason->type;
  }
  gather->evidence->weight = row->count;
  if (!row->count.set)
    defect_add (gather->defects, "report-count", SPAN_NULL,
                "A row does not say how many messages it stands for; it is counted as none.");
  if (span_is_null (row->source_ip))
    defect_add (gather->defects, "report-address", SPAN_NULL,
                "A row does not name an address its messages came from.");
}

/* Some leave it out; what the report is about stands in for it. */
static void
set_author (const RowGather *gather) {
  FromRecord *from = &gather->evidence->from;
  Span domain = domain_of (gather, gather->row->header_from);
  if (span_is_null (domain)) {
    domain = gather->evidence->aggregate->policy_domain;
    defect_add (gather->defects, "report-from", SPAN_NULL,
                "A row does not name a From domain; that of the policy is taken for it.");
  }
  if (span_is_null (domain))
    return;
  from->domain = domain;
  from->fields = from->count = number_of (1);
  from->host_name = flag_of (domain_is_host_name (domain));
  *vec_push (gather->arena, &from->domains, Span) = domain;
}

/* ---- SPF ---- */

static bool
is_helo (const AggregateResult *result) {
  return identity_is (result->scope, IDENTITY_HELO);
}

/* gosecure.com and others write one result many times. */
static bool
is_repeated (const Vec *results, guint index) {
  const AggregateResult *result = vec_at (results, AggregateResult, index);
  for (guint i = 0; i < index; i++) {
    const AggregateResult *other = vec_at (results, AggregateResult, i);
    if (span_equal (other->domain, result->domain) && span_equal (other->scope, result->scope) &&
        span_equal (other->result, result->result) && span_equal (other->detail, result->detail) &&
        span_equal (other->selector, result->selector))
      return true;
  }
  return false;
}

static void
add_spf (const RowGather *gather, const AggregateResult *result) {
  Evidence *evidence = gather->evidence;
  SpfRecord *spf = vec_push (gather->arena, &evidence->spf, SpfRecord);
  spf->source = result_source_word (SOURCE_AGGREGATE);
  spf->identity = identity_word (is_helo (result) ? IDENTITY_HELO : IDENTITY_MAILFROM);
  spf->result = auth_result_standard_word (method_word (METHOD_SPF), result->result);
  spf->raw_result = result->result;
  spf->domain = domain_of (gather, result->domain);
  spf->address = result->domain;
  spf->client_ip = gather->row->source_ip;
  spf->comment = result->detail;
  if (is_helo (result))
    spf->helo = result->domain;
}

/* The envelope sender: as it is named, else as SPF tested it. Empty with a HELO result is the null
 * sender. */
static void
set_return_path (const RowGather *gather) {
  ReturnPath *path = &gather->evidence->return_path;
  const Vec *results = &gather->row->spf_results;
  bool mailfrom = false;
  path->domain = gather->evidence->aggregate->envelope_from;
  for (guint i = 0; i < results->n; i++) {
    const AggregateResult *result = vec_at (results, AggregateResult, i);
    mailfrom = mailfrom || !is_helo (result);
    if (span_is_null (path->domain) && !is_helo (result))
      path->domain = domain_of (gather, result->domain);
  }
  if (gather->row->has_envelope_from && span_is_null (gather->row->envelope_from) && !mailfrom &&
      results->n > 0)
    path->null_sender = FLAG_TRUE;
}

/* ---- DKIM ---- */

/* An empty element, or "none" without a name, is no signature. */
static bool
is_signature (const AggregateResult *result) {
  return !span_is_null (result->domain) || !span_is_null (result->selector) ||
         (!span_is_null (result->result) && !result_is_nocase (result->result, RESULT_NONE));
}

/* What is reported on was there. */
static void
add_dkim (const RowGather *gather, const AggregateResult *result) {
  Evidence *evidence = gather->evidence;
  DkimRecord *dkim = vec_push (gather->arena, &evidence->dkim, DkimRecord);
  dkim->source = result_source_word (SOURCE_AGGREGATE);
  dkim->result = auth_result_standard_word (method_word (METHOD_DKIM), result->result);
  dkim->raw_result = result->result;
  dkim->domain = dkim->said_domain = domain_of (gather, result->domain);
  dkim->selector = dkim->said_selector = result->selector;
  dkim->comment = result->detail;
  if (span_is_null (dkim->domain))
    return;
  DkimSignatureRecord *signature =
      vec_push (gather->arena, &evidence->dkim_signatures, DkimSignatureRecord);
  signature->domain = dkim->domain;
  signature->selector = dkim->selector;
}

static void
add_unsigned (const RowGather *gather) {
  DkimRecord *dkim = vec_push (gather->arena, &gather->evidence->dkim, DkimRecord);
  dkim->source = result_source_word (SOURCE_AGGREGATE);
  dkim->result = result_word (RESULT_NONE);
}

/* rspamd counts what met a temporary error among the permanent ones too, and names no selector
 * (its dmarc_report.lua): of the two the milder is meant. */
static bool
is_repeated_error (const Vec *results, const AggregateResult *result) {
  if (!result_is_nocase (result->result, RESULT_PERMERROR) || !span_is_null (result->selector))
    return false;
  for (guint i = 0; i < results->n; i++) {
    const AggregateResult *other = vec_at (results, AggregateResult, i);
    if (result_is_nocase (other->result, RESULT_TEMPERROR) && span_is_null (other->selector) &&
        span_equal_nocase (other->domain, result->domain))
      return true;
  }
  return false;
}

static void
add_results (const RowGather *gather) {
  const AggregateRow *row = gather->row;
  for (guint i = 0; i < row->spf_results.n; i++)
    if (!is_repeated (&row->spf_results, i))
      add_spf (gather, vec_at (&row->spf_results, AggregateResult, i));
  for (guint i = 0; i < row->dkim_results.n; i++) {
    const AggregateResult *result = vec_at (&row->dkim_results, AggregateResult, i);
    if (is_signature (result) && !is_repeated (&row->dkim_results, i) &&
        !is_repeated_error (&row->dkim_results, result))
      add_dkim (gather, result);
  }
  if (gather->evidence->dkim.n == 0 && row->has_auth_results)
    add_unsigned (gather);
}

/* ---- DMARC ---- */

/* RFC 9990 section 3.1.1.8: pass of either is DMARC's pass; no other word is one. */
static void
add_dmarc (const RowGather *gather) {
  const AggregateRow *row = gather->row;
  const AggregateRecord *record = gather->evidence->aggregate;
  Evidence *evidence = gather->evidence;
  if (span_is_null (row->dkim) && span_is_null (row->spf))
    return;
  bool pass = result_is (row->dkim, RESULT_PASS) || result_is (row->spf, RESULT_PASS);
  DmarcRecord *dmarc = vec_push (gather->arena, &evidence->dmarc, DmarcRecord);
  dmarc->source = result_source_word (SOURCE_AGGREGATE);
  dmarc->result = result_word (pass ? RESULT_PASS : RESULT_FAIL);
  dmarc->domain = evidence->from.domain;
  dmarc->policy = policy_for (record, evidence->from.domain);
  dmarc->subdomain_policy = record->subdomain_policy;
  dmarc->disposition = record->disposition;
  if (record->reasons.n) {
    dmarc->reason = vec_at (&record->reasons, ReportReason, 0)->type;
    dmarc->comment = vec_at (&record->reasons, ReportReason, 0)->comment;
  }
}

/* A comment that holds the reply the mail was refused with (Google since August 2025: "Sender
 * requirement failed: 550-5.7.30 …"): that is what it means. */
static void
add_reply (const RowGather *gather, Span comment) {
  for (gsize i = 0; i + 5 < comment.len; i++) {
    bool begins = i == 0 || !g_ascii_isalnum (comment.data[i - 1]);
    const char *at = comment.data + i;
    if (!begins || (at[0] != '4' && at[0] != '5') || !g_ascii_isdigit (at[1]) ||
        !g_ascii_isdigit (at[2]) || (at[3] != '-' && at[3] != ' ') || at[4] != at[0] ||
        at[5] != '.')
      continue;
    Bounce *bounce = vec_push (gather->arena, &gather->evidence->bounces, Bounce);
    bounce->action = delivery_word (at[0] == '5' ? DELIVERY_FAILED : DELIVERY_DELAYED);
    bounce->diagnostic = span_skip (comment, i);
    bounce->reply_code = span_first (bounce->diagnostic, 3);
    bounce->status = enhanced_status_at (span_skip (bounce->diagnostic, 4));
    bounce->reporting_mta = gather->report->org_name;
    bounce->client_ip = gather->row->source_ip;
    bounce->final = flag_of (at[0] == '5');
    return;
  }
}

static void
add_replies (const RowGather *gather) {
  const Vec *reasons = &gather->evidence->aggregate->reasons;
  for (guint i = 0; i < reasons->n && gather->evidence->bounces.n == 0; i++)
    add_reply (gather, vec_at (reasons, ReportReason, i)->comment);
}

/* ---- all of it ---- */

void
row_gather (const AggregateReport *report, const AggregateRow *row, Arena *arena, Evidence *ret,
            Defects *defects) {
  const RowGather gather = {report, row, arena, ret, defects};
  ret->aggregate = arena_new_of (arena, AggregateRecord);
  ret->source.date = report->begin;
  set_report (&gather, ret->aggregate);
  if (row == NULL) {
    ret->weight = number_of (0);
    return;
  }
  set_row (&gather, ret->aggregate);
  set_author (&gather);
  set_return_path (&gather);
  add_results (&gather);
  add_dmarc (&gather);
  add_replies (&gather);
  evidence_derive (ret, arena);
}

/* ---- TLS reports ---- */

void
tls_gather (const TlsReport *report, const TlsPolicy *policy, const TlsFailure *failure,
            Arena *arena, Evidence *ret) {
  TlsRecord *tls = ret->tls = arena_new_of (arena, TlsRecord);
  ret->source.date = report->begin;
  tls->organization = report->organization;
  tls->contact = report->contact;
  tls->report_id = report->report_id;
  tls->begin = report->begin;
  tls->end = report->end;
  ret->weight = number_of (0);
  if (policy == NULL)
    return;
  if (!domain_normalize (policy->domain, arena, &tls->policy_domain))
    tls->policy_domain = SPAN_NULL;
  tls->policy_type = policy->type;
  tls->policy = policy->strings;
  tls->mx_hosts = policy->mx_hosts;
  ret->weight = failure ? failure->count : policy->successes;
  if (failure == NULL)
    return;
  tls->result_type = failure->result_type;
  tls->sending_ip = failure->sending_ip;
  tls->receiving_host = failure->receiving_host;
  tls->receiving_ip = failure->receiving_ip;
  tls->reason_code = failure->reason_code;
  tls->additional = failure->additional;
}
