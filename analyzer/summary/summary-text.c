/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The summary for people: what is wrong most often first, and what to do about it. */
#include "base/vocabulary.h"
#include "summary/summary-private.h"
#include "summary/summary-screen.h"
#include "summary/summary-sources.h"
#include "summary/summary-streams.h"
#include "syntax/date.h"

#define DEFAULT_TOP 20
#define BAR_WIDTH 40
#define PLACES_SHOWN 3 /* of each cause */

Span
summary_grouped (Page *page, guint64 value) {
  if (value < 1000)
    return page_number (page, (gint64)value);
  return page_say (page, NUMBER_THOUSANDS, .first = summary_grouped (page, value / 1000),
                   .last = arena_printf (page->scratch, "%03u", (guint)(value % 1000)));
}

Span
summary_percent (Page *page, double share) {
  gint64 tenths = (gint64)(1000.0 * share + 0.5);
  Span number = page_say (page, NUMBER_DECIMAL, .first = page_number (page, tenths / 10),
                          .last = page_number (page, tenths % 10));
  return page_say (page, NUMBER_PERCENT, .count = number);
}

Span
screen_grouped (Screen *screen, guint64 value) {
  return summary_grouped (&screen->page, value);
}

static Span
day (Screen *screen, Number seconds) {
  const Date date = {.seconds = seconds.value, .set = seconds.set};
  Span text = seconds.set ? date_format (&date, screen->arena) : SPAN_NULL;
  return span_is_null (text) ? SPAN ("-") : span_first (text, 10);
}

void
screen_line (Screen *screen, Style style, Span text) {
  page_put (&screen->page, style, text);
  page_end_line (&screen->page);
}

void
screen_heading (Screen *screen, WordCode title) {
  page_end_line (&screen->page);
  screen_line (screen, STYLE_BOLD, page_word (&screen->page, title));
}

/* ---- the first lines --------------------------------------------------------------------------
 */

static Span
notices_words (Screen *screen) {
  const Summary *summary = screen->summary;
  Span bounces = screen_grouped (screen, summary->bounces),
       reports = screen_grouped (screen, summary->reports);
  if (summary->bounces == 1 && summary->reports == 1)
    return say (screen, BOUNCE_AND_REPORT, .bounces = bounces, .reports = reports);
  if (summary->bounces == 1)
    return say (screen, BOUNCE_AND_REPORTS, .bounces = bounces, .reports = reports);
  if (summary->reports == 1)
    return say (screen, BOUNCES_AND_REPORT, .bounces = bounces, .reports = reports);
  return say (screen, BOUNCES_AND_REPORTS, .bounces = bounces, .reports = reports);
}

static Span
totals_words (Screen *screen) {
  const Summary *summary = screen->summary;
  const WordArgs counts = {.count = screen_grouped (screen, summary->messages),
                           .passed = screen_grouped (screen, summary->pass),
                           .failed = screen_grouped (screen, summary->fail),
                           .unknown = screen_grouped (screen, summary->unknown)};
  return words_fill (screen->page.words, summary->messages == 1 ? WORD_TOTALS_ONE : WORD_TOTALS,
                     &counts, screen->arena);
}

static void
write_totals (Screen *screen) {
  const Summary *summary = screen->summary;
  Span not_mail = screen_grouped (screen, summary->not_mail);
  if (summary->messages > 0 || tally_total (&summary->tls) == 0)
    screen_line (screen, STYLE_BOLD, totals_words (screen));
  if (summary->refused)
    screen_line (screen, STYLE_PLAIN,
                 say (screen, COUNT_REFUSED, .count = screen_grouped (screen, summary->refused)));
  if (summary->delivered)
    screen_line (
        screen, STYLE_PLAIN,
        say (screen, COUNT_DELIVERED, .count = screen_grouped (screen, summary->delivered)));
  if (summary->first.set)
    screen_line (screen, STYLE_PLAIN,
                 say (screen, FROM_DAY_TO_DAY, .first = day (screen, summary->first),
                      .last = day (screen, summary->last)));
  if (summary->bounces + summary->reports)
    screen_line (screen, STYLE_PLAIN, notices_words (screen));
  screen_write_reports (screen);
  if (summary->not_mail)
    screen_line (screen, STYLE_PLAIN,
                 summary->not_mail == 1 ? say (screen, ONE_FILE_NOT_MAIL, .count = not_mail)
                                        : say (screen, FILES_NOT_MAIL, .count = not_mail));
}

