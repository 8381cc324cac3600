/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* GMime recurses into multiparts and messages as deep as they nest, so it is given a copy in which
 * that is bounded. The copy keeps every byte's place: a part's bounds in it are its bounds in the
 * message. */
#include "message/parts.h"

#include "base/bytes.h"
#include "base/limits.h"
#include "message/parts-fast.h"
#include "message/reader-private.h"
#include "syntax/field-block.h"

/* ---- the copy ---------------------------------------------------------------------------------
 */

typedef struct {
  Span boundary; /* null: the level of a message inside a message */
} Level;

typedef struct {
  char *bytes;
  gsize len;
  Level levels[LIMIT_MIME_DEPTH];
  guint depth;
  guint n_boundaries, n_delimiters;
  bool too_deep, too_many;
} Copy;

static bool
starts_field (Span line, Span name) {
  return span_starts_with_nocase (line, name);
}

/* The field that begins at `at`, its folded lines included. */
static Span
field_at (const Copy *copy, gsize at) {
  Span rest = span_of (copy->bytes + at, copy->len - at), line;
  const char *end = rest.data;
  while (span_next_line (&rest, &line, NULL)) {
    end = line.data + line.len;
    if (rest.len == 0 || !is_wsp (rest.data[0]))
      break;
  }
  return span_between (copy->bytes + at, end);
}

static void
blank (Span span) {
  char *bytes = (char *)span.data;
  for (gsize i = 0; i < span.len; i++)
    if (bytes[i] != '\n' && bytes[i] != '\r')
      bytes[i] = ' ';
}

static Span
value_of (Span field) {
  gssize colon = span_index (field, ':');
  return colon < 0 ? SPAN_NULL : span_skip (field, (gsize)colon + 1);
}

/* RFC 2046 §5.1.1, RFC 2231 §3: boundary="x", boundary*0*=x. Only told apart from others here, so
 * the raw characters will do. */
static Span
boundary_of (Span value) {
  gssize at = span_find_nocase (value, SPAN ("boundary"));
  if (at < 0)
    return SPAN_NULL;
  Span rest = span_skip (value, (gsize)at + 8);
  gssize equals = span_index (rest, '=');
  if (equals < 0)
    return SPAN_NULL;
  rest = span_trim (span_skip (rest, (gsize)equals + 1));
  bool quoted = rest.len > 0 && rest.data[0] == '"';
  rest = span_skip (rest, quoted);
  gsize end = 0;
  while (end < rest.len &&
         (quoted ? rest.data[end] != '"' : !is_any_of (rest.data[end], "; \t\r\n")))
    end++;
  return span_first (rest, end);
}

/* Overwrites the type's first word, of the same length, so that GMime takes it for a leaf. */
static bool
disguise (Span value, Span type, Span as) {
  value = span_trim (value);
  if (!span_starts_with_nocase (value, type))
    return false;
  memcpy ((char *)value.data, as.data, as.len);
  return true;
}

static bool
enter_level (Copy *copy, Span boundary) {
  if (copy->depth >= LIMIT_MIME_DEPTH) {
    copy->too_deep = true;
    return false;
  }
  copy->levels[copy->depth++].boundary = boundary;
  return true;
}

static void
check_content_type (Copy *copy, Span value) {
  Span boundary = boundary_of (value);
  /* A digest's parts are messages without saying so (RFC 2046 §5.1.5). */
  disguise (value, SPAN ("multipart/digest"), SPAN ("multipart/" DISGUISED_DIGEST));
  if (disguise (value, SPAN ("message/"), SPAN (DISGUISED_MESSAGE))) {
    enter_level (copy, SPAN_NULL);
    return;
  }
  if (span_is_null (boundary))
    return;
  copy->too_many |= ++copy->n_boundaries > LIMIT_MIME_BOUNDARIES;
  if (copy->too_many || !enter_level (copy, boundary))
    blank (value);
}

