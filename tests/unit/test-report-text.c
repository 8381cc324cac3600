/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/reporter.h"
#include "report/text-escape.h"
#include "sample-case.h"
#include "support.h"

static const ReportOptions plain = {.utf8 = true, .width = 100};

static char *
report (const Case *mail_case, ReportOptions options) {
  g_autoptr (Sink) sink = sink_new_memory ();
  const Reporter *reporter = reporter_find ("text");
  options.words = shipped_words ();
  reporter->begin (sink, &options);
  reporter->write_case (sink, &options, mail_case);
  reporter->end (sink, &options);
  return g_strndup (sink_bytes (sink).data, sink_bytes (sink).len);
}

static void
assert_contains (const char *text, const char *part) {
  if (strstr (text, part) == NULL)
    g_error ("\"%s\" is not in:\n%s", part, text);
}

static void
assert_lacks (const char *text, const char *part) {
  if (strstr (text, part))
    g_error ("\"%s\" is in:\n%s", part, text);
}

static void
test_common_case (void) {
  g_autoptr (Arena) arena = arena_new ();
  Case mail_case;
  sample_case (arena, &mail_case);
  g_autofree char *text = report (&mail_case, plain);
  g_assert_cmpstr (
      text, ==,
      "FAIL  DMARC failed for mosa.example: nothing was signed for mosa.example\n"
      "\n"
      "  From    info@mosa.example\n"
      "  SPF     pass   shop.example (192.0.2.25)   not aligned: shop.example is not mosa.example\n"
      "  DKIM    none                               no signature\n"
      "  DMARC   fail   p=reject                    according to mx.receiver.example "
      "(believed: it received\n"
      "                                             the message)\n"
      "\n"
      "  Why\n"
      "    error   Mail is not signed for mosa.example                             "
      "sample-unsigned  line 14\n"
      "            The message has no DKIM-Signature field, and shop.example is not mosa.example, "
      "so\n"
      "            nothing vouches for the author.\n"
      "\n"
      "  Fix: the DNS administrator of mosa.example\n"
      "    Publish these records.\n"
      "      s1._domainkey.mosa.example.  CNAME  s1.dkim.shop.example.\n"
      "      mosa.example.                TXT    v=spf1 -all\n"
      "    Check: dig +short CNAME s1._domainkey.mosa.example\n");
}

static void
test_verdict_words (void) {
  g_autoptr (Arena) arena = arena_new ();
  Case mail_case;
  sample_case (arena, &mail_case);
  ReportOptions quiet = {.quiet = true};
  mail_case.verdict.sentence = SPAN ("Because.");
  mail_case.verdict.status = SPAN ("pass");
  g_autofree char *pass = report (&mail_case, quiet);
  g_assert_cmpstr (pass, ==, "PASS  Because.\n");
  mail_case.verdict.status = SPAN_NULL;
  quiet.several = true;
  mail_case.evidence.source.sequence = number_of (3);
  g_autofree char *unknown = report (&mail_case, quiet);
  g_assert_cmpstr (unknown, ==, "ticket-4711.eml:3: UNKNOWN  Because.\n");
}

/* A record that is not believed is shown as such, with the reason, and not as the result. */
static void
test_not_believed (void) {
  g_autoptr (Arena) arena = arena_new ();
  Case mail_case;
  sample_case (arena, &mail_case);
  AuthenticationResultsRecord *record =
      vec_push (arena, &mail_case.evidence.authentication_results, AuthenticationResultsRecord);
  record->line = number_of (31);
  record->reporter = SPAN ("mx.elsewhere.example");
  record->trust = SPAN ("none");
  record->trusted = FLAG_FALSE;
  record->trust_reason = SPAN ("another's id");
  PUSH (arena, &record->results, AuthResult, .method = SPAN ("dkim"), .result = SPAN ("pass"));
  g_autofree char *text = report (&mail_case, plain);
  assert_contains (text,
                   "\n  Not believed\n    line 31: dkim=pass, according to mx.elsewhere.example; "
                   "another's id\n");
  assert_contains (text, "\n  DKIM    none ");
}

