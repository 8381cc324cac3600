/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the parts of DMARC's answer come to (docs/contract.md, Verdict; RFC 9989 section 4.4): whose
 * result it is, what is open, what a spam filter's word is worth, and the record. */
#include "judge/verdict-private.h"
#include "support.h"

#define OWN "museum.example"

static Span
word (const char *text) {
  return text ? span_from_string (text) : SPAN_NULL;
}

typedef struct {
  Evidence evidence;
  Verdict verdict;
  Arena *arena;
} Trial;

static void
begin (Trial *trial) {
  *trial = (Trial){.arena = arena_new ()};
  FromRecord *from = &trial->evidence.from;
  from->fields = number_of (1);
  from->domain = SPAN (OWN);
  from->organizational_domain = SPAN (OWN);
  *vec_push (trial->arena, &from->domains, Span) = SPAN (OWN);
  trial->verdict = (Verdict){.spf_index = -1, .dkim_index = -1, .dmarc_index = -1};
}

/* Believed. */
static DmarcRecord *
add_dmarc (Trial *trial, const char *result, const char *domain) {
  DmarcRecord *dmarc = vec_push (trial->arena, &trial->evidence.dmarc, DmarcRecord);
  *dmarc = (DmarcRecord){.trusted = FLAG_TRUE,
                         .trust = SPAN ("full"),
                         .result = word (result),
                         .domain = word (domain)};
  return dmarc;
}

static DkimRecord *
add_dkim (Trial *trial, const char *result, const char *alignment) {
  DkimRecord *dkim = vec_push (trial->arena, &trial->evidence.dkim, DkimRecord);
  *dkim = (DkimRecord){.trusted = FLAG_TRUE,
                       .trust = SPAN ("full"),
                       .result = word (result),
                       .alignment = word (alignment)};
  return dkim;
}

static SpfRecord *
add_spf (Trial *trial, const char *result, const char *alignment) {
  SpfRecord *spf = vec_push (trial->arena, &trial->evidence.spf, SpfRecord);
  *spf = (SpfRecord){.trusted = FLAG_TRUE,
                     .trust = SPAN ("full"),
                     .result = word (result),
                     .alignment = word (alignment)};
  trial->verdict.spf_index = (int)trial->evidence.spf.n - 1;
  trial->verdict.spf = spf->result;
  trial->verdict.spf_alignment = spf->alignment;
  return spf;
}

static VerdictWhy
why (Trial *trial) {
  trial->verdict.dmarc_index = verdict_find_dmarc (&trial->evidence);
  verdict_decide_dmarc (&trial->evidence, &trial->verdict);
  return (VerdictWhy)trial->verdict.why;
}

/* ---- whose result ---- */

/* A parent whose policy was used counts; a pass has to name the author. */
static void
test_authors (void) {
  static const struct {
    const char *from, *organization, *result, *domain;
    bool counts;
  } rows[] = {
      {OWN, OWN, "pass", OWN, true},
      {"news." OWN, OWN, "pass", OWN, true},
      {"news." OWN, OWN, "pass", "shop." OWN, true},
      {OWN, OWN, "pass", "news." OWN, true},
      {OWN, OWN, "pass", "other.example", false},
      {OWN, OWN, "fail", "other.example", false},
      {OWN, OWN, "pass", "not" OWN, false},
      {OWN, OWN, "pass", NULL, false},
      {OWN, OWN, "fail", NULL, true},
      {OWN, OWN, "none", NULL, true},
      {NULL, NULL, "pass", "other.example", true},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    Trial trial;
    begin (&trial);
    trial.evidence.from.domain = word (rows[i].from);
    trial.evidence.from.organizational_domain = word (rows[i].organization);
    add_dmarc (&trial, rows[i].result, rows[i].domain);
    g_test_message ("author %u", i);
    g_assert_cmpint (verdict_find_dmarc (&trial.evidence), ==, rows[i].counts ? 0 : -1);
    arena_free (trial.arena);
  }
}

typedef struct {
  const char *result, *domain; /* NULL, NULL: there is none */
  Flag trusted;
  bool filter;
} Said;

#define SAID(result, domain) \
  { result, domain, FLAG_TRUE, false }
#define FILTER(result, domain) \
  { result, domain, FLAG_TRUE, true }
#define OTHER "other.example"

