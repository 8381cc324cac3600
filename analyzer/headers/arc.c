/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "headers/arc.h"

#include "syntax/cfws.h"
#include "syntax/domain.h"

#define MAX_INSTANCE 50

/* RFC 8617 §4.2.1: 1 to 50. */
static Number
instance_of (Span digits, Defects *defects) {
  guint64 value;
  if (span_to_uint64 (digits, &value) && value >= 1 && value <= MAX_INSTANCE)
    return number_of ((gint64)value);
  defect_add (defects, "arc-instance", digits, "i= is not a number from 1 to %d", MAX_INSTANCE);
  return NUMBER_NULL;
}

/* RFC 8617 §4.2.1: instance = [CFWS] %s"i" [CFWS] "=" [CFWS] 1*DIGIT [CFWS]. What stands between
 * '=' and ';' when it is no number. */
static bool
read_instance (Cfws *lexer, Span *ret) {
  cfws_skip (lexer);
  if (!cfws_accept (lexer, 'i') && !cfws_accept (lexer, 'I'))
    return false;
  cfws_skip (lexer);
  if (!cfws_accept (lexer, '='))
    return false;
  cfws_skip (lexer);
  *ret = cfws_word (lexer);
  cfws_skip (lexer);
  cfws_accept (lexer, ';');
  return true;
}

/* RFC 8617 §4.1.1: arc-info = instance [CFWS] ";" authres-payload. The results' own parser notes
 * the defects of comments, so this lexer is given nowhere to. */
bool
arc_authentication_results_parse (Span value, Arena *arena, ArcAuthenticationResults *ret,
                                  Defects *defects) {
  *ret = (ArcAuthenticationResults){0};
  Span payload = value, digits = SPAN_NULL;
  Cfws lexer;
  cfws_init (&lexer, value, arena, NULL);
  if (read_instance (&lexer, &digits)) {
    ret->instance = instance_of (digits, defects);
    payload = span_skip (value, lexer.at);
  } else {
    defect_add (defects, "arc-instance", value, "the field does not begin with i=");
  }
  bool found = authentication_results_parse (payload, arena, &ret->results, defects);
  return found || ret->instance.set;
}

/* RFC 8617 §4.1.3 cv=. */
static Span
chain_state (Span value, Defects *defects) {
  static const Span states[] = {SPAN ("none"), SPAN ("pass"), SPAN ("fail")};
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if (span_equal_nocase (value, states[i]))
      return states[i];
  defect_add (defects, "arc-cv", value, "cv= is not none, pass or fail");
  return SPAN_NULL;
}

/* RFC 8617 §4.1.2, §4.1.3: only an ARC-Message-Signature has h= and bh=, only an ARC-Seal has cv=.
 */
static void
read_chain_state (ArcSeal *seal, Defects *defects) {
  Span cv = tag_list_get (&seal->tags, SPAN ("cv"));
  Span headers = tag_list_get (&seal->tags, SPAN ("h"));
  bool signature =
      !span_is_null (headers) || !span_is_null (tag_list_get (&seal->tags, SPAN ("bh")));
  if (!span_is_null (cv) || !signature)
    seal->cv = chain_state (cv, defects);
  if (!span_is_null (cv) && !span_is_null (headers))
    defect_add (defects, "arc-headers", headers, "a seal has no h= (RFC 8617 section 4.1.3)");
}

static void
read_instance_tag (ArcSeal *seal, Span value, Defects *defects) {
  Span digits = tag_list_get (&seal->tags, SPAN ("i"));
  if (span_is_null (digits))
    defect_add (defects, "arc-tag-missing", value, "i= is missing");
  else
    seal->instance = instance_of (digits, defects);
}

static void
read_domain (ArcSeal *seal, Span value, Arena *arena, Defects *defects) {
  Span domain = tag_list_get (&seal->tags, SPAN ("d"));
  if (span_is_null (domain))
    defect_add (defects, "arc-tag-missing", value, "d= is missing");
  else if (!domain_normalize (domain, arena, &seal->domain))
    defect_add (defects, "arc-domain", domain, "d= is no domain name");
}

bool
arc_seal_parse (Span value, Arena *arena, ArcSeal *ret, Defects *defects) {
  *ret = (ArcSeal){0};
  if (!tag_list_parse (value, arena, &ret->tags, defects))
    return false;
  read_instance_tag (ret, value, defects);
  read_domain (ret, value, arena, defects);
  ret->selector = tag_list_get (&ret->tags, SPAN ("s"));
  if (span_is_null (ret->selector))
    defect_add (defects, "arc-tag-missing", value, "s= is missing");
  read_chain_state (ret, defects);
  return true;
}
