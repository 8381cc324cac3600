/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a stanza may say, field by field: each row stands beside one that is just still good, or no
 * longer. And what --list-findings, --describe and --show-example print of it. */
#include "engine/language-tag.h"
#include "engine/rule-describe.h"
#include "engine/rule-limits.h"
#include "rule-text.h"

#define EXAMPLES "Example: x\nCounter-Example: y\n\n"
#define RECEIVER "Receiver: net\nKnown-By: receiver.host is under example.net\n\n"

typedef struct {
  const char *rules, *complaint; /* NULL: none */
} Row;

static void
check_row (const char *rules, const char *complaint) {
  g_autoptr (RuleText) text = rule_text_new (rules, "");
  g_autofree char *errors = rule_text_errors (text);
  bool good = complaint ? strstr (errors, complaint) != NULL : *errors == '\0';
  if (good)
    return;
  g_test_message ("expected %s for:\n%.300s\ngot: %s", complaint ? complaint : "no complaint",
                  rules, errors);
  g_test_fail ();
}

static void
check_rows (const Row *rows, gsize n) {
  for (gsize i = 0; i < n; i++)
    check_row (rows[i].rules, rows[i].complaint);
}

#define CHECK_ROWS(rows) check_rows (rows, G_N_ELEMENTS (rows))

/* "a, a, …": `n` of them. */
static char *
repeated (const char *item, const char *between, gsize n) {
  GString *out = g_string_new (NULL);
  for (gsize i = 0; i < n; i++)
    g_string_append_printf (out, "%s%s", i ? between : "", item);
  return g_string_free (out, FALSE);
}

/* ---- ids, names ---- */

static void
test_ids (void) {
  static const struct {
    const char *id;
    bool good;
  } rows[] = {{"a", true},    {"0", true},    {"a-b", true}, {"a.b", true}, {"a_b", true},
              {"-a", false},  {".a", false},  {"_a", false}, {"A", false},  {"aB", false},
              {"a b", false}, {"a/b", false}, {"", false},   {"é", false},  {"a9", true}};
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *rule = g_strdup_printf ("Sender: %s\n", rows[i].id);
    g_autofree char *link = g_strdup_printf ("Disable: %s\n\nSender: a\n", rows[i].id);
    check_row (rule, rows[i].good ? NULL : "an id of a-z, 0-9 and hyphens is expected");
    if (!rows[i].good && *rows[i].id)
      check_row (link, "is no id");
  }
  for (gsize len = 63; len <= 65; len++) {
    g_autofree char *id = g_strnfill (len, 'a');
    g_autofree char *rule = g_strdup_printf ("Sender: %s\n", id);
    check_row (rule, len <= 64 ? NULL : "an id of a-z");
  }
}

/* As many ids as LIMIT_RULE_LINKS. */
static void
test_links (void) {
  for (gsize n = LIMIT_RULE_LINKS; n <= LIMIT_RULE_LINKS + 1; n++) {
    g_autofree char *ids = repeated ("b", ", ", n);
    g_autofree char *rules =
        g_strdup_printf ("Bounce: a\nReply: 550\nMeans: other\nBefore: %s\n" EXAMPLES
                         "Bounce: b\nReply: 551\nMeans: other\n" EXAMPLES,
                         ids);
    check_row (rules, n > LIMIT_RULE_LINKS ? "Before: too many ids" : NULL);
  }
}

static void
test_own_field_names (void) {
  static const struct {
    gsize len;
    bool star, good;
  } rows[] = {{2, false, false}, {3, false, true}, {80, false, true}, {81, false, false},
              {7, true, false},  {8, true, true},  {80, true, true},  {81, true, false}};
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *name = g_strnfill (rows[i].len, 'x');
    if (rows[i].star)
      name[1] = '*';
    g_autofree char *rules = g_strdup_printf ("Receiver: a\nField: %s as tests\n", name);
    check_row (rules, rows[i].good ? NULL : "is no name of a header field");
  }
  static const Row more[] = {
      {"Receiver: a\nField: X-A_b9 as tests\n", NULL},
      {"Receiver: a\nField: X-Aé as tests\n", "no name of a header field"},
      {"Receiver: a\nField: X-A is tests\n", "tests or From is expected"},
      {"Receiver: a\nField: X-A as tests too\n", "tests or From is expected"},
      {"Receiver: a\nField: Subject as tests\n", "\"Subject\" is read already"},
      {"Receiver: a\nField: X-A as tests\n\nReceiver: b\nField: X-A as tests\n", NULL},
      {"Receiver: a\nField: X-A as tests\n\nReceiver: b\nField: x-a as Received-SPF\n",
       "lower.rules:4: b: Field: \"x-a\" is read as something else by another stanza"},
  };
  CHECK_ROWS (more);
}

/* ---- what each kind asks for ---- */

