/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One Authentication-Results field beside another, whether it agrees with what the receiver itself
 * put down, and whose name it bears (docs/contract.md, Trust 4 to 6). */
#include "judge-bench.h"
#include "rule-text.h"

#define ADDRESS "192.0.2.25"
#define PATH "museum.example"
#define HOST "mx.receiver.example"

static RuleText *rules;

/* Return-Path, three fields of results at 1 to 3, the border at `border`, two more at the end. */
static Bench *
bench_new (gint64 border) {
  Bench *bench = judge_bench_new (rules->rules);
  *vec_push (bench->arena, &bench->evidence.received, ReceivedHop) =
      (ReceivedHop){.header_index = number_of (border), .address = SPAN (ADDRESS)};
  bench->evidence.return_path = (ReturnPath){.header_index = number_of (0), .domain = SPAN (PATH)};
  bench->evidence.receiver.host = SPAN (HOST);
  bench->judge.border = vec_at (&bench->evidence.received, ReceivedHop, 0);
  bench->judge.block_end = border + 4;
  return bench;
}

static AuthenticationResultsRecord *
add_field (Bench *bench, gint64 at, const char *id, guint methods) {
  AuthenticationResultsRecord *record =
      vec_push (bench->arena, &bench->evidence.authentication_results, AuthenticationResultsRecord);
  *record = (AuthenticationResultsRecord){
      .header_index = number_of (at), .authserv_id = span_from_string (id), .methods = methods};
  return record;
}

/* "dkim=pass" */
static void
add_result (Bench *bench, AuthenticationResultsRecord *record, const char *text) {
  const char *equals = strchr (text, '=');
  Span method = span_of (text, (gsize)(equals - text));
  *vec_push (bench->arena, &record->results, AuthResult) = (AuthResult){
      .method = method, .result = equals[1] ? span_from_string (equals + 1) : SPAN_NULL};
}

static void
add_results (Bench *bench, AuthenticationResultsRecord *record, const char *list) {
  g_auto (GStrv) words = g_strsplit (list, " ", -1);
  for (guint i = 0; words[i] && *words[i]; i++)
    add_result (bench, record, arena_dup (bench->arena, span_from_string (words[i])).data);
}

/* ---- a method that is reported above ---- */

static void
test_a_method (void) {
  static const struct {
    Place place;
    gint64 above, border;
    Flag trusted;
    guint methods_above, methods;
    bool is;
  } rows[] = {
      /* of one hop a receiver may write several fields; behind another Received it is a leftover */
      {PLACE_ABOVE, 1, 5, FLAG_TRUE, REPORTS_SPF, REPORTS_SPF, false},
      {PLACE_ABOVE, 1, 2, FLAG_TRUE, REPORTS_SPF, REPORTS_SPF, true},
      {PLACE_ABOVE, 1, 1, FLAG_TRUE, REPORTS_SPF, REPORTS_SPF, false},
      {PLACE_ABOVE, 1, 3, FLAG_TRUE, REPORTS_SPF, REPORTS_SPF, false},
      {PLACE_BELOW, 1, 5, FLAG_TRUE, REPORTS_SPF, REPORTS_SPF, true},
      {PLACE_BELOW, 1, 2, FLAG_TRUE, REPORTS_SPF, REPORTS_DKIM, false},
      {PLACE_BELOW, 1, 2, FLAG_TRUE, REPORTS_SPF | REPORTS_DMARC, REPORTS_DKIM | REPORTS_DMARC,
       true},
      /* what is not believed reports nothing */
      {PLACE_BELOW, 1, 2, FLAG_FALSE, REPORTS_SPF, REPORTS_SPF, false},
      {PLACE_ABOVE, 1, 2, FLAG_FALSE, REPORTS_SPF, REPORTS_SPF, false},
      {PLACE_BELOW, 1, 2, FLAG_UNKNOWN, REPORTS_SPF, REPORTS_SPF, false},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint before = 0; before < 2; before++) {
      g_autoptr (Bench) bench = bench_new (rows[i].border);
      if (before)
        add_field (bench, 0, HOST, REPORTS_SPF | REPORTS_DKIM | REPORTS_DMARC)->trusted =
            FLAG_FALSE;
      add_field (bench, rows[i].above, HOST, rows[i].methods_above)->trusted = rows[i].trusted;
      add_field (bench, 3, HOST, rows[i].methods)->trusted = FLAG_TRUE;
      g_test_message ("method %u", i);
      g_assert_false (repeat_a_method (&bench->judge, 0, rows[i].place));
      g_assert_true (repeat_a_method (&bench->judge, 1 + before, rows[i].place) == rows[i].is);
    }
}

