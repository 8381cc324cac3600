/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Weak places and probable passes (docs/contract.md, Trust 12 and 13), through to the verdict and
 * the findings; and results that are read for what they say. */
#include "judge/weak.h"
#include "support.h"

/* The rules are read once, as the program does for all messages. */
static Bench *bench;

#define TOP "Return-Path: <a@museum.example>\n"
#define BORDER                                                            \
  "Received: from out.sender.example (out.sender.example [192.0.2.25])\n" \
  "\tby mx.receiver.example (Postfix) with ESMTPS id 4F1; Mon, 9 Nov 2026 10:30:05 +0000\n"
#define FROM "From: Museum <info@museum.example>\nTo: v@receiver.example\nSubject: x\n"
#define BODY "\nbody\n"
#define AR(results) "Authentication-Results: mx.receiver.example; " results "\n"
#define SPF(result) "spf=" result " (192.0.2.25 was tested) smtp.mailfrom=a@museum.example"
#define DMARC(result) "dmarc=" result " header.from=museum.example"
#define SIGNED                                                   \
  "DKIM-Signature: v=1; a=rsa-sha256; d=museum.example; s=s1;\n" \
  " h=from:to; bh=frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=; b=QUJDREVGR0hJSktM\n"

typedef struct {
  const char *name, *text;
  const char *status, *spf, *dmarc_record, *trust_id;
  Flag probable;
  const char *finding; /* one that is there, or "!id" for one that is not; "id?" is possible and
                          offers no record */
} Row;

