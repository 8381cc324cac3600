/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Shared by the gather-*.c files. */
#pragma once
#include "base/bytes.h"
#include "evidence/gather.h"
#include "syntax/field-names.h"

typedef struct {
  const Message *message;
  MessageReader *reader;
  Arena *arena;
  Evidence *evidence;
  Defects *defects;
  const Field *field; /* being read */
  HeaderId header;    /* its name */
} Gather;

PlaceGroup place_of_field (const Field *field);

/* For display: folds and runs of white space become one space; null stays null. Most texts are a
 * word. */
Span gather_plain_words (Gather *gather, Span text);

static inline Span
plain_text (Gather *gather, Span text) {
  return bytes_visible (text.data, text.len) == text.len ? text : gather_plain_words (gather, text);
}

/* The value to parse: decoded when all of it is encoded words (some exports encode whole trace
 * fields). */
Span gather_parseable_value (Gather *gather);
/* False, with the list entered in evidence.cut, when `vec` holds LIMIT_TRACE_FIELDS already. */
bool gather_may_add (Gather *gather, const Vec *vec, const char *list);
/* A domain or the domain of an address; null for placeholders such as "none". */
/* Neither empty nor a word for what is not known or was left out. */
bool gather_says_something (Span value);
Span gather_domain_of_value (Gather *gather, Span value);

void gather_originator (Gather *gather); /* From, after all fields: counts */
void gather_mailbox (Gather *gather, Mailbox *ret);
void gather_return_path (Gather *gather);
void gather_received (Gather *gather);
void gather_received_spf (Gather *gather);
void gather_authentication_results (Gather *gather);
void gather_dkim_signature (Gather *gather);
void gather_arc (Gather *gather);
void gather_microsoft_report (Gather *gather);
/* X-Spam-Status, X-Spam-Report, X-Spam-Checker-Version: those that stand together are one report.
 */
void gather_spam_report (Gather *gather);
/* A report of its own, and an earlier hop's word. */
void gather_gateway_tests (Gather *gather);
void gather_filter_symbols (Gather *gather);
/* Reports that name no test say nothing. To be called when all fields are read. */
void gather_drop_empty_spam_reports (Evidence *evidence);
/* Adds spf, dkim and dmarc records of the A-R at `index`. */
void gather_results (Gather *gather, int index);
/* Fields that h= names more often than the message has them, of all signatures: to be called when
 * all fields are read. */
void gather_note_over_signed (Gather *gather);
/* Ties dkim results to signatures (both ways). */
void gather_tie_signatures (Evidence *evidence, Arena *arena);
/* X-…-Authentication-Results, of whatever product. */
bool gather_is_other_results (Span name);
/* Reads the field being read if it is one that a notice is told by: gather-light.c. */
void gather_light_field (Gather *gather, bool returned);
/* Reads it if it reports results. */
void gather_results_field (Gather *gather, const GatewayFields *gateways);
