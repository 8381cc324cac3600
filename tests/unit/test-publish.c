/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which records somebody may be told to publish: for a name that is the author's, in a form that
 * those who ask for it can read (RFC 7208 section 4.5, RFC 9989 section 4.7, RFC 6376 section
 * 3.6.1), fitted into what is there. */
#include "apply/publish.h"
#include "rule-text.h"

static void
fill (Evidence *evidence, Arena *arena) {
  evidence->from.domain = SPAN ("news.museum.example");
  evidence->from.organizational_domain = SPAN ("museum.example");
  evidence->sender_profile.domain = SPAN ("told.example");
  *vec_push (arena, &evidence->sender_profile.signing_domains, Span) = SPAN ("mailer.example");
  *vec_push (arena, &evidence->sender_profile.signing_domains, Span) = SPAN ("esp.museum.example");
}

/* ---- whose name ---- */

static void
test_theirs (void) {
  static const struct {
    const char *name;
    bool theirs;
  } names[] = {
      {"museum.example", true},
      {"museum.example.", true},
      {"news.museum.example", true},
      {"_dmarc.museum.example", true},
      {"_dmarc.news.museum.example.", true},
      {"s1._domainkey.museum.example", true},
      {"s1._domainkey.told.example", true},
      {"told.example", true},
      /* another's; the platform's; a suffix everybody shares; a host; what is left open */
      {"other.example", false},
      {"_dmarc.other.example", false},
      {"mailer.example", false},
      {"s1._domainkey.mailer.example", false},
      {"s1._domainkey.eu.mailer.example", false},
      {"esp.museum.example", false},
      {"example", false},
      {"_dmarc.co.uk", false},
      {"museum.local", false},
      {"_dmarc.mx.localdomain", false},
      {"_dmarc.DOMAIN", false},
      {"s1._domainkey.<domain>", false},
      {"_dmarc", false},
      {"", false},
      {"_dmarc.", false},
  };
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Evidence evidence = {0};
    fill (&evidence, arena);
    g_test_message ("%s", names[i].name);
    Span name = span_from_string (names[i].name);
    g_assert_true (publish_is_theirs (name, &evidence, arena) == names[i].theirs);
    evidence.from.shared = FLAG_TRUE;
    g_assert_false (publish_is_theirs (name, &evidence, arena));
  }
}

/* ---- can it be read ---- */

#define KEY "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="

static const struct {
  const char *name, *type, *value;
  bool valid;
} records[] = {
    {"museum.example", "TXT", "v=spf1 ip4:192.0.2.1 -all", true},
    {"museum.example", "TXT", "v=spf1 ip4:192.0.2.999 -all", false},
    {"museum.example", "TXT", "v=spf1x", false},
    {"museum.example", "TXT", "anything else", true},
    {"_dmarc.museum.example", "TXT", "v=DMARC1; p=none", true},
    {"_dmarc.museum.example", "TXT", "v=DMARC1 p=none", false},
    {"_dmarc.museum.example", "TXT", "p=none", false},
    {"_dmarc.museum.example", "TXT", "v=spf1 -all", false},
    {"s1._domainkey.museum.example", "TXT", KEY, true},
    {"s1._domainkey.museum.example", "TXT", "v=DKIM1; p=!", false},
    {"s1._domainkey.museum.example", "TXT", "v=DKIM2; p=", false},
    {"s1._domainkey.museum.example", "CNAME", "s1.mailer.example", true},
    {"s1._domainkey.museum.example", "CNAME", "s1.<account>.mailer.example", true},
    {"s1._domainkey.museum.example", "CNAME", "s1 mailer.example", false},
    {"s1._domainkey.museum.example", "CNAME", "v=DKIM1; p=!", false},
    {"museum.example", "MX", "10 mx.museum.example.", true},
    /* into a zone file between quotation marks */
    {"museum.example", "TXT", "a\"b", false},
    {"museum.example", "TXT", "a\\b", false},
    {"museum.example", "TXT", "a\nb", false},
    {"museum.example", "TXT", "a b", true},
    {"museum.example", "TXT", "~", true},
    {"museum.example", "TXT", "\x7f", false},
    {"museum.example", "TXT", "m\xc3\xa9", false},
    {"museum.example", "TXT", "", false},
    /* names */
    {"museum example", "TXT", "a", false},
    {"museum.example; rm", "TXT", "a", false},
    {"<code>._domainkey.museum.example", "CNAME", "s1.mailer.example", true},
    {"<domain>", "TXT", "a", false},
    {"_dmarc.DOMAIN", "TXT", "v=DMARC1; p=none", false},
    {"mx.local", "TXT", "a", false},
};

