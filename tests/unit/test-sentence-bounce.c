/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is said of a notice and of a report: who did what, with which code, for how many recipients,
 * and why. */
#include "judge/sentence-bounce.h"
#include "support.h"

#define NOTHING_SAID "; nothing in the notice says that SPF, DKIM or DMARC was the reason"
#define TAKEN "; the notice says nothing of SPF, DKIM or DMARC"
#define HOST .remote_mta = SPAN ("mx.recipient.example")
#define REPORTER .reporting_mta = SPAN ("out1.mail.example")
#define RECIPIENT .recipient = SPAN ("visitor@recipient.example")

static void
check_sentence (const Case *kase, const char *expected, Arena *arena) {
  assert_span (sentence_compose_bounce (kase, shipped_words (), arena).text, expected, expected);
}

static const struct {
  Bounce bounce;
  const char *sentence;
} rows[] = {
    /* who: by its title, its name, its host; of a notice nobody answered, who writes it */
    {{.receiver_title = SPAN ("Gmail"), .receiver = SPAN ("gmail"), HOST, REPORTER, RECIPIENT},
     "Gmail refused it" NOTHING_SAID},
    {{.receiver = SPAN ("recipient.example"), HOST, REPORTER, RECIPIENT},
     "recipient.example refused it" NOTHING_SAID},
    {{HOST, REPORTER, RECIPIENT}, "mx.recipient.example refused it" NOTHING_SAID},
    {{REPORTER, RECIPIENT}, "out1.mail.example could not deliver it" NOTHING_SAID},
    {{REPORTER, RECIPIENT, .reply_code = SPAN ("550")},
     "The receiver for recipient.example refused it (550)" NOTHING_SAID},
    {{REPORTER, .reply_code = SPAN ("550")}, "The receiver refused it (550)" NOTHING_SAID},
    {{RECIPIENT}, "The receiver for recipient.example could not deliver it" NOTHING_SAID},
    {{.dmarc = SPAN ("fail"), REPORTER}, "The receiver refused it because DMARC failed"},
    /* what became of it (RFC 3464 section 2.3.3) */
    {{HOST, .action = SPAN ("delivered")}, "mx.recipient.example took it" TAKEN},
    {{REPORTER, .action = SPAN ("delivered")}, "out1.mail.example delivered it" TAKEN},
    {{HOST, .action = SPAN ("relayed")}, "mx.recipient.example passed it on" TAKEN},
    {{HOST, .action = SPAN ("expanded")}, "mx.recipient.example passed it on" TAKEN},
    {{HOST, .action = SPAN ("delayed")}, "mx.recipient.example put it off" NOTHING_SAID},
    {{HOST, .action = SPAN ("Delayed")}, "mx.recipient.example put it off" NOTHING_SAID},
    {{REPORTER, .action = SPAN ("delayed")},
     "out1.mail.example has not delivered it yet" NOTHING_SAID},
    {{REPORTER, .action = SPAN ("delayed"), .final = FLAG_FALSE},
     "out1.mail.example has not delivered it yet" NOTHING_SAID},
    {{REPORTER, .action = SPAN ("failed"), .final = FLAG_TRUE},
     "out1.mail.example could not deliver it" NOTHING_SAID},
    {{REPORTER, .final = FLAG_FALSE}, "out1.mail.example refused it" NOTHING_SAID},
    /* RFC 5321 section 4.2.1: 4yz is for the moment, unless nobody tries again */
    {{HOST, .reply_code = SPAN ("451")}, "mx.recipient.example put it off (451)" NOTHING_SAID},
    {{HOST, .reply_code = SPAN ("451"), .final = FLAG_FALSE},
     "mx.recipient.example put it off (451)" NOTHING_SAID},
    {{HOST, .reply_code = SPAN ("451"), .final = FLAG_TRUE},
     "mx.recipient.example refused it (451)" NOTHING_SAID},
    {{HOST, .reply_code = SPAN ("550")}, "mx.recipient.example refused it (550)" NOTHING_SAID},
    /* codes */
    {{HOST, .status = SPAN ("5.0.0")}, "mx.recipient.example refused it (5.0.0)" NOTHING_SAID},
    {{HOST, .reply_code = SPAN ("550"), .status = SPAN ("5.0.0")},
     "mx.recipient.example refused it (550 5.0.0)" NOTHING_SAID},
    {{HOST, .reply_code = SPAN ("550"), .status = SPAN ("5.1.1"), .reason = SPAN ("userunknown")},
     "mx.recipient.example refused it (550 5.1.1): another reason than SPF, DKIM or DMARC, "
     "userunknown"},
    /* what a sending service tells beside deliveries */
    {{HOST, RECIPIENT, .action = SPAN ("processed")},
     "The sending service took the message over for sending" TAKEN},
    {{HOST, RECIPIENT, .action = SPAN ("opened")}, "The recipient opened the message" TAKEN},
    {{HOST, RECIPIENT, .action = SPAN ("clicked")},
     "The recipient followed a link in the message" TAKEN},
    {{HOST, RECIPIENT, .action = SPAN ("unsubscribed")}, "The recipient unsubscribed" TAKEN},
    {{HOST, RECIPIENT, .action = SPAN ("Complained")},
     "The recipient reported the message as spam" TAKEN},
};

