/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The lines the answer was made from, as they are: what is cited is marked, what is not believed is
 * grey, and above each stands why. */
#include "report/html-parts.h"
#include "report/text-unbelieved.h"

#define MAX_LINES 4000
#define MAX_LINE 4096    /* bytes shown of one */
#define MAX_BYTES 524288 /* of all */
#define MAX_MARKS 512
#define MAX_CITED_BY 6 /* findings named above one field */
#define ALL_SHOWN 80   /* lines: so few are not folded */
#define FOLD_FROM 8    /* lines nobody cites, one after the other */
#define WORD_NARROW 32 /* a longer word is broken anywhere on narrow screens */
#define WORD_WIDE 74   /* a longer one everywhere */

typedef struct {
  gint64 first, last;
  int finding; /* index; -1: not believed */
  Span reason; /* why not */
} Mark;

typedef struct {
  Html *html;
  Vec marks; /* of Mark, by first line */
  guint at;  /* those before it begin above the current line */
  gint64 cited_to, grey_to;
  gint64 line;
  Span rest;
} Listing;

/* A pasted text without a line feed has its lines ended by CRs. */
static bool
take_line (const Html *html, Span *rest, Span *ret_line) {
  if (!html->cr_lines)
    return span_next_line (rest, ret_line, NULL);
  if (rest->len == 0)
    return false;
  gssize cr = span_index (*rest, '\r');
  *ret_line = cr < 0 ? *rest : span_first (*rest, (gsize)cr);
  *rest = cr < 0 ? SPAN ("") : span_skip (*rest, (gsize)cr + 1);
  return true;
}

/* ---- what is marked ---------------------------------------------------------------------------
 */

static void
add_mark (Listing *listing, Number first, Number last, int finding, Span reason) {
  if (!first.set || listing->marks.n >= MAX_MARKS)
    return;
  *vec_push (listing->html->text.page.scratch, &listing->marks, Mark) =
      (Mark){first.value, last.set ? MAX (last.value, first.value) : first.value, finding, reason};
}

static void
mark_cited (Listing *listing) {
  const Vec *findings = &listing->html->text.mail_case->findings;
  for (guint i = 0; i < findings->n; i++) {
    const Finding *finding = vec_at (findings, Finding, i);
    for (guint k = 0; span_is_null (finding->superseded_by) && k < finding->evidence.n; k++) {
      const Pointer *pointer = vec_at (&finding->evidence, Pointer, k);
      add_mark (listing, pointer->line, pointer->last_line, (int)i, SPAN_NULL);
    }
  }
}

#define MARK_UNBELIEVED(list, Type, condition)                                       \
  for (guint i = 0; i < (list)->n; i++) {                                            \
    const Type *record = vec_at ((list), Type, i);                                   \
    if (record->trusted == FLAG_FALSE && (condition))                                \
      add_mark (listing, record->line, record->last_line, -1, record->trust_reason); \
  }

static void
mark_unbelieved (Listing *listing) {
  const Evidence *evidence = listing->html->text.evidence;
  MARK_UNBELIEVED (&evidence->authentication_results, AuthenticationResultsRecord, true)
  MARK_UNBELIEVED (&evidence->spf, SpfRecord, text_is_of_own_field (record->source))
  MARK_UNBELIEVED (&evidence->dkim, DkimRecord, text_is_of_own_field (record->source))
  MARK_UNBELIEVED (&evidence->dmarc, DmarcRecord, text_is_of_own_field (record->source))
  MARK_UNBELIEVED (&evidence->spam_reports, SpamReport, true)
}

static int
compare_marks (gconstpointer a, gconstpointer b) {
  const Mark *one = a, *other = b;
  if (one->first != other->first)
    return one->first < other->first ? -1 : 1;
  return one->finding - other->finding;
}

/* ---- which lines ------------------------------------------------------------------------------
 */

#define REACH(list, Type)                        \
  for (guint i = 0; i < (list)->n; i++)          \
    if (vec_at ((list), Type, i)->last_line.set) \
      last = MAX (last, vec_at ((list), Type, i)->last_line.value);

/* Of a notice the header that came back is shown too, as far as anything of it was read. */
static gint64
last_of_original (const Evidence *evidence) {
  gint64 last = evidence->from.last_line.set ? evidence->from.last_line.value : 0;
  REACH (&evidence->received, ReceivedHop)
  REACH (&evidence->dkim_signatures, DkimSignatureRecord)
  REACH (&evidence->authentication_results, AuthenticationResultsRecord)
  return last;
}

