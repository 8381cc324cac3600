/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "syntax/domain.h"
#include "base/limits.h"

#include <glib/gstdio.h>

/* A list of our own, so that the answers do not depend on the machine's. */
static const char list_text[] =
    "// test "
    "list\nch\ncom\nexample\nco.uk\nuk\nfr\n*.ck\n!www.ck\n*.kawasaki.jp\n!city.kawasaki."
    "jp\njp\nco.jp\nрф\n公司.cn\ncn\ngithub.io\nio\n";

static void
use_test_list (void) {
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  int fd = g_file_open_tmp ("mailwhy-psl-XXXXXX", &path, &error);
  g_assert_no_error (error);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, list_text, -1, &error));
  g_assert_true (domain_suffix_list_use_file (path, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (domain_suffix_list_name (), ==, path);
  g_unlink (path);
}

static void
assert_normal (Span text, const char *expected) {
  g_autoptr (Arena) arena = arena_new ();
  Span domain, again;
  g_test_message ("%.*s", SPAN_FORMAT (text));
  g_assert_cmpint (domain_normalize (text, arena, &domain), ==, expected != NULL);
  g_autofree char *found = domain.data ? g_strndup (domain.data, domain.len) : NULL;
  g_assert_cmpstr (found, ==, expected);
  if (expected) {
    g_assert_true (domain_normalize (domain, arena, &again));
    g_assert_true (span_equal (domain, again));
  }
}

static const struct {
  const char *text, *expected;
} normal_cases[] = {
    {"example.com", "example.com"},
    {"Museum.Example.COM", "museum.example.com"},
    {"example.com.", "example.com"},
    {" example.com\r\n", "example.com"},
    {"localhost", "localhost"},
    {"_dmarc.example.com", "_dmarc.example.com"},
    {"r4---sn-xyz.example.com", "r4---sn-xyz.example.com"},
    {"-a-.example.com", "-a-.example.com"},
    {"1.2.3.example", "1.2.3.example"},
    {"xn--mnster-3ya.example", "xn--mnster-3ya.example"},
    {"XN--MNSTER-3YA.example", "xn--mnster-3ya.example"},
    /* RFC 5890: the A-label is that of the lower-case U-label, composed or not */
    {"münster.example", "xn--mnster-3ya.example"},
    {"MÜNSTER.Example", "xn--mnster-3ya.example"},
    {"mu\xcc\x88nster.example", "xn--mnster-3ya.example"},
    {"straße.example", "xn--strae-oqa.example"}, /* non-transitional: not "strasse" */
    {"théâtre.r4---sn.example", "xn--thtre-4qa2c.r4---sn.example"},
    {"_spf.münster.example", "_spf.xn--mnster-3ya.example"},
    {"例え.テスト", "xn--r8jz45g.xn--zckzah"},
    {"münster。example", "xn--mnster-3ya.example"}, /* U+3002, UTS #46 §2.3 */
    /* RFC 5892 §2.6, §2.7: no letters that are others by compatibility only, none that are not seen
     */
    {"\U0001d5f2\U0001d5ef\U0001d5ee\U0001d606.example", NULL},
    {"ebay.\U0001d5f1e", NULL},
    {"\xef\xbd\x85xample.com", NULL},
    {"ex\xc2\xad"
     "ample.com",
     NULL},
    {"ex\xe2\x80\x8b"
     "ample.com",
     NULL},
    {"", NULL},
    {".", NULL},
    {"..", NULL},
    {"example..com", NULL},
    {".example.com", NULL},
    {"example.com..", NULL},
    {"192.0.2.1", NULL},
    {"192.0.2.1.", NULL},
    {"1234", NULL},
    {"[192.0.2.1]", NULL},
    {"[IPv6:2001:db8::1]", NULL},
    {"2001:db8::1", NULL},
    {"exam ple.com", NULL},
    {"exam\tple.com", NULL},
    {"example.com(x)", NULL},
    {"<example.com>", NULL},
    {"a@example.com", NULL},
    {"example.com;", NULL},
    {"\"example.com\"", NULL},
    {"exam\\ple.com", NULL},
    {"exam\x7fple.com", NULL},
    {"\xff.example", NULL},
    {"m\xfcnster.example", NULL},     /* Latin-1 */
    {"１９２.０.２.１", NULL},        /* an address once mapped */
    {"a\xe2\x84\x80z.example", NULL}, /* U+2100 maps to "a/c" */
    {"\xe2\x80\x8b.example", NULL},   /* zero-width space: an empty label once mapped */
};

static void
test_normalize (void) {
  for (gsize i = 0; i < G_N_ELEMENTS (normal_cases); i++)
    assert_normal (span_from_string (normal_cases[i].text), normal_cases[i].expected);
  assert_normal (SPAN_NULL, NULL);
  assert_normal (SPAN ("a\0.example"), NULL);
  assert_normal (SPAN ("m\xc3\xbc\0.example"), NULL);
}

static void
test_normalize_limit (void) {
  g_autoptr (GString) text = g_string_new (NULL);
  while (text->len < LIMIT_DOMAIN)
    g_string_append (text, "a.");
  g_string_truncate (text, LIMIT_DOMAIN - 1);
  assert_normal (span_of (text->str, text->len), text->str);
  g_string_append (text, ".aa");
  assert_normal (span_of (text->str, text->len), NULL);
  g_string_assign (text, "");
  while (text->len < LIMIT_DOMAIN - 4)
    g_string_append (text, "ü");
  assert_normal (span_of (text->str, text->len), NULL);
}

static void
test_under (void) {
  g_assert_true (domain_is_under (SPAN ("mail.museum.example"), SPAN ("museum.example")));
  g_assert_true (domain_is_under (SPAN ("museum.example"), SPAN ("museum.example")));
  g_assert_false (domain_is_under (SPAN ("notmuseum.example"), SPAN ("museum.example")));
  g_assert_false (domain_is_under (SPAN ("museum.example"), SPAN ("mail.museum.example")));
  g_assert_false (domain_is_under (SPAN ("museum.example"), SPAN ("")));
  g_assert_false (domain_is_under (SPAN ("museum.example"), SPAN_NULL));
  g_assert_false (domain_is_under (SPAN_NULL, SPAN ("museum.example")));
  g_assert_false (domain_is_under (SPAN_NULL, SPAN_NULL));
}

/* publicsuffix.org's algorithm, by hand. */
static const struct {
  const char *domain, *organization;
  bool suffix;
} organization_cases[] = {
    {"museum.example", "museum.example", false},
    {"mail.museum.example", "museum.example", false},
    {"a.b.c.museum.ch", "museum.ch", false},
    {"tickets-stadt.ch", "tickets-stadt.ch", false},
    {"ch", "ch", true},
    {"co.uk", "co.uk", true},
    {"a.co.uk", "a.co.uk", false},
    {"x.a.co.uk", "a.co.uk", false},
    {"festival.github.io", "festival.github.io", false},
    {"www.festival.github.io", "festival.github.io", false},
    {"github.io", "github.io", true},
    {"a.b.ck", "a.b.ck", false},
    {"x.a.b.ck", "a.b.ck", false},
    {"www.ck", "www.ck", false},
    {"x.www.ck", "www.ck", false},
    {"mail.city.kawasaki.jp", "city.kawasaki.jp", false},
    {"mail.museum.other.kawasaki.jp", "museum.other.kawasaki.jp", false},
    {"a.b.xn--p1ai", "b.xn--p1ai", false},           /* the list says рф */
    {"x.a.xn--55qx5d.cn", "a.xn--55qx5d.cn", false}, /* 公司.cn */
    {"a.b.unlisted", "b.unlisted", false},
    {"localhost", "localhost", false},
};

static void
test_organizational (void) {
  use_test_list ();
  g_autoptr (Arena) arena = arena_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (organization_cases); i++) {
    Span domain = span_from_string (organization_cases[i].domain);
    Span found = domain_organizational (domain, arena);
    g_autofree char *text = g_strndup (found.data, found.len);
    g_test_message ("%s", organization_cases[i].domain);
    g_assert_cmpstr (text, ==, organization_cases[i].organization);
    g_assert_cmpint (domain_is_public_suffix (domain), ==, organization_cases[i].suffix);
  }
  g_assert_true (span_is_null (domain_organizational (SPAN_NULL, arena)));
  g_assert_false (domain_is_public_suffix (SPAN_NULL));
}

