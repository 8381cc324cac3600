/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "case/analyze.h"

#include "base/limits.h"
#include "evidence/gather-bounce.h"
#include "evidence/redact.h"
#include "message/notification.h"
#include "judge/cause.h"
#include "judge/counterfactual.h"
#include "apply/findings.h"
#include "judge/lookalike.h"
#include "judge/original.h"
#include "case/pasted.h"
#include "case/prove.h"
#include "case/relocate.h"
#include "apply/requirements.h"
#include "apply/sender.h"
#include "judge/sentence-bounce.h"
#include "judge/sentence.h"
#include "judge/verdict.h"
#include "message/message-fast.h"

struct Analyzer {
  const AnalyzeOptions *options;
  MessageReader *reader;
  RuleWorker *worker;
  Arena *arena;
  Resolver *resolver;
  guint64 n_fast;
  Case kase;
};

Analyzer *
analyzer_new (const AnalyzeOptions *options) {
  Analyzer *analyzer = g_new0 (Analyzer, 1);
  analyzer->options = options;
  analyzer->reader = message_reader_new ();
  analyzer->worker = rule_worker_new (options->rules);
  analyzer->worker->language = options->language;
  analyzer->arena = arena_new ();
  return analyzer;
}

void
analyzer_free (Analyzer *analyzer) {
  if (analyzer == NULL)
    return;
  message_reader_free (analyzer->reader);
  rule_worker_free (analyzer->worker);
  arena_free (analyzer->arena);
  g_free (analyzer);
}

void
analyzer_use_resolver (Analyzer *analyzer, Resolver *resolver) {
  analyzer->resolver = resolver;
}

void
analyzer_set_brief (Analyzer *analyzer, bool brief) {
  analyzer->worker->brief = brief;
}

const RuleSet *
analyzer_rules (const Analyzer *analyzer) {
  return analyzer->options->rules;
}

RuleWorker *
analyzer_rule_worker (Analyzer *analyzer) {
  return analyzer->worker;
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
  source->kind = SPAN ("message");
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
note_source_defects (const RawMessage *raw, const Message *message, Defects *defects) {
  pasted_note_defects (raw, message, defects);
  if (notification_begins (raw->bytes))
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
  if (kase->original)
    kase->original->sender_profile = sent.evidence.sender_profile;
}

static void
prove (Analyzer *analyzer, Case *kase, const Message *message, const RawMessage *raw) {
  const AnalyzeOptions *options = analyzer->options;
  const ProveOptions how = {.rules = options->rules,
                            .resolver = analyzer->resolver,
                            .bodies = options->verify || analyzer->resolver || !raw->in_mailbox,
                            .quotes = !options->redact};
  prove_case (kase, message, raw, &how, analyzer->arena);
}

static void
judge (Analyzer *analyzer, Case *kase, const Message *message, const RawMessage *raw) {
  const AnalyzeOptions *options = analyzer->options;
  bool original = original_is_asked (kase);
  if (original)
    original_judge (kase, options->rules, analyzer->worker, analyzer->arena);
  else
    verdict_compute (kase);
  pasted_limit_verdict (kase);
  recognize_sender (analyzer, kase);
  prove (analyzer, kase, message, raw);
  lookalike_find (kase, analyzer->arena);
  findings_run (options->rules, analyzer->worker, kase, analyzer->arena);
  cause_demote (kase);
  cause_choose (kase);
  if (options->requirements)
    requirements_run (options->rules, analyzer->worker, kase, analyzer->arena);
  if (analyzer->worker->brief)
    return;
  kase->verdict.counterfactual = counterfactual_compose (kase, analyzer->arena);
  kase->verdict.sentence = original ? sentence_compose_bounce (kase, analyzer->arena)
                                    : sentence_compose (kase, analyzer->arena);
}

/* A mailbox is read fast; a single message gets the reference, which it is not worth to do without.
 */
static void
read_message (Analyzer *analyzer, const RawMessage *raw, Message *ret, Defects *defects) {
  ReaderChoice choice = analyzer->options->reader;
  if (notification_begins (raw->bytes)) {
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

/* Old Macintosh files, and what went through such a host: every line ends in a bare CR. The same
 * length, so places stay. */
static void
read_bare_cr (RawMessage *raw, Arena *arena, Defects *defects) {
  if (span_index (raw->bytes, '\n') >= 0 || span_index (raw->bytes, '\r') < 0)
    return;
  char *bytes = (char *)arena_dup (arena, raw->bytes).data;
  for (gsize i = 0; i < raw->bytes.len; i++)
    if (bytes[i] == '\r')
      bytes[i] = '\n';
  raw->bytes.data = bytes;
  defect_add (defects, "line-ends-cr", SPAN_NULL,
              "The lines end in a bare CR, which ends none in mail.");
}

guint64
analyzer_read_fast (const Analyzer *analyzer) {
  return analyzer->n_fast;
}

const Case *
analyzer_run (Analyzer *analyzer, const RawMessage *given) {
  const AnalyzeOptions *options = analyzer->options;
  Case *kase = &analyzer->kase;
  Arena *arena = analyzer->arena;
  RawMessage unquoted = *given;
  const RawMessage *raw = &unquoted;
  SourceMap map;
  Message message;
  Defects defects;

  arena_reset (arena);
  raw_message_unquote (&unquoted, &map, arena);
  *kase = (Case){0};
  defects_init (&defects, arena);
  read_bare_cr (&unquoted, arena, &defects);
  read_message (analyzer, raw, &message, &defects);
  note_source_defects (raw, &message, &defects);
  evidence_gather (&message, analyzer->reader, arena, &kase->evidence, &defects);
  set_source (&kase->evidence.source, raw, arena);
  pasted_set_source (raw, &kase->evidence, arena);
  bounce_gather (&message, analyzer->reader, arena, kase, &defects);

  rule_worker_begin (analyzer->worker, &defects);
  bounces_run (options->rules, analyzer->worker, kase, arena);
  rule_worker_begin (analyzer->worker, &defects);
  readings_run (options->rules, analyzer->worker, kase, arena);
  evidence_derive (&kase->evidence, arena);
  rule_worker_begin (analyzer->worker, &defects);
  trust_judge (kase, &message, options->rules, analyzer->worker, &options->trust, arena);
  judge (analyzer, kase, &message, raw);
  if (raw->paste == NULL || raw->block)
    set_defects (&kase->evidence, &defects, arena);
  if (raw->block)
    relocate_case (kase, raw->bytes, raw->map);
  if (options->redact)
    case_redact (kase, arena);
  rule_worker_begin (analyzer->worker, NULL);
  return kase;
}
