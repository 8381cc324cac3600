/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The answer for people: one line to say it, a table to see it, then why and what to do. */
#include "report/text-evidence.h"
#include "report/text-findings.h"
#include "report/text-page.h"

#define INDENT 2
#define RESULT_COLUMN 10
#define MAX_DETAIL 44 /* a wider detail has its note below it */
#define MIN_NOTE 30   /* a note wants as many columns, or a line of its own */
#define MAX_FIXES 16 /* if verbose */
#define MAX_FIXES_SHOWN 3
#define MAX_FINDINGS 12 /* unless verbose */
#define MAX_ROWS 4      /* of one kind, unless verbose */
#define SENTENCE 6      /* column of the answer */
#define EXPLANATION 12  /* column of a finding's title and explanation */

typedef struct {
  const char *label;
  Span result;
  Span detail;
  Span note;
} Row;

typedef struct {
  Page page;
  const Case *mail_case;
  const Evidence *evidence; /* of the message the verdict speaks of */
  Vec rows;                 /* of Row */
} Text;

/* ---- words ---- */

static bool
is_word (Span span, const char *word) {
  return span_equal (span, span_from_string (word));
}

static Span
esc (Text *text, Span span) {
  return page_escape (&text->page, span);
}

static Span
or_else (Span span, Span fallback) {
  return span.len ? span : fallback;
}

/* "a", "b", "c" as one text, at most LIMIT of them. */
static Span
joined (Text *text, const Vec *spans, const char *separator) {
  g_autoptr (GString) out = g_string_new (NULL);
  for (guint i = 0; i < MIN (spans->n, 8); i++) {
    Span one = esc (text, *vec_at (spans, Span, i));
    g_string_append_printf (out, "%s%.*s", i ? separator : "", SPAN_FORMAT (one));
  }
  if (spans->n > 8)
    g_string_append_printf (out, "%s%u more", separator, spans->n - 8);
  return arena_dup (text->page.scratch, span_of (out->str, out->len));
}

static Span
alignment_words (Text *text, Span result, Span domain, Span alignment) {
  Span from = esc (text, text->evidence->from.domain);
  const char *would = is_word (result, "pass") ? "" : "would be ";
  if (is_word (alignment, "strict"))
    return arena_printf (text->page.scratch, "%saligned: the From domain itself", would);
  if (is_word (alignment, "relaxed"))
    return arena_printf (text->page.scratch, "%saligned: same organisation as %.*s", would,
                         SPAN_FORMAT (from));
  if (!is_word (alignment, "none"))
    return SPAN ("");
  domain = esc (text, domain);
  return arena_printf (text->page.scratch, "not aligned: %.*s is not %.*s", SPAN_FORMAT (domain),
                       SPAN_FORMAT (from));
}

/* "mx.example (believed: it received the message)" */
static Span
reporter_words (Text *text, Span reporter, Span trust, Span reason) {
  Span who = or_else (esc (text, reporter), SPAN ("the receiver"));
  Span why = esc (text, reason);
  const char *how = is_word (trust, "none")      ? "not believed"
                    : is_word (trust, "assumed") ? "assumed"
                                                 : "believed";
  return arena_printf (text->page.scratch, "%.*s (%s%s%.*s)", SPAN_FORMAT (who), how,
                       why.len ? ": " : "", SPAN_FORMAT (why));
}

static Span
who_fixes (Text *text, Span fix_by) {
  const Evidence *evidence = text->evidence;
  Arena *scratch = text->page.scratch;
  Span platform = esc (text, evidence->sender_profile.title);
  Span receiver = esc (text, or_else (evidence->receiver.name, evidence->receiver.host));
  Span domain = esc (text, evidence->from.domain);
  if (is_word (fix_by, "dns-admin"))
    return arena_printf (scratch, "the DNS administrator%s%.*s", domain.len ? " of " : "",
                         SPAN_FORMAT (domain));
  if (is_word (fix_by, "sender"))
    return or_else (platform, SPAN ("the sending platform"));
  if (is_word (fix_by, "institution"))
    return arena_printf (scratch, "the institution that sends, in its settings%s%.*s",
                         platform.len ? " at " : "", SPAN_FORMAT (platform));
  if (is_word (fix_by, "forwarder"))
    return SPAN ("whoever runs the system that forwards");
  if (is_word (fix_by, "receiver"))
    return arena_printf (scratch, "the receiver%s%.*s", receiver.len ? ", " : "",
                         SPAN_FORMAT (receiver));
  if (is_word (fix_by, "recipient-admin"))
    return SPAN ("the recipient's mail administrator");
  return SPAN ("whoever can");
}

/* ---- which records the verdict was made of ---- */

static bool
spf_is_verdict (const SpfRecord *record, const Verdict *verdict) {
  return record->trusted == FLAG_TRUE && span_equal (record->result, verdict->spf) &&
         span_equal (record->domain, verdict->spf_domain);
}

