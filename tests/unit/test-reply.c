/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A reply is in one language, and the records in it can be pasted. */
#include "report/reporter.h"
#include "support.h"

#define TEXT(literal) \
  { literal, sizeof (literal) - 1 }

#define UNSIGNED                                                                             \
  "Return-Path: <communication@secutix.com>\n"                                               \
  "Authentication-Results: mx1.seemail.example; spf=pass "                                   \
  "smtp.mailfrom=communication@secutix.com;\n"                                               \
  "  dmarc=fail (p=reject dis=none) header.from=opera.example\n"                             \
  "Received: from out.platform.example (out.platform.example [192.0.2.25])\n"                \
  "  by mx1.seemail.example (Postfix) with ESMTP id AD25EAE6982; Sun, 22 Nov 2026 06:37:00 " \
  "+0000\n"                                                                                  \
  "From: Opera <tickets@opera.example>\n\n"

static char *
reply (const char *language, const char *message) {
  Bench *bench = bench_new ();
  static const Institution institution = {{NULL, 0}, TEXT ("op")};
  AnalyzeOptions options = bench->options;
  options.language = language;
  options.institutions = (Institutions){&institution, 1};
  g_autoptr (Analyzer) analyzer = analyzer_new (&options);
  RawMessage raw = {.bytes = span_from_string (message),
                    .name = SPAN ("test"),
                    .sequence = 1,
                    .length = strlen (message)};
  g_autoptr (Sink) sink = sink_new_memory ();
  const LanguageRule *words = ruleset_language (bench->rules, language);
  const ReportOptions report = {.language = words ? words : ruleset_language (bench->rules, "en"),
                                .words = ruleset_words (bench->rules, language)};
  Readable readable;
  readable_make (&raw, bench->arena, &readable);
  reporter_reply.write_case (sink, &report, analyzer_run (analyzer, &readable, &(Pasted){0}));
  reporter_reply.close (sink, &report);
  Span bytes = sink_bytes (sink);
  char *text = g_strndup (bytes.data, bytes.len);
  bench_free (bench);
  return text;
}

static void
assert_says (const char *text, const char *part) {
  if (strstr (text, part) == NULL)
    g_error ("\"%s\" is not in:\n%s", part, text);
}

static void
test_languages (void) {
  static const struct {
    const char *language, *greeting, *closing;
  } cases[] = {{"en", "Hello,\n", "Kind regards\n"},
               {"fr", "Bonjour,\n", "Cordialement\n"},
               {"fr-CH", "Bonjour,\n", "Meilleures salutations\n"},
               {"de", "Guten Tag\n", "Freundliche Grüße\n"},
               {"de-CH", "Guten Tag\n", "Freundliche Grüsse\n"}};
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = reply (cases[i].language, UNSIGNED);
    g_assert_true (g_str_has_prefix (text, cases[i].greeting));
    g_assert_true (g_str_has_suffix (text, cases[i].closing));
    assert_says (text, " stxsel1._domainkey.opera.example\n");
    assert_says (text, " sel1-op._domainkey.dkim.secutix.com.\n");
    g_assert_null (strstr (text, "dig "));
    g_assert_null (strstr (text, "{"));
  }
}

/* Which message, one cause, one record line by line. */
static void
test_letter (void) {
  g_autofree char *text = reply ("en", UNSIGNED "x\n");
  assert_says (text, "Your message was not signed with DKIM for opera.example.");
  assert_says (text, "    Name: stxsel1._domainkey.opera.example\n"
                     "    Type: CNAME\n"
                     "    Value: sel1-op._domainkey.dkim.secutix.com.\n");
  g_assert_null (strstr (text, "The message is not signed with DKIM."));
}

