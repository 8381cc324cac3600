/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "case/pasted-run.h"

#include "paste/whole-message.h"

typedef struct {
  PastedHandler call;
  gpointer data;
} Handler;

static void
run_one (Analyzer *analyzer, const RawMessage *raw, const Pasted *pasted, Arena *arena,
         const Handler *handler) {
  Readable message;
  readable_make (raw, arena, &message);
  handler->call (analyzer_run (analyzer, &message, pasted), &message.raw, pasted, handler->data);
}

static void
run_block (Analyzer *analyzer, const RawMessage *raw, const Paste *paste, guint i, Arena *arena,
           const Handler *handler) {
  const PasteBlock *block = vec_at (&paste->blocks, PasteBlock, i);
  RawMessage one = *raw;
  one.bytes = block->text;
  one.map = &block->map;
  one.sequence = i + 1;
  one.length = block->text.len;
  run_one (analyzer, &one, &(Pasted){paste, block, raw->bytes}, arena, handler);
}

static void
append_words (Vec *all, const Vec *words, Arena *arena) {
  for (guint i = 0; i < words->n; i++)
    *vec_push (arena, all, Span) = *vec_at (words, Span, i);
}

static PasteWords
words_of (const RuleSet *rules, Arena *arena) {
  const Vec *pastes = ruleset_pastes (rules);
  PasteWords words = {0};
  for (guint i = 0; i < pastes->n; i++) {
    const PasteRule *rule = *vec_at (pastes, const PasteRule *, i);
    append_words (&words.captions, &rule->captions, arena);
    append_words (&words.authors, &rule->authors, arena);
    append_words (&words.redactions, &rule->redactions, arena);
  }
  return words;
}

static bool
is_whole (const RawMessage *raw, Arena *arena) {
  Readable message;
  readable_make (raw, arena, &message);
  return paste_is_whole_message (message.raw.bytes);
}

static bool
is_paste (const RawMessage *raw, PasteChoice choice, const RuleSet *rules, Arena *arena,
          Paste *paste) {
  if (choice == PASTE_NEVER || (choice == PASTE_BY_GAIN && raw->in_mailbox))
    return false;
  if (choice == PASTE_BY_GAIN && is_whole (raw, arena))
    return false;
  PasteWords words = words_of (rules, arena);
  bool gain = paste_repair_with (raw->bytes, &words, arena, paste);
  paste_apply_words (paste, &words, arena);
  return gain || choice == PASTE_ALWAYS || paste->pseudo_fields >= PASTED_CAPTIONS_MIN;
}

void
pasted_run_in (Arena *arena, Analyzer *analyzer, const RawMessage *raw, PasteChoice choice,
               PastedHandler handler, gpointer data) {
  const Handler answer = {handler, data};
  Paste paste = {0};
  bool pasted = is_paste (raw, choice, analyzer_rules (analyzer), arena, &paste);
  for (guint i = 0; pasted && i < paste.blocks.n; i++)
    run_block (analyzer, raw, &paste, i, arena, &answer);
  if (pasted && paste.blocks.n > 0)
    return;
  run_one (analyzer, raw, &(Pasted){.paste = pasted ? &paste : NULL, .text = raw->bytes}, arena,
           &answer);
}

void
pasted_run (Analyzer *analyzer, const RawMessage *raw, PasteChoice choice, PastedHandler handler,
            gpointer data) {
  g_autoptr (Arena) arena = arena_new ();
  pasted_run_in (arena, analyzer, raw, choice, handler, data);
}