static void
test_kinds (void) {
  static const Row rows[] = {
      {"Disable: a\nTitle: x\n\nSender: a\n", "lower.rules:2: a Disable stanza has no other field"},
      {"Disable: a\n\nSender: a\n", NULL},
      {"Disable: a,\n\nSender: a\n", "Disable: an empty item in the list"},
      {"Disable: a, b\n\nSender: a\n", "lower.rules:1: Disable: there is no rule \"b\""},
      {"Title: a\n", "a stanza begins with its kind, and \"Title\" is none"},
      {"Senders: a\n", "is none, did you mean \"Sender\"?"},
      {"Disabel: a\n", "did you mean \"Disable\"?"},
      {"Sender: a\nSender: b\n", "Sender stands twice in one stanza"},
      {"Sender: a\nsupport: b\n", "a Sender has no field \"support\", did you mean \"Support\"?"},
      {"Sender: a\nSupport: b\nSupport: c\n", "lower.rules:3: Support stands twice"},
      {"Sender: a\nSee: b\nSee: c\n", NULL},
      {"Sender: a\nRecord: x TXT v\nRecord: y TXT v\n", NULL},
      {"Sender: a\nInstitution-fr: b\n",
       "Institution-fr translates a Institution that is not there"},
      {"Sender: a\nInstitution: a\nInstitution-fr: b\n", NULL},
      {"Sender: a\nSupport-fr: b\n", "has no field \"Support-fr\""},
      {"Sender: a\nFormerly: a\n", NULL},
      {"Sender: a\nFormerly: old\n\nSender: old\n", "old: the id was formerly that of a, at"},
      {"Sender: old\n\nSender: a\nFormerly: old\n",
       "a: Formerly: \"old\" is the id of another rule, at lower.rules:1"},
      {"Sender: a\nFormerly: old\n\nSender: b\nFormerly: old\n",
       "b: Formerly: \"old\" is the id of another rule, at lower.rules:1"},
      {"Sender: a\nFormerly: old\n\nReceiver: old\n", NULL},
      {"Message: a\nText: x\nReplaces: b\n", "a Message has no field \"Replaces\""},
      {"Message: a\nText:\n", "lower.rules:2: Text: it is empty"},
      {"Message: a\nText: x\n", NULL},
      {"Language: fr\nTitle: x\n", NULL},
      {"Language: french\nTitle: x\n", "Language: an id of"},
      {"Language: fr-CH\nTitle: x\n", "fr-CH is a variant of a language that has no Language"},
      {"Language: fr\nTitle: x\n\nLanguage: fr-CH\nTitle: y\n", NULL},
      {"Language: fr-ch\nTitle: x\n", "Language: an id of"},
      {"Paste: a\n", "a has no Captions"},
      {"Paste: a\nTitle: t\n", "a has no Captions"},
      {"Paste: a\nCaptions: x\n", NULL},
      {"Paste: a\nAuthor: x\n", NULL},
      {"Paste: a\nRedacted: x\n", NULL},
      {"Paste: a\nNotices: x\n", NULL},
      {"Paste: a\nSigns: x\n", "a has no Program"},
      {"Paste: a\nSigns: x\nProgram: p\n", NULL},
      {"Paste: a\nProgram: p\n", "a has no Captions"},
      {"Sender: a\nDefault: yes\n", NULL},
      {"Sender: a\nDefault: no\n", "Default: \"no\" is none of: yes"},
      {"Sender: a\nSigning-Domain: a.example, b c\n", "\"b c\" is no domain name"},
  };
  CHECK_ROWS (rows);
}

static void
test_receivers (void) {
  static const Row rows[] = {
      {"Receiver: a\nWrites: above\n", NULL},
      {"Receiver: a\nWrites: below\n", NULL},
      {"Receiver: a\nWrites: behind\n", NULL},
      {"Receiver: a\nWrites: end\n", NULL},
      {"Receiver: a\nWrites: beside\n", "Writes: \"beside\" is none of: above below behind end"},
      {"Receiver: a\nReturn-Path: behind\n", NULL},
      {"Receiver: a\nReturn-Path: above\n", "Return-Path: \"above\" is none of: behind"},
      {"Receiver: a\nWrites-Several: yes\n", NULL},
      {"Receiver: a\nMailboxes: a.example, b.example\n", NULL},
      {"Receiver: a\nMailboxes: a.example, b c\n", "Mailboxes: \"b c\" is no domain name"},
      {"Receiver: a\nBare-Hosts: -, mx\n", NULL},
  };
  CHECK_ROWS (rows);
}

#define STREAM(text) "Sender: a\nStream: " text "\n"

static void
test_senders (void) {
  static const Row rows[] = {
      {STREAM ("news documented when from.domain is present"), NULL},
      {STREAM ("news assumed when from.domain is present"), NULL},
      {STREAM ("news guessed when from.domain is present"),
       "Stream: NAME documented when CONDITION is expected"},
      {STREAM ("news documented if from.domain is present"),
       "Stream: NAME documented when CONDITION is expected"},
      {STREAM ("news documented when"), "Stream: a test expected at the end"},
      {STREAM ("news documented when\n from.domain is present"), NULL},
      {STREAM ("news documented when\n frm.domain is present"), "lower.rules:3: Stream: "},
      {"Sender: a\nRecord: {domain} TXT v\n", NULL},
      {"Sender: a\nRecord: {domain|a b} TXT v\n", NULL},
      {"Sender: a\nRecord: sender TXT v\n", NULL}, /* a host of that name */
      {"Sender: a\nRecord: sender\n", "Record: \"\" is no record type"},
      {"Sender: a\nRecord: x SPF v\n", "Record: \"SPF\" is no record type"},
      {"Sender: a\nRecord: x txt v\n", "Record: \"txt\" is no record type"},
      {"Sender: a\nRecord: x TX v\n", "Record: \"TX\" is no record type"},
      {"Sender: a\nRecord: x TXT\n", "Record: the text is empty"},
      {"Sender: a\nRecord: x TXT v\nRecord: x CNAME v\nRecord: x MX v\nRecord: x A v\n"
       "Record: x AAAA v\nRecord: x NS v\nRecord: x PTR v\nRecord: x SRV v\nRecord: x CAA v\n",
       NULL},
  };
  CHECK_ROWS (rows);
}

