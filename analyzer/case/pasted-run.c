/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "case/pasted-run.h"

#include "base/limits.h"
#include "base/vocabulary.h"
#include "case/pasted-records.h"
#include "case/refused.h"
#include "case/report-run.h"
#include "paste/captions.h"
#include "paste/paste-zone.h"
#include "paste/whole-message.h"
#include "syntax/field-names.h"

typedef struct {
  PastedHandler call;
  gpointer data;
} Handler;

/* What holds for all that one input is taken apart into. */
typedef struct {
  Arena *arena;
  Analyzer *analyzer;
  PasteChoice choice;
  const PastedOuter *outer;
  Handler answer;
  guint depth; /* messages inside of messages */
} PastedRun;

static void
run_one (const PastedRun *run, const RawMessage *raw, const Pasted *pasted) {
  Readable message;
  readable_make (raw, run->arena, &message);
  const Case *kase = analyzer_run (run->analyzer, &message, pasted);
  const Vec *reports = analyzer_reports (run->analyzer);
  if (reports->n > 0 && report_run (run->analyzer, &message.raw, reports, kase, run->arena,
                                    run->answer.call, run->answer.data))
    return;
  run->answer.call (kase, &message.raw, pasted, run->answer.data);
}

/* True when it was reports, and nothing else. */
static bool
run_report_file (const PastedRun *run, const RawMessage *raw) {
  Vec reports = {0};
  reports_find_in_file (raw->bytes, run->arena, &reports);
  if (reports.n == 0 && !raw->in_mailbox && run->choice != PASTE_NEVER)
    reports_find_in_text (raw->bytes, run->arena, &reports);
  return reports.n > 0 && report_run (run->analyzer, raw, &reports, NULL, run->arena,
                                      run->answer.call, run->answer.data);
}

