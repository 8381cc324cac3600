/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The answer as one page to look at, to print and to pass on: what happened, who acts, what
 * exactly. Nothing on it is fetched or run. */
#include "report/html-parts.h"

#include "base/vocabulary.h"
#include "report/text-fixes.h"

/* ---- the first lines --------------------------------------------------------------------------
 */

static Tone
tone_of (const Case *mail_case) {
  if (status_is (mail_case->verdict.status, STATUS_PASS))
    return mail_case->verdict.probable == FLAG_TRUE ? TONE_OPEN : TONE_GOOD;
  return status_is (mail_case->verdict.status, STATUS_FAIL) ? TONE_BAD : TONE_OPEN;
}

static Span
state_word (Html *html) {
  const Case *mail_case = html->text.mail_case;
  if (status_is (mail_case->verdict.status, STATUS_PASS))
    return mail_case->verdict.probable == FLAG_TRUE ? html_word (html, HTML_PROBABLY_PASSED)
                                                    : html_word (html, HTML_PASSED);
  if (!status_is (mail_case->verdict.status, STATUS_FAIL))
    return html_word (html, HTML_UNCLEAR);
  return kind_is (mail_case->evidence.source.kind, KIND_BOUNCE) ? html_word (html, HTML_REFUSED)
                                                                : html_word (html, HTML_FAILED);
}

static void
put_who (Html *html) {
  const Verdict *verdict = &html->text.mail_case->verdict;
  if (span_is_null (verdict->fix_by) || verdict->headline.len) /* which has it */
    return;
  html_tag (html, "<p class=\"who\"><strong>");
  if (actor_is (verdict->fix_by, ACTOR_NOBODY))
    html_put (html, html_word (html, HTML_NOBODY_ACTS));
  else
    html_put (html,
              html_say (html, HTML_HAS_TO_ACT, .actor = text_actor (&html->text, verdict->fix_by)));
  html_tag (html, "</strong></p>\n");
}

static void
put_date (Html *html) {
  const Evidence *evidence = html->text.evidence;
  const Date *received = &evidence->path.date, *sent = &evidence->source.date;
  if (!received->set && !sent->set)
    return;
  html_tag (html, "<dt>");
  html_put (html, received->set ? html_word (html, HTML_RECEIVED) : html_word (html, HTML_SENT));
  html_tag (html, "</dt><dd>");
  html_time (html, received->set ? received : sent, TIME_BOTH);
  html_tag (html, "</dd>");
}

static Span
from_words (Html *html) {
  const FromRecord *from = &html->text.evidence->from;
  Span name = text_shown (&html->text, from->display_name);
  Span address = text_shown (&html->text, from->address);
  if (name.len == 0 || address.len == 0)
    return span_or (address.len ? address : SPAN_NULL, name);
  return arena_printf (html->text.page.scratch, "%.*s <%.*s>", SPAN_FORMAT (name),
                       SPAN_FORMAT (address));
}

/* Its own word where that is none of DMARC's. */
static Span
disposition_words (Html *html) {
  Span word = html->text.mail_case->verdict.disposition;
  if (policy_is (word, POLICY_NONE))
    return html_word (html, HTML_DONE_NONE);
  if (policy_is (word, POLICY_QUARANTINE))
    return html_word (html, HTML_DONE_QUARANTINE);
  return policy_is (word, POLICY_REJECT) ? html_word (html, HTML_DONE_REJECT)
                                         : text_shown (&html->text, word);
}

static void
put_facts (Html *html) {
  const Case *mail_case = html->text.mail_case;
  const Source *source = &mail_case->evidence.source;
  html_tag (html, "<dl class=\"facts\">");
  html_term (html, SPAN ("From"), from_words (html));
  html_term (html, html_word (html, HTML_SUBJECT),
             text_shown (&html->text, html->text.evidence->message.subject));
  put_date (html);
  html_term (html, html_word (html, HTML_DISPOSITION), disposition_words (html));
  html_term (html, html_word (html, HTML_PASTED),
             span_is_null (source->confidence)
                 ? SPAN_NULL
                 : html_say (html, PASTE_CONFIDENCE,
                             .confidence = page_confidence (&html->text.page, source->confidence)));
  html_term (html, html_word (html, HTML_FILE),
             span_is (source->name, "-") ? SPAN_NULL : text_shown (&html->text, source->name));
  html_tag (html, "</dl>\n");
}

static void
put_jump (Html *html, bool fixes) {
  html_tag (html, "<nav class=\"jump\" aria-label=\"");
  html_put (html, html_word (html, HTML_ON_THIS_PAGE));
  html_tag (html, "\">");
  html_link_to (html, "ids", html_word (html, HTML_IDENTITIES));
  if (fixes)
    html_link_to (html, "do", html_word (html, HTML_TO_DO));
  if (html->text.mail_case->findings.n)
    html_link_to (html, "why", html_word (html, HTML_WHY));
  if (html->text.evidence->received.n)
    html_link_to (html, "way", html_word (html, HTML_WAY));
  html_link_to (html, "header", html_word (html, HTML_HEADER));
  html_tag (html, "</nav>\n");
}

/* ---- the page ---------------------------------------------------------------------------------
 */

static Span
title_of (Html *html) {
  Span domain = text_shown (&html->text, html->text.evidence->from.domain);
  if (html->text.page.options->several || domain.len == 0)
    return html_say (html, HTML_TITLE_ALONE, .result = state_word (html));
  return html_say (html, HTML_TITLE, .result = state_word (html), .domain = domain);
}

static void
write_sections (Html *html) {
  html_refusals (html);
  html_identities (html);
  html_fixes (html);
  html_reply (html);
  html_findings (html);
  html_now (html);
  html_way (html);
  html_arc (html);
  html_microsoft (html);
  html_receipt (html);
  html_requirements (html);
  html_header (html);
  html_trust (html);
}

static void
write_case (Sink *sink, const ReportOptions *options, const Case *mail_case) {
  g_autoptr (Arena) scratch = arena_new ();
  ReportOptions own;
  Html html;
  html_init (&html, sink, options, &own, scratch);
  html_init_case (&html, mail_case);
  html_header_measure (&html);
  if (!options->following)
    html_page_begin (&html, title_of (&html));
  g_autoptr (GPtrArray) fixes = text_fixes_choose (&html.text);
  html_head_begin (&html, tone_of (mail_case), state_word (&html),
                   span_or (mail_case->verdict.headline, mail_case->verdict.sentence));
  if (mail_case->verdict.headline.len)
    html_paragraph (&html, mail_case->verdict.sentence);
  put_who (&html);
  put_facts (&html);
  put_jump (&html, fixes->len > 0);
  html_head_end (&html);
  write_sections (&html);
}

static void
end (Sink *sink, const ReportOptions *options) {
  g_autoptr (Arena) scratch = arena_new ();
  ReportOptions own;
  Html html;
  html_init (&html, sink, options, &own, scratch);
  html_page_end (&html, html_word (&html, HTML_FOOT));
}

const Reporter reporter_html = {
    .name = "html",
    .for_sending = true,
    .begin = reporter_nothing,
    .write_case = write_case,
    .end = end,
};
