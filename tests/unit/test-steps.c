/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is to be done, and in which order (docs/contract.md): what asks whether anything has to be
 * repaired first, then the cause, then the rest; each remedy once. */
#include "judge/steps.h"

#include "apply/findings.h"
#include "support.h"

static Arena *arena;
static const FindingRule plain, first = {.first = SPAN ("yes")}, last = {.last = SPAN ("yes")};

#define OF(name) .id = SPAN (name), .severity = SPAN ("error"), .rule = &plain
#define FIX(words) .fix = SPAN (words), .fix_by = SPAN ("institution")

static Finding
with_record (Finding finding, const char *name, const char *type, const char *value) {
  *vec_push (arena, &finding.records, DnsRecord) = (DnsRecord){.name = span_from_string (name),
                                                               .type = span_from_string (type),
                                                               .value = span_from_string (value)};
  return finding;
}

static char *
ids_of (GPtrArray *chosen) {
  g_autoptr (GString) ids = g_string_new (NULL);
  for (guint i = 0; i < chosen->len; i++)
    g_string_append_printf (ids, "%s%.*s", i ? " " : "",
                            SPAN_FORMAT (((const Finding *)g_ptr_array_index (chosen, i))->id));
  g_ptr_array_unref (chosen);
  return g_string_free (g_steal_pointer (&ids), FALSE);
}

static void
assert_chosen (Finding *findings, guint n, const char *cause, const char *without,
               const char *with_notes) {
  Case kase = {.findings = {.items = findings, .n = n}};
  kase.verdict.cause = span_from_string (cause);
  g_autofree char *few = ids_of (steps_choose (&kase, false));
  g_autofree char *all = ids_of (steps_choose (&kase, true));
  g_assert_cmpstr (few, ==, without);
  g_assert_cmpstr (all, ==, with_notes);
}

static void
test_order (void) {
  Finding findings[] = {{OF ("end"), FIX ("1")},
                        {OF ("one"), FIX ("2")},
                        {OF ("cause"), FIX ("3")},
                        {OF ("begin"), FIX ("4")},
                        {OF ("two"), FIX ("5")}};
  findings[0].rule = &last;
  findings[3].rule = &first;
  assert_chosen (findings, 5, "cause", "begin cause one two end", "begin cause one two end");
  assert_chosen (findings, 5, NULL, "begin one cause two end", "begin one cause two end");
  /* the very first of them is the cause */
  assert_chosen (findings + 1, 2, "one", "one cause", "one cause");
  assert_chosen (findings + 1, 2, "cause", "cause one", "cause one");
}

/* Something to do, to publish or to ask; not what another finding says better; of a note only where
 * it is wanted, or asks whether anything helped. */
static void
test_remedies (void) {
  Finding findings[] = {
      {OF ("fix"), FIX ("1")},
      {OF ("check"), .check = SPAN ("dig")},
      with_record ((Finding){OF ("record")}, "a.example", "TXT", "x"),
      {OF ("nothing"), .title = SPAN ("t")},
      {OF ("superseded"), FIX ("2"), .superseded_by = SPAN ("fix")},
      {OF ("note"), FIX ("3")},
      {OF ("superseded-note"), FIX ("4"), .superseded_by = SPAN ("fix")},
      {OF ("last-note"), FIX ("5")},
  };
  findings[5].severity = findings[6].severity = findings[7].severity = SPAN ("note");
  findings[7].rule = &last;
  assert_chosen (findings, 8, NULL, "fix check record last-note",
                 "fix check record note last-note");
}

