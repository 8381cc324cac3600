/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From a whole message to bounces[], the original and the verdict about it. */
#include "apply/bounces.h"
#include "base/limits.h"
#include "guarded.h"
#include "support.h"

static Bench *bench;

static const Bounce *
bounce_at (const Case *kase, guint i) {
  g_assert_cmpuint (i, <, kase->evidence.bounces.n);
  return vec_at (&kase->evidence.bounces, Bounce, i);
}

#define DAEMON "Return-Path: <>\nFrom: Mail Delivery System <MAILER-DAEMON@out1.mail.example>\n"
#define REPORT \
  DAEMON       \
  "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nSorry.\n"
#define STATUS(recipient, action, status, diagnostic)                           \
  "Final-Recipient: rfc822; " recipient "\nAction: " action "\nStatus: " status \
  "\nRemote-MTA: dns; mx.recipient.example\nDiagnostic-Code: smtp; " diagnostic "\n\n"
#define GROUPS \
  "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; out1.mail.example\n\n"
#define ORIGINAL                                                                             \
  "Return-Path: <bounce@platform.example>\n"                                                 \
  "Authentication-Results: mx.recipient.example; spf=pass smtp.mailfrom=opera.example; "     \
  "dkim=pass header.d=opera.example; dmarc=pass header.from=opera.example\n"                 \
  "DKIM-Signature: v=1; a=rsa-sha256; d=platform.example; s=sel1; h=from; bh=AAAA; b=BBBB\n" \
  "From: tickets@opera.example\nTo: a@recipient.example\nSubject: x\n\nbody\n"
#define DMARC_REFUSED "550 5.7.1 rejected by DMARC policy for opera.example"

