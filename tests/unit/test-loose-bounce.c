/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "headers/loose-bounce.h"

#include "base/limits.h"

static void
assert_span (Span span, const char *expected) {
  g_autofree char *text = span_is_null (span) ? NULL : g_strndup (span.data, span.len);
  g_assert_cmpstr (text, ==, expected);
}

static LooseBounce
parse (Arena *arena, const char *text, const char *failed) {
  LooseBounce bounce;
  loose_bounce_parse (span_from_string (text), span_from_string (failed), arena, &bounce, NULL);
  return bounce;
}

static void
assert_recipient (const LooseBounce *bounce, guint i, const char *address, const char *diagnostic,
                  const char *code, const char *status, const char *host) {
  g_assert_cmpuint (i, <, bounce->recipients.n);
  const LooseRecipient *recipient = vec_at (&bounce->recipients, LooseRecipient, i);
  assert_span (recipient->recipient, address);
  assert_span (recipient->diagnostic, diagnostic);
  assert_span (recipient->reply.code, code);
  assert_span (recipient->reply.status, status);
  assert_span (recipient->remote_mta, host);
}

#define HEADER                                                                              \
  "Return-Path: <office@opera.example>\nReceived: from a by b; 4 Nov 2026 11:05:20 +0100\n" \
  "From: office@opera.example\nTo: visitor@recipient.example\nSubject: x\n\nbody\n"

static void
test_qmail (void) {
  g_autoptr (Arena) arena = arena_new ();
  LooseBounce bounce =
      parse (arena,
             "Hi. This is the qmail-send program at mx.example.net.\nIt did not work.\n\n"
             "<visitor@recipient.example>:\n192.0.2.80 does not like recipient.\n"
             "Remote host said: 550 5.1.1 no such user\nGiving up on 192.0.2.80.\n\n"
             "<other@recipient.example>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n"
             "--- Below this line is a copy of the message.\n\n" HEADER,
             NULL);
  g_assert_cmpuint (bounce.total, ==, 2);
  assert_recipient (&bounce, 0, "visitor@recipient.example",
                    "550 5.1.1 no such user Giving up on 192.0.2.80.", "550", "5.1.1", NULL);
  assert_recipient (&bounce, 1, "other@recipient.example",
                    "Sorry, no mailbox here by that name. (#5.1.1)", NULL, "5.1.1", NULL);
  assert_span (bounce.original, HEADER);
}

static void
test_exim (void) {
  g_autoptr (Arena) arena = arena_new ();
  LooseBounce bounce = parse (
      arena,
      "A message could not be delivered. The following address(es) failed:\n\n"
      "  visitor@recipient.example\n    host mx.recipient.example [192.0.2.80]\n"
      "    SMTP error from remote mail server after RCPT TO:<visitor@recipient.example>:\n"
      "    550-5.7.1 not from\n    550 5.7.1 there\n\n------ This is a copy ------\n\n" HEADER,
      "visitor@recipient.example");
  g_assert_cmpuint (bounce.total, ==, 1);
  assert_recipient (&bounce, 0, "visitor@recipient.example", "550-5.7.1 not from there", "550",
                    "5.7.1", "mx.recipient.example");
}

/* The reason stands in a paragraph of its own, behind or before. */
static void
test_paragraphs (void) {
  g_autoptr (Arena) arena = arena_new ();
  LooseBounce bounce =
      parse (arena,
             "Delivery to the following recipient failed permanently:\n\n     "
             "visitor@recipient.example\n\n"
             "Technical details of permanent failure:\nIt was rejected by the server.\n\n"
             "The error that the other server returned was:\n550 5.1.1 user unknown\n\n"
             "----- Original message -----\n\n" HEADER,
             NULL);
  assert_recipient (&bounce, 0, "visitor@recipient.example", "550 5.1.1 user unknown", "550",
                    "5.1.1", NULL);
  bounce = parse (arena, "The user(s) account is disabled.\n\n<visitor@recipient.example>\n", NULL);
  assert_recipient (&bounce, 0, "visitor@recipient.example", "The user(s) account is disabled.",
                    NULL, NULL, NULL);
  bounce = parse (
      arena,
      "Your message\n\n  Subject: Test\n\nwas not delivered to:\n\n  visitor@recipient.example\n\n"
      "because:\n\n  User visitor not listed in Directory\n",
      NULL);
  assert_recipient (&bounce, 0, "visitor@recipient.example",
                    "because: User visitor not listed in Directory", NULL, NULL, NULL);
  bounce = parse (arena,
                  "Unknown user: visitor@recipient.example\n\nOriginal message follows.\n\n" HEADER,
                  NULL);
  assert_recipient (&bounce, 0, "visitor@recipient.example",
                    "Unknown user: visitor@recipient.example", NULL, NULL, NULL);
}

