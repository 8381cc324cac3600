/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "summary/summary-streams.h"

#include "base/vocabulary.h"

#define COLUMN_STREAM 23

/* ---- what was counted -------------------------------------------------------------------------
 */

static void
free_view (gpointer data) {
  StreamView *view = data;
  g_array_unref (view->streams);
  g_free (view);
}

static StreamView *
view_of (GPtrArray *views, const Summary *summary, const char *domain) {
  StreamView *last = views->len ? g_ptr_array_index (views, views->len - 1) : NULL;
  if (last && g_strcmp0 (last->domain, domain) == 0)
    return last;
  StreamView *view = g_new0 (StreamView, 1);
  view->domain = domain;
  view->summary = summary;
  view->streams = g_array_new (FALSE, TRUE, sizeof (StreamCount));
  g_ptr_array_add (views, view);
  return view;
}

static void
add_count (StreamView *view, const TallyItem *item) {
  GArray *streams = view->streams;
  StreamCount *last = streams->len ? &g_array_index (streams, StreamCount, streams->len - 1) : NULL;
  if (last == NULL || g_strcmp0 (last->name, item->parts[1]) != 0) {
    g_array_append_val (streams, ((StreamCount){.name = item->parts[1]}));
    last = &g_array_index (streams, StreamCount, streams->len - 1);
  }
  last->total += item->count;
  if (g_strcmp0 (item->parts[2], "pass") == 0)
    last->passed += item->count;
  else if (g_strcmp0 (item->parts[2], "fail") == 0)
    last->failed += item->count;
}

/* One passes and another fails, more often than not. */
static void
compare_streams (StreamView *view) {
  for (guint i = 0; i < view->streams->len; i++) {
    const StreamCount *stream = &g_array_index (view->streams, StreamCount, i);
    if (stream->passed > stream->failed && view->good == NULL)
      view->good = stream;
    if (stream->failed > stream->passed && view->bad == NULL)
      view->bad = stream;
  }
  if (view->good == NULL || view->bad == NULL)
    view->good = view->bad = NULL;
}

GPtrArray *
summary_stream_views (const Summary *summary) {
  GPtrArray *views = g_ptr_array_new_with_free_func (free_view);
  g_autoptr (GPtrArray) items = tally_by_key (&summary->streams);
  for (guint i = 0; i < items->len; i++) {
    const TallyItem *item = g_ptr_array_index (items, i);
    add_count (view_of (views, summary, item->parts[0]), item);
  }
  for (guint i = 0; i < views->len; i++)
    compare_streams (g_ptr_array_index (views, i));
  return views;
}

bool
summary_streams_differ (const StreamView *view) {
  return view->good != NULL;
}

/* ---- in what they differ ----------------------------------------------------------------------
 */

/* The most frequent mark of that kind; NULL for none. */
static const char *
mark_of (const GPtrArray *marks, const StreamView *view, const char *stream, const char *kind) {
  for (guint i = 0; i < marks->len; i++) {
    const TallyItem *item = g_ptr_array_index (marks, i);
    if (g_strcmp0 (item->parts[0], view->domain) == 0 && g_strcmp0 (item->parts[1], stream) == 0 &&
        g_strcmp0 (item->parts[2], kind) == 0)
      return item->parts[3];
  }
  return NULL;
}

static Span
mark_words (Page *page, const char *mark) {
  return mark ? page_escape (page, span_from_string (mark)) : page_word (page, WORD_STREAM_NO_MARK);
}

/* Null where they do not differ in it. */
static Span
difference (Page *page, const StreamView *view, const GPtrArray *marks, const char *kind,
            WordCode name) {
  const char *good = mark_of (marks, view, view->good->name, kind);
  const char *bad = mark_of (marks, view, view->bad->name, kind);
  if (g_strcmp0 (good, bad) == 0)
    return SPAN_NULL;
  return page_say (page, STREAM_MARK, .name = page_word (page, name),
                   .passed = page_escape (page, span_from_string (view->good->name)),
                   .first = mark_words (page, good),
                   .failed = page_escape (page, span_from_string (view->bad->name)),
                   .last = mark_words (page, bad));
}

