/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "case/analyze.h"

#include "base/limits.h"
#include "base/vocabulary.h"
#include "evidence/gather-bounce.h"
#include "evidence/gather-refusal.h"
#include "evidence/gather-row.h"
#include "evidence/redact.h"
#include "judge/cause.h"
#include "judge/counterfactual.h"
#include "apply/bounces.h"
#include "apply/findings.h"
#include "apply/readings.h"
#include "judge/headline.h"
#include "judge/lookalike.h"
#include "judge/original.h"
#include "judge/receivers.h"
#include "judge/steps.h"
#include "case/light.h"
#include "case/pasted.h"
#include "case/prove.h"
#include "case/relocate.h"
#include "input/file-type.h"
#include "apply/requirements.h"
#include "apply/sender.h"
#include "judge/row.h"
#include "judge/sentence-bounce.h"
#include "judge/sentence.h"
#include "judge/verdict.h"
#include "message/charset.h"
#include "message/message-fast.h"
#include "syntax/domain.h"
#include "syntax/field-names.h"

struct Analyzer {
  const AnalyzeOptions *options;
  MessageReader *reader;
  RuleWorker *worker;
  Arena *arena;
  Resolver *resolver;
  guint64 n_fast;
  Arena *report_arena; /* of `reports` */
  Arena *row_arena;    /* what the case of a report's row borrows from */
  Vec reports;         /* of FoundReport */
  const ReportFilter *filter;
  bool counted; /* nothing but a summary, or a date, is made of the case */
  Light *light; /* NULL until then */
  Case kase;
};

Analyzer *
analyzer_new (const AnalyzeOptions *options) {
  Analyzer *analyzer = g_new0 (Analyzer, 1);
  analyzer->options = options;
  analyzer->reader = message_reader_new ();
  analyzer->worker = rule_worker_new (options->rules);
  analyzer->worker->language = options->language;
  analyzer->worker->platform_writes = options->platform_writes;
  analyzer->arena = arena_new ();
  analyzer->report_arena = arena_new ();
  analyzer->row_arena = arena_new ();
  return analyzer;
}

void
analyzer_free (Analyzer *analyzer) {
  if (analyzer == NULL)
    return;
  message_reader_free (analyzer->reader);
  rule_worker_free (analyzer->worker);
  arena_free (analyzer->arena);
  arena_free (analyzer->report_arena);
  arena_free (analyzer->row_arena);
  light_free (analyzer->light);
  g_free (analyzer);
}

void
analyzer_use_resolver (Analyzer *analyzer, Resolver *resolver) {
  analyzer->resolver = resolver;
}

bool
analyzer_set_brief (Analyzer *analyzer, bool brief) {
  bool before = analyzer->worker->brief;
  analyzer->worker->brief = brief;
  return before;
}

void
analyzer_set_counted (Analyzer *analyzer, bool counted) {
  analyzer->counted = counted;
}

const RuleSet *
analyzer_rules (const Analyzer *analyzer) {
  return analyzer->options->rules;
}

MessageReader *
analyzer_reader (Analyzer *analyzer) {
  return analyzer->reader;
}

AttachedChoice
analyzer_attached (const Analyzer *analyzer) {
  return analyzer->options->attached;
}

Arena *
analyzer_row_arena (Analyzer *analyzer) {
  return analyzer->row_arena;
}

RuleWorker *
analyzer_rule_worker (Analyzer *analyzer) {
  return analyzer->worker;
}

const Vec *
analyzer_reports (const Analyzer *analyzer) {
  return &analyzer->reports;
}

void
analyzer_set_report_filter (Analyzer *analyzer, const ReportFilter *filter) {
  analyzer->filter = filter;
}

const ReportFilter *
analyzer_report_filter (const Analyzer *analyzer) {
  return analyzer->filter;
}

