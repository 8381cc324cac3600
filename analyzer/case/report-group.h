/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rows of a report that differ in nothing but the address within its network and the count: for
 * whoever only counts they are one. */
#pragma once
#include "base/value.h"
#include "headers/aggregate-report.h"

typedef struct {
  AggregateRow row; /* the first; `count` is the sum */
  guint64 rows;
} RowGroup;

typedef struct RowGroups RowGroups;
RowGroups *row_groups_new (void);
void row_groups_free (RowGroups *groups);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RowGroups, row_groups_free)

/* Copies what it keeps. True when there are so many that they are to be taken. */
bool row_groups_add (RowGroups *groups, const AggregateRow *row);
/* In the order of their first rows; valid until row_groups_clear (). */
guint row_groups_count (const RowGroups *groups);
const RowGroup *row_groups_at (const RowGroups *groups, guint index);
void row_groups_clear (RowGroups *groups);
