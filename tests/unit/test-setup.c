/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "dns-faults.h"

static void
test_faults (void) {
  g_autoptr (GString) zone = dns_faults_zone ();
  g_autoptr (Resolver) resolver = resolver_new_zone_text (span_of (zone->str, zone->len));
  g_assert_cmpuint (resolver_bad_lines (resolver), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (dns_faults); i++) {
    bool found = dns_fault_is_found (&dns_faults[i], resolver);
    if (!found)
      g_test_message ("%s: not found: %s %s", dns_faults[i].domain, dns_faults[i].subject,
                      dns_faults[i].problem);
    g_assert_true (found);
    g_assert_cmpuint (resolver_queries (resolver), <=, DNS_QUERIES_DEFAULT);
  }
}

static const DnsFact *
find_fact (const Vec *facts, const char *subject, const char *problem) {
  for (guint i = 0; i < facts->n; i++) {
    const DnsFact *fact = vec_at (facts, DnsFact, i);
    if (span_equal (fact->subject, span_from_string (subject)) &&
        span_equal (fact->problem, span_from_string (problem)))
      return fact;
  }
  return NULL;
}

/* The record as it should be keeps what was there. */
static void
assert_expected (const char *records, const char *problem, const char *expected) {
  g_autoptr (Arena) arena = arena_new ();
  g_autofree char *zone = g_strdup_printf ("$ORIGIN opera.example.\n%s", records);
  g_autoptr (Resolver) resolver = resolver_new_zone_text (span_from_string (zone));
  SetupProfile profile;
  Vec facts = {0};
  dns_faults_profile (arena, &profile);
  setup_check (SPAN ("opera.example"), SPAN ("opera"), &profile, resolver, arena, &facts);
  const DnsFact *fact = find_fact (&facts, "spf", problem);
  g_assert_nonnull (fact);
  g_assert_true (span_equal (fact->expected, span_from_string (expected)));
  g_assert_cmpint (fact->passed, ==, FLAG_FALSE);
}

static void
test_expected (void) {
  assert_expected ("@ TXT \"v=spf1 mx -all\"\n", "include-missing",
                   "v=spf1 mx include:spf.platform.example -all");
  assert_expected ("@ TXT \"v=spf1 mx\"\n", "include-missing",
                   "v=spf1 mx include:spf.platform.example");
  assert_expected ("@ TXT \"v=spf1 redirect=a.example\"\n", "include-missing",
                   "v=spf1 include:spf.platform.example redirect=a.example");
  assert_expected (
      "@ TXT \"v=spf1 mx -all\"\n@ TXT \"v=spf1 include:spf.platform.example mx ~all\"\n",
      "several", "v=spf1 mx include:spf.platform.example ~all");
  assert_expected ("@ TXT \"v=spf1 include: spf.platform.example ~all\"\n", "syntax",
                   "v=spf1 include:spf.platform.example ~all");
  assert_expected ("@ A 192.0.2.1\n", "missing", "v=spf1 include:spf.platform.example ~all");
}

/* A name without a record: where hosting panels put one, and at the organisation. */
static void
test_elsewhere (void) {
  static const struct {
    const char *name, *at; /* NULL: nowhere */
  } rows[] = {
      {"www.news", "www.news.opera.example"},
      {"_spf.news", "_spf.news.opera.example"},
      {"news.opera.example.news", "news.opera.example.news.opera.example"},
      {"@", "opera.example"},
      {"other", NULL},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autofree char *zone = g_strdup_printf ("$ORIGIN opera.example.\nnews A 192.0.2.1\n"
                                             "%s TXT \"v=spf1 mx -all\"\n",
                                             rows[i].name);
    g_autoptr (Resolver) resolver = resolver_new_zone_text (span_from_string (zone));
    SetupProfile profile;
    Vec facts = {0};
    dns_faults_profile (arena, &profile);
    setup_check (SPAN ("news.opera.example"), SPAN ("opera"), &profile, resolver, arena, &facts);
    g_test_message ("%s", rows[i].name);
    const DnsFact *fact = find_fact (&facts, "spf", rows[i].at ? "at-other-name" : "missing");
    g_assert_nonnull (fact);
    g_assert_true (span_equal (fact->at, span_from_string (rows[i].at)));
  }
}

/* A subject in order has one fact without a problem; of one that is not, no such fact is given, and
 * what was found in the wrong place is not called missing too. */
static void
test_one_answer (void) {
  g_autoptr (GString) zone = dns_faults_zone ();
  g_autoptr (Resolver) resolver = resolver_new_zone_text (span_of (zone->str, zone->len));
  static const char *const subjects[] = {"spf", "dkim", "dmarc", "mx", "alignment"};
  for (gsize i = 0; i < G_N_ELEMENTS (dns_faults); i++) {
    g_autoptr (Arena) arena = arena_new ();
    SetupProfile profile;
    Vec facts = {0};
    resolver_start_run (resolver, DNS_QUERIES_DEFAULT, DNS_SECONDS_DEFAULT);
    dns_faults_profile (arena, &profile);
    Span domain = arena_printf (arena, "%s.example", dns_faults[i].domain);
    setup_check (domain, SPAN ("opera"), &profile, resolver, arena, &facts);
    for (gsize s = 0; s < G_N_ELEMENTS (subjects); s++) {
      guint all = 0, good = 0, bad = 0, missing = 0;
      for (guint k = 0; k < facts.n; k++) {
        const DnsFact *fact = vec_at (&facts, DnsFact, k);
        if (!span_equal (fact->subject, span_from_string (subjects[s])))
          continue;
        all++;
        good += span_is_null (fact->problem);
        bad += !span_is_null (fact->problem) && !setup_problem_is_note (fact->problem);
        missing += span_equal (fact->problem, SPAN ("missing"));
      }
      g_test_message ("%s, %s: %u good, %u bad", dns_faults[i].domain, subjects[s], good, bad);
      g_assert_cmpuint (all, >, 0);
      g_assert_cmpuint (missing, <=, 1);
      if (strcmp (subjects[s], "dkim") == 0) /* each selector has an answer of its own */
        g_assert_cmpuint (good + (bad > 0), <=, 2);
      else
        g_assert_true (good == 0 || bad == 0);
      if (missing)
        g_assert_cmpuint (bad, ==, 1);
    }
  }
}

static void
test_unknown (void) {
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (Resolver) resolver = resolver_new_zone_text (SPAN ("other.test. A 192.0.2.1\n"));
  SetupProfile profile;
  Vec facts = {0};
  dns_faults_profile (arena, &profile);
  profile.return_path_domain = SPAN ("platform.example");
  setup_check (SPAN ("opera.example"), SPAN_NULL, &profile, resolver, arena, &facts);
  static const char *const subjects[] = {"spf", "dkim", "dmarc", "mx"};
  for (gsize i = 0; i < G_N_ELEMENTS (subjects); i++)
    g_assert_nonnull (find_fact (&facts, subjects[i], "not-in-file"));
  g_assert_nonnull (find_fact (&facts, "alignment", "return-path"));
  /* unknown is never called missing */
  for (gsize i = 0; i < G_N_ELEMENTS (subjects); i++)
    g_assert_null (find_fact (&facts, subjects[i], "missing"));
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/setup/faults", test_faults);
  g_test_add_func ("/setup/expected", test_expected);
  g_test_add_func ("/setup/elsewhere", test_elsewhere);
  g_test_add_func ("/setup/one-answer", test_one_answer);
  g_test_add_func ("/setup/unknown", test_unknown);
  return g_test_run ();
}
