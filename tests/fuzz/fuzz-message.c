/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Any bytes as a whole message through the whole chain, with the shipped rules. */
#include <stdint.h>

#include "case/analyze.h"
#include "report/json-record.h"
#include "rules-resource.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

typedef struct {
  AnalyzeOptions options;
  Analyzer *analyzer;
} Chain;

static Chain *
chain (void) {
  static Chain *made;
  if (made)
    return made;
  g_autoptr (RuleSource) source = rule_source_new ();
  g_autoptr (Arena) arena = arena_new ();
  RuleErrors errors;
  mailwhy_rules_get_resource ();
  rule_source_add_resources (source, "/mailwhy/rules/", NULL);
  rule_errors_init (&errors, arena);
  const RuleSource *sources[] = {source};
  message_init ();
  made = g_new0 (Chain, 1);
  made->options.rules = ruleset_load (sources, 1, &errors);
  g_assert_cmpuint (errors.total, ==, 0);
  made->analyzer = analyzer_new (&made->options);
  return made;
}

/* ---- what must hold of any answer -------------------------------------------------------------
 */

#define CHECK_PLACES(list, Type)                                                                   \
  for (guint i = 0; i < (list).n; i++) {                                                           \
    const Type *record = vec_at (&(list), Type, i);                                                \
    g_assert_true (!record->offset.set ||                                                          \
                   (record->offset.value >= 0 && record->offset.value <= (gint64)size));           \
    g_assert_true (!record->line.set || (record->line.value >= 1 && record->line.value <= lines)); \
  }

static void
check_places (const Evidence *evidence, gsize size, gint64 lines) {
  CHECK_PLACES (evidence->received, ReceivedHop)
  CHECK_PLACES (evidence->authentication_results, AuthenticationResultsRecord)
  CHECK_PLACES (evidence->spf, SpfRecord)
  CHECK_PLACES (evidence->dkim_signatures, DkimSignatureRecord)
  CHECK_PLACES (evidence->dkim, DkimRecord)
  CHECK_PLACES (evidence->dmarc, DmarcRecord)
  CHECK_PLACES (evidence->arc, ArcSet)
  CHECK_PLACES (evidence->header_fields, HeaderField)
  CHECK_PLACES (evidence->defects, Defect)
}

static bool
is_believed (Span trust) {
  return span_equal (trust, SPAN ("full")) || span_equal (trust, SPAN ("assumed"));
}

#define COUNT_BELIEVED(list, Type)                                                \
  for (guint i = 0; i < (list).n; i++) {                                          \
    const Type *record = vec_at (&(list), Type, i);                               \
    g_assert_cmpint (record->trusted, ==, flag_of (is_believed (record->trust))); \
    g_assert_false (span_is_empty (record->trust_reason));                        \
    believed += record->trusted == FLAG_TRUE;                                     \
  }

static guint
count_believed (const Evidence *evidence) {
  guint believed = 0;
  COUNT_BELIEVED (evidence->authentication_results, AuthenticationResultsRecord)
  COUNT_BELIEVED (evidence->spf, SpfRecord)
  COUNT_BELIEVED (evidence->dkim, DkimRecord)
  COUNT_BELIEVED (evidence->dmarc, DmarcRecord)
  return believed;
}

/* Only the message itself speaks here: of a bounce the verdict is about the message that was sent.
 */
static void
check_verdict (const Case *kase) {
  const Verdict *verdict = &kase->verdict;
  guint believed = count_believed (&kase->evidence);
  g_assert_false (span_is_empty (verdict->sentence));
  if (kase->original || !span_equal (kase->evidence.source.kind, SPAN ("message")))
    return;
  if (believed == 0)
    g_assert_true (span_equal (verdict->status, SPAN ("unknown")));
  if (span_equal (verdict->status, SPAN ("pass"))) {
    g_assert_cmpint (kase->evidence.from.fields.value, ==, 1);
    g_assert_false (span_is_null (kase->evidence.from.domain));
    g_assert_true (span_is_null (verdict->cause));
  }
}

static void
check_links (const Evidence *evidence) {
  for (guint i = 0; i < evidence->dkim.n; i++) {
    Number signature = vec_at (&evidence->dkim, DkimRecord, i)->signature;
    g_assert_true (!signature.set || (guint)signature.value < evidence->dkim_signatures.n);
  }
  for (guint i = 0; i < evidence->dkim_signatures.n; i++) {
    const Vec *results = &vec_at (&evidence->dkim_signatures, DkimSignatureRecord, i)->results;
    for (guint k = 0; k < results->n; k++)
      g_assert_cmpint (vec_at (results, Number, k)->value, <, evidence->dkim.n);
  }
}

/* Braces and brackets outside of strings close in order, and nothing stands behind the end. */
static void
check_json (Span text) {
  gint depth = 0;
  bool string = false;
  g_assert_true (g_utf8_validate (text.data, (gssize)text.len, NULL));
  for (gsize i = 0; i < text.len; i++) {
    char c = text.data[i];
    if (string && c == '\\')
      i++;
    else if (c == '"')
      string = !string;
    else if (!string)
      depth += (c == '{' || c == '[') - (c == '}' || c == ']');
    g_assert_true ((guchar)c >= 0x20 && depth >= 0);
    g_assert_true (depth > 0 || i + 1 == text.len);
  }
  g_assert_true (depth == 0 && !string);
}

static void
check_report (const Case *kase) {
  g_autoptr (Sink) sink = sink_new_memory ();
  g_autoptr (Arena) scratch = arena_new ();
  JsonWriter writer;
  json_writer_init (&writer, sink, false);
  json_case (&writer, scratch, kase);
  check_json (sink_bytes (sink));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  RawMessage raw = {.bytes = span_of ((const char *)data, size),
                    .name = SPAN ("fuzz"),
                    .sequence = 1,
                    .length = size};
  gint64 lines = 1;
  /* Where there is no LF at all, CR ends a line. */
  for (gsize i = 0; i < size; i++)
    lines += data[i] == '\n' || data[i] == '\r';
  g_autoptr (Arena) arena = arena_new ();
  Readable message;
  readable_make (&raw, arena, &message);
  const Case *kase = analyzer_run (chain ()->analyzer, &message, &(Pasted){0});
  check_places (&kase->evidence, size, lines);
  check_verdict (kase);
  check_links (&kase->evidence);
  check_report (kase);
  return 0;
}
