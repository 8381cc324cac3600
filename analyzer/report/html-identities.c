/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The picture that DMARC is: From in the middle, what SPF and DKIM vouch for at its sides. A box
 * says whether the check passed, the link between boxes whether it was of the domain in From. */
#include "report/html-parts.h"

#include "base/vocabulary.h"
#include "report/verdict-records.h"

#define MAX_SIGNATURES 4

typedef struct {
  Span what;      /* "Signature (DKIM)" */
  Span method;    /* "DKIM" */
  Span domain;    /* null: not known */
  Span detail;    /* below it */
  Span result;    /* null: not known */
  Span alignment; /* null: not known */
  Span reporter;
  Number line;
  bool absent; /* nothing of the kind was there to test */
} Voucher;

/* ---- one box and its link ---------------------------------------------------------------------
 */

static Tone
result_tone (const Voucher *voucher) {
  if (span_is_null (voucher->result))
    return TONE_INFO;
  if (result_is (voucher->result, RESULT_NONE))
    return voucher->absent ? TONE_BAD : TONE_INFO;
  return result_is (voucher->result, RESULT_PASS) ? TONE_GOOD : TONE_BAD;
}

static Span
result_words (Html *html, const Voucher *voucher) {
  if (voucher->absent && !span_is_null (voucher->result))
    return html_word (html, HTML_NOTHING_TO_CHECK);
  if (span_is_null (voucher->result))
    return html_say (html, HTML_RESULT_UNKNOWN, .name = voucher->method);
  if (result_is (voucher->result, RESULT_PASS))
    return html_say (html, HTML_RESULT_PASSED, .name = voucher->method);
  return html_say (html, HTML_RESULT_NOT_PASSED, .name = voucher->method,
                   .result = text_shown (&html->text, voucher->result));
}

typedef struct {
  Tone tone;
  const char *picture;
  WordCode word;
} Tie;

static Tie
tie_of (const Voucher *voucher) {
  bool passed = result_is (voucher->result, RESULT_PASS);
  if (voucher->absent)
    return (Tie){TONE_INFO, "void", WORD_HTML_TIE_NO_SIGNATURE};
  if (alignment_is (voucher->alignment, ALIGNMENT_NONE))
    return (Tie){TONE_BAD, "torn", WORD_HTML_TIE_OTHER};
  if (span_is_null (voucher->alignment))
    return (Tie){TONE_INFO, "void", WORD_HTML_TIE_UNKNOWN};
  if (!passed)
    return (Tie){TONE_OPEN, "tied",
                 span_is_null (voucher->result) ? WORD_HTML_TIE_OPEN : WORD_HTML_TIE_NOT_PASSED};
  return (Tie){TONE_GOOD, "tied",
               alignment_is (voucher->alignment, ALIGNMENT_STRICT) ? WORD_HTML_TIE_SAME
                                                                   : WORD_HTML_TIE_ORGANISATION};
}

static void
put_tie (Html *html, const Voucher *voucher) {
  Tie tie = tie_of (voucher);
  sink_printf (html->sink,
               "<div class=\"tie %s\"><i><svg width=\"40\" height=\"20\" aria-hidden=\"true\"><use "
               "href=\"#i-%s\"/></svg></i><span>",
               html_tone (tie.tone), tie.picture);
  html_put (html, page_word (&html->text.page, tie.word));
  html_tag (html, "</span></div>");
}

static void
put_says (Html *html, const Voucher *voucher) {
  if (span_is_null (voucher->reporter) && !voucher->line.set)
    return;
  html_tag (html, "<br><span class=\"soft\">");
  if (voucher->reporter.len)
    html_put (html, html_say (html, SAYS_WHO, .who = text_shown (&html->text, voucher->reporter)));
  html_tag (html, voucher->reporter.len && voucher->line.set ? ", </span>" : "</span>");
  html_line_link (html, voucher->line);
}

static void
put_box (Html *html, const Voucher *voucher) {
  html_tag (html, "<div class=\"id\"><span class=\"soft\">");
  html_put (html, voucher->what);
  html_tag (html, "</span> <b>");
  Span domain = text_shown (&html->text, voucher->domain);
  html_put_name (html, span_or (domain.len ? domain : SPAN_NULL,
                                voucher->absent ? html_word (html, NO_SIGNATURE)
                                                : html_word (html, HTML_NOT_KNOWN)));
  html_tag (html, "</b> ");
  html_put (html, text_shown (&html->text, voucher->detail));
  html_tag (html, "<p>");
  html_status_word (html, result_tone (voucher), result_words (html, voucher));
  put_says (html, voucher);
  html_tag (html, "</p></div>");
}

