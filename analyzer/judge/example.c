/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/example.h"

#include "judge/pasted.h"
#include "judge/setup-case.h"
#include "syntax/domain.h"

#define ZONE_MARK SPAN ("\n; zone\n")
#define SETUP_MARK SPAN ("; --setup ")

struct ExampleReader {
  AnalyzeOptions options;
  Analyzer *analyzer;
  Resolver *resolver; /* of the last example; NULL without one */
  Arena *arena;
  SetupCase setup;
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
read_setup_line (Span line, Arena *arena, SetupQuestion *ret) {
  Span rest = span_skip (line, 1), option;
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
  return !span_is_null (ret->domain);
}

static const Case *
read_setup (ExampleReader *reader, Span text) {
  SetupQuestion question;
  Span line, zone = text;
  arena_reset (reader->arena);
  if (!span_next_line (&zone, &line, NULL) || !read_setup_line (line, reader->arena, &question))
    return NULL;
  use_zone (reader, text);
  setup_case_run (reader->options.rules, analyzer_rule_worker (reader->analyzer), &question,
                  reader->resolver, reader->arena, &reader->setup);
  return &reader->setup.kase;
}

/* ---- a message ---- */

static void
keep_case (const Case *kase, const RawMessage *raw G_GNUC_UNUSED, bool several G_GNUC_UNUSED,
           gpointer data) {
  *(const Case **)data = kase;
}

/* Rules that speak of pastes have a damaged header for an example. */
static const Case *
read_message (ExampleReader *reader, Span text) {
  RawMessage raw = {.bytes = text, .name = SPAN ("example"), .sequence = 1, .length = text.len};
  const Case *kase = NULL;
  arena_reset (reader->arena);
  pasted_run_in (reader->arena, reader->analyzer, &raw, PASTE_BY_GAIN, keep_case, &kase);
  return kase;
}

const Case *
example_read (ExampleReader *reader, Span text) {
  if (span_starts_with (text, SETUP_MARK))
    return read_setup (reader, text);
  gssize mark = span_find (text, ZONE_MARK);
  use_zone (reader, mark < 0 ? SPAN_NULL : span_skip (text, (gsize)mark + ZONE_MARK.len));
  return read_message (reader, mark < 0 ? text : span_first (text, (gsize)mark + 1));
}