static const Row rows[] = {
    {"a pass at the end of the header makes none", TOP BORDER SIGNED FROM AR (SPF ("pass")) BODY,
     "unknown", "null", "null", "mx.receiver.example", FLAG_UNKNOWN, "ar-weak-pass"},
    {"nor does the receiver's dmarc=pass",
     TOP BORDER FROM AR (SPF ("none") "; " DMARC ("pass")) BODY, "unknown", "none", "null",
     "mx.receiver.example", FLAG_UNKNOWN, "!no-evidence"},
    {"one that is not aligned is told",
     TOP BORDER FROM
     "Authentication-Results: mx.receiver.example; spf=pass (192.0.2.25) "
     "smtp.mailfrom=a@museum.example; "
     "dkim=pass header.d=other.example\n"
     "DKIM-Signature: v=1; a=rsa-sha256; d=other.example; s=s1; h=from; bh=x; b=QUJD\n" BODY,
     "unknown", "null", "null", "mx.receiver.example", FLAG_UNKNOWN, "ar-weak-pass"},
    {"a fail at the end of the header counts, and is possible at most",
     TOP BORDER FROM AR (SPF ("fail")) BODY, "fail", "fail", "null", "null", FLAG_UNKNOWN,
     "dkim-unsigned?"},
    {"a sure pass stays, whatever a weak place says",
     TOP AR ("dkim=pass header.d=museum.example header.b=QUJDREVG")
         BORDER SIGNED FROM AR (SPF ("fail") "; " DMARC ("fail")) BODY,
     "pass", "fail", "null", "null", FLAG_UNKNOWN, "!ar-forged"},
    {"a sure fail stays, whatever a weak place says",
     TOP AR (DMARC ("fail")) BORDER FROM AR (SPF ("pass")) BODY, "fail", "null", "present", "null",
     FLAG_UNKNOWN, "!ar-weak-pass"},
    {"what fills it is told of it", TOP AR (DMARC ("fail")) BORDER FROM AR (SPF ("fail")) BODY,
     "fail", "fail", "present", "null", FLAG_UNKNOWN, "!ar-forged"},
    {"an error of the receiver's is not overturned",
     TOP AR (DMARC ("temperror")) BORDER FROM AR (SPF ("pass") "; dkim=none") BODY, "unknown",
     "null", "null", "null", FLAG_UNKNOWN, "!ar-weak-pass"},
    {"a name that cannot be typed is not offered",
     TOP
     "Received: from out.sender.example (out.sender.example [192.0.2.25])\n"
     "\tby mx.receiver.example (Postfix) with ESMTPS id 4F1; Mon, 9 Nov 2026 10:30:05 +0000\n" FROM
     "Authentication-Results: mx.receiver.example/4F1$(x); " SPF ("pass") "\n" BODY,
     "unknown", "null", "null", "null", FLAG_UNKNOWN, "!ar-weak-pass"},

    {"directly below the border of a receiver nobody knows: probable",
     TOP BORDER AR (SPF ("pass")) FROM BODY, "pass", "pass", "null", "mx.receiver.example",
     FLAG_TRUE, "!ar-forged"},
    {"above the border: sure", TOP AR (SPF ("pass")) BORDER FROM BODY, "pass", "pass", "null",
     "null", FLAG_UNKNOWN, "!ar-forged"},
    {"above the border of a host without a public name: probable, and the option is named",
     TOP AR (
         SPF ("pass")) "Received: from out.sender.example (out.sender.example [192.0.2.25])\n"
                       "\tby 198.51.100.7 with ESMTPS; Mon, 9 Nov 2026 10:30:05 +0000\n" FROM BODY,
     "pass", "pass", "null", "mx.receiver.example", FLAG_TRUE, "!ar-forged"},
    {"the option is not named where what it would count does not fit",
     TOP AR (
         "spf=pass (203.0.113.9 was tested) smtp.mailfrom=a@museum.example") "Received: from "
                                                                             "out.sender.example "
                                                                             "(out.sender.example "
                                                                             "[192.0.2.25])\n"
                                                                             "\tby 198.51.100.7 "
                                                                             "with ESMTPS; Mon, 9 "
                                                                             "Nov 2026 10:30:05 "
                                                                             "+0000\n" FROM BODY,
     "pass", "pass", "null", "null", FLAG_TRUE, "!ar-forged"},
    {"without Received: probable, and nothing it could be checked against",
     TOP AR (SPF ("pass")) FROM BODY, "pass", "pass", "null", "null", FLAG_TRUE, "!ar-forged"},
    {"without Received, of a domain without a record",
     AR (SPF ("pass") "; dmarc=bestguesspass header.from=museum.example") FROM BODY, "pass", "pass",
     "none", "null", FLAG_TRUE, "dmarc-none"},
    {"one fully believed result that makes the pass is enough",
     "Authentication-Results: mx.receiver.example; dkim=pass header.d=museum.example "
     "header.b=QUJDREVG\n" BORDER "Received-SPF: pass (mx.receiver.example: domain of "
     "a@museum.example designates 192.0.2.25 as permitted sender) client-ip=192.0.2.25\n" SIGNED
         FROM BODY,
     "pass", "null", "null", "null", FLAG_UNKNOWN, "!ar-forged"},
    {"a fail is never called probable", TOP BORDER AR (SPF ("fail")) FROM BODY, "fail", "fail",
     "null", "null", FLAG_UNKNOWN, "!ar-forged"},

    {"another server's results that fit are offered",
     TOP "Authentication-Results: filter.hosted.example; " SPF ("pass") "\n" BORDER FROM BODY,
     "unknown", "null", "null", "null", FLAG_UNKNOWN, "ar-may-be-yours"},
    {"those that do not fit are not",
     TOP "Authentication-Results: filter.hosted.example; spf=pass (203.0.113.9 was tested) "
         "smtp.mailfrom=a@museum.example\n" BORDER FROM BODY,
     "unknown", "null", "null", "null", FLAG_UNKNOWN, "!ar-may-be-yours"},

    {"a DMARC word nobody knows is no missing record",
     "Authentication-Results: spf=pass (sender IP is 192.0.2.25) smtp.mailfrom=other.example; "
     "dkim=none (message not signed) header.d=none;dmarc=frobbed action=none "
     "header.from=museum.example;compauth=fail reason=001\n" FROM BODY,
     "fail", "pass", "null", "null", FLAG_UNKNOWN, "!dmarc-none"},
    {"a domain in a comment only has to be the Return-Path's",
     TOP "Received-SPF: pass (mx.receiver.example: domain of \"a domain of museum.example "
         "\"@evil.example "
         "designates 192.0.2.25 as permitted sender) client-ip=192.0.2.25\n" BORDER FROM BODY,
     "pass", "pass", "null", "null", FLAG_UNKNOWN, "!ar-forged"},
    {"and is unknown where it is another",
     "Return-Path: <a@evil.example>\n"
     "Received-SPF: pass (mx.receiver.example: domain of \"a domain of museum.example "
     "\"@evil.example "
     "designates 192.0.2.25 as permitted sender) client-ip=192.0.2.25\n" BORDER FROM BODY,
     "unknown", "pass", "null", "null", FLAG_UNKNOWN, "!ar-forged"},
    {"what a filter found before a list says nothing of the list's return path",
     "Return-Path: <list-bounces@museum.example>\n"
     "Received: from mx.receiver.example (localhost [127.0.0.1])\n"
     "\tby mx.receiver.example (Postfix) with ESMTP id 4F2; Mon, 9 Nov 2026 10:30:09 +0000\n"
     "X-Spam-Status: No, score=-0.1 required=5.0 tests=SPF_PASS autolearn=ham\n" BORDER
     "List-Id: <friends.museum.example>\n" FROM BODY,
     "unknown", "pass", "null", "null", FLAG_UNKNOWN, "!ar-forged"},
};

