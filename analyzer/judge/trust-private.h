/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Shared by the trust-*.c files, and known to their tests. A record is judged by the first row of
 * its table whose place and predicate hold. */
#pragma once
#include "base/vocabulary.h"
#include "engine/words.h"
#include "judge/border.h"
#include "judge/trust-reason.h"
#include "judge/trust.h"

/* Bits, so that a row can name several. */
typedef enum {
  PLACE_NO_RECEIVED = 1, /* a piece of a header: there is no Received at all */
  PLACE_ABOVE = 2,       /* above the border; anywhere, when no hop comes from outside */
  PLACE_BELOW = 4,       /* in the block of trace fields directly below it */
  PLACE_ELSEWHERE = 8,   /* further down */
  PLACE_DOUBTFUL = 16,   /* below a hop of which nobody knows where it came from */
  PLACE_COPY = 32,       /* above a hop by which a copy of the delivered mail was taken in */
  PLACE_ANY = 63,
} Place;

/* What is the same for all records of a message. */
typedef struct {
  Evidence *evidence;
  const Message *message;
  const RuleSet *rules;
  const TrustOptions *options; /* NULL: none */
  const Words *words;          /* NULL: no record is given its trust */
  Arena *arena;
  const ReceivedHop *border; /* NULL when no hop comes from outside */
  gint64 block_end; /* header index where the block of trace fields directly below it ends */
  gint64 behind;    /* where the block behind all Received begins, of those who write there; -1 */
  gint64 behind_end;
  gint64
      copied; /* header index of the hop by which a copy of the delivered mail was taken in; -1 */
  gint64 doubtful;    /* header index of the hop below which anything may be the sender's; -1 */
  bool likely;        /* what lies above the border is probably the receiver's */
  bool own_above;     /* the receiver wrote a verdict above its border */
  bool address_named; /* the block below the border names the border's client address */
  bool no_received;   /* a piece of a header: there is no Received at all */
} Judge;

/* The record asked about: what predicates see. */
typedef struct {
  const Judge *judge;
  Place place;
  guint index; /* in its list */
  /* One of them; the others are NULL. */
  const AuthenticationResultsRecord *field;
  const SpfRecord *spf;
  const SpamReport *report;
} TrustFacts;

/* A predicate may be asked in any order, of a record in any place. */
typedef struct {
  Place where;
  bool (*holds) (const TrustFacts *facts);
  Trust trust;
  WordCode reason;  /* WORD_REASON_… */
  bool weak;        /* others can write there too; see weak.h */
  bool accuses;     /* the receiver cannot have written it there */
  const char *name; /* place and predicate, for tests */
} TrustRow;

