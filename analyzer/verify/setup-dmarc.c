/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "verify/dmarc-discover.h"
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
      fact->value = fact->expected = text;
      return true;
    }
  }
  return false;
}

static void
add_missing (Setup *setup, const DmarcDiscovery *found) {
  const DmarcStep *own = vec_at (&found->steps, DmarcStep, 0);
  if (own->records > 1) {
    add_problem (setup, "several")->number = number_of (own->records);
  } else if (!span_is_null (own->near_miss)) {
    DnsFact *fact = add_problem (setup, "near-miss");
    fact->value = own->near_miss;
    fact->expected = SPAN ("v=DMARC1; p=none");
  } else if (!add_misplaced (setup)) {
    add_problem (setup, "missing")->expected = SPAN ("v=DMARC1; p=none");
  }
}

static void
add_record_problems (Setup *setup, const DmarcPolicy *policy, Span domain) {
  for (guint i = 0; i < policy->problems.n; i++) {
    const DmarcProblem *problem = vec_at (&policy->problems, DmarcProblem, i);
    DnsFact *fact = add_problem (setup, problem->breaks ? "not-applied" : "record");
    fact->name = arena_printf (setup->arena, "_dmarc.%.*s", SPAN_FORMAT (domain));
    fact->reason = span_from_string (problem->code);
    fact->value = policy->text;
    fact->at = problem->at;
  }
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
    add_record_problems (setup, found.policy, found.policy_domain);
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