static const Finding *
find (const Case *kase, const char *id, gsize len) {
  for (guint i = 0; i < kase->findings.n; i++) {
    const Finding *finding = vec_at (&kase->findings, Finding, i);
    if (span_is_null (finding->superseded_by) && span_equal (finding->id, span_of (id, len)))
      return finding;
  }
  return NULL;
}

static void
check_finding (const Case *kase, const char *demand) {
  bool absent = demand[0] == '!', possible = g_str_has_suffix (demand, "?");
  demand += absent;
  const Finding *finding = find (kase, demand, strlen (demand) - possible);
  g_assert_true ((finding == NULL) == absent);
  if (possible) {
    g_assert_true (span_equal (finding->proof, SPAN ("possible")));
    g_assert_cmpuint (finding->records.n, ==, 0);
  }
}

static void
test_row (gconstpointer data) {
  const Row *row = data;
  const Case *kase = bench_run (bench, row->text);
  const Verdict *verdict = &kase->verdict;
  assert_span (verdict->status, row->status, "status");
  assert_span (verdict->spf, row->spf, "spf");
  assert_span (verdict->dmarc_record, row->dmarc_record, "dmarc_record");
  assert_span (verdict->trust_id, row->trust_id, "trust_id");
  g_assert_cmpint (verdict->probable, ==, row->probable);
  bool probably = span_find (verdict->sentence, SPAN ("Probably")) == 0;
  bool first = span_find (verdict->headline, SPAN ("probably")) >= 0;
  g_assert_cmpint (probably, ==, row->probable == FLAG_TRUE);
  g_assert_cmpint (first, ==, row->probable == FLAG_TRUE);
  check_finding (kase, row->finding);
}

/* RFC 9989 section 9: the policy as evaluated, which options may have made another one. */
static void
test_evaluated_policy (void) {
  const Case *kase = bench_run (
      bench,
      TOP AR ("dmarc=fail (p=reject) policy.dmarc=none header.from=museum.example;\n"
              " dmarc=fail policy.dmarc=quarantine header.from=museum.example") BORDER FROM BODY);
  const DmarcRecord *first = vec_at (&kase->evidence.dmarc, DmarcRecord, 0),
                    *second = vec_at (&kase->evidence.dmarc, DmarcRecord, 1);
  assert_span (first->policy, "reject", "policy");
  assert_span (first->evaluated_policy, "none", "evaluated");
  assert_span (second->policy, "null", "policy");
  assert_span (second->evaluated_policy, "quarantine", "evaluated");
}

/* ---- by themselves ---- */

typedef struct {
  Evidence evidence;
  Arena *arena;
} Records;

#define SURE .trusted = FLAG_TRUE, .trust = SPAN ("full")
#define WEAK SURE, .weak = FLAG_TRUE

