/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/prefilter.h"

#include "rules/rule-limits.h"

struct Prefilter {
  guint8 class_of[256]; /* 0: in no literal */
  guint classes;
  guint states, words;
  guint32 *next;    /* states × classes */
  guint64 *masks;   /* states × words: what has been found on reaching the state */
  guint8 *has_mask; /* of a state */
};

static guint
longest_state_count (const PrefilterEntry *entries, guint n) {
  gsize states = 1;
  for (guint i = 0; i < n; i++)
    states += entries[i].literal.len;
  return (guint)MIN (states, G_MAXUINT);
}

static void
number_classes (Prefilter *prefilter, const PrefilterEntry *entries, guint n) {
  prefilter->classes = 1;
  for (guint i = 0; i < n; i++)
    for (gsize k = 0; k < entries[i].literal.len; k++) {
      guchar c = (guchar)entries[i].literal.data[k];
      if (prefilter->class_of[c] == 0)
        prefilter->class_of[c] = (guint8)prefilter->classes++;
    }
  for (int c = 'A'; c <= 'Z'; c++)
    prefilter->class_of[c] = prefilter->class_of[c - 'A' + 'a'];
}

static guint32 *
edge (const Prefilter *prefilter, guint state, guint class) {
  return &prefilter->next[(gsize)state * prefilter->classes + class];
}

static guint64 *
mask (const Prefilter *prefilter, guint state) {
  return &prefilter->masks[(gsize)state * prefilter->words];
}

static void
add_word (Prefilter *prefilter, const PrefilterEntry *entry) {
  guint state = 0;
  for (gsize k = 0; k < entry->literal.len; k++) {
    guint32 *to = edge (prefilter, state, prefilter->class_of[(guchar)entry->literal.data[k]]);
    if (*to == 0)
      *to = prefilter->states++;
    state = *to;
  }
  mask (prefilter, state)[entry->bit / 64] |= G_GUINT64_CONSTANT (1) << (entry->bit % 64);
}

static void
inherit_mask (Prefilter *prefilter, guint state, guint from) {
  for (guint w = 0; w < prefilter->words; w++) {
    mask (prefilter, state)[w] |= mask (prefilter, from)[w];
    prefilter->has_mask[state] |= mask (prefilter, state)[w] != 0;
  }
}

/* Breadth first, so that the state fallen back to is complete before it is needed. */
static void
link_failures (Prefilter *prefilter) {
  g_autofree guint *queue = g_new (guint, prefilter->states);
  g_autofree guint *fallback = g_new0 (guint, prefilter->states);
  guint head = 0, tail = 0;
  queue[tail++] = 0;
  while (head < tail) {
    guint state = queue[head++];
    inherit_mask (prefilter, state, fallback[state]);
    for (guint class = 0; class < prefilter->classes; class ++) {
      guint32 *to = edge (prefilter, state, class);
      guint32 back = state ? *edge (prefilter, fallback[state], class) : 0;
      if (*to == 0) {
        *to = back;
        continue;
      }
      fallback[*to] = back;
      queue[tail++] = *to;
    }
  }
}

Prefilter *
prefilter_new (const PrefilterEntry *entries, guint n, guint words) {
  guint states = longest_state_count (entries, n);
  if (states > LIMIT_PREFILTER_STATES)
    return NULL;
  Prefilter *prefilter = g_new0 (Prefilter, 1);
  number_classes (prefilter, entries, n);
  prefilter->words = words;
  prefilter->states = 1;
  prefilter->next = g_new0 (guint32, (gsize)states * prefilter->classes);
  prefilter->masks = g_new0 (guint64, (gsize)states * words);
  prefilter->has_mask = g_new0 (guint8, states);
  for (guint i = 0; i < n; i++)
    add_word (prefilter, &entries[i]);
  link_failures (prefilter);
  return prefilter;
}

void
prefilter_free (Prefilter *prefilter) {
  if (prefilter == NULL)
    return;
  g_free (prefilter->next);
  g_free (prefilter->masks);
  g_free (prefilter->has_mask);
  g_free (prefilter);
}

bool
prefilter_scan (const Prefilter *prefilter, Span text, guint64 *bits) {
  guint state = 0;
  for (gsize i = 0; i < text.len; i++) {
    guchar c = (guchar)text.data[i];
    if (c >= 0x80)
      return false;
    state = *edge (prefilter, state, prefilter->class_of[c]);
    if (prefilter->has_mask[state])
      for (guint w = 0; w < prefilter->words; w++)
        bits[w] |= mask (prefilter, state)[w];
  }
  return true;
}
