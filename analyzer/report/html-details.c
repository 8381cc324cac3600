/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What stands beside the answer: a refusal's text, what the DNS says now, what was repaired of a
 * paste, who was believed. */
#include "report/html-parts.h"

#include "base/vocabulary.h"
#include "report/text-now.h"
#include "report/text-unbelieved.h"

#define MAX_ROWS 24
#define MAX_SAID 4096

/* ---- a refusal --------------------------------------------------------------------------------
 */

static void
put_refusal (Html *html, const Bounce *bounce) {
  Span who = text_shown (&html->text, span_or (bounce->receiver_title,
                                               span_or (bounce->receiver, bounce->remote_mta)));
  html_tag (html, "<figure><blockquote class=\"quote\"><p>");
  html_put (html, span_first (bounce->diagnostic, MAX_SAID));
  html_tag (html, "</p></blockquote><figcaption class=\"small\">");
  html_put_name (html, who);
  html_tag (html, who.len ? ", " : "");
  html_put_name (html, text_shown (&html->text, bounce->recipient));
  html_tag (html, " <code>");
  html_put (html, text_shown (&html->text, bounce->reply_code));
  html_tag (html, bounce->reply_code.len && bounce->status.len ? " " : "");
  html_put (html, text_shown (&html->text, bounce->status));
  html_tag (html, "</code>");
  if (bounce->final == FLAG_TRUE) {
    html_tag (html, "<br>");
    html_put (html, html_word (html, HTML_REFUSAL_FINAL));
  }
  html_tag (html, "</figcaption></figure>\n");
}

void
html_refusals (Html *html) {
  const Vec *all = &html->text.mail_case->evidence.bounces;
  guint shown = 0, total = 0;
  for (guint i = 0; i < all->n; i++) {
    const Bounce *bounce = vec_at (all, Bounce, i);
    if (bounce->diagnostic.len == 0 || total++ >= 3)
      continue;
    if (shown++ == 0)
      html_section_begin (html, "said", html_word (html, HTML_REFUSAL));
    put_refusal (html, bounce);
  }
  if (total > shown)
    html_paragraph (html, html_say (html, COUNT_MORE, .count = html_count (html, total - shown)));
  if (shown)
    html_section_end (html);
}

/* ---- the DNS of now ---------------------------------------------------------------------------
 */

static void
put_row (Html *html, const TextRow *row, const char *method, const Span *columns) {
  bool passed = result_is (row->result, RESULT_PASS), unknown = span_is (row->result, "-");
  html_tag (html, "<tr role=\"row\">");
  html_cell_begin (html, columns[0]);
  sink_string (html->sink, method);
  html_cell_end (html);
  html_cell_begin (html, columns[1]);
  if (!unknown)
    html_status_word (html, passed ? TONE_GOOD : TONE_BAD, row->result);
  html_cell_end (html);
  html_cell_begin (html, columns[2]);
  html_put_name (html, row->detail);
  html_tag (html, row->detail.len ? "<br>" : "");
  html_put (html, row->note);
  html_cell_end (html);
  html_tag (html, "</tr>\n");
}

static void
put_rows (Html *html, void (*add) (TextCase *text, Vec *rows), const char *method,
          const Span *columns) {
  Vec rows = {0};
  add (&html->text, &rows);
  for (guint i = 0; i < rows.n; i++)
    put_row (html, vec_at (&rows, TextRow, i), method, columns);
}

static bool
is_asked (const Evidence *evidence) {
  if (evidence->spf_now || evidence->dmarc_now)
    return true;
  for (guint i = 0; i < evidence->signature_checks.n; i++)
    if (!span_is_null (vec_at (&evidence->signature_checks, SignatureCheck, i)->key_name))
      return true;
  return false;
}

static void
put_reading (Html *html) {
  const Evidence *evidence = html->text.evidence;
  Span when = page_date (&html->text.page, &evidence->dns_read);
  if (when.len)
    html_paragraph (html, html_say (html, DNS_READ_AT, .result = when));
  else if (!span_is_null (evidence->dns_source))
    html_paragraph (html, html_word (html, HTML_DNS_FILE));
}

void
html_now (Html *html) {
  if (!is_asked (html->text.evidence))
    return;
  const Span columns[] = {html_word (html, HTML_CHECKED), html_word (html, HTML_RESULT),
                          html_word (html, HTML_FOUND)};
  html_section_begin (html, "now", html_word (html, HTML_DNS_NOW));
  html_table_begin (html, html_word (html, HTML_DNS_NOW_BESIDE), columns, G_N_ELEMENTS (columns));
  put_rows (html, text_now_add_spf, "SPF", columns);
  put_rows (html, text_now_add_dkim, "DKIM", columns);
  put_rows (html, text_now_add_dmarc, "DMARC", columns);
  html_table_end (html);
  put_reading (html);
  html_section_end (html);
}