#define FINDING(more)                                                                           \
  "Finding: f\nSeverity: error\nProof: proved\nFix-By: sender\nTitle: t\nExplanation: e\n" more \
      EXAMPLES
#define WHEN "When: from.domain is present\n"

static void
test_findings (void) {
  static const Row rows[] = {
      {FINDING (WHEN), NULL},
      {FINDING (""), "f has no When"},
      {"Finding: f\n", "f has no Severity"},
      {"Finding: f\n", "f has no Proof"},
      {"Finding: f\n", "f has no Title"},
      {"Finding: f\n", "f has no Explanation"},
      {"Finding: f\n", "f has no Fix-By"},
      {"Finding: f\n", "f has no Example"},
      {"Finding: f\n", "f has no Counter-Example"},
      {FINDING (WHEN "Applies-To: message, original, bounce, setup, tls\n"), NULL},
      {FINDING (WHEN "Applies-To: message, mail\n"), "Applies-To: \"mail\" is none of"},
      {FINDING (WHEN "Breaks: spf, dkim, dmarc\n"), NULL},
      {FINDING (WHEN "Breaks: spf, spam\n"), "Breaks: the verdict has no field \"spam\""},
      {FINDING (WHEN "Repairs: alignment\n"), NULL},
      {FINDING (WHEN "Repairs: dmarc\n"), "Repairs: \"dmarc\" is none of"},
      {FINDING (WHEN "Record: sender\n"), NULL},
      {FINDING (WHEN "Record: sender CNAME\n"), NULL},
      {FINDING (WHEN "Record: sender CNAM\n"), "\"CNAM\" is no record type"},
      {FINDING (WHEN "For-Each: dkims\n"), "For-Each: there is no list \"dkims\""},
      {FINDING ("For-Each: dkim\nWhen: result is fail\n"), NULL},
      {FINDING ("For-Each: dkim spf\nWhen: result is fail\n"), "For-Each: the end expected"},
      {FINDING ("For-Each: believed\nWhen: result is fail\n"), "the name of a list expected"},
      {FINDING (WHEN "Same-As: f\n"), "f: Same-As names the rule itself"},
      {FINDING (WHEN "Same-As: g\n"), "f: Same-As: there is no Finding \"g\""},
      {FINDING (WHEN "Instead-Of: f-long\n"), "f: Instead-Of: there is no Finding \"f-long\""},
      {FINDING (WHEN "First: yes\nLast: yes\n"), NULL},
      {FINDING (WHEN "Fix-fr: x\n"), "Fix-fr translates a Fix that is not there"},
      {FINDING (WHEN "Fix: x\nFix-fr: y\nFix-de: z\n"), NULL},
      {FINDING (WHEN "Fix: {de:from.domain}\n"), "only a translation has forms"},
  };
  CHECK_ROWS (rows);
}

#define BOUNCE(more) "Bounce: a\nMeans: other\n" more EXAMPLES

static void
test_bounces (void) {
  static const Row rows[] = {
      {BOUNCE ("Reply: 550\n"), NULL},
      {BOUNCE ("Reply: 550 5.1.1\n"), NULL},
      {BOUNCE ("Reply: 5.1.1 550\n"), NULL},
      {BOUNCE ("Reply: 550 551\n"), "\"551\" is neither a reply code"},
      {BOUNCE ("Reply: 5.1.1 5.1.2\n"), "\"5.1.2\" is neither a reply code"},
      {BOUNCE ("Reply: 4.1.1\n"), NULL},
      {BOUNCE ("Reply: 2.1.1\n"), NULL},
      {BOUNCE ("Reply: 3.1.1\n"), "\"3.1.1\" is neither"},
      {BOUNCE ("Reply: 5.1.\n"), "\"5.1.\" is neither"},
      {BOUNCE ("Reply: 51.1.1\n"), "\"51.1.1\" is neither"},
      {BOUNCE (""), "a has no Pattern or Reply"},
      {BOUNCE ("Pattern: /x/\n"), NULL},
      {BOUNCE ("Pattern: x\n"), "Pattern: a regular expression between slashes"},
      {BOUNCE ("Pattern: /x/ y\n"), "Pattern: the end expected before \"y\""},
      {BOUNCE ("Pattern: /x/j\n"), "Pattern: behind a regular expression only \"i\""},
      {BOUNCE ("Pattern: //\n"), "Pattern: the regular expression is empty or too long"},
      {BOUNCE ("Pattern: /(?<domain>x)/\n"), NULL},
      {BOUNCE ("Pattern: /(?<domian>x)/\n"),
       "the group \"domian\" is no field of bounces that can be set, did you mean \"domain\"?"},
      {"Bounce: a\nReply: 550\nMeans: no such user\n" EXAMPLES, "Means: one word is expected"},
      {"Bounce: a\nReply: 550\n" EXAMPLES, "a has no Means"},
      {BOUNCE ("Reply: 550\nReceiver: net\n") RECEIVER, NULL},
      {BOUNCE ("Reply: 550\nReceiver: net\n"), "a: Receiver: there is no Receiver \"net\""},
      {BOUNCE ("Reply: 550\nAlone: no\n"), "Alone: \"no\" is none of: yes"},
  };
  CHECK_ROWS (rows);
}

#define READING(more) "Reading: a\n" more EXAMPLES
#define PASS "Pattern: /(?<result>pass)/\n"

