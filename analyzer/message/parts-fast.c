/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "message/parts-fast.h"

#include "base/limits.h"
#include "base/line-start.h"
#include "message/media-type.h"
#include "message/reader-private.h"
#include "syntax/field-block.h"

#define MAX_LEVELS 8
#define MAX_LEAVES 128
/* Far below what parts_read () counts, which also looks into messages inside. */
#define MAX_CONTENT_LINES (LIMIT_MIME_DEPTH / 2)
#define MAX_DELIMITER_LINES (LIMIT_MIME_DELIMITERS / 2)
#define MAX_BOUNDARY 70 /* RFC 2046 §5.1.1 */

typedef struct {
  Span boundary;
  Span path;
  guint n_children;
} Level;

typedef struct {
  const Message *message;
  Arena *arena;
  Vec leaves; /* of Part */
  Level levels[MAX_LEVELS];
  guint depth;
  Part leaf; /* that is open */
  GMimeContentEncoding encoding;
  const char *content; /* where the open leaf's content starts; NULL: none is open */
  guint n_content_lines, n_delimiter_lines;
} Split;

/* ---- what a part says of itself ---------------------------------------------------------------
 */

typedef struct {
  MediaType media;
  GMimeContentEncoding encoding;
  bool has_type, has_encoding;
} PartHeader;

static bool
read_encoding (Span value, GMimeContentEncoding *ret) {
  static const struct {
    const char *word;
    GMimeContentEncoding encoding;
  } words[] = {{"7bit", GMIME_CONTENT_ENCODING_7BIT},
               {"8bit", GMIME_CONTENT_ENCODING_8BIT},
               {"binary", GMIME_CONTENT_ENCODING_BINARY},
               {"base64", GMIME_CONTENT_ENCODING_BASE64},
               {"quoted-printable", GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE}};
  value = span_trim (value);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (span_equal_nocase (value, span_from_string (words[i].word))) {
      *ret = words[i].encoding;
      return true;
    }
  return false;
}

static bool
read_content_field (Span name, Span value, Arena *arena, PartHeader *header) {
  if (name.len == 12 && span_equal_nocase (name, SPAN ("Content-Type"))) {
    if (header->has_type || value.len > LIMIT_CONTENT_FIELD)
      return false;
    header->has_type = true;
    return media_type_read_plain (value, arena, &header->media);
  }
  if (name.len == 25 && span_equal_nocase (name, SPAN ("Content-Transfer-Encoding"))) {
    if (header->has_encoding)
      return false;
    header->has_encoding = true;
    return read_encoding (value, &header->encoding);
  }
  return true;
}

/* RFC 2045 §5.2: what says nothing is text/plain. */
static bool
is_usable (PartHeader *header) {
  if (!header->has_type)
    header->media.type = SPAN ("text/plain");
  Span type = header->media.type, boundary = header->media.boundary;
  if (span_starts_with (type, SPAN (DISGUISED_MESSAGE)))
    return false;
  if (!span_starts_with (type, SPAN ("multipart/")))
    return true;
  return !span_equal (type, SPAN ("multipart/digest")) && boundary.len > 0 &&
         boundary.len <= MAX_BOUNDARY;
}

/* A header with other lines in it than a From_ line above, or odd ones, may be none to GMime. */
static bool
read_message_header (const Message *message, Arena *arena, PartHeader *ret) {
  gsize len = message->fields.n ? vec_at (&message->fields, Field, 0)->offset : 0;
  *ret = (PartHeader){0};
  if (span_index (message->header, '\0') >= 0 || (len > 0 && !is_from_line (message->header)))
    return false;
  for (guint i = 0; i < message->fields.n; i++) {
    const Field *field = vec_at (&message->fields, Field, i);
    len += field->raw.len;
    if (field->raw.data[field->name.len] != ':')
      return false;
    if ((field->name.data[0] | 0x20) == 'c' &&
        !read_content_field (field->name, field->value, arena, ret))
      return false;
  }
  return len == message->header.len && is_usable (ret);
}

