/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "verify/setup.h"

#include "syntax/domain.h"
#include "verify/dmarc-discover.h"
#include "verify/setup-private.h"

DnsFact *
setup_add (Setup *setup, const char *subject, Span name, DnsType type, const DnsAnswer *answer) {
  DnsFact *fact = vec_push (setup->arena, setup->facts, DnsFact);
  fact->subject = span_from_string (subject);
  fact->domain = setup->domain;
  fact->name = name;
  fact->type = span_from_string (dns_type_word (type));
  if (g_str_equal (subject, "spf") || g_str_equal (subject, "dkim"))
    fact->passed = FLAG_FALSE;
  if (answer == NULL)
    return fact;
  fact->status = span_from_string (dns_status_word (answer->status));
  if (answer->records.n) {
    const ResourceRecord *record = vec_at (&answer->records, ResourceRecord, 0);
    fact->value = record->value;
    fact->ttl = number_of (record->ttl);
  }
  return fact;
}

DnsFact *
setup_add_problem (Setup *setup, const char *subject, Span name, DnsType type,
                   const DnsAnswer *answer, const char *problem) {
  DnsFact *fact = setup_add (setup, subject, name, type, answer);
  fact->problem = span_from_string (problem);
  return fact;
}

bool
setup_add_unknown (Setup *setup, const char *subject, const DnsAnswer *answer) {
  if (!dns_is_unknown (answer))
    return false;
  const char *problem = answer->status == DNS_NOT_IN_FILE ? "not-in-file" : "dns";
  DnsFact *fact = setup_add_problem (setup, subject, answer->name, answer->type, answer, problem);
  fact->reason = answer->loop ? SPAN ("alias-loop") : fact->status;
  return true;
}

bool
setup_problem_is_note (Span problem) {
  static const char *const notes[] = {"ptr-used",      "redirect-unused", "record-long",
                                      "all-missing",   "historic",        "report-size",
                                      "report-scheme", "testing",         "report-consent"};
  for (gsize i = 0; i < G_N_ELEMENTS (notes); i++)
    if (span_is (problem, notes[i]))
      return true;
  return false;
}

/* ---- MX ---- */

static bool
has_address (Setup *setup, Span name) {
  return !dns_is_absent (resolver_query (setup->resolver, name, DNS_A)) ||
         !dns_is_absent (resolver_query (setup->resolver, name, DNS_AAAA));
}

/* RFC 5321 §5.1: without MX, the domain's own address takes the mail. RFC 7505: a single MX of "."
 * refuses all of it. */
static void
check_mx (Setup *setup) {
  const DnsAnswer *answer = resolver_query (setup->resolver, setup->domain, DNS_MX);
  if (setup_add_unknown (setup, "mx", answer))
    return;
  if (answer->status != DNS_FOUND) {
    const DnsAnswer *address = resolver_query (setup->resolver, setup->domain, DNS_A);
    setup_add_problem (setup, "mx", setup->domain, DNS_MX, answer,
                       address->status == DNS_FOUND ? "implicit" : "missing");
    return;
  }
  bool good = true;
  for (guint i = 0; i < MIN (answer->records.n, 10); i++) {
    Span host = vec_at (&answer->records, ResourceRecord, i)->value;
    bool null_mx = span_is_empty (host);
    if (!null_mx && has_address (setup, host))
      continue;
    DnsFact *fact = setup_add_problem (setup, "mx", setup->domain, DNS_MX, answer,
                                       null_mx ? "null" : "host-missing");
    fact->at = null_mx ? SPAN (".") : host;
    good = false;
  }
  if (good)
    setup_add (setup, "mx", setup->domain, DNS_MX, answer)->number = number_of (answer->records.n);
}

/* ---- alignment ---- */

/* DKIM is made for the domain itself, so it aligns in either mode; the envelope sender is the
 * platform's choice. */
static void
check_alignment (Setup *setup) {
  Span return_path = setup->profile->return_path_domain;
  if (span_is_null (return_path)) {
    setup_add (setup, "alignment", setup->domain, DNS_TXT, NULL)->type = SPAN_NULL;
    return;
  }
  DmarcDiscovery found;
  dmarc_discover (setup->domain, setup->resolver, setup->arena, &found);
  bool identical = span_equal (return_path, setup->domain);
  bool same = identical || domain_same_organization (return_path, setup->domain, setup->arena);
  bool strict = found.policy && found.policy->strict_spf && !identical;
  DnsFact *fact = setup_add (setup, "alignment", setup->domain, DNS_TXT, NULL);
  fact->type = SPAN_NULL;
  fact->at = return_path;
  if (!same)
    fact->problem = SPAN ("return-path");
  else if (strict)
    fact->problem = SPAN ("strict");
}

void
setup_check (Span domain, Span institution, const SetupProfile *profile, Resolver *resolver,
             Arena *arena, Vec *ret) {
  Setup setup = {domain, institution, profile, resolver, arena, ret};
  setup_check_spf (&setup);
  setup_check_dkim (&setup);
  setup_check_dmarc (&setup);
  check_mx (&setup);
  check_alignment (&setup);
}
