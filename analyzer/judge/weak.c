/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/weak.h"

#include "base/vocabulary.h"
#include "evidence/alignment.h"
#include "judge/trust-private.h"
#include "judge/trust-reason.h"

/* Runs what is given with each one as `record`. */
#define EACH(list, Type, ...)                 \
  for (guint i = 0; i < (list).n; i++) {      \
    Type *record = vec_at (&(list), Type, i); \
    __VA_ARGS__;                              \
  }
#define EACH_RESULT(evidence, ...)                 \
  EACH ((evidence)->spf, SpfRecord, __VA_ARGS__)   \
  EACH ((evidence)->dkim, DkimRecord, __VA_ARGS__) \
  EACH ((evidence)->dmarc, DmarcRecord, __VA_ARGS__)

#define IS_SURE(record) ((record)->trusted == FLAG_TRUE && (record)->weak != FLAG_TRUE)

/* ---- what surer places tell ---- */

/* Of one subject. */
typedef enum { TOLD_NOT, TOLD_SAME, TOLD_OTHERWISE } Told;

static Told
told (Span sure, Span weak) {
  return span_equal (sure, weak) ? TOLD_SAME : TOLD_OTHERWISE;
}

static Told
spf_told (const Evidence *evidence, const SpfRecord *weak) {
  EACH (evidence->spf, SpfRecord,
        if (IS_SURE (record) && span_equal (record->identity, weak->identity)) return told (
            record->result, weak->result))
  return TOLD_NOT;
}

static Told
dkim_told (const Evidence *evidence, const DkimRecord *weak) {
  EACH (evidence->dkim, DkimRecord,
        if (IS_SURE (record) &&
            (!weak->signature.set || !record->signature.set ||
             record->signature.value == weak->signature.value)) return told (record->result,
                                                                             weak->result))
  return TOLD_NOT;
}

static Told
dmarc_told (const Evidence *evidence) {
  EACH (evidence->dmarc, DmarcRecord, if (IS_SURE (record)) return TOLD_OTHERWISE)
  return TOLD_NOT;
}

/* ---- settling ---- */

typedef struct {
  TrustReason told, pass;
} Reasons;

#define SETTLE(is_told, passes)                                              \
  {                                                                          \
    if (record->weak != FLAG_TRUE)                                           \
      continue;                                                              \
    Told how = (is_told);                                                    \
    record->weak = flag_of (how == TOLD_NOT);                                \
    if (how == TOLD_SAME || (how == TOLD_NOT && !(passes)))                  \
      continue;                                                              \
    record->trust = trust_word (TRUST_NONE);                                 \
    record->trusted = FLAG_FALSE;                                            \
    TRUST_EXPLAIN (record, how == TOLD_NOT ? reasons->pass : reasons->told); \
  }

/* A pass that is not aligned makes none. */
static bool
could_pass (Span result, Span alignment) {
  return result_is (result, RESULT_PASS) && !alignment_is (alignment, ALIGNMENT_NONE);
}

static void
settle_results (Evidence *evidence, const Reasons *reasons) {
  EACH (evidence->spf, SpfRecord,
        SETTLE (spf_told (evidence, record), could_pass (record->result, record->alignment)))
  EACH (evidence->dkim, DkimRecord,
        SETTLE (dkim_told (evidence, record), could_pass (record->result, record->alignment)))
  EACH (evidence->dmarc, DmarcRecord,
        SETTLE (dmarc_told (evidence), result_is (record->result, RESULT_PASS)))
}

typedef struct {
  bool weak, trusted;
} Left;

#define ADD_LEFT(left, record, of_field)                               \
  if (of_field) {                                                      \
    (left).weak = (left).weak || (record)->weak == FLAG_TRUE;          \
    (left).trusted = (left).trusted || (record)->trusted == FLAG_TRUE; \
  }

static Left
left_of_field (const Evidence *evidence, int index) {
  Left left = {false, false};
  EACH_RESULT (evidence, ADD_LEFT (left, record, record->authentication_results == index))
  return left;
}

static Left
left_of_report (const Evidence *evidence, guint number) {
  Left left = {false, false};
  EACH_RESULT (evidence, ADD_LEFT (left, record, record->spam_report == number))
  return left;
}

/* A field none of whose results counts is not believed either. */
#define SETTLE_FIELD(record, left)                                         \
  if (!(left).trusted) {                                                   \
    (record)->trust = trust_word (TRUST_NONE);                             \
    (record)->trusted = FLAG_FALSE;                                        \
    TRUST_EXPLAIN ((record), (left).weak ? reasons->pass : reasons->told); \
  }

