/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The summary as a page: the numbers, what to do first, the days, causes, receivers, other
 * refusals, and a message's header for each of the first causes. */
#include <stdio.h>

#include "base/vocabulary.h"
#include "report/html-page.h"
#include "summary/summary-private.h"
#include "summary/summary-sources.h"
#include "summary/summary-streams.h"
#include "syntax/date.h"

#define DEFAULT_TOP 20
#define MAX_FIRST 5      /* things to do first */
#define MAX_RECEIVERS 12 /* with their days */
#define MAX_BARS 31      /* more days than that are put together */
#define PLOT_TOP 16      /* pixels of the chart: its bars stand between these two lines */
#define PLOT_BOTTOM 216
#define DAY (24 * 60 * 60)

typedef struct {
  Html html;
  Arena *arena;
  const Summary *summary;
  guint top;
} Sheet;

/* The answers, from the bottom of a bar to its top. `status` is the word in the days' table. */
static const struct {
  const char *status, *colour;
  WordCode name, why;
  gsize counter;
} classes[] = {
    {"fail", "s1", WORD_HTML_CLASS_FAILED, WORD_HTML_CLASS_FAILED_WHY,
     G_STRUCT_OFFSET (Summary, fail)},
    {"refused", "s2", WORD_HTML_CLASS_REFUSED, WORD_HTML_CLASS_REFUSED_WHY,
     G_STRUCT_OFFSET (Summary, refused)},
    {"unknown", "s3", WORD_HTML_CLASS_UNCLEAR, WORD_HTML_CLASS_UNCLEAR_WHY,
     G_STRUCT_OFFSET (Summary, unknown)},
    {"pass", "s4", WORD_HTML_CLASS_PASSED, WORD_HTML_CLASS_PASSED_WHY,
     G_STRUCT_OFFSET (Summary, pass)},
};
/* Notices of delivery are of no class that matters; they are counted where there are any. */
#define N_CLASSES G_N_ELEMENTS (classes)

/* ---- small things -----------------------------------------------------------------------------
 */

static Span
grouped (Sheet *sheet, guint64 count) {
  return summary_grouped (&sheet->html.text.page, count);
}

/* What is there is never "0.0%". */
static Span
share (Sheet *sheet, guint64 count, guint64 total) {
  Page *page = &sheet->html.text.page;
  double part = total ? (double)count / (double)total : 0;
  if (count > 0 && part < 0.0005)
    return page_say (page, LESS_THAN, .count = summary_percent (page, 0.001));
  return summary_percent (page, part);
}

static Span
text_or (const char *text, Span missing) {
  return text ? span_from_string (text) : missing;
}

static Span
day_of (Sheet *sheet, gint64 seconds) {
  const Date date = {.seconds = seconds, .set = true};
  Span text = date_format (&date, sheet->arena);
  return span_is_null (text) ? SPAN ("") : span_first (text, 10);
}

static void
put_period (Sheet *sheet, Number first, Number last) {
  Html *html = &sheet->html;
  if (!first.set)
    return;
  Span from = day_of (sheet, first.value), to = day_of (sheet, last.value);
  html_put (html, from);
  if (!span_equal (from, to)) {
    html_tag (html, " – ");
    html_put (html, to);
  }
}

static void
put_number_cell (Html *html, Span column, Span number) {
  html_tag (html, "<td role=\"cell\" class=\"num c\" data-l=\"");
  html_put (html, column);
  html_tag (html, "\">");
  html_put (html, number);
  html_tag (html, "</td>");
}

static void
put_row_head (Html *html, Span text) {
  html_tag (html, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">");
  html_put_name (html, text);
  html_tag (html, "</th>");
}

static void
put_bar (Html *html, const char *colour, guint64 count, guint64 total) {
  double width = total ? MAX (100.0 * (double)count / (double)total, 0.5) : 0;
  sink_printf (html->sink,
               "<svg class=\"bar\" height=\"6\" aria-hidden=\"true\"><rect class=\"track\" "
               "width=\"100%%\" height=\"100%%\" rx=\"3\"/><rect class=\"%s\" width=\"%.1f%%\" "
               "height=\"100%%\" rx=\"3\"/></svg>",
               colour, MIN (width, 100));
}

static const SummaryFix *
fix_of (const Sheet *sheet, const char *cause) {
  return cause ? g_hash_table_lookup (sheet->summary->fixes, cause) : NULL;
}

