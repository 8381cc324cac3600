/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a delivery notice or a report makes of the message it is about: which of several refusals
 * decides, who refused, whose word counts, and the verdict (RFC 3464, RFC 5321 section 4.2.1). */
#include "judge/original.h"
#include "judge/verdict.h"
#include "support.h"

#define OWN "museum.example"

static RuleSet *rules;
static RuleWorker *worker;

static Span
word (const char *text) {
  return text ? span_from_string (text) : SPAN_NULL;
}

typedef struct {
  const char *action, *status, *reply; /* of one recipient; all NULL: there is no further one */
  const char *spf, *dkim, *dmarc, *reason;
  Flag final;
} Recipient;

#define MAX_REFUSALS 3

static void
add_refusals (Case *kase, const Recipient refusals[MAX_REFUSALS], Arena *arena) {
  for (guint i = 0; i < MAX_REFUSALS && refusals[i].action; i++)
    *vec_push (arena, &kase->evidence.bounces, Bounce) =
        (Bounce){.action = word (refusals[i].action),
                 .status = word (refusals[i].status),
                 .reply_code = word (refusals[i].reply),
                 .spf = word (refusals[i].spf),
                 .dkim = word (refusals[i].dkim),
                 .dmarc = word (refusals[i].dmarc),
                 .reason = word (refusals[i].reason),
                 .final = refusals[i].final};
}

/* ---- which refusal ----------------------------------------------------------------------------
 */

#define DELIVERED \
  { .action = "delivered", .status = "2.0.0", .reply = "250" }
#define FULL                                                                        \
  {                                                                                 \
    .action = "failed", .status = "5.2.2", .reply = "552", .reason = "mailboxfull", \
    .final = FLAG_TRUE                                                              \
  }
#define NO_WORD \
  { .action = "failed", .status = "5.0.0", .reply = "550", .final = FLAG_TRUE }
#define LATER \
  { .action = "delayed", .status = "4.7.26", .reply = "421", .dmarc = "fail", .final = FLAG_FALSE }
#define REFUSED \
  { .action = "failed", .status = "5.7.26", .reply = "550", .dmarc = "fail", .final = FLAG_TRUE }
#define UNSURE \
  { .action = "failed", .status = "5.7.26", .reply = "550", .dmarc = "fail" }

static const struct {
  Recipient refusals[MAX_REFUSALS];
  int decides;
  const char *class, *verdict; /* without the message itself and its author */
} lists[] = {
    {{{.action = NULL}}, -1, NULL, "unknown"},
    {{DELIVERED}, 0, NULL, "unknown"},
    {{DELIVERED, DELIVERED}, 0, NULL, "unknown"},
    {{DELIVERED, FULL, NO_WORD}, 1, "refused", "unknown"},
    {{DELIVERED, NO_WORD, FULL}, 1, "refused", "unknown"},
    {{NO_WORD, DELIVERED}, 0, "unclear", "unknown"},
    {{FULL, REFUSED}, 1, "authentication", "fail"},
    {{REFUSED, FULL}, 0, "authentication", "fail"},
    {{FULL, UNSURE}, 1, "authentication", "unknown"},
    {{LATER}, 0, "authentication", "unknown"},
    {{LATER, FULL}, 0, "authentication", "unknown"},
    {{FULL, LATER}, 1, "authentication", "unknown"},
    {{LATER, REFUSED}, 1, "authentication", "fail"},
    {{UNSURE, LATER}, 0, "authentication", "unknown"},
    {{UNSURE, LATER, REFUSED}, 2, "authentication", "fail"},
    /* answered with 2yz it was taken, whatever is said of it */
    {{{"failed", "5.7.26", "250", NULL, NULL, "fail", NULL, FLAG_TRUE}, FULL},
     0,
     "refused",
     "unknown"},
    {{{"failed", "2.0.0", NULL, NULL, NULL, "fail", NULL, FLAG_TRUE}, REFUSED},
     1,
     "authentication",
     "fail"},
    {{{"failed", "5.7.26", NULL, NULL, NULL, "fail", NULL, FLAG_TRUE}, REFUSED},
     0,
     "authentication",
     "fail"},
    /* the answer goes before the code of the notice */
    {{{"failed", "2.0.0", "550", NULL, NULL, "fail", NULL, FLAG_TRUE}, REFUSED},
     0,
     "authentication",
     "fail"},
    /* what was said of a copy that was delivered is no refusal */
    {{{"delivered", "2.0.0", "250", NULL, NULL, "fail", NULL, FLAG_TRUE}}, 0, NULL, "unknown"},
    {{{"relayed", "5.0.0", "550", NULL, NULL, "fail", NULL, FLAG_TRUE}, FULL},
     0,
     "refused",
     "unknown"},
};