bool
analyzer_trusts (const Analyzer *analyzer, Span domain) {
  const TrustOptions *trust = &analyzer->options->trust;
  for (guint i = 0; i < trust->n_ids; i++) {
    Span id = trust->ids[i];
    Span name = span_starts_with (id, SPAN ("@")) ? span_skip (id, 1) : id;
    if (span_equal_nocase (name, domain) || (name.len < id.len && domain_is_under (domain, name)))
      return true;
  }
  return trust->all;
}

Flag
analyzer_names (const Analyzer *analyzer, Span domain, Arena *arena) {
  return institutions_name (&analyzer->options->institutions, domain, arena);
}

static Span
hexadecimal (Span bytes, Arena *arena) {
  char *text = arena_alloc (arena, bytes.len * 2 + 1);
  for (gsize i = 0; i < bytes.len; i++)
    g_snprintf (text + i * 2, 3, "%02x", (guint)(guchar)bytes.data[i]);
  return span_of (text, bytes.len * 2);
}

static void
set_source (Source *source, const RawMessage *raw, Arena *arena) {
  source->name = raw->name;
  if (!g_utf8_validate (raw->name.data, (gssize)raw->name.len, NULL))
    source->name_bytes = hexadecimal (raw->name, arena);
  source->kind = kind_word (KIND_MESSAGE);
  source->file = raw->file;
  source->offset = number_of ((gint64)raw->offset);
  source->length = number_of ((gint64)raw->length);
  source->sequence = number_of (raw->sequence);
}

static bool
is_binary (Span bytes) {
  Span head = span_first (bytes, 4096);
  gsize odd = 0;
  for (gsize i = 0; i < head.len; i++) {
    guchar c = (guchar)head.data[i];
    odd += c < 0x09 || (c > 0x0d && c < 0x20 && c != 0x1b);
  }
  return odd > head.len / 20;
}

static void
note_source_defects (const Readable *from, const Pasted *pasted, const Message *message,
                     Defects *defects) {
  const RawMessage *raw = &from->raw;
  pasted_note_defects (pasted, message, defects);
  if (from->notification || from->refusals)
    return;
  if (raw->bytes.len == 0)
    defect_add (defects, "input-empty", SPAN_NULL, "The input is empty.");
  else if (message->fields.n == 0 && is_binary (raw->bytes))
    defect_add (defects, "input-binary", SPAN_NULL,
                "The input is not text; no header field was found.");
  else if (message->fields.n == 0)
    defect_add (defects, "input-no-header", SPAN_NULL, "The input has no header field.");
  if (raw->length > raw->bytes.len)
    defect_add (defects, "message-too-long", SPAN_NULL,
                "Only the first %" G_GSIZE_FORMAT " bytes of this message were read.",
                raw->bytes.len);
}

static void
set_defects (Evidence *evidence, const Defects *defects, Arena *arena) {
  evidence->defects = defects->list;
  if (defects->total <= defects->list.n)
    return;
  Cut *cut = vec_push (arena, &evidence->cut, Cut);
  cut->list = SPAN ("defects");
  cut->total = number_of (defects->total);
}

/* The message that was sent is the one the platform made. */
static void
recognize_sender (Analyzer *analyzer, Case *kase) {
  const AnalyzeOptions *options = analyzer->options;
  Case sent = {.evidence = kase->original ? *kase->original : kase->evidence};
  sender_recognize (&sent, options->rules, analyzer->worker, options->sender,
                    &options->institutions, analyzer->arena);
  kase->evidence.sender_profile = sent.evidence.sender_profile;
  kase->evidence.stream = sent.evidence.stream;
  if (kase->original) {
    kase->original->sender_profile = sent.evidence.sender_profile;
    kase->original->stream = sent.evidence.stream;
  }
  (kase->original ? kase->original : &kase->evidence)->from.shared = sent.evidence.from.shared;
}

/* Who saves a mail has its bytes. Words above the header, or a multipart without a line that parts
 * it, and what stands below is not the body that was signed. */
