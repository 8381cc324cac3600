/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "guarded.h"
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
  loose_bounce_parse (span_guarded (text), span_guarded (failed), arena, &bounce, NULL);
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

/* Where the recipient stands, and where he does not: one row a shape. */
static void
test_places (void) {
  static const struct {
    const char *text, *address, *diagnostic;
    bool vague;
  } rows[] = {
      {"a@b.example\n", "a@b.example", NULL, false},
      {"  * <a@b.example>:\n", "a@b.example", NULL, false},
      {">>> a@b.example <a@b.example>\nno such user\n", "a@b.example", "no such user", false},
      {"\"a b\"@b.example: no\n", "\"a b\"@b.example", "no", false},
      {"\"a@b.example\" no\n", "a@b.example", "no", false},
      {"mailto:a@b.example no\n", "a@b.example", "no", false},
      {"a@b.example.: no\n", "a@b.example", "no", false},
      {"a@b_c-d.example no\n", "a@b_c-d.example", "no", false},
      {"a@b\xc3\xa9.example no\n", "a@b\xc3\xa9.example", "no", false},
      /* a reply that names him in brackets, at the start of the line or not */
      {"550 5.1.1 <a@b.example>... User unknown\n", "a@b.example",
       "550 5.1.1 <a@b.example>... User unknown", false},
      {"550 5.1.1 (a@b.example) unknown\n", "a@b.example", "550 5.1.1 (a@b.example) unknown",
       false},
      {"it said: 550 <a@b.example> unknown\n", "a@b.example", "550 <a@b.example> unknown", false},
      {"it said 5.1.1 of <a@b.example>\n", "a@b.example", "it said 5.1.1 of <a@b.example>", false},
      {"your mail to <a@b.example>. Sorry\n", "a@b.example", "Sorry", false},
      {"your mail to (a@b.example). Sorry\n", "a@b.example", "Sorry", false},
      /* at the end, behind words and a colon */
      {"RCPT TO: a@b.example\n", "a@b.example", "RCPT TO: a@b.example", false},
      {"x: y: <a@b.example>.\n", "a@b.example", "x: y: <a@b.example>.", false},
      {": x: a@b.example\n", "a@b.example", ": x: a@b.example", false},
      {"x:: a@b.example\n", "a@b.example", "x:: a@b.example", false},
      {"It failed: a@b.example (\n", "a@b.example", "It failed: a@b.example (", true},
      /* no better place */
      {"undeliverable to a@b.example today\n", "a@b.example", "undeliverable to a@b.example today",
       true},
      {"550 a@b.example unknown\n", "a@b.example", "550 a@b.example unknown", true},
      /* the sender: at most a guess */
      {"From: a@b.example\n", "a@b.example", "From: a@b.example", true},
      {"MAIL FROM: <a@b.example>\n", "a@b.example", "MAIL FROM: <a@b.example>", true},
      /* no address */
      {"a@\n", NULL, NULL, false},
      {"@b.example\n", NULL, NULL, false},
      {"a@.-_\n", NULL, NULL, false},
      {"<a b@c d>\n", "b@c", "<a b@c d>", true},
      {"\"a@b.example\n", "a@b.example", NULL, false},
      {"\"\"@b.example\n", "\"\"@b.example", NULL, false},
  };
  for (guint k = 0; k < 2 * G_N_ELEMENTS (rows); k++) {
    guint i = k / 2;
    g_autoptr (Arena) arena = arena_new ();
    g_autofree char *text = g_strdup (rows[i].text);
    if (k % 2) /* the text may end in the line */
      g_strchomp (text);
    LooseBounce bounce = parse (arena, text, NULL);
    g_test_message ("%s", rows[i].text);
    g_assert_cmpuint (bounce.total, ==, rows[i].address ? 1 : 0);
    if (rows[i].address == NULL)
      continue;
    const LooseRecipient *recipient = vec_at (&bounce.recipients, LooseRecipient, 0);
    assert_span (recipient->recipient, rows[i].address);
    assert_span (recipient->diagnostic, rows[i].diagnostic);
    g_assert_true (bounce.vague == rows[i].vague);
  }
}

