/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which of the believed SPF results is the one of MAIL FROM (RFC 7208 section 2.4). */
#include "judge/verdict-private.h"

/* ---- facts ---- */

static guint
identity_of (const SpfRecord *spf) {
  if (span_is_null (spf->identity))
    return SPF_OF_UNNAMED;
  if (identity_is (spf->identity, IDENTITY_MAILFROM))
    return SPF_OF_MAILFROM;
  return identity_is (spf->identity, IDENTITY_HELO) ? SPF_OF_HELO : 0;
}

static SpfSource
source_of (const SpfRecord *spf) {
  if (spf->authentication_results >= 0)
    return SPF_IN_RESULTS;
  return spf->spam_report ? SPF_IN_FILTER : SPF_IN_RECEIVED;
}

static bool
has_word (const SpfRecord *spf) {
  return spf->trusted == FLAG_TRUE && !span_is_null (spf->result);
}

static const SpfRecord *
topmost_in_results (const Evidence *evidence, guint identity) {
  for (guint i = 0; i < evidence->spf.n; i++) {
    const SpfRecord *spf = vec_at (&evidence->spf, SpfRecord, i);
    if (has_word (spf) && source_of (spf) == SPF_IN_RESULTS && identity_of (spf) == identity)
      return spf;
  }
  return NULL;
}

/* ---- predicates ---- */

static bool
always (const SpfFacts *facts) {
  (void)facts;
  return true;
}

static bool
has_null_sender (const SpfFacts *facts) {
  return facts->evidence->return_path.null_sender == FLAG_TRUE;
}

/* No pass, of the same domain as a pass in a field above. */
static bool
takes_back_pass (const SpfFacts *facts) {
  return facts->topmost && result_is (facts->topmost->result, RESULT_PASS) &&
         !result_is (facts->spf->result, RESULT_PASS) &&
         span_equal (facts->spf->domain, facts->topmost->domain);
}

static bool
takes_back_pass_of_helo (const SpfFacts *facts) {
  return has_null_sender (facts) && takes_back_pass (facts);
}

/* ---- the table ---- */

#define MAILFROM SPF_OF_MAILFROM
#define HELO SPF_OF_HELO
#define UNNAMED SPF_OF_UNNAMED
#define ROW(identity, source, holds, why) \
  { identity, SPF_##source, holds, why, true, #identity " " #source " " #holds }
#define NO_RESULT(identity, source, holds, why) \
  { identity, SPF_##source, holds, why, false, #identity " " #source " " #holds }

static const SpfRow rows[] = {
    ROW (MAILFROM, IN_RESULTS, takes_back_pass, SPF_TAKEN_BACK),
    ROW (MAILFROM, IN_RESULTS, always, SPF_TESTED),
    ROW (MAILFROM, IN_RECEIVED, always, SPF_TESTED),
    ROW (MAILFROM, IN_FILTER, always, SPF_TESTED),
    ROW (HELO, IN_RESULTS, takes_back_pass_of_helo, SPF_TAKEN_BACK),
    ROW (HELO, IN_RESULTS, has_null_sender, SPF_NULL_SENDER),
    ROW (HELO, IN_RECEIVED, has_null_sender, SPF_NULL_SENDER),
    ROW (HELO, IN_FILTER, has_null_sender, SPF_NULL_SENDER),
    NO_RESULT (HELO, ANYWHERE, always, SPF_HELO_ONLY),
    ROW (UNNAMED, IN_RESULTS, always, SPF_ASSUMED),
};

const SpfTable verdict_table_spf = {rows, G_N_ELEMENTS (rows)};

/* The index of the topmost record that meets the row, or -1. */
static int
find_record (const Evidence *evidence, const SpfRow *row) {
  SpfFacts facts = {.evidence = evidence, .topmost = topmost_in_results (evidence, row->identity)};
  for (guint i = 0; i < evidence->spf.n; i++) {
    facts.spf = vec_at (&evidence->spf, SpfRecord, i);
    if (has_word (facts.spf) && row->identity & identity_of (facts.spf) &&
        row->source & source_of (facts.spf) && row->holds (&facts))
      return (int)i;
  }
  return -1;
}

SpfChoice
verdict_choose_spf (const Evidence *evidence, guint from) {
  for (guint i = from; i < G_N_ELEMENTS (rows); i++) {
    int index = find_record (evidence, &rows[i]);
    if (index >= 0)
      return (SpfChoice){&rows[i], rows[i].counts ? index : -1};
  }
  return (SpfChoice){NULL, -1};
}
