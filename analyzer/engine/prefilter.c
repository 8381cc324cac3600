/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/prefilter.h"

#include "engine/rule-limits.h"

typedef struct {
  guint16 literal; /* that ends here, from 1; 0: none */
  guint16 shorter; /* the next state on the way back whose literal ends here too; 0: none */
} Output;

struct Prefilter {
  guint8 class_of[256]; /* 0: in no literal */
  guint classes, states;
  guint16 *next;   /* states × classes */
  Output *outputs; /* of a state; `literal` is 0 and `shorter` is not where only others end */
};

G_STATIC_ASSERT (LIMIT_PREFILTER_STATES <= G_MAXUINT16);

static gsize
most_states (const Span *literals, guint n) {
  gsize states = 1;
  for (guint i = 0; i < n; i++)
    states += literals[i].len;
  return states;
}

static void
number_classes (Prefilter *prefilter, const Span *literals, guint n) {
  prefilter->classes = 1;
  for (guint i = 0; i < n; i++)
    for (gsize k = 0; k < literals[i].len; k++) {
      guchar c = (guchar)literals[i].data[k];
      if (prefilter->class_of[c] == 0)
        prefilter->class_of[c] = (guint8)prefilter->classes++;
    }
  for (int c = 'A'; c <= 'Z'; c++)
    prefilter->class_of[c] = prefilter->class_of[c - 'A' + 'a'];
}

static guint16 *
edge (const Prefilter *prefilter, guint state, guint class) {
  return &prefilter->next[(gsize)state * prefilter->classes + class];
}

/* The words as a tree, while the automaton is built: of each state. 0 is the root, and no child. */
typedef struct {
  guint16 child, sibling, fallback;
  guint8 class; /* that leads to it */
} Node;

static guint16
add_child (Prefilter *prefilter, Node *tree, guint state, guint8 class) {
  guint16 child = (guint16)prefilter->states++;
  tree[child] = (Node){.sibling = tree[state].child, .class = class};
  tree[state].child = child;
  return child;
}

static void
add_word (Prefilter *prefilter, Node *tree, Span literal, guint number) {
  guint state = 0;
  for (gsize k = 0; k < literal.len; k++) {
    guint8 class = prefilter->class_of[(guchar)literal.data[k]];
    guint16 *to = edge (prefilter, state, class);
    if (*to == 0)
      *to = add_child (prefilter, tree, state, class);
    state = *to;
  }
  prefilter->outputs[state].literal = (guint16)(number + 1);
}

/* Where nothing leads on, a state goes where the one it falls back to does. */
static void
link_state (Prefilter *prefilter, Node *tree, guint state) {
  guint16 *to = edge (prefilter, state, 0);
  const guint16 *back = edge (prefilter, tree[state].fallback, 0);
  if (state)
    memcpy (to, back, prefilter->classes * sizeof *to);
  for (guint child = tree[state].child; child; child = tree[child].sibling) {
    guint16 behind = state ? back[tree[child].class] : 0;
    const Output *output = &prefilter->outputs[behind];
    to[tree[child].class] = (guint16)child;
    tree[child].fallback = behind;
    prefilter->outputs[child].shorter = output->literal ? behind : output->shorter;
  }
}

/* Breadth first, so that the state fallen back to is complete before it is needed. */
static void
link_states (Prefilter *prefilter, Node *tree) {
  g_autofree guint16 *queue = g_new (guint16, prefilter->states);
  guint head = 0, tail = 0;
  queue[tail++] = 0;
  while (head < tail) {
    guint state = queue[head++];
    link_state (prefilter, tree, state);
    for (guint child = tree[state].child; child; child = tree[child].sibling)
      queue[tail++] = (guint16)child;
  }
}

Prefilter *
prefilter_new (const Span *literals, guint n) {
  gsize states = most_states (literals, n);
  if (states > LIMIT_PREFILTER_STATES)
    return NULL;
  Prefilter *prefilter = g_new0 (Prefilter, 1);
  g_autofree Node *tree = g_new0 (Node, states);
  number_classes (prefilter, literals, n);
  prefilter->states = 1;
  prefilter->next = g_new0 (guint16, states * prefilter->classes);
  prefilter->outputs = g_new0 (Output, states);
  for (guint i = 0; i < n; i++)
    add_word (prefilter, tree, literals[i], i);
  link_states (prefilter, tree);
  return prefilter;
}

void
prefilter_free (Prefilter *prefilter) {
  if (prefilter == NULL)
    return;
  g_free (prefilter->next);
  g_free (prefilter->outputs);
  g_free (prefilter);
}

static void
note_hits (const Prefilter *prefilter, guint state, PrefilterHits *hits) {
  for (; state; state = prefilter->outputs[state].shorter) {
    guint literal = prefilter->outputs[state].literal;
    if (literal == 0 || hits->seen[literal - 1])
      continue;
    hits->seen[literal - 1] = 1;
    hits->found[hits->n++] = literal - 1;
  }
}

/* "ſ" and the sign of the kelvin: the letters whose other case is an ASCII letter. */
static bool
folds_to_ascii (Span text) {
  return span_starts_with (text, SPAN ("\xc5\xbf")) ||
         span_starts_with (text, SPAN ("\xe2\x84\xaa"));
}

PrefilterText
prefilter_scan (const Prefilter *prefilter, Span text, PrefilterHits *hits) {
  PrefilterText kind = PREFILTER_ASCII;
  guint state = 0;
  for (gsize i = 0; i < text.len; i++) {
    guchar c = (guchar)text.data[i];
    if (c >= 0x80) {
      kind = PREFILTER_UTF8;
      if (folds_to_ascii (span_skip (text, i)))
        return PREFILTER_FOLDS;
    }
    state = *edge (prefilter, state, prefilter->class_of[c]);
    const Output *output = &prefilter->outputs[state];
    if (output->literal | output->shorter)
      note_hits (prefilter, state, hits);
  }
  return kind;
}