static gint64
end_of_header (const Html *html) {
  Span line;
  gint64 n = 0;
  for (Span rest = html->text.mail_case->text.bytes;
       n < MAX_LINES && take_line (html, &rest, &line); n++)
    if (n > 0 && span_trim (line).len == 0)
      return n;
  return n;
}

static gint64
wanted_last_line (Listing *listing) {
  const Case *mail_case = listing->html->text.mail_case;
  gint64 last = mail_case->text.last ? mail_case->text.last : end_of_header (listing->html);
  if (mail_case->text.several)
    return last;
  if (mail_case->original)
    last = MAX (last, last_of_original (mail_case->original));
  for (guint i = 0; i < listing->marks.n; i++)
    last = MAX (last, vec_at (&listing->marks, Mark, i)->last);
  return last;
}

/* As many as the limits let be shown. */
static gint64
last_line_within_limits (const Html *html, gint64 wanted) {
  Span rest = html->text.mail_case->text.bytes, line;
  gint64 n = 0;
  gsize bytes = 0;
  while (n < wanted && n < html->first_line + MAX_LINES && bytes < MAX_BYTES &&
         take_line (html, &rest, &line)) {
    n++;
    bytes += n >= html->first_line ? MIN (line.len, MAX_LINE) : 0;
  }
  return n;
}

/* ---- one line ---------------------------------------------------------------------------------
 */

static gsize
longest_word (Span line) {
  gsize longest = 0, run = 0;
  for (gsize i = 0; i < line.len; i++) {
    run = line.data[i] == ' ' || line.data[i] == '\t' || line.data[i] == '-' ? 0 : run + 1;
    longest = MAX (longest, run);
  }
  return longest;
}

static void
put_class (Listing *listing, Span line) {
  bool grey = listing->line <= listing->grey_to, cited = listing->line <= listing->cited_to;
  gsize word = longest_word (line);
  const char *mark = grey ? "n" : cited ? "c" : "";
  const char *wrap = word > WORD_WIDE ? "x" : word > WORD_NARROW ? "y" : "";
  if (mark[0] == '\0' && wrap[0] == '\0')
    return;
  sink_printf (listing->html->sink, " class=\"%s%s%s\"", mark, mark[0] && wrap[0] ? " " : "", wrap);
}

static Span
without_cr (Span line) {
  return line.len && line.data[line.len - 1] == '\r' ? span_first (line, line.len - 1) : line;
}

static void
put_line (Listing *listing, Span whole) {
  Html *html = listing->html;
  Span line = span_first (without_cr (whole), MAX_LINE);
  sink_printf (html->sink, "<li id=\"L%" G_GINT64_FORMAT "\" value=\"%" G_GINT64_FORMAT "\"",
               listing->line, listing->line);
  put_class (listing, line);
  html_tag (html, ">");
  html_put (html, line);
  if (line.len == MAX_LINE && whole.len > MAX_LINE) {
    html_tag (html, " <i>");
    html_put (html,
              html_say (html, HTML_MORE_BYTES, .count = html_count (html, whole.len - MAX_LINE)));
    html_tag (html, "</i>");
  }
  html_tag (html, "</li>");
}

/* Above a field: who cites it, and why it is not believed. */
static void
put_remarks (Listing *listing, guint from, guint to) {
  Html *html = listing->html;
  guint cited = 0;
  for (guint i = from; i < to; i++) {
    const Mark *mark = vec_at (&listing->marks, Mark, i);
    if (mark->finding >= 0)
      continue;
    html_tag (html, "<li class=\"say n\">");
    html_put (html,
              html_say (html, HTML_NOT_BELIEVED, .reason = text_shown (&html->text, mark->reason)));
    html_tag (html, "</li>");
    break;
  }
  for (guint i = from; i < to; i++) {
    const Mark *mark = vec_at (&listing->marks, Mark, i);
    if (mark->finding < 0 || cited >= MAX_CITED_BY)
      continue;
    const Finding *finding = vec_at (&html->text.mail_case->findings, Finding, mark->finding);
    g_autofree char *name = g_strdup_printf ("f%d", mark->finding + 1);
    html_tag (html, cited++                             ? ", "
                    : listing->line <= listing->grey_to ? "<li class=\"say n\">"
                                                        : "<li class=\"say c\">");
    if (cited == 1) {
      html_put (html, html_word (html, HTML_CITED_BY));
      html_tag (html, " ");
    }
    html_link_to (html, name, text_shown (&html->text, finding->id));
  }
  html_tag (html, cited ? "</li>" : "");
}

