/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What to do, as whoever does it needs it: a table of records by host, with what is there now. */
#include "report/html-parts.h"

#include "apply/findings.h"
#include "base/vocabulary.h"
#include "report/report-setup.h"
#include "report/text-fixes.h"

#define MAX_FIXES 6

/* ---- records ----------------------------------------------------------------------------------
 */

static Span
without_dot (Span name) {
  return name.len > 1 && name.data[name.len - 1] == '.' ? span_first (name, name.len - 1) : name;
}

/* What the DNS was asked about that name; NULL when it was not. */
static const DnsFact *
fact_about (const Html *html, const DnsRecord *record) {
  const Vec *facts = &html->text.evidence->dns_facts;
  for (guint i = 0; i < facts->n; i++) {
    const DnsFact *fact = vec_at (facts, DnsFact, i);
    if (span_equal_nocase (without_dot (fact->name), without_dot (record->name)) &&
        span_equal_nocase (fact->type, record->type))
      return fact;
  }
  return NULL;
}

static bool
is_any_known (const Html *html, const Vec *records) {
  for (guint i = 0; i < records->n; i++)
    if (fact_about (html, vec_at (records, DnsRecord, i)))
      return true;
  return false;
}

static void
put_found (Html *html, const DnsFact *fact) {
  if (fact == NULL)
    return;
  if (fact->value.len == 0) {
    html_tag (html, "<span class=\"soft\">");
    html_put (html, page_word (&html->text.page, report_setup_absence (fact)));
    html_tag (html, "</span>");
    return;
  }
  html_tag (html, "<code>");
  html_put (html, fact->value);
  html_tag (html, "</code>");
}

static void
put_record (Html *html, const DnsRecord *record, const Span *columns, bool now) {
  html_tag (html, "<tr role=\"row\">");
  html_cell_begin (html, columns[0]);
  html_value (html, span_or (record->host, record->name));
  html_cell_end (html);
  html_cell_begin (html, columns[1]);
  html_put (html, record->type);
  html_cell_end (html);
  html_cell_begin (html, columns[2]);
  html_value (html, record->value);
  html_cell_end (html);
  if (now) {
    html_cell_begin (html, columns[3]);
    put_found (html, fact_about (html, record));
    html_cell_end (html);
  }
  html_tag (html, "</tr>\n");
}

/* The zone of all of them; null when there are several, and names are shown whole. */
static Span
common_zone (const Vec *records) {
  Span zone = vec_at (records, DnsRecord, 0)->zone;
  for (guint i = 1; i < records->n; i++)
    if (!span_equal (vec_at (records, DnsRecord, i)->zone, zone))
      return SPAN_NULL;
  return zone;
}

static void
put_hints (Html *html, const Vec *records, Span zone) {
  bool dot = false;
  for (guint i = 0; i < records->n; i++) {
    Span value = vec_at (records, DnsRecord, i)->value;
    dot |= value.len > 1 && value.data[value.len - 1] == '.';
  }
  html_tag (html, "<ul class=\"plain small soft\">");
  if (zone.len) {
    html_tag (html, "<li>");
    html_put (html, html_say (html, HTML_PANEL_ADDS, .domain = zone));
    html_tag (html, "</li>");
  }
  if (dot) {
    html_tag (html, "<li>");
    html_put (html, html_word (html, HTML_KEEP_DOT));
    html_tag (html, "</li>");
  }
  html_tag (html, "</ul>\n");
}

static void
put_full_names (Html *html, const Vec *records) {
  html_tag (html, "<details><summary>");
  html_put (html, html_word (html, HTML_FULL_NAMES));
  html_tag (html, "</summary><pre class=\"raw\"><code class=\"copy\">");
  for (guint i = 0; i < records->n; i++) {
    const DnsRecord *record = vec_at (records, DnsRecord, i);
    html_put (html, record->name);
    html_tag (html, "  ");
    html_put (html, record->type);
    html_tag (html, "  ");
    html_put (html, record->value);
    html_tag (html, "\n");
  }
  html_tag (html, "</code></pre></details>\n");
}