static void
run_block (const PastedRun *run, const RawMessage *raw, const Paste *paste, guint i) {
  const PasteBlock *block = vec_at (&paste->blocks, PasteBlock, i);
  RawMessage one = *raw;
  one.bytes = block->text;
  one.map = &block->map;
  one.sequence = i + 1;
  one.length = block->text.len;
  run_one (run, &one,
           &(Pasted){.paste = paste, .block = block, .text = raw->bytes, .outer = run->outer});
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
    if (rule->signs.n > 0)
      *vec_push (arena, &words.programs, PasteProgram) =
          (PasteProgram){rule->program, &rule->signs};
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
is_paste (const PastedRun *run, const RawMessage *raw, Paste *paste) {
  if (run->choice == PASTE_NEVER ||
      (run->choice == PASTE_BY_GAIN && raw->in_mailbox && !raw->in_file))
    return false;
  if (run->choice == PASTE_BY_GAIN && is_whole (raw, run->arena))
    return false;
  PasteWords words = words_of (analyzer_rules (run->analyzer), run->arena);
  bool gain = paste_repair_with (raw->bytes, &words, run->arena, paste);
  paste_apply_words (paste, &words, run->arena);
  return gain || run->choice == PASTE_ALWAYS || paste->pseudo_fields >= PASTED_CAPTIONS_MIN ||
         !span_is_null (paste->program);
}

/* ---- what a mail carries ----------------------------------------------------------------------
 */

static bool
may_open (const PastedRun *run, const RawMessage *raw) {
  AttachedChoice choice = analyzer_attached (run->analyzer);
  if (choice == ATTACHED_NEVER || run->choice == PASTE_ALWAYS || run->depth >= LIMIT_ATTACHED_DEPTH)
    return false;
  return choice == ATTACHED_ALWAYS || !raw->in_mailbox;
}

/* A header in the text of a mail: who writes to support pastes it there. What the mail says of
 * itself is said in its own header. */
static bool
is_header_in_text (const PasteBlock *block) {
  bool results = false;
  FieldBlock fields;
  FieldBlockItem item;
  field_block_init (&fields, span_first (block->text, block->header_len));
  while (field_block_next (&fields, &item)) {
    HeaderId id = field_name_id (&item);
    results |= (id == HEADER_RECEIVED_SPF || id == HEADER_AUTHENTICATION_RESULTS) &&
               span_index (item.value, '.') >= 0;
  }
  return results;
}

static Span
message_id_of (Span header) {
  FieldBlock fields;
  FieldBlockItem item;
  field_block_init (&fields, span_first (header, LIMIT_HEADER_BLOCK));
  while (field_block_next (&fields, &item) && item.kind != FIELD_BLOCK_BLANK)
    if (field_name_id (&item) == HEADER_MESSAGE_ID)
      return span_trim (item.value);
  return SPAN_NULL;
}

/* The header that stands above the text stands in it again: somebody pasted it twice. */
static bool
is_outer_again (const PasteBlock *block, Span outer) {
  Span id = message_id_of (span_first (block->text, block->header_len));
  return id.len > 0 && span_equal (id, message_id_of (outer));
}

static bool
find_in_text (const PastedRun *run, Span outer, Span text, Paste *paste) {
  PasteWords words = words_of (analyzer_rules (run->analyzer), run->arena);
  if (text.len == 0 || !paste_repair_with (text, &words, run->arena, paste))
    return false;
  paste_apply_words (paste, &words, run->arena);
  Vec found = {0};
  for (guint i = 0; i < paste->blocks.n; i++) {
    const PasteBlock *block = vec_at (&paste->blocks, PasteBlock, i);
    if (is_header_in_text (block) && !is_outer_again (block, outer))
      *vec_push (run->arena, &found, PasteBlock) = *block;
  }
  paste->blocks = found;
  return found.n > 0;
}

/* The mail's own case, of which a line is kept. False for a notice or report: it is about what it
 * carries already. */
static bool
look_at_outer (const PastedRun *run, const RawMessage *raw, const Pasted *pasted,
               PastedOuter *ret) {
  Readable message;
  readable_make (raw, run->arena, &message);
  if (message.notification)
    return false;
  const Case *kase = analyzer_run (run->analyzer, &message, pasted);
  if (kase->original || kase->evidence.bounces.n > 0 || analyzer_reports (run->analyzer)->n > 0)
    return false;
  *ret = (PastedOuter){.from = arena_dup (run->arena, kase->evidence.from.address),
                       .subject = arena_dup (run->arena, kase->evidence.message.subject),
                       .status = kase->verdict.status};
  return true;
}

static void pasted_run_raw (const PastedRun *run, const RawMessage *raw);

static void
run_attached (const PastedRun *run, const RawMessage *raw, const AttachedMessage *message,
              guint sequence) {
  RawMessage inner = *raw;
  inner.bytes = message->bytes;
  inner.length = message->bytes.len;
  inner.offset = message->decoded ? raw->offset : raw->offset + message->offset;
  inner.sequence = sequence;
  inner.file = message->file;
  inner.quoted = false;
  inner.map = NULL;
  pasted_run_raw (run, &inner);
}

/* A refusal told in the text of a mail. */
static bool
find_refused_in_text (const PastedRun *run, const RawMessage *text, Refused *ret) {
  return refused_find_in_mail (analyzer_rules (run->analyzer), analyzer_rule_worker (run->analyzer),
                               text, run->arena, ret);
}

/* A mail system's own sentences, and the message it returns beside them: they are about it. */
static bool
returns_attached (const Attached *attached, Refused *refused) {
  if (attached->messages.n != 1 || !refused->words_alone)
    return false;
  refused->text.original = vec_at (&attached->messages, AttachedMessage, 0)->bytes;
  return true;
}

static void
answer_refused (const PastedRun *run, const RawMessage *raw, const Refused *refused) {
  const Pasted own = {.text = raw->bytes, .outer = run->outer};
  run->answer.call (analyzer_run (run->analyzer, &refused->readable, &own), raw, &own,
                    run->answer.data);
}

/* Who forwards a mail as people do leaves its header behind. */
static Span
program_in (const PastedRun *run, Span text) {
  PasteWords words = words_of (analyzer_rules (run->analyzer), run->arena);
  return captions_program (text, &words.programs);
}

/* "Our administrator set these records, is it right?" */
static Span
records_in (const PastedRun *run, Span text) {
  Span zone = paste_zone (span_first (text, LIMIT_PASTE), run->arena);
  if (zone.len == 0)
    return SPAN_NULL;
  g_autoptr (Resolver) records = resolver_new_records_text (zone);
  return pasted_records_domain (records, run->arena);
}

/* All candidates are cases. The mail itself is one where it did not pass, or is what was delivered;
 * else a line says that it was there. */
static bool
run_carried (const PastedRun *run, const RawMessage *raw, Pasted *ret_own) {
  Attached attached;
  Paste paste = {0};
  PastedOuter outer;
  const Pasted own = {.text = raw->bytes, .outer = run->outer};
  Readable readable;
  if (!may_open (run, raw))
    return false;
  readable_make (raw, run->arena, &readable);
  if (!paste_is_kept_message (readable.raw.bytes))
    return false;
  attached_find (analyzer_reader (run->analyzer), readable.raw.bytes, run->arena, &attached);
  RawMessage text = *raw;
  text.bytes = attached.text;
  text.map = NULL;
  Refused refused;
  bool alone = attached.messages.n == 0;
  bool in_text = alone && find_in_text (run, readable.raw.bytes, attached.text, &paste);
  bool told = !in_text && find_refused_in_text (run, &text, &refused) &&
              (alone || returns_attached (&attached, &refused));
  if (alone && !in_text && !told && !readable.notification) {
    ret_own->forward = program_in (run, attached.text);
    ret_own->carries = attached.shown;
    ret_own->carries_name = attached.shown_name;
    ret_own->records = records_in (run, attached.text);
  }
  if ((alone && !in_text && !told) || !look_at_outer (run, raw, &own, &outer))
    return false;
  if (attached.certified)
    run_one (run, raw, &own);
  PastedRun inner = *run;
  inner.outer = &outer;
  inner.depth++;
  for (guint i = 0; i < attached.messages.n && !told; i++) {
    const AttachedMessage *message = vec_at (&attached.messages, AttachedMessage, i);
    outer.attachment = message->name;
    run_attached (&inner, &readable.raw, message, i + 1);
  }
  for (guint i = 0; in_text && i < paste.blocks.n; i++)
    run_block (&inner, &text, &paste, i);
  if (told)
    answer_refused (&inner, &text, &refused);
  if (!attached.certified && !status_is (outer.status, STATUS_PASS))
    run_one (run, raw, &own);
  return true;
}

/* A browser that saves a page as one file writes a mail (RFC 2557), which nobody sent. */
static bool
is_saved_page (Span bytes) {
  FieldBlock fields;
  FieldBlockItem item;
  bool saved = false;
  field_block_init (&fields, span_first (bytes, LIMIT_HEADER_BLOCK));
  while (field_block_next (&fields, &item) && item.kind != FIELD_BLOCK_BLANK) {
    if (field_name_id (&item) == HEADER_RECEIVED)
      return false;
    saved |= span_equal_nocase (item.name, SPAN ("Snapshot-Content-Location")) ||
             (field_name_id (&item) == HEADER_FROM &&
              span_starts_with_nocase (span_trim (item.value), SPAN ("<Saved by ")));
  }
  return saved;
}

/* Its first page, as if that had been saved alone. */
static bool
run_saved_page (const PastedRun *run, const RawMessage *raw) {
  Attached attached;
  bool in_box = raw->in_mailbox && !raw->in_file;
  if (run->depth >= LIMIT_ATTACHED_DEPTH || in_box || !is_saved_page (raw->bytes))
    return false;
  attached_find (analyzer_reader (run->analyzer), raw->bytes, run->arena, &attached);
  RawMessage page = *raw;
  PastedRun inner = *run;
  inner.depth++;
  page.bytes = attached.text;
  page.file = SPAN ("html");
  page.in_mailbox = false;
  page.map = NULL;
  if (attached.text.len > 0)
    pasted_run_raw (&inner, &page);
  return attached.text.len > 0;
}

static void
pasted_run_raw (const PastedRun *run, const RawMessage *raw) {
  Paste paste = {0};
  if (run_saved_page (run, raw))
    return;
  bool pasted = is_paste (run, raw, &paste);
  for (guint i = 0; pasted && i < paste.blocks.n; i++)
    run_block (run, raw, &paste, i);
  if (pasted && paste.blocks.n > 0)
    return;
  Pasted own = {.paste = pasted ? &paste : NULL, .text = raw->bytes, .outer = run->outer};
  if (pasted || !run_carried (run, raw, &own))
    run_one (run, raw, &own);
}

/* A text that tells of refusals and is no message: one case with all of them. */
static bool
find_refused (const PastedRun *run, const RawMessage *raw, Refused *ret) {
  if (raw->log)
    return refused_read_log (raw, run->arena, ret);
  return run->choice != PASTE_NEVER && (!raw->in_mailbox || raw->in_file) &&
         !is_whole (raw, run->arena) &&
         refused_find (analyzer_rules (run->analyzer), analyzer_rule_worker (run->analyzer), raw,
                       run->arena, ret);
}

static bool
run_refused (const PastedRun *run, const RawMessage *raw) {
  Refused refused;
  if (!find_refused (run, raw, &refused))
    return false;
  answer_refused (run, raw, &refused);
  return true;
}

void
pasted_run_in (Arena *arena, Analyzer *analyzer, const RawMessage *raw, PasteChoice choice,
               PastedHandler handler, gpointer data) {
  const PastedRun run = {arena, analyzer, choice, NULL, {handler, data}, 0};
  if (!run_report_file (&run, raw) && !run_refused (&run, raw))
    pasted_run_raw (&run, raw);
}

void
pasted_run (Analyzer *analyzer, const RawMessage *raw, PasteChoice choice, PastedHandler handler,
            gpointer data) {
  g_autoptr (Arena) arena = arena_new ();
  pasted_run_in (arena, analyzer, raw, choice, handler, data);
}