static const SpfRecord *
spf_of_verdict (const Text *text) {
  const Verdict *verdict = &text->mail_case->verdict;
  const Vec *all = &text->evidence->spf;
  if (span_is_null (verdict->spf))
    return NULL;
  if (verdict->spf_index >= 0 && (guint)verdict->spf_index < all->n &&
      spf_is_verdict (vec_at (all, SpfRecord, verdict->spf_index), verdict))
    return vec_at (all, SpfRecord, verdict->spf_index);
  for (guint i = 0; i < all->n; i++)
    if (spf_is_verdict (vec_at (all, SpfRecord, i), verdict))
      return vec_at (all, SpfRecord, i);
  return NULL;
}

static bool
dkim_is_verdict (const DkimRecord *record, const Verdict *verdict) {
  return record->trusted == FLAG_TRUE && span_equal (record->result, verdict->dkim) &&
         span_equal (record->domain, verdict->dkim_domain) &&
         (span_is_null (verdict->dkim_selector) ||
          span_equal (record->selector, verdict->dkim_selector));
}

static const DkimRecord *
dkim_of_verdict (const Text *text) {
  const Verdict *verdict = &text->mail_case->verdict;
  const Vec *all = &text->evidence->dkim;
  if (span_is_null (verdict->dkim))
    return NULL;
  if (verdict->dkim_index >= 0 && (guint)verdict->dkim_index < all->n &&
      dkim_is_verdict (vec_at (all, DkimRecord, verdict->dkim_index), verdict))
    return vec_at (all, DkimRecord, verdict->dkim_index);
  for (guint i = 0; i < all->n; i++)
    if (dkim_is_verdict (vec_at (all, DkimRecord, i), verdict))
      return vec_at (all, DkimRecord, i);
  return NULL;
}

static const DmarcRecord *
dmarc_of_verdict (const Text *text) {
  const Verdict *verdict = &text->mail_case->verdict;
  const Vec *all = &text->evidence->dmarc;
  if (verdict->dmarc_index >= 0 && (guint)verdict->dmarc_index < all->n &&
      vec_at (all, DmarcRecord, verdict->dmarc_index)->trusted == FLAG_TRUE)
    return vec_at (all, DmarcRecord, verdict->dmarc_index);
  for (guint i = 0; i < all->n; i++)
    if (vec_at (all, DmarcRecord, i)->trusted == FLAG_TRUE)
      return vec_at (all, DmarcRecord, i);
  return NULL;
}

/* ---- the table ---- */

static void
add_row (Text *text, const char *label, Span result, Span detail, Span note) {
  Row *row = vec_push (text->page.scratch, &text->rows, Row);
  *row = (Row){label, result, detail, note};
}

static void
add_more (Text *text, guint shown, guint total) {
  if (total > shown)
    add_row (text, "", SPAN (""),
             arena_printf (text->page.scratch, "%u more (--verbose shows all)", total - shown),
             SPAN (""));
}

static guint
row_limit (const Text *text, guint n) {
  return text->page.options->verbose ? n : MIN (n, MAX_ROWS);
}

static void
add_from (Text *text) {
  const FromRecord *from = &text->evidence->from;
  Span address = esc (text, from->address);
  if (from->count.set && from->count.value > 1)
    address = arena_printf (text->page.scratch, "%.*s and %" G_GINT64_FORMAT " more",
                            SPAN_FORMAT (address), from->count.value - 1);
  if (from->domains.n > 1)
    address = arena_printf (text->page.scratch, "%.*s; domains: %.*s", SPAN_FORMAT (address),
                            SPAN_FORMAT (joined (text, &from->domains, ", ")));
  add_row (text, "From", or_else (address, SPAN ("none")), SPAN (""), SPAN (""));
}

static Span
spf_absence (const Text *text) {
  const Vec *all = &text->evidence->spf;
  for (guint i = 0; i < all->n; i++)
    if (vec_at (all, SpfRecord, i)->trusted == FLAG_TRUE)
      return is_word (vec_at (all, SpfRecord, i)->identity, "helo")
                 ? SPAN ("only the HELO name was tested")
                 : SPAN ("the sender's domain was not tested");
  return all->n ? SPAN ("no result that is believed") : SPAN ("no result");
}

static void
add_spf (Text *text) {
  const Verdict *verdict = &text->mail_case->verdict;
  if (span_is_null (verdict->spf)) {
    add_row (text, "SPF", SPAN ("-"), SPAN (""), spf_absence (text));
    return;
  }
  const SpfRecord *record = spf_of_verdict (text);
  Span client = record ? esc (text, record->client_ip) : SPAN ("");
  Span domain = esc (text, verdict->spf_domain);
  Span detail = client.len ? arena_printf (text->page.scratch, "%.*s (%.*s)", SPAN_FORMAT (domain),
                                           SPAN_FORMAT (client))
                           : domain;
  add_row (text, "SPF", verdict->spf, detail,
           alignment_words (text, verdict->spf, verdict->spf_domain, verdict->spf_alignment));
}

