/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The fields spam filters write, as SpamAssassin, amavis and sites' own settings lay them out. */
#include "guarded.h"
#include "headers/spam-status.h"
#include "base/limits.h"

typedef struct {
  const char *name;
  const char *value;
  const char *expected; /* names, with "=SCORE" where there is one, then defects in brackets */
} FieldCase;

static const FieldCase statuses[] = {
    {"spamassassin",
     "No, score=-0.2 required=5.0 tests=DKIM_SIGNED,DKIM_VALID,\n\tDKIM_VALID_AU,SPF_PASS "
     "autolearn=ham autolearn_force=no version=3.4.6",
     "DKIM_SIGNED DKIM_VALID DKIM_VALID_AU SPF_PASS"},
    {"spamassassin/folded-behind-equals", "No, score=0.0 tests=\n\tSPF_PASS,\n\tSPF_HELO_NONE",
     "SPF_PASS SPF_HELO_NONE"},
    {"spamassassin/blank-behind-comma",
     "No, score=-1.3 tests=BAYES_00, SPF_PASS, TXREP version=3.4.6", "BAYES_00 SPF_PASS TXREP"},
    {"spamassassin/comma-first", "No, tests=BAYES_00\n\t,SPF_PASS autolearn=no",
     "BAYES_00 SPF_PASS"},
    {"spamassassin/hits", "No, hits=-2.6 required=5.0 tests=SPF_FAIL", "SPF_FAIL"},
    {"spamassassin/scores", "Yes, score=7 tests=SPF_FAIL=0.9,DKIM_INVALID=-0.1 autolearn=no",
     "SPF_FAIL=0.9 DKIM_INVALID=-0.1"},
    {"spamassassin/none", "No, score=0.0 required=5.0 tests=none autolearn=ham", ""},
    {"spamassassin/empty", "No, score=0.0 required=5.0 tests= autolearn=ham", ""},
    {"amavis",
     "No, score=-2.2 tagged_above=-999 required=6.2\n\ttests=[BAYES_00=-1.9, DKIM_SIGNED=0.1,\n\t"
     "DKIM_VALID=-0.1, SPF_PASS=-0.001] autolearn=ham",
     "BAYES_00=-1.9 DKIM_SIGNED=0.1 DKIM_VALID=-0.1 SPF_PASS=-0.001"},
    {"amavis/empty", "No, score=0 tagged_above=-999 required=6.2 tests=[] autolearn=no", ""},
    {"amavis/cut", "No, score=0 tests=[BAYES_00=-1.9, SPF_PASS=-0.0",
     "BAYES_00=-1.9 SPF_PASS=-0.0"},
    {"behind-a-comma", "No,tests=SPF_PASS", "SPF_PASS"},
    {"first", "tests=SPF_PASS", "SPF_PASS"},
    {"upper-case", "No, TESTS=SPF_PASS", "SPF_PASS"},
    {"amavis/blanks", "No, tests=[ SPF_PASS=-0.0 , BAYES_00=-1.9 ]", "SPF_PASS=-0.0 BAYES_00=-1.9"},
    {"amavis/torn", "No, tests=[SPF_PASS=-0.0 x] autolearn=no",
     "SPF_PASS=-0.0 [spam-status-syntax]"},
    {"a-key-behind", "No, tests=required=x autolearn=no", ""},
    {"a-key-in-the-list", "No, tests=SPF_FAIL,SPF_PASS=x autolearn=no",
     "SPF_FAIL [spam-status-syntax]"},
    {"no-list", "No, score=0.1", ""},
    {"nothing", "", ""},
    {"word-before", "No, score=0.1 xtests=SPF_PASS", ""},
    {"comment", "No, score=0.1 (tests=SPF_PASS)", ""},
    {"twice", "No, tests=SPF_FAIL autolearn=no tests=SPF_PASS", "[spam-status-tests-twice]"},
    {"strange", "No, tests=SPF_FAIL,(DKIM_VALID_AU),SPF_PASS", "SPF_FAIL [spam-status-syntax]"},
    {"broken-off", "No, tests=SPF_FAIL;DMARC_PASS autolearn=no", "SPF_FAIL [spam-status-syntax]"},
};

