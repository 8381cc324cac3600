/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which of the believed DKIM results is told, and what is said where there is none. */
#include "judge/verdict-private.h"

#include "evidence/alignment.h"

/* ---- the best record ---- */

static bool
is_aligned_pass (const DkimRecord *dkim) {
  return is_aligned (dkim->alignment) && result_is (dkim->result, RESULT_PASS);
}

static bool
is_pass (const DkimRecord *dkim) {
  return result_is (dkim->result, RESULT_PASS);
}

static bool
is_aligned_at_all (const DkimRecord *dkim) {
  return is_aligned (dkim->alignment);
}

static bool
is_any_record (const DkimRecord *dkim) {
  (void)dkim;
  return true;
}

#define ROW(holds, why) \
  { holds, why, #holds }

static const DkimRow rows[] = {
    ROW (is_aligned_pass, DKIM_ALIGNED_PASS),
    ROW (is_pass, DKIM_OTHER_PASS),
    ROW (is_aligned_at_all, DKIM_ALIGNED_FAILURE),
    ROW (is_any_record, DKIM_OTHER),
};

const DkimTable verdict_table_dkim = {rows, G_N_ELEMENTS (rows)};

/* "permerror" is of a signature (RFC 8601 section 2.7.1), which can stand where nothing was pasted.
 */
static bool
may_stand_elsewhere (const Evidence *evidence, const DkimRecord *dkim) {
  return kind_is (evidence->source.kind, KIND_PASTE) && evidence->received.n == 0 &&
         result_is (dkim->result, RESULT_PERMERROR);
}

/* Some writers report "fail" for a message that was never signed; one that names a signature means
 * one. Beside a bare "none" a domain can be the author's (Hotmail until 2016). */
static bool
speaks_of_a_signature (const Evidence *evidence, const DkimRecord *dkim) {
  bool named = !span_is_null (dkim->domain) &&
               !(result_is (dkim->result, RESULT_NONE) && span_is_null (dkim->comment));
  return evidence->dkim_signatures.n > 0 || is_pass (dkim) || named ||
         !span_is_null (dkim->selector) || dkim->signature_prefix.len > 0 ||
         may_stand_elsewhere (evidence, dkim);
}

/* The index of the topmost record that meets the row, or -1. */
static int
find_record (const Evidence *evidence, const DkimRow *row) {
  for (guint i = 0; i < evidence->dkim.n; i++) {
    const DkimRecord *dkim = vec_at (&evidence->dkim, DkimRecord, i);
    if (verdict_counts (dkim) && !span_is_null (dkim->result) &&
        speaks_of_a_signature (evidence, dkim) && row->holds (dkim))
      return (int)i;
  }
  return -1;
}

DkimChoice
verdict_choose_dkim (const Evidence *evidence, guint from) {
  for (guint i = from; i < G_N_ELEMENTS (rows); i++) {
    int index = find_record (evidence, &rows[i]);
    if (index >= 0)
      return (DkimChoice){&rows[i], index};
  }
  return (DkimChoice){NULL, -1};
}

/* ---- without one ---- */

static bool
has_signatures (const Evidence *evidence) {
  return evidence->dkim_signatures.n > 0;
}

static bool
has_cut_header (const Evidence *evidence) {
  return evidence->message.header_cut == FLAG_TRUE;
}

static bool
has_gaps (const Evidence *evidence) {
  return evidence->source.fields_gap;
}

/* The header is all there, and a sender's signature would be in it. */
static bool
has_its_way (const Evidence *evidence) {
  return evidence->received.n > 0 && !has_gaps (evidence);
}

/* Of a paste with gaps only what the receiver says it looked for is known. */
static bool
has_word_of_receiver (const Evidence *evidence) {
  for (guint i = 0; i < evidence->dkim.n; i++) {
    const DkimRecord *dkim = vec_at (&evidence->dkim, DkimRecord, i);
    if (dkim->trusted == FLAG_TRUE &&
        (!has_gaps (evidence) || result_is (dkim->result, RESULT_NONE)))
      return true;
  }
  return false;
}

static bool
has_no_author (const Evidence *evidence) {
  return evidence->from.fields.value == 0;
}

/* A receiver's SPF line and the author, without any field that every message has: two lines of one.
 */
static bool
is_cutting (const Evidence *evidence) {
  return evidence->spf.n > 0 && evidence->received.n == 0 &&
         span_is_null (evidence->source.message_id) && !evidence->source.date.set;
}

/* Of a paste without Received only what was pasted is known. */
static bool
is_file_without_results (const Evidence *evidence) {
  return !is_cutting (evidence) && !kind_is (evidence->source.kind, KIND_PASTE) &&
         evidence->message.fields.value > 0 && evidence->authentication_results.n == 0;
}

static bool
is_any_message (const Evidence *evidence) {
  (void)evidence;
  return true;
}

#define UNSIGNED(holds, outcome) \
  { holds, UNSIGNED_##outcome, #holds }

static const UnsignedRow unsigned_rows[] = {
    UNSIGNED (has_signatures, NAMED),
    UNSIGNED (has_cut_header, UNKNOWN),
    UNSIGNED (has_its_way, NONE),
    UNSIGNED (has_word_of_receiver, NONE),
    UNSIGNED (has_gaps, UNKNOWN),
    UNSIGNED (has_no_author, UNKNOWN),
    UNSIGNED (is_file_without_results, NONE),
    UNSIGNED (is_any_message, UNKNOWN),
};

const UnsignedTable verdict_table_unsigned = {unsigned_rows, G_N_ELEMENTS (unsigned_rows)};

const UnsignedRow *
verdict_unsigned (const Evidence *evidence, guint from) {
  for (guint i = from; i < G_N_ELEMENTS (unsigned_rows); i++)
    if (unsigned_rows[i].holds (evidence))
      return &unsigned_rows[i];
  return NULL;
}