static void
test_rows (void) {
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Case kase = {.evidence.source.kind = SPAN ("bounce")};
    *vec_push (arena, &kase.evidence.bounces, Bounce) = rows[i].bounce;
    check_sentence (&kase, rows[i].sentence, arena);
  }
}

/* Of whom a notice tells several times is one, in whatever letters; who has no name is one each. */
static void
test_recipients (void) {
  static const struct {
    const char *recipients[4];
    const char *count;
  } lists[] = {
      {{"a@r.example"}, NULL},
      {{"a@r.example", "a@r.example"}, NULL},
      {{"a@r.example", "A@R.example"}, NULL},
      {{"a@r.example", "b@r.example"}, "(one of 2 recipients)"},
      {{"a@r.example", "b@r.example", "a@r.example"}, "(one of 2 recipients)"},
      {{"a@r.example", ""}, "(one of 2 recipients)"},
      {{"", "", "a@r.example"}, "(one of 3 recipients)"},
  };
  static const struct {
    Bounce bounce;
    const char *before, *behind;
  } kinds[] = {
      {{.dmarc = SPAN ("fail"), HOST, .final = FLAG_TRUE},
       "mx.recipient.example refused it because DMARC failed",
       ""},
      {{HOST}, "mx.recipient.example refused it", NOTHING_SAID},
      {{HOST, .action = SPAN ("delivered")}, "mx.recipient.example took it", TAKEN},
      {{HOST, .reason = SPAN ("spam")},
       "mx.recipient.example refused it",
       ": another reason than SPF, DKIM or DMARC, spam"},
  };
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    for (guint k = 0; k < G_N_ELEMENTS (kinds); k++) {
      g_autoptr (Arena) arena = arena_new ();
      Case kase = {.evidence.source.kind = SPAN ("bounce")};
      for (guint n = 0; n < 4 && lists[i].recipients[n]; n++) {
        Bounce *bounce = vec_push (arena, &kase.evidence.bounces, Bounce);
        *bounce = kinds[k].bounce;
        bounce->recipient = span_from_string (lists[i].recipients[n]);
      }
      g_autofree char *sentence =
          g_strdup_printf ("%s%s%s%s", kinds[k].before, lists[i].count ? " " : "",
                           lists[i].count ? lists[i].count : "", kinds[k].behind);
      check_sentence (&kase, sentence, arena);
    }
}

static void
test_no_recipient (void) {
  g_autoptr (Arena) arena = arena_new ();
  Case kase = {.evidence.source.kind = SPAN ("bounce")};
  check_sentence (&kase, "The notice names no recipient, so it cannot be told what was refused",
                  arena);
}

/* ---- why --------------------------------------------------------------------------------------
 */

/* The cause that is about this recipient, told on behind the colon. */
static void
test_causes (void) {
  static const struct {
    const char *title, *id, *subject;
    bool superseded;
    const char *reason;
  } causes[] = {
      {"The mailbox is full", "f", "a@r.example", false, "the mailbox is full"},
      {"A filter took it", "f", "a@r.example", false, "a filter took it"},
      {"Gmail wants a PTR record", "f", "a@r.example", false, "Gmail wants a PTR record"},
      {"Theatre", "f", "a@r.example", false, "Theatre"},
      {"The mailbox is full", "g", "a@r.example", false, NULL},
      {"The mailbox is full", "f", "b@r.example", false, NULL},
      {"The mailbox is full", "f", "a@r.example", true, NULL},
  };
  for (guint i = 0; i < G_N_ELEMENTS (causes); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Case kase = {.evidence.source.kind = SPAN ("bounce"), .verdict.cause = SPAN ("f")};
    *vec_push (arena, &kase.evidence.bounces, Bounce) =
        (Bounce){HOST, .recipient = SPAN ("a@r.example"), .reason = SPAN ("spam")};
    *vec_push (arena, &kase.findings, Finding) =
        (Finding){.id = span_from_string (causes[i].id),
                  .subject = span_from_string (causes[i].subject),
                  .title = span_from_string (causes[i].title),
                  .superseded_by = causes[i].superseded ? SPAN ("h") : SPAN_NULL};
    g_autofree char *sentence = g_strdup_printf (
        "mx.recipient.example refused it: %s",
        causes[i].reason ? causes[i].reason : "another reason than SPF, DKIM or DMARC, spam");
    check_sentence (&kase, sentence, arena);
  }
}

/* ---- reports ----------------------------------------------------------------------------------
 */

