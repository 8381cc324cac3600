/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A text to send back to whoever asked: what happened, what to publish, who does it, how to check.
 */
#include "report/text-page.h"

#include "apply/findings.h"
#include "base/vocabulary.h"

#define MAX_POINTS 4 /* more than that nobody does at a time */
#define WIDTH 76     /* what survives a mail program's quoting (RFC 3676 §4.2) */

/* Who acts, in the words of Fix-By. */
static const struct {
  Actor actor;
  Phrase phrase;
} actors[] = {
    {ACTOR_DNS_ADMIN, PHRASE_DNS_ADMIN},     {ACTOR_SENDER, PHRASE_SENDER},
    {ACTOR_INSTITUTION, PHRASE_INSTITUTION}, {ACTOR_FORWARDER, PHRASE_FORWARDER},
    {ACTOR_RECEIVER, PHRASE_RECEIVER},       {ACTOR_RECIPIENT_ADMIN, PHRASE_RECIPIENT_ADMIN},
};

static void
paragraph (Page *page, Span text) {
  page_wrap (page, STYLE_PLAIN, 0, text);
  page_end_line (page);
}

/* ---- what is worth writing --------------------------------------------------------------------
 */

static bool
is_worth_it (const Finding *finding) {
  bool note = severity_is (finding->severity, SEVERITY_NOTE) && !finding_stands_last (finding);
  return span_is_null (finding->superseded_by) && !note && (finding->fix.len || finding->reply.len);
}

static bool
is_repeated (const GPtrArray *points, const Finding *finding) {
  for (guint i = 0; i < points->len; i++) {
    const Finding *other = g_ptr_array_index (points, i);
    if (span_equal (other->id, finding->id) ||
        (finding->reply.len && span_equal (other->reply, finding->reply)))
      return true;
  }
  return false;
}

/* Beside a cause: a failure of its own, or records to publish. Warnings mostly say what follows
 * from the cause. */
static bool
stands_for_itself (const Finding *finding) {
  return severity_is (finding->severity, SEVERITY_ERROR) || finding->records.n > 0 ||
         finding_stands_last (finding);
}

static void
choose (const Case *mail_case, bool cause, GPtrArray *points) {
  for (guint i = 0; i < mail_case->findings.n && points->len < MAX_POINTS; i++) {
    const Finding *finding = vec_at (&mail_case->findings, Finding, i);
    bool is_cause = span_equal (finding->id, mail_case->verdict.cause);
    if (is_worth_it (finding) && is_cause == cause && !is_repeated (points, finding) &&
        (cause || span_is_null (mail_case->verdict.cause) || stands_for_itself (finding)))
      g_ptr_array_add (points, (gpointer)finding);
  }
}

/* ---- one point --------------------------------------------------------------------------------
 */

/* One below the other, each on one line, so that they can be pasted. */
static void
write_records (Page *page, const LanguageRule *words, const Vec *records) {
  if (records->n == 0)
    return;
  page_wrap (page, STYLE_PLAIN, 0, words->phrases[PHRASE_RECORDS]);
  page_end_line (page);
  for (guint i = 0; i < records->n; i++) {
    const DnsRecord *record = vec_at (records, DnsRecord, i);
    page_go_to (page, 4);
    page_put (page, STYLE_PLAIN, record->name);
    page_put_string (page, STYLE_PLAIN, "  ");
    page_put (page, STYLE_PLAIN, record->type);
    page_put_string (page, STYLE_PLAIN, "  ");
    page_put (page, STYLE_PLAIN, record->value);
    page_end_line (page);
  }
  page_end_line (page);
}

static Span
actor_of (const LanguageRule *words, Span fix_by) {
  for (guint i = 0; i < G_N_ELEMENTS (actors); i++)
    if (actor_is (fix_by, actors[i].actor))
      return words->phrases[actors[i].phrase];
  return SPAN_NULL;
}

static void
write_check (Page *page, const LanguageRule *words, Span check) {
  if (check.len == 0 || !span_starts_with (check, SPAN ("dig ")))
    return;
  page_put (page, STYLE_PLAIN, words->phrases[PHRASE_CHECK]);
  page_end_line (page);
  page_end_line (page);
  page_go_to (page, 4);
  page_put (page, STYLE_PLAIN, check);
  page_end_line (page);
  page_end_line (page);
}

static void
write_point (Page *page, const LanguageRule *words, const Finding *finding) {
  Span who = words->phrases[PHRASE_WHO], actor = actor_of (words, finding->fix_by);
  Span title = page_escape (page, finding->title);
  page_wrap (page, STYLE_PLAIN, 0, arena_printf (page->scratch, "%.*s.", SPAN_FORMAT (title)));
  page_end_line (page);
  page_wrap (page, STYLE_PLAIN, 0, finding->reply.len ? finding->reply : finding->fix);
  page_end_line (page);
  write_records (page, words, &finding->records);
  if (actor.len) {
    page_wrap (page, STYLE_PLAIN, 0,
               arena_printf (page->scratch, "%.*s %.*s.", SPAN_FORMAT (who), SPAN_FORMAT (actor)));
    page_end_line (page);
  }
  write_check (page, words, finding->check);
}

static void
write_points (Page *page, const LanguageRule *words, const Case *mail_case) {
  g_autoptr (GPtrArray) points = g_ptr_array_new ();
  bool to_do = false;
  choose (mail_case, true, points);
  guint causes = points->len;
  choose (mail_case, false, points);
  for (guint i = 0; i < points->len; i++) {
    const Finding *finding = g_ptr_array_index (points, i);
    if (i == 0 || i == causes)
      paragraph (page, i < causes ? words->phrases[PHRASE_HAPPENED] : words->phrases[PHRASE_OTHER]);
    write_point (page, words, finding);
    to_do |= !actor_is (finding->fix_by, ACTOR_NOBODY);
  }
  if (points->len == 0 && status_is (mail_case->verdict.status, STATUS_PASS))
    paragraph (page, words->phrases[PHRASE_NOTHING]);
  if (points->len == 0 && status_is (mail_case->verdict.status, STATUS_UNKNOWN))
    paragraph (page, words->phrases[PHRASE_SEND_ALL]);
  if (to_do)
    paragraph (page, words->phrases[PHRASE_VERIFY]);
}

static void
write_case (Sink *sink, const ReportOptions *options, const Case *mail_case) {
  g_autoptr (Arena) scratch = arena_new ();
  ReportOptions plain = *options;
  const LanguageRule *words = options->language;
  const Verdict *verdict = &mail_case->verdict;
  bool is_bounce = evidence_is_notice (&mail_case->evidence);
  Page page;
  plain.color = false;
  plain.utf8 = true; /* its accents go into a mail, not to this terminal */
  plain.width = WIDTH;
  page_init (&page, sink, &plain, scratch);
  paragraph (&page, words->phrases[PHRASE_GREETING]);
  paragraph (&page, words->phrases[PHRASE_THANKS]);
  if (status_is (verdict->status, STATUS_PASS))
    paragraph (&page, words->phrases[PHRASE_ALL_WELL]);
  else if (status_is (verdict->status, STATUS_UNKNOWN))
    paragraph (&page, words->phrases[is_bounce ? PHRASE_RETURNED : PHRASE_NO_ANSWER]);
  write_points (&page, words, mail_case);
  page_wrap (&page, STYLE_PLAIN, 0, words->phrases[PHRASE_CLOSING]);
  if (options->several)
    page_end_line (&page);
}

const Reporter reporter_reply = {
    .name = "reply",
    .for_sending = true,
    .begin = reporter_nothing,
    .write_case = write_case,
    .end = reporter_nothing,
};
