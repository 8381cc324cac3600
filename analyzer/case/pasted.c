/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "case/pasted.h"

#include "case/receipt.h"
#include "evidence/gather.h"
#include "headers/authentication-results.h"
#include "judge/trust-reason.h"
#include "judge/verdict.h"
#include "syntax/domain.h"
#include "base/vocabulary.h"

static void
set_repairs (Source *source, const PasteBlock *block, Arena *arena) {
  for (guint i = 0; i < block->repairs.n; i++) {
    const PasteRepair *repair = vec_at (&block->repairs, PasteRepair, i);
    *vec_push (arena, &source->repairs, Repair) = (Repair){.line = number_of (repair->line),
                                                           .kind = span_from_string (repair->kind),
                                                           .before = repair->before,
                                                           .after = repair->after};
  }
}

static Span
cut_names (const PasteBlock *block, Arena *arena) {
  g_autoptr (GString) names = g_string_new (NULL);
  for (guint i = 0; i < block->cut_fields.n; i++) {
    Span name = vec_at (&block->cut_fields, PasteCut, i)->name;
    g_string_append_printf (names, "%s%.*s", i ? ", " : "", SPAN_FORMAT (name));
  }
  return names->len ? arena_dup (arena, span_of (names->str, names->len)) : SPAN_NULL;
}

static void
set_overview (const Paste *paste, Evidence *evidence, Arena *arena) {
  const PasteOverview *table = &paste->overview;
  if (table->line == 0)
    return;
  Overview *overview = evidence->overview = arena_new_of (arena, Overview);
  *overview = (Overview){.spf = table->spf,
                         .dkim = table->dkim,
                         .dmarc = table->dmarc,
                         .client_ip = table->ip,
                         .told = flag_of (table->told),
                         .program = table->program,
                         .line = number_of (table->line)};
  if (!domain_normalize (table->dkim_domain, arena, &overview->dkim_domain))
    overview->dkim_domain = SPAN_NULL;
  if (!domain_normalize (table->domain, arena, &overview->domain))
    overview->domain = SPAN_NULL;
}

CaseText
pasted_text (const Pasted *pasted) {
  const PasteBlock *block = pasted->block;
  CaseText text = {.bytes = pasted->text,
                   .first = block ? block->line : 1,
                   .several = pasted_has_several (pasted)};
  gsize at;
  guint line;
  if (block && block->text.len > 0 &&
      source_map_find (&block->map, block->text.len - 1, &at, &line))
    text.last = line;
  return text;
}

/* A header in another message's text may be its author's work. Captions above a few fields without
 * a Received are of the mail whose text they are. */
static void
set_doubts (Source *source, const PasteBlock *block, bool has_received) {
  bool captioned = source->captions.set && !has_received && block->line > 1;
  source->doubted = captioned || block->behind != BEHIND_NOTHING;
  source->owned = captioned || block->behind == BEHIND_OWN_TEXT;
  source->doubtful_line = captioned || block->behind >= BEHIND_SAME_AUTHOR ? block->line : 0;
  if (source->owned)
    source->behind_text = number_of (block->line);
}

static void
set_outer (const PastedOuter *outer, Source *source, Arena *arena) {
  source->outer = arena_new_of (arena, OuterMail);
  *source->outer = (OuterMail){.attachment = arena_dup (arena, outer->attachment),
                               .from = arena_dup (arena, outer->from),
                               .subject = arena_dup (arena, outer->subject),
                               .status = outer->status};
}

/* Anything of one, or what a mailbox makes of one. */
static bool
has_header (const Evidence *evidence) {
  return evidence->overview || evidence->authentication_results.n > 0 || evidence->received.n > 0 ||
         evidence->dkim_signatures.n > 0 || evidence->spf.n > 0;
}

void
pasted_set_source (const Pasted *pasted, const Words *words, Evidence *evidence, Arena *arena) {
  Source *source = &evidence->source;
  const PasteBlock *block = pasted->block;
  if (pasted->outer)
    set_outer (pasted->outer, source, arena);
  source->forward = pasted->forward;
  source->carries = pasted->carries;
  source->carries_name = pasted->carries_name;
  source->records = pasted->records;
  if (pasted->paste == NULL)
    return;
  source->kind = kind_word (KIND_PASTE);
  source->confidence = confidence_word (CONFIDENCE_LOW);
  if (pasted->paste->pseudo_fields >= PASTED_CAPTIONS_MIN)
    source->captions = number_of (pasted->paste->pseudo_fields);
  set_overview (pasted->paste, evidence, arena);
  if (!has_header (evidence))
    source->program = pasted->paste->program;
  if (block == NULL)
    return;
  source->confidence = span_from_string (paste_confidence_word (block->confidence));
  source->title = block->title;
  source->cut_fields = cut_names (block, arena);
  source->receipt = receipt_of (block, source->cut_fields, words, arena);
  source->trace_gap = block->trace_gap;
  source->author_open = block->author_open;
  source->fields_gap = block->fields_gap;
  source->incomplete = paste_is_incomplete (block) ? FLAG_TRUE : FLAG_FALSE;
  set_doubts (source, block, evidence->received.n > 0);
  set_repairs (source, block, arena);
  if (block->repairs.n < block->n_repairs) {
    Cut *cut = vec_push (arena, &evidence->cut, Cut);
    *cut = (Cut){SPAN ("repairs"), number_of (block->n_repairs)};
  }
}

