/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "syntax/domain.h"
#include "verify/dmarc-discover.h"
#include "verify/dmarc-repair.h"
#include "verify/setup-private.h"

static Span
own_name (Setup *setup) {
  return arena_printf (setup->arena, "_dmarc.%.*s", SPAN_FORMAT (setup->domain));
}

static const DnsAnswer *
own_answer (Setup *setup) {
  return resolver_query (setup->resolver, own_name (setup), DNS_TXT);
}

static DnsFact *
add_problem (Setup *setup, const char *problem) {
  return setup_add_problem (setup, "dmarc", own_name (setup), DNS_TXT, own_answer (setup), problem);
}

/* ---- what to publish ---- */

static Span
repaired (Setup *setup, Span text) {
  Vec records = {0};
  *vec_push (setup->arena, &records, Span) = text;
  return dmarc_repair (&records, setup->arena);
}

/* Of all that stand at the name. */
static Span
joined (Setup *setup) {
  const DnsAnswer *answer = own_answer (setup);
  Vec records = {0};
  for (guint i = 0; i < answer->records.n; i++) {
    Span text = vec_at (&answer->records, ResourceRecord, i)->value;
    if (dmarc_is_record (text))
      *vec_push (setup->arena, &records, Span) = text;
  }
  return dmarc_repair (&records, setup->arena);
}

/* As it stands when nothing is wrong with it. */
static Span
moved (Setup *setup, Span text) {
  DmarcPolicy policy;
  Span better = repaired (setup, text);
  dmarc_policy_parse (text, setup->arena, &policy);
  for (guint i = 0; i < policy.problems.n; i++)
    if (!dmarc_problem_is_note (vec_at (&policy.problems, DmarcProblem, i)))
      return better;
  return text;
}

/* A record at the domain itself, or below the domain twice. */
static bool
add_misplaced (Setup *setup) {
  Span doubled = arena_printf (setup->arena, "_dmarc.%.*s.%.*s", SPAN_FORMAT (setup->domain),
                               SPAN_FORMAT (setup->domain));
  const struct {
    Span name;
    const char *problem;
  } places[] = {{setup->domain, "at-domain"}, {doubled, "doubled-domain"}};
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    const DnsAnswer *answer = resolver_query (setup->resolver, places[i].name, DNS_TXT);
    for (guint j = 0; j < answer->records.n; j++) {
      Span text = vec_at (&answer->records, ResourceRecord, j)->value;
      if (!dmarc_is_record (text))
        continue;
      DnsFact *fact = add_problem (setup, places[i].problem);
      fact->at = places[i].name;
      fact->value = text;
      fact->expected = moved (setup, text);
      return true;
    }
  }
  return false;
}

static void
add_missing (Setup *setup, const DmarcDiscovery *found) {
  const DmarcStep *own = vec_at (&found->steps, DmarcStep, 0);
  if (own->records > 1) {
    DnsFact *fact = add_problem (setup, "several");
    fact->number = number_of (own->records);
    fact->expected = joined (setup);
  } else if (!span_is_null (own->near_miss)) {
    DnsFact *fact = add_problem (setup, "near-miss");
    fact->value = own->near_miss;
    fact->expected = repaired (setup, own->near_miss);
  } else if (!add_misplaced (setup)) {
    add_problem (setup, "missing")->expected = SPAN ("v=DMARC1; p=none");
  }
}

static void
add_record_problem (Setup *setup, const DmarcPolicy *policy, Span domain, const char *code, Span at,
                    bool breaks) {
  DnsFact *fact = add_problem (setup, breaks ? "not-applied" : code);
  fact->name = arena_printf (setup->arena, "_dmarc.%.*s", SPAN_FORMAT (domain));
  fact->reason = span_from_string (code);
  fact->value = policy->text;
  fact->at = at;
}

