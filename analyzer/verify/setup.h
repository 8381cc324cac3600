/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The records a domain needs for mail that a platform sends in its name: are they there, and are
 * they right? Gives facts (DnsFact of evidence/fields.def); what a fact means, and in which words,
 * is in rules/. Every subject has at least one fact: with problem null when it is as it should be.
 *
 * Problems of spf: missing, at-other-name, near-miss, several, syntax, include-missing,
 * include-after-all, include-other-name, include-broken, lookup-limit, void-limit, strings-joined,
 * all-passes, all-missing, after-all, ptr-used, redirect-unused, record-long.
 *
 * Of dkim: missing, doubled-domain, without-underscore, text-for-alias, key-for-alias,
 * alias-and-text, target-other, target-code, target-doubled, target-missing, key (the reason is a
 * DkimKeyState.problem), key-short.
 *
 * Of dmarc: missing, at-domain, doubled-domain, near-miss, several, not-applied and record (the
 * reason is a DmarcProblem's code), historic, report-size, report-scheme, testing, report-consent,
 * organization-differs.
 *
 * Of mx: missing, implicit, null, host-missing. Of alignment: return-path, strict.
 *
 * Of any: dns (no answer, so nothing is known), not-in-file. */
#pragma once
#include "dns/resolver.h"
#include "evidence/evidence.h"

/* A key the platform publishes, to which the domain's selector is an alias. */
typedef struct {
  Span selector;
  Span target_prefix; /* the target is prefix + institution + suffix, as normalised name */
  Span target_suffix;
  bool fixed; /* it is the prefix alone, for every institution */
} SetupAlias;

/* The platform's needs, out of its profile. All may be null or empty. */
typedef struct {
  Span spf_include;        /* name that the SPF record has to include */
  Vec aliases;             /* of SetupAlias */
  Span return_path_domain; /* of the envelope sender; null when it is not known */
} SetupProfile;

/* `domain` is normalised; `institution` is the code in the targets, null when it is not known.
 * Fills `ret`, a Vec of DnsFact. */
void setup_check (Span domain, Span institution, const SetupProfile *profile, Resolver *resolver,
                  Arena *arena, Vec *ret);
/* The record does what it says; there is something to know all the same. */
bool setup_problem_is_note (Span problem);