/* The host that refused stands behind "host" or "said", the last one before the reply. */
static void
test_remote_host (void) {
  static const struct {
    const char *text, *host;
  } rows[] = {
      {"host mx.b.example[192.0.2.80] said: 550 no", "mx.b.example"},
      {"host mx.b.example (192.0.2.80) said: 550 no", "mx.b.example"},
      {"HOST: <mx.b.example.> said: 550 no", "mx.b.example"},
      {"host x and host mx.b.example.: 550 no", "mx.b.example"},
      {"host mx.b.example and hosts: 550 no", NULL},
      {"hosthost mx.b.example said: 550 no", "mx.b.example"},
      {"host localhost said: 550 no", NULL},
      {"host .example said: 550 no", NULL},
      {"host: 550 no", NULL},
      {"it said: 550 no", NULL},
      {"it said: 550 no host mx.b.example", NULL},
      {"mx.b.example: 550 no", NULL},
      {"host mx.b.example said 5.1.1 no", "mx.b.example"},
      {"host mx.b.example said no", NULL},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autofree char *text = g_strconcat ("<a@b.example>:\n", rows[i].text, "\n", NULL);
    LooseBounce bounce = parse (arena, text, NULL);
    g_test_message ("%s", rows[i].text);
    assert_span (vec_at (&bounce.recipients, LooseRecipient, 0)->remote_mta, rows[i].host);
  }
}

/* The same address twice is one recipient, and what says more of it counts. */
static void
test_repeated (void) {
  g_autoptr (Arena) arena = arena_new ();
  LooseBounce bounce = parse (arena,
                              "<a@b.example>: first\n\n<A@B.example>: 550 5.1.1 second\n\n"
                              "<a@b.example>: 552 third\n",
                              NULL);
  g_assert_cmpuint (bounce.total, ==, 1);
  assert_recipient (&bounce, 0, "a@b.example", "550 5.1.1 second", "550", "5.1.1", NULL);
  /* what stands above speaks for those of whom nothing is said */
  bounce = parse (arena, "550 no such users\n\n<a@b.example>\n<c@b.example>: 450 later\n", NULL);
  assert_recipient (&bounce, 0, "a@b.example", "550 no such users", "550", NULL, NULL);
  assert_recipient (&bounce, 1, "c@b.example", "450 later", "450", NULL, NULL);
}

/* The first reply in the sixteen paragraphs behind him; no more recipients than the limit. */
static void
test_bounds (void) {
  for (guint n = 14; n < 18; n++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autoptr (GString) text = g_string_new ("<a@b.example>\n\n");
    for (guint i = 0; i < n; i++)
      g_string_append (text, "words\n\n");
    g_string_append (text, "550 no\n");
    LooseBounce bounce = parse (arena, text->str, NULL);
    assert_span (vec_at (&bounce.recipients, LooseRecipient, 0)->diagnostic,
                 n < 16 ? "550 no" : "words");
  }
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < LIMIT_BOUNCES + 2; i++)
    g_string_append_printf (text, "<a%u@b.example>: 550 no\n", i);
  LooseBounce bounce = parse (arena, text->str, NULL);
  g_assert_cmpuint (bounce.recipients.n, ==, LIMIT_BOUNCES);
  g_assert_cmpuint (bounce.total, ==, LIMIT_BOUNCES + 2);
}

/* Exim's field: who failed is known, and the text is asked of nobody else. */
static void
test_failed_recipients (void) {
  g_autoptr (Arena) arena = arena_new ();
  LooseBounce bounce = parse (arena, "<a@b.example>: 550 no\n<c@b.example>: 450 later\n\nregards\n",
                              "C@b.example,\n <d@b.example>; x, e@b.example (f@b.example)");
  g_assert_cmpuint (bounce.total, ==, 4);
  assert_recipient (&bounce, 0, "c@b.example", "450 later", "450", NULL, NULL);
  assert_span (vec_at (&bounce.recipients, LooseRecipient, 1)->recipient, "d@b.example");
  assert_span (vec_at (&bounce.recipients, LooseRecipient, 2)->recipient, "e@b.example");
  assert_span (vec_at (&bounce.recipients, LooseRecipient, 2)->reply.code, "550");
  assert_span (vec_at (&bounce.recipients, LooseRecipient, 3)->recipient, "f@b.example");
}

