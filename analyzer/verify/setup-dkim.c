/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/vocabulary.h"
#include "syntax/domain.h"
#include "verify/dkim-key.h"
#include "verify/setup-private.h"

typedef struct {
  Setup *setup;
  const SetupAlias *alias;
  Span name;     /* selector._domainkey.domain */
  Span expected; /* target, with a final dot; null where the code it needs is not known */
} Selector;

static DnsFact *
add_problem (Selector *selector, DnsType type, const DnsAnswer *answer, const char *problem) {
  DnsFact *fact =
      setup_add_problem (selector->setup, "dkim", selector->name, type, answer, problem);
  fact->selector = selector->alias->selector;
  fact->expected = selector->expected;
  return fact;
}

/* ---- no alias ---- */

/* Panels that add the domain to a name that has it already, and people who leave out what looks
 * odd. */
static bool
add_misplaced (Selector *selector, const DnsAnswer *answer) {
  Setup *setup = selector->setup;
  Span key = selector->alias->selector, domain = setup->domain;
  const struct {
    Span name;
    const char *problem;
  } places[] = {
      {arena_printf (setup->arena, "%.*s.%.*s", SPAN_FORMAT (selector->name), SPAN_FORMAT (domain)),
       "doubled-domain"},
      {arena_printf (setup->arena, "%.*s.domainkey.%.*s", SPAN_FORMAT (key), SPAN_FORMAT (domain)),
       "without-underscore"},
      {arena_printf (setup->arena, "%.*s.%.*s", SPAN_FORMAT (key), SPAN_FORMAT (domain)),
       "without-underscore"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    const DnsAnswer *other = resolver_query (setup->resolver, places[i].name, DNS_CNAME);
    if (other->status != DNS_FOUND)
      continue;
    DnsFact *fact = add_problem (selector, DNS_CNAME, answer, places[i].problem);
    fact->at = places[i].name;
    fact->value = vec_at (&other->records, ResourceRecord, 0)->value;
    return true;
  }
  return false;
}

static void
add_without_alias (Selector *selector, const DnsAnswer *alias) {
  const DnsAnswer *text = resolver_query (selector->setup->resolver, selector->name, DNS_TXT);
  if (text->status == DNS_FOUND) {
    DkimKey key;
    dkim_key_parse (vec_at (&text->records, ResourceRecord, 0)->value, selector->setup->arena,
                    &key);
    bool is_key = !span_is_null (key.data);
    DnsFact *fact =
        add_problem (selector, DNS_TXT, text, is_key ? "key-for-alias" : "text-for-alias");
    fact->reason = span_from_string (key.problem);
    return;
  }
  guint before = selector->setup->facts->n;
  if (setup_add_unknown (selector->setup, "dkim", text)) {
    vec_at (selector->setup->facts, DnsFact, before)->selector = selector->alias->selector;
    return;
  }
  if (!add_misplaced (selector, alias))
    add_problem (selector, DNS_CNAME, alias, "missing");
}

/* ---- an alias ---- */

/* The code in the target, empty where there is none to be; null when the target is not of this
 * form.
 */
static Span
target_code (const SetupAlias *alias, Span target) {
  if (alias->fixed)
    return span_equal_nocase (target, alias->target_prefix) ? SPAN ("") : SPAN_NULL;
  if (!span_starts_with (target, alias->target_prefix) ||
      !span_ends_with_nocase (target, alias->target_suffix) ||
      target.len <= alias->target_prefix.len + alias->target_suffix.len)
    return SPAN_NULL;
  return span_first (span_skip (target, alias->target_prefix.len),
                     target.len - alias->target_prefix.len - alias->target_suffix.len);
}

static const char *
target_problem (const Selector *selector, Span target, Span *ret_code) {
  Setup *setup = selector->setup;
  *ret_code = target_code (selector->alias, target);
  if (!span_is_null (*ret_code)) {
    bool any = selector->alias->fixed || span_is_null (setup->institution);
    return any || span_equal_nocase (*ret_code, setup->institution) ? NULL : "target-code";
  }
  Span without = span_first (target, target.len - MIN (target.len, setup->domain.len + 1));
  bool doubled = domain_is_under (target, setup->domain) && without.len < target.len &&
                 !span_is_null (target_code (selector->alias, without));
  return doubled ? "target-doubled" : "target-other";
}

static bool
is_unanswered (const char *problem) {
  DnsTrouble trouble;
  return dns_trouble_find (span_from_string (problem), &trouble);
}

static bool
add_key_problem (Selector *selector, const DkimKeyState *state, const DnsAnswer *answer) {
  if (state->problem == NULL)
    return false;
  bool broken = g_str_equal (state->problem, "alias-broken");
  bool unknown = is_unanswered (state->problem);
  DnsFact *fact = add_problem (selector, DNS_TXT, answer,
                               unknown  ? state->problem
                               : broken ? "target-missing"
                                        : "key");
  fact->reason = span_from_string (state->problem);
  fact->status = span_from_string (dns_status_word (state->status));
  fact->value = state->key.text;
  fact->number = state->key.bits;
  if (state->chain.n)
    fact->at = *vec_at (&state->chain, Span, state->chain.n - 1);
  return true;
}

static void
add_good (const Selector *selector, const DnsAnswer *alias, Number bits) {
  DnsFact *fact = setup_add (selector->setup, "dkim", selector->name, DNS_CNAME, alias);
  fact->selector = selector->alias->selector;
  fact->number = bits;
}

static void
check_alias (Selector *selector, const DnsAnswer *alias) {
  Setup *setup = selector->setup;
  Span target = vec_at (&alias->records, ResourceRecord, 0)->value, code;
  guint before = setup->facts->n;
  const char *problem = target_problem (selector, target, &code);
  if (problem) {
    DnsFact *fact = add_problem (selector, DNS_CNAME, alias, problem);
    fact->at = target;
    fact->reason = SPAN_NULL;
  }
  /* CNAME and other data at one name (RFC 1034 §3.6.2): servers refuse such a zone, panels do not
   */
  if (alias->records.n > 1)
    add_problem (selector, DNS_CNAME, alias, "alias-and-text");
  DkimKeyState state;
  dkim_key_find (setup->resolver, selector->name, setup->arena, &state);
  /* the institution's part is right, whatever is known of the platform's */
  if (setup->facts->n == before && is_unanswered (state.problem))
    add_good (selector, alias, NUMBER_NULL);
  add_key_problem (selector, &state, alias);
  if (state.problem == NULL && state.key.bits.set && state.key.bits.value < DKIM_KEY_BITS_ADVISED)
    add_problem (selector, DNS_TXT, alias, "key-short")->number = state.key.bits;
  if (setup->facts->n == before)
    add_good (selector, alias, state.key.bits);
}

static void
check_selector (Setup *setup, const SetupAlias *alias) {
  Selector selector = {.setup = setup, .alias = alias};
  selector.name = arena_printf (setup->arena, "%.*s._domainkey.%.*s", SPAN_FORMAT (alias->selector),
                                SPAN_FORMAT (setup->domain));
  if (alias->fixed)
    selector.expected = arena_printf (setup->arena, "%.*s.", SPAN_FORMAT (alias->target_prefix));
  else if (!span_is_null (setup->institution))
    selector.expected =
        arena_printf (setup->arena, "%.*s%.*s%.*s.", SPAN_FORMAT (alias->target_prefix),
                      SPAN_FORMAT (setup->institution), SPAN_FORMAT (alias->target_suffix));
  const DnsAnswer *answer = resolver_query (setup->resolver, selector.name, DNS_CNAME);
  guint before = setup->facts->n;
  if (setup_add_unknown (setup, "dkim", answer))
    vec_at (setup->facts, DnsFact, before)->selector = alias->selector;
  else if (answer->status == DNS_FOUND)
    check_alias (&selector, answer);
  else
    add_without_alias (&selector, answer);
}

void
setup_check_dkim (Setup *setup) {
  for (guint i = 0; i < setup->profile->aliases.n; i++)
    check_selector (setup, vec_at (&setup->profile->aliases, SetupAlias, i));
}
