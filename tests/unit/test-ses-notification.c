/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Notifications of Amazon SES: forms and members as its developer guide lists them
 * (notification-contents.html, event-publishing-retrieving-sns-contents.html). */
#include "guarded.h"
#include "base/limits.h"
#include "headers/ses-notification.h"
#include "message/notification.h"
#include "support.h"
#include "syntax/json-text.h"

#define MAIL                                                                                  \
  "\"mail\":{\"timestamp\":\"2026-11-09T14:59:38.237Z\",\"source\":\"bounce@opera.example\"," \
  "\"messageId\":\"0100-0200-000000\",\"destination\":[\"a@recipient.example\","              \
  "\"b@recipient.example\"],\"headersTruncated\":false,\"headers\":[{\"name\":\"From\","      \
  "\"value\":\"\\\"Opera\\\" <tickets@opera.example>\"},{\"name\":\"Subject\",\"value\":"     \
  "\"Your\\r\\nBcc: x\"}],\"commonHeaders\":{\"from\":[\"other@opera.example\"]}}"
#define BOUNCE(type, subtype, recipients)                                               \
  "\"bounce\":{\"bounceType\":\"" type "\",\"bounceSubType\":\"" subtype                \
  "\",\"bouncedRecipients\":[" recipients "],\"timestamp\":\"2026-11-09T15:00:01.5Z\"," \
  "\"feedbackId\":\"0100-0300\",\"reportingMTA\":\"dsn; out1.mail.example\","           \
  "\"remoteMtaIp\":\"192.0.2.10\"}"
#define ONE                                                                               \
  "{\"emailAddress\":\"a@recipient.example\",\"action\":\"failed\",\"status\":\"5.1.1\"," \
  "\"diagnosticCode\":\"smtp; 550-5.1.1 no such\\r\\n550 5.1.1 user here\"}"
#define BARE(kind, object) "{\"notificationType\":\"" kind "\"," object "," MAIL "}"