static void
test_sure_methods (void) {
  g_autoptr (Bench) bench = bench_new (5);
  const Judge *judge = &bench->judge;
  add_field (bench, 1, HOST, REPORTS_DKIM)->trusted = FLAG_TRUE;
  add_field (bench, 2, HOST, REPORTS_DMARC)->trusted = FLAG_FALSE;
  AuthenticationResultsRecord *weak = add_field (bench, 3, HOST, REPORTS_DMARC);
  weak->trusted = weak->weak = FLAG_TRUE;
  add_field (bench, 4, HOST, 0);
  g_assert_cmpuint (repeat_sure_methods (judge, 0), ==, 0);
  g_assert_cmpuint (repeat_sure_methods (judge, 1), ==, REPORTS_DKIM);
  g_assert_cmpuint (repeat_sure_methods (judge, 3), ==, REPORTS_DKIM);
  weak->weak = FLAG_FALSE;
  g_assert_cmpuint (repeat_sure_methods (judge, 3), ==, REPORTS_DKIM | REPORTS_DMARC);
  /* a Received-SPF above the border is one too */
  static const char *const names[] = {"Received-SPF", "Subject", "Received"};
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    *vec_push (bench->arena, &bench->message.fields, Field) =
        (Field){.name = span_from_string (names[i])};
  g_assert_cmpuint (repeat_sure_methods (judge, 1), ==, REPORTS_DKIM | REPORTS_SPF);
  vec_at (&bench->evidence.received, ReceivedHop, 0)->header_index = number_of (0);
  g_assert_cmpuint (repeat_sure_methods (judge, 1), ==, REPORTS_DKIM);
  bench->judge.border = NULL;
  g_assert_cmpuint (repeat_sure_methods (judge, 1), ==, REPORTS_DKIM);
}

/* ---- contradictions ---- */

static void
test_would_pass (void) {
  static const struct {
    const char *results;
    bool is;
  } rows[] = {
      {"", false},
      {"spf=pass", true},
      {"dkim=pass", true},
      {"dmarc=pass", true},
      {"spf=fail dkim=none", false},
      {"spf=pass dmarc=fail", false},
      {"iprev=pass", false},
      {"SPF=pass", true},
      {"spf=pass dmarc=none", false},
      {"dmarc=pass spf=fail", true},
      {"spf=", false},
      {"spf=pass dmarc=", true},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Bench) bench = bench_new (5);
    AuthenticationResultsRecord *record = add_field (bench, 1, HOST, 0);
    add_results (bench, record, rows[i].results);
    g_test_message ("%s", rows[i].results);
    g_assert_true (repeat_would_pass (record) == rows[i].is);
  }
}

static void
test_contradicted (void) {
  static const struct {
    const char *id, *results, *other_id, *other;
    bool is;
  } rows[] = {
      /* under one name: of one method pass and something else */
      {HOST, "spf=pass", HOST, "spf=fail", true},
      {HOST, "spf=fail", HOST, "spf=pass", true},
      {HOST, "dmarc=pass", HOST, "dmarc=fail", true},
      {HOST, "dmarc=none", HOST, "dmarc=pass", true},
      {HOST, "spf=pass", HOST, "spf=pass", false},
      {HOST, "spf=fail", HOST, "spf=softfail", false},
      {HOST, "spf=pass", HOST, "dmarc=fail", false},
      {HOST, "dkim=pass", HOST, "dkim=fail", false},
      {HOST, "spf=pass spf=fail", HOST, "spf=fail", false},
      {HOST, "spf=pass", "MX.Receiver.example", "spf=fail", true},
      {HOST, "spf=pass", "smtp.receiver.example", "spf=fail", true},
      {HOST, "spf=pass", "smtp.receiver.example", "dkim=pass", false},
      /* of two names none makes a pass */
      {HOST, "spf=pass", "mx.other.example", "dkim=none", true},
      {HOST, "spf=fail", "mx.other.example", "spf=pass", false},
      {HOST, "spf=pass dmarc=fail", "mx.other.example", "spf=pass", false},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint index = 0; index < 2; index++) {
      g_autoptr (Bench) bench = bench_new (5);
      for (guint k = 0; k < 2; k++) {
        bool asked = k == index;
        AuthenticationResultsRecord *record =
            add_field (bench, k + 1, asked ? rows[i].id : rows[i].other_id, 0);
        add_results (bench, record, asked ? rows[i].results : rows[i].other);
      }
      g_test_message ("contradiction %u, %u", i, index);
      g_assert_true (repeat_is_contradicted (&bench->judge, index) == rows[i].is);
      vec_at (&bench->evidence.authentication_results, AuthenticationResultsRecord, !index)
          ->earlier_hop = true;
      g_assert_false (repeat_is_contradicted (&bench->judge, index));
    }
}

