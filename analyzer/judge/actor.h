/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Who has to act, by name where it is known. */
#pragma once
#include "engine/words.h"

/* "the DNS administrator of opera.example", "the operator of list.example". Bytes of the message
 * may be in it. */
Span actor_name (const Evidence *evidence, Span fix_by, const Words *words, Arena *arena);
