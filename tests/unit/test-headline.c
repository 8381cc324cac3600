/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The first line: whose mail, why, and who has to act (docs/contract.md, Verdict). */
#include "judge/headline.h"
#include "judge/actor.h"
#include "rule-text.h"
#include "support.h"

#define OWN "museum.example"

static Span
word (const char *text) {
  return text ? span_from_string (text) : SPAN_NULL;
}

static void
check_line (const Case *kase, RuleWorker *worker, const char *expected, Arena *arena) {
  assert_span (headline_compose (kase, worker, shipped_words (), arena), expected, expected);
}

/* ---- without a cause --------------------------------------------------------------------------
 */

#define FAILED OWN ": the receiver could not confirm that the mail is genuine."
#define BY_BOTH "it is signed for " OWN " (DKIM) and came from a server that may send for it (SPF)."

static const struct {
  const char *status, *record, *spf, *spf_alignment, *dkim, *dkim_alignment;
  Flag probable;
  const char *trust_id, *fix_by;
  const char *line;
} verdicts[] = {
    {"pass", NULL, "pass", "strict", "pass", "relaxed", FLAG_UNKNOWN, NULL, NULL,
     OWN ": the mail passed; " BY_BOTH},
    {"pass", "present", "pass", "relaxed", "pass", "strict", FLAG_TRUE, NULL, NULL,
     OWN ": the mail probably passed; " BY_BOTH},
    {"pass", NULL, "pass", "none", "pass", "strict", FLAG_FALSE, NULL, NULL,
     OWN ": the mail passed; it is signed for " OWN " (DKIM)."},
    {"pass", NULL, "fail", "strict", "pass", "strict", FLAG_UNKNOWN, NULL, NULL,
     OWN ": the mail passed; it is signed for " OWN " (DKIM)."},
    {"pass", NULL, "pass", "strict", "pass", "none", FLAG_UNKNOWN, NULL, NULL,
     OWN ": the mail passed; it came from a server that may send for " OWN " (SPF)."},
    {"pass", NULL, "pass", "strict", "fail", "strict", FLAG_UNKNOWN, NULL, NULL,
     OWN ": the mail passed; it came from a server that may send for " OWN " (SPF)."},
    /* a pass of a domain that is not known is none of this one */
    {"pass", NULL, "pass", NULL, "pass", NULL, FLAG_UNKNOWN, NULL, NULL,
     OWN ": the mail passed, so the receiver says."},
    {"pass", "none", "pass", "strict", "pass", "strict", FLAG_UNKNOWN, NULL, NULL,
     OWN ": the mail would pass, but the domain has no DMARC record. "
         "Its DNS administrator needs to publish one."},
    {"fail", NULL, "fail", NULL, NULL, NULL, FLAG_UNKNOWN, NULL, NULL, FAILED},
    {"fail", "none", NULL, NULL, NULL, NULL, FLAG_UNKNOWN, NULL, NULL, FAILED},
    {"unknown", NULL, NULL, NULL, NULL, NULL, FLAG_UNKNOWN, NULL, NULL,
     OWN ": whether the mail passed cannot be told from what is here."},
    {"unknown", NULL, NULL, NULL, NULL, NULL, FLAG_UNKNOWN, "mx.receiver.example", "sender",
     OWN ": whether the mail passed cannot be told from what is here. "
         "--trust=mx.receiver.example settles it, if that is your own server."},
    {"fail", NULL, NULL, NULL, NULL, NULL, FLAG_UNKNOWN, NULL, "nobody",
     FAILED " Nothing needs to be repaired."},
    {"unknown", NULL, NULL, NULL, NULL, NULL, FLAG_UNKNOWN, NULL, "nobody",
     OWN ": whether the mail passed cannot be told from what is here."},
    {"fail", NULL, NULL, NULL, NULL, NULL, FLAG_UNKNOWN, NULL, "dns-admin",
     FAILED " Its DNS administrator needs to act."},
    {"fail", NULL, NULL, NULL, NULL, NULL, FLAG_UNKNOWN, NULL, "sender",
     FAILED " The sending platform needs to act."},
    {"fail", NULL, NULL, NULL, NULL, NULL, FLAG_UNKNOWN, NULL, "receiver",
     FAILED " Gmail needs to act."},
    {"fail", NULL, NULL, NULL, NULL, NULL, FLAG_UNKNOWN, NULL, "recipient-admin",
     FAILED " The recipient's mail administrator needs to act."},
};