static const FieldCase reports[] = {
    {"spamassassin",
     "\n\t* -0.0 SPF_PASS SPF: sender matches SPF record\n\t*  0.1 DKIM_INVALID DKIM or DK "
     "signature "
     "exists, but is not valid\n\t*      [SPF failed: DMARC_PASS]\n\t*  0.0 HTML_MESSAGE BODY: "
     "HTML",
     "SPF_PASS=-0.0 DKIM_INVALID=0.1 HTML_MESSAGE=0.0"},
    {"on-the-first-line", "*  0.4 NO_DNS_FOR_FROM DNS: none", "NO_DNS_FOR_FROM=0.4"},
    {"a-text-that-quotes-the-message",
     "Content preview:  hello\n\t*  0.0 DMARC_PASS x\n\tContent analysis details:", ""},
    {"a-text-behind", "*  0.0 SPF_FAIL x\n\tpreview:\n\t*  0.0 DMARC_PASS x", "SPF_FAIL=0.0"},
    {"no-score", "* DMARC_PASS", ""},
    {"a-score-alone", "*  0.0", ""},
    {"no-blank", "*0.0 SPF_FAIL x", "SPF_FAIL=0.0"},
    {"no-blank-behind-the-score", "*  0.0SPF_FAIL x", ""},
    {"a-name-alone", "*  0.0 SPF_FAIL", "SPF_FAIL=0.0"},
    {"a-name-with-a-colon", "*  0.0 SPF_FAIL: x", ""},
    {"an-empty-line-between", "*  0.0 SPF_FAIL x\n\n*  0.1 DKIM_INVALID x",
     "SPF_FAIL=0.0 DKIM_INVALID=0.1"},
    {"inside-a-line", "*  0.0 SPF_FAIL see *  0.0 DMARC_PASS", "SPF_FAIL=0.0"},
    {"nothing", "", ""},
};

