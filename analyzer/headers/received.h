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
  Span address; /* normalised; the client's as the server saw it: the bare or bracketed address that
                   stands first in a comment behind `from`, or behind one name there; the from word
                   where only a comment with the HELO name or none follows. Never what stands behind
                   other words ("ident=", "Client CN", "Authenticated sender") */
  Span by;
  Span software; /* the comment behind it: "Postfix"; without its parentheses */
  Span with;
  Span id;
  Span for_; /* without angle brackets */
  Span date_text;
  Date date;
  Flag tls; /* with is ESMTPS… or a TLS version or cipher is named; false for plain (E)SMTP; unknown
               otherwise */
  bool client_told; /* a comment says more of the client than "localhost" */
  bool doubtful;    /* from or by stands there twice, or two clients do, or the only address is a
                       private one in the place of the HELO name: what the client said may be among it
                     */
  bool by_user;     /* a user of the host, or a program that runs as one, handed it in: "from userid
                       33",     "with local", "(from www@localhost)", "invoked by uid 33" */
  Span tls_version; /* "TLS1_3", "TLSv1.2" as written; null */
} Received;

/* False when neither from nor by nor a date was found. Defects "received-comment-unterminated" (one
 * that stops before the last
 * ';', so that the date survives), "received-date", "received-date-missing". Linear. */
bool received_parse (Span value, Arena *arena, Received *ret, Defects *defects);
