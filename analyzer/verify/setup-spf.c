/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "syntax/domain.h"
#include "verify/setup-private.h"
#include "verify/spf-evaluate.h"
#include "verify/spf-repair.h"

/* ---- the record as it should be ---- */

static Span
repaired (Setup *setup, const Vec *records, bool include) {
  SpfRepair repair = {.domain = setup->domain,
                      .records = *records,
                      .include = include ? setup->profile->spf_include : SPAN_NULL,
                      .resolver = setup->resolver};
  return spf_repair (&repair, setup->arena);
}

static Span
repaired_text (Setup *setup, Span text) {
  Vec records = {0};
  *vec_push (setup->arena, &records, Span) = text;
  return repaired (setup, &records, true);
}

static Span
fresh_record (Setup *setup) {
  Span include = setup->profile->spf_include;
  return span_is_null (include)
             ? SPAN_NULL
             : arena_printf (setup->arena, "v=spf1 include:%.*s ~all", SPAN_FORMAT (include));
}

/* ---- no record ---- */

static bool
add_near_miss (Setup *setup, const DnsAnswer *answer) {
  for (guint i = 0; i < answer->records.n; i++) {
    Span text = vec_at (&answer->records, ResourceRecord, i)->value;
    const char *reason = spf_near_miss (text);
    if (reason == NULL)
      continue;
    DnsFact *fact = setup_add_problem (setup, "spf", setup->domain, DNS_TXT, answer, "near-miss");
    fact->reason = span_from_string (reason);
    fact->value = text;
    fact->expected = repaired_text (setup, text);
    return true;
  }
  return false;
}

/* A record published at a name nobody asks (FAQ of every hosting panel): below www or _spf, or at
 * the parent. */
static Span
find_elsewhere (Setup *setup, Span *ret_record) {
  Span organization = domain_organizational (setup->domain, setup->arena);
  Span names[] = {arena_printf (setup->arena, "www.%.*s", SPAN_FORMAT (setup->domain)),
                  arena_printf (setup->arena, "_spf.%.*s", SPAN_FORMAT (setup->domain)),
                  arena_printf (setup->arena, "%.*s.%.*s", SPAN_FORMAT (setup->domain),
                                SPAN_FORMAT (setup->domain)),
                  organization};
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    if (span_equal (names[i], setup->domain))
      continue;
    SpfSelection selection = spf_select (resolver_query (setup->resolver, names[i], DNS_TXT));
    if (selection.count == 0)
      continue;
    *ret_record = selection.record;
    return names[i];
  }
  return SPAN_NULL;
}

static void
add_missing (Setup *setup, const DnsAnswer *answer) {
  if (add_near_miss (setup, answer))
    return;
  Span record = SPAN_NULL, elsewhere = find_elsewhere (setup, &record);
  /* the parent's own record is no misplaced one: it stays where it is */
  bool parent = domain_is_under (setup->domain, elsewhere);
  DnsFact *fact = setup_add_problem (setup, "spf", setup->domain, DNS_TXT, answer,
                                     span_is_null (elsewhere) ? "missing" : "at-other-name");
  fact->at = elsewhere;
  fact->value = record;
  fact->expected =
      span_is_null (record) || parent ? fresh_record (setup) : repaired_text (setup, record);
}

/* ---- the include ---- */

typedef struct {
  bool present;   /* somewhere a check gets to */
  bool after_all; /* only behind "all" */
  Span similar;   /* an include of the platform, of another name */
} IncludeSearch;

static void
search_policy (Setup *setup, const SpfPolicy *policy, IncludeSearch *search) {
  for (guint i = 0; i < policy->terms.n; i++) {
    const SpfTerm *term = vec_at (&policy->terms, SpfTerm, i);
    Span name;
    bool refers = term->kind == SPF_TERM_INCLUDE || term->kind == SPF_TERM_REDIRECT;
    if (!refers || !domain_normalize (term->domain, setup->arena, &name))
      continue;
    bool late = policy->all >= 0 && (int)i > policy->all;
    if (!span_equal (name, setup->profile->spf_include)) {
      if (domain_same_organization (name, setup->profile->spf_include, setup->arena))
        search->similar = term->text;
      continue;
    }
    search->present = search->present || !late;
    search->after_all = search->after_all || late;
  }
}

