/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/language-form.h"

#include <string.h>

LanguageForm *
language_form_of (LanguageForms *forms, Span language, Span name) {
  for (guint i = 0; i < forms->list.n; i++) {
    LanguageForm *form = *vec_at (&forms->list, LanguageForm *, i);
    if (span_equal (form->language, language) && span_equal (form->name, name))
      return form;
  }
  LanguageForm *form = arena_alloc (forms->arena, sizeof *form);
  *form = (LanguageForm){.language = language, .name = name};
  *vec_push (forms->arena, &forms->list, LanguageForm *) = form;
  return form;
}

static Span
next_word (Span *rest) {
  *rest = span_trim (*rest);
  gssize blank = span_index (*rest, ' ');
  Span word = span_first (*rest, blank < 0 ? rest->len : (gsize)blank);
  *rest = span_skip (*rest, word.len);
  return word;
}

static bool
ends_in_apostrophe (Span text) {
  static const char curly[] = "\xe2\x80\x99";
  gsize n = sizeof curly - 1;
  return text.data[text.len - 1] == '\'' ||
         (text.len >= n && memcmp (text.data + text.len - n, curly, n) == 0);
}

/* What ends in an apostrophe stands directly before the name. */
static Span
with_blank (Span text, Arena *arena) {
  return ends_in_apostrophe (text) ? text : arena_printf (arena, "%.*s ", SPAN_FORMAT (text));
}

bool
language_form_declare (LanguageForms *forms, Span language, Span text) {
  Span name = next_word (&text), consonant = next_word (&text), vowel = next_word (&text);
  if (vowel.len == 0 || span_trim (text).len > 0)
    return false;
  LanguageForm *form = language_form_of (forms, language, name);
  if (form->declared)
    return false;
  form->before_consonant = with_blank (consonant, forms->arena);
  form->before_vowel = with_blank (vowel, forms->arena);
  form->declared = true;
  return true;
}

static Span
words_of (const LanguageForm *form, Span value) {
  for (guint i = 0; i < form->values.n; i++) {
    const LanguageValue *known = vec_at (&form->values, LanguageValue, i);
    if (span_equal (known->value, value))
      return known->words;
  }
  return SPAN_NULL;
}

bool
language_value_declare (LanguageForms *forms, Span language, Span text) {
  Span name = next_word (&text), value = next_word (&text), words = span_trim (text);
  if (words.len == 0)
    return false;
  LanguageForm *form = language_form_of (forms, language, name);
  if ((form->declared && form->values.n == 0) || !span_is_null (words_of (form, value)))
    return false;
  *vec_push (forms->arena, &form->values, LanguageValue) =
      (LanguageValue){.value = value, .words = words};
  form->declared = true;
  return true;
}

/* A letter of Latin-1 with an accent, in UTF-8, is a vowel but for these two. */
static bool
begins_with_vowel (Span text) {
  guchar first = (guchar)text.data[0];
  if (first < 0x80)
    return is_any_of (g_ascii_tolower (text.data[0]), "aeiouy");
  guchar second = text.len > 1 ? (guchar)text.data[1] & 0xdf : 0;
  return first == 0xc3 && second != (0xa7 & 0xdf) && second != (0xb1 & 0xdf);
}

/* "a, b", as a list of texts is filled in. */
static Span
apply_values (const LanguageForm *form, Span list, Arena *arena) {
  g_autoptr (GString) out = g_string_new (NULL);
  while (list.len > 0) {
    gssize comma = span_index (list, ',');
    Span value = span_first (list, comma < 0 ? list.len : (gsize)comma);
    Span words = words_of (form, span_trim (value));
    if (span_is_null (words))
      words = span_trim (value);
    g_string_append_printf (out, "%s%.*s", out->len ? ", " : "", SPAN_FORMAT (words));
    list = span_skip (list, MIN (list.len, value.len + 1));
  }
  return arena_dup (arena, span_of (out->str, out->len));
}

Span
language_form_apply (const LanguageForm *form, Span value, Arena *arena) {
  if (value.len == 0)
    return value;
  if (form->values.n > 0)
    return apply_values (form, value, arena);
  Span before = begins_with_vowel (value) ? form->before_vowel : form->before_consonant;
  return arena_printf (arena, "%.*s%.*s", SPAN_FORMAT (before), SPAN_FORMAT (value));
}
