/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which sentence is said of which message: by its codes, which stay when words change
 * (docs/contract.md, Verdict). */
#include "judge/counterfactual.h"
#include "judge/sentence-bounce.h"
#include "support.h"

#define PATH "Return-Path: <a@museum.example>\n"
#define RECEIVED                                                          \
  "Received: from out.sender.example (out.sender.example [192.0.2.25])\n" \
  "\tby mx.receiver.example; Mon, 9 Nov 2026 10:30:05 +0000\n"
#define AR(results) PATH "Authentication-Results: mx.receiver.example; " results "\n" RECEIVED
#define FROM "From: Museum <info@museum.example>\n"
#define REST "To: visitor@receiver.example\n\nbody\n"
#define SIGNED                                                   \
  "DKIM-Signature: v=1; a=rsa-sha256; d=museum.example; s=s1;\n" \
  " h=from:to; bh=frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=; b=QUJDREVGR0hJSktM\n"
#define DMARC(word) "; dmarc=" word " header.from=museum.example"
#define SPF(word, domain) "spf=" word " smtp.mailfrom=a@" domain
#define DKIM(word, domain) "; dkim=" word " header.d=" domain
#define OWN "museum.example"
#define OTHER "sender.example"

static const struct {
  const char *code, *reason; /* "null": none */
  const char *text;
} rows[] = {
    {"passed", "pass-by-both", AR (SPF ("pass", OWN) DKIM ("pass", OWN) DMARC ("pass")) FROM REST},
    {"passed", "pass-by-dkim-spf-foreign",
     AR (SPF ("pass", OTHER) DKIM ("pass", OWN) DMARC ("pass")) FROM REST},
    {"passed", "pass-by-dkim-not-spf",
     AR (SPF ("fail", OTHER) DKIM ("pass", OWN) DMARC ("pass")) FROM REST},
    {"passed", "dkim-verified", AR ("dkim=pass header.d=" OWN DMARC ("pass")) FROM REST},
    {"passed", "pass-by-spf-dkim-foreign",
     AR (SPF ("pass", OWN) DKIM ("pass", OTHER) DMARC ("pass")) FROM REST},
    {"passed", "pass-by-spf-not-dkim",
     AR (SPF ("pass", OWN) DKIM ("fail", OWN) DMARC ("pass")) FROM REST},
    {"passed", "spf-passed", AR (SPF ("pass", OWN) DMARC ("pass")) FROM SIGNED REST},
    {"passed", "pass-by-neither",
     AR (SPF ("pass", OTHER) DKIM ("fail", OWN) DMARC ("pass")) FROM REST},
    {"passes", "pass-by-both", AR (SPF ("pass", OWN) DKIM ("pass", OWN)) FROM REST},
    /* the receiver found no record that it could apply */
    {"would-pass-none-applied", "pass-by-both",
     AR (SPF ("pass", OWN) DKIM ("pass", OWN) DMARC ("none")) FROM REST},

    {"failed", "fail-both-foreign",
     AR (SPF ("pass", OTHER) DKIM ("pass", OTHER) DMARC ("fail")) FROM REST},
    {"failed", "fail-spf-foreign",
     AR (SPF ("pass", OTHER) DKIM ("fail", OWN) DMARC ("fail")) FROM REST},
    {"failed", "fail-dkim-foreign",
     AR (SPF ("fail", OWN) DKIM ("pass", OTHER) DMARC ("fail")) FROM REST},
    {"failed", "fail-neither", AR (SPF ("pass", OTHER) "; dkim=none" DMARC ("fail")) FROM REST},
    {"failed", "fail-neither", AR (SPF ("fail", OWN) DKIM ("fail", OWN) DMARC ("fail")) FROM REST},
    {"fails", "fail-neither", AR (SPF ("fail", OWN) "; dkim=none") FROM REST},
    {"would-fail-none-applied", "fail-neither",
     AR (SPF ("fail", OWN) "; dkim=none" DMARC ("none")) FROM REST},
    {"failed", "fail-strict",
     AR (SPF ("pass", "mail.museum.example") "; dkim=none" DMARC ("fail")) FROM REST},
    {"failed-although", "pass-by-both",
     AR (SPF ("pass", OWN) DKIM ("pass", OWN) DMARC ("fail")) FROM REST},
    {"failed-other-from", "null",
     AR (SPF ("pass", OWN) "; dmarc=fail header.from=other.example") FROM REST},

    {"judged-other-from", "null",
     AR (SPF ("pass", OWN) "; dmarc=pass header.from=other.example") FROM REST},
    {"record-not-found-out", "null", AR (SPF ("pass", OWN) DMARC ("temperror")) FROM REST},
    {"record-not-usable", "null", AR (SPF ("pass", OWN) DMARC ("permerror")) FROM REST},
    {"nothing-to-believe", "null", PATH RECEIVED FROM REST},
    {"cannot-be-told", "null", AR (SPF ("fail", OWN)) FROM SIGNED REST},
    {"from-is-missing", "null", AR (SPF ("pass", OWN)) REST},
    {"from-is-repeated", "null", AR (SPF ("pass", OWN)) FROM FROM REST},
    {"from-names-several", "null",
     AR (SPF ("pass", OWN)) "From: a@museum.example, b@theatre.example\n" REST},
    {"from-is-unusable", "null", AR (SPF ("pass", OWN)) "From: Museum\n" REST},
    {"input-is-empty", "null", ""},
};

