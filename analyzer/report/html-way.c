/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The way the message took, as a time line: the first hop on top. And the seals of those who passed
 * it on. */
#include "report/html-parts.h"

#include "base/vocabulary.h"
#include "syntax/date.h"

#define MAX_HOPS 40
#define DAY_BYTES 10 /* of "2026-11-03T09:14:04Z" */

/* ---- hops -------------------------------------------------------------------------------------
 */

static gint64
longest_delay (const Vec *hops) {
  gint64 longest = 0;
  for (guint i = 0; i < hops->n; i++) {
    Number delay = vec_at (hops, ReceivedHop, i)->delay_seconds;
    longest = delay.set ? MAX (longest, delay.value) : longest;
  }
  return longest;
}

/* Bars are in proportion to the longest, and never too short to be seen. */
static void
put_delay (Html *html, const ReceivedHop *hop, gint64 longest) {
  html_tag (html, "<div class=\"lag\">");
  if (hop->delay_seconds.set && hop->delay_seconds.value < 0) {
    html_tag (html, "<span class=\"word open\">");
    html_put (html, html_word (html, HTML_CLOCKS_DIFFER));
    html_tag (html, "</span>");
  } else if (hop->delay_seconds.set) {
    gint64 delay = hop->delay_seconds.value;
    html_tag (html, "+");
    html_put (html, html_duration (html, delay));
    sink_printf (html->sink,
                 "<svg class=\"bar\" height=\"6\" aria-hidden=\"true\"><rect class=\"track\" "
                 "width=\"100%%\" height=\"100%%\" rx=\"3\"/><rect width=\"%u%%\" height=\"100%%\" "
                 "rx=\"3\"/></svg>",
                 longest > 0 ? (guint)MAX (2, delay / (longest / 100.0)) : 2);
  }
  html_tag (html, "</div>");
}

/* The address in brackets, or as it is. */
static bool
is_address (Span name, Span address) {
  if (name.len == address.len + 2 && name.data[0] == '[')
    name = span_of (name.data + 1, address.len);
  return span_equal (name, address);
}

static void
put_who (Html *html, const ReceivedHop *hop, bool inside) {
  Span by = text_shown (&html->text, hop->by);
  Span client = text_shown (&html->text, hop->reverse_name.len ? hop->reverse_name
                                         : hop->from.len       ? hop->from
                                                               : hop->helo);
  Span address = text_shown (&html->text, hop->address);
  Span title = text_shown (&html->text, hop->title);
  if (inside && title.len) {
    html_put (html, html_say (html, HTML_PASSED_ON, .receiver = title));
    return;
  }
  html_tag (html, "<strong>");
  html_put_name (html, title.len ? title : by.len ? by : html_word (html, HTML_NOT_KNOWN));
  html_tag (html, "</strong> ");
  if (client.len == 0 && address.len == 0) {
    html_put (html, html_word (html, HTML_TOOK_IT));
    return;
  }
  html_put (html, html_word (html, HTML_TOOK_IT_FROM));
  html_tag (html, " ");
  html_put_name (html, client.len ? client : address);
  if (client.len && address.len && !is_address (client, address)) {
    html_tag (html, " (");
    html_put (html, address);
    html_tag (html, ")");
  }
}

static void
put_transport (Html *html, const ReceivedHop *hop) {
  html_tag (html, "<small class=\"soft\">");
  if (hop->tls == FLAG_TRUE && hop->tls_version.len)
    html_put (html, html_say (html, HTML_TLS_VERSION,
                              .name = text_shown (&html->text, hop->tls_version)));
  else if (hop->tls != FLAG_UNKNOWN)
    html_put (html,
              hop->tls == FLAG_TRUE ? html_word (html, HTML_TLS) : html_word (html, HTML_NO_TLS));
  if (hop->tls != FLAG_UNKNOWN && (hop->line.set || hop->title.len))
    html_tag (html, " &nbsp;·&nbsp; ");
  if (hop->title.len) { /* in whose place the host stands below */
    html_put_name (html, text_shown (&html->text, hop->by));
    html_tag (html, hop->line.set ? " &nbsp;·&nbsp; " : "");
  }
  html_line_link (html, hop->line);
  html_tag (html, "</small>");
}

static Tone
judged_tone (const Html *html) {
  Span status = html->text.mail_case->verdict.status;
  if (status_is (status, STATUS_PASS))
    return TONE_GOOD;
  return status_is (status, STATUS_FAIL) ? TONE_BAD : TONE_OPEN;
}

static void
put_judged (Html *html, Tone tone) {
  const ReceiverRecord *receiver = &html->text.evidence->receiver;
  Span name = text_shown (&html->text, span_or (receiver->title, receiver->host));
  sink_printf (html->sink, "<p class=\"note %s\"><strong>", html_tone (tone));
  html_put (html, html_word (html, HTML_JUDGED_HERE));
  html_tag (html, "</strong> ");
  html_put (html, name.len ? html_say (html, HTML_OWN_WORD_COUNTS, .receiver = name) : SPAN (""));
  html_tag (html, "</p>");
}