static void
test_readings (void) {
  static const Row rows[] = {
      {READING ("In: spf.comment\nPattern: /(?<domain>x)/\n"), NULL},
      {READING ("Pattern: /(?<domain>x)/\n"), "a has no In"},
      {READING ("In: spf\nPattern: /(?<domain>x)/\n"), "Pattern: In must name the field"},
      {READING ("In: spf\nWhen: result is fail\nSet: domain = a.example\n"), NULL},
      {READING ("In: spf\nSet: domain = a.example\n"), "a has no Pattern or When"},
      {READING ("In: spfs.comment\nPattern: /(?<domain>x)/\n"),
       "In: there is no list \"spfs\", did you mean \"spf\"?"},
      {READING ("In: spf.coment\nPattern: /(?<domain>x)/\n"),
       "In: spf has no field \"coment\", did you mean \"comment\"?"},
      {READING ("In: spf.\nPattern: /(?<domain>x)/\n"), "In: spf has no field \"\""},
      {READING ("In: authentication_results.results\nPattern: /(?<field>x)/\n"),
       "has no field \"results\""},
      {READING ("In: spf.comment\nPattern: /x/\nSet: domain =\n"), "\"field = value\" is expected"},
      {READING ("In: spf.comment\nPattern: /x/\nSet: domain = \"\"\n"),
       "\"field = value\" is expected"},
      {READING ("In: spf.comment\nPattern: /x/\nSet: domain = \"a.example\"\n"), NULL},
      {READING ("In: spf.comment\nPattern: /x/\nSet: result = passs\n"),
       "Set: \"passs\" is none of"},
      {READING ("In: spf.comment\nPattern: /x/\nSet: result = pass, domain = a.example\n"), NULL},
      {READING ("In: spf.comment\nPattern: /x/\nSet: domain = {comment|?}\n"), NULL},
      {READING ("In: spf.comment\nPattern: /x/\nSet: domain = {coment|?}\n"),
       "did you mean \"comment\"?"},
      {READING ("In: dkim.comment\nPattern: /x/\nSet: key_bits = many\n"), "a number is expected"},
      {READING ("In: dkim.comment\nPattern: /x/\nSet: key_bits = 1024\n"), NULL},
      {READING ("In: tests.name\nAdds: spf\n" PASS), NULL},
      {READING ("In: tests.name\nAdds: spam\n" PASS), "Adds: \"spam\" is none of: spf dkim dmarc"},
      {READING ("In: spf.comment\nAdds: dkim\n" PASS), "only what is read in tests"},
      {READING ("In: tests.name\nAdds: spf\nPattern: /(?<domain>x)/\n"),
       "Adds: neither Set nor a named group gives the result"},
      {READING ("In: tests.name\nAdds: spf\nPattern: /x/\nSet: result = pass\n"), NULL},
      {READING ("In: spf.comment\nPattern: /x/\n"), "it can add nothing"},
      {READING ("In: spf.comment\nPattern: /(x)/\n"), "it can add nothing"},
      {READING ("In: spf.comment\nPattern: /(x)(?<domain>y)/\n"), NULL},
      {READING ("In: spf.comment\nPattern: /x/\nSet: comment = y\nReceiver: net\n"),
       "there is no Receiver \"net\""},
  };
  CHECK_ROWS (rows);
}

#define REQUIREMENT(more) "Requirement: r\nTitle: t\nAsked-By: gmail\n" more
#define MET "Met: from.domain is present\n"

static void
test_requirements (void) {
  static const Row rows[] = {
      {REQUIREMENT (""), NULL},
      {REQUIREMENT (MET EXAMPLES), NULL},
      {REQUIREMENT (MET), "r has no Example"},
      {REQUIREMENT (MET "Example: x\n"), "r has no Counter-Example"},
      {REQUIREMENT ("Not-Met: from.domain is absent\n"), "r has no Example"},
      {"Requirement: r\nAsked-By: gmail\n", "r has no Title"},
      {"Requirement: r\nTitle: t\n", "r has no Asked-By"},
      {REQUIREMENT (MET "Met-Text: {from.domain}\n" EXAMPLES), NULL},
      {REQUIREMENT (MET "Not-Met-Text: {from.domain}\n" EXAMPLES), "may be unknown here"},
      {REQUIREMENT (MET "Unknown-Text: {from.domain}\n" EXAMPLES), "may be unknown here"},
      {REQUIREMENT ("Not-Met: from.domain is present\nNot-Met-Text: {from.domain}\n" EXAMPLES),
       NULL},
      {REQUIREMENT (MET "Met-Text-fr: x\n" EXAMPLES),
       "Met-Text-fr translates a Met-Text that is not there"},
  };
  CHECK_ROWS (rows);
}

#define TRANSLATION(of, more) "Translation: " of "\nLanguage: fr\n" more "\n"