static Span
key_words (Text *text, Span domain, Span selector) {
  domain = esc (text, domain);
  selector = esc (text, selector);
  if (selector.len == 0)
    return domain;
  return arena_printf (text->page.scratch, "%.*s (selector %.*s)", SPAN_FORMAT (domain),
                       SPAN_FORMAT (selector));
}

static void
add_other_dkim (Text *text, const DkimRecord *best) {
  const Vec *all = &text->evidence->dkim;
  guint total = 0, shown = 0, limit = row_limit (text, all->n);
  for (guint i = 0; i < all->n; i++) {
    const DkimRecord *record = vec_at (all, DkimRecord, i);
    if (record == best || record->trusted != FLAG_TRUE || span_is_null (record->domain))
      continue;
    if (total++ >= limit)
      continue;
    shown++;
    add_row (text, "", or_else (record->result, record->raw_result),
             key_words (text, record->domain, record->selector),
             alignment_words (text, record->result, record->domain, record->alignment));
  }
  add_more (text, shown, total);
}

static void
add_unverified_signatures (Text *text) {
  const Vec *all = &text->evidence->dkim_signatures;
  guint limit = row_limit (text, all->n);
  for (guint i = 0; i < limit; i++) {
    const DkimSignatureRecord *record = vec_at (all, DkimSignatureRecord, i);
    add_row (text, i ? "" : "DKIM", SPAN ("-"), key_words (text, record->domain, record->selector),
             SPAN ("signed; no result that is believed"));
  }
  add_more (text, limit, all->n);
  if (all->n == 0)
    add_row (text, "DKIM", SPAN ("-"), SPAN (""), SPAN ("no result"));
}

static void
add_dkim (Text *text) {
  const Verdict *verdict = &text->mail_case->verdict;
  if (span_is_null (verdict->dkim)) {
    add_unverified_signatures (text);
    return;
  }
  if (is_word (verdict->dkim, "none"))
    add_row (text, "DKIM", verdict->dkim, SPAN (""), SPAN ("no signature"));
  else
    add_row (text, "DKIM", verdict->dkim,
             key_words (text, verdict->dkim_domain, verdict->dkim_selector),
             alignment_words (text, verdict->dkim, verdict->dkim_domain, verdict->dkim_alignment));
  add_other_dkim (text, dkim_of_verdict (text));
}

/* What the DNS says now, below what the receiver saw then. */
static void
add_spf_now (Text *text) {
  const SpfNow *now = text->evidence->spf_now;
  if (now == NULL)
    return;
  Arena *scratch = text->page.scratch;
  bool unknown = is_word (now->problem, "not-in-file") || is_word (now->problem, "dns");
  Span why = now->problem.len
                 ? arena_printf (scratch, "now: %.*s %.*s", SPAN_FORMAT (esc (text, now->problem)),
                                 SPAN_FORMAT (esc (text, now->at)))
             : now->mechanism.len
                 ? arena_printf (scratch, "now: by %.*s", SPAN_FORMAT (esc (text, now->mechanism)))
                 : SPAN ("now");
  add_row (text, "  now", unknown ? SPAN ("-") : now->result,
           arena_printf (scratch, "%.*s (%.*s)", SPAN_FORMAT (esc (text, now->domain)),
                         SPAN_FORMAT (esc (text, now->client_ip))),
           why);
}

static void
add_dkim_now (Text *text) {
  const Vec *all = &text->evidence->signature_checks;
  Arena *scratch = text->page.scratch;
  guint limit = row_limit (text, all->n);
  for (guint i = 0; i < limit; i++) {
    const SignatureCheck *check = vec_at (all, SignatureCheck, i);
    if (span_is_null (check->key_name))
      continue;
    Span body = or_else (check->body, SPAN ("is not known"));
    Span note = check->key_problem.len
                    ? arena_printf (scratch, "now: key %.*s", SPAN_FORMAT (esc (text, check->key_problem)))
                    : arena_printf (scratch, "now: body %.*s, signature %.*s", SPAN_FORMAT (body),
                                    SPAN_FORMAT (or_else (check->header, SPAN ("not known"))));
    add_row (text, "  now", check->passes == FLAG_TRUE ? SPAN ("pass") : SPAN ("-"),
             key_words (text, check->domain, check->selector), note);
  }
}

static void
add_dmarc_now (Text *text) {
  const DmarcNow *now = text->evidence->dmarc_now;
  if (now == NULL)
    return;
  Span policy = now->policy.len ? arena_printf (text->page.scratch, "p=%.*s", SPAN_FORMAT (now->policy))
                                : SPAN ("");
  Span note = now->unknown == FLAG_TRUE ? SPAN ("now: not known")
              : now->policy_domain.len
                  ? arena_printf (text->page.scratch, "now: the record of %.*s",
                                  SPAN_FORMAT (esc (text, now->policy_domain)))
                  : SPAN ("now: no record");
  add_row (text, "  now", SPAN ("-"), policy, note);
}