/* A block of fields is the returned message when it has three known fields, one of them trace, or
 * four (RFC 5322 §3.6). */
static void
test_original (void) {
  static const struct {
    const char *block;
    bool original;
  } rows[] = {
      {"Received: a\nFrom: b\nTo: c\n", true},
      {"Return-Path: a\nFrom: b\nTo: c\n", true},
      {"Message-ID: a\nFrom: b\nTo: c\n", true},
      {"DKIM-Signature: a\nFrom: b\nTo: c\n", true},
      {"Date: a\nFrom: b\nTo: c\n", false},
      {"Date: a\nFrom: b\nTo: c\nSubject: d\n", true},
      {"Date: a\nFrom: b\nTo: c\nX-Unknown-Thing: d\n", false},
      {"Received: a\nFrom: b\nX-Unknown-Thing: c\n", false},
      {"Received: a\n by b\nFrom: b\nTo: c\n", true},
      {"Received: a\nFrom: b\n\nTo: c\n", false},
      {"Received: a\nFrom: b\nwords\nTo: c\n", false},
      {"> Received: a\n> From: b\n> To: c\n", true},
      {"> Received: a\n\tby b\n> From: b\n> To: c\n", true},
      {"> Received: a\nby b\n> From: b\n> To: c\n", false},
      {"| Received: a\n| From: b\nTo: c\n", false},
      {"    Received: a\n    From: b\n    To: c\n", true},
      {"Received a\nFrom: b\nTo: c\n", false},
      {"Received: a\nFrom: b\n: x\nTo: c\n", false},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autofree char *text = g_strconcat ("<a@b.example>: 550 no\n\n", rows[i].block, NULL);
    LooseBounce bounce = parse (arena, text, NULL);
    g_test_message ("%s", rows[i].block);
    g_assert_true (span_is_null (bounce.original) != rows[i].original);
  }
}