static void
test_translations (void) {
  static const Row rows[] = {
      {FINDING (WHEN) TRANSLATION ("f", "Title: x\nExplanation: y\n"), NULL},
      {FINDING (WHEN) TRANSLATION ("f", "Title: {from.domain}\n"), NULL},
      {FINDING (WHEN) TRANSLATION ("f", "Title: {return_path.domain}\n"), "may be unknown here"},
      {FINDING ("For-Each: dkim\nWhen: domain is present\n") TRANSLATION ("f", "Title: {domain}\n"),
       NULL},
      {FINDING (WHEN) TRANSLATION ("f", "Title: {domain}\n"), "stands alone"},
      {REQUIREMENT (MET "Met-Text: a\n" EXAMPLES)
           TRANSLATION ("r", "Title: x\nMet-Text: {from.domain}\n"),
       NULL},
      {REQUIREMENT (MET "Met-Text: a\n" EXAMPLES) TRANSLATION ("r", "Not-Met-Text: x\n"),
       "r.fr: Not-Met-Text translates what is not there"},
      {REQUIREMENT (MET "Not-Met-Text: a\n" EXAMPLES)
           TRANSLATION ("r", "Not-Met-Text: {from.domain}\n"),
       "may be unknown here"},
      {REQUIREMENT (MET "Met-Text: a\n" EXAMPLES) TRANSLATION ("r", "Met-Text: a\nFix: x\n"),
       "r.fr: Fix is no text of a requirement"},
      {FINDING (WHEN) TRANSLATION ("f", "Title: x\nMet-Text: y\n"),
       "there is no Requirement \"f\""},
      {"Sender: s\nInstitution: {domain}\n\n" TRANSLATION ("s", "Institution: {domain} x\n"), NULL},
      {"Sender: s\n\n" TRANSLATION ("s", "Institution: x\n"), "translates what is not there"},
  };
  CHECK_ROWS (rows);
}

/* ---- bounds ---- */

/* A rule around `n` of something, which is good up to `limit`. */
static void
check_bound (const char *before, const char *item, const char *between, const char *behind,
             gsize limit, const char *complaint) {
  for (gsize n = limit; n <= limit + 1; n++) {
    g_autofree char *items = repeated (item, between, n);
    g_autofree char *rules = g_strconcat (before, items, behind, NULL);
    check_row (rules, n > limit ? complaint : NULL);
  }
}

#define KNOWN_BY "Sender: a\nKnown-By: "
#define TEST "from.count > 0"

static void
test_condition_bounds (void) {
  check_bound (KNOWN_BY "message.subject is one of ", "a", ", ", "\n", LIMIT_OPERANDS,
               "fewer operands expected");
  /* the "and" is one of them */
  check_bound (KNOWN_BY, TEST, " and ", "\n", LIMIT_CONDITION_NODES - 1,
               "fewer tests in one condition");
  for (gsize depth = LIMIT_CONDITION_DEPTH; depth <= LIMIT_CONDITION_DEPTH + 1; depth++) {
    g_autofree char *open = g_strnfill (depth, '('), *closed = g_strnfill (depth, ')');
    g_autofree char *rules = g_strconcat (KNOWN_BY, open, TEST, closed, "\n", NULL);
    check_row (rules, depth > LIMIT_CONDITION_DEPTH ? "less nesting expected" : NULL);
  }
  /* side by side they are not nested */
  check_bound (KNOWN_BY, "((" TEST "))", " or ", "\n", LIMIT_CONDITION_NODES - 1, "fewer tests");
  const gsize fixed = strlen ("message.subject is \"\"");
  check_bound (KNOWN_BY "message.subject is \"", "a", "", "\"\n", LIMIT_CONDITION - fixed,
               "the condition is too long");
}

static void
test_amounts (void) {
  static const Row rows[] = {
      {KNOWN_BY "any received (delay_seconds > 106751991167300d)\n", NULL},
      {KNOWN_BY "any received (delay_seconds > 106751991167301)\n", "a number (with s, m, h or d)"},
      {KNOWN_BY "any received (delay_seconds > s)\n", "a number (with s, m, h or d)"},
      {KNOWN_BY "any received (delay_seconds > -)\n", "a number (with s, m, h or d)"},
      {KNOWN_BY "any received (delay_seconds > -2h)\n", NULL},
      {KNOWN_BY "any received (delay_seconds is 2h)\n", "a number is expected"},
      {KNOWN_BY "from.count is 9223372036854775807\n", NULL},
      {KNOWN_BY "from.count is -9223372036854775807\n", NULL},
      {KNOWN_BY "source.date > 0\n", NULL},
      {KNOWN_BY "source.date > {from.count}\n", NULL},
      {KNOWN_BY "source.date > {from.domain}\n", "from.domain is no number and no date"},
      {KNOWN_BY "source.kind > 1\n", "source.kind is no number and no date"},
  };
  CHECK_ROWS (rows);
}

/* Which facts a domain, or a pattern, can be asked of. */
static void
test_types (void) {
  static const Row rows[] = {
      {KNOWN_BY "from.domains is under a.example\n", NULL},
      {KNOWN_BY "from.address is under a.example\n", NULL},
      {KNOWN_BY "message.subject is under a.example\n", NULL},
      {KNOWN_BY "from.domain is under \"a b\"\n", "\"a b\" is no domain name"},
      {KNOWN_BY "verdict.spf is under a.example\n", "verdict.spf holds no domain"},
      {KNOWN_BY "verdict.spf is same org as a.example\n", "verdict.spf holds no domain"},
      {KNOWN_BY "any spf (client_ip is under a.example)\n", "client_ip holds no domain"},
      {KNOWN_BY "any spf (client_ip matches /^192/)\n", NULL},
      {KNOWN_BY "verdict.spf matches /pass/\n", NULL},
      {KNOWN_BY "source.date matches /1/\n", "source.date is no text"},
      {KNOWN_BY "return_path.null_sender matches /true/\n", "null_sender is no text"},
      {KNOWN_BY "any spf (client_ip is 192.0.2.1)\n", NULL},
      {KNOWN_BY "any spf (client_ip is 192.0.2)\n", "this is no IP address"},
      {KNOWN_BY "return_path.null_sender is TRUE\n", NULL},
      {KNOWN_BY "no dkim (any spf (result is pass))\n", "quantifiers do not nest"},
      {KNOWN_BY "no dkim (result is pass) and any spf (result is pass)\n", NULL},
      {KNOWN_BY "this.domain is a.example\n", "\"this.\" needs a For-Each"},
      {KNOWN_BY "dkim is present\n", NULL},
      {KNOWN_BY "dkim present\n", "only \"is present\" and \"is absent\" can be asked"},
      {KNOWN_BY "dmarc is not present\n", "only \"is present\" and \"is absent\" can be asked"},
      {KNOWN_BY "from.domain is not present\n", "a word, a string in quotes"},
      {KNOWN_BY "from.domain is not one of a.example, b.example\n", NULL},
  };
  CHECK_ROWS (rows);
}

