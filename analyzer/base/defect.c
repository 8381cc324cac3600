/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/defect.h"

#include <stdarg.h>

#include "base/limits.h"

void
defects_init (Defects *defects, Arena *arena) {
  *defects = (Defects){.arena = arena};
}

void
defects_enter (Defects *defects, Span field, Number header_index, Number line, Number offset) {
  defects->field = field;
  defects->header_index = header_index;
  defects->line = line;
  defects->offset = offset;
}

void
defects_leave (Defects *defects) {
  defects_enter (defects, SPAN_NULL, NUMBER_NULL, NUMBER_NULL, NUMBER_NULL);
}

static gint64
count_newlines (Span span) {
  gint64 n = 0;
  for (gssize at; (at = span_index (span, '\n')) >= 0; span = span_skip (span, (gsize)at + 1))
    n++;
  return n;
}

static void
set_position (const Defects *defects, Defect *defect, Span at) {
  defect->header_index = defects->header_index;
  defect->line = defects->line;
  defect->offset = defects->offset;
  if (span_is_null (at))
    return;
  if (!span_inside (at, defects->field)) {
    defect->offset = NUMBER_NULL;
    return;
  }
  Span before = span_between (defects->field.data, at.data);
  defect->offset.value += (gint64)before.len;
  defect->line.value += count_newlines (before);
}

void
defect_add (Defects *defects, const char *code, Span at, const char *format, ...) {
  if (defects == NULL)
    return;
  defects->total++;
  if (defects->list.n >= LIMIT_DEFECTS)
    return;
  va_list args;
  va_start (args, format);
  g_autofree char *text = g_strdup_vprintf (format, args);
  va_end (args);
  Defect *defect = vec_push (defects->arena, &defects->list, Defect);
  defect->code = span_from_string (code);
  defect->text =
      arena_dup (defects->arena, span_first (span_from_string (text), LIMIT_DEFECT_TEXT));
  set_position (defects, defect, at);
}