/* A field without a name, and one whose name was left out, are two writers. */
static void
test_contradicted_without_name (void) {
  for (guint how = 0; how < 3; how++) {
    g_autoptr (Bench) bench = bench_new (5);
    for (guint k = 0; k < 2; k++) {
      AuthenticationResultsRecord *record = add_field (bench, k + 1, NULL, 0);
      add_results (bench, record, "spf=pass");
      record->no_authserv_id = how != 1 || k == 0;
      record->id_left_out = how == 2 && k == 1;
    }
    g_assert_true (repeat_is_contradicted (&bench->judge, 0) == (how != 0));
  }
}

static void
test_overturns (void) {
  static const struct {
    const char *above;
    Flag trusted;
    const char *result, *alignment;
    int of; /* field of the pass */
    bool is;
  } rows[] = {
      {"dmarc=fail", FLAG_TRUE, "pass", "strict", 1, true},
      {"spf=fail dmarc=fail", FLAG_TRUE, "pass", "strict", 1, true},
      {"dmarc=fail", FLAG_TRUE, "pass", "relaxed", 1, false},
      {"dmarc=fail", FLAG_TRUE, "fail", "strict", 1, false},
      {"dmarc=fail", FLAG_TRUE, "pass", NULL, 1, false},
      {"dmarc=fail", FLAG_TRUE, "pass", "strict", 0, false},
      {"dmarc=fail", FLAG_FALSE, "pass", "strict", 1, false},
      {"dmarc=pass", FLAG_TRUE, "pass", "strict", 1, false},
      {"spf=fail", FLAG_TRUE, "pass", "strict", 1, false},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint is_spf = 0; is_spf < 2; is_spf++)
      for (guint more = 0; more < 2; more++) {
        g_autoptr (Bench) bench = bench_new (5);
        AuthenticationResultsRecord *above = add_field (bench, 1, HOST, 0);
        above->trusted = rows[i].trusted;
        add_results (bench, above, rows[i].above);
        add_field (bench, 2, HOST, 0)->trusted = FLAG_TRUE;
        Span result = span_from_string (rows[i].result);
        Span alignment = span_from_string (rows[i].alignment);
        for (guint n = 0; n <= more; n++) {
          if (is_spf)
            *vec_push (bench->arena, &bench->evidence.spf, SpfRecord) =
                (SpfRecord){.authentication_results = n ? 7 : rows[i].of,
                            .result = result,
                            .alignment = alignment};
          else
            *vec_push (bench->arena, &bench->evidence.dkim, DkimRecord) =
                (DkimRecord){.authentication_results = n ? 7 : rows[i].of,
                             .result = result,
                             .alignment = alignment};
        }
        g_test_message ("overturns %u", i);
        g_assert_true (repeat_overturns_fail (&bench->judge, 1) == rows[i].is);
        g_assert_false (repeat_overturns_fail (&bench->judge, 0));
      }
}

static void
test_topmost (void) {
  g_autoptr (Bench) bench = bench_new (2);
  const Judge *judge = &bench->judge;
  g_assert_null (repeat_topmost_at (judge, PLACE_ABOVE));
  add_field (bench, 0, HOST, 0)->earlier_hop = true;
  add_field (bench, 1, HOST, 0);
  add_field (bench, 3, HOST, 0);
  add_field (bench, 4, HOST, 0);
  const AuthenticationResultsRecord *first =
      vec_at (&bench->evidence.authentication_results, AuthenticationResultsRecord, 0);
  g_assert_true (repeat_topmost_at (judge, PLACE_ABOVE) == first + 1);
  g_assert_true (repeat_topmost_at (judge, PLACE_BELOW) == first + 2);
  g_assert_null (repeat_topmost_at (judge, PLACE_ELSEWHERE));
}

/* ---- a report in several fields ---- */

enum { SEVERAL = 1, KNOWN = 2, PASSES = 4, OTHER_FROM = 8, GAP = 16 };

