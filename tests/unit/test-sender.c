/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is known of the sending platform and of the institution (apply/sender.h), what receivers ask
 * of those who send, and where a finding points. */
#include "apply/requirements.h"
#include "apply/sender.h"
#include "rule-text.h"

/* ---- which institution ---- */

typedef struct {
  const char *from;
  Institution given[3];
  guint n;
  const char *code; /* of the one that is meant; NULL: none */
} InstitutionCase;

#define ANY(code) \
  { SPAN_NULL, SPAN (code) }
#define OF(domain, code) \
  { SPAN (domain), SPAN (code) }

static const InstitutionCase institutions[] = {
    {"museum.example", {ANY ("any")}, 0, NULL},
    {"museum.example", {ANY ("any")}, 1, "any"},
    /* named alone it is meant, whatever From says */
    {"museum.example", {OF ("other.example", "o")}, 1, "o"},
    {NULL, {OF ("other.example", "o")}, 1, "o"},
    {"museum.example", {OF ("other.example", "o"), OF ("theater.example", "t")}, 2, NULL},
    {NULL, {OF ("other.example", "o"), OF ("theater.example", "t")}, 2, NULL},
    {"museum.example", {OF ("other.example", "o"), OF ("museum.example", "m")}, 2, "m"},
    /* the domain itself before its organisation, that before one without a domain */
    {"mail.museum.example", {OF ("museum.example", "m"), OF ("mail.museum.example", "e")}, 2, "e"},
    {"mail.museum.example", {OF ("mail.museum.example", "e"), OF ("museum.example", "m")}, 2, "e"},
    {"mail.museum.example", {ANY ("any"), OF ("museum.example", "m")}, 2, "m"},
    {"mail.museum.example", {OF ("museum.example", "m"), ANY ("any")}, 2, "m"},
    {"theater.example", {OF ("museum.example", "m"), ANY ("any")}, 2, "any"},
    {NULL, {OF ("museum.example", "m"), ANY ("any")}, 2, "any"},
    {"theater.example", {ANY ("first"), ANY ("second")}, 2, "first"},
    {"a.museum.example", {OF ("b.museum.example", "b"), OF ("c.museum.example", "c")}, 2, "b"},
};

static void
test_institutions (void) {
  g_autoptr (RuleText) text = rule_text_new ("Sender: esp\nKnown-By: from.count is 99\n", "");
  rule_text_assert_loads (text);
  for (gsize i = 0; i < G_N_ELEMENTS (institutions); i++) {
    const InstitutionCase *row = &institutions[i];
    Institutions given = {row->given, row->n};
    Case kase = {.evidence = {.from = {.domain = span_from_string (row->from)}}};
    sender_recognize (&kase, text->rules, text->worker, SPAN_NULL, &given, text->arena);
    g_test_message ("row %u", (guint)i);
    g_assert_true (
        span_equal (kase.evidence.sender_profile.institution, span_from_string (row->code)));
    g_assert_cmpint (kase.evidence.sender_profile.seen, ==, FLAG_FALSE);
    g_assert_true (span_is_null (kase.evidence.sender_profile.name));
  }
  Case kase = {0};
  sender_recognize (&kase, text->rules, text->worker, SPAN_NULL, NULL, text->arena);
  g_assert_true (span_is_null (kase.evidence.sender_profile.institution));
}

