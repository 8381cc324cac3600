/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/text-table.h"

#include "report/text-now.h"
#include "report/text-rows.h"
#include "report/verdict-records.h"
#include "base/vocabulary.h"

#define MAX_SAID 160 /* bytes of a bounce's text, unless verbose */
#define MAX_CODES 20 /* of its first bytes hold the codes */

static Span
alignment_words (TextCase *text, Span result, Span domain, Span alignment) {
  Span from = text_shown (text, text->evidence->from.domain);
  bool passed = result_is (result, RESULT_PASS);
  if (alignment_is (alignment, ALIGNMENT_STRICT))
    return passed ? text_say (text, ALIGNED_STRICT) : text_say (text, WOULD_BE_ALIGNED_STRICT);
  if (alignment_is (alignment, ALIGNMENT_RELAXED))
    return passed ? text_say (text, ALIGNED_RELAXED, .from = from)
                  : text_say (text, WOULD_BE_ALIGNED_RELAXED, .from = from);
  if (!alignment_is (alignment, ALIGNMENT_NONE))
    return SPAN ("");
  return text_say (text, NOT_ALIGNED, .domain = text_shown (text, domain), .from = from);
}

/* "mx.example (believed: it received the message)" */
static Span
reporter_words (TextCase *text, Span reporter, Span trust, Span reason) {
  Span who = span_or (text_shown (text, reporter), text_say (text, REPORTER_UNNAMED));
  Span why = text_shown (text, reason);
  Span how = trust_is (trust, TRUST_NONE)      ? text_say (text, NOT_BELIEVED)
             : trust_is (trust, TRUST_ASSUMED) ? text_say (text, ASSUMED)
                                               : text_say (text, BELIEVED);
  if (why.len)
    how = text_say (text, TRUST_BECAUSE, .trust = how, .reason = why);
  return text_say (text, REPORTER_TRUSTED, .who = who, .trust = how);
}

/* A mail without From is a fault; that a text shows none is not. */
static bool
is_message_shown (const TextCase *text) {
  return text->evidence->message.fields.value > 0 &&
         !kind_is (text->mail_case->evidence.source.kind, KIND_PASTE);
}

static void
add_from (TextCase *text, Vec *rows) {
  const FromRecord *from = &text->evidence->from;
  Span address = text_shown (text, from->address);
  if (from->count.set && from->count.value > 1)
    address = text_say (text, FROM_AND_MORE, .from = address,
                        .count = page_number (&text->page, from->count.value - 1));
  if (from->domains.n > 1)
    address = text_say (text, FROM_OF_DOMAINS, .from = address,
                        .domains = text_joined (text, &from->domains, ", "));
  if (from->named_by_results == FLAG_TRUE)
    address = text->evidence == text->mail_case->original
                  ? text_say (text, FROM_NAMED_BY_REFUSAL, .from = text_shown (text, from->domain))
                  : text_say (text, FROM_NAMED_BY_RESULTS, .from = text_shown (text, from->domain));
  if (span_is_empty (address)) /* a report names no more */
    address = text_shown (text, from->domain);
  Span absent =
      is_message_shown (text) ? text_say (text, NONE_THERE) : text_say (text, FROM_NOT_SHOWN);
  text_rows_add (text, rows, SPAN ("From"), span_or (address, absent), SPAN (""), SPAN (""));
}

static Span
spf_absence (TextCase *text) {
  const Vec *all = &text->evidence->spf;
  for (guint i = 0; i < all->n; i++) {
    const SpfRecord *spf = vec_at (all, SpfRecord, i);
    if (spf->trusted != FLAG_TRUE)
      continue;
    if (span_is_null (spf->identity))
      return text_say (text, SPF_OF_WHOM, .result = text_shown (text, spf->raw_result));
    return identity_is (spf->identity, IDENTITY_HELO) ? text_say (text, SPF_ONLY_HELO)
                                                      : text_say (text, SPF_SENDER_NOT_TESTED);
  }
  return all->n ? text_say (text, NO_RESULT_BELIEVED) : text_say (text, NO_RESULT);
}

static void
add_spf (TextCase *text, Vec *rows) {
  const Verdict *verdict = &text->mail_case->verdict;
  if (span_is_null (verdict->spf)) {
    text_rows_add (text, rows, SPAN ("SPF"), SPAN ("-"), SPAN (""), spf_absence (text));
    return;
  }
  const SpfRecord *record = verdict_spf_record (&text->mail_case->verdict, text->evidence);
  Span client = record ? text_shown (text, record->client_ip) : SPAN ("");
  Span domain = text_shown (text, verdict->spf_domain);
  Span detail = client.len ? arena_printf (text->page.scratch, "%.*s (%.*s)", SPAN_FORMAT (domain),
                                           SPAN_FORMAT (client))
                           : domain;
  text_rows_add (text, rows, SPAN ("SPF"), verdict->spf, detail,
                 alignment_words (text, verdict->spf, verdict->spf_domain, verdict->spf_alignment));
}