static void
test_valid (void) {
  for (guint i = 0; i < G_N_ELEMENTS (records); i++) {
    g_autoptr (Arena) arena = arena_new ();
    DnsRecord record = {.name = span_from_string (records[i].name),
                        .type = span_from_string (records[i].type),
                        .value = span_from_string (records[i].value)};
    g_test_message ("%s %s %s", records[i].name, records[i].type, records[i].value);
    g_assert_true (publish_is_valid (&record, arena) == records[i].valid);
  }
}

/* ---- into what is there ---- */

static const struct {
  const char *domain, *record; /* the SPF record that a receiver wrote down */
  Flag trusted;
  const char *wanted;
  const char *value; /* NULL: nothing is to be published */
} merges[] = {
    {NULL, NULL, FLAG_TRUE, "v=spf1 include:spf.mailer.example -all",
     "v=spf1 include:spf.mailer.example -all"},
    {"news.museum.example", "v=spf1 ip4:192.0.2.1 -all", FLAG_TRUE,
     "v=spf1 include:spf.mailer.example ~all",
     "v=spf1 ip4:192.0.2.1 include:spf.mailer.example -all"},
    {"NEWS.museum.example", "v=spf1 ip4:192.0.2.1 redirect=_spf.museum.example", FLAG_TRUE,
     "v=spf1 include:spf.mailer.example ~all",
     "v=spf1 ip4:192.0.2.1 include:spf.mailer.example redirect=_spf.museum.example"},
    {"news.museum.example", "v=spf1 ip4:192.0.2.1", FLAG_TRUE,
     "v=spf1 include:spf.mailer.example ~all", "v=spf1 ip4:192.0.2.1 include:spf.mailer.example"},
    {"news.museum.example", "v=spf1 a -all", FLAG_TRUE, "v=spf1 a mx include:x.example ~all",
     "v=spf1 a mx include:x.example -all"},
    /* it is there already, in whatever letters */
    {"news.museum.example", "v=spf1 INCLUDE:spf.mailer.example -all", FLAG_TRUE,
     "v=spf1 include:spf.mailer.example ~all", NULL},
    {"news.museum.example", "v=spf1 -all", FLAG_TRUE, "v=spf1 ~all", NULL},
    /* it is broken */
    {"news.museum.example", "v=spf1 ip4:x -all", FLAG_TRUE,
     "v=spf1 include:spf.mailer.example ~all", NULL},
    /* it is no such record, of another name, or nobody's word */
    {"news.museum.example", "none", FLAG_TRUE, "v=spf1 a -all", "v=spf1 a -all"},
    {"museum.example", "v=spf1 mx -all", FLAG_TRUE, "v=spf1 a -all", "v=spf1 a -all"},
    {"news.museum.example", "v=spf1 mx -all", FLAG_FALSE, "v=spf1 a -all", "v=spf1 a -all"},
};

static void
test_merges (void) {
  for (guint i = 0; i < G_N_ELEMENTS (merges); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Evidence evidence = {0};
    fill (&evidence, arena);
    if (merges[i].domain)
      *vec_push (arena, &evidence.spf, SpfRecord) =
          (SpfRecord){.trusted = merges[i].trusted,
                      .domain = span_from_string (merges[i].domain),
                      .record = span_from_string (merges[i].record)};
    DnsRecord record = {.name = SPAN ("news.museum.example"),
                        .type = SPAN ("TXT"),
                        .value = span_from_string (merges[i].wanted)};
    bool published = publish_prepare (&record, &evidence, arena);
    g_test_message ("merge %u: %.*s", i, SPAN_FORMAT (record.value));
    g_assert_true (published == (merges[i].value != NULL));
    if (published)
      g_assert_true (span_equal (record.value, span_from_string (merges[i].value)));
  }
}