/* RFC 5321 §4.2, RFC 3463 §2: a code and a status at the beginning, as the other side said them. */
static void
test_read_reply (void) {
  static const struct {
    const char *text, *reply, *status;
  } rows[] = {
      {"550 5.1.1 x", "550", "5.1.1"},    {"550-5.7.26 x", "550", "5.7.26"},
      {"550 #5.1.1 x", "550", "5.1.1"},   {"550#5.1.1", "550", "5.1.1"},
      {"550 - 5.1.1", "550", "5.1.1"},    {"smtp; 550 5.1.1 x", "550", "5.1.1"},
      {"SMTP;550 5.1.1", "550", "5.1.1"}, {"x-unix; 550 5.1.1", "null", "null"},
      {"250 2.0.0 ok", "250", "2.0.0"},   {"421", "421", "null"},
      {"550 no", "550", "null"},          {"5.1.1 no", "null", "5.1.1"},
      {" 5.1.1", "null", "5.1.1"},        {"350 x", "null", "null"},
      {"150 x", "null", "null"},          {"55", "null", "null"},
      {"5x0 y", "null", "null"},          {"5500 x", "null", "null"},
      {"550x", "null", "null"},           {"550.1", "null", "null"},
      {"550 5.1", "550", "null"},         {"550 5.1.1.1", "550", "null"},
      {"550 5..11", "550", "null"},       {"550 5.1.", "550", "null"},
      {"550 3.1.1", "550", "null"},       {"550 55.1.1", "550", "null"},
      {"said 550 5.1.1", "null", "null"}, {"", "null", "null"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    Span reply, status;
    bounce_read_reply (span_guarded (rows[i].text), &reply, &status);
    assert_span (reply, rows[i].reply, rows[i].text);
    assert_span (status, rows[i].status, rows[i].text);
  }
}

/* RFC 3464 §2.3.3, §2.3.4, RFC 3463 §2: whether it is over. */
static void
test_final (void) {
  static const struct {
    const char *action, *status, *diagnostic, *reply;
    Flag final;
  } rows[] = {
      {"failed", "5.1.1", "550 5.1.1 no", "550", FLAG_TRUE},
      {"failed", "4.4.7", "421 later", "421", FLAG_TRUE},
      {"delayed", "4.4.7", "421 later", "421", FLAG_FALSE},
      {"delayed", "5.1.1", "550 no", "550", FLAG_FALSE},
      {"delivered", "2.0.0", "250 2.6.0 taken", "250", FLAG_TRUE},
      {"relayed", "2.0.0", "250 taken", "250", FLAG_TRUE},
      {"expanded", "2.0.0", "taken", "null", FLAG_TRUE},
      {"odd", "5.1.1", "no", "null", FLAG_TRUE},
      {"odd", "4.2.2", "no", "null", FLAG_UNKNOWN},
      {"odd", "4.2.2", "550 no", "550", FLAG_TRUE},
      {"odd", "5.1.1", "450 no", "450", FLAG_UNKNOWN},
      {"odd", "5.1.1", "250 no", "null", FLAG_TRUE},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *message = g_strdup_printf (
        REPORT GROUPS "Final-Recipient: rfc822; a@recipient.example\nAction: %s\nStatus: %s\n"
                      "Diagnostic-Code: smtp; %s\n\n--b--\n",
        rows[i].action, rows[i].status, rows[i].diagnostic);
    const Bounce *bounce = bounce_at (bench_run (bench, message), 0);
    g_test_message ("%s %s %s", rows[i].action, rows[i].status, rows[i].diagnostic);
    g_assert_cmpint (bounce->final, ==, rows[i].final);
    assert_span (bounce->reply_code, rows[i].reply, "reply_code");
  }
}

/* §2.3.1, §2.3.2: the address that was written to, where the final one is none. */
static void
test_recipient (void) {
  static const struct {
    const char *final, *original, *recipient;
  } rows[] = {
      {"rfc822; a@b.example", "rfc822; c@d.example", "a@b.example"},
      {"local; claire", "rfc822; c@d.example", "c@d.example"},
      {"local; claire", "local; bert", "claire"},
      {"local; claire", NULL, "claire"},
      {NULL, "rfc822; c@d.example", "c@d.example"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *message = g_strdup_printf (
        REPORT GROUPS "%s%s\n%s%s\nAction: failed\nStatus: 5.1.1\n\n--b--\n",
        rows[i].final ? "Final-Recipient: " : "X-None: ", rows[i].final ? rows[i].final : "x",
        rows[i].original ? "Original-Recipient: " : "X-None: ",
        rows[i].original ? rows[i].original : "x");
    assert_span (bounce_at (bench_run (bench, message), 0)->recipient, rows[i].recipient,
                 "recipient");
  }
}

static void
test_join (void) {
  const Case *kase = bench_run (
      bench, REPORT GROUPS STATUS ("a@recipient.example", "failed", "5.7.1",
                                   DMARC_REFUSED) "--b\nContent-Type: message/rfc822\n\n" ORIGINAL
                                                  "--b--\n");
  const Bounce *bounce = bounce_at (kase, 0);
  assert_span (kase->evidence.source.kind, "bounce", "kind");
  assert_span (bounce->recipient, "a@recipient.example", "recipient");
  assert_span (bounce->reply_code, "550", "reply_code");
  assert_span (bounce->reason, "authfailure", "reason");
  assert_span (bounce->dmarc, "fail", "dmarc");
  assert_span (bounce->receiver, "recipient.example", "receiver");
  g_assert_nonnull (kase->original);
  assert_span (kase->original->from.domain, "opera.example", "original.from.domain");
  assert_span (kase->verdict.status, "fail", "status");
  assert_span (kase->verdict.dkim_domain, "platform.example", "dkim_domain");
  assert_span (kase->verdict.dkim_alignment, "none", "dkim_alignment");
  assert_span (kase->verdict.cause, "bounce-alignment", "cause");
  assert_span (kase->verdict.sentence,
               "recipient.example refused it because DMARC failed: the original was signed "
               "d=platform.example only, From is opera.example",
               "sentence");
}

/* Its own Authentication-Results say pass three times. */
static void
test_never_pass (void) {
  const Case *kase = bench_run (
      bench,
      REPORT GROUPS STATUS (
          "a@recipient.example", "failed", "5.1.1",
          "550 5.1.1 User unknown") "--b\nContent-Type: message/rfc822\n\n" ORIGINAL "--b--\n");
  assert_span (kase->verdict.status, "unknown", "status");
  assert_span (kase->verdict.spf, "null", "spf");
  assert_span (kase->verdict.dkim, "null", "dkim");
  assert_span (kase->verdict.cause, "bounce-not-authentication", "cause");
  const Vec *spf = &kase->original->spf;
  g_assert_cmpuint (spf->n, ==, 1);
  assert_span (vec_at (spf, SpfRecord, 0)->trust, "none", "trust");
}

static void
test_places (void) {
  static const char text[] =
      REPORT GROUPS STATUS ("a@recipient.example", "failed", "5.7.1",
                            DMARC_REFUSED) "--b\nContent-Type: message/rfc822\n\n" ORIGINAL
                                           "--b--\n";
  const Case *kase = bench_run (bench, text);
  const FromRecord *from = &kase->original->from;
  const char *place = strstr (text, "From: tickets@");
  g_assert_cmpint (from->offset.value, ==, place - text);
  g_assert_cmpint (kase->original->source.offset.value, ==,
                   strstr (text, "Return-Path: <bounce@") - text);
  guint line = 1;
  for (const char *c = text; c < place; c++)
    line += *c == '\n';
  g_assert_cmpint (from->line.value, ==, line);
  g_assert_cmpint (from->header_index.value, ==, 3);
}

static void
test_encoded_original (void) {
  g_autofree char *original = g_base64_encode ((const guchar *)ORIGINAL, strlen (ORIGINAL));
  g_autofree char *text =
      g_strconcat (REPORT GROUPS STATUS ("a@recipient.example", "failed", "5.7.1", DMARC_REFUSED),
                   "--b\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n",
                   original, "\n--b--\n", NULL);
  const Case *kase = bench_run (bench, text);
  g_assert_nonnull (kase->original);
  assert_span (kase->original->from.domain, "opera.example", "original.from.domain");
  g_assert_false (kase->original->from.offset.set);
  g_assert_false (kase->original->from.line.set);
  g_assert_true (kase->original->from.header_index.set);
}

#define PASSED_ON(words)                                                    \
  DAEMON "Content-Type: multipart/mixed; boundary=o\n\n--o\n\n" words       \
         "\n\n--o\nContent-Type: message/rfc822\n\n" REPORT GROUPS STATUS ( \
             "a@recipient.example", "failed", "5.7.1",                      \
             DMARC_REFUSED) "--b\nContent-Type: message/rfc822\n\n" ORIGINAL "--b--\n--o--\n"

/* A gateway's notice about a notice; and a notice that could not be delivered itself. */
static void
test_notice_in_notice (void) {
  static const char text[] = PASSED_ON ("The following addresses had errors:");
  const Case *kase = bench_run (bench, text);
  assert_span (bounce_at (kase, 0)->recipient, "a@recipient.example", "recipient");
  assert_span (bounce_at (kase, 0)->dmarc, "fail", "dmarc");
  g_assert_nonnull (kase->original);
  assert_span (kase->original->from.domain, "opera.example", "original.from.domain");
  g_assert_cmpint (kase->original->from.offset.value, ==, strstr (text, "From: tickets@") - text);
  kase = bench_run (bench, PASSED_ON ("<office@other.example>: 550 5.1.1 User unknown"));
  g_assert_cmpuint (kase->evidence.bounces.n, ==, 1);
  assert_span (bounce_at (kase, 0)->recipient, "office@other.example", "recipient");
  assert_span (bounce_at (kase, 0)->reason, "userunknown", "reason");
}

static void
test_headers_only (void) {
  const Case *kase = bench_run (
      bench, REPORT GROUPS STATUS (
                 "a@recipient.example", "failed", "5.7.1",
                 DMARC_REFUSED) "--b\nContent-Type: text/rfc822-headers\n\n" ORIGINAL "--b--\n");
  g_assert_nonnull (kase->original);
  g_assert_cmpuint (kase->original->dkim_signatures.n, ==, 1);
}

static void
test_recipients (void) {
  const Case *kase = bench_run (
      bench,
      REPORT GROUPS STATUS ("full@recipient.example", "failed", "5.2.2", "552 5.2.2 Mailbox full")
          STATUS ("slow@recipient.example", "delayed", "4.4.1", "451 4.4.1 try again later")
              STATUS ("ok@recipient.example", "delivered", "2.0.0", "250 2.0.0 ok") "--b--\n");
  g_assert_cmpuint (kase->evidence.bounces.n, ==, 3);
  assert_span (bounce_at (kase, 0)->reason, "mailboxfull", "reason");
  g_assert_true (bounce_at (kase, 0)->final == FLAG_TRUE);
  assert_span (bounce_at (kase, 1)->action, "delayed", "action");
  g_assert_true (bounce_at (kase, 1)->final == FLAG_FALSE);
  assert_span (bounce_at (kase, 2)->action, "delivered", "action");
  g_assert_null (kase->original);
}

/* sendmail's Diagnostic-Code is the first line of a longer reply, the status says nothing. */
static void
test_status_choice (void) {
  const Case *kase = bench_run (
      bench,
      DAEMON "Content-Type: multipart/report; boundary=b\n\n--b\n\n----- Transcript of session "
             "follows -----\n<<< 550-5.7.1 This message does not have authentication "
             "information or fails to pass\n<<< 550 5.7.1 authentication checks\n\n" GROUPS STATUS (
                 "a@recipient.example", "failed", "5.0.0",
                 "550-5.7.1 This message does not have authentication information or "
                 "fails to pass") "--b--\n");
  assert_span (bounce_at (kase, 0)->status, "5.7.1", "status");
  assert_span (bounce_at (kase, 0)->diagnostic,
               "550-5.7.1 This message does not have authentication information or fails to pass "
               "authentication checks",
               "diagnostic");
}

static void
test_loose (void) {
  const Case *kase = bench_run (
      bench, DAEMON "\nSorry.\n\n<a@recipient.example>:\nmx said: 550 5.1.1 User unknown\n\n--- "
                    "Below this line is a copy of the message.\n\n" ORIGINAL);
  assert_span (kase->evidence.source.kind, "bounce", "kind");
  assert_span (bounce_at (kase, 0)->reason, "userunknown", "reason");
  assert_span (bounce_at (kase, 0)->action, "null", "action");
  assert_span (kase->original->from.domain, "opera.example", "original.from.domain");
}

static void
test_not_bounces (void) {
  static const char *const texts[] = {
      "Return-Path: <>\nFrom: visitor@recipient.example\nAuto-Submitted: auto-replied\nSubject: "
      "away\n\nI am away.\n",
      "From: tickets@opera.example\n\n550 5.1.1 <a@recipient.example> User unknown\n",
      "Return-Path: <list@example.com>\nFrom: a@example.com\nContent-Type: multipart/mixed; "
      "boundary=b\n\n--b\n\nsee\n--b\nContent-Type: message/rfc822\n\nFrom: "
      "x@example.com\n\n--b--\n",
      /* bulk mail with an empty return path (RFC 5321 section 4.5.5 names other uses of it than
         notices) */
      "Return-Path: <>\nFrom: news@shop.example\nContent-Type: text/html\n\n<style>h1 { "
      "font-weight: 400; "
      "}</style><p>Dear a@recipient.example,</p>\n",
      "Return-Path: <>\nFrom: news@shop.example\n\nDear a@recipient.example,\nonly now: 500 pieces "
      "for 450: "
      "hurry\n",
      "Return-Path: <>\nFrom: news@shop.example\n\nOur price list: 550 5.1.1 (the new screw)\n",
  };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    const Case *kase = bench_run (bench, texts[i]);
    assert_span (kase->evidence.source.kind, "message", "kind");
    g_assert_cmpuint (kase->evidence.bounces.n, ==, 0);
    g_assert_null (kase->original);
  }
}

/* A null return path without a mail system's name (RFC 5321 section 4.5.5): a reply with its status
 * (RFC 3463) and whose mail it was, or the message that came back. */
static void
test_null_sender_bounces (void) {
  static const char *const texts[] = {
      "Return-Path: <>\nFrom: service@recipient.example\n\n<a@recipient.example>: 550 5.1.1 User "
      "unknown\n",
      "Return-Path: <>\nFrom: service@recipient.example\n\na@recipient.example\n\n--- Your "
      "message:\n\n" ORIGINAL,
  };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    const Case *kase = bench_run (bench, texts[i]);
    assert_span (kase->evidence.source.kind, "bounce", "kind");
    assert_span (bounce_at (kase, 0)->recipient, "a@recipient.example", "recipient");
  }
}