/* Who reports: the field that says so, else the results that are reported. */
static void
test_reports (void) {
  static const struct {
    const char *reporter, *dmarc;
    const char *ids[2]; /* of the results of the message that is reported */
    bool reported[2];
    const char *sentence;
  } reports[] = {
      {"out1.mail.example",
       NULL,
       {"mx.r.example"},
       {true},
       "out1.mail.example reports a complaint about the message"},
      {NULL, NULL, {"mx.r.example"}, {true}, "mx.r.example reports a complaint about the message"},
      {NULL,
       NULL,
       {"mx.a.example", "mx.r.example"},
       {false, true},
       "mx.r.example reports a complaint about the message"},
      {NULL,
       NULL,
       {NULL, "mx.r.example"},
       {true, true},
       "mx.r.example reports a complaint about the message"},
      {NULL, NULL, {"mx.a.example"}, {false}, "A receiver reports a complaint about the message"},
      {NULL, "fail", {"mx.r.example"}, {true}, "mx.r.example reports that DMARC failed"},
      {"out1.mail.example",
       "none",
       {NULL},
       {false},
       "out1.mail.example reports that DMARC did not pass (none)"},
  };
  for (guint i = 0; i < G_N_ELEMENTS (reports); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Case kase = {.evidence.source.kind = SPAN ("report"),
                 .original = arena_new_of (arena, Evidence)};
    *vec_push (arena, &kase.evidence.bounces, Bounce) =
        (Bounce){.reporting_mta = span_from_string (reports[i].reporter),
                 .dmarc = span_from_string (reports[i].dmarc)};
    for (guint k = 0; k < 2; k++)
      *vec_push (arena, &kase.original->authentication_results, AuthenticationResultsRecord) =
          (AuthenticationResultsRecord){.authserv_id = span_from_string (reports[i].ids[k]),
                                        .reported = reports[i].reported[k]};
    g_autofree char *sentence =
        g_strdup_printf ("%s: the original was not signed", reports[i].sentence);
    check_sentence (&kase, sentence, arena);
    if (reports[i].reporter == NULL && reports[i].dmarc == NULL) {
      kase.original = NULL;
      check_sentence (&kase, "A receiver reports a complaint about the message", arena);
    }
  }
}

/* A report may tell of the signatures in its results alone. */
static void
test_reported_signers (void) {
  static const struct {
    DkimRecord record;
    const char *says;
  } results[] = {
      {{.domain = SPAN ("a.example"), .result = SPAN ("fail"), .trusted = FLAG_TRUE},
       "the original was signed d=a.example only"},
      {{.domain = SPAN ("a.example"),
        .result = SPAN ("fail"),
        .trusted = FLAG_TRUE,
        .alignment = SPAN ("strict")},
       "the original was signed d=a.example"},
      {{.result = SPAN ("fail"), .trusted = FLAG_TRUE}, "the original's signature names no domain"},
      {{.result = SPAN ("fail"), .trusted = FLAG_TRUE, .authentication_results = -1},
       "the original was not signed"},
      {{.domain = SPAN ("a.example"),
        .result = SPAN ("fail"),
        .trusted = FLAG_TRUE,
        .authentication_results = -1},
       "the original was signed d=a.example only"},
      {{.domain = SPAN ("a.example"), .result = SPAN ("none"), .trusted = FLAG_TRUE},
       "the original was not signed"},
      {{.domain = SPAN ("a.example"), .result = SPAN ("fail")}, "the original was not signed"},
  };
  for (guint i = 0; i < G_N_ELEMENTS (results); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Case kase = {.evidence.source.kind = SPAN ("report"),
                 .original = arena_new_of (arena, Evidence)};
    *vec_push (arena, &kase.evidence.bounces, Bounce) = (Bounce){.dmarc = SPAN ("fail")};
    *vec_push (arena, &kase.original->dkim, DkimRecord) = results[i].record;
    g_autofree char *sentence =
        g_strdup_printf ("A receiver reports that DMARC failed: %s", results[i].says);
    check_sentence (&kase, sentence, arena);
    /* beside signatures the results tell nothing of who signed */
    *vec_push (arena, &kase.original->dkim_signatures, DkimSignatureRecord) =
        (DkimSignatureRecord){.domain = SPAN ("b.example")};
    check_sentence (
        &kase, "A receiver reports that DMARC failed: the original was signed d=b.example only",
        arena);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sentence-bounce/rows", test_rows);
  g_test_add_func ("/sentence-bounce/recipients", test_recipients);
  g_test_add_func ("/sentence-bounce/no-recipient", test_no_recipient);
  g_test_add_func ("/sentence-bounce/causes", test_causes);
  g_test_add_func ("/sentence-bounce/reports", test_reports);
  g_test_add_func ("/sentence-bounce/reported-signers", test_reported_signers);
  return g_test_run ();
}