/* What is left of a weak result: it counts, it does not, or only where a pass may be made. */
static void
check_left (Flag trusted, Flag weak, Span code, const char *left) {
  g_assert_cmpint (trusted, ==, strcmp (left, "counts") == 0 ? FLAG_TRUE : FLAG_FALSE);
  if (strcmp (left, "told") == 0)
    assert_span (code, "weak-told", left);
  if (strcmp (left, "pass") == 0)
    assert_span (code, "weak-pass", left);
  if (strcmp (left, "told") == 0)
    g_assert_cmpint (weak, ==, FLAG_FALSE);
}

/* A surer place tells of the same identity, or of the same signature. */
static void
test_settled (void) {
  static const struct {
    SpfRecord spf[2];   /* the second is weak */
    DkimRecord dkim[2]; /* likewise */
    const char *spf_left, *dkim_left;
  } cases[] = {
      {{{SURE, .identity = SPAN ("mailfrom"), .result = SPAN ("pass")},
        {WEAK, .identity = SPAN ("mailfrom"), .result = SPAN ("fail")}},
       {{SURE, .result = SPAN ("fail"), .signature = {.set = true, .value = 1}},
        {WEAK, .result = SPAN ("pass"), .signature = {.set = true, .value = 1}}},
       "told",
       "told"},
      {{{SURE, .identity = SPAN ("helo"), .result = SPAN ("pass")},
        {WEAK, .identity = SPAN ("mailfrom"), .result = SPAN ("fail")}},
       {{SURE, .result = SPAN ("fail"), .signature = {.set = true, .value = 1}},
        {WEAK, .result = SPAN ("none"), .signature = {.set = true, .value = 0}}},
       "counts",
       "counts"},
      {{{SURE, .identity = SPAN ("mailfrom"), .result = SPAN ("fail")},
        {WEAK, .identity = SPAN ("mailfrom"), .result = SPAN ("fail")}},
       {{SURE, .result = SPAN ("fail"), .signature = {.set = true, .value = 1}},
        {WEAK, .result = SPAN ("fail"), .signature = {.set = true, .value = 1}}},
       "counts",
       "counts"},
      /* of one of the two nobody knows which signature is meant */
      {{{SURE, .result = SPAN ("pass")}, {WEAK, .result = SPAN ("fail")}},
       {{SURE, .result = SPAN ("fail"), .signature = {.set = true, .value = 1}},
        {WEAK, .result = SPAN ("pass")}},
       "told",
       "told"},
      {{{WEAK, .identity = SPAN ("mailfrom"), .result = SPAN ("pass")},
        {WEAK, .identity = SPAN ("mailfrom"), .result = SPAN ("fail")}},
       {{SURE, .result = SPAN ("fail")},
        {WEAK, .result = SPAN ("pass"), .signature = {.set = true, .value = 1}}},
       "counts",
       "told"},
      /* a pass that may be aligned makes none */
      {{{.trusted = FLAG_FALSE, .identity = SPAN ("mailfrom"), .result = SPAN ("fail")},
        {WEAK, .identity = SPAN ("mailfrom"), .result = SPAN ("pass")}},
       {{.trusted = FLAG_FALSE, .result = SPAN ("fail")},
        {WEAK, .result = SPAN ("pass"), .alignment = SPAN ("strict")}},
       "pass",
       "pass"},
      {{{.trusted = FLAG_FALSE},
        {WEAK, .result = SPAN ("pass"), .identity = SPAN ("mailfrom"), .alignment = SPAN ("none")}},
       {{.trusted = FLAG_FALSE}, {WEAK, .result = SPAN ("pass"), .alignment = SPAN ("none")}},
       "counts",
       "counts"},
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    Records records = {.arena = arena_new ()};
    for (guint k = 0; k < 2; k++) {
      *vec_push (records.arena, &records.evidence.spf, SpfRecord) = cases[i].spf[k];
      *vec_push (records.arena, &records.evidence.dkim, DkimRecord) = cases[i].dkim[k];
    }
    weak_settle (&records.evidence, shipped_words (), records.arena);
    const SpfRecord *spf = vec_at (&records.evidence.spf, SpfRecord, 1);
    const DkimRecord *dkim = vec_at (&records.evidence.dkim, DkimRecord, 1);
    g_test_message ("settled %u", i);
    check_left (spf->trusted, spf->weak, spf->trust_reason_code, cases[i].spf_left);
    check_left (dkim->trusted, dkim->weak, dkim->trust_reason_code, cases[i].dkim_left);
    arena_free (records.arena);
  }
}

