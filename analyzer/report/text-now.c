/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/text-now.h"

#include "base/vocabulary.h"

typedef struct {
  const char *problem;
  WordCode code;
} Problem;

/* In few words; what follows from it, and what to do, rules say. */
static const Problem key_problems[] = {
    {"missing", WORD_KEY_MISSING},
    {"several", WORD_KEY_SEVERAL},
    {"alias-broken", WORD_KEY_ALIAS_BROKEN},
    {"alias-loop", WORD_KEY_ALIAS_LOOP},
    {"dns", WORD_DNS_NO_ANSWER},
    {"not-in-file", WORD_DNS_NOT_IN_FILE},
    {"revoked", WORD_KEY_REVOKED},
    {"weak", WORD_KEY_WEAK},
    {"key-type", WORD_KEY_TYPE_UNKNOWN},
    {"key-mismatch", WORD_KEY_TYPE_OTHER},
    {"service", WORD_KEY_NOT_FOR_MAIL},
    {"hash", WORD_KEY_HASH_NOT_ALLOWED},
    {"strict-identity", WORD_KEY_STRICT_IDENTITY},
};

static const Problem spf_problems[] = {
    {"dns", WORD_DNS_NO_ANSWER},
    {"not-in-file", WORD_DNS_NOT_IN_FILE},
    {"lookup-limit", WORD_SPF_LOOKUPS_TOO_MANY},
    {"void-limit", WORD_SPF_VOIDS_TOO_MANY},
    {"mx-limit", WORD_SPF_SERVERS_TOO_MANY},
    {"two-records", WORD_SPF_SEVERAL_RECORDS},
    {"include-none", WORD_SPF_INCLUDE_NOWHERE},
    {"redirect-none", WORD_SPF_REDIRECT_NOWHERE},
    {"name-syntax", WORD_SPF_NO_DOMAIN_NAME},
};

static Span
problem_words (TextCase *text, const Problem *all, gsize n, Span problem, WordCode otherwise) {
  WordCode code = otherwise;
  for (gsize i = 0; i < n; i++)
    if (span_is (problem, all[i].problem))
      code = all[i].code;
  return page_word (&text->page, code);
}

/* Below the label of what the receiver saw. */
static Span
label (TextCase *text) {
  return arena_printf (text->page.scratch, "  %.*s", SPAN_FORMAT (text_say (text, LABEL_NOW)));
}

Span
text_key_words (TextCase *text, Span domain, Span selector) {
  domain = text_shown (text, domain);
  selector = text_shown (text, selector);
  if (selector.len == 0)
    return domain;
  return text_say (text, KEY_SELECTOR, .domain = domain, .selector = selector);
}

static Span
spf_reason (TextCase *text, const SpfNow *now) {
  Span at = text_shown (text, now->at), mechanism = text_shown (text, now->mechanism);
  if (now->problem.len) {
    Span problem = problem_words (text, spf_problems, G_N_ELEMENTS (spf_problems), now->problem,
                                  WORD_SPF_UNREADABLE);
    bool elsewhere = at.len && !span_equal (now->at, now->domain);
    return elsewhere ? text_say (text, NOW_PROBLEM_AT, .problem = problem, .domain = at)
                     : text_say (text, NOW_PROBLEM, .problem = problem);
  }
  return mechanism.len ? text_say (text, NOW_BY, .mechanism = mechanism)
                       : text_say (text, NOW_ALONE);
}

void
text_now_add_spf (TextCase *text, Vec *rows) {
  const SpfNow *now = text->evidence->spf_now;
  if (now == NULL)
    return;
  DnsTrouble trouble;
  bool unknown = dns_trouble_find (now->problem, &trouble);
  Span domain = text_shown (text, now->domain), client = text_shown (text, now->client_ip);
  text_rows_add (
      text, rows, label (text), unknown ? SPAN ("-") : now->result,
      arena_printf (text->page.scratch, "%.*s (%.*s)", SPAN_FORMAT (domain), SPAN_FORMAT (client)),
      spf_reason (text, now));
}

static Span
key_reason (TextCase *text, const SignatureCheck *check) {
  if (check->key_problem.len)
    return text_say (text, NOW_PROBLEM,
                     .problem = problem_words (text, key_problems, G_N_ELEMENTS (key_problems),
                                               check->key_problem, WORD_KEY_DAMAGED));
  if (span_is_null (check->body) && span_is_null (check->header))
    return text_say (text, NOW_KEY_THERE);
  Span unknown = text_say (text, NOW_CHECK_UNKNOWN);
  return text_say (text, NOW_CHECKED, .body = span_or (check->body, unknown),
                   .signature = span_or (check->header, unknown));
}

void
text_now_add_dkim (TextCase *text, Vec *rows) {
  const Vec *all = &text->evidence->signature_checks;
  guint limit = text_limit (text, all->n);
  for (guint i = 0; i < limit; i++) {
    const SignatureCheck *check = vec_at (all, SignatureCheck, i);
    if (!span_is_null (check->key_name))
      text_rows_add (
          text, rows, label (text), check->passes == FLAG_TRUE ? SPAN ("pass") : SPAN ("-"),
          text_key_words (text, check->domain, check->selector), key_reason (text, check));
  }
}

void
text_now_add_dmarc (TextCase *text, Vec *rows) {
  const DmarcNow *now = text->evidence->dmarc_now;
  Arena *scratch = text->page.scratch;
  if (now == NULL)
    return;
  Span policy =
      now->policy.len ? arena_printf (scratch, "p=%.*s", SPAN_FORMAT (now->policy)) : SPAN ("");
  Span owner = text_shown (text, now->policy_domain);
  Span note = now->unknown == FLAG_TRUE ? text_say (text, NOW_RECORD_UNKNOWN)
              : owner.len               ? text_say (text, NOW_RECORD_OF, .domain = owner)
                                        : text_say (text, NOW_NO_RECORD);
  text_rows_add (text, rows, label (text), SPAN ("-"), policy, note);
}
