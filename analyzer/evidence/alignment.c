/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "evidence/alignment.h"

#include "base/vocabulary.h"
#include "syntax/domain.h"

/* What people write in a name's place. */
static bool
is_placeholder (Span label) {
  static const char *const words[] = {"redacted", "removed",  "hidden",     "masked",
                                      "deleted",  "censored", "anonymized", "anonymised"};
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (span_is_nocase (label, words[i]))
      return true;
  return false;
}

static gsize
count_crosses (Span domain) {
  gsize n = 0;
  while (n < domain.len && (domain.data[n] == 'x' || domain.data[n] == 'X'))
    n++;
  return n;
}

/* "xxxxx.com": somebody blanked the name out, and other names of as many letters or more too. */
static bool
is_blanked_out (Span domain) {
  gsize n = count_crosses (domain);
  return n > 3 && n < domain.len && domain.data[n] == '.';
}

/* "xxx", "REDACTED": no domain at all, so that two that look alike are not the same. */
static bool
is_no_name (Span domain) {
  return is_placeholder (domain) || (domain.len > 1 && count_crosses (domain) == domain.len);
}

Span
alignment_of (Span domain, Span from_domain, Arena *arena) {
  if (span_is_null (domain) || span_is_null (from_domain))
    return SPAN_NULL;
  if (is_no_name (domain) || is_no_name (from_domain))
    return SPAN_NULL;
  if (span_equal (domain, from_domain))
    return alignment_word (ALIGNMENT_STRICT);
  if (is_blanked_out (domain) || is_blanked_out (from_domain))
    return SPAN_NULL;
  bool same = domain_same_organization (domain, from_domain, arena);
  return alignment_word (same ? ALIGNMENT_RELAXED : ALIGNMENT_NONE);
}
