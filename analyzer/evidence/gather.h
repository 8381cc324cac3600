/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From a message's fields to typed evidence: who said what, where. This is not the place where it
 * is decided what to believe. */
#pragma once
#include "evidence/evidence.h"
#include "message/message.h"

/* What stands in a field that gateways name as they like (X-TM-Received-SPF): an earlier hop's
 * word, all of it. */
typedef enum {
  GATEWAY_FIELD_NONE,
  GATEWAY_FIELD_RESULTS, /* as Authentication-Results */
  GATEWAY_FIELD_SPF,     /* as Received-SPF */
  GATEWAY_FIELD_TESTS,   /* a spam filter's tests */
  GATEWAY_FIELD_FROM,    /* the author, before the gateway rewrote From */
  GATEWAY_FIELD_TEXT,    /* readings find it among header_fields */
} GatewayField;
typedef struct {
  GatewayField (*kind_of) (gconstpointer data, Span name);
  gconstpointer data;
} GatewayFields;

/* Fills all of `ret` except `source.name/offset/sequence/kind/repairs`, trust, border and receiver.
 * Never fails. `defects` gets what the header parsers met; the caller puts its list into
 * `ret->defects` when the case is complete. */
void evidence_gather (const Message *message, MessageReader *reader, Arena *arena, Evidence *ret,
                      Defects *defects);
/* The same, where gateways' names are known too. */
void evidence_gather_with (const Message *message, const GatewayFields *gateways,
                           MessageReader *reader, Arena *arena, Evidence *ret, Defects *defects);
/* Adds what a feedback report (RFC 6591, RFC 9991) says of the message it is about: the value of
 * the report's own Authentication-Results, as a record without a place and with `reported` set.
 * Call evidence_derive() afterwards. */
void evidence_add_reported_results (Span value, MessageReader *reader, Arena *arena,
                                    Evidence *original, Defects *defects);
/* Alignment, organisational domains, signatures' results: everything that follows from other
 * evidence. Called by evidence_gather, and again after readings have added facts. Idempotent. */
void evidence_derive (Evidence *evidence, Arena *arena);
/* path, arc_chain and what follows from the border's date: to be called when border and trust are
 * known. Idempotent. */
void evidence_derive_path (Evidence *evidence, Arena *arena);
/* compauth and action, out of believed fields only: to be called when trust is known. */
void evidence_derive_microsoft (Evidence *evidence, Arena *arena);
