/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/rule-error.h"

#include <stdarg.h>
#include <stdlib.h>

#include "engine/rule-limits.h"

#define SUGGEST_MAX 40

void
rule_errors_init (RuleErrors *errors, Arena *arena) {
  *errors = (RuleErrors){.arena = arena};
}

void
rule_error_add (RuleErrors *errors, const char *file, guint line, const char *format, ...) {
  errors->total++;
  if (errors->list.n >= LIMIT_RULE_ERRORS)
    return;
  va_list args;
  va_start (args, format);
  g_autofree char *text = g_strdup_vprintf (format, args);
  va_end (args);
  RuleError *error = vec_push (errors->arena, &errors->list, RuleError);
  error->file = file;
  error->line = line;
  error->text = arena_dup (errors->arena, span_from_string (text));
}

typedef struct {
  RuleError error;
  guint order;
} Ordered;

static int
compare_errors (gconstpointer a, gconstpointer b) {
  const Ordered *x = a, *y = b;
  int order = g_strcmp0 (x->error.file, y->error.file);
  if (order == 0)
    order = (x->error.line > y->error.line) - (x->error.line < y->error.line);
  return order ? order : (x->order > y->order) - (x->order < y->order);
}

void
rule_errors_sort (RuleErrors *errors) {
  guint n = errors->list.n;
  g_autofree Ordered *all = g_new (Ordered, n + 1);
  for (guint i = 0; i < n; i++)
    all[i] = (Ordered){*vec_at (&errors->list, RuleError, i), i};
  qsort (all, n, sizeof *all, compare_errors);
  for (guint i = 0; i < n; i++)
    *vec_at (&errors->list, RuleError, i) = all[i].error;
}

static void
append_visible (GString *out, Span text) {
  for (gsize i = 0; i < text.len; i++)
    g_string_append_c (out, g_ascii_iscntrl (text.data[i]) ? '?' : text.data[i]);
}

void
rule_errors_print (const RuleErrors *errors, GString *out) {
  for (guint i = 0; i < errors->list.n; i++) {
    const RuleError *error = vec_at (&errors->list, RuleError, i);
    append_visible (out, span_from_string (error->file));
    g_string_append_printf (out, ":%u: ", error->line);
    append_visible (out, error->text);
    g_string_append_c (out, '\n');
  }
  if (errors->total > errors->list.n)
    g_string_append_printf (out, "… and %u more errors\n", errors->total - errors->list.n);
}

/* Levenshtein's distance, letter case folded, both words short. */
static guint
edit_distance (Span a, Span b) {
  guint row[SUGGEST_MAX + 1];
  for (guint j = 0; j <= b.len; j++)
    row[j] = j;
  for (guint i = 1; i <= a.len; i++) {
    guint diagonal = row[0];
    row[0] = i;
    for (guint j = 1; j <= b.len; j++) {
      bool same = g_ascii_tolower (a.data[i - 1]) == g_ascii_tolower (b.data[j - 1]);
      guint best = MIN (MIN (row[j], row[j - 1]) + 1, diagonal + (same ? 0 : 1));
      diagonal = row[j];
      row[j] = best;
    }
  }
  return row[b.len];
}

static bool
next_word (Span *rest, Span *ret) {
  *rest = span_trim (*rest);
  if (rest->len == 0)
    return false;
  gssize space = span_index (*rest, ' ');
  *ret = span_first (*rest, space < 0 ? rest->len : (gsize)space);
  *rest = span_skip (*rest, ret->len);
  return true;
}

Span
rule_suggest_word (Span word, Span candidates) {
  Span best = SPAN_NULL, candidate;
  guint best_distance = G_MAXUINT;
  if (word.len == 0 || word.len > SUGGEST_MAX)
    return best;
  while (next_word (&candidates, &candidate)) {
    if (candidate.len > SUGGEST_MAX)
      continue;
    guint distance = edit_distance (word, candidate);
    if (distance < best_distance && distance <= 1 + word.len / 3) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

const char *
rule_suggest_text (Arena *arena, Span word, Span candidates) {
  Span best = rule_suggest_word (word, candidates);
  if (span_is_null (best))
    return "";
  return arena_printf (arena, ", did you mean \"%.*s\"?", SPAN_FORMAT (best)).data;
}
