/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is printed to be published weakens nothing: tables of records with the repair written by
 * hand, and random ones with what has to hold of each. */
#include <string.h>

#include "guarded.h"
#include "verify/dmarc-repair.h"
#include "verify/record-text.h"
#include "verify/spf-evaluate.h"
#include "verify/spf-repair.h"

#define ROUNDS 4000
#define PLATFORM "198.51.100.7"
#define STRANGER "203.0.113.9"

static const char zone[] =
    "$ORIGIN opera.example.\n"
    "@ MX 10 mail\n@ A 192.0.2.5\n@ AAAA 2001:db8:1::5\nmail A 192.0.2.3\nmail AAAA 2001:db8:1::3\n"
    "web A 192.0.2.4\nweb AAAA 2001:db8:1::4\n"
    "_a TXT \"v=spf1 ip4:192.0.2.64/28 -all\"\n"
    "_b TXT \"v=spf1 ip4:192.0.2.80/28 ?all\"\n"
    "text TXT \"no record of SPF\"\n"
    "spf.platform.example. TXT \"v=spf1 ip4:" PLATFORM " -all\"\n";

typedef struct {
  const char *records; /* divided by '|' */
  const char *include;
  const char *expected; /* NULL: none */
} SpfRow;

static const SpfRow spf_rows[] = {
    {"v=spf1 include:_a.opera.example +all", "spf.platform.example",
     "v=spf1 include:_a.opera.example include:spf.platform.example ~all"},
    {"v=spf1 mx all", "spf.platform.example", "v=spf1 mx include:spf.platform.example ~all"},
    {"v=spf1 mx -all include:spf.platform.example", "spf.platform.example",
     "v=spf1 mx include:spf.platform.example -all"},
    {"v=spf1 mx -all a:web.opera.example", NULL, "v=spf1 mx -all"},
    {"v=spf1 mx include:none.opera.example -all", NULL, "v=spf1 mx -all"},
    {"v=spf1 mx include:text.opera.example -all", NULL, "v=spf1 mx -all"},
    {"v=spf1 mx ip4:300.1.1.1 ip4:192.0.2.9/33 -all", NULL, "v=spf1 mx -all"},
    {"v=spf1 ipv4:192.0.2.9 192.0.2.10 -all", NULL, "v=spf1 ip4:192.0.2.9 ip4:192.0.2.10 -all"},
    {"v=spf1 include: _a.opera.example ~all", NULL, "v=spf1 include:_a.opera.example ~all"},
    {"\xe2\x80\x9cv=spf1 mx \xe2\x80\x93"
     "all\xe2\x80\x9d",
     NULL, "v=spf1 mx -all"},
    {"v=spf1 mx \x96"
     "all",
     NULL, "v=spf1 mx -all"},
    {"v=spf1; mx; -all", NULL, "v=spf1 mx -all"},
    {"spf1 mx -all", NULL, "v=spf1 mx -all"},
    {"mx -all", NULL, "v=spf1 mx -all"},
    {"v=spf1 exp=why.opera.example mx -all", "spf.platform.example",
     "v=spf1 exp=why.opera.example mx include:spf.platform.example -all"},
    {"v=spf1 mx redirect=_a.opera.example", "spf.platform.example",
     "v=spf1 mx include:spf.platform.example redirect=_a.opera.example"},
    {"v=spf1 mx redirect=none.opera.example", NULL, "v=spf1 mx ~all"},
    {"v=spf1 mx redirect=none.opera.example -all", NULL,
     "v=spf1 mx redirect=none.opera.example -all"},
    /* the softer of two, and no server is lost */
    {"v=spf1 mx -all|v=spf1 a ~all", NULL, "v=spf1 mx a ~all"},
    {"v=spf1 mx ?all|v=spf1 a ~all", NULL, "v=spf1 mx a ?all"},
    {"v=spf1 mx +all|v=spf1 a -all", NULL, "v=spf1 mx a ~all"},
    {"v=spf1 redirect=_a.opera.example|v=spf1 mx -all", NULL,
     "v=spf1 include:_a.opera.example mx -all"},
    {"v=spf1 mx|v=spf1 a", NULL, "v=spf1 mx a ~all"},
    /* what cannot be told */
    {"v=spf1 mx -al", NULL, NULL},
    {"v=spf1 mx al", NULL, NULL},
    {"v=spf1 mx ll", NULL, NULL},
    {"v=spf2 mx -all", NULL, NULL},
    {"v=spf1 mx -all", "none.opera.example", NULL},
    {"v=spf1 a:1.opera.example a:2.opera.example a:3.opera.example a:4.opera.example -all", NULL,
     NULL},
};