static Case *
judge (Case *kase, Arena *arena) {
  original_judge (kase, rules, worker, arena);
  return kase;
}

static void
test_lists (void) {
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Case kase = {.evidence.source.kind = SPAN ("bounce")};
    g_autofree char *what = g_strdup_printf ("list %u", i);
    add_refusals (&kase, lists[i].refusals, arena);
    const Bounce *decides = original_decisive_bounce (&kase);
    int index = decides ? (int)(decides - vec_at (&kase.evidence.bounces, Bounce, 0)) : -1;
    g_test_message ("%s", what);
    g_assert_cmpint (index, ==, lists[i].decides);
    judge (&kase, arena);
    assert_span (kase.verdict.class, lists[i].class ? lists[i].class : "null", what);
    assert_span (kase.verdict.status, lists[i].verdict, what);
    assert_span (kase.verdict.dmarc, "null", what);
  }
}

static void
test_of_authentication (void) {
  static const struct {
    Bounce bounce;
    bool is;
  } rows[] = {
      {{.spf = SPAN ("fail")}, true},
      {{.spf = SPAN ("softfail")}, true},
      {{.dkim = SPAN ("none")}, true},
      {{.dmarc = SPAN ("fail")}, true},
      {{.spf = SPAN ("pass")}, false},
      {{.dkim = SPAN ("pass")}, false},
      {{.dmarc = SPAN ("pass")}, false},
      {{.reason = SPAN ("authfailure")}, true},
      {{.reason = SPAN ("spam")}, false},
      {{.status = SPAN ("5.7.26")}, false},
      {{.spf = SPAN ("pass"), .dkim = SPAN ("fail")}, true},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("bounce %u", i);
    g_assert_true (original_bounce_is_authentication (&rows[i].bounce) == rows[i].is);
  }
}

static void
test_asked (void) {
  static const struct {
    const char *kind;
    bool notice, asked;
  } kinds[] = {{"message", false, false},   {"paste", false, false}, {"bounce", true, true},
               {"log", true, true},         {"report", false, true}, {"aggregate", false, false},
               {"tls-report", false, false}};
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Case kase = {.evidence.source.kind = word (kinds[i].kind)};
    g_test_message ("%s", kinds[i].kind);
    g_assert_true (original_is_asked (&kase) == kinds[i].asked);
    /* only a notice tells of a refusal */
    add_refusals (&kase, (const Recipient[MAX_REFUSALS]){REFUSED}, arena);
    assert_span (judge (&kase, arena)->verdict.class, kinds[i].notice ? "authentication" : "null",
                 kinds[i].kind);
  }
}

/* ---- who refused ------------------------------------------------------------------------------
 */