/* What a notice says of itself is not of the message, which is named by its own header only. */
static void
test_notice (void) {
#define NOTICE                                                                         \
  "Return-Path: <>\nFrom: MAILER-DAEMON@out1.mail.example\nTo: news@tickets.example\n" \
  "Date: Mon, 9 Nov 2026 10:12:00 +0000\nSubject: failure notice\n"
#define SAYS                                                                               \
  "Hi. This is the qmail-send program at out1.mail.example.\nI'm afraid I wasn't able to " \
  "deliver your message to the following addresses.\n\n<visitor@recipient.example>:\n"     \
  "192.0.2.26 failed after I sent the message.\nRemote host said: 550 5.1.1 no such user\n"
#define ORIGINAL                                                                             \
  "\n--- Below this line is a copy of the message.\n\nReturn-Path: <news@tickets.example>\n" \
  "Received: (qmail 4711 invoked by uid 1000); Mon, 9 Nov 2026 10:11:58 -0000\n"             \
  "From: Opera <tickets@opera.example>\nTo: visitor@recipient.example\n"                     \
  "Date: Mon, 9 Nov 2026 10:11:58 +0000\nSubject: Your tickets\n\nx\n"
  g_autofree char *alone = reply ("en", NOTICE "\n" SAYS);
  assert_says (alone, "visitor@recipient.example");
  g_assert_null (strstr (alone, "failure notice"));
  g_assert_null (strstr (alone, "10:12"));
  g_autofree char *with = reply ("en", NOTICE "\n" SAYS ORIGINAL);
  assert_says (with, "Your tickets");
  assert_says (with, "10:11");
  g_assert_null (strstr (with, "failure notice"));
}

/* Results out of a header without Received are assumed; above the border they are sure. */
static void
test_probably (void) {
#define PASSED                                                                       \
  "Authentication-Results: mx1.seemail.example; dkim=pass header.d=opera.example;\n" \
  "  dmarc=pass (p=reject dis=none) header.from=opera.example\n"
#define REST "From: Opera <tickets@opera.example>\n\nx\n"
  static const struct {
    const char *language, *probably;
  } cases[] = {{"en", "The message is probably correctly authenticated"},
               {"fr", "Le message est probablement authentifi"},
               {"de", "wahrscheinlich"},
               {"it", "probabilmente"},
               {"es", "probablemente"}};
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *assumed = reply (cases[i].language, PASSED REST);
    g_autofree char *sure =
        reply (cases[i].language, PASSED
               "Received: from out.platform.example (out.platform.example [192.0.2.25])\n"
               "  by mx1.seemail.example (Postfix) with ESMTP id AD25EAE6982; Sun, 22 Nov 2026 "
               "06:37:00 +0000\n" REST);
    assert_says (assumed, cases[i].probably);
    g_assert_null (strstr (sure, cases[i].probably));
  }
}

/* Each field that is not translated is in English. */
static void
test_fallback (void) {
  g_autofree char *text = reply ("pt", UNSIGNED);
  assert_says (text, "Hello,\n");
  assert_says (text, "Your message was not signed with DKIM for opera.example.");
}

static void
assert_language (const RuleSet *rules, const char *locale, const char *id) {
  const LanguageRule *found = ruleset_language (rules, locale);
  g_assert_true (id ? found && span_is (found->rule.id, id) : found == NULL);
}

static void
test_locales (void) {
  Bench *bench = bench_new ();
  assert_language (bench->rules, "fr_CH.UTF-8", "fr-CH");
  assert_language (bench->rules, "fr_BE.UTF-8", "fr");
  assert_language (bench->rules, "fr-ch", "fr-CH");
  assert_language (bench->rules, "de", "de");
  assert_language (bench->rules, "de_CH@euro", "de-CH");
  assert_language (bench->rules, "C", "en");
  assert_language (bench->rules, "it_CH.UTF-8", "it");
  assert_language (bench->rules, "pt_PT.UTF-8", NULL);
  assert_language (bench->rules, "frr_DE", NULL);
  bench_free (bench);
}

/* No line begins with what French sets apart with a blank. */
static void
test_french_breaks (void) {
  g_autofree char *text = reply ("fr", "Bonjour, où sont nos billets ?\n");
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  assert_says (text, "Afficher la source");
  for (guint i = 0; lines[i]; i++) {
    g_assert_false (g_str_has_suffix (lines[i], "«"));
    g_assert_false (*lines[i] && strchr (":;?!", *lines[i]));
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reply/languages", test_languages);
  g_test_add_func ("/reply/letter", test_letter);
  g_test_add_func ("/reply/notice", test_notice);
  g_test_add_func ("/reply/probably", test_probably);
  g_test_add_func ("/reply/fallback", test_fallback);
  g_test_add_func ("/reply/locales", test_locales);
  g_test_add_func ("/reply/french-breaks", test_french_breaks);
  return g_test_run ();
}