static void
test_rows (void) {
  Bench *bench = bench_new ();
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    const Verdict *verdict = &bench_run (bench, rows[i].text)->verdict;
    assert_span (verdict->sentence_code, rows[i].code, rows[i].text);
    assert_span (verdict->sentence_reason_code, rows[i].reason, rows[i].text);
    g_assert_cmpuint (verdict->sentence.len, >, 0);
  }
  bench_free (bench);
}

/* ---- what is said of each result ---- */

/* Both stand in the sentence where the receiver met an error with the record. */
static void
test_clauses (void) {
#define BOTH(spf, dkim) AR (SPF (spf, OWN) dkim DMARC ("temperror")) FROM REST
  static const struct {
    WordCode spf, dkim;
    WordArgs spf_args, dkim_args;
    const char *text;
  } clauses[] = {
      {WORD_SPF_PASSED,
       WORD_DKIM_VERIFIED,
       {.domain = SPAN (OWN)},
       {.domain = SPAN (OWN)},
       BOTH ("pass", DKIM ("pass", OWN))},
      {WORD_SPF_FOUND_NONE,
       WORD_DKIM_NOTHING_SIGNED,
       {.domain = SPAN (OWN)},
       {.domain = SPAN (OWN)},
       BOTH ("none", "; dkim=none")},
      {WORD_SPF_MET_TEMPERROR,
       WORD_DKIM_MET_TEMPERROR,
       {.domain = SPAN (OWN)},
       {.domain = SPAN (OWN)},
       BOTH ("temperror", DKIM ("temperror", OWN))},
      {WORD_SPF_MET_PERMERROR,
       WORD_DKIM_NOT_VERIFIED,
       {.domain = SPAN (OWN)},
       {.domain = SPAN (OWN), .result = SPAN ("permerror")},
       BOTH ("permerror", DKIM ("permerror", OWN))},
      {WORD_SPF_NOT_PASSED,
       WORD_DKIM_NOT_VERIFIED,
       {.domain = SPAN (OWN), .result = SPAN ("softfail")},
       {.domain = SPAN (OWN), .result = SPAN ("fail")},
       BOTH ("softfail", DKIM ("fail", OWN))},
  };
  Bench *bench = bench_new ();
  g_autoptr (Arena) arena = arena_new ();
  for (guint i = 0; i < G_N_ELEMENTS (clauses); i++) {
    const Verdict *verdict = &bench_run (bench, clauses[i].text)->verdict;
    Span spf = words_fill (shipped_words (), clauses[i].spf, &clauses[i].spf_args, arena);
    Span dkim = words_fill (shipped_words (), clauses[i].dkim, &clauses[i].dkim_args, arena);
    g_test_message ("%.*s", SPAN_FORMAT (verdict->sentence));
    g_assert_true (span_find (verdict->sentence, spf) >= 0);
    g_assert_true (span_find (verdict->sentence, dkim) >= 0);
  }
  bench_free (bench);
}

