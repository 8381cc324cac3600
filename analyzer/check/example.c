/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "check/example.h"

#include "case/pasted-run.h"
#include "case/setup-case.h"
#include "syntax/domain.h"

#define ZONE_MARK SPAN ("\n; zone")
#define SETUP_MARK SPAN ("; --setup ")

struct ExampleReader {
  AnalyzeOptions options;
  Analyzer *analyzer;
  Resolver *resolver; /* of the last example; NULL without one */
  Arena *arena;
  SetupCase setup;
  Institution institution;
};

ExampleReader *
example_reader_new (const RuleSet *rules) {
  ExampleReader *reader = g_new0 (ExampleReader, 1);
  reader->options = (AnalyzeOptions){.rules = rules};
  reader->analyzer = analyzer_new (&reader->options);
  reader->arena = arena_new ();
  return reader;
}

void
example_reader_free (ExampleReader *reader) {
  if (reader == NULL)
    return;
  analyzer_free (reader->analyzer);
  resolver_free (reader->resolver);
  arena_free (reader->arena);
  g_free (reader);
}

RuleWorker *
example_reader_worker (ExampleReader *reader) {
  return analyzer_rule_worker (reader->analyzer);
}

static void
use_zone (ExampleReader *reader, Span zone) {
  resolver_free (reader->resolver);
  reader->resolver = span_is_null (zone) ? NULL : resolver_new_zone_text (zone);
  analyzer_use_resolver (reader->analyzer, reader->resolver);
}

/* ---- a set-up ---- */

static Span
next_word (Span *rest) {
  *rest = span_trim (*rest);
  gssize space = span_index (*rest, ' ');
  Span word = span_first (*rest, space < 0 ? rest->len : (gsize)space);
  *rest = span_skip (*rest, word.len);
  return word;
}

static bool
read_options (Span rest, Arena *arena, SetupQuestion *ret) {
  Span option;
  *ret = (SetupQuestion){0};
  while ((option = next_word (&rest)).len > 0) {
    Span value = next_word (&rest);
    if (span_equal (option, SPAN ("--setup")) && !domain_normalize (value, arena, &ret->domain))
      return false;
    if (span_equal (option, SPAN ("--institution")))
      ret->institution = value;
    if (span_equal (option, SPAN ("--sender")))
      ret->sender = value;
  }
  return true;
}

static const Case *
read_setup (ExampleReader *reader, Span text) {
  SetupQuestion question;
  Span line, zone = text;
  arena_reset (reader->arena);
  if (!span_next_line (&zone, &line, NULL) ||
      !read_options (span_skip (line, 1), reader->arena, &question) ||
      span_is_null (question.domain))
    return NULL;
  use_zone (reader, text);
  setup_case_run (reader->options.rules, analyzer_rule_worker (reader->analyzer), &question,
                  reader->resolver, reader->arena, &reader->setup);
  return &reader->setup.kase;
}

/* ---- a message ---- */

static void
keep_case (const Case *kase, const RawMessage *raw G_GNUC_UNUSED,
           const Pasted *pasted G_GNUC_UNUSED, gpointer data) {
  *(const Case **)data = kase;
}

/* Rules that speak of pastes have a damaged header for an example. */
static const Case *
read_message (ExampleReader *reader, Span text) {
  RawMessage raw = {.bytes = text, .name = SPAN ("example"), .sequence = 1, .length = text.len};
  const Case *kase = NULL;
  pasted_run_in (reader->arena, reader->analyzer, &raw, PASTE_BY_GAIN, keep_case, &kase);
  return kase;
}

static const Case *
read_message_and_zone (ExampleReader *reader, Span text) {
  gssize mark = span_find (text, ZONE_MARK);
  Span zone = mark < 0 ? SPAN_NULL : span_skip (text, (gsize)mark + 1), line;
  SetupQuestion question = {0};
  arena_reset (reader->arena);
  if (mark >= 0 && span_next_line (&zone, &line, NULL) &&
      !read_options (span_skip (line, ZONE_MARK.len - 1), reader->arena, &question))
    return NULL;
  use_zone (reader, zone);
  reader->institution = (Institution){.code = question.institution};
  reader->options.institutions =
      (Institutions){&reader->institution, span_is_null (question.institution) ? 0 : 1};
  return read_message (reader, mark < 0 ? text : span_first (text, (gsize)mark + 1));
}

const Case *
example_read (ExampleReader *reader, Span text) {
  return span_starts_with (text, SETUP_MARK) ? read_setup (reader, text)
                                             : read_message_and_zone (reader, text);
}