static void
test_superseded (void) {
  g_autoptr (Arena) arena = arena_new ();
  Case mail_case;
  sample_case (arena, &mail_case);
  PUSH (arena, &mail_case.findings, Finding, .id = SPAN ("sample-general"),
        .severity = SPAN ("error"), .proof = SPAN ("likely"), .title = SPAN ("Something failed"),
        .superseded_by = SPAN ("sample-unsigned"), .fix = SPAN ("Guess."));
  g_autofree char *brief = report (&mail_case, plain);
  assert_lacks (brief, "sample-general");
  assert_lacks (brief, "Guess.");
  g_autofree char *verbose = report (&mail_case, (ReportOptions){.utf8 = true, .verbose = true});
  assert_contains (verbose, "sample-general (likely), see sample-unsigned\n");
  assert_contains (verbose, "seen in From, line 14, offset 812\n");
  assert_contains (verbose, "spf[0].client_ip");
  assert_lacks (verbose, "Guess.");
}

/* The fix that changes the answer comes first, equal ones are said once. */
static void
test_fixes (void) {
  g_autoptr (Arena) arena = arena_new ();
  Case mail_case;
  sample_case (arena, &mail_case);
  PUSH (arena, &mail_case.findings, Finding, .id = SPAN ("sample-b"), .severity = SPAN ("warning"),
        .title = SPAN ("B"), .fix = SPAN ("Ask for it."), .fix_by = SPAN ("sender"));
  PUSH (arena, &mail_case.findings, Finding, .id = SPAN ("sample-c"), .severity = SPAN ("warning"),
        .title = SPAN ("C"), .fix = SPAN ("Ask for it."), .fix_by = SPAN ("sender"));
  mail_case.verdict.cause = SPAN ("sample-b");
  g_autofree char *text = report (&mail_case, plain);
  assert_contains (text,
                   "\n  Fix: Ticket Shop\n    Ask for it.\n\n  Also: the DNS administrator of "
                   "mosa.example\n    Publish these records.\n");
  g_assert_null (strstr (strstr (text, "Ask for it.") + 1, "Ask for it."));
  /* the same words with other records are another fix */
  Finding *other = vec_push (arena, &mail_case.findings, Finding);
  *other = *vec_at (&mail_case.findings, Finding, 0);
  other->records = (Vec){0};
  PUSH (arena, &other->records, DnsRecord, .name = SPAN ("s2.mosa.example."), .type = SPAN ("TXT"),
        .value = SPAN ("v=1"));
  PUSH (arena, &other->records, DnsRecord, .name = SPAN ("s3.mosa.example."), .type = SPAN ("TXT"),
        .value = SPAN ("v=1"));
  g_autofree char *both = report (&mail_case, plain);
  assert_contains (both, "      s2.mosa.example.  TXT  v=1\n      s3.mosa.example.  TXT  v=1\n");
}

/* However much there is, a page stays one that can be read. */
static void
test_many (void) {
  g_autoptr (Arena) arena = arena_new ();
  Case mail_case;
  sample_case (arena, &mail_case);
  for (guint i = 0; i < 5000; i++) {
    Span text = arena_printf (arena, "text %u", i);
    PUSH (arena, &mail_case.findings, Finding, .id = SPAN ("sample-b"), .severity = SPAN ("error"),
          .title = text, .fix = text);
    PUSH (arena, &mail_case.evidence.dkim, DkimRecord, .trusted = FLAG_TRUE, .domain = text);
    PUSH (arena, &mail_case.evidence.spf, SpfRecord, .trusted = FLAG_FALSE,
          .source = SPAN ("received-spf"));
    PUSH (arena, &mail_case.evidence.bounces, Bounce, .recipient = text);
    PUSH (arena, &mail_case.evidence.defects, Defect, .code = text);
  }
  g_autofree char *text = report (&mail_case, plain);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), <, 120);
  assert_contains (text, "4989 more (--verbose shows all)\n");
  assert_contains (text, "malformed in 5000 places");
}