static void
put_records (Html *html, const Vec *all) {
  const Vec *records = all;
  if (records->n == 0)
    return;
  Span zone = common_zone (records);
  bool now = is_any_known (html, records);
  const Span columns[] = {html_word (html, HTML_HOST), html_word (html, HTML_TYPE),
                          html_word (html, HTML_VALUE), html_word (html, HTML_THERE_NOW)};
  Span caption = zone.len ? html_say (html, HTML_IN_ZONE, .domain = zone)
                          : html_word (html, HTML_CLICK_SELECTS);
  html_table_begin (html, caption, columns, now ? 4 : 3);
  for (guint i = 0; i < records->n; i++)
    put_record (html, vec_at (records, DnsRecord, i), columns, now);
  html_table_end (html);
  put_hints (html, records, zone);
  put_full_names (html, records);
}

/* ---- one thing to do --------------------------------------------------------------------------
 */

/* A command to copy, or a sentence, which begins with a capital. */
static void
put_check (Html *html, Span check) {
  if (check.len == 0)
    return;
  if (g_ascii_isupper (check.data[0])) {
    html_paragraph (html, check);
    return;
  }
  html_tag (html, "<details><summary>");
  html_put (html, html_word (html, HTML_HOW_TO_CHECK));
  html_tag (html, "</summary><pre class=\"raw\"><code class=\"copy\">");
  html_put (html, check);
  html_tag (html, "</code></pre></details>\n");
}

static void
put_who (Html *html, const Finding *finding, bool first) {
  html_tag (html, "<h3>");
  if (actor_is (finding->fix_by, ACTOR_NOBODY))
    html_put (html, first ? html_word (html, LABEL_NEXT_STEP) : html_word (html, LABEL_BESIDES));
  else
    html_put (html, html_say (html, HTML_DOES, .actor = text_actor (&html->text, finding->fix_by)));
  html_tag (html, "</h3>\n");
}

static void
put_effect (Html *html, const Finding *finding) {
  const Verdict *verdict = &html->text.mail_case->verdict;
  if (verdict->counterfactual.len && span_equal (finding->id, verdict->cause))
    html_paragraph (html, verdict->counterfactual);
}

static void
put_fix (Html *html, const Finding *finding, bool first) {
  html_tag (html, "<div class=\"fix\">");
  put_who (html, finding, first);
  html_paragraphs (html, finding->fix);
  put_records (html, &finding->records);
  put_check (html, finding->check);
  put_effect (html, finding);
  html_tag (html, "</div>\n");
}

/* What none of them asks for: to look whether it helped. */
static void
put_check_step (Html *html, bool *ret_put) {
  const Vec *steps = &html->text.mail_case->steps;
  for (guint i = 0; i < steps->n; i++)
    if (span_is_null (vec_at (steps, NextStep, i)->finding))
      html_paragraph (html, vec_at (steps, NextStep, i)->text);
  *ret_put = true;
}

void
html_fixes (Html *html) {
  g_autoptr (GPtrArray) chosen = text_fixes_choose (&html->text);
  if (chosen->len == 0)
    return;
  html_section_begin (html, "do", html_word (html, HTML_TO_DO));
  bool checked = false;
  for (guint i = 0; i < MIN (chosen->len, MAX_FIXES); i++) {
    const Finding *finding = g_ptr_array_index (chosen, i);
    if (finding_stands_last (finding) && !checked)
      put_check_step (html, &checked);
    put_fix (html, finding, i == 0);
  }
  if (!checked)
    put_check_step (html, &checked);
  html_section_end (html);
}

/* ---- the letter -------------------------------------------------------------------------------
 */

void
html_reply (Html *html) {
  const ReportOptions *options = html->text.page.options;
  if (options->language == NULL || html->text.mail_case->setup)
    return;
  ReportOptions plain = *options;
  plain.several = false;
  g_autoptr (Sink) letter = sink_new_memory ();
  plain.following = false;
  reporter_reply.write_case (letter, &plain, html->text.mail_case);
  reporter_reply.close (letter, &plain);
  html_section_begin (html, "reply", html_word (html, HTML_REPLY));
  html_tag (html, "<details><summary>");
  html_put (html, html_word (html, HTML_SHOW_REPLY));
  html_tag (html, "</summary><pre class=\"raw copy\" lang=\"");
  html_put (html, options->language->rule.id);
  html_tag (html, "\">");
  html_put (html, sink_bytes (letter));
  html_tag (html, "</pre></details>");
  html_section_end (html);
}