static Span
cause_title (Sheet *sheet, const char *cause) {
  const SummaryFix *fix = fix_of (sheet, cause);
  if (cause == NULL)
    return html_word (&sheet->html, CAUSE_NOT_KNOWN);
  return text_or (fix ? fix->title : NULL, span_from_string (cause));
}

/* A link into its fold opens it. */
static void
put_example_link (Sheet *sheet, const char *cause) {
  const GPtrArray *examples = sheet->summary->examples;
  for (guint i = 0; cause && i < examples->len; i++) {
    const SummaryExample *example = g_ptr_array_index (examples, i);
    if (g_strcmp0 (example->cause, cause) != 0)
      continue;
    g_autofree char *name = g_strdup_printf ("e%u", i + 1);
    html_tag (&sheet->html, " &nbsp;·&nbsp; ");
    html_link_to (&sheet->html, name, html_word (&sheet->html, HTML_SEE_ONE));
    return;
  }
}

static bool
somebody_can_act (const SummaryFix *fix) {
  return fix && fix->fix_by && !actor_is (span_from_string (fix->fix_by), ACTOR_NOBODY);
}

/* ---- the head and the numbers -----------------------------------------------------------------
 */

static void
write_head (Sheet *sheet) {
  Html *html = &sheet->html;
  const Summary *summary = sheet->summary;
  Span failed = grouped (sheet, summary->fail), all = grouped (sheet, summary->messages);
  html_tag (html, "<div class=\"verdict plainhead\"><div class=\"w g\"><p class=\"state\">");
  html_put (html, html_word (html, HTML_MAILBOX));
  html_tag (html, "</p>\n<div><h1>");
  html_put (html, summary->fail
                      ? html_say (html, HTML_MAILBOX_FAILED, .failed = failed, .count = all)
                      : html_say (html, HTML_MAILBOX_NONE_FAILED, .count = all));
  html_tag (html, "</h1>\n<dl class=\"facts\">");
  if (summary->first.set) {
    html_tag (html, "<dt>");
    html_put (html, html_word (html, HTML_DATED));
    html_tag (html, "</dt><dd>");
    put_period (sheet, summary->first, summary->last);
    html_tag (html, "</dd>");
  }
  if (summary->bounces)
    html_term (html, html_word (html, HTML_NOTICES), grouped (sheet, summary->bounces));
  if (summary->reports)
    html_term (html, html_word (html, HTML_REPORTS), grouped (sheet, summary->reports));
  if (summary->delivered)
    html_term (html, html_word (html, HTML_DELIVERED), grouped (sheet, summary->delivered));
  if (summary->not_mail)
    html_term (html, html_word (html, HTML_NOT_MAIL), grouped (sheet, summary->not_mail));
  html_tag (html, "</dl>\n");
  html_head_end (html);
}

static guint64
count_of (const Sheet *sheet, guint i) {
  return G_STRUCT_MEMBER (guint64, sheet->summary, classes[i].counter);
}

static void
write_numbers (Sheet *sheet) {
  Html *html = &sheet->html;
  html_section_begin (html, "counts", html_word (html, HTML_IN_NUMBERS));
  html_tag (html, "<ul class=\"tally\">");
  for (guint i = 0; i < N_CLASSES; i++) {
    html_tag (html, "<li><strong>");
    html_put (html, grouped (sheet, count_of (sheet, i)));
    sink_printf (html->sink, "</strong><span class=\"key %s\">", classes[i].colour);
    html_put (html, page_word (&html->text.page, classes[i].name));
    html_tag (html, "</span> <small>");
    html_put (html,
              html_say (html, HTML_CLASS_SHARE,
                        .result = share (sheet, count_of (sheet, i), sheet->summary->messages),
                        .reason = page_word (&html->text.page, classes[i].why)));
    html_tag (html, "</small></li>");
  }
  html_tag (html, "</ul>");
  html_section_end (html);
}

/* ---- what to do first -------------------------------------------------------------------------
 */

/* The same counts by cause and domain. */
static void
by_cause_and_domain (const Tally *causes, Tally *ret) {
  g_autoptr (GPtrArray) items = tally_sorted (causes);
  tally_init (ret);
  for (guint i = 0; i < items->len; i++) {
    TallyItem item = *(const TallyItem *)g_ptr_array_index (items, i);
    item.parts[2] = NULL;
    tally_add (ret, &item);
  }
}