/* RFC 5965 appendix B.2 has such a report: SPF was tested for the envelope sender's domain, which
 * is not that of From. */
static void
test_reported_results (void) {
  const Case *kase = bench_run (
      bench,
      "From: r@recipient.example\nContent-Type: multipart/report; report-type=feedback-report; "
      "boundary=b\n\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: auth-failure\n"
      "Original-Mail-From: <news@bounce.platform.example>\nReported-Domain: opera.example\n"
      "Authentication-Results: mx.recipient.example; spf=pass "
      "smtp.mailfrom=news@bounce.platform.example; dkim=fail header.d=list.example; "
      "dkim=permerror header.d=opera.example\n\n"
      "--b\nContent-Type: text/rfc822-headers\n\nFrom: tickets@opera.example\n\n--b--\n");
  const Evidence *original = kase->original;
  g_assert_cmpuint (original->spf.n, ==, 1);
  assert_span (vec_at (&original->spf, SpfRecord, 0)->domain, "bounce.platform.example", "domain");
  assert_span (vec_at (&original->spf, SpfRecord, 0)->trust, "assumed", "trust");
  g_assert_cmpuint (original->dkim.n, ==, 2);
  assert_span (vec_at (&original->dkim, DkimRecord, 1)->domain, "opera.example", "header.d");
  assert_span (kase->verdict.spf, "pass", "spf");
  assert_span (kase->verdict.spf_alignment, "none", "spf_alignment");
  assert_span (kase->verdict.status, "fail", "status");
  assert_span (
      kase->verdict.sentence,
      "mx.recipient.example reports that DKIM did not pass (fail): the original was signed "
      "d=list.example and d=opera.example, From is opera.example",
      "sentence");
}

