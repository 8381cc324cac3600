/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Received (RFC 5321 §4.4, RFC 5322 §3.6.7), as written by anybody: clauses in any order, the
 * client's address in brackets or parentheses wherever the server put it. */
#pragma once
#include "base/defect.h"

typedef struct {
  Span from; /* first word of the from clause */
  Span helo; /* the name the client gave: "helo=", "EHLO x", "HELO x", else `from` when it is a name
              */
  Span reverse_name;    /* name the server looked up: "(name [address])"; null for "unknown" */
  bool reverse_unknown; /* the server says that it looked and found no name it believes */
  Span address; /* normalised; the last address in brackets or parentheses of the from clause, never
                   the HELO word */
  Span by;
  Span with;
  Span id;
  Span for_; /* without angle brackets */
  Span date_text;
  Date date;
  Flag tls; /* with is ESMTPS… or a TLS version or cipher is named; false for plain (E)SMTP; unknown
               otherwise */
  bool repeated; /* from or by stands there twice: a name given by the client may hold the first */
  Span tls_version; /* "TLS1_3", "TLSv1.2" as written; null */
} Received;

/* False when neither from nor by nor a date was found. Defects "received-comment-unterminated" (one
 * that stops before the last
 * ';', so that the date survives), "received-date", "received-date-missing". Linear. */
bool received_parse (Span value, Arena *arena, Received *ret, Defects *defects);