/* The field at 3 is on top of the block below the border, the one at 5 is asked about. */
static void
test_completes (void) {
  static const struct {
    guint how;
    Flag trusted;                /* the one on top */
    guint top, between, methods; /* what each reports; between 0: it is not there */
    bool completes;
  } rows[] = {
      /* one that is known to write several fields for each method */
      {SEVERAL | KNOWN, FLAG_TRUE, REPORTS_SPF | REPORTS_DMARC, 0, REPORTS_DKIM, true},
      {SEVERAL | KNOWN, FLAG_FALSE, REPORTS_SPF, 0, REPORTS_DKIM, false},
      {SEVERAL | KNOWN | GAP, FLAG_TRUE, REPORTS_SPF, 0, REPORTS_DKIM, false},
      {SEVERAL | KNOWN, FLAG_TRUE, REPORTS_SPF, 0, REPORTS_SPF, false},
      {SEVERAL | KNOWN, FLAG_TRUE, REPORTS_SPF, REPORTS_DKIM, REPORTS_DKIM, false},
      {SEVERAL | PASSES, FLAG_TRUE, REPORTS_DMARC, 0, REPORTS_DKIM | REPORTS_SPF, false},
      /* each method in a field of its own, DMARC's on top */
      {KNOWN, FLAG_TRUE, REPORTS_DMARC, 0, REPORTS_DKIM, true},
      {KNOWN, FLAG_TRUE, REPORTS_DMARC, 0, REPORTS_DKIM | REPORTS_SPF, false},
      {KNOWN, FLAG_TRUE, REPORTS_DMARC | REPORTS_SPF, 0, REPORTS_DKIM, false},
      {KNOWN, FLAG_FALSE, REPORTS_DMARC, 0, REPORTS_DKIM, false},
      {KNOWN | GAP, FLAG_TRUE, REPORTS_DMARC, 0, REPORTS_DKIM, false},
      {KNOWN, FLAG_TRUE, REPORTS_DMARC, REPORTS_DKIM, REPORTS_DKIM, false},
      /* below a receiver nobody knows only where the top one says that the author passes */
      {0, FLAG_TRUE, REPORTS_DMARC, 0, REPORTS_DKIM, false},
      {PASSES, FLAG_TRUE, REPORTS_DMARC, 0, REPORTS_DKIM, true},
      {PASSES | OTHER_FROM, FLAG_TRUE, REPORTS_DMARC, 0, REPORTS_DKIM, false},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Bench) bench = bench_new (2);
    for (guint k = 0; k < 6; k++)
      *vec_push (bench->arena, &bench->message.fields, Field) = (Field){
          .name = k == 4 && rows[i].how & GAP ? SPAN ("Subject") : SPAN ("Authentication-Results")};
    bench->evidence.receiver.writes_several = rows[i].how & SEVERAL;
    bench->evidence.receiver.known_by_host = rows[i].how & KNOWN;
    bench->evidence.receiver.writes = SPAN ("below");
    bench->evidence.from.domain = SPAN (PATH);
    *vec_push (bench->arena, &bench->evidence.dmarc, DmarcRecord) =
        (DmarcRecord){.header_index = number_of (3),
                      .result = rows[i].how & PASSES ? SPAN ("pass") : SPAN ("fail"),
                      .domain = rows[i].how & OTHER_FROM ? SPAN ("other.example") : SPAN (PATH)};
    add_field (bench, 3, HOST, rows[i].top)->trusted = rows[i].trusted;
    if (rows[i].between)
      add_field (bench, 4, HOST, rows[i].between)->trusted = FLAG_TRUE;
    add_field (bench, 5, HOST, rows[i].methods);
    guint asked = bench->evidence.authentication_results.n - 1;
    g_test_message ("completes %u", i);
    g_assert_true (repeat_completes (&bench->judge, 0, PLACE_BELOW));
    g_assert_true (repeat_completes (&bench->judge, asked, PLACE_BELOW) == rows[i].completes);
    g_assert_false (repeat_completes (&bench->judge, asked, PLACE_ELSEWHERE));
  }
}

/* ---- agreement ---- */

enum { ABSENT, ABOVE, BESIDE, EMPTY }; /* the Return-Path */

typedef struct {
  const char *client, *identity, *domain; /* of the SPF result */
  guint path;
  bool agrees, but_for_path, own_path, names_envelope;
} Agreement;

static const Agreement agreements[] = {
    {ADDRESS, "mailfrom", PATH, ABOVE, true, false, true, true},
    {ADDRESS, "mailfrom", "other.example", ABOVE, false, false, false, false},
    {"192.0.2.26", "mailfrom", PATH, ABOVE, false, false, false, false},
    {NULL, "mailfrom", PATH, ABOVE, true, false, true, false},
    {ADDRESS, "helo", "other.example", ABOVE, true, true, true, false},
    {ADDRESS, "helo", PATH, ABOVE, true, true, true, false},
    {ADDRESS, NULL, PATH, ABOVE, true, true, true, false},
    {ADDRESS, "mailfrom", NULL, ABOVE, true, true, true, false},
    {"192.0.2.26", "helo", PATH, ABOVE, false, false, false, false},
    /* public archives leave it out; one below the border is what the sender put there */
    {ADDRESS, "mailfrom", PATH, ABSENT, true, true, false, false},
    {ADDRESS, "mailfrom", PATH, BESIDE, false, true, false, false},
    {ADDRESS, "mailfrom", PATH, EMPTY, false, true, false, false},
};

static void
set_path (Bench *bench, guint path) {
  ReturnPath *record = &bench->evidence.return_path;
  if (path == ABSENT)
    *record = (ReturnPath){.domain = SPAN_NULL};
  if (path == BESIDE)
    record->header_index = number_of (bench->judge.border->header_index.value);
  if (path == EMPTY)
    record->domain = SPAN_NULL;
}