#define TRUST_ROW(where, holds, trust, reason) \
  { where, holds, trust, reason, false, false, #where " " #holds }
#define TRUST_ROW_WEAK(where, holds, reason) \
  { where, holds, TRUST_ASSUMED, reason, true, false, #where " " #holds }
#define TRUST_ROW_MISPLACED(where, holds, reason) \
  { where, holds, TRUST_NONE, reason, false, true, #where " " #holds }

typedef struct {
  const TrustRow *rows;
  guint n;
} TrustTable;

extern const TrustTable trust_table_results; /* Authentication-Results */
extern const TrustTable trust_table_spf;     /* Received-SPF */
extern const TrustTable trust_table_spam;    /* reports of spam filters */

/* The first row from `from` on that holds. Each table ends in rows that hold always. */
const TrustRow *trust_table_row (const TrustTable *table, const TrustFacts *facts, guint from);

/* `border` as border_find gave it; the receiver must be known. */
Judge trust_judge_new (Evidence *evidence, const Border *border, const Message *message,
                       const RuleSet *rules, const TrustOptions *options, Arena *arena);
TrustFacts trust_facts_of_results (const Judge *judge, guint index);
TrustFacts trust_facts_of_spf (const Judge *judge, guint index);
TrustFacts trust_facts_of_spam (const Judge *judge, guint index);

/* ---- predicates of every table ---- */

bool always (const TrustFacts *facts);
bool everything_is_believed (const TrustFacts *facts);
bool has_no_border (const TrustFacts *facts);
bool was_handed_in (const TrustFacts *facts);
bool has_likely_border (const TrustFacts *facts);
bool has_assumed_receiver (const TrustFacts *facts);
bool receiver_wrote_above (const TrustFacts *facts);

/* ---- places (trust-place.c) ---- */

Place place_of (const Judge *judge, Number header_index);
/* Nothing but trace fields between the two. */
bool place_in_one_block (const Judge *judge, Number from, Number to);
/* Sets block_end, behind, behind_end and copied. */
void place_find (Judge *judge);
/* From stands above every Received. */
bool place_author_stands_first (const Judge *judge);
/* Whoever copied the fields put them in another order, and places say nothing. */
bool place_is_reordered (const Judge *judge);
/* One of header fields `from` to before `end` has that name. */
bool place_has_field (const Judge *judge, Span name, gint64 from, gint64 end);
/* The border Received is of an author who logged in (RFC 3848): nothing was received there. */
bool place_is_submission (const Judge *judge);
/* An own Authentication-Results or Received-SPF above the border. */
bool place_has_results_above (const Judge *judge);
/* The same, or a spam filter's report. */
bool place_has_own_above (const Judge *judge);

/* ---- names (trust-name.c) ---- */

bool name_is_own (const Judge *judge, Span authserv_id);
/* It is the domain of the recipient that the border Received names: some hosting panels (Plesk)
 * write in the name of the domain they host. */
bool name_is_hosted (const Judge *judge, Span authserv_id);
/* The same, of the topmost Delivered-To above the border. */
bool name_is_delivered_to (const Judge *judge, Span authserv_id);
/* Named with --trust. */
bool name_is_by_option (const Judge *judge, Span authserv_id);
/* A host name, of another organisation than the final receiver. */
bool name_is_foreign (const Judge *judge, Span reporter);
/* The receiver's host alone tells that it writes there. */
bool name_surely_writes_below (const Judge *judge);

/* Of letters, digits, dots, hyphens and underscores: it is shown as something to type. */
bool name_can_be_typed (Span id);
/* It is known by its host where it writes, or that it does: elsewhere nothing is its own. */
bool name_has_known_place (const Judge *judge);

/* ---- agreement (trust-agree.c) ---- */

/* The Return-Path that the receiver itself put on top; NULL when there is none. */
const ReturnPath *agree_own_return_path (const Judge *judge);
/* The block below the border names the border's client address. */
bool agree_block_names_address (const Judge *judge);
/* The same, whether or not the block names the address; the message may lack a Return-Path. */
bool agree_apart_from_address (const Judge *judge, guint index);
/* The Return-Path that the receiver put on top is missing or holds no address; all else agrees. */
bool agree_but_for_path (const Judge *judge, guint index);
/* Its own SPF result is of the border's address and of the Return-Path that the receiver put on
 * top. */
bool agree_names_envelope (const Judge *judge, guint index);
/* It, or another field of its name, says something that fits this message and nothing that doesn't:
 * the border's address with the Return-Path, or an aligned pass of the Return-Path or of a
 * signature. */
bool agree_fits_message (const Judge *judge, guint index);
/* The same of a Return-Path that may be anybody's; false for NULL. */
bool agree_names_path (const Judge *judge, guint index, const ReturnPath *path);
/* Nothing but trace fields between it and the topmost field at its place. */
bool agree_shares_block (const Judge *judge, guint index);
/* Each Received-SPF between the border and the field at `index` tested the border's address, and
 * the field says the same of the envelope sender: one report in two fields. */
bool agree_follows_own_spf (const Judge *judge, guint index);
/* What the field at `index` says fits the border, the Return-Path and the signatures. */
bool agree_results (const Judge *judge, guint index);

/* ---- one field beside another (trust-repeat.c) ---- */

/* It reports no more than one of SPF, DKIM and DMARC. */
bool repeat_is_of_one_method (const AuthenticationResultsRecord *record);
/* NULL when no field of the receiver itself stands there. */
const AuthenticationResultsRecord *repeat_topmost_at (const Judge *judge, Place place);
/* A believed field above reports one of its methods already. */
bool repeat_a_method (const Judge *judge, guint index, Place place);
/* Methods that a believed field above it reports, in no weak place. */
guint repeat_sure_methods (const Judge *judge, guint index);
/* The topmost field, or one of those that together are a receiver's report. */
bool repeat_completes (const Judge *judge, guint index, Place place);

/* Its results, taken alone, would let DMARC pass. */
bool repeat_would_pass (const AuthenticationResultsRecord *record);
/* It says that DMARC passed and nothing else, and the receiver's fields before `end` report SPF and
 * DKIM and a pass of neither. */
bool repeat_lacks_ground (const Judge *judge, guint index, guint end);
/* By another field of a header without Received, or out of order. */
bool repeat_is_contradicted (const Judge *judge, guint index);
/* A believed field above says dmarc=fail, and this one a pass for the From domain itself. */
bool repeat_overturns_fail (const Judge *judge, guint index);

/* ---- Received-SPF (trust-spf.c), spam filters (trust-spam.c) ---- */

/* The record is out of a Received-SPF field. */
bool trust_is_received_spf (const SpfRecord *spf);
/* Gives the records that come from a report its trust, when all others have theirs. */
void trust_spread_spam (const Judge *judge);

/* Any of the records that have trust. */
#define TRUST_SET(judge, record, row)                                                       \
  do {                                                                                      \
    (record)->trust = trust_word ((row)->trust);                                            \
    (record)->trusted = flag_of ((row)->trust != TRUST_NONE);                               \
    TRUST_EXPLAIN ((record), trust_reason ((judge)->words, (row)->reason, (judge)->arena)); \
    (record)->weak = flag_of ((row)->weak);                                                 \
  } while (0)

#define TRUST_COPY(record, from)                             \
  do {                                                       \
    (record)->trust = (from)->trust;                         \
    (record)->trusted = (from)->trusted;                     \
    (record)->trust_reason = (from)->trust_reason;           \
    (record)->trust_reason_code = (from)->trust_reason_code; \
    (record)->weak = (from)->weak;                           \
  } while (0)