/* Whether a domain is one of those that are named. */
static void
test_named (void) {
  static const struct {
    const char *domain;
    Institution given[2];
    guint n;
    Flag named;
  } rows[] = {
      {"museum.example", {ANY ("any")}, 0, FLAG_UNKNOWN},
      {"museum.example", {ANY ("any")}, 1, FLAG_UNKNOWN},
      {"museum.example", {OF ("museum.example", "m")}, 1, FLAG_TRUE},
      {"mail.museum.example", {OF ("museum.example", "m")}, 1, FLAG_TRUE},
      {"museum.example", {OF ("mail.museum.example", "m")}, 1, FLAG_TRUE},
      {"theater.example", {OF ("museum.example", "m")}, 1, FLAG_FALSE},
      {"theater.example", {OF ("museum.example", "m"), ANY ("any")}, 2, FLAG_FALSE},
      {"theater.example", {ANY ("any"), OF ("theater.example", "t")}, 2, FLAG_TRUE},
      {"theater.example", {OF ("museum.example", "m"), OF ("theater.example", "t")}, 2, FLAG_TRUE},
      {NULL, {OF ("museum.example", "m")}, 1, FLAG_FALSE},
  };
  g_autoptr (Arena) arena = arena_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const Institutions given = {rows[i].given, rows[i].n};
    g_test_message ("row %u", (guint)i);
    g_assert_cmpint (institutions_name (&given, span_from_string (rows[i].domain), arena), ==,
                     rows[i].named);
  }
  g_assert_cmpint (institutions_name (NULL, SPAN ("museum.example"), arena), ==, FLAG_UNKNOWN);
}

/* ---- which platform ---- */

#define SENDERS                                                                   \
  "Sender: one\nTitle: One\nKnown-By: from.domain is one.example\n"               \
  "Proved-By: from.count is 1\nSpf-Include: spf.one.example\nSelectors: s1, s2\n" \
  "Signing-Domain: one.example\n\n"                                               \
  "Sender: two\nTitle: Two\nKnown-By: from.domain is under example\n"

static void
assert_sender (const char *from, gint64 count, const char *id, const char *name, Flag seen,
               Flag proved) {
  g_autoptr (RuleText) text = rule_text_new (SENDERS, "");
  rule_text_assert_loads (text);
  Case kase = {
      .evidence = {.from = {.domain = span_from_string (from), .count = number_of (count)}}};
  sender_recognize (&kase, text->rules, text->worker, span_from_string (id), NULL, text->arena);
  const SenderRecord *record = &kase.evidence.sender_profile;
  g_assert_true (span_equal (record->name, span_from_string (name)));
  g_assert_cmpint (record->seen, ==, seen);
  g_assert_cmpint (record->proved, ==, proved);
  bool one = name && strcmp (name, "one") == 0;
  g_assert_cmpuint (record->selectors.n, ==, one ? 2 : 0);
  g_assert_true (span_equal (record->selector, one ? SPAN ("s1") : SPAN_NULL));
  g_assert_true (span_equal (record->spf_include, one ? SPAN ("spf.one.example") : SPAN_NULL));
}

/* The one that is named, else the first whose mail it is. */
static void
test_senders (void) {
  assert_sender ("one.example", 1, NULL, "one", FLAG_TRUE, FLAG_TRUE);
  assert_sender ("one.example", 2, NULL, "one", FLAG_TRUE, FLAG_FALSE);
  assert_sender ("two.example", 1, NULL, "two", FLAG_TRUE, FLAG_FALSE);
  assert_sender ("other.test", 1, NULL, NULL, FLAG_FALSE, FLAG_FALSE);
  assert_sender ("one.example", 1, "two", "two", FLAG_TRUE, FLAG_FALSE);
  assert_sender ("other.test", 1, "one", "one", FLAG_FALSE, FLAG_TRUE);
  assert_sender ("one.example", 1, "none", NULL, FLAG_FALSE, FLAG_FALSE);
}

/* ---- which stream ---- */

#define STREAMS                                                          \
  "Sender: one\nTitle: One\nKnown-By: from.domain is one.example\n"      \
  "Stream: bulk assumed when message.precedence is one of bulk, list\n"  \
  "Stream: tickets documented when message.list_unsubscribe is absent\n" \
  "Stream: alarms documented when message.auto_submitted is auto-generated\n"

