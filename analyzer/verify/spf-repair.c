/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "verify/spf-repair.h"

#include <string.h>

#include "syntax/ip-address.h"
#include "verify/record-text.h"
#include "verify/spf-evaluate.h"

#define RECORD_MAX 4096

typedef struct {
  const SpfRepair *repair;
  Arena *arena;
  Vec head;      /* of Span: what comes before "all" and redirect */
  Vec tail;      /* of Span: the rest */
  char all;      /* qualifier of the softest; NUL */
  Span redirect; /* null: there is none */
  bool several;
  bool failed; /* the meaning of something cannot be told */
} Work;

/* ---- words ---- */

/* "include:" and a space behind it made two words of one. */
static bool
awaits_value (Span word) {
  static const Span names[] = {SPAN ("include:"), SPAN ("a:"),       SPAN ("mx:"),
                               SPAN ("ip4:"),     SPAN ("ip6:"),     SPAN ("exists:"),
                               SPAN ("ptr:"),     SPAN ("ipv4:"),    SPAN ("ipv6:"),
                               SPAN ("exp="),     SPAN ("redirect=")};
  if (word.len && is_any_of (word.data[0], "+-~?"))
    word = span_skip (word, 1);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (span_equal_nocase (word, names[i]))
      return true;
  return false;
}

/* "ipv4:" is a common slip, a bare address another, and so are a comma or semicolon behind a word.
 */
static Span
mended_word (Work *work, Span word) {
  Span address;
  while (word.len && is_any_of (word.data[word.len - 1], ",;") && span_index (word, '=') < 0)
    word.len--;
  Span sign = word.len && is_any_of (word.data[0], "+-~?") ? span_first (word, 1) : SPAN ("");
  Span rest = span_skip (word, sign.len);
  bool v4 = span_starts_with_nocase (rest, SPAN ("ipv4:"));
  if (v4 || span_starts_with_nocase (rest, SPAN ("ipv6:")))
    return arena_join (work->arena, sign, v4 ? SPAN ("ip4:") : SPAN ("ip6:"), span_skip (rest, 5));
  gssize slash = span_index (rest, '/');
  if (ip_address_normalize (slash < 0 ? rest : span_first (rest, (gsize)slash), work->arena,
                            &address))
    return arena_join (work->arena, sign,
                       span_index (rest, ':') < 0 ? SPAN ("ip4:") : SPAN ("ip6:"), rest);
  return word;
}

static Span
next_word (Span *rest) {
  while (rest->len && rest->data[0] == ' ')
    *rest = span_skip (*rest, 1);
  gssize space = span_index (*rest, ' ');
  Span word = span_first (*rest, space < 0 ? rest->len : (gsize)space);
  *rest = span_skip (*rest, word.len);
  return word;
}

/* What stands behind the version, however that was written; null where it is another version's. A
 * bare "spf1" is a word that nobody can read, and goes as those do. */
static Span
behind_version (Span text) {
  Span rest = text;
  static const Span parts[] = {SPAN ("v"), SPAN ("="), SPAN ("spf"), SPAN ("1")};
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++) {
    if (!span_starts_with_nocase (rest, parts[i]))
      return span_starts_with_nocase (text, SPAN ("v")) ? SPAN_NULL : text;
    rest = span_skip (rest, parts[i].len);
    while (rest.len && rest.data[0] == ' ' && i + 1 < G_N_ELEMENTS (parts))
      rest = span_skip (rest, 1);
  }
  if (rest.len && (g_ascii_isdigit (rest.data[0]) || rest.data[0] == '.'))
    return SPAN_NULL;
  while (rest.len && is_any_of (rest.data[0], ":;, "))
    rest = span_skip (rest, 1);
  return rest;
}

/* The record with its words mended, "v=spf1 …"; null where it is none. */
static Span
mended_record (Work *work, Span text) {
  g_autoptr (GString) out = g_string_new ("v=spf1");
  Span rest = behind_version (record_text_clean (text, work->arena));
  if (span_is_null (rest) || rest.len > RECORD_MAX)
    return SPAN_NULL;
  for (Span word = next_word (&rest); word.len; word = next_word (&rest)) {
    if (awaits_value (word))
      word = arena_join (work->arena, word, next_word (&rest), SPAN (""));
    word = mended_word (work, word);
    g_string_append_printf (out, " %.*s", SPAN_FORMAT (word));
  }
  return arena_dup (work->arena, span_of (out->str, out->len));
}