/* The same records by the same hand are one remedy, and so is the same deed with the same check. */
static void
test_once (void) {
#define RECORD(id, words, by, name, type, value) \
  with_record ((Finding){OF (id), .fix = SPAN (words), .fix_by = SPAN (by)}, name, type, value)
  Finding findings[] = {
      RECORD ("a", "1", "dns-admin", "a.example", "TXT", "x"),
      RECORD ("b", "2", "dns-admin", "a.example", "TXT", "x"),
      RECORD ("c", "1", "sender", "a.example", "TXT", "x"),
      RECORD ("d", "1", "dns-admin", "b.example", "TXT", "x"),
      RECORD ("e", "1", "dns-admin", "a.example", "CNAME", "x"),
      RECORD ("f", "1", "dns-admin", "a.example", "TXT", "y"),
      with_record (RECORD ("g", "1", "dns-admin", "a.example", "TXT", "x"), "a.example", "TXT",
                   "x"),
  };
  assert_chosen (findings, G_N_ELEMENTS (findings), NULL, "a c d e f g", "a c d e f g");
  Finding deeds[] = {
      {OF ("a"), FIX ("1"), .check = SPAN ("dig")},
      {OF ("b"), FIX ("1"), .check = SPAN ("dig")},
      {OF ("c"), FIX ("1"), .check = SPAN ("host")},
      {OF ("d"), FIX ("2"), .check = SPAN ("dig")},
      {OF ("e"), .fix = SPAN ("1"), .fix_by = SPAN ("sender"), .check = SPAN ("dig")},
      with_record ((Finding){OF ("f"), FIX ("1"), .check = SPAN ("dig")}, "a.example", "TXT", "x"),
  };
  assert_chosen (deeds, G_N_ELEMENTS (deeds), NULL, "a c d e f", "a c d e f");
}

/* No more than sixteen. */
static void
test_many (void) {
  Finding findings[18];
  for (guint i = 0; i < G_N_ELEMENTS (findings); i++)
    findings[i] =
        (Finding){OF ("x"), .fix_by = SPAN ("sender"), .fix = arena_printf (arena, "%u", i)};
  Case kase = {.findings = {.items = findings, .n = G_N_ELEMENTS (findings)}};
  g_autoptr (GPtrArray) chosen = steps_choose (&kase, false);
  g_assert_cmpuint (chosen->len, ==, 16);
}

/* The last step of a repair is to check it, before what asks whether it helped; where nobody
 * repairs anything there is nothing to check. What has no remedy in words is told by its title. */
static void
test_collect (void) {
  static const struct {
    const char *by, *second; /* of the last one; NULL: there is none */
    const char *steps;       /* "check" has no finding */
  } rows[] = {
      {"institution", NULL, "one check"},
      {"nobody", NULL, "one"},
      {NULL, NULL, "one"},
      {"institution", "sender", "one check end"},
      {"nobody", "sender", "one end check"},
      {"nobody", "nobody", "one end"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    Finding findings[] = {{OF ("one"), .title = SPAN ("title"), .check = SPAN ("dig")},
                          {OF ("end"), .title = SPAN ("title"), .fix = SPAN ("fix")}};
    g_autoptr (GString) steps = g_string_new (NULL);
    Case kase = {.findings = {.items = findings, .n = rows[i].second ? 2 : 1}};
    findings[0].fix_by = span_from_string (rows[i].by);
    findings[1].fix_by = span_from_string (rows[i].second);
    findings[1].rule = &last;
    steps_collect (&kase, shipped_words (), arena);
    for (guint k = 0; k < kase.steps.n; k++) {
      const NextStep *step = vec_at (&kase.steps, NextStep, k);
      Span id = span_is_null (step->finding) ? SPAN ("check") : step->finding;
      g_string_append_printf (steps, "%s%.*s", k ? " " : "", SPAN_FORMAT (id));
      if (span_is (id, "one"))
        assert_span (step->text, "title", "text");
      else if (span_is (id, "end"))
        assert_span (step->text, "fix", "text");
      else
        assert_span (step->fix_by, "nobody", "fix_by");
    }
    g_assert_cmpstr (steps->str, ==, rows[i].steps);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  arena = arena_new ();
  g_test_add_func ("/steps/order", test_order);
  g_test_add_func ("/steps/remedies", test_remedies);
  g_test_add_func ("/steps/once", test_once);
  g_test_add_func ("/steps/many", test_many);
  g_test_add_func ("/steps/collect", test_collect);
  int status = g_test_run ();
  arena_free (arena);
  return status;
}
