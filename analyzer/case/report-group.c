/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "case/report-group.h"

#include "base/limits.h"
#include "syntax/ip-address.h"

#define GROUPS_MAX 4096

struct RowGroups {
  Arena *arena;
  Arena *scratch;     /* a network's text */
  GHashTable *by_key; /* index + 1, by Span * */
  Vec groups;         /* of RowGroup */
  GString *key;       /* of the row in hand */
};

RowGroups *
row_groups_new (void) {
  RowGroups *groups = g_new0 (RowGroups, 1);
  groups->arena = arena_new ();
  groups->scratch = arena_new ();
  groups->by_key = g_hash_table_new (span_hash, span_hash_equal);
  groups->key = g_string_new (NULL);
  return groups;
}

void
row_groups_free (RowGroups *groups) {
  if (groups == NULL)
    return;
  arena_free (groups->arena);
  arena_free (groups->scratch);
  g_hash_table_unref (groups->by_key);
  g_string_free (groups->key, TRUE);
  g_free (groups);
}

void
row_groups_clear (RowGroups *groups) {
  g_hash_table_remove_all (groups->by_key);
  arena_reset (groups->arena);
  groups->groups = (Vec){0};
}

guint
row_groups_count (const RowGroups *groups) {
  return groups->groups.n;
}

const RowGroup *
row_groups_at (const RowGroups *groups, guint index) {
  return vec_at (&groups->groups, RowGroup, index);
}

/* ---- what makes rows alike ---- */

/* Absent and empty are the same to a report; its length keeps what follows apart. */
static void
put (RowGroups *groups, Span text) {
  guint32 len = (guint32)text.len;
  g_string_append_len (groups->key, (const char *)&len, sizeof len);
  if (text.len)
    g_string_append_len (groups->key, text.data, (gssize)text.len);
}

static void
put_results (RowGroups *groups, const Vec *results) {
  g_string_append_printf (groups->key, "%u", results->n);
  for (guint i = 0; i < results->n; i++) {
    const AggregateResult *result = vec_at (results, AggregateResult, i);
    put (groups, result->domain);
    put (groups, result->selector);
    put (groups, result->scope);
    put (groups, result->result);
    put (groups, result->detail);
  }
}

static Span
key_of (RowGroups *groups, const AggregateRow *row) {
  g_string_truncate (groups->key, 0);
  arena_reset (groups->scratch);
  put (groups, ip_address_network (row->source_ip, groups->scratch));
  put (groups, row->disposition);
  put (groups, row->dkim);
  put (groups, row->spf);
  put (groups, row->header_from);
  put (groups, row->envelope_from);
  g_string_append_printf (groups->key, "%d%d%u", row->has_envelope_from, row->has_auth_results,
                          row->reasons.n);
  for (guint i = 0; i < row->reasons.n; i++) {
    put (groups, vec_at (&row->reasons, ReportReason, i)->type);
    put (groups, vec_at (&row->reasons, ReportReason, i)->comment);
  }
  put_results (groups, &row->dkim_results);
  put_results (groups, &row->spf_results);
  return span_of (groups->key->str, groups->key->len);
}

/* ---- keeping a row ---- */

static void
copy_results (Arena *arena, const Vec *from, Vec *to) {
  *to = (Vec){0};
  for (guint i = 0; i < from->n; i++) {
    const AggregateResult *result = vec_at (from, AggregateResult, i);
    *vec_push (arena, to, AggregateResult) =
        (AggregateResult){arena_dup (arena, result->domain), arena_dup (arena, result->selector),
                          arena_dup (arena, result->scope), arena_dup (arena, result->result),
                          arena_dup (arena, result->detail)};
  }
}

static AggregateRow
copy_of (const AggregateRow *row, Arena *arena) {
  AggregateRow copy = *row;
  Span *const spans[] = {&copy.source_ip,   &copy.source_text,   &copy.count_text,
                         &copy.disposition, &copy.dkim,          &copy.spf,
                         &copy.header_from, &copy.envelope_from, &copy.envelope_to};
  for (guint i = 0; i < G_N_ELEMENTS (spans); i++)
    *spans[i] = arena_dup (arena, *spans[i]);
  copy.reasons = (Vec){0};
  for (guint i = 0; i < row->reasons.n; i++) {
    const ReportReason *reason = vec_at (&row->reasons, ReportReason, i);
    *vec_push (arena, &copy.reasons, ReportReason) =
        (ReportReason){arena_dup (arena, reason->type), arena_dup (arena, reason->comment)};
  }
  copy_results (arena, &row->dkim_results, &copy.dkim_results);
  copy_results (arena, &row->spf_results, &copy.spf_results);
  return copy;
}

static void
add_new (RowGroups *groups, const AggregateRow *row, Span text) {
  Span *key = arena_new_of (groups->arena, Span);
  *key = arena_dup (groups->arena, text);
  RowGroup *group = vec_push (groups->arena, &groups->groups, RowGroup);
  *group = (RowGroup){copy_of (row, groups->arena), 1};
  g_hash_table_insert (groups->by_key, key, GUINT_TO_POINTER (groups->groups.n));
}

bool
row_groups_add (RowGroups *groups, const AggregateRow *row) {
  Span key = key_of (groups, row);
  guint at = GPOINTER_TO_UINT (g_hash_table_lookup (groups->by_key, &key));
  if (at == 0) {
    add_new (groups, row, key);
    return groups->groups.n >= GROUPS_MAX;
  }
  RowGroup *group = vec_at (&groups->groups, RowGroup, at - 1);
  group->rows++;
  /* a row's is at most LIMIT_REPORT_MESSAGES, so this never wraps */
  gint64 sum = group->row.count.value + row->count.value;
  bool counted = group->row.count.set || row->count.set;
  group->row.count = counted ? number_of (MIN (sum, G_MAXINT64 / 2)) : NUMBER_NULL;
  return false;
}