/* ---- what the repair of the cause changes ---- */

static const struct {
  const char *code, *text;
} effects[] = {
    {"null", AR (SPF ("pass", OWN) DKIM ("pass", OWN) DMARC ("pass")) FROM REST},
    {"null", PATH RECEIVED FROM REST},
    {"effect-dkim-signed", AR (SPF ("pass", OTHER) "; dkim=none" DMARC ("fail")) FROM REST},
    /* a signature of a subdomain passed: a relaxed record would let it count */
    {"effect-relaxed", AR ("dkim=pass header.d=mail.museum.example" DMARC ("fail")) FROM REST},
};

static void
test_effects (void) {
  Bench *bench = bench_new ();
  for (guint i = 0; i < G_N_ELEMENTS (effects); i++) {
    const Verdict *verdict = &bench_run (bench, effects[i].text)->verdict;
    assert_span (verdict->counterfactual_code, effects[i].code, effects[i].text);
    g_assert_true (span_is_null (verdict->counterfactual) ==
                   span_is_null (verdict->counterfactual_code));
  }
  bench_free (bench);
}

/* ---- delivery notices ---- */

#define NOTICE(status)                                                                             \
  "Return-Path: <>\nFrom: MAILER-DAEMON@out1.mail.example\nSubject: delivery\nMIME-Version: 1.0\n" \
  "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nHello.\n"     \
  "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; out1.mail.example\n\n"        \
  "Final-Recipient: rfc822; a@recipient.example\n" status "\n--b--\n"
#define ANSWERED(diagnostic) \
  "Remote-MTA: dns; mx.recipient.example\nDiagnostic-Code: smtp; " diagnostic "\n"

/* RFC 3464 section 2.3.3: what became of the copy. Without a word of another host it is the one
 * that writes the notice that could not get rid of it. */
static const struct {
  const char *code;
  WordCode deed;
  const char *class; /* of the verdict: only what was refused has one */
  const char *text;
} notices[] = {
    {"bounce-taken", WORD_DEED_TOOK, "null",
     NOTICE ("Action: delivered\nStatus: 2.0.0\n" ANSWERED ("250 2.0.0 OK"))},
    {"bounce-taken", WORD_DEED_DELIVERED, "null", NOTICE ("Action: delivered\nStatus: 2.0.0\n")},
    {"bounce-taken", WORD_DEED_PASSED_ON, "null",
     NOTICE ("Action: relayed\nStatus: 2.0.0\n" ANSWERED ("250 2.0.0 OK"))},
    {"bounce-taken", WORD_DEED_PASSED_ON, "null", NOTICE ("Action: expanded\nStatus: 2.0.0\n")},
    {"bounce-other-reason", WORD_DEED_REFUSED, "refused",
     NOTICE ("Action: failed\nStatus: 5.1.1\n" ANSWERED ("550 5.1.1 User unknown"))},
    {"bounce-no-reason", WORD_DEED_REFUSED, "unclear",
     NOTICE ("Action: failed\nStatus: 5.0.0\n" ANSWERED ("550 5.0.0 no"))},
    {"bounce-no-reason", WORD_DEED_PUT_OFF, "unclear",
     NOTICE ("Action: delayed\nStatus: 4.0.0\n" ANSWERED ("451 4.0.0 later"))},
    {"bounce-no-reason", WORD_DEED_NOT_DELIVERED, "unclear",
     NOTICE ("Action: failed\nStatus: 5.0.0\n")},
    {"bounce-no-reason", WORD_DEED_NOT_DELIVERED_YET, "unclear",
     NOTICE ("Action: delayed\nStatus: 4.0.0\n")},
};

static void
test_notices (void) {
  Bench *bench = bench_new ();
  for (guint i = 0; i < G_N_ELEMENTS (notices); i++) {
    const Case *kase = bench_run (bench, notices[i].text);
    Span deed = words_fill (shipped_words (), notices[i].deed, &(WordArgs){0}, bench->arena);
    assert_span (kase->verdict.sentence_code, notices[i].code, notices[i].text);
    assert_span (kase->verdict.class, notices[i].class, notices[i].text);
    if (span_find (kase->verdict.sentence, deed) < 0)
      g_error ("no “%.*s” in “%.*s” of\n%s", SPAN_FORMAT (deed),
               SPAN_FORMAT (kase->verdict.sentence), notices[i].text);
  }
  bench_free (bench);
}