static const struct {
  const char *name, *text;
  SesKind kind;
  guint total;
  const char *address, *action, *status, *diagnostic, *mta;
} rows[] = {
    {"bounce with a delivery status", BARE ("Bounce", BOUNCE ("Permanent", "General", ONE)),
     SES_BOUNCE, 1, "a@recipient.example", "failed", "5.1.1", "550-5.1.1 no such user here",
     "out1.mail.example"},
    {"published event",
     "{\"eventType\":\"Bounce\"," BOUNCE ("Permanent", "General", ONE) "," MAIL "}", SES_BOUNCE, 1,
     "a@recipient.example", "failed", "5.1.1", "550-5.1.1 no such user here", "out1.mail.example"},
    {"two recipients, nothing said",
     BARE ("Bounce", BOUNCE ("Permanent", "Suppressed",
                             "{\"emailAddress\":\"a@recipient.example\"},{\"emailAddress\":"
                             "\"b@recipient.example\"}")),
     SES_BOUNCE, 2, "a@recipient.example", "failed", "null",
     "bounceType: Permanent; bounceSubType: Suppressed", "out1.mail.example"},
    {"transient: not known whether it is final",
     BARE ("Bounce",
           BOUNCE ("Transient", "MailboxFull", "{\"emailAddress\":\"a@recipient.example\"}")),
     SES_BOUNCE, 1, "a@recipient.example", "null", "null",
     "bounceType: Transient; bounceSubType: MailboxFull", "out1.mail.example"},
    {"complaint",
     BARE ("Complaint",
           "\"complaint\":{\"complainedRecipients\":[{\"emailAddress\":\"a@recipient.example\"}],"
           "\"complaintFeedbackType\":\"abuse\",\"feedbackId\":\"0\"}"),
     SES_COMPLAINT, 1, "a@recipient.example", "null", "null", "Feedback-Type: abuse", "null"},
    {"complaint without a report",
     BARE ("Complaint",
           "\"complaint\":{\"complainedRecipients\":[{\"emailAddress\":\"a@recipient.example\"}],"
           "\"complaintSubType\":\"OnAccountSuppressionList\"}"),
     SES_COMPLAINT, 1, "a@recipient.example", "null", "null",
     "Feedback-Type: other; complaintSubType: OnAccountSuppressionList", "null"},
    {"delivery",
     BARE ("Delivery", "\"delivery\":{\"recipients\":[\"a@recipient.example\"],\"smtpResponse\":"
                       "\"250 2.6.0 Message received\",\"reportingMTA\":\"out1.mail.example\"}"),
     SES_DELIVERY, 1, "a@recipient.example", "delivered", "null", "250 2.6.0 Message received",
     "out1.mail.example"},
    {"delay",
     "{\"eventType\":\"DeliveryDelay\",\"deliveryDelay\":{\"delayType\":\"MailboxFull\","
     "\"delayedRecipients\":[{\"emailAddress\":\"a@recipient.example\",\"status\":\"4.2.2\","
     "\"diagnosticCode\":\"452 4.2.2 over quota\"}]}," MAIL "}",
     SES_DELAY, 1, "a@recipient.example", "delayed", "4.2.2", "452 4.2.2 over quota", "null"},
    {"rejected before it was sent",
     "{\"eventType\":\"Reject\",\"reject\":{\"reason\":\"Bad content\"}," MAIL "}", SES_REJECT, 2,
     "a@recipient.example", "failed", "null", "reason: Bad content", "null"},
    {"a diagnostic without a blank behind its type",
     BARE ("Bounce", BOUNCE ("Permanent", "General",
                             "{\"emailAddress\":\"a@recipient.example\",\"diagnosticCode\":"
                             "\"x-unix;550 5.1.1 no\"}")),
     SES_BOUNCE, 1, "a@recipient.example", "failed", "null", "550 5.1.1 no", "out1.mail.example"},
    {"what is no type stays",
     BARE ("Bounce", BOUNCE ("Permanent", "General",
                             "{\"emailAddress\":\"a@recipient.example\",\"diagnosticCode\":"
                             "\"550 no; later\"}")),
     SES_BOUNCE, 1, "a@recipient.example", "failed", "null", "550 no; later", "out1.mail.example"},
    {"addresses of other types",
     BARE ("Delivery", "\"delivery\":{\"recipients\":[7,null,{},[],\"a@recipient.example\"]}"),
     SES_DELIVERY, 1, "a@recipient.example", "delivered", "null", "null", "null"},
    {"opened", "{\"eventType\":\"Open\",\"open\":{\"ipAddress\":\"192.0.2.1\"}," MAIL "}",
     SES_DELIVERY, 2, "a@recipient.example", "opened", "null", "null", "null"},
    {"sent", "{\"eventType\":\"Send\",\"send\":{}," MAIL "}", SES_DELIVERY, 2,
     "a@recipient.example", "processed", "null", "null", "null"},
    {"clicked", "{\"eventType\":\"Click\",\"click\":{}," MAIL "}", SES_DELIVERY, 2,
     "a@recipient.example", "clicked", "null", "null", "null"},
    {"left a list", "{\"eventType\":\"Subscription\",\"subscription\":{}," MAIL "}", SES_DELIVERY,
     2, "a@recipient.example", "unsubscribed", "null", "null", "null"},
    {"could not be put together",
     "{\"eventType\":\"Rendering Failure\",\"failure\":{\"errorMessage\":\"no value\"}," MAIL "}",
     SES_REJECT, 2, "a@recipient.example", "failed", "null", "errorMessage: no value", "null"},
    {"handed on",
     BARE ("Bounce", BOUNCE ("Permanent", "General",
                             "{\"emailAddress\":\"a@recipient.example\",\"action\":\"Relayed\"}")),
     SES_BOUNCE, 1, "a@recipient.example", "relayed", "null",
     "bounceType: Permanent; bounceSubType: General", "out1.mail.example"},
    {"to a list",
     BARE ("Bounce", BOUNCE ("Permanent", "General",
                             "{\"emailAddress\":\"a@recipient.example\",\"action\":\"expanded\"}")),
     SES_BOUNCE, 1, "a@recipient.example", "expanded", "null",
     "bounceType: Permanent; bounceSubType: General", "out1.mail.example"},
    {"of a type nobody knows", "{\"eventType\":\"Archived\"," MAIL "}", SES_OTHER, 0, NULL, NULL,
     NULL, NULL, NULL},
    {"an event bus's envelope",
     "{\"detail-type\":\"Email Bounced\",\"detail\":{\"eventType\":\"Bounce\"," BOUNCE (
         "Permanent", "General", ONE) "," MAIL "}}",
     SES_BOUNCE, 1, "a@recipient.example", "failed", "5.1.1", "550-5.1.1 no such user here",
     "out1.mail.example"},
    {"lines broken by an old sendmail",
     "{\"notificationType\":\"Bounce\",\"bounce\":{\"bouncedRecipients\":[{\"emailAdd!\n "
     "ress\":\"a@recip!\r\n ient.example\",\"status\":\"5.1.1\"}]}," MAIL "}\n\n--\nIf you wish",
     SES_BOUNCE, 1, "a@recipient.example", "null", "5.1.1", "null", "null"},
    {"words of other types where text is wanted",
     "{\"notificationType\":\"Bounce\",\"bounce\":{\"bounceType\":7,\"bouncedRecipients\":[3,null,"
     "{\"emailAddress\":[]},{\"emailAddress\":\"a@recipient.example\",\"status\":\"5.1.1x\","
     "\"action\":\"eaten\",\"diagnosticCode\":{}}],\"reportingMTA\":null}," MAIL "}",
     SES_BOUNCE, 1, "a@recipient.example", "null", "null", "null", "null"},
};

