/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "summary/summary-compare.h"

#include "base/vocabulary.h"
#include "summary/summary-screen.h"

typedef enum { CHANGE_NEW, CHANGE_WORSE, CHANGE_BETTER, CHANGE_GONE, CHANGE_NONE } Change;

typedef struct {
  const TallyItem *key;
  guint64 before, now;
  double before_share, now_share;
  Change change;
} Difference;

/* ---- what is compared ---- */

/* The first parts of a key alone. A source's is the domain, its name, and the cause. */
static void
project (const Tally *tally, guint parts, bool failed_only, Tally *ret) {
  g_autoptr (GPtrArray) items = tally_sorted (tally);
  tally_init (ret);
  for (guint i = 0; i < items->len; i++) {
    TallyItem item = *(const TallyItem *)g_ptr_array_index (items, i);
    if (failed_only && status_is (span_from_string (item.parts[3]), STATUS_PASS))
      continue;
    for (guint p = parts; p < TALLY_PARTS; p++)
      item.parts[p] = NULL;
    tally_add (ret, &item);
  }
}

static guint64
count_in (const Tally *tally, const TallyItem *key) {
  const TallyItem *item = tally->items ? g_hash_table_lookup (tally->items, key) : NULL;
  return item ? item->count : 0;
}

static double
share_of (guint64 count, guint64 total) {
  return total ? (double)count / (double)total : 0;
}

static Change
change_of (const Difference *difference) {
  double before = difference->before_share, now = difference->now_share;
  double least = MAX (0.1 * before, 0.001);
  if (difference->before == 0)
    return CHANGE_NEW;
  if (difference->now == 0)
    return CHANGE_GONE;
  if (now > before + least)
    return CHANGE_WORSE;
  return now < before - least ? CHANGE_BETTER : CHANGE_NONE;
}

static void
add_difference (GArray *all, const TallyItem *key, guint64 before, guint64 now,
                const guint64 *totals) {
  Difference difference = {.key = key,
                           .before = before,
                           .now = now,
                           .before_share = share_of (before, totals[0]),
                           .now_share = share_of (now, totals[1])};
  difference.change = change_of (&difference);
  if (difference.change != CHANGE_NONE)
    g_array_append_val (all, difference);
}

/* What is new first, then what is worse; of each the greatest. */
static int
by_weight (gconstpointer a, gconstpointer b) {
  const Difference *x = a, *y = b;
  guint64 more = MAX (x->before, x->now), other = MAX (y->before, y->now);
  if (x->change != y->change)
    return (int)x->change - (int)y->change;
  if (more != other)
    return more > other ? -1 : 1;
  for (guint i = 0; i < TALLY_PARTS; i++) {
    int order = g_strcmp0 (x->key->parts[i], y->key->parts[i]);
    if (order != 0)
      return order;
  }
  return 0;
}

static GArray *
differences_of (const Tally *before, const Tally *now, const guint64 *totals) {
  GArray *all = g_array_new (FALSE, FALSE, sizeof (Difference));
  g_autoptr (GPtrArray) old_items = tally_by_key (before);
  g_autoptr (GPtrArray) new_items = tally_by_key (now);
  for (guint i = 0; i < new_items->len; i++) {
    const TallyItem *item = g_ptr_array_index (new_items, i);
    add_difference (all, item, count_in (before, item), item->count, totals);
  }
  for (guint i = 0; i < old_items->len; i++) {
    const TallyItem *item = g_ptr_array_index (old_items, i);
    if (count_in (now, item) == 0)
      add_difference (all, item, item->count, 0, totals);
  }
  g_array_sort (all, by_weight);
  return all;
}

/* ---- what is said ---- */

static Span
change_word (Screen *screen, Change change) {
  if (change == CHANGE_NEW)
    return say (screen, COMPARE_NEW);
  if (change == CHANGE_WORSE)
    return say (screen, COMPARE_WORSE);
  return change == CHANGE_BETTER ? say (screen, COMPARE_BETTER) : say (screen, COMPARE_GONE);
}

static Span
counted (Screen *screen, guint64 count, double share) {
  return arena_printf (screen->arena, "%.*s (%.*s)", SPAN_FORMAT (screen_grouped (screen, count)),
                       SPAN_FORMAT (summary_percent (&screen->page, share)));
}

static void
write_difference (Screen *screen, const Difference *difference) {
  bool bad = difference->change <= CHANGE_WORSE;
  page_go_to (&screen->page, 2);
  page_put (&screen->page, bad ? STYLE_BAD : STYLE_GOOD, change_word (screen, difference->change));
  page_go_to (&screen->page, 10);
  page_put (&screen->page, STYLE_PLAIN,
            say (screen, COMPARE_COUNTS,
                 .first = counted (screen, difference->before, difference->before_share),
                 .last = counted (screen, difference->now, difference->now_share)));
  for (guint i = 0; i < TALLY_PARTS; i++)
    if (difference->key->parts[i]) {
      page_go_to_or_below (&screen->page, 44 + i * 26);
      page_put (&screen->page, STYLE_PLAIN,
                page_escape (&screen->page, span_from_string (difference->key->parts[i])));
    }
  page_end_line (&screen->page);
}

static bool
write_table (Screen *screen, WordCode title, const Tally *before, const Tally *now,
             const guint64 *totals) {
  g_autoptr (GArray) all = differences_of (before, now, totals);
  bool bad = false;
  if (all->len)
    screen_heading (screen, title);
  for (guint i = 0; i < all->len; i++) {
    const Difference *difference = &g_array_index (all, Difference, i);
    bad = bad || difference->change <= CHANGE_WORSE;
    if (i < screen->top)
      write_difference (screen, difference);
  }
  return bad;
}

static bool
write_tables (Screen *screen, const Summary *before, const Summary *now) {
  const guint64 totals[] = {before->messages, now->messages};
  Tally old_causes, new_causes, old_sources, new_sources;
  project (&before->causes, 2, false, &old_causes);
  project (&now->causes, 2, false, &new_causes);
  project (&before->sources, 3, true, &old_sources);
  project (&now->sources, 3, true, &new_sources);
  bool bad = write_table (screen, WORD_COMPARE_CAUSES, &old_causes, &new_causes, totals);
  bad = write_table (screen, WORD_COMPARE_SOURCES, &old_sources, &new_sources, totals) || bad;
  tally_clear (&old_causes);
  tally_clear (&new_causes);
  tally_clear (&old_sources);
  tally_clear (&new_sources);
  return bad;
}

static void
write_total (Screen *screen, const Summary *summary, bool now) {
  Span count = screen_grouped (screen, summary->messages);
  Span passed = counted (screen, summary->pass, share_of (summary->pass, summary->messages));
  screen_line (screen, STYLE_BOLD,
               now ? say (screen, COMPARE_NOW, .count = count, .passed = passed)
                   : say (screen, COMPARE_BEFORE, .count = count, .passed = passed));
}

bool
summary_write_comparison (Sink *sink, const Summary *before, const Summary *now,
                          const SummaryOptions *options, const ReportOptions *report) {
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (Summary) old_whole = summary_whole (before);
  g_autoptr (Summary) new_whole = summary_whole (now);
  Screen screen = {.arena = arena,
                   .summary = new_whole,
                   .options = options,
                   .top = options->top ? options->top : 20};
  page_init (&screen.page, sink, report, arena);
  write_total (&screen, old_whole, false);
  write_total (&screen, new_whole, true);
  return write_tables (&screen, old_whole, new_whole);
}