static void
assert_stream (const char *from, const char *precedence, const char *unsubscribe,
               const char *stream, const char *basis) {
  g_autoptr (RuleText) text = rule_text_new (STREAMS, "");
  rule_text_assert_loads (text);
  Case kase = {.evidence = {.from = {.domain = span_from_string (from)},
                            .message = {.precedence = span_from_string (precedence),
                                        .list_unsubscribe = span_from_string (unsubscribe)}}};
  sender_recognize (&kase, text->rules, text->worker, SPAN ("one"), NULL, text->arena);
  const SenderRecord *record = &kase.evidence.sender_profile;
  g_assert_true (span_equal (record->stream, span_from_string (stream)));
  g_assert_true (span_equal (kase.evidence.stream, span_from_string (stream)));
  g_assert_true (span_equal (record->stream_basis, span_from_string (basis)));
  g_assert_cmpuint (record->other_streams.n, ==, stream ? 2 : 0);
  for (guint i = 0; i < record->other_streams.n; i++)
    g_assert_false (span_equal (*vec_at (&record->other_streams, Span, i), record->stream));
}

/* The one whose condition holds alone, of mail that shows the platform. */
static void
test_streams (void) {
  assert_stream ("one.example", "bulk", "<https://u.example>", "bulk", "assumed");
  assert_stream ("one.example", NULL, NULL, "tickets", "documented");
  assert_stream ("one.example", "bulk", NULL, NULL, NULL);
  assert_stream ("one.example", NULL, "<https://u.example>", NULL, NULL);
  assert_stream ("two.example", "bulk", "<https://u.example>", NULL, NULL);
}

static void
test_stream_words (void) {
  static const char *const wrong[] = {"bulk", "bulk assumed", "bulk guessed when from.count is 1",
                                      "bulk assumed if from.count is 1",
                                      "bulk assumed when from.nothing is 1"};
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autofree char *rules = g_strdup_printf (
        "Sender: one\nKnown-By: from.domain is one.example\nStream: %s\n", wrong[i]);
    g_autoptr (RuleText) text = rule_text_new (rules, "");
    g_test_message ("%s", wrong[i]);
    g_assert_cmpuint (text->errors.total, >, 0);
  }
}

/* ---- what an SPF record includes ---- */

static void
test_includes (void) {
  static const struct {
    const char *record, *includes;
    Flag sender;
  } rows[] = {
      {"v=spf1 include:a.example mx redirect=B.example. -all", "a.example b.example", FLAG_FALSE},
      {"v=spf1 include:spf.one.example -all", "spf.one.example", FLAG_TRUE},
      {"v=spf1 a:spf.one.example exists:spf.one.example -all", "", FLAG_FALSE},
      {"v=spf1 include:%{d}.example -all", "", FLAG_FALSE},
      {"v=spf10 include:a.example", NULL, FLAG_UNKNOWN},
      {NULL, NULL, FLAG_UNKNOWN},
  };
  g_autoptr (RuleText) text = rule_text_new (SENDERS, "");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint known = 0; known < 2; known++) {
      Case kase = {
          .evidence = {.from = {.domain = known ? SPAN ("one.example") : SPAN ("a.test")}}};
      SpfRecord *spf = vec_push (text->arena, &kase.evidence.spf, SpfRecord);
      spf->record = span_from_string (rows[i].record);
      sender_recognize (&kase, text->rules, text->worker, SPAN_NULL, NULL, text->arena);
      g_autoptr (GString) found = g_string_new (NULL);
      for (guint k = 0; k < spf->includes.n; k++)
        g_string_append_printf (found, "%s%.*s", k ? " " : "",
                                SPAN_FORMAT (*vec_at (&spf->includes, Span, k)));
      g_test_message ("%s", rows[i].record);
      g_assert_cmpstr (found->str, ==, rows[i].includes ? rows[i].includes : "");
      /* of a platform that is not known nothing can be missing */
      g_assert_cmpint (spf->includes_sender, ==, known ? rows[i].sender : FLAG_UNKNOWN);
    }
}

/* ---- what receivers ask ---- */