static void
check_row (Arena *arena, const char *text, gsize i) {
  SesNotification said;
  g_test_message ("%s", rows[i].name);
  g_assert_true (notification_begins (span_from_string (text)));
  g_assert_true (ses_notification_parse (span_guarded (text), arena, &said, NULL));
  g_assert_cmpint (said.kind, ==, rows[i].kind);
  g_assert_cmpuint (said.total, ==, rows[i].total);
  g_assert_cmpuint (said.recipients.n, ==, rows[i].total);
  if (said.total == 0)
    return;
  const SesRecipient *first = vec_at (&said.recipients, SesRecipient, 0);
  assert_span (first->address, rows[i].address, "address");
  assert_span (first->action, rows[i].action, "action");
  assert_span (first->status, rows[i].status, "status");
  assert_span (first->diagnostic, rows[i].diagnostic, "diagnostic");
  assert_span (said.reporting_mta, rows[i].mta, "reporting_mta");
  assert_span (said.headers, "From: \"Opera\" <tickets@opera.example>\nSubject: Your  Bcc: x\n",
               "headers");
}

/* As SNS sends it on: the notification is one string. */
static char *
in_envelope (const char *text) {
  g_autoptr (GString) out = g_string_new ("{\n  \"Type\" : \"Notification\",\n  \"Message\" : \"");
  for (const char *c = text; *c; c++) {
    if (*c == '"' || *c == '\\')
      g_string_append_c (out, '\\');
    g_string_append_c (out, *c);
  }
  g_string_append (out, "\",\n  \"Timestamp\" : \"2026-11-09T15:00:02.000Z\"\n}\n");
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
test_rows (void) {
  g_autoptr (Arena) arena = arena_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    check_row (arena, rows[i].text, i);
    if (strchr (rows[i].text, '\n'))
      continue;
    g_autofree char *once = in_envelope (rows[i].text);
    check_row (arena, once, i);
    g_strdelimit (once, "\n", ' ');
    g_autofree char *twice = in_envelope (once);
    check_row (arena, twice, i);
  }
}

static void
test_none (void) {
  static const char *const texts[] = {"",
                                      "{",
                                      "{}",
                                      "[1]",
                                      "null",
                                      "{\"notificationType\":\"Bounce\"}",
                                      "{\"notificationType\":\"Bounce\",\"mail\":{}",
                                      "{\"Message\":\"{\\\"Message\\\":1}\"}",
                                      "{\"eventType\":3,\"mail\":{}}",
                                      "From: a@opera.example\n\n{}"};
  g_autoptr (Arena) arena = arena_new ();
  SesNotification said;
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_false (ses_notification_parse (span_guarded (texts[i]), arena, &said, NULL));
}