static Span
policy_words (Text *text, const DmarcRecord *record) {
  const Verdict *verdict = &text->mail_case->verdict;
  Span policy = record ? esc (text, record->policy) : SPAN ("");
  Span done = esc (text, verdict->disposition);
  Arena *scratch = text->page.scratch;
  Span words = is_word (verdict->dmarc_record, "none") ? SPAN ("no DMARC record")
               : policy.len ? arena_printf (scratch, "p=%.*s", SPAN_FORMAT (policy))
                            : SPAN ("");
  if (done.len == 0 || span_equal (done, policy))
    return words;
  return arena_printf (scratch, "%.*s%sdisposition %.*s", SPAN_FORMAT (words),
                       words.len ? ", " : "", SPAN_FORMAT (done));
}

/* Whose results a verdict of our own rests on. */
static Span
computed_words (Text *text) {
  const SpfRecord *spf = spf_of_verdict (text);
  const DkimRecord *dkim = dkim_of_verdict (text);
  if (spf == NULL && dkim == NULL)
    return SPAN ("worked out here");
  Span who = dkim && (spf == NULL || is_word (dkim->result, "pass"))
                 ? reporter_words (text, dkim->reporter, dkim->trust, dkim->trust_reason)
                 : reporter_words (text, spf->reporter, spf->trust, spf->trust_reason);
  return arena_printf (text->page.scratch, "worked out from what %.*s saw", SPAN_FORMAT (who));
}

static void
add_dmarc (Text *text) {
  const Verdict *verdict = &text->mail_case->verdict;
  const DmarcRecord *record = dmarc_of_verdict (text);
  Span note = SPAN ("");
  if (is_word (verdict->basis, "computed") && !span_is_null (verdict->dmarc)) {
    note = computed_words (text);
  } else if (record) {
    Span who = reporter_words (text, record->reporter, record->trust, record->trust_reason);
    Span said = esc (text, record->raw_result);
    note = span_is_null (verdict->dmarc)
               ? arena_printf (text->page.scratch, "%.*s says %.*s", SPAN_FORMAT (who),
                               SPAN_FORMAT (said))
               : arena_printf (text->page.scratch, "says %.*s", SPAN_FORMAT (who));
  } else if (span_is_null (verdict->dmarc)) {
    note = text->evidence->dmarc.n ? SPAN ("no result that is believed") : SPAN ("no result");
  }
  add_row (text, "DMARC", or_else (verdict->dmarc, SPAN ("-")), policy_words (text, record), note);
}

static void
add_bounces (Text *text) {
  const Vec *all = &text->mail_case->evidence.bounces;
  guint limit = row_limit (text, all->n);
  for (guint i = 0; i < limit; i++) {
    const Bounce *bounce = vec_at (all, Bounce, i);
    Span status = or_else (bounce->status, bounce->reply_code);
    Span said = esc (text, bounce->diagnostic);
    add_row (text, i ? "" : "Bounce", or_else (esc (text, bounce->action), SPAN ("-")),
             esc (text, or_else (bounce->recipient, bounce->receiver)),
             span_starts_with (said, status) || status.len == 0
                 ? said
                 : arena_printf (text->page.scratch, "%.*s %.*s", SPAN_FORMAT (esc (text, status)),
                                 SPAN_FORMAT (said)));
  }
  add_more (text, limit, all->n);
}

static void
add_paste (Text *text) {
  const Source *source = &text->mail_case->evidence.source;
  if (span_is_null (source->confidence))
    return;
  Span confidence = or_else (esc (text, source->confidence), SPAN ("unknown"));
  add_row (text, "Paste",
           arena_printf (text->page.scratch, "%.*s confidence", SPAN_FORMAT (confidence)),
           SPAN (""),
           source->receipt.len ? arena_printf (text->page.scratch, "Repaired: %.*s",
                                               SPAN_FORMAT (esc (text, source->receipt)))
                               : SPAN (""));
  if (source->title.len)
    add_row (text, "", SPAN (""), SPAN (""),
             arena_printf (text->page.scratch, "below the line \"%.*s\"",
                           SPAN_FORMAT (esc (text, source->title))));
}

/* Rows with neither detail nor note may be as wide as they like. */
static void
measure (const Text *text, guint *ret_result, guint *ret_detail) {
  *ret_result = 4;
  *ret_detail = 0;
  for (guint i = 0; i < text->rows.n; i++) {
    const Row *row = vec_at (&text->rows, Row, i);
    if (row->detail.len || row->note.len)
      *ret_result = MAX (*ret_result, text_columns (row->result));
    if (row->note.len && text_columns (row->detail) <= MAX_DETAIL)
      *ret_detail = MAX (*ret_detail, text_columns (row->detail));
  }
}

static Style
result_style (Span result) {
  if (is_word (result, "pass"))
    return STYLE_GOOD;
  if (is_word (result, "fail") || is_word (result, "failed"))
    return STYLE_BAD;
  return STYLE_PLAIN;
}

