/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What C compares with is what evidence can hold. */
#include "base/vocabulary.h"
#include "evidence/evidence.h"

static bool
is_known (Span word, const char *list) {
  union {
    Trust trust;
    Result result;
    Identity identity;
    Alignment alignment;
    Status status;
    Basis basis;
    RecordState state;
    Kind kind;
    Confidence confidence;
    Writes writes;
    Actor actor;
    FindingProof proof;
    Severity severity;
    ResultSource source;
    Policy policy;
    ChainState chain;
    Delivery delivery;
    RequirementState requirement;
  } found;
#define KNOWN(prefix) (g_strcmp0 (list, #prefix) == 0 && prefix##_find (word, &found.prefix))
#define KNOWN_AS(prefix, member) \
  (g_strcmp0 (list, #prefix) == 0 && prefix##_find (word, &found.member))
  return KNOWN (trust) || KNOWN (result) || KNOWN (identity) || KNOWN (alignment) ||
         KNOWN (status) || KNOWN (basis) || KNOWN_AS (record_state, state) || KNOWN (kind) ||
         KNOWN (confidence) || KNOWN (writes) || KNOWN (actor) || KNOWN_AS (finding_proof, proof) ||
         KNOWN (severity) || KNOWN_AS (result_source, source) || KNOWN (policy) ||
         KNOWN_AS (chain_state, chain) || KNOWN (delivery) ||
         KNOWN_AS (requirement_state, requirement);
}

/* The list each field's words are out of. */
static const struct {
  const RecordInfo *record;
  const char *field, *list;
} fields[] = {
    {&record_Source, "kind", "kind"},
    {&record_Source, "confidence", "confidence"},
    {&record_ReceiverRecord, "writes", "writes"},
    {&record_AuthenticationResultsRecord, "trust", "trust"},
    {&record_SpamReport, "trust", "trust"},
    {&record_SpfRecord, "trust", "trust"},
    {&record_SpfRecord, "result", "result"},
    {&record_SpfRecord, "identity", "identity"},
    {&record_SpfRecord, "alignment", "alignment"},
    {&record_DkimSignatureRecord, "alignment", "alignment"},
    {&record_DkimRecord, "trust", "trust"},
    {&record_DkimRecord, "result", "result"},
    {&record_DkimRecord, "alignment", "alignment"},
    {&record_DmarcRecord, "trust", "trust"},
    {&record_DmarcRecord, "result", "result"},
    {&record_Verdict, "status", "status"},
    {&record_Verdict, "basis", "basis"},
    {&record_Verdict, "spf", "result"},
    {&record_Verdict, "spf_alignment", "alignment"},
    {&record_Verdict, "dkim", "result"},
    {&record_Verdict, "dkim_alignment", "alignment"},
    {&record_Verdict, "dmarc", "result"},
    {&record_Verdict, "dmarc_record", "record_state"},
    {&record_Verdict, "fix_by", "actor"},
    {&record_Finding, "fix_by", "actor"},
    {&record_Finding, "proof", "finding_proof"},
    {&record_Finding, "severity", "severity"},
    {&record_SpfRecord, "source", "result_source"},
    {&record_DkimRecord, "source", "result_source"},
    {&record_DmarcRecord, "source", "result_source"},
    {&record_DmarcRecord, "policy", "policy"},
    {&record_DmarcNow, "policy", "policy"},
    {&record_ArcChain, "state", "chain_state"},
    {&record_Bounce, "action", "delivery"},
    {&record_Requirement, "state", "requirement_state"},
};

static void
test_fields (void) {
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
    const FieldInfo *field = record_field (fields[i].record, span_from_string (fields[i].field));
    g_assert_nonnull (field);
    g_assert_cmpint (field->type, ==, FIELD_TYPE_WORDS);
    g_auto (GStrv) words = g_strsplit (field->words, " ", -1);
    for (guint k = 0; words[k]; k++)
      if (!is_known (span_from_string (words[k]), fields[i].list))
        g_error ("%s.%s: “%s” is none of %s", fields[i].record->name, field->name, words[k],
                 fields[i].list);
  }
}

static void
test_words (void) {
  Result result = RESULT_SKIPPED;
  g_assert_true (result_is (SPAN ("pass"), RESULT_PASS));
  g_assert_false (result_is (SPAN ("pass"), RESULT_FAIL));
  g_assert_false (result_is (SPAN ("passe"), RESULT_PASS));
  g_assert_false (result_is (SPAN_NULL, RESULT_NONE));
  g_assert_false (result_is (SPAN ("Pass"), RESULT_PASS));
  g_assert_true (result_is_nocase (SPAN ("Pass"), RESULT_PASS));
  g_assert_false (result_is_nocase (SPAN_NULL, RESULT_PASS));
  g_assert_true (result_find (SPAN ("softfail"), &result));
  g_assert_cmpint (result, ==, RESULT_SOFTFAIL);
  g_assert_false (result_find (SPAN ("hardfail"), &result));
  g_assert_false (result_find (SPAN_NULL, &result));
  g_assert_cmpint (result, ==, RESULT_SOFTFAIL);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/words/fields", test_fields);
  g_test_add_func ("/words/is-and-find", test_words);
  return g_test_run ();
}
