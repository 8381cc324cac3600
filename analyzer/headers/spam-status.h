/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The tests a spam filter says have fired: SpamAssassin's X-Spam-Status ("No, score=-0.2
 * tests=SPF_PASS,DKIM_VALID autolearn=ham"), amavis' form of it ("tests=[SPF_PASS=-0.001,
 * DKIM_VALID=-0.1]") and the X-Spam-Report of one line for each test. The parser does not ask what
 * a test's name means. */
#pragma once
#include "base/defect.h"

typedef struct {
  Span name;
  Span score;   /* as written; null when not said */
  Span options; /* what stands in brackets behind it; null when nothing does */
} SpamTest;

/* Pushes a SpamTest for each name of `tests=`, in order, at most LIMIT_RESULTS. The list ends at
 * the first thing that is not a name; a value with two lists gives nothing. Defects
 * "spam-status-…". Linear. */
void spam_status_parse (Span value, Arena *arena, Vec *ret_tests, Defects *defects);
/* The same of lines " *  0.1 NAME description". Only lines that begin with '*' count, from the
 * first one on: a report that quotes the message's text is not read. */
void spam_report_parse (Span value, Arena *arena, Vec *ret_tests);
/* The same of a field whose form is its writer's: a list behind `tests=`, lines that begin with
 * '*', or pairs of a name in capitals and a score, the one or the other first: "SPF_PASS -0.001
 * SPF: sender matches SPF record" (Proxmox), "BAYES_50 0.00, SPF_NONE 0.00" (MailScanner), "0.34
 * BSF_SPF_NONE Custom" (Barracuda). Defects "spam-status-…". Linear. */
void spam_tests_parse (Span value, Arena *arena, Vec *ret_tests, Defects *defects);
/* The symbols of rspamd's X-Spamd-Result, "R_SPF_FAIL(1.00)[-all]; R_DKIM_NA(0.00)[]", and of
 * Stalwart's X-Spam-Result, "SPF_NA (0.00), DMARC_NA (1.00)". Options that are a list of signatures
 * ("a.example:s=sel1,b.example:s=k2") give a test for each. Linear. */
void spam_symbols_parse (Span value, Arena *arena, Vec *ret_tests);
/* "asn:64496, ipnet:192.0.2.0/24, country:CH" of rspamd's ASN: the network; null when none is
 * named. */
Span spam_client_network (const Vec *tests);
/* "SpamAssassin 4.0.0 (2022-12-13) on mx.example.net": the host; null when none is named. */
Span spam_checker_host (Span value);