/* Who refused is the receiver, where a rule file knows it by its host. */
static void
test_receiver_of_notice (void) {
  Bench *bench = bench_new ();
  const Case *kase = bench_run (
      bench, NOTICE ("Action: failed\nStatus: 5.7.26\nRemote-MTA: dns; gmail-smtp-in.l.google.com\n"
                     "Diagnostic-Code: smtp; 550-5.7.26 Your email has been blocked because the "
                     "sender is unauthenticated.\n"));
  assert_span (kase->evidence.receiver.name, "gmail", "receiver");
  assert_span (kase->evidence.receiver.host, "gmail-smtp-in.l.google.com", "host");
  assert_span (kase->verdict.class, "authentication", "class");
  bench_free (bench);
}

/* ---- what a refusal states, and what came back ---- */

static Span
span_or_null (const char *text) {
  return text ? span_from_string (text) : SPAN_NULL;
}

static const struct {
  const char *spf, *dkim, *dmarc, *reason; /* of the refusal */
  const char *code;
} stated[] = {
    {NULL, NULL, "fail", NULL, "stated-dmarc-failed"},
    {"fail", "fail", "fail", NULL, "stated-dmarc-failed"},
    {NULL, NULL, "none", NULL, "stated-dmarc-not-passed"},
    {"fail", "none", NULL, NULL, "stated-neither"},
    {"softfail", "pass", NULL, NULL, "stated-spf-not-passed"},
    {"softfail", NULL, NULL, NULL, "stated-spf-not-passed"},
    {"pass", "fail", NULL, NULL, "stated-dkim-not-passed"},
    {NULL, "fail", "pass", NULL, "stated-dkim-not-passed"},
    {NULL, NULL, NULL, "authfailure", "stated-not-authenticated"},
};

static void
test_stated (void) {
  for (guint i = 0; i < G_N_ELEMENTS (stated); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Case kase = {0};
    *vec_push (arena, &kase.evidence.bounces, Bounce) =
        (Bounce){.spf = span_or_null (stated[i].spf),
                 .dkim = span_or_null (stated[i].dkim),
                 .dmarc = span_or_null (stated[i].dmarc),
                 .reason = span_or_null (stated[i].reason),
                 .final = FLAG_TRUE};
    Saying said = sentence_compose_bounce (&kase, shipped_words (), arena);
    assert_span (said.code, "bounce-for-authentication", stated[i].code);
    assert_span (said.reason, stated[i].code, stated[i].code);
  }
}

typedef struct {
  const char *signer[3]; /* domains of its signatures; "" for one that names none */
  const char *alignment; /* of the first */
  const char *path;      /* domain of its return path */
  bool cut;
  const char *says, *lacks; /* parts of the sentence */
} Returned;

static const Returned returned[] = {
    {{NULL}, NULL, NULL, true, "only a part of the original's header", "signed"},
    {{NULL}, NULL, NULL, false, "the original was not signed", "return path"},
    {{NULL}, NULL, "sender.example", false, "its return path was of sender.example", "only"},
    {{NULL}, NULL, "mail.museum.example", false, "the original was not signed", "return path"},
    {{""}, NULL, NULL, false, "the original's signature names no domain", "d="},
    {{OWN}, "strict", "sender.example", false, "signed d=museum.example", "only"},
    {{OWN}, "relaxed", NULL, false, "signed d=museum.example", "only"},
    {{OTHER}, "none", "sender.example", false, "signed d=sender.example only", "return path"},
    {{OTHER, OTHER}, "none", NULL, false, "signed d=sender.example only", "and d="},
    {{OTHER, "b.example"}, "none", NULL, false, "d=sender.example and d=b.example only", "not"},
};

static void
fill_returned (Evidence *original, const Returned *one, Arena *arena) {
  original->from.domain = SPAN (OWN);
  original->return_path.domain = span_or_null (one->path);
  original->message.header_cut = flag_of (one->cut);
  for (guint i = 0; i < G_N_ELEMENTS (one->signer) && one->signer[i]; i++)
    *vec_push (arena, &original->dkim_signatures, DkimSignatureRecord) = (DkimSignatureRecord){
        .domain = *one->signer[i] ? span_from_string (one->signer[i]) : SPAN_NULL,
        .alignment = span_or_null (one->alignment)};
}

