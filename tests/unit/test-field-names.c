/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "syntax/field-names.h"

static const FieldName *
find (const char *name) {
  return field_name_find (span_from_string (name));
}

/* In any letter case, and neither shorter nor longer. */
static void
test_find (void) {
  for (guint i = 0; i < field_names_count (); i++) {
    const FieldName *field = field_names_nth (i);
    g_autofree char *upper = g_ascii_strup (field->name, -1);
    g_autofree char *lower = g_ascii_strdown (field->name, -1);
    g_autofree char *longer = g_strconcat (field->name, "~", NULL);
    g_assert_true (find (upper) == field && find (lower) == field);
    g_assert_null (find (longer));
    g_assert_cmpuint (field->len, ==, strlen (field->name));
    g_assert_true (find (field->name)->id == field->id);
  }
  g_assert_null (field_name_find (SPAN_NULL));
  g_assert_null (field_name_find (SPAN ("")));
  g_assert_null (field_name_find (SPAN ("From\0")));
  g_assert_cmpint (find ("fROM")->id, ==, HEADER_FROM);
  g_assert_cmpint (find ("References")->id, ==, HEADER_OTHER);
  g_assert_null (field_names_nth (field_names_count ()));
}

/* Whoever keeps what an earlier hop found. */
static void
test_kept_results (void) {
  static const char *const kept[] = {"X-Mailman-Original-Authentication-Results",
                                     "x-kanton-authentication-results"};
  static const char *const others[] = {"X-Authentication-Results-Info", "Y-Authentication-Results",
                                       "X-Two Words-Authentication-Results",
                                       "X-a:b-Authentication-Results"};
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++) {
    g_assert_true (find (kept[i]) == find ("X-Original-Authentication-Results"));
    g_assert_cmpint (find (kept[i])->kind, ==, FIELD_KIND_RESULTS);
  }
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_null (find (others[i]));
  g_autofree char *letters = g_strnfill (100, 'a');
  g_autofree char *longer = g_strconcat ("X-", letters, "-Authentication-Results", NULL);
  g_assert_null (find (longer));
}

/* RFC 5322 section 3.6, the table of minimum and maximum numbers; RFC 2045 section 4 and 5. */
static void
test_single (void) {
  static const char *const once[] = {
      "Date",       "From",        "Sender",     "Reply-To", "To",           "Cc",          "Bcc",
      "Message-ID", "In-Reply-To", "References", "Subject",  "MIME-Version", "Content-Type"};
  static const char *const often[] = {
      "Comments",  "Keywords",  "Received",   "Resent-Date",       "Resent-From",   "Resent-Sender",
      "Resent-To", "Resent-Cc", "Resent-Bcc", "Resent-Message-ID", "DKIM-Signature"};
  for (guint i = 0; i < G_N_ELEMENTS (once); i++)
    g_assert_true (find (once[i])->single);
  for (guint i = 0; i < G_N_ELEMENTS (often); i++)
    g_assert_false (find (often[i])->single);
}

/* RFC 5322 section 3.6.7, RFC 7208 section 9.1, RFC 8601 section 2.2, RFC 8617 section 4.1. */
static void
test_trace (void) {
  static const char *const trace[] = {"Received",       "Return-Path",
                                      "Received-SPF",   "Authentication-Results",
                                      "DKIM-Signature", "ARC-Seal"};
  static const char *const author[] = {"From", "To", "Subject", "Date", "Message-ID"};
  for (guint i = 0; i < G_N_ELEMENTS (trace); i++)
    g_assert_true (find (trace[i])->trace && find (trace[i])->evidence);
  for (guint i = 0; i < G_N_ELEMENTS (author); i++)
    g_assert_false (find (author[i])->trace);
}

static void
test_beginnings (void) {
  static const struct {
    const char *name;
    guint uses;
  } rows[] = {
      {"X-Spam", FIELD_NAME_FAMILY | FIELD_NAME_BESIDE_RESULTS},
      {"x-spam-LEVEL", FIELD_NAME_FAMILY | FIELD_NAME_BESIDE_RESULTS | FIELD_NAME_KEPT},
      {"X-", 0}, /* nothing follows */
      {"X-Y", FIELD_NAME_FAMILY},
      {"List-", FIELD_NAME_KEPT},
      {"List-Id", FIELD_NAME_FAMILY | FIELD_NAME_KEPT},
      {"X-ARC-Info", FIELD_NAME_FAMILY | FIELD_NAME_BESIDE_RESULTS},
      {"ARC-Seal", FIELD_NAME_FAMILY | FIELD_NAME_BESIDE_RESULTS},
      {"DKIM-Signature", FIELD_NAME_FAMILY},
      {"DKIM-Filter", FIELD_NAME_FAMILY | FIELD_NAME_BESIDE_RESULTS},
      {"Delivered-To", FIELD_NAME_KEPT | FIELD_NAME_BESIDE_RESULTS},
      {"X-Delivered-To", FIELD_NAME_FAMILY | FIELD_NAME_KEPT},
      {"X-Original-To", FIELD_NAME_FAMILY | FIELD_NAME_BESIDE_RESULTS | FIELD_NAME_KEPT},
      {"X-DMARC-Policy", FIELD_NAME_FAMILY | FIELD_NAME_BESIDE_RESULTS | FIELD_NAME_KEPT},
      {"Received", 0},
      {"Received-SPF", FIELD_NAME_BESIDE_RESULTS},
      {"8-Spam", 0}, /* '8' and 'X' share five bits */
      {"", 0},
  };
  static const FieldNameUse uses[] = {FIELD_NAME_FAMILY, FIELD_NAME_KEPT,
                                      FIELD_NAME_BESIDE_RESULTS};
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint u = 0; u < G_N_ELEMENTS (uses); u++)
      g_assert_cmpuint (field_name_begins (span_from_string (rows[i].name), uses[u]), ==,
                        (rows[i].uses & uses[u]) != 0);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/field-names/find", test_find);
  g_test_add_func ("/field-names/kept-results", test_kept_results);
  g_test_add_func ("/field-names/single", test_single);
  g_test_add_func ("/field-names/trace", test_trace);
  g_test_add_func ("/field-names/beginnings", test_beginnings);
  return g_test_run ();
}
