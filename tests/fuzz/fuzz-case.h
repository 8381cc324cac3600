/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A case for fuzzed rules to look at, and rule sets out of pieces. */
#pragma once
#include "apply/findings.h"

static inline void
fuzz_case_fill (Case *kase, Arena *arena) {
  Evidence *evidence = &kase->evidence;
  evidence->source.kind = SPAN ("message");
  evidence->from.domain = SPAN ("example.com");
  evidence->from.address = SPAN ("info@example.com");
  evidence->from.count = number_of (1);
  evidence->from.header_index = number_of (7);
  evidence->message.subject = SPAN ("a subject with K\xc3\xa9lvin \xe2\x84\xaa and s\xc5\xbf");
  *vec_push (arena, &evidence->from.domains, Span) = SPAN ("example.com");
  for (guint i = 0; i < 3; i++) {
    DkimRecord *dkim = vec_push (arena, &evidence->dkim, DkimRecord);
    dkim->trusted = i == 2 ? FLAG_UNKNOWN : FLAG_TRUE;
    dkim->header_index = number_of (i);
    dkim->result = i == 0 ? SPAN ("fail") : i == 1 ? SPAN ("pass") : SPAN_NULL;
    dkim->domain = i == 0 ? SPAN ("example.com") : SPAN ("esp.example");
    dkim->comment = i == 0 ? SPAN ("body hash did not verify") : SPAN_NULL;
    dkim->signature = i == 0 ? number_of (0) : NUMBER_NULL;
  }
  SpfRecord *spf = vec_push (arena, &evidence->spf, SpfRecord);
  spf->trusted = FLAG_TRUE;
  spf->result = SPAN ("softfail");
  spf->domain = SPAN ("bounce.example.com");
  spf->client_ip = SPAN ("192.0.2.1");
  vec_push (arena, &evidence->received, ReceivedHop)->delay_seconds = number_of (4000);
  DkimSignatureRecord *signature =
      vec_push (arena, &evidence->dkim_signatures, DkimSignatureRecord);
  signature->domain = SPAN ("example.com");
  signature->time = (Date){.seconds = 1000, .set = true};
  AuthenticationResultsRecord *record =
      vec_push (arena, &evidence->authentication_results, AuthenticationResultsRecord);
  record->trusted = FLAG_TRUE;
  vec_push (arena, &record->results, AuthResult)->method = SPAN ("spf");
  Bounce *bounce = vec_push (arena, &evidence->bounces, Bounce);
  bounce->diagnostic =
      SPAN ("smtp; 550 5.7.26 Unauthenticated email from example.com is not accepted");
}

static inline RuleSet *
fuzz_load (Span bytes, RuleErrors *errors) {
  g_autoptr (RuleSource) source = rule_source_new ();
  const RuleSource *sources[] = {source};
  rule_source_add (source, "fuzz.rules", bytes);
  return ruleset_load (sources, 1, errors);
}

/* `input` as a field's value: what would end the field or the stanza is folded. */
static inline void
fuzz_append_value (GString *rules, Span input) {
  for (gsize i = 0; i < input.len; i++) {
    char c = input.data[i];
    g_string_append_c (rules, c == '\n' || c == '\r' ? ' ' : c);
  }
}