static void
test_receivers (void) {
  static const struct {
    const char *host, *rule, *given; /* of the refusal: its host, who claimed it, a domain */
    const char *receiver, *title;
  } rows[] = {
      {"gmail-smtp-in.l.google.com", NULL, NULL, "gmail", "Gmail"},
      {"gmail-smtp-in.l.google.com", NULL, "visitor.example", "gmail", "Gmail"},
      {"mx.receiver.example", NULL, NULL, "null", "null"},
      {NULL, NULL, "visitor.example", "visitor.example", "visitor.example"},
      /* by words that are of one receiver alone, whoever passed them on */
      {"mx.receiver.example", "gmail-unauthenticated", NULL, "gmail", "Gmail"},
      {NULL, "gmail-unauthenticated", "visitor.example", "gmail", "Gmail"},
      {NULL, "generic-feedback-auth", NULL, "null", "null"},
      {NULL, "no-such-rule", NULL, "null", "null"},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Case kase = {.evidence.source.kind = SPAN ("bounce"),
                 .evidence.receiver = {.name = SPAN ("before"),
                                       .host = SPAN ("mx.before.example"),
                                       .organizational_domain = SPAN ("before.example"),
                                       .assumed = FLAG_TRUE}};
    for (guint k = 0; k < 2; k++)
      *vec_push (arena, &kase.evidence.bounces, Bounce) =
          (Bounce){.remote_mta = word (rows[i].host),
                   .rule = word (rows[i].rule),
                   .receiver = word (rows[i].given),
                   .final = FLAG_TRUE};
    judge (&kase, arena);
    g_autofree char *what = g_strdup_printf ("receiver %u", i);
    for (guint k = 0; k < 2; k++) {
      const Bounce *bounce = vec_at (&kase.evidence.bounces, Bounce, k);
      assert_span (bounce->receiver, rows[i].receiver, what);
      assert_span (bounce->receiver_title, rows[i].title, what);
    }
    const ReceiverRecord *receiver = &kase.evidence.receiver;
    bool known = strcmp (rows[i].receiver, "gmail") == 0;
    assert_span (receiver->name, known ? "gmail" : "before", what);
    assert_span (receiver->title, known ? "Gmail" : "null", what);
    assert_span (receiver->host,
                 !known         ? "mx.before.example"
                 : rows[i].host ? rows[i].host
                                : "null",
                 what);
    assert_span (receiver->organizational_domain, "before.example", what);
    g_assert_cmpint (receiver->assumed, ==, known ? FLAG_UNKNOWN : FLAG_TRUE);
  }
}

/* Each recipient's host is his own; who decides is the receiver. */
static void
test_several_hosts (void) {
  g_autoptr (Arena) arena = arena_new ();
  Case kase = {.evidence.source.kind = SPAN ("bounce")};
  static const char *const hosts[] = {"mx.receiver.example", "gmail-smtp-in.l.google.com",
                                      "gmail-smtp-in.l.google.com", "mx.receiver.example"};
  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    *vec_push (arena, &kase.evidence.bounces, Bounce) =
        (Bounce){.remote_mta = word (hosts[i]),
                 .dmarc = i == 2 ? SPAN ("Fail") : SPAN_NULL,
                 .final = FLAG_TRUE};
  judge (&kase, arena);
  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    assert_span (vec_at (&kase.evidence.bounces, Bounce, i)->receiver,
                 i == 1 || i == 2 ? "gmail" : "null", hosts[i]);
  assert_span (kase.evidence.receiver.name, "gmail", "receiver");
  assert_span (vec_at (&kase.evidence.bounces, Bounce, 2)->dmarc, "fail", "in small letters");
}

/* A report's receiver is not who it was sent to. */
static void
test_report_keeps_receiver (void) {
  g_autoptr (Arena) arena = arena_new ();
  Case kase = {.evidence.source.kind = SPAN ("report")};
  *vec_push (arena, &kase.evidence.bounces, Bounce) =
      (Bounce){.remote_mta = SPAN ("gmail-smtp-in.l.google.com"), .dmarc = SPAN ("fail")};
  judge (&kase, arena);
  assert_span (kase.evidence.receiver.name, "null", "receiver");
}

/* ---- what a diagnostic states -----------------------------------------------------------------
 */

/* Nothing came back: the domain it names stands in for From, and only beside a result of DMARC. */
static void
test_without_original (void) {
  static const struct {
    const char *domain, *dmarc, *status, *result;
  } rows[] = {
      {OWN, "fail", "fail", "fail"},
      {OWN, "Fail", "fail", "fail"},
      {OWN, "none", "unknown", "null"},
      {OWN, NULL, "unknown", "null"},
      {NULL, "fail", "unknown", "null"},
      /* whoever writes a notice could write anything */
      {OWN, "pass", "unknown", "null"},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Case kase = {.evidence.source.kind = SPAN ("report")};
    *vec_push (arena, &kase.evidence.bounces, Bounce) =
        (Bounce){.domain = word (rows[i].domain), .dmarc = word (rows[i].dmarc)};
    g_autofree char *what = g_strdup_printf ("without original %u", i);
    judge (&kase, arena);
    assert_span (kase.verdict.status, rows[i].status, what);
    assert_span (kase.verdict.dmarc, rows[i].result, what);
    assert_span (kase.verdict.basis, rows[i].result == rows[i].status ? "receiver" : "null", what);
  }
}

