/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The summary as a page. */
#include "report/html-page.h"
#include "summary/summary.h"

void
summary_write_html (Sink *sink, const Summary *summary, const SummaryOptions *options,
                    const ReportOptions *report) {
  g_autoptr (Arena) scratch = arena_new ();
  g_autoptr (Sink) text = sink_new_memory ();
  ReportOptions own;
  Html html;
  html_init (&html, sink, report, &own, scratch);
  summary_write_text (text, summary, options, &own);
  html_page_begin (&html, html_word (&html, HTML_TAGLINE));
  html_tag (&html, "<div class=\"w\"><h1>mailwhy</h1><pre>");
  html_put (&html, sink_bytes (text));
  html_tag (&html, "</pre></div>");
  html_page_end (&html, SPAN (""));
}
