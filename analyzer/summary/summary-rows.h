/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rows of aggregate reports, counted: where their messages came from, and what becomes of them. */
#pragma once
#include "summary/summary.h"

void summary_free_report (gpointer report);
/* A row, with its weight; to the report that was begun last. */
void summary_add_row (Summary *summary, const Case *kase);
/* Sessions of a TLS report: they are no messages, and have a table of their own. */
void summary_add_sessions (Summary *summary, const Case *kase);
/* `from`'s reports that `into` does not have; the others are duplicates. */
void summary_merge_reports (Summary *into, const Summary *from);

/* Of a case whose cause is not known, and of every row that did not pass. */
void summary_keep_fix (GHashTable *fixes, const Case *kase, const char *key);
/* The key of what a source has to repair; to be freed. */
char *summary_source_key (const char *domain, const char *source, const char *cause);