static Vec
records_of (const char *text, Arena *arena) {
  Vec ret = {0};
  for (Span rest = span_from_string (text); rest.len;) {
    gssize bar = span_index (rest, '|');
    *vec_push (arena, &ret, Span) = span_first (rest, bar < 0 ? rest.len : (gsize)bar);
    rest = bar < 0 ? SPAN ("") : span_skip (rest, (gsize)bar + 1);
  }
  return ret;
}

static Span
repaired (const char *records, const char *include, Resolver *resolver, Arena *arena) {
  SpfRepair repair = {.domain = SPAN ("opera.example"),
                      .records = records_of (records, arena),
                      .include = include ? span_from_string (include) : SPAN_NULL,
                      .resolver = resolver};
  return spf_repair (&repair, arena);
}

static void
test_spf_rows (void) {
  g_autoptr (Resolver) resolver = resolver_new_zone_text (span_from_string (zone));
  for (gsize i = 0; i < G_N_ELEMENTS (spf_rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Span got = repaired (spf_rows[i].records, spf_rows[i].include, resolver, arena);
    g_autofree char *text = span_is_null (got) ? NULL : g_strndup (got.data, got.len);
    if (g_strcmp0 (text, spf_rows[i].expected) != 0)
      g_test_message ("%s", spf_rows[i].records);
    g_assert_cmpstr (text, ==, spf_rows[i].expected);
  }
}

/* ---- slips, one by one ---- */

/* RFC 7208 sections 4.5 and 12: nothing stands between a name and its value, nor in the version. */
static const SpfRow slips[] = {
    {"v=spf1 include: a.example -all", NULL, "v=spf1 include:a.example -all"},
    {"v=spf1 a: a.example -all", NULL, "v=spf1 a:a.example -all"},
    {"v=spf1 mx: a.example -all", NULL, "v=spf1 mx:a.example -all"},
    {"v=spf1 ip4: 192.0.2.1 -all", NULL, "v=spf1 ip4:192.0.2.1 -all"},
    {"v=spf1 ip6: 2001:db8::1 -all", NULL, "v=spf1 ip6:2001:db8::1 -all"},
    {"v=spf1 exists: a.example -all", NULL, "v=spf1 exists:a.example -all"},
    {"v=spf1 ptr: a.example -all", NULL, "v=spf1 ptr:a.example -all"},
    {"v=spf1 ipv4: 192.0.2.1 -all", NULL, "v=spf1 ip4:192.0.2.1 -all"},
    {"v=spf1 ipv6: 2001:db8::1 -all", NULL, "v=spf1 ip6:2001:db8::1 -all"},
    {"v=spf1 exp= a.example -all", NULL, "v=spf1 exp=a.example -all"},
    {"v=spf1 redirect= a.example", NULL, "v=spf1 redirect=a.example"},
    {"v=spf1 +a: a.example -all", NULL, "v=spf1 +a:a.example -all"},
    {"v=spf1 ?INCLUDE: a.example -all", NULL, "v=spf1 ?INCLUDE:a.example -all"},
    {"v=spf1 all: a.example -all", NULL, NULL},
    {"v=spf1 mx -al", NULL, NULL},
    {"v=spf1 mx ~LL", NULL, NULL},
    {"v=spf1 mx :all", NULL, NULL},
    {"v=spf1 mx -:all", NULL, NULL},
    {"v=spf1 mx al:b.example -all", NULL, "v=spf1 mx -all"},
    {"v=spf1 mx inculde:mail.example -all", NULL, "v=spf1 mx -all"},
    {"v=spf1 mx foo -all", NULL, "v=spf1 mx -all"},
    {"v=spf1 192.0.2.0/24 -all", NULL, "v=spf1 ip4:192.0.2.0/24 -all"},
    {"v=spf1 +192.0.2.1 -all", NULL, "v=spf1 +ip4:192.0.2.1 -all"},
    {"v=spf1 2001:db8::/32 -all", NULL, "v=spf1 ip6:2001:db8::/32 -all"},
    {"v=spf1 ?IPv6:2001:db8::1 -all", NULL, "v=spf1 ?ip6:2001:db8::1 -all"},
    {"v=spf1 mx,;, a; -all;", NULL, "v=spf1 mx a -all"},
    {"v=spf1 exp=a.example; -all", NULL, "v=spf1 -all"},
    {"V=SPF1 mx -all", NULL, "v=spf1 mx -all"},
    {"v = spf1 mx -all", NULL, "v=spf1 mx -all"},
    {"v=spf 1 mx -all", NULL, "v=spf1 mx -all"},
    {"v=spf1: mx -all", NULL, "v=spf1 mx -all"},
    {"v=spf1, mx -all", NULL, "v=spf1 mx -all"},
    {"v=spf1mx -all", NULL, "v=spf1 mx -all"},
    {"v=spf10 mx -all", NULL, NULL},
    {"v=spf1.0 mx -all", NULL, NULL},
    {"vspf1 mx -all", NULL, NULL},
    {"v=spf mx -all", NULL, NULL},
    /* one of two modifiers of a name is one too many */
    {"v=spf1 redirect=a.example redirect=b.example", NULL, "v=spf1 redirect=a.example"},
    {"v=spf1 mx -all a", NULL, "v=spf1 mx -all"},
    {"v=spf1 mx -all -all", NULL, "v=spf1 mx -all"},
    {"v=spf1 mx +all", NULL, "v=spf1 mx ~all"},
    /* the include that is asked for, once and with its servers passing */
    {"v=spf1 mx include:b.example -all", "b.example", "v=spf1 mx include:b.example -all"},
    {"v=spf1 include:B.example mx -all", "b.example", "v=spf1 mx include:b.example -all"},
    {"v=spf1 ?include:b.example -all", "b.example",
     "v=spf1 ?include:b.example include:b.example -all"},
    /* of several each term once, the softest word about the rest, modifiers behind it */
    {"v=spf1 mx -all|v=spf1 MX a -all", NULL, "v=spf1 mx a -all"},
    {"v=spf1 mx exp=a.example -all|v=spf1 a -all", NULL, "v=spf1 mx a -all exp=a.example"},
    {"v=spf1 redirect=a.example|v=spf1 redirect=b.example", NULL,
     "v=spf1 include:a.example include:b.example ~all"},
    {"v=spf1 mx redirect=a.example -all|v=spf1 a ~all", NULL, "v=spf1 mx a ~all"},
    {"v=spf1 mx ?all|v=spf1 a -all", NULL, "v=spf1 mx a ?all"},
};

static void
test_slips (void) {
  for (gsize i = 0; i < G_N_ELEMENTS (slips); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Span got = repaired (slips[i].records, slips[i].include, NULL, arena);
    g_autofree char *text = span_is_null (got) ? NULL : g_strndup (got.data, got.len);
    if (g_strcmp0 (text, slips[i].expected) == 0)
      continue;
    g_test_message ("%s: %s, not %s", slips[i].records, text ? text : "nothing",
                    slips[i].expected ? slips[i].expected : "nothing");
    g_test_fail ();
  }
}

/* ---- signs of word processors ---- */

/* Named as in the code charts of Unicode, and Windows-1252 as in its mapping table: what looks like
 * a minus, a tilde or a blank is one, quotation marks and what has no width are none. */
static void
test_signs (void) {
  static const struct {
    const char *sign, *means;
  } rows[] = {
      {"\xe2\x80\x90", "-"}, /* U+2010 hyphen */
      {"\xe2\x80\x91", "-"}, /* U+2011 non-breaking hyphen */
      {"\xe2\x80\x92", "-"}, /* U+2012 figure dash */
      {"\xe2\x80\x93", "-"}, /* U+2013 en dash */
      {"\xe2\x80\x94", "-"}, /* U+2014 em dash */
      {"\xe2\x80\x95", "-"}, /* U+2015 horizontal bar */
      {"\xe2\x88\x92", "-"}, /* U+2212 minus sign */
      {"\xef\xbc\x8d", "-"}, /* U+FF0D fullwidth hyphen-minus */
      {"\x96", "-"},         /* Windows-1252: en dash, em dash */
      {"\x97", "-"},
      {"\xcb\x9c", "~"},     /* U+02DC small tilde */
      {"\xe2\x88\xbc", "~"}, /* U+223C tilde operator */
      {"\x98", "~"},
      {"\xc2\xa0", " "},     /* U+00A0 no-break space */
      {"\xe2\x80\xaf", " "}, /* U+202F narrow no-break space */
      {"\xa0", " "},
      {"\t", " "},
      {"\r", " "},
      {"\n", " "},
      {"\xe2\x80\x98", ""}, /* U+2018 to U+201F: quotation marks */
      {"\xe2\x80\x99", ""},
      {"\xe2\x80\x9a", ""},
      {"\xe2\x80\x9b", ""},
      {"\xe2\x80\x9c", ""},
      {"\xe2\x80\x9d", ""},
      {"\xe2\x80\x9e", ""},
      {"\xe2\x80\x9f", ""},
      {"\x91", ""}, /* the same of Windows-1252 */
      {"\x92", ""},
      {"\x93", ""},
      {"\x94", ""},
      {"\xc2\xab", ""}, /* U+00AB, U+00BB: guillemets */
      {"\xc2\xbb", ""},
      {"\"", ""},
      {"\xe2\x80\x8b", ""},             /* U+200B zero width space */
      {"\xef\xbb\xbf", ""},             /* U+FEFF zero width no-break space */
      {"-", "-"},                       /* the rest stays */
      {"\xe2\x80\x96", "\xe2\x80\x96"}, /* U+2016 double vertical line */
      {"\xe2\x80\xa0", "\xe2\x80\xa0"}, /* U+2020 dagger */
      {"\xc3\x97", "\xc3\x97"},         /* U+00D7 multiplication sign: its second byte is no dash */
      {"\xc3\x91", "\xc3\x91"},         /* U+00D1 N with tilde */
      {"\xe0\xa0\xa0", "\xe0\xa0\xa0"}, /* U+0820 */
      {"\x95", "\x95"},                 /* Windows-1252: bullet, trade mark sign */
      {"\x99", "\x99"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autofree char *inside = g_strconcat ("a", rows[i].sign, "b", NULL);
    g_autofree char *expected = g_strconcat ("a", rows[i].means, "b", NULL);
    g_assert_true (span_is (record_text_clean (span_guarded (inside), arena), expected));
    /* at both ends, where blanks go */
    g_autofree char *around = g_strconcat (rows[i].sign, "a", rows[i].sign, NULL);
    const char *means = g_str_equal (rows[i].means, " ") ? "" : rows[i].means;
    g_autofree char *trimmed = g_strconcat (means, "a", means, NULL);
    g_assert_true (span_is (record_text_clean (span_guarded (around), arena), trimmed));
  }
}

/* ---- any record ---- */

static const char *
pick (const char *const *words, gsize n) {
  return words[g_test_rand_int_range (0, (gint32)n)];
}

static const char *const terms[] = {
    "mx", "a:web.opera.example", "ip4:192.0.2.16/28", "ip6:2001:db8::/64", "ptr",
    "include:_a.opera.example", "include:_b.opera.example", "?ip4:192.0.2.32/28",
    "include:spf.platform.example", "exp=why.opera.example", "moo=cow", "A:web.opera.example",
    /* faults */
    "include:none.opera.example", "include:text.opera.example", "ip4:300.1.1.1", "ipv4:192.0.2.48",
    "ip4:192.0.2.9/40", "192.0.2.49", "include:", "mx/99", "bogus:term",
    "redirect=_a.opera.example", "redirect=none.opera.example", "mx;", "a,"};
static const char *const ends[] = {"-all",
                                   "~all",
                                   "?all",
                                   "+all",
                                   "all",
                                   "",
                                   "-all mx",
                                   "~all include:spf.platform.example",
                                   "redirect=_b.opera.example",
                                   "\342\200\223all",
                                   "-al",
                                   "-all."};

static void
append_random_record (GString *out) {
  g_string_append (out, "v=spf1");
  for (int n = g_test_rand_int_range (0, 6); n > 0; n--)
    g_string_append_printf (out, " %s", pick (terms, G_N_ELEMENTS (terms)));
  const char *end = pick (ends, G_N_ELEMENTS (ends));
  g_string_append_printf (out, "%s%s", *end ? " " : "", end);
}

static SpfResult
result_for (Span record, const char *ip, Arena *arena) {
  g_autofree char *text = g_strdup_printf ("%s@ TXT \"%.*s\"\n", zone, SPAN_FORMAT (record));
  g_autoptr (Resolver) resolver = resolver_new_zone_text (span_from_string (text));
  const SpfQuestion question = {.ip = span_from_string (ip), .mail_from = SPAN ("a@opera.example")};
  SpfEvaluation result;
  spf_evaluate (&question, resolver, arena, &result);
  return result.result;
}

static const char *const addresses[] = {"192.0.2.3",  "192.0.2.4",   "192.0.2.20",
                                        "192.0.2.66", "192.0.2.85",  "192.0.2.48",
                                        PLATFORM,     "2001:db8::7", STRANGER};

static void
assert_keeps_passes (const Vec *records, Span now, Arena *arena) {
  for (guint i = 0; i < records->n; i++)
    for (gsize k = 0; k < G_N_ELEMENTS (addresses); k++) {
      bool stranger = g_str_equal (addresses[k], STRANGER);
      SpfResult before = result_for (*vec_at (records, Span, i), addresses[k], arena);
      SpfResult after = result_for (now, addresses[k], arena);
      g_assert_cmpint (after, !=, SPF_PERMERROR);
      if (stranger)
        g_assert_cmpint (after, !=, SPF_PASS);
      SpfPolicy policy;
      spf_policy_parse (*vec_at (records, Span, i), arena, &policy);
      bool open = policy.all >= 0 && vec_at (&policy.terms, SpfTerm, policy.all)->qualifier == '+';
      /* in a merged record a "?" of the other may come first; alone every pass stays a pass */
      if (before == SPF_PASS && records->n == 1 && !open)
        g_assert_cmpint (after, ==, SPF_PASS);
    }
}

static void
test_spf_random (void) {
  g_autoptr (Resolver) resolver = resolver_new_zone_text (span_from_string (zone));
  guint given = 0;
  for (guint round = 0; round < ROUNDS; round++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autoptr (GString) text = g_string_new (NULL);
    bool include = g_test_rand_bit ();
    append_random_record (text);
    if (g_test_rand_int_range (0, 5) == 0) {
      g_string_append_c (text, '|');
      append_random_record (text);
    }
    resolver_start_run (resolver, DNS_QUERIES_DEFAULT, DNS_SECONDS_DEFAULT);
    Span now = repaired (text->str, include ? "spf.platform.example" : NULL, resolver, arena);
    if (span_is_null (now))
      continue;
    given++;
    g_test_message ("%s => %.*s", text->str, SPAN_FORMAT (now));
    Vec records = records_of (text->str, arena);
    assert_keeps_passes (&records, now, arena);
    if (include)
      g_assert_cmpint (result_for (now, PLATFORM, arena), ==, SPF_PASS);
    /* what is right is left alone */
    Span again = repaired (arena_string (arena, now), NULL, resolver, arena);
    g_assert_true (span_equal (again, now));
  }
  g_test_message ("%u of %u SPF records have a repair", given, ROUNDS);
  g_assert_cmpuint (given, >, ROUNDS / 4);
}

/* ---- DMARC ---- */

typedef struct {
  const char *records;
  const char *expected;
} DmarcRow;

static const DmarcRow dmarc_rows[] = {
    {"v=DMARC1; p=reject; rua=mailto:dmarc@opera.example; pct=100", NULL},
    {"v=DMARC1; p=reject; rua=dmarc@opera.example; pct=20",
     "v=DMARC1; p=reject; rua=mailto:dmarc@opera.example; pct=20"},
    {"v=DMARC1; rua=mailto:dmarc@opera.example",
     "v=DMARC1; p=none; rua=mailto:dmarc@opera.example"},
    {"v=DMARC1; sp=reject; rua=mailto:dmarc@opera.example",
     "v=DMARC1; p=none; sp=reject; rua=mailto:dmarc@opera.example"},
    {"v=DMARC1; p=none, rua=mailto:a@opera.example",
     "v=DMARC1; p=none; rua=mailto:a@opera.example"},
    {"v=DMARC1 p=reject rua=mailto:a@opera.example,mailto:b@opera.example",
     "v=DMARC1; p=reject; rua=mailto:a@opera.example,mailto:b@opera.example"},
    {"p=reject; v=DMARC1; rua=mailto:a@opera.example",
     "v=DMARC1; p=reject; rua=mailto:a@opera.example"},
    {"v=dmarc1; p=quarantine", "v=DMARC1; p=quarantine"},
    {"v=DMARC1; P=quarantine", "v=DMARC1; p=quarantine"},
    {"\xe2\x80\x9cv=DMARC1; p=reject\xe2\x80\x9d", "v=DMARC1; p=reject"},
    {"v=DMARC1; p=reject; aspf=x; fo=9; x=y", "v=DMARC1; p=reject; x=y"},
    {"v=DMARC1; p=reject; p=reject", "v=DMARC1; p=reject"},
    {"v=DMARC1; p=reject; rua=mailto:a@opera.example, mailto:b@opera.example", NULL},
    /* what only one of them asks for is not the other's wish, wherever it stands */
    {"v=DMARC1; sp=none; p=none; rua=mailto:a@opera.example|v=DMARC1; p=none", NULL},
    {"v=DMARC1; p=none; sp=none|v=DMARC1; p=none; rua=mailto:a@opera.example", NULL},
    {"v=DMARC1; p=none|v=DMARC1; sp=none; p=none; rua=mailto:a@opera.example", NULL},
    {"p=none; v=DMARC1; sp=none|v=DMARC1; p=none", NULL},
    {"v=DMARC1; p=none; rua=mailto:a@opera.example|v=DMARC1; p=none; rua=mailto:b@opera.example",
     "v=DMARC1; p=none; rua=mailto:a@opera.example,mailto:b@opera.example"},
    /* only the owner knows */
    {"v=DMARC1; p=none; p=reject", NULL},
    {"v=DMARC1; p=rejct", NULL},
    {"v=DMARC1; p=none|v=DMARC1; p=reject", NULL},
    {"v=spf1 -all", NULL},
};

static void
test_dmarc_rows (void) {
  for (gsize i = 0; i < G_N_ELEMENTS (dmarc_rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Vec records = records_of (dmarc_rows[i].records, arena);
    Span got = dmarc_repair (&records, arena);
    g_autofree char *text = span_is_null (got) ? NULL : g_strndup (got.data, got.len);
    /* a record that is right but for a note may be written again, never otherwise */
    if (dmarc_rows[i].expected == NULL && text && g_str_equal (text, dmarc_rows[i].records))
      continue;
    if (g_strcmp0 (text, dmarc_rows[i].expected) != 0)
      g_test_message ("%s", dmarc_rows[i].records);
    g_assert_cmpstr (text, ==, dmarc_rows[i].expected);
  }
}

/* RFC 9989 section 4.7: tags, their names in small letters, ';' between them; addresses of reports
 * are URIs. */
static const DmarcRow dmarc_slips[] = {
    {"v=DMARC1; P=none; SP=none; NP=none; RUA=mailto:a@b.example; RUF=mailto:a@b.example; ADKIM=r; "
     "ASPF=r; FO=0; PCT=50; RF=afrf; RI=1; PSD=n; T=n",
     "v=DMARC1; p=none; sp=none; np=none; rua=mailto:a@b.example; ruf=mailto:a@b.example; adkim=r; "
     "aspf=r; fo=0; pct=50; rf=afrf; ri=1; psd=n; t=n"},
    {"v=DMARC1; P=none; Odd=X", "v=DMARC1; p=none; Odd=X"},
    {"v=DMARC1, p=none, sp=none", "v=DMARC1; p=none; sp=none"},
    {"v=DMARC1 p=none sp=none", "v=DMARC1; p=none; sp=none"},
    {"DMARC1; p=none", "v=DMARC1; p=none"},
    {"V=DMARC1; p=none", "v=DMARC1; p=none"},
    {"v=DMARC2; p=none", NULL},
    {"v=DMARC1; p=none; ruf=a@b.example, c@d.example",
     "v=DMARC1; p=none; ruf=mailto:a@b.example,mailto:c@d.example"},
    {"v=DMARC1; p=none; rua=mailto:a@b.example,c@d.example",
     "v=DMARC1; p=none; rua=mailto:a@b.example,mailto:c@d.example"},
    {"v=DMARC1; p=none; adkim=x", "v=DMARC1; p=none"},
    {"v=DMARC1; p=none; aspf=strict", "v=DMARC1; p=none"},
    {"v=DMARC1; P=none; aspf=S; adkim=R", "v=DMARC1; p=none; aspf=S; adkim=R"},
    {"v=DMARC1; P=none; fo=1:d:s", "v=DMARC1; p=none; fo=1:d:s"},
    {"v=DMARC1; p=none; fo=x", "v=DMARC1; p=none"},
    {"v=DMARC1; p=none; P=none", "v=DMARC1; p=none"},
    {"v=DMARC1; p=none; P=reject", NULL},
    {"v=DMARC1; P=none;; sp=none;", "v=DMARC1; p=none; sp=none"},
    /* of several: all that ask for the same, with the addresses of all */
    {"v=DMARC1; p=none; rua=mailto:a@b.example|v=DMARC1; p=none; "
     "rua=mailto:A@b.example,mailto:c@d.example",
     "v=DMARC1; p=none; rua=mailto:a@b.example,mailto:c@d.example"},
    {"v=DMARC1; p=none|v=DMARC1; p=none; ruf=mailto:a@b.example",
     "v=DMARC1; p=none; ruf=mailto:a@b.example"},
    {"v=DMARC1; p=none; ruf=mailto:a@b.example|v=DMARC1; p=none",
     "v=DMARC1; p=none; ruf=mailto:a@b.example"},
    {"v=DMARC1; p=none; pct=50|v=DMARC1; p=none", NULL},
    {"v=DMARC1; p=none|v=DMARC1; p=none; pct=50", NULL},
    {"v=DMARC1; p=none|v=DMARC1; p=none", "v=DMARC1; p=none"},
};

static void
test_dmarc_slips (void) {
  for (gsize i = 0; i < G_N_ELEMENTS (dmarc_slips); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Vec records = records_of (dmarc_slips[i].records, arena);
    Span got = dmarc_repair (&records, arena);
    g_autofree char *text = span_is_null (got) ? NULL : g_strndup (got.data, got.len);
    if (g_strcmp0 (text, dmarc_slips[i].expected) == 0)
      continue;
    g_test_message ("%s: %s, not %s", dmarc_slips[i].records, text ? text : "nothing",
                    dmarc_slips[i].expected ? dmarc_slips[i].expected : "nothing");
    g_test_fail ();
  }
  Vec none = {0};
  g_autoptr (Arena) arena = arena_new ();
  g_assert_true (span_is_null (dmarc_repair (&none, arena)));
}

static const char *const tags[] = {"p=none",
                                   "p=quarantine",
                                   "p=reject",
                                   "p=rejct",
                                   "P=reject",
                                   "sp=reject",
                                   "sp=none",
                                   "np=reject",
                                   "sp=x",
                                   "rua=mailto:a@opera.example",
                                   "rua=a@opera.example",
                                   "rua=mailto:a@opera.example!10m,b@opera.example",
                                   "ruf=mailto:f@opera.example",
                                   "pct=20",
                                   "ri=86400",
                                   "rf=afrf",
                                   "adkim=s",
                                   "aspf=x",
                                   "fo=1:d",
                                   "fo=9",
                                   "t=y",
                                   "psd=n",
                                   "unknown=tag",
                                   "rua=http://opera.example/r"};
static const char *const dividers[] = {"; ", "; ", "; ", ";", ", ", " ", " ; "};

static guint
rank (Span word) {
  return span_is (word, "reject") ? 2 : span_is (word, "quarantine") ? 1 : 0;
}

static void
assert_dmarc_keeps (Span before, Span after, Arena *arena) {
  static const char *const kept[] = {
      "a@opera.example", "b@opera.example", "f@opera.example", "pct=20",
      "ri=86400",        "unknown=tag",     "adkim=s",         "http://opera.example/r"};
  DmarcPolicy then, now;
  dmarc_policy_parse (before, arena, &then);
  dmarc_policy_parse (after, arena, &now);
  g_assert_true (now.valid && now.applies);
  for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
    if (span_find (before, span_from_string (kept[i])) >= 0)
      g_assert_cmpint (span_find (after, span_from_string (kept[i])), >=, 0);
  if (!then.valid || !then.applies)
    return;
  g_assert_cmpuint (rank (now.policy), >=, rank (then.policy));
  g_assert_cmpuint (rank (now.subdomain_policy), >=, rank (then.subdomain_policy));
  g_assert_cmpuint (rank (now.nonexistent_policy), >=, rank (then.nonexistent_policy));
}

static void
test_dmarc_random (void) {
  guint given = 0;
  for (guint round = 0; round < ROUNDS; round++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autoptr (GString) text =
        g_string_new (g_test_rand_int_range (0, 8) ? "v=DMARC1" : "v=dmarc1");
    for (int n = g_test_rand_int_range (0, 6); n > 0; n--)
      g_string_append_printf (text, "%s%s", pick (dividers, G_N_ELEMENTS (dividers)),
                              pick (tags, G_N_ELEMENTS (tags)));
    Vec records = records_of (text->str, arena);
    Span now = dmarc_repair (&records, arena);
    if (span_is_null (now))
      continue;
    given++;
    g_test_message ("%s => %.*s", text->str, SPAN_FORMAT (now));
    assert_dmarc_keeps (span_of (text->str, text->len), now, arena);
  }
  g_test_message ("%u of %u DMARC records have a repair", given, ROUNDS);
  g_assert_cmpuint (given, >, ROUNDS / 4);
}

/* ---- long records: 4096 bytes ---- */

#define RECORD_MAX 4096

/* As many addresses as make a record of that length. */
static char *
long_spf (const char *version, gsize len) {
  GString *record = g_string_new (version);
  gsize fixed = strlen ("v=spf1") + strlen (" -all"), one = strlen (" ip4:10.0.0.1");
  gsize n = (len - fixed) / one, longer = (len - fixed) % one;
  for (gsize i = 0; i < n; i++)
    g_string_append_printf (record, " ip4:10.0.0.%s", i < longer ? "10" : "1");
  g_string_append (record, " -all");
  return g_string_free (record, FALSE);
}

static void
test_long (void) {
  for (gsize len = RECORD_MAX; len <= RECORD_MAX + 1; len++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autofree char *slip = long_spf ("V=SPF1", len), *good = long_spf ("v=spf1", len);
    Span got = repaired (slip, NULL, NULL, arena);
    g_assert_cmpuint (strlen (good), ==, len);
    g_assert_true (span_equal (got, len > RECORD_MAX ? SPAN_NULL : span_from_string (good)));

    static const char begin[] = "v=DMARC1; p=none; rua=mailto:", end[] = "@b.example";
    g_autofree char *local = g_strnfill (len - strlen (begin) - strlen (end), 'x');
    g_autofree char *record = g_strconcat (begin, local, end, NULL);
    g_autofree char *capital = g_strdup (record);
    *strstr (capital, "p=") = 'P';
    Vec records = {0};
    *vec_push (arena, &records, Span) = span_from_string (capital);
    got = dmarc_repair (&records, arena);
    g_assert_true (span_equal (got, len > RECORD_MAX ? SPAN_NULL : span_from_string (record)));
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/repair/spf/rows", test_spf_rows);
  g_test_add_func ("/repair/signs", test_signs);
  g_test_add_func ("/repair/spf/random", test_spf_random);
  g_test_add_func ("/repair/dmarc/rows", test_dmarc_rows);
  g_test_add_func ("/repair/dmarc/random", test_dmarc_random);
  g_test_add_func ("/repair/spf/slips", test_slips);
  g_test_add_func ("/repair/dmarc/slips", test_dmarc_slips);
  g_test_add_func ("/repair/long", test_long);
  return g_test_run ();
}
