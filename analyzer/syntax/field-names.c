/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "syntax/field-names.h"

/* The words of header-fields.def. */
#define ROW_ONCE true
#define ROW_MANY false
#define ROW_EVIDENCE true
#define ROW_TRACE true
#define ROW_OTHER false

/* Sorted by lower-case name. */
static const FieldName names[] = {
#define HEADER(ID, name, KIND, repeat, evidence, trace)             \
  {name,         sizeof (name) - 1, HEADER_##ID, FIELD_KIND_##KIND, \
   ROW_##repeat, ROW_##evidence,    ROW_##trace},
#define NAME(name, KIND, repeat, evidence, trace)                    \
  {name,         sizeof (name) - 1, HEADER_OTHER, FIELD_KIND_##KIND, \
   ROW_##repeat, ROW_##evidence,    ROW_##trace},
#define BEGINNING(name, uses)
#include "syntax/header-fields.def"
#undef HEADER
#undef NAME
#undef BEGINNING
};

enum {
  FAMILY = FIELD_NAME_FAMILY,
  KEPT = FIELD_NAME_KEPT,
  BESIDE = FIELD_NAME_BESIDE_RESULTS,
};

static const struct {
  Span begin;
  guint uses;
} beginnings[] = {
#define HEADER(ID, name, KIND, repeat, evidence, trace)
#define NAME(name, KIND, repeat, evidence, trace)
#define BEGINNING(name, uses) {SPAN (name), uses},
#include "syntax/header-fields.def"
#undef HEADER
#undef NAME
#undef BEGINNING
};

static const FieldName nameless = {"", 0, HEADER_OTHER, FIELD_KIND_OTHER, false, false, false};

/* X-…-Authentication-Results: what an earlier hop found, whoever keeps it (Mailman, Fastmail). One
 * without a row of its own counts as X-Original-Authentication-Results. */
enum { LONGEST_KEPT_RESULTS = 76 };

static bool
is_kept_results (Span name) {
  if (name.len > LONGEST_KEPT_RESULTS || !span_starts_with_nocase (name, SPAN ("X-")) ||
      !span_ends_with_nocase (name, SPAN ("-Authentication-Results")))
    return false;
  for (gsize i = 0; i < name.len; i++)
    if (!g_ascii_isalnum (name.data[i]) && name.data[i] != '-' && name.data[i] != '_')
      return false;
  return true;
}

/* Both lists are asked for every field of every message: an index, made at first use. */
enum { SLOTS = 1024 };
static struct {
  guint16 slots[SLOTS]; /* row of `names`, from 1; 0 is free. A taken slot leads to the next */
  struct {
    guint8 first, end; /* rows of `beginnings`; by bucket_of() */
  } buckets[0x40];
} name_index;

G_STATIC_ASSERT (G_N_ELEMENTS (names) < SLOTS / 2);
G_STATIC_ASSERT (G_N_ELEMENTS (beginnings) <= G_MAXUINT8);

/* Letter case aside. */
static inline guint
slot_of (Span name) {
  gsize at[] = {0, name.len / 2, name.len * 3 / 4, name.len - 1};
  guint hash = (guint)name.len;
  for (guint i = 0; i < G_N_ELEMENTS (at); i++)
    hash = hash * 37 + ((guchar)name.data[at[i]] | 0x20);
  return hash % SLOTS;
}

/* By the first letter, or the one after "X-". */
static inline guint
bucket_of (Span begin) {
  guint letter = (guchar)begin.data[0] & 0x1fU;
  bool x = begin.len > 2 && letter == ('X' & 0x1f) && begin.data[1] == '-';
  return x ? 0x20 + ((guchar)begin.data[2] & 0x1fU) : letter;
}

static void
index_names (void) {
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    guint slot = slot_of (span_from_string (names[i].name));
    while (name_index.slots[slot])
      slot = (slot + 1) % SLOTS;
    name_index.slots[slot] = (guint16)(i + 1);
  }
  for (guint i = G_N_ELEMENTS (beginnings); i-- > 0;) {
    guint bucket = bucket_of (beginnings[i].begin);
    name_index.buckets[bucket].first = (guint8)i;
    if (name_index.buckets[bucket].end == 0)
      name_index.buckets[bucket].end = (guint8)(i + 1);
  }
}

static inline void
need_index (void) {
  static gsize made;
  if (g_once_init_enter (&made)) {
    index_names ();
    g_once_init_leave (&made, 1);
  }
}

static const FieldName *
find_row (Span name) {
  for (guint slot = slot_of (name); name_index.slots[slot]; slot = (slot + 1) % SLOTS) {
    const FieldName *known = &names[name_index.slots[slot] - 1];
    if (span_equal_nocase (name, span_of (known->name, known->len)))
      return known;
  }
  return NULL;
}

const FieldName *
field_name_find (Span name) {
  if (name.len == 0)
    return NULL;
  need_index ();
  const FieldName *known = find_row (name);
  return known == NULL && is_kept_results (name)
             ? find_row (SPAN ("X-Original-Authentication-Results"))
             : known;
}

HeaderId
field_name_id (const FieldBlockItem *item) {
  const FieldName *name =
      item->kind == FIELD_BLOCK_FIELD ? field_name_find (span_trim (item->name)) : NULL;
  return name ? name->id : HEADER_OTHER;
}

static bool
begins_in_bucket (Span name, FieldNameUse use, guint bucket) {
  for (guint i = name_index.buckets[bucket].first; i < name_index.buckets[bucket].end; i++)
    if (beginnings[i].uses & use && span_starts_with_nocase (name, beginnings[i].begin) &&
        (use != FIELD_NAME_FAMILY || name.len > beginnings[i].begin.len))
      return true;
  return false;
}

bool
field_name_begins (Span name, FieldNameUse use) {
  if (name.len == 0)
    return false;
  need_index ();
  guint bucket = bucket_of (name), letter = (guchar)name.data[0] & 0x1fU;
  return begins_in_bucket (name, use, bucket) ||
         (bucket != letter && begins_in_bucket (name, use, letter));
}

const FieldName *
field_name_guess (Span name) {
  const FieldName *known = field_name_find (name);
  if (known)
    return known;
  if (name.len < 3 || name.len > 76 || !g_ascii_isalpha (name.data[0]))
    return NULL;
  bool hyphen = false, lower = false;
  for (gsize i = 0; i < name.len; i++) {
    char c = name.data[i];
    if (!g_ascii_isalnum (c) && c != '-' && c != '_')
      return NULL;
    hyphen |= c == '-';
    lower |= g_ascii_islower (c) != 0;
  }
  if (field_name_begins (name, FIELD_NAME_FAMILY))
    return &nameless;
  /* cipher names have hyphens too, but no small letters: "ECDHE-RSA-AES256-GCM-SHA384:" */
  return hyphen && lower && g_ascii_isupper (name.data[0]) ? &nameless : NULL;
}

guint
field_names_count (void) {
  return G_N_ELEMENTS (names);
}

const FieldName *
field_names_nth (guint i) {
  return i < G_N_ELEMENTS (names) ? &names[i] : NULL;
}
