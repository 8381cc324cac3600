/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "verify/spf-evaluate.h"

#include <arpa/inet.h>

#include "syntax/ip-address.h"
#include "verify/spf-macro.h"

#define STEPS_MAX 256

typedef struct {
  Resolver *resolver;
  Arena *arena;
  SpfEvaluation *out;
  SpfMacros macros;
  bool ip6;
  guint8 address[16];
  guint depth;
  const SpfPolicy *policy; /* whose record is being evaluated */
  Span exp_domain;         /* of the record whose exp= counts */
  Span exp_spec;
} Check;

/* What a term did. */
typedef enum { TERM_NO_MATCH, TERM_MATCH, TERM_TEMPERROR, TERM_PERMERROR } TermResult;

static SpfResult check_host (Check *check, Span domain, Span via);

static TermResult
fail_with (Check *check, TermResult result, const char *problem, Span text) {
  if (check->out->problem == NULL) {
    check->out->problem = problem;
    check->out->problem_text = text;
    check->out->problem_domain = check->macros.domain;
  }
  return result;
}

static TermResult
dns_trouble (Check *check, const DnsAnswer *answer) {
  const char *problem = answer->status == DNS_NOT_IN_FILE ? "not-in-file" : "dns";
  return fail_with (check, TERM_TEMPERROR, problem, answer->name);
}

static TermResult
count_void (Check *check, const DnsAnswer *answer) {
  if (!dns_is_absent (answer) || ++check->out->voids <= SPF_VOIDS_MAX)
    return TERM_NO_MATCH;
  return fail_with (check, TERM_PERMERROR, "void-limit", answer->name);
}

/* ---- addresses ---- */

static bool
address_matches (const Check *check, const guint8 *network, guint prefix) {
  return ip_bytes_begin_alike (check->address, network, prefix);
}

static bool
any_address_matches (const Check *check, const DnsAnswer *answer, const SpfTerm *term) {
  guint prefix = check->ip6 ? term->prefix6 : term->prefix4;
  for (guint i = 0; i < answer->records.n; i++) {
    guint8 address[16];
    const ResourceRecord *record = vec_at (&answer->records, ResourceRecord, i);
    if (inet_pton (check->ip6 ? AF_INET6 : AF_INET, arena_string (check->arena, record->value),
                   address) == 1 &&
        address_matches (check, address, prefix))
      return true;
  }
  return false;
}

static const DnsAnswer *
query_addresses (const Check *check, Span name) {
  return resolver_query (check->resolver, name, check->ip6 ? DNS_AAAA : DNS_A);
}

/* ---- names of the client (§5.5) ---- */

static bool
name_is_validated (const Check *check, Span name) {
  static const SpfTerm exact = {.prefix4 = 32, .prefix6 = 128};
  const DnsAnswer *answer = query_addresses (check, name);
  return answer->status == DNS_FOUND && any_address_matches (check, answer, &exact);
}

static bool
is_at_or_below (Span name, Span domain) {
  if (!span_ends_with_nocase (name, domain))
    return false;
  return name.len == domain.len || name.data[name.len - domain.len - 1] == '.';
}

static const DnsAnswer *
query_client_names (const Check *check) {
  return resolver_query (check->resolver, dns_reverse_name (check->macros.ip, check->arena),
                         DNS_PTR);
}

/* §7.3: the domain itself, else a name below it, else any validated one. */
static Span
validated_name (gpointer user) {
  const Check *check = user;
  const DnsAnswer *answer = query_client_names (check);
  Span best = SPAN ("unknown");
  int rank = 0;
  for (guint i = 0; i < MIN (answer->records.n, SPF_NAMES_MAX); i++) {
    Span name = vec_at (&answer->records, ResourceRecord, i)->value;
    int better = span_equal_nocase (name, check->macros.domain) ? 3
                 : is_at_or_below (name, check->macros.domain)  ? 2
                                                                : 1;
    if (better > rank && name_is_validated (check, name)) {
      best = name;
      rank = better;
    }
  }
  return best;
}

/* ---- mechanisms ---- */

static Span
target_name (const Check *check, const SpfTerm *term) {
  if (span_is_empty (term->domain))
    return check->macros.domain;
  return spf_macro_domain (&check->macros, term->domain, check->arena);
}

static TermResult
match_a (Check *check, const SpfTerm *term) {
  const DnsAnswer *answer = query_addresses (check, target_name (check, term));
  if (dns_is_unknown (answer))
    return dns_trouble (check, answer);
  if (answer->status != DNS_FOUND)
    return count_void (check, answer);
  return any_address_matches (check, answer, term) ? TERM_MATCH : TERM_NO_MATCH;
}