static void
test_agreements (void) {
  for (guint i = 0; i < G_N_ELEMENTS (agreements); i++) {
    const Agreement *row = &agreements[i];
    g_autoptr (Bench) bench = bench_new (2);
    const Judge *judge = &bench->judge;
    set_path (bench, row->path);
    add_field (bench, 3, HOST, 0);
    add_field (bench, 4, HOST, 0);
    /* another field's, which fits nothing */
    *vec_push (bench->arena, &bench->evidence.spf, SpfRecord) =
        (SpfRecord){.authentication_results = 0,
                    .client_ip = SPAN ("192.0.2.99"),
                    .identity = SPAN ("mailfrom"),
                    .domain = SPAN ("third.example")};
    *vec_push (bench->arena, &bench->evidence.spf, SpfRecord) =
        (SpfRecord){.authentication_results = 1,
                    .client_ip = span_from_string (row->client),
                    .identity = span_from_string (row->identity),
                    .domain = span_from_string (row->domain)};
    g_test_message ("agreement %u", i);
    g_assert_true (agree_apart_from_address (judge, 1) == row->agrees);
    g_assert_true (agree_but_for_path (judge, 1) == row->but_for_path);
    g_assert_false (agree_results (judge, 1));
    bench->judge.address_named = true;
    g_assert_true (agree_results (judge, 1) == row->own_path);
    g_assert_true (agree_names_envelope (judge, 1) == row->names_envelope);
    g_assert_false (agree_names_path (judge, 1, NULL));
    g_assert_true ((agree_own_return_path (judge) != NULL) ==
                   (row->path == ABOVE || row->path == EMPTY));
  }
}

/* One that is known to write there need name neither the address nor the envelope sender. */
static void
test_known_writer (void) {
  static const struct {
    bool known;
    const char *writes;
    bool agrees;
  } rows[] = {
      {true, "below", true}, {true, "behind", true},  {true, "above", false}, {true, "end", false},
      {true, NULL, false},   {false, "below", false}, {false, NULL, false},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Bench) bench = bench_new (2);
    set_path (bench, ABSENT);
    add_field (bench, 3, HOST, 0);
    *vec_push (bench->arena, &bench->evidence.spf, SpfRecord) =
        (SpfRecord){.identity = SPAN ("mailfrom"), .domain = SPAN (PATH)};
    bench->evidence.receiver.known_by_host = rows[i].known;
    bench->evidence.receiver.writes = span_from_string (rows[i].writes);
    g_test_message ("writer %u", i);
    g_assert_true (agree_results (&bench->judge, 0) == rows[i].agrees);
    g_assert_true (name_surely_writes_below (&bench->judge) == rows[i].agrees);
  }
}

/* A pass of a signature the message does not have fits nothing. */
static void
test_signatures (void) {
  static const struct {
    const char *result;
    bool has_signature;
    int of;
    bool agrees;
  } rows[] = {
      {"pass", true, 0, true},  {"pass", false, 0, false}, {"fail", false, 0, true},
      {"none", false, 0, true}, {"pass", false, 1, true},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Bench) bench = bench_new (2);
    add_field (bench, 3, HOST, 0);
    *vec_push (bench->arena, &bench->evidence.dkim, DkimRecord) =
        (DkimRecord){.authentication_results = rows[i].of,
                     .result = span_from_string (rows[i].result),
                     .signature = rows[i].has_signature ? number_of (0) : (Number){0}};
    g_test_message ("signature %u", i);
    g_assert_true (agree_apart_from_address (&bench->judge, 0) == rows[i].agrees);
  }
}

/* ---- what fits ---- */