#define ASKS(id, conditions)                                                                    \
  "Requirement: " id "\nAsked-By: a\n" conditions "Title: t\nMet-Text: yes\nNot-Met-Text: no\n" \
  "Unknown-Text: who knows\nSee: RFC 5322\nExample: x\nCounter-Example: y\n\n"

static void
assert_requirements (const char *from, Evidence *original, const char *states) {
  g_autoptr (RuleText) text = rule_text_new (
      ASKS ("a", "Met: from.domain is one.example\nNot-Met: from.domain is two.example\n")
          ASKS ("b", "Met: from.domain is present\nNot-Met: from.domain is two.example\n")
              ASKS ("c", ""),
      "");
  g_autofree char *errors = rule_text_errors (text);
  g_assert_cmpstr (errors, ==, "");
  Case kase = {.evidence = {.from = {.domain = span_from_string (from)}}, .original = original};
  requirements_run (text->rules, text->worker, &kase, text->arena);
  g_autoptr (GString) found = g_string_new (NULL);
  for (guint i = 0; i < kase.requirements.n; i++) {
    const Requirement *requirement = vec_at (&kase.requirements, Requirement, i);
    g_string_append_printf (found, "%s%.*s: %.*s, %.*s", i ? "; " : "",
                            SPAN_FORMAT (requirement->id), SPAN_FORMAT (requirement->state),
                            SPAN_FORMAT (requirement->explanation));
  }
  g_assert_cmpstr (found->str, ==, states);
}

/* Both true is not met; of a bounce the message that was sent is asked. */
static void
test_requirements (void) {
  Evidence original = {.from = {.domain = SPAN ("two.example")}};
  assert_requirements ("one.example", NULL, "a: met, yes; b: met, yes; c: unknown, who knows");
  assert_requirements ("two.example", NULL,
                       "a: not-met, no; b: not-met, no; c: unknown, who knows");
  assert_requirements (NULL, NULL,
                       "a: unknown, who knows; b: unknown, who knows; c: unknown, who knows");
  assert_requirements ("one.example", &original,
                       "a: not-met, no; b: not-met, no; c: unknown, who knows");
}

/* ---- where a finding points ---- */

#define POINTS(id, when)                                                                          \
  "Finding: " id "\nSeverity: error\nProof: proved\nFix-By: sender\nWhen: " when "\nTitle: t " id \
  "\nExplanation: e\nExample: x\nCounter-Example: y\n\n"

static void
fill_evidence (Case *kase, Arena *arena) {
  Evidence *evidence = &kase->evidence;
  evidence->from = (FromRecord){.domain = SPAN ("a.example"), .header_index = number_of (9)};
  evidence->return_path = (ReturnPath){.domain = SPAN ("b.example"), .header_index = number_of (0)};
  evidence->sender = (Mailbox){.domain = SPAN ("c.example"), .header_index = number_of (8)};
  evidence->reply_to = (Mailbox){.domain = SPAN ("d.example"), .header_index = number_of (7)};
  *vec_push (arena, &evidence->received, ReceivedHop) =
      (ReceivedHop){.by = SPAN ("mx.example"), .header_index = number_of (1)};
  *vec_push (arena, &evidence->dkim_signatures, DkimSignatureRecord) =
      (DkimSignatureRecord){.domain = SPAN ("e.example"), .header_index = number_of (5)};
  *vec_push (arena, &evidence->authentication_results, AuthenticationResultsRecord) =
      (AuthenticationResultsRecord){.field = SPAN ("X-Results"), .header_index = number_of (2)};
  *vec_push (arena, &evidence->spam_reports, SpamReport) =
      (SpamReport){.field = SPAN ("X-Spam-Status"), .header_index = number_of (3)};
  *vec_push (arena, &evidence->header_fields, HeaderField) =
      (HeaderField){.name = SPAN ("X-Other"), .header_index = number_of (4)};
  static const struct {
    const char *domain, *source;
    gint64 index;
  } spf[] = {{"results.example", "authentication-results", 2},
             {"spam.example", "spam-status", 3},
             {"other.example", "other", 4},
             {"line.example", "received-spf", 6},
             {"lost.example", "authentication-results", 20}};
  for (gsize i = 0; i < G_N_ELEMENTS (spf); i++)
    *vec_push (arena, &evidence->spf, SpfRecord) =
        (SpfRecord){.domain = span_from_string (spf[i].domain),
                    .source = span_from_string (spf[i].source),
                    .trusted = FLAG_TRUE,
                    .header_index = number_of (spf[i].index)};
}

