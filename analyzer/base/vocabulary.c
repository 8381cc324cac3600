/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/vocabulary.h"

static bool
find (Span span, const Span *words, guint n, guint *ret) {
  for (guint i = 0; i < n; i++)
    if (span_equal (span, words[i])) {
      *ret = i;
      return true;
    }
  return false;
}

/* Enumerators count from 0 in the order of the list. */
#define BEGIN(Type, prefix)                   \
  bool prefix##_find (Span span, Type *ret) { \
    static const Span words[] = {
#define WORD(NAME, text) SPAN (text),
#define END(Type, prefix)                                \
  }                                                      \
  ;                                                      \
  guint index;                                           \
  if (!find (span, words, G_N_ELEMENTS (words), &index)) \
    return false;                                        \
  *ret = (Type)index;                                    \
  return true;                                           \
  }
#include "base/vocabulary.def"
