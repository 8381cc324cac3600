/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The institutions the command line names. */
#pragma once
#include "cli/options.h"
#include "apply/sender.h"

/* --domain and --institution in pairs, then the lines of --institutions: a domain, blanks or a
 * comma, its code; "#" begins a comment. One code goes with every --domain; a code without a domain
 * goes with any. False, with a message on standard error, when something is not a domain or a file
 * cannot be read.
 */
bool institutions_read (const Options *options, Arena *arena, Institutions *ret);
/* The code beside the domain in the table, else the one that was named alone; null without. */
Span institutions_code_of (const Institutions *all, Span domain);