/* RFC 5322 §2.2: a name is of printable characters but ":"; what is none is left out, so that no
 * value becomes a field of its own. */
static void
test_header_names (void) {
  static const struct {
    const char *name;
    bool field;
  } rows[] = {
      {"X-A", true},      {"!~", true},       {"A B", false},      {"A:", false}, {"", false},
      {"\\u007f", false}, {"\\u00e9", false}, {"A\\r\\nB", false}, {" ", false},  {"!", true},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    SesNotification said;
    g_autofree char *text = g_strdup_printf (
        "{\"eventType\":\"Open\",\"mail\":{\"headers\":[{\"name\":\"%s\",\"value\":\"x\"},"
        "{\"name\":\"To\"},{\"value\":\"y\"},7,{\"name\":\"To\",\"value\":\"z\"}]}}",
        rows[i].name);
    g_autofree char *expected = g_strdup_printf ("%s%sTo: z\n", rows[i].field ? rows[i].name : "",
                                                 rows[i].field ? ": x\n" : "");
    g_test_message ("%s", rows[i].name);
    g_assert_true (ses_notification_parse (span_guarded (text), arena, &said, NULL));
    assert_span (said.headers, expected, "headers");
  }
}

/* Where the fields themselves are missing, the common ones stand for them. */
static void
test_common_headers (void) {
  g_autoptr (Arena) arena = arena_new ();
  SesNotification said;
  g_assert_true (ses_notification_parse (
      span_guarded (
          "{\"eventType\":\"Open\",\"mail\":{\"commonHeaders\":{\"from\":[\"a@b\",7,\"c@d\"],"
          "\"to\":[\"e@f\"],\"cc\":[\"g@h\"],\"replyTo\":[\"i@j\"],\"sender\":\"k@l\","
          "\"subject\":\"s\",\"date\":\"d\",\"messageId\":\"m\",\"bcc\":[\"n@o\"]}}}"),
      arena, &said, NULL));
  assert_span (said.headers,
               "From: a@b, c@d\nTo: e@f\nCc: g@h\nReply-To: i@j\nSender: k@l\nSubject: s\n"
               "Date: d\nMessage-ID: m\n",
               "headers");
}

static void
test_limits (void) {
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (GString) text = g_string_new ("{\"notificationType\":\"Bounce\",\"mail\":");
  SesNotification said;
  Defects defects;
  defects_init (&defects, arena);
  for (guint i = 0; i < 200000; i++)
    g_string_append (text, "{\"a\":");
  g_assert_false (ses_notification_parse (span_of (text->str, text->len), arena, &said, &defects));
  g_assert_cmpuint (defects.total, ==, 1);
  g_string_assign (text, "{\"notificationType\":\"Bounce\",\"mail\":{},\"bounce\":"
                         "{\"bouncedRecipients\":[");
  for (guint i = 0; i < LIMIT_BOUNCES + 10; i++)
    g_string_append (text, "{\"emailAddress\":\"a@recipient.example\"},");
  g_string_append (text, "{}]}}");
  g_assert_true (ses_notification_parse (span_of (text->str, text->len), arena, &said, &defects));
  g_assert_cmpuint (said.recipients.n, ==, LIMIT_BOUNCES);
  g_assert_cmpuint (said.total, ==, LIMIT_BOUNCES + 10);
  g_string_assign (text, "{\"notificationType\":\"");
  while (text->len <= LIMIT_NOTIFICATION)
    g_string_append (text, "aaaaaaaaaaaaaaaa");
  g_assert_false (ses_notification_parse (span_of (text->str, text->len), arena, &said, &defects));
  assert_span (vec_at (&defects.list, Defect, 1)->code, "notification-too-long", "code");
  g_assert_cmpuint (defects.total, ==, 2);
}

/* What is no JSON at all is no damaged notification either. */
static void
test_other (void) {
  static const struct {
    const char *text;
    guint defects;
  } rows[] = {{"", 0}, {" \n", 0}, {"Subject: x\n", 0}, {"[{}]", 0}, {"{}", 1}, {" {\"a\"", 1}};
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) own = arena_new ();
    SesNotification said;
    Defects told;
    defects_init (&told, own);
    g_test_message ("%s", rows[i].text);
    g_assert_false (ses_notification_parse (span_from_string (rows[i].text), own, &said, &told));
    g_assert_cmpuint (told.total, ==, rows[i].defects);
  }
}

