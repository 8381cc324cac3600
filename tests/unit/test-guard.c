/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Who may ask the page on this computer. */
#include "serve/guard.h"

typedef struct {
  const char *name;
  GuardRequest request;
  bool changes;
  GuardResult expected;
} Row;

static const GuardOptions own = {.port = 8080};
static const GuardOptions proxied = {
    .port = 8080, .proxy = "https://mail.example", .secret = "0123456789abcdef"};
#define SECRET "0123456789abcdef"

static const Row rows[] = {
    {"own", {.host = "127.0.0.1:8080"}, false, GUARD_PASSES},
    {"own-name", {.host = "LocalHost:8080"}, true, GUARD_PASSES},
    {"own-ipv6", {.host = "[::1]:8080"}, true, GUARD_PASSES},
    {"no-host", {.host = NULL}, false, GUARD_WRONG_HOST},
    {"empty-host", {.host = ""}, false, GUARD_WRONG_HOST},
    {"rebound-name", {.host = "evil.example:8080"}, false, GUARD_WRONG_HOST},
    {"rebound-suffix", {.host = "127.0.0.1:8080.evil.example"}, false, GUARD_WRONG_HOST},
    {"rebound-prefix", {.host = "evil.127.0.0.1:8080"}, false, GUARD_WRONG_HOST},
    {"rebound-user", {.host = "127.0.0.1:8080@evil.example"}, false, GUARD_WRONG_HOST},
    {"other-port", {.host = "127.0.0.1:8081"}, false, GUARD_WRONG_HOST},
    {"no-port", {.host = "127.0.0.1"}, false, GUARD_WRONG_HOST},
    {"other-loopback", {.host = "127.0.0.2:8080"}, false, GUARD_WRONG_HOST},
    {"own-origin",
     {.host = "127.0.0.1:8080", .origin = "http://127.0.0.1:8080"},
     true,
     GUARD_PASSES},
    {"null-origin", {.host = "127.0.0.1:8080", .origin = "null"}, true, GUARD_WRONG_ORIGIN},
    {"empty-origin", {.host = "127.0.0.1:8080", .origin = ""}, true, GUARD_WRONG_ORIGIN},
    {"other-origin",
     {.host = "127.0.0.1:8080", .origin = "http://evil.example"},
     true,
     GUARD_WRONG_ORIGIN},
    {"other-scheme",
     {.host = "127.0.0.1:8080", .origin = "https://127.0.0.1:8080"},
     true,
     GUARD_WRONG_ORIGIN},
    {"other-server-here",
     {.host = "127.0.0.1:8080", .origin = "http://127.0.0.1:3000"},
     true,
     GUARD_WRONG_ORIGIN},
    {"cross-site", {.host = "127.0.0.1:8080", .site = "cross-site"}, true, GUARD_WRONG_ORIGIN},
    {"same-site", {.host = "127.0.0.1:8080", .site = "same-site"}, true, GUARD_WRONG_ORIGIN},
    {"same-origin", {.host = "127.0.0.1:8080", .site = "same-origin"}, true, GUARD_PASSES},
    {"typed-in", {.host = "127.0.0.1:8080", .site = "none"}, true, GUARD_PASSES},
    {"link-from-elsewhere", {.host = "127.0.0.1:8080", .site = "cross-site"}, false, GUARD_PASSES},
    {"proxy-name", {.host = "mail.example"}, false, GUARD_WRONG_HOST},
};

static const Row proxied_rows[] = {
    {"proxy",
     {.host = "mail.example", .origin = "https://mail.example", .secret = SECRET},
     true,
     GUARD_PASSES},
    {"own", {.host = "127.0.0.1:8080", .secret = SECRET}, true, GUARD_PASSES},
    {"own-without-secret", {.host = "127.0.0.1:8080"}, false, GUARD_NO_SECRET},
    {"no-secret", {.host = "mail.example"}, false, GUARD_NO_SECRET},
    {"wrong-secret",
     {.host = "mail.example", .secret = "0123456789abcdeF"},
     false,
     GUARD_NO_SECRET},
    {"short-secret", {.host = "mail.example", .secret = "0123"}, false, GUARD_NO_SECRET},
    {"empty-secret", {.host = "mail.example", .secret = ""}, false, GUARD_NO_SECRET},
    {"other-port", {.host = "mail.example:8443", .secret = SECRET}, false, GUARD_WRONG_HOST},
    {"other-scheme",
     {.host = "mail.example", .origin = "http://mail.example", .secret = SECRET},
     true,
     GUARD_WRONG_ORIGIN},
    {"other-host", {.host = "evil.example", .secret = SECRET}, false, GUARD_WRONG_HOST},
};

static void
test_row (gconstpointer data) {
  const Row *row = data;
  g_assert_cmpint (guard_check (&own, &row->request, row->changes), ==, row->expected);
}

static void
test_proxied_row (gconstpointer data) {
  const Row *row = data;
  g_assert_cmpint (guard_check (&proxied, &row->request, row->changes), ==, row->expected);
}

static void
assert_origin (const char *url, const char *expected) {
  g_autofree char *origin = guard_origin_of (url);
  g_assert_cmpstr (origin, ==, expected);
}

static void
test_origins (void) {
  assert_origin ("https://mail.example/mailwhy/?a#b", "https://mail.example");
  assert_origin ("http://mail.example:8000", "http://mail.example:8000");
  assert_origin ("https://", NULL);
  assert_origin ("mail.example", NULL);
  assert_origin ("ftp://mail.example", NULL);
  assert_origin ("https://user@mail.example/", NULL);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strdup_printf ("/guard/own/%s", rows[i].name);
    g_test_add_data_func (path, &rows[i], test_row);
  }
  for (guint i = 0; i < G_N_ELEMENTS (proxied_rows); i++) {
    g_autofree char *path = g_strdup_printf ("/guard/proxied/%s", proxied_rows[i].name);
    g_test_add_data_func (path, &proxied_rows[i], test_proxied_row);
  }
  g_test_add_func ("/guard/origins", test_origins);
  return g_test_run ();
}