/* Another field of its name may say what fits. */
static void
test_fits_message (void) {
  static const struct {
    const char *id; /* of the field that has the results */
    guint path;
    const char *client, *spf, *spf_alignment; /* its SPF result, of the Return-Path */
    const char *dkim, *dkim_alignment;        /* its DKIM result */
    bool has_signature, earlier_hop;
    Flag misplaced;
    bool fits;
  } rows[] = {
      {HOST, ABOVE, ADDRESS, "fail", NULL, NULL, NULL, false, false, FLAG_FALSE, true},
      {"MX.receiver.example", ABOVE, ADDRESS, "fail", NULL, NULL, NULL, false, false, FLAG_FALSE,
       true},
      {"mx.other.example", ABOVE, ADDRESS, "fail", NULL, NULL, NULL, false, false, FLAG_FALSE,
       false},
      {HOST, ABOVE, ADDRESS, "fail", NULL, NULL, NULL, false, true, FLAG_FALSE, false},
      {HOST, ABOVE, ADDRESS, "fail", NULL, NULL, NULL, false, false, FLAG_TRUE, false},
      /* without the address: an aligned pass of the Return-Path or of a signature */
      {HOST, ABOVE, NULL, "pass", "strict", NULL, NULL, false, false, FLAG_FALSE, true},
      {HOST, ABOVE, NULL, "pass", "relaxed", NULL, NULL, false, false, FLAG_FALSE, true},
      {HOST, ABOVE, NULL, "pass", "none", NULL, NULL, false, false, FLAG_FALSE, false},
      {HOST, ABOVE, NULL, "pass", NULL, NULL, NULL, false, false, FLAG_FALSE, false},
      {HOST, ABOVE, NULL, "fail", "strict", NULL, NULL, false, false, FLAG_FALSE, false},
      {HOST, ABSENT, NULL, "pass", "strict", NULL, NULL, false, false, FLAG_FALSE, false},
      {HOST, ABOVE, NULL, NULL, NULL, "pass", "strict", true, false, FLAG_FALSE, true},
      {HOST, ABOVE, NULL, NULL, NULL, "pass", "relaxed", true, false, FLAG_FALSE, true},
      {HOST, ABOVE, NULL, NULL, NULL, "pass", "none", true, false, FLAG_FALSE, false},
      {HOST, ABOVE, NULL, NULL, NULL, "pass", NULL, true, false, FLAG_FALSE, false},
      {HOST, ABOVE, NULL, NULL, NULL, "pass", "strict", false, false, FLAG_FALSE, false},
      {HOST, ABOVE, NULL, NULL, NULL, "fail", "strict", true, false, FLAG_FALSE, false},
      {HOST, ABSENT, NULL, NULL, NULL, "pass", "strict", true, false, FLAG_FALSE, true},
      /* beside it the Return-Path has to be the one that was tested */
      {HOST, BESIDE, ADDRESS, "pass", "strict", "pass", "strict", true, false, FLAG_FALSE, true},
      {HOST, BESIDE, NULL, "pass", "strict", "pass", "strict", true, false, FLAG_FALSE, false},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Bench) bench = bench_new (2);
    set_path (bench, rows[i].path);
    add_field (bench, 3, HOST, 0);
    AuthenticationResultsRecord *other = add_field (bench, 4, rows[i].id, 0);
    other->earlier_hop = rows[i].earlier_hop;
    other->misplaced = rows[i].misplaced;
    if (rows[i].spf)
      *vec_push (bench->arena, &bench->evidence.spf, SpfRecord) =
          (SpfRecord){.authentication_results = 1,
                      .client_ip = span_from_string (rows[i].client),
                      .identity = SPAN ("mailfrom"),
                      .domain = SPAN (PATH),
                      .result = span_from_string (rows[i].spf),
                      .alignment = span_from_string (rows[i].spf_alignment)};
    if (rows[i].dkim)
      *vec_push (bench->arena, &bench->evidence.dkim, DkimRecord) =
          (DkimRecord){.authentication_results = 1,
                       .result = span_from_string (rows[i].dkim),
                       .alignment = span_from_string (rows[i].dkim_alignment),
                       .signature = rows[i].has_signature ? number_of (0) : (Number){0}};
    g_test_message ("fits %u", i);
    g_assert_true (agree_fits_message (&bench->judge, 0) == rows[i].fits);
  }
}

/* ---- the client's address in the block ---- */

static void
test_block_names_address (void) {
  static const struct {
    gint64 at;
    const char *client;
    guint spam;
    bool earlier_hop, names;
  } rows[] = {
      {3, ADDRESS, 0, false, true},  {3, "192.0.2.26", 0, false, false},
      {3, NULL, 0, false, false},    {1, ADDRESS, 0, false, false},
      {6, ADDRESS, 0, false, false}, {5, ADDRESS, 0, false, true},
      {3, ADDRESS, 1, false, false}, {3, ADDRESS, 0, true, false},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Bench) bench = bench_new (2);
    *vec_push (bench->arena, &bench->evidence.spf, SpfRecord) =
        (SpfRecord){.header_index = number_of (rows[i].at),
                    .client_ip = span_from_string (rows[i].client),
                    .spam_report = rows[i].spam,
                    .earlier_hop = rows[i].earlier_hop};
    g_test_message ("address %u", i);
    g_assert_true (agree_block_names_address (&bench->judge) == rows[i].names);
  }
}