/* The link stands between the box and From, on either side. */
static void
put_pair (Html *html, const Voucher *voucher, bool left) {
  html_tag (html, "<div class=\"pair\">");
  if (left)
    put_box (html, voucher);
  put_tie (html, voucher);
  if (!left)
    put_box (html, voucher);
  html_tag (html, "</div>");
}

/* ---- the identities ---------------------------------------------------------------------------
 */

static Voucher
spf_voucher (Html *html) {
  const Evidence *evidence = html->text.evidence;
  const Verdict *verdict = &html->text.mail_case->verdict;
  const SpfRecord *record = verdict_spf_record (verdict, evidence);
  Voucher voucher = {.what = html_word (html, HTML_RETURN_PATH),
                     .method = SPAN ("SPF"),
                     .domain = span_or (verdict->spf_domain, evidence->return_path.domain),
                     .result = verdict->spf,
                     .alignment = verdict->spf_alignment,
                     .detail = record ? record->client_ip : SPAN_NULL,
                     .reporter = record ? record->reporter : SPAN_NULL,
                     .line = record ? record->line : evidence->return_path.line};
  return voucher;
}

/* The believed result that counts for a signature: a pass, else the first. */
static const DkimRecord *
result_of (const Evidence *evidence, gint64 signature) {
  const DkimRecord *found = NULL;
  for (guint i = 0; i < evidence->dkim.n; i++) {
    const DkimRecord *record = vec_at (&evidence->dkim, DkimRecord, i);
    if (record->trusted != FLAG_TRUE || !record->signature.set ||
        record->signature.value != signature)
      continue;
    if (found == NULL ||
        (result_is (record->result, RESULT_PASS) && !result_is (found->result, RESULT_PASS)))
      found = record;
  }
  return found;
}

static Voucher
dkim_voucher (Html *html, Span domain, Span selector, const DkimRecord *record) {
  Span shown = text_shown (&html->text, selector);
  return (Voucher){
      .what = html_word (html, HTML_SIGNATURE),
      .method = SPAN ("DKIM"),
      .domain = domain,
      .detail = shown.len ? html_say (html, HTML_SELECTOR, .selector = shown) : SPAN_NULL,
      .result = record ? span_or (record->result, record->raw_result) : SPAN_NULL,
      .reporter = record ? record->reporter : SPAN_NULL,
  };
}

static Voucher
no_signature (Html *html) {
  const Verdict *verdict = &html->text.mail_case->verdict;
  const Evidence *evidence = html->text.evidence;
  Voucher voucher = dkim_voucher (html, SPAN_NULL, SPAN_NULL, NULL);
  voucher.result = verdict->dkim;
  voucher.absent = result_is (verdict->dkim, RESULT_NONE);
  for (guint i = 0; i < evidence->dkim.n && !voucher.line.set; i++) {
    const DkimRecord *record = vec_at (&evidence->dkim, DkimRecord, i);
    if (record->trusted == FLAG_TRUE && result_is (record->result, RESULT_NONE)) {
      voucher.reporter = record->reporter;
      voucher.line = record->line;
    }
  }
  return voucher;
}

/* Results that belong to no signature here: what was pasted may lack them. */
static guint
put_loose_results (Html *html, guint shown) {
  const Evidence *evidence = html->text.evidence;
  for (guint i = 0; i < evidence->dkim.n && shown < MAX_SIGNATURES; i++) {
    const DkimRecord *record = vec_at (&evidence->dkim, DkimRecord, i);
    if (record->trusted != FLAG_TRUE || record->signature.set || span_is_null (record->domain))
      continue;
    Voucher voucher = dkim_voucher (html, record->domain, record->selector, record);
    voucher.alignment = record->alignment;
    voucher.line = record->line;
    put_pair (html, &voucher, false);
    shown++;
  }
  return shown;
}