/* ---- terms ---- */

static bool
is_term_broken (const SpfPolicy *policy, const SpfTerm *term) {
  for (guint i = 0; i < policy->problems.n; i++) {
    const SpfProblem *problem = vec_at (&policy->problems, SpfProblem, i);
    if (problem->breaks && span_inside (problem->at, term->text))
      return true;
  }
  return false;
}

/* A word nobody can read, and that says what about all other servers, is not guessed. Behind a name
 * and a colon stands a domain, which may have such letters too. */
static bool
decides_the_rest (const SpfTerm *term) {
  gssize colon = span_index (term->text, ':');
  bool named = colon > 0 && g_ascii_isalnum (term->text.data[colon - 1]);
  return term->kind == SPF_TERM_ALL || term->kind == SPF_TERM_REDIRECT ||
         (term->kind == SPF_TERM_UNKNOWN && !named &&
          (span_find_nocase (term->text, SPAN ("al")) >= 0 ||
           span_find_nocase (term->text, SPAN ("ll")) >= 0));
}

/* §5.2, §6.1: a name without a record breaks the record that refers to it. */
static bool
leads_nowhere (Work *work, const SpfTerm *term) {
  bool refers = term->kind == SPF_TERM_INCLUDE || term->kind == SPF_TERM_REDIRECT;
  if (!refers || work->repair->resolver == NULL || span_index (term->domain, '%') >= 0)
    return false;
  const DnsAnswer *answer = resolver_query (work->repair->resolver, term->domain, DNS_TXT);
  switch (answer->status) {
  case DNS_NO_DATA:
  case DNS_NXDOMAIN:
    return true;
  case DNS_FOUND:
    return spf_select (answer).count == 0;
  default:
    return false;
  }
}

static int
softness (char qualifier) {
  const char *order = "-~?";
  const char *at = qualifier ? strchr (order, qualifier) : NULL;
  return at ? (int)(at - order) : -1;
}

static void
take_all (Work *work, char qualifier) {
  qualifier = qualifier == '+' ? '~' : qualifier;
  if (softness (qualifier) > softness (work->all))
    work->all = qualifier;
}

static bool
has (const Vec *terms, Span text) {
  for (guint i = 0; i < terms->n; i++)
    if (span_equal_nocase (*vec_at (terms, Span, i), text))
      return true;
  return false;
}

/* Of several records a term is taken once; in a single one it stays as it is. */
static void
take (Work *work, Vec *terms, Span text) {
  if (!work->several || (!has (&work->head, text) && !has (&work->tail, text)))
    *vec_push (work->arena, terms, Span) = text;
}

/* The redirect of one record and what the other says about the rest cannot both stand: as an
 * include its servers still pass. */
static void
take_redirect (Work *work, const SpfTerm *term) {
  if (!work->several) {
    work->redirect = term->text;
    take (work, &work->tail, term->text);
    return;
  }
  take (work, &work->head, arena_printf (work->arena, "include:%.*s", SPAN_FORMAT (term->domain)));
}

static void
take_term (Work *work, const SpfPolicy *policy, const SpfTerm *term, bool late) {
  bool wanted = term->kind == SPF_TERM_INCLUDE && !span_is_null (work->repair->include) &&
                span_equal_nocase (term->domain, work->repair->include);
  if (is_term_broken (policy, term)) {
    /* a second redirect= or exp= is one too many, and nothing else is wrong with it */
    bool twice = term->kind >= SPF_TERM_REDIRECT && vec_at (&policy->terms, SpfTerm, 0) != term;
    work->failed = work->failed || (decides_the_rest (term) && !(twice && work->redirect.len));
    return;
  }
  if (term->kind == SPF_TERM_ALL) {
    if (!late && !work->several)
      *vec_push (work->arena, &work->tail, Span) = SPAN ("all");
    if (!late)
      take_all (work, term->qualifier);
    return;
  }
  bool modifier = term->kind >= SPF_TERM_REDIRECT;
  if ((late && !modifier) || (wanted && term->qualifier == '+'))
    return;
  bool unused = term->kind == SPF_TERM_REDIRECT && policy->all >= 0;
  if (unused && work->several)
    return;
  if (!unused && leads_nowhere (work, term)) {
    if (term->kind == SPF_TERM_REDIRECT)
      take_all (work, '~');
    return;
  }
  if (term->kind == SPF_TERM_REDIRECT)
    take_redirect (work, term);
  else
    take (work, (work->several ? modifier : work->tail.n > 0) ? &work->tail : &work->head,
          term->text);
}