/* A Received-SPF directly below the border, and the results below it: one report in two fields. */
static void
test_follows_own_spf (void) {
  static const struct {
    const char *client, *result, *domain; /* of the Received-SPF */
    gint64 at;
    bool torn, earlier_hop;
    const char *source, *identity; /* of the result that repeats it */
    int of;
    bool follows;
  } rows[] = {
      {ADDRESS, "pass", PATH, 3, false, false, "received-spf", "mailfrom", 0, true},
      {"192.0.2.26", "pass", PATH, 3, false, false, "received-spf", "mailfrom", 0, false},
      {ADDRESS, "fail", PATH, 3, false, false, "received-spf", "mailfrom", 0, false},
      {ADDRESS, "pass", "other.example", 3, false, false, "received-spf", "mailfrom", 0, false},
      {ADDRESS, "pass", PATH, 3, true, false, "received-spf", "mailfrom", 0, false},
      {ADDRESS, "pass", PATH, 3, false, false, "received-spf", "helo", 0, false},
      {ADDRESS, "pass", PATH, 3, false, false, "received-spf", "mailfrom", 1, false},
      /* what is no Received-SPF, is an earlier hop's, above the border, or below the field */
      {ADDRESS, "fail", PATH, 3, false, false, "spam-filter", "mailfrom", 0, true},
      {ADDRESS, "fail", PATH, 3, false, true, "received-spf", "mailfrom", 0, true},
      {ADDRESS, "fail", PATH, 1, false, false, "received-spf", "mailfrom", 0, true},
      {ADDRESS, "fail", PATH, 5, false, false, "received-spf", "mailfrom", 0, true},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Bench) bench = bench_new (2);
    add_field (bench, 4, HOST, 0);
    *vec_push (bench->arena, &bench->evidence.spf, SpfRecord) =
        (SpfRecord){.authentication_results = -1,
                    .header_index = number_of (rows[i].at),
                    .source = span_from_string (rows[i].source),
                    .client_ip = span_from_string (rows[i].client),
                    .result = span_from_string (rows[i].result),
                    .domain = span_from_string (rows[i].domain),
                    .spam_report = strcmp (rows[i].source, "spam-filter") == 0,
                    .torn = rows[i].torn,
                    .earlier_hop = rows[i].earlier_hop};
    *vec_push (bench->arena, &bench->evidence.spf, SpfRecord) =
        (SpfRecord){.authentication_results = rows[i].of,
                    .header_index = number_of (4),
                    .source = SPAN ("authentication-results"),
                    .identity = span_from_string (rows[i].identity),
                    .result = SPAN ("pass"),
                    .domain = SPAN (PATH)};
    g_test_message ("follows %u", i);
    g_assert_true (agree_follows_own_spf (&bench->judge, 0) == rows[i].follows);
  }
}

/* ---- names ---- */

static void
test_names (void) {
  static const struct {
    const char *id;
    bool own, hosted, delivered, foreign;
  } rows[] = {
      {HOST, true, false, false, false},
      {"receiver.example", true, false, false, false},
      {"MX.Receiver.Example", true, false, false, false},
      {HOST "/4B2C91", true, false, false, false},
      {"/4B2C91", false, false, false, false},
      {"hosted.example", false, true, false, true},
      {"mail.hosted.example/1", false, true, false, true},
      {"box.example", false, false, true, true},
      {"mx.other.example", false, false, false, true},
      {"localhost", false, false, false, false},
      {"", false, false, false, false},
  };
  g_autoptr (Bench) bench = bench_new (2);
  const Judge *judge = &bench->judge;
  bench->evidence.received.n = 1;
  vec_at (&bench->evidence.received, ReceivedHop, 0)->for_ = SPAN ("<v@hosted.example>");
  static const struct {
    const char *name, *value;
  } fields[] = {{"Subject", "v@other.example"},
                {"delivered-to", " v@box.example"},
                {"Delivered-To", "v@receiver.example"}};
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    *vec_push (bench->arena, &bench->message.fields, Field) = (Field){
        .name = span_from_string (fields[i].name), .value = span_from_string (fields[i].value)};
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    Span id = span_from_string (rows[i].id);
    g_test_message ("name %s", rows[i].id);
    g_assert_true (name_is_own (judge, id) == rows[i].own);
    g_assert_true (name_is_hosted (judge, id) == rows[i].hosted);
    g_assert_true (name_is_delivered_to (judge, id) == rows[i].delivered);
    if (strchr (rows[i].id, '/') == NULL)
      g_assert_true (name_is_foreign (judge, id) == rows[i].foreign);
  }
  /* below the border it is whatever the sender wrote */
  vec_at (&bench->evidence.received, ReceivedHop, 0)->header_index = number_of (1);
  g_assert_false (name_is_delivered_to (judge, SPAN ("box.example")));
  vec_at (&bench->evidence.received, ReceivedHop, 0)->for_ = SPAN ("v@hosted.example");
  g_assert_true (name_is_hosted (judge, SPAN ("hosted.example")));
  vec_at (&bench->evidence.received, ReceivedHop, 0)->for_ = SPAN ("hosted.example");
  g_assert_false (name_is_hosted (judge, SPAN ("hosted.example")));
  bench->evidence.receiver.host = SPAN_NULL;
  g_assert_false (name_is_foreign (judge, SPAN ("mx.other.example")));
  bench->judge.border = NULL;
  g_assert_false (name_is_hosted (judge, SPAN ("hosted.example")));
  g_assert_false (name_is_delivered_to (judge, SPAN ("box.example")));
}

