/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/html-page.h"

#include "html-style.h"
#include "syntax/date.h"

/* Nothing is fetched, run, sent or framed: not even a picture. */
#define POLICY "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self'"

void
html_init (Html *html, Sink *sink, const ReportOptions *options, ReportOptions *ret_options,
           Arena *scratch) {
  Page page;
  *ret_options = *options;
  ret_options->color = false;
  ret_options->utf8 = true;
  page_init (&page, sink, ret_options, scratch);
  *html = (Html){.text = {.page = page}, .sink = sink, .number = 1};
}

void
html_init_case (Html *html, const Case *mail_case) {
  const Number *sequence = &mail_case->evidence.source.sequence;
  html->text = text_of (html->text.page, mail_case);
  html->number = sequence->set ? (guint)sequence->value : 1;
}

/* A dot with so little before or behind it is no place to break at. */
#define NAME_BEFORE 3
#define NAME_BEHIND 6

static bool
breaks_before (Span name, gsize at, gsize piece) {
  gssize mark = span_index (span_skip (name, at), '@');
  gsize rest = mark < 0 ? name.len - at : (gsize)mark;
  return name.data[at] == '.' && at - piece >= NAME_BEFORE && rest >= NAME_BEHIND;
}

/* It goes to the next line as a whole where it has room there, so it is a box of its own. */
void
html_put_name (Html *html, Span name) {
  gsize from = 0, piece = 0;
  html_tag (html, "<span class=\"nm\">");
  for (gsize i = 0; i < name.len; i++) {
    bool behind = name.data[i] == '@' || name.data[i] == '/';
    piece = name.data[i] == '-' ? i : piece;
    if (!behind && !breaks_before (name, i, piece))
      continue;
    html_put (html, span_of (name.data + from, i + behind - from));
    html_tag (html, "<wbr>");
    from = piece = i + behind;
  }
  html_put (html, span_skip (name, from));
  html_tag (html, "</span>");
}

void
html_paragraph (Html *html, Span text) {
  html_tag (html, "<p>");
  html_put (html, text);
  html_tag (html, "</p>\n");
}

void
html_paragraphs (Html *html, Span text) {
  for (gssize at; (at = span_find (text, SPAN ("\n\n"))) >= 0;
       text = span_skip (text, (gsize)at + 2))
    if (at > 0)
      html_paragraph (html, span_first (text, (gsize)at));
  if (text.len > 0)
    html_paragraph (html, text);
}

void
html_sentence (Html *html, Span text) {
  bool ends = text.len == 0 || is_any_of (text.data[text.len - 1], ".!?");
  Arena *scratch = html->text.page.scratch;
  g_autofree char *copy = g_strndup (text.data ? text.data : "", text.len);
  char capital[7] = {0};
  gunichar first = g_utf8_get_char_validated (copy, (gssize)text.len);
  if (text.len == 0 || first >= 0x110000) {
    html_paragraph (html, text);
    return;
  }
  g_unichar_to_utf8 (g_unichar_toupper (first), capital);
  html_paragraph (
      html, arena_printf (scratch, "%s%s%s", capital, g_utf8_next_char (copy), ends ? "" : "."));
}

const char *
html_tone (Tone tone) {
  static const char *const names[] = {
      [TONE_BAD] = "bad", [TONE_GOOD] = "good", [TONE_OPEN] = "open", [TONE_INFO] = "info"};
  return names[tone];
}

static void
put_sign (Html *html, Tone tone, const char *class) {
  static const char *const signs[] = {
      [TONE_BAD] = "no", [TONE_GOOD] = "ok", [TONE_OPEN] = "ask", [TONE_INFO] = "off"};
  sink_printf (html->sink,
               "<svg%s width=\"20\" height=\"20\" aria-hidden=\"true\"><use href=\"#i-%s\"/></svg>",
               class, signs[tone]);
}

void
html_sign (Html *html, Tone tone) {
  put_sign (html, tone, " class=\"i\"");
}

void
html_status_word (Html *html, Tone tone, Span word) {
  sink_printf (html->sink, "<span class=\"word %s\">", html_tone (tone));
  html_sign (html, tone);
  html_put (html, word);
  html_tag (html, "</span>");
}

/* ---- ids and links ----------------------------------------------------------------------------
 */

static void
put_anchor (Html *html, const char *name, const char *end) {
  sink_string (html->sink, name);
  if (html->number > 1)
    sink_printf (html->sink, "-%u", html->number);
  sink_string (html->sink, end);
}