static void
test_report (void) {
  const Case *kase = bench_run (
      bench,
      "From: r@recipient.example\nContent-Type: multipart/report; report-type=feedback-report; "
      "boundary=b\n\n--b\n\nreport\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: "
      "auth-failure\nAuth-Failure: dmarc\nAuthentication-Results: mx.recipient.example; dkim=pass "
      "header.d=platform.example; dmarc=fail header.from=opera.example\nSource-IP: "
      "192.0.2.25\nOriginal-Rcpt-To: <a@recipient.example>\nReported-Domain: "
      "opera.example\n\n--b\nContent-Type: message/rfc822\n\n" ORIGINAL "--b--\n");
  assert_span (kase->evidence.source.kind, "report", "kind");
  assert_span (bounce_at (kase, 0)->reason, "authfailure", "reason");
  assert_span (bounce_at (kase, 0)->client_ip, "192.0.2.25", "client_ip");
  assert_span (kase->verdict.dmarc, "fail", "dmarc");
  assert_span (kase->verdict.dkim, "pass", "dkim");
  assert_span (kase->verdict.cause, "bounce-alignment", "cause");
}

static void
test_many_recipients (void) {
  g_autoptr (GString) text = g_string_new (REPORT GROUPS);
  for (guint i = 0; i < 2 * LIMIT_BOUNCES; i++)
    g_string_append_printf (
        text, "Final-Recipient: rfc822; a%u@recipient.example\nAction: failed\nStatus: 5.1.1\n\n",
        i);
  g_string_append (text, "--b--\n");
  const Case *kase = bench_run (bench, text->str);
  g_assert_cmpuint (kase->evidence.bounces.n, ==, LIMIT_BOUNCES);
  g_assert_cmpuint (kase->evidence.cut.n, ==, 1);
  const Cut *cut = vec_at (&kase->evidence.cut, Cut, 0);
  assert_span (cut->list, "bounces", "cut.list");
  g_assert_cmpint (cut->total.value, ==, 2 * LIMIT_BOUNCES);
}

