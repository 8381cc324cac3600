/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/trust.h"

#include "evidence/alignment.h"
#include "evidence/gather.h"
#include "judge/border.h"
#include "judge/receivers.h"
#include "syntax/domain.h"
#include "syntax/field-names.h"
#include "syntax/ip-address.h"

typedef enum { TRUST_NONE, TRUST_ASSUMED, TRUST_FULL } Trust;

typedef struct {
  Case *kase;
  Evidence *evidence;
  const Message *message;
  const RuleSet *rules;
  const TrustOptions *options;
  Arena *arena;
  const ReceivedHop *border; /* NULL when no hop comes from outside */
  gint64
      block_end;   /* header index where the block of trace fields directly below the border ends */
  gint64 doubtful; /* header index of the hop below which anything may be the sender's; -1 */
  bool likely;     /* what lies above the border is probably the receiver's */
  bool own_above;  /* the receiver wrote a verdict above its border */
  bool address_named; /* the block below the border names the border's client address */
  bool no_received;   /* a piece of a header: there is no Received at all */
} Judge;

/* ---- places -----------------------------------------------------------------------------------
 */

/* What receivers write together with their results. One that is known to write below its Received
 * adds fields of its own between them (iCloud's X-ICL-…), and nobody else can get between. */
static bool
is_trace_field (Span name, bool known_to_write_below) {
  return field_name_begins (name, FIELD_NAME_BESIDE_RESULTS) ||
         (known_to_write_below && span_starts_with_nocase (name, SPAN ("X-")));
}

static gint64
find_block_end (const Message *message, gint64 border, bool known_to_write_below) {
  guint i = (guint)border + 1;
  while (i < message->fields.n &&
         is_trace_field (vec_at (&message->fields, Field, i)->name, known_to_write_below))
    i++;
  return i;
}

typedef enum { PLACE_ABOVE, PLACE_BELOW, PLACE_ELSEWHERE, PLACE_DOUBTFUL } Place;

static Place
place_of (const Judge *judge, Number header_index) {
  if (judge->doubtful >= 0 && header_index.value > judge->doubtful)
    return PLACE_DOUBTFUL;
  if (judge->border == NULL)
    return PLACE_ABOVE;
  if (header_index.value < judge->border->header_index.value)
    return PLACE_ABOVE;
  return header_index.value < judge->block_end ? PLACE_BELOW : PLACE_ELSEWHERE;
}

/* ---- identities -------------------------------------------------------------------------------
 */

/* OpenDKIM can be told to put its job's id behind the host name: "mx1.example.net/4B2C91". */
static Span
without_job_id (Span authserv_id) {
  gssize slash = span_index (authserv_id, '/');
  return slash > 0 ? span_first (authserv_id, (gsize)slash) : authserv_id;
}

static bool
is_own_id (const Judge *judge, Span authserv_id) {
  Span domain;
  if (!domain_normalize (without_job_id (authserv_id), judge->arena, &domain))
    return false;
  return receivers_same_organization (judge->rules, domain, judge->evidence->receiver.host,
                                      judge->arena);
}

static bool
is_trusted_by_option (const Judge *judge, Span authserv_id) {
  Span domain;
  if (judge->options == NULL || span_is_null (authserv_id))
    return false;
  bool is_domain = domain_normalize (authserv_id, judge->arena, &domain);
  for (guint i = 0; i < judge->options->n_ids; i++) {
    Span id = judge->options->ids[i];
    if (span_equal_nocase (id, authserv_id))
      return true;
    if (is_domain && id.len > 1 && id.data[0] == '@' &&
        domain_is_under (domain, arena_dup_lower (judge->arena, span_skip (id, 1))))
      return true;
  }
  return false;
}

static bool
writes (const Judge *judge, const char *place) {
  return span_equal (judge->evidence->receiver.writes, span_from_string (place));
}

/* ---- agreement of a field known only from below -----------------------------------------------
 */

/* The receiver's host alone tells that it writes there. A header field by which software is known
 * can be the sender's. */
static bool
surely_writes_below (const Judge *judge) {
  return writes (judge, "below") && judge->evidence->receiver.known_by_host;
}

/* The Return-Path that the receiver itself put on top; one below the border is whatever the sender
 * put there. */