/* The worse counts, a filter's word where there is no other. Of another author the topmost is told,
 * or the one that failed. */
static void
test_several (void) {
  static const struct {
    Said said[3];
    int index;
    const char *judged;
  } rows[] = {
      {{SAID ("pass", OWN), SAID ("fail", OWN)}, 1, NULL},
      {{SAID ("fail", OWN), SAID ("pass", OWN)}, 0, NULL},
      {{SAID ("pass", OWN), SAID ("none", OWN)}, 0, NULL},
      {{SAID ("none", OWN), SAID ("pass", OWN)}, 0, NULL},
      {{FILTER ("pass", OWN), SAID ("none", OWN)}, 1, NULL},
      {{FILTER ("fail", OWN), SAID ("pass", OWN)}, 1, NULL},
      {{SAID ("pass", OWN), FILTER ("fail", OWN)}, 0, NULL},
      {{FILTER ("pass", OWN), FILTER ("fail", OWN)}, 0, NULL},
      {{{"fail", OWN, FLAG_FALSE, false}, SAID ("pass", OWN)}, 1, NULL},
      {{SAID (NULL, OWN), SAID ("pass", OWN)}, 1, NULL},
      {{SAID (NULL, OWN)}, -1, NULL},
      {{{.result = NULL}}, -1, NULL},
      {{SAID ("pass", OTHER), SAID ("pass", OWN)}, 1, NULL},
      {{SAID ("pass", OTHER)}, -1, OTHER},
      {{SAID ("pass", OTHER), SAID ("fail", "third.example")}, -1, "third.example"},
      {{SAID ("pass", OTHER), SAID ("none", "third.example")}, -1, OTHER},
      {{SAID ("fail", OTHER), SAID ("pass", "third.example")}, -1, OTHER},
      {{SAID ("pass", OTHER), SAID ("fail", NULL)}, 1, NULL},
      {{SAID ("pass", NULL)}, -1, NULL},
      {{SAID (NULL, OTHER)}, -1, NULL},
      {{{"fail", OTHER, FLAG_FALSE, false}}, -1, NULL},
      {{SAID ("pass", OTHER), {"pass", OWN, FLAG_FALSE, false}}, -1, OTHER},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    Trial trial;
    begin (&trial);
    for (guint k = 0; k < 3 && (rows[i].said[k].result || rows[i].said[k].domain); k++) {
      DmarcRecord *dmarc = add_dmarc (&trial, rows[i].said[k].result, rows[i].said[k].domain);
      dmarc->trusted = rows[i].said[k].trusted;
      dmarc->spam_report = rows[i].said[k].filter;
    }
    g_test_message ("several %u", i);
    g_assert_cmpint (verdict_find_dmarc (&trial.evidence), ==, rows[i].index);
    verdict_find_judged_author (&trial.evidence);
    assert_span (trial.evidence.from.judged_domain, rows[i].judged ? rows[i].judged : "null",
                 "author");
    arena_free (trial.arena);
  }
}

static void
test_one_author (void) {
  static const struct {
    gint64 fields;
    Flag named;
    guint domains;
    bool one;
  } rows[] = {
      {1, FLAG_FALSE, 1, true},    {2, FLAG_FALSE, 1, false}, {0, FLAG_FALSE, 1, false},
      {0, FLAG_TRUE, 1, true},     {1, FLAG_FALSE, 2, false}, {1, FLAG_FALSE, 0, false},
      {0, FLAG_UNKNOWN, 1, false},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    Trial trial;
    begin (&trial);
    trial.evidence.from.fields = number_of (rows[i].fields);
    trial.evidence.from.named_by_results = rows[i].named;
    trial.evidence.from.domains.n = 0;
    for (guint k = 0; k < rows[i].domains; k++)
      *vec_push (trial.arena, &trial.evidence.from.domains, Span) = SPAN (OWN);
    add_dmarc (&trial, "pass", OWN);
    g_test_message ("one author %u", i);
    g_assert_cmpint (why (&trial), ==, rows[i].one ? WHY_RECEIVER : WHY_NOT_ONE_FROM);
    assert_span (trial.verdict.dmarc_record, rows[i].one ? "present" : "null", "record");
    arena_free (trial.arena);
  }
}

/* ---- what the mechanisms come to ---- */

typedef struct {
  const char *result, *alignment;
} Mechanism;