static void
test_returned (void) {
  for (guint i = 0; i < G_N_ELEMENTS (returned); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Case kase = {.original = arena_new_of (arena, Evidence)};
    fill_returned (kase.original, &returned[i], arena);
    *vec_push (arena, &kase.evidence.bounces, Bounce) =
        (Bounce){.dmarc = SPAN ("fail"), .final = FLAG_TRUE};
    Saying said = sentence_compose_bounce (&kase, shipped_words (), arena);
    assert_span (said.code, "bounce-and-original", returned[i].says);
    assert_span (said.reason, "bounce-for-authentication", returned[i].says);
    if (span_find (said.text, span_from_string (returned[i].says)) < 0 ||
        span_find (said.text, span_from_string (returned[i].lacks)) >= 0)
      g_error ("case %u: %.*s", i, SPAN_FORMAT (said.text));
  }
}

typedef struct {
  const char *repairs;
  Verdict verdict;
  const char *says; /* NULL: nothing */
} Effect;

#define DKIM_IS(word, to, of) \
  .dkim = SPAN (word), .dkim_alignment = SPAN (to), .dkim_domain = SPAN (of)
#define SPF_IS(word, to, of) .spf = SPAN (word), .spf_alignment = SPAN (to), .spf_domain = SPAN (of)

static const Effect repaired[] = {
    {"dkim",
     {DKIM_IS ("fail", "strict", OWN)},
     "Once the DKIM signature of museum.example is good, mail like this passes DMARC (even with "
     "adkim=s)."},
    {"dkim",
     {DKIM_IS ("fail", "relaxed", "mail.museum.example")},
     "Once the DKIM signature of mail.museum.example is good, mail like this passes DMARC (but not "
     "with adkim=s)."},
    {"dkim",
     {DKIM_IS ("pass", "none", OTHER)},
     "Once mail like this is signed for museum.example (DKIM), it passes DMARC (even with "
     "adkim=s)."},
    {"dkim",
     {.dkim = SPAN ("none")},
     "Once mail like this is signed for museum.example (DKIM), it passes DMARC (even with "
     "adkim=s)."},
    {"dkim", {DKIM_IS ("pass", "strict", OWN)}, NULL},
    {"dkim",
     {DKIM_IS ("fail", "strict", OWN), .fix_by = SPAN ("forwarder")},
     "Once the DKIM signature of museum.example is left intact on the way"},
    {"dkim",
     {DKIM_IS ("fail", "strict", OWN), .fix_by = SPAN ("recipient-admin")},
     "Once the DKIM signature of museum.example is left intact on the way"},
    {"dkim",
     {DKIM_IS ("fail", "none", OTHER), .fix_by = SPAN ("forwarder")},
     "Once mail like this is signed for museum.example (DKIM)"},
    {"spf",
     {SPF_IS ("fail", "strict", OWN)},
     "Once SPF passes for museum.example, mail like this passes DMARC (even with aspf=s)"},
    {"spf",
     {SPF_IS ("softfail", "relaxed", "mail.museum.example")},
     "Once SPF passes for mail.museum.example, mail like this passes DMARC (but not with aspf=s)"},
    {"spf", {SPF_IS ("fail", "none", OTHER)}, NULL},
    {"spf", {SPF_IS ("pass", "strict", OWN)}, NULL},
    {"alignment",
     {DKIM_IS ("pass", "relaxed", "mail.museum.example")},
     "With adkim=r mail like this passes DMARC: DKIM verified for mail.museum.example."},
    {"alignment",
     {SPF_IS ("pass", "relaxed", "mail.museum.example")},
     "With aspf=r mail like this passes DMARC: SPF passed for mail.museum.example."},
    {"alignment",
     {SPF_IS ("pass", "relaxed", "spf.museum.example"), DKIM_IS ("pass", "strict", OWN)},
     "With adkim=r mail like this passes DMARC: DKIM verified for museum.example."},
    {"alignment", {SPF_IS ("pass", "none", OTHER), DKIM_IS ("fail", "strict", OWN)}, NULL},
    {"record",
     {SPF_IS ("pass", "strict", OWN)},
     "Once the DMARC record can be read, mail like this passes DMARC: SPF passed for "
     "museum.example."},
    {"record",
     {SPF_IS ("fail", "strict", OWN)},
     "Once the DMARC record can be read, mail like this still does not pass"},
    {"from",
     {DKIM_IS ("pass", "none", OTHER), SPF_IS ("pass", "none", OTHER)},
     "With a sender address at sender.example, mail like this passes DMARC"},
    {"from",
     {DKIM_IS ("fail", "none", OTHER), SPF_IS ("pass", "none", OTHER)},
     "With a sender address at the institution's own domain"},
    {"from", {DKIM_IS ("fail", "none", OTHER), SPF_IS ("fail", "none", OTHER)}, NULL},
    {"from", {.dkim = SPAN ("pass"), .spf = SPAN ("pass")}, NULL},
    {"none", {DKIM_IS ("fail", "strict", OWN)}, NULL},
    {"", {DKIM_IS ("fail", "strict", OWN)}, NULL},
};