static bool
is_receivers_word (const DmarcRecord *dmarc) {
  return dmarc->trusted == FLAG_TRUE && dmarc->authentication_results >= 0 && !dmarc->spam_report &&
         !span_is_null (dmarc->domain);
}

/* What authentication_milter writes where it found no author (its issue 156). */
static bool
is_placeholder (Span domain) {
  return span_equal (domain, SPAN ("localhost.localdomain"));
}

/* Null when they name none, or several. Some name the domain whose policy they applied, a parent of
 * the author's: of a header that is there but for its end, the rest is the better answer. */
static Span
named_author (const Evidence *evidence) {
  Span domain = SPAN_NULL;
  for (guint i = 0; i < evidence->dmarc.n; i++) {
    const DmarcRecord *dmarc = vec_at (&evidence->dmarc, DmarcRecord, i);
    if (!is_receivers_word (dmarc))
      continue;
    if (is_placeholder (dmarc->domain))
      return SPAN_NULL;
    if (!span_is_null (domain) && !span_equal (domain, dmarc->domain))
      return SPAN_NULL;
    domain = dmarc->domain;
  }
  return domain;
}

/* rspamd's header.from is the domain whose policy it applied, mostly a parent's. */
static bool
names_policy_domain (const Evidence *evidence) {
  for (guint i = 0; i < evidence->dmarc.n; i++) {
    const DmarcRecord *dmarc = vec_at (&evidence->dmarc, DmarcRecord, i);
    if (is_receivers_word (dmarc) && auth_reason_is_of_rspamd (dmarc->reason))
      return true;
  }
  return false;
}

static bool
tells_failures_only (const Evidence *evidence) {
  for (guint i = 0; i < evidence->dmarc.n; i++) {
    const DmarcRecord *dmarc = vec_at (&evidence->dmarc, DmarcRecord, i);
    if (is_receivers_word (dmarc) && !result_is (dmarc->result, RESULT_FAIL))
      return false;
  }
  return true;
}

/* Of a whole message whose From names nobody only a failure is told: the sender may have found an
 * author that one program sees and another does not. So of a header that was cut. */
static bool
may_be_named (const Pasted *pasted, const Evidence *evidence) {
  const FromRecord *from = &evidence->from;
  if (from->domains.n > 0 || from->fields.value > 1 ||
      (evidence->received.n > 0 && names_policy_domain (evidence)))
    return false;
  if (pasted->block == NULL)
    return from->fields.value == 1 && tells_failures_only (evidence);
  bool cut = evidence->received.n > 0 && evidence->source.incomplete == FLAG_TRUE;
  return !cut || tells_failures_only (evidence);
}

void
pasted_take_author (const Pasted *pasted, Case *kase, Arena *arena) {
  FromRecord *from = &kase->evidence.from;
  if (!may_be_named (pasted, &kase->evidence))
    return;
  Span domain = named_author (&kase->evidence);
  if (span_is_null (domain))
    return;
  from->domain = domain;
  from->host_name = flag_of (domain_is_host_name (domain));
  from->named_by_results = FLAG_TRUE;
  *vec_push (arena, &from->domains, Span) = domain;
  evidence_derive (&kase->evidence, arena);
}

#define DOUBT(record, why)                     \
  do {                                         \
    (record)->trust = trust_word (TRUST_NONE); \
    (record)->trusted = FLAG_FALSE;            \
    TRUST_EXPLAIN (record, why);               \
  } while (0)

/* What passed for somebody else makes no pass. */
static bool
is_doubtful (Flag trusted, Span result, Span alignment) {
  return trusted == FLAG_TRUE && result_is (result, RESULT_PASS) &&
         !alignment_is (alignment, ALIGNMENT_NONE);
}