void
html_id (Html *html, const char *name) {
  html_tag (html, " id=\"");
  put_anchor (html, name, "\"");
}

void
html_link_to (Html *html, const char *name, Span words) {
  html_tag (html, "<a href=\"#");
  put_anchor (html, name, "\">");
  html_put (html, words);
  html_tag (html, "</a>");
}

void
html_line_link (Html *html, Number line) {
  if (!line.set)
    return;
  bool shown = line.value >= html->first_line && line.value <= html->last_line;
  if (shown)
    sink_printf (html->sink, "<a href=\"#L%" G_GINT64_FORMAT "\">", line.value);
  html_put (html, text_line (&html->text, line));
  if (shown)
    html_tag (html, "</a>");
}

/* ---- times ------------------------------------------------------------------------------------
 */

void
html_time (Html *html, const Date *date, TimeParts parts) {
  Span text = date->set ? date_format (date, html->text.page.scratch) : SPAN_NULL;
  if (text.len < 20)
    return;
  html_tag (html, "<time datetime=\"");
  html_put (html, text);
  html_tag (html, "\">");
  if (parts & TIME_DAY)
    html_put (html, span_first (text, 10));
  if (parts == TIME_BOTH)
    html_tag (html, " ");
  if (parts & TIME_CLOCK)
    html_put (html, span_of (text.data + 11, 8));
  html_tag (html, parts == TIME_BOTH ? "</time> UTC" : "</time>");
}

Span
html_duration (Html *html, gint64 seconds) {
  static const struct {
    gint64 from, size;
    const char *unit;
  } units[] = {{3 * 86400, 86400, "d"}, {90 * 60, 3600, "h"}, {91, 60, "min"}};
  Arena *scratch = html->text.page.scratch;
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (seconds >= units[i].from)
      return arena_printf (scratch, "%" G_GINT64_FORMAT " %s", seconds / units[i].size,
                           units[i].unit);
  return arena_printf (scratch, "%" G_GINT64_FORMAT " s", seconds);
}

/* ---- sections and tables ----------------------------------------------------------------------
 */

void
html_section_begin (Html *html, const char *name, Span heading) {
  html_tag (html, "<section class=\"w g part\"");
  html_id (html, name);
  html_tag (html, " aria-labelledby=\"h-");
  put_anchor (html, name, "\"><h2 id=\"h-");
  put_anchor (html, name, "\">");
  html_put (html, heading);
  html_tag (html, "</h2>\n<div>");
}

void
html_section_end (Html *html) {
  html_tag (html, "</div></section>\n");
}

/* Where it is shown as a list, the roles say that it is a table all the same. */
void
html_table_begin (Html *html, Span caption, const Span *columns, guint n_columns) {
  html_tag (html, "<table class=\"stack\" role=\"table\">");
  if (caption.len) {
    html_tag (html, "<caption>");
    html_put (html, caption);
    html_tag (html, "</caption>");
  }
  html_tag (html, "<thead role=\"rowgroup\"><tr role=\"row\">");
  for (guint i = 0; i < n_columns; i++) {
    html_tag (html, "<th role=\"columnheader\" scope=\"col\">");
    html_put (html, columns[i]);
    html_tag (html, "</th>");
  }
  html_tag (html, "</tr></thead>\n<tbody role=\"rowgroup\">");
}

void
html_table_end (Html *html) {
  html_tag (html, "</tbody></table>\n");
}

void
html_cell_begin (Html *html, Span column) {
  html_tag (html, "<td role=\"cell\" data-l=\"");
  html_put (html, column);
  html_tag (html, "\">");
}

void
html_cell_end (Html *html) {
  html_tag (html, "</td>");
}

void
html_value (Html *html, Span value) {
  html_tag (html, "<code class=\"copy\">");
  html_put (html, value);
  html_tag (html, "</code>");
}

void
html_term (Html *html, Span term, Span value) {
  if (value.len == 0)
    return;
  html_tag (html, "<dt>");
  html_put (html, term);
  html_tag (html, "</dt><dd>");
  html_put_name (html, value);
  html_tag (html, "</dd>");
}

/* ---- the page around --------------------------------------------------------------------------
 */