/* One signature, and what is said of it. */
static const struct {
  Mechanism spf, dkim;
  bool has_signature;
  const char *signature; /* its alignment */
  bool is_its_result;
  VerdictWhy why;
} mechanisms[] = {
    {{"pass", "strict"}, {"fail", "strict"}, false, NULL, false, WHY_COMPUTED_PASS},
    {{"pass", "relaxed"}, {"fail", "strict"}, false, NULL, false, WHY_COMPUTED_PASS},
    {{"fail", "strict"}, {"pass", "relaxed"}, false, NULL, false, WHY_COMPUTED_PASS},
    {{"fail", "strict"}, {"pass", "strict"}, false, NULL, false, WHY_COMPUTED_PASS},
    {{"fail", "strict"}, {"fail", "strict"}, false, NULL, false, WHY_COMPUTED_FAIL},
    {{"pass", "none"}, {"pass", "none"}, false, NULL, false, WHY_COMPUTED_FAIL},
    {{"none", NULL}, {"none", NULL}, false, NULL, false, WHY_COMPUTED_FAIL},
    /* an error of the moment, a pass of a domain that is not known */
    {{"temperror", "strict"}, {"none", NULL}, false, NULL, false, WHY_UNKNOWN},
    {{"temperror", "none"}, {"none", NULL}, false, NULL, false, WHY_COMPUTED_FAIL},
    {{"permerror", "strict"}, {"none", NULL}, false, NULL, false, WHY_COMPUTED_FAIL},
    {{"pass", NULL}, {"none", NULL}, false, NULL, false, WHY_UNKNOWN},
    {{"fail", NULL}, {"none", NULL}, false, NULL, false, WHY_COMPUTED_FAIL},
    {{"fail", NULL}, {"pass", NULL}, false, NULL, false, WHY_UNKNOWN},
    {{"fail", NULL}, {"temperror", "strict"}, false, NULL, false, WHY_UNKNOWN},
    {{"fail", NULL}, {"temperror", "none"}, false, NULL, false, WHY_COMPUTED_FAIL},
    /* a signature of another domain cannot make it pass; one whose domain is not known could */
    {{"fail", NULL}, {"temperror", NULL}, true, "none", false, WHY_COMPUTED_FAIL},
    {{"fail", NULL}, {"temperror", NULL}, true, NULL, false, WHY_UNKNOWN},
    {{"fail", NULL}, {"temperror", NULL}, true, "relaxed", false, WHY_UNKNOWN},
    /* one of this domain is open until something is said of it */
    {{"fail", NULL}, {"fail", NULL}, true, "strict", false, WHY_UNKNOWN},
    {{"fail", NULL}, {"fail", NULL}, true, "none", false, WHY_COMPUTED_FAIL},
    {{"fail", NULL}, {"fail", "strict"}, true, "strict", true, WHY_COMPUTED_FAIL},
};

static void
test_mechanisms (void) {
  for (guint i = 0; i < G_N_ELEMENTS (mechanisms); i++) {
    Trial trial;
    begin (&trial);
    add_spf (&trial, mechanisms[i].spf.result, mechanisms[i].spf.alignment);
    add_dkim (&trial, mechanisms[i].dkim.result, mechanisms[i].dkim.alignment);
    trial.verdict.dkim = word (mechanisms[i].dkim.result);
    trial.verdict.dkim_alignment = word (mechanisms[i].dkim.alignment);
    if (mechanisms[i].has_signature) {
      DkimSignatureRecord *signature =
          vec_push (trial.arena, &trial.evidence.dkim_signatures, DkimSignatureRecord);
      signature->alignment = word (mechanisms[i].signature);
      if (mechanisms[i].is_its_result)
        *vec_push (trial.arena, &signature->results, Number) = number_of (0);
    }
    g_test_message ("mechanisms %u", i);
    g_assert_cmpint (why (&trial), ==, mechanisms[i].why);
    bool known = mechanisms[i].why != WHY_UNKNOWN;
    assert_span (trial.verdict.basis, known ? "computed" : "null", "basis");
    arena_free (trial.arena);
  }
}

