/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/show-repaired.h"

#include "report/text-escape.h"

/* Up to the first blank line. */
static Span
header_of (Span bytes, const Pasted *pasted) {
  Span rest = bytes, line;
  gsize eol, len = 0;
  if (pasted->block)
    return span_first (bytes, pasted->block->header_len);
  while (span_next_line (&rest, &line, &eol) && line.len > 0)
    len = (gsize)(line.data - bytes.data) + line.len + eol;
  return span_first (bytes, len);
}

void
show_repaired (Sink *sink, Span bytes, const Pasted *pasted, bool utf8) {
  Span rest = header_of (bytes, pasted), line;
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