static void
take_record (Work *work, Span text) {
  SpfPolicy policy;
  Span record = mended_record (work, text);
  if (span_is_null (record)) {
    work->failed = true;
    return;
  }
  spf_policy_parse (record, work->arena, &policy);
  work->failed = work->failed || policy.terms.n >= SPF_TERMS_MAX;
  work->redirect = SPAN_NULL;
  for (guint i = 0; i < policy.terms.n; i++)
    take_term (work, &policy, vec_at (&policy.terms, SpfTerm, i),
               policy.all >= 0 && (int)i > policy.all);
}

/* ---- the record ---- */

static void
append_all (Work *work, GString *out) {
  g_string_append_printf (out, " %call", work->all);
}

static Span
written (Work *work) {
  g_autoptr (GString) out = g_string_new ("v=spf1");
  for (guint i = 0; i < work->head.n; i++)
    g_string_append_printf (out, " %.*s", SPAN_FORMAT (*vec_at (&work->head, Span, i)));
  if (!span_is_null (work->repair->include))
    g_string_append_printf (out, " include:%.*s", SPAN_FORMAT (work->repair->include));
  bool said = false;
  if (work->several && !work->all)
    work->all = '~';
  if (work->several) {
    append_all (work, out);
    said = true;
  }
  for (guint i = 0; i < work->tail.n; i++) {
    Span term = *vec_at (&work->tail, Span, i);
    if (!span_equal (term, SPAN ("all"))) {
      g_string_append_printf (out, " %.*s", SPAN_FORMAT (term));
    } else if (!said) {
      append_all (work, out);
      said = true;
    }
  }
  if (!said && work->all)
    append_all (work, out);
  return arena_dup (work->arena, span_of (out->str, out->len));
}

static bool
is_within_limits (const SpfRepair *repair, Span record, Arena *arena) {
  SpfBudget budget;
  if (repair->resolver == NULL)
    return true;
  spf_budget (repair->domain, record, repair->resolver, arena, &budget);
  if (budget.lookups > SPF_LOOKUPS_MAX || budget.voids > SPF_VOIDS_MAX)
    return false;
  for (guint i = 0; i < budget.steps.n; i++) {
    const SpfStep *step = vec_at (&budget.steps, SpfStep, i);
    bool known = step->dns == DNS_FOUND || step->dns == DNS_NO_DATA || step->dns == DNS_NXDOMAIN;
    if (known && span_is_null (step->record))
      return false;
  }
  return true;
}

/* By our own parser and walk: it can be read, lets not anybody send, and stays within the limits.
 */
static bool
is_sound (const SpfRepair *repair, Span record, Arena *arena) {
  SpfPolicy policy;
  spf_policy_parse (record, arena, &policy);
  if (policy.broken || record.len > RECORD_MAX)
    return false;
  for (guint i = 0; i < policy.problems.n; i++) {
    const char *code = vec_at (&policy.problems, SpfProblem, i)->code;
    if (strcmp (code, "all-passes") == 0 || strcmp (code, "after-all") == 0)
      return false;
  }
  return is_within_limits (repair, record, arena);
}

Span
spf_repair (const SpfRepair *repair, Arena *arena) {
  Work work = {.repair = repair, .arena = arena, .several = repair->records.n > 1};
  for (guint i = 0; i < repair->records.n && !work.failed; i++)
    take_record (&work, *vec_at (&repair->records, Span, i));
  if (work.failed || repair->records.n == 0)
    return SPAN_NULL;
  Span record = written (&work);
  return is_sound (repair, record, arena) ? record : SPAN_NULL;
}