static void
test_pattern_bounds (void) {
  check_bound ("Bounce: a\nMeans: other\nPattern: /", "a", "", "/\n" EXAMPLES, LIMIT_PATTERN,
               "the regular expression is empty or too long");
  check_bound ("Bounce: a\nMeans: other\nPattern: /", "(a)", "", "/\n" EXAMPLES,
               LIMIT_PATTERN_GROUPS, "the regular expression has too many groups");
  for (gsize depth = LIMIT_PATTERN_DEPTH; depth <= LIMIT_PATTERN_DEPTH + 1; depth++) {
    g_autofree char *open = repeated ("(?:", "", depth), *closed = g_strnfill (depth, ')');
    g_autofree char *rules = g_strconcat ("Bounce: a\nMeans: other\nPattern: /", open, "a", closed,
                                          "/\n" EXAMPLES, NULL);
    check_row (rules, depth > LIMIT_PATTERN_DEPTH ? "in the regular expression, at byte" : NULL);
  }
  /* two classes of 32 bytes each, written out as often as they shall stand */
  check_row ("Bounce: a\nMeans: other\nPattern: /(?:[a-c][d-f]){999}/\n" EXAMPLES,
             "regular expression is too large");
}

static void
test_template_bounds (void) {
  check_bound ("Sender: a\nInstitution: ", "a", "", "\n", LIMIT_TEMPLATE, "the text is too long");
  check_bound ("Sender: a\nInstitution: ", "{domain}", "", "\n", LIMIT_TEMPLATE_PIECES,
               "there are too many placeholders");
}

static void
test_change_bounds (void) {
  for (guint n = LIMIT_MESSAGE_CHANGES; n <= LIMIT_MESSAGE_CHANGES + 2; n++) {
    g_autoptr (GString) rules = g_string_new ("Message: m\nText:\n From: a@a.example\n\n"
                                              "Receiver: r\nExample: @m\n");
    for (guint i = 0; i < n; i++)
      g_string_append_printf (rules, " +X-%u: x\n", i);
    g_autoptr (RuleText) text = rule_text_new (rules->str, "");
    g_assert_cmpuint (text->errors.total, ==, n > LIMIT_MESSAGE_CHANGES);
  }
}

/* What steers a terminal is not printed, wherever it comes from. */
static void
test_printed_errors (void) {
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (GString) out = g_string_new (NULL);
  RuleErrors errors;
  rule_errors_init (&errors, arena);
  rule_error_add (&errors, "b\x1b.rules", 12, "say \x07%s", "é");
  rule_error_add (&errors, "a.rules", 12, "third");
  rule_error_add (&errors, "a.rules", 3, "second");
  rule_error_add (&errors, "a.rules", 3, "not first");
  rule_errors_sort (&errors);
  rule_errors_print (&errors, out);
  g_assert_cmpstr (out->str, ==,
                   "a.rules:3: second\na.rules:3: not first\na.rules:12: third\n"
                   "b?.rules:12: say ?é\n");
}

/* ---- locales ---- */

/* POSIX: language_TERRITORY.codeset@modifier; RFC 5646 writes a hyphen. */
static void
test_locales (void) {
  static const struct {
    const char *tag, *locale;
    bool serves, is;
  } rows[] = {
      {"fr", "fr", true, true},
      {"fr", "fr_CH", true, false},
      {"fr", "fr_CH.UTF-8", true, false},
      {"fr", "fr.UTF-8", true, true},
      {"fr", "fr@euro", true, true},
      {"fr", "FR", true, true},
      {"fr", "de", false, false},
      {"fr", "frr", false, false},
      {"fr-CH", "fr_CH", true, true},
      {"fr-CH", "fr-ch", true, true},
      {"fr-CH", "fr_CH@euro", true, true},
      {"fr-CH", "fr", false, false},
      {"fr-CH", "fr_BE", false, false},
      {"fr-CH", "de_CH", false, false},
      {"en", "C", true, true},
      {"en", "C.UTF-8", true, true},
      {"en", "POSIX", true, true},
      {"en", "Cx", false, false},
      {"en-GB", "C", false, false},
      {"en", "", false, false},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    Span tag = span_from_string (rows[i].tag);
    g_test_message ("%s %s", rows[i].tag, rows[i].locale);
    g_assert_true (language_serves (tag, rows[i].locale) == rows[i].serves);
    g_assert_true (language_is_of_locale (tag, rows[i].locale) == rows[i].is);
  }
}

static void
test_tags (void) {
  static const struct {
    const char *tag;
    bool good;
  } rows[] = {{"fr", true},     {"gsw", true},      {"f", false},     {"frfr", false},
              {"Fr", false},    {"fr-CH", true},    {"gsw-CH", true}, {"fr-ch", false},
              {"fr-Ch", false}, {"fr-cH", false},   {"fr-C", false},  {"fr-CHE", false},
              {"fr-", false},   {"fr-CH-x", false}, {"", false},      {"-CH", false}};
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s", rows[i].tag);
    g_assert_true (language_is_tag (span_from_string (rows[i].tag)) == rows[i].good);
  }
}

