/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "syntax/field-block.h"

#include "base/bytes.h"

/* RFC 5322 §3.6.8: ftext, printable US-ASCII without ':'. */
static bool
is_ftext (char c) {
  return (guchar)c > ' ' && (guchar)c < 0x7f && c != ':';
}

static gsize
count_ftext (Span line) {
  gsize n = 0;
  for (; n + 8 <= line.len; n += 8) {
    guint64 eight = bytes_load (line.data + n);
    guint64 marks = bytes_below (eight, ' ' + 1) | bytes_equal (eight, ':') |
                    bytes_equal (eight, 0x7f) | (eight & BYTES_HIGH);
    if (marks)
      return n + bytes_first (marks);
  }
  while (n < line.len && is_ftext (line.data[n]))
    n++;
  return n;
}

/* RFC 5322 §2.2.3: a line that begins with white space continues the field before it. */
static bool
is_folded (Span rest) {
  return rest.len > 0 && is_wsp (rest.data[0]);
}

/* RFC 5322 §3.6.8 field-name, and §4.5.3: white space was once allowed before ':'. */
static bool
read_name (Span line, Span *ret_name, gsize *ret_colon) {
  gsize end = count_ftext (line);
  gsize colon = end;
  while (colon < line.len && is_wsp (line.data[colon]))
    colon++;
  if (end == 0 || colon == line.len || line.data[colon] != ':')
    return false;
  *ret_name = span_first (line, end);
  *ret_colon = colon;
  return true;
}

static void
read_field (FieldBlock *reader, Span rest, Span line, gsize colon, FieldBlockItem *item) {
  const char *value = line.data + colon + 1;
  const char *end = line.data + line.len;
  while (is_folded (rest)) {
    span_next_line (&rest, &line, NULL);
    end = line.data + line.len;
    reader->line++;
  }
  item->kind = FIELD_BLOCK_FIELD;
  item->value = span_between (value, end);
  item->raw.len = reader->block.len - item->offset - rest.len;
}

void
field_block_init (FieldBlock *reader, Span block) {
  *reader = (FieldBlock){.block = block, .at = 0, .line = 1};
}

bool
field_block_next (FieldBlock *reader, FieldBlockItem *ret) {
  *ret = (FieldBlockItem){.kind = FIELD_BLOCK_END, .offset = reader->at, .line = reader->line};
  Span rest = span_skip (reader->block, reader->at);
  Span line;
  gsize colon;
  const char *start = rest.data;
  if (!span_next_line (&rest, &line, NULL))
    return false;
  reader->line++;
  ret->raw = span_of (start, reader->block.len - reader->at - rest.len);
  if (line.len == 0)
    ret->kind = FIELD_BLOCK_BLANK;
  else if (read_name (line, &ret->name, &colon))
    read_field (reader, rest, line, colon, ret);
  else
    ret->kind = FIELD_BLOCK_JUNK;
  reader->at += ret->raw.len;
  return true;
}