static void
test_verdicts (void) {
  g_autoptr (RuleText) rules = rule_text_new ("", "");
  for (guint i = 0; i < G_N_ELEMENTS (verdicts); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Case kase = {.evidence.from.domain = SPAN (OWN),
                 .evidence.receiver.title = SPAN ("Gmail"),
                 .verdict = {.status = word (verdicts[i].status),
                             .dmarc_record = word (verdicts[i].record),
                             .spf = word (verdicts[i].spf),
                             .spf_alignment = word (verdicts[i].spf_alignment),
                             .dkim = word (verdicts[i].dkim),
                             .dkim_alignment = word (verdicts[i].dkim_alignment),
                             .probable = verdicts[i].probable,
                             .trust_id = word (verdicts[i].trust_id),
                             .fix_by = word (verdicts[i].fix_by)}};
    check_line (&kase, rules->worker, verdicts[i].line, arena);
  }
}

/* What there is to repair may stand in what is missing. */
static void
test_incomplete (void) {
  g_autoptr (RuleText) rules = rule_text_new ("", "");
  g_autoptr (Arena) arena = arena_new ();
  Case kase = {.evidence.from.domain = SPAN (OWN),
               .evidence.source.incomplete = FLAG_TRUE,
               .verdict = {.status = SPAN ("fail"), .fix_by = SPAN ("nobody")}};
  check_line (&kase, rules->worker, FAILED, arena);
  kase.evidence.source.incomplete = FLAG_FALSE;
  check_line (&kase, rules->worker, FAILED " Nothing needs to be repaired.", arena);
}

/* A domain at the beginning keeps its letters; a receiver without a name is called one. */
static void
test_receivers (void) {
  static const char *const rows[][2] = {
      {NULL, FAILED " The receiver needs to act."},
      {"web.de", FAILED " web.de needs to act."},
      {"mx web.de", FAILED " Mx web.de needs to act."},
      {"Outlook", FAILED " Outlook needs to act."},
      {"receiver", FAILED " Receiver needs to act."},
      {"\xc3\xa9tat", FAILED " \xc3\xa9tat needs to act."},
  };
  g_autoptr (RuleText) rules = rule_text_new ("", "");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Case kase = {.evidence.from.domain = SPAN (OWN),
                 .evidence.receiver.title = word (rows[i][0]),
                 .verdict = {.status = SPAN ("fail"), .fix_by = SPAN ("receiver")}};
    check_line (&kase, rules->worker, rows[i][1], arena);
  }
}

/* Whose mail: the author of what came back or is reported; where that has none, of the message. */
static void
test_whose (void) {
  static const struct {
    const char *from;
    bool has_original;
    const char *original;
    const char *line;
  } rows[] = {
      {OWN, false, NULL, FAILED " Its DNS administrator needs to act."},
      {"mx.receiver.example", true, OWN, FAILED " Its DNS administrator needs to act."},
      {OWN, true, NULL, FAILED " Its DNS administrator needs to act."},
      {NULL, false, NULL,
       "The receiver could not confirm that the mail is genuine. The DNS administrator needs to "
       "act."},
  };
  g_autoptr (RuleText) rules = rule_text_new ("", "");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Evidence original = {.from.domain = word (rows[i].original)};
    Case kase = {.evidence.from.domain = word (rows[i].from),
                 .original = rows[i].has_original ? &original : NULL,
                 .verdict = {.status = SPAN ("fail"), .fix_by = SPAN ("dns-admin")}};
    check_line (&kase, rules->worker, rows[i].line, arena);
  }
}

/* ---- with a cause -----------------------------------------------------------------------------
 */

#define FINDING(title, more)                                                    \
  "Finding: f\nSeverity: error\nProof: proved\nFix-By: sender\nBreaks: dmarc\n" \
  "When: receiver.title is absent\nTitle: " title "\n" more                     \
  "Explanation: e\nCheck: c\nExample: x\nCounter-Example: y\n\n"
#define STRANGER                                                                          \
  "Finding: g\nSeverity: note\nProof: possible\nFix-By: nobody\nWhen: receiver.title is " \
  "absent\nTitle: g\nExplanation: e\nCheck: c\nFirst: yes\nExample: x\nCounter-Example: y\n\n"