/* The Received-SPF of the host that reports; not one of another host, of an earlier hop, or below
 * another. */
static void
test_reporters_spf (void) {
#define SPF_OF(host, result)                                                                   \
  "Received-SPF: " result " identity=mailfrom; client-ip=192.0.2.25; envelope-from=a@m.opera." \
  "example; receiver=" host "\n"
#define OWN SPF_OF ("mx.b.example", "Fail")
  static const struct {
    const char *header;
    guint believed;
  } rows[] = {{OWN, 1},
              {SPF_OF ("mx.c.example", "Fail"), 0},
              {"Received: from a by b; Mon, 9 Nov 2026 10:00:00 +0000\n" OWN, 0},
              {OWN SPF_OF ("mx.b.example", "Pass"), 1},
              {SPF_OF ("mx.c.example", "Pass") OWN, 0}};
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *report = g_strconcat (
        "From: opendmarc@mx.b.example\nContent-Type: multipart/report; "
        "report-type=feedback-report; boundary=x\n\n--x\n\nx\n--x\nContent-Type: "
        "message/feedback-report\n\nFeedback-Type: auth-failure\nVersion: 1\nUser-Agent: "
        "OpenDMARC-Filter/1.4.2\nAuth-Failure: dmarc\nAuthentication-Results: mx.b.example; "
        "dmarc=fail header.from=opera.example\nSource-IP: 192.0.2.25 ([192.0.2.25])\n\n--x\n"
        "Content-Type: text/rfc822-headers\n\n",
        rows[i].header, "From: a@opera.example\nMessage-ID: <1@opera.example>\n\n--x--\n", NULL);
    const Case *kase = bench_run (bench, report);
    guint believed = 0;
    for (guint n = 0; n < kase->original->spf.n; n++)
      believed += vec_at (&kase->original->spf, SpfRecord, n)->trusted == FLAG_TRUE;
    g_assert_cmpuint (believed, ==, rows[i].believed);
    g_assert_false (span_is (kase->verdict.status, "pass"));
    g_assert_cmpuint (kase->evidence.defects.n, ==, 0);
  }
}

