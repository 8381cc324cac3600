/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/stanza-kinds.h"

#define NAMED(name) \
  { name, sizeof (name) - 1 }

/* ---- the tables ---- */

#define COMMON(NAME, name, HOW, member, flags) \
  [AT_##NAME] = {NAMED (name), READ_##HOW, flags, offsetof (Rule, member), NULL},
static const KindField common_fields[COMMON_FIELDS] = {
#include "engine/kinds.def"
};

#define KIND(KIND, Struct, name, common) \
  typedef Struct Of##KIND;               \
  static const KindField own_##KIND[KIND##_FIELDS - COMMON_FIELDS] = {
#define ENTRY(KIND, NAME, name, how, flags, member, words) \
  [AT_##KIND##_##NAME - COMMON_FIELDS] = {NAMED (name), how, flags, member, words},
#define MEMBER(KIND, member) offsetof (Of##KIND, member)
#define FIELD(KIND, NAME, name, HOW, member, flags) \
  ENTRY (KIND, NAME, name, READ_##HOW, flags, MEMBER (KIND, member), NULL)
#define WORD(KIND, NAME, name, words, member, flags) \
  ENTRY (KIND, NAME, name, READ_WORD, flags, MEMBER (KIND, member), words)
#define LISTED_WORD(KIND, NAME, name, member, flags) \
  ENTRY (KIND, NAME, name, READ_LISTED_WORD, flags, MEMBER (KIND, member), #member)
#define OWN(KIND, NAME, name, flags) ENTRY (KIND, NAME, name, READ_OWN, flags, 0, NULL)
#define TEXT(KIND, NAME, name, flags) ENTRY (KIND, NAME, name, READ_OWN, flags, 0, NULL)
#define PHRASE(KIND, NAME, name)             \
  ENTRY (KIND, NAME, name, READ_PROSE, ONCE, \
         MEMBER (KIND, phrases) + sizeof (Span) * PHRASE_##NAME, NULL)
#define END(KIND) \
  }               \
  ;               \
  G_STATIC_ASSERT ((int)KIND##_FIELDS <= (int)STANZA_FIELDS_MAX);
#include "engine/kinds.def"

#define NO_COMMON false
#define COMMON_TOO true
#define KIND(KIND, Struct, name, common) \
  [RULE_##KIND] = {NAMED (name), sizeof (Struct), common, own_##KIND, KIND##_FIELDS},
static const StanzaKind stanza_kinds[RULE_KINDS] = {
#include "engine/kinds.def"
};

#define TEXT(KIND, NAME, name, flags) [TEXT_##NAME] = AT_##KIND##_##NAME,
static const guint text_places[TEXT_KINDS] = {
#include "engine/kinds.def"
};

#define PHRASE(KIND, NAME, name) [PHRASE_##NAME] = AT_##KIND##_##NAME,
static const guint phrase_places[PHRASES] = {
#include "engine/kinds.def"
};

/* ---- asking ---- */

const StanzaKind *
stanza_kind (RuleKind kind) {
  return &stanza_kinds[kind];
}

const char *
rule_kind_name (RuleKind kind) {
  return stanza_kinds[kind].name.data;
}

guint
stanza_place_of_text (TextKind text) {
  return text_places[text];
}

guint
stanza_place_of_phrase (guint phrase) {
  return phrase_places[phrase];
}

bool
stanza_text_find (Span name, TextKind *ret) {
  for (guint text = 0; text < TEXT_KINDS; text++) {
    *ret = text;
    if (span_equal (name, stanza_kind_field (RULE_FINDING, text_places[text])->name))
      return true;
  }
  return false;
}

const KindField *
stanza_kind_field (RuleKind kind, guint place) {
  const StanzaKind *info = &stanza_kinds[kind];
  if (place >= COMMON_FIELDS)
    return &info->own[place - COMMON_FIELDS];
  return info->has_common ? &common_fields[place] : NULL;
}

bool
stanza_kind_find (Span name, RuleKind *ret) {
  for (guint kind = 0; kind < RULE_KINDS; kind++) {
    *ret = kind;
    if (span_equal (name, stanza_kinds[kind].name))
      return true;
  }
  return false;
}

int
stanza_kind_place (RuleKind kind, Span name) {
  for (guint place = 0; place < stanza_kinds[kind].n_fields; place++) {
    const KindField *field = stanza_kind_field (kind, place);
    if (field && span_equal (field->name, name))
      return (int)place;
  }
  return -1;
}

/* "Title-fr" is a Title in "fr". */
static bool
split_language (Span name, Span *ret_base, Span *ret_language) {
  gssize dash = span_last_index (name, '-');
  *ret_language = dash < 0 ? SPAN_NULL : span_skip (name, (gsize)dash + 1);
  if (dash < 0 || ret_language->len < 2 || ret_language->len > 3)
    return false;
  for (gsize i = 0; i < ret_language->len; i++)
    if (!g_ascii_islower (ret_language->data[i]))
      return false;
  *ret_base = span_first (name, (gsize)dash);
  return true;
}

int
stanza_kind_place_translated (RuleKind kind, Span name, Span *ret_language) {
  Span base;
  if (!split_language (name, &base, ret_language))
    return -1;
  int place = stanza_kind_place (kind, base);
  bool translated = place >= 0 && stanza_kind_field (kind, (guint)place)->flags & TRANSLATED;
  return translated ? place : -1;
}

Span
stanza_kind_names (Arena *arena) {
  g_autoptr (GString) names = g_string_new (NULL);
  for (guint kind = 0; kind < RULE_KINDS; kind++)
    g_string_append_printf (names, "%s ", stanza_kinds[kind].name.data);
  g_string_append (names, "Disable");
  return arena_dup (arena, span_of (names->str, names->len));
}

Span
stanza_kind_field_names (RuleKind kind, Arena *arena) {
  g_autoptr (GString) names = g_string_new (stanza_kinds[kind].name.data);
  for (guint i = 0; i < stanza_kinds[kind].n_fields; i++) {
    /* its own first */
    guint place = (i + COMMON_FIELDS) % stanza_kinds[kind].n_fields;
    const KindField *field = stanza_kind_field (kind, place);
    if (field)
      g_string_append_printf (names, " %s", field->name.data);
  }
  for (guint code = 0; kind == RULE_WORDS && code < N_WORDS; code++)
    g_string_append_printf (names, " %s", word_name (code));
  return arena_dup (arena, span_of (names->str, names->len));
}