static bool
is_torn_out (const Message *message) {
  const Field *first = message->fields.n ? vec_at (&message->fields, Field, 0) : NULL;
  Span above = first ? span_between (message->bytes.data, first->raw.data) : SPAN_NULL;
  if (span_trim (above).len > 0 && !span_starts_with (above, SPAN ("From ")))
    return true;
  return message->body.len > 0 && span_starts_with (message->content_type, SPAN ("multipart/")) &&
         span_find (span_trim (message->body), SPAN ("\n--")) < 0 &&
         !span_starts_with (message->body, SPAN ("--"));
}

static void
prove (Analyzer *analyzer, Case *kase, const Message *message, const RawMessage *raw,
       const Pasted *pasted) {
  const AnalyzeOptions *options = analyzer->options;
  bool bodies = options->verify || analyzer->resolver || !raw->in_mailbox;
  const ProveOptions how = {.rules = options->rules,
                            .resolver = analyzer->resolver,
                            .bodies = bodies,
                            .pasted = pasted->paste != NULL || raw->file.len > 0 ||
                                      (bodies && is_torn_out (message)),
                            .quotes = !options->redact};
  prove_case (kase, message, raw, &how, analyzer->arena);
}

/* A summary tells no finding of a message that passed. */
static void
find_causes (Analyzer *analyzer, Case *kase) {
  if (analyzer->counted && analyzer->worker->brief && status_is (kase->verdict.status, STATUS_PASS))
    return;
  findings_run (analyzer->options->rules, analyzer->worker, kase, analyzer->arena);
  cause_demote (kase);
  cause_choose (kase);
}

/* What people read; not of what is only counted. */
static void
compose (Analyzer *analyzer, Case *kase,
         Saying (*sentence) (const Case *kase, const Words *words, Arena *arena)) {
  const AnalyzeOptions *options = analyzer->options;
  if (analyzer->worker->brief)
    return;
  const Words *words = ruleset_words (options->rules, options->language);
  receivers_name_hops (options->rules, analyzer->worker, &kase->evidence, analyzer->arena);
  if (kase->original)
    receivers_name_hops (options->rules, analyzer->worker, kase->original, analyzer->arena);
  steps_collect (kase, words, analyzer->arena);
  Saying effect = counterfactual_compose (kase, words, analyzer->arena);
  kase->verdict.counterfactual = effect.text;
  kase->verdict.counterfactual_code = effect.code;
  kase->verdict.headline = headline_compose (kase, analyzer->worker, words, analyzer->arena);
  Saying said = sentence (kase, words, analyzer->arena);
  kase->verdict.sentence = said.text;
  kase->verdict.sentence_code = said.code;
  kase->verdict.sentence_reason_code = said.reason;
}

static void
judge (Analyzer *analyzer, Case *kase, const Message *message, const RawMessage *raw,
       const Pasted *pasted) {
  const AnalyzeOptions *options = analyzer->options;
  bool original = original_is_asked (kase);
  if (original)
    original_judge (kase, options->rules, analyzer->worker, analyzer->arena);
  else
    verdict_compute (kase);
  pasted_limit_verdict (kase);
  recognize_sender (analyzer, kase);
  prove (analyzer, kase, message, raw, pasted);
  lookalike_find (kase, analyzer->arena);
  find_causes (analyzer, kase);
  if (options->requirements)
    requirements_run (options->rules, analyzer->worker, kase, analyzer->arena);
  compose (analyzer, kase, original ? sentence_compose_bounce : sentence_compose);
}

/* A mailbox is read fast; a single message gets the reference, which it is not worth to do without.
 */
static void
read_message (Analyzer *analyzer, const Readable *from, Message *ret, Defects *defects) {
  ReaderChoice choice = analyzer->options->reader;
  const RawMessage *raw = &from->raw;
  if (from->notification || from->refusals) {
    *ret = (Message){.bytes = raw->bytes, .body = raw->bytes};
    return;
  }
  bool fast = choice == READER_AUTO ? raw->in_mailbox : choice == READER_FAST;
  message_reader_set_fast (analyzer->reader, fast);
  if (fast && message_read_fast (raw->bytes, analyzer->arena, ret, defects)) {
    analyzer->n_fast++;
    return;
  }
  message_read_gmime (analyzer->reader, raw->bytes, analyzer->arena, ret, defects);
}

