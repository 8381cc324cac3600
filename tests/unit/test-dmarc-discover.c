/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* RFC 9989 §4.7 to §4.10: records, and the examples of the tree walk. */
#include <string.h>

#include "guarded.h"
#include "verify/dmarc-discover.h"

static bool
has_problem (const DmarcPolicy *policy, const char *code) {
  for (guint i = 0; i < policy->problems.n; i++)
    if (strcmp (vec_at (&policy->problems, DmarcProblem, i)->code, code) == 0)
      return true;
  return false;
}

static void
test_records (void) {
  static const struct {
    const char *text;
    bool valid, applies;
    const char *policy, *subdomain, *nonexistent, *problem;
  } cases[] = {
      {"v=DMARC1; p=reject", true, true, "reject", "reject", "reject", NULL},
      {"v=DMARC1;p=reject;sp=quarantine;np=none", true, true, "reject", "quarantine", "none", NULL},
      {"v = DMARC1 ; sp=none; p=Reject", true, true, "reject", "none", "none", NULL},
      {"v=DMARC1", true, true, "none", "none", "none", "policy-missing"},
      {"v=DMARC1; p=rejct", true, false, NULL, NULL, NULL, "policy"},
      {"v=DMARC1; p=rejct; rua=mailto:a@b.example", true, true, "none", "none", "none", "policy"},
      {"v=DMARC1; p=none; sp=x", true, false, NULL, NULL, NULL, "subdomain-policy"},
      {"v=DMARC1; p=none, sp=none", true, false, NULL, NULL, NULL, "separator"},
      {"v=dmarc1; p=none", false, false, NULL, NULL, NULL, "version"},
      {"p=none; v=DMARC1", false, false, NULL, NULL, NULL, "version"},
      {"v=DMARC1 p=none", false, false, NULL, NULL, NULL, "version"},
      {"v=DMARC1; p=none; rua=dmarc@opera.example", true, true, "none", "none", "none",
       "report-address"},
      {"v=DMARC1; p=none; pct=50", true, true, "none", "none", "none", "historic"},
      {"v=DMARC1; p=\xe2\x80\x9dnone\xe2\x80\x9d", true, false, NULL, NULL, NULL, "quote"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (Arena) arena = arena_new ();
    DmarcPolicy policy;
    dmarc_policy_parse (span_guarded (cases[i].text), arena, &policy);
    g_assert_cmpint (policy.valid, ==, cases[i].valid);
    g_assert_cmpint (policy.applies, ==, cases[i].applies);
    g_assert_true (span_equal (policy.policy, span_from_string (cases[i].policy)));
    g_assert_true (span_equal (policy.subdomain_policy, span_from_string (cases[i].subdomain)));
    g_assert_true (span_equal (policy.nonexistent_policy, span_from_string (cases[i].nonexistent)));
    g_assert_true (cases[i].problem ? has_problem (&policy, cases[i].problem)
                                    : policy.problems.n == 0);
  }
}

/* RFC 9989 §4.7, §4.8: "v", "=" and "DMARC1" with white space between them, then the end or ";". */
static void
test_version (void) {
  static const struct {
    const char *text;
    bool record, near_miss;
  } rows[] = {
      {"v=DMARC1", true, false},
      {"v=DMARC1;", true, false},
      {"v \t= \tDMARC1 ;p=none", true, false},
      {"v=DMARC1 ", true, false},
      {"v=DMARC1x", false, true},
      {"v=DMARC10", false, true},
      {"v=DMARC", false, false},
      {"v=DMARC1:p=none", false, true},
      {"V=DMARC1; p=none", false, true},
      {" v=DMARC1", false, true},
      {"v:DMARC1", false, true},
      {"vv=DMARC1", false, true},
      {"v=dmarc1; p=none", false, true},
      {"v=", false, false},
      {"v", false, false},
      {"", false, false},
      {"p=none", false, true},
      {"P=Quarantine; v=1", false, true},
      {"p=reject", false, true},
      {"p=x", false, false},
      {"v=spf1 -all", false, false},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s", rows[i].text);
    g_assert_true (dmarc_is_record (span_guarded (rows[i].text)) == rows[i].record);
    g_assert_true (dmarc_is_near_miss (span_guarded (rows[i].text)) == rows[i].near_miss);
  }
}

/* The codes of all problems in their order, those that end DMARC with a "!". */
static void
test_problems (void) {
  static const struct {
    const char *tags, *problems;
    bool reports;
  } rows[] = {
      {"p=none", "", false},
      {"p=none; rua=mailto:a@b.example", "", true},
      {"p=none; rua=mailto:x, mailto:a@b.example", "", true},
      {"p=none; rua=mailto:x,mailto:a@b.example", "", true},
      {"p=none; rua=https://b.example/x", "report-scheme", true},
      {"p=none; rua=MAILTO:a@b.example!10m", "report-size", true},
      {"p=none; rua=mailto:b.example", "report-address", false},
      {"p=none; rua=mailto:@b.example", "report-address", false},
      {"p=none; rua=a@b.example", "report-address", false},
      {"p=none; rua=://b.example", "report-address", false},
      {"p=none; rua=x:y://b.example", "report-scheme", false},
      {"p=none; rua=", "report-address", false},
      {"p=none; ruf=a@b.example", "report-address", false},
      {"p=none; ruf=mailto:a@b.example", "", false},
      {"p=none; ruf=mailto:b.example", "report-address", false},
      {"p=none; ruf=", "report-address", false},
      {"p=none; rua=mailto:a@b.example; ruf=mailto:b.example", "report-address", true},
      {"p=none; ruf=mailto:a@b.example; rua=x", "report-address", false},
      {"p=x", "policy!", false},
      {"p=x; rua=mailto:a@b.example", "policy", true},
      {"p=none; sp=x", "subdomain-policy!", false},
      {"p=none; np=x", "subdomain-policy!", false},
      {"p=none; sp=x; rua=mailto:a@b.example", "subdomain-policy", true},
      {"p=x; sp=x", "policy! subdomain-policy!", false},
      {"sp=reject", "policy-missing", false},
      {"p=\"none\"", "policy! quote", false},
      {"p=none; x=\xe2\x80\x9c", "quote", false},
      {"p=none,", "policy! separator", false},
      {"p=none sp=none", "policy! separator", false},
      {"p=none; p=none", "tag-duplicate", false},
      {"p=none; pct=100", "historic", false},
      {"p=none; rf=afrf", "historic", false},
      {"p=none; ri=86400", "historic", false},
      {"p=none; fo=1; x=y", "", false},
      {"p=none; fo=0", "", false},
      {"p=none; fo=1:d:s", "", false},
      {"p=none; fo=D:S", "", false},
      {"p=none; fo=1d", "failure-options", false},
      {"p=none; fo=1:", "failure-options", false},
      {"p=none; fo=:1", "failure-options", false},
      {"p=none; fo=1::d", "failure-options", false},
      {"p=none; fo=1,d", "failure-options", false},
      {"p=none; fo=2", "failure-options", false},
      {"p=none; adkim=x", "alignment-word", false},
      {"p=none; aspf=relaxed", "alignment-word", false},
      {"p=none; adkim=R; aspf=S", "", false},
      {"p=none; t=y", "testing", false},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autoptr (GString) found = g_string_new (NULL);
    g_autofree char *text = g_strconcat ("v=DMARC1; ", rows[i].tags, NULL);
    DmarcPolicy policy;
    dmarc_policy_parse (span_guarded (text), arena, &policy);
    for (guint k = 0; k < policy.problems.n; k++) {
      const DmarcProblem *problem = vec_at (&policy.problems, DmarcProblem, k);
      g_string_append_printf (found, "%s%s%s", k ? " " : "", problem->code,
                              problem->breaks ? "!" : "");
    }
    g_test_message ("%s", text);
    g_assert_cmpstr (found->str, ==, rows[i].problems);
    g_assert_true (policy.reports == rows[i].reports);
  }
}

/* §4.7: the words of tags that have two or three. */
static void
test_words (void) {
  static const struct {
    const char *tags;
    bool dkim, spf, testing;
    char psd;
  } rows[] = {
      {"p=none", false, false, false, 'u'},
      {"adkim=s", true, false, false, 'u'},
      {"adkim=r; aspf=S", false, true, false, 'u'},
      {"aspf=x", false, false, false, 'u'},
      {"t=y", false, false, true, 'u'},
      {"t=n", false, false, false, 'u'},
      {"psd=y", false, false, false, 'y'},
      {"psd=N", false, false, false, 'n'},
      {"psd=u", false, false, false, 'u'},
      {"psd=x", false, false, false, 'u'},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autofree char *text = g_strconcat ("v=DMARC1; ", rows[i].tags, NULL);
    DmarcPolicy policy;
    dmarc_policy_parse (span_guarded (text), arena, &policy);
    g_test_message ("%s", text);
    g_assert_true (policy.strict_dkim == rows[i].dkim);
    g_assert_true (policy.strict_spf == rows[i].spf);
    g_assert_true (policy.testing == rows[i].testing);
    g_assert_cmpint (policy.psd, ==, rows[i].psd);
  }
}

static void
assert_walk (const char *zone, const char *domain, const char *organization,
             const char *policy_domain, const char *word, const char *psl_policy_domain) {
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (Resolver) resolver = resolver_new_zone_text (span_from_string (zone));
  DmarcDiscovery found;
  dmarc_discover (span_from_string (domain), resolver, arena, &found);
  g_assert_true (span_equal (found.organization, span_from_string (organization)));
  g_assert_true (span_equal (found.policy_domain, span_from_string (policy_domain)));
  g_assert_true (span_equal (found.word, span_from_string (word)));
  g_assert_true (span_equal (found.psl_policy_domain, span_from_string (psl_policy_domain)));
  g_assert_cmpuint (found.steps.n, <=, DMARC_QUERIES_MAX);
  g_assert_cmpuint (resolver_queries (resolver), <=, DMARC_QUERIES_MAX + 2);
}

/* The names of §4.10 and §4.10.2, and those above them so that their absence is known. */
#define KNOWN                                                                   \
  "com. SOA ns.com. x.com. 1 1 1 1 1\nexample.com. SOA ns.com. x.com. 1 1 1 1 " \
  "1\na.mail.example.com. A 192.0.2.1\n"

static void
test_walk (void) {
  assert_walk (KNOWN "_dmarc.mail.example.com. TXT \"v=DMARC1; p=reject\"\n"
                     "_dmarc.example.com. TXT \"v=DMARC1; p=none; sp=quarantine\"\n",
               "a.mail.example.com", "example.com", "example.com", "quarantine", "example.com");
  assert_walk (KNOWN "_dmarc.mail.example.com. TXT \"v=DMARC1; p=reject; psd=n\"\n"
                     "_dmarc.example.com. TXT \"v=DMARC1; p=none\"\n",
               "a.mail.example.com", "mail.example.com", "mail.example.com", "reject",
               "example.com");
  assert_walk (KNOWN "_dmarc.com. TXT \"v=DMARC1; p=reject; psd=y\"\n", "a.mail.example.com",
               "example.com", "com", "reject", NULL);
  /* a record at the sub-domain only: the two ways of looking part */
  assert_walk (KNOWN "_dmarc.mail.example.com. TXT \"v=DMARC1; p=reject\"\n", "mail.example.com",
               "mail.example.com", "mail.example.com", "reject", "mail.example.com");
  assert_walk (KNOWN "_dmarc.mail.example.com. TXT \"v=DMARC1; p=reject\"\n", "a.mail.example.com",
               "mail.example.com", "mail.example.com", "reject", NULL);
  assert_walk (KNOWN "_dmarc.example.com. TXT \"v=DMARC1; p=none; np=reject\"\n",
               "gone.example.com", "example.com", "example.com", "reject", "example.com");
  /* two records are none */
  assert_walk (KNOWN "_dmarc.example.com. TXT \"v=DMARC1; p=none\"\n_dmarc.example.com. TXT "
                     "\"v=DMARC1; p=reject\"\n",
               "example.com", "example.com", NULL, NULL, NULL);
  assert_walk (
      KNOWN "_dmarc.example.com. TXT \"other\"\n_dmarc.example.com. TXT \"v=DMARC1; p=reject\"\n",
      "example.com", "example.com", "example.com", "reject", "example.com");
  assert_walk (KNOWN, "example.com", "example.com", NULL, NULL, NULL);
  /* §4.10.2: psd=y at the domain itself makes it no organisation's parent */
  assert_walk (KNOWN "_dmarc.example.com. TXT \"v=DMARC1; p=none; psd=y\"\n", "example.com",
               "example.com", "example.com", "none", "example.com");
  assert_walk (KNOWN "_dmarc.example.com. TXT \"v=DMARC1; p=none; psd=y\"\n", "a.mail.example.com",
               "mail.example.com", "example.com", "none", "example.com");
  /* psd=n ends the walk: what stands above is not asked */
  assert_walk (KNOWN "_dmarc.example.com. TXT \"v=DMARC1; p=none; psd=n\"\n"
                     "_dmarc.com. TXT \"v=DMARC1; p=reject; psd=y\"\n",
               "mail.example.com", "example.com", "example.com", "none", "example.com");
  /* a record that does not apply gives no policy (§4.10.1) */
  assert_walk (KNOWN "_dmarc.example.com. TXT \"v=DMARC1; p=x\"\n", "example.com", "example.com",
               "example.com", NULL, "example.com");
  /* sp= of the organisation for a name that is there, np= for one that is not */
  assert_walk (KNOWN "_dmarc.example.com. TXT \"v=DMARC1; p=none; sp=quarantine; np=reject\"\n",
               "a.mail.example.com", "example.com", "example.com", "quarantine", "example.com");
  /* the domain's own record says p= of it, whatever it says of others */
  assert_walk (KNOWN "_dmarc.example.com. TXT \"v=DMARC1; p=none; sp=quarantine; np=reject\"\n",
               "example.com", "example.com", "example.com", "none", "example.com");
  assert_walk (
      KNOWN "_dmarc.gone.example.com. TXT \"v=DMARC1; p=quarantine; sp=none; np=reject\"\n",
      "gone.example.com", "gone.example.com", "gone.example.com", "quarantine", "gone.example.com");
  /* the organisation's goes before that of the suffix above it */
  assert_walk (KNOWN "_dmarc.example.com. TXT \"v=DMARC1; p=quarantine\"\n"
                     "_dmarc.com. TXT \"v=DMARC1; p=reject; psd=y\"\n",
               "a.mail.example.com", "example.com", "example.com", "quarantine", "example.com");
  /* a record of a name that is neither the domain's nor the organisation's says nothing */
  assert_walk (KNOWN "_dmarc.mail.example.com. TXT \"v=DMARC1; p=reject\"\n"
                     "_dmarc.example.com. TXT \"v=DMARC1; p=none\"\n",
               "b.a.mail.example.com", "example.com", "example.com", "none", "example.com");
}

/* §4.10: thirteen labels are eight queries, and these. */
static void
test_long_name (void) {
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (Resolver) resolver = resolver_new_zone_text (SPAN (KNOWN));
  DmarcDiscovery found;
  dmarc_discover (SPAN ("a.b.c.d.e.f.g.h.i.j.mail.example.com"), resolver, arena, &found);
  g_assert_cmpuint (resolver_queries (resolver), <=, DMARC_QUERIES_MAX + 2);
  static const char *const names[] = {"a.b.c.d.e.f.g.h.i.j.mail.example.com",
                                      "g.h.i.j.mail.example.com",
                                      "h.i.j.mail.example.com",
                                      "i.j.mail.example.com",
                                      "j.mail.example.com",
                                      "mail.example.com",
                                      "example.com",
                                      "com"};
  g_assert_cmpuint (found.steps.n, ==, G_N_ELEMENTS (names));
  for (guint i = 0; i < found.steps.n; i++)
    g_assert_true (
        span_equal (vec_at (&found.steps, DmarcStep, i)->domain, span_from_string (names[i])));
}

static void
test_unknown (void) {
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (Resolver) resolver = resolver_new_zone_text (SPAN ("other.test. A 192.0.2.1\n"));
  DmarcDiscovery found;
  dmarc_discover (SPAN ("opera.example"), resolver, arena, &found);
  g_assert_true (found.failed && found.not_in_file && span_is_null (found.organization));
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dmarc-discover/records", test_records);
  g_test_add_func ("/dmarc-discover/version", test_version);
  g_test_add_func ("/dmarc-discover/problems", test_problems);
  g_test_add_func ("/dmarc-discover/words", test_words);
  g_test_add_func ("/dmarc-discover/walk", test_walk);
  g_test_add_func ("/dmarc-discover/long-name", test_long_name);
  g_test_add_func ("/dmarc-discover/unknown", test_unknown);
  return g_test_run ();
}