/* The nearest: the variant, then its language, then none. */
static void
test_language_of_locale (void) {
  static const struct {
    const char *locale, *id;
  } rows[] = {{"de_CH.UTF-8", "de-CH"}, {"de_AT", "de"}, {"de", "de"}, {"fr", NULL}, {"C", "en"}};
  g_autoptr (RuleText) text =
      rule_text_new ("Language: de\nTitle: D\n\nLanguage: de-CH\nTitle: S\n\n"
                     "Language: en\nTitle: E\n",
                     "");
  rule_text_assert_loads (text);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const LanguageRule *rule = ruleset_language (text->rules, rows[i].locale);
    g_test_message ("%s", rows[i].locale);
    g_assert_true (span_equal (rule ? rule->rule.id : SPAN_NULL, span_from_string (rows[i].id)));
  }
}

/* ---- what is printed ---- */

#define WHOLE                                                                                \
  "Finding: a\nSeverity: warning\nProof: likely\nFix-By: institution\nWhen: from.domain is " \
  "present\nTitle: Of {from.domain|?}\nTitle-fr: De {from.domain|?}\nExplanation: Why.\n"    \
  "Fix: Mend.\nCheck: Look.\n"
#define WHOLE_EXAMPLES "Example:\n From: a\n .\n text\nExample: one\nCounter-Example:\n ..\n"

static void
check_described (const char *language, const char *title) {
  static const char rules[] = WHOLE WHOLE_EXAMPLES "\nReceiver: a\nWrites: end\n";
  g_autoptr (RuleText) text = rule_text_new (rules, "");
  g_autoptr (GString) out = g_string_new (NULL);
  rule_text_assert_loads (text);
  g_assert_true (rules_describe (text->rules, SPAN ("a"), language, out));
  g_autofree char *expected = g_strconcat (
      "Finding a\nwarning, likely; repaired by: institution\n\n", title,
      "\n\nWhy.\n\nFix: Mend.\n\nCheck: Look.\n\nThe rule, at lower.rules:1:\n\n", NULL);
  g_assert_true (g_str_has_prefix (out->str, expected));
  g_assert_nonnull (strstr (out->str, "\n  Finding: a\n  Severity: warning\n"));
  g_assert_true (g_str_has_suffix (out->str, "\n\nReceiver a\nThe rule, at lower.rules:19:\n\n"
                                             "  Receiver: a\n  Writes: end\n"));
}

static void
test_described (void) {
  check_described (NULL, "Of <from.domain>");
  check_described ("fr", "De <from.domain>");
  check_described ("de", "Of <from.domain>");
}

static void
test_listed (void) {
  g_autoptr (RuleText) text = rule_text_new (
      WHOLE EXAMPLES "Finding: b\nSame-As: a\nSeverity: note\nProof: proved\nFix-By: nobody\n" WHEN
                     "Title: t\nExplanation: e\n" EXAMPLES,
      "");
  g_autoptr (GString) out = g_string_new (NULL);
  rule_text_assert_loads (text);
  rules_list_findings (text->rules, "fr", out);
  g_assert_cmpstr (out->str, ==,
                   "a                                warning likely   institution     "
                   "De <from.domain>\n");
}

static void
test_examples (void) {
  g_autoptr (RuleText) text =
      rule_text_new (WHOLE WHOLE_EXAMPLES "\nReceiver: a\nExample: r\n", "");
  g_autoptr (GString) out = g_string_new (NULL);
  rule_text_assert_loads (text);
  g_assert_true (rules_show_examples (text->rules, SPAN ("a"), out));
  g_assert_cmpstr (out->str, ==,
                   "# Finding a, at lower.rules:1\nExample:\n From: a\n .\n text\nExample:\n one\n"
                   "Counter-Example:\n ..\n\n# Receiver a, at lower.rules:19\nExample:\n r\n");
  g_string_truncate (out, 0);
  g_assert_false (rules_show_examples (text->rules, SPAN ("quite-other"), out));
  g_assert_cmpstr (out->str, ==, "there is no such rule\n");
}

/* Every kind can be asked for but a message. */
static void
test_every_kind (void) {
  static const struct {
    const char *rules, *id, *kind;
  } rows[] = {
      {RECEIVER, "net", "Receiver net\n"},
      {BOUNCE ("Reply: 550\n"), "a", "Bounce a\n"},
      {READING ("In: spf.comment\nPattern: /(?<domain>x)/\n"), "a", "Reading a\n"},
      {FINDING (WHEN), "f", "Finding f\n"},
      {"Sender: s\n", "s", "Sender s\n"},
      {REQUIREMENT (""), "r", "Requirement r\n"},
      {"Language: fr\n", "fr", "Language fr\n"},
      {"Paste: p\nCaptions: x\n", "p", "Paste p\n"},
      {FINDING (WHEN) TRANSLATION ("f", "Title: x\n"), "f.fr", "Translation f.fr\n"},
      {"Message: m\nText: x\n", "m", NULL},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (RuleText) text = rule_text_new (rows[i].rules, "");
    g_autoptr (GString) out = g_string_new (NULL);
    rule_text_assert_loads (text);
    g_test_message ("%s", rows[i].id);
    g_assert_true (rules_describe (text->rules, span_from_string (rows[i].id), NULL, out) ==
                   (rows[i].kind != NULL));
    g_assert_true (g_str_has_prefix (out->str, rows[i].kind ? rows[i].kind : "there is no such"));
  }
}