/* The From that stands there may not be the one that was judged. */
static void
test_replaced_author (void) {
  static const struct {
    const char *name, *judged;
    bool published;
  } names[] = {
      {"news.museum.example", NULL, true},
      {"news.museum.example", "list.example", false},
      {"museum.example", "list.example", false},
      {"museum.example.", "list.example", false},
      {"MUSEUM.example", "list.example", false},
      {"told.example", "list.example", true},
      {"other.example", NULL, false},
  };
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Evidence evidence = {0};
    fill (&evidence, arena);
    evidence.from.judged_domain = span_from_string (names[i].judged);
    DnsRecord record = {
        .name = span_from_string (names[i].name), .type = SPAN ("TXT"), .value = SPAN ("a")};
    g_test_message ("author %u", i);
    g_assert_true (publish_prepare (&record, &evidence, arena) == names[i].published);
  }
}

static void
test_split_name (void) {
  static const struct {
    const char *name, *zone, *host;
  } names[] = {
      {"museum.example", "museum.example", "@"},
      {"_dmarc.museum.example", "museum.example", "_dmarc"},
      {"s1._domainkey.news.museum.example.", "museum.example", "s1._domainkey.news"},
      {"a.museum.co.uk", "museum.co.uk", "a"},
      {"a b", NULL, NULL},
      {"", NULL, NULL},
  };
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (Arena) arena = arena_new ();
    DnsRecord record = {.name = span_from_string (names[i].name)};
    publish_split_name (&record, arena);
    g_test_message ("%s", names[i].name);
    g_assert_true (span_equal (record.zone, span_from_string (names[i].zone)));
    g_assert_true (span_equal (record.host, span_from_string (names[i].host)));
  }
}

/* ---- the record of a finding ---- */

/* It is offered where it may be published, and left out where not. */
static void
test_offered (void) {
  static const struct {
    const char *from;
    guint n;
  } rows[] = {{"museum.example", 1}, {"mx.local", 0}, {"co.uk", 0}};
  g_autoptr (RuleText) rules = rule_text_new (
      "Finding: f\nSeverity: error\nProof: proved\nFix-By: dns-admin\nBreaks: dmarc\n"
      "When: from.domain is present\nTitle: t\nExplanation: e\nFix: x\nCheck: c\n"
      "Record: _dmarc.{from.domain|?} TXT v=DMARC1; p=none\nExample: x\nCounter-Example: y\n",
      "");
  rule_text_assert_loads (rules);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Case kase = {.evidence.from.domain = span_from_string (rows[i].from)};
    findings_run (rules->rules, rules->worker, &kase, arena);
    g_assert_cmpuint (kase.findings.n, ==, 1);
    const Finding *finding = vec_at (&kase.findings, Finding, 0);
    g_test_message ("%s", rows[i].from);
    g_assert_cmpuint (finding->records.n, ==, rows[i].n);
    if (rows[i].n == 0)
      continue;
    const DnsRecord *record = vec_at (&finding->records, DnsRecord, 0);
    g_assert_true (span_equal (record->name, SPAN ("_dmarc.museum.example")));
    g_assert_true (span_equal (record->host, SPAN ("_dmarc")));
    g_assert_true (span_equal (record->zone, SPAN ("museum.example")));
    g_assert_true (span_equal (record->value, SPAN ("v=DMARC1; p=none")));
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/publish/theirs", test_theirs);
  g_test_add_func ("/publish/valid", test_valid);
  g_test_add_func ("/publish/merges", test_merges);
  g_test_add_func ("/publish/replaced-author", test_replaced_author);
  g_test_add_func ("/publish/split-name", test_split_name);
  g_test_add_func ("/publish/offered", test_offered);
  return g_test_run ();
}