static void
test_same_organization (void) {
  use_test_list ();
  g_autoptr (Arena) arena = arena_new ();
  g_assert_true (
      domain_same_organization (SPAN ("mail.museum.example"), SPAN ("www.museum.example"), arena));
  g_assert_true (
      domain_same_organization (SPAN ("museum.example"), SPAN ("museum.example"), arena));
  g_assert_false (domain_same_organization (SPAN ("a.github.io"), SPAN ("b.github.io"), arena));
  g_assert_false (domain_same_organization (SPAN ("a.co.uk"), SPAN ("b.co.uk"), arena));
  g_assert_false (domain_same_organization (SPAN_NULL, SPAN_NULL, arena));
  g_assert_false (domain_same_organization (SPAN ("museum.example"), SPAN_NULL, arena));
}

static void
test_address_domain (void) {
  static const struct {
    const char *address, *domain;
  } cases[] = {
      {"b@museum.example", "museum.example"},
      {"<b@Museum.example>", "museum.example"},
      {"@museum.example", "museum.example"},
      {"\"a@b\"@museum.example", "museum.example"},
      {"anna=theater.example@münster.example", "xn--mnster-3ya.example"},
      {"Museum <b@museum.example>", "museum.example"},
      {"museum.example", NULL},
      {"b@", NULL},
      {"b@[192.0.2.1]", NULL},
      {"<>", NULL},
      {"", NULL},
  };
  g_autoptr (Arena) arena = arena_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    Span found = address_domain (span_from_string (cases[i].address), arena);
    g_autofree char *text = found.data ? g_strndup (found.data, found.len) : NULL;
    g_test_message ("%s", cases[i].address);
    g_assert_cmpstr (text, ==, cases[i].domain);
  }
  g_assert_true (span_is_null (address_domain (SPAN_NULL, arena)));
}