static void
write_rows (Text *text) {
  Page *page = &text->page;
  guint result_width, detail_width;
  measure (text, &result_width, &detail_width);
  guint detail_column = RESULT_COLUMN + result_width + 3;
  guint note_column = detail_column + (detail_width ? detail_width + 3 : 0);
  if (note_column + MIN_NOTE > page->width)
    note_column = detail_column;
  for (guint i = 0; i < text->rows.n; i++) {
    const Row *row = vec_at (&text->rows, Row, i);
    page_go_to (page, INDENT);
    page_put_string (page, STYLE_PLAIN, row->label);
    page_go_to (page, RESULT_COLUMN);
    page_put (page, result_style (row->result), row->result);
    if (row->detail.len) {
      page_go_to (page, detail_column);
      page_put (page, STYLE_PLAIN, row->detail);
    }
    if (row->note.len) {
      page_go_to_or_below (page, note_column);
      page_wrap (page, STYLE_PLAIN, note_column, row->note);
    } else {
      page_end_line (page);
    }
  }
}

static void
write_table (Text *text) {
  add_from (text);
  add_spf (text);
  add_spf_now (text);
  add_dkim (text);
  add_dkim_now (text);
  add_dmarc (text);
  add_dmarc_now (text);
  add_bounces (text);
  add_paste (text);
  write_rows (text);
}

/* ---- what is not believed ---- */

static void
write_label (Text *text, const char *label) {
  page_end_line (&text->page);
  page_go_to (&text->page, INDENT);
  page_put_string (&text->page, STYLE_BOLD, label);
  page_end_line (&text->page);
}

static void
write_more (Text *text, guint column, guint n) {
  page_go_to (&text->page, column);
  page_wrap (&text->page, STYLE_DIM, column,
             arena_printf (text->page.scratch, "%u more (--verbose shows all)", n));
}

static Span
line_words (Text *text, Number line) {
  return line.set ? arena_printf (text->page.scratch, "line %" G_GINT64_FORMAT, line.value)
                  : SPAN ("");
}

static Span
results_words (Text *text, const AuthenticationResultsRecord *record) {
  Vec words = {0};
  for (guint i = 0; i < record->results.n; i++) {
    const AuthResult *result = vec_at (&record->results, AuthResult, i);
    *vec_push (text->page.scratch, &words, Span) =
        arena_printf (text->page.scratch, "%.*s=%.*s", SPAN_FORMAT (esc (text, result->method)),
                      SPAN_FORMAT (esc (text, or_else (result->result, result->raw_result))));
  }
  return or_else (joined (text, &words, " "), SPAN ("no results"));
}

static void
write_unbelieved (Text *text, guint *count, Span line, Span what, Span reporter, Span reason) {
  Page *page = &text->page;
  if ((*count)++ == 0)
    write_label (text, "Not believed");
  if (*count > row_limit (text, *count))
    return;
  page_go_to (page, INDENT + 2);
  Span who = or_else (esc (text, reporter), SPAN ("nobody by name"));
  Span why = esc (text, reason);
  page_wrap (page, STYLE_PLAIN, EXPLANATION,
             arena_printf (page->scratch, "%.*s%s%.*s, says %.*s%s%.*s", SPAN_FORMAT (line),
                           line.len ? ": " : "", SPAN_FORMAT (what), SPAN_FORMAT (who),
                           why.len ? "; " : "", SPAN_FORMAT (why)));
}

static void
write_not_believed (Text *text) {
  const Evidence *evidence = text->evidence;
  guint count = 0;
  for (guint i = 0; i < evidence->authentication_results.n; i++) {
    const AuthenticationResultsRecord *record =
        vec_at (&evidence->authentication_results, AuthenticationResultsRecord, i);
    if (record->trusted == FLAG_FALSE)
      write_unbelieved (text, &count, line_words (text, record->line), results_words (text, record),
                        or_else (record->reporter, record->authserv_id), record->trust_reason);
  }
  for (guint i = 0; i < evidence->spf.n; i++) {
    const SpfRecord *record = vec_at (&evidence->spf, SpfRecord, i);
    if (record->trusted != FLAG_FALSE || !is_word (record->source, "received-spf"))
      continue;
    Span result = esc (text, or_else (record->result, record->raw_result));
    write_unbelieved (text, &count, line_words (text, record->line),
                      arena_printf (text->page.scratch, "spf=%.*s", SPAN_FORMAT (result)),
                      record->reporter, record->trust_reason);
  }
  if (count > row_limit (text, count))
    write_more (text, INDENT + 2, count - row_limit (text, count));
}

/* ---- why ---- */

static bool
is_shown (const Text *text, const Finding *finding) {
  return text->page.options->verbose || span_is_null (finding->superseded_by);
}

static Style
severity_style (Span severity) {
  if (is_word (severity, "error"))
    return STYLE_BAD;
  return is_word (severity, "warning") ? STYLE_WARN : STYLE_DIM;
}