static void
search_all (Setup *setup, const SpfPolicy *policy, const SpfBudget *budget, IncludeSearch *search) {
  search_policy (setup, policy, search);
  for (guint i = 0; i < budget->steps.n && !search->present; i++) {
    Span record = vec_at (&budget->steps, SpfStep, i)->record;
    SpfPolicy below;
    if (span_is_null (record))
      continue;
    spf_policy_parse (record, setup->arena, &below);
    search_policy (setup, &below, search);
  }
}

static void
check_include (Setup *setup, const SpfPolicy *policy, const IncludeSearch *search,
               const DnsAnswer *answer) {
  if (span_is_null (setup->profile->spf_include) || search->present)
    return;
  const char *problem = search->after_all                ? "include-after-all"
                        : span_is_null (search->similar) ? "include-missing"
                                                         : "include-other-name";
  DnsFact *fact = setup_add_problem (setup, "spf", setup->domain, DNS_TXT, answer, problem);
  fact->value = policy->text;
  fact->at = search->similar;
}

/* ---- the record ---- */

static void
add_problems (Setup *setup, const SpfPolicy *policy, const DnsAnswer *answer) {
  for (guint i = 0; i < policy->problems.n; i++) {
    const SpfProblem *problem = vec_at (&policy->problems, SpfProblem, i);
    DnsFact *fact = setup_add_problem (setup, "spf", setup->domain, DNS_TXT, answer,
                                       problem->breaks ? "syntax" : problem->code);
    fact->value = policy->text;
    fact->at = problem->at;
    if (problem->breaks)
      fact->reason = span_from_string (problem->code);
  }
}

static void
add_budget (Setup *setup, const SpfPolicy *policy, const SpfBudget *budget,
            const DnsAnswer *answer) {
  const char *problem = budget->lookups > SPF_LOOKUPS_MAX ? "lookup-limit"
                        : budget->voids > SPF_VOIDS_MAX   ? "void-limit"
                                                          : NULL;
  if (problem == NULL)
    return;
  DnsFact *fact = setup_add_problem (setup, "spf", setup->domain, DNS_TXT, answer, problem);
  fact->value = policy->text;
  fact->at = budget->worst;
  fact->number = number_of (budget->lookups > SPF_LOOKUPS_MAX ? budget->lookups : budget->voids);
}

/* RFC 7208 §5.2: an include of a name without a record breaks the record that includes. */
static void
add_broken_includes (Setup *setup, const SpfBudget *budget, const DnsAnswer *answer) {
  for (guint i = 0; i < budget->steps.n; i++) {
    const SpfStep *step = vec_at (&budget->steps, SpfStep, i);
    bool unknown = step->dns != DNS_FOUND && step->dns != DNS_NO_DATA && step->dns != DNS_NXDOMAIN;
    if (!span_is_null (step->record) || unknown)
      continue;
    DnsFact *fact =
        setup_add_problem (setup, "spf", setup->domain, DNS_TXT, answer, "include-broken");
    fact->at = step->via;
    fact->reason = span_from_string (dns_status_word (step->dns));
  }
}

static bool
is_term_start (Span text) {
  static const Span starts[] = {SPAN ("include:"), SPAN ("ip4:"), SPAN ("ip6:"),
                                SPAN ("a:"),       SPAN ("mx"),   SPAN ("exists:"),
                                SPAN ("-all"),     SPAN ("~all"), SPAN ("redirect=")};
  for (gsize k = 0; k < G_N_ELEMENTS (starts); k++)
    if (span_starts_with_nocase (text, starts[k]))
      return true;
  return false;
}

