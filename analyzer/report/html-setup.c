/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/html-setup.h"

#include "base/vocabulary.h"
#include "report/html-parts.h"
#include "report/report-setup.h"
#include "report/text-fixes.h"

/* ---- the first lines --------------------------------------------------------------------------
 */

static Tone
tone_of (const SetupCase *setup) {
  if (status_is (setup->status, STATUS_PASS))
    return TONE_GOOD;
  return status_is (setup->status, STATUS_FAIL) ? TONE_BAD : TONE_OPEN;
}

static Span
state_word (Html *html, const SetupCase *setup) {
  if (!setup->checked)
    return html_word (html, HTML_NOT_CHECKED);
  if (status_is (setup->status, STATUS_PASS))
    return html_word (html, HTML_READY);
  return status_is (setup->status, STATUS_FAIL) ? html_word (html, HTML_NOT_READY)
                                                : html_word (html, HTML_UNCLEAR);
}

static void
put_who (Html *html) {
  g_autoptr (GPtrArray) fixes = text_fixes_choose (&html->text);
  if (fixes->len == 0)
    return;
  const Finding *first = g_ptr_array_index (fixes, 0);
  if (actor_is (first->fix_by, ACTOR_NOBODY))
    return;
  html_tag (html, "<p class=\"who\"><strong>");
  html_put (html,
            html_say (html, HTML_HAS_TO_ACT, .actor = text_actor (&html->text, first->fix_by)));
  html_tag (html, "</strong></p>\n");
}

static void
put_reading (Html *html, const SetupCase *setup) {
  const Evidence *evidence = &setup->kase.evidence;
  if (span_is_null (evidence->dns_source))
    return;
  html_tag (html, "<dt>");
  html_put (html, html_word (html, HTML_DNS_READ));
  html_tag (html, "</dt><dd>");
  if (evidence->dns_read.set)
    html_time (html, &evidence->dns_read, TIME_BOTH);
  else if (setup->pasted)
    html_put (html, html_word (html, SETUP_PASTED));
  else
    html_put (html, html_word (html, HTML_DNS_FILE));
  html_tag (html, "</dd>");
}

static void
put_head (Html *html, const SetupCase *setup) {
  const Evidence *evidence = &setup->kase.evidence;
  html_head_begin (html, tone_of (setup), state_word (html, setup),
                   report_setup_sentence (&html->text.page, setup));
  put_who (html);
  html_tag (html, "<dl class=\"facts\">");
  html_term (html, html_word (html, HTML_DOMAIN), text_shown (&html->text, evidence->from.domain));
  html_term (html, html_word (html, HTML_PLATFORM),
             text_shown (&html->text, evidence->sender_profile.title));
  html_term (html, html_word (html, HTML_INSTITUTION),
             text_shown (&html->text, evidence->sender_profile.institution));
  put_reading (html, setup);
  html_tag (html, "</dl>\n");
  html_head_end (html);
}

/* ---- wanted and found -------------------------------------------------------------------------
 */

static const DnsRecord *
record_about (const SetupCase *setup, const DnsFact *fact) {
  for (guint i = 0; i < setup->records.n; i++) {
    const DnsRecord *record = vec_at (&setup->records, DnsRecord, i);
    if (span_equal_nocase (record->name, fact->name) && span_equal (record->type, fact->type))
      return record;
  }
  return NULL;
}

static const DnsFact *
fact_about (const SetupCase *setup, const DnsRecord *record) {
  const Vec *facts = &setup->kase.evidence.dns_facts;
  const DnsFact *found = NULL;
  for (guint i = 0; i < facts->n; i++) {
    const DnsFact *fact = vec_at (facts, DnsFact, i);
    bool same =
        span_equal_nocase (record->name, fact->name) && span_equal (record->type, fact->type);
    if (same && (found == NULL || report_setup_state (fact) > report_setup_state (found)))
      found = fact;
  }
  return found;
}

static Tone
fact_tone (WordCode state) {
  switch (state) {
  case WORD_STATE_OK:
    return TONE_GOOD;
  case WORD_STATE_WRONG:
    return TONE_BAD;
  default:
    return TONE_INFO;
  }
}

static Span
without_dot (Span name) {
  return name.len > 1 && name.data[name.len - 1] == '.' ? span_first (name, name.len - 1) : name;
}

/* What is wanted is there, and in another place. */
static void
put_other_place (Html *html, const DnsFact *fact) {
  bool wanted = fact->expected.len &&
                span_equal_nocase (without_dot (fact->value), without_dot (fact->expected));
  if (!wanted || fact->at.len == 0 || span_equal_nocase (fact->at, fact->name))
    return;
  html_tag (html, "<br><span class=\"small\">");
  html_put (html, html_say (html, HTML_FOUND_AT, .name = fact->at));
  html_tag (html, "</span>");
}

