/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/saying.h"

typedef struct {
  WordCode code;
  Span text, reason;
} Said;

Span
saying_fill (Sayings *sayings, WordCode code, const WordArgs *args) {
  Span text = words_fill (sayings->words, code, args, sayings->arena);
  *vec_push (sayings->arena, &sayings->list, Said) =
      (Said){code, text, span_or (args->reason, args->sentence)};
  return text;
}

/* A clause may be the whole sentence: which it is shows where its bytes stand. */
static const Said *
find (const Sayings *sayings, Span text) {
  for (guint i = sayings->list.n; i > 0 && !span_is_null (text); i--) {
    const Said *said = vec_at (&sayings->list, Said, i - 1);
    if (said->text.data == text.data && said->text.len == text.len)
      return said;
  }
  return NULL;
}

Saying
saying_of (const Sayings *sayings, Span text) {
  const Said *said = find (sayings, text);
  const Said *reason = said ? find (sayings, said->reason) : NULL;
  return (Saying){.text = text,
                  .code = said ? span_from_string (word_name (said->code)) : SPAN_NULL,
                  .reason = reason ? span_from_string (word_name (reason->code)) : SPAN_NULL};
}
