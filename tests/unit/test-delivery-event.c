/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Events of sending services, as their webhooks write them: SendGrid, Mailgun, Postmark, Mailjet,
 * Brevo, SparkPost, Mandrill, Resend. */
#include "headers/delivery-event.h"

#include "base/limits.h"

static RefusalText
parse (const char *text, Arena *arena) {
  RefusalText ret = {0};
  delivery_events_parse (span_from_string (text), arena, &ret);
  return ret;
}

static void
check (const char *what, Span actual, const char *expected) {
  g_autofree char *got = span_is_null (actual) ? NULL : g_strndup (actual.data, actual.len);
  if (g_strcmp0 (got, expected) == 0)
    return;
  g_test_message ("%s: %s, not %s", what, got ? got : "nothing", expected ? expected : "nothing");
  g_test_fail ();
}

/* The one event of the text. */
static Refusal
only (const char *text, Arena *arena) {
  RefusalText ret = parse (text, arena);
  g_test_message ("%s", text);
  g_assert_cmpuint (ret.total, ==, 1);
  return *vec_at (&ret.refusals, Refusal, 0);
}

/* ---- what happened ---- */

static const struct {
  const char *action, *words;
} actions[] = {
    {"failed",
     "bounce bounced hard_bounce hardbounce soft_bounce softbounce failed dropped blocked rejected "
     "reject invalid_email invalid error permanent_fail email.bounced email.failed "
     "email.suppressed HardBounce"},
    {"delayed",
     "deferred delayed delay deliverydelay temporary_fail transient email.delivery_delayed "
     "DeliveryDelay"},
    {"delivered", "delivered delivery sent email.delivered"},
    {"processed", "processed accepted request injection"},
    {"opened", "open opened unique_opened initial_open proxy_open unique_proxy_open"},
    {"clicked", "click clicked"},
    {"unsubscribed",
     "unsubscribe unsubscribed unsub group_unsubscribe list_unsubscribe link_unsubscribe "
     "subscriptionchange"},
    {"complained", "spamreport spamcomplaint spam_complaint spam complained complaint"},
    {NULL, "bouncing mail email.sent opens x"},
};

static void
test_actions (void) {
  static const char *const names[] = {"event",     "RecordType", "event_type",
                                      "eventType", "type",       "TYPE"};
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++) {
    g_auto (GStrv) words = g_strsplit (actions[i].words, " ", -1);
    for (guint k = 0; words[k]; k++) {
      g_autoptr (Arena) arena = arena_new ();
      const char *name = names[k % G_N_ELEMENTS (names)];
      g_autofree char *text = g_strdup_printf (
          "{\"email\":\"a@b.example\",\"%s\":\"%s\",\"reason\":\"550 no\"}", name, words[k]);
      RefusalText ret = parse (text, arena);
      g_test_message ("%s", text);
      g_assert_cmpuint (ret.total, ==, actions[i].action ? 1 : 0);
      if (ret.total == 0)
        continue;
      const Refusal *refusal = vec_at (&ret.refusals, Refusal, 0);
      check (words[k], refusal->action, actions[i].action);
      /* words of a server say something of what it did not take */
      check (words[k], refusal->diagnostic, i < 2 ? "550 no" : NULL);
      g_assert_cmpint (refusal->sign, ==, REFUSAL_WHOLE);
    }
  }
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autofree char *text =
        g_strdup_printf ("{\"email\":\"a@b.example\",\"%s\":\"open\"}", names[i]);
    check (names[i], only (text, arena).action, "opened");
  }
}

/* Mailgun tells by another word whether it tries again. */
static void
test_severity (void) {
  static const struct {
    const char *event, *severity, *action;
  } rows[] = {{"failed", "temporary", "delayed"},
              {"failed", "Temporary", "delayed"},
              {"failed", "permanent", "failed"},
              {"opened", "temporary", "opened"},
              {"deferred", "temporary", "delayed"}};
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autofree char *text = g_strdup_printf (
        "{\"event-data\":{\"event\":\"%s\",\"severity\":\"%s\",\"recipient\":\"a@b.example\"}}",
        rows[i].event, rows[i].severity);
    check (text, only (text, arena).action, rows[i].action);
  }
}

/* ---- whom, by whom, in what words ---- */