/* ---- tables -----------------------------------------------------------------------------------
 */

static void
put_part (Screen *screen, guint column, const char *text, Span missing) {
  page_go_to (&screen->page, column);
  page_put (&screen->page, STYLE_PLAIN,
            page_escape (&screen->page, text ? span_from_string (text) : missing));
}

void
screen_put_count (Screen *screen, guint64 count, guint64 total) {
  Span number = screen_grouped (screen, count);
  Span percent = summary_percent (&screen->page, total ? (double)count / (double)total : 0);
  guint columns = text_columns (number), wide = text_columns (percent);
  page_go_to (&screen->page, 2 + (columns < 11 ? 11 - columns : 0));
  page_put (&screen->page, STYLE_PLAIN, number);
  page_put (&screen->page, STYLE_DIM,
            arena_printf (screen->arena, "  %*s%.*s", wide < 6 ? 6 - (int)wide : 0, "",
                          SPAN_FORMAT (percent)));
}

/* As a shell takes it. */
static Span
file_word (Screen *screen, const char *name) {
  for (const char *at = name; *at; at++)
    if (!g_ascii_isalnum (*at) && strchr ("/._-+@%:,", *at) == NULL) {
      g_autofree char *quoted = g_shell_quote (name);
      return arena_dup (screen->arena, span_from_string (quoted));
    }
  return span_from_string (name);
}

/* The command that shows it. */
static Span
sample_words (Screen *screen, const TallyItem *item) {
  const char *name = item->sample_source ? item->sample_source : "-";
  Span source = file_word (screen, name);
  bool alone = item->sample_offset == 0 && item->sample_sequence <= 1;
  Span sample = alone ? say (screen, SAMPLE, .source = source)
                      : say (screen, SAMPLE_AT, .source = source,
                             .count = page_number (&screen->page, (gint64)item->sample_sequence));
  if (item->sample_id == NULL)
    return sample;
  return say (screen, SAMPLE_NAMED, .name = span_from_string (item->sample_id), .source = sample);
}

static void
put_when_and_where (Screen *screen, guint column, const TallyItem *item) {
  page_go_to (&screen->page, column);
  page_put (&screen->page, STYLE_PLAIN,
            item->first.set ? arena_printf (screen->arena, "%.*s  %.*s",
                                            SPAN_FORMAT (day (screen, item->first)),
                                            SPAN_FORMAT (day (screen, item->last)))
                            : say (screen, NO_DATE));
  page_end_line (&screen->page);
  page_go_to (&screen->page, 23);
  page_put (&screen->page, STYLE_DIM, page_escape (&screen->page, sample_words (screen, item)));
  page_end_line (&screen->page);
}

/* The items not shown, and the `uncounted` ones that the tally could not tell apart. */
static void
write_other (Screen *screen, const GPtrArray *items, guint64 uncounted, guint64 total) {
  guint64 rest = uncounted;
  for (guint i = screen->top; i < items->len; i++)
    rest += ((const TallyItem *)g_ptr_array_index (items, i))->count;
  if (rest == 0)
    return;
  screen_put_count (screen, rest, total);
  page_go_to (&screen->page, 23);
  page_put (&screen->page, STYLE_DIM, say (screen, LESS_FREQUENT));
  page_end_line (&screen->page);
}

static bool
somebody_can_act (const Summary *summary, const TallyItem *item) {
  const SummaryFix *fix =
      item->parts[0] ? g_hash_table_lookup (summary->fixes, item->parts[0]) : NULL;
  return fix && !actor_is (span_from_string (fix->fix_by), ACTOR_NOBODY);
}