/* ---- one after the other ----------------------------------------------------------------------
 */

static void
check_split (const char *text, const char *const *expected) {
  Span rest = span_from_string (text);
  gsize start, end;
  for (; *expected; expected++) {
    g_assert_cmpint (notification_next (rest, true, 100, &start, &end), ==, NOTIFICATION_FOUND);
    assert_span (span_first (span_skip (rest, start), end - start), *expected, "object");
    rest = span_skip (rest, end);
  }
  g_assert_cmpint (notification_next (rest, true, 100, &start, &end), ==, NOTIFICATION_NONE);
}
#define CHECK_SPLIT(text, ...) check_split (text, (const char *const[]){__VA_ARGS__, NULL})

static void
test_split (void) {
  CHECK_SPLIT ("{\"a\":1}\n{\"b\":2}\n", "{\"a\":1}", "{\"b\":2}");
  CHECK_SPLIT ("{\"a\":1}{\"b\":\"}\"}", "{\"a\":1}", "{\"b\":\"}\"}");
  CHECK_SPLIT ("[\n{\"a\":\n{\"c\":1}},\n{\"b\":\"\\\"{\"}\n]\n", "{\"a\":\n{\"c\":1}}",
               "{\"b\":\"\\\"{\"}");
  CHECK_SPLIT ("{\"a\":\"cut\n{\"b\":2}\n", "{\"a\":\"cut", "{\"b\":2}");
  CHECK_SPLIT ("{\"a\":{\"c\":1\n{\"b\":2}\n", "{\"a\":{\"c\":1", "{\"b\":2}");
  CHECK_SPLIT ("\xef\xbb\xbf{\"a\":1}\r\nnot this\r\n{\"b\":2}", "{\"a\":1}", "not this\r",
               "{\"b\":2}");
  CHECK_SPLIT ("{\"a\":1}\n{\"b\":", "{\"a\":1}", "{\"b\":");
  gsize start, end;
  g_assert_cmpint (notification_next (SPAN ("{\"a\":"), false, 100, &start, &end), ==,
                   NOTIFICATION_MORE);
  g_assert_cmpint (notification_next (SPAN ("{\"a\":"), false, 5, &start, &end), ==,
                   NOTIFICATION_FOUND);
  g_assert_cmpuint (end, ==, 5);
}

static void
test_begins (void) {
  g_assert_true (notification_begins (SPAN (" [ {\"mail\":1, \"eventType\":2")));
  g_assert_true (notification_begins (SPAN ("{\"M\":\"{\\\"mail\\\":1, \\\"eventType\\\":2")));
  g_assert_false (notification_begins (SPAN ("{\"eventType\":2}")));
  g_assert_false (notification_begins (SPAN ("{\"mail\":2}")));
  g_assert_false (notification_begins (SPAN ("mail: {\"mail\":1, \"eventType\":2")));
}

/* ---- the whole chain --------------------------------------------------------------------------
 */

#define DMARC                                                                             \
  "{\"emailAddress\":\"a@recipient.example\",\"action\":\"failed\",\"status\":\"5.7.1\"," \
  "\"diagnosticCode\":\"smtp; 550 5.7.1 rejected by DMARC policy for opera.example\"}"
#define REFUSED BARE ("Bounce", BOUNCE ("Permanent", "General", DMARC))
#define CARRIER                                                                         \
  "Return-Path: <0100@mail.example>\nFrom: SES <no-reply@mail.example>\nSubject: AWS\n" \
  "Content-Type: text/plain; charset=UTF-8\n"

static Bench *bench;