static void
test_list_file_errors (void) {
  use_test_list ();
  g_autofree char *before = g_strdup (domain_suffix_list_name ());
  g_autofree char *folder = g_dir_make_tmp ("mailwhy-psl-XXXXXX", NULL);
  g_autofree char *empty = g_build_filename (folder, "empty", NULL);
  g_assert_true (g_file_set_contents (empty, "// nothing\n", -1, NULL));
  const char *paths[] = {folder, empty, "/nonexistent/list"};
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_false (domain_suffix_list_use_file (paths[i], &error));
    g_assert_nonnull (error);
    g_assert_nonnull (strstr (error->message, paths[i]));
  }
  g_assert_cmpstr (domain_suffix_list_name (), ==, before);
  g_unlink (empty);
  g_rmdir (folder);
}

/* In a process of its own: no list was chosen there. */
static void
test_default_list (void) {
  if (!g_test_subprocess ()) {
    g_test_trap_subprocess (NULL, 0, 0);
    g_test_trap_assert_passed ();
    return;
  }
  g_autoptr (Arena) arena = arena_new ();
  g_assert_true (
      span_equal (domain_organizational (SPAN ("a.museum.ch"), arena), SPAN ("museum.ch")));
  g_assert_true (*domain_suffix_list_name () != '\0');
}

/* RFC 6761 §6.3, RFC 6762 §3, RFC 8375 §3; ICANN's resolution 2024.07.29.06 for "internal". */
static void
test_host_names (void) {
  static const char *const hosts[] = {"localhost",  "box-office",  "a.local",
                                      "local",      "b.a.lan",     "a.localdomain",
                                      "a.internal", "a.localhost", "router.home.arpa"};
  static const char *const domains[] = {"example.com",          "local.example", "a.notlocal",
                                        "internal.example.com", "arpa.example",  ""};
  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    g_assert_true (domain_is_host_name (span_from_string (hosts[i])));
  for (guint i = 0; i < G_N_ELEMENTS (domains); i++)
    g_assert_false (domain_is_host_name (span_from_string (domains[i])));
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/host-names", test_host_names);
  g_test_add_func ("/domain/normalize", test_normalize);
  g_test_add_func ("/domain/normalize-limit", test_normalize_limit);
  g_test_add_func ("/domain/under", test_under);
  g_test_add_func ("/domain/organizational", test_organizational);
  g_test_add_func ("/domain/same-organization", test_same_organization);
  g_test_add_func ("/domain/address-domain", test_address_domain);
  g_test_add_func ("/domain/list-file-errors", test_list_file_errors);
  g_test_add_func ("/domain/default-list", test_default_list);
  return g_test_run ();
}
