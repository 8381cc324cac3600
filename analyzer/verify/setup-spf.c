/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "syntax/domain.h"
#include "verify/setup-private.h"
#include "verify/spf-evaluate.h"

/* ---- the record as it should be ---- */

static bool
is_all_or_redirect (const SpfTerm *term) {
  return term->kind == SPF_TERM_ALL || term->kind == SPF_TERM_REDIRECT;
}

/* The include goes before "all" or "redirect", and everything else stays as it is, but for the term
 * `dropped`. */
static Span
with_include (Setup *setup, const SpfPolicy *policy, Span dropped) {
  g_autoptr (GString) text = g_string_new ("v=spf1");
  bool added = false;
  for (guint i = 0; i < policy->terms.n; i++) {
    const SpfTerm *term = vec_at (&policy->terms, SpfTerm, i);
    if (!added && is_all_or_redirect (term)) {
      g_string_append_printf (text, " include:%.*s", SPAN_FORMAT (setup->profile->spf_include));
      added = true;
    }
    /* one behind "all" moves to where it counts */
    bool moved = term->kind == SPF_TERM_INCLUDE &&
                 span_equal_nocase (term->domain, setup->profile->spf_include);
    if (!moved && !(dropped.len && span_equal (term->text, dropped)))
      g_string_append_printf (text, " %.*s", SPAN_FORMAT (term->text));
  }
  if (!added)
    g_string_append_printf (text, " include:%.*s", SPAN_FORMAT (setup->profile->spf_include));
  return arena_dup (setup->arena, span_of (text->str, text->len));
}

static bool
has_word (const GString *text, Span word) {
  for (Span rest = span_of (text->str, text->len); rest.len;) {
    gssize space = span_index (rest, ' ');
    if (span_equal_nocase (span_first (rest, space < 0 ? rest.len : (gsize)space), word))
      return true;
    rest = space < 0 ? SPAN ("") : span_skip (rest, (gsize)space + 1);
  }
  return false;
}

/* Two records made one: the terms of all, each once, with the first record's last word. */
static Span
merged (Setup *setup, const DnsAnswer *answer) {
  g_autoptr (GString) text = g_string_new ("v=spf1");
  Span last = SPAN_NULL;
  for (guint i = 0; i < answer->records.n && text->len < 4096; i++) {
    Span record = vec_at (&answer->records, ResourceRecord, i)->value;
    SpfPolicy policy;
    if (!spf_is_record (record))
      continue;
    spf_policy_parse (record, setup->arena, &policy);
    for (guint j = 0; j < policy.terms.n; j++) {
      const SpfTerm *term = vec_at (&policy.terms, SpfTerm, j);
      if (is_all_or_redirect (term))
        last = span_is_null (last) ? term->text : last;
      else if (text->len < 4096 && !has_word (text, term->text))
        g_string_append_printf (text, " %.*s", SPAN_FORMAT (term->text));
    }
  }
  g_string_append_printf (text, " %.*s", SPAN_FORMAT (span_is_null (last) ? SPAN ("~all") : last));
  return arena_dup (setup->arena, span_of (text->str, text->len));
}

/* Stray spaces and typographic quotes taken out. */
static Span
cleaned (Setup *setup, Span record) {
  g_autoptr (GString) text = g_string_sized_new (record.len);
  for (gsize i = 0; i < record.len; i++) {
    guint8 c = (guint8)record.data[i];
    bool after_colon = text->len && text->str[text->len - 1] == ':';
    if (c > 0x7e || c < 0x20 || c == '"' || (c == ' ' && after_colon))
      continue;
    g_string_append_c (text, (char)c);
  }
  return arena_dup (setup->arena, span_of (text->str, text->len));
}

