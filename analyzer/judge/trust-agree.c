/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Agreement of a field known only from below the border (docs/contract.md, Trust 5). */
#include "judge/trust-private.h"

/* The Return-Path that the receiver itself put on top; one below the border is whatever the sender
 * put there. */
const ReturnPath *
agree_own_return_path (const Judge *judge) {
  const ReturnPath *path = &judge->evidence->return_path;
  return judge->border && path->header_index.set &&
                 path->header_index.value < judge->border->header_index.value
             ? path
             : NULL;
}

/* In how far a field agrees; each asks for more than the one before. */
typedef enum { AGREE_ANY_PATH, AGREE_NO_OTHER_PATH, AGREE_OWN_PATH } PathAgreement;

static bool
path_agrees (const Judge *judge, Span domain, PathAgreement how) {
  const ReturnPath *path = agree_own_return_path (judge);
  bool absent = path == NULL || span_is_null (path->domain);
  if (how == AGREE_ANY_PATH)
    return absent;
  if (absent && how == AGREE_OWN_PATH)
    return name_surely_writes_below (judge);
  /* public archives leave it out */
  return absent ? !judge->evidence->return_path.header_index.set
                : span_equal (domain, path->domain);
}

static bool
spf_agrees (const Judge *judge, const SpfRecord *spf, PathAgreement how) {
  if (!span_is_null (spf->client_ip) && !span_equal (spf->client_ip, judge->border->address))
    return false;
  if (!identity_is (spf->identity, IDENTITY_MAILFROM) || span_is_null (spf->domain))
    return true;
  return path_agrees (judge, spf->domain, how);
}

/* Whoever pastes a header leaves long lines out. Where no signature is left there is none to agree
 * with, and a forger could have written one. */
static bool
has_signatures_left_out (const Evidence *evidence) {
  return kind_is (evidence->source.kind, KIND_PASTE) && evidence->dkim_signatures.n == 0;
}

static bool
dkim_agrees (const Evidence *evidence, const DkimRecord *dkim) {
  return !result_is (dkim->result, RESULT_PASS) || dkim->signature.set ||
         has_signatures_left_out (evidence);
}

static bool
names_border_address (const Judge *judge, const AuthResult *result) {
  Span address = auth_result_client_ip (result, judge->arena);
  return !span_is_null (address) && span_equal (address, judge->border->address);
}

/* Receivers that write a field for each method name the client in one of them only. */
bool
agree_block_names_address (const Judge *judge) {
  const Evidence *evidence = judge->evidence;
  for (guint i = 0; i < evidence->spf.n; i++) {
    const SpfRecord *spf = vec_at (&evidence->spf, SpfRecord, i);
    if (!spf->spam_report && !spf->earlier_hop &&
        place_of (judge, spf->header_index) == PLACE_BELOW &&
        span_equal (spf->client_ip, judge->border->address))
      return true;
  }
  for (guint i = 0; i < evidence->authentication_results.n; i++) {
    const AuthenticationResultsRecord *record =
        vec_at (&evidence->authentication_results, AuthenticationResultsRecord, i);
    for (guint r = 0; r < record->results.n; r++)
      if (place_of (judge, record->header_index) == PLACE_BELOW &&
          names_border_address (judge, vec_at (&record->results, AuthResult, r)))
        return true;
  }
  return false;
}

/* The same test of the same client, whatever field says it. */
static bool
is_repeated_by (const Judge *judge, const SpfRecord *spf, guint results_index) {
  const Evidence *evidence = judge->evidence;
  for (guint i = 0; i < evidence->spf.n; i++) {
    const SpfRecord *other = vec_at (&evidence->spf, SpfRecord, i);
    if (other->authentication_results == (int)results_index &&
        identity_is (other->identity, IDENTITY_MAILFROM) &&
        span_equal (other->result, spf->result) && span_equal (other->domain, spf->domain))
      return true;
  }
  return false;
}

bool
agree_follows_own_spf (const Judge *judge, guint index) {
  const Evidence *evidence = judge->evidence;
  const AuthenticationResultsRecord *field =
      vec_at (&evidence->authentication_results, AuthenticationResultsRecord, index);
  for (guint i = 0; i < evidence->spf.n; i++) {
    const SpfRecord *spf = vec_at (&evidence->spf, SpfRecord, i);
    if (!trust_is_received_spf (spf) || spf->earlier_hop ||
        place_of (judge, spf->header_index) != PLACE_BELOW ||
        spf->header_index.value > field->header_index.value)
      continue;
    if (spf->torn || !span_equal (spf->client_ip, judge->border->address) ||
        !is_repeated_by (judge, spf, index))
      return false;
  }
  return true;
}

