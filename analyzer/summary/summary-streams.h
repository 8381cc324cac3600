/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The streams of a From domain: kinds of mail that its platform sends by servers of their own, so
 * that one can pass while another fails. */
#pragma once
#include "report/text-page.h"
#include "summary/summary-screen.h"

typedef struct {
  const char *name;
  guint64 total, passed, failed;
} StreamCount;

typedef struct {
  const char *domain;      /* NULL: not known */
  GArray *streams;         /* StreamCount, by name */
  const StreamCount *good; /* passes more often than it fails; NULL unless they differ */
  const StreamCount *bad;  /* fails more often than it passes; NULL unless they differ */
  const Summary *summary;  /* from which the marks are */
} StreamView;

/* StreamView *, by domain; the array is the caller's, the names are the summary's. */
GPtrArray *summary_stream_views (const Summary *summary);
bool summary_streams_differ (const StreamView *view);
/* That they differ, and below it in what, a line each: Span; in `page`'s scratch, escaped. */
Vec summary_stream_lines (Page *page, const StreamView *view);

/* Of the domains whose streams differ; nothing where there is none. */
void screen_write_differing_streams (Screen *screen);
/* All of them, with their counts. */
void screen_write_streams (Screen *screen);