/* What somebody can repair, by count. */
static GPtrArray *
actionable (const Summary *summary, const Tally *tally) {
  g_autoptr (GPtrArray) sorted = tally_sorted (tally);
  GPtrArray *items = g_ptr_array_sized_new (sorted->len);
  for (guint i = 0; i < sorted->len; i++)
    if (somebody_can_act (summary, g_ptr_array_index (sorted, i)))
      g_ptr_array_add (items, g_ptr_array_index (sorted, i));
  return items;
}

/* Most bounces have reasons of their own: a line for each cause is enough where nobody can act. */
static void
write_inactionable (Screen *screen) {
  Tally projected;
  tally_project (&screen->summary->causes, 0, &projected);
  g_autoptr (GPtrArray) items = tally_sorted (&projected);
  for (guint i = 0; i < items->len; i++) {
    const TallyItem *item = g_ptr_array_index (items, i);
    if (somebody_can_act (screen->summary, item))
      continue;
    screen_put_count (screen, item->count, screen->summary->messages);
    put_part (screen, 23, item->parts[0], say (screen, CAUSE_NOT_KNOWN));
    if (item->parts[0])
      page_put (
          &screen->page, STYLE_DIM,
          arena_printf (screen->arena, " %.*s", SPAN_FORMAT (say (screen, NOBODY_HAS_TO_ACT))));
    page_end_line (&screen->page);
  }
  tally_clear (&projected);
}

/* Where one cause strikes: the From domains and receivers it hits most. */
static void
write_places (Screen *screen, const GPtrArray *items, const char *cause) {
  const Span missing[] = {say (screen, NO_FROM_DOMAIN), say (screen, RECEIVER_NOT_KNOWN)};
  guint64 rest = 0;
  guint shown = 0;
  for (guint i = 0; i < items->len; i++) {
    const TallyItem *item = g_ptr_array_index (items, i);
    if (g_strcmp0 (item->parts[0], cause) != 0)
      continue;
    if (shown++ >= PLACES_SHOWN) {
      rest += item->count;
      continue;
    }
    Span number = screen_grouped (screen, item->count);
    page_go_to (&screen->page, 25 + (text_columns (number) < 7 ? 7 - text_columns (number) : 0));
    page_put (&screen->page, STYLE_PLAIN, number);
    put_part (screen, 34, item->parts[1], missing[0]);
    put_part (screen, 64, item->parts[2], missing[1]);
    page_end_line (&screen->page);
  }
  if (rest == 0)
    return;
  Span number = screen_grouped (screen, rest);
  page_go_to (&screen->page, 25 + (text_columns (number) < 7 ? 7 - text_columns (number) : 0));
  page_put (&screen->page, STYLE_PLAIN, number);
  page_go_to (&screen->page, 34);
  page_put (&screen->page, STYLE_DIM, say (screen, ELSEWHERE));
  page_end_line (&screen->page);
}

/* By cause first, since it is the cause that is repaired; then whom it hits. */
static void
write_causes (Screen *screen) {
  const Tally *tally = &screen->summary->causes;
  guint64 total = screen->summary->messages;
  Tally projected;
  if (tally_total (tally) == 0)
    return;
  g_autoptr (GPtrArray) places = tally_sorted (tally);
  tally_project (tally, 0, &projected);
  g_autoptr (GPtrArray) items = actionable (screen->summary, &projected);
  screen_heading (screen, WORD_SUMMARY_CAUSES);
  Span missing = say (screen, CAUSE_NOT_KNOWN);
  for (guint i = 0; i < MIN (items->len, screen->top); i++) {
    const TallyItem *item = g_ptr_array_index (items, i);
    screen_put_count (screen, item->count, total);
    put_part (screen, 23, item->parts[0], missing);
    put_when_and_where (screen, 64, item);
    write_places (screen, places, item->parts[0]);
  }
  write_other (screen, items, projected.other, total);
  write_inactionable (screen);
  tally_clear (&projected);
}

