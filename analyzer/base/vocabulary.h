/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The words of vocabulary.def. A comparison with one of them names an enumerator, so that a slip of
 * the pen does not compile. For each list: its enum, and
 *
 *   Span prefix_word (Type)                   the text, static
 *   bool prefix_is (Span, Type)               the span is that word; false for the null span
 *   bool prefix_is_nocase (Span, Type)        the same in any letters: of what a receiver wrote
 *   bool prefix_find (Span, Type *ret)        which word it is; false when it is none
 *
 * Letter case counts elsewhere: evidence holds words in the letters of the list. */
#pragma once
#include "base/span.h"

#define BEGIN(Type, prefix) typedef enum {
#define WORD(NAME, text) NAME,
#define END(Type, prefix) \
  }                       \
  Type;
#include "base/vocabulary.def"
#undef BEGIN
#undef WORD
#undef END

#define BEGIN(Type, prefix)                      \
  static inline Span prefix##_word (Type word) { \
    switch (word) {
#define WORD(NAME, text) \
  case NAME:             \
    return SPAN (text);
#define END(Type, prefix)                                        \
  }                                                              \
  return SPAN_NULL;                                              \
  }                                                              \
  static inline bool prefix##_is (Span span, Type word) {        \
    return span_equal (span, prefix##_word (word));              \
  }                                                              \
  static inline bool prefix##_is_nocase (Span span, Type word) { \
    return span_equal_nocase (span, prefix##_word (word));       \
  }                                                              \
  bool prefix##_find (Span span, Type *ret);
#include "base/vocabulary.def"
#undef BEGIN
#undef WORD
#undef END