/* ---- reports of other shapes ------------------------------------------------------------------
 */

#define MIXED "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
/* NetEase, September 2018 (parsedmarc's samples): as it came, no multipart/report, and base64 */
#define NETEASE_REPORT                                                             \
  "RmVlZGJhY2stVHlwZTogYXV0aC1mYWlsdXJlDQpVc2VyLUFnZW50OiBOdGVzRG1hcmNSZXBvcnRl\n" \
  "ci8xLjANClZlcnNpb246IDENCk9yaWdpbmFsLU1haWwtRnJvbTogPGJvdW5jZXMrMTEzPXNlZW1h\n" \
  "aWwuZXhhbXBsZUBlbWFpbC5wbGF0Zm9ybS5leGFtcGxlPg0KQXJyaXZhbC1EYXRlOiBNb24sIDkg\n" \
  "Tm92IDIwMjYgMTY6NDg6NDIgKzA4MDANClNvdXJjZS1JUDogMTkyLjAuMi4yNA0KUmVwb3J0ZWQt\n" \
  "RG9tYWluOiBvcGVyYS5leGFtcGxlDQpBdXRoZW50aWNhdGlvbi1SZXN1bHRzOiBzZWVtYWlsLmV4\n" \
  "YW1wbGU7IGRraW09cGFzcyAodmVyaWZ5IHJlc3VsdDogYWxsIHNpZ25hdHVyZXMgdmVyaWZpZWQp\n" \
  "IGhlYWRlci5kPXBsYXRmb3JtLmV4YW1wbGU7IHNwZj1wYXNzIHNtdHAubWFpbGZyb209Ym91bmNl\n" \
  "cysxMTM9c2VlbWFpbC5leGFtcGxlQGVtYWlsLnBsYXRmb3JtLmV4YW1wbGUNCkRLSU0tRG9tYWlu\n" \
  "OiBwbGF0Zm9ybS5leGFtcGxlDQpEZWxpdmVyeS1SZXN1bHQ6IGRlbGl2ZXJlZA0KSWRlbnRpdHkt\n" \
  "QWxpZ25tZW50OiBzcGYtZGtpbQ==\n"
#define NETEASE                                                                              \
  "From: <abuse@seemail.example>\nSubject: [Netease DMARC Failure Report] Programme\n" MIXED \
  "> This message is in MIME format.\n\n--b\nContent-type: text/plain\n\n"                   \
  "This is a spf/dkim authentication-failure report for an email message received from IP "  \
  "192.0.2.24\n 1. SPF-authenticated Identifiers: email.platform.example;\n\n--b\n"          \
  "Content-type: message/feedback-report; name=\"ATT00001\"\n"                               \
  "Content-transfer-encoding: base64\n\n\n" NETEASE_REPORT                                   \
  "--b\nContent-type: message/rfc822\nContent-disposition: attachment\n\n"                   \
  "From: Opera <tickets@opera.example>\nTo: a@seemail.example\nSubject: x\n\n\n--b--\n"
/* Exim 4.92, April 2025 (parsedmarc's samples): a text for people, and no machine's part */
#define EXIM_TEXT                                                                              \
  "A message claiming to be from you has failed the published DMARC policy for your domain.\n" \
  "\n  Sender Domain: opera.example\n  Sender IP Address: 203.0.113.68\n"                      \
  "  Received date: Mon, 09 Nov 2026 23:16:09 +0200\n  SPF Alignment: no\n"                    \
  "  DKIM Alignment: no\n  DMARC Results: None, Accept\n\n"                                    \
  "------ This is a copy of the headers that were received before the error was detected.\n\n" \
  "Received: from [203.0.113.68] (helo=laptop)\n\tby node04.gate.example with esmtp (Exim "    \
  "4.92)\n\t(envelope-from <tickets@opera.example>)\n\tid 1u1tpA-00AAwZ-CR;\n\t"               \
  "Mon, 09 Nov 2026 23:16:08 +0200\nFrom: <tickets@opera.example>\nSubject: x\n"               \
  "Message-Id: <1@opera.example>\nTo: <a@recipient.example>\n"