/* Forms of Proxmox, MailScanner and Barracuda, as seen in mail of kernel.org's and other lists. */
static const FieldCase pairs[] = {
    {"proxmox",
     "Spam detection results:  0\n\tAWL                     0.130 Adjusted score from AWL "
     "reputation of "
     "From: address\n\tBAYES_00                 -1.9 Bayes spam probability is 0 to 1%\n"
     "\tDMARC_PASS               -0.1 DMARC pass policy\n"
     "\tSPF_HELO_NONE           0.001 SPF: HELO does not publish an SPF Record\n"
     "\tSPF_PASS               -0.001 SPF: sender matches SPF record",
     "AWL=0.130 BAYES_00=-1.9 DMARC_PASS=-0.1 SPF_HELO_NONE=0.001 SPF_PASS=-0.001"},
    {"proxmox/unfolded", "Spam detection results: 0 AWL 0.130 Adjusted SPF_FAIL 0.9 SPF: sender",
     "AWL=0.130 SPF_FAIL=0.9"},
    {"proxmox/folded-description",
     "Spam detection results:  1\n DKIM_SIGNED               0.1 Message has a DKIM or DK "
     "signature,\n "
     "not necessarily valid\n DKIM_VALID -0.1 Message",
     "DKIM_SIGNED=0.1 DKIM_VALID=-0.1"},
    {"mailscanner",
     "not spam, SpamAssassin (not cached,\n\tscore=0.002, required 5, autolearn=disabled, "
     "SPF_HELO_NONE "
     "0.00,\n\tSPF_NONE 0.00)",
     "SPF_HELO_NONE=0.00 SPF_NONE=0.00"},
    {"mailscanner/nothing", "not spam, SpamAssassin (score=0,\n\trequired 7.5)", ""},
    {"barracuda/status",
     "No, SCORE=0.04 using global scores of TAG_LEVEL=1000.0 QUARANTINE_LEVEL=6.0 KILL_LEVEL=8.0 "
     "tests=MARKETING_SUBJECT, BSF_SPF_SOFTFAIL",
     "MARKETING_SUBJECT BSF_SPF_SOFTFAIL"},
    {"barracuda/none", "No, SCORE=0.00 using global scores of KILL_LEVEL=9.0 tests=", ""},
    {"barracuda/report",
     "Code version 3.2, rules version 3.2.2.242684\n Rule breakdown below\n  pts rule name "
     "description\n"
     " ---- --------- ----\n 0.34 HTML_IMAGE_ONLY_04_2   META: HTML: images with 0-400 bytes\n"
     " 0.00 BSF_SPF_SOFTFAIL       META: Custom Rule SPF Softfail",
     "HTML_IMAGE_ONLY_04_2=0.34 BSF_SPF_SOFTFAIL=0.00"},
    {"lines-with-stars", "*  0.4 SPF_FAIL SPF: none", "SPF_FAIL=0.4"},
    {"two-lists", "No, tests=SPF_FAIL autolearn=no tests=SPF_PASS", "[spam-status-tests-twice]"},
    {"a-level", "*****", ""},
    {"no-score", "SPF_PASS DKIM_VALID", ""},
    {"small-letters", "spf_pass 0.1", ""},
    {"a-small-letter-first", "xSPF_PASS 0.1", ""},
    {"a-score-of-one-digit", "SPF_FAIL 1 words", "SPF_FAIL=1"},
    {"a-word-that-begins-so", "SPF_PASSx 0.1", ""},
    {"a-number-that-is-none", "SPF_PASS 0.1.x", ""},
    {"a-dash", "SPF_PASS -", ""},
    {"nothing", "", ""},
};

/* Forms of rspamd and Stalwart; options stand in braces behind the score. */
static const FieldCase symbols[] = {
    {"rspamd",
     "default: False [0.90 / 15.00];\n\tR_SPF_FAIL(1.00)[-all];\n\tMIME_GOOD(-0.10)[text/plain];\n"
     "\tR_DKIM_NA(0.00)[];\n\tDMARC_NA(0.00)[opera.example];\n\tFROM_NO_DN(0.00)[]",
     "R_SPF_FAIL=1.00{-all} MIME_GOOD=-0.10{text/plain} R_DKIM_NA=0.00{} "
     "DMARC_NA=0.00{opera.example} FROM_NO_DN=0.00{}"},
    {"rspamd/one-line",
     "default: False [1.40 / 15.00]; FROM_HAS_DN(0.00)[]; R_SPF_NA(0.00)[no record]",
     "FROM_HAS_DN=0.00{} R_SPF_NA=0.00{no record}"},
    {"rspamd/several-signatures",
     "default: False [0 / 15];\n\tR_DKIM_REJECT(0.00)[a.example:s=x,b.example:s=y];\n"
     "\tR_DKIM_ALLOW(-0.20)[c.example:s=k1]",
     "R_DKIM_REJECT=0.00{a.example:s=x} R_DKIM_REJECT=0.00{b.example:s=y} "
     "R_DKIM_ALLOW=-0.20{c.example:s=k1}"},
    {"rspamd/brackets-in-options",
     "default: True [9 / 15];\n\tARC_REJECT(1.00)[signature check failed: fail, {[1] = "
     "sig:x.example:reject}];\n\tR_SPF_ALLOW(0.00)[+mx]",
     "ARC_REJECT=1.00{signature check failed: fail, {[1] = sig:x.example:reject}} "
     "R_SPF_ALLOW=0.00{+mx}"},
    {"rspamd/a-name-in-options",
     "default: False [0 / 15];\n\tSUBJECT(0.00)[a, "
     "DMARC_POLICY_ALLOW(0.00)[x]];\n\tR_SPF_FAIL(0.00)[]",
     "SUBJECT=0.00{a, DMARC_POLICY_ALLOW(0.00)[x]} R_SPF_FAIL=0.00{}"},
    {"rspamd/cut-in-options",
     "default: False [0 / 15]; R_SPF_FAIL(1.00)[-all]; DMARC_NA(0.00)[oper",
     "R_SPF_FAIL=1.00{-all} DMARC_NA=0.00"},
    {"rspamd/cut-in-a-score", "default: False [0 / 15]; R_SPF_FAIL(1.0", "R_SPF_FAIL=1.0"},
    {"stalwart", "DMARC_POLICY_ALLOW (-0.50),\n\tDKIM_ALLOW (-0.20),\n\tSPF_NA (0)",
     "DMARC_POLICY_ALLOW=-0.50 DKIM_ALLOW=-0.20 SPF_NA=0"},
    {"another-form", "- ARC_NA[0.00]: ARC signature absent\n - R_SPF_FAIL[1.00]: x", ""},
    {"base64", "eyJzY29yZSI6MC4wfQ==", ""},
    {"small-letters", "spf_na (0.00)", ""},
    {"no-score", "SPF_NA, DMARC_NA", ""},
    {"nothing", "", ""},
};

