/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/language-tag.h"

#include <string.h>

static bool
is_language (Span text) {
  for (gsize i = 0; i < text.len; i++)
    if (!g_ascii_islower (text.data[i]))
      return false;
  return text.len == 2 || text.len == 3;
}

static bool
is_region (Span text) {
  return text.len == 2 && g_ascii_isupper (text.data[0]) && g_ascii_isupper (text.data[1]);
}

bool
language_is_variant (Span tag) {
  return span_index (tag, '-') >= 0;
}

Span
language_base (Span tag) {
  gssize dash = span_index (tag, '-');
  return dash < 0 ? tag : span_first (tag, (gsize)dash);
}

bool
language_is_tag (Span text) {
  if (!is_language (language_base (text)))
    return false;
  return !language_is_variant (text) || is_region (span_skip (text, language_base (text).len + 1));
}

/* "de" and "CH" of "de_CH.UTF-8@euro"; the region is empty where none is named. */
static void
split_locale (const char *locale, Span *ret_language, Span *ret_region) {
  bool none =
      g_str_equal (locale, "C") || g_str_has_prefix (locale, "C.") || g_str_equal (locale, "POSIX");
  gsize language = strcspn (locale, "_-.@");
  *ret_language = none ? SPAN ("en") : span_of (locale, language);
  *ret_region = span_of (locale + language, 0);
  if (!none && is_any_of (locale[language], "_-"))
    *ret_region = span_of (locale + language + 1, strcspn (locale + language + 1, ".@"));
}

static bool
is_of (Span tag, Span language, Span region) {
  if (!span_equal_nocase (language_base (tag), language))
    return false;
  return !language_is_variant (tag) ||
         span_equal_nocase (span_skip (tag, language_base (tag).len + 1), region);
}

bool
language_serves (Span tag, const char *locale) {
  Span language, region;
  split_locale (locale, &language, &region);
  return is_of (tag, language, region);
}

bool
language_is_of_locale (Span tag, const char *locale) {
  Span language, region;
  split_locale (locale, &language, &region);
  return is_of (tag, language, region) && language_is_variant (tag) == (region.len > 0);
}