static Span
effect_of (const Effect *effect, Case *kase, Arena *arena) {
  FindingRule rule = {.repairs = span_from_string (effect->repairs)};
  *vec_push (arena, &kase->findings, Finding) = (Finding){.id = SPAN ("g"), .rule = &rule};
  *vec_push (arena, &kase->findings, Finding) = (Finding){.id = SPAN ("f"), .rule = &rule};
  return counterfactual_compose (kase, shipped_words (), arena).text;
}

static void
test_repaired (void) {
  for (guint i = 0; i < G_N_ELEMENTS (repaired); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Case kase = {.evidence.from.domain = SPAN (OWN), .verdict = repaired[i].verdict};
    kase.verdict.status = SPAN ("fail");
    kase.verdict.cause = SPAN ("f");
    Span text = effect_of (&repaired[i], &kase, arena);
    g_test_message ("repair %u: %.*s", i, SPAN_FORMAT (text));
    g_assert_true (span_is_null (text) == (repaired[i].says == NULL));
    if (repaired[i].says)
      g_assert_true (span_starts_with (text, span_from_string (repaired[i].says)));
  }
}

/* Nothing is said on pass, without a cause or an author; of what came back its author counts. */
static void
test_no_effect (void) {
  static const struct {
    const char *status, *cause, *from, *original;
    bool has_original, said;
  } cases[] = {
      {"fail", "f", OWN, NULL, false, true},   {"unknown", "f", OWN, NULL, false, true},
      {"pass", "f", OWN, NULL, false, false},  {"fail", "h", OWN, NULL, false, false},
      {"fail", NULL, OWN, NULL, false, false}, {"fail", "f", NULL, NULL, false, false},
      {"fail", "f", OWN, NULL, true, false},   {"fail", "f", NULL, OWN, true, true},
      {"pass", "f", NULL, NULL, false, false},
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Evidence original = {.from.domain = span_or_null (cases[i].original)};
    Case kase = {.evidence.from.domain = span_or_null (cases[i].from),
                 .original = cases[i].has_original ? &original : NULL,
                 .verdict = {DKIM_IS ("fail", "strict", OWN), .status = SPAN (""),
                             .cause = span_or_null (cases[i].cause)}};
    kase.verdict.status = span_from_string (cases[i].status);
    Span text = effect_of (&repaired[0], &kase, arena);
    g_test_message ("no effect %u", i);
    g_assert_true (span_is_null (text) != cases[i].said);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sentence/clauses", test_clauses);
  g_test_add_func ("/sentence/rows", test_rows);
  g_test_add_func ("/sentence/effects", test_effects);
  g_test_add_func ("/sentence/notices", test_notices);
  g_test_add_func ("/sentence/receiver-of-notice", test_receiver_of_notice);
  g_test_add_func ("/sentence/stated", test_stated);
  g_test_add_func ("/sentence/returned", test_returned);
  g_test_add_func ("/sentence/repaired", test_repaired);
  g_test_add_func ("/sentence/no-effect", test_no_effect);
  return g_test_run ();
}