static const FieldCase networks[] = {
    {"first-option-not", "X(0)[]; ASN(0.00)[asn:64496, ipnet:192.0.2.0/24, country:CH]",
     "192.0.2.0/24"},
    {"six", "ASN(0.00)[asn:64496, ipnet:2001:db8::/32, country:CH]", "2001:db8::/32"},
    {"last", "ASN(0.00)[ipnet:192.0.2.0/24]", "192.0.2.0/24"},
    {"of-another", "ASNX(0.00)[ipnet:192.0.2.0/24]", ""},
    {"none", "ASN(0.00)[asn:64496]", ""},
    {"without-options", "ASN(0.00)", ""},
};

static const FieldCase hosts[] = {
    {"host", "SpamAssassin 4.0.0 (2022-12-13) on mx.example.net", "mx.example.net"},
    {"folded", "SpamAssassin 3.2.5 (2008-06-10) on\n\tmail.ga.example", "mail.ga.example"},
    {"none", "SpamAssassin 4.0.0 (2022-12-13)", ""},
    {"at-the-end", "SpamAssassin 4.0.0 on", ""},
    {"glued", "SpamAssassin 4.0.0 onmx.example.net", ""},
    {"part-of-a-word", "SpamAssassin-on mx.example.net", ""},
    {"upper-case", "SpamAssassin 4.0.0 ON mx.example.net", "mx.example.net"},
    {"first-word", "on mx.example.net", ""},
    {"many-blanks", " x on \t mx.example.net ", "mx.example.net"},
    {"site", "3.1.0 on by the town on mx.town.example (x)", "mx.town.example"},
};

static char *
render (const Vec *tests, const Defects *defects) {
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < tests->n; i++) {
    const SpamTest *test = vec_at (tests, SpamTest, i);
    g_string_append_printf (text, "%s%.*s", text->len ? " " : "", SPAN_FORMAT (test->name));
    if (!span_is_null (test->score))
      g_string_append_printf (text, "=%.*s", SPAN_FORMAT (test->score));
    if (!span_is_null (test->options))
      g_string_append_printf (text, "{%.*s}", SPAN_FORMAT (test->options));
  }
  for (guint i = 0; i < defects->list.n; i++)
    g_string_append_printf (text, "%s[%.*s]", text->len ? " " : "",
                            SPAN_FORMAT (vec_at (&defects->list, Defect, i)->code));
  return g_string_free (text, FALSE);
}