/* The hop before was of the same. */
static bool
is_inside (const Vec *hops, guint index) {
  if (index + 1 >= hops->n)
    return false;
  Span title = vec_at (hops, ReceivedHop, index)->title;
  return title.len && span_equal (title, vec_at (hops, ReceivedHop, index + 1)->title);
}

static void
put_hop (Html *html, const Vec *hops, guint index, gint64 longest) {
  const ReceivedHop *hop = vec_at (hops, ReceivedHop, index);
  bool judged = hop->border == FLAG_TRUE;
  Tone tone = judged_tone (html);
  html_tag (html, "<li");
  if (judged)
    sink_printf (html->sink, " class=\"here %s\"", html_tone (tone));
  html_tag (html, "><div class=\"at\">");
  html_time (html, &hop->date, TIME_CLOCK);
  html_tag (html, "</div><div>");
  put_who (html, hop, is_inside (hops, index) && !judged);
  html_tag (html, "<br>");
  put_transport (html, hop);
  if (judged)
    put_judged (html, tone);
  html_tag (html, "</div>");
  put_delay (html, hop, longest);
  html_tag (html, "</li>\n");
}

static bool
is_other_day (Html *html, const Date *date, const Date *before) {
  Arena *scratch = html->text.page.scratch;
  if (!date->set || !before->set)
    return date->set;
  return !span_equal (span_first (date_format (date, scratch), DAY_BYTES),
                      span_first (date_format (before, scratch), DAY_BYTES));
}

static void
put_total (Html *html, guint hops) {
  Number seconds = html->text.evidence->path.seconds;
  Span count = html_count (html, hops);
  html_tag (html, "<p class=\"small\">");
  html_put (html, hops == 1 ? html_word (html, HTML_ONE_HOP)
                            : html_say (html, HTML_HOPS, .count = count,
                                        .duration = seconds.set && seconds.value >= 0
                                                        ? html_duration (html, seconds.value)
                                                        : SPAN ("?")));
  html_tag (html, "</p>\n");
}

void
html_way (Html *html) {
  const Vec *hops = &html->text.evidence->received;
  if (hops->n == 0)
    return;
  gint64 longest = longest_delay (hops);
  Date before = {0};
  guint skipped = hops->n > MAX_HOPS ? hops->n - MAX_HOPS : 0;
  html_section_begin (html, "way", html_word (html, HTML_WAY));
  if (skipped)
    html_paragraph (html, html_say (html, COUNT_MORE, .count = html_count (html, skipped)));
  html_tag (html, "<ol class=\"way\">");
  for (guint i = hops->n - skipped; i-- > 0;) {
    const ReceivedHop *hop = vec_at (hops, ReceivedHop, i);
    if (is_other_day (html, &hop->date, &before)) {
      html_tag (html, "<li class=\"day\">");
      html_time (html, &hop->date, TIME_DAY);
      html_tag (html, "</li>\n");
    }
    before = hop->date.set ? hop->date : before;
    put_hop (html, hops, i, longest);
  }
  html_tag (html, "</ol>\n");
  put_total (html, hops->n);
  html_section_end (html);
}

/* ---- seals ------------------------------------------------------------------------------------
 */

static void
put_cell (Html *html, Span column, Span value) {
  html_cell_begin (html, column);
  html_put_name (html, value.len ? text_shown (&html->text, value) : SPAN ("–"));
  html_cell_end (html);
}

static void
put_set (Html *html, const ArcSet *set, const Span *columns) {
  html_tag (html, "<tr role=\"row\">");
  html_cell_begin (html, columns[0]);
  if (set->instance.set)
    html_put (html, html_count (html, set->instance.value));
  html_tag (html, " ");
  html_line_link (html, set->line);
  html_cell_end (html);
  put_cell (html, columns[1], set->seal_domain);
  put_cell (html, columns[2], set->cv);
  put_cell (html, columns[3], set->spf);
  put_cell (html, columns[4], set->dkim);
  put_cell (html, columns[5], set->dmarc);
  html_tag (html, "</tr>\n");
}

void
html_arc (Html *html) {
  const Vec *sets = &html->text.evidence->arc;
  if (sets->n == 0)
    return;
  const Span columns[] = {html_word (html, HTML_ARC_STEP),
                          html_word (html, HTML_ARC_SEALER),
                          html_word (html, HTML_ARC_CHAIN),
                          SPAN ("SPF"),
                          SPAN ("DKIM"),
                          SPAN ("DMARC")};
  html_section_begin (html, "arc", html_word (html, HTML_ARC));
  html_table_begin (html, html_word (html, HTML_ARC_NOT_VERIFIED), columns, G_N_ELEMENTS (columns));
  for (guint i = MIN (sets->n, MAX_HOPS); i-- > 0;)
    put_set (html, vec_at (sets, ArcSet, i), columns);
  html_table_end (html);
  html_section_end (html);
}