/* `*rest` begins behind the delimiter line and is left at the content. */
static bool
read_part_header (Span *rest, Arena *arena, PartHeader *ret) {
  FieldBlock block;
  FieldBlockItem item;
  *ret = (PartHeader){0};
  field_block_init (&block, *rest);
  while (field_block_next (&block, &item) && item.kind == FIELD_BLOCK_FIELD)
    if (item.raw.data[item.name.len] != ':' || span_index (item.raw, '\0') >= 0 ||
        !read_content_field (item.name, item.value, arena, ret))
      return false;
  if (item.kind != FIELD_BLOCK_BLANK)
    return false;
  *rest = span_skip (*rest, block.at);
  return is_usable (ret);
}

/* ---- leaves -----------------------------------------------------------------------------------
 */

static Span
decode (Arena *arena, Span raw, GMimeContentEncoding encoding) {
  GMimeEncoding state;
  g_mime_encoding_init_decode (&state, encoding);
  char *out = arena_take (arena, g_mime_encoding_outlen (&state, raw.len) + 1);
  return span_of (out, g_mime_encoding_step (&state, raw.data, raw.len, out));
}

static void
open_leaf (Split *split, const PartHeader *header, Span path, const char *content) {
  split->leaf = (Part){.type = header->media.type,
                       .path = path,
                       .charset = arena_dup (split->arena, span_first (header->media.charset, 64))};
  split->encoding = header->encoding;
  split->content = content;
}

static bool
close_leaf (Split *split, const char *end) {
  if (split->content == NULL)
    return true;
  Part *part = &split->leaf;
  Span raw = span_between (split->content, MAX (split->content, end));
  split->content = NULL;
  if (raw.len > LIMIT_PART || split->leaves.n >= MAX_LEAVES)
    return false;
  part->decoded = split->encoding == GMIME_CONTENT_ENCODING_BASE64 ||
                  split->encoding == GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE;
  part->offset = (gsize)(raw.data - split->message->bytes.data);
  part->content = part->decoded ? decode (split->arena, raw, split->encoding) : raw;
  *vec_push (split->arena, &split->leaves, Part) = *part;
  return true;
}

/* ---- boundaries -------------------------------------------------------------------------------
 */

static bool
enter_multipart (Split *split, Span boundary, Span path) {
  for (guint i = 0; i < split->depth; i++)
    if (span_starts_with (boundary, split->levels[i].boundary) ||
        span_starts_with (split->levels[i].boundary, boundary))
      return false;
  if (split->depth == MAX_LEVELS)
    return false;
  split->levels[split->depth++] = (Level){boundary, path, 0};
  return true;
}

/* "2", "2.1" */
static Span
path_of_child (Span path, guint number, Arena *arena) {
  char digits[12], *at = digits + sizeof digits;
  for (; number > 0; number /= 10)
    *--at = (char)('0' + number % 10);
  return arena_join (arena, path, path.len ? SPAN (".") : SPAN (""),
                     span_between (at, digits + sizeof digits));
}

static bool
begin_part (Split *split, Span *rest) {
  Level *level = &split->levels[split->depth - 1];
  PartHeader header;
  if (!read_part_header (rest, split->arena, &header))
    return false;
  Span path = path_of_child (level->path, ++level->n_children, split->arena);
  if (span_starts_with (header.media.type, SPAN ("multipart/")))
    return enter_multipart (split, header.media.boundary, path);
  open_leaf (split, &header, path, rest->data);
  return true;
}

/* RFC 2046 §5.1.1: the line end before a delimiter is the delimiter's. */
static const char *
before_delimiter (Span line, const char *start) {
  const char *end = line.data;
  if (end > start && end[-1] == '\n')
    end--;
  if (end > start && end[-1] == '\r')
    end--;
  return end;
}