#define EXIM_TOP                                                                     \
  "Return-Path: <no-reply@node01.gate.example>\nSubject: DMARC Forensic Report for " \
  "opera.example from IP 203.0.113.68\nFrom: no-reply@node01.gate.example\n"
#define AUTO "Auto-Submitted: auto-replied\n"
#define EXIM_PARTS \
  "Content-Type: multipart/report;\n boundary=\"b\"\n\n--b\nContent-Type: text/plain\n\n"
/* Hotmail until June 2026 (sisimai's set-of-emails, arf-23): the message, and a field on top */
#define HOTMAIL                                                                             \
  "From: <staff@hotmail.com>\nSubject:  complaint about message from 192.0.2.222\n" MIXED   \
  "--b\nContent-Type: message/rfc822\nContent-Disposition: inline\n\n"                      \
  "%s: a@outlook.example\nX-Reporter-IP: 192.0.2.22\n"                                      \
  "Authentication-Results: hotmail.com; spf=pass (sender IP is 192.0.2.222; identity "      \
  "alignment result is pass and alignment mode is relaxed) smtp.mailfrom=b@opera.example; " \
  "dkim=pass header.d=opera.example; x-hmca=pass header.id=tickets@opera.example\n"         \
  "Received: from out.opera.example ([192.0.2.222]) by R7-AA.hotmail.com with Microsoft "   \
  "SMTPSVC(7.5.7601.23008);\n\t Mon, 9 Nov 2026 06:37:00 +0000\n"                           \
  "To: a@outlook.example\nFrom: Opera <tickets@opera.example>\nSubject: x\n\nbody\n\n--b--\n"
/* LinkedIn, April 2019 (parsedmarc's samples): an empty envelope sender, DMARC's result alone */
#define LINKEDIN                                                                              \
  "From: dmarc-noreply@linkedin.com\nContent-Type: multipart/report; "                        \
  "report-type=feedback-report;\n    boundary=\"_----abc===_AA/01-16018-D1AA1CC5\"\n\n"       \
  "--_----abc===_AA/01-16018-D1AA1CC5\nContent-Type: text/plain\n\nThis is an email abuse "   \
  "report.\n\n--_----abc===_AA/01-16018-D1AA1CC5\nContent-Type: message/feedback-report\n\n"  \
  "Feedback-Type: auth-failure\nUser-Agent: Lua/1.0\nVersion: 1.0\nOriginal-Mail-From:\n"     \
  "Original-Rcpt-To: a@linkedin.com\nArrival-Date: Mon, 09 Nov 2026 02:09:00 +0000\n"         \
  "Authentication-Results: dmarc=fail (p=none; dis=none) header.from=opera.example\n"         \
  "Source-IP: 192.0.2.10\nDelivery-Result: delivered\nAuth-Failure: dmarc\nReported-Domain: " \
  "opera.example\n\n--_----abc===_AA/01-16018-D1AA1CC5\nContent-Type: message/rfc822\n"       \
  "Content-Disposition: inline\n\nReturn-Path: <>\nFrom: Opera <tickets@opera.example>\n"     \
  "Subject: x\n\nbody\n\n--_----abc===_AA/01-16018-D1AA1CC5--\n"

static const struct {
  const char *text, *kind, *status, *recipient, *address, *said;
} odd_reports[] = {
    {NETEASE, "report", "fail", "null", "192.0.2.24",
     "Feedback-Type: auth-failure; Delivery-Result: delivered; Identity-Alignment: spf dkim"},
    {EXIM_TOP AUTO EXIM_PARTS EXIM_TEXT "\n--b--\n", "report", "fail", "null", "203.0.113.68",
     "Feedback-Type: auth-failure; Auth-Failure: dmarc; Delivery-Result: delivered; "
     "Identity-Alignment: spf dkim"},
    {EXIM_TOP AUTO "\n" EXIM_TEXT, "report", "fail", "null", "203.0.113.68",
     "Feedback-Type: auth-failure; Auth-Failure: dmarc; Delivery-Result: delivered; "
     "Identity-Alignment: spf dkim"},
    {LINKEDIN, "report", "fail", "a@linkedin.com", "192.0.2.10",
     "Feedback-Type: auth-failure; Auth-Failure: dmarc; Delivery-Result: delivered"},
    /* a person who passes Exim's text on is not Exim */
    {EXIM_TOP "\n" EXIM_TEXT, "message", "unknown", NULL, NULL, NULL},
    {EXIM_TOP AUTO "\n  DKIM Alignment: no\n  SPF Alignment: no\n", "message", "unknown", NULL,
     NULL, NULL},
    {"From: a@opera.example\n" MIXED "--b\n\nThe message/feedback-report is missing.\n--b--\n",
     "message", "unknown", NULL, NULL, NULL},
};