static TermResult
match_mx (Check *check, const SpfTerm *term) {
  const DnsAnswer *answer = resolver_query (check->resolver, target_name (check, term), DNS_MX);
  if (dns_is_unknown (answer))
    return dns_trouble (check, answer);
  if (answer->status != DNS_FOUND)
    return count_void (check, answer);
  if (answer->records.n > SPF_NAMES_MAX)
    return fail_with (check, TERM_PERMERROR, "mx-limit", term->text);
  for (guint i = 0; i < answer->records.n; i++) {
    Span host = vec_at (&answer->records, ResourceRecord, i)->value;
    const DnsAnswer *addresses = query_addresses (check, host);
    if (host.len && dns_is_unknown (addresses))
      return dns_trouble (check, addresses);
    if (addresses->status == DNS_FOUND && any_address_matches (check, addresses, term))
      return TERM_MATCH;
  }
  return TERM_NO_MATCH;
}

static TermResult
match_ptr (Check *check, const SpfTerm *term) {
  Span target = target_name (check, term);
  const DnsAnswer *answer = query_client_names (check);
  if (answer->status != DNS_FOUND)
    return count_void (check, answer);
  for (guint i = 0; i < MIN (answer->records.n, SPF_NAMES_MAX); i++) {
    Span name = vec_at (&answer->records, ResourceRecord, i)->value;
    if (is_at_or_below (name, target) && name_is_validated (check, name))
      return TERM_MATCH;
  }
  return TERM_NO_MATCH;
}

/* §5.7: always A, whatever the client's address. */
static TermResult
match_exists (Check *check, const SpfTerm *term) {
  const DnsAnswer *answer = resolver_query (check->resolver, target_name (check, term), DNS_A);
  if (dns_is_unknown (answer))
    return dns_trouble (check, answer);
  return answer->status == DNS_FOUND ? TERM_MATCH : count_void (check, answer);
}

/* The exp= of what is included does not count, that of what is redirected to does (§6.2). */
static SpfResult
check_below (Check *check, Span domain, Span via, bool included) {
  Check saved = *check;
  check->depth += included;
  SpfResult result = check_host (check, domain, via);
  Span exp_domain = check->exp_domain, exp_spec = check->exp_spec;
  *check = saved;
  if (!included) {
    check->exp_domain = exp_domain;
    check->exp_spec = exp_spec;
  }
  return result;
}

static TermResult
match_include (Check *check, const SpfTerm *term) {
  Span domain = target_name (check, term);
  Span mechanism = check->out->mechanism, mechanism_domain = check->out->mechanism_domain;
  SpfResult result = check_below (check, domain, term->text, true);
  check->out->mechanism = mechanism;
  check->out->mechanism_domain = mechanism_domain;
  switch (result) {
  case SPF_PASS:
    return TERM_MATCH;
  case SPF_TEMPERROR:
    return TERM_TEMPERROR;
  case SPF_PERMERROR:
    return TERM_PERMERROR;
  case SPF_NONE:
    return fail_with (check, TERM_PERMERROR, "include-none", term->text);
  default:
    return TERM_NO_MATCH;
  }
}

static TermResult
match_term (Check *check, const SpfTerm *term) {
  if (spf_term_looks_up (term) && ++check->out->lookups > SPF_LOOKUPS_MAX)
    return fail_with (check, TERM_PERMERROR, "lookup-limit", term->text);
  switch (term->kind) {
  case SPF_TERM_ALL:
    return TERM_MATCH;
  case SPF_TERM_IP4:
    return !check->ip6 && address_matches (check, term->address, term->prefix4);
  case SPF_TERM_IP6:
    return check->ip6 && address_matches (check, term->address, term->prefix6);
  case SPF_TERM_A:
    return match_a (check, term);
  case SPF_TERM_MX:
    return match_mx (check, term);
  case SPF_TERM_PTR:
    return match_ptr (check, term);
  case SPF_TERM_EXISTS:
    return match_exists (check, term);
  case SPF_TERM_INCLUDE:
    return match_include (check, term);
  default:
    return TERM_NO_MATCH;
  }
}

/* ---- the record ---- */

