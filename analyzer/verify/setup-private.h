/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The parts of setup_check. */
#pragma once
#include "verify/setup.h"

typedef struct {
  Span domain;
  Span institution;
  const SetupProfile *profile;
  Resolver *resolver;
  Arena *arena;
  Vec *facts;
} Setup;

/* A new fact about that name. The next one may move it in memory. */
DnsFact *setup_add (Setup *setup, const char *subject, Span name, DnsType type,
                    const DnsAnswer *answer);
/* The same with a problem. */
DnsFact *setup_add_problem (Setup *setup, const char *subject, Span name, DnsType type,
                            const DnsAnswer *answer, const char *problem);
/* Adds "dns" or "not-in-file" and returns true when nothing is known. */
bool setup_add_unknown (Setup *setup, const char *subject, const DnsAnswer *answer);

void setup_check_spf (Setup *setup);
void setup_check_dkim (Setup *setup);
void setup_check_dmarc (Setup *setup);