static void
test_bounce (void) {
  g_autoptr (Arena) arena = arena_new ();
  Case mail_case;
  sample_case (arena, &mail_case);
  Evidence *original = arena_new_of (arena, Evidence);
  *original = mail_case.evidence;
  mail_case.original = original;
  mail_case.evidence = (Evidence){.source.kind = SPAN ("bounce")};
  PUSH (arena, &mail_case.evidence.bounces, Bounce, .recipient = SPAN ("visitor@inbox.example"),
        .action = SPAN ("failed"), .status = SPAN ("5.7.26"),
        .diagnostic = SPAN ("550 5.7.26 unauthenticated"));
  g_autofree char *text = report (&mail_case, plain);
  assert_contains (text, "\n  From    info@mosa.example\n");
  assert_contains (text, "\n  Bounce  failed   visitor@inbox.example");
  assert_contains (text, "550 5.7.26 unauthenticated\n");
}

static void
assert_harmless (const char *text, bool utf8) {
  g_assert_true (g_utf8_validate (text, -1, NULL));
  for (const char *at = text; *at; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);
    g_assert_true (c == '\n' || c >= 0x20);
    g_assert_false (c >= 0x7f && c < 0xa0);
    g_assert_false ((c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069));
    g_assert_true (utf8 || c < 0x80);
  }
}

#define HOSTILE              \
  "\x1b]0;x\x07\r\b\xc2\x9b" \
  "31m\xe2\x80\xaetxt\xff\0\x7f\xc3\xa9"

/* Every text of every record is hostile; nothing of it acts. */
static void
poison (const RecordInfo *info, gpointer record) {
  for (guint i = 0; i < info->n_fields; i++) {
    const FieldInfo *field = &info->fields[i];
    gpointer member = field_address (field, record);
    if (field->type <= FIELD_TYPE_IP || field->type == FIELD_TYPE_WORDS)
      *(Span *)member = SPAN (HOSTILE);
    else if (field->type == FIELD_TYPE_DATE)
      *(Date *)member = (Date){0, false, SPAN (HOSTILE)};
    else if (field->type == FIELD_TYPE_ONE)
      poison (field->item, member);
    else if (field->type == FIELD_TYPE_MAYBE && *(gpointer *)member)
      poison (field->item, *(gpointer *)member);
    else if (field->type == FIELD_TYPE_TEXTS || field->type == FIELD_TYPE_DOMAINS)
      *vec_at ((Vec *)member, Span, 0) = SPAN (HOSTILE);
    else if (field->type == FIELD_TYPE_ITEMS)
      for (guint n = 0; n < ((Vec *)member)->n; n++)
        poison (field->item, (char *)((Vec *)member)->items + n * field->item->size);
  }
}

static void
test_hostile (void) {
  g_autoptr (Arena) arena = arena_new ();
  Case mail_case;
  full_case (arena, &mail_case);
  poison (&record_Evidence, &mail_case.evidence);
  poison (&record_Evidence, mail_case.original);
  poison (&record_Verdict, &mail_case.verdict);
  poison (&record_Finding, vec_at (&mail_case.findings, Finding, 0));
  for (guint i = 0; i < 16; i++) {
    ReportOptions options = {
        .utf8 = i & 1, .verbose = (i & 2) != 0, .several = (i & 4) != 0, .width = i & 8 ? 40 : 132};
    g_autofree char *text = report (&mail_case, options);
    assert_harmless (text, options.utf8);
    vec_at (&mail_case.findings, Finding, 0)->superseded_by = SPAN_NULL;
  }
}

