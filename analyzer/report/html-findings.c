/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Why it is so: the cause, what else failed, and folded what is only worth knowing. */
#include "report/html-parts.h"

#include "base/vocabulary.h"

static bool
is_cause (const Html *html, const Finding *finding) {
  return span_equal (finding->id, html->text.mail_case->verdict.cause);
}

static void
put_label (Html *html, const Finding *finding) {
  bool error = severity_is (finding->severity, SEVERITY_ERROR);
  bool warning = severity_is (finding->severity, SEVERITY_WARNING);
  bool failed = status_is (html->text.mail_case->verdict.status, STATUS_FAIL);
  Tone tone = is_cause (html, finding) ? (failed || error ? TONE_BAD : TONE_OPEN)
              : error                  ? TONE_BAD
              : warning                ? TONE_OPEN
                                       : TONE_INFO;
  Span word = is_cause (html, finding) ? html_word (html, HTML_CAUSE)
              : error                  ? html_word (html, HTML_FAULT)
              : warning                ? html_word (html, HTML_WARNING)
                                       : html_word (html, HTML_NOTE);
  sink_printf (html->sink, "<span class=\"word %s\">", html_tone (tone));
  html_put (html, word);
  html_tag (html, "</span> ");
}

static void
put_places (Html *html, const Finding *finding) {
  guint shown = 0;
  for (guint i = 0; i < finding->evidence.n; i++) {
    const Pointer *pointer = vec_at (&finding->evidence, Pointer, i);
    if (!pointer->line.set)
      continue;
    if (shown++ == 0)
      html_put (html, html_word (html, HTML_SEEN_IN));
    html_tag (html, shown > 1 ? ", " : " ");
    html_line_link (html, pointer->line);
    html_tag (html, " (");
    html_put (html, text_shown (&html->text, pointer->field));
    html_tag (html, ")");
  }
  html_tag (html, shown ? ". " : "");
}

static Span
proof_words (Html *html, Span proof) {
  if (finding_proof_is (proof, PROOF_PROVED))
    return html_word (html, HTML_PROVED);
  return finding_proof_is (proof, PROOF_LIKELY) ? html_word (html, HTML_LIKELY)
                                                : html_word (html, HTML_POSSIBLE);
}

static void
put_finding (Html *html, guint index) {
  const Finding *finding = vec_at (&html->text.mail_case->findings, Finding, index);
  g_autofree char *name = g_strdup_printf ("f%u", index + 1);
  html_tag (html, "<article class=\"find\"");
  html_id (html, name);
  html_tag (html, "><h3>");
  put_label (html, finding);
  html_put (html, finding->title);
  html_tag (html, "</h3>\n");
  html_paragraphs (html, finding->explanation);
  html_tag (html, "<p class=\"small\">");
  html_put (html, proof_words (html, finding->proof));
  html_tag (html, " ");
  put_places (html, finding);
  html_tag (html, "<code>");
  html_put (html, finding->id);
  html_tag (html, "</code></p></article>\n");
}

static bool
is_shown (const Html *html, const Finding *finding, bool notes) {
  bool note = severity_is (finding->severity, SEVERITY_NOTE) && !is_cause (html, finding);
  return span_is_null (finding->superseded_by) && note == notes;
}

static guint
count_notes (const Html *html) {
  const Vec *all = &html->text.mail_case->findings;
  guint n = 0;
  for (guint i = 0; i < all->n; i++)
    n += is_shown (html, vec_at (all, Finding, i), true);
  return n;
}

/* `cause`: the cause alone, or all but the cause. */
static void
put_all (Html *html, bool notes, bool cause) {
  const Vec *all = &html->text.mail_case->findings;
  for (guint i = 0; i < all->n; i++) {
    const Finding *finding = vec_at (all, Finding, i);
    if (is_shown (html, finding, notes) && is_cause (html, finding) == cause)
      put_finding (html, i);
  }
}

void
html_findings (Html *html) {
  guint notes = count_notes (html), shown = 0;
  const Vec *all = &html->text.mail_case->findings;
  for (guint i = 0; i < all->n; i++)
    shown += is_shown (html, vec_at (all, Finding, i), false);
  if (notes + shown == 0)
    return;
  html_section_begin (html, "why", html_word (html, HTML_WHY));
  put_all (html, false, true);
  put_all (html, false, false);
  if (notes) {
    html_tag (html, "<details");
    html_id (html, "notes");
    html_tag (html, "><summary>");
    html_put (html, notes == 1 ? html_word (html, HTML_ONE_NOTE)
                               : html_say (html, HTML_NOTES, .count = html_count (html, notes)));
    html_tag (html, "</summary>");
    put_all (html, true, false);
    html_tag (html, "</details>");
  }
  html_section_end (html);
}

void
html_requirements (Html *html) {
  const Vec *all = &html->text.mail_case->requirements;
  if (all->n == 0)
    return;
  html_section_begin (html, "asked", html_word (html, LABEL_REQUIREMENTS));
  const Span columns[] = {html_word (html, HTML_RESULT), html_word (html, HTML_ASKED)};
  html_table_begin (html, SPAN_NULL, columns, 2);
  for (guint i = 0; i < all->n; i++) {
    const Requirement *requirement = vec_at (all, Requirement, i);
    bool met = requirement_state_is (requirement->state, REQUIREMENT_MET),
         not_met = requirement_state_is (requirement->state, REQUIREMENT_NOT_MET);
    html_tag (html, "<tr role=\"row\">");
    html_cell_begin (html, columns[0]);
    html_status_word (html,
                      met       ? TONE_GOOD
                      : not_met ? TONE_BAD
                                : TONE_INFO,
                      met       ? html_word (html, REQUIREMENT_MET)
                      : not_met ? html_word (html, REQUIREMENT_NOT_MET)
                                : html_word (html, REQUIREMENT_NOT_SEEN));
    html_cell_end (html);
    html_cell_begin (html, columns[1]);
    html_tag (html, "<b>");
    html_put (html, requirement->title);
    html_tag (html, "</b>");
    html_paragraphs (html, requirement->explanation);
    html_cell_end (html);
    html_tag (html, "</tr>\n");
  }
  html_table_end (html);
  html_section_end (html);
}