static void
put_signatures (Html *html) {
  const Vec *all = &html->text.evidence->dkim_signatures;
  guint shown = 0;
  for (guint i = 0; i < all->n && shown < MAX_SIGNATURES; i++) {
    const DkimSignatureRecord *signature = vec_at (all, DkimSignatureRecord, i);
    const DkimRecord *record = result_of (html->text.evidence, i);
    Voucher voucher = dkim_voucher (html, signature->domain, signature->selector, record);
    voucher.alignment = signature->alignment;
    voucher.line = record && record->line.set ? record->line : signature->line;
    put_pair (html, &voucher, false);
    shown++;
  }
  shown = put_loose_results (html, shown);
  if (shown == 0) {
    Voucher none = no_signature (html);
    put_pair (html, &none, false);
  }
  if (all->n > MAX_SIGNATURES)
    html_paragraph (html, html_say (html, COUNT_MORE, .count = html_count (html, all->n - shown)));
}

static void
put_from (Html *html) {
  const FromRecord *from = &html->text.evidence->from;
  Span domain = text_shown (&html->text, from->domain);
  html_tag (html, "<div class=\"id from\"><span class=\"soft\">");
  html_put (html, html_word (html, HTML_FROM_SHOWN));
  html_tag (html, "</span> <b>");
  html_put_name (html, domain.len ? domain : html_word (html, HTML_NOT_KNOWN));
  html_tag (html, "</b> ");
  html_put_name (html, text_shown (&html->text, from->address));
  html_tag (html, "<br>");
  html_line_link (html, from->line);
  html_tag (html, "</div>\n");
}

/* ---- what follows from it ---------------------------------------------------------------------
 */

static Span
caption_words (Html *html) {
  const Verdict *verdict = &html->text.mail_case->verdict;
  bool spf = result_is (verdict->spf, RESULT_PASS) && !span_is_null (verdict->spf_alignment) &&
             !alignment_is (verdict->spf_alignment, ALIGNMENT_NONE);
  bool dkim = result_is (verdict->dkim, RESULT_PASS) && !span_is_null (verdict->dkim_alignment) &&
              !alignment_is (verdict->dkim_alignment, ALIGNMENT_NONE);
  if (spf && dkim)
    return html_word (html, HTML_BOTH_HOLD);
  if (spf || dkim)
    return html_word (html, HTML_ONE_HOLDS);
  return status_is (verdict->status, STATUS_FAIL) ? html_word (html, HTML_NEITHER_HOLDS)
                                                  : html_word (html, HTML_NONE_IS_KNOWN);
}

/* The receiver's own word, and what the domain asks for. */
static void
put_dmarc (Html *html) {
  const Verdict *verdict = &html->text.mail_case->verdict;
  const DmarcRecord *record = verdict_dmarc_record (verdict, html->text.evidence);
  Voucher voucher = {.method = SPAN ("DMARC"),
                     .result = verdict->dmarc,
                     .reporter = record ? record->reporter : SPAN_NULL,
                     .line = record ? record->line : NUMBER_NULL};
  html_tag (html, "<p>");
  html_status_word (html, result_tone (&voucher), result_words (html, &voucher));
  if (record && record->policy.len) {
    html_tag (html, " <code>p=");
    html_put (html, record->policy);
    html_tag (html, "</code>");
  }
  if (basis_is (verdict->basis, BASIS_COMPUTED) && !span_is_null (verdict->dmarc)) {
    html_tag (html, "<br><span class=\"soft\">");
    html_put (html, html_word (html, WORKED_OUT_HERE));
    html_tag (html, "</span>");
  } else {
    put_says (html, &voucher);
  }
  html_tag (html, "</p>\n");
}

void
html_identities (Html *html) {
  Voucher spf = spf_voucher (html);
  html_section_begin (html, "ids", html_word (html, HTML_IDENTITIES));
  html_tag (html, "<figure class=\"ids\"><div class=\"side\">");
  put_pair (html, &spf, true);
  html_tag (html, "</div>\n");
  put_from (html);
  html_tag (html, "<div class=\"side\">");
  put_signatures (html);
  html_tag (html, "</div>\n<figcaption><p>");
  html_put (html, html_word (html, HTML_ONE_LINK));
  html_tag (html, " ");
  html_put (html, caption_words (html));
  html_tag (html, "</p>");
  put_dmarc (html);
  html_tag (html, "</figcaption></figure>");
  html_section_end (html);
}