static void
test_escape (void) {
  static const struct {
    Span text;
    const char *utf8, *ascii;
  } table[] = {
      {{"plain \\x", 8}, "plain \\x", "plain \\x"},
      {{"\x1b[31m", 5}, "\\x1B[31m", "\\x1B[31m"},
      {{"a\0b", 3}, "a\\x00b", "a\\x00b"},
      {{"\xe2\x80\xae", 3}, "\\u{202E}", "\\u{202E}"},
      {{"\xc2\x9b", 2}, "\\u{9B}", "\\u{9B}"},
      {{"\xff\xc3", 2}, "\\xFF\\xC3", "\\xFF\\xC3"},
      {{"\xc3\xa9", 2}, "\xc3\xa9", "\\u{E9}"},
      {{"a\tb\r\n", 5}, "a\\x09b\\x0D\\x0A", "a\\x09b\\x0D\\x0A"},
      {{NULL, 0}, "", ""},
  };
  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    g_autoptr (GString) utf8 = g_string_new (NULL);
    g_autoptr (GString) ascii = g_string_new (NULL);
    text_escape (utf8, table[i].text, true);
    text_escape (ascii, table[i].text, false);
    g_assert_cmpstr (utf8->str, ==, table[i].utf8);
    g_assert_cmpstr (ascii->str, ==, table[i].ascii);
    g_autoptr (GString) again = g_string_new (NULL);
    text_escape (again, span_of (utf8->str, utf8->len), true);
    g_assert_cmpstr (again->str, ==, utf8->str);
  }
}

static void
test_cut (void) {
  g_autoptr (Arena) arena = arena_new ();
  Span cut = text_escaped (arena, SPAN ("\xc3\xa9\xc3\xa9\xc3\xa9"), true, 3);
  g_assert_true (span_equal (cut, SPAN ("\xc3\xa9\xe2\x80\xa6")));
  g_assert_cmpuint (text_columns (cut), ==, 2);
  g_assert_cmpuint (text_columns (SPAN ("\xe6\x97\xa5\xe6\x9c\xac")), ==, 4);
  g_assert_cmpuint (text_columns (SPAN ("e\xcc\x81")), ==, 1);
  /* bytes that continue no character do not hide the others */
  cut = text_escaped (arena, SPAN ("abcdef\x80\x80\x80\x80\x80\x80"), false, 10);
  g_assert_true (span_equal (cut, SPAN ("abcdef\\x80...")));
}

/* No line is wider than asked for, but for what must be copied whole. */
static void
test_widths (void) {
  g_autoptr (Arena) arena = arena_new ();
  Case mail_case;
  sample_case (arena, &mail_case);
  for (guint width = 60; width <= 140; width += 5) {
    g_autofree char *text = report (&mail_case, (ReportOptions){.utf8 = true, .width = width});
    g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
    for (guint i = 1; lines[i]; i++)
      if (!strstr (lines[i], "_domainkey"))
        g_assert_cmpuint (text_columns (span_from_string (lines[i])), <=, width);
  }
}

static void
test_color (void) {
  g_autoptr (Arena) arena = arena_new ();
  Case mail_case;
  sample_case (arena, &mail_case);
  g_autofree char *without = report (&mail_case, plain);
  g_assert_null (strchr (without, '\033'));
  g_autofree char *with =
      report (&mail_case, (ReportOptions){.utf8 = true, .color = true, .width = 100});
  g_assert_true (g_str_has_prefix (with, "\033[1;31mFAIL\033[0m  DMARC"));
  g_autoptr (GRegex) sequences = g_regex_new ("\033\\[[0-9;]*m", 0, 0, NULL);
  g_autofree char *bare = g_regex_replace (sequences, with, -1, 0, "", 0, NULL);
  g_assert_cmpstr (bare, ==, without);
}

static void
test_empty (void) {
  Case mail_case = {0};
  g_autofree char *text = report (&mail_case, (ReportOptions){.verbose = true});
  g_assert_true (g_str_has_prefix (text, "UNKNOWN  \n\n  From    not shown here\n"));
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report-text/common-case", test_common_case);
  g_test_add_func ("/report-text/verdict-words", test_verdict_words);
  g_test_add_func ("/report-text/not-believed", test_not_believed);
  g_test_add_func ("/report-text/superseded", test_superseded);
  g_test_add_func ("/report-text/fixes", test_fixes);
  g_test_add_func ("/report-text/many", test_many);
  g_test_add_func ("/report-text/bounce", test_bounce);
  g_test_add_func ("/report-text/hostile", test_hostile);
  g_test_add_func ("/report-text/escape", test_escape);
  g_test_add_func ("/report-text/cut", test_cut);
  g_test_add_func ("/report-text/widths", test_widths);
  g_test_add_func ("/report-text/color", test_color);
  g_test_add_func ("/report-text/empty", test_empty);
  return g_test_run ();
}