static void
write_list (Screen *screen, WordCode title, const Tally *tally, guint64 total, Span missing) {
  g_autoptr (GPtrArray) items = tally_sorted (tally);
  if (items->len == 0)
    return;
  screen_heading (screen, title);
  for (guint i = 0; i < MIN (items->len, screen->top); i++) {
    const TallyItem *item = g_ptr_array_index (items, i);
    screen_put_count (screen, item->count, total);
    put_part (screen, 23, item->parts[0], missing);
    page_end_line (&screen->page);
  }
  write_other (screen, items, tally->other, total);
}

static void
write_projection (Screen *screen, WordCode title, guint part, Span missing) {
  Tally projected;
  tally_project (&screen->summary->causes, part, &projected);
  write_list (screen, title, &projected, screen->summary->messages, missing);
  tally_clear (&projected);
}

/* ---- what to do -------------------------------------------------------------------------------
 */

WordCode
summary_actor (const char *fix_by) {
  static const WordCode codes[] = {[ACTOR_DNS_ADMIN] = WORD_SUMMARY_DNS_ADMIN,
                                   [ACTOR_SENDER] = WORD_SUMMARY_PLATFORM,
                                   [ACTOR_INSTITUTION] = WORD_SUMMARY_INSTITUTION,
                                   [ACTOR_FORWARDER] = WORD_SUMMARY_FORWARDER,
                                   [ACTOR_RECEIVER] = WORD_SUMMARY_RECEIVER,
                                   [ACTOR_RECIPIENT_ADMIN] = WORD_SUMMARY_RECIPIENT_ADMIN,
                                   [ACTOR_NOBODY] = WORD_SUMMARY_NOBODY};
  Actor actor;
  return actor_find (span_from_string (fix_by), &actor) ? codes[actor] : WORD_SUMMARY_NOBODY;
}

static Span
for_whom (Screen *screen, const TallyItem *item, const SummaryFix *fix) {
  return say (screen, FIX_FOR, .count = screen_grouped (screen, item->count),
              .actor = page_word (&screen->page, summary_actor (fix->fix_by)));
}

static void
write_fix (Screen *screen, const TallyItem *item) {
  const SummaryFix *fix =
      item->parts[0] ? g_hash_table_lookup (screen->summary->fixes, item->parts[0]) : NULL;
  if (fix == NULL || !somebody_can_act (screen->summary, item))
    return;
  page_go_to (&screen->page, 2);
  page_put (&screen->page, STYLE_BOLD, page_escape (&screen->page, span_from_string (fix->cause)));
  page_put (&screen->page, STYLE_PLAIN,
            arena_printf (screen->arena, " %.*s", SPAN_FORMAT (for_whom (screen, item, fix))));
  page_end_line (&screen->page);
  page_go_to (&screen->page, 4);
  page_wrap (&screen->page, STYLE_PLAIN, 4, span_from_string (fix->fix ? fix->fix : ""));
}

static void
write_fixes (Screen *screen) {
  Tally projected;
  tally_project (&screen->summary->causes, 0, &projected);
  g_autoptr (GPtrArray) items = tally_sorted (&projected);
  if (g_hash_table_size (screen->summary->fixes))
    screen_heading (screen, WORD_WHAT_TO_DO);
  for (guint i = 0; i < MIN (items->len, screen->top); i++)
    write_fix (screen, g_ptr_array_index (items, i));
  tally_clear (&projected);
}

/* ---- days -------------------------------------------------------------------------------------
 */

typedef struct {
  const char *day;
  guint64 total, failed;
} Day;

static GArray *
days_of (const GPtrArray *items) {
  GArray *days = g_array_new (FALSE, TRUE, sizeof (Day));
  for (guint i = 0; i < items->len; i++) {
    const TallyItem *item = g_ptr_array_index (items, i);
    Day *last = days->len ? &g_array_index (days, Day, days->len - 1) : NULL;
    if (last == NULL || g_strcmp0 (last->day, item->parts[0]) != 0) {
      g_array_append_val (days, ((Day){item->parts[0], 0, 0}));
      last = &g_array_index (days, Day, days->len - 1);
    }
    last->total += item->count;
    if (!status_is (span_from_string (item->parts[1]), STATUS_PASS))
      last->failed += item->count;
  }
  return days;
}

