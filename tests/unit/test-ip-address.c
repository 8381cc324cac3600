/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "syntax/ip-address.h"

static const struct {
  const char *text, *expected;
} normal_cases[] = {
    {"192.0.2.1", "192.0.2.1"},
    {" 192.0.2.1\t", "192.0.2.1"},
    {"[192.0.2.1]", "192.0.2.1"},
    {"255.255.255.255", "255.255.255.255"},
    {"2001:db8::1", "2001:db8::1"},
    {"[2001:db8::1]", "2001:db8::1"},
    {"[IPv6:2001:db8::1]", "2001:db8::1"},
    {"IPv6:2001:DB8::1", "2001:db8::1"},
    {"[ipv6:2001:db8::1]", "2001:db8::1"},
    {"::ffff:192.0.2.1", "192.0.2.1"},
    {"::FFFF:c000:201", "192.0.2.1"},
    {"[IPv6:::ffff:192.0.2.1]", "192.0.2.1"},
    {"fe80::1%eth0", "fe80::1"},
    /* RFC 5952 §4: leading zeros, the longest run, the first of two, no "::" for one group, lower
       case */
    {"2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1"},
    {"2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},
    {"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},
    {"2001:0:0:1:0:0:0:1", "2001:0:0:1::1"},
    {"2001:DB8:AAAA::", "2001:db8:aaaa::"},
    {"::", "::"},
    {"::1", "::1"},
    {"", NULL},
    {"[]", NULL},
    {"[192.0.2.1", NULL},
    {"192.0.2", NULL},
    {"192.0.2.1.", NULL},
    {"192.0.2.256", NULL},
    {"192.0.2.01", NULL},
    {"192.0.2.1:25", NULL},
    {"0x7f.0.0.1", NULL},
    {"2130706433", NULL},
    {"2001:db8", NULL},
    {"2001:db8::1::2", NULL},
    {"2001:db8::12345", NULL},
    {"<nil>", NULL},
    {"unknown", NULL},
    {"museum.example", NULL},
    {"192.0.2.1 museum", NULL},
    {"2001:0db8:0000:0000:0000:0000:0000:0001:0000:0000:0000:0000:0000:0000:0000", NULL},
};

static void
test_normalize (void) {
  g_autoptr (Arena) arena = arena_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (normal_cases); i++) {
    Span found, again;
    bool is_address = ip_address_normalize (span_from_string (normal_cases[i].text), arena, &found);
    g_autofree char *text = found.data ? g_strndup (found.data, found.len) : NULL;
    g_test_message ("%s", normal_cases[i].text);
    g_assert_cmpstr (text, ==, normal_cases[i].expected);
    g_assert_cmpint (is_address, ==, normal_cases[i].expected != NULL);
    if (is_address) {
      g_assert_true (ip_address_normalize (found, arena, &again));
      g_assert_true (span_equal (found, again));
    }
  }
  Span found;
  g_assert_false (ip_address_normalize (SPAN_NULL, arena, &found));
  g_assert_false (ip_address_normalize (SPAN ("192.0.2.1\0"), arena, &found));
}

static void
test_public (void) {
  static const char *const reachable[] = {
      "192.0.2.1",       "198.51.100.1",   "203.0.113.1", "1.1.1.1",         "9.255.255.255",
      "11.0.0.0",        "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0",
      "169.253.255.255", "172.15.255.255", "172.32.0.0",  "192.167.255.255", "192.169.0.0",
      "223.255.255.255", "2001:db8::1",    "2a00::1",     "fbff::1",         "::2",
  };
  static const char *const local[] = {
      "0.0.0.0",
      "10.0.0.1",
      "10.255.255.255",
      "100.64.0.0",
      "100.127.255.255",
      "127.0.0.1",
      "169.254.1.1",
      "172.16.0.0",
      "172.31.255.255",
      "192.168.1.1",
      "224.0.0.1",
      "239.255.255.255",
      "255.255.255.255",
      "::",
      "::1",
      "fe80::1",
      "febf::1",
      "fc00::1",
      "fdff::1",
      "ff02::1",
      "",
      "museum.example",
      "[192.0.2.1]",
  };
  for (gsize i = 0; i < G_N_ELEMENTS (reachable); i++) {
    g_test_message ("%s", reachable[i]);
    g_assert_true (ip_address_is_public (span_from_string (reachable[i])));
  }
  for (gsize i = 0; i < G_N_ELEMENTS (local); i++) {
    g_test_message ("%s", local[i]);
    g_assert_false (ip_address_is_public (span_from_string (local[i])));
  }
  g_assert_false (ip_address_is_public (SPAN_NULL));
}

static const struct {
  const char *address, *network;
  bool inside;
} network_cases[] = {
    {"192.0.2.25", "192.0.2.0/24", true},
    {"192.0.2.25", "192.0.2.16/28", true},
    {"192.0.2.25", "192.0.2.32/27", false},
    {"192.0.2.25", "192.0.2.25/32", true},
    {"192.0.2.25", "192.0.2.24/32", false},
    {"192.0.2.25", "198.51.100.0/0", true},
    {"192.0.2.25", "192.0.2.0/33", false},
    {"192.0.2.25", "192.0.2.0", false},
    {"192.0.2.25", "192.0.2.0/", false},
    {"192.0.2.25", "/24", false},
    {"192.0.2.25", "", false},
    {"2001:db8::25", "2001:db8::/32", true},
    {"2001:db8::25", "2001:db8:1::/33", true},
    {"2001:db8:8000::25", "2001:db8::/33", false},
    {"2001:db8::25", "192.0.2.0/24", false},
    {"museum.example", "192.0.2.0/24", false},
    {"", "192.0.2.0/24", false},
};

static void
test_in_network (void) {
  for (gsize i = 0; i < G_N_ELEMENTS (network_cases); i++) {
    g_test_message ("%s in %s", network_cases[i].address, network_cases[i].network);
    g_assert_cmpint (ip_address_in_network (span_from_string (network_cases[i].address),
                                            span_from_string (network_cases[i].network)),
                     ==, network_cases[i].inside);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ip-address/normalize", test_normalize);
  g_test_add_func ("/ip-address/public", test_public);
  g_test_add_func ("/ip-address/in-network", test_in_network);
  return g_test_run ();
}
