/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Takes personal data out of a case, so that it can be shown to others: local parts, display
 * names, subjects, message ids, private addresses, paths of links. Each becomes a pseudonym, the
 * same one wherever the same thing stands; domains, public addresses, results and places stay. */
#pragma once
#include "evidence/evidence.h"

/* In place; new texts go to `arena`. Texts that belong to rules are left alone. */
void redact_case (Case *kase, Arena *arena);