static const char symbols[] =
    "<svg width=\"0\" height=\"0\" class=\"defs\" aria-hidden=\"true\">"
    "<symbol id=\"i-ok\" viewBox=\"0 0 20 20\"><circle cx=\"10\" cy=\"10\" r=\"9\" "
    "fill=\"currentColor\"/><path d=\"M5.7 10.4l2.9 2.9 5.7-6\" class=\"cut\"/></symbol>"
    "<symbol id=\"i-no\" viewBox=\"0 0 20 20\"><path d=\"M6.3 1h7.4L19 6.3v7.4L13.7 19H6.3L1 "
    "13.7V6.3z\" fill=\"currentColor\"/><path d=\"M6.9 6.9l6.2 6.2m0-6.2l-6.2 6.2\" "
    "class=\"cut\"/></symbol>"
    "<symbol id=\"i-ask\" viewBox=\"0 0 20 20\"><rect x=\"1\" y=\"1\" width=\"18\" height=\"18\" "
    "rx=\"4\" fill=\"currentColor\"/><path d=\"M7.3 7.6c0-3.6 5.4-3.4 5.4-.2 0 2-2.7 2.1-2.7 4.1\" "
    "class=\"cut\"/><circle cx=\"10\" cy=\"14.8\" r=\"1.25\" class=\"dot\"/></symbol>"
    "<symbol id=\"i-off\" viewBox=\"0 0 20 20\"><circle cx=\"10\" cy=\"10\" r=\"8\" fill=\"none\" "
    "stroke=\"currentColor\" stroke-width=\"2\" stroke-dasharray=\"3.2 3.08\"/><path d=\"M6.5 "
    "10h7\" stroke=\"currentColor\" stroke-width=\"2\" stroke-linecap=\"round\"/></symbol>"
    "<symbol id=\"i-tied\" viewBox=\"0 0 40 20\"><g class=\"link\"><rect x=\"3\" y=\"5\" "
    "width=\"20\" height=\"10\" rx=\"5\"/><rect x=\"17\" y=\"5\" width=\"20\" height=\"10\" "
    "rx=\"5\"/></g></symbol>"
    "<symbol id=\"i-torn\" viewBox=\"0 0 40 20\"><g class=\"link\"><path d=\"M12 5H6a5 5 0 0 0 0 "
    "10h6M28 5h6a5 5 0 0 1 0 10h-6M17.5 4l-1-2.5M22.5 4l1-2.5M17.5 16l-1 2.5M22.5 16l1 "
    "2.5\"/></g></symbol>"
    "<symbol id=\"i-void\" viewBox=\"0 0 40 20\"><g class=\"link\" stroke-dasharray=\"3 3\"><rect "
    "x=\"8\" y=\"5\" width=\"24\" height=\"10\" rx=\"5\"/></g></symbol></svg>\n";

void
html_page_begin (Html *html, Span title) {
  Span language = span_or (html->text.page.words->language, SPAN ("en"));
  html_tag (html, "<!DOCTYPE html>\n<html lang=\"");
  html_put (html, language);
  html_tag (html, "\">\n<head>\n<meta charset=\"utf-8\">\n"
                  "<meta http-equiv=\"Content-Security-Policy\" content=\"" POLICY "\">\n"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                  "<meta name=\"referrer\" content=\"same-origin\">\n<title>");
  html_put (html, title);
  html_tag (html, "</title>\n<style>\n");
  html_tag (html, html_style);
  html_tag (html, "</style>\n</head>\n<body>\n");
  html_tag (html, symbols);
  html_tag (html, "<header class=\"top\"><div class=\"w\"><span><b>mailwhy</b> ");
  html_put (html, html_word (html, HTML_TAGLINE));
  html_tag (html, "</span>");
  if (html->text.page.options->served) {
    html_tag (html, "<a href=\"./?lang=");
    html_put (html, language);
    html_tag (html, "\">");
    html_put (html, html_word (html, HTML_ANOTHER));
    html_tag (html, "</a>");
  }
  html_tag (html, "</div></header>\n<main>\n");
}

void
html_page_end (Html *html, Span note) {
  html_tag (html, "</main>\n<footer class=\"end\"><div class=\"w\"><p>");
  html_put (html, note);
  html_tag (html, note.len ? " mailwhy&nbsp;" : "mailwhy&nbsp;");
  html_put (html, SPAN (MAILWHY_VERSION));
  html_tag (html, "</p></div></footer>\n</body>\n</html>\n");
}

void
html_head_begin (Html *html, Tone tone, Span state, Span heading) {
  sink_printf (html->sink, "<div class=\"verdict %s\"><div class=\"w g\">\n<p class=\"state\">",
               html_tone (tone));
  put_sign (html, tone, "");
  html_put (html, state);
  html_tag (html, "</p>\n<div><h1>");
  html_put (html, heading);
  html_tag (html, "</h1>\n");
}

void
html_head_end (Html *html) {
  html_tag (html, "</div>\n</div></div>\n");
}
