/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From as mail programs write it against RFC 5322 §3.4: '[', ';' and a bare '@' stand in no phrase.
 */
#include "syntax/angle-address.h"

static const struct {
  const char *value, *address, *before;
} rows[] = {
    {"Shop [US] <a@b.example>", "a@b.example", "Shop [US]"},
    {"[Shop] <a@b.example>", "a@b.example", "[Shop]"},
    {"Shop; <a@b.example>", "a@b.example", "Shop;"},
    {"Hello bob@x <a@b.example>", "a@b.example", "Hello bob@x"},
    {"Shop \xE2\x80\xB9"
     "a@b.example\xE2\x80\xBA",
     "a@b.example", "Shop"},
    {"\xE2\x80\xB9"
     "a@b.example>",
     "a@b.example", ""},
    {"Shop (US <a@b.example>", "a@b.example", "Shop (US"},
    {"Shop <mailto:a@b.example>", "a@b.example", "Shop"},
    {"[Shop] < a@b.example", "a@b.example", "[Shop]"},
    {"<x@y.example> ; <a@b.example>", "a@b.example", "<x@y.example> ;"},
    {"\"Shop <x@y.example>\"; <a@b.example>", "a@b.example", "\"Shop <x@y.example>\";"},
    {"\"a \\\" <x@y.example>\" <a@b.example>", "a@b.example", "\"a \\\" <x@y.example>\""},
    {"\"Shop; <a@b.example>", "a@b.example", "\"Shop;"},
    {"\"Shop <x@y.example>\"", NULL, NULL},
    {"Shop <a b@c.example>", NULL, NULL},
    {"Shop <@b.example>", NULL, NULL},
    {"Shop <a@>", NULL, NULL},
    {"Shop <>", NULL, NULL},
    {"a@b.example", NULL, NULL},
    {"\xE2\x80", NULL, NULL},
    {"<", NULL, NULL},
    {"", NULL, NULL},
};

static void
test_row (gconstpointer data) {
  guint i = GPOINTER_TO_UINT (data);
  Span address, before;
  g_test_message ("%s", rows[i].value);
  bool found = angle_address_last (span_from_string (rows[i].value), &address, &before);
  g_assert_cmpint (found, ==, rows[i].address != NULL);
  if (!found)
    return;
  g_assert_true (span_equal (address, span_from_string (rows[i].address)));
  g_assert_true (span_equal (before, span_from_string (rows[i].before)));
}

/* RFC 5322 section 3.2.3 and 3.4.1: no address has a NUL, nor does one end it. */
static void
test_nul (void) {
  Span address, before;
  g_assert_false (angle_address_last (SPAN ("[Shop] <a@b.example\0>"), &address, &before));
  g_assert_false (
      angle_address_last (SPAN ("[Shop] <a@b.example\0@c.example>"), &address, &before));
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strdup_printf ("/angle-address/%u", i);
    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_row);
  }
  g_test_add_func ("/angle-address/nul", test_nul);
  return g_test_run ();
}
