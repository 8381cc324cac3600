/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whose records were pasted. */
#include <glib.h>

#include "case/pasted-records.h"

#define SPF "opera.example. 3600 IN TXT \"v=spf1 include:spf.far.example ~all\"\n"
#define KEY "s1._domainkey.opera.example. 3600 IN CNAME s1.keys.far.example.\n"
#define POLICY "_dmarc.opera.example. 3600 IN TXT \"v=DMARC1; p=none\"\n"

static const struct {
  const char *name, *text, *domain; /* NULL: nobody's */
} rows[] = {
    {"all of one domain", SPF KEY POLICY, "opera.example"},
    {"SPF alone", SPF, "opera.example"},
    {"a key alone", KEY, "opera.example"},
    {"a policy alone", POLICY, "opera.example"},
    {"in the midst of a letter",
     "Hello,\nwe set these:\n\n" SPF "\nIs it right?\nKind regards, Anna\n", "opera.example"},
    {"a key as text", "s1._domainkey.Opera.Example. TXT \"v=DKIM1; p=AAAA\"\n", "opera.example"},
    {"names below an origin", "$ORIGIN opera.example.\ns1._domainkey CNAME s1.far.example.\n",
     "opera.example"},
    {"an internationalized name", "_dmarc.xn--opra-epa.example. TXT \"v=DMARC1; p=none\"\n",
     "xn--opra-epa.example"},
    /* the keys' domain is that of From; the envelope can be of another, the policy of one above */
    {"keys before SPF and policy",
     "s1._domainkey.news.opera.example. CNAME s1.far.example.\n"
     "bounce.opera.example. TXT \"v=spf1 ~all\"\n" POLICY,
     "news.opera.example"},
    {"SPF before the policy", "news.opera.example. TXT \"v=spf1 ~all\"\n" POLICY,
     "news.opera.example"},
    /* what was asked on the way is somebody else's */
    {"the key a CNAME leads to", KEY "s1.keys.far.example. TXT \"v=DKIM1; p=AAAA\"\n",
     "opera.example"},
    {"a key of the platform's that is one itself",
     "s1._domainkey.opera.example. CNAME s1._domainkey.far.example.\n"
     "s1._domainkey.far.example. TXT \"v=DKIM1; p=AAAA\"\n",
     "opera.example"},
    {"a record that is included", SPF "spf.far.example. TXT \"v=spf1 ip4:192.0.2.1 -all\"\n",
     "opera.example"},
    {"a record that stands in for it",
     "opera.example. TXT \"v=spf1 redirect=spf.far.example\"\n"
     "spf.far.example. TXT \"v=spf1 -all\"\n",
     "opera.example"},
    {"two organisations", SPF "museum.example. TXT \"v=spf1 ~all\"\n", NULL},
    {"a policy of another", SPF "_dmarc.museum.example. TXT \"v=DMARC1; p=none\"\n", NULL},
    {"keys of two domains", KEY "s1._domainkey.news.opera.example. CNAME s1.far.example.\n", NULL},
    {"two SPF records of two names", SPF "www.opera.example. TXT \"v=spf1 -all\"\n", NULL},
    {"names that belong to no domain", "s1._domainkey CNAME s1.far.example.\n", NULL},
    {"values alone", "v=spf1 include:spf.far.example ~all\n", NULL},
    {"other records", "opera.example. MX 10 mx.opera.example.\nopera.example. TXT \"hello\"\n",
     NULL},
    {"no record", "Good morning.\n", NULL},
    {"nothing", "", NULL},
};

static void
test_row (gconstpointer data) {
  const char *const *row = data;
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (Resolver) records = resolver_new_records_text (span_from_string (row[1]));
  Span domain = pasted_records_domain (records, arena);
  g_autofree char *got = span_is_null (domain) ? NULL : g_strndup (domain.data, domain.len);
  g_assert_cmpstr (got, ==, row[2]);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strconcat ("/pasted-records/", rows[i].name, NULL);
    g_test_add_data_func (path, &rows[i], test_row);
  }
  return g_test_run ();
}