/* Null when that is not enough. */
static Span
repaired (Setup *setup, Span record) {
  SpfPolicy policy;
  Span clean = cleaned (setup, record);
  spf_policy_parse (clean, setup->arena, &policy);
  return policy.broken ? SPAN_NULL : clean;
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
    Span clean = span_trim (cleaned (setup, text));
    fact->reason = span_from_string (reason);
    fact->value = text;
    fact->expected = spf_is_record (clean) ? clean : fresh_record (setup);
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
  DnsFact *fact = setup_add_problem (setup, "spf", setup->domain, DNS_TXT, answer,
                                     span_is_null (elsewhere) ? "missing" : "at-other-name");
  fact->at = elsewhere;
  fact->value = record;
  fact->expected = span_is_null (record) ? fresh_record (setup) : record;
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

/* The term itself when it leads to nothing. */
static Span
without_record (const SpfBudget *budget, Span term) {
  for (guint i = 0; i < budget->steps.n; i++) {
    const SpfStep *step = vec_at (&budget->steps, SpfStep, i);
    if (step->via.data == term.data && span_is_null (step->record))
      return term;
  }
  return SPAN_NULL;
}

static void
check_include (Setup *setup, const SpfPolicy *policy, const SpfBudget *budget,
               const DnsAnswer *answer) {
  IncludeSearch search = {0};
  if (span_is_null (setup->profile->spf_include))
    return;
  search_policy (setup, policy, &search);
  for (guint i = 0; i < budget->steps.n && !search.present; i++) {
    Span record = vec_at (&budget->steps, SpfStep, i)->record;
    SpfPolicy below;
    if (span_is_null (record))
      continue;
    spf_policy_parse (record, setup->arena, &below);
    search_policy (setup, &below, &search);
  }
  if (search.present)
    return;
  const char *problem = search.after_all                ? "include-after-all"
                        : span_is_null (search.similar) ? "include-missing"
                                                        : "include-other-name";
  DnsFact *fact = setup_add_problem (setup, "spf", setup->domain, DNS_TXT, answer, problem);
  fact->value = policy->text;
  fact->at = search.similar;
  fact->expected = with_include (setup, policy, without_record (budget, search.similar));
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
    if (!problem->breaks)
      continue;
    fact->reason = span_from_string (problem->code);
    fact->expected = repaired (setup, policy->text);
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

/* Strings are joined without a space (§3.3): "…example" "include:…" becomes one term. */
static void
add_joined_strings (Setup *setup, const DnsAnswer *answer, Span record) {
  for (guint i = 0; i < answer->records.n; i++) {
    const ResourceRecord *item = vec_at (&answer->records, ResourceRecord, i);
    if (item->value.data != record.data)
      continue;
    for (guint j = 0; j + 1 < item->strings.n; j++) {
      Span left = *vec_at (&item->strings, Span, j), right = *vec_at (&item->strings, Span, j + 1);
      static const Span starts[] = {SPAN ("include:"), SPAN ("ip4:"), SPAN ("ip6:"),
                                    SPAN ("a:"),       SPAN ("mx"),   SPAN ("exists:"),
                                    SPAN ("-all"),     SPAN ("~all"), SPAN ("redirect=")};
      bool term = false;
      for (gsize k = 0; k < G_N_ELEMENTS (starts); k++)
        term = term || span_starts_with_nocase (right, starts[k]);
      if (!term || left.len == 0 || left.data[left.len - 1] == ' ')
        continue;
      DnsFact *fact =
          setup_add_problem (setup, "spf", setup->domain, DNS_TXT, answer, "strings-joined");
      fact->value = record;
      fact->at = right;
    }
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
    fact->expected = merged (setup, answer);
  }
  SpfPolicy policy;
  SpfBudget budget;
  spf_policy_parse (selection.record, setup->arena, &policy);
  spf_budget (setup->domain, selection.record, setup->resolver, setup->arena, &budget);
  add_joined_strings (setup, answer, selection.record);
  add_problems (setup, &policy, answer);
  if (selection.count == 1 && !policy.broken)
    check_include (setup, &policy, &budget, answer);
  add_budget (setup, &policy, &budget, answer);
  add_broken_includes (setup, &budget, answer);
  if (setup->facts->n > before)
    return;
  DnsFact *fact = setup_add (setup, "spf", setup->domain, DNS_TXT, answer);
  fact->value = selection.record;
  fact->number = number_of (budget.lookups);
}