static void
check_case (const char *text) {
  const Case *kase = bench_run (bench, text);
  assert_span (kase->evidence.source.kind, "bounce", "kind");
  g_assert_cmpuint (kase->evidence.bounces.n, ==, 1);
  const Bounce *bounce = vec_at (&kase->evidence.bounces, Bounce, 0);
  assert_span (bounce->reason, "authfailure", "reason");
  assert_span (bounce->dmarc, "fail", "dmarc");
  assert_span (bounce->remote_mta, "192.0.2.10", "remote_mta");
  g_assert_nonnull (kase->original);
  assert_span (kase->original->from.domain, "opera.example", "original.from.domain");
  assert_span (kase->verdict.status, "fail", "status");
  assert_span (kase->verdict.cause, "bounce-dmarc", "cause");
  /* SES signs behind what it tells, so that nothing is known of signatures */
  assert_span (kase->verdict.dkim, "null", "dkim");
}

static void
test_case (void) {
  g_autofree char *envelope = in_envelope (REFUSED);
  g_autofree char *mail = g_strconcat (CARRIER "\n", envelope, NULL);
  g_autofree char *base64 = g_base64_encode ((const guchar *)REFUSED, strlen (REFUSED));
  g_autofree char *encoded = g_strconcat (
      CARRIER "x-amz-sns-message-id: 1\nContent-Transfer-Encoding: base64\n\n", base64, "\n", NULL);
  check_case (REFUSED);
  check_case (envelope);
  check_case (CARRIER "\n" REFUSED "\n\n--\nIf you wish to stop receiving, visit the link.\n");
  check_case (mail);
  check_case (encoded);
}

static void
test_bare_source (void) {
  const Case *kase = bench_run (bench, REFUSED);
  assert_span (kase->evidence.source.message_id, "0100-0300", "message_id");
  g_assert_cmpint (kase->evidence.source.date.seconds, ==, 1794236401);
  g_assert_cmpuint (kase->evidence.defects.n, ==, 0);
}

static void
test_no_delivery (void) {
  const Case *kase = bench_run (bench, "{\"eventType\":\"Archived\"," MAIL "}");
  assert_span (kase->evidence.source.kind, "message", "kind");
  g_assert_cmpuint (kase->evidence.bounces.n, ==, 0);
  assert_span (vec_at (&kase->evidence.defects, Defect, 0)->code, "notification-not-delivery",
               "code");
}

/* A person may write about JSON. */
static void
test_ordinary (void) {
  const Case *kase = bench_run (
      bench, "From: a@opera.example\nTo: b@opera.example\n\n{\"mail\": \"eventType\"}\n");
  assert_span (kase->evidence.source.kind, "message", "kind");
  g_assert_cmpuint (kase->evidence.defects.n, ==, 0);
}

/* RFC 8259 section 2: a NUL is no white space between values, nor what a line can end with. */
static void
test_nul (void) {
  static const Span object = SPAN ("{\"notificationType\":\"Bounce\",\"mail\":{}}");
  static const Span behind = SPAN ("\0{\"notificationType\":\"Bounce\",\"mail\":{}}");
  static const Span inside = SPAN ("{\"a\":1\0\n{\"notificationType\":\"Bounce\",\"mail\":{}}}");
  gsize end;
  g_assert_true (notification_begins (object));
  g_assert_false (notification_begins (behind));
  g_assert_cmpint (json_text_end (inside, &end), ==, JSON_TEXT_BROKEN);
  g_assert_cmpuint (end, ==, 7);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  bench = bench_new ();
  g_test_add_func ("/ses-notification/rows", test_rows);
  g_test_add_func ("/ses-notification/none", test_none);
  g_test_add_func ("/ses-notification/header-names", test_header_names);
  g_test_add_func ("/ses-notification/common-headers", test_common_headers);
  g_test_add_func ("/ses-notification/limits", test_limits);
  g_test_add_func ("/ses-notification/split", test_split);
  g_test_add_func ("/ses-notification/begins", test_begins);
  g_test_add_func ("/ses-notification/case", test_case);
  g_test_add_func ("/ses-notification/bare-source", test_bare_source);
  g_test_add_func ("/ses-notification/no-delivery", test_no_delivery);
  g_test_add_func ("/ses-notification/ordinary", test_ordinary);
  g_test_add_func ("/ses-notification/nul", test_nul);
  g_test_add_func ("/ses-notification/other", test_other);
  int status = g_test_run ();
  bench_free (bench);
  return status;
}