static void
put_first_thing (Sheet *sheet, const TallyItem *item, const SummaryFix *fix) {
  Html *html = &sheet->html;
  const SummaryAdvice *advice =
      summary_advice_find (sheet->summary->advice, item->parts[0], item->parts[1]);
  Span title = advice ? text_or (advice->title, SPAN ("")) : span_from_string (fix->cause);
  html_tag (html, "<li><h3>");
  html_put (html, item->parts[1]
                      ? html_say (html, HTML_OF_DOMAIN, .domain = span_from_string (item->parts[1]),
                                  .sentence = title)
                      : title);
  html_tag (html, "</h3>");
  if (advice)
    html_paragraphs (html, text_or (advice->fix, SPAN ("")));
  html_tag (html, "<p class=\"small\">");
  html_put (html, page_word (&html->text.page, summary_actor (fix->fix_by)));
  html_tag (html, " &nbsp;·&nbsp; ");
  Span part = share (sheet, item->count, sheet->summary->messages);
  html_put (html, item->count == 1
                      ? html_say (html, HTML_ONE_MESSAGE_SHARE, .result = part)
                      : html_say (html, HTML_MESSAGES_SHARE, .count = grouped (sheet, item->count),
                                  .result = part));
  put_example_link (sheet, item->parts[0]);
  html_tag (html, "</p>");
  put_bar (html, "s1", item->count, sheet->summary->messages);
  html_tag (html, "</li>\n");
}

static void
write_first (Sheet *sheet) {
  Tally tally;
  by_cause_and_domain (&sheet->summary->causes, &tally);
  g_autoptr (GPtrArray) items = tally_sorted (&tally);
  guint shown = 0;
  for (guint i = 0; i < items->len && shown < MAX_FIRST; i++) {
    const TallyItem *item = g_ptr_array_index (items, i);
    const SummaryFix *fix = fix_of (sheet, item->parts[0]);
    if (!somebody_can_act (fix))
      continue;
    if (shown++ == 0) {
      html_section_begin (&sheet->html, "first", html_word (&sheet->html, HTML_FIRST));
      html_tag (&sheet->html, "<ol class=\"todo\">");
    }
    put_first_thing (sheet, item, fix);
  }
  if (shown) {
    html_tag (&sheet->html, "</ol>");
    html_section_end (&sheet->html);
  }
  tally_clear (&tally);
}

/* ---- days -------------------------------------------------------------------------------------
 */

typedef struct {
  gint64 from; /* day number since 1970 */
  guint64 counts[N_CLASSES], all;
} Bar;

typedef struct {
  Bar *bars;
  guint n;
  gint64 first, days_a_bar;
  guint64 earlier; /* messages dated before the first bar */
} Bars;

