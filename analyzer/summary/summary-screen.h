/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A summary on its way to a person's screen: what its parts have in common. */
#pragma once
#include "report/text-page.h"
#include "summary/summary-private.h"

typedef struct {
  Page page;
  Arena *arena;
  const Summary *summary;
  const SummaryOptions *options;
  guint top;        /* rows of a table */
  guint asked, met; /* sources: of how many the DNS was asked, of how many there was a question */
} Screen;

#define say(screen, code, ...) page_say (&(screen)->page, code, __VA_ARGS__)

/* 1,234,567 */
Span screen_grouped (Screen *screen, guint64 value);
void screen_line (Screen *screen, Style style, Span text);
/* Below an empty line. */
void screen_heading (Screen *screen, WordCode title);
/* The first two columns of a table: a count, and its share. */
void screen_put_count (Screen *screen, guint64 count, guint64 total);