/* DMARC has one result: what a surer place tells leaves no room for another. A field keeps its
 * trust while one of its results counts. */
static void
test_settled_fields (void) {
  static const struct {
    Flag sure_dmarc;
    const char *dmarc;
    const char *spf; /* in the same field */
    const char *dmarc_left, *field_left;
  } cases[] = {
      {FLAG_FALSE, "fail", "fail", "counts", "counts"},
      {FLAG_TRUE, "fail", "fail", "told", "counts"},
      {FLAG_FALSE, "pass", "fail", "pass", "counts"},
      {FLAG_FALSE, "pass", "pass", "pass", "pass"},
      {FLAG_TRUE, "pass", NULL, "told", "told"},
      {FLAG_FALSE, "fail", "pass", "counts", "counts"},
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    Records records = {.arena = arena_new ()};
    Evidence *evidence = &records.evidence;
    for (guint k = 0; k < 2; k++)
      *vec_push (records.arena, &evidence->authentication_results, AuthenticationResultsRecord) =
          (AuthenticationResultsRecord){SURE, .weak = flag_of (k), .methods = k * REPORTS_DMARC};
    *vec_push (records.arena, &evidence->dmarc, DmarcRecord) = (DmarcRecord){
        .trusted = cases[i].sure_dmarc, .trust = SPAN ("full"), .result = SPAN ("none")};
    *vec_push (records.arena, &evidence->dmarc, DmarcRecord) = (DmarcRecord){
        WEAK, .result = span_from_string (cases[i].dmarc), .authentication_results = 1};
    if (cases[i].spf)
      *vec_push (records.arena, &evidence->spf, SpfRecord) =
          (SpfRecord){WEAK, .result = span_from_string (cases[i].spf), .alignment = SPAN ("strict"),
                      .authentication_results = 1};
    weak_settle (evidence, shipped_words (), records.arena);
    const DmarcRecord *dmarc = vec_at (&evidence->dmarc, DmarcRecord, 1);
    const AuthenticationResultsRecord *field =
        vec_at (&evidence->authentication_results, AuthenticationResultsRecord, 1);
    g_test_message ("fields %u", i);
    check_left (dmarc->trusted, dmarc->weak, dmarc->trust_reason_code, cases[i].dmarc_left);
    check_left (field->trusted, FLAG_FALSE, field->trust_reason_code, cases[i].field_left);
    g_assert_cmpint (
        vec_at (&evidence->authentication_results, AuthenticationResultsRecord, 0)->trusted, ==,
        FLAG_TRUE);
    arena_free (records.arena);
  }
}

/* Which results are trusted under each choice. */
static void
test_choices (void) {
  static const struct {
    DkimRecord record;
    Flag trusted[4]; /* as given, none, all, proved */
  } cases[] = {
      {{SURE}, {FLAG_TRUE, FLAG_TRUE, FLAG_TRUE, FLAG_TRUE}},
      {{WEAK}, {FLAG_TRUE, FLAG_FALSE, FLAG_TRUE, FLAG_FALSE}},
      {{.trusted = FLAG_FALSE, .trust = SPAN ("none"), .weak = FLAG_TRUE},
       {FLAG_FALSE, FLAG_FALSE, FLAG_TRUE, FLAG_FALSE}},
      {{.trusted = FLAG_FALSE, .weak = FLAG_TRUE}, {FLAG_FALSE, FLAG_FALSE, FLAG_TRUE, FLAG_FALSE}},
      {{.trusted = FLAG_TRUE, .trust = SPAN ("assumed")},
       {FLAG_TRUE, FLAG_TRUE, FLAG_TRUE, FLAG_FALSE}},
      {{.trusted = FLAG_FALSE, .trust = SPAN ("full")},
       {FLAG_FALSE, FLAG_FALSE, FLAG_FALSE, FLAG_FALSE}},
  };
  static const WeakChoice choices[] = {WEAK_AS_GIVEN, WEAK_NONE, WEAK_ALL, WEAK_PROVED};
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint k = 0; k < G_N_ELEMENTS (choices); k++) {
      Records records = {.arena = arena_new ()};
      *vec_push (records.arena, &records.evidence.dkim, DkimRecord) = cases[i].record;
      weak_choose (&records.evidence, choices[k]);
      g_test_message ("choice %u, %u", i, k);
      g_assert_cmpint (vec_at (&records.evidence.dkim, DkimRecord, 0)->trusted, ==,
                       cases[i].trusted[k]);
      arena_free (records.arena);
    }
}

