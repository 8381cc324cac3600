/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Records as people paste them. What programs print was written by BIND 9.18, Windows 11 and
 * PowerShell 7. */
#include <glib.h>

#include "paste/paste-zone.h"

#define SPF "opera.example.  IN TXT \"v=spf1 include:spf.far.example ~all\"\n"
#define KEY "s1._domainkey.opera.example.  IN CNAME s1.far.example.\n"

static const struct {
  const char *name, *text, *zone; /* NULL: the text as it is */
} rows[] = {
    {"lines of a zone",
     "opera.example. 3600 IN TXT \"v=spf1 ~all\"\nopera.example. IN 60 MX 10 mx.opera.example.\n",
     "opera.example. 3600 IN TXT \"v=spf1 ~all\"\n"
     "opera.example. 60 IN MX 10 mx.opera.example.\n"},
    {"values without quotes",
     "opera.example TXT v=spf1 include:spf.far.example ~all\n"
     "_dmarc.opera.example. TXT v=DMARC1; p=none; rua=mailto:a@opera.example\n",
     SPF "_dmarc.opera.example.  IN TXT \"v=DMARC1; p=none; rua=mailto:a@opera.example\"\n"},
    {"a word processor's quotes",
     "opera.example TXT \xE2\x80\x9Cv=spf1 include:spf.far.example ~all\xE2\x80\x9D\n", SPF},
    {"several strings", "a.example TXT \"v=spf1 \" \"~all\"\n",
     "a.example.  IN TXT \"v=spf1 \" \"~all\"\n"},
    {"signs of their own", "a.example TXT \"a\\\"b\"\nb.example TXT c\\d\n",
     "a.example.  IN TXT \"a\\\\\\\"b\"\nb.example.  IN TXT \"c\\\\d\"\n"},
    {"a target without its dot", "s1._domainkey.opera.example CNAME s1.far.example\n", KEY},
    {"in a letter",
     "Hello,\n\n> s1._domainkey.opera.example.\tIN\tCNAME\ts1.far.example.\n\nIs it right? A. B.\n",
     KEY},
    {"in a list", "- opera.example TXT v=spf1 include:spf.far.example ~all\n", SPF},
    /* nslookup of BIND and of Windows */
    {"nslookup",
     "> nslookup -type=cname s1._domainkey.opera.example\nServer:\t\t192.0.2.53\nAddress:\t"
     "192.0.2.53#53\n\nNon-authoritative answer:\n"
     "s1._domainkey.opera.example\tcanonical name = s1.far.example.\n",
     KEY},
    {"nslookup, a text",
     "opera.example\ttext = \"v=spf1 include:spf.far.example ~all\"\n"
     "opera.example\tmail exchanger = 10 mx.opera.example.\n",
     SPF "opera.example.  IN MX 10 mx.opera.example.\n"},
    {"Windows, a text below its name",
     "C:\\>nslookup -q=txt opera.example\nServer:  dns.example\nAddress:  192.0.2.53\n\n"
     "opera.example   text =\n\n        \"v=spf1 include:spf.far.example ~all\"\n\n",
     "opera.example.  IN TXT \"v=spf1 include:spf.far.example ~all\"\n"},
    {"Windows, strings of one text", "a.example\ttext =\n\n\t\"v=spf1 \"\n\t\"~all\"\nb.example\n",
     "a.example.  IN TXT \"v=spf1 \" \"~all\"\n"},
    {"Windows, an MX", "opera.example\tMX preference = 10, mail exchanger = mx.opera.example\n",
     "opera.example.  IN MX 10 mx.opera.example.\n"},
    {"nslookup, no such name",
     "> nslookup -type=TXT _dmarc.opera.example\n"
     "** server can't find _dmarc.opera.example: NXDOMAIN\n",
     ";; ->>HEADER<<- opcode: QUERY, status: NXDOMAIN, id: 0\n"
     ";_dmarc.opera.example. IN TXT\n"},
    {"Windows, no such name",
     "*** dns.example can't find _dmarc.opera.example: Non-existent domain\n",
     ";; ->>HEADER<<- opcode: QUERY, status: NXDOMAIN, id: 0\n"
     ";_dmarc.opera.example. IN TXT\n"},
    {"nslookup, none of this type",
     "> nslookup -type=mx opera.example\n*** Can't find opera.example: No answer\n",
     ";; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 0\n;opera.example. IN MX\n"},
    {"nslookup, a server that failed", "** server can't find opera.example: SERVFAIL\n", ""},
    /* host */
    {"host",
     "opera.example descriptive text \"v=spf1 include:spf.far.example ~all\"\n"
     "s1._domainkey.opera.example is an alias for s1.far.example.\n"
     "opera.example mail is handled by 10 mx.opera.example.\n"
     "mx.opera.example has address 192.0.2.1\nmx.opera.example has IPv6 address 2001:db8::1\n",
     SPF KEY "opera.example.  IN MX 10 mx.opera.example.\nmx.opera.example.  IN A 192.0.2.1\n"
             "mx.opera.example.  IN AAAA 2001:db8::1\n"},
    {"host, none",
     "Host _dmarc.opera.example not found: 3(NXDOMAIN)\nopera.example has no MX record\n",
     ";; ->>HEADER<<- opcode: QUERY, status: NXDOMAIN, id: 0\n;_dmarc.opera.example. IN TXT\n"
     ";; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 0\n;opera.example. IN MX\n"},
    {"host, a server that failed", "Host opera.example not found: 2(SERVFAIL)\n", ""},
    /* dig +short */
    {"dig +short",
     "$ dig +short txt opera.example\n\"v=spf1 include:spf.far.example ~all\"\n"
     "$ dig +short CNAME s1._domainkey.opera.example @192.0.2.53\ns1.far.example.\n"
     "$ dig opera.example mx +short\n10 mx.opera.example.\n",
     SPF KEY "opera.example.  IN MX 10 mx.opera.example.\n"},
    {"dig +short, a text by the way of a CNAME",
     "dig +short txt s1._domainkey.opera.example\ns1.far.example.\n\"v=DKIM1; p=AAAA\"\n",
     "s1._domainkey.opera.example.  IN TXT \"v=DKIM1; p=AAAA\"\n"},
    {"what dig says is kept", ";; ->>HEADER<<- status: NXDOMAIN\n;a.example. IN TXT\n",
     ";; ->>HEADER<<- status: NXDOMAIN\n;a.example. IN TXT\n"},
    {"the SOA of what dig did not find makes no zone file",
     ";; ->>HEADER<<- status: NXDOMAIN\n;a.example. IN TXT\nexample. 9 IN SOA a. b. 1 2 3 4 5\n",
     ";; ->>HEADER<<- status: NXDOMAIN\n;a.example. IN TXT\n"},
    {"values below no question", "\"v=spf1 ~all\"\nfar.example.\n", ""},
    /* tables */
    {"Resolve-DnsName",
     "Name                        Type  TTL  Section NameHost\n----  ----  ---\n"
     "s1._domainkey.opera.example CNAME 3600 Answer  s1.far.example\n"
     "opera.example               TXT   3600 Answer  {v=spf1 include:spf.far.example ~all}\n",
     "s1._domainkey.opera.example.  IN CNAME s1.far.example.\n" SPF},
    {"a panel's table",
     "Type\tName\tValue\tTTL\nTXT\topera.example\tv=spf1 include:spf.far.example ~all\t3600\n"
     "CNAME\ts1._domainkey.opera.example\ts1.far.example\tAuto\n"
     "MX\topera.example\t10\tmx.opera.example\n",
     SPF KEY "opera.example.  IN MX 10 mx.opera.example.\n"},
    {"a table of Markdown",
     "| Name | Type | Value |\n|---|---|---|\n"
     "| opera.example | TXT | v=spf1 include:spf.far.example ~all |\n",
     SPF},
    /* names that need the zone they are in */
    {"names of a zone that is told",
     "Pour le domaine opera.example :\n@\tTXT\tv=spf1 include:spf.far.example ~all\n"
     "s1._domainkey CNAME s1.far.example\n",
     SPF KEY},
    {"a dot for the domain itself",
     "domain opera.example\nTXT\t.\tv=spf1 include:spf.far.example ~all\t1 h\n", SPF},
    {"told twice",
     "Zone: \"opera.example\". The domain opera.example\n@ TXT v=spf1 include:spf.far.example "
     "~all\n",
     SPF},
    {"two zones", "domain opera.example, domain museum.example\n@ TXT v=spf1 ~all\n", ""},
    {"a domain of something else", "from opera.example\n@ TXT v=spf1 ~all\n", ""},
    {"names of a zone alone",
     "@ TXT v=spf1 ~all\n_dmarc TXT v=DMARC1\ns1._domainkey CNAME a.b.example\n", ""},
    {"an address is no name", "192.0.2.1 TXT v=spf1\n", ""},
    {"no records", "Good morning, our tickets do not arrive. A mail.\n", ""},
    {"a value that is none", "a.example MX mx.a.example\nb.example CNAME -\nc.example A far\n", ""},
    {"nothing", "", ""},
    /* a zone file is one */
    {"an origin", "$ORIGIN opera.example.\n@ TXT \"v=spf1\" \"~all\"\n", NULL},
    {"a SOA", "; mine\nopera.example. IN SOA a. b. 1 2 3 4 5\n", NULL},
    {"parentheses", "s1._domainkey.opera.example. IN TXT (\n \"v=DKIM1;\"\n \"p=\" )\n", NULL},
};

