/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "guarded.h"
#include "headers/arc.h"

static Arena *arena;
static Defects defects;
static ArcAuthenticationResults results;
static ArcSeal seal;

static void
assert_span (Span span, const char *expected) {
  g_autofree char *found = span.data ? g_strndup (span.data, span.len) : NULL;
  g_assert_cmpstr (found, ==, expected);
}

static bool
parse_results (const char *text) {
  arena_reset (arena);
  defects_init (&defects, arena);
  return arc_authentication_results_parse (span_guarded (text), arena, &results, &defects);
}

static bool
parse_seal (const char *text) {
  arena_reset (arena);
  defects_init (&defects, arena);
  return arc_seal_parse (span_guarded (text), arena, &seal, &defects);
}

static guint
count (const char *code) {
  guint n = 0;
  for (guint i = 0; i < defects.list.n; i++)
    n += span_equal (vec_at (&defects.list, Defect, i)->code, span_from_string (code));
  return n;
}

static void
assert_results (gint64 instance, const char *authserv_id, guint n) {
  g_assert_true (results.instance.set == (instance > 0));
  g_assert_cmpint (results.instance.value, ==, instance);
  assert_span (results.results.authserv_id, authserv_id);
  g_assert_cmpuint (results.results.results.n, ==, n);
}

/* RFC 8617 appendix B's shape */
static void
test_results (void) {
  g_assert_true (
      parse_results (" i=2; lists.example.org;\r\n    spf=pass smtp.mfrom=jqd@d1.example;\r\n"
                     "    dkim=pass (1024-bit key) header.i=@d1.example;\r\n    dmarc=pass"));
  assert_results (2, "lists.example.org", 3);
  assert_span (vec_at (&results.results.results, AuthResult, 1)->comment, "1024-bit key");
  g_assert_cmpuint (defects.total, ==, 0);
}

/* authserv-id and version 1, as Exchange Online seals */
static void
test_results_with_version (void) {
  g_assert_true (
      parse_results ("i=1; mx.receiver.example 1; spf=pass (sender ip is 192.0.2.1) "
                     "smtp.rcpttodomain=b.example smtp.mailfrom=a.example; dmarc=pass "
                     "(p=none sp=none pct=100) action=none header.from=a.example; "
                     "dkim=pass (signature was verified) header.d=a.example; arc=none (0)"));
  assert_results (1, "mx.receiver.example", 4);
  g_assert_cmpint (results.results.version.value, ==, 1);
}

static void
test_results_none (void) {
  g_assert_true (parse_results ("i=1; mx.receiver.example; none"));
  assert_results (1, "mx.receiver.example", 0);
  g_assert_true (results.results.says_none);
}

/* RFC 8617 §4.2.1: CFWS everywhere */
static void
test_instance_cfws (void) {
  g_assert_true (
      parse_results ("\r\n (one; two) i (x) = (y) 3 (z) ; mx.receiver.example; arc=pass"));
  assert_results (3, "mx.receiver.example", 1);
  g_assert_true (parse_results ("i=50;mx.receiver.example;arc=pass"));
  assert_results (50, "mx.receiver.example", 1);
}

static void
assert_no_instance (const char *text, guint n) {
  g_assert_true (parse_results (text));
  assert_results (0, "mx.receiver.example", n);
  g_assert_cmpuint (count ("arc-instance"), ==, 1);
}

static void
test_bad_instances (void) {
  assert_no_instance ("i=0; mx.receiver.example; arc=pass", 1);
  assert_no_instance ("i=51; mx.receiver.example; arc=pass", 1);
  assert_no_instance ("i=; mx.receiver.example; arc=pass", 1);
  assert_no_instance ("i=-1; mx.receiver.example; arc=pass", 1);
  assert_no_instance ("i=99999999999999999999; mx.receiver.example; arc=pass", 1);
  assert_no_instance ("mx.receiver.example; arc=pass", 1);
  /* a number that is none, or none at all */
  assert_span (vec_at (&defects.list, Defect, 0)->text, "the field does not begin with i=");
  g_assert_true (parse_results ("inbound.receiver.example; arc=pass"));
  assert_results (0, "inbound.receiver.example", 1);
  assert_span (vec_at (&defects.list, Defect, 0)->text, "the field does not begin with i=");
  parse_results ("i=x; mx.receiver.example; arc=pass");
  assert_span (vec_at (&defects.list, Defect, 0)->text, "i= is not a number from 1 to 50");
}