static void
check_report (const char *text, guint i) {
  const Case *kase = bench_run (bench, text);
  g_test_message ("row %u", i);
  assert_span (kase->evidence.source.kind, odd_reports[i].kind, "kind");
  assert_span (kase->verdict.status, odd_reports[i].status, "status");
  g_assert_cmpuint (kase->evidence.bounces.n, ==, odd_reports[i].said != NULL);
  if (odd_reports[i].said == NULL)
    return;
  assert_span (bounce_at (kase, 0)->recipient, odd_reports[i].recipient, "recipient");
  assert_span (bounce_at (kase, 0)->client_ip, odd_reports[i].address, "client_ip");
  assert_span (bounce_at (kase, 0)->diagnostic, odd_reports[i].said, "diagnostic");
  assert_span (kase->original->from.domain, "opera.example", "from.domain");
}

static void
test_odd_reports (void) {
  for (guint i = 0; i < G_N_ELEMENTS (odd_reports); i++) {
    check_report (odd_reports[i].text, i);
    g_auto (GStrv) lines = g_strsplit (odd_reports[i].text, "\n", -1);
    g_autofree char *crlf = g_strjoinv ("\r\n", lines);
    check_report (crlf, i);
  }
}

/* A complaint is about what its reader thinks of it: nothing failed, and what passed is no pass of
 * the mail that complains. */
static void
test_complaint (void) {
  g_autofree char *text = g_strdup_printf (HOTMAIL, "X-HmXmrOriginalRecipient");
  const Case *kase = bench_run (bench, text);
  assert_span (kase->evidence.source.kind, "report", "kind");
  assert_span (kase->verdict.status, "unknown", "status");
  assert_span (bounce_at (kase, 0)->recipient, "a@outlook.example", "recipient");
  assert_span (bounce_at (kase, 0)->diagnostic, "Feedback-Type: abuse", "diagnostic");
  assert_span (kase->original->from.domain, "opera.example", "from.domain");
  g_autofree char *other = g_strdup_printf (HOTMAIL, "X-Recipient");
  kase = bench_run (bench, other);
  assert_span (kase->evidence.source.kind, "message", "kind");
  g_assert_null (kase->original);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  bench = bench_new ();
  g_test_add_func ("/gather-bounce/reporters-spf", test_reporters_spf);
  g_test_add_func ("/gather-bounce/read-reply", test_read_reply);
  g_test_add_func ("/gather-bounce/final", test_final);
  g_test_add_func ("/gather-bounce/recipient", test_recipient);
  g_test_add_func ("/gather-bounce/join", test_join);
  g_test_add_func ("/gather-bounce/never-pass", test_never_pass);
  g_test_add_func ("/gather-bounce/places", test_places);
  g_test_add_func ("/gather-bounce/encoded-original", test_encoded_original);
  g_test_add_func ("/gather-bounce/notice-in-notice", test_notice_in_notice);
  g_test_add_func ("/gather-bounce/headers-only", test_headers_only);
  g_test_add_func ("/gather-bounce/recipients", test_recipients);
  g_test_add_func ("/gather-bounce/status-choice", test_status_choice);
  g_test_add_func ("/gather-bounce/loose", test_loose);
  g_test_add_func ("/gather-bounce/not-bounces", test_not_bounces);
  g_test_add_func ("/gather-bounce/null-sender", test_null_sender_bounces);
  g_test_add_func ("/gather-bounce/report", test_report);
  g_test_add_func ("/gather-bounce/odd-reports", test_odd_reports);
  g_test_add_func ("/gather-bounce/complaint", test_complaint);
  g_test_add_func ("/gather-bounce/reported-results", test_reported_results);
  g_test_add_func ("/gather-bounce/many-recipients", test_many_recipients);
  int status = g_test_run ();
  bench_free (bench);
  return status;
}