static void
test_row (gconstpointer data) {
  const char *const *row = data;
  g_autoptr (Arena) arena = arena_new ();
  Span zone = paste_zone (span_from_string (row[1]), arena);
  g_autofree char *got = g_strndup (zone.data ? zone.data : "", zone.len);
  g_assert_cmpstr (got, ==, row[2] ? row[2] : row[1]);
}

/* Strings of a record have 255 bytes at most (RFC 1035 §3.3). */
static void
test_long_value (void) {
  g_autoptr (Arena) arena = arena_new ();
  g_autofree char *key = g_strnfill (600, 'A');
  g_autofree char *text = g_strdup_printf ("a.example TXT v=DKIM1; p=%s\n", key);
  Span zone = paste_zone (span_from_string (text), arena);
  guint quotes = 0, run = 0, longest = 0;
  for (gsize i = 0; i < zone.len; i++) {
    quotes += zone.data[i] == '"';
    run = zone.data[i] == '"' ? 0 : run + 1;
    longest = MAX (longest, run);
  }
  g_assert_cmpuint (quotes, ==, 6);
  g_assert_cmpuint (longest, <=, 255);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strconcat ("/paste-zone/", rows[i].name, NULL);
    g_test_add_data_func (path, &rows[i], test_row);
  }
  g_test_add_func ("/paste-zone/long-value", test_long_value);
  return g_test_run ();
}