/* What is not believed, or said better by the receiver's own fields, counts for nothing. */
static void
test_what_counts (void) {
  static const struct {
    Flag trusted, outranked;
    VerdictWhy why;
  } rows[] = {
      {FLAG_TRUE, FLAG_FALSE, WHY_COMPUTED_PASS},
      {FLAG_FALSE, FLAG_FALSE, WHY_COMPUTED_FAIL},
      {FLAG_TRUE, FLAG_TRUE, WHY_COMPUTED_FAIL},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    Trial trial;
    begin (&trial);
    add_spf (&trial, "fail", "strict");
    trial.verdict.dkim = SPAN ("none");
    DkimRecord *dkim = add_dkim (&trial, "pass", "strict");
    dkim->trusted = rows[i].trusted;
    dkim->outranked = rows[i].outranked;
    g_test_message ("counts %u", i);
    g_assert_cmpint (why (&trial), ==, rows[i].why);
    arena_free (trial.arena);
  }
}

/* Of a signature's results the first that counts decides whether it is open. */
static void
test_results_of_signature (void) {
  for (guint outranked = 0; outranked < 2; outranked++) {
    Trial trial;
    begin (&trial);
    add_spf (&trial, "fail", "strict");
    trial.verdict.dkim = SPAN ("fail");
    add_dkim (&trial, "temperror", "strict")->outranked = flag_of (outranked);
    add_dkim (&trial, "fail", "strict");
    DkimSignatureRecord *signature =
        vec_push (trial.arena, &trial.evidence.dkim_signatures, DkimSignatureRecord);
    signature->alignment = SPAN ("strict");
    for (guint i = 0; i < 2; i++)
      *vec_push (trial.arena, &signature->results, Number) = number_of (i);
    g_assert_cmpint (why (&trial), ==, outranked ? WHY_COMPUTED_FAIL : WHY_UNKNOWN);
    arena_free (trial.arena);
  }
}

/* Every signature has to be another domain's. */
static void
test_foreign_signatures (void) {
  static const struct {
    const char *alignments[2];
    guint n;
    VerdictWhy why;
  } rows[] = {
      {{"none"}, 1, WHY_COMPUTED_FAIL}, {{"none", "none"}, 2, WHY_COMPUTED_FAIL},
      {{"none", NULL}, 2, WHY_UNKNOWN}, {{NULL, "none"}, 2, WHY_UNKNOWN},
      {{NULL}, 0, WHY_UNKNOWN},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    Trial trial;
    begin (&trial);
    add_spf (&trial, "fail", "strict");
    for (guint k = 0; k < rows[i].n; k++)
      vec_push (trial.arena, &trial.evidence.dkim_signatures, DkimSignatureRecord)->alignment =
          word (rows[i].alignments[k]);
    g_test_message ("foreign %u", i);
    g_assert_cmpint (why (&trial), ==, rows[i].why);
    arena_free (trial.arena);
  }
}

/* ---- beside the receiver's dmarc=fail ---- */

/* An aligned pass of the same writer, as surely his. */
static void
test_beside_fail (void) {
  static const struct {
    const char *result, *alignment, *trust;
    int field;
    Flag trusted;
    VerdictWhy why;
  } rows[] = {
      {"pass", "strict", "full", 0, FLAG_TRUE, WHY_RECEIVER_MISTAKEN},
      {"pass", "strict", "full", 1, FLAG_TRUE, WHY_RECEIVER_MISTAKEN},
      {"pass", "relaxed", "full", 0, FLAG_TRUE, WHY_RECEIVER_STRICT},
      {"pass", "none", "full", 0, FLAG_TRUE, WHY_RECEIVER},
      {"pass", NULL, "full", 0, FLAG_TRUE, WHY_RECEIVER},
      {"fail", "strict", "full", 0, FLAG_TRUE, WHY_RECEIVER},
      {"pass", "strict", "assumed", 0, FLAG_TRUE, WHY_RECEIVER},
      {"pass", "strict", "full", -1, FLAG_TRUE, WHY_RECEIVER},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint is_spf = 0; is_spf < 2; is_spf++) {
      Trial trial;
      begin (&trial);
      add_dmarc (&trial, "fail", OWN);
      if (is_spf) {
        SpfRecord *spf = add_spf (&trial, rows[i].result, rows[i].alignment);
        spf->trust = word (rows[i].trust);
        spf->authentication_results = rows[i].field;
      } else {
        DkimRecord *dkim = add_dkim (&trial, rows[i].result, rows[i].alignment);
        dkim->trust = word (rows[i].trust);
        dkim->authentication_results = rows[i].field;
      }
      g_test_message ("beside %u", i);
      g_assert_cmpint (why (&trial), ==, rows[i].why);
      assert_span (trial.verdict.status, "fail", "status");
      assert_span (trial.verdict.basis, "receiver", "basis");
      if (!is_spf && rows[i].why != WHY_RECEIVER) {
        vec_at (&trial.evidence.dkim, DkimRecord, 0)->trusted = FLAG_FALSE;
        g_assert_cmpint (why (&trial), ==, WHY_RECEIVER);
      }
      arena_free (trial.arena);
    }
}