/* What a mail carries that did not pass itself can be forged with it. */
static bool
is_senders_text (const Pasted *pasted) {
  return (pasted->block && pasted->block->senders) ||
         (pasted->outer && !status_is (pasted->outer->status, STATUS_PASS));
}

void
pasted_doubt_passes (const Pasted *pasted, Case *kase, const Words *words, Arena *arena) {
  Evidence *evidence = &kase->evidence;
  if (!is_senders_text (pasted))
    return;
  TrustReason reason = trust_reason (words, WORD_REASON_SENDERS_TEXT, arena);
  for (guint i = 0; i < evidence->spf.n; i++) {
    SpfRecord *spf = vec_at (&evidence->spf, SpfRecord, i);
    if (is_doubtful (spf->trusted, spf->result, spf->alignment))
      DOUBT (spf, reason);
  }
  for (guint i = 0; i < evidence->dkim.n; i++) {
    DkimRecord *dkim = vec_at (&evidence->dkim, DkimRecord, i);
    if (is_doubtful (dkim->trusted, dkim->result, dkim->alignment))
      DOUBT (dkim, reason);
  }
  for (guint i = 0; i < evidence->dmarc.n; i++) {
    DmarcRecord *dmarc = vec_at (&evidence->dmarc, DmarcRecord, i);
    if (is_doubtful (dmarc->trusted, dmarc->result, SPAN_NULL))
      DOUBT (dmarc, reason);
  }
}

/* A line that says "fail" is not believed because it does not fit the others; in a text that was
 * repaired, the repair may be why. And where the text ends with From, another author may follow. */
static bool
is_contradicted (const Case *kase) {
  const Evidence *evidence = &kase->evidence;
  if (!basis_is (kase->verdict.basis, BASIS_COMPUTED) ||
      !status_is (kase->verdict.status, STATUS_PASS) || evidence->source.repairs.n == 0)
    return false;
  if (evidence->source.author_open)
    return true;
  for (guint i = 0; i < evidence->dmarc.n; i++)
    if (result_is (vec_at (&evidence->dmarc, DmarcRecord, i)->result, RESULT_FAIL))
      return true;
  return false;
}

static void
withhold_doubtful_pass (Case *kase) {
  Source *source = &kase->evidence.source;
  if (source->doubtful_line == 0 || !status_is (kase->verdict.status, STATUS_PASS))
    return;
  source->behind_text = number_of (source->doubtful_line);
  verdict_withhold_pass (&kase->verdict, &kase->evidence);
}

void
pasted_limit_verdict (Case *kase) {
  Verdict *verdict = &kase->verdict;
  if (is_contradicted (kase))
    kase->evidence.source.incomplete = FLAG_TRUE;
  bool computed = basis_is (verdict->basis, BASIS_COMPUTED) || kase->evidence.source.trace_gap;
  bool open = (VerdictWhy)verdict->why == WHY_UNKNOWN;
  if (kase->evidence.source.incomplete != FLAG_TRUE || !(computed || open))
    return withhold_doubtful_pass (kase);
  if (span_is_null (verdict->dmarc) && !open)
    return;
  verdict->status = status_word (STATUS_UNKNOWN);
  verdict->dmarc = verdict->basis = verdict->trust_id = SPAN_NULL;
  verdict->probable = FLAG_UNKNOWN;
  verdict->why = WHY_INCOMPLETE;
}

static const Field *
field_at (const Message *message, gsize at) {
  for (guint i = 0; i < message->fields.n; i++) {
    const Field *field = vec_at (&message->fields, Field, i);
    if (at >= field->offset && at < field->offset + field->raw.len)
      return field;
  }
  return NULL;
}

void
pasted_note_defects (const Pasted *pasted, const Message *message, Defects *defects) {
  if (pasted->paste == NULL)
    return;
  if (pasted->paste->cut)
    defect_add (defects, "paste-too-long", SPAN_NULL,
                "The pasted text is longer than what is repaired of one; its end was not read.");
  if (pasted->paste->blocks_cut)
    defect_add (defects, "paste-too-many-headers", SPAN_NULL,
                "The pasted text holds more headers than are read of one.");
  for (guint i = 0; pasted->block && i < pasted->block->cut_fields.n; i++) {
    const PasteCut *cut = vec_at (&pasted->block->cut_fields, PasteCut, i);
    const Field *field = field_at (message, cut->at);
    if (field)
      defects_enter (defects, field->raw, number_of (field->index), number_of (field->line),
                     number_of ((gint64)field->offset));
    defect_add (defects, "paste-field-cut", SPAN_NULL,
                "A value in %.*s is cut, or its end is missing.", SPAN_FORMAT (cut->name));
    defects_leave (defects);
  }
}