guint64
analyzer_read_fast (const Analyzer *analyzer) {
  return analyzer->n_fast;
}

/* What a rule asks of changes on the way, so each step is a run of its own within the case's. */
static void
decide_trust (Analyzer *analyzer, Case *kase, const Message *message) {
  const AnalyzeOptions *options = analyzer->options;
  g_auto (RuleRun) run;
  rule_run_begin (&run, analyzer->worker, NULL);
  trust_judge (kase, message, options->rules, analyzer->worker, &options->trust, analyzer->arena);
}

/* nslookup's "Server:" and "Address:" are no fields of mail, and "From:" above a pasted letter is
 * none that receivers write. */
static bool
is_header (const Pasted *pasted, const Message *message) {
  for (guint i = 0; i < message->fields.n; i++) {
    const FieldName *name = field_name_find (vec_at (&message->fields, Field, i)->name);
    if (name && (pasted->paste == NULL || name->trace))
      return true;
  }
  return false;
}

/* A verifier's report lists the records it found, below what they gave. */
static bool
tells_results (const Pasted *pasted) {
  return pasted->paste && pasted->paste->overview.line > 0;
}

/* RTF whose text was taken out, and what is made of lines with colons, has fields too. A page with
 * the captions of a quoted mail is that. Records stand between lines with colons. */
static void
name_file (Source *source, const Pasted *pasted, Span bytes, const Message *message) {
  Span head = span_trim (span_first (bytes, 64));
  bool named =
      span_starts_with (head, SPAN ("{\\rtf")) || span_starts_with (head, SPAN ("BEGIN:V"));
  if (is_header (pasted, message) && !named)
    return;
  Span type = file_type_of (bytes);
  if (message->fields.n > 0 && !named && !span_is (type, "dns-records"))
    return;
  if (span_is (type, "dns-records") && tells_results (pasted))
    return;
  if (!(pasted->paste && span_is (type, "html")))
    source->file = type;
}

static void
read_source (Analyzer *analyzer, const Readable *from, const Pasted *pasted, Message *message,
             Defects *defects) {
  if (from->bare_cr)
    defect_add (defects, "line-ends-cr", SPAN_NULL,
                "The lines end in a bare CR, which ends none in mail.");
  read_message (analyzer, from, message, defects);
  reports_find (message, analyzer->reader, analyzer->report_arena, &analyzer->reports);
  note_source_defects (from, pasted, message, defects);
}

static void
name_source (Analyzer *analyzer, Case *kase, const Readable *from, const Pasted *pasted,
             const Message *message) {
  set_source (&kase->evidence.source, &from->raw, analyzer->arena);
  if (span_is_null (from->raw.file))
    name_file (&kase->evidence.source, pasted, pasted->text.len ? pasted->text : from->raw.bytes,
               message);
}

static void
gather (Analyzer *analyzer, Case *kase, const Readable *from, const Pasted *pasted,
        const Message *message, Defects *defects) {
  Arena *arena = analyzer->arena;
  const GatewayFields gateways = {receivers_gateway_field, analyzer->options->rules};
  evidence_gather_with (message, &gateways, analyzer->reader, arena, &kase->evidence, defects);
  name_source (analyzer, kase, from, pasted, message);
  pasted_set_source (pasted, ruleset_words (analyzer->options->rules, analyzer->options->language),
                     &kase->evidence, arena);
  if (from->refusals)
    refusal_gather (from->refusals, message, analyzer->reader, arena, from->raw.log, kase, defects);
  else
    bounce_gather (message, analyzer->reader, arena, kase, defects);
}

/* ---- by what a summary asks ---- */