typedef struct {
  Case kase;
  Evidence original;
} Notice;

/* Its author, envelope and one signature. */
static void
fill_original (Evidence *original, Arena *arena) {
  original->from.fields = number_of (1);
  original->from.domain = SPAN (OWN);
  *vec_push (arena, &original->from.domains, Span) = SPAN (OWN);
  original->return_path.domain = SPAN ("bounce." OWN);
  original->return_path.address = SPAN ("a@bounce." OWN);
  *vec_push (arena, &original->dkim_signatures, DkimSignatureRecord) =
      (DkimSignatureRecord){.domain = SPAN ("mail." OWN), .selector = SPAN ("s1")};
}

static const Bounce all_stated = {.spf = SPAN ("SoftFail"),
                                  .dkim = SPAN ("FAIL"),
                                  .dmarc = SPAN ("fail"),
                                  .spf_domain = SPAN ("envelope.example"),
                                  .client_ip = SPAN ("192.0.2.25"),
                                  .diagnostic = SPAN ("550 5.7.26 no"),
                                  .receiver = SPAN ("visitor.example")};

static void
judge_notice (Notice *notice, const char *kind, const Bounce *bounce, Arena *arena) {
  notice->kase.evidence.source.kind = word (kind);
  notice->kase.original = &notice->original;
  *vec_push (arena, &notice->kase.evidence.bounces, Bounce) = *bounce;
  judge (&notice->kase, arena);
}

/* Believed as an assumption, in the name of who refused. */
#define ASSERT_STATED(record)                                                        \
  assert_span ((record)->trust, "assumed", "trust");                                 \
  assert_span ((record)->trust_reason_code, "stated-by-diagnostic", "trust reason"); \
  assert_span ((record)->reporter, "visitor.example", "reporter");                   \
  assert_span ((record)->comment, "550 5.7.26 no", "comment");                       \
  g_assert_cmpint ((record)->trusted, ==, FLAG_TRUE);                                \
  g_assert_cmpint ((record)->authentication_results, ==, -1)

static void
test_stated (void) {
  g_autoptr (Arena) arena = arena_new ();
  Notice notice = {0};
  fill_original (&notice.original, arena);
  judge_notice (&notice, "bounce", &all_stated, arena);
  const Evidence *original = &notice.original;
  g_assert_cmpuint (original->spf.n, ==, 1);
  g_assert_cmpuint (original->dkim.n, ==, 1);
  g_assert_cmpuint (original->dmarc.n, ==, 1);
  const SpfRecord *spf = vec_at (&original->spf, SpfRecord, 0);
  ASSERT_STATED (spf);
  assert_span (spf->result, "softfail", "spf");
  assert_span (spf->identity, "mailfrom", "identity");
  assert_span (spf->domain, "bounce." OWN, "domain of SPF");
  assert_span (spf->address, "a@bounce." OWN, "address of SPF");
  assert_span (spf->client_ip, "192.0.2.25", "client");
  const DkimRecord *dkim = vec_at (&original->dkim, DkimRecord, 0);
  ASSERT_STATED (dkim);
  assert_span (dkim->result, "fail", "dkim");
  assert_span (dkim->domain, "mail." OWN, "domain of DKIM");
  assert_span (dkim->selector, "s1", "selector");
  const DmarcRecord *dmarc = vec_at (&original->dmarc, DmarcRecord, 0);
  ASSERT_STATED (dmarc);
  assert_span (dmarc->result, "fail", "dmarc");
  assert_span (dmarc->domain, OWN, "domain of DMARC");
  assert_span (dmarc->disposition, "null", "disposition");
  assert_span (vec_at (&notice.kase.evidence.bounces, Bounce, 0)->trust, "assumed", "trust");
  assert_span (notice.kase.verdict.status, "fail", "status");
}