/* ---- a spam filter's word ---- */

/* It gives way to what the receiver's own fields come to, and only to that. */
static void
test_filter (void) {
  static const struct {
    const char *filter; /* its result for DMARC */
    Mechanism spf;
    bool of_filter; /* the SPF result too */
    Flag trusted;
    VerdictWhy why;
  } rows[] = {
      {"pass", {"fail", "strict"}, false, FLAG_TRUE, WHY_COMPUTED_FAIL},
      {"fail", {"pass", "strict"}, false, FLAG_TRUE, WHY_COMPUTED_PASS},
      {"pass", {"temperror", "strict"}, false, FLAG_TRUE, WHY_RECEIVER},
      {"pass", {"fail", "strict"}, true, FLAG_TRUE, WHY_RECEIVER},
      {"pass", {"fail", "strict"}, false, FLAG_FALSE, WHY_RECEIVER},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint is_dkim = 0; is_dkim < 2; is_dkim++) {
      Trial trial;
      begin (&trial);
      add_dmarc (&trial, rows[i].filter, OWN)->spam_report = 1;
      if (is_dkim) {
        trial.verdict.spf = SPAN ("none");
        DkimRecord *dkim = add_dkim (&trial, rows[i].spf.result, rows[i].spf.alignment);
        dkim->spam_report = rows[i].of_filter;
        dkim->trusted = rows[i].trusted;
        trial.verdict.dkim = dkim->result;
        trial.verdict.dkim_alignment = dkim->alignment;
      } else {
        trial.verdict.dkim = SPAN ("none");
        SpfRecord *spf = add_spf (&trial, rows[i].spf.result, rows[i].spf.alignment);
        spf->spam_report = rows[i].of_filter;
        spf->trusted = rows[i].trusted;
      }
      g_test_message ("filter %u, %u", i, is_dkim);
      g_assert_cmpint (why (&trial), ==, rows[i].why);
      /* the receiver's own word gives way to nothing */
      vec_at (&trial.evidence.dmarc, DmarcRecord, 0)->spam_report = 0;
      vec_at (&trial.evidence.dmarc, DmarcRecord, 0)->authentication_results = -1;
      for (guint k = 0; k < trial.evidence.spf.n; k++)
        vec_at (&trial.evidence.spf, SpfRecord, k)->authentication_results = -1;
      for (guint k = 0; k < trial.evidence.dkim.n; k++)
        vec_at (&trial.evidence.dkim, DkimRecord, k)->authentication_results = -1;
      g_assert_cmpint (why (&trial), ==, WHY_RECEIVER);
      arena_free (trial.arena);
    }
}

/* ---- the record ---- */