/* One record holds all repairs, whichever of them is read. */
static void
add_record_problems (Setup *setup, const DmarcPolicy *policy, Span domain) {
  for (guint i = 0; i < policy->problems.n; i++) {
    const DmarcProblem *problem = vec_at (&policy->problems, DmarcProblem, i);
    bool note = dmarc_problem_is_note (problem);
    add_record_problem (setup, policy, domain, problem->code, problem->at, problem->breaks);
    DnsFact *fact = vec_at (setup->facts, DnsFact, setup->facts->n - 1);
    if (!note && !problem->breaks)
      fact->problem = SPAN ("record");
    if (!note)
      fact->expected = repaired (setup, policy->text);
  }
}

/* ---- consent ---- */

/* The domain of "mailto:a@b.example!10m"; null where it is none. */
static Span
uri_domain (Setup *setup, Span uri) {
  gssize at = span_index (uri, '@');
  Span domain;
  if (at < 0 || !span_starts_with_nocase (uri, SPAN ("mailto:")))
    return SPAN_NULL;
  Span rest = span_skip (uri, (gsize)at + 1);
  for (gsize i = 0; i < rest.len; i++)
    if (rest.data[i] == '!' || rest.data[i] == '?')
      rest = span_first (rest, i);
  return domain_normalize (rest, setup->arena, &domain) ? domain : SPAN_NULL;
}

/* Reports go to another organisation only where it says that it takes them (RFC 9990 §4): a record
 * below _report._dmarc. */
static void
check_consent (Setup *setup, Span domain, Span list) {
  for (guint n = 0; list.len && n < 8; n++) {
    gssize comma = span_index (list, ',');
    Span uri = span_trim (span_first (list, comma < 0 ? list.len : (gsize)comma));
    Span to = uri_domain (setup, uri);
    list = comma < 0 ? SPAN ("") : span_skip (list, (gsize)comma + 1);
    if (span_is_null (to) || domain_same_organization (to, domain, setup->arena))
      continue;
    Span name = arena_printf (setup->arena, "%.*s._report._dmarc.%.*s", SPAN_FORMAT (domain),
                              SPAN_FORMAT (to));
    const DnsAnswer *answer = resolver_query (setup->resolver, name, DNS_TXT);
    bool agrees = dns_is_unknown (answer);
    for (guint i = 0; i < answer->records.n; i++)
      agrees = agrees || dmarc_is_record (vec_at (&answer->records, ResourceRecord, i)->value);
    if (!agrees)
      setup_add_problem (setup, "dmarc", name, DNS_TXT, answer, "report-consent")->at = to;
  }
}

static void
check_record (Setup *setup, const DmarcPolicy *policy, Span domain) {
  add_record_problems (setup, policy, domain);
  check_consent (setup, domain, tag_list_get (&policy->tags, SPAN ("rua")));
  check_consent (setup, domain, tag_list_get (&policy->tags, SPAN ("ruf")));
}

void
setup_check_dmarc (Setup *setup) {
  const DnsAnswer *answer = own_answer (setup);
  DmarcDiscovery found;
  guint before = setup->facts->n;
  if (setup_add_unknown (setup, "dmarc", answer))
    return;
  dmarc_discover (setup->domain, setup->resolver, setup->arena, &found);
  if (found.failed) {
    add_problem (setup, "dns");
    return;
  }
  const DmarcStep *own = vec_at (&found.steps, DmarcStep, 0);
  if (found.policy == NULL || own->records > 1 || !span_is_null (own->near_miss))
    add_missing (setup, &found);
  if (found.policy)
    check_record (setup, found.policy, found.policy_domain);
  if (found.policy && !span_equal (found.organization, found.psl_organization)) {
    DnsFact *fact = add_problem (setup, "organization-differs");
    fact->at = found.organization;
    fact->expected = found.psl_organization;
  }
  if (setup->facts->n > before)
    return;
  DnsFact *fact = setup_add (setup, "dmarc", own_name (setup), DNS_TXT, answer);
  fact->value = found.policy->text;
  fact->at = found.policy_domain;
}