/* Several words are broken between them. */
static void
put_value (Html *html, Span value) {
  if (span_index (value, ' ') < 0)
    html_put_name (html, value);
  else
    html_put (html, value);
}

static void
put_value_or_absence (Html *html, const DnsFact *fact) {
  if (fact->value.len) {
    html_tag (html, "<code>");
    put_value (html, fact->value);
    html_tag (html, "</code>");
    put_other_place (html, fact);
    return;
  }
  html_tag (html, "<span class=\"soft\">");
  html_put (html, page_word (&html->text.page, report_setup_absence (fact)));
  html_tag (html, "</span>");
}

static void
put_fact (Html *html, const SetupCase *setup, const DnsFact *fact, const Span *columns) {
  WordCode state = report_setup_state (fact);
  const DnsRecord *wanted = record_about (setup, fact);
  html_tag (html, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">");
  html_put_name (html, fact->name);
  html_tag (html, " <code class=\"soft\">");
  html_put (html, fact->type);
  html_tag (html, "</code></th>");
  html_cell_begin (html, columns[1]);
  html_status_word (html, fact_tone (state), page_word (&html->text.page, state));
  html_cell_end (html);
  html_cell_begin (html, columns[2]);
  put_value_or_absence (html, fact);
  html_cell_end (html);
  html_cell_begin (html, columns[3]);
  if (wanted) {
    html_tag (html, "<code>");
    put_value (html, wanted->value);
    html_tag (html, "</code>");
  }
  html_cell_end (html);
  html_tag (html, "</tr>\n");
}

static void
put_checks (Html *html, const SetupCase *setup) {
  const Vec *facts = &setup->kase.evidence.dns_facts;
  const Span columns[] = {html_word (html, HTML_RECORD), html_word (html, HTML_RESULT),
                          html_word (html, HTML_FOUND), html_word (html, HTML_WANTED)};
  if (!setup->checked)
    return;
  html_section_begin (html, "checks", html_word (html, HTML_WANTED_AND_FOUND));
  html_table_begin (html, SPAN_NULL, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < facts->n; i++)
    if (!span_is_null (vec_at (facts, DnsFact, i)->type))
      put_fact (html, setup, vec_at (facts, DnsFact, i), columns);
  html_table_end (html);
  html_section_end (html);
}

/* ---- the plan ---------------------------------------------------------------------------------
 */

static bool
has_word (Span text, Span word) {
  gssize blank;
  do {
    blank = span_index (text, ' ');
    if (span_equal_nocase (blank < 0 ? text : span_first (text, (gsize)blank), word))
      return true;
    text = blank < 0 ? SPAN_NULL : span_skip (text, (gsize)blank + 1);
  } while (blank >= 0);
  return false;
}

static void
put_marked (Html *html, const char *mark, Span text) {
  if (text.len == 0)
    return;
  sink_printf (html->sink, "<%s>", mark);
  html_put (html, text);
  sink_printf (html->sink, "</%s>", mark);
}

/* Of several words those the other text lacks; of one its end. The last dot of a name makes no
 * difference. */
static void
put_difference (Html *html, Span text, Span other, const char *mark) {
  gsize same = 0;
  if (span_equal_nocase (without_dot (text), without_dot (other))) {
    html_put (html, text);
    return;
  }
  if (span_index (text, ' ') < 0) {
    while (same < text.len && same < other.len &&
           g_ascii_tolower (text.data[same]) == g_ascii_tolower (other.data[same]))
      same++;
    html_put (html, span_first (text, same));
    put_marked (html, mark, span_skip (text, same));
    return;
  }
  for (gssize blank = 0; blank >= 0; text = span_skip (text, (gsize)blank + 1)) {
    blank = span_index (text, ' ');
    Span word = blank < 0 ? text : span_first (text, (gsize)blank);
    if (has_word (other, word))
      html_put (html, word);
    else
      put_marked (html, mark, word);
    if (blank < 0)
      return;
    html_tag (html, " ");
  }
}

/* The finding that asks for the record says why. */
static const Finding *
finding_about (const SetupCase *setup, const DnsRecord *record) {
  const Vec *all = &setup->kase.findings;
  for (guint i = 0; i < all->n; i++) {
    const Finding *finding = vec_at (all, Finding, i);
    for (guint k = 0; span_is_null (finding->superseded_by) && k < finding->records.n; k++) {
      const DnsRecord *asked = vec_at (&finding->records, DnsRecord, k);
      if (span_equal (asked->name, record->name) && span_equal (asked->type, record->type))
        return finding;
    }
  }
  return NULL;
}

static void
put_plan_heading (Html *html, const DnsRecord *record, const DnsFact *fact) {
  const Span host = span_or (record->host, record->name);
  bool replaces = fact && fact->value.len > 0;
  html_tag (html, "<h3>");
  html_put (html, replaces ? html_say (html, HTML_REPLACE, .name = record->type, .field = host)
                           : html_say (html, HTML_ADD, .name = record->type, .field = host));
  html_tag (html, "</h3>\n");
}