static void
test_record (void) {
  static const struct {
    const char *result, *domain;
    bool has_dmarc;
    const char *always[2];
    guint results; /* of a field of its own */
    Flag trusted;
    const char *record;
  } rows[] = {
      {"pass", OWN, true, {NULL}, 0, FLAG_TRUE, "present"},
      {"fail", OWN, true, {NULL}, 0, FLAG_TRUE, "present"},
      {"none", OWN, true, {NULL}, 0, FLAG_TRUE, "null"},
      {"none", OWN, true, {"dmarc"}, 0, FLAG_TRUE, "none"},
      {"none", OWN, true, {"spf", "dmarc"}, 0, FLAG_TRUE, "none"},
      {"none", OWN, true, {"spf"}, 0, FLAG_TRUE, "null"},
      {"bestguesspass", OWN, true, {NULL}, 0, FLAG_TRUE, "none"},
      {"temperror", OWN, true, {"dmarc"}, 0, FLAG_TRUE, "null"},
      {"fail", OTHER, true, {"dmarc"}, 1, FLAG_TRUE, "null"},
      /* one that always reports DMARC left it out beside something else */
      {NULL, NULL, false, {"dmarc"}, 1, FLAG_TRUE, "none"},
      {NULL, NULL, false, {"dmarc"}, 0, FLAG_TRUE, "null"},
      {NULL, NULL, false, {"dmarc"}, 1, FLAG_FALSE, "null"},
      {NULL, NULL, false, {NULL}, 1, FLAG_TRUE, "null"},
      /* a word that nobody knows is no silence */
      {NULL, OWN, true, {"dmarc"}, 1, FLAG_TRUE, "null"},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    Trial trial;
    begin (&trial);
    if (rows[i].has_dmarc)
      add_dmarc (&trial, rows[i].result, rows[i].domain);
    for (guint k = 0; k < 2 && rows[i].always[k]; k++)
      *vec_push (trial.arena, &trial.evidence.receiver.always_writes, Span) =
          word (rows[i].always[k]);
    AuthenticationResultsRecord *record =
        vec_push (trial.arena, &trial.evidence.authentication_results, AuthenticationResultsRecord);
    record->trusted = rows[i].trusted;
    for (guint k = 0; k < rows[i].results; k++)
      vec_push (trial.arena, &record->results, AuthResult);
    g_test_message ("record %u", i);
    why (&trial);
    assert_span (trial.verdict.dmarc_record, rows[i].record, "record");
    arena_free (trial.arena);
  }
}

/* What stands in another field is nobody's word. What stands in the receiver's own, and cannot be
 * counted, was said all the same. */
static void
check_unbelieved (const char *result, guint64 header_index, const char *want) {
  Trial trial;
  begin (&trial);
  DmarcRecord *dmarc = add_dmarc (&trial, result, OWN);
  dmarc->trusted = FLAG_FALSE;
  dmarc->header_index.value = header_index;
  *vec_push (trial.arena, &trial.evidence.receiver.always_writes, Span) = SPAN ("dmarc");
  AuthenticationResultsRecord *record =
      vec_push (trial.arena, &trial.evidence.authentication_results, AuthenticationResultsRecord);
  record->trusted = FLAG_TRUE;
  vec_push (trial.arena, &record->results, AuthResult);
  g_assert_cmpint (why (&trial), ==, WHY_NO_EVIDENCE);
  assert_span (trial.verdict.dmarc_record, want, "record");
  arena_free (trial.arena);
}

static void
test_unbelieved (void) {
  check_unbelieved (NULL, 1, "none");
  check_unbelieved ("pass", 1, "none");
  check_unbelieved (NULL, 0, "null");
  check_unbelieved ("pass", 0, "null");
}

static void
test_evidence (void) {
  for (guint what = 0; what < 3; what++)
    for (guint trusted = 0; trusted < 2; trusted++) {
      Trial trial;
      begin (&trial);
      if (what == 0)
        add_spf (&trial, NULL, NULL)->trusted = flag_of (trusted);
      if (what == 1)
        add_dkim (&trial, NULL, NULL)->trusted = flag_of (trusted);
      if (what == 2)
        add_dmarc (&trial, "none", OWN)->trusted = flag_of (trusted);
      g_assert_true (verdict_has_evidence (&trial.evidence) == trusted);
      g_assert_cmpint (why (&trial), ==, trusted ? WHY_UNKNOWN : WHY_NO_EVIDENCE);
      arena_free (trial.arena);
    }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/verdict-dmarc/authors", test_authors);
  g_test_add_func ("/verdict-dmarc/several", test_several);
  g_test_add_func ("/verdict-dmarc/one-author", test_one_author);
  g_test_add_func ("/verdict-dmarc/mechanisms", test_mechanisms);
  g_test_add_func ("/verdict-dmarc/what-counts", test_what_counts);
  g_test_add_func ("/verdict-dmarc/results-of-signature", test_results_of_signature);
  g_test_add_func ("/verdict-dmarc/foreign-signatures", test_foreign_signatures);
  g_test_add_func ("/verdict-dmarc/beside-fail", test_beside_fail);
  g_test_add_func ("/verdict-dmarc/filter", test_filter);
  g_test_add_func ("/verdict-dmarc/record", test_record);
  g_test_add_func ("/verdict-dmarc/unbelieved", test_unbelieved);
  g_test_add_func ("/verdict-dmarc/evidence", test_evidence);
  return g_test_run ();
}