/* The name that settles it: of the topmost field that fits and can be typed. */
static void
test_trust_id (void) {
  static const struct {
    const char *id;
    Flag weak;
    bool fits;
    const char *offered;
  } cases[] = {
      {"mx.receiver.example", FLAG_TRUE, true, "mx.receiver.example"},
      {"mx.receiver.example", FLAG_FALSE, true, "below.example"},
      {"mx.receiver.example", FLAG_TRUE, false, "below.example"},
      {"mx.receiver.example/4F1", FLAG_TRUE, true, "below.example"},
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    Records records = {.arena = arena_new ()};
    Vec *list = &records.evidence.authentication_results;
    *vec_push (records.arena, list, AuthenticationResultsRecord) =
        (AuthenticationResultsRecord){.authserv_id = span_from_string (cases[i].id),
                                      .weak = cases[i].weak,
                                      .fits_message = cases[i].fits};
    *vec_push (records.arena, list, AuthenticationResultsRecord) = (AuthenticationResultsRecord){
        .authserv_id = SPAN ("below.example"), .weak = FLAG_TRUE, .fits_message = true};
    assert_span (weak_trust_id (&records.evidence), cases[i].offered, cases[i].id);
    arena_free (records.arena);
  }
}

/* Behind a text nothing but what an option names is fully believed. */
static void
test_lowered (void) {
  static const struct {
    Flag trusted;
    const char *code, *trust;
    bool lowered;
  } cases[] = {
      {FLAG_TRUE, "received-it", "assumed", true}, {FLAG_TRUE, NULL, "assumed", true},
      {FLAG_TRUE, "trust-id", "full", false},      {FLAG_TRUE, "trust-all", "full", false},
      {FLAG_FALSE, "below-border", "full", false},
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint weak = 0; weak < 2; weak++) {
      Records records = {.arena = arena_new ()};
      DkimRecord *dkim = vec_push (records.arena, &records.evidence.dkim, DkimRecord);
      *dkim = (DkimRecord){.trusted = cases[i].trusted,
                           .trust = SPAN ("full"),
                           .trust_reason_code = span_from_string (cases[i].code)};
      weak_lower_all (&records.evidence, weak, shipped_words (), records.arena);
      g_test_message ("lowered %u", i);
      assert_span (dkim->trust, cases[i].trust, "trust");
      g_assert_cmpint (dkim->trusted, ==, cases[i].trusted);
      if (cases[i].lowered) {
        g_assert_cmpint (dkim->weak, ==, flag_of (weak));
        assert_span (dkim->trust_reason_code, "behind-text", "reason");
      }
      g_assert_true (weak_any (&records.evidence) == (cases[i].lowered && weak));
      arena_free (records.arena);
    }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  bench = bench_new ();
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strdup_printf ("/weak/%02u %s", i + 1, rows[i].name);
    g_test_add_data_func (path, &rows[i], test_row);
  }
  g_test_add_func ("/weak/evaluated policy", test_evaluated_policy);
  g_test_add_func ("/weak/settled", test_settled);
  g_test_add_func ("/weak/settled fields", test_settled_fields);
  g_test_add_func ("/weak/choices", test_choices);
  g_test_add_func ("/weak/trust id", test_trust_id);
  g_test_add_func ("/weak/lowered", test_lowered);
  int status = g_test_run ();
  bench_free (bench);
  return status;
}
