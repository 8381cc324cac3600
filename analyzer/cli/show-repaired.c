/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/show-repaired.h"

#include "report/text-escape.h"

/* Up to the first blank line. */
static Span
header_of (const RawMessage *raw) {
  Span rest = raw->bytes, line;
  gsize eol, len = 0;
  if (raw->block)
    return span_first (raw->bytes, raw->block->header_len);
  while (span_next_line (&rest, &line, &eol) && line.len > 0)
    len = (gsize)(line.data - raw->bytes.data) + line.len + eol;
  return span_first (raw->bytes, len);
}

void
show_repaired (Sink *sink, const RawMessage *raw, bool utf8) {
  Span rest = header_of (raw), line;
  gsize eol;
  g_autoptr (GString) out = g_string_new (NULL);
  while (span_next_line (&rest, &line, &eol)) {
    gsize indent = 0;
    while (indent < line.len && is_wsp (line.data[indent]))
      g_string_append_c (out, line.data[indent++]);
    text_escape (out, span_skip (line, indent), utf8);
    g_string_append_c (out, '\n');
  }
  g_string_append_c (out, '\n');
  sink_span (sink, span_of (out->str, out->len));
}
