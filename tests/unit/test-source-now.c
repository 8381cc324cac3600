/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Of an address that sends: the name that leads back to it (RFC 8601 section 2.7.3), and whether
 * the domain's SPF record lists it, where %{s}, %{l}, %{h} and %{p} (RFC 7208 section 7.2) are not
 * known. */
#include "verify/source-now.h"

static void
ask (const char *zone, const char *address, Arena *arena, SourceNow *ret) {
  g_autofree char *text = g_strconcat ("$ORIGIN opera.example.\n"
                                       "@ SOA ns.opera.example. x.opera.example. 1 1 1 1 1\n"
                                       "out A 192.0.2.1\nout AAAA 2001:db8::1\n"
                                       "other A 192.0.2.99\nother AAAA 2001:db8::99\n"
                                       "192.0.2.1.list A 127.0.0.2\n",
                                       zone, NULL);
  g_autoptr (Resolver) resolver = resolver_new_zone_text (span_from_string (text));
  source_now_ask (span_from_string (address), SPAN ("opera.example"), resolver, arena, ret);
}

static void
test_names (void) {
#define FOUR "1.2.0.192.in-addr.arpa. PTR "
#define SIX "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa. PTR "
#define OUT "out.opera.example.\n"
#define OTHER "other.opera.example.\n"
#define GONE "gone.opera.example.\n"
  static const struct {
    const char *zone, *address, *name;
    bool confirmed;
  } rows[] = {
      {FOUR OUT, "192.0.2.1", "out.opera.example", true},
      {FOUR OTHER, "192.0.2.1", "other.opera.example", false},
      {FOUR GONE, "192.0.2.1", "gone.opera.example", false},
      {SIX OUT, "2001:db8::1", "out.opera.example", true},
      {SIX OTHER, "2001:db8::1", "other.opera.example", false},
      /* the first that leads back, wherever it stands, else the first */
      {FOUR OTHER FOUR OUT, "192.0.2.1", "out.opera.example", true},
      {FOUR OUT FOUR OTHER, "192.0.2.1", "out.opera.example", true},
      {FOUR OTHER FOUR GONE, "192.0.2.1", "other.opera.example", false},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    SourceNow now;
    ask (rows[i].zone, rows[i].address, arena, &now);
    g_test_message ("%s: %.*s", rows[i].zone, SPAN_FORMAT (now.name));
    g_assert_true (span_is (now.name, rows[i].name));
    g_assert_true (now.confirmed == rows[i].confirmed);
    g_assert_false (now.nameless);
  }
  /* RFC 7208 section 4.6.4: names beyond the tenth are not looked at */
  for (guint before = 9; before < 11; before++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autoptr (GString) zone = g_string_new (NULL);
    for (guint i = 0; i < before; i++)
      g_string_append_printf (zone, FOUR "x%u.opera.example.\n", i);
    g_string_append (zone, FOUR OUT);
    SourceNow now;
    ask (zone->str, "192.0.2.1", arena, &now);
    g_assert_true (now.confirmed == (before == 9));
    g_assert_true (span_is (now.name, before == 9 ? "out.opera.example" : "x0.opera.example"));
  }
}

/* Without a name: surely so where the zone says it, else nothing is known. */
static void
test_nameless (void) {
  static const struct {
    const char *zone;
    bool nameless;
  } rows[] = {
      {"2.0.192.in-addr.arpa. SOA ns.opera.example. x.opera.example. 1 1 1 1 1\n", true},
      {"", false},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    SourceNow now;
    ask (rows[i].zone, "192.0.2.1", arena, &now);
    g_assert_true (span_is_null (now.name));
    g_assert_false (now.confirmed);
    g_assert_true (now.nameless == rows[i].nameless);
  }
}

static void
test_listed (void) {
  static const struct {
    const char *record;
    Listed listed;
  } rows[] = {
      {"v=spf1 ip4:192.0.2.1 -all", LISTED_YES},
      {"v=spf1 ip4:192.0.2.2 -all", LISTED_NO},
      {"v=spf1 ip4:192.0.2.2 ~all", LISTED_NO},
      {"v=spf1 ip4:192.0.2.2", LISTED_NO},
      {"no record", LISTED_NO_RECORD},
      {"v=spf1 ip4:192.0.2 -all", LISTED_BROKEN},
      {"v=spf1 include:not.in.the.file.test -all", LISTED_UNKNOWN},
      /* the address and the domain are known */
      {"v=spf1 exists:%{i}.list.%{d} -all", LISTED_YES},
      {"v=spf1 exists:%{I}.list.%{D} -all", LISTED_YES},
      {"v=spf1 exists:%{i}.list.%{o} -all", LISTED_YES},
      {"v=spf1 exists:%{v}.%{d} -all", LISTED_NO},
      /* of the message */
      {"v=spf1 exists:%{s}.x.%{d} -all", LISTED_UNKNOWN},
      {"v=spf1 exists:%{l}.x.%{d} -all", LISTED_UNKNOWN},
      {"v=spf1 exists:x.%{h} -all", LISTED_UNKNOWN},
      {"v=spf1 exists:%{p}.x.%{d} -all", LISTED_UNKNOWN},
      {"v=spf1 exists:%{S}.x.%{d} -all", LISTED_UNKNOWN},
      {"v=spf1 exists:%{L}.x.%{d} -all", LISTED_UNKNOWN},
      {"v=spf1 exists:x.%{H} -all", LISTED_UNKNOWN},
      {"v=spf1 exists:%{P}.x.%{d} -all", LISTED_UNKNOWN},
      {"v=spf1 exists:%{l}.x.%{d} ip4:192.0.2.1 -all", LISTED_UNKNOWN},
      /* in what it includes */
      {"v=spf1 include:_a.opera.example -all", LISTED_UNKNOWN},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autofree char *zone = g_strdup_printf (
        "@ TXT \"%s\"\n_a TXT \"v=spf1 exists:%%{l}.x.%%{d} -all\"\n", rows[i].record);
    SourceNow now;
    ask (zone, "192.0.2.1", arena, &now);
    g_test_message ("%s: %d", rows[i].record, now.listed);
    g_assert_cmpint (now.listed, ==, rows[i].listed);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/source-now/names", test_names);
  g_test_add_func ("/source-now/nameless", test_nameless);
  g_test_add_func ("/source-now/listed", test_listed);
  return g_test_run ();
}