/* A delimiter ends what was opened inside its multipart. One that fits none ends nothing. */
static void
check_delimiter (Copy *copy, Span line) {
  Span text = span_skip (line, 2);
  for (guint i = copy->depth; i > 0; i--) {
    Span boundary = copy->levels[i - 1].boundary;
    if (span_is_null (boundary) || !span_starts_with (text, boundary))
      continue;
    Span tail = span_trim (span_skip (text, boundary.len));
    if (tail.len == 0)
      copy->depth = i;
    else if (span_equal (tail, SPAN ("--")))
      copy->depth = i - 1;
    else
      continue;
    copy->n_delimiters++;
    return;
  }
}

static gsize
check_content_field (Copy *copy, gsize at) {
  Span field = field_at (copy, at);
  Span value = value_of (field);
  if (value.len > LIMIT_CONTENT_FIELD)
    blank (span_skip (value, LIMIT_CONTENT_FIELD));
  if (starts_field (field, SPAN ("Content-Type")))
    check_content_type (copy, span_first (value, LIMIT_CONTENT_FIELD));
  return field.len;
}

static void
check_nesting (Copy *copy) {
  gsize at = 0;
  while (at < copy->len) {
    Span rest = span_of (copy->bytes + at, copy->len - at), line;
    gsize before = rest.len;
    span_next_line (&rest, &line, NULL);
    gsize used = before - rest.len;
    if (span_starts_with (line, SPAN ("--")))
      check_delimiter (copy, line);
    else if (starts_field (line, SPAN ("Content-")))
      used = MAX (used, check_content_field (copy, at));
    at += used;
    if (copy->n_delimiters <= LIMIT_MIME_DELIMITERS)
      continue;
    copy->too_many = true;
    copy->len = at;
  }
}

/* GMime parses addresses as soon as it sees their fields, and recurses; the names are changed so
 * that it sees none. */
static void
hide_other_fields (const Message *message, Copy *copy) {
  FieldBlock block;
  FieldBlockItem item;
  field_block_init (&block, span_first (message->header, copy->len));
  while (field_block_next (&block, &item))
    if (item.kind == FIELD_BLOCK_FIELD && !starts_field (item.name, SPAN ("Content-")))
      copy->bytes[item.offset] = '_';
    else if (item.kind == FIELD_BLOCK_JUNK)
      disguise_junk (copy->bytes, &item);
}

static void
note_limits (const Message *message, const Copy *copy, Defects *defects) {
  if (copy->too_deep)
    defect_add (defects, "mime-too-deep", SPAN_NULL,
                "Parts are nested more than %d levels deep; the deeper ones were read as text.",
                LIMIT_MIME_DEPTH);
  if (copy->too_many)
    defect_add (
        defects, "mime-too-many-parts", SPAN_NULL,
        "The message has more than %d multiparts or %d lines that divide parts; the others were "
        "not looked for.",
        LIMIT_MIME_BOUNDARIES, LIMIT_MIME_DELIMITERS);
  if (message->bytes.len > LIMIT_MIME_BYTES)
    defect_add (defects, "mime-too-long", SPAN_NULL,
                "Parts were looked for in the first %d bytes of this message only.",
                LIMIT_MIME_BYTES);
}

/* ---- leaves -----------------------------------------------------------------------------------
 */

typedef struct {
  MessageReader *reader;
  const Message *message;
  Arena *arena;
  Vec *parts;
  guint total;
  Defects *defects;
} Walk;

static Span
decode (Walk *walk, Span raw, GMimeContentEncoding encoding) {
  GMimeEncoding state;
  g_mime_encoding_init_decode (&state, encoding);
  char *out = arena_take (walk->arena, g_mime_encoding_outlen (&state, raw.len) + 1);
  return span_of (out, g_mime_encoding_step (&state, raw.data, raw.len, out));
}

static bool
is_transfer_encoded (GMimeContentEncoding encoding) {
  return encoding == GMIME_CONTENT_ENCODING_BASE64 ||
         encoding == GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE ||
         encoding == GMIME_CONTENT_ENCODING_UUENCODE;
}