/* A word no standard has is no result; nor is what was not said. */
static void
test_words (void) {
  static const struct {
    const char *spf, *dkim, *dmarc;
    guint n[3];
  } rows[] = {
      {"pass", "pass", "pass", {1, 1, 1}},      {" fail ", "policy", "bestguesspass", {1, 1, 1}},
      {"hardfail", "bad", "reject", {0, 0, 0}}, {"fail", NULL, NULL, {1, 0, 0}},
      {NULL, "none", NULL, {0, 1, 0}},          {NULL, NULL, "temperror", {0, 0, 1}},
      {"none", "permerror", "none", {1, 1, 1}}, {"p", "fai", "fails", {0, 0, 0}},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Notice notice = {0};
    Bounce bounce = {
        .spf = word (rows[i].spf), .dkim = word (rows[i].dkim), .dmarc = word (rows[i].dmarc)};
    fill_original (&notice.original, arena);
    judge_notice (&notice, "bounce", &bounce, arena);
    g_test_message ("words %u", i);
    g_assert_cmpuint (notice.original.spf.n, ==, rows[i].n[0]);
    g_assert_cmpuint (notice.original.dkim.n, ==, rows[i].n[1]);
    g_assert_cmpuint (notice.original.dmarc.n, ==, rows[i].n[2]);
    g_assert_false (span_equal (notice.kase.verdict.status, SPAN ("pass")));
  }
}

/* Without a return path the domain it names was tested; of several signatures none is meant. */
static void
test_stated_of_little (void) {
  for (guint signatures = 0; signatures <= 2; signatures += 2) {
    g_autoptr (Arena) arena = arena_new ();
    Notice notice = {0};
    notice.original.from.domain = SPAN (OWN);
    for (guint i = 0; i < signatures; i++)
      *vec_push (arena, &notice.original.dkim_signatures, DkimSignatureRecord) =
          (DkimSignatureRecord){.domain = SPAN (OWN), .selector = SPAN ("s1")};
    judge_notice (&notice, "bounce", &all_stated, arena);
    assert_span (vec_at (&notice.original.spf, SpfRecord, 0)->domain, "envelope.example", "SPF");
    assert_span (vec_at (&notice.original.dkim, DkimRecord, 0)->domain, "null", "DKIM");
    assert_span (vec_at (&notice.original.dkim, DkimRecord, 0)->selector, "null", "DKIM");
  }
}

/* What was refused for good, or failed, was rejected. */
static void
test_disposition (void) {
  static const struct {
    const char *action;
    Flag final;
    const char *disposition;
  } rows[] = {
      {"failed", FLAG_UNKNOWN, "reject"}, {"failed", FLAG_FALSE, "reject"},
      {"delayed", FLAG_FALSE, "null"},    {NULL, FLAG_TRUE, "reject"},
      {NULL, FLAG_UNKNOWN, "null"},       {"delayed", FLAG_TRUE, "reject"},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Notice notice = {0};
    Bounce bounce = all_stated;
    bounce.action = word (rows[i].action);
    bounce.final = rows[i].final;
    fill_original (&notice.original, arena);
    judge_notice (&notice, "bounce", &bounce, arena);
    assert_span (vec_at (&notice.original.dmarc, DmarcRecord, 0)->disposition, rows[i].disposition,
                 rows[i].disposition);
  }
}

/* ---- whose word counts ------------------------------------------------------------------------
 */

/* What the report says of the original, and what the original carried before, in one field each. */
static void
add_reported (Evidence *original, bool reported, Arena *arena) {
  int index = (int)original->authentication_results.n;
  *vec_push (arena, &original->authentication_results, AuthenticationResultsRecord) =
      (AuthenticationResultsRecord){.reported = reported,
                                    .authserv_id = SPAN ("MX.Receiver.example"),
                                    .header_index = number_of (index)};
  *vec_push (arena, &original->spf, SpfRecord) = (SpfRecord){.authentication_results = index};
  *vec_push (arena, &original->dkim, DkimRecord) = (DkimRecord){.authentication_results = index};
  *vec_push (arena, &original->dmarc, DmarcRecord) =
      (DmarcRecord){.authentication_results = index, .result = SPAN ("fail"), .domain = SPAN (OWN)};
}