static void
test_transcript (void) {
  g_autoptr (Arena) arena = arena_new ();
  LooseBounce bounce = parse (
      arena,
      "   ----- Transcript of session follows -----\nWhile talking to mx.recipient.example:\n"
      ">>> RCPT To:<visitor@recipient.example>\n<<< 550 no such user here\n"
      "550 <visitor@recipient.example>... User unknown\n\n   ----- Unsent message follows "
      "-----\n" HEADER,
      NULL);
  assert_recipient (&bounce, 0, "visitor@recipient.example",
                    "550 <visitor@recipient.example>... User unknown", "550", NULL, NULL);
}

/* French and German texts have the same shape. */
static void
test_other_languages (void) {
  g_autoptr (Arena) arena = arena_new ();
  LooseBounce bounce =
      parse (arena,
             "Votre message n'a pas pu \xc3\xaatre remis au destinataire suivant :\n\n"
             "visiteur@recipient.example : bo\xc3\xaete du destinataire pleine\n",
             NULL);
  assert_recipient (&bounce, 0, "visiteur@recipient.example", "bo\xc3\xaete du destinataire pleine",
                    NULL, NULL, NULL);
  bounce =
      parse (arena,
             "Ihre Nachricht konnte nicht zugestellt werden an:\n\n<besucher@recipient.example>\n\n"
             "Der Server meldet:\n550 5.1.1 Empf\xc3\xa4nger unbekannt\n",
             NULL);
  assert_recipient (&bounce, 0, "besucher@recipient.example",
                    "550 5.1.1 Empf\xc3\xa4nger unbekannt", "550", "5.1.1", NULL);
}

static void
test_indented_original (void) {
  g_autoptr (Arena) arena = arena_new ();
  LooseBounce bounce =
      parse (arena,
             "<visitor@recipient.example>: failed\n\n> Received: from a by b\n>\tfor c\n"
             "> From: office@opera.example\n> To: visitor@recipient.example\n> Subject: x\n",
             NULL);
  g_assert_true (span_starts_with (bounce.original, SPAN ("Received: from a by b\n")));
  g_assert_true (
      loose_bounce_is_header (SPAN ("Received: a\nFrom: b@example.com\nSubject: c\n\nx")));
  g_assert_false (loose_bounce_is_header (SPAN ("Hello\nFrom: b@example.com\n")));
}

static void
test_html (void) {
  g_autoptr (Arena) arena = arena_new ();
  assert_span (loose_bounce_html_text (SPAN ("<p>a &lt;b@example.com&gt;<br>c</p>1 < 2"), arena),
               "\na <b@example.com>\nc\n1 < 2");
  assert_span (
      loose_bounce_html_text (SPAN ("<title>550 5.1.1</title><STYLE type=x>h1 { font-weight: 400; }"
                                    "</style>a<!-- 500; -->b<script>x < 550; </script>c"),
                              arena),
      "abc");
  assert_span (loose_bounce_html_text (SPAN ("a<style>h1 { font-weight: 400; }"), arena), "a");
}

static void
test_no_bounce (void) {
  g_autoptr (Arena) arena = arena_new ();
  LooseBounce bounce = parse (arena, "I am away until Monday.\n\nBest regards\n", NULL);
  g_assert_cmpuint (bounce.total, ==, 0);
  g_assert_true (span_is_null (bounce.original));
  bounce = parse (arena, "", NULL);
  g_assert_cmpuint (bounce.total, ==, 0);
}

/* Linear: none of these may take longer than a moment. */
static void
test_hostile (void) {
  static const char *const units[] = {"a@b.example\n", "\n",    ":",    "<\"", "From: x\n",
                                      "550 ",          "host ", "((((", "a@",  "> > "};
  for (guint i = 0; i < G_N_ELEMENTS (units); i++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autoptr (GString) text = g_string_new (NULL);
    LooseBounce bounce;
    Defects defects;
    defects_init (&defects, arena);
    while (text->len < 2 * LIMIT_BOUNCE_TEXT)
      g_string_append (text, units[i]);
    loose_bounce_parse (span_of (text->str, text->len), span_of (text->str, text->len), arena,
                        &bounce, &defects);
    g_assert_cmpuint (defects.total, ==, 1);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/loose-bounce/qmail", test_qmail);
  g_test_add_func ("/loose-bounce/exim", test_exim);
  g_test_add_func ("/loose-bounce/paragraphs", test_paragraphs);
  g_test_add_func ("/loose-bounce/transcript", test_transcript);
  g_test_add_func ("/loose-bounce/other-languages", test_other_languages);
  g_test_add_func ("/loose-bounce/indented-original", test_indented_original);
  g_test_add_func ("/loose-bounce/html", test_html);
  g_test_add_func ("/loose-bounce/no-bounce", test_no_bounce);
  g_test_add_func ("/loose-bounce/hostile", test_hostile);
  return g_test_run ();
}
