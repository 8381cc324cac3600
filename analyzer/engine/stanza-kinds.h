/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What kinds.def says, as tables: the kinds of stanzas, and the fields of each. */
#pragma once
#include "engine/rule-set.h"

typedef enum {
  READ_OWN, /* by the kind's own reader */
  READ_PROSE,
  READ_LIST,
  READ_SIGNS,
  READ_IDS,
  READ_DOMAINS,
  READ_WORD,
  READ_LISTED_WORD, /* out of fields.def */
  READ_CONDITION,
} FieldReading;

enum { ONCE = 0, REPEATED = 1, NEEDED = 2, FILLED = 4, TRANSLATED = 8 };

typedef struct {
  Span name;
  FieldReading how;
  guint flags;
  gsize member;      /* its place in the kind's struct, unless READ_OWN */
  const char *words; /* READ_WORD: space-separated; READ_LISTED_WORD: the finding's member */
} KindField;

typedef struct {
  Span name;
  gsize size; /* of its struct */
  bool has_common;
  const KindField *own; /* its own fields; their places begin at COMMON_FIELDS */
  guint n_fields;       /* of places */
} StanzaKind;

/* Places of fields: AT_SEE of the common ones, AT_RECEIVER_TITLE of a kind's own. */
#define COMMON(NAME, name, HOW, member, flags) AT_##NAME,
enum {
#include "engine/kinds.def"
  COMMON_FIELDS
};

#define KIND(KIND, Struct, name, common) enum { BEFORE_##KIND = COMMON_FIELDS - 1,
#define FIELD(KIND, NAME, name, HOW, member, flags) AT_##KIND##_##NAME,
#define WORD(KIND, NAME, name, words, member, flags) AT_##KIND##_##NAME,
#define LISTED_WORD(KIND, NAME, name, member, flags) AT_##KIND##_##NAME,
#define OWN(KIND, NAME, name, flags) AT_##KIND##_##NAME,
#define TEXT(KIND, NAME, name, flags) AT_##KIND##_##NAME,
#define PHRASE(KIND, NAME, name) AT_##KIND##_##NAME,
#define END(KIND) \
  KIND##_FIELDS   \
  }               \
  ;
#include "engine/kinds.def"

#define STANZA_FIELDS_MAX 40 /* of one kind */

const StanzaKind *stanza_kind (RuleKind kind);
/* False for a word that begins no rule. */
bool stanza_kind_find (Span name, RuleKind *ret);
/* The names of all kinds, space-separated, for suggestions. */
Span stanza_kind_names (Arena *arena);
/* The place of the field of that name; -1 when the kind has none. */
int stanza_kind_place (RuleKind kind, Span name);
/* The same for "Title-fr", where Title may be translated; `ret_language` is "fr". */
int stanza_kind_place_translated (RuleKind kind, Span name, Span *ret_language);
/* The names of all fields of a kind, space-separated, for suggestions. */
Span stanza_kind_field_names (RuleKind kind, Arena *arena);
/* NULL for a common field of a kind without them. */
const KindField *stanza_kind_field (RuleKind kind, guint place);
/* The place of a finding's text. */
guint stanza_place_of_text (TextKind text);
guint stanza_place_of_phrase (guint phrase);
/* The finding's text of that name. */
bool stanza_text_find (Span name, TextKind *ret);