#define ASSERT_TRUST(record, is_trusted, reason)                                  \
  g_assert_cmpint ((record)->trusted, ==, (is_trusted) ? FLAG_TRUE : FLAG_FALSE); \
  assert_span ((record)->trust, (is_trusted) ? "assumed" : "none", reason);       \
  assert_span ((record)->trust_reason_code, reason, reason)

static void
check_trust (const Evidence *original, guint i, bool trusted, const char *reason) {
  ASSERT_TRUST (vec_at (&original->authentication_results, AuthenticationResultsRecord, i), trusted,
                reason);
  ASSERT_TRUST (vec_at (&original->spf, SpfRecord, i), trusted, reason);
  ASSERT_TRUST (vec_at (&original->dkim, DkimRecord, i), trusted, reason);
  ASSERT_TRUST (vec_at (&original->dmarc, DmarcRecord, i), trusted, reason);
}

/* The report's word counts and what stood in the message before does not; of a report that the
 * receiver itself failed nothing counts. */
static void
test_reported (void) {
  static const struct {
    Flag trusted;
    const char *result; /* of DMARC, for the report itself */
    bool counts;
  } rows[] = {
      {FLAG_TRUE, "pass", true},  {FLAG_TRUE, "none", true},    {FLAG_TRUE, "fail", false},
      {FLAG_FALSE, "fail", true}, {FLAG_UNKNOWN, "fail", true},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Notice notice = {0};
    fill_original (&notice.original, arena);
    add_reported (&notice.original, true, arena);
    add_reported (&notice.original, false, arena);
    *vec_push (arena, &notice.original.spam_reports, SpamReport) =
        (SpamReport){.trusted = FLAG_TRUE};
    *vec_push (arena, &notice.kase.evidence.dmarc, DmarcRecord) =
        (DmarcRecord){.result = SPAN ("pass"), .trusted = FLAG_TRUE};
    *vec_push (arena, &notice.kase.evidence.dmarc, DmarcRecord) =
        (DmarcRecord){.result = word (rows[i].result), .trusted = rows[i].trusted};
    judge_notice (&notice, "report", &all_stated, arena);
    g_test_message ("report %u", i);
    check_trust (&notice.original, 0, rows[i].counts,
                 rows[i].counts ? "stated-by-report" : "report-failed");
    check_trust (&notice.original, 1, false, "before-refusal");
    ASSERT_TRUST (vec_at (&notice.original.spam_reports, SpamReport, 0), false, "before-refusal");
    assert_span (notice.kase.verdict.status, rows[i].counts ? "fail" : "unknown", "status");
    /* beside results that are reported the diagnostic's words are none of their own */
    g_assert_cmpuint (notice.original.spf.n, ==, 2);
    g_assert_cmpuint (notice.original.dmarc.n, ==, 2);
  }
}

/* Nobody's word is a diagnostic's in a notice that the receiver failed. */
static void
test_failed_notice (void) {
  g_autoptr (Arena) arena = arena_new ();
  Notice notice = {0};
  fill_original (&notice.original, arena);
  *vec_push (arena, &notice.kase.evidence.dmarc, DmarcRecord) =
      (DmarcRecord){.result = SPAN ("fail"), .trusted = FLAG_TRUE};
  judge_notice (&notice, "bounce", &all_stated, arena);
  g_assert_cmpuint (notice.original.spf.n + notice.original.dkim.n + notice.original.dmarc.n, ==,
                    0);
  const Bounce *bounce = vec_at (&notice.kase.evidence.bounces, Bounce, 0);
  g_assert_true (span_is_null (bounce->dmarc) && span_is_null (bounce->reason) &&
                 span_is_null (bounce->rule));
  assert_span (bounce->trust, "none", "trust of what it says");
  assert_span (notice.kase.verdict.status, "unknown", "status");
}

