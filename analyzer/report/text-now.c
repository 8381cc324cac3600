/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/text-now.h"

typedef struct {
  const char *code;
  const char *words;
} CodeWords;

/* In few words; what follows from it, and what to do, rules say. */
static const CodeWords key_problems[] = {
    {"missing", "there is no key"},
    {"several", "there are several keys"},
    {"alias-broken", "the alias leads to nothing"},
    {"alias-loop", "the aliases go round"},
    {"dns", "no answer from the DNS"},
    {"not-in-file", "not in the zone file"},
    {"revoked", "the key is withdrawn"},
    {"weak", "the key is too short"},
    {"key-type", "the key is of an unknown kind"},
    {"key-mismatch", "the key is of another kind than the signature"},
    {"service", "the key is not for mail"},
    {"hash", "the key does not allow the signature's hash"},
    {"strict-identity", "the key does not allow a subdomain's signature"},
};

static const CodeWords spf_problems[] = {
    {"dns", "no answer from the DNS"},
    {"not-in-file", "not in the zone file"},
    {"lookup-limit", "too many DNS lookups"},
    {"void-limit", "too many lookups without a result"},
    {"mx-limit", "too many mail servers"},
    {"two-records", "several SPF records"},
    {"include-none", "an include leads to no SPF record"},
    {"redirect-none", "a redirect leads to no SPF record"},
    {"name-syntax", "not a domain name"},
};

static const char *
find_words (const CodeWords *all, gsize n, Span code, const char *fallback) {
  for (gsize i = 0; i < n; i++)
    if (span_is (code, all[i].code))
      return all[i].words;
  return fallback;
}

Span
text_key_words (TextCase *text, Span domain, Span selector) {
  domain = text_shown (text, domain);
  selector = text_shown (text, selector);
  if (selector.len == 0)
    return domain;
  return arena_printf (text->page.scratch, "%.*s (selector %.*s)", SPAN_FORMAT (domain),
                       SPAN_FORMAT (selector));
}

static Span
spf_reason (TextCase *text, const SpfNow *now) {
  Arena *scratch = text->page.scratch;
  Span at = text_shown (text, now->at), mechanism = text_shown (text, now->mechanism);
  if (now->problem.len) {
    bool elsewhere = at.len && !span_equal (now->at, now->domain);
    return arena_printf (scratch, "now: %s%s%.*s",
                         find_words (spf_problems, G_N_ELEMENTS (spf_problems), now->problem,
                                     "the record cannot be read"),
                         elsewhere ? ": " : "", elsewhere ? (int)at.len : 0, at.data);
  }
  return mechanism.len ? arena_printf (scratch, "now: by %.*s", SPAN_FORMAT (mechanism))
                       : SPAN ("now");
}

void
text_now_add_spf (TextCase *text, Vec *rows) {
  const SpfNow *now = text->evidence->spf_now;
  if (now == NULL)
    return;
  bool unknown = span_is (now->problem, "not-in-file") || span_is (now->problem, "dns");
  Span domain = text_shown (text, now->domain), client = text_shown (text, now->client_ip);
  text_rows_add (
      text, rows, "  now", unknown ? SPAN ("-") : now->result,
      arena_printf (text->page.scratch, "%.*s (%.*s)", SPAN_FORMAT (domain), SPAN_FORMAT (client)),
      spf_reason (text, now));
}

static Span
key_reason (TextCase *text, const SignatureCheck *check) {
  Arena *scratch = text->page.scratch;
  if (check->key_problem.len)
    return arena_printf (scratch, "now: %s",
                         find_words (key_problems, G_N_ELEMENTS (key_problems), check->key_problem,
                                     "the key's record is damaged"));
  if (span_is_null (check->body) && span_is_null (check->header))
    return SPAN ("now: the key is there");
  return arena_printf (scratch, "now: body %.*s, signature %.*s",
                       SPAN_FORMAT (span_or (check->body, SPAN ("not known"))),
                       SPAN_FORMAT (span_or (check->header, SPAN ("not known"))));
}

void
text_now_add_dkim (TextCase *text, Vec *rows) {
  const Vec *all = &text->evidence->signature_checks;
  guint limit = text_limit (text, all->n);
  for (guint i = 0; i < limit; i++) {
    const SignatureCheck *check = vec_at (all, SignatureCheck, i);
    if (!span_is_null (check->key_name))
      text_rows_add (text, rows, "  now", check->passes == FLAG_TRUE ? SPAN ("pass") : SPAN ("-"),
                     text_key_words (text, check->domain, check->selector),
                     key_reason (text, check));
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
  Span note = now->unknown == FLAG_TRUE ? SPAN ("now: not known")
              : owner.len ? arena_printf (scratch, "now: the record of %.*s", SPAN_FORMAT (owner))
                          : SPAN ("now: no record");
  text_rows_add (text, rows, "  now", SPAN ("-"), policy, note);
}