/* "dkim-unsigned (likely)  line 14" */
static Span
tag_words (Text *text, const Finding *finding) {
  Span id = esc (text, finding->id), proof = esc (text, finding->proof);
  Span line = SPAN (""), by = esc (text, finding->superseded_by);
  bool sure = proof.len == 0 || is_word (proof, "proved");
  for (guint i = 0; i < finding->evidence.n && line.len == 0; i++)
    line = line_words (text, vec_at (&finding->evidence, Pointer, i)->line);
  return arena_printf (text->page.scratch, "%.*s%s%.*s%s%s%.*s%s%.*s", SPAN_FORMAT (id),
                       sure ? "" : " (", sure ? 0 : (int)proof.len, proof.data, sure ? "" : ")",
                       by.len ? ", see " : "", SPAN_FORMAT (by), line.len ? "  " : "",
                       SPAN_FORMAT (line));
}

/* The title, and at the right edge, or below it where there is no room, what to call it and where.
 */
static void
write_title (Page *page, Span title, Span tag) {
  guint columns = text_columns (tag);
  guint at = columns < page->width ? page->width - columns : 0;
  if (EXPLANATION + text_columns (title) + 2 > at) {
    page_wrap (page, STYLE_BOLD, EXPLANATION, title);
    at = EXPLANATION;
  } else {
    page_put (page, STYLE_BOLD, title);
  }
  page_go_to (page, at);
  page_put (page, STYLE_DIM, tag);
  page_end_line (page);
}

static void
write_pointers (Text *text, const Finding *finding) {
  for (guint i = 0; i < finding->evidence.n; i++) {
    const Pointer *pointer = vec_at (&finding->evidence, Pointer, i);
    Span line = line_words (text, pointer->line), field = esc (text, pointer->field);
    page_go_to (&text->page, EXPLANATION);
    Span offset =
        pointer->offset.set
            ? arena_printf (text->page.scratch, ", offset %" G_GINT64_FORMAT, pointer->offset.value)
            : SPAN ("");
    page_wrap (&text->page, STYLE_DIM, EXPLANATION,
               arena_printf (text->page.scratch, "seen in %.*s%s%.*s%.*s", SPAN_FORMAT (field),
                             line.len ? ", " : "", SPAN_FORMAT (line), SPAN_FORMAT (offset)));
  }
}

/* Notes change nothing about the answer: their title is enough, unless all is asked for. */
static bool
is_brief (const Text *text, const Finding *finding) {
  return is_word (finding->severity, "note") && !text->page.options->verbose;
}

static void
write_finding (Text *text, const Finding *finding) {
  Page *page = &text->page;
  page_go_to (page, INDENT + 2);
  page_put (page, severity_style (finding->severity), finding->severity);
  page_go_to (page, EXPLANATION);
  write_title (page, esc (text, finding->title), tag_words (text, finding));
  if (finding->explanation.len && !is_brief (text, finding)) {
    page_go_to (page, EXPLANATION);
    page_wrap (page, STYLE_PLAIN, EXPLANATION, finding->explanation);
  }
  if (page->options->verbose)
    write_pointers (text, finding);
}

/* 0 the cause, 1 what else failed, 2 notes. */
static guint
rank_in_why (const Text *text, const Finding *finding) {
  if (span_is_null (finding->superseded_by)
      && span_equal (finding->id, text->mail_case->verdict.cause))
    return 0;
  return is_word (finding->severity, "note") ? 2 : 1;
}

static void
write_why (Text *text) {
  const Vec *findings = &text->mail_case->findings;
  guint count = 0, limit = text->page.options->verbose ? findings->n : MAX_FINDINGS;
  for (guint rank = 0; rank <= 2; rank++)
    for (guint i = 0; i < findings->n; i++) {
      const Finding *finding = vec_at (findings, Finding, i);
      if (!is_shown (text, finding) || rank_in_why (text, finding) != rank)
        continue;
      if (count++ == 0)
        write_label (text, rank < 2 ? "Why" : "Also noticed");
      if (count <= limit)
        write_finding (text, finding);
    }
  if (count > limit)
    write_more (text, INDENT + 2, count - limit);
}

/* ---- fix ---- */

static bool
has_fix (const Text *text, const Finding *finding) {
  bool note = is_word (finding->severity, "note") && !text->page.options->verbose;
  return span_is_null (finding->superseded_by) && !note &&
         (finding->fix.len || finding->records.n || finding->check.len);
}

static bool
same_records (const Vec *a, const Vec *b) {
  if (a->n != b->n)
    return false;
  for (guint i = 0; i < a->n; i++) {
    const DnsRecord *one = vec_at (a, DnsRecord, i), *other = vec_at (b, DnsRecord, i);
    if (!span_equal (one->name, other->name) || !span_equal (one->type, other->type) ||
        !span_equal (one->value, other->value))
      return false;
  }
  return true;
}

static bool
same_fix (const Finding *a, const Finding *b) {
  return span_equal (a->fix, b->fix) && span_equal (a->fix_by, b->fix_by) &&
         span_equal (a->check, b->check) && same_records (&a->records, &b->records);
}