SpfSelection
spf_select (const DnsAnswer *answer) {
  SpfSelection selection = {0};
  for (guint i = 0; i < answer->records.n; i++) {
    Span text = vec_at (&answer->records, ResourceRecord, i)->value;
    if (spf_is_record (text) && selection.count++ == 0)
      selection.record = text;
  }
  return selection;
}

static SpfResult
result_of_qualifier (char qualifier) {
  return qualifier == '-'   ? SPF_FAIL
         : qualifier == '~' ? SPF_SOFTFAIL
         : qualifier == '?' ? SPF_NEUTRAL
                            : SPF_PASS;
}

static SpfStep *
step_at (Check *check, int index) {
  return index < 0 ? NULL : vec_at (&check->out->steps, SpfStep, (guint)index);
}

/* Index of the new step; -1 when there are too many. */
static int
add_step (Check *check, Span domain, Span via, bool reached) {
  if (check->out->steps.n == STEPS_MAX)
    return -1;
  SpfStep *step = vec_push (check->arena, &check->out->steps, SpfStep);
  *step = (SpfStep){.depth = check->depth, .domain = domain, .via = via, .reached = reached};
  return (int)check->out->steps.n - 1;
}

/* Includes and redirects behind the term that decided. */
static void
add_unreached (Check *check, const SpfPolicy *policy, guint from) {
  for (guint i = from; i < policy->terms.n; i++) {
    const SpfTerm *term = vec_at (&policy->terms, SpfTerm, i);
    bool include = term->kind == SPF_TERM_INCLUDE;
    if (!include && term->kind != SPF_TERM_REDIRECT)
      continue;
    check->depth += include;
    add_step (check, term->domain, term->text, false);
    check->depth -= include;
  }
}

static SpfResult
decide (Check *check, const SpfPolicy *policy, guint index, TermResult matched) {
  const SpfTerm *term = vec_at (&policy->terms, SpfTerm, index);
  add_unreached (check, policy, index + 1);
  if (matched == TERM_TEMPERROR)
    return SPF_TEMPERROR;
  if (matched == TERM_PERMERROR)
    return SPF_PERMERROR;
  check->out->mechanism = term->text;
  check->out->mechanism_domain = check->macros.domain;
  return result_of_qualifier (term->qualifier);
}

static SpfResult
follow_redirect (Check *check, const SpfPolicy *policy) {
  const SpfTerm *term = vec_at (&policy->terms, SpfTerm, (guint)policy->redirect);
  if (++check->out->lookups > SPF_LOOKUPS_MAX) {
    fail_with (check, TERM_PERMERROR, "lookup-limit", term->text);
    return SPF_PERMERROR;
  }
  check->exp_spec = SPAN_NULL;
  SpfResult result = check_below (check, target_name (check, term), term->text, false);
  if (result != SPF_NONE)
    return result;
  fail_with (check, TERM_PERMERROR, "redirect-none", term->text);
  return SPF_PERMERROR;
}

static SpfResult
evaluate_terms (Check *check, const SpfPolicy *policy) {
  for (guint i = 0; i < policy->terms.n; i++) {
    const SpfTerm *term = vec_at (&policy->terms, SpfTerm, i);
    if (term->kind >= SPF_TERM_REDIRECT)
      continue;
    TermResult matched = match_term (check, term);
    if (matched != TERM_NO_MATCH)
      return decide (check, policy, i, matched);
  }
  if (policy->redirect >= 0)
    return follow_redirect (check, policy);
  check->out->mechanism = SPAN ("default");
  check->out->mechanism_domain = check->macros.domain;
  return SPF_NEUTRAL;
}

static SpfResult
evaluate_record (Check *check, Span record) {
  SpfPolicy policy;
  spf_policy_parse (record, check->arena, &policy);
  for (guint i = 0; policy.broken && i < policy.problems.n; i++) {
    const SpfProblem *problem = vec_at (&policy.problems, SpfProblem, i);
    if (!problem->breaks)
      continue;
    fail_with (check, TERM_PERMERROR, problem->code, problem->at);
    add_unreached (check, &policy, 0);
    return SPF_PERMERROR;
  }
  check->exp_domain = check->macros.domain;
  check->exp_spec =
      policy.exp < 0 ? SPAN_NULL : vec_at (&policy.terms, SpfTerm, (guint)policy.exp)->domain;
  return evaluate_terms (check, &policy);
}

/* §4.3: at least two labels, and no address literal. What the DNS does not take as a name does not
 * exist there. */
static bool
is_domain (Span domain) {
  gssize dot = span_index (domain, '.');
  return dot >= 0 && (gsize)dot + 1 < domain.len && domain.data[0] != '[';
}

