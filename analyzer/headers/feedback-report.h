/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* message/feedback-report: abuse reports (RFC 5965) and authentication failure reports (RFC 6591,
 * RFC 9991). */
#pragma once
#include "base/defect.h"

typedef struct {
  Span feedback_type;   /* lower case: abuse, fraud, auth-failure, opt-out …; null when missing */
  Span auth_failure;    /* lower case: adsp, bodyhash, revoked, signature, spf, dmarc; null when not
                           said */
  Span delivery_result; /* lower case: delivered, spam, policy, reject, other */
  Vec not_aligned; /* of Span, lower case: Identity-Alignment, "dkim" and "spf" as RFC 9991 §3.1 has
                      them: those that gave no aligned identifier; empty for "none" */
  bool has_alignment; /* Identity-Alignment is there */
  Span user_agent;
  Span reported_domain;    /* as written */
  Span source_ip;          /* normalised */
  Span original_mail_from; /* address; empty, not null, for <> */
  Span original_rcpt_to;   /* address: the first */
  Span envelope_id;
  Span reporting_mta;
  Span dkim_domain, dkim_selector, dkim_identity;
  Span spf_dns; /* text of the SPF record that was used */
  Date arrival;
  Vec authentication_results; /* of Span: values of Authentication-Results, at most
                                 LIMIT_TRACE_FIELDS */
  Vec recipients;             /* of Span: Original-Rcpt-To, at most LIMIT_BOUNCES */
  guint total;                /* recipients there were */
} FeedbackReport;

/* False when no field of a report is in the text. Defects "feedback-report-…". Linear. */
bool feedback_report_parse (Span text, Arena *arena, FeedbackReport *ret, Defects *defects);

/* The same as Exim writes it for people: a line each for the domain, the address, and whether SPF
 * and DKIM aligned. False when the domain or an alignment is not told. */
bool feedback_report_parse_text (Span text, Arena *arena, FeedbackReport *ret);