static void
write_day (Screen *screen, const Day *day_of_list, guint64 most) {
  guint bar = most ? (guint)(day_of_list->total * BAR_WIDTH / most) : 0;
  guint bad = day_of_list->total ? (guint)(day_of_list->failed * bar / day_of_list->total) : 0;
  page_go_to (&screen->page, 2);
  page_put (&screen->page, STYLE_PLAIN,
            page_escape (&screen->page, span_from_string (day_of_list->day)));
  page_go_to (&screen->page, 14);
  for (guint i = 0; i < bad; i++)
    page_put_string (&screen->page, STYLE_BAD, "#");
  for (guint i = bad; i < bar; i++)
    page_put_string (&screen->page, STYLE_GOOD, "-");
  page_go_to (&screen->page, 14 + BAR_WIDTH + 1);
  page_put (&screen->page, STYLE_PLAIN,
            say (screen, DAY_COUNTS, .count = screen_grouped (screen, day_of_list->total),
                 .failed = screen_grouped (screen, day_of_list->failed)));
  page_end_line (&screen->page);
}

static void
write_days (Screen *screen, guint limit) {
  g_autoptr (GPtrArray) items = tally_by_key (&screen->summary->days);
  g_autoptr (GArray) days = days_of (items);
  guint64 most = 0;
  guint start = days->len > limit ? days->len - limit : 0;
  if (days->len == 0)
    return;
  for (guint i = start; i < days->len; i++)
    most = MAX (most, g_array_index (days, Day, i).total);
  screen_heading (screen, start ? WORD_SUMMARY_LAST_DAYS : WORD_SUMMARY_DAYS);
  for (guint i = start; i < days->len; i++)
    write_day (screen, &g_array_index (days, Day, i), most);
}

/* ---- all --------------------------------------------------------------------------------------
 */

static void
write_all (Screen *screen) {
  const Summary *summary = screen->summary;
  screen_write_sources (screen);
  if (summary->counted < summary->messages)
    write_causes (screen);
  if (summary->counted < summary->messages)
    write_fixes (screen);
  screen_write_differing_streams (screen);
  write_list (screen, WORD_SUMMARY_REASONS, &summary->reasons, tally_total (&summary->reasons),
              say (screen, CATEGORY_NOT_KNOWN));
  write_list (screen, WORD_SUMMARY_NOT_UNDERSTOOD, &summary->not_understood, summary->messages,
              say (screen, NOTHING_SAYS_WHY));
  write_days (screen, 14);
}

void
summary_write_text (Sink *sink, const Summary *summary, const SummaryOptions *options,
                    const ReportOptions *report) {
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (Summary) whole = summary_whole (summary);
  Screen screen = {.arena = arena,
                   .summary = whole,
                   .options = options,
                   .top = options->top ? options->top : DEFAULT_TOP};
  page_init (&screen.page, sink, report, arena);
  write_totals (&screen);
  switch (options->by) {
  case BY_ALL:
    write_all (&screen);
    return;
  case BY_CAUSE:
    write_projection (&screen, WORD_SUMMARY_BY_CAUSE, 0, say (&screen, CAUSE_NOT_KNOWN));
    write_fixes (&screen);
    return;
  case BY_DOMAIN:
    write_projection (&screen, WORD_SUMMARY_BY_DOMAIN, 1, say (&screen, NO_FROM_DOMAIN));
    return;
  case BY_RECEIVER:
    write_projection (&screen, WORD_SUMMARY_BY_RECEIVER, 2, say (&screen, RECEIVER_NOT_KNOWN));
    return;
  case BY_ADDRESS:
    write_list (&screen, WORD_SUMMARY_BY_ADDRESS, &summary->addresses,
                tally_total (&summary->addresses), SPAN ("-"));
    return;
  case BY_SOURCE:
    screen_write_sources (&screen);
    return;
  case BY_STREAM:
    screen_write_streams (&screen);
    return;
  case BY_DAY:
    write_days (&screen, screen.options->top ? screen.top : G_MAXUINT);
    return;
  }
}
