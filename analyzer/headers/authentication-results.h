/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Authentication-Results (RFC 8601 §2.2) and, with its instance taken off,
 * ARC-Authentication-Results (RFC 8617 §4.1.1). Reads every dialect the grammar has to forgive: no
 * authserv-id at all, a bare domain between results, results without ';', junk after the
 * authserv-id, empty items, unquoted base64, underscores in keywords. */
#pragma once
#include "base/defect.h"

/* ptype.property=value. `ptype` is null where the writer left it out ("d=example.com",
 * "action=none"). */
typedef struct {
  Span ptype;
  Span property;
  Span value; /* unquoted; empty when nothing stands behind '=' */
} AuthProperty;

typedef struct {
  Span method;           /* as written */
  Number method_version; /* "dkim/1" */
  Span result; /* null from the parser: the standard word is worked out later, from raw_result */
  Span raw_result; /* never null; empty where a method stands without a word: "spf=(invalid)" */
  Span reason;     /* reason=, unquoted */
  Span comment;   /* comments beside this result, without the outer parentheses, joined with "; " */
  Vec properties; /* of AuthProperty */
  Span client_ip; /* of iprev: the address that was looked up; null where it is not told */
} AuthResult;

typedef struct {
  Span authserv_id; /* null where the writer gives none */
  Number version;   /* authres-version */
  bool says_none;   /* "; none": nothing was tested */
  Span comment;     /* comments before the first result */
  /* A segment begins in the middle of an address: a value that the writer did not quote broke out
   * of its place, so nobody can tell which results are the writer's. */
  bool torn;
  Vec results;      /* of AuthResult, at most LIMIT_RESULTS */
  Vec bare_domains; /* of Span, normalised: segments that hold only a domain (older Exchange Online
                       repeats the recipient's) */
  /* Junk after the authserv-id before the first ';' ("mta1.example from=example.com"). Properties
   * among it also stand with the first result: drafts before RFC 5451 wrote them there. */
  Span trailing;
} AuthenticationResults;

/* False when nothing at all could be read (empty value). Defects: "ar-…". An unknown
 * authres-version (not 1) stops the parse after the authserv-id with a defect, as RFC 8601 §2.2
 * asks. The value may be folded. The caller deals with RFC 2047 words and with the i= of an ARC
 * field. A property in a segment of its own joins the result before it ("from=": the one behind
 * it). Linear in the value; comments nest to any depth. */
bool authentication_results_parse (Span value, Arena *arena, AuthenticationResults *ret,
                                   Defects *defects);

/* First value of that property with or without ptype; null when absent. `ptype` null matches any
 * ptype. */
Span auth_result_property (const AuthResult *result, Span ptype, Span property);
/* The client's address, normalised, where a writer gives it as a property (smtp.remote-ip,
 * smtp.client-ip, policy.iprev); null when it does not. */
Span auth_result_client_ip (const AuthResult *result, Arena *arena);

/* The standard word for a method's raw result ("hardfail" -> "fail"), static storage; null when
 * there is no such word. Only aliases that mean the same whoever writes them; a writer's own words
 * are in its rule file. */
Span auth_result_standard_word (Span method, Span raw_result);

/* The host in an authserv-id: OpenDKIM can be told to put its job's id behind it,
 * "mx1.example.net/4B2C91". */
Span authserv_id_host (Span authserv_id);
/* "No valid SPF, No valid DKIM", "SPF not aligned (strict)": what rspamd gives as reason= of DMARC.
 */
bool auth_reason_is_of_rspamd (Span reason);
