/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Received-SPF (RFC 7208 §9.1 with erratum 5436), every writer's dialect: unquoted IPv6, addresses
 * and VERP in values, Courier's own keys (SPF=, sender=, remoteip=), trailing junk. */
#pragma once
#include "base/defect.h"

typedef struct {
  Span key;
  Span value; /* unquoted; angle brackets kept */
} SpfPair;

typedef struct {
  Span raw_result;
  Span result;   /* standard word, static; null when unknown */
  Span comment;  /* all comments, without outer parentheses, joined with "; " */
  Span reporter; /* receiver=, else the host (a name with a dot) before ':' at the start of the
                    comment; null */
  Span identity; /* "mailfrom", "helo" or "pra", static; null when not said or not one of them
                    ("xxx") */
  Span raw_identity;
  Span envelope_from; /* without angle brackets and quotes; empty for <> */
  Span sender; /* value of the identity tested where a writer gives it apart (x-sender, sender) */
  Span client_ip; /* normalised */
  Span helo;
  Span receiver;  /* receiver=, received=; null for "<UNKNOWN>" */
  Span mechanism; /* key mechanism=, or "(mechanism 'x' matched)" in the comment */
  Span record;    /* x-record-text= */
  Span problem;
  Vec pairs; /* of SpfPair, in order */
} ReceivedSpf;

/* False when there is no result word. Defects "received-spf-…". Linear. */
bool received_spf_parse (Span value, Arena *arena, ReceivedSpf *ret, Defects *defects);