static void
test_members (void) {
  static const struct {
    const char *what, *names, *value;
  } members[] = {
      {"recipient", "recipient email rcpt to recipientEmail rcpt_to Recipient", "a@b.example"},
      {"sender", "sender from envelope_from From", "c@d.example"},
      {"host", "mx-host mx_host remote_mta mx", "mx.b.example"},
      {"address", "sending-ip sending_ip ip", "192.0.2.1"},
      {"status", "status enhanced-code enhanced_code", "5.1.1"},
      {"said",
       "reason response Details diagnosticCode diagnostic smtp_response diag bounce_reason "
       "raw_reason message description error comment content",
       "550 no such user"},
      {"nothing", "Betreff subject x", "550 no such user"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++) {
    g_auto (GStrv) names = g_strsplit (members[i].names, " ", -1);
    for (guint k = 0; names[k]; k++) {
      g_autoptr (Arena) arena = arena_new ();
      g_autofree char *text =
          g_strdup_printf ("{\"event\":\"bounce\"%s,\"%s\":\"%s\"}",
                           i ? ",\"email\":\"a@b.example\"" : "", names[k], members[i].value);
      Refusal refusal = only (text, arena);
      check (names[k], refusal.recipient, "a@b.example");
      check (names[k], refusal.sender, i == 1 ? members[i].value : NULL);
      check (names[k], refusal.remote_mta, i == 2 ? members[i].value : NULL);
      check (names[k], refusal.client_ip, i == 3 ? members[i].value : NULL);
      check (names[k], refusal.status, i == 4 ? members[i].value : NULL);
      check (names[k], refusal.diagnostic, i == 5 ? members[i].value : NULL);
    }
  }
}

/* Which of several is taken: an address, a status, a reply; what stands nearer. */
static void
test_choice (void) {
  static const struct {
    const char *text, *recipient, *status, *diagnostic;
  } rows[] = {
      {"{\"event\":\"bounce\",\"to\":\"Anna\",\"email\":\"a@b.example\"}", "a@b.example", NULL,
       NULL},
      {"{\"event\":\"bounce\",\"to\":[\"a@b.example\",\"c@d.example\"]}", "a@b.example", NULL,
       NULL},
      {"{\"event\":\"bounce\",\"x\":{\"to\":\"c@d.example\"},\"to\":\"a@b.example\"}",
       "a@b.example", NULL, NULL},
      {"{\"event\":\"bounce\",\"email\":\"a@b.example\",\"status\":\"blocked\","
       "\"x\":{\"status\":\"5.7.1 x\"}}",
       "a@b.example", "5.7.1", NULL},
      {"{\"event\":\"bounce\",\"email\":\"a@b.example\",\"description\":\"It was refused\","
       "\"message\":\"550 no\"}",
       "a@b.example", NULL, "550 no"},
      {"{\"event\":\"bounce\",\"email\":\"a@b.example\",\"description\":\"It was refused\"}",
       "a@b.example", NULL, "It was refused"},
      {"{\"event\":\"bounce\",\"email\":\"a@b.example\",\"reason\":\"smtp; 550 no\"}",
       "a@b.example", NULL, "550 no"},
      {"{\"event\":\"bounce\",\"email\":\"a@b.example\",\"reason\":\"\",\"error\":\"550 no\"}",
       "a@b.example", NULL, "550 no"},
      /* a code of its own before the words (RFC 5321 section 4.2.1) */
      {"{\"event\":\"bounce\",\"email\":\"a@b.example\",\"code\":550,\"message\":\"no\"}",
       "a@b.example", NULL, "550 no"},
      {"{\"event\":\"bounce\",\"email\":\"a@b.example\",\"smtp_code\":400,\"message\":\"no\"}",
       "a@b.example", NULL, "400 no"},
      {"{\"event\":\"bounce\",\"email\":\"a@b.example\",\"smtp-code\":599,\"message\":\"no\"}",
       "a@b.example", NULL, "599 no"},
      {"{\"event\":\"bounce\",\"email\":\"a@b.example\",\"error_code\":399,\"message\":\"no\"}",
       "a@b.example", NULL, "no"},
      {"{\"event\":\"bounce\",\"email\":\"a@b.example\",\"error_code\":600,\"message\":\"no\"}",
       "a@b.example", NULL, "no"},
      {"{\"event\":\"bounce\",\"email\":\"a@b.example\",\"error_code\":550,\"message\":\"no\"}",
       "a@b.example", NULL, "550 no"},
      {"{\"event\":\"bounce\",\"email\":\"a@b.example\",\"message\":\"no\","
       "\"d\":{\"e\":{\"f\":{\"code\":550}}}}",
       "a@b.example", NULL, "550 no"},
      {"{\"event\":\"bounce\",\"email\":\"a@b.example\",\"message\":\"no\","
       "\"d\":{\"e\":{\"f\":{\"g\":{\"code\":550}}}}}",
       "a@b.example", NULL, "no"},
      {"{\"event\":\"bounce\",\"email\":\"a@b.example\",\"number\":550,\"message\":\"no\"}",
       "a@b.example", NULL, "no"},
      {"{\"event\":\"bounce\",\"email\":\"a@b.example\",\"code\":\"550\",\"message\":\"no\"}",
       "a@b.example", NULL, "no"},
      {"{\"event\":\"bounce\",\"email\":\"a@b.example\",\"code\":421,\"message\":\"550 no\"}",
       "a@b.example", NULL, "550 no"},
      {"{\"event\":\"bounce\",\"email\":\"a@b.example\",\"d\":{\"code\":550,\"message\":\"no\"}}",
       "a@b.example", NULL, "550 no"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Refusal refusal = only (rows[i].text, arena);
    check ("recipient", refusal.recipient, rows[i].recipient);
    check ("status", refusal.status, rows[i].status);
    check ("said", refusal.diagnostic, rows[i].diagnostic);
  }
}

/* ---- the text ---- */

#define EVENT "{\"event\":\"open\",\"email\":\"a@b.example\"}"

static void
test_texts (void) {
  static const struct {
    const char *text;
    guint n;
  } rows[] = {
      {EVENT, 1},
      {" \n" EVENT "\n", 1},
      {EVENT EVENT, 2},
      {EVENT "\r\n" EVENT ",\t" EVENT, 3},
      {"[" EVENT "," EVENT "]", 2},
      {"[" EVENT "," EVENT, 2},
      {"{\"events\":[" EVENT "," EVENT "]}", 2},
      {"{\"a\":[[" EVENT "]]}", 1},
      {"{\"a\":[[[" EVENT "]]]}", 1},
      {"{\"a\":[[[[" EVENT "]]]]}", 0},
      {"{\"a\":" EVENT "}", 1},
      {"{\"a\":{\"b\":" EVENT "}}", 1},
      {"{\"a\":{\"b\":{\"c\":" EVENT "}}}", 1},
      {"{\"a\":{\"b\":{\"c\":{\"d\":" EVENT "}}}}", 0},
      {"", 0},
      {"[]", 0},
      {"{}", 0},
      {"x" EVENT, 0},
      {EVENT "x" EVENT, 1},
      {"{\"event\":\"open\"}", 0},
      {"{\"email\":\"a@b.example\"}", 0},
      {"{\"event\":\"open\",\"email\":\"a b@c.example\"}", 0},
      {"{\"event\":\"open\",\"email\":\"@c.example\"}", 0},
      {"{\"event\":\"open\",\"email\":\"c.example\"}", 0},
      {"{\"event\":\"open\",\"email\":\"a@b.example\"", 0},
      {"{\"event\":\"open\",\"to\":[1,\"a@b.example\"]}", 0},
      {"{\"event\":\"open\",\"to\":[]}", 0},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    RefusalText ret = {0};
    g_test_message ("%s", rows[i].text);
    g_assert_true (delivery_events_parse (span_from_string (rows[i].text), arena, &ret) ==
                   (rows[i].n > 0));
    g_assert_cmpuint (ret.total, ==, rows[i].n);
    g_assert_cmpuint (ret.refusals.n, ==, rows[i].n);
  }
  /* RFC 5321 section 4.5.3.1: no address is longer */
  for (gsize n = 319; n <= 320; n++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autofree char *local = g_strnfill (n - 10, 'l');
    g_autofree char *text =
        g_strdup_printf ("{\"event\":\"open\",\"email\":\"%s@b.example\"}", local);
    g_assert_cmpuint (parse (text, arena).total, ==, n == 319);
  }
}

/* On which line the address of each stands, and where that line begins. */
static void
test_places (void) {
  g_autoptr (Arena) arena = arena_new ();
  RefusalText ret = parse ("[\n{\"event\":\"open\",\n\"email\":\"a@b.example\"},\n"
                           "{\"event\":\"open\",\"email\":\"a@b.example\"},"
                           "{\"event\":\"open\",\"email\":\"\\u0063@d.example\"}]",
                           arena);
  static const struct {
    guint line;
    gsize offset;
  } wanted[] = {{3, 19}, {4, 43}, {4, 43}};
  g_assert_cmpuint (ret.total, ==, 3);
  for (guint i = 0; i < 3; i++) {
    g_assert_cmpuint (vec_at (&ret.refusals, Refusal, i)->line, ==, wanted[i].line);
    g_assert_cmpuint (vec_at (&ret.refusals, Refusal, i)->offset, ==, wanted[i].offset);
  }
  check ("escaped", vec_at (&ret.refusals, Refusal, 2)->recipient, "c@d.example");
  ret = parse ("{\"event\":\"open\",\"email\":\"a@b.example\"}\n\n"
               "{\"event\":\"open\",\"email\":\"c@d.example\"}",
               arena);
  g_assert_cmpuint (vec_at (&ret.refusals, Refusal, 0)->line, ==, 1);
  g_assert_cmpuint (vec_at (&ret.refusals, Refusal, 0)->offset, ==, 0);
  g_assert_cmpuint (vec_at (&ret.refusals, Refusal, 1)->line, ==, 3);
  g_assert_cmpuint (vec_at (&ret.refusals, Refusal, 1)->offset, ==, 40);
}

static void
test_limits (void) {
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i <= LIMIT_BOUNCES; i++)
    g_string_append (text, EVENT "\n");
  RefusalText ret = {0};
  g_assert_true (delivery_events_parse (span_of (text->str, text->len), arena, &ret));
  g_assert_cmpuint (ret.total, ==, LIMIT_BOUNCES + 1);
  g_assert_cmpuint (ret.refusals.n, ==, LIMIT_BOUNCES);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/delivery-event/actions", test_actions);
  g_test_add_func ("/delivery-event/severity", test_severity);
  g_test_add_func ("/delivery-event/members", test_members);
  g_test_add_func ("/delivery-event/choice", test_choice);
  g_test_add_func ("/delivery-event/texts", test_texts);
  g_test_add_func ("/delivery-event/places", test_places);
  g_test_add_func ("/delivery-event/limits", test_limits);
  return g_test_run ();
}