static void
test_options (void) {
  static const struct {
    const char *option, *id;
    bool is;
  } rows[] = {
      {HOST, HOST, true},
      {"MX.receiver.example", HOST, true},
      {"receiver.example", HOST, false},
      {"@receiver.example", HOST, true},
      {"@RECEIVER.example", HOST, true},
      {"@receiver.example", "receiver.example", true},
      {"@receiver.example", "notreceiver.example", false},
      {"@", HOST, false},
      {"xreceiver.example", HOST, false},
      {"@e", "mx.e", true},
      {"spam filter 2", "spam filter 2", true},
      {"@receiver.example", "a b.receiver.example", false},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Bench) bench = bench_new (2);
    Span ids[] = {SPAN ("mx.third.example"), span_from_string (rows[i].option)};
    TrustOptions options = {.ids = ids, .n_ids = 2};
    g_test_message ("%s, %s", rows[i].option, rows[i].id);
    g_assert_false (name_is_by_option (&bench->judge, span_from_string (rows[i].id)));
    bench->judge.options = &options;
    g_assert_true (name_is_by_option (&bench->judge, span_from_string (rows[i].id)) == rows[i].is);
    g_assert_false (name_is_by_option (&bench->judge, SPAN_NULL));
    options.n_ids = 1;
    g_assert_false (name_is_by_option (&bench->judge, span_from_string (rows[i].id)));
  }
}

/* Of letters, digits, dots, hyphens and underscores, and no longer than a domain (RFC 1035). */
static void
test_typed (void) {
  static const struct {
    const char *id;
    bool is;
  } rows[] = {
      {"mx.receiver.example", true},
      {"mx_1-a.receiver.example", true},
      {"4", true},
      {"", false},
      {"-rf", false},
      {".x", false},
      {"mx/4F1", false},
      {"a b", false},
      {"$(x)", false},
      {"m\xc3\xa9", false},
      {"mx,a", false},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s", rows[i].id);
    g_assert_true (name_can_be_typed (span_from_string (rows[i].id)) == rows[i].is);
  }
  g_autofree char *longest = g_strnfill (253, 'a');
  g_autofree char *longer = g_strnfill (254, 'a');
  g_assert_true (name_can_be_typed (span_from_string (longest)));
  g_assert_false (name_can_be_typed (span_from_string (longer)));
}

static void
test_known_place (void) {
  static const struct {
    bool known;
    const char *writes;
    bool always, is;
  } rows[] = {
      {true, "below", false, true}, {true, "above", false, true},  {true, "behind", false, true},
      {true, "end", false, false},  {true, "end", true, false},    {true, NULL, false, false},
      {true, NULL, true, true},     {false, "below", true, false},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Bench) bench = bench_new (2);
    bench->evidence.receiver.known_by_host = rows[i].known;
    bench->evidence.receiver.writes = span_from_string (rows[i].writes);
    if (rows[i].always)
      *vec_push (bench->arena, &bench->evidence.receiver.always_writes, Span) = SPAN ("dkim");
    g_test_message ("known %u", i);
    g_assert_true (name_has_known_place (&bench->judge) == rows[i].is);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  rules = rule_text_new ("", "");
  g_test_add_func ("/trust-beside/a-method", test_a_method);
  g_test_add_func ("/trust-beside/sure-methods", test_sure_methods);
  g_test_add_func ("/trust-beside/would-pass", test_would_pass);
  g_test_add_func ("/trust-beside/contradicted", test_contradicted);
  g_test_add_func ("/trust-beside/contradicted-without-name", test_contradicted_without_name);
  g_test_add_func ("/trust-beside/overturns", test_overturns);
  g_test_add_func ("/trust-beside/topmost", test_topmost);
  g_test_add_func ("/trust-beside/completes", test_completes);
  g_test_add_func ("/trust-beside/agreements", test_agreements);
  g_test_add_func ("/trust-beside/known-writer", test_known_writer);
  g_test_add_func ("/trust-beside/signatures", test_signatures);
  g_test_add_func ("/trust-beside/fits-message", test_fits_message);
  g_test_add_func ("/trust-beside/block-names-address", test_block_names_address);
  g_test_add_func ("/trust-beside/follows-own-spf", test_follows_own_spf);
  g_test_add_func ("/trust-beside/names", test_names);
  g_test_add_func ("/trust-beside/options", test_options);
  g_test_add_func ("/trust-beside/typed", test_typed);
  g_test_add_func ("/trust-beside/known-place", test_known_place);
  int status = g_test_run ();
  rule_text_free (rules);
  return status;
}