static void
add_other_dkim (TextCase *text, Vec *rows, const DkimRecord *best) {
  const Vec *all = &text->evidence->dkim;
  guint total = 0, shown = 0, limit = text_limit (text, all->n);
  for (guint i = 0; i < all->n; i++) {
    const DkimRecord *record = vec_at (all, DkimRecord, i);
    if (record == best || record->trusted != FLAG_TRUE || span_is_null (record->domain))
      continue;
    if (total++ >= limit)
      continue;
    shown++;
    text_rows_add (text, rows, SPAN (""), span_or (record->result, record->raw_result),
                   text_key_words (text, record->domain, record->selector),
                   alignment_words (text, record->result, record->domain, record->alignment));
  }
  text_rows_add_more (text, rows, shown, total);
}

static void
add_unverified_signatures (TextCase *text, Vec *rows) {
  const Vec *all = &text->evidence->dkim_signatures;
  guint limit = text_limit (text, all->n);
  for (guint i = 0; i < limit; i++) {
    const DkimSignatureRecord *record = vec_at (all, DkimSignatureRecord, i);
    text_rows_add (text, rows, i ? SPAN ("") : SPAN ("DKIM"), SPAN ("-"),
                   text_key_words (text, record->domain, record->selector),
                   text_say (text, SIGNED_NO_RESULT));
  }
  text_rows_add_more (text, rows, limit, all->n);
  if (all->n == 0)
    text_rows_add (text, rows, SPAN ("DKIM"), SPAN ("-"), SPAN (""), text_say (text, NO_RESULT));
}

static void
add_dkim (TextCase *text, Vec *rows) {
  const Verdict *verdict = &text->mail_case->verdict;
  if (span_is_null (verdict->dkim)) {
    add_unverified_signatures (text, rows);
    return;
  }
  if (result_is (verdict->dkim, RESULT_NONE))
    text_rows_add (text, rows, SPAN ("DKIM"), verdict->dkim, SPAN (""),
                   text_say (text, NO_SIGNATURE));
  else
    text_rows_add (
        text, rows, SPAN ("DKIM"), verdict->dkim,
        text_key_words (text, verdict->dkim_domain, verdict->dkim_selector),
        alignment_words (text, verdict->dkim, verdict->dkim_domain, verdict->dkim_alignment));
  add_other_dkim (text, rows, verdict_dkim_record (&text->mail_case->verdict, text->evidence));
}

static Span
policy_words (TextCase *text, const DmarcRecord *record) {
  const Verdict *verdict = &text->mail_case->verdict;
  Span policy = record ? text_shown (text, record->policy) : SPAN ("");
  Span done = text_shown (text, verdict->disposition);
  Arena *scratch = text->page.scratch;
  Span words = record_state_is (verdict->dmarc_record, RECORD_NONE)
                   ? text_say (text, NO_DMARC_RECORD)
               : policy.len ? arena_printf (scratch, "p=%.*s", SPAN_FORMAT (policy))
                            : SPAN ("");
  if (done.len == 0 || span_equal (done, policy))
    return words;
  return words.len ? text_say (text, POLICY_AND_DISPOSITION, .policy = words, .result = done)
                   : text_say (text, DISPOSITION, .result = done);
}

/* Whose results a verdict of our own rests on. */
static Span
computed_words (TextCase *text) {
  const SpfRecord *spf = verdict_spf_record (&text->mail_case->verdict, text->evidence);
  const DkimRecord *dkim = verdict_dkim_record (&text->mail_case->verdict, text->evidence);
  if (spf == NULL && dkim == NULL)
    return text_say (text, WORKED_OUT_HERE);
  Span who = dkim && (spf == NULL || result_is (dkim->result, RESULT_PASS))
                 ? reporter_words (text, dkim->reporter, dkim->trust, dkim->trust_reason)
                 : reporter_words (text, spf->reporter, spf->trust, spf->trust_reason);
  return text_say (text, WORKED_OUT_FROM, .who = who);
}

static void
add_dmarc (TextCase *text, Vec *rows) {
  const Verdict *verdict = &text->mail_case->verdict;
  const DmarcRecord *record = verdict_dmarc_record (&text->mail_case->verdict, text->evidence);
  Span note = SPAN ("");
  if (basis_is (verdict->basis, BASIS_COMPUTED) && !span_is_null (verdict->dmarc)) {
    note = computed_words (text);
  } else if (record) {
    Span who = reporter_words (text, record->reporter, record->trust, record->trust_reason);
    Span said = text_shown (text, record->raw_result);
    note = span_is_null (verdict->dmarc) ? text_say (text, SAYS_WHAT, .who = who, .result = said)
                                         : text_say (text, SAYS_WHO, .who = who);
  } else if (span_is_null (verdict->dmarc)) {
    note =
        text->evidence->dmarc.n ? text_say (text, NO_RESULT_BELIEVED) : text_say (text, NO_RESULT);
  }
  text_rows_add (text, rows, SPAN ("DMARC"), span_or (verdict->dmarc, SPAN ("-")),
                 policy_words (text, record), note);
}