static const ReturnPath *
own_return_path (const Judge *judge) {
  const ReturnPath *path = &judge->evidence->return_path;
  return path->header_index.set && path->header_index.value < judge->border->header_index.value
             ? path
             : NULL;
}

static bool
spf_agrees (const Judge *judge, const SpfRecord *spf) {
  const ReturnPath *path = own_return_path (judge);
  if (!span_is_null (spf->client_ip) && !span_equal (spf->client_ip, judge->border->address))
    return false;
  if (!span_equal (spf->identity, SPAN ("mailfrom")) || span_is_null (spf->domain))
    return true;
  if (path == NULL || span_is_null (path->domain))
    return surely_writes_below (judge);
  return span_equal (spf->domain, path->domain);
}

static bool
dkim_agrees (const DkimRecord *dkim) {
  return !span_equal (dkim->result, SPAN ("pass")) || dkim->signature.set;
}

static bool
names_border_address (const Judge *judge, const AuthResult *result) {
  Span address = auth_result_client_ip (result, judge->arena);
  return !span_is_null (address) && span_equal (address, judge->border->address);
}

/* Receivers that write a field for each method name the client in one of them only. */
static bool
block_names_border_address (const Judge *judge) {
  const Evidence *evidence = judge->evidence;
  for (guint i = 0; i < evidence->spf.n; i++) {
    const SpfRecord *spf = vec_at (&evidence->spf, SpfRecord, i);
    if (spf->authentication_results >= 0 && place_of (judge, spf->header_index) == PLACE_BELOW &&
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

/* A receiver that is known to write there need not name the address; any other that does not has
 * nothing to agree with. */
static bool
results_agree (const Judge *judge, int index) {
  const Evidence *evidence = judge->evidence;
  if (!judge->address_named && !surely_writes_below (judge))
    return false;
  for (guint i = 0; i < evidence->spf.n; i++) {
    const SpfRecord *spf = vec_at (&evidence->spf, SpfRecord, i);
    if (spf->authentication_results != index)
      continue;
    if (!spf_agrees (judge, spf))
      return false;
  }
  for (guint i = 0; i < evidence->dkim.n; i++) {
    const DkimRecord *dkim = vec_at (&evidence->dkim, DkimRecord, i);
    if (dkim->authentication_results == index && !dkim_agrees (dkim))
      return false;
  }
  return true;
}

/* ---- one field repeating another --------------------------------------------------------------
 */

static bool
same_hop (const Judge *judge, Number a, Number b) {
  const Evidence *evidence = judge->evidence;
  for (guint i = 0; i < evidence->received.n; i++) {
    gint64 at = vec_at (&evidence->received, ReceivedHop, i)->header_index.value;
    if (at > a.value && at < b.value)
      return false;
  }
  return true;
}

/* A receiver reports a method once at one hop. The same method again, further down behind another
 * Received or in the block below the border, is a leftover or a forgery that the receiver did not
 * take out. */
static bool
repeats_a_method (const Judge *judge, guint index, Place place) {
  const Vec *list = &judge->evidence->authentication_results;
  const AuthenticationResultsRecord *record = vec_at (list, AuthenticationResultsRecord, index);
  for (guint i = 0; i < index; i++) {
    const AuthenticationResultsRecord *above = vec_at (list, AuthenticationResultsRecord, i);
    if (above->trusted != FLAG_TRUE)
      continue;
    if (place == PLACE_ABOVE && same_hop (judge, above->header_index, record->header_index))
      continue;
    if (above->methods & record->methods)
      return true;
  }
  return false;
}

/* It reports no more than one of SPF, DKIM and DMARC. */
static bool
is_of_one_method (const AuthenticationResultsRecord *record) {
  return (record->methods & (record->methods - 1)) == 0;
}

static const AuthenticationResultsRecord *
topmost_at (const Judge *judge, Place place) {
  const Vec *list = &judge->evidence->authentication_results;
  for (guint i = 0; i < list->n; i++) {
    const AuthenticationResultsRecord *record = vec_at (list, AuthenticationResultsRecord, i);
    if (!record->earlier_hop && place_of (judge, record->header_index) == place)
      return record;
  }
  return NULL;
}

/* Nothing but trace fields between the two. */
static bool
in_one_block (const Judge *judge, Number from, Number to) {
  for (gint64 i = from.value; i < to.value; i++)
    if (!is_trace_field (vec_at (&judge->message->fields, Field, i)->name,
                         surely_writes_below (judge)))
      return false;
  return true;
}

static const AuthenticationResultsRecord *
topmost_report_at (const Judge *judge, Place place) {
  const Vec *list = &judge->evidence->authentication_results;
  for (guint i = 0; i < list->n; i++) {
    const AuthenticationResultsRecord *record = vec_at (list, AuthenticationResultsRecord, i);
    if (!record->earlier_hop && record->methods && place_of (judge, record->header_index) == place)
      return record;
  }
  return NULL;
}

/* DMARC is worked out last, so where each method has a field of its own DMARC's stands on top. */
static bool
writes_fields_apart (const Judge *judge, Place place) {
  const AuthenticationResultsRecord *topmost = topmost_at (judge, place);
  const AuthenticationResultsRecord *report = topmost_report_at (judge, place);
  return !topmost->says_none && (report == NULL || report->methods == REPORTS_DMARC);
}

/* The field's own DMARC result is a pass, for the very domain in From. */
static bool
says_author_passes (const Judge *judge, const AuthenticationResultsRecord *record) {
  const Evidence *evidence = judge->evidence;
  for (guint i = 0; i < evidence->dmarc.n; i++) {
    const DmarcRecord *dmarc = vec_at (&evidence->dmarc, DmarcRecord, i);
    if (dmarc->authentication_results >= 0 &&
        dmarc->header_index.value == record->header_index.value)
      return span_equal (dmarc->result, SPAN ("pass")) && !span_is_null (dmarc->domain) &&
             span_equal (dmarc->domain, evidence->from.domain);
  }
  return false;
}

/* Where the sender's own fields can follow directly, a further field is the receiver's only if it
 * reports each method in a field of its own. One that reports several at once is done with it, and
 * whatever it left out cannot be added below. Below a receiver nobody knows that cannot be told,
 * and only the topmost field counts, unless it says itself that the author passes: nothing below
 * can change the answer then. */
static bool
completes (const Judge *judge, guint index, Place place) {
  const AuthenticationResultsRecord *record =
      vec_at (&judge->evidence->authentication_results, AuthenticationResultsRecord, index);
  const AuthenticationResultsRecord *topmost = topmost_at (judge, place);
  if (record == topmost)
    return true;
  if (place == PLACE_BELOW && !surely_writes_below (judge) && !says_author_passes (judge, topmost))
    return false;
  return topmost->trusted == FLAG_TRUE && writes_fields_apart (judge, place) &&
         is_of_one_method (record) &&
         in_one_block (judge, topmost->header_index, record->header_index) &&
         !repeats_a_method (judge, index, PLACE_BELOW);
}

/* ---- Authentication-Results -------------------------------------------------------------------
 */

static void
set_trust (AuthenticationResultsRecord *record, Trust trust, const char *reason) {
  static const char *const words[] = {"none", "assumed", "full"};
  record->trust = span_from_string (words[trust]);
  record->trusted = flag_of (trust != TRUST_NONE);
  record->trust_reason = span_from_string (reason);
}

static bool
decide_by_option (const Judge *judge, AuthenticationResultsRecord *record) {
  if (judge->options && judge->options->all) {
    set_trust (record, TRUST_FULL, "because everything is to be believed (--trust-all)");
    return true;
  }
  if (!is_trusted_by_option (judge, record->authserv_id))
    return false;
  set_trust (record, TRUST_FULL, "because this authserv-id was named with --trust");
  return true;
}

static bool
is_paste (const Judge *judge) {
  return span_equal (judge->evidence->source.kind, SPAN ("paste"));
}

/* Who copies a header and leaves names out leaves them out everywhere: one such field says what the
 * receiver says, of two nobody knows whether one receiver wrote both. */
static bool
is_topmost_without_name (const Judge *judge, const AuthenticationResultsRecord *record) {
  return is_paste (judge) && record->id_left_out && record == topmost_at (judge, PLACE_ABOVE);
}

static void
decide_without_received (const Judge *judge, AuthenticationResultsRecord *record, guint index) {
  if (is_topmost_without_name (judge, record)) {
    set_trust (record, TRUST_ASSUMED,
               "it is the topmost one, and there is no Received field to check it against; the "
               "name of who wrote it is left out");
    return;
  }
  bool same_writer = topmost_at (judge, PLACE_ABOVE)->no_authserv_id
                         ? record->no_authserv_id
                         : !record->no_authserv_id && is_own_id (judge, record->authserv_id);
  if (same_writer && completes (judge, index, PLACE_ABOVE))
    set_trust (record, TRUST_ASSUMED,
               "there is no Received field to check it against, and it is from the topmost "
               "receiver named");
  else if (same_writer)
    set_trust (record, TRUST_NONE, "it stands apart from the topmost one, or repeats it");
  else
    set_trust (record, TRUST_NONE, "another receiver than the topmost one wrote it");
}

/* Without a border only what stands together on top can be the receiver's, and only above a
 * Received of its own. */
static bool
completes_without_border (const Judge *judge, guint index) {
  const Evidence *evidence = judge->evidence;
  const AuthenticationResultsRecord *record =
      vec_at (&evidence->authentication_results, AuthenticationResultsRecord, index);
  const AuthenticationResultsRecord *topmost = topmost_at (judge, PLACE_ABOVE);
  const ReceivedHop *lowest = vec_at (&evidence->received, ReceivedHop, evidence->received.n - 1);
  return record->header_index.value < lowest->header_index.value &&
         in_one_block (judge, topmost->header_index, record->header_index);
}

static void
decide_above (const Judge *judge, AuthenticationResultsRecord *record, guint index) {
  bool without_name = is_topmost_without_name (judge, record);
  if (!record->no_authserv_id && !without_name && !is_own_id (judge, record->authserv_id))
    set_trust (record, TRUST_NONE,
               record->id_left_out ? "the name of who wrote it is left out"
                                   : "its authserv-id is not the final receiver's");
  else if (repeats_a_method (judge, index, PLACE_ABOVE))
    set_trust (record, TRUST_NONE,
               "the final receiver reported the same again above, at a later hop");
  else if (judge->border == NULL && !completes_without_border (judge, index))
    set_trust (record, TRUST_NONE,
               "no Received field shows where the message came in from outside, and it is not the "
               "topmost of its kind");
  else if (judge->border == NULL)
    set_trust (record, TRUST_ASSUMED,
               "no Received field shows where the message came in from outside");
  else if (without_name)
    set_trust (record, TRUST_ASSUMED,
               "above the border Received, but the name of who wrote it is left out");
  else if (judge->evidence->receiver.assumed == FLAG_TRUE)
    set_trust (record, TRUST_ASSUMED,
               "above the border Received, whose host name does not tell the organisation");
  else if (judge->likely)
    set_trust (record, TRUST_ASSUMED,
               "above the border Received; the hosts behind that are its own by their names");
  else
    set_trust (record, TRUST_FULL, "it received the message");
}

/* A receiver that nobody knows left a verdict of another kind directly below its Received: what
 * follows it is the sender's. */
static bool
follows_other_verdict (const Judge *judge, const AuthenticationResultsRecord *record) {
  if (surely_writes_below (judge))
    return false;
  for (gint64 i = judge->border->header_index.value + 1; i < record->header_index.value; i++) {
    Span name = vec_at (&judge->message->fields, Field, i)->name;
    if (span_equal_nocase (name, SPAN ("Received-SPF")) ||
        span_equal_nocase (name, SPAN ("X-Spam-Status")))
      return true;
  }
  return false;
}

static void
decide_below (const Judge *judge, AuthenticationResultsRecord *record, guint index) {
  if (record->no_authserv_id)
    set_trust (record, TRUST_NONE,
               "without authserv-id, below the border Received, anyone can have "
               "written it");
  else if (record->id_left_out)
    set_trust (record, TRUST_NONE, "the name of who wrote it is left out");
  else if (!is_own_id (judge, record->authserv_id))
    set_trust (record, TRUST_NONE, "its authserv-id is not the final receiver's");
  else if (writes (judge, "above"))
    set_trust (record, TRUST_NONE,
               "the final receiver writes its results above its border Received");
  else if (judge->own_above)
    set_trust (record, TRUST_NONE,
               "the final receiver wrote its results above its border Received");
  else if (follows_other_verdict (judge, record))
    set_trust (record, TRUST_NONE, "the final receiver's verdict of another kind stands above it");
  else if (!completes (judge, index, PLACE_BELOW))
    set_trust (record, TRUST_NONE,
               "another one stands above it, directly below the border Received");
  else if (!results_agree (judge, (int)index))
    set_trust (record, TRUST_NONE,
               "it does not agree with the border Received, the Return-Path or the "
               "signatures of this message");
  else if (surely_writes_below (judge) && !judge->likely)
    set_trust (record, TRUST_FULL, "it received the message");
  else
    set_trust (record, TRUST_ASSUMED,
               "directly below the border Received and in agreement with it");
}

static void
decide (const Judge *judge, AuthenticationResultsRecord *record, guint index) {
  if (record->earlier_hop) {
    set_trust (record, TRUST_NONE, "an earlier hop's word, kept by a later one");
    return;
  }
  if (decide_by_option (judge, record))
    return;
  if (record->torn) {
    set_trust (record, TRUST_NONE,
               "a value in it breaks out of its place, and what follows may not be the writer's");
    return;
  }
  if (judge->no_received) {
    decide_without_received (judge, record, index);
    return;
  }
  switch (place_of (judge, record->header_index)) {
  case PLACE_ABOVE:
    decide_above (judge, record, index);
    return;
  case PLACE_BELOW:
    decide_below (judge, record, index);
    return;
  case PLACE_ELSEWHERE:
    set_trust (record, TRUST_NONE,
               "it stands below the border Received, where the sender or an earlier "
               "hop can have written it");
    return;
  case PLACE_DOUBTFUL:
    set_trust (record, TRUST_NONE,
               "it stands below a Received field that does not show where the message came from");
  }
}

/* ---- Received-SPF -----------------------------------------------------------------------------
 */

static void
set_spf_trust (SpfRecord *spf, Trust trust, const char *reason) {
  static const char *const words[] = {"none", "assumed", "full"};
  spf->trust = span_from_string (words[trust]);
  spf->trusted = flag_of (trust != TRUST_NONE);
  spf->trust_reason = span_from_string (reason);
}

static bool
reporter_is_foreign (const Judge *judge, Span reporter) {
  Span domain;
  Span host = judge->evidence->receiver.host;
  return !span_is_null (host) && domain_normalize (reporter, judge->arena, &domain) &&
         span_index (domain, '.') >= 0 &&
         !receivers_same_organization (judge->rules, domain, host, judge->arena);
}

static bool
is_received_spf (const SpfRecord *spf) {
  return spf->authentication_results < 0 && !spf->spam_report;
}

static bool
repeats_identity (const Judge *judge, guint index) {
  const SpfRecord *spf = vec_at (&judge->evidence->spf, SpfRecord, index);
  for (guint i = 0; i < index; i++) {
    const SpfRecord *above = vec_at (&judge->evidence->spf, SpfRecord, i);
    bool counts =
        above->trusted == FLAG_TRUE || place_of (judge, above->header_index) == PLACE_BELOW;
    if (is_received_spf (above) && counts && span_equal (above->identity, spf->identity))
      return true;
  }
  return false;
}

/* In mail the author's fields are below every Received. Where From stands above them all, whoever
 * copied the fields put them in another order, and places say nothing. Only with parts left out:
 * then nothing is worked out from what is believed. */
static bool
is_reordered_paste (const Judge *judge) {
  const Evidence *evidence = judge->evidence;
  return evidence->source.incomplete == FLAG_TRUE && evidence->received.n > 0 &&
         evidence->from.header_index.set &&
         evidence->from.header_index.value <
             vec_at (&evidence->received, ReceivedHop, 0)->header_index.value;
}

/* It names the border's host and address, and no other field says another thing. */
static bool
agrees_out_of_order (const Judge *judge, const SpfRecord *spf, guint index) {
  return judge->border && !judge->own_above && is_reordered_paste (judge) &&
         span_equal (spf->client_ip, judge->border->address) && !span_is_null (spf->reporter) &&
         is_own_id (judge, spf->reporter) && !repeats_identity (judge, index);
}

static void
decide_received_spf (const Judge *judge, SpfRecord *spf, guint index) {
  Place place = place_of (judge, spf->header_index);
  if (judge->options && judge->options->all)
    set_spf_trust (spf, TRUST_FULL, "because everything is to be believed (--trust-all)");
  else if (judge->no_received)
    set_spf_trust (spf, index == 0 || !repeats_identity (judge, index) ? TRUST_ASSUMED : TRUST_NONE,
                   "there is no Received field to check it against");
  else if (spf->torn)
    set_spf_trust (spf, TRUST_NONE,
                   "it names the same thing twice, and one of the two may be the sender's");
  else if (place == PLACE_DOUBTFUL)
    set_spf_trust (
        spf, TRUST_NONE,
        "it stands below a Received field that does not show where the message came from");
  else if (place >= PLACE_BELOW && agrees_out_of_order (judge, spf, index))
    set_spf_trust (spf, TRUST_ASSUMED,
                   "the fields are not in the order of a message, and it names the host and the "
                   "address of the border Received");
  else if (place == PLACE_ELSEWHERE || (place == PLACE_BELOW && !surely_writes_below (judge)))
    set_spf_trust (spf, TRUST_NONE,
                   "it stands below the border Received, where the sender or an "
                   "earlier hop can have written it");
  else if (place == PLACE_BELOW && judge->own_above)
    set_spf_trust (spf, TRUST_NONE,
                   "the final receiver wrote its results above its border Received");
  else if (judge->border && !span_is_null (spf->client_ip) &&
           !span_equal (spf->client_ip, judge->border->address))
    set_spf_trust (spf, TRUST_NONE,
                   "the address it tested is not the one the message came in from");
  else if (repeats_identity (judge, index))
    set_spf_trust (spf, TRUST_NONE, "it repeats what a field above it reports");
  else if (place == PLACE_BELOW && span_is_null (spf->client_ip))
    set_spf_trust (spf, TRUST_NONE, "it does not say which address it tested");
  else if (judge->border == NULL || judge->likely ||
           judge->evidence->receiver.assumed == FLAG_TRUE || span_is_null (spf->client_ip) ||
           reporter_is_foreign (judge, spf->reporter))
    set_spf_trust (spf, TRUST_ASSUMED, "it stands where the final receiver writes");
  else
    set_spf_trust (spf, TRUST_FULL, "it received the message, and tested the address it came from");
}

/* ---- spam filters -----------------------------------------------------------------------------
 */

static void
set_report_trust (SpamReport *report, Trust trust, const char *reason) {
  static const char *const words[] = {"none", "assumed", "full"};
  report->trust = span_from_string (words[trust]);
  report->trusted = flag_of (trust != TRUST_NONE);
  report->trust_reason = span_from_string (reason);
}

/* Without a border only what stands above everything else can be the receiver's. */
static bool
stands_on_top (const Judge *judge, const SpamReport *report) {
  return in_one_block (judge, number_of (0), report->header_index);
}

static bool
has_other_results (const Evidence *evidence) {
  return evidence->authentication_results.n > 0 ||
         (evidence->spf.n > 0 && is_received_spf (vec_at (&evidence->spf, SpfRecord, 0)));
}

/* A report of tests names neither who wrote it nor the client nor the envelope sender, and a sender
 * can write one as well. Where he could have, nothing in it can be checked. */
static void
decide_spam_report (const Judge *judge, guint index) {
  const Evidence *evidence = judge->evidence;
  SpamReport *report = vec_at (&evidence->spam_reports, SpamReport, index);
  Place place = place_of (judge, report->header_index);
  bool named = is_own_id (judge, report->host);
  if (judge->options && judge->options->all)
    set_report_trust (report, TRUST_FULL, "because everything is to be believed (--trust-all)");
  else if (is_trusted_by_option (judge, report->host))
    set_report_trust (report, TRUST_FULL, "because its host was named with --trust");
  else if (place == PLACE_DOUBTFUL)
    set_report_trust (
        report, TRUST_NONE,
        "it stands below a Received field that does not show where the message came from");
  else if (place != PLACE_ABOVE)
    set_report_trust (report, TRUST_NONE,
                      "it stands below the border Received, where the sender or an earlier hop can "
                      "have written it");
  else if (is_reordered_paste (judge))
    set_report_trust (report, TRUST_NONE, "the fields are not in the order of a message");
  else if (index > 0)
    set_report_trust (report, TRUST_NONE, "another one stands above it");
  else if (evidence->receiver.always_writes.n > 0)
    set_report_trust (report, TRUST_NONE,
                      "the final receiver reports on every message in fields of its own");
  else if (judge->border == NULL && !stands_on_top (judge, report))
    set_report_trust (report, TRUST_NONE,
                      "no Received field shows where the message came in from outside, and it does "
                      "not stand on top");
  else if (judge->no_received && has_other_results (evidence))
    set_report_trust (report, TRUST_NONE, "the receiver's own results stand beside it");
  else if (!judge->no_received && reporter_is_foreign (judge, report->host))
    set_report_trust (report, TRUST_NONE, "its host is not the final receiver's");
  else if (judge->border == NULL || judge->likely || !named ||
           evidence->receiver.assumed == FLAG_TRUE)
    set_report_trust (report, TRUST_ASSUMED, "it stands where the final receiver writes");
  else
    set_report_trust (report, TRUST_FULL,
                      "it stands where the final receiver writes, and names "
                      "its host");
}

/* The identity SpamAssassin tested is what the receiver recorded of it, never what the sender put
 * into a Return-Path of his own. */
static void
complete_spf (const Judge *judge, SpfRecord *spf) {
  const ReturnPath *path = judge->border ? own_return_path (judge) : NULL;
  if (span_equal (spf->identity, SPAN ("mailfrom")) && path) {
    spf->address = path->address;
    spf->domain = path->domain;
  } else if (span_equal (spf->identity, SPAN ("helo")) && judge->border) {
    spf->helo = spf->address = judge->border->helo;
    if (!domain_normalize (spf->helo, judge->arena, &spf->domain))
      spf->domain = SPAN_NULL;
  }
  spf->alignment = alignment_of (spf->domain, judge->evidence->from.domain, judge->arena);
}

#define COPY_REPORT_TRUST(record)                                                \
  do {                                                                           \
    const SpamReport *report =                                                   \
        vec_at (&evidence->spam_reports, SpamReport, (record)->spam_report - 1); \
    (record)->trust = report->trust;                                             \
    (record)->trusted = report->trusted;                                         \
    (record)->trust_reason = report->trust_reason;                               \
  } while (0)

/* What the receiver says in the fields made for it goes before what its spam filter found on its
 * way. */
static void
spread_spam_trust (const Judge *judge) {
  const Evidence *evidence = judge->evidence;
  guint reported = 0;
  for (guint i = 0; i < evidence->authentication_results.n; i++) {
    const AuthenticationResultsRecord *record =
        vec_at (&evidence->authentication_results, AuthenticationResultsRecord, i);
    reported |= record->trusted == FLAG_TRUE ? record->methods : 0;
  }
  for (guint i = 0; i < evidence->spf.n; i++) {
    SpfRecord *spf = vec_at (&evidence->spf, SpfRecord, i);
    if (!spf->spam_report) {
      reported |= spf->trusted == FLAG_TRUE ? REPORTS_SPF : 0;
      continue;
    }
    COPY_REPORT_TRUST (spf);
    spf->outranked = reported & REPORTS_SPF;
    if (spf->trusted == FLAG_TRUE)
      complete_spf (judge, spf);
  }
  for (guint i = 0; i < evidence->dkim.n; i++) {
    DkimRecord *dkim = vec_at (&evidence->dkim, DkimRecord, i);
    if (!dkim->spam_report)
      continue;
    COPY_REPORT_TRUST (dkim);
    dkim->outranked = reported & REPORTS_DKIM;
  }
  for (guint i = 0; i < evidence->dmarc.n; i++) {
    DmarcRecord *dmarc = vec_at (&evidence->dmarc, DmarcRecord, i);
    if (!dmarc->spam_report)
      continue;
    COPY_REPORT_TRUST (dmarc);
    dmarc->outranked = reported & REPORTS_DMARC;
  }
}

/* ---- everything -------------------------------------------------------------------------------
 */

/* An own verdict above the border: below it, nothing is the receiver's. ARC fields and X-Received
 * do not count: a receiver that writes its results below its Received writes those above. */
static bool
has_own_above (const Judge *judge) {
  const Evidence *evidence = judge->evidence;
  if (judge->border == NULL)
    return false;
  gint64 border = judge->border->header_index.value;
  for (guint i = 0; i < evidence->authentication_results.n; i++) {
    const AuthenticationResultsRecord *record =
        vec_at (&evidence->authentication_results, AuthenticationResultsRecord, i);
    if (record->header_index.value < border && !record->earlier_hop &&
        (record->no_authserv_id || record->id_left_out || is_own_id (judge, record->authserv_id)))
      return true;
  }
  for (guint i = 0; i < judge->message->fields.n && i < (guint)border; i++) {
    Span name = vec_at (&judge->message->fields, Field, i)->name;
    if (span_equal_nocase (name, SPAN ("Received-SPF")) ||
        span_equal_nocase (name, SPAN ("X-Spam-Status")))
      return true;
  }
  return false;
}

#define COPY_TRUST(records, Type)                                               \
  for (guint i = 0; i < (records).n; i++) {                                     \
    Type *record = vec_at (&(records), Type, i);                                \
    if (record->authentication_results < 0)                                     \
      continue;                                                                 \
    const AuthenticationResultsRecord *from =                                   \
        vec_at (&evidence->authentication_results, AuthenticationResultsRecord, \
                record->authentication_results);                                \
    record->trust = from->trust;                                                \
    record->trusted = from->trusted;                                            \
    record->trust_reason = from->trust_reason;                                  \
    record->reporter = from->reporter;                                          \
  }

static void
spread_trust (Evidence *evidence) {
  COPY_TRUST (evidence->spf, SpfRecord)
  COPY_TRUST (evidence->dkim, DkimRecord)
  COPY_TRUST (evidence->dmarc, DmarcRecord)
}

/* A field without authserv-id is the final receiver's when it is believed. */
static void
name_reporters (Evidence *evidence) {
  for (guint i = 0; i < evidence->authentication_results.n; i++) {
    AuthenticationResultsRecord *record =
        vec_at (&evidence->authentication_results, AuthenticationResultsRecord, i);
    if ((record->no_authserv_id || record->id_left_out) && record->trusted == FLAG_TRUE)
      record->reporter = span_is_null (evidence->receiver.title) ? evidence->receiver.host
                                                                 : evidence->receiver.title;
  }
}

void
trust_judge (Case *kase, const Message *message, const RuleSet *rules, RuleWorker *worker,
             const TrustOptions *options, Arena *arena) {
  Evidence *evidence = &kase->evidence;
  Border border = border_find (evidence, rules, arena);
  receivers_identify (rules, worker, kase, arena);
  Judge judge = {
      .kase = kase,
      .evidence = evidence,
      .message = message,
      .rules = rules,
      .options = options,
      .arena = arena,
      .border = border.border < 0 ? NULL : vec_at (&evidence->received, ReceivedHop, border.border),
      .doubtful =
          border.doubtful < 0
              ? -1
              : vec_at (&evidence->received, ReceivedHop, border.doubtful)->header_index.value,
      .likely = border.likely,
      .no_received = evidence->received.n == 0,
  };
  if (judge.border)
    judge.block_end =
        find_block_end (message, judge.border->header_index.value, surely_writes_below (&judge));
  judge.own_above = has_own_above (&judge);
  judge.address_named = judge.border && block_names_border_address (&judge);
  for (guint i = 0; i < evidence->authentication_results.n; i++)
    decide (&judge, vec_at (&evidence->authentication_results, AuthenticationResultsRecord, i), i);
  name_reporters (evidence);
  spread_trust (evidence);
  for (guint i = 0; i < evidence->spf.n; i++) {
    SpfRecord *spf = vec_at (&evidence->spf, SpfRecord, i);
    if (is_received_spf (spf))
      decide_received_spf (&judge, spf, i);
  }
  for (guint i = 0; i < evidence->spam_reports.n; i++)
    decide_spam_report (&judge, i);
  spread_spam_trust (&judge);
  evidence_derive_microsoft (evidence, arena);
  evidence_derive_path (evidence, arena);
}