static const struct {
  const char *rules, *from, *cause;
  bool superseded;
  const char *fix_by, *line;
} causes[] = {
    /* its clause, else its title, which is a sentence of its own */
    {FINDING ("Not signed", "Headline: nothing was signed\n"), OWN, "f", false, "sender",
     OWN ": nothing was signed. The sending platform needs to act."},
    {FINDING ("Not signed", ""), OWN, "f", false, "sender",
     "Not signed (" OWN "). The sending platform needs to act."},
    {FINDING ("Of " OWN " nothing is signed", ""), OWN, "f", false, "sender",
     "Of " OWN " nothing is signed. The sending platform needs to act."},
    {FINDING (OWN " signs nothing", ""), OWN, "f", false, "sender",
     OWN " signs nothing. The sending platform needs to act."},
    {FINDING ("Not signed", "Headline: nothing was signed\n"), NULL, "f", false, "sender",
     "Nothing was signed. The sending platform needs to act."},
    /* what is no cause, or is said better by another, says nothing here */
    {FINDING ("Not signed", "Headline: nothing was signed\n"), OWN, NULL, false, "sender",
     FAILED " The sending platform needs to act."},
    {FINDING ("Not signed", "Headline: nothing was signed\n"), OWN, "other", false, "sender",
     FAILED " The sending platform needs to act."},
    {FINDING ("Not signed", "Headline: nothing was signed\n"), OWN, "f", true, "sender",
     FAILED " The sending platform needs to act."},
    /* where it may not be the domain's own mail at all */
    {STRANGER FINDING ("Not signed", "Headline: nothing was signed\n"), OWN, "f", false, "sender",
     OWN ": nothing was signed. If it is yours, the sending platform needs to act."},
    {STRANGER FINDING ("Not signed", "Headline: nothing was signed\n"), OWN, "f", false,
     "dns-admin", OWN ": nothing was signed. If it is yours, its DNS administrator needs to act."},
};

static void
test_causes (void) {
  for (guint i = 0; i < G_N_ELEMENTS (causes); i++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autoptr (RuleText) rules = rule_text_new (causes[i].rules, "");
    rule_text_assert_loads (rules);
    Case kase = {.evidence.from.domain = word (causes[i].from)};
    findings_run (rules->rules, rules->worker, &kase, arena);
    for (guint k = 0; k < kase.findings.n; k++) {
      Finding *finding = vec_at (&kase.findings, Finding, k);
      if (causes[i].superseded)
        finding->superseded_by = SPAN ("other");
    }
    kase.verdict = (Verdict){.status = SPAN ("fail"),
                             .cause = word (causes[i].cause),
                             .fix_by = word (causes[i].fix_by)};
    check_line (&kase, rules->worker, causes[i].line, arena);
  }
}

/* ---- who acts ---------------------------------------------------------------------------------
 */

static const struct {
  const char *actor;
  Evidence evidence;
  const char *name;
} actors[] = {
    {"dns-admin", {.from.domain = SPAN (OWN)}, "the DNS administrator of " OWN},
    {"dns-admin", {.receiver.title = SPAN ("Gmail")}, "the DNS administrator"},
    {"sender", {.sender_profile.title = SPAN ("Mailer")}, "Mailer"},
    {"sender", {.from.domain = SPAN (OWN)}, "the sending platform"},
    {"institution",
     {.sender_profile.title = SPAN ("Mailer")},
     "the sending institution (in its settings at Mailer)"},
    {"institution", {.from.domain = SPAN (OWN)}, "the sending institution (in its own settings)"},
    {"forwarder",
     {.path = {.list_posts_to = SPAN ("list.example"),
               .forwarder = SPAN ("alumni.example"),
               .relay = SPAN ("relay.example")}},
     "the operator of the mailing list at list.example"},
    {"forwarder",
     {.path = {.forwarder = SPAN ("alumni.example"), .relay = SPAN ("relay.example")}},
     "the operator of alumni.example (it passed the mail on)"},
    {"forwarder",
     {.path.relay = SPAN ("relay.example")},
     "the operator of relay.example (it passed the mail on)"},
    {"forwarder", {.from.domain = SPAN (OWN)}, "the operator of the system that forwards"},
    {"receiver",
     {.receiver = {.title = SPAN ("Gmail"),
                   .organizational_domain = SPAN ("google.com"),
                   .host = SPAN ("mx.google.com")}},
     "the receiver (Gmail)"},
    {"receiver",
     {.receiver = {.organizational_domain = SPAN ("receiver.example"),
                   .host = SPAN ("mx.receiver.example")}},
     "the receiver (receiver.example)"},
    {"receiver",
     {.receiver.host = SPAN ("mx.receiver.example")},
     "the receiver (mx.receiver.example)"},
    {"receiver", {.from.domain = SPAN (OWN)}, "the receiver"},
    {"recipient-admin", {.from.domain = SPAN (OWN)}, "the recipient's mail administrator"},
    {"nobody", {.from.domain = SPAN (OWN)}, "whoever can"},
};

static void
test_actors (void) {
  for (guint i = 0; i < G_N_ELEMENTS (actors); i++) {
    g_autoptr (Arena) arena = arena_new ();
    assert_span (actor_name (&actors[i].evidence, word (actors[i].actor), shipped_words (), arena),
                 actors[i].name, actors[i].name);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/headline/verdicts", test_verdicts);
  g_test_add_func ("/headline/incomplete", test_incomplete);
  g_test_add_func ("/headline/receivers", test_receivers);
  g_test_add_func ("/headline/whose", test_whose);
  g_test_add_func ("/headline/causes", test_causes);
  g_test_add_func ("/headline/actors", test_actors);
  return g_test_run ();
}