/* For the header alone, unindented. */
static void
test_is_header (void) {
  static const struct {
    const char *text;
    bool header;
  } rows[] = {
      {"Received: a\nFrom: b\nTo: c\n", true},
      {"Received: a\n folded\nFrom: b\nTo: c\n", true},
      {" folded\nReceived: a\nFrom: b\nTo: c\n", false},
      {"Received: a\nFrom: b\n\nTo: c\n", false},
      {"Date: a\nFrom: b\nTo: c\nSubject: d\n", false},
      {"Received: a\nwords\nFrom: b\nTo: c\n", false},
      {"Received: a\n \nFrom: b\nTo: c\n", true}, /* RFC 5322 section 4.2 */
      {"Received: a\nX-Unknown-Thing: b\nX-Unknown-Too: c\n", false},
      {"Received: a\nFrom: b\nX-Unknown-Thing: c\nTo: d", true},
      {"Received: a\nFrom: b\n", false},
      {"Received: a\nFrom: b\nTo: c\n folded words", true},
      {"", false},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_true (loose_bounce_is_header (span_guarded (rows[i].text)) == rows[i].header);
}

/* Lines that divide: dashes, stars and the like, a heading among them too. */
static void
test_dividers (void) {
  static const struct {
    const char *line;
    bool divides;
  } rows[] = {
      {"", true},          {"----", true},      {"====", true},
      {"****", true},      {"____", true},      {"~~~", true},
      {"...", true},       {"|", true},         {"--- here ---", true},
      {"*** here", true},  {"---x", true},      {"***x", true},
      {"--x", false},      {"....x", false},    {"-- here", false},
      {"-*- here", false}, {"--= here", false}, {"here ----", false},
      {"-x--", false},     {"---", true},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autofree char *text =
        g_strdup_printf ("<a@b.example>:\nfirst words\n%s\nlast words\n", rows[i].line);
    g_autofree char *joined = g_strjoin (" ", "first words", rows[i].line, "last words", NULL);
    LooseBounce bounce = parse (arena, text, NULL);
    g_test_message ("[%s]", rows[i].line);
    assert_span (vec_at (&bounce.recipients, LooseRecipient, 0)->diagnostic,
                 rows[i].divides ? "first words" : joined);
  }
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
  /* a text may be nothing else; what is indented by tabs loses one of them */
  assert_span (parse (arena, "Received: a\nFrom: b\nTo: c\n", NULL).original,
               "Received: a\nFrom: b\nTo: c\n");
  bounce = parse (arena,
                  "<visitor@recipient.example>: failed\n\n\tReceived: a\n\t\tfor b\n\tFrom: c\n"
                  "\tTo: d\n\n\tHello",
                  NULL);
  assert_span (bounce.original, "Received: a\n\tfor b\nFrom: c\nTo: d\n\nHello");
  bounce = parse (arena,
                  "<visitor@recipient.example>: failed\n\n> Received: a\n\tby b\n> From: c\n"
                  "> To: d\n",
                  NULL);
  assert_span (bounce.original, "Received: a\n\tby b\nFrom: c\nTo: d");
  g_assert_true (
      loose_bounce_is_header (span_guarded ("Received: a\nFrom: b@example.com\nSubject: c\n\nx")));
  g_assert_false (loose_bounce_is_header (span_guarded ("Hello\nFrom: b@example.com\n")));
}

static void
test_html (void) {
  g_autoptr (Arena) arena = arena_new ();
  assert_span (
      loose_bounce_html_text (span_guarded ("<p>a &lt;b@example.com&gt;<br>c</p>1 < 2"), arena),
      "\na <b@example.com>\nc\n1 < 2");
  assert_span (loose_bounce_html_text (
                   span_guarded ("<title>550 5.1.1</title><STYLE type=x>h1 { font-weight: 400; }"
                                 "</style>a<!-- 500; -->b<script>x < 550; </script>c"),
                   arena),
               "abc");
  assert_span (loose_bounce_html_text (span_guarded ("a<style>h1 { font-weight: 400; }"), arena),
               "a");
  assert_span (loose_bounce_html_text (
                   span_guarded ("&LT;&gt;&amp;&quot;a&nbsp;b&copy;&<b>c</b></x"), arena),
               "<>&\"a b&copy;&c</x");
  assert_span (loose_bounce_html_text (
                   span_guarded ("1<br/>2<br />3<P>4</P>5<div class=x>6</div>7<tr>8</tr>9"
                                 "<li>10<h1>11<h2>12<h3>13<pre>14<span>15<body>16"),
                   arena),
               "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n141516");
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

/* A NUL is no sign of a rule between paragraphs. */
static void
test_nul (void) {
  g_autoptr (Arena) arena = arena_new ();
  LooseBounce bounce;
  loose_bounce_parse (SPAN ("<a@b.example>:\nfirst words\n-\0-\nlast words\n"), SPAN_NULL, arena,
                      &bounce, NULL);
  Span said = vec_at (&bounce.recipients, LooseRecipient, 0)->diagnostic;
  g_assert_true (span_find (said, SPAN ("last words")) > 0);
}

/* What stands behind a recipient's address in its line, and below it. */
static void
test_beside (void) {
  static const struct {
    const char *line, *said;
  } rows[] = {
      {"<a@b.example>: is gone\n", "is gone"},
      {"<a@b.example>: a@b.example is gone\n", "a@b.example is gone"},
      {"<a@b.example>: A@B.example\n    is gone\n", "is gone"},
      {"<a@b.example>:\n    is gone\n", "is gone"},
      {"<a@b.example>:\n    it\n    is gone\n", "it is gone"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autofree char *text =
        g_strconcat ("Your mail was not delivered.\n\n", rows[i].line, "\n", NULL);
    LooseBounce bounce = parse (arena, text, NULL);
    g_test_message ("%s", rows[i].line);
    assert_recipient (&bounce, 0, "a@b.example", rows[i].said, NULL, NULL, NULL);
  }
}

/* Each recipient has the words up to the next one, in its own paragraph or in further ones. */
static void
test_neighbours (void) {
  static const char *const texts[] = {"<a@b.example>:\n550 one\n<c@d.example>:\n450 two\n",
                                      "<a@b.example>\n\n550 one\n<c@d.example>\n\n450 two\n"};
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (Arena) arena = arena_new ();
    LooseBounce bounce = parse (arena, texts[i], NULL);
    g_test_message ("%s", texts[i]);
    g_assert_cmpuint (bounce.total, ==, 2);
    assert_recipient (&bounce, 0, "a@b.example", "550 one", "550", NULL, NULL);
    assert_recipient (&bounce, 1, "c@d.example", "450 two", "450", NULL, NULL);
  }
}

/* What the text says as a whole: the first paragraph with a reply, else the first ones that hold
 * letters. */
static void
test_whole (void) {
  static const struct {
    const char *text, *said;
  } rows[] = {
      {"one\n", "one"},
      {"one\n\ntwo\n", "one two"},
      {"one\n\n? !\n\ntwo\n", "one two"},
      {"one\n\n550 two\n\n451 three\n", "550 two"},
      {"one\n<a@b.example>\ntwo: 550 no\n\nthree\n", "one <a@b.example> two: 550 no"},
      {"<<< 550 one\n", "550 one"},
      {"", NULL},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    g_test_message ("%s", rows[i].text);
    assert_span (parse (arena, rows[i].text, NULL).diagnostic, rows[i].said);
  }
  for (guint n = 62; n < 66; n++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autoptr (GString) text = g_string_new (NULL);
    for (guint i = 0; i < n; i++)
      g_string_append (text, "?\n\n");
    g_string_append (text, "550 no\n");
    assert_span (parse (arena, text->str, NULL).diagnostic, n < 64 ? "550 no" : "?");
  }
  /* no more than an eighth of what one diagnostic may hold is added to */
  for (gsize n = LIMIT_DIAGNOSTIC / 8 - 1; n <= LIMIT_DIAGNOSTIC / 8; n++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autofree char *first = g_strnfill (n, 'a');
    g_autofree char *text = g_strconcat (first, "\n\ntwo\n", NULL);
    g_assert_cmpuint (parse (arena, text, NULL).diagnostic.len, ==,
                      n < LIMIT_DIAGNOSTIC / 8 ? n + 4 : n);
  }
}

/* Where nothing stands behind a recipient, up to sixteen lines directly above him. */
static void
test_above (void) {
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (GString) text = g_string_new (NULL), said = g_string_new (NULL);
  for (guint i = 0; i < 18; i++) {
    g_string_append_printf (text, "line %u\n", i);
    if (i >= 2)
      g_string_append_printf (said, "%sline %u", said->len ? " " : "", i);
  }
  g_string_append (text, "<a@b.example>\n");
  LooseBounce bounce = parse (arena, text->str, NULL);
  assert_recipient (&bounce, 0, "a@b.example", said->str, NULL, NULL, NULL);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/loose-bounce/qmail", test_qmail);
  g_test_add_func ("/loose-bounce/exim", test_exim);
  g_test_add_func ("/loose-bounce/paragraphs", test_paragraphs);
  g_test_add_func ("/loose-bounce/transcript", test_transcript);
  g_test_add_func ("/loose-bounce/places", test_places);
  g_test_add_func ("/loose-bounce/remote-host", test_remote_host);
  g_test_add_func ("/loose-bounce/repeated", test_repeated);
  g_test_add_func ("/loose-bounce/bounds", test_bounds);
  g_test_add_func ("/loose-bounce/failed-recipients", test_failed_recipients);
  g_test_add_func ("/loose-bounce/original", test_original);
  g_test_add_func ("/loose-bounce/is-header", test_is_header);
  g_test_add_func ("/loose-bounce/dividers", test_dividers);
  g_test_add_func ("/loose-bounce/other-languages", test_other_languages);
  g_test_add_func ("/loose-bounce/indented-original", test_indented_original);
  g_test_add_func ("/loose-bounce/html", test_html);
  g_test_add_func ("/loose-bounce/no-bounce", test_no_bounce);
  g_test_add_func ("/loose-bounce/hostile", test_hostile);
  g_test_add_func ("/loose-bounce/nul", test_nul);
  g_test_add_func ("/loose-bounce/beside", test_beside);
  g_test_add_func ("/loose-bounce/neighbours", test_neighbours);
  g_test_add_func ("/loose-bounce/whole", test_whole);
  g_test_add_func ("/loose-bounce/above", test_above);
  return g_test_run ();
}