Vec
summary_stream_lines (Page *page, const StreamView *view) {
  static const struct {
    const char *kind;
    WordCode name;
  } kinds[] = {{"address", WORD_STREAM_ADDRESS},
               {"return-path", WORD_STREAM_RETURN_PATH},
               {"selector", WORD_STREAM_SELECTOR}};
  Vec lines = {0};
  Span domain = view->domain ? page_escape (page, span_from_string (view->domain))
                             : page_word (page, WORD_NO_FROM_DOMAIN);
  g_autoptr (GPtrArray) marks = tally_sorted (&view->summary->stream_marks);
  *vec_push (page->scratch, &lines, Span) =
      page_say (page, STREAMS_DIFFER, .domain = domain,
                .passed = page_escape (page, span_from_string (view->good->name)),
                .failed = page_escape (page, span_from_string (view->bad->name)));
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    Span line = difference (page, view, marks, kinds[i].kind, kinds[i].name);
    if (line.len)
      *vec_push (page->scratch, &lines, Span) = line;
  }
  if (lines.n == 1)
    *vec_push (page->scratch, &lines, Span) = page_word (page, WORD_STREAMS_ALIKE);
  return lines;
}

/* ---- on the screen ----------------------------------------------------------------------------
 */

static void
write_lines (Screen *screen, const StreamView *view) {
  Vec lines = summary_stream_lines (&screen->page, view);
  for (guint i = 0; i < lines.n; i++) {
    guint column = i ? 4 : 2;
    page_go_to (&screen->page, column);
    page_wrap (&screen->page, STYLE_PLAIN, column, *vec_at (&lines, Span, i));
  }
}

void
screen_write_differing_streams (Screen *screen) {
  g_autoptr (GPtrArray) views = summary_stream_views (screen->summary);
  guint shown = 0;
  for (guint i = 0; i < views->len && shown < screen->top; i++) {
    const StreamView *view = g_ptr_array_index (views, i);
    if (!summary_streams_differ (view))
      continue;
    if (shown++ == 0)
      screen_heading (screen, WORD_SUMMARY_STREAMS);
    write_lines (screen, view);
  }
}

static void
write_counts (Screen *screen, const StreamView *view, guint64 total) {
  for (guint i = 0; i < view->streams->len; i++) {
    const StreamCount *stream = &g_array_index (view->streams, StreamCount, i);
    screen_put_count (screen, stream->total, total);
    page_go_to (&screen->page, COLUMN_STREAM);
    page_wrap (&screen->page, STYLE_PLAIN, COLUMN_STREAM,
               say (screen, STREAM_COUNTS,
                    .domain = view->domain
                                  ? page_escape (&screen->page, span_from_string (view->domain))
                                  : say (screen, NO_FROM_DOMAIN),
                    .name = page_escape (&screen->page, span_from_string (stream->name)),
                    .passed = screen_grouped (screen, stream->passed),
                    .failed = screen_grouped (screen, stream->failed)));
  }
}

void
screen_write_streams (Screen *screen) {
  g_autoptr (GPtrArray) views = summary_stream_views (screen->summary);
  guint64 total = tally_total (&screen->summary->streams);
  screen_heading (screen, WORD_SUMMARY_BY_STREAM);
  for (guint i = 0; i < MIN (views->len, screen->top); i++)
    write_counts (screen, g_ptr_array_index (views, i), total);
  guint64 unknown = screen->summary->messages > total ? screen->summary->messages - total : 0;
  if (unknown) {
    page_go_to (&screen->page, 2);
    page_wrap (&screen->page, STYLE_DIM, 2,
               say (screen, STREAM_NOT_KNOWN, .count = screen_grouped (screen, unknown)));
  }
  screen_write_differing_streams (screen);
}