static void
set_content (Walk *walk, Part *part, GMimePart *leaf) {
  GMimeDataWrapper *wrapper = g_mime_part_get_content (leaf);
  GMimeStream *stream = wrapper ? g_mime_data_wrapper_get_stream (wrapper) : NULL;
  part->content = span_of (walk->message->bytes.data, 0);
  if (stream == NULL)
    return;
  gint64 end = stream->bound_end < 0 ? (gint64)walk->message->bytes.len : stream->bound_end;
  end = MIN (end, (gint64)walk->message->bytes.len);
  gint64 start = CLAMP (stream->bound_start, 0, end);
  Span raw = span_of (walk->message->bytes.data + start, (gsize)(end - start));
  GMimeContentEncoding encoding = g_mime_data_wrapper_get_encoding (wrapper);
  part->decoded = is_transfer_encoded (encoding);
  part->cut = part->decoded && raw.len > LIMIT_PART;
  part->offset = (gsize)start;
  part->content = part->decoded ? decode (walk, span_first (raw, LIMIT_PART), encoding) : raw;
}

static Span
type_of (Walk *walk, GMimeObject *object) {
  GMimeContentType *type = g_mime_object_get_content_type (object);
  if (type == NULL)
    return SPAN ("text/plain");
  g_autofree char *text = g_mime_content_type_get_mime_type (type);
  Span name = arena_dup_lower (walk->arena, span_first (span_from_string (text), LIMIT_DOMAIN));
  if (!span_starts_with (name, SPAN (DISGUISED_MESSAGE "/")))
    return name;
  memcpy ((char *)name.data, "message", 7);
  return name;
}

/* The part of a digest that says nothing of its type is a message (RFC 2046 §5.1.5). */
static bool
is_in_digest (GMimePart *leaf, GMimeObject *parent) {
  GMimeContentType *type = parent ? g_mime_object_get_content_type (parent) : NULL;
  return type && g_mime_content_type_is_type (type, "multipart", DISGUISED_DIGEST) &&
         g_mime_object_get_header (GMIME_OBJECT (leaf), "Content-Type") == NULL;
}

static void
add_leaf (Walk *walk, GMimePart *leaf, GMimeObject *parent, Span path) {
  walk->total++;
  if (walk->parts->n >= LIMIT_MIME_PARTS)
    return;
  Part *part = vec_push (walk->arena, walk->parts, Part);
  part->path = path;
  part->type =
      is_in_digest (leaf, parent) ? SPAN ("message/rfc822") : type_of (walk, GMIME_OBJECT (leaf));
  GMimeContentType *type = g_mime_object_get_content_type (GMIME_OBJECT (leaf));
  const char *charset = type ? g_mime_content_type_get_parameter (type, "charset") : NULL;
  part->charset = arena_dup (walk->arena, span_first (span_from_string (charset), 64));
  const char *name = g_mime_part_get_filename (leaf);
  part->name = arena_dup (walk->arena, span_first (span_from_string (name), LIMIT_DOMAIN));
  set_content (walk, part, leaf);
  if (part->cut)
    defect_add (walk->defects, "mime-part-too-long", SPAN_NULL,
                "Part %.*s is longer than %d bytes; the rest of it was not decoded.",
                SPAN_FORMAT (path), LIMIT_PART);
}

/* The copy holds at most LIMIT_MIME_DEPTH levels, so that is how deep this goes. */
static void
add_leaves (Walk *walk, GMimeObject *object, GMimeObject *parent, Span path) {
  if (GMIME_IS_PART (object)) {
    add_leaf (walk, GMIME_PART (object), parent, path.len ? path : SPAN ("1"));
    return;
  }
  if (!GMIME_IS_MULTIPART (object))
    return;
  int n = g_mime_multipart_get_count (GMIME_MULTIPART (object));
  for (int i = 0; i < n && walk->total < G_MAXINT; i++)
    add_leaves (
        walk, g_mime_multipart_get_part (GMIME_MULTIPART (object), i), object,
        arena_printf (walk->arena, "%.*s%s%d", SPAN_FORMAT (path), path.len ? "." : "", i + 1));
}