static void
settle_fields (Evidence *evidence, const Reasons *reasons) {
  EACH (evidence->authentication_results, AuthenticationResultsRecord, {
    if (record->weak != FLAG_TRUE || record->methods == 0)
      continue;
    Left left = left_of_field (evidence, (int)i);
    SETTLE_FIELD (record, left)
  })
  EACH (evidence->spam_reports, SpamReport, {
    if (record->weak != FLAG_TRUE)
      continue;
    Left left = left_of_report (evidence, i + 1);
    SETTLE_FIELD (record, left)
  })
}

void
weak_settle (Evidence *evidence, const Words *words, Arena *arena) {
  if (!weak_any (evidence))
    return;
  Reasons reasons = {.told = trust_reason (words, WORD_REASON_WEAK_TOLD, arena),
                     .pass = trust_reason (words, WORD_REASON_WEAK_PASS, arena)};
  settle_results (evidence, &reasons);
  settle_fields (evidence, &reasons);
}

#define LOWER                                                                      \
  if (record->trusted == FLAG_TRUE && !is_by_option (record->trust_reason_code)) { \
    record->trust = trust_word (TRUST_ASSUMED);                                    \
    record->weak = flag_of (weak);                                                 \
    TRUST_EXPLAIN (record, why);                                                   \
  }

static bool
is_by_option (Span reason_code) {
  return span_starts_with (reason_code, SPAN ("trust-"));
}

void
weak_lower_all (Evidence *evidence, bool weak, const Words *words, Arena *arena) {
  TrustReason why = trust_reason (words, WORD_REASON_BEHIND_TEXT, arena);
  EACH (evidence->authentication_results, AuthenticationResultsRecord, LOWER)
  EACH (evidence->spam_reports, SpamReport, LOWER)
  EACH_RESULT (evidence, LOWER)
}

bool
weak_any (const Evidence *evidence) {
  EACH_RESULT (evidence, if (record->weak == FLAG_TRUE) return true)
  return false;
}

/* ---- choosing ---- */

static bool
is_chosen (WeakChoice choice, bool given, bool weak, bool assumed) {
  if (weak && choice != WEAK_AS_GIVEN)
    return choice == WEAK_ALL;
  return given && !(assumed && choice == WEAK_PROVED);
}

void
weak_choose (Evidence *evidence, WeakChoice choice) {
  EACH_RESULT (evidence, {
    bool given = !span_is_null (record->trust) && !trust_is (record->trust, TRUST_NONE);
    bool assumed = trust_is (record->trust, TRUST_ASSUMED);
    if (record->weak == FLAG_TRUE || assumed)
      record->trusted = flag_of (is_chosen (choice, given, record->weak == FLAG_TRUE, assumed));
  })
}

bool
weak_any_assumed (const Evidence *evidence) {
  EACH_RESULT (evidence, if (trust_is (record->trust, TRUST_ASSUMED)) return true)
  return false;
}

/* ---- the option ---- */

Span
weak_trust_id (const Evidence *evidence) {
  EACH (evidence->authentication_results, AuthenticationResultsRecord,
        if (record->weak == FLAG_TRUE && record->fits_message &&
            name_can_be_typed (record->authserv_id)) return record->authserv_id)
  return SPAN_NULL;
}

/* Fully believed, the field at `index` would make the pass. */
static bool
makes_pass (const Evidence *evidence, int index) {
  EACH (evidence->dmarc, DmarcRecord,
        if (record->authentication_results == index && record->trusted == FLAG_TRUE &&
            result_is (record->result, RESULT_PASS)) return true)
  EACH (evidence->dkim, DkimRecord,
        if (record->authentication_results == index && record->trusted == FLAG_TRUE &&
            result_is (record->result, RESULT_PASS) && is_aligned (record->alignment)) return true)
  EACH (evidence->spf, SpfRecord,
        if (record->authentication_results == index && record->trusted == FLAG_TRUE &&
            result_is (record->result, RESULT_PASS) && is_aligned (record->alignment)) return true)
  return false;
}

Span
weak_settling_id (const Evidence *evidence) {
  EACH (evidence->authentication_results, AuthenticationResultsRecord,
        if (trust_is (record->trust, TRUST_ASSUMED) && record->fits_message &&
            name_can_be_typed (record->authserv_id) &&
            makes_pass (evidence, (int)i)) return record->authserv_id)
  return SPAN_NULL;
}