/* Not wrapped, so that each can be copied. */
static void
write_dns_records (Text *text, const Vec *records) {
  Page *page = &text->page;
  guint name = 0, type = 0;
  for (guint i = 0; i < records->n; i++) {
    const DnsRecord *record = vec_at (records, DnsRecord, i);
    name = MAX (name, text_columns (esc (text, record->name)));
    type = MAX (type, text_columns (esc (text, record->type)));
  }
  for (guint i = 0; i < records->n; i++) {
    const DnsRecord *record = vec_at (records, DnsRecord, i);
    page_go_to (page, INDENT + 4);
    page_put (page, STYLE_PLAIN, record->name);
    page_go_to (page, INDENT + 4 + name + 2);
    page_put (page, STYLE_PLAIN, record->type);
    page_go_to (page, INDENT + 4 + name + 2 + type + 2);
    page_put (page, STYLE_PLAIN, record->value);
    page_end_line (page);
  }
}

/* "Fix: the DNS administrator of …"; what nobody has to repair still has a next step. */
static void
write_fix_label (Text *text, const Finding *finding, bool first) {
  Page *page = &text->page;
  page_end_line (page);
  page_go_to (page, INDENT);
  if (is_word (finding->fix_by, "nobody")) {
    page_put_string (page, STYLE_BOLD, first ? "Next step" : "Besides");
    page_end_line (page);
    return;
  }
  page_put_string (page, STYLE_BOLD, first ? "Fix:" : "Also:");
  page_go_to (page, 0);
  page_wrap (page, STYLE_BOLD, INDENT + 2, who_fixes (text, finding->fix_by));
}

/* What the repair of the cause changes stands below it. */
static void
write_effect (Text *text, const Finding *finding) {
  const Verdict *verdict = &text->mail_case->verdict;
  if (!span_equal (finding->id, verdict->cause) || verdict->counterfactual.len == 0)
    return;
  page_go_to (&text->page, INDENT + 2);
  page_put_string (&text->page, STYLE_BOLD, "Effect:");
  page_go_to (&text->page, 0);
  page_wrap (&text->page, STYLE_PLAIN, INDENT + 2, verdict->counterfactual);
}

static void
write_fix (Text *text, const Finding *finding, bool first) {
  Page *page = &text->page;
  write_fix_label (text, finding, first);
  if (finding->fix.len) {
    page_go_to (page, INDENT + 2);
    page_wrap (page, STYLE_PLAIN, INDENT + 2, finding->fix);
  }
  write_dns_records (text, &finding->records);
  if (finding->check.len) {
    page_go_to (page, INDENT + 2);
    page_put_string (page, STYLE_PLAIN, "Check: ");
    page_put (page, STYLE_PLAIN, finding->check);
    page_end_line (page);
  }
  if (first)
    write_effect (text, finding);
}

/* Adds to the fixes to show, unless it is among them. */
static void
choose_fix (const Text *text, const Finding *finding, GPtrArray *chosen) {
  if (!has_fix (text, finding) || chosen->len >= MAX_FIXES)
    return;
  for (guint i = 0; i < chosen->len; i++)
    if (same_fix (g_ptr_array_index (chosen, i), finding))
      return;
  g_ptr_array_add (chosen, (gpointer)finding);
}

/* The cause's fix first: it is the one that changes the answer. */
static void
write_fixes (Text *text) {
  g_autoptr (GPtrArray) chosen = g_ptr_array_new ();
  const Vec *findings = &text->mail_case->findings;
  Span cause = text->mail_case->verdict.cause;
  for (guint i = 0; cause.len && i < findings->n; i++)
    if (span_equal (vec_at (findings, Finding, i)->id, cause))
      choose_fix (text, vec_at (findings, Finding, i), chosen);
  for (guint i = 0; i < findings->n; i++)
    choose_fix (text, vec_at (findings, Finding, i), chosen);
  bool all = text->page.options->verbose || text->mail_case->setup;
  guint shown = all ? chosen->len : MIN (chosen->len, MAX_FIXES_SHOWN);
  for (guint i = 0; i < shown; i++)
    write_fix (text, g_ptr_array_index (chosen, i), i == 0);
  if (chosen->len > shown) {
    page_end_line (&text->page);
    write_more (text, INDENT, chosen->len - shown);
  }
}

/* ---- what large receivers ask ---- */

static void
write_requirement (Text *text, const Requirement *requirement) {
  Page *page = &text->page;
  Span by = joined (text, &requirement->asked_by, ", ");
  bool met = is_word (requirement->state, "met"), unmet = is_word (requirement->state, "not-met");
  page_go_to (page, INDENT + 2);
  page_put_string (page, met ? STYLE_GOOD : unmet ? STYLE_BAD : STYLE_DIM,
                   met ? "met" : unmet ? "not met" : "not seen");
  page_go_to (page, EXPLANATION + 2);
  page_wrap (page, STYLE_PLAIN, EXPLANATION + 2,
             arena_printf (page->scratch, "%.*s (%.*s)", SPAN_FORMAT (requirement->title), SPAN_FORMAT (by)));
  if (requirement->explanation.len == 0)
    return;
  page_go_to (page, EXPLANATION + 2);
  page_wrap (page, STYLE_DIM, EXPLANATION + 2, requirement->explanation);
}