static void
test_status (gconstpointer data) {
  const FieldCase *row = data;
  g_autoptr (Arena) arena = arena_new ();
  Vec tests = {0};
  Defects defects;
  defects_init (&defects, arena);
  spam_status_parse (span_guarded (row->value), arena, &tests, &defects);
  g_autofree char *read = render (&tests, &defects);
  g_assert_cmpstr (read, ==, row->expected);
}

static void
test_report (gconstpointer data) {
  const FieldCase *row = data;
  g_autoptr (Arena) arena = arena_new ();
  Vec tests = {0};
  Defects defects;
  defects_init (&defects, arena);
  spam_report_parse (span_guarded (row->value), arena, &tests);
  g_autofree char *read = render (&tests, &defects);
  g_assert_cmpstr (read, ==, row->expected);
}

static void
test_pairs (gconstpointer data) {
  const FieldCase *row = data;
  g_autoptr (Arena) arena = arena_new ();
  Vec tests = {0};
  Defects defects;
  defects_init (&defects, arena);
  spam_tests_parse (span_guarded (row->value), arena, &tests, &defects);
  g_autofree char *read = render (&tests, &defects);
  g_assert_cmpstr (read, ==, row->expected);
}

static void
test_symbols (gconstpointer data) {
  const FieldCase *row = data;
  g_autoptr (Arena) arena = arena_new ();
  Vec tests = {0};
  Defects defects;
  defects_init (&defects, arena);
  spam_symbols_parse (span_guarded (row->value), arena, &tests);
  g_autofree char *read = render (&tests, &defects);
  g_assert_cmpstr (read, ==, row->expected);
}

static void
test_network (gconstpointer data) {
  const FieldCase *row = data;
  g_autoptr (Arena) arena = arena_new ();
  Vec tests = {0};
  spam_symbols_parse (span_guarded (row->value), arena, &tests);
  Span network = spam_client_network (&tests);
  g_autofree char *read = g_strndup (network.data ? network.data : "", network.len);
  g_assert_cmpstr (read, ==, row->expected);
}

static void
test_host (gconstpointer data) {
  const FieldCase *row = data;
  Span host = spam_checker_host (span_guarded (row->value));
  g_autofree char *read = g_strndup (host.data ? host.data : "", host.len);
  g_assert_cmpstr (read, ==, row->expected);
}

/* No more tests than the limit, and a NUL ends the list. */
static void
test_limits (void) {
  static const char nul[] = "No, tests=SPF_FAIL\0,SPF_PASS";
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (GString) many = g_string_new ("No, tests=A");
  Vec tests = {0};
  Defects defects;
  defects_init (&defects, arena);
  spam_status_parse (span_of (nul, sizeof nul - 1), arena, &tests, &defects);
  g_assert_cmpuint (tests.n, ==, 1);
  for (guint i = 0; i < 3 * LIMIT_RESULTS; i++)
    g_string_append (many, ",A");
  tests = (Vec){0};
  spam_status_parse (span_of (many->str, many->len), arena, &tests, &defects);
  g_assert_cmpuint (tests.n, ==, LIMIT_RESULTS);
}

static void
add (const char *folder, const FieldCase *rows, guint n, GTestDataFunc test) {
  for (guint i = 0; i < n; i++) {
    g_autofree char *path = g_strdup_printf ("/spam-status/%s/%s", folder, rows[i].name);
    g_test_add_data_func (path, &rows[i], test);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  add ("status", statuses, G_N_ELEMENTS (statuses), test_status);
  add ("report", reports, G_N_ELEMENTS (reports), test_report);
  add ("pairs", pairs, G_N_ELEMENTS (pairs), test_pairs);
  add ("symbols", symbols, G_N_ELEMENTS (symbols), test_symbols);
  add ("networks", networks, G_N_ELEMENTS (networks), test_network);
  add ("host", hosts, G_N_ELEMENTS (hosts), test_host);
  g_test_add_func ("/spam-status/limits", test_limits);
  return g_test_run ();
}