/* ---- what a rule holds ---- */

static char *
joined (const Vec *list) {
  GString *out = g_string_new (NULL);
  for (guint i = 0; i < list->n; i++)
    g_string_append_printf (out, "%s%.*s", i ? "|" : "", SPAN_FORMAT (*vec_at (list, Span, i)));
  return g_string_free (out, FALSE);
}

static void
check_list (const Vec *list, const char *expected) {
  g_autofree char *text = joined (list);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_lists (void) {
  g_autoptr (RuleText) text = rule_text_new (
      "Receiver: r\nMailboxes: B.example., a.example\nBare-Hosts: mx, Mail\n"
      "Always-Writes: spf,dkim\nField: X-A as tests\nField: X-B as From\n\n"
      "Sender: s\nTitle: The\n sender\nSelectors: s1, S2\nReturn-Path: b.*\nDefault: yes\n"
      "Stream: news documented when from.domain is present\n\n"
      "Language: fr\nNo-Break-Before: : ;  ,\nSpelling: a b\n",
      "");
  rule_text_assert_loads (text);
  const Receiver *receiver = *vec_at (ruleset_receivers (text->rules), const Receiver *, 0);
  const SenderRule *sender = *vec_at (ruleset_senders (text->rules), const SenderRule *, 0);
  const LanguageRule *language = *vec_at (ruleset_languages (text->rules), const LanguageRule *, 0);
  check_list (&receiver->mailboxes, "b.example|a.example");
  check_list (&receiver->bare_hosts, "mx|Mail");
  check_list (&receiver->always_writes, "spf|dkim");
  g_assert_cmpuint (receiver->own_fields.n, ==, 2);
  g_assert_true (span_is (receiver->title, "r"));
  g_assert_true (span_is (sender->title, "The sender"));
  check_list (&sender->selectors, "s1|S2");
  check_list (&sender->return_paths, "b.*");
  g_assert_true (sender->is_default);
  g_assert_cmpuint (sender->streams.n, ==, 1);
  g_assert_true (span_is (vec_at (&sender->streams, SenderStream, 0)->name, "news"));
  g_assert_true (span_is (vec_at (&sender->streams, SenderStream, 0)->basis, "documented"));
  check_list (&language->no_break_before, ":|;|,");
  check_list (&language->spelling, "a|b");
  g_assert_true (span_is (language->title, "fr"));
  g_assert_true (ruleset_gives_mailboxes (text->rules, SPAN ("a.example")));
  g_assert_true (ruleset_gives_mailboxes (text->rules, SPAN ("x.b.example")));
  g_assert_false (ruleset_gives_mailboxes (text->rules, SPAN ("c.example")));
}

/* What breaks DKIM or SPF mends it when it is repaired, unless the stanza says otherwise. */
static void
test_repairs (void) {
  static const struct {
    const char *more, *repairs;
  } rows[] = {{"Breaks: dkim, dmarc\n", "dkim"},
              {"Breaks: spf\n", "spf"},
              {"Breaks: dmarc\n", NULL},
              {"Breaks: dmarc, spf\n", NULL},
              {"", NULL},
              {"Breaks: dkim\nRepairs: none\n", "none"},
              {"Repairs: record\n", "record"}};
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *rules = g_strdup_printf (FINDING (WHEN "%s"), rows[i].more);
    g_autoptr (RuleText) text = rule_text_new (rules, "");
    rule_text_assert_loads (text);
    const FindingRule *finding = *vec_at (ruleset_findings (text->rules), const FindingRule *, 0);
    g_test_message ("%s", rows[i].more);
    g_assert_true (span_equal (finding->repairs, span_from_string (rows[i].repairs)));
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rule-rows/ids", test_ids);
  g_test_add_func ("/rule-rows/links", test_links);
  g_test_add_func ("/rule-rows/own-field-names", test_own_field_names);
  g_test_add_func ("/rule-rows/kinds", test_kinds);
  g_test_add_func ("/rule-rows/receivers", test_receivers);
  g_test_add_func ("/rule-rows/senders", test_senders);
  g_test_add_func ("/rule-rows/findings", test_findings);
  g_test_add_func ("/rule-rows/bounces", test_bounces);
  g_test_add_func ("/rule-rows/readings", test_readings);
  g_test_add_func ("/rule-rows/requirements", test_requirements);
  g_test_add_func ("/rule-rows/translations", test_translations);
  g_test_add_func ("/rule-rows/condition-bounds", test_condition_bounds);
  g_test_add_func ("/rule-rows/amounts", test_amounts);
  g_test_add_func ("/rule-rows/types", test_types);
  g_test_add_func ("/rule-rows/pattern-bounds", test_pattern_bounds);
  g_test_add_func ("/rule-rows/template-bounds", test_template_bounds);
  g_test_add_func ("/rule-rows/change-bounds", test_change_bounds);
  g_test_add_func ("/rule-rows/printed-errors", test_printed_errors);
  g_test_add_func ("/rule-rows/locales", test_locales);
  g_test_add_func ("/rule-rows/tags", test_tags);
  g_test_add_func ("/rule-rows/language-of-locale", test_language_of_locale);
  g_test_add_func ("/rule-rows/described", test_described);
  g_test_add_func ("/rule-rows/listed", test_listed);
  g_test_add_func ("/rule-rows/examples", test_examples);
  g_test_add_func ("/rule-rows/every-kind", test_every_kind);
  g_test_add_func ("/rule-rows/lists", test_lists);
  g_test_add_func ("/rule-rows/repairs", test_repairs);
  return g_test_run ();
}