static SpfResult
read_and_evaluate (Check *check, Span domain, int step) {
  const DnsAnswer *answer = resolver_query (check->resolver, domain, DNS_TXT);
  if (step >= 0)
    step_at (check, step)->dns = answer->status;
  if (dns_is_unknown (answer)) {
    dns_trouble (check, answer);
    return SPF_TEMPERROR;
  }
  SpfSelection selection = spf_select (answer);
  if (step >= 0)
    step_at (check, step)->record = selection.record;
  if (check->depth == 0 && span_is_null (check->out->record))
    check->out->record = selection.record;
  if (selection.count == 0)
    return SPF_NONE;
  if (selection.count > 1) {
    fail_with (check, TERM_PERMERROR, "two-records", selection.record);
    return SPF_PERMERROR;
  }
  return evaluate_record (check, selection.record);
}

/* Recursion is bounded by the lookup limit: each level has counted one. */
static SpfResult
check_host (Check *check, Span domain, Span via) {
  int step = add_step (check, domain, via, true);
  SpfResult result = SPF_NONE;
  check->macros.domain = domain;
  if (is_domain (domain))
    result = read_and_evaluate (check, domain, step);
  if (step >= 0) {
    step_at (check, step)->result = result;
    step_at (check, step)->lookups = check->out->lookups;
  }
  return result;
}

/* ---- exp= (§6.2): whatever goes wrong, there is no explanation ---- */

static bool
is_ascii (Span text) {
  for (gsize i = 0; i < text.len; i++)
    if ((guint8)text.data[i] > 0x7e || (guint8)text.data[i] < 0x20)
      return false;
  return true;
}

static Span
fetch_explanation (Check *check) {
  if (span_is_empty (check->exp_spec))
    return SPAN_NULL;
  check->macros.domain = check->exp_domain;
  Span name = spf_macro_domain (&check->macros, check->exp_spec, check->arena);
  const DnsAnswer *answer = resolver_query (check->resolver, name, DNS_TXT);
  if (answer->status != DNS_FOUND || answer->records.n != 1)
    return SPAN_NULL;
  Span text = vec_at (&answer->records, ResourceRecord, 0)->value;
  if (!is_ascii (text) || !spf_macro_is_valid (text, true))
    return SPAN_NULL;
  return spf_macro_expand (&check->macros, text, check->arena);
}

/* ---- the whole question ---- */

/* §2.4, §4.3: without a local part, or without an address, postmaster. */
static Span
full_sender (const SpfQuestion *question, Arena *arena) {
  Span address = question->mail_from;
  if (span_is_empty (address))
    return arena_printf (arena, "postmaster@%.*s", SPAN_FORMAT (question->helo));
  gssize at = span_last_index (address, '@');
  if (at > 0)
    return address;
  return arena_printf (arena, "postmaster@%.*s",
                       SPAN_FORMAT (span_skip (address, (gsize)(at + 1))));
}

void
spf_evaluate (const SpfQuestion *question, Resolver *resolver, Arena *arena, SpfEvaluation *ret) {
  *ret = (SpfEvaluation){.result = SPF_NONE};
  Check check = {.resolver = resolver, .arena = arena, .out = ret};
  Span sender = full_sender (question, arena);
  check.macros = (SpfMacros){.sender = sender,
                             .helo = question->helo,
                             .receiver = question->receiver,
                             .validated_name = validated_name,
                             .user = &check};
  ret->domain =
      arena_dup_lower (arena, span_skip (sender, (gsize)(span_last_index (sender, '@') + 1)));
  if (sender.len > SPF_IDENTITY_MAX || question->helo.len > SPF_IDENTITY_MAX ||
      !ip_address_normalize (question->ip, arena, &check.macros.ip)) {
    ret->problem = "name-syntax";
    return;
  }
  const char *ip = arena_string (arena, check.macros.ip);
  check.ip6 = inet_pton (AF_INET, ip, check.address) != 1;
  if (check.ip6)
    inet_pton (AF_INET6, ip, check.address);
  ret->result = check_host (&check, ret->domain, SPAN_NULL);
  if (ret->result == SPF_FAIL && question->explain)
    ret->explanation = fetch_explanation (&check);
}

const char *
spf_result_word (SpfResult result) {
  static const char *const words[] = {"none",     "neutral",   "pass",     "fail",
                                      "softfail", "temperror", "permerror"};
  return words[result];
}
