/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* message/delivery-status (RFC 3464) and message/global-delivery-status (RFC 6533): what happened
 * to each recipient. Real notices leave blank lines out or in, misspell types and put comments
 * everywhere; fields are taken by their names. */
#pragma once
#include "base/defect.h"

/* One recipient. Hosts and addresses are without their type and comments; empty ones are null. */
typedef struct {
  Span final_recipient;    /* address */
  Span original_recipient; /* address, xtext undone (RFC 3461 §4) */
  Span action; /* failed, delayed, delivered, relayed, expanded; static; null for other words */
  Span raw_action;
  Span status;         /* "5.1.1"; null when it is none */
  Span status_comment; /* what stands behind it in parentheses */
  Span remote_mta;
  Span diagnostic_type; /* "smtp", "x-unix"; null when not said */
  Span diagnostic;      /* on one line, see smtp_reply_join */
  Date last_attempt;
  Date retry_until;
} DeliveryRecipient;

typedef struct {
  Span reporting_mta;
  Span received_from_mta;
  Span envelope_id;
  Span sender; /* X-Postfix-Sender and its like: the envelope sender */
  Date arrival;
  Vec recipients; /* of DeliveryRecipient, at most LIMIT_BOUNCES */
  guint total;    /* recipients there were */
  guint fields;   /* of those RFC 3464 names that were seen */
} DeliveryStatus;

/* False when no field of a delivery status is in the text. Groups without a recipient add to the
 * one before them; a second Final-Recipient begins a new one even without a blank line. Defects
 * "delivery-status-…". Linear. */
bool delivery_status_parse (Span text, Arena *arena, DeliveryStatus *ret, Defects *defects);
/* "rfc822; <a@b.example>" gives "a@b.example"; null when nothing is left. Types are dropped, xtext
 * and RFC 6533's \x{…} undone. */
Span delivery_status_address (Span value, Arena *arena);
/* "dns; mx.example.net (192.0.2.1)" gives "mx.example.net". */
Span delivery_status_host (Span value, Arena *arena);