/* Each to the field that made it true, by that field's own name. */
static void
test_pointers (void) {
  static const struct {
    const char *when, *field;
    gint64 index;
  } rows[] = {
      {"from.domain is a.example", "From", 9},
      {"return_path.domain is b.example", "Return-Path", 0},
      {"sender.domain is c.example", "Sender", 8},
      {"reply_to.domain is d.example", "Reply-To", 7},
      {"any received (by is mx.example)", "Received", 1},
      {"any dkim_signatures (domain is e.example)", "DKIM-Signature", 5},
      {"any spf (domain is results.example)", "X-Results", 2},
      {"any spf (domain is spam.example)", "X-Spam-Status", 3},
      {"any spf (domain is other.example)", "X-Other", 4},
      {"any spf (domain is line.example)", "Received-SPF", 6},
      {"any spf (domain is lost.example)", "Authentication-Results", 20},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *rules = g_strdup_printf (POINTS ("f", "%s"), rows[i].when);
    g_autoptr (RuleText) text = rule_text_new (rules, "");
    Case kase = {0};
    rule_text_assert_loads (text);
    fill_evidence (&kase, text->arena);
    findings_run (text->rules, text->worker, &kase, text->arena);
    g_test_message ("%s", rows[i].when);
    g_assert_cmpuint (kase.findings.n, ==, 1);
    const Finding *finding = vec_at (&kase.findings, Finding, 0);
    g_assert_cmpuint (finding->evidence.n, ==, 1);
    const Pointer *pointer = vec_at (&finding->evidence, Pointer, 0);
    g_assert_true (span_equal (pointer->field, span_from_string (rows[i].field)));
    g_assert_cmpint (pointer->header_index.value, ==, rows[i].index);
  }
}

/* To each field once, in the order of the conditions; what was false points nowhere. */
static void
test_several_pointers (void) {
  g_autoptr (RuleText) text = rule_text_new (
      POINTS ("f", "any spf (domain is line.example) and from.domain is a.example and "
                   "from.domain is present and (sender.domain is x.example or "
                   "reply_to.domain is d.example) and no dkim_signatures (domain is x.example)"),
      "");
  Case kase = {0};
  rule_text_assert_loads (text);
  fill_evidence (&kase, text->arena);
  findings_run (text->rules, text->worker, &kase, text->arena);
  g_assert_cmpuint (kase.findings.n, ==, 1);
  const Finding *finding = vec_at (&kase.findings, Finding, 0);
  static const gint64 expected[] = {6, 9, 7};
  g_assert_cmpuint (finding->evidence.n, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < finding->evidence.n; i++)
    g_assert_cmpint (vec_at (&finding->evidence, Pointer, i)->header_index.value, ==, expected[i]);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sender/institutions", test_institutions);
  g_test_add_func ("/sender/named", test_named);
  g_test_add_func ("/sender/senders", test_senders);
  g_test_add_func ("/sender/streams", test_streams);
  g_test_add_func ("/sender/stream-words", test_stream_words);
  g_test_add_func ("/sender/includes", test_includes);
  g_test_add_func ("/sender/requirements", test_requirements);
  g_test_add_func ("/sender/pointers", test_pointers);
  g_test_add_func ("/sender/several-pointers", test_several_pointers);
  return g_test_run ();
}