/* OpenDMARC's reports hold the header with the Received-SPF of its own host on top. */
static void
test_reporters_spf (void) {
  static const struct {
    const char *reporter, *source;
    int at, other, received; /* places in the header; -1: there is none */
    bool reported, counts;
  } rows[] = {
      {"mx.receiver.example", "received-spf", 1, -1, 2, true, true},
      {"mx.receiver.example", "received-spf", 1, 2, -1, true, true},
      {"mx.receiver.example", "received-spf", 0, 1, 2, true, true},
      {"mx.other.example", "received-spf", 1, -1, 2, true, false},
      {"mx.receiver.example", "received-spf", 1, -1, 2, false, false},
      {"mx.receiver.example", "received-spf", -1, -1, 2, true, false},
      {"mx.receiver.example", "received-spf", 1, 0, 2, true, false},
      {"mx.receiver.example", "received-spf", 3, -1, 2, true, false},
      {"mx.receiver.example", "spam-filter", 1, -1, 2, true, false},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Notice notice = {0};
    Evidence *original = &notice.original;
    fill_original (original, arena);
    *vec_push (arena, &original->authentication_results, AuthenticationResultsRecord) =
        (AuthenticationResultsRecord){.reported = rows[i].reported,
                                      .authserv_id = SPAN ("MX.Receiver.example")};
    *vec_push (arena, &original->spf, SpfRecord) =
        (SpfRecord){.source = word (rows[i].source),
                    .reporter = word (rows[i].reporter),
                    .header_index = rows[i].at < 0 ? (Number){0} : number_of (rows[i].at),
                    .authentication_results = -1};
    if (rows[i].other >= 0)
      *vec_push (arena, &original->spf, SpfRecord) =
          (SpfRecord){.source = SPAN ("received-spf"),
                      .header_index = number_of (rows[i].other),
                      .authentication_results = -1};
    if (rows[i].received >= 0)
      *vec_push (arena, &original->received, ReceivedHop) =
          (ReceivedHop){.header_index = number_of (rows[i].received)};
    judge_notice (&notice, "report", &(const Bounce){.action = SPAN ("failed")}, arena);
    g_test_message ("Received-SPF %u", i);
    ASSERT_TRUST (vec_at (&original->spf, SpfRecord, 0), rows[i].counts,
                  rows[i].counts ? "stated-by-report" : "before-refusal");
  }
}

/* A spam filter's line above it is no Received-SPF. */
static void
test_reporters_spf_below_filter (void) {
  g_autoptr (Arena) arena = arena_new ();
  Notice notice = {0};
  *vec_push (arena, &notice.original.authentication_results, AuthenticationResultsRecord) =
      (AuthenticationResultsRecord){.reported = true, .authserv_id = SPAN ("mx.receiver.example")};
  *vec_push (arena, &notice.original.spf, SpfRecord) = (SpfRecord){
      .source = SPAN ("spam-filter"), .header_index = number_of (0), .authentication_results = -1};
  *vec_push (arena, &notice.original.spf, SpfRecord) =
      (SpfRecord){.source = SPAN ("received-spf"),
                  .reporter = SPAN ("mx.receiver.example"),
                  .header_index = number_of (1),
                  .authentication_results = -1};
  judge_notice (&notice, "report", &(const Bounce){.action = SPAN ("failed")}, arena);
  ASSERT_TRUST (vec_at (&notice.original.spf, SpfRecord, 1), true, "stated-by-report");
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  rules = shipped_rules_load ();
  worker = rule_worker_new (rules);
  g_test_add_func ("/original/lists", test_lists);
  g_test_add_func ("/original/of-authentication", test_of_authentication);
  g_test_add_func ("/original/asked", test_asked);
  g_test_add_func ("/original/receivers", test_receivers);
  g_test_add_func ("/original/several-hosts", test_several_hosts);
  g_test_add_func ("/original/report-keeps-receiver", test_report_keeps_receiver);
  g_test_add_func ("/original/without-original", test_without_original);
  g_test_add_func ("/original/stated", test_stated);
  g_test_add_func ("/original/words", test_words);
  g_test_add_func ("/original/stated-of-little", test_stated_of_little);
  g_test_add_func ("/original/disposition", test_disposition);
  g_test_add_func ("/original/reported", test_reported);
  g_test_add_func ("/original/failed-notice", test_failed_notice);
  g_test_add_func ("/original/reporters-spf", test_reporters_spf);
  g_test_add_func ("/original/reporters-spf-below-filter", test_reporters_spf_below_filter);
  int status = g_test_run ();
  rule_worker_free (worker);
  ruleset_free (rules);
  return status;
}