static bool
agrees (const Judge *judge, guint index, PathAgreement how) {
  const Evidence *evidence = judge->evidence;
  for (guint i = 0; i < evidence->spf.n; i++) {
    const SpfRecord *spf = vec_at (&evidence->spf, SpfRecord, i);
    if (spf->authentication_results != (int)index)
      continue;
    if (!spf_agrees (judge, spf, how))
      return false;
  }
  for (guint i = 0; i < evidence->dkim.n; i++) {
    const DkimRecord *dkim = vec_at (&evidence->dkim, DkimRecord, i);
    if (dkim->authentication_results == (int)index && !dkim_agrees (evidence, dkim))
      return false;
  }
  return true;
}

/* A receiver that is known to write there need not name the address; any other that does not has
 * nothing to agree with. */
bool
agree_results (const Judge *judge, guint index) {
  return (judge->address_named || name_surely_writes_below (judge)) &&
         agrees (judge, index, AGREE_OWN_PATH);
}

bool
agree_apart_from_address (const Judge *judge, guint index) {
  return agrees (judge, index, AGREE_NO_OTHER_PATH);
}

bool
agree_but_for_path (const Judge *judge, guint index) {
  return agrees (judge, index, AGREE_ANY_PATH);
}

bool
agree_names_envelope (const Judge *judge, guint index) {
  return agree_names_path (judge, index, agree_own_return_path (judge));
}

bool
agree_names_path (const Judge *judge, guint index, const ReturnPath *path) {
  const Evidence *evidence = judge->evidence;
  for (guint i = 0; path && !span_is_null (path->domain) && i < evidence->spf.n; i++) {
    const SpfRecord *spf = vec_at (&evidence->spf, SpfRecord, i);
    if (spf->authentication_results == (int)index &&
        identity_is (spf->identity, IDENTITY_MAILFROM) && span_equal (spf->domain, path->domain) &&
        span_equal (spf->client_ip, judge->border->address))
      return true;
  }
  return false;
}

static bool
is_aligned (Span alignment) {
  return !span_is_null (alignment) && !alignment_is (alignment, ALIGNMENT_NONE);
}

/* An aligned pass of the Return-Path or of one of the signatures. */
static bool
tells_aligned_pass (const Judge *judge, guint index) {
  const Evidence *evidence = judge->evidence;
  const ReturnPath *path = agree_own_return_path (judge);
  for (guint i = 0; path && !span_is_null (path->domain) && i < evidence->spf.n; i++) {
    const SpfRecord *spf = vec_at (&evidence->spf, SpfRecord, i);
    if (spf->authentication_results == (int)index && result_is (spf->result, RESULT_PASS) &&
        identity_is (spf->identity, IDENTITY_MAILFROM) && span_equal (spf->domain, path->domain) &&
        is_aligned (spf->alignment))
      return true;
  }
  for (guint i = 0; i < evidence->dkim.n; i++) {
    const DkimRecord *dkim = vec_at (&evidence->dkim, DkimRecord, i);
    if (dkim->authentication_results == (int)index && result_is (dkim->result, RESULT_PASS) &&
        dkim->signature.set && is_aligned (dkim->alignment))
      return true;
  }
  return false;
}

/* With the Return-Path, be it above the border or beside the field. */
static bool
fits_some_path (const Judge *judge, guint index) {
  return agree_apart_from_address (judge, index) ||
         (agree_but_for_path (judge, index) &&
          agree_names_path (judge, index, &judge->evidence->return_path));
}

bool
agree_fits_message (const Judge *judge, guint index) {
  const Vec *list = &judge->evidence->authentication_results;
  const AuthenticationResultsRecord *record = vec_at (list, AuthenticationResultsRecord, index);
  for (guint i = 0; i < list->n; i++) {
    const AuthenticationResultsRecord *other = vec_at (list, AuthenticationResultsRecord, i);
    if (!other->earlier_hop && other->misplaced != FLAG_TRUE &&
        span_equal_nocase (other->authserv_id, record->authserv_id) && fits_some_path (judge, i) &&
        (agree_names_envelope (judge, i) || tells_aligned_pass (judge, i)))
      return true;
  }
  return false;
}

bool
agree_shares_block (const Judge *judge, guint index) {
  const AuthenticationResultsRecord *record =
      vec_at (&judge->evidence->authentication_results, AuthenticationResultsRecord, index);
  const AuthenticationResultsRecord *topmost =
      repeat_topmost_at (judge, place_of (judge, record->header_index));
  return topmost && place_in_one_block (judge, topmost->header_index, record->header_index);
}