static bool
may_be_light (Analyzer *analyzer, const Readable *from, const Pasted *pasted,
              const Message *message) {
  const AnalyzeOptions *options = analyzer->options;
  const RuleWorker *worker = analyzer->worker;
  if (!analyzer->counted || !worker->brief || options->redact || options->requirements ||
      options->verify || analyzer->resolver || !span_is_null (options->sender) ||
      options->institutions.n > 0 || worker->exhaustive || worker->dropped)
    return false;
  if (!from->raw.in_mailbox || from->notification || from->refusals || pasted->paste ||
      pasted->block || pasted->outer || from->raw.length > from->raw.bytes.len ||
      analyzer->reports.n > 0)
    return false;
  if (analyzer->light == NULL)
    analyzer->light = light_new (options->rules);
  return light_may_answer (analyzer->light, message);
}

/* False, and everything as it was, when that is not enough. */
static bool
run_light (Analyzer *analyzer, Case *kase, const Readable *from, const Pasted *pasted,
           const Message *message, Defects *defects) {
  const AnalyzeOptions *options = analyzer->options;
  const GatewayFields gateways = {receivers_gateway_field, options->rules};
  const Defects before = *defects;
  if (!may_be_light (analyzer, from, pasted, message))
    return false;
  light_gather (analyzer->light, message, &gateways, analyzer->reader, analyzer->arena, kase,
                defects);
  name_source (analyzer, kase, from, pasted, message);
  if (light_judge (analyzer->light, message, analyzer->worker, &options->trust, kase)) {
    kase->text = (CaseText){.bytes = from->raw.bytes, .first = 1};
    return true;
  }
  *kase = (Case){0};
  *defects = before;
  charset_begin ();
  return false;
}

const Case *
analyzer_run (Analyzer *analyzer, const Readable *from, const Pasted *pasted) {
  const RuleSet *rules = analyzer->options->rules;
  Case *kase = &analyzer->kase;
  Arena *arena = analyzer->arena;
  Message message;
  Defects defects;

  arena_reset (arena);
  if (analyzer->reports.n)
    arena_reset (analyzer->report_arena);
  analyzer->reports = (Vec){0};
  *kase = (Case){0};
  defects_init (&defects, arena);
  charset_begin ();
  read_source (analyzer, from, pasted, &message, &defects);
  if (run_light (analyzer, kase, from, pasted, &message, &defects))
    return kase;
  gather (analyzer, kase, from, pasted, &message, &defects);

  g_auto (RuleRun) run;
  rule_run_begin (&run, analyzer->worker, &defects);
  bounces_run (rules, analyzer->worker, kase, arena);
  readings_run (rules, analyzer->worker, kase, arena);
  evidence_derive (&kase->evidence, arena);
  decide_trust (analyzer, kase, &message);
  pasted_take_author (pasted, kase, arena);
  pasted_doubt_passes (pasted, kase, ruleset_words (rules, analyzer->options->language), arena);
  judge (analyzer, kase, &message, &from->raw, pasted);
  charset_note_refused (&defects);
  if (pasted->paste == NULL || pasted->block)
    set_defects (&kase->evidence, &defects, arena);
  bool elsewhere = from->refusals && from->raw.map;
  kase->text = pasted->block
                   ? pasted_text (pasted)
                   : (CaseText){.bytes = elsewhere ? from->source : from->raw.bytes, .first = 1};
  if (pasted->block || elsewhere)
    relocate_case (kase, from->raw.bytes, from->raw.map);
  if (analyzer->options->redact) {
    redact_case (kase, arena);
    kase->text.bytes = SPAN_NULL;
  }
  return kase;
}

/* ---- rows of reports --------------------------------------------------------------------------
 */

static void
set_row_source (Evidence *evidence, const RawMessage *raw, const ReportedRow *from, Arena *arena) {
  AggregateRecord *aggregate = evidence->aggregate;
  set_source (&evidence->source, raw, arena);
  evidence->source.kind = kind_word (KIND_AGGREGATE);
  evidence->source.part = from->part;
  evidence->source.message_id = from->message_id;
  aggregate->rows = from->rows;
  aggregate->line = from->line;
  aggregate->offset = from->offset;
  aggregate->mail_from = from->mail_from;
  aggregate->mail_status = from->mail_status;
}