static void
write_requirements (Text *text) {
  const Vec *requirements = &text->mail_case->requirements;
  static const char *const order[] = {"not-met", "met", "unknown"};
  if (requirements->n)
    write_label (text, "What large receivers ask of bulk senders");
  for (guint k = 0; k < G_N_ELEMENTS (order); k++)
    for (guint i = 0; i < requirements->n; i++)
      if (is_word (vec_at (requirements, Requirement, i)->state, order[k]))
        write_requirement (text, vec_at (requirements, Requirement, i));
}

/* ---- the rest ---- */

static void
write_defects (Text *text) {
  Page *page = &text->page;
  const Vec *defects = &text->mail_case->evidence.defects;
  if (defects->n == 0)
    return;
  page_end_line (page);
  page_go_to (page, INDENT);
  page_wrap (page, STYLE_PLAIN, INDENT,
             arena_printf (page->scratch, "The message is malformed in %u place%s%s", defects->n,
                           defects->n == 1 ? "" : "s",
                           page->options->verbose ? ":" : " (--verbose lists them)"));
  for (guint i = 0; page->options->verbose && i < defects->n; i++) {
    const Defect *defect = vec_at (defects, Defect, i);
    page_go_to (page, INDENT + 2);
    page_put (page, STYLE_PLAIN, line_words (text, defect->line));
    page_go_to (page, INDENT + 13);
    page_wrap (page, STYLE_PLAIN, INDENT + 13,
               arena_printf (page->scratch, "%.*s  %.*s", SPAN_FORMAT (esc (text, defect->code)),
                             SPAN_FORMAT (esc (text, defect->text))));
  }
}

static void
write_source (Text *text, const char *before_number, const char *after) {
  Page *page = &text->page;
  const Source *source = &text->mail_case->evidence.source;
  page_put (page, STYLE_BOLD, esc (text, or_else (source->name, SPAN ("-"))));
  if (source->sequence.set)
    page_put (
        page, STYLE_BOLD,
        arena_printf (page->scratch, "%s%" G_GINT64_FORMAT, before_number, source->sequence.value));
  page_put_string (page, STYLE_BOLD, after);
}

static void
write_verdict_line (Text *text) {
  Page *page = &text->page;
  const Verdict *verdict = &text->mail_case->verdict;
  if (is_word (verdict->status, "pass"))
    page_put_string (page, STYLE_GOOD, "PASS");
  else if (is_word (verdict->status, "fail"))
    page_put_string (page, STYLE_BAD, "FAIL");
  else
    page_put_string (page, STYLE_WARN, "UNKNOWN");
  page_put_string (page, STYLE_PLAIN, page->options->quiet ? "  " : " ");
  if (!page->options->quiet) {
    page_go_to (page, SENTENCE);
    page_wrap (page, STYLE_PLAIN, SENTENCE, span_first (verdict->sentence, 1024));
    return;
  }
  page_put (page, STYLE_PLAIN,
            text_escaped (page->scratch, verdict->sentence, page->options->utf8, 1024));
  page_end_line (page);
}

static const Evidence *
subject_of (const Case *mail_case) {
  return mail_case->original ? mail_case->original : &mail_case->evidence;
}

void
text_findings (Page *page, const Case *mail_case) {
  Text text = {.page = *page, .mail_case = mail_case, .evidence = subject_of (mail_case)};
  write_why (&text);
  write_fixes (&text);
  *page = text.page;
}

static void
write_case (Sink *sink, const ReportOptions *options, const Case *mail_case) {
  g_autoptr (Arena) scratch = arena_new ();
  Text text = {.mail_case = mail_case, .evidence = subject_of (mail_case)};
  page_init (&text.page, sink, options, scratch);
  if (options->several) {
    write_source (&text, options->quiet ? ":" : ", message ", options->quiet ? ": " : "");
    if (!options->quiet)
      page_end_line (&text.page);
  }
  write_verdict_line (&text);
  if (options->quiet)
    return;
  page_end_line (&text.page);
  write_table (&text);
  write_not_believed (&text);
  write_why (&text);
  write_fixes (&text);
  write_requirements (&text);
  write_defects (&text);
  if (options->verbose) {
    write_label (&text, "Evidence");
    text_evidence (&text.page, INDENT + 2, mail_case);
  }
  if (options->several)
    page_end_line (&text.page);
}

const Reporter reporter_text = {
    .name = "text",
    .doc = "For people: the answer in a sentence, why, and what to do",
    .begin = reporter_nothing,
    .write_case = write_case,
    .end = reporter_nothing,
};