static void
put_plan_item (Html *html, const SetupCase *setup, const DnsRecord *record, const DnsFact *fact) {
  const Finding *why = finding_about (setup, record);
  Span now = fact ? fact->value : SPAN_NULL;
  html_tag (html, "<li class=\"rec\">");
  put_plan_heading (html, record, fact);
  if (why) {
    html_paragraph (html, why->title);
    html_paragraph (html, why->fix);
  }
  html_tag (html, "<dl class=\"diff\"><dt>");
  html_put (html, html_word (html, HTML_HOST));
  html_tag (html, "</dt><dd>");
  html_value (html, span_or (record->host, record->name));
  html_tag (html, "</dd>");
  html_term (html, html_word (html, HTML_TYPE), record->type);
  if (fact) {
    html_tag (html, "<dt>");
    html_put (html, html_word (html, HTML_THERE_NOW));
    html_tag (html, now.len ? "</dt><dd><code class=\"bad\">" : "</dt><dd><span class=\"soft\">");
    if (now.len)
      put_difference (html, now, record->value, "del");
    else
      html_put (html, page_word (&html->text.page, report_setup_absence (fact)));
    html_tag (html, now.len ? "</code>" : "</span>");
    if (now.len)
      put_other_place (html, fact);
    html_tag (html, "</dd>");
  }
  html_tag (html, "<dt>");
  html_put (html, html_word (html, HTML_PUBLISH));
  html_tag (html, "</dt><dd><code class=\"copy good\">");
  if (now.len)
    put_difference (html, record->value, now, "ins");
  else
    html_put (html, record->value);
  html_tag (html, "</code></dd></dl>\n");
  html_tag (html, "</li>\n");
}

static bool
is_done (const DnsFact *fact) {
  return fact && report_setup_state (fact) == WORD_STATE_OK;
}

static guint
count_to_do (const SetupCase *setup) {
  guint n = 0;
  for (guint i = 0; i < setup->records.n; i++)
    n += !is_done (fact_about (setup, vec_at (&setup->records, DnsRecord, i)));
  return n;
}

static void
put_plan (Html *html, const SetupCase *setup) {
  if (count_to_do (setup) == 0)
    return;
  html_section_begin (html, "plan", html_word (html, HTML_TO_PUBLISH));
  html_paragraph (
      html, html_say (html, HTML_IN_ZONE, .domain = vec_at (&setup->records, DnsRecord, 0)->zone));
  html_tag (html, "<ol class=\"plan\">");
  for (guint i = 0; i < setup->records.n; i++) {
    const DnsRecord *record = vec_at (&setup->records, DnsRecord, i);
    const DnsFact *fact = fact_about (setup, record);
    if (!is_done (fact))
      put_plan_item (html, setup, record, fact);
  }
  html_tag (html, "</ol>\n");
  if (setup->note.len)
    html_paragraph (html, setup->note);
  if (!setup->checked)
    html_paragraph (html, html_word (html, SETUP_ONE_SPF));
  html_section_end (html);
}

static void
put_commands (Html *html, const SetupCase *setup) {
  if (count_to_do (setup) == 0)
    return;
  html_section_begin (html, "check", html_word (html, HTML_HOW_TO_CHECK));
  html_paragraph (html, html_word (html, HTML_ASK_THE_DNS));
  html_tag (html, "<pre class=\"raw\"><code class=\"copy\">");
  for (guint i = 0; i < setup->records.n; i++) {
    const DnsRecord *record = vec_at (&setup->records, DnsRecord, i);
    if (is_done (fact_about (setup, record)))
      continue;
    html_tag (html, "dig +short ");
    html_put (html, record->type);
    html_tag (html, " ");
    html_put (html, record->name);
    html_tag (html, "\n");
  }
  html_tag (html, "</code></pre>");
  html_section_end (html);
}

void
html_setup_write (Sink *sink, const ReportOptions *options, const SetupCase *setup) {
  g_autoptr (Arena) scratch = arena_new ();
  ReportOptions own;
  Html html;
  html_init (&html, sink, options, &own, scratch);
  html_init_case (&html, &setup->kase);
  html_page_begin (&html,
                   html_say (&html, HTML_TITLE, .result = state_word (&html, setup),
                             .domain = text_shown (&html.text, setup->kase.evidence.from.domain)));
  put_head (&html, setup);
  put_checks (&html, setup);
  put_plan (&html, setup);
  html_findings (&html);
  put_commands (&html, setup);
}

void
html_setup_end (Sink *sink, const ReportOptions *options, const SetupCase *setup) {
  g_autoptr (Arena) scratch = arena_new ();
  ReportOptions own;
  Html html;
  html_init (&html, sink, options, &own, scratch);
  html_page_end (&html, setup->checked ? html_word (&html, HTML_FOOT_SETUP) : SPAN_NULL);
}