/* ---- a paste ----------------------------------------------------------------------------------
 */

static void
put_repairs (Html *html, const Vec *repairs) {
  const Span columns[] = {html_word (html, HTML_WHERE), html_word (html, HTML_BEFORE),
                          html_word (html, HTML_AFTER)};
  html_tag (html, "<details><summary>");
  html_put (html, html_word (html, HTML_REPAIRS));
  html_tag (html, "</summary>");
  html_table_begin (html, SPAN_NULL, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < MIN (repairs->n, MAX_ROWS); i++) {
    const Repair *repair = vec_at (repairs, Repair, i);
    html_tag (html, "<tr role=\"row\">");
    html_cell_begin (html, columns[0]);
    html_line_link (html, repair->line);
    html_cell_end (html);
    html_cell_begin (html, columns[1]);
    html_put (html, text_shown (&html->text, repair->before));
    html_cell_end (html);
    html_cell_begin (html, columns[2]);
    html_put (html, text_shown (&html->text, repair->after));
    html_cell_end (html);
    html_tag (html, "</tr>\n");
  }
  html_table_end (html);
  if (repairs->n > MAX_ROWS)
    html_paragraph (html,
                    html_say (html, COUNT_MORE, .count = html_count (html, repairs->n - MAX_ROWS)));
  html_tag (html, "</details>");
}

void
html_receipt (Html *html) {
  const Source *source = &html->text.mail_case->evidence.source;
  if (span_is_null (source->confidence))
    return;
  Span confidence = page_confidence (&html->text.page, source->confidence);
  html_section_begin (html, "paste", html_word (html, LABEL_PASTE));
  html_sentence (html, source->receipt.len
                           ? html_say (html, PASTE_REPAIRED, .confidence = confidence,
                                       .repairs = source->receipt)
                           : html_say (html, PASTE_CONFIDENCE, .confidence = confidence));
  html_paragraph (html, html_word (html, HTML_NOTHING_GUESSED));
  if (source->repairs.n)
    put_repairs (html, &source->repairs);
  html_section_end (html);
}

/* ---- who was believed -------------------------------------------------------------------------
 */

static void
put_belief (Html *html, Number line, Span trust, Span reason) {
  html_tag (html, "<dt>");
  html_line_link (html, line);
  html_tag (html, "</dt><dd>");
  Span how = trust_is (trust, TRUST_NONE)      ? html_word (html, NOT_BELIEVED)
             : trust_is (trust, TRUST_ASSUMED) ? html_word (html, ASSUMED)
                                               : html_word (html, BELIEVED);
  html_put (html, reason.len ? html_say (html, TRUST_BECAUSE, .trust = how,
                                         .reason = text_shown (&html->text, reason))
                             : how);
  html_tag (html, "</dd>\n");
}

#define PUT_BELIEFS(list, Type, condition)                                  \
  for (guint i = 0; i < (list)->n && shown < MAX_ROWS; i++) {               \
    const Type *record = vec_at ((list), Type, i);                          \
    if (record->line.set && (condition)) {                                  \
      put_belief (html, record->line, record->trust, record->trust_reason); \
      shown++;                                                              \
    }                                                                       \
  }

void
html_trust (Html *html) {
  const Evidence *evidence = html->text.evidence;
  const ReceiverRecord *receiver = &evidence->receiver;
  guint shown = 0;
  if (evidence->authentication_results.n + evidence->spf.n + evidence->spam_reports.n == 0)
    return;
  html_section_begin (html, "trust", html_word (html, HTML_TRUST));
  html_tag (html, "<details><summary>");
  html_put (html, html_word (html, HTML_SHOW_TRUST));
  html_tag (html, "</summary><dl>");
  html_term (html, html_word (html, HTML_RECEIVER),
             text_shown (&html->text, span_or (receiver->title, receiver->host)));
  html_term (html, html_word (html, HTML_KNOWN_BY), text_shown (&html->text, receiver->host));
  PUT_BELIEFS (&evidence->authentication_results, AuthenticationResultsRecord, true)
  PUT_BELIEFS (&evidence->spf, SpfRecord, text_is_of_own_field (record->source))
  PUT_BELIEFS (&evidence->dkim, DkimRecord, text_is_of_own_field (record->source))
  PUT_BELIEFS (&evidence->dmarc, DmarcRecord, text_is_of_own_field (record->source))
  PUT_BELIEFS (&evidence->spam_reports, SpamReport, true)
  html_tag (html, "</dl></details>");
  html_section_end (html);
}