static bool
parse_day (const char *text, gint64 *ret) {
  int year, month, day;
  GDate date;
  if (text == NULL || sscanf (text, "%4d-%2d-%2d", &year, &month, &day) != 3 || year < 1 ||
      !g_date_valid_dmy ((GDateDay)day, (GDateMonth)month, (GDateYear)year))
    return false;
  g_date_set_dmy (&date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
  *ret = (gint64)g_date_get_julian (&date);
  return true;
}

typedef struct {
  gint64 day;
  guint64 count;
} DayCount;

static int
compare_days (gconstpointer a, gconstpointer b) {
  gint64 one = ((const DayCount *)a)->day, other = ((const DayCount *)b)->day;
  return one < other ? -1 : one > other;
}

static GArray *
sorted_days (const GPtrArray *items, guint part, guint64 *ret_total) {
  GArray *days = g_array_new (FALSE, FALSE, sizeof (DayCount));
  *ret_total = 0;
  for (guint i = 0; i < items->len; i++) {
    const TallyItem *item = g_ptr_array_index (items, i);
    DayCount day = {.count = item->count};
    if (!parse_day (item->parts[part], &day.day))
      continue;
    g_array_append_val (days, day);
    *ret_total += item->count;
  }
  g_array_sort (days, compare_days);
  return days;
}

/* Days, weeks, two weeks, …: so many that they fit. A clock that is years behind would leave no
 * room for the rest: where the days do not fit, the first twentieth of the messages stands beside.
 */
static void
choose_bars (Bars *bars, const GPtrArray *items, guint part) {
  guint64 total;
  guint at = 0;
  g_autoptr (GArray) days = sorted_days (items, part, &total);
  if (days->len == 0)
    return;
  gint64 last = g_array_index (days, DayCount, days->len - 1).day;
  while (last - g_array_index (days, DayCount, at).day >= MAX_BARS &&
         (bars->earlier + g_array_index (days, DayCount, at).count) * 20 <= total)
    bars->earlier += g_array_index (days, DayCount, at++).count;
  bars->first = g_array_index (days, DayCount, at).day;
  for (bars->days_a_bar = 1; (last - bars->first) / bars->days_a_bar >= MAX_BARS;)
    bars->days_a_bar *= bars->days_a_bar == 1 ? 7 : 2;
  bars->n = (guint)((last - bars->first) / bars->days_a_bar) + 1;
}

static void
fill_bars (Sheet *sheet, Bars *bars, const GPtrArray *items) {
  gint64 day;
  bars->bars = arena_alloc (sheet->arena, sizeof (Bar) * bars->n);
  memset (bars->bars, 0, sizeof (Bar) * bars->n);
  for (guint i = 0; i < bars->n; i++)
    bars->bars[i].from = bars->first + i * bars->days_a_bar;
  for (guint i = 0; i < items->len; i++) {
    const TallyItem *item = g_ptr_array_index (items, i);
    if (!parse_day (item->parts[0], &day) || day < bars->first)
      continue;
    Bar *bar = &bars->bars[(day - bars->first) / bars->days_a_bar];
    for (guint k = 0; k < N_CLASSES; k++)
      if (g_strcmp0 (item->parts[1], classes[k].status) == 0) {
        bar->counts[k] += item->count;
        bar->all += item->count;
      }
  }
}

static Span
bar_day (Sheet *sheet, const Bar *bar) {
  return day_of (sheet, (bar->from - 719163) * DAY);
}

/* 1, 2 or 5 times a power of ten; four of them are at least `most`. */
static guint64
step_of (guint64 most) {
  static const guint64 digits[] = {1, 2, 5};
  for (guint64 power = 1; power < G_MAXUINT64 / 200; power *= 10)
    for (guint i = 0; i < G_N_ELEMENTS (digits); i++)
      if (digits[i] * power * 4 >= most)
        return digits[i] * power;
  return G_MAXUINT64 / 8;
}

static void
put_scale (Sheet *sheet, guint64 step) {
  Html *html = &sheet->html;
  for (guint i = 0; i <= 4; i++) {
    int y = PLOT_BOTTOM - (int)i * (PLOT_BOTTOM - PLOT_TOP) / 4;
    sink_printf (html->sink,
                 "<line x1=\"0%%\" x2=\"100%%\" y1=\"%d\" y2=\"%d\"/><text x=\"-8\" y=\"%d\" "
                 "text-anchor=\"end\">",
                 y, y, y + 4);
    html_put (html, grouped (sheet, step * i));
    html_tag (html, "</text>");
  }
}

static void
put_one_bar (Sheet *sheet, const Bars *bars, guint i, guint64 most) {
  Html *html = &sheet->html;
  const Bar *bar = &bars->bars[i];
  double slot = 100.0 / bars->n, y = PLOT_BOTTOM;
  for (guint k = 0; k < N_CLASSES; k++) {
    if (bar->counts[k] == 0)
      continue;
    double height = MAX (1.0, (double)bar->counts[k] / (double)most * (PLOT_BOTTOM - PLOT_TOP));
    y -= height;
    sink_printf (html->sink,
                 "<rect class=\"%s\" x=\"%.2f%%\" y=\"%.1f\" width=\"%.2f%%\" height=\"%.1f\"/>",
                 classes[k].colour, slot * (i + 0.16), y, slot * 0.68, height);
  }
  guint each = (bars->n + 11) / 12;
  if (i % each == 0) {
    sink_printf (html->sink, "<text x=\"%.2f%%\" y=\"232\" text-anchor=\"middle\">",
                 slot * (i + 0.5));
    html_put (html, span_skip (bar_day (sheet, bar), 5));
    html_tag (html, "</text>");
  }
}

static void
put_chart (Sheet *sheet, const Bars *bars) {
  Html *html = &sheet->html;
  guint64 most = 1;
  for (guint i = 0; i < bars->n; i++)
    most = MAX (most, bars->bars[i].all);
  guint64 step = step_of (most);
  html_tag (html, "<figure><div class=\"legend\" aria-hidden=\"true\">");
  for (guint k = N_CLASSES; k-- > 0;) {
    sink_printf (html->sink, "<span class=\"key %s\">", classes[k].colour);
    html_put (html, page_word (&html->text.page, classes[k].name));
    html_tag (html, "</span>");
  }
  html_tag (html, "</div>\n<svg class=\"chart\" height=\"240\" role=\"img\" "
                  "aria-describedby=\"chart-words\"><title>");
  html_put (html, html_word (html, HTML_CHART_TITLE));
  html_tag (html, "</title><desc id=\"chart-words\">");
  html_put (html, html_word (html, HTML_CHART_WORDS));
  html_tag (html, "</desc>");
  put_scale (sheet, step);
  for (guint i = 0; i < bars->n; i++)
    put_one_bar (sheet, bars, i, step * 4);
  html_tag (html, "</svg></figure>\n");
}

static void
put_days_table (Sheet *sheet, const Bars *bars) {
  Html *html = &sheet->html;
  html_tag (html, "<details><summary>");
  html_put (html, html_word (html, HTML_AS_TABLE));
  html_tag (html, "</summary><table class=\"tight\"><thead><tr><th scope=\"col\">");
  html_put (html, html_word (html, HTML_FROM_DAY));
  html_tag (html, "</th>");
  for (guint k = 0; k < N_CLASSES; k++) {
    html_tag (html, "<th scope=\"col\" class=\"num\">");
    html_put (html, page_word (&html->text.page, classes[k].name));
    html_tag (html, "</th>");
  }
  html_tag (html, "</tr></thead><tbody>");
  for (guint i = 0; i < bars->n; i++) {
    html_tag (html, "<tr><th scope=\"row\">");
    html_put (html, bar_day (sheet, &bars->bars[i]));
    html_tag (html, "</th>");
    for (guint k = 0; k < N_CLASSES; k++) {
      html_tag (html, "<td class=\"num\">");
      html_put (html, grouped (sheet, bars->bars[i].counts[k]));
      html_tag (html, "</td>");
    }
    html_tag (html, "</tr>\n");
  }
  html_tag (html, "</tbody></table></details>");
}

static void
write_days (Sheet *sheet) {
  g_autoptr (GPtrArray) items = tally_by_key (&sheet->summary->days);
  Bars bars = {0};
  choose_bars (&bars, items, 0);
  if (bars.n == 0)
    return;
  fill_bars (sheet, &bars, items);
  html_section_begin (&sheet->html, "days", html_word (&sheet->html, HTML_DAYS));
  put_chart (sheet, &bars);
  if (bars.earlier)
    html_paragraph (&sheet->html,
                    html_say (&sheet->html, HTML_EARLIER, .count = grouped (sheet, bars.earlier)));
  put_days_table (sheet, &bars);
  html_section_end (&sheet->html);
}

/* ---- causes -----------------------------------------------------------------------------------
 */

static void
put_cause_row (Sheet *sheet, const TallyItem *item, const Span *columns) {
  Html *html = &sheet->html;
  put_row_head (html, text_or (item->parts[1], html_word (html, NO_FROM_DOMAIN)));
  html_cell_begin (html, columns[1]);
  html_put (html, text_or (item->parts[2], html_word (html, RECEIVER_NOT_KNOWN)));
  html_cell_end (html);
  put_number_cell (html, columns[2], grouped (sheet, item->count));
  html_tag (html, "<td role=\"cell\" class=\"num\" data-l=\"");
  html_put (html, columns[3]);
  html_tag (html, "\">");
  put_period (sheet, item->first, item->last);
  html_tag (html, "</td></tr>\n");
}

static void
put_cause_head (Sheet *sheet, const TallyItem *cause) {
  Html *html = &sheet->html;
  html_tag (html, "<tr role=\"row\" class=\"grp\"><th role=\"rowheader\" scope=\"rowgroup\" "
                  "colspan=\"4\"><strong>");
  Span title = cause_title (sheet, cause->parts[0]);
  html_put (html, cause->count == 1 || cause->parts[0] == NULL
                      ? title
                      : html_say (html, HTML_AND_MORE_LIKE_IT, .sentence = title,
                                  .count = grouped (sheet, cause->count - 1)));
  html_tag (html, "</strong>");
  if (cause->parts[0]) {
    html_tag (html, " <code class=\"soft\">");
    html_put (html, span_from_string (cause->parts[0]));
    html_tag (html, "</code>");
    put_example_link (sheet, cause->parts[0]);
  }
  html_tag (html, "</th></tr>\n");
}

static void
put_cause (Sheet *sheet, const TallyItem *cause, const GPtrArray *items, const Span *columns) {
  guint shown = 0;
  html_tag (&sheet->html, "<tbody role=\"rowgroup\">");
  put_cause_head (sheet, cause);
  for (guint i = 0; i < items->len && shown < sheet->top; i++) {
    const TallyItem *item = g_ptr_array_index (items, i);
    if (g_strcmp0 (item->parts[0], cause->parts[0]) != 0)
      continue;
    put_cause_row (sheet, item, columns);
    shown++;
  }
  html_tag (&sheet->html, "</tbody>\n");
}

static void
write_causes (Sheet *sheet) {
  Html *html = &sheet->html;
  Tally tally;
  tally_project (&sheet->summary->causes, 0, &tally);
  g_autoptr (GPtrArray) causes = tally_sorted (&tally);
  g_autoptr (GPtrArray) items = tally_sorted (&sheet->summary->causes);
  const Span columns[] = {html_word (html, HTML_DOMAIN), html_word (html, HTML_RECEIVER),
                          html_word (html, HTML_MESSAGES), html_word (html, HTML_DATED)};
  if (causes->len > 0) {
    html_section_begin (html, "causes", html_word (html, SUMMARY_CAUSES));
    html_tag (html, "<table class=\"stack by\" role=\"table\"><thead role=\"rowgroup\"><tr "
                    "role=\"row\">");
    for (guint i = 0; i < G_N_ELEMENTS (columns); i++) {
      html_tag (html, i == 2   ? "<th role=\"columnheader\" scope=\"col\" class=\"num k\">"
                      : i == 3 ? "<th role=\"columnheader\" scope=\"col\" class=\"num q\">"
                               : "<th role=\"columnheader\" scope=\"col\">");
      html_put (html, columns[i]);
      html_tag (html, "</th>");
    }
    html_tag (html, "</tr></thead>\n");
    for (guint i = 0; i < MIN (causes->len, sheet->top); i++)
      put_cause (sheet, g_ptr_array_index (causes, i), items, columns);
    html_tag (html, "</table>");
    if (causes->len > sheet->top)
      html_paragraph (
          html, html_say (html, COUNT_MORE, .count = html_count (html, causes->len - sheet->top)));
    html_section_end (html);
  }
  tally_clear (&tally);
}

/* ---- receivers over time ----------------------------------------------------------------------
 */

static void
put_receiver_days (Sheet *sheet, const char *receiver, const GPtrArray *items, const Bars *bars) {
  Html *html = &sheet->html;
  guint64 counts[MAX_BARS] = {0}, most = 1;
  gint64 day;
  for (guint i = 0; i < items->len; i++) {
    const TallyItem *item = g_ptr_array_index (items, i);
    if (g_strcmp0 (item->parts[0], receiver) != 0 || !parse_day (item->parts[1], &day) ||
        day < bars->first)
      continue;
    guint64 *slot = &counts[(day - bars->first) / bars->days_a_bar];
    *slot += item->count;
    most = MAX (most, *slot);
  }
  html_tag (html, "<svg class=\"spark\" height=\"24\" aria-hidden=\"true\">");
  for (guint i = 0; i < bars->n; i++)
    if (counts[i] > 0) {
      double height = MAX (1.5, 24.0 * (double)counts[i] / (double)most);
      sink_printf (html->sink,
                   "<rect class=\"s1\" x=\"%.2f%%\" y=\"%.1f\" width=\"%.2f%%\" height=\"%.1f\"/>",
                   100.0 / bars->n * (i + 0.1), 24 - height, 80.0 / bars->n, height);
    }
  html_tag (html, "</svg>");
}

static void
write_receivers (Sheet *sheet) {
  Html *html = &sheet->html;
  Tally tally;
  Bars bars = {0};
  tally_project (&sheet->summary->receivers, 0, &tally);
  g_autoptr (GPtrArray) receivers = tally_sorted (&tally);
  g_autoptr (GPtrArray) items = tally_by_key (&sheet->summary->receivers);
  const Span columns[] = {html_word (html, HTML_RECEIVER), html_word (html, HTML_MESSAGES),
                          html_word (html, HTML_OVER_TIME), html_word (html, HTML_DATED)};
  choose_bars (&bars, items, 1);
  if (bars.n > 0) {
    html_section_begin (html, "receivers", html_word (html, HTML_RECEIVERS));
    html_table_begin (html, html_word (html, HTML_RECEIVERS_COUNT), columns,
                      G_N_ELEMENTS (columns));
    for (guint i = 0; i < MIN (receivers->len, MAX_RECEIVERS); i++) {
      const TallyItem *item = g_ptr_array_index (receivers, i);
      put_row_head (html, text_or (item->parts[0], html_word (html, RECEIVER_NOT_KNOWN)));
      put_number_cell (html, columns[1], grouped (sheet, item->count));
      html_cell_begin (html, columns[2]);
      put_receiver_days (sheet, item->parts[0], items, &bars);
      html_cell_end (html);
      html_cell_begin (html, columns[3]);
      put_period (sheet, item->first, item->last);
      html_cell_end (html);
      html_tag (html, "</tr>\n");
    }
    html_table_end (html);
    html_section_end (html);
  }
  tally_clear (&tally);
}

/* ---- refusals, and what was not understood ----------------------------------------------------
 */

static void
write_list (Sheet *sheet, const char *name, Span heading, const Tally *tally, Span missing) {
  Html *html = &sheet->html;
  g_autoptr (GPtrArray) items = tally_sorted (tally);
  const Span columns[] = {html_word (html, HTML_REASON), html_word (html, HTML_COUNT),
                          html_word (html, HTML_SHARE)};
  if (items->len == 0)
    return;
  html_section_begin (html, name, heading);
  html_table_begin (html, SPAN_NULL, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < MIN (items->len, sheet->top); i++) {
    const TallyItem *item = g_ptr_array_index (items, i);
    put_row_head (html, text_or (item->parts[0], missing));
    put_number_cell (html, columns[1], grouped (sheet, item->count));
    put_number_cell (html, columns[2], share (sheet, item->count, tally_total (tally)));
    html_tag (html, "</tr>\n");
  }
  html_table_end (html);
  html_section_end (html);
}

static guint64
count_like (const GPtrArray *items, const TallyItem *like) {
  for (guint i = 0; i < items->len; i++) {
    const TallyItem *item = g_ptr_array_index (items, i);
    if (g_strcmp0 (item->parts[0], like->parts[0]) == 0)
      return item->count;
  }
  return 0;
}

/* One notice can be of many recipients: both are counted. */
static void
write_refusals (Sheet *sheet) {
  Html *html = &sheet->html;
  const Summary *summary = sheet->summary;
  g_autoptr (GPtrArray) items = tally_sorted (&summary->reasons);
  g_autoptr (GPtrArray) messages = tally_sorted (&summary->reason_messages);
  const Span columns[] = {html_word (html, HTML_REASON), html_word (html, HTML_RECIPIENTS),
                          html_word (html, HTML_SHARE), html_word (html, HTML_MESSAGES)};
  if (items->len == 0)
    return;
  html_section_begin (html, "other", html_word (html, SUMMARY_REASONS));
  html_table_begin (html, SPAN_NULL, columns, messages->len ? 4 : 3);
  for (guint i = 0; i < MIN (items->len, sheet->top); i++) {
    const TallyItem *item = g_ptr_array_index (items, i);
    put_row_head (html, text_or (item->parts[0], html_word (html, CATEGORY_NOT_KNOWN)));
    put_number_cell (html, columns[1], grouped (sheet, item->count));
    put_number_cell (html, columns[2], share (sheet, item->count, tally_total (&summary->reasons)));
    if (messages->len)
      put_number_cell (html, columns[3], grouped (sheet, count_like (messages, item)));
    html_tag (html, "</tr>\n");
  }
  html_table_end (html);
  html_section_end (html);
}

/* ---- aggregate reports ------------------------------------------------------------------------
 */

/* As the screen has them: who sends for a domain, what passed, what a stricter policy would do. */
static void
write_sources (Sheet *sheet, const SummaryOptions *options) {
  Html *html = &sheet->html;
  if (!summary_has_reports (sheet->summary))
    return;
  g_autoptr (Sink) text = sink_new_memory ();
  Screen screen = {
      .arena = sheet->arena, .summary = sheet->summary, .options = options, .top = sheet->top};
  page_init (&screen.page, text, html->text.page.options, sheet->arena);
  screen_write_reports (&screen);
  screen_write_sources (&screen);
  html_section_begin (html, "sources", html_word (html, HTML_AGGREGATE));
  html_tag (html, "<pre class=\"raw\">");
  html_put (html, sink_bytes (text));
  html_tag (html, "</pre>");
  html_section_end (html);
}

/* ---- examples ---------------------------------------------------------------------------------
 */

static void
put_example (Sheet *sheet, const SummaryExample *example, guint number) {
  Html *html = &sheet->html;
  g_autofree char *name = g_strdup_printf ("e%u", number);
  html_tag (html, "<details><summary>");
  html_put (html, cause_title (sheet, example->cause));
  html_tag (html, "</summary>");
  if (example->said) {
    html_tag (html, "<blockquote class=\"quote\"><p>");
    html_put (html, span_from_string (example->said));
    html_tag (html, "</p></blockquote>");
  }
  html_tag (html, "<p class=\"small\"");
  html_id (html, name);
  html_tag (html, "><code>");
  html_put (html, span_from_string (example->cause));
  html_tag (html, "</code> &nbsp;·&nbsp; ");
  html_put (html, html_say (html, SAMPLE_AT, .source = text_or (example->source, SPAN ("-")),
                            .offset = html_count (html, example->offset)));
  html_tag (html, "</p><pre class=\"raw\">");
  html_put (html, span_from_string (example->text));
  html_tag (html, "</pre></details>\n");
}

static void
write_examples (Sheet *sheet) {
  const GPtrArray *examples = sheet->summary->examples;
  if (examples->len == 0)
    return;
  html_section_begin (&sheet->html, "examples", html_word (&sheet->html, HTML_EXAMPLES));
  for (guint i = 0; i < examples->len; i++)
    put_example (sheet, g_ptr_array_index (examples, i), i + 1);
  html_section_end (&sheet->html);
}

/* Where one stream of a domain passes and another fails. */
static void
write_streams (Sheet *sheet) {
  Html *html = &sheet->html;
  g_autoptr (GPtrArray) views = summary_stream_views (sheet->summary);
  guint shown = 0;
  for (guint i = 0; i < views->len && shown < sheet->top; i++) {
    const StreamView *view = g_ptr_array_index (views, i);
    if (!summary_streams_differ (view))
      continue;
    if (shown++ == 0)
      html_section_begin (html, "streams", html_word (html, SUMMARY_STREAMS));
    Vec lines = summary_stream_lines (&html->text.page, view);
    for (guint k = 0; k < lines.n; k++) {
      html_tag (html, k ? "<p class=\"small\">" : "<p>");
      html_put (html, *vec_at (&lines, Span, k));
      html_tag (html, "</p>\n");
    }
  }
  if (shown)
    html_section_end (html);
}

void
summary_write_html (Sink *sink, const Summary *counts, const SummaryOptions *options,
                    const ReportOptions *report) {
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (Summary) summary = summary_whole (counts);
  Sheet sheet = {
      .arena = arena, .summary = summary, .top = options->top ? options->top : DEFAULT_TOP};
  Html *html = &sheet.html;
  ReportOptions own;
  html_init (html, sink, report, &own, arena);
  html_page_begin (html,
                   html_say (html, HTML_TITLE_ALONE, .result = html_word (html, HTML_MAILBOX)));
  write_head (&sheet);
  write_numbers (&sheet);
  write_first (&sheet);
  write_days (&sheet);
  write_causes (&sheet);
  write_receivers (&sheet);
  write_streams (&sheet);
  write_sources (&sheet, options);
  write_refusals (&sheet);
  write_list (&sheet, "not-understood", html_word (html, SUMMARY_NOT_UNDERSTOOD),
              &summary->not_understood, html_word (html, NOTHING_SAYS_WHY));
  write_examples (&sheet);
  html_page_end (html, html_word (html, HTML_FOOT_MAILBOX));
}
