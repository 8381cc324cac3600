/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "verify/record-text.h"

typedef struct {
  Span bytes;
  char means; /* NUL: nothing */
} OddMark;

/* UTF-8, and the same of Windows-1252. */
static const OddMark marks[] = {
    {SPAN ("\xe2\x80\x90"), '-'},
    {SPAN ("\xe2\x80\x91"), '-'},
    {SPAN ("\xe2\x80\x92"), '-'},
    {SPAN ("\xe2\x80\x93"), '-'},
    {SPAN ("\xe2\x80\x94"), '-'},
    {SPAN ("\xe2\x80\x95"), '-'},
    {SPAN ("\xe2\x88\x92"), '-'},
    {SPAN ("\xef\xbc\x8d"), '-'},
    {SPAN ("\xcb\x9c"), '~'},
    {SPAN ("\xe2\x88\xbc"), '~'},
    {SPAN ("\xe2\x80\x98"), 0},
    {SPAN ("\xe2\x80\x99"), 0},
    {SPAN ("\xe2\x80\x9a"), 0},
    {SPAN ("\xe2\x80\x9b"), 0},
    {SPAN ("\xe2\x80\x9c"), 0},
    {SPAN ("\xe2\x80\x9d"), 0},
    {SPAN ("\xe2\x80\x9e"), 0},
    {SPAN ("\xe2\x80\x9f"), 0},
    {SPAN ("\xc2\xab"), 0},
    {SPAN ("\xc2\xbb"), 0},
    {SPAN ("\xc2\xa0"), ' '},
    {SPAN ("\xe2\x80\xaf"), ' '},
    {SPAN ("\xe2\x80\x8b"), 0},
    {SPAN ("\xef\xbb\xbf"), 0},
    {SPAN ("\""), 0},
    {SPAN ("\t"), ' '},
    {SPAN ("\r"), ' '},
    {SPAN ("\n"), ' '},
};

static const OddMark *
mark_at (Span rest) {
  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    if (span_starts_with (rest, marks[i].bytes))
      return &marks[i];
  return NULL;
}

/* One byte of Windows-1252 beside plain letters. */
static bool
is_lone_byte (Span text, gsize i) {
  bool before = i == 0 || (guint8)text.data[i - 1] < 0x80;
  return before && (i + 1 == text.len || (guint8)text.data[i + 1] < 0x80);
}

static gssize
lone_byte_means (guint8 byte) {
  switch (byte) {
  case 0x91:
  case 0x92:
  case 0x93:
  case 0x94:
    return 0;
  case 0x96:
  case 0x97:
    return '-';
  case 0x98:
    return '~';
  case 0xa0:
    return ' ';
  default:
    return -1;
  }
}

Span
record_text_clean (Span text, Arena *arena) {
  g_autoptr (GString) out = g_string_sized_new (text.len);
  for (gsize i = 0; i < text.len; i++) {
    const OddMark *mark = mark_at (span_skip (text, i));
    gssize means = is_lone_byte (text, i) ? lone_byte_means ((guint8)text.data[i]) : -1;
    if (mark) {
      means = (guint8)mark->means;
      i += mark->bytes.len - 1;
    } else if (means < 0) {
      means = (guint8)text.data[i];
    }
    if (means)
      g_string_append_c (out, (char)means);
  }
  return span_trim (arena_dup (arena, span_of (out->str, out->len)));
}