/* Does a finding below quote it? */
static bool
is_quoted (const TextCase *text, Span said) {
  const Vec *all = &text->mail_case->findings;
  Span start = span_first (said, MAX_SAID);
  for (guint i = 0; i < all->n; i++) {
    const Finding *finding = vec_at (all, Finding, i);
    if (span_is_null (finding->superseded_by) && span_find (finding->explanation, start) >= 0)
      return true;
  }
  return false;
}

/* What a finding quotes whole only has to tell one row from another here. */
static Span
beginning (TextCase *text, Span said) {
  const ReportOptions *options = text->page.options;
  gssize blank = span_last_index (span_first (said, MAX_SAID), ' ');
  if (options->verbose || said.len <= MAX_SAID || blank <= 0 || !is_quoted (text, said))
    return text_shown (text, said);
  return arena_printf (text->page.scratch, "%.*s %s",
                       SPAN_FORMAT (text_shown (text, span_first (said, (gsize)blank))),
                       options->utf8 ? "…" : "...");
}

/* The status once: most texts begin with it, behind the reply code or with a hyphen. */
static Span
bounce_words (TextCase *text, const Bounce *bounce) {
  Span status = text_shown (text, span_or (bounce->status, bounce->reply_code));
  Span said = beginning (text, bounce->diagnostic);
  if (status.len == 0 || span_find (span_first (said, MAX_CODES), status) >= 0)
    return said;
  return arena_printf (text->page.scratch, "%.*s %.*s", SPAN_FORMAT (status), SPAN_FORMAT (said));
}

static void
add_bounces (TextCase *text, Vec *rows) {
  const Vec *all = &text->mail_case->evidence.bounces;
  guint limit = text_limit (text, all->n);
  for (guint i = 0; i < limit; i++) {
    const Bounce *bounce = vec_at (all, Bounce, i);
    text_rows_add (text, rows, i ? SPAN ("") : text_say (text, LABEL_BOUNCE),
                   span_or (text_shown (text, bounce->action), SPAN ("-")),
                   text_shown (text, span_or (bounce->recipient, bounce->receiver)),
                   bounce_words (text, bounce));
  }
  text_rows_add_more (text, rows, limit, all->n);
}

static void
add_paste (TextCase *text, Vec *rows) {
  const Source *source = &text->mail_case->evidence.source;
  if (span_is_null (source->confidence))
    return;
  Span confidence = page_confidence (&text->page, source->confidence);
  Span receipt = text_shown (text, source->receipt);
  text_rows_add (text, rows, text_say (text, LABEL_PASTE),
                 receipt.len
                     ? text_say (text, PASTE_REPAIRED, .confidence = confidence, .repairs = receipt)
                     : text_say (text, PASTE_CONFIDENCE, .confidence = confidence),
                 SPAN (""), SPAN (""));
  if (source->title.len)
    text_rows_add (text, rows, SPAN (""),
                   text_say (text, PASTE_BELOW_LINE, .line = text_shown (text, source->title)),
                   SPAN (""), SPAN (""));
}

static void
add_outer (TextCase *text, Vec *rows) {
  const OuterMail *outer = text->mail_case->evidence.source.outer;
  if (outer == NULL)
    return;
  Span from = span_or (text_shown (text, outer->from), text_say (text, NONE_THERE));
  Span name = text_shown (text, outer->attachment);
  text_rows_add (text, rows, text_say (text, LABEL_OUTER),
                 name.len ? text_say (text, OUTER_ATTACHED, .name = name, .from = from,
                                      .result = outer->status)
                          : text_say (text, OUTER_CARRIED, .from = from, .result = outer->status),
                 SPAN (""), SPAN (""));
}

/* Other servers send the platform's other streams. */
static void
add_stream (TextCase *text, Vec *rows) {
  const SenderRecord *sender = &text->evidence->sender_profile;
  if (span_is_null (sender->stream))
    return;
  Span name = text_shown (text, sender->stream), platform = text_shown (text, sender->title);
  text_rows_add (text, rows, text_say (text, LABEL_STREAM),
                 span_is (sender->stream_basis, "documented")
                     ? text_say (text, STREAM_DOCUMENTED, .name = name, .platform = platform)
                     : text_say (text, STREAM_ASSUMED, .name = name, .platform = platform),
                 SPAN (""), SPAN (""));
}

static void
write_reading (TextCase *text) {
  Span when = page_date (&text->page, &text->evidence->dns_read);
  if (when.len == 0)
    return;
  page_go_to (&text->page, TEXT_INDENT);
  page_wrap (&text->page, STYLE_DIM, TEXT_INDENT, text_say (text, DNS_READ_AT, .result = when));
}

void
text_table (TextCase *text) {
  Vec rows = {0};
  add_from (text, &rows);
  add_spf (text, &rows);
  text_now_add_spf (text, &rows);
  add_dkim (text, &rows);
  text_now_add_dkim (text, &rows);
  add_dmarc (text, &rows);
  text_now_add_dmarc (text, &rows);
  add_stream (text, &rows);
  add_bounces (text, &rows);
  add_outer (text, &rows);
  add_paste (text, &rows);
  text_rows_write (text, &rows);
  write_reading (text);
}