static void
take_defects (Defects *defects, const Vec *list) {
  for (guint i = 0; i < list->n && defects->list.n < LIMIT_DEFECTS; i++) {
    *vec_push (defects->arena, &defects->list, Defect) = *vec_at (list, Defect, i);
    defects->total++;
  }
}

static void
judge_row (Analyzer *analyzer, Case *kase, bool believed) {
  const AnalyzeOptions *options = analyzer->options;
  const Words *words = ruleset_words (options->rules, options->language);
  row_judge (kase, believed, words, analyzer->arena);
  recognize_sender (analyzer, kase);
  find_causes (analyzer, kase);
  compose (analyzer, kase, sentence_compose);
}

/* An empty case with the defects that are known already. */
static Case *
begin_row (Analyzer *analyzer, const ReportedRow *from, Defects *defects) {
  arena_reset (analyzer->arena);
  analyzer->kase = (Case){0};
  defects_init (defects, analyzer->arena);
  take_defects (defects, from->defects);
  return &analyzer->kase;
}

static const Case *
end_row (Analyzer *analyzer, Case *kase, Defects *defects) {
  set_defects (&kase->evidence, defects, analyzer->arena);
  if (analyzer->options->redact)
    redact_case (kase, analyzer->arena);
  return kase;
}

const Case *
analyzer_run_row (Analyzer *analyzer, const RawMessage *raw, const ReportedRow *from) {
  Arena *arena = analyzer->arena;
  Defects defects;
  Case *kase = begin_row (analyzer, from, &defects);
  row_gather (from->report, from->row, arena, &kase->evidence, &defects);
  set_row_source (&kase->evidence, raw, from, arena);
  if (from->named == FLAG_FALSE)
    defect_add (&defects, "report-other-domain", SPAN_NULL,
                "The report is about a domain that was not asked for.");

  g_auto (RuleRun) run;
  rule_run_begin (&run, analyzer->worker, &defects);
  bounces_run (analyzer->options->rules, analyzer->worker, kase, arena);
  judge_row (analyzer, kase, from->believed);
  return end_row (analyzer, kase, &defects);
}

/* A sentence of its own: nothing is said of SPF, DKIM or DMARC. */
static void
say_sessions (Case *kase, const Words *words, Arena *arena) {
  const TlsRecord *tls = kase->evidence.tls;
  WordCode code = span_is_null (tls->result_type) ? WORD_TLS_SUCCEEDED : WORD_TLS_FAILED;
  Span count = arena_printf (arena, "%" G_GINT64_FORMAT, kase->evidence.weight.value);
  kase->verdict.sentence =
      words_say (words, arena, code, .count = count,
                 .domain = span_or (tls->policy_domain, SPAN ("?")), .result = tls->result_type);
  kase->verdict.sentence_code = span_from_string (word_name (code));
}

const Case *
analyzer_run_sessions (Analyzer *analyzer, const RawMessage *raw,
                       const ReportedSessions *sessions) {
  const AnalyzeOptions *options = analyzer->options;
  const ReportedRow *from = sessions->from;
  Arena *arena = analyzer->arena;
  Defects defects;
  Case *kase = begin_row (analyzer, from, &defects);
  tls_gather (sessions->report, sessions->policy, sessions->failure, arena, &kase->evidence);
  set_source (&kase->evidence.source, raw, arena);
  kase->evidence.source.kind = kind_word (KIND_TLS_REPORT);
  kase->evidence.source.part = from->part;
  kase->evidence.source.message_id = from->message_id;
  kase->evidence.tls->mail_from = from->mail_from;
  kase->evidence.tls->mail_status = from->mail_status;

  g_auto (RuleRun) run;
  rule_run_begin (&run, analyzer->worker, &defects);
  row_judge_tls (kase, from->believed, sessions->failure != NULL);
  find_causes (analyzer, kase);
  const Words *words = ruleset_words (options->rules, options->language);
  say_sessions (kase, words, arena);
  return end_row (analyzer, kase, &defects);
}