/* The marks that begin on this line. */
static void
enter_line (Listing *listing) {
  guint from = listing->at;
  while (listing->at < listing->marks.n &&
         vec_at (&listing->marks, Mark, listing->at)->first <= listing->line) {
    const Mark *mark = vec_at (&listing->marks, Mark, listing->at++);
    gint64 *to = mark->finding < 0 ? &listing->grey_to : &listing->cited_to;
    *to = MAX (*to, mark->last);
  }
  if (listing->at > from)
    put_remarks (listing, from, listing->at);
}

static bool
next_line (Listing *listing) {
  Span line;
  if (listing->line > listing->html->last_line || !take_line (listing->html, &listing->rest, &line))
    return false;
  enter_line (listing);
  put_line (listing, line);
  listing->line++;
  return true;
}

/* ---- folds ------------------------------------------------------------------------------------
 */

/* Lines from here on that nothing marks. */
static gint64
unmarked_lines (const Listing *listing) {
  if (listing->line <= listing->cited_to || listing->line <= listing->grey_to)
    return 0;
  gint64 next = listing->at < listing->marks.n ? vec_at (&listing->marks, Mark, listing->at)->first
                                               : listing->html->last_line + 1;
  return MIN (next, listing->html->last_line + 1) - listing->line;
}

static bool
put_fold (Listing *listing, gint64 lines) {
  Html *html = listing->html;
  bool more = true;
  html_tag (html, "<li class=\"d\"><details><summary>");
  html_put (html, html_say (html, HTML_LINES, .first = html_count (html, listing->line),
                            .last = html_count (html, listing->line + lines - 1)));
  html_tag (html, "</summary><ol>");
  for (gint64 i = 0; i < lines && more; i++)
    more = next_line (listing);
  html_tag (html, "</ol></details></li>\n");
  return more;
}

static void
put_lines (Listing *listing) {
  bool folds = listing->html->last_line - listing->line + 1 > ALL_SHOWN, more = true;
  while (more) {
    gint64 lines = folds ? unmarked_lines (listing) : 0;
    more = lines >= FOLD_FROM ? put_fold (listing, lines) : next_line (listing);
  }
}

/* ---- the section ------------------------------------------------------------------------------
 */

static Span
heading (Html *html) {
  const Source *source = &html->text.mail_case->evidence.source;
  if (html->text.mail_case->original)
    return html_word (html, HTML_NOTICE_LINES);
  return !span_is_null (source->confidence) ? html_word (html, HTML_PASTED_LINES)
                                            : html_word (html, HTML_HEADER);
}

static void
collect_marks (Listing *listing) {
  mark_cited (listing);
  mark_unbelieved (listing);
  if (listing->marks.n > 1)
    qsort (listing->marks.items, listing->marks.n, sizeof (Mark), compare_marks);
}

void
html_header_measure (Html *html) {
  const Case *mail_case = html->text.mail_case;
  Listing listing = {.html = html};
  if (mail_case->text.bytes.len == 0)
    return;
  collect_marks (&listing);
  html->cr_lines = !span_is_null (mail_case->evidence.source.confidence) &&
                   span_index (mail_case->text.bytes, '\n') < 0;
  html->first_line = mail_case->text.several ? MAX (mail_case->text.first, 1) : 1;
  html->last_line = last_line_within_limits (html, wanted_last_line (&listing));
}

static void
begin_listing (Listing *listing) {
  const Case *mail_case = listing->html->text.mail_case;
  Span line;
  collect_marks (listing);
  listing->rest = mail_case->text.bytes;
  for (listing->line = 1; listing->line < listing->html->first_line; listing->line++)
    if (!take_line (listing->html, &listing->rest, &line))
      return;
}

void
html_header (Html *html) {
  Listing listing = {.html = html};
  html_section_begin (html, "header", heading (html));
  if (html->text.mail_case->text.bytes.len == 0) {
    html_paragraph (html, html_word (html, HTML_LINES_LEFT_OUT));
    html_section_end (html);
    return;
  }
  begin_listing (&listing);
  html_tag (html, "<p class=\"small\">");
  html_put (html, html_word (html, HTML_MARKS));
  html_tag (html, "</p><ol class=\"raw\">");
  put_lines (&listing);
  html_tag (html, "</ol>");
  html_section_end (html);
}