/* Where line ends are mixed, GMime goes by the delimiter's own. */
static bool
has_mixed_ends (Span line, const char *start) {
  bool own = line.len && line.data[line.len - 1] == '\r';
  const char *end = line.data - 2;
  return start && end >= start && own != (end[0] == '\r');
}

typedef enum { LINE_TEXT, LINE_DELIMITER, LINE_CLOSE, LINE_ODD } LineKind;

/* Only the innermost boundary is ordinary; another one's, or one with more behind it, is odd. */
static LineKind
line_kind (const Split *split, Span line) {
  Span text = span_skip (line, 2);
  for (guint i = split->depth; i > 0; i--) {
    Span boundary = split->levels[i - 1].boundary;
    if (!span_starts_with (text, boundary))
      continue;
    Span tail = span_trim (span_skip (text, boundary.len));
    if (i != split->depth || (tail.len && !span_equal (tail, SPAN ("--"))))
      return LINE_ODD;
    return tail.len ? LINE_CLOSE : LINE_DELIMITER;
  }
  return LINE_TEXT;
}

static bool
is_too_much (Split *split, Span line) {
  split->n_delimiter_lines += line.data[0] == '-';
  split->n_content_lines +=
      line.data[0] != '-' && span_starts_with_nocase (line, SPAN ("Content-"));
  return split->n_delimiter_lines > MAX_DELIMITER_LINES ||
         split->n_content_lines > MAX_CONTENT_LINES;
}

static bool
take_line (Split *split, Span line, Span *rest) {
  LineKind kind = line_kind (split, line);
  if (kind == LINE_TEXT)
    return true;
  if (kind == LINE_ODD || has_mixed_ends (line, split->content) ||
      !close_leaf (split, before_delimiter (line, split->content)))
    return false;
  if (kind == LINE_DELIMITER)
    return begin_part (split, rest);
  return split->levels[--split->depth].n_children > 0;
}

static bool
split_multipart (Split *split) {
  const LineStarts starts = {'-', 'c', '-'};
  Span rest = split->message->body, line;
  while (split->depth > 0 && rest.len) {
    if (!line_starts_has (&starts, rest.data[0])) {
      rest = span_skip (rest, line_start_next (rest.data, rest.len, 0, starts));
      continue;
    }
    const char *newline = memchr (rest.data, '\n', rest.len);
    gsize len = newline ? (gsize)(newline - rest.data) : rest.len;
    line = span_first (rest, len);
    rest = span_skip (rest, len + (newline != NULL));
    if (len < 2 || (line.data[0] != '-' && (line.data[0] | 0x20) != 'c'))
      continue;
    if (is_too_much (split, line))
      return false;
    if (line.data[0] == '-' && line.data[1] == '-' && !take_line (split, line, &rest))
      return false;
  }
  /* cut off: what is open ends with the message */
  return split->depth == 0 || close_leaf (split, rest.data);
}

/* All that was cut off behind the header, as far as this message's parts go. */
static bool
has_no_delimiter (const Split *split) {
  return split->depth == 1 && split->levels[0].n_children == 0;
}

bool
parts_read_fast (const Message *message, Arena *arena, Vec *ret, guint *ret_total) {
  Split split = {.message = message, .arena = arena};
  PartHeader header;
  if (message->bytes.len > LIMIT_MIME_BYTES || span_is_null (message->body) ||
      message->header_cut || message->body.len == 0 ||
      !read_message_header (message, arena, &header))
    return false;
  if (span_starts_with (header.media.type, SPAN ("multipart/"))) {
    if (!enter_multipart (&split, header.media.boundary, SPAN ("")) || !split_multipart (&split))
      return false;
  } else {
    open_leaf (&split, &header, SPAN ("1"), message->body.data);
    if (!close_leaf (&split, message->body.data + message->body.len))
      return false;
  }
  *ret = split.leaves;
  *ret_total = split.leaves.n;
  return split.leaves.n > 0 || has_no_delimiter (&split);
}