static void
test_nothing (void) {
  g_assert_false (parse_results (""));
  g_assert_true (parse_results ("i=1"));
  assert_results (1, NULL, 0);
  g_assert_false (parse_seal (""));
  g_assert_false (parse_seal ("rubbish"));
}

static void
test_seal (void) {
  g_assert_true (parse_seal ("i=2; a=rsa-sha256; t=1528637909; cv=pass;\r\n\td=Lists.Example.org; "
                             "s=arc-20160816;\r\n\tb=AAAA"));
  g_assert_cmpint (seal.instance.value, ==, 2);
  assert_span (seal.domain, "lists.example.org");
  assert_span (seal.selector, "arc-20160816");
  assert_span (seal.cv, "pass");
  assert_span (tag_list_get (&seal.tags, SPAN ("b")), "AAAA");
  g_assert_cmpuint (defects.total, ==, 0);
}

static void
test_chain_states (void) {
  parse_seal ("i=1; cv=none; d=a.example; s=s");
  assert_span (seal.cv, "none");
  parse_seal ("i=3; cv=FAIL; d=a.example; s=s");
  assert_span (seal.cv, "fail");
  g_assert_cmpuint (defects.total, ==, 0);
  parse_seal ("i=3; cv=maybe; d=a.example; s=s");
  assert_span (seal.cv, NULL);
  g_assert_cmpuint (count ("arc-cv"), ==, 1);
  parse_seal ("i=3; d=a.example; s=s");
  assert_span (seal.cv, NULL);
  g_assert_cmpuint (count ("arc-cv"), ==, 1);
}

/* RFC 8617 §4.1.2: no v=, no cv= */
static void
test_message_signature (void) {
  g_assert_true (parse_seal ("i=1; a=rsa-sha256; c=relaxed/relaxed; d=lists.example.org; s=s; "
                             "h=from:to; bh=AAAA; b=AAAA"));
  g_assert_cmpint (seal.instance.value, ==, 1);
  assert_span (seal.domain, "lists.example.org");
  assert_span (seal.cv, NULL);
  g_assert_cmpuint (defects.total, ==, 0);
}

/* RFC 8617 §4.1.3 */
static void
test_seal_with_headers (void) {
  g_assert_true (parse_seal ("i=1; cv=none; d=a.example; s=s; h=from:to; b=AAAA"));
  assert_span (seal.cv, "none");
  g_assert_cmpuint (count ("arc-headers"), ==, 1);
}

static void
test_bad_seals (void) {
  g_assert_true (parse_seal ("cv=pass"));
  g_assert_false (seal.instance.set);
  g_assert_cmpuint (count ("arc-tag-missing"), ==, 3);
  g_assert_true (parse_seal ("i=x; cv=pass; d=a b; s=s"));
  g_assert_cmpuint (count ("arc-instance"), ==, 1);
  g_assert_cmpuint (count ("arc-domain"), ==, 1);
  assert_span (seal.domain, NULL);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  arena = arena_new ();
  g_test_add_func ("/arc/results", test_results);
  g_test_add_func ("/arc/results-with-version", test_results_with_version);
  g_test_add_func ("/arc/results-none", test_results_none);
  g_test_add_func ("/arc/instance-cfws", test_instance_cfws);
  g_test_add_func ("/arc/bad-instances", test_bad_instances);
  g_test_add_func ("/arc/nothing", test_nothing);
  g_test_add_func ("/arc/seal", test_seal);
  g_test_add_func ("/arc/chain-states", test_chain_states);
  g_test_add_func ("/arc/message-signature", test_message_signature);
  g_test_add_func ("/arc/seal-with-headers", test_seal_with_headers);
  g_test_add_func ("/arc/bad-seals", test_bad_seals);
  int status = g_test_run ();
  arena_free (arena);
  return status;
}