/* Strings are joined without a space (§3.3): "…example" "include:…" becomes one term. */
static void
add_joined_strings (Setup *setup, const DnsAnswer *answer, Span record) {
  for (guint i = 0; i < answer->records.n; i++) {
    const ResourceRecord *item = vec_at (&answer->records, ResourceRecord, i);
    if (item->value.data != record.data)
      continue;
    for (guint j = 0; j + 1 < item->strings.n; j++) {
      Span left = *vec_at (&item->strings, Span, j), right = *vec_at (&item->strings, Span, j + 1);
      if (!is_term_start (right) || left.len == 0 || left.data[left.len - 1] == ' ')
        continue;
      DnsFact *fact =
          setup_add_problem (setup, "spf", setup->domain, DNS_TXT, answer, "strings-joined");
      fact->value = record;
      fact->at = right;
    }
  }
}

/* The strings of a record, with the space that joins no words. */
static Span
spaced_text (Setup *setup, const ResourceRecord *record) {
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < record->strings.n; i++) {
    Span part = *vec_at (&record->strings, Span, i);
    if (i && is_term_start (part) && text->len && text->str[text->len - 1] != ' ')
      g_string_append_c (text, ' ');
    g_string_append_len (text, part.data, (gssize)part.len);
  }
  return record->strings.n ? arena_dup (setup->arena, span_of (text->str, text->len))
                           : record->value;
}

/* Is the platform's include reached from one of them? */
static bool
includes_platform (Setup *setup, const Vec *records) {
  for (guint i = 0; i < records->n; i++) {
    Span record = *vec_at (records, Span, i);
    IncludeSearch search = {0};
    SpfPolicy policy;
    SpfBudget budget;
    spf_policy_parse (record, setup->arena, &policy);
    spf_budget (setup->domain, record, setup->resolver, setup->arena, &budget);
    search_all (setup, &policy, &budget, &search);
    if (search.present)
      return true;
  }
  return false;
}

/* One record holds the repair of every fault that was found, so that none undoes another's. */
static void
fill_expected (Setup *setup, const DnsAnswer *answer, guint from) {
  Vec records = {0};
  Span found = SPAN_NULL;
  for (guint i = 0; i < answer->records.n; i++) {
    const ResourceRecord *record = vec_at (&answer->records, ResourceRecord, i);
    if (spf_is_record (record->value))
      *vec_push (setup->arena, &records, Span) = spaced_text (setup, record);
  }
  for (guint i = from; i < setup->facts->n; i++) {
    DnsFact *fact = vec_at (setup->facts, DnsFact, i);
    if (setup_problem_is_note (fact->problem))
      continue;
    if (span_is_null (found))
      found = repaired (setup, &records, !includes_platform (setup, &records));
    if (span_is_null (found))
      return;
    fact->expected = found;
  }
}

void
setup_check_spf (Setup *setup) {
  const DnsAnswer *answer = resolver_query (setup->resolver, setup->domain, DNS_TXT);
  if (setup_add_unknown (setup, "spf", answer))
    return;
  SpfSelection selection = spf_select (answer);
  guint before = setup->facts->n;
  if (selection.count == 0) {
    add_missing (setup, answer);
    return;
  }
  if (selection.count > 1) {
    DnsFact *fact = setup_add_problem (setup, "spf", setup->domain, DNS_TXT, answer, "several");
    fact->number = number_of (selection.count);
    fact->value = selection.record;
  }
  SpfPolicy policy;
  SpfBudget budget;
  spf_policy_parse (selection.record, setup->arena, &policy);
  spf_budget (setup->domain, selection.record, setup->resolver, setup->arena, &budget);
  add_joined_strings (setup, answer, selection.record);
  add_problems (setup, &policy, answer);
  IncludeSearch search = {0};
  search_all (setup, &policy, &budget, &search);
  if (selection.count == 1 && !policy.broken)
    check_include (setup, &policy, &search, answer);
  add_budget (setup, &policy, &budget, answer);
  add_broken_includes (setup, &budget, answer);
  fill_expected (setup, answer, before);
  if (setup->facts->n > before)
    return;
  DnsFact *fact = setup_add (setup, "spf", setup->domain, DNS_TXT, answer);
  fact->value = selection.record;
  fact->number = number_of (budget.lookups);
}