/* A multipart whose delimiters are lost still has a text. */
static void
add_whole_body (Walk *walk) {
  Span body = walk->message->body;
  if (walk->total > 0 || span_is_empty (body))
    return;
  walk->total = 1;
  Part *part = vec_push (walk->arena, walk->parts, Part);
  *part = (Part){.type = SPAN ("text/plain"),
                 .path = SPAN ("1"),
                 .content = body,
                 .offset = (gsize)(body.data - walk->message->bytes.data)};
  if (span_starts_with (walk->message->content_type, SPAN ("multipart/")))
    defect_add (walk->defects, "mime-no-boundary", SPAN_NULL,
                "The message says it has parts, but no line that divides them was found.");
}

static GMimeMessage *
parse_copy (MessageReader *reader, const Copy *copy) {
  g_autoptr (GMimeStream) stream = g_mime_stream_mem_new ();
  g_mime_stream_mem_set_byte_array (GMIME_STREAM_MEM (stream),
                                    g_byte_array_new_take ((guint8 *)copy->bytes, copy->len));
  g_mime_stream_mem_set_owner (GMIME_STREAM_MEM (stream), TRUE);
  g_autoptr (GMimeParser) parser = g_mime_parser_new_with_stream (stream);
  g_mime_parser_set_format (parser, GMIME_FORMAT_MESSAGE);
  return g_mime_parser_construct_message (parser, reader->options);
}

void
parts_read (MessageReader *reader, const Message *message, Arena *arena, Vec *ret, guint *ret_total,
            Defects *defects) {
  Walk walk = {reader, message, arena, ret, 0, defects};
  if (reader->fast && parts_read_fast (message, arena, ret, &walk.total)) {
    add_whole_body (&walk);
    *ret_total = walk.total;
    return;
  }
  Span bytes = span_first (message->bytes, LIMIT_MIME_BYTES);
  Copy copy = {.bytes = g_malloc (bytes.len + 1), .len = bytes.len};
  if (bytes.len)
    memcpy (copy.bytes, bytes.data, bytes.len);
  hide_other_fields (message, &copy);
  check_nesting (&copy);
  note_limits (message, &copy, defects);
  g_autoptr (GMimeMessage) parsed = parse_copy (reader, &copy);
  GMimeObject *root = parsed ? g_mime_message_get_mime_part (parsed) : NULL;
  if (root)
    add_leaves (&walk, root, NULL, SPAN (""));
  add_whole_body (&walk);
  *ret_total = walk.total;
}

/* ---- text -------------------------------------------------------------------------------------
 */

static Span
convert (Span bytes, const char *charset, Arena *arena) {
  gsize written = 0;
  g_autofree char *text =
      g_convert (bytes.data, (gssize)bytes.len, "utf-8", charset, NULL, &written, NULL);
  return text ? arena_dup (arena, span_of (text, written)) : SPAN_NULL;
}

/* C strings end at a NUL, and so would the text. */
static Span
without_nul (Span bytes, Arena *arena) {
  if (span_index (bytes, '\0') < 0)
    return bytes;
  char *text = (char *)arena_dup (arena, bytes).data;
  for (gsize i = 0; i < bytes.len; i++)
    if (text[i] == '\0')
      text[i] = ' ';
  return span_of (text, bytes.len);
}

Span
part_text (MessageReader *reader, const Part *part, Arena *arena) {
  Span bytes = without_nul (part->content, arena), text = SPAN_NULL;
  bool is_utf8 = span_is_utf8 (bytes);
  bool stateful = span_starts_with_nocase (part->charset, SPAN ("iso-2022-"));
  if (bytes.len == 0 || (is_utf8 && !stateful))
    return bytes;
  if (part->charset.len > 0)
    text = convert (bytes, g_mime_charset_iconv_name (arena_string (arena, part->charset)), arena);
  if (!span_is_null (text))
    return without_nul (text, arena);
  g_autofree char *guessed = g_mime_utils_decode_8bit (reader->options, bytes.data, bytes.len);
  g_autofree char *valid = g_utf8_make_valid (guessed, -1);
  return arena_dup (arena, span_from_string (valid));
}
